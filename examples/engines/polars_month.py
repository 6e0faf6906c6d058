"""
A month in polars: the group-by there, the formulas here.

    cd examples && python -m engines.polars_month [FILE] [--rows N] [--seed N]

The same as ``duckdb_month.py``, in expressions: which rows belong in the period, how timely each is at
the cut-off, what of it is not known yet, how many there are of each kind. Whoever has a frame already
begins with `belonging`.

What a group-by would count in silence is refused before: a ticket that stands twice for one unit, a
row without the instant by which it is counted. Words of facts that nobody reads are not looked at.
"""

from datetime import datetime
from pathlib import Path

import polars as pl

from jiesu import Hotline, Period, Tally, Timeliness

from . import rows
from .rows import INSTANTS, Asked, wall

_INSTANT = "%Y-%m-%d %H:%M:%S%.f"


def tally(path: Path, hotline: Hotline, period: Period, at: datetime) -> Tally:
    """
    The tally of a file.

    Raises:
        DuplicateOutcomeError: A ticket that stands twice for one unit in the period.
        AssessmentError: A row without the instant by which it is counted.
        SchemaError: A word that is no value of its fact.
    """
    asked = Asked.of(hotline, period, at)
    month = read(path)
    counted = month.filter(belonging(asked))
    undated = month.select(pl.col(asked.by.field).null_count())
    key = ("unit", "ticket")
    repeated = counted.group_by(key).len().filter(pl.col("len") > 1).select(key).sort(key)
    groups = counted.group_by("unit", *facts(asked)).agg(pl.len().alias("count"))
    # Together, so that the file is read once.
    lacking, twice, found = pl.collect_all([undated, repeated, groups])
    asked.refuse(twice.rows(), lacking.item())
    return asked.tally(found.iter_rows(named=True))


def read(path: Path) -> pl.LazyFrame:
    """The rows of a file, instants as such; what is blank is null."""
    instants = pl.col(INSTANTS).str.to_datetime(_INSTANT, time_unit="us")
    return pl.scan_csv(path, infer_schema=False).with_columns(instants)


def belonging(asked: Asked) -> pl.Expr:
    """Whether a row belongs in the period, as known at the cut-off: what begins later is not known."""
    when = pl.col(asked.by.field)
    begun = pl.coalesce("dispatched_at", "received_at")
    within = (when >= wall(asked.period.start)) & (when < wall(asked.end))
    return within & (begun <= wall(asked.at)).fill_null(value=True)


def facts(asked: Asked) -> list[pl.Expr]:
    """Each fact that the assessment reads, as it stands at the cut-off."""
    return [_fact(name, asked).fill_null("").alias(name) for name in asked.facts.names]


def _fact(name: str, asked: Asked) -> pl.Expr:
    cut_off = wall(asked.at)
    closed, due, stated = pl.col("closed_at"), pl.col("due"), pl.col(name)
    if name == "timeliness":
        return (
            pl.when(due.is_null())
            .then(stated)
            .when((closed <= cut_off) & (closed <= due))
            .then(pl.lit(Timeliness.ON_TIME.name))
            .when(closed <= cut_off)
            .then(pl.lit(Timeliness.LATE.name))
            .when(due >= cut_off)
            .then(pl.lit(Timeliness.OPEN.name))
            .otherwise(pl.lit(Timeliness.OVERDUE.name))
        )
    if name in asked.spoken:
        return pl.when(pl.col("rated_at") > cut_off).then(pl.lit("")).otherwise(stated)
    return stated


if __name__ == "__main__":
    rows.main(tally)
