"""
安阳市: what the regulations on government services of 2021 say of the hotline.

What can be answered or handled on the spot is, whatever its type; the rest goes to the unit by duty,
locality or trade; what is not accepted is explained. A unit returns what is not its own within 24
hours, with the reason; the hotline body then has it. A limit is extended once over, on the word of the
unit's own head.
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
    Bearer,
    Bound,
    Guard,
    Owed,
    ReturnRule,
    When,
    barred,
    breach,
)
from ..counting import CIVIL_CODE, OnReassign, StartsAt
from ..deadlines import hours, working_days
from ..decisions import DispatchMode, Disposition, Duty, Preference, Stage, StageLimit
from ..events import Approver, Move
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
from ..sources import SILENT, UNSET, Basis, Citation, Dated, Provision, Rank, Source, assumed
from ..statutes import STATUTE_RULE, StatuteRule
from ..tables import HitPolicy, Row, Table
from ..tickets import (
    TICKET_FACTS,
    EarlierCase,
    EmergencyLine,
    Origin,
    RequestType,
    ResponsibleBody,
    Territory,
)
from ..verdicts import VERDICT
from . import national

REGULATIONS = Source(
    id="ay-2021",
    title="安阳市政务服务条例",
    title_en="Anyang regulations on government services",
    rank=Rank.LOCAL_LAW,
    published=date(2021, 10, 25),
    since=date(2021, 12, 1),
    place="4105",
    remark=Text(
        "2021年8月30日通过，2021年9月29日批准；公布日不见于正文，以所据文本标注的日期计",
        "adopted on 2021-08-30, approved on 2021-09-29; the text does not say when it was "
        "published, the day marked on the copy read stands for it",
    ),
)

_FIVE_DAYS = REGULATIONS.cite(
    "50-1",
    "承办单位应当在接到政务服务热线事项五个工作日内办理完毕并回复来电人、反馈热线工作机构",
)
_ON_GETTING_IT = assumed(
    "接到读作承办单位接到：热线事项转至承办单位之时，即派单；再派的，由接到的单位重新起算",
    "getting it is read of the unit: when the matter is passed on to it, which is the dispatch; a "
    "unit that gets it later has its own five days",
    REGULATIONS.cite("50-1", "承办单位应当在接到政务服务热线事项五个工作日内"),
)
_COUNTING = CIVIL_CODE.with_(
    _ON_GETTING_IT, starts_at=StartsAt.DISPATCHED, on_reassign=OnReassign.RESTART
)
_RETURN = REGULATIONS.cite("50-2", "应当在24小时内退回热线工作机构并说明退回原因")
_LATE_RETURN = REGULATIONS.cite(
    "50-2",
    "应当在24小时内退回热线工作机构",
    note=Text(
        "逾期退回的效果未写明，读作违反规定，不是不得退回",
        "what a late return comes to is not said: a breach, not a return that cannot be",
    ),
)
_FROM_GETTING_IT = assumed(
    "24小时自何时起算未写明，与第一款同自接到时起算",
    "from when the 24 hours run is not said; from when the unit gets it, as in paragraph 1",
    _RETURN,
)
_EXTEND = REGULATIONS.cite("50-1", "经本单位负责人批准，可以延期五个工作日")
_MORE_BY_LAW = REGULATIONS.cite(
    "50-1",
    "法律、法规、规章另有规定的，依照其规定",
    note=Text(
        "另有规定的，以适用法定时限记录，不作延期",
        "such limits are recorded as a statute's, not as an extension",
    ),
)
_COMPLEX = assumed(
    "延期限于特别复杂的事项，未写明理由的无从认定",
    "only what is especially complex is extended; without a reason nobody can tell",
    REGULATIONS.cite("50-1", "对于特别复杂的政务服务热线事项，五个工作日不能办理完毕的"),
)
_BEFORE_THE_END = assumed(
    "延期应在时限届满前作出，条文未写明",
    "a limit is extended before it is up; the text does not say so",
    _EXTEND,
)
_NO_ANSWER_WANTED = assumed(
    "条文未设例外；来电人表示不需回复的，不必回复",
    "the text makes no exception; whoever wants no answer need not get one",
    REGULATIONS.cite("50-1", "回复来电人"),
)
_NO_RECUSAL = assumed(
    "条例未设不转交被举报单位的规定；为防止打击报复，举报不转交被举报单位",
    "the regulations do not say that a report is kept from the unit reported; it is, lest there be "
    "retaliation",
    REGULATIONS.cite("48-1-5", "廉洁勤政、工作作风、工作质量、工作效率等方面的投诉、举报"),
)

_ASSESSED = REGULATIONS.cite("46-1", "限时办结、监督考核的工作机制")
_SYSTEM = REGULATIONS.cite("51-2", "应当建立完善政务服务评价体系")

# -- triage and dispatch ---------------------------------------------------------------------------

_PASSED_ON = REGULATIONS.cite(
    "49-1-2", "应当按照职责、属地或者行业管理要求，及时将政务服务热线事项转至承办单位办理"
)
_NOT_ACCEPTED = REGULATIONS.cite(
    "49-1-3", "不属于政务服务热线事项受理范围的，应当告知来电人解决途径，并做好解释工作"
)
_ORDER = assumed(
    "多种情形同时存在时的先后，条文未列；不属于受理范围的在先，能当场答复的次之",
    "the text states no order among cases that hold together; what is not accepted comes first, "
    "then what can be answered on the spot",
    REGULATIONS.cite("49-1"),
)


def _under(row: Row[Disposition], row_id: str, *grounds: Citation) -> Row[Disposition]:
    """A row of the State Council's guidance: what it does not accept, 条例 49-1-(三) has explained."""
    return attrs.evolve(row, id=row_id, grounds=(*(grounds or row.grounds), _NOT_ACCEPTED))


_GUIDANCE_2021 = (
    _under(national.SECRETS_2021, "T2"),
    _under(national.CHANNELS_2021, "T3"),
    _under(national.ENTERED_2021, "T3a"),
    _under(national.PETITION_2021, "T4"),
    _under(national.MORALS_2021, "T5"),
)
_GUIDANCE_2025 = (
    _under(national.SECRETS_2025, "T2"),
    _under(national.CHANNELS_2025, "T3"),
    _under(national.ENTERED_2025, "T3a"),
    _under(
        national.PETITION_2021,
        "T4",
        national.GUIDANCE_2025.cite(
            "（二）", "已进入信访渠道的诉求事项，要告知诉求人相应法定途径"
        ),
    ),
    _under(
        national.MORALS_2021,
        "T5",
        national.GUIDANCE_2025.cite(
            "（二）",
            "对不符合法律法规规定、违背社会公序良俗",
            note=Text("要做好解释说明", "it is to be explained"),
        ),
    ),
    Row(
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
    ),
)


def _triage(*guidance: Row[Disposition]) -> Table[Disposition]:
    """条例 art. 46, 48, 49; *guidance* is what the State Council does not have accepted."""
    cite = REGULATIONS.cite
    rows = (
        Row(
            "T1",
            {"emergency": excluding(EmergencyLine.NONE)},
            Disposition.TRANSFER_EMERGENCY,
            (cite("46-2", "应当与同级的110、119、120等紧急类热线平台实现一键转接"),),
        ),
        *guidance,
        Row(
            "T7",
            {"territory": excluding(Territory.INSIDE)},
            Disposition.OUT_OF_TERRITORY,
            (
                assumed(
                    "条例限于本市行政区域内的政务服务，市域外的读作不属于受理范围",
                    "the regulations are for the city's own territory; what lies outside is read "
                    "as not accepted",
                    cite("2-1", "本市行政区域内的政务服务工作，适用本条例"),
                ),
                _NOT_ACCEPTED,
            ),
        ),
        Row(
            "T8",
            {"body": (ResponsibleBody.CENTRAL, ResponsibleBody.MILITARY)},
            Disposition.GUIDE_ELSEWHERE,
            (
                assumed(
                    "条例未及中央单位和军队单位；不是承办单位，读作不属于受理范围，告知解决途径",
                    "central and military bodies are not spoken of; no handling units, so read as "
                    "not accepted: the requester is told where to turn",
                    _NOT_ACCEPTED,
                ),
            ),
        ),
        Row(
            "T9",
            {"beyond_duty": True},
            Disposition.GUIDE_ELSEWHERE,
            (
                assumed(
                    "超出承办单位职责的，读作不属于受理范围，告知解决途径",
                    "what is beyond the units' duties is read as not accepted: the requester is "
                    "told where to turn",
                    _NOT_ACCEPTED,
                ),
            ),
        ),
        Row(
            "T10",
            {"answerable": True},
            Disposition.ANSWER,
            (cite("49-1-1", "能当场答复或者处理的，应当直接答复或者处理"),),
        ),
        Row(
            "T11",
            {"origin": Origin.SUPERIOR},
            Disposition.DISPATCH,
            (
                cite(
                    "48-1-2",
                    "人民网领导留言板等平台交办的诉求",
                    note=Text(
                        "上级交办读作国家、省平台交办",
                        "what a superior office passed on is read as coming from those platforms",
                    ),
                ),
                _PASSED_ON,
            ),
        ),
        Row(
            "T12",
            {
                "request_type": (
                    RequestType.INQUIRY,
                    RequestType.SUGGESTION,
                    RequestType.ASSISTANCE,
                    RequestType.COMPLAINT,
                    RequestType.REPORT,
                )
            },
            Disposition.DISPATCH,
            (cite("48-1-1", "关于政务服务的咨询、建议、求助、投诉、举报"), _PASSED_ON),
        ),
        Row(
            "T13",
            {
                "request_type": (
                    RequestType.NEED,
                    RequestType.PRAISE,
                    RequestType.OTHER,
                    MISSING,
                )
            },
            Disposition.DISPATCH,
            (
                assumed(
                    "五类之外的或者类型未载明的，按依法应当受理的其他事项转办",
                    "another type, or none on record: passed on as another matter to be accepted",
                    cite("48-1-6", "依法应当受理的其他事项"),
                ),
                _PASSED_ON,
            ),
        ),
    )
    return Table(TRIAGE.path, TICKET_FACTS, rows, HitPolicy.FIRST)


def _duties(*more: Row[Duty]) -> Table[Duty]:
    """What comes beside the route; *more* are rows of later texts."""
    kept = Row("D1", {"kept": True}, Duty.KEEP_FROM_ACCUSED, (_NO_RECUSAL,))
    return Table(DUTIES.path, INTAKE_FACTS, (kept, *more), HitPolicy.COLLECT)


_TO_COUNTY = assumed(
    "按属地转办；承办单位不明而知其县（市、区）的，读作转至该县（市、区）人民政府",
    "passed on by locality: where no unit is clear and the county is, read as to its government",
    _PASSED_ON,
)
_DISPATCH_DUTIES = Table(
    DISPATCH_DUTIES.path,
    DISPATCH_FACTS,
    (
        Row(
            "P1",
            {"mode": DispatchMode.TO_DISTRICT},
            Duty.DISTRICT_ORGANISES,
            (
                assumed(
                    "转至县（市、区）人民政府的，该人民政府即承办单位，由其组织所属单位办理",
                    "a county government that a matter is passed on to is its handling unit, and has "
                    "its own units handle it",
                    _PASSED_ON,
                ),
            ),
        ),
    ),
    HitPolicy.COLLECT,
)

# -- limits and handling ---------------------------------------------------------------------------

_LIMITS = Table(
    LIMITS.path,
    INTAKE_FACTS,
    (Row("L1", {}, (StageLimit(Stage.HANDLE, working_days(5)),), (_FIVE_DAYS,)),),
)


def _guards(*more: Row[Guard]) -> Table[Any]:
    """条例 art. 50; *more* are rows of later texts."""
    rows: tuple[Row[Any], ...] = (
        Row(
            "G1",
            {"move": Move.RETURNED, "window": Bound.BEYOND},
            breach("超过24小时退回", "returned after more than 24 hours"),
            (_LATE_RETURN, _FROM_GETTING_IT),
        ),
        Row(
            "G2",
            {"move": Move.RETURNED, "reasoned": False},
            breach("退回未说明原因", "returned without a reason"),
            (_RETURN,),
        ),
        Row(
            "G3",
            {"move": Move.EXTENDED, "approver": excluding(Approver.UNIT_HEAD, MISSING)},
            barred(
                "延期须经本单位负责人批准",
                "a limit is extended on the word of the head of the unit",
            ),
            (_EXTEND,),
        ),
        Row(
            "G4",
            {"move": (Move.EXTENDED, Move.EXTENSION_ASKED), "cap": Bound.BEYOND},
            breach("延期合计超过五个工作日", "extended by more than five working days in all"),
            (_EXTEND, _MORE_BY_LAW),
        ),
        Row(
            "G5",
            {"move": (Move.EXTENDED, Move.EXTENSION_ASKED), "reasoned": False},
            breach(
                "延期未写明何以特别复杂",
                "extended without saying why the matter is especially complex",
            ),
            (_COMPLEX,),
        ),
        Row(
            "G6",
            {"move": (Move.EXTENDED, Move.EXTENSION_ASKED), "timely": Bound.BEYOND},
            breach("时限届满后延期", "extended after the limit was up"),
            (_BEFORE_THE_END,),
        ),
        Row(
            "G7",
            {"move": Move.FED_BACK, "timely": Bound.BEYOND},
            breach("逾期反馈热线", "fed back to the hotline too late"),
            (_FIVE_DAYS,),
        ),
        Row(
            "G8",
            {"move": Move.REPLIED, "timely": Bound.BEYOND},
            breach("逾期回复来电人", "the requester was answered too late"),
            (_FIVE_DAYS,),
        ),
        Row(
            "G9",
            {"move": REACHING, "to_accused": True},
            barred("举报不得转交被举报单位", "a report is kept from the unit reported"),
            (_NO_RECUSAL,),
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
            (REGULATIONS.cite("49-1-2", "及时将政务服务热线事项转至承办单位办理"),),
        ),
        Row(
            "O2",
            {**_WITH_UNIT, "replied": False, "reply_wanted": True},
            Owed(Task.REPLY, Bearer.ANSWERABLE, When.IN_LIMIT),
            (_FIVE_DAYS, _NO_ANSWER_WANTED),
        ),
        Row(
            "O3",
            {**_WITH_UNIT, "fed_back": False},
            Owed(Task.FEED_BACK, Bearer.ANSWERABLE, When.IN_LIMIT),
            (_FIVE_DAYS,),
        ),
        Row(
            "O4",
            {**_WITH_UNIT, "deferred": True, "informed": False},
            Owed(Task.TELL_MEASURES, Bearer.ANSWERABLE, When.NOT_SET),
            (
                assumed(
                    "条例无挂账；挂账的，读作受客观条件限制暂时无法解决",
                    "the regulations have no deferred ledger; what is on one cannot be solved for "
                    "the time being",
                    REGULATIONS.cite("50-2", "应当告知来电人办理进度、解决措施及解决时限"),
                ),
            ),
        ),
        Row(
            "O5",
            {**_OPEN, "asked": True},
            Owed(Task.DECIDE_EXTENSION, Bearer.ANSWERABLE, When.NOT_SET),
            (_EXTEND,),
        ),
    ),
    HitPolicy.COLLECT,
)

TIMELINE = Timeline(
    id="anyang",
    version="2",
    place="4105",
    series=(
        Dated(
            TRIAGE,
            (
                Provision(
                    value=_triage(*_GUIDANCE_2021),
                    citations=(
                        REGULATIONS.cite("49-1"),
                        _ORDER,
                        national.GUIDANCE_2020.cite("", basis=Basis.REPORTED),
                    ),
                ),
                Provision(
                    value=_triage(*_GUIDANCE_2025),
                    citations=(
                        REGULATIONS.cite("49-1"),
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
                Provision(value=_duties(), citations=(_NO_RECUSAL,)),
                Provision(
                    value=_duties(national.POLICE_2025),
                    citations=(_NO_RECUSAL, national.GUIDANCE_2025.cite("（二）")),
                    since=national.GUIDANCE_2025.since,
                ),
            ),
        ),
        Dated(
            DISPATCH_DUTIES,
            (Provision(value=_DISPATCH_DUTIES, citations=(_PASSED_ON, _TO_COUNTY)),),
        ),
        Dated(DIRECT, (Provision(value=True, citations=(_PASSED_ON,)),)),
        Dated(TO_DISTRICT, (Provision(value=True, citations=(_TO_COUNTY,)),)),
        Dated(
            PREFERENCE,
            (
                Provision(
                    value=Preference.NEAREST,
                    citations=(
                        assumed(
                            "职责、属地、行业管理并列，未写明次序；多级单位均有职责时取最近的一级",
                            "duty, locality and trade stand side by side; where units of several "
                            "levels hold the duty the nearest leads",
                            _PASSED_ON,
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
                    value=_COUNTING,
                    citations=(
                        _ON_GETTING_IT,
                        national.BY_ANALOGY,
                        *(ground for _, ground in _COUNTING.grounds),
                    ),
                ),
            ),
        ),
        Dated(
            RECUSAL,
            (Provision(value=frozenset({RequestType.REPORT}), citations=(_NO_RECUSAL,)),),
        ),
        Dated(RETURN_RULE, (Provision(value=ReturnRule.RETURN, citations=(_RETURN,)),)),
        Dated(
            OBJECTION_WINDOW,
            (Provision(value=hours(24), citations=(_RETURN, _FROM_GETTING_IT)),),
        ),
        Dated(
            STATUTE_RULE,
            (
                Provision(
                    value=StatuteRule.REPLACES,
                    citations=(
                        REGULATIONS.cite("50-1", "法律、法规、规章另有规定的，依照其规定"),
                    ),
                ),
            ),
        ),
        Dated(EXTENSION_CAP, (Provision(value=working_days(5), citations=(_EXTEND,)),)),
        Dated(
            GUARDS,
            (
                Provision(value=_guards(), citations=(REGULATIONS.cite("50-2"),)),
                Provision(
                    value=_guards(national.NOT_TO_THE_GRASS_ROOTS),
                    citations=(REGULATIONS.cite("50-2"), national.GUIDANCE_2025.cite("（五）")),
                    since=national.GUIDANCE_2025.since,
                ),
            ),
        ),
        Dated(OWED, (Provision(value=_OWED, citations=(REGULATIONS.cite("50-1"),)),)),
        *(
            # Left to a system of assessment that the law has set up, and that was not seen.
            Dated(parameter, (Provision(value=UNSET, citations=(_ASSESSED, _SYSTEM)),))
            for parameter in (
                *(RESPONSE, RESOLUTION, SATISFACTION, TIMELINESS),
                *(WEIGHTS, EXCLUSIONS, COUNTED_BY, ROUNDING, VERDICT, APPEAL_WINDOW),
                *(ASSESSMENT_CLASSES, INCENTIVES, EFFECT_AND_ATTITUDE, MONTHLY_LISTS),
            )
        ),
        *(
            Dated(parameter, (Provision(value=SILENT, citations=(near,)),))
            for parameter, near in (
                (COORDINATION, _PASSED_ON),
                (COMMUNITY_LIST, _PASSED_ON),
                (COMMUNITY_MAIN, _PASSED_ON),
                # 吹哨报到 and 基数 are of another city.
                (DOUBLE_ASSESSMENT, _SYSTEM),
                (BASE_RATIO, _SYSTEM),
                (RESPONSIBILITY, REGULATIONS.cite("50-1")),
                (OBJECTION_COUNT, REGULATIONS.cite("50-2")),
                (CO_HANDLER_LIMIT, REGULATIONS.cite("50-1")),
                (SIGNING_LIMIT, REGULATIONS.cite("50-1")),
                (
                    CONTACT_LIMIT,
                    REGULATIONS.cite(
                        "52-2",
                        "对实名差评事项，政务服务有关部门应当在一个工作日内联系核实",
                        note=Text(
                            "仅及好差评中的实名差评，不及热线事项",
                            "of bad ratings under a real name only, not of the hotline's matters",
                        ),
                    ),
                ),
                (DEFERRAL_STOPS, REGULATIONS.cite("50-2")),
                (STOPPING, REGULATIONS.cite("50-2")),
                (DEFERRED_SCOPE, REGULATIONS.cite("50-2")),
                (ALERTS, REGULATIONS.cite("50-1")),
            )
        ),
    ),
    sources=(REGULATIONS,),
).stacked_on(national.TIMELINE)
"""The rules of Anyang's hotline, from 2021-12-01 on."""
