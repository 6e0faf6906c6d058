"""The replay of real reply times: its numbers, against a count by hand."""

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest
import replay_replies

REPO = Path(__file__).parents[1]
DATA = REPO.parent / "shared" / "data"
FILE = DATA / "teddy2020" / "tickets_replies.csv"


def _weekday(day: date) -> bool:
    return day.weekday() < 5


def _without_makeup(day: date) -> bool:
    return _weekday(day) and chinese_calendar.is_workday(day)


def _last_day(amount: int, *, working: bool, start: date, works: Callable[[date], bool]) -> date:
    """The last day of a limit, found by walking there."""
    day = start
    left = amount
    while left:
        day += timedelta(days=1)
        left -= works(day) if working else 1
    while not works(day):
        day += timedelta(days=1)
    return day


def _by_hand(
    pairs: list[tuple[date, date]], amount: int, *, working: bool
) -> tuple[int, int, int]:
    """Replies in time, verdicts changed without makeup workdays, and from Monday to Friday."""
    real, bare, plain = (
        [
            answered <= _last_day(amount, working=working, start=received, works=works)
            for received, answered in pairs
        ]
        for works in (chinese_calendar.is_workday, _without_makeup, _weekday)
    )
    return (
        sum(real),
        sum(one != other for one, other in zip(real, bare, strict=True)),
        sum(one != other for one, other in zip(real, plain, strict=True)),
    )


class TestInvented:
    """Five rows made up for the purpose, each with its reason."""

    ROWS = (
        # Five working days from 13 February 2026 end on the 27th, since the 14th is worked; on
        # 2 March if it were not; on the 20th from Monday to Friday.
        ("2026-02-13T10:00:00", "2026-02-27T23:59:59"),
        ("2026-02-13T10:00:00", "2026-02-28T00:00:01"),
        # Five from 1 October 2019 end on Saturday the 12th, which is worked; else on the 14th, and
        # from Monday to Friday on the 8th.
        ("2019-10-01T10:00:00", "2019-10-14T10:00:00"),
        ("2026-03-02T10:00:00", "2026-03-09T00:00:00"),  # a date only
        ("2026-12-20T10:00:00", "2027-01-05T10:00:00"),  # beyond the notices
    )

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """A folder like the real one."""
        path = tmp_path / "teddy2020" / "tickets_replies.csv"
        path.parent.mkdir()
        lines = ["created_at,replied_at", *(",".join(row) for row in self.ROWS)]
        path.write_text("\n".join(lines), encoding="utf-8")
        return tmp_path

    def test_the_numbers(self, folder: Path) -> None:
        """Under five working days."""
        result = replay_replies.replay(folder / "teddy2020" / "tickets_replies.csv")

        assert (result.replies, result.date_only, result.uncovered) == (3, 1, 1)
        five = result.verdicts[0]
        assert (five.in_time, five.without_makeup, five.plain_week) == (1, 2, 1)

    def test_what_is_printed(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A line for each limit."""
        assert replay_replies.main([str(folder)]) == 0
        printed = capsys.readouterr().out
        assert "Replies judged: 3" in printed
        assert "5 working days" in printed
        assert "15 days" in printed

    @pytest.mark.parametrize("argv", [[], ["nowhere"], ["a", "b"]])
    def test_a_wrong_call(self, argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        """It says how to call it."""
        assert replay_replies.main(argv) == 2
        assert "DIR" in capsys.readouterr().err


class TestReal:
    """2,816 real replies, 2011 to 2020."""

    @pytest.mark.skipif(not FILE.exists(), reason="no ../shared/data/teddy2020 beside the repo")
    def test_the_numbers_agree_with_a_count_by_hand(self) -> None:
        """Walking from day to day over another package's calendar."""
        with FILE.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        instants = [
            (datetime.fromisoformat(row["created_at"]), datetime.fromisoformat(row["replied_at"]))
            for row in rows
        ]
        pairs = [
            (received.date(), answered.date())
            for received, answered in instants
            if answered.time() != answered.time().min
        ]

        result = replay_replies.replay(FILE)

        assert len(rows) == 2816
        assert (result.replies, result.date_only, result.uncovered) == (len(pairs), 1, 0)
        for each in result.verdicts:
            working = "working" in each.limit.text.en
            assert (each.in_time, each.without_makeup, each.plain_week) == _by_hand(
                pairs, each.limit.amount, working=working
            )
