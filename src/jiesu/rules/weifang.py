"""
潍坊市: what the regulations of 2021 say of handling.

A unit applies to return what is clearly not its own; whom the hotline body settled on after study, or
designated, may not. Stopping needs the hotline body's word. Triage and dispatch are not stated yet.
县（市、区）人民政府 is `UnitKind.DISTRICT_GOVERNMENT` here.
"""

from datetime import date
from typing import Any

from ..clocks import Task
from ..conduct import (
    ALERTS,
    CO_HANDLER_LIMIT,
    CONTACT_LIMIT,
    DEFERRAL_STOPS,
    DEFERRED_SCOPE,
    EXTENSION_CAP,
    GIVING,
    GUARDS,
    MOVE_FACTS,
    OBJECTION_COUNT,
    OBJECTION_WINDOW,
    OWED,
    OWED_FACTS,
    REACHING,
    RESPONSIBILITY,
    RETURN_RULE,
    SIGNING_LIMIT,
    STOPPING,
    Actor,
    Bearer,
    Bound,
    Guard,
    Owed,
    Responsibility,
    ReturnRule,
    Settled,
    StopRule,
    When,
    barred,
    breach,
)
from ..deadlines import working_days
from ..decisions import Stage, StageLimit
from ..events import Approver, Move, ObjectionGround, StopGround
from ..facts import MISSING, excluding
from ..labels import Text
from ..routing import INTAKE_FACTS, LIMITS, RECUSAL
from ..rulebook import Timeline
from ..sources import SILENT, UNSET, Dated, Provision, Rank, Source, assumed
from ..tables import HitPolicy, Row, Table
from ..tickets import RequestType
from ..units import UnitKind
from . import national

REGULATIONS = Source(
    id="wf-2021",
    title="潍坊市12345政务服务便民热线条例",
    title_en="Weifang regulations on the 12345 public service hotline",
    rank=Rank.LOCAL_LAW,
    published=date(2021, 12, 6),
    since=date(2021, 12, 15),
    place="3707",
    remark=Text(
        "2021年10月21日通过，2021年12月3日批准；公布日不见于正文，以所据文本标注的日期计",
        "adopted on 2021-10-21, approved on 2021-12-03; the text does not say when it was "
        "published, the day marked on the copy read stands for it",
    ),
)

_FIVE_DAYS = REGULATIONS.cite("20-1-1", "能够在五个工作日内办理完毕的，应当办理完毕")
_ANSWER = REGULATIONS.cite("20-1", "并将办理情况及时回复服务对象（要求不回复的除外）")
_FEEDBACK = REGULATIONS.cite("20-1", "反馈市12345热线工作机构")
_IN_LIMIT = assumed(
    "条文只写及时回复、反馈；第十四条有逾期未回复之语，读作至迟于办理时限内",
    "the text says in good time; art. 14 speaks of answers that are overdue, so by the limit of "
    "handling at the latest",
    REGULATIONS.cite("14", "对逾期未回复或者对办理结果有异议的，有权要求作出说明"),
)
_APPLY = REGULATIONS.cite(
    "22-1",
    "承办单位对明确不属于本单位职责范围的热线事项，应当按照规定申请退回",
    note=Text(
        "申请以同意为前提，不得径行退回",
        "an application needs consent: a unit does not return a ticket of its own accord",
    ),
)
_AS_PROVIDED = REGULATIONS.cite(
    "22-1",
    "应当按照规定申请退回",
    note=Text("所称规定未见", "the rules that it refers to were not seen"),
)
_BEYOND_RULES = assumed(
    "申请退回的期限、次数依“规定”，未见；超出的效果亦未见，按违反规定记",
    "window and number are left to rules that were not seen, and so is what follows from going "
    "beyond; told as a breach",
    REGULATIONS.cite("22-1", "应当按照规定申请退回"),
)
_NOT_AGAIN = REGULATIONS.cite(
    "22-2",
    "经研究确定或者直接指定的承办单位不得退回热线事项",
    note=Text("申请退回亦属退回", "to apply for a return is to return"),
)
_OVERLAP = assumed(
    "何为职责交叉条文未释；由市人民政府工作部门协办的，读作职责交叉",
    "the text does not say when duties overlap; read so where a city department assists",
    REGULATIONS.cite("24-1", "在承办热线事项时存在职责交叉的"),
)
_STOP = REGULATIONS.cite(
    "21", "应当书面提请市12345热线工作机构审核后终止办理，并向服务对象作出解释"
)
_NO_RECUSAL = assumed(
    "条例未设不转交被举报单位的规定；为防止打击报复，举报不转交被举报单位",
    "the regulations do not say that a report is kept from the unit reported; it is, lest there be "
    "retaliation",
    REGULATIONS.cite("35", "被投诉、举报的单位或者个人对服务对象进行打击报复的"),
)
_NO_EXTENSION = assumed(
    "条例未设延期；超过五个工作日的，须有法律、法规依据",
    "the regulations know no extension; more than five working days need a law",
    REGULATIONS.cite("20-1-2", "法律、法规规定的办理时限超过五个工作日的，从其规定"),
)

_LIMITS = Table(
    LIMITS.path,
    INTAKE_FACTS,
    (Row("L1", {}, (StageLimit(Stage.HANDLE, working_days(5)),), (_FIVE_DAYS,)),),
)


def _guards(*more: Row[Guard]) -> Table[Any]:
    """条例 chapter 4; *more* are rows of later texts."""
    cite = REGULATIONS.cite
    rows: tuple[Row[Any], ...] = (
        Row(
            "G1",
            {"move": Move.RETURNED},
            barred(
                "应当申请退回，不得径行退回",
                "a ticket is returned by application, not of the unit's own accord",
            ),
            (_APPLY,),
        ),
        Row(
            "G2",
            {
                "move": (Move.OBJECTED, Move.RETURNED),
                "settled": (Settled.STUDIED, Settled.DESIGNATED),
            },
            barred(
                "经研究确定或者直接指定的承办单位不得退回",
                "whom it was settled on after study, or who was designated, may not return it",
            ),
            (_NOT_AGAIN,),
        ),
        Row(
            "G3",
            {"move": Move.OBJECTED, "ground": ObjectionGround.OTHER},
            breach(
                "只有明确不属于本单位职责范围的，方可申请退回",
                "only what is clearly not the unit's duty is returned by application",
            ),
            (cite("22-1", "对明确不属于本单位职责范围的热线事项"),),
        ),
        Row(
            "G4",
            {"move": Move.OBJECTED, "window": Bound.BEYOND},
            breach("超出申请退回的期限", "beyond the window for applying"),
            (_BEYOND_RULES,),
        ),
        Row(
            "G5",
            {"move": Move.OBJECTED, "count": Bound.BEYOND},
            breach("超出申请退回的次数", "beyond the number of applications"),
            (_BEYOND_RULES,),
        ),
        Row(
            "G6",
            {
                "move": (Move.ADJUDICATED, Move.DESIGNATED),
                "actor": excluding(Actor.HOTLINE, Actor.SUPERIOR, MISSING),
            },
            barred(
                "承办单位由市12345热线工作机构组织研究确定或者直接指定",
                "the hotline body has it settled, or designates the unit",
            ),
            (
                cite("22-2", "市12345热线工作机构可以组织有关部门研究确定或者直接指定承办单位"),
                cite("23", "应当由市人民政府办公室组织有关部门研究解决"),
            ),
        ),
        Row(
            "G7",
            {
                "move": GIVING,
                "to_kind": UnitKind.DISTRICT_GOVERNMENT,
                "with_city_department": True,
            },
            barred(
                "与市人民政府工作部门职责交叉的，县（市、区）人民政府不作主办单位",
                "where its duties and a city department's overlap, a county does not lead",
            ),
            (cite("24-1", "以市人民政府工作部门为主办单位"), _OVERLAP),
        ),
        Row(
            "G6a",
            {
                "move": Move.JOINED,
                "lead_kind": UnitKind.DISTRICT_GOVERNMENT,
                "to_kind": UnitKind.CITY_DEPARTMENT,
            },
            barred(
                "与市人民政府工作部门职责交叉的，以市人民政府工作部门为主办单位",
                "where the duties of a county and a city department overlap, the department leads",
            ),
            (cite("24-1", "以市人民政府工作部门为主办单位"), _OVERLAP),
        ),
        Row(
            "G8",
            {
                "move": Move.ENTRUSTED,
                "by_kind": UnitKind.DISTRICT_GOVERNMENT,
                "to_kind": (UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP),
                "main": True,
                "department_duty": True,
            },
            barred(
                "不得将部门职责范围内的事项交由镇人民政府、街道办事处承担",
                "a department's duty may not be handed down to a township or subdistrict",
            ),
            (
                cite(
                    "24-2",
                    "不得将县（市、区）人民政府工作部门职责范围内的热线事项交由镇人民政府、街道办事处承担",
                ),
            ),
        ),
        Row(
            "G9",
            {
                "move": Move.ENTRUSTED,
                "by_kind": UnitKind.DISTRICT_GOVERNMENT,
                "to_kind": (UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP),
                "main": True,
                "listed": False,
            },
            breach(
                "未按属地管理事项责任清单确定责任主体",
                "handed down off the list of what is a township's or subdistrict's",
            ),
            (cite("24-2", "应当根据镇人民政府、街道办事处属地管理事项责任清单确定责任主体"),),
        ),
        Row(
            "G10",
            {"move": REACHING, "to_accused": True},
            barred("举报不得转交被举报单位", "a report is kept from the unit reported"),
            (_NO_RECUSAL,),
        ),
        Row(
            "G11",
            # 以同一事实和理由再次提出 may be a case of 19-1-4, which is not accepted.
            {"move": Move.STOPPED, "stop_ground": StopGround.OTHER},
            barred(
                "不属于可以终止办理的情形",
                "handling is stopped only on a ground for not accepting, or for want of cooperation",
            ),
            (
                cite(
                    "21",
                    "发现有本条例第十九条第一款所列情形或者服务对象拒不配合导致无法办理的",
                ),
            ),
        ),
        Row(
            "G12",
            {"move": Move.STOPPED, "approver": excluding(Approver.HOTLINE, MISSING)},
            barred(
                "终止办理须经市12345热线工作机构审核",
                "handling is stopped only once the hotline body has reviewed it",
            ),
            (_STOP,),
        ),
        Row(
            "G13",
            {"move": Move.STOPPED, "hotline_told": False},
            breach("终止办理未书面提请", "handling was stopped without a request in writing"),
            (_STOP,),
        ),
        Row(
            "G14",
            {"move": Move.STOPPED, "requester_told": False},
            breach("终止办理未向服务对象作出解释", "the requester was not told why"),
            (_STOP,),
        ),
        Row(
            "G15",
            {"move": Move.EXTENDED, "grounded": False},
            breach("延长办理时限须有法律、法规依据", "a limit is extended where a law has it so"),
            (_NO_EXTENSION,),
        ),
        Row(
            "G16",
            {"move": Move.FED_BACK, "timely": Bound.BEYOND},
            breach("逾期反馈热线", "fed back to the hotline too late"),
            (_FEEDBACK, _FIVE_DAYS, _IN_LIMIT),
        ),
        Row(
            "G17",
            {"move": Move.REPLIED, "timely": Bound.BEYOND},
            breach("逾期回复服务对象", "the requester was answered too late"),
            (_ANSWER, _FIVE_DAYS, _IN_LIMIT),
        ),
        *more,
    )
    return Table(GUARDS.path, MOVE_FACTS, rows, HitPolicy.COLLECT)


_OPEN = {"closed": False}
_WITH_UNIT = {**_OPEN, "with_unit": True, "stopped": False}
_OWED = Table(
    OWED.path,
    OWED_FACTS,
    (
        Row(
            "O1",
            {**_OPEN, "with_unit": False},
            Owed(Task.DISPATCH, Bearer.HOTLINE, When.PROMPTLY),
            (REGULATIONS.cite("18-2", "不能即时答复的，应当及时、准确转交承办单位办理"),),
        ),
        Row(
            "O2",
            {**_WITH_UNIT, "replied": False, "reply_wanted": True},
            Owed(Task.REPLY, Bearer.ANSWERABLE, When.IN_LIMIT),
            (_ANSWER, _FIVE_DAYS, _IN_LIMIT),
        ),
        Row(
            "O3",
            {**_WITH_UNIT, "fed_back": False},
            Owed(Task.FEED_BACK, Bearer.ANSWERABLE, When.IN_LIMIT),
            (_FEEDBACK, _FIVE_DAYS, _IN_LIMIT),
        ),
        Row(
            "O4",
            {**_WITH_UNIT, "deferred": True, "informed": False},
            Owed(Task.INFORM, Bearer.ANSWERABLE, When.PROMPTLY),
            (
                assumed(
                    "条例无挂账；挂账的，读作受客观条件限制在规定时限内无法解决；何时说明依第一款“及时”",
                    "the regulations have no deferred ledger; what is on one cannot be solved in "
                    "time; in good time, as the paragraph has it of answers",
                    REGULATIONS.cite(
                        "20-1-3",
                        "受客观条件限制在规定时限内无法解决的，应当作出解释说明并提出解决方案",
                    ),
                ),
            ),
        ),
        Row(
            "O5",
            {**_OPEN, "objecting": True},
            Owed(Task.DECIDE_OBJECTION, Bearer.HOTLINE, When.NOT_SET),
            (
                assumed(
                    "由谁审核退回申请未写明，由可以确定、指定承办单位的热线工作机构审核",
                    "the text does not say who decides on an application; the hotline body, which "
                    "settles or designates the unit",
                    REGULATIONS.cite(
                        "22-2",
                        "市12345热线工作机构可以组织有关部门研究确定或者直接指定承办单位",
                    ),
                ),
            ),
        ),
        Row(
            "O6",
            {**_OPEN, "escalated": True},
            Owed(Task.GIVE_OPINION, Bearer.SUPERIOR, When.NOT_SET),
            (REGULATIONS.cite("23", "应当由市人民政府办公室组织有关部门研究解决"),),
        ),
        Row(
            "O7",
            {"fed_back": True, "followed_up": False},
            Owed(Task.FOLLOW_UP, Bearer.HOTLINE, When.NOT_SET),
            (
                assumed(
                    "由谁回访、是否逐件、何时回访均未写明；反馈后由热线工作机构回访",
                    "who follows up, whether each case, and when, is not said; the hotline body, "
                    "once it was fed back",
                    REGULATIONS.cite("25", "12345热线工作实行回访制度"),
                ),
            ),
        ),
    ),
    HitPolicy.COLLECT,
)

TIMELINE = Timeline(
    id="weifang",
    version="1",
    place="3707",
    series=(
        Dated(LIMITS, (Provision(value=_LIMITS, citations=(_FIVE_DAYS,)),)),
        Dated(
            RECUSAL,
            (Provision(value=frozenset({RequestType.REPORT}), citations=(_NO_RECUSAL,)),),
        ),
        Dated(
            RESPONSIBILITY,
            (
                Provision(
                    value=Responsibility.DESIGNATED_LEAD,
                    citations=(
                        REGULATIONS.cite("22-3", "应当组织有关部门确定主办单位和协办单位"),
                        REGULATIONS.cite("24-1", "以市人民政府工作部门为主办单位"),
                    ),
                ),
            ),
        ),
        Dated(RETURN_RULE, (Provision(value=ReturnRule.APPLICATION, citations=(_APPLY,)),)),
        Dated(
            STOPPING,
            (
                Provision(
                    value=StopRule.CONSENT,
                    citations=(
                        REGULATIONS.cite("21", "应当书面提请市12345热线工作机构审核后终止办理"),
                    ),
                ),
            ),
        ),
        Dated(
            GUARDS,
            (
                Provision(value=_guards(), citations=(REGULATIONS.cite("22-2"),)),
                Provision(
                    value=_guards(national.NOT_TO_THE_GRASS_ROOTS),
                    citations=(REGULATIONS.cite("22-2"), national.GUIDANCE_2025.cite("（五）")),
                    since=national.GUIDANCE_2025.since,
                ),
            ),
        ),
        Dated(OWED, (Provision(value=_OWED, citations=(REGULATIONS.cite("20-1"),)),)),
        *(
            Dated(parameter, (Provision(value=UNSET, citations=(_AS_PROVIDED,)),))
            for parameter in (OBJECTION_WINDOW, OBJECTION_COUNT)
        ),
        *(
            Dated(parameter, (Provision(value=SILENT, citations=(near,)),))
            for parameter, near in (
                (EXTENSION_CAP, REGULATIONS.cite("20-1-2")),
                (CO_HANDLER_LIMIT, REGULATIONS.cite("22-3", "确定主办单位和协办单位")),
                (SIGNING_LIMIT, REGULATIONS.cite("18-2")),
                (CONTACT_LIMIT, REGULATIONS.cite("20-1")),
                (DEFERRAL_STOPS, REGULATIONS.cite("20-1-3")),
                (DEFERRED_SCOPE, REGULATIONS.cite("20-1-3")),
                (ALERTS, REGULATIONS.cite("26")),
            )
        ),
    ),
    sources=(REGULATIONS,),
).stacked_on(national.TIMELINE)
"""What is known of handling in Weifang, from 2021-12-15 on."""
