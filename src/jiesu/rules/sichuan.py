"""
四川: the provincial measures of 2026, as the press reported them.

Limits go by the type of request. What the press did not report is unset. How requests are sorted,
returned and extended is not known.
"""

from datetime import date

from ..conduct import (
    ALERTS,
    CO_HANDLER_LIMIT,
    CONTACT_LIMIT,
    DEFERRAL_STOPS,
    DEFERRED_SCOPE,
    EXTENSION_CAP,
    OBJECTION_COUNT,
    OBJECTION_WINDOW,
    OWED,
    RESPONSIBILITY,
    RETURN_RULE,
    SIGNING_LIMIT,
    STOPPING,
)
from ..deadlines import working_days
from ..decisions import Stage, StageLimit
from ..facts import MISSING
from ..labels import Text
from ..routing import (
    COMMUNITY_LIST,
    COMMUNITY_MAIN,
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
from ..sources import UNSET, Absent, Basis, Citation, Dated, Provision, Rank, Reading, Source
from ..statutes import STATUTE_RULE
from ..tables import Row, Table
from ..tickets import RequestType
from . import national

MEASURES = Source(
    id="sc-2026",
    title="四川省12345政务服务便民热线运行管理办法",
    title_en="Sichuan, measures on the operation and administration of the 12345 hotline",
    rank=Rank.POLICY,
    published=date(2025, 12, 25),
    since=date(2026, 1, 31),
    place="51",
    reading=Reading.UNREAD,
    url="https://reportify.cn/news/1213283917809979392",
    remark=Text(
        "原文未见，据2026年1月26日报道；公布日未见，以官方解读所署2025年12月25日计；"
        "施行日未见，暂按2026年1月月末列示；督促、约谈的情形有规定，内容未见",
        "the text was not seen; known from a report of 2026-01-26. The day on which it was published "
        "is unknown: that of an official reading, 2025-12-25, stands for it. The day on which it took "
        "effect is unknown and listed at the end of January 2026. When units are urged or called in "
        "is laid down, and was not seen",
    ),
)


def _reported(zh: str, en: str) -> Citation:
    return MEASURES.cite("", basis=Basis.REPORTED, note=Text(zh, en))


_INQUIRIES = _reported("咨询类3个工作日办结", "an inquiry is finished within three working days")
_HELP = _reported(
    "求助、意见建议类7个工作日办结",
    "a request for assistance or a suggestion is finished within seven working days",
)
_COMPLAINTS = _reported(
    "投诉、举报类15个工作日办结",
    "a complaint or a report is finished within fifteen working days",
)
_OTHER_TYPES = _reported(
    "其他类别或者类型未载明的，时限未见报道",
    "no limit was reported for other types, or where none is on record",
)
_BY_RULE = _reported(
    "情况复杂无法按时办结的，按规定延期办理；所称规定未见",
    "what is too complex to be finished in time is extended by rule; that rule was not seen",
)
_NOT_SEEN = MEASURES.cite(
    "", note=Text("原文未见，报道未及", "the text was not seen, nor reported")
)


def _days(number: int) -> tuple[StageLimit, ...]:
    return (StageLimit(Stage.HANDLE, working_days(number)),)


_LIMITS: Table[tuple[StageLimit, ...] | Absent] = Table(
    LIMITS.path,
    INTAKE_FACTS,
    (
        Row("L1", {"request_type": RequestType.INQUIRY}, _days(3), (_INQUIRIES,)),
        Row(
            "L2",
            {"request_type": (RequestType.ASSISTANCE, RequestType.SUGGESTION)},
            _days(7),
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

TIMELINE = Timeline(
    id="sichuan",
    version="1",
    place="51",
    series=(
        Dated(LIMITS, (Provision(value=_LIMITS, citations=(_INQUIRIES, _HELP, _COMPLAINTS)),)),
        Dated(EXTENSION_CAP, (Provision(value=UNSET, citations=(_BY_RULE,)),)),
        *(
            Dated(parameter, (Provision(value=UNSET, citations=(_NOT_SEEN,)),))
            for parameter in (
                *(TRIAGE, DUTIES, DISPATCH_DUTIES, DIRECT, TO_DISTRICT, PREFERENCE),
                *(COMMUNITY_LIST, COMMUNITY_MAIN, RECUSAL, STATUTE_RULE),
                *(RESPONSIBILITY, RETURN_RULE, OWED, STOPPING, DEFERRAL_STOPS, DEFERRED_SCOPE),
                *(ALERTS, SIGNING_LIMIT, CONTACT_LIMIT, OBJECTION_WINDOW, OBJECTION_COUNT),
                CO_HANDLER_LIMIT,
                *(RESPONSE, RESOLUTION, SATISFACTION, TIMELINESS, WEIGHTS),
            )
        ),
    ),
    sources=(MEASURES,),
).stacked_on(national.TIMELINE)
"""What was reported of the province's measures, from the end of January 2026 on."""
