"""Instants, limits, countings and holds as they go wrong: for every test of time."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from jiesu.calendars import WorkCalendar
from jiesu.counting import CIVIL_CODE, End, HeldDays, HoursFrom, Intake, Roll
from jiesu.deadlines import (
    Hours,
    Months,
    NaturalDays,
    TimeLimit,
    WorkingDays,
    WorkingHours,
)
from jiesu.legal_time import BEIJING, beijing_time
from jiesu.office_hours import OfficeHours
from jiesu.segments import Hold
from jiesu.sources import assumed

OFFICE = OfficeHours.of("09:00-12:00", "13:30-18:00")
CHINA = WorkCalendar.china().with_hours(OFFICE)
READING = assumed("示例", "for the test")
UNITS: tuple[type[TimeLimit], ...] = (Hours, NaturalDays, WorkingDays, WorkingHours, Months)
at = beijing_time

# Whole minutes at which days, holidays and office hours turn, and any other instant.
EDGES = [
    at(year, month, day) + timedelta(minutes=minute)
    for year, month, day in (
        (2019, 4, 28),
        (2019, 5, 5),
        (2020, 1, 23),
        (2020, 1, 31),
        (2020, 2, 1),
        (2020, 2, 29),
        (2023, 12, 31),
        (2024, 2, 4),
        (2024, 2, 18),
        (2026, 12, 28),
        (2026, 12, 31),
    )
    for minute in (0, 1, 540, 720, 810, 1080, 1439)
]
instants = st.sampled_from(EDGES) | st.datetimes(
    datetime(2019, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
    datetime(2027, 6, 1),  # noqa: DTZ001
    timezones=st.just(BEIJING),
)
limits: st.SearchStrategy[TimeLimit] = st.builds(
    lambda unit, amount: unit(min(amount, 12) if unit is Months else amount),
    st.sampled_from(UNITS),
    st.integers(1, 40),
)
countings = st.builds(
    CIVIL_CODE.with_,
    st.just(READING),
    first_day=st.booleans(),
    hours_from=st.sampled_from(HoursFrom),
    intake=st.sampled_from(Intake),
    end=st.sampled_from(End),
    roll=st.sampled_from(Roll),
    held_days=st.sampled_from(HeldDays),
)


@st.composite
def holds_after(draw: st.DrawFn, start: datetime) -> list[Hold]:
    """Up to three spans around and after an instant, some across holidays, some overlapping."""
    spans = draw(
        st.lists(
            st.tuples(st.integers(-2000, 40_000), st.integers(0, 20_000)), min_size=0, max_size=3
        )
    )
    begins = [(start + timedelta(minutes=offset), length) for offset, length in spans]
    return [(begin, begin + timedelta(minutes=length)) for begin, length in begins]
