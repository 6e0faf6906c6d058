"""
全国: what applies to every city's hotline unless a local text says otherwise.

The national documents set no hour limits and no routing table of their own; they are the lowest
layer under a city's timeline.
"""

from datetime import date

from ..conduct import GIVING, GUARDS, MOVE_FACTS, barred
from ..counting import CIVIL_CODE, CIVIL_CODE_SOURCE
from ..decisions import Coordination, Disposition, Duty
from ..events import Move
from ..facts import excluding
from ..labels import Text
from ..routing import COORDINATION, COUNTING
from ..rulebook import Timeline
from ..sources import Basis, Citation, Dated, Provision, Rank, Reading, Source, assumed
from ..statutes import StatutoryDays
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
    StatutoryStanding.ENTERED_LITIGATION,
    StatutoryStanding.ENTERED_ARBITRATION,
    StatutoryStanding.ENTERED_DISCIPLINE,
    StatutoryStanding.ENTERED_RECONSIDERATION,
    StatutoryStanding.ENTERED_DISCLOSURE,
)
_SECRETS = (Secrecy.STATE_SECRET, Secrecy.TRADE_SECRET, Secrecy.PRIVACY)


def _not_accepted(zh: str, en: str) -> tuple[Citation]:
    """53号, whose list of what is not accepted is known from the press."""
    return (GUIDANCE_2020.cite("", basis=Basis.REPORTED, note=Text(zh, en)),)


# Rows of triage and of the duties of intake that hold in every city: a pack takes those that its
# own text does not have already, under another id if need be (``attrs.evolve(row, id=...)``).
CHANNELS_2021 = Row(
    "N2",
    {"statutory": _CHANNELS},
    Disposition.GUIDE_STATUTORY,
    _not_accepted(
        "须通过诉讼、仲裁、纪检监察、行政复议、政府信息公开等程序解决的不予受理；已进入的亦同",
        "what has to go through litigation, arbitration, discipline inspection, reconsideration or "
        "disclosure is not accepted; read so too of what has entered them",
    ),
)
"""法定途径, from 2021-01-06 on."""
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
    Disposition.DISSUADE,
    _not_accepted(
        "违反社会公序良俗的不予受理；不予受理的，读作劝导",
        "what is against public order and morals is not accepted; read as dissuasion",
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
                "须通过其他法定程序解决的，告知相应渠道；已进入的亦同",
                "what has to go through another statutory procedure is referred to it; read so too "
                "of what has entered it",
            ),
        ),
    ),
)
"""法定途径, from 2025-06-25 on: takes the place of `CHANNELS_2021`."""
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
"""A guard of every city from 2025-06-25 on."""

LICENSING = Source(
    id="licensing",
    title="中华人民共和国行政许可法",
    title_en="Administrative Licensing Law of the People's Republic of China",
    rank=Rank.STATUTE,
    published=date(2019, 4, 23),
    since=date(2019, 4, 23),
    remark=Text(
        "2004年7月1日起施行，此为2019年修正文本", "in force from 2004-07-01; as amended in 2019"
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
)
RECONSIDERATION_DAYS = StatutoryDays(
    RECONSIDERATION.cite("88-2", "“三日”、“五日”、“七日”、“十日”的规定是指工作日，不含法定休假日"),
    working=(3, 5, 7, 10),
)
"""行政复议法: three, five, seven and ten days are working days; for the rest 民事诉讼法 (88-1), unread."""

TIMELINE = Timeline(
    id="national",
    version="1",
    series=(
        Dated(
            COUNTING,
            (
                Provision(
                    value=CIVIL_CODE,
                    citations=(
                        assumed(
                            "热线办理时限无专门的计算规定，参照民法典",
                            "no text says how a hotline's limits are counted; by analogy with the Code",
                            CIVIL_CODE_SOURCE.cite("200", "民法所称的期间"),
                        ),
                        *(ground for _, ground in CIVIL_CODE.grounds),
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
    ),
    sources=(
        CIVIL_CODE_SOURCE,
        GUIDANCE_2020,
        INTERWORKING_2022,
        GUIDANCE_2025,
        HOTLINE_STANDARD,
    ),
)
"""期间的计算 by the Civil Code, and what the State Council's guidance settles."""
