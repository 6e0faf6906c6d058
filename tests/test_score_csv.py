"""The recipe for a big CSV: several processes give what one gives, and what one row after another gives."""

import csv
from datetime import datetime
from functools import reduce
from operator import add
from pathlib import Path

import pytest
import score_csv
from score_csv import COLUMNS, CUT_OFF, PERIOD, SENT, WORDS, Part, hotline, joined, part_of, ranges

from jiesu import BEIJING, Outcome
from jiesu.codec import ResultPlan, TicketPlan
from jiesu.errors import DuplicateOutcomeError

ROWS = 700
MANY = (1, 2, 3, 7, 50)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month, the same for all."""
    path = tmp_path_factory.mktemp("month") / "month.csv"
    score_csv.write_month(path, ROWS, seed=5)
    return path


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def _write(path: Path, rows: list[list[str]], end: str = "\n") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator=end).writerows([list(COLUMNS), *rows])
    return path


def _in_parts(path: Path, number: int) -> Part:
    """As so many processes would, in this one."""
    return joined([part_of(path, each) for each in ranges(path, number)])


def _set(rows: list[list[str]], line: int, column: str, cell: str) -> None:
    """Another cell in a line of the file, of which the first is the header."""
    rows[line - 2][COLUMNS.index(column)] = cell


class TestRanges:
    """Every byte of the rows once, each range from the start of a line."""

    @pytest.mark.parametrize("number", [1, 2, 3, 4, 10, 699, 700, 701, 5000])
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    @pytest.mark.parametrize("last", [True, False], ids=["newline", "no newline"])
    def test_cover(self, month: Path, tmp_path: Path, number: int, end: str, last: bool) -> None:
        """Whatever the line ends, and however many ranges."""
        path = _write(tmp_path / "month.csv", _rows(month), end)
        whole = path.read_bytes()
        if not last:
            whole = whole.removesuffix(end.encode())
            path.write_bytes(whole)
        found = ranges(path, number)
        starts, stops = zip(*found, strict=True)
        assert len(found) <= number
        assert starts[0] == whole.index(b"\n") + 1
        assert stops[-1] == len(whole)
        assert starts[1:] == stops[:-1]
        assert all(start < stop for start, stop in found)
        assert all(whole[start - 1 : start] == b"\n" for start in starts)
        if number == 1:
            assert len(found) == 1
        if number == 5000:
            assert len(found) == ROWS

    def test_of_no_rows(self, tmp_path: Path) -> None:
        """A header alone is one range of nothing."""
        path = _write(tmp_path / "empty.csv", [])
        size = path.stat().st_size
        assert ranges(path, 1) == ranges(path, 9) == [(size, size)]
        assert _in_parts(path, 9).tally.total == 0

    def test_lines_of_one_byte(self, tmp_path: Path) -> None:
        """Cuts that meet neither skip a line nor read one twice."""
        path = tmp_path / "thin.csv"
        path.write_bytes(b"a\n\n\n\n\n\n")
        for number in range(1, 8):
            found = [
                rows for each in ranges(path, number) for rows in score_csv.rows_of(path, *each)
            ]
            assert reduce(add, found) == [[]] * 5


class TestParts:
    """However a file is divided, it comes to the same."""

    def test_row_by_row(self, month: Path) -> None:
        """The plain way: one row after another, by plans that know nothing of chunks."""
        hot = hotline()
        tickets = TicketPlan.of(
            COLUMNS, catalogue=hot.catalogue, directory=hot.directory, words=WORDS, naive=BEIJING
        )
        results = ResultPlan.of(COLUMNS, words=WORDS, naive=BEIJING)
        outcomes = []
        for row in _rows(month):
            (ticket,), (result,) = tickets.read([row]).values, results.read([row]).values
            sent = datetime.fromisoformat(row[COLUMNS.index(SENT)]).replace(tzinfo=BEIJING)
            routing = hot.route(ticket, at=sent)
            if routing.lead is not None:
                outcomes.append(Outcome.routed(routing, *result))
        tally = hot.tally(outcomes, period=PERIOD, at=CUT_OFF)
        assert 0 < tally.total <= ROWS
        whole = score_csv.read(month)
        assert whole.tally == tally
        assert whole.tickets == [each.ticket for each in outcomes]
        assert (whole.lines, whole.bad) == (ROWS, 0)

    @pytest.mark.parametrize("number", MANY)
    @pytest.mark.parametrize("chunk", [1, 5000, score_csv.CHUNK])
    def test_any_number(
        self, month: Path, monkeypatch: pytest.MonkeyPatch, number: int, chunk: int
    ) -> None:
        """Neither the ranges nor the amount read at once matter."""
        whole = score_csv.read(month)
        monkeypatch.setattr(score_csv, "CHUNK", chunk)
        assert _in_parts(month, number) == whole

    def test_crlf_and_no_last_newline(self, month: Path, tmp_path: Path) -> None:
        """Nor how lines end, nor a byte order mark."""
        path = _write(tmp_path / "month.csv", _rows(month), "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().removesuffix(b"\r\n"))
        for number in MANY:
            assert _in_parts(path, number) == score_csv.read(month)

    def test_processes(self, month: Path) -> None:
        """The same by processes of their own."""
        assert score_csv.read(month, 3) == score_csv.read(month)

    def test_more_processes_than_rows(self, month: Path, tmp_path: Path) -> None:
        """Processes that have nothing to do are none."""
        path = _write(tmp_path / "two.csv", _rows(month)[:2])
        assert score_csv.read(path, 4) == score_csv.read(path)


class TestBadRows:
    """Bad rows are counted, the first are told, and the good ones survive."""

    def test_survivors(self, month: Path, tmp_path: Path) -> None:
        """Good rows as if the bad ones were not there."""
        rows = _rows(month)
        _set(rows, 2, "工单类型", "投拆")
        _set(rows, 100, SENT, "2026-03-02")
        _set(rows, 101, SENT, "")
        _set(rows, 300, "被反映街乡镇", "没有街道")
        _set(rows, 301, "办结时间", "2026年3月2日")
        _set(rows, 500, "是否解决", "大概")
        rows[600 - 2] = rows[600 - 2][:-1]
        bad = {2, 100, 101, 300, 301, 500, 600}
        path = _write(tmp_path / "bad.csv", rows)
        good = [row for line, row in enumerate(_rows(month), 2) if line not in bad]
        left = score_csv.read(_write(tmp_path / "good.csv", good))
        whole = score_csv.read(path)
        assert whole.bad == len(bad)
        assert [line for line, _ in whole.told] == sorted(bad)[: score_csv.FEW]
        assert "投拆" in whole.told[0].why
        assert (whole.tally, whole.tickets) == (left.tally, left.tickets)
        for number in MANY:
            assert _in_parts(path, number) == whole

    def test_blank_lines(self, month: Path, tmp_path: Path) -> None:
        """An empty line is no row, and no fault."""
        path = tmp_path / "blank.csv"
        lines = month.read_text(encoding="utf-8").splitlines(keepends=True)
        lines[400:400] = ["\n", "\n"]
        path.write_text("".join([*lines, "\n"]), encoding="utf-8")
        whole = score_csv.read(path)
        assert (whole.lines, whole.blank, whole.bad) == (ROWS + 3, 3, 0)
        assert whole.tally == score_csv.read(month).tally
        for number in MANY:
            assert _in_parts(path, number) == whole

    @pytest.mark.parametrize("number", MANY)
    @pytest.mark.parametrize("text", ["一行\n又一行", "一行,\r又一行"])
    def test_a_line_break_within(
        self, month: Path, tmp_path: Path, number: int, text: str
    ) -> None:
        """However the file is divided, also between the two lines of the row."""
        rows = _rows(month)
        _set(rows, 350, "主要内容", text)
        path = _write(tmp_path / "broken.csv", rows)
        with pytest.raises(ValueError, match="bytes"):
            _in_parts(path, number)

    def test_a_line_break_at_any_cut(self, month: Path, tmp_path: Path) -> None:
        """A cut may fall on every byte of the row."""
        rows = _rows(month)[:3]
        _set(rows, 3, "主要内容", "一行\n又一行")
        path = _write(tmp_path / "broken.csv", rows)
        for number in range(1, 400):
            with pytest.raises(ValueError, match="bytes"):
                _in_parts(path, number)

    @pytest.mark.parametrize("number", MANY)
    def test_a_ticket_twice(self, month: Path, tmp_path: Path, number: int) -> None:
        """Also where no process meets both."""
        rows = _rows(month)
        path = _write(tmp_path / "twice.csv", [*rows, rows[0]])
        with pytest.raises(DuplicateOutcomeError, match=rows[0][0]):
            _in_parts(path, number)

    def test_no_such_column(self, tmp_path: Path) -> None:
        """Without the instant of dispatch nothing can be routed."""
        path = tmp_path / "other.csv"
        path.write_text("工单编号,工单类型\n1,投诉\n", encoding="utf-8")
        with pytest.raises(ValueError, match=SENT):
            score_csv.read(path)


class TestCommand:
    """The recipe as a command."""

    def test_print(self, month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """What it invents, prints and refuses."""
        path = tmp_path / "invented.csv"
        assert score_csv.main([str(path), "--invent", str(ROWS), "--seed", "5"]) == 0
        assert path.read_bytes() == month.read_bytes()
        told = capsys.readouterr().out
        assert f"{ROWS} 行" in told
        assert "示例自拟" in told
        path.write_text('工单编号,派单时间\n"1\n"\n', encoding="utf-8")
        assert score_csv.main([str(path)]) == 1
        assert "line break" in capsys.readouterr().err

    def test_short_rows(self, month: Path, tmp_path: Path) -> None:
        """Free texts decide nothing."""
        path = tmp_path / "short.csv"
        score_csv.write_month(path, ROWS, seed=5, texts=False)
        assert score_csv.read(path) == score_csv.read(month)
        assert path.stat().st_size < month.stat().st_size / 4
