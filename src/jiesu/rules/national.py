"""
全国: what applies to every city's hotline unless a local text says otherwise.

The national documents set no hour limits and no routing table of their own; they are the lowest
layer under a city's timeline. What they decide in every city stands here as rows that a pack takes.
Of limits there are those of statutes, each with the matters that it governs: none is a hotline's.
"""

from datetime import date

from ..conduct import GIVING, GUARDS, MOVE_FACTS, barred
from ..counting import CIVIL_CODE, CIVIL_CODE_SOURCE, MONTHS_END, WITHIN
from ..deadlines import natural_days, working_days
from ..decisions import Coordination, Disposition, Duty
from ..events import Move
from ..facts import excluding
from ..labels import Text
from ..routing import COORDINATION, COUNTING
from ..rulebook import Timeline
from ..sources import (
    UNSET,
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
from ..statutes import (
    DAYS_OF_LICENSING,
    DAYS_OF_PENALTY,
    DAYS_OF_RECONSIDERATION,
    MARKET_LIMITS,
    PETITION_LIMITS,
    StatutoryDays,
    StatutoryLimit,
    StatutoryLimits,
)
from ..tables import HitPolicy, Row, Table
from ..tickets import EmergencyLine, Secrecy, StatutoryStanding
from ..units import UnitKind

GUIDANCE_2020 = Source(
    id="cn-2020-53",
    title="国务院办公厅关于进一步优化地方政务服务便民热线的指导意见",
    title_en="General Office of the State Council, guidance on optimising local service hotlines",
    number="国办发〔2020〕53号",
    rank=Rank.NATIONAL_POLICY,
    published=date(2021, 1, 6),
    since=date(2021, 1, 6),
    reading=Reading.PART,
    remark=Text(
        "仅见报道摘要，未规定办理时限；生效日以公布日计",
        "known from press summaries; sets no time limits; in force from the day it was published",
    ),
)
INTERWORKING_2022 = Source(
    id="cn-2022-12",
    title="国务院办公厅关于推动12345政务服务便民热线与110报警服务台高效对接联动的意见",
    title_en="General Office of the State Council, opinion on linking 12345 and 110",
    number="国办发〔2022〕12号",
    rank=Rank.NATIONAL_POLICY,
    published=date(2022, 4, 23),
    since=date(2022, 4, 23),
    reading=Reading.UNREAD,
    remark=Text(
        "日期为成文日；双向转接、三方通话等条款未见",
        "dated by its signature; the clauses on two-way transfer were not read",
    ),
)
GUIDANCE_2025 = Source(
    id="cn-2025-66",
    title="国务院办公厅关于进一步规范和提升12345热线服务的意见",
    title_en="General Office of the State Council, opinion on regulating and improving 12345",
    number="国办函〔2025〕66号",
    rank=Rank.NATIONAL_POLICY,
    published=date(2025, 6, 25),
    since=date(2025, 6, 25),
    reading=Reading.PART,
    remark=Text("生效日以公布日计", "in force from the day it was published"),
)
HOTLINE_STANDARD = Source(
    id="gb-33358",
    title="政府热线服务规范",
    title_en="Specification for government hotline service",
    number="GB/T 33358—2016",
    rank=Rank.STANDARD,
    published=date(2016, 12, 13),
    since=date(2017, 7, 1),
    reading=Reading.PART,
    remark=Text("仅见接听、记录等部分内容", "only parts on answering and recording were read"),
)

_SECRETS_EXPLAINED = GUIDANCE_2025.cite(
    "（二）",
    "涉及国家秘密、工作秘密、商业秘密、个人隐私、个人信息的诉求事项，要做好解释说明",
)
_CHANNELS = (
    StatutoryStanding.SHOULD_GO_LITIGATION,
    StatutoryStanding.SHOULD_GO_ARBITRATION,
    StatutoryStanding.SHOULD_GO_DISCIPLINE,
    StatutoryStanding.SHOULD_GO_RECONSIDERATION,
    StatutoryStanding.SHOULD_GO_DISCLOSURE,
    # 等程序, 其他法定程序: the lists are open.
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
_SECRETS = (Secrecy.STATE_SECRET, Secrecy.TRADE_SECRET, Secrecy.PRIVACY)


def _not_accepted(zh: str, en: str) -> tuple[Citation]:
    """53号, whose list of what is not accepted is known from the press."""
    return (GUIDANCE_2020.cite("", basis=Basis.REPORTED, note=Text(zh, en)),)


def _entered(near: Citation) -> Citation:
    """The texts only say what has to go through a procedure, not what is already in it."""
    return assumed(
        "文件只称须通过该程序解决的，已经进入的读作须通过该程序解决",
        "the text only says what has to go through a procedure; what has entered it is read so",
        near,
    )


# Rows of triage and of the duties of intake that hold in every city: a pack takes those that its
# own text does not have already, under another id if need be (``attrs.evolve(row, id=...)``).
CHANNELS_2021 = Row(
    "N2",
    {"statutory": _CHANNELS},
    Disposition.GUIDE_STATUTORY,
    _not_accepted(
        "须通过诉讼、仲裁、纪检监察、行政复议、政府信息公开等程序解决的不予受理",
        "what has to go through litigation, arbitration, discipline inspection, reconsideration, "
        "disclosure or the like is not accepted",
    ),
)
"""应当通过法定途径, from 2021-01-06 on."""
ENTERED_2021 = Row(
    "N2a",
    {"statutory": _ENTERED_CHANNELS},
    Disposition.GUIDE_STATUTORY,
    (*CHANNELS_2021.grounds, _entered(GUIDANCE_2020.cite(""))),
)
"""已进入法定途径, as assumed, from 2021-01-06 on."""
PETITION_2021 = Row(
    "N3",
    {"statutory": StatutoryStanding.ENTERED_PETITION},
    Disposition.GUIDE_STATUTORY,
    _not_accepted("已进入信访渠道的不予受理", "what entered the petition channel is not accepted"),
)
"""已进入信访渠道, from 2021-01-06 on."""
SECRETS_2021 = Row(
    "N4",
    {"secrecy": _SECRETS},
    Disposition.EXPLAIN_SECRECY,
    _not_accepted("涉密事项不予受理", "secrets are not accepted"),
)
"""国家秘密、商业秘密、个人隐私, from 2021-01-06 on."""
MORALS_2021 = Row(
    "N5",
    {"unlawful": True},
    Disposition.NOT_ACCEPTED,
    (
        *_not_accepted(
            "违反社会公序良俗的不予受理",
            "what is against public order and morals is not accepted",
        ),
        assumed(
            "违法与违背公序良俗为同一事实；不予受理的，向来电人说明理由",
            "what is unlawful and what is immoral is one fact; of what is not accepted the requester "
            "is told why",
            GUIDANCE_2020.cite(""),
        ),
    ),
)
"""违反公序良俗, from 2021-01-06 on."""
EMERGENCY_2025 = Row(
    "N6",
    {"emergency": excluding(EmergencyLine.NONE)},
    Disposition.TRANSFER_EMERGENCY,
    (
        GUIDANCE_2025.cite(
            "（二）",
            note=Text("紧急事项即时转至相应热线", "emergencies go to their lines at once"),
        ),
    ),
)
"""紧急事项, from 2025-06-25 on."""
CHANNELS_2025 = Row(
    "N2",
    {"statutory": _CHANNELS},
    Disposition.GUIDE_STATUTORY,
    (
        GUIDANCE_2025.cite(
            "（二）",
            note=Text(
                "须通过其他法定程序解决的，告知相应渠道",
                "what has to go through another statutory procedure is referred to it",
            ),
        ),
    ),
)
"""应当通过法定途径, from 2025-06-25 on: takes the place of `CHANNELS_2021`."""
ENTERED_2025 = Row(
    "N2a",
    {"statutory": _ENTERED_CHANNELS},
    Disposition.GUIDE_STATUTORY,
    (*CHANNELS_2025.grounds, _entered(GUIDANCE_2025.cite("（二）"))),
)
"""已进入法定途径, as assumed, from 2025-06-25 on: takes the place of `ENTERED_2021`."""
SECRETS_2025 = Row(
    "N4",
    {"secrecy": (*_SECRETS, Secrecy.WORK_SECRET, Secrecy.PERSONAL_INFORMATION)},
    Disposition.EXPLAIN_SECRECY,
    (_SECRETS_EXPLAINED,),
)
"""涉密, with work secrets and personal information, from 2025-06-25 on: in place of `SECRETS_2021`."""
NEW_SECRETS_2025 = Row(
    "N4a",
    {"secrecy": (Secrecy.WORK_SECRET, Secrecy.PERSONAL_INFORMATION)},
    Disposition.EXPLAIN_SECRECY,
    (_SECRETS_EXPLAINED,),
)
"""工作秘密、个人信息 alone: for a city whose own text has the other three."""
POLICE_2025 = Row(
    "N7",
    {"disrupts": True},
    Duty.REFER_TO_POLICE,
    (
        GUIDANCE_2025.cite(
            "（二）", "对恶意扰乱12345热线工作秩序的，要及时将线索移送公安机关依法处置"
        ),
    ),
)
"""恶意扰乱热线工作秩序, a duty of intake from 2025-06-25 on."""

NOT_TO_THE_GRASS_ROOTS = Row(
    "N1",
    {
        "move": (*GIVING, Move.ENTRUSTED),
        "to_kind": (UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP, UnitKind.COMMUNITY),
        "department_duty": True,
    },
    barred(
        "应由职能部门办理的诉求事项不得分派给基层办理",
        "what a department has to handle may not be given to the grass roots",
    ),
    (GUIDANCE_2025.cite("（五）", "应由职能部门办理的诉求事项不得分派给基层办理"),),
)
"""
A guard of every city from 2025-06-25 on.

It holds of a dispatch, too, whose record says what it tests. Of a unit that routing is about to
choose no fact says whether the matter is a department's: that side of 66号（五） is open.
"""

LICENSING = Source(
    id="licensing",
    title="中华人民共和国行政许可法",
    title_en="Administrative Licensing Law of the People's Republic of China",
    rank=Rank.STATUTE,
    published=date(2019, 4, 23),
    since=date(2019, 4, 23),
    reading=Reading.PART,
    remark=Text(
        "2004年7月1日起施行，此为2019年修正文本；已核期限的规定（第四十二条至第四十五条、第八十二条）",
        "in force from 2004-07-01; as amended in 2019; read: its limits (art. 42 to 45, 82)",
    ),
)
LICENSING_DAYS = StatutoryDays(LICENSING.cite("82", "期限以工作日计算，不含法定节假日"))
"""行政许可法: the days within which an authority acts are working days, whatever their number."""

PENALTY = Source(
    id="penalty",
    title="中华人民共和国行政处罚法",
    title_en="Administrative Penalty Law of the People's Republic of China",
    rank=Rank.STATUTE,
    published=date(2021, 1, 22),
    since=date(2021, 7, 15),
    reading=Reading.PART,
    remark=Text(
        "已核期限的规定（第六十条、第六十一条、第六十七条、第八十五条）",
        "read: its limits (art. 60, 61, 67, 85)",
    ),
)
PENALTY_DAYS = StatutoryDays(
    PENALTY.cite("85", "“二日”“三日”“五日”“七日”的规定是指工作日，不含法定节假日"),
    working=(2, 3, 5, 7),
)
"""行政处罚法: two, three, five and seven days are working days, others natural ones."""

RECONSIDERATION = Source(
    id="reconsideration",
    title="中华人民共和国行政复议法",
    title_en="Administrative Reconsideration Law of the People's Republic of China",
    rank=Rank.STATUTE,
    published=date(2023, 9, 1),
    since=date(2024, 1, 1),
    reading=Reading.PART,
    remark=Text(
        "已核期限的规定（第三十条、第六十二条、第八十八条）", "read: its limits (art. 30, 62, 88)"
    ),
)
RECONSIDERATION_DAYS = StatutoryDays(
    RECONSIDERATION.cite("88-2", "“三日”、“五日”、“七日”、“十日”的规定是指工作日，不含法定休假日"),
    working=(3, 5, 7, 10),
)
"""行政复议法: three, five, seven and ten days are working days; for the rest 民事诉讼法 (88-1), unread."""

_DEPARTS = CIVIL_CODE_SOURCE.cite(
    "204",
    "法律另有规定或者当事人另有约定的除外",
    note=Text(
        "何日为工作日依该法，其余仍依民法典计算，故自民法典施行之日起列",
        "which days are working days is that law's to say, all else is counted by the Code: stated "
        "from the day of the Code on",
    ),
)


def _days(parameter: Parameter, meant: StatutoryDays) -> Dated:
    return Dated(parameter, (Provision(value=meant, citations=(meant.ground, _DEPARTS)),))


PETITIONS = Source(
    id="petitions",
    title="信访工作条例",
    title_en="Regulations on the work of petitions",
    rank=Rank.REGULATION,
    published=date(2022, 2, 25),
    since=date(2022, 5, 1),
    remark=Text(
        "中共中央、国务院发布；其期限只及于信访事项，不适用于热线工单",
        "issued by the Central Committee and the State Council; its limits are those of petitions, "
        "never of a hotline's tickets",
    ),
)
_TO_DECIDE = Text(
    "第三十一条第一款第（六）项规定的信访事项",
    "petitions under art. 31(1)(6), of claims to decide",
)
_RUNS_ON = Text(
    "延长的期限自何时起算未写明，推定与六十日连续计算；第六十日逢休息日的顺延，不推后延长的期限",
    "from when an extension runs is not said: assumed to run on from the sixtieth day, whether or not "
    "that is a day off and the limit itself moves on",
)
PETITION_LIMITS_2022 = StatutoryLimits(
    Text(
        "信访人向各级机关、单位提出的信访事项；不及于热线工单",
        "petitions put to authorities and units; not the tickets of a hotline",
    ),
    (
        StatutoryLimit(
            id="sorting",
            name=Text("登记分送", "sorting"),
            bearer=Text("党委和政府信访部门", "the petition office"),
            task=Text(
                "登记，并转送、报请或者交办",
                "register it, and pass it on or put it to the superior",
            ),
            limit=natural_days(15),
            start=Text("自收到信访事项之日起", "from the day of receipt"),
            reach=Text("信访部门收到的信访事项", "petitions that reach the petition office"),
            ground=PETITIONS.cite(
                "22-1",
                "应当予以登记，并区分情况，在15日内分别按照下列方式处理",
                note=Text("起算未写明，读作自收到之日起", "no start is named; read as receipt"),
            ),
        ),
        StatutoryLimit(
            id="telling",
            name=Text("直接提出的告知", "telling the petitioner"),
            bearer=Text(
                "信访部门以外的机关、单位", "the authority or unit, other than that office"
            ),
            task=Text("书面告知信访人", "tell the petitioner in writing"),
            limit=natural_days(15),
            start=Text("自收到信访事项之日起", "from the day of receipt"),
            reach=Text(
                "信访人直接提出、不能当场告知的信访事项；姓名（名称）、住址不清的除外",
                "petitions put to it directly, where it cannot be told at once; not where name or "
                "address is unclear",
            ),
            ground=PETITIONS.cite(
                "23-2", "不能当场告知的，应当自收到信访事项之日起15日内书面告知信访人"
            ),
        ),
        StatutoryLimit(
            id="telling-transferred",
            name=Text("转送交办的告知", "telling of what was passed on"),
            bearer=Text("受转送、交办的机关、单位", "the authority or unit that it was passed to"),
            task=Text(
                "书面告知信访人接收情况以及处理途径和程序",
                "tell the petitioner in writing that it came, and how it is dealt with",
            ),
            limit=natural_days(15),
            start=Text("自收到之日起", "from the day of receipt"),
            reach=Text(
                "转送、交办的信访事项，属于本机关、单位职权范围的",
                "petitions that were passed on and are within its powers",
            ),
            ground=PETITIONS.cite(
                "23-3", "应当自收到之日起15日内书面告知信访人接收情况以及处理途径和程序"
            ),
        ),
        StatutoryLimit(
            id="objection",
            name=Text("提出异议", "objection"),
            bearer=Text("受转送、交办的机关、单位", "the authority or unit that it was passed to"),
            task=Text("提出异议，并详细说明理由", "object, with its reasons in detail"),
            limit=working_days(5),
            start=Text("自收到之日起", "from the day of receipt"),
            reach=Text(
                "转送、交办的信访事项，不属于本机关、单位或者本系统职权范围的",
                "petitions that were passed on and are beyond its powers and its system's",
            ),
            ground=PETITIONS.cite("23-3", "应当自收到之日起5个工作日内提出异议，并详细说明理由"),
            condition=Text(
                "经转送、交办的信访部门或者上级机关、单位核实同意后，方可交还相关材料",
                "the papers go back only once whoever passed it on has verified and consented",
            ),
        ),
        StatutoryLimit(
            id="handling",
            name=Text("办理", "handling"),
            bearer=Text("有权处理的机关、单位", "the authority or unit with the power to decide"),
            task=Text("办结", "finish it"),
            limit=natural_days(60),
            start=Text("自受理之日起", "from the day of acceptance"),
            reach=_TO_DECIDE,
            ground=PETITIONS.cite(
                "34",
                "应当自受理之日起60日内办结",
                note=_RUNS_ON,
            ),
            extension=natural_days(30),
            condition=Text(
                "情况复杂，经本机关、单位负责人批准，并告知信访人延期理由",
                "a complex matter, with the consent of the head; the petitioner is told why",
            ),
        ),
        StatutoryLimit(
            id="asking-review",
            name=Text("请求复查", "asking for a review"),
            bearer=Text("信访人", "the petitioner"),
            task=Text(
                "请求原办理机关、单位的上一级机关、单位复查", "ask the next level up for a review"
            ),
            limit=natural_days(30),
            start=Text("自收到书面答复之日起", "from the day of the answer in writing"),
            reach=Text("对信访处理意见不服的", "where the petitioner does not accept the opinion"),
            ground=PETITIONS.cite("35", "可以自收到书面答复之日起30日内请求原办理机关"),
        ),
        StatutoryLimit(
            id="review",
            name=Text("复查", "review"),
            bearer=Text("收到复查请求的机关、单位", "the authority that is asked for it"),
            task=Text("提出复查意见，并予以书面答复", "give its opinion, in writing"),
            limit=natural_days(30),
            start=Text("自收到复查请求之日起", "from the day of the request"),
            reach=Text("请求复查的信访事项", "petitions under review"),
            ground=PETITIONS.cite("35", "应当自收到复查请求之日起30日内提出复查意见"),
        ),
        StatutoryLimit(
            id="asking-recheck",
            name=Text("请求复核", "asking for a recheck"),
            bearer=Text("信访人", "the petitioner"),
            task=Text(
                "向复查机关、单位的上一级机关、单位请求复核",
                "ask the level above that for a recheck",
            ),
            limit=natural_days(30),
            start=Text("自收到书面答复之日起", "from the day of the answer in writing"),
            reach=Text("对复查意见不服的", "where the petitioner does not accept the review"),
            ground=PETITIONS.cite("36-1", "可以自收到书面答复之日起30日内向复查机关"),
        ),
        StatutoryLimit(
            id="recheck",
            name=Text("复核", "recheck"),
            bearer=Text("收到复核请求的机关、单位", "the authority that is asked for it"),
            task=Text("提出复核意见", "give its opinion"),
            limit=natural_days(30),
            start=Text("自收到复核请求之日起", "from the day of the request"),
            reach=Text("请求复核的信访事项", "petitions under recheck"),
            ground=PETITIONS.cite("36-1", "应当自收到复核请求之日起30日内提出复核意见"),
            excluded=PETITIONS.cite("36-2", "听证所需时间不计算在前款规定的期限内"),
        ),
    ),
    (
        PETITIONS.cite("17-1", "向各级机关、单位反映情况，提出建议、意见或者投诉请求"),
        assumed(
            "热线工单不因来电而成为信访事项；已进入信访渠道的，由各地引导至该渠道",
            "a call makes a ticket no petition; what has entered the petition channel is guided there",
            PETITIONS.cite("17-2"),
        ),
    ),
)
"""信访工作条例 22, 23, 34-36: limits of petitions alone."""

MARKET_REGULATION = Source(
    id="market-regulation",
    title="市场监督管理投诉举报处理暂行办法",
    title_en="Provisional measures on complaints and reports to market regulators",
    number="国家市场监督管理总局令第20号",
    rank=Rank.REGULATION,
    published=date(2022, 3, 24),
    since=date(2022, 5, 1),
    verified_until=date(2026, 1, 10),
    remark=Text(
        "原办法2019年11月30日公布，2020年1月1日起施行；所据为2022年3月24日修改后的文本，修改决定未见，"
        "其施行日据转述；据报道已由总局令第121号取代",
        "first published on 2019-11-30 and in force from 2020-01-01; read as amended on 2022-03-24 by "
        "a decision that was not seen, whose day is as told; reported to be replaced by Order 121",
    ),
)
MARKET_REGULATION_2026 = Source(
    id="market-regulation-2026",
    title="市场监督管理投诉举报处理办法",
    title_en="Measures on complaints and reports to market regulators",
    number="国家市场监督管理总局令第121号",
    rank=Rank.REGULATION,
    published=date(2026, 1, 10),
    since=date(2026, 1, 10),
    reading=Reading.UNREAD,
    remark=Text(
        "原文未见，施行日未核，暂按所报道的日期列示；另据转述自2026年4月15日起施行",
        "not read, and the day on which it comes into force not verified: listed by the day reported; "
        "elsewhere said to be in force from 2026-04-15",
    ),
)
_COMPLAINTS = Text("消费者权益争议的投诉（第三条第一款）", "consumers' complaints (art. 3(1))")
MARKET_LIMITS_2022 = StatutoryLimits(
    Text(
        "市场监督管理部门处理的投诉、举报；以投诉举报形式进行咨询、政府信息公开申请、行政复议申请、"
        "信访、纪检监察检举控告等活动的除外",
        "complaints and reports that market regulators deal with; not inquiries, requests for "
        "disclosure or reconsideration, petitions and the like that are called so",
    ),
    (
        StatutoryLimit(
            id="acceptance",
            name=Text("受理决定", "decision on acceptance"),
            bearer=Text("有处理权限的市场监督管理部门", "the market regulator with the power"),
            task=Text(
                "作出受理或者不予受理的决定，并告知投诉人",
                "decide whether to accept it, and tell the complainant",
            ),
            limit=working_days(7),
            start=Text("自收到投诉之日起", "from the day of receipt"),
            reach=_COMPLAINTS,
            ground=MARKET_REGULATION.cite(
                "14", "应当自收到投诉之日起七个工作日内作出受理或者不予受理的决定，并告知投诉人"
            ),
        ),
        StatutoryLimit(
            id="mediation",
            name=Text("调解", "mediation"),
            bearer=Text("市场监督管理部门", "the market regulator"),
            task=Text("达成调解协议，否则终止调解", "come to an agreement, else it is ended"),
            limit=working_days(45),
            start=Text("自投诉受理之日起", "from the day of acceptance"),
            reach=_COMPLAINTS,
            ground=MARKET_REGULATION.cite(
                "21-1-5", "自投诉受理之日起四十五个工作日内投诉人和被投诉人未能达成调解协议的"
            ),
            excluded=MARKET_REGULATION.cite(
                "20-3", "检定、检验、检测、鉴定所需时间不计算在调解期限内"
            ),
        ),
        StatutoryLimit(
            id="end-of-mediation",
            name=Text("终止调解的告知", "telling that mediation is ended"),
            bearer=Text("市场监督管理部门", "the market regulator"),
            task=Text("告知投诉人和被投诉人", "tell both sides"),
            limit=working_days(7),
            start=Text("自作出终止调解决定之日起", "from the day of that decision"),
            reach=_COMPLAINTS,
            ground=MARKET_REGULATION.cite(
                "21-2", "应当自作出终止调解决定之日起七个工作日内告知投诉人和被投诉人"
            ),
        ),
        StatutoryLimit(
            id="checking",
            name=Text("线索核查", "checking of leads"),
            bearer=Text("市场监督管理部门", "the market regulator"),
            task=Text("予以核查", "check them"),
            limit=working_days(15),
            start=Text("自发现之日起", "from the day on which they are found"),
            reach=Text(
                "调解中发现的涉嫌违法线索；举报依行政处罚等有关规定处理（第三十一条第一款），未见",
                "leads found in mediation; reports are dealt with by the rules on penalties (art. "
                "31(1)), which were not read",
            ),
            ground=MARKET_REGULATION.cite("23-1", "应当自发现之日起十五个工作日内予以核查"),
            extension=working_days(15),
            condition=Text(
                "特殊情况下；法律、法规、规章另有规定的，依照其规定",
                "in special cases; other laws and rules prevail",
            ),
        ),
        StatutoryLimit(
            id="jurisdiction",
            name=Text("权限争议", "dispute over powers"),
            bearer=Text(
                "发生争议的两个以上市场监督管理部门", "the market regulators that dispute it"
            ),
            task=Text(
                "协商解决，协商不成的报请共同的上一级指定",
                "agree, else have the common superior designate one",
            ),
            limit=working_days(7),
            start=Text("自发生争议之日起", "from the day on which it arises"),
            reach=Text("处理权限的争议", "disputes over who deals with it"),
            ground=MARKET_REGULATION.cite("30", "应当自发生争议之日起七个工作日内协商解决"),
        ),
        StatutoryLimit(
            id="filing",
            name=Text("立案告知", "telling of the filing"),
            bearer=Text("有处理权限的市场监督管理部门", "the market regulator with the power"),
            task=Text("告知举报人是否立案", "tell the reporter whether a case was opened"),
            limit=working_days(5),
            start=Text("自作出是否立案决定之日起", "from the day of that decision"),
            reach=Text("实名举报", "reports under one's own name"),
            ground=MARKET_REGULATION.cite(
                "31-2",
                "应当自作出是否立案决定之日起五个工作日内告知举报人",
            ),
        ),
    ),
    (
        MARKET_REGULATION.cite("2", "市场监督管理部门处理投诉举报，适用本办法"),
        MARKET_REGULATION.cite(
            "39-2",
            "以投诉举报形式进行咨询、政府信息公开申请、行政复议申请、信访、纪检监察检举控告等活动的，不适用本办法",
        ),
    ),
)
"""市场监督管理投诉举报处理暂行办法: verified until 2026-01-10, when it was reported to be replaced."""

BY_ANALOGY = assumed(
    "热线办理时限无专门的计算规定，参照民法典",
    "no text says how a hotline's limits are counted; by analogy with the Code",
    CIVIL_CODE_SOURCE.cite("200", "民法所称的期间"),
)
"""Why the limits of a hotline are counted as the Code counts: every pack that does so takes it."""

TIMELINE = Timeline(
    id="national",
    version="2",
    series=(
        Dated(
            COUNTING,
            (
                Provision(
                    value=CIVIL_CODE,
                    citations=(
                        BY_ANALOGY,
                        *(ground for _, ground in CIVIL_CODE.grounds),
                        MONTHS_END,
                        WITHIN,
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
                        GUIDANCE_2025.cite(
                            "（五）",
                            "对难以确定办理单位的诉求事项，由12345热线管理机构组织协商确定主办和协办单位",
                        ),
                    ),
                ),
            ),
        ),
        Dated(
            GUARDS,
            (
                Provision(
                    value=Table(
                        GUARDS.path, MOVE_FACTS, (NOT_TO_THE_GRASS_ROOTS,), HitPolicy.COLLECT
                    ),
                    citations=(GUIDANCE_2025.cite("（五）"),),
                ),
            ),
        ),
        _days(DAYS_OF_LICENSING, LICENSING_DAYS),
        _days(DAYS_OF_PENALTY, PENALTY_DAYS),
        _days(DAYS_OF_RECONSIDERATION, RECONSIDERATION_DAYS),
        Dated(
            PETITION_LIMITS,
            (
                Provision(
                    value=PETITION_LIMITS_2022,
                    citations=(
                        PETITIONS.cite("50", "本条例自2022年5月1日起施行"),
                        PETITIONS.cite("34", "但延长期限不得超过30日", note=_RUNS_ON),
                    ),
                ),
            ),
        ),
        Dated(
            MARKET_LIMITS,
            (
                Provision(value=MARKET_LIMITS_2022, citations=(MARKET_REGULATION.cite("2"),)),
                Provision(value=UNSET, citations=(MARKET_REGULATION_2026.cite(""),)),
            ),
        ),
    ),
    sources=(
        CIVIL_CODE_SOURCE,
        LICENSING,
        PENALTY,
        RECONSIDERATION,
        PETITIONS,
        MARKET_REGULATION,
        MARKET_REGULATION_2026,
        GUIDANCE_2020,
        INTERWORKING_2022,
        GUIDANCE_2025,
        HOTLINE_STANDARD,
    ),
)
"""期间的计算 by the Civil Code, what the State Council's guidance settles, and limits of statutes."""
