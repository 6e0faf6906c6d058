"""
读表: tickets and outcomes from rows of plain data, by a column plan that is compiled once.

A host exports rows; the header says what stands where. A plan reads the header, once: which column
serves which field, by the names that exports use, by the official terms, or as the caller says.
Then it reads rows, as `csv.reader` or as `csv.DictReader` gives them. Good rows survive bad ones,
and every fault names its row and its column.

What no field asks for is not read: the caller's name and telephone (来电人, 电话) have no field, and
so cannot get in.

>>> header = ["工单编号", "工单类型", "来电时间", "来电人"]
>>> plan = TicketPlan.of(header, naive=BEIJING)
>>> plan.unread
('来电人',)
>>> told = plan.read([["1", "投诉", "2026-03-02 09:00:00", "某"], ["2", "投拆", "", ""]])
>>> told.values[0].facts, told.faults[0].error.faults[0].path
(Facts(request_type=COMPLAINT), 'rows[1].工单类型')
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import partial
from math import isnan
from operator import itemgetter
from typing import Any, Generic, NamedTuple, Self, TypeVar

import attrs

from .canonical import compact
from .errors import (
    CodecError,
    Fault,
    FrozenMap,
    InvalidValueError,
    JiesuError,
    NaiveDatetimeError,
    did_you_mean,
    mapped,
    mistyped,
    refuse,
    shown,
    wrong_type,
)
from .explain import Explanation
from .facts import MISSING, REFUSE, Fact, FactSpace
from .labels import Label, Text
from .legal_time import BEIJING, instant
from .outcomes import OUTCOME_FACTS, Outcome, Result, Role
from .registers import read_text, read_texts
from .taxonomy import Catalogue
from .tickets import TICKET_FACTS, Place, PlaceRole, Ticket
from .units import Directory, Division, DivisionLevel

T = TypeVar("T")
DataRow = Sequence[Any] | Mapping[str, Any]
"""One row: cells in the order of the header, or by the names in it."""

_BLANKS: Mapping[str, Hashable] = {"": MISSING, "-": MISSING}
_NOTHING: Mapping[str, Any] = FrozenMap()
_SEARCHES = 50  # a search for near names takes milliseconds; ten thousand typing errors, a minute
_BEFORE_A_TIME = ("T", " ")
_DAY_LENGTH = len("2026-03-02")  # the longest ISO text without a time of day


# ------------------------------------------------------------------ what can be read


class _Shape(NamedTuple):
    """
    What rows are read into.

    Attributes:
        kind: The class.
        word: What its faults call it.
        space: The facts that it must have.
        slots: Its fields, in order, and what each is where nothing is stated.
        terms: What the columns state, in words; the fixed fields, in order of precedence.
        aliases: The columns that state them, the best first.
        facts: Further columns that state facts.
        needed: What must have a column.
        texts: Fields that hold the text of a cell.
        instants: Fields that hold an instant.
        groups: Fields that are read together into one slot, which few distinct cells fill.
    """

    kind: type[Any]
    word: str
    space: FactSpace
    slots: Mapping[str, Any]
    terms: Mapping[str, Text]
    aliases: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    texts: tuple[str, ...]
    instants: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]

    def names_of(self, field: str, facts: FactSpace) -> tuple[str, ...]:
        """The columns that state a field, the best first; its own name is the last."""
        if field in self.terms:
            return (*self.aliases.get(field, ()), field)
        term = facts.facts[facts.index(field)].term
        return (*self.facts.get(field, ()), term.zh, field)


_NUMBER = ("工单编号", "办件编号", "任务号", "REC_ID", "市级编号", "workOrderNumber")
_RECEIVED = (
    *("来电时间", "受理时间", "诉求时间", "上报时间"),
    *("CREATE_TIME", "callTime"),
)
_REQUEST_TYPE = ("工单类型", "EVENT_PROPERTY_NAME")

_TICKET = _Shape(
    kind=Ticket,
    word="ticket",
    space=TICKET_FACTS,
    slots={
        "id": None,
        "facts": None,
        "leaf": None,
        "places": (),
        "received_at": None,
        "title": "",
        "requester": None,
        "accused": None,
    },
    terms={
        "id": Text("工单编号", "ticket number"),
        "title": Text("诉求事项", "the matter in a line"),
        "received_at": Text("诉求提出的时间", "instant of the request"),
        "leaf": Text("派单目录事项", "leaf of the dispatch catalogue"),
        "place": Text("区划代码", "division codes"),
        "subdistrict": Text("街道（乡镇）名称", "name of the subdistrict"),
        "district": Text("区名称", "name of the district"),
        "place_role": Text("地点性质", "what the place has to do with it"),
        "requester": Text("诉求人编号", "opaque identifier of the requester"),
        "accused": Text("被诉单位", "unit complained of"),
    },
    aliases={
        "id": _NUMBER,
        "title": ("标题", "诉求主题"),
        "received_at": _RECEIVED,
        "leaf": ("派单目录编码", "问题分类"),
        "place": ("区划编码",),
        "subdistrict": ("被反映街乡镇", "STREET_NAME", "所属街道"),
        "district": ("被反映区",),
        "requester": ("诉求人编号",),
        "accused": ("被诉单位",),
    },
    facts={
        "request_type": _REQUEST_TYPE,
        "origin": ("诉求来源", "办件来源", "事件来源"),
    },
    needed=("id",),
    texts=("id", "title", "requester", "accused"),
    instants=("received_at",),
    groups={"leaf": ("leaf",), "places": ("place", "subdistrict", "district", "place_role")},
)
_OUTCOME = _Shape(
    kind=Outcome,
    word="outcome",
    space=OUTCOME_FACTS,
    slots={
        "ticket": None,
        "unit": None,
        "facts": None,
        "received_at": None,
        "dispatched_at": None,
        "due": None,
        "closed_at": None,
        "rated_at": None,
    },
    terms={
        "ticket": Text("工单编号", "ticket number"),
        "unit": Text("承办单位", "unit assessed"),
        "received_at": Text("受理时间", "received"),
        "dispatched_at": Text("派单时间", "dispatched"),
        "due": Text("到期时间", "due"),
        "closed_at": Text("办结时间", "closed"),
        "rated_at": Text("评价时间", "rated"),
    },
    aliases={
        "ticket": (*_NUMBER, "id"),
        "unit": (
            *("承办单位", "办理单位", "处置部门", "DISPOSE_UNIT_NAME"),
            "resolveDepartment",
        ),
        "received_at": ("受理时间", *_RECEIVED),
        "dispatched_at": ("派单时间", "派发时间", "转办时间", "dispatch_time", "sendTime"),
        "due": ("到期时间", "截止时间", "处置截止时间", "承诺完成时间", "承诺时间", "due_at"),
        "closed_at": ("办结时间", "完成时间", "结案时间", "archive_time"),
        "rated_at": ("评价时间", "回访时间"),
    },
    facts={
        "role": ("工单性质", "办理单位类型"),
        "request_type": _REQUEST_TYPE,
        "responded": ("是否响应",),
        "resolved": ("是否解决",),
        "satisfied": ("是否满意", "满意度", "用户评价"),
    },
    needed=("ticket", "unit"),
    texts=("ticket",),
    instants=("received_at", "dispatched_at", "due", "closed_at", "rated_at"),
    groups={"unit": ("unit",)},
)
_RESULT = _OUTCOME._replace(
    kind=Result,
    word="result",
    slots={"facts": None, "closed_at": None, "rated_at": None},
    terms={name: _OUTCOME.terms[name] for name in ("closed_at", "rated_at")},
    needed=(),
    texts=(),
    instants=("closed_at", "rated_at"),
    groups={},
)
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = FrozenMap({**_OUTCOME.aliases, **_OUTCOME.facts})
"""Field of an outcome to the columns that state it in exports, the best first."""

_COLUMN_WORDS: Mapping[str, Mapping[str, Hashable]] = {
    "办理单位类型": {"1": Role.LEAD, "2": Role.CO_HANDLER},
}
"""Words that an export uses in one column and nowhere else."""
_BY_NAME = ("subdistrict", "district")
_ROLE_WORDS: Mapping[str, Hashable] = {
    **_BLANKS,
    **{word: role for role in PlaceRole for word in (role.name, role.zh, role.en)},
}


# ------------------------------------------------------------------ what comes of reading


class BadRow(NamedTuple):
    """
    A row that could not be read.

    Attributes:
        place: Its number, counted from the ``start`` of the reading.
        id: Its 工单编号, as far as it could be read.
        error: Everything wrong with it.
    """

    place: int
    id: str
    error: CodecError


class Read(NamedTuple, Generic[T]):
    """
    What rows came to: the good ones survive the bad ones.

    Attributes:
        values: What the good rows state, in their order.
        faults: The bad rows, with the reason.

    Example:
        >>> read = TicketPlan.of(["工单编号"]).read([["1"], [""]])
        >>> [one.id for one in read.values], [row["path"] for row in read.to_rows()]
        (['1'], ['rows[1].工单编号'])
    """

    values: tuple[T, ...]
    faults: tuple[BadRow, ...]

    def to_rows(self) -> list[dict[str, str]]:
        """A row for each fault: where, and what in both languages."""
        return [
            {
                "row": str(bad.place),
                "id": bad.id,
                "path": fault.path,
                "zh": fault.to("zh"),
                "en": fault.to("en"),
            }
            for bad in self.faults
            for fault in bad.error.faults
        ]


# ------------------------------------------------------------------ the plans


@attrs.frozen(kw_only=True)
class _Plan(Generic[T]):
    """What both plans have in common; see `TicketPlan`."""

    header: tuple[str, ...]
    directory: Directory | None = None
    columns: Mapping[str, str] = attrs.field(default=_NOTHING, converter=mapped)
    words: Mapping[str, Mapping[str, Hashable]] = attrs.field(default=_NOTHING, converter=mapped)
    facts: FactSpace
    naive: tzinfo | None = None
    fields: Mapping[str, str] = attrs.field(init=False, eq=False)
    unread: tuple[str, ...] = attrs.field(init=False, eq=False)

    @property
    def _shape(self) -> _Shape:
        raise NotImplementedError

    @property
    def _catalogue(self) -> Catalogue | None:
        return None

    def __attrs_post_init__(self) -> None:
        kinds = {"directory": Directory | None, "facts": FactSpace, "naive": tzinfo | None}
        faults = mistyped("plan", self, **kinds)
        faults += mistyped("plan", self, columns=Mapping, words=Mapping)
        header = self.header
        if isinstance(header, (str, bytes, set, frozenset)) or not isinstance(header, Iterable):
            expected = Text("列名，依次排列", "the names of the columns, in order")
            faults.append(wrong_type("header", header, expected))
        refuse(CodecError, faults)
        object.__setattr__(self, "header", tuple(header))
        words = {field: mapped(own) for field, own in self.words.items()}
        object.__setattr__(self, "words", FrozenMap(words))
        base = self._shape.space
        if self.facts.facts[: len(base.facts)] != base.facts:
            what = Text("事实空间不是所需的事实或其扩展", "not the facts needed, nor more of them")
            name = f"{self._shape.word.upper()}_FACTS"
            remedy = Text(f"用 {name}.extend(...)", f"use {name}.extend(...)")
            faults.append(Fault("plan.facts", what, shown(self.facts), remedy=remedy))
        faults += [
            Fault(
                f"plan.facts.{name}",
                Text("事实与字段重名", "a fact has the name of a field"),
                remedy=Text("请为事实另取名称", "give the fact another name"),
            )
            for name in self.facts.names
            if name in self._shape.terms
        ]
        refuse(CodecError, faults)
        fields, faults = _assigned(self)
        refuse(CodecError, [*faults, *_word_faults(self)])
        serving = set(fields.values())
        object.__setattr__(self, "fields", FrozenMap(fields))
        unread = (each for each in self.header if each not in serving and each.strip())
        object.__setattr__(self, "unread", tuple(unread))

    def reader(self) -> Callable[[DataRow], T]:
        """
        A function from one row to what it states, for whoever has rows one by one.

        It keeps what it has read of cells that repeat (labels, names, codes), so equal facts are
        one object; that memory is its own and goes with it.

        Raises (when called):
            CodecError: Everything wrong with the row, each with its column: ``row.办结时间``.

        Example:
            >>> TicketPlan.of(["工单编号"]).reader()(["1"]).id
            '1'
        """
        reading: _Reading[T] = _Reading(self)
        ways, careful = reading.ways, reading.careful

        def read(row: DataRow) -> T:
            try:
                return ways[type(row)](row)
            except Exception:  # noqa: BLE001, S110 -- whatever it was, the careful way words it
                pass
            return careful(row, "row")

        return read

    def read(self, rows: Iterable[DataRow], start: int = 0) -> Read[T]:
        """
        All rows; those that cannot be read are faults, the others survive.

        Args:
            rows: The rows without the header, any iterable; read once.
            start: The number of the first, for the faults: 2 where the sheet counts from 1 and its
                first line is the header.

        Raises:
            InvalidValueError: *rows* is no iterable of rows, or *start* no whole number: a wrong
                call, and no bad row.
        """
        need_rows(rows, start)
        reading: _Reading[T] = _Reading(self)
        ways = reading.ways
        values: list[T] = []
        bad: list[BadRow] = []
        keep = values.append
        for number, row in enumerate(rows, start):
            try:
                keep(ways[type(row)](row))
                continue
            except Exception:  # noqa: BLE001, S110 -- whatever it was, the careful way words it
                pass
            try:
                keep(reading.careful(row, f"rows[{number}]"))
            except CodecError as error:
                # Without its traceback, which would keep every row read so far.
                told = error.with_traceback(None)
                bad.append(BadRow(number, reading.id_of(row), told))
        return Read(tuple(values), tuple(bad))

    def to_rows(self) -> list[dict[str, str]]:
        """
        A row for each column: the field that it serves, and why it is not read if it serves none.

        Example:
            >>> TicketPlan.of(["办件编号", "市级编号"]).to_rows()[1]["en"]
            'not read: 办件编号 states the ticket number already'
        """
        serves: dict[str, list[str]] = {}
        for field, column in self.fields.items():
            serves.setdefault(column, []).append(field)
        rows = []
        for column in self.header:
            fields = serves.get(column, [])
            terms = [self._term(field) for field in fields]
            said = Text(
                "、".join(term.zh for term in terms), " and ".join(term.en for term in terms)
            )
            if not fields:
                said = self._why_unread(column)
            rows.append(
                {"column": column, "field": ", ".join(fields), "zh": said.zh, "en": said.en}
            )
        return rows

    def explain(self, lang: str = "zh") -> Explanation:
        """Which column serves which field, which columns are not read, which fields have none."""
        rows = self.to_rows()
        read = [
            Explanation(Text(f"{each['column']}：{each['zh']}", f"{each['column']}: {each['en']}"))
            for each in rows
            if each["field"]
        ]
        unread = [
            Explanation(Text(f"{each['column']}：{each['zh']}", f"{each['column']}: {each['en']}"))
            for each in rows
            if not each["field"] and each["column"].strip()
        ]
        lacking = [
            Explanation(self._term(field))
            for field in (*self._shape.terms, *self.facts.names)
            if field not in self.fields
        ]
        return Explanation(
            Text("列的读法", "How the columns are read"),
            tuple(
                Explanation(says, tuple(parts))
                for says, parts in (
                    (Text("读入的列", "columns that are read"), read),
                    (Text("不读的列", "columns that nothing reads"), unread),
                    (Text("没有列载明的内容", "what no column states"), lacking),
                )
                if parts
            ),
            lang=lang,
        )

    def _term(self, field: str) -> Text:
        known = self._shape.terms.get(field)
        return known or self.facts.facts[self.facts.index(field)].term

    def _why_unread(self, column: str) -> Text:
        name = read_text(column)
        for field in (*self._shape.terms, *self.facts.names):
            if name in self._shape.names_of(field, self.facts):
                term, serving = self._term(field), self.fields.get(field)
                if serving is not None:
                    return Text(
                        f"不读：{term.zh}已由“{read_text(serving)}”载明",
                        f"not read: {read_text(serving)} states the {term.en} already",
                    )
                if field in _BY_NAME:
                    return Text(
                        "不读：没有给出名录，名称无从查找",
                        "not read: no directory is given to look names up in",
                    )
        return Text("不读", "not read")


@compact
@attrs.frozen(kw_only=True)
class TicketPlan(_Plan[Ticket]):
    """
    How the columns of a header become tickets; compiled once, by `TicketPlan.of`.

    Attributes:
        header: The columns.
        catalogue: By which paths become codes, if one is given.
        directory: By which names become division codes, if one is given.
        columns: Field to column, as the caller chose.
        words: Field to word to value: the caller's own synonyms.
        facts: The facts that the tickets have.
        naive: The zone of instants without one; None: they are faults.
        fields: Field to the column that serves it.
        unread: Columns that nothing reads, personal data among them.

    Example:
        >>> plan = TicketPlan.of(["工单编号", "标题", "来电人电话"])
        >>> dict(plan.fields), plan.unread
        ({'id': '工单编号', 'title': '标题'}, ('来电人电话',))
        >>> plan.reader()({"工单编号": "1", "标题": "路灯不亮", "来电人电话": ""}).title
        '路灯不亮'
    """

    catalogue: Catalogue | None = None

    @property
    def _shape(self) -> _Shape:
        return _TICKET

    @property
    def _catalogue(self) -> Catalogue | None:
        return self.catalogue

    def __attrs_post_init__(self) -> None:
        refuse(CodecError, mistyped("plan", self, catalogue=Catalogue | None))
        super().__attrs_post_init__()

    @classmethod
    def of(
        cls,
        header: Iterable[str],
        *,
        catalogue: Catalogue | None = None,
        directory: Directory | None = None,
        columns: Mapping[str, str] = _NOTHING,
        words: Mapping[str, Mapping[str, Hashable]] = _NOTHING,
        facts: FactSpace = TICKET_FACTS,
        naive: tzinfo | None = None,
    ) -> Self:
        """
        The plan for a header.

        The fields are ``id``, ``title``, ``received_at``, ``leaf``, ``place`` (division codes),
        ``subdistrict`` and ``district`` (names), ``place_role``, ``requester``, ``accused``, and
        each fact of *facts*. A column serves the first of them that knows its name; of several
        columns for one field the best known name is used, and the others stay unread, which
        `explain` says. 受理时间 is when a request was accepted, so it is read as ``received_at``.

        A blank cell and ``-`` state nothing. An instant is a `datetime` or ISO text with a time of
        day; a form such as 2019/4/25 9:32 is a fault here. A leaf is a code, or a path with ``->``,
        ``→`` or ``/`` between its levels; one that the catalogue does not know is kept as it
        stands, and routing answers that it is unknown.

        Args:
            header: Names of the columns, in order; outer blanks do not matter.
            catalogue: Gives the code of a path; of entries made anew at one path, that of the day.
            directory: Gives the code of a division's name; without one, names are not read.
            columns: Field to column, where the names are not known or another column is meant. A
                column that is named here serves no other field, unless that is named here as well.
            words: Field to word to value: ``{"request_type": {"控烟": RequestType.REPORT}}``. For
                a field that holds text, the text that is meant; `MISSING` for any field: the word
                states nothing.
            facts: `TICKET_FACTS` or an extension of it.
            naive: The zone of instants that state none, such as ``jiesu.BEIJING``.

        Raises:
            CodecError: No column for the id (or for a fact that must be stated); a column or field
                that there is not; a column that serves a field stands twice; synonyms for what
                there is not. All at once.
        """
        return cls(
            header=header,  # type: ignore[arg-type]  # checked, and made a tuple
            catalogue=catalogue,
            directory=directory,
            columns=columns,
            words=words,
            facts=facts,
            naive=naive,
        )


@attrs.frozen(kw_only=True)
class _HandlingPlan(_Plan[T]):
    """What plans of outcomes share: how they are made."""

    @classmethod
    def of(
        cls,
        header: Iterable[str],
        *,
        directory: Directory | None = None,
        columns: Mapping[str, str] = _NOTHING,
        words: Mapping[str, Mapping[str, Hashable]] = _NOTHING,
        facts: FactSpace = OUTCOME_FACTS,
        naive: tzinfo | None = None,
    ) -> Self:
        """
        The plan for a header; see `TicketPlan.of` for how columns are found and cells are read.

        The fields of an outcome are ``ticket``, ``unit``, ``received_at``, ``dispatched_at``, ``due``,
        ``closed_at``, ``rated_at``, and each fact of *facts*. 受理时间 is read as ``received_at``: to
        accept is not to dispatch. Where a host writes the dispatch there, say so:
        ``columns={"dispatched_at": "受理时间"}``. 办理时限 is a length and no instant, and is not read.

        Args:
            header: Names of the columns, in order; outer blanks do not matter.
            directory: Gives the id of a unit's name or alias, and refuses others; without one, the
                text is the id.
            columns: Field to column.
            words: Field to word to value.
            facts: `OUTCOME_FACTS` or an extension of it.
            naive: The zone of instants that state none, such as ``jiesu.BEIJING``.

        Raises:
            CodecError: See `TicketPlan.of`; an outcome needs the ticket and the unit.
        """
        return cls(
            header=header,  # type: ignore[arg-type]  # checked, and made a tuple
            directory=directory,
            columns=columns,
            words=words,
            facts=facts,
            naive=naive,
        )


@compact
@attrs.frozen(kw_only=True)
class OutcomePlan(_HandlingPlan[Outcome]):
    """
    How the columns of a header become outcomes; compiled once, by `OutcomePlan.of`.

    Attributes:
        header: The columns.
        directory: By which names become ids of units, if one is given.
        columns: Field to column, as the caller chose.
        words: Field to word to value: the caller's own synonyms.
        facts: The facts that the outcomes have.
        naive: The zone of instants without one; None: they are faults.
        fields: Field to the column that serves it.
        unread: Columns that nothing reads, personal data among them.

    Example:
        >>> plan = OutcomePlan.of(["工单编号", "承办单位", "是否解决", "办结时间"], naive=BEIJING)
        >>> one = plan.reader()(["1", "某街道", "未解决", "2026-03-05 18:01:30"])
        >>> one.facts, one.closed_at.hour
        (Facts(resolved=UNRESOLVED), 18)
    """

    @property
    def _shape(self) -> _Shape:
        return _OUTCOME


@compact
@attrs.frozen(kw_only=True)
class ResultPlan(_HandlingPlan[Result]):
    """
    How the columns of a header become results, for tickets that are routed here.

    The unit, the dispatch and the due instant then come from the routing:
    ``Outcome.routed(routing, *result)``. The fields are ``closed_at``, ``rated_at`` and each fact.

    Attributes:
        header: The columns.
        columns: Field to column, as the caller chose.
        words: Field to word to value: the caller's own synonyms.
        facts: The facts that the results have.
        naive: The zone of instants without one; None: they are faults.
        fields: Field to the column that serves it.
        unread: Columns that nothing reads, personal data among them.

    Example:
        >>> plan = ResultPlan.of(["是否解决", "办结时间"], naive=BEIJING)
        >>> plan.reader()(["解决", "2026-03-05 18:01:30"]).facts
        Facts(resolved=RESOLVED)
    """

    @property
    def _shape(self) -> _Shape:
        return _RESULT


def _assigned(plan: _Plan[Any]) -> tuple[dict[str, str], list[Fault]]:
    """Which column serves which field, and what is wrong with the header and the choice."""
    shape, space = plan._shape, plan.facts
    known = (*shape.terms, *space.names)
    faults: list[Fault] = []
    columns = columns_of(plan.header, faults)
    chosen: dict[str, str] = {}
    for field, column in plan.columns.items():
        path = f"columns[{shown(field)}]"
        name = read_text(column)
        if field not in known:
            remedy = did_you_mean(field, known)
            faults.append(Fault(path, Text("没有这个字段", "no such field"), remedy=remedy))
        elif not isinstance(name, str) or name not in columns:
            what = Text("表头没有这一列", "the header has no such column")
            faults.append(Fault(path, what, shown(column), remedy=did_you_mean(column, columns)))
        elif field in _BY_NAME and shape is _TICKET and plan.directory is None:
            what = Text("没有名录，名称无从查找", "no directory to look names up in")
            remedy = Text("请给出 directory=", "pass directory=")
            faults.append(Fault(path, what, shown(column), remedy=remedy))
        else:
            chosen[field] = name
    free = columns.keys() - set(chosen.values())
    named: dict[str, str] = {}
    for field in known:
        unserved = field in _BY_NAME and shape is _TICKET and plan.directory is None
        names = () if unserved else shape.names_of(field, space)
        name = chosen.get(field) or next((each for each in names if each in free), None)
        if name is not None:
            named[field] = name
            free = free - {name}
    needed = [*shape.needed, *(fact.name for fact in space.facts if fact.missing is REFUSE)]
    for field in needed:
        # A wrong choice was told above; that it leaves the field without a column is no second one.
        if field not in named and field not in plan.columns:
            term, names = plan._term(field), shape.names_of(field, space)
            faults.append(
                Fault(
                    "header",
                    Text(f"没有载明{term.zh}（{field}）的列", f"no column for {field}: {term.en}"),
                    expected=Text(f"其中之一：{'、'.join(names)}", f"one of {', '.join(names)}"),
                    remedy=Text(
                        f"或指明列名：columns={{{field!r}: …}}",
                        f"or name it: columns={{{field!r}: ...}}",
                    ),
                )
            )
    faults += repeated(plan.header, named.values())
    return {field: columns[name] for field, name in named.items()}, faults


def _word_faults(plan: _Plan[Any]) -> list[Fault]:
    """What is wrong with the caller's synonyms."""
    shape, space = plan._shape, plan.facts
    known = (*shape.terms, *space.names)
    faults: list[Fault] = []
    for field, own in plan.words.items():
        path = f"words[{shown(field)}]"
        if field not in known:
            remedy = did_you_mean(field, known)
            faults.append(Fault(path, Text("没有这个字段", "no such field"), remedy=remedy))
            continue
        if not isinstance(own, Mapping):
            expected = Text("词到取值的映射", "a mapping of words to values")
            faults.append(wrong_type(path, own, expected))
            continue
        allowed: tuple[Hashable, ...] = ()
        if field not in shape.terms:
            allowed = space.facts[space.index(field)].values
        elif field == "place_role":
            allowed = tuple(PlaceRole)
        text = field in shape.terms and field not in shape.instants and not allowed
        for word, value in own.items():
            at = f"{path}[{shown(word)}]"
            if type(word) is not str:
                faults.append(wrong_type(at, word, Text("文本", "text")))
            elif value is MISSING or (text and type(value) is str and value):
                continue
            elif not any(value is each for each in allowed):
                names = [repr(each) for each in (*allowed, MISSING)] + (["'…'"] if text else [])
                expected = Text(f"其中之一：{'、'.join(names)}", f"one of {', '.join(names)}")
                what = Text("不是该字段的取值", "not a value of the field")
                faults.append(Fault(at, what, shown(value), expected))
    return faults


# ------------------------------------------------------------------ one reading


class _Pool(NamedTuple):
    """What cells that repeat were read as: the slot, the fields that state it, cells to value."""

    slot: int
    fields: tuple[str, ...]
    values: dict[Any, Any]


class _Reading(Generic[T]):
    """
    One reading: what is remembered of cells, and two ways to read a row.

    The quick way knows only what is in order, and fails somehow at anything else; the careful way
    then reads the row anew, and either fills the pools or words every fault. What the quick way
    takes the careful way would take too, and give the same.
    """

    def __init__(self, plan: _Plan[T]) -> None:
        self._plan = plan
        self._shape = shape = plan._shape
        self._slots = {name: at for at, name in enumerate(shape.slots)}
        self._directory = plan.directory
        self._catalogue = plan._catalogue
        paths = Counter(entry.path for entry in plan._catalogue.entries) if plan._catalogue else {}
        self._made_anew = {path for path, count in paths.items() if count > 1}
        # A plan from another process has an equal zone, but the common case wants the very same.
        self._zone = BEIJING if plan.naive == BEIJING else plan.naive
        self._facts = [each for each in plan.facts.facts if each.name in plan.fields]
        self._make = plan.facts.interner()
        self._defaults = list(shape.slots.values())
        self._defaults[self._slots["facts"]] = None if self._facts else self._make()
        self._said = {field: self._words_of(field) for field in plan.fields}
        groups = {"facts": tuple(fact.name for fact in self._facts), **shape.groups}
        self._pools = [
            _Pool(self._slots[slot], stated, {})
            for slot, fields in groups.items()
            if (stated := tuple(field for field in fields if field in plan.fields))
        ]
        self._same: dict[Any, Any] = {}
        self._remedies: dict[tuple[str, str], Text] = {}
        places = {column: at for at, column in reversed(list(enumerate(plan.header)))}
        self._names: dict[str, Any] = dict(plan.fields)
        self._places: dict[str, Any] = {
            field: places[column] for field, column in plan.fields.items()
        }
        self._columns = {field: read_text(column) for field, column in plan.fields.items()}
        by_place = self._quick(self._places, len(plan.header))
        by_name = self._quick(self._names, None)
        self.ways: dict[type, Callable[[Any], T]] = {
            list: by_place,
            tuple: by_place,
            dict: by_name,
        }

    def _words_of(self, field: str) -> Mapping[str, Hashable]:
        """Every word with a meaning of its own in the column of a field."""
        base: Mapping[str, Hashable] = _BLANKS
        if field == "place_role":
            base = _ROLE_WORDS
        elif field not in self._shape.terms:
            space = self._plan.facts
            column = read_text(self._plan.fields[field])
            words = space.facts[space.index(field)].words()
            base = {**words, **_COLUMN_WORDS.get(column, {})}
        own = self._plan.words.get(field, {})
        return {**base, **{word.strip(): value for word, value in own.items()}}

    # -------------------------------------------------------------- the quick way

    def _quick(self, keys: Mapping[str, Any], width: int | None) -> Callable[[Any], T]:
        """
        The quick way through rows whose cells are found by *keys*.

        Args:
            keys: Where the cell of each field stands: a place, or a name.
            width: How many cells a row has; None: it is a mapping.
        """
        defaults, slots, zone = self._defaults, self._slots, self._zone
        texts = []
        for field in self._shape.texts:
            if field in keys:
                slot = slots[field]
                said = {
                    word: defaults[slot] if value is MISSING else value
                    for word, value in self._said[field].items()
                }
                texts.append((slot, keys[field], said))
        instants = [
            (slots[field], keys[field], frozenset((*self._said[field], None)))
            for field in self._shape.instants
            if field in keys
        ]
        pools = [
            (pool.slot, itemgetter(*(keys[field] for field in pool.fields)), pool.values)
            for pool in self._pools
        ]
        kind: Callable[..., T] = self._shape.kind
        parse, combine = datetime.fromisoformat, datetime.combine

        def read(row: Any) -> T:
            if (None in row) if width is None else (len(row) != width):
                raise LookupError
            values = defaults.copy()
            for slot, key, said in texts:
                text = row[key]
                text = "" if text is None else text.strip()
                values[slot] = said.get(text, text)
            for slot, key, blanks in instants:
                cell = row[key]
                if cell not in blanks:
                    if type(cell) is str:
                        if cell[_DAY_LENGTH] not in _BEFORE_A_TIME:
                            raise ValueError
                        cell = parse(cell)
                    if cell.tzinfo is None:
                        # Six times as fast as replace(tzinfo=zone), and the same.
                        cell = combine(cell, cell.time(), zone)
                    values[slot] = cell
            for slot, key_of, known in pools:
                values[slot] = known[key_of(row)]
            return kind(*values)

        return read

    # -------------------------------------------------------------- the careful way

    def careful(self, row: object, at: str) -> T:
        """
        What the row states.

        Raises:
            CodecError: Everything wrong with it.
        """
        try:
            return self._careful(row, at)
        except CodecError:
            raise
        except Exception as error:
            # Cells are foreign objects, and may do anything when they are looked at.
            what = Text("这一行无法读取", "the row cannot be read")
            raise CodecError(Fault(at, what, type(error).__name__)) from error

    def id_of(self, row: object) -> str:
        """The row's 工单编号, as far as it can be read."""
        if not self._shape.needed:
            return ""
        field = self._shape.needed[0]
        try:
            if isinstance(row, Mapping):
                return cell_text(row.get(self._names[field])) or ""
            if isinstance(row, (str, bytes)):
                return ""
            return cell_text(row[self._places[field]]) or ""  # type: ignore[index]
        except Exception:  # noqa: BLE001 -- the row is a bad one already
            return ""

    def _careful(self, row: object, at: str) -> T:
        cells = cells_of(row, at, self._names, self._places, len(self._plan.header))
        faults: list[Fault] = []
        values = self._defaults.copy()
        for field in self._shape.texts:
            if field in cells:
                word = self._word(field, cells, at, faults)
                if word:
                    values[self._slots[field]] = word
        for field in self._shape.instants:
            if field in cells:
                moment = instant_of(
                    cells[field], self._path(at, field), self._zone, self._said[field]
                )
                if isinstance(moment, Fault):
                    faults.append(moment)
                else:
                    values[self._slots[field]] = moment
        readers: dict[str, Callable[[Mapping[str, Any], str, list[Fault], list[Any]], Any]] = {
            "facts": self._read_facts,
            "leaf": self._read_leaf,
            "places": self._read_places,
            "unit": self._read_unit,
        }
        slots = list(self._shape.slots)
        for pool in self._pools:
            values[pool.slot] = readers[slots[pool.slot]](cells, at, faults, values)
        told = {fault.path for fault in faults}
        for field in self._shape.needed:
            path = self._path(at, field)
            if values[self._slots[field]] is None and path not in told:
                faults.append(Fault(path, Text("必须填写", "must be stated")))
        refuse(CodecError, faults)
        try:
            made: T = self._shape.kind(*values)
        except JiesuError as error:
            raise CodecError(*(self._placed(fault, at) for fault in error.faults)) from None
        self._remember(cells, values)
        return made

    def _remember(self, cells: Mapping[str, Any], values: list[Any]) -> None:
        """Keep what plain cells stand for, under the cells as they stood."""
        for pool in self._pools:
            key = tuple(cells[field] for field in pool.fields)
            # 1 and True are one key of a dict, but not one statement: only texts are remembered.
            plain = all(type(cell) is str or cell is None for cell in key)
            if plain and not ("leaf" in pool.fields and self._leaf_by_day(cells)):
                pool.values[key if len(key) > 1 else key[0]] = values[pool.slot]

    def _path(self, at: str, field: str) -> str:
        return f"{at}.{self._columns[field]}"

    def _placed(self, fault: Fault, at: str) -> Fault:
        """A fault of the value as one of the row: the field's path becomes the column's."""
        field = fault.path.removeprefix(f"{self._shape.word}.").removeprefix("facts.")
        return attrs.evolve(fault, path=self._path(at, field) if field in self._columns else at)

    def _word(self, field: str, cells: Mapping[str, Any], at: str, faults: list[Fault]) -> str:
        """The text of a cell, as the caller's synonyms read it; empty where it states nothing."""
        text = cell_text(cells[field])
        if text is None:
            path = self._path(at, field)
            faults.append(wrong_type(path, cells[field], Text("文本", "text")))
            return ""
        said = self._said[field].get(text, text)
        return said if isinstance(said, str) else ""

    def _read_facts(
        self, cells: Mapping[str, Any], at: str, faults: list[Fault], _: list[Any]
    ) -> Any:
        stated: dict[str, Hashable] = {}
        sound = True
        for fact in self._facts:
            value, fault = self._fact(fact, cells[fact.name], at)
            stated[fact.name] = value
            if value is MISSING and fault is None and fact.missing is REFUSE:
                fault = Fault(self._path(at, fact.name), Text("必须填写", "must be stated"))
            if fault is not None:
                sound = False
                faults.append(fault)
        return self._make(**stated) if sound else None

    def _fact(self, fact: Fact, cell: Any, at: str) -> tuple[Hashable, Fault | None]:
        path, said = self._path(at, fact.name), self._said[fact.name]
        if isinstance(cell, (Label, bool)):
            if cell is MISSING or any(cell is value for value in fact.values):
                return cell, None
        elif (text := cell_text(cell)) is None:
            return MISSING, wrong_type(path, cell, Text("文本", "text"))
        elif text in said:
            return said[text], None
        return MISSING, self._unknown_word(path, fact.name, cell)

    def _unknown_word(self, path: str, field: str, cell: Any) -> Fault:
        """A fault that lists every word that would have been known, once for each value."""
        known: dict[str, str] = {}
        for word, value in self._said[field].items():
            if value is MISSING:
                continue
            if isinstance(value, Label):
                known[value.zh] = value.en
            elif isinstance(value, str):
                known[value] = value
            else:
                known.setdefault("是" if value else "否", "yes" if value else "no")
            if word in self._plan.words.get(field, {}):
                known.setdefault(word, word)
        return Fault(
            path,
            Text("没有这个用语", "not a known word"),
            shown(cell),
            Text(f"其中之一：{'、'.join(known)}", f"one of {', '.join(known.values())}"),
            Text(
                f"是本地用语的，说明其义：words={{{field!r}: {{…: …}}}}",
                f"if it is a word of yours, say what it means: words={{{field!r}: {{...: ...}}}}",
            ),
        )

    def _read_leaf(
        self, cells: Mapping[str, Any], at: str, faults: list[Fault], values: list[Any]
    ) -> str | None:
        word = self._word("leaf", cells, at, faults)
        catalogue = self._catalogue
        if not word or catalogue is None or catalogue.entry(word) is not None:
            return word or None
        entry = catalogue.at(word)
        received = values[self._slots["received_at"]]
        if entry is not None and entry.path in self._made_anew and received is not None:
            entry = catalogue.at(word, received.date()) or entry
        return word if entry is None else entry.code

    def _leaf_by_day(self, cells: Mapping[str, Any]) -> bool:
        """Whether the day decides which entry the leaf is: then it cannot be remembered."""
        word = self._word("leaf", cells, "", []) if self._catalogue and self._made_anew else ""
        if not word or self._catalogue is None or self._catalogue.entry(word) is not None:
            return False
        entry = self._catalogue.at(word)
        return entry is not None and entry.path in self._made_anew

    def _read_places(
        self, cells: Mapping[str, Any], at: str, faults: list[Fault], _: list[Any]
    ) -> tuple[Place, ...]:
        role = self._place_role(cells, at, faults)
        codes: tuple[str, ...] = ()
        if "place" in cells:
            found = read_texts(self._word("place", cells, at, faults))
            codes = tuple(dict.fromkeys(found))
        if not codes:
            division = self._named_division(cells, at, faults)
            codes = () if division is None else (division.code,)
        places = (Place(codes, role),) if codes else ()
        return self._same.setdefault(places, places)  # type: ignore[no-any-return]

    def _place_role(self, cells: Mapping[str, Any], at: str, faults: list[Fault]) -> PlaceRole:
        cell = cells.get("place_role")
        if isinstance(cell, PlaceRole):
            return cell
        text = cell_text(cell)
        role = self._said["place_role"].get(text) if text else MISSING
        if text is None or role is None:
            faults.append(self._unknown_word(self._path(at, "place_role"), "place_role", cell))
        return role if isinstance(role, PlaceRole) else PlaceRole.EVENT

    def _named_division(
        self, cells: Mapping[str, Any], at: str, faults: list[Fault]
    ) -> Division | None:
        """The subdistrict, within the district if that is stated too; or else the district."""
        within: Division | None = None
        before = len(faults)
        if "district" in cells:
            within = self._division("district", cells, at, faults, None)
        if "subdistrict" in cells and len(faults) == before:
            return self._division("subdistrict", cells, at, faults, within) or within
        return within

    def _division(
        self,
        field: str,
        cells: Mapping[str, Any],
        at: str,
        faults: list[Fault],
        within: Division | None,
    ) -> Division | None:
        """The one division that a cell names; more or fewer are a fault."""
        directory = self._directory
        word = self._word(field, cells, at, faults)
        if not word or directory is None:
            return None
        coded = directory.division(word)
        found = (coded,) if coded else directory.find_division(word)
        if within is not None:
            inside = [each for each in found if within.code in directory.ancestors(each.code)]
            if found and not inside:
                faults.append(
                    Fault(
                        self._path(at, field),
                        Text(f"不在{within.name}之内", f"not within {within.name}"),
                        shown(word),
                        remedy=_names((each.name, each.code) for each in found[:5]),
                    )
                )
                return None
            found = tuple(inside)
        level = DivisionLevel[field.upper()]
        found = tuple(each for each in found if each.level is level) or found
        if len(found) == 1:
            return found[0]
        path = self._path(at, field)
        if found:
            remedy = _names((each.name, each.code) for each in found[:5])
            faults.append(_ambiguous(path, word, remedy))
        else:
            remedy = self._remedy(
                field,
                word,
                lambda: ((each.name, each.code) for each in directory.suggest_divisions(word, 3)),
            )
            what = Text("名录中没有这个区划", "no such division in the directory")
            faults.append(Fault(path, what, shown(word), remedy=remedy))
        return None

    def _read_unit(
        self, cells: Mapping[str, Any], at: str, faults: list[Fault], _: list[Any]
    ) -> str | None:
        directory = self._directory
        word = self._word("unit", cells, at, faults)
        if not word or directory is None:
            return word or None
        near = partial(_near_units, directory, word)
        remedy = partial(self._remedy, "unit", word, near)
        found = unit_of(word, self._path(at, "unit"), directory, remedy)
        if isinstance(found, Fault):
            faults.append(found)
            return None
        return found

    def _remedy(
        self, field: str, word: str, near: Callable[[], Iterable[tuple[str, str]]]
    ) -> Text:
        """What may have been meant by a name; each name is searched for once, and not too many."""
        plain = Text(
            f"请补入名录，或说明所指：words={{{field!r}: {{…: …}}}}",
            f"add it to the directory, or say what is meant: words={{{field!r}: {{...: ...}}}}",
        )
        known = self._remedies.get((field, word))
        if known is None:
            if len(self._remedies) >= _SEARCHES:
                return plain
            names = list(near())
            known = _names(names) if names else plain
            self._remedies[field, word] = known
        return known


def need_rows(rows: object, start: object) -> None:
    """
    Refuse what is no rows, or no number of the first of them.

    Raises:
        InvalidValueError: It is a wrong call, and no bad row.

    Example:
        >>> need_rows([["1"]], 0)
    """
    faults = []
    if isinstance(rows, (str, bytes, Mapping)) or not isinstance(rows, Iterable):
        faults.append(wrong_type("rows", rows, Text("若干行", "an iterable of rows")))
    if type(start) is not int:
        faults.append(wrong_type("start", start, Text("整数", "a whole number")))
    refuse(InvalidValueError, faults)


def columns_of(header: Iterable[object], faults: list[Fault]) -> dict[str, str]:
    """
    The columns of a header: the name without outer blanks, to the name as it stands first.

    Args:
        header: The names, in order.
        faults: Takes what is no name.

    Example:
        >>> columns_of([" 标题", "", "标题"], [])
        {'标题': ' 标题'}
    """
    columns: dict[str, str] = {}
    for at, column in enumerate(header):
        if type(column) is not str:
            faults.append(wrong_type(f"header[{at}]", column, Text("列名", "a column's name")))
        else:
            columns.setdefault(read_text(column), column)
    columns.pop("", None)
    return columns


def repeated(header: Iterable[object], needed: Iterable[str]) -> list[Fault]:
    """
    A fault for each name that a field needs and that stands twice.

    Example:
        >>> repeated(["标题", "标题 ", "备注", "备注"], ["标题"])[0].value
        "'标题'"
    """
    often = Counter(read_text(column) for column in header if type(column) is str)
    what = Text("列名重复，而字段要用它", "the name stands twice, and a field needs it")
    remedy = Text("请改名其一", "rename one of them")
    return [
        Fault("header", what, shown(name), remedy=remedy)
        for name in sorted(set(needed))
        if often[name] > 1
    ]


def cells_of(
    row: object, at: str, names: Mapping[str, str], places: Mapping[str, int], width: int
) -> dict[str, Any]:
    """
    The cells of a row that fields ask for, by field.

    Args:
        row: The row.
        at: Where it stands.
        names: Field to the name of its column, for a mapping.
        places: Field to the place of its column, for a list of cells.
        width: How many columns there are.

    Raises:
        CodecError: It is no row, or lacks cells, or has too many.

    Example:
        >>> cells_of(["1", "x"], "row", {"id": "工单编号"}, {"id": 0}, 2)
        {'id': '1'}
    """
    if isinstance(row, Mapping):
        more = row.get(None)  # where csv.DictReader puts the cells that are too many
        if more is not None and any(map(_stated, more)):
            raise CodecError(_too_many(at, f"+{len(more)}", width))
        lacking = [each for each in dict.fromkeys(names.values()) if each not in row]
        what = Text("这一行没有这一列", "the row has no such column")
        refuse(CodecError, [Fault(f"{at}.{read_text(name)}", what) for name in lacking])
        return {field: row[name] for field, name in names.items()}
    if isinstance(row, Sequence) and not isinstance(row, (str, bytes, bytearray, memoryview)):
        if len(row) < width:
            what = Text("这一行太短", "the row is too short")
            expected = Text(f"{width} 个单元格", f"{width} cells")
            raise CodecError(Fault(at, what, str(len(row)), expected))
        if len(row) > width and any(map(_stated, row[width:])):
            raise CodecError(_too_many(at, str(len(row)), width))
        return {field: row[place] for field, place in places.items()}
    expected = Text("一行单元格，或列名到单元格的映射", "a list of cells, or a mapping to them")
    raise CodecError(wrong_type(at, row, expected))


def instant_of(
    cell: Any, path: str, zone: tzinfo | None, blanks: Collection[str]
) -> datetime | Fault | None:
    """
    The instant that a cell states, or what is wrong with it; None where it states nothing.

    Args:
        cell: A `datetime`, or ISO text with a time of day.
        path: Where it stands.
        zone: The zone of instants that state none; None: they are faults.
        blanks: Texts that state nothing.

    Example:
        >>> instant_of("2026-03-02 09:00", "row.办结时间", BEIJING, ()).hour
        9
    """
    moment = cell
    if isinstance(cell, datetime):
        if cell != cell:  # noqa: PLR0124 -- what a data frame has for a blank
            return None
    else:
        text = cell_text(cell)
        if text is not None and text in blanks:
            return None
        moment = _parsed(text) if isinstance(cell, str) and text is not None else None
        if moment is None:
            return _no_instant(path, cell)
    try:
        if moment.tzinfo is None and zone is not None:
            moment = datetime.combine(moment, moment.time(), zone)
        return instant(moment, path)
    except NaiveDatetimeError:
        remedy = Text(
            "指明这些时刻所用的时区：naive=jiesu.BEIJING",
            "say in which zone such instants are: naive=jiesu.BEIJING",
        )
        what = Text("时刻没有时区", "an instant without a zone")
        return Fault(path, what, shown(cell), remedy=remedy)
    except JiesuError as error:
        return error.faults[0]


def unit_of(word: str, path: str, directory: Directory, remedy: Callable[[], Text]) -> str | Fault:
    """
    The id of the one unit that a word names; more or fewer are a fault.

    Args:
        word: An id, a name or an alias.
        path: Where it stands.
        directory: The units.
        remedy: What to advise where there is none; a search for near names takes its time.

    Example:
        >>> advice = Text("请补入名录", "add it")
        >>> unit_of("甲局", "row.单位", Directory(id="d", version="1"), lambda: advice).what.en
        'no such unit in the directory'
    """
    unit = directory.unit(word)
    found = (unit,) if unit else directory.find_unit(word)
    if len(found) == 1:
        return found[0].id
    if found:
        return _ambiguous(path, word, _names((each.name, each.id) for each in found[:5]))
    what = Text("名录中没有这个单位", "no such unit in the directory")
    return Fault(path, what, shown(word), remedy=remedy())


def _near_units(directory: Directory, word: str) -> Iterable[tuple[str, str]]:
    return ((each.name, each.id) for each in directory.suggest_units(word, 3))


def cell_text(cell: object) -> str | None:
    """
    A cell without outer blanks; a blank one is empty, and what is no text is None.

    Example:
        >>> cell_text(" 1 "), cell_text(1), cell_text(None), cell_text(1.5)
        ('1', '1', '', None)
    """
    if isinstance(cell, str):
        return str.strip(cell)
    if cell is None or cell is MISSING or (isinstance(cell, float) and isnan(cell)):
        return ""  # a data frame has NaN for a blank
    whole = read_text(cell)
    return whole if isinstance(whole, str) else None


def _stated(cell: object) -> bool:
    return cell_text(cell) not in {"", "-"}


def _parsed(text: str) -> datetime | None:
    # Python takes any sign before a time, a digit too: 20190425112 would be read as noon.
    place = _DAY_LENGTH if text[4:5] == "-" else _DAY_LENGTH - len("--")
    if text[place : place + 1] not in _BEFORE_A_TIME or len(text) <= _DAY_LENGTH:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _no_instant(path: str, cell: object) -> Fault:
    return Fault(
        path,
        Text("不是时刻", "not an instant"),
        shown(cell),
        Text("如 2026-03-02 09:00:00，或带时区的 datetime", "2026-03-02 09:00:00, or a datetime"),
        Text(
            "请先改写；只有日期的，须补明时刻",
            "rewrite it first; to a mere day, add the time of day that is meant",
        ),
    )


def _too_many(at: str, found: str, width: int) -> Fault:
    return Fault(
        at,
        Text("这一行太长", "the row is too long"),
        found,
        Text(f"{width} 个单元格", f"{width} cells"),
        Text("文本中的分隔符要加引号", "quote the texts that hold the separator"),
    )


def _ambiguous(path: str, word: str, remedy: Text) -> Fault:
    what = Text("名录中不止一个", "several in the directory go by it")
    return Fault(path, what, shown(word), remedy=remedy)


def _names(found: Iterable[tuple[str, str]]) -> Text:
    """A remedy that names things with their keys."""
    pairs = list(found)
    return Text(
        "是否应为：" + "、".join(f"{name}（{key}）" for name, key in pairs) + "？",
        "did you mean " + " or ".join(f"{name} ({key})" for name, key in pairs) + "?",
    )
