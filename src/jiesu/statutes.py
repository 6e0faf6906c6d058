"""
法定期限: what a statute means by a day, and what its limit makes of the hotline's.

`StatutoryDays` says where a statute means working days. `obligations` sets the limit of a statute
beside that of the hotline, as the local text says (`StatuteRule`).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import attrs

from .calendars import WorkCalendar
from .clocks import Clock, HowChanged, Task
from .counting import CIVIL_CODE, Counting
from .deadlines import Deadline, TimeLimit, natural_days, working_days
from .errors import (
    Fault,
    InvalidValueError,
    fail,
    misfit,
    misfits,
    mistyped,
    refuse,
    tupled,
)
from .labels import Label, Text
from .legal_time import beijing_time, legal_day
from .sources import Citation, assumed

_MICROSECOND = timedelta.resolution
_ONE_DAY = timedelta(days=1)


def _numbers(value: Any) -> frozenset[int] | None:
    if value is None:
        return None
    # A set as well: what is evolved comes back as the set that it is.
    numbers = tuple(value) if isinstance(value, AbstractSet) else tupled(value)
    refuse(InvalidValueError, misfits("statutory_days.working", numbers, int))
    return frozenset(numbers)


@attrs.frozen
class StatutoryDays:
    """
    法律条文中的“日”: which numbers of days a statute means as working days, the rest being natural.

    Attributes:
        ground: 依据: the article that says so.
        working: The numbers meant as working days; None for all of them.

    Raises:
        InvalidValueError: A value of another type.

    Example:
        >>> from jiesu.rules.national import LICENSING_DAYS, PENALTY_DAYS
        >>> LICENSING_DAYS.limit(20).text.zh
        '20个工作日'
        >>> PENALTY_DAYS.limit(7).text.zh, PENALTY_DAYS.limit(90).text.zh
        ('7个工作日', '90日')
    """

    ground: Citation
    working: frozenset[int] | None = attrs.field(default=None, converter=_numbers)

    def __attrs_post_init__(self) -> None:
        refuse(InvalidValueError, mistyped("statutory_days", self, ground=Citation))

    def limit(self, days: int) -> TimeLimit:
        """
        The limit that the statute means by *days*.

        Raises:
            InvalidValueError: No whole number, or less than 1.
        """
        meant = self.working is None or (type(days) is int and days in self.working)
        return working_days(days) if meant else natural_days(days)


class StatuteRule(Label):
    """法定期限: what a local text makes of a statute that sets a limit of its own."""

    REPLACES = "另有规定的，依照其规定", "the statute's limit takes the place of the hotline's"
    LONGER_REPLACES = "法定期限更长的，从其规定", "a longer one takes the place of the hotline's"
    LONGER_BESIDE = (
        "法定期限更长的，期限内告知进度和法定期限，法定期限内办结",
        "of a longer one the requester is told within the hotline's, and it is done within it",
    )


class Obligation(NamedTuple):
    """一项义务: what has to be done, by when, and where that comes from."""

    task: Task
    due: datetime
    deadline: Deadline | None
    """How it was counted; None for a day that the unit itself named."""
    grounds: tuple[Citation, ...]

    @property
    def last_day(self) -> date:
        """The day on which it is due; for an end at 24:00 the day that ends."""
        return self.deadline.last_day if self.deadline else (self.due - _MICROSECOND).date()


_BINDS_ANYWAY = assumed(
    "法定期限较短的，依法先行届满",
    "a statute that gives less time binds of itself",
)


_MAY_TURN = assumed(
    "两个期限孰长，取决于尚未公布的放假安排",
    "which of the two is longer may turn with a notice to come",
)


def obligations(
    clock: Clock,
    calendar: WorkCalendar,
    rule: StatuteRule,
    ground: Citation,
    *,
    statute: TimeLimit | None = None,
    statute_ground: Citation | None = None,
    statute_counting: Counting = CIVIL_CODE,
    statute_start: datetime | None = None,
    promised: date | None = None,
    done_ground: Citation | None = None,
    at: datetime | None = None,
) -> tuple[Obligation, ...]:
    """
    What is due of a matter, the earliest first, where a statute has a limit of its own.

    Which of the two is longer is decided for this very start. A longer one takes the hotline's place
    (`StatuteRule.LONGER_REPLACES`: 潍坊第二十条), or both bind, the requester being told within the one
    and the matter done within the other (`StatuteRule.LONGER_BESIDE`: 济南第二十四条). A shorter one binds
    of itself, beside the hotline's, unless any statute takes its place (`StatuteRule.REPLACES`:
    安阳第五十条).

    The text speaks of the hotline's own limit (五个工作日), so that is what is compared, and within it the
    requester is told, whatever extension was given. A national statute is counted by the Civil Code,
    from which only a statute or an agreement departs (民法典 204).

    Args:
        clock: The hotline's limit, with what became of it.
        calendar: The working days.
        rule: What the local text says.
        ground: Where it says so.
        statute: The statute's limit; None where there is none.
        statute_ground: Where the statute sets it; needed with *statute*.
        statute_counting: How the statute's limit is counted.
        statute_start: From when: 自受理之日起 and the like; default: the clock's start, whatever was set
            anew since.
        promised: 明确的解决时限: the day that the unit named for what cannot be solved yet. It is done by
            then instead of within the hotline's limit, and the requester is told within that; what a
            statute sets binds all the same.
        done_ground: Where the local text orders the matter to be done within the longer limit or by the
            promised day (济南第二十四条第二款); default: *ground*.
        at: What was known at that instant; see `Clock.deadlines`.

    Raises:
        InvalidValueError: An argument of another type; a statute without its ground.
        JiesuError: As `Clock.deadlines`.

    Example:
        >>> from jiesu.legal_time import beijing_time
        >>> from jiesu.rules.national import LICENSING, LICENSING_DAYS
        >>> local = assumed("示例", "for the example")
        >>> clock = Clock(working_days(5), beijing_time(2026, 3, 2, 9))
        >>> for each in obligations(
        ...     clock,
        ...     WorkCalendar.china(),
        ...     StatuteRule.LONGER_BESIDE,
        ...     local,
        ...     statute=LICENSING_DAYS.limit(20),
        ...     statute_ground=LICENSING.cite("42-1", "二十日内作出行政许可决定"),
        ... ):
        ...     print(each.last_day, each.task.zh)
        2026-03-09 告知办理进度和期限
        2026-03-30 办结
    """
    faults = [
        misfit(name, value, kind)
        for name, value, kind in (
            ("clock", clock, Clock),
            ("rule", rule, StatuteRule),
            ("ground", ground, Citation),
            ("statute", statute, TimeLimit | None),
            ("statute_ground", statute_ground, Citation | None),
            ("statute_counting", statute_counting, Counting),
            ("done_ground", done_ground, Citation | None),
        )
        if not isinstance(value, kind)
    ]
    if (statute is None) != (statute_ground is None):
        what = Text("法定期限与其依据须同时给出", "a statute's limit and its ground go together")
        faults.append(Fault("statute_ground", what))
    refuse(InvalidValueError, faults)
    kept = tuple(change for change in clock.changes if change.how is not HowChanged.EXTENDED)
    base = attrs.evolve(clock, changes=kept).deadline(calendar, at)
    governs = clock.deadline(calendar, at)
    finish = done_ground or ground
    own = Obligation(clock.task, governs.due, governs, clock.grounds)
    told = Obligation(Task.INFORM, base.due, base, (*clock.grounds, ground))
    found, replaced = [own], False
    if statute is not None and statute_ground is not None:
        start = clock.start if statute_start is None else statute_start
        law = attrs.evolve(
            clock, limit=statute, start=start, counting=statute_counting, changes=()
        )
        other = law.deadline(calendar, at)
        longer = other.due > base.due
        why = [finish if longer else ground]
        if not longer and rule is not StatuteRule.REPLACES:
            why = [_BINDS_ANYWAY]
        unsure = base.range or other.range
        if unsure and other.latest > base.earliest and other.earliest <= base.latest:
            why.append(_MAY_TURN)
        its = Obligation(clock.task, other.due, other, (statute_ground, *why))
        replaced = rule is StatuteRule.REPLACES
        replaced = replaced or (longer and rule is StatuteRule.LONGER_REPLACES)
        found = [its] if replaced else [told, its] if longer else [its, own]
    if promised is not None:
        day = legal_day(promised, "promised")
        if day < clock.start.date() or day == date.max:
            what = Text("承诺的日期早于起算或无法表示", "before the start, or beyond all dates")
            fail(InvalidValueError, "promised", what, value=str(day))
        until = beijing_time(day.year, day.month, day.day) + _ONE_DAY
        found = [each for each in found if each not in (own, told)]
        if until > base.due and not replaced:
            found.append(told)
        found.append(Obligation(clock.task, until, None, (finish,)))
    return tuple(sorted(found, key=lambda each: each.due))
