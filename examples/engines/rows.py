"""
A month as a table of words and instants, and the plain run over it.

    cd examples && python -m engines.rows [FILE] [--rows N] [--seed N]

What a platform has: a row for each ticket and unit, instants in Beijing time without a zone, facts in
words, blank where nothing is stated. The divisions and the rules that were published are Beijing's;
the tickets, what became of them, and what nobody published are invented, as in ``city_month.py``.
"""

import argparse
import csv
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import attrs
import city_month
import illustrative
from month_page import INVENTED, MARK, OWN_MARK

from jiesu import (
    BEIJING,
    MISSING,
    OUTCOME_FACTS,
    CountedBy,
    Hotline,
    Outcome,
    Period,
    Scoreboard,
    Tally,
    Text,
    tallies,
)
from jiesu.codec import OutcomePlan
from jiesu.errors import AssessmentError, DuplicateOutcomeError, Fault, refuse
from jiesu.facts import FactSpace
from jiesu.outcomes import known_end, standing
from jiesu.tallies import Scope, word_of

PERIOD, CUT_OFF = city_month.PERIOD, city_month.CUT_OFF
ROWS, SEED = city_month.TICKETS, city_month.SEED
INSTANTS = tuple(by.field for by in CountedBy)
HEADER = ("ticket", "unit", *INSTANTS, *OUTCOME_FACTS.names)
SHOWN = 10
_ROUTED = 5_000

Engine = Callable[[Path, Hotline, Period, datetime], Tally]
"""From a file of rows to the tally of a period as known at the cut-off, by the hotline's rules."""


def hotline() -> Hotline:
    """Beijing's rules, with the example's own values for what nobody published."""
    return illustrative.hotline().with_(city_month.OWN)


# ------------------------------------------------------------------ the rows


def write(path: Path, number: int = ROWS, seed: int = SEED) -> None:
    """
    Invent a month and write it as CSV.

    Some tickets are routed; the routings are then handled, again and again, until there are enough
    rows, each with a number and a fate of its own.

    Args:
        path: Where.
        number: How many rows.
        seed: Of all that is invented.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(HEADER)
        for place, each in enumerate(islice(_fates(seed), number), 1):
            instants = (local(getattr(each, name)) for name in INSTANTS)
            words = map(word_of, each.facts.values)
            lines.writerow([f"BJ202603{place:08}", each.unit, *instants, *words])


def _fates(seed: int) -> Iterator[Outcome]:
    """Outcomes without end, of dispatched tickets."""
    ours = hotline()
    calls = city_month.calls(_ROUTED, seed, ours.catalogue)
    routings = (ours.route(ticket, at=at) for ticket, at in calls)
    handling = city_month.Handling(seed)
    return map(handling.outcome, cycle(each for each in routings if each.lead))


def local(moment: datetime | None) -> str:
    """An instant as the rows have it: Beijing time without a zone; blank for none."""
    return "" if moment is None else wall(moment).isoformat(" ")


def wall(moment: datetime) -> datetime:
    """An instant as the engines compare it with those of the rows: Beijing time without a zone."""
    return moment.astimezone(BEIJING).replace(tzinfo=None)


def outcomes(header: Iterable[str], rows: Iterable[Any]) -> Iterator[Outcome]:
    """
    Rows as outcomes, one by one.

    Args:
        header: Their columns.
        rows: Each with its cells in the order of the header.

    Raises:
        CodecError: A word or an instant that is none.
    """
    columns = tuple(header)
    # The names of the columns are those of the fields, which is not left to be guessed.
    chosen = {name: name for name in HEADER if name in columns}
    plan = OutcomePlan.of(columns, columns=chosen, naive=BEIJING)
    return map(plan.reader(), rows)


def tally(path: Path, hotline: Hotline, period: Period, at: datetime) -> Tally:
    """The plain run: row after row, in this process."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        return hotline.tally(outcomes(next(lines), lines), period=period, at=at)


# ------------------------------------------------------------------ what an engine has to know


class Asked(NamedTuple):
    """
    What the rules ask of the rows: few plain values, for SQL or for a worker.

    The rest of a rulebook is not needed until the groups have been counted.

    Attributes:
        facts: What the assessment reads.
        period: Which rows belong in it.
        by: By which instant.
        at: 截止时点.
    """

    facts: FactSpace
    period: Period
    by: CountedBy
    at: datetime

    @classmethod
    def of(cls, hotline: Hotline, period: Period, at: datetime) -> "Asked":
        """By the rules of the last day of the period, as `Hotline.tally` reads them."""
        rules = hotline.assessment(period.last_day)
        return cls(rules.facts, period, rules.need_counted_by(period.by), at)

    @property
    def end(self) -> datetime:
        """The end of the period as far as it is known at the cut-off."""
        return known_end(self.period, self.by, self.at)

    @property
    def spoken(self) -> frozenset[str]:
        """The facts that are the requester's word, not known before the requester was asked."""
        names = OUTCOME_FACTS.names
        left = standing(names, None, known=False)
        return frozenset(name for name, kept in zip(names, left, strict=True) if kept is MISSING)

    def tally(self, groups: Iterable[Mapping[str, Any]]) -> Tally:
        """
        The tally that an engine grouped: unit, each fact, count.

        Raises:
            SchemaError: Words that are no values.
        """
        made = Tally.from_rows(groups, self.facts, self.period.last_day)
        scope = Scope(self.period.start, self.period.end, self.by, self.at)
        return attrs.evolve(made, scopes=frozenset({scope}))

    def counted(self, given: Iterable[Outcome]) -> Tally:
        """The tally of some outcomes, as `Hotline.tally` makes it; this runs on a worker."""
        day = self.period.last_day
        return tallies.tally(given, self.facts, self.period, self.by, self.at, day)

    def refuse(self, repeated: Iterable[tuple[str, str]], undated: int = 0) -> None:
        """
        Refuse what a group-by would count in silence, as `Hotline.tally` does.

        Args:
            repeated: Unit and ticket of rows of the period that stand several times.
            undated: How many rows lack the instant by which they are counted; of what is not closed
                or not rated that is in order.

        Raises:
            DuplicateOutcomeError: A ticket counts twice for one unit.
            AssessmentError: Rows that lack the instant.
        """
        what = Text("同一工单对同一单位计了两次", "a ticket counts twice for one unit")
        refuse(
            DuplicateOutcomeError,
            [Fault(f"unit {unit}", what, ticket) for unit, ticket in repeated],
        )
        if undated and self.by.required:
            by = self.by
            lacks = Text(f"未载明{by.zh}，无法确定考评周期", f"no instant ({by.en}) to count by")
            raise AssessmentError(Fault(by.field, lacks, str(undated)))


def no_spark() -> str:
    """Why Spark cannot run here; empty where it can."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed: pip install 'jiesu[engines]'"
    return "" if shutil.which("java") else "Spark needs Java, and there is no java here"


# ------------------------------------------------------------------ the command


def lines(board: Scoreboard) -> Iterator[str]:
    """The top of a scoreboard as it is printed."""
    league = board.rank(places=2)
    yield f"{INVENTED}权重等{OWN_MARK}。"
    yield f"计入考评 {board.counts.total:,} 件，剔除 {board.counts.excluded:,} 件"
    for row in league.top(SHOWN):
        yield f"{row.rank:>4} {league.printed(row.value):>6}  {row.name}{MARK}"
    yield f"摘要 digest {board.digest}"


def main(engine: Engine) -> None:
    """Score a month by an engine, and print the top."""
    parser = argparse.ArgumentParser(description="Score a month of rows, and print the top.")
    parser.add_argument("file", type=Path, nargs="?", help="default: an invented month")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"default {ROWS}")
    parser.add_argument("--seed", type=int, default=SEED, help=f"default {SEED}")
    asked = parser.parse_args()
    with _file(asked.file, asked.rows, asked.seed) as path:
        ours = hotline()
        start = perf_counter()
        board = ours.score(engine(path, ours, PERIOD, CUT_OFF))
        took = perf_counter() - start
    print("\n".join(lines(board)))
    print(f"{took:.2f} s")


@contextmanager
def _file(given: Path | None, number: int, seed: int) -> Iterator[Path]:
    """The file asked for; else an invented one, for as long as it is read."""
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "month.csv"
        write(path, number, seed)
        yield path


if __name__ == "__main__":
    main(tally)
