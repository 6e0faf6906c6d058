"""
A month in DuckDB: the group-by there, the formulas here.

    cd examples && python -m engines.duckdb_month [FILE] [--rows N] [--seed N]

SQL says which rows belong in the period, how timely each is at the cut-off and what of it is not
known yet, and counts those of each kind. Some thousand groups come back, however many rows there
are; exclusions, rates and weights are jiesu's, so that another rule needs no other statement unless
it reads another fact.

What SQL would count in silence is refused before: a ticket that stands twice for one unit, a row
without the instant by which it is counted. Words of facts that nobody reads are not looked at.
"""

from datetime import datetime
from pathlib import Path

import duckdb

from jiesu import Hotline, Period, Tally

from . import rows
from .rows import INSTANTS, Asked, wall

REPEATED = "SELECT unit, ticket FROM belonging GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL"


def tally(path: Path, hotline: Hotline, period: Period, at: datetime) -> Tally:
    """
    The tally of a file.

    Raises:
        DuplicateOutcomeError: A ticket that stands twice for one unit in the period.
        AssessmentError: A row without the instant by which it is counted.
        SchemaError: A word that is no value of its fact.
    """
    asked = Asked.of(hotline, period, at)
    with duckdb.connect() as engine:
        engine.execute(MONTH, {"path": str(path)})
        engine.execute(belonging(asked))
        engine.execute(undated(asked))
        lacking = engine.fetchall()[0][0]
        engine.execute(REPEATED)
        asked.refuse(engine.fetchall(), lacking)
        engine.execute(groups(asked))
        names = [column[0] for column in engine.description or ()]
        return asked.tally(dict(zip(names, row, strict=True)) for row in engine.fetchall())


# ------------------------------------------------------------------ the statements
# What is put into them is names of columns and instants, none of it from the rows.

MONTH = f"""
CREATE TEMP TABLE month AS
SELECT * REPLACE ({", ".join(f"CAST({name} AS TIMESTAMP) AS {name}" for name in INSTANTS)})
FROM read_csv($path, header = true, all_varchar = true, nullstr = '')
"""  # noqa: S608


def belonging(asked: Asked) -> str:
    """The rows of the period, as known at the cut-off: what begins later is not known."""
    return f"""
CREATE TEMP VIEW belonging AS
SELECT * FROM month
WHERE {asked.by.field} >= {_at(asked.period.start)} AND {asked.by.field} < {_at(asked.end)}
  AND coalesce(coalesce(dispatched_at, received_at) <= {_at(asked.at)}, true)
"""  # noqa: S608


def undated(asked: Asked) -> str:
    """How many rows lack the instant by which they are counted."""
    return f"SELECT count(*) FROM month WHERE {asked.by.field} IS NULL"  # noqa: S608


def groups(asked: Asked) -> str:
    """The unit, each fact that the assessment reads as it stands at the cut-off, and the count."""
    facts = (f"coalesce({_fact(name, asked)}, '') AS {name}" for name in asked.facts.names)
    columns = ",\n  ".join(("unit", *facts, "count(*) AS count"))
    return f"SELECT\n  {columns}\nFROM belonging GROUP BY ALL"


def _fact(name: str, asked: Asked) -> str:
    cut_off = _at(asked.at)
    if name == "timeliness":
        return f"""CASE
    WHEN due IS NULL THEN timeliness
    WHEN closed_at <= {cut_off} AND closed_at <= due THEN 'ON_TIME'
    WHEN closed_at <= {cut_off} THEN 'LATE'
    WHEN {cut_off} <= due THEN 'OPEN'
    ELSE 'OVERDUE'
  END"""
    return (
        f"CASE WHEN rated_at > {cut_off} THEN '' ELSE {name} END" if name in asked.spoken else name
    )


def _at(moment: datetime) -> str:
    return f"TIMESTAMP '{wall(moment).isoformat(' ')}'"


if __name__ == "__main__":
    rows.main(tally)
