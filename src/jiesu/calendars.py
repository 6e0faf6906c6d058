"""工作日历 (under construction by the calendars room)."""

from datetime import datetime, timedelta, timezone

from .errors import InvalidValueError, NaiveDatetimeError, fail, shown
from .labels import Text

BEIJING = timezone(timedelta(hours=8))
"""The one legal time: fixed, so that no zone database is needed and no summer time applies."""


def beijing_time(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime:
    """
    An instant in legal time (北京时间, +08:00).

    Example:
        >>> beijing_time(2024, 5, 1, 9).isoformat()
        '2024-05-01T09:00:00+08:00'
    """
    return datetime(year, month, day, hour, minute, second, tzinfo=BEIJING)


def instant(value: object, path: str) -> datetime:
    """
    *value* as an aware instant in legal time.

    Args:
        value: An aware datetime in any zone.
        path: What the instant is, for the error.

    Raises:
        NaiveDatetimeError: The datetime has no zone.
        InvalidValueError: It is no datetime.
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
    return value.astimezone(BEIJING)
