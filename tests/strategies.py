"""Sample values, garbage and a fresh interpreter, for the tests of the package as a whole."""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st

import jiesu
from jiesu import (
    ASIDE,
    BEIJING,
    CIVIL_CODE,
    MET,
    MISSING,
    OUTCOME_FACTS,
    SILENT,
    TICKET_FACTS,
    UNMET,
    UNSET,
    Band,
    Basis,
    CalendarLayer,
    Catalogue,
    CatalogueEntry,
    Clock,
    CountedBy,
    Counts,
    Directory,
    Division,
    DivisionLevel,
    EarlierCase,
    ExclusionReview,
    Explanation,
    Fact,
    FactSpace,
    FollowUp,
    Formula,
    HitPolicy,
    Holding,
    Hotline,
    HowChanged,
    JiesuError,
    LimitChange,
    Mark,
    OfficeHours,
    Outcome,
    Period,
    Place,
    PlaceRole,
    Rate,
    RequestType,
    Resolution,
    Role,
    Rounded,
    Rounding,
    Routing,
    Row,
    Rulebook,
    Satisfaction,
    Source,
    Stage,
    StageLimit,
    StatuteRule,
    Table,
    Tally,
    Text,
    Ticket,
    Ties,
    TimeClass,
    Timeline,
    Timeliness,
    Timetable,
    Unit,
    UnitCalendars,
    UnitKind,
    WorkCalendar,
    WorkingDays,
    alerts,
    assumed,
    beijing_time,
    due,
    exact,
    hours,
    months,
    natural_days,
    obligations,
    outcome_facts,
    rank,
    ticket_facts,
    timesheet,
    working_days,
    working_hours,
    worklist,
)
from jiesu.errors import shown
from jiesu.events import (
    Adjudicated,
    Adjudication,
    Approver,
    Archived,
    CalledOut,
    ChannelEntered,
    Classified,
    Cleared,
    Closed,
    Conferred,
    Contacted,
    Corrected,
    CountedAs,
    Deferred,
    Designated,
    Dispatched,
    Dissuaded,
    Elevated,
    Entrusted,
    Escalated,
    Event,
    Extended,
    ExtensionAsked,
    ExtensionRefused,
    FedBack,
    FollowedUp,
    Informed,
    Joined,
    KeyCleared,
    KeyListed,
    LimitReplaced,
    Linked,
    LinkedAs,
    Objected,
    ObjectionGround,
    OpinionGiven,
    Rated,
    Recalled,
    Received,
    Rehandled,
    Reminded,
    Reopened,
    Replied,
    Reported,
    Responded,
    Returned,
    RiskReported,
    Signed,
    Split,
    StopGround,
    Stopped,
    Succeeded,
    Supervised,
    Supplemented,
    Urged,
    Withdrawn,
)
from jiesu.exact import RoundingPoint
from jiesu.facts import AS, REFUSE, excluding
from jiesu.labels import Label
from jiesu.nodes import (
    Bonus,
    Change,
    Deductions,
    Growth,
    LessPerPoint,
    OfFigure,
    OfRate,
    WeightedSum,
)
from jiesu.rules import beijing
from jiesu.rules.national import LICENSING, LICENSING_DAYS, PENALTY_DAYS
from jiesu.rules.shandong import CARDS
from jiesu.sources import Dated, Parameter, Provision, Rank
from jiesu.units import PUBLIC_SECURITY

LANGUAGES = ("zh", "en")
DAY = date(2026, 3, 27)
AT = beijing_time(2026, 3, 27, 16, 30)
CALENDAR = WorkCalendar.china()
OFFICE = OfficeHours.of("09:00-12:00", "13:30-18:00")
OPEN_CALENDAR = CALENDAR.with_hours(OFFICE)
GROUND = assumed("示例", "an example")
SOURCE = Source(
    id="demo",
    title="示例办法",
    title_en="Example rules",
    number="示例〔2026〕1号",
    rank=Rank.POLICY,
    published=date(2026, 1, 1),
    since=date(2026, 1, 1),
    remark=Text("示例", "an example"),
)
CITED = SOURCE.cite("3-1-2", "应当办理", note=Text("读作", "read as"))
LAYER = CalendarLayer.change("某区通知", published=date(2026, 7, 1), rest="2026-07-20")
ON_DUTY = CalendarLayer.daily("值守", published=DAY, first=DAY, last=date(2026, 12, 28))
TIMETABLE = Timetable(
    OFFICE,
    weekdays={5: OfficeHours.of("09:00-12:00")},
    seasons={"06-01/09-30": OfficeHours.of("08:30-12:00", "15:00-18:00")},
    dates={date(2026, 3, 30): OfficeHours.of("10:00-11:00")},
)
SEASONAL = CALENDAR.with_hours(TIMETABLE)
CLOCK = Clock(working_days(5), AT, holds=[(AT + timedelta(days=3), AT + timedelta(days=4))])
CHANGE = LimitChange(AT + timedelta(days=5), working_days(5), HowChanged.EXTENDED, GROUND)
LAST = date(2026, 6, 1)
OBLIGED: Any = {"statute": LICENSING_DAYS.limit(20), "statute_ground": LICENSING.cite("42-1")}
UNIT_CALENDARS = UnitCalendars(
    {"gov": SEASONAL}, {UnitKind.PUBLIC_SERVICE_ENTERPRISE: CALENDAR.with_layer(ON_DUTY)}
)
SPACE = FactSpace(
    (
        Fact("hot", Text("热", "hot"), (True, False), REFUSE),
        Fact("size", Text("规模", "size"), tuple(TimeClass), AS(TimeClass.DAY, GROUND)),
        Fact("seen", Text("在先", "seen"), tuple(EarlierCase)),
    ),
    ({"hot": True, "size": TimeClass.URGENT},),
)
ROWS = (
    Row("R1", {"hot": True}, 1, (GROUND,)),
    Row("R2", {"hot": False, "size": (TimeClass.DAY, TimeClass.URGENT)}, 2, (CITED,)),
    Row("R3", {"hot": False, "size": excluding(TimeClass.DAY, TimeClass.URGENT)}, 3, (CITED,)),
)
TABLE = Table("demo", SPACE, ROWS)
CASE = SPACE.make(hot=False, seen=MISSING)
PARAMETER = Parameter("demo.flag", Text("示例参数", "example parameter"), bool)
DATED = Dated(PARAMETER, (Provision(value=True, citations=(CITED,)),))
TIMELINE = Timeline(id="demo", version="1", place="11", series=(DATED,), sources=(SOURCE,))
RULEBOOK = Rulebook.of("demo", DAY, {PARAMETER: True}, CITED)
STAGE_LIMIT = StageLimit(Stage.HANDLE, natural_days(7), CIVIL_CODE)
TRICKY_LEAF, TRICKY_PLACE, PLAIN_LEAF = "0101", "110101001", "0102"
TRICKY = ticket_facts(
    request_type=RequestType.COMPLAINT,
    sudden=True,
    mass=True,
    extreme=True,
    risk=True,
    complex=True,
    abusive=True,
    earlier=EarlierCase.FINISHED,
    new_grounds=True,
)


def catalogue(version: str = "1") -> Catalogue:
    """A leaf whose lead is contested and that has co-handlers, a plain one, and an ended one."""
    return Catalogue(
        id="demo",
        version=version,
        entries=(
            CatalogueEntry(
                code=TRICKY_LEAF,
                path=("市容环卫", "环境卫生", "垃圾清运不及时"),
                duty="sanitation",
                co_duties=("roads", "water", "gas"),
                source=CITED,
            ),
            CatalogueEntry(
                code=PLAIN_LEAF,
                path=("市政", "道路", "井盖缺失" if version == "1" else "井盖丢失"),
                duty="roads",
                time_class=TimeClass.URGENT,
                industry="roads",
            ),
            CatalogueEntry(
                code="0103",
                path=("市政", "照明"),
                duty=None,
                until=date(2026, 1, 1),
                successors=(PLAIN_LEAF,),
            ),
        ),
        published=date(2026, 1, 1),
    )


def directory() -> Directory:
    """Three levels; many hold the duty of the contested leaf, one of them is complained of."""
    city, district, street = "11", "110101", TRICKY_PLACE
    units = [
        Unit(id="hotline", name="市民热线服务中心", kind=UnitKind.HOTLINE_BODY, division=city),
        Unit(
            id="gov",
            name="东城区人民政府",
            kind=UnitKind.DISTRICT_GOVERNMENT,
            division=district,
            aliases=("东城区政府",),
        ),
        Unit(id="police", name="公安分局", kind=UnitKind.DISTRICT_DEPARTMENT, division=district),
        Unit(id="street", name="东华门街道办事处", kind=UnitKind.SUBDISTRICT, division=street),
        Unit(
            id="old",
            name="已撤销的环卫中心",
            kind=UnitKind.AUTHORISED_ORGANISATION,
            division=district,
            until=date(2025, 1, 1),
            successors=("lead",),
        ),
        Unit(
            id="lead",
            name="东城区城市管理委员会",
            kind=UnitKind.DISTRICT_DEPARTMENT,
            division=district,
        ),
        Unit(id="city", name="市城市管理委员会", kind=UnitKind.CITY_DEPARTMENT, division=city),
        *(
            Unit(
                id=f"community-{n}",
                name=f"第{n}社区居民委员会",
                kind=UnitKind.COMMUNITY,
                division=street,
            )
            for n in (1, 2)
        ),
        *(
            Unit(
                id=duty,
                name=f"市{duty}公司",
                kind=UnitKind.PUBLIC_SERVICE_ENTERPRISE,
                division=city,
            )
            for duty in ("roads", "water", "gas")
        ),
    ]
    sanitation = [(who, street) for who in ("street", "community-1", "community-2")]
    sanitation += [("old", district), ("lead", district), ("city", city)]
    return Directory(
        id="demo",
        version="1",
        divisions=(
            Division(code=city, name="北京市", level=DivisionLevel.CITY),
            Division(code=district, name="东城区", level=DivisionLevel.DISTRICT, parent=city),
            Division(
                code=street, name="东华门街道", level=DivisionLevel.SUBDISTRICT, parent=district
            ),
        ),
        units=units,
        holdings=(
            *(Holding(unit=who, duty="sanitation", division=at) for who, at in sanitation),
            Holding(unit="police", duty=PUBLIC_SECURITY, division=district, source=CITED),
            *(Holding(unit=duty, duty=duty, division=city) for duty in ("roads", "water", "gas")),
        ),
    )


def hotline() -> Hotline:
    """Beijing's rules over the small catalogue and directory."""
    return Hotline(beijing.TIMELINE, catalogue(), directory(), CALENDAR)


def ticket(**fields: Any) -> Ticket:
    """The ticket that asks for everything at once; *fields* put other values in."""
    told: dict[str, Any] = {
        "id": "12345-20260327-000001",
        "facts": TRICKY,
        "leaf": TRICKY_LEAF,
        "places": (
            Place((TRICKY_PLACE,)),
            Place(("110101", "119999"), PlaceRole.RESIDENCE),
        ),
        "received_at": AT,
        "title": "小区门口垃圾三天没有清运，多名居民聚集，请有关部门尽快处理并答复",
        "requester": "R-000001",
        "accused": "street",
    }
    return Ticket(**told | fields)


def routings() -> tuple[Routing, ...]:
    """One decision of each kind, the most laden one first."""
    asked = hotline()
    return (
        asked.route(ticket(received_at=None), at=beijing_time(2026, 12, 28, 9)),
        asked.route(ticket(), at=AT),
        asked.route(ticket(leaf="no such leaf", places=()), at=AT),
        asked.route(
            ticket(facts=ticket_facts(request_type=RequestType.INQUIRY, answerable=True)), at=AT
        ),
        asked.route(
            ticket(leaf=PLAIN_LEAF, accused=None, places=(Place(("?", "110101")),)), at=AT
        ),
        asked.route(ticket(), at=AT, as_of=date(2020, 11, 1)),
    )


MARCH = Period.month(2026, 3)
CUT_OFF = beijing_time(2026, 4, 8)
SUPPLIED: dict[str, Any] = {
    "assessment.counted_by": CountedBy.DISPATCHED,
    "assessment.exclusions.X5": jiesu.ExclusionGround.DEFERRED,
    "assessment.exclusions.X6": jiesu.ExclusionGround.COUNTED,
    "rates.response.N*": UNMET,
    "rates.resolution.V3": Mark(exact("1/2")),
    "rates.resolution.N*": ASIDE,
    "rates.resolution.V5": MET,
    "rates.resolution.V6": MET,
    "rates.resolution.V7": MET,
    "rates.satisfaction.S2": Mark(exact("2/3")),
    "rates.satisfaction.S4": ASIDE,
    "rates.satisfaction.N*": ASIDE,
    "scoring.weights": {"response": "30%", "resolution": "0.35", "satisfaction": "7/20"},
}
"""What nobody published of Beijing's assessment, made up."""
ASSESSED = beijing.TIMELINE.with_(SUPPLIED)
EXTENDED = OUTCOME_FACTS.extend(SPACE.facts[1])
BANDS = (
    Band(Text("优秀", "excellent"), "95"),
    Band(Text("良好", "good"), Fraction(80)),
)
PUBLISHED = Counts.of(
    {"a": {"response": (48, 50), "resolution": (Fraction(77, 2), 50)}, "b": {"response": (0, 0)}},
    {"response": Text("响应率", "response rate")},
)
RATES = {"response": "96%", "resolution": Fraction(77, 100)}
READING = WeightedSum(
    [
        (OfRate("response"), 60),
        (LessPerPoint(OfRate("response"), "90%", full_mark=20), 1),
        (Deductions(20, {"late": 2}), 1),
        (Bonus({"late": 1}, 2), 1),
        (Growth(OfRate("response"), Change.DIFFERENCE), 10),
        (OfFigure("calls"), "0.1"),
    ]
)
"""A formula that reads rates, findings, a figure and a base period."""
CALLS = {
    unit: {"calls": number}
    for unit, number in zip(
        ("street", "lead", "gov", "roads", "city"), (3, "4.5", 0, 1, 2), strict=True
    )
}
FORMULA = Formula({"response": "0.3", "resolution": Fraction(7, 10)}, grounds=(CITED,))


def assessed() -> Hotline:
    """Beijing's rules, what they leave open supplied, over the small catalogue and directory."""
    return Hotline(ASSESSED, catalogue(), directory(), CALENDAR)


def outcomes() -> tuple[Outcome, ...]:
    """Handled in time and late, open, overdue, rated after the cut-off, left out, of March or not."""
    good = outcome_facts(
        role=Role.LEAD,
        request_type=RequestType.COMPLAINT,
        claim=Resolution.RESOLVED,
        follow_up=FollowUp.REACHED,
        responded=True,
        resolved=Resolution.RESOLVED,
        satisfied=Satisfaction.SATISFIED,
    )
    half = good.replace(resolved=Resolution.PARTLY, satisfied=Satisfaction.BASICALLY)
    bad = good.replace(
        responded=False, resolved=Resolution.UNRESOLVED, satisfied=Satisfaction.DISSATISFIED
    )
    due_at, rated = AT + timedelta(days=7), AT + timedelta(days=9)

    def one(ticket: str, unit: str, facts: Any, closed: int | None, **more: Any) -> Outcome:
        closed_at = None if closed is None else AT + timedelta(days=closed)
        given = {"due": due_at, "closed_at": closed_at, "rated_at": rated} | more
        return Outcome(ticket, unit, facts, AT, AT + timedelta(hours=1), **given)

    return (
        Outcome.routed(routings()[1], good, AT + timedelta(days=1), rated),
        one("2", "street", good, 3),
        one("3", "street", half, 8),
        one("4", "street", bad.replace(adjudicated=Resolution.RESOLVED), 9),
        one("5", "street", good.replace(deferred=True, unlawful=True), None),
        one("6", "lead", half, 3, rated_at=CUT_OFF + timedelta(days=1)),
        one("7", "lead", bad.replace(exclusion=ExclusionReview.GRANTED), 3),
        one("8", "gov", outcome_facts(timeliness=Timeliness.LATE), None, due=None, rated_at=None),
        one("9", "gov", good.replace(role=Role.CO_HANDLER), None, due=beijing_time(2026, 5, 1)),
        one("10", "roads", good.replace(void=True), 3),
        one("11", "city", EXTENDED.make(responded=True, size=TimeClass.DAY), 3),
        Outcome("12", "city", good, AT, beijing_time(2026, 4, 1), due_at),
    )


def history() -> tuple[Event, ...]:
    """A history with one event of each kind, an hour apart; not one that any rules would permit."""
    at = [AT + timedelta(hours=n) for n in range(60)]
    last = AT.date() + timedelta(days=30)
    return (
        Received(at[0], ticket(), confidential=True),
        Supplemented(at[1], what="另有噪声"),
        Corrected(at[2], "地点", "东城", "西城", by="hotline"),
        Classified(at[3], "1"),
        Conferred(at[4], ("lead", "gov"), settled_on="lead"),
        Split(at[5], ("噪声", "扬尘")),
        Dispatched(at[6], "lead", limit=natural_days(7), co_handlers="gov", batch="B1"),
        Signed(at[7], by="lead"),
        Contacted(at[8], by="lead", reached=False),
        Objected(at[9], ObjectionGround.DUTY, reason="不是本单位的", by="lead"),
        Adjudicated(at[10], Adjudication.REASSIGN, "gov", studied=True, strand=1),
        Designated(at[11], "lead", co_handlers=("gov",), strand=1),
        Returned(at[12], reason="退", strand=1),
        Recalled(at[13], "lead", batch="B1", strand=1),
        Entrusted(at[14], "old", main=True, listed=False, strand=1),
        Joined(at[15], "gov", limit=working_days(2), strand=1),
        Reported(at[16], by="gov", finished=False, reason="忙", interim="已到场"),
        CalledOut(at[17], ("gov", "old"), strand=1),
        Responded(at[18], by="gov", with_authority=True, solved=False),
        Escalated(at[19], "gov", strand=1),
        OpinionGiven(at[20], opinion="由城管办", strand=1),
        ExtensionAsked(at[21], working_days(5), reason="疑难", strand=1),
        ExtensionRefused(at[22], reason="不必", strand=1),
        Extended(at[23], working_days(5), ground=CITED, approver=Approver.UNIT_HEAD, strand=1),
        LimitReplaced(at[24], working_days(20), CITED, strand=1),
        ChannelEntered(at[25], jiesu.StatutoryStanding.ENTERED_LITIGATION),
        Deferred(at[26], reason="无资金", until=last, strand=1),
        Reminded(at[27], strand=1),
        Cleared(at[28], solved=False, strand=1),
        KeyListed(at[29]),
        KeyCleared(at[30]),
        Urged(at[31], strand=1),
        Supervised(at[32], ground="久拖", strand=1),
        RiskReported(at[33], ("gov",)),
        Dissuaded(at[34], note="辱骂"),
        Informed(at[35], promised=last, strand=1),
        Replied(at[36], answer="已办", strand=1),
        FedBack(at[37], Resolution.RESOLVED, strand=1),
        Stopped(at[38], StopGround.OTHER, strand=2),
        FollowedUp(at[39], FollowUp.WRONG_NUMBER),
        FollowedUp(at[40], resolved=Resolution.PARTLY, attitude=Satisfaction.SATISFIED),
        Rated(at[41], satisfied=Satisfaction.DISSATISFIED),
        Rehandled(at[42], limit=natural_days(3), strand=1),
        Elevated(at[43], "gov", strand=1),
        Linked(at[44], "T-9", LinkedAs.MASS, CountedAs.ONCE),
        Succeeded(at[45], "gov", "old"),
        Closed(at[46]),
        Reopened(at[47], limit=natural_days(2)),
        Withdrawn(at[48]),
        Closed(at[49], recorded_at=at[50]),
        Archived(at[51]),
    )


def samples() -> dict[str, tuple[Any, ...]]:
    """A few values of every public class, and of what public functions give, by class name."""
    old, new = catalogue(), catalogue("2")
    decided = routings()
    asked = hotline()
    labels = {
        name: tuple(kind)
        for name in jiesu.__all__
        if isinstance(kind := getattr(jiesu, name), type) and issubclass(kind, Label)
    }
    late = due(working_days(3), beijing_time(2026, 12, 28, 9), CALENDAR)
    held = due(natural_days(7), AT, CALENDAR, holds=[(AT, AT + timedelta(days=2))])
    limits = (hours(2), natural_days(7), working_days(5), working_hours(4), months(1))
    pieces = timesheet(AT, AT + timedelta(days=9), WorkingDays, CALENDAR)
    longer, read = CLOCK.changed(CHANGE), AT + timedelta(days=30)
    rulebook = beijing.TIMELINE.on(DAY)
    handled, scored = outcomes(), assessed()
    tallied = scored.tally(handled, period=MARCH, at=CUT_OFF)
    counted = scored.count(tallied)
    board = scored.score(counted, as_of=DAY)
    reviewed = asked.review(history())
    case, opened = reviewed.case, asked.open_case(ticket(), at=AT)
    allowed = opened.allowed(AT)
    return labels | {
        "Alert": alerts(late, CALENDAR, CARDS),
        "AlertRule": CARDS,
        "Assessment": (scored.assessment(DAY),),
        "Band": BANDS,
        "CalendarLayer": (LAYER, ON_DUTY, *CALENDAR.layers),
        "CalendarPins": (late.pins, due(working_hours(9), AT, SEASONAL).pins),
        "CalendarYear": (CALENDAR.year(2026), CALENDAR.year(2027)),
        "Catalogue": (old, new),
        "Case": (case, opened, case.as_at(AT)),
        "CatalogueEntry": old.entries,
        "CatalogueDiff": (old.diff(new), old.diff(old)),
        "Citation": (GROUND, CITED),
        "Clock": (CLOCK, longer, CLOCK.held(CHANGE.at)),
        "ClockReading": (
            CLOCK.read(AT, CALENDAR),
            longer.read(read, CALENDAR, done=CHANGE.at, rules=CARDS),
            longer.read(read, CALENDAR, rules=CARDS),
        ),
        "Counting": (CIVIL_CODE, CIVIL_CODE.with_(GROUND, first_day=True)),
        "Counts": (counted, scored.roll_up(counted, DivisionLevel.DISTRICT), PUBLISHED),
        "Dated": (DATED,),
        "Deadline": (late, held, *(due(each, AT, OPEN_CALENDAR) for each in limits)),
        "Directory": (directory(),),
        "Division": directory().divisions,
        "Excluded": scored.excluded(handled, period=MARCH, at=CUT_OFF),
        "Explanation": (decided[0].explain(), decided[0].explain("en"), late.explain()),
        "Fact": SPACE.facts,
        "FactSpace": (SPACE, TICKET_FACTS, OUTCOME_FACTS, EXTENDED, tallied.facts),
        "Facts": (CASE, TRICKY, ticket_facts(), *(each.facts for each in handled)),
        "Fault": asked.check(),
        "Formula": (FORMULA, board.formula, Formula(READING, rounding=Rounded(1))),
        "Holding": directory().holdings,
        "Hotline": (asked, Hotline(rulebook, old, directory(), CALENDAR)),
        "Event": history(),
        "Examined": allowed.moves,
        "File": (case.file, opened.file),
        "JiesuError": (
            caught(Place, candidates=()),
            caught(ticket_facts, request_typ=1, mass=2),
            caught(asked.tally, outcomes=(), period=MARCH, at=CUT_OFF),
        ),
        "League": (
            board.rank(),
            board.rank("timeliness", minimum=2, bands=BANDS, places=1, ties=Ties.DENSE),
            rank({"a": Fraction(90), "b": Fraction(90), "c": jiesu.NOT_ASSESSED}),
        ),
        "LimitChange": (CHANGE, LimitChange(AT, hours(2), HowChanged.ANEW)),
        "Mark": (MET, UNMET, ASIDE, Mark(exact("1/2")), Mark(1, 2)),
        "Hours": limits[:1],
        "NaturalDays": limits[1:2],
        "WorkingDays": limits[2:3],
        "WorkingHours": limits[3:4],
        "Months": limits[4:],
        "Obligation": (
            *obligations(CLOCK, CALENDAR, StatuteRule.LONGER_BESIDE, GROUND, **OBLIGED),
            *obligations(CLOCK, CALENDAR, StatuteRule.REPLACES, GROUND, promised=LAST),
        ),
        "OfficeHours": (OFFICE,),
        "Options": (allowed,),
        "Outcome": handled,
        "Parameter": (PARAMETER,),
        "Period": (MARCH, Period.days(DAY, DAY, CountedBy.CLOSED)),
        "Place": (Place((TRICKY_PLACE,)), Place(("1", "2"), PlaceRole.REGISTERED)),
        "Provision": DATED.entries,
        "Rate": (*counted.rates, *PUBLISHED.rates),
        "Report": (rulebook.check(),),
        "Review": (reviewed,),
        "Routing": decided,
        "Routings": (asked.route_many([ticket(), "?"], at=AT),),  # type: ignore[list-item]
        "Row": ROWS,
        "Rulebook": (
            rulebook,
            RULEBOOK,
            rulebook.with_({"dispatch_objection.window": UNSET}),
            ASSESSED.on(DAY),
        ),
        "Rounded": (Rounded(), Rounded(0, at=RoundingPoint.RATES)),
        "Ruling": TABLE.rows,
        "Score": (*(board[unit] for unit in counted.units), FORMULA.evaluate(RATES, "a")),
        "Scoreboard": (board, scored.score(PUBLISHED, formula=FORMULA, as_of=DAY)),
        "Segment": (*pieces, *due(working_hours(9), AT, SEASONAL).segments),
        "Source": (SOURCE, beijing.REGULATIONS),
        "Strand": case.strands,
        "StatutoryDays": (LICENSING_DAYS, PENALTY_DAYS),
        "Table": (TABLE, rulebook["routing.triage"], rulebook["routing.duties"]),
        "StageLimit": (STAGE_LIMIT,),
        "Tally": (tallied, tallied.project(["timeliness"]), tallied - tallied),
        "Text": (Text("一", "one"),),
        "Ticket": (ticket(), ticket(facts=ticket_facts(), places=(), leaf=None)),
        "Scope": tuple(tallied.scopes),
        "TimeLimit": limits,
        "Timeline": (TIMELINE, beijing.TIMELINE, TIMELINE.with_({"demo.flag": SILENT}), ASSESSED),
        "Timetable": (TIMETABLE, Timetable(OfficeHours.of("00:00-24:00"))),
        "Trace": (TABLE.explain(CASE),),
        "View": tuple(
            jiesu.view(opened.apply(history()[6]), audience) for audience in jiesu.Audience
        ),
        "Worklist": (worklist((case, opened), AT + timedelta(days=9)),),
        "Unit": directory().units,
        "UnitCalendars": (UNIT_CALENDARS, UnitCalendars()),
        "WorkCalendar": (CALENDAR, OPEN_CALENDAR, SEASONAL, CALENDAR.with_layer(LAYER)),
        "timezone": (BEIJING,),
    }


def caught(call: Any, **arguments: Any) -> JiesuError:
    """The error that a call raises."""
    try:
        call(**arguments)
    except JiesuError as error:
        return error
    raise AssertionError


# ------------------------------------------------------------------ garbage

ODD_TEXTS = (
    "",
    " ",
    "\n",
    "一\n二、伪造的一项",
    "# 伪造\n- 一项\n\n> 引",
    "<script>alert(1)</script>",
    "</div><img src=x onerror=alert(1)>&lt;&#60;",
    "[点此](javascript:alert(1)) **粗** _斜_ `码` ~~删~~ | 格 | $x$",
    "\ud800",
    "甲\udfff乙",
    "\x00\x1b[31m",
    "\u2028\u2029\x85\x0b\x0c\x1c\r",
    "\u202e\u200b\ufeff",
    "0" * 5000,
    "1e99999",
    "-1-",
    "12-1-1",
    "99999",
    "²",
    "2024-02-30",
    "hot",
)
_ODD_NUMBERS: tuple[Any, ...] = (
    *(0, -1, 1, 13, 2**64, 10**30, 10**5000, -(10**5000)),
    *(0.5, float("nan"), float("inf"), -0.0, 1j),
    *(Decimal("NaN"), Decimal("Infinity"), Decimal("0.1"), Fraction(1, 3)),
)
_ODD_TIMES: tuple[Any, ...] = (
    datetime(2026, 3, 27, 9),  # noqa: DTZ001 -- naive on purpose
    datetime.min,  # noqa: DTZ901 -- likewise
    datetime.max.replace(tzinfo=UTC),
    datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    datetime(2026, 3, 27, 9, tzinfo=UTC),
    *(date.min, date.max, DAY, timedelta(days=1), timedelta.max),
)
_ODD_THINGS: tuple[Any, ...] = (
    *(Label, RequestType, int, object(), len, Ellipsis, range(3)),
    *(Basis.LAW, HitPolicy.FIRST, MISSING, SILENT, UNSET, Rounding.HALF_UP, TimeClass.DAY),
    *(SOURCE, CITED, LAYER, CALENDAR, SPACE, CASE, TABLE, RULEBOOK, TIMELINE, Text("一", "one")),
    *(ROWS[0], PARAMETER, DATED, hours(1), CIVIL_CODE, Place(("1",)), Explanation(Text("", ""))),
    *(OUTCOME_FACTS, EXTENDED, MARCH, CountedBy.DUE, PUBLISHED, FORMULA, BANDS[0]),
    *(MET, ASIDE, jiesu.NOT_ASSESSED, Timeliness.LATE, Tally(FactSpace(()), {("a",): 1})),
    *(CLOCK, CHANGE, TIMETABLE, UNIT_CALENDARS, OFFICE, LICENSING_DAYS, CARDS[0]),
    *(Outcome("1", "a", outcome_facts()), Rate("response", Text("一", "one")), Ties.DENSE),
    *(b"", bytearray(b"x"), memoryview(b"x")),
)


def _one_of(things: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """One of *things*, never printed: Python refuses the repr of numbers that are too long."""
    return st.integers(0, len(things) - 1).map(lambda place: things[place])


ODD: tuple[Any, ...] = (
    *(None, True, [], (), {}, set(), [None], ["一"], {"hot": 1}, [[[]]], iter([1])),
    *(*ODD_TEXTS, *_ODD_NUMBERS, *_ODD_TIMES, *_ODD_THINGS),
)
"""One of everything that has no business where it is put."""

scalars: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | _one_of(ODD_TEXTS)
    | st.text(max_size=4)
    | _one_of(_ODD_NUMBERS)
    | st.floats()
    | _one_of(_ODD_TIMES)
    | _one_of(_ODD_THINGS)
)
"""Every kind of thing that has no business where it is put."""

_keys = st.none() | st.integers(0, 3) | _one_of((*ODD_TEXTS, "hot", "size", "code", "id"))

garbage: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(_keys, inner, max_size=2)
        | st.lists(inner, max_size=2).map(iter)
    ),
    max_leaves=5,
)
"""The same, in containers of containers."""


@attrs.frozen(repr=False)
class Boxed:
    """Garbage that Hypothesis can print."""

    value: Any

    def __repr__(self) -> str:
        return shown(self.value)


boxed = garbage.map(Boxed)


# ------------------------------------------------------------------ another process


def python(*arguments: str, env: Mapping[str, str] | None = None) -> str:
    """What a new interpreter prints; nothing of this one's environment reaches it."""
    done = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-X", "utf8", *arguments],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=dict(env or {}),
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    return done.stdout


def fresh(code: str, env: Mapping[str, str] | None = None) -> str:
    """
    What *code* prints in a new interpreter that has this one's path and nothing of the site's.

    Without the site there are no ``.pth`` files: a vendored copy stays the only one to be found.
    """
    head = f"import sys; sys.path[:] = {sys.path!r}\n"
    return python("-S", "-s", "-P", "-B", "-c", head + code, env=env)


def fresh_json(code: str, env: Mapping[str, str] | None = None) -> Any:
    """The last line that *code* prints in a new interpreter, read as JSON."""
    return json.loads(fresh(code, env=env).splitlines()[-1])
