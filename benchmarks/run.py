"""
What the library's speed goals come to: ``make bench``, or ``run.py --quick`` for a rough look.

Prints Markdown for ``docs/performance.md``. A speed is a ratio of two rates of one run; the same
answers are asserted before any clock starts, and only different answers make the run fail.
"""

import argparse
import csv
import json
import pickle
import platform
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

sys.path.append(str(Path(__file__).parent.parent / "examples"))

import businesstimedelta
import dated
import handled
import illustrative
import mix
import month
import reconciling
import score_csv
from by_engine import by_engine
from holidays.countries.china import China
from peers import plain, rule_engine_first, zen_batch, zen_first
from rounds import ROUNDS, Answers, Contestant, agree, race

from jiesu import (
    BEIJING,
    OUTCOME_FACTS,
    ExclusionGround,
    Fact,
    FactSpace,
    Formula,
    Hotline,
    OfficeHours,
    Outcome,
    Row,
    Scoreboard,
    Table,
    Tally,
    Text,
    WorkCalendar,
    assumed,
    due,
    working_days,
    working_hours,
)
from jiesu.casework import Case
from jiesu.counts import count
from jiesu.custody import fold
from jiesu.events import Urged
from jiesu.facts import REFUSE, Facts
from jiesu.labels import Label
from jiesu.routing import TRIAGE
from jiesu.scoring import Assessment
from jiesu.tallies import tally

HERE = Path(__file__).parent
AMOUNTS = (1, 2, 3, 5, 7, 10, 15, 20)
MONTH = 1_000_000
"""Outcomes of a city's month, at which the goals of an assessment are judged."""
DEMO = 20_000
"""Those of the demo, told beside them: there, what does not grow with outcomes weighs more."""


class Ratio(NamedTuple):
    """How many times a peer's rate ours is; None where no goal was set."""

    what: str
    peer: str
    goal: float | None
    found: float
    ours: float
    theirs: float


class Time(NamedTuple):
    """
    How many times the time of something else ours takes; the goal is a most, None where there is none.

    Both times are seconds.
    """

    what: str
    other: str
    goal: Fraction | None
    found: float
    ours: float
    theirs: float


class Size(NamedTuple):
    """
    A goal on an amount: at most, or with *strict* less than, so many of a unit.

    None where no goal was set.
    """

    what: str
    goal: float | None
    found: float
    unit: str
    remark: str
    strict: bool = False


class Scale(NamedTuple):
    """How much is run."""

    seconds: float
    tickets: int
    spans: int
    processes: int
    kept: int
    outcomes: tuple[int, ...]
    rows: int
    month: int


FULL = Scale(
    seconds=0.3,
    tickets=4000,
    spans=2000,
    processes=10,
    kept=1_000_000,
    outcomes=(DEMO, MONTH),
    rows=200_000,
    month=MONTH,
)
QUICK = Scale(
    seconds=0.05,
    tickets=1000,
    spans=300,
    processes=3,
    kept=50_000,
    outcomes=(DEMO,),
    rows=10_000,
    month=DEMO,
)


# --- Tables ---------------------------------------------------------------------------------------


class Category(Label):
    """Ten categories, as a triage of twenty rows has them."""

    WATER = "供水", "water"
    HEATING = "供热", "heating"
    POWER = "供电", "power"
    GAS = "燃气", "gas"
    ROADS = "道路", "roads"
    NOISE = "噪声", "noise"
    HOUSING = "住房", "housing"
    MARKET = "市场", "market"
    LABOUR = "劳动", "labour"
    OTHER = "其他", "other"


def triage_of_twenty() -> tuple[Table[int], list[Facts]]:
    """Ten categories by two urgencies, a row for each, and cases spread over them."""
    space = FactSpace(
        (
            Fact("category", Text("类别", "category"), tuple(Category), REFUSE),
            Fact("urgent", Text("紧急", "urgent"), (True, False), REFUSE),
        )
    )
    cells = [(category, urgent) for category in Category for urgent in (True, False)]
    ground = (assumed("示例", "an example"),)
    rows = [
        Row(f"R{number}", {"category": category, "urgent": urgent}, number, ground)
        for number, (category, urgent) in enumerate(cells)
    ]
    draw = Random(1)  # noqa: S311 -- a mix, not a secret
    cases = [space.make(category=c, urgent=u) for c, u in draw.choices(cells, k=1000)]
    return Table("twenty", space, rows), cases


def tables(scale: Scale) -> list[Ratio]:
    """`Table.hit` against rule-engine."""
    table, cases = triage_of_twenty()
    facts = [plain(case) for case in cases]
    first = rule_engine_first(table)
    agree("Table.hit", [table.hit(case).id for case in cases], [*map(first, facts)])
    hit = table.hit
    found = race(
        Contestant("jiesu", _each(hit, cases), len(cases)),
        Contestant("rule-engine", _each(first, facts), len(facts)),
        seconds=scale.seconds,
    )
    what = "`Table.hit`, 20 rows"
    return [Ratio(what, "rule-engine, first of the same 20", 30, found.ratios[1], *found.rates)]


def _each(answer: Callable[[Any], object], cases: list[Any]) -> Callable[[], None]:
    """One pass over all cases; the loop is the same for every contestant."""

    def work() -> None:
        for case in cases:
            answer(case)

    return work


# --- Routing --------------------------------------------------------------------------------------


def routing(scale: Scale, hotline: Hotline, calls: list[mix.Call]) -> list[Ratio]:
    """`Hotline.route` whole against the peers' triage alone."""
    books = {call.at.date(): hotline.rulebook(call.at.date()) for call in calls}
    triages = {id(table): table for table in (book[TRIAGE] for book in books.values())}
    if len(triages) != 1:
        raise Answers(f"the tickets fall under {len(triages)} triage tables, not one")
    (table,) = triages.values()
    facts = [plain(call.ticket.facts) for call in calls]
    rules, zen, zen_all = rule_engine_first(table), zen_first(table), zen_batch(table)
    ours: list[object] = [hotline.route(ticket, at=at).triage.id for ticket, at in calls]
    agree("Hotline.route and rule-engine", ours, [*map(rules, facts)])
    agree("Hotline.route and zen-engine", ours, [*map(zen, facts)])
    agree("Hotline.route and zen-engine's batch", ours, [*zen_all(facts)])
    route = hotline.route

    def work() -> None:
        for ticket, at in calls:
            route(ticket, at=at)

    found = race(
        Contestant("jiesu", work, len(calls)),
        Contestant("rule-engine", _each(rules, facts), len(facts)),
        Contestant("zen-engine", _each(zen, facts), len(facts)),
        Contestant("zen-engine, batch", lambda: zen_all(facts), len(facts)),
        seconds=scale.seconds,
    )
    what = f"`Hotline.route`, {len(calls)} tickets"
    peers: tuple[tuple[str, int | None], ...] = (
        ("rule-engine, triage alone", 4),
        ("zen-engine, triage alone", 20),
        ("zen-engine, triage alone, one call for all", None),
    )
    return [
        Ratio(what, peer, goal, found.ratios[n], found.rates[0], found.rates[n])
        for n, (peer, goal) in enumerate(peers, 1)
    ]


def pickles(hotline: Hotline, calls: list[mix.Call]) -> Size:
    """The largest routing of the mix, stored."""

    def stored(call: mix.Call) -> float:
        return len(pickle.dumps(hotline.route(call.ticket, at=call.at), -1)) / 1000

    sizes = [stored(call) for call in calls]
    remark = (
        f"largest of {len(sizes)}; median {median(sizes):.1f}, "
        f"a ticket with every added duty at once {stored(mix.everything()):.1f}"
    )
    return Size("A routing, pickled", 6, max(sizes), "kB", remark, strict=True)


# --- Time -----------------------------------------------------------------------------------------


def working_time(scale: Scale, calendar: WorkCalendar) -> list[Ratio]:
    """Working days against holidays, office hours against businesstimedelta."""
    draw = Random(2)  # noqa: S311 -- a mix, not a secret
    pairs = [
        (date(2022, 1, 1) + timedelta(days=draw.randrange(4 * 365)), draw.choice(AMOUNTS))
        for _ in range(scale.spans)
    ]
    china: Any = China(years=range(2021, 2028), language="zh_CN")  # type: ignore[no-untyped-call]
    limits = {amount: working_days(amount) for amount in AMOUNTS}
    starts = [(datetime.combine(day, time(14, 30), BEIJING), limits[n]) for day, n in pairs]
    add, nth = calendar.add_working_days, china.get_nth_working_day
    theirs: list[object] = [nth(day, n) for day, n in pairs]
    agree("add_working_days", [add(day, n) for day, n in pairs], theirs)
    agree("due", [due(limit, start, calendar).last_day for start, limit in starts], theirs)

    def adding() -> None:
        for day, n in pairs:
            add(day, n)

    def dating() -> None:
        for start, limit in starts:
            due(limit, start, calendar)

    def counting() -> None:
        for day, n in pairs:
            nth(day, n)

    peer = Contestant("holidays", counting, len(pairs))
    found = []
    for what, goal, ours in (
        ("`add_working_days`", 60, adding),
        ("`due(working_days(n))`, whole `Deadline`", 6, dating),
    ):
        run = race(Contestant(what, ours, len(pairs)), peer, seconds=scale.seconds)
        name = "`holidays.get_nth_working_day`"
        found.append(Ratio(what, name, goal, run.ratios[1], *run.rates))
    spans = tuple(8 * days for days in AMOUNTS)
    return [
        *found,
        _office_hours(scale, calendar, china, spans, "of 1-20 days' worth", 200),
        _office_hours(scale, calendar, china, AMOUNTS, "of 1-20 hours", None),
    ]


def _office_hours(
    scale: Scale,
    calendar: WorkCalendar,
    china: Any,
    amounts: tuple[int, ...],
    what: str,
    goal: float | None,
) -> Ratio:
    """Hours of work; businesstimedelta knows no makeup workdays, so no span here touches one."""
    opening, noon, after, closing = time(9), time(12), time(13), time(18)
    timed = calendar.with_hours(OfficeHours.of("09:00-12:00", "13:00-18:00"))
    rules = businesstimedelta.Rules(
        [
            businesstimedelta.WorkDayRule(start_time=opening, end_time=noon),
            businesstimedelta.WorkDayRule(start_time=after, end_time=closing),
            businesstimedelta.HolidayRule(china),
        ]
    )
    deltas = {n: businesstimedelta.BusinessTimeDelta(rules, hours=n) for n in amounts}
    limits = {n: working_hours(n) for n in amounts}
    draw = Random(3)  # noqa: S311 -- a mix, not a secret
    ours: list[tuple[datetime, int]] = []
    while len(ours) < scale.spans // 4:
        amount = amounts[len(ours) % len(amounts)]
        start = datetime(2022, 1, 1, tzinfo=BEIJING)
        start += timedelta(minutes=draw.randrange(4 * 365 * 24 * 60))
        end = due(limits[amount], start, timed).due
        days = (start.date() + timedelta(days=n) for n in range((end - start).days + 2))
        if all(day.weekday() < 5 or not calendar.is_working_day(day) for day in days):
            ours.append((start, amount))
    # It works in UTC unless told otherwise: the same clock, read as UTC, spares it conversions.
    theirs = [(start.replace(tzinfo=UTC), deltas[n]) for start, n in ours]
    agree(
        "working hours",
        [due(limits[n], start, timed).due.replace(tzinfo=None) for start, n in ours],
        [(start + delta).replace(tzinfo=None) for start, delta in theirs],
    )
    given = [(start, limits[n]) for start, n in ours]

    def dating() -> None:
        for start, limit in given:
            due(limit, start, timed)

    def adding() -> None:
        for start, delta in theirs:
            start + delta

    run = race(
        Contestant("jiesu", dating, len(given)),
        Contestant("businesstimedelta", adding, len(theirs)),
        seconds=scale.seconds,
    )
    named = f"`due(working_hours(n))`, {what}, whole `Deadline`"
    return Ratio(named, "businesstimedelta", goal, run.ratios[1], *run.rates)


# --- Starting and keeping -------------------------------------------------------------------------

_BUILD = """
from time import perf_counter
import holidays, jiesu
times = []
def clock(work):
    start = perf_counter()
    work()
    times.append(perf_counter() - start)
clock(jiesu.WorkCalendar.china)
clock(jiesu.WorkCalendar.china)
print(*times)
"""


def starting(scale: Scale) -> list[Size]:
    """Fresh processes: importing, and building the calendar for the first time."""
    times: dict[str, list[float]] = {}
    for _ in range(scale.processes):
        for name, code in (("bare", "pass"), ("whole", "import jiesu")):
            times.setdefault(name, []).append(1000 * _process(code)[0])
        built = _process(_BUILD)[1].split()
        for name, seconds in zip(("first", "again"), built, strict=True):
            times.setdefault(name, []).append(1000 * float(seconds))
    found = {name: median(each) for name, each in times.items()}
    own = found["whole"] - found["bare"]
    many = f"median of {scale.processes} processes"
    later = f"the first of a process; {found['again']:.1f} the second time"
    built_what = "`WorkCalendar.china()` after `import holidays`"
    return [
        Size(
            "`import jiesu`, fresh process",
            150,
            found["whole"],
            "ms",
            f"{many}; {own:.0f} above a bare interpreter",
        ),
        Size(built_what, 20, found["first"], "ms", later),
    ]


def keeping(scale: Scale) -> list[Size]:
    """What a process grows by that keeps a million tickets; told where /proc tells it."""
    if not Path("/proc/self/statm").exists():
        return []
    _, told = _process(str(HERE / "kept.py"), str(scale.kept))
    found = json.loads(told)
    goal = 800 * found["tickets"] / FULL.kept
    each = found["bytes"] / found["tickets"]
    remark = f"{each:.0f} bytes each, made in {found['seconds']:.0f} s"
    what = f"{found['tickets']:,} tickets kept"
    return [Size(what, goal, found["bytes"] / 1e6, "MB", remark, strict=True)]


def _process(code: str, *arguments: str) -> tuple[float, str]:
    """A fresh interpreter running a file or a piece of code: seconds taken, what it printed."""
    run = [code, *arguments] if code.endswith(".py") else ["-c", code]
    start = perf_counter()
    done = subprocess.run(  # noqa: S603 -- this very interpreter
        [sys.executable, *run], capture_output=True, text=True, check=True
    )
    return perf_counter() - start, done.stdout


# --- Assessing ------------------------------------------------------------------------------------

_WEIGHTS = {"response": "0.2", "resolution": "0.4", "satisfaction": "0.4"}
_OTHER_WEIGHTS = {"response": "0.1", "resolution": "0.6", "satisfaction": "0.3"}
_OTHER_EXCLUSIONS: dict[str, object] = {"assessment.exclusions.X2": ExclusionGround.COUNTED}


def assessing(scale: Scale, hotline: Hotline) -> tuple[list[Time], list[Size]]:
    """Kept outcomes to a tally against polars; other rules against the first pass."""
    hotline = hotline.with_({**score_csv.OWN, "scoring.weights": _WEIGHTS})
    other = hotline.with_(_OTHER_EXCLUSIONS).assessment(month.PERIOD.last_day)
    times: list[Time] = []
    sizes: list[Size] = []
    for number in scale.outcomes:
        kept = month.outcomes(number, month.subdistricts(hotline))
        times.append(_tallying(scale, hotline, kept))
        if number == MONTH:
            stated = month.outcomes(number, month.subdistricts(hotline), full=True)
            times.append(_tallying(scale, hotline, stated, OUTCOME_FACTS.facts))
        more, boards = _again(scale, hotline, other, kept)
        times += more
        sizes += boards
    return times, sizes


def _tallying(
    scale: Scale, hotline: Hotline, kept: list[Outcome], also: tuple[Fact, ...] = ()
) -> Time:
    """Objects to a tally, against a frame that has every column ready."""

    def tallying() -> Tally:
        return hotline.tally(kept, period=month.PERIOD, at=month.CUT_OFF, also=also)

    number, ours = len(kept), tallying()
    columns = month.frame(kept, ours.facts.names, month.CUT_OFF)
    agree("Hotline.tally and polars", month.told(ours), month.told(month.grouped(columns)))
    run = race(
        Contestant("jiesu", tallying, number),
        Contestant("polars", lambda: month.grouped(columns), number),
        seconds=scale.seconds,
    )
    peer = f"polars `group_by` of {columns.width} columns, {len(ours.counts):,} groups"
    goal = Fraction(12) if number == MONTH else None
    took = [number / rate for rate in run.rates]
    every = ", every fact kept" if also else ""
    return Time(
        f"`Hotline.tally`, {number:,} outcomes{every}", peer, goal, 1 / run.ratios[1], *took
    )


def _again(
    scale: Scale, hotline: Hotline, other: Assessment, kept: list[Outcome]
) -> tuple[list[Time], list[Size]]:
    """Another formula on the counts, other exclusions on the tally; the rules are in hand."""
    rules, period = hotline.assessment(month.PERIOD.last_day), month.PERIOD
    by, formula, changed = rules.need_counted_by(None), rules.formula(), Formula(_OTHER_WEIGHTS)

    def tallying() -> Tally:
        return tally(kept, rules.facts, period, by, month.CUT_OFF, period.last_day)

    def first(under: Assessment = rules, formula: Formula = formula) -> Scoreboard:
        return Scoreboard(count(tallying(), under.exclusion_table(), under.rates), formula)

    made = tallying()
    counts = count(made, rules.exclusion_table(), rules.rates)

    def exclusion() -> Scoreboard:
        return Scoreboard(count(made, other.exclusion_table(), other.rates), formula)

    agree("a formula", _scores(Scoreboard(counts, changed)), _scores(first(formula=changed)))
    agree("an exclusion", _scores(exclusion()), _scores(first(other)))
    agree("Hotline.score", _scores(hotline.score(made)), _scores(first()))
    run = race(
        Contestant("first pass", first, 1),
        Contestant("formula", lambda: Scoreboard(counts, changed), 1),
        Contestant("exclusion", exclusion, 1),
        Contestant("hotline", lambda: hotline.score(counts), 1),
        seconds=scale.seconds,
    )
    many = f"{len(kept):,} outcomes"
    times = [
        Time(what, f"outcomes, tally, scores: {many}", goal, run.ratios[place], *took)
        for place, what, most in (
            (1, "Another formula: counts to scores", Fraction(1, 20)),
            (2, "Another exclusion: tally to scores", Fraction(1, 5)),
        )
        for took in [(1 / run.rates[place], 1 / run.rates[0])]
        for goal in [most if len(kept) == MONTH else None]
    ]
    remark = f"`Scoreboard` alone {_ms(run.rates[1]):.1f}; the rest reads the rules of the day"
    what = f"`Hotline.score` of the counts of {len(counts.units)} units, {many}"
    return times, [Size(what, 50, _ms(run.rates[3]), "ms", remark, strict=True)]


def reconciled(hotline: Hotline) -> Size:
    """A published table held against every reading that somebody names."""
    found = reconciling.measure(hotline)
    what = f"`reconcile`, {found.units} units under {found.readings} readings"
    remark = f"{found.figures} figures; {found.outcomes:,} outcomes counted"
    return Size(what, 2, found.seconds, "s", remark, strict=True)


def _ms(rate: float) -> float:
    """Milliseconds for one, at a rate."""
    return 1000 / rate


def _scores(board: Scoreboard) -> list[object]:
    return [*sorted(board.scores.items())]


# --- Handling -------------------------------------------------------------------------------------


def handling(scale: Scale, hotline: Hotline) -> tuple[list[Time], list[Size]]:
    """A case folded, moved on, looked through and kept."""
    history = handled.history(hotline)
    case = hotline.review(history).case
    office, rules = case.office, case.rules
    long = hotline.review(
        (*history, *(Urged(history[-1].at, seq=place) for place in range(1, 1189)))
    ).case
    more = Urged(history[-1].at, seq=2000)
    agree("fold", [fold(history, rules)], [case.file])
    agree("apply", [case.apply(more)], [Case.of((*history, more), office)])
    run = race(
        Contestant("plain objects", handled.plain, 12),
        Contestant("fold", lambda: fold(history, rules), 12),
        Contestant("apply", lambda: case.apply(more), 1),
        Contestant("apply to a long one", lambda: long.apply(more), 1),
        Contestant("review", lambda: hotline.review(history), 12),
        seconds=scale.seconds,
    )
    made, folded, applied, late, reviewed = (
        size / rate for size, rate in zip((12, 12, 1, 1, 12), run.rates, strict=True)
    )
    objects = "12 frozen attrs objects of 7 fields made"
    times = [
        Time("A history of 12 events folded", objects, Fraction(8), folded / made, folded, made),
        Time(
            "`apply` to a case of 1,200 events",
            "`apply` to one of 12",
            None,
            late / applied,
            late,
            applied,
        ),
        Time(
            "`Hotline.review` of 12 events, every breach",
            "the fold",
            None,
            reviewed / folded,
            reviewed,
            folded,
        ),
    ]
    started = hotline.review(history[:9]).case
    stored = len(pickle.dumps(started, -1)) / 1000
    held, number = _held(hotline, 1000), 1000
    return times, [
        Size("An open case of 9 events, pickled", 4, stored, "kB", "", strict=True),
        Size(
            "The same in memory, its events and ticket included",
            4,
            held / number / 1000,
            "kB",
            f"mean of {number:,}",
            strict=True,
        ),
    ]


def _held(hotline: Hotline, number: int) -> int:
    """Bytes that so many open cases take."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    kept = [hotline.review(handled.history(hotline, n)[:9]).case for n in range(number)]
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (after - before) * number // len(kept)


# --- A month's file -------------------------------------------------------------------------------


def files(scale: Scale) -> tuple[list[Time], list[Ratio], list[Size]]:
    """A CSV to a tally, against csv.reader alone; two processes against one."""
    score_csv.hotline()
    with tempfile.TemporaryDirectory() as folder:
        path, short = Path(folder) / "month.csv", Path(folder) / "short.csv"
        score_csv.write_month(path, scale.rows)
        score_csv.write_month(short, scale.rows, texts=False)
        times, ratios = _file(scale, path, "", Fraction(8))
        more, _ = _file(scale, short, ", free texts empty", None)
        sizes = [
            Size(f"A row of that file{what}", None, each.stat().st_size / scale.rows, "bytes", "")
            for each, what in ((path, ""), (short, ", free texts empty"))
        ]
        return [*times, *more], [*ratios, _commands(scale, path)], sizes


def _file(
    scale: Scale, path: Path, what: str, goal: Fraction | None
) -> tuple[list[Time], list[Ratio]]:
    one, two = score_csv.read(path), score_csv.read(path, 2)
    agree("two processes", [two], [one])
    agree("rows", [one.lines - one.bad], [_plain_csv(path) - 1])
    run = race(
        Contestant("jiesu", lambda: score_csv.read(path), scale.rows),
        Contestant("csv.reader", lambda: _plain_csv(path), scale.rows),
        Contestant("two processes", lambda: score_csv.read(path, 2), scale.rows),
        seconds=scale.seconds,
    )
    took = [scale.rows / rate for rate in run.rates]
    named = f"A CSV of {scale.rows:,} rows to a tally{what}"
    time = Time(named, "`csv.reader` alone", goal, 1 / run.ratios[1], *took[:2])
    ratio = Ratio(
        f"{named}, 2 processes started for it",
        "1 process, rules and registers ready",
        1.7,
        1 / run.ratios[2],
        run.rates[2],
        run.rates[0],
    )
    return [time], [ratio]


def _plain_csv(path: Path) -> int:
    """How many rows there are, the header among them."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file))


def _commands(scale: Scale, path: Path) -> Ratio:
    """The same from the shell to the printed league: interpreters, imports, building, all."""
    script = str(Path(score_csv.__file__))

    def command(processes: int) -> list[str]:
        _, told = _process(script, str(path), "--processes", str(processes))
        return told.splitlines()[:-1]  # the last line has the time taken

    agree("the printed leagues", [command(2)], [command(1)])
    run = race(
        Contestant("two", lambda: command(2), scale.rows),
        Contestant("one", lambda: command(1), scale.rows),
        seconds=scale.seconds,
    )
    what = f"`examples/score_csv.py`, {scale.rows:,} rows, `--processes 2`, from shell to league"
    return Ratio(what, "the same with one process", None, run.ratios[1], *run.rates)


# --- The report -----------------------------------------------------------------------------------


def report(ratios: list[Ratio], times: list[Time], sizes: list[Size]) -> str:
    """The tables in Markdown, and what they were measured with."""
    lines = [
        "| what | against | goal | measured | | ours/s | theirs/s |",
        "|---|---|--:|--:|---|--:|--:|",
    ]
    lines += [
        f"| {each.what} | {each.peer} | {f'≥ {each.goal:g}x' if each.goal else ''} | "
        f"{each.found:.1f}x | {_verdict(each.found >= each.goal) if each.goal else ''} | "
        f"{each.ours:,.0f} | {each.theirs:,.0f} |"
        for each in ratios
    ]
    lines += [
        "",
        "| what | in the time of | goal | measured | | ours, s | theirs, s |",
        "|---|---|--:|--:|---|--:|--:|",
    ]
    lines += [
        f"| {each.what} | {each.other} | {f'≤ {_times(each.goal)}' if each.goal else ''} | "
        f"{_times(each.found)} | {_verdict(each.found <= each.goal) if each.goal else ''} | "
        f"{each.ours:.4g} | {each.theirs:.4g} |"
        for each in times
    ]
    lines += ["", "| what | goal | measured | | |", "|---|--:|--:|---|---|"]
    for size in sizes:
        goal = verdict = ""
        if size.goal is not None:
            met = size.found < size.goal if size.strict else size.found <= size.goal
            goal = f"{'<' if size.strict else '≤'} {size.goal:g} {size.unit}"
            verdict = _verdict(met)
        lines.append(
            f"| {size.what} | {goal} | {size.found:,.1f} {size.unit} | {verdict} | {size.remark} |"
        )
    names = (
        *("jiesu", "attrs", "holidays", "businesstimedelta", "polars", "rule-engine"),
        "zen-engine",
    )
    packages = ", ".join(f"{name} {version(name)}" for name in names)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    lines += ["", f"{python}, {platform.system()} {platform.machine()}; {packages}."]
    lines += [f"Medians of {ROUNDS} rounds in turns; the rates belong to the machine."]
    lines += [
        f"Goals of an assessment: at {MONTH:,} outcomes, a city's month; {DEMO:,}: the demo's."
    ]
    return "\n".join(lines)


def _times(share: float | Fraction) -> str:
    """A share of a time: 4.5x, or 1/20."""
    return f"{float(share):.3g}x" if share >= 1 else f"1/{float(1 / share):.3g}"


def _verdict(met: bool) -> str:
    return "met" if met else "**missed**"


def main() -> int:
    """Measure and print; 1 if any answers disagree."""
    parser = argparse.ArgumentParser(description="Measure against peers, as ratios of one run.")
    parser.add_argument("--quick", action="store_true", help="a rough look: less of everything")
    scale = QUICK if parser.parse_args().quick else FULL
    hotline = illustrative.hotline()
    calls = list(mix.calls(scale.tickets, hotline.catalogue))
    try:
        ratios = [
            *tables(scale),
            *routing(scale, hotline, calls),
            *working_time(scale, hotline.calendar),
        ]
        sizes = [*starting(scale), pickles(hotline, calls), *keeping(scale)]
        more_times, more_ratios, more_sizes = files(scale)
        times, boards = assessing(scale, hotline)
        case_times, case_sizes = handling(scale, hotline)
        checked = reconciled(hotline)
        rules = [Size(*each) for each in dated.measure()]
        engines = by_engine(scale.month)
    except Answers as different:
        print(f"answers disagree: {different}", file=sys.stderr)
        return 1
    all_times = [*times, *more_times, *case_times, *(Time(*each) for each in engines)]
    all_sizes = [*sizes, *rules, *case_sizes, *boards, checked, *more_sizes]
    print(report([*ratios, *more_ratios], all_times, all_sizes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
