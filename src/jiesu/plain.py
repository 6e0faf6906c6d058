"""
普通数据: the values that users store and exchange, as documents of plain data, and back.

A document is made of what JSON has without floats: objects, lists, text, whole numbers, true, false
and null. Its envelope says what it is:

>>> from jiesu.tickets import RequestType, Ticket, ticket_facts
>>> ticket = Ticket("1", ticket_facts(request_type=RequestType.COMPLAINT, mass=True))
>>> to_data(ticket) == {
...     "schema": "jiesu/ticket",
...     "schema_version": 1,
...     "engine": "1",
...     "value": {"id": "1", "facts": {"request_type": "COMPLAINT", "mass": True}},
... }
True
>>> from_data(to_data(ticket)) == ticket
True

The declared types decide how a value is written. An object has the fields of its class under their
own names; a field that has its default is left out. Exact numbers are text (``"3/10"``), days and
instants are ISO 8601, instants with their offset, labels are their names. Where the type leaves open
of which class a value is, an object says so: ``{"is": "WorkingDays", "amount": 5}``; of what is no
object, ``{"is": "Absent", "value": "UNSET"}``. A text that is cited stands once in the envelope's
``sources``, and elsewhere is its id. A space of facts that this library defines is its name, and whole
in a document of its own; one that a city made of it says which it ``extends``, and by what.

Only classes of the table in this room are built from data, and each as a program builds it: what its
checks refuse, no document brings in.

**Versions.** `VERSION` is raised whenever a document that was written before would now be written
otherwise, or read as something else: a field renamed, a default changed, another form. From then on
this room keeps a function that turns each older version into the next. A new class, a new member of a
label, a new fact or a new field with a default raise nothing: what was written is read as before, and
an older reader says where it meets what it does not know. A version that is newer is refused.
"""

import types
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import (
    Any,
    Generic,
    NamedTuple,
    NewType,
    NoReturn,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from . import (
    clocks,
    conduct,
    counting,
    counts,
    decisions,
    events,
    exact,
    facts,
    layers,
    nodes,
    outcomes,
    ranking,
    rates,
    selections,
    sources,
    statutes,
    tables,
    taxonomy,
    tickets,
    units,
    verdicts,
)
from .calendars import WorkCalendar
from .clocks import AlertRule
from .conduct import MOVE_FACTS, OWED_FACTS, Guard, Owed
from .counting import Counting
from .counts import Counts
from .deadlines import Hours, Months, NaturalDays, TimeLimit, WorkingDays, WorkingHours
from .decisions import ENGINE, Routing, StageLimit
from .errors import CodecError, FrozenMap, did_you_mean, fail, refuse, shown, wrong_type
from .events import EVENTS, Event
from .exact import Rounded
from .facts import AS, MISSING, Fact, Facts, FactSpace, FixedSpace, Refuse
from .formulas import Formula
from .labels import Label, Text
from .layers import CalendarLayer
from .nodes import (
    Bonus,
    Choose,
    Clamp,
    Constant,
    Deductions,
    Growth,
    LessPerPoint,
    Mean,
    Node,
    OfFigure,
    OfRate,
    OrElse,
    WeightedSum,
)
from .outcomes import OUTCOME_FACTS, Outcome
from .overlays import Overlay
from .rates import Emphasis, Mark
from .routing import DISPATCH_FACTS, INTAKE_FACTS
from .rulebook import Rulebook, Timeline
from .selections import Selection
from .shapes import (
    NULL,
    NUMBER_AS_KEY,
    SCALARS,
    WORD,
    Choice,
    Cited,
    Few,
    Field,
    Fixed,
    Keyed,
    Many,
    Named,
    Page,
    Record,
    Shape,
    Shelf,
    Via,
)
from .sources import Citation, Source
from .statutes import StatutoryDays, StatutoryLimits
from .tables import HitPolicy, Row, Table
from .tallies import Scope, Tally
from .taxonomy import Catalogue
from .tickets import TICKET_FACTS, Ticket
from .units import Directory

VERSION = 1
"""Of the form of documents; see the module for what raises it."""

T = TypeVar("T")


# --- What is written as something simpler ------------------------------------------------------------

_UsualSpace = NewType("_UsualSpace", FactSpace)
"""A space of facts that this library defines."""
_WholeSpace = NewType("_WholeSpace", FactSpace)
"""A space of facts with all that is in it, whoever defined it."""
_TicketFacts = NewType("_TicketFacts", Facts)
"""Facts over `TICKET_FACTS`, or over what a city made of it."""
_OutcomeFacts = NewType("_OutcomeFacts", Facts)
"""Facts over `OUTCOME_FACTS`, or over what a city made of it."""

_Word = str | bool | Label
_When = Mapping[str, tuple[_Word, ...]]
_SPACES: Mapping[str, FactSpace] = {
    "TICKET_FACTS": TICKET_FACTS,
    "INTAKE_FACTS": INTAKE_FACTS,
    "DISPATCH_FACTS": DISPATCH_FACTS,
    "OUTCOME_FACTS": OUTCOME_FACTS,
    "MOVE_FACTS": MOVE_FACTS,
    "OWED_FACTS": OWED_FACTS,
}


def _words(fact: Fact) -> dict[Hashable, _Word]:
    """
    Each value of a fact, and MISSING, as the word that stands for it.

    A label is its name; where that is a code of the city's too, or that of another label, the label
    itself, which is written with its tag.
    """
    values: tuple[Any, ...] = (*fact.values, MISSING)
    names = Counter(each.name if isinstance(each, Label) else each for each in values)
    return {
        each: each.name if isinstance(each, Label) and names[each.name] == 1 else each
        for each in values
    }


def _meant(fact: Fact) -> dict[Any, Hashable]:
    """Each word that stands for a value of a fact, and the value."""
    words = _words(fact)
    return {**{each: each for each in words}, **{word: each for each, word in words.items()}}


class _StandIn(NamedTuple):
    """
    What a fact that is missing is read as.

    Attributes:
        value: The value.
        ground: Why.
    """

    value: _Word
    ground: Citation


class _Fact(NamedTuple):
    """
    A fact that tables decide on.

    Attributes:
        name: Identifier.
        term: The official term.
        values: What it may be, in order; of one label's members the names.
        label: That label.
        missing: What it is read as where it is missing; REFUSE where it has to be stated.
    """

    name: str
    term: Text
    values: tuple[_Word, ...]
    label: type[Label] | None = None
    missing: _StandIn | Refuse | None = None


def _of_fact(form: _Fact) -> Fact:
    values = form.values
    if form.label is not None:
        members = form.label.__members__
        for at, name in enumerate(values):
            if type(name) is not str or name not in members:
                what = Text("标签没有这个名称", f"{form.label.__name__} has no such name")
                near = did_you_mean(name, members)
                fail(CodecError, f"values[{at}]", what, value=shown(name), remedy=near)
        values = tuple(members[str(name)] for name in values)
    bare = Fact(form.name, form.term, values)
    if not isinstance(form.missing, _StandIn):
        return attrs.evolve(bare, missing=form.missing)
    word = form.missing.value
    return attrs.evolve(bare, missing=AS(_meant(bare).get(word, word), form.missing.ground))


def _to_fact(fact: Fact) -> _Fact:
    values: Any = fact.values
    missing: Any = fact.missing
    if isinstance(missing, AS):
        missing = _StandIn(_words(fact)[missing.value], missing.ground)
    label, *others = {type(each) for each in values}
    if others or not issubclass(label, Label):
        return _Fact(fact.name, fact.term, values, None, missing)
    return _Fact(fact.name, fact.term, tuple(each.name for each in values), label, missing)


class _FactSpace(NamedTuple):
    """
    Facts in order, and the combinations that cannot occur.

    Attributes:
        extends: The space of this library that it is made of.
        facts: The facts; of a space that extends another, those behind.
        impossible: Those combinations, likewise: fact to values.
    """

    extends: _UsualSpace | None = None
    facts: tuple[Fact, ...] = ()
    impossible: tuple[_When, ...] = ()


def _to_space(space: FactSpace) -> FactSpace | _FactSpace:
    extended: _UsualSpace | None = None
    for usual in _SPACES.values():
        if usual == space:
            return usual
        if (
            space.facts[: len(usual.facts)] == usual.facts
            and space.impossible[: len(usual.impossible)] == usual.impossible
            and (extended is None or len(usual.facts) > len(extended.facts))
        ):
            extended = _UsualSpace(usual)
    return _whole(space, extended)


def _whole(space: FactSpace, beyond: _UsualSpace | None = None) -> _FactSpace:
    """A space with all its facts, or with those that it has beyond another."""
    words = {fact.name: _words(fact) for fact in space.facts}
    known, told = (len(beyond.facts), len(beyond.impossible)) if beyond else (0, 0)
    impossible = tuple(
        {name: tuple(words[name][each] for each in allowed) for name, allowed in one.items()}
        for one in space.impossible[told:]
    )
    return _FactSpace(beyond, space.facts[known:], impossible)


def _of_space(form: FactSpace | _FactSpace) -> FactSpace:
    if isinstance(form, FactSpace):
        return form
    base = form.extends or FactSpace(())
    whole = base.extend(*form.facts)
    impossible = [_conditions(whole, each) for each in form.impossible]
    made = base.extend(*form.facts, impossible=impossible)
    return next((usual for usual in _SPACES.values() if usual == made), made)


def _conditions(space: FactSpace, when: _When) -> dict[str, tuple[Hashable, ...]]:
    """Conditions in values; what is unknown stays as it is, for the space to refuse by name."""
    found: dict[str, tuple[Hashable, ...]] = {}
    for name, words in when.items():
        known = _meant(space.facts[space.index(name)]) if name in space.names else {}
        found[name] = tuple(known.get(word, word) for word in words)
    return found


class _Facts(NamedTuple):
    """
    The facts of a case, over a space of a city's own.

    Attributes:
        space: The space.
        stated: What is stated, by name.
    """

    space: FactSpace
    stated: Mapping[str, _Word]


def _to_facts(usual: FactSpace) -> Callable[[Facts], Facts | _Facts]:
    def to(given: Facts) -> Facts | _Facts:
        space = given.space
        if space is usual or space == usual:
            return given
        words = {fact.name: _words(fact) for fact in space.facts}
        said: Any = given.stated()
        return _Facts(space, {name: words[name].get(each, each) for name, each in said.items()})

    return to


def _of_facts(form: Facts | _Facts) -> Facts:
    if isinstance(form, Facts):
        return form
    found = _conditions(form.space, {name: (word,) for name, word in form.stated.items()})
    return form.space.make(**{name: value for name, (value,) in found.items()})


class _Row(NamedTuple, Generic[T]):
    """
    A row of a table.

    Attributes:
        id: Identifier within the table.
        when: Conditions: fact to the values that pass; a fact that is not named may have any.
        then: The outcome.
        grounds: 依据.
    """

    id: str
    when: _When
    then: T
    grounds: tuple[Citation, ...]


class _Table(NamedTuple, Generic[T]):
    """
    A decision table.

    Attributes:
        name: Identifier.
        space: The facts that rows may test.
        rows: The rows, in order.
        policy: How they answer together.
    """

    name: str
    space: FactSpace
    rows: tuple[_Row[T], ...]
    policy: HitPolicy = HitPolicy.UNIQUE


def _to_table(table: Table[Any]) -> _Table[Any]:
    words = {name: _words(table.space.facts[table.space.index(name)]) for name in table.columns}
    rows = tuple(
        _Row(
            row.id,
            {
                test.fact: tuple(words[test.fact][each] for each in test.allowed)
                for test in row.conditions
            },
            row.then,
            row.grounds,
        )
        for row in table.rows
    )
    return _Table(table.name, table.space, rows, table.policy)


def _of_table(form: _Table[Any]) -> Table[Any]:
    rows = (
        Row(row.id, _conditions(form.space, row.when), row.then, row.grounds) for row in form.rows
    )
    return Table(form.name, form.space, tuple(rows), form.policy)


class _Profile(NamedTuple):
    """
    Outcomes of one unit that look alike.

    Attributes:
        unit: 承办单位.
        facts: What is stated of them.
        number: How many there are.
    """

    unit: str
    facts: Mapping[str, _Word]
    number: int


class _Tally(NamedTuple):
    """
    How many outcomes there are of each unit and profile of facts.

    Attributes:
        facts: The facts that were kept.
        counts: The profiles, by unit.
        as_of: The day whose rules asked for them.
        scopes: Of which periods, counted by which instant, as known when.
    """

    facts: FactSpace
    counts: tuple[_Profile, ...]
    as_of: date | None = None
    scopes: frozenset[Scope] = frozenset()


def _to_tally(tally: Tally) -> _Tally:
    columns = [(fact.name, _words(fact)) for fact in tally.facts.facts]
    profiles = [
        _Profile(
            str(unit),
            {
                name: words[value]
                for (name, words), value in zip(columns, values, strict=True)
                if value is not MISSING
            },
            count,
        )
        for (unit, *values), count in tally.counts.items()
    ]
    # Equal tallies are the same document, in whatever order they were counted.
    profiles.sort(key=lambda each: (each.unit, repr(each.facts)))
    return _Tally(tally.facts, tuple(profiles), tally.as_of, tally.scopes)


def _of_tally(form: _Tally) -> Tally:
    columns = [(fact.name, _meant(fact)) for fact in form.facts.facts]
    names = form.facts.names
    found: dict[tuple[Hashable, ...], int] = {}
    for at, profile in enumerate(form.counts):
        for name in profile.facts:
            if name not in names:
                what = Text("没有留存这个事实", "the fact was not kept")
                near = did_you_mean(name, names)
                fail(CodecError, f"counts[{at}].facts", what, value=shown(name), remedy=near)
        values = ((known, profile.facts.get(name, MISSING)) for name, known in columns)
        key = (profile.unit, *(known.get(word, word) for known, word in values))
        if key in found:
            what = Text("同一组取值出现两次", "the profile stands twice")
            fail(CodecError, f"counts[{at}]", what, value=shown(profile))
        found[key] = profile.number
    return Tally(form.facts, found, form.as_of, form.scopes)


class _Simpler(NamedTuple):
    """A class, and what it is written as."""

    kinds: tuple[type, ...]
    form: Any
    to: Callable[[Any], Any]
    of: Callable[[Any], Any]


_SIMPLER: Mapping[Any, _Simpler] = {
    Fact: _Simpler((Fact,), _Fact, _to_fact, _of_fact),
    FactSpace: _Simpler((FactSpace, FixedSpace), _UsualSpace | _FactSpace, _to_space, _of_space),
    _WholeSpace: _Simpler((FactSpace, FixedSpace), _FactSpace, _whole, _of_space),
    Table: _Simpler((Table,), _Table, _to_table, _of_table),
    Tally: _Simpler((Tally,), _Tally, _to_tally, _of_tally),
}


# --- The table of classes --------------------------------------------------------------------------

_WITH_LABELS = (
    *(clocks, conduct, counting, counts, decisions, events, exact, facts, layers, nodes, outcomes),
    *(ranking, rates, selections, sources, statutes, tables, taxonomy, tickets, units, verdicts),
)
"""Rooms whose labels may be values of facts, of parameters and outcomes of rows."""

_LABELS: Mapping[str, type[Label]] = {
    kind.__name__: kind
    for room in _WITH_LABELS
    for kind in vars(room).values()
    if isinstance(kind, type) and issubclass(kind, Label) and kind.__module__ == room.__name__
}
_LIMITS = (Hours, WorkingHours, NaturalDays, WorkingDays, Months)
_NODES = (
    *(Constant, OfRate, OfFigure, WeightedSum, Mean, LessPerPoint, Deductions, Bonus, Growth),
    *(Choose, Clamp, OrElse),
)
_VALUES: tuple[Any, ...] = (
    *(Table[Any], TimeLimit, Counting, StatutoryDays, StatutoryLimits),
    *(StageLimit, Guard, Owed, AlertRule, Mark, Emphasis, Rounded, Formula, Selection, Text),
)
"""What a parameter may be and a row may answer, beside labels, words, and lists and maps of these."""

_FAMILIES: Mapping[Any, tuple[Any, ...]] = {
    TimeLimit: _LIMITS,
    Node: _NODES,
    Event: EVENTS,
    Label: tuple(_LABELS.values()),
    Any: (
        *(bool, int, str, None, Fraction, date),
        *(tuple[Any, ...], frozenset[Any], Mapping[str, Any], Label, *_VALUES),
    ),
}
"""Types that leave the class open, and the classes that there are."""

_TYPES: Mapping[str, Any] = {
    "boolean": bool,
    "integer": int,
    "text": str,
    "fraction": Fraction,
    "date": date,
    "list": tuple,
    "set": frozenset,
    "map": Mapping,
    **{(get_origin(kind) or kind).__name__: get_origin(kind) or kind for kind in _VALUES},
    **{kind.__name__: kind for kind in _LIMITS},
    **_LABELS,
}
"""What the value of a parameter may be said to be."""

_USUAL_FACTS: Mapping[tuple[type, str], Any] = {
    (Ticket, "facts"): _TicketFacts,
    (Outcome, "facts"): _OutcomeFacts,
}
_DOCUMENTS: Mapping[str, Any] = {
    "fact_space": _WholeSpace,
    "rulebook": Rulebook,
    "timeline": Timeline,
    "overlay": Overlay,
    "catalogue": Catalogue,
    "directory": Directory,
    "calendar_layer": CalendarLayer,
    "work_calendar": WorkCalendar,
    "ticket": Ticket,
    "routing": Routing,
    "history": tuple[Event, ...],
    "outcome": Outcome,
    "tally": Tally,
    "counts": Counts,
    "formula": Formula,
    "selection": Selection,
}
KINDS: tuple[str, ...] = tuple(_DOCUMENTS)
"""Every kind of document, as `json_schema` and `from_data` name it."""


_FAMILY = "jiesu"
_ENVELOPE = """
A value as a document.

Attributes:
    schema: What it is.
    schema_version: The version of that form.
    engine: The version of the engine that wrote it.
    sources: The texts that it cites.
    value: The value.
"""


class _Maker:
    """The shapes of declared types, each made once."""

    def __init__(self) -> None:
        self.source = _record(Source)
        self.made: dict[Any, Shape] = {
            **SCALARS,
            None: NULL,
            Source: Cited(self.source),
            type: Named("type", _TYPES, type),
            type[Label]: Named("label", _LABELS, *{type(each) for each in _LABELS.values()}),
            _UsualSpace: Named("space", _SPACES, FactSpace, FixedSpace),
        }
        self._fill(self.source, Source, {})
        for usual, space, name in (
            (_TicketFacts, TICKET_FACTS, "TicketFacts"),
            (_OutcomeFacts, OUTCOME_FACTS, "OutcomeFacts"),
        ):
            self.made[usual] = self._usual_facts(name, space)

    def of(self, annotation: Any) -> Shape:
        """The shape of the values that a declared type has."""
        if annotation is Hashable or annotation is object or isinstance(annotation, TypeVar):
            annotation = Any
        if annotation not in self.made:
            self._make(annotation)
        return self.made[annotation]

    def _make(self, annotation: Any) -> None:
        origin, args = get_origin(annotation), get_args(annotation)
        kind: Any = origin or annotation
        if origin in {Union, types.UnionType}:
            self.made[annotation] = choice = Choice()
            choice.fill(map(self.of, args))
        elif annotation in _FAMILIES:
            anything = annotation is Any
            self.made[annotation] = choice = Choice("Value" if anything else annotation.__name__)
            # A family has a tag throughout: what joins it later confuses none of the others.
            told = None if anything else lambda _: False
            choice.fill(map(self.of, _FAMILIES[annotation]), told)
        elif kind is tuple and args and args[-1] is not Ellipsis:
            self.made[annotation] = Few(map(self.of, args))
        elif kind in {tuple, frozenset}:
            self.made[annotation] = Many(self.of(args[0]), ordered=kind is tuple)
        elif kind in {Mapping, FrozenMap}:
            key = NUMBER_AS_KEY if args[0] is int else self.of(args[0])
            self.made[annotation] = Keyed(key, self.of(args[1]))
        elif isinstance(kind, type) and issubclass(kind, Label):
            names = {each.name: each for each in kind}
            self.made[annotation] = Named(kind.__name__, names, kind)
        elif kind in _SIMPLER:
            simpler = _SIMPLER[kind]
            via = Via(kind.__name__.lstrip("_"), simpler.kinds, simpler.to, simpler.of)
            self.made[annotation] = via
            via.form = self.of(simpler.form[args] if args else simpler.form)
        else:
            bound = dict(zip(getattr(kind, "__parameters__", ()), args, strict=False))
            self.made[annotation] = record = _record(kind)
            self._fill(record, kind, bound)

    def _fill(self, record: Record, kind: Any, bound: Mapping[Any, Any]) -> None:
        """Put the fields of a class into its record."""
        hints = get_type_hints(kind)
        for name, needed, usual in _fields(kind):
            declared = _USUAL_FACTS.get((kind, name), _bound(hints[name], bound))
            record.fields[name] = Field(self.of(declared), needed, usual)

    def _usual_facts(self, name: str, space: FactSpace) -> Shape:
        """Facts over a space of this library by name, over what a city made of it with the space."""
        said = "".join(
            f"\n    {each.name}: {each.term.zh}, {each.term.en}" for each in space.facts
        )
        doc = f"What is stated of a case; the rest is missing.\n\nAttributes:{said}"
        usual = Record(name, (Facts,), space.make, Facts.get, doc)
        for fact in space.facts:
            (kind,) = {type(value) for value in fact.values}
            usual.fields[fact.name] = Field(self.of(kind), needed=False, usual=MISSING)
        via = Via(name, (Facts,), _to_facts(space), _of_facts)
        via.form = Choice().fill([usual, self.of(_Facts)], lambda shape: shape is usual)
        return via


def _record(kind: Any) -> Record:
    return Record(kind.__name__.lstrip("_"), (kind,), kind, doc=kind.__doc__)


def _bound(annotation: Any, bound: Mapping[Any, Any]) -> Any:
    """A declared type with its variables replaced."""
    if isinstance(annotation, TypeVar):
        return bound.get(annotation, Any)
    open_ = () if isinstance(annotation, type) else getattr(annotation, "__parameters__", ())
    return annotation[tuple(bound.get(each, Any) for each in open_)] if open_ else annotation


def _fields(kind: Any) -> Iterator[tuple[str, bool, Any]]:
    """The fields that a class is built from: name, whether it is needed, and its default."""
    if not attrs.has(kind):
        usual = kind._field_defaults
        yield from ((name, name not in usual, usual.get(name)) for name in kind._fields)
        return
    for field in attrs.fields(kind):
        default = field.default
        if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
            default = default.factory()
        if field.init:
            needed = default is attrs.NOTHING
            convert = field.converter if not needed else None
            yield field.name, needed, convert(default) if convert else default


_MAKER = _Maker()
_SHELF = Shelf(_MAKER.source)


def _envelope(kind: str) -> Record:
    record = Record("document", (), lambda value, **_: value, doc=_ENVELOPE)
    record.fields |= {
        "schema": Field(Fixed(f"{_FAMILY}/{kind}")),
        "schema_version": Field(Fixed(VERSION)),
        "engine": Field(WORD),
        "sources": Field(_SHELF, needed=False),
        "value": Field(_MAKER.of(_DOCUMENTS[kind])),
    }
    return record


_ENVELOPES: Mapping[str, Record] = {kind: _envelope(kind) for kind in KINDS}
_KIND_OF: Mapping[type, str] = {
    each: kind for kind in KINDS for each in _MAKER.of(_DOCUMENTS[kind]).kinds
}


# --- Documents ---------------------------------------------------------------------------------------


def to_data(value: object) -> dict[str, Any]:
    """
    A document of plain data, for ``json.dumps`` and for whoever reads JSON.

    Args:
        value: A value of one of the `KINDS`; a history is a tuple of events.

    Raises:
        CodecError: A value of another class, or with something in it that has no place in a document:
            a class or label that is not this library's; everything at once, with where it stands.

    Example:
        >>> from jiesu.exact import exact
        >>> to_data(Formula({"response": "30%", "resolution": "0.7"}))["value"]["tree"]["terms"][0]
        [{'is': 'OfRate', 'name': 'response'}, '3/10']
    """
    kind = _KIND_OF.get(type(value))
    if kind is None:
        fail(
            CodecError,
            "value",
            Text("不能自成文件", f"a {type(value).__name__} is no document of its own"),
            value=shown(value),
            expected=Text("、".join(KINDS), ", ".join(KINDS)),
        )
    page = Page()
    try:
        told = _ENVELOPES[kind].fields["value"].shape.write(value, "document.value", page)
        # What is cited is known only now.
        cited = _SHELF.write(tuple(page.sources.values()), "document.sources", page)
    except RecursionError:
        _too_deep()
    refuse(CodecError, page.faults)
    head = {"schema": f"{_FAMILY}/{kind}", "schema_version": VERSION, "engine": ENGINE}
    return head | ({"sources": cited} if cited else {}) | {"value": told}


def from_data(data: object, kind: str | None = None) -> Any:
    """
    The value that a document of plain data stands for.

    Args:
        data: What `to_data` gave, or another program wrote by the schema.
        kind: The kind that it has to be, one of `KINDS`; None: whichever it says.

    Raises:
        CodecError: Another kind or a newer version, unknown, missing or mistyped fields, values that
            the classes refuse; everything at once, with where it stands.

    Example:
        >>> from_data({"schema": "jiesu/tickets", "schema_version": 1, "engine": "1", "value": {}})
        Traceback (most recent call last):
            ...
        jiesu.errors.CodecError: document.schema: no such document (没有这种文件), got 'jiesu/tickets'. Remedy: did you mean ticket? (是否应为：ticket？)
    """
    if kind is not None:
        document(kind)
    if type(data) is not dict:
        raise CodecError(wrong_type("document", data, Text("对象", "an object")))
    schema, version = data.get("schema"), data.get("schema_version")
    told = next((each for each in KINDS if schema == f"{_FAMILY}/{each}"), None)
    if told is None or told != (kind or told):
        known = [kind] if kind else KINDS
        fail(
            CodecError,
            "document.schema",
            Text("不是这种文件", "another document")
            if told
            else Text("没有这种文件", "no such document"),
            value=shown(schema),
            remedy=did_you_mean(
                schema.partition("/")[2] if type(schema) is str else schema, known
            ),
        )
    if type(version) is int and version > VERSION:
        fail(
            CodecError,
            "document.schema_version",
            Text("文件由更新的版本写成", "written by a newer version"),
            value=shown(version),
            expected=Text(f"至多 {VERSION}", f"{VERSION} at most"),
            remedy=Text("请升级 jiesu", "upgrade jiesu"),
        )
    page = Page()
    try:
        value = _ENVELOPES[told].read(data, "document", page)
    except RecursionError:
        _too_deep()
    refuse(CodecError, page.faults)
    return value


def document(kind: str) -> Record:
    """
    The shape of a whole document, for `jiesu.json_schema`.

    Args:
        kind: One of the `KINDS`.

    Raises:
        CodecError: There is no such kind.

    Example:
        >>> list(document("ticket").fields)
        ['schema', 'schema_version', 'engine', 'sources', 'value']
    """
    if type(kind) is not str or kind not in _ENVELOPES:
        what = Text("没有这种文件", "no such document")
        fail(CodecError, "kind", what, value=shown(kind), remedy=did_you_mean(kind, KINDS))
    return _ENVELOPES[kind]


def _too_deep() -> NoReturn:
    fail(CodecError, "document", Text("嵌套过深", "nested too deeply"))
