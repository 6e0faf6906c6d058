"""
北京市: the 2020 opinion, the 2021 regulations, and what stands beside them.

The regulations (条例) did not repeal the opinion: its four time levels, its double dispatch and its
deferred ledger stand beside them. What the regulations delegate to documents that are not public
is UNSET; what they were read whole for and do not set is SILENT.
"""

from collections.abc import Iterator
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
    When,
    barred,
    breach,
)
from ..counting import CIVIL_CODE, CIVIL_CODE_SOURCE, Roll, StartsAt
from ..deadlines import TimeLimit, hours, natural_days
from ..decisions import (
    Coordination,
    DispatchMode,
    Disposition,
    Duty,
    Preference,
    Stage,
    StageLimit,
)
from ..events import Move
from ..facts import MISSING, excluding
from ..labels import Text
from ..outcomes import (
    COUNTED_BY,
    OUTCOME_FACTS,
    ExclusionReview,
    FollowUp,
    Resolution,
    Role,
    Satisfaction,
    Timeliness,
)
from ..rates import ASIDE, EXCLUSIONS, MET, UNMET, ExclusionGround, Mark
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
from ..selections import MONTHLY_LISTS, Selection
from ..sources import (
    SILENT,
    UNSET,
    Absent,
    Basis,
    Citation,
    Dated,
    Parameter,
    Provision,
    Rank,
    Reading,
    Source,
    assumed,
)
from ..statutes import STATUTE_RULE, StatuteRule
from ..tables import HitPolicy, Row, Table
from ..taxonomy import TimeClass
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
from ..units import UnitKind
from ..verdicts import VERDICT
from . import national

OPINION = Source(
    id="bj-2020",
    title="中共北京市委 北京市人民政府关于进一步深化“接诉即办”改革工作的意见",
    title_en="Beijing, opinion on deepening the reform of swift response to public complaints",
    rank=Rank.POLICY,
    published=date(2020, 10, 28),
    since=date(2020, 10, 28),
    place="11",
    url="http://www.beijing.gov.cn/zhengce/zhengcefagui/202011/t20201105_2129024.html",
    remark=Text("以成文日计", "dated by its signature"),
)
REGULATIONS = Source(
    id="bj-2021",
    title="北京市接诉即办工作条例",
    title_en="Beijing regulations on swift response to public complaints",
    rank=Rank.LOCAL_LAW,
    published=date(2021, 9, 24),
    since=date(2021, 9, 24),
    place="11",
)
FIRST_RECEIVER_RULES = Source(
    id="bj-first-receiver",
    title="北京市接诉即办首接负责制工作办法",
    title_en="Beijing, rules on first-receiver responsibility",
    rank=Rank.POLICY,
    published=date(2021, 9, 24),
    since=date(2021, 9, 24),
    place="11",
    reading=Reading.UNREAD,
    remark=Text(
        "为条例配套文件，未公开，日期未见，暂按条例施行日列示",
        "made under the regulations, not public; its date is unknown and listed as theirs",
    ),
)
ASSESSMENT_RULES = Source(
    id="bj-assessment",
    title="北京市接诉即办考评办法",
    title_en="Beijing, rules of assessment",
    rank=Rank.POLICY,
    published=date(2020, 10, 28),
    since=date(2020, 10, 28),
    place="11",
    reading=Reading.UNREAD,
    remark=Text(
        "名称为拟称（条例第三十二条称“考评办法”）；多次修订，均未公开，日期未见，暂按意见成文日列示",
        "its title is ours (art. 32 says rules of assessment); revised several times, never public; "
        "its dates are unknown and listed as the opinion's",
    ),
)
STANDARD_DRAFT = Source(
    id="bj-db11-draft",
    title="12345市民服务热线服务与管理规范（征求意见稿）",
    title_en="Beijing standard on 12345 service and management, consultation draft",
    rank=Rank.STANDARD,
    published=date(2021, 12, 28),
    since=date(2021, 12, 28),
    until=date(2022, 9, 29),
    place="11",
    reading=Reading.PART,
    remark=Text(
        "草案，仅见报道：突发事件2小时，水电气热等24小时，一般诉求7天，复杂诉求15天，均未据以取值；"
        "承办单位签收诉求工单，据以推定正式标准亦有签收",
        "a draft, known from the press: incidents 2 hours, utilities 24 hours, ordinary matters 7 "
        "days, complex ones 15, on which no value here rests; units sign for tickets, from which it is "
        "assumed that the standard has them sign, too",
    ),
)
STANDARD = Source(
    id="bj-db11-2021",
    title="12345市民服务热线服务与管理规范",
    title_en="Beijing standard on 12345 service and management",
    number="DB11/T 2021—2022",
    rank=Rank.STANDARD,
    published=date(2022, 9, 29),
    since=date(2023, 1, 1),
    place="11",
    reading=Reading.UNREAD,
    remark=Text("仅见章名", "only the titles of its chapters were seen"),
)
OPINION_2025 = Source(
    id="bj-2025",
    title="中共北京市委关于进一步深化接诉即办改革的意见",
    title_en="Beijing, opinion on further deepening the reform (2025)",
    rank=Rank.POLICY,
    published=date(2025, 3, 31),
    since=date(2025, 3, 31),
    place="11",
    reading=Reading.UNREAD,
    remark=Text(
        "2025年3月印发，日未见，暂按月末列示；同年另有群众诉求分类处置规则、派单目录调整三百余项",
        "issued in March 2025, listed at the end of the month since its day is unknown; rules on "
        "triage and over 300 changes of the dispatch catalogue came the same year",
    ),
)

_PROPER_CHANNELS = (
    StatutoryStanding.SHOULD_GO_LITIGATION,
    StatutoryStanding.SHOULD_GO_ARBITRATION,
    StatutoryStanding.SHOULD_GO_DISCIPLINE,
    StatutoryStanding.SHOULD_GO_RECONSIDERATION,
    StatutoryStanding.SHOULD_GO_DISCLOSURE,
    StatutoryStanding.SHOULD_GO_OTHER,
)
_ENTERED_CHANNELS = (
    StatutoryStanding.ENTERED_LITIGATION,
    StatutoryStanding.ENTERED_ARBITRATION,
    StatutoryStanding.ENTERED_DISCIPLINE,
    StatutoryStanding.ENTERED_RECONSIDERATION,
    StatutoryStanding.ENTERED_DISCLOSURE,
    StatutoryStanding.ENTERED_OTHER,
)
_AN_EARLIER_CASE = excluding(EarlierCase.NONE)
_EMERGENCY = excluding(EmergencyLine.NONE)

_MILITARY = assumed(
    "意见仅要求建立军地联动机制，联动方式比照向在京单位反映情况",
    "the opinion only asks for linkage; it is read as putting the matter to the body",
    OPINION.cite("三（六）", "建立央地、军地“接诉即办”联动工作机制"),
)
_NO_RECUSAL = assumed(
    "条例未设回避条款；为防止打击报复，举报不转交被举报单位",
    "the regulations have no rule on recusal; a report is kept from the unit reported",
    REGULATIONS.cite("8-3", "诉求人提出诉求不受非法干预、压制和打击报复"),
)

# -- 2021: the regulations ------------------------------------------------------------------------

_ORDER = assumed(
    "多种情形同时存在时的先后，条文未列",
    "the texts state no order among cases that hold together",
    REGULATIONS.cite("11-3"),
)
_REPEATED = {"earlier": _AN_EARLIER_CASE}


def _triage_2021(*more: Row[Disposition]) -> Table[Disposition]:
    """条例 art. 2, 11, 21, 22; *more* are rows of later texts on secrecy."""
    cite = REGULATIONS.cite
    rows = (
        Row(
            "T1",
            {"emergency": _EMERGENCY},
            Disposition.TRANSFER_EMERGENCY,
            (cite("11-3-1", "即时转至相应专线"),),
        ),
        Row(
            "T2",
            {"secrecy": (Secrecy.STATE_SECRET, Secrecy.TRADE_SECRET, Secrecy.PRIVACY)},
            Disposition.EXPLAIN_SECRECY,
            (cite("11-3-4", "涉及国家秘密、商业秘密、个人隐私的，向诉求人做好解释工作"),),
        ),
        *more,
        Row(
            "T3",
            {
                "statutory": (
                    *_PROPER_CHANNELS,
                    *_ENTERED_CHANNELS,
                    # 信访 only where already entered: 11-3-2 names it behind 已进入 alone.
                    StatutoryStanding.ENTERED_PETITION,
                )
            },
            Disposition.GUIDE_STATUTORY,
            (cite("11-3-2", "告知诉求人相应法定渠道"),),
        ),
        Row(
            "T4",
            {"unlawful": True},
            Disposition.DISSUADE,
            (
                cite(
                    "11-3-6",
                    "做好劝导、教育工作，告知诉求人应当遵守的相关规定和违法行为的法律后果",
                ),
            ),
        ),
        Row(
            "T5",
            {"request_type": RequestType.INQUIRY, "answerable": True},
            Disposition.ANSWER,
            (cite("11-1", "能够即时答复的，即时答复"),),
        ),
        Row(
            "T6",
            {"territory": Territory.NEIGHBOUR, "cross_region": True},
            Disposition.DISPATCH,
            (
                assumed(
                    "条文只称提供服务，读作照常派单办理",
                    "the text speaks of service; read as dispatched like any other",
                    cite(
                        "21",
                        "对本市异地养老、医疗报销、交通出行等与群众生活密切相关的诉求提供服务",
                    ),
                ),
            ),
        ),
        Row(
            "T7",
            {"territory": Territory.NEIGHBOUR},
            Disposition.PASS_TO_NEIGHBOUR,
            (
                assumed(
                    "条文未写明津冀事项如何转办，不属联动服务事项的，转接当地热线",
                    "the text does not say how such matters are passed on; read as a transfer",
                    cite("21", "本市推进京津冀市民服务热线联动"),
                ),
            ),
        ),
        Row(
            "T8",
            {"territory": Territory.OUTSIDE},
            Disposition.OUT_OF_TERRITORY,
            (
                assumed(
                    "接诉即办限于涉及本市的诉求，市域外的予以告知",
                    "the mechanism is for the city's own territory; the requester is told so",
                    cite("2-2", "涉及本行政区域的咨询、求助、投诉、举报、建议等诉求"),
                ),
            ),
        ),
        Row(
            "T9",
            {"body": ResponsibleBody.CENTRAL},
            Disposition.INFORM_BODY,
            (cite("22", "及时向有关单位反映情况"),),
        ),
        Row("T10", {"body": ResponsibleBody.MILITARY}, Disposition.INFORM_BODY, (_MILITARY,)),
        Row(
            "T11",
            {**_REPEATED, "new_grounds": False},
            Disposition.TELL_PROGRESS,
            (cite("11-3-3", "告知诉求人办理进展或者办理结果"),),
        ),
        Row(
            "T12",
            {"beyond_duty": True},
            Disposition.GUIDE_ELSEWHERE,
            (cite("11-3-5", "告知诉求人通过市场、社会等其他渠道解决"),),
        ),
        Row(
            "T20",
            {**_REPEATED, "new_grounds": MISSING},
            Disposition.DISPATCH,
            (
                assumed(
                    "未载明有无新情况、新理由的，不以重复为由不派单",
                    "where new facts or reasons are not on record, repetition alone bars nothing",
                    cite("11-3-3", "没有新情况、新理由"),
                ),
            ),
        ),
        Row(
            "T21",
            {"request_type": RequestType.INQUIRY, "answerable": False},
            Disposition.DISPATCH,
            (cite("11-1", "不能即时答复的，派单至区人民政府，市、区政府部门"),),
        ),
        Row(
            "T22",
            {
                "request_type": (
                    RequestType.ASSISTANCE,
                    RequestType.COMPLAINT,
                    RequestType.REPORT,
                    RequestType.SUGGESTION,
                )
            },
            Disposition.DISPATCH,
            (cite("11-2", "按照派单目录，即时派单至承办单位"),),
        ),
        Row(
            "T23",
            {"request_type": (RequestType.NEED, RequestType.OTHER)},
            Disposition.DISPATCH,
            (
                assumed(
                    "条例所列五类以“等诉求”收尾，其他类别按求助办理",
                    "the list of five types is open; another type is handled as assistance",
                    cite("2-2", "咨询、求助、投诉、举报、建议等诉求"),
                ),
            ),
        ),
        Row(
            "T24",
            {"request_type": RequestType.PRAISE},
            Disposition.DISPATCH,
            (
                assumed(
                    "表扬不属条例所列类别，派单转告有关单位",
                    "praise is not among the types named; it is passed on to the unit",
                    cite("2-2", "咨询、求助、投诉、举报、建议等诉求"),
                ),
            ),
        ),
        Row(
            "T25",
            {"request_type": MISSING},
            Disposition.DISPATCH,
            (
                assumed(
                    "诉求类型未载明，暂按咨询以外的诉求派单",
                    "the type is not on record; dispatched as what is no inquiry",
                    cite("11-2", "按照派单目录，即时派单至承办单位"),
                ),
            ),
        ),
    )
    return Table(TRIAGE.path, TICKET_FACTS, rows, HitPolicy.FIRST)


_SECRECY_2025 = attrs.evolve(national.NEW_SECRETS_2025, id="T2a")


def _incident(duty: Duty, prefix: str, ground: Citation, **also: object) -> tuple[Row[Duty], ...]:
    """One duty for sudden, mass and extreme matters; disjoint, so that it is collected once."""
    return (
        Row(f"{prefix}a", {**also, "sudden": True}, duty, (ground,)),
        Row(f"{prefix}b", {**also, "sudden": False, "mass": True}, duty, (ground,)),
        Row(
            f"{prefix}c",
            {**also, "sudden": False, "mass": False, "extreme": True},
            duty,
            (ground,),
        ),
    )


# Whatever becomes of the substance, the people involved are the city's concern if it is in the city.
_DOUBLE = _incident(
    Duty.DOUBLE_DISPATCH,
    "D5",
    OPINION.cite(
        "三（十）",
        "对突发性、群体性、极端性诉求，向公安部门、属地党委和政府实行双派单",
        note=Text("属地读作事发地和管辖地", "read as where it happens and where it belongs"),
    ),
    territory=Territory.INSIDE,
)
_WARNING = OPINION.cite("三（十）", "及时就苗头性、风险性诉求向相关部门提出预警")
_WARN = _incident(
    Duty.WARN,
    "D4",
    assumed(
        "突发性、群体性、极端性诉求读作含有风险",
        "sudden, mass and extreme matters are read as risky",
        _WARNING,
    ),
    risk=False,
)
_PARALLEL = Row(
    "D3",
    {
        "disposition": Disposition.TRANSFER_EMERGENCY,
        "time_class": TimeClass.URGENT,
        # What would not be dispatched without the emergency is not dispatched beside it.
        "territory": Territory.INSIDE,
        "body": ResponsibleBody.LOCAL,
        "secrecy": Secrecy.NONE,
        "statutory": (StatutoryStanding.NONE, StatutoryStanding.SHOULD_GO_PETITION),
        "unlawful": False,
        "beyond_duty": False,
    },
    Duty.PARALLEL_TICKET,
    (
        assumed(
            "紧急转接与两小时级处置并行不悖：目录列为两小时级的，转接的同时派单",
            "a transfer and the two-hour level do not exclude each other",
            OPINION.cite("三（四）", "2小时、24小时、7天和15天四级处置模式"),
        ),
    ),
)
_EMERGENCY_OF_OTHERS = Row(
    "D10",
    {
        "disposition": Disposition.TRANSFER_EMERGENCY,
        "body": (ResponsibleBody.CENTRAL, ResponsibleBody.MILITARY),
    },
    Duty.INFORM_BODY,
    (
        assumed(
            "紧急转接不免除向有关单位反映情况",
            "a transfer does not do away with putting the matter to the body concerned",
            REGULATIONS.cite("22", "及时向有关单位反映情况"),
        ),
    ),
)
_POLICE_2025 = attrs.evolve(national.POLICE_2025, id="D6b")


def _duties_2021(*more: Row[Duty]) -> Table[Duty]:
    """条例 art. 9, 10, 11, 12, 29, 37 beside the opinion; *more* are rows of later texts."""
    cite = REGULATIONS.cite
    rows = (
        Row("D1", {}, Duty.RECORD, (cite("10", "通过语音、文字等形式全面、准确、规范记录"),)),
        Row(
            "D2",
            {"complete": False},
            Duty.SUPPLEMENT_RECORD,
            (cite("10", "诉求提出的时间、诉求事项、联系方式等要素"),),
        ),
        _PARALLEL,
        Row(
            "D4",
            {"risk": True},
            Duty.REPORT_RISK,
            (cite("29", "应当即时向政府有关部门报告情况"),),
        ),
        *_WARN,
        *_DOUBLE,
        Row(
            "D6",
            {"abusive": True},
            Duty.DISSUADE_REQUESTER,
            (
                cite("9-3", "不得恶意反复拨打或者无正当理由长时间占用市民服务热线"),
                cite("37", "应当对诉求人进行劝阻、批评、教育，并告知法律后果"),
            ),
        ),
        *more,
        Row(
            "D7",
            {"kept": True},
            Duty.KEEP_FROM_ACCUSED,
            (_NO_RECUSAL,),
        ),
        Row(
            "D8",
            {"disposition": Disposition.DISPATCH, "complex": True},
            Duty.CONFERENCE,
            (cite("12-2", "对疑难复杂诉求可以在派单前进行会商"),),
        ),
        Row(
            "D9",
            {"disposition": Disposition.GUIDE_ELSEWHERE},
            Duty.REFER_SUPERVISION,
            (cite("11-3-5", "可以交由有关单位履行监督、指导等职责"),),
        ),
        _EMERGENCY_OF_OTHERS,
    )
    return Table(DUTIES.path, INTAKE_FACTS, rows, HitPolicy.COLLECT)


_DISPATCH_DUTIES_2021 = Table(
    DISPATCH_DUTIES.path,
    DISPATCH_FACTS,
    (
        Row(
            "P1",
            {
                "mode": DispatchMode.DIRECT,
                "lead_kind": (UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP),
            },
            Duty.COPY_DISTRICT,
            (REGULATIONS.cite("12-1-1", "同时送区人民政府督促协调解决"),),
        ),
        Row(
            "P1c",
            {"mode": DispatchMode.DIRECT, "lead_kind": UnitKind.COMMUNITY},
            Duty.COPY_DISTRICT,
            (
                assumed(
                    "条例未列居（村）民委员会为承办单位，直接交其办理的，比照街道、乡镇同时送区",
                    "communities are not listed as handlers; what goes to one is copied likewise",
                    REGULATIONS.cite("12-1-1", "同时送区人民政府督促协调解决"),
                ),
            ),
        ),
        Row(
            "P4",
            {"mode": DispatchMode.TO_DISTRICT},
            Duty.DISTRICT_ORGANISES,
            (REGULATIONS.cite("12-1-2", "区人民政府应当组织相关单位推动诉求解决"),),
        ),
        Row(
            "P2", {}, Duty.STATE_LIMIT, (REGULATIONS.cite("13-1", "应当在诉求工单上注明办理时限"),)
        ),
        Row(
            "P3",
            {"co_handled": True},
            Duty.LEAD_COOPERATION,
            (REGULATIONS.cite("14-2", "首接单位应当牵头协调办理，其他有关单位应当配合"),),
        ),
    ),
    HitPolicy.COLLECT,
)

# -- 2020: the opinion ----------------------------------------------------------------------------

_ORDER_2020 = assumed(
    "多种情形同时存在时的先后，意见未列",
    "the opinion states no order among cases that hold together",
    OPINION.cite("三（二）"),
)


def _triage_2020(*more: Row[Disposition]) -> Table[Disposition]:
    """意见 三（二）; *more* are rows of 国办发〔2020〕53号."""
    rows = (
        Row(
            "S1",
            {"emergency": _EMERGENCY},
            Disposition.TRANSFER_EMERGENCY,
            (OPINION.cite("三（二）", "建立与110、119、120等紧急救助系统的一键转接机制"),),
        ),
        Row(
            "S2",
            {"territory": excluding(Territory.INSIDE)},
            Disposition.OUT_OF_TERRITORY,
            (
                assumed(
                    "意见未规定市域外诉求，按不属本市处理",
                    "the opinion says nothing of matters outside the city",
                    OPINION.cite("三（一）"),
                ),
            ),
        ),
        *more,
        Row(
            "S3",
            {"statutory": (*_PROPER_CHANNELS, *_ENTERED_CHANNELS)},
            Disposition.GUIDE_STATUTORY,
            (OPINION.cite("三（二）", "引导反映人通过法定渠道反映"),),
        ),
        Row(
            "S4",
            {"unlawful": True},
            Disposition.DISSUADE,
            (
                assumed(
                    "意见仅规定依法纳入信用管理，受理环节按劝导处理",
                    "the opinion only names credit management; at intake read as dissuasion",
                    OPINION.cite("三（二）", "依法纳入信用管理"),
                ),
            ),
        ),
        Row(
            "S5",
            {"beyond_duty": True},
            Disposition.GUIDE_ELSEWHERE,
            (
                assumed(
                    "意见只定职责边界，未定受理环节如何答复，读作告知其他渠道",
                    "the opinion draws the line of duties and not what intake says; read as a referral",
                    OPINION.cite(
                        "四（二）", "对应当由市场、社会、个人解决的诉求，运用市场机制和社会力量"
                    ),
                ),
            ),
        ),
        Row(
            "S6",
            {"body": (ResponsibleBody.CENTRAL, ResponsibleBody.MILITARY)},
            Disposition.INFORM_BODY,
            (_MILITARY,),
        ),
        Row(
            "S7",
            {"request_type": RequestType.INQUIRY, "answerable": True},
            Disposition.ANSWER,
            (OPINION.cite("三（二）", "咨询类诉求由市民热线服务中心或承办单位回复解答"),),
        ),
        Row(
            "S8",
            {
                "request_type": (
                    RequestType.INQUIRY,
                    RequestType.SUGGESTION,
                    RequestType.REPORT,
                    RequestType.COMPLAINT,
                    RequestType.NEED,
                )
            },
            Disposition.DISPATCH,
            (
                OPINION.cite(
                    "三（二）", "按照咨询、建议、举报、投诉、需求等诉求类型，实行差异化管理"
                ),
            ),
        ),
        Row(
            "S9",
            {
                "request_type": (
                    RequestType.ASSISTANCE,
                    RequestType.PRAISE,
                    RequestType.OTHER,
                    MISSING,
                )
            },
            Disposition.DISPATCH,
            (
                assumed(
                    "意见所列类型以“等”收尾，其他类别按需求办理",
                    "the opinion's list of types is open; another type is handled as a need",
                    OPINION.cite("三（二）", "咨询、建议、举报、投诉、需求等诉求类型"),
                ),
            ),
        ),
    )
    return Table(TRIAGE.path, TICKET_FACTS, rows, HitPolicy.FIRST)


_GUIDANCE_2020 = (
    attrs.evolve(national.SECRETS_2021, id="S2a"),
    attrs.evolve(national.PETITION_2021, id="S2b"),
)

_DUTIES_2020 = Table(
    DUTIES.path,
    INTAKE_FACTS,
    (
        _PARALLEL,
        Row("D4", {"risk": True}, Duty.WARN, (_WARNING,)),
        *_WARN,
        *_DOUBLE,
        Row(
            "D6",
            {"abusive": True},
            Duty.CREDIT,
            (
                assumed(
                    "恶意反复拨打、无正当理由长时间占用，读作恶意诉求来电",
                    "calling again and again out of malice, or needlessly holding the line, is read as "
                    "a malicious call",
                    OPINION.cite("三（二）", "虚假恶意诉求来电，依法纳入信用管理"),
                ),
            ),
        ),
        Row(
            "D6a",
            {"unlawful": True, "abusive": False},
            Duty.CREDIT,
            (
                OPINION.cite(
                    "三（二）",
                    "对违反法律法规规章政策规定、违反社会公序良俗以及虚假恶意诉求来电，依法纳入信用管理",
                ),
            ),
        ),
        Row(
            "D8",
            {"disposition": Disposition.DISPATCH, "complex": True},
            Duty.CONFER,
            (OPINION.cite("三（三）", "对复杂疑难诉求在派单前进行会商研究"),),
        ),
    ),
    HitPolicy.COLLECT,
)

_DISPATCH_DUTIES_2020 = Table(
    DISPATCH_DUTIES.path,
    DISPATCH_FACTS,
    (
        Row(
            "P3",
            {"co_handled": True},
            Duty.LEAD_COOPERATION,
            (OPINION.cite("三（三）", "完善首接单位负责制"),),
        ),
    ),
    HitPolicy.COLLECT,
)

# -- time limits: four levels, from 2020 on -------------------------------------------------------

_FROM_DISPATCH = assumed(
    "起算点未公开，自派单时起算；期间无专门的计算规定，参照民法典",
    "the starting point is not public, counted from dispatch; for the rest by analogy with the Code",
    OPINION.cite("三（四）"),
)
_PLAIN_DAYS = assumed(
    "意见写“天”而非工作日，7×24小时服务及于其他单位属类推：按自然日计算，末日不顺延",
    "days, not working days; service around the clock is asked of hotline and utilities, of others "
    "by analogy: natural days, no roll",
    OPINION.cite("三（四）", "提供7×24小时服务"),
)
_COUNTING = CIVIL_CODE.with_(_FROM_DISPATCH, starts_at=StartsAt.DISPATCHED).with_(
    _PLAIN_DAYS, roll=Roll.NONE
)
_LEVELS = OPINION.cite("三（四）", "原则上实行2小时、24小时、7天和15天四级处置模式")
_SUDDEN = assumed(
    "突发性诉求按轻重缓急归入2小时级",
    "a sudden matter is of the two-hour level by its urgency",
    OPINION.cite("三（四）", "根据诉求的轻重缓急程度和行业标准"),
)
_DELEGATED = assumed(
    "条例授权另定办理时限，所定未公开，仍按意见四级",
    "the regulations have limits set elsewhere; what was set is not public, so the levels stay",
    REGULATIONS.cite("13-2", "办理时限由市政务服务部门会同有关部门"),
)


_BEFORE_THE_CODE = assumed(
    "民法典自2021年1月1日起施行，此前的期间按同一方法计算",
    "the Civil Code is in force from 2021-01-01; earlier periods are counted the same way",
    _LEVELS,
)


def _limits(*more: Citation) -> Table[tuple[StageLimit, ...]]:
    levels: tuple[tuple[str, dict[str, object], TimeLimit, tuple[Citation, ...]], ...] = (
        ("L0", {"sudden": True}, hours(2), (_SUDDEN,)),
        ("L1", {"time_class": TimeClass.URGENT, "sudden": False}, hours(2), ()),
        ("L2", {"time_class": TimeClass.DAY, "sudden": False}, hours(24), ()),
        ("L3", {"time_class": TimeClass.ORDINARY, "sudden": False}, natural_days(7), ()),
        ("L4", {"time_class": TimeClass.COMPLEX, "sudden": False}, natural_days(15), ()),
    )
    rows: list[Row[tuple[StageLimit, ...]]] = [
        Row(row_id, when, (StageLimit(Stage.HANDLE, limit),), (_LEVELS, *own, *more))
        for row_id, when, limit, own in levels
    ]
    return Table(LIMITS.path, INTAKE_FACTS, rows)


# -- assessment: the three rates, and how much of them nobody published ---------------------------

_NEGATIVE_LIST = OPINION.cite("三（八）", "建立考评负面清单，对不合法、不合理的诉求不纳入考评")
_DIFFERENT = OPINION.cite("三（八）", "对诉求办理主责单位和协办单位实行差别化考评")
_BOTH_ASSESSED = OPINION.cite("三（八）", "对“报到”部门、“吹哨”街道(乡镇)实行双考评")
_THREE_RATES_2020 = OPINION.cite("三（八）", "健全以响应率、解决率、满意率为核心的“三率”考评体系")
_THREE_RATES = REGULATIONS.cite("32-2", "以响应率、解决率、满意率为核心内容")
_REQUESTER_RATES = REGULATIONS.cite("8-2", "有权了解诉求办理情况并作出评价")
_LIMIT_STATED = REGULATIONS.cite("13-1", "应当在诉求工单上注明办理时限")
_RULES_TO_MAKE = REGULATIONS.cite("32-1", "制定考评办法")
_SCOPE_TO_SET = REGULATIONS.cite("32-3", "制定考评办法、标准和具体事项范围")
_NOT_PUBLIC = ASSESSMENT_RULES.cite("")
_TEN_EACH = OPINION.cite("三（九）", "分别确定10个先进类、进步类、整改类和治理类街道(乡镇)")


def _monthly_lists() -> tuple[Selection, ...]:
    """Ten units each; what makes a unit one of a class is not public."""
    names = (
        Text("先进类", "advanced"),
        Text("进步类", "improved"),
        Text("整改类", "to be rectified"),
        Text("治理类", "under targeted governance"),
    )
    return tuple(Selection(name, UNSET, 10, grounds=(_TEN_EACH,)) for name in names)


def _exclusions(*more: Citation) -> Table[ExclusionGround | Absent]:
    """What is not assessed; *more* is where later law leaves the list to others."""
    unreasonable = assumed(
        "何为不合理由考评办法列明，未公开；以受理、审核人员的认定为准",
        "what is unreasonable is listed in rules that are not public; as the staff determined it",
        _NEGATIVE_LIST,
    )
    void = assumed("工单已作废的，不纳入考评", "a ticket that was voided is not assessed")
    granted = assumed(
        "经核准剔除的不纳入考评；是否设有此程序、条件如何，未见公开规定",
        "what was granted is left out; whether there is such a procedure, and on what conditions, "
        "is not public",
        _NOT_PUBLIC,
    )
    pending = assumed(
        "剔除申请审核未决的，先照常计入", "until it is decided an application changes nothing"
    )
    rows: list[Row[ExclusionGround | Absent]] = [
        Row("X1", {"unlawful": True}, ExclusionGround.UNLAWFUL, (_NEGATIVE_LIST, *more)),
        Row(
            "X2",
            {"unreasonable": True},
            ExclusionGround.UNREASONABLE,
            (_NEGATIVE_LIST, unreasonable, *more),
        ),
        Row("X3", {"void": True}, ExclusionGround.VOID, (void,)),
        Row("X4", {"exclusion": ExclusionReview.GRANTED}, ExclusionGround.GRANTED, (granted,)),
        Row(
            "X5",
            {"deferred": True},
            UNSET,
            (_NOT_PUBLIC, OPINION.cite("三（四）", "列入挂账管理")),
        ),
        Row("X6", {"role": Role.CO_HANDLER}, UNSET, (_NOT_PUBLIC, _DIFFERENT)),
        Row("X7", {"exclusion": ExclusionReview.PENDING}, ExclusionGround.COUNTED, (pending,)),
        Row("X8", {"role": (Role.CALLER, Role.RESPONDER)}, UNSET, (_NOT_PUBLIC, _BOTH_ASSESSED)),
        Row("X9", {"role": Role.INDUSTRY}, UNSET, (_NOT_PUBLIC,)),
    ]
    return Table(EXCLUSIONS.path, OUTCOME_FACTS, rows, HitPolicy.COLLECT)


def _no_word(verdict: str) -> Iterator[tuple[str, dict[str, object], Absent]]:
    """
    Outcomes on which the requester said nothing, by why: one row each, none of them public.

    They differ in what they mean for the unit, and one that is overdue and open must not gain by
    staying open.
    """
    settled = (Timeliness.ON_TIME, Timeliness.LATE, MISSING)
    silent: dict[str, object] = {verdict: MISSING}
    yield "N1", {**silent, "timeliness": Timeliness.OVERDUE}, UNSET
    yield "N2", {**silent, "timeliness": Timeliness.OPEN}, UNSET
    for row_id, reasons in (
        ("N3", (FollowUp.UNREACHABLE, FollowUp.WRONG_NUMBER)),
        ("N4", (FollowUp.REFUSED,)),
        ("N5", (FollowUp.ANONYMOUS,)),
        ("N6", (FollowUp.REACHED, FollowUp.NOT_MADE, MISSING)),
    ):
        yield row_id, {**silent, "timeliness": settled, "follow_up": reasons}, UNSET


def _plainly(near: Citation) -> Citation:
    return assumed(
        "条文只列率名，按字面设表，未定的逐行标明",
        "the text only names the rate; the table is by the plain words, and what they leave open is "
        "unset row by row",
        near,
    )


def _rate(parameter: Parameter, near: Citation, *by: Citation) -> Table[Mark | Absent]:
    """
    A rate as far as its name says how an outcome counts, the requester being the judge.

    What the name does not settle (部分解决, 基本满意, no word from the requester, a review that
    decided otherwise) is in rules of assessment that are not public. *by* says who judges.
    """
    judged = assumed(
        "按该率的字面，以诉求人的评价为准",
        "by the plain words of the rate, as the requester says",
        near,
    )
    dated = assumed(
        "不在三率之内，供观察；已办结的和逾期未办结的计入分母，未到期而未办结的、未载明时限的不计",
        "none of the three rates, for observation; what is finished or overdue counts, what is open "
        "within its limit or has no limit on record does not",
        near,
    )
    unreviewed = {"adjudicated": MISSING}
    rows: dict[Parameter, tuple[tuple[str, dict[str, object], Mark | Absent], ...]] = {
        RESPONSE: (
            ("R1", {"responded": True}, MET),
            ("R2", {"responded": False}, UNMET),
            *_no_word("responded"),
        ),
        RESOLUTION: (
            ("V1", {**unreviewed, "resolved": Resolution.RESOLVED}, MET),
            ("V2", {**unreviewed, "resolved": Resolution.UNRESOLVED}, UNMET),
            ("V3", {**unreviewed, "resolved": Resolution.PARTLY}, UNSET),
            ("V5", {"adjudicated": Resolution.RESOLVED}, UNSET),
            ("V6", {"adjudicated": Resolution.PARTLY}, UNSET),
            ("V7", {"adjudicated": Resolution.UNRESOLVED}, UNSET),
            *((row, {**when, **unreviewed}, then) for row, when, then in _no_word("resolved")),
        ),
        SATISFACTION: (
            ("S1", {"satisfied": Satisfaction.SATISFIED}, MET),
            ("S2", {"satisfied": Satisfaction.BASICALLY}, UNSET),
            ("S3", {"satisfied": Satisfaction.DISSATISFIED}, UNMET),
            ("S4", {"satisfied": Satisfaction.UNRATED}, UNSET),
            *_no_word("satisfied"),
        ),
        TIMELINESS: (
            ("M1", {"timeliness": Timeliness.ON_TIME}, MET),
            ("M2", {"timeliness": (Timeliness.LATE, Timeliness.OVERDUE)}, UNMET),
            ("M3", {"timeliness": (Timeliness.OPEN, MISSING)}, ASIDE),
        ),
    }
    told = (dated,) if parameter is TIMELINESS else (*by, judged)
    return Table(
        parameter.path,
        OUTCOME_FACTS,
        [
            Row(row_id, when, then, (_NOT_PUBLIC,) if then is UNSET else told)
            for row_id, when, then in rows[parameter]
        ],
    )


# -- handling: who answers, what a move has to respect, what is owed --------------------------------

_FOLLOW_UP_2020 = Row(
    "G1",
    {
        "move": Move.FOLLOWED_UP,
        "actor": excluding(Actor.HOTLINE, Actor.SERVICE_DEPARTMENT, MISSING),
    },
    breach("不得层层回访", "no follow-up layer by layer"),
    (
        assumed(
            "由热线工作机构、政务服务部门以外的单位回访，读作层层回访",
            "a follow-up by anybody but the hotline body and its department is read as one layer more",
            OPINION.cite("三（八）", "完善回访机制，杜绝层层回访"),
        ),
    ),
)
_DEFERRAL_SCOPE = Row(
    "G2",
    {"move": Move.DEFERRED},
    UNSET,
    (OPINION.cite("三（四）", "明确挂账事项范围、标准、程序"),),
)
_RETURNS_2020 = OPINION.cite("三（三）", "建立派单争议审核机制，优化退单流程和标准")
_GUARDS_2020 = Table[Any](
    GUARDS.path,
    MOVE_FACTS,
    (
        _FOLLOW_UP_2020,
        _DEFERRAL_SCOPE,
        Row(
            "G2a",
            {"move": Move.RETURNED},
            UNSET,
            (_RETURNS_2020,),
        ),
    ),
    HitPolicy.COLLECT,
)
_NOT_PUBLIC_WINDOW = assumed(
    "期限和次数由未公开的文件规定；超出的效果亦未公开，按违反规定记",
    "window and number are set by documents that are not public, and so is what follows from going "
    "beyond; told as a breach",
    REGULATIONS.cite("12-3", "承办单位对职责、管辖等有异议的，可以向市民热线服务工作机构提出"),
)
_BEFORE_THE_END = assumed(
    "延长应在时限届满前作出，条文未写明",
    "a limit is extended before it is up; the text does not say so",
    REGULATIONS.cite("15-1-2", "确需依法延长办理时限的"),
)


_CAP = assumed(
    "条例未设上限，另行设定的，超出即违反",
    "the regulations set no cap; where one is set, going beyond it is a breach",
    REGULATIONS.cite("15-1-2", "确需依法延长办理时限的"),
)


def _guards_2021(*more: Row[Guard]) -> Table[Any]:
    """条例 chapter 2; *more* are rows of later texts."""
    cite = REGULATIONS.cite
    shirking = cite("14-1", "接到派单的单位不得推诿")
    duties = cite("15-1-2", "向诉求人说明理由，并通报市民热线服务工作机构")
    in_time = cite("15-1-3", "在规定时限内向诉求人和市民热线服务工作机构反馈办理情况")
    not_in_time = cite("14-2", "不能按期办结的，应当说明理由并报告阶段性工作情况")
    rows: tuple[Row[Any], ...] = (
        _FOLLOW_UP_2020,
        _DEFERRAL_SCOPE,
        Row(
            "G3",
            {"move": Move.DISPATCHED, "limit_stated": False},
            breach("派单应当注明办理时限", "the time limit is to be stated on the ticket"),
            (cite("13-1", "应当在诉求工单上注明办理时限"),),
        ),
        Row(
            "G4",
            {
                "move": Move.DISPATCHED,
                "to_kind": (UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP),
                "copied": False,
            },
            breach(
                "直接派单至街道办事处、乡镇人民政府的，应当同时送区人民政府",
                "what goes directly to a subdistrict or township is copied to its district",
            ),
            (cite("12-1-1", "同时送区人民政府督促协调解决"),),
        ),
        Row(
            "G5",
            {"move": (Move.DISPATCHED, Move.RECALLED), "actor": excluding(Actor.HOTLINE, MISSING)},
            barred("派单由市民热线服务工作机构实施", "the hotline body dispatches"),
            (
                assumed(
                    "条文规定市民热线服务工作机构实施派单，未明文排除他人，读作仅由其派单、收回",
                    "the text has the hotline body dispatch and bars nobody in so many words; read as "
                    "its alone, and likewise of recalling",
                    cite("13-1", "市民热线服务工作机构实施派单"),
                ),
            ),
        ),
        Row(
            "G6",
            {
                "move": Move.ADJUDICATED,
                "actor": excluding(Actor.HOTLINE, Actor.SERVICE_DEPARTMENT, MISSING),
            },
            barred(
                "派单异议由市政务服务部门审核、协调解决",
                "objections are decided by the government services department",
            ),
            (
                assumed(
                    "条文只定由谁建立审核机制，读作由其或者热线工作机构审核",
                    "the text says who sets up the review; read as who decides, or the hotline body "
                    "under it",
                    cite("12-3", "市政务服务部门应当建立派单异议审核机制，协调解决派单异议"),
                ),
            ),
        ),
        Row(
            "G7",
            {
                "move": GIVING,
                # What a community may be given is a matter of 17-2.
                "to_kind": tuple(
                    kind
                    for kind in UnitKind
                    if not kind.handles and kind is not UnitKind.COMMUNITY
                ),
            },
            barred("派单对象须为承办单位", "a ticket goes to a handling unit"),
            (
                assumed(
                    "承办单位的列举以“等”收尾，未明文排除其他单位，读作仅限所列各类",
                    "the list of handling units is open and bars no other body in so many words; read "
                    "as the kinds that it names",
                    cite("11-1", "承担公共服务职能的企事业单位等（以下统称承办单位）"),
                ),
            ),
        ),
        Row(
            "G8",
            {"move": REACHING, "to_accused": True},
            barred("举报不得转交被举报单位", "a report is kept from the unit reported"),
            (_NO_RECUSAL,),
        ),
        Row(
            "G9",
            {"move": Move.RETURNED},
            barred(
                "接到派单的单位不得推诿；有异议的，应当提出派单异议",
                "the unit that got the ticket may not shirk; what it can do is object",
            ),
            (
                shirking,
                cite("14-3", "提出派单异议的，按照第十二条第三款规定处理"),
                assumed(
                    "条文未称退回，径行退回读作推诿",
                    "the text does not speak of returns; to hand a ticket back is read as shirking",
                ),
            ),
        ),
        Row(
            "G9a",
            {
                "move": Move.ENTRUSTED,
                "to_kind": (UnitKind.HOTLINE_BODY, UnitKind.SERVICE_DEPARTMENT),
            },
            barred(
                "不得以交办为名退回热线",
                "a ticket is not given back under the name of handing it down",
            ),
            (
                assumed(
                    "交办给热线工作机构、政务服务部门，读作推诿",
                    "to hand it down to the hotline body or its department is read as shirking",
                    shirking,
                ),
            ),
        ),
        Row(
            "G10",
            {"move": Move.OBJECTED, "window": Bound.BEYOND},
            breach("超出派单异议期限", "beyond the window for objections"),
            (_NOT_PUBLIC_WINDOW,),
        ),
        Row(
            "G11",
            {"move": Move.OBJECTED, "count": Bound.BEYOND},
            breach("超出派单异议次数", "beyond the number of objections"),
            (_NOT_PUBLIC_WINDOW,),
        ),
        Row(
            "G12",
            {"move": Move.ENTRUSTED, "to_kind": UnitKind.COMMUNITY, "listed": False},
            barred(
                "不得将社区职责清单外的事项交由社区办理",
                "what is off a community's list of duties may not be given to it",
            ),
            (cite("17-2", "承办单位不得将社区职责清单外的事项交由社区办理"),),
        ),
        Row(
            "G13",
            {
                "move": Move.ENTRUSTED,
                "to_kind": UnitKind.COMMUNITY,
                "main": True,
                "assists": True,
            },
            barred(
                "不得将社区协助政府工作的事项交由社区作为主责办理",
                "a community may not be the main handler of what it assists the government in",
            ),
            (cite("17-2", "不得将社区协助政府工作的事项交由社区作为主责办理"),),
        ),
        Row(
            "G14",
            {
                "move": Move.REPORTED,
                "finished": False,
                "report": Bound.BEYOND,
                "reasoned": False,
            },
            breach("协办未按期办结，未说明理由", "a co-handler did not finish and gave no reason"),
            (not_in_time,),
        ),
        Row(
            "G15",
            {
                "move": Move.REPORTED,
                "finished": False,
                "report": Bound.BEYOND,
                "interim": False,
            },
            breach(
                "协办未按期办结，未报告阶段性工作情况",
                "a co-handler did not finish and did not report its progress",
            ),
            (not_in_time,),
        ),
        Row(
            "G16",
            {
                "move": Move.REPORTED,
                "finished": True,
                "report": Bound.BEYOND,
                "reasoned": False,
            },
            breach(
                "协办逾期报送，未说明理由",
                "a co-handler reported late and gave no reason",
            ),
            (
                assumed(
                    "已办结而逾期报送的，读作不能按期办结",
                    "what was finished and reported late is read as not finished in time",
                    not_in_time,
                ),
            ),
        ),
        Row(
            "G17",
            {
                "move": Move.CALLED_OUT,
                "by_kind": excluding(UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP, MISSING),
            },
            barred("吹哨由街道、乡镇发起", "subdistricts and townships call"),
            (
                assumed(
                    "条文规定街道、乡镇吹哨，未明文排除他人，读作仅由其发起",
                    "the text has subdistricts and townships call and bars nobody in so many words; "
                    "read as theirs alone",
                    cite("16-1", "街道、乡镇应当通过党建引领“街乡吹哨、部门报到”工作机制"),
                ),
            ),
        ),
        Row(
            "G18",
            {"move": Move.RESPONDED, "came": False},
            breach("应当及时响应、履职", "units that are called have to respond in time"),
            (cite("16-2", "区政府部门及有关单位应当及时响应、履职"),),
        ),
        Row(
            "G19",
            {"move": Move.EXTENDED, "grounded": False},
            breach("延长办理时限须有法律依据", "a limit is extended where the law needs it"),
            (cite("15-1-2", "确需依法延长办理时限的"),),
        ),
        Row(
            "G20",
            {"move": Move.EXTENDED, "requester_told": False},
            breach("延长办理时限未向诉求人说明理由", "the requester was not told why"),
            (duties,),
        ),
        Row(
            "G21",
            {"move": Move.EXTENDED, "hotline_told": False},
            breach("延长办理时限未通报热线", "the hotline body was not told"),
            (duties,),
        ),
        Row(
            "G22",
            {"move": (Move.EXTENDED, Move.EXTENSION_ASKED), "timely": Bound.BEYOND},
            breach("时限届满后延长", "extended after the limit was up"),
            (_BEFORE_THE_END,),
        ),
        Row(
            "G23",
            {"move": (Move.EXTENDED, Move.EXTENSION_ASKED), "cap": Bound.BEYOND},
            breach("超出延长的上限", "beyond the cap on extensions"),
            (_CAP,),
        ),
        Row(
            "G24",
            {"move": Move.FED_BACK, "timely": Bound.BEYOND},
            breach("逾期反馈热线", "fed back to the hotline too late"),
            (in_time,),
        ),
        Row(
            "G25",
            {"move": Move.REPLIED, "timely": Bound.BEYOND},
            breach("逾期向诉求人反馈", "the requester was answered too late"),
            (in_time,),
        ),
        Row(
            "G26",
            {"move": Move.CLOSED, "answered": False},
            breach("未答复诉求人、未反馈热线即办结", "closed without an answer and feedback"),
            (
                assumed(
                    "条文要求时限内反馈，未写明办结以反馈为前提",
                    "the text asks for feedback within the limit and does not say that closing needs it",
                    in_time,
                ),
            ),
        ),
        *more,
    )
    return Table(GUARDS.path, MOVE_FACTS, rows, HitPolicy.COLLECT)


_OPEN = {"closed": False}
_WITH_UNIT = {**_OPEN, "with_unit": True, "stopped": False}
_REMINDER = Row(
    "O1",
    {**_OPEN, "deferred": True},
    Owed(Task.REMIND, Bearer.HOTLINE, When.NOT_SET),
    (
        assumed(
            "意见未写明由谁提醒，读作热线工作机构",
            "the opinion does not say who reminds; read as the hotline body",
            OPINION.cite("三（四）", "完善挂账销账和监督提醒机制"),
        ),
    ),
)
_OWED_2020 = Table(
    OWED.path,
    OWED_FACTS,
    (
        _REMINDER,
        Row(
            "O2",
            {**_WITH_UNIT, "fed_back": False},
            Owed(Task.HANDLE, Bearer.ANSWERABLE, When.IN_LIMIT),
            (OPINION.cite("三（四）", "原则上实行2小时、24小时、7天和15天四级处置模式"),),
        ),
    ),
    HitPolicy.COLLECT,
)


_DEFERRED_SO = assumed(
    "挂账的视为受客观因素制约暂时无法解决",
    "what is on the deferred ledger is read as not to be solved yet",
    OPINION.cite("三（四）", "对于短时间内难以解决的群众诉求，列入挂账管理"),
)


_SIGNING = assumed(
    "正式标准全文未见，据征求意见稿的报道推定亦有签收",
    "the standard was not read; assumed from press reports on its draft to have units sign",
    STANDARD.cite(""),
)
_SIGNED_2023 = Row(
    "O4",
    {**_WITH_UNIT, "signed": False, "fed_back": False},
    Owed(Task.SIGN, Bearer.HOLDER, When.IN_ITS_LIMIT, SIGNING_LIMIT.path),
    (_SIGNING,),
)


def _owed_2021(*more: Row[Owed]) -> Table[Owed]:
    """条例 chapter 2 beside the opinion; *more* are rows of later texts."""
    cite = REGULATIONS.cite
    both = cite("15-1-3", "在规定时限内向诉求人和市民热线服务工作机构反馈办理情况")
    rows = (
        _REMINDER,
        Row(
            "O3",
            {**_OPEN, "with_unit": False},
            Owed(Task.DISPATCH, Bearer.HOTLINE, When.AT_ONCE),
            (cite("11-2", "按照派单目录，即时派单至承办单位"),),
        ),
        *more,
        Row(
            "O5",
            {**_WITH_UNIT, "contacted": False, "fed_back": False},
            Owed(Task.CONTACT, Bearer.HOLDER, When.PROMPTLY),
            (cite("15-1-1", "及时联系诉求人，听取诉求人意见建议"),),
        ),
        Row(
            "O6",
            {**_WITH_UNIT, "replied": False, "reply_wanted": True},
            Owed(Task.REPLY, Bearer.ANSWERABLE, When.IN_LIMIT),
            (
                both,
                assumed(
                    "条文未设例外；诉求人表示不要求回复的，不再向其反馈",
                    "the text has no exception; who wants no answer is given none",
                ),
            ),
        ),
        Row(
            "O7",
            {**_WITH_UNIT, "fed_back": False},
            Owed(Task.FEED_BACK, Bearer.ANSWERABLE, When.IN_LIMIT),
            (both,),
        ),
        Row(
            "O8",
            {**_OPEN, "objecting": True},
            Owed(Task.DECIDE_OBJECTION, Bearer.SERVICE_DEPARTMENT, When.NOT_SET),
            (cite("12-3", "市政务服务部门应当建立派单异议审核机制，协调解决派单异议"),),
        ),
        Row(
            "O9",
            {**_OPEN, "co_handlers": True},
            Owed(Task.REPORT, Bearer.CO_HANDLERS, When.IN_ITS_LIMIT, CO_HANDLER_LIMIT.path),
            (cite("14-2", "在规定期限内将办理结果报送至首接单位"),),
        ),
        Row(
            "O10",
            {**_OPEN, "called": True},
            Owed(Task.RESPOND, Bearer.CALLED, When.PROMPTLY),
            (cite("16-2", "区政府部门及有关单位应当及时响应、履职"),),
        ),
        Row(
            "O11",
            {**_OPEN, "escalated": True},
            Owed(Task.GIVE_OPINION, Bearer.SUPERIOR, When.PROMPTLY),
            (cite("20", "应当及时对诉求进行分析研判，提出处理意见"),),
        ),
        Row(
            "O13",
            {**_WITH_UNIT, "deferred": True, "informed": False},
            Owed(Task.EXPLAIN, Bearer.ANSWERABLE, When.NOT_SET),
            (cite("15-1-2", "对受客观因素制约暂时无法解决的，向诉求人做好解释工作"), _DEFERRED_SO),
        ),
        Row(
            "O14",
            {**_OPEN, "in_channel": True, "informed": False},
            Owed(Task.TELL_CHANNEL, Bearer.HOTLINE, When.NOT_SET),
            (cite("11-3-2", "告知诉求人相应法定渠道"),),
        ),
        Row(
            "O12",
            {"expired": True, "asked_at_end": False},
            Owed(Task.FOLLOW_UP, Bearer.HOTLINE, When.AFTER_LIMIT),
            (
                cite(
                    "23",
                    "诉求办理时限期满，市民热线服务工作机构应当通过电话、短信、网络等方式对诉求人进行回访",
                ),
            ),
        ),
    )
    return Table(OWED.path, OWED_FACTS, rows, HitPolicy.COLLECT)


TIMELINE = Timeline(
    id="beijing",
    version="2",
    place="11",
    series=(
        Dated(
            TRIAGE,
            (
                Provision(value=_triage_2020(), citations=(OPINION.cite("三（二）"), _ORDER_2020)),
                Provision(
                    value=_triage_2020(*_GUIDANCE_2020),
                    citations=(
                        OPINION.cite("三（二）"),
                        _ORDER_2020,
                        national.GUIDANCE_2020.cite("", basis=Basis.REPORTED),
                    ),
                    since=national.GUIDANCE_2020.since,
                ),
                Provision(value=_triage_2021(), citations=(REGULATIONS.cite("11-3"), _ORDER)),
                Provision(
                    value=_triage_2021(_SECRECY_2025),
                    citations=(
                        REGULATIONS.cite("11-3"),
                        _ORDER,
                        national.GUIDANCE_2025.cite("（二）"),
                    ),
                    since=national.GUIDANCE_2025.since,
                ),
            ),
        ),
        Dated(
            DUTIES,
            (
                Provision(value=_DUTIES_2020, citations=(OPINION.cite("三（十）"),)),
                Provision(value=_duties_2021(), citations=(REGULATIONS.cite("10"),)),
                Provision(
                    value=_duties_2021(_POLICE_2025),
                    citations=(REGULATIONS.cite("10"), national.GUIDANCE_2025.cite("（二）")),
                    since=national.GUIDANCE_2025.since,
                ),
            ),
        ),
        Dated(
            DISPATCH_DUTIES,
            (
                Provision(value=_DISPATCH_DUTIES_2020, citations=(OPINION.cite("三（三）"),)),
                Provision(value=_DISPATCH_DUTIES_2021, citations=(REGULATIONS.cite("12-1-1"),)),
            ),
        ),
        Dated(
            LIMITS,
            (
                Provision(value=_limits(), citations=(_LEVELS,)),
                Provision(
                    value=_limits(_DELEGATED),
                    citations=(_LEVELS, _DELEGATED),
                    since=REGULATIONS.since,
                ),
            ),
        ),
        Dated(
            COUNTING,
            (
                Provision(
                    value=_COUNTING,
                    citations=(
                        _FROM_DISPATCH,
                        national.BY_ANALOGY,
                        *(ground for _, ground in _COUNTING.grounds),
                    ),
                ),
                Provision(
                    value=_COUNTING,
                    citations=(_BEFORE_THE_CODE,),
                    until=CIVIL_CODE_SOURCE.since,
                ),
            ),
        ),
        Dated(
            DIRECT,
            (
                Provision(
                    value=True, citations=(OPINION.cite("三（三）", "分别直派或双派街道(乡镇)"),)
                ),
                Provision(
                    value=True,
                    citations=(
                        REGULATIONS.cite("12-1-1", "对权责明确、管辖清晰的，直接派单至承办单位"),
                    ),
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
                            "意见列区政府为直派对象，单位不明时派区",
                            "the opinion lists the district as a receiver; read so where no unit is clear",
                            OPINION.cite("三（三）", "区政府"),
                        ),
                    ),
                ),
                Provision(
                    value=True,
                    citations=(
                        REGULATIONS.cite(
                            "12-1-2",
                            "无法直接派单至具体承办单位，但能够确定诉求所属行政区域的，派单至区人民政府协调办理",
                        ),
                    ),
                ),
            ),
        ),
        Dated(
            COORDINATION,
            (
                Provision(
                    value=Coordination.CONFERENCE,
                    citations=(
                        assumed(
                            "意见规定会商用于复杂疑难诉求，单位不明的比照办理",
                            "the opinion has conferences for hard requests; likewise for unclear units",
                            OPINION.cite("三（三）", "建立派单审核会商机制"),
                        ),
                    ),
                ),
                Provision(
                    value=Coordination.CONFERENCE,
                    citations=(
                        assumed(
                            "条例规定会商用于疑难复杂诉求，单位不明的比照办理",
                            "the regulations permit conferences for hard requests; likewise here",
                            REGULATIONS.cite("12-2", "对疑难复杂诉求可以在派单前进行会商"),
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
                            "多级单位均有职责时取最近的一级，原则未写明次序",
                            "where units of several levels hold the duty the nearest leads; the "
                            "principle states no order",
                            REGULATIONS.cite("11-2", "职权法定、属地管理、分级负责的原则"),
                        ),
                    ),
                ),
                Provision(
                    value=Preference.NEAREST,
                    citations=(
                        assumed(
                            "意见要求坚持基层统筹，取最近的一级",
                            "the opinion puts the grass roots first; the nearest leads",
                            OPINION.cite("一（二）", "坚持基层统筹、条块联动"),
                        ),
                    ),
                ),
            ),
        ),
        Dated(
            COMMUNITY_LIST,
            (
                Provision(value=SILENT, citations=(OPINION.cite("三（五）"),)),
                Provision(
                    value=True,
                    citations=(
                        REGULATIONS.cite("17-2", "不得将社区职责清单外的事项交由社区办理"),
                    ),
                ),
            ),
        ),
        Dated(
            COMMUNITY_MAIN,
            (
                Provision(value=SILENT, citations=(OPINION.cite("三（五）"),)),
                Provision(
                    value=True,
                    citations=(
                        REGULATIONS.cite(
                            "17-2", "不得将社区协助政府工作的事项交由社区作为主责办理"
                        ),
                    ),
                ),
            ),
        ),
        Dated(
            RECUSAL,
            (
                Provision(value=SILENT, citations=(OPINION.cite("三（二）"),)),
                Provision(value=frozenset({RequestType.REPORT}), citations=(_NO_RECUSAL,)),
            ),
        ),
        Dated(
            RESPONSIBILITY,
            (
                Provision(
                    value=Responsibility.FIRST_RECEIVER,
                    citations=(OPINION.cite("三（三）", "完善首接单位负责制"),),
                ),
                Provision(
                    value=Responsibility.FIRST_RECEIVER,
                    citations=(REGULATIONS.cite("14-1", "本市对接诉即办工作实行首接负责制"),),
                ),
            ),
        ),
        Dated(
            RETURN_RULE,
            (
                Provision(
                    value=UNSET,
                    citations=(_RETURNS_2020,),
                ),
                Provision(
                    value=ReturnRule.OBJECTION,
                    citations=(REGULATIONS.cite("14-3", "提出派单异议的"),),
                ),
            ),
        ),
        Dated(
            GUARDS,
            (
                Provision(value=_GUARDS_2020, citations=(OPINION.cite("三（八）"),)),
                Provision(value=_guards_2021(), citations=(REGULATIONS.cite("14-1"),)),
                Provision(
                    value=_guards_2021(national.NOT_TO_THE_GRASS_ROOTS),
                    citations=(REGULATIONS.cite("14-1"), national.GUIDANCE_2025.cite("（五）")),
                    since=national.GUIDANCE_2025.since,
                ),
            ),
        ),
        Dated(
            OWED,
            (
                Provision(value=_OWED_2020, citations=(OPINION.cite("三（四）"),)),
                Provision(value=_owed_2021(), citations=(REGULATIONS.cite("15-1-3"),)),
                Provision(
                    value=_owed_2021(_SIGNED_2023),
                    citations=(REGULATIONS.cite("15-1-3"), _SIGNING),
                ),
            ),
        ),
        Dated(
            DEFERRAL_STOPS,
            (
                Provision(
                    value=UNSET,
                    citations=(OPINION.cite("三（四）", "列入挂账管理"),),
                ),
            ),
        ),
        Dated(
            ALERTS,
            (
                Provision(value=SILENT, citations=(OPINION.cite("三（四）"),)),
                Provision(value=SILENT, citations=(REGULATIONS.cite("13-1"),)),
                Provision(value=UNSET, citations=(STANDARD.cite(""),)),
            ),
        ),
        Dated(
            STOPPING,
            (
                Provision(value=SILENT, citations=(OPINION.cite("三（四）"),)),
                Provision(value=SILENT, citations=(REGULATIONS.cite("15-1"),)),
            ),
        ),
        Dated(
            SIGNING_LIMIT,
            (
                Provision(value=SILENT, citations=(OPINION.cite("三（四）"),)),
                Provision(value=SILENT, citations=(REGULATIONS.cite("13-1"),)),
                Provision(value=UNSET, citations=(STANDARD.cite(""),)),
            ),
        ),
        Dated(
            CONTACT_LIMIT,
            (
                Provision(value=SILENT, citations=(OPINION.cite("三（四）"),)),
                Provision(value=SILENT, citations=(REGULATIONS.cite("15-1-1", "及时联系诉求人"),)),
                Provision(value=UNSET, citations=(STANDARD.cite(""),)),
            ),
        ),
        Dated(
            OBJECTION_WINDOW,
            (
                Provision(value=UNSET, citations=(_RETURNS_2020,)),
                Provision(value=SILENT, citations=(REGULATIONS.cite("12-3"),)),
                Provision(value=UNSET, citations=(FIRST_RECEIVER_RULES.cite(""),)),
            ),
        ),
        Dated(
            OBJECTION_COUNT,
            (
                Provision(value=UNSET, citations=(_RETURNS_2020,)),
                Provision(value=SILENT, citations=(REGULATIONS.cite("12-3"),)),
                Provision(value=UNSET, citations=(FIRST_RECEIVER_RULES.cite(""),)),
            ),
        ),
        Dated(
            EXTENSION_CAP,
            (
                Provision(
                    value=SILENT,
                    citations=(OPINION.cite("三（四）", "确需较长时间解决的诉求，延长办结期限"),),
                ),
                Provision(
                    value=SILENT,
                    citations=(REGULATIONS.cite("15-1-2", "确需依法延长办理时限的"),),
                ),
            ),
        ),
        Dated(
            STATUTE_RULE,
            (
                Provision(
                    value=StatuteRule.LONGER_REPLACES,
                    citations=(
                        OPINION.cite(
                            "三（四）",
                            "对法律法规规章有明确规定或确需较长时间解决的诉求，延长办结期限",
                        ),
                    ),
                ),
            ),
        ),
        Dated(
            CO_HANDLER_LIMIT,
            (
                Provision(value=SILENT, citations=(OPINION.cite("三（五）"),)),
                Provision(
                    value=UNSET,
                    citations=(REGULATIONS.cite("14-2", "在规定期限内将办理结果报送至首接单位"),),
                ),
            ),
        ),
        Dated(
            DEFERRED_SCOPE,
            (
                Provision(
                    value=UNSET,
                    citations=(OPINION.cite("三（四）", "明确挂账事项范围、标准、程序"),),
                ),
            ),
        ),
        Dated(
            EXCLUSIONS,
            (
                Provision(value=_exclusions(), citations=(_NEGATIVE_LIST,)),
                Provision(
                    value=_exclusions(_SCOPE_TO_SET),
                    citations=(_NEGATIVE_LIST, _SCOPE_TO_SET),
                    since=REGULATIONS.since,
                ),
            ),
        ),
        *(
            Dated(
                parameter,
                (
                    # Assumed, so that the first text that says how to count takes their place.
                    Provision(value=_rate(parameter, near), citations=(_plainly(near),)),
                    Provision(
                        value=_rate(parameter, later, *by),
                        citations=(_plainly(later), *by),
                    ),
                ),
            )
            for parameter, near, later, *by in (
                (RESPONSE, _THREE_RATES_2020, _THREE_RATES, _REQUESTER_RATES),
                (RESOLUTION, _THREE_RATES_2020, _THREE_RATES, _REQUESTER_RATES),
                (SATISFACTION, _THREE_RATES_2020, _THREE_RATES, _REQUESTER_RATES),
                (TIMELINESS, _LEVELS, _LIMIT_STATED),
            )
        ),
        # Left to rules of assessment that are not public; the law names them, or leaves them out.
        *(
            Dated(
                parameter,
                (
                    Provision(value=UNSET, citations=(early,)),
                    *(Provision(value=UNSET, citations=(ground,)) for ground in late),
                ),
            )
            for parameter, early, *late in (
                (WEIGHTS, _NOT_PUBLIC, _RULES_TO_MAKE),
                (COUNTED_BY, _NOT_PUBLIC, _RULES_TO_MAKE),
                (ROUNDING, _NOT_PUBLIC, _RULES_TO_MAKE),
                (VERDICT, _NOT_PUBLIC, _RULES_TO_MAKE),
                (APPEAL_WINDOW, _NOT_PUBLIC, _RULES_TO_MAKE),
                (
                    DOUBLE_ASSESSMENT,
                    OPINION.cite("三（八）", "对“报到”部门、“吹哨”街道(乡镇)实行"),
                    REGULATIONS.cite("33", "对“吹哨”街道（乡镇）和“报到”部门进行双考核"),
                ),
                (
                    ASSESSMENT_CLASSES,
                    OPINION.cite("三（八）", "健全分级分类考评机制"),
                    REGULATIONS.cite("32-2", "实行分级分类考评"),
                ),
                (
                    INCENTIVES,
                    _NOT_PUBLIC,
                    REGULATIONS.cite("32-4", "给予考评激励"),
                ),
                (EFFECT_AND_ATTITUDE, _NOT_PUBLIC),
            )
        ),
        Dated(MONTHLY_LISTS, (Provision(value=_monthly_lists(), citations=(_TEN_EACH,)),)),
        Dated(BASE_RATIO, (Provision(value=UNSET, citations=(ASSESSMENT_RULES.cite(""),)),)),
    ),
    sources=(
        OPINION,
        REGULATIONS,
        FIRST_RECEIVER_RULES,
        ASSESSMENT_RULES,
        STANDARD_DRAFT,
        STANDARD,
        OPINION_2025,
    ),
).stacked_on(national.TIMELINE)
"""The rules of Beijing from 2020-10-28 on."""
