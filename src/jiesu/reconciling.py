"""
数据核对: a published table held against what was counted, under readings that the caller names.

Which figures agree, by how much the others differ, and which reading of the rules (denominator,
exclusions, weights, rounding) gives exactly the printed figure. Whatever explains is listed and none
is preferred; what nothing explains is said. Figures that contradict each other are findings, which
need no counts at all.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from typing import Any, NamedTuple

import attrs

from .counts import NOT_ASSESSED, Counts, NotAssessed, count
from .errors import (
    AssessmentError,
    Fault,
    FrozenMap,
    InexactNumberError,
    JiesuError,
    SchemaError,
    UnsetError,
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
from .exact import Bounds, Rounded, Rounding, RoundingPoint, is_count, no_count, rounded, written
from .explain import Explanation
from .formulas import Formula
from .labels import Label, Text
from .ranking import Ties, rank
from .rates import Rate
from .tables import Table
from .tallies import UNIT, Tally

SCORE = "score"
RANK = "rank"
TOTAL = "total"
EXCLUDED = "excluded"

_TERMS = {
    SCORE: Text("得分", "score"),
    RANK: Text("名次", "rank"),
    TOTAL: Text("计入件数", "assessed"),
    EXCLUDED: Text("剔除件数", "left out"),
}
_PARTS = {
    "_numerator": Text("分子", "numerator"),
    "_denominator": Text("分母", "denominator"),
}
_UNTITLED = Text("公布数据", "Published figures")
_DIGITS = 30
"""So many digits, before the point and behind it, are believed of a printed figure."""
_PRINTED = re.compile(
    rf"([+-]?)(\d{{1,{_DIGITS}}}|\d{{1,3}}(?:,\d{{3}}){{1,9}})(?:\.(\d{{1,{_DIGITS}}}))?\s*(%?)"
)
_SIGNS = str.maketrans("％．，－−＋", "%.,--+")
_BLANK = re.compile(r"[\s\-–—―−－/／]*")
"""A cell that was left blank: nothing, or a dash or a stroke in its place."""
_NO_CANDIDATES = Text("没有候选口径", "no candidate readings")
_HUNDRED = 100
_LISTED = 5


# ------------------------------------------------------------------ what was published


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
            [column for heading, column in columns.items() if {"%", "％"} & set(heading)],
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
        known = {**_TERMS, **(terms or {}), **self.terms}
        for ending, part in _PARTS.items():
            base = column.removesuffix(ending)
            if base != column and base in known and column not in known:
                return Text(known[base].zh + part.zh, f"{known[base].en}, {part.en}")
        return known.get(column, Text(column, column))


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and _BLANK.fullmatch(cell) is not None)


# ------------------------------------------------------------------ readings


class Dimension(Label):
    """口径的方面: in what readings differ."""

    DENOMINATOR = "分母", "denominator"
    EXCLUSIONS = "剔除", "exclusions"
    WEIGHTS = "权重", "weights"
    ROUNDING = "修约", "rounding"
    PRINTING = "公布率修约", "rounding of rates in print"
    PLACING = "排名", "ranking"


class Among(Label):
    """排名范围: among whom ranks are taken."""

    COUNTED = "全部有计数的单位", "all units counted"
    """A table may list some of the units only, as the last ten: their ranks are among all."""
    LISTED = "表列单位", "the units listed"
    """As where the table is of one class, and the counts of several."""


@attrs.frozen
class Placing:
    """
    排名口径: how scores become ranks.

    Attributes:
        ties: 并列的名次.
        minimum: Units with fewer tickets behind the score stand apart.
        exactly: Whether exact scores are compared even where the score is rounded.
        among: 排名范围. By default all units of which something was counted: a table that lists
            the first or the last of them gives their ranks among all. A total row is no unit.

    Example:
        >>> print(Placing(Ties.DENSE, 30).text.zh)
        在全部有计数的单位中排名，名次并列不占位（1、1、2），计入不少于 30 件的参加排名
    """

    ties: Ties = Ties.SHARED
    minimum: int = 0
    exactly: bool = False
    among: Among = Among.COUNTED

    def __attrs_post_init__(self) -> None:
        faults = mistyped("placing", self, ties=Ties, exactly=bool, among=Among)
        refuse(AssessmentError, faults)
        if not is_count(self.minimum):
            raise AssessmentError(no_count("placing.minimum", self.minimum))

    @property
    def text(self) -> Text:
        """How scores become ranks, in words."""
        zh = f"在{self.among.zh}中排名，{self.ties.zh}，计入不少于 {self.minimum} 件的参加排名"
        en = (
            f"ranked among {self.among.en}, {self.ties.en}, "
            f"of units with at least {self.minimum} tickets"
        )
        if self.exactly:
            zh, en = f"{zh}，按未修约的得分比较", f"{en}, by scores that are not rounded"
        return Text(zh, en)


@attrs.frozen
class Reading:
    """
    候选口径: one reading of how the published figures came about.

    Attributes:
        name: What it is called.
        rates: 各率的计法; empty: as counted already.
        exclusions: 考评剔除; None: nothing is left out, or as counted already.
        formula: 计分公式; None: no score.
        rounding: 修约; None: as the formula rounds. A score is printed as it is rounded: where
            no rounding is of the score, half up.
        placing: 排名口径. What is ranked is the score as the reading has it: rounded where
            *rounding* rounds the score and *placing* does not say otherwise, else exact.
        printing: 公布率修约: by which rule the rates are printed, whatever is reckoned with. None:
            by that of *rounding*, be it of rates or of the score; without any, half up.
        takes: Which alternative of which dimension it takes; see `readings`.

    Example:
        >>> own = Reading(Text("规则集口径", "the rulebook's"), formula=Formula({"response": 1}))
        >>> own.rounding is None
        True
    """

    name: Text
    rates: tuple[Rate, ...] = attrs.field(default=(), converter=tupled)
    exclusions: Table[Any] | None = None
    formula: Formula | None = None
    rounding: Rounded | None = None
    placing: Placing = Placing()
    printing: Rounding | None = None
    takes: Mapping[Dimension, Text] = attrs.field(factory=dict, converter=mapped)

    def __attrs_post_init__(self) -> None:
        kinds = {"exclusions": Table | None, "formula": Formula | None}
        more = {"rounding": Rounded | None, "placing": Placing, "printing": Rounding | None}
        faults = mistyped("reading", self, name=Text, takes=Mapping, **kinds, **more)
        faults += misfits("reading.rates", self.rates, Rate)
        refuse(AssessmentError, faults)
        faults += misfits("reading.takes", self.takes, Dimension)
        faults += misfits("reading.takes", self.takes.values(), Text)
        refuse(AssessmentError, faults)

    @property
    def rounds(self) -> Rounded | None:
        """修约 that applies: its own, else the formula's."""
        return self.rounding or (self.formula.rounding if self.formula else None)

    @property
    def prints_rates(self) -> Rounding:
        """By which rule rates are printed."""
        rounding = self.rounds
        return self.printing or (rounding.rule if rounding is not None else Rounding.HALF_UP)

    def score_as(self, printed: Figure, points: Fraction) -> Decimal:
        """Points to the decimals of a figure, by the rounding of the score; else half up."""
        _need_figure(printed)
        rounding = self.rounds
        if rounding is None or rounding.at is not RoundingPoint.SCORE:
            return printed.show(points)
        return printed.show(points, rounding.rule, rounding.places)

    def rate_as(self, printed: Figure, value: Fraction) -> Decimal:
        """
        A rate to the decimals of a figure, and in its unit.

        Rates that are rounded before they are used are printed so, unless *printing* says how.
        """
        _need_figure(printed)
        rounding, most = self.rounds, None
        if rounding is not None and rounding.at is RoundingPoint.RATES and self.printing is None:
            most = rounding.places + (0 if printed.per_cent else 2)
        return printed.show(value, self.prints_rates, most)

    def departures(self, other: "Reading") -> tuple[Text, ...]:
        """In what it departs from another, a text per dimension; its name where no takes say."""
        if not isinstance(other, Reading):
            raise AssessmentError(misfit("other", other, Reading))
        found = tuple(
            _alternative(dimension, taken)
            for dimension, taken in self.takes.items()
            if other.takes.get(dimension) != taken
        )
        return found or ((self.name,) if self.name != other.name else ())


def _need_figure(printed: object) -> None:
    if not isinstance(printed, Figure):
        raise AssessmentError(misfit("printed", printed, Figure))


def _alternative(dimension: Dimension, taken: Text) -> Text:
    return Text(f"{dimension.zh}：{taken.zh}", f"{dimension.en}: {taken.en}")


_OWN = Text("依规则", "as the rules say")


def readings(
    base: Reading,
    *,
    rates: Mapping[Text, Iterable[Rate]] | None = None,
    exclusions: Mapping[Text, Table[Any] | None] | None = None,
    formulas: Mapping[Text, Formula] | None = None,
    roundings: Mapping[Text, Rounded] | Iterable[Rounded] = (),
    printings: Mapping[Text, Rounding | None] | Iterable[Rounding] = (),
    placings: Mapping[Text, Placing] | Iterable[Placing] = (),
) -> tuple[Reading, ...]:
    """
    Every combination of some alternatives with what a base reading has; the base itself first.

    Args:
        base: The rulebook's own reading. In a dimension that has alternatives it is called
            『依规则』, unless one of them is what it has already and so gives it its name.
        rates: 分母: alternatives of how the rates count, by name.
        exclusions: 剔除, likewise.
        formulas: 权重, likewise.
        roundings: 修约: by name, or called by their own words.
        printings: 公布率修约, likewise.
        placings: 排名, likewise.

    Raises:
        AssessmentError: An alternative that is none; all of them.

    Example:
        >>> base = Reading(Text("规则集口径", "the rulebook's"), formula=Formula({"response": 1}))
        >>> half = Formula({"response": 1, "resolution": 1})
        >>> made = readings(
        ...     base,
        ...     formulas={Text("各半", "half each"): half},
        ...     roundings=(Rounded(2), Rounded(2, Rounding.TRUNCATE)),
        ... )
        >>> len(made), made[0] == attrs.evolve(base, takes=made[0].takes), made[3].name.zh
        (6, True, '权重：各半')
    """
    if not isinstance(base, Reading):
        raise AssessmentError(misfit("base", base, Reading))
    given = (
        (Dimension.DENOMINATOR, "rates", rates),
        (Dimension.EXCLUSIONS, "exclusions", exclusions),
        (Dimension.WEIGHTS, "formula", formulas),
        (Dimension.ROUNDING, "rounding", roundings),
        (Dimension.PRINTING, "printing", printings),
        (Dimension.PLACING, "placing", placings),
    )
    dimensions = []
    for dimension, field, alternatives in given:
        named = _named(field, alternatives)
        if not named:
            continue
        own = getattr(base, field)
        name = next((text for text, each in named.items() if each is own or each == own), None)
        own_name = name or base.takes.get(dimension, _OWN)
        others = [each for each in named.items() if each[0] != name]
        if own_name in dict(others):
            what = Text("与本口径自己的名称相同", "called as what the base has is called")
            fail(AssessmentError, field, what, value=shown(own_name))
        dimensions.append((dimension, field, [(own_name, own), *others]))
    made = []
    for choice in product(*(options for _, _, options in dimensions)):
        taken = list(zip(dimensions, choice, strict=True))
        takes = {dimension: name for (dimension, _, _), (name, _) in taken}
        away = [
            _alternative(dimension, name)
            for (dimension, _, options), (name, _) in taken
            if name != options[0][0]
        ]
        name = Text("；".join(t.zh for t in away), "; ".join(t.en for t in away))
        fields = {field: value for (_, field, _), (_, value) in taken}
        kept = {**base.takes, **takes}
        made.append(attrs.evolve(base, name=name if away else base.name, takes=kept, **fields))
    return tuple(made)


def _named(field: str, alternatives: object) -> dict[Text, Any]:
    """Alternatives of one dimension by name; how to round and to rank has words of its own."""
    if alternatives is None:
        return {}
    if not isinstance(alternatives, Mapping):
        kinds = {"rounding": Rounded, "printing": Rounding, "placing": Placing}
        if field not in kinds:
            raise AssessmentError(misfit(field, alternatives, Mapping))
        each = tupled(alternatives)
        refuse(AssessmentError, misfits(field, each, kinds[field]))
        return {value.text: value for value in each}
    refuse(AssessmentError, misfits(field, alternatives, Text))
    if field != "rates":
        return dict(alternatives)
    return {name: tupled(each) for name, each in alternatives.items()}


# ------------------------------------------------------------------ what was recomputed


@attrs.frozen
class Uncomputed:
    """
    不能计算: a figure that a reading cannot give, and why.

    Attributes:
        why: The reason, as a rule that nobody published.
    """

    why: Text

    def __attrs_post_init__(self) -> None:
        refuse(AssessmentError, mistyped("uncomputed", self, why=Text))


Recomputed = Fraction | NotAssessed | Uncomputed

_NO_FORMULA = Uncomputed(Text("该口径没有计分公式", "the reading has no formula"))
_NO_COLUMN = Uncomputed(Text("该口径不计算这一列", "the reading does not compute the column"))


def _no_rank(open_: Iterable[str]) -> Uncomputed:
    """Why no rank is sure: the units whose score may come to anything."""
    names = sorted(open_)
    more = len(names) > _LISTED
    zh = "、".join(names[:_LISTED]) + ("等" if more else "")
    en = ", ".join(names[:_LISTED]) + (" and others" if more else "")
    return Uncomputed(
        Text(
            f"{zh}的得分不能计算，名次无从确定",
            f"the score of {en} is not computable, so no rank is sure",
        )
    )


def _uncomputed(error: JiesuError) -> Uncomputed:
    return Uncomputed(Text(error.to("zh"), error.to("en")))


class _More(NamedTuple):
    """What formulas read besides rates, by unit."""

    findings: Mapping[str, Mapping[str, int]] | None
    figures: Mapping[str, Mapping[str, Any]]
    base: Mapping[str, Mapping[str, Any]]

    def of(self, unit: str) -> dict[str, Any]:
        """The keyword arguments of a formula."""
        findings = None if self.findings is None else self.findings.get(unit, {})
        return {
            "findings": findings,
            "figures": self.figures.get(unit, {}),
            "base": self.base.get(unit, {}),
        }


class _Counted:
    """
    What one pair of exclusions and rates counts: every rate once per unit.

    Of units that are not listed only where the table has ranks, which may be taken among them.
    """

    def __init__(self, given: Tally | Counts, reading: Reading, published: Published) -> None:
        self.open: Uncomputed | None = None
        self.ranked: tuple[str, ...] = ()
        self.rates: dict[str, dict[str, Recomputed]] = {}
        try:
            counts = (
                given
                if isinstance(given, Counts)
                else count(given, reading.exclusions, reading.rates)
            )
        except UnsetError as error:
            self.open = _uncomputed(error)
            self.names = [rate.name for rate in reading.rates]
            return
        self.names = [rate.name for rate in counts.rates]
        whole, listed = published.total, counts.only(published.listed)
        if RANK not in published.columns:
            counts = listed
        self.ranked = tuple(unit for unit in counts.units if unit != whole)
        if whole is not None:
            summed = listed.rolled_up(dict.fromkeys(listed.units, whole))
            kept = counts.only(self.ranked).units
            counts = attrs.evolve(counts, units={**kept, **summed.units})
        self.counts = counts
        unsure = bool(counts.unsettled())
        for unit, counted in counts.units.items():
            values = zip(self.names, (ratio.value for ratio in counted.ratios), strict=True)
            self.rates[unit] = dict(values)
            for name in counts.unsettled((unit,)) if unsure else ():
                try:
                    counts.need_settled((name,), (unit,))
                except UnsetError as error:
                    self.rates[unit][name] = _uncomputed(error)

    def why_not(self, unit: str) -> Uncomputed | None:
        """Why nothing can be computed of a unit; None where something can."""
        if self.open is not None or unit in self.rates:
            return self.open
        near = did_you_mean(unit, self.rates)
        return Uncomputed(
            Text(
                f"没有该单位的计数（{near.zh}）", f"nothing was counted of such a unit ({near.en})"
            )
        )

    def value(self, unit: str, column: str) -> Recomputed:
        """A rate, or a number of tickets."""
        lacking = self.why_not(unit)
        if lacking is not None:
            return lacking
        counted = self.counts.units[unit]
        if column in {TOTAL, EXCLUDED}:
            return Fraction(counted.total if column == TOTAL else counted.excluded)
        if column in self.names:
            return self.rates[unit][column]
        for part, ending in enumerate(_PARTS):
            rate = column.removesuffix(ending)
            if rate != column and rate in self.names:
                settled = self.rates[unit][rate]
                ratio = counted.ratios[self.names.index(rate)]
                return settled if isinstance(settled, Uncomputed) else Fraction(ratio[part])
        return _NO_COLUMN

    def read(self, unit: str, names: Iterable[str]) -> dict[str, Recomputed] | Uncomputed:
        """Some rates of a unit; why not, where one of them cannot be computed."""
        lacking = self.why_not(unit)
        if lacking is not None:
            return lacking
        found = {name: self.rates[unit][name] for name in names}
        open_ = (value for value in found.values() if isinstance(value, Uncomputed))
        return next(open_, found)

    def ranks(
        self, points: Mapping[str, Recomputed], formula: Formula, placing: Placing
    ) -> Mapping[str, Recomputed]:
        """名次 of units by points; of those that stand apart, that they are not ranked."""
        known = {u: p for u, p in points.items() if not isinstance(p, Uncomputed)}
        open_ = [unit for unit in points.keys() - known if unit in self.rates]
        if self.open is not None or open_:
            return dict.fromkeys(points, self.open or _no_rank(open_))
        behind = [self.counts.volumes(name) for name in formula.rates]
        volumes = {
            unit: min((each[unit] for each in behind), default=self.counts.units[unit].total)
            for unit in known
        }
        league = rank(known, volumes=volumes, ties=placing.ties, minimum=placing.minimum)
        found: dict[str, Recomputed] = dict(points)
        found.update(dict.fromkeys((row.unit for row in league.unranked), NOT_ASSESSED))
        found.update({row.unit: Fraction(row.rank) for row in league.ranked})
        return found


class _Recount:
    """The figures of all readings; whatever several of them share is reckoned once."""

    def __init__(self, given: Tally | Counts, published: Published, more: _More) -> None:
        self._given, self._published, self._more = given, published, more
        self._counted: dict[object, _Counted] = {}
        self._points_of: dict[object, dict[str, Recomputed]] = {}
        self._scores: dict[object, Recomputed] = {}
        self._ranks: dict[object, Mapping[str, Recomputed]] = {}

    def counted(self, reading: Reading) -> _Counted:
        """What its exclusions and rates count."""
        key = self._pair(reading)
        found = self._counted.get(key)
        if found is None:
            found = self._counted[key] = _Counted(self._given, reading, self._published)
        return found

    @staticmethod
    def _pair(reading: Reading) -> object:
        # By identity: the readings live as long as this does, and tables are long to compare.
        return id(reading.exclusions), tuple(map(id, reading.rates))

    def alike(self, tried: Iterable[Reading], column: str) -> list[int]:
        """A number for each reading: those of one number give the same in a column."""
        numbers: dict[object, int] = {}
        return [numbers.setdefault(self._key(each, column), len(numbers)) for each in tried]

    def _key(self, reading: Reading, column: str) -> object:
        """What a figure of a column depends on."""
        shared = self._pair(reading), reading.rounds
        if column not in {SCORE, RANK}:
            return *shared, reading.printing
        scored = *shared, id(reading.formula)
        return scored if column == SCORE else (*scored, reading.placing)

    def value(self, reading: Reading, unit: str, column: str) -> Recomputed:
        """A figure under a reading, in its own unit: ratios, points, ranks, tickets."""
        if column not in {SCORE, RANK}:
            return self.counted(reading).value(unit, column)
        if reading.formula is None:
            return _NO_FORMULA
        if column == SCORE:
            return self._points(reading, reading.formula, unit)
        if unit == self._published.total:
            return _NO_COLUMN
        return self._placed(reading, reading.formula)[unit]

    def _points(self, reading: Reading, formula: Formula, unit: str) -> Recomputed:
        """Exact points; where the score is rounded, that is left to whoever prints or compares."""
        rounding = reading.rounds
        if rounding is not None and rounding.at is RoundingPoint.SCORE:
            rounding = None
        key = self._pair(reading), id(formula), rounding
        found = self._points_of.get(key)
        if found is None:
            counted, used = self.counted(reading), attrs.evolve(formula, rounding=rounding)
            found = self._points_of[key] = {
                each: self._scored(used, id(formula), each, counted.read(each, used.rates))
                for each in dict.fromkeys((*self._published.units, *counted.ranked))
            }
        return found[unit]

    def _scored(
        self, formula: Formula, known_as: int, unit: str, rates: dict[str, Recomputed] | Uncomputed
    ) -> Recomputed:
        """The score of some rates. Many pairs give a unit the same rates: those are reckoned once."""
        if isinstance(rates, Uncomputed):
            return rates
        key = known_as, formula.rounding, unit, *rates.values()
        found = self._scores.get(key)
        if found is None:
            try:
                found = formula.evaluate(rates, **self._more.of(unit)).points
            except SchemaError as error:  # the rates are there: a figure or a finding is not
                found = _uncomputed(error)
            self._scores[key] = found
        return found

    def _placed(self, reading: Reading, formula: Formula) -> Mapping[str, Recomputed]:
        key, rounding = self._key(reading, RANK), reading.rounds
        found = self._ranks.get(key)
        if found is None:
            counted, units = self.counted(reading), self._published.listed
            if reading.placing.among is Among.COUNTED:
                units = tuple(dict.fromkeys((*units, *counted.ranked)))
            points = {unit: self._points(reading, formula, unit) for unit in units}
            at_score = rounding is not None and rounding.at is RoundingPoint.SCORE
            if rounding is not None and at_score and not reading.placing.exactly:
                points = {
                    unit: rounding.of(value) if isinstance(value, Fraction) else value
                    for unit, value in points.items()
                }
            found = counted.ranks(points, formula, reading.placing)
            self._ranks[key] = found
        return found


# ------------------------------------------------------------------ the result


@attrs.frozen
class Check:
    """
    One published figure, and what became of it.

    Attributes:
        unit: Of which unit.
        column: Of which column.
        published: The figure as printed.
        recomputed: Exact under the first reading, in the unit of the printed figure: in per cent
            where that is.
        shown: The same as it would be printed; None where there is no number.
        explained_by: The readings that give exactly the printed figure, in the order given.
        computable: Whether any reading can compute it.
        agrees: Whether the first reading gives it.
    """

    unit: str
    column: str
    published: Figure
    recomputed: Recomputed
    shown: Decimal | None
    explained_by: tuple[Reading, ...] = attrs.field(converter=tupled)
    computable: bool
    agrees: bool

    def __attrs_post_init__(self) -> None:
        kinds = {"recomputed": Recomputed, "shown": Decimal | None, "published": Figure}
        flags = {"computable": bool, "agrees": bool}
        faults = mistyped("check", self, unit=str, column=str, **kinds, **flags)
        faults += misfits("check.explained_by", self.explained_by, Reading)
        if isinstance(self.shown, Decimal) and not self.shown.is_finite():
            faults.append(misfit("check.shown", self.shown, Fraction))
        refuse(AssessmentError, faults)

    @property
    def difference(self) -> Fraction | None:
        """公布数 less the exact one; None where one of them is no number."""
        printed, own = self.published.value, self.recomputed
        both = isinstance(printed, Fraction) and isinstance(own, Fraction)
        return printed - own if both else None  # type: ignore[operator]

    @property
    def printed_difference(self) -> Decimal | None:
        """公布数 less the recomputed one, both as printed."""
        printed = self.published.value
        if self.shown is None or isinstance(printed, NotAssessed):
            return None
        return rounded(printed - Fraction(self.shown), self.published.places)

    @property
    def in_question(self) -> bool:
        """Whether something computes it, and the first reading does not give it."""
        return self.computable and not self.agrees

    @property
    def recomputed_text(self) -> Text:
        """What was recomputed, in words."""
        if self.shown is not None:
            said = f"{self.shown}{'%' if self.published.per_cent else ''}"
            return Text(said, said)
        if isinstance(self.recomputed, Uncomputed):
            return Text("不能计算", "not computable")
        return Text("不参加排名", "not ranked") if self.column == RANK else NOT_ASSESSED.text


class FindingKind(Label):
    """矛盾的种类: how published figures contradict each other, or themselves."""

    PARTS = "分项之和与合计不符", "the parts do not add up to the total"
    IDENTITY = "勾稽关系不成立", "an identity does not hold"
    LACKING = "缺项，不能核对", "figures are missing, so that it cannot be checked"
    RANGE = "超出应有范围", "outside its range"
    SCORE = "得分与所公布的各率不符", "the published rates do not give the score"
    RANK = "名次与所公布的得分矛盾", "the ranks contradict the published scores"


@attrs.frozen
class Finding:
    """
    疑点: a contradiction within the published figures.

    Attributes:
        kind: Of which kind.
        unit: Of which unit; empty where it is of the whole table.
        what: What contradicts what.
        figures: Column, or unit, to the figure as printed.
    """

    kind: FindingKind
    unit: str
    what: Text
    figures: Mapping[str, str] = attrs.field(factory=dict, converter=mapped)

    def __attrs_post_init__(self) -> None:
        kinds = {"kind": FindingKind, "what": Text, "figures": Mapping}
        refuse(AssessmentError, mistyped("finding", self, unit=str, **kinds))
        each = (*self.figures, *self.figures.values())
        refuse(AssessmentError, misfits("finding.figures", each, str))


@attrs.frozen
class Identity:
    """
    勾稽关系: columns that come to the same when they are added up.

    Attributes:
        name: What it is called.
        left: Columns.
        right: Columns.

    Example:
        >>> CARRIED_OVER.name.zh
        '结转+新增=办结+在办+超期'
    """

    name: Text
    left: tuple[str, ...] = attrs.field(converter=tupled)
    right: tuple[str, ...] = attrs.field(converter=tupled)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("identity", self, name=Text)
        faults += misfits("identity.columns", self.columns, str)
        if not self.left or not self.right:
            what = Text("两边都须有列", "both sides need columns")
            faults.append(Fault("identity", what, shown(self.columns)))
        refuse(AssessmentError, faults)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of both sides."""
        return (*self.left, *self.right)


CARRIED_OVER = Identity(
    Text(
        "结转+新增=办结+在办+超期", "carried over + new = finished + open within limit + overdue"
    ),
    ("carried_over", "new"),
    ("finished", "open", "overdue"),
)
"""结转与新增之和等于办结、在办（未到期）与超期未办结之和."""


class Explained(NamedTuple):
    """
    How many figures a reading gives.

    Attributes:
        reading: Which.
        number: Figures that it gives exactly as printed.
        asked: How many can be computed under any reading.
    """

    reading: Reading
    number: int
    asked: int

    @property
    def all(self) -> bool:
        """Whether it gives every one; not where there is none."""
        return self.number == self.asked != 0


@attrs.frozen(repr=False)
class Reconciliation:
    """
    核对结果: figure by figure, and what the readings that explain have in common.

    Attributes:
        published: 公布表.
        readings: 候选口径, the first the rulebook's own.
        checks: Every published figure, in the order of the table.
        findings: 疑点 in the published figures alone.
        unlisted: Units of which something was counted and which the table does not list.
        beside: Columns that no reading computes: only the findings speak of them.
        terms: The official terms of the rates.
    """

    published: Published
    readings: tuple[Reading, ...] = attrs.field(converter=tupled)
    checks: tuple[Check, ...] = attrs.field(converter=tupled)
    findings: tuple[Finding, ...] = attrs.field(converter=tupled)
    unlisted: tuple[str, ...] = attrs.field(default=(), converter=tupled)
    beside: tuple[str, ...] = attrs.field(default=(), converter=tupled)
    terms: Mapping[str, Text] = attrs.field(factory=dict, converter=mapped)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("reconciliation", self, published=Published, terms=Mapping)
        kinds = {"readings": Reading, "checks": Check, "findings": Finding}
        for name, kind in {**kinds, "unlisted": str, "beside": str}.items():
            faults += misfits(f"reconciliation.{name}", getattr(self, name), kind)
        if not self.readings:
            faults.append(Fault("reconciliation.readings", _NO_CANDIDATES))
        refuse(AssessmentError, faults)
        refuse(AssessmentError, misfits("reconciliation.terms", self.terms.values(), Text))

    def __repr__(self) -> str:
        return (
            f"Reconciliation({len(self.checks)} figures, {len(self.uncomputed)} not computable, "
            f"{len(self.in_question)} in question, {len(self.unexplained)} unexplained, "
            f"{len(self.findings)} findings)"
        )

    def check(self, unit: str, column: str) -> Check:
        """
        What became of one figure.

        Raises:
            AssessmentError: No such figure was published.
        """
        for each in self.checks:
            if each.unit == unit and each.column == column:
                return each
        fail(
            AssessmentError,
            "checks",
            Text("没有公布这一数", "no such figure was published"),
            value=shown((unit, column)),
            remedy=did_you_mean(unit, self.published.units),
        )

    @property
    def in_question(self) -> tuple[Check, ...]:
        """差异: figures that the first reading does not give."""
        return tuple(each for each in self.checks if each.in_question)

    @property
    def unexplained(self) -> tuple[Check, ...]:
        """Figures that can be computed and that no candidate gives."""
        return tuple(each for each in self.in_question if not each.explained_by)

    @property
    def uncomputed(self) -> tuple[Check, ...]:
        """Figures that no candidate can compute."""
        return tuple(each for each in self.checks if not each.computable)

    @property
    def ordered(self) -> tuple[Explained, ...]:
        """The readings by how many figures they give; then by how little they depart."""
        given = Counter(reading.name for each in self.checks for reading in each.explained_by)
        asked = sum(each.computable for each in self.checks)
        first = self.readings[0]
        found = [Explained(reading, given[reading.name], asked) for reading in self.readings]
        return tuple(sorted(found, key=lambda e: (-e.number, len(e.reading.departures(first)))))

    @property
    def explaining_all(self) -> tuple[Reading, ...]:
        """Readings that give every figure that can be computed."""
        return () if self.unexplained else self.explaining

    @property
    def explaining(self) -> tuple[Reading, ...]:
        """Readings that give every figure that any candidate gives; none if there is no figure."""
        most = sum(bool(each.explained_by) for each in self.checks)
        return tuple(each.reading for each in self.ordered if each.number == most) if most else ()

    @property
    def agreed(self) -> dict[Dimension, Text]:
        """For each dimension with alternatives, the one that all explaining readings take."""
        return agreed(self.explaining, self.readings)

    def simplest(self, among: Iterable[Reading]) -> tuple[Reading, ...]:
        """Of some readings those that depart from the first in the fewest dimensions."""
        given = tupled(among)
        refuse(AssessmentError, misfits("among", given, Reading))
        away = [len(reading.departures(self.readings[0])) for reading in given]
        least = min(away, default=0)
        return tuple(each for each, far in zip(given, away, strict=True) if far == least)

    def explain(self, lang: str = "zh") -> Explanation:
        """核对意见: what was held against what, the differences and what explains them, the doubts."""
        parts = [
            self._scope(),
            _part(_counted(self), _difference_parts(self)),
            Explanation(_judged(self), [Explanation(each) for each in _dimension_texts(self)]),
        ]
        if self.findings:
            number = len(self.findings)
            says = Text(
                f"公布数据自身的疑点（{number} 处）",
                f"Doubts within the published figures ({number})",
            )
            parts.append(_part(says, [_finding_text(self.published, f) for f in self.findings]))
        if self.uncomputed:
            number = len(self.uncomputed)
            says = Text(f"任何口径都不能计算的（{number} 个）", f"Not computable ({number})")
            parts.append(_part(says, [_not_computed(self, each) for each in self.uncomputed]))
        if self.unlisted:
            zh, en = "、".join(self.unlisted), ", ".join(self.unlisted)
            says = Text(
                f"有计数而公布表未列的单位：{zh}", f"Counted, and not in the published table: {en}"
            )
            parts.append(Explanation(says))
        title = self.published.title
        return Explanation(
            Text(f"数据核对：{title.zh}", f"Reconciliation: {title.en}"), parts, lang=lang
        )

    def _scope(self) -> Explanation:
        own, units = self.readings[0].name, len(self.published.units)
        says = Text(
            f"核对范围：{units} 个单位（含合计行）的 {len(self.checks)} 个公布数"
            if self.published.total is not None
            else f"核对范围：{units} 个单位的 {len(self.checks)} 个公布数",
            f"Scope: {len(self.checks)} published figures in {units} rows",
        )
        parts = [
            Explanation(
                Text(
                    f"候选口径 {len(self.readings)} 种，首列『{own.zh}』",
                    f'{len(self.readings)} candidate readings, the first "{own.en}"',
                )
            )
        ]
        for dimension, names in _alternatives(self.readings).items():
            zh, en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
            parts.append(Explanation(Text(f"{dimension.zh}：{zh}", f"{dimension.en}: {en}")))
        if self.beside:
            words = [self.published.term(column, self.terms) for column in self.beside]
            zh, en = "、".join(w.zh for w in words), ", ".join(w.en for w in words)
            says_beside = Text(
                f"只核对勾稽关系、不作核算的列：{zh}", f"Not recomputed, only held together: {en}"
            )
            parts.append(Explanation(says_beside))
        source = self.published.source
        grounds = [Text(source, source)] if source else []
        return Explanation(says, parts, grounds)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """
        A flat row per published figure, in Chinese; exact values as fractions.

        ``explained_by`` names the readings that depart the least from the first, ``readings`` says
        how many give the figure in all.
        """
        rows: list[dict[str, str | int]] = []
        for each in self.checks:
            exact, difference = each.recomputed, each.difference
            printed = each.printed_difference
            rows.append(
                {
                    "unit": each.unit,
                    "name": self.published.name(each.unit),
                    "column": each.column,
                    "term": self.published.term(each.column, self.terms).zh,
                    "published": each.published.text,
                    "recomputed": each.recomputed_text.zh,
                    "exact": written(exact) if isinstance(exact, Fraction) else "",
                    "difference": "" if printed is None else str(printed),
                    "exact_difference": "" if difference is None else written(difference),
                    "result": _result(each).zh,
                    "explained_by": " 或 ".join(t.zh for t in _simplest_texts(self, each)),
                    "readings": len(each.explained_by),
                }
            )
        return rows


def agreed(explaining: Iterable[Reading], candidates: Iterable[Reading]) -> dict[Dimension, Text]:
    """
    For each dimension in which the candidates differ, what some of them all take.

    Args:
        explaining: Some readings; of none, nothing is agreed.
        candidates: All of them.

    Example:
        >>> base = Reading(Text("本口径", "own"), formula=Formula({"a": 1}))
        >>> every = readings(base, roundings=(Rounded(1), Rounded(2)))
        >>> agreed(every[1:2], every)[Dimension.ROUNDING].zh
        '得分修约：保留 1 位小数，四舍五入'
    """
    chosen = tupled(explaining)
    refuse(AssessmentError, misfits("explaining", chosen, Reading))
    found = {}
    for dimension in _alternatives(tupled(candidates)):
        taken = {reading.takes.get(dimension) for reading in chosen}
        only = taken.pop() if len(taken) == 1 else None
        if only is not None:
            found[dimension] = only
    return found


def _alternatives(candidates: tuple[Reading, ...]) -> dict[Dimension, tuple[Text, ...]]:
    """The dimensions in which readings differ, each with its alternatives in order."""
    refuse(AssessmentError, misfits("candidates", candidates, Reading))
    found = {
        dimension: tuple(
            dict.fromkeys(r.takes[dimension] for r in candidates if dimension in r.takes)
        )
        for dimension in Dimension
    }
    return {dimension: names for dimension, names in found.items() if len(names) > 1}


# ------------------------------------------------------------------ reconcile


def reconcile(
    published: Published | Mapping[str, Mapping[str, Any]],
    counted: Tally | Counts,
    candidates: Iterable[Reading],
    *,
    identities: Iterable[Identity] = (CARRIED_OVER,),
    findings: Mapping[str, Mapping[str, int]] | None = None,
    figures: Mapping[str, Mapping[str, Any]] | None = None,
    base: Mapping[str, Mapping[str, Any]] | None = None,
) -> Reconciliation:
    """
    Hold a published table against what was counted, under each of some readings.

    A total row is what the units listed come to together: their counts added, never a mean.

    Args:
        published: Unit to column to the figure as printed; see `Published`.
        counted: A tally, which readings count in their own way; or counts, of which only formula,
            rounding and ranking can be read differently.
        candidates: The readings that are tried, the rulebook's own first; see `readings`.
        identities: 勾稽关系 that the published volumes have to meet; one of which the table has
            no column on a side is passed over.
        findings: 查实情况 by unit, for formulas that deduct or add points; see `Formula.evaluate`.
            Where ranks are taken among all that were counted, of all these.
        figures: Figures by unit, for formulas that read any; likewise.
        base: Rates and figures of the base period by unit, for formulas that read growth.

    Raises:
        InexactNumberError: Published cells that are no figures as printed.
        AssessmentError: No candidates, two of one name, or one that asks of counts for what only a
            tally can give.
        SchemaError: A formula reads a rate that its reading does not count; a table reads a fact
            that was not tallied. What nobody published is no error: under such a reading a figure
            is not computable.

    Example:
        >>> counts = Counts.of({"a": {"response": (65, 66)}, "b": {"response": (9, 10)}})
        >>> own = Reading(Text("规则集口径", "the rulebook's"), rounding=Rounded(2))
        >>> tried = readings(own, roundings={Text("截尾", "cut"): Rounded(2, Rounding.TRUNCATE)})
        >>> table = {"a": {"response": "98.48%"}, "b": {"response": "90.01%"}}
        >>> done = reconcile(table, counts, tried)
        >>> [(each.unit, each.recomputed_text.zh, each.difference) for each in done.in_question]
        [('b', '90.00%', Fraction(1, 100))]
        >>> [each.unit for each in done.unexplained]
        ['b']
    """
    table = published if isinstance(published, Published) else Published(published)
    if not isinstance(counted, Tally | Counts):
        raise AssessmentError(misfit("counted", counted, Tally))
    tried = _candidates(candidates, counted)
    more = _read_more(findings, figures, base)
    recount = _Recount(counted, table, more)
    rates = counted.rates if isinstance(counted, Counts) else ()
    rates = (*rates, *(rate for reading in tried for rate in reading.rates))
    terms = {rate.name: rate.term for rate in reversed(rates)}
    known = {*_TERMS, *terms, *(name + ending for name in terms for ending in _PARTS)}
    alike = {each: recount.alike(tried, each) for each in table.columns if each in known}
    checks = tuple(
        _check(recount, tried, alike[column], unit, column, figure)
        for unit, row in table.units.items()
        for column, figure in row.items()
        if column in alike
    )
    beside = tuple(each for each in table.columns if each not in alike)
    doubts = _contradictions(table, tried, set(terms), _identities(identities), more, terms)
    unlisted = sorted(set(counted.units) - set(table.units))
    return Reconciliation(table, tried, checks, doubts, tuple(unlisted), beside, terms)


def _candidates(candidates: Iterable[Reading], counted: Tally | Counts) -> tuple[Reading, ...]:
    tried: tuple[Reading, ...] = tupled(candidates)
    refuse(AssessmentError, misfits("candidates", tried, Reading))
    faults: list[Fault] = []
    if not tried:
        faults.append(Fault("candidates", _NO_CANDIDATES))
    names = Counter(reading.name for reading in tried)
    faults += [
        Fault("candidates", Text("候选口径重名", "two readings of one name"), shown(name.zh))
        for name, number in names.items()
        if number > 1
    ]
    for place, reading in enumerate(tried):
        path = f"candidates[{place}]"
        if isinstance(counted, Counts) and (reading.rates or reading.exclusions is not None):
            what = Text(
                "已统计的数据不能再改计法或剔除", "what is counted can be counted in no other way"
            )
            remedy = Text("请给出 Tally，或只改公式和修约", "pass a Tally, or vary the rest only")
            faults.append(Fault(path, what, shown(reading.name.zh), remedy=remedy))
        if isinstance(counted, Tally) and not reading.rates:
            what = Text("没有各率的计法，无法统计", "has no rates, so that nothing can be counted")
            faults.append(Fault(f"{path}.rates", what, shown(reading.name.zh)))
    refuse(AssessmentError, faults)
    known = {rate.name for rate in counted.rates} if isinstance(counted, Counts) else set()
    missing: dict[tuple[str, str], Fault] = {}
    for reading in tried:
        there = known or {rate.name for rate in reading.rates}
        for name in reading.formula.rates if reading.formula else ():
            if name not in there:
                what = Text("公式要用的率没有统计", "the formula reads a rate that is not counted")
                near = did_you_mean(name, there)
                fault = Fault(f"candidates.{reading.name.en}", what, name, remedy=near)
                missing.setdefault((name, near.en), fault)
    refuse(SchemaError, missing.values())
    return tried


def _read_more(findings: object, figures: object, base: object) -> _More:
    given = {"findings": findings, "figures": figures, "base": base}
    faults: list[Fault] = []
    for name, value in given.items():
        if isinstance(value, Mapping):
            faults += misfits(name, value, str) + misfits(name, value.values(), Mapping)
        elif value is not None:
            faults.append(misfit(name, value, Mapping))
    refuse(AssessmentError, faults)
    return _More(findings, figures or {}, base or {})  # type: ignore[arg-type]


def _identities(identities: Iterable[Identity]) -> tuple[Identity, ...]:
    given: tuple[Identity, ...] = tupled(identities)
    refuse(AssessmentError, misfits("identities", given, Identity))
    return given


def _check(
    recount: _Recount,
    tried: tuple[Reading, ...],
    alike: list[int],
    unit: str,
    column: str,
    figure: Figure,
) -> Check:
    """One figure under every reading; what several of them share is printed once."""
    known: dict[int, tuple[Recomputed, Decimal | None, bool]] = {}
    by: list[Reading] = []
    for number, reading in zip(alike, tried, strict=True):
        answer = known.get(number)
        if answer is None:
            value = recount.value(reading, unit, column)
            answer = known[number] = _held(reading, recount, column, figure, value)
        if answer[2]:
            by.append(reading)
    value, said, agrees = known[alike[0]]
    computable = not all(isinstance(each, Uncomputed) for each, _, _ in known.values())
    return Check(unit, column, figure, value, said, tuple(by), computable, agrees)


def _held(
    reading: Reading, recount: _Recount, column: str, figure: Figure, value: Recomputed
) -> tuple[Recomputed, Decimal | None, bool]:
    """A value in the unit of the printed figure, as it would be printed, and whether it is that."""
    if not isinstance(value, Fraction):
        return value, None, value is figure.value
    if column == SCORE:
        said = reading.score_as(figure, value)
    elif column in recount.counted(reading).names:
        value = _HUNDRED * value if figure.per_cent else value
        said = reading.rate_as(figure, value)
    else:
        rounding = reading.rounds
        said = figure.show(value, rounding.rule if rounding else Rounding.HALF_UP)
    return value, said, Fraction(said) == figure.value


# ------------------------------------------------------------------ the published figures alone


def contradictions(
    published: Published | Mapping[str, Mapping[str, Any]],
    candidates: Iterable[Reading] = (),
    *,
    rates: Iterable[str] = (),
    identities: Iterable[Identity] = (CARRIED_OVER,),
    findings: Mapping[str, Mapping[str, int]] | None = None,
    figures: Mapping[str, Mapping[str, Any]] | None = None,
    base: Mapping[str, Mapping[str, Any]] | None = None,
) -> tuple[Finding, ...]:
    """
    Where published figures contradict each other, whatever was counted.

    Parts that do not add up to the total row (whole numbers only: rates and scores do not add up);
    identities; rates outside 0 to 100 %; a score that the published rates give under none of the
    formulas, each rate taken as anything that rounds to what was printed; ranks against scores.

    Args:
        published: See `reconcile`.
        candidates: Readings whose rates, formulas and roundings are tried.
        rates: More columns that are rates.
        identities: See `reconcile`.
        findings: See `reconcile`.
        figures: See `reconcile`.
        base: See `reconcile`.

    Raises:
        AssessmentError: See `reconcile`.

    Example:
        >>> table = Published(
        ...     {"a": {"total": 12}, "b": {"total": 9}, "合计": {"total": 20}}, total="合计"
        ... )
        >>> [(each.kind.zh, each.what.zh) for each in contradictions(table)]
        [('分项之和与合计不符', '计入件数：各单位之和 21，合计行 20')]
    """
    table = published if isinstance(published, Published) else Published(published)
    tried: tuple[Reading, ...] = tupled(candidates)
    refuse(AssessmentError, misfits("candidates", tried, Reading))
    named = {rate.name: rate.term for reading in tried for rate in reading.rates}
    more_rates = tupled(rates)
    refuse(AssessmentError, misfits("rates", more_rates, str))
    more = _read_more(findings, figures, base)
    return _contradictions(
        table, tried, {*named, *more_rates}, _identities(identities), more, named
    )


def _contradictions(
    table: Published,
    tried: tuple[Reading, ...],
    rates: set[str],
    identities: tuple[Identity, ...],
    more: _More,
    terms: Mapping[str, Text],
) -> tuple[Finding, ...]:
    rates = rates.union(*(reading.formula.rates for reading in tried if reading.formula))
    return (
        *_sums(table, rates, terms),
        *(each for identity in identities for each in _identity(table, identity, terms)),
        *_ranges(table, rates, terms),
        *_scores(table, tried, more),
        *_rank_order(table),
    )


def _number(row: Mapping[str, Figure], column: str) -> Fraction | None:
    """The number printed; None where there is none."""
    value = row[column].value if column in row else None
    return value if isinstance(value, Fraction) else None


def _sums(table: Published, rates: set[str], terms: Mapping[str, Text]) -> Iterator[Finding]:
    """Volumes of the units against those of the total row."""
    if table.total is None:
        return
    whole = table.units[table.total]
    for column, printed in whole.items():
        cells = [table.units[unit].get(column) for unit in table.listed]
        given = [each for each in cells if each is not None]
        if column in {SCORE, RANK, *rates} or not all(map(_is_volume, (printed, *given))):
            continue
        term = table.term(column, terms)
        if len(given) < len(cells):
            lacking = [unit for unit in table.listed if column not in table.units[unit]]
            zh, en = "、".join(map(table.name, lacking)), ", ".join(map(table.name, lacking))
            yield Finding(
                FindingKind.LACKING,
                "",
                Text(f"{term.zh}：缺 {zh} 的数", f"{term.en}: no figure of {en}"),
                {table.total: printed.text},
            )
            continue
        numbers = [each.value for each in given if isinstance(each.value, Fraction)]
        added = sum(numbers, Fraction(0))
        if added != printed.value:
            yield Finding(
                FindingKind.PARTS,
                table.total,
                Text(
                    f"{term.zh}：各单位之和 {written(added)}，合计行 {printed.text}",
                    f"{term.en}: the units add up to {written(added)}, the total row says "
                    f"{printed.text}",
                ),
                {unit: row[column].text for unit, row in table.units.items()},
            )


def _is_volume(figure: Figure) -> bool:
    """Whether it is a whole number of things, which adds up."""
    return isinstance(figure.value, Fraction) and not figure.per_cent and not figure.places


def _identity(
    table: Published, identity: Identity, terms: Mapping[str, Text]
) -> Iterator[Finding]:
    """An identity, unit by unit; columns that stand nowhere are told once."""
    there = set(table.columns)
    if there.isdisjoint(identity.left) or there.isdisjoint(identity.right):
        return
    nowhere = [column for column in identity.columns if column not in there]
    if nowhere:
        yield _lacking(table, "", identity, nowhere, {}, terms)
        return
    for unit, row in table.units.items():
        printed = {column: row[column].text for column in identity.columns if column in row}
        missing = [column for column in identity.columns if _number(row, column) is None]
        if missing:
            yield _lacking(table, unit, identity, missing, printed, terms)
            continue
        left, right = (
            sum((_number(row, column) or Fraction(0) for column in side), Fraction(0))
            for side in (identity.left, identity.right)
        )
        if left != right:
            zh, en = (
                " ≠ ".join(
                    f"{' + '.join(row[column].text for column in side)}（{written(added)}）"
                    for side, added in ((identity.left, left), (identity.right, right))
                )
                for _ in ("zh", "en")
            )
            what = Text(f"{identity.name.zh}：{zh}", f"{identity.name.en}: {en}")
            yield Finding(FindingKind.IDENTITY, unit, what, printed)


def _lacking(
    table: Published,
    unit: str,
    identity: Identity,
    missing: Iterable[str],
    printed: Mapping[str, str],
    terms: Mapping[str, Text],
) -> Finding:
    words = [table.term(column, terms) for column in missing]
    zh, en = "、".join(w.zh for w in words), ", ".join(w.en for w in words)
    what = Text(f"{identity.name.zh}：缺 {zh}", f"{identity.name.en}: no figure of {en}")
    return Finding(FindingKind.LACKING, unit, what, printed)


def _ranges(table: Published, rates: set[str], terms: Mapping[str, Text]) -> Iterator[Finding]:
    """Rates outside 0 to 100 %, ranks that are none."""
    for unit, row in table.units.items():
        for column, figure in row.items():
            value, term = figure.value, table.term(column, terms)
            if isinstance(value, NotAssessed):
                continue
            if column in rates and not 0 <= value <= (_HUNDRED if figure.per_cent else 1):
                hint = ("", "")
                if (
                    1 < value <= _HUNDRED
                ):  # a ratio by its print, and a rate in per cent by its size
                    hint = (
                        "；如系百分数，请在 per_cent 中注明该列",
                        "; if it is in per cent, name the column in per_cent",
                    )
                what = Text(
                    f"{term.zh} {figure.text}，率应在 0 至 100% 之间{hint[0]}",
                    f"{term.en} {figure.text}: a rate lies within 0 to 100%{hint[1]}",
                )
            elif column == RANK and (value < 1 or value.denominator != 1):
                what = Text(
                    f"{term.zh} {figure.text}，名次应为从 1 起的整数",
                    f"{term.en} {figure.text}: a rank is a whole number from 1",
                )
            else:
                continue
            yield Finding(FindingKind.RANGE, unit, what, {column: figure.text})


def _scores(table: Published, tried: tuple[Reading, ...], more: _More) -> Iterator[Finding]:
    """Scores that the published rates give under none of the formulas."""
    ways: dict[object, Reading] = {}
    for reading in tried:
        if reading.formula is not None:
            key = id(reading.formula), reading.rounds, reading.printing
            ways.setdefault(key, reading)
    for unit, row in table.units.items():
        if SCORE not in row:
            continue
        told: list[Text] = []
        for reading in ways.values():
            assert reading.formula is not None  # noqa: S101 -- as chosen above
            against = _gives(row, reading, reading.formula, more.of(unit))
            if against is None:
                break
            told.append(against)
        else:
            if told:
                names = dict.fromkeys(told)
                zh, en = "；".join(n.zh for n in names), "; ".join(n.en for n in names)
                printed = row[SCORE].text
                read = {
                    name for each in ways.values() if each.formula for name in each.formula.rates
                }
                yield Finding(
                    FindingKind.SCORE,
                    unit,
                    Text(f"公布得分 {printed}：{zh}", f"published score {printed}: {en}"),
                    {name: row[name].text for name in row if name == SCORE or name in read},
                )


def _gives(
    row: Mapping[str, Figure], reading: Reading, formula: Formula, more: Mapping[str, Any]
) -> Text | None:
    """
    What a formula gives instead of the published score; None where it may give that.

    A rate that is not published may be anything, so a score is doubted only if nothing gives it.
    """
    rounding, printed = reading.rounds, row[SCORE]
    rates: dict[str, Bounds | NotAssessed] = {}
    for name in formula.rates:
        if name in row:
            held = _rate_bounds(row[name], reading)
            if held is None:
                return None  # outside 0 to 100 %: said already, and no formula takes it
            rates[name] = held
    at_score = rounding is not None and rounding.at is RoundingPoint.SCORE
    used = attrs.evolve(formula, rounding=None if at_score else rounding)
    try:
        found = used.bounds(rates, **more)
    except AssessmentError:
        return None  # it reads more than was given: nothing bounds the score
    partial = len(rates) < len(formula.rates)
    if isinstance(found, NotAssessed):
        if isinstance(printed.value, NotAssessed):
            return None
        said = NOT_ASSESSED.text
    else:
        low, high = (Fraction(reading.score_as(printed, end)) for end in found)
        within = not isinstance(printed.value, NotAssessed) and low <= printed.value <= high
        if within or (partial and isinstance(printed.value, NotAssessed)):
            return None
        ends = [f"{rounded(end, printed.places)}" for end in dict.fromkeys((low, high))]
        said = Text(" 至 ".join(ends), " to ".join(ends))
    way = reading.takes.get(Dimension.WEIGHTS, reading.name)
    return Text(f"按『{way.zh}』应为 {said.zh}", f'"{way.en}" gives {said.en}')


def _rate_bounds(figure: Figure, reading: Reading) -> Bounds | NotAssessed | None:
    """Within what a published rate lay before it was printed; None where it is no rate."""
    if isinstance(figure.value, NotAssessed):
        return figure.value
    rounding, rule = reading.rounds, reading.prints_rates
    places = figure.places - (0 if figure.per_cent else 2)
    used = (RoundingPoint.RATES, rule, places)  # where that is printed which is reckoned with
    known = rounding is not None and (rounding.at, rounding.rule, rounding.places) == used
    around = Bounds.exactly(figure.value) if known else figure.bounds(rule)
    scale = _HUNDRED if figure.per_cent else 1
    low, high = max(Fraction(0), around.low / scale), min(Fraction(1), around.high / scale)
    return Bounds(low, high) if low <= high else None


def _rank_order(table: Published) -> Iterator[Finding]:
    """
    Ranks against scores, both as published: neighbours by score, whoever lies between them.

    A table may list some of the units only, so a rank alone says nothing. Two scores that are
    printed alike may differ in what is not printed, so their ranks may too.
    """
    placed = []
    for unit in table.listed:
        row = table.units[unit]
        score, place = _number(row, SCORE), _number(row, RANK)
        if score is not None and place is not None:
            placed.append((-score, place, unit))
    for (_, ahead, better), (_, behind, worse) in pairwise(sorted(placed)):
        one, two = table.units[better], table.units[worse]
        if ahead < behind or not _above(one[SCORE], two[SCORE]):
            continue
        names = table.name(better), table.name(worse)
        yield Finding(
            FindingKind.RANK,
            worse,
            Text(
                f"{names[0]}得分 {one[SCORE].text}、第 {one[RANK].text} 名，"
                f"{names[1]}得分 {two[SCORE].text}、第 {two[RANK].text} 名",
                f"{names[0]} scores {one[SCORE].text} and ranks {one[RANK].text}, "
                f"{names[1]} scores {two[SCORE].text} and ranks {two[RANK].text}",
            ),
            {
                unit: f"{each[SCORE].text}，{each[RANK].text}"
                for unit, each in ((better, one), (worse, two))
            },
        )


def _above(one: Figure, two: Figure) -> bool:
    """Whether a score lies above another by whichever rule both were printed."""
    if isinstance(one.value, NotAssessed) or isinstance(two.value, NotAssessed):
        return False
    places = min(one.places, two.places)
    return all(
        rounded(one.value, places, rule) > rounded(two.value, places, rule) for rule in Rounding
    )


# ------------------------------------------------------------------ in words


def _part(says: Text, lines: Iterable[Text]) -> Explanation:
    return Explanation(says, [Explanation(each) for each in lines])


def _joined(texts: Iterable[Text], zh: str, en: str) -> Text:
    given = tuple(texts)
    return Text(zh.join(f"『{t.zh}』" for t in given), en.join(f'"{t.en}"' for t in given))


def _departed(reading: Reading, first: Reading) -> Text:
    """In what a reading departs from the first, all at once."""
    away = reading.departures(first) or (first.name,)
    return Text("；".join(t.zh for t in away), "; ".join(t.en for t in away))


def _simplest_texts(done: Reconciliation, check: Check) -> list[Text]:
    return [_departed(each, done.readings[0]) for each in done.simplest(check.explained_by)]


_AGREES = Text("相符", "agrees")
_EXPLAINED = Text("不符，有口径可解释", "differs, explained")
_UNEXPLAINED = Text("不符，无口径可解释", "differs, not explained")
_NOT_COMPUTABLE = Text("不能计算", "not computable")


def _result(check: Check) -> Text:
    if not check.computable:
        return _NOT_COMPUTABLE
    if check.agrees:
        return _AGREES
    return _EXPLAINED if check.explained_by else _UNEXPLAINED


def _counted(done: Reconciliation) -> Text:
    """How many figures agree under the first reading, and how many do not."""
    alike, odd = sum(each.agrees for each in done.checks), len(done.in_question)
    none = len(done.uncomputed)
    zh, en = f"相符 {alike} 个，不符 {odd} 个", f"{alike} agree, {odd} differ"
    if none:
        zh, en = f"{zh}，不能计算 {none} 个", f"{en}, {none} are not computable"
    own = done.readings[0].name
    return Text(f"按『{own.zh}』核算：{zh}", f'By "{own.en}": {en}')


def _subject(done: Reconciliation, check: Check) -> Text:
    term = done.published.term(check.column, done.terms)
    name = done.published.name(check.unit)
    return Text(f"{name} {term.zh}", f"{name}, {term.en}")


def _difference_parts(done: Reconciliation) -> Iterator[Text]:
    """Each figure in question: published, recomputed, difference, what explains it."""
    for check in done.in_question:
        who, own = _subject(done, check), check.recomputed_text
        zh = f"{who.zh}：公布 {check.published.text}，核算 {own.zh}"
        en = f"{who.en}: published {check.published.text}, recomputed {own.en}"
        if check.printed_difference is not None:
            less = f"{check.printed_difference:+f}"
            point = check.published.per_cent
            zh += f"，相差 {less}{' 个百分点' if point else ''}"
            en += f", difference {less}{' percentage points' if point else ''}"
        if isinstance(check.recomputed, Uncomputed):
            zh, en = f"{zh}（{check.recomputed.why.zh}）", f"{en} ({check.recomputed.why.en})"
        if not check.explained_by:
            yield Text(f"{zh}；没有候选口径可以解释", f"{en}; no candidate explains it")
            continue
        said = _joined(_simplest_texts(done, check), "或", " or ")
        number = len(check.explained_by)
        yield Text(
            f"{zh}；可由{said.zh}解释（得出此数的候选口径共 {number} 种）",
            f"{en}; explained by {said.en} ({number} candidates give it)",
        )


def _judged(done: Reconciliation) -> Text:
    """The opinion on the whole, in a sentence: what was not computed was not found to agree."""
    every, none = len(done.checks), len(done.uncomputed)
    if not every:
        return Text(
            "核对意见：没有可以核算的公布数",
            "Opinion: no published figure is one that readings compute",
        )
    if none == every:
        return Text(
            f"核对意见：{every} 个公布数均不能计算，未能核对",
            f"Opinion: none of {every} published figures could be computed",
        )
    said = _judged_of_those_computed(done)
    if not none:
        return said
    return Text(
        f"{said.zh}；另有 {none} 个不能计算，未能核对",
        f"{said.en}; {none} more could not be computed",
    )


def _judged_of_those_computed(done: Reconciliation) -> Text:
    """The opinion on the figures that some reading computes."""
    odd, left, none = len(done.in_question), len(done.unexplained), len(done.uncomputed)
    first = done.readings[0]
    if not odd:
        known = len(done.checks) - none
        zh, en = (
            (f"能够计算的 {known} 个公布数", f"of the {known} figures that could be computed, ")
            if none
            else ("", "")
        )
        return Text(
            f"核对意见：{zh}与『{first.name.zh}』没有差异",
            f'Opinion: {en}nothing differs from "{first.name.en}"',
        )
    if left == odd:
        return Text(
            "核对意见：各项差异均没有候选口径可以解释",
            "Opinion: no candidate explains any difference",
        )
    zh = "全部差异" if not left else f"除 {left} 个数没有候选口径可以解释外，其余差异"
    en = (
        "all differences" if not left else f"all differences but {left} that no candidate explains"
    )
    if done.explaining:
        by = _joined((_departed(r, first) for r in done.simplest(done.explaining)), "或", " or ")
        return Text(f"核对意见：{zh}均可由{by.zh}解释", f"Opinion: {en} are explained by {by.en}")
    best = done.ordered[0]
    most = _departed(best.reading, first)
    return Text(
        f"核对意见：{zh}没有一种候选口径能够同时解释；能得出公布数最多的是『{most.zh}』"
        f"（{best.number}/{best.asked}）",
        f"Opinion: {en} are explained by no one candidate; the most figures are given by "
        f'"{most.en}" ({best.number} of {best.asked})',
    )


def _dimension_texts(done: Reconciliation) -> Iterator[Text]:
    """For each dimension what can be told from the figures; then the best readings."""
    explaining, first = done.explaining, done.readings[0]
    common = done.agreed
    for dimension, names in _alternatives(done.readings).items() if explaining else ():
        if dimension in common:
            taken = common[dimension]
            same = taken == first.takes.get(dimension)
            yield Text(
                f"{dimension.zh}：{'与首列口径一致，' if same else ''}只有『{taken.zh}』可以解释",
                f'{dimension.en}: only "{taken.en}" explains{", as the first reading has it" if same else ""}',
            )
            continue
        fit = {reading.takes.get(dimension) for reading in explaining}
        some = _joined((name for name in names if name in fit), "、", ", ")
        yield Text(
            f"{dimension.zh}：{some.zh}均可以解释，不能区分",
            f"{dimension.en}: {some.en} explain alike and cannot be told apart",
        )
    computed = len(done.uncomputed) < len(done.checks)
    listed = done.ordered[:_LISTED] if computed else ()
    for place, (reading, number, asked) in enumerate(listed, 1):
        said = _departed(reading, first)
        yield Text(
            f"候选口径第 {place} 位：『{said.zh}』得出 {asked} 个公布数中的 {number} 个",
            f'Candidate {place}: "{said.en}" gives {number} of {asked} published figures',
        )


def _finding_text(published: Published, finding: Finding) -> Text:
    name = published.name(finding.unit)
    who = (f"{name}　", f"{name}, ") if finding.unit else ("", "")
    return Text(
        f"{finding.kind.zh}：{who[0]}{finding.what.zh}",
        f"{finding.kind.en}: {who[1]}{finding.what.en}",
    )


def _not_computed(done: Reconciliation, check: Check) -> Text:
    who = _subject(done, check)
    why = check.recomputed.why if isinstance(check.recomputed, Uncomputed) else NOT_ASSESSED.text
    return Text(
        f"{who.zh}（公布 {check.published.text}）：{why.zh}",
        f"{who.en} (published {check.published.text}): {why.en}",
    )
