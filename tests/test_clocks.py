"""计时: a clock is folded from what happened to it, and says where it stands."""

import copy
import pickle
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import count
from typing import Any, ClassVar, NamedTuple

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lawtext import SHARED, articles
from timing import CHINA, READING, at, countings, holds_after, instants, limits

from jiesu.calendars import WorkCalendar
from jiesu.canonical import digest
from jiesu.clocks import (
    AlertRule,
    Clock,
    ClockReading,
    ClockState,
    HowChanged,
    LimitChange,
    Task,
    Whose,
    alerts,
    lateness,
)
from jiesu.counting import (
    CIVIL_CODE,
    Counting,
    End,
    HeldDays,
    Intake,
    OnReassign,
    Roll,
    StartsAt,
)
from jiesu.deadlines import (
    Hours,
    Months,
    NaturalDays,
    TimeLimit,
    WorkingDays,
    WorkingHours,
    due,
    hours,
    months,
    natural_days,
    working_days,
    working_hours,
)
from jiesu.errors import (
    InvalidValueError,
    JiesuError,
    NaiveDatetimeError,
    OutOfCoverageError,
    UnsetError,
)
from jiesu.labels import Text
from jiesu.layers import CalendarLayer
from jiesu.legal_time import BEIJING
from jiesu.rules.national import (
    LICENSING,
    LICENSING_DAYS,
    PENALTY,
    PENALTY_DAYS,
    RECONSIDERATION,
    RECONSIDERATION_DAYS,
)
from jiesu.rules.shandong import CARDS
from jiesu.sources import Basis, Citation, Rank, Source
from jiesu.statutes import Obligation, StatuteRule, StatutoryDays, obligations

REPLACED, EXTENDED, ANEW = HowChanged.REPLACED, HowChanged.EXTENDED, HowChanged.ANEW


def local(name: str, title: str, published: date, since: date) -> Source:
    """A city's own text."""
    return Source(
        id=name,
        title=title,
        title_en=title,
        rank=Rank.LOCAL_LAW,
        published=published,
        since=since,
    )


JINAN = local("jn", "济南市12345市民服务热线条例", date(2018, 7, 27), date(2018, 9, 1))
WEIFANG = local("wf", "潍坊市12345政务服务便民热线条例", date(2021, 12, 6), date(2021, 12, 15))
ANYANG = local("ay", "安阳市政务服务条例", date(2021, 10, 25), date(2021, 12, 1))
FILES = {
    LICENSING: "administrative-licensing-2019-04-23.md",
    PENALTY: "administrative-penalty-2021-01-22.md",
    RECONSIDERATION: "administrative-reconsideration-2023-09-01.md",
    JINAN: "jinan-12345-2018-07-27.md",
    WEIFANG: "weifang-12345-2021-12-06.md",
    ANYANG: "anyang-government-services-2021-10-25.md",
}

# The very words of each limit that is worked out below.
DECIDE = LICENSING.cite("42-1", "二十日内作出行政许可决定")
LONGER_DECISION = LICENSING.cite("42-1", "可以延长十日")
TOGETHER = LICENSING.cite("42-2", "办理的时间不得超过四十五日")
LONGER_TOGETHER = LICENSING.cite("42-2", "可以延长十五日")
EXPERTS = LICENSING.cite("45", "所需时间不计算在本节规定的期限内")
PUNISH = PENALTY.cite("60", "自行政处罚案件立案之日起九十日内作出行政处罚决定")
SERVE = PENALTY.cite("61-1", "行政机关应当在七日内")
PAY = PENALTY.cite("67-3", "自收到行政处罚决定书之日起十五日内")
REVIEW = RECONSIDERATION.cite("62-1", "自受理申请之日起六十日内作出行政复议决定")
LONGER_REVIEW = RECONSIDERATION.cite("62-1", "延长期限最多不得超过三十日")
EXAMINE = RECONSIDERATION.cite("30-1", "应当在五日内进行审查")
JINAN_REPLY = JINAN.cite("24-1", "将办理情况在五个工作日内回复来电人")
JINAN_FIVE = JINAN.cite("24-1-1", "能够在五个工作日内办理完毕的，应当及时办理")
JINAN_LONGER = JINAN.cite("24-1-2", "应当向来电人告知办理进度、法定期限")
JINAN_PROMISED = JINAN.cite("24-1-3", "告知来电人办理进度、解决措施及明确的解决时限")
JINAN_REFUSED = JINAN.cite("24-1-4", "不能办理的，应当向来电人做好解释说明工作")
WEIFANG_FIVE = WEIFANG.cite("20-1-1", "能够在五个工作日内办理完毕的，应当办理完毕")
WEIFANG_LONGER = WEIFANG.cite("20-1-2", "法律、法规规定的办理时限超过五个工作日的，从其规定")
ANYANG_FIVE = ANYANG.cite("50-1", "五个工作日内办理完毕并回复来电人")
ANYANG_MORE = ANYANG.cite("50-1", "经本单位负责人批准，可以延期五个工作日")
ANYANG_LONGER = ANYANG.cite("50-1", "法律、法规、规章另有规定的，依照其规定")
QUOTED = [value for value in list(globals().values()) if isinstance(value, Citation)]
QUOTED += [LICENSING_DAYS.ground, PENALTY_DAYS.ground, RECONSIDERATION_DAYS.ground]


@pytest.mark.parametrize("ground", [each for each in QUOTED if each.quote])
def test_quotes_stand_where_they_are_cited(ground: Citation) -> None:
    """What the cases below rest on is found in the very article, to the letter."""
    if not (SHARED / "law").is_dir():
        pytest.skip("the texts are not here")
    assert ground.source
    text = (SHARED / "law" / FILES[ground.source]).read_text(encoding="utf-8")

    assert ground.quote in articles(text)[ground.locator]


def last_day(limit: TimeLimit, month: int, day: int, counting: Counting = CIVIL_CODE) -> date:
    """The last day of a limit that starts at ten o'clock on a day of 2026."""
    return due(limit, at(2026, month, day, 10), CHINA, counting).last_day


class TestStatutoryDays:
    """法律条文中的“日”: a statute says which of its numbers of days are working days."""

    @pytest.mark.parametrize("days", [5, 10, 20, 30, 45])
    def test_licensing_means_working_days(self, days: int) -> None:
        """许可法 82: 期限以工作日计算; whatever the number."""
        assert LICENSING_DAYS.limit(days) == working_days(days)

    @pytest.mark.parametrize("days", range(1, 91))
    def test_penalty_means_some(self, days: int) -> None:
        """处罚法 85: “二日”“三日”“五日”“七日” are working days; any other number is not."""
        meant = working_days(days) if days in {2, 3, 5, 7} else natural_days(days)

        assert PENALTY_DAYS.limit(days) == meant

    @pytest.mark.parametrize("days", range(1, 91))
    def test_reconsideration_means_some(self, days: int) -> None:
        """复议法 88-2: “三日”、“五日”、“七日”、“十日” are; two days, unlike in 处罚法, are not."""
        meant = working_days(days) if days in {3, 5, 7, 10} else natural_days(days)

        assert RECONSIDERATION_DAYS.limit(days) == meant

    @pytest.mark.parametrize(
        ("limit", "month", "day", "last"),
        [
            # 14; 24-27; 28; 2-6 March; 9-13 March; 16-19 March.
            (LICENSING_DAYS.limit(20), 2, 13, date(2026, 3, 19)),
            # 2-4, 7-11, 14-18, Sunday the 20th, 21-24, 28-30 September: 21; 8, 9, Saturday the
            # 10th, 12-16, 19-23, 26-30 October: 39; 2-6 and 9 November.
            (LICENSING_DAYS.limit(45), 9, 1, date(2026, 11, 9)),
            # 13, 14 | 24, 25, 26 | 27, 28 February.
            (PENALTY_DAYS.limit(2), 2, 12, date(2026, 2, 14)),
            (PENALTY_DAYS.limit(3), 2, 12, date(2026, 2, 24)),
            (PENALTY_DAYS.limit(5), 2, 12, date(2026, 2, 26)),
            (PENALTY_DAYS.limit(7), 2, 12, date(2026, 2, 28)),
            # 30 September | 8, 9, 10 | 12, 13, 14 October.
            (PENALTY_DAYS.limit(2), 9, 29, date(2026, 10, 8)),
            (PENALTY_DAYS.limit(3), 9, 29, date(2026, 10, 9)),
            (PENALTY_DAYS.limit(5), 9, 29, date(2026, 10, 12)),
            (PENALTY_DAYS.limit(7), 9, 29, date(2026, 10, 14)),
            # 26 of January, 28 of February, 31 of March, 5 of April: 清明, 4 to 6 April.
            (PENALTY_DAYS.limit(90), 1, 5, date(2026, 4, 7)),
            (PENALTY_DAYS.limit(90), 1, 8, date(2026, 4, 8)),
            # 21 February and 7 October rest.
            (PENALTY_DAYS.limit(15), 2, 6, date(2026, 2, 24)),
            (PENALTY_DAYS.limit(15), 9, 22, date(2026, 10, 8)),
            (PENALTY_DAYS.limit(15), 3, 2, date(2026, 3, 17)),
            (RECONSIDERATION_DAYS.limit(3), 2, 12, date(2026, 2, 24)),
            (RECONSIDERATION_DAYS.limit(5), 2, 12, date(2026, 2, 26)),
            (RECONSIDERATION_DAYS.limit(7), 2, 12, date(2026, 2, 28)),
            (RECONSIDERATION_DAYS.limit(10), 2, 12, date(2026, 3, 4)),
            (RECONSIDERATION_DAYS.limit(5), 9, 29, date(2026, 10, 12)),
            (RECONSIDERATION_DAYS.limit(10), 9, 29, date(2026, 10, 19)),
            # 28 of August, 30 of September, 2 of October, which rests.
            (RECONSIDERATION_DAYS.limit(60), 8, 3, date(2026, 10, 8)),
            (RECONSIDERATION_DAYS.limit(60), 3, 10, date(2026, 5, 9)),  # a makeup Saturday
        ],
    )
    def test_last_days_by_hand(self, limit: TimeLimit, month: int, day: int, last: date) -> None:
        """许可法 42, 处罚法 60 和 67, 复议法 30 和 62 over 春节 and 国庆 of 2026, on fingers."""
        assert last_day(limit, month, day) == last

    def test_days_of_the_two_laws_differ(self) -> None:
        """The same word, 十日, from the same day: 许可法 44 and 处罚法 are apart by a festival."""
        assert last_day(LICENSING_DAYS.limit(10), 2, 12) == date(2026, 3, 4)
        assert last_day(PENALTY_DAYS.limit(10), 2, 12) == date(2026, 2, 24)

    @pytest.mark.parametrize("days", [0, -3, 2.0, "5", None, True])
    def test_no_number_of_days(self, days: Any) -> None:
        """A whole number, 1 or more."""
        for law in (LICENSING_DAYS, PENALTY_DAYS):
            with pytest.raises(InvalidValueError, match=r"limit\.amount"):
                law.limit(days)

    @pytest.mark.parametrize("working", [5, "25", ["2"], [[2]], [2.0], {"a": 1}, [None]])
    def test_no_numbers(self, working: Any) -> None:
        """Several whole numbers, or None for all."""
        with pytest.raises(InvalidValueError):
            StatutoryDays(PENALTY.cite("85"), working)

    def test_a_ground_is_needed(self) -> None:
        """A statute is cited, not named."""
        with pytest.raises(InvalidValueError, match=r"statutory_days\.ground"):
            StatutoryDays("行政处罚法")  # type: ignore[arg-type]

    def test_the_order_makes_no_difference(self) -> None:
        """A set, a list, and what is evolved: the same."""
        ground = PENALTY_DAYS.ground
        twins = [StatutoryDays(ground, given) for given in ((7, 5, 3, 2), [2, 2, 3, 5, 7])]
        twins.append(StatutoryDays(ground, frozenset({2, 3, 5, 7})))
        twins.append(attrs.evolve(PENALTY_DAYS, ground=ground))

        assert all(twin == PENALTY_DAYS for twin in twins)
        assert {digest(twin) for twin in twins} == {digest(PENALTY_DAYS)}


# --- An oracle ------------------------------------------------------------------------------------

QUARTER = timedelta(minutes=15)
DAY = 96  # quarters
ORIGIN = at(2025, 12, 1)
OFFICE_QUARTERS = {*range(36, 48), *range(54, 72)}  # 9 to 12, half past one to 6


def span(first: date, last: date) -> set[date]:
    """The days of a span, its ends among them."""
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


# 国办发明电〔2025〕7号, typed off: what 2026 gives and takes.
OFF = (
    span(date(2026, 1, 1), date(2026, 1, 3))
    | span(date(2026, 2, 15), date(2026, 2, 23))
    | span(date(2026, 4, 4), date(2026, 4, 6))
    | span(date(2026, 5, 1), date(2026, 5, 5))
    | span(date(2026, 6, 19), date(2026, 6, 21))
    | span(date(2026, 9, 25), date(2026, 9, 27))
    | span(date(2026, 10, 1), date(2026, 10, 7))
)
MAKEUP = {
    *(date(2026, month, day) for month, day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20))),
    date(2026, 10, 10),
}
WORKED = {
    index
    for index in range(500)
    for day in [ORIGIN.date() + timedelta(days=index)]
    if day in MAKEUP or (day.weekday() < 5 and day not in OFF)
}


def quarter(instant: datetime) -> int:
    """The number of a quarter of an hour; every instant of a story begins one."""
    whole, rest = divmod(instant - ORIGIN, QUARTER)
    assert not rest
    return whole


def moment(number: int) -> datetime:
    """The instant at which it begins."""
    return ORIGIN + number * QUARTER


class Change(NamedTuple):
    """A change of a limit, in quarters."""

    at: int
    how: HowChanged
    unit: type[TimeLimit]
    amount: int


class Count(NamedTuple):
    """A count that is made: from which quarter, of what, and whether the day of it counts."""

    origin: int
    unit: type[TimeLimit]
    amount: int
    first: bool


class Walker(NamedTuple):
    """Counts as a clerk would: quarter by quarter, day by day. It knows no formula."""

    held: frozenset[int]
    choice: HeldDays
    rolls: bool
    first: bool

    def stands_still(self, day: int, origin: int) -> bool:
        """Whether a day is on hold; what was over before the count began touches nothing."""
        marks = [number in self.held for number in range(day * DAY, day * DAY + DAY)]
        since = max(0, origin - day * DAY)
        if self.choice is HeldDays.TOUCHED:
            return any(marks[since:])
        if self.choice is HeldDays.COVERED:
            return all(marks)
        # What began on an earlier day, and went on when this one began to count.
        return all(marks[: since + 1])

    def counts(self, unit: type[TimeLimit], place: int, origin: int = 0) -> bool:
        """Whether a quarter (of hours) or a day (of days) uses something up."""
        if unit is Hours:
            return place not in self.held
        if unit is WorkingHours:
            day, part = divmod(place, DAY)
            return day in WORKED and part in OFFICE_QUARTERS and place not in self.held
        return (unit is NaturalDays or place in WORKED) and not self.stands_still(place, origin)

    def begin(self, made: Count) -> int:
        """The quarter or day at which a count begins."""
        in_hours = made.unit in (Hours, WorkingHours)
        return made.origin if in_hours else made.origin // DAY + (not made.first)

    def ends(self, made: Count) -> tuple[int, int]:
        """Where a count ends, and where it ends after rolling."""
        in_hours = made.unit in (Hours, WorkingHours)
        left = made.amount * (4 if in_hours else 1)
        place = self.begin(made)
        for place in count(self.begin(made)):
            left -= self.counts(made.unit, place, made.origin)
            if not left:
                break
        if in_hours:
            return place + 1, place + 1
        rolled = place
        if self.rolls and made.unit is NaturalDays and place not in WORKED:
            while rolled not in WORKED or self.stands_still(rolled, made.origin):
                rolled += 1
        return (place + 1) * DAY, (rolled + 1) * DAY

    def spent(self, made: Count, until: int) -> Fraction:
        """How much of it is used up; a day from its first quarter on."""
        if until < made.origin:
            return Fraction(0)
        in_hours = made.unit in (Hours, WorkingHours)
        stop = until if in_hours else (until - 1) // DAY + 1
        places = range(self.begin(made), stop)
        gone = sum(self.counts(made.unit, place, made.origin) for place in places)
        return Fraction(gone, 4) if in_hours else Fraction(gone)

    def waits(self, made: Count, now: int) -> bool:
        """Whether no office has opened yet for it; under these choices only hours of work wait."""
        begun = self._replace(held=frozenset())
        places = range(made.origin, now + 1)
        return made.unit is WorkingHours and not any(begun.counts(made.unit, q) for q in places)

    def late(self, made: Count, until: int) -> Fraction:
        """How far beyond its end; on a day of rest one is late for the next working day."""
        end = self.ends(made)[1]
        nothing_held = self._replace(held=frozenset())
        if made.unit in (Hours, WorkingHours):
            gone = sum(nothing_held.counts(made.unit, place) for place in range(end, until))
            return Fraction(gone, 4)
        days = range(end // DAY, (until - 1) // DAY + 1)
        if made.unit is NaturalDays or not days:
            return Fraction(len(days))
        return Fraction(sum(day in WORKED for day in days) + (days[-1] not in WORKED))


class Story(NamedTuple):
    """What happened to a clock, in quarters; a hold may be open."""

    start: int
    unit: type[TimeLimit]
    amount: int
    changes: tuple[Change, ...]
    holds: tuple[tuple[int, int | None], ...]
    counting: Counting

    @property
    def clock(self) -> Clock:
        """The clock that it is about."""
        changes = (LimitChange(moment(c.at), c.unit(c.amount), c.how) for c in self.changes)
        return Clock(
            self.unit(self.amount),
            moment(self.start),
            counting=self.counting,
            holds=tuple((moment(a), None if b is None else moment(b)) for a, b in self.holds),
            changes=tuple(changes),
        )

    def told(self, now: int) -> tuple[Walker, list[Count]]:
        """What is counted for each limit it had had by then, as the definitions say."""
        spans = [(a, now if b is None else min(b, now)) for a, b in self.holds]
        held = frozenset(place for a, b in spans for place in range(a, b))
        counting = self.counting
        walker = Walker(
            held,
            counting.held_days,
            counting.roll is Roll.NEXT,
            counting.first_day,
        )
        start = self.start
        made = [Count(start, self.unit, self.amount, walker.first)]
        for change in sorted(self.changes, key=lambda each: each.at):
            if change.at > now:
                break
            before = made[-1]
            if change.how is ANEW:
                start = change.at
            if change.how is not EXTENDED:
                made.append(Count(start, change.unit, change.amount, walker.first))
            elif change.unit is before.unit:
                made.append(before._replace(amount=before.amount + change.amount))
            else:
                # A day has ended and the next one counts; within a day, that day does not.
                after_a_day = before.unit in (NaturalDays, WorkingDays)
                end = walker.ends(before)[1]
                made.append(Count(end, change.unit, change.amount, after_a_day))
        return walker, made


FOUR: tuple[type[TimeLimit], ...] = (Hours, NaturalDays, WorkingDays, WorkingHours)
amounts = st.integers(1, 8)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Up to three changes and three holds, over any festival of 2026."""
    start = quarter(at(2026, 1, 4)) + draw(st.integers(0, 245 * DAY))
    changes = st.builds(
        Change,
        st.integers(0, 20 * DAY).map(lambda offset: start + offset),
        st.sampled_from(HowChanged),
        st.sampled_from(FOUR),
        amounts,
    )
    spans = st.tuples(st.integers(-2 * DAY, 20 * DAY), st.none() | st.integers(0, 6 * DAY))
    holds = spans.map(
        lambda pair: (start + pair[0], None if pair[1] is None else start + pair[0] + pair[1])
    )
    counting = CIVIL_CODE.with_(
        READING,
        first_day=draw(st.booleans()),
        roll=draw(st.sampled_from(Roll)),
        held_days=draw(st.sampled_from(HeldDays)),
    )
    return Story(
        start,
        draw(st.sampled_from(FOUR)),
        draw(amounts),
        tuple(draw(st.lists(changes, max_size=3))),
        tuple(draw(st.lists(holds, max_size=3))),
        counting,
    )


later = st.integers(0, 30 * DAY)


class TestAgainstAWalk:
    """What formulas give is what a clerk gets who walks from quarter to quarter, day to day."""

    @settings(max_examples=250)
    @given(story=stories(), after=later)
    def test_every_deadline(self, story: Story, after: int) -> None:
        """Of each limit that it had had by then: replaced, extended, begun anew, with holds."""
        now = story.start + after
        walker, made = story.told(now)

        found = story.clock.deadlines(CHINA, moment(now))

        assert [(d.nominal, d.due) for d in found] == [
            tuple(map(moment, walker.ends(each))) for each in made
        ]

    @settings(max_examples=250)
    @given(story=stories(), after=later)
    def test_every_reading(self, story: Story, after: int) -> None:
        """What is used up, what is left, by how much it is late, where it stands."""
        now = story.start + after
        walker, made = story.told(now)
        governs, end = made[-1], walker.ends(made[-1])[1]
        # What is added in another unit begins where the limit before it ends.
        running = [each for each in made if each.origin <= now][-1]

        found = story.clock.read(moment(now), CHINA)

        assert found.used == walker.spent(running, now)
        assert found.left == max(0, running.amount - walker.spent(running, now))
        assert found.late == (walker.late(governs, now) if now > end else 0)
        if now > end:
            assert found.state is ClockState.OVERDUE
        elif any(a <= now and (b is None or now < b) for a, b in story.holds):
            assert found.state is ClockState.HELD
        else:
            changes = sorted(story.changes, key=lambda each: each.at)
            starts = [made[0]]
            starts += [b for a, b in zip(changes, made[1:], strict=False) if a.how is not EXTENDED]
            waits = walker.waits(starts[-1], now)
            assert found.state is (ClockState.WAITING if waits else ClockState.RUNNING)

    @given(story=stories(), after=later, waited=later)
    def test_what_is_done_stays_as_it_was(self, story: Story, after: int, waited: int) -> None:
        """Once done, later days use nothing up and make nothing late."""
        done = story.start + after
        walker, made = story.told(done)
        end = walker.ends(made[-1])[1]

        found = story.clock.read(moment(done + waited), CHINA, moment(done))

        running = [each for each in made if each.origin <= done][-1]
        assert found.used == walker.spent(running, done)
        assert found.state is (ClockState.DONE_LATE if done > end else ClockState.DONE)
        assert found.deadline.due == moment(end)


class TestChangesByHand:
    """改为、延长、重新计算: what a change makes of the time that has passed."""

    START = at(2026, 3, 2, 9)  # a Monday

    def days(self, clock: Clock) -> list[date]:
        """The last day of each limit it had."""
        return [each.last_day for each in clock.deadlines(CHINA)]

    def test_replaced(self) -> None:
        """From the same start: on the 11th, seven of the twenty are used."""
        clock = Clock(working_days(5), self.START).changed(
            LimitChange(at(2026, 3, 6, 9), LICENSING_DAYS.limit(20), REPLACED, DECIDE)
        )

        assert self.days(clock) == [date(2026, 3, 9), date(2026, 3, 30)]
        reading = clock.read(at(2026, 3, 11, 9), CHINA)
        assert [reading.used, reading.left, reading.late] == [7, 13, 0]

    def test_extended(self) -> None:
        """许可法 42-1: 二十日, 可以延长十日; and 45: what experts need is not counted."""
        clock = Clock(LICENSING_DAYS.limit(20), at(2026, 2, 13, 10), grounds=(DECIDE,))
        longer = clock.changed(
            LimitChange(at(2026, 3, 18, 9), LICENSING_DAYS.limit(10), EXTENDED, LONGER_DECISION)
        )

        # 20, 23-27, 30 and 31 March, 1 and 2 April; then 清明.
        assert self.days(longer) == [date(2026, 3, 19), date(2026, 4, 2)]
        # Two working days on hold in March, the 10th and the 11th: 3 April, and 7 April after 清明.
        held = longer.held(at(2026, 3, 9, 15), at(2026, 3, 11, 17))
        assert self.days(held) == [date(2026, 3, 23), date(2026, 4, 7)]

    def test_extended_together(self) -> None:
        """许可法 42-2: 四十五日, 可以延长十五日."""
        clock = Clock(LICENSING_DAYS.limit(45), at(2026, 9, 1, 10)).changed(
            LimitChange(at(2026, 11, 6), LICENSING_DAYS.limit(15), EXTENDED, LONGER_TOGETHER)
        )

        assert self.days(clock) == [date(2026, 11, 9), date(2026, 11, 30)]

    def test_extended_review(self) -> None:
        """复议法 62-1: 六十日 and thirty more are ninety, whatever the sixtieth day was."""
        clock = Clock(RECONSIDERATION_DAYS.limit(60), at(2026, 8, 3, 10)).changed(
            LimitChange(at(2026, 9, 30), RECONSIDERATION_DAYS.limit(30), EXTENDED, LONGER_REVIEW)
        )

        # 2 October rolls to the 8th; the ninetieth day is 1 November, a Sunday.
        assert self.days(clock) == [date(2026, 10, 8), date(2026, 11, 2)]

    def test_anew(self) -> None:
        """From the change on: the Friday is not counted."""
        clock = Clock(working_days(5), self.START).changed(
            LimitChange(at(2026, 3, 6, 9), working_days(5), ANEW)
        )

        assert self.days(clock) == [date(2026, 3, 9), date(2026, 3, 13)]
        assert clock.read(at(2026, 3, 10, 9), CHINA).used == 2

    def test_replaced_after_anew(self) -> None:
        """What was begun anew keeps its start: the first one is over."""
        clock = Clock(working_days(5), self.START).changed(
            LimitChange(at(2026, 3, 6, 9), working_days(5), ANEW),
            LimitChange(at(2026, 3, 9, 9), working_days(10), REPLACED),
        )

        assert self.days(clock)[-1] == date(2026, 3, 20)

    def test_extended_in_another_unit(self) -> None:
        """It goes on where the limit before it ends, and counts the next day."""
        clock = Clock(working_days(5), self.START)  # to the 9th, a Monday
        more = LimitChange(at(2026, 3, 6, 9), natural_days(3), EXTENDED)
        once, twice = clock.changed(more), clock.changed(more, more)

        assert self.days(once)[-1] == date(2026, 3, 12)
        # The sixth day is Sunday, the 15th.
        assert self.days(twice)[-1] == date(2026, 3, 16)
        # Until what was added begins, the limit before it runs.
        reading = once.read(at(2026, 3, 6, 15), CHINA)
        assert reading.state is ClockState.RUNNING
        assert [reading.used, reading.left] == [4, 1]
        assert "另有延长的3日" in reading.explain()
        assert once.read(at(2026, 3, 10, 15), CHINA).used == 1

    def test_what_is_added_counts_from_the_end_of_the_count(self) -> None:
        """203-1: a last day that rolled is the last day; what is added goes on from there."""
        clock = Clock(natural_days(7), at(2026, 3, 7, 9))
        longer = clock.changed(LimitChange(at(2026, 3, 9), working_days(5), EXTENDED))

        # Rolled from Saturday to Monday the 16th; Tuesday is the first of the five.
        assert self.days(longer) == [date(2026, 3, 16), date(2026, 3, 23)]

    def test_hours_after_days_and_days_after_hours(self) -> None:
        """A day has ended at 24:00; where hours end within a day, that day is not counted."""
        some = Clock(natural_days(1), self.START).changed(
            LimitChange(self.START, hours(36), EXTENDED)
        )
        other = Clock(hours(36), self.START).changed(
            LimitChange(self.START, natural_days(1), EXTENDED)
        )

        assert some.deadline(CHINA).due == at(2026, 3, 5, 12)
        assert other.deadline(CHINA).due == at(2026, 3, 5)

    def test_the_later_of_two_at_one_instant(self) -> None:
        """As they were given."""
        changes = [LimitChange(self.START, natural_days(n), REPLACED) for n in (3, 9)]

        assert Clock(hours(1), self.START).changed(*changes).deadline(CHINA).limit == natural_days(
            9
        )
        assert Clock(hours(1), self.START).changed(*changes[::-1]).deadline(
            CHINA
        ).limit == natural_days(3)

    def test_a_change_that_came_too_late(self) -> None:
        """It counts, and the reading says that the limit before was up already."""
        change = LimitChange(at(2026, 3, 10, 9), working_days(5), EXTENDED)
        in_time = LimitChange(at(2026, 3, 10), working_days(5), EXTENDED)
        clock = Clock(working_days(5), self.START)

        late = clock.changed(change).read(at(2026, 3, 11), CHINA)
        kept = clock.changed(in_time).read(at(2026, 3, 11), CHINA)

        assert late.too_late == (change,)
        assert "此时原期限已届满" in late.explain()
        assert kept.too_late == ()
        assert late.deadline.due == kept.deadline.due == at(2026, 3, 17)

    def test_a_hold_that_lasts(self) -> None:
        """The deadline moves from day to day while it does, and stops moving with it."""
        clock = Clock(working_days(5), self.START).held(at(2026, 3, 4, 9))
        days = [clock.deadline(CHINA, at(2026, 3, day, 12)).last_day.day for day in (4, 5, 6)]
        ended = Clock(working_days(5), self.START).held(at(2026, 3, 4, 9), at(2026, 3, 6, 12))

        assert days == [9, 10, 11]
        assert ended.deadline(CHINA).last_day == date(2026, 3, 11)
        assert clock.read(at(2026, 3, 20, 9), CHINA).state is ClockState.HELD

    def test_what_was_told_twice(self) -> None:
        """A hold that comes again is the same hold."""
        clock = Clock(working_days(5), self.START).held(at(2026, 3, 4), at(2026, 3, 5))

        assert clock.held(at(2026, 3, 4), at(2026, 3, 5)) == clock

    def test_minutes_and_seconds(self) -> None:
        """A part of an hour is told as people tell it."""
        clock = Clock(hours(2), self.START)
        reading = clock.read(self.START + timedelta(hours=1, minutes=20, seconds=1), CHINA)

        assert "已用1小时20分1秒，剩余39分59秒" in reading.explain()
        assert "1 hour 20 min 1 s used, 39 min 59 s left" in reading.explain("en")

    def test_started_by_its_event(self) -> None:
        """起算: the event that the counting names; no clock before it."""
        signed = CIVIL_CODE.with_(READING, starts_at=StartsAt.SIGNED)
        events = {StartsAt.RECEIVED: at(2026, 3, 1), StartsAt.DISPATCHED: at(2026, 3, 2)}

        dispatched = Clock.started(hours(2), events, whose=Whose.CO_HANDLER)
        assert dispatched == Clock(hours(2), at(2026, 3, 2), Whose.CO_HANDLER)
        assert Clock.started(hours(2), events, counting=signed) is None


def after_start(start: datetime) -> st.SearchStrategy[datetime]:
    """Whole minutes of two months."""
    return st.integers(0, 60 * 24 * 60).map(lambda n: start + timedelta(minutes=n))


def changes_after(start: datetime) -> st.SearchStrategy[list[LimitChange]]:
    """Up to three of any kind, in any unit."""
    each = st.builds(LimitChange, after_start(start), limits, st.sampled_from(HowChanged))
    return st.lists(each, max_size=3)


def closing_before_its_start(counting: Counting) -> bool:
    """Where the day of the start counts and business has closed, a limit ends before it starts."""
    return counting.first_day and counting.end is not End.END_OF_DAY


def seen(reading: ClockReading) -> tuple[Any, ...]:
    """Everything that a reading says, but the clock, which knows of later things as well."""
    fields = attrs.fields(ClockReading)
    return tuple(getattr(reading, field.name) for field in fields if field.name != "clock")


class TestLawsOfTheFold:
    """What holds of every clock, in every unit, under every counting."""

    @given(start=instants, limit=limits, counting=countings, data=st.data())
    def test_without_changes_it_is_due(
        self, start: datetime, limit: TimeLimit, counting: Counting, data: st.DataObject
    ) -> None:
        """One limit, one deadline: that of `due`, holds and all."""
        holds = tuple(data.draw(holds_after(start)))
        clock = Clock(limit, start, counting=counting, holds=holds)

        assert clock.deadlines(CHINA) == (due(limit, start, CHINA, counting, holds),)

    @given(start=instants, counting=countings, data=st.data())
    def test_replaced_by_itself(
        self, start: datetime, counting: Counting, data: st.DataObject
    ) -> None:
        """The same limit again, wherever the count began, changes nothing."""
        holds = tuple(data.draw(holds_after(start)))
        changes = data.draw(changes_after(start))
        clock = Clock(data.draw(limits), start, counting=counting, holds=holds)
        clock = clock.changed(*(change for change in changes if change.how is not EXTENDED))
        when = max([start, *(change.at for change in clock.changes)])
        before = clock.deadline(CHINA)

        again = clock.changed(LimitChange(when, before.limit, REPLACED))

        assert again.deadline(CHINA) == before

    @given(start=instants, limit=limits, other=limits, counting=countings, data=st.data())
    def test_when_it_was_replaced_makes_no_difference(
        self,
        start: datetime,
        limit: TimeLimit,
        other: TimeLimit,
        counting: Counting,
        data: st.DataObject,
    ) -> None:
        """Early, late, or when the old limit was up: it is that limit from that start."""
        when = data.draw(after_start(start))
        holds = tuple(data.draw(holds_after(start)))
        clock = Clock(limit, start, counting=counting, holds=holds)

        found = clock.changed(LimitChange(when, other, REPLACED)).deadline(CHINA)

        assert found == due(other, start, CHINA, counting, holds)

    @given(
        start=instants,
        limit=limits,
        added=st.tuples(st.sampled_from([*FOUR, Months]), st.integers(1, 6), st.integers(1, 6)),
        counting=countings,
        data=st.data(),
    )
    def test_two_extensions_are_their_sum(
        self,
        start: datetime,
        limit: TimeLimit,
        added: tuple[type[TimeLimit], int, int],
        counting: Counting,
        data: st.DataObject,
    ) -> None:
        """In one unit, the limit's own or another; whenever they were granted."""
        unit, one, two = added
        whens = [data.draw(after_start(start)) for _ in range(3)]
        holds = tuple(data.draw(holds_after(start)))
        clock = Clock(limit, start, counting=counting, holds=holds)
        steps = [
            LimitChange(when, unit(n), EXTENDED)
            for when, n in zip(sorted(whens[:2]), (one, two), strict=True)
        ]

        twice = clock.changed(*steps)
        once = clock.changed(LimitChange(whens[2], unit(one + two), EXTENDED))

        assert twice.deadline(CHINA) == once.deadline(CHINA)

    @given(start=instants, limit=limits, other=limits, counting=countings, data=st.data())
    def test_an_extension_never_shortens(
        self,
        start: datetime,
        limit: TimeLimit,
        other: TimeLimit,
        counting: Counting,
        data: st.DataObject,
    ) -> None:
        """In whatever unit, by whatever counting: it ends after the limit that it extends."""
        assume(not closing_before_its_start(counting))
        holds = tuple(data.draw(holds_after(start)))
        clock = Clock(limit, start, counting=counting, holds=holds)

        one, two = clock.changed(LimitChange(start, other, EXTENDED)).deadlines(CHINA)

        assert one.nominal < two.nominal

    @given(
        start=instants,
        limit=limits,
        counting=countings,
        gap=st.integers(0, 5000),
        length=st.integers(0, 20_000),
    )
    def test_a_hold_outside_stops_nothing(
        self, start: datetime, limit: TimeLimit, counting: Counting, gap: int, length: int
    ) -> None:
        """Over before the start, or begun when the limit was up."""
        # A day that a hold touches is not counted, even where the hold was over before the start
        # or came after closing on the last day: of such days the choice of days speaks.
        counting = counting.with_(READING, first_day=False, end=End.END_OF_DAY)
        plain = Clock(limit, start, counting=counting).deadline(CHINA)
        away, long = timedelta(minutes=gap), timedelta(minutes=length)

        for begin in (start - away - long, plain.due + away):
            clock = Clock(limit, start, counting=counting).held(begin, begin + long)
            found = clock.deadline(CHINA)

            assert (found.nominal, found.due) == (plain.nominal, plain.due)

    @given(start=instants, counting=countings, data=st.data())
    def test_a_reading_knows_no_future(
        self, start: datetime, counting: Counting, data: st.DataObject
    ) -> None:
        """What happens later changes no reading: changes, holds, the end of a hold, the finish."""
        holds = data.draw(holds_after(start))
        now = data.draw(after_start(start))
        known = [hold for hold in holds if hold[0] <= now]
        changes = data.draw(changes_after(start))
        clock = Clock(data.draw(limits), start, counting=counting).changed(
            *(change for change in changes if change.at <= now)
        )
        ignorant = attrs.evolve(clock, holds=tuple((a, b if b <= now else None) for a, b in known))
        knowing = attrs.evolve(clock, holds=tuple(holds)).changed(
            *(change for change in changes if change.at > now)
        )
        done = now + timedelta(minutes=data.draw(st.integers(1, 10_000)))

        assert seen(ignorant.read(now, CHINA, rules=CARDS)) == seen(
            knowing.read(now, CHINA, done, CARDS)
        )

    @given(start=instants, counting=countings, data=st.data())
    def test_used_and_left_make_the_whole(
        self, start: datetime, counting: Counting, data: st.DataObject
    ) -> None:
        """Until the count ends; after it, rolled or late, nothing is left."""
        assume(not closing_before_its_start(counting))
        now = data.draw(after_start(start))
        clock = Clock(
            data.draw(limits),
            start,
            counting=counting,
            holds=tuple(data.draw(holds_after(start))),
            changes=tuple(data.draw(changes_after(start))),
        )

        found = clock.read(now, CHINA)

        assert found.used >= 0
        if now <= found.running.nominal:
            assert found.used + found.left == found.running.limit.amount
        else:
            assert found.used >= found.running.limit.amount
            assert found.left == 0

    @given(start=instants, counting=countings, finished=st.booleans(), data=st.data())
    def test_where_it_stands_agrees_with_its_deadline(
        self, start: datetime, counting: Counting, finished: bool, data: st.DataObject
    ) -> None:
        """Late exactly where the deadline says so; done exactly where it was done by then."""
        now, done = data.draw(after_start(start)), data.draw(after_start(start))
        clock = Clock(
            data.draw(limits),
            start,
            counting=counting,
            holds=tuple(data.draw(holds_after(start))),
            changes=tuple(data.draw(changes_after(start))),
        )

        found = clock.read(now, CHINA, done if finished else None)

        is_done = finished and done <= now
        late = found.deadline.is_late(done if is_done else now)
        states = {
            (True, True): {ClockState.DONE_LATE},
            (True, False): {ClockState.DONE},
            (False, True): {ClockState.OVERDUE},
            (False, False): {ClockState.WAITING, ClockState.RUNNING, ClockState.HELD},
        }
        assert found.state in states[is_done, late]
        assert found.done == (done if is_done else None)
        assert late or not found.late

    def test_it_waits_for_the_office(self) -> None:
        """尚未起算: where what comes at night counts from the next opening on, extended or not."""
        counting = CIVIL_CODE.with_(READING, intake=Intake.NEXT_WORKING_DAY)
        clock = Clock(working_days(5), at(2026, 3, 6, 19), counting=counting)  # a Friday
        longer = clock.changed(LimitChange(at(2026, 3, 6, 20), natural_days(3), EXTENDED))

        for each in (clock, longer):
            states = [
                each.read(now, CHINA).state
                for now in (at(2026, 3, 6, 20), at(2026, 3, 9, 8, 59), at(2026, 3, 9, 9))
            ]
            assert states == [ClockState.WAITING, ClockState.WAITING, ClockState.RUNNING]

    @given(start=instants, limit=limits, back=st.integers(1, 10**9))
    def test_no_reading_before_the_start(
        self, start: datetime, limit: TimeLimit, back: int
    ) -> None:
        """There is no clock yet."""
        with pytest.raises(InvalidValueError, match="before it started"):
            Clock(limit, start).read(start - timedelta(microseconds=back), CHINA)


class TestReassigned:
    """改派: what a clock becomes when the matter goes to another unit."""

    START, THEN = at(2026, 3, 2, 9), at(2026, 3, 5, 9)
    CONTINUES = CIVIL_CODE.with_(READING, on_reassign=OnReassign.CONTINUE)

    def told(self, counting: Counting = CIVIL_CODE, whose: Whose = Whose.LEAD) -> Clock:
        """A clock to which everything has happened."""
        return Clock(
            working_days(5),
            self.START,
            whose,
            counting=counting,
            grounds=(ANYANG_FIVE,),
            holds=(
                (at(2026, 3, 3, 9), at(2026, 3, 3, 10)),
                (at(2026, 3, 4, 9), at(2026, 3, 5, 12)),
                (at(2026, 3, 5, 9), None),
            ),
            changes=(
                LimitChange(at(2026, 3, 3), working_days(20), REPLACED, DECIDE),
                LimitChange(at(2026, 3, 4), working_days(5), EXTENDED),
                LimitChange(at(2026, 3, 6), working_days(10), EXTENDED, LONGER_DECISION),
            ),
        )

    def test_anew(self) -> None:
        """Restarted: the statute's limit and its ground, the open hold, and what comes later."""
        assert self.told().reassigned(self.THEN) == Clock(
            working_days(20),
            self.THEN,
            grounds=(DECIDE,),
            holds=((self.THEN, at(2026, 3, 5, 12)), (self.THEN, None)),
            changes=self.told().changes[2:],
        )

    def test_by_hand(self) -> None:
        """Five days from Thursday on, whatever the first unit had used up or been granted."""
        clock = Clock(working_days(5), self.START, grounds=(ANYANG_FIVE,))
        longer = clock.held(self.START, at(2026, 3, 3, 9)).changed(
            LimitChange(at(2026, 3, 4), working_days(5), EXTENDED, ANYANG_MORE)
        )

        for each in (clock, longer):
            again = each.reassigned(self.THEN)
            assert again.deadline(CHINA).last_day == date(2026, 3, 12)
            assert again.grounds == (ANYANG_FIVE,)
        assert longer.deadline(CHINA).last_day == date(2026, 3, 17)

    @given(start=instants, limit=limits, data=st.data())
    def test_who_waits_waits_on(
        self, start: datetime, limit: TimeLimit, data: st.DataObject
    ) -> None:
        """诉求人's clock never starts anew; a unit's does not where the text says 继续计算."""
        when = data.draw(after_start(start))
        changes = tuple(data.draw(changes_after(start)))
        holds = tuple(data.draw(holds_after(start)))
        kept = [
            Clock(limit, start, Whose.REQUESTER, changes=changes, holds=holds),
            Clock(limit, start, counting=self.CONTINUES, changes=changes, holds=holds),
        ]

        assert [clock.reassigned(when) for clock in kept] == kept

    @given(start=instants, limit=limits, data=st.data())
    def test_the_next_unit_has_the_whole_limit(
        self, start: datetime, limit: TimeLimit, data: st.DataObject
    ) -> None:
        """Where all was over by then: nothing of it touches the next unit's deadline."""
        when = data.draw(after_start(start))
        more = data.draw(st.lists(limits, max_size=2))
        holds = [(a, min(b, when)) for a, b in data.draw(holds_after(start)) if a < when]
        clock = Clock(limit, start, holds=tuple(holds)).changed(
            *(LimitChange(start, each, EXTENDED) for each in more)
        )

        assert clock.reassigned(when) == Clock(limit, when)

    def test_what_comes_with_it_and_after_it(self) -> None:
        """Decided at that very instant, it was the former unit's; decided later, it is the next's."""
        clock = Clock(working_days(5), self.START)
        change = LimitChange(self.THEN, working_days(20), REPLACED, DECIDE)
        later = attrs.evolve(change, at=self.THEN + timedelta(minutes=1))
        more = attrs.evolve(change, how=EXTENDED)

        assert clock.changed(change).reassigned(self.THEN) == Clock(
            working_days(20), self.THEN, grounds=(DECIDE,)
        )
        assert clock.changed(more).reassigned(self.THEN) == Clock(working_days(5), self.THEN)
        assert clock.changed(later).reassigned(self.THEN) == Clock(
            working_days(5), self.THEN, changes=(later,)
        )

    def test_it_answers_before_and_after(self) -> None:
        """The unit that gave it away is read on its own clock, the next on its own."""
        clock = Clock(hours(24), self.START)
        late = clock.reassigned(at(2026, 3, 3, 10))

        assert clock.read(at(2026, 3, 3, 10), CHINA).late == 1
        assert late.read(at(2026, 3, 3, 10), CHINA).late == 0

    @pytest.mark.parametrize("whose", Whose)
    def test_not_before_the_start(self, whose: Whose) -> None:
        """What was not dispatched cannot be dispatched again."""
        with pytest.raises(InvalidValueError, match="reassigned before the start"):
            self.told(whose=whose).reassigned(at(2026, 3, 2, 8, 59))


def enough(later: Callable[[int], datetime], when: datetime) -> int:
    """The least number of units more that would have been in time."""
    return next(n for n in count(1) if when <= later(n))


class TestWhereItCounts:
    """A limit that was set anew, or goes on, says from where it counts; nothing comes before it."""

    START = at(2026, 3, 2, 9)

    def test_anew_is_not_the_event_of_the_start(self) -> None:
        """The second deadline counts from the change, and no dispatch is named for it."""
        clock = Clock(working_days(5), self.START).changed(
            LimitChange(at(2026, 3, 5, 9), working_days(3), HowChanged.ANEW)
        )
        text = str(clock.read(at(2026, 3, 6), CHINA).explain())

        assert text.count("派单，由此起算") == 1
        assert "自变更之时重新计算" in text

    @pytest.mark.parametrize("how", [EXTENDED, REPLACED])
    def test_what_follows_counts_from_there_too(self, how: HowChanged) -> None:
        """A limit that was set anew and then changed again names neither a dispatch nor an end."""
        clock = Clock(working_days(5), self.START).changed(
            LimitChange(at(2026, 3, 5, 9), working_days(3), HowChanged.ANEW),
            LimitChange(at(2026, 3, 6, 9), working_days(2), how),
        )
        text = str(clock.read(at(2026, 3, 6, 10), CHINA).explain())

        assert text.count("派单，由此起算") == 1
        assert "自前次重新计算之时起算" in text
        assert "接续计算" not in text

    def test_what_goes_on_says_so(self) -> None:
        """An extension in another unit begins where the limit before it ends."""
        clock = Clock(hours(24), self.START).changed(
            LimitChange(at(2026, 3, 3, 8), working_days(2), EXTENDED)
        )
        text = str(clock.read(at(2026, 3, 3, 8), CHINA).explain())

        assert text.count("派单，由此起算") == 1
        assert "自原期限届满时接续计算" in text

    def test_a_limit_set_anew_stays_with_the_next_unit(self) -> None:
        """It is the matter's, as one that was replaced is; an extension is the unit's."""
        clock = Clock(working_days(5), self.START).changed(
            LimitChange(at(2026, 3, 3), working_days(20), REPLACED),
            LimitChange(at(2026, 3, 4), working_days(3), HowChanged.ANEW),
            LimitChange(at(2026, 3, 4, 1), working_days(1), EXTENDED),
        )

        assert clock.reassigned(at(2026, 3, 5)).limit == working_days(3)

    def test_nothing_comes_before_the_start(self) -> None:
        """Neither a limit set anew nor what was done."""
        clock = Clock(working_days(5), self.START)
        before = self.START - timedelta(days=1)
        with pytest.raises(InvalidValueError, match=r"clock\.changes\[0\]\.at"):
            clock.changed(LimitChange(before, working_days(5), HowChanged.ANEW))
        with pytest.raises(InvalidValueError, match="done"):
            clock.read(self.START, CHINA, done=before)

    def test_cards_of_an_extension_keep_to_the_start_of_all(self) -> None:
        """A card may come out before the extension begins, and not before the clock started."""
        early = AlertRule(Text("蓝牌", "blue card"), -4, READING)
        clock = Clock(hours(24), self.START).changed(
            LimitChange(at(2026, 3, 3, 8), working_days(1), EXTENDED)
        )
        (card,) = clock.read(at(2026, 3, 3, 10), CHINA, rules=[early]).alerts

        assert card.day == self.START.date()


class TestUnsettled:
    """What rests on days that no notice has settled says so, in a clock as in a deadline."""

    def test_an_extension_hands_the_range_on(self) -> None:
        """24 hours after a provisional end are as uncertain as that, and pin what it pinned."""
        clock = Clock(working_days(5), at(2026, 12, 28, 9)).changed(
            LimitChange(at(2026, 12, 29, 9), hours(24), EXTENDED)
        )
        before, after = clock.deadlines(CHINA)

        assert before.provisional
        assert after.provisional
        assert after.layers == before.layers
        assert before.range
        assert after.range == tuple(end + timedelta(hours=24) for end in before.range)

    @given(
        amount=st.integers(1, 8),
        added=st.sampled_from([hours(24), natural_days(3), natural_days(40)]),
        rested=st.integers(0, 2**6 - 1),
    )
    def test_whatever_notice_comes(self, amount: int, added: TimeLimit, rested: int) -> None:
        """The end of an extension lies within the range that was said before."""
        undecided = [
            day
            for day in (date(2026, 12, 29) + timedelta(days=n) for n in range(60))
            if CHINA.is_undecided(day)
        ][:6]
        rest = [day for index, day in enumerate(undecided) if rested >> index & 1]
        working = [day for day in undecided if day not in rest]
        layer = CalendarLayer.change(
            "通知", published=date(2026, 12, 1), rest=rest, working=working
        )
        clock = Clock(working_days(amount), at(2026, 12, 25, 9)).changed(
            LimitChange(at(2026, 12, 26, 9), added, EXTENDED)
        )
        said = clock.deadline(CHINA)
        came = clock.deadline(CHINA.with_layer(layer))

        assert said.earliest <= came.due <= said.latest

    def test_what_is_used_up_and_late(self) -> None:
        """The deadline is settled; how late it is by now hangs on days that are not."""
        clock = Clock(working_days(1), at(2026, 12, 25, 9))
        reading = clock.read(at(2027, 1, 5, 9), CHINA)

        assert not reading.deadline.provisional
        assert reading.provisional
        assert reading.to_rows()[0]["provisional"] is True
        assert "暂定" in reading.explain()
        assert not clock.read(at(2026, 12, 28, 9), CHINA).provisional

    def test_a_card_on_an_unsettled_day(self) -> None:
        """The red card of a limit that ends on 28 December is out on a day that may yet rest."""
        deadline = due(working_days(1), at(2026, 12, 25, 9), CHINA)
        yellow, red = alerts(deadline, CHINA, CARDS)

        assert (yellow.provisional, red.provisional) == (False, True)
        assert "暂定" in red.explain()


class TestLateness:
    """超期: the least number of its own unit by which a limit would have had to go on."""

    @given(start=instants, limit=limits, counting=countings, past=st.integers(0, 10**11))
    def test_none_unless_late(
        self, start: datetime, limit: TimeLimit, counting: Counting, past: int
    ) -> None:
        """Up to the very end 0, after it more: but of hours of work nothing passes at night."""
        deadline = due(limit, start, CHINA, counting)
        when = deadline.due + timedelta(microseconds=past)

        assert lateness(deadline, deadline.due - timedelta(microseconds=past), CHINA) == 0
        assert lateness(deadline, deadline.due, CHINA) == 0
        if past and not isinstance(limit, WorkingHours):
            assert lateness(deadline, when, CHINA) > 0

    @given(
        start=instants,
        limit=st.builds(
            lambda unit, n: unit(n),
            st.sampled_from([NaturalDays, WorkingDays]),
            st.integers(1, 40),
        ),
        counting=countings,
        past=st.integers(1, 40 * 24 * 60),
        data=st.data(),
    )
    def test_so_many_more_would_have_done(
        self,
        start: datetime,
        limit: TimeLimit,
        counting: Counting,
        past: int,
        data: st.DataObject,
    ) -> None:
        """Days that do not roll: extended by so many it is kept, by one less it is not."""
        counting = counting.with_(READING, roll=Roll.NONE)
        assume(not closing_before_its_start(counting))
        before = due(limit, start, CHINA, counting).due
        holds = [(a, min(b, before)) for a, b in data.draw(holds_after(start)) if a < before]
        clock = Clock(limit, start, counting=counting, holds=tuple(holds))
        deadline = clock.deadline(CHINA)
        when = deadline.due + timedelta(minutes=past)

        def extended(n: int) -> datetime:
            return clock.changed(LimitChange(start, type(limit)(n), EXTENDED)).deadline(CHINA).due

        assert lateness(deadline, when, CHINA) == enough(extended, when)

    @given(
        start=instants,
        limit=st.builds(
            lambda unit, n: unit(n),
            st.sampled_from([NaturalDays, WorkingDays, Months]),
            st.integers(1, 12),
        ),
        roll=st.sampled_from(Roll),
        past=st.integers(1, 100 * 24 * 60),
    )
    def test_from_the_last_day_on(
        self, start: datetime, limit: TimeLimit, roll: Roll, past: int
    ) -> None:
        """Rolled or not, days, working days and months are counted from the last day."""
        counting = CIVIL_CODE.with_(READING, roll=roll)
        deadline = due(limit, start, CHINA, counting)
        when = deadline.due + timedelta(minutes=past)
        noon = deadline.due - timedelta(hours=12)
        plain = CIVIL_CODE.with_(READING, roll=Roll.NONE)

        def going_on(n: int) -> datetime:
            return due(type(limit)(n), noon, CHINA, plain).due

        assert lateness(deadline, when, CHINA) == enough(going_on, when)

    @given(start=instants, amount=st.integers(1, 100), past=st.integers(0, 10**12))
    def test_hours_are_exact(self, start: datetime, amount: int, past: int) -> None:
        """To the microsecond."""
        deadline = due(hours(amount), start, CHINA)
        when = deadline.due + timedelta(microseconds=past)

        assert lateness(deadline, when, CHINA) == Fraction(past, 3_600_000_000)

    @pytest.mark.parametrize(
        ("limit", "when", "late"),
        [
            # Due on Friday the 27th at 24:00; the 28th is a makeup workday.
            (working_days(5), at(2026, 2, 28), 0),
            (working_days(5), at(2026, 2, 28, 0, 1), 1),
            (working_days(5), at(2026, 3, 1), 1),
            (working_days(5), at(2026, 3, 1, 9), 2),  # a Sunday: Monday would have done
            (working_days(5), at(2026, 3, 2, 9), 2),
            (working_days(5), at(2026, 3, 4, 9), 4),
            # The 20th rests, and so do all to the 23rd: due on the 24th.
            (natural_days(7), at(2026, 2, 24, 23), 0),
            (natural_days(7), at(2026, 2, 25, 9), 1),
            (natural_days(7), at(2026, 3, 1, 9), 5),
            (months(1), at(2026, 3, 14), 0),
            (months(1), at(2026, 3, 14, 9), 1),
            (months(1), at(2026, 4, 14), 1),
            (months(1), at(2026, 4, 14, 9), 2),
            (hours(2), at(2026, 2, 13, 12, 30), Fraction(1, 2)),
            # Two and four and a half on the 13th: due at 9:30 on the 14th, a makeup Saturday.
            (working_hours(7), at(2026, 2, 14, 9, 30), 0),
            (working_hours(7), at(2026, 2, 14, 10, 15), Fraction(3, 4)),
            (working_hours(7), at(2026, 2, 24, 9, 30), Fraction(15, 2)),
        ],
    )
    def test_worked_examples(self, limit: TimeLimit, when: datetime, late: Any) -> None:
        """From ten o'clock on Friday, 13 February 2026."""
        deadline = due(limit, at(2026, 2, 13, 10), CHINA)

        assert lateness(deadline, when, CHINA) == late

    def test_after_closing(self) -> None:
        """Late within the day on which the office had closed; the next day is the second."""
        counting = CIVIL_CODE.with_(READING, end=End.CLOSE_OF_BUSINESS)
        deadline = due(working_days(1), at(2026, 3, 2, 9), CHINA, counting)  # to the 3rd, 18:00

        late = [
            lateness(deadline, when, CHINA)
            for when in (at(2026, 3, 3, 18), at(2026, 3, 3, 18, 1), at(2026, 3, 4, 18, 1))
        ]
        assert late == [0, 1, 2]


class TestAlerts:
    """山东: 到期前1个工作日黄牌, 到期后首个工作日红牌."""

    def days(self, limit: TimeLimit, start: datetime, counting: Counting) -> list[str]:
        """The days of the yellow card and the red one."""
        found = alerts(due(limit, start, CHINA, counting), CHINA, CARDS)
        assert [card.rule.name.zh for card in found] == ["黄牌", "红牌"]
        return [f"{card.day:%m-%d}" for card in found]

    @pytest.mark.parametrize(
        ("limit", "start", "days"),
        [
            # Last day Friday, 27 February; the Saturday after it is worked.
            (working_days(5), at(2026, 2, 13, 9), ["02-26", "02-28"]),
            # That Saturday itself.
            (working_days(4), at(2026, 2, 24, 9), ["02-27", "03-02"]),
            # The day after the festival; the makeup Saturday before it.
            (working_days(3), at(2026, 2, 12, 9), ["02-14", "02-25"]),
            # The makeup Saturday before the festival.
            (working_days(2), at(2026, 2, 12, 9), ["02-13", "02-24"]),
            # 30 September, and the first day after 国庆.
            (working_days(5), at(2026, 9, 22, 9), ["09-29", "10-08"]),
            # 10 October, a makeup Saturday; the Sunday after it rests.
            (working_days(3), at(2026, 9, 30, 9), ["10-09", "10-12"]),
            # Rolled off the festival to its end.
            (natural_days(7), at(2026, 2, 13, 9), ["02-14", "02-25"]),
            # The eve is the day of the start.
            (working_days(1), at(2026, 3, 2, 9), ["03-02", "03-04"]),
        ],
    )
    def test_by_hand(self, limit: TimeLimit, start: datetime, days: list[str]) -> None:
        """Over makeup workdays and holidays."""
        assert self.days(limit, start, CIVIL_CODE) == days

    def test_around_a_last_day_of_rest(self) -> None:
        """Where nothing rolls: the working day before the festival, and the one after it."""
        plain = CIVIL_CODE.with_(READING, roll=Roll.NONE)

        assert self.days(natural_days(7), at(2026, 9, 28, 9), plain) == ["09-30", "10-08"]

    def test_on_the_last_day(self) -> None:
        """到期当日 is that day, be it one of rest: hours run through Sunday, 1 March."""
        rule = AlertRule(Text("牌", "card"), 0, READING)
        (card,) = alerts(due(hours(24), at(2026, 2, 28, 9), CHINA), CHINA, [rule])

        assert card.day == date(2026, 3, 1)

    def test_never_before_the_start(self) -> None:
        """Two hours on a Monday: the working day before was Saturday, a makeup day."""
        assert self.days(hours(2), at(2026, 3, 2, 9), CIVIL_CODE) == ["03-02", "03-03"]

    @given(start=instants, limit=limits, offsets=st.lists(st.integers(-9, 9), max_size=5))
    def test_in_the_order_of_their_days(
        self, start: datetime, limit: TimeLimit, offsets: list[int]
    ) -> None:
        """A greater offset never comes earlier; no card is out before the start."""
        deadline = due(limit, start, CHINA)
        rules = [AlertRule(Text(f"{n}", f"{n}"), n, READING) for n in offsets]

        found = alerts(deadline, CHINA, rules)

        assert [card.day for card in found] == sorted(card.day for card in found)
        assert sorted(card.rule.working_days for card in found) == sorted(offsets)
        by_offset = sorted(found, key=lambda card: card.rule.working_days)
        assert [card.day for card in by_offset] == [card.day for card in found]
        for card in found:
            assert card.day >= start.date()
            away = card.rule.working_days
            if card.day > start.date() and away:
                assert CHINA.is_working_day(card.day)
                low, high = sorted((card.day, deadline.last_day))
                inside = sum(
                    CHINA.is_working_day(low + timedelta(days=n))
                    for n in range(1, (high - low).days)
                )
                assert inside == abs(away) - 1
            if not away:
                assert card.day == max(deadline.last_day, start.date())

    def test_what_is_out(self) -> None:
        """A card is out from its day on; at 24:00 of the last day nothing is late, and no card red."""
        clock = Clock(working_days(5), at(2026, 2, 13, 9))  # to 24:00 of the 27th

        def out(when: datetime, done: datetime | None = None) -> list[str]:
            return [card.rule.name.zh for card in clock.read(when, CHINA, done, CARDS).alerts]

        assert out(at(2026, 2, 25, 23, 59)) == []
        assert out(at(2026, 2, 26)) == out(at(2026, 2, 27, 18)) == ["黄牌"]
        assert out(at(2026, 2, 28)) == ["黄牌"]
        assert out(at(2026, 2, 28, 0, 1)) == ["黄牌", "红牌"]
        # What was done is done: no card after it.
        assert out(at(2026, 3, 9), at(2026, 2, 27, 18)) == ["黄牌"]
        assert out(at(2026, 3, 9), at(2026, 2, 25, 18)) == []

    @pytest.mark.parametrize(
        ("days", "zh", "en"),
        [
            (-2, "到期前2个工作日", "2 working days before"),
            (-1, "到期前1个工作日", "1 working day before"),
            (0, "到期当日", "on the last day"),
            (3, "到期后第3个工作日", "working day 3 after the last day"),
        ],
    )
    def test_words(self, days: int, zh: str, en: str) -> None:
        """In both languages."""
        assert AlertRule(Text("牌", "card"), days, READING).when == Text(zh, en)

    def test_the_ground_is_told(self) -> None:
        """As reported: the text itself was not seen."""
        (card,) = alerts(due(hours(2), at(2026, 3, 2), CHINA), CHINA, CARDS[:1])

        assert "据报道或转述" in card.explain()
        assert "yellow card" in card.explain("en")


class TestObligations:
    """The hotline's limit beside a statute's: what is due by when, and on what ground."""

    START = at(2026, 3, 2, 9)  # a Monday: five working days end on the 9th
    LICENCE: ClassVar[dict[str, Any]] = {
        "statute": LICENSING_DAYS.limit(20),
        "statute_ground": DECIDE,
    }

    def clock(self, *grounds: Citation, start: datetime = START) -> Clock:
        """Five working days."""
        return Clock(working_days(5), start, grounds=grounds)

    def said(self, found: Iterable[Obligation]) -> list[tuple[Task, date]]:
        """What is due by when."""
        return [(each.task, each.last_day) for each in found]

    @pytest.mark.parametrize("rule", StatuteRule)
    def test_within_five_days(self, rule: StatuteRule) -> None:
        """济南 24-1-(一): done within them; so it is where nothing can be done, 24-1-(四)."""
        clock = self.clock(JINAN_REPLY, JINAN_FIVE)
        (only,) = obligations(clock, CHINA, rule, JINAN_LONGER)

        assert (only.task, only.last_day) == (Task.HANDLE, date(2026, 3, 9))
        assert only.due == at(2026, 3, 10)
        assert only.grounds == (JINAN_REPLY, JINAN_FIVE)
        told = attrs.evolve(clock, task=Task.REPLY, grounds=(JINAN_REPLY, JINAN_REFUSED))
        (answer,) = obligations(told, CHINA, rule, JINAN_LONGER)
        assert (answer.task, answer.due) == (Task.REPLY, only.due)

    def test_told_within_the_one_done_within_the_other(self) -> None:
        """济南 24-1-(二): a statute gives more: 告知办理进度、法定期限."""
        found = obligations(
            self.clock(JINAN_REPLY), CHINA, StatuteRule.LONGER_BESIDE, JINAN_LONGER, **self.LICENCE
        )

        assert self.said(found) == [
            (Task.INFORM, date(2026, 3, 9)),
            (Task.HANDLE, date(2026, 3, 30)),
        ]
        assert found[0].grounds == (JINAN_REPLY, JINAN_LONGER)
        assert found[1].grounds == (DECIDE, JINAN_LONGER)
        assert found[1].deadline == due(working_days(20), self.START, CHINA)

    def test_a_day_that_was_promised(self) -> None:
        """济南 24-1-(三): 告知明确的解决时限, and keep it: to the end of that day."""
        found = obligations(
            self.clock(JINAN_REPLY),
            CHINA,
            StatuteRule.LONGER_BESIDE,
            JINAN_PROMISED,
            promised=date(2026, 5, 1),
        )

        assert self.said(found) == [
            (Task.INFORM, date(2026, 3, 9)),
            (Task.HANDLE, date(2026, 5, 1)),
        ]
        assert found[1].due == at(2026, 5, 2)
        assert found[1].deadline is None
        assert found[0].grounds == (JINAN_REPLY, JINAN_PROMISED)
        assert found[1].grounds == (JINAN_PROMISED,)

    @pytest.mark.parametrize("rule", [StatuteRule.LONGER_REPLACES, StatuteRule.LONGER_BESIDE])
    def test_a_shorter_statute(self, rule: StatuteRule) -> None:
        """处罚法 85 with three working days: it binds of itself, and comes first."""
        ground = PENALTY.cite("85", "“三日”")
        found = obligations(
            self.clock(JINAN_REPLY),
            CHINA,
            rule,
            JINAN_LONGER,
            statute=PENALTY_DAYS.limit(3),
            statute_ground=ground,
        )

        assert self.said(found) == [
            (Task.HANDLE, date(2026, 3, 5)),
            (Task.HANDLE, date(2026, 3, 9)),
        ]
        assert found[0].grounds[0] == ground
        assert found[0].grounds[1].basis is Basis.ASSUMED
        assert found[1].grounds == (JINAN_REPLY,)

    def test_any_statute_takes_its_place(self) -> None:
        """安阳 50-1: 另有规定的，依照其规定, a shorter one too."""
        ground = PENALTY.cite("85", "“三日”")
        (only,) = obligations(
            self.clock(ANYANG_FIVE),
            CHINA,
            StatuteRule.REPLACES,
            ANYANG_LONGER,
            statute=PENALTY_DAYS.limit(3),
            statute_ground=ground,
        )

        assert only.last_day == date(2026, 3, 5)
        assert only.grounds == (ground, ANYANG_LONGER)

    @pytest.mark.parametrize(
        ("statute", "days"),
        [
            (3, ["2026-03-05", "2026-03-09", "2026-05-01"]),
            (40, ["2026-03-09", "2026-04-28", "2026-05-01"]),
        ],
    )
    def test_a_promise_sets_no_statute_aside(self, statute: int, days: list[str]) -> None:
        """What the law gives binds beside the day that was promised."""
        found = obligations(
            self.clock(JINAN_REPLY),
            CHINA,
            StatuteRule.LONGER_BESIDE,
            JINAN_PROMISED,
            statute=working_days(statute),
            statute_ground=READING,
            promised=date(2026, 5, 1),
        )

        assert [str(each.last_day) for each in found] == days

    @pytest.mark.parametrize(
        ("five", "longer"), [(WEIFANG_FIVE, WEIFANG_LONGER), (ANYANG_FIVE, ANYANG_LONGER)]
    )
    def test_the_statute_takes_its_place(self, five: Citation, longer: Citation) -> None:
        """潍坊 20-1-(二): 从其规定; 安阳 50-1: 依照其规定. One limit, the statute's."""
        (only,) = obligations(
            self.clock(five), CHINA, StatuteRule.LONGER_REPLACES, longer, **self.LICENCE
        )
        (review,) = obligations(
            self.clock(five),
            CHINA,
            StatuteRule.LONGER_REPLACES,
            longer,
            statute=RECONSIDERATION_DAYS.limit(60),
            statute_ground=REVIEW,
        )

        assert (only.task, only.last_day) == (Task.HANDLE, date(2026, 3, 30))
        assert only.grounds == (DECIDE, longer)
        # The sixtieth day is 1 May, and 劳动节 rests to the 5th.
        assert review.last_day == date(2026, 5, 6)

    def test_what_is_compared_is_what_the_text_names(self) -> None:
        """潍坊 20-1-(二): 超过五个工作日: an extension changes nothing of which is longer."""
        clock = self.clock(ANYANG_FIVE)
        longer = clock.changed(
            LimitChange(at(2026, 3, 6, 9), working_days(5), EXTENDED, ANYANG_MORE)
        )
        serve: dict[str, Any] = {"statute": PENALTY_DAYS.limit(7), "statute_ground": SERVE}
        arguments = CHINA, StatuteRule.LONGER_REPLACES, ANYANG_LONGER

        assert self.said(obligations(clock, *arguments, **serve)) == [
            (Task.HANDLE, date(2026, 3, 11))
        ]
        assert self.said(obligations(longer, *arguments, **serve)) == [
            (Task.HANDLE, date(2026, 3, 11))
        ]

    def test_the_requester_is_told_within_the_five_days(self) -> None:
        """济南 24-1: 在五个工作日内回复, whatever extension there was; done by 24-2."""
        done = JINAN.cite("24-2", "应当在答复的期限内办理完毕")
        clock = self.clock(JINAN_REPLY).changed(
            LimitChange(at(2026, 3, 6, 9), working_days(5), EXTENDED)
        )
        told, finished = obligations(
            clock,
            CHINA,
            StatuteRule.LONGER_BESIDE,
            JINAN_LONGER,
            done_ground=done,
            **self.LICENCE,
        )

        assert (told.task, told.last_day) == (Task.INFORM, date(2026, 3, 9))
        assert told.grounds == (JINAN_REPLY, JINAN_LONGER)
        assert finished.grounds == (DECIDE, done)

    def test_a_statute_is_counted_by_the_code(self) -> None:
        """民法典 204: only a statute or an agreement departs from it, no local counting."""
        local_way = CIVIL_CODE.with_(READING, first_day=True, roll=Roll.NONE)
        clock = Clock(working_days(5), at(2026, 3, 2, 9), counting=local_way)
        law: dict[str, Any] = {"statute": natural_days(60), "statute_ground": READING}

        def last(**more: Any) -> date:
            rule = StatuteRule.LONGER_BESIDE
            return obligations(clock, CHINA, rule, READING, **law, **more)[-1].last_day

        # 1 May rolls to the 6th; by the local counting it were 30 April.
        assert last() == date(2026, 5, 6)
        assert last(statute_counting=local_way) == date(2026, 4, 30)
        # 自受理之日起: accepted a week later.
        assert last(statute_start=at(2026, 3, 9, 9)) == date(2026, 5, 8)

    def test_what_was_set_anew_is_the_limit(self) -> None:
        """The requester is told within the limit that was set anew, not before it began."""
        clock = self.clock(JINAN_REPLY).changed(
            LimitChange(at(2026, 3, 16, 9), working_days(5), ANEW)
        )
        told, done = obligations(
            clock, CHINA, StatuteRule.LONGER_BESIDE, JINAN_LONGER, **self.LICENCE
        )

        assert (told.task, told.last_day) == (Task.INFORM, date(2026, 3, 23))
        # The statute runs on from the start.
        assert done.last_day == date(2026, 3, 30)

    def test_a_promise_that_is_kept_within_the_limit(self) -> None:
        """Nobody has to be told of it when it is done before."""
        found = obligations(
            self.clock(JINAN_REPLY),
            CHINA,
            StatuteRule.LONGER_BESIDE,
            JINAN_PROMISED,
            promised=date(2026, 3, 4),
        )

        assert self.said(found) == [(Task.HANDLE, date(2026, 3, 4))]

    def test_a_promise_after_the_statute_took_the_place(self) -> None:
        """The limit that was replaced asks nothing any more."""
        found = obligations(
            self.clock(WEIFANG_FIVE),
            CHINA,
            StatuteRule.LONGER_REPLACES,
            WEIFANG_LONGER,
            promised=date(2026, 5, 1),
            **self.LICENCE,
        )

        assert self.said(found) == [
            (Task.HANDLE, date(2026, 3, 30)),
            (Task.HANDLE, date(2026, 5, 1)),
        ]

    def test_which_is_longer_may_turn(self) -> None:
        """Where a notice to come could turn it, the ground says so."""
        clock = Clock(working_days(5), at(2026, 12, 28, 9))
        law: dict[str, Any] = {"statute": natural_days(8), "statute_ground": READING}
        found = obligations(clock, CHINA, StatuteRule.LONGER_BESIDE, READING, **law)

        assert any("尚未公布" in ground.text.zh for each in found for ground in each.grounds)

    def test_a_hold_that_lasts(self) -> None:
        """What is due is asked as of an instant then."""
        clock = self.clock(JINAN_REPLY).held(at(2026, 3, 4, 9))
        (own,) = obligations(
            clock, CHINA, StatuteRule.LONGER_BESIDE, JINAN_LONGER, at=at(2026, 3, 6, 9)
        )

        assert own.last_day == date(2026, 3, 11)

    @pytest.mark.parametrize(
        ("start", "tasks", "days"),
        [
            # 26, 27, Saturday the 28th, 2 and 3 March; the seventh day is the 4th: it is longer.
            (at(2026, 2, 25, 9), [Task.INFORM, Task.HANDLE], ["03-03", "03-04"]),
            # Over 春节: the seventh day rolls to the 24th, the fifth working day is the 27th.
            (at(2026, 2, 13, 9), [Task.HANDLE, Task.HANDLE], ["02-24", "02-27"]),
            # Both end on Monday the 9th: it is not longer.
            (at(2026, 3, 2, 9), [Task.HANDLE, Task.HANDLE], ["03-09", "03-09"]),
        ],
    )
    def test_which_is_longer_depends_on_the_start(
        self, start: datetime, tasks: list[Task], days: list[str]
    ) -> None:
        """Seven days and five working days: units never compare, instants do."""
        found = obligations(
            self.clock(JINAN_REPLY, start=start),
            CHINA,
            StatuteRule.LONGER_BESIDE,
            JINAN_LONGER,
            statute=natural_days(7),
            statute_ground=READING,
        )

        assert [each.task for each in found] == tasks
        assert [f"{each.last_day:%m-%d}" for each in found] == days

    @given(
        start=instants,
        limit=limits,
        statute=limits,
        rule=st.sampled_from(StatuteRule),
        counting=countings,
    )
    def test_what_is_due(
        self,
        start: datetime,
        limit: TimeLimit,
        statute: TimeLimit,
        rule: StatuteRule,
        counting: Counting,
    ) -> None:
        """The earliest first; the matter is never due later than the longer limit allows."""
        clock = Clock(limit, start, counting=counting)
        one, two = (due(each, start, CHINA, counting).due for each in (limit, statute))

        found = obligations(
            clock,
            CHINA,
            rule,
            JINAN_LONGER,
            statute=statute,
            statute_ground=DECIDE,
            statute_counting=counting,
        )

        dues = [each.due for each in found]
        assert dues == sorted(dues)
        if rule is StatuteRule.REPLACES or (one < two and rule is StatuteRule.LONGER_REPLACES):
            assert dues == [two]
        else:
            assert dues == sorted([one, two])
        informed = [each.due for each in found if each.task is Task.INFORM]
        assert informed == ([one] if one < two and rule is StatuteRule.LONGER_BESIDE else [])

    def test_a_statute_has_its_ground(self) -> None:
        """The error says which argument is missing."""
        with pytest.raises(InvalidValueError, match="statute_ground"):
            obligations(
                self.clock(), CHINA, StatuteRule.LONGER_BESIDE, READING, statute=working_days(20)
            )

    @pytest.mark.parametrize(
        "promised", [at(2026, 5, 1), "2026-05-01", 5, date.max, date(2026, 3, 1)]
    )
    def test_a_promise_is_a_day(self, promised: Any) -> None:
        """No instant, no text; a day that ends, and not one before the start."""
        with pytest.raises(InvalidValueError, match="promised"):
            obligations(
                self.clock(), CHINA, StatuteRule.LONGER_BESIDE, JINAN_PROMISED, promised=promised
            )


class TestTold:
    """A reading tells where it stands and how that came about, in both languages."""

    CLOCK = (
        Clock(working_days(5), at(2026, 3, 2, 9), task=Task.REPLY, grounds=(ANYANG_FIVE,))
        .held(at(2026, 3, 4, 9), at(2026, 3, 4, 12))
        .changed(
            LimitChange(at(2026, 3, 6, 9), working_days(5), EXTENDED, ANYANG_MORE),
            LimitChange(at(2026, 3, 9, 9), LICENSING_DAYS.limit(20), REPLACED, DECIDE),
            LimitChange(at(2026, 4, 7, 9), natural_days(3), EXTENDED),
            LimitChange(at(2026, 4, 8, 9), hours(36), ANEW),
        )
    )
    NOWS = (
        at(2026, 3, 2, 9),
        at(2026, 3, 4, 10),
        at(2026, 3, 10, 9),
        at(2026, 4, 1, 9),
        at(2026, 4, 7, 10),
        at(2026, 4, 9, 22, 30),
    )

    def test_as_an_official_reads_it(self) -> None:
        """The head says whose it is, what it is for, where it stands."""
        heads = [self.CLOCK.read(now, CHINA).explain().says.zh for now in self.NOWS]

        assert heads == [
            "承办单位答复诉求人：计时中，已用0个工作日，剩余5个工作日",
            "承办单位答复诉求人：中止，已用2个工作日，剩余3个工作日",
            "承办单位答复诉求人：计时中，已用6个工作日，剩余14个工作日",
            "承办单位答复诉求人：超期，已用22个工作日，超期2个工作日",
            "承办单位答复诉求人：超期，已用8日，超期5日",
            "承办单位答复诉求人：超期，已用37小时30分，超期1小时30分",
        ]

    @pytest.mark.parametrize(
        ("lang", "words"),
        [
            (
                "zh",
                [
                    "答复诉求人",
                    "时限延长5个工作日",
                    "时限改为20个工作日",
                    "时限重新计算36小时",
                    "2026-03-09 09:00",
                    "第五十条第一款",
                    "第四十二条第一款",
                    "超期",
                    "中止计时",
                    "此时原期限已届满",
                    "红牌",
                    "据报道或转述",
                ],
            ),
            (
                "en",
                [
                    "answer the requester",
                    "extended: added to what there was; 5 working days",
                    "replaced: counted from the same start",
                    "anew: counted from the change on; 36 hours",
                    "2026-03-09 09:00",
                    "art. 50(1)",
                    "art. 42(1)",
                    "overdue",
                    "late by",
                    "the clock stood still",
                    "the limit before was up by then",
                    "red card",
                    "as reported",
                ],
            ),
        ],
    )
    def test_every_change_with_its_ground(self, lang: str, words: list[str]) -> None:
        """And the state, the holds, the cards."""
        reading = self.CLOCK.read(at(2026, 4, 13, 9), CHINA, rules=CARDS)
        text = reading.explain(lang).text()

        assert [word for word in words if word not in text] == []

    def test_only_what_was_known(self) -> None:
        """A reading of March tells nothing of April."""
        text = self.CLOCK.read(at(2026, 3, 6, 9), CHINA).explain().text()

        assert "时限延长5个工作日" in text
        assert "时限改为" not in text
        assert ANYANG_MORE.text.zh in text

    def test_rows_are_plain(self) -> None:
        """Texts, numbers, instants and days; nothing of ours."""
        reading = self.CLOCK.read(at(2026, 4, 13, 9), CHINA, rules=CARDS)
        (row,) = reading.to_rows()

        plain = (str, int, bool, Fraction, datetime, date)
        for value in row.values():
            items = value if isinstance(value, tuple) else (value,)
            assert all(type(item) in plain for item in items)
        assert row["state"] == "超期"
        assert row["limit"] == "36小时"
        assert row["whose"] == "承办单位"
        assert row["due"] == at(2026, 4, 9, 21)
        assert row["late"] == 84
        assert row["alerts"] == ("黄牌", "红牌")

    @pytest.mark.parametrize("now", NOWS)
    @pytest.mark.parametrize(
        "twin",
        [lambda v: pickle.loads(pickle.dumps(v)), copy.copy, copy.deepcopy],  # noqa: S301
    )
    def test_twins_are_equal(self, now: datetime, twin: Callable[[Any], Any]) -> None:
        """Clocks, readings and obligations: in content, digest and words."""
        reading = self.CLOCK.read(now, CHINA, rules=CARDS)
        found = obligations(
            self.CLOCK,
            CHINA,
            StatuteRule.LONGER_BESIDE,
            JINAN_LONGER,
            statute=months(1),
            statute_ground=REVIEW,
        )

        for value in (self.CLOCK, reading, found, LICENSING_DAYS, PENALTY_DAYS, CARDS):
            other = twin(value)
            assert other == value
            assert digest(other) == digest(value)
        assert str(twin(reading).explain()) == str(reading.explain())

    def test_readings_differ(self) -> None:
        """Each by what it says."""
        digests = {digest(self.CLOCK.read(now, CHINA)) for now in self.NOWS}

        assert len(digests) == len(self.NOWS)

    @given(story=stories(), after=later, lang=st.sampled_from(["zh", "en"]))
    def test_every_reading_can_be_told(self, story: Story, after: int, lang: str) -> None:
        """Whatever happened; a limit for each change, and the state in words."""
        clock, now = story.clock, moment(story.start + after)
        reading = clock.read(now, CHINA, rules=CARDS)
        told = reading.explain(lang)

        assert reading.state.text.to(lang) in told.text()
        known = [change for change in clock.changes if change.at <= now]
        still = reading.state is ClockState.HELD
        assert len(told.parts) == still + 1 + len(known) + len(reading.alerts)
        for change, part in zip(known, told.parts[still + 1 :], strict=False):
            assert change.limit.text.to(lang) in part.says.to(lang)

    def test_no_other_language(self) -> None:
        """Of two."""
        with pytest.raises(InvalidValueError, match="lang"):
            str(self.CLOCK.read(self.NOWS[0], CHINA).explain("fr"))


class TestBadInput:
    """Impossible arguments raise errors of this library, which say where and how to mend it."""

    START = at(2026, 3, 2, 9)
    NAIVE = datetime(2026, 3, 2, 9)  # noqa: DTZ001 -- the point of the test

    @pytest.mark.parametrize(
        ("attempt", "path"),
        [
            (lambda t: Clock(working_days(5), t), r"clock\.start"),
            (lambda t: Clock(hours(1), at(2026, 3, 1)).held(t), r"clock\.holds\[0\]\[0\]"),
            (
                lambda t: Clock(hours(1), at(2026, 3, 1)).held(at(2026, 3, 1), t),
                r"clock\.holds\[0\]\[1\]",
            ),
            (lambda t: LimitChange(t, hours(1), ANEW), r"change\.at"),
            (lambda t: Clock(hours(1), at(2026, 3, 1)).read(t, CHINA), "at"),
            (lambda t: Clock(hours(1), at(2026, 3, 1)).deadlines(CHINA, t), "at"),
            (
                lambda t: Clock(hours(1), at(2026, 3, 1)).read(at(2026, 3, 2), CHINA, t),
                "done",
            ),
            (lambda t: Clock(hours(1), at(2026, 3, 1)).reassigned(t), "at"),
            (lambda t: Clock.started(hours(1), {StartsAt.DISPATCHED: t}), r"clock\.start"),
            (lambda t: lateness(due(hours(1), at(2026, 3, 1), CHINA), t, CHINA), "at"),
        ],
    )
    def test_naive_instants(self, attempt: Callable[[Any], object], path: str) -> None:
        """Each is named by its place; the error names the constructor to use."""
        with pytest.raises(NaiveDatetimeError, match=rf"^{path}: .*jiesu\.beijing_time"):
            attempt(self.NAIVE)
        with pytest.raises(InvalidValueError, match=rf"^{path}: "):
            attempt("2026-03-02")

    def test_other_zones_are_converted(self) -> None:
        """16:00 UTC is midnight in legal time."""
        foreign = datetime(2026, 3, 1, 16, tzinfo=UTC)

        assert Clock(natural_days(1), foreign) == Clock(natural_days(1), at(2026, 3, 2))
        assert Clock(natural_days(1), foreign).deadline(CHINA).last_day == date(2026, 3, 3)

    def test_an_open_hold_needs_an_instant(self) -> None:
        """The remedy says which argument; with it, there is an answer."""
        clock = Clock(working_days(5), self.START).held(at(2026, 3, 3, 9), at(2026, 3, 3, 10))
        clock = clock.held(at(2026, 3, 4, 9))

        for attempt in (
            lambda: clock.deadlines(CHINA),
            lambda: clock.deadline(CHINA),
            lambda: obligations(clock, CHINA, StatuteRule.LONGER_BESIDE, READING),
        ):
            with pytest.raises(InvalidValueError, match=r"^clock\.holds\[1\]: .*at=\.\.\."):
                attempt()
        # The 5th alone is taken out: the hold of an hour takes no day, and the 4th is counted.
        assert clock.deadline(CHINA, at(2026, 3, 5, 9)).last_day == date(2026, 3, 10)

    def test_late_beyond_all_dates(self) -> None:
        """An instant at the very end of the calendar is refused as one that is not covered."""
        deadline = due(natural_days(1), self.START, CHINA)
        with pytest.raises(OutOfCoverageError, match="at"):
            lateness(deadline, datetime.max.replace(tzinfo=BEIJING), CHINA)

    def test_an_event_that_starts_no_limit(self) -> None:
        """A name instead of the event would else be taken for one that has not happened."""
        with pytest.raises(InvalidValueError, match=r"StartsAt\.DISPATCHED"):
            Clock.started(working_days(5), {"DISPATCHED": self.START})  # type: ignore[dict-item]

    def test_a_ground_goes_with_its_statute(self) -> None:
        """Neither without the other."""
        with pytest.raises(InvalidValueError, match="statute_ground"):
            obligations(
                Clock(working_days(5), self.START),
                CHINA,
                StatuteRule.REPLACES,
                READING,
                statute_ground=READING,
            )

    def test_impossible_holds(self) -> None:
        """Each is named by its place among those given."""
        day = at(2026, 3, 3), at(2026, 3, 4)
        with pytest.raises(
            InvalidValueError, match=r"^clock\.holds\[1\]: .*ends before it begins"
        ):
            Clock(hours(1), self.START, holds=(day, day[::-1]))
        for hold in ((day[0],), "ab", None, (*day, day[1]), 5):
            with pytest.raises(InvalidValueError, match=r"^clock\.holds\[0\]"):
                Clock(hours(1), self.START, holds=(hold,))
        with pytest.raises(InvalidValueError):
            Clock(hours(1), self.START, holds=day)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("limit", 5),
            ("whose", "承办单位"),
            ("task", "办结"),
            ("counting", None),
            ("changes", (hours(1),)),
            ("grounds", ("第五十条",)),
        ],
    )
    def test_fields_of_a_clock(self, name: str, value: Any) -> None:
        """Each is named."""
        with pytest.raises(InvalidValueError, match=rf"^clock\.{name}"):
            attrs.evolve(Clock(hours(1), self.START), **{name: value})

    @pytest.mark.parametrize(
        ("name", "value"), [("limit", 5), ("how", "延长"), ("ground", "第五十条")]
    )
    def test_fields_of_a_change(self, name: str, value: Any) -> None:
        """Each is named."""
        change = LimitChange(self.START, hours(1), ANEW)
        with pytest.raises(InvalidValueError, match=rf"^change\.{name}"):
            attrs.evolve(change, **{name: value})

    @pytest.mark.parametrize(
        ("name", "value"),
        [("name", "黄牌"), ("working_days", 1.0), ("working_days", True), ("ground", None)],
    )
    def test_fields_of_a_rule(self, name: str, value: Any) -> None:
        """Each is named."""
        with pytest.raises(InvalidValueError, match=rf"^alert\.{name}"):
            attrs.evolve(CARDS[0], **{name: value})

    @pytest.mark.parametrize("name", ["clock", "rule", "ground", "statute", "statute_ground"])
    def test_arguments_of_obligations(self, name: str) -> None:
        """Each is named; several wrong ones are told at once."""
        right: dict[str, Any] = {
            "clock": Clock(working_days(5), self.START),
            "calendar": CHINA,
            "rule": StatuteRule.LONGER_BESIDE,
            "ground": JINAN_LONGER,
            "statute": working_days(20),
            "statute_ground": DECIDE,
        }
        obligations(**right)

        with pytest.raises(InvalidValueError, match=rf"^{name}: "):
            obligations(**right | {name: 5})
        with pytest.raises(InvalidValueError, match=r"rule[\s\S]*ground"):
            obligations(**right | {"rule": 5, "ground": 5})

    def test_office_hours_that_no_text_gives(self) -> None:
        """They are asked for, never assumed."""
        with pytest.raises(UnsetError, match="with_hours"):
            Clock(working_hours(4), self.START).deadline(WorkCalendar.china())

    def test_what_was_known_then_is_no_error(self) -> None:
        """A limit that was extended beyond all dates is refused when it is asked for."""
        change = LimitChange(at(2026, 3, 5), working_days(10**30), EXTENDED)
        clock = Clock(working_days(5), self.START).changed(change)

        assert clock.deadline(CHINA, at(2026, 3, 4)).last_day == date(2026, 3, 9)
        with pytest.raises(JiesuError):
            clock.deadline(CHINA)

    GARBAGE = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=5),
        st.dates(),
        st.datetimes(),
        st.datetimes(timezones=st.just(UTC)),
        st.lists(st.integers() | st.text(max_size=2), max_size=3),
        st.lists(st.tuples(st.datetimes(timezones=st.just(UTC)), st.none()), max_size=2),
        st.dictionaries(st.sampled_from(StartsAt), st.datetimes(), max_size=2),
        st.sampled_from(
            [
                Hours,
                int,
                CHINA,
                CIVIL_CODE,
                READING,
                REPLACED,
                StatuteRule.LONGER_BESIDE,
                working_days(5),
                months(3),
                CARDS,
                CARDS[0],
                Clock(hours(2), START),
                LimitChange(START, hours(2), EXTENDED),
                due(natural_days(7), START, CHINA),
                frozenset({2, 3}),
                [[]],
            ]
        ),
    )

    @settings(max_examples=300)
    @given(one=GARBAGE, two=GARBAGE, three=GARBAGE)
    def test_garbage_raises_only_our_errors(self, one: Any, two: Any, three: Any) -> None:
        """Into every constructor and every argument."""
        clock, now = Clock(working_days(5), self.START), at(2026, 3, 4)
        deadline = clock.deadline(CHINA)
        attempts: list[Callable[[], object]] = [
            lambda: StatutoryDays(one, two),
            lambda: StatutoryDays(READING, one),
            lambda: LICENSING_DAYS.limit(one),
            lambda: PENALTY_DAYS.limit(one),
            lambda: LimitChange(one, two, three),
            lambda: LimitChange(now, hours(1), ANEW, one),
            lambda: Clock(one, two),
            lambda: Clock(hours(1), now, one, two),
            lambda: Clock(hours(1), now, holds=one, changes=two, grounds=three),
            lambda: Clock(hours(1), now, counting=one),
            lambda: Clock.started(one, two),
            lambda: Clock.started(hours(1), {StartsAt.DISPATCHED: one}, counting=two),
            lambda: clock.held(one, two).deadline(CHINA),
            lambda: clock.held(one, two).read(now, CHINA),
            lambda: clock.changed(one, two).deadline(CHINA),
            lambda: clock.reassigned(one).deadline(CHINA),
            lambda: clock.deadlines(one),
            lambda: clock.deadlines(CHINA, one),
            lambda: clock.read(one, CHINA, two, three),
            lambda: clock.read(now, one),
            lambda: clock.read(now, CHINA, one, two),
            lambda: lateness(one, two, three),
            lambda: lateness(deadline, one, CHINA),
            lambda: lateness(deadline, at(2026, 3, 20), one),
            lambda: AlertRule(one, two, three),
            lambda: alerts(deadline, CHINA, [AlertRule(Text("牌", "card"), one, READING)]),
            lambda: alerts(one, CHINA, two),
            lambda: alerts(deadline, one, two),
            lambda: alerts(deadline, CHINA, one),
            lambda: obligations(one, two, three, READING),
            lambda: obligations(clock, CHINA, StatuteRule.LONGER_BESIDE, one, statute=two),
            lambda: obligations(
                clock,
                CHINA,
                StatuteRule.LONGER_REPLACES,
                READING,
                statute=one,
                statute_ground=two,
                promised=three,
            ),
            lambda: obligations(clock, CHINA, StatuteRule.LONGER_BESIDE, READING, promised=one),
        ]
        said = []
        for attempt in attempts:
            try:
                attempt()
            except JiesuError as error:
                said.append(str(error))

        assert all(said)
