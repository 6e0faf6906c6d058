"""The replay of real dispatches: its numbers, against counts taken another way."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from statistics import multimode

import pingshan_scores
import pytest
import replay_pingshan
from pingshan_scores import MINIMUM, SHOWN, Scores, Standing
from replay_pingshan import (
    BARS,
    DISTRICT,
    SPLITS,
    UNKNOWN,
    Bar,
    Data,
    Event,
    Kind,
    Replay,
    learn,
    load,
    replay,
    route,
    score,
)

from jiesu import DispatchMode, UnitKind

DATA = Path(__file__).parents[2] / "shared" / "data"
SPLIT = date(2018, 11, 1)
LEVELS = [f"type_l{n}" for n in (1, 2, 3)]
UNIT = ("dispose_unit_id", "dispose_unit")


def _figures(made: Standing) -> dict[str, tuple[Fraction | int, int]]:
    """In time and flagged, of everybody of whom anything was counted."""
    counts = made.board.counts
    ratios = {
        unit: counts.ratio(unit, pingshan_scores.RATE)
        for unit, each in counts.units.items()
        if each.total
    }
    return {unit: (met, int(of)) for unit, (met, of) in ratios.items()}


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(header), *map(list, rows)])


class TestInvented:
    """A town made up for the purpose; each later event has its reason."""

    PLACES = (
        ("东街", "甲里", "1"),
        ("东街", "误里", "2"),
        ("东街", "乙里", "2"),
        ("西街", "丙里", "3"),
    )
    # day, leaf, place, unit, its name. Alone in its month, so that no bar sends more than another.
    EARLIER = (
        ("2018-09-01", "x", "1", "U1", "甲里社区"),
        ("2018-09-01", "x", "1", "U1", "甲里社区"),
        ("2018-09-01", "x", "1", "U2", "某局"),
        *(("2018-09-02", "x", "3", "U2", "某局"),) * 3,
        ("2018-09-03", "y", "1", "U1", "甲里社区（东街）"),
        ("2018-09-03", "y", "1", "U3", "某公司"),
        ("2018-09-04", "w", "1", UNKNOWN, UNKNOWN),
    )
    LATER = (
        ("x", "1", "U1", "甲里社区", Kind.RIGHT),
        ("x", "1", "U1", "甲里社区（东街）", Kind.RIGHT),  # the same unit, spelt otherwise
        ("x", "2", "U1", "甲里社区", Kind.RIGHT),  # nothing is known of 2: its subdistrict answers
        ("x", "1", UNKNOWN, UNKNOWN, Kind.UNRECORDED),
        ("z", "1", "U1", "甲里社区", Kind.NEW_LEAF),
        ("w", "1", "U1", "甲里社区", Kind.NEW_LEAF),  # seen, but the record named no unit
        ("x", UNKNOWN, "U2", "某局", Kind.RIGHT),  # without a place the district answers
        ("x", UNKNOWN, "U1", "甲里社区", Kind.NO_PLACE),
        ("y", "1", "U1", "甲里社区", Kind.SHARED),  # one event each before
        ("x", "1", "U9", "新局", Kind.NEW_UNIT),
        ("x", "1", "U3", "某公司", Kind.NEW_PAIR),
        ("x", "1", "U2", "某局", Kind.NEARER),  # holds it for the district
        ("x", "3", "U1", "甲里社区", Kind.OUTDONE),
    )

    LATE, BARE = {3, 4, 7, 8}, {1}
    """By their place in both; of the latter the record does not say whether in time."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """The invented town as files."""
        (folder := tmp_path / "pingshan2018").mkdir()
        streets = {code: street for street, _, code in self.PLACES} | {UNKNOWN: UNKNOWN}
        events = [*self.EARLIER, *(("2018-11-02", *row[:-1]) for row in self.LATER)]
        _write(folder / "catalogue_3level.csv", LEVELS, (("一", "二", leaf) for leaf in "wxyz"))
        _write(
            folder / "communities.csv",
            ("street", "community", "community_id"),
            [*self.PLACES, (UNKNOWN,) * 3],
        )
        _write(
            folder / "events.csv",
            (
                *("rec_id", "create_date", *LEVELS, "street", "community_id", *UNIT),
                *("property", "outcome"),
            ),
            (
                (
                    *(str(at), day, "一", "二", leaf, streets[place], place, unit, name, "投诉"),
                    "" if at in self.BARE else "overtime" if at in self.LATE else "intime",
                )
                for at, (day, leaf, place, unit, name) in enumerate(events)
            ),
        )
        return tmp_path

    def test_every_kind(self, folder: Path) -> None:
        """Each later event is what its row says."""
        done = replay(load(folder), SPLIT)

        assert list(done.kinds) == [row[-1] for row in self.LATER]
        assert set(done.kinds) == set(Kind)
        assert (done.learned, done.tried, done.bar) == (len(self.EARLIER), 0, BARS[0])

    def test_baselines(self, folder: Path) -> None:
        """By leaf: U2 for x, U1 (first seen) for y. By subdistrict: U1 for x in 东街, U2 in 西街."""
        done = replay(load(folder), SPLIT)

        assert (done.by_leaf, done.by_street, done.as_spelt) == (3, 5, 3)

    def test_twins(self, folder: Path) -> None:
        """Of two spellings of a community the later row stands; of a unit, the commoner one."""
        directory = replay(load(folder), SPLIT).directory

        twin, unit = directory.division("2"), directory.unit("U1")
        assert twin
        assert unit
        assert twin.name == "乙里"
        assert (unit.name, unit.aliases) == ("甲里社区", ("甲里社区（东街）",))
        assert unit.kind is UnitKind.COMMUNITY

    def test_bar_is_chosen_on_the_last_earlier_month(self, folder: Path) -> None:
        """Learned on September, tried on October; then learned on both."""
        path = folder / "pingshan2018" / "events.csv"
        october = (
            "90,2018-10-05,一,二,x,东街,1,U2,某局,投诉,intime\n"  # right only for the district
        )
        path.write_text(path.read_text("utf-8") + october, "utf-8")

        done = replay(load(folder), SPLIT)

        # Two thirds of community 1 and of 东街 are U1's: "more than 2/3" leaves both to the district,
        # and so does "at least five events".
        for bar, right in done.trials:
            assert right == (bar.share == Fraction(2, 3) or bar.events == 5), bar
        assert done.bar == Bar(5, Fraction(0))
        assert done.learned == len(self.EARLIER) + 1

    def test_scores(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Counted by hand: U1 under both its names; two events of nobody, two of nowhere, one bare."""
        monkeypatch.setattr(pingshan_scores, "MINIMUM", 2)
        made = score(load(folder))

        assert _figures(made.whole) == {DISTRICT: (17, 21)}
        assert _figures(made.units) == {"U1": (10, 10), "U2": (4, 6), "U3": (1, 2), "U9": (1, 1)}
        assert _figures(made.places) == {"东街": (13, 15), "西街": (2, 4)}
        assert [(row.unit, row.rank) for row in made.units.league.ranked] == [
            ("U1", 1),
            ("U2", 2),
            ("U3", 3),
        ]
        assert [row.unit for row in made.units.league.unranked] == ["U9"]
        assert [row.name for row in made.places.league.ranked] == ["东街", "西街"]
        for standing, left_out in ((made.whole, 0), (made.units, 2), (made.places, 2)):
            counts = standing.board.counts
            assert (counts.total, counts.excluded) == (22 - left_out, left_out)
        printed = "\n".join(pingshan_scores.report(made))
        assert "17 of 21, 80.95%" in printed
        assert "Units: 20 counted, 1 of them without the flag; 2 left out, 2 by X1" in printed
        assert "Counted, not ranked: 1 with 1 events, 1 of them in time" in printed
        assert "   1  100.00%        10/10  甲里社区 [U1]\n" in printed
        assert "between" not in printed  # so few are all shown

    def test_main(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """It prints the share, every kind of miss, and why the candidates of two events lost."""
        assert replay_pingshan.main([str(folder)]) == 0

        out = capsys.readouterr().out
        assert "4   30.8%  jiesu, units by number" in out
        assert all(kind.zh in out for kind in Kind)
        assert out.count("：另有单位先行承办") >= 2
        assert "The whole district: 17 of 21, 80.95%" in out
        assert "This is not Shenzhen's assessment" in out

    @pytest.mark.parametrize("argv", [[], ["nowhere"], ["a", "b"]])
    def test_misuse(self, argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        """Without the data it says what it needs."""
        assert replay_pingshan.main(argv) == 2
        assert "pingshan2018" in capsys.readouterr().err


@pytest.fixture(scope="module")
def data() -> Data:
    """The real folder."""
    if not (DATA / "pingshan2018").is_dir():
        pytest.skip("the data of pingshan2018 are not beside the repository (../shared/data)")
    return load(DATA)


@pytest.fixture(scope="module")
def done(data: Data) -> Replay:
    """The figure."""
    return replay(data, SPLITS[0])


@pytest.fixture(scope="module")
def raw(data: Data) -> list[dict[str, str]]:
    """The rows as published, beside what `load` made of them."""
    assert data.events
    with (DATA / "pingshan2018" / "events.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def earlier(raw: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows before the split."""
    return [row for row in raw if row["create_date"] < SPLITS[0].isoformat()]


@pytest.fixture(scope="module")
def later(raw: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows from the split on."""
    return [row for row in raw if row["create_date"] >= SPLITS[0].isoformat()]


@pytest.fixture(scope="module")
def scores(data: Data) -> Scores:
    """The tables."""
    return score(data)


def _leaf(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[level] for level in LEVELS)


def _around(row: dict[str, str]) -> list[tuple[str, ...]]:
    """Keys of what happened before: leaf and community, leaf and subdistrict, leaf."""
    if row["street"] == UNKNOWN:
        return [_leaf(row)]
    keys = [_leaf(row)]
    keys.insert(0, (*_leaf(row), row["street"]))
    keys.insert(0, (*_leaf(row), row["street"], row["community"]))
    return keys


def _log(rows: Iterable[dict[str, str]]) -> dict[tuple[str, ...], list[str]]:
    """The units in the order of the events, by key."""
    log: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        if row["dispose_unit_id"] != UNKNOWN:
            for key in _around(row):
                log.setdefault(key, []).append(row["dispose_unit_id"])
    return log


def _by_hand(row: dict[str, str], log: dict[tuple[str, ...], list[str]], bar: Bar) -> list[str]:
    """Who leads: one, several that tie, or nobody."""
    keys = _around(row)
    for key in keys:
        units = log.get(key, [])
        modes = multimode(units)
        if not units:
            continue
        enough = (
            len(units) >= bar.events and Fraction(units.count(modes[0]), len(units)) > bar.share
        )
        if key == keys[-1] or enough:
            return modes
    return []


def _rote(log: dict[tuple[str, ...], list[str]], keys: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for key in keys:
        if units := log.get(key):
            yield min(set(units), key=lambda unit: (-units.count(unit), units.index(unit)))


class TestReal:
    """The figure on the real events, against counts from the rows themselves."""

    def test_totals(self, data: Data, done: Replay) -> None:
        """Nothing is lost on the way."""
        assert (len(data.events), len(data.catalogue.entries)) == (10_000, 372)
        assert done.learned + len(done.later) == len(data.events)
        assert len(done.kinds) == len(done.routings) == len(done.later)
        assert [made.ticket.id for made in done.routings] == [e.ticket.id for e in done.later]
        assert all(
            made.at.date() == e.day for made, e in zip(done.routings, done.later, strict=True)
        )

    def test_units(
        self, done: Replay, earlier: list[dict[str, str]], later: list[dict[str, str]]
    ) -> None:
        """Every lead is the one found by walking up from the community."""
        log = _log(earlier)
        for made, row in zip(done.routings, later, strict=True):
            modes = _by_hand(row, log, done.bar)
            assert ([made.lead.id] if made.lead else []) == (modes if len(modes) == 1 else [])
            assert (made.mode is DispatchMode.DIRECT) is (made.lead is not None)

    def test_trials(self, done: Replay, earlier: list[dict[str, str]]) -> None:
        """Every bar's count, and the first best bar taken."""
        first = [row for row in earlier if row["create_date"] < "2018-10-01"]
        last, log = earlier[len(first) :], _log(first)
        hits = {
            bar: sum(_by_hand(row, log, bar) == [row["dispose_unit_id"]] for row in last)
            for bar in BARS
        }
        assert (dict(done.trials), done.tried) == (hits, len(last))
        assert hits[done.bar] == max(hits.values())

    def test_baselines(
        self, done: Replay, earlier: list[dict[str, str]], later: list[dict[str, str]]
    ) -> None:
        """The majority units, by counting in lists."""
        log = _log(earlier)
        by_leaf = by_street = 0
        for row in later:
            keys = _around(row)
            by_leaf += next(_rote(log, keys[-1:]), None) == row["dispose_unit_id"]
            by_street += next(_rote(log, keys[-2:]), None) == row["dispose_unit_id"]
        assert (done.by_leaf, done.by_street) == (by_leaf, by_street)

    def test_misses(
        self, done: Replay, earlier: list[dict[str, str]], later: list[dict[str, str]]
    ) -> None:
        """Leaves, units and pairs that the earlier months had not seen."""
        named = [row for row in earlier if row["dispose_unit_id"] != UNKNOWN]
        leaves = set(map(_leaf, named))
        units = {row["dispose_unit_id"] for row in named}
        pairs = {(_leaf(row), row["dispose_unit_id"]) for row in named}
        for kind, row in zip(done.kinds, later, strict=True):
            unit = row["dispose_unit_id"]
            assert (kind is Kind.UNRECORDED) is (unit == UNKNOWN)
            if unit != UNKNOWN:
                assert (kind is Kind.NEW_LEAF) is (_leaf(row) not in leaves)
            if kind is Kind.NEW_UNIT:
                assert unit not in units
            if kind is Kind.NEW_PAIR:
                assert unit in units
            if kind in {Kind.RIGHT, Kind.NEARER, Kind.OUTDONE}:
                assert (_leaf(row), unit) in pairs

    def test_nothing_is_learned_from_later_events(self, data: Data, done: Replay) -> None:
        """Whoever handles the later events, and whatever they are, the duties learned are the same."""

        def altered(event: Event) -> Event:
            other = data.events[0]
            return event._replace(unit="x", name="x", leaf=other.leaf, places=other.places)

        events = tuple(altered(e) if e.day >= SPLITS[0] else e for e in data.events)
        again = replay(data._replace(events=events), SPLITS[0])

        assert again.directory == done.directory
        assert (again.bar, again.trials) == (done.bar, done.trials)
        assert Kind.RIGHT not in again.kinds

    def test_same_again(self, data: Data, done: Replay) -> None:
        """The same data give the same numbers."""
        again = load(DATA)
        assert again[:3] == data[:3]
        assert learn(again, again.events[: done.learned], done.bar) == done.directory
        assert route(again, done.directory, done.later) == done.routings


class TestScores:
    """The tables on the real events, recounted from the rows themselves."""

    COLUMNS = (("units", "dispose_unit_id", MINIMUM), ("places", "street", 0))

    def test_whole(self, scores: Scores, raw: list[dict[str, str]]) -> None:
        """The district's total, which its publisher's flags give."""
        assert _figures(scores.whole) == {DISTRICT: (9_076, 10_000)}
        assert Counter(row["outcome"] for row in raw) == {"intime": 9_076, "overtime": 924}
        assert (str(scores.period.start.date()), str(scores.period.last_day)) == (
            min(row["create_date"] for row in raw),
            max(row["create_date"] for row in raw),
        )

    @pytest.mark.parametrize(("table", "column", "minimum"), COLUMNS)
    def test_recount(
        self, scores: Scores, raw: list[dict[str, str]], table: str, column: str, minimum: int
    ) -> None:
        """Figures, ranks, ties, order and who stands apart, exactly; all events are accounted for."""
        made: Standing = getattr(scores, table)
        events = Counter(row[column] for row in raw)
        left_out = events.pop(UNKNOWN)
        hits = Counter(row[column] for row in raw if row["outcome"] == "intime")
        rates = {one: Fraction(hits[one], n) for one, n in events.items() if n >= minimum}
        places = {
            one: 1 + sum(other > rate for other in rates.values()) for one, rate in rates.items()
        }

        assert _figures(made) == {one: (hits[one], n) for one, n in events.items()}
        assert [(row.rank, row.unit, row.value, row.volume) for row in made.league.ranked] == [
            (place, one, 100 * rates[one], events[one])
            for one, place in sorted(places.items(), key=lambda each: (each[1], each[0]))
        ]
        assert {row.unit: row.tied for row in made.league.ranked} == {
            one: list(places.values()).count(place) for one, place in places.items()
        }
        assert {row.unit for row in made.league.unranked} == events.keys() - rates.keys()
        counts = made.board.counts
        assert (counts.total, counts.excluded) == (events.total(), left_out)
        assert counts.total + counts.excluded == len(raw) == 10_000

    @pytest.mark.parametrize(("table", "column", "minimum"), COLUMNS)
    def test_print(
        self, scores: Scores, raw: list[dict[str, str]], table: str, column: str, minimum: int
    ) -> None:
        """The first and the last with their ties, each rate rounded once, from the exact ratio."""
        events = Counter(row[column] for row in raw if row[column] != UNKNOWN)
        hits = Counter(row[column] for row in raw if row["outcome"] == "intime")
        rates = sorted((Fraction(hits[one], n) for one, n in events.items() if n >= minimum))
        top, bottom = rates[-SHOWN:], rates[:SHOWN]
        shown = [rate for rate in rates if rate >= top[0] or rate <= bottom[-1]]
        lines = [line for line in pingshan_scores.table(getattr(scores, table)) if "%" in line]

        assert len(lines) == len(shown)
        for line, rate in zip(lines, reversed(shown), strict=True):
            _, value, ratio, *_ = line.split()
            met, of = (int(number.replace(",", "")) for number in ratio.split("/"))
            assert Fraction(met, of) == rate
            exact = Decimal(100 * met) / Decimal(of)
            assert value == f"{exact.quantize(Decimal('0.01'), ROUND_HALF_UP)}%"

    def test_apart(self, scores: Scores, raw: list[dict[str, str]]) -> None:
        """Those below the minimum are told in sum, and everything adds up."""
        events = Counter(
            row["dispose_unit_id"] for row in raw if row["dispose_unit_id"] != UNKNOWN
        )
        few = {one for one, n in events.items() if n < MINIMUM}
        rows = [row for row in raw if row["dispose_unit_id"] in few]
        met = sum(row["outcome"] == "intime" for row in rows)
        ranked = sum(row.volume for row in scores.units.league.ranked)

        printed = "\n".join(pingshan_scores.report(scores))
        assert f"{len(few)} with {len(rows)} events, {met} of them in time" in printed
        assert ranked + len(rows) + scores.units.board.counts.excluded == 10_000

    def test_how(self, scores: Scores) -> None:
        """It says what was counted and left out, what on time is, and whose assessment it is not."""
        printed = "\n".join(pingshan_scores.report(scores))
        for told in (
            "9,076 of 10,000, 90.76%",
            "Period: 2018-02-08 to 2018-12-01",
            "District: 10,000 counted; 0 left out\n",
            "Units: 9,978 counted; 22 left out, 22 by X1",
            "Subdistricts: 9,990 counted; 10 left out, 10 by X1",
            "No due and no close time are published",
            "Ties share a rank",
            f"Minimum {MINIMUM} events",
            "This is not Shenzhen's assessment",
        ):
            assert told in printed
