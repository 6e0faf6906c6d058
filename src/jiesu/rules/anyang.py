"""
安阳市: what the regulations on government services of 2021 say of the hotline.

A unit returns what is not its own within 24 hours, with the reason; the hotline body then has it. A
limit is extended once over, on the word of the unit's own head. Triage and dispatch are not stated yet.
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
from ..decisions import Stage, StageLimit
from ..events import Approver, Move
from ..facts import MISSING, excluding
from ..labels import Text
from ..routing import COUNTING, INTAKE_FACTS, LIMITS, RECUSAL
from ..rulebook import Timeline
from ..sources import SILENT, Dated, Provision, Rank, Source, assumed
from ..tables import HitPolicy, Row, Table
from ..tickets import RequestType
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
            Owed(Task.INFORM, Bearer.ANSWERABLE, When.NOT_SET),
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
    version="1",
    place="4105",
    series=(
        Dated(LIMITS, (Provision(value=_LIMITS, citations=(_FIVE_DAYS,)),)),
        Dated(
            COUNTING,
            (
                Provision(
                    value=_COUNTING,
                    citations=(_ON_GETTING_IT, *(ground for _, ground in _COUNTING.grounds)),
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
            Dated(parameter, (Provision(value=SILENT, citations=(near,)),))
            for parameter, near in (
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
"""What is known of handling in Anyang, from 2021-12-01 on."""
