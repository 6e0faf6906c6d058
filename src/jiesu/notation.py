"""
公式的写法: how formulas are put on paper, as plain text and as LaTeX.

A node says what it is made of; a pen knows the signs.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from .exact import plain, written
from .labels import Text

_HUNDRED = 100
_ESCAPED = str.maketrans(
    {mark: f"\\{mark}" for mark in "{}$&#_%"}
    | {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}", "\n": " "}
)


class Said(NamedTuple):
    """A printed piece, and whether it needs brackets beside a sign that binds closer."""

    text: str
    loose: bool = False


class Pen:
    """How formulas are put on paper as plain text."""

    times, minus = " × ", " − "

    def __init__(self, terms: Mapping[str, Text], lang: str) -> None:
        self.terms, self.lang = terms, lang

    def word(self, text: Text) -> str:
        """A word in the language of the page."""
        return text.to(self.lang)

    def name(self, name: str, base: bool = False) -> Said:
        """The term of a rate, a finding or a figure; of the base period, if so."""
        said = self.word(self.terms.get(name, Text(name, name)))
        return Said(said + (self.word(Text("（基期）", " (base)")) if base else ""))

    def number(self, value: Fraction) -> Said:
        """An exact number."""
        return Said(plain(value))

    def per_cent(self, value: Fraction) -> Said:
        """A ratio in per cent."""
        return Said(f"{plain(_HUNDRED * value)}%")

    def tight(self, said: Said) -> str:
        """A piece as it stands beside a sign that binds."""
        return f"({said.text})" if said.loose else said.text

    def product(self, *parts: Said) -> Said:
        """Pieces times each other."""
        return Said(self.times.join(map(self.tight, parts)))

    def sum(self, parts: Iterable[tuple[bool, Said]]) -> Said:
        """Pieces added up, or taken away."""
        out = ""
        for number, (less, said) in enumerate(parts):
            if less:
                out += (self.minus if number else "−") + self.tight(said)
            else:
                out += (" + " if number else "") + said.text
        return Said(out, loose=True)

    def over(self, top: Said, bottom: Said) -> Said:
        """One piece over another."""
        return Said(f"{self.tight(top)} ÷ {self.tight(bottom)}")

    def call(self, name: str, *parts: Said) -> Said:
        """``max`` or ``min`` of pieces."""
        return Said(f"{name}({', '.join(part.text for part in parts)})")

    def enclosed(self, how: str, said: Said) -> Said:
        """A piece rounded down (``floor``) or up (``ceil``) to a whole number."""
        return Said(f"⌊{said.text}⌋" if how == "floor" else f"⌈{said.text}⌉")

    def at_least(self, what: Said, bound: Said) -> Said:
        """A piece that reaches a bound."""
        return Said(f"{what.text} ≥ {bound.text}")

    def cases(self, cases: Sequence[tuple[Said, Said | None]]) -> Said:
        """One piece for each condition; None is every other case."""
        when, other = self.word(Text("若 ", "if ")), self.word(Text("否则", "otherwise"))
        told = (f"{v.text}，{other if c is None else when + c.text}" for v, c in cases)
        return Said("{" + "；".join(told) + "}")


class LatexPen(Pen):
    """How formulas are put on paper in LaTeX."""

    times, minus = r" \times ", " - "

    def name(self, name: str, base: bool = False) -> Said:
        """See `Pen.name`."""
        said = super().name(name).text.translate(_ESCAPED)
        return Said(rf"\text{{{said}}}" + ("_{0}" if base else ""))

    def number(self, value: Fraction) -> Said:
        """See `Pen.number`."""
        said = plain(value)
        if not said.startswith("("):
            return Said(said)
        top, bottom = value.as_integer_ratio()
        return Said(rf"\frac{{{written(top)}}}{{{written(bottom)}}}")

    def per_cent(self, value: Fraction) -> Said:
        """See `Pen.per_cent`."""
        return Said(self.number(_HUNDRED * value).text + r"\%")

    def tight(self, said: Said) -> str:
        """See `Pen.tight`."""
        return rf"\left({said.text}\right)" if said.loose else said.text

    def sum(self, parts: Iterable[tuple[bool, Said]]) -> Said:
        """See `Pen.sum`."""
        return Said(super().sum(parts).text.replace("−", "-"), loose=True)

    def over(self, top: Said, bottom: Said) -> Said:
        """See `Pen.over`."""
        return Said(rf"\frac{{{top.text}}}{{{bottom.text}}}")

    def call(self, name: str, *parts: Said) -> Said:
        """See `Pen.call`."""
        return Said(rf"\{name}\left({', '.join(part.text for part in parts)}\right)")

    def enclosed(self, how: str, said: Said) -> Said:
        """See `Pen.enclosed`."""
        return Said(rf"\left\l{how} {said.text} \right\r{how}")

    def at_least(self, what: Said, bound: Said) -> Said:
        """See `Pen.at_least`."""
        return Said(rf"{what.text} \ge {bound.text}")

    def cases(self, cases: Sequence[tuple[Said, Said | None]]) -> Said:
        """See `Pen.cases`."""
        other = rf"\text{{{self.word(Text('否则', 'otherwise'))}}}"
        told = (rf"{v.text} & {other if c is None else c.text}" for v, c in cases)
        return Said(r"\begin{cases}" + r" \\ ".join(told) + r"\end{cases}")
