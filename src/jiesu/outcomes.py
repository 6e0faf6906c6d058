"""
考评对象: what is assessed, and what is known of it at a cut-off.

An `Outcome` is one ticket's handling by one unit, as facts and instants. Whether it belongs in a
period, and whether it was in time, follows from the instants and the cut-off.

What is assessed by a catalogue of the city's own, its 一级分类 or the topic of a season, the city adds
behind the facts that all have; the codes of the catalogue are the values:

>>> category = Fact("category", Text("一级分类", "category"), ("住房", "交通管理", "市容环卫"))
>>> heating = Fact("heating", Text("供暖季专题", "topic of the heating season"), (True, False))
>>> ours = OUTCOME_FACTS.extend(category, heating)
>>> one = Outcome("1", "dhm", ours.make(category="住房", heating=True, resolved=Resolution.PARTLY))
>>> one.facts.get("category"), one.facts.get("resolved").zh
('住房', '部分解决')
"""

from collections.abc import Hashable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import attrs

from .canonical import compact
from .decisions import Routing
from .errors import (
    AssessmentError,
    Fault,
    InvalidValueError,
    fail,
    misfit,
    mistyped,
    refuse,
    shown,
)
from .facts import AS, MISSING, Fact, Facts, FactSpace, FixedSpace
from .labels import Label, Text
from .legal_time import BEIJING, beijing_time, instant, legal_day
from .sources import Parameter, Selector, assumed
from .tickets import Channel, Origin, RequestType

_INSTANT = timedelta(microseconds=1)


# ------------------------------------------------------------------ the facts of assessment


class Role(Label):
    """
    办理身份: as what the unit took part (条例 14-2; 意见 三（八） asks to assess them apart).

    Who called out and who came are assessed both (双考核, 条例 33), and a department with its industry
    (“部门+行业”考评).
    """

    LEAD = "主办", "lead"
    CO_HANDLER = "协办", "co-handler"
    CALLER = "吹哨", "called others out"
    RESPONDER = "报到", "responded to a call"
    INDUSTRY = "行业主管", "in charge of the industry"


class Timeliness(Label):
    """办结时效 at the cut-off: late is strictly after the due instant (民法典 1259)."""

    ON_TIME = "按时办结", "finished in time"
    LATE = "逾期办结", "finished late"
    OPEN = "办理中未到期", "open within its limit"
    OVERDUE = "逾期未办结", "open and overdue"


class Resolution(Label):
    """是否解决: as the unit claims, the requester says, or a review settles; three facts."""

    RESOLVED = "解决", "resolved"
    PARTLY = "部分解决", "partly resolved"
    UNRESOLVED = "未解决", "not resolved"


class Satisfaction(Label):
    """是否满意, as the requester says."""

    SATISFIED = "满意", "satisfied"
    BASICALLY = "基本满意", "basically satisfied"
    DISSATISFIED = "不满意", "dissatisfied"
    UNRATED = "未评价", "not rated"


class FollowUp(Label):
    """回访: whether the requester could be asked (条例 art. 23)."""

    REACHED = "已回访", "reached"
    NOT_MADE = "未回访", "not followed up"
    UNREACHABLE = "无法接通", "unreachable"
    REFUSED = "拒绝评价", "refused to rate"
    WRONG_NUMBER = "号码有误", "wrong number"
    ANONYMOUS = "匿名", "anonymous"


class ExclusionReview(Label):
    """剔除申请: how far an application to leave the ticket out has come."""

    NONE = "未申请", "none"
    PENDING = "审核中", "pending"
    GRANTED = "准予剔除", "granted"
    REFUSED = "不予剔除", "refused"


class LivelihoodGoal(Label):
    """
    七有五性: the goal of livelihood that a request is about; no official English was found.

    The seven 有 are national, the five 性 are Beijing's; the index that the city makes of them has no
    published formula.
    """

    CHILDCARE = "幼有所育", "childcare"
    EDUCATION = "学有所教", "education"
    EMPLOYMENT = "劳有所得", "work and pay"
    HEALTH = "病有所医", "medical care"
    ELDERLY = "老有所养", "care for the elderly"
    HOUSING = "住有所居", "housing"
    SUPPORT = "弱有所扶", "support for the weak"
    CONVENIENCE = "便利性", "convenience"
    LIVABILITY = "宜居性", "livability"
    DIVERSITY = "多样性", "diversity"
    FAIRNESS = "公正性", "fairness"
    SAFETY = "安全性", "safety"


class Grade(Label):
    """
    五级评价 (好差评): what each is worth in a rate is the rulebook's to say.

    安阳 52 has 好差评 and lists no grades; these five are the usual ones (assumed).
    """

    VERY_SATISFIED = "非常满意", "very satisfied"
    SATISFIED = "满意", "satisfied"
    BASICALLY = "基本满意", "basically satisfied"
    DISSATISFIED = "不满意", "dissatisfied"
    VERY_DISSATISFIED = "非常不满意", "very dissatisfied"


class CountedAs(Label):
    """关联件的计数方式: how cases about one matter count."""

    EACH = "各计一件", "each counts"
    ONCE = "合计一件", "counted once"
    LEAD = "仅计主件", "only the leading case counts"


_NOT_RECORDED = assumed(
    "记录未载明的情形，视为没有",
    "what the record does not state is taken not to exist",
)

_LEAD = assumed(
    "记录未载明办理身份的，按主办处理", "a unit whose role is not on record is taken to lead"
)

_UNLINKED = assumed(
    "没有关联记录的，自成一件", "a case of which no link is on record counts by itself"
)

_FLAG = (True, False)


def _sign(name: str, zh: str, en: str) -> Fact:
    """A sign that a record states where there is one."""
    return Fact(name, Text(zh, en), _FLAG, AS(False, _NOT_RECORDED))


def _outcome_space() -> FactSpace:
    return OUTCOME_FACTS


OUTCOME_FACTS: FactSpace = FixedSpace(
    (
        Fact("role", Text("办理身份", "role"), tuple(Role), AS(Role.LEAD, _LEAD)),
        Fact("request_type", Text("诉求类型", "request type"), tuple(RequestType)),
        Fact("timeliness", Text("办结时效", "timeliness"), tuple(Timeliness)),
        Fact("claim", Text("承办单位填报结果", "the unit's claim"), tuple(Resolution)),
        Fact("follow_up", Text("回访情况", "follow-up"), tuple(FollowUp)),
        Fact("responded", Text("诉求人评价已响应", "requester on response"), _FLAG),
        Fact("resolved", Text("诉求人评价（解决）", "requester on resolution"), tuple(Resolution)),
        Fact(
            "satisfied",
            Text("诉求人评价（满意）", "requester on satisfaction"),
            tuple(Satisfaction),
        ),
        Fact("adjudicated", Text("核定结果", "adjudicated result"), tuple(Resolution)),
        Fact(
            "exclusion",
            Text("剔除申请", "application for exclusion"),
            tuple(ExclusionReview),
            AS(ExclusionReview.NONE, _NOT_RECORDED),
        ),
        _sign("void", "作废", "void"),
        _sign("unlawful", "诉求不合法", "unlawful request"),
        _sign("unreasonable", "诉求不合理", "unreasonable request"),
        _sign("deferred", "挂账", "on the deferred ledger"),
        Fact("channel", Text("诉求渠道", "channel"), tuple(Channel)),
        Fact("origin", Text("诉求来源", "origin"), tuple(Origin)),
        Fact("goal", Text("七有五性", "goal of livelihood"), tuple(LivelihoodGoal)),
        _sign("monthly_topic", "每月一题", "one topic, one month"),
        # Of these two, what is not known is not failed: a platform may record neither.
        Fact("signed_in_time", Text("按时签收", "signed for in time"), _FLAG),
        Fact("contacted", Text("已联系诉求人", "requester contacted"), _FLAG),
        Fact("grade", Text("五级评价", "grade of five"), tuple(Grade)),
        _sign("returned", "曾退回", "given back before"),
        _sign("rehandled", "曾重新办理", "handled again"),
        _sign("duplicate", "重复诉求", "repeated request"),
        _sign("in_project", "在主动治理项目实施期内", "in the period of a governance project"),
        Fact(
            "counted_as",
            Text("关联件计数", "how linked cases count"),
            tuple(CountedAs),
            AS(CountedAs.EACH, _UNLINKED),
        ),
    ),
    given_by=_outcome_space,
)
"""
The facts that every assessment may read.

The unit's claim, the requester's word and the result of a review are three facts: a rulebook says
which of them counts. What is not stated is missing, which is no verdict. Of several verdicts on one
outcome, `verdicts.verdict_that_counts` says which is stated here.

A city adds its own behind them, its 一级分类 and 专题 among others: the head of this room shows how.
"""

TIMELINESS_PLACE = OUTCOME_FACTS.index("timeliness")


REQUESTERS_WORD = ("follow_up", "responded", "resolved", "satisfied", "grade")
"""The facts that the requester gives, or that say why not: known from the instant of rating on."""

_VERDICT = tuple(map(OUTCOME_FACTS.index, REQUESTERS_WORD))


def outcome_facts(**stated: Hashable) -> Facts:
    """
    The facts of an outcome over `OUTCOME_FACTS`; what is not stated is missing.

    Args:
        **stated: Fact name to value.

    Raises:
        UnknownFactError: An unknown fact or value.

    Example:
        >>> outcome_facts(resolved=Resolution.RESOLVED, satisfied=Satisfaction.SATISFIED)
        Facts(resolved=RESOLVED, satisfied=SATISFIED)
    """
    return OUTCOME_FACTS.make(**stated)


# ------------------------------------------------------------------ one outcome, and a period


class CountedBy(Label):
    """计入时点: by which instant a ticket belongs in a period; cities differ."""

    RECEIVED = "受理时间", "received"
    DISPATCHED = "派单时间", "dispatched"
    DUE = "到期时间", "due"
    CLOSED = "办结时间", "closed"
    RATED = "评价时间", "rated"

    @property
    def field(self) -> str:
        """The field of an `Outcome` that holds the instant."""
        return _FIELDS[self]

    @property
    def required(self) -> bool:
        """Whether every outcome has to have it: what is not closed or rated yet has no such."""
        return self not in {CountedBy.CLOSED, CountedBy.RATED}


_FIELDS = {
    CountedBy.RECEIVED: "received_at",
    CountedBy.DISPATCHED: "dispatched_at",
    CountedBy.DUE: "due",
    CountedBy.CLOSED: "closed_at",
    CountedBy.RATED: "rated_at",
}

_INSTANTS = tuple(_FIELDS.values())
_EVER = datetime.min.replace(tzinfo=BEIJING)

COUNTED_BY = Parameter(
    "assessment.counted_by",
    Text("计入考评的时点", "instant of counting"),
    CountedBy,
    selected_by=Selector.PERIOD_END,
)


@attrs.frozen
class Period:
    """
    考评周期: a half-open interval, and the instant by which a ticket belongs in it.

    Attributes:
        start: First instant in it, aware.
        end: First instant after it.
        by: 计入时点; None: as the rulebook says.

    Example:
        >>> print(Period.month(2026, 3).text.zh)
        2026-03-01 至 2026-03-31
    """

    start: datetime
    end: datetime
    by: CountedBy | None = None

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "start", instant(self.start, "period.start"))
        object.__setattr__(self, "end", instant(self.end, "period.end"))
        faults = mistyped("period", self, by=CountedBy | None)
        if self.end <= self.start:
            faults.append(
                Fault(
                    "period.end",
                    Text("周期为空：结束不晚于开始", "an empty period: it ends before it starts"),
                    str(self.end),
                    Text(f"晚于 {self.start}", f"after {self.start}"),
                )
            )
        refuse(InvalidValueError, faults)

    @classmethod
    def days(cls, first: date, last: date, by: CountedBy | None = None) -> "Period":
        """The days from *first* to *last*, both included."""
        start = datetime.combine(legal_day(first, "first"), time(), BEIJING)
        end = datetime.combine(_later_day(legal_day(last, "last"), 1), time(), BEIJING)
        return cls(start, end, by)

    @classmethod
    def month(cls, year: int, month: int, by: CountedBy | None = None) -> "Period":
        """A calendar month."""
        start = beijing_time(year, month, 1)
        later = _later_day(start.date(), 31)
        return cls(start, beijing_time(later.year, later.month, 1), by)

    @property
    def last_day(self) -> date:
        """The day on which it ends: whose rules apply, unless the caller says otherwise."""
        return (self.end - _INSTANT).date()

    @property
    def text(self) -> Text:
        """The period in words."""
        first, last = self.start.date(), self.last_day
        by = (f"（按{self.by.zh}）", f" (by the instant {self.by.en})") if self.by else ("", "")
        return Text(f"{first} 至 {last}{by[0]}", f"{first} to {last}{by[1]}")


def _later_day(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        what = Text("超出历法的范围", "the period ends beyond the calendar")
        fail(InvalidValueError, "period.end", what, value=str(day))


class Result(NamedTuple):
    """
    办理结果 of a ticket whose unit and limits are known from elsewhere; see `Outcome.routed`.

    Attributes:
        facts: What came of it; see `outcome_facts`.
        closed_at: 办结时间; None while it is open.
        rated_at: 评价时间.
    """

    facts: Facts
    closed_at: datetime | None = None
    rated_at: datetime | None = None


@compact
@attrs.frozen
class Outcome:
    """
    考评对象: what one unit's handling of one ticket came to.

    The cut-off of an assessment knows of closing and of the requester's word when they came; other
    facts (a review, an exclusion) have no instant and are taken as known.

    Attributes:
        ticket: 工单编号.
        unit: Identifier of the unit assessed.
        facts: Over `OUTCOME_FACTS` or an extension of it. `timeliness` is stated here only where no
            due instant is known; else it follows from the instants and the cut-off.
        received_at: 受理时间.
        dispatched_at: 派单时间.
        due: 到期时间.
        closed_at: 办结时间; None while it is open.
        rated_at: 评价时间: before it the requester's word is not known.

    Raises:
        InvalidValueError: A field of another type, or timeliness stated beside a due instant.
        NaiveDatetimeError: An instant without a zone.

    Example:
        >>> one = Outcome("1", "dhm", outcome_facts(resolved=Resolution.RESOLVED))
        >>> one.facts.get("resolved").zh
        '解决'
    """

    ticket: str
    unit: str
    facts: Facts
    received_at: datetime | None = None
    dispatched_at: datetime | None = None
    due: datetime | None = None
    closed_at: datetime | None = None
    rated_at: datetime | None = None
    _settled_at: datetime | None = attrs.field(init=False, eq=False, repr=False, default=None)
    _in_time: int = attrs.field(init=False, eq=False, repr=False, default=0)

    def __attrs_post_init__(self) -> None:
        for name in _INSTANTS:
            value = getattr(self, name)
            if value is not None and (type(value) is not datetime or value.tzinfo is not BEIJING):
                object.__setattr__(self, name, instant(value, f"outcome.{name}"))
        if (
            type(self.ticket) is not str
            or not self.ticket
            or type(self.unit) is not str
            or not self.unit
            or type(self.facts) is not Facts
            or (self.facts.space is not OUTCOME_FACTS and not _extends(self.facts.space))
            or (self.due is not None and self.facts.values[TIMELINESS_PLACE] is not MISSING)
        ):
            refuse(InvalidValueError, self._faults())
        self._settle()

    def _settle(self) -> None:
        """
        Work out from when on nothing about it changes with the cut-off, and whether it is in time.

        Once, since every tally asks. Not settled at all is what is open: the cut-off decides. In time
        is 1, late 2, and 0 as stated.
        """
        closed, rated = self.closed_at, self.rated_at
        if self.due is None:
            settled = _EVER if rated is None else rated
        elif closed is None:
            return
        else:
            settled = closed if rated is None or rated < closed else rated
            object.__setattr__(self, "_in_time", 1 if closed <= self.due else 2)
        object.__setattr__(self, "_settled_at", settled)

    def _faults(self) -> list[Fault]:
        faults = mistyped("outcome", self, ticket=str, unit=str, facts=Facts)
        faults += [
            Fault(f"outcome.{name}", Text("为空", "is empty"))
            for name in ("ticket", "unit")
            if getattr(self, name) == ""
        ]
        if isinstance(self.facts, Facts):
            if not _extends(self.facts.space):
                faults.append(
                    Fault(
                        "outcome.facts",
                        Text("不是考评事实", "not facts of assessment"),
                        shown(self.facts),
                        remedy=Text(
                            "用 outcome_facts(...) 构造", "build them with outcome_facts(...)"
                        ),
                    )
                )
            elif self.due is not None and self.facts.values[TIMELINESS_PLACE] is not MISSING:
                faults.append(
                    Fault(
                        "outcome.facts.timeliness",
                        Text(
                            "已有到期时间，不得另行载明时效",
                            "stated beside a due instant, from which it follows",
                        ),
                        shown(self.facts.values[TIMELINESS_PLACE]),
                        remedy=Text("二者只留其一", "keep one of the two"),
                    )
                )
        return faults

    @classmethod
    def routed(
        cls,
        routing: Routing,
        facts: Facts,
        closed_at: datetime | None = None,
        rated_at: datetime | None = None,
    ) -> "Outcome":
        """
        The outcome of a dispatched ticket for its lead: unit, dispatch and due are the decision's.

        Args:
            routing: A decision that names a lead.
            facts: What came of it; see `outcome_facts`.
            closed_at: 办结时间.
            rated_at: 评价时间.

        Raises:
            AssessmentError: The ticket was not dispatched: there is nobody to assess.
        """
        if not isinstance(routing, Routing):
            raise InvalidValueError(misfit("routing", routing, Routing))
        lead = routing.lead
        if lead is None:
            fail(
                AssessmentError,
                f"routing {routing.ticket.id}",
                Text("未派单，没有承办单位可供考评", "not dispatched: there is no unit to assess"),
                value=routing.disposition.en,
                remedy=Text("先看 routing.lead", "look at routing.lead first"),
            )
        deadline = routing.deadline()
        ticket = routing.ticket
        return cls(
            ticket.id,
            lead.id,
            facts,
            ticket.received_at,
            routing.at,
            None if deadline is None else deadline.due,
            closed_at,
            rated_at,
        )


def _extends(space: FactSpace) -> bool:
    return space.facts[: len(OUTCOME_FACTS.facts)] == OUTCOME_FACTS.facts


# ------------------------------------------------------------------ what is known at a cut-off


def timeliness(outcome: Outcome, at: datetime) -> Hashable:
    """
    办结时效 of an outcome at the cut-off *at*: from its instants, or as stated where none is due.

    Example:
        >>> one = Outcome("1", "a", outcome_facts(), due=beijing_time(2026, 3, 2))
        >>> timeliness(one, beijing_time(2026, 3, 2)), timeliness(one, beijing_time(2026, 3, 3))
        (Timeliness.OPEN, Timeliness.OVERDUE)
    """
    due = outcome.due
    if due is None:
        return outcome.facts.values[TIMELINESS_PLACE]
    closed = outcome.closed_at
    if closed is None or closed > at:
        return Timeliness.OPEN if at <= due else Timeliness.OVERDUE
    return Timeliness.ON_TIME if closed <= due else Timeliness.LATE


def standing(values: tuple[Hashable, ...], late: Hashable, *, known: bool) -> tuple[Hashable, ...]:
    """
    The values of facts as they stand at a cut-off; a word not spoken yet is not known.

    Args:
        values: Of the facts of an outcome.
        late: How timely it is; see `timeliness`.
        known: Whether the requester had been asked by then.
    """
    made = list(values)
    made[TIMELINESS_PLACE] = late
    if not known:
        for place in _VERDICT:
            made[place] = MISSING
    return tuple(made)


def facts_at(outcome: Outcome, at: datetime) -> tuple[Hashable, ...]:
    """
    The values of an outcome's facts as they stand at the cut-off, in the order of its space.

    Example:
        >>> rated = outcome_facts(resolved=Resolution.RESOLVED)
        >>> one = Outcome("1", "a", rated, rated_at=beijing_time(2026, 3, 9))
        >>> place = OUTCOME_FACTS.index("resolved")
        >>> [facts_at(one, beijing_time(2026, 3, day))[place] for day in (8, 9)]
        [Missing.MISSING, Resolution.RESOLVED]
    """
    known = outcome.rated_at is None or outcome.rated_at <= at
    return standing(outcome.facts.values, timeliness(outcome, at), known=known)


def known_end(period: Period, by: CountedBy, at: datetime) -> datetime:
    """The end of a period as far as it is known at the cut-off; a due instant is known before."""
    return period.end if by is CountedBy.DUE or at >= period.end else at + _INSTANT


def belongs(outcome: Outcome, period: Period, by: CountedBy, at: datetime) -> bool:
    """
    Whether an outcome belongs in a period, as known at the cut-off: what begins later is not known.

    Example:
        >>> march = Period.month(2026, 3)
        >>> one = Outcome("1", "a", outcome_facts(), dispatched_at=beijing_time(2026, 3, 9))
        >>> [
        ...     belongs(one, march, CountedBy.DISPATCHED, beijing_time(2026, 3, day))
        ...     for day in (8, 9)
        ... ]
        [False, True]
    """
    when = getattr(outcome, by.field)
    begun = outcome.received_at if outcome.dispatched_at is None else outcome.dispatched_at
    return (
        when is not None
        and period.start <= when < known_end(period, by, at)
        and (begun is None or begun <= at)
    )
