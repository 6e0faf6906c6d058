import re
from collections.abc import Mapping
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu import Counts, Formula, JiesuError, Rounded, Rounding, Scoreboard, Text
from jiesu.canonical import digest
from jiesu.counts import NOT_ASSESSED, NotAssessed
from jiesu.errors import AssessmentError, InexactNumberError, SchemaError
from jiesu.exact import Bounds, RoundingPoint
from jiesu.nodes import (
    Bonus,
    Change,
    Choose,
    Clamp,
    Constant,
    Deductions,
    Growth,
    Lacking,
    LessPerPoint,
    Mean,
    Node,
    OfFigure,
    OfRate,
    OrElse,
    Steps,
    WeightedSum,
)

RATES = ("response", "resolution", "satisfaction")
FINDINGS = ("late", "false")
FIGURES = ("calls", "mark")

ratios = st.fractions(min_value=0, max_value=1, max_denominator=40)
points = st.fractions(min_value=0, max_value=30, max_denominator=4)
weights = st.fractions(min_value=-2, max_value=3, max_denominator=4)

_leaves = st.one_of(
    st.builds(OfRate, st.sampled_from(RATES)),
    st.builds(Constant, points),
    st.builds(OfFigure, st.sampled_from(FIGURES), full_mark=points),
    st.builds(
        lambda full, each, floor_: Deductions(
            full + floor_, dict.fromkeys(FINDINGS, each), floor_
        ),
        points,
        points,
        points,
    ),
    st.builds(lambda each, cap: Bonus({"late": each}, cap), points, points),
)


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(
            WeightedSum,
            st.lists(st.tuples(inner, weights), min_size=1, max_size=3),
            st.sampled_from(Lacking),
        ),
        st.builds(Mean, st.lists(inner, min_size=1, max_size=3), st.sampled_from(Lacking)),
        st.builds(
            lambda of, at, full, each, low, how: LessPerPoint(
                of, at, full_mark=full + low, each=each, floor=low, steps=how
            ),
            inner,
            ratios,
            points,
            points,
            points,
            st.sampled_from(Steps),
        ),
        st.builds(
            Choose,
            inner.filter(lambda node: not isinstance(node, OfRate)),
            st.lists(st.tuples(points, inner), min_size=1, max_size=2, unique_by=lambda b: b[0]),
            inner,
        ),
        st.builds(
            Choose,
            st.builds(OfRate, st.sampled_from(RATES)),
            st.lists(st.tuples(ratios, inner), min_size=1, max_size=2, unique_by=lambda b: b[0]),
            inner,
        ),
        st.builds(lambda of, low, more: Clamp(of, low, low + more), inner, points, points),
        st.builds(OrElse, inner, inner),
        st.builds(
            Growth,
            st.builds(OfRate, st.sampled_from(RATES)),
            st.sampled_from(Change),
        ),
    )


trees = st.recursive(_leaves, _grown, max_leaves=6)
rates_given = st.fixed_dictionaries(dict.fromkeys(RATES, ratios | st.just(NOT_ASSESSED)))
found_given = st.fixed_dictionaries(dict.fromkeys(FINDINGS, st.integers(0, 4)))
figures_given = st.fixed_dictionaries(dict.fromkeys(FIGURES, points))


def _naive(node: Node, env: Mapping[str, Any], then: Mapping[str, Any]) -> Any:
    """What a formula comes to, from the definitions alone; None is not assessed."""
    match node:
        case Constant():
            return node.value
        case OfRate() | OfFigure():
            return env[node.name]
        case WeightedSum():
            got = [(_naive(n, env, then), w, n.full) for n, w in node.terms]
            if node.lacking is Lacking.NOTHING and any(v is None for v, _, _ in got):
                return None
            there = [(v, w, f) for v, w, f in got if v is not None]
            total = sum((v * w for v, w, _ in there), Fraction(0))
            if len(there) == len(got):
                return total
            have = sum((w * f for _, w, f in there if w > 0), Fraction(0))
            return None if not there or not have else total * node.full / have
        case Mean():
            values = [_naive(n, env, then) for n in node.of]
            known = [v for v in values if v is not None]
            if not known or (node.lacking is Lacking.NOTHING and len(known) < len(values)):
                return None
            return sum(known, Fraction(0)) / len(known)
        case LessPerPoint():
            value = _naive(node.of, env, then)
            if value is None:
                return None
            below = max(Fraction(0), 100 * (node.threshold - value))
            below = {
                Steps.PROPORTIONAL: below,
                Steps.WHOLE: Fraction(floor(below)),
                Steps.STARTED: Fraction(ceil(below)),
            }[node.steps]
            return max(node.floor, node.full_mark - node.each * below)
        case Deductions():
            lost = sum(each * env[name] for name, each in node.points.items())
            return max(node.floor, node.full_mark - lost)
        case Bonus():
            return min(node.cap, sum(each * env[name] for name, each in node.points.items()))
        case Growth():
            now, before = _naive(node.of, env, then), _naive(node.of, then, then)
            if now is None or before is None:
                return None
            if node.how is Change.DIFFERENCE:
                return now - before
            return None if before <= 0 else now / before - 1
        case Choose():
            value = _naive(node.by, env, then)
            if value is None:
                return None
            for bound, chosen in sorted(node.bands, key=lambda b: -b[0]):
                if value >= bound:
                    return _naive(chosen, env, then)
            return _naive(node.otherwise, env, then)
        case Clamp():
            value = _naive(node.of, env, then)
            return None if value is None else min(node.high, max(node.low, value))
        case OrElse():
            value = _naive(node.of, env, then)
            return _naive(node.other, env, then) if value is None else value
    raise AssertionError(node)


def _env(*parts: Mapping[str, Any]) -> dict[str, Any]:
    merged = {name: value for part in parts for name, value in part.items()}
    return {name: None if value is NOT_ASSESSED else value for name, value in merged.items()}


class TestTrees:
    """计分公式: a tree comes to what the definitions of its nodes say, exactly."""

    @settings(max_examples=300)
    @given(trees, rates_given, found_given, figures_given, rates_given)
    def test_definition(self, tree: Node, rates: Any, found: Any, figures: Any, base: Any) -> None:
        """Of any tree on any inputs the value is the naive one, or it is not assessed where that is."""
        formula = Formula(tree)
        score = formula.evaluate(rates, findings=found, figures=figures, base={**base, **figures})
        wanted = _naive(tree, _env(rates, found, figures), _env(base, found, figures))
        if wanted is None:
            assert score.value is NOT_ASSESSED
            assert score.printed() is None
            return
        full = formula.full
        assert score.points == (100 * wanted / full if full > 0 else wanted)
        assert score.value == wanted

    @settings(max_examples=300)
    @given(trees, rates_given, found_given, figures_given, st.data())
    def test_bounds_hold(
        self, tree: Node, rates: Any, found: Any, figures: Any, data: st.DataObject
    ) -> None:
        """However the open inputs turn out, the score lies within the bounds drawn before."""
        formula = Formula(tree)
        open_ = data.draw(st.sets(st.sampled_from(RATES)))
        open_ = {name for name in open_ if rates[name] is not NOT_ASSESSED}
        known: dict[str, Any] = {name: rates[name] for name in RATES if name not in open_}
        for name in sorted(open_):
            if data.draw(st.booleans()):
                low, high = data.draw(ratios), data.draw(ratios)
                known[name] = Bounds(min(low, high, rates[name]), max(low, high, rates[name]))
        later = data.draw(st.booleans())
        base = {name: Fraction(1, 2) for name in RATES}
        try:
            made = formula.bounds(
                known, findings=None if later else found, figures=figures, base=base
            )
        except AssessmentError as error:  # of bands that may be reached some are not assessed
            if "choose" not in str(error):
                raise
            return
        if not later:
            score = formula.evaluate(rates, findings=found, figures=figures, base=base).points
        elif isinstance(made, NotAssessed):
            return
        else:
            many = {name: data.draw(st.integers(0, 9)) for name in FINDINGS}
            score = formula.evaluate(rates, findings=many, figures=figures, base=base).points
        if isinstance(made, NotAssessed):
            assert score is NOT_ASSESSED
        elif score is not NOT_ASSESSED:
            assert made.low <= score <= made.high

    @given(st.dictionaries(st.sampled_from(RATES), ratios, min_size=1), st.data())
    def test_bounds_tight(self, shares: dict[str, Fraction], data: st.DataObject) -> None:
        """Of a weighted sum the bounds are reached: with the open rates at 0, and at 1."""
        if not any(shares.values()):
            return
        formula = Formula(shares)
        known = {name: data.draw(ratios) for name in shares if data.draw(st.booleans())}
        made = formula.bounds(known)
        ends = [formula.evaluate({**dict.fromkeys(shares, end), **known}).points for end in (0, 1)]
        assert made == Bounds(*ends)  # type: ignore[arg-type]

    @given(trees)
    def test_values(self, tree: Node) -> None:
        """Equal formulas have equal digests; a formula can be looked at without being evaluated."""
        one, other = Formula(tree), Formula(tree)
        assert one == other
        assert hash(one) == hash(other)
        assert digest(one) == digest(other)
        for lang in ("zh", "en"):
            assert one.text(lang)
            assert one.explain(lang)
            assert one.latex(lang).count("{") == one.latex(lang).count("}")
        assert one.markdown().startswith("$$\n")

    @settings(max_examples=200)
    @given(trees, rates_given, found_given, figures_given)
    def test_explained(self, tree: Node, rates: Any, found: Any, figures: Any) -> None:
        """Every score explains itself in both languages, and its rows end with the score."""
        base = dict.fromkeys((*RATES, *FIGURES), "50%")
        score = Formula(tree).evaluate(rates, "甲", findings=found, figures=figures, base=base)
        printed = score.printed()
        said = "未评" if printed is None else f"{printed} 分"
        assert f"甲：得分 {said}" in score.explain()
        assert score.explain("en").text("en").startswith("甲: score ")
        assert score.to_rows()[-1]["value"] == ("未评" if printed is None else str(printed))


_PLAIN = st.recursive(
    st.one_of(
        st.builds(OfRate, st.sampled_from(RATES)),
        st.builds(Constant, points),
        st.builds(lambda each: Bonus({"late": each, "false": 1}, 5), points),
        st.builds(lambda each: Deductions(20, {"late": each, "false": 1}), points),
    ),
    lambda inner: st.one_of(
        st.builds(WeightedSum, st.lists(st.tuples(inner, weights), min_size=1, max_size=3)),
        st.builds(Mean, st.lists(inner, min_size=1, max_size=3)),
        st.builds(
            lambda of, at, each, how: LessPerPoint(of, at, full_mark=25, each=each, steps=how),
            inner,
            ratios,
            points,
            st.sampled_from(Steps),
        ),
        st.builds(lambda of, low: Clamp(of, low, low + 10), inner, points),
    ),
    max_leaves=6,
)


class TestWritten:
    """What is printed is the formula itself: read as mathematics, it gives the same number."""

    @settings(max_examples=200)
    @given(_PLAIN, st.fixed_dictionaries(dict.fromkeys(RATES, ratios)), found_given)
    def test_text(self, tree: Node, rates: dict[str, Fraction], found: dict[str, int]) -> None:
        """The text, computed by Python's own reading of it, is the value of the tree."""
        said = Formula(tree).text()
        said = said.replace("×", "*").replace("÷", "/").replace("−", "-")
        said = said.replace("⌊", "floor(").replace("⌈", "ceil(")
        said = said.replace("⌋", ")").replace("⌉", ")")
        said = re.sub(r"\((\d+/\d+)\)%", r"(Fraction('\1')/100)", said)
        said = re.sub(r"(\d+(?:\.\d+)?)%", r"(Fraction('\1')/100)", said)
        said = re.sub(r"\((\d+/\d+)\)", r"Fraction('\1')", said)
        said = re.sub(r"(?<![\d.'/])(\d+(?:\.\d+)?)(?![\d.'/])", r"Fraction('\1')", said)
        names = {"Fraction": Fraction, "floor": floor, "ceil": ceil, "min": min, "max": max}
        got = eval(said, {"__builtins__": {}}, {**names, **rates, **found})  # noqa: S307
        assert got == _naive(tree, _env(rates, found), {})

    def test_chinese(self) -> None:
        """The official terms stand in the Chinese text and in the LaTeX."""
        terms = {
            "one_go": Text("一次办结率", "share finished in one go"),
            "late": Text("迟报", "late"),
        }
        form = LessPerPoint(OfRate("one_go"), "90%", full_mark=25, each=2, steps=Steps.STARTED)
        made = Formula(WeightedSum([(form, 1), (Deductions(20, {"late": 3}, 5), 1)]), terms)

        assert (
            str(made) == "max(0, 25 − 2 × ⌈max(0, 90% − 一次办结率) ÷ 1%⌉) + max(5, 20 − 3 × 迟报)"
        )
        assert made.latex() == (
            r"\max\left(0, 25 - 2 \times \left\lceil \frac{\max\left(0, 90\% - \text{一次办结率}"
            r"\right)}{1\%} \right\rceil\right) + \max\left(5, 20 - 3 \times \text{迟报}\right)"
        )
        assert "share finished in one go" in made.text("en")
        assert made.explain().text() in made.markdown().replace("\\", "") or "满分 45" in str(
            made.explain()
        )

    def test_names_are_escaped(self) -> None:
        """A term with the signs of LaTeX in it stays text."""
        formula = Formula({"r": 1}, {"r": Text("a_b%{x}\\^", "x")})
        assert formula.latex() == r"\text{a\_b\%\{x\}\textbackslash{}\^{}}"

    def test_bands(self) -> None:
        """Bands are printed as cases, the highest first, with the rest last."""
        tree = Choose(OfRate("r"), [("90%", Constant(8)), ("95%", Constant(10))], Constant(0))
        assert str(Formula(tree)) == "{10，若 r ≥ 95%；8，若 r ≥ 90%；0，否则}"
        assert Formula(tree).latex("en").startswith(r"\begin{cases}10 & \text{r} \ge 95\%")


class TestWorked:
    """Formula families that the sources name, worked by hand."""

    def test_thirty_thirtyfive(self) -> None:
        """准格尔旗 as reported: 30 % of response, 35 % of resolution, 35 % of satisfaction."""
        score = Formula({"response": "30%", "resolution": "35%", "satisfaction": "35%"}).evaluate(
            {"response": "100%", "resolution": "92%", "satisfaction": "96%"}
        )
        assert score.points == Fraction("95.8")

    @pytest.mark.parametrize(
        ("rate", "steps", "wanted"),
        [
            ("90%", Steps.PROPORTIONAL, 25),
            ("99%", Steps.PROPORTIONAL, 25),
            ("87.5%", Steps.PROPORTIONAL, "22.5"),
            ("87.5%", Steps.WHOLE, 23),
            ("87.5%", Steps.STARTED, 22),
            ("87%", Steps.STARTED, 22),
            ("65%", Steps.PROPORTIONAL, 0),
            ("0", Steps.PROPORTIONAL, 0),
        ],
    )
    def test_threshold(self, rate: str, steps: Steps, wanted: Any) -> None:
        """一次性办结率: the full 25 at 90 % and above, a point less for each point below."""
        node = LessPerPoint(OfRate("one_go"), "90%", full_mark=25, steps=steps)
        assert Formula(node).evaluate({"one_go": rate}).value == Fraction(wanted)

    def test_growth_on_nothing(self) -> None:
        """What was nothing has no growth: not assessed, neither 0 nor 100."""
        formula = Formula(WeightedSum([(Growth(OfFigure("calls")), 1)]))
        assert formula.evaluate({}, figures={"calls": 3}, base={"calls": 0}).value is NOT_ASSESSED
        assert formula.evaluate({}, figures={"calls": 3}, base={"calls": 2}).value == Fraction(
            1, 2
        )
        with pytest.raises(AssessmentError, match="may be 0"):
            formula.bounds(
                {}, figures={"calls": 3}, base={"calls": Bounds(Fraction(0), Fraction(1))}
            )

    def test_left_out(self) -> None:
        """A part over nothing leaves its weight to the others, where the formula says so."""
        whole = WeightedSum(
            {"response": 30, "resolution": 35, "satisfaction": 35}, Lacking.LEFT_OUT
        )
        rates = {"response": "90%", "resolution": NOT_ASSESSED, "satisfaction": "80%"}
        assert Formula(whole).evaluate(rates).points == Fraction(30 * 90 + 35 * 80, 65)

    def test_mean_in_a_sum(self) -> None:
        """A mean stands inside a sum as one part of it."""
        tree = WeightedSum(
            [
                (OfRate("response"), "0.4"),
                (Mean((OfRate("resolution"), OfRate("satisfaction"))), "0.6"),
            ]
        )
        made = Formula(tree).evaluate({"response": 1, "resolution": "80%", "satisfaction": "60%"})
        assert made.points == 82
        assert "2 项平均" in made.explain()


class TestTold:
    """A reckoning says what was done: its points add up, or it says why they do not."""

    def test_left_out(self) -> None:
        """The weight that the others carry is told, and their points make the score."""
        tree = WeightedSum({"r": 30, "s": 70}, Lacking.LEFT_OUT)
        told = Formula(tree).evaluate({"r": "90%", "s": NOT_ASSESSED}).explain()
        assert "r 90.00%，权重 100%，计 90.00 分" in told
        assert "各项权重已乘以 (10/3)" in told

    def test_marks(self) -> None:
        """A mark is told as it is given, then as points of 100."""
        tree = WeightedSum([(OfRate("r"), 40), (Deductions(10, {"late": 3}), 1)])
        told = Formula(tree).evaluate({"r": 1}, findings={"late": 1}).explain()
        assert "满分 10 分，按查实项扣分，最低 0 分，得 7，折合 14.00 分" in told
        assert "满分 50，折合 100 分" in told

    @pytest.mark.parametrize(
        ("rate", "band"),
        [("96%", "达到 95%（含）"), ("91%", "达到 90%（含）"), ("5%", "低于各档")],
    )
    def test_band(self, rate: str, band: str) -> None:
        """The band that was reached is named."""
        tree = Choose(OfRate("r"), [("90%", Constant(8)), ("95%", Constant(10))], Constant(0))
        assert f"按所在档次取值：{band}" in Formula(tree).evaluate({"r": rate}).explain()

    @given(st.fixed_dictionaries(dict.fromkeys(RATES, ratios)))
    def test_parts_add_up(self, rates: dict[str, Fraction]) -> None:
        """Printed parts add up to the printed score, or it is said that they do not."""
        score = Formula({"response": 30, "resolution": 35, "satisfaction": 35}).evaluate(rates)
        told = str(score.explain())
        got = [Decimal(said) for said in re.findall(r"，计 ([\d.]+) 分", told)]
        assert len(got) == 3
        assert (sum(got) == score.printed()) != ("各项为修约后的数" in told)


class TestRounding:
    """修约: at one stated point, by the named rule; nowhere else."""

    @given(
        st.fixed_dictionaries(dict.fromkeys(RATES, ratios)),
        st.integers(0, 3),
        st.sampled_from(Rounding),
        st.sampled_from(RoundingPoint),
    )
    def test_point(
        self, rates: dict[str, Fraction], places: int, rule: Rounding, at: RoundingPoint
    ) -> None:
        """Rounding each rate first, or the score alone, is what decimals by hand give."""
        modes = {
            Rounding.HALF_UP: ROUND_HALF_UP,
            Rounding.TRUNCATE: ROUND_DOWN,
            Rounding.GBT_8170: ROUND_HALF_EVEN,
        }

        def by_hand(value: Fraction) -> Fraction:
            scaled = value * 10**places
            digits = Decimal(scaled.numerator) / Decimal(scaled.denominator)
            return Fraction(digits.quantize(Decimal(1), modes[rule])) / 10**places  # type: ignore[no-any-return]

        formula = Formula(dict.fromkeys(RATES, 1), rounding=Rounded(places, rule, at))
        got = formula.evaluate(rates).points
        assert isinstance(got, Fraction)
        if at is RoundingPoint.RATES:
            assert got == sum((by_hand(100 * rates[name]) for name in RATES), Fraction(0)) / 3
        else:
            assert got == by_hand(100 * sum(rates.values(), Fraction(0)) / 3)
        assert formula.bounds(rates) == Bounds(got, got)

    def test_ranks(self) -> None:
        """Rounding makes ties, and where it is done decides between units."""
        counts = Counts.of({"a": {"r": (2, 3), "s": (2, 3)}, "b": {"r": (1, 3), "s": (1, 1)}})
        ranks = {}
        for rounding in (None, *(Rounded(0, at=at) for at in RoundingPoint)):
            board = Scoreboard(counts, Formula({"r": 1, "s": 1}, rounding=rounding))
            ranks[rounding and rounding.at] = [row.rank for row in board.rank().ranked]
        assert ranks == {None: [1, 1], RoundingPoint.SCORE: [1, 1], RoundingPoint.RATES: [1, 2]}

    def test_printed(self) -> None:
        """A score is printed as its formula rounds, unless the caller says otherwise."""
        score = Formula({"r": 1}, rounding=Rounded(1, Rounding.TRUNCATE)).evaluate({"r": "64.59%"})
        assert score.printed() == Decimal("64.5")
        assert score.printed(3) == Decimal("64.500")
        assert "得分修约：保留 1 位小数，截尾" in score.explain()


class TestBoards:
    """A scoreboard gives a formula what it reads: rates, findings, figures, the base period."""

    COUNTS = Counts.of({"a": {"r": (9, 10)}, "b": {"r": (5, 10)}, "c": {"r": (0, 0)}})
    TREE = WeightedSum(
        [
            (OfRate("r"), 80),
            (Deductions(20, {"late": 3}), 1),
            (Bonus({"praise": 1}, 2), 1),
        ]
    )

    def test_findings(self) -> None:
        """The list of findings is whole: who is not in it has none; without a list nobody is scored."""
        board = Scoreboard(
            self.COUNTS, Formula(self.TREE), findings={"a": {"late": 2, "praise": 5}}
        )
        assert board.points("a") == 72 + 14 + 2
        assert board.points("b") == 40 + 20
        assert board.points("c") is NOT_ASSESSED
        told = str(board["a"].explain())
        assert "r 90.00%（9/10），权重 80%，计 72.00 分" in told
        assert "late 2 项，每项 3 分" in told
        with pytest.raises(SchemaError, match="findings"):
            Scoreboard(self.COUNTS, Formula(self.TREE))
        with pytest.raises(SchemaError, match="did you mean") as caught:
            Scoreboard(self.COUNTS, Formula(self.TREE), findings={"a": {"lat": 1}, "x": {}})
        assert len(caught.value.faults) == 2

    def test_base(self) -> None:
        """Growth is held against the counts of the base period; a new unit has none."""
        tree = WeightedSum([(OfRate("r"), 100), (Growth(OfRate("r"), Change.DIFFERENCE), 100)])
        before = Counts.of({"a": {"r": (8, 10)}})
        board = Scoreboard(self.COUNTS, Formula(tree), base=before)
        assert board.points("a") == 90 + 10
        assert board.points("b") is NOT_ASSESSED
        told = str(board["a"].explain())
        assert "本期：r 90.00%（9/10）" in told
        assert "基期：r 80.00%" in told
        with pytest.raises(SchemaError, match="base"):
            Scoreboard(self.COUNTS, Formula(tree))

    def test_figures(self) -> None:
        """A figure is the caller's, unit by unit; one that is missing is named."""
        tree = WeightedSum([(OfRate("r"), 90), (OfFigure("mechanism", full_mark=10), 1)])
        given_ = {"a": {"mechanism": 8}, "b": {"mechanism": "7.5"}}
        with pytest.raises(SchemaError, match=r"figures\[.c.\]\.mechanism"):
            Scoreboard(self.COUNTS, Formula(tree), figures=given_)
        board = Scoreboard(self.COUNTS.only(("a", "b")), Formula(tree), figures=given_)
        assert board.points("a") == 89
        assert board.points("b") == Fraction("52.5")
        assert (
            board.digest
            != Scoreboard(
                self.COUNTS.only(("a", "b")),
                Formula(tree),
                figures={**given_, "a": {"mechanism": 9}},
            ).digest
        )


class TestFaults:
    """What is no formula is refused, and says what it lacks."""

    @pytest.mark.parametrize(
        "make",
        [
            lambda: Constant(0.5),
            lambda: OfRate(3),  # type: ignore[arg-type]
            lambda: WeightedSum([]),
            lambda: WeightedSum([(OfRate("r"), 0.5)]),
            lambda: WeightedSum([OfRate("r")]),
            lambda: WeightedSum({"r": 1}, "left out"),  # type: ignore[arg-type]
            lambda: Mean(()),
            lambda: Mean(("r",)),
            lambda: LessPerPoint("r", "90%", full_mark=25),  # type: ignore[arg-type]
            lambda: LessPerPoint(OfRate("r"), 0.9, full_mark=25),
            lambda: LessPerPoint(OfRate("r"), "90%", full_mark=25, floor=26),
            lambda: LessPerPoint(OfRate("r"), "90%", full_mark=25, each=-1),
            lambda: Deductions(20, {}),
            lambda: Deductions(20, {"late": -1}),
            lambda: Deductions(20, {"late": 1}, 21),
            lambda: Deductions(20, {3: 1}),
            lambda: Bonus({"praise": 1}, -1),
            lambda: Growth(Growth(OfRate("r"))),
            lambda: Growth(Deductions(20, {"late": 1})),
            lambda: Choose(OfRate("r"), [], Constant(0)),
            lambda: Choose(OfRate("r"), [(1, Constant(0)), ("100%", Constant(1))], Constant(0)),
            lambda: Choose(OfRate("r"), [(1, "x")], Constant(0)),
            lambda: Choose(OfRate("r"), [(90, Constant(1))], Constant(0)),
            lambda: LessPerPoint(OfRate("r"), 90, full_mark=25),
            lambda: Clamp(OfRate("r"), 1, 0),
            lambda: OrElse(OfRate("r"), 1),  # type: ignore[arg-type]
            lambda: Formula("r"),
            lambda: Formula({"r": 1}, rounding=2),  # type: ignore[arg-type]
            lambda: Rounded(-1),
            lambda: Rounded(2, "half up"),  # type: ignore[arg-type]
            lambda: Rounded(2, at="score"),  # type: ignore[arg-type]
        ],
    )
    def test_construction(self, make: Any) -> None:
        """A wrong part is an error of ours, when it is built."""
        with pytest.raises(JiesuError):
            make()

    def test_inputs(self) -> None:
        """A number that is none, bounds the wrong way round, a list that is no mapping."""
        formula = Formula({"r": 1})
        for wrong in (Bounds(Fraction(1), Fraction(0)), Bounds(Fraction(0), Fraction(2)), 95):
            with pytest.raises(AssessmentError, match=r"rates\.r"):
                formula.bounds({"r": wrong})
        with pytest.raises(InexactNumberError):
            formula.bounds({"r": 0.5})
        with pytest.raises(AssessmentError, match="findings"):
            formula.evaluate({"r": 1}, findings=[1])  # type: ignore[arg-type]
        with pytest.raises(AssessmentError, match=r"findings\.late"):
            Formula(Deductions(20, {"late": 1})).evaluate({}, findings={"late": -1})
