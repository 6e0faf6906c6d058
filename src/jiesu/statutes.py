"""
法定期限: what a statute means by a day, which limits it sets, and what they make of the hotline's.

`StatutoryDays` says where a statute means working days. `StatutoryLimits` are the limits that a
statute sets, each with the matters that it governs: none of them is a limit of the hotline's own.
`obligations` sets such a limit beside that of the hotline, as the local text says (`StatuteRule`).
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import attrs

from .calendars import WorkCalendar
from .canonical import Alike
from .clocks import Clock, HowChanged, LimitChange, Task
from .counting import CIVIL_CODE, Counting
from .deadlines import Deadline, TimeLimit, natural_days, working_days
from .errors import (
    Fault,
    InvalidValueError,
    did_you_mean,
    fail,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
)
from .explain import Explanation
from .labels import Label, Text
from .legal_time import beijing_time, legal_day
from .segments import Hold
from .sources import Citation, Parameter, Selector, assumed

_MICROSECOND = timedelta.resolution
_ONE_DAY = timedelta(days=1)


def _numbers(value: Any) -> frozenset[int] | None:
    if value is None:
        return None
    # A set as well: what is evolved comes back as the set that it is.
    numbers = tuple(value) if isinstance(value, AbstractSet) else tupled(value)
    refuse(InvalidValueError, misfits("statutory_days.working", numbers, int))
    return frozenset(numbers)


@attrs.frozen(eq=False)
class StatutoryDays(Alike):
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

    @property
    def text(self) -> Text:
        """
        Which days are meant, in words.

        Example:
            >>> from jiesu.rules.national import PENALTY_DAYS
            >>> PENALTY_DAYS.text.zh
            '2日、3日、5日、7日为工作日，其余为自然日'
        """
        if self.working is None:
            return Text("各日均为工作日", "every day is a working day")
        numbers = sorted(self.working)
        zh, en = "、".join(f"{each}日" for each in numbers), ", ".join(map(str, numbers))
        return Text(
            f"{zh}为工作日，其余为自然日", f"{en} days are working days, others natural ones"
        )


@attrs.frozen(kw_only=True, eq=False)
class StatutoryLimit(Alike):
    """
    一项法定期限: what a statute gives somebody to do something, and in which matters.

    Attributes:
        id: Stable within its statute: ``acceptance``.
        name: Its short name: 受理决定.
        bearer: Who is bound by it, or may use it.
        task: What has to be done within it.
        limit: The limit.
        start: From when it runs: 自收到投诉之日起.
        reach: 适用范围: the matters that it governs.
        ground: Where the statute sets it.
        extension: By how much it may be extended at most; None: not at all.
        condition: On what an extension, or what follows from the limit, depends.
        excluded: Where the statute leaves time out of the count; None: none is left out.

    Raises:
        InvalidValueError: A value of another type.

    Example:
        >>> from datetime import date
        >>> from jiesu.rules.national import TIMELINE
        >>> petitions = TIMELINE.on(date(2026, 3, 2))["statutes.petitions"]
        >>> petitions["办理"].text.zh
        '办理：60日，可以延长至多30日'
        >>> petitions["办理"].start.zh, petitions["办理"].reach.zh
        ('自受理之日起', '第三十一条第一款第（六）项规定的信访事项')
    """

    id: str
    name: Text
    bearer: Text
    task: Text
    limit: TimeLimit
    start: Text
    reach: Text
    ground: Citation
    extension: TimeLimit | None = None
    condition: Text | None = None
    excluded: Citation | None = None

    def __attrs_post_init__(self) -> None:
        kinds: dict[str, Any] = dict.fromkeys(("name", "bearer", "task", "start", "reach"), Text)
        kinds |= {"id": str, "limit": TimeLimit, "ground": Citation}
        kinds |= {"extension": TimeLimit | None, "condition": Text | None}
        refuse(
            InvalidValueError,
            mistyped("statutory_limit", self, **kinds, excluded=Citation | None),
        )

    def deadline(
        self,
        start: datetime,
        calendar: WorkCalendar,
        *,
        extended: bool = False,
        holds: Iterable[Hold] = (),
        counting: Counting = CIVIL_CODE,
    ) -> Deadline:
        """
        By when it is up.

        Args:
            start: The instant of the event that `start` names, aware.
            calendar: The working days.
            extended: Whether it was extended by all that the statute permits.
            holds: Spans that the statute leaves out of the count; see `excluded`.
            counting: How it is counted; a statute departs from the Civil Code, no local rule does
                (民法典 204).

        Raises:
            InvalidValueError: It cannot be extended, or no time is left out of it.
            JiesuError: As `jiesu.due`.

        Example:
            >>> from datetime import date
            >>> from jiesu.legal_time import beijing_time
            >>> from jiesu.rules.national import TIMELINE
            >>> market = TIMELINE.on(date(2025, 9, 29))["statutes.market_regulation"]
            >>> market["受理决定"].deadline(
            ...     beijing_time(2025, 9, 29, 10), WorkCalendar.china()
            ... ).text.zh
            '2025-10-15 24:00'
        """
        spans = tupled(holds)
        faults = []
        if extended and self.extension is None:
            what = Text("该期限不得延长", "this limit cannot be extended")
            faults.append(Fault("extended", what, self.name.zh))
        if spans and self.excluded is None:
            what = Text("该期限没有不计入的时间", "no time is left out of this limit")
            faults.append(Fault("holds", what, self.name.zh))
        refuse(InvalidValueError, faults)
        clock = Clock(self.limit, start, counting=counting, holds=spans)
        if extended and self.extension:
            more = LimitChange(clock.start, self.extension, HowChanged.EXTENDED, self.ground)
            clock = clock.changed(more)
        return clock.deadline(calendar)

    @property
    def text(self) -> Text:
        """Its name and length."""
        zh, en = f"{self.name.zh}：{self.limit.text.zh}", f"{self.name.en}: {self.limit.text.en}"
        if self.extension:
            zh += f"，可以延长至多{self.extension.text.zh}"
            en += f", extended by {self.extension.text.en} at most"
        return Text(zh, en)

    def explain(self, lang: str = "zh") -> Explanation:
        """
        Its length, whose it is, from when it runs, for which matters, and where it is set.

        Args:
            lang: ``"zh"`` or ``"en"``: what ``str()`` of it shows.
        """
        parts = [
            Text(f"义务主体：{self.bearer.zh}", f"bound: {self.bearer.en}"),
            Text(f"事项：{self.task.zh}", f"task: {self.task.en}"),
            Text(f"起算：{self.start.zh}", f"runs {self.start.en}"),
            Text(f"适用范围：{self.reach.zh}", f"governs: {self.reach.en}"),
        ]
        if self.condition:
            parts.append(Text(f"条件：{self.condition.zh}", f"condition: {self.condition.en}"))
        told = [Explanation(each) for each in parts]
        if self.excluded:
            left_out = Text("另有不计入的时间", "some time is left out")
            told.append(Explanation(left_out, grounds=(self.excluded.text,)))
        return Explanation(self.text, told, grounds=(self.ground.text,), lang=lang)

    def to_rows(self) -> list[dict[str, str]]:
        """One flat row, in Chinese."""
        return [
            {
                "id": self.id,
                "name": self.name.zh,
                "bearer": self.bearer.zh,
                "task": self.task.zh,
                "limit": self.limit.text.zh,
                "extension": self.extension.text.zh if self.extension else "",
                "start": self.start.zh,
                "reach": self.reach.zh,
                "condition": self.condition.zh if self.condition else "",
                "ground": self.ground.text.zh,
            }
        ]

    def _repr_html_(self) -> str:
        return self.explain().html()


@attrs.frozen(eq=False)
class StatutoryLimits(Alike):
    """
    一部法规所定的期限: its limits by name, and the matters that it governs at all.

    They are the statute's own. A hotline's ticket has the hotline's limit; whether a statute's limit
    stands beside it or takes its place is what the local text says: see `obligations`.

    Attributes:
        governs: 适用范围: which matters the statute governs, and which not.
        limits: The limits.
        grounds: Where it says which matters it governs.

    Raises:
        InvalidValueError: A value of another type; ids or names that stand twice.

    Example:
        >>> from datetime import date
        >>> from jiesu.rules.national import TIMELINE
        >>> market = TIMELINE.on(date(2026, 1, 9))["statutes.market_regulation"]
        >>> market["acceptance"] is market["受理决定"]
        True
    """

    governs: Text
    limits: tuple[StatutoryLimit, ...] = attrs.field(converter=tupled)
    grounds: tuple[Citation, ...] = attrs.field(converter=tupled)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("statutory_limits", self, governs=Text)
        faults += misfits("statutory_limits.limits", self.limits, StatutoryLimit)
        faults += misfits("statutory_limits.grounds", self.grounds, Citation)
        refuse(InvalidValueError, faults)
        words = [word for each in self.limits for word in {each.id, each.name.zh, each.name.en}]
        twice = sorted({word for word in words if words.count(word) > 1})
        what = Text("期限重名", "a limit stands twice")
        refuse(InvalidValueError, [Fault("statutory_limits.limits", what, word) for word in twice])

    def __getitem__(self, name: str) -> StatutoryLimit:
        """
        A limit by its id or its name.

        Raises:
            InvalidValueError: There is no such limit.
        """
        for each in self.limits:
            if name in (each.id, each.name.zh, each.name.en):
                return each
        fail(
            InvalidValueError,
            "statutory_limits",
            Text("没有这项期限", "no such limit"),
            value=shown(name),
            remedy=did_you_mean(name, [each.name.zh for each in self.limits]),
        )

    @property
    def text(self) -> Text:
        """Its limits, by name and length."""
        said = [each.text for each in self.limits]
        return Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))

    def explain(self, lang: str = "zh") -> Explanation:
        """
        Which matters it governs, and each of its limits.

        Args:
            lang: ``"zh"`` or ``"en"``: what ``str()`` of it shows.
        """
        return Explanation(
            Text(f"适用范围：{self.governs.zh}", f"Governs {self.governs.en}"),
            [each.explain() for each in self.limits],
            grounds=[each.text for each in self.grounds],
            lang=lang,
        )

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per limit, in Chinese."""
        return [row for each in self.limits for row in each.to_rows()]

    def _repr_html_(self) -> str:
        return self.explain().html()


PETITION_LIMITS = Parameter(
    "statutes.petitions",
    Text("信访事项的法定期限", "limits of petitions"),
    StatutoryLimits,
    selected_by=Selector.START,
)
MARKET_LIMITS = Parameter(
    "statutes.market_regulation",
    Text("市场监督管理投诉举报的法定期限", "limits of complaints to market regulators"),
    StatutoryLimits,
    selected_by=Selector.START,
)
DAYS_OF_LICENSING = Parameter(
    "statutes.licensing_days",
    Text("行政许可期限中的日", "days of administrative licensing"),
    StatutoryDays,
    selected_by=Selector.START,
)
DAYS_OF_PENALTY = Parameter(
    "statutes.penalty_days",
    Text("行政处罚期限中的日", "days of administrative penalties"),
    StatutoryDays,
    selected_by=Selector.START,
)
DAYS_OF_RECONSIDERATION = Parameter(
    "statutes.reconsideration_days",
    Text("行政复议期限中的日", "days of administrative reconsideration"),
    StatutoryDays,
    selected_by=Selector.START,
)


class StatuteRule(Label):
    """法定期限: what a local text makes of a statute that sets a limit of its own."""

    REPLACES = "另有规定的，依照其规定", "the statute's limit takes the place of the hotline's"
    LONGER_REPLACES = "法定期限更长的，从其规定", "a longer one takes the place of the hotline's"
    LONGER_BESIDE = (
        "法定期限更长的，期限内告知进度和法定期限，法定期限内办结",
        "of a longer one the requester is told within the hotline's, and it is done within it",
    )


STATUTE_RULE = Parameter(
    "statutes.rule",
    Text("法定期限另有规定的", "where a statute sets a limit of its own"),
    StatuteRule,
    selected_by=Selector.START,
)

PARAMETERS = (
    PETITION_LIMITS,
    MARKET_LIMITS,
    DAYS_OF_LICENSING,
    DAYS_OF_PENALTY,
    DAYS_OF_RECONSIDERATION,
    STATUTE_RULE,
)
"""What a rulebook states of statutes; nothing applies them but `obligations`, as it is asked to."""


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
    statute: TimeLimit | StatutoryLimit | None = None,
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
        statute_ground: Where the statute sets it; a `StatutoryLimit` names its own, another limit
            needs it.
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

        A complaint about a shop in Jinan, until the rules of market regulation are no longer verified:

        >>> from jiesu.rules import jinan
        >>> rules = jinan.TIMELINE.on(date(2025, 12, 1))
        >>> decision = rules["statutes.market_regulation"]["受理决定"]
        >>> clock = Clock(working_days(5), beijing_time(2025, 12, 1, 9))
        >>> for each in obligations(
        ...     clock,
        ...     WorkCalendar.china(),
        ...     StatuteRule.LONGER_BESIDE,
        ...     jinan.REGULATIONS.cite("24-1-2"),
        ...     statute=decision,
        ... ):
        ...     print(each.last_day, each.task.zh, each.grounds[0].locator)
        2025-12-08 告知办理进度和期限 24-1-2
        2025-12-10 办结 14
        >>> jinan.TIMELINE.on(date(2026, 1, 10))["statutes.market_regulation"]
        Traceback (most recent call last):
            ...
        jiesu.errors.UnsetError: statutes.market_regulation: ...
    """
    limit = statute.limit if isinstance(statute, StatutoryLimit) else statute
    if isinstance(statute, StatutoryLimit):
        statute_ground = statute_ground or statute.ground
    faults = [
        misfit(name, value, kind)
        for name, value, kind in (
            ("clock", clock, Clock),
            ("rule", rule, StatuteRule),
            ("ground", ground, Citation),
            ("statute", limit, TimeLimit | None),
            ("statute_ground", statute_ground, Citation | None),
            ("statute_counting", statute_counting, Counting),
            ("done_ground", done_ground, Citation | None),
        )
        if not isinstance(value, kind)
    ]
    if (limit is None) != (statute_ground is None):
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
    if limit is not None and statute_ground is not None:
        start = clock.start if statute_start is None else statute_start
        law = attrs.evolve(clock, limit=limit, start=start, counting=statute_counting, changes=())
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
