"""
A month in an engine of the platform's own, by jiesu's rules.

    cd examples
    python -m engines.rows [FILE]          # the plain run, to compare with
    python -m engines.duckdb_month [FILE]  # group-by there, formulas here
    python -m engines.polars_month [FILE]
    python -m engines.dask_month [FILE]    # outcomes on the workers, tallies merged
    python -m engines.spark_month [FILE]

Each gives exactly the scoreboard of the plain run. FILE is a CSV as `engines.rows` writes it, with
columns in any order; without it a month is invented.
"""
