"""
Canonical bytes of a value, its digest, and a compact form to store it in.

Equal values have equal bytes in every process, whatever the hash seed, the order of a set or the
name under which the package is vendored; different values have different bytes. A decision pins
the digests of what it rests on.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar

import attrs

from .errors import InvalidValueError, fail, shown
from .labels import Text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EXPONENT = 5000


T = TypeVar("T")


def canonical(value: object) -> bytes:
    """
    The bytes of *value*, the same wherever it is equal.

    Known are None, bool (no number here), exact numbers (int, Fraction and Decimal as one kind),
    str, bytes, date, datetime (aware, by its instant), timedelta, fixed timezones (by offset),
    enum members (by class and name), attrs classes (by class name and the fields that take part in
    equality), what ``__canonical__`` of a class returns, tuples and lists (as one kind), sets, and
    mappings.

    Args:
        value: Plain data or a value of this library.

    Raises:
        InvalidValueError: A float, a naive datetime or another type without exact bytes; the path
            says where in *value*.

    Example:
        >>> canonical({"b": 1, "a": frozenset({2, 1})})
        b'{s1:a<i1;i2;>s1:bi1;}'
    """
    return b"".join(_parts(value, "value", {}))


def digest(value: object, algorithm: str = "sha256") -> str:
    """
    The digest of the canonical bytes, as ``algorithm:hex``.

    Args:
        value: See `canonical`.
        algorithm: Any name that `hashlib` knows, such as ``sha256`` or ``sm3``.

    Raises:
        InvalidValueError: *value* has no exact bytes, or the algorithm is unknown here or has no
            fixed length.

    Example:
        >>> digest((1, "一")) == digest([1, "一"])
        True
    """
    try:
        maker = hashlib.new(algorithm)
    except (ValueError, TypeError):
        maker = None
    if maker is None or not maker.digest_size:  # an algorithm without a length of its own: shake
        fail(
            InvalidValueError,
            "algorithm",
            Text("摘要算法未知或没有固定长度", "digest algorithm unknown or of no fixed length"),
            value=shown(algorithm),
            remedy=Text("例如 sha256、sm3", "use one that hashlib knows, such as sha256 or sm3"),
        )
    for part in _parts(value, "value", {}):
        maker.update(part)
    return f"{algorithm}:{maker.hexdigest()}"


def _parts(value: Any, path: str, made: dict[int, tuple[object, bytes]]) -> Iterator[bytes]:
    # *made*: what stands in many places (a source, a citation, a fact) is written out once.
    kind = type(value)
    if value is None:
        yield b"n"
    elif kind is bool:
        yield b"b1" if value else b"b0"
    elif kind is int:
        # Hexadecimal: Python refuses to write very long numbers in decimals.
        yield b"i%x;" % value
    elif kind is str:
        # A lone surrogate, as JSON may bring it, is text too.
        yield _sized(b"s", value.encode("utf-8", "surrogatepass"))
    elif isinstance(value, Enum):
        yield _sized(b"e", f"{kind.__name__}.{value.name}".encode())
    elif isinstance(value, Mapping):
        yield b"{"
        yield from sorted(
            b"".join((*_parts(key, path, made), *_parts(item, f"{path}[{shown(key)}]", made)))
            for key, item in value.items()
        )
        yield b"}"
    elif isinstance(value, (tuple, list)):
        yield b"("
        for index, item in enumerate(value):
            yield from _parts(item, f"{path}[{index}]", made)
        yield b")"
    elif isinstance(value, (set, frozenset)):
        yield b"<"
        yield from sorted(b"".join(_parts(item, path, made)) for item in value)
        yield b">"
    elif hasattr(kind, "__canonical__") or attrs.has(kind):
        found = made.get(id(value))
        if found is None:
            # The value is kept beside its bytes, so that its identity stays its own.
            found = made[id(value)] = value, b"".join(_parts_of(value, path, made))
        yield found[1]
    else:
        yield _scalar(value, path)


def _parts_of(value: Any, path: str, made: dict[int, tuple[object, bytes]]) -> Iterator[bytes]:
    kind = type(value)
    if hasattr(kind, "__canonical__"):
        yield from _parts(value.__canonical__(), path, made)
        return
    yield _sized(b"a", kind.__name__.encode())
    for field in attrs.fields(kind):
        if field.eq:
            yield _sized(b"f", field.name.encode())
            yield from _parts(getattr(value, field.name), f"{path}.{field.name}", made)
    yield b"."


def _scalar(value: Any, path: str) -> bytes:
    if isinstance(value, datetime) and value.utcoffset() is not None:
        # By subtraction: a conversion to UTC overflows at the ends of the calendar.
        return b"t%d;" % ((value - _EPOCH) // _MICROSECOND)
    if isinstance(value, date) and not isinstance(value, datetime):
        return _sized(b"d", value.isoformat().encode())
    if isinstance(value, timedelta):
        return b"w%d;" % (value // _MICROSECOND)
    if isinstance(value, timezone):
        # By the offset alone, as timezones compare.
        return b"z%d;" % (value.utcoffset(None) // _MICROSECOND)
    if isinstance(value, Fraction) or (isinstance(value, Decimal) and _of_sane_size(value)):
        numerator, denominator = value.as_integer_ratio()
        if denominator == 1:
            return b"i%x;" % numerator
        return b"q%x/%x;" % (numerator, denominator)
    if isinstance(value, (bytes, bytearray)):
        return _sized(b"y", bytes(value))
    fail(
        InvalidValueError,
        path,
        Text("该类型没有确定的字节表示", f"{type(value).__name__} has no canonical bytes"),
        value=shown(value),
        expected=Text(
            "精确的数、时间、文本或本库的值", "exact numbers, aware instants, text, values"
        ),
    )


def _of_sane_size(number: Decimal) -> bool:
    # "1e999999999" is eleven characters long, and a gigabyte when written out.
    return number.is_finite() and abs(number.adjusted()) <= _EXPONENT


def _sized(mark: bytes, data: bytes) -> bytes:
    # The length goes first, so that no text can imitate a boundary.
    return b"%s%d:%s" % (mark, len(data), data)


class Alike:
    """
    Equality of many small attrs classes, said once: one kind, and equal values of all fields.

    For classes made with ``eq=False``: attrs would write a comparison for each of them whenever they are
    imported, which takes longer than whoever imports them should wait.

    Example:
        >>> @attrs.frozen(eq=False)
        ... class Point(Alike):
        ...     x: int
        >>> Point(1) == Point(1), len({Point(1), Point(1)}), Point(1) == Point(2)
        (True, 1, False)
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._fields() == other._fields()

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._fields()))

    def _fields(self) -> tuple[object, ...]:
        fields = attrs.fields(type(self))  # type: ignore[arg-type]
        return tuple(getattr(self, field.name) for field in fields)


def compact(cls: type[T]) -> type[T]:
    """
    Make an attrs class pickle as the bare values of its fields, and be built anew from them.

    Decisions are stored by the million, and the names of fields are a good part of them. Defaults at
    the end are left out. What is loaded is checked as what is built; values that an older version did
    not have take defaults.

    Example:
        >>> import pickle
        >>> @compact
        ... @attrs.frozen
        ... class Pair:
        ...     one: int
        ...     two: int = 0
        >>> Pair(1).__reduce__()[1][1:]
        (1,)
        >>> Pair(1, 2).__reduce__()[1][1:]
        (1, 2)
    """
    fields = [each for each in attrs.fields(cls) if each.init]  # type: ignore[arg-type]
    names = tuple(each.name for each in fields)
    usual = tuple(each.default for each in fields)

    def reduce(self: Any) -> tuple[Any, ...]:
        values = [getattr(self, name) for name in names]
        kept = len(values)
        while kept and _alike(values[kept - 1], usual[kept - 1]):
            kept -= 1
        return _rebuilt, (type(self), *values[:kept])

    cls.__reduce__ = reduce  # type: ignore[method-assign]
    return cls


def _alike(value: object, default: object) -> bool:
    return type(value) is type(default) and value == default


def _rebuilt(cls: type[T], *values: Any) -> T:
    fields = [each for each in attrs.fields(cls) if each.init]  # type: ignore[arg-type]
    return cls(**{each.alias: value for each, value in zip(fields, values, strict=False)})
