"""The recipes for engines: exactly the plain run's scoreboard on the same rows, and the same refusals."""

import csv
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from dask import config
from engines import dask_month, duckdb_month, polars_month, rows
from engines.rows import CUT_OFF, HEADER, PERIOD, Engine, local
from month_page import MARK

from jiesu import (
    ASIDE,
    OUTCOME_FACTS,
    UNSET,
    CountedBy,
    ExclusionGround,
    Hotline,
    Period,
    Table,
    beijing_time,
)
from jiesu.errors import AssessmentError, CodecError, DuplicateOutcomeError, SchemaError

ROWS = 20_000
SECOND = timedelta(seconds=1)
STARTED = PERIOD.start + timedelta(days=9)


class Named(NamedTuple):
    """A recipe, and whether what it refuses is raised as it is: a worker of Spark's wraps it."""

    tally: Engine
    wraps: bool = False


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    """Spark, started once; skipped, visibly, where it cannot be."""
    why = rows.no_spark()
    if why:
        pytest.skip(why)
    from engines import spark_month  # noqa: PLC0415 -- it cannot be read without pyspark

    with spark_month.session() as session:
        yield partial(spark_month.tally, spark=session)


@pytest.fixture(scope="module")
def dask() -> Iterator[Engine]:
    """Dask over workers that are started once; small blocks, of which a small file has several."""
    with (
        ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool,
        config.set(pool=pool),
    ):
        yield partial(dask_month.tally, block=1 << 18)


@pytest.fixture(params=["duckdb", "polars", "dask", "spark"])
def engine(request: pytest.FixtureRequest) -> Named:
    """Each recipe."""
    here: dict[str, Engine] = {"duckdb": duckdb_month.tally, "polars": polars_month.tally}
    name = request.param
    return Named(here.get(name) or request.getfixturevalue(name), wraps=name == "spark")


@pytest.fixture(scope="module")
def hotline() -> Hotline:
    """Beijing's rules and the example's own."""
    return rows.hotline()


@pytest.fixture(scope="module")
def settled(hotline: Hotline) -> Hotline:
    """The same, and something for every row that is still open: outcomes of any kind can be scored."""
    rules = hotline.assessment(PERIOD.last_day)
    exclusions = rules.exclusion_table()
    assert exclusions
    own: dict[str, object] = {
        f"{table.name}.{row.id}": value
        for table, value in (
            (exclusions, ExclusionGround.DEFERRED),
            *((rate.table, ASIDE) for rate in rules.rates if isinstance(rate.table, Table)),
        )
        for row in table.rows
        if row.then is UNSET
    }
    return hotline.with_(own)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented month."""
    path = tmp_path_factory.mktemp("engines") / "month.csv"
    rows.write(path, ROWS)
    return path


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows of every kind, instants at every edge of `STARTED` and of the period."""
    path = tmp_path_factory.mktemp("engines") / "odd.csv"
    _write(path, _odd(1000))
    return path


def _odd(number: int) -> Iterator[dict[str, str]]:
    """Any instants with any words, in each way in which they can be written."""
    draw = Random(6)  # noqa: S311 -- a mix, not a secret
    edges = [
        edge + step
        for edge in (PERIOD.start, STARTED, PERIOD.end, CUT_OFF)
        for step in (-SECOND, -timedelta(microseconds=1), timedelta(), SECOND)
    ]
    for place in range(number):
        row = {"ticket": f"T{place}", "unit": draw.choice(["110101001", "110101002", "水务"])}
        for name in rows.INSTANTS:
            # Those that an assessment may demand of every row are always there.
            blank = name in {"closed_at", "rated_at"} and draw.random() < 0.3
            row[name] = "" if blank else local(draw.choice(edges))
        for fact in OUTCOME_FACTS.facts:
            words = [*fact.words()]
            row[fact.name] = draw.choice(words) if draw.random() < 0.7 else ""
        row["timeliness"] = ""
        yield row


def _write(path: Path, table: Iterable[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, HEADER, restval="", lineterminator="\n")
        lines.writeheader()
        lines.writerows(table)
    return path


def _row(ticket: str, **cells: str) -> dict[str, str]:
    """A row of the period, of a street."""
    begun = {"received_at": local(STARTED), "dispatched_at": local(STARTED)}
    return {"ticket": ticket, "unit": "110101001", **begun, "resolved": "RESOLVED", **cells}


def _agree(one: Engine, path: Path, hotline: Hotline, period: Period, at: datetime) -> None:
    """The same tally, and all that follows from it."""
    plain, found = (each(path, hotline, period, at) for each in (rows.tally, one))
    assert plain.total
    assert found == plain
    assert (found.as_of, found.scopes) == (plain.as_of, plain.scopes)
    ours, theirs = hotline.score(plain), hotline.score(found)
    assert theirs == ours
    assert theirs.digest == ours.digest
    assert theirs.explain().text() == ours.explain().text()


class TestMonth:
    """The scoreboard of a month is the plain run's, whichever engine counted."""

    def test_whole(self, engine: Named, month: Path, hotline: Hotline) -> None:
        """Of all rows, as known at the cut-off."""
        _agree(engine.tally, month, hotline, PERIOD, CUT_OFF)

    @pytest.mark.parametrize("day", [1, 9])
    def test_not_known_yet(self, engine: Named, month: Path, hotline: Hotline, day: int) -> None:
        """What is dispatched, closed or rated after an early cut-off is not known at it."""
        _agree(engine.tally, month, hotline, PERIOD, beijing_time(2026, 3, day, 18))

    def test_is_a_month(self, month: Path, hotline: Hotline) -> None:
        """There are as many rows as asked for; some are open, and some are not known early on."""
        with month.open(encoding="utf-8", newline="") as file:
            table = [*csv.DictReader(file)]
        assert len({row["ticket"] for row in table}) == len(table) == ROWS
        assert {row["closed_at"] == "" for row in table} == {True, False}
        early = rows.tally(month, hotline, PERIOD, beijing_time(2026, 3, 9, 18))
        late = rows.tally(month, hotline, PERIOD, CUT_OFF)
        assert 0 < early.total < late.total <= ROWS

    def test_follows_the_seed(self, tmp_path: Path) -> None:
        """The same seed gives the same bytes, another one others."""
        for name, seed in (("one", 1), ("again", 1), ("other", 2)):
            rows.write(tmp_path / name, 200, seed)
        one, again, other = ((tmp_path / name).read_bytes() for name in ("one", "again", "other"))
        assert one == again != other


class TestEdges:
    """Any instants with any words: belonging, timeliness and what is known follow the same lines."""

    @pytest.mark.parametrize("by", CountedBy)
    @pytest.mark.parametrize("at", [STARTED, CUT_OFF], ids=["early", "late"])
    def test_instants(
        self, engine: Named, odd: Path, settled: Hotline, by: CountedBy, at: datetime
    ) -> None:
        """Whichever instant counts, at a cut-off that falls on instants of rows."""
        _agree(engine.tally, odd, settled, Period(PERIOD.start, PERIOD.end, by), at)

    def test_timeliness_as_stated(self, engine: Named, hotline: Hotline, tmp_path: Path) -> None:
        """Where no due instant is known, and nothing of it where none is stated either."""
        table = [_row("1", timeliness="逾期办结"), _row("2", timeliness="OPEN"), _row("3")]
        table.append(_row("4", due=local(CUT_OFF)))
        path = _write(tmp_path / "stated.csv", table)
        _agree(engine.tally, path, hotline, PERIOD, CUT_OFF)
        late = engine.tally(path, hotline, PERIOD, CUT_OFF).project(["timeliness"])
        names = {str(getattr(profile[1], "name", "")) for profile in late.counts}
        assert names == {"LATE", "OPEN", "MISSING"}
        assert late.total == len(table)

    def test_a_ticket_of_two_units(self, engine: Named, hotline: Hotline, tmp_path: Path) -> None:
        """Counts for each of them; and again, where it stands outside of the period."""
        table = [_row("1"), _row("1", unit="110101002"), _row("1")]
        table[2]["dispatched_at"] = local(PERIOD.end)
        path = _write(tmp_path / "two.csv", table)
        _agree(engine.tally, path, hotline, PERIOD, CUT_OFF)

    def test_not_closed_is_not_counted_by_closing(
        self, engine: Named, hotline: Hotline, tmp_path: Path
    ) -> None:
        """A row without an instant that not every row has is none of the period."""
        path = _write(tmp_path / "open.csv", [_row("1"), _row("2", closed_at=local(STARTED))])
        period = Period(PERIOD.start, PERIOD.end, CountedBy.CLOSED)
        _agree(engine.tally, path, hotline, period, CUT_OFF)
        assert engine.tally(path, hotline, period, CUT_OFF).total == 1


def _refused(one: Named, kind: type[Exception], path: Path, hotline: Hotline, what: str) -> None:
    """The recipe refuses the rows as the plain run does, or as Spark hands it on."""
    with pytest.raises(Exception) as error:  # noqa: PT011 -- looked at in the next lines
        one.tally(path, hotline, PERIOD, CUT_OFF)
    assert one.wraps or isinstance(error.value, kind)
    assert kind.__name__ in f"{type(error.value).__name__} {error.value}"
    assert what in str(error.value)


class TestRefusals:
    """What the plain run refuses is not counted in silence."""

    def test_twice(self, engine: Named, hotline: Hotline, tmp_path: Path) -> None:
        """A ticket that stands twice for one unit, however far apart."""
        table = [_row(f"T{place}", unit=f"U{place % 7}") for place in range(20_000)]
        path = _write(tmp_path / "twice.csv", [*table, table[3]])
        with pytest.raises(DuplicateOutcomeError):
            rows.tally(path, hotline, PERIOD, CUT_OFF)
        _refused(engine, DuplicateOutcomeError, path, hotline, "T3")

    def test_undated(self, engine: Named, hotline: Hotline, tmp_path: Path) -> None:
        """A row without the instant by which it is counted."""
        path = _write(tmp_path / "undated.csv", [_row("1"), _row("2", dispatched_at="")])
        with pytest.raises(AssessmentError):
            rows.tally(path, hotline, PERIOD, CUT_OFF)
        _refused(engine, AssessmentError, path, hotline, "dispatched_at")

    def test_unknown_word(self, engine: Named, hotline: Hotline, tmp_path: Path) -> None:
        """A word that is no value of a fact that the assessment reads."""
        path = _write(tmp_path / "word.csv", [_row("1"), _row("2", resolved="RESLOVED")])
        with pytest.raises(CodecError):
            rows.tally(path, hotline, PERIOD, CUT_OFF)
        grouped = engine.tally in {duckdb_month.tally, polars_month.tally}
        kind = SchemaError if grouped else CodecError
        _refused(engine, kind, path, hotline, "RESLOVED")


class TestColumns:
    """The columns of a platform stand in an order of their own, and among others."""

    def test_order(self, engine: Named, month: Path, hotline: Hotline, tmp_path: Path) -> None:
        """The other way round, with one that nobody reads."""
        with month.open(encoding="utf-8", newline="") as file:
            table = [*csv.DictReader(file)][:500]
        path = tmp_path / "turned.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.DictWriter(file, [*reversed(HEADER), "note"], "某", lineterminator="\n")
            lines.writeheader()
            lines.writerows(table)
        _agree(engine.tally, path, hotline, PERIOD, CUT_OFF)
        straight = _write(tmp_path / "straight.csv", table)
        assert engine.tally(path, hotline, PERIOD, CUT_OFF) == rows.tally(
            straight, hotline, PERIOD, CUT_OFF
        )


class TestAsked:
    """What an engine has to know is the library's own, not a second list."""

    def test_spoken(self, hotline: Hotline) -> None:
        """The requester's word is what an outcome does not show before it is rated."""
        asked = rows.Asked.of(hotline, PERIOD, CUT_OFF)
        named = {"follow_up", "responded", "resolved", "satisfied"}
        assert named <= asked.spoken < {*OUTCOME_FACTS.names}
        assert not asked.spoken & {"timeliness", "claim", "exclusion"}

    def test_another_rule_other_columns(self, month: Path, hotline: Hotline) -> None:
        """A group-by keeps what the rules read, whatever that is."""
        names = hotline.assessment(PERIOD.last_day).facts.names
        assert duckdb_month.tally(month, hotline, PERIOD, CUT_OFF).facts.names == names
        assert "claim" in HEADER
        assert "claim" not in names


class TestCommand:
    """Each script prints the top of the same scoreboard."""

    @pytest.mark.parametrize("one", [rows.tally, duckdb_month.tally])
    def test_prints(
        self,
        one: Engine,
        month: Path,
        hotline: Hotline,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """The best by name, each marked as invented, and the digest of the plain run's board."""
        monkeypatch.setattr("sys.argv", ["engine", str(month)])
        rows.main(one)
        told = capsys.readouterr().out
        board = hotline.score(rows.tally(month, hotline, PERIOD, CUT_OFF))
        assert board.digest in told
        # Whoever shares the last of those places is shown as well.
        shown = [row.name + MARK for row in board.rank(places=2).top(rows.SHOWN)]
        assert len(shown) >= rows.SHOWN
        assert [line.split()[-1] for line in told.splitlines() if MARK in line][1:] == shown

    def test_invents(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Without a file, a month of as many rows as asked for."""
        monkeypatch.setattr("sys.argv", ["engine", "--rows", "300", "--seed", "4"])
        rows.main(rows.tally)
        assert "digest" in capsys.readouterr().out
