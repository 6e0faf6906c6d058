"""
济南市: the regulations of 2018, and those on the business environment of 2022.

Three ways at intake (条例 23): answered at once, passed on, or told to go on where it is already. A
request that is not to be had by law goes to the unit all the same, which explains. Within five working
days the requester has an answer in any case; where a law allows longer, it tells how the matter stands
and by when it will be done. A unit stops by itself, with a note in writing. Of returns the texts say
nothing; of assessment they say who makes its rules.
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
    StopRule,
    When,
    barred,
    breach,
)
from ..counting import CIVIL_CODE, CIVIL_CODE_SOURCE
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
from ..events import Approver, Move, StopGround
from ..facts import MISSING, excluding
from ..labels import Text
from ..outcomes import COUNTED_BY
from ..rates import EXCLUSIONS
from ..routing import (
    COMMUNITY_LIST,
    COMMUNITY_MAIN,
    COORDINATION,
    COUNTING,
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
from ..sources import (
    SILENT,
    UNSET,
    Basis,
    Dated,
    Provision,
    Rank,
    Reading,
    Source,
    assumed,
)
from ..statutes import STATUTE_RULE, StatuteRule
from ..tables import HitPolicy, Row, Table
from ..tickets import (
    TICKET_FACTS,
    EarlierCase,
    EmergencyLine,
    RequestType,
    ResponsibleBody,
    Secrecy,
    StatutoryStanding,
    Territory,
)
from ..verdicts import VERDICT
from . import national

REGULATIONS = Source(
    id="jn-2018",
    title="济南市12345市民服务热线条例",
    title_en="Jinan regulations on the 12345 citizens' hotline",
    rank=Rank.LOCAL_LAW,
    published=date(2018, 7, 27),
    since=date(2018, 9, 1),
    place="3701",
    remark=Text(
        "2018年6月28日通过，2018年7月27日批准；公布日不见于正文，以批准日计。"
        "山东省2020年的管理办法（仅见报道）对本市可能另有补充，未核",
        "adopted on 2018-06-28, approved on 2018-07-27; the text does not say when it was "
        "published, the day of the approval stands for it. The province's measures of 2020, known "
        "from the press alone, may supplement it: not verified",
    ),
)
BUSINESS = Source(
    id="jn-business-2022",
    title="济南市优化营商环境条例",
    title_en="Jinan regulations on improving the business environment",
    rank=Rank.LOCAL_LAW,
    published=date(2022, 1, 21),
    since=date(2022, 3, 1),
    place="3701",
    reading=Reading.PART,
    remark=Text(
        "已核第六十二条；2021年12月10日通过，2022年1月21日批准，公布日不见于正文，以批准日计",
        "art. 62 was read; adopted on 2021-12-10, approved on 2022-01-21, which stands for the day "
        "of publication, since the text does not say it",
    ),
)

_FIVE_DAYS = REGULATIONS.cite(
    "24-1", "将办理情况在五个工作日内回复来电人（要求不回复的除外）、反馈市热线工作机构"
)
_BEFORE_THE_CODE = assumed(
    "民法典自2021年1月1日起施行，此前的期间按同一方法计算",
    "the Civil Code is in force from 2021-01-01; earlier periods are counted the same way",
    _FIVE_DAYS,
)
_ONE_LEAD = REGULATIONS.cite("29-1", "确定一个主办单位办理，其他承办单位应当予以配合")
_STOP = REGULATIONS.cite(
    "25", "承办单位应当向来电人作出解释，不再办理，并向市热线工作机构作出书面说明"
)
_CHECK = REGULATIONS.cite("27-1", "市热线工作机构应当逐一审核，并向来电人回访核实办理情况")
_NOT_TO_THE_ACCUSED = REGULATIONS.cite(
    "32-1",
    "不得将控告、举报材料和来电人信息及有关情况透露或者转交给被控告、举报的单位或者个人",
    note=Text(
        "条例另称投诉（14、41），投诉不读作控告；诉求类型中没有控告",
        "the text speaks of complaints elsewhere (14, 41), so that they are not read as "
        "accusations; no type of request stands for those",
    ),
)
_BY_LAW = assumed(
    "条例未设延期；超过五个工作日的，须有法律、法规、规章依据",
    "the regulations know no extension; more than five working days need a law or rule",
    REGULATIONS.cite("24-1-2", "因法律、法规、规章对办理时限规定超过五个工作日的"),
)
_BUSINESS_EXTENSION = assumed(
    "第六十二条仅及有关营商环境的投诉举报和行政机关，是否属此没有事实可据；其他事项条例未设延期，"
    "一律按此，十个工作日为各文本所及的上限",
    "art. 62 is of complaints and reports on the business environment, and of administrative organs; "
    "no fact says whether a matter is one; other matters have no extension: all are held to it, ten "
    "working days being the most that any text has",
    BUSINESS.cite("62", "情况复杂的案件，经行政机关负责人同意可以延长十个工作日办结"),
)
_BEFORE_THE_END = assumed(
    "延长应在时限届满前作出，条文未写明；该条仅及有关营商环境的投诉举报和行政机关，其他事项一律按此",
    "a limit is extended before it is up; the text does not say so, and is of the business "
    "environment and of administrative organs alone: all matters are held to it",
    BUSINESS.cite("62", "可以延长十个工作日办结"),
)
# -- triage and dispatch --------------------------------------------------------------------------

_ORDER = assumed(
    "多种情形同时存在时的先后，条文未列",
    "the text states no order among cases that hold together",
    REGULATIONS.cite("23-1"),
)
_PASSED_ON = REGULATIONS.cite("23-1-2", "对于不能当场答复或者处理的")
_NOT_URGENT = assumed(
    "条例未规定紧急事项；应由紧急热线处理的，即时转接",
    "the regulations do not speak of emergencies; what is for an emergency line goes there at once",
    REGULATIONS.cite("23-1-2", "按照职责、属地或者行业管理要求"),
)
_NOT_DISCLOSED = assumed(
    "条例未规定涉密诉求如何受理；要求提供、公开的，不得泄露，只能解释",
    "the text does not say how such requests are taken; what may not be leaked can only be explained",
    REGULATIONS.cite("10", "国家秘密、商业秘密、个人隐私及有关个人信息"),
)
_EMERGENCY = Row(
    "T1",
    {"emergency": excluding(EmergencyLine.NONE)},
    Disposition.TRANSFER_EMERGENCY,
    (_NOT_URGENT,),
)
_OWN_SECRETS = (
    Secrecy.STATE_SECRET,
    Secrecy.TRADE_SECRET,
    Secrecy.PRIVACY,
    Secrecy.PERSONAL_INFORMATION,
)
_SECRETS = Row("T2", {"secrecy": _OWN_SECRETS}, Disposition.EXPLAIN_SECRECY, (_NOT_DISCLOSED,))
_PERSONAL_INFORMATION = Row(
    "T2a",
    {"secrecy": Secrecy.PERSONAL_INFORMATION},
    Disposition.EXPLAIN_SECRECY,
    (_NOT_DISCLOSED,),
)
_IN_ITS_CHANNEL = Row(
    "T3",
    {
        "statutory": (
            StatutoryStanding.ENTERED_RECONSIDERATION,
            StatutoryStanding.ENTERED_ARBITRATION,
            StatutoryStanding.ENTERED_LITIGATION,
            # 等程序: the list is open.
            StatutoryStanding.ENTERED_DISCIPLINE,
            StatutoryStanding.ENTERED_DISCLOSURE,
            StatutoryStanding.ENTERED_OTHER,
        )
    },
    Disposition.GUIDE_STATUTORY,
    (REGULATIONS.cite("23-1-3", "对于进入复议、仲裁、诉讼等程序的，应当告知来电人按原途径解决"),),
)
_IN_PETITION = Row(
    "T4",
    {"statutory": StatutoryStanding.ENTERED_PETITION},
    Disposition.GUIDE_STATUTORY,
    (
        assumed(
            "信访读作“等程序”之一，已进入的按原途径解决",
            "petition is read as one of the procedures of the open list: what has entered it stays",
            REGULATIONS.cite("23-1-3", "对于进入复议、仲裁、诉讼等程序的"),
        ),
    ),
)
_PETITION_2025 = attrs.evolve(
    national.PETITION_2021,
    id="T3b",
    grounds=(
        national.GUIDANCE_2025.cite(
            "（二）", "已进入信访渠道的诉求事项，要告知诉求人相应法定途径"
        ),
    ),
)
_UNLAWFUL_2025 = attrs.evolve(
    national.MORALS_2021,
    id="T5",
    grounds=(
        national.GUIDANCE_2025.cite(
            "（二）",
            "对不符合法律法规规定、违背社会公序良俗",
            note=Text("要做好解释说明", "it is to be explained"),
        ),
    ),
)
_REPEATED_2025 = Row(
    "T5a",
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


def _triage(*special: Row[Disposition]) -> Table[Disposition]:
    """条例 art. 3, 14, 23; *special* are the routes before the general ones, in their order."""
    cite = REGULATIONS.cite
    rows = (
        *special,
        Row(
            "T6",
            {"territory": excluding(Territory.INSIDE)},
            Disposition.OUT_OF_TERRITORY,
            (
                assumed(
                    "热线限于涉及本市的事项，市域外的予以告知",
                    "the hotline is for the city's own territory; the requester is told so",
                    cite("3", "对涉及本市行政区域内的社会治理和公共服务提出"),
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
                    cite("4-4", "是热线事项承办单位，依照各自职责负责做好相关热线工作"),
                ),
            ),
        ),
        Row(
            "T8",
            {"beyond_duty": True},
            Disposition.GUIDE_ELSEWHERE,
            (
                assumed(
                    "没有承办单位有此职责的，无从转办，告知其他渠道；条文未写明",
                    "where no unit has such a duty there is nobody to pass it on to; not in the text",
                    cite("23-1-2", "按照职责、属地或者行业管理要求"),
                ),
            ),
        ),
        Row(
            "T9",
            {"answerable": True},
            Disposition.ANSWER,
            (cite("23-1-1", "应当直接答复或者处理"),),
        ),
        *(
            Row(row_id, {"request_type": types}, Disposition.DISPATCH, (_PASSED_ON, near))
            for row_id, types, near in (
                (
                    "T10",
                    RequestType.INQUIRY,
                    cite("14-1-1", "对政务信息、公共服务信息等方面的咨询"),
                ),
                (
                    "T11",
                    (RequestType.ASSISTANCE, RequestType.NEED),
                    cite("14-1-2", "需要国家机关、部门或者单位解决的诉求"),
                ),
                (
                    "T12",
                    RequestType.SUGGESTION,
                    cite("14-1-3", "对经济、政治、文化、社会、生态文明建设等方面提出的意见建议"),
                ),
                (
                    "T13",
                    (RequestType.COMPLAINT, RequestType.REPORT),
                    cite(
                        "14-1-4",
                        "在廉洁勤政、工作作风、工作质量、工作效率等方面的投诉、举报",
                        note=Text(
                            "对其他单位、个人的投诉、举报，属同款第（二）项的诉求",
                            "complaints of others are requests by item (2)",
                        ),
                    ),
                ),
                (
                    "T14",
                    (RequestType.PRAISE, RequestType.OTHER),
                    cite("14-1-5", "其他需要反映的问题"),
                ),
                (
                    "T15",
                    MISSING,
                    assumed(
                        "诉求类型未载明的，不影响转办",
                        "a type that is not on record bars nothing",
                        cite("14-1-5", "其他需要反映的问题"),
                    ),
                ),
            )
        ),
    )
    return Table(TRIAGE.path, TICKET_FACTS, rows, HitPolicy.FIRST)


_TRIAGE_2018 = _triage(_EMERGENCY, _SECRETS, _IN_ITS_CHANNEL, _IN_PETITION)
_TRIAGE_2021 = _triage(
    _EMERGENCY,
    attrs.evolve(national.SECRETS_2021, id="T2"),
    _PERSONAL_INFORMATION,
    _IN_ITS_CHANNEL,
    attrs.evolve(national.CHANNELS_2021, id="T3a"),
    attrs.evolve(national.PETITION_2021, id="T3b"),
    attrs.evolve(national.MORALS_2021, id="T5"),
)
_TRIAGE_2025 = _triage(
    attrs.evolve(national.EMERGENCY_2025, id="T1"),
    attrs.evolve(national.SECRETS_2025, id="T2"),
    _IN_ITS_CHANNEL,
    attrs.evolve(national.CHANNELS_2025, id="T3a"),
    _PETITION_2025,
    _UNLAWFUL_2025,
    _REPEATED_2025,
)

_NOT_DISTURBED = REGULATIONS.cite("20", "不得无正当理由反复使用、长时间占用热线")
_PUNISHED = REGULATIONS.cite("42", "构成违反治安管理行为的，由公安机关依法给予处罚")


def _duties(disrupts: Row[Duty]) -> Table[Duty]:
    """条例 art. 18, 20, 22, 32, 42; *disrupts* is who malicious disruption is put to."""
    cite = REGULATIONS.cite
    rows = (
        Row(
            "D1",
            {},
            Duty.RECORD,
            (
                cite("22-2", "工作流转单应当全面记录来电人基本信息，受理的具体事项"),
                cite("18", "全面准确记录"),
            ),
        ),
        Row(
            "D2",
            {"complete": False},
            Duty.SUPPLEMENT_RECORD,
            (
                assumed(
                    "条例只称全面记录；提出的时间、事项、联系方式缺漏的，补充",
                    "the text only says in full: time, matter and contact are made good where they lack",
                    cite("22-2", "工作流转单应当全面记录来电人基本信息，受理的具体事项"),
                ),
            ),
        ),
        Row(
            "D3",
            {"abusive": True},
            Duty.ASK_TO_DESIST,
            (_NOT_DISTURBED, REGULATIONS.cite("42", "经工作人员劝阻无效")),
        ),
        disrupts,
        Row("D5", {"kept": True}, Duty.KEEP_FROM_ACCUSED, (_NOT_TO_THE_ACCUSED,)),
    )
    return Table(DUTIES.path, INTAKE_FACTS, rows, HitPolicy.COLLECT)


_DUTIES_2018 = _duties(
    Row(
        "D4",
        {"disrupts": True},
        Duty.REFER_TO_POLICE,
        (
            assumed(
                "由公安机关处罚的，须移送线索；由谁移送条文未写明",
                "what the police punish has to be put to them; the text does not say by whom",
                _PUNISHED,
            ),
        ),
    )
)
_DUTIES_2025 = _duties(
    attrs.evolve(national.POLICE_2025, id="D4", grounds=(*national.POLICE_2025.grounds, _PUNISHED))
)
_DISPATCH_DUTIES = Table(
    DISPATCH_DUTIES.path,
    DISPATCH_FACTS,
    (
        Row(
            "P1",
            {"mode": DispatchMode.TO_DISTRICT},
            Duty.COUNTY_PASSES_ON,
            (
                REGULATIONS.cite("12-1-2", "对市热线工作机构转办的热线事项进行办理或者转交办理"),
                REGULATIONS.cite("12-1-3", "协调、督促县、区政府工作部门、街道办事处、镇"),
            ),
        ),
        Row("P2", {"co_handled": True}, Duty.LEAD_FIXED, (_ONE_LEAD,)),
    ),
    HitPolicy.COLLECT,
)

# -- handling -------------------------------------------------------------------------------------

_SETTLING = (
    *GIVING,
    *(Move.REPORTED, Move.EXTENDED, Move.EXTENSION_REFUSED, Move.REPLIED),
    *(Move.FED_BACK, Move.STOPPED, Move.FOLLOWED_UP, Move.REHANDLED, Move.CLOSED),
)
"""The moves that settle something: whoever has a stake leaves them to others, and may hand it on."""

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
            "G0",
            {"move": Move.DISPATCHED, "several": True},
            breach(
                "涉及多个承办单位的，应当确定一个主办单位办理",
                "of several units one is fixed to lead",
            ),
            (_ONE_LEAD,),
        ),
        Row(
            "G1",
            {"move": Move.DESIGNATED, "actor": excluding(Actor.HOTLINE, Actor.SUPERIOR, MISSING)},
            barred(
                "主办单位由市热线工作机构协调确定",
                "the hotline body fixes the lead",
            ),
            (
                assumed(
                    "条文规定由市热线工作机构确定，未明文排除他人，读作仅由其确定",
                    "the text has the hotline body fix it and bars nobody in so many words; read as its "
                    "alone",
                    cite(
                        "29-1", "市热线工作机构应当召集有关方面进行协调解决，确定一个主办单位办理"
                    ),
                ),
                cite("29-2", "由市人民政府办公厅组织有关部门研究解决"),
            ),
        ),
        Row(
            "G2",
            {"move": REACHING, "to_accused": True},
            barred(
                "不得将举报转交给被举报的单位",
                "a report may not be passed on to the unit reported",
            ),
            (_NOT_TO_THE_ACCUSED,),
        ),
        Row(
            "G3",
            {"move": _SETTLING, "interested": True},
            barred(
                "有直接利害关系的，应当自行回避",
                "whoever has a stake in the matter leaves it to others",
            ),
            (cite("32-2", "与热线事项有直接利害关系的，应当自行回避"),),
        ),
        Row(
            "G4",
            {"move": Move.STOPPED, "stop_ground": excluding(StopGround.SAME_FACTS)},
            barred(
                "不属于不再办理的情形",
                "handling is stopped only where the same facts and reasons are raised again",
            ),
            (
                assumed(
                    "条文规定何时不再办理，未明文排除其他情形，读作仅限所列",
                    "the text says when handling is stopped and bars no other case in so many words; "
                    "read as these alone",
                    cite("25", "符合下列情形之一的"),
                ),
                cite("25-1-1", "来电人仍以同一事实和理由提出的"),
                cite("25-1-2", "来电人仍以同一事实和理由提出的"),
            ),
        ),
        Row(
            "G5",
            {"move": Move.STOPPED, "hotline_told": False},
            breach(
                "不再办理未向市热线工作机构作出书面说明",
                "handling was stopped without a note in writing",
            ),
            (_STOP,),
        ),
        Row(
            "G6",
            {"move": Move.STOPPED, "requester_told": False},
            breach("不再办理未向来电人作出解释", "the requester was not told why"),
            (_STOP,),
        ),
        Row(
            "G7",
            {"move": Move.FOLLOWED_UP, "actor": excluding(Actor.HOTLINE, MISSING)},
            breach("回访由市热线工作机构进行", "the hotline body follows up"),
            (
                assumed(
                    "条文规定市热线工作机构回访，未明文排除他人，读作仅由其回访",
                    "the text has the hotline body follow up and bars nobody in so many words; read as "
                    "its alone",
                    _CHECK,
                ),
            ),
        ),
        Row(
            "G8",
            {"move": Move.REHANDLED, "actor": excluding(Actor.HOTLINE, MISSING)},
            barred(
                "由市热线工作机构退回再次办理",
                "the hotline body sends it back to be handled again",
            ),
            (
                assumed(
                    "条文规定市热线工作机构可以退回，未明文排除他人，读作仅由其退回",
                    "the text permits the hotline body to send it back and bars nobody in so many "
                    "words; read as its alone",
                    cite("27-2", "市热线工作机构根据情况可以将热线事项退回承办单位再次办理"),
                ),
            ),
        ),
        Row(
            "G9",
            {"move": Move.EXTENDED, "grounded": False},
            breach(
                "延长办理时限须有法律、法规、规章依据",
                "a limit is extended where a law or rule has it so",
            ),
            (_BY_LAW,),
        ),
        Row(
            "G10",
            {"move": Move.FED_BACK, "timely": Bound.BEYOND},
            breach("逾期反馈热线", "fed back to the hotline too late"),
            (_FIVE_DAYS,),
        ),
        Row(
            "G11",
            {"move": Move.REPLIED, "timely": Bound.BEYOND},
            breach("逾期回复来电人", "the requester was answered too late"),
            (_FIVE_DAYS,),
        ),
        *more,
    )
    return Table(GUARDS.path, MOVE_FACTS, rows, HitPolicy.COLLECT)


_BUSINESS_ROWS: tuple[Row[Guard], ...] = (
    Row(
        "G12",
        # No fact of a move says whether the matter is of the business environment: hence a breach.
        {"move": Move.EXTENDED, "approver": excluding(Approver.UNIT_HEAD, MISSING)},
        breach(
            "延长须经行政机关负责人同意",
            "a limit is extended with the consent of the authority's head",
        ),
        (_BUSINESS_EXTENSION,),
    ),
    Row(
        "G13",
        {"move": (Move.EXTENDED, Move.EXTENSION_ASKED), "cap": Bound.BEYOND},
        breach("延长合计超过十个工作日", "extended by more than ten working days in all"),
        (_BUSINESS_EXTENSION,),
    ),
    Row(
        "G14",
        {"move": (Move.EXTENDED, Move.EXTENSION_ASKED), "timely": Bound.BEYOND},
        breach("时限届满后延长", "extended after the limit was up"),
        (_BEFORE_THE_END,),
    ),
)

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
            (REGULATIONS.cite("23-1-2", "及时将工作流转单转至承办单位办理"),),
        ),
        Row(
            "O2",
            {**_WITH_UNIT, "replied": False, "reply_wanted": True},
            Owed(Task.REPLY, Bearer.ANSWERABLE, When.IN_LIMIT),
            (_FIVE_DAYS, REGULATIONS.cite("24-2", "承办单位应当在答复的期限内办理完毕")),
        ),
        Row(
            "O3",
            {**_WITH_UNIT, "fed_back": False},
            Owed(Task.FEED_BACK, Bearer.ANSWERABLE, When.IN_LIMIT),
            (_FIVE_DAYS, REGULATIONS.cite("24-2", "承办单位应当在答复的期限内办理完毕")),
        ),
        Row(
            "O4",
            {
                **_WITH_UNIT,
                "statute": True,
                "informed": False,
                "reply_wanted": True,
                "replied": False,
            },
            Owed(Task.INFORM, Bearer.ANSWERABLE, When.IN_FIRST_LIMIT),
            (_FIVE_DAYS, REGULATIONS.cite("24-1-2", "应当向来电人告知办理进度、法定期限")),
        ),
        Row(
            "O5",
            {**_WITH_UNIT, "deferred": True, "informed": False, "reply_wanted": True},
            Owed(Task.TELL_MEASURES, Bearer.ANSWERABLE, When.IN_FIRST_LIMIT),
            (
                assumed(
                    "条例无挂账；挂账的，读作受客观条件限制暂时无法解决",
                    "the regulations have no deferred ledger; what is on one cannot be solved for "
                    "the time being",
                    REGULATIONS.cite("24-1-3", "告知来电人办理进度、解决措施及明确的解决时限"),
                ),
            ),
        ),
        Row(
            "O6",
            {**_OPEN, "escalated": True},
            Owed(Task.GIVE_OPINION, Bearer.SUPERIOR, When.NOT_SET),
            (REGULATIONS.cite("29-2", "由市人民政府办公厅组织有关部门研究解决"),),
        ),
        Row(
            "O7",
            {"fed_back": True, "followed_up": False},
            Owed(Task.FOLLOW_UP, Bearer.HOTLINE, When.NOT_SET),
            (_CHECK,),
        ),
    ),
    HitPolicy.COLLECT,
)

_RULES_TO_MAKE = REGULATIONS.cite("31", "市热线工作机构应当制定热线工作考核办法")
_REPORTED_2020 = national.GUIDANCE_2020.cite("", basis=Basis.REPORTED)

TIMELINE = Timeline(
    id="jinan",
    version="2",
    place="3701",
    series=(
        Dated(
            TRIAGE,
            (
                Provision(value=_TRIAGE_2018, citations=(REGULATIONS.cite("23-1"), _ORDER)),
                Provision(
                    value=_TRIAGE_2021,
                    citations=(REGULATIONS.cite("23-1"), _ORDER, _REPORTED_2020),
                    since=national.GUIDANCE_2020.since,
                ),
                Provision(
                    value=_TRIAGE_2025,
                    citations=(
                        REGULATIONS.cite("23-1"),
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
                Provision(value=_DUTIES_2018, citations=(REGULATIONS.cite("22-2"),)),
                Provision(
                    value=_DUTIES_2025,
                    citations=(REGULATIONS.cite("22-2"), national.GUIDANCE_2025.cite("（二）")),
                    since=national.GUIDANCE_2025.since,
                ),
            ),
        ),
        Dated(
            DISPATCH_DUTIES,
            (Provision(value=_DISPATCH_DUTIES, citations=(REGULATIONS.cite("12-1-2"),)),),
        ),
        Dated(
            DIRECT,
            (
                Provision(
                    value=True,
                    citations=(REGULATIONS.cite("23-1-2", "及时将工作流转单转至承办单位办理"),),
                ),
            ),
        ),
        Dated(
            TO_DISTRICT,
            (
                Provision(
                    value=True,
                    citations=(
                        assumed(
                            "县、区人民政府为承办单位，具体单位不明的，依属地转所在县、区办理或者转交",
                            "districts are handlers: where no unit is clear it goes to the one where "
                            "the matter lies, to handle or to pass on",
                            REGULATIONS.cite("23-1-2", "按照职责、属地或者行业管理要求"),
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
                            "条例规定涉及多个承办单位的协调，单位不明的比照办理",
                            "the text has it of several units; likewise where none is clear",
                            REGULATIONS.cite(
                                "29-1", "应当召集有关方面进行协调解决，确定一个主办单位办理"
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
                    value=Preference.NEAREST,
                    citations=(
                        assumed(
                            "多级单位均有职责时取最近的一级，条文只列职责、属地、行业管理，未写明次序",
                            "where units of several levels hold the duty the nearest leads; the text "
                            "states no order",
                            REGULATIONS.cite("23-1-2", "按照职责、属地或者行业管理要求"),
                        ),
                    ),
                ),
            ),
        ),
        Dated(LIMITS, (Provision(value=_LIMITS, citations=(_FIVE_DAYS,)),)),
        Dated(
            COUNTING,
            (
                Provision(
                    value=CIVIL_CODE,
                    citations=(_BEFORE_THE_CODE,),
                    until=CIVIL_CODE_SOURCE.since,
                ),
            ),
        ),
        Dated(
            RECUSAL,
            (Provision(value=frozenset({RequestType.REPORT}), citations=(_NOT_TO_THE_ACCUSED,)),),
        ),
        Dated(
            RESPONSIBILITY,
            (Provision(value=Responsibility.DESIGNATED_LEAD, citations=(_ONE_LEAD,)),),
        ),
        Dated(
            EXTENSION_CAP,
            (
                Provision(value=SILENT, citations=(REGULATIONS.cite("24-1"),)),
                Provision(value=working_days(10), citations=(_BUSINESS_EXTENSION,)),
            ),
        ),
        Dated(
            GUARDS,
            (
                Provision(value=_guards(), citations=(REGULATIONS.cite("25"),)),
                Provision(
                    value=_guards(*_BUSINESS_ROWS),
                    citations=(REGULATIONS.cite("25"), BUSINESS.cite("62")),
                    since=BUSINESS.since,
                ),
                Provision(
                    value=_guards(*_BUSINESS_ROWS, national.NOT_TO_THE_GRASS_ROOTS),
                    citations=(
                        REGULATIONS.cite("25"),
                        BUSINESS.cite("62"),
                        national.GUIDANCE_2025.cite("（五）"),
                    ),
                    since=national.GUIDANCE_2025.since,
                ),
            ),
        ),
        Dated(
            STATUTE_RULE,
            (
                Provision(
                    value=StatuteRule.LONGER_BESIDE,
                    citations=(
                        REGULATIONS.cite("24-1-2", "应当向来电人告知办理进度、法定期限"),
                        REGULATIONS.cite("24-2", "承办单位应当在答复的期限内办理完毕"),
                    ),
                ),
            ),
        ),
        Dated(STOPPING, (Provision(value=StopRule.NOTE, citations=(_STOP,)),)),
        Dated(OWED, (Provision(value=_OWED, citations=(REGULATIONS.cite("24-1"),)),)),
        *(
            Dated(parameter, (Provision(value=SILENT, citations=(near,)),))
            for parameter, near in (
                # 拒不接收 is of what is the unit's duty; how it is rid of the rest is not said.
                (RETURN_RULE, REGULATIONS.cite("40-1-1", "对法定职责内的热线事项拒不接收的")),
                (OBJECTION_WINDOW, REGULATIONS.cite("29-1")),
                (OBJECTION_COUNT, REGULATIONS.cite("29-1")),
                (CO_HANDLER_LIMIT, REGULATIONS.cite("29-1", "其他承办单位应当予以配合")),
                (SIGNING_LIMIT, REGULATIONS.cite("23-1-2")),
                (CONTACT_LIMIT, REGULATIONS.cite("24-1")),
                (DEFERRAL_STOPS, REGULATIONS.cite("24-1-3")),
                (DEFERRED_SCOPE, REGULATIONS.cite("24-1-3")),
                (ALERTS, REGULATIONS.cite("24-1")),
                # 基层自治组织 only assist by 4-5; nothing is said of a list, or of who is the main one.
                (COMMUNITY_LIST, REGULATIONS.cite("4-5")),
                (COMMUNITY_MAIN, REGULATIONS.cite("4-5")),
                # 吹哨报到 and 基数 are of another city.
                (DOUBLE_ASSESSMENT, REGULATIONS.cite("31")),
                (BASE_RATIO, REGULATIONS.cite("31")),
            )
        ),
        *(
            # Left to rules of assessment that are not public, and that the law only has made.
            Dated(parameter, (Provision(value=UNSET, citations=(_RULES_TO_MAKE, *near)),))
            for parameter, *near in (
                (RESPONSE,),
                (RESOLUTION,),
                (SATISFACTION, REGULATIONS.cite("38-2", "热线工作考核结果差、回访满意度低的")),
                (TIMELINESS,),
                (WEIGHTS,),
                (EXCLUSIONS,),
                (COUNTED_BY,),
                (ROUNDING,),
                (VERDICT,),
                (APPEAL_WINDOW,),
                (ASSESSMENT_CLASSES,),
                (INCENTIVES,),
                (EFFECT_AND_ATTITUDE, REGULATIONS.cite("27-1", "请来电人对办理情况予以评价")),
                (MONTHLY_LISTS, REGULATIONS.cite("38-1", "定期进行通报")),
            )
        ),
    ),
    sources=(REGULATIONS, BUSINESS),
).stacked_on(national.TIMELINE)
"""The rules of Jinan from 2018-09-01 on."""
