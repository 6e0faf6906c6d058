"""
What every register of dated things needs: fields, periods, succession, rows and names.

A catalogue and a directory are checked, searched and read from foreign rows in the same way; this
is that way. Faults are gathered, each with its path, and told together.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from difflib import SequenceMatcher
from math import isnan
from operator import attrgetter
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import attrs

from .errors import (
    Fault,
    InvalidValueError,
    did_you_mean,
    misfit,
    refuse,
    shown,
    wrong_type,
)
from .labels import Label, Text
from .sources import Citation

T = TypeVar("T")

# A name that looks like another but differs in a blank or an invisible character is a trap.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff]"
)
_UNCLEAN = re.compile(rf"^\s|\s$|[\t\n\v\f\r]|{_INVISIBLE.pattern}")
_LIST_MARKS = re.compile(r"[、,，;；|]")
_LEVEL_MARKS = re.compile(r"->|→|/")
_FLAGS = {"是": True, "true": True, "yes": True, "1": True}
_FLAGS |= {"否": False, "false": False, "no": False, "0": False}
_HINTS = 5
_LIKENESS = 0.4


# ------------------------------------------------------------------ what a field has to be


@attrs.frozen
class Need:
    """
    What a field has to be; the same test passes a value and words the fault.

    Attributes:
        kind: The type.
        expected: What is expected, in words.
        fine: A further test of a value of that type.
        each: For a tuple, what each item has to be.
        optional: Whether None will do.

    Example:
        >>> NAME.met("路灯"), NAME.met(" 路灯"), attrs.evolve(NAME, optional=True).met(None)
        (True, False, True)
        >>> [fault.path for fault in NAMES.faults(("a", "", 3), "entry.co_duties")]
        ['entry.co_duties[1]', 'entry.co_duties[2]']
    """

    kind: type[Any]
    expected: Text
    fine: Callable[[Any], bool] | None = None
    each: "Need | None" = None
    optional: bool = False

    def met(self, value: Any) -> bool:
        """Whether *value* will do."""
        if value is None:
            return self.optional
        if not isinstance(value, self.kind) or (self.fine is not None and not self.fine(value)):
            return False
        return self.each is None or all(map(self.each.met, value))

    def faults(self, value: Any, path: str) -> list[Fault]:
        """What is wrong with *value*; empty if it is met."""
        if self.met(value):
            return []
        if self.each is not None and isinstance(value, tuple):
            items = enumerate(value)
            found = [one for n, item in items for one in self.each.faults(item, f"{path}[{n}]")]
            if found:
                return found
        if issubclass(self.kind, Label) and isinstance(value, str):
            what = Text("没有这个用语", "not a known term")
            remedy = did_you_mean(value, [member.zh for member in self.kind])
            if member := self.kind.find(value):
                words = f"{self.kind.__name__}.{member.name}"
                remedy = Text(f"请用 {words}", f"pass {words}")
            return [Fault(path, what, shown(value), self.expected, remedy)]
        if not isinstance(value, self.kind):
            return [wrong_type(path, value, self.expected)]
        what = Text("值不合要求", "not an acceptable value")
        return [Fault(path, what, shown(value), self.expected)]


def one_of(kind: type[Label]) -> Need:
    """
    The need of a member of an enumeration.

    Example:
        >>> from jiesu.taxonomy import TimeClass
        >>> one_of(TimeClass).met(TimeClass.DAY), one_of(TimeClass).met("24小时")
        (True, False)
    """
    name = kind.__name__
    return Need(kind, Text(f"{name} 的成员", f"a member of {name}"))


NAME = Need(
    str,
    Text(
        "非空文本，首尾无空白，无不可见字符",
        "a text without outer blanks or invisible characters, not empty",
    ),
    # A subclass of str has no canonical bytes.
    lambda value: type(value) is str and bool(value) and not _UNCLEAN.search(value),
)
NAMES = Need(tuple, Text("文本元组", "a tuple of texts"), each=NAME)
DAY = Need(
    date,
    Text("不含时刻的日期", "a date without a time"),
    lambda value: not isinstance(value, datetime),
)
FLAG = Need(bool, Text("是或否", "True or False"))
GROUND = Need(Citation, Text("依据（Citation）", "a Citation"), optional=True)
DAY_OR_OPEN = attrs.evolve(DAY, optional=True)
NAME_OR_NONE = attrs.evolve(NAME, optional=True)


def texts(value: Iterable[str]) -> tuple[str, ...]:
    """
    A list of texts as the tuple that a frozen value keeps; anything else is left to its need.

    Example:
        >>> texts(["a", "b"]), texts("ab")
        (('a', 'b'), 'ab')
    """
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]


def field_faults(values: Mapping[str, Any], needs: Mapping[str, Need], at: str) -> list[Fault]:
    """
    Everything wrong with the fields of one value, its period and its succession included.

    Args:
        values: Fields by name; those that *needs* does not name are not looked at.
        needs: What each field has to be.
        at: Where the value stands.

    Example:
        >>> needs = {"since": DAY_OR_OPEN, "until": DAY_OR_OPEN}
        >>> day = date(2024, 1, 1)
        >>> print(field_faults({"since": day, "until": day}, needs, "unit")[0].to("en"))
        unit.until: ends before it starts, got 2024-01-01; expected after 2024-01-01
    """
    faults = [
        fault
        for name, need in needs.items()
        if name in values and not need.met(values[name])
        for fault in need.faults(values[name], f"{at}.{name}")
    ]
    since, until = values.get("since"), values.get("until")
    if since is not None and until is not None and DAY.met(since) and DAY.met(until):
        if until <= since:
            what = Text("终止日不晚于起始日", "ends before it starts")
            after = Text(f"晚于 {since}", f"after {since}")
            faults.append(Fault(f"{at}.until", what, str(until), after))
    elif until is None and values.get("successors"):
        faults.append(
            Fault(
                f"{at}.until",
                Text("有承接者却没有终止日", "it has successors but no end"),
                remedy=Text("请补上终止日", "give the day on which the successors take over"),
            )
        )
    return faults


# ------------------------------------------------------------------ periods and succession


class Lasting(Protocol):
    """Anything with a period [since, until); None is open."""

    @property
    def since(self) -> date | None:
        """First day."""

    @property
    def until(self) -> date | None:
        """First day no longer."""


class Succeeded(Lasting, Protocol):
    """Something lasting that others may replace."""

    @property
    def successors(self) -> tuple[str, ...]:
        """Keys of what replaces it."""


S = TypeVar("S", bound=Succeeded)


def lasts(thing: Lasting, day: date) -> bool:
    """
    Whether *thing* is there on *day*; the first day counts, the day of its end does not.

    Example:
        >>> from jiesu.taxonomy import CatalogueEntry
        >>> entry = CatalogueEntry(code="1", path=("a",), duty=None, until=date(2024, 1, 1))
        >>> lasts(entry, date(2023, 12, 31)), lasts(entry, date(2024, 1, 1))
        (True, False)
    """
    return (thing.since is None or thing.since <= day) and (
        thing.until is None or day < thing.until
    )


def overlap(one: Lasting, other: Lasting) -> bool:
    """
    Whether two periods share a day.

    Example:
        >>> from jiesu.taxonomy import CatalogueEntry
        >>> entry = CatalogueEntry(code="1", path=("a",), duty=None)
        >>> overlap(entry, entry)
        True
    """
    return (one.since is None or other.until is None or one.since < other.until) and (
        other.since is None or one.until is None or other.since < one.until
    )


def by_start(thing: Lasting) -> date:
    """
    Sorting key: the first day; open starts come first.

    Example:
        >>> from jiesu.taxonomy import CatalogueEntry
        >>> by_start(CatalogueEntry(code="1", path=("a",), duty=None))
        datetime.date(1, 1, 1)
    """
    return thing.since or date.min


def need_day(value: object, path: str = "on") -> None:
    """
    Refuse what is no plain date.

    Raises:
        InvalidValueError: A datetime, or no date at all.

    Example:
        >>> need_day(date(2024, 1, 1))
    """
    if type(value) is not date:  # the common case costs one comparison
        refuse(InvalidValueError, DAY.faults(value, path))


def no_key(path: str, key: object) -> InvalidValueError:
    """The error of a look-up by what can be no key, such as a list."""
    return InvalidValueError(misfit(path, key, str))


def heirs(start: str, on: date, known: Mapping[str, S]) -> tuple[S, ...]:
    """
    Who stands in *start*'s place on a day: itself while it lasts, then its successors' successors.

    What has not begun yet has no heirs; what ended without successors has none either.

    Raises:
        InvalidValueError: *on* is no plain date.

    Example:
        >>> heirs("x", date(2024, 1, 1), {})
        ()
    """
    need_day(on)
    found: dict[str, S] = {}
    if not isinstance(start, str):
        raise no_key("start", start)
    seen = {start}
    queue = [start]
    for key in queue:  # grows while it is read: breadth first
        thing = known.get(key)
        if thing is None:
            continue
        if lasts(thing, on):
            found[key] = thing
        elif thing.until is not None and thing.until <= on:
            fresh = [each for each in thing.successors if each not in seen]
            seen.update(fresh)
            queue += fresh
    return tuple(found.values())


def cycles(edges: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """
    A cycle for each way back in a graph, first key repeated at the end; empty if there is none.

    Args:
        edges: From each key to the keys that it names; unknown keys lead nowhere.

    Example:
        >>> cycles({"a": ["b"], "b": ["a"], "c": ["a"]})
        [('a', 'b', 'a')]
    """
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for root in edges:
        if root in done:
            continue
        trail, place = [root], {root: 0}
        pending = [iter(edges[root])]
        while pending:
            for key in pending[-1]:
                if key in place:
                    found.append((*trail[place[key] :], key))
                elif key in edges and key not in done:
                    place[key] = len(trail)
                    trail.append(key)
                    pending.append(iter(edges[key]))
                    break
            else:
                pending.pop()
                last = trail.pop()
                del place[last]
                done.add(last)
    return found


def cycle_fault(path: str, cycle: Iterable[str]) -> Fault:
    """
    The fault of a cycle.

    Example:
        >>> print(cycle_fault("units[0].parent", ("a", "b", "a")).to("en"))
        units[0].parent: goes round in a circle, got a → b → a. Remedy: break the circle at one place
    """
    return Fault(
        path,
        Text("循环引用", "goes round in a circle"),
        " → ".join(cycle),
        remedy=Text("请断开其中一处", "break the circle at one place"),
    )


class Hints:
    """
    Remedies for unknown keys; after a few, only a plain one: a search for each would take minutes.

    Example:
        >>> Hints(["lighting", "roads"]).remedy("lightning").en
        'did you mean lighting?'
    """

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._left = _HINTS

    def remedy(self, word: str) -> Text:
        """What may have been meant."""
        if self._left and self._known:
            self._left -= 1
            return did_you_mean(word, sorted(self._known))  # whatever the hash seed
        return Text("请补上所指的条目，或更正编码", "add what is named, or correct the key")


def unknown(path: str, word: str, hints: Hints) -> Fault:
    """
    The fault of a key that names nothing.

    Example:
        >>> print(unknown("units[0].parent", "b", Hints(["a"])).to("en"))
        units[0].parent: names nothing known, got 'b'. Remedy: known are: a
    """
    what = Text("所指不存在", "names nothing known")
    return Fault(path, what, shown(word), remedy=hints.remedy(word))


# ------------------------------------------------------------------ rows and names


def read_text(value: Any) -> Any:
    r"""
    A cell as clean text: blanks and invisible characters out, whole numbers as digits.

    Example:
        >>> read_text(" 道路\u200b 照明 "), read_text(110101)
        ('道路 照明', '110101')
    """
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        return str(value)
    if isinstance(value, str):
        return " ".join(_INVISIBLE.sub("", value).split())
    return value


def read_texts(value: Any) -> Any:
    """
    A cell as a tuple of texts: a list, or a text with 、 , ; | between them.

    Example:
        >>> read_texts("照明、绿化"), read_texts(["照明"])
        (('照明', '绿化'), ('照明',))
    """
    if isinstance(value, str):
        value = [part for part in _LIST_MARKS.split(value) if part.strip()]
    return tuple(map(read_text, value)) if isinstance(value, (list, tuple)) else read_text(value)


def read_flag(value: Any) -> Any:
    """
    A cell as True or False: 是, 否, true, false, yes, no, 1, 0.

    Example:
        >>> read_flag("是"), read_flag(0), read_flag("maybe")
        (True, False, 'maybe')
    """
    word = read_text(value)
    return _FLAGS.get(word.lower(), word) if isinstance(word, str) else value


def read_day(value: Any) -> Any:
    """
    A cell as a date: a date, or a text in ISO form.

    Example:
        >>> read_day("2024-01-01"), read_day("1 May")
        (datetime.date(2024, 1, 1), '1 May')
    """
    word = read_text(value) if isinstance(value, str) else value
    try:
        return date.fromisoformat(word) if isinstance(word, str) else word
    except ValueError:
        return word


def read_label(kind: type[Label]) -> Callable[[Any], Any]:
    """
    A reader of a cell that names a member: its name or one of its terms, with or without 级.

    Example:
        >>> from jiesu.taxonomy import TimeClass
        >>> read_label(TimeClass)("2小时级") is TimeClass.URGENT
        True
    """

    def read(value: Any) -> Any:
        word = read_text(value)
        if not isinstance(word, str):
            return value
        return kind.find(word) or kind.find(word.removesuffix("级")) or word

    return read


def read_as_is(value: Any) -> Any:
    """
    A cell that no text stands for.

    Example:
        >>> read_as_is(3)
        3
    """
    return value


Readers = Mapping[str, Callable[[Any], Any]]
"""For each column, how its cells are read; what cannot be read stays, for the needs to refuse."""


def read_rows(
    rows: object, readers: Readers, at: str
) -> Iterator[tuple[str, dict[str, Any] | None, list[Fault]]]:
    """
    Each row as the fields that it fills, with its place and its faults; blank cells are no fields.

    A key that no reader knows is a fault: passed over, a misspelt key would lose a value silently.
    What is no row at all gives None for the fields.

    Example:
        >>> list(
        ...     read_rows(
        ...         [{"code": 7, "name": ""}], {"code": read_text, "name": read_text}, "rows"
        ...     )
        ... )
        [('rows[0]', {'code': '7'}, [])]
    """
    if isinstance(rows, (str, bytes, Mapping)) or not isinstance(rows, Iterable):
        yield at, None, [wrong_type(at, rows, Text("一列映射", "an iterable of mappings"))]
        return
    remedies: dict[object, Text] = {}  # a misspelt column is misspelt in every row
    for number, row in enumerate(rows):
        place = f"{at}[{number}]"
        if not isinstance(row, Mapping):
            yield place, None, [wrong_type(place, row, Text("映射", "a mapping"))]
            continue
        read = {key: readers[key](cell) for key, cell in row.items() if key in readers}
        odd = [key for key in row if key not in readers]
        remedies |= {key: did_you_mean(key, readers) for key in odd if key not in remedies}
        what = Text("未知的列", "unknown column")
        faults = [Fault(f"{place}[{shown(key)}]", what, remedy=remedies[key]) for key in odd]
        yield place, {key: cell for key, cell in read.items() if not _blank(cell)}, faults


def _blank(cell: Any) -> bool:
    if isinstance(cell, float):
        return isnan(cell)  # what a data frame has for a blank
    return cell is None or (isinstance(cell, (str, tuple)) and not cell)


class Adapted(NamedTuple, Generic[T]):
    """
    What rows came to.

    Attributes:
        placed: What the good rows stand for, by place.
        spoilt: What could be read of the others.
        faults: Everything wrong with the others.
    """

    placed: dict[str, T]
    spoilt: list[dict[str, Any]]
    faults: list[Fault]


def read_things(
    rows: object,
    at: str,
    kind: type[T],
    readers: Readers,
    judge: Callable[[dict[str, Any], str], list[Fault]],
) -> Adapted[T]:
    """
    Rows as values of one class.

    Args:
        rows: Mappings, if all is well.
        at: What the rows are called.
        kind: The class.
        readers: For each column, how its cells are read.
        judge: Everything wrong with the fields of one row; it may complete them.

    Example:
        >>> from jiesu.taxonomy import Catalogue
        >>> rows = [{"code": "1", "path": "a/b"}, 7]
        >>> catalogue, faults = Catalogue.salvage(rows, id="demo", version="1")
        >>> [entry.code for entry in catalogue.entries], [fault.path for fault in faults]
        (['1'], ['rows[1]'])
    """
    adapted = Adapted[T]({}, [], [])
    for place, values, odd in read_rows(rows, readers, at):
        faults = odd
        if values is not None:
            faults = [*odd, *judge(values, place), *missing_faults(values, kind, place)]
            if not faults:
                adapted.placed[place] = kind(**values)
                continue
            adapted.spoilt.append(values)
        adapted.faults.extend(faults)
    return adapted


def missing_faults(values: Collection[str], kind: type[Any], at: str) -> list[Fault]:
    """
    A fault for each field that *kind* must have and the row leaves blank.

    Example:
        >>> from jiesu.taxonomy import CatalogueEntry
        >>> [fault.path for fault in missing_faults({"code", "duty"}, CatalogueEntry, "rows[0]")]
        ['rows[0].path']
    """
    return [
        Fault(f"{at}.{field.name}", Text("缺失", "missing"))
        for field in attrs.fields(kind)
        if field.init and field.default is attrs.NOTHING and field.name not in values
    ]


def folded(name: str) -> str:
    """
    A name as it is looked up: full and half width, capitals and blanks make no difference.

    Example:
        >>> folded("城管办（坑梓）") == folded("城管办 (坑梓)")
        True
    """
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def nearest(word: str, names: Iterable[str]) -> list[str]:
    """
    The names like *word*, best first: those that hold it or that it holds, then by likeness.

    Args:
        word: What was typed; both sides are compared as `folded`.
        names: Folded names; equals of *word* are left out.

    Example:
        >>> nearest("路灯", ["路灯不亮", "井盖", "路灯"])
        ['路灯不亮']
    """
    target = folded(word)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(target)
    scored: list[tuple[bool, float, str]] = []
    for name in names:
        if name == target or not target:
            continue
        matcher.set_seq1(name)
        holds = target in name or name in target
        if holds or (matcher.real_quick_ratio() > _LIKENESS and matcher.quick_ratio() > _LIKENESS):
            likeness = matcher.ratio()
            if holds or likeness > _LIKENESS:
                scored.append((not holds, -likeness, name))
    return [name for _, _, name in sorted(scored)]


def by_name(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """
    An index of things by folded name; each keeps its order.

    Example:
        >>> by_name([("Ａ", 1), ("a", 2)])
        {'a': (1, 2)}
    """
    index: dict[str, list[T]] = {}
    for name, thing in pairs:
        index.setdefault(folded(name), []).append(thing)
    return {name: tuple(things) for name, things in index.items()}


def suggested(word: object, index: Mapping[str, tuple[T, ...]], n: object) -> tuple[T, ...]:
    """
    All things named *word*, then those with near names until there are *n*.

    Raises:
        InvalidValueError: *word* is no text, or *n* is no whole number of 0 or more.

    Example:
        >>> suggested("路灯", {"路灯": (1, 2), "路灯杆": (3, 4), "井盖": (5,)}, 3)
        (1, 2, 3)
    """
    count = Need(int, Text("不小于 0 的整数", "a whole number, 0 or more"), _is_count)
    refuse(InvalidValueError, [*_WORD.faults(word, "word"), *count.faults(n, "n")])
    assert isinstance(word, str)  # noqa: S101 -- refused above
    assert isinstance(n, int)  # noqa: S101 -- refused above
    exact = index.get(folded(word), ())
    near = (thing for name in nearest(word, index) for thing in index[name])
    # A thing may stand under several names.
    more = [thing for thing in dict.fromkeys(near) if thing not in exact]
    return (*exact, *more[: max(0, n - len(exact))])


def named(word: object, index: Mapping[str, tuple[T, ...]]) -> tuple[T, ...]:
    """
    All things named *word*.

    Raises:
        InvalidValueError: *word* is no text.

    Example:
        >>> named("路灯", {"路灯": (1, 2)})
        (1, 2)
    """
    refuse(InvalidValueError, _WORD.faults(word, "word"))
    assert isinstance(word, str)  # noqa: S101 -- refused above
    return index.get(folded(word), ())


_WORD = Need(str, Text("文本", "a text"))


def _is_count(value: Any) -> bool:
    return not isinstance(value, bool) and value >= 0


def counted(things: Sequence[Any]) -> str:
    """
    How many there are: what the repr of a register shows instead of them all.

    Example:
        >>> counted([1, 2])
        '<2>'
    """
    return f"<{len(things)}>"


def dense(things: Iterable[Any], needs: Mapping[str, Need]) -> tuple[tuple[Any, ...], ...]:
    """
    Things as plain rows and, last, their distinct grounds, each once: a third of the work to digest.

    Args:
        things: Values of one class.
        needs: Names of its fields; the grounds are in ``source``, if it has that field.

    Example:
        >>> from jiesu.taxonomy import CatalogueEntry
        >>> entry = CatalogueEntry(code="1", path=("a",), duty=None)
        >>> dense([entry], {"code": NAME, "path": NAMES, "source": GROUND})
        (('1', ('a',), 0), (None,))
    """
    grounds: dict[Citation | None, int] = {}
    fields = attrgetter(*(name for name in needs if name != "source"))
    if "source" not in needs:
        return tuple(map(fields, things))
    rows = [(*fields(one), grounds.setdefault(one.source, len(grounds))) for one in things]
    return (*rows, tuple(grounds))
