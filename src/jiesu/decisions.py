"""
处理决定: what routing answers, and how the answer explains itself.

A `Routing` carries the rows, provisions and coded reasons that made it, and no reference to the
engine: its explanation is the computation, rendered only when somebody asks for it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

import attrs

from .canonical import compact
from .counting import Counting, StartsAt
from .deadlines import Deadline, TimeLimit
from .explain import Explanation
from .facts import AS, MISSING, Fact, say
from .labels import Label, Text
from .sources import Citation, assumed
from .tables import Ruling
from .taxonomy import CatalogueEntry, TimeClass
from .tickets import Ticket
from .units import Holding, Unit

ENGINE = "1"
"""Version of the engine's answers: raised when any decision changes, not with documentation."""


class Disposition(Label):
    """分类处理的方式 (条例 art. 2, 11, 21, 22)."""

    ANSWER = "即时答复", "answered at once"
    DISPATCH = "派单", "dispatched"
    TRANSFER_EMERGENCY = "即时转至紧急服务热线", "transferred to the emergency line at once"
    GUIDE_STATUTORY = "告知相应法定渠道", "referred to the statutory channel"
    TELL_PROGRESS = "告知办理进展或者办理结果", "the requester is told the progress or the result"
    EXPLAIN_SECRECY = "涉密事项，向诉求人做好解释工作", "secrecy is explained to the requester"
    GUIDE_ELSEWHERE = "告知通过市场、社会等其他渠道解决", "referred to market or social channels"
    DISSUADE = (
        "劝导、教育，告知相关规定和违法行为的法律后果",
        "dissuaded, and told the rules and the legal consequences",
    )
    NOT_ACCEPTED = "不予受理，说明理由", "not accepted, and told why"
    OUT_OF_TERRITORY = "告知不属本市受理范围", "told that it is outside the city's territory"
    PASS_TO_NEIGHBOUR = "转接联动地区12345热线", "passed to the linked neighbouring hotline"
    INFORM_BODY = "向有关单位反映情况", "put to the central or military body concerned"
    COORDINATE = "待协商确定承办单位", "held until the responsible unit is agreed on"


class DispatchMode(Label):
    """派单方式 (条例 12-1)."""

    DIRECT = "直派", "direct"
    TO_DISTRICT = "派区", "to the district government"


class Preference(Label):
    """Which holder leads where units of several levels hold a duty for a place."""

    NEAREST = "基层优先", "the nearest to the place"
    WIDEST = "层级优先", "the one with the widest territory"


class Coordination(Label):
    """What follows where no unit can be named and no district is known."""

    CONFERENCE = "派单前会商", "pre-dispatch conference"
    AGREEMENT = "组织有关单位协商确定主办、协办单位", "the hotline body organises an agreement"


class Duty(Label):
    """What must or may be done beside the route."""

    RECORD = "形成诉求工单", "record the request as a ticket"
    SUPPLEMENT_RECORD = "补充工单要素", "supplement the record"
    PARALLEL_TICKET = "转办紧急热线的同时派单", "dispatch a ticket beside the emergency transfer"
    REPORT_RISK = (
        "即时向政府有关部门报告情况",
        "report to the government departments concerned at once",
    )
    WARN = "及时向相关部门提出预警", "warn the departments concerned in time"
    DOUBLE_DISPATCH = (
        "向公安部门、属地党委和政府双派单",
        "dispatch to public security and to the locality",
    )
    DISSUADE_REQUESTER = (
        "对诉求人劝阻、批评、教育，并告知法律后果",
        "dissuade, criticise and educate the requester, and tell the legal consequences",
    )
    ASK_TO_DESIST = "对来电人进行劝阻", "dissuade the caller"
    REFER_TO_POLICE = "及时将线索移送公安机关", "pass the lead to the police in time"
    CREDIT = "依法纳入信用管理", "enter into credit management by law"
    INFORM_BODY = "同时向有关单位反映情况", "put it to the body concerned as well"
    KEEP_FROM_ACCUSED = "不转交被举报单位", "keep the ticket from the unit reported"
    CONFERENCE = "可以在派单前会商", "a pre-dispatch conference is permitted"
    CONFER = "派单前会商研究", "confer before dispatch"
    REFER_SUPERVISION = "可以交由有关单位履行监督、指导职责", "may be passed on for supervision"
    COPY_DISTRICT = "同时送区人民政府督促协调解决", "copy to the district government"
    STATE_LIMIT = "在工单上注明办理时限", "state the time limit on the ticket"
    LEAD_COOPERATION = (
        "首接单位牵头协调办理，其他有关单位配合并报送办理结果",
        "the first receiver leads; the others cooperate and report their results",
    )
    LEAD_FIXED = (
        "主办单位办理，协办单位配合",
        "the lead that was fixed handles, the others cooperate",
    )
    DISTRICT_ORGANISES = (
        "区（县）人民政府组织相关单位推动诉求解决",
        "the district government organises the units concerned",
    )
    COUNTY_PASSES_ON = (
        "县、区热线工作机构办理或者转交办理",
        "the hotline body of the county or district handles it, or passes it on",
    )
    COUNTY_DETERMINES = (
        "县（市、区）人民政府根据属地管理事项责任清单确定责任主体",
        "the county government settles who answers by the list of what is for the locality",
    )

    @property
    def optional(self) -> bool:
        """Whether it is permitted rather than required."""
        return self in {Duty.CONFERENCE, Duty.REFER_SUPERVISION}


class Stage(Label):
    """办理环节 that a limit is set for."""

    SIGN = "签收", "signing for"
    CONTACT = "联系诉求人", "contacting the requester"
    HANDLE = "办理并反馈", "handling and feedback"


class LossReason(Label):
    """Why a unit that holds the duty does not lead."""

    NOT_IN_FORCE = "当日不在有效期内", "not in force on that day"
    ACCUSED = "系被举报单位，不作为承办单位", "is the unit reported; not chosen"
    OFF_LIST = (
        "社区职责清单外的事项，不得交由社区办理",
        "the matter is off the community's list of duties",
    )
    NOT_MAIN = "社区协助政府工作的事项，社区不得作为主责", "a community may assist in it, not lead"
    NOT_A_HANDLER = "不属于承办单位", "is no handling unit"
    LESS_PREFERRED = "另有单位先行承办", "another unit comes first"
    SHARED = "同级另有单位承担同一职责", "another unit holds the same duty at the same level"


class Obstacle(Label):
    """What stood in the way of a direct dispatch, or what has to be known of a guard."""

    LEAF_MISSING = "诉求尚未归类", "the request is not classified"
    LEAF_UNKNOWN = "派单目录没有该事项", "the catalogue has no such entry"
    LEAF_ENDED = "该目录事项当日不适用", "the catalogue entry is not in force on that day"
    NO_DUTY = "目录未列明职责", "the catalogue names no duty for it"
    PLACE_MISSING = "地点未载明", "the place is not stated"
    PLACE_UNKNOWN = "地点不在区划内", "the place is not in the division tree"
    SEVERAL_PLACES = "地点有多个候选", "the place has several candidates"
    NO_HOLDER = "没有可以承办的单位", "no unit there holds the duty and may lead"
    SEVERAL_HOLDERS = "多个单位承担同一职责", "several units hold the duty"
    OTHER_PLACE = "按已载明的其他地点确定区", "the district follows from another place stated"
    CO_HANDLER_UNCLEAR = "协办单位不能确定", "a co-handler cannot be named"
    ACCUSED_UNKNOWN = "被诉单位不在名录内，未能核对", "the unit accused is not in the directory"
    COPY_WITHHELD = (
        "区人民政府系被举报单位，未同时送，由热线服务工作机构决定",
        "the district government is the unit reported: no copy, the hotline body decides",
    )
    POLICE_UNKNOWN = (
        "名录中没有可派的公安部门",
        "the directory names no public security for the place",
    )
    LOCALITY_UNKNOWN = "属地不能确定", "the locality cannot be named"
    GUARD_SILENT = (
        "现行规定对此未作限制，限制不适用",
        "the texts set no such guard: it does not apply",
    )
    GUARD_UNSET = (
        "该限制未公布，准予办理，无从核验",
        "the guard is not public: permitted, not verifiable",
    )
    RECEIPT_MISSING = (
        "收到时间未载明，时限不能起算",
        "receipt is not on record: its limit cannot start",
    )
    LIMIT_UNSET = (
        "此类诉求的办理时限未公布，未能计算",
        "the limit of such requests is not public: none was counted",
    )


TIME_CLASS = Fact(
    "time_class",
    Text("时限等级", "time class"),
    tuple(TimeClass),
    AS(
        TimeClass.ORDINARY,
        assumed(
            "目录未列明时限等级，按一般诉求处理",
            "the catalogue names no time class; read as an ordinary request",
        ),
    ),
)
"""时限等级 as a fact: the engine takes it from the catalogue entry."""


class StageLimit(NamedTuple):
    """办理时限 of one stage: a length, and how it is counted; default: as the rulebook counts."""

    stage: Stage
    limit: TimeLimit
    counting: Counting | None = None

    @property
    def text(self) -> Text:
        """
        The limit as it is printed; how it is counted only where that is its own.

        Example:
            >>> from jiesu.deadlines import working_days
            >>> StageLimit(Stage.HANDLE, working_days(5)).text.zh
            '办理并反馈：5个工作日'
        """
        own = self.counting.text if self.counting else None
        return Text(
            f"{self.stage.zh}：{self.limit.text.zh}" + (f"（{own.zh}）" if own else ""),
            f"{self.stage.en}: {self.limit.text.en}" + (f" ({own.en})" if own else ""),
        )


class StageDeadline(NamedTuple):
    """The deadline of one stage; None where its clock starts with a later event."""

    stage: Stage
    limit: TimeLimit
    starts_at: StartsAt
    deadline: Deadline | None


class Loss(NamedTuple):
    """A unit that holds the duty and does not lead, and why."""

    unit: str
    name: str
    where: str
    reason: LossReason
    grounds: tuple[Citation, ...]


@compact
@attrs.frozen(kw_only=True)
class Pins:
    """
    What a decision rests on, so that it can be re-derived.

    Attributes:
        rulebook: Identifier, version and digest.
        catalogue: Identifier, version and digest.
        directory: Identifier, version and digest.
        engine: See `ENGINE`.
        as_of: The day whose rules were asked for; None: the day of the decision.
        known_at: What had been published by then; None: all that the timeline held.
    """

    rulebook: str
    catalogue: str
    directory: str
    engine: str = ENGINE
    as_of: date | None = None
    known_at: date | None = None


class Dispatch(NamedTuple):
    """
    How the catalogue and the directory answered.

    Attributes:
        lead: 主办 (首接) 单位; None where no unit can be named.
        mode: 直派 or 派区.
        grounds: 依据 of the mode; where no unit can be named, of the next step.
        co_handlers: 协办单位.
        losses: Units that hold the duty and do not lead, with the reason.
        co_losses: Likewise of the duties that co-handlers hold.
        chain: Codes of the divisions that certainly contain the place, the smallest first.
        holding: The duty that the lead holds and where, of a direct dispatch.
        where: Name of that division.
        next_step: What follows where no unit can be named, as far as the rulebook sets it.
    """

    lead: Unit | None = None
    mode: DispatchMode | None = None
    grounds: tuple[Citation, ...] = ()
    co_handlers: tuple[Unit, ...] = ()
    losses: tuple[Loss, ...] = ()
    co_losses: tuple[Loss, ...] = ()
    chain: tuple[str, ...] = ()
    holding: Holding | None = None
    where: str = ""
    next_step: Coordination | None = None


@compact
@attrs.frozen(repr=False, slots=False)  # made for every ticket: a dict is filled faster
class Routing:
    """
    处理决定: what becomes of a ticket, and why.

    Attributes:
        ticket: 工单.
        at: The instant of the decision.
        triage: The row that decided 分类处理.
        passed_over: Rows of other special routes that fit too and come later.
        order: 依据 of that order, where any was passed over.
        duties: Rows of what must or may be done beside it.
        entry: The catalogue entry, where there is one.
        dispatch: How the unit was found; None where the route leads to none.
        also_dispatched_to: Units that a 双派单 goes to beside the lead.
        copied_to: Units that get a copy.
        obstacles: What stood in the way, or has to be known of the guards.
        limit: The row that set the limits.
        deadlines: A deadline per stage.
        asked: Names of the facts that the decision asked for.
        pins: Versions and digests that it rests on.
    """

    ticket: Ticket
    at: datetime
    triage: Ruling[Disposition]
    passed_over: tuple[Ruling[Disposition], ...]
    order: tuple[Citation, ...]
    duties: tuple[Ruling[Duty], ...]
    entry: CatalogueEntry | None
    dispatch: Dispatch | None
    also_dispatched_to: tuple[Unit, ...]
    copied_to: tuple[Unit, ...]
    obstacles: tuple[Obstacle, ...]
    limit: Ruling[tuple[StageLimit, ...]] | None
    deadlines: tuple[StageDeadline, ...]
    asked: tuple[str, ...] = attrs.field(repr=False)
    pins: Pins = attrs.field(repr=False)

    @property
    def disposition(self) -> Disposition:
        """分类处理; a ticket to dispatch for which no unit can be named awaits coordination."""
        decided = self.triage.then
        if decided is Disposition.DISPATCH and self.lead is None:
            return Disposition.COORDINATE
        return decided

    @property
    def lead(self) -> Unit | None:
        """主办 (首接) 单位; None where the ticket is not dispatched."""
        return self.dispatch.lead if self.dispatch else None

    @property
    def mode(self) -> DispatchMode | None:
        """直派 or 派区; None where the ticket is not dispatched."""
        return self.dispatch.mode if self.dispatch else None

    @property
    def co_handlers(self) -> tuple[Unit, ...]:
        """协办单位."""
        return self.dispatch.co_handlers if self.dispatch else ()

    def deadline(self, stage: Stage = Stage.HANDLE) -> Deadline | None:
        """The deadline of a stage; None where it has none, or its clock starts later."""
        for each in self.deadlines:
            if each.stage is stage:
                return each.deadline
        return None

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Units that hold the duty and do not lead, with the reason."""
        return self.dispatch.losses if self.dispatch else ()

    @property
    def assumptions(self) -> tuple[Citation, ...]:
        """Every ground of this decision that is assumed or only reported, once each."""
        found = dict.fromkeys(ground for ground in self._grounds() if ground.basis.told)
        return tuple(found)

    def _grounds(self) -> Iterator[Citation]:
        yield from self.triage.grounds
        yield from self.order
        for duty in self.duties:
            yield from duty.grounds
        if self.dispatch:
            yield from self.dispatch.grounds
            if self.dispatch.holding and self.dispatch.holding.source:
                yield self.dispatch.holding.source
        for loss in self.losses:
            yield from loss.grounds
        if self.limit:
            yield from self.limit.grounds
        for stage in self.deadlines:
            if stage.deadline:
                yield from stage.deadline.grounds
        for fact in self.stand_ins:
            if isinstance(fact.missing, AS):
                yield fact.missing.ground

    @property
    def stand_ins(self) -> tuple[Fact, ...]:
        """The facts that the decision asked for, that were not stated, and are read as a value."""
        facts = self.ticket.facts
        stated = dict(zip(facts.space.names, facts.values, strict=True))
        stated[TIME_CLASS.name] = (self.entry and self.entry.time_class) or MISSING
        return tuple(
            fact
            for fact in (TIME_CLASS, *facts.space.facts)
            if fact.name in self.asked
            and stated[fact.name] is MISSING
            and isinstance(fact.missing, AS)
        )

    @property
    def calendar_layers(self) -> tuple[str, ...]:
        """The calendar layers that its deadlines touched."""
        found = dict.fromkeys(
            layer for stage in self.deadlines if stage.deadline for layer in stage.deadline.layers
        )
        return tuple(found)

    @property
    def summary(self) -> Text:
        """The decision in one line: what, to whom, by when."""
        zh, en = self.disposition.text
        if self.triage.then is Disposition.TRANSFER_EMERGENCY:
            line = say(self.ticket.facts.get("emergency"))
            zh, en = f"即时转至{line.zh}", f"transferred to {line.en} at once"
        elif self.triage.then is Disposition.GUIDE_STATUTORY:
            standing = say(self.ticket.facts.get("statutory"))
            zh, en = f"{zh}（{standing.zh}）", f"{en} ({standing.en})"
        if self.lead and self.mode is DispatchMode.TO_DISTRICT:
            zh, en = f"派至{self.lead.name}协调办理", f"to {self.lead.name} to coordinate"
        elif self.lead:
            parallel = f"{zh}；同时" if self.triage.then is not Disposition.DISPATCH else ""
            parallel_en = f"{en}; also " if parallel else ""
            zh, en = f"{parallel}直派{self.lead.name}", f"{parallel_en}to {self.lead.name}"
        if self.also_dispatched_to:
            names, names_en = _names(self.also_dispatched_to)
            zh, en = f"{zh}，双派{names}", f"{en}, also to {names_en}"
        for stage, _, _, deadline in self.deadlines:
            if deadline:
                until = deadline.text
                zh += f"，{until.zh} 前{stage.zh}"
                en += f", {stage.en} by {until.en}"
        return Text(zh, en)

    def explain(self, lang: str = "zh") -> Explanation:
        """The decision as an official would write it down, the answer first."""
        ticket = self.ticket
        title = f"（{ticket.title}）" if ticket.title else ""
        title_en = f" ({ticket.title})" if ticket.title else ""
        summary = self.summary
        parts = [
            Explanation(Text(f"决定：{summary.zh}", f"Decision: {summary.en}")),
            self._triage_part(),
            *self._dispatch_parts(),
            *self._duty_parts(),
        ]
        if self.deadlines:
            parts.append(self._deadlines_part())
        if self.assumptions:
            parts.append(self._assumptions_part())
        parts.append(self._pins_part())
        return Explanation(
            Text(f"工单 {ticket.id}{title}处理说明", f"Ticket {ticket.id}{title_en}: decision"),
            parts,
            lang=lang,
        )

    def _repr_html_(self) -> str:
        return self.explain().html()

    def __repr__(self) -> str:
        return f"Routing({self.ticket.id!r}: {self.summary.zh})"

    def _triage_part(self) -> Explanation:
        parts = []
        for condition in self.triage.conditions:
            term, said = condition.term, say(self.ticket.facts.get(condition.fact))
            parts.append(Explanation(Text(f"{term.zh}：{said.zh}", f"{term.en}: {said.en}")))
        if self.passed_over:
            others_zh = "、".join(row.then.zh for row in self.passed_over)
            others_en = "; ".join(row.then.en for row in self.passed_over)
            parts.append(
                Explanation(
                    Text(
                        f"同时符合其他情形（{others_zh}），按次序适用本项",
                        f"other cases fit too ({others_en}); this one comes first",
                    ),
                    grounds=_texts(self.order),
                )
            )
        decided = self.triage.then.text
        return Explanation(
            Text(f"分类处理：{decided.zh}", f"Triage: {decided.en}"),
            parts,
            grounds=_texts(self.triage.grounds),
        )

    def _dispatch_parts(self) -> Iterator[Explanation]:
        found = self.dispatch
        if found is None:
            if self.obstacles:
                says = Text("须注意的事项", "To be noted")
                yield Explanation(says, [Explanation(each.text) for each in self.obstacles])
            return
        parts: list[Explanation] = []
        if entry := self.entry:
            path = "—".join(entry.path)
            code = "" if entry.code == entry.text else entry.code
            zh, en = f"目录事项：{path}", f"Catalogue entry: {path}"
            parts.append(
                Explanation(
                    Text(f"{zh}（{code}）" if code else zh, f"{en} ({code})" if code else en)
                )
            )
            if entry.industry:
                parts.append(
                    Explanation(
                        Text(
                            f"行业主管部门：{entry.industry}",
                            f"Industry department: {entry.industry}",
                        )
                    )
                )
        if holding := found.holding:
            parts.append(
                Explanation(
                    Text(
                        f"{found.where}的{holding.duty}职责由其承担",
                        f"it holds the duty {holding.duty} in {found.where}",
                    ),
                    grounds=_texts((holding.source,) if holding.source else ()),
                )
            )
        parts += [Explanation(each.text) for each in self.obstacles]
        for losses, label in (
            (found.losses, Text("未选", "Not chosen")),
            (found.co_losses, Text("未列为协办", "Not a co-handler")),
        ):
            parts += [
                Explanation(
                    Text(
                        f"{label.zh}{loss.name}（{loss.where}）：{loss.reason.zh}",
                        f"{label.en}: {loss.name} ({loss.where}): {loss.reason.en}",
                    ),
                    grounds=_texts(loss.grounds),
                )
                for loss in losses
            ]
        if found.co_handlers:
            zh, en = _names(found.co_handlers)
            parts.append(Explanation(Text(f"协办单位：{zh}", f"Co-handlers: {en}")))
        if found.lead is None:
            held = Disposition.COORDINATE.text
            zh, en = f"承办单位：{held.zh}", f"Unit: {held.en}"
            if found.next_step:
                zh, en = f"{zh}，{found.next_step.zh}", f"{en}: {found.next_step.en}"
        elif found.mode is DispatchMode.TO_DISTRICT:
            zh = f"承办单位：派至{found.lead.name}协调办理（派区）"
            en = f"Unit: {found.lead.name}, to coordinate"
        else:
            zh, en = f"承办单位：直派{found.lead.name}", f"Unit: {found.lead.name}, direct"
        yield Explanation(Text(zh, en), parts, _texts(found.grounds))

    def _duty_parts(self) -> Iterator[Explanation]:
        for optional, heading in (
            (False, Text("同时应当办理的事项", "Beside this, must be done")),
            (True, Text("可以办理的事项", "May be done")),
        ):
            duties = [duty for duty in self.duties if duty.then.optional is optional]
            if duties:
                yield Explanation(
                    heading,
                    [Explanation(self._duty(duty), (), _texts(duty.grounds)) for duty in duties],
                )

    def _duty(self, duty: Ruling[Duty]) -> Text:
        """A duty with what it means here: which units, which elements."""
        zh, en = duty.then.text
        more: tuple[str, str] | None = None
        if duty.then is Duty.SUPPLEMENT_RECORD:
            lacking = self.ticket.lacking
            more = "、".join(each.zh for each in lacking), ", ".join(each.en for each in lacking)
        elif duty.then is Duty.COPY_DISTRICT and self.copied_to:
            more = _names(self.copied_to)
        elif duty.then is Duty.DOUBLE_DISPATCH and self.also_dispatched_to:
            more = _names(self.also_dispatched_to)
        elif duty.then is Duty.REFER_SUPERVISION and self.entry and self.entry.industry:
            more = self.entry.industry, self.entry.industry
        return Text(f"{zh}：{more[0]}", f"{en}: {more[1]}") if more else Text(zh, en)

    def _deadlines_part(self) -> Explanation:
        parts = []
        for stage, limit, starts_at, deadline in self.deadlines:
            zh, en = f"{stage.zh}（{limit.text.zh}）", f"{stage.en} ({limit.text.en})"
            if deadline is None:
                says = Text(f"{zh}：自{starts_at.zh}起算", f"{en}: from {starts_at.en}")
                parts.append(Explanation(says))
            else:
                told, until = deadline.explain(), deadline.text
                says = Text(f"{zh}：至 {until.zh} 止", f"{en}: by {until.en}")
                parts.append(Explanation(says, told.parts, told.grounds))
        grounds = _texts(self.limit.grounds) if self.limit else ()
        return Explanation(Text("办理时限", "Time limits"), parts, grounds)

    def _assumptions_part(self) -> Explanation:
        """What the decision rests on that no text says, once each, with the facts it concerns."""
        concerned: dict[Citation, list[Text]] = {}
        for fact in self.stand_ins:
            if isinstance(fact.missing, AS):
                term, value = fact.term, say(fact.missing.value)
                read = Text(f"{term.zh}（{value.zh}）", f"{term.en} ({value.en})")
                concerned.setdefault(fact.missing.ground, []).append(read)
        told: dict[Text, None] = {}
        for ground in self.assumptions:
            note = ground.note or ground.text
            reads = concerned.get(ground, [])
            zh = f"{note.zh}：{'、'.join(read.zh for read in reads)}" if reads else note.zh
            en = f"{note.en}: {', '.join(read.en for read in reads)}" if reads else note.en
            told[Text(zh, en)] = None
        says = Text("本决定所依的推定和转述", "Assumed or reported, not in a text")
        return Explanation(says, [Explanation(each) for each in told])

    def _pins_part(self) -> Explanation:
        pins = self.pins
        layers = self.calendar_layers
        parts = [
            Explanation(Text(f"规则：{pins.rulebook}", f"Rulebook: {pins.rulebook}")),
            Explanation(Text(f"派单目录：{pins.catalogue}", f"Catalogue: {pins.catalogue}")),
            Explanation(Text(f"承办单位名录：{pins.directory}", f"Directory: {pins.directory}")),
        ]
        if layers:
            names = ", ".join(layers)
            parts.append(Explanation(Text(f"工作日历：{names}", f"Calendar: {names}")))
        when = self.at.isoformat(sep=" ", timespec="minutes")
        asked_zh = f"，按 {pins.as_of} 的规则" if pins.as_of else ""
        asked_en = f", by the rules of {pins.as_of}" if pins.as_of else ""
        if pins.known_at:
            asked_zh += f"，以 {pins.known_at} 已公布的为限"
            asked_en += f", as published by {pins.known_at}"
        return Explanation(
            Text(
                f"作出时间 {when}{asked_zh}，所依版本（引擎 {pins.engine}）",
                f"Decided at {when}{asked_en}, on these versions (engine {pins.engine})",
            ),
            parts,
        )

    def to_rows(self) -> list[dict[str, str]]:
        """The decision as flat rows: ticket, what, value, grounds; in Chinese, for a 底稿."""

        def row(what: str, value: str, grounds: tuple[Citation, ...] = ()) -> dict[str, str]:
            cited = "；".join(ground.text.zh for ground in grounds)
            return {"ticket": self.ticket.id, "what": what, "value": value, "grounds": cited}

        found = self.dispatch
        rows = [
            row("决定", self.summary.zh),
            row(f"分类处理 {self.triage.id}", self.triage.then.zh, self.triage.grounds),
        ]
        rows += [row(f"同时符合 {each.id}", each.then.zh, self.order) for each in self.passed_over]
        if found and found.lead and found.mode:
            rows.append(row(found.mode.zh, found.lead.name, found.grounds))
        elif found:
            step = found.next_step.zh if found.next_step else ""
            rows.append(row(Disposition.COORDINATE.zh, step, found.grounds))
        rows += [row("协办单位", unit.name) for unit in self.co_handlers]
        rows += [row("须注意", each.zh) for each in self.obstacles]
        rows += [
            row("未选", f"{each.name}：{each.reason.zh}", each.grounds) for each in self.losses
        ]
        rows += [
            row(f"附随事项 {each.id}", self._duty(each).zh, each.grounds) for each in self.duties
        ]
        for stage, limit, starts_at, deadline in self.deadlines:
            value = f"{limit.text.zh}，自{starts_at.zh}起算"
            if deadline:
                value += f"，至 {deadline.text.zh} 止" + (
                    "（暂定）" if deadline.provisional else ""
                )
            rows.append(row(f"{stage.zh}时限", value, self.limit.grounds if self.limit else ()))
        rows += [row("推定", (each.note or each.text).zh, (each,)) for each in self.assumptions]
        pins = self.pins
        rows += [row("所依版本", each) for each in (pins.rulebook, pins.catalogue, pins.directory)]
        rows += [row("工作日历", layer) for layer in self.calendar_layers]
        return rows


def _texts(grounds: Iterable[Citation]) -> tuple[Text, ...]:
    return tuple(ground.text for ground in grounds)


def _names(units: Iterable[Unit]) -> tuple[str, str]:
    names = [unit.name for unit in units]
    return "、".join(names), ", ".join(names)
