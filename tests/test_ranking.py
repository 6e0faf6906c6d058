"""排名与分档 against its definition: a rank is one more than the number of those strictly better."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu import NOT_ASSESSED, Band, Counts, Formula, Rounding, Scoreboard, Text, Ties, rank
from jiesu.errors import AssessmentError, InexactNumberError, InvalidValueError, JiesuError
from jiesu.ranking import (
    PER_TEN_THOUSAND,
    SCORES,
    Breaker,
    CutTies,
    League,
    Ranked,
    Scale,
    Unranked,
    WhyUnranked,
    by_class,
    cut,
    per_ten_thousand,
)

Value = Any

EXCELLENT = Band(Text("优秀", "excellent"), "95")
GOOD = Band(Text("良好", "good"), 80)
POOR = Band(Text("较差", "poor"), Fraction(0))
BANDS = (GOOD, POOR, EXCELLENT)

# Few values, so that ties are common; some of them differ only beyond the second decimal.
POINTS = (
    Fraction(0),
    Fraction(80),
    Fraction(79996, 1000),
    Fraction(79995, 1000),
    Fraction(79985, 1000),
    Fraction(79994, 1000),
    Fraction(95),
    Fraction(285, 3) + Fraction(1, 10**9),
    Fraction(200, 3),
    Fraction(100),
)
units = st.sampled_from([f"u{n}" for n in range(12)])
numbers = st.dictionaries(units, st.sampled_from(POINTS), max_size=12)
values = st.dictionaries(units, st.sampled_from((*POINTS, NOT_ASSESSED)), max_size=12)
places = st.sampled_from((None, 0, 1, 2, 5))
everyone = [f"u{n}" for n in range(12)]
# A second number of every unit, of few values, so that some ties are parted and some are not.
second: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    dict.fromkeys(everyone, st.sampled_from((Fraction(1), Fraction(1, 3), NOT_ASSESSED)))
)
breakers = st.lists(st.tuples(second, st.booleans()), max_size=3).map(
    lambda given_: tuple(
        Breaker(Text(f"比较项{n}", f"item {n}"), values_, low)
        for n, (values_, low) in enumerate(given_)
    )
)
SATISFIED = Text("满意率", "satisfaction rate")


def to_places(value: Fraction, decimals: int | None, rule: Rounding) -> Fraction:
    """A value of 0 or more as published, in whole units of the last place."""
    if decimals is None:
        return value
    scaled = value * 10**decimals
    below = scaled.numerator // scaled.denominator
    rest = scaled - below
    up = {
        Rounding.TRUNCATE: False,
        Rounding.HALF_UP: rest >= Fraction(1, 2),
        Rounding.GBT_8170: rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1),
    }[rule]
    return Fraction(below + up, 10**decimals)


def ranks(league: League) -> dict[str, int]:
    """Unit to rank."""
    return {row.unit: row.rank for row in league.ranked}


class TestRanks:
    """并列: units of one value share a rank; what follows is said by `Ties`."""

    @given(numbers, places, st.sampled_from(Rounding), st.booleans())
    def test_competition(
        self, given_: dict[str, Value], decimals: int | None, rule: Rounding, low: bool
    ) -> None:
        """A shared rank is one more than the number of units strictly better."""
        league = rank(given_, places=decimals, rounding=rule, lowest_first=low)
        compared = {unit: to_places(value, decimals, rule) for unit, value in given_.items()}

        for unit, value in compared.items():
            better = [
                each for each in compared.values() if (each < value if low else each > value)
            ]
            row = league.of(unit)
            assert isinstance(row, Ranked)
            assert row.rank == 1 + len(better)
            assert row.compared == value
            assert row.value == given_[unit]
            assert row.tied == list(compared.values()).count(value)

    @given(numbers, places, st.sampled_from(Rounding), st.booleans())
    def test_dense(
        self, given_: dict[str, Value], decimals: int | None, rule: Rounding, low: bool
    ) -> None:
        """A dense rank is one more than the number of different values strictly better."""
        league = rank(given_, places=decimals, rounding=rule, lowest_first=low, ties=Ties.DENSE)
        compared = {unit: to_places(value, decimals, rule) for unit, value in given_.items()}

        for unit, value in compared.items():
            better = {
                each for each in compared.values() if (each < value if low else each > value)
            }
            assert ranks(league)[unit] == 1 + len(better)
        assert set(ranks(league).values()) == set(range(1, len(set(compared.values())) + 1))

    @given(numbers, st.sampled_from(Ties))
    def test_order(self, given_: dict[str, Value], ties: Ties) -> None:
        """Every unit once, best first; within a tie by identifier, which says nothing."""
        rows = rank(given_, ties=ties).ranked

        assert sorted(row.unit for row in rows) == sorted(given_)
        assert [(-row.value, row.unit) for row in rows] == sorted(
            (-value, unit) for unit, value in given_.items()
        )
        assert [row.rank for row in rows] == sorted(row.rank for row in rows)

    @given(values, st.randoms(use_true_random=False), st.sampled_from(Ties))
    def test_permutation(self, given_: dict[str, Value], random: Any, ties: Ties) -> None:
        """The order in which units are given does not matter: the tables are equal."""
        items = list(given_.items())
        random.shuffle(items)

        assert rank(dict(items), ties=ties) == rank(given_, ties=ties)

    @given(values, st.permutations([f"u{n}" for n in range(12)]), st.sampled_from(Ties))
    def test_relabelling(self, given_: dict[str, Value], names: list[str], ties: Ties) -> None:
        """Units under other identifiers keep their ranks."""
        other = {f"u{n}": name for n, name in enumerate(names)}
        moved = rank({other[unit]: value for unit, value in given_.items()}, ties=ties)

        assert ranks(moved) == {
            other[unit]: place for unit, place in ranks(rank(given_, ties=ties)).items()
        }

    @given(numbers)
    def test_lowest_first(self, given_: dict[str, Value]) -> None:
        """Where the lowest is the best, ranks are those of the values turned over."""
        turned = {unit: 100 - value for unit, value in given_.items()}

        assert ranks(rank(given_, lowest_first=True)) == ranks(rank(turned))

    @given(numbers, st.integers(1, 9), st.integers(0, 9))
    def test_monotone(self, given_: dict[str, Value], times: int, more: int) -> None:
        """Ranks of exact values survive any change of scale."""
        scaled = {unit: times * value + more for unit, value in given_.items()}

        assert ranks(rank(scaled)) == ranks(rank(given_))

    def test_equality_is_exact(self) -> None:
        """T34: no tolerance: a billionth makes two ranks, and equal fractions one, however written."""
        close = rank({"a": Fraction(1, 3), "b": Fraction(1, 3) + Fraction(1, 10**9)})
        spelled = rank({"a": Fraction(1, 2), "b": Fraction("0.5"), "c": Decimal("0.50")})  # type: ignore[dict-item]

        assert ranks(close) == {"b": 1, "a": 2}
        assert set(ranks(spelled).values()) == {1}

    def test_worked(self) -> None:
        """T35: two at the top; the third is third, or second where ranks are dense."""
        given_ = {"a": Fraction(90), "c": Fraction(80), "b": Fraction(90)}

        assert [(r.unit, r.rank, r.tied) for r in rank(given_).ranked] == [
            ("a", 1, 2),
            ("b", 1, 2),
            ("c", 3, 1),
        ]
        assert ranks(rank(given_, ties=Ties.DENSE)) == {"a": 1, "b": 1, "c": 2}
        assert ranks(rank(given_, lowest_first=True)) == {"c": 1, "a": 2, "b": 2}

    def test_method_is_told(self) -> None:
        """The table says which end is the best, what follows a tie, and how many tickets it needs."""
        given_ = {"a": Fraction(90), "b": Fraction(80)}
        low = rank(given_, lowest_first=True, ties=Ties.DENSE, volumes={"a": 5, "b": 5}, minimum=5)
        high = rank(given_)

        assert (low.lowest_first, high.lowest_first) == (True, False)
        assert low != attrs.evolve(low, lowest_first=False)
        for league, told in (
            (low, ("由低到高", "并列不占位（1、1、2）", "不少于 5 件")),
            (high, ("由高到低", "并列并占位（1、1、3）")),
        ):
            assert all(words in league.explain() for words in told)
        assert "（四）计入不少于 5 件的参加排名" in str(low.explain())
        assert "件的" not in high.explain()
        assert "tickets" not in high.explain("en")
        assert "the lowest first" in low.explain("en")
        assert "the next rank is skipped (1, 1, 3)" in high.explain("en")


class TestBreakers:
    """并列时的比较项: asked in order, and only of units that tie; what still ties shares its rank."""

    @given(numbers, breakers, st.booleans(), st.sampled_from(Ties))
    def test_by_definition(
        self, given_: dict[str, Value], asked: tuple[Breaker, ...], low: bool, ties: Ties
    ) -> None:
        """A rank is one more than the number of units, or of groups, strictly better."""

        def better(one: str, other: str) -> bool:
            a, b = given_[one], given_[other]
            if a != b:
                return bool(a < b) if low else bool(a > b)
            for each in asked:
                c: Value = each.values[one]
                d: Value = each.values[other]
                if c is d or c == d:
                    continue
                if c is NOT_ASSESSED or d is NOT_ASSESSED:
                    return d is NOT_ASSESSED
                return bool(c < d) if each.lowest_first else bool(c > d)
            return False

        def tied(one: str) -> frozenset[str]:
            return frozenset(
                unit for unit in given_ if not better(one, unit) and not better(unit, one)
            )

        league = rank(given_, breakers=asked, lowest_first=low, ties=ties)
        for row in league.ranked:
            above = [unit for unit in given_ if better(unit, row.unit)]
            groups = above if ties is Ties.SHARED else {tied(unit) for unit in above}
            assert (row.rank, row.tied) == (1 + len(groups), len(tied(row.unit)))
        assert [(row.rank, row.unit) for row in league.ranked] == sorted(
            (row.rank, row.unit) for row in league.ranked
        )
        assert len(league) == len(given_)

    @given(numbers, breakers)
    def test_only_ties(self, given_: dict[str, Value], asked: tuple[Breaker, ...]) -> None:
        """Units that do not tie keep their order, and no unit falls behind those it was tied with."""
        plain, broken = rank(given_), rank(given_, breakers=asked)
        before, after = ranks(plain), ranks(broken)

        for one in given_:
            for other in given_:
                if before[one] < before[other]:
                    assert after[one] < after[other]
            tied = plain.of(one)
            assert isinstance(tied, Ranked)
            assert before[one] <= after[one] < before[one] + tied.tied

    @given(numbers, st.permutations(everyone), breakers)
    def test_relabelling(
        self, given_: dict[str, Value], names: list[str], asked: tuple[Breaker, ...]
    ) -> None:
        """Units under other identifiers keep their ranks: nothing is broken by position or name."""
        other = dict(zip(everyone, names, strict=True))
        moved = [
            attrs.evolve(each, values={other[unit]: each.values[unit] for unit in everyone})
            for each in asked
        ]
        league = rank({other[unit]: value for unit, value in given_.items()}, breakers=moved)

        assert ranks(league) == {
            other[unit]: place for unit, place in ranks(rank(given_, breakers=asked)).items()
        }

    def test_worked(self) -> None:
        """Four of one score: by the rate, then by fewer requests; the last two share a rank."""
        scores = dict.fromkeys("dcba", Fraction(80)) | {"e": Fraction(79)}
        rate = Breaker(SATISFIED, {"a": 90, "b": 95, "c": 90, "d": 90, "e": 100})
        fewest = Breaker(
            Text("诉求量", "requests"), {"a": 7, "b": 9, "c": 5, "d": 7, "e": 1}, lowest_first=True
        )
        league = rank(scores, breakers=[rate, fewest])

        assert ranks(league) == {"b": 1, "c": 2, "a": 3, "d": 3, "e": 5}
        assert league.breakers == (rate, fewest)
        told = league.explain()
        assert "并列时依次比较：满意率（由高到低）、诉求量（由低到高）" in told
        assert "第 3 名 d 80.00（并列 2 家）；满意率 90，诉求量 7" in told
        assert str(told).endswith("第 5 名 e 79.00")  # nothing was asked of it
        assert "then requests (the lowest first)" in league.explain("en")
        assert [row["并列比较：满意率"] for row in league.to_rows()] == [
            "95",
            "90",
            "90",
            "90",
            "100",
        ]
        assert "并列时" not in rank(scores).explain()
        assert list(rank(scores).to_rows()[0]) == [
            "rank",
            "unit",
            "name",
            "value",
            "exact",
            "volume",
            "band",
            "remark",
        ]

    def test_unassessed_is_last(self) -> None:
        """What was not assessed comes after what was, whichever end is the best."""
        for low in (False, True):
            asked = Breaker(SATISFIED, {"a": NOT_ASSESSED, "b": 0, "c": 100}, low)
            league = rank(dict.fromkeys("abc", Fraction(1)), breakers=[asked])
            assert [row.unit for row in league.ranked] == (["b", "c", "a"] if low else list("cba"))
            assert "满意率 未评" in league.explain()

    def test_rounding_makes_the_ties(self) -> None:
        """Where scores are compared as published the breakers part the ties that rounding makes."""
        scores = {"a": Fraction(80001, 1000), "b": Fraction(80)}
        asked = Breaker(SATISFIED, {"a": 1, "b": 2})

        assert ranks(rank(scores, breakers=[asked])) == {"a": 1, "b": 2}
        assert ranks(rank(scores, breakers=[asked], places=2)) == {"b": 1, "a": 2}

    def test_errors(self) -> None:
        """A unit without a value, two of one name, floats, and what is no breaker."""
        scores: dict[str, Value] = {"a": 1, "b": 2, "c": NOT_ASSESSED}
        with pytest.raises(AssessmentError, match="2 faults") as caught:
            rank(scores, breakers=[Breaker(SATISFIED, {})])
        assert {fault.path for fault in caught.value.faults} == {"breakers[0].values"}
        assert caught.value.faults[1].what.en == "no value of the unit"
        asked = Breaker(SATISFIED, {"a": 1, "b": 1})
        assert len(rank(scores, breakers=[asked]).unranked) == 1  # c has none to compare
        with pytest.raises(AssessmentError, match="two breakers of one name"):
            rank(scores, breakers=[asked, asked])
        with pytest.raises(AssessmentError, match=r"breakers\[0\]"):
            rank(scores, breakers=["满意率"])  # type: ignore[list-item]
        with pytest.raises(InexactNumberError, match=r"breaker\.values\['a'\]"):
            Breaker(SATISFIED, {"a": 0.5})  # type: ignore[dict-item]
        wrong: Any
        for wrong in ("满意率", None):
            with pytest.raises(AssessmentError, match=r"breaker\.name"):
                Breaker(wrong, {})
        for wrong in (None, [("a", 1)], "a"):
            with pytest.raises(AssessmentError, match=r"breaker\.values"):
                Breaker(SATISFIED, wrong)
        with pytest.raises(AssessmentError, match=r"breaker\.lowest_first"):
            Breaker(SATISFIED, {}, None)  # type: ignore[arg-type]


class TestCuts:
    """前几名、后几名: a cut never goes through a tie."""

    @given(numbers, st.integers(0, 14), places, st.sampled_from(Ties), st.booleans())
    def test_top(
        self, given_: dict[str, Value], number: int, decimals: int | None, ties: Ties, low: bool
    ) -> None:
        """In the top *n* are those to whom fewer than *n* are strictly better."""
        league = rank(given_, places=decimals, ties=ties, lowest_first=low)
        compared = {row.unit: row.compared for row in league.ranked}

        def better(one: Fraction, other: Fraction) -> bool:
            return one < other if low else one > other

        top = [
            row.unit
            for row in league.ranked
            if sum(better(each, row.compared) for each in compared.values()) < number
        ]
        bottom = [
            row.unit
            for row in league.ranked
            if sum(better(row.compared, each) for each in compared.values()) < number
        ]
        assert [row.unit for row in league.top(number)] == top
        assert [row.unit for row in league.bottom(number)] == bottom

    @given(numbers, st.integers(0, 14), breakers)
    def test_ties_at_the_cut(
        self, given_: dict[str, Value], number: int, asked: tuple[Breaker, ...]
    ) -> None:
        """None in: those to whom fewer than *n* others are no worse; all in: the same and one tie."""
        league = rank(given_, breakers=asked)
        places_ = ranks(league)
        least = [
            row.unit
            for row in league.ranked
            if sum(each <= row.rank for each in places_.values()) <= number
        ]
        last = [
            row.unit
            for row in league.ranked
            if sum(each >= row.rank for each in places_.values()) <= number
        ]
        top, bottom = (
            {ties: [row.unit for row in taken(number, ties)] for ties in CutTies}
            for taken in (league.top, league.bottom)
        )

        assert (top[CutTies.NONE_IN], bottom[CutTies.NONE_IN]) == (least, last)
        for taken, none in ((top, least), (bottom, last)):
            more = set(taken[CutTies.ALL_IN]) - set(none)
            assert set(none) <= set(taken[CutTies.ALL_IN])
            assert len(none) <= min(number, len(given_)) <= len(taken[CutTies.ALL_IN])
            assert len({places_[unit] for unit in more}) <= 1
        assert [row.unit for row in league.top(number)] == top[CutTies.ALL_IN]

    def test_none_in_worked(self) -> None:
        """Three tie for the second place: a top two without them is the first alone."""
        points = {"a": 90, "b": 80, "c": 80, "d": 80, "e": 70}
        league = rank({unit: Fraction(each) for unit, each in points.items()})

        def units(rows: tuple[Ranked, ...]) -> str:
            return "".join(row.unit for row in rows)

        assert [units(league.top(n, CutTies.NONE_IN)) for n in (0, 1, 2, 3, 4, 5)] == [
            "",
            "a",
            "a",
            "a",
            "abcd",
            "abcde",
        ]
        assert units(league.bottom(2, CutTies.NONE_IN)) == "e"
        wrong: Any
        for wrong in ("ALL_IN", None, Ties.SHARED):
            with pytest.raises(AssessmentError, match="ties"):
                league.top(2, wrong)

    def test_worked(self) -> None:
        """Three tie for the second place: a top two has four, a bottom two as well."""
        given_ = {
            unit: Fraction(points)
            for unit, points in (("a", 90), ("b", 80), ("c", 80), ("d", 80), ("e", 70))
        }
        league = rank(given_)

        assert "".join(row.unit for row in league.top(1)) == "a"
        assert "".join(row.unit for row in league.top(2)) == "abcd"
        assert "".join(row.unit for row in league.bottom(2)) == "bcde"
        assert league.top(0) == league.bottom(0) == ()
        assert league.top(5) == league.top(500) == league.bottom(500) == league.ranked
        assert rank({}).top(3) == rank({}).bottom(3) == ()

    @pytest.mark.parametrize("number", [-1, 1.0, True, None, "1"])
    def test_number(self, number: Any) -> None:
        """What is no number of units is refused."""
        for end in (rank({}).top, rank({}).bottom):
            with pytest.raises(AssessmentError, match="whole number"):
                end(number)


class TestMade:
    """A table that somebody makes by hand is checked as one that `rank` makes."""

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("title", "排名"),
            ("ranked", [None]),
            ("ranked", [("a", 1)]),
            ("unranked", ["a"]),
            ("ties", "SHARED"),
            ("minimum", -1),
            ("minimum", None),
            ("places", "2"),
            ("rounding", 2),
            ("bands", ["优秀"]),
            ("lowest_first", 1),
            ("breakers", [None]),
            ("breakers", [Breaker(Text("满意率", "satisfaction"), {"b": 1})]),
            ("grounds", ["意见"]),
            ("scale", "分"),
            ("scale", Scale("分", "points")),  # type: ignore[arg-type]
        ],
    )
    def test_league(self, field: str, wrong: Any) -> None:
        """Each field of another type; a breaker that does not know who is ranked."""
        league = rank({"a": Fraction(90)})
        with pytest.raises(JiesuError, match=field):
            attrs.evolve(league, **{field: wrong})

    @pytest.mark.parametrize("field", ["title", "bands", "units", "method", "grounds"])
    def test_grading(self, field: str) -> None:
        """Each field of another type."""
        grading = rank({"a": Fraction(90)}, bands=BANDS).by_band()
        wrong: Any = 5 if field == "title" else [5]
        with pytest.raises(AssessmentError, match=rf"grading\.{field}"):
            attrs.evolve(grading, **{field: wrong})

    def test_cut(self) -> None:
        """Rows and marks are sequences of one length."""
        wrong: Any
        for wrong in (None, 5, {1, 2}, {"a": 1}):
            with pytest.raises(AssessmentError, match="rows"):
                cut(wrong, [1, 2], 1)
            with pytest.raises(AssessmentError, match="marks"):
                cut("ab", wrong, 1)
        for marks in ((1,), (1, 1, 1)):
            with pytest.raises(AssessmentError, match="marks"):
                cut("ab", marks, 1)


class TestScale:
    """指标: a table says what its values are, and in which unit."""

    def test_default(self) -> None:
        """Scores where nothing is said; what has a title of its own has no unit of ours."""
        assert rank({"a": 1}).scale is SCORES
        title = Text("万人诉求比排名", "requests per 10,000 residents")
        assert rank({"a": 1}, title=title).scale == Scale(title, Text("", ""))
        ratio = Scale(Text("万人诉求比", "requests per 10,000"), Text(" 件", " requests"))
        found = rank({"a": 1}, scale=ratio)
        assert (found.scale, found.title.zh) == (ratio, "万人诉求比排名")
        tables = by_class({"a": 1, "b": 2}, {"a": "甲", "b": "乙"}, scale=ratio)
        assert {each.scale for each in tables.values()} == {ratio}
        assert [each.title.zh for each in tables.values()] == [
            "万人诉求比排名（甲）",
            "万人诉求比排名（乙）",
        ]
        titled = by_class({"a": 1, "b": 2}, {"a": "甲", "b": "乙"}, title=title)
        assert {each.scale.term for each in titled.values()} == {title}
        assert by_class({"a": 1}, {"a": "甲"})["甲"].scale is SCORES

    def test_bands(self) -> None:
        """Bounds of bands are in the unit of the table."""
        band = Band(Text("优秀", "excellent"), "95.5")
        rates = Scale.of_rate(Text("解决率", "resolution rate"))
        assert "优秀：95.5%以上（含）" in rank({"a": 1}, bands=[band], scale=rates).explain()
        assert "优秀：95.5 分以上（含）" in rank({"a": 1}, bands=[band]).explain()

    def test_of_boards(self) -> None:
        """A board ranks scores in points, and rates in per cent."""
        board = Scoreboard(Counts.of({"a": {"response": (4, 5)}}), Formula({"response": 1}))
        assert board.rank().scale == board.rank(title=Text("四月", "April")).scale == SCORES
        assert board.rank("response").scale == Scale.of_rate(Text("response", "response"))


class TestApart:
    """T37: what cannot be compared stands apart, with the reason, and takes no rank."""

    @given(values, st.dictionaries(units, st.integers(0, 5)), st.integers(0, 6))
    def test_minimum(
        self, given_: dict[str, Value], volumes: dict[str, int], minimum: int
    ) -> None:
        """Below the minimum is strictly below; the rest rank as if the others were not there."""
        league = rank(given_, volumes=volumes, minimum=minimum)
        enough = {
            unit: value
            for unit, value in given_.items()
            if value is not NOT_ASSESSED and volumes.get(unit, 0) >= minimum
        }

        assert ranks(league) == ranks(rank(enough))
        assert [row.unit for row in league.unranked] == sorted(set(given_) - set(enough))
        for row in league.unranked:
            assert row.value == given_[row.unit]
            assert row.volume == volumes.get(row.unit, 0)
            assert row.reason is (
                WhyUnranked.NOT_ASSESSED
                if given_[row.unit] is NOT_ASSESSED
                else WhyUnranked.BELOW_MINIMUM
            )
        assert len(league) == len(enough)

    def test_minimum_belongs(self) -> None:
        """A unit with just the minimum is in."""
        given_ = {"a": Fraction(1), "b": Fraction(2)}
        league = rank(given_, volumes={"a": 10, "b": 9}, minimum=10)

        assert ranks(league) == {"a": 1}
        assert isinstance(league.of("b"), Unranked)
        assert "fewer tickets than the minimum (9)" in league.explain("en")
        assert "计入件数不足（9 件）" in league.explain()
        assert "不少于 10 件" in league.explain()

    def test_weighted_volumes(self) -> None:
        """Outcomes that count in part make volumes that are no whole numbers; none is rounded."""
        given_ = {"a": Fraction(1), "b": Fraction(2), "c": Fraction(3)}
        volumes = {"a": Fraction(10), "b": Fraction(19, 2), "c": Fraction(31, 3)}
        league = rank(given_, volumes=volumes, minimum=10)

        assert ranks(league) == {"c": 1, "a": 2}
        assert [row["volume"] for row in league.to_rows()] == ["31/3", 10, "19/2"]
        assert "计入件数不足（9.5 件）" in league.explain()
        for wrong in (Fraction(-1), Fraction(10**18 + 1), Decimal("NaN"), "5"):
            with pytest.raises(AssessmentError, match=r"volumes\['a'\].*an int or a Fraction"):
                rank(given_, volumes={"a": wrong})  # type: ignore[dict-item]

    def test_nobody_is_lost(self) -> None:
        """A unit that is not assessed has no rank, no value in print, and a row with the reason."""
        league = rank({"a": NOT_ASSESSED, "b": Fraction(95, 2)}, names={"a": "甲"})

        assert league.to_rows() == [
            {
                "rank": 1,
                "unit": "b",
                "name": "b",
                "value": "47.50",
                "exact": "95/2",
                "volume": 0,
                "band": "",
                "remark": "",
            },
            {
                "rank": "",
                "unit": "a",
                "name": "甲",
                "value": "",
                "exact": "",
                "volume": 0,
                "band": "",
                "remark": "分母为零，不予评分",
            },
        ]
        with pytest.raises(AssessmentError, match=r"not in the table.*known are: b, a"):
            league.of("c")


class TestBands:
    """分档: from a bound on, which belongs to the band."""

    @given(numbers, places, st.sampled_from(Rounding), st.permutations(BANDS[:1] + BANDS[2:]))
    def test_by_definition(
        self,
        given_: dict[str, Value],
        decimals: int | None,
        rule: Rounding,
        bands: list[Band],
    ) -> None:
        """A unit is in the highest band whose bound it reaches as compared; in none below all."""
        league = rank(given_, bands=bands, places=decimals, rounding=rule)

        for row in league.ranked:
            if row.compared >= 95:
                assert row.band is EXCELLENT
            elif row.compared >= 80:
                assert row.band is GOOD
            else:
                assert row.band is None
        assert league.bands == (EXCELLENT, GOOD)

    def test_boundary(self) -> None:
        """The bound belongs; what is a billionth below does not, unless values are compared as published."""
        below = Fraction(95) - Fraction(1, 10**9)
        given_ = {"on": Fraction(95), "below": below}

        exact_ = rank(given_, bands=BANDS)
        assert [row.band for row in exact_.ranked] == [EXCELLENT, GOOD]
        published = rank(given_, bands=BANDS, places=2)
        assert [row.band for row in published.ranked] == [EXCELLENT, EXCELLENT]
        cut = rank(given_, bands=BANDS, places=2, rounding=Rounding.TRUNCATE)
        assert [row.band for row in cut.ranked] == [EXCELLENT, GOOD]

    def test_lowest_first(self) -> None:
        """Bands begin at a lower bound: where the lowest is the best they are refused, not turned."""
        given_ = {"a": Fraction(96), "b": Fraction(1)}
        with pytest.raises(AssessmentError, match="need the highest first") as caught:
            rank(given_, bands=BANDS, lowest_first=True)
        assert [fault.path for fault in caught.value.faults] == ["bands"]
        league = rank(given_, lowest_first=True)
        assert [(row.unit, row.band) for row in league.ranked] == [("b", None), ("a", None)]

    def test_errors(self) -> None:
        """Two bands of one bound, a float, what is no band, a name in one language."""
        with pytest.raises(AssessmentError, match="two bands with one bound"):
            rank({}, bands=(GOOD, Band(Text("好", "fine"), "80.0")))
        for bound in (95.0, True, None, "ninety"):
            with pytest.raises(InexactNumberError, match=r"band\.at_least"):
                Band(Text("优秀", "excellent"), bound)
        with pytest.raises(AssessmentError, match=r"bands\[0\]"):
            rank({}, bands=("优秀",))  # type: ignore[arg-type]
        with pytest.raises(AssessmentError, match=r"band\.name"):
            Band("优秀", 95)  # type: ignore[arg-type]
        with pytest.raises(InvalidValueError):
            rank({}, bands=GOOD)  # type: ignore[arg-type]


class TestGrading:
    """分档分类评价 (国办函〔2025〕66号): who is in which band, and not who is before whom."""

    STEPS = (EXCELLENT, GOOD)

    @given(values, st.integers(0, 2**32))
    def test_within_bands_nothing_shows(self, given_: dict[str, Value], seed: int) -> None:
        """Any other values in the same bands give the same grading, text and rows."""
        inside = {EXCELLENT: (95, 100), GOOD: (80, 94), None: (0, 79)}
        league = rank(given_, bands=self.STEPS)
        other = dict(given_)
        for n, row in enumerate(league.ranked):
            low, high = inside[row.band]
            other[row.unit] = Fraction(low + (seed >> n) % (high - low + 1))
        one, two = league.by_band(), rank(other, bands=self.STEPS).by_band()

        assert one == two
        assert str(one.explain()) == str(two.explain())
        assert str(one.explain("en")) == str(two.explain("en"))
        assert one.to_rows() == two.to_rows()

    @given(values)
    def test_everybody_once(self, given_: dict[str, Value]) -> None:
        """Each unit is in one band, below them all, or apart; each list in order of identifiers."""
        league = rank(given_, bands=self.STEPS)
        grading = league.by_band()
        lists = [
            *(list(grading.of(band)) for band in (*grading.bands, None)),
            [each.unit for each in grading.apart],
        ]

        assert all(each == sorted(each) for each in lists)
        assert sorted(unit for each in lists for unit in each) == sorted(given_)
        assert len(grading) == len(given_)
        for band in (*self.STEPS, None):
            assert list(grading.of(band)) == sorted(
                row.unit for row in league.ranked if row.band is band
            )

    def test_told(self) -> None:
        """Bounds and bands are told, with the numbers of units; no rank, no score."""
        given_: dict[str, Value] = {"a": 81, "b": 99, "c": 97, "d": NOT_ASSESSED}
        names = {"a": "甲街道", "b": "乙街道", "c": "丙镇", "d": "丁镇"}
        grading = rank(given_, names=names, bands=BANDS[:1] + BANDS[2:]).by_band()

        assert [line.strip() for line in str(grading.explain()).splitlines()] == [
            "排名",
            "一、分档办法",
            "（一）按精确值比较",
            "（二）优秀：95 分以上（含）",
            "（三）良好：80 分以上（含）",
            "二、优秀（2 家）",
            "（一）乙街道",
            "（二）丙镇",
            "三、良好（1 家）",
            "（一）甲街道",
            "四、不参加分档（1 家）",
            "（一）丁镇：分母为零，不予评分",
        ]
        assert "below every band" not in grading.explain("en")
        volumes = dict.fromkeys("abcd", 3)
        least = rank(given_, volumes=volumes, minimum=2, bands=[EXCELLENT]).by_band()
        assert "（二）计入不少于 2 件的参加分档" in str(least.explain())
        assert "参加排名" not in least.explain()
        below = rank({"a": 81}, bands=[EXCELLENT]).by_band()
        assert "below every band (1)" in below.explain("en")
        assert grading.to_rows()[3] == {
            "unit": "d",
            "name": "丁镇",
            "band": "",
            "remark": "分母为零，不予评分",
        }
        assert repr(grading) == "Grading(排名: 4 units, 2 bands)"
        assert "乙街道" in grading._repr_html_()

    def test_errors(self) -> None:
        """A table without bands, and a band that it does not have."""
        with pytest.raises(AssessmentError, match="no bands"):
            rank({"a": Fraction(1)}).by_band()
        with pytest.raises(AssessmentError, match=r"no such band.*expected excellent"):
            rank({}, bands=[EXCELLENT]).by_band().of(GOOD)


class TestClasses:
    """分类考评: units are compared within their class, and each class apart."""

    @given(values, st.lists(st.sampled_from("城郊山"), min_size=12, max_size=12), breakers)
    def test_each_apart(
        self, given_: dict[str, Value], drawn: list[str], asked: tuple[Breaker, ...]
    ) -> None:
        """The table of a class is that of its units alone; together they are everybody, once."""
        classes = dict(zip(everyone, drawn, strict=True))
        tables = by_class(given_, classes, breakers=asked)

        assert list(tables) == list(dict.fromkeys(drawn))
        for name, table in tables.items():
            own = {unit: value for unit, value in given_.items() if classes[unit] == name}
            assert ranks(table) == ranks(rank(own, breakers=asked))
            assert table.title.zh == f"排名（{name}）"
            known = {*ranks(table), *(row.unit for row in table.unranked)}
            assert known == {unit for unit in everyone if classes[unit] == name}
        assert sum(map(len, tables.values())) == len(rank(given_))

    @given(values, st.lists(units, max_size=12))
    def test_among(self, given_: dict[str, Value], chosen: list[str]) -> None:
        """Among some units ranks are as if there were no others."""
        known = [unit for unit in chosen if unit in given_]
        own = {unit: given_[unit] for unit in known}

        assert rank(given_, among=known) == rank(own)

    def test_among_a_name(self) -> None:
        """A unit that is known by name alone stands apart; one that is not known is refused."""
        league = rank({"a": Fraction(1)}, names={"a": "甲", "b": "乙"}, among=["a", "b"])
        assert [(row.unit, row.reason) for row in league.unranked] == [
            ("b", WhyUnranked.NOT_ASSESSED)
        ]
        with pytest.raises(AssessmentError, match=r"no such unit.*, got 'aa'.*mean a\?"):
            rank({"a": Fraction(1)}, among=["a", "aa"])
        wrong: Any = [1, None]
        with pytest.raises(AssessmentError, match="2 faults"):
            rank({"a": Fraction(1)}, among=wrong)
        with pytest.raises(InvalidValueError):
            rank({"a": Fraction(1)}, among="a")

    def test_errors(self) -> None:
        """Every unit needs a class; a title is a Text."""
        scores = {"a": Fraction(1), "b": Fraction(2), "c": Fraction(3)}
        with pytest.raises(AssessmentError, match="2 faults"):
            by_class(scores, {"a": "城"})
        for wrong in ("城", None, {"a": 1, "b": "", "c": ()}):
            with pytest.raises(AssessmentError):
                by_class(scores, wrong)  # type: ignore[arg-type]
        with pytest.raises(AssessmentError, match="classes"):
            by_class({}, {"a": None})  # type: ignore[dict-item]
        with pytest.raises(AssessmentError, match="title"):
            by_class(scores, dict.fromkeys("abc", "城"), title="排名")


class TestPerTenThousand:
    """万人诉求比: requests by ten thousand residents; the formula is assumed, and says so."""

    @given(
        st.dictionaries(units, st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))),
        st.integers(1, 9),
    )
    def test_by_definition(self, given_: dict[str, tuple[int, int]], times: int) -> None:
        """What it says, times the residents, is ten thousand times the requests."""
        volumes = {unit: one for unit, (one, _) in given_.items()}
        people = {unit: two for unit, (_, two) in given_.items()}
        found = per_ten_thousand(volumes, people)

        assert list(found) == list(given_)
        for unit, value in found.items():
            if people[unit]:
                assert value * people[unit] == 10_000 * volumes[unit]  # type: ignore[operator]
            else:
                assert value is NOT_ASSESSED
        scaled = per_ten_thousand(
            {unit: times * each for unit, each in volumes.items()},
            {unit: times * each for unit, each in people.items()},
        )
        assert scaled == found

    def test_ranked(self) -> None:
        """An invented district: the fewest for its people is first, and the ground is told."""
        found = per_ten_thousand(
            {"a": 300, "b": 200, "c": 1}, {"a": 90_000, "b": 50_000, "c": 0, "d": 5}
        )
        title = Text("万人诉求比", "requests per 10,000 residents")
        league = rank(found, title=title, lowest_first=True, grounds=[PER_TEN_THOUSAND])

        assert found == {"a": Fraction(100, 3), "b": Fraction(40), "c": NOT_ASSESSED}
        assert ranks(league) == {"a": 1, "b": 2}
        assert "推定：万人诉求比的算式未见公布" in league.explain()
        assert "assumed: no formula of it was published" in league.explain("en")

    def test_errors(self) -> None:
        """Every missing population and every number that is none, at once."""
        with pytest.raises(AssessmentError, match="2 faults") as caught:
            per_ten_thousand({"a": 1, "b": 1, "c": 1}, {"b": 1})
        assert caught.value.faults[1].what.en == "the population of the unit is missing"
        volumes: Any = {"a": -1, "b": 1.0, "c": True, "d": 1}
        people: Any = {"a": 1, "b": 1, "c": 1, "d": Fraction(1)}
        with pytest.raises(AssessmentError, match="4 faults"):
            per_ten_thousand(volumes, people)
        wrong: Any
        for wrong in (None, 5, [("a", 1)]):
            with pytest.raises(AssessmentError, match="volumes"):
                per_ten_thousand(wrong, {})
            with pytest.raises(AssessmentError, match="populations"):
                per_ten_thousand({}, wrong)


class TestRounding:
    """T36: rounding makes ties, so ranks are of exact values unless *places* says otherwise."""

    @given(numbers, st.sampled_from(Rounding))
    def test_ties_are_exact_by_default(self, given_: dict[str, Value], rule: Rounding) -> None:
        """Without *places* two units tie only where they are equal; the rule changes print alone."""
        league = rank(given_, rounding=rule)

        assert ranks(league) == ranks(rank(given_))
        assert len({(row.rank, row.value) for row in league.ranked}) == len(set(given_.values()))

    def test_each_rule(self) -> None:
        """79.985 and 79.995, with 79.99 and 80 around them, by each rule."""
        given_ = {
            "a": Fraction(80),
            "b": Fraction(79995, 1000),
            "c": Fraction(79990, 1000),
            "d": Fraction(79985, 1000),
            "e": Fraction(79980, 1000),
        }
        tied = {
            Rounding.HALF_UP: {"a": 1, "b": 1, "c": 3, "d": 3, "e": 5},
            Rounding.TRUNCATE: {"a": 1, "b": 2, "c": 2, "d": 4, "e": 4},
            # Half goes to the even digit: 80.00 and 79.98.
            Rounding.GBT_8170: {"a": 1, "b": 1, "c": 3, "d": 4, "e": 4},
        }

        assert len(set(ranks(rank(given_)).values())) == 5
        for rule, wanted in tied.items():
            assert ranks(rank(given_, places=2, rounding=rule)) == wanted
            assert len(set(ranks(rank(given_, places=3, rounding=rule)).values())) == 5

    def test_exact_value_stays(self) -> None:
        """A tie made by rounding keeps the exact values beside it, and the method is told."""
        league = rank({"a": Fraction(200, 3), "b": Fraction(6667, 100)}, places=2)

        assert [row.value for row in league.ranked] == [Fraction(200, 3), Fraction(6667, 100)]
        assert [row["value"] for row in league.to_rows()] == ["66.67", "66.67"]
        assert [row["exact"] for row in league.to_rows()] == ["200/3", "6667/100"]
        assert [row["remark"] for row in league.to_rows()] == ["并列 2 家", "并列 2 家"]
        assert "按四舍五入保留 2 位小数后比较" in league.explain()
        assert "compared to 2 decimals (round half up)" in league.explain("en")
        exactly = rank({"a": Fraction(200, 3)}, rounding=Rounding.TRUNCATE)
        assert "compared exactly" in exactly.explain("en")
        assert exactly.printed(exactly.ranked[0].value) == Decimal("66.66")

    def test_places(self) -> None:
        """What is no number of places is refused."""
        for wrong in (-1, 101, 1.0, True, "2"):
            with pytest.raises(InvalidValueError, match="places"):
                rank({}, places=wrong)  # type: ignore[arg-type]


class TestArguments:
    """Garbage is refused by name, all of it at once."""

    def test_texts_are_no_points(self) -> None:
        """A text such as "95%" is a ratio elsewhere, and points are meant here: refused, by unit."""
        for wrong in ("95%", "95", "0.5", ""):
            with pytest.raises(AssessmentError, match=r"values\['a'\].*expected Fraction"):
                rank({"a": wrong})  # type: ignore[dict-item]

    def test_minimum_without_volumes(self) -> None:
        """A minimum of tickets needs the tickets; without it none are needed."""
        with pytest.raises(AssessmentError, match="no volumes to hold it against") as caught:
            rank({"a": Fraction(1)}, minimum=1)
        assert caught.value.faults[0].path == "minimum"
        assert ranks(rank({"a": Fraction(1)}, minimum=0)) == {"a": 1}
        assert ranks(rank({"a": Fraction(1)}, minimum=1, volumes={})) == {}

    def test_values(self) -> None:
        """Floats and what is no number are named by unit; so are units that are no texts."""
        with pytest.raises(InexactNumberError, match="2 faults") as caught:
            rank({"a": 0.5, "b": True, "c": Fraction(1)})  # type: ignore[dict-item]
        assert [fault.path for fault in caught.value.faults] == ["values['a']", "values['b']"]
        with pytest.raises(AssessmentError, match=r"values\[1\]"):
            rank({1: Fraction(1)})  # type: ignore[dict-item]

    @pytest.mark.parametrize(
        ("name", "wrong"),
        [
            ("volumes", {"a": -1}),
            ("volumes", {"a": True}),
            ("volumes", {"a": 1.0}),
            ("volumes", [("a", 1)]),
            ("names", {"a": None}),
            ("names", "甲"),
            ("title", "排名"),
            ("ties", "SHARED"),
            ("rounding", "HALF_UP"),
            ("minimum", -1),
            ("minimum", 1.0),
            ("minimum", True),
            ("lowest_first", 1),
        ],
    )
    def test_by_name(self, name: str, wrong: Any) -> None:
        """Each argument of another type, or a number that is none."""
        with pytest.raises(AssessmentError, match=name):
            rank({"a": Fraction(1)}, **{name: wrong})

    def test_at_once(self) -> None:
        """Several wrong arguments are told together."""
        wrong: Any = {"ties": None, "rounding": None, "title": ""}
        with pytest.raises(AssessmentError, match="3 faults"):
            rank({}, **wrong)
        with pytest.raises(AssessmentError, match="values"):
            rank([("a", 1)])  # type: ignore[arg-type]

    def test_empty(self) -> None:
        """Nobody at all is a table of nobody."""
        league = rank({})

        assert (len(league), league.ranked, league.unranked, league.to_rows()) == (0, (), (), [])
        assert repr(league) == "League(排名: 0 ranked, 0 apart)"
        assert "名次（0 家）" in league.explain()
