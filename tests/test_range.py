"""What a notice to come may still make of a deadline: held against the notices that came."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from timing import OFFICE, READING, countings, holds_after, limits

from jiesu.calendars import DayStatus, WorkCalendar
from jiesu.counting import CIVIL_CODE, Counting, End, Intake, Roll
from jiesu.deadlines import (
    Deadline,
    TimeLimit,
    due,
    hours,
    natural_days,
    working_days,
    working_hours,
)
from jiesu.errors import OutOfCoverageError
from jiesu.layers import CalendarLayer, Tier
from jiesu.legal_time import BEIJING, beijing_time
from jiesu.notices import FESTIVALS, PLANS, REACH

CHINA = WorkCalendar.china()
DAY = timedelta(days=1)
FOR_ONE_OCCASION = "国发明电〔2015〕1号"
REAL = WorkCalendar([layer for layer in CHINA.layers if layer.id != FOR_ONE_OCCASION])
NOTICES = {
    layer.covers[-1][1].year: layer
    for layer in CHINA.layers
    if layer.title.zh.endswith("部分节假日安排的通知")
}
YEARS = range(2009, 2027)
# The day of each festival, typed anew where it is not the same every year.
SOLAR = ("01-01", "05-01", "10-01")
LUNAR = ("春节", "清明", "端午", "中秋")
AMENDED_2019 = ("05-02 05-03", "04-28 05-05")


def span(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + n * DAY for n in range((last - first).days + 1)]


def the_eve(year: int) -> WorkCalendar:
    """
    What was known on the eve of a year's notice, and the measures that were to apply to the year.

    New measures came out on the day of the notice in 2013 and 2024.
    """
    eve = NOTICES[year].published - DAY
    known = CHINA.known_at(eve)
    for layer in CHINA.layers:
        if layer.tier is Tier.STATUTE and layer.published == eve + DAY:
            known = known.with_layer(layer)
    return known


def at_ten(day: date) -> datetime:
    """An ordinary instant of a day."""
    return beijing_time(day.year, day.month, day.day, 10)


class TestBacktest:
    """On the eve of each notice of 2009-2026: what came lay within what was said to be possible."""

    @pytest.mark.parametrize("year", YEARS)
    def test_every_day(self, year: int) -> None:
        """A day was as the measures alone had it, or among those said to be undecided."""
        known = the_eve(year)
        turned = [
            day
            for day in span(date(year - 1, 12, 29), date(year, 12, 28))
            if known.is_working_day(day) != REAL.is_working_day(day)
        ]

        assert turned
        assert [day for day in turned if not known.is_undecided(day)] == []

    @pytest.mark.parametrize("year", YEARS)
    def test_every_deadline(self, year: int) -> None:
        """From every day on, in working days, and in natural days that roll off a day of rest."""
        known, moved = the_eve(year), 0
        for day in span(date(year - 1, 12, 1), date(year, 12, 25)):
            start = at_ten(day)
            for amount in (1, 3, 5, 10, 15, 20):
                for limit in (working_days(amount), natural_days(amount)):
                    found, real = due(limit, start, known), due(limit, start, REAL)
                    assert found.earliest <= real.due <= found.latest, (limit, day)
                    moved += found.due != real.due
        # The range is no ornament: the date alone was wrong again and again.
        assert moved > 100

    def test_new_measures_go_beyond(self) -> None:
        """国务院令第644号 came out with its notice: New Year's Eve of 2014 was worked after all."""
        known = CHINA.known_at(date(2013, 12, 10))
        beyond = [
            day
            for day in span(date(2013, 12, 29), date(2014, 12, 28))
            if known.is_working_day(day) != REAL.is_working_day(day)
            and not known.is_undecided(day)
        ]

        assert beyond == [date(2014, 1, 30)]

    def test_a_text_for_one_occasion_goes_beyond(self) -> None:
        """Of all texts that changed days, one is outside: the parade of 3 September 2015."""
        beyond = [
            day
            for year in YEARS
            for known in (the_eve(year),)
            for day in span(date(year - 1, 12, 29), date(year, 12, 28))
            if known.is_working_day(day) != CHINA.is_working_day(day)
            and not known.is_undecided(day)
        ]

        assert beyond == [date(2015, 9, 3), date(2015, 9, 4), date(2015, 9, 6)]


# --- The table ------------------------------------------------------------------------------------


def told(year: int, text: str) -> list[date]:
    """The days of a plan, written as month and day, or in full."""
    found = []
    for part in text.split():
        ends = [
            date.fromisoformat(end if end.count("-") == 2 else f"{year}-{end}")
            for end in part.split("/")
        ]
        found += span(ends[0], ends[-1])
    return found


def festivals(year: int) -> dict[str, date]:
    """The days of a year around which notices move others; 中秋 close to 国庆 goes with it."""
    found = {name: date.fromisoformat(f"{year}-{name}") for name in SOLAR}
    lunar = zip(LUNAR, FESTIVALS[year].split(), strict=True)
    found |= {name: date.fromisoformat(f"{year}-{day}") for name, day in lunar}
    if abs((found["中秋"] - found["10-01"]).days) <= 7:
        del found["中秋"]
    return found


def moves() -> dict[tuple[str, str], set[int]]:
    """How many days from the nearest festival each weekday was rested, each weekend day worked."""
    found: dict[tuple[str, str], set[int]] = {}
    for year, _, _, rest, working, _ in PLANS:
        if year < 2008:
            continue
        rested, worked = told(year, rest), told(year, working)
        if year == 2019:
            rested += told(year, AMENDED_2019[0])
            worked += told(year, AMENDED_2019[1])
        near = festivals(year)
        own = [date.fromisoformat(f"{year}-{day}") for day in FESTIVALS[year].split()]
        for kind, days in (
            ("rested", [day for day in rested if day.isoweekday() < 6 and day not in own]),
            ("worked", worked),
        ):
            for day in days:
                name = min(near, key=lambda each: abs((day - near[each]).days))
                # 国办发明电〔2009〕27号 itself puts 26 September under 国庆节, 中秋 being the 22nd.
                name = "10-01" if day == date(2010, 9, 26) else name
                found.setdefault((name, kind), set()).add((day - near[name]).days)
    return found


class TestReach:
    """`REACH` is what the notices of 2008-2026 did, to the day: the table cannot leave the data."""

    @pytest.mark.parametrize("name", REACH)
    @pytest.mark.parametrize("kind", ["rested", "worked"])
    def test_every_edge_was_reached_and_none_passed(self, name: str, kind: str) -> None:
        """The first and the last day from a festival on which a notice moved a day."""
        offsets = moves()[name, kind]

        assert (min(offsets), max(offsets)) == getattr(REACH[name], kind)

    def test_every_festival_of_every_year(self) -> None:
        """Festivals are known for as long as the calendar answers."""
        assert list(REACH) == ["01-01", "春节", "清明", "05-01", "端午", "中秋", "10-01"]
        assert set(FESTIVALS) == set(range(2008, CHINA.last.year + 1))

    def test_undecided_days_of_a_festival(self) -> None:
        """Labour Day of 2027, a Saturday, day by day as the table has it."""
        day = date(2027, 5, 1)
        undecided = [offset for offset in range(-12, 15) if CHINA.is_undecided(day + offset * DAY)]

        # Weekdays from -2 to 4 and weekends from -8 to 10, but for the two days off by law.
        assert undecided == [-7, -6, -2, -1, 2, 3, 4, 7, 8]


# --- The law --------------------------------------------------------------------------------------

UNDECIDED = [
    day for day in span(date(2026, 12, 29), date(2028, 12, 31)) if CHINA.is_undecided(day)
]
OFFICED = CHINA.with_hours(OFFICE)
PUBLISHED = date(2026, 11, 30)

orders = st.dictionaries(st.sampled_from(UNDECIDED), st.booleans(), min_size=1, max_size=60)
starts = st.builds(
    lambda day, days, minutes: (
        beijing_time(day.year, day.month, day.day) + days * DAY + timedelta(minutes=minutes)
    ),
    st.sampled_from(UNDECIDED[:-25]),
    st.integers(-20, 3),
    st.integers(0, 24 * 60 - 1) | st.sampled_from([540, 720, 810, 1080]),
)


def ordered(days: dict[date, bool]) -> CalendarLayer:
    """A notice that has some days worked and rests others."""
    return CalendarLayer.change(
        "来年的通知",
        published=PUBLISHED,
        rest=[day for day, worked in days.items() if not worked],
        working=[day for day, worked in days.items() if worked],
    )


@st.composite
def countings_in_order(draw: st.DrawFn) -> Counting:
    """
    Any counting but one: the clock time of the next opening.

    Where a limit of days starts at an opening and ends at its clock time, a day of rest more may
    take it to the same last day at an earlier hour.
    """
    found = draw(countings)
    assume(not (found.intake is Intake.NEXT_WORKING_DAY and found.end is End.SAME_CLOCK_TIME))
    return found


class TestLaw:
    """Whatever a notice orders of the undecided days, `due` comes to lie within the range."""

    @given(
        start=starts,
        limit=limits,
        counting=countings_in_order(),
        orders=orders,
        data=st.data(),
    )
    def test_any_notice(
        self,
        start: datetime,
        limit: TimeLimit,
        counting: Counting,
        orders: dict[date, bool],
        data: Any,
    ) -> None:
        """
        In every unit, with any counting and holds; and the range that is left lies within it.

        Holds only where the day of the start is fixed: where it is that of the next opening, a day of
        rest more may move the start to after a hold that had touched a day.
        """
        fixed = counting.intake is Intake.SAME_DAY
        holds = data.draw(holds_after(start)) if fixed else []
        try:
            before = due(limit, start, OFFICED, counting, holds)
            after = due(limit, start, OFFICED.with_layer(ordered(orders)), counting, holds)
        except OutOfCoverageError:
            assume(False)

        assert before.earliest <= after.earliest <= after.due <= after.latest <= before.latest

    @given(start=starts, amount=st.integers(1, 30), orders=orders)
    def test_of_working_days(self, start: datetime, amount: int, orders: dict[date, bool]) -> None:
        """As 民法典 counts: the same, where days of rest count most."""
        before = due(working_days(amount), start, CHINA)
        after = due(working_days(amount), start, CHINA.with_layer(ordered(orders)))

        assert before.earliest <= before.due <= before.latest
        assert before.earliest <= after.due <= before.latest

    @given(start=starts, limit=limits, counting=countings_in_order())
    def test_the_ends_are_what_the_extremes_give(
        self, start: datetime, limit: TimeLimit, counting: Counting
    ) -> None:
        """No tighter range would do: every undecided day worked, and every one rested."""
        try:
            found = due(limit, start, OFFICED, counting)
            ends = [
                due(
                    limit,
                    start,
                    OFFICED.with_layer(ordered(dict.fromkeys(UNDECIDED, worked))),
                    counting,
                ).due
                for worked in (True, False)
            ]
        except OutOfCoverageError:
            assume(False)
        # What reaches on into 2029 rests on days that these layers leave undecided.
        assume(found.latest.year < 2029)

        assert [found.earliest, found.latest] == ends

    @given(
        start=st.datetimes(
            datetime(2009, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
            datetime(2026, 12, 28),  # noqa: DTZ001
            timezones=st.just(BEIJING),
        ),
        limit=limits,
        counting=countings,
    )
    def test_what_is_settled_has_no_range(
        self, start: datetime, limit: TimeLimit, counting: Counting
    ) -> None:
        """A deadline that touched settled days only is one instant; any other has two ends."""
        found = due(limit, start, OFFICED, counting)

        assert (found.range is None) is not found.provisional
        if not found.provisional:
            assert found.earliest == found.due == found.latest

    def test_the_extremes(self) -> None:
        """They differ on the undecided days alone, and there as far as they can."""
        worked, rested = CHINA.extremes
        for day in span(CHINA.first, CHINA.last):
            both = worked.is_working_day(day), rested.is_working_day(day)
            unsure = CHINA.is_undecided(day)
            assert both == ((True, False) if unsure else (CHINA.is_working_day(day),) * 2)
            assert not unsure or CHINA.status(day) is DayStatus.PROVISIONAL

    def test_where_nothing_is_undecided(self) -> None:
        """A calendar of settled days is its own extreme, twice."""
        settled = CHINA.published_only()

        assert settled.extremes == (settled, settled)
        assert not any(settled.is_undecided(day) for day in span(date(2026, 1, 1), settled.last))


def printed(found: Deadline) -> list[str]:
    """The last days of a range, read as days that end at 24:00."""
    return [str((end - DAY).date()) for end in (found.earliest, found.latest)]


class TestByHand:
    """Ranges of 2027, counted on paper from the table."""

    @pytest.mark.parametrize(
        ("limit", "start", "expected"),
        [
            # 春节 is 6 February, a Saturday: the 5th to the 8th are days off. At best the 9th to the
            # 12th and Saturday the 13th are worked, at worst the 15th to the 19th are the first five.
            (working_days(5), (2027, 2, 4, 10), ["2027-02-13", "2027-02-19"]),
            # July: no festival near.
            (working_days(5), (2027, 7, 5, 10), ["2027-07-12", "2027-07-12"]),
            # The third day is 3 October, a day off; the 4th may be worked, the 4th to the 8th may be
            # rested, and a weekend follows.
            (natural_days(3), (2027, 9, 30, 10), ["2027-10-04", "2027-10-11"]),
        ],
    )
    def test_a_range(self, limit: TimeLimit, start: tuple[int, ...], expected: list[str]) -> None:
        """The earliest and the latest last day."""
        found = due(limit, beijing_time(*start), CHINA)

        assert found.provisional
        assert printed(found) == expected

    def test_hours_by_the_clock_have_none(self) -> None:
        """They read no calendar."""
        assert due(hours(24), beijing_time(2027, 2, 5, 10), CHINA).range is None

    def test_natural_days_that_do_not_roll_have_none(self) -> None:
        """Likewise days of the calendar, where the last one counts whatever it is."""
        counting = CIVIL_CODE.with_(READING, roll=Roll.NONE)

        assert due(natural_days(5), beijing_time(2027, 2, 5, 10), CHINA, counting).range is None

    def test_hours_of_work(self) -> None:
        """The end of an hour of work moves by whole days of work, to the minute."""
        found = due(working_hours(8), beijing_time(2027, 4, 30, 16), OFFICED)

        assert found.earliest < found.latest
        assert (found.earliest.minute, found.latest.minute) == (30, 30)
