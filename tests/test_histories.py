"""Histories from rows: a row per event, and a row per ticket with several instants."""

import csv
import io
import pickle
from collections import Counter, UserList
from collections.abc import Hashable, Sequence
from datetime import date, datetime
from random import Random
from typing import Any

import attrs
import cases
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lawtext import SHARED

from jiesu.codec import TicketPlan
from jiesu.counting import CIVIL_CODE
from jiesu.deadlines import TimeLimit, hours, months, natural_days, working_days, working_hours
from jiesu.decisions import DispatchMode
from jiesu.errors import CodecError, InvalidValueError, JiesuError
from jiesu.events import (
    EVENTS,
    Adjudicated,
    Adjudication,
    Closed,
    Dispatched,
    Event,
    Extended,
    FollowedUp,
    Move,
    Party,
    Received,
    Returned,
    Signed,
    in_order,
)
from jiesu.facts import MISSING
from jiesu.histories import EVENT_COLUMNS, CasePlan, EventPlan, History
from jiesu.legal_time import BEIJING, beijing_time
from jiesu.outcomes import FollowUp, Resolution, Satisfaction
from jiesu.tickets import Place, PlaceRole, RequestType, Ticket, ticket_facts

REPLIES = SHARED / "data" / "teddy2020" / "tickets_replies.csv"
WORDS: dict[str, dict[str, Hashable]] = {
    "ground": {"示例": cases.GROUND},
    "counting": {"民法典": CIVIL_CODE},
}
FULL = EventPlan.of(EVENT_COLUMNS, words=WORDS)
AT = beijing_time(2026, 3, 2, 9)
ROW = ["工单编号", "环节", "时间", "承办单位", "理由"]
INSTANTS = [
    "工单编号",
    "受理时间",
    "派单时间",
    "签收时间",
    "承办单位",
    "办结时间",
    "回访时间",
    "是否满意",
]


def _paths(told: Any) -> list[str]:
    return [row["path"] for row in told.to_rows()]


def _of(number: str, event: Event) -> Event:
    """The event as one of another ticket."""
    if isinstance(event, Received):
        return attrs.evolve(event, ticket=attrs.evolve(event.ticket, id=number))
    return event


def _through_a_file(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The rows as they come back from a CSV file."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, EVENT_COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    file.seek(0)
    return list(csv.DictReader(file))


class TestRoundTrip:
    """What a row can state is read back as it was, through plain text."""

    @cases.plain
    @given(history=cases.messy_histories())
    def test_histories(self, history: tuple[Event, ...]) -> None:
        """Any history, as it was written: order, doubles, gaps."""
        rows = [FULL.write("T-1", event) for event in history]

        told = FULL.read(_through_a_file(rows))

        assert not told.faults
        assert told.values == ((History("T-1", history),) if history else ())

    @pytest.mark.parametrize("move", Move)
    @given(rng=cases.randoms)
    def test_every_kind(self, move: Move, rng: Random) -> None:
        """Everything that any kind of event can say."""
        event = cases.event_of(move, rng, AT, by=Party.SERVICE_DEPARTMENT, note="注", strand=3)

        row = FULL.write("T-1", event)

        assert FULL.reader()(_through_a_file([row])[0]) == ("T-1", (event,), 0)

    @given(rng=cases.randoms)
    def test_files_of_several_tickets(self, rng: Random) -> None:
        """Rows of many tickets, in any order; each ticket's own order is kept."""
        sent = [cases.messy(rng, AT, most=4) for _ in range(3)]
        tagged = [(str(n), _of(str(n), each)) for n, events in enumerate(sent) for each in events]
        rng.shuffle(tagged)

        told = FULL.read(FULL.write(number, event) for number, event in tagged)

        wanted = {
            number: tuple(event for at, event in tagged if at == number) for number, _ in tagged
        }
        assert {one.id: one.events for one in told.values} == wanted
        assert list(wanted) == [one.id for one in told.values]

    @given(
        make=st.sampled_from((hours, natural_days, working_days, working_hours, months)),
        amount=st.integers(1, 10**6),
        english=st.booleans(),
    )
    def test_limits(self, make: Any, amount: int, *, english: bool) -> None:
        """A limit is read from its printed form, in either language."""
        limit: TimeLimit = make(amount)
        plan = EventPlan.of(["id", "move", "at", "by_how_much"])

        row = ["1", "EXTENDED", "2026-03-02T09:00+08:00", limit.text.to("en" if english else "zh")]

        assert plan.reader()(row).events == (Extended(AT, limit),)

    def test_a_ticket(self) -> None:
        """As far as a row has columns: one place, facts, texts."""
        ticket = Ticket(
            "T-9",
            ticket_facts(request_type=RequestType.REPORT, mass=True, contact=False),
            leaf="01-02",
            places=(Place(("110101001", "110101002"), PlaceRole.RESIDENCE),),
            received_at=AT,
            title="路灯不亮",
            requester="某甲",
            accused="某局",
        )
        event = Received(AT, ticket, confidential=True)

        assert FULL.reader()(FULL.write("T-9", event)).events == (event,)

    def test_what_a_row_cannot_state(self) -> None:
        """It is refused and said, not dropped."""
        two = Ticket(
            "T-1", ticket_facts(), places=(Place(("1",)), Place(("2",), PlaceRole.REGISTERED))
        )
        narrow = EventPlan.of(["id", "move", "at"])
        for plan, event, path in (
            (FULL, Received(AT, two), "event RECEIVED"),
            (FULL, Returned(AT, reason=" - "), "event RETURNED"),
            (FULL, Dispatched(AT, ("甲、乙",)), "event DISPATCHED"),
            (narrow, Returned(AT, reason="理由"), "event RETURNED.reason"),
            (
                EventPlan.of(EVENT_COLUMNS),
                Extended(AT, hours(1), ground=cases.GROUND),
                "event EXTENDED.ground",
            ),
        ):
            with pytest.raises(CodecError) as caught:
                plan.write("T-1", event)
            assert [fault.path for fault in caught.value.faults] == [path]

    def test_the_header_has_every_field(self) -> None:
        """Of every class of event."""
        names = {field.name for kind in EVENTS for field in attrs.fields(kind)}

        assert names - {"ticket"} <= set(EVENT_COLUMNS)
        assert FULL.unread == ()


class TestRowsOfEvents:
    """A row per event: the kind by its Chinese term or name, the rest as far as the kind has it."""

    @pytest.mark.parametrize("move", Move)
    def test_kinds_by_any_name(self, move: Move) -> None:
        """Chinese, English, the member's name, the class's name; the member itself."""
        plan = EventPlan.of(["工单编号", "环节", "时间"], naive=BEIJING)
        kind = cases.CLASS_OF[move]
        bare = [f for f in attrs.fields(kind) if f.default is attrs.NOTHING and f.name != "at"]

        for word in (move.zh, move.en, move.name, kind.__name__, move):
            told = plan.read([["1", word, "2026-03-02 09:00"]])
            if not bare:
                assert told.values == (History("1", (kind(AT),)),)
            elif kind is not Received:
                assert "rows[0]" in _paths(told)[0]
                assert "须写明" in told.to_rows()[0]["zh"]

    def test_unit_column(self) -> None:
        """承办单位: to whom a dispatch goes, who did what only the unit does; nothing elsewhere."""
        plan = EventPlan.of(ROW, naive=BEIJING)
        rows = [
            ["1", "派单", "2026-03-02 09:00", "甲、乙", ""],
            ["1", "签收", "2026-03-02 09:10", "甲", ""],
            ["1", "退单", "2026-03-02 09:20", "乙", "不属本街道"],
            ["1", "回访", "2026-03-03 09:00", "甲", ""],
        ]

        events = plan.read(rows).values[0].events

        assert events == (
            Dispatched(AT, ("甲", "乙")),
            Signed(AT.replace(minute=10), by="甲"),
            Returned(AT.replace(minute=20), by="乙", reason="不属本街道"),
            FollowedUp(beijing_time(2026, 3, 3, 9)),
        )

    def test_who_acts_is_stated(self) -> None:
        """A column of whoever acts goes before 承办单位; a party by its term."""
        plan = EventPlan.of([*ROW, "操作单位"], naive=BEIJING)

        rows = [
            ["1", "签收", "2026-03-02 09:00", "甲", "", "乙"],
            ["1", "派单", "2026-03-02 09:00", "甲", "", Party.HOTLINE.zh],
        ]

        events = plan.read(rows).values[0].events
        assert events == (Signed(AT, by="乙"), Dispatched(AT, ("甲",), by=Party.HOTLINE))

    def test_directory(self) -> None:
        """Names become ids; an unknown one is a fault; parties are no units."""
        plan = EventPlan.of([*ROW, "操作单位"], naive=BEIJING, directory=cases.directory())
        name = next(u.name for u in cases.directory().units if u.id == cases.DEPARTMENT)
        rows = [
            ["1", "派单", "2026-03-02 09:00", f"{name}、{cases.STREET}", "", "诉求人"],
            ["1", "派单", "2026-03-02 09:00", f"{name}、没有的局", "", ""],
            ["1", "签收", "2026-03-02 09:00", "", "", name],
        ]

        told = plan.read(rows)

        assert told.values[0].events == (
            Dispatched(AT, (cases.DEPARTMENT, cases.STREET), by=Party.REQUESTER),
            Signed(AT, by=cases.DEPARTMENT),
        )
        assert _paths(told) == ["rows[1].承办单位"]
        assert told.values[0].lacking == 1

    def test_a_unit_by_the_name_of_a_party(self) -> None:
        """An id of the directory goes before the word for a party."""
        known = cases.directory()
        (first, *rest) = known.units
        odd = attrs.evolve(first, id="REQUESTER", name="诉求人接待室")
        free = [unit for unit in rest if unit.parent != first.id]
        plan = EventPlan.of(
            ["id", "move", "at", "by"],
            naive=BEIJING,
            directory=attrs.evolve(known, units=(odd, *free), holdings=()),
        )

        for word, by in (("REQUESTER", "REQUESTER"), ("诉求人", Party.REQUESTER)):
            row = ["1", "签收", "2026-03-02 09:00", word]
            assert plan.reader()(row).events == (Signed(AT, by=by),)

    def test_a_column_of_the_ticket(self) -> None:
        """What a receipt says of its ticket, other events say only if they have such a field."""
        plan = EventPlan.of(["id", "move", "at", "leaf"], naive=BEIJING)
        rows = [["1", move, "2026-03-02 09:00", "01"] for move in ("受理", "归类", "签收")]

        told = plan.read(rows)

        assert _paths(told) == ["rows[2].leaf"]
        received, classified = told.values[0].events
        assert received.ticket.leaf == classified.leaf == "01"  # type: ignore[attr-defined]

    def test_own_words(self) -> None:
        """The caller's synonyms: of a kind, of a field everywhere, of one kind's field."""
        plan = EventPlan.of(
            ["id", "move", "at", "result", "satisfied", "note"],
            naive=BEIJING,
            words={
                "move": {"打回": Move.RETURNED},
                "satisfied": {"很满意": Satisfaction.SATISFIED, "未评": MISSING},
                "FOLLOWED_UP.result": {"空号": FollowUp.UNREACHABLE},
                "at": {"不详": MISSING},
                "note": {"同上": "重复"},
                "id": {"一": "1"},
            },
        )
        rows = [
            ["一", "打回", "2026-03-02 09:00", "", "", "同上"],
            ["1", "回访", "2026-03-02 09:00", FollowUp.REACHED.zh, "很满意", ""],
            ["1", "回访", "2026-03-02 09:00", "空号", "未评", ""],
            ["1", "回访", "不详", "", "", ""],
        ]

        told = plan.read(rows)

        assert told.values[0].events == (
            Returned(AT, note="重复"),
            FollowedUp(AT, satisfied=Satisfaction.SATISFIED),
            FollowedUp(AT, FollowUp.UNREACHABLE),
        )
        assert _paths(told) == ["rows[3].at"]

    def test_values_themselves(self) -> None:
        """A cell may hold the value: a label, a limit, an instant, a citation, a truth."""
        plan = EventPlan.of(["id", "move", "at", "by_how_much", "ground", "requester_told"])

        row = [1, Move.EXTENDED, AT, working_days(5), cases.GROUND, True]

        event = Extended(AT, working_days(5), ground=cases.GROUND, requester_told=True)
        assert plan.reader()(row) == ("1", (event,), 0)

    def test_what_the_kind_has_no_field_for(self) -> None:
        """A column of a field's own name states it, or is a fault; one of the term may repeat."""
        own = EventPlan.of(["id", "move", "at", "reason"], naive=BEIJING)
        termed = EventPlan.of(["工单编号", "环节", "时间", "理由"], naive=BEIJING)
        row = ["1", "签收", "2026-03-02 09:00", "某某"]

        assert _paths(own.read([row])) == ["rows[0].reason"]
        assert termed.read([row]).values == (History("1", (Signed(AT),)),)

    @pytest.mark.parametrize(
        ("row", "paths"),
        [
            (["", "签收", "2026-03-02 09:00", "", ""], ["工单编号"]),
            (["1", "签字", "2026-03-02 09:00", "", ""], ["环节"]),
            (["1", "", "", "", ""], ["环节", "时间"]),
            (["1", "签收", "2026-03-02", "", ""], ["时间"]),
            (["1", "签收", "-", "", ""], ["时间"]),
            (["1", "派单", "2026-03-02 09:00", "", ""], ["承办单位"]),
            (["1", "派单", "2026-03-02 09:00", "甲、甲", ""], ["承办单位"]),
            (["1", "派单", "2026/3/2 9:00", "", ""], ["时间", "承办单位"]),
            (["1", "签收", "2026-03-02 09:00", b"x", ""], ["承办单位"]),
            (["1", "归类", "2026-03-02 09:00", "", ""], [""]),
            (["1", "签收"], [""]),
            ("签收", [""]),
            (None, [""]),
        ],
    )
    def test_faults_name_row_and_column(self, row: Any, paths: list[str]) -> None:
        """Everything that is wrong with a row, at its column; the next row survives."""
        plan = EventPlan.of(ROW, naive=BEIJING)

        told = plan.read([row, ["2", "办结", "2026-03-02 09:00", "", ""]], start=7)

        assert _paths(told) == [f"rows[7].{path}".removesuffix(".") for path in paths]
        assert told.values == (History("2", (Closed(AT),)),)

    def test_tickets(self) -> None:
        """受理 has its ticket from its row, from a plan for it, or from the tickets by number."""
        header = ["工单编号", "环节", "时间", "标题", "类型"]
        row = ["1", "受理", "2026-03-02 09:00", "路灯不亮", "投诉"]
        plan = TicketPlan.of(header, columns={"request_type": "类型"}, naive=BEIJING)
        known = {"1": Ticket("1", ticket_facts(), title="别处的标题")}

        plain, typed, given_ = (
            EventPlan.of(header, tickets=tickets, naive=BEIJING) for tickets in (None, plan, known)
        )

        assert plain.reader()(row).events == (
            Received(AT, Ticket("1", ticket_facts(), title="路灯不亮")),
        )
        received = typed.reader()(row).events[0]
        assert isinstance(received, Received)
        assert received.ticket == plan.reader()(row)
        assert given_.reader()(row).events == (Received(AT, known["1"]),)
        assert _paths(given_.read([["2", *row[1:]]])) == ["rows[0].工单编号"]
        assert _paths(typed.read([[*row[:4], "投拆"]])) == ["rows[0].类型"]

    def test_for_review(self) -> None:
        """What is read is what the hotline reviews."""
        plan = EventPlan.of([*ROW, "标题"], naive=BEIJING)
        rows = [
            ["1", "受理", "2026-03-02 09:00", "", "", "路灯不亮"],
            ["1", "派单", "2026-03-02 09:30", cases.STREET, "", ""],
            ["1", "办结", "2026-03-05 18:00", "", "", ""],
        ]

        review = cases.hotline().review(plan.read(rows).values[0].events)

        assert [each.move for each in review.case.history] == [
            Move.RECEIVED,
            Move.DISPATCHED,
            Move.CLOSED,
        ]
        assert review.case.file.strand(1).holder == cases.STREET  # type: ignore[union-attr]


class TestRowsOfTickets:
    """A row per ticket: each instant that it states is an event."""

    def test_a_row(self) -> None:
        """In the order of the instants' kinds; what else a kind says from its own columns."""
        plan = CasePlan.of(INSTANTS, naive=BEIJING)
        row = [
            *("1", "2026-03-02 08:00", "2026-03-02 09:00", "2026-03-02 09:10", "甲"),
            *("2026-03-05 18:00", "2026-03-06 10:00", "基本满意"),
        ]

        ticket = Ticket("1", ticket_facts(), received_at=AT.replace(hour=8))
        assert plan.reader()(row).events == (
            Received(AT.replace(hour=8), ticket),
            Dispatched(AT, ("甲",)),
            Signed(AT.replace(minute=10)),
            FollowedUp(beijing_time(2026, 3, 6, 10), satisfied=Satisfaction.BASICALLY),
            Closed(beijing_time(2026, 3, 5, 18)),
        )

    def test_blank_instants(self) -> None:
        """No instant, no event; but what is stated of it would be lost, and is a fault."""
        plan = CasePlan.of(
            INSTANTS, naive=BEIJING, words={"FOLLOWED_UP.satisfied": {"未评价": MISSING}}
        )
        rows = [
            ["1", "", "2026-03-02 09:00", "", "甲", "", "", "未评价"],
            ["2", "", "2026-03-02 09:00", "-", "甲", "", "", "满意"],
            ["3", "", "", "", "甲", "2026-03-02 09:00", "", ""],
            ["4", "", "", "", "", "", "", ""],
        ]

        told = plan.read(rows)

        assert told.values == (History("1", (Dispatched(AT, ("甲",)),)),)
        assert _paths(told) == ["rows[1].是否满意", "rows[2].承办单位", "rows[3]"]

    def test_twice(self) -> None:
        """A ticket that stands twice is a fault of the second row."""
        plan = CasePlan.of(["工单编号", "办结时间"], naive=BEIJING)

        told = plan.read([["1", "2026-03-02 09:00"], ["1", "2026-03-02 10:00"]])

        assert told.values == (History("1", (Closed(AT),), 1),)
        assert _paths(told) == ["rows[1].工单编号"]

    def test_what_needs_another_column(self) -> None:
        """派单时间 without a unit is left unread, and is a fault where the caller chose it."""
        header = ["工单编号", "派单时间", "办结时间"]

        assert CasePlan.of(header).unread == ("派单时间",)
        with pytest.raises(CodecError) as caught:
            CasePlan.of(header, columns={"DISPATCHED.at": "派单时间"})
        assert "DISPATCHED.to" in str(caught.value)

    def test_chosen_columns(self) -> None:
        """Any kind of event, any of its fields."""
        header = ["单号", "审核日", "结论", "新单位", "类"]
        plan = CasePlan.of(
            header,
            columns={
                "id": "单号",
                "ADJUDICATED.at": "审核日",
                "ADJUDICATED.outcome": "结论",
                "ADJUDICATED.to": "新单位",
            },
        )

        events = plan.reader()(["1", AT, "改派", "甲", ""]).events
        assert events == (Adjudicated(AT, Adjudication.REASSIGN, "甲"),)
        told = plan.read([["1", AT, "维持原派单", "甲", ""], ["2", AT, "改判", "", ""]])
        assert _paths(told) == ["rows[0].新单位", "rows[1].结论"]
        assert plan.unread == ("类",)

    @cases.plain
    @given(data=st.data())
    def test_every_instant_is_an_event(self, data: st.DataObject) -> None:
        """As many events as instants; each of the kind and at the instant of its column."""
        heads = {
            "签收时间": Move.SIGNED,
            "联系时间": Move.CONTACTED,
            "回访时间": Move.FOLLOWED_UP,
            "办结时间": Move.CLOSED,
            "归档时间": Move.ARCHIVED,
        }
        plan = CasePlan.of(["工单编号", *heads], naive=BEIJING)
        instants = st.none() | st.datetimes(datetime(2019, 1, 1), datetime(2030, 1, 1))  # noqa: DTZ001
        row = {"工单编号": "1", **{head: data.draw(instants) for head in heads}}

        told = plan.read([row])

        wanted = {
            (heads[head], at.replace(tzinfo=BEIJING))
            for head, at in row.items()
            if isinstance(at, datetime)
        }
        found = [(event.move, event.at) for one in told.values for event in one.events]
        assert set(found) == wanted
        assert len(found) == len(wanted)
        assert bool(told.faults) == (not wanted)


class TestPlans:
    """A plan says what it reads, and refuses what cannot be meant."""

    @pytest.mark.parametrize("plan", [EventPlan, CasePlan])
    @pytest.mark.parametrize(
        "wrong",
        [
            {"header": 1},
            {"header": "工单编号"},
            {"header": ["工单编号"]},
            {"header": []},
            {"header": ["工单编号", 1]},
            {"header": ["工单编号", []]},
            {"header": [*ROW, *INSTANTS, "工单编号"]},
            {"columns": {"id": "没有"}},
            {"columns": {"没有": "工单编号"}},
            {"columns": 1},
            {"words": 1},
            {"words": {"没有": {}}},
            {"words": {"id": 1}},
            {"words": {"FOLLOWED_UP.satisfied": {"好": Resolution.RESOLVED}}},
            {"words": {"FOLLOWED_UP.satisfied": {1: Satisfaction.SATISFIED}}},
            {"tickets": 1},
            {"tickets": {"1": 1}},
            {"tickets": TicketPlan.of(["工单编号"])},
            {"directory": 1},
            {"naive": 1},
        ],
    )
    def test_garbage(self, plan: type[EventPlan | CasePlan], wrong: dict[str, Any]) -> None:
        """It is refused at once."""
        header = list(dict.fromkeys([*ROW, *INSTANTS]))
        with pytest.raises(JiesuError):
            plan.of(**({"header": header} | wrong))

    @pytest.mark.parametrize("plan", [EventPlan.of(ROW), CasePlan.of(INSTANTS)])
    def test_wrong_calls(self, plan: EventPlan | CasePlan) -> None:
        """Rows that are none; an event that is none."""
        for rows in (1, "x", dict[str, str](), None):
            with pytest.raises(InvalidValueError):
                plan.read(rows)  # type: ignore[arg-type]
        with pytest.raises(InvalidValueError):
            plan.read([], start="1")  # type: ignore[arg-type]
        with pytest.raises(InvalidValueError):
            EventPlan.of(ROW).write("1", 1)  # type: ignore[arg-type]

    @given(
        row=st.lists(
            st.none() | st.integers() | st.floats() | st.text() | st.binary() | st.dates(),
            max_size=9,
        )
    )
    def test_any_cells(self, row: list[Any]) -> None:
        """Whatever stands in a row, it is read or it is a fault."""
        for plan in (EventPlan.of(ROW), CasePlan.of(INSTANTS)):
            told = plan.read([row])
            assert len(told.values) + len(told.faults) == 1

    def test_hostile_rows(self) -> None:
        """A row that fails when it is looked at is a bad row."""

        class Failing(UserList[str]):
            def __getitem__(self, _: Any) -> Any:
                raise ZeroDivisionError

        for plan in (EventPlan.of(ROW), CasePlan.of(INSTANTS)):
            told = plan.read([Failing("x" * 9), {}])
            assert [bad.place for bad in told.faults] == [0, 1]

    @pytest.mark.parametrize("plan", [FULL, EventPlan.of(ROW), CasePlan.of(INSTANTS)])
    def test_a_value(self, plan: EventPlan | CasePlan) -> None:
        """It pickles, and the copy reads alike."""
        again = pickle.loads(pickle.dumps(plan))  # noqa: S301 -- our own bytes

        assert again == plan
        assert again.fields == plan.fields
        assert again.unread == plan.unread

    def test_tickets_are_read_where_they_are_received(self) -> None:
        """A row without 受理 states no ticket: what would be its title is not read."""
        header = ["工单编号", "标题", "办结时间"]

        assert CasePlan.of(header).unread == ("标题",)
        assert CasePlan.of([*header, "受理时间"]).unread == ()
        assert EventPlan.of([*ROW, "标题"]).unread == ()

    def test_explanation(self) -> None:
        """Which column is which field, in both languages."""
        told = CasePlan.of([*INSTANTS, "来电人"]).explain()

        assert "派单时间：派单：时间" in told.text("zh")
        assert "来电人：不读" in told.text("zh")
        assert "caller" not in told.text("en")
        assert "承办单位: dispatched: to whom it goes" in told.text("en")

    def test_without_a_zone(self) -> None:
        """An instant without a zone is a fault, unless the plan says the zone."""
        row = ["1", "签收", "2026-03-02 09:00", "", ""]

        assert _paths(EventPlan.of(ROW).read([row])) == ["rows[0].时间"]
        assert EventPlan.of(ROW, naive=BEIJING).read([row]).values[0].events == (Signed(AT),)

    def test_modes_and_days(self) -> None:
        """Labels by their terms, days in ISO form, numbers, truths."""
        header = ["id", "move", "at", "mode", "to", "until", "seq", "interested"]
        plan = EventPlan.of(header, naive=BEIJING)

        told = plan.read(
            [
                ["1", "派单", "2026-03-02 09:00", DispatchMode.DIRECT.zh, "甲", "", "2", "是"],
                ["1", "挂账", "2026-03-02 09:00", "", "", "2026-04-01", "", ""],
                ["1", "挂账", "2026-03-02 09:00", "", "", "4月1日", "x", "也许"],
            ]
        )

        first, second = told.values[0].events
        assert first == Dispatched(AT, ("甲",), mode=DispatchMode.DIRECT, seq=2, interested=True)
        assert second.until == date(2026, 4, 1)  # type: ignore[attr-defined]
        assert _paths(told) == ["rows[2].seq", "rows[2].interested", "rows[2].until"]


class TestFaultsOfPlans:
    """What is wrong with a header is told once."""

    def test_names_stand_once(self) -> None:
        """Of a field that no column states, each name that a column could have is told once."""
        with pytest.raises(CodecError) as caught:
            EventPlan.of(["来电人"])
        assert len(caught.value.faults) == 3
        for fault in caught.value.faults:
            assert fault.expected is not None
            names = fault.expected.zh.partition("：")[2].split("、")
            assert len(names) == len(set(names)) > 1


@pytest.mark.skipif(not REPLIES.exists(), reason="no ../shared/data/teddy2020 beside the repo")
class TestReal:
    """2,816 real petitions of one province with their replies, 2011 to 2020: two instants each."""

    def test_replies(self) -> None:
        """Every row is a history of two events, the answer never before the request."""
        with REPLIES.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        header = list(rows[0])
        plan = CasePlan.of(
            header,
            tickets=TicketPlan.of(
                header, columns={"id": "ticket_id", "received_at": "created_at"}, naive=BEIJING
            ),
            columns={"id": "ticket_id", "RECEIVED.at": "created_at"},
            naive=BEIJING,
        )

        told = plan.read(rows)

        assert not told.faults
        assert len(told.values) == len(rows) == 2816
        assert Counter(tuple(e.move for e in one.events) for one in told.values) == {
            (Move.RECEIVED, Move.REPLIED): 2816
        }
        assert all(in_order(one.events) == one.events for one in told.values)
        for one, row in zip(told.values, rows, strict=True):
            stamps = [event.at.isoformat().removesuffix("+08:00") for event in one.events]
            assert stamps == [row["created_at"], row["replied_at"]]
