"""One legal time: instants are aware and +08:00, days are plain dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from .errors import InvalidValueError, NaiveDatetimeError, fail, shown, wrong_type
from .labels import Text

BEIJING = timezone(timedelta(hours=8))
"""The one legal time: fixed, so that no zone database is needed and no summer time applies."""


def beijing_time(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime:
    """
    An instant in legal time (北京时间, +08:00).

    Raises:
        InvalidValueError: There is no such day or time of day.

    Example:
        >>> beijing_time(2024, 5, 1, 9).isoformat()
        '2024-05-01T09:00:00+08:00'
    """
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=BEIJING)
    except (TypeError, ValueError, OverflowError) as error:
        given = ", ".join(shown(each) for each in (year, month, day, hour, minute, second))
        fail(
            InvalidValueError,
            "beijing_time",
            Text("没有这个时刻", f"no such instant: {error}"),
            value=given,
            expected=Text("年、月、日、时、分、秒", "year, month, day, hour, minute, second"),
        )


def instant(value: object, path: str) -> datetime:
    """
    *value* as an aware instant in legal time.

    Args:
        value: An aware datetime in any zone.
        path: What the instant is, for the error.

    Raises:
        NaiveDatetimeError: The datetime has no zone.
        InvalidValueError: It is no datetime, or it has no date in legal time.
    """
    if not isinstance(value, datetime):
        fail(
            InvalidValueError,
            path,
            Text("不是时刻", "not an instant"),
            value=shown(value),
            expected=Text("带时区的 datetime", "an aware datetime"),
        )
    if value.tzinfo is BEIJING:
        return value
    if value.utcoffset() is None:
        fail(
            NaiveDatetimeError,
            path,
            Text("时刻没有时区", "an instant without a zone"),
            value=shown(value),
            remedy=Text(
                "用 jiesu.beijing_time(年, 月, 日, 时, 分) 构造",
                "build it with jiesu.beijing_time(year, month, day, hour, minute)",
            ),
        )
    try:
        return value.astimezone(BEIJING)
    except OverflowError:
        fail(
            InvalidValueError,
            path,
            Text("该时刻在北京时间中没有日期", "the instant has no date in legal time"),
            value=shown(value),
        )


def legal_day(value: object, path: str) -> date:
    """
    *value* as a day.

    A datetime is refused although Python counts it among the dates: which day an instant falls on
    depends on the zone, so the caller has to say it.

    Args:
        value: A date.
        path: What the day is, for the error.

    Raises:
        InvalidValueError: It is no date, or it is a datetime.
    """
    if type(value) is date:
        return value
    if isinstance(value, datetime):
        fail(
            InvalidValueError,
            path,
            Text("给的是时刻而不是日期", "an instant where a day is meant"),
            value=shown(value),
            expected=Text("date", "a date"),
            remedy=Text(
                "先换算为北京时间再取日期：value.astimezone(jiesu.BEIJING).date()",
                "take its day in legal time: value.astimezone(jiesu.BEIJING).date()",
            ),
        )
    if not isinstance(value, date):
        raise InvalidValueError(wrong_type(path, value, Text("date", "a date")))
    return value


def latest(one: date | None, other: date | None) -> date | None:
    """
    The later of two days, as far as there are any.

    Example:
        >>> latest(None, date(2026, 3, 31))
        datetime.date(2026, 3, 31)
    """
    return max((day for day in (one, other) if day), default=None)
