"""
广东: the provincial measures of 2022, as the press reported them.

Limits go by the type of request and run from its receipt; the first receiver answers for a matter.
What the press did not report is unset. How requests are sorted and returned is not known.
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
    RESPONSIBILITY,
    RETURN_RULE,
    SIGNING_LIMIT,
    STOPPING,
    Bearer,
    Bound,
    Guard,
    Owed,
    Responsibility,
    When,
    breach,
)
from ..counting import CIVIL_CODE, OnReassign, StartsAt
from ..deadlines import working_days
from ..decisions import Stage, StageLimit
from ..events import Move
from ..facts import MISSING
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
from ..sources import (
    UNSET,
    Absent,
    Basis,
    Citation,
    Dated,
    Provision,
    Rank,
    Reading,
    Source,
    assumed,
)
from ..statutes import STATUTE_RULE
from ..tables import HitPolicy, Row, Table
from ..tickets import RequestType
from . import national

MEASURES = Source(
    id="gd-2022",
    title="广东省12345政务服务便民热线管理办法",
    title_en="Guangdong, measures on the administration of the 12345 hotline",
    rank=Rank.POLICY,
    published=date(2022, 6, 27),
    since=date(2022, 9, 1),
    place="44",
    reading=Reading.UNREAD,
    url="https://m.tripcoinc.com/zwgk/zcjd/mtjd/content/post_3972406.html",
    remark=Text(
        "正文仅见开头，条款据报道；公布日未见，以成文日计；后已预告修订，修订日期未见，"
        "此后是否仍照此执行未核；联席会议制度的内容未见",
        "only the opening of the text was seen, its clauses are as reported. The day on which it was "
        "published is unknown, that of its signature stands for it. A revision was announced later, "
        "without a date: whether it still applies since then was not verified. What its joint "
        "meetings are for was not seen",
    ),
)


def _reported(zh: str, en: str) -> Citation:
    return MEASURES.cite("", basis=Basis.REPORTED, note=Text(zh, en))


_INQUIRIES = _reported(
    "咨询类事项，收到之日起2个工作日内办理并答复",
    "an inquiry is handled and answered within two working days of its receipt",
)
_HELP = _reported(
    "求助、建议类事项，收到之日起10个工作日内办理并答复",
    "a request for assistance or a suggestion is handled and answered within ten working days of "
    "its receipt",
)
_COMPLAINTS = _reported(
    "投诉、举报类事项，收到之日起15个工作日内办理并答复",
    "a complaint or a report is handled and answered within fifteen working days of its receipt",
)
_OTHER_TYPES = _reported(
    "其他类别或者类型未载明的，时限未见报道",
    "no limit was reported for other types, or where none is on record",
)
_FIRST_RECEIVER = _reported(
    "全面推行首接负责制", "the responsibility of the first receiver applies throughout"
)
_NOT_SEEN = MEASURES.cite(
    "", note=Text("条款未见，报道未及", "the clauses were not seen, nor reported")
)
_FROM_RECEIPT = assumed(
    "报道称收到之日起，未言由谁收到；读作热线收到诉求，故改派不重新起算",
    "from receipt, says the report, and not by whom: read as the hotline's, so that another dispatch "
    "does not start it anew",
    _INQUIRIES,
)
_COUNTING = CIVIL_CODE.with_(
    _FROM_RECEIPT, starts_at=StartsAt.RECEIVED, on_reassign=OnReassign.CONTINUE
)


def _days(number: int) -> tuple[StageLimit, ...]:
    return (StageLimit(Stage.HANDLE, working_days(number)),)


_LIMITS: Table[tuple[StageLimit, ...] | Absent] = Table(
    LIMITS.path,
    INTAKE_FACTS,
    (
        Row("L1", {"request_type": RequestType.INQUIRY}, _days(2), (_INQUIRIES,)),
        Row(
            "L2",
            {"request_type": (RequestType.ASSISTANCE, RequestType.SUGGESTION)},
            _days(10),
            (_HELP,),
        ),
        Row(
            "L3",
            {"request_type": (RequestType.COMPLAINT, RequestType.REPORT)},
            _days(15),
            (_COMPLAINTS,),
        ),
        Row(
            "L4",
            {
                "request_type": (
                    RequestType.NEED,
                    RequestType.PRAISE,
                    RequestType.OTHER,
                    MISSING,
                )
            },
            UNSET,
            (_OTHER_TYPES,),
        ),
    ),
)


def _guards(*more: Row[Guard]) -> Table[Any]:
    """What was reported of the limit; *more* are rows of later texts."""
    late: Row[Any] = Row(
        "G1",
        {"move": Move.REPLIED, "timely": Bound.BEYOND},
        breach("逾期答复诉求人", "the requester was answered too late"),
        (_INQUIRIES, _HELP, _COMPLAINTS),
    )
    return Table(GUARDS.path, MOVE_FACTS, (late, *more), HitPolicy.COLLECT)


_OWED = Table(
    OWED.path,
    OWED_FACTS,
    (
        Row(
            "O1",
            {"closed": False, "with_unit": True, "stopped": False, "replied": False},
            Owed(Task.REPLY, Bearer.ANSWERABLE, When.IN_LIMIT),
            (_INQUIRIES, _HELP, _COMPLAINTS),
        ),
    ),
    HitPolicy.COLLECT,
)

TIMELINE = Timeline(
    id="guangdong",
    version="1",
    place="44",
    series=(
        Dated(LIMITS, (Provision(value=_LIMITS, citations=(_INQUIRIES, _HELP, _COMPLAINTS)),)),
        Dated(
            COUNTING,
            (
                Provision(
                    value=_COUNTING,
                    citations=(
                        _FROM_RECEIPT,
                        national.BY_ANALOGY,
                        *(ground for _, ground in _COUNTING.grounds),
                    ),
                ),
            ),
        ),
        Dated(
            RESPONSIBILITY,
            (Provision(value=Responsibility.FIRST_RECEIVER, citations=(_FIRST_RECEIVER,)),),
        ),
        Dated(
            GUARDS,
            (
                Provision(value=_guards(), citations=(_INQUIRIES,)),
                # The State Council's ranks higher: the table that holds both is named after it.
                Provision(
                    value=_guards(national.NOT_TO_THE_GRASS_ROOTS),
                    citations=(national.GUIDANCE_2025.cite("（五）"), _INQUIRIES),
                ),
            ),
        ),
        Dated(OWED, (Provision(value=_OWED, citations=(_INQUIRIES,)),)),
        *(
            Dated(parameter, (Provision(value=UNSET, citations=(_NOT_SEEN,)),))
            for parameter in (
                *(TRIAGE, DUTIES, DISPATCH_DUTIES, DIRECT, TO_DISTRICT, PREFERENCE),
                *(COMMUNITY_LIST, COMMUNITY_MAIN, RECUSAL, STATUTE_RULE),
                *(RETURN_RULE, STOPPING, DEFERRAL_STOPS, DEFERRED_SCOPE, ALERTS),
                *(SIGNING_LIMIT, CONTACT_LIMIT, OBJECTION_WINDOW, OBJECTION_COUNT),
                *(EXTENSION_CAP, CO_HANDLER_LIMIT),
                *(RESPONSE, RESOLUTION, SATISFACTION, TIMELINESS, WEIGHTS),
            )
        ),
    ),
    sources=(MEASURES,),
).stacked_on(national.TIMELINE)
"""What was reported of the province's measures, from 2022-09-01 on."""
