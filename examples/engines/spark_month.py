"""
A month in Spark: outcomes on the workers, tallies merged, the formulas here.

    cd examples && python -m engines.spark_month [FILE] [--rows N] [--seed N]

Spark needs Java. The rows of a unit are brought together, each partition is read into outcomes and
gives back a tally, and tallies add, in any order. What the assessment reads and when is broadcast
once, some kilobytes: the rulebook stays with the driver, where the sum is scored.

A tally tells a ticket that stands twice for one unit, but a sum of tallies would not see one that
stands in two of them. So the rows are partitioned by unit: no unit stands in two. Only columns that
are read are moved: words of facts that nobody reads are not looked at.

On a cluster the workers need jiesu, and this folder by ``--py-files``.
"""

import operator
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pyspark.sql import SparkSession

from jiesu import Hotline, Period, Tally

from . import rows
from .rows import INSTANTS, Asked


@contextmanager
def session() -> Iterator[SparkSession]:
    """Spark on this machine alone, until it is no longer needed."""
    made = (
        SparkSession.builder.master("local[*]")
        .appName("jiesu")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.executorEnv.PYTHONPATH", str(Path(__file__).parents[1]))
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("ERROR")
    try:
        yield made
    finally:
        made.stop()


def tally(
    path: Path, hotline: Hotline, period: Period, at: datetime, *, spark: SparkSession
) -> Tally:
    """
    The tally of a file.

    Args:
        path: The file.
        hotline: Whose rules.
        period: Which rows belong in it.
        at: 截止时点.
        spark: The session.

    Raises:
        PythonException: What `Hotline.tally` refuses on a worker: a ticket that stands twice for one
            unit, a row without the instant by which it is counted, a word that is no value.
    """
    context = spark.sparkContext
    given = Asked.of(hotline, period, at)
    # Sent once to each worker, not with each partition.
    known = context.broadcast(given)
    header = ("ticket", "unit", *INSTANTS, *given.facts.names)
    month = spark.read.csv(str(path), header=True).select(*header)

    def counted(part: Iterable[tuple[str | None, ...]]) -> Iterator[Tally]:
        asked = known.value
        yield asked.counted(rows.outcomes(header, part))

    several = month.repartition(context.defaultParallelism, "unit").rdd
    made: Tally = several.mapPartitions(counted).treeReduce(operator.add)
    return made


def main() -> None:
    """Score a month, and print the top."""
    with session() as spark:
        rows.main(lambda *asked: tally(*asked, spark=spark))


if __name__ == "__main__":
    main()
