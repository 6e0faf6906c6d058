"""
Decision tables over finite facts: what the text decides is a row, and a row is a box.

A `FactSpace` names the facts and their domains. A `Row` allows a set of values per fact: a *box* in
that space. A `Table` holds rows under a hit policy:

* ``UNIQUE``: the rows are disjoint and fill the space; every possible combination has one answer.
* ``FIRST``: the first row that fits answers; for short tables whose order is itself a value.
* ``COLLECT``: all rows that fit answer together; for effects that add up. It may have no rows: a text
  that was read and adds nothing.

The same boxes serve three readers: `Table.hit` walks a decision tree made from them (`Table.collect`: masks),
`Table.explain` tests them one by one and names the first test that fails, `Table.check` subtracts
them from the space and finds gaps, overlaps and dead rows exactly, without enumeration.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import Any, Generic, NamedTuple, TypeVar

import attrs

from .canonical import canonical, compact
from .errors import (
    Fault,
    InvalidValueError,
    TableError,
    UnknownFactError,
    did_you_mean,
    fail,
    mapped,
    misfit,
    misfits,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .explain import Explanation
from .facts import AS, MISSING, Condition, Facts, FactSpace, say
from .labels import Label, Text
from .sources import Absent, Basis, Citation

T = TypeVar("T")

Box = tuple[int, ...]
"""One bit set per fact of a space: which of its values are in."""

BUDGET = 200_000
"""How many boxes a check may make before it is given up as hopeless."""

_NODES = 20_000
"""How many nodes a decision tree may have; the tables of Beijing have at most a few hundred."""


class HitPolicy(Label):
    """How the rows of a table answer together."""

    UNIQUE = "唯一命中", "unique"
    FIRST = "首条命中", "first"
    COLLECT = "全部命中", "collect"


def _grounds(value: Any) -> tuple[Citation, ...]:
    return tupled(value, "row.grounds")


@attrs.frozen
class Row(Generic[T]):
    """
    A row as it is written down: if the conditions hold, then this.

    Attributes:
        id: Stable identifier within the table.
        when: Conditions; a fact that is not named may have any value.
        then: The outcome.
        grounds: 依据: citations, at least one.
    """

    id: str
    when: Mapping[str, Any] = attrs.field(converter=mapped)
    then: T
    grounds: tuple[Citation, ...] = attrs.field(converter=_grounds)


@compact
@attrs.frozen
class Ruling(Generic[T]):
    """
    A row of a table, normalised: what a decision carries of it.

    Attributes:
        id: The row's identifier.
        conditions: Its conditions, in the order of the space.
        then: Its outcome.
        grounds: Its citations.
    """

    id: str
    conditions: tuple[Condition, ...]
    then: T
    grounds: tuple[Citation, ...]

    @property
    def basis(self) -> Basis:
        """The weakest of its grounds."""
        order = list(Basis)
        return max((ground.basis for ground in self.grounds), key=order.index)

    def explain(self, lang: str = "zh") -> Explanation:
        """Its conditions and grounds."""
        words = [test.text for test in self.conditions] or [Text("无条件", "always")]
        return Explanation(
            Text("，".join(word.zh for word in words), ", ".join(word.en for word in words)),
            grounds=tuple(ground.text for ground in self.grounds),
            lang=lang,
        )


class Miss(NamedTuple):
    """Why a row did not answer: its first test that failed, or an earlier row that answered."""

    row: str
    test: Condition | None
    value: Hashable
    after: str = ""

    @property
    def text(self) -> Text:
        """The reason in words."""
        if self.test is None:
            return Text(f"已由 {self.after} 行先行适用", f"row {self.after} answered before it")
        found = say(self.value)
        return Text(
            f"须{self.test.text.zh}，实为{found.zh}", f"needs {self.test.text.en}, is {found.en}"
        )


@attrs.frozen
class Trace(Generic[T]):
    """
    Every row of a table tested on one case.

    Attributes:
        hits: The rows that answer.
        misses: For each other row, why not.
        assumed: Facts that were missing and read as a value, with the ground.
    """

    hits: tuple[Ruling[T], ...]
    misses: tuple[Miss, ...]
    assumed: tuple[tuple[str, AS], ...]


class Finding(NamedTuple):
    """
    Something that `Table.check` found.

    Attributes:
        kind: ``gap``, ``overlap``, ``dead``, ``contested`` or ``redundant``.
        rows: The rows it concerns.
        witness: One whole combination of facts that shows it: ``space.make(**witness)`` builds it.
            It is a possible one, except for a row that is dead because no possible case meets it.
        fault: Whether it breaks the table's policy; a contested pair under FIRST does not.
        telling: The facts of the witness that the rows concerned test, and that `text` prints.
    """

    kind: str
    rows: tuple[str, ...]
    witness: Mapping[str, Hashable]
    fault: bool
    telling: tuple[str, ...]

    @property
    def text(self) -> Text:
        """The finding in words."""
        words = {
            "gap": ("没有任何一行适用", "no row answers"),
            "overlap": ("多行同时适用", "several rows answer"),
            "dead": ("永远不会适用", "never answers"),
            "contested": ("由先后次序决定", "decided by the order of rows"),
            "redundant": ("去掉或合并不改变任何结果", "could go, or be joined, changing nothing"),
        }[self.kind]
        case = [(name, say(self.witness[name])) for name in self.telling]
        case_zh = "，".join(f"{name}={value.zh}" for name, value in case)
        case_en = ", ".join(f"{name}={value.en}" for name, value in case)
        rows = f"{' / '.join(self.rows)}: " if self.rows else ""
        return Text(f"{rows}{words[0]}（{case_zh}）", f"{rows}{words[1]} ({case_en})")


def say_value(value: Any) -> Text:
    """
    A value of a rulebook, or the outcome of a row, as it is printed.

    Example:
        >>> say_value(True).zh, say_value((HitPolicy.FIRST, HitPolicy.COLLECT)).zh
        ('适用', '首条命中；全部命中')
    """
    if isinstance(value, Text):
        return value
    if isinstance(value, Label):
        return value.text
    if isinstance(value, Table):
        return Text(f"表，{len(value.rows)} 行", f"table of {len(value.rows)} rows")
    if isinstance(value, bool):
        return Text("适用", "applies") if value else Text("不适用", "does not apply")
    text = getattr(value, "text", None)
    if isinstance(text, Text):
        return text
    if isinstance(value, Mapping):
        pairs = [(say_value(key), say_value(each)) for key, each in value.items()]
        return joined(Text(f"{key.zh}：{each.zh}", f"{key.en}: {each.en}") for key, each in pairs)
    if isinstance(value, (tuple, frozenset)):
        parts = value if isinstance(value, tuple) else sorted(value, key=str)
        named = [(each, getattr(each, "name", None)) for each in parts]
        told = [name if isinstance(name, Text) else say_value(each) for each, name in named]
        return joined(told) if told else Text("无", "none")
    return Text(str(value), str(value))


def joined(parts: Iterable[Text], zh: str = "；", en: str = "; ") -> Text:
    """
    Several texts as one.

    Example:
        >>> joined([Text("甲", "a"), Text("乙", "b")])
        Text(zh='甲；乙', en='a; b')
    """
    told = list(parts)
    return Text(zh.join(each.zh for each in told), en.join(each.en for each in told))


class Table(Generic[T]):
    """
    Rows over a space of facts, under a hit policy.

    Args:
        name: Stable identifier.
        space: The facts that rows may test.
        rows: The rows; their order matters under FIRST.
        policy: See the module.

    Raises:
        TableError: Unknown facts or values, repeated row ids, rows without grounds, no rows: all at
            once; or rows so entangled that their decision tree outgrows its budget.

    Example:
        >>> from jiesu.facts import REFUSE, Fact
        >>> from jiesu.sources import assumed
        >>> hot = FactSpace((Fact("hot", Text("热", "hot"), (True, False), REFUSE),))
        >>> why = (assumed("示例", "an example"),)
        >>> table = Table(
        ...     "t", hot, (Row("R1", {"hot": True}, 1, why), Row("R2", {"hot": False}, 2, why))
        ... )
        >>> table.hit(hot.make(hot=False)).then, table.check()
        (2, ())
    """

    __slots__ = ("_root", "columns", "name", "policy", "rows", "space")

    name: str
    space: FactSpace
    policy: HitPolicy
    rows: tuple[Ruling[T], ...]
    _root: Any
    columns: tuple[str, ...]
    """The facts that any row tests, in the order of the space."""

    def __init__(
        self,
        name: str,
        space: FactSpace,
        rows: Iterable[Row[T]],
        policy: HitPolicy = HitPolicy.UNIQUE,
    ) -> None:
        faults: list[Fault] = []
        if type(name) is not str:
            faults.append(misfit("name", name, str))
        if not isinstance(space, FactSpace):
            faults.append(wrong_type("space", space, Text("事实空间", "a FactSpace")))
        if not isinstance(policy, HitPolicy):
            faults.append(wrong_type("policy", policy, Text("命中规则", "a HitPolicy")))
        given = tupled(rows)
        if not given and policy is not HitPolicy.COLLECT:
            faults.append(Fault("rows", Text("没有任何一行", "no rows"), shown(rows)))
        refuse(TableError, faults)
        rulings = _rulings(name, space, given, faults)
        refuse(TableError, faults)
        set_ = object.__setattr__
        set_(self, "name", name)
        set_(self, "space", space)
        set_(self, "policy", policy)
        set_(self, "rows", rulings)
        used = {test.fact for row in rulings for test in row.conditions}
        set_(self, "columns", tuple(each for each in space.names if each in used))
        set_(self, "_root", _compile(self))

    def __setattr__(self, name: str, value: object) -> None:
        raise attrs.exceptions.FrozenInstanceError

    def __delattr__(self, name: str) -> None:
        raise attrs.exceptions.FrozenInstanceError

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self._key == other._key

    def __hash__(self) -> int:
        return hash((self.name, self.policy, tuple(row.id for row in self.rows)))

    def __repr__(self) -> str:
        return f"Table({self.name!r}, {len(self.rows)} rows, {self.policy.name})"

    def __reduce__(self) -> tuple[Any, ...]:
        # The tree is made anew: it is the larger part and follows from the rows.
        return Table, (self.name, self.space, self.as_rows(), self.policy)

    def __canonical__(self) -> object:
        """What its canonical bytes are made of."""
        return ("Table", *self._key)

    @property
    def _key(self) -> tuple[object, ...]:
        return self.name, self.policy, self.space, self.rows

    def as_rows(self) -> tuple[Row[T], ...]:
        """The rows as they are written down, to build another table from."""
        return tuple(
            Row(
                row.id, {test.fact: test.allowed for test in row.conditions}, row.then, row.grounds
            )
            for row in self.rows
        )

    def row(self, row_id: str) -> Ruling[T]:
        """
        A row by its identifier.

        Raises:
            TableError: There is no such row.
        """
        for row in self.rows:
            if row.id == row_id:
                return row
        fail(
            TableError,
            f"{self.name}.{row_id if isinstance(row_id, str) else shown(row_id)}",
            Text("没有这一行", "no such row"),
            remedy=did_you_mean(row_id, [row.id for row in self.rows]),
        )

    def with_row(self, row: Row[T]) -> "Table[T]":
        """
        This table with a row put in the place of the one with its id, or added at the end.

        Raises:
            TableError: See `Table`.
        """
        rows = self.as_rows()
        ids = [each.id for each in rows]
        place = ids.index(row.id) if isinstance(row, Row) and row.id in ids else len(rows)
        return Table(self.name, self.space, (*rows[:place], row, *rows[place + 1 :]), self.policy)

    def hit(self, facts: Facts) -> Ruling[T]:
        """
        The row that answers (UNIQUE, FIRST).

        Args:
            facts: Facts of this table's space, or of one that extends it.

        Raises:
            TableError: No row answers, several do under UNIQUE, or the table collects.
            UnknownFactError: The facts are of another space.
        """
        found = self.answer(self._known(facts))
        if type(found) is Ruling:
            return found
        fail(
            TableError,
            self.name,
            Text("没有唯一的答案", "there is not one answer"),
            value=shown(facts),
            remedy=Text("请查看 check() 的结果", "see check(); use collect() on a COLLECT table"),
        )

    def collect(self, facts: Facts) -> tuple[Ruling[T], ...]:
        """
        All rows that answer (COLLECT), in their order; may be none.

        Raises:
            TableError: The table does not collect.
            UnknownFactError: The facts are of another space.
        """
        found = self.answer(self._known(facts))
        if type(found) is tuple:
            return found
        fail(
            TableError,
            self.name,
            Text("该表不是全部命中", "the table does not collect"),
            remedy=Text("请用 hit()", "use hit()"),
        )

    def _known(self, facts: Facts) -> tuple[Hashable, ...]:
        """The values of facts, which are of this table's space or of one that extends it."""
        if not isinstance(facts, Facts):
            raise UnknownFactError(wrong_type("facts", facts, Text("事实", "Facts")))
        if facts.space is not self.space:
            own = self.space.facts
            if facts.space.facts[: len(own)] != own:
                # Values by place would else be read as those of other facts.
                fail(
                    UnknownFactError,
                    f"{self.name}.facts",
                    Text("事实不属于该表的事实空间", "facts of another space"),
                    value=shown(facts),
                    remedy=Text("请用该表的 space.make()", "build them with the table's space"),
                )
        return facts.values

    def answer(self, values: Sequence[Hashable]) -> Any:
        """
        The answer for plain values in the order of the space: the engines' way in.

        A `Ruling` or None where one row answers; a tuple of them under COLLECT. Nothing is checked:
        a value outside its domain raises KeyError.
        """
        node = self._root
        if type(node) is _Masks:
            left = node.whole
            for place, masks in node.columns:
                left &= masks[values[place]]
            found: tuple[Ruling[T], ...] = ()
            for some in node.by_bits:
                found += some[left & _LOW]
                left >>= _BITS
            return found
        while type(node) is _Node:
            node = node.branches[values[node.place]]
        return node

    def with_outcome(self, row_id: str, then: T, grounds: Iterable[Citation]) -> "Table[T]":
        """
        This table with another outcome of a row, whose conditions stay: quicker than `with_row`.

        Args:
            row_id: The row.
            then: Its outcome.
            grounds: On what that rests.

        Raises:
            TableError: There is no such row, or no ground.
        """
        old, why = self.row(row_id), tupled(grounds)
        faults: list[Fault] = []
        space = self.space
        _rulings(self.name, space, (Row(row_id, {}, then, why),), faults)
        refuse(TableError, faults)
        new = attrs.evolve(old, then=then, grounds=why)
        rows = tuple(new if row is old else row for row in self.rows)
        return self._regrown(rows, {old.id: new})

    def for_storage(self) -> "Table[T]":
        """
        This table with answers that carry no conditions, for decisions that are stored.

        What a ruling's conditions were follows from its id and the table.
        """
        bare = {row.id: attrs.evolve(row, conditions=()) for row in self.rows}
        return self._regrown(self.rows, bare)

    def _regrown(
        self, rows: tuple[Ruling[T], ...], answers: Mapping[str, Ruling[T]]
    ) -> "Table[T]":
        """This table with other rows of the same conditions, and a tree that gives other answers."""
        made: dict[int, Any] = {}

        def regrown(node: Any) -> Any:
            if type(node) is _Masks:
                given = tuple(answers.get(row.id, row) for row in node.rows)
                return _Masks(node.columns, given)
            if type(node) is not _Node:
                return answers.get(node.id, node) if node is not None else None
            if id(node) not in made:
                branches = {value: regrown(each) for value, each in node.branches.items()}
                made[id(node)] = _Node(node.place, branches)
            return made[id(node)]

        table = object.__new__(Table)
        for name in ("name", "space", "policy", "columns"):
            object.__setattr__(table, name, getattr(self, name))
        object.__setattr__(table, "rows", rows)
        object.__setattr__(table, "_root", regrown(self._root))
        return table

    def explain(self, facts: Facts) -> Trace[T]:
        """
        Every row tested in the written order: the slow way to the same answer, with the reasons.

        Equal to `hit` and `collect` by a published law.

        Args:
            facts: Facts of this table's space, or of one that extends it.

        Raises:
            UnknownFactError: The facts are of another space.
        """
        values = dict(zip(self.space.names, self._known(facts), strict=False))
        stood_in: list[tuple[str, AS]] = []
        columns = set(self.columns)
        for fact in self.space.facts:
            if isinstance(fact.missing, AS) and values[fact.name] is MISSING:
                values[fact.name] = fact.missing.value
                if fact.name in columns:
                    stood_in.append((fact.name, fact.missing))
        hits: list[Ruling[T]] = []
        misses: list[Miss] = []
        for row in self.rows:
            failed = next(
                (test for test in row.conditions if values[test.fact] not in test.allowed), None
            )
            if failed:
                misses.append(Miss(row.id, failed, values[failed.fact]))
            elif hits and self.policy is HitPolicy.FIRST:
                misses.append(Miss(row.id, None, MISSING, hits[0].id))
            else:
                hits.append(row)
        return Trace(tuple(hits), tuple(misses), tuple(stood_in))

    def check(self, budget: int = BUDGET) -> tuple[Finding, ...]:
        """
        What is wrong, or worth knowing, about the rows: exact, with a witness for each finding.

        * ``gap``: possible cases that no row answers (UNIQUE, FIRST).
        * ``overlap``: a pair of rows that both fit some possible case (UNIQUE).
        * ``dead``: a row that no possible case meets, or under FIRST none that earlier rows leave.
        * ``contested``, mere information: under FIRST, a row answers a possible case that a later
          row would answer otherwise if it came first; only here does the order matter.
        * ``redundant``, mere information: a row without which the same outcome would follow on the
          same grounds, or that could be joined with another into one.

        A table of disjoint rows is checked for gaps by volumes alone, in time quadratic in the
        rows.

        Args:
            budget: How many boxes may be made.

        Raises:
            TableError: The budget is used up.
        """
        if type(budget) is not int:
            raise TableError(misfit("budget", budget, int))
        more = Text("请拆分为几张表，或提高 budget", "split the table, or pass a larger budget")
        return tuple(_check(self, _Budget(self.name, budget, more)))

    def covering(
        self, rows: Iterable[Ruling[T]], when: Mapping[str, Any], budget: int = BUDGET
    ) -> tuple[Ruling[T], ...]:
        """
        Rows that together answer every case under a condition, none of them to spare.

        None where some case is free, or where there is no possible case.

        Args:
            rows: Some rows of the table, whatever its policy.
            when: Conditions of the cases in question, as a `Row` states them.
            budget: See `check`.

        Raises:
            UnknownFactError: A fact or value that the space does not have.
            TableError: The budget is used up.
        """
        if type(budget) is not int:
            raise TableError(misfit("budget", budget, int))
        faults: list[Fault] = []
        asked = _box(self.space, self.space.read(when, "when", faults))
        refuse(UnknownFactError, faults)
        more = Text("请缩小 when", "narrow the conditions")
        spent = _Budget(self.name, budget, more)
        impossible = (
            _box(self.space, self.space.read(each, "impossible", []))
            for each in self.space.impossible
        )
        given = tupled(rows)
        refuse(TableError, misfits("rows", given, Ruling))
        possible = _remains(asked, impossible, spent)
        boxes = {place: _box(self.space, row.conditions) for place, row in enumerate(given)}

        def free(taken: Iterable[Box]) -> bool:
            left = tuple(taken)
            return any(_remains(piece, left, spent) for piece in possible)

        if not possible or free(boxes.values()):
            return ()
        for place in tuple(boxes):
            fewer = {each: box for each, box in boxes.items() if each != place}
            boxes = boxes if free(fewer.values()) else fewer
        return tuple(given[place] for place in boxes)

    def to_rows(self) -> list[dict[str, str]]:
        """The table as flat rows in Chinese: id, conditions, outcome, grounds."""
        return [
            {
                "id": row.id,
                "when": "；".join(test.text.zh for test in row.conditions),
                "then": say_value(row.then).zh,
                "grounds": "；".join(ground.text.zh for ground in row.grounds),
            }
            for row in self.rows
        ]


def _rulings(
    name: str, space: FactSpace, rows: tuple[Any, ...], faults: list[Fault]
) -> tuple[Ruling[Any], ...]:
    rulings: list[Ruling[Any]] = []
    seen: set[str] = set()
    for place, row in enumerate(rows):
        if not isinstance(row, Row):
            faults.append(wrong_type(f"{name}.rows[{place}]", row, Text("行", "a Row")))
            continue
        path = f"{name}.{row.id if isinstance(row.id, str) else shown(row.id)}"
        if type(row.id) is not str or not row.id or row.id in seen:
            faults.append(Fault(path, Text("行号缺失或重复", "row id missing or repeated")))
        else:
            seen.add(row.id)
        if not row.grounds or not all(isinstance(each, Citation) for each in row.grounds):
            faults.append(
                Fault(
                    f"{path}.grounds",
                    Text("没有依据", "no ground"),
                    remedy=Text(
                        "请引用条款，或以 assumed() 说明理由", "cite an article, or use assumed()"
                    ),
                )
            )
        if isinstance(row.then, float):
            faults.append(
                Fault(
                    f"{path}.then", Text("浮点数不精确", "a float is not exact"), shown(row.then)
                )
            )
        tests = space.read(row.when, path, faults)
        rulings.append(Ruling(row.id, tests, row.then, row.grounds))
    return tuple(rulings)


# -- the decision tree --------------------------------------------------------------------------


class _Node:
    """A branch on one fact; `branches` has every value that can occur, MISSING included."""

    __slots__ = ("branches", "place")

    def __init__(self, place: int, branches: dict[Hashable, Any]) -> None:
        self.place = place
        self.branches = branches


_BITS = 4
_LOW = (1 << _BITS) - 1


class _Masks:
    """
    For COLLECT: which rows each value of a column lets through, a bit a row.

    `by_bits` has the rows of each combination of a few bits, so that bits become rows by look-up.
    """

    __slots__ = ("by_bits", "columns", "rows", "whole")

    def __init__(
        self, columns: tuple[tuple[int, dict[Hashable, int]], ...], rows: tuple[Ruling[Any], ...]
    ) -> None:
        self.columns = columns
        self.rows = rows
        self.whole = (1 << len(rows)) - 1
        self.by_bits = tuple(
            tuple(
                tuple(
                    row for bit, row in enumerate(rows[start : start + _BITS]) if bits >> bit & 1
                )
                for bits in range(_LOW + 1)
            )
            for start in range(0, len(rows), _BITS)
        )


class _Budget:
    def __init__(self, name: str, left: int, remedy: Text) -> None:
        self.name = name
        self.left = left
        self.remedy = remedy

    def spend(self, number: int = 1) -> None:
        self.left -= number
        if self.left < 0:
            fail(
                TableError,
                self.name,
                Text("表过于复杂，超出计算预算", "the table is too entangled for the budget"),
                remedy=self.remedy,
            )


def _compile(table: Table[Any]) -> Any:
    """
    A decision tree for the rows, with equal subtrees shared; for COLLECT, masks.

    Rows that answer together stay alive together, so that a tree of them doubles with every fact;
    with masks each column is looked at once. Elsewhere, where several rows still fit, the tree branches on the fact that the first of them tests and
    that most of the others test too; a row leaves when a value fails it.
    """
    space = table.space
    tests = [
        {space.index(test.fact): frozenset(test.allowed) for test in row.conditions}
        for row in table.rows
    ]
    if table.policy is HitPolicy.COLLECT:
        return _Masks(tuple(_columns(space, tests)), table.rows)
    budget = _Budget(table.name, _NODES, Text("请拆分为几张表", "split the table"))
    made: dict[tuple[tuple[int, ...], frozenset[int]], Any] = {}

    def leaf(alive: tuple[int, ...]) -> Any:
        rows = tuple(table.rows[each] for each in alive)
        if not rows or (len(rows) > 1 and table.policy is HitPolicy.UNIQUE):
            return None
        return rows[0]

    def grow(alive: tuple[int, ...], done: frozenset[int]) -> Any:
        if table.policy is HitPolicy.FIRST:
            alive = _until_sure(alive, tests, done)
        open_ = [place for each in alive for place in tests[each] if place not in done]
        if not open_:
            return leaf(alive)
        # Only the facts that some living row still tests can tell the state apart.
        relevant = done.intersection(place for each in alive for place in tests[each])
        key = (alive, relevant)
        if key in made:
            return made[key]
        budget.spend()
        first = next(each for each in alive if any(place not in done for place in tests[each]))
        place = max((p for p in tests[first] if p not in done), key=lambda p: (open_.count(p), -p))
        fact = space.facts[place]
        branches = {
            value: grow(
                tuple(e for e in alive if place not in tests[e] or value in tests[e][place]),
                done | {place},
            )
            for value in fact.domain
        }
        if isinstance(fact.missing, AS):
            branches[MISSING] = branches[fact.missing.value]
        made[key] = _Node(place, branches)
        return made[key]

    return grow(tuple(range(len(table.rows))), frozenset())


def _columns(
    space: FactSpace, tests: list[dict[int, frozenset[Hashable]]]
) -> Iterator[tuple[int, dict[Hashable, int]]]:
    for place in sorted({place for each in tests for place in each}):
        fact = space.facts[place]
        masks: dict[Hashable, int] = {
            value: sum(
                1 << row
                for row, each in enumerate(tests)
                if place not in each or value in each[place]
            )
            for value in fact.domain
        }
        if isinstance(fact.missing, AS):
            masks[MISSING] = masks[fact.missing.value]
        yield place, masks


def _until_sure(
    alive: tuple[int, ...], tests: list[dict[int, frozenset[Hashable]]], done: frozenset[int]
) -> tuple[int, ...]:
    """Under FIRST nothing after a row that is sure to fit can answer."""
    for count, each in enumerate(alive, 1):
        if all(place in done for place in tests[each]):
            return alive[:count]
    return alive


# -- boxes --------------------------------------------------------------------------------------


def _whole(space: FactSpace) -> Box:
    return tuple((1 << len(fact.domain)) - 1 for fact in space.facts)


def _box(space: FactSpace, conditions: Iterable[Condition]) -> Box:
    """Conditions as a box of their space."""
    sides = list(_whole(space))
    for condition in conditions:
        place = space.index(condition.fact)
        domain = space.facts[place].domain
        sides[place] = sum(
            1 << at for at, value in enumerate(domain) if value in condition.allowed
        )
    return tuple(sides)


def _witness(space: FactSpace, box: Box) -> dict[str, Hashable]:
    """One combination inside a box that is not empty; the most ordinary one, where facts say so."""
    found: dict[str, Hashable] = {}
    for fact, side in zip(space.facts, box, strict=True):
        inside = [value for at, value in enumerate(fact.domain) if side >> at & 1]
        usual = fact.missing.value if isinstance(fact.missing, AS) else None
        found[fact.name] = usual if usual in inside else inside[0]
    return found


def _meet(one: Box, other: Box) -> Box | None:
    """The intersection of two boxes; None where it is empty."""
    sides = tuple(a & b for a, b in zip(one, other, strict=True))
    return sides if all(sides) else None


def _volume(box: Box) -> int:
    """How many combinations a box holds."""
    return prod(side.bit_count() for side in box)


def _minus(box: Box, taken: Box) -> Iterator[Box]:
    """*box* without *taken*, as disjoint boxes: one per fact in which something is left."""
    if _meet(box, taken) is None:
        yield box
        return
    head: tuple[int, ...] = ()
    for place, (side, cut) in enumerate(zip(box, taken, strict=True)):
        if rest := side & ~cut:
            yield (*head, rest, *box[place + 1 :])
        head = (*head, side & cut)


def _remains(box: Box, taken: Iterable[Box], budget: _Budget) -> list[Box]:
    """What is left of *box* when all of *taken* are cut out, as disjoint boxes."""
    left = [box]
    for each in taken:
        left = [piece for part in left for piece in _minus(part, each)]
        budget.spend(len(left))
        if not left:
            break
    return left


def _disjoint(boxes: Iterable[Box], budget: _Budget) -> list[Box]:
    """The union of *boxes*, as disjoint boxes."""
    made: list[Box] = []
    for box in boxes:
        made += _remains(box, tuple(made), budget)
    return made


def _check(table: Table[Any], budget: _Budget) -> Iterator[Finding]:
    space = table.space
    boxes = [_box(space, row.conditions) for row in table.rows]
    impossible = _disjoint(
        (_box(space, space.read(each, "impossible", [])) for each in space.impossible), budget
    )

    def possible(box: Box) -> list[Box]:
        return _remains(box, impossible, budget)

    def size(box: Box) -> int:
        return _volume(box) - sum(
            _volume(common) for each in impossible if (common := _meet(box, each))
        )

    def finding(kind: str, rows: tuple[int, ...], box: Box, *, fault: bool) -> Finding:
        concerned = [table.rows[each] for each in rows]
        asked = {each.fact for row in concerned for each in row.conditions} or table.columns
        return Finding(
            kind,
            tuple(row.id for row in concerned),
            _witness(space, box),
            fault,
            tuple(name for name in table.columns if name in asked),
        )

    disjoint = True
    for one, first in enumerate(boxes):
        # What the row answers: under FIRST only what earlier rows leave to it.
        answered = met = possible(first)
        if table.policy is HitPolicy.FIRST:
            answered = [piece for part in met for piece in _remains(part, boxes[:one], budget)]
        if not answered:
            yield finding("dead", (one,), (met or [first])[0], fault=True)
        elif spare := _spare(table, boxes, one, answered, budget):
            yield finding("redundant", (one, *spare), answered[0], fault=False)
        if table.policy is HitPolicy.COLLECT:
            continue
        for two in range(one + 1, len(boxes)):
            if not any(_meet(part, boxes[two]) for part in met):
                continue
            disjoint = False
            shared = (common for part in answered if (common := _meet(part, boxes[two])))
            witness = next(shared, None)
            if table.policy is HitPolicy.UNIQUE and witness:
                yield finding("overlap", (one, two), witness, fault=True)
            elif witness and not _same(table.rows[one].then, table.rows[two].then):
                yield finding("contested", (one, two), witness, fault=False)
    if table.policy is HitPolicy.COLLECT:
        return
    # Disjoint boxes whose volumes fill the space leave no gap: exact, and quadratic in the rows.
    if disjoint and sum(map(size, boxes)) == size(_whole(space)):
        return
    for gap in _remains(_whole(space), (*impossible, *boxes), budget):
        yield finding("gap", (), gap, fault=True)


def _spare(
    table: Table[Any], boxes: list[Box], one: int, answered: list[Box], budget: _Budget
) -> tuple[int, ...]:
    """The rows that make a row spare: they say the same on the same grounds."""
    row = table.rows[one]
    if isinstance(row.then, Absent):
        return ()  # what nobody published is asked row by row
    twins = [
        two
        for two in range(len(boxes))
        if two != one
        and table.rows[two].grounds == row.grounds
        and _same(row.then, table.rows[two].then)
    ]
    if table.policy is HitPolicy.COLLECT:
        for two in twins:
            # What lies within another row answers beside it, and says nothing that it does not say.
            within = _meet(boxes[one], boxes[two]) == boxes[one]
            if within and (two > one or boxes[one] != boxes[two]):
                return (two,)
    alike = [two for two in twins if two > one]
    if not alike:
        return ()
    for two in alike:
        differing = sum(a != b for a, b in zip(boxes[one], boxes[two], strict=True))
        # Two boxes that differ in one side only are one box.
        apart = table.policy is HitPolicy.FIRST and two > one + 1
        if differing <= 1 and not apart:
            return (two,)
    if table.policy is not HitPolicy.FIRST:
        return ()
    left = answered
    for two in range(one + 1, len(boxes)):
        taken = any(_meet(piece, boxes[two]) for piece in left)
        if taken and two not in alike:
            return ()
        left = [rest for piece in left for rest in _remains(piece, (boxes[two],), budget)]
        if not left:
            return tuple(each for each in alike if each <= two)
    return ()


def _same(one: object, other: object) -> bool:
    try:
        return one == other or canonical(one) == canonical(other)
    except InvalidValueError:
        return False
