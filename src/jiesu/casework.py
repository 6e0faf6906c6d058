"""
办理: a case from the call to the archive.

A `Case` is a history and the rules that it is read by. What has happened is never refused: `review`
takes any history and says what in it was not as it should have been, with the article. What has not
happened yet is strict: `Case.allowed` tells what may come next and what keeps the rest from it, and
`Case.apply` takes a permitted event or refuses it. Everything else, who answers, what is owed, where
the clocks stand, is derived.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import attrs

from .agenda import Pending, cards, pending
from .clocks import Alert, ClockReading, LimitChange
from .conduct import SIGNING_LIMIT, Actor, Bound
from .custody import (
    EMPTY,
    PLAIN,
    Called,
    Draft,
    File,
    Misfit,
    Rules,
    Spell,
    Step,
    Strand,
    fold,
    spells,
    steps,
    strand_of,
)
from .custody import Verdict as Word
from .errors import (
    CaseworkError,
    Fault,
    InvalidValueError,
    OutOfCoverageError,
    fail,
    misfit,
    refuse,
    shown,
    wrong_type,
)
from .events import (
    EVENTS,
    Body,
    Contacted,
    Event,
    Linked,
    Move,
    Party,
    Rehandled,
    Reopened,
    Succeeded,
    in_order,
)
from .explain import Explanation, Markup, language
from .facts import MISSING
from .labels import Text
from .lanes import lanes
from .legal_time import instant
from .moves import Examined, Tested, actor_of, examined, options
from .office import Office, Running
from .outcomes import CountedAs, Outcome, Role, outcome_facts
from .sources import Citation
from .tickets import Ticket
from .verdicts import AskedBy, CountingVerdict, Verdict, verdict_that_counts


class Breach(NamedTuple):
    """
    违反规定的一处: an event that was not as it should have been.

    Attributes:
        place: Place of the event in the history.
        event: The event.
        strand: Number of the strand; 0 for the case.
        says: What was not right.
        grounds: The articles.
        misfit: Why it does not fit what was before it; None where it does.
        row: The row of `GUARDS` that says so; empty for a misfit.
    """

    place: int
    event: Event
    strand: int
    says: Text
    grounds: tuple[Citation, ...]
    misfit: Misfit | None = None
    row: str = ""

    def explain(self, lang: str = "zh") -> Explanation:
        """When, what, and under which article."""
        when, (zh, en) = _when(self.event), self.event.move.text
        says = Text(f"{when} {zh}：{self.says.zh}", f"{when} {en}: {self.says.en}")
        return Explanation(says, (), [each.text for each in self.grounds], lang=lang)


@attrs.frozen
class Options:
    """
    下一步: what may happen next, and what keeps the rest from it.

    Attributes:
        at: When.
        moves: Every move, and of those about a strand each strand.

    ``Move.DISPATCHED in allowed`` asks whether a move may happen on any strand.
    """

    at: datetime
    moves: tuple[Examined, ...]

    def __iter__(self) -> Iterator[Examined]:
        return iter(self.moves)

    def __contains__(self, move: object) -> bool:
        if not isinstance(move, Move):
            raise InvalidValueError(misfit("move", move, Move))
        return any(each.move is move and each.permitted for each in self.moves)

    @property
    def permitted(self) -> tuple[Examined, ...]:
        """What may happen, done as the conditions ask."""
        return tuple(each for each in self.moves if each.permitted)

    @property
    def barred(self) -> tuple[Examined, ...]:
        """What may not, each with its reason."""
        return tuple(each for each in self.moves if not each.permitted)

    def of(self, move: Move, strand: int | None = None) -> Examined:
        """
        What the rules make of one move.

        Args:
            move: The move.
            strand: Number of the strand; None: the first.

        Raises:
            CaseworkError: No such strand.
        """
        for each in self.moves:
            if each.move is move and (strand is None or _same(strand, each.strand)):
                return each
        fail(
            CaseworkError,
            "allowed.of",
            Text("没有这一环节或者子工单", "no such move or strand"),
            value=f"{shown(move)}, {shown(strand)}",
        )

    def explain(self, lang: str = "zh") -> Explanation:
        """What may happen with its conditions, then what may not with the reason."""
        groups = (
            (Text("可以办理", "Permitted"), self.permitted),
            (Text("不得办理", "Barred"), self.barred),
        )
        parts = [
            Explanation(says, [each.explain(lang) for each in found]) for says, found in groups
        ]
        at = f"{self.at:%Y-%m-%d %H:%M}"
        return Explanation(Text(f"{at} 的下一步", f"What may come next at {at}"), parts, lang=lang)

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per move, in Chinese."""
        return [
            {
                "move": each.move.zh,
                "strand": str(each.strand or ""),
                "permitted": "可以" if each.permitted else "不得",
                "reason": each.reason.zh if each.reason else "",
                "conditions": "；".join(one.text.zh for one in each.conditions),
                "grounds": "；".join(ground.text.zh for ground in each.grounds),
            }
            for each in self.moves
        ]

    def _repr_html_(self) -> str:
        return self.explain().html()


def _same(one: object, number: int) -> bool:
    return type(one) is int and one == number


def _when(event: Event) -> str:
    return f"{event.at:%Y-%m-%d %H:%M}"


@attrs.frozen(repr=False)
class Case:
    """
    一件诉求的办理: its history, and what the rules make of it.

    Build it with `Hotline.open_case` or `Hotline.review`. It is a value: `apply` gives another case. It
    pickles as its history alone; what is loaded is given its rules again by `Hotline.resume`.

    Attributes:
        history: The events, in their order.
        rules: What of the rulebook the fold depends on.
        pin: Identifier, version and digest of the rulebook.
        file: How it stands: strands, verdicts, links.
    """

    history: tuple[Event, ...]
    rules: Rules = PLAIN
    pin: str = ""
    file: File = attrs.field(default=EMPTY, eq=False)
    _office: Office | None = attrs.field(default=None, eq=False)

    def __reduce__(self) -> tuple[Any, ...]:
        # The file follows from the history, and the rules are the hotline's.
        return _loaded, (self.history, tuple(self.rules), self.pin)

    def __copy__(self) -> "Case":
        return self

    def __deepcopy__(self, _: object) -> "Case":
        return self

    @classmethod
    def of(cls, history: Iterable[Event], office: Office) -> "Case":
        """
        The case that a history makes under an office; any history will do.

        Raises:
            InvalidValueError: Something that is no event.
        """
        if not isinstance(office, Office):
            raise CaseworkError(misfit("office", office, Office))
        events = in_order(history)
        return cls(events, office.rules, office.pin, fold(events, office.rules), office)

    # -- what it is ----------------------------------------------------------------------------------

    @property
    def id(self) -> str:
        """工单编号; empty where the history does not tell."""
        return self.file.ticket.id if self.file.ticket else ""

    @property
    def ticket(self) -> Ticket | None:
        """工单; None where the history does not tell."""
        return self.file.ticket

    @property
    def strands(self) -> tuple[Strand, ...]:
        """子工单, by number."""
        return self.file.strands

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self.file.closed_at is not None

    @property
    def verdicts(self) -> tuple[Word, ...]:
        """What the requester said, in order."""
        return self.file.verdicts

    @property
    def office(self) -> Office:
        """
        The rules that it is read by.

        Raises:
            CaseworkError: It was loaded, and has not been given them again.
        """
        if self._office is None:
            fail(
                CaseworkError,
                f"case {self.id}",
                Text("没有带规则", "the case has no rules with it"),
                remedy=Text(
                    "用 hotline.resume(case) 配上规则", "give them with hotline.resume(case)"
                ),
            )
        return self._office

    def answerable(self, strand: int = 1) -> Body | None:
        """
        责任主体 of a strand: who answers for it now; None before the dispatch and after the closing.

        Raises:
            InvalidValueError: *strand* is no number.
        """
        if type(strand) is not int:
            raise InvalidValueError(misfit("strand", strand, int))
        found = self.file.strand(strand)
        return found.answerable if found else None

    @property
    def spells(self) -> tuple[Spell, ...]:
        """Who had each strand in hand and who answered for it, through time."""
        return spells(self.history, self.rules)

    @property
    def calls(self) -> tuple[tuple[int, Called], ...]:
        """
        吹哨报到: every call with the strand that it was made on, for 双考核 (条例 33).

        Who called, who was called, and three facts: whether the unit came, whether whoever came could
        decide, whether the matter was solved.
        """
        return tuple((strand.number, call) for strand in self.strands for call in strand.called)

    def as_at(self, at: datetime) -> "Case":
        """
        The case as it stood at an instant: later events have not happened.

        Raises:
            NaiveDatetimeError: *at* has no zone.
        """
        moment = instant(at, "at")
        kept = tuple(event for event in self.history if event.at <= moment)
        if len(kept) == len(self.history):
            return self
        return attrs.evolve(self, history=kept, file=fold(kept, self.rules))

    # -- moves to come -------------------------------------------------------------------------------

    def apply(self, event: Event) -> "Case":
        """
        The case after one more event.

        Args:
            event: What happens now: not before the last event on record.

        Raises:
            CaseworkError: It is not permitted; says why, and under which article.
            InvalidValueError: It is no event.
        """
        if type(event) not in EVENTS:
            fault = wrong_type(
                "event", event, Text("jiesu.events 的办理记录", "one of jiesu.events")
            )
            raise InvalidValueError(fault)
        path = f"case {self.id}.{event.move.name}"
        if self.history and event.order < self.history[-1].order:
            fail(
                CaseworkError,
                path,
                Text("早于最后一条记录", "before the last event on record"),
                value=_placed(event),
                expected=Text(
                    f"不早于 {_placed(self.history[-1])}", f"from {_placed(self.history[-1])}"
                ),
                remedy=Text(
                    "已发生的事用 hotline.review(events) 载入",
                    "what has happened is loaded with hotline.review(events)",
                ),
            )
        found = examined(event, self.file, self.office)
        if not found.permitted:
            refuse(CaseworkError, _refusals(found, path))
        draft = Draft(self.file, self.rules)
        draft.step(event)
        return Case((*self.history, event), self.rules, self.pin, draft.frozen(), self._office)

    def allowed(self, now: datetime) -> Options:
        """
        What may happen next, and what keeps the rest from it.

        Args:
            now: When.

        Raises:
            NaiveDatetimeError: *now* has no zone.
            CaseworkError: *now* is before the last event; or the case has no rules with it.
        """
        at = instant(now, "now")
        if self.history and at < self.history[-1].at:
            fail(
                CaseworkError,
                "now",
                Text("早于最后一条记录", "before the last event on record"),
                value=f"{at:%Y-%m-%d %H:%M}",
                remedy=Text("先取 case.as_at(now)", "ask case.as_at(now)"),
            )
        return Options(at, options(self.file, at, self.office))

    # -- what the rules make of it -------------------------------------------------------------------

    def _looked_at(self) -> Iterator[tuple[Step, Examined]]:
        office = self.office
        for step in steps(self.history, self.rules):
            yield step, examined(step.event, step.before, office)

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """Every event that was not as it should have been, with its article."""
        return _breaches(self._looked_at())

    @property
    def unverified(self) -> tuple[tuple[Event, Tested], ...]:
        """What cannot be verified: nothing is on record, or the rule is not public."""
        return _unverified(self._looked_at())

    @property
    def clocks(self) -> tuple[Running, ...]:
        """
        Every clock: the requester's, each unit's, each co-handler's.

        A clock that began anew, for another unit or because the matter was handled again, stands before
        the one that took its place, as it was then.
        """
        now = self.office.clocks(self.file)
        past = list(_past(self))
        return tuple(sorted((*past, *now), key=lambda each: (each.strand, each.ended is None)))

    def readings(self, at: datetime) -> tuple[ClockReading, ...]:
        """
        Where every clock stood at an instant; those that had not started are left out.

        Raises:
            NaiveDatetimeError: *at* has no zone.
        """
        moment = instant(at, "at")
        return tuple(
            each.read(moment, self.office.conduct.alerts)
            for each in self.as_at(moment).clocks
            if each.clock.start <= moment
        )

    def pending(self, at: datetime) -> tuple[Pending, ...]:
        """
        What is owed at an instant, by whom and by when, the most urgent first.

        Raises:
            NaiveDatetimeError: *at* has no zone.
        """
        moment = instant(at, "at")
        return pending(self.as_at(moment).file, moment, self.office)

    def alerts(self, at: datetime) -> tuple[tuple[int, Alert], ...]:
        """
        预警: the cards that are out at an instant, with the strand of each.

        Raises:
            NaiveDatetimeError: *at* has no zone.
        """
        moment = instant(at, "at")
        return cards(self.as_at(moment).file, moment, self.office)

    # -- what it counts as ---------------------------------------------------------------------------

    def outcomes(self) -> tuple[Outcome, ...]:
        """
        考评对象: what each unit's handling came to; see `Outcome`.

        One for the unit that answers, or answered last, for each strand, and one for each of its
        co-handlers. What the hotline body corrected as its own error is nobody's outcome. Units that were
        called out have none: what came of a call is three facts of its own, in `calls`.

        Whether the requester was contacted, the ticket signed for in time, given back or handled again
        is said of the unit that answers, for what happened while it did. It was not contacted where only
        attempts are on record; where nothing is, nobody knows. In time is by the limit for signing, where
        the rulebook sets one, as of the last event.

        Assumed, since no text says so: the requester's last word when the hotline body asked counts
        (`CountingVerdict.LAST_OF_HOTLINE`), else the last of its own accord; of a matter that was handled
        again the first time that was late counts; an extension that the rules bar, or that came too late,
        does not; what was closed without an answer on record is done when it was closed; of several links
        the one by which the case counts least holds. A due instant beyond the calendar is left out.
        """
        return tuple(_outcomes(self))

    # -- in words ------------------------------------------------------------------------------------

    def explain(self, lang: str = "zh", *, at: datetime | None = None) -> Explanation:
        """
        What happened, who answered, where the clocks stand, what was not as it should have been.

        Args:
            lang: ``"zh"`` or ``"en"``: what ``str()`` of it shows.
            at: The instant at which it is looked at; default: the last event.
        """
        language(lang)
        moment = self._moment(at)
        case = self.as_at(moment) if moment else self
        parts = [_course(case), _hands(case)]
        if moment is not None:
            running = [each for each in case.clocks if each.clock.start <= moment]
            if running:
                told = [_clock(case.office, each, moment) for each in running]
                parts.append(Explanation(Text("计时", "Clocks"), told))
            owed = [each.explain(case.office, lang) for each in case.pending(moment)]
            if owed:
                parts.append(Explanation(Text("应办事项", "Owed"), owed))
            out = [card.explain(lang) for _, card in case.alerts(moment)]
            if out:
                parts.append(Explanation(Text("预警", "Cards"), out))
        wrong = [each.explain(lang) for each in case.breaches]
        if wrong:
            parts.append(Explanation(Text("不合规定之处", "Not as it should have been"), wrong))
        doubts = dict.fromkeys(
            (one.text, tuple(ground.text for ground in one.row.grounds))
            for _, one in case.unverified
        )
        if doubts:
            doubted = [Explanation(text, (), grounds) for text, grounds in doubts]
            parts.append(Explanation(Text("无从核验", "Not verifiable"), doubted))
        parts.append(Explanation(Text(f"所依规则：{self.pin}", f"By the rules: {self.pin}")))
        title = self.file.ticket.title if self.file.ticket else ""
        zh = f"工单 {self.id}（{title}）办理过程" if title else f"工单 {self.id} 办理过程"
        en = f"Ticket {self.id} ({title})" if title else f"Ticket {self.id}"
        return Explanation(Text(zh, f"{en}: how it was handled"), parts, lang=lang)

    def _moment(self, at: datetime | None) -> datetime | None:
        if at is not None:
            return instant(at, "at")
        return self.history[-1].at if self.history else None

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per event, in Chinese: when, what, who had it and who answered, what was wrong."""
        wrong: dict[int, list[Breach]] = {}
        for each in self.breaches:
            wrong.setdefault(each.place, []).append(each)
        return [
            {
                "case": self.id,
                "at": event.at.isoformat(sep=" ", timespec="minutes"),
                "move": event.move.zh,
                "says": says.zh,
                "strand": str(strand.number) if strand else "",
                "holder": self.office.name(strand.holder).zh if strand else "",
                "answerable": self.office.name(strand.answerable).zh if strand else "",
                "breaches": "；".join(each.says.zh for each in wrong.get(place, ())),
                "grounds": "；".join(
                    ground.text.zh for each in wrong.get(place, ()) for ground in each.grounds
                ),
            }
            for place, (event, says, strand) in enumerate(_stands(self))
        ]

    def __repr__(self) -> str:
        names = [str(each.answerable or "办结") for each in self.strands]
        return f"Case({self.id!r}: {len(self.history)} events, {', '.join(names) or '待派单'})"

    def picture(self, lang: str = "zh", *, at: datetime | None = None) -> Markup:
        """
        办理图: custody, responsibility and clocks through time, as an SVG element.

        Args:
            lang: ``"zh"`` or ``"en"``.
            at: The instant at which it is looked at; default: the last event. Of a case in which nothing
                happened there is no picture.

        Raises:
            NaiveDatetimeError: *at* has no zone.
            JiesuError: As `Clock.read` does.
        """
        moment = self._moment(at)
        if moment is None:
            return Markup()
        case = self.as_at(moment)
        return lanes(
            case.spells,
            case.clocks,
            case.history,
            case.office.name,
            until=moment,
            lang=lang,
            title=self.id,
        )

    def html(self, lang: str = "zh", *, at: datetime | None = None) -> str:
        """The picture and the explanation as an HTML fragment; see `picture` and `explain`."""
        return self.picture(lang, at=at) + self.explain(lang, at=at).html(lang)

    def _repr_html_(self) -> str:
        return self.html()


def _breaches(looked_at: Iterable[tuple[Step, Examined]]) -> tuple[Breach, ...]:
    found: list[Breach] = []
    for (place, event, *_), each in looked_at:
        if each.misfit:
            text, grounds = each.misfit.text, each.grounds
            found.append(Breach(place, event, each.strand, text, grounds, each.misfit))
        found += [
            Breach(place, event, each.strand, row.then.says, row.grounds, None, row.id)
            for row in (*each.barred, *each.breaches)
        ]
    return tuple(found)


def _unverified(looked_at: Iterable[tuple[Step, Examined]]) -> tuple[tuple[Event, Tested], ...]:
    return tuple((step.event, one) for step, each in looked_at for one in each.unverified)


def _loaded(history: tuple[Event, ...], rules: tuple[bool, ...], pin: str) -> Case:
    made = Rules(*rules)
    return Case(history, made, pin, fold(history, made))


def _placed(event: Event) -> str:
    return f"{_when(event)} (seq {event.seq})"


def _refusals(found: Examined, path: str) -> Iterator[Fault]:
    rules = [(row.then.says, row.grounds) for row in found.barred]
    if found.misfit:
        rules.insert(0, (found.misfit.text, found.grounds))
    for what, grounds in rules:
        cited = [each.text for each in grounds]
        zh, en = "；".join(each.zh for each in cited), "; ".join(each.en for each in cited)
        remedy = Text(
            f"依据：{zh}；可以办理的环节见 case.allowed(now)",
            f"case.allowed(now) tells what is open; ground: {en}",
        )
        yield Fault(path, what, remedy=remedy)


def _stands(case: Case) -> Iterator[tuple[Event, Text, Strand | None]]:
    """Every event in words, with the strand that it is about as it stood after it."""
    for _, event, before, after in steps(case.history, case.rules):
        strand = strand_of(before, event) or strand_of(after, event)
        yield event, event.told(case.office.name), after.strand(strand.number) if strand else None


def _course(case: Case) -> Explanation:
    parts = []
    for event, says, strand in _stands(case):
        zh, en = f"{_when(event)} {event.move.zh}", f"{_when(event)} {event.move.en}"
        if says.zh:
            zh, en = f"{zh}：{says.zh}", f"{en}: {says.en}"
        if strand is not None and strand.answerable is not None:
            name = case.office.name(strand.answerable)
            which = f"{strand.number}号" if len(case.strands) > 1 else ""
            which_en = f" of {strand.number}" if which else ""
            zh, en = (
                f"{zh}〔{which}责任主体：{name.zh}〕",
                f"{en} [answerable{which_en}: {name.en}]",
            )
        if event.backfilled and event.recorded_at:
            late = f"{event.recorded_at:%Y-%m-%d %H:%M}"
            zh, en = f"{zh}（{late} 补录）", f"{en} (written down {late})"
        parts.append(Explanation(Text(zh, en)))
    return Explanation(Text("办理过程", "What happened"), parts)


def _hands(case: Case) -> Explanation:
    office, parts = case.office, []
    several = len(case.strands) > 1
    for spell in case.spells:
        since = f"{spell.since:%Y-%m-%d %H:%M}"
        until = f"{spell.until:%Y-%m-%d %H:%M}" if spell.until else ""
        holder, owner = office.name(spell.holder), office.name(spell.answerable)
        which = Text(f"{spell.strand}号 ", f"{spell.strand}, ") if several else Text("", "")
        strand, role = case.file.strand(spell.strand), Text("", "")
        if strand is not None and isinstance(spell.answerable, str):
            as_what = office.capacity(attrs.evolve(strand, answerable=spell.answerable))
            role = Text(f"作为{as_what.zh}", f" as {as_what.en}")
        zh = f"{which.zh}{since} 至 {until or '今'}：{owner.zh}{role.zh}负责"
        en = f"{which.en}{since} to {until or 'now'}: {owner.en} answers{role.en}"
        if spell.holder != spell.answerable:
            zh, en = f"{zh}，{holder.zh}经办", f"{en}, {holder.en} has it in hand"
        parts.append(Explanation(Text(f"{zh}（{spell.act.zh}）", f"{en} ({spell.act.en})")))
    grounds = [each.text for each in office.conduct.grounds("casework.responsibility")]
    return Explanation(Text("责任与经办", "Who answered, who had it in hand"), parts, grounds)


def _run(strand: Strand) -> tuple[object, ...]:
    """What has to stay for a unit's clock to be the same one."""
    return strand.started_at, strand.answerable is Party.HOTLINE


def _past(case: Case) -> Iterator[Running]:
    """The clocks of units that the strand was taken from, or that began anew, as they stood then."""
    for _, event, before, after in steps(case.history, case.rules):
        for then, now in zip(before.strands, after.strands, strict=False):
            if _run(then) != _run(now):
                running = case.office.unit_clock(before, then)
                if running is not None and running.clock.start <= event.at:
                    yield running._replace(ended=event.at)


def _clock(office: Office, running: Running, at: datetime) -> Explanation:
    """Where a clock stands and what changed its limit; its reading tells day by day."""
    reading = running.read(at)
    whole, name = reading.explain(), office.name(running.body)
    who = reading.clock.whose
    says = Text(
        whole.says.zh.replace(who.zh, name.zh, 1), whole.says.en.replace(who.en, name.en, 1)
    )
    parts = [attrs.evolve(each, parts=()) for each in whole.parts]
    return Explanation(says, parts, whole.grounds)


@attrs.define(eq=False)
class _Course:
    """What of a course outcomes state, in the making; deeds as strand and body that answered then."""

    barred: set[datetime] = attrs.field(factory=set)
    """When the limit was changed as the rules do not let it."""
    missed: set[tuple[int, Body | None]] = attrs.field(factory=set)
    """Who tried to contact the requester and did not reach anybody."""
    returned: set[tuple[int, Body | None]] = attrs.field(factory=set)
    rehandled: set[tuple[int, Body | None]] = attrs.field(factory=set)

    def take(self, step: Step, examined: Examined) -> None:
        """What one event adds."""
        event = step.event
        if examined.barred and event.move in _LONGER:
            self.barred.add(event.at)
        if isinstance(event, Succeeded):
            for pairs in (self.missed, self.returned, self.rehandled):
                inherited = {strand for strand, body in pairs if body == event.old}
                pairs.update((strand, event.new) for strand in inherited)
        if isinstance(event, Contacted) and not event.reached and examined.misfit is None:
            strand = step.after.strand(examined.strand)
            if strand is not None:
                self.missed.add((strand.number, strand.answerable or strand.holder))
        for then, now in zip(step.before.strands, step.after.strands, strict=False):
            if now.returns > then.returns:
                self.returned.add((now.number, then.answerable))
            opened = then.closed_at is not None and now.closed_at is None
            if isinstance(event, Rehandled | Reopened) and (
                opened or now.rehandled > then.rehandled
            ):
                self.rehandled.add((now.number, now.answerable))


def _outcomes(case: Case) -> Iterator[Outcome]:
    file, office = case.file, case.office
    counted: set[str] = set()
    if not case.id:
        return  # without a number nothing can be counted
    clocks, moment = case.clocks, case.history[-1].at
    course = _Course()
    for step, tested in case._looked_at():
        course.take(step, tested)
    for strand in file.strands:
        unit = strand.answerable or strand.holder
        if not isinstance(unit, str):
            continue
        # Two items of a split request with one unit are two tickets of its own.
        name = f"{case.id}-{strand.number}" if unit in counted else case.id
        counted.add(unit)
        rated, word = _word(case, strand)
        known: dict[str, Any] = {
            **_of_matter(file),
            "deferred": strand.deferred_at is not None,
            **word,
        }
        # What the unit in charge did and claims is not what its co-handlers did and claim.
        own = _stated(
            {
                **known,
                "claim": strand.claim,
                "contacted": _contacted(strand, unit, course),
                "signed_in_time": _signed_in_time(strand, unit, office, moment),
                "returned": (strand.number, unit) in course.returned,
                "rehandled": (strand.number, unit) in course.rehandled,
            }
        )
        due, closed = _first_late(
            [each for each in clocks if each.strand == strand.number and each.body == unit],
            moment,
            frozenset(course.barred),
        )
        yield Outcome(
            name,
            unit,
            outcome_facts(role=Role.LEAD, **own),
            file.received_at,
            strand.dispatched_at,
            due,
            closed or strand.closed_at,
            rated,
        )
        for each in strand.co_handlers:
            clock = office.co_handler_clock(strand, each)
            name = f"{case.id}-{strand.number}" if each.unit in counted else case.id
            counted.add(each.unit)
            yield Outcome(
                name,
                each.unit,
                outcome_facts(role=Role.CO_HANDLER, **_stated(known)),
                file.received_at,
                each.joined_at,
                _due(clock, moment, frozenset()) if clock else None,
                each.reported_at,
                rated,
            )


_LONGER = frozenset({Move.EXTENDED, Move.LIMIT_REPLACED})


def _stated(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in {None, MISSING}}


def _of_matter(file: File) -> dict[str, Any]:
    """What is said of the matter, whoever handles it."""
    facts: dict[str, Any] = {"counted_as": _counted_as(file.links)}
    if file.ticket is not None:
        asked = file.ticket.facts
        facts |= {name: asked.get(name) for name in ("request_type", "channel", "origin")}
    return facts


def _counted_as(links: tuple[Linked, ...]) -> CountedAs | None:
    """How a case counts beside those that it is linked to; a later link to the same one corrects."""
    last = {link.case: link.counted for link in links}
    return max(last.values(), key=tuple(CountedAs).index, default=None)


def _contacted(strand: Strand, unit: str, course: _Course) -> bool | None:
    if strand.contacted_at is not None:
        return True
    return False if (strand.number, unit) in course.missed else None


def _signed_in_time(strand: Strand, unit: str, office: Office, at: datetime) -> bool | None:
    """Whether it was signed for within the limit that the rulebook sets, as far as that is known."""
    try:
        signed = strand.signed_at
        bound = office.against(SIGNING_LIMIT, strand.dispatched_at, signed or at, unit)
    except OutOfCoverageError:
        return None
    if bound is Bound.BEYOND:
        return False
    return True if bound is Bound.WITHIN and signed is not None else None


def _word(case: Case, strand: Strand) -> tuple[datetime | None, dict[str, Any]]:
    """The requester's word that counts for a strand, and how far the hotline body's asking came."""
    said = [
        _verdict(each, strand, case.office)
        for each in case.verdicts
        if each.strand in {None, strand.number}
    ]
    asked = verdict_that_counts(said, CountingVerdict.LAST_OF_HOTLINE)
    if asked is not None and asked.speaks:
        return asked.at, dict(asked.facts)
    result = dict(asked.facts) if asked else {}
    own = [each for each in said if each.asked_by is AskedBy.ONLINE]
    word = verdict_that_counts(own, CountingVerdict.LAST)
    return (word.at, {**word.facts, **result}) if word else (None, result)


def _verdict(word: Word, strand: Strand, office: Office) -> Verdict:
    """What is on record of the requester's word as assessment reads it."""
    by = AskedBy.UNIT
    if word.asked and _by_hotline(word, strand, office):
        by = AskedBy.HOTLINE
    elif not word.asked and word.by is Party.REQUESTER:
        by = AskedBy.ONLINE
    facts = {
        "follow_up": word.result if word.asked else None,
        "responded": word.responded,
        "resolved": word.resolved,
        "satisfied": word.satisfied,
    }
    return Verdict(word.at, by, _stated(facts))


def _by_hotline(verdict: Word, strand: Strand, office: Office) -> bool:
    who = actor_of(Move.FOLLOWED_UP, verdict.by, strand, office)
    return who in {Actor.HOTLINE, Actor.SERVICE_DEPARTMENT}


def _first_late(
    runs: list[Running], at: datetime, barred: frozenset[datetime]
) -> tuple[datetime | None, datetime | None]:
    """By when it was due and when it was done: of the first time that was late, else of the last."""
    due = done = None
    for each in runs:
        due, done = _due(each, at, barred), each.done
        if due is not None and (done or each.ended or at) > due:
            break
    return due, done


def _due(running: Running, at: datetime, barred: frozenset[datetime]) -> datetime | None:
    """
    The instant by which it was due, for assessment; None where the calendar does not reach.

    An extension that the rules bar, or that came when the limit was up, takes no lateness back.
    """
    clock = running.clock
    if clock.start > at:
        return None
    try:
        kept: tuple[LimitChange, ...] = ()
        for change in clock.changes:
            so_far = attrs.evolve(clock, changes=kept).deadline(running.calendar, at)
            if change.at <= at and change.at not in barred and not so_far.is_late(change.at):
                kept = (*kept, change)
        return attrs.evolve(clock, changes=kept).deadline(running.calendar, at).due
    except OutOfCoverageError:
        return None


class Review(NamedTuple):
    """
    审查: a history as it was, and what in it was not as it should have been.

    Attributes:
        case: The case.
        breaches: Every breach, with its article, in the order of the events.
        unverified: What cannot be verified, with the event.
        backfilled: Events that were written down later than they happened.
    """

    case: Case
    breaches: tuple[Breach, ...]
    unverified: tuple[tuple[Event, Tested], ...]
    backfilled: tuple[Event, ...]

    @classmethod
    def of(cls, case: Case) -> "Review":
        """The review of a case."""
        late = tuple(event for event in case.history if event.backfilled)
        looked_at = tuple(case._looked_at())
        return cls(case, _breaches(looked_at), _unverified(looked_at), late)

    def explain(self, lang: str = "zh") -> Explanation:
        """See `Case.explain`."""
        return self.case.explain(lang)

    def to_rows(self) -> list[dict[str, str]]:
        """See `Case.to_rows`."""
        return self.case.to_rows()

    def _repr_html_(self) -> str:
        return self.case.html()
