"""One small invented value of every kind of document: what the files in ``golden`` are made of."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs

from jiesu.calendars import WorkCalendar
from jiesu.counting import CIVIL_CODE, Counting
from jiesu.counts import Counts, Ratio, UnitCounts
from jiesu.deadlines import Hours, NaturalDays, WorkingDays, due
from jiesu.decisions import (
    Dispatch,
    DispatchMode,
    Disposition,
    Duty,
    Loss,
    LossReason,
    Obstacle,
    Pins,
    Routing,
    Stage,
    StageDeadline,
    StageLimit,
)
from jiesu.events import (
    Dispatched,
    Event,
    Extended,
    FedBack,
    FollowedUp,
    Objected,
    ObjectionGround,
    Party,
    Received,
    Signed,
)
from jiesu.exact import Rounded
from jiesu.facts import AS, MISSING, REFUSE, Condition, Fact, FactSpace
from jiesu.formulas import Formula
from jiesu.labels import Text
from jiesu.layers import CalendarLayer
from jiesu.legal_time import beijing_time
from jiesu.nodes import Bonus, Deductions, OfRate, WeightedSum
from jiesu.office_hours import OfficeHours, Timetable
from jiesu.outcomes import (
    OUTCOME_FACTS,
    CountedBy,
    FollowUp,
    Outcome,
    Resolution,
    Satisfaction,
    Timeliness,
    outcome_facts,
)
from jiesu.overlays import Overlay
from jiesu.plain import to_data
from jiesu.ranking import CutTies
from jiesu.rates import ASIDE, MET, UNMET, ExclusionGround, Mark, Rate
from jiesu.rulebook import Rulebook, Timeline
from jiesu.selections import Measure, Selection
from jiesu.sources import (
    SILENT,
    UNSET,
    Basis,
    Dated,
    Parameter,
    Provision,
    Rank,
    Reading,
    Selector,
    Source,
    assumed,
)
from jiesu.tables import HitPolicy, Row, Ruling, Table
from jiesu.tallies import Scope, Tally
from jiesu.taxonomy import Catalogue, CatalogueEntry, TimeClass
from jiesu.tickets import (
    TICKET_FACTS,
    EarlierCase,
    Place,
    PlaceRole,
    RequestType,
    Ticket,
    ticket_facts,
)
from jiesu.units import Directory, Division, DivisionLevel, Holding, Unit, UnitKind

FOLDER = Path(__file__).parent / "golden"
NINE = beijing_time(2026, 3, 2, 9)
RULES = Source(
    id="demo-2026",
    title="某市热线办法",
    title_en="Hotline rules of a city",
    number="某政发〔2026〕1号",
    rank=Rank.LOCAL_LAW,
    published=date(2025, 12, 1),
    since=date(2026, 1, 1),
    place="99",
)
DRAFT = Source(
    id="demo-draft",
    title="某市热线考核办法",
    title_en="Assessment rules of a city",
    rank=Rank.POLICY,
    published=date(2026, 2, 1),
    since=date(2026, 2, 1),
    until=date(2027, 1, 1),
    place="99",
    reading=Reading.UNREAD,
    remark=Text("全文未公布。", "Not published in full."),
)
ARTICLE = RULES.cite("3-1", "应当即时答复")
REPORTED = DRAFT.cite("五（二）", basis=Basis.REPORTED)
GUESS = assumed("条文未列先后", "the text states no order", near=ARTICLE)
CITY = FactSpace(
    (
        Fact(
            "kind", Text("诉求类型", "request type"), (RequestType.INQUIRY, RequestType.COMPLAINT)
        ),
        Fact("heating", Text("供暖季", "heating season"), (True, False), AS(False, GUESS)),
        Fact("area", Text("片区", "area"), ("东区", "西区"), REFUSE),
    ),
    ({"kind": RequestType.INQUIRY, "heating": True},),
)
"""A city's own facts: of a label, a flag, codes; each missing in another way."""

TIMELINESS = OUTCOME_FACTS.facts[OUTCOME_FACTS.index("timeliness")]
TRIAGE: Table[Any] = Table(
    "demo.triage",
    CITY,
    (
        Row("T1", {"kind": RequestType.INQUIRY}, Disposition.ANSWER, (ARTICLE,)),
        Row("T2", {"kind": (RequestType.COMPLAINT, MISSING)}, UNSET, (ARTICLE, GUESS)),
    ),
    HitPolicy.FIRST,
)
PARAMETERS = {
    "triage": Parameter("demo.triage", Text("分类处理", "triage"), Table),
    "limit": Parameter(
        "demo.limit", Text("办理时限", "limit"), WorkingDays, selected_by=Selector.RECEIPT
    ),
    "copies": Parameter("demo.copies", Text("抄送", "copies"), frozenset),
    "weights": Parameter("demo.weights", Text("权重", "weights"), Mapping),
}
TICKET = Ticket(
    "2026030200001",
    ticket_facts(request_type=RequestType.COMPLAINT, mass=True, earlier=EarlierCase.FINISHED),
    leaf="0101",
    places=(Place(("990101001", "990101002")), Place(("990102",), PlaceRole.RESIDENCE)),
    received_at=NINE,
    title="小区门口垃圾三天没有清运",
    requester="R-1",
    accused="street",
)
NOTICE = CalendarLayer.plan(
    2026,
    number="某发电〔2025〕7号",
    published=date(2025, 11, 4),
    rest="2026-01-01/2026-01-03 2026-02-15/2026-02-23",
    working="2026-01-04 2026-02-14 2026-02-28",
)
HOURS = OfficeHours.of("09:00-12:00", "13:30-18:00")
CALENDAR = WorkCalendar(
    (NOTICE,),
    Timetable(
        HOURS,
        weekdays={5: OfficeHours.of("09:00-12:00")},
        seasons={"06-01/09-30": OfficeHours.of("08:30-12:00", "15:00-18:00")},
        dates={date(2026, 3, 30): OfficeHours.of("10:00-11:00")},
    ),
)
OWN_COUNTING: Counting = attrs.evolve(
    CIVIL_CODE,
    first_day=True,
    grounds=[("first_day", assumed("当日有效", "the day itself counts"))],
)
STREET = Unit(id="street", name="东街街道办事处", kind=UnitKind.SUBDISTRICT, division="990101001")


def rulebook() -> Rulebook:
    """A rulebook of a table over own facts, a limit, a set, a mapping and what is not set."""
    given = {
        "triage": Provision(value=TRIAGE, citations=(ARTICLE,)),
        "limit": Provision(value=WorkingDays(5), citations=(ARTICLE,), since=date(2026, 2, 1)),
        "copies": Provision(
            value=frozenset({RequestType.REPORT, RequestType.COMPLAINT}), citations=(ARTICLE,)
        ),
        "weights": Provision(value={"response": Fraction(3, 10)}, citations=(REPORTED,)),
    }
    return Rulebook(
        id="demo",
        version="1",
        place="99",
        day=date(2026, 3, 2),
        known_at=None,
        provisions={
            PARAMETERS[name].path: (PARAMETERS[name], each) for name, each in given.items()
        },
        sources=(RULES, DRAFT),
    )


def timeline() -> Timeline:
    """A limit that changes, and one that nobody published."""
    return Timeline(
        id="demo",
        version="1",
        place="99",
        series=(
            Dated(
                PARAMETERS["limit"],
                (
                    Provision(value=WorkingDays(5), citations=(ARTICLE,), until=date(2026, 7, 1)),
                    Provision(value=WorkingDays(3), citations=(ARTICLE,), since=date(2026, 7, 1)),
                ),
            ),
            Dated(PARAMETERS["weights"], (Provision(value=UNSET, citations=(REPORTED,)),)),
        ),
        sources=(RULES, DRAFT),
    )


def routing() -> Routing:
    """A decision in which something is of every kind that there is."""
    limit = StageLimit(Stage.HANDLE, WorkingDays(5), OWN_COUNTING)
    deadline = due(
        WorkingDays(5), NINE, CALENDAR, OWN_COUNTING, [(NINE, NINE + timedelta(days=2))]
    )
    kind = Condition("request_type", Text("诉求类型", "request type"), (RequestType.COMPLAINT,))
    mass = Condition("mass", Text("群体性", "mass"), (True,))
    return Routing(
        ticket=TICKET,
        at=NINE,
        triage=Ruling("T22", (kind,), Disposition.DISPATCH, (ARTICLE,)),
        passed_over=(),
        order=(),
        duties=(Ruling("D1", (mass,), Duty.COPY_DISTRICT, (ARTICLE,)),),
        entry=catalogue().entries[0],
        dispatch=Dispatch(
            lead=STREET,
            mode=DispatchMode.DIRECT,
            grounds=(ARTICLE,),
            losses=(Loss("gov", "东区人民政府", "东区", LossReason.LESS_PREFERRED, (GUESS,)),),
            chain=("990101001", "990101"),
            holding=Holding(unit="street", duty="sanitation", division="990101001"),
            where="东街街道",
        ),
        also_dispatched_to=(),
        copied_to=(STREET,),
        obstacles=tuple(Obstacle)[:1],
        limit=Ruling("L1", (), (limit,), (ARTICLE,)),
        deadlines=(StageDeadline(Stage.HANDLE, WorkingDays(5), OWN_COUNTING.starts_at, deadline),),
        asked=("request_type", "mass"),
        pins=Pins(rulebook="demo@1", catalogue="demo@1", directory="demo@1"),
    )


def catalogue() -> Catalogue:
    """A leaf, and one that ended."""
    return Catalogue(
        id="demo",
        version="1",
        entries=(
            CatalogueEntry(
                code="0101",
                path=("市容环卫", "环境卫生", "垃圾清运不及时"),
                duty="sanitation",
                co_duties=("roads",),
                time_class=TimeClass.DAY,
                source=ARTICLE,
            ),
            CatalogueEntry(
                code="0102",
                path=("市政", "照明", "路灯不亮"),
                duty=None,
                until=date(2026, 1, 1),
                successors=("0101",),
            ),
        ),
        published=date(2026, 1, 1),
    )


def directory() -> Directory:
    """Two divisions and a unit that holds a duty."""
    return Directory(
        id="demo",
        version="1",
        divisions=(
            Division(code="990101", name="东区", level=DivisionLevel.DISTRICT),
            Division(
                code="990101001", name="东街街道", level=DivisionLevel.SUBDISTRICT, parent="990101"
            ),
        ),
        units=(STREET,),
        holdings=(
            Holding(unit="street", duty="sanitation", division="990101001", source=ARTICLE),
        ),
    )


def history() -> tuple[Event, ...]:
    """A case that is dispatched, objected to, extended, reported and followed up."""
    at = [NINE + timedelta(hours=hour) for hour in range(8)]
    return (
        Received(at[0], TICKET, by=Party.REQUESTER),
        Dispatched(at[1], "street", limit=NaturalDays(7), counting=OWN_COUNTING),
        Signed(at[2], by="street", recorded_at=at[3]),
        Objected(at[3], ObjectionGround.DUTY, reason="不是本单位职责", by="street"),
        Extended(at[4], WorkingDays(5), ground=ARTICLE),
        FedBack(at[5], Resolution.RESOLVED),
        FollowedUp(at[6], FollowUp.REACHED, satisfied=Satisfaction.SATISFIED, seq=1),
    )


def counts() -> Counts:
    """Two rates of two units, one of them by a table that says what is not published."""
    space = FactSpace((TIMELINESS,))
    rows: tuple[Row[Any], ...] = (
        Row("R1", {"timeliness": Timeliness.ON_TIME}, MET, (REPORTED,)),
        Row("R2", {"timeliness": Timeliness.LATE}, Mark("1/2", weight=2), (REPORTED,)),
        Row("R3", {"timeliness": (Timeliness.OVERDUE,)}, UNMET, (REPORTED,)),
        Row("R4", {"timeliness": Timeliness.OPEN}, ASIDE, (REPORTED,)),
        Row("R5", {"timeliness": MISSING}, SILENT, (REPORTED,)),
    )
    late = Condition("void", Text("作废", "void"), (True,))
    return Counts(
        (
            Rate("timeliness", Text("按时办结率", "timeliness"), Table("t", space, rows)),
            Rate("response", Text("响应率", "response rate")),
        ),
        (Ruling("X1", (late,), ExclusionGround.VOID, (REPORTED,)),),
        {
            "street": UnitCounts(
                10, 1, (1,), (Ratio(Fraction(17, 2), 10), Ratio(9, 10)), (8, 1, 1, 0, 0)
            ),
            "gov": UnitCounts(0, 0, (0,), (Ratio(0, 0), Ratio(0, 0)), (0, 0, 0, 0, 0)),
        },
        as_of=date(2026, 3, 31),
        scopes=frozenset({scope()}),
        pins=frozenset({"demo@1"}),
    )


def scope() -> Scope:
    """March, by dispatch, as known in April."""
    return Scope(
        beijing_time(2026, 3, 1),
        beijing_time(2026, 4, 1),
        CountedBy.DISPATCHED,
        beijing_time(2026, 4, 8),
    )


def tally() -> Tally:
    """Three profiles of two units, over a fact of the library and one of a city's own."""
    kept = FactSpace((TIMELINESS, CITY.facts[2]))
    return Tally(
        kept,
        {
            ("street", Timeliness.ON_TIME, "东区"): 8,
            ("street", Timeliness.LATE, "东区"): 2,
            ("gov", MISSING, MISSING): 1,
        },
        as_of=date(2026, 3, 31),
        scopes=frozenset({scope()}),
    )


def formula() -> Formula:
    """Rates, deductions and a bonus, rounded."""
    tree = WeightedSum(
        [
            (OfRate("response"), "30%"),
            (OfRate("resolution"), Fraction(7, 10)),
            (Deductions(20, {"late": 2}), 1),
            (Bonus({"praised": "0.5"}, 2), 1),
        ]
    )
    terms = {"response": Text("响应率", "response rate")}
    return Formula(tree, terms, (REPORTED,), Rounded(1))


def documents() -> dict[str, Any]:
    """Kind of document to its value."""
    own = TICKET_FACTS.extend(CITY.facts[1], impossible=[{"heating": True, "mass": True}])
    return {
        "fact_space": CITY,
        "rulebook": rulebook(),
        "timeline": timeline(),
        "overlay": Overlay(
            {"demo.triage.T2": Disposition.DISPATCH, "demo.limit": Hours(24)},
            since=date(2026, 7, 1),
            name="试行",
        ),
        "catalogue": catalogue(),
        "directory": directory(),
        "calendar_layer": NOTICE,
        "work_calendar": CALENDAR,
        "ticket": TICKET,
        "routing": routing(),
        "history": history(),
        "outcome": Outcome(
            "2026030200001",
            "street",
            outcome_facts(resolved=Resolution.PARTLY, responded=True),
            received_at=NINE,
            due=NINE + timedelta(days=7),
            closed_at=NINE + timedelta(days=3),
        ),
        "tally": tally(),
        "counts": counts(),
        "formula": formula(),
        "selection": Selection(
            Text("约谈", "talks"),
            Measure.SCORE,
            UNSET,
            lowest=True,
            at_most=Fraction(60),
            ties=CutTies.NONE_IN,
            grounds=(REPORTED,),
        ),
        "ticket_of_a_city": Ticket(
            "2", own.make(request_type=RequestType.NEED, heating=True), received_at=NINE
        ),
    }


def printed(value: object) -> str:
    """A document as its golden file has it."""
    return json.dumps(to_data(value), ensure_ascii=False, indent=1) + "\n"


def write() -> None:
    """Write the golden files anew: ``PYTHONPATH=tests python -c 'import documents as d; d.write()'``."""
    for name, value in documents().items():
        (FOLDER / f"{name}.json").write_text(printed(value), "utf-8", newline="\n")
