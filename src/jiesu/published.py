"""
公布表: figures as they were printed.

How many decimals a figure has is part of it, and so is whether it is in per cent. Blank cells are no
figures. Whether a figure is right is a question for the rooms above.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from .counts import NOT_ASSESSED, NotAssessed
from .errors import (
    AssessmentError,
    Fault,
    FrozenMap,
    InexactNumberError,
    SchemaError,
    did_you_mean,
    fail,
    mapped,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .exact import Bounds, Rounding, is_count, no_count, rounded
from .labels import Text
from .tallies import UNIT

SCORE = "score"
RANK = "rank"
TOTAL = "total"
EXCLUDED = "excluded"

TERMS = {
    SCORE: Text("得分", "score"),
    RANK: Text("名次", "rank"),
    TOTAL: Text("计入件数", "assessed"),
    EXCLUDED: Text("剔除件数", "left out"),
}
"""The columns that any table may have, each with its usual heading."""
PARTS = {
    "_numerator": Text("分子", "numerator"),
    "_denominator": Text("分母", "denominator"),
}
"""What follows the name of a rate in the columns of its parts."""
_UNTITLED = Text("公布数据", "Published figures")
_DIGITS = 30
"""So many digits, before the point and behind it, are believed of a printed figure."""
_PRINTED = re.compile(
    rf"([+-]?)(\d{{1,{_DIGITS}}}|\d{{1,3}}(?:,\d{{3}}){{1,9}})(?:\.(\d{{1,{_DIGITS}}}))?\s*(%?)"
)
_SIGNS = str.maketrans("％．，－−＋", "%.,--+")
_BLANK = re.compile(r"[\s\-–—―−－/／]*")
"""A cell that was left blank: nothing, or a dash or a stroke in its place."""


@attrs.frozen
class Figure:
    """
    A figure as it was printed: how many decimals it has is part of it.

    Attributes:
        text: As printed.
        value: The number printed, per cent not divided: 98.52 of ``98.52%``; or `NOT_ASSESSED`.
        places: Decimals printed.
        per_cent: Whether it is in per cent, by its sign or by the heading of its column.

    Example:
        >>> Figure.of("98.50%")
        Figure(text='98.50%', value=Fraction(197, 2), places=2, per_cent=True)
        >>> Figure.of("1,204").value, Figure.of("未评").value
        (Fraction(1204, 1), NotAssessed.NOT_ASSESSED)
    """

    text: str
    value: Fraction | NotAssessed
    places: int
    per_cent: bool = False

    def __attrs_post_init__(self) -> None:
        kinds = {"value": Fraction | NotAssessed, "per_cent": bool}
        faults = mistyped("figure", self, text=str, **kinds)
        if not is_count(self.places) or self.places > _DIGITS:
            faults.append(no_count("figure.places", self.places))
        refuse(AssessmentError, faults)

    @classmethod
    def of(cls, value: object, path: str = "figure") -> "Figure":
        """
        A figure from what stands in a cell.

        Args:
            value: A text (``"98.52%"``, ``"1,204"``, ``"未评"``), an int or a Decimal.
            path: What it is, for the error.

        Raises:
            InexactNumberError: A float, whose printed decimals nobody knows, or no number.
        """
        if isinstance(value, Figure):
            return value
        if isinstance(value, NotAssessed):
            return cls(value.zh, value, 0)
        text = _as_printed(value)
        if text is not None and NotAssessed.find(text) is not None:
            return cls(text, NOT_ASSESSED, 0)
        found = _PRINTED.fullmatch(text.translate(_SIGNS)) if text is not None else None
        if text is None or found is None:
            fail(
                InexactNumberError,
                path,
                Text("不是所印的数", "not a figure as printed"),
                value=shown(value),
                remedy=Text(
                    "请照印出的写，如 '98.52%'、'95.31'、Decimal('95.30')",
                    "write it as printed: '98.52%', '95.31', Decimal('95.30')",
                ),
            )
        sign, whole, decimals, mark = found.groups()
        digits = whole.replace(",", "") + (f".{decimals}" if decimals else "")
        made = Fraction(sign + digits)
        return cls(text, made, len(decimals or ""), bool(mark))

    def show(
        self, value: Fraction, rule: Rounding = Rounding.HALF_UP, most: int | None = None
    ) -> Decimal:
        """
        A number as this figure would print it: rounded once, from the exact value.

        Args:
            value: In the unit of the figure.
            rule: By which rule.
            most: No more decimals than these, where it is rounded to fewer than are printed.

        Raises:
            AssessmentError: *most* is no number of decimals.
            InvalidValueError: Another argument that is none; see `exact.rounded`.

        Example:
            >>> str(Figure.of("66.60").show(Fraction(200, 3), Rounding.TRUNCATE, 1))
            '66.6'
        """
        if most is None:
            return rounded(value, self.places, rule)
        if not is_count(most):
            raise AssessmentError(no_count("most", most))
        return rounded(value, min(self.places, most), rule)

    def bounds(self, rule: Rounding = Rounding.HALF_UP) -> Bounds:
        """
        Between what the exact number lies that a rule printed so; the ends are included.

        Example:
            >>> Figure.of("0.5").bounds(Rounding.TRUNCATE)
            Bounds(low=Fraction(1, 2), high=Fraction(3, 5))
        """
        refuse(AssessmentError, misfits("rule", (rule,), Rounding))
        value = Fraction(0) if isinstance(self.value, NotAssessed) else self.value
        unit = Fraction(1, 10**self.places)
        if rule is Rounding.TRUNCATE:
            return Bounds(value - (unit if value <= 0 else 0), value + (unit if value >= 0 else 0))
        return Bounds(value - unit / 2, value + unit / 2)


def _as_printed(value: object) -> str | None:
    """The text of a cell; None of what is no text, int or Decimal of reasonable length."""
    if isinstance(value, str):
        return value.strip() if len(value) <= 100 else None
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value) if abs(value) < 10**_DIGITS else None
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _DIGITS:
        return f"{value:f}"
    return None


def _figures(value: Any) -> Any:
    """Unit to column to figure, blanks left out; every cell that is none is told at once."""
    if not isinstance(value, Mapping):
        return value
    faults: list[Fault] = []
    inexact: list[Fault] = []
    made: dict[str, Mapping[str, Figure]] = {}
    for unit, row in value.items():
        path = f"published[{shown(unit)}]"
        if type(unit) is not str or not unit:
            faults.append(wrong_type(path, unit, UNIT))
            continue
        if not isinstance(row, Mapping):
            faults.append(misfit(path, row, Mapping))
            continue
        figures: dict[str, Figure] = {}
        for column, cell in row.items():
            if type(column) is not str or not column:
                faults.append(wrong_type(path, column, Text("列名", "the name of a column")))
                continue
            if _blank(cell):
                continue
            try:
                given = Figure.of(cell, f"{path}.{column}")
            except InexactNumberError as error:
                inexact += error.faults
            else:
                figures[column] = given
        made[unit] = FrozenMap(figures)
    refuse(AssessmentError, faults)
    refuse(InexactNumberError, inexact)
    return FrozenMap(made)


@attrs.frozen
class Published:
    """
    公布表: figures as they were printed.

    Attributes:
        units: Unit to column to `Figure`; plain cells are read by `Figure.of`, and those that are
            blank, or hold a dash alone, are no figures and left out. Columns are names of
            rates, ``score``, ``rank``, ``total`` (计入件数), ``excluded`` (剔除件数),
            ``<rate>_numerator`` and ``<rate>_denominator``; any other is a volume of its own.
        title: 表名.
        source: 来源: where it was published.
        total: 合计: the key of the row that sums the others up; None where there is none.
        per_cent: Columns whose heading is in per cent, so that 98.52 in them is 98.52 %. Elsewhere
            a rate without the sign is a ratio as it stands.
        names: Unit to its name, as printed.
        terms: Column to its heading.

    Raises:
        InexactNumberError: Cells that are no figures as printed; all of them.
        AssessmentError: Another argument that is none; a total row that is not there.

    Example:
        >>> table = Published(
        ...     {"a": {"response": "98.52%", "score": "95.31"}}, Text("月报", "report")
        ... )
        >>> table.units["a"]["score"].places
        2
    """

    units: Mapping[str, Mapping[str, Figure]] = attrs.field(converter=_figures)
    title: Text = _UNTITLED
    source: str = ""
    total: str | None = None
    per_cent: tuple[str, ...] = attrs.field(default=(), converter=tupled)
    names: Mapping[str, str] = attrs.field(factory=dict, converter=mapped)
    terms: Mapping[str, Text] = attrs.field(factory=dict, converter=mapped)

    def __attrs_post_init__(self) -> None:
        kinds = {"units": Mapping, "title": Text, "source": str, "total": str | None}
        faults = mistyped("published", self, **kinds, names=Mapping, terms=Mapping)
        faults += misfits("published.per_cent", self.per_cent, str)
        refuse(AssessmentError, faults)
        faults += misfits("published.names", self.names.values(), str)
        faults += misfits("published.terms", self.terms.values(), Text)
        refuse(AssessmentError, faults)
        marked = {
            unit: FrozenMap(
                {
                    c: attrs.evolve(f, per_cent=f.per_cent or c in self.per_cent)
                    for c, f in row.items()
                }
            )
            for unit, row in self.units.items()
        }
        object.__setattr__(self, "units", FrozenMap(marked))
        if self.total is not None and self.total not in self.units:
            fail(
                AssessmentError,
                "published.total",
                Text("表中没有这一合计行", "the table has no such total row"),
                value=shown(self.total),
                remedy=did_you_mean(self.total, self.units),
            )

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Mapping[str, Any]],
        *,
        unit: str,
        columns: Mapping[str, str],
        ids: Mapping[str, str] | None = None,
        title: Text = _UNTITLED,
        source: str = "",
        total: str | None = None,
        per_cent: Iterable[str] = (),
    ) -> "Published":
        """
        A table from flat rows, as a CSV or a sheet gives them; blank cells are no figures.

        Args:
            rows: Heading to cell.
            unit: The heading of the units.
            columns: Heading to column; a heading with ``%`` in it is in per cent.
            ids: The unit as printed to its identifier; default: they are the same.
            title: 表名.
            source: 来源.
            total: What the total row is called in place of a unit.
            per_cent: Columns in per cent whose headings do not say so.

        Raises:
            SchemaError: A heading that no row has; a unit that is none or stands twice.
            InexactNumberError: Cells that are no figures as printed.

        Example:
            >>> table = Published.from_rows(
            ...     [{"单位": "甲街道", "响应率（%）": "98.52"}],
            ...     unit="单位",
            ...     columns={"响应率（%）": "response"},
            ...     ids={"甲街道": "a"},
            ... )
            >>> table.units["a"]["response"].per_cent, table.term("response").zh
            (True, '响应率（%）')
        """
        faults = [
            misfit(path, value, kind)
            for path, value, kind in (
                ("unit", unit, str),
                ("columns", columns, Mapping),
                ("ids", {} if ids is None else ids, Mapping),
            )
            if not isinstance(value, kind)
        ]
        given = tuple(rows) if isinstance(rows, Iterator) else tupled(rows)
        faults += misfits("rows", given, Mapping)
        refuse(SchemaError, faults)
        faults += misfits("columns", (*columns, *columns.values()), str)
        faults += misfits("ids", (*(ids or {}), *(ids or {}).values()), str)
        refuse(SchemaError, faults)
        headings = dict.fromkeys(heading for row in given for heading in row)
        faults += [
            Fault(
                "rows",
                Text("没有这一列", "no such column"),
                shown(heading),
                remedy=did_you_mean(heading, headings),
            )
            for heading in (unit, *columns)
            if heading not in headings
        ]
        faults += [
            Fault("columns", Text("两列同名", "two headings of one column"), shown(column))
            for column, number in Counter(columns.values()).items()
            if number > 1
        ]
        units: dict[str, dict[str, object]] = {}
        names: dict[str, str] = {}
        for place, row in enumerate(given):
            name = row.get(unit)
            key = (ids or {}).get(name, name) if isinstance(name, str) else None
            if not isinstance(name, str) or not key or key in units:
                what = Text("没有单位，或同一单位有两行", "no unit, or a unit with two rows")
                faults.append(Fault(f"rows[{place}].{unit}", what, shown(name)))
                continue
            cells: dict[str, object] = {c: row.get(heading) for heading, c in columns.items()}
            units[key] = cells
            names[key] = name
        refuse(SchemaError, faults)
        return cls(
            units,
            title,
            source,
            (ids or {}).get(total, total) if isinstance(total, str) else total,
            (
                *tupled(per_cent),
                *(column for heading, column in columns.items() if {"%", "％"} & set(heading)),
            ),
            names,
            {column: Text(heading, column) for heading, column in columns.items()},
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, in the order in which they first stand."""
        return tuple(dict.fromkeys(column for row in self.units.values() for column in row))

    @property
    def listed(self) -> tuple[str, ...]:
        """The units, the total row aside."""
        return tuple(unit for unit in self.units if unit != self.total)

    def name(self, unit: str) -> str:
        """A unit as printed."""
        refuse(AssessmentError, misfits("unit", (unit,), str))
        return self.names.get(unit, unit)

    def term(self, column: str, terms: Mapping[str, Text] | None = None) -> Text:
        """The heading of a column; else the term in *terms*, the usual one, or its name."""
        faults = misfits("column", (column,), str)
        if terms is not None and not isinstance(terms, Mapping):
            faults.append(misfit("terms", terms, Mapping))
        refuse(AssessmentError, faults)
        refuse(AssessmentError, misfits("terms", (terms or {}).values(), Text))
        known = {**TERMS, **(terms or {}), **self.terms}
        for ending, part in PARTS.items():
            base = column.removesuffix(ending)
            if base != column and base in known and column not in known:
                return Text(known[base].zh + part.zh, f"{known[base].en}, {part.en}")
        return known.get(column, Text(column, column))


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and _BLANK.fullmatch(cell) is not None)
