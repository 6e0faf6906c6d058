"""
分类处理与派单: whether a ticket is answered, guided elsewhere or dispatched; to whom; by when.

The triage table gives one route; two collecting tables add what must or may be done beside it; the
catalogue and the directory give the unit; the limits table gives the deadlines. The engine only
derives facts and looks them up: every decision is a row or a provision that cites its source.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple, NoReturn

import attrs

from .calendars import WorkCalendar
from .deadlines import StartsAt, due
from .decisions import (
    Coordination,
    DispatchMode,
    Disposition,
    Duty,
    Loss,
    LossReason,
    Obstacle,
    Pins,
    Preference,
    Reading,
    Routing,
    StageDeadline,
    StageLimit,
)
from .errors import Fault, RulebookError, TableError, UnknownFactError, fail, refuse
from .facts import AS, MISSING, Fact, FactSpace
from .labels import Text
from .sources import Absent, Citation, Parameter, Provision, assumed
from .tables import Table
from .taxonomy import Catalogue, CatalogueEntry, TimeClass
from .tickets import TICKET_FACTS, PlaceRole, Ticket
from .units import PUBLIC_SECURITY, Directory, Holding, Unit, UnitKind

TIME_CLASS = Fact(
    "time_class",
    Text("时限等级", "time class"),
    tuple(TimeClass),
    AS(
        TimeClass.ORDINARY,
        assumed(
            "目录未列明时限等级，按一般诉求处理",
            "the catalogue names no time class; read as an ordinary request",
        ),
    ),
)
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

    A boolean or a choice that the texts leave silent or unset does not apply; a table is needed.
    """

    triage: Table[Disposition]
    duties: Table[Duty]
    dispatch_duties: Table[Duty]
    limits: Table[tuple[StageLimit, ...]]
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
            UnsetError: A table is not set.
            RulebookError: A table decides on facts that the engine does not supply.
        """
        tables = [need(each) for each in (TRIAGE, DUTIES, DISPATCH_DUTIES, LIMITS)]
        own = (
            (TRIAGE, TICKET_FACTS),
            (DUTIES, INTAKE_FACTS),
            (DISPATCH_DUTIES, DISPATCH_FACTS),
            (LIMITS, INTAKE_FACTS),
        )
        refuse(
            RulebookError,
            (
                Fault(
                    parameter.path,
                    Text("表的事实空间不符", "the table decides on other facts"),
                    expected=Text("、".join(space.names), ", ".join(space.names)),
                )
                for table, (parameter, space) in zip(tables, own, strict=True)
                if table.space.facts[: len(space.facts)] != space.facts
            ),
        )
        others = (DIRECT, TO_DISTRICT, COORDINATION, PREFERENCE, COMMUNITY_LIMITS, RECUSAL)
        triage, duties, dispatch_duties, limits = tables
        chosen = {each.path: provision(each) for each in others}
        return cls(triage, duties, dispatch_duties, limits, chosen)

    def value(self, parameter: Parameter) -> Any:
        """The value of a choice; None where the texts set none."""
        found = self.provisions[parameter.path].value
        return None if isinstance(found, Absent) else found

    def grounds(self, parameter: Parameter) -> tuple[Citation, ...]:
        """The grounds of a choice."""
        return self.provisions[parameter.path].citations


class _Found(NamedTuple):
    lead: Unit | None
    mode: DispatchMode | None
    grounds: tuple[Citation, ...]
    co_handlers: tuple[Unit, ...]
    losses: tuple[Loss, ...]
    obstacles: tuple[Obstacle, ...]
    chain: tuple[str, ...]


_NOWHERE = _Found(None, None, (), (), (), (), ())


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
    _names: tuple[str, ...] = attrs.field(init=False, repr=False)
    _readings: dict[tuple[str, bool], tuple[Reading, ...]] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        policy = self.policy
        object.__setattr__(self, "_names", policy.triage.space.names)
        object.__setattr__(
            self,
            "_readings",
            {
                (row.id, dispatched): _readings(policy, row.id, dispatched=dispatched)
                for row in policy.triage.rows
                for dispatched in (True, False)
            },
        )

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
        values = ticket.facts.values
        if ticket.facts.space is not policy.triage.space:
            self._check_facts(ticket)
        triage = policy.triage.answer(values)
        if triage is None:
            _no_answer(policy.triage, ticket)
        disposition: Disposition = triage.then
        day = at.date()
        entry, ended = self._entry(ticket.leaf, day)
        complete = (
            ticket.received_at is not None and ticket.title != "" and values[_CONTACT] is True
        )
        intake = (
            disposition,
            MISSING if entry is None or entry.time_class is None else entry.time_class,
            complete,
            ticket.accused is not None,
            *values,
        )
        duties = policy.duties.answer(intake)
        if disposition is Disposition.DISPATCH or any(
            duty.then in _DISPATCHING for duty in duties
        ):
            found = self._dispatch(ticket, entry, ended, day)
        else:
            found = _NOWHERE
        lead = found.lead
        copied: tuple[Unit, ...] = ()
        also: tuple[Unit, ...] = ()
        limit = None
        deadlines: tuple[StageDeadline, ...] = ()
        if lead is not None:
            sent = (found.mode, lead.kind, bool(found.co_handlers))
            dispatch_duties = policy.dispatch_duties.answer(sent)
            for duty in dispatch_duties:
                if duty.then is Duty.COPY_DISTRICT:
                    copied = self._copy(found, day)
            duties += dispatch_duties
            limit = policy.limits.answer(intake)
            if limit is None:
                _no_answer(policy.limits, ticket)
            deadlines = tuple([self._deadline(each, ticket, at) for each in limit.then])
        elif found.obstacles and disposition is Disposition.DISPATCH:
            disposition = Disposition.COORDINATE
        for duty in duties:
            if duty.then is Duty.DOUBLE_DISPATCH:
                also = self._double(found, day)
        return Routing(
            ticket=ticket.id,
            title=ticket.title,
            at=at,
            disposition=disposition,
            triage=triage,
            duties=duties,
            entry=entry,
            lead=lead,
            mode=found.mode,
            mode_grounds=found.grounds,
            co_handlers=found.co_handlers,
            also_dispatched_to=also,
            copied_to=copied,
            losses=found.losses,
            obstacles=found.obstacles,
            lacking=() if complete else ticket.lacking,
            limit=limit,
            deadlines=deadlines,
            readings=self._readings[triage.id, lead is not None],
            pins=self.pins,
            names=self._names,
            values=values,
        )

    def _check_facts(self, ticket: Ticket) -> None:
        known = self.policy.triage.space.facts
        if ticket.facts.space.facts[: len(known)] != known:
            missing = sorted(set(self._names) - set(ticket.facts.space.names))
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
    ) -> _Found:
        obstacles: list[Obstacle] = []
        losses: list[Loss] = []
        role = entry.jurisdiction if entry is not None else PlaceRole.EVENT
        chain = self._chain(ticket, role, obstacles)
        if entry is None:
            if ended:
                obstacles.append(Obstacle.LEAF_ENDED)
            else:
                unknown = ticket.leaf is not None
                obstacles.append(Obstacle.LEAF_UNKNOWN if unknown else Obstacle.LEAF_MISSING)
        elif entry.duty is None:
            obstacles.append(Obstacle.NO_DUTY)
        else:
            lead = self._lead(entry.duty, ticket, entry, day, chain, losses, obstacles)
            if lead is not None:
                return _Found(
                    lead,
                    DispatchMode.DIRECT,
                    self.policy.grounds(DIRECT),
                    self._co_handlers(ticket, entry, day, chain, lead, obstacles)
                    if entry.co_duties
                    else (),
                    tuple(losses),
                    tuple(obstacles),
                    chain,
                )
        return self._indirect(ticket, day, chain, tuple(losses), tuple(obstacles))

    def _indirect(
        self,
        ticket: Ticket,
        day: date,
        chain: tuple[str, ...],
        losses: tuple[Loss, ...],
        obstacles: tuple[Obstacle, ...],
    ) -> _Found:
        """To the district government where the district is known; else held for coordination."""
        policy = self.policy
        if policy.value(TO_DISTRICT) and chain:
            government = self.directory.government(chain[0], day)
            if government is not None:
                if government.id != ticket.accused or not policy.value(RECUSAL):
                    mode, grounds = DispatchMode.TO_DISTRICT, policy.grounds(TO_DISTRICT)
                    return _Found(government, mode, grounds, (), losses, obstacles, chain)
                losses = (*losses, self._loss(government, LossReason.ACCUSED))
        return _Found(None, None, policy.grounds(COORDINATION), (), losses, obstacles, chain)

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

    def _lead(
        self,
        duty: str,
        ticket: Ticket,
        entry: CatalogueEntry,
        day: date,
        chain: tuple[str, ...],
        losses: list[Loss],
        obstacles: list[Obstacle],
    ) -> Unit | None:
        """The one holder that comes first; every other one is a loss with its reason."""
        directory = self.directory
        nearest = self.policy.value(PREFERENCE) is not Preference.WIDEST
        lead: Unit | None = None
        contested = False
        for code in chain if nearest else reversed(chain):
            fit: list[Unit] = []
            for holding in directory.holders(duty, code):
                unit = directory.unit(holding.unit)
                assert unit is not None  # noqa: S101 -- the directory checked its references
                reason = self._why_not(holding, unit, ticket, entry, day)
                if reason is not None:
                    losses.append(self._loss(unit, reason))
                elif lead is not None or contested:
                    losses.append(self._loss(unit, LossReason.LESS_PREFERRED))
                else:
                    fit.append(unit)
            if len(fit) == 1:
                lead = fit[0]
            elif fit:
                contested = True
                losses += [self._loss(unit, LossReason.SHARED) for unit in fit]
        if lead is None:
            obstacles.append(Obstacle.SEVERAL_HOLDERS if contested else Obstacle.NO_HOLDER)
        return lead

    def _why_not(
        self, holding: Holding, unit: Unit, ticket: Ticket, entry: CatalogueEntry, day: date
    ) -> LossReason | None:
        """The first guard that fails is the reason; None: the unit may lead."""
        if not (holding.valid_on(day) and unit.valid_on(day)):
            return LossReason.NOT_IN_FORCE
        if unit.id == ticket.accused and self.policy.value(RECUSAL):
            return LossReason.ACCUSED
        if unit.kind is UnitKind.COMMUNITY:
            barred = entry.assists_government or not entry.community_listed
            if barred and self.policy.value(COMMUNITY_LIMITS):
                return LossReason.COMMUNITY_LIMIT
        elif not unit.kind.handles:
            return LossReason.NOT_A_HANDLER
        return None

    def _loss(self, unit: Unit, reason: LossReason) -> Loss:
        cited = _CITED_BY.get(reason)
        return Loss(unit.id, unit.name, reason, self.policy.grounds(cited) if cited else ())

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
            unit = self._lead(duty, ticket, entry, day, chain, [], [])
            if unit is None:
                if Obstacle.CO_HANDLER_UNCLEAR not in obstacles:
                    obstacles.append(Obstacle.CO_HANDLER_UNCLEAR)
            elif unit.id != lead.id:
                found[unit.id] = unit
        return tuple(found.values())

    def _copy(self, found: _Found, day: date) -> tuple[Unit, ...]:
        government = self.directory.government(found.chain[0], day) if found.chain else None
        return () if government is None or government == found.lead else (government,)

    def _double(self, found: _Found, day: date) -> tuple[Unit, ...]:
        """Public security and the locality, as far as the lead is neither."""
        if found.lead is None:
            return ()
        directory = self.directory
        units: dict[str, Unit] = {}
        for code in found.chain:
            for holding in directory.holders(PUBLIC_SECURITY, code):
                unit = directory.unit(holding.unit)
                if unit is not None and holding.valid_on(day) and unit.valid_on(day) and not units:
                    units[unit.id] = unit
        government = directory.government(found.chain[0], day) if found.chain else None
        if government is not None and found.lead.kind not in _LOCALITY:
            units[government.id] = government
        units.pop(found.lead.id, None)
        return tuple(units.values())

    def _deadline(self, stage: StageLimit, ticket: Ticket, at: datetime) -> StageDeadline:
        starts_at = stage.counting.starts_at
        if starts_at is StartsAt.SIGNED:
            return StageDeadline(stage.stage, stage.limit, None)
        received = ticket.received_at
        start = received if starts_at is StartsAt.RECEIVED and received is not None else at
        made = due(stage.limit, start, self.calendar, stage.counting)
        return StageDeadline(stage.stage, stage.limit, made)


_LOCALITY = frozenset({UnitKind.DISTRICT_GOVERNMENT, UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP})
_DISPATCHING = frozenset({Duty.PARALLEL_TICKET, Duty.DOUBLE_DISPATCH})
_CITED_BY = {
    LossReason.ACCUSED: RECUSAL,
    LossReason.COMMUNITY_LIMIT: COMMUNITY_LIMITS,
    LossReason.LESS_PREFERRED: PREFERENCE,
}


def _readings(policy: RoutingPolicy, row_id: str, *, dispatched: bool) -> tuple[Reading, ...]:
    """How the facts that a decision by this triage row asks for are read where not stated."""
    asked: dict[str, None] = {}
    for row in policy.triage.rows:
        asked |= dict.fromkeys(condition.fact for condition in row.conditions)
        if row.id == row_id:
            break
    asked |= dict.fromkeys(policy.duties.columns)
    if dispatched:
        asked |= dict.fromkeys(policy.limits.columns)
    facts = {fact.name: fact for fact in policy.duties.space.facts + policy.triage.space.facts}
    return tuple(
        Reading(fact.name, fact.term, fact.missing.value, fact.missing.ground)
        for fact in map(facts.__getitem__, asked)
        if isinstance(fact.missing, AS)
    )


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
