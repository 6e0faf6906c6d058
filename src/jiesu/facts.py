"""
Finite facts: what decision tables decide on.

Engines derive named, documented facts with small domains; a `FactSpace` lists them, a `Facts` value
states them for one case. There is no expression language: a rule can only ask whether a fact is
one of some values, so a rule can be read, checked and explained in full.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import attrs

from .errors import (
    Fault,
    FrozenMap,
    TableError,
    UnknownFactError,
    did_you_mean,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .labels import Label, Text
from .sources import Citation


class Missing(Label):
    """The value of a fact that nobody stated; a value of every domain."""

    MISSING = "未载明", "not stated"


MISSING = Missing.MISSING
_FLAG_WORDS = {True: ("是", "true", "yes", "1"), False: ("否", "false", "no", "0")}


@attrs.frozen
class AS:
    """
    What a missing fact is read as, and on what ground.

    Attributes:
        value: The value that stands in.
        ground: Why; a decision that rests on it lists this ground.
    """

    value: Hashable
    ground: Citation

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.ground, Citation):
            raise TableError(wrong_type("AS.ground", self.ground, Text("依据", "a Citation")))


class Refuse(Label):
    """A fact that must be stated."""

    REFUSE = "必须载明", "must be stated"


REFUSE = Refuse.REFUSE


@attrs.frozen
class Fact:
    """
    A named finite fact: a column of tables.

    Attributes:
        name: Identifier.
        term: The official term.
        values: Its domain, in order; members of a `Label`, booleans, or the codes of a city's own
            catalogue as text: not empty, no blanks around, and not ``-``, which states nothing.
        missing: None: a column of its own, that rows must answer; `AS`: read as a value;
            `REFUSE`: facts without it are not built.

    Example:
        >>> Fact("urgent", Text("紧急", "urgent"), (True, False)).name
        'urgent'
        >>> Fact("category", Text("一级分类", "category"), ("住房", "交通")).values
        ('住房', '交通')
    """

    name: str
    term: Text
    values: tuple[Hashable, ...] = attrs.field(converter=tupled)
    missing: AS | Refuse | None = None

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        path = f"fact {shown(self.name)}"
        if not isinstance(self.name, str) or not self.name.isidentifier():
            faults.append(Fault(path, Text("名称须为标识符", "the name must be an identifier")))
        if not self.values or not all(map(_may_be_a_value, self.values)):
            faults.append(
                Fault(
                    f"{path}.values",
                    Text(
                        "取值须为标签、布尔值或者文本编码，且至少一个",
                        "values must be labels or booleans, or codes in plain text",
                    ),
                    shown(self.values),
                    Text(
                        "编码不为空，前后无空白，也不是“-”",
                        "a code is not empty, has no blanks around, and is not '-'",
                    ),
                )
            )
        elif len(set(self.values)) < len(self.values) or MISSING in self.values:
            faults.append(
                Fault(
                    f"{path}.values",
                    Text("取值重复，或含未载明", "values repeat, or contain MISSING"),
                    shown(self.values),
                )
            )
        else:
            faults += _ambiguous(self.values, f"{path}.values")
        if not isinstance(self.term, Text):
            faults.append(wrong_type(f"{path}.term", self.term, Text("双语文本", "a Text")))
        if not isinstance(self.missing, AS | Refuse | None):
            expected = Text("空、AS(…) 或 REFUSE", "None, AS(...) or REFUSE")
            faults.append(wrong_type(f"{path}.missing", self.missing, expected))
        if isinstance(self.missing, AS) and not _among(self.missing.value, self.values):
            faults.append(
                Fault(
                    f"{path}.missing",
                    Text("代替值不在取值之内", "the value that stands in is not in the domain"),
                    shown(self.missing.value),
                )
            )
        refuse(TableError, faults)

    @property
    def domain(self) -> tuple[Hashable, ...]:
        """The values that a row may name: with MISSING where that is a column of its own."""
        return self.values if self.missing else (*self.values, MISSING)

    def words(self) -> dict[str, Hashable]:
        """
        Every word that stands for a value in plain data: a label's name and terms, 是 and 否, a code.

        The empty word and ``-`` stand for what is not stated.

        Example:
            >>> Fact("urgent", Text("紧急", "urgent"), (True, False)).words()["是"]
            True
        """
        found: dict[str, Hashable] = {"": MISSING, "-": MISSING}
        for value in self.values:
            found.update(dict.fromkeys(_words_of(value), value))
        return found


def _may_be_a_value(value: object) -> bool:
    if type(value) is str:
        # What plain data cannot state apart from nothing is no code.
        return value not in {"", "-"} and value == value.strip()
    return isinstance(value, (Label, bool))


def _words_of(value: Hashable) -> tuple[str, ...]:
    """The words that stand for a value of a domain."""
    if isinstance(value, Label):
        return value.name, value.zh, value.en
    return (value,) if isinstance(value, str) else _FLAG_WORDS[bool(value)]


def _ambiguous(values: tuple[Hashable, ...], path: str) -> Iterator[Fault]:
    """A code that is also a word for another value: who reads the word back, cannot tell."""
    words = [word for value in values if type(value) is not str for word in _words_of(value)]
    for value in values:
        if type(value) is str and value in words:
            what = Text("编码与另一取值同名", "the code is a word for another value too")
            yield Fault(path, what, shown(value))


def _among(value: object, values: Iterable[object]) -> bool:
    """Membership by identity of type: True is not 1."""
    return any(value is each or (type(value) is type(each) and value == each) for each in values)


def say(value: Hashable) -> Text:
    """A value of a fact as it is printed."""
    if isinstance(value, Label):
        return value.text
    if isinstance(value, str):
        return Text(value, value)  # a code is said as the city writes it, in any language
    return Text("是", "yes") if value else Text("否", "no")


@attrs.frozen(eq=False)
class FactSpace:
    """
    An ordered list of facts, and the combinations that cannot occur.

    Attributes:
        facts: The facts.
        impossible: Conditions (fact name to value or values) that no case can meet together; kept
            as tuples of values in the order of the domain, however they were written.

    Example:
        >>> space = FactSpace((Fact("hot", Text("热", "hot"), (True, False)),))
        >>> space.make(hot=True).get("hot")
        True
    """

    facts: tuple[Fact, ...] = attrs.field(converter=tupled)
    impossible: tuple[Mapping[str, Any], ...] = attrs.field(default=(), converter=tupled)
    _index: dict[str, int] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        index: dict[str, int] = {}
        for place, fact in enumerate(self.facts):
            if not isinstance(fact, Fact):
                faults.append(wrong_type(f"facts[{place}]", fact, Text("事实", "a Fact")))
            elif fact.name in index:
                faults.append(
                    Fault(f"facts[{place}]", Text("事实重名", "the fact stands twice"), fact.name)
                )
            else:
                index[fact.name] = place
        refuse(TableError, faults)
        object.__setattr__(self, "_index", index)
        read = [
            self.read(conditions, f"impossible[{place}]", faults)
            for place, conditions in enumerate(self.impossible)
        ]
        refuse(UnknownFactError, faults)
        # One form for all spellings: else equal spaces would differ, and a caller's dict leak in.
        normal = tuple(FrozenMap({test.fact: test.allowed for test in tests}) for tests in read)
        object.__setattr__(self, "impossible", normal)

    def __eq__(self, other: object) -> bool:
        # What a space says counts, not whether a module fixed it.
        if not isinstance(other, FactSpace):
            return NotImplemented
        return self.facts == other.facts and self.impossible == other.impossible

    def __hash__(self) -> int:
        return hash(self.facts)

    def __canonical__(self) -> object:
        """What its canonical bytes are made of."""
        return "FactSpace", self.facts, self.impossible

    def __repr__(self) -> str:
        return f"FactSpace({', '.join(self.names)})"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the facts, in order."""
        return tuple(self._index)

    def index(self, name: str) -> int:
        """
        The place of a fact.

        Raises:
            UnknownFactError: There is no such fact.
        """
        try:
            return self._index[name]
        except (KeyError, TypeError):
            raise UnknownFactError(_unknown_fact(name, "fact", self._index)) from None

    def extend(self, *facts: Fact, impossible: Iterable[Mapping[str, Any]] = ()) -> "FactSpace":
        """This space with more facts behind: how a city adds a fact of its own."""
        return FactSpace((*self.facts, *facts), (*self.impossible, *tupled(impossible)))

    def make(self, /, **stated: Hashable) -> "Facts":
        """
        The facts of a case; what is not stated is `MISSING`.

        A fact that is read `AS` a value stays missing here: tables read it, and say so.

        Raises:
            UnknownFactError: An unknown fact, a value outside its domain, or a fact that must be
                stated and is not; all at once.
        """
        faults = [
            _unknown_fact(name, "facts", self._index) for name in stated if name not in self._index
        ]
        values: list[Hashable] = []
        for fact in self.facts:
            value = stated.get(fact.name, MISSING)
            if value is MISSING:
                if fact.missing is REFUSE:
                    faults.append(
                        Fault(
                            f"facts.{fact.name}",
                            Text(f"{fact.term.zh}必须载明", f"{fact.term.en} must be stated"),
                            remedy=Text("请补充", f"pass {fact.name}=..."),
                        )
                    )
            elif not _among(value, fact.values):
                faults.append(_unknown_value(value, f"facts.{fact.name}", fact))
            values.append(value)
        refuse(UnknownFactError, faults)
        return Facts(self, tuple(values))

    def interner(self) -> Callable[..., "Facts"]:
        """
        A `make` that gives one object for equal facts, for whoever holds many tickets.

        The pool belongs to the caller and goes with it.
        """
        pool: dict[tuple[object, ...], Facts] = {}
        # By identity: labels and flags are singletons, and 1 must not pass for True here either.
        # Codes are not: two that are equal are one, and one that is gone leaves its id to another.
        coded = any(type(value) is str for fact in self.facts for value in fact.values)
        told: Callable[[object], object] = _told_apart if coded else id

        def make(**stated: Hashable) -> Facts:
            key = (*stated, *map(told, stated.values()))
            found = pool.get(key)
            if found is None:
                made = self.make(**stated)
                # Another order of the same keywords is another key for the same object.
                whole = (*self._index, *map(told, made.values))
                found = pool[key] = pool.setdefault(whole, made)
            return found

        return make

    def read(
        self, when: Mapping[str, Any], path: str, faults: list[Fault]
    ) -> tuple["Condition", ...]:
        """
        The conditions of a row as tests, in the order of the space; faults are added to *faults*.

        Args:
            when: Fact name to a value, a collection of values, or `excluding`.
            path: Where the conditions stand, for the faults.
            faults: Where faults go.
        """
        if not isinstance(when, Mapping):
            faults.append(wrong_type(path, when, Text("条件映射", "a mapping of conditions")))
            return ()
        found: list[tuple[int, Condition]] = []
        for name, wanted in when.items():
            place = self._index.get(name) if isinstance(name, str) else None
            if place is None:
                faults.append(_unknown_fact(name, path, self._index))
                continue
            fact = self.facts[place]
            excluded = isinstance(wanted, _Excluding)
            named = wanted.values if excluded else _several(wanted)
            unknown = [value for value in named if not _among(value, fact.domain)]
            faults += [_unknown_value(value, f"{path}.{name}", fact) for value in unknown]
            if unknown:
                continue
            allowed = tuple(v for v in fact.domain if _among(v, named) is not excluded)
            if not allowed:
                faults.append(
                    Fault(
                        f"{path}.{name}",
                        Text("没有任何取值", "no value is allowed"),
                        shown(wanted),
                    )
                )
            found.append((place, Condition(name, fact.term, allowed)))
        return tuple(test for _, test in sorted(found, key=lambda each: each[0]))


def _told_apart(value: object) -> object:
    return value if type(value) is str else id(value)


class FixedSpace(FactSpace):
    """
    A space that a module defines once and for all.

    It pickles as the function that gives it, so that what is stored by the million stays small.
    """

    __slots__ = ("_given_by",)
    _given_by: Callable[[], FactSpace]

    def __init__(self, facts: Iterable[Fact], given_by: Callable[[], FactSpace]) -> None:
        super().__init__(tuple(facts))
        object.__setattr__(self, "_given_by", given_by)

    def __reduce__(self) -> tuple[Callable[[], FactSpace], tuple[()]]:
        return self._given_by, ()


class _Excluding(NamedTuple):
    values: tuple[Hashable, ...]


def excluding(*values: Hashable) -> Any:
    """
    The condition "any value but these" (MISSING is excluded too only where it is named).

    Example:
        >>> space = FactSpace((Fact("hot", Text("热", "hot"), (True, False)),))
        >>> [test.allowed for test in space.read({"hot": excluding(True)}, "row", [])]
        [(False, Missing.MISSING)]
    """
    return _Excluding(values)


def _several(wanted: Any) -> tuple[Any, ...]:
    if isinstance(wanted, (set, frozenset, tuple, list)):
        return tuple(wanted)
    return (wanted,)


def _unknown_fact(name: object, path: str, known: Iterable[str]) -> Fault:
    return Fault(
        path, Text("没有这个事实", "unknown fact"), shown(name), remedy=did_you_mean(name, known)
    )


def _unknown_value(value: object, path: str, fact: Fact) -> Fault:
    names = [each.name if isinstance(each, Label) else str(each) for each in fact.domain]
    word = value.name if isinstance(value, Label) else value
    meant = next(
        (
            each
            for each in fact.domain
            if (isinstance(each, Label) and value in (each.name, each.zh, each.en))
            or (isinstance(each, str) and each == shown(value))  # 101 for "101"
        ),
        None,
    )
    return Fault(
        path,
        Text(f"{fact.term.zh}没有这个取值", f"{fact.term.en} has no such value"),
        shown(value),
        remedy=Text(f"请用 {meant!r}", f"pass {meant!r}") if meant else did_you_mean(word, names),
    )


@attrs.frozen(repr=False)
class Facts:
    """
    The facts of one case: a value per fact of a space.

    Build it with `FactSpace.make`, which checks; equal facts compare equal.

    Attributes:
        space: The space.
        values: A value per fact, in the order of the space.
    """

    space: FactSpace
    values: tuple[Hashable, ...]

    def get(self, name: str) -> Hashable:
        """
        The value of a fact.

        Raises:
            UnknownFactError: There is no such fact.
        """
        return self.values[self.space.index(name)]

    def replace(self, /, **stated: Hashable) -> "Facts":
        """
        These facts with some of them stated otherwise; `MISSING` takes a statement back.

        Raises:
            UnknownFactError: See `FactSpace.make`.
        """
        return self.space.make(**{**self.stated(), **stated})

    def stated(self) -> dict[str, Hashable]:
        """What is stated, by name; missing facts are left out."""
        pairs = zip(self.space.names, self.values, strict=True)
        return {name: value for name, value in pairs if value is not MISSING}

    def __repr__(self) -> str:
        words = (
            f"{name}={value.name if isinstance(value, Label) else value}"
            for name, value in self.stated().items()
        )
        return f"Facts({', '.join(words)})"


class Condition(NamedTuple):
    """
    One condition of a row: the fact is one of the values.

    Attributes:
        fact: Name of the fact.
        term: Its official term.
        allowed: The values that pass, in the order of the domain.
    """

    fact: str
    term: Text
    allowed: tuple[Hashable, ...]

    @property
    def text(self) -> Text:
        """The condition in words."""
        if self.allowed == (True,):
            return self.term
        words = [say(value) for value in self.allowed]
        if any(isinstance(value, bool) for value in self.allowed):
            said = "或".join(word.zh for word in words), " or ".join(word.en for word in words)
            return Text(f"{self.term.zh}：{said[0]}", f"{self.term.en}: {said[1]}")
        return Text(
            f"{self.term.zh}为{'、'.join(word.zh for word in words)}",
            f"{self.term.en} is {' or '.join(word.en for word in words)}",
        )
