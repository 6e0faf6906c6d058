"""
读办理过程: histories of cases from rows, for `Hotline.review`; by a column plan, as in `codec`.

Exports have them in two shapes. `EventPlan` reads a row per event: which ticket, what, when, and what
else that kind of event says. `CasePlan` reads a row per ticket with several instants (派单时间,
签收时间, 办结时间 ...): each instant that a row states is an event. What an event can say are the
fields of its class in `events`; a column serves ``note`` of every kind, or ``DISPATCHED.to`` of one.

Good rows survive bad ones; a history of which a row was lost says so.

>>> from jiesu.legal_time import BEIJING
>>> plan = EventPlan.of(["工单编号", "环节", "时间", "承办单位"], naive=BEIJING)
>>> rows = [
...     ["1", "派单", "2026-03-02 09:00", "某街道"],
...     ["1", "签收", "2026-03-02 09:30", "某街道"],
...     ["1", "办结", "3月5日", ""],
... ]
>>> told = plan.read(rows)
>>> told.values[0].events[0].to, told.values[0].events[1].by, told.values[0].lacking
(('某街道',), '某街道', 1)
>>> [row["path"] for row in told.to_rows()]
['rows[2].时间']
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from functools import partial
from types import NoneType, UnionType
from typing import Any, NamedTuple, Self, Union, get_args, get_origin

import attrs

from .canonical import compact
from .codec import (
    COLUMN_NAMES,
    BadRow,
    DataRow,
    Read,
    TicketPlan,
    cell_text,
    cells_of,
    columns_of,
    instant_of,
    need_rows,
    repeated,
    unit_of,
)
from .deadlines import TimeLimit, hours, months, natural_days, working_days, working_hours
from .errors import (
    CodecError,
    Fault,
    FrozenMap,
    InvalidValueError,
    JiesuError,
    did_you_mean,
    fail,
    mapped,
    misfit,
    mistyped,
    refuse,
    shown,
    wrong_type,
)
from .events import EVENTS, Corrected, Event, Move
from .explain import Explanation
from .facts import MISSING, say
from .labels import Label, Text
from .registers import Hints, read_day, read_flag, read_text, read_texts
from .tickets import TICKET_FACTS, PlaceRole, Ticket
from .units import Directory

_NOTHING: Mapping[str, Any] = FrozenMap()
_BLANKS = ("", "-")
_UNITS = ("by", "to", "unit", "units", "co_handlers", "copied_to", "settled_on", "old", "new")
_WHOLE = re.compile(r"[0-9]{1,18}")
_AMOUNT = re.compile(r"([0-9]{1,18})(.+)")
_LIMITS: Mapping[str, Callable[[int], TimeLimit]] = {
    word: make
    for make in (hours, natural_days, working_days, working_hours, months)
    for word in (make(1).unit_text.zh, make(1).unit_text.en, f"{make(1).unit_text.en}s")
}

_TERMS: Mapping[str, Text] = {
    "id": Text("工单编号", "ticket number"),
    "move": Text("办理环节", "kind of event"),
    "at": Text("时间", "instant"),
    "by": Text("办理主体", "who did it"),
    "seq": Text("同一时刻的先后", "order within one instant"),
    "strand": Text("子工单", "strand"),
    "recorded_at": Text("登记时间", "written down at"),
    "interested": Text("有直接利害关系", "has a stake in the matter"),
    "note": Text("备注", "note"),
    "confidential": Text("要求保密", "to be kept confidential"),
    "reply_wanted": Text("要求回复", "an answer is wanted"),
    "what": Text("补充内容", "what was added"),
    "field": Text("更正字段", "field that was wrong"),
    "old": Text("原值", "old value"),
    "new": Text("新值", "new value"),
    "leaf": Text("派单目录事项", "leaf of the dispatch catalogue"),
    "units": Text("有关单位", "units concerned"),
    "settled_on": Text("商定单位", "unit agreed on"),
    "items": Text("拆分事项", "items"),
    "to": Text("去向单位", "to whom it goes"),
    "mode": Text("派单方式", "mode of dispatch"),
    "limit": Text("办理时限", "limit"),
    "counting": Text("期间计算", "how the limit is counted"),
    "co_handlers": Text("协办单位", "co-handlers"),
    "copied_to": Text("抄送单位", "units that got a copy"),
    "batch": Text("批次", "batch"),
    "department_duty": Text("属部门职责", "a department's duty"),
    "reached": Text("是否接通", "reached"),
    "ground": Text("情形或者依据", "ground"),
    "reason": Text("理由", "reason"),
    "outcome": Text("审核结果", "outcome of the objection"),
    "studied": Text("经研究确定", "settled after study"),
    "main": Text("作为主责", "as the main handler"),
    "listed": Text("列入职责清单", "in the list of duties"),
    "assists": Text("协助政府工作的事项", "a matter of assisting the government"),
    "unit": Text("加入单位", "unit that joins"),
    "finished": Text("报送办理结果", "reports the result"),
    "interim": Text("阶段性工作情况", "interim progress"),
    "came": Text("到场", "came"),
    "with_authority": Text("有权决定", "with authority"),
    "solved": Text("问题解决", "solved"),
    "opinion": Text("处理意见", "opinion"),
    "by_how_much": Text("延长期限", "by how much"),
    "approver": Text("批准人", "approver"),
    "requester_told": Text("已告知诉求人", "the requester was told"),
    "hotline_told": Text("已通报热线", "the hotline was told"),
    "channel": Text("法定途径", "statutory channel"),
    "until": Text("挂账至", "deferred until"),
    "promised": Text("承诺解决日期", "day promised"),
    "answer": Text("答复内容", "answer"),
    "claim": Text("办理结论", "the unit's claim"),
    "result": Text("回访结果", "result of the follow-up"),
    "responded": Text("是否响应", "responded"),
    "resolved": Text("是否解决", "resolved"),
    "satisfied": Text("是否满意", "satisfied"),
    "effect": Text("办理效果", "effect"),
    "attitude": Text("工作人员态度", "attitude"),
    "case": Text("关联工单", "the other case"),
    "how": Text("关联方式", "how they are one"),
    "counted": Text("计件方式", "how they count"),
}

_HEADS: Mapping[str, tuple[str, ...]] = {
    "id": COLUMN_NAMES["ticket"],
    "move": ("环节", "办理环节", "事件", "操作"),
    "at": ("时间", "发生时间", "操作时间"),
    "by": ("操作单位", "经办单位"),
}
"""Columns of a row per event, beside the term and the name of the field."""
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "RECEIVED.at": COLUMN_NAMES["received_at"],
    "DISPATCHED.at": COLUMN_NAMES["dispatched_at"],
    "DISPATCHED.to": COLUMN_NAMES["unit"],
    "DISPATCHED.co_handlers": ("协办单位",),
    "DISPATCHED.limit": ("办理时限",),
    "SIGNED.at": ("签收时间", "接收时间"),
    "CONTACTED.at": ("联系时间",),
    "OBJECTED.at": ("异议时间",),
    "RETURNED.at": ("退单时间", "退回时间"),
    "RETURNED.reason": ("退单理由", "退回理由", "驳回原因"),
    "URGED.at": ("催办时间",),
    "SUPERVISED.at": ("督办时间",),
    "REPLIED.at": ("答复时间", "回复时间", "replied_at"),
    "FED_BACK.at": ("反馈时间",),
    "FOLLOWED_UP.at": ("回访时间",),
    "FOLLOWED_UP.result": ("回访结果",),
    "FOLLOWED_UP.responded": COLUMN_NAMES["responded"],
    "FOLLOWED_UP.resolved": COLUMN_NAMES["resolved"],
    "FOLLOWED_UP.satisfied": COLUMN_NAMES["satisfied"],
    "RATED.at": ("评价时间",),
    "REHANDLED.at": ("退回重办时间",),
    "CLOSED.at": COLUMN_NAMES["closed_at"],
    "REOPENED.at": ("重新办理时间",),
    "ARCHIVED.at": ("归档时间",),
}
_UNITS_OWN = (
    *(Move.SIGNED, Move.CONTACTED, Move.OBJECTED, Move.RETURNED, Move.EXTENSION_ASKED),
    *(Move.INFORMED, Move.REPLIED, Move.FED_BACK),
)
"""What only the unit does that has the ticket: the 承办单位 of such a row is who did it."""


# ------------------------------------------------------------------ what an event can say


class _Slot(NamedTuple):
    """
    A field of a kind of event.

    Attributes:
        name: The field.
        kinds: What it may be, the most particular first.
        default: What it is where nothing is stated; `attrs.NOTHING` if it must be.
        unit: Whether it names units.
    """

    name: str
    kinds: tuple[Any, ...]
    default: Any
    unit: bool

    def itself(self, cell: object) -> bool:
        """Whether a cell is the value already; a text is read."""
        for kind in self.kinds:
            if kind in (bool, int, date):
                if type(cell) is kind:
                    return True
            elif kind is not str and isinstance(cell, kind):
                return True
        return False

    def read(self, word: str) -> Any:
        """What a word says; None where it says nothing."""
        found = (_read_as(kind, word) for kind in self.kinds)
        return next((each for each in found if each is not None), None)

    @property
    def expected(self) -> Text:
        """What it may be, in words."""
        zh: list[str] = []
        en: list[str] = []
        for kind in self.kinds:
            if issubclass(kind, Label):
                zh += (each.zh for each in kind)
                en += (each.en for each in kind)
            else:
                said = _KINDS.get(kind, Text(kind.__name__, kind.__name__))
                zh.append(said.zh)
                en.append(said.en)
        return Text("、".join(zh), ", ".join(en))


_KINDS: Mapping[Any, Text] = {
    tuple: Text("单位或者事项，以顿号分隔", "texts with 、 between them"),
    bool: Text("是或否", "yes or no"),
    int: Text("整数", "a whole number"),
    date: Text("日期，如 2026-03-02", "a day, such as 2026-03-02"),
    TimeLimit: Text("时限，如 5个工作日", "a limit, such as 5 working days"),
    str: Text("文本", "text"),
}


def _read_as(kind: Any, word: str) -> Any:
    found: Any = None
    if kind is tuple:
        found = read_texts(word)
    elif kind is bool:
        found = read_flag(word)
    elif kind is int:
        found = int(word) if _WHOLE.fullmatch(word) else None
    elif kind is date:
        found = read_day(word)
    elif kind is TimeLimit:
        parts = _AMOUNT.fullmatch(word)
        make = _LIMITS.get(parts[2].strip()) if parts else None
        found = make(int(parts[1])) if parts and make else None
    elif kind is str:
        return word
    elif issubclass(kind, Label):
        return kind.find(word)
    return None if isinstance(found, str) else found


def _slot(kind: type[Event], field: "attrs.Attribute[Any]") -> _Slot:
    found = field.type
    alone = get_origin(found) not in (Union, UnionType)
    each = (found,) if alone else tuple(one for one in get_args(found) if one is not NoneType)
    kinds = [tuple if get_origin(one) is tuple else one for one in each]
    # A text says anything: what is more particular goes first.
    kinds.sort(key=lambda one: one is str)
    unit = field.name in _UNITS and kind is not Corrected
    return _Slot(field.name, tuple(kinds), field.default, unit)


_SLOTS: Mapping[Move, Mapping[str, _Slot]] = {
    kind.move: {
        field.name: _slot(kind, field)
        for field in attrs.fields(kind)
        if field.name not in ("at", "ticket")
    }
    for kind in EVENTS
}
_CLASSES: Mapping[Move, type[Event]] = {kind.move: kind for kind in EVENTS}
_COMMON = tuple(field.name for field in attrs.fields(Event) if field.name != "at")
_GENERIC = tuple(dict.fromkeys(name for slots in _SLOTS.values() for name in slots))
_MOVES: Mapping[str, Move] = {
    word: kind.move
    for kind in EVENTS
    for word in (kind.__name__, kind.move.name, kind.move.zh, kind.move.en)
}
_TICKET_COLUMNS = (
    *("title", "received_at", "leaf", "place", "place_role", "requester", "accused"),
    *TICKET_FACTS.names,
)
EVENT_COLUMNS: tuple[str, ...] = tuple(
    dict.fromkeys(("id", "move", "at", *_GENERIC, *_TICKET_COLUMNS))
)
"""The header of a table that can state every event: what `EventPlan.write` fills."""


class History(NamedTuple):
    """
    What was read of one ticket; `Hotline.review` takes its events.

    Attributes:
        id: 工单编号.
        events: What happened, in the order of the rows.
        lacking: How many rows of the ticket could not be read: the history has gaps.
    """

    id: str
    events: tuple[Event, ...]
    lacking: int = 0


# ------------------------------------------------------------------ the plans


@attrs.frozen(kw_only=True)
class _HistoryPlan:
    """What both plans have in common."""

    header: tuple[str, ...]
    tickets: TicketPlan | Mapping[str, Ticket] | None = attrs.field(default=None, converter=mapped)
    directory: Directory | None = None
    columns: Mapping[str, str] = attrs.field(default=_NOTHING, converter=mapped)
    words: Mapping[str, Mapping[str, Hashable]] = attrs.field(default=_NOTHING, converter=mapped)
    naive: tzinfo | None = None
    fields: Mapping[str, str] = attrs.field(init=False, eq=False)
    unread: tuple[str, ...] = attrs.field(init=False, eq=False)
    _ticket_plan: TicketPlan | None = attrs.field(init=False, eq=False, repr=False)

    @classmethod
    def of(
        cls,
        header: Iterable[str],
        *,
        tickets: TicketPlan | Mapping[str, Ticket] | None = None,
        directory: Directory | None = None,
        columns: Mapping[str, str] = _NOTHING,
        words: Mapping[str, Mapping[str, Hashable]] = _NOTHING,
        naive: tzinfo | None = None,
    ) -> Self:
        """
        The plan for a header; the class says which columns it knows.

        Args:
            header: Names of the columns, in order; outer blanks do not matter.
            tickets: The ticket that 受理 is about: how a row states it (a `TicketPlan` of the same
                header), or the tickets by number. Default: `TicketPlan.of` the header.
            directory: Gives the id of a unit's name or alias, and refuses others; without one, the
                text is the id.
            columns: Field to column, where the names are not known or another column is meant.
            words: Field to word to value, beside the official terms; `MISSING`: the word states
                nothing. A citation or a counting can be stated by such words alone.
            naive: The zone of instants that state none, such as ``jiesu.BEIJING``.

        Raises:
            CodecError: A column that is needed is not there; a column or field that there is not; a
                column that serves a field stands twice; synonyms for what there is not. All at once.
        """
        return cls(
            header=header,  # type: ignore[arg-type]  # checked, and made a tuple
            tickets=tickets,
            directory=directory,
            columns=columns,
            words=words,
            naive=naive,
        )

    def __attrs_post_init__(self) -> None:
        faults = mistyped(
            "plan",
            self,
            tickets=TicketPlan | Mapping | None,
            directory=Directory | None,
            columns=Mapping,
            words=Mapping,
            naive=tzinfo | None,
        )
        header = self.header
        if isinstance(header, (str, bytes, set, frozenset)) or not isinstance(header, Iterable):
            expected = Text("列名，依次排列", "the names of the columns, in order")
            refuse(CodecError, [*faults, wrong_type("header", header, expected)])
        refuse(CodecError, faults)
        object.__setattr__(self, "header", header := tuple(header))
        words = {field: mapped(own) for field, own in self.words.items()}
        object.__setattr__(self, "words", FrozenMap(words))
        fields = self._assigned()
        refuse(CodecError, self._word_faults())
        of_ticket = self._tickets_plan(fields) if self._receives(fields) else None
        object.__setattr__(self, "_ticket_plan", of_ticket)
        if of_ticket is not None:
            own = {f"ticket.{name}": at for name, at in of_ticket.fields.items() if name != "id"}
            fields |= own
        object.__setattr__(self, "fields", FrozenMap(fields))
        serving = set(fields.values())
        unread = (each for each in header if each not in serving and each.strip())
        object.__setattr__(self, "unread", tuple(unread))

    # What the two plans differ in.

    def _known(self) -> Mapping[str, tuple[str, ...]]:
        """Every field, and the columns that state it, the best first."""
        raise NotImplementedError

    def _settled(self, fields: dict[str, str]) -> list[Fault]:
        """Drop what cannot be read for lack of other columns; faults for what is needed."""
        raise NotImplementedError

    def _receives(self, fields: Mapping[str, str]) -> bool:
        """Whether a row may state the receipt of a ticket."""
        del fields
        return True

    def _said(self, reading: "_Rows", row: DataRow, at: str) -> History:
        """
        What one row states.

        Raises:
            CodecError: Everything wrong with it.
        """
        raise NotImplementedError

    def _tickets_plan(self, fields: Mapping[str, str]) -> TicketPlan | None:
        if isinstance(self.tickets, Mapping):
            faults = [
                misfit(f"tickets[{shown(key)}]", each, Ticket)
                for key, each in self.tickets.items()
                if not isinstance(each, Ticket)
            ]
            refuse(CodecError, faults)
            return None
        if self.tickets is None:
            id_column = {"id": fields["id"]}
            return TicketPlan.of(
                self.header, directory=self.directory, columns=id_column, naive=self.naive
            )
        if self.tickets.header != self.header:
            what = Text("工单的读法用的是另一个表头", "the plan of the tickets has another header")
            fail(CodecError, "plan.tickets", what)
        return self.tickets

    def _assigned(self) -> dict[str, str]:
        known = self._known()
        faults: list[Fault] = []
        names = columns_of(self.header, faults)
        chosen: dict[str, str] = {}
        for field, column in self.columns.items():
            path, name = f"columns[{shown(field)}]", read_text(column)
            if field not in known:
                remedy = did_you_mean(field, known)
                faults.append(Fault(path, Text("没有这个字段", "no such field"), remedy=remedy))
            elif not isinstance(name, str) or name not in names:
                what = Text("表头没有这一列", "the header has no such column")
                remedy = did_you_mean(column, names)
                faults.append(Fault(path, what, shown(column), remedy=remedy))
            else:
                chosen[field] = name
        refuse(CodecError, faults)
        free = names.keys() - set(chosen.values())
        found = dict(chosen)
        for field, own in known.items():
            name = next((each for each in own if each in free), None)
            if name is not None:
                found.setdefault(field, name)
        faults = self._settled(found)
        faults += repeated(self.header, found.values())
        refuse(CodecError, faults)
        return {field: names[name] for field, name in found.items()}

    def _lacks(self, field: str) -> Fault:
        term, names = _term(field), dict.fromkeys(self._known()[field])
        return Fault(
            "header",
            Text(f"没有载明{term.zh}（{field}）的列", f"no column for {field}: {term.en}"),
            expected=Text(f"其中之一：{'、'.join(names)}", f"one of {', '.join(names)}"),
            remedy=Text(
                f"或指明列名：columns={{{field!r}: …}}", f"or name it: columns={{{field!r}: ...}}"
            ),
        )

    def _word_faults(self) -> Iterator[Fault]:
        known = self._known()
        for field, own in self.words.items():
            path = f"words[{shown(field)}]"
            if field not in known:
                remedy = did_you_mean(field, known)
                yield Fault(path, Text("没有这个字段", "no such field"), remedy=remedy)
            elif not isinstance(own, Mapping):
                yield wrong_type(path, own, Text("词到取值的映射", "a mapping of words to values"))
            else:
                for word, value in own.items():
                    at = f"{path}[{shown(word)}]"
                    if type(word) is not str:
                        yield wrong_type(at, word, Text("文本", "text"))
                    elif value is not MISSING and not _may_say(field, value):
                        what = Text("不是该字段的取值", "not a value of the field")
                        yield Fault(at, what, shown(value), _expected(field))

    # Reading.

    def reader(self) -> Callable[[DataRow], History]:
        """
        A function from one row to what it states, for whoever has rows one by one.

        Raises (when called):
            CodecError: Everything wrong with the row, each with its column: ``row.办结时间``.
        """
        return partial(self._one, _Rows(self), at="row")

    def _one(self, reading: "_Rows", row: DataRow, at: str) -> History:
        try:
            return self._said(reading, row, at)
        except CodecError:
            raise
        except Exception as error:
            # Cells are foreign objects, and may do anything when they are looked at.
            what = Text("这一行无法读取", "the row cannot be read")
            raise CodecError(Fault(at, what, type(error).__name__)) from error

    def read(self, rows: Iterable[DataRow], start: int = 0) -> Read[History]:
        """
        The histories that all rows state, a ticket each; rows that cannot be read are faults.

        Args:
            rows: The rows without the header, any iterable; read once.
            start: The number of the first, for the faults.

        Raises:
            InvalidValueError: *rows* is no iterable of rows, or *start* no whole number.
        """
        need_rows(rows, start)
        reading = _Rows(self)
        told: dict[str, list[Event]] = {}
        bad: list[BadRow] = []
        for number, row in enumerate(rows, start):
            at = f"rows[{number}]"
            try:
                one = self._one(reading, row, at)
                self._merge(told, one, reading.path(at, "id"))
            except CodecError as error:
                bad.append(BadRow(number, reading.id_of(row), error.with_traceback(None)))
        lost = Counter(each.id for each in bad)
        values = (History(each, tuple(events), lost[each]) for each, events in told.items())
        return Read(tuple(values), tuple(bad))

    def _merge(self, told: dict[str, list[Event]], one: History, path: str) -> None:
        del path
        told.setdefault(one.id, []).extend(one.events)

    def to_rows(self) -> list[dict[str, str]]:
        """
        A row for each column: the fields that it serves; nothing for a column that is not read.

        Example:
            >>> EventPlan.of(["工单编号", "环节", "时间", "来电人"]).to_rows()[3]["zh"]
            '不读'
        """
        serves: dict[str, list[str]] = {}
        for field, column in self.fields.items():
            serves.setdefault(column, []).append(field)
        rows = []
        for column in self.header:
            fields = serves.get(column, [])
            said = [_term(field) for field in fields] or [Text("不读", "not read")]
            rows.append(
                {
                    "column": column,
                    "field": ", ".join(fields),
                    "zh": "、".join(each.zh for each in said),
                    "en": ", ".join(each.en for each in said),
                }
            )
        return rows

    def explain(self, lang: str = "zh") -> Explanation:
        """Which column serves which fields, and which columns are not read."""
        return Explanation(
            Text("列的读法", "How the columns are read"),
            tuple(
                Explanation(
                    Text(f"{each['column']}：{each['zh']}", f"{each['column']}: {each['en']}")
                )
                for each in self.to_rows()
            ),
            lang=lang,
        )


@compact
@attrs.frozen(kw_only=True)
class EventPlan(_HistoryPlan):
    """
    一行一个环节: how the columns of a header become events.

    A row needs the ticket's number, the kind of event (环节; the term, ``DISPATCHED`` or
    ``Dispatched``) and the instant. What else a kind says stands in a column of the field's name or
    term (理由, ``reason``). 承办单位 is to whom a dispatch goes, and who did what only the unit does
    that has the ticket (签收, 退单, 答复 ...). A column that is called by the term may repeat in every
    row what concerns one kind only; one that is called ``reason`` may state nothing where the
    kind has no reason.

    Attributes:
        header: The columns.
        tickets: See `of`.
        directory: By which names of units become ids, if one is given.
        columns: Field to column, as the caller chose; ``note`` for every kind, ``DISPATCHED.to`` for
            one.
        words: Field to word to value: the caller's own synonyms.
        naive: The zone of instants without one; None: they are faults.
        fields: Field to the column that serves it; those of the ticket are ``ticket.title`` and so on.
        unread: Columns that nothing reads.

    Example:
        >>> plan = EventPlan.of(
        ...     ["工单编号", "环节", "时间", "理由"], words={"move": {"打回": Move.RETURNED}}
        ... )
        >>> plan.reader()(["1", "打回", "2026-03-02T09:00+08:00", "不属本街道"]).events
        (Returned(2026-03-02 09:00, reason='不属本街道'),)
    """

    def _known(self) -> Mapping[str, tuple[str, ...]]:
        known = {
            field: (*_HEADS.get(field, ()), _TERMS[field].zh, field)
            for field in ("id", "move", "at", *_COMMON)
        }
        known |= {name: (name,) for name in _GENERIC if name not in _COMMON}
        for move, slots in _SLOTS.items():
            for name in slots:
                key = f"{move.name}.{name}"
                names: tuple[str, ...] = _COLUMNS.get(key, ())
                if name not in _COMMON:
                    names = (*names, _TERMS[name].zh)
                elif name == "by" and move in _UNITS_OWN:
                    names = COLUMN_NAMES["unit"]
                known[key] = (*names, key)
        return known

    def _settled(self, fields: dict[str, str]) -> list[Fault]:
        if "by" in fields:  # it says who acted, and 承办单位 need not
            for move in _UNITS_OWN:
                key = f"{move.name}.by"
                if key not in self.columns:
                    fields.pop(key, None)
        return [self._lacks(need) for need in ("id", "move", "at") if need not in fields]

    def _said(self, reading: "_Rows", row: DataRow, at: str) -> History:
        cells, faults = reading.cells(row, at), list[Fault]()
        number = reading.id(cells, at, faults)
        move = reading.move(cells, at, faults)
        moment = reading.instant("at", cells, at, faults)
        if moment is None and all(fault.path != reading.path(at, "at") for fault in faults):
            faults.append(reading.needed("at", at))
        if move is None:
            raise CodecError(*faults)
        event = reading.event(move, moment, cells, at, row, number, faults)
        of_ticket = set(self._ticket_plan.fields.values()) if self._ticket_plan else set()
        for name in reading.generic:
            if name in _SLOTS[move] or f"{move.name}.{name}" in self.fields:
                continue
            of_it = move is Move.RECEIVED and self.fields[name] in of_ticket
            if not of_it and cell_text(cells[name]) not in _BLANKS:
                what = Text(f"{move.zh}没有这一项", f"{move.en}: there is no such field")
                faults.append(Fault(reading.path(at, name), what, shown(cells[name])))
        refuse(CodecError, faults)
        return History(number, () if event is None else (event,))

    def write(self, id: str, event: Event) -> dict[str, str]:  # noqa: A002 -- the column's name
        """
        An event as a row of this header, from which it is read back as it was.

        Args:
            id: 工单编号.
            event: What happened.

        Raises:
            InvalidValueError: It is no event.
            CodecError: The row could not state it: a field without a column, or with a value for
                which there is no word.

        Example:
            >>> from jiesu.events import Returned
            >>> from jiesu.legal_time import beijing_time
            >>> plan = EventPlan.of(["id", "move", "at", "reason"])
            >>> plan.write("1", Returned(beijing_time(2026, 3, 2, 9), reason="不属本街道"))
            {'id': '1', 'move': '退单', 'at': '2026-03-02T09:00:00+08:00', 'reason': '不属本街道'}
        """
        if type(event) not in EVENTS:
            raise InvalidValueError(misfit("event", event, Event))
        move = event.move
        stated: dict[str, Any] = {"id": id, "move": move, "at": event.at}
        for name, slot in _SLOTS[move].items():
            value = getattr(event, name)
            if value != slot.default:
                stated[f"{move.name}.{name}"] = value
        if move is Move.RECEIVED and self._ticket_plan is not None:
            stated |= _of_ticket(event.ticket)  # type: ignore[attr-defined]
        row = dict.fromkeys(self.header, "")
        faults = []
        for field, value in stated.items():
            name = field.removeprefix(f"{move.name}.")
            column = self.fields.get(field, self.fields.get(name))
            cell = self._cell(field, value)
            if column is None or cell is None:
                what = Text("表头写不下这一项", "the header cannot state this")
                faults.append(Fault(f"event {move.name}.{name}", what, shown(value)))
            else:
                row[column] = cell
        refuse(CodecError, faults)
        try:
            same = self.reader()(row) == History(id, (event,))
        except CodecError as error:
            fail(CodecError, f"event {move.name}", error.faults[0].what, value=shown(event))
        if not same:
            what = Text("写成一行后读不回原样", "the row is not read back as it was")
            fail(CodecError, f"event {move.name}", what, value=shown(event))
        return row

    def _cell(self, field: str, value: Any) -> str | None:
        """The word for a value; None where there is none."""
        own = {**self.words.get(field.rpartition(".")[2], {}), **self.words.get(field, {})}
        word = next((word for word, said in own.items() if said == value), None)
        if word is not None:
            return word
        if isinstance(value, (date, datetime)):
            return value.isoformat()
        if isinstance(value, (bool, Label)):
            return say(value).zh
        if isinstance(value, TimeLimit):
            return value.text.zh
        if isinstance(value, tuple):
            return "、".join(map(str, value))
        return str(value) if isinstance(value, (str, int)) else None


@compact
@attrs.frozen(kw_only=True)
class CasePlan(_HistoryPlan):
    """
    一行一个工单: how the instants of a row become the events of one ticket.

    Each kind of event has its instant in a column (``DISPATCHED.at``: 派单时间), and what else it says
    in others (``DISPATCHED.to``: 承办单位). A kind is read where its instant and everything that it
    must say have columns. A cell without an instant to go with it is a fault, and so is a ticket that
    stands twice.

    Attributes:
        header: The columns.
        tickets: See `of`.
        directory: By which names of units become ids, if one is given.
        columns: Field to column, as the caller chose: ``FOLLOWED_UP.satisfied``.
        words: Field to word to value: the caller's own synonyms.
        naive: The zone of instants without one; None: they are faults.
        fields: Field to the column that serves it; those of the ticket are ``ticket.title`` and so on.
        unread: Columns that nothing reads.

    Example:
        >>> from jiesu.legal_time import BEIJING
        >>> plan = CasePlan.of(["工单编号", "派单时间", "承办单位", "办结时间"], naive=BEIJING)
        >>> row = ["1", "2026-03-02 09:00", "某街道", "2026-03-05 18:01:30"]
        >>> plan.reader()(row).events
        (Dispatched(2026-03-02 09:00, to=('某街道',)), Closed(2026-03-05 18:01:30))
    """

    def _known(self) -> Mapping[str, tuple[str, ...]]:
        known = {"id": (*_HEADS["id"], "id")}
        for move, slots in _SLOTS.items():
            for name in ("at", *slots):
                key = f"{move.name}.{name}"
                known[key] = (*_COLUMNS.get(key, ()), key)
        return known

    def _settled(self, fields: dict[str, str]) -> list[Fault]:
        faults = [] if "id" in fields else [self._lacks("id")]
        for move, slots in _SLOTS.items():
            keys = [f"{move.name}.{name}" for name in ("at", *slots)]
            there = [key for key in keys if key in fields]
            must = [
                key
                for key, slot in zip(keys[1:], slots.values(), strict=True)
                if slot.default is attrs.NOTHING
            ]
            lacking = [key for key in (keys[0], *must) if key not in fields]
            if there and lacking:
                # What the caller chose cannot be read; what bears a known name is left unread.
                faults += (self._lacks(key) for key in lacking if self.columns.keys() & {*there})
                for key in there:
                    del fields[key]
        if not faults and len(fields) < 2:
            what = Text("没有任何环节的时间", "no column has the instant of an event")
            remedy = Text(
                "指明列名：columns={'CLOSED.at': …}", "name one: columns={'CLOSED.at': ...}"
            )
            faults.append(Fault("header", what, remedy=remedy))
        return faults

    def _receives(self, fields: Mapping[str, str]) -> bool:
        return "RECEIVED.at" in fields

    def _said(self, reading: "_Rows", row: DataRow, at: str) -> History:
        cells, faults = reading.cells(row, at), list[Fault]()
        number = reading.id(cells, at, faults)
        events: list[Event] = []
        used: set[str] = {self.fields["id"]}
        told = False
        for move in Move:
            key = f"{move.name}.at"
            if key not in cells:
                continue
            before = len(faults)
            moment = reading.instant(key, cells, at, faults)
            if moment is None and len(faults) == before:
                continue
            told = True
            used |= {
                column
                for field, column in self.fields.items()
                if field.startswith(f"{move.name}.")
                or (move is Move.RECEIVED and field.startswith("ticket."))
            }
            event = reading.event(move, moment, cells, at, row, number, faults)
            if event is not None:
                events.append(event)
        faults += self._without_instant(cells, used, at)
        if not told and not faults:
            what = Text("这一行没有任何环节的时间", "the row states no instant")
            faults.append(Fault(at, what))
        refuse(CodecError, faults)
        return History(number, tuple(events))

    def _without_instant(
        self, cells: Mapping[str, Any], used: set[str], at: str
    ) -> Iterator[Fault]:
        """What the row states of events of which it has no instant: it would be lost."""
        seen = set(used)
        for field, cell in cells.items():
            column, move = self.fields[field], field.partition(".")[0]
            blank = (
                cell_text(cell) in _BLANKS
                or self.words.get(field, {}).get(cell_text(cell) or "") is MISSING
            )
            if column in seen or blank:
                continue
            seen.add(column)
            instant = read_text(self.fields[f"{move}.at"])
            yield Fault(
                f"{at}.{read_text(column)}",
                Text(f"写了内容，{instant}却是空的", f"stated, while {instant} is blank"),
                shown(cell),
                remedy=Text(
                    f"请补上时间；不作数的用语，说明其义：words={{{field!r}: {{…: MISSING}}}}",
                    f"give the instant; a word that says nothing: words={{{field!r}: {{...: MISSING}}}}",
                ),
            )

    def _merge(self, told: dict[str, list[Event]], one: History, path: str) -> None:
        if one.id in told:
            what = Text("工单编号重复", "the ticket stands twice")
            remedy = Text("一行一个环节的，用 EventPlan", "for a row per event use EventPlan")
            raise CodecError(Fault(path, what, shown(one.id), remedy=remedy))
        super()._merge(told, one, path)


def _of_ticket(ticket: Ticket) -> dict[str, Any]:
    """What a row can state of a ticket, by field."""
    stated: dict[str, Any] = {
        f"ticket.{name}": getattr(ticket, name)
        for name in ("title", "received_at", "leaf", "requester", "accused")
        if getattr(ticket, name)
    }
    for place in ticket.places:
        stated["ticket.place"] = place.candidates
        if place.role is not PlaceRole.EVENT:
            stated["ticket.place_role"] = place.role
    for name in ticket.facts.space.names:
        value = ticket.facts.get(name)
        if value is not MISSING:
            stated[f"ticket.{name}"] = value
    return stated


def _term(field: str) -> Text:
    """A field in words."""
    head, _, name = field.rpartition(".")
    if head == "ticket":
        return Text(f"工单：{name}", f"ticket: {name}")
    term = _TERMS[name]
    if not head:
        return term
    return Text(f"{Move[head].zh}：{term.zh}", f"{Move[head].en}: {term.en}")


def _slots_of(field: str) -> list[_Slot]:
    """The slots that a field stands for: of one kind of event, or of all that have it."""
    head, _, name = field.rpartition(".")
    moves = [Move[head]] if head else list(Move)
    return [_SLOTS[move][name] for move in moves if name in _SLOTS[move]]


def _may_say(field: str, value: object) -> bool:
    """Whether a synonym may stand for a value in a field."""
    if field == "move":
        return isinstance(value, Move)
    slots = _slots_of(field)
    text = (
        type(value) is str
        and value != ""
        and (field == "id" or any(str in e.kinds for e in slots))
    )
    return text or any(slot.itself(value) for slot in slots)


def _expected(field: str) -> Text:
    if field == "move":
        return Text("Move 的成员", "a member of Move")
    slots = _slots_of(field)
    return slots[0].expected if slots else Text("MISSING", "MISSING")


# ------------------------------------------------------------------ one reading


class _Rows:
    """One reading: what a row states, cell by cell."""

    def __init__(self, plan: _HistoryPlan) -> None:
        self._plan = plan
        own = {key: column for key, column in plan.fields.items() if not key.startswith("ticket.")}
        places = {column: at for at, column in reversed(list(enumerate(plan.header)))}
        self._names = own
        self._places = {key: places[column] for key, column in own.items()}
        self._words: dict[str, Mapping[str, Hashable]] = {}
        self.generic = [name for name in _GENERIC if name in own]
        self._columns = {key: read_text(column) for key, column in own.items()}
        self._ticket = plan._ticket_plan.reader() if plan._ticket_plan else None
        units = plan.directory.units if plan.directory else ()
        self._hints = Hints([unit.name for unit in units])

    def path(self, at: str, key: str) -> str:
        return f"{at}.{self._columns[key]}"

    def cells(self, row: object, at: str) -> dict[str, Any]:
        return cells_of(row, at, self._names, self._places, len(self._plan.header))

    def id_of(self, row: object) -> str:
        """The row's 工单编号, as far as it can be read."""
        try:
            return self.id(self.cells(row, ""), "", [])
        except Exception:  # noqa: BLE001 -- the row is a bad one already
            return ""

    def needed(self, key: str, at: str) -> Fault:
        return Fault(self.path(at, key), Text("必须填写", "must be stated"))

    def _own(self, key: str) -> Mapping[str, Hashable]:
        known = self._words.get(key)
        if known is None:
            words = self._plan.words
            known = {**words.get(key.rpartition(".")[2], {}), **words.get(key, {})}
            self._words[key] = known
        return known

    def id(self, cells: Mapping[str, Any], at: str, faults: list[Fault]) -> str:
        text = cell_text(cells["id"])
        said = self._own("id").get(text or "", text)
        if text is None:
            faults.append(wrong_type(self.path(at, "id"), cells["id"], Text("文本", "text")))
        elif said in _BLANKS or said is MISSING:
            faults.append(self.needed("id", at))
        return said if isinstance(said, str) else ""

    def move(self, cells: Mapping[str, Any], at: str, faults: list[Fault]) -> Move | None:
        cell = cells["move"]
        if isinstance(cell, Move):
            return cell
        text = cell_text(cell) or ""
        found = self._own("move").get(text, _MOVES.get(text))
        if isinstance(found, Move):
            return found
        remedy = did_you_mean(text, [each.zh for each in Move])
        what = Text("没有这种办理环节", "no such kind of event")
        faults.append(Fault(self.path(at, "move"), what, shown(cell), remedy=remedy))
        return None

    def instant(
        self, key: str, cells: Mapping[str, Any], at: str, faults: list[Fault]
    ) -> datetime | None:
        blanks = (*_BLANKS, *self._own(key))
        moment = instant_of(cells[key], self.path(at, key), self._plan.naive, blanks)
        if isinstance(moment, Fault):
            faults.append(moment)
            return None
        return moment

    def event(
        self,
        move: Move,
        moment: datetime | None,
        cells: Mapping[str, Any],
        at: str,
        row: DataRow,
        number: str,
        faults: list[Fault],
    ) -> Event | None:
        """The event that a row states; None where something is wrong, which *faults* say."""
        before = len(faults)
        stated: dict[str, Any] = {}
        if move is Move.RECEIVED:
            self._read_ticket(stated, row, number, at, faults)
        for name, slot in _SLOTS[move].items():
            own = f"{move.name}.{name}"
            key = own if own in cells else name
            value = None
            if key in cells:
                value = self._value(own, slot, cells[key], self.path(at, key), faults)
            if value is not None:
                stated[name] = value
            elif slot.default is attrs.NOTHING and len(faults) == before:
                faults.append(
                    self.needed(key, at) if key in cells else self._unstated(move, key, at)
                )
        if moment is None or len(faults) > before:
            return None
        try:
            return _CLASSES[move](moment, **stated)
        except JiesuError as error:
            faults += (self._placed(fault, move, at) for fault in error.faults)
        return None

    def _unstated(self, move: Move, key: str, at: str) -> Fault:
        term = _term(key)
        what = Text(f"{move.zh}须写明{term.zh}", f"{move.en}: {term.en} must be stated")
        remedy = Text("表头没有这一列：columns=…", "the header has no such column: columns=...")
        return Fault(at, what, remedy=remedy)

    def _read_ticket(
        self, stated: dict[str, Any], row: DataRow, number: str, at: str, faults: list[Fault]
    ) -> None:
        if self._ticket is not None:
            try:
                stated["ticket"] = self._ticket(row)
            except CodecError as error:
                known = {fault.path for fault in faults}
                told = (
                    attrs.evolve(each, path=f"{at}{each.path.removeprefix('row')}")
                    for each in error.faults
                )
                faults += (each for each in told if each.path not in known)
            return
        assert isinstance(self._plan.tickets, Mapping)  # noqa: S101 -- else there is a plan of them
        ticket = self._plan.tickets.get(number)
        if ticket is None:
            what = Text("没有这个工单", "no such ticket is given")
            faults.append(Fault(self.path(at, "id"), what, shown(number)))
        stated["ticket"] = ticket

    def _value(self, field: str, slot: _Slot, cell: Any, path: str, faults: list[Fault]) -> Any:
        """What a cell says in a slot; None where it says nothing, or where it is faulty."""
        own = self._own(field)
        if slot.name == "recorded_at":
            moment = instant_of(cell, path, self._plan.naive, (*_BLANKS, *own))
            if isinstance(moment, Fault):
                faults.append(moment)
                return None
            return moment
        if slot.itself(cell):
            return cell
        text = cell_text(cell)
        if text is None:
            faults.append(wrong_type(path, cell, slot.expected))
            return None
        said = own.get(text)
        if said is MISSING or (said is None and text in _BLANKS):
            return None
        if said is not None and slot.itself(said):
            return said
        word = said if isinstance(said, str) else text
        directory = self._plan.directory
        if slot.unit and directory is not None:
            return self._units(slot, word, path, directory, faults)
        found = slot.read(word)
        if found is None:
            what = Text("没有这个用语", "not a known word")
            faults.append(Fault(path, what, shown(cell), slot.expected))
        return found

    def _units(
        self, slot: _Slot, word: str, path: str, directory: Directory, faults: list[Fault]
    ) -> Any:
        several = tuple in slot.kinds
        found: list[Any] = []
        for each in read_texts(word) if several else (word,):
            known = slot.read(each) if directory.unit(each) is None and not several else None
            one = (
                known
                if isinstance(known, Label)
                else unit_of(each, path, directory, partial(self._hints.remedy, each))
            )
            if isinstance(one, Fault):
                faults.append(one)
                return None
            found.append(one)
        return tuple(found) if several else found[0]

    def _placed(self, fault: Fault, move: Move, at: str) -> Fault:
        """A fault of the event as one of the row: the field's path becomes the column's."""
        name = fault.path.removeprefix(f"event {move.name}.").partition("[")[0]
        keys = [key for key in (f"{move.name}.{name}", name) if key in self._columns]
        return attrs.evolve(fault, path=self.path(at, keys[0]) if keys else at)
