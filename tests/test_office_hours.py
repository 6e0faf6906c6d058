"""Which office hours apply on which day, and what clocks that run in them make of it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.calendars import WorkCalendar
from jiesu.canonical import digest
from jiesu.counting import CIVIL_CODE, End, HoursFrom, Intake
from jiesu.deadlines import (
    Deadline,
    WorkingHours,
    due,
    hours,
    measure,
    working_days,
    working_hours,
)
from jiesu.errors import InvalidValueError, OutOfCoverageError, UnsetError
from jiesu.layers import CalendarLayer
from jiesu.legal_time import beijing_time
from jiesu.office_hours import OfficeHours, Timetable
from jiesu.sources import assumed

CHINA = WorkCalendar.china()
USUAL = OfficeHours.of("09:00-12:00", "13:30-18:00")
FRIDAY = OfficeHours.of("09:00-12:00", "13:30-16:00")
SUMMER = OfficeHours.of("08:30-12:00", "15:00-18:30")
EVE = OfficeHours.of("09:00-11:00")
ALWAYS = OfficeHours.of("00:00-24:00")
READING = assumed("示例", "for the test")
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
at = beijing_time

hours_of_a_day = st.sampled_from([USUAL, FRIDAY, SUMMER, EVE, ALWAYS])
days = st.dates(date(2023, 1, 1), date(2029, 12, 31)) | st.sampled_from(
    [
        date(year, month, day)
        for year in (2023, 2024, 2027, 2028)
        for month, day in ((1, 1), (2, 28), (3, 1), (5, 31), (6, 1), (9, 30), (10, 1), (12, 31))
    ]
    + [date(2024, 2, 29), date(2028, 2, 29)]
)


def named(season: str) -> set[tuple[int, int]]:
    """The days of a season, (month, day): walked from the first to the last, around New Year."""
    ends = [tuple(map(int, end.split("-"))) for end in season.split("/")]
    day, found = date(2000, *ends[0]), set()  # a leap year, as the next one round is not needed
    while True:
        found.add((day.month, day.day))
        if (day.month, day.day) == ends[1]:
            return found
        day = date(2000, 1, 1) if (day.month, day.day) == (12, 31) else day + DAY


@st.composite
def seasons(draw: st.DrawFn) -> dict[str, OfficeHours]:
    """Up to three seasons that do not meet; one may run over New Year."""
    ends = st.lists(st.dates(date(2000, 1, 1), date(2000, 12, 31)), max_size=6, unique=True)
    places = sorted(draw(ends))
    places = places[: len(places) // 2 * 2]
    over: bool = draw(st.booleans())
    if over and places:
        places = [*places[1:], places[0]]
    return {
        f"{first:%m-%d}/{last:%m-%d}": draw(hours_of_a_day)
        for first, last in zip(places[::2], places[1::2], strict=True)
    }


tables = st.builds(
    Timetable,
    hours_of_a_day,
    weekdays=st.dictionaries(st.integers(1, 7), hours_of_a_day, max_size=3),
    seasons=seasons(),
    dates=st.dictionaries(days, hours_of_a_day, max_size=3),
)


class TestTimetable:
    """作息时间: the nearest word decides: date, season, day of the week, usual hours."""

    @given(table=tables, day=days)
    def test_the_nearest_word_decides(self, table: Timetable, day: date) -> None:
        """A day has the hours of its date, else of its season, else of its weekday, else usual."""
        expected = table.usual
        expected = table.weekdays.get(day.isoweekday(), expected)
        for season, told in table.seasons.items():
            if (day.month, day.day) in named(season):
                expected = told
        expected = table.dates.get(day, expected)

        assert table.on(day) == expected

    @given(table=tables, day=days, more=st.integers(0, 800))
    def test_a_span_is_its_days(self, table: Timetable, day: date, more: int) -> None:
        """Laid out over a span it says of each day what it says of that day alone."""
        span = [day + n * DAY for n in range(more)]

        assert table.between(day, day + (more - 1) * DAY) == [table.on(each) for each in span]

    def test_every_rung(self) -> None:
        """One table in which each word has a day of its own, in August and outside of it."""
        table = Timetable(
            USUAL,
            weekdays={5: FRIDAY},
            seasons={"06-01/09-30": SUMMER},
            dates={date(2026, 8, 7): EVE, date(2026, 2, 13): ALWAYS},
        )

        assert table.on(date(2026, 8, 7)) == EVE  # a Friday in summer
        assert table.on(date(2026, 8, 14)) == SUMMER  # a Friday in summer
        assert table.on(date(2026, 2, 13)) == ALWAYS  # a Friday
        assert table.on(date(2026, 3, 6)) == FRIDAY
        assert table.on(date(2026, 3, 5)) == USUAL
        assert table.kinds == (USUAL, FRIDAY, SUMMER, EVE, ALWAYS)

    @pytest.mark.parametrize(
        ("day", "within"),
        [
            (date(2025, 10, 31), False),
            (date(2025, 11, 1), True),
            (date(2025, 12, 31), True),
            (date(2026, 1, 1), True),
            (date(2026, 3, 31), True),
            (date(2026, 4, 1), False),
        ],
    )
    def test_a_season_over_new_year(self, day: date, within: bool) -> None:
        """冬季作息 from November to March is one season, not two."""
        table = Timetable(USUAL, seasons={"11-01/03-31": EVE})

        assert (table.on(day) == EVE) is within

    def test_the_29th_of_february(self) -> None:
        """It may end or begin a season; where there is none the season has a day less."""
        winter = Timetable(USUAL, seasons={"02-29/02-29": EVE})
        spring = Timetable(USUAL, seasons={"01-01/02-28": EVE, "02-29/05-01": FRIDAY})

        assert winter.on(date(2028, 2, 29)) == EVE
        assert {winter.on(date(2027, 1, 1) + n * DAY) for n in range(365)} == {USUAL}
        assert [spring.on(date(2028, 2, day)) for day in (28, 29)] == [EVE, FRIDAY]
        assert [spring.on(date(2027, *each)) for each in ((2, 28), (3, 1))] == [EVE, FRIDAY]

    @pytest.mark.parametrize(
        "told",
        [
            ("06-01/09-30", "09-30/12-01"),
            ("06-01/09-30", "07-01/07-02"),
            ("11-01/03-31", "03-31/04-01"),
            ("11-01/03-31", "12-31/12-31"),
            ("11-01/03-31", "10-01/01-01"),
            ("02-29/02-29", "02-01/03-01"),
        ],
    )
    def test_seasons_that_meet_are_refused(self, told: tuple[str, str]) -> None:
        """Two hours for one day would be none; both seasons are named."""
        with pytest.raises(InvalidValueError, match="meets another season") as caught:
            Timetable(USUAL, seasons=dict.fromkeys(told, EVE))

        assert all(season in str(caught.value) for season in told)

    @given(given_=seasons())
    def test_seasons_that_do_not_meet_are_taken(self, given_: dict[str, OfficeHours]) -> None:
        """Whatever their order, and if one begins on the morrow of another."""
        assert dict(Timetable(USUAL, seasons=given_).seasons) == given_

    def test_what_is_wrong_is_told_at_once(self) -> None:
        """Hours, keys and values of every kind, each under its own path."""
        wrong: Any = {"a": 1}
        with pytest.raises(InvalidValueError) as caught:
            Timetable(
                "09:00-18:00",  # type: ignore[arg-type]
                weekdays={0: USUAL, 8: USUAL, True: USUAL, 5: "short"},
                seasons={"6-1/9-30": USUAL, "02-30/03-01": USUAL, "06-01": USUAL},
                dates={datetime(2026, 2, 14): USUAL, "2026-02-14": wrong},  # noqa: DTZ001
            )

        assert [fault.path for fault in caught.value.faults] == [
            "timetable.usual",
            "timetable.weekdays[0]",
            "timetable.weekdays[8]",
            "timetable.weekdays[True]",
            "timetable.weekdays[5]",
            "timetable.seasons['6-1/9-30']",
            "timetable.seasons['02-30/03-01']",
            "timetable.seasons['06-01']",
            "timetable.dates[datetime.datetime(2026, 2, 14, 0, 0)]",
            "timetable.dates['2026-02-14']",
            "timetable.dates['2026-02-14']",
        ]

    @pytest.mark.parametrize("name", ["weekdays", "seasons", "dates"])
    @pytest.mark.parametrize("value", [None, [], "06-01/09-30", 5, USUAL])
    def test_only_a_mapping(self, name: str, value: Any) -> None:
        """Pairs and single hours are refused by the name of the field."""
        with pytest.raises(InvalidValueError, match=f"timetable.{name}"):
            Timetable(USUAL, **{name: value})

    def test_only_a_day(self) -> None:
        """Which day an instant is depends on the zone."""
        with pytest.raises(InvalidValueError, match="an instant where a day is meant"):
            Timetable(USUAL).on(at(2026, 3, 2, 9))

    def test_a_mapping_of_the_caller_is_not_kept(self) -> None:
        """What the caller does with it later does not reach the table."""
        told = {5: FRIDAY}
        table = Timetable(USUAL, weekdays=told)
        told[5] = EVE

        assert table.on(date(2026, 3, 6)) == FRIDAY

    def test_as_many_kinds_as_a_byte_can_tell(self) -> None:
        """127 hours in one count are told apart, on days yet unsettled; one more is refused."""
        span = [date(2027, 3, 1) + n * DAY for n in range(200)]
        worked = [day for day in span if CHINA.is_working_day(day)][:126]
        dates = {day: OfficeHours(((480, 600 + n),)) for n, day in enumerate(worked)}
        calendar = CHINA.with_hours(Timetable(ALWAYS, dates=dates))
        length = sum(120 + n for n in range(126)) // 60 + 8

        found = due(working_hours(length), at(2027, 3, 1), calendar)

        assert len(found.pins.hours) == 127
        assert found.provisional
        assert found.due.date() == CHINA.add_working_days(worked[-1], 1)
        assert sum(piece.used for piece in found.segments) == length
        with pytest.raises(InvalidValueError, match="too many kinds of hours"):
            CHINA.with_hours(Timetable(ALWAYS, dates=dates | {date(2027, 12, 1): USUAL}))


# --- The walk -------------------------------------------------------------------------------------


@attrs.frozen
class Case:
    """
    A calendar with hours, and by hand what it has to say of a span of days.

    Attributes:
        calendar: The calendar.
        first: The first day of the span.
        last: The last.
        rule: The hours of a day of the span as (start, end) in minutes, none for a day of rest.
    """

    calendar: WorkCalendar
    first: date
    last: date
    rule: Callable[[date], list[tuple[int, int]]]

    def minutes(self) -> list[datetime]:
        """Every minute of the span in which the office is open, walked one by one."""
        found = []
        minute = at(self.first.year, self.first.month, self.first.day)
        while minute.date() <= self.last:
            clock = minute.hour * 60 + minute.minute
            if any(start <= clock < end for start, end in self.rule(minute.date())):
                found.append(minute)
            minute += MINUTE
        return found


def autumn(day: date) -> list[tuple[int, int]]:
    """September and October 2026, 国办发明电〔2025〕7号: short Fridays, summer hours, an eve."""
    rested = date(2026, 9, 25) <= day <= date(2026, 9, 27)
    rested |= date(2026, 10, 1) <= day <= date(2026, 10, 7)
    worked = day in {date(2026, 9, 20), date(2026, 10, 10)}
    if rested or (day.isoweekday() > 5 and not worked):
        return []
    if day == date(2026, 9, 30):
        return [(540, 660)]
    if day.month == 9:
        return [(510, 720), (900, 1110)]
    return [(540, 720), (810, 960 if day.isoweekday() == 5 else 1080)]


def new_year(day: date) -> list[tuple[int, int]]:
    """From 22 December 2023 to 10 January 2024: a winter season over New Year."""
    if day.isoweekday() > 5 or day == date(2024, 1, 1):
        return []
    return [(600, 960)] if date(2023, 12, 25) <= day <= date(2024, 1, 5) else [(540, 1020)]


def leap_year(day: date) -> list[tuple[int, int]]:
    """February and March 2024: 18 February worked, a season from the 29th on."""
    if (day.isoweekday() > 5 and day != date(2024, 2, 18)) or day == date(2024, 2, 16):
        return []
    return [(480, 540)] if date(2024, 2, 29) <= day <= date(2024, 3, 4) else [(540, 1020)]


def guard(day: date) -> list[tuple[int, int]]:
    """A unit on duty 7x24 that rests on 3 October."""
    return [] if day == date(2026, 10, 3) else [(0, 1440)]


def western(day: date) -> list[tuple[int, int]]:
    """乌鲁木齐: 10:00 to 19:30 by Beijing time, and a Saturday morning that its layer orders."""
    if day == date(2026, 9, 19):
        return [(600, 840)]
    rested = day == date(2026, 9, 25) or day >= date(2026, 10, 1)
    worked = day.isoweekday() < 6 or day == date(2026, 9, 20)
    return [(600, 840), (930, 1170)] if worked and not rested else []


CASES = {
    "autumn": Case(
        CHINA.with_hours(
            Timetable(
                USUAL,
                weekdays={5: FRIDAY},
                seasons={"06-01/09-30": SUMMER},
                # The Saturday is rested: its hours are not read.
                dates={date(2026, 9, 30): EVE, date(2026, 10, 3): ALWAYS},
            )
        ),
        date(2026, 9, 14),
        date(2026, 10, 18),
        autumn,
    ),
    "new year": Case(
        CHINA.with_hours(
            Timetable(
                OfficeHours.of("09:00-17:00"),
                seasons={"12-25/01-05": OfficeHours.of("10:00-16:00")},
            )
        ),
        date(2023, 12, 22),
        date(2024, 1, 10),
        new_year,
    ),
    "leap year": Case(
        CHINA.with_hours(
            Timetable(
                OfficeHours.of("09:00-17:00"),
                seasons={"02-29/03-04": OfficeHours.of("08:00-09:00")},
            )
        ),
        date(2024, 2, 16),
        date(2024, 3, 10),
        leap_year,
    ),
    "7x24": Case(
        CHINA.with_layer(
            CalendarLayer.daily(
                "燃气值守",
                published=date(2026, 1, 1),
                first=date(2026, 9, 1),
                last=date(2026, 12, 28),
                rest="2026-10-03",
            )
        ).with_hours(ALWAYS),
        date(2026, 9, 24),
        date(2026, 10, 8),
        guard,
    ),
    "western": Case(
        CHINA.with_layer(
            CalendarLayer.from_row(
                {
                    "id": "某局作息",
                    "tier": "UNIT",
                    "published": "2026-09-01",
                    "working": "2026-09-19",
                }
            )
        ).with_hours(
            Timetable(
                OfficeHours.of("10:00-14:00", "15:30-19:30"),
                weekdays={6: OfficeHours.of("10:00-14:00")},
            )
        ),
        date(2026, 9, 16),
        date(2026, 10, 6),
        western,
    ),
}
OPEN = {name: case.minutes() for name, case in CASES.items()}
TICK = timedelta.resolution


def passed(name: str, since: datetime, until: datetime) -> timedelta:
    """Office time between two instants: minute by minute, those at the ends in part."""
    found = timedelta(0)
    for minute in OPEN[name]:
        found += max(timedelta(0), min(until, minute + MINUTE) - max(since, minute))
    return found


def reached(name: str, since: datetime, length: timedelta) -> datetime | None:
    """When so much office time has passed; None if that lies beyond the span."""
    for minute in OPEN[name]:
        inside = minute + MINUTE - max(since, minute)
        if inside > timedelta(0):
            if length <= inside:
                return max(since, minute) + length
            length -= inside
    return None


def opening(name: str, since: datetime) -> datetime | None:
    """The next open minute, or the instant itself within one; None beyond the span."""
    return next((max(m, since) for m in OPEN[name] if m + MINUTE > since), None)


@st.composite
def asked(draw: st.DrawFn) -> tuple[str, datetime]:
    """A case and an instant in its span: any, or one at which hours begin or end."""
    name = draw(st.sampled_from(sorted(CASES)))
    case = CASES[name]
    day = case.first + draw(st.integers(0, (case.last - case.first).days)) * DAY
    edges = [edge for pair in case.rule(day) for edge in pair if edge < 24 * 60] or [0]
    minute = draw(st.integers(0, 24 * 60 - 1) | st.sampled_from(edges))
    rest = draw(st.sampled_from([timedelta(0), TICK, timedelta(seconds=31), MINUTE - TICK]))
    return name, at(day.year, day.month, day.day) + minute * MINUTE + rest


class TestMinuteByMinute:
    """Office time by formula is office time by walking, whatever hours apply on which day."""

    @pytest.mark.parametrize("name", CASES)
    def test_hours_of_every_day(self, name: str) -> None:
        """Each day of the span has the hours of the rule, or none."""
        case = CASES[name]
        for n in range((case.last - case.first).days + 1):
            day = case.first + n * DAY
            found = case.calendar.hours_on(day)
            assert list(found.intervals if found else ()) == case.rule(day), day

    @given(one=asked(), seconds=st.integers(0, 30 * 86_400))
    def test_office_time(self, one: tuple[str, datetime], seconds: int) -> None:
        """The difference of two readings is what the walk counts between them."""
        name, since = one
        case = CASES[name]
        last = at(case.last.year, case.last.month, case.last.day) + DAY - TICK
        until = min(since + timedelta(seconds=seconds), last)
        found = case.calendar.office_time(until) - case.calendar.office_time(since)

        assert found * TICK == passed(name, since, until)

    @given(one=asked())
    def test_next_opening(self, one: tuple[str, datetime]) -> None:
        """The instant itself while the office is open, else the next minute in which it is."""
        name, start = one
        expected = opening(name, start)

        if expected is not None:
            assert CASES[name].calendar.next_opening(start) == expected

    @given(one=asked(), length=st.integers(1, 40 * 3_600_000_000) | st.just(3_600_000_000))
    def test_at_office_time(self, one: tuple[str, datetime], length: int) -> None:
        """The first instant at which so much has passed, to the microsecond."""
        name, start = one
        calendar = CASES[name].calendar
        expected = reached(name, start, length * TICK)

        if expected is not None:
            assert calendar.at_office_time(calendar.office_time(start) + length) == expected

    @given(one=asked(), amount=st.integers(1, 40))
    def test_a_limit_in_hours_of_work(self, one: tuple[str, datetime], amount: int) -> None:
        """It is due where the walk ends, and measured back it is used up."""
        name, start = one
        expected = reached(name, start, timedelta(hours=amount))
        if expected is None:
            return
        found = due(working_hours(amount), start, CASES[name].calendar)

        assert found.due == found.nominal == expected
        assert found.counted_from == opening(name, start)
        assert measure(start, expected, WorkingHours, CASES[name].calendar) == amount

    @given(one=asked(), minutes=st.integers(0, 20_000))
    def test_measured_to_any_instant(self, one: tuple[str, datetime], minutes: int) -> None:
        """What is used up is what the walk counts, as an exact fraction of hours."""
        name, start = one
        case = CASES[name]
        end = min(start + minutes * MINUTE, at(*case.last.timetuple()[:3], 23, 59))
        used = measure(start, max(start, end), WorkingHours, case.calendar)

        assert used == Fraction(passed(name, start, end) // TICK, 3_600_000_000)

    @given(one=asked(), minutes=st.tuples(st.integers(0, 3000), st.integers(0, 3000)))
    def test_held(self, one: tuple[str, datetime], minutes: tuple[int, int]) -> None:
        """A hold moves the end on by the office time that passed in it."""
        name, start = one
        begin = start + minutes[0] * MINUTE
        hold = begin, begin + minutes[1] * MINUTE
        free = reached(name, start, timedelta(hours=6))
        if free is None:
            return
        if free > hold[0]:
            lost = passed(name, max(start, hold[0]), hold[1])
            free = reached(name, start, timedelta(hours=6) + lost)
        if free is None or hold[1].date() > CASES[name].last:
            return

        assert due(working_hours(6), start, CASES[name].calendar, holds=[hold]).due == free


class TestOfADay:
    """`hours_on` and `closing` tell the hours of one day."""

    @pytest.mark.parametrize("name", CASES)
    def test_closing(self, name: str) -> None:
        """The end of the last hours of a day that is worked."""
        case = CASES[name]
        for n in range((case.last - case.first).days + 1):
            day = case.first + n * DAY
            if case.rule(day):
                midnight = at(day.year, day.month, day.day)
                assert case.calendar.closing(day) == midnight + case.rule(day)[-1][1] * MINUTE

    def test_closing_of_a_day_of_rest(self) -> None:
        """By the hours that it would have: a limit of natural days may end on it."""
        calendar = CASES["autumn"].calendar

        assert calendar.hours_on(date(2026, 10, 2)) is None
        assert calendar.closing(date(2026, 10, 2)) == at(2026, 10, 2, 16)  # a Friday
        assert calendar.closing(date(2026, 10, 3)) == at(2026, 10, 4)  # 24:00, told by its date

    def test_close_of_business_is_that_of_the_day(self) -> None:
        """A limit that ends with business ends early on a Friday, and on an eve."""
        counting = CIVIL_CODE.with_(READING, end=End.CLOSE_OF_BUSINESS)
        calendar = CASES["autumn"].calendar
        dues = [
            due(working_days(1), at(2026, *start), calendar, counting).due
            for start in ((10, 8, 9), (10, 9, 9), (9, 29, 9), (9, 28, 9))
        ]

        assert dues == [
            at(2026, 10, 9, 16),
            at(2026, 10, 10, 18),
            at(2026, 9, 30, 11),
            at(2026, 9, 29, 18, 30),
        ]

    def test_intake_after_closing(self) -> None:
        """What comes at four on a short Friday comes on the next working day, a Saturday worked."""
        counting = CIVIL_CODE.with_(READING, intake=Intake.NEXT_WORKING_DAY)
        calendar = CASES["autumn"].calendar
        before, after = (
            due(working_days(1), at(2026, 10, 9, *clock), calendar, counting)
            for clock in ((15, 59), (16, 0))
        )

        assert [before.last_day, after.last_day] == [date(2026, 10, 10), date(2026, 10, 12)]
        assert after.counted_from == at(2026, 10, 10, 9)

    def test_without_hours(self) -> None:
        """None are assumed, of no day."""
        for ask in (CHINA.hours_on, CHINA.closing):
            with pytest.raises(UnsetError, match="with_hours"):
                ask(date(2026, 3, 2))

    def test_beyond_the_records(self) -> None:
        """A timetable runs for ever, a calendar does not."""
        calendar = CASES["autumn"].calendar
        for ask in (calendar.hours_on, calendar.closing):
            with pytest.raises(OutOfCoverageError):
                ask(date(2030, 1, 1))


class TestPins:
    """A deadline pins the hours that it read, each once, and no others."""

    def table(self, **more: Any) -> WorkCalendar:
        """A calendar with summer hours and short Fridays, if nothing else is said."""
        told = {"weekdays": {5: FRIDAY}, "seasons": {"06-01/09-30": SUMMER}} | more
        return CHINA.with_hours(Timetable(USUAL, **told))

    def asked(self, calendar: WorkCalendar, *start: int) -> Deadline:
        """Eight hours of work from an instant on."""
        return due(working_hours(8), at(*start), calendar)

    def test_only_what_was_read(self) -> None:
        """Two days of a week in March; a Thursday and a Friday; a day of summer."""
        calendar = self.table()

        assert self.asked(calendar, 2026, 3, 2, 9).pins.hours == (USUAL,)
        assert self.asked(calendar, 2026, 3, 5, 9).pins.hours == (USUAL, FRIDAY)
        assert self.asked(calendar, 2026, 7, 6, 9).pins.hours == (SUMMER,)

    def test_a_day_of_rest_reads_no_hours(self) -> None:
        """A weekend between has its own hours by the table, and nobody asks for them."""
        calendar = self.table(weekdays={6: EVE, 7: ALWAYS})

        assert self.asked(calendar, 2026, 3, 6, 16).pins.hours == (USUAL,)

    def test_other_hours_change_nothing(self) -> None:
        """Hours of another season, weekday or date leave the deadline as it is, digest and all."""
        found = self.asked(self.table(), 2026, 3, 2, 9)
        others = [
            self.table(seasons={"06-01/09-30": EVE}),
            self.table(seasons={"07-01/08-31": ALWAYS, "11-01/01-31": SUMMER}),
            self.table(weekdays={5: EVE, 6: SUMMER}),
            self.table(dates={date(2026, 3, 9): EVE}),
            CHINA.with_hours(USUAL),
        ]

        for calendar in others:
            assert self.asked(calendar, 2026, 3, 2, 9) == found
            assert digest(self.asked(calendar, 2026, 3, 2, 9)) == digest(found)

    def test_read_hours_change_the_digest(self) -> None:
        """Even where the deadline is the same: it rests on other words."""
        other = OfficeHours.of("09:00-12:00", "13:30-20:00")
        found, later = (
            due(working_hours(1), at(2026, 3, 2, 9), CHINA.with_hours(each))
            for each in (USUAL, other)
        )

        assert found.due == later.due
        assert digest(found) != digest(later)

    def test_the_order_of_words_makes_no_difference(self) -> None:
        """Hours are pinned in the order of the days, not of the table in which they stand."""
        words = {"05-01/06-30": EVE, "07-01/08-31": SUMMER}
        one = self.table(seasons=words)
        other = self.table(seasons=dict(reversed(words.items())))
        more = self.table(seasons=words, weekdays={5: SUMMER, 1: EVE})
        found = self.asked(one, 2026, 6, 30, 9)

        assert one == other
        assert found.pins.hours == (EVE, SUMMER)
        assert self.asked(other, 2026, 6, 30, 9) == found
        assert digest(self.asked(other, 2026, 6, 30, 9)) == digest(found)
        assert self.asked(more, 2026, 6, 30, 9) == found

    def test_hours_that_only_the_start_read(self) -> None:
        """Hours by the clock that begin at the opening read the hours up to that opening."""
        counting = CIVIL_CODE.with_(READING, hours_from=HoursFrom.NEXT_OPENING)
        found = due(hours(24), at(2026, 3, 5, 18), self.table(), counting)

        assert found.counted_from == at(2026, 3, 6, 9)
        assert found.pins.hours == (USUAL, FRIDAY)
