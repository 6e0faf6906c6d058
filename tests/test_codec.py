import csv
import pickle
import subprocess
import sys
import time
from collections import UserDict, UserList, defaultdict
from collections.abc import Callable, Hashable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, NamedTuple

import attrs
import pytest
import strategies as own
from hypothesis import given
from hypothesis import strategies as st
from lawtext import SHARED

from jiesu.codec import BadRow, OutcomePlan, Read, TicketPlan
from jiesu.errors import CodecError, InvalidValueError, JiesuError
from jiesu.facts import MISSING, REFUSE, Fact, FactSpace
from jiesu.labels import Label, Text
from jiesu.legal_time import BEIJING, beijing_time
from jiesu.outcomes import (
    OUTCOME_FACTS,
    Outcome,
    Resolution,
    Role,
    Satisfaction,
    Timeliness,
    outcome_facts,
)
from jiesu.taxonomy import Catalogue
from jiesu.tickets import (
    TICKET_FACTS,
    Channel,
    Place,
    PlaceRole,
    RequestType,
    Ticket,
    ticket_facts,
)
from jiesu.units import Directory

Plan = TicketPlan | OutcomePlan

FANGSHAN = [
    *("工单编号", "工单类型", "问题分类", "标签", "标题", "主要内容", "工单状态", "来电人"),
    *("来电人电话/账号", "被反映区", "被反映街乡镇", "办理结果", "回复内容", "处理受理方式"),
    *(
        "办结时间",
        "企业名称",
        "是否解决",
        "是否满意",
        "工单性质",
        "村/社区",
        "小区点位",
        "成案领域",
    ),
]
EIGHTEEN = [
    *("序号", "办件编号", "办件来源", "市级编号", "诉求主题", "诉求内容", "办理单位", "办理科室"),
    *("诉求人", "诉求人电话", "处理结果", "事项大类", "事项小类", "派发时间", "承诺完成时间"),
    *("办件状态", "派单员", "预警状态"),
]
PINGSHAN = ["REC_ID", "CREATE_TIME", "STREET_NAME", "MAIN_TYPE_NAME", "DISPOSE_UNIT_NAME"]
DIRECTORY = Directory.from_rows(
    id="demo",
    version="1",
    divisions=[
        {"code": "11", "name": "北京市"},
        {"code": "110101", "name": "东城区"},
        {"code": "110102", "name": "西城区"},
        {"code": "110101001", "name": "东华门街道"},
        {"code": "110101002", "name": "和平街道"},
        {"code": "110102001", "name": "和平街道"},
        {"code": "110102002", "name": "东城区"},
    ],
    units=[
        {"id": "dc", "name": "东城区人民政府", "kind": "区人民政府", "division": "110101"},
        {
            "id": "dhm",
            "name": "东华门街道办事处",
            "kind": "街道办事处",
            "division": "110101001",
            "aliases": "东华门街道、街道办",
        },
        {
            "id": "hp",
            "name": "和平街道办事处",
            "kind": "街道办事处",
            "division": "110101002",
            "aliases": "街道办",
        },
    ],
    holdings=[],
    by_prefix=True,
)
CATALOGUE = Catalogue.from_rows(
    [
        {"code": "01", "path": "市容/照明/路灯不亮"},
        {"code": "02", "path": "市政/道路/井盖缺失", "until": "2024-01-01", "successors": "03"},
        {"code": "03", "path": "市政/道路/井盖缺失", "since": "2024-01-01"},
    ],
    id="demo",
    version="1",
)


def bad(call: Callable[[], object]) -> dict[str, str]:
    """The faults that a call raises as CodecError: path to English words."""
    with pytest.raises(CodecError) as caught:
        call()
    return {fault.path: fault.to("en") for fault in caught.value.faults}


def rejected(plan: Plan, *cells: Any) -> dict[str, str]:
    """The faults of one row of cells."""
    return bad(lambda: plan.reader()(list(cells)))


def ticket(header: str, *cells: Any, **options: Any) -> Ticket:
    """The ticket of one row; the header in one word."""
    return TicketPlan.of(header.split(), **{"naive": BEIJING} | options).reader()(list(cells))


def outcome(header: str, *cells: Any, **options: Any) -> Outcome:
    """The outcome of one row; the header in one word."""
    return OutcomePlan.of(header.split(), **{"naive": BEIJING} | options).reader()(list(cells))


class TestRealHeaders:
    """What exports call their columns is known; what no rule needs, persons first, is not read."""

    def test_export_of_22_columns(self) -> None:
        """The caller and the telephone are not read; 处理受理方式 is no channel."""
        plan = TicketPlan.of(FANGSHAN, naive=BEIJING)
        assert dict(plan.fields) == {
            "id": "工单编号",
            "title": "标题",
            "leaf": "问题分类",
            "request_type": "工单类型",
        }
        assert {"来电人", "来电人电话/账号", "处理受理方式", "主要内容"} <= set(plan.unread)
        assert len(plan.unread) + len(plan.fields) == len(FANGSHAN)

    def test_outcomes_of_22_columns(self) -> None:
        """A unit's export need not name the unit: a chosen column does."""
        assert "unit" in bad(lambda: OutcomePlan.of(FANGSHAN))["header"]
        plan = OutcomePlan.of(FANGSHAN, columns={"unit": "企业名称"}, naive=BEIJING)
        row = dict.fromkeys(FANGSHAN, "") | {
            "工单编号": "热线-250329-022222",
            "企业名称": "某公司",
            "办结时间": "2025-04-05 18:01:30",
            "是否解决": "部分解决",
            "是否满意": "未评价",
            "工单性质": "协办",
        }
        assert plan.reader()(row) == Outcome(
            "热线-250329-022222",
            "某公司",
            outcome_facts(
                role=Role.CO_HANDLER, resolved=Resolution.PARTLY, satisfied=Satisfaction.UNRATED
            ),
            closed_at=beijing_time(2025, 4, 5, 18, 1, 30),
        )

    def test_export_of_18_columns(self) -> None:
        """Of two numbers the better known is used; the other stays unread, and is told why."""
        plan = OutcomePlan.of(EIGHTEEN, naive=BEIJING)
        assert dict(plan.fields) == {
            "ticket": "办件编号",
            "unit": "办理单位",
            "dispatched_at": "派发时间",
            "due": "承诺完成时间",
        }
        told = {row["column"]: row["en"] for row in plan.to_rows()}
        assert told["市级编号"] == "not read: 办件编号 states the ticket number already"
        assert told["诉求人电话"] == "not read"
        assert TicketPlan.of(EIGHTEEN).fields["origin"] == "办件来源"

    def test_pingshan(self) -> None:
        """STREET_NAME is a name: without a directory it is not read, and is told why."""
        assert "STREET_NAME" in TicketPlan.of(PINGSHAN).unread
        assert "not read: no directory" in TicketPlan.of(PINGSHAN).explain("en").text("en")
        plan = TicketPlan.of(PINGSHAN, directory=DIRECTORY)
        assert plan.fields["subdistrict"] == "STREET_NAME"
        assert OutcomePlan.of(PINGSHAN).fields["unit"] == "DISPOSE_UNIT_NAME"

    def test_street_frontend(self) -> None:
        """To accept is not to handle, and a limit in days is no instant."""
        header = ["workOrderNumber", "callTime", "sendTime", "acceptDepartment"]
        header += ["resolveDepartment", "resolveTimeLimit", "办理时限"]
        plan = OutcomePlan.of(header)
        assert list(plan.fields.values()) == [header[0], header[4], header[1], header[2]]
        assert plan.unread == ("acceptDepartment", "resolveTimeLimit", "办理时限")

    def test_sample(self) -> None:
        """The ten published rows, as they are; the words of that city are the caller's."""
        file = SHARED / "data" / "schema" / "beijing_ticket_sample_10.csv"
        if not file.exists():
            pytest.skip("../shared/data/schema/beijing_ticket_sample_10.csv is not there")
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        plan = TicketPlan.of(rows[0], naive=BEIJING)
        read = plan.read(rows[1:], start=2)
        assert [one.place for one in read.faults] == [2, 3, 4, 5, 6]
        assert {fault.path for one in read.faults for fault in one.error.faults} == {
            f"rows[{number}].工单类型" for number in (2, 3, 4, 5, 6)
        }
        words = {"request_type": {"诉求": RequestType.NEED, "控烟": RequestType.REPORT}}
        plan = TicketPlan.of(rows[0], naive=BEIJING, words=words)
        again = plan.read(rows[1:])
        assert not again.faults
        assert [one.id for one in again.values] == [row[0] for row in rows[1:]]
        assert again.values[5].leaf == "劳动和社会保障-拖欠工资-工程建设领域"


class TestColumns:
    """Fields find their columns by aliases, terms and names; the caller has the last word."""

    @pytest.mark.parametrize("space", [TICKET_FACTS, OUTCOME_FACTS])
    @pytest.mark.parametrize("how", ["name", "zh"])
    def test_every_fact_has_its_column(self, space: FactSpace, how: str) -> None:
        """By its own name, and by its official term."""
        kind: type[Plan] = TicketPlan if space is TICKET_FACTS else OutcomePlan
        names = [fact.name if how == "name" else fact.term.zh for fact in space.facts]
        plan = kind.of(["工单编号", "unit", *names])
        assert [plan.fields[name] for name in space.names] == names

    def test_chosen_column_serves_nothing_else(self) -> None:
        """受理时间 is acceptance; who reads it as dispatch says so, and then it is nothing else."""
        header = ["工单编号", "承办单位", "受理时间", "诉求时间"]
        assert OutcomePlan.of(header).fields["received_at"] == "受理时间"
        assert "dispatched_at" not in OutcomePlan.of(header).fields
        chosen = OutcomePlan.of(header, columns={"dispatched_at": "受理时间"}).fields
        assert (chosen["dispatched_at"], chosen["received_at"]) == ("受理时间", "诉求时间")
        both = {"dispatched_at": "受理时间", "received_at": "受理时间"}
        plan = OutcomePlan.of(header, columns=both, naive=BEIJING)
        one = plan.reader()(["1", "a", "2026-03-02 09:00", ""])
        assert one.dispatched_at == one.received_at == beijing_time(2026, 3, 2, 9)
        assert {"field": "received_at, dispatched_at"}.items() <= plan.to_rows()[2].items()

    def test_words_that_mean_something_else(self) -> None:
        """
        Being called back is not being responded to, who closes is not who handles, nor is the event.

        Of such columns nothing is read unasked; they are listed with the others that are not read.
        """
        header = ["工单编号", "承办单位", "是否联系", "办结单位", "OCCUR_TIME"]
        plan = OutcomePlan.of(header)
        assert set(plan.fields.values()) == {"工单编号", "承办单位"}
        assert OutcomePlan.of(header, columns={"responded": "是否联系"}).fields["responded"] == (
            "是否联系"
        )
        assert "unit" in bad(lambda: OutcomePlan.of(["工单编号", "办结单位"]))["header"]
        assert "received_at" not in TicketPlan.of(["工单编号", "OCCUR_TIME"]).fields

    def test_which_of_two_columns(self) -> None:
        """到期时间 before a promise; for an outcome 受理时间 before the call, for a ticket the call."""
        header = [
            "工单编号",
            "承办单位",
            "承诺完成时间",
            "截止时间",
            "到期时间",
            "来电时间",
            "受理时间",
        ]
        outcome, ticket = OutcomePlan.of(header).fields, TicketPlan.of(header).fields
        assert outcome["due"] == "到期时间"
        assert OutcomePlan.of([*header[:4]]).fields["due"] == "截止时间"
        assert outcome["received_at"] == "受理时间"
        assert ticket["received_at"] == "来电时间"

    def test_blanks_around_names(self) -> None:
        """A mark of byte order or a blank does not hide a column; the row is read by its key."""
        plan = TicketPlan.of(["\ufeff工单编号", " 标题 "])
        assert plan.fields["id"] == "\ufeff工单编号"
        assert plan.reader()({"\ufeff工单编号": "1", " 标题 ": "灯"}).title == "灯"
        assert plan.reader()(["1", "灯"]).title == "灯"
        assert list(rejected(plan, "", "灯")) == ["row.工单编号"]

    def test_header_of_a_mapping(self) -> None:
        """The keys of a row will do for a header; a set has no order."""
        row = {"工单编号": "1", "标题": "灯"}
        for header in (row, row.keys(), (name for name in row)):
            assert TicketPlan.of(header).reader()(row).title == "灯"
        for wrong in ({"工单编号"}, "工单编号", None, 7):
            assert list(bad(lambda wrong=wrong: TicketPlan.of(wrong))) == ["header"]  # type: ignore[misc]

    def test_all_faults_of_the_header_at_once(self) -> None:
        """Unknown fields and columns, a needed column, repeated names, wrong synonyms."""
        with pytest.raises(CodecError) as caught:
            OutcomePlan.of(
                ["承办单位", "是否满意", "是否满意", 7, "标签", "标签"],  # type: ignore[list-item]
                columns={"clsoed_at": "标签", "due": "承诺时间"},
                words={
                    "satisfyed": {},
                    "satisfied": {"好": Resolution.RESOLVED, 3: MISSING},  # type: ignore[dict-item]
                    "due": {"无": "x"},
                    "unit": {"本街": 3, "他街": "x"},
                    "resolved": 3,  # type: ignore[dict-item]
                },
            )
        told = [(fault.path, fault.to("en")) for fault in caught.value.faults]
        assert [path for path, _ in told] == [
            "header[3]",
            "columns['clsoed_at']",
            "columns['due']",
            "header",
            "header",
            "words['satisfyed']",
            "words['satisfied']['好']",
            "words['satisfied'][3]",
            "words['due']['无']",
            "words['unit']['本街']",
            "words['resolved']",
        ]
        words = [each for _, each in told]
        assert "did you mean closed_at or" in words[1]
        assert "the header has no such column, got '承诺时间'" in words[2]
        assert (
            "no column for ticket: ticket number; expected one of 工单编号, 办件编号" in words[3]
        )
        assert "columns={'ticket': ...}" in words[3]
        assert "stands twice, and a field needs it, got '是否满意'" in words[4]
        assert "did you mean satisfied?" in words[5]
        assert "expected one of Satisfaction.SATISFIED" in words[6]

    def test_other_types(self) -> None:
        """Every argument of another type is told."""
        call: Any = TicketPlan.of
        paths = bad(lambda: call(["id"], directory=1, facts=2, naive=3, columns=4, words=5))
        assert [path.partition(".")[2] for path in paths] == [
            *("directory", "facts", "naive", "columns", "words")
        ]
        assert list(bad(lambda: call(["id"], catalogue=1))) == ["plan.catalogue"]
        assert (
            "TICKET_FACTS.extend" in bad(lambda: call(["id"], facts=OUTCOME_FACTS))["plan.facts"]
        )

    def test_names_need_a_directory(self) -> None:
        """Who chooses a column of names is told what to pass; a chosen one is not told twice."""
        told = bad(lambda: TicketPlan.of(["id", "街道"], columns={"subdistrict": "街道"}))
        assert "pass directory=" in told["columns['subdistrict']"]
        assert list(bad(lambda: TicketPlan.of(["a"], columns={"id": "b"}))) == ["columns['id']"]

    def test_facts_of_a_city(self) -> None:
        """They have columns too; one that must be stated must have one."""
        wet = Fact("wet", Text("积水", "flooded"), (True, False), REFUSE)
        space = TICKET_FACTS.extend(wet)
        assert "wet" in bad(lambda: TicketPlan.of(["id"], facts=space))["header"]
        plan = TicketPlan.of(["id", "积水"], facts=space)
        assert plan.reader()(["1", "是"]).facts.get("wet") is True
        assert rejected(plan, "1", "-") == {"row.积水": "row.积水: must be stated"}
        clash = TICKET_FACTS.extend(attrs.evolve(wet, name="place"))
        assert list(bad(lambda: TicketPlan.of(["id"], facts=clash))) == ["plan.facts.place"]

    def test_explanation(self) -> None:
        """It says what is read as what, what is not, and what no column states."""
        told = TicketPlan.of(["办件编号", "市级编号", "来电人", ""]).explain("en")
        text = told.text("en")
        assert "办件编号: ticket number" in text
        assert "来电人: not read" in text
        assert "what no column states" in text
        assert "不读：工单编号已由“办件编号”载明" in TicketPlan.of(EIGHTEEN).explain().text()


def worded(value: Hashable, how: str) -> str:
    """A value of a fact as a host may write it."""
    if value is MISSING:
        return {"name": "", "zh": "-", "en": " "}[how]
    if isinstance(value, Label):
        return {"name": value.name, "zh": value.zh, "en": value.en}[how]
    words = {"name": ("true", "false"), "zh": ("是", "否"), "en": ("yes", "no")}
    return words[how][0 if value else 1]


@st.composite
def stated(draw: st.DrawFn, space: FactSpace) -> dict[str, Hashable]:
    """Values of some facts."""
    return {
        fact.name: draw(st.sampled_from([MISSING, *fact.values]))
        for fact in space.facts
        if draw(st.booleans())
    }


HOWS = st.sampled_from(["name", "zh", "en"])


class TestFacts:
    """Words become the facts that they name, and equal facts are one object."""

    @given(stated(TICKET_FACTS), st.data())
    def test_ticket_round_trip(self, facts: dict[str, Hashable], data: st.DataObject) -> None:
        """Facts as words, by name, in Chinese or English, and the words read, are the facts."""
        cells = {name: worded(value, data.draw(HOWS)) for name, value in facts.items()}
        row = {"工单编号": "1", **cells}
        assert TicketPlan.of(row).reader()(row).facts == ticket_facts(**facts)

    @given(stated(OUTCOME_FACTS), st.data())
    def test_outcome_round_trip(self, facts: dict[str, Hashable], data: st.DataObject) -> None:
        """Likewise for what came of a ticket."""
        cells = {name: worded(value, data.draw(HOWS)) for name, value in facts.items()}
        row = {"工单编号": "1", "unit": "a", **cells}
        assert OutcomePlan.of(row).reader()(row).facts == outcome_facts(**facts)

    @given(stated(TICKET_FACTS))
    def test_values_themselves(self, facts: dict[str, Hashable]) -> None:
        """A host that has labels and flags already need not write them as words."""
        row: dict[str, Any] = {"id": "1", **facts}
        assert TicketPlan.of(row).reader()(row).facts == ticket_facts(**facts)

    def test_equal_facts_are_one(self) -> None:
        """Even where they are written differently."""
        plan = TicketPlan.of(["id", "工单类型"])
        read = plan.read([["1", "投诉"], ["2", "COMPLAINT "], ["3", "complaint"]])
        assert len({id(one.facts) for one in read.values}) == 1

    def test_unknown_word(self) -> None:
        """The fault lists the words that are known, and how to add one's own."""
        plan = OutcomePlan.of(["ticket", "unit", "是否满意"])
        with pytest.raises(CodecError) as caught:
            plan.reader()(["1", "a", "无"])
        assert caught.value.to("zh") == (
            "row.是否满意: 没有这个用语，实为 '无'；应为其中之一：满意、基本满意、不满意、未评价。"
            "处理办法：是本地用语的，说明其义：words={'satisfied': {…: …}}"
        )
        assert "one of satisfied, basically satisfied" in caught.value.to("en")
        flag = TicketPlan.of(["id", "群体性"], words={"mass": {"有": True, "无": MISSING}})
        assert "one of yes, no, 有" in rejected(flag, "1", "x")["row.群体性"]

    def test_own_words(self) -> None:
        """无 states nothing only where the caller says so; a blank may have a meaning of its own."""
        words: dict[str, dict[str, Hashable]] = {
            "satisfied": {"无": MISSING, "": Satisfaction.UNRATED},
            "closed_at": {"无": MISSING},
            "unit": {"本街": "dhm"},
        }
        plan = OutcomePlan.of(
            ["ticket", "unit", "是否满意", "办结时间"], words=words, directory=DIRECTORY
        )
        read = plan.read(
            [["1", "本街", "无", "无"], ["2", " 本街 ", "", "无 "], ["3", "dc", None, None]]
        )
        assert not read.faults
        assert [one.unit for one in read.values] == ["dhm", "dhm", "dc"]
        assert [one.facts.get("satisfied") for one in read.values] == [
            *(MISSING, Satisfaction.UNRATED, Satisfaction.UNRATED)
        ]

    def test_roles_by_number(self) -> None:
        """办理单位类型 has numbers for its words; elsewhere a number is none."""
        assert (
            outcome("ticket unit 办理单位类型", "1", "a", "2").facts.get("role") is Role.CO_HANDLER
        )
        assert outcome("ticket unit 工单性质", "1", "a", "主办").facts.get("role") is Role.LEAD
        with pytest.raises(CodecError):
            outcome("ticket unit 工单性质", "1", "a", "2")

    def test_a_truth_is_no_number(self) -> None:
        """1 and True are equal to Python; what one stands for is not remembered for the other."""
        read = OutcomePlan.of(["ticket", "unit", "办理单位类型"]).reader()
        for cell in ("1", 1, "1"):
            assert read(["1", "a", cell]).facts.get("role") is Role.LEAD
        with pytest.raises(CodecError):
            read(["1", "a", True])


class TestInstants:
    """Legal time, and never a guess: neither of a zone nor of a time of day."""

    @pytest.mark.parametrize(
        "cell",
        [
            "2026-03-02 09:00:00",
            " 2026-03-02T09:00 ",
            "2026-03-02T01:00:00Z",
            "2026-03-02T10:00:00+09:00",
            datetime(2026, 3, 2, 9),  # noqa: DTZ001 -- what the switch is for
            datetime(2026, 3, 2, 1, tzinfo=UTC),
        ],
    )
    def test_forms(self, cell: object) -> None:
        """ISO text and datetimes, with a zone or in the one that the caller named."""
        one = ticket("id received_at", "1", cell)
        assert one.received_at == beijing_time(2026, 3, 2, 9)
        assert one.received_at is not None
        assert one.received_at.tzinfo is BEIJING

    def test_another_zone(self) -> None:
        """What has no zone is in the one named, whichever it is."""
        west = timezone(timedelta(hours=-1))
        for cell in ("2026-03-02 00:00:00", "2026-03-02 00:00:00 "):
            one = ticket("id received_at", "1", cell, naive=west)
            assert one.received_at == beijing_time(2026, 3, 2, 9)

    @pytest.mark.parametrize(
        "cell",
        ["2026-03-02 09:00:00", datetime(2026, 3, 2), "2026-03-02 09:00:00 "],  # noqa: DTZ001
    )
    def test_no_zone(self, cell: object) -> None:
        """Without the switch it is a fault, and the remedy names the switch."""
        told = rejected(TicketPlan.of(["id", "来电时间"]), "1", cell)["row.来电时间"]
        assert "without a zone" in told
        assert "naive=jiesu.BEIJING" in told

    @pytest.mark.parametrize(
        "cell",
        [
            "2019/4/25 9:32",
            "2026-03-02",
            "20260302",
            "2026-02-30 00:00:00",
            "20190425112",  # any sign passes for a T with Python, a digit too
            "2019042512345",
            "2019-04-25909:32",
            date(2026, 3, 2),
            20260302,
            b"2026-03-02 09:00:00",
            datetime(2026, 3, 2).time(),  # noqa: DTZ001
            [],
        ],
    )
    def test_no_instant(self, cell: object) -> None:
        """Other forms, and a mere day: whether its start or its end is meant is not ours to say."""
        plan = TicketPlan.of(["id", "来电时间"], naive=BEIJING)
        assert "not an instant" in rejected(plan, "1", cell)["row.来电时间"]

    @pytest.mark.parametrize("cell", ["", "-", " ", " - ", None, float("nan"), MISSING])
    def test_not_stated(self, cell: object) -> None:
        """Blanks, in a text or in a data frame."""
        assert ticket("id received_at 标题", "1", cell, cell) == Ticket("1", ticket_facts())

    def test_no_time_of_a_data_frame(self) -> None:
        """Its blank is a datetime that differs from itself."""

        class Blank(datetime):
            __slots__ = ()
            __hash__ = datetime.__hash__

            def __ne__(self, other: object) -> bool:
                return True

            def time(self) -> Any:
                raise ValueError

        assert ticket("id received_at", "1", Blank(2026, 3, 2)).received_at is None

    def test_out_of_the_calendar(self) -> None:
        """An instant that has no date in legal time is a fault of its column."""
        plan = TicketPlan.of(["id", "来电时间"], naive=BEIJING)
        assert list(rejected(plan, "1", "9999-12-31T23:00:00Z")) == ["row.来电时间"]

    def test_due_and_stated_timeliness(self) -> None:
        """Of the two one follows from the other: the row is told, at the column."""
        plan = OutcomePlan.of(["ticket", "unit", "截止时间", "办结时效"], naive=BEIJING)
        told = rejected(plan, "1", "a", "2026-03-02 09:00", "逾期办结")
        assert "keep one of the two" in told["row.办结时效"]
        one = plan.reader()(["1", "a", "", "逾期办结"])
        assert one.facts.get("timeliness") is Timeliness.LATE


class TestLeaf:
    """A leaf is a code; a path becomes one where the catalogue knows it; others are kept."""

    @pytest.mark.parametrize(
        ("cell", "leaf"),
        [
            ("01", "01"),
            ("市容->照明->路灯不亮", "01"),
            ("市容→照明→路灯不亮", "01"),
            (" 市容 / 照明 / 路灯不亮 ", "01"),
            ("市容-照明-路灯不亮", "市容-照明-路灯不亮"),
            ("", None),
            ("-", None),
        ],
    )
    def test_leaf(self, cell: str, leaf: str | None) -> None:
        """As the catalogue looks paths up."""
        assert ticket("id 问题分类", "1", cell, catalogue=CATALOGUE).leaf == leaf

    def test_without_catalogue(self) -> None:
        """The text stands as it is."""
        assert ticket("id 问题分类", "1", " a->b ").leaf == "a->b"

    def test_made_anew(self) -> None:
        """A path that is another entry from some day on is the entry of the ticket's own day."""
        plan = TicketPlan.of(["id", "问题分类", "来电时间"], catalogue=CATALOGUE, naive=BEIJING)
        path = "市政->道路->井盖缺失"
        days = ["2023-12-31 23:59:59", "2024-01-01 00:00:00", "2023-05-01 08:00:00", ""]
        read = plan.read([["1", path, day] for day in days])
        assert [one.leaf for one in read.values] == ["02", "03", "02", "03"]

    def test_code_before_path(self) -> None:
        """Of a code and a path the code is read."""
        assert ticket("id 问题分类 派单目录编码", "1", "a/b", "01").leaf == "01"


class TestPlace:
    """A place is its codes, or the division that names in the directory lead to."""

    def test_codes(self) -> None:
        """Several candidates, each once; a role where one is stated."""
        one = ticket("id 区划编码 place_role", "1", "110101001、110101002;110101001", "居住地")
        assert one.places == (Place(("110101001", "110101002"), PlaceRole.RESIDENCE),)
        assert ticket("id place", "1", 110101001).places == (Place(("110101001",)),)
        assert ticket("id place place_role", "1", "", "居住地").places == ()
        member = ticket("id place place_role", "1", "1", PlaceRole.REGISTERED)
        assert member.places[0].role is PlaceRole.REGISTERED

    @pytest.mark.parametrize(
        ("district", "street", "code"),
        [
            ("东城区", "东华门街道", "110101001"),
            ("东城区", "和平街道", "110101002"),
            ("西城区", "和平街道", "110102001"),
            ("", "东华门街道", "110101001"),
            ("东城区", "", "110101"),
            ("110101", "110101001", "110101001"),
            ("", "东城区", "110102002"),
            ("", "", None),
        ],
    )
    def test_names(self, district: str, street: str, code: str | None) -> None:
        """The subdistrict within the district; a name is first one of its own level."""
        header = "id 被反映区 被反映街乡镇"
        places = ticket(header, "1", district, street, directory=DIRECTORY).places
        assert places == (() if code is None else (Place((code,)),))

    def test_code_before_names(self) -> None:
        """Where a code is stated, names are not asked; else they are."""
        plan = TicketPlan.of(["id", "区划编码", "被反映区"], directory=DIRECTORY)
        read = plan.read([["1", "9", "没有区"], ["2", "-", "东城区"]])
        assert [one.places[0].candidates for one in read.values] == [("9",), ("110101",)]

    @pytest.mark.parametrize(
        ("district", "street", "column", "words"),
        [
            ("", "东华门街", "被反映街乡镇", "did you mean 东华门街道 (110101001)?"),
            ("东成区", "东华门街道", "被反映区", "did you mean 东城区 (110101)"),
            ("", "和平街道", "被反映街乡镇", "several in the directory go by it"),
            ("西城区", "东华门街道", "被反映街乡镇", "not within 西城区"),
            ("", "完全不同", "被反映街乡镇", "words={'subdistrict': {...: ...}}"),
            (b"", "", "被反映区", "wrong type bytes"),
        ],
    )
    def test_unknown_names(self, district: Any, street: str, column: str, words: str) -> None:
        """One fault, with what may have been meant."""
        plan = TicketPlan.of(["id", "被反映区", "被反映街乡镇"], directory=DIRECTORY)
        told = rejected(plan, "1", district, street)
        assert list(told) == [f"row.{column}"]
        assert words in told[f"row.{column}"]

    def test_own_names(self) -> None:
        """A short name may be said to mean a division."""
        words = {"subdistrict": {"东华门": "110101001"}}
        one = ticket("id 被反映街乡镇", "1", "东华门", directory=DIRECTORY, words=words)
        assert one.places == (Place(("110101001",)),)

    def test_own_words_for_a_role(self) -> None:
        """A word may stand for a member, and for nothing else."""
        words: dict[str, Hashable] = {"户籍地": PlaceRole.REGISTERED}
        options: dict[str, Any] = {"words": {"place_role": words}}
        one = ticket("id place place_role", "1", "1", "户籍地", **options)
        assert one.places[0].role is PlaceRole.REGISTERED
        options["words"]["place_role"]["户籍地"] = "登记地"
        told = bad(lambda: TicketPlan.of(["id"], **options))
        assert "one of PlaceRole.EVENT" in told["words['place_role']['户籍地']"]

    def test_unknown_role(self) -> None:
        """The words of a role are listed."""
        told = rejected(TicketPlan.of(["id", "place", "place_role"]), "1", "1", "某地")
        assert "one of place of the event, residence" in told["row.place_role"]
        assert list(rejected(TicketPlan.of(["id", "place", "place_role"]), "1", "1", [])) == [
            "row.place_role"
        ]


class TestUnit:
    """With a directory a unit is one that it knows; without one the text is the id."""

    @pytest.mark.parametrize("cell", ["dhm", "东华门街道办事处", " 东华门街道 ", "东华门 街道"])
    def test_known(self, cell: str) -> None:
        """By id, name or alias."""
        assert outcome("ticket 承办单位", "1", cell, directory=DIRECTORY).unit == "dhm"
        assert outcome("ticket 承办单位", "1", cell).unit == cell.strip()

    @pytest.mark.parametrize(
        ("cell", "words"),
        [
            ("东华门街道办", "did you mean 东华门街道办事处 (dhm)"),
            ("街道办", "did you mean 东华门街道办事处 (dhm) or 和平街道办事处 (hp)?"),
            ("@", "words={'unit': {...: ...}}"),
            ("", "must be stated"),
            (b"dhm", "wrong type bytes"),
        ],
    )
    def test_unknown(self, cell: Any, words: str) -> None:
        """Unknown, ambiguous or not stated; each with what to do."""
        plan = OutcomePlan.of(["ticket", "承办单位"], directory=DIRECTORY)
        told = rejected(plan, "1", cell)
        assert list(told) == ["row.承办单位"]
        assert words in told["row.承办单位"]

    def test_many_unknown_units_are_told_quickly(self) -> None:
        """A search for near names is made for a few distinct ones; one that was made is kept."""
        plan = OutcomePlan.of(["ticket", "承办单位"], directory=DIRECTORY)
        rows = [["1", "东华门街道办"], *(["1", f"街道办{n}"] for n in range(3000))]
        read = plan.read([*rows, rows[0]])
        words = [one.error.faults[0].to("en") for one in read.faults]
        assert len(words) == 3002
        assert "did you mean" in words[0]
        assert words[0].partition(":")[2] == words[-1].partition(":")[2]
        assert "add it to the directory" in words[2000]


class Named(NamedTuple):
    """A row as `collections.namedtuple` makes it."""

    id: str
    title: str


TICKET_HEADER = ["工单编号", "工单类型", "问题分类", "来电时间", "区划编码", "标题", "诉求渠道"]
TICKET_CELLS = st.tuples(
    st.sampled_from(["1", "热线-2", "", " 3 "]),
    st.sampled_from(["投诉", "complaint", "", "-", "投拆"]),
    st.sampled_from(["市容->照明->路灯不亮", "01", "", "x"]),
    st.sampled_from(["2026-03-02 09:00:00", "", "2026/3/2"]),
    st.sampled_from(["110101001", "1、2", ""]),
    st.sampled_from(["灯", "", "-"]),
    st.sampled_from(["电话", "网络平台", "x", ""]),
)


def told(read: Read[Any]) -> tuple[Any, ...]:
    """Values and faults, to compare readings."""
    return read.values, [(one.place, one.id, one.error.faults) for one in read.faults]


class TestRows:
    """One plan reads rows of every kind; good rows survive bad ones, in their order."""

    @given(st.lists(TICKET_CELLS, max_size=6))
    def test_kinds_of_rows(self, rows: list[tuple[str, ...]]) -> None:
        """Lists, tuples, other sequences, and mappings of either kind are read alike."""
        plan = TicketPlan.of(TICKET_HEADER, catalogue=CATALOGUE, naive=BEIJING)
        dicts = [dict(zip(TICKET_HEADER, row, strict=True)) for row in rows]
        wanted = told(plan.read(rows))
        kinds: list[list[Any]] = [list(map(list, rows)), list(map(UserList, rows)), dicts]
        kinds.append(list(map(UserDict, dicts)))
        for other in kinds:
            assert told(plan.read(other)) == wanted
        assert told(plan.read(iter(rows))) == wanted

    @given(st.lists(TICKET_CELLS, max_size=6), st.permutations(range(len(TICKET_HEADER))))
    def test_order_of_columns(self, rows: list[tuple[str, ...]], order: list[int]) -> None:
        """It does not matter."""
        plan = TicketPlan.of(TICKET_HEADER, naive=BEIJING)
        other = TicketPlan.of([TICKET_HEADER[at] for at in order], naive=BEIJING)
        moved = [[row[at] for at in order] for row in rows]
        assert told(other.read(moved)) == told(plan.read(rows))

    @given(st.lists(TICKET_CELLS, max_size=8))
    def test_quick_way_is_the_careful_way(self, rows: list[tuple[str, ...]]) -> None:
        """What is remembered of earlier rows changes nothing: each row alone is read the same."""
        plan = TicketPlan.of(TICKET_HEADER, catalogue=CATALOGUE, naive=BEIJING)
        assert told(plan.read([*rows, *rows])) == told(plan.read([*rows, *rows]))
        alone = [plan.read([row], start=at) for at, row in enumerate(rows)]
        together = plan.read(rows)
        assert together.values == tuple(value for one in alone for value in one.values)
        assert told(together)[1] == [fault for one in alone for fault in told(one)[1]]

    @given(st.lists(TICKET_CELLS, max_size=8))
    def test_reader_and_read_agree(self, rows: list[tuple[str, ...]]) -> None:
        """A row at a time, or all; only the path begins otherwise."""
        plan = TicketPlan.of(TICKET_HEADER, naive=BEIJING)
        one = plan.reader()
        values, faults = [], []
        for row in rows:
            try:
                values.append(one(row))
            except CodecError as error:
                faults.append([fault.path.partition(".")[2] for fault in error.faults])
        read = plan.read(rows)
        assert tuple(values) == read.values
        assert faults == [
            [fault.path.partition(".")[2] for fault in bad.error.faults] for bad in read.faults
        ]

    def test_good_rows_survive(self) -> None:
        """In order, with the place and the id of the bad ones."""
        plan = OutcomePlan.of(["工单编号", "承办单位", "是否解决"])
        rows: list[Any] = [["1", "a", "解决"], ["2", "a", "x"], None, ["3"], ["4", "b", ""]]
        read = plan.read(rows, start=2)
        assert [one.ticket for one in read.values] == ["1", "4"]
        assert [(one.place, one.id) for one in read.faults] == [(3, "2"), (4, ""), (5, "3")]
        assert isinstance(read.faults[0], BadRow)
        assert [row["path"] for row in read.to_rows()] == [
            "rows[3].是否解决",
            "rows[4]",
            "rows[5]",
        ]
        assert set(read.to_rows()[0]) == {"row", "id", "path", "zh", "en"}

    def test_faults_can_be_stored(self) -> None:
        """What was read pickles, faults and all, and keeps no rows alive."""
        read = TicketPlan.of(["工单编号", "标题"]).read([["1", "灯"], ["2"]])
        again = pickle.loads(pickle.dumps(read))  # noqa: S301 -- our own bytes
        assert told(again) == told(read)
        assert read.faults[0].error.__traceback__ is None

    def test_all_faults_of_a_row_at_once(self) -> None:
        """Each at its column; what follows from another is not told."""
        plan = OutcomePlan.of(["工单编号", "承办单位", "是否解决", "是否满意", "办结时间"])
        assert list(rejected(plan, "", "-", "x", "y", "z")) == [
            *("row.办结时间", "row.是否解决", "row.是否满意", "row.工单编号", "row.承办单位")
        ]

    def test_width(self) -> None:
        """Too short is a fault; so is too long, for a comma in a text shifts every cell after it."""
        plan = TicketPlan.of(["工单编号", "标题"])
        assert "too short, got 1; expected 2 cells" in rejected(plan, "1")["row"]
        assert "too short, got 0" in rejected(plan)["row"]
        assert "quote the texts" in rejected(plan, "1", "灯", "暗")["row"]
        assert plan.reader()(["1", "灯", "", " "]).title == "灯"
        lines = csv.DictReader(["工单编号,标题", "1,灯,暗", "2,灯,", "3,灯", "4"])
        read = plan.read(lines)
        assert [one.id for one in read.values] == ["2", "3", "4"]
        assert "too long" in read.faults[0].error.to("en")

    def test_missing_key(self) -> None:
        """A mapping that lacks a column is a fault; a row is never changed by reading it."""
        plan = TicketPlan.of(["工单编号", "标题"])
        row: defaultdict[str, str] = defaultdict(str, {"工单编号": "1"})
        assert list(bad(lambda: plan.reader()(row))) == ["row.标题"]
        assert list(row) == ["工单编号"]
        assert plan.reader()({"标题": "灯", "工单编号": "1", "其他": "x"}).title == "灯"

    def test_other_sequences(self) -> None:
        """Named tuples are rows; texts and numbers are none."""
        plan = TicketPlan.of(["id", "title"])
        assert plan.reader()(Named("1", "灯")).title == "灯"
        for row in ("12", b"12", 7, None, {"1", "2"}):
            assert list(bad(lambda row=row: plan.reader()(row))) == ["row"]  # type: ignore[misc]

    def test_wrong_calls(self) -> None:
        """What is no rows at all is a wrong call, and no bad row."""
        plan: Any = TicketPlan.of(["id"])
        for rows in (None, "a", b"a", {"id": "1"}, 7):
            with pytest.raises(InvalidValueError):
                plan.read(rows)
        with pytest.raises(InvalidValueError):
            plan.read([], start="2")

    def test_persons_are_not_looked_at(self) -> None:
        """A cell that no field asks for is not touched."""

        class Private:
            def __getattribute__(self, name: str) -> Any:
                raise AssertionError(name)

        plan = TicketPlan.of(["工单编号", "来电人电话"])
        assert plan.unread == ("来电人电话",)
        assert plan.reader()(["1", Private()]).id == "1"


class Hostile(str):
    """A text that fails at whatever is asked of it."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __hash__(self) -> int:
        raise RuntimeError

    def strip(self, _: object = None) -> str:
        """Fail."""
        raise RuntimeError


class Unreadable(dict[str, Any]):
    """A row that fails when it is read."""

    def __getitem__(self, key: str) -> Any:
        raise RuntimeError(key)


cells: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.binary(max_size=3)
    | st.dates()
    | st.datetimes()
    | st.datetimes(timezones=st.just(UTC))
    | st.builds(Hostile, st.just("x"))
    | st.builds(list)
    | st.builds(dict)
    | st.sampled_from([*RequestType, object(), "\ud800", "投诉", MISSING])
    | st.sampled_from(
        ["市容/照明/路灯不亮", "110101001", "东华门街道", "2026-03-02 09:00:00", "dhm"]
    )
)


class TestHostile:
    """A row may hold anything: what comes of it is a value or a CodecError."""

    @given(st.data())
    def test_any_cells(self, data: st.DataObject) -> None:
        """In any number, in a list or a mapping."""
        header = ["id", "unit", "被反映区", "被反映街乡镇", "place", "leaf", "received_at"]
        header += ["request_type", "channel", "due", "是否解决", "被诉单位"]
        rows: list[Any] = [
            data.draw(st.lists(cells, min_size=10, max_size=13)),
            data.draw(st.lists(cells, min_size=12, max_size=12)),
            data.draw(st.dictionaries(st.sampled_from([*header, None]), cells)),
            {name: data.draw(cells) for name in header},
            data.draw(cells),
        ]
        plans: list[Any] = [
            TicketPlan.of(header, catalogue=CATALOGUE, directory=DIRECTORY, naive=BEIJING),
            TicketPlan.of(header),
            OutcomePlan.of(header, directory=DIRECTORY, naive=BEIJING),
        ]
        for plan in plans:
            read = plan.read([*rows, *rows])
            assert len(read.values) + len(read.faults) == 2 * len(rows)
            read.to_rows()
            for one in read.faults:
                assert str(one.error)

    def test_failing_objects(self) -> None:
        """What fails when it is looked at is a fault of the row, with the cause attached."""
        plan = TicketPlan.of(["id", "工单类型"])
        row = Unreadable({"id": "1", "工单类型": ""})
        with pytest.raises(CodecError) as caught:
            plan.reader()(row)
        assert "the row cannot be read, got RuntimeError" in caught.value.to("en")
        assert isinstance(caught.value.__cause__, RuntimeError)
        assert plan.reader()([Hostile("1"), ""]).id == "1"

    @given(st.data())
    def test_any_arguments(self, data: st.DataObject) -> None:
        """Of a plan: a plan or a JiesuError."""
        anything = cells | st.lists(cells, max_size=3)
        drawn = {
            name: data.draw(anything)
            for name in ("directory", "columns", "words", "facts", "naive")
            if data.draw(st.booleans())
        }
        call: Any = OutcomePlan.of
        for header in (["ticket", "unit"], data.draw(st.lists(cells)), data.draw(anything)):
            with suppress(JiesuError):
                call(header, **drawn)


class TestValue:
    """A plan is a value: it compares, pickles, and gives equal things each time."""

    PLANS: tuple[Any, ...] = (
        TicketPlan.of(
            TICKET_HEADER,
            catalogue=CATALOGUE,
            directory=DIRECTORY,
            columns={"accused": "标题"},
            words={"channel": {"微信": Channel.NETWORK, "无": MISSING}},
            facts=TICKET_FACTS.extend(Fact("wet", Text("积水", "flooded"), (True, False))),
            naive=BEIJING,
        ),
        OutcomePlan.of([*TICKET_HEADER, "承办单位"], naive=BEIJING),
    )

    @pytest.mark.parametrize("plan", PLANS)
    def test_pickles(self, plan: Any) -> None:
        """The copy is equal, has the same columns, and reads the same."""
        again = pickle.loads(pickle.dumps(plan))  # noqa: S301 -- our own bytes
        assert again == plan
        assert hash(again) == hash(plan)
        assert (again.fields, again.unread) == (plan.fields, plan.unread)
        row = ["1", "投诉", "01", "2026-03-02 09:00:00", "1", "灯", "电话", "a"]
        rows = [row[: len(plan.header)], []]
        assert told(again.read(rows)) == told(plan.read(rows))
        assert again.read(rows).values

    def test_read_twice(self) -> None:
        """Each reading has its own memory: equal values, and nothing is kept in the plan."""
        plan = self.PLANS[0]
        before = pickle.dumps(plan)
        rows = [["1", "投诉", "01", "", "1", "灯", "微信"]]
        first, second = plan.read(rows), plan.read(rows)
        assert first == second
        assert first.values[0].facts is not second.values[0].facts
        assert pickle.dumps(plan) == before

    def test_frozen(self) -> None:
        """Nothing can be set, and a caller's own mapping is not held."""
        mine = {"title": "a"}
        plan = TicketPlan.of(["id", "a"], columns=mine)
        mine["title"] = "b"
        assert plan.fields["title"] == "a"
        assert dict(plan.columns) == {"title": "a"}
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            plan.header = ()  # type: ignore[misc]
        with pytest.raises(TypeError):
            plan.fields["title"] = "b"  # type: ignore[index]

    def test_tickets_can_be_routed(self) -> None:
        """What is read is what the hotline routes."""
        one = ticket(
            "id 工单类型 问题分类 区划编码", "1", "投诉", "市政/道路/井盖缺失", "110101001"
        )
        leaf = own.catalogue().at(one.leaf or "")
        assert leaf is not None
        routing = own.hotline().route(attrs.evolve(one, leaf=leaf.code), at=own.AT)
        assert routing.ticket.id == "1"

    @pytest.mark.slow
    def test_speed(self) -> None:
        """A row of 22 columns costs less than 30 microseconds, here three."""
        row = dict.fromkeys(FANGSHAN, "") | {"工单类型": "投诉", "办结时间": "2026-03-02 09:00:00"}
        rows = [[*(row | {"工单编号": str(number)}).values()] for number in range(20_000)]
        columns = {"unit": "工单性质"}
        plans: list[Any] = [
            TicketPlan.of(FANGSHAN, naive=BEIJING),
            OutcomePlan.of(FANGSHAN, naive=BEIJING, columns=columns, words={"unit": {"": "a"}}),
        ]
        for plan in plans:
            taken = []
            for _ in range(3):
                start = time.perf_counter()
                assert not plan.read(rows).faults
                taken.append(time.perf_counter() - start)
            assert min(taken) / len(rows) < 30e-6

    @pytest.mark.slow
    def test_not_loaded_unasked(self) -> None:
        """`import jiesu` does not load it, nor what only it needs."""
        code = "import jiesu, sys; print('jiesu.codec' in sys.modules, 'cattrs' in sys.modules)"
        out = subprocess.run(  # noqa: S603 -- our own code
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        )
        assert out.stdout.split() == ["False", "False"]
