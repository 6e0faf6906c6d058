"""
计时: what becomes of a limit once it runs: whose it is, what changed it, where it stands.

`deadlines` reckons one limit from one instant. A matter has several clocks: the requester waits from
the call on, a unit answers from the dispatch on, a unit that assists has a limit of its own; limits
are extended, replaced by a statute, begun anew with the next unit. A `Clock` is a plain record of
these facts; `Clock.deadlines` and `Clock.read` fold them, and nothing is stored that can be derived.

- 延期、改期: `LimitChange`, of which `HowChanged` says whether time already used carries over.
- 预警: `AlertRule` and `alerts`: cards before and after the last day.
- 超期: `lateness`, in the limit's own unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Self

import attrs

from .calendars import WorkCalendar
from .counting import CIVIL_CODE, Counting, HoursFrom, Intake, OnReassign, StartsAt
from .deadlines import (
    Deadline,
    TimeLimit,
    WorkingDays,
    WorkingHours,
    due,
    measure,
    merged,
)
from .errors import (
    Fault,
    InvalidValueError,
    OutOfCoverageError,
    did_you_mean,
    fail,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .explain import Explanation
from .labels import Label, Text
from .legal_time import instant, legal_day
from .segments import Hold, amount, picture
from .sources import Citation, assumed

_MICROSECOND = timedelta.resolution
_ONE_DAY = timedelta(days=1)


# --- A clock --------------------------------------------------------------------------------------


class Whose(Label):
    """谁的期限: who waits, or who is bound."""

    REQUESTER = "诉求人", "the requester"
    LEAD = "承办单位", "the unit in charge"
    CO_HANDLER = "协办单位", "a unit that assists"


class Task(Label):
    """办理事项: what has to be done by then."""

    HANDLE = "办结", "finish the matter"
    REPLY = "答复诉求人", "answer the requester"
    INFORM = "告知办理进度和期限", "tell the requester how it stands and by when it will be done"
    TELL_MEASURES = (
        "告知办理进度、解决措施及解决时限",
        "tell the requester how it stands, what is done to solve it, and by when",
    )
    TELL_CHANNEL = "告知相应法定渠道", "tell the requester the statutory channel"
    EXPLAIN = "做好解释工作", "explain it to the requester"
    EXPLAIN_AND_PROPOSE = (
        "作出解释说明并提出解决方案",
        "explain it to the requester and propose a solution",
    )
    REPORT = "报送办理结果", "report the result to the unit in charge"
    SIGN = "签收", "sign for the ticket"
    CONTACT = "联系诉求人", "contact the requester"
    FEED_BACK = "反馈热线", "feed back to the hotline"
    DISPATCH = "派单", "dispatch the ticket"
    DECIDE_OBJECTION = "审核异议", "decide the objection"
    DECIDE_EXTENSION = "审批延期", "decide on the extension"
    RESPOND = "报到", "respond to the call"
    GIVE_OPINION = "提出处理意见", "give an opinion"
    FOLLOW_UP = "回访", "follow up"
    REMIND = "监督提醒", "remind of the deferred matter"
    HEAR = "得到答复", "get an answer"


class HowChanged(Label):
    """时限的变更: what a change makes of the time that has passed."""

    REPLACED = "改为", "replaced: counted from the same start, what was used is used"
    EXTENDED = "延长", "extended: added to what there was"
    ANEW = "重新计算", "anew: counted from the change on"


def _decided(value: Any) -> datetime:
    return instant(value, "change.at")


def _started(value: Any) -> datetime:
    return instant(value, "clock.start")


@attrs.frozen
class LimitChange:
    """
    时限变更: at an instant a limit became another.

    Attributes:
        at: When it was decided.
        limit: The new limit; for an extension what is added.
        how: What it makes of the time that has passed.
        ground: 依据; None where none was given.

    Raises:
        InvalidValueError: A value of another type.
        NaiveDatetimeError: *at* has no zone.

    Example:
        >>> from jiesu import beijing_time, working_days
        >>> change = LimitChange(beijing_time(2026, 3, 6, 9), working_days(5), HowChanged.EXTENDED)
        >>> change.how.zh, change.limit.text.zh
        ('延长', '5个工作日')
    """

    at: datetime = attrs.field(converter=_decided)
    limit: TimeLimit
    how: HowChanged
    ground: Citation | None = None

    def __attrs_post_init__(self) -> None:
        kinds = {"limit": TimeLimit, "how": HowChanged, "ground": Citation | None}
        refuse(InvalidValueError, mistyped("change", self, **kinds))


OpenHold = tuple[datetime, datetime | None]
"""A span during which the clock stands still; None where it still does."""


def _stops(value: Any) -> tuple[OpenHold, ...]:
    found: list[OpenHold] = []
    for index, hold in enumerate(tupled(value)):
        path = f"clock.holds[{index}]"
        if not isinstance(hold, (tuple, list)) or len(hold) != 2:
            raise InvalidValueError(wrong_type(path, hold, Text("(开始, 结束)", "(start, end)")))
        held = instant(hold[0], f"{path}[0]")
        freed = None if hold[1] is None else instant(hold[1], f"{path}[1]")
        if freed and freed < held:
            what = Text("中止结束于开始之前", "a hold that ends before it begins")
            fail(InvalidValueError, path, what, value=f"{held} > {freed}")
        found.append((held, freed))
    # What was told twice is one hold.
    return tuple(sorted(set(found), key=lambda hold: (hold[0], hold[1] or hold[0])))


def _in_order(value: Any) -> tuple[LimitChange, ...]:
    changes = tupled(value)
    refuse(InvalidValueError, misfits("clock.changes", changes, LimitChange))
    # Stable: of two at one instant the later given stays the later.
    return tuple(sorted(changes, key=lambda change: change.at))


_CONTINUES = assumed(
    "延长的期限单位不同的，自原期限届满时接续计算",
    "an extension in another unit goes on where the limit before it ends",
)
_RUNS_ON = {"intake": Intake.SAME_DAY, "hours_from": HoursFrom.MOMENT}


@attrs.frozen
class Clock:
    """
    计时: one limit of one body, and what happened to it.

    Attributes:
        limit: The limit at the start.
        start: The instant of the event that started it.
        whose: Who waits, or is bound.
        task: What has to be done by then.
        counting: How it is counted.
        holds: Spans during which it stands still; the last may be open (None for its end).
        changes: What became of the limit, in the order of time.
        grounds: 依据 of the limit.

    Raises:
        InvalidValueError: A value of another type; a hold that ends before it begins.
        NaiveDatetimeError: An instant has no zone.

    Example:
        >>> from jiesu import beijing_time, working_days
        >>> clock = Clock(working_days(5), beijing_time(2026, 3, 2, 9))
        >>> longer = clock.changed(
        ...     LimitChange(beijing_time(2026, 3, 6, 9), working_days(5), HowChanged.EXTENDED)
        ... )
        >>> [each.text.zh for each in longer.deadlines(WorkCalendar.china())]
        ['2026-03-09 24:00', '2026-03-16 24:00']
    """

    limit: TimeLimit
    start: datetime = attrs.field(converter=_started)
    whose: Whose = Whose.LEAD
    task: Task = Task.HANDLE
    counting: Counting = attrs.field(default=CIVIL_CODE, repr=False)
    holds: tuple[OpenHold, ...] = attrs.field(default=(), converter=_stops)
    changes: tuple[LimitChange, ...] = attrs.field(default=(), converter=_in_order)
    grounds: tuple[Citation, ...] = attrs.field(default=(), converter=tupled, repr=False)

    def __attrs_post_init__(self) -> None:
        kinds: dict[str, Any] = {
            "limit": TimeLimit,
            "whose": Whose,
            "task": Task,
            "counting": Counting,
        }
        faults = mistyped("clock", self, **kinds)
        faults += misfits("clock.grounds", self.grounds, Citation)
        faults += [
            Fault(
                f"clock.changes[{index}].at",
                Text("重新计算早于起算", "anew before the start"),
                f"{change.at} < {self.start}",
            )
            for index, change in enumerate(self.changes)
            if change.how is HowChanged.ANEW and change.at < self.start
        ]
        refuse(InvalidValueError, faults)

    @classmethod
    def started(
        cls, limit: TimeLimit, events: Mapping[StartsAt, datetime], **more: Any
    ) -> Self | None:
        """
        The clock of a limit, started by the event from which it counts.

        Args:
            limit: See the class.
            events: The instants of the events that have happened.
            more: Other attributes; *counting* says which event starts it.

        Returns:
            The clock; None while that event has not happened.

        Raises:
            InvalidValueError: See the class.

        Example:
            >>> from jiesu import beijing_time, working_days
            >>> events = {StartsAt.DISPATCHED: beijing_time(2026, 3, 2, 9)}
            >>> Clock.started(working_days(5), events).start == events[StartsAt.DISPATCHED]
            True
        """
        counting = more.get("counting", CIVIL_CODE)
        if not isinstance(counting, Counting):
            raise InvalidValueError(misfit("clock.counting", counting, Counting))
        if not isinstance(events, Mapping):
            raise InvalidValueError(wrong_type("events", events, Text("映射", "a mapping")))
        refuse(
            InvalidValueError,
            (
                Fault(
                    f"events[{shown(event)}]",
                    Text("不是起算事件", "no event that starts a limit"),
                    remedy=did_you_mean(event, [f"StartsAt.{each.name}" for each in StartsAt]),
                )
                for event in events
                if not isinstance(event, StartsAt)
            ),
        )
        start = events.get(counting.starts_at)
        return None if start is None else cls(limit, start, **more)

    def held(self, since: datetime, until: datetime | None = None) -> Self:
        """
        The clock with one more span on hold; None for its end while it lasts.

        Raises:
            InvalidValueError: It ends before it begins.
            NaiveDatetimeError: An instant has no zone.
        """
        return attrs.evolve(self, holds=(*self.holds, (since, until)))

    def changed(self, *changes: LimitChange) -> Self:
        """
        The clock with more changes of its limit.

        Raises:
            InvalidValueError: Something else than a `LimitChange`.
        """
        return attrs.evolve(self, changes=(*self.changes, *changes))

    def reassigned(self, at: datetime) -> Self:
        """
        改派: the clock when the matter goes to another unit at *at*.

        The requester's clock runs on, whoever handles the matter. A unit's runs on or starts anew as
        `Counting.on_reassign` says; anew means without what was on hold before and without
        extensions, which were the former unit's. A limit that was replaced, or set anew, stays.

        Raises:
            NaiveDatetimeError: *at* has no zone.
            InvalidValueError: *at* is before the start.

        Example:
            >>> from jiesu import beijing_time, working_days
            >>> clock = Clock(working_days(5), beijing_time(2026, 3, 2, 9))
            >>> clock.reassigned(beijing_time(2026, 3, 4, 9)).start.day
            4
            >>> hers = attrs.evolve(clock, whose=Whose.REQUESTER)
            >>> hers.reassigned(beijing_time(2026, 3, 4, 9)) == hers
            True
        """
        at = instant(at, "at")
        if at < self.start:
            what = Text("改派在起算之前", "reassigned before the start")
            fail(InvalidValueError, "at", what, value=f"{at} < {self.start}")
        if self.whose is Whose.REQUESTER or self.counting.on_reassign is OnReassign.CONTINUE:
            return self
        limit, grounds = self.limit, self.grounds
        for change in self.changes:
            if change.how is not HowChanged.EXTENDED and change.at <= at:
                limit, grounds = change.limit, (change.ground,) if change.ground else ()
        later = tuple(change for change in self.changes if change.at > at)
        holds = tuple(
            (max(held, at), freed) for held, freed in self.holds if not freed or freed > at
        )
        return attrs.evolve(
            self, limit=limit, start=at, holds=holds, changes=later, grounds=grounds
        )

    def deadlines(
        self, calendar: WorkCalendar, at: datetime | None = None
    ) -> tuple[Deadline, ...]:
        """
        A deadline for each limit that it has had, in the order in which they came; the last governs.

        Args:
            calendar: The working days.
            at: What was known at that instant: later changes and holds are left out, and a hold that
                lasts is taken to end then. Default: everything.

        Raises:
            InvalidValueError: *at* is left out while a hold is open; an argument of another type.
            OutOfCoverageError: The count leaves the days that the calendar knows.
            UnsetError: Office hours are needed and the calendar has none.
        """
        now = None if at is None else instant(at, "at")
        start, holds = self.start, self._holds(now)
        found = [due(self.limit, start, calendar, self.counting, holds)]
        base: Deadline | None = None  # what an extension in another unit goes on from
        for change in self.changes:
            if now and change.at > now:
                break
            before = found[-1]
            if change.how is HowChanged.ANEW:
                start = change.at
            if change.how is not HowChanged.EXTENDED:
                base = None
                made = due(change.limit, start, calendar, self.counting, holds)
            elif type(change.limit) is type(before.limit):
                whole = type(before.limit)(before.limit.amount + change.limit.amount)
                if base:
                    made = self._continued(base, whole, calendar, holds)
                else:
                    made = due(whole, before.start, calendar, before.counting, holds)
            else:
                base = before
                made = self._continued(base, change.limit, calendar, holds)
            found.append(made)
        return tuple(found)

    def deadline(self, calendar: WorkCalendar, at: datetime | None = None) -> Deadline:
        """The deadline that governs; see `deadlines`."""
        return self.deadlines(calendar, at)[-1]

    def read(
        self,
        at: datetime,
        calendar: WorkCalendar,
        done: datetime | None = None,
        rules: Iterable[AlertRule] = (),
    ) -> ClockReading:
        """
        Where it stands at an instant.

        Args:
            at: The instant: what came later is not known at it.
            calendar: The working days.
            done: When the task was done; None while it is not. What was done after *at* is not done
                yet.
            rules: 预警: which cards there are; see `alerts`.

        Raises:
            JiesuError: As `deadlines` does; *at* before the start is InvalidValueError.

        Example:
            >>> from jiesu import beijing_time, working_days
            >>> clock = Clock(working_days(5), beijing_time(2026, 3, 2, 9))
            >>> reading = clock.read(beijing_time(2026, 3, 11, 9), WorkCalendar.china())
            >>> reading.state.zh, str(reading.used), str(reading.late)
            ('超期', '7', '2')
        """
        at = instant(at, "at")
        if at < self.start:
            what = Text("读时早于起算", "read before it started")
            fail(InvalidValueError, "at", what, value=f"{at} < {self.start}")
        finished = None if done is None else instant(done, "done")
        if finished and finished < self.start:
            what = Text("完成早于起算", "done before it started")
            fail(InvalidValueError, "done", what, value=f"{finished} < {self.start}")
        if finished and finished > at:
            finished = None
        until = finished or at
        history = self.deadlines(calendar, until)
        governs = history[-1]
        # An extension in another unit starts where the limit before it ends: until then that runs.
        running = next(made for made in reversed(history) if made.start <= until)
        span = running.start, until
        used = measure(*span, type(running.limit), calendar, running.counting, running.holds)
        cards = alerts(governs, calendar, rules, since=self.start.date())
        return ClockReading(
            self,
            at,
            finished,
            history,
            self._state(history, at, finished),
            running,
            used,
            lateness(governs, until, calendar),
            _unsettled(running, until, calendar) or _unsettled(governs, until, calendar),
            tuple(
                card for card in cards if card.day <= until.date() and not _too_soon(card, until)
            ),
        )

    def _state(
        self, history: tuple[Deadline, ...], at: datetime, done: datetime | None
    ) -> ClockState:
        governs = history[-1]
        if done:
            return ClockState.DONE_LATE if governs.is_late(done) else ClockState.DONE
        if governs.is_late(at):
            return ClockState.OVERDUE
        if any(held <= at and (freed is None or at < freed) for held, freed in self.holds):
            return ClockState.HELD
        # An extension counts on: what waits is the limit that it extends.
        counted, *later = history
        for change, made in zip(self.changes, later, strict=False):
            if change.how is not HowChanged.EXTENDED:
                counted = made
        return ClockState.RUNNING if at >= counted.counted_from else ClockState.WAITING

    def _holds(self, now: datetime | None) -> tuple[Hold, ...]:
        found: list[Hold] = []
        for index, (held, freed) in enumerate(self.holds):
            if now and held >= now:
                continue
            if freed is None and now is None:
                fail(
                    InvalidValueError,
                    f"clock.holds[{index}]",
                    Text("中止尚未结束", "the hold has not ended"),
                    value=f"{held} —",
                    remedy=Text("说明截至何时：at=...", "say as of when: at=..."),
                )
            ends = [each for each in (freed, now) if each]
            found.append((held, min(ends)))
        return merged(found)

    def _continued(
        self,
        before: Deadline,
        limit: TimeLimit,
        calendar: WorkCalendar,
        holds: tuple[Hold, ...],
    ) -> Deadline:
        """An extension in another unit: it goes on where the limit before it ends."""
        made = self._goes_on(before, before.due, limit, calendar, holds)
        layers = tuple(dict.fromkeys((*before.layers, *made.layers)))
        unsure = before.provisional or made.provisional
        pins = attrs.evolve(made.pins, layers=layers, provisional=unsure)
        if not unsure:
            return attrs.evolve(made, pins=pins)
        worked, rested = calendar.extremes
        first = self._goes_on(before, before.earliest, limit, worked, holds)
        last = self._goes_on(before, before.latest, limit, rested, holds)
        return attrs.evolve(made, pins=pins, range=(first.earliest, last.latest))

    def _goes_on(
        self,
        before: Deadline,
        end: datetime,
        limit: TimeLimit,
        calendar: WorkCalendar,
        holds: tuple[Hold, ...],
    ) -> Deadline:
        # Where a day ended at 24:00, the next day is the first that counts.
        whole = before._day(end) != end.date()
        wanted: dict[str, Any] = {"first_day": whole, **_RUNS_ON}
        other = {
            name: value
            for name, value in wanted.items()
            if getattr(before.counting, name) is not value
        }
        counting = before.counting.with_(_CONTINUES, **other) if other else before.counting
        return due(limit, end, calendar, counting, holds)


def _unsettled(deadline: Deadline, until: datetime, calendar: WorkCalendar) -> bool:
    """Whether what is used up by *until*, or late, was counted on days that no notice has settled."""
    if deadline.provisional:
        return True
    if not isinstance(deadline.limit, (WorkingDays, WorkingHours)) or until < deadline.start:
        return False
    return calendar.first_provisional(deadline.start.date(), until.date()) is not None


class ClockState(Label):
    """计时状态: where a clock stands."""

    WAITING = "尚未起算", "not counting yet"
    RUNNING = "计时中", "running"
    HELD = "中止", "on hold"
    OVERDUE = "超期", "overdue"
    DONE = "按期完成", "done in time"
    DONE_LATE = "超期完成", "done late"
    TAKEN = "已移出", "taken from it unfinished"


@attrs.frozen
class ClockReading:
    """
    读数: where a clock stands at an instant.

    Attributes:
        clock: The clock.
        at: The instant.
        done: When the task was done, if it was by then.
        history: A deadline for each limit that it had had by then; the last governs.
        state: Where it stands.
        running: The deadline that it is in: the one that governs, or the one before an extension in
            another unit, until that begins.
        used: How much of the limit of *running* is used up, in its own unit.
        late: By how much it is late, in the unit of that limit; 0 if it is not.
        provisional: Whether the deadline, *used* or *late* rest on days that no notice has settled.
        alerts: 预警: the cards that are out, in the order of their days.
    """

    clock: Clock
    at: datetime
    done: datetime | None
    history: tuple[Deadline, ...]
    state: ClockState
    running: Deadline
    used: Fraction
    late: Fraction
    provisional: bool
    alerts: tuple[Alert, ...]

    @property
    def deadline(self) -> Deadline:
        """The deadline that governs."""
        return self.history[-1]

    @property
    def left(self) -> Fraction:
        """How much of the limit of `running` is left, in its own unit; 0 once it is used up."""
        return max(Fraction(0), self.running.limit.amount - self.used)

    @property
    def too_late(self) -> tuple[LimitChange, ...]:
        """Changes that came when the limit before them was up already."""
        changes = self.clock.changes[: len(self.history) - 1]
        pairs = zip(changes, self.history, strict=False)
        return tuple(change for change, before in pairs if before.is_late(change.at))

    def to_rows(self) -> list[dict[str, Any]]:
        """One row of plain values, for a table."""
        (row,) = self.deadline.to_rows()
        return [
            {
                "whose": self.clock.whose.zh,
                "task": self.clock.task.zh,
                "at": self.at,
                "state": self.state.zh,
                **row,
                "provisional": self.provisional,
                "used": self.used,
                "left": self.left,
                "late": self.late,
                "alerts": tuple(alert.rule.name.zh for alert in self.alerts),
            }
        ]

    def explain(self, lang: str = "zh") -> Explanation:
        """
        Where it stands and how that came about, change by change.

        Args:
            lang: ``"zh"`` or ``"en"``: what ``str()`` of it shows.
        """
        clock, governs = self.clock, self.deadline
        unit = self.running.limit.unit_text
        used, left = amount(self.used, unit), amount(self.left, unit)
        late = amount(self.late, governs.limit.unit_text)
        zh, en = [f"已用{used.zh}"], [f"{used.en} used"]
        if self.deadline.is_late(self.done or self.at):
            zh.append(f"超期{late.zh}")
            en.append(f"late by {late.en}")
        elif not self.done:
            zh.append(f"剩余{left.zh}")
            en.append(f"{left.en} left")
        if self.running is not governs:
            zh.append(f"另有延长的{governs.limit.text.zh}")
            en.append(f"and {governs.limit.text.en} more")
        head = Text(
            f"{clock.whose.zh}{clock.task.zh}：{self.state.zh}，{'，'.join(zh)}",
            f"{clock.whose.en}, {clock.task.en}: {self.state.en}, {', '.join(en)}",
        )
        parts = [self.history[0].explain(lang)]
        if self.provisional and not governs.provisional:
            parts.append(Explanation(_UNSETTLED, lang=lang))
        if self.state is ClockState.HELD:
            parts.insert(0, Explanation(_STILL_HELD, lang=lang))
        overdue = self.too_late
        for change, made in zip(clock.changes, self.history[1:], strict=False):
            when, limit = f"{change.at:%Y-%m-%d %H:%M}", change.limit.text
            note = Text("（此时原期限已届满）", " (the limit before was up by then)")
            late = note if change in overdue else Text("", "")
            told = made.explain(lang)
            says = Text(
                f"{when} 时限{change.how.zh}{limit.zh}{late.zh}：至 {made.text.zh}（含）届满",
                f"{when}, {change.how.en}; {limit.en}{late.en}: due by {made.text.en} (inclusive)",
            )
            cited = [change.ground.text] if change.ground else []
            if start := _starts(change, made, self.clock):
                told = attrs.evolve(told, parts=(start, *told.parts[1:]))
            parts.append(attrs.evolve(told, says=says, grounds=cited))
        parts += [alert.explain(lang) for alert in self.alerts]
        return Explanation(head, parts, [ground.text for ground in clock.grounds], lang=lang)

    def _repr_html_(self) -> str:
        bar = picture(self.deadline.segments, self.deadline.limit.unit_text)
        return self.explain().html() + bar


_UNSETTLED = Text(
    "所读日期的放假安排尚未公布，已用、超期之数为暂定",
    "what is used up and how late it is are provisional: no notice has settled all of these days",
)
_STILL_HELD = Text(
    "尚在中止，期限按此时恢复推算", "still on hold: the deadline is what it were if it went on now"
)


def _starts(change: LimitChange, made: Deadline, clock: Clock) -> Explanation | None:
    """From where a changed limit counts, if not from the event that started the clock."""
    if change.how is HowChanged.ANEW:
        return Explanation(Text("自变更之时重新计算", "counted anew from the change on"))
    if made.start == clock.start:
        return None
    if any(each.how is HowChanged.ANEW and each.at == made.start for each in clock.changes):
        return Explanation(Text("自前次重新计算之时起算", "counts from where it was set anew"))
    zh, en = "自原期限届满时接续计算", "goes on where the limit before it ends"
    return Explanation(Text(zh, en), grounds=(_CONTINUES.text,))


# --- Being late -----------------------------------------------------------------------------------


def lateness(deadline: Deadline, at: datetime, calendar: WorkCalendar) -> Fraction:
    """
    超期: by how much something done at *at* came too late, in the limit's own unit.

    Hours are exact; of hours of work none may have passed yet. Of days, working days and months it is
    the least number that, counted on from the last day, would have been kept: what is done on the
    Saturday after is late by one working day.

    Args:
        deadline: The deadline.
        at: When it was done, or now.
        calendar: The calendar it was reckoned by.

    Raises:
        NaiveDatetimeError: *at* has no zone.
        InvalidValueError: An argument of another type.
        OutOfCoverageError: The calendar does not know the days between.

    Example:
        >>> from jiesu import beijing_time, working_days
        >>> calendar = WorkCalendar.china()
        >>> deadline = due(working_days(5), beijing_time(2026, 3, 2, 9), calendar)
        >>> [str(lateness(deadline, beijing_time(2026, 3, d, 9), calendar)) for d in (9, 10, 14)]
        ['0', '1', '5']
    """
    _check(deadline, calendar)
    at = instant(at, "at")
    if not deadline.is_late(at):
        return Fraction(0)
    try:
        return deadline.limit._past(deadline, at, calendar)
    except (OverflowError, ValueError):
        what = Text("该时刻超出历法所能表示的日期", "the instant leaves all dates")
        fail(OutOfCoverageError, "at", what, value=str(at))


def _check(deadline: object, calendar: object) -> None:
    needed = (("deadline", deadline, Deadline), ("calendar", calendar, WorkCalendar))
    faults = (misfit(name, it, kind) for name, it, kind in needed if not isinstance(it, kind))
    refuse(InvalidValueError, faults)


# --- Cards ----------------------------------------------------------------------------------------


@attrs.frozen
class AlertRule:
    """
    预警规则: on which day around the last one a card is out.

    Attributes:
        name: What the card is called.
        working_days: Working days from the last day: negative before it, positive after it, 0 the
            last day itself.
        ground: 依据.

    Raises:
        InvalidValueError: A value of another type.

    Example:
        >>> AlertRule(Text("提醒函", "reminder"), 1, assumed("示例", "an example")).when.zh
        '到期后第1个工作日'
    """

    name: Text
    working_days: int
    ground: Citation

    def __attrs_post_init__(self) -> None:
        faults = mistyped("alert", self, name=Text, ground=Citation)
        if type(self.working_days) is not int:
            expected = Text("整数", "a whole number")
            faults.append(wrong_type("alert.working_days", self.working_days, expected))
        refuse(InvalidValueError, faults)

    @property
    def when(self) -> Text:
        """On which day, in words."""
        days = abs(self.working_days)
        if not days:
            return Text("到期当日", "on the last day")
        if self.working_days < 0:
            return Text(f"到期前{days}个工作日", f"{days} working day{'s' * (days > 1)} before")
        return Text(f"到期后第{days}个工作日", f"working day {days} after the last day")


@attrs.frozen
class Alert:
    """
    预警: a card, and the day from which it is out.

    Attributes:
        rule: The rule.
        day: The day.
        provisional: Whether the day may move with a notice to come.
        deadline: The deadline that it is about.
    """

    rule: AlertRule
    day: date
    provisional: bool
    deadline: Deadline = attrs.field(repr=False)

    def explain(self, lang: str = "zh") -> Explanation:
        """The card in words, with its ground; *lang* as everywhere."""
        name, when = self.rule.name, self.rule.when
        zh, en = f"{name.zh}：{when.zh}，{self.day}", f"{name.en}: {when.en}, {self.day}"
        if self.provisional:
            zh, en = f"{zh}（暂定）", f"{en} (provisional)"
        says = Text(zh, en)
        return Explanation(says, (), (self.rule.ground.text,), lang=lang)


def _too_soon(card: Alert, at: datetime) -> bool:
    """Whether a card of being late would be out while nothing is: 24:00 is 00:00 of the next day."""
    return card.rule.working_days > 0 and not card.deadline.is_late(at)


def alerts(
    deadline: Deadline,
    calendar: WorkCalendar,
    rules: Iterable[AlertRule],
    since: date | None = None,
) -> tuple[Alert, ...]:
    """
    The cards of a deadline, each with its day, in the order of the days.

    A card that would be out before the limit started is out on the day of the start.

    Args:
        deadline: The deadline.
        calendar: The calendar it was reckoned by.
        rules: Which cards there are.
        since: The day of the start, where the deadline continues one before it; default: its own.

    Raises:
        InvalidValueError: An argument of another type.
        OutOfCoverageError: A day lies beyond what the calendar knows.

    Example:
        >>> from jiesu import beijing_time, working_days
        >>> from jiesu.rules.shandong import CARDS
        >>> calendar = WorkCalendar.china()
        >>> deadline = due(working_days(5), beijing_time(2026, 2, 13, 9), calendar)
        >>> [f"{card.rule.name.zh} {card.day}" for card in alerts(deadline, calendar, CARDS)]
        ['黄牌 2026-02-26', '红牌 2026-02-28']
    """
    _check(deadline, calendar)
    given = tupled(rules)
    refuse(InvalidValueError, misfits("rules", given, AlertRule))
    first = deadline.start.date() if since is None else legal_day(since, "since")
    last = deadline.last_day
    found = []
    for rule in given:
        day = calendar.add_working_days(last, rule.working_days) if rule.working_days else last
        between = (day, last) if day < last else (last, day)
        unsure = rule.working_days != 0 and calendar.first_provisional(*between) is not None
        found.append(Alert(rule, max(day, first), deadline.provisional or unsure, deadline))
    return tuple(sorted(found, key=lambda alert: alert.day))
