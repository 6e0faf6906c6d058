"""
考评对象与计数: what is assessed, and how it is counted before anything is divided.

An `Outcome` is one ticket's handling by one unit, as facts. A `Tally` is a month of outcomes as a
multiset of fact profiles: it adds, splits and merges, and it is all that the assessment reads. Then
`count` asks two kinds of tables of each profile, what is left out (考评剔除) and how it counts in a
rate, and adds up a numerator and a denominator per unit and rate. No ratio is formed here.

A changed formula needs the `Counts` alone, a changed exclusion or rate the `Tally`, neither the
tickets.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from operator import add
from typing import Any, NamedTuple, NoReturn, TypeVar

import attrs

from .canonical import compact
from .decisions import Routing
from .errors import (
    AssessmentError,
    DuplicateOutcomeError,
    Fault,
    FrozenMap,
    InexactNumberError,
    InvalidValueError,
    SchemaError,
    UnsetError,
    did_you_mean,
    fail,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .exact import exact
from .facts import AS, MISSING, Fact, Facts, FactSpace, FixedSpace
from .labels import Label, Text
from .legal_time import BEIJING, beijing_time, instant, legal_day
from .sources import Absent, Citation, Parameter, assumed
from .tables import HitPolicy, Ruling, Table
from .tickets import RequestType

T = TypeVar("T")

_TOLD = 20
_INSTANT = timedelta(microseconds=1)
_MOST = 10**18


def is_count(value: object) -> bool:
    """
    Whether *value* is a number of things: whole, not below 0, and not beyond reason.

    Example:
        >>> is_count(3), is_count(True), is_count(-1)
        (True, False, False)
    """
    return type(value) is int and 0 <= value <= _MOST


def written(number: int | Fraction) -> str:
    """
    An exact number in full; Python itself refuses to write very long ones.

    Example:
        >>> written(Fraction(1, 3)), len(written(10**5000))
        ('1/3', 5001)
    """
    top, bottom = (str(Decimal(part)) for part in number.as_integer_ratio())
    return top if bottom == "1" else f"{top}/{bottom}"


# ------------------------------------------------------------------ the facts of assessment


class Role(Label):
    """办理身份: as what the unit took part (条例 14-2; 意见 三（八） asks to assess them apart)."""

    LEAD = "主办", "lead"
    CO_HANDLER = "协办", "co-handler"


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


class ExclusionGround(Label):
    """剔除事由: why a ticket is left out of the assessment, or that it is not."""

    COUNTED = "照常计入", "counted as usual"
    VOID = "工单作废", "the ticket is void"
    UNLAWFUL = "诉求不合法", "the request is unlawful"
    UNREASONABLE = "诉求不合理", "the request is unreasonable"
    GRANTED = "剔除申请获准", "its exclusion was granted"
    DEFERRED = "挂账", "on the deferred ledger"
    CO_HANDLER = "协办", "handled as a co-handler"
    OTHER = "其他事由", "another ground"


_NOT_RECORDED = assumed(
    "记录未载明的情形，视为没有",
    "what the record does not state is taken not to exist",
)
_LEAD = assumed(
    "记录未载明办理身份的，按主办处理", "a unit whose role is not on record is taken to lead"
)
_FLAG = (True, False)


def _outcome_space() -> FactSpace:
    return OUTCOME_FACTS


OUTCOME_FACTS: FactSpace = FixedSpace(
    (
        Fact("role", Text("办理身份", "role"), tuple(Role), AS(Role.LEAD, _LEAD)),
        Fact("request_type", Text("诉求类型", "request type"), tuple(RequestType)),
        Fact("timeliness", Text("办结时效", "timeliness"), tuple(Timeliness)),
        Fact("claim", Text("承办单位填报结果", "the unit's claim"), tuple(Resolution)),
        Fact("follow_up", Text("回访情况", "follow-up"), tuple(FollowUp)),
        Fact("responded", Text("诉求人确认已响应", "response confirmed"), _FLAG),
        Fact("resolved", Text("诉求人评价是否解决", "requester on resolution"), tuple(Resolution)),
        Fact(
            "satisfied",
            Text("诉求人评价是否满意", "requester on satisfaction"),
            tuple(Satisfaction),
        ),
        Fact("adjudicated", Text("核定结果", "adjudicated result"), tuple(Resolution)),
        Fact(
            "exclusion",
            Text("剔除申请", "application for exclusion"),
            tuple(ExclusionReview),
            AS(ExclusionReview.NONE, _NOT_RECORDED),
        ),
        Fact("void", Text("作废", "void"), _FLAG, AS(False, _NOT_RECORDED)),
        Fact("unlawful", Text("诉求不合法", "unlawful request"), _FLAG, AS(False, _NOT_RECORDED)),
        Fact(
            "unreasonable",
            Text("诉求不合理", "unreasonable request"),
            _FLAG,
            AS(False, _NOT_RECORDED),
        ),
        Fact("deferred", Text("挂账", "on the deferred ledger"), _FLAG, AS(False, _NOT_RECORDED)),
    ),
    given_by=_outcome_space,
)
"""
The facts that every assessment may read; a city adds its own: ``OUTCOME_FACTS.extend(...)``.

The unit's claim, the requester's word and the result of a review are three facts: a rulebook says
which of them counts. What is not stated is missing, which is no verdict.
"""
_TIMELINESS = OUTCOME_FACTS.index("timeliness")
_FOLLOW_UP = OUTCOME_FACTS.index("follow_up")
_VERDICT = tuple(OUTCOME_FACTS.index(name) for name in ("responded", "resolved", "satisfied"))


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

EXCLUSIONS = Parameter("assessment.exclusions", Text("考评剔除", "exclusions"), Table)
COUNTED_BY = Parameter(
    "assessment.counted_by", Text("计入考评的时点", "instant of counting"), CountedBy
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


def _later_day(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        what = Text("超出历法的范围", "the period ends beyond the calendar")
        fail(InvalidValueError, "period.end", what, value=str(day))


@compact
@attrs.frozen(slots=False)  # made for every ticket: a dict is filled faster
class Outcome:
    """
    考评对象: what one unit's handling of one ticket came to.

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

    def __attrs_post_init__(self) -> None:
        fields = self.__dict__
        for name in _INSTANTS:
            value = fields[name]
            if value is not None and (type(value) is not datetime or value.tzinfo is not BEIJING):
                object.__setattr__(self, name, instant(value, f"outcome.{name}"))
        if (
            type(self.ticket) is not str
            or not self.ticket
            or type(self.unit) is not str
            or not self.unit
            or type(self.facts) is not Facts
            or (self.facts.space is not OUTCOME_FACTS and not _extends(self.facts.space))
            or (self.due is not None and self.facts.values[_TIMELINESS] is not MISSING)
        ):
            refuse(InvalidValueError, self._faults())

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
            elif self.due is not None and self.facts.values[_TIMELINESS] is not MISSING:
                faults.append(
                    Fault(
                        "outcome.facts.timeliness",
                        Text(
                            "已有到期时间，不得另行载明时效",
                            "stated beside a due instant, from which it follows",
                        ),
                        shown(self.facts.values[_TIMELINESS]),
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
        return outcome.facts.values[_TIMELINESS]
    closed = outcome.closed_at
    if closed is None or closed > at:
        return Timeliness.OPEN if at <= due else Timeliness.OVERDUE
    return Timeliness.ON_TIME if closed <= due else Timeliness.LATE


def _values_at(
    values: tuple[Hashable, ...], late: Hashable, *, known: bool
) -> tuple[Hashable, ...]:
    """The values of facts as they stand at a cut-off; a word not spoken yet is not known."""
    made = list(values)
    made[_TIMELINESS] = late
    if not known:
        made[_FOLLOW_UP] = FollowUp.NOT_MADE
        for place in _VERDICT:
            made[place] = MISSING
    return tuple(made)


class _Faults:
    """What is wrong with some outcomes, told together at the end."""

    def __init__(self) -> None:
        self.wrong: list[Fault] = []
        self.twice: list[Fault] = []

    def stranger(self, place: int, value: object) -> None:
        self.wrong.append(wrong_type(f"outcomes[{place}]", value, Text("考评对象", "an Outcome")))

    def undated(self, place: int, outcome: Outcome, by: CountedBy) -> None:
        what = Text(f"未载明{by.zh}，不知属于哪个周期", f"no instant ({by.en}) to count by")
        mend = Text("请补上，或有意识地略去", "supply it, or leave the ticket out knowingly")
        path = f"outcomes[{place}].{by.field}"
        self.wrong.append(Fault(path, what, outcome.ticket, remedy=mend))

    def repeated(self, unit: str, tickets: Sequence[str]) -> None:
        seen: set[str] = set()
        for ticket in tickets:
            if ticket in seen:
                what = Text("同一工单对同一单位计了两次", "a ticket counts twice for one unit")
                mend = Text("请先去重", "leave the repetition out")
                self.twice.append(Fault(f"outcomes of {unit}", what, shown(ticket), remedy=mend))
            seen.add(ticket)

    def refuse(self) -> None:
        for error, faults in ((DuplicateOutcomeError, self.twice), (AssessmentError, self.wrong)):
            more = len(faults) - _TOLD
            if more > 0:
                what = Text(f"另有 {more} 处同类错误", f"and {more} more of the kind")
                faults[_TOLD:] = [Fault("outcomes", what)]
            refuse(error, faults)


# ------------------------------------------------------------------ tally


@attrs.frozen(repr=False)
class Tally:
    """
    A multiset of outcomes: how many there are of each unit and profile of facts.

    Tallies of the same facts add; the empty one is neutral. Which tickets they were is not kept:
    `excluded` names those.

    Attributes:
        facts: The facts that were kept, in order.
        counts: (unit, value, value, ...) to a number above 0, a value per fact.
        as_of: The day whose rules asked for them; of a sum the latest.

    Raises:
        SchemaError: A profile that is not of these facts; all at once.
        AssessmentError: A number that is none, or negative.

    Example:
        >>> kept = FactSpace((OUTCOME_FACTS.facts[2],))
        >>> one = Tally(kept, {("dhm", Timeliness.LATE): 1})
        >>> (one + one).counts == {("dhm", Timeliness.LATE): 2}
        True
    """

    facts: FactSpace
    counts: Mapping[tuple[Hashable, ...], int]
    as_of: date | None = attrs.field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("tally", self, facts=FactSpace, counts=Mapping, as_of=date | None)
        refuse(SchemaError, faults)
        domains = [{id(v) for v in (*fact.values, MISSING)} for fact in self.facts.facts]
        wrong: list[Fault] = []
        for profile, number in self.counts.items():
            if not (
                type(profile) is tuple
                and len(profile) == len(domains) + 1
                and type(profile[0]) is str
                and profile[0]
                and all(id(v) in d for v, d in zip(profile[1:], domains, strict=True))
            ):
                expected = ", ".join(("unit", *self.facts.names))
                faults.append(
                    Fault(
                        "tally.counts",
                        Text("不是该事实表的一组取值", "no profile of these facts"),
                        shown(profile),
                        Text(f"({expected})", f"({expected})"),
                    )
                )
            if not is_count(number):
                wrong.append(_no_count(f"tally.counts[{shown(profile)}]", number))
        refuse(SchemaError, faults)
        refuse(AssessmentError, wrong)
        kept = {profile: number for profile, number in self.counts.items() if number}
        object.__setattr__(self, "counts", FrozenMap(kept))

    @classmethod
    def _made(
        cls, facts: FactSpace, counts: dict[tuple[Hashable, ...], int], as_of: date | None
    ) -> "Tally":
        """A tally of counts that are known to be in order."""
        made = object.__new__(cls)
        for name, value in (("facts", facts), ("counts", FrozenMap(counts)), ("as_of", as_of)):
            object.__setattr__(made, name, value)
        return made

    def __hash__(self) -> int:
        return hash(frozenset(self.counts.items()))

    def __repr__(self) -> str:
        return f"Tally({self.total} outcomes, {len(self.counts)} profiles of {self.facts})"

    @property
    def total(self) -> int:
        """How many outcomes there are."""
        return sum(self.counts.values())

    @property
    def units(self) -> tuple[str, ...]:
        """The units that have any, in order of their identifiers."""
        return tuple(sorted({str(profile[0]) for profile in self.counts}))

    def __add__(self, other: "Tally") -> "Tally":
        if not isinstance(other, Tally):
            return NotImplemented
        self._same_facts(other)
        counts = dict(self.counts)
        for profile, number in other.counts.items():
            counts[profile] = counts.get(profile, 0) + number
        return Tally._made(self.facts, counts, _later(self.as_of, other.as_of))

    def __radd__(self, other: object) -> "Tally":
        # What ``sum`` starts with.
        return self if other == 0 and type(other) is int else NotImplemented

    def __sub__(self, other: "Tally") -> "Tally":
        if not isinstance(other, Tally):
            return NotImplemented
        self._same_facts(other)
        counts = dict(self.counts)
        faults = []
        for profile, number in other.counts.items():
            left = counts.get(profile, 0) - number
            if left < 0:
                what = Text("减去的多于所有", "more is taken away than there is")
                faults.append(Fault(f"tally.counts[{shown(profile)}]", what, str(left)))
            elif left:
                counts[profile] = left
            else:
                del counts[profile]
        refuse(AssessmentError, faults)
        return Tally._made(self.facts, counts, self.as_of)

    def _same_facts(self, other: "Tally") -> None:
        if self.facts is not other.facts and self.facts != other.facts:
            fail(
                SchemaError,
                "tally.facts",
                Text("两份计数所留的事实不同", "the tallies keep different facts"),
                value=str(other.facts.names),
                expected=Text(str(self.facts.names), str(self.facts.names)),
                remedy=Text("先以 project(...) 取共有的事实", "project both to what they share"),
            )

    def project(self, names: Iterable[str]) -> "Tally":
        """
        This tally over some of its facts: profiles that then look alike are one.

        Raises:
            SchemaError: A fact that was not tallied.
        """
        wanted = _tallied(self.facts, tupled(names))
        places = [self.facts.index(fact.name) + 1 for fact in wanted.facts]
        counts: dict[tuple[Hashable, ...], int] = {}
        for profile, number in self.counts.items():
            key = (profile[0], *[profile[place] for place in places])
            counts[key] = counts.get(key, 0) + number
        return Tally._made(wanted, counts, self.as_of)

    def regrouped(self, groups: Mapping[str, str]) -> "Tally":
        """
        This tally with each unit's outcomes put down to its group.

        Raises:
            AssessmentError: A unit that has no group.
        """
        _need_groups(self.units, groups)
        counts: dict[tuple[Hashable, ...], int] = {}
        for profile, number in self.counts.items():
            key = (groups[str(profile[0])], *profile[1:])
            counts[key] = counts.get(key, 0) + number
        return Tally._made(self.facts, counts, self.as_of)

    def to_rows(self) -> list[dict[str, str | int]]:
        """A flat row per profile: unit, each fact by the name of its value, count; in order."""
        rows: list[dict[str, str | int]] = [
            {
                "unit": str(profile[0]),
                **{
                    name: _word(value)
                    for name, value in zip(self.facts.names, profile[1:], strict=True)
                },
                "count": number,
            }
            for profile, number in self.counts.items()
        ]
        return sorted(rows, key=lambda row: [str(value) for value in row.values()])

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Mapping[str, Any]],
        facts: FactSpace | None = None,
        as_of: date | None = None,
    ) -> "Tally":
        """
        A tally from flat rows, as `to_rows` gives them; equal profiles add.

        Args:
            rows: Each with ``unit``, ``count`` and the facts, by name or official term.
            facts: The facts of the columns; default: those of `OUTCOME_FACTS` that the rows have.
            as_of: The day whose rules asked for them.

        Raises:
            SchemaError: Columns that are no facts, or words that are no values; all at once.
            AssessmentError: A count that is none.
        """
        given = list(_mappings(rows))
        columns = dict.fromkeys(name for row in given for name in row)
        if facts is None:
            facts = FactSpace(tuple(f for f in OUTCOME_FACTS.facts if f.name in columns))
        elif not isinstance(facts, FactSpace):
            raise SchemaError(misfit("facts", facts, FactSpace))
        words = [(fact.name, fact.words()) for fact in facts.facts]
        known = {"unit", "count", *facts.names}
        faults = [
            Fault(
                f"rows.{_cell(name)}",
                Text("没有这一列", "no such column"),
                remedy=did_you_mean(name, known),
            )
            for name in columns
            if name not in known
        ]
        wrong: list[Fault] = []
        counts: dict[tuple[Hashable, ...], int] = {}
        for place, row in enumerate(given):
            unit = row.get("unit")
            if type(unit) is not str or not unit:
                faults.append(wrong_type(f"rows[{place}].unit", unit, _UNIT))
                unit = ""
            profile: list[Hashable] = [unit]
            for name, meanings in words:
                word = _cell(row.get(name, ""))
                if word not in meanings:
                    remedy = did_you_mean(word, [each for each in meanings if each])
                    what = Text("没有这个取值", "no such value")
                    faults.append(Fault(f"rows[{place}].{name}", what, shown(word), None, remedy))
                profile.append(meanings.get(word, MISSING))
            number = _read_count(row.get("count"))
            if number is None:
                wrong.append(_no_count(f"rows[{place}].count", row.get("count")))
                continue
            key = tuple(profile)
            counts[key] = counts.get(key, 0) + number
        refuse(SchemaError, faults)
        refuse(AssessmentError, wrong)
        return cls(facts, counts, as_of)


_UNIT = Text("单位编号", "the identifier of a unit")


def _mappings(rows: object) -> Iterator[Mapping[str, Any]]:
    for place, row in enumerate(tupled(rows) if not isinstance(rows, Iterator) else rows):
        if not isinstance(row, Mapping):
            raise SchemaError(misfit(f"rows[{place}]", row, Mapping))
        yield row


def _word(value: Hashable) -> str:
    if value is MISSING:
        return ""
    return value.name if isinstance(value, Label) else str(value).lower()


def _cell(value: object) -> str:
    """What a column or a cell says; a number too long for Python to write is no word."""
    try:
        return str(value)
    except ValueError:
        return shown(value)


def _read_count(value: Any) -> int | None:
    if isinstance(value, str):
        digits = value.strip()
        plain = digits.isascii() and digits.isdigit() and len(digits) <= len(str(_MOST))
        value = int(digits) if plain else None
    return value if is_count(value) else None


def _no_count(path: str, value: object) -> Fault:
    return Fault(
        path,
        Text("件数须为不小于零的整数", "a count is a whole number, 0 or more"),
        shown(value),
    )


def _each(outcomes: object) -> None:
    if not isinstance(outcomes, Iterable):
        raise AssessmentError(wrong_type("outcomes", outcomes, Text("若干考评对象", "outcomes")))


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day), default=None)


def _tallied(facts: FactSpace, names: Sequence[str]) -> FactSpace:
    """Those of *facts*; an error for those that are not among them."""
    faults = [
        Fault(
            "tally.facts",
            Text("该事实没有计入", "the fact was not tallied"),
            shown(name),
            remedy=did_you_mean(name, facts.names),
        )
        for name in names
        if name not in facts.names
    ]
    refuse(SchemaError, faults)
    wanted = set(names)
    return FactSpace(tuple(fact for fact in facts.facts if fact.name in wanted))


def _need_groups(units: Iterable[str], groups: object) -> None:
    if not isinstance(groups, Mapping):
        raise AssessmentError(misfit("groups", groups, Mapping))
    refuse(
        AssessmentError,
        [
            Fault(
                "groups",
                Text("单位没有归属", "the unit has no group"),
                shown(unit),
                remedy=Text("请指明归属", "say which group it belongs to"),
            )
            for unit in units
            if type(groups.get(unit)) is not str or not groups[unit]
        ],
    )


def tally(
    outcomes: Iterable[Outcome],
    facts: FactSpace,
    period: Period,
    by: CountedBy,
    at: datetime,
    as_of: date | None = None,
) -> Tally:
    """
    The outcomes of a period as a multiset over some facts, as known at the cut-off.

    Args:
        outcomes: Any iterable, read once.
        facts: The facts to keep.
        period: Which of them belong in it.
        by: By which instant.
        at: 截止时点: what was closed or rated later is not known yet.
        as_of: The day whose rules ask.

    Raises:
        AssessmentError: What is no outcome, lacks the instant, or lacks one of the facts.
        DuplicateOutcomeError: A ticket that stands twice for one unit.
    """
    _each(outcomes)
    faults = _Faults()
    pool = _FactsPool()
    numbers, number_of = pool.numbers, pool.number_of
    field, required = by.field, by.required
    start, end = period.start, _known_end(period, by, at)
    dated_by_dispatch = by is CountedBy.DISPATCHED
    # The loop that a month runs through: each unit has its tickets and its own small counter of
    # whole numbers, which say which facts, how timely, and whether the requester's word is known.
    units: defaultdict[str, tuple[list[str], defaultdict[int, int]]] = defaultdict(
        lambda: ([], defaultdict(int))
    )
    for place, each in enumerate(outcomes):
        if type(each) is not Outcome:
            faults.stranger(place, each)
            continue
        tickets, counted = units[each.unit]
        tickets.append(each.ticket)
        dispatched = each.dispatched_at
        when = dispatched if dated_by_dispatch else each.__dict__[field]
        if when is None:
            if required:
                faults.undated(place, each, by)
            continue
        if not start <= when < end:
            continue
        if dispatched is not None and not dated_by_dispatch and dispatched > at:
            continue
        due = each.due
        if due is None:
            late = _STATED
        else:
            closed = each.closed_at
            if closed is not None and closed <= at:
                late = _ON_TIME if closed <= due else _LATE
            else:
                late = _OPEN if at <= due else _OVERDUE
        rated = each.rated_at
        if rated is not None and rated > at:
            late += _UNKNOWN
        facts_ = each.facts
        try:
            counted[numbers[id(facts_)] + late] += 1
        except KeyError:
            counted[number_of(facts_) + late] += 1
    for unit, (tickets, _) in units.items():
        if len(set(tickets)) < len(tickets):
            faults.repeated(unit, tickets)
    faults.refuse()
    profiles = pool.profiles(facts)
    counts: dict[tuple[Hashable, ...], int] = {}
    for unit, (_, counted) in units.items():
        for code, number in counted.items():
            profile = (unit, *profiles(code))
            counts[profile] = counts.get(profile, 0) + number
    return Tally._made(facts, counts, as_of)


def _known_end(period: Period, by: CountedBy, at: datetime) -> datetime:
    """The end of a period as far as it is known at the cut-off; a due instant is known before."""
    return period.end if by is CountedBy.DUE else min(period.end, at + _INSTANT)


_STATES = (
    MISSING,
    Timeliness.ON_TIME,
    Timeliness.LATE,
    Timeliness.OPEN,
    Timeliness.OVERDUE,
)
_STATED, _ON_TIME, _LATE, _OPEN, _OVERDUE = range(len(_STATES))
_UNKNOWN = len(_STATES)
_STEP = 2 * _UNKNOWN
_KEPT = 50_000


class _FactsPool:
    """
    A number for each combination of facts: equal ones have one, and one object is asked once.

    An object is known by its identity, so it is kept as long as that is remembered.
    """

    def __init__(self) -> None:
        self.numbers: dict[int, int] = {}
        self._kept: list[Facts] = []
        self._known: dict[tuple[int, tuple[Hashable, ...]], int] = {}
        self._each: list[Facts] = []

    def number_of(self, facts: Facts) -> int:
        key = (id(facts.space), facts.values)
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = _STEP * len(self._each)
            self._each.append(facts)
        if len(self._kept) >= _KEPT:  # a host that shares no facts: do not hold a month of them
            self.numbers.clear()
            self._kept.clear()
        self.numbers[id(facts)] = number
        self._kept.append(facts)
        return number

    def profiles(self, facts: FactSpace) -> Callable[[int], tuple[Hashable, ...]]:
        """What gives the values of some facts for a code: a number of facts and a state."""
        places = {id(each.space): _places(facts, each.space) for each in self._each}
        made: dict[int, tuple[Hashable, ...]] = {}

        def profile(code: int) -> tuple[Hashable, ...]:
            found = made.get(code)
            if found is None:
                number, state = divmod(code, _STEP)
                own = self._each[number]
                late: Hashable = _STATES[state % _UNKNOWN]
                if late is MISSING:
                    late = own.values[_TIMELINESS]
                standing = _values_at(own.values, late, known=state < _UNKNOWN)
                found = made[code] = tuple(standing[place] for place in places[id(own.space)])
            return found

        return profile


def _places(facts: FactSpace, space: FactSpace) -> tuple[int, ...]:
    """Where each of *facts* stands in the space of an outcome."""
    known = {fact.name: (place, fact) for place, fact in enumerate(space.facts)}
    faults = []
    for fact in facts.facts:
        if fact.name not in known or known[fact.name][1] != fact:
            what = Text(
                "考评要用的事实，结果没有载明", "the assessment reads a fact that outcomes lack"
            )
            near = did_you_mean(fact.name, space.names)
            faults.append(Fault("outcome.facts", what, fact.name, remedy=near))
    refuse(SchemaError, faults)
    return tuple(known[fact.name][0] for fact in facts.facts)


# ------------------------------------------------------------------ rates and exclusions


def _credit(value: object) -> Fraction | None:
    return None if value is None else exact(value, "mark.credit")


@attrs.frozen
class Mark:
    """
    How an outcome counts in a rate.

    Attributes:
        credit: From 0 to 1: what it adds to the numerator; None: it is no part of the rate.

    Example:
        >>> Mark(exact("0.5")).text.zh, ASIDE.text.zh
        ('计入分母，按 1/2 计入分子', '不计入')
    """

    credit: Fraction | None = attrs.field(converter=_credit)

    def __attrs_post_init__(self) -> None:
        if self.credit is not None and not 0 <= self.credit <= 1:
            fail(
                AssessmentError,
                "mark.credit",
                Text("须在 0 与 1 之间", "must lie between 0 and 1"),
                value=shown(self.credit),
            )

    @property
    def text(self) -> Text:
        """The mark in words."""
        if self.credit is None:
            return Text("不计入", "not counted")
        if self.credit in {0, 1}:
            return (
                Text("计入并达到", "counts, met")
                if self.credit
                else Text("计入未达到", "counts, not met")
            )
        part = written(self.credit)
        return Text(f"计入分母，按 {part} 计入分子", f"counts, {part} met")

    def __str__(self) -> str:
        return self.text.zh


MET = Mark(Fraction(1))
UNMET = Mark(Fraction(0))
ASIDE = Mark(None)


@attrs.frozen
class Rate:
    """
    一率: what share of the outcomes meets something, as a table that marks each profile.

    Attributes:
        name: Identifier, by which formulas name it.
        term: The official term.
        table: Rows that give a `Mark`, or `UNSET` where nobody published how such outcomes count;
            None: figures from elsewhere, that no table here made.

    Example:
        >>> Rate("response", Text("响应率", "response rate")).term.zh
        '响应率'
    """

    name: str
    term: Text
    table: Table[Mark | Absent] | None = None

    def __attrs_post_init__(self) -> None:
        faults = mistyped("rate", self, name=str, term=Text, table=Table | None)
        if isinstance(self.name, str) and not self.name.isidentifier():
            what = Text("名称须为标识符", "the name must be an identifier")
            faults.append(Fault("rate.name", what, shown(self.name)))
        if isinstance(self.table, Table):
            if self.table.policy is HitPolicy.COLLECT:
                what = Text("每件须恰有一个计法", "each outcome needs one mark")
                faults.append(Fault(f"{self.table.name}.policy", what, "COLLECT"))
            for row in self.table.rows:
                if not isinstance(row.then, Mark | Absent):
                    faults.append(misfit(f"{self.table.name}.{row.id}.then", row.then, Mark))
        refuse(AssessmentError, faults)


def check_exclusions(table: Table[Any]) -> None:
    """
    Refuse a table that cannot say what is left out: it collects, and each row has a ground.

    Raises:
        AssessmentError: Another policy, or rows that give no `ExclusionGround` and no `UNSET`.
    """
    faults = []
    if table.policy is not HitPolicy.COLLECT:
        what = Text("一件可以符合几项，须为 COLLECT", "several may hold of one: it has to collect")
        faults.append(Fault(f"{table.name}.policy", what, table.policy.name))
    faults += [
        misfit(f"{table.name}.{row.id}.then", row.then, ExclusionGround)
        for row in table.rows
        if not isinstance(row.then, ExclusionGround | Absent)
    ]
    refuse(AssessmentError, faults)


def facts_read(tables: Iterable[Table[Any] | None]) -> FactSpace:
    """
    The facts that any of some tables reads, in the order of the widest of their spaces.

    Raises:
        SchemaError: Tables over spaces of which none extends the others.
    """
    given = [table for table in tables if table is not None]
    widest = max((t.space for t in given), key=lambda s: len(s.facts), default=OUTCOME_FACTS)
    faults = [
        Fault(f"{t.name}.space", Text("事实空间不一致", "over other facts"), str(t.space.names))
        for t in given
        if widest.facts[: len(t.space.facts)] != t.space.facts
    ]
    refuse(SchemaError, faults)
    read = {name for table in given for name in table.columns}
    return FactSpace(tuple(fact for fact in widest.facts if fact.name in read))


class Excluded(NamedTuple):
    """
    A ticket that is left out of the assessment, and why.

    Attributes:
        ticket: 工单编号.
        unit: The unit.
        rows: Every row of the table that holds of it; the first in order stands for it in a sum.
    """

    ticket: str
    unit: str
    rows: tuple[Ruling[ExclusionGround], ...]

    def to_row(self) -> dict[str, str]:
        """A flat row in Chinese."""
        return {
            "ticket": self.ticket,
            "unit": self.unit,
            "rows": "、".join(row.id for row in self.rows),
            "grounds": "；".join(row.then.zh for row in self.rows),
            "cited": "；".join(c.text.zh for row in self.rows for c in row.grounds),
        }


def excluded(
    outcomes: Iterable[Outcome],
    table: Table[Any],
    period: Period,
    by: CountedBy,
    at: datetime,
) -> Iterator[Excluded]:
    """
    The tickets of a period that are left out, through the same table that counts them.

    Args:
        outcomes: See `tally`.
        table: 考评剔除.
        period: See `tally`.
        by: See `tally`.
        at: See `tally`.

    Raises:
        UnsetError: A ticket falls under a row whose effect nobody published.
        AssessmentError: What is no outcome.
    """
    _each(outcomes)
    check_exclusions(table)
    end = _known_end(period, by, at)
    unsure: dict[str, int] = {}
    for each in outcomes:
        if type(each) is not Outcome:
            raise AssessmentError(misfit("outcomes", each, Outcome))
        when, dispatched, rated = getattr(each, by.field), each.dispatched_at, each.rated_at
        if when is None or not period.start <= when < end:
            continue
        if dispatched is not None and dispatched > at:
            continue
        known = rated is None or rated <= at
        values = _values_at(each.facts.values, timeliness(each, at), known=known)
        if each.facts.space is not table.space:
            _places(FactSpace(table.space.facts), each.facts.space)
        rows, open_rows = _left_out(table.answer(values))
        for row in open_rows if not rows else ():
            unsure[row.id] = unsure.get(row.id, 0) + 1
        if rows:
            yield Excluded(each.ticket, each.unit, rows)
    _refuse_unset(table, unsure)


def _left_out(
    rows: tuple[Ruling[Any], ...],
) -> tuple[tuple[Ruling[Any], ...], tuple[Ruling[Any], ...]]:
    """The rows that leave an outcome out, and those of which nobody says whether they do."""
    out = tuple(
        row
        for row in rows
        if not isinstance(row.then, Absent) and row.then is not ExclusionGround.COUNTED
    )
    return out, tuple(row for row in rows if isinstance(row.then, Absent))


def _refuse_unset(table: Table[Any], unsure: Mapping[str, int]) -> None:
    refuse(UnsetError, [unset_fault(table, row, number) for row, number in unsure.items()])


def unset_fault(table: Table[Any], row_id: str, number: int) -> Fault:
    """The fault of outcomes that fall under a row which nobody published, and how to supply it."""
    row = table.row(row_id)
    told = row.explain().says
    cited = row.grounds[0].text
    path = f"{table.name}.{row_id}"
    like = "jiesu.ExclusionGround.COUNTED" if table.policy is HitPolicy.COLLECT else "jiesu.ASIDE"
    return Fault(
        path,
        Text(
            f"{told.zh}的 {number} 件如何计，未公布（{cited.zh}）",
            f"how to count the {number} of which {told.en} is not public ({cited.en})",
        ),
        remedy=Text(
            f'以 TIMELINE.with_({{"{path}": {like}}}) 自行设定',
            f'supply it: TIMELINE.with_({{"{path}": {like}}})',
        ),
    )


# ------------------------------------------------------------------ counts


class NotAssessed(Label):
    """The value of a rate over nothing, and of a score that rests on one: neither 0 nor 100."""

    NOT_ASSESSED = "未评", "not assessed"


NOT_ASSESSED = NotAssessed.NOT_ASSESSED


class Ratio(NamedTuple):
    """
    A rate of one unit, not yet divided.

    Attributes:
        numerator: What was met; a fraction where outcomes count in part.
        denominator: How many count.
    """

    numerator: int | Fraction
    denominator: int

    @property
    def value(self) -> "Fraction | NotAssessed":
        """The ratio; `NOT_ASSESSED` over nothing."""
        return Fraction(self.numerator) / self.denominator if self.denominator else NOT_ASSESSED


class UnitCounts(NamedTuple):
    """
    What was counted of one unit.

    Attributes:
        total: Outcomes that are assessed.
        excluded: Outcomes that are left out, each once.
        by_row: For each row of the exclusions, how many it holds of; several may hold of one.
        ratios: For each rate, what was counted.
        unsettled: For each of `Counts.unsettled_rows`, how many fall under it.
    """

    total: int
    excluded: int
    by_row: tuple[int, ...]
    ratios: tuple[Ratio, ...]
    unsettled: tuple[int, ...] = ()

    def __add__(self, other: "UnitCounts") -> "UnitCounts":  # type: ignore[override]
        return UnitCounts(
            self.total + other.total,
            self.excluded + other.excluded,
            tuple(map(add, self.by_row, other.by_row)),
            tuple(
                Ratio(a[0] + b[0], a[1] + b[1])
                for a, b in zip(self.ratios, other.ratios, strict=True)
            ),
            tuple(map(add, self.unsettled, other.unsettled)),
        )


@attrs.frozen(repr=False)
class Counts:
    """
    Numerators and denominators per unit and rate, and the ledger of what was left out.

    Counts of the same rates and exclusions add: rolling up is adding, never a mean of rates.

    Attributes:
        rates: The rates, in order.
        exclusions: The rows by which outcomes were left out.
        units: Unit to its counts.
        as_of: The day whose rules counted; of a sum the latest.

    Raises:
        AssessmentError: Numbers that are none, negative, or a numerator above its denominator; all
            at once.

    Example:
        >>> published = Counts.of({"a": {"response": (48, 50)}, "b": {"response": (0, 0)}})
        >>> published.rate("a", "response"), published.rate("b", "response")
        (Fraction(24, 25), NotAssessed.NOT_ASSESSED)
    """

    rates: tuple[Rate, ...] = attrs.field(converter=tupled)
    exclusions: tuple[Ruling[ExclusionGround], ...] = attrs.field(converter=tupled)
    units: Mapping[str, UnitCounts]
    as_of: date | None = attrs.field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("counts", self, units=Mapping, as_of=date | None)
        faults += misfits("counts.rates", self.rates, Rate)
        faults += misfits("counts.exclusions", self.exclusions, Ruling)
        refuse(AssessmentError, faults)
        names = [rate.name for rate in self.rates]
        if len(set(names)) < len(names):
            faults.append(Fault("counts.rates", Text("率重名", "a rate stands twice"), str(names)))
        for unit, counted in self.units.items():
            faults += self._unit_faults(unit, counted)
        refuse(AssessmentError, faults)
        object.__setattr__(self, "units", FrozenMap(self.units))

    def _unit_faults(self, unit: object, counted: object) -> Iterator[Fault]:
        path = f"counts.units[{shown(unit)}]"
        if type(unit) is not str or not unit:
            yield wrong_type(path, unit, _UNIT)
        if (
            not isinstance(counted, UnitCounts)
            or not all(isinstance(each, tuple) for each in counted[2:])
            or len(counted.ratios) != len(self.rates)
            or len(counted.by_row) != len(self.exclusions)
            or len(counted.unsettled) != len(self.unsettled_rows)
        ):
            expected = Text("与各率、各剔除项相应的计数", "counts for these rates and exclusions")
            yield wrong_type(path, counted, expected)
            return
        for number in (counted.total, counted.excluded, *counted.by_row, *counted.unsettled):
            if not is_count(number):
                yield _no_count(path, number)
        for rate, ratio in zip(self.rates, counted.ratios, strict=True):
            yield from _ratio_faults(f"{path}.{rate.name}", ratio)

    @classmethod
    def of(
        cls,
        units: Mapping[str, Mapping[str, tuple[int | Fraction, int]]],
        terms: Mapping[str, Text] | None = None,
    ) -> "Counts":
        """
        Counts from figures that somebody else published: numerator and denominator per rate.

        Args:
            units: Unit to rate to the pair. The largest denominator of a unit is its total.
            terms: The official terms of the rates; default: their names.
        """
        if not isinstance(units, Mapping) or not all(
            isinstance(each, Mapping) for each in units.values()
        ):
            raise AssessmentError(misfit("units", units, Mapping))
        names = tuple(dict.fromkeys(name for each in units.values() for name in each))
        refuse(AssessmentError, misfits("units.rates", names, str))
        if not isinstance(terms, Mapping | None):
            raise AssessmentError(misfit("terms", terms, Mapping))
        rates = tuple(Rate(n, (terms or {}).get(n, Text(n, n))) for n in names)
        made: dict[str, UnitCounts] = {}
        faults: list[Fault] = []
        for unit, given in units.items():
            ratios = []
            for name in names:
                pair = given.get(name, (0, 0))
                if not isinstance(pair, tuple) or len(pair) != 2:
                    expected = Text("分子和分母", "a numerator and a denominator")
                    faults.append(wrong_type(f"units[{shown(unit)}].{name}", pair, expected))
                    continue
                ratios.append(Ratio(*pair))
            whole = [r.denominator for r in ratios if type(r.denominator) is int]
            made[unit] = UnitCounts(max(whole, default=0), 0, (), tuple(ratios))
        refuse(AssessmentError, faults)
        return cls(rates, (), made)

    def __hash__(self) -> int:
        return hash(frozenset(self.units))

    def __repr__(self) -> str:
        names = ", ".join(rate.name for rate in self.rates)
        return f"Counts({len(self.units)} units, {self.total} assessed, {self.excluded} left out: {names})"

    @property
    def total(self) -> int:
        """Outcomes that are assessed."""
        return sum(each.total for each in self.units.values())

    @property
    def excluded(self) -> int:
        """Outcomes that are left out, each once."""
        return sum(each.excluded for each in self.units.values())

    @property
    def ledger(self) -> tuple[tuple[Ruling[ExclusionGround], int], ...]:
        """剔除台账: each row of the exclusions, and how many outcomes it holds of."""
        columns = zip(*(each.by_row for each in self.units.values()), strict=True)
        sums = [sum(column) for column in columns] or [0] * len(self.exclusions)
        return tuple(zip(self.exclusions, sums, strict=True))

    def place(self, name: str) -> int:
        """
        Where a rate stands in `rates`.

        Raises:
            SchemaError: It was not counted.
        """
        for place, rate in enumerate(self.rates):
            if rate.name == name:
                return place
        fail(
            SchemaError,
            "counts.rates",
            Text("没有统计该率", "the rate was not counted"),
            value=shown(name),
            remedy=did_you_mean(name, [rate.name for rate in self.rates]),
        )

    def rate(self, unit: str, name: str) -> "Fraction | NotAssessed":
        """
        A rate of a unit.

        Raises:
            UnsetError: Some of its outcomes count in a way that nobody published.
            SchemaError: The rate was not counted.
            AssessmentError: There is no such unit.
        """
        place = self.place(name)
        ratio = self.unit(unit).ratios[place]
        self.need_settled((name,), (unit,))
        return ratio.value

    def unit(self, unit: str) -> UnitCounts:
        """
        What was counted of a unit.

        Raises:
            AssessmentError: There is no such unit.
        """
        found = self.units.get(unit) if type(unit) is str else None
        if found is None:
            fail(
                AssessmentError,
                "counts.units",
                Text("没有这个单位的计数", "nothing was counted of such a unit"),
                value=shown(unit),
                remedy=did_you_mean(unit, self.units),
            )
        return found

    @property
    def unsettled_rows(self) -> tuple[tuple[str, str], ...]:
        """Rate and row of every row of which nobody published how it counts, in order."""
        return tuple(
            (rate.name, row.id)
            for rate in self.rates
            if rate.table is not None
            for row in rate.table.rows
            if isinstance(row.then, Absent)
        )

    def unsettled(self, units: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
        """Rate to row to the number of outcomes that nobody published how to count."""
        rows = self.unsettled_rows
        chosen = list(self.units.values())
        if units is not None:
            chosen = [self.unit(unit) for unit in _named("units", units)]
        found: dict[str, dict[str, int]] = {}
        for place, (rate, row) in enumerate(rows):
            number = sum(each.unsettled[place] for each in chosen)
            if number:
                found.setdefault(rate, {})[row] = number
        return found

    def need_settled(self, names: Iterable[str], units: Iterable[str] | None = None) -> None:
        """
        Refuse to divide where some outcomes count in a way that nobody published.

        Raises:
            UnsetError: Names every such row of these rates, and how to supply it.
        """
        found = self.unsettled(units)
        refuse(
            UnsetError,
            [
                unset_fault(_table_of(self.rates[self.place(name)]), row, number)
                for name in _named("names", names)
                for row, number in found.get(self.rates[self.place(name)].name, {}).items()
            ],
        )

    def __add__(self, other: "Counts") -> "Counts":
        if not isinstance(other, Counts):
            return NotImplemented
        for what, one, two in (
            ("rates", self.rates, other.rates),
            ("exclusions", self.exclusions, other.exclusions),
        ):
            if one is not two and one != two:
                fail(
                    SchemaError,
                    f"counts.{what}",
                    Text("两份统计的口径不同", "the counts were made in different ways"),
                    value=str([getattr(each, "name", getattr(each, "id", "")) for each in two]),
                    remedy=Text("用同一规则重新统计", "count both by the same rules"),
                )
        units = dict(self.units)
        for unit, counted in other.units.items():
            units[unit] = units[unit] + counted if unit in units else counted
        as_of = _later(self.as_of, other.as_of)
        return attrs.evolve(self, units=units, as_of=as_of)

    def __radd__(self, other: object) -> "Counts":
        return self if other == 0 and type(other) is int else NotImplemented

    def only(self, units: Iterable[str]) -> "Counts":
        """These counts of some units alone; those of which nothing was counted stay out."""
        wanted = set(_named("units", units))
        return attrs.evolve(
            self, units={unit: each for unit, each in self.units.items() if unit in wanted}
        )

    def rolled_up(self, groups: Mapping[str, str]) -> "Counts":
        """
        These counts with each unit added to its group: subdistricts to districts, and so on.

        Raises:
            AssessmentError: A unit that has no group.
        """
        _need_groups(self.units, groups)
        units: dict[str, UnitCounts] = {}
        for unit, counted in self.units.items():
            group = groups[unit]
            units[group] = units[group] + counted if group in units else counted
        return attrs.evolve(self, units=units)

    def to_rows(self) -> list[dict[str, str | int]]:
        """A flat row per unit: assessed, left out, then numerator and denominator per rate."""
        return [
            {
                "unit": unit,
                "total": each.total,
                "excluded": each.excluded,
                **{
                    f"{rate.name}_{part}": value if isinstance(value, int) else written(value)
                    for rate, ratio in zip(self.rates, each.ratios, strict=True)
                    for part, value in (
                        ("numerator", ratio.numerator),
                        ("denominator", ratio.denominator),
                    )
                },
            }
            for unit, each in sorted(self.units.items())
        ]


def _named(path: str, names: Iterable[str]) -> tuple[str, ...]:
    """Units or rates that somebody names; the keys of a mapping are names too."""
    found = tuple(names) if isinstance(names, Mapping) else tupled(names)
    refuse(AssessmentError, misfits(path, found, str))
    return found


def _ratio_faults(path: str, ratio: object) -> Iterator[Fault]:
    if not isinstance(ratio, Ratio):
        yield misfit(path, ratio, Ratio)
        return
    top, bottom = ratio
    if isinstance(top, float):
        what = Text("浮点数不精确", "a float is not exact")
        raise InexactNumberError(Fault(f"{path}.numerator", what, shown(top)))
    fits = (type(top) is int or isinstance(top, Fraction)) and is_count(bottom)
    if not fits or top < 0:
        yield _no_count(path, ratio)
    elif top > bottom:
        what = Text("分子大于分母", "the numerator exceeds the denominator")
        yield Fault(path, what, shown(ratio))


def count(tally: Tally, exclusions: Table[Any] | None, rates: Iterable[Rate]) -> Counts:
    """
    Numerators and denominators of a tally: first what is left out, then how the rest counts.

    Args:
        tally: The outcomes.
        exclusions: 考评剔除; None: nothing is left out.
        rates: The rates; each needs its table.

    Raises:
        SchemaError: A table reads a fact that was not tallied.
        UnsetError: Nobody published whether some outcomes are left out. A rate that nobody
            published is counted as far as it goes and refused when it is read.
        TableError: A table answers no row.
    """
    given = tupled(rates)
    refuse(AssessmentError, misfits("rates", given, Rate))
    if not isinstance(tally, Tally):
        raise AssessmentError(misfit("tally", tally, Tally))
    rows: tuple[Ruling[Any], ...] = ()
    ask = _asker(tally, exclusions) if exclusions is not None else None
    if exclusions is not None:
        check_exclusions(exclusions)
        rows = exclusions.rows
    askers = [_asker(tally, _table_of(rate)) for rate in given]
    row_place = {row.id: place for place, row in enumerate(rows)}
    made = Counts(given, rows, {}, tally.as_of)
    # A unit's sums lie in one list: assessed, left out, rows, ratios, rows that nobody settled.
    ratios = 2 + len(rows)
    open_at = ratios + 2 * len(given)
    open_place = {row: open_at + place for place, row in enumerate(made.unsettled_rows)}
    width = open_at + len(open_place)
    # Profiles of many units look alike: each is judged once, as the places it adds to.
    judged: dict[tuple[Hashable, ...], tuple[tuple[int, int | Fraction], ...]] = {}
    unsure: dict[str, int] = {}
    sums: dict[str, list[Any]] = {}
    for profile, number in tally.counts.items():
        values = profile[1:]
        adds = judged.get(values)
        if adds is None:
            out: tuple[Ruling[Any], ...] = ()
            if ask is not None:
                out, open_rows = _left_out(ask(values))
                if open_rows and not out:
                    for row in open_rows:
                        unsure[row.id] = unsure.get(row.id, 0) + number
                    continue
            if out:
                adds = ((1, 1), *((2 + row_place[row.id], 1) for row in out))
            else:
                adds = ((0, 1), *_marks(ratios, open_place, given, askers, values))
            judged[values] = adds
        unit = profile[0]
        into = sums.get(unit)  # type: ignore[call-overload]
        if into is None:
            into = sums[unit] = [0] * width  # type: ignore[index]
        for place, credit in adds:
            into[place] += number * credit
    if exclusions is not None:
        _refuse_unset(exclusions, unsure)
    units = {
        unit: UnitCounts(
            into[0],
            into[1],
            tuple(into[2:ratios]),
            tuple(Ratio(*into[at : at + 2]) for at in range(ratios, open_at, 2)),
            tuple(into[open_at:]),
        )
        for unit, into in sums.items()
    }
    return attrs.evolve(made, units=units)


def _marks(
    at: int,
    open_place: Mapping[tuple[str, str], int],
    rates: Sequence[Rate],
    askers: Sequence[Callable[..., Any]],
    values: tuple[Any, ...],
) -> Iterator[tuple[int, int | Fraction]]:
    """Which places of a unit's sums an outcome adds to, and how much."""
    for rate, ask in zip(rates, askers, strict=True):
        row = ask(values)
        if row is None:
            _no_mark(rate, values)
        if isinstance(row.then, Absent):
            yield open_place[rate.name, row.id], 1
        elif row.then.credit is not None:
            credit = row.then.credit
            yield at + 1, 1
            if credit:
                yield at, credit if credit.denominator > 1 else int(credit)
        at += 2


def _table_of(rate: Rate) -> Table[Any]:
    if rate.table is None:
        fail(
            AssessmentError,
            f"rates.{rate.name}",
            Text("没有计法表，不能统计", "has no table, so that nothing can be counted"),
            remedy=Text("以 Rate(name, term, table) 构造", "build it as Rate(name, term, table)"),
        )
    return rate.table


def _no_mark(rate: Rate, values: tuple[Any, ...]) -> NoReturn:
    fail(
        SchemaError,
        rate.table.name if rate.table else rate.name,
        Text("没有一行适用", "no row answers"),
        value=shown(tuple(_word(value) for value in values)),
        remedy=Text("以 table.check() 查缺口", "table.check() shows the gap"),
    )


def _asker(tally: Tally, table: Table[Any]) -> Callable[[tuple[Hashable, ...]], Any]:
    """What asks a table of the values of a profile."""
    kept = _tallied(tally.facts, table.columns)
    faults = [
        Fault(f"{table.name}.{fact.name}", Text("同名而取值不同", "another fact of that name"))
        for fact in kept.facts
        if table.space.facts[table.space.index(fact.name)] != fact
    ]
    refuse(SchemaError, faults)
    names = tally.facts.names
    moves = [(table.space.index(name), names.index(name)) for name in table.columns]
    blank: list[Hashable] = [MISSING] * len(table.space.facts)
    answer = table.answer

    def ask(values: tuple[Hashable, ...]) -> Any:
        whole = blank.copy()
        for there, here in moves:
            whole[there] = values[here]
        return answer(whole)

    return ask


def citations(rulings: Iterable[Ruling[Any]]) -> tuple[Citation, ...]:
    """
    The grounds of some rows, once each.

    Example:
        >>> citations(())
        ()
    """
    return tuple(dict.fromkeys(ground for row in rulings for ground in row.grounds))
