"""
A month in Dask: outcomes on the workers, tallies merged, the formulas here.

    cd examples && python -m engines.dask_month [FILE] [--rows N] [--seed N]

Each worker reads a block of the file into outcomes and gives back a tally; tallies add, in any order.
A worker is sent what the assessment reads and when, some kilobytes: the rulebook stays with the
driver, where the sum is scored.

A tally tells a ticket that stands twice for one unit, but their sum does not see one that stands in
two blocks. So each block gives back its tickets as well, and the driver looks for repetitions. A
platform that keeps a unit's rows together, as ``spark_month.py`` makes it do, can spare itself that.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from dask import bag

from jiesu import Hotline, Outcome, Period, Tally
from jiesu.outcomes import belongs

from . import rows
from .rows import Asked

BLOCK = 1 << 24
"""Bytes of the file for a worker at a time; rows are lines, so no text may have a break within."""


class Part(NamedTuple):
    """
    What some of the rows came to.

    Attributes:
        tally: Of those that belong in the period.
        keys: Unit and ticket of those.
    """

    tally: Tally
    keys: tuple[tuple[str, str], ...]


def tally(
    path: Path, hotline: Hotline, period: Period, at: datetime, *, block: int = BLOCK
) -> Tally:
    """
    The tally of a file.

    Raises:
        DuplicateOutcomeError: A ticket that stands twice for one unit in the period.
        AssessmentError: A row without the instant by which it is counted.
        CodecError: A word or an instant that is none.
    """
    asked = Asked.of(hotline, period, at)
    with path.open(encoding="utf-8", newline="") as file:
        header = file.readline()
    lines = bag.read_text(str(path), blocksize=block, encoding="utf-8")
    whole = lines.reduction(partial(part_of, asked=asked, header=header), joined)
    # Workers of their own, as in a cluster: Python's threads would wait for one another.
    made: Part = whole.compute(scheduler="processes")
    asked.refuse(sorted(key for key, often in Counter(made.keys).items() if often > 1))
    return made.tally


def part_of(lines: Iterable[str], asked: Asked, header: str) -> Part:
    """What the lines of a block came to; this runs on a worker."""
    keys: list[tuple[str, str]] = []

    def noted(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        for each in outcomes:
            if belongs(each, asked.period, asked.by, asked.at):
                keys.append((each.unit, each.ticket))
            yield each

    cells = csv.reader(line for line in lines if line != header)
    read = noted(rows.outcomes(next(csv.reader([header])), cells))
    return Part(asked.counted(read), tuple(keys))


def joined(parts: Iterable[Part]) -> Part:
    """Several parts as one."""
    several = list(parts)
    whole = sum((part.tally for part in several[1:]), several[0].tally)
    return Part(whole, tuple(key for part in several for key in part.keys))


if __name__ == "__main__":
    rows.main(tally)
