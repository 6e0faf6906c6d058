"""数据核对: published figures against what was counted, under readings that the caller names."""

import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import ODD, Boxed, garbage

from jiesu import (
    ASIDE,
    MET,
    MISSING,
    NOT_ASSESSED,
    OUTCOME_FACTS,
    UNMET,
    UNSET,
    Counts,
    ExclusionGround,
    FactSpace,
    Formula,
    HitPolicy,
    JiesuError,
    Mark,
    Rate,
    Resolution,
    Rounding,
    Row,
    Satisfaction,
    Table,
    Tally,
    Text,
    Ties,
    assumed,
)
from jiesu.contradictions import CARRIED_OVER, Finding, FindingKind, Identity, contradictions
from jiesu.errors import AssessmentError, InexactNumberError, SchemaError
from jiesu.exact import Rounded, RoundingPoint
from jiesu.nodes import Deductions, OfRate, WeightedSum
from jiesu.published import Figure, Published
from jiesu.readings import Among, Dimension, Inputs, Placing, Reading, readings
from jiesu.reconciling import Reconciliation, Uncomputed, agreed, reconcile

WHY = (assumed("示例", "for the test"),)
NAMES = ("resolved", "satisfied", "deferred", "void")
SPACE = FactSpace(tuple(fact for fact in OUTCOME_FACTS.facts if fact.name in NAMES))
UNITS = ("a", "b", "c")
HALF = Fraction(1, 2)


def named(name: str) -> Text:
    """A name that is the same in both languages."""
    return Text(name, name)


OWN = named("规则集口径")

# ------------------------------------------------------------------ readings, and their oracle


def satisfaction(basically: Any, unrated: Any) -> Rate:
    """A satisfaction rate that counts these two in a way."""
    marks = {
        Satisfaction.SATISFIED: MET,
        Satisfaction.BASICALLY: basically,
        Satisfaction.DISSATISFIED: UNMET,
        (Satisfaction.UNRATED, MISSING): unrated,
    }
    rows = [Row(f"S{n}", {"satisfied": v}, m, WHY) for n, (v, m) in enumerate(marks.items())]
    return Rate("satisfaction", Text("满意率", "satisfaction"), Table("s", SPACE, rows))


_RESOLVED = {
    Resolution.RESOLVED: MET,
    Resolution.PARTLY: Mark(HALF),
    Resolution.UNRESOLVED: UNMET,
    MISSING: ASIDE,
}
RESOLUTION = Rate(
    "resolution",
    Text("解决率", "resolution"),
    Table(
        "r",
        SPACE,
        [Row(f"R{n}", {"resolved": v}, m, WHY) for n, (v, m) in enumerate(_RESOLVED.items())],
    ),
)


def leaving_out(*facts: str) -> Table[Any]:
    """What these flags are true of is left out."""
    rows: list[Row[Any]] = [Row(f, {f: True}, ExclusionGround.OTHER, WHY) for f in facts]
    return Table("x", SPACE, rows, HitPolicy.COLLECT)


RATED, ALL, PARTLY = (named(n) for n in ("已评价件", "全部件", "基本满意计一半"))
DENOMINATORS: dict[Text, tuple[Rate, ...]] = {
    RATED: (RESOLUTION, satisfaction(MET, ASIDE)),
    ALL: (RESOLUTION, satisfaction(MET, UNMET)),
    PARTLY: (RESOLUTION, satisfaction(Mark(HALF), ASIDE)),
}
NONE, VOID, BOTH = (named(n) for n in ("不剔除", "剔除作废", "剔除作废和挂账"))
EXCLUSIONS: dict[Text, Table[Any] | None] = {
    VOID: leaving_out("void"),
    NONE: None,
    BOTH: leaving_out("void", "deferred"),
}
EVEN, ODDS = named("各半"), named("三七")
FORMULAS = {
    EVEN: Formula({"resolution": 1, "satisfaction": 1}),
    ODDS: Formula({"resolution": "0.3", "satisfaction": "0.7"}),
}
UP, CUT, FIRST = named("四舍五入"), named("截尾"), named("各率先修约")
ROUNDINGS = {
    UP: Rounded(2),
    CUT: Rounded(2, Rounding.TRUNCATE),
    FIRST: Rounded(1, Rounding.GBT_8170, RoundingPoint.RATES),
}
BASE = Reading(
    OWN, DENOMINATORS[RATED], EXCLUSIONS[VOID], FORMULAS[EVEN], ROUNDINGS[UP], Placing()
)
TRIED = readings(
    BASE, rates=DENOMINATORS, exclusions=EXCLUSIONS, formulas=FORMULAS, roundings=ROUNDINGS
)

Profile = tuple[Any, ...]


def put_out(way: Text, profile: Profile) -> bool:
    """Whether an exclusion leaves a profile out; from its name."""
    stated = dict(zip(SPACE.names, profile[1:], strict=True))
    return (way != NONE and stated["void"] is True) or (way == BOTH and stated["deferred"] is True)


def adds(rate: str, way: Text, profile: Profile) -> tuple[Fraction, int]:
    """What one outcome adds to numerator and denominator; from the words, not the tables."""
    stated = dict(zip(SPACE.names, profile[1:], strict=True))
    if rate == "resolution":
        said = stated["resolved"]
        if said is MISSING:
            return Fraction(0), 0
        worth = {Resolution.RESOLVED: Fraction(1), Resolution.PARTLY: HALF}
        return worth.get(said, Fraction(0)), 1
    rated = stated["satisfied"]
    if rated in {Satisfaction.UNRATED, MISSING}:
        return Fraction(0), 1 if way == ALL else 0
    if rated is Satisfaction.BASICALLY:
        return HALF if way == PARTLY else Fraction(1), 1
    return Fraction(rated is Satisfaction.SATISFIED), 1


def digits(value: Fraction, places: int, rule: Rounding) -> str:
    """A number of 0 or more to some decimals, from the definition of the rule."""
    scaled = value * 10**places
    down = floor(scaled)
    rest = scaled - down
    up = {
        Rounding.HALF_UP: rest >= HALF,
        Rounding.TRUNCATE: False,
        Rounding.GBT_8170: rest > HALF or (rest == HALF and down % 2 == 1),
    }[rule]
    whole = str(down + up).rjust(places + 1, "0")
    return f"{whole[:-places]}.{whole[-places:]}" if places else whole


def by_hand(
    tally: Tally, reading: Reading, unit: str, like: dict[str, str] | None = None
) -> dict[str, str]:
    """
    What a city prints of a unit that reads the rules so.

    To two decimals, rates that are rounded first to as many as they have then; or to as many as
    another table has, where that is fewer.
    """
    takes, rounding = reading.takes, reading.rounding
    assert rounding is not None
    own = {p: n for p, n in tally.counts.items() if p[0] == unit}
    kept = {p: n for p, n in own.items() if not put_out(takes[Dimension.EXCLUSIONS], p)}
    printed = {"total": str(sum(kept.values()))}
    first = rounding.at is RoundingPoint.RATES
    rates: dict[str, Fraction] = {}
    for rate in ("resolution", "satisfaction"):
        parts = [(adds(rate, takes[Dimension.DENOMINATOR], p), n) for p, n in kept.items()]
        top = sum((each[0] * n for each, n in parts), Fraction(0))
        bottom = sum(each[1] * n for each, n in parts)
        if not bottom:
            printed[rate] = "未评"
            continue
        per_cent, places = 100 * top / bottom, 1 if first else 2
        shown = min(places, decimals(like[rate])) if like else places
        printed[rate] = f"{digits(per_cent, shown, rounding.rule)}%"
        used = Fraction(digits(per_cent, 1, rounding.rule)) if first else per_cent
        rates[rate] = used / 100
    if len(rates) < 2:
        return {**printed, "score": "未评"}
    share = HALF if takes[Dimension.WEIGHTS] == EVEN else Fraction(3, 10)
    points = 100 * (share * rates["resolution"] + (1 - share) * rates["satisfaction"])
    places = min(2, decimals(like["score"])) if like else 2
    rule = Rounding.HALF_UP if first else rounding.rule
    return {**printed, "score": digits(points, places, rule)}


def decimals(cell: str) -> int:
    """How many decimals a cell has."""
    return len(cell.rstrip("%").partition(".")[2])


profiles = st.tuples(
    st.sampled_from(UNITS),
    *(st.sampled_from((*fact.values, MISSING)) for fact in SPACE.facts),
)
tallies = st.dictionaries(profiles, st.integers(1, 40), min_size=1, max_size=14).map(
    lambda counts: Tally(SPACE, counts)
)


Cells = dict[str, dict[str, str]]


def published_under(tally: Tally, reading: Reading, like: Cells | None = None) -> Cells:
    """The table of a city; to the decimals of another one, if that is given."""
    return {unit: by_hand(tally, reading, unit, (like or {}).get(unit)) for unit in tally.units}


def number(cell: str) -> Decimal | str:
    """A cell as a number; 未评 is none."""
    return cell if cell == "未评" else Decimal(cell.rstrip("%"))


class TestFindsWhatIsThere:
    """A reading explains a figure if, and only if, it gives exactly what was printed."""

    @settings(max_examples=60, deadline=None)
    @given(tallies, st.sampled_from(TRIED))
    def test_planted(self, tally: Tally, planted: Reading) -> None:
        """Published under any candidate, the candidate is found, and so is each that prints alike."""
        table = published_under(tally, planted)
        done = reconcile(table, tally, TRIED)

        assert planted in done.explaining_all
        assert done.unexplained == () == done.uncomputed
        assert done.ordered[0].all
        by_reading = {r.name: published_under(tally, r, table) for r in TRIED}
        for check in done.checks:
            printed = number(table[check.unit][check.column])
            giving = [
                r.name
                for r in TRIED
                if number(by_reading[r.name][check.unit][check.column]) == printed
            ]
            assert [r.name for r in check.explained_by] == giving
            assert check.agrees == (BASE.name in giving)
            assert check.in_question == (not check.agrees)

    @settings(max_examples=60, deadline=None)
    @given(tallies, st.sampled_from(TRIED), st.data())
    def test_absent(self, tally: Tally, planted: Reading, data: st.DataObject) -> None:
        """One figure moved to what no candidate prints is attributed to none; the others stay."""
        table = published_under(tally, planted)
        unit = data.draw(st.sampled_from(tally.units))
        column = data.draw(st.sampled_from(sorted(table[unit])))
        true = table[unit][column]
        possible = {number(by_hand(tally, r, unit, table[unit])[column]) for r in TRIED}
        wrong = Decimal(50) if true == "未评" else Decimal(true.rstrip("%"))
        step = Decimal(1).scaleb(-decimals(true))
        while wrong in possible:
            wrong += step
        before = reconcile(table, tally, TRIED)
        table[unit][column] = (
            f"{wrong}%" if column in {"resolution", "satisfaction"} else str(wrong)
        )
        done = reconcile(table, tally, TRIED)

        assert [(c.unit, c.column) for c in done.unexplained] == [(unit, column)]
        assert done.explaining_all == ()
        assert planted in done.explaining
        assert not any(each.all for each in done.ordered)
        for one, two in zip(before.checks, done.checks, strict=True):
            if (one.unit, one.column) != (unit, column):
                assert one == two
        told = str(done.explain())
        assert "没有候选口径可以解释" in told

    @given(tallies, st.sampled_from(TRIED))
    @settings(max_examples=25, deadline=None)
    def test_order(self, tally: Tally, planted: Reading) -> None:
        """Which candidates explain does not hang on their order, but for the first."""
        table = published_under(tally, planted)
        done = reconcile(table, tally, TRIED)
        turned = reconcile(table, tally, (TRIED[0], *TRIED[:0:-1]))

        assert {r.name for r in done.explaining} == {r.name for r in turned.explaining}
        assert done.agreed == turned.agreed
        assert [c.difference for c in done.checks] == [c.difference for c in turned.checks]


class TestDifference:
    """差异: the published figure less the recomputed one, exact and as printed."""

    COUNTS = Counts.of({"a": {"response": (65, 66)}, "b": {"response": (2, 3)}})

    def done(self, table: Any, **fields: Any) -> Reconciliation:
        """Against one reading."""
        formula = Formula({"response": 1})
        return reconcile(table, self.COUNTS, [Reading(OWN, formula=formula, **fields)])

    def test_exact(self) -> None:
        """65/66 is 98.4848… %, printed 98.48: 98.52 is 0.04 above it as printed, a little less exactly."""
        check = self.done({"a": {"response": "98.52%"}}).check("a", "response")

        assert check.recomputed == Fraction(6500, 66)
        assert str(check.shown) == "98.48"
        assert check.difference == Fraction(9852, 100) - Fraction(6500, 66)
        assert check.printed_difference == Decimal("0.04")

    @pytest.mark.parametrize(
        ("cell", "agrees"),
        [
            ("66.67%", True),
            ("66.7%", True),
            ("67%", True),
            ("66.66%", False),
            ("66.670%", False),
            ("66.667%", True),
            ("0.6667", True),
            ("0.667", True),
            ("0.66", False),
            (Decimal("0.67"), True),
            (1, True),
            ("６６．６７％", True),
        ],
    )
    def test_precision(self, cell: Any, agrees: bool) -> None:
        """2/3 is held against as many decimals as were printed; trailing zeros are decimals."""
        check = self.done({"b": {"response": cell}}).check("b", "response")
        assert check.agrees is agrees

    def test_column_in_per_cent(self) -> None:
        """Where no sign and no heading says it, the caller does."""
        rows = [{"单位": "甲", "解决率": "74.36"}]
        how: dict[str, Any] = {"unit": "单位", "columns": {"解决率": "resolution"}}
        plain_, told = (
            Published.from_rows(rows, **how, per_cent=names).units["甲"]["resolution"]
            for names in ((), ("resolution",))
        )
        assert (plain_.per_cent, told.per_cent) == (False, True)

    def test_heading_in_per_cent(self) -> None:
        """Without the sign a rate is a ratio, unless the heading of its column has it."""
        rows = [{"单位": "乙", "响应率（％）": "66.67", "得分": 66.67}]
        with pytest.raises(InexactNumberError, match=r"published\['乙'\]\.score"):
            Published.from_rows(
                rows, unit="单位", columns={"响应率（％）": "response", "得分": "score"}
            )
        table = Published.from_rows(
            rows, unit="单位", columns={"响应率（％）": "response"}, ids={"乙": "b"}
        )
        assert self.done(table).check("b", "response").agrees
        plain = self.done({"b": {"response": "66.67"}})
        assert not plain.check("b", "response").agrees
        assert plain.findings[0].kind is FindingKind.RANGE
        assert "per_cent" in plain.findings[0].what.zh

    def test_rounded_once(self) -> None:
        """The score is rounded once, to the fewer of the decimals kept and those printed."""
        for places, cell, agrees in (
            (2, "66.67", True),
            (2, "66.7", True),
            (1, "66.67", False),
            (1, "66.70", True),
            (1, "67", True),
        ):
            done = self.done({"b": {"score": cell}}, rounding=Rounded(places))
            assert done.check("b", "score").agrees is agrees
        # 65/66 is 98.4848…: in one step 98.5, by way of 98.48 too; cut, 98.4.
        cut = self.done({"a": {"score": "98.4"}}, rounding=Rounded(2, Rounding.TRUNCATE))
        assert cut.check("a", "score").agrees

    @pytest.mark.parametrize(
        ("cell", "agrees"),
        [("66.7%", True), ("66.67%", False), ("0.667", True), ("0.6667", False), ("0.67", True)],
    )
    def test_rates_rounded_first(self, cell: str, agrees: bool) -> None:
        """A rate that is rounded to a decimal of a per cent has three decimals as a ratio."""
        first = Rounded(1, at=RoundingPoint.RATES)
        check = self.done({"b": {"response": cell}}, rounding=first).check("b", "response")
        assert check.agrees is agrees

    def test_rounding_of_rates_is_none_of_the_score(self) -> None:
        """571/15 is 38.066…: cut off are the rates, and the score is printed as `Score` prints it."""
        cut = Rounded(1, Rounding.TRUNCATE, RoundingPoint.RATES)
        counts = Counts.of({"a": {"r": (571, 1000), "s": (0, 1)}})
        formula = Formula({"r": 2, "s": 1}, rounding=cut)
        score = formula.evaluate({"r": "57.1%", "s": 0})
        assert (score.points, str(score.printed())) == (Fraction(571, 15), "38.07")
        for reading in (
            Reading(OWN, formula=formula),
            Reading(OWN, formula=Formula({"r": 2, "s": 1}), rounding=cut),
        ):
            table = {"a": {"score": "38.07", "r": "57.1%", "s": "0.0%"}}
            assert not reconcile(table, counts, [reading]).in_question
            assert contradictions(table, [reading]) == ()
            table["a"]["score"] = "38.06"
            assert len(reconcile(table, counts, [reading]).in_question) == 1
            assert [f.kind for f in contradictions(table, [reading])] == [FindingKind.SCORE]

    @settings(max_examples=80, deadline=None)
    @given(
        st.integers(0, 97),
        st.none()
        | st.builds(
            Rounded, st.integers(0, 3), st.sampled_from(Rounding), st.sampled_from(RoundingPoint)
        ),
        st.integers(0, 5),
    )
    def test_as_scores_print_themselves(
        self, met: int, rounding: Rounded | None, places: int
    ) -> None:
        """What `Score` prints under a rounding agrees under it, and no other last digit does."""
        formula = Formula({"r": 1}, rounding=rounding)
        if rounding is not None and rounding.at is RoundingPoint.SCORE:
            places = max(places, rounding.places)
        printed = formula.evaluate({"r": Fraction(met, 97)}).printed(places)
        counts = Counts.of({"a": {"r": (met, 97)}})
        other = str(printed + Decimal(1).scaleb(-places)) if printed is not None else ""
        for cell, agrees in ((str(printed), True), (other, False)):
            done = reconcile({"a": {"score": cell}}, counts, [Reading(OWN, formula=formula)])
            assert done.check("a", "score").agrees is agrees

    def test_rates_and_score_by_two_rules(self) -> None:
        """Rates printed half up beside a score that is cut off: one reading takes both."""
        table = {"a": {"response": "98.48%"}, "b": {"response": "66.67%", "score": "66.66"}}
        base = Reading(OWN, formula=Formula({"response": 1}), rounding=Rounded(2))
        cut = Rounded(2, Rounding.TRUNCATE)
        tried = readings(
            base,
            roundings={UP: Rounded(2), CUT: cut},
            printings=(Rounding.HALF_UP, Rounding.TRUNCATE),
        )
        done = reconcile(table, self.COUNTS, tried)
        (found,) = done.explaining_all
        assert (found.rounding, found.printing) == (cut, Rounding.HALF_UP)
        assert done.agreed[Dimension.PRINTING] == Rounding.HALF_UP.text
        assert "公布率修约：只有『四舍五入』可以解释" in done.explain()
        assert "rates in print: " in done.explain("en")
        assert contradictions(table, [found]) == ()

    @pytest.mark.parametrize("at", RoundingPoint)
    def test_printing(self, at: RoundingPoint) -> None:
        """A rule of its own prints the exact rate; without one the rounding of the reading does."""
        rounding = Rounded(1, Rounding.TRUNCATE, at)
        for printing, cells in (
            (Rounding.HALF_UP, ("66.7%", "66.67%", "0.6667")),
            (Rounding.TRUNCATE, ("66.6%", "66.66%", "0.6666")),
            (None, ("66.6%", "66.60%" if at is RoundingPoint.RATES else "66.66%", "0.666")),
        ):
            for cell in cells:
                done = self.done({"b": {"response": cell}}, rounding=rounding, printing=printing)
                assert done.check("b", "response").agrees

    def test_printing_is_not_reckoned_with(self) -> None:
        """Rates that are cut off before use and printed half up may be used lower than printed."""
        used = Rounded(1, Rounding.TRUNCATE, RoundingPoint.RATES)
        formula = Formula({"response": 1})
        reading = Reading(OWN, formula=formula, rounding=used, printing=Rounding.HALF_UP)
        table = {"b": {"response": "66.7%", "score": "66.60"}}
        assert not reconcile(table, self.COUNTS, [reading]).in_question
        assert contradictions(table, [reading]) == ()
        table["b"]["score"] = "66.50"
        assert [f.kind for f in contradictions(table, [reading])] == [FindingKind.SCORE]

    def test_formula_rounds(self) -> None:
        """A reading without a rounding of its own rounds as its formula says."""
        formula = Formula({"response": 1}, rounding=Rounded(2, Rounding.TRUNCATE))
        reading = Reading(OWN, formula=formula)
        table = {"b": {"score": "66.66", "response": "66.66%"}}
        assert not reconcile(table, self.COUNTS, [reading]).in_question
        other = attrs.evolve(reading, rounding=Rounded(2))
        assert len(reconcile(table, self.COUNTS, [other]).in_question) == 2


class TestRanks:
    """名次 under a reading: its score, its ties, its minimum, and among whom it ranks."""

    COUNTS = Counts.of(
        {
            "a": {"r": (99, 100)},
            "b": {"r": (98, 100)},
            "c": {"r": (9800, 10000)},
            "d": {"r": (97, 100)},
            "e": {"r": (1, 1)},
            "f": {"r": (9796, 10000)},
        }
    )
    FORMULA = Formula({"r": 1})

    def ranked(self, ranks: dict[str, int], *tried: Reading) -> Reconciliation:
        """Ranks held against readings."""
        table = {unit: {"rank": place} for unit, place in ranks.items()}
        return reconcile(table, self.COUNTS, tried)

    def test_ties_and_minimum(self) -> None:
        """Shared or dense; a unit with too few tickets stands apart."""
        base = Reading(OWN, formula=self.FORMULA)
        tried = readings(base, placings=[Placing(minimum=2), Placing(Ties.DENSE, 2)])
        shared = self.ranked({"a": 1, "b": 2, "c": 2, "f": 4, "d": 5, "e": 9}, *tried)
        dense = self.ranked({"a": 1, "b": 2, "c": 2, "f": 3, "d": 4, "e": 9}, *tried)

        assert [c.unit for c in shared.unexplained] == [c.unit for c in dense.unexplained] == ["e"]
        assert [r.placing for r in shared.explaining] == [Placing(minimum=2)]
        assert [r.placing for r in dense.explaining] == [Placing(Ties.DENSE, 2)]
        assert shared.check("e", "rank").recomputed == 1
        apart = self.ranked({"a": 1, "e": 2}, tried[1]).check("e", "rank")
        assert apart.recomputed is NOT_ASSESSED
        assert apart.recomputed_text.zh == "不参加排名"

    def test_of_a_partial_table(self) -> None:
        """A list of the last keeps the ranks among all that were counted, listed or not."""
        own = Reading(OWN, formula=self.FORMULA)
        done = self.ranked({"b": 3, "f": 5, "d": 6}, own)
        assert not done.in_question
        assert done.unlisted == ("a", "c", "e")
        rows = {"b": {"rank": 3}, "d": {"rank": 6}, "全市": {"r": "97.98%"}}
        whole = reconcile(Published(rows, total="全市"), self.COUNTS, [own])
        assert not [c for c in whole.in_question if c.column == "rank"]

    def test_total_row_is_not_ranked(self) -> None:
        """What the total row stands for is no unit among units, though it was counted as one."""
        counts = Counts.of({"a": {"r": (1, 2)}, "b": {"r": (1, 4)}, "all": {"r": (2, 2)}})
        rows = {"a": {"rank": 1}, "all": {"r": "50.00%"}}
        done = reconcile(
            Published(rows, total="all"), counts, [Reading(OWN, formula=self.FORMULA)]
        )
        assert not done.in_question

    def test_among_those_listed(self) -> None:
        """A table of one class may rank that class: both ways are candidates, and are named."""
        base = Reading(OWN, formula=self.FORMULA)
        tried = readings(base, placings=[Placing(), Placing(among=Among.LISTED)])
        part = self.ranked({"c": 1, "d": 2}, *tried)
        assert [r.placing.among for r in part.explaining_all] == [Among.LISTED]
        assert "在表列单位中排名" in part.explain()
        assert "在全部有计数的单位中排名" in part.explain()
        assert "ranked among the units listed" in part.explain("en")
        last = self.ranked({"c": 3, "d": 6}, *tried)
        assert [r.placing.among for r in last.explaining_all] == [Among.COUNTED]
        assert Placing().among is Among.COUNTED

    def test_open_score_of_a_unit_not_listed(self) -> None:
        """Where a unit that is not listed may come anywhere, no rank among all is sure."""
        rows: list[Row[Any]] = [
            Row("R1", {"resolved": Resolution.RESOLVED}, MET, WHY),
            Row("R2", {"resolved": Resolution.PARTLY}, UNSET, WHY),
            Row("R3", {"resolved": (Resolution.UNRESOLVED, MISSING)}, UNMET, WHY),
        ]
        rate = Rate("r", OWN, Table("r", SPACE, rows))
        tally = Tally(
            SPACE,
            {
                ("a", Resolution.RESOLVED, Satisfaction.SATISFIED, False, False): 3,
                ("b", Resolution.PARTLY, Satisfaction.SATISFIED, False, False): 1,
            },
        )
        base = Reading(OWN, (rate,), formula=self.FORMULA)
        tried = readings(base, placings=[Placing(), Placing(among=Among.LISTED)])
        check = reconcile({"a": {"rank": 1}}, tally, tried).check("a", "rank")
        assert isinstance(check.recomputed, Uncomputed)
        assert "b" in check.recomputed.why.zh
        assert [r.placing.among for r in check.explained_by] == [Among.LISTED]

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.integers(0, 6), min_size=1, max_size=7), st.data())
    def test_any_part_of_a_table(self, met: list[int], data: st.DataObject) -> None:
        """Whatever part is listed, its ranks are one more than how many of all score higher."""
        counts = Counts.of({f"u{n}": {"r": (each, 6)} for n, each in enumerate(met)})
        some = data.draw(st.sets(st.sampled_from(range(len(met))), min_size=1))
        everyone = {n: 1 + sum(other > met[n] for other in met) for n in some}
        listed = {n: 1 + sum(met[m] > met[n] for m in some) for n in some}
        base = Reading(OWN, formula=self.FORMULA)
        tried = readings(base, placings=[Placing(), Placing(among=Among.LISTED)])
        for ranks, place in ((everyone, 0), (listed, 1)):
            done = reconcile({f"u{n}": {"rank": r} for n, r in ranks.items()}, counts, tried)
            assert tried[place] in done.explaining_all
            assert (len(done.explaining_all) == 2) == (everyone == listed)

    def test_rounding_makes_ties(self) -> None:
        """A score that is rounded ties where the exact one does not, unless exact ones compare."""
        whole = Reading(OWN, formula=self.FORMULA, rounding=Rounded(0))
        exactly = attrs.evolve(whole, name=named("精确"), placing=Placing(exactly=True))
        tied = self.ranked({"b": 3, "c": 3, "f": 3}, whole, exactly)
        apart = self.ranked({"b": 3, "c": 3, "f": 5}, whole, exactly)
        assert tied.explaining_all == (whole,)
        assert apart.explaining_all == (exactly,)


class TestNotComputable:
    """What nobody published stops one reading's figure, not the reconciliation."""

    TALLY = Tally(
        SPACE,
        {
            ("a", Resolution.RESOLVED, Satisfaction.SATISFIED, False, False): 3,
            ("a", Resolution.RESOLVED, Satisfaction.BASICALLY, False, False): 1,
            ("b", Resolution.RESOLVED, Satisfaction.SATISFIED, False, False): 2,
            ("b", Resolution.RESOLVED, Satisfaction.DISSATISFIED, False, True): 2,
        },
    )

    def test_rate(self) -> None:
        """A rate with an open row: of units that have such outcomes, and their scores."""
        open_ = attrs.evolve(BASE, rates=(RESOLUTION, satisfaction(UNSET, ASIDE)))
        table = {
            "a": {"satisfaction": "100.00%", "resolution": "100.00%", "score": "100.00"},
            "b": {"satisfaction": "50.00%", "score": "75.00"},
        }
        alone = reconcile(table, self.TALLY, [open_])
        assert [(c.unit, c.column) for c in alone.uncomputed] == [
            ("a", "satisfaction"),
            ("a", "score"),
        ]
        assert not alone.in_question
        assert "s.S1" in alone.explain().text("en")

        both = reconcile(table, self.TALLY, readings(open_, rates={RATED: BASE.rates}))
        assert not both.uncomputed
        assert [(c.unit, c.column) for c in both.in_question] == [
            ("a", "satisfaction"),
            ("a", "score"),
        ]
        assert [r.takes[Dimension.DENOMINATOR] for r in both.explaining_all] == [RATED]
        assert both.agreed == {Dimension.DENOMINATOR: RATED}

    def test_exclusion(self) -> None:
        """Exclusions with an open row: nothing at all under that reading."""
        rows = [Row("X1", {"deferred": True}, UNSET, WHY)]
        unset: Table[Any] = Table("x", SPACE, rows, HitPolicy.COLLECT)
        table = {"b": {"total": 2, "rank": 1}, "a": {"total": 4}}
        tried = readings(attrs.evolve(BASE, exclusions=unset), exclusions={BOTH: EXCLUSIONS[BOTH]})
        done = reconcile(table, self.TALLY, tried)

        assert isinstance(done.check("b", "total").recomputed, Uncomputed)
        assert done.check("b", "total").shown is None
        assert done.check("b", "total").difference is None
        assert [r.takes[Dimension.EXCLUSIONS] for r in done.check("b", "total").explained_by] == [
            BOTH
        ]
        assert "不能计算" in done.explain()
        assert "X1" in done.explain()

    def test_unknown_unit_and_formula(self) -> None:
        """A unit of which nothing was counted, a score without a formula: both say so."""
        done = reconcile(
            {"z": {"total": 1}, "a": {"score": 1}},
            self.TALLY,
            [attrs.evolve(BASE, formula=None)],
        )
        assert [c.unit for c in done.uncomputed] == ["z", "a"]
        assert "没有该单位的计数" in done.explain()
        assert "没有计分公式" in done.explain()
        assert "nothing was counted" in done.explain("en")

    def test_no_false_all_clear(self) -> None:
        """What could not be computed was not found to agree: the opinion counts both."""
        counts = Counts.of({"a": {"r": (1, 2)}})
        own = Reading(OWN, formula=Formula({"r": 1}))
        nothing = reconcile({"z": {"r": "50%"}}, counts, [own])
        bonus = Formula(Deductions(100, {"late": 3}))
        for done in (
            nothing,
            reconcile({"a": {"score": 94}}, counts, [Reading(OWN, formula=bonus)]),
        ):
            assert "没有差异" not in done.explain()
            assert "nothing differs" not in done.explain("en")
            assert "核对意见：1 个公布数均不能计算，未能核对" in done.explain()
            assert "Opinion: none of 1 published figures could be computed" in done.explain("en")
            assert "候选口径第 1 位" not in done.explain()
            assert not done.ordered[0].all
            assert "1 not computable" in repr(done)

        part = reconcile({"z": {"r": "50%"}, "a": {"r": "50%"}}, counts, [own])
        assert "核对意见：能够计算的 1 个公布数与『规则集口径』没有差异" in part.explain()
        assert "另有 1 个不能计算，未能核对" in part.explain()
        assert "1 more could not be computed" in part.explain("en")
        odd = reconcile({"z": {"r": "50%"}, "a": {"r": "51%"}}, counts, [own])
        assert "均没有候选口径可以解释；另有 1 个不能计算，未能核对" in odd.explain()
        beside = reconcile({"a": {"new": 1}}, counts, [own])
        assert "核对意见：没有可以核算的公布数" in beside.explain()
        assert "Opinion: no published figure is one that readings compute" in beside.explain("en")
        whole = reconcile({"a": {"r": "50%"}}, counts, [own])
        assert "不能计算" not in whole.explain()

    def test_formula_needs_more(self) -> None:
        """Findings that a formula counts are the caller's to give."""
        work = Formula(Deductions(100, {"late": 3}))
        counts = Counts.of({"a": {"r": (1, 2)}})
        reading = Reading(OWN, formula=work)
        lacking = reconcile({"a": {"score": "94.00"}}, counts, [reading])
        assert [c.column for c in lacking.uncomputed] == ["score"]
        given = reconcile({"a": {"score": 94}}, counts, [reading], findings={"a": {"late": 2}})
        assert given.explaining_all == (reading,)
        assert not given.findings

    def test_findings_are_each_units_own(self) -> None:
        """Units of the same rates have the findings, and so the scores, that are their own."""
        counts = Counts.of({"a": {"r": (1, 2)}, "b": {"r": (1, 2)}})
        formula = Formula(WeightedSum([(OfRate("r"), 50), (Deductions(50, {"late": 3}), 1)]))
        found = {"a": {"late": 2}, "b": {"late": 1}}
        table = {"a": {"score": 69}, "b": {"score": 72}}
        done = reconcile(table, counts, [Reading(OWN, formula=formula)], findings=found)
        assert not done.in_question

    def test_rank_beside_an_open_score(self) -> None:
        """While a score is open no rank is sure; of units that are not compared it does not matter."""
        open_ = attrs.evolve(BASE, rates=(RESOLUTION, satisfaction(UNSET, ASIDE)))
        ranks = {"a": {"rank": 1}, "b": {"rank": 2}}
        assert len(reconcile(ranks, self.TALLY, [open_]).uncomputed) == 2
        known = {"b": {"rank": 1}, "z": {"rank": 2}}
        assert len(reconcile(known, self.TALLY, [open_]).uncomputed) == 2
        class_ = attrs.evolve(open_, placing=Placing(among=Among.LISTED))
        done = reconcile(known, self.TALLY, [class_])
        assert [c.unit for c in done.uncomputed] == ["z"]
        assert done.check("b", "rank").agrees

    def test_columns_beside(self) -> None:
        """Columns that no reading knows are not recomputed, and are told."""
        table = Published({"a": {"carried_over": 2, "total": 4}})
        done = reconcile(table, self.TALLY, [BASE])
        assert done.beside == ("carried_over",)
        assert [c.column for c in done.checks] == ["total"]
        assert "不作核算的列：carried_over" in done.explain()

    def test_volumes(self) -> None:
        """Numerators, denominators and what was left out can be held too."""
        table = {
            "b": {
                "excluded": 0,
                "satisfaction_numerator": 2,
                "satisfaction_denominator": 4,
                "resolution_numerator": 5,
            }
        }
        done = reconcile(table, self.TALLY, [BASE])
        assert [c.column for c in done.in_question] == ["resolution_numerator"]
        assert done.check("b", "resolution_numerator").difference == 1
        assert "解决率分子" in done.explain()


class TestByHand:
    """A bulletin of an imaginary city with two errors in it, worked by hand."""

    COUNTS = Counts.of(
        {
            "jia": {"resolution": (90, 100), "satisfaction": (160, 200)},
            "yi": {"resolution": (45, 60), "satisfaction": (70, 90)},
            "bing": {"resolution": (30, 40), "satisfaction": (25, 30)},
        },
        {
            "resolution": Text("解决率", "resolution"),
            "satisfaction": Text("满意率", "satisfaction"),
        },
    )
    # 甲 90.00 80.00, by thirds and two thirds 83.33…; 乙 75.00 77.777…, 76.85…; 丙 75.00 83.33…, 80.55…
    ROWS = (
        ("甲街道", "90.00%", "80.00%", "83.33", "1"),
        ("乙街道", "75.00%", "77.77%", "76.85", "3"),
        ("丙街道", "75.10%", "83.33%", "80.65", "2"),
    )

    def bulletin(self) -> Published:
        """Truncated, and with 75.10 % for 75.00 %, 80.65 for 80.55."""
        headings = ("单位", "解决率", "满意率", "得分", "名次")
        return Published.from_rows(
            [dict(zip(headings, row, strict=True)) for row in self.ROWS],
            unit="单位",
            columns=dict(
                zip(headings[1:], ("resolution", "satisfaction", "score", "rank"), strict=True)
            ),
            ids={"甲街道": "jia", "乙街道": "yi", "丙街道": "bing"},
            title=Text("虚拟市三月通报", "Imaginary City, March"),
            source="虚拟市政务网",
        )

    def done(self) -> Reconciliation:
        """Half up or truncated; by halves or by thirds."""
        base = Reading(
            OWN, formula=Formula({"resolution": 1, "satisfaction": 1}), rounding=Rounded(2)
        )
        tried = readings(
            base,
            formulas={named("一比二"): Formula({"resolution": 1, "satisfaction": 2})},
            roundings={CUT: Rounded(2, Rounding.TRUNCATE)},
        )
        return reconcile(self.bulletin(), self.COUNTS, tried)

    def test_found(self) -> None:
        """Both errors are unexplained; the rest has one explanation, found whole."""
        done = self.done()
        assert [(c.unit, c.column) for c in done.unexplained] == [
            ("bing", "resolution"),
            ("bing", "score"),
        ]
        assert done.check("bing", "resolution").difference == Fraction(1, 10)
        assert [r.name.zh for r in done.explaining] == ["权重：一比二；修约：截尾"]
        assert done.explaining_all == ()
        assert done.agreed == {Dimension.WEIGHTS: named("一比二"), Dimension.ROUNDING: CUT}
        assert (done.ordered[0].number, done.ordered[0].asked) == (10, 12)
        # Half of 75 and 77.777… is 76.38…: the weights explain, and rounding does not show.
        assert {r.name.zh for r in done.check("jia", "score").explained_by} == {
            "权重：一比二",
            "权重：一比二；修约：截尾",
        }

    def test_findings(self) -> None:
        """80.65 is not what 75.10 % and 83.33 % give under any formula; the ranks hold."""
        (finding,) = self.done().findings
        assert (finding.kind, finding.unit) == (FindingKind.SCORE, "bing")
        assert finding.figures["score"] == "80.65"
        # Truncated: from 75.10 and 83.33 up to 75.11 and 83.34, by one and two thirds.
        assert "按『一比二』应为 80.58 至 80.59" in finding.what.zh

    def test_told(self) -> None:
        """As an auditor writes it."""
        told = self.done().explain().text()
        assert told.splitlines()[0] == "数据核对：虚拟市三月通报"
        for line in (
            "核对范围：3 个单位的 12 个公布数",
            "依据：虚拟市政务网",
            "候选口径 4 种，首列『规则集口径』",
            "按『规则集口径』核算：相符 7 个，不符 5 个",
            "甲街道 得分：公布 83.33，核算 85.00，相差 -1.67；可由『权重：一比二』解释",
            "乙街道 满意率：公布 77.77%，核算 77.78%，相差 -0.01 个百分点；可由『修约：截尾』解释",
            "丙街道 解决率：公布 75.10%，核算 75.00%，相差 +0.10 个百分点；没有候选口径可以解释",
            "核对意见：除 2 个数没有候选口径可以解释外，其余差异均可由『权重：一比二；修约：截尾』解释",
            "公布数据自身的疑点（1 处）",
        ):
            assert line in told
        english = self.done().explain("en").text()
        assert (
            "Opinion: all differences but 2 that no candidate explains are explained by" in english
        )
        assert "『" not in english

    def test_rows(self) -> None:
        """Flat rows, exact values as fractions."""
        rows = self.done().to_rows()
        assert len(rows) == 12
        assert rows[5] == {
            "unit": "yi",
            "name": "乙街道",
            "column": "satisfaction",
            "term": "满意率",
            "published": "77.77%",
            "recomputed": "77.78%",
            "exact": "700/9",
            "difference": "-0.01",
            "exact_difference": "-7/900",
            "result": "不符，有口径可解释",
            "explained_by": "修约：截尾",
            "readings": 2,
        }
        assert rows[8]["result"] == "不符，无口径可解释"
        assert {row["result"] for row in rows} == {
            "相符",
            "不符，有口径可解释",
            "不符，无口径可解释",
        }

    def test_value(self) -> None:
        """A result is a value: it is equal to its copy, and pickles."""
        done = self.done()
        assert pickle.loads(pickle.dumps(done)) == done == self.done()  # noqa: S301
        assert "5 in question, 2 unexplained, 1 findings" in repr(done)
        assert done._repr_html_().startswith("<div")

    def test_escaped(self) -> None:
        """Names of units and readings are text, whatever stands in them."""
        table = Published(
            {"jia": {"resolution": "1%", "x|<i>": 1}}, names={"jia": "<b>甲\n二、伪造"}
        )
        done = reconcile(table, self.COUNTS, [Reading(named("<script>"))])
        page = done._repr_html_()
        assert not any(tag in page for tag in ("<b>", "<script>", "<i>"))
        assert "\n二、伪造" not in str(done.explain())


class TestSeveral:
    """Several explanations are listed, none is forced."""

    COUNTS = Counts.of({"a": {"r": (1, 3), "s": (1, 3)}, "b": {"r": (1, 8), "s": (1, 8)}})
    BASE = Reading(OWN, formula=Formula({"r": 1}), rounding=Rounded(2))
    TRIED = readings(
        BASE,
        formulas={named("另一率"): Formula({"s": 1})},
        roundings={CUT: Rounded(1, Rounding.TRUNCATE), FIRST: Rounded(1, Rounding.GBT_8170)},
    )

    def test_cannot_be_told_apart(self) -> None:
        """12.5 % printed as 12.50 by all, 33.3 by two roundings: weights are not decided."""
        done = reconcile(
            {"a": {"score": "33.30"}, "b": {"score": "12.50"}}, self.COUNTS, self.TRIED
        )
        assert done.agreed == {}
        assert {r.takes[Dimension.ROUNDING] for r in done.explaining_all} == {CUT, FIRST}
        told = str(done.explain())
        assert "全部差异均可由『修约：截尾』或『修约：各率先修约』解释" in told
        assert "修约：『截尾』、『各率先修约』均可以解释，不能区分" in told
        assert "权重：『依规则』、『另一率』均可以解释，不能区分" in told
        assert len(done.check("b", "score").explained_by) == 6

    def test_no_one_reading(self) -> None:
        """Figures that need different readings: no one explains all, and that is said."""
        counts = Counts.of({"a": {"r": (2, 3)}, "b": {"r": (2, 3)}})
        done = reconcile({"a": {"score": "66.60"}, "b": {"score": "66.70"}}, counts, self.TRIED_R)
        assert done.explaining == done.explaining_all == ()
        assert not done.unexplained
        assert "没有一种候选口径能够同时解释" in done.explain()
        assert "no one candidate" in done.explain("en")

    TRIED_R = readings(BASE, roundings={CUT: Rounded(1, Rounding.TRUNCATE), FIRST: Rounded(1)})

    def test_nothing_in_question(self) -> None:
        """What the first reading gives is not in question, though others give it too."""
        done = reconcile({"b": {"score": "12.50"}}, self.COUNTS, self.TRIED)
        assert not done.in_question
        assert len(done.explaining_all) == 6
        assert "没有差异" in done.explain()
        assert done.simplest(done.explaining) == (self.TRIED[0],)

    def test_nothing_explains(self) -> None:
        """Where no candidate gives any figure, none is named."""
        done = reconcile({"b": {"score": "99.99"}}, self.COUNTS, self.TRIED)
        assert done.explaining == ()
        assert done.agreed == {}
        assert "均没有候选口径可以解释" in done.explain()


class TestReadings:
    """候选口径: the product of alternatives, each knowing which it takes; the base first."""

    def test_product(self) -> None:
        """Every combination once; names say what departs from the base."""
        assert len(TRIED) == 3 * 3 * 2 * 3
        assert len({reading.name for reading in TRIED}) == len(TRIED)
        assert TRIED[0] == attrs.evolve(BASE, takes=TRIED[0].takes)
        assert TRIED[0].takes == {
            Dimension.DENOMINATOR: RATED,
            Dimension.EXCLUSIONS: VOID,
            Dimension.WEIGHTS: EVEN,
            Dimension.ROUNDING: UP,
        }
        for reading in TRIED:
            assert reading.rates == DENOMINATORS[reading.takes[Dimension.DENOMINATOR]]
            assert reading.exclusions is EXCLUSIONS[reading.takes[Dimension.EXCLUSIONS]]
            assert reading.formula == FORMULAS[reading.takes[Dimension.WEIGHTS]]
            assert reading.rounding == ROUNDINGS[reading.takes[Dimension.ROUNDING]]
            away = [t for d, t in reading.takes.items() if TRIED[0].takes[d] != t]
            assert len(away) == (len(reading.departures(TRIED[0])))
            assert all(text.zh in reading.name.zh for text in away)

    def test_base_alone(self) -> None:
        """Without alternatives there is the base."""
        assert readings(BASE) == (BASE,)

    def test_made_by_hand(self) -> None:
        """Readings that take no stated alternatives are told by their names."""
        counts = Counts.of({"a": {"r": (2, 3)}})
        one, two = (
            Reading(name, rounding=Rounded(2, rule))
            for name, rule in ((OWN, Rounding.HALF_UP), (CUT, Rounding.TRUNCATE))
        )
        done = reconcile({"a": {"r": "66.66%"}}, counts, [one, two])
        assert two.departures(one) == (CUT,)
        assert one.departures(one) == ()
        assert done.agreed == {}
        assert done.to_rows()[0]["explained_by"] == CUT.zh
        assert "全部差异均可由『截尾』解释" in done.explain()
        assert done.simplest((two, one)) == (one,)

    def test_own_names(self) -> None:
        """What the base has is called 依规则, or as it is called among the alternatives."""
        made = readings(BASE, roundings=(Rounded(1),))
        assert [r.takes[Dimension.ROUNDING].zh for r in made] == [
            "依规则",
            "得分修约：保留 1 位小数，四舍五入",
        ]
        with pytest.raises(AssessmentError, match="called as what the base has"):
            readings(BASE, roundings={Text("依规则", "as the rules say"): Rounded(1)})

    def test_agreed(self) -> None:
        """Only dimensions that have alternatives, and only where all take one."""
        assert agreed((), TRIED) == {}
        assert agreed(TRIED[:1], TRIED) == dict(TRIED[0].takes)
        assert agreed(TRIED, TRIED) == {}
        assert agreed(TRIED[:1], TRIED[:1]) == {}

    def test_result_without_readings(self) -> None:
        """A result is held against a first reading: without one it is none."""
        with pytest.raises(AssessmentError, match=r"reconciliation\.readings"):
            attrs.evolve(_DONE, readings=())

    def test_candidates(self) -> None:
        """None, two of one name, one that asks too much or too little: errors that say so."""
        counts = Counts.of({"a": {"r": (1, 2)}})
        tally = TestNotComputable.TALLY
        bare = Reading(OWN)
        for match, subject, tried in (
            ("no candidate readings", counts, []),
            ("two readings of one name", counts, [bare, bare]),
            ("what is counted can be counted in no other way", counts, [BASE]),
            (
                "what is counted can be counted in no other way",
                counts,
                [attrs.evolve(bare, exclusions=leaving_out("void"))],
            ),
            ("has no rates", tally, [bare]),
        ):
            with pytest.raises(AssessmentError, match=match):
                reconcile({"a": {"total": 1}}, subject, tried)
        with pytest.raises(SchemaError, match="did you mean r"):
            reconcile({}, counts, [Reading(OWN, formula=Formula({"rr": 1}))])
        with pytest.raises(AssessmentError, match="no such figure"):
            reconcile({"a": {"total": 1}}, counts, [bare]).check("a", "score")


class TestTotalRow:
    """合计行: what the units listed come to together, their counts added."""

    COUNTS = Counts.of({"a": {"r": (1, 2)}, "b": {"r": (3, 10)}, "c": {"r": (9, 9)}})

    def test_recomputed(self) -> None:
        """4 of 12 is 33.33 %, not the mean of 50 % and 30 %."""
        cells: dict[str, Any] = {
            "a": {"r": "50.00%", "total": 2},
            "b": {"r": "30.00%", "total": 10},
            "合计": {"r": "40.00%", "total": 12, "score": "33.33"},
        }
        reading = Reading(OWN, formula=Formula({"r": 1}))
        done = reconcile(Published(cells, total="合计"), self.COUNTS, [reading])
        (odd,) = done.in_question
        assert (odd.unit, odd.column, str(odd.shown)) == ("合计", "r", "33.33")
        assert done.unlisted == ("c",)
        assert "合计行" in done.explain()

    def test_from_rows(self) -> None:
        """The row is known by what stands in place of a unit; blank cells are no figures."""
        rows = [
            {"单位": "甲", "件数": "1,204", "名次": "1"},
            {"单位": "乙", "件数": "6", "名次": "—"},
            {"单位": "全市", "件数": "1210", "名次": ""},
        ]
        made = Published.from_rows(
            rows, unit="单位", columns={"件数": "total", "名次": "rank"}, total="全市"
        )
        assert made.listed == ("甲", "乙")
        assert dict(made.units["全市"]).keys() == {"total"}
        assert contradictions(made) == ()
        with pytest.raises(AssessmentError, match="no such total row"):
            Published.from_rows(rows, unit="单位", columns={"件数": "total"}, total="合计")
        with pytest.raises(SchemaError, match="did you mean 件数"):
            Published.from_rows(rows, unit="单位", columns={"件": "total"})
        with pytest.raises(SchemaError, match="two rows"):
            Published.from_rows([*rows, rows[0]], unit="单位", columns={"件数": "total"})
        with pytest.raises(SchemaError, match="two headings"):
            Published.from_rows(rows, unit="单位", columns={"件数": "total", "名次": "total"})


volumes = st.integers(0, 50)


class TestFindings:
    """疑点: published figures that contradict each other; never those that can be right."""

    @given(st.lists(volumes, min_size=1, max_size=5), st.integers(-2, 2))
    def test_parts(self, parts: list[int], off: int) -> None:
        """Parts contradict the total row if, and only if, they do not add up to it."""
        cells = {f"u{n}": {"taken": part} for n, part in enumerate(parts)}
        whole = max(0, sum(parts) + off)
        found = contradictions(Published({**cells, "合计": {"taken": whole}}, total="合计"))
        assert bool(found) == (whole != sum(parts))
        if found:
            assert found[0].kind is FindingKind.PARTS
            assert str(sum(parts)) in found[0].what.zh
            assert str(whole) in found[0].what.en

    def test_parts_that_do_not_add(self) -> None:
        """Rates, scores, ranks and ratios do not add up; a missing part cannot be checked."""
        cells: dict[str, Any] = {
            "a": {"r": 1, "score": 90, "rank": 1, "per_head": "2.5", "share": "50%", "taken": 1},
            "b": {"r": 1, "score": 80, "rank": 2, "per_head": "2.5", "share": "60%"},
            "合计": {
                "r": 1,
                "score": 86,
                "rank": 1,
                "per_head": "2.5",
                "share": "55%",
                "taken": 4,
            },
        }
        found = contradictions(Published(cells, total="合计"), rates=("r",))
        assert [(each.kind, each.unit) for each in found] == [(FindingKind.LACKING, "")]
        assert "缺 b 的数" in found[0].what.zh

    @given(st.fixed_dictionaries(dict.fromkeys(CARRIED_OVER.columns, volumes)))
    def test_identity(self, cells: dict[str, int]) -> None:
        """结转 + 新增 = 办结 + 在办 + 超期, or it is told."""
        left = cells["carried_over"] + cells["new"]
        right = cells["finished"] + cells["open"] + cells["overdue"]
        found = contradictions({"a": cells})
        assert [each.kind for each in found] == [FindingKind.IDENTITY] * (left != right)
        if found:
            assert found[0].figures == {name: str(cells[name]) for name in cells}
            assert f"（{left}） ≠ " in found[0].what.zh
        mended = {**cells, "finished": cells["finished"] + left - right}
        if mended["finished"] >= 0:
            assert contradictions({"a": mended}) == ()

    def test_identity_lacking(self) -> None:
        """A column that is nowhere is told once, one that a unit lacks for the unit; none: nothing."""
        whole = dict.fromkeys(CARRIED_OVER.columns, 0)
        some = {name: 0 for name in whole if name != "open"}
        (nowhere,) = contradictions({"a": some, "b": some})
        assert (nowhere.kind, nowhere.unit) == (FindingKind.LACKING, "")
        (here,) = contradictions({"a": whole, "b": some})
        assert (here.kind, here.unit) == (FindingKind.LACKING, "b")
        assert contradictions({"a": {"total": 1, "new": 1, "carried_over": 1}}) == ()
        own = Identity(named("受理=派单+直办"), ["taken"], ["sent", "own"])
        table = {"a": {"taken": 5, "sent": 3, "own": 1}}
        assert [f.kind for f in contradictions(table, identities=[own])] == [FindingKind.IDENTITY]
        with pytest.raises(AssessmentError, match="both sides"):
            Identity(OWN, (), ("a",))

    @pytest.mark.parametrize(
        ("cell", "odd"),
        [
            ("100%", 0),
            ("0.00%", 0),
            ("100.01%", 1),
            ("-0.01%", 1),
            ("1", 0),
            ("1.01", 1),
            ("98", 1),
        ],
    )
    def test_range(self, cell: str, odd: int) -> None:
        """A rate lies within 0 to 100 %."""
        found = contradictions({"a": {"response": cell}}, rates=["response"])
        assert [each.kind for each in found] == [FindingKind.RANGE] * odd
        ranks = contradictions({"a": {"rank": "0"}, "b": {"rank": "1.5"}, "c": {"rank": 1}})
        assert [each.unit for each in ranks] == ["a", "b"]

    @settings(max_examples=120, deadline=None)
    @given(
        st.tuples(*[st.fractions(0, 1, max_denominator=400)] * 2),
        st.sampled_from([r for r in TRIED if r.takes[Dimension.DENOMINATOR] == RATED]),
        st.integers(0, 3),
    )
    def test_true_score(
        self, rates: tuple[Fraction, Fraction], reading: Reading, places: int
    ) -> None:
        """A score that some formula gave is never doubted, however few decimals were printed."""
        rounding = reading.rounding
        assert rounding is not None
        first = Fraction(1, 2) if reading.takes[Dimension.WEIGHTS] == EVEN else Fraction(3, 10)
        per_cent = [100 * rate for rate in rates]
        used, own = per_cent, places
        first_rates = rounding.at is RoundingPoint.RATES
        if first_rates:
            used = [Fraction(digits(each, rounding.places, rounding.rule)) for each in per_cent]
            own = min(places, rounding.places)
        points = first * used[0] + (1 - first) * used[1]
        cells = {
            "resolution": digits(per_cent[0], own, rounding.rule) + "%",
            "satisfaction": digits(per_cent[1], own, rounding.rule) + "%",
            "score": digits(points, 2, Rounding.HALF_UP if first_rates else rounding.rule),
        }
        assert contradictions({"a": cells}, TRIED) == ()
        del cells["resolution"]
        assert contradictions({"a": cells}, TRIED) == ()

    @pytest.mark.parametrize(
        ("score", "odd"),
        # Half up: 89.995 to 90.005 and 79.995 to 80.005; even, 84.995 to 85.005.
        [
            ("85.00", 0),
            ("85.01", 0),
            ("85.02", 1),
            ("84.99", 1),
            ("84.9", 1),
            ("85", 0),
            ("未评", 1),
        ],
    )
    def test_false_score(self, score: str, odd: int) -> None:
        """Beyond what rounded rates can give, a score is doubted; within it is not."""
        reading = Reading(OWN, formula=FORMULAS[EVEN], rounding=Rounded(2))
        cells = {"resolution": "90.00%", "satisfaction": "80.00%", "score": score}
        found = contradictions({"a": cells}, [reading])
        assert [each.kind for each in found] == [FindingKind.SCORE] * odd

    @pytest.mark.parametrize(("score", "odd"), [("50.00", 0), ("49.99", 1), ("50.01", 1)])
    def test_ends_of_the_range(self, score: str, odd: int) -> None:
        """100.00 % is at most 100 % and 0.00 % at least 0: between them 49.9975 to 50.0025."""
        reading = Reading(OWN, formula=FORMULAS[EVEN], rounding=Rounded(2))
        cells = {"resolution": "100.00%", "satisfaction": "0.00%", "score": score}
        found = contradictions({"a": cells}, [reading])
        assert [each.kind for each in found] == [FindingKind.SCORE] * odd

    @pytest.mark.parametrize(("score", "odd"), [("85.00", 0), ("85.01", 1), ("84.99", 1)])
    def test_rates_printed_as_they_are_used(self, score: str, odd: int) -> None:
        """Rates that are rounded before they are used, and printed so, leave nothing open."""
        first = Rounded(2, at=RoundingPoint.RATES)
        reading = Reading(OWN, formula=FORMULAS[EVEN], rounding=first)
        for cells in (("90.00%", "80.00%"), ("0.9000", "0.8000")):
            rates = dict(zip(("resolution", "satisfaction"), cells, strict=True))
            found = contradictions({"a": {**rates, "score": score}}, [reading])
            assert [each.kind for each in found] == [FindingKind.SCORE] * odd

    def test_score_of_what_is_open(self) -> None:
        """A rate that is not assessed leaves no score; findings that nobody gave may be any number."""
        reading = Reading(OWN, formula=FORMULAS[EVEN])
        cells = {"resolution": "未评", "satisfaction": "80.00%", "score": "80.00"}
        (found,) = contradictions({"a": cells}, [reading])
        assert "应为 未评" in found.what.zh
        assert contradictions({"a": {**cells, "score": "未评"}}, [reading]) == ()
        unlisted = {"satisfaction": "80.00%", "score": "未评"}
        assert contradictions({"a": unlisted}, [reading]) == ()
        work = Reading(OWN, formula=Formula(Deductions(100, {"late": 3})))
        assert contradictions({"a": {"score": 94}}, [work]) == ()
        assert contradictions({"a": {"score": 94}}, [work], findings={"a": {"late": 1}}) != ()

    @settings(max_examples=60)
    @given(st.lists(st.integers(9000, 9010), min_size=2, max_size=6), st.data())
    def test_ranks(self, hundredths: list[int], data: st.DataObject) -> None:
        """Ranks that follow the scores are not doubted; of two that are swapped one is."""
        cells = {
            f"u{n}": {
                "score": digits(Fraction(each, 100), 2, Rounding.HALF_UP),
                "rank": 1 + sum(other > each for other in hundredths),
            }
            for n, each in enumerate(hundredths)
        }
        assert contradictions(cells) == ()
        one, two = data.draw(st.permutations(sorted(cells)))[:2]
        if cells[one]["score"] != cells[two]["score"]:
            cells[one]["rank"], cells[two]["rank"] = cells[two]["rank"], cells[one]["rank"]
            assert {each.kind for each in contradictions(cells)} == {FindingKind.RANK}

    def test_ranks_of_fewer_decimals(self) -> None:
        """95.3 and 95.31 may be either way round; alike in print, different ranks are no doubt."""
        for scores in (("95.3", "95.31"), ("95.31", "95.3"), ("95.31", "95.31")):
            cells = {f"u{n}": {"score": score, "rank": n + 1} for n, score in enumerate(scores)}
            assert contradictions(cells) == ()
        tied = {"a": {"score": "95.32", "rank": 7}, "b": {"score": "95.31", "rank": 7}}
        assert [each.kind for each in contradictions(tied)] == [FindingKind.RANK]
        part = {"a": {"score": "60.1", "rank": 342}, "b": {"score": "60.0", "rank": 343}}
        assert contradictions(part) == ()


class TestFigure:
    """公布数: the number and the decimals that were printed."""

    @pytest.mark.parametrize(
        ("cell", "value", "places", "per_cent"),
        [
            ("98.52%", "98.52", 2, True),
            (" 98.50 ", "98.5", 2, False),
            ("100％", "100", 0, True),
            (Decimal("95.310"), "95.31", 3, False),
            (Decimal("1E+2"), "100", 0, False),
            (7, "7", 0, False),
            ("-3", "-3", 0, False),
            ("−0.5", "-0.5", 1, False),
            ("12,345,678", "12345678", 0, False),
            ("１２．５", "12.5", 1, False),
            ("98.50 %", "98.5", 2, True),
            ("98.50\u3000％ ", "98.5", 2, True),
            ("98.50\u00a0%", "98.5", 2, True),
        ],
    )
    def test_read(self, cell: Any, value: str, places: int, per_cent: bool) -> None:
        """As printed, in the forms that Chinese tables have."""
        figure = Figure.of(cell)
        assert figure.value == Fraction(value)
        assert (figure.places, figure.per_cent) == (places, per_cent)
        assert Figure.of(figure) == figure

    @pytest.mark.parametrize("cell", ["未评", NOT_ASSESSED, "NOT_ASSESSED"])
    def test_not_assessed(self, cell: Any) -> None:
        """未评 is a figure too: it is held against a rate over nothing."""
        assert Figure.of(cell).value is NOT_ASSESSED
        counts = Counts.of({"a": {"r": (0, 0)}, "b": {"r": (1, 2)}})
        done = reconcile({"a": {"r": cell}, "b": {"r": cell}}, counts, [Reading(OWN)])
        assert [c.agrees for c in done.checks] == [True, False]

    @pytest.mark.parametrize(
        "cell",
        [
            *(98.52, True, "1/2", "1e3", "12,34", "9" * 31, "1.2.3", "%", Fraction(1, 2)),
            *(" %", "98.5 % %", "98 . 5", "1 204", "- 3"),
        ],
    )
    def test_refused(self, cell: Any) -> None:
        """A float, whose printed decimals nobody knows, and what is no number, by their place."""
        with pytest.raises(InexactNumberError, match=r"published\['a'\]\.score"):
            Published({"a": {"score": cell}})

    @pytest.mark.parametrize(
        "cell", [None, "", " ", "-", "--", "—", "——", "–", "－", "/", "／", " — "]
    )
    def test_blank(self, cell: Any) -> None:
        """A blank or a dash is no figure: a table is without it however it was made."""
        cells = Published({"a": {"r": cell, "score": 1}})
        rows = Published.from_rows(
            [{"u": "a", "r": cell, "s": 1}], unit="u", columns={"r": "r", "s": "score"}
        )
        for table in (cells, rows):
            assert dict(table.units["a"]).keys() == {"score"}
            assert table.columns == ("score",)
        with pytest.raises(InexactNumberError, match="not a figure as printed"):
            Figure.of(cell)

    def test_faults_together(self) -> None:
        """Every bad cell at once."""
        with pytest.raises(InexactNumberError, match="2 faults"):
            Published({"a": {"score": 0.5, "rank": "first"}})


def _boxed(call: Callable[..., Any], thing: Any) -> None:
    """A call with garbage either works or raises an error of ours."""
    try:
        call(thing)
    except JiesuError:
        return


_COUNTS = TestTotalRow.COUNTS
_TABLE: dict[str, Any] = {"a": {"r": "50%", "rank": 1, "score": 1}}
_FORMULA = Formula({"r": 1})
_PUBLISHED = Published(_TABLE)
_READING = Reading(OWN, formula=_FORMULA)
_DONE = reconcile(_TABLE, _COUNTS, [_READING])
_CHECK = _DONE.checks[0]
_CALLS: dict[str, Callable[[Any], Any]] = {
    "cell": lambda x: Published({"a": {"r": x}}),
    "row": lambda x: Published({"a": x}),
    "units": Published,
    "column": lambda x: Published({"a": {x: 1}}) if _hashable(x) else None,
    "title": lambda x: Published(_TABLE, x),
    "source": lambda x: Published(_TABLE, source=x),
    "total": lambda x: Published(_TABLE, total=x),
    "per_cent": lambda x: Published(_TABLE, per_cent=x),
    "names": lambda x: Published(_TABLE, names=x),
    "terms": lambda x: Published(_TABLE, terms=x),
    "name": _PUBLISHED.name,
    "term": _PUBLISHED.term,
    "rows": lambda x: Published.from_rows(x, unit="u", columns={"r": "r"}),
    "rows.row": lambda x: Published.from_rows([x], unit="u", columns={"r": "r"}),
    "rows.unit": lambda x: Published.from_rows([{"u": "a", "r": 1}], unit=x, columns={"r": "r"}),
    "rows.name": lambda x: Published.from_rows([{"u": x, "r": 1}], unit="u", columns={"r": "r"}),
    "rows.columns": lambda x: Published.from_rows([{"u": "a"}], unit="u", columns=x),
    "rows.ids": lambda x: Published.from_rows([{"u": "a"}], unit="u", columns={}, ids=x),
    "rows.total": lambda x: Published.from_rows([{"u": "a"}], unit="u", columns={}, total=x),
    "terms.for": lambda x: _PUBLISHED.term("r", x),
    "uncomputed": lambda x: _told(checks=[attrs.evolve(_CHECK, recomputed=Uncomputed(x))]),
    "check.of": lambda x: _told(checks=[attrs.evolve(_CHECK, unit=x)]),
    "check.in": lambda x: _told(checks=[attrs.evolve(_CHECK, column=x)]),
    "check.published": lambda x: _told(checks=[attrs.evolve(_CHECK, published=x)]),
    "check.recomputed": lambda x: _told(checks=[attrs.evolve(_CHECK, recomputed=x)]),
    "check.shown": lambda x: _told(checks=[attrs.evolve(_CHECK, shown=x)]),
    "check.explained_by": lambda x: _told(checks=[attrs.evolve(_CHECK, explained_by=x)]),
    "check.explained": lambda x: _told(checks=[attrs.evolve(_CHECK, explained_by=[x])]),
    "check.computable": lambda x: _told(checks=[attrs.evolve(_CHECK, computable=x)]),
    "check.agrees": lambda x: _told(checks=[attrs.evolve(_CHECK, agrees=x)]),
    "finding.kind": lambda x: _told(findings=[Finding(x, "a", OWN)]),
    "finding.unit": lambda x: _told(findings=[Finding(FindingKind.RANK, x, OWN)]),
    "finding.what": lambda x: _told(findings=[Finding(FindingKind.RANK, "a", x)]),
    "finding.figures": lambda x: _told(findings=[Finding(FindingKind.RANK, "a", OWN, x)]),
    "finding.figure": lambda x: _told(findings=[Finding(FindingKind.RANK, "a", OWN, {"a": x})]),
    "done.published": lambda x: _told(published=x),
    "done.readings": lambda x: _told(readings=x),
    "done.reading": lambda x: _told(readings=[x]),
    "done.checks": lambda x: _told(checks=x),
    "done.check": lambda x: _told(checks=[x]),
    "done.findings": lambda x: _told(findings=x),
    "done.finding": lambda x: _told(findings=[x]),
    "done.unlisted": lambda x: _told(unlisted=x),
    "done.unlisted.unit": lambda x: _told(unlisted=[x]),
    "done.beside": lambda x: _told(beside=x),
    "done.beside.column": lambda x: _told(beside=[x]),
    "done.terms": lambda x: _told(terms=x),
    "done.term": lambda x: _told(terms={"r": x}),
    "figure.text": lambda x: Figure(x, Fraction(1), 0),
    "figure.value": lambda x: Figure("1", x, 0),
    "figure.places": lambda x: Figure("1", Fraction(1), x),
    "figure.per_cent": lambda x: Figure("1", Fraction(1), 0, x),
    "reading.name": Reading,
    "reading.rates": lambda x: Reading(OWN, x),
    "reading.exclusions": lambda x: Reading(OWN, (), x),
    "reading.formula": lambda x: Reading(OWN, formula=x),
    "reading.rounding": lambda x: Reading(OWN, rounding=x),
    "reading.placing": lambda x: Reading(OWN, placing=x),
    "reading.printing": lambda x: Reading(OWN, printing=x),
    "reading.takes": lambda x: Reading(OWN, takes=x),
    "score_as": lambda x: _READING.score_as(x, Fraction(1)),
    "score_as.points": lambda x: _READING.score_as(Figure.of(1), x),
    "rate_as": lambda x: _READING.rate_as(x, Fraction(1)),
    "rate_as.value": lambda x: _READING.rate_as(Figure.of(1), x),
    "figure.show": lambda x: Figure.of(1).show(x),
    "figure.show.rule": lambda x: Figure.of(1).show(Fraction(1), x),
    "figure.show.most": lambda x: Figure.of(1).show(Fraction(1), most=x),
    "figure.bounds": lambda x: Figure.of(1).bounds(x),
    "departures": _READING.departures,
    "placing.ties": Placing,
    "placing.minimum": lambda x: Placing(minimum=x),
    "placing.exactly": lambda x: Placing(exactly=x),
    "placing.among": lambda x: Placing(among=x),
    "readings": readings,
    "readings.rates": lambda x: readings(_READING, rates=x),
    "readings.rates.each": lambda x: readings(_READING, rates={OWN: x}),
    "readings.exclusions": lambda x: readings(_READING, exclusions={OWN: x}),
    "readings.formulas": lambda x: readings(_READING, formulas={OWN: x}),
    "readings.roundings": lambda x: readings(_READING, roundings=x),
    "readings.rounding": lambda x: readings(_READING, roundings={OWN: x}),
    "readings.placings": lambda x: readings(_READING, placings=x),
    "readings.printings": lambda x: readings(_READING, printings=x),
    "readings.printing": lambda x: readings(_READING, printings={OWN: x}),
    "identity.left": lambda x: Identity(OWN, x, ("a",)),
    "identity.name": lambda x: Identity(x, ("b",), ("a",)),
    "published": lambda x: reconcile(x, _COUNTS, [_READING]),
    "counted": lambda x: reconcile(_TABLE, x, [_READING]),
    "candidates": lambda x: reconcile(_TABLE, _COUNTS, x),
    "candidate": lambda x: reconcile(_TABLE, _COUNTS, [x]),
    "identities": lambda x: reconcile(_TABLE, _COUNTS, [_READING], identities=x),
    "findings": lambda x: reconcile(_TABLE, _COUNTS, [_READING], findings=x),
    "figures": lambda x: reconcile(_TABLE, _COUNTS, [_READING], figures={"a": x}),
    "base": lambda x: reconcile(_TABLE, _COUNTS, [_READING], base=x),
    "contradictions": contradictions,
    "contradictions.candidates": lambda x: contradictions(_TABLE, x),
    "contradictions.terms": lambda x: contradictions(_TABLE, terms=x),
    "contradictions.identities": lambda x: contradictions(_TABLE, identities=x),
    "inputs.findings": Inputs,
    "inputs.unit": Inputs().unit,
    "inputs.figures": lambda x: Inputs(figures=x),
    "inputs.base": lambda x: Inputs(base={"a": x}),
    "contradictions.rates": lambda x: contradictions(_TABLE, rates=x),
    "agreed": lambda x: agreed(x, [_READING]),
    "agreed.candidates": lambda x: agreed([_READING], x),
    "simplest": _DONE.simplest,
    "check.unit": lambda x: _DONE.check(x, "r"),
    "check.column": lambda x: _DONE.check("a", x),
    "lang": lambda x: _DONE.explain(x).text(),
}


def _told(**changes: Any) -> None:
    """A reconciliation with something else in it, told in every way."""
    done = attrs.evolve(_DONE, **changes)
    done.explain().text()
    done.to_rows()
    repr(done)


def _hashable(thing: Any) -> bool:
    try:
        hash(thing)
    except Exception:  # noqa: BLE001 -- garbage
        return False
    return True


class TestGarbage:
    """An argument that is none raises an error of the library's own."""

    @pytest.mark.parametrize("name", _CALLS)
    def test_each_odd_thing(self, name: str) -> None:
        """One of everything that has no business there."""
        for thing in ODD:
            _boxed(_CALLS[name], thing)

    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from(sorted(_CALLS)), garbage.map(Boxed))
    def test_containers(self, name: str, thing: Boxed) -> None:
        """The same in containers of containers."""
        _boxed(_CALLS[name], thing.value)

    @pytest.mark.parametrize("name", _CALLS)
    def test_some_are_refused(self, name: str) -> None:
        """Each argument refuses something: that the calls look at what they are given."""
        refused = 0
        for thing in (object(), 0.5, [[[]]]):
            try:
                _CALLS[name](thing)
            except JiesuError:
                refused += 1
        assert refused or name == "column"
