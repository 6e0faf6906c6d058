"""
One family of errors: each says where, what, what was expected, and how to mend it.

An impossible *argument* is an error; an awkward *ticket* is a result (see ``routing``). Code that
checks many things gathers its faults first and raises them together:

>>> faults = [
...     Fault(
...         "catalogue.entries[3].parent",
...         Text("上级编码不存在", "no such parent"),
...         value="'9z'",
...         remedy=Text("请补上该上级条目", "add the parent entry"),
...     )
... ]
>>> refuse(CatalogueError, faults)
Traceback (most recent call last):
    ...
jiesu.errors.CatalogueError: catalogue.entries[3].parent: no such parent (上级编码不存在), got '9z'. Remedy: add the parent entry (请补上该上级条目)
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Any, NoReturn, TypeVar, get_args

import attrs

from .labels import Text, printable

_SHOWN = 60
_COMPARED = 200
K = TypeVar("K")
V = TypeVar("V")


def shown(value: object) -> str:
    """
    The value as an error prints it: its repr, shortened; never raises.

    Example:
        >>> shown("12345")
        "'12345'"
    """
    text = _printed(repr, value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _printed(how: Callable[[object], str], value: object) -> str:
    try:
        return how(value)
    except Exception:  # noqa: BLE001 -- a broken repr must not hide the fault that it is part of
        return f"<{type(value).__name__}>"


def did_you_mean(word: object, known: Iterable[object]) -> Text:
    """
    A remedy that names the nearest known words, or lists some of them.

    Example:
        >>> did_you_mean("emergancy", ["emergency", "secrecy"]).en
        'did you mean emergency?'
    """
    names = [_printed(str, each) for each in known]
    near = difflib.get_close_matches(_printed(str, word)[:_COMPARED], names, n=3, cutoff=0.6)
    if near:
        return Text(f"是否应为：{'、'.join(near)}？", f"did you mean {' or '.join(near)}?")
    if not names:
        return Text("没有可选的", "there is none to choose from")
    some = names[:12]
    more = ["…"] if len(names) > len(some) else []
    return Text(f"可用的有：{'、'.join(some + more)}", f"known are: {', '.join(some + more)}")


@attrs.frozen
class Fault:
    """
    One thing that is wrong.

    Attributes:
        path: Where, from the outermost argument inwards: ``directory.units[2].parent``.
        what: What is wrong.
        value: What was found there, as it prints.
        expected: What was expected instead.
        remedy: How to mend it.
    """

    path: str
    what: Text
    value: str = ""
    expected: Text | None = None
    remedy: Text | None = None

    def to(self, lang: str) -> str:
        """The fault in one line, in one language."""
        english = lang == "en"
        parts = [f"{self.path}: {self.what.to(lang)}"]
        if self.value:
            parts.append(f", got {self.value}" if english else f"，实为 {self.value}")
        if self.expected:
            word = "; expected " if english else "；应为"
            parts.append(word + self.expected.to(lang))
        if self.remedy:
            word = ". Remedy: " if english else "。处理办法："
            parts.append(word + self.remedy.to(lang))
        return printable("".join(parts))

    def __str__(self) -> str:
        parts = [f"{self.path}: {_both(self.what)}"]
        if self.value:
            parts.append(f", got {self.value}")
        if self.expected:
            parts.append(f"; expected {_both(self.expected)}")
        if self.remedy:
            parts.append(f". Remedy: {_both(self.remedy)}")
        return printable("".join(parts))


def _both(text: Text) -> str:
    return text.en if text.zh == text.en else f"{text.en} ({text.zh})"


class JiesuError(Exception):
    """
    The base of all errors of this library.

    Attributes:
        faults: Everything that was found wrong, at least one.
    """

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults

    def __str__(self) -> str:
        if len(self.faults) == 1:
            return str(self.faults[0])
        lines = [f"{len(self.faults)} faults (共 {len(self.faults)} 处错误)"]
        lines += [f"  {number}. {fault}" for number, fault in enumerate(self.faults, 1)]
        return "\n".join(lines)

    def to(self, lang: str) -> str:
        """The faults, a line each, in one language."""
        return "\n".join(fault.to(lang) for fault in self.faults)


class InvalidValueError(JiesuError):
    """An argument is of the wrong type or outside its domain."""


class NaiveDatetimeError(InvalidValueError):
    """An instant without a zone."""


class InexactNumberError(InvalidValueError):
    """A float, or a text that is no number, where an exact number is needed."""


class OutOfCoverageError(JiesuError):
    """A day about which nothing is known was asked for."""


class NotYetInForceError(OutOfCoverageError):
    """尚未施行: what is asked for applies from a later day on."""


class RepealedError(OutOfCoverageError):
    """已经失效: what is asked for was repealed or has run out."""


class UnverifiedError(OutOfCoverageError):
    """效力未核: whether what is asked for still applied on that day was not verified."""


class TableError(JiesuError):
    """A decision table that cannot be built, or that does not answer a possible combination."""


class UnknownFactError(TableError):
    """A fact or a value of a fact that the space does not know."""


class CatalogueError(JiesuError):
    """A dispatch catalogue (派单目录) that does not hold together."""


class DirectoryError(JiesuError):
    """A directory of units and divisions that does not hold together."""


class UnsetError(JiesuError):
    """A value that the texts delegate, or that is not public, was needed for a computation."""


class RulebookError(JiesuError):
    """A rulebook, timeline or overlay that does not hold together."""


class AssessmentError(JiesuError):
    """Outcomes, counts, a formula or a ranking that do not hold together."""


class SchemaError(AssessmentError):
    """Tallies or counts of different facts or rates, or a fact that was not tallied."""


class DuplicateOutcomeError(AssessmentError):
    """A ticket that counts twice for the same unit."""


class CaseworkError(JiesuError):
    """A move that is not open to a case, or a case that is asked without its rules."""


class CodecError(JiesuError):
    """Plain data that cannot be read, or a value that has no place in it."""


def refuse(error: type[JiesuError], faults: Iterable[Fault]) -> None:
    """Raise *error* with all *faults*, if there are any."""
    found = tuple(faults)
    if found:
        raise error(*found)


def wrong_type(path: str, value: object, expected: Text) -> Fault:
    """The fault of an argument of the wrong type."""
    return Fault(
        path,
        Text(f"类型不符（{type(value).__name__}）", f"wrong type {type(value).__name__}"),
        shown(value),
        expected,
    )


_WORDS = {
    str: Text("文本", "text"),
    date: Text("不含时刻的日期", "a date without a time"),
    Text: Text("双语文本", "a Text"),
}


def fits(value: object, kind: Any) -> bool:
    """
    Whether *value* is of a kind: a type, or a union of types with None.

    A text has to be a plain one, which has canonical bytes; a datetime is no date.

    Example:
        >>> fits(None, date | None), fits(datetime(2026, 1, 1), date)
        (True, False)
    """
    for each in get_args(kind) or (kind,):
        if each is str:
            fit = type(value) is str
        elif each is date:
            fit = isinstance(value, date) and not isinstance(value, datetime)
        else:
            fit = isinstance(value, each)
        if fit:
            return not isinstance(value, Text) or (fits(value.zh, str) and fits(value.en, str))
    return False


def mistyped(at: str, value: object, /, **kinds: Any) -> list[Fault]:
    """
    A fault for each field that is not of its kind.

    Args:
        at: What *value* is called.
        value: Whose fields they are.
        **kinds: Field to kind; see `fits`.
    """
    return [
        misfit(f"{at}.{name}", getattr(value, name), kind)
        for name, kind in kinds.items()
        if not fits(getattr(value, name), kind)
    ]


def misfits(at: str, values: Iterable[object], kind: type) -> list[Fault]:
    """A fault for each of several values that is not of their kind."""
    return [
        misfit(f"{at}[{index}]", each, kind)
        for index, each in enumerate(values)
        if not fits(each, kind)
    ]


def misfit(path: str, value: object, kind: Any) -> Fault:
    """The fault of a value that is not of its kind; see `fits`."""
    first = (get_args(kind) or (kind,))[0]
    return wrong_type(path, value, _WORDS.get(first, Text(first.__name__, first.__name__)))


def fail(error: type[JiesuError], path: str, what: Text, **more: Text | str) -> NoReturn:
    """Raise *error* with the one fault described."""
    raise error(Fault(path, what, **more))  # type: ignore[arg-type]


def tupled(value: Any, path: str = "value") -> tuple[Any, ...]:
    """
    Several things in order as a tuple: the converter of every field that holds several.

    Args:
        value: The things.
        path: Where they stand, for the error.

    Raises:
        InvalidValueError: *value* is no collection; a text, whose letters nobody means; or a set
            or mapping, which has no order that two processes agree on.

    Example:
        >>> tupled(["a", "b"])
        ('a', 'b')
    """
    if isinstance(value, (str, bytes, AbstractSet, Mapping)) or not isinstance(value, Iterable):
        fault = wrong_type(path, value, Text("元组或列表", "a tuple or list"))
        alone = Text("只有一个的，写作 (x,)", "write a single one as (x,)")
        raise InvalidValueError(attrs.evolve(fault, remedy=alone))
    return tuple(value)


class FrozenMap(dict[K, V]):
    """
    A mapping that stays as it was made: what a frozen value holds.

    Example:
        >>> FrozenMap({"a": 1}) == {"a": 1}
        True
    """

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[dict[K, V]]]:
        return FrozenMap, (dict(self),)

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this mapping belongs to a frozen value")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


def mapped(value: Any) -> Any:
    """A mapping as one of its own that nobody can change; anything else is left to the checks."""
    return FrozenMap(value) if isinstance(value, Mapping) else value
