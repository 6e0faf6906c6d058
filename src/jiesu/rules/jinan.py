"""
济南市: what the regulations of 2018, and those on the business environment, say of handling.

Within five working days the requester has an answer in any case; where a law allows longer, it tells
how the matter stands and by when it will be done. A unit stops by itself, with a note in writing. Of
returns the texts say nothing. Triage and dispatch are not stated yet.
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
    StopRule,
    When,
    barred,
    breach,
)
from ..counting import CIVIL_CODE, CIVIL_CODE_SOURCE
from ..deadlines import working_days
from ..decisions import Stage, StageLimit
from ..events import Approver, Move, StopGround
from ..facts import MISSING, excluding
from ..labels import Text
from ..routing import COUNTING, INTAKE_FACTS, LIMITS, RECUSAL
from ..rulebook import Timeline
from ..sources import SILENT, Dated, Provision, Rank, Reading, Source, assumed
from ..tables import HitPolicy, Row, Table
from ..tickets import RequestType
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
        "2018年6月28日通过，2018年7月27日批准；公布日不见于正文，以批准日计",
        "adopted on 2018-06-28, approved on 2018-07-27; the text does not say when it was "
        "published, the day of the approval stands for it",
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
_BUSINESS_EXTENSION = BUSINESS.cite(
    "62",
    "情况复杂的案件，经行政机关负责人同意可以延长十个工作日办结",
    note=Text(
        "仅及有关营商环境的投诉举报；其他事项未设延期，十个工作日为各文本所及的上限",
        "of complaints and reports on the business environment only; other matters have no "
        "extension, so that ten working days are the most that any text has",
    ),
)
_BEFORE_THE_END = assumed(
    "延长应在时限届满前作出，条文未写明",
    "a limit is extended before it is up; the text does not say so",
    BUSINESS.cite("62", "可以延长十个工作日办结"),
)
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
                cite("29-1", "市热线工作机构应当召集有关方面进行协调解决，确定一个主办单位办理"),
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
                cite("25", "符合下列情形之一的"),
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
            (_CHECK,),
        ),
        Row(
            "G8",
            {"move": Move.REHANDLED, "actor": excluding(Actor.HOTLINE, MISSING)},
            barred(
                "由市热线工作机构退回再次办理",
                "the hotline body sends it back to be handled again",
            ),
            (
                cite(
                    "27-2",
                    "市热线工作机构根据情况可以将热线事项退回承办单位再次办理",
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
            Owed(Task.INFORM, Bearer.ANSWERABLE, When.IN_FIRST_LIMIT),
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

TIMELINE = Timeline(
    id="jinan",
    version="1",
    place="3701",
    series=(
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
                (ALERTS, REGULATIONS.cite("28")),
            )
        ),
    ),
    sources=(REGULATIONS, BUSINESS),
).stacked_on(national.TIMELINE)
"""What is known of handling in Jinan, from 2018-09-01 on."""
