"""
分类处理与派单: whether a ticket is answered, guided elsewhere or dispatched; to whom; by when.

The triage table gives one route; two collecting tables add what must or may be done beside it; the
catalogue and the directory give the unit; the limits table gives the deadlines. The engine only
derives facts and looks them up: every decision is a row or a provision that cites its source.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, NoReturn

import attrs

from .calendars import WorkCalendar
from .counting import StartsAt
from .deadlines import due
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
from .facts import MISSING, Fact, FactSpace
from .labels import Text
from .sources import Citation, Parameter, Provision
from .tables import HitPolicy, Table
from .taxonomy import Catalogue, CatalogueEntry
from .tickets import TICKET_FACTS, PlaceRole, Ticket
from .units import PUBLIC_SECURITY, Directory, Holding, Unit, UnitKind

INTAKE_FACTS = FactSpace(
    (
        Fact("disposition", Text("分类处理", "disposition"), tuple(Disposition)),
        TIME_CLASS,
        Fact("complete", Text("工单要素齐全", "record complete"), (True, False)),
        Fact("accused", Text("有被诉单位", "a unit is complained of"), (True, False)),
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

TRIAGE = Parameter("routing.triage", Text("分类处理", "triage"), Table)
DUTIES = Parameter("routing.duties", Text("受理附随事项", "duties of intake"), Table)
DISPATCH_DUTIES = Parameter(
    "routing.dispatch_duties", Text("派单附随事项", "duties of dispatch"), Table
)
LIMITS = Parameter("routing.limits", Text("办理时限", "time limits"), Table)
DIRECT = Parameter("routing.direct", Text("直派", "direct dispatch"), bool)
TO_DISTRICT = Parameter("routing.to_district", Text("派区", "dispatch to the district"), bool)
COORDINATION = Parameter(
    "routing.coordination", Text("承办单位不明", "unclear unit"), Coordination
)
PREFERENCE = Parameter(
    "routing.preference", Text("层级取舍", "preference among levels"), Preference
)
COMMUNITY_LIMITS = Parameter(
    "routing.community_limits", Text("社区减负", "community limits"), bool
)
RECUSAL = Parameter("routing.recusal", Text("被诉单位回避", "recusal of the accused unit"), bool)

PARAMETERS = (
    TRIAGE,
    DUTIES,
    DISPATCH_DUTIES,
    LIMITS,
    DIRECT,
    TO_DISTRICT,
    COORDINATION,
    PREFERENCE,
    COMMUNITY_LIMITS,
    RECUSAL,
)
"""The parameters of a rulebook that routing reads."""


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
        facts: What a ticket has to state: `TICKET_FACTS`, or a city's extension of it.
        direct: Whether 直派 is not excluded.
        to_district: Whether 派区 follows where no unit can be named.
        nearest: Whether the nearest holder comes first, not the widest.
        community_limits: Whether 条例 17-2 or its like bars communities.
        recusal: Whether a unit complained of is passed over.
        grounds: 依据 of the choices, by path.
    """

    triage: Table[Disposition]
    duties: Table[Duty]
    dispatch_duties: Table[Duty]
    limits: Table[tuple[StageLimit, ...]]
    facts: FactSpace
    direct: bool
    to_district: bool
    nearest: bool
    community_limits: bool
    recusal: bool
    grounds: dict[str, tuple[Citation, ...]] = attrs.field(repr=False)

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
            UnsetError: A table is not set.
            RulebookError: A table decides on facts that the engine does not supply.
        """
        tables = {each.path: need(each) for each in (TRIAGE, DUTIES, DISPATCH_DUTIES, LIMITS)}
        faults = [fault for path, table in tables.items() for fault in _table_faults(path, table)]
        refuse(RulebookError, faults)
        triage, duties, dispatch_duties, limits = tables.values()
        choices = (DIRECT, TO_DISTRICT, COORDINATION, PREFERENCE, COMMUNITY_LIMITS, RECUSAL)
        said = {each.path: provision(each) for each in choices}
        return cls(
            triage,
            duties,
            dispatch_duties,
            limits,
            facts=_ticket_facts_of(triage, duties, limits),
            direct=said[DIRECT.path].value is not False,
            to_district=said[TO_DISTRICT.path].value is True,
            nearest=said[PREFERENCE.path].value is not Preference.WIDEST,
            community_limits=said[COMMUNITY_LIMITS.path].value is True,
            recusal=said[RECUSAL.path].value is True,
            grounds={path: each.citations for path, each in said.items()},
        )


def _is_limits(then: object) -> bool:
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


def _table_faults(path: str, table: Table[Any]) -> Iterator[Fault]:
    space, collects, fine, outcome = _EXPECTED[path]
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
        if not fine(row.then):
            yield Fault(
                f"{path}.{row.id}", Text("结果不符", "the wrong outcome"), shown(row.then), outcome
            )


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
    """

    policy: RoutingPolicy
    catalogue: Catalogue
    directory: Directory
    calendar: WorkCalendar
    pins: Pins
    _asked: dict[tuple[str, bool], tuple[str, ...]] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        asked = {
            (row.id, dispatched): _asked(self.policy, row.id, dispatched=dispatched)
            for row in self.policy.triage.rows
            for dispatched in (True, False)
        }
        object.__setattr__(self, "_asked", asked)

    def route(self, ticket: Ticket, at: datetime) -> Routing:
        """
        What becomes of *ticket*.

        Args:
            ticket: The ticket.
            at: The instant of the decision, in legal time: the instant of dispatch.

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
        intake = (
            triage.then,
            MISSING if entry is None or entry.time_class is None else entry.time_class,
            ticket.received_at is not None and ticket.title != "" and values[_CONTACT] is True,
            ticket.accused is not None,
            *values,
        )
        duties = policy.duties.answer(intake)
        dispatches = triage.then is _DISPATCH
        doubled = False
        for duty in duties:
            if duty.then is _DOUBLE_DISPATCH:
                dispatches = doubled = True
            elif duty.then is _PARALLEL_TICKET:
                dispatches = True
        dispatch: Dispatch | None = None
        copied: tuple[Unit, ...] = ()
        also: tuple[Unit, ...] = ()
        limit = None
        deadlines: tuple[StageDeadline, ...] = ()
        if dispatches:
            dispatch = self._dispatch(ticket, entry, ended, day)
            lead = dispatch.lead
            if lead is not None:
                sent = (dispatch.mode, lead.kind, dispatch.co_handlers != ())
                more = policy.dispatch_duties.answer(sent)
                for duty in more:
                    if duty.then is _COPY_DISTRICT:
                        copied = self._copy(ticket, day, dispatch)
                duties += more
                if doubled:
                    also = self._double(ticket, day, dispatch, lead)
                limit = policy.limits.answer(intake)
                if limit is None:
                    _no_answer(policy.limits, ticket)
                deadlines = tuple([self._deadline(each, ticket, at) for each in limit.then])
        return Routing(
            ticket,
            at,
            triage,
            duties,
            entry,
            dispatch,
            also,
            copied,
            limit,
            deadlines,
            self._asked[triage.id, limit is not None],
            self.pins,
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
        if entry is None or entry.valid_on(day):
            return entry, False
        heirs = self.catalogue.successors(entry.code, on=day)
        return (heirs[0], False) if len(heirs) == 1 else (None, True)

    def _dispatch(
        self, ticket: Ticket, entry: CatalogueEntry | None, ended: bool, day: date
    ) -> Dispatch:
        obstacles: list[Obstacle] = []
        losses: list[Loss] = []
        role = entry.jurisdiction if entry is not None else _EVENT
        chain = self._chain(ticket, role, obstacles)
        if entry is None:
            if ended:
                obstacles.append(Obstacle.LEAF_ENDED)
            else:
                unknown = ticket.leaf is not None
                obstacles.append(Obstacle.LEAF_UNKNOWN if unknown else Obstacle.LEAF_MISSING)
        elif entry.duty is None:
            obstacles.append(Obstacle.NO_DUTY)
        elif self.policy.direct:
            found = self._holder(entry.duty, ticket, entry, day, chain, losses, obstacles)
            if found is not None:
                holding, lead = found
                return Dispatch(
                    lead,
                    _DIRECT,
                    self.policy.grounds[DIRECT.path],
                    self._co_handlers(ticket, entry, day, chain, lead, obstacles)
                    if entry.co_duties
                    else (),
                    tuple(losses),
                    tuple(obstacles),
                    chain,
                    holding,
                )
        return self._indirect(ticket, day, chain, tuple(losses), tuple(obstacles))

    def _indirect(
        self,
        ticket: Ticket,
        day: date,
        chain: tuple[str, ...],
        losses: tuple[Loss, ...],
        obstacles: tuple[Obstacle, ...],
    ) -> Dispatch:
        """To the district government where the district is known; else held for coordination."""
        policy = self.policy
        if policy.to_district and chain:
            government = self.directory.government(chain[0], day)
            if government is not None:
                if not self._barred(government, ticket):
                    mode, grounds = DispatchMode.TO_DISTRICT, policy.grounds[TO_DISTRICT.path]
                    return Dispatch(government, mode, grounds, (), losses, obstacles, chain)
                losses = (*losses, self._loss(government, LossReason.ACCUSED, government.division))
        return Dispatch(
            None, None, policy.grounds[COORDINATION.path], (), losses, obstacles, chain
        )

    def _chain(
        self, ticket: Ticket, role: PlaceRole, obstacles: list[Obstacle]
    ) -> tuple[str, ...]:
        """
        The divisions that certainly contain the place, the smallest first.

        Of several candidates only what contains them all is certain. Without a place the whole
        territory still is: a unit that serves all of it needs no place.
        """
        directory = self.directory
        place = ticket.place(role)
        if place is None:
            obstacles.append(Obstacle.PLACE_MISSING)
            return directory.roots
        chain = directory.ancestors(place.candidates[0])
        if len(place.candidates) == 1:
            if chain:
                return chain
            obstacles.append(Obstacle.PLACE_UNKNOWN)
            return directory.roots
        chains = [chain for code in place.candidates if (chain := directory.ancestors(code))]
        if not chains:
            obstacles.append(Obstacle.PLACE_UNKNOWN)
            return directory.roots
        if len(chains) < len(place.candidates):
            obstacles.append(Obstacle.PLACE_UNKNOWN)
        common = tuple(code for code in chains[0] if all(code in other for other in chains[1:]))
        if common != chains[0] or len(set(place.candidates)) > 1:
            obstacles.append(Obstacle.SEVERAL_PLACES)
        return common

    def _holder(
        self,
        duty: str,
        ticket: Ticket,
        entry: CatalogueEntry,
        day: date,
        chain: tuple[str, ...],
        losses: list[Loss],
        obstacles: list[Obstacle],
    ) -> tuple[Holding, Unit] | None:
        """
        The one holding that comes first; every other holder is a loss with its reason.

        Where several hold the duty at the level that comes first, none leads: a holder of another
        level does not break the tie.
        """
        held = self.directory.held(duty)
        found: tuple[Holding, Unit] | None = None
        lost: dict[str, Loss] = {}
        contested = False
        for code in chain if self.policy.nearest else reversed(chain):
            if code not in held:
                continue
            fit: list[tuple[Holding, Unit]] = []
            for pair in held[code]:
                holding, unit = pair
                reason = self._why_not(holding, unit, ticket, entry, day)
                if reason is None and found is None and not contested:
                    fit.append(pair)
                elif unit.id not in lost:
                    lost[unit.id] = self._loss(unit, reason or _LESS_PREFERRED, code)
            if len(fit) == 1:
                found = fit[0]
            elif fit:
                contested = True
                for _, unit in fit:
                    lost[unit.id] = self._loss(unit, LossReason.SHARED, code)
        if found is None:
            obstacles.append(Obstacle.SEVERAL_HOLDERS if contested else Obstacle.NO_HOLDER)
        elif lost:
            lost.pop(found[1].id, None)  # it may hold the duty at a wider level too
        losses += lost.values()
        return found

    def _why_not(
        self, holding: Holding, unit: Unit, ticket: Ticket, entry: CatalogueEntry, day: date
    ) -> LossReason | None:
        """The first guard that fails is the reason; None: the unit may lead."""
        if not (holding.valid_on(day) and unit.valid_on(day)):
            return LossReason.NOT_IN_FORCE
        if ticket.accused is not None and self._barred(unit, ticket):
            return LossReason.ACCUSED
        if unit.kind is _COMMUNITY:
            barred = entry.assists_government or not entry.community_listed
            if barred and self.policy.community_limits:
                return LossReason.COMMUNITY_LIMIT
        elif not unit.kind.handles:
            return LossReason.NOT_A_HANDLER
        return None

    def _loss(self, unit: Unit, reason: LossReason, division: str) -> Loss:
        cited = _CITED_BY.get(reason)
        grounds = self.policy.grounds[cited.path] if cited else ()
        return Loss(unit.id, unit.name, division, reason, grounds)

    def _co_handlers(
        self,
        ticket: Ticket,
        entry: CatalogueEntry,
        day: date,
        chain: tuple[str, ...],
        lead: Unit,
        obstacles: list[Obstacle],
    ) -> tuple[Unit, ...]:
        """One holder per co-duty, chosen as the lead is; the lead itself does not co-handle."""
        found: dict[str, Unit] = {}
        for duty in entry.co_duties:
            pair = self._holder(duty, ticket, entry, day, chain, [], [])
            if pair is None:
                if Obstacle.CO_HANDLER_UNCLEAR not in obstacles:
                    obstacles.append(Obstacle.CO_HANDLER_UNCLEAR)
            elif pair[1] != lead:
                found[pair[1].id] = pair[1]
        return tuple(found.values())

    def _government(self, ticket: Ticket, day: date, found: Dispatch) -> Unit | None:
        """The district government beside the lead; not one that the ticket accuses."""
        government = self.directory.government(found.chain[0], day) if found.chain else None
        if government is None or government == found.lead or self._barred(government, ticket):
            return None
        return government

    def _barred(self, unit: Unit, ticket: Ticket) -> bool:
        return unit.id == ticket.accused and self.policy.recusal

    def _copy(self, ticket: Ticket, day: date, found: Dispatch) -> tuple[Unit, ...]:
        government = self._government(ticket, day, found)
        return () if government is None else (government,)

    def _double(self, ticket: Ticket, day: date, found: Dispatch, lead: Unit) -> tuple[Unit, ...]:
        """Public security and the locality, as far as the lead is neither."""
        units: list[Unit] = []
        held = self.directory.held(PUBLIC_SECURITY)
        police = (
            unit
            for code in found.chain
            for holding, unit in held.get(code, ())
            if holding.valid_on(day) and unit.valid_on(day) and not self._barred(unit, ticket)
        )
        nearest = next(police, None)
        if nearest is not None and nearest != lead:
            units.append(nearest)
        government = self._government(ticket, day, found)
        if government is not None and lead.kind not in _LOCALITY:
            units.append(government)
        return tuple(units)

    def _deadline(self, stage: StageLimit, ticket: Ticket, at: datetime) -> StageDeadline:
        starts_at = stage.counting.starts_at
        if starts_at is _SIGNED:
            return StageDeadline(stage.stage, stage.limit, None)
        received = ticket.received_at
        start = received if starts_at is _RECEIVED and received is not None else at
        made = due(stage.limit, start, self.calendar, stage.counting)
        return StageDeadline(stage.stage, stage.limit, made)


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
    LossReason.COMMUNITY_LIMIT: COMMUNITY_LIMITS,
    LossReason.LESS_PREFERRED: PREFERENCE,
}


def _asked(policy: RoutingPolicy, row_id: str, *, dispatched: bool) -> tuple[str, ...]:
    """The facts that a decision by this triage row has asked for."""
    asked: dict[str, None] = {}
    for row in policy.triage.rows:
        asked |= dict.fromkeys(condition.fact for condition in row.conditions)
        if row.id == row_id:
            break
    asked |= dict.fromkeys(policy.duties.columns)
    if dispatched:
        asked |= dict.fromkeys(policy.limits.columns)
    return tuple(asked)


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
