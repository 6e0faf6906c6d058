"""
A month of rows by each of the engines of ``examples/engines``, against the plain run over the same file.

    python benchmarks/by_engine.py [--rows N]

From a CSV to a scoreboard. The same scoreboard is asserted of every engine before anything is timed.
Spark needs Java and pyspark: where one is missing, that is said and Spark is left out.
"""

import argparse
import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

sys.path.append(str(Path(__file__).parent.parent / "examples"))

from dask import config
from engines import dask_month, duckdb_month, polars_month, rows
from engines.rows import CUT_OFF, PERIOD, Engine
from rounds import agree

from jiesu import Scoreboard

MONTH = 1_000_000
TURNS = 3
WORKERS = 2


class Timed(NamedTuple):
    """
    How many times the time of the plain run an engine takes; no goal was set. Both times are seconds.

    The fields are those of a `Time` of ``run.py``, in its order.
    """

    what: str
    other: str
    goal: None
    found: float
    ours: float
    theirs: float


def by_engine(number: int) -> list[Timed]:
    """
    Time each engine on so many rows, in turns with the plain run.

    Raises:
        Answers: An engine gives another scoreboard than the plain run.
    """
    hotline = rows.hotline()

    def board(engine: Engine) -> Scoreboard:
        return hotline.score(engine(path, hotline, PERIOD, CUT_OFF))

    with ExitStack() as started:
        path = Path(started.enter_context(tempfile.TemporaryDirectory())) / "month.csv"
        rows.write(path, number)
        runs = {name: partial(board, engine) for name, engine in _engines(started)}
        plain = board(rows.tally)
        for name, run in runs.items():
            found = run()  # which also starts the workers
            agree(name, [found == plain, found.digest], [True, plain.digest])
        turns = [[_seconds(run) for run in runs.values()] for _ in range(TURNS)]
    took = dict(zip(runs, zip(*turns, strict=True), strict=True))
    theirs = took.pop("plain")
    return [
        Timed(
            f"`examples/engines`, {name}: a CSV of {number:,} rows to a scoreboard",
            "the plain run",
            None,
            median(one / other for one, other in zip(ours, theirs, strict=True)),
            median(ours),
            median(theirs),
        )
        for name, ours in took.items()
    ]


def _engines(started: ExitStack) -> Iterator[tuple[str, Engine]]:
    """The plain run and each engine that can run here, with workers for as long as they are needed."""
    yield "plain", rows.tally
    yield "DuckDB", duckdb_month.tally
    yield "polars", polars_month.tally
    spawning = multiprocessing.get_context("spawn")
    pool = started.enter_context(ProcessPoolExecutor(WORKERS, mp_context=spawning))
    started.enter_context(config.set(pool=pool))
    yield f"Dask, {WORKERS} processes", dask_month.tally
    if why := rows.no_spark():
        print(f"Spark is skipped: {why}", file=sys.stderr)
        return
    from engines import spark_month  # noqa: PLC0415 -- it cannot be read without pyspark

    session = started.enter_context(spark_month.session())
    yield "Spark", partial(spark_month.tally, spark=session)


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The engines against the plain run.")
    parser.add_argument("--rows", type=int, default=MONTH, help=f"default {MONTH}")
    for each in by_engine(parser.parse_args().rows):
        print(
            f"{each.what}: {each.ours:.2f} s, {each.found:.2f}x {each.other} ({each.theirs:.2f} s)"
        )


if __name__ == "__main__":
    main()
