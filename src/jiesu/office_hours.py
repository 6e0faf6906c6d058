"""办公时间: half-open intervals of minutes in a day, and which of them apply on which day."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import accumulate, pairwise
from typing import Any, Self

import attrs

from .errors import Fault, FrozenMap, InvalidValueError, fail, mapped, refuse, shown, wrong_type
from .labels import Text
from .legal_time import legal_day

_MINUTE = 60_000_000  # microseconds
_DAY_MINUTES = 24 * 60
_WEEK = 7


def _clock(text: object, path: str) -> int:
    """Minutes of the day at ``HH:MM``; 24:00 is the end of the day."""
    try:
        hour, minute = str(text).split(":")
        if len(hour) == len(minute) == 2 and (hour + minute).isascii() and int(minute) < 60:
            return int(hour) * 60 + int(minute)
    except ValueError:
        pass
    fail(
        InvalidValueError,
        path,
        Text("不是钟点", "not a time of day"),
        value=shown(text),
        expected=Text("如 '09:00'、'24:00'", "such as '09:00' or '24:00'"),
    )


def _intervals(value: object) -> tuple[tuple[int, int], ...]:
    if not isinstance(value, (tuple, list)):
        raise InvalidValueError(wrong_type("hours", value, Text("区间", "intervals")))
    faults: list[Fault] = []
    for index, pair in enumerate(value):
        sound = (
            isinstance(pair, (tuple, list))
            and len(pair) == 2
            and all(type(minute) is int for minute in pair)
            and 0 <= pair[0] < pair[1] <= _DAY_MINUTES
        )
        if not sound:
            what = Text("时段为空、倒置或越界", "an empty, inverted or impossible interval")
            expected = Text(
                "0 ≤ 开始 < 结束 ≤ 1440 的整分钟", "whole minutes, 0 <= start < end <= 1440"
            )
            faults.append(Fault(f"hours[{index}]", what, shown(pair), expected))
    if not value:
        faults.append(Fault("hours", Text("没有时段", "no interval")))
    refuse(InvalidValueError, faults)
    found = sorted((start, end) for start, end in value)
    if any(after[0] < before[1] for before, after in pairwise(found)):
        what = Text("时段重叠", "intervals overlap")
        raise InvalidValueError(Fault("hours", what, shown(value)))
    return tuple(found)


@attrs.frozen
class OfficeHours:
    """
    办公时间: the hours of a working day, as half-open intervals of minutes.

    No text gives hours for the whole country, so there is no default.

    Attributes:
        intervals: (start, end) in minutes after midnight, 0 to 1440; several a day.

    Raises:
        InvalidValueError: None, or one that is empty, inverted, outside the day or overlapping.

    Example:
        >>> OfficeHours.of("09:00-12:00", "13:30-18:00").intervals
        ((540, 720), (810, 1080))
        >>> OfficeHours.of("00:00-24:00").closing
        1440
    """

    intervals: tuple[tuple[int, int], ...] = attrs.field(converter=_intervals)
    _starts: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)
    _ends: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)
    _done: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        starts = tuple(start * _MINUTE for start, _ in self.intervals)
        ends = tuple(end * _MINUTE for _, end in self.intervals)
        lengths = (end - start for start, end in zip(starts, ends, strict=True))
        object.__setattr__(self, "_starts", starts)
        object.__setattr__(self, "_ends", ends)
        # Office time done at the end of each interval.
        object.__setattr__(self, "_done", tuple(accumulate(lengths)))

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return type(self), (self.intervals,)

    @classmethod
    def of(cls, *texts: str) -> Self:
        """
        Hours written as ``"09:00-12:00"``, an interval each.

        Raises:
            InvalidValueError: Not a time of day; an interval that is empty or inverted.

        Example:
            >>> OfficeHours.of("00:00-24:00").text
            '00:00-24:00'
        """
        pairs = []
        for index, text in enumerate(texts):
            path = f"hours[{index}]"
            if not isinstance(text, str):
                raise InvalidValueError(
                    wrong_type(path, text, Text("如 09:00-12:00", "09:00-12:00"))
                )
            start, _, end = text.partition("-")
            pair = _clock(start, path), _clock(end, path)
            if pair[0] >= pair[1]:
                fail(
                    InvalidValueError,
                    path,
                    Text("时段为空或倒置", "an empty or inverted interval"),
                    value=shown(text),
                    remedy=Text(
                        "跨零点的分作两段：'18:00-24:00'、'00:00-09:00'",
                        "split one over midnight: '18:00-24:00', '00:00-09:00'",
                    ),
                )
            pairs.append(pair)
        return cls(tuple(pairs))

    @property
    def text(self) -> str:
        """The hours as they are printed: ``09:00-12:00、13:30-18:00``."""
        return "、".join(
            "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in pair)
            for pair in self.intervals
        )

    @property
    def closing(self) -> int:
        """When business stops, in minutes after midnight."""
        return self.intervals[-1][1]

    def _elapsed(self, moment: int) -> int:
        """Office time until a moment of a working day, both in microseconds."""
        index = bisect_right(self._starts, moment) - 1
        if index < 0:
            return 0
        return self._done[index] - max(0, self._ends[index] - moment)

    def _moment(self, elapsed: int) -> int:
        """The first moment of the day at which so much office time has passed; more than 0."""
        index = bisect_left(self._done, elapsed)
        return self._ends[index] - (self._done[index] - elapsed)

    def _resume(self, elapsed: int) -> int:
        """The last such moment: where office time goes on; less than a whole day's."""
        index = bisect_right(self._done, elapsed)
        return self._ends[index] - (self._done[index] - elapsed)


# --- Which hours on which day ---------------------------------------------------------------------

Season = tuple[int, int]
"""First and last day of a part of every year, both included, as month * 100 + day."""

_SEASON = re.compile(r"(\d\d)-(\d\d)/(\d\d)-(\d\d)", re.ASCII)
_LEAP_YEAR = 2000
_PLACES = tuple(month * 100 + day for month in range(1, 13) for day in range(1, 32))


def _is_weekday(key: object) -> bool:
    return type(key) is int and 1 <= key <= _WEEK


def _is_day(key: object) -> bool:
    return type(key) is date


def _season_of(key: object) -> Season | None:
    """First and last day; None if it is none. The first may come after the last: over New Year."""
    found = _SEASON.fullmatch(key) if isinstance(key, str) else None
    if not found:
        return None
    month, day, to_month, to_day = map(int, found.groups())
    try:
        ends = date(_LEAP_YEAR, month, day), date(_LEAP_YEAR, to_month, to_day)
    except ValueError:
        return None
    first, last = (each.month * 100 + each.day for each in ends)
    return first, last


_KEYS: tuple[tuple[str, Callable[[Any], object], Text], ...] = (
    ("weekdays", _is_weekday, Text("1（周一）至 7（周日）", "1 (Monday) to 7")),
    ("seasons", _season_of, Text("'06-01/09-30'", "'06-01/09-30'")),
    ("dates", _is_day, Text("date", "a date")),
)


def _misread(
    value: Any, name: str, sound: Callable[[Any], object], expected: Text
) -> Iterator[Fault]:
    """What is wrong with a mapping of keys to hours."""
    if not isinstance(value, Mapping):
        yield wrong_type(f"timetable.{name}", value, Text("映射", "a mapping"))
        return
    for key, hours in value.items():
        path = f"timetable.{name}[{shown(key)}]"
        if not sound(key):
            yield Fault(path, Text("键不符", "not a key"), shown(key), expected)
        if not isinstance(hours, OfficeHours):
            yield wrong_type(path, hours, Text("OfficeHours", "OfficeHours"))


@attrs.frozen
class Timetable:
    """
    作息时间: which office hours apply on which day.

    The nearest word decides: a date before a season, a season before a day of the week, that before
    the usual hours. Which days are worked the calendar says; hours of a day of rest are not read.

    Attributes:
        usual: The hours where nothing else is said.
        weekdays: By day of the week, 1 (Monday) to 7: a short Friday, a Saturday morning.
        seasons: By part of every year, ``"06-01/09-30"``, both days included: 夏季作息. One may run
            over New Year, none may meet another.
        dates: By single day: the eve of a holiday, a day of a typhoon.

    Raises:
        InvalidValueError: Another key, or something else than `OfficeHours`; all at once.

    Example:
        >>> table = Timetable(
        ...     OfficeHours.of("09:00-12:00", "13:30-18:00"),
        ...     weekdays={5: OfficeHours.of("09:00-12:00", "13:30-17:00")},
        ...     seasons={"06-01/09-30": OfficeHours.of("09:00-12:00", "14:30-18:00")},
        ...     dates={date(2026, 2, 14): OfficeHours.of("09:00-12:00")},
        ... )
        >>> [table.on(date(2026, month, 6)).text for month in (2, 3, 8)]
        ['09:00-12:00、13:30-17:00', '09:00-12:00、13:30-17:00', '09:00-12:00、14:30-18:00']
        >>> table.on(date(2026, 2, 14)).text
        '09:00-12:00'
    """

    usual: OfficeHours
    weekdays: FrozenMap[int, OfficeHours] = attrs.field(default=FrozenMap(), converter=mapped)
    seasons: FrozenMap[str, OfficeHours] = attrs.field(default=FrozenMap(), converter=mapped)
    dates: FrozenMap[date, OfficeHours] = attrs.field(default=FrozenMap(), converter=mapped)

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        if not isinstance(self.usual, OfficeHours):
            expected = Text("OfficeHours", "OfficeHours")
            faults.append(wrong_type("timetable.usual", self.usual, expected))
        for name, sound, keys in _KEYS:
            faults += _misread(getattr(self, name), name, sound, keys)
        refuse(InvalidValueError, faults)
        ends = [(key, ends) for key in self.seasons if (ends := _season_of(key))]
        refuse(
            InvalidValueError,
            (
                Fault(
                    f"timetable.seasons[{shown(key)}]",
                    Text("与另一时段重叠", "meets another season"),
                    shown(other),
                    remedy=Text("改为互不重叠的时段", "give seasons that do not meet"),
                )
                for index, (key, one) in enumerate(ends)
                for other, two in ends[:index]
                if any(_within(place, *one) and _within(place, *two) for place in _PLACES)
            ),
        )

    @property
    def kinds(self) -> tuple[OfficeHours, ...]:
        """All hours that stand in it, each once, the usual ones first."""
        every = (self.usual, *self.weekdays.values(), *self.seasons.values(), *self.dates.values())
        return tuple(dict.fromkeys(every))

    def on(self, day: date) -> OfficeHours:
        """
        The hours of a day, if it is worked.

        Raises:
            InvalidValueError: *day* is no date, or a datetime.
        """
        day = legal_day(day, "day")
        return self.between(day, day)[0]

    def between(self, start: date, end: date) -> list[OfficeHours]:
        """
        The hours of each day from *start* to *end*, both included.

        Raises:
            InvalidValueError: One of them is no date, or a datetime.
        """
        start, end = legal_day(start, "start"), legal_day(end, "end")
        low, size = start.toordinal(), (end - start).days + 1
        # Ordinal 1 was a Monday.
        week = [self.weekdays.get(day, self.usual) for day in range(1, _WEEK + 1)]
        found = [week[(low + index - 1) % _WEEK] for index in range(size)]
        if self.seasons:
            seasons = [(_season_of(key), hours) for key, hours in self.seasons.items()]
            for index in range(size):
                day = date.fromordinal(low + index)
                place = day.month * 100 + day.day
                for ends, hours in seasons:
                    if ends and _within(place, *ends):
                        found[index] = hours
        for day, hours in self.dates.items():
            if 0 <= day.toordinal() - low < size:
                found[day.toordinal() - low] = hours
        return found


def _within(place: int, first: int, last: int) -> bool:
    return first <= place <= last if first <= last else place >= first or place <= last
