"""
山东: the provincial rules of 2020 on 12345, and the cards of the complaint hotline of 2017.

Both are known from the press alone: what it reported stands here as reported, and what it did not
report is unset. A matter is handled within five working days of getting it, what is not the unit's
own goes back within two, what is especially complex is extended. How requests are sorted is not known.
"""

from datetime import date
from typing import Any

from ..clocks import AlertRule, Task
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
    breach,
)
from ..counting import CIVIL_CODE, CIVIL_CODE_SOURCE, OnReassign, StartsAt
from ..deadlines import working_days
from ..decisions import Stage, StageLimit
from ..events import Move
from ..labels import Text
from ..routing import (
    COMMUNITY_LIST,
    COMMUNITY_MAIN,
    COUNTING,
    DIRECT,
    DISPATCH_DUTIES,
    DUTIES,
    INTAKE_FACTS,
    LIMITS,
    PREFERENCE,
    RECUSAL,
    TO_DISTRICT,
    TRIAGE,
)
from ..rulebook import Timeline
from ..scoring import RESOLUTION, RESPONSE, SATISFACTION, TIMELINESS, WEIGHTS
from ..sources import UNSET, Basis, Citation, Dated, Provision, Rank, Reading, Source, assumed
from ..statutes import STATUTE_RULE
from ..tables import HitPolicy, Row, Table
from . import national

COMPLAINTS_2017 = Source(
    id="sd-2017",
    title="关于山东省级政务服务投诉热线的报道",
    title_en="Press reports on Shandong's provincial hotline for complaints about public services",
    rank=Rank.POLICY,
    published=date(2017, 4, 12),
    since=date(2017, 4, 12),
    place="37",
    reading=Reading.UNREAD,
    url="http://m.zx.lc123.net/html/2017-04-12/687807.html",
    remark=Text(
        "原文及题名未见，据报道；日期为报道日",
        "neither the text nor its title was seen; after a press report, dated by it",
    ),
)
"""省级政务服务投诉热线: another hotline than 12345, so that none of its rules is one of `TIMELINE`."""

CARDS = (
    AlertRule(
        Text("黄牌", "yellow card"),
        -1,
        COMPLAINTS_2017.cite(
            "",
            basis=Basis.REPORTED,
            note=Text("到期前1个工作日", "one working day before the end"),
        ),
    ),
    AlertRule(
        Text("红牌", "red card"),
        1,
        COMPLAINTS_2017.cite(
            "",
            basis=Basis.REPORTED,
            note=Text("到期后首个工作日", "first working day after the end"),
        ),
    ),
)
"""预警: a yellow card one working day before the end, a red one on the first working day after."""

RULES = Source(
    id="sd-2020",
    title="山东省政务服务热线管理办法",
    title_en="Shandong, measures on the administration of government service hotlines",
    rank=Rank.POLICY,
    published=date(2020, 1, 7),
    since=date(2020, 1, 7),
    place="37",
    reading=Reading.UNREAD,
    url="https://m.yybnet.net/shandong/news/202001/10093219.html",
    remark=Text(
        "原文未见，仅见2020年1月7日报道，称已对外公布；公布日、施行日、文号未见，均以报道日计；"
        "热线24小时（含节假日）服务",
        "the text was not seen; known from a report of 2020-01-07, which says that it was made public. "
        "The days on which it was published and took effect are unknown and listed as the report's; "
        "the hotline works around the clock, holidays included",
    ),
)


def _reported(zh: str, en: str) -> Citation:
    return RULES.cite("", basis=Basis.REPORTED, note=Text(zh, en))


_FIVE_DAYS = _reported(
    "承办单位接到热线事项5个工作日内办理完毕并回复来电人、反馈热线工作机构",
    "the unit handles the matter, answers the requester and feeds back to the hotline body within "
    "five working days of getting it",
)
_RETURN = _reported(
    "不属于本单位职责范围的，2个工作日内回退并注明原因",
    "what is not the unit's own goes back within two working days, with the reason",
)
_EXTEND = _reported(
    "特别复杂的，可申请延长办理期限，一般不超过10个工作日",
    "for what is especially complex an extension may be asked for, as a rule of ten working days "
    "at most",
)
_NOT_SEEN = RULES.cite("", note=Text("原文未见，报道未及", "the text was not seen, nor reported"))
_ON_GETTING_IT = assumed(
    "接到读作承办单位接到，即派单之时；再派的，由接到的单位重新起算",
    "getting it is read of the unit, that is, of the dispatch; a unit that gets it later has its "
    "own five days",
    _FIVE_DAYS,
)
_FROM_GETTING_IT = assumed(
    "2个工作日自何时起算未见报道，与办理时限同自接到时起算",
    "from when the two days run was not reported; from when the unit gets it, as the limit does",
    _RETURN,
)
_BEYOND_THE_RULE = assumed(
    "报道称一般不超过，例外未见；超过的，记作违反规定",
    "as a rule, says the report, and no exception is known: what goes beyond is told as a breach",
    _EXTEND,
)
_BEFORE_THE_CODE = assumed(
    "民法典自2021年1月1日起施行，此前的期间按同一方法计算",
    "the Civil Code is in force from 2021-01-01; earlier periods are counted the same way",
    _FIVE_DAYS,
)
_COUNTING = CIVIL_CODE.with_(
    _ON_GETTING_IT, starts_at=StartsAt.DISPATCHED, on_reassign=OnReassign.RESTART
)


def _guards(*more: Row[Guard]) -> Table[Any]:
    """What was reported of returns, extensions and the limit; *more* are rows of later texts."""
    rows: tuple[Row[Any], ...] = (
        Row(
            "G1",
            {"move": Move.RETURNED, "window": Bound.BEYOND},
            breach("超过2个工作日退回", "returned after more than two working days"),
            (_RETURN, _FROM_GETTING_IT),
        ),
        Row(
            "G2",
            {"move": Move.RETURNED, "reasoned": False},
            breach("退回未注明原因", "returned without a reason"),
            (_RETURN,),
        ),
        Row(
            "G3",
            {"move": (Move.EXTENDED, Move.EXTENSION_ASKED), "cap": Bound.BEYOND},
            breach("延期合计超过十个工作日", "extended by more than ten working days in all"),
            (_BEYOND_THE_RULE,),
        ),
        Row(
            "G4",
            {"move": Move.FED_BACK, "timely": Bound.BEYOND},
            breach("逾期反馈热线", "fed back to the hotline too late"),
            (_FIVE_DAYS,),
        ),
        Row(
            "G5",
            {"move": Move.REPLIED, "timely": Bound.BEYOND},
            breach("逾期回复来电人", "the requester was answered too late"),
            (_FIVE_DAYS,),
        ),
        *more,
    )
    return Table(GUARDS.path, MOVE_FACTS, rows, HitPolicy.COLLECT)


_WITH_UNIT = {"closed": False, "with_unit": True, "stopped": False}
_OWED = Table(
    OWED.path,
    OWED_FACTS,
    (
        Row(
            "O1",
            {**_WITH_UNIT, "replied": False},
            Owed(Task.REPLY, Bearer.ANSWERABLE, When.IN_LIMIT),
            (_FIVE_DAYS,),
        ),
        Row(
            "O2",
            {**_WITH_UNIT, "fed_back": False},
            Owed(Task.FEED_BACK, Bearer.ANSWERABLE, When.IN_LIMIT),
            (_FIVE_DAYS,),
        ),
    ),
    HitPolicy.COLLECT,
)

TIMELINE = Timeline(
    id="shandong",
    version="1",
    place="37",
    series=(
        Dated(
            LIMITS,
            (
                Provision(
                    value=Table(
                        LIMITS.path,
                        INTAKE_FACTS,
                        (
                            Row(
                                "L1",
                                {},
                                (StageLimit(Stage.HANDLE, working_days(5)),),
                                (_FIVE_DAYS,),
                            ),
                        ),
                    ),
                    citations=(_FIVE_DAYS,),
                ),
            ),
        ),
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
                Provision(
                    value=_COUNTING,
                    citations=(_BEFORE_THE_CODE, _ON_GETTING_IT),
                    until=CIVIL_CODE_SOURCE.since,
                ),
            ),
        ),
        Dated(RETURN_RULE, (Provision(value=ReturnRule.RETURN, citations=(_RETURN,)),)),
        Dated(
            OBJECTION_WINDOW,
            (Provision(value=working_days(2), citations=(_RETURN, _FROM_GETTING_IT)),),
        ),
        Dated(EXTENSION_CAP, (Provision(value=working_days(10), citations=(_EXTEND,)),)),
        Dated(
            GUARDS,
            (
                Provision(value=_guards(), citations=(_FIVE_DAYS,)),
                # The State Council's ranks higher: the table that holds both is named after it.
                Provision(
                    value=_guards(national.NOT_TO_THE_GRASS_ROOTS),
                    citations=(national.GUIDANCE_2025.cite("（五）"), _FIVE_DAYS),
                ),
            ),
        ),
        Dated(OWED, (Provision(value=_OWED, citations=(_FIVE_DAYS,)),)),
        *(
            Dated(parameter, (Provision(value=UNSET, citations=(_NOT_SEEN,)),))
            for parameter in (
                *(TRIAGE, DUTIES, DISPATCH_DUTIES, DIRECT, TO_DISTRICT, PREFERENCE),
                *(COMMUNITY_LIST, COMMUNITY_MAIN, RECUSAL, STATUTE_RULE),
                *(RESPONSIBILITY, STOPPING, DEFERRAL_STOPS, DEFERRED_SCOPE, ALERTS),
                *(SIGNING_LIMIT, CONTACT_LIMIT, OBJECTION_COUNT, CO_HANDLER_LIMIT),
                *(RESPONSE, RESOLUTION, SATISFACTION, TIMELINESS, WEIGHTS),
            )
        ),
    ),
    sources=(RULES,),
).stacked_on(national.TIMELINE)
"""What was reported of the province's rules, from 2020-01-07 on."""
