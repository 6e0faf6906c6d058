"""一率: marks with weights, rates written from conditions, emphasis and narrowing, by definition."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CITED, GROUND, LANGUAGES, Boxed, boxed

from jiesu import (
    ASIDE,
    MET,
    MISSING,
    NOT_ASSESSED,
    UNMET,
    CountedBy,
    Counts,
    ExclusionGround,
    Fact,
    FactSpace,
    Formula,
    HitPolicy,
    JiesuError,
    Mark,
    Rate,
    Row,
    Scoreboard,
    Table,
    Tally,
    Text,
    beijing_time,
)
from jiesu.counts import Ratio, Side, UnitCounts, count, percent
from jiesu.errors import (
    AssessmentError,
    InexactNumberError,
    InvalidValueError,
    SchemaError,
    UnknownFactError,
    UnsetError,
)
from jiesu.exact import Rounded, Rounding, plain, rounded
from jiesu.facts import AS, excluding
from jiesu.labels import Label
from jiesu.outcomes import OUTCOME_FACTS, Resolution, Role, Timeliness
from jiesu.rates import Emphasis, emphasised, emphasised_on, narrowed, share
from jiesu.sources import UNSET, Basis
from jiesu.tallies import Scope

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


# -- small spaces, conditions as plain data, and what they mean -----------------------------------

FACTS = (
    SHADES.facts[0],
    Fact("void", Text("作废", "void"), (True, False), AS(False, GROUND)),
    Fact("topic", Text("专题", "topic"), ("住房", "交通")),
)
SPACE = FactSpace(FACTS)
BARRED = FactSpace(FACTS, ({"shade": Shade.A, "topic": ("住房", MISSING)},))
TERM = Text("率", "rate")
Wanted = dict[str, tuple[bool, tuple[Hashable, ...]]]
"""Fact to whether the values pass, or all but them."""


def meaning(wanted: Wanted, case: Mapping[str, Hashable]) -> bool:
    """Whether a case meets conditions; a fact that is read as a value is so where it is missing."""
    for name, (named, values) in wanted.items():
        value = case[name]
        if name == "void" and value is MISSING:
            value = False
        if (value in values) is not named:
            return False
    return True


def as_written(wanted: Wanted) -> dict[str, Any]:
    """The same as a user writes it."""
    return {name: vs if named else excluding(*vs) for name, (named, vs) in wanted.items()}


def every(space: FactSpace = SPACE) -> Iterator[dict[str, Hashable]]:
    """Every case that can occur."""
    for values in product(*((*fact.values, MISSING) for fact in FACTS)):
        case = dict(zip(space.names, values, strict=True))
        barred = case["shade"] is Shade.A and case["topic"] in {"住房", MISSING}
        if space is SPACE or not barred:
            yield case


def of_fact(fact: Fact) -> st.SearchStrategy[tuple[bool, tuple[Hashable, ...]]]:
    """Values to pass, or to keep out and leave something."""
    some = st.lists(st.sampled_from(fact.domain), min_size=1, unique=True).map(tuple)
    fewer = st.lists(st.sampled_from(fact.domain), max_size=len(fact.domain) - 1, unique=True)
    return st.tuples(st.just(value=True), some) | st.tuples(st.just(value=False), fewer.map(tuple))


conditions: st.SearchStrategy[Wanted] = st.fixed_dictionaries(
    {}, optional={fact.name: of_fact(fact) for fact in FACTS}
)
spaces = st.sampled_from((SPACE, BARRED))
worths = st.tuples(
    st.just("shade"),
    st.dictionaries(st.sampled_from(VALUES), st.sampled_from(("0", "1/2", "1")), min_size=1),
)
numbers = st.lists(st.integers(0, 4), min_size=45, max_size=45)
"""How many outcomes there are of each case; five shades by three by three."""


def tallied(
    drawn: list[int], space: FactSpace, times: Callable[[Any], int] = lambda _: 1
) -> Tally:
    """So many outcomes of each case, each *times* over."""
    pairs = zip(every(space), drawn, strict=False)
    return Tally(SPACE, {("a", *case.values()): number * times(case) for case, number in pairs})


def ratio(rate: Rate, tally: Tally) -> tuple[Fraction, Fraction]:
    """Numerator and denominator of the one unit; of nothing 0 and 0."""
    made = count(tally, None, [rate]).units
    return made["a"].ratios[0] if made else Ratio(0, 0)  # type: ignore[return-value]


def mark(rate: Rate, case: Mapping[str, Hashable]) -> Any:
    """How a case counts, by the table's slow way: every row tested."""
    assert rate.table is not None
    (hit,) = rate.table.explain(rate.table.space.make(**case)).hits
    return hit.then


class TestShare:
    """分子、分母: what meets both counts and is met, what is among counts, the rest does not."""

    @given(conditions, conditions | st.none(), spaces, st.none() | worths, numbers)
    def test_by_definition(
        self,
        met: Wanted,
        among: Wanted | None,
        space: FactSpace,
        worth: Any,
        drawn: list[int],
    ) -> None:
        """The table is clean, each case is marked as defined, and counts are those of a plain loop."""

        def wanted(case: Mapping[str, Hashable]) -> Mark:
            if among is not None and not meaning(among, case):
                return ASIDE
            if not meaning(met, case):
                return UNMET
            return MET if worth is None else Mark(worth[1].get(case["shade"], 0))

        def meets(case: Mapping[str, Hashable]) -> bool:
            valued = worth is None or case["shade"] in worth[1]
            return wanted(case) is not ASIDE and meaning(met, case) and valued

        given_ = {
            "met": as_written(met),
            "among": None if among is None else as_written(among),
            "worth": worth,
            "space": space,
            "grounds": (GROUND, CITED),
        }
        idle = worth and set(worth[1]) - {case["shade"] for case in every() if meets(case)}
        if idle or not any(map(meets, every(space))):
            with pytest.raises(AssessmentError, match=r"rates\.demo\.(met|worth)"):
                share("demo", TERM, **given_)
            return

        rate = share("demo", TERM, **given_)
        assert rate.table is not None
        assert not [each for each in rate.table.check() if each.fault]
        assert {row.grounds for row in rate.table.rows} == {(GROUND, CITED)}
        top = bottom = Fraction(0)
        for case, number in zip(every(space), drawn, strict=False):
            marked = mark(rate, case)
            assert marked == wanted(case)
            for _ in range(number):
                if marked.credit is not None:
                    bottom += 1
                    top += marked.credit
        assert ratio(rate, tallied(drawn, space)) == (top, bottom)

    @given(conditions, conditions)
    def test_one_writing(self, met: Wanted, among: Wanted) -> None:
        """The order in which conditions are written makes no other table, nor does their form."""

        def rate(written: Callable[[Wanted], dict[str, Any]]) -> Rate | None:
            try:
                return share(
                    "x",
                    TERM,
                    met=written(met),
                    among=written(among),
                    grounds=[GROUND],
                    space=SPACE,
                )
            except AssessmentError:
                return None

        def backwards(wanted: Wanted) -> dict[str, Any]:
            sides = {
                name: [v for v in SPACE.facts[SPACE.index(name)].domain if (v in vs) is named]
                for name, (named, vs) in reversed(wanted.items())
            }
            return dict(sides)

        assert rate(as_written) == rate(backwards)

    def test_rows(self) -> None:
        """A row per credit, per fact that fails, per fact that keeps out, with ids to name them."""
        rate = share(
            "demo",
            TERM,
            met={"resolved": (Resolution.RESOLVED, Resolution.PARTLY), "responded": True},
            worth=("resolved", {Resolution.PARTLY: "1/2", Resolution.RESOLVED: 1}),
            among={"timeliness": excluding(Timeliness.OPEN), "void": False},
            grounds=[CITED],
        )
        assert rate.table is not None
        told = [(row.id, row.explain().says.zh, row.then.text.zh) for row in rate.table.rows]
        due = "办结时效为按时办结、逾期办结、逾期未办结、未载明"
        assert told == [
            (
                "M1",
                f"{due}，诉求人评价已响应，诉求人评价（解决）为解决，作废：否",
                "计入分母和分子",
            ),
            (
                "M2",
                f"{due}，诉求人评价已响应，诉求人评价（解决）为部分解决，作废：否",
                "计入分母，按 1/2 计入分子",
            ),
            ("U1", f"{due}，诉求人评价已响应：否或未载明，作废：否", "只计入分母"),
            (
                "U2",
                f"{due}，诉求人评价已响应，诉求人评价（解决）为未解决、未载明，作废：否",
                "只计入分母",
            ),
            ("O1", "办结时效为办理中未到期", "分子、分母均不计入"),
            ("O2", f"{due}，作废", "分子、分母均不计入"),
        ]
        assert (rate.table.name, rate.table.policy) == ("rates.demo", HitPolicy.UNIQUE)

    def test_refused(self) -> None:
        """What contradicts, what nobody knows, and what is worth nothing, with where it stands."""

        def one(**more: Any) -> Rate:
            told: dict[str, Any] = {"met": {"responded": True}, "grounds": [GROUND]}
            return share("demo", TERM, **told | more)

        with pytest.raises(AssessmentError, match=r"rates\.demo\.met: nothing that counts"):
            one(among={"responded": False})
        with pytest.raises(UnknownFactError) as caught:
            one(met={"respond": True}, among={"responded": "yes"}, worth=("x", {1: 1}))
        paths = ["rates.demo.among.responded", "rates.demo.met", "rates.demo.worth"]
        assert [each.path for each in caught.value.faults] == paths
        with pytest.raises(UnknownFactError):
            one(among={"void": MISSING})  # read as a value: no row may name it
        worth = {Resolution.RESOLVED: 1, Resolution.PARTLY: "1/2"}
        with pytest.raises(AssessmentError, match=r"worth\[partly resolved\]"):
            one(met={"resolved": Resolution.RESOLVED}, worth=("resolved", worth))
        with pytest.raises(AssessmentError, match=r"mark\.credit"):
            one(met={}, worth=("resolved", {Resolution.RESOLVED: 2}))
        with pytest.raises(InexactNumberError, match=r"worth\[resolved\]"):
            one(met={}, worth=("resolved", {Resolution.RESOLVED: 0.5}))
        with pytest.raises(JiesuError, match="no ground"):
            one(grounds=[])


# -- a rate from a rate ---------------------------------------------------------------------------

then = marks | st.just(UNSET)


@st.composite
def rates(draw: st.DrawFn, *, open_: bool = True) -> Rate:
    """A rate by conditions, or rows of any marks; under FIRST they overlap."""
    space = draw(spaces)
    if draw(st.booleans()):
        met, among = draw(conditions), draw(conditions)
        try:
            return share(
                "demo",
                TERM,
                met=as_written(met),
                among=as_written(among),
                grounds=[GROUND],
                space=space,
            )
        except AssessmentError:
            pass  # nothing can meet it: rows, then
    drawn = draw(st.lists(st.tuples(conditions, then if open_ else marks), max_size=3))
    rows = [
        Row(f"R{n}", as_written(when), value, (GROUND,)) for n, (when, value) in enumerate(drawn)
    ]
    rows.append(Row("L", {}, MET, (GROUND,)))
    return Rate("demo", TERM, Table("rates.demo", space, rows, HitPolicy.FIRST))


def faults(rate: Rate) -> list[str]:
    """What is wrong with the rows: gaps, overlaps, dead ones."""
    assert rate.table is not None
    return [each.kind for each in rate.table.check() if each.fault]


class TestNarrowed:
    """缩小分母: what is outside is no part of the rate; what stays counts as it did."""

    @given(rates(), conditions, numbers)
    def test_by_definition(self, rate: Rate, among: Wanted, drawn: list[int]) -> None:
        """Case by case; and the counts are those of the outcomes that stay."""
        assert rate.table is not None
        space = rate.table.space
        kept = {mark(rate, case) for case in every(space) if meaning(among, case)}
        if kept <= {ASIDE}:
            with pytest.raises(AssessmentError, match=r"among: nothing is left"):
                narrowed(rate, as_written(among))
            return

        made = narrowed(rate, as_written(among))
        assert made.table is not None
        assert faults(made) == []
        for case in every(space):
            assert mark(made, case) == (mark(rate, case) if meaning(among, case) else ASIDE)
        stays = tallied(drawn, space, lambda case: int(meaning(among, case)))
        assert ratio(made, tallied(drawn, space)) == ratio(rate, stays)
        old = {row.id: row for row in rate.table.rows}
        for row in made.table.rows:
            if row.id in old:
                assert (row.then, row.grounds) == (old[row.id].then, old[row.id].grounds)
            else:
                assert (row.id[0], row.then, row.basis) == ("O", ASIDE, Basis.OWN)

    def test_twice(self) -> None:
        """To narrow again takes new ids; the ground of each is told."""
        rate = share("demo", TERM, met={"responded": True}, grounds=[GROUND])
        once = narrowed(rate, {"role": Role.LEAD}, [CITED])
        twice = narrowed(once, {"void": False})
        assert twice.table is not None
        assert [row.id for row in twice.table.rows] == ["M1", "U1", "O1", "O2"]
        assert twice.table.row("O1").grounds == (CITED,)
        assert "分母由使用者限定" in twice.table.row("O2").grounds[0].text.zh
        assert not [each for each in twice.table.check() if each.fault]

    def test_refused(self) -> None:
        """A rate without a table, facts that nobody knows."""
        with pytest.raises(AssessmentError, match=r"rates\.x: has no table"):
            narrowed(Rate("x", TERM), {"role": Role.LEAD})
        rate = share("demo", TERM, met={"responded": True}, grounds=[GROUND])
        with pytest.raises(UnknownFactError, match=r"rates\.demo\.among"):
            narrowed(rate, {"topic": "住房"})
        wider = rate.over(OUTCOME_FACTS.extend(FACTS[2]))
        assert narrowed(wider, {"topic": "住房"}).table is not None
        with pytest.raises(SchemaError, match=r"rates\.demo\.space"):
            rate.over(SPACE)


class TestEmphasised:
    """重点诉求加权: an outcome of the topic counts as many times as its weight says."""

    @given(rates(), conditions, numbers, st.integers(1, 4))
    def test_as_so_many(self, rate: Rate, when: Wanted, drawn: list[int], weight: int) -> None:
        """The counts are those of the topic's outcomes that many times; of weight 1 the same."""
        assert rate.table is not None
        space = rate.table.space
        made = emphasised(rate, as_written(when), weight, [CITED])
        several = tallied(drawn, space, lambda case: weight if meaning(when, case) else 1)
        assert faults(made) == []
        assert ratio(made, tallied(drawn, space)) == ratio(rate, several)
        if weight == 1:
            assert ratio(made, tallied(drawn, space)) == ratio(rate, tallied(drawn, space))

    @given(rates(), conditions, st.sampled_from(("1/2", "3", "5/3")))
    def test_rows(self, rate: Rate, when: Wanted, weight: str) -> None:
        """Case by case: the mark with the weight, and a row whose id says where it comes from."""
        assert rate.table is not None
        made = emphasised(rate, as_written(when), weight, [CITED])
        assert made.table is not None
        assert made.table.policy is rate.table.policy
        for case in every(rate.table.space):
            facts = rate.table.space.make(**case)
            (old,), (new,) = (each.explain(facts).hits for each in (rate.table, made.table))
            counts = isinstance(old.then, Mark) and old.then.credit is not None
            if isinstance(old.then, Mark) and counts and meaning(when, case):
                assert new.then == Mark(old.then.credit, old.then.weight * Fraction(weight))
                assert (new.id, new.grounds) == (f"{old.id}+1", (*old.grounds, CITED))
            else:
                assert (new.then, new.grounds) == (old.then, old.grounds)
                assert new.id == old.id or (counts and new.id.startswith(f"{old.id}-1-"))

    @given(rates(), conditions, conditions, numbers)
    def test_several(self, rate: Rate, one: Wanted, two: Wanted, drawn: list[int]) -> None:
        """Emphases multiply, in whichever order."""
        assert rate.table is not None
        space = rate.table.space

        def times(case: Mapping[str, Hashable]) -> int:
            return (2 if meaning(one, case) else 1) * (3 if meaning(two, case) else 1)

        first = emphasised(
            emphasised(rate, as_written(one), 2, [CITED]), as_written(two), 3, [CITED]
        )
        second = emphasised(
            emphasised(rate, as_written(two), 3, [CITED]), as_written(one), 2, [CITED]
        )
        wanted = ratio(rate, tallied(drawn, space, times))
        for made in (first, second):
            assert ratio(made, tallied(drawn, space)) == wanted

    def test_by_hand(self) -> None:
        """Housing counts double: two of three met, one of them of housing, is three of four."""
        rate = share("demo", TERM, met={"shade": Shade.A}, grounds=[GROUND], space=SPACE)
        made = emphasised(rate, {"topic": "住房", "void": False}, 2, [CITED])
        tally = Tally(
            SPACE,
            {
                ("a", Shade.A, False, "住房"): 1,
                ("a", Shade.A, False, "交通"): 1,
                ("a", Shade.B, False, MISSING): 1,
            },
        )
        counts = count(tally, None, [made])

        assert made.table is not None
        ids = ["M1+1", "M1", "M1-1-2", "U1+1", "U1", "U1-1-2"]
        assert [row.id for row in made.table.rows] == ids
        assert counts.ratio("a", "demo") == (3, 4)
        assert counts.volumes("demo") == {"a": 3}
        said = counts.explain().text()
        assert "M1+1 色为甲，作废：否，专题为住房：计入分母和分子，权重 2，1 件" in said

    def test_on_a_day(self) -> None:
        """An emphasis holds from its first day to the day before its last; ids are of its place."""
        rate = share("demo", TERM, met={"responded": True}, grounds=[GROUND])
        march, april = date(2026, 3, 1), date(2026, 4, 1)
        given_ = (
            Emphasis({"role": Role.LEAD}, 2, march, april, [CITED]),
            Emphasis({"unlawful": True}, "1/2", april, None, [CITED]),
        )
        assert emphasised_on(rate, given_, march - timedelta(1)) is rate
        for day in (march, april - timedelta(1)):
            assert emphasised_on(rate, given_, day) == emphasised(
                rate, {"role": Role.LEAD}, 2, [CITED]
            )
        for day in (april, date(2099, 1, 1)):
            made = emphasised_on(rate, given_, day).table
            assert made is not None
            assert [row.id for row in made.rows] == ["M1+2", "M1", "U1+2", "U1"]
        both = (given_[0], attrs.evolve(given_[1], since=march))
        made = emphasised_on(rate, both, march).table
        assert made is not None
        assert {"M1+1+2", "M1+1", "M1+2", "M1"} <= {row.id for row in made.rows}

    def test_refused(self) -> None:
        """An emphasis has days, a weight above 0 and grounds; all faults at once."""
        rate = share("demo", TERM, met={"responded": True}, grounds=[GROUND])
        wrong: Any = {"when": [], "since": "2026", "until": 1}
        with pytest.raises(AssessmentError) as caught:
            Emphasis(**wrong, weight=0, grounds=())
        paths = [f"emphasis.{name}" for name in ("when", "since", "until", "grounds", "weight")]
        assert [each.path for each in caught.value.faults] == paths
        day = date(2026, 3, 1)
        with pytest.raises(AssessmentError, match="ends before it starts"):
            Emphasis({}, 2, day, day, [CITED])
        with pytest.raises(InexactNumberError, match=r"emphasis\.weight"):
            emphasised(rate, {}, 1.5, [CITED])
        with pytest.raises(UnknownFactError, match=r"rates\.demo\.when"):
            emphasised(rate, {"topic": "住房"}, 2, [CITED])
        with pytest.raises(JiesuError, match="no ground"):
            emphasised(rate, {"responded": True}, 2, [])
        with pytest.raises(AssessmentError, match=r"emphases\[0\]"):
            emphasised_on(rate, [rate], day)  # type: ignore[list-item]


class TestNamed:
    """改名: the same rate under another name, by which its rows are found."""

    @given(rates(), numbers)
    def test_same_counts(self, rate: Rate, drawn: list[int]) -> None:
        """It counts the same; its table goes by the new name."""
        assert rate.table is not None
        other = rate.named("other", Text("另一率", "another"))
        assert other.table is not None
        assert (other.name, other.table.name, other.term.en) == ("other", "rates.other", "another")
        tally = tallied(drawn, rate.table.space)
        assert ratio(other, tally) == ratio(rate, tally)
        assert other.named("demo", TERM) == rate
        assert Rate("x", TERM).named("y") == Rate("y", TERM)


PUT_BESIDE = Counts.of({"a": {"r": (1, 2)}}).beside(Counts.of({"a": {"r": (1, 2)}}), "x", "y")
ASKED: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "share": (
        share,
        {
            "name": "demo",
            "term": TERM,
            "met": {"responded": True},
            "among": {"void": False},
            "grounds": (GROUND,),
            "worth": ("resolved", {Resolution.RESOLVED: 1}),
            "space": OUTCOME_FACTS,
        },
    ),
    "narrowed": (
        narrowed,
        {
            "rate": share("demo", TERM, met={"responded": True}, grounds=[GROUND]),
            "among": {"role": Role.LEAD},
            "grounds": (GROUND,),
        },
    ),
    "emphasised": (
        emphasised,
        {
            "rate": share("demo", TERM, met={"responded": True}, grounds=[GROUND]),
            "when": {"role": Role.LEAD},
            "weight": 2,
            "grounds": (GROUND,),
        },
    ),
    "emphasised_on": (
        emphasised_on,
        {
            "rate": share("demo", TERM, met={"responded": True}, grounds=[GROUND]),
            "emphases": (Emphasis({}, 2, date(2026, 1, 1), None, [GROUND]),),
            "day": date(2026, 3, 1),
        },
    ),
    "Emphasis": (
        Emphasis,
        {
            "when": {},
            "weight": 2,
            "since": date(2026, 1, 1),
            "until": date(2027, 1, 1),
            "grounds": (GROUND,),
        },
    ),
    "Emphasis.in_force": (
        Emphasis({}, 2, date(2026, 1, 1), None, [GROUND]).in_force,
        {"day": date(2026, 3, 1)},
    ),
    "Rate.named": (Rate("x", TERM).named, {"name": "y", "term": TERM}),
    "Rate.over": (
        share("demo", TERM, met={"responded": True}, grounds=[GROUND]).over,
        {"space": OUTCOME_FACTS},
    ),
    "Mark": (Mark, {"credit": 1, "weight": 2}),
    "Counts.beside": (
        Counts.of({"a": {"r": (1, 2)}}).beside,
        {
            "other": Counts.of({"a": {"r": (1, 2)}}),
            "own": "x",
            "others": "y",
            "terms": {"x": TERM},
        },
    ),
    "Side": (Side, {"name": "x", "term": TERM, "scopes": frozenset()}),
    "Counts of sides": (
        lambda sides, own: attrs.evolve(
            PUT_BESIDE, sides=sides, units={"a": PUT_BESIDE.units["a"]._replace(sides=own)}
        ),
        {"sides": (Side("x", TERM), Side("y", TERM)), "own": ((2, 0), (2, 0))},
    ),
    "Counts.volumes": (PUT_BESIDE.volumes, {"name": "x_r"}),
}


@pytest.mark.parametrize("name", ASKED)
class TestGarbage:
    """Whatever stands in the place of an argument: a value, or an error of the library's own."""

    @given(st.data(), boxed)
    def test_refused(self, name: str, data: st.DataObject, wrong: Boxed) -> None:
        """No error of Python's comes through, and what is made can be told."""
        ask, arguments = ASKED[name]
        place = data.draw(st.sampled_from(sorted(arguments)))
        try:
            made = ask(**arguments | {place: wrong.value})
        except JiesuError as refused:
            made = refused
        if isinstance(made, JiesuError):
            assert all(each.path for each in made.faults)
        elif isinstance(made, Rate) and made.table is not None:
            counts = count(Tally(made.table.space, {}), None, [made])
            assert all(counts.explain(lang).text() for lang in LANGUAGES)
        elif isinstance(made, Counts):
            assert all(made.explain(lang).text() for lang in LANGUAGES)
            assert len(made.to_rows()) == len(made.units)


# -- countings side by side -----------------------------------------------------------------------


EXCLUSIONS = Table(
    "assessment.exclusions",
    SPACE,
    [Row("X1", {"void": True}, ExclusionGround.VOID, (GROUND,))],
    HitPolicy.COLLECT,
)
RATE = share("demo", TERM, met={"shade": Shade.A}, grounds=[GROUND], space=SPACE)
TERMS = {"own": Text("本部门", "department"), "industry": Text("行业", "industry")}
profiles = st.dictionaries(
    st.tuples(st.sampled_from("abc"), *(st.sampled_from((*f.values, MISSING)) for f in FACTS)),
    st.integers(1, 9),
    max_size=6,
)
exclusions = st.sampled_from((None, EXCLUSIONS))


class TestBeside:
    """并列: two countings of the same units under names of their own, of which nothing is summed."""

    @given(profiles, profiles, exclusions, exclusions)
    def test_each_as_it_was(self, first: Any, second: Any, left: Any, right: Any) -> None:
        """Every figure of either stands under its side; who stands in one alone has 0/0 there."""
        one, two = (
            count(Tally(SPACE, first), left, [RATE]),
            count(Tally(SPACE, second), right, [RATE]),
        )
        both = one.beside(two, "own", "industry", TERMS)

        assert set(both.units) == set(one.units) | set(two.units)
        assert [rate.name for rate in both.rates] == ["own_demo", "industry_demo"]
        assert [rate.term.zh for rate in both.rates] == ["率（本部门）", "率（行业）"]
        assert (both.total, both.excluded) == (one.total, one.excluded)
        rows = {str(row["unit"]): row for row in both.to_rows()}
        for unit, row in rows.items():
            for name, each in (("own", one), ("industry", two)):
                told = each.units.get(unit)
                ratio_ = told.ratios[0] if told else Ratio(0, 0)
                assert both.ratio(unit, f"{name}_demo") == ratio_
                assert row[f"{name}_total"] == (told.total if told else 0)
                assert row[f"{name}_excluded"] == (told.excluded if told else 0)
                assert row[f"{name}_demo_denominator"] == ratio_.denominator
                volume = each.volumes("demo").get(unit, 0)
                assert both.volumes(f"{name}_demo")[unit] == volume
        assert [(row.id, number) for row, number in both.ledger] == [
            *((f"own_{row.id}", number) for row, number in one.ledger),
            *((f"industry_{row.id}", number) for row, number in two.ledger),
        ]

    @given(profiles, profiles, profiles, profiles)
    def test_adds(self, a: Any, b: Any, c: Any, d: Any) -> None:
        """Sums and roll-ups are taken side by side: first added or first put beside is one."""
        parts = [count(Tally(SPACE, each), EXCLUSIONS, [RATE]) for each in (a, b, c, d)]
        added = parts[0].beside(parts[1], "x", "y") + parts[2].beside(parts[3], "x", "y")
        assert added == (parts[0] + parts[2]).beside(parts[1] + parts[3], "x", "y")
        groups = {"a": "A", "b": "A", "c": "C"}
        rolled = parts[0].rolled_up(groups).beside(parts[1].rolled_up(groups), "x", "y")
        assert parts[0].beside(parts[1], "x", "y").rolled_up(groups) == rolled
        only = parts[0].only(["a"]).beside(parts[1].only(["a"]), "x", "y")
        assert parts[0].beside(parts[1], "x", "y").only(["a"]) == only

    def test_one_formula(self) -> None:
        """部门+行业 in one formula: 60 % of 3/4, 40 % of 3/5."""
        own = Counts.of({"bureau": {"demo": (3, 4)}, "alone": {"demo": (1, 1)}})
        industry = Counts.of({"bureau": {"demo": (60, 100)}})
        both = own.beside(industry, "own", "industry", TERMS)
        board = Scoreboard(both, Formula({"own_demo": "60%", "industry_demo": "40%"}))

        assert board.points("bureau") == 60 * Fraction(3, 4) + 40 * Fraction(3, 5)
        assert board.points("alone") is NOT_ASSESSED
        said = both.explain().text()
        assert "本部门：分子、分母据公布数，剔除情况未载明；件数为各率分母中最大的；行业：" in said
        assert "不相加" in said
        assert "demo（行业）：60/100，60.00%" in said
        assert "and they are not added up" in both.explain("en").text("en")

    def test_three(self) -> None:
        """A side may be countings side by side already: each keeps its own figures."""
        one, two, three = (Counts.of({"a": {"r": (1, n)}}) for n in (2, 3, 4))
        all_ = one.beside(two, "lead", "co").beside(three, "unit", "industry")

        assert [side.name for side in all_.sides] == ["unit_lead", "unit_co", "industry"]
        (row,) = all_.to_rows()
        told = [(name, row[name]) for name in row if name.endswith("_total")]
        assert told == [("unit_lead_total", 2), ("unit_co_total", 3), ("industry_total", 4)]
        assert all_.rate("a", "unit_co_r") == Fraction(1, 3)
        assert all_.rates[1].term.zh == "r（co）（unit）"

    def test_scopes(self) -> None:
        """Each side says of which period it is: two months are not told as one."""

        def of(month: int) -> Counts:
            start, end = beijing_time(2026, month, 1), beijing_time(2026, month + 1, 1)
            scope = Scope(start, end, CountedBy.DUE, beijing_time(2026, 5, 1))
            return Counts((), (), {}, scopes=frozenset({scope}))

        both = of(3).beside(of(4), "own", "industry", TERMS)
        said = [str(part.says.zh) for part in both.explain().parts]
        assert said[0].startswith("本部门：考评周期 2026-03-01 至 2026-03-31")
        assert said[1].startswith("行业：考评周期 2026-04-01 至 2026-04-30")
        assert both.scopes == of(3).scopes | of(4).scopes
        more = both + of(4).beside(of(3), "own", "industry", TERMS)
        assert (
            more.explain().parts[0].says.zh.startswith("本部门：考评周期 2026-03-01 至 2026-04-30")
        )

    def test_unset(self) -> None:
        """What nobody published is refused by the row of the rulebook, whichever side it is on."""
        open_ = by_shade({Shade.A: MET, Shade.B: UNSET})
        one, two = (count(of_one({each: 1}), None, [open_]) for each in (Shade.A, Shade.B))
        both = one.beside(two, "own", "industry")

        assert both.rate("a", "own_demo") == 1
        with pytest.raises(UnsetError, match=r'"rates\.demo\.R2"'):
            both.rate("a", "industry_demo")

    def test_refused(self) -> None:
        """Names of sides are identifiers, not one for both, and make no name twice."""
        one = Counts.of({"a": {"r": (1, 2)}})
        for names, match in (
            (("x", "x"), "the same name"),
            (("x y", "z"), "identifier"),
            ((1, "z"), r"sides\[0\]"),
        ):
            with pytest.raises(AssessmentError, match=match):
                one.beside(one, *names)
        with pytest.raises(AssessmentError, match=r"terms\.ow: there is no such side.*own"):
            one.beside(one, "own", "others", {"ow": TERM})
        with pytest.raises(AssessmentError, match="a rate stands twice"):
            Counts.of({"a": {"y_r": (1, 2)}}).beside(one, "x", "x_y")
        with pytest.raises(SchemaError, match="different ways"):
            _ = one.beside(one, "a", "b") + one.beside(one, "a", "c")
        with pytest.raises(AssessmentError, match=r"counts\.units"):
            attrs.evolve(one, sides=(Side("a", TERM),))


class TestPublished:
    """Figures that somebody published are numerators and denominators, and nothing besides."""

    FIGURES = Counts.of({"a": {"r": (3, 4), "s": (5, 9)}, "b": {"r": (1, 2)}})

    def test_what_is_left_out_is_not_known(self) -> None:
        """No number of what was left out is told, and the number of tickets is told as a guess."""
        told = str(self.FIGURES.explain())
        assert "分子、分母据公布数，剔除情况未载明；件数为各率分母中最大的，合计 11 件次" in told
        assert "剔除 0" not in told
        assert "left out;" not in str(self.FIGURES.explain("en"))
        assert self.FIGURES.published
        assert self.FIGURES.only(["b"]).published

    def test_what_was_counted_is_known(self) -> None:
        """A tally knows what was left out, also none, and also where no rate was asked for."""
        rate = by_shade(dict.fromkeys(VALUES, MET))
        for rates in ([rate], []):
            made = count(of_one({Shade.A: 2}), None, rates)
            assert not made.published
            assert "计入考评 2 件次，剔除 0 件次" in made.explain()

    def test_side_by_side(self) -> None:
        """Beside what was counted, each is told as it is."""
        own = count(of_one({Shade.A: 2}), None, [by_shade(dict.fromkeys(VALUES, MET))])
        both = own.beside(self.FIGURES, "own", "theirs")
        assert not both.published
        (part,) = [each for each in both.explain().parts if "件次" in each.says.zh]
        assert "own：计入考评 2 件次，剔除 0 件次；theirs：分子、分母据公布数" in part.says.zh


class TestPrinted:
    """A rate is printed in per cent, by the rounding that a page has."""

    @given(
        st.fractions(0, 1, max_denominator=99), st.integers(0, 4), st.sampled_from(tuple(Rounding))
    )
    def test_as_the_page_rounds(self, value: Fraction, places: int, rule: Rounding) -> None:
        """The counts tell a rate to the places and by the rule that they are given."""
        made = Counts.of({"a": {"r": value.as_integer_ratio()}})
        said = f"{rounded(100 * value, places, rule)}%"
        assert percent(value, places, rule) == Text(said, said)
        told = made.explain(rounding=Rounded(places, rule))
        assert told.parts[-1].says.zh == f"r：{plain(value.numerator)}/{value.denominator}，{said}"
        usual = made.explain().parts[-1].says.zh
        assert usual.endswith(f"{rounded(100 * value, 2)}%")

    def test_refused(self) -> None:
        """What is no number has no per cent; nor has a page another rounding than one."""
        for odd in ({"a": 1}, 0.5, None, "x", [Fraction(1)]):
            with pytest.raises(InexactNumberError):
                percent(odd)  # type: ignore[arg-type]
        with pytest.raises(InvalidValueError):
            percent(HALF, 2.0)  # type: ignore[arg-type]
        with pytest.raises(InvalidValueError):
            Counts.of({"a": {"r": (1, 2)}}).explain(rounding=2)  # type: ignore[arg-type]
