"""
处理决定: what routing answers, and how the answer explains itself.

A `Routing` carries the rows, provisions and coded reasons that made it, and no reference to the
engine: its explanation is the computation, rendered only when somebody asks for it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import attrs

from .canonical import compact
from .counting import Counting
from .deadlines import Deadline, TimeLimit
from .explain import Explanation
from .facts import AS, MISSING, Fact, say
from .labels import Label, Text
from .sources import Basis, Citation, assumed
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
    GUIDE_STATUTORY = "告知法定渠道", "told the statutory channel"
    TELL_PROGRESS = "告知办理进展或者办理结果", "told the progress or the result"
    EXPLAIN_SECRECY = "做好解释工作", "explained (secrecy)"
    GUIDE_ELSEWHERE = "告知通过市场、社会等其他渠道解决", "told market or social channels"
    DISSUADE = "劝导教育并告知法律后果", "dissuaded and told the legal consequences"
    OUT_OF_TERRITORY = "告知不属本市接诉即办范围", "told that it is outside the city's territory"
    PASS_TO_NEIGHBOUR = "转京津冀联动热线", "passed to the linked neighbouring hotline"
    INFORM_BODY = "向有关在京单位反映", "put to the central or military body concerned"
    COORDINATE = "待协商确定承办单位", "held until the responsible unit is agreed on"


class DispatchMode(Label):
    """派单方式 (条例 12-1)."""

    DIRECT = "直派", "direct"
    TO_DISTRICT = "派区", "to the district government"


class Preference(Label):
    """Which holder leads where units of several levels hold a duty for a place."""

    NEAREST = "属地就近", "the nearest to the place"
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
    REPORT_RISK = "即时向政府有关部门报告风险", "report the risk to the departments at once"
    DOUBLE_DISPATCH = "向公安部门和属地双派单", "dispatch to public security and locality both"
    DISSUADE_REQUESTER = (
        "对诉求人劝阻、批评、教育",
        "dissuade, criticise and educate the requester",
    )
    KEEP_FROM_ACCUSED = "不得转交被诉单位", "keep the ticket from the unit complained of"
    CONFERENCE = "可以在派单前会商", "a pre-dispatch conference is permitted"
    REFER_SUPERVISION = "可以交由有关单位履行监督、指导职责", "may be passed on for supervision"
    COPY_DISTRICT = "同时送区人民政府督促协调", "copy to the district government"
    STATE_LIMIT = "在工单上注明办理时限", "state the time limit on the ticket"
    LEAD_COOPERATION = "首接单位牵头协调办理", "the first receiver leads, the others cooperate"

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
    ACCUSED = "系被诉单位，应当回避", "is the unit complained of"
    COMMUNITY_LIMIT = "社区不得承担该事项或作为主责", "a community may not lead in this matter"
    NOT_A_HANDLER = "不属于承办单位", "is no handling unit"
    LESS_PREFERRED = "已有更优先的承办单位", "another unit comes first"
    SHARED = "同级另有单位承担同一职责", "another unit holds the same duty at the same level"


class Obstacle(Label):
    """Why a ticket could not be dispatched to a unit directly."""

    LEAF_MISSING = "诉求尚未归类", "the request is not classified"
    LEAF_UNKNOWN = "派单目录没有该事项", "the catalogue has no such entry"
    LEAF_ENDED = "该目录事项当日不适用", "the catalogue entry is not in force on that day"
    NO_DUTY = "目录未列明职责", "the catalogue names no duty for it"
    PLACE_MISSING = "地点未载明", "the place is not stated"
    PLACE_UNKNOWN = "地点不在区划内", "the place is not in the division tree"
    SEVERAL_PLACES = "地点有多个候选", "the place has several candidates"
    NO_HOLDER = "该地没有可以承办的单位", "no unit there holds the duty and may lead"
    SEVERAL_HOLDERS = "多个单位承担同一职责", "several units hold the duty"
    CO_HANDLER_UNCLEAR = "协办单位不能确定", "a co-handler cannot be named"


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
    """办理时限 of one stage: a length, and how it is counted."""

    stage: Stage
    limit: TimeLimit
    counting: Counting


class StageDeadline(NamedTuple):
    """The deadline of one stage; None where its clock starts with a later event."""

    stage: Stage
    limit: TimeLimit
    deadline: Deadline | None


class Loss(NamedTuple):
    """A unit that holds the duty and does not lead, and why."""

    unit: str
    name: str
    division: str
    reason: LossReason
    grounds: tuple[Citation, ...]


@compact
@attrs.frozen(kw_only=True)
class Pins:
    """
    What a decision rests on, so that it can be re-derived.

    Attributes:
        rulebook: Identifier, version and digest.
        catalogue: Version and digest.
        directory: Version and digest.
        engine: See `ENGINE`.
    """

    rulebook: str
    catalogue: str
    directory: str
    engine: str = ENGINE


class Dispatch(NamedTuple):
    """
    How the catalogue and the directory answered.

    Attributes:
        lead: 主办 (首接) 单位; None where no unit can be named.
        mode: 直派 or 派区.
        grounds: 依据 of the mode; where no unit can be named, of the next step.
        co_handlers: 协办单位.
        losses: Units that hold the duty and do not lead, with the reason.
        obstacles: Why it could not go to a unit directly.
        chain: Codes of the divisions that certainly contain the place, the smallest first.
        holding: The duty that the lead holds and where, of a direct dispatch.
    """

    lead: Unit | None = None
    mode: DispatchMode | None = None
    grounds: tuple[Citation, ...] = ()
    co_handlers: tuple[Unit, ...] = ()
    losses: tuple[Loss, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    chain: tuple[str, ...] = ()
    holding: Holding | None = None


@compact
@attrs.frozen
class Routing:
    """
    处理决定: what becomes of a ticket, and why.

    Attributes:
        ticket: 工单.
        at: The instant of the decision.
        triage: The row that decided 分类处理.
        duties: Rows of what must or may be done beside it.
        entry: The catalogue entry, where there is one.
        dispatch: How the unit was found; None where the route leads to none.
        also_dispatched_to: Units that a 双派单 goes to beside the lead.
        copied_to: Units that get a copy.
        limit: The row that set the limits.
        deadlines: A deadline per stage.
        asked: Names of the facts that the decision asked for.
        pins: Versions and digests that it rests on.
    """

    ticket: Ticket
    at: datetime
    triage: Ruling[Disposition]
    duties: tuple[Ruling[Duty], ...]
    entry: CatalogueEntry | None
    dispatch: Dispatch | None
    also_dispatched_to: tuple[Unit, ...]
    copied_to: tuple[Unit, ...]
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

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Units that hold the duty and do not lead, with the reason."""
        return self.dispatch.losses if self.dispatch else ()

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """Why it could not go to a unit directly."""
        return self.dispatch.obstacles if self.dispatch else ()

    @property
    def assumptions(self) -> tuple[Citation, ...]:
        """Every ground of this decision that is assumed or only reported, once each."""
        found = dict.fromkeys(
            ground for ground in self._grounds() if ground.basis in {Basis.ASSUMED, Basis.REPORTED}
        )
        return tuple(found)

    def _grounds(self) -> Iterator[Citation]:
        yield from self.triage.grounds
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

    def explain(self, lang: str = "zh") -> Explanation:
        """The decision as an official would write it down."""
        ticket = self.ticket
        title = f"（{ticket.title}）" if ticket.title else ""
        title_en = f" ({ticket.title})" if ticket.title else ""
        parts = [self._triage_part(), *self._dispatch_parts()]
        if self.duties:
            parts.append(self._duties_part())
        if self.deadlines:
            parts.append(self._deadlines_part())
        if self.stand_ins:
            parts.append(self._stand_ins_part())
        parts.append(self._pins_part())
        return Explanation(
            Text(f"工单 {ticket.id}{title}处理说明", f"Ticket {ticket.id}{title_en}: decision"),
            parts,
            lang=lang,
        )

    def _triage_part(self) -> Explanation:
        because = []
        for condition in self.triage.conditions:
            term, said = condition.term, say(self.ticket.facts.get(condition.fact))
            because.append(Explanation(Text(f"{term.zh}：{said.zh}", f"{term.en}: {said.en}")))
        decided = self.triage.then.text
        return Explanation(
            Text(f"分类处理：{decided.zh}", f"Triage: {decided.en}"),
            because,
            grounds=tuple(ground.text for ground in self.triage.grounds),
        )

    def _dispatch_parts(self) -> Iterator[Explanation]:
        if self.dispatch is None:
            return
        parts: list[Explanation] = []
        if self.entry:
            path = "—".join(self.entry.path)
            code = "" if self.entry.code == self.entry.text else self.entry.code
            parts.append(
                Explanation(
                    Text(
                        f"目录事项：{path}{code and f'（{code}）'}",
                        f"Catalogue entry: {path}{code and f' ({code})'}",
                    )
                )
            )
        if self.entry and self.entry.industry:
            industry = self.entry.industry
            parts.append(
                Explanation(Text(f"行业主管部门：{industry}", f"Industry department: {industry}"))
            )
        if holding := self.dispatch.holding:
            parts.append(
                Explanation(
                    Text(
                        f"职责：{holding.duty}，区划 {holding.division}",
                        f"Duty: {holding.duty}, division {holding.division}",
                    ),
                    grounds=(holding.source.text,) if holding.source else (),
                )
            )
        parts += [Explanation(each.text) for each in self.obstacles]
        parts += [
            Explanation(
                Text(
                    f"未选{loss.name}（区划 {loss.division}）：{loss.reason.zh}",
                    f"Not {loss.name} (division {loss.division}): {loss.reason.en}",
                ),
                grounds=tuple(ground.text for ground in loss.grounds),
            )
            for loss in self.losses
        ]
        for label, units in (
            (Text("协办单位", "Co-handlers"), self.co_handlers),
            (Text("双派单至", "Also dispatched to"), self.also_dispatched_to),
            (Text("同时送", "Copied to"), self.copied_to),
        ):
            if units:
                zh, en = "、".join(each.name for each in units), ", ".join(u.name for u in units)
                parts.append(Explanation(Text(f"{label.zh}：{zh}", f"{label.en}: {en}")))
        if self.lead and self.mode:
            says = Text(
                f"派单：{self.mode.zh}至{self.lead.name}",
                f"Dispatch: {self.mode.en}, to {self.lead.name}",
            )
        else:
            says = Text(
                f"派单：{Disposition.COORDINATE.zh}", f"Dispatch: {Disposition.COORDINATE.en}"
            )
        yield Explanation(says, parts, tuple(each.text for each in self.dispatch.grounds))

    def _duties_part(self) -> Explanation:
        parts = []
        for duty in self.duties:
            text = duty.then.text
            if duty.then is Duty.SUPPLEMENT_RECORD:
                zh = "、".join(each.zh for each in self.ticket.lacking)
                en = ", ".join(each.en for each in self.ticket.lacking)
                text = Text(f"{text.zh}：{zh}", f"{text.en}: {en}")
            elif duty.then is Duty.REFER_SUPERVISION and self.entry and self.entry.industry:
                industry = self.entry.industry
                text = Text(f"{text.zh}：{industry}", f"{text.en}: {industry}")
            parts.append(Explanation(text, grounds=tuple(each.text for each in duty.grounds)))
        return Explanation(
            Text("同时应当或者可以办理的事项", "Beside this, must or may be done"), parts
        )

    def _deadlines_part(self) -> Explanation:
        parts = []
        for stage, limit, deadline in self.deadlines:
            if deadline is None:
                parts.append(
                    Explanation(
                        Text(
                            f"{stage.zh}：{limit.text.zh}，自签收起算",
                            f"{stage.en}: {limit.text.en}, from signing",
                        )
                    )
                )
            else:
                told = deadline.explain()
                until = deadline.text
                says = Text(
                    f"{stage.zh}（{limit.text.zh}）：至 {until.zh} 止",
                    f"{stage.en} ({limit.text.en}): by {until.en}",
                )
                parts.append(Explanation(says, told.parts, told.grounds))
        grounds = tuple(each.text for each in self.limit.grounds) if self.limit else ()
        return Explanation(Text("办理时限", "Time limits"), parts, grounds)

    def _stand_ins_part(self) -> Explanation:
        by_ground: dict[Citation, list[Text]] = {}
        for fact in self.stand_ins:
            if isinstance(fact.missing, AS):
                term, value = fact.term, say(fact.missing.value)
                read = Text(f"{term.zh}（{value.zh}）", f"{term.en} ({value.en})")
                by_ground.setdefault(fact.missing.ground, []).append(read)
        parts = [
            Explanation(
                Text("、".join(read.zh for read in reads), ", ".join(read.en for read in reads)),
                grounds=(ground.text,),
            )
            for ground, reads in by_ground.items()
        ]
        return Explanation(
            Text("工单未载明、按推定处理的事项", "Not stated on the ticket, and read as"), parts
        )

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
        return Explanation(
            Text(
                f"作出时间 {when}，所依版本（引擎 {pins.engine}）",
                f"Decided at {when} on these versions (engine {pins.engine})",
            ),
            parts,
        )

    def to_rows(self) -> list[dict[str, str]]:
        """The decision as flat rows: ticket, what, value, grounds; in Chinese, for a 底稿."""

        def row(what: str, value: str, grounds: tuple[Citation, ...] = ()) -> dict[str, str]:
            cited = "；".join(ground.text.zh for ground in grounds)
            return {"ticket": self.ticket.id, "what": what, "value": value, "grounds": cited}

        rows = [row("分类处理", self.disposition.zh, self.triage.grounds)]
        if self.dispatch and self.lead and self.mode:
            rows.append(row(self.mode.zh, self.lead.name, self.dispatch.grounds))
        for what, units in (
            ("协办单位", self.co_handlers),
            ("双派单", self.also_dispatched_to),
            ("同时送", self.copied_to),
        ):
            rows += [row(what, unit.name) for unit in units]
        rows += [
            row("未选", f"{each.name}：{each.reason.zh}", each.grounds) for each in self.losses
        ]
        rows += [row("未能直派", each.zh) for each in self.obstacles]
        rows += [row("附随事项", each.then.zh, each.grounds) for each in self.duties]
        rows += [
            row(f"{stage.zh}时限", f"{deadline.due.isoformat()}", self.limit.grounds)
            for stage, _, deadline in self.deadlines
            if deadline and self.limit
        ]
        return rows
