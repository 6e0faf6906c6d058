"""
候选口径: the readings of the rules that may have made a published table.

A reading says how rates count, what is left out, how rates make a score, where it is rounded, how
rates are printed, how scores become ranks. `readings` makes every combination of the alternatives
that a caller names, each knowing in what it departs from the first.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import attrs

from .errors import (
    AssessmentError,
    Fault,
    fail,
    mapped,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
)
from .exact import Rounded, Rounding, RoundingPoint, is_count, no_count
from .formulas import Formula
from .labels import Label, Text
from .published import Figure
from .ranking import Ties
from .rates import Rate
from .tables import Table


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


@attrs.frozen
class Inputs:
    """
    What formulas read besides rates, by unit.

    Attributes:
        findings: 查实情况; None: nobody gave any.
        figures: Figures; None: there are none.
        base: Rates and figures of the base period; likewise.

    Raises:
        AssessmentError: What is no mapping of units to mappings; all of it.

    Example:
        >>> Inputs(figures={"a": {"visits": 3}}).unit("a")["figures"]
        {'visits': 3}
    """

    findings: Mapping[str, Mapping[str, int]] | None = attrs.field(default=None, converter=mapped)
    figures: Mapping[str, Mapping[str, Any]] | None = attrs.field(default=None, converter=mapped)
    base: Mapping[str, Mapping[str, Any]] | None = attrs.field(default=None, converter=mapped)

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        for name, value in attrs.asdict(self, recurse=False).items():
            if isinstance(value, Mapping):
                faults += misfits(name, value, str) + misfits(name, value.values(), Mapping)
            elif value is not None:
                faults.append(misfit(name, value, Mapping))
        refuse(AssessmentError, faults)

    def unit(self, unit: str) -> dict[str, Any]:
        """The keyword arguments of `Formula.evaluate` for a unit."""
        refuse(AssessmentError, misfits("unit", (unit,), str))
        findings = None if self.findings is None else self.findings.get(unit, {})
        return {
            "findings": findings,
            "figures": (self.figures or {}).get(unit, {}),
            "base": (self.base or {}).get(unit, {}),
        }
