"""一率: marks with weights, rates written from conditions, emphasis and narrowing, by definition."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import GROUND

from jiesu import (
    ASIDE,
    MET,
    UNMET,
    Counts,
    Fact,
    FactSpace,
    Mark,
    Rate,
    Row,
    Table,
    Tally,
    Text,
)
from jiesu.counts import Ratio, UnitCounts, count
from jiesu.errors import AssessmentError, InexactNumberError
from jiesu.labels import Label
from jiesu.sources import UNSET

HALF = Fraction(1, 2)


class Shade(Label):
    """Four values, to mark by."""

    A = "甲", "a"
    B = "乙", "b"
    C = "丙", "c"
    D = "丁", "d"


SHADES = FactSpace((Fact("shade", Text("色", "shade"), tuple(Shade)),))
VALUES: tuple[Any, ...] = SHADES.facts[0].domain
marks = st.builds(
    Mark,
    st.sampled_from((0, 1, HALF, Fraction(2, 3))),
    st.sampled_from((1, 2, HALF, Fraction(7, 3))),
) | st.just(ASIDE)


def by_shade(then: Mapping[Any, Any], name: str = "demo") -> Rate:
    """A rate that marks each value of the one fact."""
    rows = [
        Row(f"R{place}", {"shade": value}, mark, (GROUND,))
        for place, (value, mark) in enumerate(then.items(), 1)
    ]
    return Rate(name, Text("率", "rate"), Table(f"rates.{name}", SHADES, rows))


def of_one(numbers: Mapping[Any, int], unit: str = "a") -> Tally:
    """How many outcomes a unit has of each value."""
    return Tally(SHADES, {(unit, value): number for value, number in numbers.items()})


class TestWeights:
    """权重: an outcome that counts adds its weight below, and its credit of that weight above."""

    def test_refused(self) -> None:
        """A weight is exact and above 0; what does not count has none; faults come together."""
        for weight in (0, "-1", Fraction(-1, 2)):
            with pytest.raises(AssessmentError, match=r"mark\.weight: must be above 0"):
                Mark(1, weight)
        for inexact in (0.5, True, "two", None):
            with pytest.raises(InexactNumberError, match=r"mark\.weight"):
                Mark(1, inexact)
        with pytest.raises(AssessmentError, match="what does not count has no weight"):
            Mark(None, 2)
        with pytest.raises(AssessmentError) as caught:
            Mark(2, 0)
        assert [each.path for each in caught.value.faults] == ["mark.credit", "mark.weight"]

    def test_words(self) -> None:
        """A weight is told where it is not 1."""
        assert Mark(HALF, 2).text == Text(
            "计入分母，按 1/2 计入分子，权重 2", "counts, 1/2 met, weight 2"
        )
        assert Mark(1, "3/2").text.zh == "计入分母和分子，权重 3/2"
        assert Mark(0, 2).text.en == "counts, not met, weight 2"
        assert Mark(1, 1) == MET
        assert (Mark(1, 1).text, Mark(0, 1).text) == (MET.text, UNMET.text)

    @given(
        st.fixed_dictionaries(dict.fromkeys(VALUES, marks)),
        st.dictionaries(st.sampled_from(VALUES), st.integers(1, 30)),
        st.dictionaries(st.sampled_from(VALUES), st.integers(1, 30)),
    )
    def test_by_definition(
        self, then: dict[Any, Mark], first: dict[Any, int], second: dict[Any, int]
    ) -> None:
        """Sums over the outcomes one by one; sums of counts are counts of sums; ints where whole."""
        rate = by_shade(then)
        both = of_one(first) + of_one(second)
        top = bottom = Fraction(0)
        for numbers in (first, second):
            for value, number in numbers.items():
                for _ in range(number):
                    mark = then[value]
                    if mark.credit is not None:
                        bottom += mark.weight
                        top += mark.weight * mark.credit
        counts = count(both, None, [rate])
        added = count(of_one(first), None, [rate]) + count(of_one(second), None, [rate])

        assert counts == added
        for made in (counts, added):
            for ratio in (each.ratios[0] for each in made.units.values()):
                assert ratio == (top, bottom)
                assert all(isinstance(part, int) or part.denominator > 1 for part in ratio)
        if first or second:
            tickets = [*first.items(), *second.items()]
            behind = sum(number for value, number in tickets if then[value] is not ASIDE)
            assert counts.volumes("demo") == {"a": behind}

    def test_a_month_by_hand(self) -> None:
        """Three met of weight 3/2, one half met, two missed: (4.5 + 0.5) of 7.5."""
        rate = by_shade({Shade.A: Mark(1, "3/2"), Shade.B: Mark(HALF), Shade.C: UNMET})
        counts = count(of_one({Shade.A: 3, Shade.B: 1, Shade.C: 2}), None, [rate])

        assert counts.ratio("a", "demo") == (5, Fraction(15, 2))
        assert counts.rate("a", "demo") == Fraction(2, 3)
        assert counts.volumes("demo") == {"a": 6}
        assert counts.to_rows()[0]["demo_denominator"] == "15/2"
        assert counts.to_rows()[0]["demo_numerator"] == 5
        said = counts.explain().text()
        assert "率：5/7.5，66.67%" in said
        assert "计入分母和分子，权重 3/2，3 件" in said

    def test_volumes(self) -> None:
        """Figures from elsewhere have no rows: their denominator is all that is known."""
        published = Counts.of({"a": {"x": (1, 5)}, "b": {"y": (1, 2)}})
        assert published.volumes("x") == {"a": 5, "b": 0}
        open_row = by_shade({Shade.A: MET, Shade.B: UNSET})
        counts = count(of_one({Shade.A: 2, Shade.B: 7}), None, [open_row])
        assert counts.volumes("demo") == {"a": 2}

    def test_ratios(self) -> None:
        """A ratio is of exact numbers, none below 0, the first not above the second."""

        def one(top: Any, bottom: Any) -> Counts:
            rates = (Rate("x", Text("率", "rate")),)
            return Counts(rates, (), {"a": UnitCounts(9, 0, (), (Ratio(top, bottom),))})

        assert one(Fraction(1, 3), Fraction(2, 3)).rate("a", "x") == HALF
        wrongs: tuple[tuple[Any, Any], ...] = (
            *((1, -1), (-1, 1), (1, Fraction(1, 2)), (True, 1), (0, 10**30)),
            *((0, None), ("0", 1), (0, Fraction(10**30, 7))),
        )
        for top, bottom in wrongs:
            with pytest.raises(AssessmentError, match=r"counts\.units\['a'\]\.x"):
                one(top, bottom)
        for top, bottom, path in ((0.5, 1, "numerator"), (1, 1.5, "denominator")):
            with pytest.raises(InexactNumberError, match=rf"x\.{path}"):
                one(top, bottom)
