"""Which days are worked, who settled them, and what is not known."""

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import chinese_calendar
import holidays
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.calendars import NO_PINS, DayStatus, WorkCalendar
from jiesu.canonical import digest
from jiesu.errors import (
    InvalidValueError,
    JiesuError,
    NaiveDatetimeError,
    OutOfCoverageError,
    UnsetError,
)
from jiesu.layers import CalendarLayer, Tier
from jiesu.legal_time import BEIJING, beijing_time, instant
from jiesu.office_hours import OfficeHours
from jiesu.sources import Rank, Source

CHINA = WorkCalendar.china()
SETTLED = [CHINA.first + timedelta(days=n) for n in range((CHINA.horizon - CHINA.first).days + 1)]
ALL = [CHINA.first + timedelta(days=n) for n in range((CHINA.last - CHINA.first).days + 1)]
OFFICE = OfficeHours.of("09:00-12:00", "13:30-18:00")

days = st.dates(CHINA.first, CHINA.last)
# Year ends and amended weeks, where calendars go wrong, as often as all other days together.
awkward = st.sampled_from(
    [day for day in ALL if (day.month, day.day) >= (12, 27) or (day.month, day.day) <= (1, 4)]
    + [date(2019, 4, 26) + timedelta(days=n) for n in range(12)]
    + [date(2020, 1, 17) + timedelta(days=n) for n in range(20)]
)
any_day = days | awkward
instants = st.datetimes(
    datetime(2019, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
    datetime(2028, 1, 1),  # noqa: DTZ001
    timezones=st.just(BEIJING),
)
garbage = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.binary(max_size=4),
    st.dates(),
    st.datetimes(),
    st.lists(st.dates() | st.integers() | st.text(max_size=3), max_size=3),
    st.tuples(st.dates(), st.dates()),
    st.lists(st.tuples(st.integers(-5, 2000), st.integers(-5, 2000)), max_size=3),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
)


def extra(number: int, published: date, **more: Any) -> CalendarLayer:
    """A layer of single days, named by its number."""
    return CalendarLayer.change(f"extra-{number}", published=published, **more)


@st.composite
def changes(draw: st.DrawFn) -> CalendarLayer:
    """Layers of any tier that settles, over a few days, published around them."""
    named = draw(st.lists(any_day, min_size=2, max_size=6, unique=True))
    cut = draw(st.integers(0, len(named)))
    return extra(
        draw(st.integers(0, 10**9)),
        draw(st.dates(date(2018, 1, 1), CHINA.last)),
        rest=named[:cut],
        working=named[cut:],
        tier=draw(st.sampled_from([tier for tier in Tier if tier is not Tier.STATUTE])),
    )


class TestAgainstOthers:
    """Independent transcriptions of the same notices, and independent arithmetic, must agree."""

    def test_every_day_agrees_with_chinesecalendar_but_one(self) -> None:
        """
        2004 to the horizon; 2005-12-31 was worked.

        国办发明电〔2005〕35号, on the schedule of 2006: 12月31日（星期六）上班.
        """
        other = [
            day for day in SETTLED if CHINA.is_working_day(day) != chinese_calendar.is_workday(day)
        ]

        assert other == [date(2005, 12, 31)]
        assert CHINA.is_working_day(date(2005, 12, 31))

    def test_every_day_agrees_with_holidays(self) -> None:
        """Our own layers and the other package's tables were typed separately."""
        other = holidays.country_holidays("CN", years=range(2004, 2028), language="en_US")

        assert [
            day for day in SETTLED if CHINA.is_working_day(day) != other.is_working_day(day)
        ] == []

    def test_provisional_days_agree_with_holidays(self) -> None:
        """Statutory days, made up on the next working day, are what that package guesses too."""
        other = holidays.country_holidays("CN", years=range(2026, 2030), language="en_US")
        unsettled = ALL[len(SETTLED) :]

        assert unsettled[0] == date(2026, 12, 29)
        assert all(CHINA.status(day) is DayStatus.PROVISIONAL for day in unsettled)
        assert all(CHINA.is_working_day(day) == other.is_working_day(day) for day in unsettled)

    def test_weekdays_agree_with_the_exchange(self) -> None:
        """
        The Shanghai stock exchange trades on the weekdays that are worked, but for one.

        It opens on no weekend, be it a makeup workday, so that only weekdays compare. On 9 February
        2024 it was closed by its own announcement: 国办发明电〔2023〕7号 encouraged employers to give
        leave on that New Year's Eve, which stayed a working day.
        """
        exchange = holidays.financial_holidays("XSHG", years=range(2004, 2027))
        weekdays = [day for day in SETTLED if day.isoweekday() < 6]

        assert [day for day in weekdays if CHINA.is_working_day(day) == (day in exchange)] == [
            date(2024, 2, 9)
        ]
        assert sum(day in exchange for day in weekdays) > 300

    def test_offsets_agree_with_numpy(self) -> None:
        """100,000 pairs; every rest day listed, since no weekmask can express a makeup day."""
        rest = np.array([day for day in ALL if not CHINA.is_working_day(day)], "datetime64[D]")
        random = np.random.default_rng(2019)
        starts = random.integers(400, len(ALL) - 400, 100_000)
        amounts = random.integers(-200, 200, 100_000)
        begin = np.array(ALL, "datetime64[D]")[starts]
        expected = np.where(
            amounts > 0,
            _numpy(begin, amounts, "preceding", rest),
            _numpy(begin, amounts, "following", rest),
        )

        ours = [
            CHINA.add_working_days(ALL[start], int(n))
            for start, n in zip(starts, amounts, strict=True)
        ]

        assert np.array_equal(np.array(ours, "datetime64[D]"), expected)

    def test_counts_agree_with_numpy(self) -> None:
        """`busday_count` counts [start, end); ours counts (start, end]."""
        rest = np.array([day for day in ALL if not CHINA.is_working_day(day)], "datetime64[D]")
        random = np.random.default_rng(2020)
        pairs = np.sort(random.integers(0, len(ALL) - 1, (20_000, 2)), axis=1)
        table = np.array(ALL, "datetime64[D]")
        expected = np.busday_count(
            table[pairs[:, 0] + 1], table[pairs[:, 1] + 1], weekmask="1111111", holidays=rest
        )

        ours = [CHINA.count_working_days(ALL[low], ALL[high]) for low, high in pairs]

        assert ours == expected.tolist()


def _numpy(begin: Any, amounts: Any, roll: Any, rest: Any) -> Any:
    return np.busday_offset(begin, amounts, roll=roll, weekmask="1111111", holidays=rest)


class TestYearEnds:
    """A year's notice does not settle its last days: the next one may work or rest them."""

    def test_no_notice_reached_back_before_29_december(self) -> None:
        """The rule that sets the horizon, from the records of 2004 to 2026."""
        touched = [
            day
            for day in (*chinese_calendar.holidays, *chinese_calendar.workdays)
            if day.month == 12 and 2004 <= day.year <= 2026
        ]
        plans = [layer for layer in CHINA.layers if "部分节假日安排" in layer.title.zh]
        early = [
            day for layer in plans for day in (*layer.rest, *layer.working) if day.month == 12
        ]

        assert min(day.day for day in touched) == 29
        assert min(day.day for day in early) == 29

    @pytest.mark.parametrize(
        ("day", "worked"),
        [
            (date(2005, 12, 31), True),  # Saturday
            (date(2006, 12, 30), True),  # Saturday
            (date(2006, 12, 31), True),  # Sunday
            (date(2007, 12, 29), True),  # Saturday
            (date(2007, 12, 31), False),  # Monday
            (date(2011, 12, 31), True),  # Saturday
            (date(2018, 12, 29), True),  # Saturday
            (date(2018, 12, 31), False),  # Monday
        ],
    )
    def test_days_that_the_next_notice_changed(self, day: date, worked: bool) -> None:
        """Every year end since 2004 at which a weekday rested or a weekend worked."""
        assert CHINA.is_working_day(day) is worked

    def test_the_horizon_waits_for_the_next_notice(self) -> None:
        """28 December is settled, 29 to 31 are provisional, and all are once the notice is in."""
        notice = CalendarLayer.plan(
            2027,
            number="示例",
            published=date(2026, 11, 30),
            rest="2027-01-01/2027-01-03 2027-02-05/2027-02-11 2027-04-05 2027-05-01/2027-05-05 "
            "2027-06-09 2027-09-15 2027-10-01/2027-10-07",
            working="2026-12-26",
        )
        later = CHINA.with_layer(notice)

        assert CHINA.horizon == date(2026, 12, 28)
        assert CHINA.status(date(2026, 12, 28)) is DayStatus.PUBLISHED
        assert CHINA.status(date(2026, 12, 31)) is DayStatus.PROVISIONAL
        assert later.horizon == date(2027, 12, 28)
        assert later.status(date(2026, 12, 31)) is DayStatus.PUBLISHED
        # Even a notice that reaches further back than any so far is taken at its word.
        assert later.status(date(2026, 12, 26)) is DayStatus.AMENDED
        assert later.is_working_day(date(2026, 12, 26))

    @given(day=st.dates(date(2018, 12, 6), date(2026, 12, 31)))
    def test_the_horizon_of_every_day_is_a_28_december(self, day: date) -> None:
        """Whatever was known when, it ended on the 28th of December of this year or the next."""
        known = CHINA.known_at(day)

        assert (known.horizon.month, known.horizon.day) == (12, 28)
        assert 0 <= known.horizon.year - day.year <= 1
        assert known.last == CHINA.last


class TestAmendments:
    """A plan that was changed while it ran stays readable as it was."""

    def test_spring_festival_of_2020(self) -> None:
        """国办发明电〔2020〕1号: 延长2020年春节假期至2月2日, where the plan worked 1 February."""
        before, after = CHINA.known_at(date(2020, 1, 20)), CHINA.known_at(date(2020, 1, 27))
        span = [date(2020, 1, 30) + timedelta(days=n) for n in range(5)]

        assert [before.is_working_day(day) for day in span] == [False, True, True, False, True]
        assert [after.is_working_day(day) for day in span] == [False, False, False, False, True]
        assert [after.status(day).name for day in span] == [
            "PUBLISHED",
            "AMENDED",
            "AMENDED",
            "PUBLISHED",  # a Sunday of rest before and after
            "PUBLISHED",
        ]
        assert before.status(date(2020, 1, 31)) is DayStatus.PUBLISHED

    def test_labour_day_of_2019(self) -> None:
        """国办发明电〔2019〕3号 of 22 March: 1 to 4 May off, 28 April and 5 May worked."""
        before, after = CHINA.known_at(date(2019, 3, 21)), CHINA.known_at(date(2019, 3, 22))
        span = [date(2019, 4, 28), *(date(2019, 5, n) for n in range(1, 6))]

        assert [before.is_working_day(day) for day in span] == [
            *(False, False, True, True, False, False)
        ]
        assert [after.is_working_day(day) for day in span] == [
            *(True, False, False, False, False, True)
        ]
        assert after.status(date(2019, 5, 2)) is DayStatus.AMENDED

    def test_encouraged_leave_is_no_holiday(self) -> None:
        """国办发明电〔2023〕7号 only encourages employers to give leave on 9 February 2024."""
        assert CHINA.is_working_day(date(2024, 2, 9))

    def test_two_statutory_days_more_from_2025(self) -> None:
        """国务院令第795号: 除夕 and 2 May; known from 12 November 2024, the eve not yet."""
        before = CHINA.known_at(date(2024, 11, 11))
        after = CHINA.known_at(date(2024, 11, 12)).status(date(2026, 5, 2))

        assert before.is_working_day(date(2025, 1, 28))
        assert before.status(date(2025, 1, 28)) is DayStatus.PROVISIONAL
        assert not CHINA.is_working_day(date(2025, 1, 28))
        assert after is DayStatus.PROVISIONAL

    @given(layer=changes(), day=st.dates(date(2017, 11, 30), CHINA.last))
    def test_a_later_layer_never_changes_an_earlier_answer(
        self, layer: CalendarLayer, day: date
    ) -> None:
        """Asked as of a day before it was published, a layer might as well not exist."""
        if day < layer.published:
            assert CHINA.with_layer(layer).known_at(day) == CHINA.known_at(day)
        else:
            assert CHINA.with_layer(layer).known_at(day) == CHINA.known_at(day).with_layer(layer)

    def test_what_was_known_before_the_records_is_refused(self) -> None:
        """The notices before that on 2004 are not on record, so nothing is claimed."""
        with pytest.raises(OutOfCoverageError, match="2003-12-18 or later"):
            CHINA.known_at(date(2003, 12, 17))

    @pytest.mark.parametrize("year", range(2005, 2027))
    def test_every_notice_settles_its_year_from_its_day_on(self, year: int) -> None:
        """On the eve the horizon is where the notice before left it, on its day a year further."""
        notice = next(layer for layer in CHINA.layers if layer.covers[-1][1] == date(year, 12, 28))
        eve = notice.published - timedelta(days=1)

        assert CHINA.known_at(eve).horizon == date(year - 1, 12, 28)
        assert CHINA.known_at(notice.published).horizon == date(year, 12, 28)


class TestLayers:
    """安排 stack: the higher tier decides, then the later text, in whatever order they came."""

    @given(one=changes(), other=changes())
    def test_order_of_adding_makes_no_difference(
        self, one: CalendarLayer, other: CalendarLayer
    ) -> None:
        """Two calendars of the same layers are equal."""
        if one.id != other.id:
            assert CHINA.with_layer(one).with_layer(other) == CHINA.with_layer(other).with_layer(
                one
            )

    @given(layer=changes())
    def test_a_layer_decides_the_days_that_it_names(self, layer: CalendarLayer) -> None:
        """And no other day changes."""
        calendar = CHINA.with_layer(
            extra(0, date(2029, 1, 1), rest=layer.rest, working=layer.working, tier=Tier.UNIT)
        )
        named = set(layer.rest) | set(layer.working)
        near = {day + timedelta(days=n) for day in named for n in (-1, 1)} - named

        assert all(not calendar.is_working_day(day) for day in layer.rest)
        assert all(calendar.is_working_day(day) for day in layer.working)
        assert all(
            calendar.is_working_day(day) == CHINA.is_working_day(day)
            for day in near
            if CHINA.first <= day <= CHINA.last
        )

    def test_a_city_keeps_its_word_against_a_later_notice(self) -> None:
        """A tier decides before a date: the city's offices stayed closed to 9 February 2020."""
        city = extra(
            1, date(2020, 1, 26), rest="2020-02-03/2020-02-09", tier=Tier.CITY, place="31"
        )
        calendar = CHINA.with_layer(city)

        assert not calendar.is_working_day(date(2020, 2, 3))
        assert calendar.status(date(2020, 2, 3)) is DayStatus.AMENDED
        assert calendar.add_working_days(date(2020, 1, 23), 1) == date(2020, 2, 10)

    def test_the_calendar_itself_never_changes(self) -> None:
        """`with_layer` gives another calendar."""
        CHINA.with_layer(extra(1, date(2026, 1, 1), rest="2026-07-01"))

        assert CHINA.is_working_day(date(2026, 7, 1))

    def test_published_only_ends_with_the_notices(self) -> None:
        """Beyond the horizon nothing is known then, and a count that gets there says so."""
        calendar = CHINA.published_only()

        assert calendar.last == calendar.horizon == CHINA.horizon
        assert calendar.status(date(2026, 12, 29)) is DayStatus.UNKNOWN
        with pytest.raises(OutOfCoverageError, match="published to 2026-12-28"):
            calendar.add_working_days(date(2026, 12, 25), 3)

    def test_no_answer_crosses_a_gap(self) -> None:
        """A lone day far away does not stretch the calendar over what nobody settled."""
        calendar = CHINA.with_layer(extra(1, date(2020, 1, 1), rest="2003-05-01 2031-05-01"))

        assert (calendar.first, calendar.last) == (CHINA.first, CHINA.last)
        assert calendar.status(date(2031, 5, 1)) is DayStatus.UNKNOWN

    def test_pins_name_what_decided(self) -> None:
        """In the order of the days, each once; provisional if one of them is."""
        start, end = date(2019, 3, 1), date(2019, 6, 1)

        assert CHINA.layers_between(start, end) == (
            "国办发明电〔2018〕15号",
            "国办发明电〔2019〕3号",
        )
        assert CHINA.pins_between(end, start) == NO_PINS
        assert not CHINA.pins_between(start, end).provisional
        assert CHINA.pins_between(CHINA.horizon, CHINA.last).provisional

    @given(one=any_day, other=any_day)
    def test_pins_agree_with_the_days_one_by_one(self, one: date, other: date) -> None:
        """A range rests on what its days rest on."""
        start, end = min(one, other), min(max(one, other), min(one, other) + timedelta(days=400))
        single = [start + timedelta(days=n) for n in range((end - start).days + 1)]
        names = [name for day in single for name in CHINA.layers_between(day, day)]
        unsettled = [day for day in single if CHINA.status(day) is DayStatus.PROVISIONAL]

        pins = CHINA.pins_between(start, end)

        assert pins.layers == tuple(dict.fromkeys(names))
        assert pins.provisional is bool(unsettled)
        assert CHINA.first_provisional(start, end) == (unsettled[0] if unsettled else None)

    def test_every_state_council_layer_says_its_number_and_day(self) -> None:
        """文号 and publication day, in the order in which they came; a page where one is known."""
        own = [layer for layer in CHINA.layers if layer.tier is Tier.NATIONAL]

        assert len(own) == len(range(2004, 2027)) + 3
        assert all(layer.source.number == layer.id for layer in own)
        assert [layer.id for layer in own if not layer.source.url] == [
            "国办发明电〔2003〕53号",
            "国办发明电〔2004〕52号",
        ]
        assert [layer.published for layer in own] == sorted(layer.published for layer in own)
        whole_years = [layer for layer in own if layer.title.zh.endswith("部分节假日安排的通知")]
        assert len(whole_years) == len(range(2004, 2027))
        assert all(layer.published.year < layer.covers[-1][1].year for layer in whole_years)


class TestNoticesTypedIn:
    """What is typed in by half, or into another year, is refused and not taken for working days."""

    WHOLE = (
        "2027-01-01/2027-01-03 2027-02-05/2027-02-11 2027-04-05 2027-05-01/2027-05-05 "
        "2027-06-09 2027-09-15 2027-10-01/2027-10-07"
    )

    def notice(self, rest: str, **more: Any) -> CalendarLayer:
        """A notice on 2027."""
        named = {"number": "示例", "published": date(2026, 11, 30), "rest": rest}
        return CalendarLayer.plan(2027, **{**named, **more})

    def test_every_holiday_that_is_missing_is_named(self) -> None:
        """All at once, with the day and what to do; weekends need not be named."""
        with pytest.raises(InvalidValueError) as caught:
            CHINA.with_layer(self.notice("2027-01-01/2027-01-03 2027-02-05/2027-02-11"))

        missing = [fault.value for fault in caught.value.faults]
        assert missing == ["2027-04-05", "2027-06-09", "2027-09-15", "2027-10-01"]
        assert all(fault.remedy for fault in caught.value.faults)

    def test_a_whole_one_is_taken(self) -> None:
        """And a holiday that is worked, if the text says so in so many words."""
        assert CHINA.with_layer(self.notice(self.WHOLE)).horizon == date(2027, 12, 28)
        worked = self.notice(self.WHOLE.replace("2027-06-09", ""), working="2027-06-09")
        assert CHINA.with_layer(worked).is_working_day(date(2027, 6, 9))

    def test_another_year(self) -> None:
        """A schedule for 2027 has no day of February 2026."""
        with pytest.raises(InvalidValueError, match=r"layer\.year"):
            self.notice("2026-02-05/2026-02-11")


class TestArithmetic:
    """Counting is by rank: the n-th working day and the number of working days are inverse."""

    @given(day=any_day, n=st.integers(-300, 300))
    def test_round_trip(self, day: date, n: int) -> None:
        """Counting to the n-th working day gives n; backwards too, from a working day."""
        if not date(2006, 1, 1) <= day <= date(2028, 1, 1):
            return
        found = CHINA.add_working_days(day, n)

        assert CHINA.is_working_day(found)
        if n > 0 or CHINA.is_working_day(day):
            assert CHINA.count_working_days(day, found) == n

    @given(one=any_day, two=any_day, three=any_day)
    def test_counts_add_up(self, one: date, two: date, three: date) -> None:
        """Over adjoining spans, in any direction."""
        count = CHINA.count_working_days

        assert count(one, two) + count(two, three) == count(one, three)

    @pytest.mark.parametrize(
        ("day", "n", "expected"),
        [
            (date(2026, 2, 13), 1, date(2026, 2, 14)),  # Friday: the Saturday is worked
            (date(2026, 2, 14), 1, date(2026, 2, 24)),  # the Spring Festival between
            (date(2026, 2, 14), 0, date(2026, 2, 14)),
            (date(2026, 2, 15), 0, date(2026, 2, 24)),  # rolls
            (date(2026, 2, 24), -1, date(2026, 2, 14)),
            (date(2026, 2, 20), -1, date(2026, 2, 14)),
            (date(2026, 2, 20), 1, date(2026, 2, 24)),
            (date(2005, 12, 30), 1, date(2005, 12, 31)),
        ],
    )
    def test_worked_examples(self, day: date, n: int, expected: date) -> None:
        """Around makeup days and holidays, forwards, backwards and on the spot."""
        assert CHINA.add_working_days(day, n) == expected

    def test_the_ends_of_the_records(self) -> None:
        """The first and the last working day can be reached, nothing beyond them."""
        first, last = date(2004, 1, 2), date(2029, 12, 31)

        assert CHINA.add_working_days(date(2004, 1, 1), 1) == first
        assert CHINA.add_working_days(last, -1) == date(2029, 12, 28)
        for day, n in ((first, -1), (last, 1), (date(2003, 12, 31), 1), (date(2030, 1, 1), -1)):
            with pytest.raises(OutOfCoverageError, match="2004-01-01 to 2029-12-31"):
                CHINA.add_working_days(day, n)
        assert CHINA.status(date(2003, 12, 31)) is DayStatus.UNKNOWN
        assert CHINA.status(date.max) is DayStatus.UNKNOWN


class TestOfficeHours:
    """办公时间: half-open intervals of a day; office time runs in them on working days only."""

    def test_hours_are_never_assumed(self) -> None:
        """No text gives any, so the error says how to supply them."""
        with pytest.raises(UnsetError, match=r"calendar\.with_hours"):
            CHINA.office_time(beijing_time(2026, 3, 2, 9))

    @pytest.mark.parametrize(
        "intervals",
        [
            (),
            ((540, 540),),
            ((720, 540),),
            ((-1, 60),),
            ((540, 1441),),
            ((540, 720), (700, 800)),
            ((540.0, 720.0),),
            ((True, 720),),
        ],
    )
    def test_impossible_hours_are_refused_when_built(self, intervals: Any) -> None:
        """Empty and inverted hours would make a clock stand still for ever."""
        with pytest.raises(InvalidValueError):
            OfficeHours(intervals)

    @pytest.mark.parametrize(
        "text", ["9:00-12:00", "09:00", "", "09:00-24:01", "x", "09:60-10:00"]
    )
    def test_unreadable_hours_are_refused(self, text: str) -> None:
        """HH:MM-HH:MM and nothing else."""
        with pytest.raises(InvalidValueError):
            OfficeHours.of(text)

    def test_around_the_clock(self) -> None:
        """24:00 is a time of day: a unit that never closes loses not a second."""
        calendar = CHINA.with_hours(OfficeHours.of("00:00-24:00"))
        span = beijing_time(2026, 3, 2), beijing_time(2026, 3, 4)

        assert (
            calendar.office_time(span[1]) - calendar.office_time(span[0])
            == timedelta(days=2) // timedelta.resolution
        )

    @given(
        at=instants,
        more=st.timedeltas(timedelta(0), timedelta(days=30)),
    )
    def test_office_time_is_read_back(self, at: datetime, more: timedelta) -> None:
        """It never runs backwards; its first instant is not after, its next opening not before."""
        calendar = CHINA.with_hours(OFFICE)
        elapsed = calendar.office_time(at)

        assert calendar.office_time(at + more) >= elapsed
        assert calendar.at_office_time(elapsed) <= at <= calendar.next_opening(at)
        assert calendar.office_time(calendar.at_office_time(elapsed)) == elapsed
        assert calendar.office_time(calendar.next_opening(at)) == elapsed

    @pytest.mark.parametrize(
        ("at", "opening"),
        [
            (beijing_time(2026, 2, 14, 17, 59), beijing_time(2026, 2, 14, 17, 59)),
            (beijing_time(2026, 2, 14, 18), beijing_time(2026, 2, 24, 9)),  # half-open
            (beijing_time(2026, 2, 14, 12), beijing_time(2026, 2, 14, 13, 30)),
            (beijing_time(2026, 2, 14, 8), beijing_time(2026, 2, 14, 9)),
            (beijing_time(2026, 2, 20, 10), beijing_time(2026, 2, 24, 9)),
        ],
    )
    def test_next_opening(self, at: datetime, opening: datetime) -> None:
        """A closing time is outside, an opening time inside."""
        assert CHINA.with_hours(OFFICE).next_opening(at) == opening


class TestValues:
    """Calendars, layers and hours are values: they compare, pickle, copy and have digests."""

    @pytest.mark.parametrize("value", [CHINA, CHINA.with_hours(OFFICE), CHINA.layers[-1], OFFICE])
    @pytest.mark.parametrize(
        "twin",
        [lambda v: pickle.loads(pickle.dumps(v)), copy.copy, copy.deepcopy],  # noqa: S301
    )
    def test_twins_are_equal(self, value: Any, twin: Callable[[Any], Any]) -> None:
        """In content, hash and digest."""
        other = twin(value)

        assert other == value
        assert hash(other) == hash(value)
        assert digest(other) == digest(value)

    def test_built_twice_it_is_the_same(self) -> None:
        """Nothing is kept between two calls, and nothing differs."""
        assert WorkCalendar.china() == CHINA
        assert digest(WorkCalendar.china()) == digest(CHINA)
        assert digest(CHINA.published_only()) != digest(CHINA)

    def test_a_pickle_is_small(self) -> None:
        """The layers travel, the index is laid out anew."""
        assert len(pickle.dumps(CHINA)) < 40_000

    def test_importing_is_cheap(self) -> None:
        """Neither importing nor building loads a library of holidays."""
        code = (
            "import sys, jiesu; jiesu.WorkCalendar.china(); "
            "sys.exit(bool({'holidays', 'chinese_calendar', 'numpy'} & set(sys.modules)))"
        )

        done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603 -- our own

        assert done.returncode == 0


class TestBadInput:
    """Impossible arguments raise errors of this library and say what to do."""

    @pytest.mark.parametrize(
        "ask",
        [
            CHINA.is_working_day,
            CHINA.status,
            CHINA.known_at,
            lambda at: CHINA.add_working_days(at, 1),
            lambda at: CHINA.count_working_days(at, date(2026, 1, 1)),
            lambda at: CHINA.count_working_days(date(2026, 1, 1), at),
            lambda at: CHINA.layers_between(at, date(2026, 1, 1)),
            lambda at: CHINA.first_provisional(date(2026, 1, 1), at),
            lambda at: CalendarLayer.change("x", published=at, rest="2026-01-01"),
            lambda at: CalendarLayer.change("x", published=date(2026, 1, 1), rest=[at]),
        ],
    )
    def test_an_instant_is_no_day(self, ask: Callable[[Any], object]) -> None:
        """Python takes a datetime for a date; which day it is depends on the zone."""
        with pytest.raises(InvalidValueError, match=r"astimezone\(jiesu\.BEIJING\)\.date\(\)"):
            ask(beijing_time(2026, 3, 2, 9))

    def test_instants(self) -> None:
        """Without a zone refused, with another one converted."""
        with pytest.raises(NaiveDatetimeError, match="beijing_time"):
            instant(datetime(2026, 3, 2), "at")  # noqa: DTZ001 -- the point of the test
        assert instant(datetime(2026, 3, 1, 16, tzinfo=UTC), "at") == beijing_time(2026, 3, 2)
        assert instant(datetime(2026, 3, 1, 16, tzinfo=UTC), "at").date() == date(2026, 3, 2)

    def test_faults_of_a_layer_come_together(self) -> None:
        """One error lists them all."""
        source = Source(
            id="x",
            title="x",
            title_en="x",
            rank=Rank.POLICY,
            published=date(2026, 1, 1),
            since=date(2026, 1, 1),
        )
        with pytest.raises(InvalidValueError) as caught:
            CalendarLayer(
                source,
                Tier.CITY,
                rest="2026-01-01 2026-02-01",
                working="2026-01-01",
                covers=["2026-01-01/2026-01-31"],
            )

        assert [fault.path for fault in caught.value.faults] == ["layer.working", "layer.rest"]

    def test_two_layers_of_one_name(self) -> None:
        """A pin must mean one text."""
        with pytest.raises(InvalidValueError, match="two layers of one name"):
            CHINA.with_layer(CHINA.layers[-1])

    def test_a_hundred_years_at_most(self) -> None:
        """A calendar is laid out in full, so it has to end somewhere."""
        with pytest.raises(InvalidValueError, match="hundred years"):
            CHINA.with_layer(extra(1, date(2026, 1, 1), rest="1850-01-01"))

    @given(value=garbage, other=garbage)
    def test_garbage_raises_only_our_errors(self, value: Any, other: Any) -> None:
        """Into every constructor and every question."""
        attempts: list[Callable[[], object]] = [
            lambda: CHINA.is_working_day(value),
            lambda: CHINA.status(value),
            lambda: CHINA.add_working_days(value, other),
            lambda: CHINA.count_working_days(value, other),
            lambda: CHINA.layers_between(value, other),
            lambda: CHINA.first_provisional(value, other),
            lambda: CHINA.with_layer(value),
            lambda: CHINA.known_at(value),
            lambda: CHINA.with_hours(value),
            lambda: CHINA.office_time(value),
            lambda: CHINA.with_hours(OFFICE).at_office_time(value),
            lambda: CHINA.with_hours(OFFICE).next_opening(value),
            lambda: WorkCalendar(value),
            lambda: OfficeHours(value),
            lambda: OfficeHours.of(value, other),
            lambda: CalendarLayer(value, other),
            lambda: CalendarLayer.change(value, published=date(2026, 1, 1), rest=other),
            lambda: CalendarLayer.change("x", published=value, rest=other, working=value),
            lambda: CalendarLayer.change("x", published=date(2026, 1, 1), rest=value, tier=other),
            lambda: CalendarLayer.plan(value, number="x", published=date(2026, 1, 1), rest=other),
            lambda: CalendarLayer.plan(2027, number=value, published=date(2026, 1, 1), rest=other),
            lambda: instant(value, "value"),
        ]
        said = []
        for attempt in attempts:
            try:
                attempt()
            except JiesuError as error:
                said.append(str(error))

        assert all(said)
