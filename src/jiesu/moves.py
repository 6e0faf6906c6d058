"""
办理环节的规矩: what may happen next, what a move breaks, and under which article.

The facts of a move are derived from the history before it, from its own record, and from the register
and calendars (`Office`). The rows of `GUARDS` are tested one by one, by one and the same loop for a
move that happened (`examined`) and for one that may still happen (`options`): there the facts that
only its record settles are open, and what they would decide is told as a condition.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import attrs

from .conduct import (
    CO_HANDLER_LIMIT,
    CONTACT_LIMIT,
    DEFERRAL_STOPS,
    EXTENSION_CAP,
    MOVE_FACTS,
    OBJECTION_COUNT,
    OBJECTION_WINDOW,
    OF_THE_RECORD,
    SIGNING_LIMIT,
    Actor,
    Bound,
    Consequence,
    Times,
)
from .custody import ON_A_STRAND, File, Misfit, Strand, misfit_of, strand_of
from .decisions import DispatchMode
from .errors import OutOfCoverageError
from .events import (
    Adjudicated,
    Body,
    CalledOut,
    Conferred,
    Designated,
    Dispatched,
    Elevated,
    Entrusted,
    Escalated,
    Event,
    Extended,
    ExtensionAsked,
    ExtensionRefused,
    FedBack,
    Joined,
    Move,
    Objected,
    Party,
    Recalled,
    Rehandled,
    Replied,
    Reported,
    Responded,
    Returned,
    RiskReported,
    Stopped,
)
from .explain import Explanation
from .facts import MISSING, Condition, say
from .labels import Label, Text
from .office import Office, Running, longer
from .sources import SILENT, UNSET, Absent, Citation, Parameter, assumed
from .tables import Ruling
from .units import UnitKind

_SEQUENCE = assumed(
    "办理环节依次发生，先后不合的无从办理；条文未逐一写明",
    "one step follows from another; the texts do not spell out each",
)


class Scene(NamedTuple):
    """What the facts of a move are derived from; *event* is None for a move that may still happen."""

    office: Office
    file: File
    strand: Strand | None
    at: datetime
    event: Event | None
    to: str | None = None
    """Of several units addressed, the one that is looked at."""

    @property
    def clock(self) -> Running | None:
        """The clock of the unit that has the strand."""
        return self.office.unit_clock(self.file, self.strand) if self.strand else None


class _Apart(Label):
    """What a fact may be beside its values and not on record."""

    NOT_OF_IT = "不涉及", "not a fact of this move: no row that tests it holds"
    OPEN = "视办理情况", "still open: how the move is done will tell"


_NOT_OF_IT, _OPEN = _Apart.NOT_OF_IT, _Apart.OPEN


# --- Facts of a move --------------------------------------------------------------------------------

_HOTLINES = frozenset(
    {
        *(Move.RECEIVED, Move.CLASSIFIED, Move.CONFERRED, Move.SPLIT, Move.DISPATCHED),
        *(Move.ADJUDICATED, Move.DESIGNATED, Move.RECALLED, Move.ELEVATED, Move.URGED),
        *(Move.SUPERVISED, Move.FOLLOWED_UP, Move.REHANDLED, Move.LINKED, Move.CLOSED),
        *(Move.REOPENED, Move.ARCHIVED, Move.REMINDED, Move.EXTENSION_REFUSED, Move.CORRECTED),
        *(Move.RISK_REPORTED, Move.SUCCEEDED, Move.KEY_LISTED, Move.KEY_CLEARED),
    }
)
_REQUESTERS = frozenset({Move.SUPPLEMENTED, Move.WITHDRAWN, Move.RATED})
_OF_PARTY = {
    Party.HOTLINE: Actor.HOTLINE,
    Party.SERVICE_DEPARTMENT: Actor.SERVICE_DEPARTMENT,
    Party.GOVERNMENT: Actor.SUPERIOR,
    Party.REQUESTER: Actor.REQUESTER,
}
_OF_KIND = {
    UnitKind.HOTLINE_BODY: Actor.HOTLINE,
    UnitKind.SERVICE_DEPARTMENT: Actor.SERVICE_DEPARTMENT,
    UnitKind.DISTRICT_GOVERNMENT: Actor.SUPERIOR,
}


def actor_of(move: Move, by: Body | None, strand: Strand | None, office: Office) -> Actor:
    """As what somebody acts; where the record does not say who, whoever does such things."""
    if isinstance(by, Party):
        return _OF_PARTY[by]
    if by is None:
        if move in _HOTLINES:
            return Actor.HOTLINE
        if move in _REQUESTERS:
            return Actor.REQUESTER
        if move is Move.REPORTED:
            return Actor.CO_HANDLER
        return Actor.SUPERIOR if move is Move.OPINION_GIVEN else Actor.ANSWERABLE
    if strand is not None:
        if by == strand.answerable:
            return Actor.ANSWERABLE
        if by == strand.holder:
            return Actor.HOLDER
        if any(each.unit == by for each in strand.co_handlers):
            return Actor.CO_HANDLER
        if any(each.unit == by for each in strand.called):
            return Actor.CALLED
    kind = office.kind(by)
    return _OF_KIND.get(kind, Actor.OTHER) if kind else Actor.OTHER


def _addressed(event: Event | None) -> tuple[str, ...]:
    if isinstance(event, Dispatched):
        return event.to
    if isinstance(event, Adjudicated | Designated | Recalled | Entrusted | Elevated):
        return (event.to,) if event.to else ()
    return (event.unit,) if isinstance(event, Joined) else ()


def _reached(event: Event) -> tuple[str, ...]:
    """Every unit that an event lets know of the matter."""
    if isinstance(event, Dispatched):
        return (*event.to, *event.co_handlers, *event.copied_to)
    if isinstance(event, Designated):
        return (event.to, *event.co_handlers)
    if isinstance(event, CalledOut | Conferred):
        return event.units
    if isinstance(event, RiskReported):
        return event.to
    if isinstance(event, Escalated):
        return (event.to,) if isinstance(event.to, str) else ()
    return _addressed(event)


def _actor(scene: Scene) -> Hashable:
    event = scene.event
    if event is None:
        return MISSING
    return actor_of(event.move, event.by, scene.strand, scene.office)


def _interested(scene: Scene) -> Hashable:
    stake = scene.event.interested if scene.event else None
    return MISSING if stake is None else stake


def _by_kind(scene: Scene) -> Hashable:
    event, strand = scene.event, scene.strand
    by = event.by if event else None
    if by is None and strand is not None and _actor(scene) is Actor.ANSWERABLE:
        by = strand.answerable
    return scene.office.kind(by) or MISSING


def _to_kind(scene: Scene) -> Hashable:
    if scene.to is None:
        return _NOT_OF_IT
    return scene.office.kind(scene.to) or MISSING


def _lead_kind(scene: Scene) -> Hashable:
    lead: Body | None = scene.to
    if lead is None or isinstance(scene.event, Joined | Entrusted):
        lead = scene.strand.answerable if scene.strand else None
    if not isinstance(lead, str):
        return _OPEN if scene.event is None else _NOT_OF_IT
    return scene.office.kind(lead) or MISSING


def _several(scene: Scene) -> Hashable:
    return len(_addressed(scene.event)) > 1


def _to_accused(scene: Scene) -> Hashable:
    ticket = scene.file.ticket
    if ticket is None or ticket.accused is None:
        return False
    event = scene.event
    if event is None:
        return _OPEN
    day = scene.at.date()
    kept = any(scene.office.kept_from(unit, ticket, day) for unit in _reached(event))
    unknown = ticket.facts.get("request_type") is MISSING
    return MISSING if kept and unknown else kept


def _with_city_department(scene: Scene) -> Hashable:
    event, strand = scene.event, scene.strand
    others = event.co_handlers if isinstance(event, Dispatched | Designated) else ()
    if isinstance(event, Joined):
        others = (event.unit,)
    if strand is not None and not isinstance(event, Joined):
        others += tuple(each.unit for each in strand.co_handlers)
    return any(scene.office.kind(each) is UnitKind.CITY_DEPARTMENT for each in others)


def _copied(scene: Scene) -> Hashable:
    event, office = scene.event, scene.office
    if not isinstance(event, Dispatched) or event.mode is DispatchMode.TO_DISTRICT:
        return _NOT_OF_IT
    if event.mode is None:
        return MISSING
    districts = {UnitKind.DISTRICT_GOVERNMENT}
    return any(office.kind(each) in districts for each in (*event.copied_to, *event.to))


def _limit_stated(scene: Scene) -> Hashable:
    event = scene.event
    return event.limit is not None if isinstance(event, Dispatched | Rehandled) else _NOT_OF_IT


def _stated(name: str, *kinds: type[Event]) -> Callable[[Scene], Hashable]:
    """A fact that the record of a move states, or leaves out."""

    def read(scene: Scene) -> Hashable:
        if not isinstance(scene.event, kinds):
            return _NOT_OF_IT
        value = getattr(scene.event, name)
        return MISSING if value is None else value

    return read


def _written(name: str, *kinds: type[Event]) -> Callable[[Scene], Hashable]:
    """Whether the record of a move has something written in a field."""

    def read(scene: Scene) -> Hashable:
        return bool(getattr(scene.event, name)) if isinstance(scene.event, kinds) else _NOT_OF_IT

    return read


def _settled(scene: Scene) -> Hashable:
    return scene.strand.settled if scene.strand else MISSING


def _window(scene: Scene) -> Hashable:
    strand = scene.strand
    if strand is None:
        return MISSING
    body = strand.answerable
    return scene.office.against(OBJECTION_WINDOW, strand.dispatched_at, scene.at, body)


def _count(scene: Scene) -> Hashable:
    strand = scene.strand
    most = scene.office.conduct.value(OBJECTION_COUNT)
    if strand is None or most is None or most is SILENT:
        return Bound.NOT_SET
    if most is UNSET:
        return Bound.NOT_PUBLIC
    return Bound.BEYOND if strand.objections >= most else Bound.WITHIN


def _misdirected(scene: Scene) -> Hashable:
    return Times.of(scene.strand.misdirected) if scene.strand else MISSING


def _timely(scene: Scene) -> Hashable:
    running, strand, event = scene.clock, scene.strand, scene.event
    if running is None or strand is None:
        return Bound.NOT_SET
    # What was told in time may be told again.
    before = {FedBack: strand.fed_back_at, Replied: strand.replied_at}.get(type(event))
    bound = running.bound(before or scene.at)
    unset = scene.office.conduct.value(DEFERRAL_STOPS) is UNSET
    # Whether the ledger stops the clock is not public, so nobody can say that it is up.
    return Bound.NOT_PUBLIC if bound is Bound.BEYOND and strand.deferrals and unset else bound


def _answered(scene: Scene) -> Hashable:
    """Whether each strand that is open was answered and fed back, or stopped."""
    strands = [scene.strand] if scene.event and scene.event.strand else scene.file.open
    return all(
        each is None
        or each.stopped_at is not None
        or not each.dispatches
        or (each.fed_back_at is not None and (each.replied_at or not scene.file.reply_wanted))
        for each in strands
    )


def _report(scene: Scene) -> Hashable:
    strand, event = scene.strand, scene.event
    if strand is None:
        return MISSING
    by = event.by if event else None
    away = [each for each in strand.co_handlers if by in {None, each.unit}]
    for each in away:
        running = scene.office.co_handler_clock(strand, each)
        if running is not None:
            return running.bound(scene.at)
    unset = scene.office.conduct.value(CO_HANDLER_LIMIT) is UNSET
    return Bound.NOT_PUBLIC if unset else Bound.NOT_SET


def _extended(scene: Scene) -> Hashable:
    return Times.of(len(scene.strand.extensions)) if scene.strand else MISSING


def _of_limit(parameter: Parameter) -> Callable[[Scene], Hashable]:
    """How a move stands to a limit that counts from the dispatch."""

    def read(scene: Scene) -> Hashable:
        strand = scene.strand
        if strand is None:
            return MISSING
        return scene.office.against(parameter, strand.dispatched_at, scene.at, strand.holder)

    return read


def _cap(scene: Scene) -> Hashable:
    event, strand = scene.event, scene.strand
    cap = scene.office.conduct.value(EXTENSION_CAP)
    if cap is UNSET:
        return Bound.NOT_PUBLIC
    if cap is None or cap is SILENT:
        return Bound.NOT_SET
    if event is None:
        return _OPEN
    if strand is None or not isinstance(event, Extended | ExtensionAsked):
        return _NOT_OF_IT
    lengths = (*strand.extensions, event.by_how_much)
    calendar = scene.office.calendar_of(strand.answerable)
    counting = scene.office.conduct.counting
    return Bound.BEYOND if longer(lengths, cap, scene.at, calendar, counting) else Bound.WITHIN


def _told(name: str) -> Callable[[Scene], Hashable]:
    return _stated(name, Extended, Stopped)


_FACTS: Mapping[str, Callable[[Scene], Hashable]] = {
    "actor": _actor,
    "interested": _interested,
    "by_kind": _by_kind,
    "to_kind": _to_kind,
    "lead_kind": _lead_kind,
    "several": _several,
    "to_accused": _to_accused,
    "with_city_department": _with_city_department,
    "copied": _copied,
    "limit_stated": _limit_stated,
    "main": _stated("main", Entrusted),
    "listed": _stated("listed", Entrusted),
    "assists": _stated("assists", Entrusted),
    "department_duty": _stated("department_duty", Entrusted, Dispatched),
    "settled": _settled,
    "window": _window,
    "count": _count,
    "misdirected": _misdirected,
    "ground": _stated("ground", Objected),
    "outcome": _stated("outcome", Adjudicated),
    "reasoned": _written(
        "reason", Objected, Returned, Reported, ExtensionAsked, Extended, ExtensionRefused
    ),
    "extended": _extended,
    "signing": _of_limit(SIGNING_LIMIT),
    "contact": _of_limit(CONTACT_LIMIT),
    "answered": _answered,
    "interim": _written("interim", Reported),
    "finished": _stated("finished", Reported),
    "timely": _timely,
    "report": _report,
    "cap": _cap,
    "grounded": _written("ground", Extended),
    "approver": _stated("approver", Extended, Stopped),
    "requester_told": _told("requester_told"),
    "hotline_told": _told("hotline_told"),
    "stop_ground": _stated("ground", Stopped),
    "came": _stated("came", Responded),
    "authority": _stated("with_authority", Responded),
}
"""Of every fact but the move itself, how it is derived."""


# --- Testing the rows -------------------------------------------------------------------------------


def _said(test: Condition) -> Text:
    """A condition in words; one that leaves little out, by what it leaves out."""
    (fact,) = [each for each in MOVE_FACTS.facts if each.name == test.fact]
    others = [say(value) for value in fact.values if value not in test.allowed]
    if len(fact.values) < 4 or not others or len(others) * 2 >= len(fact.values):
        return test.text
    zh, en = "、".join(each.zh for each in others), " or ".join(each.en for each in others)
    return Text(f"{test.term.zh}不是{zh}", f"{test.term.en} is not {en}")


class Fit(Label):
    """How far the conditions of a row hold."""

    HOLDS = "符合", "holds"
    OPEN = "视办理情况", "depends on how it is done"
    UNKNOWN = "无从核验", "not verifiable"
    FAILS = "不符合", "does not hold"


class Tested(NamedTuple):
    """A row as it was tested: how far it holds, and the facts that left it open or unknown."""

    row: Ruling[Any]
    fit: Fit
    facts: tuple[str, ...]

    @property
    def text(self) -> Text:
        """What the row says, and why it cannot be verified if it cannot."""
        then = self.row.then
        told = self.row.grounds[0].text if isinstance(then, Absent) else then.says
        tests = [test for test in self.row.conditions if test.fact in self.facts]
        if self.fit is Fit.OPEN and not isinstance(then, Absent):
            said = [_said(test) for test in tests]
            zh, en = "，".join(each.zh for each in said), ", ".join(each.en for each in said)
            word = then.consequence
            return Text(f"如{zh}，{word.zh}：{told.zh}", f"if {en}: {word.en}, {told.en}")
        zh = "、".join(test.term.zh for test in tests) or "具体规定"
        en = ", ".join(test.term.en for test in tests) or "the rule itself"
        return Text(
            f"{zh}未载明或者未公布，准予办理，是否有下列情形无从核验：{told.zh}",
            f"{en} not on record or not public: permitted, not verifiable whether {told.en}",
        )


_NOT_KNOWN = frozenset({MISSING, Bound.NOT_PUBLIC})


def _derived(name: str, scene: Scene) -> Hashable:
    """A fact; what rests on days that no calendar knows is not known."""
    try:
        return _FACTS[name](scene)
    except OutOfCoverageError:
        return MISSING


def _tested(scene: Scene, move: Move) -> Iterator[Tested]:
    rows = scene.office.conduct.guards.get(move, ())
    known: dict[str, Hashable] = {"move": move}
    to_come = scene.event is None
    for row in rows:
        fit, facts = Fit.HOLDS, []
        for test in row.conditions:
            name = test.fact
            if name not in known:
                still = to_come and name in OF_THE_RECORD
                known[name] = _OPEN if still else _derived(name, scene)
            if known[name] in test.allowed:
                continue
            if known[name] is _OPEN:
                facts.append(name)
                fit = Fit.OPEN if fit is not Fit.UNKNOWN else fit
                continue
            if known[name] not in _NOT_KNOWN:
                fit = Fit.FAILS
                break
            fit = Fit.UNKNOWN
            facts.append(name)
        if fit is not Fit.FAILS:
            yield Tested(row, fit, tuple(facts))


class Examined(NamedTuple):
    """
    What the rules make of a move.

    Attributes:
        move: The move.
        strand: Number of the strand that it is about; 0 for the case.
        misfit: Why it does not fit how the case stands; None where it does.
        barred: Rows that bar it.
        breaches: Rows that it breaks, and that do not undo it.
        conditions: Rows that would bar it or be broken, depending on how it is done.
        unverified: Rows that cannot be verified; the move is permitted.
    """

    move: Move
    strand: int
    misfit: Misfit | None
    barred: tuple[Ruling[Any], ...] = ()
    breaches: tuple[Ruling[Any], ...] = ()
    conditions: tuple[Tested, ...] = ()
    unverified: tuple[Tested, ...] = ()

    @property
    def permitted(self) -> bool:
        """Whether it may happen, done as the conditions ask."""
        return self.misfit is None and not self.barred

    @property
    def grounds(self) -> tuple[Citation, ...]:
        """The articles that stand against it."""
        if self.misfit:
            return (_SEQUENCE,)
        rows = self.barred or self.breaches
        return tuple(dict.fromkeys(ground for row in rows for ground in row.grounds))

    @property
    def reason(self) -> Text | None:
        """Why it may not happen; None where it may."""
        if self.misfit:
            return self.misfit.text
        if not self.barred:
            return None
        says = [row.then.says for row in self.barred]
        return Text("；".join(each.zh for each in says), "; ".join(each.en for each in says))

    def explain(self, lang: str = "zh") -> Explanation:
        """Whether it may happen, and by which articles it may not, or only so."""
        reason, (zh, en) = self.reason, self.move.text
        if reason is not None:
            says = Text(f"{zh}：不得，{reason.zh}", f"{en}: barred, {reason.en}")
        else:
            says = Text(f"{zh}：可以", f"{en}: permitted")
        word = Consequence.BREACH
        parts = [
            Explanation(
                Text(f"{word.zh}：{row.then.says.zh}", f"{word.en}: {row.then.says.en}"),
                (),
                [each.text for each in row.grounds],
                lang=lang,
            )
            for row in self.breaches
        ]
        parts += [
            Explanation(each.text, (), [ground.text for ground in each.row.grounds], lang=lang)
            for each in (*self.conditions, *self.unverified)
        ]
        return Explanation(says, parts, [each.text for each in self.grounds], lang=lang)


def examined(event: Event, file: File, office: Office) -> Examined:
    """
    What the rules make of an event, before it is taken into a file.

    Args:
        event: The event.
        file: The file before it.
        office: The rules, the register, the calendars.
    """
    move = event.move
    strand = strand_of(file, event)
    about = strand if move in ON_A_STRAND or event.strand is not None else None
    misfit = misfit_of(move, file, about, event)
    if misfit is None and event.strand is not None and file.strand(event.strand) is None:
        misfit = Misfit.UNKNOWN_STRAND
    units = _addressed(event) or (None,)
    scenes = [Scene(office, file, strand, event.at, event, unit) for unit in units]
    return _weighed(scenes, move, about, misfit)


def options(file: File, at: datetime, office: Office) -> tuple[Examined, ...]:
    """
    What may happen next, move by move and strand by strand, and what keeps the rest from it.

    Args:
        file: The file as it stands.
        at: When.
        office: The rules, the register, the calendars.
    """
    found = []
    for move in Move:
        several: tuple[Strand | None, ...] = file.strands if move in ON_A_STRAND else ()
        for strand in several or (None,):
            misfit = misfit_of(move, file, strand)
            scene = Scene(office, file, strand or _only(file), at, None)
            found.append(_weighed([scene], move, strand, misfit))
    return tuple(found)


def _only(file: File) -> Strand | None:
    waiting = file.open or file.strands
    return waiting[0] if waiting else None


_BOUNDS = {
    "window": OBJECTION_WINDOW,
    "count": OBJECTION_COUNT,
    "cap": EXTENSION_CAP,
    "report": CO_HANDLER_LIMIT,
    "signing": SIGNING_LIMIT,
    "contact": CONTACT_LIMIT,
}
"""The parameter that sets each bound."""


def _cited(tested: Tested, office: Office) -> Tested:
    """A row with the grounds of the bounds that it tests: a user's own is cited as such."""
    if tested.fit is not Fit.HOLDS:
        return tested
    bounds = [_BOUNDS[each.fact] for each in tested.row.conditions if each.fact in _BOUNDS]
    grounds = tuple(ground for each in bounds for ground in office.conduct.grounds(each))
    if not grounds:
        return tested
    whole = tuple(dict.fromkeys((*grounds, *tested.row.grounds)))
    return tested._replace(row=attrs.evolve(tested.row, grounds=whole))


def _weighed(
    scenes: list[Scene], move: Move, about: Strand | None, misfit: Misfit | None
) -> Examined:
    """What was tested, by what it means; a row that holds of one unit addressed, holds."""
    number = about.number if about else 0
    if misfit is not None and scenes[0].event is None:
        return Examined(move, number, misfit)
    tested: dict[str, Tested] = {}
    for scene in scenes:
        for each in _tested(scene, move):
            known = tested.get(each.row.id)
            if known is None or each.fit is Fit.HOLDS:
                tested[each.row.id] = _cited(each, scene.office)
    barred, breaches, conditions, unverified = [], [], [], []
    for each in tested.values():
        then = each.row.then
        if each.fit is Fit.UNKNOWN or isinstance(then, Absent):
            if then is not SILENT:
                unverified.append(each)
        elif each.fit is Fit.OPEN:
            conditions.append(each)
        elif then.consequence is Consequence.BARRED:
            barred.append(each.row)
        else:
            breaches.append(each.row)
    return Examined(
        move, number, misfit, tuple(barred), tuple(breaches), tuple(conditions), tuple(unverified)
    )
