"""
北京市: the 2020 opinion, the 2021 regulations, and what stands beside them.

The regulations (条例) did not repeal the opinion: its four time levels, its double dispatch and its
deferred ledger stand beside them. What the regulations delegate to documents that are not public
is UNSET; what they were read whole for and do not set is SILENT.
"""

from datetime import date

from ..counting import CIVIL_CODE, CIVIL_CODE_SOURCE, Roll, StartsAt
from ..deadlines import hours, natural_days
from ..decisions import (
    Coordination,
    DispatchMode,
    Disposition,
    Duty,
    Preference,
    Stage,
    StageLimit,
)
from ..facts import MISSING, excluding
from ..labels import Text
from ..routing import (
    COMMUNITY_LIMITS,
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
    ASSESSMENT_WEIGHTS,
    BASE_RATIO,
    CO_HANDLER_LIMIT,
    CONTACT_LIMIT,
    DEFERRED_SCOPE,
    EXTENSION_CAP,
    OBJECTION_COUNT,
    OBJECTION_WINDOW,
    SIGNING_LIMIT,
    Timeline,
)
from ..sources import (
    SILENT,
    UNSET,
    Citation,
    Dated,
    Provision,
    Rank,
    Reading,
    Source,
    assumed,
)
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
        "多次修订，均未公开，日期未见，暂按意见成文日列示",
        "revised several times, never public; its dates are unknown and listed as the opinion's",
    ),
)
STANDARD_DRAFT = Source(
    id="bj-db11-draft",
    title="12345市民服务热线服务与管理规范（征求意见稿）",
    title_en="Beijing standard on 12345 service and management, consultation draft",
    rank=Rank.STANDARD,
    published=date(2021, 12, 28),
    since=date(2021, 12, 28),
    until=date(2023, 1, 1),
    place="11",
    reading=Reading.PART,
    remark=Text(
        "草案，仅见报道：突发事件2小时，水电气热等24小时，一般诉求7天，复杂诉求15天；未据以取值",
        "a draft, known from the press: incidents 2 hours, utilities 24 hours, ordinary matters 7 "
        "days, complex ones 15; no value here rests on it",
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

_OTHER_TYPES = (RequestType.NEED, RequestType.PRAISE, RequestType.OTHER, MISSING)
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
_IN_HAND = (Disposition.DISPATCH, Disposition.TRANSFER_EMERGENCY)

# -- 2021: the regulations ------------------------------------------------------------------------

_ORDER = assumed(
    "六种情形同时存在时的先后，条文未列",
    "the text states no order among the six cases where several hold",
    REGULATIONS.cite("11-3"),
)


def _triage_2021(*more: Row[Disposition]) -> Table[Disposition]:
    """条例 art. 2, 11, 21, 22; *more* are rows of later texts on secrecy."""
    cite = REGULATIONS.cite
    rows = (
        Row(
            "T1",
            {"emergency": _EMERGENCY},
            Disposition.TRANSFER_EMERGENCY,
            (cite("11-3-1", "即时转至相应专线"), _ORDER),
        ),
        Row(
            "T2",
            {"territory": Territory.NEIGHBOUR},
            Disposition.PASS_TO_NEIGHBOUR,
            (
                cite("21", "本市推进京津冀市民服务热线联动"),
                assumed(
                    "条文未写明津冀事项如何转办，按热线联动转接",
                    "the text does not say how such matters are passed on; read as a transfer",
                    cite("21"),
                ),
            ),
        ),
        Row(
            "T3",
            {"territory": Territory.OUTSIDE},
            Disposition.OUT_OF_TERRITORY,
            (cite("2-2", "涉及本行政区域的咨询、求助、投诉、举报、建议等诉求"),),
        ),
        Row(
            "T4",
            {"secrecy": (Secrecy.STATE_SECRET, Secrecy.TRADE_SECRET, Secrecy.PRIVACY)},
            Disposition.EXPLAIN_SECRECY,
            (cite("11-3-4", "涉及国家秘密、商业秘密、个人隐私的，向诉求人做好解释工作"), _ORDER),
        ),
        *more,
        Row(
            "T5",
            {
                "statutory": (
                    *_PROPER_CHANNELS,
                    *_ENTERED_CHANNELS,
                    # 信访 only where already entered: 11-3-2 names it behind 已进入 alone.
                    StatutoryStanding.ENTERED_PETITION,
                )
            },
            Disposition.GUIDE_STATUTORY,
            (cite("11-3-2", "告知诉求人相应法定渠道"), _ORDER),
        ),
        Row(
            "T6",
            {"unlawful": True},
            Disposition.DISSUADE,
            (cite("11-3-6", "违反法律法规、违背公序良俗的，做好劝导、教育工作"), _ORDER),
        ),
        Row(
            "T7",
            {"earlier": _AN_EARLIER_CASE, "new_grounds": False},
            Disposition.TELL_PROGRESS,
            (cite("11-3-3", "告知诉求人办理进展或者办理结果"), _ORDER),
        ),
        Row(
            "T8",
            {"beyond_duty": True},
            Disposition.GUIDE_ELSEWHERE,
            (cite("11-3-5", "告知诉求人通过市场、社会等其他渠道解决"), _ORDER),
        ),
        Row(
            "T9",
            {"body": ResponsibleBody.CENTRAL},
            Disposition.INFORM_BODY,
            (cite("22", "及时向有关单位反映情况"),),
        ),
        Row(
            "T10",
            {"body": ResponsibleBody.MILITARY},
            Disposition.INFORM_BODY,
            (OPINION.cite("三（六）", "建立央地、军地“接诉即办”联动工作机制"),),
        ),
        Row(
            "T20",
            {"request_type": RequestType.INQUIRY, "answerable": True},
            Disposition.ANSWER,
            (cite("11-1", "能够即时答复的，即时答复"),),
        ),
        Row(
            "T21",
            {"request_type": RequestType.INQUIRY, "answerable": False},
            Disposition.DISPATCH,
            (cite("11-1", "不能即时答复的，派单至"),),
        ),
        Row(
            "T22",
            {"earlier": _AN_EARLIER_CASE, "new_grounds": MISSING},
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
            "T23",
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
            "T24",
            {"request_type": _OTHER_TYPES},
            Disposition.DISPATCH,
            (
                assumed(
                    "条例所列五类以“等诉求”收尾，其他类别按求助办理",
                    "the list of five types is open; another type is handled as assistance",
                    cite("2-2", "咨询、求助、投诉、举报、建议等诉求"),
                ),
            ),
        ),
    )
    return Table(TRIAGE.path, TICKET_FACTS, rows, HitPolicy.FIRST)


_SECRECY_2025 = Row(
    "T4a",
    {"secrecy": (Secrecy.WORK_SECRET, Secrecy.PERSONAL_INFORMATION)},
    Disposition.EXPLAIN_SECRECY,
    (
        national.GUIDANCE_2025.cite(
            "（二）",
            note=Text(
                "不予受理的增列工作秘密、个人信息", "adds work secrets and personal information"
            ),
        ),
    ),
)


def _incident(duty: Duty, prefix: str, quote: str) -> tuple[Row[Duty], ...]:
    """One duty for sudden, mass and extreme matters; disjoint, so that it is collected once."""
    ground = (OPINION.cite("三（十）", quote),)
    at_hand = {"disposition": _IN_HAND}
    return (
        Row(f"{prefix}a", {**at_hand, "sudden": True}, duty, ground),
        Row(f"{prefix}b", {**at_hand, "sudden": False, "mass": True}, duty, ground),
        Row(
            f"{prefix}c",
            {**at_hand, "sudden": False, "mass": False, "extreme": True},
            duty,
            ground,
        ),
    )


_DOUBLE = _incident(
    Duty.DOUBLE_DISPATCH,
    "D5",
    "对突发性、群体性、极端性诉求，向公安部门、属地党委和政府实行双派单",
)
_PARALLEL = Row(
    "D3",
    {"disposition": Disposition.TRANSFER_EMERGENCY, "time_class": TimeClass.URGENT},
    Duty.PARALLEL_TICKET,
    (
        assumed(
            "紧急转接与两小时级处置并行不悖：目录列为两小时级的，转接的同时派单",
            "a transfer and the two-hour level do not exclude each other",
            OPINION.cite("三（四）", "2小时、24小时、7天和15天四级处置模式"),
        ),
    ),
)

_DUTIES_2021 = Table(
    DUTIES.path,
    INTAKE_FACTS,
    (
        Row("D1", {}, Duty.RECORD, (REGULATIONS.cite("10", "形成诉求工单"),)),
        Row(
            "D2",
            {"complete": False},
            Duty.SUPPLEMENT_RECORD,
            (REGULATIONS.cite("10", "记录诉求提出的时间、诉求事项、联系方式等要素"),),
        ),
        _PARALLEL,
        Row(
            "D4",
            {"risk": True},
            Duty.REPORT_RISK,
            (REGULATIONS.cite("29", "应当即时向政府有关部门报告情况"),),
        ),
        *(
            Row(row.id, {**row.when, "risk": False}, row.then, row.grounds)
            for row in _incident(
                Duty.REPORT_RISK, "D4", "及时就苗头性、风险性诉求向相关部门提出预警"
            )
        ),
        *_DOUBLE,
        Row(
            "D6",
            {"abusive": True},
            Duty.DISSUADE_REQUESTER,
            (
                REGULATIONS.cite("9-3", "不得恶意反复拨打"),
                REGULATIONS.cite("37", "应当对诉求人进行劝阻、批评、教育，并告知法律后果"),
            ),
        ),
        Row(
            "D7",
            {"accused": True},
            Duty.KEEP_FROM_ACCUSED,
            (
                assumed(
                    "条例未设回避条款；为防止打击报复，不将工单交被诉单位",
                    "the regulations have no rule on recusal; this keeps retaliation out",
                    REGULATIONS.cite("8-3", "诉求人提出诉求不受非法干预、压制和打击报复"),
                ),
            ),
        ),
        Row(
            "D8",
            {"disposition": Disposition.DISPATCH, "complex": True},
            Duty.CONFERENCE,
            (REGULATIONS.cite("12-2", "对疑难复杂诉求可以在派单前进行会商"),),
        ),
        Row(
            "D9",
            {"disposition": Disposition.GUIDE_ELSEWHERE},
            Duty.REFER_SUPERVISION,
            (REGULATIONS.cite("11-3-5", "可以交由有关单位履行监督、指导等职责"),),
        ),
    ),
    HitPolicy.COLLECT,
)

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

_TRIAGE_2020 = Table(
    TRIAGE.path,
    TICKET_FACTS,
    (
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
                OPINION.cite(
                    "四（二）", "对应当由市场、社会、个人解决的诉求，运用市场机制和社会力量"
                ),
            ),
        ),
        Row(
            "S6",
            {"body": (ResponsibleBody.CENTRAL, ResponsibleBody.MILITARY)},
            Disposition.INFORM_BODY,
            (OPINION.cite("三（六）", "建立央地、军地“接诉即办”联动工作机制"),),
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
    ),
    HitPolicy.FIRST,
)

_DUTIES_2020 = Table(
    DUTIES.path,
    INTAKE_FACTS,
    (
        _PARALLEL,
        *_incident(Duty.REPORT_RISK, "D4", "及时就苗头性、风险性诉求向相关部门提出预警"),
        *_DOUBLE,
        Row(
            "D8",
            {"disposition": Disposition.DISPATCH, "complex": True},
            Duty.CONFERENCE,
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
    "起算点未公开，自派单时起算",
    "the starting point is not public; counted from dispatch",
    OPINION.cite("三（四）"),
)
_PLAIN_DAYS = assumed(
    "意见写“天”而非工作日，且要求7×24小时服务，按自然日连续计算，末日遇休息日不顺延",
    "the opinion says days, not working days, and asks for service around the clock: natural days, "
    "not rolled over a rest day",
    OPINION.cite("三（四）", "提供7×24小时服务"),
)
_COUNTING = CIVIL_CODE.with_(_FROM_DISPATCH, starts_at=StartsAt.DISPATCHED).with_(
    _PLAIN_DAYS, roll=Roll.NONE
)
_LEVELS = OPINION.cite("三（四）", "原则上实行2小时、24小时、7天和15天四级处置模式")


def _limits(*more: Citation) -> Table[tuple[StageLimit, ...]]:
    levels = (
        ("L1", TimeClass.URGENT, hours(2)),
        ("L2", TimeClass.DAY, hours(24)),
        ("L3", TimeClass.ORDINARY, natural_days(7)),
        ("L4", TimeClass.COMPLEX, natural_days(15)),
    )
    return Table(
        LIMITS.path,
        INTAKE_FACTS,
        tuple(
            Row(
                row_id,
                {"time_class": time_class},
                (StageLimit(Stage.HANDLE, limit, _COUNTING),),
                (_LEVELS, *more),
            )
            for row_id, time_class, limit in levels
        ),
    )


_BEFORE_THE_CODE = assumed(
    "民法典自2021年1月1日起施行，此前的期间按同一方法计算",
    "the Civil Code is in force from 2021-01-01; earlier periods are counted the same way",
    _LEVELS,
)

TIMELINE = Timeline(
    id="beijing",
    version="1",
    place="11",
    series=(
        Dated(
            TRIAGE,
            (
                Provision(value=_TRIAGE_2020, citations=(OPINION.cite("三（二）"),)),
                Provision(
                    value=_triage_2021(),
                    citations=(REGULATIONS.cite("11"),),
                    until=national.GUIDANCE_2025.since,
                ),
                Provision(
                    value=_triage_2021(_SECRECY_2025),
                    citations=(REGULATIONS.cite("11"), national.GUIDANCE_2025.cite("（二）")),
                    since=national.GUIDANCE_2025.since,
                ),
            ),
        ),
        Dated(
            DUTIES,
            (
                Provision(value=_DUTIES_2020, citations=(OPINION.cite("三（十）"),)),
                Provision(value=_DUTIES_2021, citations=(REGULATIONS.cite("10"),)),
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
                Provision(
                    value=_limits(_BEFORE_THE_CODE),
                    citations=(_LEVELS, _BEFORE_THE_CODE),
                    until=CIVIL_CODE_SOURCE.since,
                ),
                Provision(value=_limits(), citations=(_LEVELS,), since=CIVIL_CODE_SOURCE.since),
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
                    citations=(OPINION.cite("三（三）", "建立派单审核会商机制"),),
                ),
                Provision(
                    value=Coordination.CONFERENCE,
                    citations=(REGULATIONS.cite("12-2", "对疑难复杂诉求可以在派单前进行会商"),),
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
            COMMUNITY_LIMITS,
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
            RECUSAL,
            (
                Provision(value=SILENT, citations=(OPINION.cite("三（二）"),)),
                Provision(
                    value=True,
                    citations=(
                        assumed(
                            "条例未设回避条款，为防止打击报复而推定",
                            "the regulations have no rule on recusal; assumed against retaliation",
                            REGULATIONS.cite("8-3", "打击报复"),
                        ),
                    ),
                ),
            ),
        ),
        Dated(
            SIGNING_LIMIT,
            (
                Provision(
                    value=UNSET,
                    citations=(REGULATIONS.cite("13-2", "办理时限由市政务服务部门会同有关部门"),),
                ),
            ),
        ),
        Dated(
            CONTACT_LIMIT,
            (Provision(value=UNSET, citations=(REGULATIONS.cite("15-1-1", "及时联系诉求人"),)),),
        ),
        Dated(
            OBJECTION_WINDOW,
            (
                Provision(value=SILENT, citations=(REGULATIONS.cite("12-3"),)),
                Provision(value=UNSET, citations=(FIRST_RECEIVER_RULES.cite(""),)),
            ),
        ),
        Dated(
            OBJECTION_COUNT,
            (
                Provision(value=SILENT, citations=(REGULATIONS.cite("12-3"),)),
                Provision(value=UNSET, citations=(FIRST_RECEIVER_RULES.cite(""),)),
            ),
        ),
        Dated(
            EXTENSION_CAP,
            (
                Provision(
                    value=SILENT,
                    citations=(REGULATIONS.cite("15-1-2", "确需依法延长办理时限的"),),
                ),
            ),
        ),
        Dated(
            CO_HANDLER_LIMIT,
            (
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
            ASSESSMENT_WEIGHTS,
            (
                Provision(value=UNSET, citations=(ASSESSMENT_RULES.cite(""),)),
                Provision(value=UNSET, citations=(REGULATIONS.cite("32-1", "制定考评办法"),)),
            ),
        ),
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
