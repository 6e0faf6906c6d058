"""
办理过程: what happens to a request, from the call to the archive, as plain dated facts.

An event says what somebody did and when; nothing in it is a conclusion. Whether a return was late,
who answered for the matter and what was still owed follow from the history (`custody`, `moves`,
`agenda`). Events are ordered by instant and, within one instant, by their sequence number; an event
that was written down later than it happened is an ordinary fact with two instants.

`Move` is the vocabulary: one member per kind of event, with the official term.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, ClassVar

import attrs

from .canonical import Alike, compact
from .counting import Counting
from .deadlines import TimeLimit
from .decisions import DispatchMode, Routing, Stage
from .errors import (
    CaseworkError,
    Fault,
    InvalidValueError,
    fail,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .labels import Label, Text
from .legal_time import instant
from .outcomes import CountedAs, FollowUp, Resolution, Satisfaction
from .sources import Citation
from .tickets import StatutoryStanding, Ticket

__all__ = [
    "EVENTS",
    "Adjudicated",
    "Adjudication",
    "Approver",
    "Archived",
    "Body",
    "CalledOut",
    "ChannelEntered",
    "Classified",
    "Cleared",
    "Closed",
    "Conferred",
    "Contacted",
    "Corrected",
    "CountedAs",
    "Deferred",
    "Designated",
    "Dispatched",
    "Dissuaded",
    "Elevated",
    "Entrusted",
    "Escalated",
    "Event",
    "Extended",
    "ExtensionAsked",
    "ExtensionRefused",
    "FedBack",
    "FollowedUp",
    "Informed",
    "Joined",
    "KeyCleared",
    "KeyListed",
    "LimitReplaced",
    "Linked",
    "LinkedAs",
    "Move",
    "Objected",
    "ObjectionGround",
    "OpinionGiven",
    "Party",
    "Rated",
    "Recalled",
    "Received",
    "Rehandled",
    "Reminded",
    "Reopened",
    "Replied",
    "Reported",
    "Responded",
    "Returned",
    "RiskReported",
    "Signed",
    "Split",
    "StopGround",
    "Stopped",
    "Succeeded",
    "Supervised",
    "Supplemented",
    "Urged",
    "Withdrawn",
    "in_order",
    "name_of",
]

# --- Who acts, and what they may say ----------------------------------------------------------------


class Party(Label):
    """参与主体 that are no 承办单位; a unit is named by its identifier."""

    HOTLINE = "市民热线服务工作机构", "the hotline body"
    SERVICE_DEPARTMENT = "政务服务部门", "the government services department"
    GOVERNMENT = "人民政府", "the government"
    REQUESTER = "诉求人", "the requester"


Body = str | Party
"""Whoever acts: a unit by its identifier, or a `Party`."""


Named = Callable[[Body], Text]
"""How a body is printed: by its identifier, or by the name that a directory has for it."""


def name_of(body: Body | None) -> Text:
    """A body as it is printed where no directory is at hand."""
    if body is None:
        return Text("—", "—")
    return body.text if isinstance(body, Party) else Text(body, body)


class ObjectionGround(Label):
    """派单异议的理由 (条例 12-3: 职责、管辖等, an open list)."""

    DUTY = "不属于本单位职责", "not the unit's duty"
    JURISDICTION = "不属于本单位管辖", "not in the unit's territory"
    OTHER = "其他理由", "another ground"


class Adjudication(Label):
    """异议的处理结果."""

    REASSIGN = "改派", "reassigned"
    UPHOLD = "维持原派单", "the dispatch is upheld"
    DESIGNATE = "指定承办单位", "a unit is designated"


class StopGround(Label):
    """终止办理、不再办理的情形 (潍坊 21, 济南 25)."""

    NOT_ACCEPTABLE = "属于不予受理的情形", "a case that is not accepted"
    UNCOOPERATIVE = (
        "诉求人拒不配合，导致无法办理",
        "the requester will not cooperate, so that it cannot be handled",
    )
    SAME_FACTS = (
        "依法办理或者依法不能办理后，以同一事实和理由再次提出",
        "raised again on the same facts and reasons after it was lawfully handled or refused",
    )
    OTHER = "其他情形", "another case"


class Approver(Label):
    """批准人: on whose word a limit is extended, or handling is stopped."""

    UNIT_HEAD = "本单位负责人", "the head of the unit"
    HOTLINE = "热线工作机构", "the hotline body"
    SERVICE_DEPARTMENT = "政务服务部门", "the government services department"
    GOVERNMENT = "人民政府", "the government"
    OTHER = "其他人员", "somebody else"
    NOBODY = "未经批准", "nobody"


class LinkedAs(Label):
    """同一事项的关联 with another case."""

    DOUBLE_ENTRY = "网格与热线重复登记", "entered by grid and hotline both"
    MERGED = "重复诉求并单办理", "merged with a repeated request"
    MASS = "多人反映的同一事项", "one matter that many raise"


class Move(Label):
    """
    办理环节: the kinds of event; a member is the official term and its English.

    Example:
        >>> Move.CALLED_OUT.zh, Move.find("退单") is Move.RETURNED
        ('吹哨', True)
    """

    RECEIVED = "受理", "received"
    SUPPLEMENTED = "补充诉求", "supplemented"
    CORRECTED = "更正工单", "record corrected"
    WITHDRAWN = "撤回诉求", "withdrawn"
    CLASSIFIED = "归类", "classified"
    CONFERRED = "会商", "conference held"
    SPLIT = "拆分诉求事项", "split into items"
    DISPATCHED = "派单", "dispatched"
    SIGNED = "签收", "signed for"
    CONTACTED = "联系诉求人", "requester contacted"
    OBJECTED = "派单异议", "dispatch objection"
    ADJUDICATED = "异议审核", "objection decided"
    DESIGNATED = "指定主办单位", "lead designated"
    RETURNED = "退单", "returned"
    RECALLED = "更正派单", "wrong dispatch corrected"
    ENTRUSTED = "交办", "handed down"
    JOINED = "确定协办单位", "co-handler joined"
    REPORTED = "协办报送", "co-handler reported"
    CALLED_OUT = "吹哨", "call-out"
    RESPONDED = "报到", "response to a call"
    ESCALATED = "报请协调", "put to a superior"
    OPINION_GIVEN = "提出处理意见", "opinion of the superior"
    ELEVATED = "提级办理", "raised to a higher level"
    EXTENSION_ASKED = "申请延期", "extension asked"
    EXTENDED = "延长办理时限", "limit extended"
    EXTENSION_REFUSED = "不予延期", "extension refused"
    LIMIT_REPLACED = "适用法定时限", "limit replaced by a statute"
    CHANNEL_ENTERED = "进入法定途径", "statutory channel entered"
    DEFERRED = "挂账", "put on the deferred ledger"
    REMINDED = "挂账提醒", "reminded of the deferred matter"
    CLEARED = "销账", "cleared from the deferred ledger"
    KEY_LISTED = "列入年度重点诉求台账", "entered in the year's ledger of key requests"
    KEY_CLEARED = "年度重点诉求销账", "cleared from the year's ledger of key requests"
    URGED = "催办", "urged"
    SUPERVISED = "督办", "supervised"
    RISK_REPORTED = "报告风险", "risk reported"
    DISSUADED = "劝阻诉求人", "requester dissuaded"
    INFORMED = "告知进展", "requester told how it stands"
    REPLIED = "答复诉求人", "requester answered"
    FED_BACK = "反馈热线", "fed back to the hotline"
    STOPPED = "终止办理", "handling stopped"
    FOLLOWED_UP = "回访", "followed up"
    RATED = "诉求人评价", "rated by the requester"
    REHANDLED = "退回再次办理", "sent back to be handled again"
    LINKED = "关联同一事项", "linked as the same matter"
    SUCCEEDED = "单位承继", "unit succeeded"
    CLOSED = "办结", "closed"
    REOPENED = "重新办理", "reopened"
    ARCHIVED = "归档", "archived"


# --- An event ---------------------------------------------------------------------------------------


def _happened(value: Any) -> datetime:
    return instant(value, "event.at")


def _written(value: Any) -> datetime | None:
    return None if value is None else instant(value, "event.recorded_at")


def _units(value: Any) -> tuple[str, ...]:
    # One unit is the usual case: its identifier alone will do.
    return (value,) if isinstance(value, str) else tupled(value)


@attrs.frozen(repr=False, eq=False)
class Event(Alike):
    """
    办理记录: the base of every event.

    Attributes:
        at: When it happened.
        by: Who did it; None: whoever does such things (the hotline dispatches, the unit that holds
            the ticket signs).
        seq: Order among events of one instant.
        strand: 子工单 that it is about; None where there is only one, or *by* says which.
        recorded_at: When it was written down, where that was later.
        interested: 有直接利害关系: whether whoever acts has a stake in the matter (济南 32-2); None: not
            on record.
        note: 备注, for the hotline and the unit in charge only.

    Raises:
        InvalidValueError: A field of another type; all at once.
        NaiveDatetimeError: An instant without a zone.
    """

    move: ClassVar[Move]

    at: datetime = attrs.field(converter=_happened)
    by: Body | None = attrs.field(default=None, kw_only=True)
    seq: int = attrs.field(default=0, kw_only=True)
    strand: int | None = attrs.field(default=None, kw_only=True)
    recorded_at: datetime | None = attrs.field(default=None, converter=_written, kw_only=True)
    interested: bool | None = attrs.field(default=None, kw_only=True)
    note: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        kind = type(self)
        if kind not in _KINDS:
            fail(
                InvalidValueError,
                "event",
                Text("没有这种办理记录", "no such event"),
                value=kind.__name__,
                expected=Text("jiesu.events 所列的类", "a class of jiesu.events"),
            )
        name = f"event {self.move.name}"
        faults = mistyped(name, self, **_KINDS[kind])
        for several in _SEVERAL.get(kind, ()):
            faults += misfits(f"{name}.{several}", getattr(self, several), str)
        for number in ("seq", "strand"):
            if isinstance(getattr(self, number), bool):
                faults.append(misfit(f"{name}.{number}", getattr(self, number), int))
        refuse(InvalidValueError, faults or [*self._unnamed(name), *self._more_faults(name)])

    def _unnamed(self, name: str) -> Iterable[Fault]:
        """A unit whose identifier is empty is no unit."""
        for field in () if isinstance(self, Corrected) else _NAMES:
            value = getattr(self, field, None)
            if value == "" or (isinstance(value, tuple) and "" in value):
                yield Fault(f"{name}.{field}", Text("单位标识为空", "the identifier is empty"))

    def _more_faults(self, name: str) -> Iterable[Fault]:
        del name
        return ()

    def __repr__(self) -> str:
        # What is not said is not printed: an event has many fields, and few of them are stated.
        told = [
            f"{field.name}={getattr(self, field.name)!r}"
            for field in attrs.fields(type(self))
            if field.name != "at" and getattr(self, field.name) != field.default
        ]
        when = f"{self.at:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
        return f"{type(self).__name__}({', '.join([when, *told])})"

    @property
    def order(self) -> tuple[datetime, int]:
        """先后: by instant, then by sequence number."""
        return self.at, self.seq

    @property
    def backfilled(self) -> bool:
        """补录: whether it was written down later than it happened."""
        return self.recorded_at is not None and self.recorded_at > self.at

    def told(self, name: Named) -> Text:
        """What it adds to its kind, in words, without any personal matter; may be empty."""
        del name
        return Text("", "")

    @property
    def says(self) -> Text:
        """See `told`; units by their identifiers."""
        return self.told(name_of)


def _join(bodies: Iterable[str], name: Named) -> Text:
    several = [name(each) for each in bodies]
    return Text("、".join(each.zh for each in several), ", ".join(each.en for each in several))


# --- Intake -----------------------------------------------------------------------------------------


@compact
@attrs.frozen(repr=False, eq=False)
class Received(Event):
    """
    受理: the request became a ticket (条例 10).

    Attributes:
        ticket: 工单.
        confidential: 诉求人要求保密.
        reply_wanted: 是否要求回复 (济南 16, 潍坊 20: 要求不回复的除外).
    """

    move: ClassVar[Move] = Move.RECEIVED
    ticket: Ticket
    confidential: bool = attrs.field(default=False, kw_only=True)
    reply_wanted: bool = attrs.field(default=True, kw_only=True)

    def told(self, name: Named) -> Text:
        """Its number, and whether it is to be kept confidential."""
        del name
        if self.confidential:
            return Text(
                f"{self.ticket.id}，要求保密", f"{self.ticket.id}, to be kept confidential"
            )
        return Text(self.ticket.id, self.ticket.id)


@compact
@attrs.frozen(repr=False, eq=False)
class Supplemented(Event):
    """
    补充诉求: the requester added to it.

    Attributes:
        what: What was added; may be personal.
        confidential: 诉求人要求保密, from now on.
    """

    move: ClassVar[Move] = Move.SUPPLEMENTED
    what: str = attrs.field(default="", kw_only=True)
    confidential: bool = attrs.field(default=False, kw_only=True)


@compact
@attrs.frozen(repr=False, eq=False)
class Corrected(Event):
    """更正工单: a field of the record was wrong; both values stay on record and may be personal."""

    move: ClassVar[Move] = Move.CORRECTED
    field: str
    old: str
    new: str

    def told(self, name: Named) -> Text:
        """Which field."""
        del name
        return Text(self.field, self.field)


@compact
@attrs.frozen(repr=False, eq=False)
class Withdrawn(Event):
    """撤回诉求: the requester takes it back."""

    move: ClassVar[Move] = Move.WITHDRAWN


@compact
@attrs.frozen(repr=False, eq=False)
class Classified(Event):
    """归类: the matter was put under a leaf of the dispatch catalogue, or under another one."""

    move: ClassVar[Move] = Move.CLASSIFIED
    leaf: str

    def told(self, name: Named) -> Text:
        """The leaf."""
        del name
        return Text(self.leaf, self.leaf)


@compact
@attrs.frozen(repr=False, eq=False)
class Conferred(Event):
    """
    会商: units were heard on who handles it (条例 12-2; 潍坊 22-2 研究确定).

    Attributes:
        units: Who took part.
        settled_on: The unit that was agreed on; None where none was.
    """

    move: ClassVar[Move] = Move.CONFERRED
    units: tuple[str, ...] = attrs.field(default=(), converter=_units)
    settled_on: str | None = attrs.field(default=None, kw_only=True)

    def told(self, name: Named) -> Text:
        """Who was agreed on."""
        if self.settled_on is None:
            return Text("", "")
        unit = name(self.settled_on)
        return Text(f"确定{unit.zh}", f"settled on {unit.en}")


@compact
@attrs.frozen(repr=False, eq=False)
class Split(Event):
    """拆分诉求事项, at intake or later: items of their own (意见 三（五）); the first stays where it is."""

    move: ClassVar[Move] = Move.SPLIT
    items: tuple[str, ...] = attrs.field(converter=_units)

    def _more_faults(self, name: str) -> Iterable[Fault]:
        if len(self.items) < 2:
            what = Text("拆分须有两项以上", "a split has two items or more")
            yield Fault(f"{name}.items", what, shown(self.items))

    def told(self, name: Named) -> Text:
        """How many items."""
        del name
        return Text(f"{len(self.items)}项", f"{len(self.items)} items")


# --- Dispatch and who answers -----------------------------------------------------------------------


@compact
@attrs.frozen(repr=False, eq=False)
class Dispatched(Event):
    """
    派单: to one unit, or to several at once (双派单), each with a strand of its own.

    Attributes:
        to: Identifiers of the units, the lead first.
        mode: 直派 or 派区; None where the record does not say.
        limit: 工单上注明的办理时限 (条例 13-1); None where none is stated.
        counting: How that limit is counted; None: as the rulebook counts.
        co_handlers: 协办单位.
        copied_to: Units that got a copy.
        batch: 批次 of a dispatch of many tickets at once.
        department_duty: Whether the matter is one that a department has to handle (66号（五）); None:
            not on record.
    """

    move: ClassVar[Move] = Move.DISPATCHED
    to: tuple[str, ...] = attrs.field(converter=_units)
    mode: DispatchMode | None = attrs.field(default=None, kw_only=True)
    limit: TimeLimit | None = attrs.field(default=None, kw_only=True)
    counting: Counting | None = attrs.field(default=None, kw_only=True, repr=False)
    co_handlers: tuple[str, ...] = attrs.field(default=(), converter=_units, kw_only=True)
    copied_to: tuple[str, ...] = attrs.field(default=(), converter=_units, kw_only=True)
    batch: str = attrs.field(default="", kw_only=True)
    department_duty: bool | None = attrs.field(default=None, kw_only=True)

    def _more_faults(self, name: str) -> Iterable[Fault]:
        if not self.to:
            yield Fault(f"{name}.to", Text("没有承办单位", "no unit"))
        if len(set(self.to)) < len(self.to):
            yield Fault(f"{name}.to", Text("单位重复", "a unit stands twice"), shown(self.to))

    @classmethod
    def routed(cls, routing: Routing, at: datetime, **more: Any) -> "Dispatched":
        """
        The dispatch that a routing decides on: its lead, co-handlers, copies and limit.

        Args:
            routing: A decision that names a lead.
            at: When it was dispatched.
            more: Other fields.

        Raises:
            CaseworkError: The decision names no unit.
        """
        if not isinstance(routing, Routing):
            raise InvalidValueError(misfit("routing", routing, Routing))
        if routing.lead is None:
            fail(
                CaseworkError,
                f"routing {routing.ticket.id}",
                Text("未派单，没有承办单位", "not dispatched: there is no unit"),
                value=routing.disposition.en,
                remedy=Text("先看 routing.lead", "look at routing.lead first"),
            )
        stated = [each for each in routing.deadlines if each.stage is Stage.HANDLE]
        also = tuple(unit.id for unit in routing.also_dispatched_to)
        return cls(
            at,
            (routing.lead.id, *also),
            mode=routing.mode,
            limit=stated[0].limit if stated else None,
            co_handlers=tuple(unit.id for unit in routing.co_handlers),
            copied_to=tuple(unit.id for unit in routing.copied_to),
            **more,
        )

    def told(self, name: Named) -> Text:
        """To whom, how, and within what limit."""
        zh, en = _join(self.to, name)
        if self.mode:
            zh, en = f"{zh}（{self.mode.zh}）", f"{en} ({self.mode.en})"
        if self.co_handlers:
            others = _join(self.co_handlers, name)
            zh, en = f"{zh}，协办{others.zh}", f"{en}, with {others.en}"
        if self.limit:
            zh, en = f"{zh}，时限{self.limit.text.zh}", f"{en}, within {self.limit.text.en}"
        return Text(zh, en)


@compact
@attrs.frozen(repr=False, eq=False)
class Signed(Event):
    """签收: the unit has taken note of the ticket."""

    move: ClassVar[Move] = Move.SIGNED


@compact
@attrs.frozen(repr=False, eq=False)
class Contacted(Event):
    """联系诉求人 (条例 15-1-(一)); *reached* is whether somebody answered."""

    move: ClassVar[Move] = Move.CONTACTED
    reached: bool = attrs.field(default=True, kw_only=True)

    def told(self, name: Named) -> Text:
        """Whether somebody answered."""
        del name
        return Text("", "") if self.reached else Text("未接通", "not reached")


@compact
@attrs.frozen(repr=False, eq=False)
class Objected(Event):
    """
    派单异议、申请退回: the unit says that it is not its matter (条例 12-3, 潍坊 22-1).

    Attributes:
        ground: Of which kind its reason is; None: not on record.
        reason: The reason, in the unit's words.
    """

    move: ClassVar[Move] = Move.OBJECTED
    ground: ObjectionGround | None = None
    reason: str = attrs.field(default="", kw_only=True)

    def told(self, name: Named) -> Text:
        """The ground."""
        del name
        return self.ground.text if self.ground else Text("", "")


@compact
@attrs.frozen(repr=False, eq=False)
class Adjudicated(Event):
    """
    异议审核: the objection is decided.

    Attributes:
        outcome: 改派, 维持 or 指定.
        to: The unit from now on; None: none yet, the hotline body dispatches anew.
        studied: Whether it was 研究确定 with the departments (潍坊 22-2).
    """

    move: ClassVar[Move] = Move.ADJUDICATED
    outcome: Adjudication
    to: str | None = None
    studied: bool = attrs.field(default=False, kw_only=True)

    def _more_faults(self, name: str) -> Iterable[Fault]:
        if self.outcome is Adjudication.DESIGNATE and not self.to:
            yield Fault(f"{name}.to", Text("指定须写明单位", "a designation names the unit"))
        if self.outcome is Adjudication.UPHOLD and self.to:
            what = Text("维持原派单，不应另有单位", "upheld: there is no other unit")
            yield Fault(f"{name}.to", what, shown(self.to))

    def told(self, name: Named) -> Text:
        """The outcome, and the unit."""
        zh, en = self.outcome.text
        if self.to is None:
            return Text(zh, en)
        unit = name(self.to)
        return Text(f"{zh}：{unit.zh}", f"{en}: {unit.en}")


@compact
@attrs.frozen(repr=False, eq=False)
class Designated(Event):
    """
    指定、确定主办单位, also without an objection (潍坊 22-2, 22-3; 济南 29-1; 66号（五）).

    Attributes:
        to: The lead.
        co_handlers: 协办单位 that were fixed with it.
    """

    move: ClassVar[Move] = Move.DESIGNATED
    to: str
    co_handlers: tuple[str, ...] = attrs.field(default=(), converter=_units, kw_only=True)

    def told(self, name: Named) -> Text:
        """Who leads, and with whom."""
        unit, others = name(self.to), _join(self.co_handlers, name)
        if not self.co_handlers:
            return unit
        return Text(f"{unit.zh}，协办{others.zh}", f"{unit.en}, with {others.en}")


@compact
@attrs.frozen(repr=False, eq=False)
class Returned(Event):
    """退单: the unit gives the ticket back to the hotline body (安阳 50-2)."""

    move: ClassVar[Move] = Move.RETURNED
    reason: str = attrs.field(default="", kw_only=True)


@compact
@attrs.frozen(repr=False, eq=False)
class Recalled(Event):
    """
    更正派单: the hotline body corrects a wrong dispatch of its own; it does not count against the unit.

    Attributes:
        to: The right unit; None: it is dispatched anew.
        batch: 批次 that went wrong.
    """

    move: ClassVar[Move] = Move.RECALLED
    to: str | None = None
    batch: str = attrs.field(default="", kw_only=True)

    def told(self, name: Named) -> Text:
        """The right unit."""
        return name(self.to) if self.to else Text("", "")


@compact
@attrs.frozen(repr=False, eq=False)
class Entrusted(Event):
    """
    交办: the unit hands the work down; who answers for it does not change.

    Attributes:
        to: Who does the work.
        main: 作为主责, or to assist.
        listed: Whether it stands in the receiver's list of duties (社区职责清单, 属地管理事项责任清单);
            None: not on record.
        assists: 社区协助政府工作的事项 (条例 17-2); None: not on record.
        department_duty: Whether it is a department's duty (潍坊 24-2, 66号（五）); None: not on record.
    """

    move: ClassVar[Move] = Move.ENTRUSTED
    to: str
    main: bool = attrs.field(default=True, kw_only=True)
    listed: bool | None = attrs.field(default=None, kw_only=True)
    assists: bool | None = attrs.field(default=None, kw_only=True)
    department_duty: bool | None = attrs.field(default=None, kw_only=True)

    def told(self, name: Named) -> Text:
        """To whom, and as what."""
        role = Text("主责", "as the main handler") if self.main else Text("协助", "to assist")
        unit = name(self.to)
        return Text(f"{unit.zh}（{role.zh}）", f"{unit.en} ({role.en})")


# --- Working together -------------------------------------------------------------------------------


@compact
@attrs.frozen(repr=False, eq=False)
class Joined(Event):
    """
    确定协办单位: another unit takes part (条例 14-2).

    Attributes:
        unit: The co-handler.
        limit: 规定期限 for its report; None: as the rulebook says.
    """

    move: ClassVar[Move] = Move.JOINED
    unit: str
    limit: TimeLimit | None = attrs.field(default=None, kw_only=True)

    def told(self, name: Named) -> Text:
        """Which unit."""
        return name(self.unit)


@compact
@attrs.frozen(repr=False, eq=False)
class Reported(Event):
    """
    协办报送: a co-handler reports to the unit in charge (条例 14-2).

    Attributes:
        finished: 办理结果, or only 阶段性工作情况.
        reason: Why it is not finished in time.
        interim: 阶段性工作情况.
    """

    move: ClassVar[Move] = Move.REPORTED
    finished: bool = attrs.field(default=True, kw_only=True)
    reason: str = attrs.field(default="", kw_only=True)
    interim: str = attrs.field(default="", kw_only=True)

    def told(self, name: Named) -> Text:
        """Whether it is the result."""
        del name
        return Text("", "") if self.finished else Text("阶段性工作情况", "interim progress")


@compact
@attrs.frozen(repr=False, eq=False)
class CalledOut(Event):
    """吹哨: the subdistrict calls departments in (条例 16)."""

    move: ClassVar[Move] = Move.CALLED_OUT
    units: tuple[str, ...] = attrs.field(converter=_units)

    def _more_faults(self, name: str) -> Iterable[Fault]:
        if not self.units:
            yield Fault(f"{name}.units", Text("没有召集任何单位", "no unit is called"))

    def told(self, name: Named) -> Text:
        """Whom."""
        return _join(self.units, name)


@compact
@attrs.frozen(repr=False, eq=False)
class Responded(Event):
    """
    报到: a unit that was called, as the caller puts it on record; three facts (条例 16-2, 33).

    Attributes:
        came: Whether it came.
        with_authority: Whether whoever came could decide; None: not on record.
        solved: Whether the matter was solved; None: not yet known.
    """

    move: ClassVar[Move] = Move.RESPONDED
    came: bool = True
    with_authority: bool | None = attrs.field(default=None, kw_only=True)
    solved: bool | None = attrs.field(default=None, kw_only=True)

    def told(self, name: Named) -> Text:
        """The three facts."""
        del name
        facts = (
            (self.came, Text("到场", "came")),
            (self.with_authority, Text("有权决定", "with authority")),
            (self.solved, Text("问题解决", "matter solved")),
        )
        told = [(fact, text) for fact, text in facts if fact is not None]
        return Text(
            "，".join(text.zh if fact else f"未{text.zh}" for fact, text in told),
            ", ".join(text.en if fact else f"not {text.en}" for fact, text in told),
        )


@compact
@attrs.frozen(repr=False, eq=False)
class Escalated(Event):
    """报请协调: the unit puts what it cannot solve to a government or its line department (条例 20)."""

    move: ClassVar[Move] = Move.ESCALATED
    to: Body = Party.GOVERNMENT

    def told(self, name: Named) -> Text:
        """To whom."""
        return name(self.to)


@compact
@attrs.frozen(repr=False, eq=False)
class OpinionGiven(Event):
    """提出处理意见: what it was put to has answered (条例 20)."""

    move: ClassVar[Move] = Move.OPINION_GIVEN
    opinion: str = attrs.field(default="", kw_only=True)


@compact
@attrs.frozen(repr=False, eq=False)
class Elevated(Event):
    """提级办理: a higher body takes it over, and answers for it (66号)."""

    move: ClassVar[Move] = Move.ELEVATED
    to: str

    def told(self, name: Named) -> Text:
        """Which body."""
        return name(self.to)


# --- Limits -----------------------------------------------------------------------------------------


@compact
@attrs.frozen(repr=False, eq=False)
class ExtensionAsked(Event):
    """申请延期: by how much, and why."""

    move: ClassVar[Move] = Move.EXTENSION_ASKED
    by_how_much: TimeLimit
    reason: str = attrs.field(default="", kw_only=True)

    def told(self, name: Named) -> Text:
        """By how much."""
        del name
        return self.by_how_much.text


@compact
@attrs.frozen(repr=False, eq=False)
class Extended(Event):
    """
    延长办理时限.

    Attributes:
        by_how_much: What is added.
        ground: 依据; None where none was given.
        reason: Why, in the unit's words.
        approver: 批准人; None: not on record.
        requester_told: 已向诉求人说明理由 (条例 15-1-(二)); None: not on record.
        hotline_told: 已通报热线; None: not on record.
    """

    move: ClassVar[Move] = Move.EXTENDED
    by_how_much: TimeLimit
    ground: Citation | None = attrs.field(default=None, kw_only=True, repr=False)
    reason: str = attrs.field(default="", kw_only=True)
    approver: Approver | None = attrs.field(default=None, kw_only=True)
    requester_told: bool | None = attrs.field(default=None, kw_only=True)
    hotline_told: bool | None = attrs.field(default=None, kw_only=True)

    def told(self, name: Named) -> Text:
        """By how much, and on whose word."""
        del name
        zh, en = self.by_how_much.text
        if self.approver:
            return Text(
                f"{zh}（{self.approver.zh}批准）", f"{en} (approved by {self.approver.en})"
            )
        return Text(zh, en)


@compact
@attrs.frozen(repr=False, eq=False)
class ExtensionRefused(Event):
    """不予延期."""

    move: ClassVar[Move] = Move.EXTENSION_REFUSED
    reason: str = attrs.field(default="", kw_only=True)


@compact
@attrs.frozen(repr=False, eq=False)
class LimitReplaced(Event):
    """适用法定时限: a statute's limit takes the place of the hotline's; *ground* says which."""

    move: ClassVar[Move] = Move.LIMIT_REPLACED
    limit: TimeLimit
    ground: Citation = attrs.field(repr=False)

    def told(self, name: Named) -> Text:
        """The limit."""
        del name
        return self.limit.text


@compact
@attrs.frozen(repr=False, eq=False)
class ChannelEntered(Event):
    """进入法定途径 mid-case: litigation, arbitration, reconsideration ... (条例 11-3-(二))."""

    move: ClassVar[Move] = Move.CHANNEL_ENTERED
    channel: StatutoryStanding

    def _more_faults(self, name: str) -> Iterable[Fault]:
        if not self.channel.name.startswith("ENTERED"):
            what = Text("不是已进入的法定途径", "no channel that was entered")
            yield Fault(f"{name}.channel", what, shown(self.channel))

    def told(self, name: Named) -> Text:
        """Which one."""
        del name
        return self.channel.text


@compact
@attrs.frozen(repr=False, eq=False)
class Deferred(Event):
    """挂账: what cannot be solved soon goes on the deferred ledger (意见 三（四）)."""

    move: ClassVar[Move] = Move.DEFERRED
    reason: str = attrs.field(default="", kw_only=True)
    until: date | None = attrs.field(default=None, kw_only=True)


@compact
@attrs.frozen(repr=False, eq=False)
class Reminded(Event):
    """挂账提醒."""

    move: ClassVar[Move] = Move.REMINDED


@compact
@attrs.frozen(repr=False, eq=False)
class Cleared(Event):
    """销账: it leaves the deferred ledger; *solved* is whether by being solved."""

    move: ClassVar[Move] = Move.CLEARED
    solved: bool = attrs.field(default=True, kw_only=True)


@compact
@attrs.frozen(repr=False, eq=False)
class KeyListed(Event):
    """列入年度重点诉求办理台账 (意见 三（七）): another ledger than 挂账, for a year's key requests."""

    move: ClassVar[Move] = Move.KEY_LISTED


@compact
@attrs.frozen(repr=False, eq=False)
class KeyCleared(Event):
    """年度重点诉求销账."""

    move: ClassVar[Move] = Move.KEY_CLEARED


# --- Supervision and risk ---------------------------------------------------------------------------


@compact
@attrs.frozen(repr=False, eq=False)
class Urged(Event):
    """催办: the unit is reminded."""

    move: ClassVar[Move] = Move.URGED


@compact
@attrs.frozen(repr=False, eq=False)
class Supervised(Event):
    """督办 (济南 28, 潍坊 26); *ground* in the record's words."""

    move: ClassVar[Move] = Move.SUPERVISED
    ground: str = attrs.field(default="", kw_only=True)


@compact
@attrs.frozen(repr=False, eq=False)
class RiskReported(Event):
    """报告风险: what may become an incident, to the departments concerned (条例 29)."""

    move: ClassVar[Move] = Move.RISK_REPORTED
    to: tuple[str, ...] = attrs.field(default=(), converter=_units)

    def told(self, name: Named) -> Text:
        """To whom."""
        return _join(self.to, name)


@compact
@attrs.frozen(repr=False, eq=False)
class Dissuaded(Event):
    """劝阻、批评、教育诉求人，告知法律后果 (条例 37)."""

    move: ClassVar[Move] = Move.DISSUADED


# --- The answer -------------------------------------------------------------------------------------


@compact
@attrs.frozen(repr=False, eq=False)
class Informed(Event):
    """
    告知进展、做好解释 (条例 15-1-(二), 济南 24-1, 安阳 50-2).

    Attributes:
        promised: 明确的解决时限, where one was named.
    """

    move: ClassVar[Move] = Move.INFORMED
    promised: date | None = attrs.field(default=None, kw_only=True)

    def told(self, name: Named) -> Text:
        """The day that was named."""
        del name
        day = self.promised
        return Text(f"承诺 {day} 前解决", f"to be solved by {day}") if day else Text("", "")


@compact
@attrs.frozen(repr=False, eq=False)
class Replied(Event):
    """答复诉求人; *answer* may be personal."""

    move: ClassVar[Move] = Move.REPLIED
    answer: str = attrs.field(default="", kw_only=True)


@compact
@attrs.frozen(repr=False, eq=False)
class FedBack(Event):
    """反馈热线: the unit tells the hotline body what came of it; *claim* is its own word on it."""

    move: ClassVar[Move] = Move.FED_BACK
    claim: Resolution | None = None

    def told(self, name: Named) -> Text:
        """The unit's claim."""
        del name
        return self.claim.text if self.claim else Text("", "")


@compact
@attrs.frozen(repr=False, eq=False)
class Stopped(Event):
    """
    终止办理、不再办理 (潍坊 21, 济南 25).

    Attributes:
        ground: 情形.
        approver: Who agreed; None: nobody, or not on record.
        requester_told: 已向诉求人作出解释; None: not on record.
        hotline_told: 已向热线书面说明或者书面提请; None: not on record.
    """

    move: ClassVar[Move] = Move.STOPPED
    ground: StopGround
    approver: Approver | None = attrs.field(default=None, kw_only=True)
    requester_told: bool | None = attrs.field(default=None, kw_only=True)
    hotline_told: bool | None = attrs.field(default=None, kw_only=True)

    def told(self, name: Named) -> Text:
        """The ground."""
        del name
        return self.ground.text


@compact
@attrs.frozen(repr=False, eq=False)
class FollowedUp(Event):
    """
    回访 (条例 23): one attempt; there may be several.

    Attributes:
        result: Whether the requester could be asked.
        responded: 是否响应.
        resolved: 是否解决.
        satisfied: 是否满意.
        effect: 办理效果.
        attitude: 工作人员态度.
    """

    move: ClassVar[Move] = Move.FOLLOWED_UP
    result: FollowUp = FollowUp.REACHED
    responded: bool | None = attrs.field(default=None, kw_only=True)
    resolved: Resolution | None = attrs.field(default=None, kw_only=True)
    satisfied: Satisfaction | None = attrs.field(default=None, kw_only=True)
    effect: Satisfaction | None = attrs.field(default=None, kw_only=True)
    attitude: Satisfaction | None = attrs.field(default=None, kw_only=True)

    def _more_faults(self, name: str) -> Iterable[Fault]:
        said = (self.responded, self.resolved, self.satisfied, self.effect, self.attitude)
        if self.result is not FollowUp.REACHED and any(each is not None for each in said):
            yield Fault(
                f"{name}.result",
                Text("未访到诉求人，却有评价", "nobody was reached, and yet there is a rating"),
                shown(self.result),
            )

    def told(self, name: Named) -> Text:
        """What the requester said; or why nothing."""
        del name
        if self.result is not FollowUp.REACHED:
            return self.result.text
        told: list[Text] = []
        if self.responded is not None:
            yes, no = Text("已响应", "responded"), Text("未响应", "not responded")
            told.append(yes if self.responded else no)
        told += [each.text for each in (self.resolved, self.satisfied) if each]
        for zh, en, grade in (
            ("效果", "effect", self.effect),
            ("态度", "attitude", self.attitude),
        ):
            if grade:
                told.append(Text(f"{zh}{grade.zh}", f"{en}: {grade.en}"))
        return Text("，".join(each.zh for each in told), ", ".join(each.en for each in told))


@compact
@attrs.frozen(repr=False, eq=False)
class Rated(Event):
    """诉求人评价 of its own accord (条例 8-2)."""

    move: ClassVar[Move] = Move.RATED
    responded: bool | None = attrs.field(default=None, kw_only=True)
    resolved: Resolution | None = attrs.field(default=None, kw_only=True)
    satisfied: Satisfaction | None = attrs.field(default=None, kw_only=True)

    def told(self, name: Named) -> Text:
        """What the requester said."""
        del name
        told = [each.text for each in (self.resolved, self.satisfied) if each]
        return Text("，".join(each.zh for each in told), ", ".join(each.en for each in told))


@compact
@attrs.frozen(repr=False, eq=False)
class Rehandled(Event):
    """退回再次办理 (济南 27-2); *limit* is the one stated for it, None where none was."""

    move: ClassVar[Move] = Move.REHANDLED
    limit: TimeLimit | None = attrs.field(default=None, kw_only=True)
    reason: str = attrs.field(default="", kw_only=True)


# --- The end, and what ties cases together -----------------------------------------------------------


@compact
@attrs.frozen(repr=False, eq=False)
class Linked(Event):
    """关联同一事项: how the two are one, and how they count."""

    move: ClassVar[Move] = Move.LINKED
    case: str
    how: LinkedAs
    counted: CountedAs = CountedAs.EACH

    def told(self, name: Named) -> Text:
        """How, and how it counts."""
        del name
        zh, en = self.how.text
        return Text(f"{zh}，{self.counted.zh}", f"{en}, {self.counted.en}")


@compact
@attrs.frozen(repr=False, eq=False)
class Succeeded(Event):
    """单位承继: a unit was merged or renamed; the next one takes its place, with all that it owes."""

    move: ClassVar[Move] = Move.SUCCEEDED
    old: str
    new: str

    def _more_faults(self, name: str) -> Iterable[Fault]:
        if self.old == self.new:
            what = Text("承继单位与原单位相同", "a unit does not succeed itself")
            yield Fault(f"{name}.new", what, shown(self.new))

    def told(self, name: Named) -> Text:
        """Whose place whom takes."""
        old, new = name(self.old), name(self.new)
        return Text(f"{new.zh}承继{old.zh}", f"{new.en} in the place of {old.en}")


@compact
@attrs.frozen(repr=False, eq=False)
class Closed(Event):
    """办结: of one strand where that is named, else of the whole case."""

    move: ClassVar[Move] = Move.CLOSED


@compact
@attrs.frozen(repr=False, eq=False)
class Reopened(Event):
    """重新办理 of what was closed; *limit* is the one stated for it."""

    move: ClassVar[Move] = Move.REOPENED
    limit: TimeLimit | None = attrs.field(default=None, kw_only=True)


@compact
@attrs.frozen(repr=False, eq=False)
class Archived(Event):
    """归档."""

    move: ClassVar[Move] = Move.ARCHIVED


EVENTS: tuple[type[Event], ...] = (
    Received,
    Supplemented,
    Corrected,
    Withdrawn,
    Classified,
    Conferred,
    Split,
    Dispatched,
    Signed,
    Contacted,
    Objected,
    Adjudicated,
    Designated,
    Returned,
    Recalled,
    Entrusted,
    Joined,
    Reported,
    CalledOut,
    Responded,
    Escalated,
    OpinionGiven,
    Elevated,
    ExtensionAsked,
    Extended,
    ExtensionRefused,
    LimitReplaced,
    ChannelEntered,
    Deferred,
    Reminded,
    Cleared,
    KeyListed,
    KeyCleared,
    Urged,
    Supervised,
    RiskReported,
    Dissuaded,
    Informed,
    Replied,
    FedBack,
    Stopped,
    FollowedUp,
    Rated,
    Rehandled,
    Linked,
    Succeeded,
    Closed,
    Reopened,
    Archived,
)
"""Every kind of event, in the order of `Move`."""

_KINDS: dict[type[Event], dict[str, Any]] = {
    each: {
        field.name: tuple if field.converter is _units else field.type
        for field in attrs.fields(each)
    }
    for each in EVENTS
}
_NAMES = ("by", "to", "unit", "units", "co_handlers", "copied_to", "settled_on", "old", "new")
_SEVERAL: dict[type[Event], tuple[str, ...]] = {
    each: tuple(field.name for field in attrs.fields(each) if field.converter is _units)
    for each in EVENTS
}


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """
    A history in its order: by instant, then sequence number, then as given.

    Raises:
        InvalidValueError: Something that is no event; all at once.

    Example:
        >>> from jiesu.legal_time import beijing_time
        >>> late = Signed(beijing_time(2026, 3, 2, 9), seq=2)
        >>> [each.seq for each in in_order([late, attrs.evolve(late, seq=1)])]
        [1, 2]
    """
    if isinstance(events, Event) or not isinstance(events, Iterable):
        raise InvalidValueError(wrong_type("events", events, Text("多条办理记录", "events")))
    given = tuple(events)
    refuse(
        InvalidValueError,
        (
            wrong_type(f"events[{place}]", each, Text("办理记录", "an event"))
            for place, each in enumerate(given)
            if type(each) not in _KINDS
        ),
    )
    return tuple(sorted(given, key=lambda each: each.order))
