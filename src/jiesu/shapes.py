"""
形: how the values of a declared type are written as plain data, and read back; see `jiesu.plain`.

A shape knows one type: a word, a name among few, a list, an object by key, the fields of a class, a
choice of these. Shapes nest as the types do, and the same shapes tell `jiesu.json_schema` what a
document looks like. Whatever is wrong is noted on a page, with where it stands; nothing is raised.
"""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple

import attrs

from .errors import (
    Fault,
    FrozenMap,
    JiesuError,
    did_you_mean,
    shown,
    wrong_type,
)
from .exact import written
from .labels import Label, Text
from .legal_time import instant
from .sources import Source

BAD: Any = object()
"""What could not be written or read; its fault is on the page."""

_DIGITS = 1000  # of a number at most: Python refuses to print one of some thousands more
_MOST = 10**_DIGITS - 1
_TYPES: Mapping[str, type] = {
    "null": type(None),
    "boolean": bool,
    "integer": int,
    "string": str,
    "array": list,
    "object": dict,
}


class Page:
    """
    What is gathered while one document is written or read.

    Attributes:
        faults: Everything that is wrong.
        sources: The texts that are cited, by id.
        spoilt: Ids of texts that could not be read: what cites them is no fault of its own.
    """

    __slots__ = ("faults", "sources", "spoilt")

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.sources: dict[str, Source] = {}
        self.spoilt: set[str] = set()

    def wrong(self, path: str, what: Text, value: object, remedy: Text | None = None) -> Any:
        """Note what is wrong; there is nothing to go on with."""
        self.faults.append(Fault(path, what, shown(value), remedy=remedy))
        return BAD

    def mistyped(self, path: str, value: object, expected: Text) -> Any:
        """Note what is of another type."""
        self.faults.append(wrong_type(path, value, expected))
        return BAD

    def built(self, path: str, make: Callable[..., Any], /, *parts: Any, **fields: Any) -> Any:
        """What *make* makes of what was read; what it refuses is noted."""
        try:
            return make(*parts, **fields)
        except JiesuError as error:
            for fault in error.faults:
                self.faults.append(attrs.evolve(fault, path=f"{path} ({fault.path})"))
            return BAD


class Shape(ABC):
    """
    How the values of a declared type are written.

    Attributes:
        name: What a tag calls it.
        kinds: The classes of its values.
        json: Of which of JSON's types it is: null, boolean, integer, string, array or object.
        word: What its faults expect.
    """

    name: str
    kinds: tuple[type[Any], ...]
    json: str
    word: Text

    @abstractmethod
    def write(self, value: Any, path: str, page: Page) -> Any:
        """*value* as plain data, or `BAD`."""

    @abstractmethod
    def read(self, data: Any, path: str, page: Page) -> Any:
        """The value that *data* stands for, or `BAD`."""


class Scalar(Shape):
    """
    One word of JSON: a flag, a number, a text, a day.

    Attributes:
        pattern: What its text looks like; empty where any will do, or where it is no text.
        format: What JSON Schema calls that; empty where it has no word for it.
    """

    def __init__(
        self,
        name: str,
        kind: type,
        json_type: str,
        word: Text,
        *,
        pattern: str = "",
        named: str = "",
        to: Callable[[Any], Any] | None = None,
        of: Callable[[Any], Any] | None = None,
    ) -> None:
        self.name, self.kinds, self.json, self.word = name, (kind,), json_type, word
        self.pattern, self.format, self._to, self._of = pattern, named, to, of
        self._type, self._looks = _TYPES[json_type], re.compile(pattern).fullmatch

    def write(self, value: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(value) is not self.kinds[0]:
            return page.mistyped(path, value, self.word)
        return value if self._to is None else self._turned(self._to, value, path, page)

    def read(self, data: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(data) is not self._type or not self.fits(data):
            return page.mistyped(path, data, self.word)
        return data if self._of is None else self._turned(self._of, data, path, page)

    def _turned(self, turn: Callable[[Any], Any], given: Any, path: str, page: Page) -> Any:
        try:
            return turn(given)
        except (ValueError, JiesuError):  # the 30th of February; an instant without a zone
            return page.mistyped(path, given, self.word)

    def fits(self, data: Any) -> bool:
        """Whether a text looks like one of these."""
        return not self.pattern or self._looks(data) is not None


class Named(Shape):
    """
    One of a few things that have names: the members of a label, types, spaces of facts.

    Attributes:
        names: Name to thing.
    """

    json = "string"

    def __init__(self, name: str, names: Mapping[str, Any], *kinds: type) -> None:
        self.name, self.names, self.kinds = name, names, kinds
        self.word = Text(f"{name} 的名称", f"the name of a {name}")
        self._name_of = {id(thing): word for word, thing in names.items()}

    def write(self, value: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        name = self._name_of.get(id(value))
        if name is None:
            what = Text(f"不在 {self.name} 之列", f"no {self.name} that a document can name")
            known = did_you_mean(getattr(value, "__name__", value), self.names)
            return page.wrong(path, what, value, known)
        return name

    def read(self, data: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(data) is not str:
            return page.mistyped(path, data, self.word)
        if data not in self.names:
            what = Text(f"{self.name} 没有这个名称", f"{self.name} has no such name")
            return page.wrong(path, what, data, did_you_mean(data, self.names))
        return self.names[data]

    def fits(self, data: Any) -> bool:
        """Whether a text is one of the names."""
        return data in self.names


class Fixed(Shape):
    """
    What is always the same.

    Attributes:
        only: The one thing that it is, a text or a number.
    """

    kinds = ()

    def __init__(self, only: str | int) -> None:
        self.only = only
        self.json = "string" if isinstance(only, str) else "integer"
        self.name, self.word = str(only), Text(repr(only), repr(only))

    def write(self, value: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        return self.read(value, path, page)

    def read(self, data: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(data) is type(self.only) and data == self.only:
            return data
        return page.mistyped(path, data, self.word)


class Many(Shape):
    """
    Any number of values of one shape, in a list.

    Attributes:
        item: The shape of each.
        ordered: Whether their order counts, and a value may stand twice.
    """

    json = "array"

    def __init__(self, item: Shape, *, ordered: bool) -> None:
        self.item, self.ordered = item, ordered
        self.kinds = (tuple if ordered else frozenset,)
        self.name = "list" if ordered else "set"
        self.word = Text("列表", "a list")

    def write(self, value: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(value) not in self.kinds:
            return page.mistyped(path, value, self.word)
        data = [self.item.write(each, f"{path}[{at}]", page) for at, each in enumerate(value)]
        # A set has no order that two processes agree on.
        return data if self.ordered or BAD in data else sorted(data, key=json.dumps)

    def read(self, data: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(data) is not list:
            return page.mistyped(path, data, self.word)
        found = [self.item.read(each, f"{path}[{at}]", page) for at, each in enumerate(data)]
        if any(each is BAD for each in found):
            return BAD
        made = self.kinds[0](found)
        if len(made) < len(found):
            return page.wrong(path, Text("集合中有重复", "a value stands twice in a set"), data)
        return made


class Few(Shape):
    """
    A value of each of these shapes, in a list of that length.

    Attributes:
        items: The shapes.
    """

    json = "array"
    name = "list"
    kinds = (tuple,)

    def __init__(self, items: Iterable[Shape]) -> None:
        self.items = tuple(items)
        length = len(self.items)
        self.word = Text(f"{length} 项的列表", f"a list of {length}")

    def write(self, value: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(value) is not tuple or len(value) != len(self.items):
            return page.mistyped(path, value, self.word)
        pairs = enumerate(zip(self.items, value, strict=True))
        return [shape.write(each, f"{path}[{at}]", page) for at, (shape, each) in pairs]

    def read(self, data: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(data) is not list or len(data) != len(self.items):
            return page.mistyped(path, data, self.word)
        pairs = enumerate(zip(self.items, data, strict=True))
        found = tuple(shape.read(each, f"{path}[{at}]", page) for at, (shape, each) in pairs)
        return BAD if any(each is BAD for each in found) else found


class Keyed(Shape):
    """
    Values by key: an object whose names are the keys.

    Attributes:
        key: The shape of the keys, each a text.
        item: The shape of the values.
    """

    json = "object"
    name = "map"
    kinds = (FrozenMap, dict)
    word = Text("对象", "an object")

    def __init__(self, key: Shape, item: Shape) -> None:
        self.key, self.item = key, item

    def write(self, value: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(value) not in self.kinds:
            return page.mistyped(path, value, self.word)
        data = {}
        for key, each in value.items():
            at = f"{path}[{shown(key)}]"
            data[self.key.write(key, at, page)] = self.item.write(each, at, page)
        return data

    def read(self, data: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(data) is not dict:
            return page.mistyped(path, data, self.word)
        found: dict[Any, Any] = {}
        for name, each in data.items():
            at = f"{path}[{shown(name)}]"
            key = self.key.read(name, at, page)
            if key in found and key is not BAD:
                key = page.wrong(at, Text("键重复", "the key stands twice"), name)
            found[key] = self.item.read(each, at, page)
        return BAD if BAD in found or BAD in found.values() else FrozenMap(found)


class Field(NamedTuple):
    """
    A field of a record.

    Attributes:
        shape: The shape of its values.
        needed: Whether something has to be said of it.
        usual: What it is where nothing is said.
    """

    shape: Shape
    needed: bool = True
    usual: Any = None


class Record(Shape):
    """
    A class: an object of its fields.

    Attributes:
        fields: Its fields by name, in order; put in once the record is known, for classes nest.
        doc: What the class says of itself.
    """

    json = "object"

    def __init__(
        self,
        name: str,
        kinds: Iterable[type],
        make: Callable[..., Any],
        get: Callable[[Any, str], Any] = getattr,
        doc: str | None = None,
    ) -> None:
        self.name, self.kinds, self.doc = name, tuple(kinds), doc or ""
        self.word = Text(f"{name} 对象", f"an object of the fields of {name}")
        self.fields: dict[str, Field] = {}
        self._make, self._get = make, get

    def write(self, value: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(value) not in self.kinds:
            return page.mistyped(path, value, Text(self.name, self.name))
        data = {}
        for name, (shape, needed, usual) in self.fields.items():
            each = self._get(value, name)
            if needed or type(each) is not type(usual) or each != usual:
                data[name] = shape.write(each, f"{path}.{name}", page)
        return data

    def read(self, data: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(data) is not dict:
            return page.mistyped(path, data, self.word)
        given: dict[Any, Any] = {}
        for name in data:
            if name not in self.fields:
                what = Text(f"{self.name} 没有这一项", f"{self.name} has no such field")
                given[name] = page.wrong(path, what, name, did_you_mean(name, self.fields))
        for name, (shape, needed, _) in self.fields.items():
            if name in data:
                given[name] = shape.read(data[name], f"{path}.{name}", page)
            elif needed:
                what = Text(f"{self.name} 须有这一项", f"{self.name} needs this field")
                page.faults.append(Fault(f"{path}.{name}", what, expected=shape.word))
                given[name] = BAD
        if any(each is BAD for each in given.values()):
            return BAD
        return page.built(path, self._make, **given)


class Via(Shape):
    """
    A class that is written as something simpler.

    Attributes:
        form: The shape of what it is written as; put in like the fields of a record.
    """

    json = "object"
    form: Shape

    def __init__(
        self,
        name: str,
        kinds: Iterable[type],
        to: Callable[[Any], Any],
        of: Callable[[Any], Any],
    ) -> None:
        self.name, self.kinds, self.word = name, tuple(kinds), Text(name, name)
        self._to, self._of = to, of

    def write(self, value: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(value) not in self.kinds:
            return page.mistyped(path, value, self.word)
        return self.form.write(self._to(value), path, page)

    def read(self, data: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        form = self.form.read(data, path, page)
        return BAD if form is BAD else page.built(path, self._of, form)


class Cited(Shape):
    """
    A text that is cited: its id, for the page has it whole; or whole, where another has that id.

    Attributes:
        whole: The shape of the text itself.
    """

    json = "string"
    name = "Source"
    kinds = (Source,)
    word = Text("来源的编号，或者来源本身", "the id of a source, or a source")

    def __init__(self, whole: Record) -> None:
        self.whole = whole

    def write(self, value: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(value) is not Source:
            return page.mistyped(path, value, self.word)
        known = page.sources.setdefault(value.id, value)
        return value.id if known == value else self.whole.write(value, path, page)

    def read(self, data: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(data) is not str:
            return self.whole.read(data, path, page)
        if data not in page.sources and data not in page.spoilt:
            what = Text(
                "文件的 sources 中没有这一来源", "no such source in the document's sources"
            )
            return page.wrong(path, what, data, did_you_mean(data, page.sources))
        return page.sources.get(data, BAD)


class Shelf(Many):
    """The texts that a document cites, for the page: whatever cites them is read later."""

    def __init__(self, whole: Record) -> None:
        super().__init__(whole, ordered=True)

    def read(self, data: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        found = super().read(data, path, page)
        if found is BAD:
            # What cites a text that could not be read is no fault of its own.
            given = data if type(data) is list else ()
            ids = (each.get("id") for each in given if type(each) is dict)
            page.spoilt |= {each for each in ids if type(each) is str}
            return BAD
        for at, source in enumerate(found):
            if page.sources.setdefault(source.id, source) is not source:
                what = Text("来源的编号重复", "the id stands twice")
                page.wrong(f"{path}[{at}].id", what, source.id)
        return found


class Box(Record):
    """What is no object as the one field ``value`` of one, beside which a tag can stand."""

    def __init__(self, inner: Shape) -> None:
        super().__init__(inner.name, inner.kinds, lambda value: value, lambda value, _: value)
        self.fields["value"] = Field(inner)


class Choice(Shape):
    """
    One of several shapes: as it is where that tells which, else as an object whose ``is`` says it.

    Attributes:
        given: The shapes to choose from, choices among them.
        plain: Those that stand as they are, by JSON's type.
        tagged: Those with a tag, by it: classes with the tag among their fields, anything else boxed.
    """

    json = ""
    kinds = ()

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.given: tuple[Shape, ...] = ()
        self.plain: dict[str, list[Shape]] = {}
        self.tagged: dict[str, Shape] = {}
        self._of_kind: dict[type, tuple[Shape, str]] = {}

    @property
    def flat(self) -> Iterator[Shape]:
        """The shapes to choose from, those of choices among them one by one."""
        for shape in self.given:
            if isinstance(shape, Choice):
                yield from shape.flat
            else:
                yield shape

    def fill(
        self, given: Iterable[Shape], told: Callable[[Shape], bool] | None = None
    ) -> "Choice":
        """
        Take in the shapes to choose from, once they are known.

        Args:
            given: The shapes.
            told: Which need no tag; default: those that plain data tells from the others.
        """
        self.given = tuple(given)
        several = tuple(self.flat)
        for shape in several:
            if told(shape) if told else _told(shape, several):
                self.plain.setdefault(shape.json, []).append(shape)
                option: tuple[Shape, str] = (shape, "")
            else:
                assert shape.name not in self.tagged, shape.name  # noqa: S101 -- when imported
                option = (shape if isinstance(shape, Record | Via) else Box(shape), shape.name)
                self.tagged[shape.name] = option[0]
            self._of_kind |= dict.fromkeys(shape.kinds, option)
        words = [each.word for shapes in self.plain.values() for each in shapes]
        if self.tagged:
            words.append(Text("标明 is 的对象", "an object that says what it 'is'"))
        zh, en = zip(*words, strict=True)
        self.word = Text("，或者".join(zh), ", or ".join(en))
        return self

    def write(self, value: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        shape, tag = self._of_kind.get(type(value), (None, ""))
        if shape is None:
            return page.wrong(
                path,
                Text("不是文件能写入的类", f"a {type(value).__name__} has no place in a document"),
                value,
                Text("自有的取值请用文本编码", "write what is your own as a code, in plain text")
                if isinstance(value, Label)
                else None,
            )
        data = shape.write(value, path, page)
        return {"is": tag, **data} if tag and data is not BAD else data

    def read(self, data: Any, path: str, page: Page) -> Any:
        """See `Shape`."""
        if type(data) is dict and self.tagged:
            tag = data.get("is")
            shape = self.tagged.get(tag) if type(tag) is str else None
            if shape is not None:
                rest = {name: each for name, each in data.items() if name != "is"}
                return shape.read(rest, path, page)
            if "object" not in self.plain:
                what = Text("没有标明 is，或者没有这种类", "it 'is' nothing that is known here")
                return page.wrong(f"{path}.is", what, tag, did_you_mean(tag, self.tagged))
        shapes = next(
            (them for name, them in self.plain.items() if type(data) is _TYPES[name]), []
        )
        if len(shapes) > 1:
            shapes = [each for each in shapes if each.fits(data)]  # type: ignore[attr-defined]
        return shapes[0].read(data, path, page) if shapes else page.mistyped(path, data, self.word)


def _told(shape: Shape, given: Iterable[Shape]) -> bool:
    """Whether plain data tells a shape from the others that there are."""
    others = [each for each in given if each is not shape and each.json == shape.json]
    if shape.json == "object" or not others:
        return not others
    if isinstance(shape, Many):
        return shape.ordered
    if isinstance(shape, Scalar) and not shape.pattern:
        return True  # what may be any text stays one: the others have to say what they are
    for other in others:
        if isinstance(other, Scalar) and not other.pattern:
            return False
        if (
            isinstance(shape, Named)
            and isinstance(other, Named)
            and {*shape.names} & {*other.names}
        ):
            return False
    return True


# --- One word ----------------------------------------------------------------------------------------


def _sane(number: int) -> int:
    if abs(number) > _MOST:
        raise ValueError
    return number


def _ratio(number: Fraction) -> str:
    _sane(number.numerator)
    _sane(number.denominator)
    return written(number)


NULL = Scalar("null", type(None), "null", Text("空", "null"))
FLAG = Scalar("boolean", bool, "boolean", Text("true 或 false", "true or false"))
WHOLE = Scalar("integer", int, "integer", Text("整数", "a whole number"), to=_sane, of=_sane)
WORD = Scalar("text", str, "string", Text("文本", "a text"))
RATIO = Scalar(
    "fraction",
    Fraction,
    "string",
    Text('精确的数，如 "3/10"', 'an exact number, such as "3/10"'),
    pattern=f"-?[0-9]{{1,{_DIGITS}}}(/[1-9][0-9]{{0,{_DIGITS - 1}}})?",
    to=_ratio,
    of=Fraction,
)
DAY = Scalar(
    "date",
    date,
    "string",
    Text("日期，如 2026-03-02", "a day, such as 2026-03-02"),
    pattern="[0-9]{4}-[0-9]{2}-[0-9]{2}",
    named="date",
    to=date.isoformat,
    of=date.fromisoformat,
)
INSTANT = Scalar(
    "instant",
    datetime,
    "string",
    Text(
        "带时差的时刻，如 2026-03-02T09:00:00+08:00",
        "an instant with its offset, such as 2026-03-02T09:00:00+08:00",
    ),
    pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})",
    named="date-time",
    to=lambda value: instant(value, "instant").isoformat(),
    of=lambda text: instant(datetime.fromisoformat(text), "instant"),
)
BYTES = Scalar(
    "bytes",
    bytes,
    "string",
    Text("十六进制的字节", "bytes in hexadecimal digits"),
    pattern="([0-9a-f]{2})*",
    to=bytes.hex,
    of=bytes.fromhex,
)
NUMBER_AS_KEY = Scalar(
    "integer",
    int,
    "string",
    Text("整数", "a whole number"),
    pattern="-?[0-9]{1,18}",
    to=str,
    of=int,
)
SCALARS: Mapping[type, Scalar] = {
    each.kinds[0]: each for each in (NULL, FLAG, WHOLE, WORD, RATIO, DAY, INSTANT, BYTES)
}
"""Class to the word that it is."""
