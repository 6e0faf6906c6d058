"""升降 against its definition: who moved and how, on whatever units."""

from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu import NOT_ASSESSED, Counts, Formula, Rounding, Scoreboard, Text, Ties, rank
from jiesu.errors import AssessmentError, JiesuError
from jiesu.movements import Moved, UnitBasis, Unjudged, movement, rebased
from jiesu.ranking import SCORES, Breaker, Ranked, Scale, Unranked

Value = Any

EVERYONE = [f"u{n}" for n in range(8)]
POINTS = (Fraction(60), Fraction(241, 3), Fraction(80), Fraction(95))
units = st.sampled_from(EVERYONE)
values: st.SearchStrategy[dict[str, Value]] = st.dictionaries(
    units, st.sampled_from((*POINTS, NOT_ASSESSED)), max_size=8
)


def places(given_: dict[str, Value]) -> dict[str, int]:
    """Unit to rank: 1 and the number of units strictly better."""
    known = {unit: value for unit, value in given_.items() if value is not NOT_ASSESSED}
    return {
        unit: 1 + sum(each > value for each in known.values()) for unit, value in known.items()
    }


class TestMovement:
    """升降: ranks gained and points, of each unit of either table."""

    @given(values, values, st.sampled_from(UnitBasis))
    def test_by_definition(
        self, before: dict[str, Value], after: dict[str, Value], basis: UnitBasis
    ) -> None:
        """Everybody once; a gain is the earlier rank less the later."""
        was, is_ = places(before), places(after)
        moved = movement(rank(before), rank(after), basis=basis)

        assert sorted(row.unit for row in moved.rows) == sorted({*before, *after})
        for unit in {*before, *after}:
            row = moved.of(unit)
            if unit in was and unit in is_:
                assert row.rank_gain == was[unit] - is_[unit]
                assert row.points == after[unit] - before[unit]
                assert (row.why, row.reason) == (None, None)
                continue
            assert (row.rank_gain, row.points) == (None, None)
            assert row.why is (
                Unjudged.GONE
                if unit not in after
                else Unjudged.NEW
                if unit not in before
                else Unjudged.NOT_RANKED_BEFORE
                if unit in is_
                else Unjudged.NOT_RANKED_NOW
            )
        ranks = [row.after.rank for row in moved.rows if isinstance(row.after, Ranked)]
        assert ranks == sorted(ranks)
        assert len(moved.to_rows()) == len(moved) == len({*before, *after})

    @given(values)
    def test_with_itself(self, given_: dict[str, Value]) -> None:
        """A table has not moved from itself."""
        for row in movement(rank(given_), rank(given_)).rows:
            still = (0, 0) if isinstance(row.after, Ranked) else (None, None)
            assert (row.rank_gain, row.points) == still

    @given(values, values)
    def test_back(self, before: dict[str, Value], after: dict[str, Value]) -> None:
        """The way back is the way there, turned."""
        there, back = (
            movement(rank(one), rank(two)) for one, two in ((before, after), (after, before))
        )
        for row in there.rows:
            again = back.of(row.unit)
            assert (again.before, again.after) == (row.after, row.before)
            if row.rank_gain is not None and row.points is not None:
                assert (again.rank_gain, again.points) == (-row.rank_gain, -row.points)

    def test_merger(self) -> None:
        """Two towns of an invented county merge: by the former units, and by the present ones."""
        march = Counts.of(
            {"a": {"r": (9, 10)}, "b": {"r": (30, 30)}, "c": {"r": (19, 20)}, "d": {"r": (1, 2)}}
        )
        april = {"ab": Fraction(96), "c": Fraction(97), "e": Fraction(1)}
        successors = {"a": "ab", "b": "ab"}
        now = rank(april, names={"ab": "合镇", "c": "丙镇"})
        was = rank({unit: 100 * _rate(march, unit) for unit in march.units}, names={"a": "甲乡"})

        old = movement(was, now, successors, UnitBasis.OLD)
        assert [(row.unit, row.rank_gain, row.why) for row in old.rows] == [
            ("c", 1, None),
            ("a", 1, None),
            ("b", -1, None),
            ("e", None, Unjudged.NEW),
            ("d", None, Unjudged.GONE),
        ]
        assert "甲乡：第 3 名 → 第 2 名，+6.00 分（现为合镇）" in old.explain()
        assert "甲乡: 3 → 2, +6.00 points (now 合镇)" in old.explain("en")
        assert old.to_rows()[1]["successor"] == "ab"

        with pytest.raises(AssessmentError, match="2 faults") as caught:
            movement(was, now, successors)
        assert "rebased(counts, successors)" in str(caught.value)
        added = rebased(march, successors)
        assert added.rate("ab", "r") == Fraction(39, 40)  # not 95 %, the mean of 90 % and 100 %
        again = rank({unit: 100 * _rate(added, unit) for unit in added.units})
        new = movement(again, now, successors)
        assert [(row.unit, row.rank_gain, row.points) for row in new.rows[:2]] == [
            ("c", 1, 2),
            ("ab", -1, Fraction(-3, 2)),
        ]

    def test_as_published(self) -> None:
        """Points are the difference of what the tables compared."""
        before, after = ({"a": Fraction(n, 3)} for n in (200, 202))
        exactly = movement(rank(before), rank(after))
        published = movement(rank(before, places=1), rank(after, places=1))
        assert exactly.of("a").points == Fraction(2, 3)
        assert published.of("a").points == Fraction(6, 10)
        assert published.to_rows()[0]["points_gained"] == "0.6"

    def test_unit_of_measure(self) -> None:
        """What is no score is told in no points: requests by ten thousand, rates in per cent."""
        title = Text("万人诉求比", "requests per 10,000")
        march, april = (rank({"a": n, "b": 40}, title=title, lowest_first=True) for n in (42, 38))
        told = movement(march, april).explain()
        assert "a：第 2 名 → 第 1 名，-4.00" in str(told).splitlines()[3]
        assert "分" not in str(told)
        assert "points" not in movement(march, april).explain("en")
        old, new = (
            Scoreboard(Counts.of({"a": {"r": (n, 10)}}), Formula({"r": 1})).rank("r")
            for n in (8, 7)
        )
        assert "a：第 1 名 → 第 1 名，-10.00 个百分点" in movement(old, new).explain()
        assert "-10.00 percentage points" in movement(old, new).explain("en")

    def test_unlike(self) -> None:
        """What ranks scores is not compared with what ranks a rate, whatever the titles."""
        counts = {"a": {"r": (1, 2), "s": (9, 10)}, "b": {"r": (1, 1), "s": (9, 10)}}
        board = Scoreboard(Counts.of(counts), Formula({"s": 1}))
        for one, two in (
            (board.rank(), board.rank("r")),
            (board.rank("r"), board.rank("s")),
            (board.rank(), rank({"a": 1}, title=Text("万人诉求比", "requests"))),
        ):
            with pytest.raises(AssessmentError, match=r"before\.scale"):
                movement(one, two)
        april = board.rank(title=Text("四月得分", "scores of April"))
        assert len(movement(board.rank(), april)) == len(movement(rank({}), april)) == 2

    def test_differently(self) -> None:
        """Tables rounded, cut off or parted differently are compared, and it is said."""
        given_, sizes = {"a": 1, "b": 2}, {"a": 5, "b": 5}
        satisfied = Breaker(Text("满意率", "satisfaction"), given_)
        exactly, whole = rank(given_), rank(given_, places=0)
        assert movement(exactly, rank(given_, rounding=Rounding.TRUNCATE)).notes == ()
        assert [each.zh for each in movement(exactly, whole).notes] == [
            "上期按精确值比较，本期按四舍五入保留 0 位小数后比较"
        ]
        cut = rank(given_, places=0, rounding=Rounding.TRUNCATE)
        assert len(movement(whole, cut).notes) == 1
        least = rank(given_, volumes=sizes, minimum=3, breakers=[satisfied])
        told = movement(exactly, least)
        assert [each.zh for each in told.notes] == [
            "参加排名的最低件数上期为 0 件，本期为 3 件",
            "两期的并列比较项不同",
        ]
        assert (
            str(told.explain()).splitlines()[2] == "二、参加排名的最低件数上期为 0 件，本期为 3 件"
        )

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("title", "升降"),
            ("rows", [None]),
            ("rows", [("a", "a", None, None)]),
            ("rows", [Moved("a", None, None, None)]),  # type: ignore[arg-type]
            ("rows", [Moved("a", "a", 1, 2)]),  # type: ignore[arg-type]
            ("basis", "OLD"),
            ("places", "2"),
            ("places", None),
            ("rounding", 2),
            ("scale", "分"),
            ("scale", Scale("分", SCORES.unit)),  # type: ignore[arg-type]
            ("notes", ["注"]),
        ],
    )
    def test_made(self, field: str, wrong: Any) -> None:
        """A movement that somebody makes by hand is checked."""
        table = rank({"a": 1})
        with pytest.raises(JiesuError, match=field):
            attrs.evolve(movement(table, table), **{field: wrong})

    def test_told(self) -> None:
        """Up, level, down and apart, each with its number."""
        before = rank({"a": 90, "b": 80, "c": 70, "d": NOT_ASSESSED, "e": 1})
        after = rank({"a": 90, "b": 60, "c": 75, "d": 50, "f": 2})
        moved = movement(before, after, title=Text("四月升降", "April"))
        assert str(moved.explain()).splitlines() == [
            "四月升降",
            "一、按现单位，上期先并到现单位",
            "二、上升（1 家）",
            "    （一）c：第 3 名 → 第 2 名，+5.00 分",
            "三、持平（1 家）",
            "    （一）a：第 1 名 → 第 1 名，0.00 分",
            "四、下降（1 家）",
            "    （一）b：第 2 名 → 第 3 名，-20.00 分",
            "五、无从比较（3 家）",
            "    （一）d：上期未参加排名（分母为零，不予评分）",
            "    （二）f：上期没有该单位",
            "    （三）e：本期没有该单位",
        ]
        assert isinstance(moved.of("d").before, Unranked)
        assert repr(moved) == "Movement(四月升降: 6 units)"
        assert "→" in moved._repr_html_()
        assert movement(before, after).title.zh == "排名升降"
        with pytest.raises(AssessmentError, match="in neither table"):
            moved.of("x")

    def test_errors(self) -> None:
        """Tables of two kinds, successors of successors, and what is none of them."""
        table = rank({"a": 1})
        with pytest.raises(AssessmentError, match="2 faults"):
            movement(rank({"a": 1}, lowest_first=True, ties=Ties.DENSE), table)
        with pytest.raises(AssessmentError, match="the successor has a successor itself"):
            movement(table, table, {"a": "b", "b": "c"}, UnitBasis.OLD)
        assert movement(table, table, {"a": "a"}).of("a").rank_gain == 0
        wrong: Any
        for wrong in ("a", ["a"], {1: "a"}, {"a": 1}, {"a": None}):
            with pytest.raises(AssessmentError, match="successors"):
                movement(table, table, wrong)
            with pytest.raises(AssessmentError, match="successors"):
                rebased(Counts.of({}), wrong)
        for wrong in (None, {"a": 1}):
            with pytest.raises(AssessmentError, match="before"):
                movement(wrong, table)
            with pytest.raises(AssessmentError, match="after"):
                movement(table, wrong)
            with pytest.raises(AssessmentError, match="counts"):
                rebased(wrong, {})
        with pytest.raises(AssessmentError, match="basis"):
            movement(table, table, basis="OLD")  # type: ignore[arg-type]
        with pytest.raises(AssessmentError, match="title"):
            movement(table, table, title="升降")  # type: ignore[arg-type]


def _rate(counts: Counts, unit: str) -> Fraction:
    found = counts.rate(unit, "r")
    assert isinstance(found, Fraction)
    return found
