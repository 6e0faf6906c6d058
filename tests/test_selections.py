"""评定 against its definition: who is on a list, and who was passed over."""

from fractions import Fraction
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu import NOT_ASSESSED, UNSET, Counts, Formula, Scoreboard, Text, Ties, rank
from jiesu.errors import (
    AssessmentError,
    InexactNumberError,
    InvalidValueError,
    JiesuError,
    UnsetError,
)
from jiesu.movements import Unjudged
from jiesu.ranking import CutTies, Scale, WhyUnranked
from jiesu.selections import (
    Measure,
    Selected,
    Selection,
    WhyPassed,
    select,
)
from jiesu.sources import SILENT, assumed

Value = Any

EVERYONE = [f"u{n}" for n in range(8)]
POINTS = (Fraction(60), Fraction(241, 3), Fraction(80), Fraction(95))
units = st.sampled_from(EVERYONE)
values: st.SearchStrategy[dict[str, Value]] = st.dictionaries(
    units, st.sampled_from((*POINTS, NOT_ASSESSED)), max_size=8
)
volumes = st.dictionaries(units, st.sampled_from((0, 1, 2, 6, Fraction(5, 2))), max_size=8)
bounds = st.sampled_from((None, None, Fraction(-20), Fraction(0), Fraction(1), Fraction(80)))


@st.composite
def rules(draw: st.DrawFn) -> tuple[Selection, ...]:
    """A few rules, each with a number or a bound or both."""
    made = []
    for n in range(draw(st.integers(1, 3))):
        least = draw(bounds)
        number = st.integers(0, 9)
        made.append(
            Selection(
                Text(f"名单{n}", f"list {n}"),
                draw(st.sampled_from(Measure)),
                draw(number if least is None else number | st.none()),
                lowest=draw(st.booleans()),
                at_least=least,
                bound_in=draw(st.booleans()),
                ties=draw(st.sampled_from(CutTies)),
                exclusive=draw(st.booleans()),
                unless_in=draw(st.sampled_from(("", "治理类"))),
            )
        )
    return tuple(made)


def rule(by: Any = Measure.SCORE, number: Any = 1, name: str = "名单", **more: Any) -> Selection:
    """A rule of a list."""
    return Selection(Text(name, name), by, number, **more)


def on(lists: Selected) -> dict[str, str]:
    """List to the units on it, in order, as one word."""
    return {each.rule.name.zh: "".join(each.units) for each in lists.drawn}


def places(given_: dict[str, Value]) -> dict[str, int]:
    """Unit to rank: 1 and the number of units strictly better."""
    known = {unit: value for unit, value in given_.items() if value is not NOT_ASSESSED}
    return {
        unit: 1 + sum(each > value for each in known.values()) for unit, value in known.items()
    }


def figures(
    by: Measure,
    now: dict[str, Value],
    before: dict[str, Value],
    many: dict[str, Any],
    earlier: dict[str, Any],
) -> dict[str, Any]:
    """The figure of each unit that has one."""
    rank_now, rank_before = places(now), places(before)
    found: dict[str, Any] = {}
    for unit, value in now.items():
        if by is Measure.SCORE and unit in rank_now:
            found[unit] = value
        if by is Measure.IMPROVEMENT and unit in rank_now and unit in rank_before:
            found[unit] = value - before[unit]
        if by is Measure.RANK_GAIN and unit in rank_now and unit in rank_before:
            found[unit] = rank_before[unit] - rank_now[unit]
        if by is Measure.VOLUME and unit in many:
            found[unit] = many[unit]
        if by is Measure.GROWTH and unit in many and earlier.get(unit):
            found[unit] = Fraction(many[unit]) / earlier[unit] - 1
    return found


class TestSelect:
    """评定: a list takes those to whom fewer than its number are before, by its measure."""

    @given(rules(), values, values, volumes, volumes, st.sets(units))
    def test_by_definition(
        self,
        asked: tuple[Selection, ...],
        now: dict[str, Value],
        before: dict[str, Value],
        many: dict[str, Any],
        earlier: dict[str, Any],
        standing: set[str],
    ) -> None:
        """Every rule against its words: bounds, then earlier lists, then the number, then standing."""
        lists = select(asked, now, before, many, earlier, standing={"治理类": standing})
        taken: set[str] = set()
        for each, drawn in zip(asked, lists.drawn, strict=True):
            found = figures(each.by, now, before, many, earlier)  # type: ignore[arg-type]
            turn = -1 if each.lowest else 1
            pool = {
                unit: turn * figure
                for unit, figure in found.items()
                if each.at_least is None
                or figure > each.at_least
                or (each.bound_in and figure == each.at_least)
            }
            if each.exclusive:
                pool = {unit: figure for unit, figure in pool.items() if unit not in taken}
            wanted = set()
            for unit, figure in pool.items():
                rivals = [one for other, one in pool.items() if other != unit]
                above = sum(
                    one > figure if each.ties is CutTies.ALL_IN else one >= figure
                    for one in rivals
                )
                if each.number is None or above < each.number:
                    wanted.add(unit)
            if each.unless_in:
                wanted -= standing
            assert set(drawn.units) == wanted
            for row in drawn.chosen:
                better = [one for one in found.values() if turn * one > turn * row.value]
                assert (row.value, row.place) == (found[row.unit], 1 + len(better))
            assert [row.place for row in drawn.chosen] == sorted(row.place for row in drawn.chosen)
            assert {row.unit for row in drawn.apart} == set(now) - set(found)
            assert not {row.unit for row in drawn.passed} & wanted
            taken |= wanted

    @given(rules(), values, values, volumes, volumes, st.permutations(EVERYONE))
    def test_relabelling(
        self,
        asked: tuple[Selection, ...],
        now: dict[str, Value],
        before: dict[str, Value],
        many: dict[str, Any],
        earlier: dict[str, Any],
        names: list[str],
    ) -> None:
        """Units under other identifiers are on the same lists: nobody is taken by position."""
        other = dict(zip(EVERYONE, names, strict=True))

        def moved(given_: dict[str, Any]) -> dict[str, Any]:
            return {other[unit]: each for unit, each in given_.items()}

        inputs = (now, before, many, earlier)
        one = select(asked, *inputs, standing={"治理类": ()})
        two = select(asked, *map(moved, inputs), standing={"治理类": ()})
        for a, b in zip(one.drawn, two.drawn, strict=True):
            assert {other[unit] for unit in a.units} == set(b.units)

    @given(values, st.integers(0, 9), st.booleans())
    def test_ties(self, now: dict[str, Value], number: int, low: bool) -> None:
        """All in takes no fewer than none in, and those between are passed over by name."""
        rows = {
            ties: select([rule(number=number, lowest=low, ties=ties)], now)["名单"]
            for ties in CutTies
        }
        more, less = rows[CutTies.ALL_IN], rows[CutTies.NONE_IN]

        assert set(less.units) <= set(more.units)
        assert {row.unit for row in less.passed} == set(more.units) - set(less.units)
        assert {row.why for row in less.passed} <= {WhyPassed.TIED}
        assert more.passed == ()
        league = rank(now)
        cut = league.bottom if low else league.top
        assert set(more.units) == {row.unit for row in cut(number)}
        assert set(less.units) == {row.unit for row in cut(number, CutTies.NONE_IN)}

    def test_order_is_of_the_table(self) -> None:
        """The score follows the table that was given: its breakers, its rounding, its better end."""
        low = rank({"a": 1, "b": 2, "c": Fraction(2001, 1000)}, lowest_first=True, places=2)
        red = rule(number=1, name="红榜")
        black = rule(number=1, name="黑榜", lowest=True)
        assert on(select([red, black], low)) == {"红榜": "a", "黑榜": "bc"}
        assert on(select([rule(at_most=2, number=None)], low)) == {"名单": "abc"}

    def test_improvement_of_a_table_with_the_lowest_first(self) -> None:
        """Where less is better, less than before is an improvement."""
        before = rank({"a": 5, "b": 5}, lowest_first=True)
        now = rank({"a": 3, "b": 6}, lowest_first=True)
        found = select([rule(Measure.IMPROVEMENT, None, at_least=-9)], now, before)["名单"]
        assert [(row.unit, row.value) for row in found.chosen] == [
            ("a", Fraction(2)),
            ("b", Fraction(-1)),
        ]

    def test_among(self) -> None:
        """A class: values are ranked within it, a unit that is known by name cannot be judged."""
        now, before = {"a": 90, "b": 80, "c": 70}, {"a": 60, "b": 70, "c": 65}
        gained = rule(Measure.RANK_GAIN, None, at_least=-9)
        found = select([gained], now, before, among=["b", "c", "d"], names={"d": "丁镇"})["名单"]
        assert [(row.unit, row.value) for row in found.chosen] == [
            ("b", Fraction(0)),
            ("c", Fraction(0)),
        ]
        assert [(row.name, row.why) for row in found.apart] == [("丁镇", Unjudged.NOT_RANKED_NOW)]
        whole = select([gained], rank(now), rank(before), among=["b"])["名单"]
        assert [(row.unit, row.value) for row in whole.chosen] == [("b", Fraction(-1))]
        with pytest.raises(AssessmentError, match="no such unit"):
            select([gained], now, before, among=["e"])

    def test_nobody_is_lost(self) -> None:
        """Whoever cannot be judged stands apart with the reason."""
        names = {unit: unit.upper() for unit in "abcdef"}
        now = rank({"a": 90, "b": NOT_ASSESSED, "c": 80, "d": 70}, names=names)
        before = rank({"a": 80, "b": 90, "d": NOT_ASSESSED, "e": 1}, names=names)
        asked = [
            rule(Measure.IMPROVEMENT, 9, "进步"),
            rule(Measure.GROWTH, 9, "增幅"),
            rule(Measure.VOLUME, 9, "量"),
        ]
        lists = select(asked, now, before, {"a": 3, "c": 3, "d": 1}, {"a": 0, "d": 2})

        assert [(row.name, row.why, row.reason) for row in lists["进步"].apart] == [
            ("B", Unjudged.NOT_RANKED_NOW, WhyUnranked.NOT_ASSESSED),
            ("C", Unjudged.NEW, None),
            ("D", Unjudged.NOT_RANKED_BEFORE, WhyUnranked.NOT_ASSESSED),
        ]
        assert [(row.unit, row.why) for row in lists["增幅"].apart] == [
            ("a", Unjudged.NOTHING_EARLIER),
            ("b", Unjudged.NO_VOLUME),
            ("c", Unjudged.NO_EARLIER_VOLUME),
        ]
        assert on(lists) == {"进步": "a", "增幅": "d", "量": "acd"}
        assert "D：上期未参加排名（分母为零，不予评分）" in lists.explain()
        gone = select([asked[0]], now, before, among=["e"])["进步"].apart
        assert [row.why for row in gone] == [Unjudged.GONE]


class TestMonth:
    """
    The lists of a month in an invented city (虚拟市).

    The opinion of 2020 says that there are four classes of ten, the rest is this city's own.
    """

    NOW: ClassVar[dict[str, Value]] = dict(
        zip("abcdefgh", (98, 95, 95, 90, 85, 70, 60, 50), strict=True)
    )
    BEFORE: ClassVar[dict[str, Value]] = dict(
        zip("abcdefgh", (90, 95, 80, 89, 70, 71, 70, 50), strict=True)
    )
    VOLUMES: ClassVar[dict[str, Value]] = dict(
        zip("abcdefgh", (10, 50, 40, 30, 20, 15, 90, 80), strict=True)
    )

    def test_four_classes(self) -> None:
        """先进 before 进步: who is on the first list leaves its place on the second to the next."""
        four = [
            rule(Measure.SCORE, 2, "先进类"),
            rule(Measure.IMPROVEMENT, 2, "进步类", at_least=0, bound_in=False, exclusive=True),
            rule(Measure.SCORE, 2, "整改类", lowest=True),
            rule(Measure.VOLUME, 2, "治理类"),
        ]
        lists = select(four, self.NOW, self.BEFORE, self.VOLUMES)

        assert on(lists) == {"先进类": "abc", "进步类": "ed", "整改类": "hg", "治理类": "gh"}
        assert [(row.unit, row.why, row.list) for row in lists["进步类"].passed] == [
            ("c", WhyPassed.TAKEN, "先进类")
        ]
        assert [text.zh for text in lists.of("h")] == ["整改类", "治理类"]
        assert on(select([attrs.evolve(four[1], exclusive=False)], self.NOW, self.BEFORE)) == {
            "进步类": "ce"
        }

    def test_unset(self) -> None:
        """What makes a unit 进步类 is not published: the rule says so until somebody supplies it."""
        ground = assumed("虚拟市自定", "the invented city's own")
        open_ = [
            rule(UNSET, 10, "进步类", grounds=[ground]),
            rule(Measure.SCORE, UNSET, "先进类"),
            rule(Measure.VOLUME, None, "治理类", at_least=UNSET),
        ]
        with pytest.raises(UnsetError, match="3 faults") as caught:
            select(open_, self.NOW)
        assert [fault.path for fault in caught.value.faults] == [
            "rules[进步类].by",
            "rules[先进类].number",
            "rules[治理类].at_least",
        ]
        assert [each.unset for each in open_] == [("by",), ("number",), ("at_least",)]
        assert open_[0].text.zh == "按何指标未设定由高到低取前 10 名，末位并列的一并列入"
        assert "取前 未设定 名" in open_[1].text.zh
        assert "未设定以上（含）" in open_[2].text.zh
        supplied = attrs.evolve(open_[0], by=Measure.SCORE, number=1)
        told = select([supplied], self.NOW).explain()
        assert "推定：虚拟市自定" in told

    def test_talks_and_warnings(self) -> None:
        """约谈: the last; 预警约谈: among those of most requests, and not under supervision already."""
        asked = [
            rule(Measure.SCORE, 1, "约谈", lowest=True),
            rule(Measure.VOLUME, 3, "预警约谈", unless_in="治理类"),
        ]
        lists = select(asked, self.NOW, volumes=self.VOLUMES, standing={"治理类": {"g", "x"}})

        # The fourth by requests does not move up: it is not among the three.
        assert on(lists) == {"约谈": "h", "预警约谈": "hb"}
        assert str(lists.explain()).splitlines() == [
            "评定名单",
            "一、约谈（1 家）",
            "    （一）按名次由后到先取前 1 名，末位并列的一并列入",
            "    （二）h：得分 50.00 分，由后到先第 1 位",
            "二、预警约谈（2 家）",
            "    （一）按诉求量由高到低取前 3 名，末位并列的一并列入，已在治理类名单的不列入",
            "    （二）h：诉求量 80 件，由高到低第 2 位",
            "    （三）b：诉求量 50 件，由高到低第 3 位",
            "    （四）未列入（1 家）",
            "        1．g：诉求量 90 件，已在名单（治理类）",
        ]
        assert [(row["list"], row["unit"], row["result"]) for row in lists.to_rows()] == [
            ("约谈", "h", "列入"),
            ("预警约谈", "h", "列入"),
            ("预警约谈", "b", "列入"),
            ("预警约谈", "g", "未列入"),
        ]
        with pytest.raises(AssessmentError, match=r"unless_in.*standing list was not given"):
            select(asked, self.NOW, volumes=self.VOLUMES, standing={"治里类": []})

    def test_red_and_black(self) -> None:
        """红黑榜 (as reported of 榆林): the first and the last five; ties share."""
        now = dict.fromkeys("abcdef", 90) | dict.fromkeys("ghijkl", 60)
        red, black = rule(number=5, name="红榜"), rule(number=5, name="黑榜", lowest=True)
        assert on(select([red, black], now)) == {"红榜": "abcdef", "黑榜": "ghijkl"}

    def test_figures_in_words(self) -> None:
        """Each measure is told in its own unit, up, down and level; bounds likewise."""
        asked = [
            rule(by, None, by.zh, at_least=-(10**6))
            for by in (Measure.IMPROVEMENT, Measure.RANK_GAIN, Measure.GROWTH)
        ]
        before_volumes = {"a": 5, "b": 50, "c": 60}
        lists = select(asked, self.NOW, self.BEFORE, self.VOLUMES, before_volumes)
        zh, en = lists.explain(), lists.explain("en")
        for words in (
            "e：提升 15.00 分",
            "b：持平，",
            "g：下降 10.00 分",
            "c：上升 2 位",
            "b：下降 1 位",
            "a：增长 100.00%",
            "c：减少 33.33%",
        ):
            assert words in zh
        for words in ("e: up 15.00 points", "c: up 2 ranks", "a: up 100.00%", "b: level"):
            assert words in en
        assert (
            "20%以上（不含）" in rule(Measure.GROWTH, None, at_least="20%", bound_in=False).text.zh
        )
        assert "60 分以下（含）" in rule(at_most=60).text.zh
        assert "less than 3 ranks" in rule(Measure.RANK_GAIN, at_most=3, bound_in=False).text.en
        assert "名单" in select([], self.NOW)._repr_html_()


class TestWords:
    """A list is told by what its table ranks, in the unit and in the order of that table."""

    RATIO = Scale(Text("万人诉求比", "requests per 10,000"), Text(" 件", " requests"))

    def test_lowest_first(self) -> None:
        """万人诉求比: the last are those of most requests; no score, and no points."""
        now = rank({"a": 40, "b": 10}, lowest_first=True, scale=self.RATIO)
        before = rank({"a": 38, "b": 12}, lowest_first=True, scale=self.RATIO)
        asked = [
            rule(number=1, name="整改", lowest=True),
            rule(number=1, name="先进", at_most=20),
            rule(Measure.IMPROVEMENT, None, "进步", at_least=-5),
        ]
        lists = select(asked, now, before)
        assert str(lists.explain()).splitlines() == [
            "评定名单",
            "一、整改（1 家）",
            "    （一）按万人诉求比排名的名次由后到先取前 1 名，末位并列的一并列入",
            "    （二）a：万人诉求比 40.00 件，由后到先第 1 位",
            "二、先进（1 家）",
            "    （一）按万人诉求比排名的名次由先到后取前 1 名，20 件以下（含），末位并列的一并列入",
            "    （二）b：万人诉求比 10.00 件，由先到后第 1 位",
            "三、进步（2 家）",
            "    （一）按较上期改善由高到低，-5 件以上（含）",
            "    （二）b：改善 2.00 件，由高到低第 1 位",
            "    （三）a：变差 2.00 件，由高到低第 2 位",
        ]
        assert "points" not in lists.explain("en")
        assert "by rank in Ranking by requests per 10,000, the last first: 1" in lists.explain(
            "en"
        )
        assert [row["measure"] for row in lists.to_rows()][:2] == ["万人诉求比"] * 2
        assert lists.to_rows()[0]["value"] == "万人诉求比 40.00 件"

    def test_rate(self) -> None:
        """A rate is told by its name in per cent, and what it gained in percentage points."""
        then, now = (
            Scoreboard(Counts.of({"a": {"r": (n, 10)}}), Formula({"r": 1})).rank("r")
            for n in (7, 9)
        )
        lists = select([rule(at_least=80), rule(Measure.IMPROVEMENT, name="进步")], now, then)
        assert "按r排名的名次由先到后取前 1 名，80%以上（含）" in lists.explain()
        assert "a：r 90.00%，由先到后第 1 位" in lists.explain()
        assert "a：提升 20.00 个百分点" in lists.explain()
        assert "分，" not in str(lists.explain())

    def test_values_are_of_the_other_table(self) -> None:
        """Values beside a table are of what the table is of."""
        now = rank({"a": 9}, scale=self.RATIO)
        lists = select([rule(Measure.IMPROVEMENT)], now, {"a": 8})
        assert "a：提升 1.00 件" in lists.explain()

    def test_differently(self) -> None:
        """Where the earlier table was rounded otherwise, the lists made of both say so, and no other."""
        lists = select(
            [rule(), rule(Measure.IMPROVEMENT, name="进步")],
            rank({"a": Fraction(1, 3)}, places=1),
            {"a": 0},
        )
        note = "上期按精确值比较，本期按四舍五入保留 1 位小数后比较"
        assert [[each.zh for each in one.notes] for one in lists.drawn] == [[], [note]]
        assert str(lists.explain()).count(note) == 1
        with pytest.raises(AssessmentError, match=r"before\.scale"):
            select([rule(Measure.RANK_GAIN)], rank({"a": 1}), rank({"a": 2}, scale=self.RATIO))

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("title", None),
            ("drawn", ["名单"]),
            ("places", "2"),
            ("places", -1),
            ("rounding", None),
        ],
    )
    def test_selected(self, field: str, wrong: Any) -> None:
        """Lists that somebody makes by hand are checked."""
        with pytest.raises(JiesuError, match=field):
            attrs.evolve(select([rule()], {"a": 1}), **{field: wrong})

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("rule", None),
            ("rule", Selection(Text("进步类", "improved"), UNSET, 10)),
            ("chosen", ["a"]),
            ("passed", [None]),
            ("apart", [("a", "a", None, None)]),
            ("table", {"a": 1}),
            ("notes", ["注"]),
        ],
    )
    def test_drawn(self, field: str, wrong: Any) -> None:
        """So is a single list; one by a rule that nobody published cannot have been drawn."""
        with pytest.raises(AssessmentError, match=rf"drawn\.{field}"):
            attrs.evolve(select([rule()], {"a": 1})["名单"], **{field: wrong})

    def test_told(self) -> None:
        """A rule without its table is told by ranks; what is no table is refused."""
        assert rule().text == rule().told(None)
        with pytest.raises(AssessmentError, match="table"):
            rule().told({"a": 1})  # type: ignore[arg-type]


class TestRules:
    """Garbage is refused by name, all of it at once."""

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("by", "SCORE"),
            ("by", None),
            ("by", SILENT),
            ("number", -1),
            ("number", 1.0),
            ("number", True),
            ("number", SILENT),
            ("number", None),
            ("name", "先进类"),
            ("lowest", 1),
            ("bound_in", None),
            ("ties", Ties.SHARED),
            ("exclusive", "是"),
            ("unless_in", None),
            ("grounds", ["意见"]),
        ],
    )
    def test_fields(self, field: str, wrong: Any) -> None:
        """Each field of another type; neither a number nor a bound."""
        given_: dict[str, Any] = {"name": Text("名单", "list"), "by": Measure.SCORE, "number": 1}
        with pytest.raises(AssessmentError, match=rf"selection\.{field}"):
            Selection(**(given_ | {field: wrong}))

    def test_bounds(self) -> None:
        """Floats, and bounds between which nothing lies."""
        for wrong in (0.5, True, "x", SILENT):
            with pytest.raises(InexactNumberError, match="bound"):
                rule(at_least=wrong)
        more: Any
        for more in (
            {"at_least": 2, "at_most": 1},
            {"at_least": 1, "at_most": 1, "bound_in": False},
        ):
            with pytest.raises(AssessmentError, match="nothing lies between"):
                rule(**more)
        assert rule(at_least=1, at_most=1).satisfied(Fraction(1))
        assert not rule(at_least=1, at_most=3, bound_in=False).satisfied(Fraction(3))

    def test_lacking(self) -> None:
        """Everything that the rules need and that was not given, at once."""
        asked = [rule(by, 1, by.zh) for by in Measure]
        with pytest.raises(AssessmentError) as caught:
            select(asked)
        assert [fault.what.en.rpartition(" ")[2] for fault in caught.value.faults] == [
            "now",
            "now",
            "before",
            "now",
            "before",
            "volumes",
            "volumes",
            "volumes_before",
        ]

    def test_arguments(self) -> None:
        """Each argument of another type."""
        with pytest.raises(AssessmentError, match="two lists of one name"):
            select([rule(), rule()], {"a": 1})
        with pytest.raises(InvalidValueError):
            select(rule(), {"a": 1})  # type: ignore[arg-type]
        with pytest.raises(AssessmentError, match=r"rules\[0\]"):
            select(["先进类"], {"a": 1})  # type: ignore[list-item]
        wrong: Any
        for name in ("now", "before", "volumes", "volumes_before", "standing", "names", "title"):
            for wrong in (5, "a", [("a", 1)]):
                given_: dict[str, Any] = {"now": {"a": 1}} | {name: wrong}
                with pytest.raises(AssessmentError, match=name):
                    select([rule()], **given_)
        for wrong in ({"a": -1}, {"a": 1.0}, {1: 1}):
            with pytest.raises(AssessmentError, match="volumes"):
                select([rule(Measure.VOLUME)], volumes=wrong)
        for wrong in ({"治理类": "abc"}, {"治理类": None}, {"治理类": [1]}, {1: ["a"]}):
            with pytest.raises(AssessmentError, match="standing"):
                select([rule()], {"a": 1}, standing=wrong)
        with pytest.raises(AssessmentError, match=r"names\['a'\]"):
            select([rule()], rank({"a": 1}), names={"a": None})  # type: ignore[dict-item]
        with pytest.raises(InexactNumberError):
            select([rule()], {"a": 0.5})  # type: ignore[dict-item]
        with pytest.raises(AssessmentError, match=r"no such list.*名单"):
            select([rule()], {"a": 1})["明单"]
        assert select([rule(Measure.VOLUME)], volumes={"a": 1, "b": 2})["名单"].units == ("b",)
