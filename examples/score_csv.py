"""
From a big CSV of a month to a league of subdistricts, by one process or several.

    python examples/score_csv.py FILE [--processes N]
    python examples/score_csv.py FILE --invent 100000 [--seed N]

The second writes an invented month first. The columns are the 22 of Beijing's published export and
three more that an assessment needs: 受理时间, 派单时间, 评价时间. Each row is read, routed at the
instant of its dispatch, timed, and counted for the unit that the routing names. Rows that cannot be
read are counted and the first of them shown; the others survive.

Each process reads a range of bytes of its own and gives back a tally; tallies add. So a file has one
row per line, in UTF-8: a text with a line break within is refused, since a range may begin there. It
has one row per ticket, too: a number that stands twice is refused, also where two processes meet it.

The rules are Beijing's as far as they are published; what nobody published is the example's own and
marked so. Units, duties and the dispatch catalogue are illustrative.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from functools import cache, partial
from io import StringIO
from itertools import chain, pairwise
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

import illustrative

from jiesu import (
    ASIDE,
    BEIJING,
    MISSING,
    UNMET,
    CountedBy,
    ExclusionGround,
    Hotline,
    League,
    Mark,
    Outcome,
    Period,
    RequestType,
    Scoreboard,
    Tally,
    Text,
    UnitKind,
    WorkCalendar,
    beijing_time,
)
from jiesu.codec import ResultPlan, TicketPlan
from jiesu.errors import DuplicateOutcomeError, Fault, JiesuError
from jiesu.rules import beijing

PERIOD = Period.month(2026, 3)
CUT_OFF = beijing_time(2026, 4, 20, 12)
CHUNK = 1 << 17
"""Bytes read at once; the rows in them go through one step after another together."""
FEW = 5
LEAST = 10

SENT = "派单时间"
WORDS = {"request_type": {"控烟": RequestType.REPORT, "诉求": MISSING}}

# 示例自拟，非北京市规定: what follows is the example's own. Nobody published it for Beijing. The
# export has no column on the response, so that nothing can be said of the response rate.
OWN: dict[str, object] = {
    "assessment.counted_by": CountedBy.DISPATCHED,
    "assessment.exclusions.X5": ExclusionGround.DEFERRED,
    "assessment.exclusions.X6": ExclusionGround.CO_HANDLER,
    "rates.resolution.V3": Mark("0.5"),
    "rates.*.N1": UNMET,
    "rates.*.N[2-6]": ASIDE,
    "rates.resolution.V5": ASIDE,
    "rates.resolution.V6": ASIDE,
    "rates.resolution.V7": ASIDE,
    "rates.satisfaction.S2": Mark("0.8"),
    "rates.satisfaction.S4": ASIDE,
    "scoring.weights": {"resolution": "50%", "satisfaction": "50%"},
}


@cache
def hotline() -> Hotline:
    """Beijing's rules and the example's own over the illustrative registers; once per process."""
    rules = beijing.TIMELINE.with_(OWN)
    catalogue, directory = illustrative.catalogue(), illustrative.directory()
    return Hotline(rules, catalogue, directory, WorkCalendar.china())


# ------------------------------------------------------------------ the file


def header_of(path: Path) -> list[str]:
    """The names in the first line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader([file.readline()], strict=True), [])


def ranges(path: Path, number: int) -> list[tuple[int, int]]:
    """
    The bytes of the rows in about equal ranges, each from the start of a line to the next range.

    Args:
        path: The file; its first line is the header, and in no range.
        number: How many at most: fewer where there are fewer lines.
    """
    with path.open("rb") as file:
        file.readline()
        start = file.tell()
        size = file.seek(0, 2)
        cuts = {start, size}
        for part in range(1, number):
            # One byte back: a line that starts just here is not skipped.
            file.seek(max(start, start + (size - start) * part // number - 1))
            file.readline()
            cuts.add(file.tell())
    return [*pairwise(sorted(cuts))] or [(start, size)]


def rows_of(path: Path, start: int, stop: int) -> Iterator[list[list[str]]]:
    """
    The rows of a range, some hundred at a time.

    Raises:
        ValueError: A row that is not one line of CSV in UTF-8.
    """
    with path.open("rb") as file:
        file.seek(start)
        while start < stop:
            block = file.read(min(CHUNK, stop - start))
            if start + len(block) < stop:
                block += file.readline()
            end = start + len(block)
            try:
                reader = csv.reader(StringIO(block.decode(), newline=""), strict=True)
                rows = [*reader]
            except (csv.Error, UnicodeDecodeError) as error:
                raise ValueError(f"{path}, bytes {start} to {end}: {error}") from error
            if len(rows) != reader.line_num:
                raise ValueError(f"{path}, bytes {start} to {end}: a line break within a text")
            yield rows
            start = end


# ------------------------------------------------------------------ one range


class Bad(NamedTuple):
    """A row that nothing was made of: its line, in the part or in the file, and why."""

    line: int
    why: str


class Part(NamedTuple):
    """
    What some rows came to.

    Attributes:
        tally: The outcomes.
        lines: How many lines there were.
        blank: How many of them are empty.
        tickets: The tickets that have an outcome: those with somebody to handle them.
        bad: How many rows are bad.
        told: The first of them.
    """

    tally: Tally
    lines: int
    blank: int
    tickets: list[str]
    bad: int
    told: tuple[Bad, ...]


class Reading:
    """
    The way of rows to outcomes, and what is noted on it.

    Args:
        header: The names of the columns.
        rules: What routes the tickets.

    Raises:
        CodecError: The columns do not make tickets, or results.
        ValueError: There is no column for the instant of dispatch.
    """

    def __init__(self, header: Sequence[str], rules: Hotline) -> None:
        if SENT not in header:
            raise ValueError(f"没有这一列 no such column: {SENT}")
        self._ticket_of = TicketPlan.of(
            header,
            catalogue=rules.catalogue,
            directory=rules.directory,
            words=WORDS,
            naive=BEIJING,
        ).reader()
        self._result_of = ResultPlan.of(header, words=WORDS, naive=BEIJING).reader()
        self._sent = header.index(SENT)
        self._route = rules.route
        self.lines = self.blank = self.bad = 0
        self.tickets: list[str] = []
        self.told: list[Bad] = []

    def outcomes(self, rows: Sequence[list[str]]) -> Iterable[Outcome]:
        """The outcomes of the good rows; a row whose ticket nobody is to handle has none."""
        try:
            made = self._made(rows)
        except (JiesuError, ValueError):
            made = [*self._one_by_one(rows)]
        self.lines += len(rows)
        self.tickets += [each.ticket for each in made]
        return made

    def _made(self, rows: Sequence[list[str]]) -> list[Outcome]:
        """Step by step for all rows together: that is faster than row by row."""
        tickets = [*map(self._ticket_of, rows)]
        sent = [_instant(row[self._sent]) for row in rows]
        route = self._route
        routings = [route(ticket, at=at) for ticket, at in zip(tickets, sent, strict=True)]
        results = map(self._result_of, rows)
        return [
            Outcome.routed(routing, *result)
            for routing, result in zip(routings, results, strict=True)
            if routing.lead is not None
        ]

    def _one_by_one(self, rows: Sequence[list[str]]) -> Iterator[Outcome]:
        """The same row by row, where some are bad."""
        for line, row in enumerate(rows, self.lines + 1):
            if not row:
                self.blank += 1
                continue
            try:
                yield from self._made([row])
            except (JiesuError, ValueError) as error:
                self.bad += 1
                if len(self.told) < FEW:
                    self.told.append(Bad(line, str(error)))


def _instant(cell: str) -> datetime:
    """The instant of dispatch, in Beijing where it does not say."""
    if len(cell) <= len("2026-03-02"):
        raise ValueError(f"{SENT}: {cell!r}")
    moment = datetime.fromisoformat(cell)
    if moment.tzinfo is not None:
        return moment.astimezone(BEIJING)
    return datetime.combine(moment, moment.time(), BEIJING)  # faster than replace(tzinfo=...)


def part_of(path: Path, bounds: tuple[int, int]) -> Part:
    """What the rows in a range of bytes came to."""
    reading = Reading(header_of(path), hotline())
    chunks = map(reading.outcomes, rows_of(path, *bounds))
    tally = hotline().tally(chain.from_iterable(chunks), period=PERIOD, at=CUT_OFF)
    return Part(
        tally, reading.lines, reading.blank, reading.tickets, reading.bad, tuple(reading.told)
    )


# ------------------------------------------------------------------ the whole


def joined(parts: Sequence[Part]) -> Part:
    """
    The parts of a file, in their order, as one.

    Raises:
        DuplicateOutcomeError: A ticket that stands twice, be it in two parts.
    """
    tickets = [*chain.from_iterable(part.tickets for part in parts)]
    if len(set(tickets)) < len(tickets):
        twice = Counter(tickets).most_common(1)[0][0]
        what = Text("同一工单有两行", "a ticket has two rows")
        raise DuplicateOutcomeError(Fault("工单编号", what, twice))
    told: list[Bad] = []
    before = 1  # the header
    for part in parts:
        told += [Bad(before + line, why) for line, why in part.told]
        before += part.lines
    return Part(
        sum((part.tally for part in parts[1:]), parts[0].tally),
        before - 1,
        sum(part.blank for part in parts),
        tickets,
        sum(part.bad for part in parts),
        tuple(told[:FEW]),
    )


def read(path: Path, processes: int = 1) -> Part:
    """
    What a file came to.

    Args:
        path: The file.
        processes: How many read it; one: this process does.

    Raises:
        ValueError: A row that is not one line of CSV in UTF-8.
        DuplicateOutcomeError: A ticket that stands twice.
    """
    bounds = ranges(path, processes)
    if processes == 1:
        return joined([part_of(path, each) for each in bounds])
    hotline()  # once, where a new process begins as a copy of this one; else each builds its own
    with ProcessPoolExecutor(len(bounds)) as pool:
        return joined([*pool.map(partial(part_of, path), bounds)])


def league_of(board: Scoreboard) -> League:
    """Subdistricts and townships with enough tickets, compared as they would be published."""
    kinds = (UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP)
    streets = [unit.id for unit in hotline().directory.units if unit.kind in kinds]
    return board.rank(among=streets, minimum=LEAST, places=2)


# ------------------------------------------------------------------ an invented month

PUBLISHED = (
    *("工单编号", "工单类型", "问题分类", "标签", "标题", "主要内容", "工单状态", "来电人"),
    *("来电人电话/账号", "被反映区", "被反映街乡镇", "办理结果", "回复内容", "处理受理方式"),
    *(
        "办结时间",
        "企业名称",
        "是否解决",
        "是否满意",
        "工单性质",
        "村/社区",
        "小区点位",
        "成案领域",
    ),
)
COLUMNS = (*PUBLISHED, "受理时间", SENT, "评价时间")
# Deciles of the lengths of 2,816 public petitions and their replies (teddy2020), in characters.
_BODIES = (58, 87, 118, 151, 190, 241, 307, 438, 695)
_REPLIES = (52, 112, 167, 218, 269, 322, 391, 495, 680)
_TYPES = ("投诉", "求助", "举报", "建议", "咨询", "控烟")
_TYPES_WEIGHTS = (55, 30, 4, 3, 6, 2)
_BODY = "来电人反映，该处此种情形已有多日，影响周边居民出行和休息，望有关单位派人到现场看一看。"
_REPLY = "您好，您反映的情况已收悉。工作人员当日到场查看并与您联系，现已安排处理，感谢您的理解。"
_RESOLVED = ("解决", "解决", "解决", "未解决")
_SATISFIED = ("满意", "满意", "基本满意", "不满意")
_NOT_KEPT = "保密"
_LONGEST = timedelta(days=15)


def write_month(path: Path, number: int, seed: int = 12345, *, texts: bool = True) -> None:
    """
    Write an invented month of tickets in `COLUMNS`; the same arguments give the same bytes.

    Args:
        path: Where to.
        number: How many tickets.
        seed: Of all choices.
        texts: Whether to fill what is free text: titles, bodies, replies, tags and spots.
    """
    draw = Random(seed)  # noqa: S311 -- an example, not a secret
    streets = [row for row in illustrative.read("beijing_streets.csv") if row["is_343"] == "1"]
    matters = illustrative.catalogue().entries
    body, reply = _BODY * 20, _REPLY * 20
    minutes = int((PERIOD.end - PERIOD.start) / timedelta(minutes=1)) - 60
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        for place in range(1, number + 1):
            street, matter = draw.choice(streets), draw.choice(matters)
            received = PERIOD.start + timedelta(
                minutes=draw.randrange(minutes), seconds=place % 60
            )
            sent = received + timedelta(minutes=draw.randrange(2, 30))
            closed = sent + timedelta(hours=draw.triangular(1, 400, 60))
            # Asked after the limit has run out (条例 art. 23), whichever of them it is.
            rated = max(closed, sent + _LONGEST) + timedelta(hours=draw.randrange(8, 72))
            done, asked = closed < CUT_OFF, rated < CUT_OFF
            where, spot = street["name"], f"{draw.randrange(1, 400)}号院"
            free = {
                "标签": "七有五性,宜居性",
                "标题": f"{where}{spot}反映{matter.path[-1]}问题",
                "主要内容": body[: draw.choice(_BODIES)],
                "办理结果": "已办理并回复" if done else "",
                "回复内容": reply[: draw.choice(_REPLIES)] if done else "",
                "村/社区": f"第{draw.randrange(1, 20)}社区",
                "小区点位": spot,
            }
            cells = {
                "工单编号": f"热线-{sent:%y%m%d}-{place:07}",
                "工单类型": draw.choices(_TYPES, _TYPES_WEIGHTS)[0],
                "问题分类": "->".join(matter.path),
                "工单状态": "回复完成" if done else "已分派",
                "来电人": _NOT_KEPT,
                "来电人电话/账号": _NOT_KEPT,
                "被反映区": street["district"],
                "被反映街乡镇": where,
                "处理受理方式": "派单",
                "办结时间": _said(closed) if done else "",
                "是否解决": draw.choice(_RESOLVED) if asked else "",
                "是否满意": draw.choice(_SATISFIED) if asked else "",
                "工单性质": "主办",
                "受理时间": _said(received),
                SENT: _said(sent),
                "评价时间": _said(rated) if asked else "",
                **(free if texts else {}),
            }
            out.writerow([cells.get(column, "") for column in COLUMNS])


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


# ------------------------------------------------------------------ the print


def lines(whole: Part, board: Scoreboard, league: League) -> Iterator[str]:
    """What is printed."""
    yield f"{whole.lines - whole.blank:,} 行 rows：{len(whole.tickets):,} 件有承办单位 dispatched，"
    yield f"  其中 {whole.tally.total:,} 件属本期 of the period，{whole.bad:,} 行不能读 bad rows"
    yield from (f"  第 {line} 行 row {line}: {why}" for line, why in whole.told)
    yield f"计入 assessed {board.counts.total:,}，剔除 left out {board.counts.excluded:,}"
    yield "权重、职责、派单目录等为示例自拟，非北京市规定，得分、名次不反映任何真实单位。"
    yield "Weights, duties and catalogue are the example's own, not Beijing's: no real unit's scores."
    yield f"街道乡镇 {len(league)} 家参加排名 ranked，{len(league.unranked)} 家另列 apart"
    for said, rows in (("前五 top", league.top(FEW)), ("后五 bottom", league.bottom(FEW))):
        yield said
        yield from (f"  {r.rank:>4} {league.printed(r.value)} {r.name}〔虚构〕" for r in rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Read the file, score, rank, print."""
    parser = argparse.ArgumentParser(description="A month's CSV to a league of subdistricts.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--processes", type=int, default=1, help="default 1")
    parser.add_argument("--invent", type=int, metavar="N", help="write N invented rows first")
    parser.add_argument("--seed", type=int, default=12345, help="of what is invented")
    asked = parser.parse_args(argv)
    if asked.processes < 1:
        parser.error("--processes: 1 or more")
    if asked.invent is not None:
        write_month(asked.file, asked.invent, asked.seed)
    start = perf_counter()
    try:
        whole = read(asked.file, asked.processes)
    except (JiesuError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    took = perf_counter() - start
    board = hotline().score(whole.tally)
    print("\n".join(lines(whole, board, league_of(board))))
    print(f"{took:.1f} s, {asked.processes} 个进程 processes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
