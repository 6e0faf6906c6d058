"""
Exact numbers in, one named rounding out.

Inside, every ratio is a `fractions.Fraction`. Floats are refused at each boundary: with weights
of .2, .4, .4 more than a quarter of the exact ties break in floating point.
"""

import re
from collections.abc import Iterable
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import NamedTuple

import attrs

from .errors import (
    Fault,
    InexactNumberError,
    InvalidValueError,
    fail,
    mistyped,
    refuse,
    shown,
    wrong_type,
)
from .labels import Label, Text

_REMEDY = Text(
    "请用整数、字符串（如 '0.35'）、Decimal 或 Fraction",
    "pass an int, a string such as '0.35', a Decimal or a Fraction",
)

_EXPONENT = 5000
MOST = 10**18
"""The largest number of things that is believed."""
_PLACES = 100
_WIDE = Context(prec=MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX)


class Rounding(Label):
    """修约规则: how a ratio becomes a figure to publish; always the last step."""

    HALF_UP = "四舍五入", "round half up"
    """Half goes away from zero, as published Chinese tables expect."""
    TRUNCATE = "截尾", "truncate"
    """Digits beyond the place are dropped."""
    GBT_8170 = "四舍六入五成双（GB/T 8170）", "GB/T 8170 (half to even)"
    """Half goes to the even digit (GB/T 8170, 3.2)."""


class RoundingPoint(Label):
    """修约环节: where a formula rounds; at one place only, and it says at which."""

    SCORE = "得分修约", "the score is rounded"
    RATES = "各率先修约", "each rate is rounded before it is used"


class Bounds(NamedTuple):
    """
    上下界: between which two exact numbers a figure lies, both included.

    Attributes:
        low: The least that it can be.
        high: The most.

    Example:
        >>> Bounds.over([Bounds.exactly(2), Bounds(Fraction(1), Fraction(3, 2))]).settled
        False
    """

    low: Fraction
    high: Fraction

    @classmethod
    def exactly(cls, value: int | Fraction) -> "Bounds":
        """A figure that is known."""
        made = Fraction(value)
        return cls(made, made)

    @classmethod
    def over(cls, parts: "Iterable[Bounds]") -> "Bounds":
        """What holds of each of several holds of whichever it is."""
        given = tuple(parts)
        return cls(min(each.low for each in given), max(each.high for each in given))

    @property
    def settled(self) -> bool:
        """Whether nothing is open: both are one."""
        return self.low == self.high


def exact(value: object, path: str = "value") -> Fraction:
    """
    The exact number that *value* stands for.

    Args:
        value: An int, a string (``"0.35"``, ``"35%"``, ``"7/20"``), a Decimal or a Fraction. A
            figure in per cent is a hundredth of its digits, so that rates are ratios throughout.
        path: What the number is, for the error.

    Raises:
        InexactNumberError: A float, a bool, a text that is no number, or a power of ten beyond
            reason.

    Example:
        >>> exact("35%"), exact("0.35") == exact("7/20")
        (Fraction(7, 20), True)
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    try:
        if isinstance(value, Decimal) and abs(value.adjusted()) <= _EXPONENT:
            return Fraction(value)
        if isinstance(value, str):
            text = value.strip()
            power = re.search(r"[eE][+-]?([\d_]+)", text)
            if power is None or int(power[1]) <= _EXPONENT:
                return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError, InvalidOperation, OverflowError):
        pass
    what = (
        Text("浮点数不精确", "a float is not exact")
        if isinstance(value, float)
        else Text("不是精确的数", "not an exact number")
    )
    fail(InexactNumberError, path, what, value=shown(value), remedy=_REMEDY)


def rounded(value: Fraction, places: int, rule: Rounding = Rounding.HALF_UP) -> Decimal:
    """
    *value* to *places* decimals by the named rule.

    Args:
        value: An exact number; see `exact`.
        places: Number of decimals, 0 to 100.
        rule: Which rounding.

    Returns:
        A Decimal with exactly *places* decimals, as it is to be printed; zero has no sign.

    Raises:
        InexactNumberError: *value* is a float or no number.
        InvalidValueError: *places* is not a whole number from 0 to 100, or *rule* is no `Rounding`.

    Example:
        >>> [str(rounded(Fraction(25, 1000), 2, rule)) for rule in Rounding]
        ['0.03', '0.02', '0.02']
    """
    if not isinstance(places, int) or isinstance(places, bool) or not 0 <= places <= _PLACES:
        fail(
            InvalidValueError,
            "places",
            Text("小数位数须为 0 至 100 的整数", "decimals must be a whole number, 0 to 100"),
            value=shown(places),
        )
    if not isinstance(rule, Rounding):
        raise InvalidValueError(wrong_type("rule", rule, Text("修约规则", "a Rounding")))
    scaled = exact(value) * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    half = Fraction(2 * rest, scaled.denominator)
    up = {
        Rounding.HALF_UP: half >= 1,
        Rounding.TRUNCATE: False,
        Rounding.GBT_8170: half > 1 or (half == 1 and whole % 2 == 1),
    }[rule]
    signed = (whole + up) * (-1 if scaled < 0 else 1)
    # scaleb on an exact integer, within a precision that holds it: nothing is rounded twice.
    return Decimal(signed).scaleb(-places, _WIDE)


@attrs.frozen
class Rounded:
    """
    修约: to how many decimals, by which rule, and where in the reckoning.

    Attributes:
        places: 保留小数位数, of points of 100 and of rates in per cent alike.
        rule: 修约规则.
        at: 修约环节.

    Example:
        >>> print(Rounded(1, Rounding.GBT_8170).text.zh)
        得分修约：保留 1 位小数，四舍六入五成双（GB/T 8170）
        >>> Rounded(2).of(Fraction(200, 3))
        Fraction(6667, 100)
    """

    places: int = 2
    rule: Rounding = Rounding.HALF_UP
    at: RoundingPoint = RoundingPoint.SCORE

    def __attrs_post_init__(self) -> None:
        refuse(InvalidValueError, mistyped("rounded", self, at=RoundingPoint))
        self.of(Fraction(0))  # refuses what is no number of places, or no rule

    def of(self, value: Fraction) -> Fraction:
        """*value* rounded, exact again."""
        return Fraction(rounded(value, self.places, self.rule))

    @property
    def text(self) -> Text:
        """The rounding in words."""
        return Text(
            f"{self.at.zh}：保留 {self.places} 位小数，{self.rule.zh}",
            f"{self.at.en}: {self.places} decimals, {self.rule.en}",
        )


def is_count(value: object) -> bool:
    """
    Whether *value* is a number of things: whole, not below 0, and not beyond reason.

    Example:
        >>> is_count(3), is_count(True), is_count(-1)
        (True, False, False)
    """
    return type(value) is int and 0 <= value <= MOST


def no_count(path: str, value: object) -> Fault:
    """The fault of what is no number of things; see `is_count`."""
    return Fault(
        path,
        Text("件数须为不小于零的整数", "a count is a whole number, 0 or more"),
        shown(value),
    )


def written(number: int | Fraction) -> str:
    """
    An exact number in full; Python itself refuses to write very long ones.

    Example:
        >>> written(Fraction(1, 3)), len(written(10**5000))
        ('1/3', 5001)
    """
    top, bottom = (str(Decimal(part)) for part in number.as_integer_ratio())
    return top if bottom == "1" else f"{top}/{bottom}"


def plain(number: int | Fraction) -> str:
    """
    A number as it is printed: whole, as a decimal where that is exact, else as a fraction.

    Example:
        >>> plain(3), plain(Fraction(5, 2)), plain(Fraction(1, 3))
        ('3', '2.5', '(1/3)')
    """
    said = rounded(Fraction(number), 6).normalize()
    return f"{said:f}" if Fraction(said) == number else f"({written(number)})"
