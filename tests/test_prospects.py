"""审核中申请的影响: what pending appeals can still move, against all ways of deciding them."""

import pickle
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import GROUND

from jiesu import (
    ASIDE,
    MISSING,
    NOT_ASSESSED,
    OUTCOME_FACTS,
    UNSET,
    ExclusionGround,
    ExclusionReview,
    HitPolicy,
    Mark,
    Rate,
    Resolution,
    Row,
    Satisfaction,
    Scoreboard,
    Table,
    Tally,
    Text,
    Ties,
)
from jiesu.counts import count
from jiesu.errors import (
    AssessmentError,
    JiesuError,
    SchemaError,
    UnsetError,
)
from jiesu.exact import Bounds
from jiesu.facts import Fact, FactSpace
from jiesu.formulas import Formula
from jiesu.nodes import Bonus, Choose, Constant, Lacking, OfFigure, OfRate, OrElse, WeightedSum
from jiesu.prospects import Reach, pending

NONE, PENDING, GRANTED, REFUSED = ExclusionReview


# ------------------------------------------------------------------ an oracle from the definition

RESOLVED = OUTCOME_FACTS.facts[OUTCOME_FACTS.index("resolved")]
EXCLUSION = OUTCOME_FACTS.facts[OUTCOME_FACTS.index("exclusion")]
KEPT = FactSpace((RESOLVED, EXCLUSION))
WORDS = (*Resolution, MISSING)
CASES = tuple(product(WORDS, ExclusionReview))
WHY = (GROUND,)

Rules = Mapping[tuple[Any, ExclusionReview], Any]


@attrs.frozen
class Month:
    """Outcomes one by one, and rules as plain mappings: what the oracle reads."""

    outcomes: Mapping[str, tuple[tuple[Any, ExclusionReview], ...]]
    out: frozenset[tuple[Any, ExclusionReview]]
    marks: Mapping[str, Rules]

    @property
    def tally(self) -> Tally:
        """The outcomes as a multiset."""
        counts: dict[Any, int] = {}
        for unit, several in self.outcomes.items():
            for case in several:
                counts[unit, *case] = counts.get((unit, *case), 0) + 1
        return Tally(KEPT, counts)

    @property
    def exclusions(self) -> Table[Any]:
        """What is left out, a row for each combination."""
        rows = [
            Row(
                f"X{number}",
                {"resolved": case[0], "exclusion": case[1]},
                ExclusionGround.GRANTED if case in self.out else ExclusionGround.COUNTED,
                WHY,
            )
            for number, case in enumerate(CASES)
        ]
        return Table("exclusions", KEPT, rows, HitPolicy.COLLECT)

    @property
    def rates(self) -> tuple[Rate, ...]:
        """The rates, a row for each combination."""
        return tuple(
            Rate(
                name,
                Text(name, name),
                Table(
                    name,
                    KEPT,
                    [
                        Row(
                            f"R{number}",
                            {"resolved": case[0], "exclusion": case[1]},
                            ASIDE if marks[case] is None else Mark(*marks[case]),
                            WHY,
                        )
                        for number, case in enumerate(CASES)
                    ],
                ),
            )
            for name, marks in self.marks.items()
        )

    def prospects(self, formula: Formula, **more: Any) -> Any:
        """What the library says."""
        return pending(self.tally, self.exclusions, self.rates, formula, **more)

    def endings(self, unit: str) -> Iterator[dict[str, Any]]:
        """Each rate of a unit for every way in which all of its pending outcomes may be decided."""
        several = self.outcomes[unit]
        for decisions in product(
            *((GRANTED, REFUSED) if s is PENDING else (s,) for _, s in several)
        ):
            cases = [(word, s) for (word, _), s in zip(several, decisions, strict=True)]
            found: dict[str, Any] = {}
            for name, marks in self.marks.items():
                counted = [marks[c] for c in cases if c not in self.out and marks[c] is not None]
                bottom = sum((weight for _, weight in counted), Fraction(0))
                top = sum((credit * weight for credit, weight in counted), Fraction(0))
                found[name] = top / bottom if bottom else NOT_ASSESSED
            yield found


def reach_of(values: list[Any]) -> Reach:
    """The reach of figures that may come about, by looking at all of them."""
    known = [value for value in values if value is not NOT_ASSESSED]
    if not known:
        return Reach(NOT_ASSESSED, may_lapse=True)
    return Reach(Bounds(min(known), max(known)), len(known) < len(values))


credits_ = st.sampled_from((Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1)))
weights_ = st.sampled_from((Fraction(1), Fraction(2), Fraction(3, 2)))
marks_ = st.none() | st.tuples(credits_, weights_)
cases_ = st.tuples(st.sampled_from(WORDS), st.sampled_from((PENDING, PENDING, *ExclusionReview)))


@st.composite
def months(draw: st.DrawFn, *rates: str, units: str = "ab") -> Month:
    """Rules of whatever kind: refused ones may be left out too, and marks read how far it has come."""
    usual = draw(st.booleans())
    out = {case for case in CASES if case[1] is GRANTED}
    marks = {}
    for name in rates:
        by_word = {word: draw(marks_) for word in WORDS}
        marks[name] = {case: by_word[case[0]] if usual else draw(marks_) for case in CASES}
    return Month(
        {unit: tuple(draw(st.lists(cases_, min_size=1, max_size=4))) for unit in units},
        frozenset(out if usual else draw(st.sets(st.sampled_from(CASES)))),
        marks,
    )


class TestRates:
    """各率的上下界: exact and tight, over all ways of deciding each pending outcome."""

    @given(months("one", "two"))
    def test_brute(self, month: Month) -> None:
        """The least and the most of all endings, and whether in any of them nothing is left."""
        found = month.prospects(Formula({"one": 1}))

        for unit in month.outcomes:
            endings = list(month.endings(unit))
            for name in month.marks:
                assert found[unit].rates[name] == reach_of([each[name] for each in endings])
            assert found[unit].pending == [s for _, s in month.outcomes[unit]].count(PENDING)

    @given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
    def test_left_out(self, met: int, missed: int, open_met: int, open_missed: int) -> None:
        """Where a granted outcome is left out: the most without the missed, the least without the met."""
        yes, no = (Resolution.RESOLVED, Resolution.UNRESOLVED)
        marks = {case: (Fraction(case[0] is yes), Fraction(1)) for case in CASES}
        month = Month({}, frozenset(case for case in CASES if case[1] is GRANTED), {"one": marks})
        counts: dict[Any, int] = {
            ("a", yes, REFUSED): met,
            ("a", no, NONE): missed,
            ("a", yes, PENDING): open_met,
            ("a", no, PENDING): open_missed,
        }
        if not sum(counts.values()):
            return
        told = pending(Tally(KEPT, counts), month.exclusions, month.rates, Formula({"one": 1}))[
            "a"
        ].rates["one"]

        most = [Fraction(met + open_met, n) for n in [met + open_met + missed] if n]
        least = [Fraction(met, n) for n in [met + missed + open_missed] if n]
        # Without any other outcome, what is met or missed has to stay to be assessed at all.
        assert told.within == Bounds(*(least or [Fraction(1)]), *(most or [Fraction(0)]))
        assert told.may_lapse is (met + missed == 0)

    def test_weight(self) -> None:
        """A missed outcome of weight 3 pulls as three do: four met of seven, or four of four."""
        marks: dict[Any, Any] = {
            case: (Fraction(1), Fraction(1)) if case[0] is Resolution.RESOLVED else (0, 3)
            for case in CASES
        }
        good, bad = (Resolution.RESOLVED, NONE), (Resolution.UNRESOLVED, PENDING)
        out = frozenset(case for case in CASES if case[1] is GRANTED)
        found = Month({"a": (good,) * 4 + (bad,)}, out, {"one": marks}).prospects(
            Formula({"one": 1})
        )

        assert found["a"].rates["one"].within == Bounds(Fraction(4, 7), Fraction(1))

    def test_unset(self) -> None:
        """A rate that nobody published has no bounds; a formula that reads it is refused."""
        rows: list[Row[Any]] = [Row("U", {}, UNSET, WHY)]
        open_ = Rate("open", Text("未公布的率", "an open rate"), Table("rates.open", KEPT, rows))
        marks = dict.fromkeys(CASES, (Fraction(1), Fraction(1)))
        month = Month({"a": ((MISSING, PENDING),)}, frozenset(), {"one": marks})
        given_ = (month.tally, month.exclusions, (*month.rates, open_))

        found = pending(*given_, Formula({"one": 1}))
        assert found["a"].rates["open"] == Reach(UNSET)
        assert "未公布的率 未设定" in found.explain()
        assert [row["remark"] for row in found.to_rows()] == ["", "未设定", ""]
        with pytest.raises(UnsetError, match=r"rates\.open\.U"):
            pending(*given_, Formula({"open": 1}))
        unsure = Table(
            "exclusions", KEPT, [Row("X", {"exclusion": GRANTED}, UNSET, WHY)], HitPolicy.COLLECT
        )
        with pytest.raises(UnsetError, match=r"exclusions\.X: how to count the 1"):
            pending(month.tally, unsure, month.rates, Formula({"one": 1}))


class TestScores:
    """得分和名次的上下界: nothing lies outside them; of one rate they are reached."""

    @settings(max_examples=60)
    @given(months("one", units="abc"))
    def test_one_rate(self, month: Month) -> None:
        """Of a formula that reads one rate all bounds are those of all endings of all units."""
        found = month.prospects(Formula({"one": 2}))
        endings = {
            unit: {
                NOT_ASSESSED if each["one"] is NOT_ASSESSED else 100 * each["one"]
                for each in month.endings(unit)
            }
            for unit in month.outcomes
        }
        ranks: dict[str, set[int]] = {unit: set() for unit in endings}
        for way in product(*endings.values()):
            scores = dict(zip(endings, way, strict=True))
            for unit, own in scores.items():
                if own is not NOT_ASSESSED:
                    better = sum(s is not NOT_ASSESSED and s > own for s in way)
                    ranks[unit].add(1 + better)

        assert not found.outer
        for unit, values in endings.items():
            assert found[unit].score == reach_of(list(values))
            if ranks[unit]:
                assert (found[unit].best, found[unit].worst) == (
                    min(ranks[unit]),
                    max(ranks[unit]),
                )
            else:
                assert found[unit].best is found[unit].worst is None

    @settings(max_examples=60)
    @given(months("one", units="abc"))
    def test_dense(self, month: Month) -> None:
        """Where the next rank follows a tie: 1 and the number of different better scores."""
        found = month.prospects(Formula({"one": 2}), ties=Ties.DENSE)
        endings = {unit: {each["one"] for each in month.endings(unit)} for unit in month.outcomes}
        settled = all(len(each) == 1 for each in endings.values())

        for way in product(*endings.values()):
            for unit, own in zip(endings, way, strict=True):
                if own is not NOT_ASSESSED:
                    rank = 1 + len({s for s in way if s is not NOT_ASSESSED and s > own})
                    assert found[unit].best <= rank <= found[unit].worst
                    if settled:
                        assert found[unit].best == found[unit].worst == rank
        assert "名次并列不占位" in found.explain()
        if settled:
            assert "名次的上下限均为可能出现的结果" in found.explain()

    def test_dense_apart(self) -> None:
        """Two tied before it: third where ties are skipped, second where they are not."""
        good, bad = (Resolution.RESOLVED, NONE), (Resolution.UNRESOLVED, NONE)
        month = Month(
            {"a": (good,), "b": (good,), "c": (good, bad, (Resolution.UNRESOLVED, PENDING))},
            GRANTED_ONLY,
            {"one": MARKS},
        )
        shared, dense = (
            month.prospects(Formula({"one": 1}), ties=ties) for ties in (Ties.SHARED, Ties.DENSE)
        )
        assert [(each["c"].best, each["c"].worst) for each in (shared, dense)] == [(3, 3), (2, 2)]
        assert "但不一定都能达到" not in shared.explain()
        assert "名次的实际结果不会超出上下限，但不一定都能达到" in dense.explain()
        assert "不设最低件数，不用并列比较项" in dense.explain()

    @settings(max_examples=60)
    @given(months("one", "two"), st.sampled_from((*Lacking, "else", "band")))
    def test_outer(self, month: Month, kind: Any) -> None:
        """Of several rates, with whatever is said of what is not assessed: no ending lies outside."""
        rates = {"one": Fraction(1), "two": Fraction(2)}
        formula = Formula(
            WeightedSum(rates, kind if isinstance(kind, Lacking) else Lacking.NOTHING)
        )
        if kind == "else":
            formula = Formula(OrElse(WeightedSum(rates), OfRate("one")))
        elif kind == "band":
            bands = [("0.8", Constant(1)), ("0.4", OfRate("two"))]
            formula = Formula(Choose(OfRate("one"), bands, Constant("0.5")))
        found = month.prospects(formula)
        scores: dict[str, list[Any]] = {
            unit: [formula.evaluate(each).points for each in month.endings(unit)]
            for unit in month.outcomes
        }

        assert found.outer
        for unit, values in scores.items():
            within, may_lapse = found[unit].score
            assert may_lapse >= (NOT_ASSESSED in values)
            for value in values:
                if value is not NOT_ASSESSED:
                    assert within[0] <= value <= within[1]
        for way in product(*scores.values()):
            for unit, own in zip(scores, way, strict=True):
                if own is not NOT_ASSESSED:
                    rank = 1 + sum(s is not NOT_ASSESSED and s > own for s in way)
                    assert found[unit].best <= rank <= found[unit].worst

    @given(months("one", "two"))
    def test_settled(self, month: Month) -> None:
        """Where nothing is pending there is one figure each, that of the scoreboard."""
        month = attrs.evolve(
            month,
            outcomes={
                unit: tuple(
                    (word, REFUSED if stage is PENDING else stage) for word, stage in several
                )
                for unit, several in month.outcomes.items()
            },
        )
        formula = Formula({"one": 1, "two": 3})
        found = month.prospects(formula)
        board = Scoreboard(count(month.tally, month.exclusions, month.rates), formula)
        league = board.rank()

        assert found.pending == 0
        for unit in month.outcomes:
            points = board.points(unit)
            known = points if points is NOT_ASSESSED else Bounds.exactly(points)
            assert found[unit].score == Reach(known, points is NOT_ASSESSED)
        for row in league.ranked:
            assert (found[row.unit].best, found[row.unit].worst) == (row.rank, row.rank)

    def test_more(self) -> None:
        """What the formula reads besides rates is given unit by unit; an open list bounds nothing."""
        marks = dict.fromkeys(CASES, (Fraction(1), Fraction(1)))
        month = Month(
            {"a": ((MISSING, NONE),), "b": ((MISSING, NONE),)}, frozenset(), {"one": marks}
        )
        marked = Formula(WeightedSum([(OfRate("one"), 50), (OfFigure("mark", full_mark=50), 1)]))
        praised = Formula(WeightedSum([(OfRate("one"), 100), (Bonus({"praise": 2}, cap=5), 1)]))

        found = month.prospects(marked, figures={"a": {"mark": 40}, "b": {"mark": 45}})
        assert [found[unit].score.within for unit in "ab"] == [(90, 90), (95, 95)]
        found = month.prospects(praised, findings={"b": {"praise": 1}})
        assert [found[unit].score.within for unit in "ab"] == [(100, 100), (102, 102)]
        assert not found.outer
        strange: tuple[Any, ...] = ({"aa": {}}, {"b": {"prais": 1}})
        for listed in strange:
            with pytest.raises(AssessmentError, match=r"findings.*did you mean"):
                month.prospects(praised, findings=listed)
        found = month.prospects(praised)
        assert found["a"].score.within == (100, 105)
        assert found.outer

    def test_among(self) -> None:
        """Ranks are told among the units that are compared; the others have none."""
        marks = {case: (Fraction(case[0] is Resolution.RESOLVED), Fraction(1)) for case in CASES}
        good, bad = (Resolution.RESOLVED, NONE), (MISSING, NONE)
        month = Month({"a": (good,), "b": (good, bad), "c": (bad,)}, frozenset(), {"one": marks})
        found = month.prospects(Formula({"one": 1}), among=("c", "b"))

        assert [found[unit].best for unit in "abc"] == [None, 1, 2]
        with pytest.raises(AssessmentError, match="no such unit"):
            month.prospects(Formula({"one": 1}), among=("c", "d"))


MARKS: Any = {case: (Fraction(case[0] is Resolution.RESOLVED), Fraction(1)) for case in CASES}
GRANTED_ONLY = frozenset(case for case in CASES if case[1] is GRANTED)
GOOD = (Resolution.RESOLVED, NONE)
MONTH = Month(
    {
        "north": (GOOD, GOOD, GOOD, (Resolution.UNRESOLVED, PENDING)),
        "south": (GOOD, GOOD, GOOD, GOOD, (Resolution.UNRESOLVED, NONE)),
        "west": ((Resolution.RESOLVED, PENDING),),
    },
    GRANTED_ONLY,
    {"one": MARKS},
)
NAMES = {"north": "北街道", "south": "南街道"}


class TestProspects:
    """The telling: Chinese first, flat rows, and refusal of what is none."""

    def test_explain(self) -> None:
        """Unit by unit, the best first, with what may come of each."""
        found = MONTH.prospects(Formula({"one": 1}), names=NAMES)

        assert str(found.explain()).splitlines() == [
            "审核中的剔除申请对考评的影响（承办单位 3 个，审核中 2 件）",
            "一、west：审核中 1 件，得分 100.00 分（也可能未评），第 1 名",
            "    （一）one 100.00%（也可能未评）",
            "二、北街道：审核中 1 件，得分 75.00 分 至 100.00 分，第 1 至 3 名",
            "    （一）one 75.00% 至 100.00%",
            "三、南街道：审核中 0 件，得分 80.00 分，第 1 至 3 名",
            "    （一）one 80.00%",
            "四、名次编法：名次并列并占位（1、1、3），不设最低件数，不用并列比较项",
            "五、各率、得分和名次的上下限均为可能出现的结果",
        ]
        assert "0 pending, score 80.00, rank 1 to 3" in found.explain("en")
        assert repr(found) == "Prospects(3 units, 2 pending)"
        assert "北街道" in found._repr_html_()
        assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 -- our own bytes

    def test_rows(self) -> None:
        """A row per unit and rate, then the score; bounds as printed and exact."""
        rows = MONTH.prospects(Formula({"one": 1}), names=NAMES).to_rows()

        assert [(row["unit"], row["rate"]) for row in rows] == [
            (unit, rate) for unit in ("north", "south", "west") for rate in ("one", "得分")
        ]
        assert rows[0] == {
            "unit": "north",
            "name": "北街道",
            "rate": "one",
            "low": "75.00%",
            "high": "100.00%",
            "exact_low": "3/4",
            "exact_high": "1",
            "pending": 1,
            "best": 1,
            "worst": 3,
            "remark": "",
        }
        assert rows[1]["low"], rows[1]["exact_high"] == ("75.00 分", "100")
        assert rows[4]["remark"] == rows[5]["remark"] == "可能未评"

    def test_not_assessed(self) -> None:
        """A unit of which nothing counts is told as not assessed, after those that are ranked."""
        month = attrs.evolve(MONTH, outcomes={"a": ((MISSING, GRANTED),), "b": (GOOD,)})
        found = month.prospects(Formula({"one": 1}))

        assert str(found.explain()).splitlines()[3:5] == [
            "二、a：审核中 0 件，得分 未评",
            "    （一）one 未评",
        ]
        assert found.to_rows()[1]["remark"] == "未评"

    def test_schema(self) -> None:
        """A tally without the fact, or with another of its name, is refused; so is a strange rate."""
        month, formula = MONTH, Formula({"one": 1})
        with pytest.raises(SchemaError, match="exclusion"):
            pending(month.tally.project(["resolved"]), None, (), formula)
        other = FactSpace((Fact("exclusion", Text("剔除", "out"), tuple(Satisfaction)),))
        with pytest.raises(SchemaError, match="another fact of that name"):
            pending(Tally(other, {("a", Satisfaction.UNRATED): 1}), None, (), formula)
        with pytest.raises(SchemaError, match="the rate was not counted"):
            month.prospects(Formula({"two": 1}))

    @pytest.mark.parametrize(
        "more",
        [
            {"tally": None},
            {"exclusions": "none"},
            {"rates": "rates"},
            {"rates": [None]},
            {"formula": {"one": 1}},
            {"names": []},
            {"names": {"a": 1}},
            {"among": "a"},
            {"among": [1]},
            {"among": [[]]},
            {"findings": {1: {}}},
            {"findings": []},
            {"figures": {"north": 5}},
            {"base": 1},
            {"ties": "DENSE"},
        ],
    )
    def test_garbage(self, more: dict[str, Any]) -> None:
        """Whatever is passed, an argument that is none is refused."""
        month = MONTH
        sound: dict[str, Any] = {
            "tally": month.tally,
            "exclusions": month.exclusions,
            "rates": month.rates,
            "formula": Formula({"one": 1}),
        }
        with pytest.raises(JiesuError):
            pending(**(sound | more))

    def test_unknown(self) -> None:
        """There is no prospect of a unit that is not there, and none without bounds."""
        found = MONTH.prospects(Formula({"one": 1}))
        for wrong in ("nort", None, 5):
            with pytest.raises(AssessmentError, match="no such unit"):
                found[wrong]
        for field, value in (("units", {"a": 1}), ("terms", []), ("outer", 1), ("scopes", ())):
            with pytest.raises(AssessmentError, match=rf"prospects\.{field}"):
                attrs.evolve(found, **{field: value})
