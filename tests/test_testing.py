"""`jiesu.testing`: worked cases, the concordance, the contract and vectors, on an invented city."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any

import attrs
import pytest
import strategies as own
from hypothesis import given
from hypothesis import strategies as st

import jiesu
from jiesu import WorkCalendar, hours, natural_days, working_days
from jiesu.counting import CIVIL_CODE, CIVIL_CODE_SOURCE
from jiesu.deadlines import TimeLimit
from jiesu.decisions import Disposition, Stage, StageLimit
from jiesu.errors import Fault, InvalidValueError, JiesuError, RulebookError, UnverifiedError
from jiesu.facts import AS, MISSING, REFUSE, Fact, Facts, FactSpace
from jiesu.labels import Label, Text
from jiesu.rates import MET
from jiesu.routing import COUNTING, TRIAGE
from jiesu.rulebook import Rulebook, Timeline
from jiesu.sources import (
    SILENT,
    UNSET,
    Basis,
    Citation,
    Dated,
    Parameter,
    Provision,
    Rank,
    Reading,
    Source,
    assumed,
    chinese_number,
)
from jiesu.statutes import StatutoryDays, StatutoryLimit, StatutoryLimits
from jiesu.tables import HitPolicy, Row, Ruling, Table, say_value
from jiesu.testing.cases import (
    COLUMNS,
    Asks,
    Place,
    Use,
    WorkedCase,
    check_case,
    check_quotes,
    read_cases,
    read_facts,
)
from jiesu.testing.concordance import Lack, LeftOut, Reason, concordance, order, read_articles
from jiesu.testing.contract import RulebookContract
from jiesu.testing.lawtext import articles, leaves, number, sections
from jiesu.testing.vectors import case_rows, probes, table_rows, vectors
from jiesu.tickets import TICKET_FACTS

CHINA = WorkCalendar.china()
ONE_DAY = timedelta(days=1)
SINCE = date(2024, 3, 1)
DAY = date(2026, 3, 2)
LAW = """
第一条　为了试验，制定本办法。

第二条　本办法所称热线，是指示例热线。

第三条　紧急诉求应当立即转办，其他诉求予以派单。

第四条　一般诉求五个工作日内办结，紧急诉求二十四小时内办结。
　　雨天的，另行提醒；有下列情形的，同时告知：
　　（一）夜间的；
　　（二）重复提出的。

第五条　市民服务热线由市政府负责。
"""
WORDS = {"lh-2024": articles(LAW)}
REG = Source(
    id="lh-2024",
    title="临海市示例办法",
    title_en="Rules of an invented city",
    rank=Rank.LOCAL_LAW,
    published=date(2024, 1, 15),
    since=SINCE,
)
LATER = attrs.evolve(REG, id="lh-2025", published=date(2025, 5, 1), since=date(2025, 7, 1))
REPORTED = attrs.evolve(
    REG, id="lh-press", reading=Reading.UNREAD, verified_until=date(2025, 1, 1)
)
SPACE = FactSpace(
    (
        Fact("urgent", Text("紧急", "urgent"), (True, False), AS(False, assumed("常情", "usual"))),
        Fact("weather", Text("天气", "weather"), ("晴", "雨", "雪")),
        Fact("night", Text("夜间", "at night"), (True, False), REFUSE),
    ),
    impossible=({"urgent": True, "weather": "雪"},),
)
ROUTE = Parameter("demo.route", Text("转派", "routes"), Table)
NOTES = Parameter("demo.notes", Text("附随", "duties"), Table)
LIMITS = Parameter("demo.limits", Text("时限", "limits"), Table)
WINDOW = Parameter("demo.window", Text("异议期限", "window"), TimeLimit)
CHARTER = Parameter("demo.charter", Text("章程", "charter"), str)
CARDS = Parameter("demo.cards", Text("预警", "cards"), bool)
STATUTE = Parameter("demo.statute", Text("法定期限", "limits of a statute"), StatutoryLimits)
TERM = "期限=办理；起算=2026-03-02 09:00"
DAYS = Parameter("demo.days", Text("法定的日", "days"), StatutoryDays)


def stage(limit: Any) -> tuple[StageLimit, ...]:
    """The outcome of a row of limits."""
    return (StageLimit(Stage.HANDLE, limit),)


def route(*more: Row[Any]) -> Table[Any]:
    """First urgent ones, then the others."""
    rows = (
        Row("R1", {"urgent": True}, Disposition.TRANSFER_EMERGENCY, (REG.cite("3", "立即转办"),)),
        *more,
        Row("R2", {}, Disposition.DISPATCH, (REG.cite("3", "其他诉求予以派单"),)),
    )
    return Table(ROUTE.path, SPACE, rows, HitPolicy.FIRST)


def tables() -> dict[Parameter, Table[Any]]:
    """A table of each policy."""
    rain = REG.cite("4-2", "雨天的，另行提醒")
    night = REG.cite("4-2-1", "夜间的")
    notes = (
        Row("N1", {"weather": "雨"}, Text("提醒", "remind"), (rain,)),
        Row("N2", {"night": True, "weather": ("雨", "雪")}, Text("告知", "tell"), (night,)),
    )
    quick, slow = REG.cite("4-1", "二十四小时内办结"), REG.cite("4-1", "五个工作日内办结")
    limits = (
        Row("L1", {"urgent": True}, stage(hours(24)), (quick,)),
        Row("L2", {"urgent": False}, stage(working_days(5)), (slow,)),
    )
    return {
        ROUTE: route(),
        NOTES: Table(NOTES.path, SPACE, notes, HitPolicy.COLLECT),
        LIMITS: Table(LIMITS.path, SPACE, limits),
    }


def statute() -> StatutoryLimits:
    """What an invented statute gives: sixty days, and thirty more."""
    limit = StatutoryLimit(
        id="handling",
        name=Text("办理", "handling"),
        bearer=Text("承办单位", "the unit"),
        task=Text("办结", "finish"),
        limit=natural_days(60),
        start=Text("自受理之日起", "from acceptance"),
        reach=Text("示例事项", "examples"),
        ground=REG.cite("4-1"),
        extension=natural_days(30),
    )
    return StatutoryLimits(Text("示例事项", "examples"), (limit,), (REG.cite("5"),))


def says(parameter: Parameter, value: Any, *grounds: Citation, **more: Any) -> Dated:
    """What one text says of a parameter."""
    cited = grounds or (REG.cite("3"),)
    return Dated(parameter, (Provision(value=value, citations=cited, **more),))


def city(*more: Dated, **replaced: Any) -> Timeline:
    """The rules of an invented city; *replaced* by the last part of a parameter's path."""
    whole = [
        *(says(parameter, table) for parameter, table in tables().items()),
        says(COUNTING, CIVIL_CODE),
        says(WINDOW, working_days(2), REG.cite("4-1"), until=date(2025, 1, 1)),
        says(CHARTER, SILENT),
        says(DAYS, StatutoryDays(REG.cite("5"), working=(3,))),
        says(STATUTE, statute(), REG.cite("4-1")),
        says(CARDS, True, REPORTED.cite("", basis=Basis.REPORTED)),
    ]
    series = [replaced.get(each.parameter.path.rpartition(".")[2], each) for each in whole]
    kept = [each for each in series if each is not None]
    return Timeline(
        id="linhai",
        version="1",
        place="3310",
        series=(*kept, *more),
        sources=(CIVIL_CODE_SOURCE, REG, LATER, REPORTED),
    )


def case(**values: Any) -> WorkedCase:
    """A worked case that holds, but for *values*."""
    usual: dict[str, Any] = {
        "id": "LH-1",
        "situation": "来电人报告紧急情况。",
        "day": DAY,
        "asks": Asks.HIT,
        "path": ROUTE.path,
        "facts": (("紧急", "是"), ("夜间", "否")),
        "rows": ("R1",),
        "expected": "即时转至紧急服务热线",
        "grounds": (Place("lh-2024", "3"),),
        "quotes": ("紧急诉求应当立即转办",),
    }
    return WorkedCase(**{**usual, **values})


def asked(asks: Asks, path: Parameter, expected: str, facts: str = "", **more: Any) -> WorkedCase:
    """A case of one kind without rows or quotes."""
    pairs = tuple(tuple(each.split("=")) for each in facts.split("；") if each)
    return case(
        **{
            "asks": asks,
            "path": path.path,
            "facts": pairs,
            "rows": (),
            "expected": expected,
            "quotes": (),
            **more,
        }
    )


IN_RAIN = asked(
    Asks.ALL,
    NOTES,
    "提醒；告知",
    "天气=雨；夜间=是",
    id="LH-2",
    rows=("N1", "N2"),
    grounds=[Place("lh-2024", "4-2"), Place("lh-2024", "4-2-1")],
)
HOLDING = (
    case(),
    IN_RAIN,
    asked(Asks.ALL, NOTES, "无", "夜间=否；天气=晴", id="LH-3"),
    asked(Asks.VALUE, CHARTER, "未作规定", id="LH-4"),
    asked(Asks.VALUE, ROUTE, "表，2 行", id="LH-5"),
    asked(
        Asks.DUE,
        LIMITS,
        "2026-03-09 24:00",
        "夜间=是；起算=2026-03-02 09:00",
        id="LH-6",
        rows=("L2",),
        grounds=[Place("lh-2024", "4-1")],
    ),
    asked(
        Asks.DUE,
        LIMITS,
        "2026-03-03 09:30",
        "紧急=是；夜间=是；环节=办理并反馈；起算=2026-03-02 09:30",
        id="LH-7",
        rows=("L1",),
        grounds=[Place("lh-2024", "4-1")],
    ),
    asked(
        Asks.DUE,
        WINDOW,
        "2024-05-07 24:00",
        "起算=2024-04-30 17:00",
        id="LH-8",
        day=date(2024, 4, 30),
        grounds=[Place("lh-2024", "4-1")],
    ),
    asked(Asks.ENDED, ROUTE, "尚未施行", id="LH-9", day=SINCE - ONE_DAY),
    asked(
        Asks.ENDED,
        WINDOW,
        "已经失效",
        id="LH-10",
        day=date(2025, 1, 1),
        grounds=[Place("lh-2024", "4-1")],
    ),
    asked(Asks.ENDED, CARDS, "效力未核", id="LH-11", grounds=[Place("lh-press", "")]),
    asked(
        Asks.STATUTE,
        DAYS,
        "2026-03-05 24:00",
        "期限=3日；起算=2026-03-02 09:00",
        id="LH-12",
        grounds=[Place("lh-2024", "5")],
    ),
    asked(
        Asks.STATUTE,
        STATUTE,
        "2026-05-06 24:00",
        "期限=办理；起算=2026-03-02 09:00",
        id="LH-13",
        grounds=[Place("lh-2024", "4-1"), Place("lh-2024", "5")],
    ),
    asked(
        Asks.STATUTE,
        STATUTE,
        "2026-06-01 24:00",
        "期限=办理；延长=是；起算=2026-03-02 09:00",
        id="LH-14",
        grounds=[Place("lh-2024", "4-1")],
    ),
)


class TestRoom:
    """`jiesu.testing` is an outer room: it takes attrs and this library, and nothing takes it."""

    def test_needs_no_runner(self) -> None:
        """Its modules bring no test runner along, and the library does not bring them."""
        rooms = [f"{jiesu.__name__}.testing.{room}" for room in ("contract", "vectors")]
        code = (
            "import importlib, json, sys\n"
            f"importlib.import_module({jiesu.__name__!r})\n"
            "early = sorted(name for name in sys.modules if 'testing' in name)\n"
            f"late = [importlib.import_module(room) for room in {rooms}]\n"
            "late = {'pytest', 'hypothesis', '_pytest'} & set(sys.modules)\n"
            "print(json.dumps([early, sorted(late)]))\n"
        )
        assert own.fresh_json(code) == [[], []]


class TestSay:
    """An outcome reads the same wherever it is printed."""

    @pytest.mark.parametrize(
        ("value", "zh", "en"),
        [
            (Disposition.DISPATCH, "派单", Disposition.DISPATCH.en),
            (False, "不适用", "does not apply"),
            (UNSET, "未设定", "unset: delegated, or not public"),
            (stage(hours(2)), "办理并反馈：2小时", "handling and feedback: 2 hours"),
            ((), "无", "none"),
            ({"resolution": "0.7"}, "resolution：0.7", "resolution: 0.7"),
            ((hours(2), working_days(1)), "2小时；1个工作日", "2 hours; 1 working day"),
        ],
    )
    def test_words(self, value: object, zh: str, en: str) -> None:
        """Labels by their terms, limits by their lengths, several one after the other."""
        assert say_value(value) == (zh, en)


class TestLawText:
    """A statute is taken apart into 条, 条-款 and 条-款-项."""

    def test_places(self) -> None:
        """Every article, paragraph and item has its words, and an article those of all of them."""
        read = WORDS["lh-2024"]
        assert read["4-2-2"] == "（二）重复提出的。"
        assert read["4-2"].startswith("雨天的")
        assert read["5-1"] in read["5"]
        assert leaves(read) == ("1-1", "2-1", "3-1", "4-1", "4-2-1", "4-2-2", "5-1")

    def test_sections(self) -> None:
        """A policy document is told by its headings."""
        read = sections("一、总体\n（一）目标。\n**（二）原则。**\n十二、保障\n（一）组织。")
        assert list(read) == ["一（一）", "一（二）", "十二（一）"]

    @given(st.integers(1, 9999))
    def test_numbers(self, value: int) -> None:
        """A numeral is read back as the number that it was written for."""
        assert number(chinese_number(value)) == value

    @pytest.mark.parametrize("garbage", [None, 7, [None]])
    def test_no_locators(self, garbage: Any) -> None:
        """What is no locator, or no several of them, is refused."""
        with pytest.raises(InvalidValueError):
            leaves(garbage)
        with pytest.raises(InvalidValueError):
            order(garbage)

    @pytest.mark.parametrize("garbage", [None, 7, "第", "12", b"x"])
    def test_garbage(self, garbage: Any) -> None:
        """What is no numeral or no text is refused."""
        with pytest.raises(JiesuError):
            number(garbage)
        if not isinstance(garbage, str):
            with pytest.raises(JiesuError):
                articles(garbage)


WORD = st.text(st.sampled_from("甲乙丙丁0123ab"), min_size=1, max_size=6)
CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *(
                "命中",
                "到期",
                "法定",
                "失效",
                "2026-03-02",
                "demo.route",
                "demo.limits",
                "demo.days",
            ),
            *(
                "夜间=是",
                "夜间=是；起算=2026-03-02 09:00",
                "期限=3；起算=0001-01-01",
                "R1",
                "尚未施行",
            ),
        ]
    ),
)


def worked(asks: Asks, facts: list[tuple[str, str]], **more: Any) -> WorkedCase:
    """A case with what its question takes among the facts."""
    start, limit = ("起算", "2026-03-02 09:00"), ("期限", "办理")
    taken = {
        Asks.ALL: facts,
        Asks.DUE: [*facts, start, ("环节", "办理")],
        Asks.STATUTE: [limit, start, ("延长", "是")],
    }
    return WorkedCase(asks=asks, facts=taken[asks], **more)


CASES = st.builds(
    worked,
    id=WORD,
    situation=WORD,
    day=st.dates(),
    asks=st.sampled_from([Asks.ALL, Asks.DUE, Asks.STATUTE]),
    path=WORD,
    facts=st.lists(st.tuples(WORD, WORD), max_size=3, unique_by=lambda pair: pair[0]),
    rows=st.lists(WORD, max_size=3).map(tuple),
    expected=WORD,
    grounds=st.lists(st.builds(Place, WORD, WORD), min_size=1, max_size=3).map(tuple),
    quotes=st.lists(WORD, max_size=2).map(tuple),
)


class TestReadCases:
    """A file of worked cases is read row by row; what is wrong says where and how to mend it."""

    @given(CASES)
    def test_a_row_is_read_back(self, told: WorkedCase) -> None:
        """A case written as a row is the case again."""
        row = told.to_row()
        assert tuple(row) == COLUMNS
        assert read_cases([row]) == ((told,), ())

    @pytest.mark.parametrize(
        ("changes", "path", "words"),
        [
            ({"求": "命种"}, "第2行（LH-1）.求", "命中"),
            ({"日期": "2026年3月"}, "第2行（LH-1）.日期", "2026-03-02"),
            ({"事实": "紧急：是"}, "第2行（LH-1）.事实", "名=值"),
            ({"事实": "紧急=是；紧急=否"}, "第2行（LH-1）.事实", "紧急写了两次"),
            ({"事实": "夜间=是；起算=2026-03-02 09:00"}, "第2行（LH-1）.事实", "不写起算"),
            ({"求": "到期", "事实": "起算=2026-03-02"}, "第2行（LH-1）.事实", "年月日时分"),
            ({"求": "到期", "事实": "起算=2026-13-02 09:00"}, "第2行（LH-1）.事实", "年月日时分"),
            ({"求": "到期", "事实": "起算=2026-03-02 09:00Z"}, "第2行（LH-1）.事实", "年月日时分"),
            ({"求": "到期", "事实": "延长=是"}, "第2行（LH-1）.事实", "不写延长"),
            ({"求": "法定", "事实": f"{TERM}；延长=对"}, "第2行（LH-1）.事实", "是或否"),
            ({"求": "法定", "事实": f"{TERM}；夜间=是"}, "第2行（LH-1）.事实", "不写夜间"),
            ({"行": None}, "第2行（LH-1）", "格数少于表头，缺行"),
            ({None: ["x"]}, "第2行（LH-1）", "格数多于表头"),
            ({"预期": 7}, "第2行（LH-1）.预期", "类型不符"),
            ({"行": ""}, "第2行（LH-1）.行", "一行"),
            ({"行": "R1、R2"}, "第2行（LH-1）.行", "一行"),
            ({"求": "取值"}, "第2行（LH-1）.事实", "应为空"),
            ({"求": "到期"}, "第2行（LH-1）.事实", "起算"),
            ({"求": "法定"}, "第2行（LH-1）.事实", "期限"),
            ({"求": "失效", "事实": "", "行": ""}, "第2行（LH-1）.预期", "尚未施行"),
            ({"编号": ""}, "第2行.编号", "未填写"),
            ({"依据": " "}, "第2行（LH-1）.依据", "未填写"),
            ({"备注": "x"}, "第2行（LH-1）.备注", "没有这一列"),
        ],
    )
    def test_faults(self, changes: dict[Any, Any], path: str, words: str) -> None:
        """A faulty row makes no case; its fault names the row, the column and a way out."""
        read = read_cases([{**case().to_row(), **changes}])
        assert read.cases == ()
        assert path in {fault.path for fault in read.faults}
        assert words in "".join(fault.to("zh") for fault in read.faults)

    def test_good_rows_survive(self) -> None:
        """One bad row does not take the others along; an id that stands twice is a fault."""
        good, other = case().to_row(), case(id="LH-2").to_row()
        read = read_cases([good, {**good, "编号": "LH-3", "求": "?"}, other, good])
        assert [each.id for each in read.cases] == ["LH-1", "LH-2"]
        assert [fault.path for fault in read.faults] == ["第3行（LH-3）.求", "第5行（LH-1）.编号"]

    def test_missing_columns(self) -> None:
        """A column that is missing is told."""
        row = case().to_row()
        del row["原文"]
        assert [each.path for each in read_cases([row]).faults] == ["第2行（LH-1）.原文"]

    def test_as_a_spreadsheet_saves_it(self) -> None:
        """A mark of the byte order is passed over; a row too short or too long is told once."""
        head, good = ",".join(COLUMNS), ",".join(case().to_row().values())
        short, long = good.rpartition(",")[0].rpartition(",")[0], f"{good},a,b"
        file = io.StringIO("\n".join(["\ufeff" + head, good, short, long]))
        read = read_cases(csv.DictReader(file))
        assert read.cases == (case(),)
        assert [each.path for each in read.faults] == ["第3行（LH-1）", "第4行（LH-1）"]
        assert "缺依据、原文" in read.faults[0].to("zh")
        assert "['a', 'b']" in read.faults[1].to("en")

    @given(
        st.lists(st.dictionaries(st.sampled_from([*COLUMNS, "x"]), CELL, max_size=12), max_size=3)
    )
    def test_any_rows(self, rows: list[dict[str, str]]) -> None:
        """Of any rows each makes a case or has a fault; none ends the reading."""
        read = read_cases([{**case().to_row(), **row} for row in rows])
        faulty = {fault.path.partition(".")[0] for fault in read.faults}
        assert len(read.cases) + len(faulty) == len(rows)
        for each in read.cases:
            check_case(each, city(), CHINA)

    @pytest.mark.parametrize("garbage", [None, "x", [1], [None], 3])
    def test_garbage(self, garbage: Any) -> None:
        """What is no rows of mappings is refused."""
        with pytest.raises(InvalidValueError):
            read_cases(garbage)


class TestCheckCase:
    """The rules answer as the case expects, or the verdict says what came instead."""

    @pytest.mark.parametrize("told", HOLDING, ids=lambda each: each.id)
    def test_holds(self, told: WorkedCase) -> None:
        """What the text says is what the rules answer, question by question."""
        verdict = check_case(told, city(), CHINA)
        assert verdict.ok, verdict.text.zh
        assert verdict

    @pytest.mark.parametrize("told", HOLDING, ids=lambda each: each.id)
    def test_another_expectation_fails(self, told: WorkedCase) -> None:
        """With another outcome, other rows, or another place, the same case does not hold."""
        for change in (
            {"expected": "别的"},
            {"rows": (*told.rows, "X")},
            {"grounds": (*told.grounds, Place("lh-2024", "99"))},
        ):
            verdict = check_case(attrs.evolve(told, **change), city(), CHINA)
            assert not verdict.ok
            assert len(verdict.faults) == 1
            assert verdict.faults[0].path.startswith(told.id)
            assert verdict.text.zh
            assert verdict.text.en

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"path": "demo.rout"}, "demo.route"),
            ({"facts": (("紧及", "是"),)}, "紧急"),
            ({"facts": (("天气", "睛"),)}, "晴"),
            ({"facts": (("urgent", "是"), ("紧急", "否"))}, "两次"),
            ({"facts": ()}, "夜间必须载明"),
            ({"day": date(2020, 1, 1)}, "2024-03-01"),
            ({"path": CARDS.path, "asks": Asks.VALUE}, "只核实至 2025-01-01"),
            ({"path": CHARTER.path}, "未作规定"),
            ({"path": WINDOW.path, "day": date(2024, 5, 1)}, "不能求"),
            ({"asks": Asks.ALL}, "LH-1.求: 该表是首条命中，实为 并用；应为命中"),
            ({"path": NOTES.path}, "LH-1.求: 该表是全部命中，实为 命中；应为并用"),
            ({"path": NOTES.path, "asks": Asks.DUE}, "应为并用"),
            ({"asks": Asks.STATUTE}, "不能求"),
        ],
    )
    def test_what_cannot_be_asked(self, change: dict[str, Any], words: str) -> None:
        """An unknown path, fact or word is told with the nearest known one; nothing comes."""
        verdict = check_case(case(**change), city(), CHINA)
        assert verdict.came is None
        assert words in verdict.text.zh

    def test_an_unknown_row(self) -> None:
        """A row that the table of the day does not have is told, with the nearest that it has."""
        verdict = check_case(case(rows=("R11",)), city(), CHINA)
        assert "没有 R11 这一行，是否应为：R1？" in verdict.text.zh
        other = check_case(case(rows=("R2",)), city(), CHINA)
        assert "这一行" not in other.text.zh

    @pytest.mark.parametrize(
        ("start", "more"),
        [
            ("3月2日", ()),
            ("2026-03-02", ()),
            ("2026-03-02 25:00", ()),
            ("2026-03-02 09:00+00:00", ()),
            ("2026-03-02 09:00", (("环节", "签收"),)),
        ],
    )
    def test_starts_and_stages(self, start: str, more: tuple[tuple[str, str], ...]) -> None:
        """A start that is no legal time, or a stage that the row has no limit for, is told."""
        told = case(
            asks=Asks.DUE,
            path=LIMITS.path,
            facts=(("夜间", "是"), ("起算", start), *more),
            rows=("L2",),
        )
        assert check_case(told, city(), CHINA).came is None

    @pytest.mark.parametrize("word", ["3天", "", "０", "三日"])
    def test_days_of_a_statute(self, word: str) -> None:
        """What names no number of days is told."""
        told = asked(Asks.STATUTE, DAYS, "?", "起算=2026-03-02 09:00")
        told = attrs.evolve(told, facts=(*told.facts, ("期限", word)))
        assert not check_case(told, city(), CHINA).ok

    def test_an_unknown_word_for_an_extension(self) -> None:
        """It is told, and not taken for no."""
        told = HOLDING[-1]
        facts = [(name, "对" if name == "延长" else word) for name, word in told.facts]
        verdict = check_case(attrs.evolve(told, facts=facts), city(), CHINA)
        assert "是或否" in verdict.text.zh
        assert verdict.came is None

    def test_garbage(self) -> None:
        """Arguments of another type are refused, not made a verdict of."""
        for arguments in ((None, city(), CHINA), (case(), None, CHINA), (case(), city(), None)):
            with pytest.raises(InvalidValueError):
                check_case(*arguments)

    @pytest.mark.parametrize(
        "garbage", [None, 7, "ab", [1], ["ab"], [("紧急",)], [("紧急", True)]]
    )
    def test_no_facts(self, garbage: Any) -> None:
        """What is no pairs of words, or no space of facts, is refused."""
        with pytest.raises(InvalidValueError):
            read_facts(garbage, SPACE)
        with pytest.raises(InvalidValueError):
            read_facts([("紧急", "是")], garbage)

    @given(
        st.lists(st.sampled_from([("紧急", "是"), ("天气", "雪"), ("夜间", "否")]), unique=True)
    )
    def test_facts_by_term_or_name(self, pairs: list[tuple[str, str]]) -> None:
        """A fact by its term or by its name, a value by any word for it: the same facts."""
        names = {fact.term.zh: fact.name for fact in SPACE.facts}
        words = {"是": "true", "否": "no", "雪": "雪"}
        pairs = [*(pair for pair in pairs if pair[0] != "夜间"), ("夜间", "否")]
        coded = [(names[name], words[word]) for name, word in pairs]
        assert read_facts(pairs, SPACE) == read_facts(coded, SPACE)


class TestCheckQuotes:
    """Words that are quoted stand in the very place that is cited."""

    @pytest.mark.parametrize("told", HOLDING, ids=lambda each: each.id)
    def test_holds(self, told: WorkedCase) -> None:
        """The cases quote to the letter."""
        assert check_quotes([told], WORDS) == ()

    @pytest.mark.parametrize(
        ("told", "faults"),
        [
            (case(quotes=("立即转办", "五个工作日")), 1),
            (
                case(
                    quotes=("立即转办", "五个工作日"),
                    grounds=[Place("lh-2024", "3"), Place("x", "")],
                ),
                0,
            ),
            (case(grounds=[Place("lh-2024", "33")], quotes=()), 1),
            (REG.cite("4-2-1", "夜间的"), 0),
            (REG.cite("4-2-2", "夜间的"), 1),
            (REG.cite("6", ""), 1),
            (LATER.cite("6", "夜间的"), 0),
            (assumed("无", "none"), 0),
        ],
    )
    def test_faults(self, told: WorkedCase | Citation, faults: int) -> None:
        """A fault for each quote that is not there and each place that the text lacks."""
        assert len(check_quotes([told], WORDS)) == faults

    def test_where(self) -> None:
        """A fault names the case, the parameter or row that cites, or the number of a citation."""
        wrong = REG.cite("4-2-2", "夜间的")
        told = (
            case(quotes=("十日",)),
            REG.cite("3"),
            wrong,
            Use("demo.route", "R1", Text("转", "on"), wrong),
            Use("demo.cards", "", Text("是", "yes"), wrong),
        )
        paths = [each.path for each in check_quotes(told, WORDS)]
        assert paths == ["LH-1.原文", "told[2]", "demo.route.R1", "demo.cards"]

    def test_garbage(self) -> None:
        """What is no case or citation, or no texts, is refused."""
        texts: tuple[Any, ...] = (
            None,
            {"lh-2024": 5},
            {"lh-2024": {"3": 5}},
            {"lh-2024": {3: "五"}},
            {3: {}},
        )
        wrong: list[tuple[Any, Any]] = [([1], WORDS), (None, WORDS)]
        for arguments in (*wrong, *(([case()], each) for each in texts)):
            with pytest.raises(InvalidValueError):
                check_quotes(*arguments)


def left(locator: str, reason: Reason = Reason.PRINCIPLE) -> LeftOut:
    """An article that no row implements."""
    return LeftOut("lh-2024", locator, reason, Text("说明", "why"))


class TestConcordance:
    """条文对照表: every article is cited or listed; every row is shown by a case, or the share says."""

    WHOLE = (left("1~2"), left("4-2-2"))

    def test_nothing_is_wanting(self) -> None:
        """With all articles listed that nothing cites, and all rows shown, nothing is found."""
        more = asked(Asks.HIT, ROUTE, "派单", "夜间=否", id="LH-20", rows=("R2",))
        made = concordance(city(), (*HOLDING, more), self.WHOLE, WORDS)
        assert made.findings == ()
        assert (made.rows, made.shown) == (6, 6)

    def test_lines(self) -> None:
        """A line says what rests on the place, what comes out, and which cases show it."""
        made = concordance(city(), HOLDING, self.WHOLE, WORDS)
        by_place = {line.locator: line for line in made.lines if line.source is REG}
        rests = {(each.path, each.row): each for each in by_place["3"].rests}
        assert rests[ROUTE.path, "R1"].cases == ("LH-1",)
        assert rests[ROUTE.path, "R1"].says.zh == "即时转至紧急服务热线"
        assert rests[CHARTER.path, ""].cases == ("LH-4",)
        assert [line.place.zh for line in made.lines if line.left] == [
            "第一条至第二条",
            "第四条第二款第（二）项",
        ]
        positions = [
            order(line.left.ends[0] if line.left else line.locator)
            for line in made.lines
            if line.source is REG
        ]
        assert positions == sorted(positions)

    @pytest.mark.parametrize(
        ("listed", "kind", "path"),
        [
            ([left("1")], Lack.UNLISTED, "lh-2024 2"),
            ([left("1~3")], Lack.BOTH, "lh-2024 3"),
            ([left("4-1")], Lack.BOTH, "lh-2024 4-1"),
            ([left("7")], Lack.NO_PLACE, "lh-2024 7"),
            ([attrs.evolve(left("1"), source="lh-2042")], Lack.NO_PLACE, "lh-2042"),
        ],
    )
    def test_findings(self, listed: list[LeftOut], kind: Lack, path: str) -> None:
        """What is neither, what is both, and what is nowhere, is found."""
        made = concordance(city(), (), listed, WORDS)
        assert path in [each.path for each in made.of(kind)]

    def test_what_is_missing_is_told_whole(self) -> None:
        """Of a paragraph of which nothing is said not each item is told, but the paragraph."""
        made = concordance(city(notes=None), (), [left("1~2")], WORDS)
        assert [each.path for each in made.of(Lack.UNLISTED)] == ["lh-2024 4-2"]
        assert made.of(Lack.UNLISTED)[0].text.zh.startswith("雨天的")

    def test_an_article_covers_what_is_not_cited_of_it(self) -> None:
        """An entry for an article stands for its paragraphs that nothing cites."""
        made = concordance(city(), (), [left("1~2"), left("4")], WORDS)
        assert made.of(Lack.UNLISTED) == made.of(Lack.BOTH) == ()

    def test_without_text_nothing_is_missing(self) -> None:
        """Without the words of a text nobody can say that an article is neither cited nor listed."""
        assert {each.kind for each in concordance(city()).findings} == {Lack.UNSHOWN}

    def test_a_place_that_the_text_lacks(self) -> None:
        """A citation of an article that there is none of is found."""
        wrong = says(CARDS, True, REG.cite("44"))
        made = concordance(city(cards=wrong), texts=WORDS)
        assert [each.path for each in made.of(Lack.NO_PLACE)] == ["lh-2024 44"]

    def test_rows_of_each_version_are_counted(self) -> None:
        """A row that a later text changes is another row; a case shows that of its day."""
        new = tuple(attrs.evolve(each, grounds=(LATER.cite("1"),)) for each in route().as_rows())
        changed = Table(ROUTE.path, SPACE, new, HitPolicy.FIRST)
        entries = (
            Provision(value=route(), citations=(REG.cite("3"),)),
            Provision(value=changed, citations=(LATER.cite("1"),)),
        )
        made = concordance(city(route=Dated(ROUTE, entries)), [case(day=date(2024, 5, 1))])
        assert (made.rows, made.shown) == (8, 1)
        assert [each.path for each in made.of(Lack.UNSHOWN)].count("demo.route.R1") == 1

    def test_explains_itself(self) -> None:
        """Text, rows and HTML say the same places; nothing in HTML is left unescaped."""
        made = concordance(city(), HOLDING, [attrs.evolve(left("1"), why=Text("<b>", "<b>"))])
        for lang in ("zh", "en"):
            assert "demo.route.R1" in made.explain(lang)
        places = [(row["source"], row["locator"]) for row in made.to_rows()]
        assert ("lh-2024", "3") in places
        assert all(type(cell) is str for row in made.to_rows() for cell in row.values())
        assert "&lt;b&gt;" in made._repr_html_()
        assert "<b>" not in made._repr_html_()
        assert "linhai" in repr(made)

    def test_read_articles(self) -> None:
        """Rows of plain text; a word that is no reason, a blank, and a place that stands twice."""
        good = {"条款项": "1", "理由": "原则", "说明": "目的", "说明_en": "the aim"}
        rows = [
            good,
            {**good, "条款项": "2", "理由": "原测"},
            good,
            {**good, "条款项": "3", "说明": ""},
        ]
        read = read_articles("lh-2024", rows)
        assert read.articles == (attrs.evolve(left("1"), why=Text("目的", "the aim")),)
        assert [fault.path for fault in read.faults] == [
            "lh-2024 第3行（2）.理由",
            "lh-2024 第4行（1）.条款项",
            "lh-2024 第5行（3）.说明",
        ]
        with pytest.raises(InvalidValueError):
            read_articles("lh-2024", None)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"备注": "x"}, "没有这一列"),
            ({None: ["x"]}, "格数多于表头"),
            ({"说明_en": None}, "格数少于表头"),
            ({"条款项": "第三条"}, "不是条款项"),
            ({"条款项": "3-1-2-4"}, "不是条款项"),
            ({"条款项": "3~"}, "不是条款项"),
            ({"条款项": "1~2~3"}, "不是条款项"),
            ({"条款项": "4~2"}, "起止颠倒"),
            ({"条款项": "三（四）~三（二）"}, "起止颠倒"),
        ],
    )
    def test_faults_of_articles(self, changes: dict[Any, Any], words: str) -> None:
        """A row of other columns, or of a place that cannot be, makes no article and is told once."""
        good = {"条款项": "1", "理由": "原则", "说明": "目的", "说明_en": "the aim"}
        read = read_articles("lh-2024", [{**good, **changes}])
        assert read.articles == ()
        assert [words in each.to("zh") for each in read.faults] == [True]

    @pytest.mark.parametrize("locator", ["3", "3-1", "3-1-2", "三（四）", "1~44", "4-2-1~4-2-3"])
    def test_locators(self, locator: str) -> None:
        """Articles, paragraphs, items, headings and ranges of them are read, blanks or not."""
        row = {"\ufeff条款项": f" {locator}", "理由": "原则", "说明": "x", "说明_en": "x"}
        read = read_articles("lh-2024", [row])
        assert [each.locator for each in read.articles] == [locator]

    @pytest.mark.parametrize(
        ("locator", "inside", "outside"),
        [
            ("4", ("4", "4-1", "4-2-2"), ("5", "44", "40-1", "")),
            ("4-2", ("4-2", "4-2-1"), ("4", "4-1", "4-20")),
            ("1~3", ("1", "2-1", "3-2-1"), ("4", "10", "33")),
            ("4-2-1~4-2-3", ("4-2-2",), ("4-2-4", "4-2", "4")),
            ("三（一）~三（三）", ("三（二）",), ("三（四）", "二（二）", "四（一）")),
            ("附件", ("附件",), ("1", "附件二")),
        ],
    )
    def test_covers(self, locator: str, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
        """An entry covers its place and what stands in it, and of a range all between its ends."""
        assert all(left(locator).covers(each) for each in inside)
        assert not any(left(locator).covers(each) for each in outside)


def broken() -> Iterator[tuple[str, Callable[[], Timeline]]]:
    """The test of the contract that has to fail, and the rules that break it."""
    cite = REG.cite
    yield "test_something_is_stated", lambda: Timeline(id="x", version="1", series=(), sources=())
    gap = Row("L2", {"urgent": False, "weather": "雨"}, stage(hours(1)), (cite("4-1", "办结"),))
    yield (
        "test_rules_hold_together_on_every_boundary",
        lambda: city(limits=says(LIMITS, tables()[LIMITS].with_row(gap))),
    )
    yield (
        "test_tables_answer_every_possible_case_once",
        lambda: city(limits=says(LIMITS, tables()[LIMITS].with_row(gap))),
    )
    other = attrs.evolve(REG, id="lh-2099")
    yield "test_sources_are_listed", lambda: city(cards=says(CARDS, True, other.cite("1")))
    yield (
        "test_every_row_has_grounds",
        lambda: city(
            route=says(ROUTE, route().with_row(Row("R2", {}, Disposition.DISPATCH, (cite(""),))))
        ),
    )
    yield "test_every_value_is_cited", lambda: city(cards=says(CARDS, True, cite("")))
    policy = cite("", basis=Basis.POLICY)
    yield "test_every_value_is_cited", lambda: city(cards=says(CARDS, True, policy))
    early = Row("R2", {}, Disposition.DISPATCH, (LATER.cite("1"),))
    yield (
        "test_nothing_applies_before_its_text",
        lambda: city(route=says(ROUTE, route().with_row(early))),
    )
    days = StatutoryDays(LATER.cite("1"), working=(3,))
    yield "test_nothing_applies_before_its_text", lambda: city(days=says(DAYS, days))
    nowhere = Row("T1", {}, Text("？", "?"), (cite("3", "派单"),))
    yield (
        "test_rules_hold_together_on_every_boundary",
        lambda: city(says(TRIAGE, Table(TRIAGE.path, TICKET_FACTS, (nowhere,)))),
    )
    yield (
        "test_rules_hold_together_on_every_boundary",
        lambda: city(says(TRIAGE, Table(TRIAGE.path, SPACE, route().as_rows(), HitPolicy.FIRST))),
    )
    yield (
        "test_every_row_is_quoted",
        lambda: city(
            route=says(ROUTE, route().with_row(Row("R2", {}, Disposition.DISPATCH, (cite("3"),))))
        ),
    )
    yield (
        "test_quotes_stand_where_they_are_cited",
        lambda: city(cards=says(CARDS, True, cite("3", "十日"))),
    )
    whole = (Row("R2", {}, Disposition.DISPATCH, (cite("4", "五个工作日内办结"),)),)
    yield (
        "test_places_are_told_to_the_paragraph",
        lambda: city(route=says(ROUTE, route().with_row(*whole))),
    )
    yield (
        "test_assumptions_say_why",
        lambda: city(cards=says(CARDS, True, assumed("", "why", cite("3")))),
    )
    unread = attrs.evolve(REPORTED, verified_until=None)
    yield (
        "test_unread_sources_give_no_values",
        lambda: city(cards=says(CARDS, True, unread.cite("1"))),
    )
    yield (
        "test_words_are_bilingual",
        lambda: city(says(Parameter("demo.more", Text("更多", "更多"), str), "x")),
    )
    yield (
        "test_articles_are_accounted_for",
        lambda: city(cards=says(CARDS, True, cite("2", "示例热线"))),
    )


class Mute:
    """A value that is equal to nothing, not to itself either."""

    text = Text("无声", "mute")

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = object.__hash__

    def __canonical__(self) -> object:
        return "Mute"


class Always(Dated):
    """A parameter that has the same value on every day."""

    def on(self, day: date, known_at: date | None = None) -> Provision:  # noqa: ARG002
        """Its first provision."""
        return self.entries[0]


class Confused(Dated):
    """A parameter that gives a wrong reason on a day on which it does not apply."""

    def on(self, day: date, known_at: date | None = None) -> Provision:
        """As ever, but for the reason, which names no day."""
        if self.in_force(day, known_at):
            return super().on(day, known_at)
        raise UnverifiedError(Fault(self.parameter.path, Text("不明", "unclear")))


class Stuck(Timeline):
    """A timeline that never gets beyond its first day."""

    def on(self, day: date, known_at: date | None = None) -> Rulebook:
        """The rules of the first day, for whichever later one they are asked."""
        return super().on(min(day, SINCE), known_at)


class Lying(Table[Any]):
    """A table that answers with its first row whatever the facts are."""

    __slots__ = ()

    def hit(self, facts: Facts) -> Ruling[Any]:  # noqa: ARG002
        """The first row."""
        return self.rows[0]


class TestContract:
    """`RulebookContract` holds for rules that keep it, and each breach is told by its own test."""

    def run(self, timeline: Timeline, **more: Any) -> dict[str, str]:
        """What the tests found, by name; those that hold left out."""
        listed = (left("1~2"), left("4-2-2"))
        given: dict[str, Any] = {"cases": HOLDING, "articles": listed, "texts": WORDS, **more}
        report = RulebookContract.run(timeline, calendar=CHINA, **given)
        return {each.name: each.found for each in report.checks if not each.ok}

    def test_good_rules_keep_it(self) -> None:
        """The invented city keeps every promise."""
        assert self.run(city()) == {}

    @pytest.mark.parametrize(
        ("name", "make"), [pytest.param(*each, id=each[0]) for each in broken()]
    )
    def test_each_breach_is_told(self, name: str, make: Callable[[], Timeline]) -> None:
        """Rules that break one promise fail its test, with words on where."""
        found = self.run(make(), cases=())
        assert name in found
        assert found[name].splitlines()[0].strip()

    def test_values_that_do_not_compare(self) -> None:
        """A value that is not equal to its copy fails equality and the overlay."""
        mute = says(Parameter("demo.mute", Text("无声", "mute"), Mute), Mute())
        assert set(self.run(city(mute))) >= {
            "test_equality_pickles_and_digests_are_stable",
            "test_overlay_of_equal_values_is_identity",
        }

    def test_worked_cases(self) -> None:
        """A case that does not hold, and one that quotes what is not there, fail their tests."""
        wrong = (case(expected="派单"), case(id="LH-2", quotes=("十日",)))
        found = self.run(city(), cases=wrong)
        assert "LH-1.预期" in found["test_worked_cases_hold"]
        assert "LH-2.原文" in found["test_worked_cases_quote_their_texts"]

    def test_a_later_text(self) -> None:
        """What a later text says, from its own first day on, breaks nothing."""
        entries = (
            Provision(value=True, citations=(REG.cite("3"),)),
            Provision(value=False, citations=(LATER.cite("1"),)),
        )
        assert self.run(city(cards=Dated(CARDS, entries)), texts={}, cases=()) == {}

    def test_what_is_broken_is_told_where(self) -> None:
        """A quote that is nowhere names who quotes it; what a check finds is told once, in its words."""
        wrong = Row("R2", {}, Disposition.DISPATCH, (REG.cite("3", "十日"),))
        found = self.run(city(route=says(ROUTE, route().with_row(wrong))), cases=())
        assert found["test_quotes_stand_where_they_are_cited"].startswith("demo.route.R2: ")
        gap = Row("L2", {"urgent": False, "weather": "雨"}, stage(hours(1)), (REG.cite("4-1"),))
        found = self.run(city(limits=says(LIMITS, tables()[LIMITS].with_row(gap))), cases=())
        for name in (
            "test_rules_hold_together_on_every_boundary",
            "test_tables_answer_every_possible_case_once",
        ):
            assert "no row answers" in found[name]
            assert ", got gap" not in found[name]

    def test_from_the_first_of_all_days(self) -> None:
        """A text without a known first day has no eve; the other promises are checked as ever."""
        old = attrs.evolve(REG, id="old", published=date.min, since=date.min)
        made = Timeline(
            id="old",
            version="1",
            series=[says(CARDS, True, old.cite("1"))],
            sources=(old,),
        )
        assert self.run(made, cases=(), texts={}, articles=()) == {}

    def test_before_and_after(self) -> None:
        """A parameter that answers outside its days, or refuses without naming the day, fails."""
        ended = Provision(value=True, citations=(REG.cite("3"),), until=date(2025, 1, 1))
        found = self.run(city(cards=Always(CARDS, (ended,))))
        assert "demo.cards" in found["test_nothing_applies_before_its_first_day"]
        assert "demo.cards" in found["test_what_ended_says_so"]

    def test_a_wrong_reason(self) -> None:
        """A parameter that is refused for another reason, or without the day, fails."""
        ended = Provision(value=True, citations=(REG.cite("3"),), until=date(2025, 1, 1))
        found = self.run(city(cards=Confused(CARDS, (ended,))), cases=())
        assert "another reason" in found["test_nothing_applies_before_its_first_day"]
        assert "2025-01-01" in found["test_what_ended_says_so"]

    def test_rules_of_another_day(self) -> None:
        """A timeline whose rules of a day are those of the first fails."""
        entries = (
            Provision(value=True, citations=(REG.cite("3"),)),
            Provision(value=False, citations=(LATER.cite("1"),)),
        )
        whole = city(cards=Dated(CARDS, entries))
        stuck = Stuck(id="linhai", version="1", series=whole.series, sources=whole.sources)
        found = self.run(stuck, cases=(), texts={}, articles=())
        assert "demo.cards 2025-07-01" in found["test_rules_of_a_day_are_those_of_its_parameters"]

    def test_a_wrong_answer(self) -> None:
        """A table that answers otherwise than its rows do one by one fails, though it checks well."""
        table = route()
        lying = Lying(table.name, SPACE, table.as_rows(), table.policy)
        found = self.run(city(route=says(ROUTE, lying)), cases=())
        assert set(found) == {"test_tables_answer_every_possible_case_once"}
        assert "demo.route" in found["test_tables_answer_every_possible_case_once"]

    def test_report(self) -> None:
        """The report counts the promises and the cases, and explains itself in both languages."""
        report = RulebookContract.run(city(), [case(expected="派单")], calendar=CHINA)
        assert not report.ok
        assert report.cases == 1
        assert "示例 1 则" in report.explain()
        assert "1 worked cases" in report.explain("en")
        assert "LH-1" in report._repr_html_()
        assert [row["ok"] for row in report.to_rows()].count(False) == 1
        assert "1 of" in repr(report)

    @pytest.mark.parametrize(
        ("given", "path"),
        [
            ({"timeline": None}, "timeline"),
            ({"cases": 5}, "cases"),
            ({"cases": [1]}, "cases[0]"),
            ({"articles": case()}, "articles"),
            ({"articles": ["1"]}, "articles[0]"),
            ({"texts": 5}, "texts"),
            ({"texts": {"lh-2024": "三"}}, "texts['lh-2024']"),
            ({"calendar": "china"}, "calendar"),
        ],
    )
    def test_garbage(self, given: dict[str, Any], path: str) -> None:
        """Arguments of another type are refused before any test, by their names."""
        with pytest.raises(InvalidValueError) as caught:
            RulebookContract.run(**{"timeline": city(), **given})
        assert [each.path for each in caught.value.faults] == [path]

    def test_a_class_without_rules(self) -> None:
        """A class of tests that names no timeline is told what it lacks before its first test."""
        bare: type[RulebookContract] = type("TestBare", (RulebookContract,), {"cases": [1]})
        with pytest.raises(InvalidValueError) as caught:
            bare.setup_class()
        assert [each.path for each in caught.value.faults] == ["timeline", "cases[0]"]
        assert "timeline = " in caught.value.faults[0].to("en")


class Tone(Label):
    """Values of random facts."""

    A = "甲", "a"
    B = "乙", "b"
    C = "丙", "c"


@st.composite
def random_tables(draw: st.DrawFn) -> Table[Any]:
    """A table that collects, or one that the first row decides and the last row completes."""
    why = (REG.cite("3", "派单"),)
    missing = st.sampled_from([None, REFUSE, AS(Tone.A, why[0])])
    facts = [
        Fact(f"f{each}", Text(f"事实{each}", f"fact {each}"), tuple(Tone), draw(missing))
        for each in range(draw(st.integers(1, 3)))
    ]
    space = FactSpace(facts, draw(st.sampled_from([(), ({"f0": Tone.B},)])))
    rows = []
    for at in range(draw(st.integers(1, 5))):
        when = {
            fact.name: draw(st.sets(st.sampled_from(fact.domain), min_size=1)) for fact in facts
        }
        tested = draw(st.sets(st.sampled_from(facts)))
        rows.append(Row(f"R{at}", {f.name: when[f.name] for f in tested}, draw(OUTCOME), why))
    policy = draw(st.sampled_from([HitPolicy.FIRST, HitPolicy.COLLECT]))
    if policy is HitPolicy.FIRST:
        rows.append(Row("END", {}, Disposition.DISPATCH, why))
    return Table(ROUTE.path, space, rows, policy)


OUTCOME = st.sampled_from([*Disposition, MET, UNSET, stage(hours(3))])


def answering(table: Table[Any], facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The rows that answer, by the definition: each tested, the first taken where one decides."""
    read = {
        f.name: f.missing.value if isinstance(f.missing, AS) else MISSING
        for f in table.space.facts
    }
    read |= facts
    fit = [row.id for row in table.rows if all(read[t.fact] in t.allowed for t in row.conditions)]
    return tuple(fit[:1] if table.policy is HitPolicy.FIRST else fit)


class TestVectors:
    """Tables and cases as plain data say what the rules say."""

    @given(random_tables())
    def test_probes_are_answered_by_the_definition(self, table: Table[Any]) -> None:
        """Each probe is possible, stands once, and names the rows that answer it."""
        seen = []
        for stated, rows in probes(table):
            assert answering(table, stated) == rows
            assert not ("f0" in stated and stated["f0"] is Tone.B and table.space.impossible)
            assert stated not in seen
            seen.append(stated)

    @given(random_tables())
    def test_every_row_that_can_answer_is_probed(self, table: Table[Any]) -> None:
        """Of all combinations, the rows that answer one answer a probe."""
        domains = {fact.name: fact.domain for fact in table.space.facts}
        possible = [
            dict(zip(domains, values, strict=True))
            for values in product(*domains.values())
            if not (table.space.impossible and values[0] is Tone.B)
        ]
        alive = {row for each in possible for row in answering(table, each)}
        assert {row for _, rows in probes(table) for row in rows} == alive

    def test_tables_are_told_once(self) -> None:
        """A table that does not change at a boundary stands once; periods join without a gap."""
        made = vectors(city(), (), CHINA)
        assert sorted(made["tables"]) == ["demo.limits/1", "demo.notes/1", "demo.route/1"]
        periods = made["segments"]
        assert [each["until"] for each in periods[:-1]] == [each["from"] for each in periods[1:]]
        assert periods[-1]["until"] is None
        assert periods[-1]["out"] == {WINDOW.path: "REPEALED", CARDS.path: "UNVERIFIED"}

    def test_cases_are_resolved(self) -> None:
        """A case has the word of every fact that its table tests, and what is expected of it."""
        made = vectors(city(), HOLDING, CHINA)
        told = {each["id"]: each for each in made["cases"]}
        assert told["LH-2"]["facts"] == {"weather": "雨", "night": "true"}
        assert told["LH-1"]["facts"] == {"urgent": "true", "night": "false"}
        assert told["LH-6"]["facts"] == {"urgent": "MISSING", "night": "true"}
        assert told["LH-2"]["expected"]["rows"] == ["N1", "N2"]
        assert told["LH-6"]["expected"]["due"] == "2026-03-10T00:00:00+08:00"
        assert told["LH-6"]["limit"] == {"unit": "WorkingDays", "amount": 5}
        assert told["LH-9"]["expected"]["standing"] == "NOT_YET"
        assert told["LH-12"]["statute"] == {"limit": "3日", "extended": False}
        assert "2024-05-01" in made["calendar"]["rest"]
        assert "2026-02-28" in made["calendar"]["work"]

    def test_a_case_that_does_not_hold_stops_it(self) -> None:
        """Nothing is exported that the rules do not answer."""
        with pytest.raises(RulebookError, match="LH-1"):
            vectors(city(), [case(expected="派单")], CHINA)

    def test_flat_rows(self) -> None:
        """The CSV has a row for each case and each probe, and one for each row of a table."""
        made = vectors(city(), HOLDING, CHINA)
        flat = list(case_rows(made))
        assert len(flat) == len(HOLDING) + sum(len(t["probes"]) for t in made["tables"].values())
        assert flat[1]["facts"] == "weather=雨；night=true"
        assert flat[1]["expected"] == "提醒；告知"
        rows = {(row["table"], row["row"]): row for row in table_rows(made)}
        assert len(rows) == 6
        assert rows["demo.notes/1", "N2"]["when"] == "weather=雨|雪；night=true"
        assert rows["demo.limits/1", "L1"]["from"] == str(SINCE)

    def test_a_table_that_comes_back(self) -> None:
        """One that applies, gives way, and applies again has rows for each time, and none between."""
        other = route(Row("RX", {"weather": "雪"}, Disposition.ANSWER, (REG.cite("3"),)))
        days = (SINCE, date(2025, 1, 1), date(2025, 6, 1))
        entries = [
            Provision(value=table, citations=(REG.cite("3"),), since=since, until=until)
            for table, since, until in zip(
                (route(), other, route()), days, (*days[1:], None), strict=True
            )
        ]
        made = vectors(city(route=Dated(ROUTE, tuple(entries))), (), CHINA)
        told = [
            (row["table"], row["from"], row["until"])
            for row in table_rows(made)
            if row["row"] == "R1"
        ]
        assert told == [
            ("demo.route/1", "2024-03-01", "2025-01-01"),
            ("demo.route/1", "2025-06-01", ""),
            ("demo.route/2", "2025-01-01", "2025-06-01"),
        ]

    @pytest.mark.parametrize("garbage", [5, None, {}, [], {"format": "jiesu-vectors/1"}])
    @pytest.mark.parametrize("flat", [case_rows, table_rows])
    def test_what_vectors_did_not_return(self, flat: Callable[[Any], Any], garbage: Any) -> None:
        """It is refused at once, not when the first row is asked for."""
        with pytest.raises(InvalidValueError, match="made"):
            flat(garbage)

    def test_garbage(self) -> None:
        """Arguments of another type are refused."""
        for arguments in (
            (None, (), CHINA),
            (city(), [1], CHINA),
            (city(), [case()], None),
            (city(), (), None),
        ):
            with pytest.raises(InvalidValueError):
                vectors(*arguments)
        with pytest.raises(InvalidValueError):
            list(probes(None))  # type: ignore[arg-type]
