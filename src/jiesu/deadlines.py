"""
时限: by when a step is due, how sure that is, and how much of a limit has been used.

A limit is an amount of one unit, and units are different types: a limit in hours, in natural days,
in working days, in hours of work and in months never compare. How it is counted is a `Counting`,
in which each choice has a name and a ground; `CIVIL_CODE` holds the choices of 民法典 201-203. What
comes out is a `Deadline`, which carries what it rests on and no calendar.

Laws, tested in ``tests/test_deadlines.py``:

- `measure` inverts `due`: measured to ``due(...).nominal``, a limit comes back as its amount, in
  every unit and with holds.
- `measure` is additive over adjoining spans: in hours and hours of work always; in natural and
  working days where the first day is not counted, days end at 24:00 and the joint is not midnight
  (24:00 belongs to the day that ends, 00:00 to the day that begins). It is not in months, as 202
  lets long months and short ones count alike.
- `due` never comes earlier for a later start, a larger amount, or a further day of rest.
"""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any, NamedTuple, NoReturn

import attrs

from .calendars import NO_DAYS, NO_PINS, CalendarPins, Days, WorkCalendar
from .canonical import compact
from .counting import (
    CIVIL_CODE,
    MONTHS_END,
    WITHIN,
    Counting,
    End,
    HeldDays,
    HoursFrom,
    Intake,
    Roll,
)
from .errors import (
    InvalidValueError,
    OutOfCoverageError,
    did_you_mean,
    fail,
    shown,
    wrong_type,
)
from .explain import Explanation
from .labels import Text
from .legal_time import BEIJING, instant
from .segments import Held, Hold, Passage, Segment, by_clock, by_day, by_office_time, picture
from .sources import Citation, assumed

# Read for every deadline: a member of an enumeration takes its time to look up.
_MOMENT, _SAME_DAY = HoursFrom.MOMENT, Intake.SAME_DAY
_END_OF_DAY, _CLOSE_OF_BUSINESS, _NEXT = End.END_OF_DAY, End.CLOSE_OF_BUSINESS, Roll.NEXT
_MIDNIGHT = time(tzinfo=BEIJING)
_ONE_DAY = timedelta(days=1)
_SHORTEST = 28  # every month has as many days
_LONGEST = 10**100  # an amount that can still be printed
_MICROSECOND = timedelta.resolution
_HOUR = 3_600_000_000  # microseconds


# --- Limits ---------------------------------------------------------------------------------------


@attrs.frozen
class TimeLimit:
    """
    办理时限: an amount of one unit. Build it with `hours`, `natural_days` and their like.

    Limits in different units are different types: they are never equal and have no order. Which of
    two is longer depends on the day on which they start.

    Attributes:
        amount: How many; a whole number, 1 or more.

    Raises:
        InvalidValueError: Another amount.
    """

    amount: int

    def __attrs_post_init__(self) -> None:
        if type(self) not in _UNITS:
            fail(
                InvalidValueError,
                "limit",
                Text("没有单位的时限", "a limit without a unit"),
                remedy=did_you_mean(
                    "", ("hours", "natural_days", "working_days", "working_hours", "months")
                ),
            )
        if type(self.amount) is not int or not 1 <= self.amount <= _LONGEST:
            fail(
                InvalidValueError,
                "limit.amount",
                Text("时限的数量不符", "not an amount that a limit can have"),
                value=shown(self.amount),
                expected=Text(
                    "不小于 1、至多 100 位的整数",
                    "a whole number, 1 or more, of 100 digits at most",
                ),
                remedy=Text(
                    "半日等请换更小的单位，如 hours(36)",
                    "for a fraction use a smaller unit: hours(36)",
                ),
            )

    @property
    def text(self) -> Text:
        """The limit as it is printed."""
        zh, en = self.unit_text
        return Text(f"{self.amount}{zh}", f"{self.amount} {en}{'s' * (self.amount > 1)}")

    @property
    def unit_text(self) -> Text:
        """
        Its unit as it is printed.

        Example:
            >>> working_days(5).unit_text
            Text(zh='个工作日', en='working day')
        """
        return Text(*_UNITS[type(self)])

    def from_instant(
        self,
        start: datetime,
        calendar: WorkCalendar,
        counting: Counting,
        holds: tuple[Hold, ...] = (),
    ) -> Deadline:
        """
        By when the limit is up: `due` without its checks, the engines' way in.

        Args:
            start: An instant in legal time.
            calendar: See `due`.
            counting: See `due`.
            holds: See `due`; in order, and none meets another.
        """
        found = self._deadline(start, calendar, counting, holds)
        return self._ranged(found, calendar) if found.pins.provisional else found

    def _ranged(self, found: Deadline, calendar: WorkCalendar) -> Deadline:
        """The deadline with what a notice to come could make of it."""
        start, counting, holds = found.start, found.counting, found.holds
        # A day of rest more never makes it earlier: so it lies between the two, whatever comes. But
        # where intake moves the start to the next opening, it may dodge a hold, or change the hour.
        ends = [self._deadline(start, each, counting, holds).due for each in calendar.extremes]
        return attrs.evolve(found, range=(min(*ends, found.due), max(*ends, found.due)))

    @abstractmethod
    def _deadline(
        self,
        start: datetime,
        calendar: WorkCalendar,
        counting: Counting,
        holds: tuple[Hold, ...] = (),
    ) -> Deadline:
        """By when it is up; each unit reckons in its own way."""

    @classmethod
    @abstractmethod
    def _used(
        cls,
        span: tuple[datetime, datetime],
        calendar: WorkCalendar,
        counting: Counting,
        holds: tuple[Hold, ...],
    ) -> Fraction:
        """How much of the unit a span uses up."""

    @classmethod
    @abstractmethod
    def _past(cls, end: Deadline, at: datetime, calendar: WorkCalendar) -> Fraction:
        """How much of the unit has passed from the end of a deadline to an instant after it."""

    @classmethod
    @abstractmethod
    def _pieces(cls, run: _Run) -> list[Segment]:
        """What the clock did from the start to the end, piece by piece."""


class _Run(NamedTuple):
    """A count that was made: where it began and ended, and what it read."""

    start: datetime
    begin: datetime
    last: date
    end: datetime
    days: Days
    pins: CalendarPins
    counting: Counting
    holds: tuple[Hold, ...]
    held: Held


@attrs.frozen
class Hours(TimeLimit):
    """小时: hours by the clock, through nights and holidays."""

    def _deadline(
        self,
        start: datetime,
        calendar: WorkCalendar,
        counting: Counting,
        holds: tuple[Hold, ...] = (),
    ) -> Deadline:
        begin = _from_opening(start, calendar, counting)
        try:
            end = begin + timedelta(hours=self.amount)
            for held, freed in holds:
                since = max(held, begin)
                if since < freed and since < end:
                    end += freed - since
        except OverflowError:
            _beyond(self)
        pins, days = NO_PINS, NO_DAYS
        if begin is not start:
            pins, days = calendar._read(start.toordinal(), begin.toordinal(), hours=True)
        return Deadline(self, start, begin, end, end, counting, pins, holds, days)

    @classmethod
    def _used(
        cls,
        span: tuple[datetime, datetime],
        calendar: WorkCalendar,
        counting: Counting,
        holds: tuple[Hold, ...],
    ) -> Fraction:
        start, end = span
        begin = min(_from_opening(start, calendar, counting), end)
        used = end - begin
        for held, freed in holds:
            used -= max(min(freed, end) - max(held, begin), timedelta(0))
        return Fraction(used // _MICROSECOND, _HOUR)

    @classmethod
    def _past(cls, end: Deadline, at: datetime, calendar: WorkCalendar) -> Fraction:  # noqa: ARG003
        return Fraction((at - end.due) // _MICROSECOND, _HOUR)

    @classmethod
    def _pieces(cls, run: _Run) -> list[Segment]:
        return by_clock(run.start, min(run.begin, run.end), run.end, run.holds)


@attrs.frozen
class WorkingHours(TimeLimit):
    """工作小时: hours within the office hours of working days; the calendar must have some."""

    def _deadline(
        self,
        start: datetime,
        calendar: WorkCalendar,
        counting: Counting,
        holds: tuple[Hold, ...] = (),
    ) -> Deadline:
        begin = calendar.office_time(start)
        end = begin + self.amount * _HOUR
        due = calendar.at_office_time(end)
        for held, freed in holds:
            if freed <= start:
                continue
            if held >= due:
                break
            end += calendar.office_time(freed) - calendar.office_time(max(held, start))
            due = calendar.at_office_time(end)
        pins, days = calendar._read(start.toordinal(), due.toordinal(), hours=True)
        opening = calendar.at_office_time(begin, resuming=True)
        return Deadline(self, start, opening, due, due, counting, pins, holds, days)

    @classmethod
    def _used(
        cls,
        span: tuple[datetime, datetime],
        calendar: WorkCalendar,
        counting: Counting,  # noqa: ARG003 -- hours of work leave nothing to choose
        holds: tuple[Hold, ...],
    ) -> Fraction:
        start, end = span
        used = calendar.office_time(end) - calendar.office_time(start)
        for held, freed in holds:
            since, until = max(held, start), min(freed, end)
            if since < until:
                used -= calendar.office_time(until) - calendar.office_time(since)
        return Fraction(used, _HOUR)

    @classmethod
    def _past(cls, end: Deadline, at: datetime, calendar: WorkCalendar) -> Fraction:
        return Fraction(calendar.office_time(at) - calendar.office_time(end.due), _HOUR)

    @classmethod
    def _pieces(cls, run: _Run) -> list[Segment]:
        return by_office_time(run.start, run.end, run.days, run.pins.hours, run.holds)


@attrs.frozen
class _DayLimit(TimeLimit):
    """What limits in days and months have in common: they end on a last day."""

    @classmethod
    @abstractmethod
    def _last(
        cls, origin: date, amount: int, calendar: WorkCalendar, counting: Counting, held: Held
    ) -> date:
        """The last day of *amount* that starts on the day *origin*."""

    @classmethod
    @abstractmethod
    def _count(
        cls, origin: date, day: date, calendar: WorkCalendar, counting: Counting, held: Held
    ) -> int:
        """How much is used up on *day*, which is not before the first day counted."""

    def _deadline(
        self,
        start: datetime,
        calendar: WorkCalendar,
        counting: Counting,
        holds: tuple[Hold, ...] = (),
    ) -> Deadline:
        begin = start
        if counting.intake is not _SAME_DAY or counting.first_day:
            begin = _begin(start, calendar, counting)
        origin = begin.date()
        held = _held_days(holds, begin, calendar, counting) if holds else []
        try:
            last = self._last(origin, self.amount, calendar, counting, held)
            nominal = due = _end(last, begin, calendar, counting)
        except (OverflowError, ValueError):
            _beyond(self)
        # What was read of the calendar, from one day to another.
        closes = counting.end is _CLOSE_OF_BUSINESS
        since, until = (last.toordinal() if closes else 0), last
        if type(self) is WorkingDays:
            since = origin.toordinal() + 1
            if counting.first_day:
                since -= _counts(counting)
        elif counting.roll is _NEXT:
            since, until = last.toordinal(), calendar.add_working_days(last, 0)
            for low, high in held:
                if until != last and low <= until.toordinal() <= high:
                    until = calendar.add_working_days(date.fromordinal(high), 1)
            if until != last:
                due = _end(until, begin, calendar, counting)
        pins, days = NO_PINS, NO_DAYS
        if since:
            pins, days = calendar._read(since, until.toordinal())
        if closes or begin is not start:
            # The hours, too, but only of the days on which they told something.
            opened = () if begin is start else (start.date(), origin)
            pins = calendar._with_hours(pins, opened, (last, until) if closes else ())
        return Deadline(
            self,
            start,
            begin,
            nominal,
            due,
            counting,
            pins,
            holds,
            days,
            tuple(held) if held else (),
        )

    @classmethod
    def _used(
        cls,
        span: tuple[datetime, datetime],
        calendar: WorkCalendar,
        counting: Counting,
        holds: tuple[Hold, ...],
    ) -> Fraction:
        begin, end = _begin(span[0], calendar, counting), span[1]
        origin = begin.date()
        # 24:00 of a day is 00:00 of the next, and belongs to the day that ends.
        day = (end - _MICROSECOND).date()
        if _end(day, begin, calendar, counting) < end:
            day += _ONE_DAY
        if day < _first(origin, counting):
            return Fraction(0)
        held = _held_days(holds, begin, calendar, counting)
        return Fraction(cls._count(origin, day, calendar, counting, held))

    @classmethod
    def _past(cls, end: Deadline, at: datetime, calendar: WorkCalendar) -> Fraction:
        day = (at - _MICROSECOND).date()
        if _end(day, end.due, calendar, end.counting) < at:
            day += _ONE_DAY
        return Fraction(cls._more(end.last_day, day, calendar))

    @classmethod
    @abstractmethod
    def _more(cls, last: date, day: date, calendar: WorkCalendar) -> int:
        """By how much a limit whose last day is *last* has to go on for *day* to be in time."""

    @classmethod
    def _pieces(cls, run: _Run) -> list[Segment]:
        first, last = _first(run.begin.date(), run.counting).toordinal(), run.last.toordinal()
        return by_day(
            run.start,
            run.begin,
            first,
            last,
            run.end,
            run.days,
            run.held,
            each=cls is not Months,
            working=cls is WorkingDays,
        )


@attrs.frozen
class NaturalDays(_DayLimit):
    """日（自然日）: days of the calendar, holidays among them."""

    @classmethod
    def _last(
        cls,
        origin: date,
        amount: int,
        calendar: WorkCalendar,  # noqa: ARG003 -- every day counts
        counting: Counting,
        held: Held,
    ) -> date:
        last = date.fromordinal(origin.toordinal() + amount - _counts(counting))
        return _stretched(_first(origin, counting), last, held) if held else last

    @classmethod
    def _count(
        cls,
        origin: date,
        day: date,
        calendar: WorkCalendar,  # noqa: ARG003 -- every day counts
        counting: Counting,
        held: Held,
    ) -> int:
        first, last = _first(origin, counting).toordinal(), day.toordinal()
        return last - first + 1 - sum(high - low + 1 for low, high in _within(first, last, held))

    @classmethod
    def _more(cls, last: date, day: date, calendar: WorkCalendar) -> int:  # noqa: ARG003
        return (day - last).days


@attrs.frozen
class WorkingDays(_DayLimit):
    """工作日: working days of the calendar, makeup workdays among them."""

    @classmethod
    def _last(
        cls, origin: date, amount: int, calendar: WorkCalendar, counting: Counting, held: Held
    ) -> date:
        eve = origin - _ONE_DAY if counting.first_day and _counts(counting) else origin
        last = calendar.add_working_days(eve, amount)
        for low, high in held:
            # Each hold lengthens the count by the working days that it takes out.
            start = max(low, eve.toordinal() + 1)
            if start > last.toordinal():
                break
            if start <= high:
                amount += calendar.count_working_days(
                    date.fromordinal(start - 1), date.fromordinal(high)
                )
                last = calendar.add_working_days(eve, amount)
        return last

    @classmethod
    def _count(
        cls, origin: date, day: date, calendar: WorkCalendar, counting: Counting, held: Held
    ) -> int:
        first, last = _first(origin, counting).toordinal(), day.toordinal()
        spans = [(first, last), *_within(first, last, held)]
        whole, *out = (
            calendar.count_working_days(date.fromordinal(low - 1), date.fromordinal(high))
            for low, high in spans
        )
        return whole - sum(out)

    @classmethod
    def _more(cls, last: date, day: date, calendar: WorkCalendar) -> int:
        return calendar.count_working_days(last, day) + (not calendar.is_working_day(day))


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last where it has no such day (民法典 202)."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, _SHORTEST, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return date(day.year + years, month + 1, min(day.day, _SHORTEST))


@attrs.frozen
class Months(_DayLimit):
    """月: to the same day of a later month, or to its end where it has no such day (202)."""

    @classmethod
    def _last(
        cls,
        origin: date,
        amount: int,
        calendar: WorkCalendar,  # noqa: ARG003 -- every day counts
        counting: Counting,
        held: Held,
    ) -> date:
        last = _months_later(origin, amount)
        if _counts(counting) and last.day == origin.day:
            last -= _ONE_DAY
        return _stretched(_first(origin, counting), last, held) if held else last

    @classmethod
    def _count(
        cls, origin: date, day: date, calendar: WorkCalendar, counting: Counting, held: Held
    ) -> int:
        """The least number of months whose last day is not before *day*; none if all is on hold."""
        first, last = _first(origin, counting).toordinal(), day.toordinal()
        if sum(high - low + 1 for low, high in _within(first, last, held)) > last - first:
            return 0
        most = (day.year - origin.year) * 12 + day.month - origin.month + 1
        return 1 + bisect_left(
            range(1, most + 1),
            day,
            key=lambda amount: cls._last(origin, amount, calendar, counting, held),
        )

    @classmethod
    def _more(cls, last: date, day: date, calendar: WorkCalendar) -> int:
        return cls._count(last, day, calendar, CIVIL_CODE, [])


_UNITS: dict[type, tuple[str, str]] = {
    Hours: ("小时", "hour"),
    NaturalDays: ("日", "day"),
    WorkingDays: ("个工作日", "working day"),
    WorkingHours: ("个工作小时", "working hour"),
    Months: ("个月", "month"),
}


def hours(amount: int) -> Hours:
    """
    A limit in hours by the clock (小时).

    Example:
        >>> hours(2).text
        Text(zh='2小时', en='2 hours')
    """
    return Hours(amount)


def natural_days(amount: int) -> NaturalDays:
    """
    A limit in days of the calendar (日).

    Example:
        >>> natural_days(7).text
        Text(zh='7日', en='7 days')
    """
    return NaturalDays(amount)


def working_days(amount: int) -> WorkingDays:
    """
    A limit in working days (工作日).

    Example:
        >>> working_days(5).text, working_days(5) == natural_days(5)
        (Text(zh='5个工作日', en='5 working days'), False)
    """
    return WorkingDays(amount)


def working_hours(amount: int) -> WorkingHours:
    """
    A limit in office hours of working days (工作小时).

    Example:
        >>> working_hours(4).text.zh
        '4个工作小时'
    """
    return WorkingHours(amount)


def months(amount: int) -> Months:
    """
    A limit in months (月).

    Example:
        >>> months(1).text
        Text(zh='1个月', en='1 month')
    """
    return Months(amount)


# --- What comes out -------------------------------------------------------------------------------


@compact
@attrs.frozen(slots=False)  # made for every ticket: a dict is filled faster
class Deadline:
    """
    期限: by when something is due, and what that rests on.

    Attributes:
        limit: The limit.
        start: The instant of the event that starts it.
        counted_from: The instant from which it counts: *start*, or the next office hours.
        nominal: Where the count ends.
        due: Where it ends after rolling off a day of rest; late is strictly after (民法典 1259).
        counting: How it was counted.
        pins: What the days that it touched rest on; see `layers` and `provisional`.
        holds: The spans during which the clock stood still, merged.
        days: The days that were read, as they were read; see `segments`.
        held: The days that the holds took out of a count of days, as ordinals of first and last.
        range: Where it touches a day that no notice has settled: the earliest and the latest that a
            notice to come could make of `due`; see `WorkCalendar.extremes`. With intake on the next
            working day, holds and the same clock time are reckoned on three calendars and no others.

    An end at 24:00 of a day is the instant 00:00 of the next.
    """

    limit: TimeLimit
    start: datetime
    counted_from: datetime
    nominal: datetime
    due: datetime
    counting: Counting = attrs.field(repr=False)
    pins: CalendarPins = NO_PINS
    holds: tuple[Hold, ...] = ()
    days: Days = attrs.field(default=NO_DAYS, repr=False)
    held: tuple[tuple[int, int], ...] = attrs.field(default=(), repr=False)
    range: tuple[datetime, datetime] | None = None

    @property
    def earliest(self) -> datetime:
        """The earliest that a notice to come could make of `due`; `due` itself if none can."""
        return self.range[0] if self.range else self.due

    @property
    def latest(self) -> datetime:
        """The latest that a notice to come could make of `due`; `due` itself if none can."""
        return self.range[1] if self.range else self.due

    @property
    def layers(self) -> tuple[str, ...]:
        """Ids of the calendar layers that decided the days it touched."""
        return self.pins.layers

    @property
    def provisional(self) -> bool:
        """Whether it touched a day that no notice has settled yet."""
        return self.pins.provisional

    @property
    def last_day(self) -> date:
        """The day on which it is due; for an end at 24:00 the day that ends."""
        return self._day(self.due)

    @property
    def text(self) -> Text:
        """When it is due, as it is printed: ``2026-02-27 24:00``."""
        printed = self._printed(self.due)
        return Text(printed, printed)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """
        逐段计算: what the clock did from `start` to `due`, piece by piece, with what each used up.

        They join without a gap, and what they use up adds up to the limit.

        Example:
            >>> from jiesu.legal_time import beijing_time
            >>> deadline = due(
            ...     working_days(5), beijing_time(2026, 2, 13, 14), WorkCalendar.china()
            ... )
            >>> for piece in deadline.segments:
            ...     print(piece.span.zh, piece.passage.zh, piece.used)
            2026-02-13 14:00至24:00 开始的当日，不计 0
            2026-02-14 计入 1
            2026-02-15至2026-02-23 休息，不计 0
            2026-02-24至2026-02-27 计入 4
        """
        limit = self.limit
        run = _Run(
            self.start,
            self.counted_from,
            self._day(self.nominal),
            self.nominal,
            self.days,
            self.pins,
            self.counting,
            self.holds,
            list(self.held),
        )
        pieces = _with_total(limit._pieces(run), limit)
        if self.nominal != self.due:
            pieces.append(Segment(self.nominal, self.due, Passage.ROLLED))
        return tuple(pieces)

    def is_late(self, at: datetime) -> bool:
        """
        Whether something done at *at* came too late: strictly after `due`.

        Raises:
            NaiveDatetimeError: *at* has no zone.
            InvalidValueError: *at* is no datetime.
        """
        return instant(at, "at") > self.due

    def to_rows(self) -> list[dict[str, Any]]:
        """One row of plain values, for a table."""
        return [
            {
                "limit": self.limit.text.zh,
                "start": self.start,
                "counted_from": self.counted_from,
                "nominal": self.nominal,
                "due": self.due,
                "last_day": self.last_day,
                "provisional": self.provisional,
                "earliest": self.earliest,
                "latest": self.latest,
                "layers": self.layers,
            }
        ]

    def explain(self, lang: str = "zh") -> Explanation:
        """
        How it was counted, choice by choice, each with its ground.

        Args:
            lang: ``"zh"`` or ``"en"``: what ``str()`` of it shows.
        """
        return Explanation(
            Text(
                f"{self.limit.text.zh}：至 {self.text.zh}（含）届满",
                f"{self.limit.text.en}: due by {self.text.en} (inclusive)",
            ),
            tuple(self._parts()),
            (WITHIN.text,),
            lang=lang,
        )

    def _repr_html_(self) -> str:
        return self.explain().html() + picture(self.segments, self.limit.unit_text)

    @property
    def grounds(self) -> tuple[Citation, ...]:
        """依据 of the choices that this deadline turned on."""
        cited = (self.counting.ground(choice) for choice in self._choices())
        return tuple(dict.fromkeys(ground for ground in cited if ground))

    def _choices(self) -> Iterable[str]:
        """Names of the choices that this deadline turned on, in the order of its counting."""
        counting = self.counting
        in_days = isinstance(self.limit, _DayLimit)
        yield "starts_at"
        if isinstance(self.limit, Hours):
            yield "hours_from"
        if in_days and counting.intake is Intake.NEXT_WORKING_DAY:
            yield "intake"
        if in_days:
            yield "first_day"
            if self.holds:
                yield "held_days"
            yield "end"
            if self.due != self.nominal or (
                counting.roll is Roll.NONE and not isinstance(self.limit, WorkingDays)
            ):
                yield "roll"

    def _parts(self) -> Iterable[Explanation]:
        counting, event = self.counting, self.counting.starts_at
        in_days = isinstance(self.limit, _DayLimit)
        start = self._printed(self.start, end=False)
        yield attrs.evolve(
            counting._explained("starts_at"),
            says=Text(f"{start} {event.zh}，由此起算", f"starts at {event.en}, {start}"),
        )
        if isinstance(self.limit, Hours):
            yield counting._explained("hours_from")
        if in_days and counting.intake is Intake.NEXT_WORKING_DAY:
            yield counting._explained("intake")
        if self.counted_from != self.start:
            opened = self._printed(self.counted_from, end=False)
            yield Explanation(Text(f"自 {opened} 计算", f"counts from {opened}"))
        if in_days:
            yield counting._explained("first_day")
        for held, freed in self.holds:
            span = f"{self._printed(held, end=False)} — {self._printed(freed, end=False)}"
            hold = Explanation(Text(f"{span} 中止计时", f"{span}: the clock stood still"))
            yield (
                attrs.evolve(hold, parts=(counting._explained("held_days"),)) if in_days else hold
            )
        if isinstance(self.limit, Months):
            yield self._months_part()
        if in_days:
            yield counting._explained("end")
        if self.due == self.nominal and "roll" in self._choices():
            yield counting._explained("roll")
        if self.due != self.nominal:
            nominal = self._printed(self.nominal)
            over = self._day(self.nominal).toordinal(), self._day(self.due).toordinal()
            stood = any(over[0] < high and low <= over[1] for low, high in self.held)
            zh = "（其间中止之日不计）" if stood else ""
            en = " (days on hold passed over)" if stood else ""
            yield attrs.evolve(
                counting._explained("roll"),
                says=Text(
                    f"{nominal} 届满，当日休息，顺延至 {self.text.zh}{zh}",
                    f"{nominal} is a day of rest, rolled to {self.text.en}{en}",
                ),
            )
        pieces = self.segments
        if {piece.passage for piece in pieces} - _PLAIN:
            yield Explanation(
                Text("逐段计算", "Piece by piece"),
                [piece.explain(self.limit.unit_text) for piece in _short(pieces)],
            )
        if self.pins.hours:
            hours = "；".join(each.text for each in self.pins.hours)
            yield Explanation(Text(f"办公时间：{hours}", f"office hours: {hours}"))
        if self.layers:
            yield Explanation(
                Text(
                    f"工作日历：{'、'.join(self.layers)}",
                    f"working calendar: {', '.join(self.layers)}",
                )
            )
        if self.range:
            yield self._range_part()

    def _months_part(self) -> Explanation:
        """Which day of the last month it is."""
        begin, last = self.counted_from.date(), self._day(self.nominal)
        cited: tuple[Text, ...] = (MONTHS_END.text,)
        if self.held:
            zh, en = "到期月的对应日，加中止的日数", "the corresponding day and the days on hold"
        elif last.day == begin.day:
            zh, en = "到期月的对应日为最后一日", "to the corresponding day of the month"
        elif not _counts(self.counting):
            zh, en = "到期月没有对应日，月末日为最后一日", "no such day: the last day of the month"
        else:
            zh, en, cited = (
                "开始的当日计入，对应日的前一日为最后一日",
                "to the eve of that day",
                (),
            )
        return Explanation(Text(zh, en), grounds=cited)

    def _range_part(self) -> Explanation:
        """How far a notice to come could move it."""
        first, last = (self._printed(each) for each in (self.earliest, self.latest))
        if first == last:
            zh, en = f"仍为 {last}", f"it stays {last}"
        else:
            zh, en = f"在 {first} 至 {last} 之间", f"between {first} and {last}"
        return Explanation(
            Text(
                f"所涉日期的放假安排尚未公布，本期限为暂定；按历年通知的幅度，公布后{zh}",
                f"provisional: no notice has settled all of these days yet; as far as notices have "
                f"reached, {en}",
            ),
            grounds=(_REACHES.text,),
        )

    def _day(self, at: datetime) -> date:
        ends_day = (
            isinstance(self.limit, _DayLimit) and self.counting.end is not End.SAME_CLOCK_TIME
        )
        return (at - _MICROSECOND).date() if ends_day else at.date()

    def _printed(self, at: datetime, *, end: bool = True) -> str:
        day = self._day(at) if end else at.date()
        clock = "24:00" if day != at.date() else f"{at:%H:%M:%S}".removesuffix(":00")
        return f"{day} {clock}"


# What needs no laying out: a count that nothing interrupts.
_PLAIN = {Passage.BEFORE, Passage.FIRST_DAY, Passage.COUNTED}
_MANY = 40  # pieces: a limit of months in working days, or of weeks in hours of work
_REACHES = assumed(
    "将公布的安排不会超出2008年以来历次通知在各节日前后的调整幅度，一次性安排除外",
    "a notice to come is assumed to reach no further around a festival than those since 2008 did; "
    "orders for one occasion apart",
)


def _short(pieces: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """The pieces as they are told: of very many the first and the last."""
    return pieces if len(pieces) <= _MANY else (*pieces[: _MANY // 2], *pieces[-_MANY // 2 :])


def due(
    limit: TimeLimit,
    start: datetime,
    calendar: WorkCalendar,
    counting: Counting = CIVIL_CODE,
    holds: Iterable[Hold] = (),
) -> Deadline:
    """
    By when *limit* is up.

    Args:
        limit: Built with `hours`, `natural_days`, `working_days`, `working_hours` or `months`.
        start: The instant of the event that starts it, aware.
        calendar: The working days; hours by the clock never read it, natural days and months read
            it only where a last day may roll.
        counting: How it is counted; default 民法典 201-203.
        holds: Spans during which the clock stands still, each from an instant up to another; they
            may overlap. Hours lose exactly the time on hold; of days see `HeldDays`.

    Raises:
        NaiveDatetimeError: An instant has no zone.
        InvalidValueError: An argument of another type; a hold that ends before it begins.
        OutOfCoverageError: The count leaves the days that the calendar knows.
        UnsetError: Office hours are needed and the calendar has none.

    Example:
        >>> from jiesu.legal_time import beijing_time
        >>> calendar = WorkCalendar.china()
        >>> deadline = due(working_days(5), beijing_time(2026, 2, 13, 14, 30), calendar)
        >>> print(deadline.explain())
        5个工作日：至 2026-02-27 24:00（含）届满
        依据：《中华人民共和国民法典》第一千二百五十九条，“包括本数”
        一、2026-02-13 14:30 派单，由此起算
            依据：推定：民法典未规定以何事件起算，承办单位自派单时方知其事
        二、开始的当日不计入
            依据：《中华人民共和国民法典》第二百零一条第一款，“开始的当日不计入，自下一日开始计算”
        三、最后一日二十四时截止
            依据：《中华人民共和国民法典》第二百零三条第二款，“期间的最后一日的截止时间为二十四时”，...
        四、逐段计算
            （一）2026-02-13 14:30至24:00：开始的当日，不计
            （二）2026-02-14：计入1个工作日
            （三）2026-02-15至2026-02-23：休息，不计
            （四）2026-02-24至2026-02-27：计入4个工作日
        五、工作日历：国办发明电〔2025〕7号
    """
    if not (isinstance(calendar, WorkCalendar) and isinstance(counting, Counting)):
        _refuse(calendar, counting)
    if not isinstance(limit, TimeLimit):
        expected = Text("时限，如 working_days(5)", "a limit, such as working_days(5)")
        raise InvalidValueError(wrong_type("limit", limit, expected))
    begin = instant(start, "start")
    found = limit._deadline(begin, calendar, counting, merged(holds) if holds != () else ())
    return limit._ranged(found, calendar) if found.pins.provisional else found


def measure(
    start: datetime,
    end: datetime,
    limit_unit: type[TimeLimit],
    calendar: WorkCalendar,
    counting: Counting = CIVIL_CODE,
    holds: Iterable[Hold] = (),
) -> Fraction:
    """
    How much of a limit in *limit_unit* is used up from *start* to *end*; the inverse of `due`.

    Days are whole: what is done on the fifth day counted has used five of them, at whatever time
    of that day; a day of rest uses no working day up. Months are the least number that suffices.

    Args:
        start: The instant of the event that starts the limit.
        end: The instant up to which to measure, not before *start*.
        limit_unit: The type of the limit, such as `WorkingDays`; of a limit in hand: its type.
        calendar: See `due`.
        counting: See `due`.
        holds: See `due`.

    Raises:
        InvalidValueError: *end* is before *start*; an argument of another type.
        NaiveDatetimeError: An instant has no zone.
        OutOfCoverageError: The calendar does not know the days between.
        UnsetError: Office hours are needed and the calendar has none.

    Example:
        >>> from jiesu.legal_time import beijing_time
        >>> span = beijing_time(2026, 2, 13, 14, 30), beijing_time(2026, 2, 28, 9)
        >>> [str(measure(*span, unit, WorkCalendar.china())) for unit in (WorkingDays, Hours)]
        ['6', '709/2']
    """
    if not (isinstance(limit_unit, type) and limit_unit in _UNITS):
        fail(
            InvalidValueError,
            "limit_unit",
            Text("不是时限的单位", "not a unit of limits"),
            value=shown(limit_unit),
            expected=Text(
                "Hours、NaturalDays、WorkingDays、WorkingHours 或 Months",
                "Hours, NaturalDays, WorkingDays, WorkingHours or Months",
            ),
            remedy=Text("已有时限的，用 type(limit)", "of a limit in hand, its type(limit)"),
        )
    if not (isinstance(calendar, WorkCalendar) and isinstance(counting, Counting)):
        _refuse(calendar, counting)
    span = instant(start, "start"), instant(end, "end")
    if span[1] < span[0]:
        fail(
            InvalidValueError,
            "end",
            Text("止于起算之前", "the end is before the start"),
            value=f"{span[0]} > {span[1]}",
        )
    stops = merged(holds) if holds != () else ()
    try:
        return limit_unit._used(span, calendar, counting, stops)
    except (OverflowError, ValueError):
        fail(
            OutOfCoverageError,
            "start",
            Text("起止超出历法所能表示的日期", "the span leaves all dates"),
            value=f"{span[0]} .. {span[1]}",
        )


def timesheet(
    start: datetime,
    end: datetime,
    limit_unit: type[TimeLimit],
    calendar: WorkCalendar,
    counting: Counting = CIVIL_CODE,
    holds: Iterable[Hold] = (),
) -> tuple[Segment, ...]:
    """
    What a limit's clock did from *start* to *end*, piece by piece: why `measure` gives what it gives.

    Args:
        start: See `measure`.
        end: See `measure`.
        limit_unit: See `measure`.
        calendar: See `measure`.
        counting: See `measure`.
        holds: See `measure`.

    Raises:
        JiesuError: As `measure` does.

    Example:
        >>> from jiesu.legal_time import beijing_time
        >>> span = beijing_time(2026, 2, 13, 14, 30), beijing_time(2026, 2, 24, 9)
        >>> [str(piece.used) for piece in timesheet(*span, WorkingDays, WorkCalendar.china())]
        ['0', '1', '0', '1']
    """
    used = measure(start, end, limit_unit, calendar, counting, holds)
    start, end = instant(start, "start"), instant(end, "end")
    stops = merged(holds) if holds != () else ()
    begin, held = start, []
    if issubclass(limit_unit, _DayLimit):
        begin = _begin(start, calendar, counting)
        held = _held_days(stops, begin, calendar, counting)
    elif limit_unit is Hours:
        begin = _from_opening(start, calendar, counting)
    last = (end - _MICROSECOND).date()
    if issubclass(limit_unit, _DayLimit) and _end(last, begin, calendar, counting) < end:
        last += _ONE_DAY
    pins, days = NO_PINS, NO_DAYS
    if limit_unit in (WorkingDays, WorkingHours):
        until = max(last, start.date())
        pins, days = calendar.read(start.date(), until, hours=limit_unit is WorkingHours)
    run = _Run(start, begin, last, end, days, pins, counting, stops, held)
    pieces = _with_total(limit_unit._pieces(run), used)
    return tuple(piece for piece in pieces if piece.used or piece.since < piece.until)


# --- The parts of a count -------------------------------------------------------------------------


def _refuse(calendar: object, counting: object) -> NoReturn:
    if not isinstance(calendar, WorkCalendar):
        expected = Text("WorkCalendar", "a WorkCalendar")
        raise InvalidValueError(wrong_type("calendar", calendar, expected))
    raise InvalidValueError(wrong_type("counting", counting, Text("Counting", "a Counting")))


def merged(holds: object) -> tuple[Hold, ...]:
    """
    Holds in order; those that meet are joined, those without length left out.

    Args:
        holds: Pairs of instants, in any order.

    Raises:
        InvalidValueError: Something else, or a hold that ends before it begins.
        NaiveDatetimeError: An instant has no zone.
    """
    if not isinstance(holds, Iterable) or isinstance(holds, (str, bytes)):
        raise InvalidValueError(wrong_type("holds", holds, Text("若干中止期间", "spans")))
    found: list[Hold] = []
    for index, hold in enumerate(holds):
        path = f"holds[{index}]"
        if not isinstance(hold, (tuple, list)) or len(hold) != 2:
            expected = Text("(开始, 结束)", "(start, end)")
            raise InvalidValueError(wrong_type(path, hold, expected))
        held, freed = instant(hold[0], f"{path}[0]"), instant(hold[1], f"{path}[1]")
        if freed < held:
            fail(
                InvalidValueError,
                path,
                Text("中止结束于开始之前", "a hold that ends before it begins"),
                value=f"{held} > {freed}",
            )
        # Held and freed in the same instant: histories have it, and it stops nothing.
        if held < freed:
            found.append((held, freed))
    joined: list[Hold] = []
    for held, freed in sorted(found):
        if joined and held <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(freed, joined[-1][1])
        else:
            joined.append((held, freed))
    return tuple(joined)


def _with_total(pieces: list[Segment], total: TimeLimit | Fraction) -> list[Segment]:
    """The pieces of a limit in months: the last day counted uses all of them up, none before."""
    if isinstance(total, Months):
        total = Fraction(total.amount)
    if isinstance(total, Fraction) and not sum(piece.used for piece in pieces):
        for index in reversed(range(len(pieces))):
            if total and pieces[index].passage is Passage.COUNTED:
                pieces[index] = attrs.evolve(pieces[index], used=total)
                break
    return pieces


def _held_days(
    holds: tuple[Hold, ...], begin: datetime, calendar: WorkCalendar, counting: Counting
) -> Held:
    """The days that holds take out of a count that begins at *begin*."""
    days: Held = []
    for held, freed in holds:
        # What was over before the count began takes no day of it.
        if freed <= begin:
            continue
        low, high = held.toordinal(), (freed - _MICROSECOND).toordinal()
        if counting.held_days is not HeldDays.TOUCHED:
            low += held.timetz() != _MIDNIGHT
        elif _is_over(held, calendar, counting):
            low += 1
        if counting.held_days is HeldDays.COVERED:
            high -= freed.timetz() != _MIDNIGHT
        elif days and days[-1][1] >= low:
            low = days[-1][1] + 1
        if low <= high:
            days.append((low, high))
    return days


def _is_over(at: datetime, calendar: WorkCalendar, counting: Counting) -> bool:
    """Whether business has closed: what is put on hold then does not touch the day."""
    day = at.date()
    return (
        counting.end is _CLOSE_OF_BUSINESS
        and calendar.first <= day <= calendar.last
        and calendar.closing(day) <= at
    )


def _within(first: int, last: int, held: Held) -> Held:
    """The parts of *held* from *first* to *last*."""
    clipped = ((max(low, first), min(high, last)) for low, high in held)
    return [(low, high) for low, high in clipped if low <= high]


def _stretched(first: date, last: date, held: Held) -> date:
    """The last day of a count of days, put off by each day held before it."""
    begin, end = first.toordinal(), last.toordinal()
    for low, high in held:
        start = max(low, begin)
        if start > end:
            break
        if start <= high:
            end += high - start + 1
    return date.fromordinal(end)


def _begin(start: datetime, calendar: WorkCalendar, counting: Counting) -> datetime:
    """From when a limit in days or months counts."""
    if counting.intake is not _SAME_DAY:
        return calendar.next_opening(start)
    if counting.first_day and _is_over(start, calendar, counting):
        # A day on which business has closed cannot be the first that counts.
        return datetime.combine(start.date(), _MIDNIGHT) + _ONE_DAY
    return start


def _counts(counting: Counting) -> bool:
    """Whether the day of the start is one of the days; none is over at the clock time it began."""
    return counting.first_day and counting.end is not End.SAME_CLOCK_TIME


def _first(origin: date, counting: Counting) -> date:
    """The first day counted (201-1)."""
    return origin if _counts(counting) else origin + _ONE_DAY


def _end(day: date, begin: datetime, calendar: WorkCalendar, counting: Counting) -> datetime:
    """The instant at which a limit ends whose last day is *day* (203-2)."""
    if counting.end is _END_OF_DAY:
        return datetime.combine(day, _MIDNIGHT) + _ONE_DAY
    if counting.end is End.SAME_CLOCK_TIME:
        return datetime.combine(day, begin.timetz())
    return calendar.closing(day)


def _from_opening(start: datetime, calendar: WorkCalendar, counting: Counting) -> datetime:
    return start if counting.hours_from is _MOMENT else calendar.next_opening(start)


def _beyond(limit: TimeLimit) -> NoReturn:
    fail(
        OutOfCoverageError,
        "limit",
        Text("期限超出历法所能表示的日期", "the limit ends beyond all dates"),
        value=shown(limit),
    )
