"""
办理规则: what a rulebook says of handling, from dispatch to closing.

Who answers for a matter, how a unit may hand it back, what every move has to respect, what is owed
at every stand of a case: each a value or a row with its article. `moves` derives the facts of a move
and tests the rows of `GUARDS`; `agenda` derives the facts of a stand and tests those of `OWED`.
"""

from collections.abc import Mapping
from typing import Any

import attrs

from .clocks import AlertRule, Task
from .counting import CIVIL_CODE, Counting
from .deadlines import TimeLimit
from .errors import (
    Fault,
    InvalidValueError,
    RulebookError,
    did_you_mean,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
)
from .events import Adjudication, Approver, Move, ObjectionGround, StopGround
from .facts import Fact, FactSpace
from .labels import Label, Text
from .routing import COUNTING, INTAKE_FACTS, LIMITS, RECUSAL
from .sources import Absent, Citation, Parameter, Provision, Selector, assumed
from .tables import HitPolicy, Table
from .units import UnitKind

__all__ = [
    "ALERTS",
    "CONTACT_LIMIT",
    "CO_HANDLER_LIMIT",
    "DEFERRAL_STOPS",
    "DEFERRED_SCOPE",
    "EXTENSION_CAP",
    "GIVING",
    "GUARDS",
    "MOVE_FACTS",
    "OBJECTION_COUNT",
    "OBJECTION_WINDOW",
    "OF_THE_RECORD",
    "OWED",
    "OWED_FACTS",
    "PARAMETERS",
    "REACHING",
    "RESPONSIBILITY",
    "RETURN_RULE",
    "SIGNING_LIMIT",
    "STOPPING",
    "Actor",
    "Bearer",
    "Bound",
    "Conduct",
    "Consequence",
    "Guard",
    "Owed",
    "Responsibility",
    "ReturnRule",
    "Settled",
    "StopRule",
    "Times",
    "When",
    "barred",
    "breach",
]

# --- What a rulebook chooses ------------------------------------------------------------------------


class Responsibility(Label):
    """责任归属: who answers for a matter that was dispatched, whatever happens to it."""

    FIRST_RECEIVER = "首接单位负责", "the first receiver answers"
    DESIGNATED_LEAD = "主办单位负责", "the designated lead answers"


class ReturnRule(Label):
    """退出途径: how a unit may get rid of a ticket that is not its own."""

    OBJECTION = (
        "提出派单异议，经审核后改派",
        "by an objection; it goes to another unit once that is decided",
    )
    APPLICATION = "申请退回，经同意后退回", "by an application to return it; with consent"
    RETURN = "直接退回热线工作机构", "by returning it to the hotline body"


RESPONSIBILITY = Parameter(
    "casework.responsibility",
    Text("责任归属", "who answers"),
    Responsibility,
    selected_by=Selector.RECEIPT,
)
RETURN_RULE = Parameter(
    "casework.return",
    Text("退单方式", "way of returning"),
    ReturnRule,
    selected_by=Selector.RECEIPT,
)
GUARDS = Parameter(
    "casework.guards", Text("办理规矩", "guards of moves"), Table, selected_by=Selector.RECEIPT
)
OWED = Parameter(
    "casework.owed", Text("应办事项", "what is owed"), Table, selected_by=Selector.RECEIPT
)


class StopRule(Label):
    """终止办理的方式: how handling is stopped before it is finished."""

    CONSENT = "经热线工作机构审核后终止", "with the consent of the hotline body"
    NOTE = "不再办理并书面说明", "by the unit, with a note in writing"


STOPPING = Parameter(
    "casework.stopping",
    Text("终止办理的方式", "way of stopping"),
    StopRule,
    selected_by=Selector.RECEIPT,
)
DEFERRAL_STOPS = Parameter(
    "casework.deferral_stops",
    Text("挂账期间停止计算时限", "deferral stops the clock"),
    bool,
    selected_by=Selector.RECEIPT,
)
ALERTS = Parameter("casework.alerts", Text("预警", "cards"), tuple, selected_by=Selector.RECEIPT)
SIGNING_LIMIT = Parameter(
    "signing.limit", Text("签收时限", "limit for signing"), TimeLimit, selected_by=Selector.RECEIPT
)
CONTACT_LIMIT = Parameter(
    "contact.limit",
    Text("联系诉求人时限", "limit for contacting the requester"),
    TimeLimit,
    selected_by=Selector.RECEIPT,
)
OBJECTION_WINDOW = Parameter(
    "dispatch_objection.window",
    Text("派单异议期限", "window for a dispatch objection"),
    TimeLimit,
    selected_by=Selector.RECEIPT,
)
OBJECTION_COUNT = Parameter(
    "dispatch_objection.max_count",
    Text("派单异议次数", "number of dispatch objections"),
    int,
    selected_by=Selector.RECEIPT,
)
EXTENSION_CAP = Parameter(
    "extension.cap",
    Text("延长办理时限的上限", "cap on extensions"),
    TimeLimit,
    selected_by=Selector.RECEIPT,
)
CO_HANDLER_LIMIT = Parameter(
    "co_handler.limit",
    Text("协办单位报送期限", "limit for co-handlers"),
    TimeLimit,
    selected_by=Selector.RECEIPT,
)
DEFERRED_SCOPE = Parameter(
    "deferred_ledger.scope",
    Text("挂账事项范围", "scope of the deferred ledger"),
    tuple,
    selected_by=Selector.RECEIPT,
)

PARAMETERS = (
    RESPONSIBILITY,
    RETURN_RULE,
    GUARDS,
    OWED,
    STOPPING,
    DEFERRAL_STOPS,
    ALERTS,
    SIGNING_LIMIT,
    CONTACT_LIMIT,
    OBJECTION_WINDOW,
    OBJECTION_COUNT,
    EXTENSION_CAP,
    CO_HANDLER_LIMIT,
    DEFERRED_SCOPE,
)
"""The parameters of a rulebook that casework reads, beside those of limits and their counting."""


# --- The facts of a move ----------------------------------------------------------------------------


class Actor(Label):
    """行为主体: as what somebody acts on a strand."""

    HOTLINE = "热线工作机构", "the hotline body"
    SERVICE_DEPARTMENT = "政务服务部门", "the government services department"
    ANSWERABLE = "责任单位", "the unit that answers for it"
    HOLDER = "受交办单位", "the unit that it was handed down to"
    CO_HANDLER = "协办单位", "a co-handler"
    CALLED = "报到单位", "a unit that was called"
    SUPERIOR = "上级", "a superior"
    REQUESTER = "诉求人", "the requester"
    OTHER = "其他单位", "another unit"


class Bound(Label):
    """是否超出规定: how something stands to a limit, a window, a cap or a count."""

    WITHIN = "未超出规定", "within what is set"
    BEYOND = "超出规定", "beyond what is set"
    NOT_SET = "未作规定", "nothing is set"
    NOT_PUBLIC = "规定未公布", "what is set is not public"


class Times(Label):
    """次数."""

    NEVER = "无", "never"
    ONCE = "一次", "once"
    TWICE = "两次", "twice"
    OFTEN = "三次以上", "three times or more"

    @classmethod
    def of(cls, number: int) -> "Times":
        """The word for a number."""
        return tuple(cls)[min(number, 3)]


class Settled(Label):
    """承办单位的确定方式."""

    NO = "未经确定", "not settled"
    STUDIED = "经研究确定", "settled after study"
    DESIGNATED = "直接指定", "designated"


_FLAG = (True, False)

GIVING = (Move.DISPATCHED, Move.ADJUDICATED, Move.DESIGNATED, Move.RECALLED)
"""The moves by which the hotline's side gives a ticket to a unit."""

REACHING = (
    *GIVING,
    *(Move.CONFERRED, Move.ENTRUSTED, Move.JOINED, Move.CALLED_OUT, Move.ESCALATED),
    *(Move.ELEVATED, Move.RISK_REPORTED),
)
"""The moves by which a matter comes to the knowledge of another unit."""

MOVE_FACTS = FactSpace(
    (
        Fact("move", Text("办理环节", "move"), tuple(Move)),
        Fact("actor", Text("行为主体", "who acts"), tuple(Actor)),
        Fact("interested", Text("有直接利害关系", "has a stake in the matter"), _FLAG),
        Fact("by_kind", Text("行为单位类别", "kind of the unit that acts"), tuple(UnitKind)),
        Fact("to_kind", Text("受派单位类别", "kind of the unit addressed"), tuple(UnitKind)),
        Fact("lead_kind", Text("责任单位类别", "kind of the unit that answers"), tuple(UnitKind)),
        Fact("several", Text("同时派至多个单位", "to several units at once"), _FLAG),
        Fact("to_accused", Text("受派单位系被投诉举报单位", "addressed is the accused"), _FLAG),
        Fact("with_city_department", Text("市政府部门协办", "a city department assists"), _FLAG),
        Fact("copied", Text("已同时送区人民政府", "copied to the district government"), _FLAG),
        Fact("limit_stated", Text("已注明办理时限", "the limit is stated"), _FLAG),
        Fact("main", Text("作为主责", "as the main handler"), _FLAG),
        Fact("listed", Text("在职责清单内", "on the list of duties"), _FLAG),
        Fact(
            "assists",
            Text("社区协助政府工作的事项", "a matter that a community assists in"),
            _FLAG,
        ),
        Fact("department_duty", Text("应由职能部门办理", "a department's duty"), _FLAG),
        Fact("settled", Text("承办单位的确定", "how the unit was settled"), tuple(Settled)),
        Fact("window", Text("异议、退单期限", "window for returning"), tuple(Bound)),
        Fact("count", Text("异议次数", "number of objections"), tuple(Bound)),
        Fact("misdirected", Text("派错", "misdirected so far"), tuple(Times)),
        Fact("ground", Text("异议理由", "ground of the objection"), tuple(ObjectionGround)),
        Fact("outcome", Text("审核结果", "outcome"), tuple(Adjudication)),
        Fact("answered", Text("已答复和反馈", "answered and fed back"), _FLAG),
        Fact("reasoned", Text("已说明理由", "a reason is given"), _FLAG),
        Fact("extended", Text("此前延期", "extended before"), tuple(Times)),
        Fact("signing", Text("签收时限", "the limit for signing"), tuple(Bound)),
        Fact("contact", Text("联系诉求人时限", "the limit for contacting"), tuple(Bound)),
        Fact("interim", Text("已报告阶段性工作情况", "interim progress is reported"), _FLAG),
        Fact("finished", Text("已有办理结果", "finished"), _FLAG),
        Fact("timely", Text("办理时限", "the limit of handling"), tuple(Bound)),
        Fact("report", Text("协办报送期限", "the limit of the co-handler"), tuple(Bound)),
        Fact("cap", Text("延期幅度", "length of extensions"), tuple(Bound)),
        Fact("grounded", Text("已写明依据", "a ground is cited"), _FLAG),
        Fact("approver", Text("批准人", "approved by"), tuple(Approver)),
        Fact("requester_told", Text("已告知诉求人", "the requester was told"), _FLAG),
        Fact("hotline_told", Text("已告知热线", "the hotline was told"), _FLAG),
        Fact("stop_ground", Text("终止情形", "ground for stopping"), tuple(StopGround)),
        Fact("came", Text("到场", "came"), _FLAG),
        Fact("authority", Text("有权决定", "with authority"), _FLAG),
    )
)
"""
What guards decide on: the move, what the history makes of it, and what its record says.

A row that tests a fact which its move does not have never holds. One that fails only because a fact
is not on record, or because what is set is not public, is told as not verifiable: a row that names
what is *not* wanted has to name MISSING as well, ``excluding(Approver.HOTLINE, MISSING)``.
"""

OF_THE_RECORD = frozenset(
    {
        *("actor", "interested", "by_kind", "to_kind", "several", "with_city_department"),
        *("copied", "limit_stated", "main", "listed", "assists", "department_duty", "ground"),
        *("outcome", "reasoned", "interim", "finished", "grounded", "approver"),
        *("requester_told", "hotline_told", "stop_ground", "came", "authority"),
    }
)
"""Facts that only the record of a move settles: of a move to come they are still open."""


class Consequence(Label):
    """规矩的效果: what it means that a guard's conditions hold."""

    BARRED = "不得", "barred"
    BREACH = "违反规定", "a breach"


_EFFECTS = {
    Consequence.BARRED: ("违者不得办理", "barred where broken"),
    Consequence.BREACH: ("违者记为违反规定", "a breach where broken"),
}


@attrs.frozen
class Guard:
    """
    规矩: what a row of `GUARDS` says when its conditions hold.

    Attributes:
        consequence: Whether the move is barred, or possible and a breach.
        says: The rule in words.

    Raises:
        InvalidValueError: A value of another type.
    """

    consequence: Consequence
    says: Text

    def __attrs_post_init__(self) -> None:
        refuse(InvalidValueError, mistyped("guard", self, consequence=Consequence, says=Text))

    @property
    def text(self) -> Text:
        """The rule, for tables."""
        return self.says

    @property
    def effect(self) -> Text:
        """
        The rule and what follows for whoever departs from it.

        Example:
            >>> barred("延期须经负责人批准", "the head has to consent").effect.zh
            '延期须经负责人批准（违者不得办理）'
        """
        zh, en = _EFFECTS[self.consequence]
        return Text(f"{self.says.zh}（{zh}）", f"{self.says.en} ({en})")

    def __str__(self) -> str:
        return self.says.zh


def barred(zh: str, en: str) -> Guard:
    """
    A guard that bars the move.

    Example:
        >>> barred("不得再次退回", "no second return").consequence.zh
        '不得'
    """
    return Guard(Consequence.BARRED, Text(zh, en))


def breach(zh: str, en: str) -> Guard:
    """A guard that the move breaks, and that does not undo it."""
    return Guard(Consequence.BREACH, Text(zh, en))


# --- The facts of a stand ---------------------------------------------------------------------------


class Bearer(Label):
    """义务主体: who owes it."""

    HOTLINE = "热线工作机构", "the hotline body"
    SERVICE_DEPARTMENT = "政务服务部门", "the government services department"
    ANSWERABLE = "责任单位", "whoever answers for it"
    HOLDER = "经办单位", "the unit that has it in hand"
    CO_HANDLERS = "协办单位", "each co-handler"
    CALLED = "报到单位", "each unit called"
    SUPERIOR = "上级", "the superior that it was put to"


class When(Label):
    """履行时间: by when it is owed."""

    AT_ONCE = "即时", "at once"
    PROMPTLY = "及时", "in good time"
    IN_LIMIT = "办理时限内", "within the limit of handling"
    IN_FIRST_LIMIT = (
        "原办理时限内",
        "within the limit of handling before any statute's or extension",
    )
    IN_ITS_LIMIT = "规定期限内", "within a limit of its own"
    AFTER_LIMIT = "办理时限期满后", "once the limit of handling is up"
    NOT_SET = "（时限未定）", "no time is set"


OWED_FACTS = FactSpace(
    (
        Fact("closed", Text("已办结", "closed"), _FLAG),
        Fact("with_unit", Text("已有责任单位", "a unit answers for it"), _FLAG),
        Fact("signed", Text("已签收", "signed for"), _FLAG),
        Fact("contacted", Text("已联系诉求人", "requester contacted"), _FLAG),
        Fact("objecting", Text("异议待审核", "objection pending"), _FLAG),
        Fact("co_handlers", Text("协办待报送", "co-handlers have not reported"), _FLAG),
        Fact("called", Text("待报到", "units called have not come"), _FLAG),
        Fact("escalated", Text("待上级提出意见", "a superior has not answered"), _FLAG),
        Fact("asked", Text("延期待批", "an extension was asked for"), _FLAG),
        Fact("deferred", Text("挂账中", "on the deferred ledger"), _FLAG),
        Fact("in_channel", Text("已进入法定途径", "in a statutory channel"), _FLAG),
        Fact("statute", Text("适用法定时限", "a statute's limit applies"), _FLAG),
        Fact("informed", Text("已告知进展", "told how it stands"), _FLAG),
        Fact("reply_wanted", Text("要求回复", "an answer is wanted"), _FLAG),
        Fact("replied", Text("已答复诉求人", "requester answered"), _FLAG),
        Fact("fed_back", Text("已反馈热线", "fed back to the hotline"), _FLAG),
        Fact("stopped", Text("已终止办理", "handling stopped"), _FLAG),
        Fact("expired", Text("办理时限期满", "the limit is up"), _FLAG),
        Fact("followed_up", Text("已回访", "followed up"), _FLAG),
        Fact("asked_at_end", Text("期满后已回访", "followed up since the limit was up"), _FLAG),
        Fact("dissatisfied", Text("回访未解决或者不满意", "not solved, or dissatisfied"), _FLAG),
    )
)
"""What obligations decide on: how a strand stands at an instant."""


@attrs.frozen
class Owed:
    """
    应办事项: what a row of `OWED` says is owed when its conditions hold.

    Attributes:
        task: What has to be done.
        bearer: Who owes it.
        when: By when.
        limit: Path of the parameter that sets its own limit; empty where it has none.

    Raises:
        InvalidValueError: A value of another type; a limit of its own that is not named.
    """

    task: Task
    bearer: Bearer
    when: When
    limit: str = ""

    def __attrs_post_init__(self) -> None:
        kinds: dict[str, Any] = {"task": Task, "bearer": Bearer, "when": When, "limit": str}
        faults = mistyped("owed", self, **kinds)
        if not faults and (self.when is When.IN_ITS_LIMIT) is not bool(self.limit):
            what = Text("自有期限须指明参数", "a limit of its own names its parameter")
            faults.append(Fault("owed.limit", what, shown(self.limit)))
        refuse(InvalidValueError, faults)

    @property
    def text(self) -> Text:
        """What, who and when, for tables."""
        return Text(
            f"{self.bearer.zh}{self.when.zh}{self.task.zh}",
            f"{self.bearer.en}: {self.task.en}, {self.when.en}",
        )

    def __str__(self) -> str:
        return self.text.zh


# --- A rulebook's conduct ---------------------------------------------------------------------------

_NO_RULE = assumed(
    "规则集未规定办理过程的责任归属，按接到派单的单位负责",
    "the rulebook does not say who answers; the unit that got the ticket does",
)


@attrs.frozen(eq=False)
class Conduct:
    """
    What a rulebook says of handling, checked and ready.

    Attributes:
        responsibility: Who answers; None where nothing is set or known: the unit that got the ticket.
        returns: How a unit may hand a ticket back; None where nothing is set or known.
        guards: The rows of `GUARDS` by move, in their order.
        owed: The rows of `OWED`.
        counting: How limits are counted.
        limits: The table of limits; None where the rulebook has none.
        recusal: Types of request that are kept from the unit accused.
        provisions: Every parameter that the rulebook states, by path.
    """

    responsibility: Responsibility | None
    returns: ReturnRule | None
    guards: Mapping[Move, tuple[Any, ...]] = attrs.field(repr=False)
    owed: tuple[Any, ...] = attrs.field(repr=False)
    counting: Counting = attrs.field(repr=False)
    limits: Table[Any] | None = attrs.field(repr=False)
    recusal: frozenset[Any]
    provisions: Mapping[str, tuple[Parameter, Provision]] = attrs.field(repr=False)

    @classmethod
    def of(cls, provisions: Mapping[str, tuple[Parameter, Provision]]) -> "Conduct":
        """
        The conduct of a rulebook; what it does not state, binds nobody.

        Raises:
            RulebookError: A table decides on other facts, or answers something else.
        """

        def value(parameter: Parameter, usual: Any) -> Any:
            stated = provisions.get(parameter.path)
            if stated is None or isinstance(stated[1].value, Absent):
                return usual
            return stated[1].value

        guards, owed = value(GUARDS, None), value(OWED, None)
        faults = _table_faults(GUARDS, guards, MOVE_FACTS, (Guard, Absent))
        faults += _table_faults(OWED, owed, OWED_FACTS, (Owed,))
        faults += misfits(ALERTS.path, value(ALERTS, ()), AlertRule)
        limits = value(LIMITS, None)
        if limits is not None and limits.space.facts[: len(INTAKE_FACTS.facts)] != (
            INTAKE_FACTS.facts
        ):
            faults.append(
                Fault(LIMITS.path, Text("表的事实空间不符", "it decides on other facts"))
            )
        faults += _limit_faults(owed)
        refuse(RulebookError, faults)
        rows = guards.rows if guards else ()
        by_move: dict[Move, tuple[Any, ...]] = {
            move: tuple(row for row in rows if _admits(row, move)) for move in Move
        }
        return cls(
            value(RESPONSIBILITY, None),
            value(RETURN_RULE, None),
            {move: found for move, found in by_move.items() if found},
            owed.rows if owed else (),
            value(COUNTING, CIVIL_CODE),
            limits,
            value(RECUSAL, frozenset()),
            provisions,
        )

    def value(self, parameter: Parameter | str) -> Any:
        """What applies of a parameter: its value, `SILENT` or `UNSET`; None where nothing is stated."""
        stated = self.provisions.get(parameter if isinstance(parameter, str) else parameter.path)
        return None if stated is None else stated[1].value

    def grounds(self, parameter: Parameter | str) -> tuple[Citation, ...]:
        """Where it is said."""
        path = parameter if isinstance(parameter, str) else parameter.path
        stated = self.provisions.get(path)
        if stated is None:
            return (_NO_RULE,) if path == RESPONSIBILITY.path else ()
        return stated[1].citations

    def limit(self, parameter: Parameter | str) -> TimeLimit | None:
        """The limit that a parameter sets; None where it is silent, unset or not stated."""
        found = self.value(parameter)
        return found if isinstance(found, TimeLimit) else None

    @property
    def alerts(self) -> tuple[AlertRule, ...]:
        """预警: the cards of the rulebook; none where it has none."""
        found = self.value(ALERTS)
        return found if isinstance(found, tuple) else ()


def _admits(row: Any, move: Move) -> bool:
    return all(move in test.allowed for test in row.conditions if test.fact == "move")


def _limit_faults(owed: Table[Owed] | None) -> list[Fault]:
    """A limit of its own that no parameter sets, in a row of what is owed."""
    known = [each.path for each in PARAMETERS if each.kind is TimeLimit]
    return [
        Fault(
            f"{OWED.path}.{row.id}",
            Text("没有这个时限参数", "no parameter sets such a limit"),
            row.then.limit,
            remedy=did_you_mean(row.then.limit, known),
        )
        for row in (owed.rows if owed else ())
        if isinstance(row.then, Owed) and row.then.limit and row.then.limit not in known
    ]


def _table_faults(
    parameter: Parameter, table: Any, space: FactSpace, outcomes: tuple[type, ...]
) -> list[Fault]:
    if table is None:
        return []
    path, faults = parameter.path, []
    if table.space != space:
        what = Text("表的事实空间不符", "the table decides on other facts")
        faults.append(Fault(path, what, expected=Text(*[", ".join(space.names)] * 2)))
    if table.policy is not HitPolicy.COLLECT:
        what = Text("命中规则不符", "the wrong hit policy")
        faults.append(Fault(path, what, table.policy.name, Text("全部命中", "COLLECT")))
    faults += [
        misfit(f"{path}.{row.id}", row.then, outcomes[0])
        for row in table.rows
        if not isinstance(row.then, outcomes)
    ]
    return faults
