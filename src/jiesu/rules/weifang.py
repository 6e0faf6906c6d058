"""
潍坊市: the regulations of 2021.

What art. 19 does not accept is refused with the reason; of what has its own procedure the way is told
too. Where the duties of a county and a city department overlap, the department leads. A unit applies to
return what is clearly not its own; whom the hotline body settled on after study, or designated, may not.
Stopping needs the hotline body's word. Of assessment the text says who makes its rules.
县（市、区）人民政府 is `UnitKind.DISTRICT_GOVERNMENT` here.
"""

from datetime import date
from typing import Any

import attrs

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
from ..decisions import (
    Coordination,
    DispatchMode,
    Disposition,
    Duty,
    Preference,
    Stage,
    StageLimit,
)
from ..events import Approver, Move, ObjectionGround, StopGround
from ..facts import MISSING, excluding
from ..labels import Text
from ..outcomes import COUNTED_BY
from ..rates import EXCLUSIONS
from ..routing import (
    COMMUNITY_LIST,
    COMMUNITY_MAIN,
    COORDINATION,
    DIRECT,
    DISPATCH_DUTIES,
    DISPATCH_FACTS,
    DUTIES,
    INTAKE_FACTS,
    LIMITS,
    PREFERENCE,
    RECUSAL,
    TO_DISTRICT,
    TRIAGE,
)
from ..rulebook import (
    ASSESSMENT_CLASSES,
    BASE_RATIO,
    DOUBLE_ASSESSMENT,
    EFFECT_AND_ATTITUDE,
    INCENTIVES,
    Timeline,
)
from ..scoring import (
    APPEAL_WINDOW,
    RESOLUTION,
    RESPONSE,
    ROUNDING,
    SATISFACTION,
    TIMELINESS,
    WEIGHTS,
)
from ..selections import MONTHLY_LISTS
from ..sources import SILENT, UNSET, Absent, Dated, Provision, Rank, Source, assumed
from ..statutes import STATUTE_RULE, StatuteRule
from ..tables import HitPolicy, Row, Table
from ..tickets import (
    TICKET_FACTS,
    EarlierCase,
    EmergencyLine,
    Origin,
    RequestType,
    ResponsibleBody,
    Secrecy,
    StatutoryStanding,
    Territory,
)
from ..units import UnitKind
from ..verdicts import VERDICT
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
        "2021年10月21日通过，2021年12月3日批准；公布日不见于正文，以所据文本标注的日期计。"
        "山东省2020年的管理办法（仅见报道）对本市可能另有补充，未核",
        "adopted on 2021-10-21, approved on 2021-12-03; the text does not say when it was "
        "published, the day marked on the copy read stands for it. The province's measures of 2020, "
        "known from the press alone, may supplement it: not verified",
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

# -- triage and dispatch --------------------------------------------------------------------------

_ORDER = assumed(
    "多种情形同时存在时的先后，条文未列",
    "the text states no order among cases that hold together",
    REGULATIONS.cite("19-1", "热线事项有下列情形之一的，不予受理"),
)
_PASSED_ON = REGULATIONS.cite("18-2", "不能即时答复的，应当及时、准确转交承办单位办理")
_REASON = REGULATIONS.cite("19-2", "不予受理的热线事项，12345热线受理人员应当说明理由")
_WAY_TOLD = REGULATIONS.cite("19-2", "符合前款第一项所列情形的，应当同时告知服务对象相关办理途径")
_OWN_CHANNEL = REGULATIONS.cite(
    "19-1-1", "依法应当通过诉讼、仲裁、纪检监察、行政复议、政府信息公开等程序解决的"
)
_OUTSIDE = REGULATIONS.cite("39", "除应当通过110、119、120、122等紧急热线反映的事项之外的其他事项")

_EMERGENCY = Row(
    "T1",
    {"emergency": excluding(EmergencyLine.NONE)},
    Disposition.TRANSFER_EMERGENCY,
    (
        assumed(
            "应当通过紧急热线反映的不属热线事项，条文未写明如何告知，读作即时转接",
            "what is for an emergency line is not for this one; the text does not say how the "
            "requester is told, read as a transfer at once",
            _OUTSIDE,
        ),
    ),
)
_PERSONAL_INFORMATION = Row(
    "T2a",
    {"secrecy": Secrecy.PERSONAL_INFORMATION},
    Disposition.EXPLAIN_SECRECY,
    (
        assumed(
            "第十九条未列个人信息；不得泄露的，只能解释",
            "art. 19 does not name personal information; what may not be leaked can only be explained",
            REGULATIONS.cite("7", "国家秘密、商业秘密、个人隐私以及有关个人信息"),
        ),
    ),
)
_PETITION = Row(
    "T4",
    {"statutory": StatutoryStanding.ENTERED_PETITION},
    Disposition.NOT_ACCEPTED,
    (
        REGULATIONS.cite(
            "19-1-2",
            "已经进入信访程序的",
            note=Text(
                "不予受理并说明已在信访程序中；条文未要求另告途径",
                "not accepted, for the reason that it is in petition; the text does not ask "
                "for more to be told",
            ),
        ),
        _REASON,
    ),
)
_PETITION_2025 = attrs.evolve(
    _PETITION,
    then=Disposition.GUIDE_STATUTORY,
    grounds=(
        REGULATIONS.cite("19-1-2", "已经进入信访程序的"),
        _REASON,
        national.GUIDANCE_2025.cite(
            "（二）", "已进入信访渠道的诉求事项，要告知诉求人相应法定途径"
        ),
    ),
)
_UNLAWFUL = Row(
    "T5",
    {"unlawful": True},
    Disposition.NOT_ACCEPTED,
    (
        REGULATIONS.cite("19-1-3", "违反社会公序良俗的"),
        _REASON,
        assumed(
            "违法与违背公序良俗为同一事实",
            "what is unlawful and what is immoral is one fact",
            REGULATIONS.cite("19-1-5", "其他依法不予受理的情形"),
        ),
    ),
)
_UNLAWFUL_2025 = attrs.evolve(
    _UNLAWFUL,
    grounds=(
        REGULATIONS.cite("19-1-3", "违反社会公序良俗的"),
        _REASON,
        national.GUIDANCE_2025.cite(
            "（二）",
            "对不符合法律法规规定、违背社会公序良俗",
            note=Text("要做好解释说明", "it is to be explained"),
        ),
    ),
)
_REPEATED_2025 = Row(
    "T5b",
    {"earlier": EarlierCase.IN_PROGRESS, "new_grounds": False},
    Disposition.TELL_PROGRESS,
    (
        assumed(
            "在先诉求正在办理的，并入在先工单，告知办理进展",
            "what an earlier ticket is about joins it, and the requester is told how that stands",
            national.GUIDANCE_2025.cite("（五）", "重复诉求事项原则上并单处理，减少重复派单"),
        ),
    ),
)


def _triage(
    emergency: Row[Disposition],
    more_secrets: Row[Disposition],
    petition: Row[Disposition],
    unlawful: Row[Disposition],
    *more: Row[Disposition],
) -> Table[Disposition]:
    """条例 art. 2, 10, 18, 19, 39; the rows named are those to which a later text adds."""
    cite = REGULATIONS.cite
    rows = (
        emergency,
        Row(
            "T2",
            {"secrecy": (Secrecy.STATE_SECRET, Secrecy.TRADE_SECRET, Secrecy.PRIVACY)},
            Disposition.EXPLAIN_SECRECY,
            (cite("19-1-3", "涉及国家秘密、商业秘密、个人隐私"), _REASON),
        ),
        more_secrets,
        Row(
            "T3",
            {
                "statutory": (
                    StatutoryStanding.SHOULD_GO_LITIGATION,
                    StatutoryStanding.SHOULD_GO_ARBITRATION,
                    StatutoryStanding.SHOULD_GO_DISCIPLINE,
                    StatutoryStanding.SHOULD_GO_RECONSIDERATION,
                    StatutoryStanding.SHOULD_GO_DISCLOSURE,
                    # 等程序: the list is open.
                    StatutoryStanding.SHOULD_GO_OTHER,
                )
            },
            Disposition.GUIDE_STATUTORY,
            (_OWN_CHANNEL, _WAY_TOLD),
        ),
        Row(
            "T3a",
            {
                "statutory": (
                    StatutoryStanding.ENTERED_LITIGATION,
                    StatutoryStanding.ENTERED_ARBITRATION,
                    StatutoryStanding.ENTERED_DISCIPLINE,
                    StatutoryStanding.ENTERED_RECONSIDERATION,
                    StatutoryStanding.ENTERED_DISCLOSURE,
                    StatutoryStanding.ENTERED_OTHER,
                )
            },
            Disposition.GUIDE_STATUTORY,
            (
                assumed(
                    "已经进入的程序，读作依法应当通过该程序解决",
                    "what has entered a procedure is read as having to be settled by it",
                    _OWN_CHANNEL,
                ),
                _WAY_TOLD,
            ),
        ),
        petition,
        unlawful,
        Row(
            "T5a",
            {"earlier": EarlierCase.FINISHED, "new_grounds": False},
            Disposition.TELL_PROGRESS,
            (
                cite("19-1-4", "承办单位已依法作出处理，且有合法、合理结论的"),
                _REASON,
                assumed(
                    "办理完毕且没有新情况、新理由的，读作已依法处理并有合法、合理结论，以受理人员的认定为准",
                    "what is finished, with no new facts or reasons, is read as lawfully and "
                    "reasonably concluded; the staff at intake decide",
                    cite("14", "对办理结果有异议的，有权要求作出说明"),
                ),
            ),
        ),
        *more,
        Row(
            "T6",
            {"territory": excluding(Territory.INSIDE)},
            Disposition.OUT_OF_TERRITORY,
            (
                assumed(
                    "热线限于本市政务服务领域的事项，市域外的予以告知",
                    "the hotline is for the city's own services; the requester is told so",
                    cite("2-2", "对本市政务服务领域提出"),
                ),
            ),
        ),
        Row(
            "T7",
            {"body": excluding(ResponsibleBody.LOCAL)},
            Disposition.INFORM_BODY,
            (
                assumed(
                    "中央单位、军队单位不在所列承办单位之内，条例未规定其事项，读作向其反映情况",
                    "central and military bodies are not among the units named, and nothing is said "
                    "of their matters; put to them",
                    cite("9-1", "是热线事项承办单位"),
                ),
            ),
        ),
        Row(
            "T8",
            {"beyond_duty": True},
            Disposition.GUIDE_ELSEWHERE,
            (
                assumed(
                    "热线受理依法应当由国家机关和公共服务单位解决的诉求，其余的告知其他渠道；条文未写明",
                    "the hotline takes what public bodies have to solve; the rest is told other ways, "
                    "which the text does not say",
                    cite(
                        "10-1-2", "依法应当由国家机关和承担公共服务职能的企业、事业单位解决的诉求"
                    ),
                ),
            ),
        ),
        Row(
            "T9",
            {"answerable": True},
            Disposition.ANSWER,
            (cite("18-2", "能够即时答复的，应当即时答复"),),
        ),
        *(
            Row(row_id, {"request_type": types}, Disposition.DISPATCH, (_PASSED_ON, near))
            for row_id, types, near in (
                (
                    "T10",
                    RequestType.INQUIRY,
                    cite("10-1-1", "对政务信息、公共服务信息等方面的咨询"),
                ),
                (
                    "T11",
                    (RequestType.ASSISTANCE, RequestType.NEED),
                    cite(
                        "10-1-2", "依法应当由国家机关和承担公共服务职能的企业、事业单位解决的诉求"
                    ),
                ),
                (
                    "T12",
                    RequestType.SUGGESTION,
                    cite(
                        "10-1-3",
                        "对经济调节、市场监管、社会管理、公共服务、生态环境保护等领域的意见建议",
                    ),
                ),
                (
                    "T13",
                    (RequestType.COMPLAINT, RequestType.REPORT),
                    cite(
                        "10-1-4",
                        "在工作作风、工作质量、工作效率等方面的投诉、举报",
                        note=Text(
                            "对其他单位、个人的投诉、举报，属同款第（二）项的诉求",
                            "complaints of others are requests by item (2)",
                        ),
                    ),
                ),
                (
                    "T14",
                    (RequestType.PRAISE, RequestType.OTHER),
                    assumed(
                        "第十条未列的类别，不属不予受理的情形，转交承办单位",
                        "a type that art. 10 does not list is no ground for not accepting; passed on",
                        cite("10-1", "服务对象可以通过12345热线提出以下非紧急类事项"),
                    ),
                ),
                (
                    "T15",
                    MISSING,
                    assumed(
                        "诉求类型未载明的，不影响转交",
                        "a type that is not on record bars nothing",
                        _PASSED_ON,
                    ),
                ),
            )
        ),
    )
    return Table(TRIAGE.path, TICKET_FACTS, rows, HitPolicy.FIRST)


_TRIAGE_2021 = _triage(_EMERGENCY, _PERSONAL_INFORMATION, _PETITION, _UNLAWFUL)
_TRIAGE_2025 = _triage(
    attrs.evolve(
        national.EMERGENCY_2025, id="T1", grounds=(*national.EMERGENCY_2025.grounds, _OUTSIDE)
    ),
    attrs.evolve(national.NEW_SECRETS_2025, id="T2a"),
    _PETITION_2025,
    _UNLAWFUL_2025,
    _REPEATED_2025,
)

_NOT_DISTURBED = REGULATIONS.cite(
    "12", "不得无正当理由反复使用、长时间占用12345热线资源，不得骚扰、侮辱、威胁12345热线工作人员"
)
_PUNISHED = REGULATIONS.cite("34-1", "构成违反治安管理行为的，依法给予治安管理处罚")


def _duties(disrupts: Row[Duty]) -> Table[Duty]:
    """条例 art. 11, 12, 18, 34; *disrupts* is who malicious disruption is put to."""
    rows = (
        Row("D1", {}, Duty.RECORD, (REGULATIONS.cite("18-1", "全面、准确记录相关信息"),)),
        Row(
            "D2",
            {"complete": False},
            Duty.SUPPLEMENT_RECORD,
            (
                REGULATIONS.cite("11-2", "服务对象应当如实提供联系方式"),
                assumed(
                    "提出的时间、事项缺漏的，亦补充；条例只称全面、准确记录",
                    "time and matter are made good too where they lack; the text only says in full",
                    REGULATIONS.cite("18-1", "全面、准确记录相关信息"),
                ),
            ),
        ),
        Row(
            "D3",
            {"abusive": True},
            Duty.ASK_TO_DESIST,
            (
                assumed(
                    "条例只设禁止和处罚，受理时先行劝阻",
                    "the text only forbids and punishes; at intake the requester is dissuaded first",
                    _NOT_DISTURBED,
                ),
            ),
        ),
        disrupts,
        Row("D5", {"kept": True}, Duty.KEEP_FROM_ACCUSED, (_NO_RECUSAL,)),
    )
    return Table(DUTIES.path, INTAKE_FACTS, rows, HitPolicy.COLLECT)


_DISTURBED = REGULATIONS.cite("34-1-1", "干扰12345热线正常运行的")
_DUTIES_2021 = _duties(
    Row(
        "D4",
        {"disrupts": True},
        Duty.REFER_TO_POLICE,
        (
            assumed(
                "依法给予治安管理处罚的，须移送线索；由谁移送条文未写明",
                "what the police punish has to be put to them; the text does not say by whom",
                _PUNISHED,
            ),
            _DISTURBED,
        ),
    )
)
_DUTIES_2025 = _duties(
    attrs.evolve(
        national.POLICE_2025,
        id="D4",
        grounds=(*national.POLICE_2025.grounds, _PUNISHED, _DISTURBED),
    )
)
_DISPATCH_DUTIES = Table(
    DISPATCH_DUTIES.path,
    DISPATCH_FACTS,
    (
        Row(
            "P1",
            {"mode": DispatchMode.TO_DISTRICT},
            Duty.COUNTY_DETERMINES,
            (
                REGULATIONS.cite(
                    "24-2", "应当根据镇人民政府、街道办事处属地管理事项责任清单确定责任主体"
                ),
                REGULATIONS.cite("9-2-1", "指导和监督所属部门、单位做好有关热线工作"),
            ),
        ),
        Row(
            "P2",
            {"co_handled": True},
            Duty.LEAD_FIXED,
            (REGULATIONS.cite("22-3", "应当组织有关部门确定主办单位和协办单位"),),
        ),
    ),
    HitPolicy.COLLECT,
)

# -- handling -------------------------------------------------------------------------------------

_LIMITS: Table[tuple[StageLimit, ...] | Absent] = Table(
    LIMITS.path,
    INTAKE_FACTS,
    (
        Row(
            "L1",
            {"origin": excluding(Origin.SUPERIOR)},
            (StageLimit(Stage.HANDLE, working_days(5)),),
            (_FIVE_DAYS,),
        ),
        Row(
            "L2",
            {"origin": Origin.SUPERIOR},
            UNSET,
            (
                REGULATIONS.cite(
                    "20-2", "省级以上热线事项或者其他相关事项办理时限按照相应规定执行"
                ),
                assumed(
                    "上级交办读作省级以上热线事项；相应规定未见；何为其他相关事项条文未释，没有事实可据",
                    "what a superior office passed on is read as of the province or above; the rules "
                    "that it follows were not seen; the other matters are not explained, and no fact "
                    "says them",
                    REGULATIONS.cite("20-2", "按照相应规定执行"),
                ),
            ),
        ),
    ),
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
                assumed(
                    "条文规定由市12345热线工作机构组织确定或者指定，未明文排除他人，读作仅由其确定",
                    "the text has the hotline body settle or designate it and bars nobody in so many "
                    "words; read as its alone",
                    cite(
                        "22-2", "市12345热线工作机构可以组织有关部门研究确定或者直接指定承办单位"
                    ),
                ),
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
                assumed(
                    "条文规定何时提请终止，未明文排除其他情形，读作仅限所列",
                    "the text says when stopping is asked for and bars no other case in so many words; "
                    "read as these alone",
                    cite(
                        "21",
                        "发现有本条例第十九条第一款所列情形或者服务对象拒不配合导致无法办理的",
                    ),
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
            Owed(Task.EXPLAIN_AND_PROPOSE, Bearer.ANSWERABLE, When.PROMPTLY),
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

_RULES_TO_MAKE = REGULATIONS.cite("27-2", "市12345热线工作机构应当制定12345热线工作考核评价办法")

TIMELINE = Timeline(
    id="weifang",
    version="2",
    place="3707",
    series=(
        Dated(
            TRIAGE,
            (
                Provision(value=_TRIAGE_2021, citations=(REGULATIONS.cite("19-1"), _ORDER)),
                Provision(
                    value=_TRIAGE_2025,
                    citations=(
                        REGULATIONS.cite("19-1"),
                        _ORDER,
                        national.GUIDANCE_2025.cite("（二）"),
                        national.GUIDANCE_2025.cite("（五）"),
                    ),
                    since=national.GUIDANCE_2025.since,
                ),
            ),
        ),
        Dated(
            DUTIES,
            (
                Provision(value=_DUTIES_2021, citations=(REGULATIONS.cite("18-1"),)),
                Provision(
                    value=_DUTIES_2025,
                    citations=(REGULATIONS.cite("18-1"), national.GUIDANCE_2025.cite("（二）")),
                    since=national.GUIDANCE_2025.since,
                ),
            ),
        ),
        Dated(
            DISPATCH_DUTIES,
            (Provision(value=_DISPATCH_DUTIES, citations=(REGULATIONS.cite("24-2"),)),),
        ),
        Dated(DIRECT, (Provision(value=True, citations=(_PASSED_ON,)),)),
        Dated(
            TO_DISTRICT,
            (
                Provision(
                    value=True,
                    citations=(
                        assumed(
                            "县（市、区）人民政府为承办单位并确定责任主体，具体单位不明的，转交所在县（市、区）",
                            "counties are handlers and settle who answers: where no unit is clear it "
                            "goes to the one where the matter lies",
                            REGULATIONS.cite("24-2", "县（市、区）人民政府在承办热线事项时"),
                        ),
                    ),
                ),
            ),
        ),
        Dated(
            COORDINATION,
            (
                Provision(
                    value=Coordination.AGREEMENT,
                    citations=(
                        assumed(
                            "条例规定职责争议的确定，单位不明的比照办理",
                            "the text has it of disputed duties; likewise where no unit is clear",
                            REGULATIONS.cite(
                                "22-2",
                                "市12345热线工作机构可以组织有关部门研究确定或者直接指定承办单位",
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Dated(
            PREFERENCE,
            (
                Provision(
                    value=Preference.WIDEST,
                    citations=(
                        REGULATIONS.cite(
                            "24-1",
                            "以市人民政府工作部门为主办单位",
                            note=Text(
                                "市、县均有职责的，读作职责交叉",
                                "read so where city and county both hold the duty",
                            ),
                        ),
                        assumed(
                            "该款只及市政府部门与县（市、区）政府，其他层级之间比照",
                            "it is of city departments and counties; likewise between other levels",
                            REGULATIONS.cite("24-1", "存在职责交叉的"),
                        ),
                    ),
                ),
            ),
        ),
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
        Dated(
            STATUTE_RULE,
            (
                Provision(
                    value=StatuteRule.LONGER_REPLACES,
                    citations=(
                        REGULATIONS.cite(
                            "20-1-2", "法律、法规规定的办理时限超过五个工作日的，从其规定"
                        ),
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
                (ALERTS, REGULATIONS.cite("20-1")),
                # The list of 24-2 is of townships and subdistricts.
                (COMMUNITY_LIST, REGULATIONS.cite("24-2")),
                (COMMUNITY_MAIN, REGULATIONS.cite("24-2")),
                # 吹哨报到 and 基数 are of another city.
                (DOUBLE_ASSESSMENT, REGULATIONS.cite("27-2")),
                (BASE_RATIO, REGULATIONS.cite("27-2")),
            )
        ),
        *(
            # Left to rules of assessment that are not public, and that the law only has made.
            Dated(parameter, (Provision(value=UNSET, citations=(_RULES_TO_MAKE, *near)),))
            for parameter, *near in (
                (RESPONSE,),
                (RESOLUTION,),
                (SATISFACTION,),
                (TIMELINESS,),
                (WEIGHTS,),
                (
                    EXCLUSIONS,
                    REGULATIONS.cite("27-2", "对法定职责范围内的热线事项办理情况进行考核评价"),
                ),
                (COUNTED_BY, REGULATIONS.cite("25", "回访结果作为12345热线工作考核评价的依据")),
                (ROUNDING,),
                (VERDICT, REGULATIONS.cite("25", "回访结果作为12345热线工作考核评价的依据")),
                (APPEAL_WINDOW,),
                (ASSESSMENT_CLASSES,),
                (INCENTIVES,),
                (
                    EFFECT_AND_ATTITUDE,
                    REGULATIONS.cite("14", "对办理质量和办理结果，有权如实进行评价"),
                    REGULATIONS.cite("15", "对12345热线工作人员的服务态度、工作效率和工作作风等"),
                ),
                (MONTHLY_LISTS,),
            )
        ),
    ),
    sources=(REGULATIONS,),
).stacked_on(national.TIMELINE)
"""The rules of Weifang from 2021-12-15 on."""
