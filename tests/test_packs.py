"""Weifang, Anyang, Jinan: what their texts say of handling, as data and case by case."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

import attrs
import pytest
from lawtext import SHARED, articles

from jiesu import Catalogue, Directory, Hotline, Table, WorkCalendar, beijing_time, routing
from jiesu.casework import Case
from jiesu.clocks import Task
from jiesu.conduct import (
    GUARDS,
    OWED,
    PARAMETERS,
    RESPONSIBILITY,
    RETURN_RULE,
    Consequence,
    Responsibility,
    ReturnRule,
    When,
)
from jiesu.counting import OnReassign, StartsAt
from jiesu.deadlines import hours, working_days
from jiesu.decisions import DispatchMode, Disposition, Duty, Obstacle, Routing, Stage
from jiesu.errors import CaseworkError, UnsetError
from jiesu.events import (
    Adjudicated,
    Adjudication,
    Approver,
    Conferred,
    Deferred,
    Designated,
    Dispatched,
    Entrusted,
    Escalated,
    Event,
    Extended,
    ExtensionAsked,
    FedBack,
    FollowedUp,
    Informed,
    Joined,
    LimitReplaced,
    Move,
    Objected,
    ObjectionGround,
    Party,
    Received,
    Rehandled,
    Replied,
    Returned,
    StopGround,
    Stopped,
)
from jiesu.facts import MISSING
from jiesu.routing import COUNTING, INTAKE_FACTS, LIMITS, RECUSAL
from jiesu.rulebook import Rulebook
from jiesu.rules import anyang, jinan, national, weifang
from jiesu.sources import SILENT, UNSET, Basis, Citation, Reading, assumed
from jiesu.taxonomy import CatalogueEntry
from jiesu.tickets import (
    EarlierCase,
    EmergencyLine,
    Origin,
    Place,
    RequestType,
    ResponsibleBody,
    Secrecy,
    StatutoryStanding,
    Territory,
    Ticket,
    ticket_facts,
)

PACKS: tuple[ModuleType, ...] = (weifang, anyang, jinan)
TEXTS = {
    weifang.REGULATIONS.id: "weifang-12345-2021-12-06.md",
    anyang.REGULATIONS.id: "anyang-government-services-2021-10-25.md",
    jinan.REGULATIONS.id: "jinan-12345-2018-07-27.md",
    jinan.BUSINESS.id: "jinan-business-environment-2022-01-21.md",
}
IN_FORCE = {
    weifang: "本条例自2021年12月15日起施行",
    anyang: "本条例自2021年12月1日起施行",
    jinan: "本条例自2018年9月1日起施行",
}
TODAY = date(2026, 3, 2)
ON_EACH_PACK = pytest.mark.parametrize("pack", PACKS, ids=lambda each: each.TIMELINE.id)


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


@cache
def text_of(source: str) -> dict[str, str]:
    """The articles of a text by their locators."""
    if not (SHARED / "law").is_dir():
        pytest.skip("the full texts (../shared/law) are not beside the repository")
    return articles((SHARED / "law" / TEXTS[source]).read_text(encoding="utf-8"))


class TestCitations:
    """Every value names the 条款项 that gives it, and quotes it to the letter."""

    @ON_EACH_PACK
    def test_quotes_stand_where_they_are_cited(self, pack: ModuleType) -> None:
        """Each quoted phrase is found in the very article, paragraph and item cited."""
        quoted = 0
        for citation in set(citations(pack.TIMELINE.series)):
            source = citation.source
            if source is None or source.id not in TEXTS:
                continue
            read = text_of(source.id)
            assert citation.locator in read, citation.text.zh
            assert citation.quote in read[citation.locator], citation.text.zh
            quoted += bool(citation.quote)
        assert quoted >= 10

    @ON_EACH_PACK
    def test_every_row_quotes_its_text(self, pack: ModuleType) -> None:
        """A row of the city's own text has a quote of it, with the paragraph where there are several."""
        for dated in pack.TIMELINE.series:
            for entry in dated.entries:
                rows = entry.value.rows if isinstance(entry.value, Table) else ()
                for row in rows:
                    # What the State Council's documents add is quoted as far as they could be read.
                    own = [
                        (each.source.id, each)
                        for each in row.grounds
                        if each.source and each.source.id in TEXTS
                    ]
                    assert not own or any(ground.quote for _, ground in own), row.id
                    for source, ground in own:
                        whole = "-" not in ground.locator
                        several = whole and f"{ground.locator}-2" in text_of(source)
                        assert not several, f"{row.id}: {ground.text.zh} has several paragraphs"

    @ON_EACH_PACK
    def test_days_stand_in_the_text(self, pack: ModuleType) -> None:
        """The day of entry into force is the text's own; it was published before."""
        source = pack.REGULATIONS
        said = IN_FORCE[pack]
        last = [words for locator, words in text_of(source.id).items() if "-" not in locator][-1]
        assert said in last
        assert f"{source.since.year}年{source.since.month}月{source.since.day}日" in said
        assert source.published < source.since

    def test_the_business_regulations(self) -> None:
        """济南优化营商环境条例 is in force from 2022-03-01, and read in part."""
        assert "本条例自2022年3月1日起施行" in text_of(jinan.BUSINESS.id)["69"]
        assert jinan.BUSINESS.since == date(2022, 3, 1)
        assert jinan.BUSINESS.reading is Reading.PART

    @ON_EACH_PACK
    def test_what_is_assumed_says_why(self, pack: ModuleType) -> None:
        """An assumption carries its reason in both languages."""
        found = [each for each in citations(pack.TIMELINE.series) if each.basis is Basis.ASSUMED]
        assert found
        assert all(each.note and each.note.zh and each.note.en for each in found)


class TestThroughTime:
    """On every day since a city's text is in force, its rules are whole."""

    @ON_EACH_PACK
    def test_every_boundary_and_its_eve_resolve(self, pack: ModuleType) -> None:
        """Each parameter of casework has one answer on each boundary day and its eve, and no fault."""
        asked = 0
        for day in pack.TIMELINE.boundaries:
            for each in (day - timedelta(days=1), day):
                if each < pack.REGULATIONS.since:
                    continue
                rules = pack.TIMELINE.on(each)
                stated = {*PARAMETERS, LIMITS, COUNTING, RECUSAL}
                assert {one.path for one in stated} <= set(rules.provisions)
                assert rules.check().faults == ()
                asked += 1
        assert asked >= 5

    @ON_EACH_PACK
    def test_the_eve_of_the_text(self, pack: ModuleType) -> None:
        """The day before, no guard of the city holds."""
        dated = pack.TIMELINE.dated(GUARDS)
        assert dated.in_force(pack.REGULATIONS.since)
        assert not dated.in_force(pack.REGULATIONS.since - timedelta(days=1))

    @ON_EACH_PACK
    def test_grass_roots(self, pack: ModuleType) -> None:
        """国办函〔2025〕66号 adds its row from its day on, and no other; nobody knew of it before."""
        day = national.GUIDANCE_2025.since
        eve = day - timedelta(days=1)
        before, after, unaware = (
            {row.id for row in rules[GUARDS.path].rows}
            for rules in (
                pack.TIMELINE.on(eve),
                pack.TIMELINE.on(day),
                pack.TIMELINE.on(day, known_at=eve),
            )
        )
        assert after - before == {"N1"}
        assert unaware == before

    def test_business_rows(self) -> None:
        """济南优化营商环境条例 62 adds its rows and its cap on 2022-03-01."""
        eve, day = (jinan.TIMELINE.on(date(2022, 2, 28)), jinan.TIMELINE.on(date(2022, 3, 1)))
        added = {row.id for row in day[GUARDS].rows} - {row.id for row in eve[GUARDS].rows}
        assert added == {"G12", "G13", "G14"}
        assert eve.provision("extension.cap").value is SILENT
        assert day["extension.cap"] == working_days(10)
        # 62 is of the business environment alone, and no fact says whether a matter is.
        assert day.provision("extension.cap").basis is Basis.ASSUMED
        assert {day[GUARDS].row(each).basis for each in added} == {Basis.ASSUMED}


class TestValues:
    """What each text sets, leaves to others, or does not speak of."""

    @ON_EACH_PACK
    def test_five_working_days(self, pack: ModuleType) -> None:
        """潍坊 20-1-1, 安阳 50-1, 济南 24-1: five working days; 潍坊 20-2 has others for the province's."""
        limits = pack.TIMELINE.on(TODAY)[LIMITS]
        for origin in (*Origin, MISSING):
            stated = {} if origin is MISSING else {"origin": origin}
            found = limits.hit(INTAKE_FACTS.make(**stated)).then
            if pack is weifang and origin is Origin.SUPERIOR:
                assert found is UNSET
            else:
                ((stage, limit, _),) = found
                assert (stage, limit) == (Stage.HANDLE, working_days(5))

    @pytest.mark.parametrize(
        ("path", "of_weifang", "of_anyang", "of_jinan"),
        [
            (
                "casework.responsibility",
                Responsibility.DESIGNATED_LEAD,
                SILENT,
                Responsibility.DESIGNATED_LEAD,
            ),
            ("casework.return", ReturnRule.APPLICATION, ReturnRule.RETURN, SILENT),
            # 潍坊 22-1 应当按照规定申请退回: left to rules that were not seen.
            ("dispatch_objection.window", UNSET, hours(24), SILENT),
            ("dispatch_objection.max_count", UNSET, SILENT, SILENT),
            ("extension.cap", SILENT, working_days(5), working_days(10)),
            ("co_handler.limit", SILENT, SILENT, SILENT),
            ("signing.limit", SILENT, SILENT, SILENT),
            ("contact.limit", SILENT, SILENT, SILENT),
            ("casework.deferral_stops", SILENT, SILENT, SILENT),
            ("deferred_ledger.scope", SILENT, SILENT, SILENT),
            ("casework.alerts", SILENT, SILENT, SILENT),
        ],
    )
    def test_stated(self, path: str, of_weifang: Any, of_anyang: Any, of_jinan: Any) -> None:
        """Each parameter as the three texts have it."""
        found = [pack.TIMELINE.on(TODAY).provision(path).value for pack in PACKS]
        assert found == [of_weifang, of_anyang, of_jinan]

    def test_recusal(self) -> None:
        """济南 32-1 has it in law that a report is kept from the accused; elsewhere it is assumed."""
        for pack, basis in (
            (weifang, Basis.ASSUMED),
            (anyang, Basis.ASSUMED),
            (jinan, Basis.LAW),
        ):
            provision = pack.TIMELINE.on(TODAY).provision(RECUSAL)
            assert provision.value == {RequestType.REPORT}
            assert provision.basis is basis

    def test_counting(self) -> None:
        """安阳 50-1 在接到: from the dispatch to the unit, anew for the next one; both assumed."""
        provision = anyang.TIMELINE.on(TODAY).provision(COUNTING)
        assert provision.source == anyang.REGULATIONS
        assert provision.value.starts_at is StartsAt.DISPATCHED
        assert provision.value.on_reassign is OnReassign.RESTART
        for choice in ("starts_at", "on_reassign"):
            ground = provision.value.ground(choice)
            assert (ground.locator, ground.basis) == ("50-1", Basis.ASSUMED)

    def test_counting_before_the_code(self) -> None:
        """Jinan's text is older than the Civil Code, by which the nation counts from 2021 on."""
        eve, day = (
            jinan.TIMELINE.on(each).provision(COUNTING)
            for each in (date(2020, 12, 31), date(2021, 1, 1))
        )
        assert eve.source == jinan.REGULATIONS
        assert day.source != jinan.REGULATIONS
        assert eve.value == day.value


# --- Case by case ------------------------------------------------------------------------------------

COUNTY, BUREAU, STREET, TOWN = "county", "county-bureau", "street", "town"
HOUSING, WATER, HOTLINE = "housing", "water", "hotline"
UNITS = (
    (COUNTY, "示例县人民政府", "区人民政府", "379901"),
    (BUREAU, "示例县某局", "区政府部门", "379901"),
    (STREET, "示例街道办事处", "街道办事处", "379901001"),
    (TOWN, "示例镇人民政府", "乡镇人民政府", "379901100"),
    (HOUSING, "市住房城乡建设部门（示例）", "市政府部门", "3799"),
    (WATER, "市供水企业（示例）", "承担公共服务职能的企事业单位", "3799"),
    (HOTLINE, "市热线工作机构（示例）", "市民热线服务工作机构", "3799"),
)
DIVISIONS = {"3799": "示例市", "379901": "示例县", "379901001": "示例街道", "379901100": "示例镇"}


@cache
def directory() -> Directory:
    """An invented city with a unit of each kind that the texts speak of."""
    return Directory.from_rows(
        id="packs",
        version="1",
        divisions=[{"code": code, "name": name} for code, name in DIVISIONS.items()],
        units=[dict(zip(("id", "name", "kind", "division"), each, strict=True)) for each in UNITS],
        holdings=[],
        by_prefix=True,
    )


@cache
def hotline(pack: ModuleType) -> Hotline:
    """The hotline of an invented city under the rules of a real one."""
    catalogue = Catalogue(id="none", version="1", entries=())
    return Hotline(pack.TIMELINE, catalogue, directory(), WorkCalendar.china())


def at(day: int = 2, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of March 2026, whose second day is a Monday."""
    return beijing_time(2026, 3, day, hour, minute)


def received(
    kind: RequestType = RequestType.COMPLAINT,
    accused: str | None = None,
    reply_wanted: bool = True,
) -> Received:
    """The receipt of a request on Monday at eight."""
    ticket = Ticket("T-1", ticket_facts(request_type=kind), received_at=at(2, 8), accused=accused)
    return Received(at(2, 8), ticket, reply_wanted=reply_wanted)


TO_COUNTY = (received(), Dispatched(at(), COUNTY))
TO_HOUSING = (received(), Dispatched(at(), HOUSING))
A_REPORT = (received(RequestType.REPORT, HOUSING),)
DESIGNATED = (
    *TO_COUNTY,
    Objected(at(2, 14), ObjectionGround.DUTY),
    Adjudicated(at(2, 16), Adjudication.DESIGNATE, COUNTY),
)
STUDIED = (
    received(),
    Conferred(at(2, 8, 30), (COUNTY, HOUSING), settled_on=COUNTY),
    Dispatched(at(), COUNTY),
)
IN_TIME, LATE = at(10, 0), at(10, 0, 1)
"""The end of five working days from Monday (24:00 of the next one), and the minute after it."""

BY_LAW = assumed("示例", "for the test")
SAME = StopGround.SAME_FACTS
TOLD: dict[str, Any] = {"requester_told": True, "hotline_told": True}


class Worked(NamedTuple):
    """
    A case from a statute.

    Attributes:
        pack: Whose rules.
        row: The row of the guards that it is about.
        where: Its 条款项, as cited.
        history: What happened before.
        wrong: A move that the row is about.
        right: The same move as the row wants it, or one that it is not about.
    """

    pack: ModuleType
    row: str
    where: str
    history: tuple[Event, ...]
    wrong: Event
    right: Event

    def __repr__(self) -> str:
        return f"{self.pack.TIMELINE.id} {self.row} {self.where}"


def _stopped(**more: Any) -> Stopped:
    ground = more.pop("ground", StopGround.UNCOOPERATIVE)
    return Stopped(at(3), ground, **{"approver": Approver.HOTLINE, **TOLD, **more})


def _noted(**more: Any) -> Stopped:
    return Stopped(at(3), more.pop("ground", SAME), **{**TOLD, **more})


def _handed(**more: Any) -> Entrusted:
    said = {"listed": True, "department_duty": False, **more}
    return Entrusted(at(3), said.pop("to", TOWN), by=said.pop("by", COUNTY), **said)


def _longer(**more: Any) -> Extended:
    length = more.pop("by_how_much", working_days(5))
    said = {"approver": Approver.UNIT_HEAD, "reason": "特别复杂", "ground": BY_LAW, **more}
    return Extended(said.pop("when", at(6)), length, **said)


FIVE_MORE = _longer()
AGAIN = Objected(at(3), ObjectionGround.DUTY)

WORKED = (
    # 潍坊
    Worked(weifang, "G1", "22-1", TO_COUNTY, Returned(at(3)), AGAIN),
    Worked(weifang, "G2", "22-2", DESIGNATED, AGAIN, Replied(at(3))),
    Worked(weifang, "G2", "22-2", STUDIED, AGAIN, Replied(at(3))),
    Worked(weifang, "G2", "22-2", DESIGNATED, Returned(at(3)), Replied(at(3))),
    Worked(
        weifang,
        "G3",
        "22-1",
        TO_COUNTY,
        Objected(at(3), ObjectionGround.OTHER),
        Objected(at(3), ObjectionGround.DUTY),
    ),
    Worked(
        weifang,
        "G6",
        "22-2",
        TO_COUNTY,
        Designated(at(3), HOUSING, by=WATER),
        Designated(at(3), HOUSING),
    ),
    Worked(
        weifang,
        "G7",
        "24-1",
        (received(),),
        Dispatched(at(), COUNTY, co_handlers=HOUSING),
        Dispatched(at(), HOUSING, co_handlers=COUNTY),
    ),
    Worked(
        weifang,
        "G7",
        "24-1",
        TO_HOUSING,
        Designated(at(3), COUNTY, co_handlers=HOUSING),
        Designated(at(3), COUNTY, co_handlers=WATER),
    ),
    Worked(weifang, "G6a", "24-1", TO_COUNTY, Joined(at(3), HOUSING), Joined(at(3), TOWN)),
    Worked(weifang, "G8", "24-2", TO_COUNTY, _handed(department_duty=True), _handed()),
    Worked(
        weifang,
        "G8",
        "24-2",
        TO_COUNTY,
        _handed(to=STREET, department_duty=True),
        _handed(to=BUREAU, department_duty=True),
    ),
    Worked(weifang, "G9", "24-2", TO_COUNTY, _handed(listed=False), _handed()),
    Worked(weifang, "G10", "35", A_REPORT, Dispatched(at(), HOUSING), Dispatched(at(), COUNTY)),
    Worked(weifang, "G11", "21", TO_COUNTY, _stopped(ground=StopGround.OTHER), _stopped()),
    Worked(weifang, "G12", "21", TO_COUNTY, _stopped(approver=Approver.UNIT_HEAD), _stopped()),
    Worked(weifang, "G13", "21", TO_COUNTY, _stopped(hotline_told=False), _stopped()),
    Worked(weifang, "G14", "21", TO_COUNTY, _stopped(requester_told=False), _stopped()),
    Worked(weifang, "G15", "20-1-2", TO_COUNTY, _longer(ground=None), _longer()),
    Worked(weifang, "G16", "20-1-1", TO_COUNTY, FedBack(LATE), FedBack(IN_TIME)),
    Worked(weifang, "G17", "20-1-1", TO_COUNTY, Replied(LATE), Replied(IN_TIME)),
    # 安阳
    Worked(
        anyang,
        "G1",
        "50-2",
        TO_COUNTY,
        Returned(at(3, 9, 1), reason="不属于本单位职责"),
        Returned(at(3, 9), reason="不属于本单位职责"),
    ),
    Worked(anyang, "G2", "50-2", TO_COUNTY, Returned(at(3, 8)), Returned(at(3, 8), reason="无")),
    Worked(anyang, "G3", "50-1", TO_COUNTY, _longer(approver=Approver.HOTLINE), FIVE_MORE),
    Worked(anyang, "G4", "50-1", TO_COUNTY, _longer(by_how_much=working_days(6)), FIVE_MORE),
    Worked(
        anyang,
        "G4",
        "50-1",
        (*TO_COUNTY, FIVE_MORE),
        _longer(when=at(9), by_how_much=working_days(5)),
        Replied(at(9)),
    ),
    Worked(
        anyang,
        "G4",
        "50-1",
        TO_COUNTY,
        ExtensionAsked(at(6), working_days(6), reason="特别复杂"),
        ExtensionAsked(at(6), working_days(5), reason="特别复杂"),
    ),
    Worked(anyang, "G5", "50-1", TO_COUNTY, _longer(reason=""), FIVE_MORE),
    Worked(anyang, "G6", "50-1", TO_COUNTY, _longer(when=LATE), _longer(when=IN_TIME)),
    Worked(anyang, "G7", "50-1", TO_COUNTY, FedBack(LATE), FedBack(IN_TIME)),
    Worked(anyang, "G8", "50-1", TO_COUNTY, Replied(LATE), Replied(IN_TIME)),
    Worked(anyang, "G9", "48-1-5", A_REPORT, Dispatched(at(), HOUSING), Dispatched(at(), COUNTY)),
    # 济南
    Worked(
        jinan,
        "G0",
        "29-1",
        (received(),),
        Dispatched(at(), (COUNTY, WATER)),
        Dispatched(at(), COUNTY),
    ),
    Worked(
        jinan,
        "G1",
        "29-1",
        TO_COUNTY,
        Designated(at(3), HOUSING, by=COUNTY),
        Designated(at(3), HOUSING, by=Party.GOVERNMENT),
    ),
    Worked(jinan, "G2", "32-1", A_REPORT, Dispatched(at(), HOUSING), Dispatched(at(), COUNTY)),
    Worked(
        jinan,
        "G2",
        "32-1",
        (*A_REPORT, Dispatched(at(), COUNTY)),
        Joined(at(3), HOUSING),
        Joined(at(3), WATER),
    ),
    Worked(
        jinan,
        "G3",
        "32-2",
        TO_COUNTY,
        Replied(at(3), interested=True),
        Replied(at(3), interested=False),
    ),
    Worked(jinan, "G4", "25-1-1", TO_COUNTY, _noted(ground=StopGround.UNCOOPERATIVE), _noted()),
    Worked(jinan, "G5", "25", TO_COUNTY, _noted(hotline_told=False), _noted()),
    Worked(jinan, "G6", "25", TO_COUNTY, _noted(requester_told=False), _noted()),
    Worked(
        jinan,
        "G7",
        "27-1",
        (*TO_COUNTY, FedBack(at(3))),
        FollowedUp(at(4), by=COUNTY),
        FollowedUp(at(4), by=HOTLINE),
    ),
    Worked(
        jinan,
        "G8",
        "27-2",
        (*TO_COUNTY, FedBack(at(3))),
        Rehandled(at(4), by=HOUSING),
        Rehandled(at(4), by=HOTLINE),
    ),
    Worked(jinan, "G9", "24-1-2", TO_COUNTY, _longer(ground=None), _longer()),
    Worked(jinan, "G10", "24-1", TO_COUNTY, FedBack(LATE), FedBack(IN_TIME)),
    Worked(jinan, "G11", "24-1", TO_COUNTY, Replied(LATE), Replied(IN_TIME)),
    Worked(jinan, "G12", "62", TO_COUNTY, _longer(approver=Approver.OTHER), _longer()),
    Worked(
        jinan,
        "G13",
        "62",
        TO_COUNTY,
        _longer(by_how_much=working_days(11)),
        _longer(by_how_much=working_days(10)),
    ),
    Worked(jinan, "G14", "62", TO_COUNTY, _longer(when=LATE), _longer(when=IN_TIME)),
    # 国办函〔2025〕66号
    *(
        Worked(
            pack,
            "N1",
            "（五）",
            (received(),),
            Dispatched(at(), STREET, department_duty=True),
            Dispatched(at(), STREET, department_duty=False),
        )
        for pack in PACKS
    ),
)


def rules_of(pack: ModuleType) -> Rulebook:
    """The rules of a city on the day of the worked cases."""
    found = pack.TIMELINE.on(TODAY)
    assert isinstance(found, Rulebook)
    return found


def told(case: Case, event: Event) -> list[str]:
    """What a review says was not right about the last event of a case."""
    assert case.history[-1] == event
    return [each.says.zh for each in case.breaches if each.place == len(case.history) - 1]


class TestGuards:
    """Each guard has its case out of the statute: what it bars, what it calls a breach, what not."""

    @pytest.mark.parametrize("case", WORKED, ids=repr)
    def test_wrong(self, case: Worked) -> None:
        """What a row bars is refused, and told of what happened; a breach is taken, and told."""
        row = rules_of(case.pack)[GUARDS].row(case.row)
        assert case.where in {ground.locator for ground in row.grounds}
        before = hotline(case.pack).review(case.history).case
        after = hotline(case.pack).review((*case.history, case.wrong))
        assert row.then.says.zh in told(after.case, case.wrong)
        if row.then.consequence is Consequence.BARRED:
            with pytest.raises(CaseworkError) as caught:
                before.apply(case.wrong)
            assert row.then.says.zh in str(caught.value)
        else:
            assert row.then.says.zh in told(before.apply(case.wrong), case.wrong)

    @pytest.mark.parametrize("case", WORKED, ids=repr)
    def test_right(self, case: Worked) -> None:
        """Done as the texts want it, the move is taken, and nothing is told of it."""
        done = hotline(case.pack).review(case.history).case.apply(case.right)
        assert told(done, case.right) == []

    @pytest.mark.parametrize("case", WORKED, ids=repr)
    def test_asked_before(self, case: Worked) -> None:
        """Asked what may come next, the row is told: as holding, or as depending on how it is done."""
        before = hotline(case.pack).review(case.history).case
        now = max(case.wrong.at, case.history[-1].at)
        found = before.allowed(now).of(case.wrong.move)
        named = {row.id for row in (*found.barred, *found.breaches)}
        named |= {each.row.id for each in (*found.conditions, *found.unverified)}
        assert case.row in named
        permitted = case.wrong.move in before.allowed(now)
        assert permitted is not any(
            row.then.consequence is Consequence.BARRED for row in found.barred
        )

    @ON_EACH_PACK
    def test_no_row_without_a_case(self, pack: ModuleType) -> None:
        """Every row stands in the table of cases, but those that wait for rules not seen."""
        waiting = {"G4", "G5"} if pack is weifang else set()
        worked = {case.row for case in WORKED if case.pack is pack}
        assert {row.id for row in rules_of(pack)[GUARDS].rows} == worked | waiting

    @pytest.mark.parametrize(
        ("pack", "history", "event", "row"),
        [
            (weifang, TO_COUNTY, AGAIN, "G4"),
            (weifang, TO_COUNTY, AGAIN, "G5"),
            (weifang, TO_COUNTY, _stopped(approver=None), "G12"),
            (weifang, TO_COUNTY, _stopped(hotline_told=None), "G13"),
            (weifang, TO_COUNTY, _handed(department_duty=None), "G8"),
            (anyang, TO_COUNTY, _longer(approver=None), "G3"),
            (jinan, TO_COUNTY, _noted(requester_told=None), "G6"),
            (jinan, TO_COUNTY, Replied(at(3)), "G3"),
        ],
    )
    def test_not_verifiable(
        self, pack: ModuleType, history: tuple[Event, ...], event: Event, row: str
    ) -> None:
        """What is not on record, or in rules that were not seen, is no breach: it cannot be verified."""
        done = hotline(pack).review(history).case.apply(event)
        assert told(done, event) == []
        assert row in {one.row.id for which, one in done.unverified if which == event}

    def test_a_window_supplied(self) -> None:
        """Whoever knows the rules that 潍坊 22-1 refers to supplies them, and the rows apply."""
        known = hotline(weifang).with_(
            {"dispatch_objection.window": working_days(2), "dispatch_objection.max_count": 1}
        )
        late = Objected(at(5), ObjectionGround.DUTY)
        once = known.review((*TO_COUNTY, AGAIN)).case
        assert told(once, AGAIN) == []
        assert told(known.review((*TO_COUNTY, late)).case, late) == ["超出申请退回的期限"]
        upheld = Adjudicated(at(3, 10), Adjudication.UPHOLD)
        twice = Objected(at(3, 11), ObjectionGround.DUTY)
        again = known.review((*once.history, upheld, twice)).case
        assert told(again, twice) == ["超出申请退回的次数"]

    def test_a_complaint_is_the_units_to_handle(self) -> None:
        """济南 32-1 speaks of 控告 and 举报: a complaint of a unit goes to that unit."""
        given = Dispatched(at(), HOUSING)
        for kind, fine in ((RequestType.COMPLAINT, True), (RequestType.REPORT, False)):
            case = hotline(jinan).review((received(kind, HOUSING), given)).case
            assert (told(case, given) == []) is fine


# --- Triage and dispatch ------------------------------------------------------------------------------

ROUTED = ON_EACH_PACK
SHARED_DUTY = "路灯"


@cache
def routing_hotline(pack: ModuleType) -> Hotline:
    """The hotline of the invented city, in which a county and a city department hold one duty."""
    holdings = [
        {"unit": unit, "duty": SHARED_DUTY, "division": division}
        for unit, division in ((COUNTY, "379901"), (HOUSING, "3799"))
    ]
    rows = [dict(zip(("id", "name", "kind", "division"), each, strict=True)) for each in UNITS]
    units = Directory.from_rows(
        id="levels",
        version="1",
        divisions=[{"code": code, "name": name} for code, name in DIVISIONS.items()],
        units=rows,
        holdings=holdings,
        by_prefix=True,
    )
    entry = CatalogueEntry(code="01", path=("市政", "路灯不亮"), duty=SHARED_DUTY)
    return Hotline(
        pack.TIMELINE,
        Catalogue(id="one", version="1", entries=(entry,)),
        units,
        WorkCalendar.china(),
    )


def routed(
    pack: ModuleType, day: date, leaf: str | None = None, accused: str | None = None, **facts: Any
) -> Routing:
    """The routing, at nine on a day, of a ticket from the county with these facts."""
    when = beijing_time(day.year, day.month, day.day, 9)
    stated = ticket_facts(**{"request_type": RequestType.COMPLAINT, "contact": True, **facts})
    ticket = Ticket(
        "T-1", stated, leaf, (Place(("379901",)),), when, title="路灯不亮", accused=accused
    )
    return routing_hotline(pack).route(ticket, at=when)


class TestRouting:
    """The cities route every ticket on every day that they cover, each by its own text."""

    @ROUTED
    def test_every_boundary_and_its_eve_route(self, pack: ModuleType) -> None:
        """Whatever its type, a ticket that nothing keeps goes to the county, due in five days."""
        for boundary in pack.TIMELINE.boundaries:
            for day in (boundary - timedelta(days=1), boundary):
                if day < pack.REGULATIONS.since:
                    continue
                stated = pack.TIMELINE.on(day).provisions
                assert {each.path for each in routing.PARAMETERS} <= set(stated)
                for kind in (*RequestType, MISSING):
                    found = routed(pack, day, request_type=kind)
                    assert found.disposition is Disposition.DISPATCH
                    assert found.lead is not None
                    assert (found.lead.id, found.mode) == (COUNTY, DispatchMode.TO_DISTRICT)
                    (deadline,) = found.deadlines
                    assert deadline.limit == working_days(5)

    @pytest.mark.parametrize(
        ("pack", "lead"), [(weifang, HOUSING), (jinan, COUNTY), (anyang, COUNTY)]
    )
    def test_levels(self, pack: ModuleType, lead: str) -> None:
        """潍坊 24-1: of a county and a city department the department leads; no other has such a rule."""
        found = routed(pack, TODAY, leaf="01")
        assert found.lead is not None
        assert (found.lead.id, found.mode) == (lead, DispatchMode.DIRECT)

    def test_a_limit_that_was_not_seen(self) -> None:
        """潍坊 20-2: what a superior passed on has no deadline that could be reckoned, and it says so."""
        found = routed(weifang, TODAY, origin=Origin.SUPERIOR)
        assert (found.disposition, found.deadlines) == (Disposition.DISPATCH, ())
        assert Obstacle.LIMIT_UNSET in found.obstacles
        assert found.limit is not None
        assert "20-2" in {each.locator for each in found.limit.grounds}

    @ROUTED
    def test_the_callers_breach(self, pack: ModuleType) -> None:
        """济南 42 has the caller dissuaded, in Weifang it is assumed; neither has more, as 北京 37 has."""
        duties = {each.then for each in routed(pack, TODAY, abusive=True).duties}
        assert (Duty.ASK_TO_DESIST in duties) is (pack is not anyang)
        assert Duty.DISSUADE_REQUESTER not in duties

    def test_what_has_entered_a_procedure(self) -> None:
        """济南 23-1-(三) says so in law; in Anyang it is read into what 53号 and 66号 say."""
        procedures = ("LITIGATION", "ARBITRATION", "DISCIPLINE", "RECONSIDERATION", "DISCLOSURE")
        for day in (date(2022, 3, 1), TODAY):
            for name in (*procedures, "OTHER"):
                entered: dict[str, Any] = {"statutory": StatutoryStanding[f"ENTERED_{name}"]}
                due: dict[str, Any] = {"statutory": StatutoryStanding[f"SHOULD_GO_{name}"]}
                for facts in (entered, due):
                    for pack in (jinan, anyang):
                        found = routed(pack, day, **facts)
                        assert found.disposition is Disposition.GUIDE_STATUTORY
                assert routed(jinan, day, **entered).triage.basis is Basis.LAW
                assert routed(anyang, day, **entered).triage.basis is Basis.ASSUMED
                assert routed(anyang, day, **due).triage.basis is not Basis.ASSUMED

    @ROUTED
    def test_kept_from_the_accused(self, pack: ModuleType) -> None:
        """A report of the unit that would lead goes past it, and says so; a complaint does not."""
        lead = routed(pack, TODAY, leaf="01").lead
        assert lead is not None
        report = routed(pack, TODAY, leaf="01", accused=lead.id, request_type=RequestType.REPORT)
        assert report.lead is not None
        assert report.lead != lead
        assert Duty.KEEP_FROM_ACCUSED in {each.then for each in report.duties}
        assert routed(pack, TODAY, leaf="01", accused=lead.id).lead == lead

    def test_jinan_by_the_day(self) -> None:
        """23-1-(三) only knows what has entered; the State Council's guidance adds what should go."""
        eve, day = date(2021, 1, 5), date(2021, 1, 6)
        for standing, before, after in (
            ("ENTERED_LITIGATION", Disposition.GUIDE_STATUTORY, Disposition.GUIDE_STATUTORY),
            ("SHOULD_GO_LITIGATION", Disposition.DISPATCH, Disposition.GUIDE_STATUTORY),
            ("SHOULD_GO_PETITION", Disposition.DISPATCH, Disposition.DISPATCH),
        ):
            facts: dict[str, Any] = {"statutory": StatutoryStanding[standing]}
            assert routed(jinan, eve, **facts).disposition is before
            assert routed(jinan, day, **facts).disposition is after

    def test_what_weifang_refuses(self) -> None:
        """19-1: nothing of what it lists goes to a unit; what it does not list does."""
        refused: tuple[dict[str, Any], ...] = (
            {"statutory": StatutoryStanding.SHOULD_GO_DISCLOSURE},
            {"statutory": StatutoryStanding.ENTERED_PETITION},
            {"secrecy": Secrecy.PRIVACY},
            {"unlawful": True},
            {"earlier": EarlierCase.FINISHED, "new_grounds": False},
        )
        taken: tuple[dict[str, Any], ...] = (
            {"statutory": StatutoryStanding.SHOULD_GO_PETITION},
            {"earlier": EarlierCase.FINISHED, "new_grounds": True},
            {"earlier": EarlierCase.FINISHED},
        )
        for facts in refused:
            found = routed(weifang, TODAY, **facts)
            assert found.dispatch is None
            assert "19-2" in {each.locator for each in found.triage.grounds}
        for fine in taken:
            assert routed(weifang, TODAY, **fine).disposition is Disposition.DISPATCH

    @ROUTED
    def test_answered_on_the_spot(self, pack: ModuleType) -> None:
        """济南 23-1-(一), 潍坊 18-2, 安阳 49-1-(一): so of every request, not of inquiries alone."""
        for kind in RequestType:
            found = routed(pack, TODAY, request_type=kind, answerable=True)
            assert found.disposition is Disposition.ANSWER

    @ROUTED
    def test_a_repeated_request(self, pack: ModuleType) -> None:
        """From 2025-06-25 what an open ticket is about joins it; before, nothing said so."""
        day = national.GUIDANCE_2025.since
        facts: dict[str, Any] = {"earlier": EarlierCase.IN_PROGRESS, "new_grounds": False}
        assert routed(pack, day - timedelta(days=1), **facts).disposition is Disposition.DISPATCH
        assert routed(pack, day, **facts).disposition is Disposition.TELL_PROGRESS

    def test_what_anyang_explains(self) -> None:
        """49-1-(三): what is not accepted is explained, and no unit gets it, answerable or not."""
        refused: tuple[tuple[Disposition, dict[str, Any]], ...] = (
            (Disposition.EXPLAIN_SECRECY, {"secrecy": Secrecy.PRIVACY}),
            (Disposition.GUIDE_STATUTORY, {"statutory": StatutoryStanding.SHOULD_GO_LITIGATION}),
            (Disposition.GUIDE_STATUTORY, {"statutory": StatutoryStanding.ENTERED_PETITION}),
            (Disposition.GUIDE_STATUTORY, {"statutory": StatutoryStanding.ENTERED_OTHER}),
            (Disposition.NOT_ACCEPTED, {"unlawful": True}),
            (Disposition.OUT_OF_TERRITORY, {"territory": Territory.OUTSIDE}),
            (Disposition.GUIDE_ELSEWHERE, {"body": ResponsibleBody.MILITARY}),
            (Disposition.GUIDE_ELSEWHERE, {"beyond_duty": True}),
        )
        for route, facts in refused:
            for day in (anyang.REGULATIONS.since, TODAY):
                found = routed(anyang, day, answerable=True, **facts)
                assert (found.disposition, found.dispatch) == (route, None)
                assert "49-1-3" in {each.locator for each in found.triage.grounds}

    def test_anyang_transfers_emergencies(self) -> None:
        """46-2 names 110, 119 and 120 and is open: every emergency line is reached by one key."""
        for line in EmergencyLine:
            found = routed(anyang, TODAY, emergency=line, secrecy=Secrecy.PRIVACY)
            transferred = found.disposition is Disposition.TRANSFER_EMERGENCY
            assert transferred is (line is not EmergencyLine.NONE)

    def test_anyang_takes_what_platforms_pass_on(self) -> None:
        """48-1-(二): by the law's own words, also where no type is on record."""
        passed = routed(anyang, TODAY, request_type=MISSING, origin=Origin.SUPERIOR)
        other = routed(anyang, TODAY, request_type=MISSING)
        assert passed.disposition is other.disposition is Disposition.DISPATCH
        assert passed.triage.basis is Basis.LAW
        assert other.triage.basis is Basis.ASSUMED

    @pytest.mark.parametrize(
        ("pack", "where"), [(weifang, "27-2"), (jinan, "31"), (anyang, "46-1")]
    )
    def test_assessment_is_left_to_others(self, pack: ModuleType, where: str) -> None:
        """The texts have assessment regulated, and say nothing of what is in such rules."""
        rules = rules_of(pack)
        stated = {path for path in rules.provisions if path.startswith(("rates.", "scoring."))}
        assert len(stated) == 7
        for path in stated - {"scoring.base_ratio"}:
            provision = rules.provision(path)
            assert provision.value is UNSET
            assert provision.citations[0].locator == where
        with pytest.raises(UnsetError, match="weights"):
            rules["scoring.weights"]


class TestThreeCities:
    """One history, three laws: a ticket that will not stay, and handling that ends early."""

    LATE_AGAIN = Returned(at(5), reason="不属于本单位职责")

    def test_weifang_bars_a_second_return(self) -> None:
        """22-2: whoever was designated applies no more; before that, it may."""
        first = hotline(weifang).review(TO_COUNTY).case
        assert Move.OBJECTED in first.allowed(at(2, 14))
        case = hotline(weifang).review(DESIGNATED).case
        options = case.allowed(at(5))
        assert Move.OBJECTED not in options
        assert Move.RETURNED not in options
        assert "22-2" in {each.locator for each in options.of(Move.OBJECTED).grounds}
        with pytest.raises(CaseworkError, match="不得退回"):
            case.apply(Objected(at(5), ObjectionGround.DUTY))
        assert case.answerable() == COUNTY

    def test_anyang_permits_a_late_return(self) -> None:
        """50-2: late, even after a designation, it is a breach; the hotline body answers afterwards."""
        case = hotline(anyang).review(DESIGNATED).case
        assert Move.RETURNED in case.allowed(at(5))
        after = case.apply(self.LATE_AGAIN)
        assert told(after, self.LATE_AGAIN) == ["超过24小时退回"]
        assert after.answerable() is Party.HOTLINE
        (owed,) = after.pending(at(5))
        assert (owed.task, owed.when) == (Task.DISPATCH, When.PROMPTLY)

    def test_jinan_stops_without_approval(self) -> None:
        """25: with an explanation and a note in writing, nobody has to agree; in Weifang one has to."""
        stopped = _noted()
        assert stopped.approver is None
        done = hotline(jinan).review(TO_COUNTY).case.apply(stopped)
        assert told(done, stopped) == []
        assert "approver" not in {
            fact for each, one in done.unverified if each == stopped for fact in one.facts
        }
        head = _stopped(approver=Approver.UNIT_HEAD)
        with pytest.raises(CaseworkError, match="审核"):
            hotline(weifang).review(TO_COUNTY).case.apply(head)

    def test_a_return_in_jinan(self) -> None:
        """No text lets a unit go: it still answers for what it sent back, and nothing is barred."""
        back = Returned(at(3), reason="不属于本单位职责")
        after = hotline(jinan).review(TO_COUNTY).case.apply(back)
        assert told(after, back) == []
        assert after.answerable() == COUNTY
        assert rules_of(jinan).provision(RETURN_RULE).value is SILENT


def owed(case: Case, when: datetime) -> Mapping[tuple[Task, When], Any]:
    """What is owed in a case, by task and by when."""
    return {(each.task, each.when): each for each in case.pending(when)}


class TestOwed:
    """What the texts have to be done, by whom and by when."""

    @ON_EACH_PACK
    def test_five_working_days_from_the_dispatch(self, pack: ModuleType) -> None:
        """Of Wednesday 2022-09-28 the fifth working day is Monday 10 October, past the holiday."""
        given = beijing_time(2022, 9, 28, 17)
        ticket = Ticket("T-1", ticket_facts(request_type=RequestType.COMPLAINT))
        history = (Received(beijing_time(2022, 9, 27, 9), ticket), Dispatched(given, HOUSING))
        found = owed(hotline(pack).review(history).case, given)
        for task in (Task.REPLY, Task.FEED_BACK):
            pending = found[task, When.IN_LIMIT]
            assert pending.body == HOUSING
            assert pending.due == beijing_time(2022, 10, 11)
            assert not pending.overdue(beijing_time(2022, 10, 11))
            assert pending.overdue(beijing_time(2022, 10, 11, 0, 1))

    @ON_EACH_PACK
    def test_dispatch_in_good_time(self, pack: ModuleType) -> None:
        """潍坊 18-2, 安阳 49-1-(二), 济南 23-1-(二): what was given back is owed to the next unit."""
        withdrawn = (*TO_COUNTY, Objected(at(2, 14)), Adjudicated(at(3), Adjudication.REASSIGN))
        case = hotline(pack).review(withdrawn).case
        assert set(owed(case, at(3))) == {(Task.DISPATCH, When.PROMPTLY)}

    @ON_EACH_PACK
    def test_no_answer_wanted(self, pack: ModuleType) -> None:
        """要求不回复的除外: the feedback is owed all the same."""
        history = (received(reply_wanted=False), Dispatched(at(), HOUSING))
        found = owed(hotline(pack).review(history).case, at())
        assert set(found) == {(Task.FEED_BACK, When.IN_LIMIT)}

    def test_a_statutes_limit_in_jinan(self) -> None:
        """24-1-(二): told within five working days; answered and fed back within the statute's limit."""
        longer = LimitReplaced(at(3), working_days(20), BY_LAW)
        case = hotline(jinan).review((*TO_HOUSING, longer)).case
        found = owed(case, at(4))
        inform = found[Task.INFORM, When.IN_FIRST_LIMIT]
        assert inform.due == at(10, 0)
        assert found[Task.REPLY, When.IN_LIMIT].due == beijing_time(2026, 3, 31)
        after = case.apply(Informed(at(5)))
        assert (Task.INFORM, When.IN_FIRST_LIMIT) not in owed(after, at(5))

    @pytest.mark.parametrize("pack", [weifang, anyang], ids=lambda each: each.TIMELINE.id)
    def test_a_statutes_limit_elsewhere(self, pack: ModuleType) -> None:
        """潍坊 20-1-(二), 安阳 50-1: it takes the place of the five days, and nothing else is owed."""
        longer = LimitReplaced(at(3), working_days(20), BY_LAW)
        found = owed(hotline(pack).review((*TO_HOUSING, longer)).case, at(4))
        assert set(found) == {(Task.REPLY, When.IN_LIMIT), (Task.FEED_BACK, When.IN_LIMIT)}
        assert {each.due for each in found.values()} == {beijing_time(2026, 3, 31)}

    @pytest.mark.parametrize(
        ("pack", "task", "when"),
        [
            (weifang, Task.EXPLAIN_AND_PROPOSE, When.PROMPTLY),
            (anyang, Task.TELL_MEASURES, When.NOT_SET),
            (jinan, Task.TELL_MEASURES, When.IN_FIRST_LIMIT),
        ],
        ids=lambda each: each.TIMELINE.id if isinstance(each, ModuleType) else each.name,
    )
    def test_what_cannot_be_solved_yet(self, pack: ModuleType, task: Task, when: When) -> None:
        """潍坊 20-1-(三), 安阳 50-2, 济南 24-1-(三): the requester is told, once."""
        case = hotline(pack).review((*TO_HOUSING, Deferred(at(3)))).case
        assert (task, when) in owed(case, at(4))
        after = case.apply(Informed(at(5), promised=date(2026, 4, 1)))
        assert not any(each is task for each, _ in owed(after, at(5)))

    def test_an_application_is_decided(self) -> None:
        """潍坊 22: the hotline body decides on an application; nobody says by when."""
        case = hotline(weifang).review((*TO_COUNTY, AGAIN)).case
        pending = owed(case, at(3))[Task.DECIDE_OBJECTION, When.NOT_SET]
        assert (pending.body, pending.since) == (Party.HOTLINE, at(3))
        assert pending.row.basis is Basis.ASSUMED
        for pack in (anyang, jinan):
            found = owed(hotline(pack).review((*TO_COUNTY, AGAIN)).case, at(3))
            assert not any(task is Task.DECIDE_OBJECTION for task, _ in found)

    def test_an_extension_is_decided(self) -> None:
        """安阳 50-1: on the word of the head of the unit itself."""
        asked = ExtensionAsked(at(4), working_days(5), reason="特别复杂")
        case = hotline(anyang).review((*TO_COUNTY, asked)).case
        assert owed(case, at(4))[Task.DECIDE_EXTENSION, When.NOT_SET].body == COUNTY
        after = case.apply(FIVE_MORE)
        assert owed(after, at(6))[Task.REPLY, When.IN_LIMIT].due == at(17, 0)

    @pytest.mark.parametrize(
        ("pack", "follows"),
        [(weifang, True), (anyang, False), (jinan, True)],
        ids=lambda each: each.TIMELINE.id if isinstance(each, ModuleType) else str(each),
    )
    def test_follow_up(self, pack: ModuleType, follows: bool) -> None:
        """济南 27-1 each, 潍坊 25 as assumed, after the feedback; Anyang's text knows none."""
        case = hotline(pack).review((*TO_COUNTY, Replied(at(4)), FedBack(at(4, 10)))).case
        assert ((Task.FOLLOW_UP, When.NOT_SET) in owed(case, at(4, 11))) is follows
        after = case.apply(FollowedUp(at(5)))
        assert not owed(after, at(5))

    @pytest.mark.parametrize("pack", [weifang, jinan], ids=lambda each: each.TIMELINE.id)
    def test_a_superior(self, pack: ModuleType) -> None:
        """潍坊 23, 济南 29-2: what a unit cannot solve is the government's to take up."""
        case = hotline(pack).review((*TO_COUNTY, Escalated(at(4)))).case
        assert owed(case, at(4))[Task.GIVE_OPINION, When.NOT_SET].body is Party.GOVERNMENT

    @ON_EACH_PACK
    def test_nothing_once_stopped(self, pack: ModuleType) -> None:
        """Handling that was stopped owes neither answer nor feedback."""
        stopped = Stopped(at(3), SAME, approver=Approver.HOTLINE, **TOLD)
        assert owed(hotline(pack).review((*TO_COUNTY, stopped)).case, at(20)) == {}

    @ON_EACH_PACK
    def test_every_row_of_what_is_owed_is_met(self, pack: ModuleType) -> None:
        """No row waits for a stand that cannot come: each is owed at some instant of these cases."""
        asked = ExtensionAsked(at(4), working_days(5))
        longer = LimitReplaced(at(3), working_days(20), BY_LAW)
        histories: tuple[tuple[Event, ...], ...] = (
            (received(),),
            (*TO_COUNTY, AGAIN),
            (*TO_COUNTY, asked, longer),
            (*TO_COUNTY, Deferred(at(4)), Escalated(at(5))),
            (*TO_COUNTY, FedBack(at(4))),
            (*TO_COUNTY, Adjudicated(at(4), Adjudication.REASSIGN)),
        )
        met = {
            pending.row.id
            for history in histories
            for pending in hotline(pack).review(history).case.pending(at(6))
        }
        assert met == {row.id for row in rules_of(pack)[OWED].rows}


class TestWhoAnswers:
    """The lead that was fixed answers where the text has one; where it is silent, so is the rule."""

    @pytest.mark.parametrize("pack", [weifang, jinan], ids=lambda each: each.TIMELINE.id)
    def test_designated_lead(self, pack: ModuleType) -> None:
        """潍坊 22-3, 济南 29-1: a designation moves responsibility, handing down does not."""
        case = hotline(pack).review(TO_COUNTY).case.apply(Entrusted(at(2, 10), BUREAU))
        assert case.answerable() == COUNTY
        after = case.apply(Designated(at(3), HOUSING, co_handlers=COUNTY))
        assert after.answerable() == HOUSING
        assert after.office.capacity(after.strands[0]).zh == "主办单位"

    def test_anyang_is_silent(self) -> None:
        """The text names no first receiver and no lead."""
        assert rules_of(anyang).provision(RESPONSIBILITY).value is SILENT
