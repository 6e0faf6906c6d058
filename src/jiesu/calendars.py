"""
工作日历: which days are working days, who said so, and how sure that is.

No algorithm gives the Chinese working days: weekends are worked and weekdays rested by notice of
the State Council's General Office, year by year, and a notice may be changed while it runs. A
`WorkCalendar` is therefore a stack of dated layers:

- below, the statutory holidays of 《全国年节及纪念日放假办法》 and plain weekends: what can be said of
  days that no notice has settled (`DayStatus.PROVISIONAL`);
- above, one layer for each notice, with its number (文号) and the day on which it could be known;
- on top, what a province, a city or a unit orders for itself.

The stack is laid out once, as prefix counts, so that every question is answered by two or three
look-ups and never by walking from day to day. What is not known raises `OutOfCoverageError`.

The last days of December belong to the next year's notice. In the schedules of 2004-2026 the
earliest day that a notice touched before its own year was 29 December (2007 and 2018, each time as
a makeup workday); so a schedule settles 29 December of the year before to 28 December, and the
29th to the 31st wait for the notice to come.

What a notice to come could still make of a day is bounded by what notices have done (see
`notices.REACH`): a calendar also knows its two extremes, the one with every day worked that a notice
could order to be worked, and the one with every day rested that a notice could rest. Deadlines take
their range from these.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import accumulate, compress
from operator import and_, ne, or_
from typing import Any, NoReturn, Self

import attrs

from .errors import (
    Fault,
    InvalidValueError,
    OutOfCoverageError,
    UnsetError,
    fail,
    refuse,
    shown,
    wrong_type,
)
from .labels import Label, Text
from .layers import HEIGHT, CalendarLayer, Tier
from .legal_time import BEIJING, instant, legal_day
from .notices import notices, statutes
from .office_hours import OfficeHours, Timetable
from .years import CalendarDay, CalendarYear

_MIDNIGHT = time(tzinfo=BEIJING)
_HOUR = 3_600_000_000  # microseconds
_CENTURY = 36_525  # days: more than any record of working days, little enough to lay out


UNSETTLED = 128
"""What the byte of a day has more that no notice has settled; see `Days`."""


class DayStatus(Label):
    """日历状态: how sure it is whether a day is worked."""

    PUBLISHED = "已公布", "published"
    """Settled by a notice."""
    AMENDED = "已调整", "amended"
    """Settled by a text that changed what an earlier one, or one of a lower tier, had settled."""
    PROVISIONAL = "暂定", "provisional"
    """No notice yet: statutory holidays and weekends only, makeup workdays unknown."""
    UNKNOWN = "无记录", "unknown"
    """Nothing is known of the day."""


_WEEK = 7
_YEAR = 300  # days: what is longer is a schedule, not an order on single days
_STATUS = (DayStatus.UNKNOWN, DayStatus.PROVISIONAL, DayStatus.PUBLISHED, DayStatus.AMENDED)
_PROVISIONAL = 1
_PUBLISHED = 2
_AMENDED = 3
# What a day's byte has more, by its state; see `UNSETTLED`.
_MARKS = bytes(UNSETTLED * (state == _PROVISIONAL) for state in range(256))
_NOT = bytes(not byte for byte in range(256))


def _each(what: Callable[[int, int], int], one: bytes, other: bytes) -> bytes:
    """An operation on the bits of each byte: a whole calendar in a few microseconds."""
    found = what(int.from_bytes(one, "big"), int.from_bytes(other, "big"))
    return found.to_bytes(len(one), "big")


@attrs.frozen
class CalendarPins:
    """
    What some days rest on, as a decision keeps it.

    Attributes:
        layers: Ids of the layers that decide them, in the order of the days.
        provisional: Whether one of the days is not settled by a notice.
        hours: 办公时间, those that were reckoned with, each once.
    """

    layers: tuple[str, ...] = ()
    provisional: bool = False
    hours: tuple[OfficeHours, ...] = ()


NO_PINS = CalendarPins()
"""Of a computation that read no calendar."""

Days = tuple[int, bytes]
"""
Days as they were read: the ordinal of the first, and a byte for each from it on. A day of rest is 0;
a working day is the place of its hours in `CalendarPins.hours`, from 1 on, or 1 where no hours were
read; a day that no notice has settled has 128 more.
"""

NO_DAYS: Days = (0, b"")
"""Of a computation that read no calendar."""


def _order(layer: CalendarLayer) -> tuple[int, date, str]:
    return HEIGHT[layer.tier], layer.published, layer.id


def _layers(value: object) -> tuple[CalendarLayer, ...]:
    if not isinstance(value, (tuple, list)) or not value:
        raise InvalidValueError(wrong_type("layers", value, Text("至少一层", "layers")))
    refuse(
        InvalidValueError,
        (
            wrong_type(f"layers[{index}]", layer, Text("CalendarLayer", "a CalendarLayer"))
            for index, layer in enumerate(value)
            if not isinstance(layer, CalendarLayer)
        ),
    )
    ids = [layer.id for layer in value]
    refuse(
        InvalidValueError,
        (
            Fault(
                f"layers[{index}].id",
                Text("层名重复", "two layers of one name"),
                shown(name),
                remedy=Text("换一个 id", "give it another id"),
            )
            for index, name in enumerate(ids)
            if name in ids[:index]
        ),
    )
    return tuple(sorted(value, key=_order))


def _hours(value: object) -> OfficeHours | Timetable | None:
    if value is not None and not isinstance(value, (OfficeHours, Timetable)):
        expected = Text("OfficeHours 或 Timetable", "OfficeHours or a Timetable")
        raise InvalidValueError(wrong_type("hours", value, expected))
    return value


@attrs.frozen(repr=False)
class WorkCalendar:
    """
    工作日历: an immutable stack of layers, laid out for reading.

    Layers are sorted by tier and by the day they were published: in which order they were added
    makes no difference. The calendar answers for the longest unbroken run of days that its layers
    cover, since no count could cross a gap.

    Attributes:
        layers: What it is made of, the deciding one last.
        hours: 办公时间 of each working day, or a timetable of them; None until set, for no text
            gives any.

    Raises:
        InvalidValueError: No layers, two of one name, or more than a hundred years of days.

    Example:
        >>> calendar = WorkCalendar.china()
        >>> calendar.is_working_day(date(2026, 2, 28)), calendar.horizon
        (True, datetime.date(2026, 12, 28))
        >>> calendar.add_working_days(date(2026, 2, 13), 5)
        datetime.date(2026, 2, 27)
    """

    layers: tuple[CalendarLayer, ...] = attrs.field(converter=_layers)
    hours: OfficeHours | Timetable | None = attrs.field(default=None, converter=_hours)
    first: date = attrs.field(init=False, eq=False)
    """First day it answers for."""
    last: date = attrs.field(init=False, eq=False)
    """Last day it answers for."""
    horizon: date = attrs.field(init=False, eq=False)
    """The last day up to which every day is settled by a notice; the eve of `first` if none is."""
    _base: int = attrs.field(init=False, eq=False)
    _size: int = attrs.field(init=False, eq=False)
    _states: bytes = attrs.field(init=False, eq=False)
    _cuts: tuple[int, ...] = attrs.field(init=False, eq=False)
    _pins: tuple[CalendarPins, ...] = attrs.field(init=False, eq=False)
    _timed: tuple[CalendarPins, ...] = attrs.field(init=False, eq=False)
    _kinds: tuple[OfficeHours, ...] = attrs.field(init=False, eq=False)
    _kind_of: bytes = attrs.field(init=False, eq=False)
    _open: bytes = attrs.field(init=False, eq=False)
    _extremes: tuple[Self, Self] | None = attrs.field(init=False, eq=False)
    # What hangs on which days are worked: other in the extremes, the rest is the same.
    _codes: bytes = attrs.field(init=False, eq=False)
    _hour_codes: bytes = attrs.field(init=False, eq=False)
    _working: tuple[date, ...] = attrs.field(init=False, eq=False)
    _before: tuple[int, ...] = attrs.field(init=False, eq=False)
    _opened: tuple[int, ...] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        low = min(layer.covers[0][0] for layer in self.layers).toordinal()
        high = max(layer.covers[-1][1] for layer in self.layers).toordinal()
        if high - low > _CENTURY:
            what = Text("跨度超过一百年", "more than a hundred years of days")
            raise InvalidValueError(Fault("layers", what))
        works, states, deciders, unsure, forgotten = _stacked(self.layers, low, high - low + 1)
        refuse(InvalidValueError, forgotten)
        start, end = _longest_run(states)
        unsettled = states.find(_PROVISIONAL, start, end)
        changed = map(ne, deciders[start + 1 : end], deciders[start:end])
        cuts = (start, *compress(range(start + 1, end), changed))
        first, last = date.fromordinal(low + start), date.fromordinal(low + end - 1)
        kinds, kind_of = _told(self.hours, first, last)
        pins = tuple(
            CalendarPins((self.layers[deciders[index]].id,), states[index] == _PROVISIONAL)
            for index in cuts
        )
        self._put(
            first=first,
            last=last,
            horizon=date.fromordinal(low + (end if unsettled < 0 else unsettled) - 1),
            _base=low + start,
            _size=end - start,
            _states=bytes(states[start:end]),
            _cuts=tuple(index - start for index in cuts),
            _pins=pins,
            _timed=tuple(CalendarPins(each.layers, each.provisional, kinds) for each in pins),
            _kinds=kinds,
            _kind_of=kind_of,
            _open=bytes(unsure[start:end]),
            _extremes=None,
        )
        days = tuple(map(date.fromordinal, range(low + start, low + end)))
        settled = bytes(works[start:end])
        self._work(settled, days)
        if 1 in self._open:
            worked, rested = self._twin(), self._twin()
            none = self._open.translate(_NOT)
            worked._work(_each(or_, settled, self._open), days)
            rested._work(_each(and_, settled, none), days)
            self._put(_extremes=(worked, rested))

    def _put(self, **found: object) -> None:
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def _work(self, works: bytes, days: tuple[date, ...]) -> None:
        """Lay out which of the calendar's days are worked: a byte each, 0 or 1."""
        codes = _each(or_, works, self._states.translate(_MARKS))
        self._put(
            _codes=codes,
            _hour_codes=codes,
            _working=tuple(compress(days, works)),
            # Entry i: working days before day i; so entry i + 1 counts day i in.
            _before=tuple(accumulate(works, initial=0)),
            _opened=(),
        )
        if self._kinds:
            lengths = [hours._done[-1] for hours in self._kinds]
            daily = map(lengths.__getitem__, compress(self._kind_of, works))
            # Entry r: office time before the working day of rank r.
            self._put(_opened=tuple(accumulate(daily, initial=0)))
        if len(self._kinds) > 1:
            pairs = zip(codes, self._kind_of, strict=True)
            self._put(_hour_codes=bytes(code + kind * (code & 1) for code, kind in pairs))

    def _twin(self) -> Self:
        """A calendar like this one, to be laid out otherwise."""
        twin = object.__new__(type(self))
        for field in attrs.fields(type(self)):
            # What is laid out later is not there yet.
            if hasattr(self, field.name):
                object.__setattr__(twin, field.name, getattr(self, field.name))
        return twin

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        # The index is laid out again: it is ten times the layers' size.
        return type(self), (self.layers, self.hours)

    def __repr__(self) -> str:
        return (
            f"<WorkCalendar {self.first}..{self.last}, settled to {self.horizon}, "
            f"{len(self.layers)} layers>"
        )

    @classmethod
    def china(cls) -> Self:
        """
        The calendar of the State Council, as far as it was known when this version was made.

        - 2004 to the horizon: a layer for each notice and each text that changed one.
        - after the horizon to the end of 2029: PROVISIONAL, from the statutory holidays (those on
          a weekend made up on the next working day) and weekends.

        Built anew each time and kept nowhere: build it once, pass it on.

        Example:
            >>> WorkCalendar.china()
            <WorkCalendar 2004-01-01..2029-12-31, settled to 2026-12-28, 29 layers>
        """
        return cls((*statutes(), *notices()))

    def is_working_day(self, day: date) -> bool:
        """
        Whether *day* is worked.

        Raises:
            OutOfCoverageError: Nothing is known of the day.
            InvalidValueError: *day* is no date, or a datetime.

        Example:
            >>> WorkCalendar.china().is_working_day(
            ...     date(2024, 2, 9)
            ... )  # 除夕: leave encouraged only
            True
        """
        index = self._index(day)
        return self._before[index] != self._before[index + 1]

    def status(self, day: date) -> DayStatus:
        """
        How sure it is whether *day* is worked; UNKNOWN instead of an error.

        Raises:
            InvalidValueError: *day* is no date, or a datetime.

        Example:
            >>> calendar = WorkCalendar.china()
            >>> [calendar.status(date(2026, 12, day)).name for day in (28, 31)]
            ['PUBLISHED', 'PROVISIONAL']
            >>> calendar.status(date(2020, 2, 1)).name
            'AMENDED'
        """
        index = legal_day(day, "day").toordinal() - self._base
        return _STATUS[self._states[index]] if 0 <= index < self._size else DayStatus.UNKNOWN

    def add_working_days(self, day: date, n: int) -> date:
        """
        The *n*-th working day after *day*.

        Args:
            day: Where the count starts; it is not counted itself.
            n: How many; negative counts backwards; 0 gives *day* itself if it is worked, else the
                next working day, which is how a last day of rest rolls (民法典 203-1).

        Raises:
            OutOfCoverageError: The count starts or ends where nothing is known.
            InvalidValueError: *day* is no date, *n* no whole number.

        Example:
            >>> calendar = WorkCalendar.china()
            >>> [str(calendar.add_working_days(date(2026, 10, 1), n)) for n in (-1, 0, 1)]
            ['2026-09-30', '2026-10-08', '2026-10-08']
        """
        if type(day) is not date:
            day = legal_day(day, "day")
        if type(n) is not int:
            raise InvalidValueError(wrong_type("n", n, Text("整数", "a whole number")))
        index = day.toordinal() - self._base
        if 0 <= index < self._size:
            rank = self._before[index + 1] + n - 1 if n > 0 else self._before[index] + n
            if 0 <= rank < len(self._working):
                return self._working[rank]
            fail(
                OutOfCoverageError,
                "n",
                Text("工作日数超出日历所及", "the count leaves the days that the calendar knows"),
                value=f"{day} {n:+}" if abs(n) < _CENTURY else shown(n),
                expected=self._known,
            )
        self._uncovered(str(day))

    def count_working_days(self, start: date, end: date) -> int:
        """
        Working days in (*start*, *end*]: *start* is not counted, *end* is.

        Counting backwards gives the negative of counting forwards, so that counts over adjoining
        spans always add up.

        Raises:
            OutOfCoverageError: Nothing is known of *start* or *end*.
            InvalidValueError: One of them is no date.

        Example:
            >>> calendar = WorkCalendar.china()
            >>> calendar.count_working_days(date(2026, 2, 13), date(2026, 2, 28))
            6
            >>> calendar.count_working_days(date(2026, 2, 28), date(2026, 2, 13))
            -6
        """
        return self._before[self._index(end) + 1] - self._before[self._index(start) + 1]

    def pins_between(self, start: date, end: date) -> CalendarPins:
        """
        What the days from *start* to *end*, both included, rest on: a decision keeps this.

        Raises:
            OutOfCoverageError: Nothing is known of *start* or *end*.
            InvalidValueError: One of them is no date.

        Example:
            >>> WorkCalendar.china().pins_between(date(2026, 12, 28), date(2026, 12, 29))
            CalendarPins(layers=('国办发明电〔2025〕7号', '国务院令第795号'), provisional=True, hours=())
        """
        return self.read(start, end)[0]

    def read(self, start: date, end: date, *, hours: bool = False) -> tuple[CalendarPins, Days]:
        """
        The days from *start* to *end*, both included, and what they rest on: what a deadline keeps.

        Args:
            start: The first day read.
            end: The last; days before *start* give `NO_PINS` and `NO_DAYS`.
            hours: Whether office hours were read too.

        Raises:
            OutOfCoverageError: Nothing is known of *start* or *end*.
            UnsetError: *hours* are asked for and the calendar has none.

        Example:
            >>> pins, (first, codes) = WorkCalendar.china().read(
            ...     date(2026, 12, 26), date(2026, 12, 30)
            ... )
            >>> pins.provisional, first == date(2026, 12, 26).toordinal(), list(codes)
            (True, True, [0, 0, 1, 129, 129])
        """
        if type(start) is not date or type(end) is not date:
            start, end = legal_day(start, "start"), legal_day(end, "end")
        # Both are looked up with care, and with an error, only when something is amiss.
        if self._index(end) < self._index(start):
            return NO_PINS, NO_DAYS
        return self._read(start.toordinal(), end.toordinal(), hours)

    def _read(self, first: int, last: int, hours: bool = False) -> tuple[CalendarPins, Days]:
        """`read` by ordinals that the calendar is known to cover."""
        low, high = first - self._base, last - self._base
        known = self._pins
        if hours:
            self.need_hours()
            known = self._timed
        cuts, after = self._cuts, bisect_right(self._cuts, low)
        if after == len(cuts) or high < cuts[after]:
            pins = known[after - 1]
        else:
            touched = known[after - 1 : bisect_right(cuts, high, after)]
            pins = CalendarPins(
                tuple(dict.fromkeys(name for pins in touched for name in pins.layers)),
                any(pins.provisional for pins in touched),
                touched[0].hours,
            )
        if not hours:
            return pins, (first, self._codes[low : high + 1])
        codes = self._hour_codes[low : high + 1]
        if len(self._kinds) == 1:
            return pins, (first, codes)
        # Only the hours of days that are worked, and of the last day, whose closing may count. In the
        # order of the days: in that of the table they would hang on hours that were not read.
        worked = [code % UNSETTLED for code in dict.fromkeys(codes) if code % UNSETTLED]
        read = tuple(dict.fromkeys((*worked, self._kind_of[high] + 1)))
        place = bytearray(range(2 * UNSETTLED))
        for number, kind in enumerate(read, 1):
            place[kind], place[kind + UNSETTLED] = number, number + UNSETTLED
        told = tuple(self._kinds[kind - 1] for kind in read)
        return CalendarPins(pins.layers, pins.provisional, told), (first, codes.translate(place))

    def _with_hours(
        self, pins: CalendarPins, opened: tuple[date, ...], closed: tuple[date, ...]
    ) -> CalendarPins:
        """*pins* with the hours of some days, and the layers from the first to the last *opened*."""
        before = NO_PINS
        if opened:
            before, _ = self._read(opened[0].toordinal(), opened[-1].toordinal())
        kinds = (self._kind_of[day.toordinal() - self._base] for day in (*opened, *closed))
        return CalendarPins(
            tuple(dict.fromkeys((*before.layers, *pins.layers))),
            before.provisional or pins.provisional,
            tuple(dict.fromkeys(self._kinds[kind] for kind in kinds)),
        )

    @property
    def extremes(self) -> tuple[Self, Self]:
        """
        What a notice to come could make of the days that none has settled, at the most.

        The first is this calendar with every undecided day worked, the second with every undecided
        day rested; where no day is undecided both are this calendar. Which days are undecided the
        provisional layer says (`CalendarLayer.undecided`, for China `notices.REACH`). No notice can
        order all of it at once; what it does order lies between.

        Example:
            >>> worked, rested = WorkCalendar.china().extremes
            >>> day = date(2027, 2, 12)  # the weekend after Spring Festival, worked as a rule
            >>> [each.add_working_days(day, 5).isoformat() for each in (worked, rested)]
            ['2027-02-17', '2027-02-19']
        """
        return self._extremes or (self, self)

    def is_undecided(self, day: date) -> bool:
        """
        Whether a notice to come may turn *day* either way, so far as notices have reached till now.

        Raises:
            OutOfCoverageError: Nothing is known of the day.
            InvalidValueError: *day* is no date, or a datetime.

        Example:
            >>> calendar = WorkCalendar.china()
            >>> [calendar.is_undecided(date(2027, 2, day)) for day in (6, 10, 14, 28)]
            [False, True, True, False]
        """
        return self._open[self._index(day)] == 1

    def layers_between(self, start: date, end: date) -> tuple[str, ...]:
        """
        The ids of the layers that decide the days from *start* to *end*, both included.

        They come in the order of the days; none if *end* is before *start*.

        Raises:
            OutOfCoverageError: Nothing is known of *start* or *end*.
            InvalidValueError: One of them is no date.

        Example:
            >>> WorkCalendar.china().layers_between(date(2020, 1, 20), date(2020, 2, 3))
            ('国办发明电〔2019〕16号', '国办发明电〔2020〕1号')
        """
        return self.pins_between(start, end).layers

    def first_provisional(self, start: date, end: date) -> date | None:
        """
        The first unsettled day from *start* to *end*, both included; None if all are settled.

        Raises:
            OutOfCoverageError: Nothing is known of *start* or *end*.
            InvalidValueError: One of them is no date.

        Example:
            >>> WorkCalendar.china().first_provisional(date(2026, 12, 1), date(2027, 1, 31))
            datetime.date(2026, 12, 29)
        """
        low, high = self._index(start), self._index(end)
        if end <= self.horizon:
            return None
        index = self._states.find(_PROVISIONAL, low, high + 1)
        return None if index < 0 else date.fromordinal(self._base + index)

    def with_layer(self, layer: CalendarLayer) -> Self:
        """
        The calendar with one layer more.

        Raises:
            InvalidValueError: A layer of that name is there already; a notice for a year that says
                nothing of a statutory holiday, as one has that was typed in by half; something
                else than a `CalendarLayer`; more than a hundred years of days.

        Example:
            >>> notice = CalendarLayer.plan(
            ...     2027,
            ...     number="示例",
            ...     published=date(2026, 11, 30),
            ...     rest="2027-01-01/2027-01-03 2027-02-05/2027-02-11 2027-04-03/2027-04-05 "
            ...     "2027-05-01/2027-05-05 2027-06-09 2027-09-15 2027-10-01/2027-10-07",
            ... )
            >>> WorkCalendar.china().with_layer(notice).horizon
            datetime.date(2027, 12, 28)
        """
        return attrs.evolve(self, layers=(*self.layers, layer))

    def known_at(self, day: date) -> Self:
        """
        The calendar as it could be known on *day*: without the layers published later.

        Raises:
            OutOfCoverageError: *day* lies before the first publication day that is tracked.
            InvalidValueError: *day* is no date.

        Example:
            >>> before = WorkCalendar.china().known_at(date(2020, 1, 20))
            >>> before.is_working_day(date(2020, 1, 31)), before.horizon
            (True, datetime.date(2020, 12, 28))
        """
        day = legal_day(day, "known_at")
        notices = [layer.published for layer in self.layers if layer.tier is Tier.NATIONAL]
        settling = [layer.published for layer in self.layers if layer.tier is not Tier.STATUTE]
        published = notices or settling
        if published and day < min(published):
            fail(
                OutOfCoverageError,
                "known_at",
                Text("当时已公布的安排没有记录", "what was published by then is not recorded"),
                value=str(day),
                expected=Text(f"{min(published)} 或以后", f"{min(published)} or later"),
            )
        known = tuple(layer for layer in self.layers if layer.published <= day)
        return attrs.evolve(self, layers=known)

    def published_only(self) -> Self:
        """
        The calendar without its provisional days: it ends where the notices end.

        Raises:
            InvalidValueError: No notice is among its layers.

        Example:
            >>> WorkCalendar.china().published_only().status(date(2026, 12, 31)).name
            'UNKNOWN'
        """
        settled = tuple(layer for layer in self.layers if layer.tier is not Tier.STATUTE)
        return attrs.evolve(self, layers=settled)

    def with_hours(self, hours: OfficeHours | Timetable | None) -> Self:
        """
        The calendar with office hours for its working days; None takes them away.

        Args:
            hours: The same for every working day, or a `Timetable` that tells days apart.

        Raises:
            InvalidValueError: Something else, or a timetable of more than 126 kinds of hours.

        Example:
            >>> from jiesu.legal_time import beijing_time
            >>> calendar = WorkCalendar.china().with_hours(OfficeHours.of("09:00-17:00"))
            >>> calendar.next_opening(beijing_time(2026, 9, 30, 18)).isoformat()
            '2026-10-08T09:00:00+08:00'
        """
        return attrs.evolve(self, hours=hours)

    def hours_on(self, day: date) -> OfficeHours | None:
        """
        The office hours of *day*; None for a day of rest.

        Raises:
            UnsetError: The calendar has none.
            OutOfCoverageError: Nothing is known of the day.
            InvalidValueError: *day* is no date, or a datetime.

        Example:
            >>> calendar = WorkCalendar.china().with_hours(OfficeHours.of("09:00-17:00"))
            >>> calendar.hours_on(date(2026, 9, 30)).text, calendar.hours_on(date(2026, 10, 1))
            ('09:00-17:00', None)
        """
        index = self._index(day)
        self.need_hours()
        return self._kinds[self._kind_of[index]] if self._codes[index] & 1 else None

    def closing(self, day: date) -> datetime:
        """
        When business closes on *day*: by its hours, or by those it would have if it were worked.

        Raises:
            UnsetError: The calendar has no office hours.
            OutOfCoverageError: Nothing is known of the day.
            InvalidValueError: *day* is no date, or a datetime.

        Example:
            >>> calendar = WorkCalendar.china().with_hours(OfficeHours.of("09:00-17:00"))
            >>> calendar.closing(date(2026, 9, 30)).isoformat()
            '2026-09-30T17:00:00+08:00'
        """
        index = self._index(day)
        self.need_hours()
        closing = self._kinds[self._kind_of[index]].closing
        return datetime.combine(day, _MIDNIGHT) + timedelta(minutes=closing)

    def need_hours(self) -> OfficeHours | Timetable:
        """
        The office hours, for a computation that cannot do without.

        Raises:
            UnsetError: The calendar has none; says how to supply them.
        """
        if self.hours is None:
            fail(
                UnsetError,
                "calendar.hours",
                Text(
                    "办公时间未设定，没有文件统一规定", "no office hours are set; no text sets any"
                ),
                remedy=Text(
                    "calendar.with_hours(OfficeHours.of('09:00-12:00', '13:30-18:00'))",
                    "calendar.with_hours(OfficeHours.of('09:00-12:00', '13:30-18:00'))",
                ),
            )
        return self.hours

    def office_time(self, at: datetime) -> int:
        """
        Office time from the calendar's first day until *at*, in microseconds.

        The difference of two of these is the office time between two instants.

        Raises:
            UnsetError: The calendar has no office hours.
            OutOfCoverageError: Nothing is known of the day.
            NaiveDatetimeError: *at* has no zone.

        Example:
            >>> from jiesu.legal_time import beijing_time
            >>> calendar = WorkCalendar.china().with_hours(OfficeHours.of("09:00-17:00"))
            >>> since, until = beijing_time(2026, 9, 30, 16), beijing_time(2026, 10, 8, 10)
            >>> (calendar.office_time(until) - calendar.office_time(since)) // 3_600_000_000
            2
        """
        if not self._kinds:
            self.need_hours()
        at = instant(at, "at")
        index = at.toordinal() - self._base
        if not 0 <= index < self._size:
            self._uncovered(str(at.date()))
        elapsed = self._opened[self._before[index]]
        if self._codes[index] & 1:
            seconds = at.hour * 3600 + at.minute * 60 + at.second
            hours = self._kinds[self._kind_of[index]]
            elapsed += hours._elapsed(seconds * 1_000_000 + at.microsecond)
        return elapsed

    def at_office_time(self, elapsed: int, *, resuming: bool = False) -> datetime:
        """
        The first instant at which so much office time has passed since the first day.

        Args:
            elapsed: Microseconds, as `office_time` counts them; 1 or more, or 0 if *resuming*.
            resuming: The last such instant instead: of a closing time, the next opening.

        Raises:
            UnsetError: The calendar has no office hours.
            OutOfCoverageError: That much office time is not known of.
            InvalidValueError: *elapsed* is no whole number.
        """
        if not self._kinds:
            self.need_hours()
        if type(elapsed) is not int:
            raise InvalidValueError(wrong_type("elapsed", elapsed, Text("整数", "a whole number")))
        find = bisect_right if resuming else bisect_left
        rank = find(self._opened, elapsed) - 1
        if not 0 <= rank < len(self._working):
            self._uncovered(f"{shown(elapsed // _HOUR)} h")
        day = self._working[rank]
        hours = self._kinds[self._kind_of[day.toordinal() - self._base]]
        rest = elapsed - self._opened[rank]
        moment = hours._resume(rest) if resuming else hours._moment(rest)
        return datetime.combine(day, _MIDNIGHT) + timedelta(microseconds=moment)

    def next_opening(self, at: datetime) -> datetime:
        """
        *at* itself during office hours, else the next instant at which they begin.

        Raises:
            UnsetError: The calendar has no office hours.
            OutOfCoverageError: Nothing is known of the day, or of an opening after it.
            NaiveDatetimeError: *at* has no zone.

        Example:
            >>> from jiesu.legal_time import beijing_time
            >>> calendar = WorkCalendar.china().with_hours(OfficeHours.of("09:00-17:00"))
            >>> calendar.next_opening(beijing_time(2026, 9, 30, 17)).isoformat()
            '2026-10-08T09:00:00+08:00'
        """
        return self.at_office_time(self.office_time(at), resuming=True)

    def year(self, year: int) -> CalendarYear:
        """
        年历: a year to be looked at, in a notebook as a month grid.

        Raises:
            OutOfCoverageError: Nothing is known of any of its days.
            InvalidValueError: *year* is no year.

        Example:
            >>> print(WorkCalendar.china().year(2026).explain())
            2026年：工作日248天（其中调休上班6天），休息117天；放假安排已公布至2026-12-28，其后1天可因通知而变
            一、国办发明电〔2025〕7号：休 ...
        """
        if type(year) is not int or not date.min.year <= year <= date.max.year:
            raise InvalidValueError(wrong_type("year", year, Text("年份", "a year")))
        low = max(date(year, 1, 1).toordinal(), self._base)
        high = min(date(year, 12, 31).toordinal(), self._base + self._size - 1)
        if low > high:
            self._uncovered(str(year))
        named = {layer.id: frozenset((*layer.rest, *layer.working)) for layer in self.layers}
        days = []
        for index in range(low - self._base, high - self._base + 1):
            day = date.fromordinal(self._base + index)
            layer = self._pins[bisect_right(self._cuts, index) - 1].layers[0]
            works, status = bool(self._codes[index] & 1), _STATUS[self._states[index]]
            unsure = self._open[index] == 1
            days.append(CalendarDay(day, works, status, layer, unsure, day in named[layer]))
        return CalendarYear(
            year,
            tuple(days),
            self.horizon,
        )

    def _repr_html_(self) -> str:
        # The year up to which it is settled, and the one that waits for its notice.
        years = (self.horizon.year, self.horizon.year + 1)
        return "".join(
            self.year(year).html() for year in years if self.first.year <= year <= self.last.year
        )

    def _index(self, day: date) -> int:
        if type(day) is not date:
            day = legal_day(day, "day")
        index = day.toordinal() - self._base
        if 0 <= index < self._size:
            return index
        self._uncovered(str(day))

    @property
    def _known(self) -> Text:
        return Text(
            f"{self.first} 至 {self.last}（已公布至 {self.horizon}）",
            f"{self.first} to {self.last} (published to {self.horizon})",
        )

    def _uncovered(self, asked: str) -> NoReturn:
        fail(
            OutOfCoverageError,
            "day",
            Text("工作日历没有该日的记录", "the calendar knows nothing of that day"),
            value=asked,
            expected=self._known,
            remedy=Text(
                "以 with_layer(CalendarLayer.plan(...)) 补足至该日的各年安排，中间不得有空档",
                "add the notices up to that day, with_layer(CalendarLayer.plan(...)), without a gap",
            ),
        )


def _stacked(
    layers: tuple[CalendarLayer, ...], low: int, size: int
) -> tuple[bytearray, bytearray, list[int], bytearray, list[Fault]]:
    """
    Of each day from the ordinal *low* on: worked, its state, its deciding layer, undecided.

    And what a notice forgot: a day that the measures rest for certain, in a span that it settles, of
    which it says nothing. One that was typed in by half would else make working days of them.
    """
    forgotten: list[Fault] = []
    works, states, unsure = bytearray(size), bytearray(size), bytearray(size)
    deciders = [-1] * size
    for number, layer in enumerate(layers):
        spans = [(a.toordinal() - low, b.toordinal() - low + 1) for a, b in layer.covers]
        earlier = [works[start:end] for start, end in spans]
        # Ordinal 1 was a Monday.
        week = bytes(1 + (low + offset - 1) % _WEEK in layer.week for offset in range(_WEEK))
        for start, end in spans:
            at, length = start % _WEEK, end - start
            works[start:end] = (week * (length // _WEEK + 2))[at : at + length]
            deciders[start:end] = [number] * length
        if layer.tier is Tier.NATIONAL:
            forgotten += _forgotten(layer, low, spans, earlier, works, states, unsure)
        for day in layer.rest:
            works[day.toordinal() - low] = 0
        for day in layer.working:
            works[day.toordinal() - low] = 1
        for start, end in spans:
            unsure[start:end] = bytes(end - start)
        for day in layer.undecided:
            unsure[day.toordinal() - low] = 1
        for (start, end), old in zip(spans, earlier, strict=True):
            if layer.tier is Tier.STATUTE:
                states[start:end] = bytes((_PROVISIONAL,)) * (end - start)
            elif max(states[start:end]) < _PUBLISHED:
                states[start:end] = bytes((_PUBLISHED,)) * (end - start)
            else:
                for index in range(start, end):
                    if states[index] < _PUBLISHED:
                        states[index] = _PUBLISHED
                    elif works[index] != old[index - start]:
                        states[index] = _AMENDED
    return works, states, deciders, unsure, forgotten


def _forgotten(
    layer: CalendarLayer,
    low: int,
    spans: list[tuple[int, int]],
    earlier: list[bytearray],
    works: bytearray,
    states: bytearray,
    unsure: bytearray,
) -> list[Fault]:
    named: set[int] | None = None
    found = []
    for (start, end), old in zip(spans, earlier, strict=True):
        if end - start < _YEAR:
            continue
        for index in range(start, end):
            certain = states[index] == _PROVISIONAL and not unsure[index]
            if not (certain and works[index]) or old[index - start]:
                continue
            if named is None:
                named = {day.toordinal() - low for day in (*layer.rest, *layer.working)}
            if index not in named:
                what = Text(
                    f"{layer.id} 未列法定节假日", f"{layer.id} says nothing of a statutory holiday"
                )
                remedy = Text(
                    "补入 rest；确须上班的列入 working",
                    "add it to rest, or to working if it is worked",
                )
                day = str(date.fromordinal(low + index))
                found.append(Fault("layer.rest", what, day, remedy=remedy))
    return found


def _told(
    hours: OfficeHours | Timetable | None, first: date, last: date
) -> tuple[tuple[OfficeHours, ...], bytes]:
    """The hours that stand in a calendar, and for each of its days which of them apply."""
    if hours is None:
        return (), b""
    size = (last - first).days + 1
    if isinstance(hours, OfficeHours):
        return (hours,), bytes(size)
    kinds = hours.kinds
    if len(kinds) >= UNSETTLED:
        what = Text("作息过多", "too many kinds of hours")
        raise InvalidValueError(Fault("hours", what, str(len(kinds))))
    number = {each: index for index, each in enumerate(kinds)}
    return kinds, bytes(number[each] for each in hours.between(first, last))


def _longest_run(states: bytearray) -> tuple[int, int]:
    """Start and end of the longest stretch without a day of which nothing is known."""
    best = (0, 0)
    start = 0
    while start < len(states):
        end = states.find(0, start)
        end = len(states) if end < 0 else end
        if end - start > best[1] - best[0]:
            best = (start, end)
        start = end + 1
    return best
