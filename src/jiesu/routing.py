"""
分类处理与派单: whether a ticket is answered, guided elsewhere or dispatched; to whom; by when.

The triage table gives one route; two collecting tables add what must or may be done beside it; the
catalogue and the directory give the unit; the limits table gives the deadlines. The engine only
derives facts and looks them up: every decision is a row or a provision that cites its source.
"""

import itertools
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, NoReturn

import attrs

from .calendars import WorkCalendar
from .counting import Counting, StartsAt
from .decisions import (
    TIME_CLASS,
    Coordination,
    Dispatch,
    DispatchMode,
    Disposition,
    Duty,
    Loss,
    LossReason,
    Obstacle,
    Pins,
    Preference,
    Routing,
    StageDeadline,
    StageLimit,
)
from .errors import Fault, RulebookError, TableError, UnknownFactError, fail, refuse, shown
from .facts import AS, MISSING, Fact, FactSpace
from .labels import Text
from .schedules import ONE_CALENDAR, UnitCalendars
from .sources import SILENT, UNSET, Absent, Citation, Parameter, Provision, Selector
from .tables import HitPolicy, Ruling, Table
from .taxonomy import Catalogue, CatalogueEntry
from .tickets import TICKET_FACTS, PlaceRole, RequestType, Ticket
from .units import PUBLIC_SECURITY, Directory, Held, Unit, UnitKind

INTAKE_FACTS = FactSpace(
    (
        Fact("disposition", Text("分类处理", "disposition"), tuple(Disposition)),
        TIME_CLASS,
        Fact("complete", Text("工单要素齐全", "record complete"), (True, False)),
        Fact("kept", Text("不转交被诉单位", "kept from the unit accused"), (True, False)),
        *TICKET_FACTS.facts,
    )
)
"""What duties and limits decide on: the derived facts, then the ticket's, then a city's own."""
DISPATCH_FACTS = FactSpace(
    (
        Fact("mode", Text("派单方式", "mode of dispatch"), tuple(DispatchMode)),
        Fact("lead_kind", Text("承办单位类别", "kind of the lead"), tuple(UnitKind)),
        Fact("co_handled", Text("有协办单位", "with co-handlers"), (True, False)),
    )
)
"""What duties of dispatch decide on."""
_CONTACT = TICKET_FACTS.index("contact")

TRIAGE = Parameter(
    "routing.triage", Text("分类处理", "triage"), Table, selected_by=Selector.DECISION
)
DUTIES = Parameter(
    "routing.duties",
    Text("受理附随事项", "duties of intake"),
    Table,
    selected_by=Selector.DECISION,
)
DISPATCH_DUTIES = Parameter(
    "routing.dispatch_duties",
    Text("派单附随事项", "duties of dispatch"),
    Table,
    selected_by=Selector.DECISION,
)
LIMITS = Parameter(
    "routing.limits", Text("办理时限", "time limits"), Table, selected_by=Selector.DECISION
)
DIRECT = Parameter(
    "routing.direct", Text("直派", "direct dispatch"), bool, selected_by=Selector.DECISION
)
TO_DISTRICT = Parameter(
    "routing.to_district",
    Text("派区", "dispatch to the district"),
    bool,
    selected_by=Selector.DECISION,
)
COORDINATION = Parameter(
    "routing.coordination",
    Text("承办单位不明", "unclear unit"),
    Coordination,
    selected_by=Selector.DECISION,
)
PREFERENCE = Parameter(
    "routing.preference",
    Text("层级取舍", "preference among levels"),
    Preference,
    selected_by=Selector.DECISION,
)
COUNTING = Parameter(
    "time.counting",
    Text("期间的计算", "counting of periods"),
    Counting,
    selected_by=Selector.DECISION,
)
COMMUNITY_LIST = Parameter(
    "routing.community_list",
    Text("社区职责清单", "list of a community's duties"),
    bool,
    selected_by=Selector.DECISION,
)
COMMUNITY_MAIN = Parameter(
    "routing.community_main",
    Text("社区不作为主责", "a community does not lead"),
    bool,
    selected_by=Selector.DECISION,
)
RECUSAL = Parameter(
    "routing.recusal",
    Text("不转交被诉单位的诉求类型", "types kept from the unit accused"),
    frozenset,
    selected_by=Selector.DECISION,
)

PARAMETERS = (
    TRIAGE,
    DUTIES,
    DISPATCH_DUTIES,
    LIMITS,
    COUNTING,
    DIRECT,
    TO_DISTRICT,
    COORDINATION,
    PREFERENCE,
    COMMUNITY_LIST,
    COMMUNITY_MAIN,
    RECUSAL,
)
"""The parameters of a rulebook that routing reads."""

NEEDED = (TRIAGE, DUTIES, DISPATCH_DUTIES, LIMITS, COUNTING)
"""Those of them without a value of which nothing can be routed."""


@attrs.frozen
class RoutingPolicy:
    """
    The provisions of a rulebook that routing reads, checked and ready.

    A guard that the texts leave silent or unset does not apply; a table is needed.

    Attributes:
        triage: 分类处理, over the ticket's facts.
        duties: What comes beside it, over `INTAKE_FACTS`.
        dispatch_duties: What comes with a dispatch, over `DISPATCH_FACTS`.
        limits: 办理时限, over `INTAKE_FACTS`.
        counting: 期间的计算 of every limit that names no counting of its own.
        facts: What a ticket has to state: `TICKET_FACTS`, or a city's extension of it.
        direct: Whether 直派 is not excluded.
        to_district: Whether 派区 follows where no unit can be named.
        nearest: Whether the nearest holder comes first, not the widest.
        coordination: What follows where no unit can be named; None where nothing is set.
        recusal: Types of request that are kept from the unit accused.
        provisions: The choices as the rulebook states them, by path.
    """

    triage: Table[Disposition]
    duties: Table[Duty]
    dispatch_duties: Table[Duty]
    limits: Table[tuple[StageLimit, ...]]
    counting: Counting
    facts: FactSpace
    direct: bool
    to_district: bool
    nearest: bool
    coordination: Coordination | None
    recusal: frozenset[Hashable]
    provisions: dict[str, Provision] = attrs.field(repr=False)

    @classmethod
    def of(
        cls, provision: Callable[[Parameter], Provision], need: Callable[[Parameter], Any]
    ) -> "RoutingPolicy":
        """
        The policy of a rulebook.

        Args:
            provision: What the rulebook says of a parameter.
            need: Its value; raises where there is none.

        Raises:
            UnsetError: A table or the counting is not set.
            RulebookError: A table decides on facts that the engine does not supply.
        """
        tables = {each.path: need(each) for each in (TRIAGE, DUTIES, DISPATCH_DUTIES, LIMITS)}
        faults = [fault for path, table in tables.items() for fault in table_faults(path, table)]
        refuse(RulebookError, faults)
        triage, duties, dispatch_duties, limits = tables.values()
        choices = {
            each.path: provision(each)
            for each in (
                TRIAGE,
                DIRECT,
                TO_DISTRICT,
                COORDINATION,
                PREFERENCE,
                COMMUNITY_LIST,
                COMMUNITY_MAIN,
                RECUSAL,
            )
        }
        coordination = choices[COORDINATION.path].value
        recusal = choices[RECUSAL.path].value
        return cls(
            triage,
            # The facts of a duty or a limit are not told again in each decision.
            duties.for_storage(),
            dispatch_duties.for_storage(),
            limits.for_storage(),
            counting=need(COUNTING),
            facts=_ticket_facts_of(triage, duties, limits),
            direct=choices[DIRECT.path].value is not False,
            to_district=choices[TO_DISTRICT.path].value is True,
            nearest=choices[PREFERENCE.path].value is not Preference.WIDEST,
            coordination=coordination if isinstance(coordination, Coordination) else None,
            recusal=recusal if isinstance(recusal, frozenset) else frozenset(),
            provisions=choices,
        )

    def grounds(self, parameter: Parameter) -> tuple[Citation, ...]:
        """The grounds of a choice."""
        return self.provisions[parameter.path].citations

    def is_set(self, guard: Parameter, remarks: list[Obstacle]) -> bool:
        """Whether the texts set a guard; where they do not, a remark says so."""
        value = self.provisions[guard.path].value
        if value is SILENT or value is UNSET:
            _note(remarks, Obstacle.GUARD_SILENT if value is SILENT else Obstacle.GUARD_UNSET)
            return False
        return True

    def applies(self, guard: Parameter, remarks: list[Obstacle]) -> bool:
        """Whether a guard that is either on or off applies."""
        return self.is_set(guard, remarks) and self.provisions[guard.path].value is True


def _is_limits(then: object) -> bool:
    if isinstance(then, Absent):
        return True
    return isinstance(then, tuple) and all(isinstance(each, StageLimit) for each in then)


_EXPECTED: dict[str, tuple[FactSpace, bool, Callable[[object], bool], Text]] = {
    TRIAGE.path: (
        TICKET_FACTS,
        False,
        lambda then: isinstance(then, Disposition),
        Text("分类处理", "a Disposition"),
    ),
    DUTIES.path: (
        INTAKE_FACTS,
        True,
        lambda then: isinstance(then, Duty),
        Text("附随事项", "a Duty"),
    ),
    DISPATCH_DUTIES.path: (
        DISPATCH_FACTS,
        True,
        lambda then: isinstance(then, Duty),
        Text("附随事项", "a Duty"),
    ),
    LIMITS.path: (INTAKE_FACTS, False, _is_limits, Text("环节时限元组", "a tuple of StageLimit")),
}
"""Of each table: the facts it decides on first, whether it collects, and what a row answers."""


def outcome_faults(path: str, where: str, then: object) -> Iterator[Fault]:
    """A fault where an outcome is none that a row of the table of that path may have."""
    if path in _EXPECTED and not _EXPECTED[path][2](then):
        what = Text("结果不符", "the wrong outcome")
        yield Fault(where, what, shown(then), _EXPECTED[path][3])


def table_faults(path: str, table: Table[Any]) -> Iterator[Fault]:
    """What keeps the engine from deciding by a table of the rulebook; nothing of others."""
    if path not in _EXPECTED:
        return
    space, collects, *_ = _EXPECTED[path]
    if table.space.facts[: len(space.facts)] != space.facts:
        names = space.names
        yield Fault(
            path,
            Text("表的事实空间不符", "the table decides on other facts"),
            expected=Text("、".join(names), ", ".join(names)),
        )
    if (table.policy is HitPolicy.COLLECT) is not collects:
        yield Fault(
            path,
            Text("命中规则不符", "the wrong hit policy"),
            table.policy.name,
            Text(
                "全部命中" if collects else "唯一或首条命中",
                "COLLECT" if collects else "UNIQUE or FIRST",
            ),
        )
    for row in table.rows:
        yield from outcome_faults(path, f"{path}.{row.id}", row.then)


def _ticket_facts_of(triage: Table[Any], duties: Table[Any], limits: Table[Any]) -> FactSpace:
    """The facts of a ticket that the tables ask for, those of a city included."""
    derived = len(INTAKE_FACTS.facts) - len(TICKET_FACTS.facts)
    asked = [
        triage.space.facts,
        duties.space.facts[derived:],
        limits.space.facts[derived:],
    ]
    widest = max(asked, key=len)
    refuse(
        RulebookError,
        (
            Fault(
                parameter.path,
                Text("各表的地方事实次序不一", "the tables order a city's facts differently"),
                expected=Text(*[", ".join(fact.name for fact in widest)] * 2),
            )
            for parameter, facts in zip((TRIAGE, DUTIES, LIMITS), asked, strict=True)
            if facts != widest[: len(facts)]
        ),
    )
    return TICKET_FACTS if widest == TICKET_FACTS.facts else FactSpace(widest)


class _Later(NamedTuple):
    """A row of a FIRST table that may fit too, with its conditions by place."""

    row: Ruling[Disposition]
    tests: tuple[tuple[int, frozenset[Hashable]], ...]

    @classmethod
    def of(cls, row: Ruling[Disposition], space: FactSpace) -> "_Later":
        tests = []
        for condition in row.conditions:
            place = space.index(condition.fact)
            missing = space.facts[place].missing
            allowed = frozenset(condition.allowed)
            if isinstance(missing, AS) and missing.value in allowed:
                allowed |= {MISSING}
            tests.append((place, allowed))
        return cls(attrs.evolve(row, conditions=()), tuple(tests))

    def fits(self, values: Sequence[Hashable]) -> bool:
        """Whether the row's conditions hold."""
        for place, allowed in self.tests:  # noqa: SIM110 -- several per special ticket
            if values[place] not in allowed:
                return False
        return True


@attrs.frozen(eq=False)
class Router:
    """
    Routing under one rulebook: pure, prepared once, used for many tickets.

    Attributes:
        policy: What the rulebook says.
        catalogue: 派单目录.
        directory: 承办单位名录.
        calendar: 工作日历.
        pins: What its decisions rest on.
        unit_calendars: The calendars of units that keep another one.
    """

    policy: RoutingPolicy
    catalogue: Catalogue
    directory: Directory
    calendar: WorkCalendar
    pins: Pins
    unit_calendars: UnitCalendars = ONE_CALENDAR
    _asked: dict[bool, dict[str, dict[Hashable, tuple[str, ...]]]] = attrs.field(
        init=False, repr=False
    )
    _later: dict[str, tuple[_Later, ...]] = attrs.field(init=False, repr=False)
    _places: dict[str, str] = attrs.field(init=False, repr=False)
    _kept: bool = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        asked = {
            dispatched: {
                row.id: {
                    value: _asked(self.policy, row, value, dispatched=dispatched)
                    for value in (*RequestType, MISSING)
                }
                for row in self.policy.triage.rows
            }
            for dispatched in (True, False)
        }
        object.__setattr__(self, "_asked", asked)
        names = {division.code: division.name for division in self.directory.divisions}
        object.__setattr__(self, "_places", names)
        kept = self.unit_calendars
        object.__setattr__(self, "_kept", bool(kept.units or kept.kinds))
        object.__setattr__(self, "_later", _later_routes(self.policy.triage))

    def route(self, ticket: Ticket, at: datetime, pins: Pins | None = None) -> Routing:
        """
        What becomes of *ticket*.

        Args:
            ticket: The ticket.
            at: The instant of the decision, in legal time: the instant of dispatch.
            pins: What the decision is said to rest on; default: the router's.

        Raises:
            UnknownFactError: The ticket's facts are not those that the rulebook decides on.
            OutOfCoverageError: A deadline leaves the calendar.
        """
        policy = self.policy
        facts = ticket.facts
        values = facts.values
        if facts.space is not policy.facts:
            self._check_facts(ticket)
        triage = policy.triage.answer(values)
        if triage is None:
            _no_answer(policy.triage, ticket)
        day = at.date()
        entry, ended = self._entry(ticket.leaf, day)
        remarks: list[Obstacle] = []
        barred = _NOBODY
        if ticket.accused is not None:
            barred = self._barred(ticket.accused, values[_REQUEST_TYPE], day, remarks)
        intake = (
            triage.then,
            MISSING if entry is None or entry.time_class is None else entry.time_class,
            ticket.received_at is not None and ticket.title != "" and values[_CONTACT] is True,
            ticket.accused is not None and values[_REQUEST_TYPE] in policy.recusal,
            *values,
        )
        duties = policy.duties.answer(intake)
        sends = triage.then is _DISPATCH
        doubled = False
        for duty in duties:
            if duty.then is _DOUBLE_DISPATCH:
                doubled = True
            elif duty.then is _PARALLEL_TICKET:
                sends = True
        dispatch: Dispatch | None = None
        lead: Unit | None = None
        copied: tuple[Unit, ...] = ()
        also: tuple[Unit, ...] = ()
        limit = None
        deadlines: tuple[StageDeadline, ...] = ()
        if sends:
            dispatch = self._dispatch(ticket, entry, ended, day, barred, remarks)
            lead = dispatch.lead
            if lead is not None:
                sent = (dispatch.mode, lead.kind, dispatch.co_handlers != ())
                more = policy.dispatch_duties.answer(sent)
                for duty in more:
                    if duty.then is _COPY_DISTRICT:
                        copied = self._copy(dispatch, day, barred, remarks)
                duties += more
        if doubled:
            also = self._double(ticket, entry, day, barred, lead, remarks)
        if lead is not None or also:
            limit = policy.limits.answer(intake)
            if limit is None:
                _no_answer(policy.limits, ticket)
            calendar = self.calendar
            if lead is not None and self._kept:
                calendar = self.unit_calendars.of(lead, calendar)
            if isinstance(limit.then, Absent):
                _note(remarks, Obstacle.LIMIT_UNSET)
            for stage in () if isinstance(limit.then, Absent) else limit.then:  # mostly one
                made = self._deadline(stage, ticket, at, calendar, remarks)
                deadlines = (*deadlines, made)
        later = self._later.get(triage.id)
        passed_over = tuple([each.row for each in later if each.fits(values)]) if later else ()
        return Routing(
            ticket,
            at,
            triage,
            passed_over,
            policy.grounds(TRIAGE) if passed_over else (),
            duties,
            entry,
            dispatch,
            also,
            copied,
            tuple(remarks) if remarks else (),
            limit,
            deadlines,
            self._asked[limit is not None][triage.id][values[_REQUEST_TYPE]],
            pins or self.pins,
        )

    def _check_facts(self, ticket: Ticket) -> None:
        known = self.policy.facts
        if ticket.facts.space.facts[: len(known.facts)] != known.facts:
            missing = sorted(set(known.names) - set(ticket.facts.space.names))
            fail(
                UnknownFactError,
                f"ticket {ticket.id!r}.facts",
                Text("工单缺少规则所需的事实", "the rulebook decides on facts the ticket lacks"),
                value="、".join(missing),
                remedy=Text(
                    "用规则所用的事实空间构造工单的事实",
                    "build the facts over the rulebook's space",
                ),
            )

    def _entry(self, leaf: str | None, day: date) -> tuple[CatalogueEntry | None, bool]:
        """The entry in force, and whether the leaf is known but ended without one successor."""
        entry = self.catalogue.entry(leaf) if leaf is not None else None
        if entry is None or entry.since is entry.until is None or entry.valid_on(day):
            return entry, False
        heirs = self.catalogue.successors(entry.code, on=day)
        return (heirs[0], False) if len(heirs) == 1 else (None, True)

    def _barred(
        self, accused: str, request_type: Hashable, day: date, remarks: list[Obstacle]
    ) -> frozenset[str]:
        """The units that this ticket is kept from: the one accused, and whoever succeeded it."""
        self.policy.is_set(RECUSAL, remarks)
        directory = self.directory
        named = directory.unit(accused)
        units = directory.find_unit(accused) if named is None else (named,)
        if not units:
            _note(remarks, Obstacle.ACCUSED_UNKNOWN)
        if request_type not in self.policy.recusal:
            return _NOBODY
        heirs = (heir for unit in units for heir in directory.successors(unit.id, on=day))
        return frozenset(unit.id for unit in (*units, *heirs))

    def _dispatch(
        self,
        ticket: Ticket,
        entry: CatalogueEntry | None,
        ended: bool,
        day: date,
        barred: frozenset[str],
        remarks: list[Obstacle],
    ) -> Dispatch:
        role = entry.jurisdiction if entry is not None else _EVENT
        chain = self._chain(ticket, role, remarks)
        losses: list[Loss] = []
        if entry is None:
            if ended:
                remarks.append(Obstacle.LEAF_ENDED)
            else:
                unknown = ticket.leaf is not None
                remarks.append(Obstacle.LEAF_UNKNOWN if unknown else Obstacle.LEAF_MISSING)
        elif entry.duty is None:
            remarks.append(Obstacle.NO_DUTY)
        elif self.policy.direct:
            found = self._holder(entry.duty, entry, day, chain, barred, losses, remarks)
            if found is not None:
                holding, lead = found.holding, found.unit
                co_handlers: tuple[Unit, ...] = ()
                co_losses: list[Loss] = []
                if entry.co_duties:
                    co_handlers = self._co_handlers(
                        entry, day, chain, lead, barred, co_losses, remarks
                    )
                return Dispatch(
                    lead,
                    _DIRECT,
                    self.policy.grounds(DIRECT),
                    co_handlers,
                    tuple(losses),
                    tuple(co_losses),
                    chain,
                    holding,
                    self._name(holding.division),
                )
        return self._indirect(ticket, day, chain, barred, losses, remarks)

    def _indirect(
        self,
        ticket: Ticket,
        day: date,
        chain: tuple[str, ...],
        barred: frozenset[str],
        losses: list[Loss],
        remarks: list[Obstacle],
    ) -> Dispatch:
        """To the district government where the district is known; else held for coordination."""
        policy = self.policy
        if policy.to_district:
            government = self._government(chain, day)
            if government is None:
                # The place that decides is not known; another one that is stated may name the district.
                chain = self._any_place(ticket)
                government = self._government(chain, day)
                if government is not None:
                    remarks.append(Obstacle.OTHER_PLACE)
            if government is not None:
                if government.id not in barred:
                    return Dispatch(
                        government,
                        DispatchMode.TO_DISTRICT,
                        policy.grounds(TO_DISTRICT),
                        losses=tuple(losses),
                        chain=chain,
                    )
                losses.append(self._loss(government, LossReason.ACCUSED, government.division))
        return Dispatch(
            grounds=policy.grounds(COORDINATION),
            losses=tuple(losses),
            chain=chain,
            next_step=policy.coordination,
        )

    def _chain(self, ticket: Ticket, role: PlaceRole, remarks: list[Obstacle]) -> tuple[str, ...]:
        """
        The divisions that certainly contain the place, the smallest first.

        Of several candidates only what contains them all is certain. Where no place is stated the
        whole territory still is: a unit that serves all of it needs no place. A place outside the
        tree is certainly in none of it.
        """
        directory = self.directory
        place = ticket.place(role)
        if place is None:
            remarks.append(Obstacle.PLACE_MISSING)
            return directory.roots
        first = directory.ancestors(place.candidates[0])
        if len(place.candidates) == 1:
            if not first:
                remarks.append(Obstacle.PLACE_UNKNOWN)
            return first
        chains = [chain for code in place.candidates if (chain := directory.ancestors(code))]
        if len(chains) < len(place.candidates):
            remarks.append(Obstacle.PLACE_UNKNOWN)
        if len(set(place.candidates)) > 1:
            remarks.append(Obstacle.SEVERAL_PLACES)
        if not chains:
            return ()
        return tuple(code for code in chains[0] if all(code in other for other in chains[1:]))

    def _any_place(self, ticket: Ticket) -> tuple[str, ...]:
        for place in ticket.places:
            chain = self._chain(ticket, place.role, [])
            if chain:
                return chain
        return ()

    def _holder(
        self,
        duty: str,
        entry: CatalogueEntry,
        day: date,
        chain: tuple[str, ...],
        barred: frozenset[str],
        losses: list[Loss],
        remarks: list[Obstacle],
        *,
        leads: bool = True,
    ) -> Held | None:
        """
        The one holding that comes first; every other holder is a loss with its reason.

        Where several hold the duty at the level that comes first, none leads: a holder of another
        level does not break the tie.
        """
        held = self.directory.held(duty)
        found: Held | None = None
        lost: dict[str, Loss] = {}
        contested = False
        for code in chain if self.policy.nearest else reversed(chain):
            there = held.get(code)
            if there is None:
                continue
            fit: list[Held] = []
            for each in there:
                unit = each.unit
                reason = None
                if barred or not each.plain:
                    reason = self._why_not(each, entry, day, barred, remarks, leads)
                if reason is None and found is None and not contested:
                    fit.append(each)
                elif unit.id not in lost:
                    lost[unit.id] = self._loss(unit, reason or _LESS_PREFERRED, code)
            if len(fit) == 1:
                found = fit[0]
            elif fit:
                contested = True
                for each in fit:
                    lost[each.unit.id] = self._loss(each.unit, LossReason.SHARED, code)
        if found is None:
            if leads:
                remarks.append(Obstacle.SEVERAL_HOLDERS if contested else Obstacle.NO_HOLDER)
            else:
                _note(remarks, Obstacle.CO_HANDLER_UNCLEAR)
        elif lost:
            lost.pop(found.unit.id, None)  # it may hold the duty at a wider level too
        losses += lost.values()
        return found

    def _why_not(
        self,
        held: Held,
        entry: CatalogueEntry,
        day: date,
        barred: frozenset[str],
        remarks: list[Obstacle],
        leads: bool,
    ) -> LossReason | None:
        """The first guard that fails is the reason; None: the unit may lead, or co-handle."""
        if not (held.always or held.valid_on(day)):
            return LossReason.NOT_IN_FORCE
        unit = held.unit
        if barred and unit.id in barred:
            return LossReason.ACCUSED
        if unit.kind is _COMMUNITY:
            applies = self.policy.applies
            if not entry.community_listed and applies(COMMUNITY_LIST, remarks):
                return LossReason.OFF_LIST
            if leads and entry.assists_government and applies(COMMUNITY_MAIN, remarks):
                return LossReason.NOT_MAIN
        elif not unit.kind.handles:
            return LossReason.NOT_A_HANDLER
        return None

    def _name(self, code: str) -> str:
        return self._places[code]

    def _loss(self, unit: Unit, reason: LossReason, division: str) -> Loss:
        cited = _CITED_BY.get(reason)
        grounds = self.policy.grounds(cited) if cited else ()
        return Loss(unit.id, unit.name, self._name(division), reason, grounds)

    def _co_handlers(
        self,
        entry: CatalogueEntry,
        day: date,
        chain: tuple[str, ...],
        lead: Unit,
        barred: frozenset[str],
        losses: list[Loss],
        remarks: list[Obstacle],
    ) -> tuple[Unit, ...]:
        """One holder per co-duty, chosen as the lead is; the lead itself does not co-handle."""
        found: dict[str, Unit] = {}
        for duty in entry.co_duties:
            held = self._holder(duty, entry, day, chain, barred, losses, remarks, leads=False)
            if held is not None and held.unit != lead:
                found[held.unit.id] = held.unit
        return tuple(found.values())

    def _government(self, chain: tuple[str, ...], day: date) -> Unit | None:
        return self.directory.government(chain[0], day) if chain else None

    def _copy(
        self, found: Dispatch, day: date, barred: frozenset[str], remarks: list[Obstacle]
    ) -> tuple[Unit, ...]:
        government = self._government(found.chain, day)
        if government is None or government == found.lead:
            return ()
        if government.id in barred:
            remarks.append(Obstacle.COPY_WITHHELD)
            return ()
        return (government,)

    def _double(
        self,
        ticket: Ticket,
        entry: CatalogueEntry | None,
        day: date,
        barred: frozenset[str],
        lead: Unit | None,
        remarks: list[Obstacle],
    ) -> tuple[Unit, ...]:
        """
        Public security and the locality, as far as the lead is neither.

        属地 is read as the place of the event and the place that decides jurisdiction; of a place
        with several candidates, each.
        """
        directory = self.directory
        roles = dict.fromkeys((_EVENT, entry.jurisdiction if entry is not None else _EVENT))
        places = [place for role in roles if (place := ticket.place(role)) is not None]
        chains = [
            chain
            for place in places
            for code in place.candidates
            if (chain := directory.ancestors(code))
        ]
        held = directory.held(PUBLIC_SECURITY)
        police: dict[str, Unit] = {}
        localities: dict[str, Unit] = {}
        for chain in chains or ([directory.roots] if directory.roots else []):
            nearest = next(
                (
                    each.unit
                    for code in chain
                    for each in held.get(code, ())
                    if each.valid_on(day) and each.unit.id not in barred
                ),
                None,
            )
            if nearest is not None:
                police[nearest.id] = nearest
            government = self._government(chain, day)
            if government is not None and government.id not in barred:
                localities[government.id] = government
        if not police:
            _note(remarks, Obstacle.POLICE_UNKNOWN)
        if not localities:
            _note(remarks, Obstacle.LOCALITY_UNKNOWN)
        if lead is not None:
            police.pop(lead.id, None)
            if lead.kind in _LOCALITY:
                own = directory.ancestors(lead.division)
                localities = {
                    each: unit for each, unit in localities.items() if unit.division not in own
                }
        return (*police.values(), *localities.values())

    def _deadline(
        self,
        stage: StageLimit,
        ticket: Ticket,
        at: datetime,
        calendar: WorkCalendar,
        remarks: list[Obstacle],
    ) -> StageDeadline:
        counting = stage.counting or self.policy.counting
        starts_at = counting.starts_at
        start: datetime | None = at
        if starts_at is _RECEIVED:
            start = ticket.received_at
            if start is None:
                _note(remarks, Obstacle.RECEIPT_MISSING)
        if start is None or starts_at is _SIGNED:
            return StageDeadline(stage.stage, stage.limit, starts_at, None)
        made = stage.limit.from_instant(start, calendar, counting)
        return StageDeadline(stage.stage, stage.limit, starts_at, made)


def _note(remarks: list[Obstacle], remark: Obstacle) -> None:
    if remark not in remarks:
        remarks.append(remark)


_NOBODY: frozenset[str] = frozenset()
_ORDINARY = frozenset({Disposition.DISPATCH, Disposition.ANSWER})
_REQUEST_TYPE = TICKET_FACTS.index("request_type")
# Read for every ticket: a member of an enumeration takes its time to look up.
_DISPATCH = Disposition.DISPATCH
_DOUBLE_DISPATCH, _PARALLEL_TICKET = Duty.DOUBLE_DISPATCH, Duty.PARALLEL_TICKET
_COPY_DISTRICT = Duty.COPY_DISTRICT
_DIRECT, _EVENT = DispatchMode.DIRECT, PlaceRole.EVENT
_COMMUNITY = UnitKind.COMMUNITY
_RECEIVED, _SIGNED = StartsAt.RECEIVED, StartsAt.SIGNED
_LESS_PREFERRED = LossReason.LESS_PREFERRED
_LOCALITY = frozenset({UnitKind.DISTRICT_GOVERNMENT, UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP})
_CITED_BY = {
    LossReason.ACCUSED: RECUSAL,
    LossReason.OFF_LIST: COMMUNITY_LIST,
    LossReason.NOT_MAIN: COMMUNITY_MAIN,
    LossReason.LESS_PREFERRED: PREFERENCE,
}


def _asked(
    policy: RoutingPolicy, hit: Ruling[Any], request_type: Hashable, *, dispatched: bool
) -> tuple[str, ...]:
    """The facts that a decision by this triage row asked for, given the type of request."""
    known = {"request_type": request_type, "disposition": hit.then}
    rows = [hit]
    if policy.triage.policy is HitPolicy.FIRST:
        rows = [*itertools.takewhile(lambda row: row is not hit, policy.triage.rows), hit]
    rows += policy.duties.rows
    if dispatched:
        rows += policy.limits.rows
    asked: dict[str, None] = {}
    for row in rows:
        # A row that the type or the disposition excludes asks for nothing more.
        if all(known[each.fact] in each.allowed for each in row.conditions if each.fact in known):
            asked |= dict.fromkeys(each.fact for each in row.conditions)
    return tuple(asked)


def _later_routes(triage: Table[Disposition]) -> dict[str, tuple[_Later, ...]]:
    """For each special route, the special routes that it comes before (FIRST)."""
    if triage.policy is not HitPolicy.FIRST:
        return {}
    special = [row for row in triage.rows if row.then not in _ORDINARY]
    made = [_Later.of(row, triage.space) for row in special]
    return {row.id: tuple(made[place + 1 :]) for place, row in enumerate(special)}


def _no_answer(table: Table[Any], ticket: Ticket) -> NoReturn:
    fail(
        TableError,
        table.name,
        Text("没有适用的一行", "no row answers"),
        value=f"ticket {ticket.id!r}",
        remedy=Text(
            "请查看 rulebook.check() 所列缺口", "see the gaps that rulebook.check() lists"
        ),
    )
