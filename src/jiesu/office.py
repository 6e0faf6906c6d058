"""
办理依据: the rules of handling with the register and the calendars that they are read by.

An `Office` answers what a history alone cannot: of which kind a unit is, whether it is the one
accused, within which limit and by which calendar a strand is handled, and where its clock stands.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

import attrs

from .calendars import WorkCalendar
from .clocks import AlertRule, Clock, ClockReading, ClockState, HowChanged, Task, Whose
from .conduct import (
    CO_HANDLER_LIMIT,
    DEFERRAL_STOPS,
    STOPPING,
    Bound,
    Conduct,
    Responsibility,
    ReturnRule,
    StopRule,
)
from .counting import Counting, OnReassign, StartsAt
from .custody import CoHandler, File, Rules, Strand
from .deadlines import Deadline, TimeLimit, due
from .decisions import Disposition, Stage, StageLimit
from .events import Body, Party
from .facts import MISSING
from .labels import Text
from .routing import INTAKE_FACTS
from .schedules import ONE_CALENDAR, UnitCalendars
from .sources import SILENT, UNSET, Absent, Citation, Parameter, assumed
from .taxonomy import Catalogue
from .tickets import TICKET_FACTS, Ticket
from .units import Directory, Unit, UnitKind

_REQUESTER_WAITS = assumed(
    "条文只规定承办单位的时限；诉求人的等待自提出诉求起算，按同一时限观察",
    "the texts bind units; the requester's waiting is observed against the same limit, from the "
    "request on",
)


_DERIVED = len(INTAKE_FACTS.facts) - len(TICKET_FACTS.facts)


_RESUMED = assumed(
    "再次办理的时限未见规定，自退回或者重新办理时起算",
    "no text says how the limit of what is handled again counts; from when it was sent back",
)
_JOINED = assumed(
    "协办的规定期限未写明起算点，自确定协办单位时起算",
    "the texts do not say from when a co-handler's limit counts; from when it was made one",
)


class Running(NamedTuple):
    """
    计时: a clock of a case, and whose it is.

    Attributes:
        strand: Number of the strand; 0 for the requester's, which is the case's.
        body: Who has to keep it, or who waits.
        clock: The clock.
        done: When the task was done; None while it is not.
        calendar: The calendar that it is read by.
        ended: When the strand was taken from the unit, or its limit begun anew: it is read as it stood
            then. None while it runs.
    """

    strand: int
    body: Body
    clock: Clock
    done: datetime | None
    calendar: WorkCalendar
    ended: datetime | None = None

    def read(self, at: datetime, rules: Iterable[AlertRule] = ()) -> ClockReading:
        """
        Where it stands at an instant; see `Clock.read`.

        Raises:
            InvalidValueError: *at* is before it started.
        """
        if self.ended is None or at < self.ended:
            return self.clock.read(at, self.calendar, self.done, rules)
        reading = self.clock.read(
            max(self.clock.start, self.ended), self.calendar, self.done, rules
        )
        if reading.done is None:
            return attrs.evolve(reading, state=ClockState.TAKEN)
        return reading

    def deadline(self, at: datetime) -> Deadline:
        """The deadline that governs, as far as was known at an instant."""
        return self.clock.deadline(self.calendar, at)

    def bound(self, at: datetime) -> Bound:
        """Whether something done at an instant keeps it."""
        return Bound.BEYOND if self.deadline(at).is_late(at) else Bound.WITHIN


@attrs.frozen(eq=False)
class Office:
    """
    Everything that casework reads beside the history: pure, prepared once, used for many cases.

    Attributes:
        conduct: What the rulebook says.
        catalogue: 派单目录.
        directory: 承办单位名录.
        calendar: 工作日历.
        unit_calendars: The calendars of units that keep another one.
        pin: Identifier, version and digest of the rulebook.
    """

    conduct: Conduct
    catalogue: Catalogue
    directory: Directory
    calendar: WorkCalendar
    unit_calendars: UnitCalendars = ONE_CALENDAR
    pin: str = ""
    rules: Rules = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        conduct = self.conduct
        made = Rules(
            releases=conduct.returns is ReturnRule.RETURN,
            runs_on=conduct.counting.on_reassign is OnReassign.CONTINUE,
            deferral_stops=conduct.value(DEFERRAL_STOPS) is True,
            stops_by_consent=conduct.value(STOPPING) is StopRule.CONSENT,
        )
        object.__setattr__(self, "rules", made)

    # -- units ---------------------------------------------------------------------------------------

    def unit(self, body: Body | None) -> Unit | None:
        """The unit of the directory that a body is; None for a party, or where it is not listed."""
        return self.directory.unit(body) if isinstance(body, str) else None

    def kind(self, body: Body | None) -> UnitKind | None:
        """Of which kind a unit is; None where the directory does not know it."""
        unit = self.unit(body)
        return unit.kind if unit else None

    def name(self, body: Body | None) -> Text:
        """A body as it is printed."""
        if isinstance(body, Party):
            return body.text
        unit = self.unit(body)
        said = unit.name if unit else body or "—"
        return Text(said, said)

    def capacity(self, strand: Strand) -> Text:
        """As what whoever answers for a strand does so: 首接单位, 主办单位 or 热线工作机构."""
        body = strand.answerable
        if isinstance(body, Party):
            return body.text
        rule = self.conduct.responsibility
        if rule is Responsibility.DESIGNATED_LEAD:
            return Text("主办单位", "the designated lead")
        if rule is Responsibility.FIRST_RECEIVER and body == strand.first_receiver:
            return Text("首接单位", "the first receiver")
        return Text("承办单位", "the unit in charge")

    def kept_from(self, body: Body, ticket: Ticket, day: date) -> bool:
        """
        Whether a unit is the one that the request is kept from, or has taken its place.

        Which types of request are kept from the unit accused is the rulebook's choice; one whose type is
        not on record may be such.
        """
        kind = ticket.facts.get("request_type")
        unknown = kind is MISSING and bool(self.conduct.recusal)
        if ticket.accused is None or (kind not in self.conduct.recusal and not unknown):
            return False
        named = self.directory.unit(ticket.accused)
        units = self.directory.find_unit(ticket.accused) if named is None else (named,)
        heirs = (heir for unit in units for heir in self.directory.successors(unit.id, on=day))
        return any(body == unit.id for unit in (*units, *heirs)) or body == ticket.accused

    def calendar_of(self, body: Body | None) -> WorkCalendar:
        """The calendar that a unit keeps; the city's for anybody else."""
        unit = self.unit(body)
        return self.unit_calendars.of(unit, self.calendar) if unit else self.calendar

    # -- limits --------------------------------------------------------------------------------------

    def stages(self, file: File, day: date) -> tuple[StageLimit, ...]:
        """The limits that the rulebook sets for a ticket; none where it sets none."""
        table, ticket = self.conduct.limits, file.ticket
        if table is None or ticket is None:
            return ()
        needed = table.space.facts[_DERIVED:]
        if ticket.facts.space.facts[: len(needed)] != needed:
            return ()
        entry = self.catalogue.entry(file.leaf) if file.leaf is not None else None
        if entry is not None and not entry.valid_on(day):
            entry = None
        found = table.answer(
            (
                Disposition.DISPATCH,
                MISSING if entry is None or entry.time_class is None else entry.time_class,
                not ticket.lacking,
                ticket.accused is not None
                and ticket.facts.get("request_type") in self.conduct.recusal,
                *ticket.facts.values,
            )
        )
        return () if found is None or isinstance(found.then, Absent) else found.then

    def limit(
        self, file: File, strand: Strand
    ) -> tuple[TimeLimit, Counting, tuple[Citation, ...]] | None:
        """办理时限 of a strand: the one stated on the ticket, else the rulebook's; with how it counts."""
        conduct = self.conduct
        counting = strand.counting or conduct.counting
        if strand.limit is not None:
            return strand.limit, counting, ()
        if strand.dispatched_at is None:
            return None
        for each in self.stages(file, strand.dispatched_at.date()):
            if each.stage is Stage.HANDLE:
                grounds = conduct.grounds("routing.limits")
                return each.limit, each.counting or counting, grounds
        return None

    # -- clocks --------------------------------------------------------------------------------------

    def unit_clock(self, file: File, strand: Strand) -> Running | None:
        """
        The clock of the unit that answers for the strand; None while none runs, or no limit is known.

        While the hotline body answers, no unit's runs.

        It starts as its counting says: with the receipt, the dispatch or the signing. What was given
        to another unit, or handled again, starts with that.
        """
        found = self.limit(file, strand)
        if found is None or strand.started_at is None or strand.answerable is Party.HOTLINE:
            return None
        limit, counting, grounds = found
        start: datetime | None = strand.started_at
        first = strand.dispatches <= 1 or self.rules.runs_on
        if strand.resumed:
            counting = counting.with_(_RESUMED, starts_at=StartsAt.RESUMED)
        elif counting.starts_at is StartsAt.RECEIVED and first:
            start = file.received_at or start
        elif counting.starts_at is StartsAt.SIGNED:
            start = strand.signed_at
        if start is None:
            return None
        for change in strand.changes:
            # A statute's limit came with the matter from the unit before.
            if change.at < start and change.how is HowChanged.REPLACED:
                limit, grounds = change.limit, (change.ground,) if change.ground else ()
        body = strand.answerable or strand.holder
        if not isinstance(body, str):
            return None
        changes = tuple(each for each in strand.changes if each.at >= start)
        clock = Clock(
            limit, start, Whose.LEAD, Task.HANDLE, counting, strand.holds, changes, grounds
        )
        done = _since(start, _done(file, strand))
        return Running(strand.number, body, clock, done, self.calendar_of(body))

    def requester_clock(self, file: File) -> Running | None:
        """The clock of the requester, who waits from the request on, whoever handles it."""
        strand = file.strand(1)
        if strand is None or file.received_at is None:
            return None
        found = self.limit(file, attrs.evolve(strand, limit=file.limit))
        if found is None:
            return None
        limit, counting, _ = found
        if counting.starts_at is not StartsAt.RECEIVED:
            counting = counting.with_(_REQUESTER_WAITS, starts_at=StartsAt.RECEIVED)
        done = [_done(file, each) for each in file.strands]
        last = max((each for each in done if each), default=None)
        clock = Clock(
            limit,
            file.received_at,
            Whose.REQUESTER,
            Task.HEAR,
            counting,
            changes=[each for each in file.changes if each.at >= file.received_at],
            grounds=(_REQUESTER_WAITS,),
        )
        done_by = None if None in done else _since(file.received_at, last)
        return Running(0, Party.REQUESTER, clock, done_by, self.calendar)

    def co_handler_clock(self, strand: Strand, co_handler: CoHandler) -> Running | None:
        """The clock of a co-handler; None where nobody has set its limit."""
        limit = co_handler.limit or self.conduct.limit(CO_HANDLER_LIMIT)
        if limit is None:
            return None
        clock = Clock(
            limit,
            co_handler.joined_at,
            Whose.CO_HANDLER,
            Task.REPORT,
            self.conduct.counting.with_(_JOINED, starts_at=StartsAt.JOINED),
            grounds=self.conduct.grounds(CO_HANDLER_LIMIT),
        )
        unit = co_handler.unit
        done = _since(co_handler.joined_at, co_handler.reported_at)
        return Running(strand.number, unit, clock, done, self.calendar_of(unit))

    def clocks(self, file: File) -> tuple[Running, ...]:
        """Every clock of a case: the requester's, each unit's, each co-handler's."""
        found = [self.requester_clock(file)]
        for strand in file.strands:
            found.append(self.unit_clock(file, strand))
            found += [self.co_handler_clock(strand, each) for each in strand.co_handlers]
        return tuple(each for each in found if each is not None)

    def against(
        self, parameter: Parameter, start: datetime | None, at: datetime, body: Body | None
    ) -> Bound:
        """How something done at an instant stands to a limit that a parameter sets."""
        value = self.conduct.value(parameter)
        if value is UNSET:
            return Bound.NOT_PUBLIC
        if value is None or value is SILENT or start is None:
            return Bound.NOT_SET
        made = due(value, start, self.calendar_of(body), self.conduct.counting)
        return Bound.BEYOND if made.is_late(at) else Bound.WITHIN


def _done(file: File, strand: Strand) -> datetime | None:
    """When a strand was handled: fed back, and answered where an answer is wanted; or it ended."""
    needed = [strand.fed_back_at]
    if file.reply_wanted:
        needed.append(strand.replied_at)
    handled = None if None in needed else max(each for each in needed if each)
    ends = (handled, strand.stopped_at, strand.closed_at, file.withdrawn_at)
    return min((each for each in ends if each), default=None)


def _since(start: datetime, done: datetime | None) -> datetime | None:
    """What was done before its clock started, as only a history that does not fit has it, took no time."""
    return None if done is None else max(start, done)


def longer(
    one: Iterable[TimeLimit],
    than: TimeLimit,
    start: datetime,
    calendar: WorkCalendar,
    counting: Counting,
) -> bool:
    """
    Whether several lengths one after the other make more than another, from a start.

    Lengths of one unit are added up; of several units the instants that they reach decide.
    """
    several = tuple(one)
    if all(type(each) is type(than) for each in several):
        return sum(each.amount for each in several) > than.amount
    reached = start
    for each in several:
        reached = due(each, reached, calendar, counting).due
    return reached > due(than, start, calendar, counting).due
