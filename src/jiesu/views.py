"""
视图: what each audience may see of a case.

A `View` is made by a white list: `WHITELIST` says of every move who sees the line and which fields of
it; what stands in no list is not shown. It holds plain data only, so that nothing else of the case
goes along when it is stored, sent or printed.

What the texts say: the requester may know how the matter is handled and what comes of it (条例 8-2,
济南 15, 潍坊 13), and is told of an extension with its reason (条例 15-1-(二)); state and trade
secrets and others' privacy are the exception (济南 15, 潍坊 13, 条例 11-3-(四): an explanation is
given). Privacy and personal information are protected (条例 8-3, 35-2-(四), 潍坊 7); a requester may ask
for confidentiality (济南 16, 潍坊 11-3); nothing of a report goes to the unit that is reported (济南
32-1). The hotline body passes records and ratings on to the units in charge (条例 28), which have to
contact the requester (条例 15-1-(一)). What is published is how hotline work goes (条例 34-2, 济南 33).

No text lists fields: which ones follow from these articles is assumed, and every view says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

import attrs

from .canonical import compact
from .casework import Case
from .custody import EMPTY, ON_A_STRAND, Called, CoHandler, Draft, File, Strand, strand_of
from .errors import CaseworkError, InvalidValueError, fail, misfit
from .events import Body, Dispatched, Event, Move, Named, Party, Received, Succeeded
from .explain import Explanation, language
from .facts import MISSING
from .labels import Label, Text
from .legal_time import instant
from .office import Office
from .sources import Citation, assumed
from .tickets import PlaceRole, RequestType, Secrecy, Ticket


class Audience(Label):
    """
    查看人: who looks at a case.

    Example:
        >>> Audience.REQUESTER.zh
        '诉求人'
    """

    HOTLINE = "热线工作机构", "the hotline body"
    LEAD = "责任单位", "the unit in charge"
    CO_HANDLER = "协办单位", "a co-handler"
    REQUESTER = "诉求人", "the requester"
    PUBLIC = "公众", "the public"


_UNITS = frozenset({Audience.LEAD, Audience.CO_HANDLER})

_GROUNDS: Mapping[Audience, Citation] = {
    Audience.HOTLINE: assumed(
        "热线工作机构记录、汇总办理情况，查看全部记录（条例第五条第四款、第十条、第二十八条）",
        "the hotline body keeps the record and sees all of it (Regulations art. 5(4), 10, 28)",
    ),
    Audience.LEAD: assumed(
        "责任单位查看本单位子工单的记录与回访评价（条例第十五条、第二十八条），不含其他子工单",
        "a unit in charge sees record and ratings of its own strand, no other (Regulations art. 15, 28)",
    ),
    Audience.CO_HANDLER: assumed(
        "协办单位查看配合办理所需的事项（条例第十四条第二款、第十六条），不含诉求人信息",
        "a co-handler sees what taking part needs, not who asked (Regulations art. 14(2), 16)",
    ),
    Audience.REQUESTER: assumed(
        "诉求人知情的范围为进度、结果、延期及其理由、责任单位，不含内部审核与监督"
        "（条例第八条第二款、第十五条第一款，济南第十五条，潍坊第十三条）",
        "the requester may know progress, result, extensions with their reason and who is in charge, not "
        "internal review and supervision (Regulations art. 8(2), 15(1); Jinan art. 15; Weifang art. 13)",
    ),
    Audience.PUBLIC: assumed(
        "公众查看事项类别、单位、环节与日期，不含可指向个人的内容（条例第八条第三款、第三十四条第二款）",
        "the public sees kind of matter, units, stages and days, nothing that leads to a person "
        "(Regulations art. 8(3), 34(2))",
    ),
}
_KEPT = assumed(
    "要求保密、举报、涉密以及性质不明的，诉求人信息与诉求文字只由热线掌握，并不对外公开"
    "（条例第八条第三款，济南第十六条、第三十二条第一款，潍坊第七条、第十一条第三款）",
    "where confidentiality is asked for, and in reports, secret matters and those of unknown kind, who "
    "asked and all words stay with the hotline body, and nothing is public "
    "(Regulations art. 8(3); Jinan art. 16, 32(1); Weifang art. 7, 11(3))",
)
_SECRET = assumed(
    "涉密事项只向诉求人作解释（条例第十一条第三款第（四）项，济南第十五条，潍坊第十三条）",
    "of a secret matter the requester is given an explanation only "
    "(Regulations art. 11(3)(4); Jinan art. 15; Weifang art. 13)",
)


# --- The white list ---------------------------------------------------------------------------------


def _row(hotline: str, *others: str) -> Mapping[Audience, tuple[str, ...]]:
    """Who sees a line, and which fields; where "-" stands, or nothing, not even the line is shown."""
    row = {Audience.HOTLINE: ("told", "by", *hotline.split(), "note", "recorded_at")}
    for audience, fields in zip(tuple(Audience)[1:], others, strict=False):
        if fields != "-":
            # The note is for the hotline body and the unit in charge, as `Event` says.
            note = ("note",) if audience is Audience.LEAD else ()
            row[audience] = (*fields.split(), *note)
    return row


_TOLD_EXPLAINED = "requester_told hotline_told"

WHITELIST: Mapping[Move, Mapping[Audience, tuple[str, ...]]] = {
    # the hotline body, beside what is told; the unit in charge; a co-handler; the requester; the public
    Move.RECEIVED: _row(
        "reply_wanted",
        "confidential reply_wanted",
        "confidential",
        "confidential reply_wanted",
        "",
    ),
    Move.SUPPLEMENTED: _row("what confidential", "what confidential", "-", "what confidential"),
    Move.CORRECTED: _row("old new", "field new", "-", "field"),
    Move.WITHDRAWN: _row("", "", "", "", ""),
    Move.CLASSIFIED: _row("", "told", "told"),
    Move.CONFERRED: _row("units", ""),
    Move.SPLIT: _row("items", "", "-", "told items"),
    Move.DISPATCHED: _row(
        "copied_to batch department_duty", "told", "to limit", "to co_handlers limit", "to limit"
    ),
    Move.SIGNED: _row("", "", "-", "", ""),
    Move.CONTACTED: _row("", "told", "-", "told"),
    Move.OBJECTED: _row("reason", "told reason"),
    Move.ADJUDICATED: _row("studied", "told"),
    Move.DESIGNATED: _row("", "told", "to", "to co_handlers", "to"),
    Move.RETURNED: _row("reason", "reason"),
    Move.RECALLED: _row("batch", "told"),
    Move.ENTRUSTED: _row("listed assists department_duty", "told", "-", "to"),
    Move.JOINED: _row("limit", "told limit", "limit", "unit"),
    Move.REPORTED: _row("reason interim", "by told reason interim", "told reason interim"),
    Move.CALLED_OUT: _row("", "told", ""),
    Move.RESPONDED: _row("", "by told", "told"),
    Move.ESCALATED: _row("", "told", "-", "told"),
    Move.OPINION_GIVEN: _row("opinion", "opinion"),
    Move.ELEVATED: _row("", "told", "to", "to", "to"),
    Move.EXTENSION_ASKED: _row("reason", "told reason"),
    Move.EXTENDED: _row(
        f"ground reason {_TOLD_EXPLAINED}",
        f"told ground reason {_TOLD_EXPLAINED}",
        "-",
        "by_how_much ground reason",
        "by_how_much",
    ),
    Move.EXTENSION_REFUSED: _row("reason", "reason"),
    Move.LIMIT_REPLACED: _row("ground", "told ground", "-", "told ground", "told"),
    Move.CHANNEL_ENTERED: _row("", "told", "told", "told"),
    Move.DEFERRED: _row("reason until", "reason until", "-", "reason until"),
    Move.REMINDED: _row("", ""),
    Move.CLEARED: _row("solved", "solved", "-", "solved"),
    Move.KEY_LISTED: _row("", ""),
    Move.KEY_CLEARED: _row("", ""),
    Move.URGED: _row("", ""),
    Move.SUPERVISED: _row("ground", "ground"),
    Move.RISK_REPORTED: _row(""),
    Move.DISSUADED: _row("", ""),
    Move.INFORMED: _row("", "told", "-", "told"),
    Move.REPLIED: _row("answer", "answer", "-", "answer", ""),
    Move.FED_BACK: _row("", "told", "-", "told", ""),
    Move.STOPPED: _row(
        f"approver {_TOLD_EXPLAINED}", f"told approver {_TOLD_EXPLAINED}", "", "told", ""
    ),
    Move.FOLLOWED_UP: _row("", "told", "-", "told"),
    Move.RATED: _row("", "told", "-", "told"),
    Move.REHANDLED: _row("limit reason", "limit reason", "", "limit", ""),
    Move.LINKED: _row("case", "told"),
    Move.SUCCEEDED: _row("", "told", "told", "told", "told"),
    Move.CLOSED: _row("", "", "", "", ""),
    Move.REOPENED: _row("limit", "limit", "", "limit", ""),
    Move.ARCHIVED: _row("", "", "-", "", ""),
}
"""Of every move, who sees the line and which fields of the event; ``told`` is what `Event.told` says."""

_EXPLAINED = frozenset({Move.RECEIVED, Move.INFORMED})
"""Of a secret matter: that it came in, and that it was explained."""

_OF_ONE = frozenset({Move.JOINED, Move.REPORTED, Move.CALLED_OUT, Move.RESPONDED})
"""What a co-handler sees of itself only."""

_ON_STRANDS = ON_A_STRAND | {Move.SUCCEEDED}
"""What is no unit's business where it is about no strand."""

_BODIES = frozenset({"by", "to", "unit", "units", "co_handlers", "copied_to"})

_WORDS: Mapping[str, tuple[str, str]] = {
    "answer": ("答复", "answer"),
    "approver": ("批准人", "approved by"),
    "assists": ("协助政府工作的事项", "assisting the government"),
    "batch": ("批次", "batch"),
    "by": ("经办", "by"),
    "by_how_much": ("延长", "extended by"),
    "case": ("关联工单", "linked case"),
    "co_handlers": ("协办单位", "co-handlers"),
    "confidential": ("要求保密", "to be kept confidential"),
    "copied_to": ("抄送", "copied to"),
    "department_duty": ("部门职责", "a department's duty"),
    "field": ("更正项目", "field"),
    "ground": ("依据", "ground"),
    "hotline_told": ("已通报热线", "hotline told"),
    "interim": ("阶段性情况", "interim progress"),
    "items": ("事项", "items"),
    "limit": ("时限", "limit"),
    "listed": ("在职责清单内", "within the list of duties"),
    "new": ("更正为", "now"),
    "note": ("备注", "note"),
    "old": ("原记录", "was"),
    "opinion": ("处理意见", "opinion"),
    "reason": ("理由", "reason"),
    "recorded_at": ("补录于", "written down"),
    "reply_wanted": ("要求回复", "reply wanted"),
    "requester_told": ("已告知诉求人", "requester told"),
    "solved": ("问题解决", "solved"),
    "studied": ("经研究确定", "settled after study"),
    "to": ("单位", "unit"),
    "unit": ("协办单位", "co-handler"),
    "units": ("参加单位", "took part"),
    "until": ("至", "until"),
    "what": ("补充内容", "added"),
}

_NOTHING = Text("", "")


# --- What is shown ----------------------------------------------------------------------------------


@compact
@attrs.frozen(repr=False)
class Line:
    """
    一行: one event, as far as the audience may see it.

    Attributes:
        at: When; for the public the day only.
        move: 办理环节.
        strand: Number of the strand; 0 for the case, or for several at once.
        says: What the event adds to its kind; may be empty.
        remarks: Fields that are shown beside it, each with its name.
        answers: Who answered for it.
    """

    at: date
    move: Move
    strand: int = 0
    says: Text = _NOTHING
    remarks: Text = _NOTHING
    answers: Text = _NOTHING

    @property
    def text(self) -> Text:
        """The line as it is printed."""
        return Text(
            self._to("zh", "：", "（{}）", "〔责任主体：{}〕"),
            self._to("en", ": ", " ({})", " [answerable: {}]"),
        )

    def _to(self, lang: str, colon: str, aside: str, owner: str) -> str:
        said = f"{_when(self.at)} {self.move.text.to(lang)}"
        shapes = (colon + "{}", self.says), (aside, self.remarks), (owner, self.answers)
        return said + "".join(shape.format(each.to(lang)) for shape, each in shapes if each.zh)

    def __repr__(self) -> str:
        return f"Line({self.move.name})"


def _when(at: date) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else at.isoformat()


def _joined(texts: Iterable[Text], zh: str = "、", en: str = ", ") -> Text:
    """Several texts as one."""
    several = tuple(texts)
    return Text(zh.join(each.zh for each in several), en.join(each.en for each in several))


@compact
@attrs.frozen(repr=False)
class View:
    """
    视图: a case as one audience may see it; plain data, and nothing of the case beside it.

    Its repr tells the audience and the number of lines, since a repr goes into logs.

    Attributes:
        audience: Who looks.
        unit: The unit that asks; None for other audiences.
        id: 工单编号; empty for the public.
        title: 诉求事项; empty where it is not for this audience.
        items: 拆分事项 of the strands that are shown.
        kind: 事项类别, by the catalogue.
        requester: Identifier of the requester; None where it is not for this audience.
        accused: 被诉单位; None likewise.
        places: Where it belongs, each with its role.
        answerable: Who answers now, by strand.
        lines: What happened, in order.
        withheld: What is kept back.
        grounds: 依据 of what is shown and what is not.
        lang: What ``str()`` of the explanation and a notebook show.
    """

    audience: Audience
    unit: Text | None = None
    id: str = ""
    title: str = ""
    items: tuple[str, ...] = ()
    kind: str = ""
    requester: str | None = None
    accused: str | None = None
    places: Text = _NOTHING
    answerable: Text = _NOTHING
    lines: tuple[Line, ...] = ()
    withheld: Text = _NOTHING
    grounds: tuple[Citation, ...] = ()
    lang: str = attrs.field(default="zh", eq=False)

    def explain(self, lang: str | None = None) -> Explanation:
        """
        The view in words.

        Args:
            lang: ``"zh"`` or ``"en"``; default: the view's own.

        Raises:
            InvalidValueError: No such language.
        """
        who = self.unit or self.audience.text
        items = "；".join(self.items)
        heads = (
            ("诉求事项", "Matter", Text(self.title, self.title)),
            ("拆分事项", "Items", Text(items, items)),
            ("事项类别", "Kind", Text(self.kind, self.kind)),
            ("诉求人", "Requester", Text(self.requester or "", self.requester or "")),
            ("被诉单位", "Unit complained of", Text(self.accused or "", self.accused or "")),
            ("地点", "Place", self.places),
            ("责任主体", "Answerable", self.answerable),
        )
        parts = [
            Explanation(Text(f"{zh}：{said.zh}", f"{en}: {said.en}"))
            for zh, en, said in heads
            if said.zh
        ]
        if self.lines:
            lines = [Explanation(each.text) for each in self.lines]
            parts.append(Explanation(Text("办理过程", "What happened"), lines))
        if self.withheld.zh:
            parts.append(Explanation(self.withheld))
        name = Text(f"工单 {self.id} ", f"Ticket {self.id}: h") if self.id else Text("", "H")
        says = Text(f"{name.zh}办理情况（{who.zh}）", f"{name.en}ow it is handled ({who.en})")
        grounds = [each.text for each in self.grounds]
        return Explanation(says, parts, grounds, lang=language(lang, self.lang))

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per line, in Chinese."""
        return [
            {
                "case": self.id,
                "at": _when(each.at),
                "move": each.move.zh,
                "strand": str(each.strand or ""),
                "says": each.says.zh,
                "remarks": each.remarks.zh,
                "answerable": each.answers.zh,
            }
            for each in self.lines
        ]

    def __repr__(self) -> str:
        return f"View({self.audience.name}, {len(self.lines)} lines)"

    def _repr_html_(self) -> str:
        return self.explain().html()


# --- Making it --------------------------------------------------------------------------------------


def view(
    case: Case,
    audience: Audience,
    *,
    unit: str | None = None,
    at: datetime | None = None,
    lang: str = "zh",
) -> View:
    """
    What an audience may see of a case.

    A unit in charge sees the strands that it answers for or has in hand; a co-handler those that it
    takes part in. Where confidentiality is asked for, in a report, in a secret matter, and where there
    is no ticket to tell, the units see neither who asked nor any words that somebody wrote, and the
    public sees nothing. Of a secret matter the requester sees that it was explained. Such a wish holds
    for a look back at an earlier instant too.

    Args:
        case: The case, with its rules.
        audience: Who looks.
        unit: Which unit asks, as a unit in charge or a co-handler; default: the first.
        at: The instant at which it is looked at; default: after the last event.
        lang: ``"zh"`` or ``"en"``: what a notebook shows.

    Raises:
        InvalidValueError: An argument of another type, or a unit where none asks.
        NaiveDatetimeError: *at* has no zone.
        CaseworkError: The unit has no part in the case, or it is kept from it: the two are not told
            apart, since that there is a report is itself not for the unit reported. Or the case has
            no rules with it.

    Example:
        >>> from jiesu.calendars import WorkCalendar
        >>> from jiesu.conduct import Conduct
        >>> from jiesu.legal_time import beijing_time
        >>> from jiesu.taxonomy import Catalogue
        >>> from jiesu.tickets import ticket_facts
        >>> from jiesu.units import Directory
        >>> catalogue = Catalogue(id="c", version="1", entries=())
        >>> directory = Directory(id="d", version="1", divisions=(), units=(), holdings=())
        >>> office = Office(Conduct.of({}), catalogue, directory, WorkCalendar.china())
        >>> ticket = Ticket("1", ticket_facts(), title="王女士家门口路灯不亮")
        >>> case = Case.of([Received(beijing_time(2026, 3, 2, 8), ticket)], office)
        >>> print(view(case, Audience.PUBLIC).lines[0].text.zh)
        2026-03-02 受理
        >>> "王女士" in view(case, Audience.REQUESTER).explain()
        True
    """
    for name, value, kind in (("case", case, Case), ("audience", audience, Audience)):
        if not isinstance(value, kind):
            raise InvalidValueError(misfit(f"view.{name}", value, kind))
    if unit is not None and type(unit) is not str:
        raise InvalidValueError(misfit("view.unit", unit, str))
    if unit is not None and audience not in _UNITS:
        fail(
            InvalidValueError,
            "view.unit",
            Text("这一查看人不是单位", "this audience is no unit"),
            value=audience.name,
            expected=Text("不写 unit", "no unit"),
            remedy=Text("单位用 LEAD 或 CO_HANDLER", "a unit asks as LEAD or CO_HANDLER"),
        )
    moment = None if at is None else instant(at, "at")
    return _Look(case, audience, unit, moment, language(lang)).view()


class _Look:
    """One look at a case: what it is looked at with, and what is kept back."""

    def __init__(
        self, case: Case, audience: Audience, unit: str | None, at: datetime | None, lang: str
    ) -> None:
        self.audience, self.lang, self.office = audience, lang, case.office
        self.stood = case if at is None else case.as_at(at)
        # Of the whole history: a wish for confidentiality protects what was said before it as well.
        received = [each for each in case.history if isinstance(each, Received)]
        tickets = [each.ticket for each in received]
        self.secret = any(map(_secret, tickets))
        self.kept = not tickets or self.secret or case.file.confidential
        self.kept = self.kept or any(_report(each, self.office) for each in tickets)
        self.own = frozenset(each.number for each in self.stood.strands)
        self.unit, self.mine = None, frozenset[str]()
        if audience in _UNITS:
            days = {each.at.date() for each in case.history} | ({at.date()} if at else set())
            self.unit = self._asking(unit, tickets, days, case.history)
            self.own = frozenset(
                each.number for each in self.stood.strands if self.unit in _taking(each, audience)
            )
            self.mine = _line_of(self.unit, self.stood.history)
        self.shut = self.kept and audience in _UNITS

    def _asking(
        self,
        unit: str | None,
        tickets: list[Ticket],
        days: set[date],
        history: tuple[Event, ...],
    ) -> str:
        """The unit that asks: one that takes part, and is not the one that the ticket is kept from."""
        for each in (
            one for strand in self.stood.strands for one in _taking(strand, self.audience)
        ):
            if (
                isinstance(each, str)
                and unit in {None, each}
                and not any(
                    self.office.kept_from(name, ticket, day)
                    for name in _line_of(each, history)
                    for ticket in tickets
                    for day in days
                )
            ):
                return each
        fail(
            CaseworkError,
            "view.unit",
            Text("该单位不参与本件办理，不得查看", "the unit has no part in this case"),
            value=unit or "",
            expected=Text(f"本件的{self.audience.zh}", f"{self.audience.en} of this case"),
            remedy=Text(
                "写明参与办理的单位及其身份（LEAD 或 CO_HANDLER）",
                "name a unit that takes part, as what it does (LEAD or CO_HANDLER)",
            ),
        )

    def view(self) -> View:
        """What there is to see."""
        audience, office, file = self.audience, self.office, self.stood.file
        unit = office.name(self.unit) if self.unit else None
        if audience is Audience.PUBLIC and self.kept:
            # Which of the reasons holds would say more than may be said.
            said = Text("本件不公开", "this case is not public")
            return View(audience, withheld=said, grounds=(_KEPT,), lang=self.lang)
        lines, ticket = tuple(self._lines()), file.ticket
        made = View(audience, unit, lines=lines, grounds=(_GROUNDS[audience],), lang=self.lang)
        shown: dict[str, Any] = {}
        if ticket is not None and audience is not Audience.PUBLIC:
            shown["id"] = ticket.id
        if audience is Audience.REQUESTER and self.secret:
            said = Text("依法只作解释说明", "an explanation is all that may be given")
            return attrs.evolve(made, withheld=said, grounds=(_SECRET,), **shown)
        strands = [each for each in file.strands if each.number in self.own]
        owners = dict.fromkeys(each.answerable for each in strands if each.answerable is not None)
        shown["answerable"] = _joined(map(self._name, owners))
        entry = office.catalogue.entry(file.leaf) if file.leaf is not None else None
        shown["kind"] = entry.text if entry else ""
        if ticket is not None and audience is not Audience.PUBLIC:
            shown["places"] = _joined(self._places(ticket), "；", "; ")
            if not self.shut:
                shown["title"] = ticket.title
                shown["items"] = tuple(each.item for each in strands if each.item)
                if audience is not Audience.CO_HANDLER:
                    shown["requester"] = ticket.requester
                # Whom the requester named is not read back to whoever asks in its name.
                if audience in {Audience.HOTLINE, Audience.LEAD}:
                    shown["accused"] = ticket.accused
        if self.shut:
            said = Text(
                "诉求人信息与诉求文字只由热线掌握",
                "who asked, and all words, stay with the hotline body",
            )
            shown |= {"withheld": said, "grounds": (_GROUNDS[audience], _KEPT)}
        return attrs.evolve(made, **shown)

    def _name(self, body: Body) -> Text:
        """A body by its name; for the public only one that the register knows."""
        listed = isinstance(body, Party) or self.office.unit(body) is not None
        if self.audience is Audience.PUBLIC and not listed:
            return Text("未列入名录的单位", "a unit that is not listed")
        return self.office.name(body)

    def _places(self, ticket: Ticket) -> Iterator[Text]:
        """Where it belongs; where somebody lives or is registered is personal."""
        for place in ticket.places:
            if place.role is PlaceRole.EVENT or not (
                self.shut or self.audience is Audience.CO_HANDLER
            ):
                found = [(self.office.directory.division(each), each) for each in place.candidates]
                said = "、".join(known.name if known else code for known, code in found)
                yield Text(f"{place.role.zh} {said}", f"{place.role.en} {said}")

    # -- lines -----------------------------------------------------------------------------------------

    def _lines(self) -> Iterator[Line]:
        draft = Draft(EMPTY, self.stood.rules)
        file = EMPTY
        bare = self.secret and self.audience is Audience.REQUESTER
        for event in self.stood.history:
            draft.step(event)
            step = _Step(event, file, draft.frozen())
            row = WHITELIST[event.move].get(self.audience)
            if bare:
                row = () if event.move in _EXPLAINED else None
            if row is not None and self._concerned(step):
                yield self._line(step, row, bare=bare)
            file = step.after

    def _concerned(self, step: "_Step") -> bool:
        """Whether an event is any of the audience's business."""
        move, touched = step.event.move, step.touched
        if self.audience is Audience.HOTLINE:
            return True
        if isinstance(step.event, Succeeded) and self.audience is not Audience.LEAD:
            # Whoever does not see who was called, or takes part, does not see who does so instead.
            return step.event.new in {*self.mine, *step.answered(sorted(touched & self.own))}
        if self.audience not in _UNITS:
            return True
        if not (touched & self.own if touched else move not in _ON_STRANDS):
            return False
        if self.audience is Audience.CO_HANDLER and move in _OF_ONE:
            return step.event.by in self.mine or self._entries(step.file) != self._entries(
                step.after
            )
        return True

    def _entries(self, file: File) -> list[CoHandler | Called]:
        """Where the unit stands as a co-handler or as one that was called."""
        every: list[CoHandler | Called] = []
        for strand in file.strands:
            every += [*strand.co_handlers, *strand.called]
        return [each for each in every if each.unit in self.mine]

    def _line(self, step: "_Step", row: tuple[str, ...], *, bare: bool) -> Line:
        event, touched = step.event, step.touched
        seen = sorted(touched & self.own)
        # Words about another strand's matter too are not for one unit.
        shut = self.shut or (self.audience in _UNITS and bool(touched - self.own))
        if isinstance(event, Dispatched) and self.audience in _UNITS:
            event = _narrowed(
                event, {each.holder for each in map(step.after.strand, seen) if each}
            )
        remarks: list[Text] = []
        for field in row:
            silent = field == "told" or (field == "recorded_at" and not event.backfilled)
            value = None if silent else getattr(event, field)
            words = isinstance(value, (str, tuple)) and field not in _BODIES
            if value not in (None, "", ()) and not (words and shut):
                (zh, en), said = _WORDS[field], _said(field, value, self._name)
                remarks.append(Text(f"{zh}：{said.zh}", f"{en}: {said.en}"))
        answers = () if bare else map(self._name, step.answered(seen))
        return Line(
            event.at.date() if self.audience is Audience.PUBLIC else event.at,
            event.move,
            seen[0] if len(seen) == 1 else 0,
            event.told(self._name) if "told" in row else _NOTHING,
            _joined(remarks, "；", "; "),
            _joined(answers),
        )


class _Step:
    """An event, and how the case stood before and after it."""

    def __init__(self, event: Event, file: File, after: File) -> None:
        self.event, self.file, self.after = event, file, after
        # The strands that it is about: that it changed, or names; 0 stands for one there is not.
        pairs = zip_longest(file.strands, after.strands)
        self.touched = {number for number, (one, other) in enumerate(pairs, 1) if one != other}
        about = strand_of(file, event) if event.move in ON_A_STRAND else None
        if about is not None:
            self.touched.add(about.number)
        elif event.strand is not None:
            self.touched.add(event.strand if after.strand(event.strand) else 0)

    def answered(self, strands: list[int]) -> tuple[Body, ...]:
        """Who answers for some strands after it; where nobody does any more, who did."""
        stands = [(self.after.strand(each), self.file.strand(each)) for each in strands]
        found = [(one and one.answerable) or (other and other.answerable) for one, other in stands]
        return tuple(dict.fromkeys(each for each in found if each))


def _secret(ticket: Ticket) -> bool:
    return ticket.facts.get("secrecy") not in (MISSING, Secrecy.NONE)


def _report(ticket: Ticket, office: Office) -> bool:
    """Whether it is a report, or of another type that the rulebook keeps from the unit accused."""
    kind = ticket.facts.get("request_type")
    return kind is RequestType.REPORT or (
        ticket.accused is not None
        and bool(office.conduct.recusal)
        and kind in {*office.conduct.recusal, MISSING}
    )


def _taking(strand: Strand, audience: Audience) -> tuple[Body | None, ...]:
    """Who takes part in a strand as what the audience is."""
    if audience is Audience.LEAD:
        return strand.answerable, strand.holder
    return (*(each.unit for each in strand.co_handlers), *(each.unit for each in strand.called))


def _line_of(unit: str, history: tuple[Event, ...]) -> frozenset[str]:
    """The unit, and those in whose place it stands."""
    found = {unit}
    for event in reversed(history):
        if isinstance(event, Succeeded) and event.new in found:
            found.add(event.old)
    return frozenset(found)


def _narrowed(event: Dispatched, holders: set[Body | None]) -> Dispatched:
    """A dispatch to several units as one of them sees it: without the others."""
    to = tuple(each for each in event.to if each in holders)
    co_handlers = event.co_handlers if event.to[0] in to else ()
    return attrs.evolve(event, to=to, co_handlers=co_handlers)


def _said(field: str, value: Any, name: Named) -> Text:
    """The value of a field in words."""
    if field in _BODIES:
        return _joined(map(name, value if isinstance(value, tuple) else (value,)))
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, date):
        return Text(_when(value), _when(value))
    if isinstance(value, tuple):
        return Text("、".join(value), ", ".join(value))
    if isinstance(value, str):
        return Text(value, value)
    text: Text = value.text
    return text
