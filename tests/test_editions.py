"""版次与更正: what a later edition changes is told figure by figure, and nothing else is."""

import pickle
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CITED, GROUND

from jiesu import (
    ASIDE,
    MET,
    MISSING,
    NOT_ASSESSED,
    OUTCOME_FACTS,
    UNMET,
    UNSET,
    Band,
    CountedBy,
    Counts,
    ExclusionGround,
    ExclusionReview,
    Formula,
    HitPolicy,
    Mark,
    Rate,
    Resolution,
    Row,
    Scoreboard,
    Table,
    Tally,
    Text,
    Ties,
    beijing_time,
)
from jiesu.canonical import digest
from jiesu.counts import count
from jiesu.editions import (
    Edition,
    EditionStatus,
    FigureChange,
    MethodChange,
    Restatement,
    restated,
)
from jiesu.errors import AssessmentError, JiesuError, NaiveDatetimeError
from jiesu.exact import Rounded, rounded
from jiesu.facts import FactSpace
from jiesu.nodes import Change, Deductions, Growth, OfFigure, OfRate, WeightedSum
from jiesu.ranking import rank
from jiesu.tallies import Scope

CUT_OFF = beijing_time(2026, 4, 1)
MARCH = beijing_time(2026, 3, 1), CUT_OFF
NAMES = {"a": "甲街道", "b": "乙街道"}
KEPT = FactSpace(
    tuple(OUTCOME_FACTS.facts[OUTCOME_FACTS.index(name)] for name in ("resolved", "exclusion"))
)
WORDS = (*Resolution, MISSING)
WHY = (GROUND,)
LANGUAGES = ("zh", "en")


def exclusions(ground: Any = ExclusionGround.GRANTED, **more: Any) -> Table[Any]:
    """What is left out: what was granted."""
    when: dict[str, Any] = {"exclusion": ExclusionReview.GRANTED}
    return Table("x", KEPT, [Row("X1", when | more, ground, WHY)], HitPolicy.COLLECT)


def rate(partly: Any = "1/2", term: str = "解决率", grounds: Any = WHY) -> Rate:
    """How many are resolved; what is not stated counts in neither."""
    words = (
        (Resolution.RESOLVED, MET),
        (Resolution.PARTLY, partly if partly is UNSET else Mark(partly)),
        (Resolution.UNRESOLVED, UNMET),
        (MISSING, ASIDE),
    )
    rows = [
        Row(f"R{n}", {"resolved": word}, then, grounds) for n, (word, then) in enumerate(words, 1)
    ]
    return Rate("resolution", Text(term, "resolution rate"), Table("rates.resolution", KEPT, rows))


KNOWN = Rate(
    "known",
    Text("评价率", "rate of rating"),
    Table(
        "rates.known",
        KEPT,
        [
            Row("K1", {"resolved": tuple(Resolution)}, MET, WHY),
            Row("K2", {"resolved": MISSING}, UNMET, WHY),
        ],
    ),
)
FORMULA = Formula({"resolution": "0.7", "known": "0.3"})
USUAL: Mapping[Any, int] = {
    ("a", Resolution.RESOLVED, ExclusionReview.NONE): 8,
    ("a", Resolution.UNRESOLVED, ExclusionReview.NONE): 2,
    ("b", Resolution.RESOLVED, ExclusionReview.NONE): 17,
    ("b", Resolution.PARTLY, ExclusionReview.NONE): 3,
}


def scope(end: datetime = CUT_OFF, at: datetime = CUT_OFF, by: CountedBy = CountedBy.DUE) -> Scope:
    """A month."""
    return Scope(MARCH[0], end, by, at)


def board(
    counts: Mapping[Any, int] = USUAL, formula: Formula = FORMULA, **more: Any
) -> Scoreboard:
    """A scoreboard of an imaginary month."""
    rates = more.pop("rates", (rate(), KNOWN))
    left_out = more.pop("exclusions", exclusions())
    scopes = more.pop("scopes", frozenset({scope()}))
    tally = Tally(KEPT, counts, more.pop("as_of", date(2026, 3, 31)), scopes)
    made = attrs.evolve(count(tally, left_out, rates), pins=more.pop("counted", frozenset()))
    return Scoreboard(made, formula, **({"names": NAMES} | more))


def edition(made: Scoreboard | None = None, **more: Any) -> Edition:
    """The first edition of a board."""
    given_: dict[str, Any] = {
        "number": 1,
        "status": EditionStatus.FIRST,
        "at": CUT_OFF + timedelta(days=2, hours=9),
        "cut_off": CUT_OFF,
        "board": made or board(),
    }
    return Edition(**(given_ | more))


def after(old: Edition, made: Scoreboard | None = None, **more: Any) -> Edition:
    """The edition that replaces another."""
    given_: dict[str, Any] = {
        "number": old.number + 1,
        "status": EditionStatus.CORRECTED,
        "at": old.at + timedelta(days=5),
        "predecessor": old.digest,
        "reason": "申诉复核",
    }
    return edition(made or old.board, **(given_ | more))


profiles = st.tuples(
    st.sampled_from("abcd"), st.sampled_from(WORDS), st.sampled_from(ExclusionReview)
)
tallies = st.dictionaries(profiles, st.integers(1, 5), max_size=12)
formulas = st.sampled_from((FORMULA, Formula({"resolution": 1}), Formula({"known": 2})))
named = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(("甲", "乙")))
ranked = st.sampled_from(
    (
        None,
        {},
        {"by": "resolution"},
        {"minimum": 4},
        {"bands": (Band(Text("优秀", "excellent"), 90),), "ties": Ties.DENSE},
    )
)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """An edition of a board, with a league or without."""
    rates = draw(st.sampled_from(((rate(), KNOWN), (KNOWN, rate("1/3")))))
    made = board(draw(tallies), draw(formulas), rates=rates, names=draw(named))
    how = draw(ranked)
    return edition(made, league=None if how is None else made.rank(**how))


def follower(old: Edition, new: Edition) -> Edition:
    """An edition as what replaces another."""
    return after(old, new.board, league=new.league)


class TestEdition:
    """一版成绩: what is published is pinned, and says what it replaces and why."""

    @pytest.mark.parametrize(
        ("more", "path"),
        [
            ({"number": 0}, "number"),
            ({"number": True}, "number"),
            ({"status": "首次"}, "status"),
            ({"board": None}, "board"),
            ({"league": []}, "league"),
            ({"predecessor": None}, "predecessor"),
            ({"reason": 5}, "reason"),
            ({"predecessor": "sha256:0"}, "predecessor"),
            ({"number": 2, "status": EditionStatus.PUBLISHED}, "predecessor"),
            ({"number": 2, "predecessor": "sha256:0"}, "status"),
            ({"status": EditionStatus.CORRECTED, "reason": "误"}, "status"),
            (
                {"number": 2, "predecessor": "sha256:0", "status": EditionStatus.CORRECTED},
                "reason",
            ),
            ({"at": CUT_OFF - timedelta(seconds=1)}, "at"),
            ({"cut_off": CUT_OFF + timedelta(days=1)}, "cut_off"),
        ],
    )
    def test_faults(self, more: dict[str, Any], path: str) -> None:
        """Fields that do not go together are refused, each where it is."""
        with pytest.raises(AssessmentError) as caught:
            edition(**more)
        assert [fault.path for fault in caught.value.faults] == [f"edition.{path}"]

    def test_foreign_league(self) -> None:
        """A league ranks the scores of its board or one of its rates; any other is refused by unit."""
        made = board()
        scores = {unit: made.points(unit) for unit in "ab"}
        other = board({**USUAL, ("a", Resolution.RESOLVED, ExclusionReview.NONE): 5})
        wrong: Any
        for wrong, path in (
            (rank(scores | {"c": 1}), "edition.league"),
            (rank(scores | {"b": 1}), "edition.league.b"),
            (rank({"a": NOT_ASSESSED}), "edition.league.a"),
            (other.rank(), "edition.league.a"),
            (other.rank(places=1), "edition.league.a"),
            (other.rank("resolution"), "edition.league.a"),
        ):
            with pytest.raises(AssessmentError) as caught:
                edition(made, league=wrong)
            assert path in [fault.path for fault in caught.value.faults]
            assert "a" in str(caught.value) or "c" in str(caught.value)
        for how in ({}, {"places": 0}, {"by": "resolution"}, {"by": "known"}, {"among": ["a"]}):
            assert edition(made, league=made.rank(**how)).league is not None
        printed = {unit: Fraction(rounded(each, 1)) for unit, each in scores.items()}  # type: ignore[arg-type]
        assert edition(made, league=rank(printed, places=1)).league is not None

    def test_several(self) -> None:
        """Everything that does not go together is told at once."""
        with pytest.raises(AssessmentError) as caught:
            edition(
                status=EditionStatus.CORRECTED, at=CUT_OFF - timedelta(days=1), predecessor="x"
            )
        assert len(caught.value.faults) == 4

    def test_instants(self) -> None:
        """Instants are aware."""
        naive = datetime(2026, 4, 3)  # noqa: DTZ001 -- the fault that is looked for
        for name in ("at", "cut_off"):
            with pytest.raises(NaiveDatetimeError, match=rf"edition\.{name}"):
                attrs.evolve(edition(), **{name: naive})  # type: ignore[arg-type]

    def test_without_scopes(self) -> None:
        """A board of figures that somebody published has no cut-off to compare with."""
        made = Scoreboard(Counts.of({"a": {"known": (4, 5)}}), Formula({"known": 1}))

        assert edition(made, cut_off=beijing_time(2020, 1, 1)).to_rows() == [
            {
                "unit": "a",
                "name": "a",
                "total": 5,
                "excluded": 0,
                "rates.known.numerator": 4,
                "rates.known.denominator": 5,
                "rates.known.value": "4/5",
                "score": 80,
            }
        ]

    @pytest.mark.parametrize(
        "more",
        [
            {"at": CUT_OFF + timedelta(days=3)},
            {"status": EditionStatus.PUBLISHED},
            {"reason": "误"},
            {"made": board(names={"a": "甲"})},
            {"made": board(pins="rules 2")},
            {"made": board(counted=frozenset({"rules 2"}))},
            {"made": board(as_of=date(2026, 3, 30))},
            {"made": board(scopes=frozenset({scope(by=CountedBy.CLOSED)}))},
            {"made": board({**USUAL, ("a", MISSING, ExclusionReview.NONE): 1})},
            {"made": board(formula=Formula({"known": 1}))},
            {"league": board().rank()},
        ],
    )
    def test_digest(self, more: dict[str, Any]) -> None:
        """Whatever an edition says is in its digest, and equal editions have one."""
        assert edition(**more).digest == edition(**more).digest != edition().digest

    def test_explain(self) -> None:
        """It says which edition it is, what it replaces and why; then the board and the ranking."""
        old = edition()
        new = after(old, league=board().rank())

        lines = str(new.explain()).splitlines()
        assert lines[:4] == [
            "第 2 版（更正，2026-04-08 09:00 发布，数据截至 2026-04-01 00:00）",
            f"一、摘要：{new.digest}",
            f"二、替代：{old.digest}",
            "三、原因：申诉复核",
        ]
        assert lines[4].startswith("四、考评口径")
        assert "五、得分排名" in new.explain()
        assert "edition 1 (first, issued 2026-04-03 09:00" in old.explain("en")
        assert repr(old).startswith("Edition(1, FIRST, Scoreboard(2 units")
        assert "摘要" in old._repr_html_()
        assert pickle.loads(pickle.dumps(new)) == new  # noqa: S301 -- our own bytes
        assert digest(new) == new.digest == new.imprint.digest

    def test_rows(self) -> None:
        """A row per unit with every figure by its path; units that are only ranked stand there too."""
        counts = {**USUAL, ("a", Resolution.RESOLVED, ExclusionReview.GRANTED): 1}
        made = board(counts, names={**NAMES, "c": "丙街道"})
        league = made.rank(among=("a", "b", "c"), bands=[Band(Text("优秀", "best"), 90)])
        rows = edition(made, league=league)

        assert rows.to_rows()[0] == {
            "unit": "a",
            "name": "甲街道",
            "total": 10,
            "excluded": 1,
            "exclusions.X1": 1,
            "rates.resolution.numerator": 8,
            "rates.resolution.denominator": 10,
            "rates.resolution.value": "4/5",
            "rates.resolution.rows.R1": 8,
            "rates.resolution.rows.R2": 0,
            "rates.resolution.rows.R3": 2,
            "rates.resolution.rows.R4": 0,
            "rates.known.numerator": 10,
            "rates.known.denominator": 10,
            "rates.known.value": 1,
            "rates.known.rows.K1": 10,
            "rates.known.rows.K2": 0,
            "score": 86,
            "rank": 2,
            "band": "",
        }
        assert rows.to_rows()[1]["rates.resolution.numerator"] == "37/2"
        assert rows.to_rows()[1]["band"] == "优秀"
        assert rows.to_rows()[2] == {"unit": "c", "name": "丙街道", "rank": "分母为零，不予评分"}


class TestFigures:
    """更正: every changed figure is told, and no other."""

    @given(editions(), editions())
    def test_applied(self, old: Edition, new: Edition) -> None:
        """The changes alone make the new rows of the old ones."""
        new = follower(old, new)
        told = restated(old, new)

        assert told.applied(old.to_rows()) == new.to_rows()

    def test_base(self) -> None:
        """What was counted of the base period is told where it changed: the scores follow from it."""
        formula = Formula(
            WeightedSum([(OfRate("r"), 100), (Growth(OfRate("r"), Change.DIFFERENCE), 50)])
        )
        counts = Counts.of({"a": {"r": (9, 10)}, "b": {"r": (8, 10)}})
        old, new = (
            Scoreboard(
                counts, formula, base=Counts.of({"a": {"r": (met, 100)}, "b": {"r": (7, 10)}})
            )
            for met in (80, 85)
        )
        days = beijing_time(2026, 4, 3), beijing_time(2026, 4, 1)
        first = Edition(1, EditionStatus.FIRST, *days, old)
        second = Edition(
            2,
            EditionStatus.CORRECTED,
            beijing_time(2026, 4, 4),
            days[1],
            new,
            None,
            first.digest,
            "更正",
        )
        told = restated(first, second)
        assert [(each.unit, each.path) for each in told.figures] == [
            ("a", "base.r.numerator"),
            ("a", "score"),
        ]
        assert "基期r分子由 80 改为 85" in told.explain()

    @given(editions(), editions())
    def test_told(self, old: Edition, new: Edition) -> None:
        """The changes are the cells that differ, one by one, with what stood there."""
        new = follower(old, new)
        told = restated(old, new)
        before, now = (
            {(row["unit"], path): cell for row in each.to_rows() for path, cell in row.items()}
            for each in (old, new)
        )

        def cell(value: Any) -> Any:
            whole = isinstance(value, Fraction) and value == int(value)
            return int(value) if whole else str(value) if isinstance(value, Fraction) else value

        assert {
            (each.unit, each.path): (cell(each.before), cell(each.after)) for each in told.figures
        } == {
            key: (before.get(key), now.get(key))
            for key in {**before, **now}
            if before.get(key) != now.get(key) and key[1] != "unit"
        }
        assert len(told.figures) == len({(each.unit, each.path) for each in told.figures})
        units = [{row["unit"] for row in each.to_rows()} for each in (old, new)]
        assert set(told.came) == units[1] - units[0]
        assert set(told.went) == units[0] - units[1]
        leaves = [line for line in str(told.explain()).splitlines() if "改为" in line]
        assert len(leaves) == len(told.figures) + len(told.method)

    @given(editions())
    def test_same(self, old: Edition) -> None:
        """Equal boards, published again, change nothing."""
        told = restated(old, after(old, old.board, league=old.league))

        assert not told
        assert (told.figures, told.method, told.units) == ((), (), ())
        assert "口径和数据均无变动" in told.explain()
        assert told.to_rows() == []

    @given(editions(), editions())
    def test_whole(self, old: Edition, new: Edition) -> None:
        """Only of boards whose counts, scores and ranks are one is nothing told."""
        if not restated(old, follower(old, new)):
            assert new.board.counts.units == old.board.counts.units
            assert new.board.scores == old.board.scores
            assert new.board.formula == old.board.formula
            assert new.league == old.league

    def test_applied_elsewhere(self) -> None:
        """Rows in which another figure stands are refused, and what are no rows."""
        old = edition()
        told = restated(old, after(old, board({**USUAL, ("a", MISSING, ExclusionReview.NONE): 1})))
        rows = old.to_rows()
        with pytest.raises(AssessmentError, match=r"rows\.a\.total.*before the change.*got 9"):
            told.applied([rows[0] | {"total": 9}, rows[1]])
        with pytest.raises(AssessmentError, match="not the figure before the change"):
            told.applied(rows[1:])
        strange: tuple[Any, ...] = (None, [None], [{}], [{"unit": 1}], {"unit": "a"})
        for wrong in strange:
            with pytest.raises(JiesuError):
                told.applied(wrong)

    def test_given(self) -> None:
        """Findings and figures, of the base period too, are figures: a changed one is told."""
        tree = WeightedSum(
            [
                (OfRate("resolution"), 50),
                (Deductions(20, {"late_reply": 3}), 1),
                (Growth(OfFigure("requests"), Change.DIFFERENCE), 0),
            ]
        )
        formula = Formula(tree, {"late_reply": Text("逾期答复", "late replies")})

        def made(late: int, now: Any, then: Any) -> Scoreboard:
            return board(
                formula=formula,
                findings={"a": {"late_reply": late}},
                figures={unit: {"requests": now} for unit in "ab"},
                base_figures={unit: {"requests": then} for unit in "ab"},
            )

        old = edition(made(0, "90", 80))
        told = restated(old, after(old, made(2, 90, 81)))
        assert [(each.unit, each.text.zh) for each in told.figures if each.path != "score"] == [
            ("a", "逾期答复由 0 改为 2"),
            ("a", "基期requests由 80 改为 81"),
            ("b", "基期requests由 80 改为 81"),
        ]
        assert [each.unit for each in told.figures if each.path == "score"] == ["a"]

    def test_printed_alike(self) -> None:
        """Two figures that print alike are written out."""
        change = FigureChange(
            "a", "甲", "score", Text("得分", "score"), Fraction(1, 3), Fraction(33, 100)
        )

        assert change.text.zh == "得分由 (1/3) 改为 0.33"

    def test_not_public(self) -> None:
        """A rate that nobody published any more is told as such."""
        old = edition(board(formula=Formula({"known": 1})))
        new = board(formula=Formula({"known": 1}), rates=(rate(UNSET), KNOWN))
        told = restated(old, after(old, new))

        said = {each.path: each.text.zh for each in told.figures if each.unit == "b"}
        assert said["rates.resolution.value"] == "解决率由 92.50% 改为“未公布”"


class TestMethod:
    """口径变动: whatever changes in how figures are made is told, by its part and no other."""

    @pytest.mark.parametrize(
        ("more", "path", "words"),
        [
            (
                {"made": board(scopes=frozenset({scope(at=CUT_OFF + timedelta(hours=8))}))},
                "cut_off",
                "数据截止时点：由 2026-04-01 00:00 改为 2026-04-01 08:00",
            ),
            (
                {"made": board(scopes=frozenset({scope(by=CountedBy.CLOSED)}))},
                "counted_by",
                "计入时点：由 到期时间 改为 办结时间",
            ),
            ({"made": board(as_of=None)}, "as_of", "规则适用日：由 2026-03-31 改为 无"),
            (
                {"made": board(counted=frozenset({"v2", "v1"}))},
                "pins.counts",
                "统计所依规则：由 无 改为 v1；v2",
            ),
            ({"made": board(pins="v2")}, "pins.formula", "计分所依规则：由 无 改为 v2"),
            (
                {"made": board(exclusions=exclusions(ExclusionGround.OTHER))},
                "exclusions",
                "X1 行现为：剔除申请为准予剔除：其他事由",
            ),
            (
                {"made": board(rates=(rate(grounds=(CITED,)), KNOWN))},
                "rates.resolution",
                "R1 行文字未变，依据或名称有变",
            ),
            (
                {"made": board(formula=Formula({"resolution": "1.4", "known": "0.6"}))},
                "formula",
                "现为：",
            ),
            (
                {"made": board(formula=attrs.evolve(FORMULA, rounding=Rounded(2)))},
                "formula",
                "得分修约：保留 2 位小数，四舍五入",
            ),
            (
                {"made": board(formula=attrs.evolve(FORMULA, grounds=(CITED,)))},
                "formula",
                "文字未变，依据或名称有变",
            ),
            (
                {"made": board(formula=FORMULA, base=Counts.of({"a": {"known": (1, 2)}}))},
                "base",
                "基期统计：由 无 改为 sha256:",
            ),
        ],
    )
    def test_part(self, more: dict[str, Any], path: str, words: str) -> None:
        """A change of one part alone, that changes no figure, is that part and nothing else."""
        old = edition()
        made = more["made"]
        cut_off = max(each.at for each in made.counts.scopes)
        told = restated(old, after(old, made, cut_off=cut_off))

        assert told
        assert [each.path for each in told.method] == [path]
        assert told.figures == ()
        assert words in told.explain()
        assert "数据未变" in told.explain()
        assert told.to_rows()[0]["item"] == path

    def test_league(self) -> None:
        """Another method of ranking is told; another order by the same method is figures alone."""
        made = board()
        old = edition(made, league=made.rank())
        dense = restated(old, after(old, league=made.rank(ties=Ties.DENSE)))
        assert [each.path for each in dense.method] == ["league"]
        assert "并列不占位" in dense.explain()
        none = restated(old, after(old, league=None))
        assert "现为：不排名" in none.explain()
        assert {each.path for each in none.figures} == {"rank"}
        turned = board({**USUAL, ("b", Resolution.UNRESOLVED, ExclusionReview.NONE): 20})
        moved = restated(old, after(old, turned, league=turned.rank()))
        assert moved.method == ()
        assert [each.text.zh for each in moved.figures if each.path == "rank"] == [
            "名次由第 2 名改为第 1 名",
            "名次由第 1 名改为第 2 名",
        ]

    def test_rows(self) -> None:
        """Rows of tables that came, went or moved are told one by one; so are rates."""
        old = edition()
        reviewed = Row("X2", {"exclusion": ExclusionReview.REFUSED}, ExclusionGround.OTHER, WHY)
        more = Table("x", KEPT, (reviewed, *exclusions().as_rows()), HitPolicy.COLLECT)
        wide = edition(board(exclusions=more))
        other = Table("x", KEPT, more.as_rows()[::-1], HitPolicy.COLLECT)

        assert (
            "X2 行新增：剔除申请为不予剔除：其他事由"
            in restated(old, after(old, wide.board)).explain()
        )
        assert "X2 行取消" in restated(wide, after(wide, old.board)).explain()
        moved = restated(wide, after(wide, board(exclusions=other)))
        assert [each.details for each in moved.method] == [
            (Text("各行先后有变", "the rows are in another order"),)
        ]
        fewer = board(rates=(rate(),), formula=Formula({"resolution": 1}))
        gone = restated(old, after(old, fewer))
        assert (gone.method[0].path, gone.method[0].after) == ("rates.known", "")
        came = restated(edition(fewer), after(edition(fewer), board()))
        assert ("rates.known", "") in [(each.path, each.before) for each in came.method]
        none = restated(old, after(old, board(exclusions=None)))
        assert [(each.path, each.after) for each in none.method] == [("exclusions", "")]


class TestSequence:
    """版次相续: an edition replaces the one that it names, of the same period."""

    def test_faults(self) -> None:
        """Other periods, another predecessor, an earlier number or day: all at once."""
        old = after(edition())
        april = frozenset({scope(beijing_time(2026, 5, 1))})
        new = edition(
            board(scopes=april),
            number=2,
            status=EditionStatus.PUBLISHED,
            at=old.at - timedelta(days=1),
            predecessor="sha256:0",
        )
        with pytest.raises(AssessmentError) as caught:
            restated(old, new)
        assert [fault.path for fault in caught.value.faults] == [
            "new.board.counts.scopes",
            "new.predecessor",
            "new.number",
            "new.at",
        ]

    def test_halves(self) -> None:
        """A month that was tallied by halves is the same period; a half of it is not."""
        middle = beijing_time(2026, 3, 16)
        halves = frozenset({scope(middle), Scope(middle, CUT_OFF, CountedBy.DUE, CUT_OFF)})
        old = edition()

        assert not restated(old, after(old, board(scopes=halves)))
        with pytest.raises(AssessmentError, match="of other periods"):
            restated(old, after(old, board(scopes=frozenset({scope(middle)}))))

    def test_garbage(self) -> None:
        """What is no edition is refused, both at once."""
        with pytest.raises(AssessmentError) as caught:
            restated(None, 5)  # type: ignore[arg-type]
        assert [fault.path for fault in caught.value.faults] == ["old", "new"]
        told = restated(edition(), after(edition()))
        wrong: tuple[tuple[str, Any], ...] = (
            ("old", None),
            ("new", ()),
            ("reason", 1),
            ("scopes", ()),
            ("method", (1,)),
            ("figures", ("a",)),
        )
        for field, value in wrong:
            with pytest.raises(AssessmentError, match=rf"restatement\.{field}"):
                attrs.evolve(told, **{field: value})


class TestNotice:
    """更正说明: written as an authority would write it."""

    @staticmethod
    def correction() -> Restatement:
        """Two outcomes of one unit were left out on appeal; a third unit was forgotten."""
        old_board = board()
        old = edition(old_board, league=old_board.rank())
        counts = dict(USUAL)
        counts["a", Resolution.UNRESOLVED, ExclusionReview.NONE] = 0
        counts["a", Resolution.UNRESOLVED, ExclusionReview.GRANTED] = 2
        counts["c", Resolution.PARTLY, ExclusionReview.NONE] = 1
        new_board = board(counts)
        return restated(old, after(old, new_board, league=new_board.rank()))

    def test_explain(self) -> None:
        """Which edition, why, from when on; the method; then unit by unit, figure by figure."""
        told = self.correction()
        lines = str(told.explain()).splitlines()

        assert lines[:3] == [
            "关于更正第 1 版（首次，2026-04-03 09:00 发布，数据截至 2026-04-01 00:00）的说明",
            "一、考评周期 2026-03-01 至 2026-03-31，按到期时间计入，截至 2026-04-01 00:00",
            "二、原因：申诉复核",
        ]
        assert lines[3].startswith("三、以第 2 版（更正，2026-04-08 09:00 发布")
        assert lines[4:6] == [
            f"    （一）新版摘要 {told.new.digest}",
            f"    （二）原版摘要 {told.old.digest}",
        ]
        assert lines[6:21] == [
            "四、口径未变",
            "五、数据变动：3 个单位，30 项",
            "    （一）甲街道",
            "        1．计入考评件数由 10 改为 8",
            "        2．剔除件数由 0 改为 2",
            "        3．剔除表 X1（剔除申请为准予剔除）件数由 0 改为 2",
            "        4．解决率分母由 10 改为 8",
            "        5．解决率由 80.00% 改为 100.00%",
            "        6．解决率 R3（诉求人评价（解决）为未解决）件数由 2 改为 0",
            "        7．评价率分子由 10 改为 8",
            "        8．评价率分母由 10 改为 8",
            "        9．评价率 K1（诉求人评价（解决）为解决、部分解决、未解决）件数由 10 改为 8",
            "        10．得分由 86.00 分改为 100.00 分",
            "        11．名次由第 2 名改为第 1 名",
            "    （二）乙街道",
        ]
        assert "    （三）c：新列入" in lines
        assert "计入考评件数由未列改为 1" in told.explain()
        english = told.explain("en")
        assert "Correction of edition 1 (first" in english
        assert "score: from 86.00 to 100.00" in english
        assert "c: new in the table" in english
        assert "关于更正" in told._repr_html_()
        assert repr(told) == "Restatement(1 -> 2: 30 figures, 0 of method)"
        assert pickle.loads(pickle.dumps(told)) == told  # noqa: S301 -- our own bytes

    def test_went(self) -> None:
        """A unit that is no longer listed is told with all that is gone; what is no correction too."""
        old = edition()
        only = {key: number for key, number in USUAL.items() if key[0] == "a"}
        new = after(old, board(only), status=EditionStatus.PUBLISHED, reason="")
        told = restated(old, new)

        assert told.went == told.units == ("b",)
        said = str(told.explain())
        assert said.startswith(
            "第 2 版（公布，2026-04-08 09:00 发布，数据截至 2026-04-01 00:00）较第 1 版"
        )
        assert "乙街道：不再列入" in said
        assert "得分由 94.75 分改为未列" in said
        assert "原因" not in said

    def test_one_number(self) -> None:
        """However a number is held, a whole one is one figure."""
        one, two = (
            Scoreboard(Counts.of({"a": {"known": (top, 5)}}), Formula({"known": 1}))
            for top in (4, Fraction(4))
        )
        old = edition(one)

        assert not restated(old, after(old, two))
        assert old.to_rows() == edition(two).to_rows()

    def test_rows(self) -> None:
        """A flat row per change, exact."""
        rows = self.correction().to_rows()

        assert rows[4] == {
            "unit": "a",
            "name": "甲街道",
            "item": "rates.resolution.value",
            "term": "解决率",
            "before": "4/5",
            "after": 1,
            "remark": "解决率由 80.00% 改为 100.00%",
        }
        old = edition()
        told = restated(old, after(old, board(as_of=None)))
        assert told.to_rows() == [
            {
                "unit": "",
                "name": "",
                "item": "as_of",
                "term": "规则适用日",
                "before": "2026-03-31",
                "after": "",
                "remark": "",
            }
        ]
        assert isinstance(told.method[0], MethodChange)
