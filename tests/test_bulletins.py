"""Bulletins: figures that are those of the board, and a 口径说明 that says how they were made."""

import re
from collections import Counter
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import attrs
import pytest
import strategies as own
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu import (
    MISSING,
    OUTCOME_FACTS,
    UNSET,
    Band,
    CountedBy,
    Counts,
    ExclusionGround,
    ExclusionReview,
    Explanation,
    FactSpace,
    Formula,
    League,
    Outcome,
    Resolution,
    Rounding,
    Rulebook,
    Satisfaction,
    Scoreboard,
    Tally,
    Text,
    Timeliness,
    beijing_time,
    outcome_facts,
    rank,
)
from jiesu.appeals import Appeal
from jiesu.bulletins import (
    Bulletin,
    BulletinKind,
    Column,
    Section,
    breakdown,
    daily,
    hourly,
    monthly,
    overdue_section,
    report,
    usual_columns,
    weekly,
)
from jiesu.counts import count
from jiesu.errors import AssessmentError, InvalidValueError, JiesuError, SchemaError
from jiesu.exact import Rounded, RoundingPoint, rounded
from jiesu.explain import html_table, markdown_table
from jiesu.facts import Fact
from jiesu.labels import printable
from jiesu.movements import UnitBasis, movement
from jiesu.outcomes import TIMELINESS_PLACE
from jiesu.previews import preview
from jiesu.rules import beijing
from jiesu.scoring import Assessment
from jiesu.selections import Measure, Selection, select
from jiesu.tallies import tally
from jiesu.worksheets import Line, worksheet

AT, MARCH, CUT_OFF = own.AT, own.MARCH, own.CUT_OFF
BY = CountedBy.DISPATCHED
LATE = FactSpace((OUTCOME_FACTS.facts[TIMELINESS_PLACE],))
PERIOD = Text("虚拟市2026年3月", "Imaginary City, March 2026")
RULES: Assessment = own.assessed().assessment(own.DAY)
BANDS = (Band(Text("优秀", "excellent"), 90), Band(Text("良好", "good"), 80))
COUNTS = Counts.of(
    {
        "1": {"response": (95, 100), "resolution": (80, 100)},
        "2": {"response": (99, 100), "resolution": (99, 100)},
        "3": {"response": (2, 3), "resolution": (1, 3)},
        "4": {"response": (0, 0), "resolution": (0, 0)},
    },
    {"response": Text("响应率", "response rate"), "resolution": Text("解决率", "resolution rate")},
)
NAMES = {"1": "甲街道", "2": "乙街道", "3": "丙街道", "4": "丁街道"}
BOARD = Scoreboard(COUNTS, Formula({"response": "1/2", "resolution": "1/2"}), NAMES)
LEAGUE = BOARD.rank(bands=BANDS)


class Page(HTMLParser):
    """The elements of a fragment, refused where they are not balanced."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: Counter[str] = Counter()
        self.rows: list[list[str]] = []
        self.figures: list[str] = []
        self.feed(fragment)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and begin a row or a cell."""
        self.open.append(tag)
        self.seen[tag] += 1
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._figure = ("class", "figure") in attrs

    def handle_endtag(self, tag: str) -> None:
        """The element that was opened last is the one that ends."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        if self.open and self.open[-1] in {"td", "th"}:
            self.rows[-1][-1] += data
            if self._figure:
                self.figures.append(data)


def cells(line: str) -> list[str]:
    """The cells of a line of a Markdown table, read as Markdown reads them."""
    parts = re.split(r"(?<!\\)(?:\\\\)*\|", line)
    return [re.sub(r"\\(.)", r"\1", part).strip() for part in parts[1:-1]]


def one_line(text: str) -> str:
    """What a cell can show of a text."""
    return " ".join(printable(text).split())


_words = st.sampled_from((*own.ODD_TEXTS, "|", "a|b\n|c|", "\\|", "\\", "<script>")) | st.text(
    max_size=5
)


class TestTables:
    """A table keeps its shape whatever stands in its cells, and nothing in it is obeyed."""

    @given(st.lists(st.tuples(_words, _words), max_size=4))
    def test_html(self, rows: list[tuple[str, str]]) -> None:
        """As many cells as were given, with the text that can be written."""
        made = html_table(["<b>", "|"], rows, {1})
        page = Page(made)
        assert page.rows == [["<b>", "|"], *[[one_line(a), one_line(b)] for a, b in rows]]
        assert set(page.seen) <= {"table", "thead", "tbody", "tr", "td", "th"}
        assert made.encode()

    @given(st.lists(st.tuples(_words, _words), max_size=4))
    def test_markdown(self, rows: list[tuple[str, str]]) -> None:
        """A line per row, two cells in each, no character that Markdown would obey."""
        made = markdown_table(["甲|", "件数"], rows, {1})
        lines = made.split("\n")
        assert lines[1] == "| --- | ---: |"
        assert len(lines) == 2 + len(rows)
        for line, row in zip(lines[2:], rows, strict=True):
            assert cells(line) == [one_line(each) for each in row]
            assert not re.search(r"(?<!\\)[<>*_`#]", re.sub(r"\\\\", "", line))
        assert made.encode()

    @pytest.mark.parametrize("level", [1, 6])
    def test_headings(self, level: int) -> None:
        """A heading has the level that its page needs, of the six that there are."""
        said = Explanation(PERIOD)
        assert said.markdown(heading=level).startswith("#" * level + " 虚拟市")
        for none in (0, 7, True, "1"):
            with pytest.raises(InvalidValueError):
                said.markdown(heading=none)  # type: ignore[arg-type]

    def test_figures_on_the_right(self) -> None:
        """Only the columns that hold figures are aligned."""
        assert Page(html_table(["a", "b"], [["1", "2"]], {1})).figures == ["b", "2"]


def late(counts: dict[Any, int]) -> Tally:
    """A tally that keeps timeliness alone."""
    return Tally(LATE, counts)


_tallies = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from((*Timeliness, MISSING))),
    st.integers(0, 5),
).map(late)


class TestBreakdown:
    """What came in, by one fact, adds up to all that came in."""

    @given(_tallies, st.none() | _tallies, st.sampled_from(["unit", "timeliness"]))
    def test_adds_up(self, month: Tally, before: Tally | None, by: str) -> None:
        """Numbers, shares and changes are those of the profiles, counted one by one."""
        section = breakdown(month, by, before)
        place = 0 if by == "unit" else 1
        now, then = Counter[Any](), Counter[Any]()
        for profile, number in month.counts.items():
            now[profile[place]] += number
        for profile, number in before.counts.items() if before else ():
            then[profile[place]] += number
        *rows, whole = section.to_rows()
        assert len(rows) == len(now | then)
        assert whole["件数"] == str(month.total)
        for row in rows:
            name = next(iter(row.values()))
            (value,) = [v for v in now | then if name == getattr(v, "zh", v)]
            assert row["件数"] == str(now[value])
            if month.total:
                share = Decimal(100 * now[value]) / month.total
                assert row["占比"] == f"{share.quantize(Decimal('0.01'), ROUND_HALF_UP)}%"
            if before is None:
                assert "上期" not in row
            else:
                assert row["上期"] == str(then[value])
                change = now[value] - then[value]
                assert row["增减"] == (f"+{change}" if change > 0 else str(change))
                assert (row["增幅"] == "—") is (then[value] == 0)

    def test_order(self) -> None:
        """Values stand in the order of their domain, units by number, names in place of codes."""
        month = Tally(
            LATE,
            {("a", Timeliness.LATE): 1, ("b", Timeliness.ON_TIME): 3, ("c", MISSING): 1},
        )
        said = [row["办结时效"] for row in breakdown(month, "timeliness").to_rows()]
        assert said == ["按时办结", "逾期办结", "未载明", "合计"]
        units = breakdown(month, "unit", names={"b": "乙街道"}).to_rows()
        assert [row["单位"] for row in units] == ["乙街道", "a", "c", "合计"]

    def test_codes_of_a_catalogue(self) -> None:
        """A fact of a city's own catalogue is printed by the names of its codes."""
        kept = FactSpace((Fact("category", Text("一级分类", "category"), ("01", "02")),))
        month = Tally(kept, {("a", "01"): 2, ("a", "02"): 1})
        rows = daily(month, PERIOD, names={"01": "住房"}).sections[1].to_rows()
        assert [row["一级分类"] for row in rows] == ["住房", "02", "合计"]

    def test_growth(self) -> None:
        """Growth is the change by what was before; over none there is none."""
        one, two = (Tally(LATE, {("a", Timeliness.LATE): n}) for n in (3, 2))
        assert breakdown(one, "unit", two).to_rows()[0]["增幅"] == "+50.00%"
        assert breakdown(two, "unit", one).to_rows()[0]["增幅"] == "-33.33%"
        assert breakdown(one, "unit", Tally(LATE, {})).to_rows()[0]["增幅"] == "—"

    def test_rounding_is_named(self) -> None:
        """Shares are printed by the rule that was asked for."""
        month = Tally(LATE, {("a", Timeliness.LATE): 1, ("b", Timeliness.LATE): 7})
        how = Rounded(1, Rounding.GBT_8170)
        assert breakdown(month, "unit", rounding=how).to_rows()[1]["占比"] == "12.5%"
        made = daily(month, PERIOD, rounding=attrs.evolve(how, places=0))
        assert made.to_rows()[1]["占比"] == "12%"
        assert "保留 0 位小数，四舍六入五成双（GB/T 8170）" in made.basis

    def test_not_tallied(self) -> None:
        """A fact that neither, or only one, of the two keeps is refused."""
        bare = Tally(FactSpace(()), {("a",): 1})
        with pytest.raises(SchemaError):
            breakdown(bare, "timeliness")
        with pytest.raises(SchemaError):
            breakdown(Tally(LATE, {}), "timeliness", bare)
        other = FactSpace((attrs.evolve(LATE.facts[0], values=(Timeliness.LATE,)),))
        with pytest.raises(SchemaError):
            breakdown(Tally(LATE, {}), "timeliness", Tally(other, {}))


def outcome(ticket: str, unit: str = "a", facts: Any = None, **more: Any) -> Outcome:
    """An outcome dispatched in March and closed in time."""
    given_ = {"due": AT + timedelta(days=7), "closed_at": AT + timedelta(days=1)} | more
    return Outcome(ticket, unit, outcome_facts() if facts is None else facts, AT, AT, **given_)


class TestOverdue:
    """The tickets that are open past their limit, the longest first."""

    def test_lists(self) -> None:
        """Neither what is closed nor what is within its limit stands in it."""
        late = outcome("1", due=beijing_time(2026, 4, 1), closed_at=None)
        later = outcome("2", due=CUT_OFF - timedelta(hours=5), closed_at=None)
        within = outcome("3", due=CUT_OFF, closed_at=None)
        after = outcome("4", due=AT, closed_at=CUT_OFF + timedelta(hours=1))
        stated = outcome("5", facts=outcome_facts(timeliness=Timeliness.OVERDUE), due=None)
        given_ = (later, within, late, after, outcome("6"), stated)
        rows = overdue_section(given_, CUT_OFF, names={"a": "甲"}).to_rows()
        assert [row["工单"] for row in rows] == ["4", "1", "2", "5"]
        assert rows[1] == {
            "工单": "1",
            "单位": "甲",
            "到期时间": "2026-03-31 24:00",
            "已逾期": "7 天 0 小时",
        }
        assert rows[2]["到期时间"] == "2026-04-07 19:00"
        assert rows[2]["已逾期"] == "0 天 5 小时"
        assert rows[3]["到期时间"] == ""

    def test_none(self) -> None:
        """Where nothing is overdue the section says so, without an empty table."""
        section = overdue_section([outcome("1")], CUT_OFF)
        assert section.columns == ()
        assert "逾期未办结 0 件次" in section.notes[0].zh

    def test_one_notation_of_a_cut_off(self) -> None:
        """A cut-off is written as scopes write it, whatever a limit at the same instant looks like."""
        section = overdue_section([outcome("1")], CUT_OFF)
        assert section.notes[0].zh.startswith("截至 2026-04-08 00:00，")
        assert "2026-04-08 00:00" in section.notes[0].en


class TestReport:
    """Hourly, daily and weekly reports are one form under three names."""

    @pytest.mark.parametrize(
        ("make", "kind"),
        [
            (hourly, BulletinKind.HOURLY),
            (daily, BulletinKind.DAILY),
            (weekly, BulletinKind.WEEKLY),
        ],
    )
    def test_kinds(self, make: Any, kind: BulletinKind) -> None:
        """Each is the report of its kind, titled by it unless it is named."""
        month = Tally(LATE, {("a", Timeliness.LATE): 1})
        assert make(month, PERIOD) == report(kind, month, PERIOD)
        assert make(month, PERIOD).title == kind.text
        assert make(month, PERIOD, title=PERIOD).title == PERIOD

    def test_basis(self) -> None:
        """It says period, cut-off, instant, what it lacks, how it rounds, and its digest."""
        made = [outcome("1"), outcome("2", "b")]
        month = tally(made, LATE, MARCH, BY, CUT_OFF, own.DAY)
        made_of = daily(month, PERIOD, before=month, overdue=made)
        said = made_of.basis.text()
        for words in (
            "考评周期 2026-03-01 至 2026-03-31，按派单时间计入，截至 2026-04-08 00:00",
            "上期：考评周期",
            "未作剔除",
            f"依 {own.DAY} 的规则",
            "汇总没有计入、因而没有列表的：诉求类型",
            "保留 2 位小数，四舍五入",
            "汇总摘要：sha256:",
        ):
            assert words in said
        assert [each.title.zh for each in made_of.sections] == [
            "总量",
            "按办结时效",
            "逾期未办结工单",
        ]
        assert made_of.sections[0].notes[0].zh.startswith("共 2 件次，涉及 2 个单位；上期 2 件次")

    def test_cut_off(self) -> None:
        """Overdue tickets need an instant to be overdue at."""
        bare = Tally(LATE, {})
        with pytest.raises(InvalidValueError):
            daily(bare, PERIOD, overdue=[outcome("1")])
        assert len(daily(bare, PERIOD, overdue=[outcome("1")], at=CUT_OFF).sections) == 3

    def test_asked_facts(self) -> None:
        """The caller may say which facts; one that was not tallied is refused."""
        assert len(daily(Tally(LATE, {}), PERIOD, by=()).sections) == 1
        with pytest.raises(SchemaError):
            daily(Tally(LATE, {}), PERIOD, by=["role"])


COUNTS_TERMS = {"response": Text("响应率", "response rate")}
ROUNDINGS = [
    Formula({"response": 1}, rounding=how)
    for how in (
        None,
        Rounded(1, Rounding.TRUNCATE),
        Rounded(3),
        Rounded(1, Rounding.TRUNCATE, RoundingPoint.RATES),
    )
]


def per_cents(page: Bulletin) -> set[str]:
    """Every per cent that a page prints, but for weights and shares of a formula."""
    said = re.sub(r"权重 [\d.]+%|[\d.]+% × \S+|响应率：100%", "", str(page.explain()))
    return set(re.findall(r"[\d.]+%", said))


def printed_as_said(
    page: Bulletin, rate: str, score: str, value: Fraction, board: Scoreboard
) -> bool:
    """Whether a page prints a rate and a score by the roundings that it says it prints by."""
    (told,) = [each.says.zh for each in page.basis.parts if "印出时" in each.says.zh]
    found = re.findall(r"保留 (\d+) 位小数，([^；]+)；", told)
    rules = {each.zh: each for each in Rounding}
    (places, rule), (score_places, score_rule) = found[0], found[-1]
    points = board.points("1")
    assert isinstance(points, Fraction)
    return (rate, score) == (
        f"{rounded(100 * value, int(places), rules[rule])}%",
        f"{rounded(points, int(score_places), rules[score_rule])}",
    )


class TestMonthly:
    """The table of units has the board's figures, in the columns that the office declares."""

    def test_usual(self) -> None:
        """名次, 单位, 件数, 剔除, 各率, 得分; worked by hand."""
        rows = monthly(BOARD, BOARD.rank(), period=PERIOD).to_rows()
        assert rows[0] == {
            "名次": "1",
            "单位": "乙街道",
            "件数": "100",
            "剔除": "—",
            "响应率": "99.00%",
            "解决率": "99.00%",
            "得分": "99.00",
        }
        assert [row["单位"] for row in rows] == ["乙街道", "甲街道", "丙街道", "丁街道"]
        assert rows[2]["响应率"] == "66.67%"
        assert rows[2]["得分"] == "50.00"
        assert {rows[3][each] for each in ("响应率", "解决率", "得分")} == {"未评"}
        assert rows[3]["名次"] == "—"

    def test_own_columns(self) -> None:
        """The order and the titles are the office's; nothing stands in a column unknown here."""
        columns = [
            Column("name", Text("单位", "unit")),
            Column("denominators.response", Text("应回访", "asked"), figure=True),
            Column("numerators.response", Text("已响应", "answered"), figure=True),
            Column("score", Text("综合得分", "score"), figure=True),
            Column("rank", Text("位次", "place"), figure=True),
            Column("remark", Text("备注", "remark")),
        ]
        made = monthly(BOARD, LEAGUE, columns=columns, period=PERIOD)
        assert list(made.to_rows()[0].values()) == ["乙街道", "100", "99", "99.00", "1", ""]
        assert made.to_rows()[3]["备注"] == "分母为零，不予评分"
        with pytest.raises(SchemaError, match="score"):
            monthly(BOARD, LEAGUE, columns=[Column("scroe", Text("得分", "score"))])
        with pytest.raises(SchemaError):  # nothing to compare with
            monthly(BOARD, LEAGUE, columns=[Column("moved", Text("较上期", "moved"))])

    def test_as_compared(self) -> None:
        """Figures are printed as the league compares them, unless the office says otherwise."""
        league = BOARD.rank(places=1, rounding=Rounding.TRUNCATE)
        rows = monthly(BOARD, league).to_rows()
        assert rows[2]["响应率"] == "66.6%"
        assert monthly(BOARD, league, rounding=Rounded(0)).to_rows()[2]["响应率"] == "67%"
        assert "保留 1 位小数，截尾" in monthly(BOARD, league).basis

    @pytest.mark.parametrize("rounding", [None, Rounded(1), Rounded(0, Rounding.TRUNCATE)])
    @pytest.mark.parametrize("formula", ROUNDINGS)
    def test_one_rate_in_one_way(self, formula: Formula, rounding: Rounded | None) -> None:
        """The table and the 口径说明 print one rate with the same digits, and say which."""
        counts = Counts.of({"1": {"response": (2, 3)}}, COUNTS_TERMS)
        board = Scoreboard(counts, formula, NAMES)
        made = monthly(board, board.rank(), rounding=rounding)
        (row,) = made.to_rows()
        assert per_cents(made) == {row["响应率"]}
        assert printed_as_said(made, row["响应率"], row["得分"], Fraction(2, 3), board)

    def test_what_is_left_out_is_not_known(self) -> None:
        """Of figures that somebody published nobody says what was left out of them."""
        made = monthly(BOARD, LEAGUE)
        assert {row["剔除"] for row in made.to_rows()} == {"—"}
        assert "剔除情况未载明" in made.basis
        assert "剔除 0" not in made.markdown()
        hotline = own.assessed()
        board = hotline.score(hotline.tally(own.outcomes(), period=MARCH, at=CUT_OFF))
        rows = monthly(board, board.rank()).to_rows()
        assert {row["剔除"] for row in rows} == {
            str(each.excluded) for each in board.counts.units.values()
        }

    def test_cut_off_is_told(self) -> None:
        """Where the counts do not say of when they are, the page says so, or what it was told."""
        unknown, known = "截止时点、计入时点未载明", "截至 2026-04-08 00:00；计入时点未载明"
        month = late({("1", Timeliness.LATE): 2})
        for page, told in (
            (monthly(BOARD, LEAGUE), unknown),
            (monthly(BOARD, LEAGUE, at=CUT_OFF), known),
            (preview("1", (), BOARD), unknown),
            (preview("1", (), BOARD, at=CUT_OFF), known),
            (daily(month, PERIOD), unknown),
            (daily(month, PERIOD, at=CUT_OFF), known),
        ):
            assert told in page.basis
            assert [each for each in (unknown, known) if each in str(page.basis)] == [told]
        hotline = own.assessed()
        board = hotline.score(hotline.tally(own.outcomes(), period=MARCH, at=CUT_OFF))
        assert "未载明" not in str(monthly(board, board.rank()).basis.parts[0].parts[0])
        assert "计入时点未载明" not in monthly(board, board.rank()).basis

    def test_ranked_by_another_board(self) -> None:
        """Ranks that contradict the scores beside them are refused, with every unit that they touch."""
        other = attrs.evolve(BOARD, formula=Formula({"response": "1/4", "resolution": "3/4"}))
        for league in (other.rank(places=1), rank({"1": 90, "2": 99}, names=NAMES)):
            with pytest.raises(AssessmentError, match="ranked by another figure") as caught:
                monthly(attrs.evolve(BOARD, formula=Formula({"resolution": 1})), league)
            assert "league['1']" in {each.path for each in caught.value.faults}
        with pytest.raises(AssessmentError, match="knows no such unit"):
            monthly(BOARD, rank({"2": 99, "戊": 1}))
        with pytest.raises(AssessmentError):
            monthly(BOARD, rank({"4": 5}))  # nothing was counted of it
        with pytest.raises(AssessmentError):
            monthly(attrs.evolve(BOARD, counts=COUNTS.only(["1"])), rank({"2": 99}))

    def test_ranked_as_published(self) -> None:
        """A ranking of rounded scores is one of the scores where it says how it rounds."""
        assert monthly(BOARD, rank({"1": Fraction(175, 2), "2": 99, "3": 50}, places=1)).to_rows()
        with pytest.raises(AssessmentError):
            monthly(BOARD, rank({"1": Fraction(874, 10), "2": 99, "3": 50}, places=1))
        assert monthly(BOARD, BOARD.rank(minimum=50)).to_rows()[2]["得分"] == "50.00"

    def test_ranked_by_a_rate(self) -> None:
        """A ranking by a rate says so above the table and in the 口径说明, also where all agree."""
        league = BOARD.rank("resolution", bands=BANDS, places=1)
        for ranks, done in ((True, "排名"), (False, "分档")):
            made = monthly(BOARD, league, ranks=ranks)
            assert made.sections[0].title.zh == f"各单位考评结果（按解决率{done}）"
            assert f"{done}所依的是解决率，不是得分" in made.basis
            assert "解决率排名" in made.basis
        plain = monthly(BOARD, LEAGUE)
        assert plain.sections[0].title.zh == "各单位考评结果"
        assert "不是得分" not in plain.basis
        one = attrs.evolve(BOARD, formula=Formula({"response": 1}))
        assert "不是得分" not in monthly(one, one.rank()).basis
        assert "排名所依的是响应率" in monthly(one, one.rank("response")).basis

    def test_title_of_the_ranking(self) -> None:
        """What is ranked, among whom, and on which grounds, is told."""
        title = Text("城区组得分排名", "ranking of urban districts")
        league = attrs.evolve(BOARD.rank(title=title), grounds=(own.CITED,))
        said = str(monthly(BOARD, league).basis)
        assert "城区组得分排名" in said
        assert own.CITED.text.zh in said

    def test_movement(self) -> None:
        """Ranks gained, lost, kept; new ones, and those that are gone."""
        before = rank({"1": 99, "2": 50, "3": 98, "9": 97}, names={"9": "戊街道"})
        made = monthly(BOARD, LEAGUE, before=before, period=PERIOD)
        assert [row["较上期"] for row in made.to_rows()] == [
            "上升 3 位",
            "下降 1 位",
            "下降 1 位",
            "—",
        ]
        assert "上期在列、本期不在列的：戊街道" in made.explain()
        before = rank({"2": 99, "3": 50})
        moved = [row["较上期"] for row in monthly(BOARD, LEAGUE, before=before).to_rows()]
        assert moved == ["持平", "上期未列", "下降 1 位", "—"]

    def test_movement_after_a_merger(self) -> None:
        """A movement on the present units is taken as it is; one on the former is refused."""
        before = rank({"1": 99, "2": 50, "3": 98})
        new = movement(before, LEAGUE)
        assert monthly(BOARD, LEAGUE, before=new) == monthly(BOARD, LEAGUE, before=before)
        with pytest.raises(AssessmentError):
            monthly(BOARD, LEAGUE, before=movement(before, LEAGUE, basis=UnitBasis.OLD))

    def test_without_ranks(self) -> None:
        """Bands and no ranks: units of one band stand by identifier, whatever their scores."""
        units = {
            unit: {"response": (n, 100)} for unit, n in zip("dcba", (85, 95, 96, 97), strict=True)
        }
        board = Scoreboard(Counts.of(units), Formula({"response": 1}))
        league = board.rank(bands=BANDS)
        before = rank({"a": 70, "b": 85, "c": 99}, bands=BANDS)
        made = monthly(board, league, before=before, ranks=False, period=PERIOD)
        rows = made.to_rows()
        assert [row["单位"] for row in rows] == ["a", "b", "c", "d"]
        assert [row["档次"] for row in rows] == ["优秀", "优秀", "优秀", "良好"]
        assert [row["较上期"] for row in rows] == ["上升 2 档", "上升 1 档", "持平", "上期未列"]
        for words in (made.markdown(), made.html(), str(made.explain())):
            assert "名次" not in words
            assert "第 1 名" not in words
        assert "同档单位按编号排列，不分先后" in made.basis
        with pytest.raises(SchemaError):
            monthly(board, league, ranks=False, columns=[Column("rank", Text("名次", "rank"))])

    def test_without_ranks_and_bands(self) -> None:
        """Without bands there is nothing to grade by; other bands before cannot be compared."""
        with pytest.raises(AssessmentError):
            monthly(BOARD, BOARD.rank(), ranks=False)
        other = rank({"1": 99}, bands=[Band(Text("甲等", "A"), 60)])
        with pytest.raises(AssessmentError):
            monthly(BOARD, LEAGUE, before=other, ranks=False)

    def test_apart_and_lists(self) -> None:
        """Units apart have their reason; lists are the caller's, and name known units."""
        red = Text("红榜", "Red list")
        made = monthly(BOARD, LEAGUE, lists=[(red, ["2"]), (Text("黑榜", "Black list"), [])])
        sections = {each.title.zh: each for each in made.sections}
        assert sections["不参加排名（1 家）"].notes[0].zh == "丁街道：分母为零，不予评分（0 件）"
        assert sections["红榜"].notes[0] == Text("乙街道", "乙街道")
        assert sections["红榜"].notes[1].zh == "列入所依的规则未载明"
        assert sections["黑榜"].notes[0].zh == "无"
        with pytest.raises(AssessmentError):
            monthly(BOARD, LEAGUE, lists=[(red, ["22"])])
        with pytest.raises(AssessmentError):
            monthly(BOARD, LEAGUE, lists=[red])  # type: ignore[list-item]

    def test_lists_that_a_rule_drew(self) -> None:
        """A list says its rule, its grounds, and each unit's figure, printed as the page prints."""
        red = Selection(Text("红榜", "Red list"), Measure.SCORE, 1, grounds=(own.CITED,))
        black = Selection(Text("黑榜", "Black list"), Measure.SCORE, 1, lowest=True, at_most=20)
        league = BOARD.rank(places=1)
        drawn = select([red, black], league)
        made = monthly(BOARD, league, lists=drawn)
        assert made == monthly(BOARD, league, lists=[*drawn.drawn])
        sections = {each.title.zh: [note.zh for note in each.notes] for each in made.sections}
        assert sections["红榜"] == [
            red.told(league).zh,
            f"依据：{own.CITED.text.zh}",
            "乙街道：得分 99.0 分，由先到后第 1 位",
        ]
        assert sections["黑榜"] == [black.told(league).zh, "无"]
        assert "规则未载明" not in str(made.explain())
        elsewhere = select([red], {"戊": 100})
        for lists in (elsewhere, elsewhere["红榜"], [drawn, elsewhere]):
            with pytest.raises(AssessmentError, match="no such unit"):
                monthly(BOARD, league, lists=lists)

    def test_lists_of_two_months(self) -> None:
        """How two tables differ is told between the rule and the units, and takes no unit's place."""
        better = Selection(Text("进步类", "Improved"), Measure.IMPROVEMENT, 1)
        league = BOARD.rank(places=1)
        drawn = select([better], league, before=BOARD.rank())
        chosen = drawn["进步类"].chosen
        made = monthly(BOARD, league, lists=drawn)
        (notes,) = (each.notes for each in made.sections if each.title.zh == "进步类")
        assert [note.zh for note in notes[:2]] == [
            better.told(league).zh,
            "上期按精确值比较，本期按四舍五入保留 1 位小数后比较",
        ]
        assert [note.zh.partition("：")[0] for note in notes[2:]] == [each.name for each in chosen]

    def test_unset_is_neither_zero_nor_assessed(self) -> None:
        """A rate that nobody published how to count is printed 未公布, also where none counts."""
        published = Assessment.of(beijing.TIMELINE.on(own.DAY).provisions)
        facts = outcome_facts(responded=True, resolved=Resolution.PARTLY)
        counted = count(
            tally([outcome("1", facts=facts)], published.facts, MARCH, BY, CUT_OFF),
            published.exclusion_table(),
            published.rates,
        )
        board = Scoreboard(counted, Formula({"response": 1}))
        (row,) = monthly(board, board.rank()).to_rows()
        assert row["响应率"] == "100.00%"
        assert row["解决率"] == "未公布"
        rated = beijing.TIMELINE.on(own.DAY).provisions["rates.resolution"][0]
        unset = Rulebook.of("imaginary", own.DAY, {rated: UNSET}, own.CITED)
        rules = Assessment.of(unset.provisions)
        made = monthly(
            BOARD,
            LEAGUE,
            assessment=attrs.evolve(rules, unset={"x": rules.unset["resolution"]}),
            columns=[Column("rates.x", Text("某率", "a rate"))],
        )
        assert {row["某率"] for row in made.to_rows()} == {"未公布"}
        assert "解决率：计法未公布，不予计算" in made.basis
        assert own.CITED.text.zh in str(made.basis)

    def test_basis_is_what_the_parts_say(self) -> None:
        """Counts, formula, ranking, rounding, pins and digest: said once, by those who know."""
        hotline = own.assessed()
        month = hotline.tally(own.outcomes(), period=MARCH, at=CUT_OFF)
        board = hotline.score(month)
        league = board.rank(minimum=1, places=1)
        made = monthly(board, league)
        said = str(made.basis)
        rates = board.counts.explain(rounding=Rounded(1)).parts
        for part in (*rates, *board.explain().parts[len(rates) :]):
            assert part in made.basis.parts[0].parts
        method = league.explain().parts[0].parts
        assert [each.parts for each in made.basis.parts if "得分排名" in each.says.zh] == [method]
        for words in (
            "按派单时间计入，截至 2026-04-08 00:00",
            "统计所依规则：",
            "计分所依规则：",
            "所依的推定、转述和自行设定",
            "名次并列并占位",
            "计入不少于 1 件",
            f"成绩表摘要：{board.digest}",
        ):
            assert words in said
        assert made.period.zh.startswith("考评周期 2026-03-01")

    @pytest.mark.parametrize("reading", [False, True])
    def test_basis_is_of_the_units_shown(self, reading: bool) -> None:
        """Where the league shows some units, what is said of counting is said of those."""
        board = read(BOARD) if reading else BOARD
        made = monthly(board, board.rank(among=["1", "3"]))
        assert "考评口径（承办单位 2 个）" in made.basis
        assert "合计 103 件次" in made.basis

    def test_intake(self) -> None:
        """With a tally it also tells what came in, and with outcomes what is overdue."""
        month = Tally(LATE, {("1", Timeliness.LATE): 2})
        made = monthly(BOARD, LEAGUE, tally=month, overdue=[outcome("1")], at=CUT_OFF)
        titles = [each.title.zh for each in made.sections]
        assert titles[-2:] == ["按办结时效", "逾期未办结工单"]
        assert "诉求量按件次计" in made.basis

    def test_columns_follow_from_what_there_is(self) -> None:
        """Bands and movement have their columns where there are any."""
        plain = usual_columns(BOARD, BOARD.rank())
        full = usual_columns(BOARD, LEAGUE, moved=True)
        graded = usual_columns(BOARD, LEAGUE, ranks=False, moved=True)
        assert next(each.key for each in plain) == "rank"
        assert [each.key for each in full][-2:] == ["band", "moved"]
        assert next(each.key for each in graded) == "band"
        assert "rank" not in {each.key for each in graded}


class TestPage:
    """A bulletin is one article, whole and escaped, in either language."""

    @given(_words, _words, st.sampled_from(own.LANGUAGES))
    @settings(max_examples=40, deadline=None)
    def test_odd_texts(self, name: str, title: str, lang: str) -> None:
        """Names and titles of any text leave the page balanced and with its own elements."""
        board = attrs.evolve(BOARD, names={"1": name or "x"})
        kind = Text(title, title)
        red = [(kind, ["1"])]
        made = monthly(board, board.rank(bands=BANDS), title=kind, lists=red, period=kind)
        page = Page(made.html(lang))
        elements = set(page.seen)
        assert elements <= {
            *("article", "style", "section", "table", "thead", "tbody", "tr", "th", "td"),
            *("h1", "h2", "p", "div", "ol", "li", "span"),
        }
        assert len({len(row) for row in page.rows}) == 1
        assert made.html(lang).startswith('<article class="jiesu"')
        assert made.html(lang).encode()
        assert made.markdown(lang).encode()

    def test_markdown(self) -> None:
        """A title, numbered sections, a table with figures on the right, the 口径说明 at the end."""
        said = monthly(BOARD, LEAGUE, title=PERIOD, period=PERIOD).markdown().splitlines()
        assert said[0] == "# 虚拟市2026年3月"
        assert "## 一、各单位考评结果" in said
        heads = said.index("| 名次 | 单位 | 件数 | 剔除 | 响应率 | 解决率 | 得分 | 档次 |")
        assert said[heads + 1] == "| ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |"
        assert cells(said[heads + 2])[:3] == ["1", "乙街道", "100"]
        assert [line for line in said if line.startswith("## ")][-1] == "## 口径说明"

    def test_html_is_the_same_table(self) -> None:
        """Rows, HTML and Markdown print the same cells."""
        made = monthly(BOARD, LEAGUE, period=PERIOD)
        rows = made.to_rows()
        page = Page(made.html())
        assert page.rows == [list(rows[0]), *[list(row.values()) for row in rows]]
        assert "99.00" in page.figures
        assert "乙街道" not in page.figures

    def test_english(self) -> None:
        """In English the words are English and the names stay."""
        made = monthly(BOARD, LEAGUE, period=PERIOD)
        assert list(made.to_rows("en")[0])[:2] == ["rank", "unit"]
        assert "How the figures were made" in made.markdown("en")
        assert "not assessed" in made.html("en")
        assert "一、" not in made.markdown("en")
        assert "rounded" not in made.basis.text("zh")

    def test_explained(self) -> None:
        """In words it has each row, and a notebook shows the article."""
        made = monthly(BOARD, LEAGUE, period=PERIOD)
        assert "1；乙街道；100；—；99.00%；99.00%；99.00；优秀" in made.explain()
        assert made._repr_html_() == made.html()
        assert repr(made) == "Bulletin(MONTHLY: 月通报, 2 sections)"


GOOD = outcome_facts(
    responded=True, resolved=Resolution.RESOLVED, satisfied=Satisfaction.SATISFIED
)
BAD = GOOD.replace(resolved=Resolution.UNRESOLVED)
MINE, THEIRS = "本单位标记", "别单位标记"


def months(*outcomes: Outcome) -> tuple[tuple[Line, ...], Scoreboard]:
    """The lines of a month and its board."""
    hotline = own.assessed()
    board = hotline.score(hotline.tally(outcomes, period=MARCH, at=CUT_OFF))
    sheet = worksheet(outcomes, RULES, MARCH, CUT_OFF)
    return sheet.lines, attrs.evolve(board, names={"a": MINE, "b": THEIRS})


def read(board: Scoreboard) -> Scoreboard:
    """The same counts under a formula that reads all that a board may be given, of every unit."""
    units = sorted(board.counts.units)
    return attrs.evolve(
        board,
        formula=Formula(own.READING),
        findings={unit: {"late": place} for place, unit in enumerate(units)},
        figures={unit: {"calls": 10 + place} for place, unit in enumerate(units)},
        base=board.counts,
    )


class TestPreview:
    """A unit sees its own figures before they are published, and nobody else's."""

    OUTCOMES = (
        outcome("A1", facts=GOOD),
        outcome("A2", facts=BAD),
        outcome("A3", facts=GOOD.replace(resolved=Resolution.PARTLY)),
        outcome("A4", facts=BAD.replace(exclusion=ExclusionReview.PENDING)),
        outcome("A5", facts=BAD.replace(exclusion=ExclusionReview.REFUSED)),
        outcome("A6", facts=BAD.replace(exclusion=ExclusionReview.GRANTED)),
        outcome("A7", facts=GOOD.replace(void=True)),
        *(outcome(f"B{n}", "b", GOOD.replace(void=n > 30)) for n in range(61)),
    )

    def made(self, **more: Any) -> Bulletin:
        """The preview of unit a."""
        lines, board = months(*self.OUTCOMES)
        return preview("a", lines, board, **more)

    def tickets(self, title: str, **more: Any) -> set[str]:
        """The tickets that a section names."""
        (section,) = [each for each in self.made(**more).sections if each.title.zh == title]
        return set(re.findall(r"A\d", str(section.explain())))

    def test_sections(self) -> None:
        """What lowers the score, what is left out, what may be appealed, what is pending."""
        assert self.tickets("影响得分的工单") == {"A2", "A3", "A4", "A5"}
        assert self.tickets("已剔除的工单") == {"A6", "A7"}
        assert self.tickets("可以申请剔除的工单") == {"A2", "A3"}
        assert self.tickets("剔除申请审核中的工单") == {"A4"}

    def test_figures(self) -> None:
        """Rates and score are those of the board, with the reckoning; rows cite their articles."""
        _, board = months(*self.OUTCOMES)
        made = self.made()
        rates = {row["指标"]: row for row in made.sections[0].to_rows()}
        ratio = board.counts.ratio("a", "resolution")
        assert ratio.value == Fraction(3, 10)  # 1 + 1/2 of five
        assert rates["解决率"]["分子"] == "1.5"
        assert rates["解决率"]["分母"] == "5"
        assert rates["解决率"]["结果"] == "30.00%"
        assert rates["得分"]["结果"] == str(board["a"].printed())
        notes = [each.zh for each in made.sections[0].notes]
        assert notes[0] == board["a"].explain().says.zh
        (row,) = [each for each in made.to_rows() if each["工单"] == "A3"]
        assert row["规则"] == "V3"
        assert row["计法"] == "计入分母，按 1/2 计入分子"
        assert row["条款项"]

    @pytest.mark.parametrize("reading", [False, True])
    def test_nobody_else(self, reading: bool) -> None:
        """Neither names nor tickets nor figures of another unit stand on it, in any form."""
        lines, board = months(*self.OUTCOMES)
        alone = months(*(each for each in self.OUTCOMES if each.unit == "a"))
        if reading:
            board, alone = read(board), (alone[0], read(alone[1]))
        appeals = [
            Appeal("B1", "b", ExclusionGround.OTHER, AT, "别单位佐证"),
            Appeal("A2", "a", ExclusionGround.OTHER, AT),
        ]
        made = preview("a", lines, board, appeals=appeals)
        pages = [made.html(), made.markdown(), str(made.explain()), str(made.to_rows())]
        for page in (*pages, made.html("en"), made.markdown("en")):
            assert MINE in page or page is pages[3]
            assert THEIRS not in page
            assert not re.search(r"\bB\d", page)
            assert "别单位佐证" not in page
        # Word for word what it would be if there were no other unit, but for the digest.
        other = preview("a", *alone, appeals=appeals[1:])
        hide = re.compile(r"sha256:\w+")
        assert hide.sub("", str(made.explain())) == hide.sub("", str(other.explain()))

    @pytest.mark.parametrize("rounding", [None, Rounded(1), Rounded(0, Rounding.TRUNCATE)])
    @pytest.mark.parametrize("formula", ROUNDINGS)
    def test_one_rate_in_one_way(self, formula: Formula, rounding: Rounded | None) -> None:
        """Table, reckoning and 口径说明 print one rate with the same digits, and say which."""
        counts = Counts.of({"1": {"response": (2, 3)}}, COUNTS_TERMS)
        board = Scoreboard(counts, formula, NAMES)
        made = preview("1", (), board, rounding=rounding)
        rate, score = (row["结果"] for row in made.sections[0].to_rows())
        assert per_cents(made) == {rate}
        assert printed_as_said(made, rate, score, Fraction(2, 3), board)
        assert set(re.findall(r"得分 ([\d.]+) 分", str(made.explain()))) <= {score}

    def test_appeals_on_file(self) -> None:
        """Appeals that are on file say how far each ticket has come, as known at the cut-off."""
        asked = Appeal("A2", "a", ExclusionGround.UNREASONABLE, CUT_OFF)
        later = Appeal("A3", "a", ExclusionGround.UNREASONABLE, CUT_OFF + timedelta(hours=1))
        more = {"appeals": [asked, later]}
        assert self.tickets("剔除申请审核中的工单", **more) == {"A2", "A4"}
        assert self.tickets("可以申请剔除的工单", **more) == {"A3"}
        later_on = {**more, "at": CUT_OFF + timedelta(days=1)}
        assert self.tickets("剔除申请审核中的工单", **later_on) == {"A2", "A3", "A4"}

    def test_unset(self) -> None:
        """What nobody published how to count is told apart, and no figure is made of it."""
        published = Assessment.of(beijing.TIMELINE.on(own.DAY).provisions)
        given_ = [outcome("A1", facts=GOOD.replace(resolved=Resolution.PARTLY))]
        counted = count(
            tally(given_, published.facts, MARCH, BY, CUT_OFF),
            published.exclusion_table(),
            published.rates,
        )
        board = Scoreboard(counted, Formula({"response": 1}))
        lines = worksheet(given_, published, MARCH, CUT_OFF, BY).lines
        made = preview("a", lines, board)
        rates = {row["指标"]: row["结果"] for row in made.sections[0].to_rows()}
        assert rates["解决率"] == "未公布"
        assert made.sections[-1].title.zh == "计法未公布的工单"
        assert made.sections[-1].to_rows()[0]["规则"] == "V3"

    def test_strangers(self) -> None:
        """A unit of which nothing was counted has no page."""
        lines, board = months(*self.OUTCOMES)
        with pytest.raises(AssessmentError):
            preview("c", lines, board)


class TestGarbage:
    """Whatever has no business here is refused in the house's own words."""

    SOUND: tuple[tuple[Any, dict[str, Any]], ...] = (
        (
            breakdown,
            {
                "tally": Tally(LATE, {("a", MISSING): 1}),
                "by": "unit",
                "before": None,
                "names": {},
                "rounding": None,
            },
        ),
        (overdue_section, {"outcomes": (), "at": CUT_OFF, "names": None}),
        (
            report,
            {
                "kind": BulletinKind.DAILY,
                "tally": Tally(LATE, {}),
                "period": PERIOD,
                "before": None,
                "overdue": (),
                "at": None,
                "by": None,
                "names": None,
                "title": None,
                "rounding": None,
            },
        ),
        (
            monthly,
            {
                "board": BOARD,
                "league": LEAGUE,
                "before": None,
                "lists": (),
                "ranks": True,
                "columns": None,
                "tally": None,
                "tally_before": None,
                "by": None,
                "overdue": (),
                "at": None,
                "assessment": None,
                "period": None,
                "title": None,
                "names": None,
                "rounding": None,
            },
        ),
        (usual_columns, {"board": BOARD, "league": LEAGUE, "ranks": True, "moved": False}),
        (
            preview,
            {
                "unit": "1",
                "lines": (),
                "board": BOARD,
                "appeals": (),
                "at": None,
                "period": None,
                "title": None,
                "rounding": None,
            },
        ),
        (Column, {"key": "a", "title": PERIOD, "figure": False}),
        (Section, {"title": PERIOD, "notes": (), "columns": (), "rows": ()}),
    )

    @pytest.mark.parametrize("place", range(len(own.ODD)))
    def test_arguments(self, place: int) -> None:
        """Any argument of any of them may be anything."""
        odd = own.ODD[place]
        for function, sound in self.SOUND:
            for name in sound:
                try:
                    made = function(**{**sound, name: odd})
                except JiesuError:
                    continue
                if isinstance(made, Bulletin):
                    assert made.html().encode()
                    assert made.markdown().encode()

    def test_names(self) -> None:
        """A name is text."""
        for names in ({"a": 10**5000}, {"a": None}):
            with pytest.raises(AssessmentError):
                breakdown(Tally(LATE, {("a", MISSING): 1}), "unit", names=names)  # type: ignore[arg-type]

    def test_sections_and_bulletins(self) -> None:
        """Two columns of one name, a main table that there is not, an unknown language."""
        column = Column("a", PERIOD)
        with pytest.raises(InvalidValueError):
            Section(PERIOD, (), (column, attrs.evolve(column, key="b")))
        with pytest.raises(InvalidValueError):
            Section(PERIOD, (), (column,), ({"a": "text"},))
        made = daily(Tally(LATE, {}), PERIOD)
        with pytest.raises(InvalidValueError):
            attrs.evolve(made, main=9)
        for ask in (made.html, made.markdown, made.to_rows):
            with pytest.raises(InvalidValueError):
                ask("fr")


def test_equal_values() -> None:
    """Bulletins made of equal parts are equal."""
    league: League = BOARD.rank(bands=BANDS)
    assert monthly(BOARD, league) == monthly(BOARD, LEAGUE)
