"""Shandong, Guangdong, Sichuan: what the press reported of their rules, and nothing beyond it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from types import ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu import Catalogue, Directory, Hotline, Table, WorkCalendar, beijing_time
from jiesu.casework import Case
from jiesu.clocks import Task
from jiesu.conduct import (
    ALERTS,
    CO_HANDLER_LIMIT,
    CONTACT_LIMIT,
    DEFERRAL_STOPS,
    DEFERRED_SCOPE,
    EXTENSION_CAP,
    GUARDS,
    OBJECTION_COUNT,
    OBJECTION_WINDOW,
    OWED,
    PARAMETERS,
    RESPONSIBILITY,
    RETURN_RULE,
    SIGNING_LIMIT,
    STOPPING,
    Responsibility,
    ReturnRule,
    When,
)
from jiesu.counting import CIVIL_CODE_SOURCE
from jiesu.deadlines import working_days
from jiesu.decisions import Stage
from jiesu.errors import JiesuError, NotYetInForceError, UnsetError
from jiesu.events import (
    Adjudicated,
    Adjudication,
    Approver,
    Dispatched,
    Event,
    Extended,
    ExtensionAsked,
    FedBack,
    Received,
    Replied,
    Returned,
)
from jiesu.facts import MISSING
from jiesu.routing import COUNTING, INTAKE_FACTS, LIMITS
from jiesu.rules import guangdong, national, shandong, sichuan
from jiesu.scoring import RESOLUTION, RESPONSE, SATISFACTION, TIMELINESS, WEIGHTS
from jiesu.sources import SILENT, UNSET, Basis, Citation, Rank, Reading, Source
from jiesu.tickets import RequestType, Ticket, ticket_facts

PACKS: dict[ModuleType, Source] = {
    shandong: shandong.RULES,
    guangdong: guangdong.MEASURES,
    sichuan: sichuan.MEASURES,
}
ON_EACH_PACK = pytest.mark.parametrize("pack", PACKS, ids=lambda each: each.TIMELINE.id)
TODAY = date(2026, 3, 2)


def citations(value: object) -> Iterator[Citation]:
    """Every citation anywhere inside a value."""
    if isinstance(value, Citation):
        yield value
    elif isinstance(value, Table):
        yield from citations(value.rows)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from citations(item)
    elif attrs.has(kind := type(value)):
        for field in attrs.fields(kind):
            yield from citations(getattr(value, field.name))


class TestReported:
    """A text that was not seen sets nothing by its own words: its values are reported, or unset."""

    @ON_EACH_PACK
    def test_the_source(self, pack: ModuleType) -> None:
        """A policy document of the province, not read, with what is not known of it in its remark."""
        source = PACKS[pack]
        assert (source.rank, source.reading) == (Rank.POLICY, Reading.UNREAD)
        assert source.place == pack.TIMELINE.place
        assert source in pack.TIMELINE.sources
        assert source.remark is not None
        assert "未见" in source.remark.zh
        assert source.published <= source.since

    @ON_EACH_PACK
    def test_no_value_claims_the_text(self, pack: ModuleType) -> None:
        """What it sets is reported or assumed; what it does not is unset, never silent."""
        own, values = PACKS[pack], 0
        for dated in pack.TIMELINE.series:
            for entry in dated.entries:
                if own not in entry.sources:
                    continue
                assert entry.value is not SILENT, dated.parameter.path
                if entry.value is not UNSET:
                    assert entry.basis in {Basis.REPORTED, Basis.ASSUMED}, dated.parameter.path
                    values += 1
        assert values >= 1

    @ON_EACH_PACK
    def test_no_words_are_quoted(self, pack: ModuleType) -> None:
        """Neither article nor words of a text that was not seen; a report says what it reported."""
        found = {one for one in citations(pack.TIMELINE.series) if one.source == PACKS[pack]}
        assert {one.basis for one in found} >= {Basis.REPORTED}
        for one in found:
            assert (one.locator, one.quote) == ("", "")
            assert one.note is not None
            assert one.note.zh
            assert one.note.en

    def test_the_complaint_hotline_stays_apart(self) -> None:
        """The cards of 2017 are of another hotline than 12345."""
        assert shandong.COMPLAINTS_2017 not in shandong.TIMELINE.sources
        assert [card.name.zh for card in shandong.CARDS] == ["黄牌", "红牌"]
        assert shandong.TIMELINE.on(TODAY).provision(ALERTS).value is UNSET


class TestThroughTime:
    """From its first day on the rules of a province are whole, on the eve there are none."""

    @ON_EACH_PACK
    def test_every_boundary_and_its_eve_resolve(self, pack: ModuleType) -> None:
        """Each parameter has one answer on each boundary day and its eve, and no fault."""
        asked = 0
        for day in pack.TIMELINE.boundaries:
            for each in (day - timedelta(days=1), day):
                if each < PACKS[pack].since:
                    continue
                rules = pack.TIMELINE.on(each)
                stated = {*PARAMETERS, LIMITS, COUNTING, WEIGHTS} - {GUARDS}
                assert {one.path for one in stated} <= set(rules.provisions)
                assert rules.check().faults == ()
                asked += 1
        assert asked >= 1

    @pytest.mark.parametrize(
        ("pack", "first"),
        [
            (shandong, date(2020, 1, 7)),
            (guangdong, date(2022, 9, 1)),
            (sichuan, date(2026, 1, 31)),
        ],
        ids=lambda each: each.TIMELINE.id if isinstance(each, ModuleType) else str(each),
    )
    def test_the_first_day(self, pack: ModuleType, first: date) -> None:
        """The day reported, or the last of the month where only that is known; nothing before."""
        dated = pack.TIMELINE.dated(LIMITS)
        assert dated.on(first).source == PACKS[pack]
        with pytest.raises(NotYetInForceError, match=str(first)):
            dated.on(first - timedelta(days=1))

    @pytest.mark.parametrize("pack", [shandong, guangdong], ids=lambda each: each.TIMELINE.id)
    def test_grass_roots(self, pack: ModuleType) -> None:
        """国办函〔2025〕66号 adds its row to those reported, though it ranks above them."""
        day = national.GUIDANCE_2025.since
        before, after = (
            [row.id for row in pack.TIMELINE.on(each)[GUARDS].rows]
            for each in (day - timedelta(days=1), day)
        )
        assert after == [*before, "N1"]
        known = pack.TIMELINE.on(day, known_at=day - timedelta(days=1))
        assert [row.id for row in known[GUARDS].rows] == before

    def test_sichuan_has_the_nations_guards(self) -> None:
        """Nothing was reported of moves: what the State Council says of them stands alone."""
        assert [row.id for row in sichuan.TIMELINE.on(TODAY)[GUARDS].rows] == ["N1"]

    def test_counting_before_the_code(self) -> None:
        """Shandong's rules are older than the Civil Code, and counted by the same method."""
        day = CIVIL_CODE_SOURCE.since
        eve, after = (
            shandong.TIMELINE.on(each).provision(COUNTING)
            for each in (day - timedelta(days=1), day)
        )
        assert eve.value == after.value
        assert CIVIL_CODE_SOURCE not in eve.sources
        assert CIVIL_CODE_SOURCE in after.sources


INQUIRY, REPORT = RequestType.INQUIRY, RequestType.REPORT
HELP, ADVICE = RequestType.ASSISTANCE, RequestType.SUGGESTION
COMPLAINT = RequestType.COMPLAINT
NOT_NAMED = (RequestType.NEED, RequestType.PRAISE, RequestType.OTHER, MISSING)
DAYS: dict[ModuleType, dict[Any, int]] = {
    shandong: dict.fromkeys((*RequestType, MISSING), 5),
    guangdong: {INQUIRY: 2, HELP: 10, ADVICE: 10, COMPLAINT: 15, REPORT: 15},
    sichuan: {INQUIRY: 3, HELP: 7, ADVICE: 7, COMPLAINT: 15, REPORT: 15},
}
"""Working days by type, as reported."""


class TestValues:
    """What was reported of each province; the rest is unset."""

    @ON_EACH_PACK
    def test_limits(self, pack: ModuleType) -> None:
        """So many working days for each type that was reported, and no limit for another."""
        table = pack.TIMELINE.on(TODAY)[LIMITS]
        for kind in (*RequestType, MISSING):
            then = table.hit(INTAKE_FACTS.make(request_type=kind)).then
            if kind in DAYS[pack]:
                ((stage, limit, _),) = then
                assert (stage, limit) == (Stage.HANDLE, working_days(DAYS[pack][kind]))
            else:
                assert kind in NOT_NAMED
                assert then is UNSET

    @pytest.mark.parametrize(
        ("parameter", "east", "south", "west"),
        [
            (RESPONSIBILITY, UNSET, Responsibility.FIRST_RECEIVER, UNSET),
            (RETURN_RULE, ReturnRule.RETURN, UNSET, UNSET),
            (OBJECTION_WINDOW, working_days(2), UNSET, UNSET),
            (OBJECTION_COUNT, UNSET, UNSET, UNSET),
            (EXTENSION_CAP, working_days(10), UNSET, UNSET),
            (STOPPING, UNSET, UNSET, UNSET),
            (DEFERRAL_STOPS, UNSET, UNSET, UNSET),
            (DEFERRED_SCOPE, UNSET, UNSET, UNSET),
            (ALERTS, UNSET, UNSET, UNSET),
            (SIGNING_LIMIT, UNSET, UNSET, UNSET),
            (CONTACT_LIMIT, UNSET, UNSET, UNSET),
            (CO_HANDLER_LIMIT, UNSET, UNSET, UNSET),
            (RESPONSE, UNSET, UNSET, UNSET),
            (RESOLUTION, UNSET, UNSET, UNSET),
            (SATISFACTION, UNSET, UNSET, UNSET),
            (TIMELINESS, UNSET, UNSET, UNSET),
            (WEIGHTS, UNSET, UNSET, UNSET),
        ],
        ids=lambda each: getattr(each, "path", None),
    )
    def test_stated(self, parameter: Any, east: Any, south: Any, west: Any) -> None:
        """Each parameter as the three reports have it."""
        found = [pack.TIMELINE.on(TODAY).provision(parameter).value for pack in PACKS]
        assert found == [east, south, west]

    def test_complex_matters_in_sichuan(self) -> None:
        """They are extended by a rule, says the report; what it says was not seen."""
        provision = sichuan.TIMELINE.on(TODAY).provision(EXTENSION_CAP)
        assert provision.basis is Basis.REPORTED
        with pytest.raises(UnsetError, match="按规定延期"):
            sichuan.TIMELINE.on(TODAY)[EXTENSION_CAP]

    def test_ten_days_as_a_rule(self) -> None:
        """一般不超过: the cap of Shandong is told as what it is."""
        (cited,) = shandong.TIMELINE.on(TODAY).provision(EXTENSION_CAP).citations
        assert cited.note is not None
        assert "一般" in cited.note.zh


# --- Case by case ------------------------------------------------------------------------------------

UNIT, OTHER = "bureau", "water"


@cache
def hotline(pack: ModuleType) -> Hotline:
    """The hotline of an invented place under the rules of a real province."""
    directory = Directory.from_rows(
        id="provinces",
        version="1",
        divisions=[{"code": "9901", "name": "示例市"}],
        units=[
            {"id": UNIT, "name": "示例局", "kind": "市政府部门", "division": "9901"},
            {"id": OTHER, "name": "示例水务局", "kind": "市政府部门", "division": "9901"},
        ],
        holdings=[],
        by_prefix=True,
    )
    catalogue = Catalogue(id="none", version="1", entries=())
    return Hotline(pack.TIMELINE, catalogue, directory, WorkCalendar.china())


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of March 2026, whose second day is a Monday."""
    return beijing_time(2026, 3, day, hour, minute)


def received(when: datetime, kind: RequestType = COMPLAINT) -> Received:
    """The receipt of a request."""
    return Received(when, Ticket("T-1", ticket_facts(request_type=kind), received_at=when))


TO_UNIT = (received(at(2, 8)), Dispatched(at(3), UNIT))


def told(pack: ModuleType, *more: Event) -> list[str]:
    """What a review says was not right about the last event of a case."""
    case = hotline(pack).review((*TO_UNIT, *more)).case
    return [each.says.zh for each in case.breaches if each.place == len(case.history) - 1]


def longer(days: int, **more: Any) -> Extended:
    """An extension before the limit is up."""
    said = {"approver": Approver.HOTLINE, "reason": "特别复杂", **more}
    return Extended(at(6), working_days(days), **said)


class TestShandong:
    """Returned within two working days with the reason; handled within five, or ten more."""

    def test_a_return_in_time(self) -> None:
        """Dispatched on Tuesday the 3rd, it may go back until the end of Thursday."""
        assert told(shandong, Returned(at(6, 0), reason="不属于本单位职责")) == []
        late = Returned(at(6, 0, 1), reason="不属于本单位职责")
        assert told(shandong, late) == ["超过2个工作日退回"]

    def test_a_return_without_a_reason(self) -> None:
        """注明原因: without one it is a breach, and the ticket is back all the same."""
        back = Returned(at(4))
        assert told(shandong, back) == ["退回未注明原因"]
        case = hotline(shandong).review((*TO_UNIT, back)).case
        assert case.answerable() != UNIT

    def test_ten_working_days(self) -> None:
        """Ten more are within what was reported, in one go or in two; eleven are not."""
        assert told(shandong, longer(10)) == []
        assert told(shandong, longer(11)) == ["延期合计超过十个工作日"]
        assert told(shandong, longer(5), longer(6)) == ["延期合计超过十个工作日"]
        asked = ExtensionAsked(at(5), working_days(11), reason="特别复杂")
        assert told(shandong, asked) == ["延期合计超过十个工作日"]

    def test_five_working_days(self) -> None:
        """Of Tuesday the 3rd the fifth is Tuesday the 10th, for the answer and for the feedback."""
        for move, says in ((Replied, "逾期回复来电人"), (FedBack, "逾期反馈热线")):
            assert told(shandong, move(at(11, 0))) == []
            assert told(shandong, move(at(11, 0, 1))) == [says]

    def test_owed(self) -> None:
        """Answer and feedback are owed until they are made, and the deadline is the unit's."""
        case = hotline(shandong).review(TO_UNIT).case
        found = {(each.task, each.when): each for each in case.pending(at(4))}
        assert set(found) == {(Task.REPLY, When.IN_LIMIT), (Task.FEED_BACK, When.IN_LIMIT)}
        assert {(each.body, each.due) for each in found.values()} == {(UNIT, at(11, 0))}
        done = case.apply(Replied(at(4))).apply(FedBack(at(4, 10)))
        assert done.pending(at(4, 11)) == ()

    def test_the_next_unit_has_its_own_days(self) -> None:
        """接到 is of the unit: what was given to another one starts with that."""
        assert due(shandong, (*TO_UNIT, *TO_ANOTHER)) == at(13, 0)


TO_ANOTHER = (
    Adjudicated(at(5), Adjudication.REASSIGN),
    Dispatched(at(5, 14), OTHER),
)


def due(pack: ModuleType, history: tuple[Event, ...]) -> datetime | None:
    """By when a case has to be answered."""
    case: Case = hotline(pack).review(history).case
    pending = case.pending(history[-1].at)
    return next(each.due for each in pending if each.task is Task.REPLY)


class TestGuangdong:
    """Answered within so many working days of the receipt, by whoever got it first."""

    def test_from_receipt(self) -> None:
        """Received on Monday and dispatched on Tuesday, the days begin with the receipt."""
        history = (received(at(2, 8), INQUIRY), Dispatched(at(3), UNIT))
        assert due(guangdong, history) == at(5, 0)

    def test_another_dispatch_does_not_start_it_anew(self) -> None:
        """Fifteen working days from Monday the 2nd end on the 23rd, whoever has it then."""
        assert due(guangdong, TO_UNIT) == at(24, 0)
        assert due(guangdong, (*TO_UNIT, *TO_ANOTHER)) == at(24, 0)

    def test_too_late(self) -> None:
        """An answer after that is a breach; nothing was reported of a feedback."""
        assert told(guangdong, Replied(at(24, 0))) == []
        assert told(guangdong, Replied(at(24, 0, 1))) == ["逾期答复诉求人"]
        assert told(guangdong, FedBack(at(30))) == []

    def test_no_limit_was_reported_for_praise(self) -> None:
        """Then an answer is owed, and nobody can say by when."""
        history = (received(at(2, 8), RequestType.PRAISE), Dispatched(at(3), UNIT))
        assert due(guangdong, history) is None

    def test_extensions_cannot_be_judged(self) -> None:
        """No rule on them is known: neither is one a breach, nor is it said to be right."""
        assert told(guangdong, longer(30)) == []


HOLIDAYS = {
    *(date(2025, 1, 1), date(2025, 4, 4), date(2025, 6, 2)),
    *(date(2025, 1, 28) + timedelta(days=n) for n in range(8)),
    *(date(2025, 5, 1) + timedelta(days=n) for n in range(5)),
    *(date(2025, 10, 1) + timedelta(days=n) for n in range(8)),
}
"""放假 in 2025, by the State Council's notice; weekends that are off anyway left out where alone."""
SWAPPED = {
    *(date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27)),
    *(date(2025, 9, 28), date(2025, 10, 11)),
}
"""调休上班 in 2025."""


def worked(day: date) -> bool:
    """Whether a day of 2025 is a working day."""
    return day in SWAPPED or (day.weekday() < 5 and day not in HOLIDAYS)


class TestCounting:
    """The last day is the n-th working day after the start, holidays and swapped days reckoned in."""

    @given(
        pack=st.sampled_from([shandong, guangdong]),
        kind=st.sampled_from([INQUIRY, HELP, ADVICE, COMPLAINT, REPORT]),
        day=st.dates(date(2025, 1, 1), date(2025, 11, 15)),
        hour=st.integers(0, 23),
    )
    def test_day_by_day(self, pack: ModuleType, kind: RequestType, day: date, hour: int) -> None:
        """Whatever its type and its start, a case is due as a walk over the notice's days has it."""
        start = beijing_time(day.year, day.month, day.day, hour)
        history = (received(start, kind), Dispatched(start, UNIT))
        last, left = day, DAYS[pack][kind]
        while left:
            last += timedelta(days=1)
            left -= worked(last)
        after = last + timedelta(days=1)
        assert due(pack, history) == beijing_time(after.year, after.month, after.day)


class TestWithoutTriage:
    """How requests are sorted was not reported: cases are reviewed, and nothing is routed."""

    @ON_EACH_PACK
    def test_route(self, pack: ModuleType) -> None:
        """It says that the rulebook has no triage."""
        ticket = Ticket("T-1", ticket_facts(request_type=COMPLAINT))
        with pytest.raises(JiesuError, match=r"routing\.triage"):
            hotline(pack).route(ticket, at=at(2))

    def test_a_unit_answers_in_sichuan(self) -> None:
        """Who answers is unset: whoever got the ticket does, and nothing is known to be owed."""
        case = hotline(sichuan).review(TO_UNIT).case
        assert case.answerable() == UNIT
        assert case.pending(at(4)) == ()
        assert sichuan.TIMELINE.on(TODAY).provision(OWED).value is UNSET
