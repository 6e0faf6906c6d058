"""办公时间: half-open intervals of minutes in a day, the same on every working day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import Any, Self

import attrs

from .errors import Fault, InvalidValueError, fail, refuse, shown, wrong_type
from .labels import Text

_MINUTE = 60_000_000  # microseconds
_DAY_MINUTES = 24 * 60


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
        """Hours written as ``"09:00-12:00"``, an interval each."""
        pairs = []
        for index, text in enumerate(texts):
            path = f"hours[{index}]"
            if not isinstance(text, str):
                raise InvalidValueError(
                    wrong_type(path, text, Text("如 09:00-12:00", "09:00-12:00"))
                )
            start, _, end = text.partition("-")
            pairs.append((_clock(start, path), _clock(end, path)))
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
