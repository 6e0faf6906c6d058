"""
工单: what the hotline body records of a request, as far as rules read it.

A `Ticket` is a few identity fields and one `Facts` value. Tickets with the same facts can share
that value (see `FactSpace.interner`), so that a month of them stays small. No personal data has a
place here: a requester is an opaque identifier of the host's choosing.
"""

from collections.abc import Hashable
from datetime import datetime

import attrs

from .canonical import compact
from .errors import (
    Fault,
    InvalidValueError,
    did_you_mean,
    misfit,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .facts import AS, Fact, Facts, FactSpace, FixedSpace
from .labels import Label, Text
from .legal_time import instant
from .sources import assumed


class RequestType(Label):
    """
    诉求类型, wide enough for every rulebook.

    The first five are those of 条例 art. 2; a rulebook says which it knows and how it reads the
    others.
    """

    INQUIRY = "咨询", "inquiry"
    ASSISTANCE = "求助", "request for assistance"
    COMPLAINT = "投诉", "complaint"
    REPORT = "举报", "report of irregularities"
    SUGGESTION = "建议", "suggestion"
    NEED = "需求", "need"
    PRAISE = "表扬", "praise"
    OTHER = "其他", "other"


class Channel(Label):
    """诉求渠道: through what the request came (条例 art. 2, 8: any form)."""

    PHONE = "电话", "telephone"
    NETWORK = "网络平台", "network platform"
    MESSAGE = "短信", "text message"
    LETTER = "来信", "letter"
    VISIT = "来访", "visit"
    OTHER = "其他渠道", "other channel"


class Origin(Label):
    """诉求来源: who passed the request on, where it was not the requester."""

    REQUESTER = "诉求人", "the requester"
    SUPERIOR = "上级交办", "a superior office"
    MEDIA = "媒体反映", "the media"
    POLICE = "110转办", "the 110 line"
    GRID = "网格上报", "the grid"
    DEPARTMENT = "部门转办", "another department"
    OTHER = "其他来源", "another origin"


class EmergencyLine(Label):
    """紧急服务热线 (条例 11-3-(一))."""

    NONE = "非紧急", "no emergency"
    POLICE = "110", "110 (police)"
    FIRE = "119", "119 (fire)"
    MEDICAL = "120", "120 (medical)"
    TRAFFIC = "122", "122 (traffic)"
    OTHER = "其他紧急热线", "another emergency line"


class StatutoryChannel(Label):
    """法定途径 and 信访渠道 (条例 11-3-(二))."""

    LITIGATION = "诉讼", "litigation"
    ARBITRATION = "仲裁", "arbitration"
    DISCIPLINE = "纪检监察", "discipline inspection and supervision"
    RECONSIDERATION = "行政复议", "administrative reconsideration"
    DISCLOSURE = "政府信息公开", "disclosure of government information"
    PETITION = "信访", "petition (xinfang)"
    OTHER = "其他法定途径", "another statutory channel"


class StatutoryStep(Label):
    """How far a matter is on its statutory channel: the two are different grounds."""

    SHOULD_GO = "应当通过", "should go through"
    ENTERED = "已进入", "has entered"


class StatutoryStanding(Label):
    """
    A matter's standing towards the statutory channels: none, or step x channel.

    Example:
        >>> StatutoryStanding.of(StatutoryStep.ENTERED, StatutoryChannel.PETITION).zh
        '已进入信访'
    """

    NONE = "不涉及法定途径", "no statutory channel"
    SHOULD_GO_LITIGATION = "应当通过诉讼", "should go to litigation"
    SHOULD_GO_ARBITRATION = "应当通过仲裁", "should go to arbitration"
    SHOULD_GO_DISCIPLINE = "应当通过纪检监察", "should go to discipline inspection"
    SHOULD_GO_RECONSIDERATION = "应当通过行政复议", "should go to administrative reconsideration"
    SHOULD_GO_DISCLOSURE = "应当通过政府信息公开", "should go to information disclosure"
    SHOULD_GO_PETITION = "应当通过信访", "should go to petition"
    SHOULD_GO_OTHER = "应当通过其他法定途径", "should go to another statutory channel"
    ENTERED_LITIGATION = "已进入诉讼", "has entered litigation"
    ENTERED_ARBITRATION = "已进入仲裁", "has entered arbitration"
    ENTERED_DISCIPLINE = "已进入纪检监察", "has entered discipline inspection"
    ENTERED_RECONSIDERATION = "已进入行政复议", "has entered administrative reconsideration"
    ENTERED_DISCLOSURE = "已进入政府信息公开", "has entered information disclosure"
    ENTERED_PETITION = "已进入信访", "has entered petition"
    ENTERED_OTHER = "已进入其他法定途径", "has entered another statutory channel"

    @classmethod
    def of(cls, step: StatutoryStep, channel: StatutoryChannel) -> "StatutoryStanding":
        """
        The standing made of a step and a channel.

        Raises:
            InvalidValueError: One of them is none.
        """
        refuse(
            InvalidValueError,
            (
                misfit(name, value, kind)
                for name, value, kind in (
                    ("step", step, StatutoryStep),
                    ("channel", channel, StatutoryChannel),
                )
                if not isinstance(value, kind)
            ),
        )
        return cls[f"{step.name}_{channel.name}"]


class EarlierCase(Label):
    """An earlier case of the same requester on the same matter (条例 11-3-(三))."""

    NONE = "没有在先诉求", "no earlier case"
    IN_PROGRESS = "在先诉求正在办理", "in progress"
    FINISHED = "在先诉求办理完毕", "finished"


class Secrecy(Label):
    """
    涉密: what the request asks to be given or disclosed (条例 11-3-(四)).

    A complaint that somebody leaked one's own data asks for nothing secret: it is ``NONE``. The
    last two are added by 国办函〔2025〕66号.
    """

    NONE = "不涉密", "none"
    STATE_SECRET = "国家秘密", "state secret"
    TRADE_SECRET = "商业秘密", "trade secret"
    PRIVACY = "个人隐私", "privacy"
    WORK_SECRET = "工作秘密", "work secret"
    PERSONAL_INFORMATION = "个人信息", "personal information"


class Territory(Label):
    """Whether the matter concerns the city's own territory (条例 art. 2, 21)."""

    INSIDE = "本市", "inside the city"
    NEIGHBOUR = "联动地区", "a linked neighbouring area"
    OUTSIDE = "其他地区", "elsewhere"


class ResponsibleBody(Label):
    """Whose duty the matter is (条例 art. 22; the military: opinion of 2020 三（六）)."""

    LOCAL = "本市单位", "a body of the city"
    CENTRAL = "中央单位", "a central body in the city"
    MILITARY = "军队单位", "the military"


class PlaceRole(Label):
    """What a place has to do with the matter; the catalogue says which one decides 属地."""

    EVENT = "发生地", "place of the event"
    RESIDENCE = "居住地", "residence"
    REGISTERED = "登记地", "registered place"


_NOT_RECORDED = assumed(
    "工单未载明的情形，视为受理时没有发现，按没有处理",
    "a sign that the ticket does not state was not met at intake, and is taken not to exist",
)


def _sign(name: str, zh: str, en: str, values: tuple[Hashable, ...], ordinary: Hashable) -> Fact:
    """A sign that intake records when it meets it."""
    return Fact(name, Text(zh, en), values, AS(ordinary, _NOT_RECORDED))


_FLAG = (True, False)


def _ticket_space() -> FactSpace:
    return TICKET_FACTS


TICKET_FACTS: FactSpace = FixedSpace(
    (
        Fact("request_type", Text("诉求类型", "request type"), tuple(RequestType)),
        Fact("channel", Text("诉求渠道", "channel"), tuple(Channel)),
        Fact("origin", Text("诉求来源", "origin"), tuple(Origin)),
        Fact("contact", Text("联系方式", "contact on record"), _FLAG),
        _sign("answerable", "能够即时答复", "can be answered at once", _FLAG, ordinary=False),
        _sign("emergency", "紧急事项", "emergency", tuple(EmergencyLine), EmergencyLine.NONE),
        _sign(
            "statutory",
            "法定途径",
            "statutory channel",
            tuple(StatutoryStanding),
            StatutoryStanding.NONE,
        ),
        _sign(
            "earlier",
            "同一诉求人同一事项的在先诉求",
            "earlier case of the same requester and matter",
            tuple(EarlierCase),
            EarlierCase.NONE,
        ),
        Fact("new_grounds", Text("新情况、新理由", "new facts or reasons"), _FLAG),
        _sign("secrecy", "涉密情形", "secrecy", tuple(Secrecy), Secrecy.NONE),
        _sign(
            "beyond_duty", "超出承办单位职责", "beyond the units' duties", _FLAG, ordinary=False
        ),
        _sign("unlawful", "违法或违背公序良俗", "unlawful or immoral", _FLAG, ordinary=False),
        _sign("territory", "涉及地域", "territory", tuple(Territory), Territory.INSIDE),
        _sign(
            "body", "责任主体", "responsible body", tuple(ResponsibleBody), ResponsibleBody.LOCAL
        ),
        _sign(
            "abusive",
            "恶意反复拨打或者无正当理由长时间占用",
            "abusive or needless use of the line",
            _FLAG,
            ordinary=False,
        ),
        _sign(
            "disrupts",
            "恶意扰乱热线工作秩序",
            "malicious disruption of the hotline",
            _FLAG,
            ordinary=False,
        ),
        _sign(
            "cross_region",
            "属于异地联动服务事项",
            "a matter of linked cross-region service",
            _FLAG,
            ordinary=False,
        ),
        _sign("sudden", "突发性", "sudden", _FLAG, ordinary=False),
        _sign("mass", "群体性", "mass", _FLAG, ordinary=False),
        _sign("extreme", "极端性", "extreme", _FLAG, ordinary=False),
        _sign("risk", "突发事件风险", "risk of an incident", _FLAG, ordinary=False),
        _sign("complex", "疑难复杂", "hard or complex", _FLAG, ordinary=False),
    ),
    given_by=_ticket_space,
)
"""
The facts that every ticket has. A city adds its own behind them: ``TICKET_FACTS.extend(...)``.

``abusive``, ``disrupts``, ``earlier`` and the like are observations of a person at intake; no program draws them
from counts of calls (条例 art. 9, 37).
"""


def ticket_facts(**stated: Hashable) -> Facts:
    """
    The facts of a ticket over `TICKET_FACTS`; what is not stated is missing.

    Args:
        **stated: Fact name to value.

    Raises:
        UnknownFactError: An unknown fact or value.

    Example:
        >>> ticket_facts(request_type=RequestType.COMPLAINT, mass=True)
        Facts(request_type=COMPLAINT, mass=True)
    """
    return TICKET_FACTS.make(**stated)


@attrs.frozen
class Place:
    """
    Where the matter belongs, in one respect.

    Attributes:
        candidates: Division codes; several where the place is not certain (a boundary road, a chain
            of shops), most likely first.
        role: In what respect.

    Example:
        >>> Place(("110105001",)).role.zh
        '发生地'
    """

    candidates: tuple[str, ...] = attrs.field(converter=tupled)
    role: PlaceRole = PlaceRole.EVENT

    def __attrs_post_init__(self) -> None:
        faults = [
            wrong_type(f"place.candidates[{at}]", code, Text("区划代码", "a division code"))
            for at, code in enumerate(self.candidates)
            if not isinstance(code, str) or not code
        ]
        if not self.candidates:
            faults.append(
                Fault(
                    "place.candidates",
                    Text("没有候选区划", "no candidates"),
                    remedy=Text(
                        "地点不明的不要填写 Place", "leave the place out where it is unknown"
                    ),
                )
            )
        if not isinstance(self.role, PlaceRole):
            faults.append(wrong_type("place.role", self.role, Text("地点性质", "a PlaceRole")))
        refuse(InvalidValueError, faults)


class RecordElement(Label):
    """诉求工单的要素 that 条例 art. 10 names."""

    TIME = "诉求提出的时间", "time of the request"
    MATTER = "诉求事项", "the matter"
    CONTACT = "联系方式", "contact"


@compact
@attrs.frozen
class Ticket:
    """
    诉求工单 (条例 art. 10).

    Attributes:
        id: 工单编号, unique with the host.
        facts: What rules read; see `TICKET_FACTS`.
        leaf: 三级派单目录 code; None where the ticket is not yet classified.
        places: Where it belongs; at most one per role.
        received_at: 诉求提出的时间, aware; None where the record lacks it.
        title: 诉求事项 in a line.
        requester: Opaque identifier of the 诉求人.
        accused: Identifier, name or alias of the unit that the request complains of or reports.
            Which types of request are kept from that unit is the rulebook's choice.

    Raises:
        InvalidValueError: Wrong types; all at once. NaiveDatetimeError: an instant without a zone.

    Example:
        >>> Ticket("12345-1", ticket_facts(contact=True), title="路灯不亮").lacking
        (RecordElement.TIME,)
    """

    id: str
    facts: Facts
    leaf: str | None = None
    places: tuple[Place, ...] = attrs.field(default=(), converter=tupled)
    received_at: datetime | None = None
    title: str = ""
    requester: str | None = None
    accused: str | None = None

    def __attrs_post_init__(self) -> None:
        # One look in the ordinary case; the faults are worded only where there are some.
        received = self.received_at
        if received is not None:
            aware = instant(received, "ticket.received_at")
            if aware is not received:
                object.__setattr__(self, "received_at", aware)
        if (
            type(self.id) is not str
            or not self.id
            or type(self.facts) is not Facts
            or (self.leaf is not None and type(self.leaf) is not str)
            or type(self.places) is not tuple
            or type(self.title) is not str
            or (self.requester is not None and type(self.requester) is not str)
            or (self.accused is not None and type(self.accused) is not str)
            or (len(self.places) > 0 and self._place_faults())
            or (self.facts.space is not TICKET_FACTS and self._fact_faults())
        ):
            refuse(InvalidValueError, self._faults())

    def _faults(self) -> list[Fault]:
        text = Text("文本", "text")
        faults = [
            wrong_type(f"ticket.{name}", value, text)
            for name, value, optional in (
                ("id", self.id, False),
                ("leaf", self.leaf, True),
                ("title", self.title, False),
                ("requester", self.requester, True),
                ("accused", self.accused, True),
            )
            if type(value) is not str and not (optional and value is None)
        ]
        if self.id == "":
            faults.append(Fault("ticket.id", Text("工单编号为空", "the id is empty")))
        if type(self.facts) is not Facts:
            faults.append(
                Fault(
                    "ticket.facts",
                    Text("不是事实", "not facts"),
                    shown(self.facts),
                    remedy=Text("用 ticket_facts(...) 构造", "build them with ticket_facts(...)"),
                )
            )
        else:
            faults += self._fact_faults()
        if type(self.places) is not tuple:
            faults.append(wrong_type("ticket.places", self.places, Text("地点元组", "a tuple")))
        else:
            faults += self._place_faults()
        return faults

    def _fact_faults(self) -> list[Fault]:
        own = self.facts.space.facts[: len(TICKET_FACTS.facts)]
        if own == TICKET_FACTS.facts:
            return []
        return [
            Fault(
                "ticket.facts",
                Text("事实空间不是 TICKET_FACTS 或其扩展", "not facts over TICKET_FACTS"),
                shown(self.facts),
                remedy=did_you_mean("ticket_facts", ["ticket_facts", "TICKET_FACTS.extend"]),
            )
        ]

    def _place_faults(self) -> list[Fault]:
        faults = [
            wrong_type(f"ticket.places[{at}]", place, Text("地点", "a Place"))
            for at, place in enumerate(self.places)
            if type(place) is not Place
        ]
        if not faults and len({place.role for place in self.places}) < len(self.places):
            faults.append(
                Fault(
                    "ticket.places",
                    Text("同一性质的地点不止一个", "two places of one role"),
                    remedy=Text("请合并为一个地点的候选", "make them candidates of one place"),
                )
            )
        return faults

    def place(self, role: PlaceRole) -> Place | None:
        """The place of one role; None where it is not stated."""
        for place in self.places:
            if place.role is role:
                return place
        return None

    @property
    def lacking(self) -> tuple[RecordElement, ...]:
        """Elements of the record that 条例 art. 10 names and the ticket lacks."""
        return tuple(
            element
            for element, there in (
                (RecordElement.TIME, self.received_at is not None),
                (RecordElement.MATTER, bool(self.title)),
                (RecordElement.CONTACT, self.facts.get("contact") is True),
            )
            if not there
        )
