"""逐段计算: the pieces of a count agree with the formulas that made it."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from timing import CHINA, OFFICE, UNITS, at, countings, holds_after, instants, limits

from jiesu.counting import Counting
from jiesu.deadlines import (
    Deadline,
    TimeLimit,
    due,
    measure,
    months,
    natural_days,
    timesheet,
    working_days,
    working_hours,
)
from jiesu.errors import OutOfCoverageError
from jiesu.labels import Text
from jiesu.office_hours import OfficeHours, Timetable
from jiesu.segments import Passage, Segment

SEASONAL = CHINA.with_hours(
    Timetable(
        OFFICE,
        weekdays={5: OfficeHours.of("09:00-12:00")},
        seasons={"06-01/09-30": OfficeHours.of("08:30-12:00", "15:00-18:00")},
        dates={date(2026, 2, 14): OfficeHours.of("10:00-11:00")},
    )
)
calendars = st.sampled_from([CHINA, SEASONAL])


def joined(pieces: tuple[Segment, ...], start: datetime, end: datetime) -> bool:
    """Whether the pieces lie end to end from *start* to *end*."""
    if not pieces:
        return start == end
    ends = pieces[0].since == start and pieces[-1].until == end
    return ends and all(one.until == two.since for one, two in pairwise(pieces))


class TestLaws:
    """What the clock did is laid out without a gap, and adds up to what the formulas say."""

    @given(
        start=instants,
        limit=limits,
        counting=countings,
        calendar=calendars,
        data=st.data(),
    )
    def test_a_deadline_is_the_sum_of_its_pieces(
        self, start: datetime, limit: TimeLimit, counting: Counting, calendar: Any, data: Any
    ) -> None:
        """They join from the start to the end, and use up the limit exactly."""
        holds = data.draw(holds_after(start))
        try:
            found = due(limit, start, calendar, counting, holds)
        except OutOfCoverageError:
            assume(False)
        # Where the day of the start counts and business has closed, it ends before it starts.
        assume(found.nominal >= start)

        assert sum(piece.used for piece in found.segments) == limit.amount
        assert joined(found.segments, found.start, found.due)
        assert all(piece.since <= piece.until for piece in found.segments)
        assert {p.passage for p in found.segments if p.used} == {Passage.COUNTED}
        assert (found.due != found.nominal) is (
            Passage.ROLLED in {p.passage for p in found.segments}
        )

    @given(
        start=instants,
        length=st.integers(0, 60 * 24 * 60),
        unit=st.sampled_from(UNITS),
        counting=countings,
        calendar=calendars,
        data=st.data(),
    )
    def test_a_measure_is_the_sum_of_its_pieces(
        self,
        start: datetime,
        length: int,
        unit: type[TimeLimit],
        counting: Counting,
        calendar: Any,
        data: Any,
    ) -> None:
        """Whatever span is measured, in whatever unit, with whatever holds."""
        end, holds = start + timedelta(minutes=length), data.draw(holds_after(start))
        pieces = timesheet(start, end, unit, calendar, counting, holds)

        assert joined(pieces, start, end)
        assert sum(piece.used for piece in pieces) == measure(
            start, end, unit, calendar, counting, holds
        )

    @given(start=instants, limit=limits, counting=countings)
    def test_neighbours_differ(
        self, start: datetime, limit: TimeLimit, counting: Counting
    ) -> None:
        """What is alike is one piece."""
        found = due(limit, start, CHINA, counting)

        for one, two in pairwise(found.segments):
            assert (one.passage, one.provisional) != (two.passage, two.provisional)


class TestWorkedExamples:
    """The pieces as an official would lay them out."""

    def said(self, deadline: Deadline) -> list[tuple[str, str, str]]:
        """Span, passage and what is used up."""
        return [(p.span.zh, p.passage.zh, str(p.used)) for p in deadline.segments]

    def test_a_hold_over_spring_festival(self) -> None:
        """Days on hold and days of rest are told apart; the day on which it begins is counted."""
        holds = [(at(2026, 2, 12, 9), at(2026, 2, 25, 9))]
        found = due(working_days(5), at(2026, 2, 10, 9), CHINA, holds=holds)

        assert self.said(found) == [
            ("2026-02-10 09:00至24:00", "开始的当日，不计", "0"),
            ("2026-02-11至2026-02-12", "计入", "2"),
            ("2026-02-13至2026-02-25", "中止，不计", "0"),
            ("2026-02-26至2026-02-28", "计入", "3"),
        ]

    def test_hours_of_work_over_lunch_and_night(self) -> None:
        """Four hours from half past eleven."""
        found = due(working_hours(4), at(2026, 3, 5, 11, 30), CHINA)

        assert self.said(found) == [
            ("2026-03-05 11:30至12:00", "计入", "1/2"),
            ("2026-03-05 12:00至13:30", "非办公时间，不计", "0"),
            ("2026-03-05 13:30至17:00", "计入", "7/2"),
        ]

    def test_a_roll(self) -> None:
        """203-1: the last day rests, the next working day is the last."""
        found = due(natural_days(7), at(2026, 9, 28, 10), CHINA)

        assert self.said(found)[-2:] == [
            ("2026-09-29至2026-10-05", "计入", "7"),
            ("2026-10-06至2026-10-08", "顺延", "0"),
        ]

    def test_months_are_used_up_at_once(self) -> None:
        """202: a month is up when its corresponding day comes, and no part of it before."""
        found = due(months(2), at(2025, 12, 31, 10), CHINA)

        assert [str(piece.used) for piece in found.segments] == ["0", "2"]

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_words(self, lang: str) -> None:
        """In both languages, with the amount in the limit's unit."""
        found = due(working_days(5), at(2026, 2, 13, 14), CHINA)
        said = [str(p.explain(Text("个工作日", "working day"), lang)) for p in found.segments]

        assert (
            said[-1]
            == {
                "zh": "2026-02-24至2026-02-27：计入4个工作日",
                "en": "2026-02-24 to 2026-02-27: 4 working days counted",
            }[lang]
        )
