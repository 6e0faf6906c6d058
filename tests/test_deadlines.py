"""By when a step is due, how much of a limit is used, and what that rests on."""

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume, given
from hypothesis import strategies as st
from timing import (
    CHINA,
    OFFICE,
    READING,
    UNITS,
    at,
    countings,
    holds_after,
    instants,
    limits,
)

from jiesu.calendars import WorkCalendar
from jiesu.canonical import digest
from jiesu.counting import CIVIL_CODE, Counting, End, HeldDays, HoursFrom, Intake, Roll, StartsAt
from jiesu.deadlines import (
    Deadline,
    Hours,
    Months,
    NaturalDays,
    TimeLimit,
    WorkingDays,
    WorkingHours,
    due,
    hours,
    measure,
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
from jiesu.layers import CalendarLayer
from jiesu.office_hours import OfficeHours, Timetable
from jiesu.sources import Basis


class TestDayOfTheStart:
    """民法典 201-1: 开始的当日不计入，自下一日开始计算."""

    def test_seven_days(self) -> None:
        """Dispatched on Monday, 2 March: the 3rd is the first day, the 9th the seventh."""
        deadline = due(natural_days(7), at(2026, 3, 2, 14, 30), CHINA)

        assert deadline.nominal == deadline.due == at(2026, 3, 10)
        assert deadline.last_day == date(2026, 3, 9)
        assert deadline.text.zh == "2026-03-09 24:00"

    @given(start=instants, limit=limits)
    def test_the_time_of_day_makes_no_difference(self, start: datetime, limit: TimeLimit) -> None:
        """To limits in days and months, the whole day of the start is one."""
        assume(isinstance(limit, (NaturalDays, WorkingDays, Months)))
        midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)

        assert due(limit, start, CHINA).due == due(limit, midnight, CHINA).due

    def test_it_may_be_counted(self) -> None:
        """A text that says 自收到之日起 may mean it so: then the limit ends a day earlier."""
        counting = CIVIL_CODE.with_(READING, first_day=True)
        start = at(2026, 3, 2, 14, 30)

        assert due(natural_days(7), start, CHINA, counting).nominal == at(2026, 3, 9)
        assert due(working_days(5), start, CHINA, counting).last_day == date(2026, 3, 6)
        assert due(months(1), start, CHINA, counting).nominal == at(2026, 4, 2)

    def test_a_day_of_rest_is_no_first_working_day(self) -> None:
        """Whether or not the day of the start is counted, a Sunday is no working day."""
        counting = CIVIL_CODE.with_(READING, first_day=True)
        sunday = at(2026, 3, 1, 10)

        assert due(working_days(5), sunday, CHINA, counting).last_day == date(2026, 3, 6)
        assert due(working_days(5), sunday, CHINA).last_day == date(2026, 3, 6)


class TestPins:
    """A decision keeps what its deadline rests on: calendar layers, and office hours."""

    def test_office_hours_are_pinned(self) -> None:
        """Other office hours give another deadline, and pins that tell the two apart."""
        short, long = (
            due(
                working_hours(4),
                at(2026, 2, 13, 11),
                CHINA.with_hours(OfficeHours.of(hours_)),
            )
            for hours_ in ("09:00-12:00", "09:00-18:00")
        )
        assert short.due != long.due
        assert short.pins != long.pins
        assert "09:00-12:00" in short.explain()

    def test_not_where_none_were_read(self) -> None:
        """A limit in days that ends at 24:00 rests on no office hours."""
        calendar = CHINA.with_hours(OfficeHours.of("09:00-12:00"))
        assert due(working_days(5), at(2026, 2, 13, 11), calendar).pins.hours == ()


class TestHours:
    """民法典 201-2: 按照小时计算期间的，自法律规定或者当事人约定的时间开始计算."""

    def test_from_the_moment(self) -> None:
        """Two hours at night are two hours, and 24 hours cross a holiday."""
        assert due(hours(2), at(2026, 2, 16, 23), CHINA).due == at(2026, 2, 17, 1)
        assert due(hours(24), at(2026, 2, 14, 17), CHINA).due == at(2026, 2, 15, 17)

    def test_they_read_no_calendar(self) -> None:
        """So they are never provisional, and run where no calendar reaches."""
        deadline = due(hours(24), at(2040, 12, 31, 12), CHINA)

        assert not deadline.provisional
        assert deadline.layers == ()

    def test_from_the_next_opening(self) -> None:
        """Where a text lets hours wait for the office, they run on from there without a stop."""
        counting = CIVIL_CODE.with_(READING, hours_from=HoursFrom.NEXT_OPENING)
        deadline = due(hours(2), at(2026, 2, 14, 19), CHINA, counting)

        assert deadline.counted_from == at(2026, 2, 24, 9)
        assert deadline.due == at(2026, 2, 24, 11)
        assert deadline.layers == ("国办发明电〔2025〕7号",)

    def test_hours_of_work(self) -> None:
        """Four of them from 16:00 before a holiday end at 11:00 after it, a makeup day counts."""
        assert due(working_hours(4), at(2026, 2, 14, 16), CHINA).due == at(2026, 2, 24, 11)
        assert due(working_hours(4), at(2026, 2, 13, 16), CHINA).due == at(2026, 2, 14, 11)

    def test_hours_of_work_end_at_closing(self) -> None:
        """Not at the opening after it, although no office time lies between."""
        assert due(working_hours(2), at(2026, 3, 2, 16), CHINA).due == at(2026, 3, 2, 18)
        assert due(working_hours(2), at(2026, 3, 2, 12, 30), CHINA).due == at(2026, 3, 2, 15, 30)

    def test_hours_of_work_without_hours(self) -> None:
        """The error names the value, and how to supply it."""
        with pytest.raises(UnsetError, match=r"calendar\.hours.*with_hours"):
            due(working_hours(4), at(2026, 3, 2, 9), WorkCalendar.china())


class TestMonths:
    """民法典 202: 到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日."""

    @pytest.mark.parametrize(
        ("start", "amount", "last"),
        [
            (date(2026, 3, 2), 1, date(2026, 4, 2)),
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2024, 1, 31), 1, date(2024, 2, 29)),
            (date(2026, 8, 31), 1, date(2026, 9, 30)),
            (date(2025, 12, 31), 2, date(2026, 2, 28)),
            (date(2024, 2, 29), 12, date(2025, 2, 28)),
        ],
    )
    def test_the_last_day(self, start: date, amount: int, last: date) -> None:
        """Of short months and leap years."""
        begin = at(start.year, start.month, start.day, 10)

        assert due(months(amount), begin, CHINA).nominal == at(
            last.year, last.month, last.day
        ) + timedelta(days=1)

    @given(st.dates(date(2004, 1, 1), date(2026, 12, 31)), st.integers(1, 40))
    def test_as_elsewhere(self, start: date, amount: int) -> None:
        """The corresponding day, or the end of the month, is what `dateutil` has too."""
        last = start + relativedelta(months=amount)
        assume(last < date(2026, 12, 31))
        begin = at(start.year, start.month, start.day, 10)
        wanted = datetime.combine(last, datetime.min.time(), begin.tzinfo) + timedelta(days=1)
        assert due(months(amount), begin, CHINA).nominal == wanted

    def test_first_day_counted(self) -> None:
        """The eve of the corresponding day; a month that has none still ends with its end."""
        counting = CIVIL_CODE.with_(READING, first_day=True)

        assert due(months(1), at(2026, 3, 1), CHINA, counting).nominal == at(2026, 4, 1)
        assert due(months(1), at(2026, 1, 31), CHINA, counting).nominal == at(2026, 3, 1)


class TestLastDay:
    """民法典 203: a last day of rest rolls; 24:00 ends the day, or closing where it is so chosen."""

    @pytest.mark.parametrize(
        ("start", "limit", "nominal", "last"),
        [
            # 国庆 2026: 7 October is a holiday, the 8th is worked.
            (date(2026, 9, 30), natural_days(7), date(2026, 10, 7), date(2026, 10, 8)),
            # A makeup Saturday is no day of rest: nothing rolls.
            (date(2026, 9, 30), natural_days(10), date(2026, 10, 10), date(2026, 10, 10)),
            # A plain Saturday rolls over Sunday.
            (date(2026, 3, 7), natural_days(7), date(2026, 3, 14), date(2026, 3, 16)),
            (date(2026, 1, 15), months(1), date(2026, 2, 15), date(2026, 2, 24)),
        ],
    )
    def test_roll(self, start: date, limit: TimeLimit, nominal: date, last: date) -> None:
        """203-1: 以法定休假日结束的次日为期间的最后一日."""
        begin = at(start.year, start.month, start.day, 9)
        deadline = due(limit, begin, CHINA)
        plain = due(limit, begin, CHINA, CIVIL_CODE.with_(READING, roll=Roll.NONE))

        assert (deadline.nominal - timedelta(days=1)).date() == nominal
        assert deadline.last_day == last
        assert plain.due == plain.nominal == deadline.nominal
        assert plain.layers == ()

    def test_the_end_of_the_day(self) -> None:
        """203-2, each of its readings."""
        start = at(2026, 3, 2, 14, 30)

        def ends(end: End) -> datetime:
            return due(working_days(1), start, CHINA, CIVIL_CODE.with_(READING, end=end)).due

        assert ends(End.END_OF_DAY) == at(2026, 3, 4)
        assert ends(End.CLOSE_OF_BUSINESS) == at(2026, 3, 3, 18)
        assert ends(End.SAME_CLOCK_TIME) == at(2026, 3, 3, 14, 30)

    def test_closing_at_midnight(self) -> None:
        """An office that closes at 24:00 closes on that day, not on the next."""
        counting = CIVIL_CODE.with_(READING, end=End.CLOSE_OF_BUSINESS)
        calendar = CHINA.with_hours(OfficeHours.of("00:00-24:00"))
        deadline = due(working_days(1), at(2026, 3, 2, 14), calendar, counting)

        assert deadline.due == at(2026, 3, 4)
        assert deadline.last_day == date(2026, 3, 3)

    def test_closing_needs_hours(self) -> None:
        """They are never assumed."""
        counting = CIVIL_CODE.with_(READING, end=End.CLOSE_OF_BUSINESS)
        with pytest.raises(UnsetError):
            due(working_days(1), at(2026, 3, 2), WorkCalendar.china(), counting)

    def test_the_figure_is_included(self) -> None:
        """民法典 1259: 以内 includes the figure; late is strictly after."""
        deadline = due(hours(2), at(2026, 3, 2, 9), CHINA)

        assert not deadline.is_late(at(2026, 3, 2, 11))
        assert deadline.is_late(at(2026, 3, 2, 11) + timedelta.resolution)
        assert not deadline.is_late(datetime(2026, 3, 2, 3, tzinfo=UTC))


class TestIntake:
    """A limit may start on the next working day for what comes after office hours."""

    @pytest.mark.parametrize(
        ("start", "last"),
        [
            (at(2026, 3, 6, 17, 59), date(2026, 3, 9)),  # Friday, open
            (at(2026, 3, 6, 18), date(2026, 3, 10)),  # Friday, closed: as if on Monday
            (at(2026, 3, 7, 10), date(2026, 3, 10)),
            (at(2026, 3, 9, 7), date(2026, 3, 10)),
            (at(2026, 3, 9, 12, 30), date(2026, 3, 10)),  # a lunch break is no evening
        ],
    )
    def test_next_working_day(self, start: datetime, last: date) -> None:
        """Closing time is after office hours."""
        counting = CIVIL_CODE.with_(READING, intake=Intake.NEXT_WORKING_DAY)

        assert due(working_days(1), start, CHINA, counting).last_day == last


class TestOverAtTheStart:
    """A day that is over when the limit starts cannot be the first that counts."""

    FIRST = CIVIL_CODE.with_(READING, first_day=True)

    def test_business_has_closed(self) -> None:
        """At eight in the evening the next day is the first; nothing is due before it starts."""
        counting = self.FIRST.with_(READING, end=End.CLOSE_OF_BUSINESS)

        assert due(natural_days(1), at(2026, 3, 10, 17), CHINA, counting).due == at(
            2026, 3, 10, 18
        )
        evening = due(natural_days(1), at(2026, 3, 10, 20), CHINA, counting)
        assert evening.due == at(2026, 3, 11, 18)
        assert evening.counted_from == at(2026, 3, 11)
        assert due(working_days(1), at(2026, 3, 13, 20), CHINA, counting).due == at(
            2026, 3, 16, 18
        )

    def test_the_same_clock_time(self) -> None:
        """A day that ends at the clock time at which it began is a whole one."""
        counting = self.FIRST.with_(READING, end=End.SAME_CLOCK_TIME)

        assert due(natural_days(1), at(2026, 3, 10, 20), CHINA, counting).due == at(
            2026, 3, 11, 20
        )


class TestHoursThatWereRead:
    """Pins name the hours that told something, and no others."""

    def test_the_closing_of_the_last_day(self) -> None:
        """What Friday's hours are makes no difference to a limit that ends on a Wednesday."""
        counting = CIVIL_CODE.with_(READING, end=End.CLOSE_OF_BUSINESS)
        short = Timetable(OFFICE, weekdays={5: OfficeHours.of("09:00-12:00")})
        one, other = (
            due(working_days(5), at(2026, 3, 4, 9), CHINA.with_hours(hours_), counting)
            for hours_ in (OFFICE, short)
        )

        assert one == other
        assert digest(one) == digest(other)

    def test_the_opening(self) -> None:
        """Of an intake at night the opening counts, and no layer between it and the end."""
        counting = CIVIL_CODE.with_(READING, intake=Intake.NEXT_WORKING_DAY)
        other_day = Timetable(OFFICE, dates={date(2026, 3, 12): OfficeHours.of("10:00-11:00")})
        one, other = (
            due(working_days(5), at(2026, 3, 6, 20), CHINA.with_hours(hours_), counting)
            for hours_ in (OFFICE, other_day)
        )
        assert one == other
        thirty = due(natural_days(30), at(2019, 4, 20, 20), CHINA, counting)
        assert "国办发明电〔2019〕3号" not in thirty.layers


class TestWorkingDays:
    """工作日 are those of the calendar, makeup workdays among them."""

    def test_spring_festival_of_2020(self) -> None:
        """A limit over an extended holiday: one answer as it was known, another as it became."""
        start = at(2020, 1, 22, 10)
        before = due(working_days(5), start, CHINA.known_at(date(2020, 1, 22)))
        after = due(working_days(5), start, CHINA.known_at(date(2020, 2, 3)))

        assert before.last_day == date(2020, 2, 4)  # 23, 31, 1 (a makeup Saturday), 3, 4
        assert after.last_day == date(2020, 2, 6)  # 23, 3, 4, 5, 6
        assert before.layers == ("国办发明电〔2019〕16号",)
        assert after.layers == ("国办发明电〔2019〕16号", "国办发明电〔2020〕1号")
        assert not after.provisional

    def test_across_the_horizon(self) -> None:
        """The deadline says that a notice may still change it."""
        deadline = due(working_days(5), at(2026, 12, 25, 9), CHINA)

        assert deadline.provisional
        assert deadline.layers == ("国办发明电〔2025〕7号", "国务院令第795号")
        assert "暂定" in deadline.explain()

    def test_only_days_that_count_are_read(self) -> None:
        """The day of the start is not counted, so its layer is not pinned."""
        friday = due(working_days(1), at(2019, 4, 26, 9), CHINA)
        makeup = due(working_days(1), at(2019, 5, 5, 9), CHINA)

        assert friday.last_day == date(2019, 4, 28)
        assert friday.layers == ("国办发明电〔2018〕15号", "国办发明电〔2019〕3号")
        assert makeup.layers == ("国办发明电〔2018〕15号",)

    def test_beyond_all_records(self) -> None:
        """The error says how far they go."""
        with pytest.raises(OutOfCoverageError, match="2029-12-31"):
            due(working_days(5), at(2029, 12, 28, 9), CHINA)
        with pytest.raises(OutOfCoverageError, match="published to 2026-12-28"):
            due(natural_days(7), at(2026, 12, 25), CHINA.published_only())

    def test_against_numpy(self) -> None:
        """Twenty thousand limits, with every day of rest as numpy's oracle."""
        base = np.datetime64("2019-01-01")
        rest = np.array(
            [
                day
                for day in (date(2018, 12, 30) + timedelta(days=n) for n in range(3300))
                if not CHINA.is_working_day(day)
            ],
            "datetime64[D]",
        )
        random = np.random.default_rng(7)
        offsets, amounts = random.integers(0, 2700, 20_000), random.integers(1, 60, 20_000)
        expected = np.busday_offset(
            base + offsets, amounts, roll="preceding", weekmask="1111111", holidays=rest
        )

        ours = [
            due(working_days(int(n)), at(2019, 1, 1, 15) + timedelta(days=int(o)), CHINA).last_day
            for o, n in zip(offsets, amounts, strict=True)
        ]

        assert np.array_equal(np.array(ours, "datetime64[D]"), expected)


class TestHolds:
    """While on hold the clock stands still; which days that takes is a choice with a name."""

    def test_hours_lose_exactly_the_hold(self) -> None:
        """Also where holds overlap, start before the limit, or stop nothing."""
        start = at(2026, 3, 2, 9)
        holds = [
            (at(2026, 3, 2, 8), at(2026, 3, 2, 10)),
            (at(2026, 3, 2, 11), at(2026, 3, 2, 12)),
            (at(2026, 3, 2, 11, 30), at(2026, 3, 2, 13)),
            (at(2026, 3, 2, 13, 30), at(2026, 3, 2, 13, 30)),
        ]
        deadline = due(hours(2), start, CHINA, holds=holds)

        assert deadline.due == at(2026, 3, 2, 14)
        assert deadline.holds == (holds[0], (at(2026, 3, 2, 11), at(2026, 3, 2, 13)))

    def test_a_hold_at_the_very_end_comes_too_late(self) -> None:
        """The limit is used up when it begins."""
        hold = (at(2026, 3, 2, 11), at(2026, 3, 2, 12))

        assert due(hours(2), at(2026, 3, 2, 9), CHINA, holds=[hold]).due == at(2026, 3, 2, 11)

    def test_hours_of_work(self) -> None:
        """Only office time on hold is made up: a hold over a weekend stops nothing."""
        weekend = (at(2026, 3, 6, 18), at(2026, 3, 9, 9))
        into_monday = (at(2026, 3, 6, 17), at(2026, 3, 9, 10))
        start = at(2026, 3, 6, 16)

        assert due(working_hours(4), start, CHINA, holds=[weekend]).due == at(2026, 3, 9, 11)
        assert due(working_hours(4), start, CHINA, holds=[into_monday]).due == at(
            2026, 3, 9, 14, 30
        )

    def test_days_that_a_hold_touches(self) -> None:
        """The widest choice: one hour on hold takes the day; the budget grows, not the start."""
        counting = CIVIL_CODE.with_(READING, held_days=HeldDays.TOUCHED)
        hold = (at(2026, 3, 4, 10), at(2026, 3, 4, 11))
        start = at(2026, 3, 2, 9)

        for limit, last in (
            (working_days(3), date(2026, 3, 6)),
            (natural_days(7), date(2026, 3, 10)),
            (months(1), date(2026, 4, 3)),
        ):
            assert due(limit, start, CHINA, counting, [hold]).last_day == last

    def test_days_from_the_next_on(self) -> None:
        """The default, as 201-1 counts: an hour takes no day, a day and a night take one."""
        start, hour = at(2026, 3, 2, 9), (at(2026, 3, 4, 10), at(2026, 3, 4, 11))
        overnight = (at(2026, 3, 4, 10), at(2026, 3, 5, 10))

        for limit, last, later in (
            (working_days(3), date(2026, 3, 5), date(2026, 3, 6)),
            (natural_days(7), date(2026, 3, 9), date(2026, 3, 10)),
            (months(1), date(2026, 4, 2), date(2026, 4, 3)),
        ):
            assert due(limit, start, CHINA, holds=[hour]).last_day == last
            assert due(limit, start, CHINA, holds=[overnight]).last_day == later

    def test_days_wholly_on_hold(self) -> None:
        """The stricter choice: a part of a day on hold is no day on hold."""
        counting = CIVIL_CODE.with_(READING, held_days=HeldDays.COVERED)
        hold = (at(2026, 3, 3, 10), at(2026, 3, 5, 10))
        start = at(2026, 3, 2, 9)

        assert due(working_days(3), start, CHINA, counting, [hold]).last_day == date(2026, 3, 6)
        touched = CIVIL_CODE.with_(READING, held_days=HeldDays.TOUCHED)
        assert due(working_days(3), start, CHINA, touched, [hold]).last_day == date(2026, 3, 10)
        assert due(working_days(3), start, CHINA, holds=[hold]).last_day == date(2026, 3, 9)

    def test_the_evening_of_a_day_that_is_over(self) -> None:
        """Where business closes a day, a hold after closing touches the next day and not this one."""
        counting = CIVIL_CODE.with_(READING, end=End.CLOSE_OF_BUSINESS)
        evening = [(at(2026, 3, 3, 19), at(2026, 3, 3, 20))]
        night = [(at(2026, 3, 3, 19), at(2026, 3, 4, 8))]
        plain, same, later = (
            due(working_days(1), at(2026, 3, 2, 9), CHINA, counting, holds)
            for holds in ((), evening, night)
        )

        assert plain.due == same.due == at(2026, 3, 3, 18)
        assert same.held == ()
        assert later.due == at(2026, 3, 3, 18)
        assert due(working_days(2), at(2026, 3, 2, 9), CHINA, counting, night).due == at(
            2026, 3, 5, 18
        )

    def test_what_was_over_before_the_start(self) -> None:
        """A hold that ended before takes nothing out of the day of the start, though that counts."""
        counting = CIVIL_CODE.with_(READING, first_day=True, held_days=HeldDays.TOUCHED)
        over = [(at(2026, 3, 2, 7), at(2026, 3, 2, 8))]
        into = [(at(2026, 3, 2, 7), at(2026, 3, 2, 10))]

        assert due(natural_days(1), at(2026, 3, 2, 9), CHINA, counting, over).last_day == date(
            2026, 3, 2
        )
        assert due(natural_days(1), at(2026, 3, 2, 9), CHINA, counting, into).last_day == date(
            2026, 3, 3
        )

    def test_the_clock_time_of_the_end_ends_no_other_day(self) -> None:
        """A hold in the middle of a limit costs its day, whatever the hour at which the limit ends."""
        counting = CIVIL_CODE.with_(READING, end=End.SAME_CLOCK_TIME, held_days=HeldDays.TOUCHED)
        for hour in (8, 10):
            hold = (at(2026, 3, 4, hour), at(2026, 3, 4, 18))
            found = due(working_days(5), at(2026, 3, 2, 9), CHINA, counting, [hold])
            assert found.due == at(2026, 3, 10, 9)
            assert found.holds == (hold,)

    def test_an_hour_of_work_on_hold_long_after(self) -> None:
        """A hold beyond what the calendar knows concerns no limit that ended before."""
        hold = (at(2031, 1, 1), at(2031, 1, 2))
        assert due(working_hours(4), at(2026, 3, 4, 9), CHINA, holds=[hold]).due == at(
            2026, 3, 4, 14, 30
        )

    def test_a_hold_over_a_holiday(self) -> None:
        """Days of rest were never going to be counted: the hold takes working days only."""
        hold = (at(2026, 2, 14, 9), at(2026, 2, 25))  # a makeup Saturday, the festival, Tuesday
        deadline = due(working_days(3), at(2026, 2, 12, 9), CHINA, holds=[hold])

        assert deadline.last_day == date(2026, 2, 25)  # 13, 14, 25; the 24th is on hold

    def test_a_roll_does_not_end_on_a_held_day(self) -> None:
        """Rolled off a weekend onto a Monday on hold, it goes on to Tuesday."""
        hold = (at(2026, 3, 15, 9), at(2026, 3, 16, 10))

        assert due(natural_days(7), at(2026, 3, 7), CHINA, holds=[hold]).last_day == date(
            2026, 3, 17
        )

    @given(start=instants, limit=limits, data=st.data())
    def test_a_hold_never_shortens(
        self, start: datetime, limit: TimeLimit, data: st.DataObject
    ) -> None:
        """And holds in another order, or cut in two, are the same holds."""
        holds = data.draw(holds_after(start))
        cut = [
            part
            for held, freed in holds
            for part in (
                (held, held + (freed - held) / 2),
                (held + (freed - held) / 2, freed),
            )
        ]
        deadline = due(limit, start, CHINA, holds=holds)

        assert deadline.due >= due(limit, start, CHINA).due
        assert due(limit, start, CHINA, holds=cut[::-1]) == deadline

    def test_impossible_holds(self) -> None:
        """Each is named by its place."""
        inverted = (at(2026, 3, 3), at(2026, 3, 2))
        with pytest.raises(InvalidValueError, match=r"holds\[1\].*ends before it begins"):
            due(hours(1), at(2026, 3, 2), CHINA, holds=[inverted[::-1], inverted])


class TestLaws:
    """What `due` and `measure` promise of each other."""

    @given(start=instants, limit=limits, counting=countings, data=st.data())
    def test_measure_inverts_due(
        self, start: datetime, limit: TimeLimit, counting: Counting, data: st.DataObject
    ) -> None:
        """Measured to its nominal end, a limit is its amount: every unit, every choice, holds."""
        holds = data.draw(holds_after(start))
        # A closing time may lie before a late start on the same day: then nothing fits in it.
        assume(not (counting.first_day and counting.end is not End.END_OF_DAY))
        deadline = due(limit, start, CHINA, counting, holds)

        used = measure(start, deadline.nominal, type(limit), CHINA, counting, holds)

        assert used == limit.amount

    @given(
        points=st.tuples(instants, instants, instants).map(sorted),
        unit=st.sampled_from([Hours, WorkingHours, NaturalDays, WorkingDays]),
        data=st.data(),
    )
    def test_measure_is_additive(
        self, points: list[datetime], unit: type[TimeLimit], data: st.DataObject
    ) -> None:
        """Over adjoining spans, with holds; for days, where the joint is not midnight."""
        one, two, three = points
        if unit in (NaturalDays, WorkingDays):
            assume(two.timetz() != at(2026, 1, 1).timetz())
        holds = data.draw(holds_after(one))

        parts = [
            measure(begin, end, unit, CHINA, holds=holds)
            for begin, end in ((one, two), (two, three), (one, three))
        ]

        assert parts[0] + parts[1] == parts[2]

    @given(pair=st.tuples(instants, instants).map(sorted), limit=limits, counting=countings)
    def test_due_is_monotone_in_the_start(
        self, pair: list[datetime], limit: TimeLimit, counting: Counting
    ) -> None:
        """What starts later is never due earlier."""
        first, second = (due(limit, start, CHINA, counting) for start in pair)

        assert first.nominal <= second.nominal
        assert first.due <= second.due

    @given(start=instants, limit=limits, counting=countings, more=st.integers(1, 5))
    def test_due_is_monotone_in_the_limit(
        self, start: datetime, limit: TimeLimit, counting: Counting, more: int
    ) -> None:
        """A larger amount is never due earlier, and its nominal end is strictly later."""
        longer = type(limit)(limit.amount + more)
        shorter, later = (due(each, start, CHINA, counting) for each in (limit, longer))

        assert shorter.nominal < later.nominal
        assert shorter.due <= later.due

    @given(start=instants, limit=limits, counting=countings, data=st.data())
    def test_a_day_of_rest_never_brings_it_forward(
        self, start: datetime, limit: TimeLimit, counting: Counting, data: st.DataObject
    ) -> None:
        """One rest day more, wherever it falls."""
        day = start.date() + timedelta(days=data.draw(st.integers(-3, 60)))
        layer = CalendarLayer.change("新增休息日", published=date(2027, 1, 1), rest=[day])

        longer = due(limit, start, CHINA.with_layer(layer), counting)

        assert longer.due >= due(limit, start, CHINA, counting).due

    @given(start=instants, limit=limits)
    def test_a_later_layer_never_changes_an_earlier_answer(
        self, start: datetime, limit: TimeLimit
    ) -> None:
        """A deadline given out as of a day stays what it was, with its pins."""
        known = date(2026, 12, 1)
        rest = [start.date() + timedelta(days=n) for n in range(3)]
        later = CalendarLayer.change("后来的通知", published=date(2026, 12, 2), rest=rest)

        assert due(limit, start, CHINA.with_layer(later).known_at(known)) == due(
            limit, start, CHINA.known_at(known)
        )

    @given(start=instants, limit=limits, counting=countings)
    def test_what_is_in_time_has_not_used_more(
        self, start: datetime, limit: TimeLimit, counting: Counting
    ) -> None:
        """Up to the nominal end no more than the amount is used."""
        deadline = due(limit, start, CHINA, counting)
        half = start + (deadline.nominal - start) / 2
        assume(start <= half)

        assert 0 <= measure(start, half, type(limit), CHINA, counting) <= limit.amount

    @pytest.mark.parametrize(
        ("end", "unit", "used"),
        [
            (at(2026, 2, 14, 9), WorkingDays, 1),
            (at(2026, 2, 20, 9), WorkingDays, 1),  # a day of rest uses nothing up
            (at(2026, 2, 24), WorkingDays, 1),  # 24:00 of the last day of rest
            (at(2026, 2, 24, 0, 1), WorkingDays, 2),
            (at(2026, 2, 13, 23), WorkingDays, 0),
            (at(2026, 2, 20, 9), NaturalDays, 7),
            (at(2026, 3, 13, 23), Months, 1),
            (at(2026, 3, 14, 0, 1), Months, 2),
            (at(2026, 2, 13, 15, 45), Hours, Fraction(5, 4)),
            (at(2026, 2, 14, 9, 30), WorkingHours, 4),
        ],
    )
    def test_worked_examples(self, end: datetime, unit: type[TimeLimit], used: Any) -> None:
        """From 14:30 on Friday, 13 February 2026, before the Spring Festival."""
        assert measure(at(2026, 2, 13, 14, 30), end, unit, CHINA) == used


class TestLimits:
    """Units are different types."""

    def test_units_never_compare(self) -> None:
        """Five working days are no five days."""
        assert working_days(5) == working_days(5)
        assert len({unit(5) for unit in UNITS}) == len(UNITS)

    @pytest.mark.parametrize("amount", [0, -1, 1.0, True, "5", None, Fraction(1, 2)])
    @pytest.mark.parametrize("unit", [hours, natural_days, working_days, working_hours, months])
    def test_amounts(self, unit: Callable[[Any], TimeLimit], amount: Any) -> None:
        """A whole number, 1 or more."""
        with pytest.raises(InvalidValueError, match=r"limit\.amount"):
            unit(amount)

    def test_a_limit_has_a_unit(self) -> None:
        """The base is no limit."""
        with pytest.raises(InvalidValueError):
            TimeLimit(5)  # type: ignore[abstract]

    @pytest.mark.parametrize("unit", UNITS)
    def test_beyond_all_dates(self, unit: type[TimeLimit]) -> None:
        """Absurd amounts are refused, not looped over."""
        for amount in (10**9, 10**12, 10**30):
            with pytest.raises(OutOfCoverageError):
                due(unit(amount), at(2026, 1, 1), CHINA)


class TestCounting:
    """Every choice has a name and a ground."""

    def test_the_code_grounds_every_choice(self) -> None:
        """The Code's own by its articles, what it leaves open as assumed."""
        names = [field for field in Counting.__attrs_attrs__ if field.name != "grounds"]
        grounds = {field.name: CIVIL_CODE.ground(field.name) for field in names}
        locators = {name: ground.locator for name, ground in grounds.items() if ground}
        open_ = {
            name for name, ground in grounds.items() if ground and ground.basis is Basis.ASSUMED
        }

        assert len(locators) == len(names)
        assert locators["first_day"] == "201-1"
        assert locators["hours_from"] == "201-2"
        assert locators["roll"] == "203-1"
        assert locators["end"] == "203-2"
        assert open_ == {"starts_at", "on_reassign", "intake", "held_days"}

    def test_another_choice_brings_its_ground(self) -> None:
        """The other grounds stay."""
        counting = CIVIL_CODE.with_(READING, starts_at=StartsAt.SIGNED, roll=Roll.NONE)

        assert counting.ground("roll") == counting.ground("starts_at") == READING
        assert counting.ground("end") == CIVIL_CODE.ground("end")

    def test_unknown_choices(self) -> None:
        """The error suggests the known ones."""
        with pytest.raises(InvalidValueError, match="did you mean roll"):
            CIVIL_CODE.with_(READING, rol=Roll.NONE)
        with pytest.raises(InvalidValueError, match=r"counting\.roll"):
            CIVIL_CODE.with_(READING, roll="next")  # type: ignore[arg-type]


class TestDeadline:
    """A deadline carries what it rests on and no calendar."""

    DEADLINES = (
        due(working_days(5), at(2026, 2, 13, 14, 30), CHINA),
        due(hours(2), at(2026, 2, 13, 14, 30), CHINA),
        due(
            natural_days(7),
            at(2026, 9, 28),
            CHINA,
            CIVIL_CODE.with_(READING, starts_at=StartsAt.SIGNED),
            [(at(2026, 9, 29), at(2026, 9, 29, 12))],
        ),
    )

    @pytest.mark.parametrize("deadline", DEADLINES)
    @pytest.mark.parametrize(
        "twin",
        [lambda v: pickle.loads(pickle.dumps(v)), copy.copy, copy.deepcopy],  # noqa: S301
    )
    def test_twins_are_equal(
        self, deadline: Deadline, twin: Callable[[Deadline], Deadline]
    ) -> None:
        """In content and digest, and they explain themselves alike."""
        other = twin(deadline)

        assert other == deadline
        assert digest(other) == digest(deadline)
        assert str(other.explain()) == str(deadline.explain())

    def test_a_pickle_is_small(self) -> None:
        """Millions are stored."""
        assert len(pickle.dumps(self.DEADLINES[0])) < 1_000

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_the_explanation_gives_every_step(self, lang: str) -> None:
        """The event, the count, the hold, the roll, the calendar; and the articles."""
        text = self.DEADLINES[2].explain(lang).text(lang)

        for words in ("2026-09-28 00:00", "2026-10-06 24:00", "2026-10-08 24:00", "7"):
            assert words in text
        if lang == "zh":
            assert "签收" in text
            assert "第二百零三条第一款" in text
            assert "中止计时" in text

    def test_rows(self) -> None:
        """Plain values."""
        (row,) = self.DEADLINES[0].to_rows()

        assert row["limit"] == "5个工作日"
        assert row["last_day"] == date(2026, 2, 27)
        assert row["layers"] == ("国办发明电〔2025〕7号",)


class TestBadInput:
    """Impossible arguments raise errors of this library."""

    def test_naive_instants(self) -> None:
        """The error names the constructor to use."""
        naive = datetime(2026, 3, 2, 9)  # noqa: DTZ001 -- the point of the test
        with pytest.raises(NaiveDatetimeError, match=r"jiesu\.beijing_time"):
            due(working_days(5), naive, CHINA)
        with pytest.raises(NaiveDatetimeError):
            measure(at(2026, 3, 1), naive, Hours, CHINA)
        with pytest.raises(NaiveDatetimeError, match=r"holds\[0\]\[1\]"):
            due(hours(1), at(2026, 3, 1), CHINA, holds=[(at(2026, 3, 1), naive)])

    def test_other_zones_are_converted(self) -> None:
        """16:00 UTC is midnight in legal time, and so already the next day."""
        foreign = datetime(2026, 3, 1, 16, tzinfo=UTC)

        assert due(natural_days(1), foreign, CHINA).last_day == date(2026, 3, 3)

    def test_measuring_backwards(self) -> None:
        """An end before the start is refused."""
        with pytest.raises(InvalidValueError, match="before the start"):
            measure(at(2026, 3, 2), at(2026, 3, 1), Hours, CHINA)

    def test_a_unit_is_a_type(self) -> None:
        """A limit itself is not; the error says so."""
        with pytest.raises(InvalidValueError, match=r"type\(limit\)"):
            measure(at(2026, 3, 1), at(2026, 3, 2), working_days(5), CHINA)  # type: ignore[arg-type]

    GARBAGE = st.one_of(
        st.none(),
        st.integers(),
        st.floats(),
        st.text(max_size=5),
        st.dates(),
        st.datetimes(),
        st.datetimes(timezones=st.just(UTC)),
        st.lists(st.integers() | st.text(max_size=2), max_size=3),
        st.lists(st.tuples(st.datetimes(timezones=st.just(UTC)), st.datetimes()), max_size=2),
        st.sampled_from([Hours, int, CHINA, CIVIL_CODE, working_days(5), months(3), READING]),
    )

    @given(one=GARBAGE, two=GARBAGE, three=GARBAGE)
    def test_garbage_raises_only_our_errors(self, one: Any, two: Any, three: Any) -> None:
        """Into every constructor and every argument."""
        start = at(2026, 3, 2)
        attempts: list[Callable[[], object]] = [
            lambda: due(one, two, three),
            lambda: due(working_days(5), one, CHINA, two, three),
            lambda: due(natural_days(5), one, CHINA),
            lambda: due(months(5), one, CHINA, holds=two),
            lambda: due(hours(5), start, CHINA, holds=one),
            lambda: due(hours(5), start, CHINA, one, two),
            lambda: measure(one, two, three, CHINA),
            lambda: measure(start, one, two, CHINA),
            lambda: measure(one, start, NaturalDays, CHINA, CIVIL_CODE, two),
            lambda: measure(one, two, Months, CHINA),
            lambda: due(working_days(5), start, CHINA).is_late(one),
            lambda: TimeLimit(one),  # type: ignore[abstract]
            lambda: WorkingDays(one),
            lambda: CIVIL_CODE.with_(one, roll=two),
            lambda: Counting(
                starts_at=one,
                first_day=two,
                hours_from=three,
                intake=one,
                end=two,
                roll=three,
                on_reassign=one,
                held_days=two,
                grounds=three,
            ),
        ]
        said = []
        for attempt in attempts:
            try:
                attempt()
            except JiesuError as error:
                said.append(str(error))

        assert all(said)
