"""
按时办结率 of real events: from their outcomes to league tables, with the 口径 printed.

What `replay_pingshan` prints after its routing. The record has no due and no close time, only a flag
that says intime or overtime: that flag is what "on time" means here, and it is stated as a fact of
the outcome. Of whom the record says nothing ("-"), nothing can be said: such an event is left out of
the table by a row of the exclusions, so that the ledger counts it. The rules are the example's own.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import jiesu
from jiesu import (
    ASIDE,
    MET,
    UNMET,
    Citation,
    ExclusionGround,
    Outcome,
    Period,
    Timeliness,
    assumed,
)
from jiesu.counts import percent
from jiesu.facts import MISSING, Fact
from jiesu.labels import Text
from jiesu.outcomes import OUTCOME_FACTS
from jiesu.ranking import Ranked
from jiesu.rates import EXCLUSIONS
from jiesu.scoring import TIMELINESS, WEIGHTS
from jiesu.sources import Parameter
from jiesu.tables import HitPolicy, Row, Table

RATE = TIMELINESS.path.rpartition(".")[2]
MINIMUM = 30
"""Events that a unit needs to be ranked: below, one event more or less moves it over many others."""
SHOWN = 10
FLAGS = {"intime": Timeliness.ON_TIME, "overtime": Timeliness.LATE}
NAMED = Fact("named", Text("记录载明归属", "the record says whose it is"), (True, False))
FACTS = OUTCOME_FACTS.extend(NAMED)
"""The facts of every assessment, and one of the example's own behind them."""


def provisions(near: Citation) -> dict[Parameter, Any]:
    """What the example's rulebook says of assessment, on grounds of its own beside *near*."""
    flag = assumed(
        "以记录自带的时效标记为准；样本没有到期时间和办结时间",
        "as the record's own flag says; no due and no close time are published",
        near,
    )
    blank = assumed("标记缺失的不计入", "an event without the flag does not count", near)
    nobody = assumed(
        "记录载为“-”的，无从归属，不参加该表",
        'whose it was is "-" in the record: it cannot be put down to anybody in this table',
        near,
    )
    other = (Timeliness.OPEN, Timeliness.OVERDUE, MISSING)
    rate = [
        Row("T1", {"timeliness": Timeliness.ON_TIME}, MET, (flag,)),
        Row("T2", {"timeliness": Timeliness.LATE}, UNMET, (flag,)),
        Row("T3", {"timeliness": other}, ASIDE, (blank,)),
    ]
    out = [Row("X1", {"named": False}, ExclusionGround.OTHER, (nobody,))]
    return {
        TIMELINESS: Table(TIMELINESS.path, FACTS, rate),
        EXCLUSIONS: Table(EXCLUSIONS.path, FACTS, out, HitPolicy.COLLECT),
        WEIGHTS: {RATE: 1},
    }


class Standing(NamedTuple):
    """A table: what was counted of whom, and the ranks."""

    board: jiesu.Scoreboard
    league: jiesu.League


class Scores(NamedTuple):
    """The tables of one sample, over the same events."""

    period: Period
    whole: Standing
    units: Standing
    places: Standing


def spanning(days: Iterable[date]) -> Period:
    """From the first to the last of *days*, both included; by the day on which events came in."""
    every = sorted(set(days))
    return Period.days(every[0], every[-1], jiesu.CountedBy.RECEIVED)


def standing(
    hotline: jiesu.Hotline, outcomes: Iterable[Outcome], period: Period, minimum: int = 0
) -> Standing:
    """Tallied, counted, scored and ranked; whoever is left out as a whole stands in no table."""
    board = hotline.score(hotline.tally(outcomes, period=period, at=period.end))
    among = [unit for unit, counted in board.counts.units.items() if counted.total]
    return Standing(board, board.rank(RATE, among=among, minimum=minimum))


def _line(made: Standing, row: Ranked) -> str:
    ratio = made.board.counts.ratio(row.unit, RATE)
    of = f"{ratio.numerator:,}/{ratio.denominator:,}"
    tied = f" (one of {row.tied} tied)" if row.tied > 1 else ""
    number = f" [{row.unit}]" if row.name != row.unit else ""
    return f"{row.rank:>4}{made.league.printed(row.value):>8}%{of:>13}  {row.name}{number}{tied}"


def table(made: Standing) -> Iterator[str]:
    """The ranks: all, or where there are many the first and the last, ties in."""
    league = made.league
    top, bottom = league.top(SHOWN), league.bottom(SHOWN)
    if len(league) <= len(top) + len(bottom):
        yield from (_line(made, row) for row in league.ranked)
        return
    yield from (_line(made, row) for row in top)
    yield f"   … {len(league) - len(top) - len(bottom)} between …"
    yield from (_line(made, row) for row in bottom)


def apart(made: Standing) -> str:
    """Who is counted and not ranked: below the minimum, or without a flag."""
    counts = made.board.counts.only([row.unit for row in made.league.unranked])
    met = sum(counts.ratio(unit, RATE).numerator for unit in counts.units)
    return f"{len(counts.units)} with {counts.total:,} events, {met:,} of them in time"


def counted(name: str, made: Standing) -> str:
    """How many events are in a table and how many are left out, and why: to be added up."""
    counts = made.board.counts
    flagged = sum(counts.ratio(unit, RATE).denominator for unit in counts.units)
    bare = (
        f", {counts.total - flagged:,} of them without the flag" if flagged < counts.total else ""
    )
    reasons = "".join(
        f", {number} by {row.id}: {row.grounds[0].note.en if row.grounds[0].note else row.then.en}"
        for row, number in counts.ledger
        if number
    )
    return f"  {name}: {counts.total:,} counted{bare}; {counts.excluded:,} left out{reasons}"


def report(scores: Scores) -> Iterator[str]:
    """Both tables, the district's total, and how it was counted."""
    period, whole, units, places = scores
    (district,) = whole.board.counts.units
    ratio = whole.board.counts.ratio(district, RATE)
    said = percent(ratio.value).en
    yield "按时办结率 Rate finished in time"
    yield f"The whole district: {ratio.numerator:,} of {ratio.denominator:,}, {said}"
    yield f"Units, by number (spellings folded), of at least {units.league.minimum} events:"
    yield from table(units)
    yield f"  Counted, not ranked: {apart(units)}"
    yield "Subdistricts, by the place of the event:"
    yield from table(places)
    yield "口径 How it was counted"
    yield f"  Period: {period.text.en}; the day of creation, at an assumed hour."
    tables = {"District": whole, "Units": units, "Subdistricts": places}
    yield from (counted(name, made) for name, made in tables.items())
    yield "  On time: the record's own flag (intime, overtime). No due and no close time are published, so that"
    yield "  it cannot be checked, and which limit it refers to is not known."
    yield "  Subdistricts: one outcome per event with the subdistrict of its place as what is compared. The units'"
    yield "  figures are not added up to them: which subdistrict a unit belongs to, if any, is not in the record."
    yield "  Compared exactly, rounded in print only. Ties share a rank and the next is skipped (1, 1, 3); within a"
    yield "  tie the order says nothing. Where a table is cut, all that tie with the last one shown are shown."
    yield f"  Minimum {units.league.minimum} events for units, none for subdistricts: both are the example's choice."
    yield "  A sample of events, without their weight or difficulty. This is not Shenzhen's assessment, whose"
    yield "  rules were not seen, and says nothing about how well anybody works."
    yield '  The rules of the table of units, as its scoreboard explains them ("-" is one of its units there, with'
    yield "  nothing counted):"
    yield str(units.board.explain())
