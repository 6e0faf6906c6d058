"""
Canonical bytes of a value, and its digest.

Equal values have equal bytes in every process, whatever the hash seed, the order of a set or the
name under which the package is vendored. A decision pins the digests of what it rests on.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

from .errors import InvalidValueError, fail, shown
from .labels import Text


def canonical(value: object) -> bytes:
    """
    The bytes of *value*, the same wherever it is equal.

    Known are None, bool, int, str, bytes, date, datetime (aware), timedelta, fixed timezones,
    Fraction, Decimal, enum members (by class and name), attrs classes (by class name and the fields
    that take part in equality), what ``__canonical__`` of a class returns, tuples and lists (as one kind), sets, and mappings with sortable
    content.

    Args:
        value: Plain data or a value of this library.

    Raises:
        InvalidValueError: A float or another type without exact bytes.

    Example:
        >>> canonical({"b": 1, "a": frozenset({2, 1})})
        b'{s1:a<i1;i2;>s1:bi1;}'
    """
    return b"".join(_parts(value, "value"))


def digest(value: object, algorithm: str = "sha256") -> str:
    """
    The digest of the canonical bytes, as ``algorithm:hex``.

    Args:
        value: See `canonical`.
        algorithm: Any name that `hashlib` knows, such as ``sha256`` or ``sm3``.

    Raises:
        InvalidValueError: *value* has no exact bytes, or the algorithm is unknown here.

    Example:
        >>> digest((1, "一")) == digest([1, "一"])
        True
    """
    try:
        maker = hashlib.new(algorithm)
    except (ValueError, TypeError):
        fail(
            InvalidValueError,
            "algorithm",
            Text("未知的摘要算法", "unknown digest algorithm"),
            value=shown(algorithm),
            remedy=Text("例如 sha256、sm3", "use one that hashlib knows, such as sha256 or sm3"),
        )
    for part in _parts(value, "value"):
        maker.update(part)
    return f"{algorithm}:{maker.hexdigest()}"


def _parts(value: Any, path: str) -> Iterator[bytes]:
    kind = type(value)
    if value is None:
        yield b"n"
    elif kind is bool:
        yield b"b1" if value else b"b0"
    elif kind is int:
        yield b"i%d;" % value
    elif kind is str:
        yield _sized(b"s", value.encode())
    elif isinstance(value, Enum):
        yield _sized(b"e", f"{kind.__name__}.{value.name}".encode())
    elif isinstance(value, Mapping):
        yield b"{"
        yield from _sorted((canonical(key) + canonical(item)) for key, item in value.items())
        yield b"}"
    elif isinstance(value, (tuple, list)):
        yield b"("
        for index, item in enumerate(value):
            yield from _parts(item, f"{path}[{index}]")
        yield b")"
    elif isinstance(value, (set, frozenset)):
        yield b"<"
        yield from _sorted(canonical(item) for item in value)
        yield b">"
    elif hasattr(kind, "__canonical__"):
        yield from _parts(value.__canonical__(), path)
    elif attrs.has(kind):
        yield _sized(b"a", kind.__name__.encode())
        for field in attrs.fields(kind):
            if field.eq:
                yield _sized(b"f", field.name.encode())
                yield from _parts(getattr(value, field.name), f"{path}.{field.name}")
        yield b"."
    else:
        yield _scalar(value, path)


def _scalar(value: Any, path: str) -> bytes:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return _sized(b"t", value.astimezone(UTC).isoformat().encode())
    if isinstance(value, date) and not isinstance(value, datetime):
        return _sized(b"d", value.isoformat().encode())
    if isinstance(value, timedelta):
        return b"w%d;" % (value // timedelta(microseconds=1))
    if isinstance(value, timezone):
        return _sized(b"z", str(value).encode())
    if isinstance(value, Fraction):
        return b"q%d/%d;" % (value.numerator, value.denominator)
    if isinstance(value, Decimal) and value.is_finite():
        return b"q%d/%d;" % value.as_integer_ratio()
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


def _sized(mark: bytes, data: bytes) -> bytes:
    # The length goes first, so that no text can imitate a boundary.
    return b"%s%d:%s" % (mark, len(data), data)


def _sorted(parts: Iterator[bytes]) -> list[bytes]:
    return sorted(parts)
