"""
指标: the usual rates, each with its denominator stated, ready to count.

One name stands for several rates: 按时办结率 is a share of what is due here, of what is finished there.
Each is a value of its own, and says of what it is; no text that was read defines any of them, so all
of them are assumed, near a source that names the indicator where there is one. A city that publishes
its definition writes it with `rates.share`, and weighs topics with `rates.emphasised`.

Whether repeated requests or other channels count is a matter of the denominator of any rate:

>>> from jiesu.rates import narrowed
>>> from jiesu.tickets import Channel
>>> first_calls = narrowed(ON_TIME_OF_DUE, {"duplicate": False, "channel": Channel.PHONE})
>>> [(row.id, row.then.text.en) for row in first_calls.table.rows][:2]
[('M1', 'counts, met'), ('U1', 'counts, not met')]

What nobody publishes has no default: how much 部分解决, 基本满意 or a grade of five is worth, the
caller says.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from .errors import AssessmentError, Fault, misfit, refuse
from .facts import MISSING, excluding
from .labels import Text
from .outcomes import FollowUp, Grade, Resolution, Satisfaction, Timeliness
from .rates import Rate, share
from .sources import Basis, Citation, Rank, Reading, Source, assumed

# ------------------------------------------------------------------ who names them

YULIN_2021: Final = Source(
    id="yulin-2021",
    title="关于榆林市 12345 热线办理情况通报的报道",
    title_en="Press report on Yulin's bulletin of its 12345 hotline",
    rank=Rank.POLICY,
    published=date(2022, 1, 1),
    since=date(2022, 1, 1),
    place="6108",
    reading=Reading.UNREAD,
    url="https://m.yybnet.net/yulin/news/202201/11719082.html",
    remark=Text(
        "原文未见；列有及时接收率、回退率、重办率、按时办结率，未见定义；报道于 2022 年 1 月，日不详",
        "the text was not seen; names four of the indicators and defines none; of January 2022, the "
        "day is not known",
    ),
)

PANJIN_2022: Final = Source(
    id="panjin-2022",
    title="盘锦市政府网 2022 年 4 月 25 日所载考核指标",
    title_en="Indicators on the page of Panjin's government of 25 April 2022",
    rank=Rank.POLICY,
    published=date(2022, 4, 25),
    since=date(2022, 4, 25),
    place="2111",
    reading=Reading.UNREAD,
    url="https://www.panjin.gov.cn/html/2513/2022-04-25/content-117435.html",
    remark=Text(
        "列有办结率、满意率等，未见定义",
        "names the rates of what is finished and satisfied, among others, and defines none",
    ),
)

SELF_CHECK_2017: Final = Source(
    id="self-check-2017",
    title="某执法队伍自查评分表",
    title_en="A self-check form of a team of law enforcement",
    rank=Rank.POLICY,
    published=date(2017, 6, 13),
    since=date(2017, 6, 13),
    reading=Reading.PART,
    url="https://max.book118.com/html/2017/0613/114707953.shtm",
    remark=Text(
        "单位、原文日期不详，日期为网页日期；列有一次性办结率、市民满意率，未见定义",
        "whose and of when it is, is not known; dated by its page; names the rate finished at once and "
        "that of satisfaction, and defines neither",
    ),
)

_YULIN = YULIN_2021.cite("", basis=Basis.REPORTED)
_PANJIN = PANJIN_2022.cite("", basis=Basis.REPORTED)
_SELF_CHECK = SELF_CHECK_2017.cite("", basis=Basis.REPORTED)

_WORTHS = Citation(
    basis=Basis.OWN,
    note=Text("各档分值由使用者给定", "what each grade is worth, the user says"),
)


def _definition(zh: str, en: str, near: Citation | None) -> Citation:
    return assumed(
        f"该率未见定义，算法不一；此处为{zh}",
        f"no definition was found, and there are several; here it is {en}",
        near,
    )


# ------------------------------------------------------------------ finished, and in time

_DONE = (Timeliness.ON_TIME, Timeliness.LATE)
_ON_TIME = {"timeliness": Timeliness.ON_TIME}

ON_TIME_OF_DUE: Final = share(
    "on_time_of_due",
    Text("按时办结率（占应办结）", "rate finished in time, of what is due"),
    met=_ON_TIME,
    among={"timeliness": (*_DONE, Timeliness.OVERDUE)},
    grounds=[
        _definition(
            "按时办结的，占已办结和逾期未办结的",
            "what was finished in time, of what is finished or overdue",
            _YULIN,
        )
    ],
)
"""
按时办结率 of what is due: in time, of in time + late + overdue.

What is open and overdue counts against the unit; what is open within its limit is no part of it, while
what is finished before its limit is up counts already.
"""

ON_TIME_OF_FINISHED: Final = share(
    "on_time_of_finished",
    Text("按时办结率（占已办结）", "rate finished in time, of what is finished"),
    met=_ON_TIME,
    among={"timeliness": _DONE},
    grounds=[
        _definition(
            "按时办结的，占已办结的", "what was finished in time, of what is finished", _YULIN
        )
    ],
)
"""
按时办结率 of what is finished: in time, of in time + late.

What is never finished does not lower it: a unit gains by leaving open what it cannot finish in time.
"""

ON_TIME_OF_ALL: Final = share(
    "on_time_of_all",
    Text("按时办结率（占全部）", "rate finished in time, of all"),
    met=_ON_TIME,
    grounds=[
        _definition(
            "按时办结的，占全部（办理中未到期、未载明时限的也计入分母）",
            "what was finished in time, of all, with what is open within its limit or has none on record",
            _YULIN,
        )
    ],
)
"""按时办结率 of all: in time, of every outcome; what came just before the cut-off lowers it."""

FINISHED: Final = share(
    "finished",
    Text("办结率", "rate finished"),
    met={"timeliness": _DONE},
    among={"timeliness": excluding(MISSING)},
    grounds=[
        _definition(
            "已办结的（不论是否按时），占载明时效的全部",
            "what is finished, in time or not, of all of which it is on record",
            _PANJIN,
        )
    ],
)
"""办结率: finished, in time or late, of all of which it is on record whether they are finished."""

FINISHED_OF_DUE: Final = share(
    "finished_of_due",
    Text("办结率（占应办结）", "rate finished, of what is due"),
    met={"timeliness": _DONE},
    among={"timeliness": (*_DONE, Timeliness.OVERDUE)},
    grounds=[
        _definition(
            "已办结的（不论是否按时），占已办结和逾期未办结的",
            "what is finished, in time or not, of what is finished or overdue",
            _PANJIN,
        )
    ],
)
"""办结率 of what is due: finished, of finished + overdue; what is open within its limit is apart."""

FIRST_TIME: Final = share(
    "first_time",
    Text("一次办结率", "rate finished the first time"),
    met={"returned": False, "rehandled": False},
    among={"timeliness": _DONE},
    grounds=[
        _definition(
            "已办结的之中，未曾退回、未曾重新办理的",
            "what was neither given back nor handled again, of what is finished",
            _SELF_CHECK,
        )
    ],
)
"""一次办结率（一次性办结率）: neither given back nor handled again, of what is finished."""

# ------------------------------------------------------------------ the way of a ticket

SIGNED_IN_TIME: Final = share(
    "signed_in_time",
    Text("按时签收率", "rate signed for in time"),
    met={"signed_in_time": True},
    among={"signed_in_time": excluding(MISSING)},
    grounds=[
        _definition(
            "按时签收的，占载明是否按时签收的；据报道巴彦淖尔考评按时签收率，榆林考评及时接收率",
            "what was signed for in time, of what has it on record; as reported, Bayannur and Yulin "
            "assess such a rate",
            _YULIN,
        )
    ],
)
"""按时签收率（及时接收率）: signed for in time, of those of which it is on record."""

CONTACTED: Final = share(
    "contacted",
    Text("联系率", "rate of requesters contacted"),
    met={"contacted": True},
    among={"contacted": excluding(MISSING)},
    grounds=[
        _definition(
            "已联系诉求人的，占载明是否联系的",
            "whose requester was contacted, of those of which it is on record",
            None,
        )
    ],
)
"""联系率: whose requester the unit contacted, of those of which it is on record."""

RETURNED: Final = share(
    "returned",
    Text("回退率", "rate given back"),
    met={"returned": True},
    grounds=[_definition("曾退回的，占全部", "what was given back, of all", _YULIN)],
)
"""回退率: given back, of all; the lower the better, and what is not on record was not given back."""

REHANDLED: Final = share(
    "rehandled",
    Text("重办率", "rate handled again"),
    met={"rehandled": True},
    grounds=[_definition("曾重新办理的，占全部", "what was handled again, of all", _YULIN)],
)
"""重办率: handled again, of all; the lower the better, and what is not on record was not."""

# ------------------------------------------------------------------ what the requester says

_RESOLVED = {"resolved": Resolution.RESOLVED}
_SATISFIED = {"satisfied": Satisfaction.SATISFIED}
_RATED = {"satisfied": excluding(Satisfaction.UNRATED, MISSING)}

RESPONDED_OF_RATED: Final = share(
    "responded_of_rated",
    Text("响应率（占已评价）", "response rate, of what is rated"),
    met={"responded": True},
    among={"responded": excluding(MISSING)},
    grounds=[
        _definition(
            "诉求人评价已响应的，占就响应作出评价的",
            "what the requester says was responded to, of those on which the requester says so or not",
            None,
        )
    ],
)
"""响应率 of what is rated: 已响应, of those on whose response the requester gave a word."""

RESPONDED_OF_ALL: Final = share(
    "responded_of_all",
    Text("响应率（占全部）", "response rate, of all"),
    met={"responded": True},
    grounds=[
        _definition(
            "诉求人评价已响应的，占全部（未评价的也计入分母）",
            "what the requester says was responded to, of all, rated or not",
            None,
        )
    ],
)
"""响应率 of all: 已响应, of every outcome; the requester's silence counts against the unit."""

RESOLVED_OF_RATED: Final = share(
    "resolved_of_rated",
    Text("解决率（占已评价）", "resolution rate, of what is rated"),
    met=_RESOLVED,
    among={"resolved": excluding(MISSING)},
    grounds=[
        _definition(
            "诉求人评价解决的，占就是否解决作出评价的（部分解决不计入分子）",
            "what the requester says is resolved, of those of which the requester says whether; partly "
            "is not met",
            None,
        )
    ],
)
"""解决率 of what is rated: 解决, of 解决 + 部分解决 + 未解决 as the requester says."""

RESOLVED_OF_REACHED: Final = share(
    "resolved_of_reached",
    Text("解决率（占已回访）", "resolution rate, of who was reached"),
    met=_RESOLVED,
    among={"follow_up": FollowUp.REACHED},
    grounds=[
        _definition(
            "诉求人评价解决的，占已回访的（已回访而未就是否解决作出评价的也计入分母）",
            "what the requester says is resolved, of those followed up, with those who were reached and "
            "did not say",
            None,
        )
    ],
)
"""解决率 of who was reached: 解决, of what was followed up, whether the requester said or not."""

RESOLVED_OF_ALL: Final = share(
    "resolved_of_all",
    Text("解决率（占全部）", "resolution rate, of all"),
    met=_RESOLVED,
    grounds=[
        _definition(
            "诉求人评价解决的，占全部（未回访、未评价的也计入分母）",
            "what the requester says is resolved, of all, with who was not reached or did not say",
            None,
        )
    ],
)
"""解决率 of all: 解决, of every outcome; who could not be reached counts against the unit."""

SATISFIED_OF_RATED: Final = share(
    "satisfied_of_rated",
    Text("满意率（占已评价）", "satisfaction rate, of what is rated"),
    met=_SATISFIED,
    among=_RATED,
    grounds=[
        _definition(
            "满意的，占满意、基本满意、不满意的（基本满意不计入分子）",
            "the satisfied, of the satisfied, basically satisfied and dissatisfied; basically is not met",
            _PANJIN,
        )
    ],
)
"""满意率 of what is rated: 满意, of 满意 + 基本满意 + 不满意; 未评价 is no part of it."""

SATISFIED_OF_ALL: Final = share(
    "satisfied_of_all",
    Text("满意率（占全部）", "satisfaction rate, of all"),
    met=_SATISFIED,
    grounds=[
        _definition(
            "满意的，占全部（未评价的也计入分母）",
            "the satisfied, of all, rated or not",
            _PANJIN,
        )
    ],
)
"""满意率 of all: 满意, of every outcome; 未评价 counts against the unit."""

INDICATORS: Final[tuple[Rate, ...]] = (
    ON_TIME_OF_DUE,
    ON_TIME_OF_FINISHED,
    ON_TIME_OF_ALL,
    FINISHED,
    FINISHED_OF_DUE,
    FIRST_TIME,
    SIGNED_IN_TIME,
    CONTACTED,
    RETURNED,
    REHANDLED,
    RESPONDED_OF_RATED,
    RESPONDED_OF_ALL,
    RESOLVED_OF_RATED,
    RESOLVED_OF_REACHED,
    RESOLVED_OF_ALL,
    SATISFIED_OF_RATED,
    SATISFIED_OF_ALL,
)
"""All of them that need nothing from the caller."""


# ------------------------------------------------------------------ with worths of the caller's


def resolved_in_part(partly: object) -> Rate:
    """
    解决率 of what is classified: 解决 whole, 部分解决 in part, of all three results.

    Args:
        partly: What 部分解决 is worth, from 0 to 1; no text that was read says.

    Raises:
        AssessmentError: A worth beyond 0 to 1.
        InexactNumberError: No exact number.

    Example:
        >>> [(row.id, row.then.text.zh) for row in resolved_in_part("1/2").table.rows][1]
        ('M2', '计入分母，按 1/2 计入分子')
    """
    result = tuple(Resolution)
    return share(
        "resolved_in_part",
        Text("解决率（部分解决折算）", "resolution rate, with what is partly resolved"),
        met={},
        among={"resolved": result},
        worth=("resolved", {Resolution.RESOLVED: 1, Resolution.PARTLY: partly}),
        grounds=[
            _definition(
                "诉求人评价解决的和折算的部分解决，占有解决、部分解决、未解决结果的",
                "what is resolved and a part of what is partly so, of what is resolved, partly or not",
                None,
            ),
            _WORTHS,
        ],
    )


def satisfied_in_part(basically: object) -> Rate:
    """
    满意率 of what is rated: 满意 whole, 基本满意 in part, of 满意 + 基本满意 + 不满意.

    Args:
        basically: What 基本满意 is worth, from 0 to 1; no text that was read says.

    Raises:
        AssessmentError: A worth beyond 0 to 1.
        InexactNumberError: No exact number.

    Example:
        >>> satisfied_in_part("60%").table.row("M2").then.credit
        Fraction(3, 5)
    """
    worth = {Satisfaction.SATISFIED: 1, Satisfaction.BASICALLY: basically}
    return share(
        "satisfied_in_part",
        Text("满意率（基本满意折算）", "satisfaction rate, with the basically satisfied"),
        met={},
        among=_RATED,
        worth=("satisfied", worth),
        grounds=[
            _definition(
                "满意的和折算的基本满意，占满意、基本满意、不满意的",
                "the satisfied and a part of the basically satisfied, of all who rated",
                _PANJIN,
            ),
            _WORTHS,
        ],
    )


def graded(worths: Mapping[Grade, Any]) -> Rate:
    """
    满意率 by five grades (好差评): each grade at its worth, of what has a grade.

    Args:
        worths: Every `Grade` to what it is worth, from 0 to 1. Nobody publishes them, so that there
            is no default.

    Raises:
        AssessmentError: A grade without a worth, what is no grade, or a worth beyond 0 to 1.
        InexactNumberError: A worth that is no exact number.

    Example:
        >>> worths = dict(zip(Grade, ("1", "0.9", "0.6", "0", "0"), strict=True))
        >>> [row.id for row in graded(worths).table.rows]
        ['M1', 'M2', 'M3', 'M4', 'M5', 'O1']
    """
    if not isinstance(worths, Mapping):
        raise AssessmentError(misfit("worths", worths, Mapping))
    absent = Text("没有分值", "has no worth")
    remedy = Text("五档都须给出", "give one to each of the five")
    faults = [Fault(f"worths.{g.name}", absent, remedy=remedy) for g in Grade if g not in worths]
    faults += [misfit("worths", each, Grade) for each in worths if not isinstance(each, Grade)]
    refuse(AssessmentError, faults)
    return share(
        "graded",
        Text("满意率（五级评价折算）", "satisfaction rate by five grades"),
        met={},
        among={"grade": tuple(Grade)},
        worth=("grade", worths),
        grounds=[
            _definition(
                "五级评价各按分值折算，占已作五级评价的",
                "each grade at its worth, of what has a grade",
                None,
            ),
            _WORTHS,
        ],
    )
