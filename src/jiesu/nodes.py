"""
公式的构件: the parts that formulas are made of, each a typed value that is exact.

A node says what it reads, what it comes to with all rates met, what it comes to of what is given
(bounds, that are one where everything is known), and how it is written.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

import attrs

from .canonical import Alike
from .counts import NOT_ASSESSED, NotAssessed, Ratio
from .errors import (
    AssessmentError,
    Fault,
    FrozenMap,
    InexactNumberError,
    fail,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .exact import Bounds, Rounded, RoundingPoint, exact
from .labels import Label, Text
from .notation import LatexPen, Pen, Said

_HUNDRED = 100
_POINT = Fraction(1, _HUNDRED)

Reckoned = Bounds | NotAssessed


class Steps(Label):
    """计扣方式: how a part of a percentage point below a threshold is deducted."""

    PROPORTIONAL = "按比例扣", "in proportion"
    WHOLE = "不足一个百分点的不扣", "whole points only"
    STARTED = "不足一个百分点的按一个扣", "each point that is begun"


class Change(Label):
    """增减的算法: how a period is held against its base period."""

    RELATIVE = "增幅", "relative change"
    DIFFERENCE = "增减量", "difference"


class Lacking(Label):
    """缺项处理: what becomes of a sum or a mean of which a part is not assessed."""

    NOTHING = "有一项未评的，整体未评", "not assessed as a whole"
    LEFT_OUT = "未评的项不计，其权重由其余各项分担", "left out; the others carry its weight"


# ------------------------------------------------------------------ what a formula is given


class Given(NamedTuple):
    """Everything that nodes read: of this period, and of the base period under the same names."""

    rates: Mapping[str, Reckoned]
    findings: Mapping[str, Bounds | None]
    figures: Mapping[str, Reckoned]
    base: Mapping[str, Reckoned]
    rounding: Rounded | None
    ratios: Mapping[str, Ratio]
    base_ratios: Mapping[str, Ratio]

    def rate(self, name: str) -> Reckoned:
        """A rate; rounded, where the formula rounds each of them first."""
        found = self.rates[name]
        rounding = self.rounding
        if rounding is None or rounding.at is not RoundingPoint.RATES:
            return found
        return _each(lambda value: rounding.of(_HUNDRED * value) / _HUNDRED, found)

    def earlier(self) -> "Given":
        """What is given of the base period."""
        return self._replace(rates=self.base, figures=self.base, ratios=self.base_ratios)


def _each(rule: Callable[[Fraction], Fraction], value: Reckoned) -> Reckoned:
    """A rule that never falls, asked of both ends; of what is settled, once."""
    if isinstance(value, NotAssessed):
        return value
    low = rule(value.low)
    return Bounds(low, low if value.high is value.low else rule(value.high))


class Found(NamedTuple):
    """
    查实项: a line of `Deductions` or `Bonus`.

    Attributes:
        name: Of the finding.
        each: Points for each.
    """

    name: str
    each: Fraction


class Step(NamedTuple):
    """
    One step of a reckoning.

    Attributes:
        node: What was reckoned; of a list, a line of it.
        value: What it came to; bounds that are one where everything was known.
        parts: The steps that it rests on.
        ratio: What a rate was divided from, where it was counted here.
    """

    node: "Node | Found"
    value: Reckoned
    parts: tuple["Step", ...] = ()
    ratio: Ratio | None = None

    @property
    def exact(self) -> Fraction | NotAssessed:
        """The value where everything was known."""
        return self.value if isinstance(self.value, NotAssessed) else self.value.low


# ------------------------------------------------------------------ the nodes


# One for each field: mypy reads no converter that is made by a call, and the error names the field.
def _to_cap(value: object) -> Fraction:
    return exact(value, "cap")


def _to_each(value: object) -> Fraction:
    return exact(value, "each")


def _to_floor(value: object) -> Fraction:
    return exact(value, "floor")


def _to_full_mark(value: object) -> Fraction:
    return exact(value, "full_mark")


def _to_high(value: object) -> Fraction:
    return exact(value, "high")


def _to_low(value: object) -> Fraction:
    return exact(value, "low")


def _to_threshold(value: object) -> Fraction:
    return exact(value, "threshold")


def _to_value(value: object) -> Fraction:
    return exact(value, "value")


@attrs.frozen(repr=False, eq=False)
class Node(Alike, ABC):
    """A part of a formula: reads some names, comes to an exact value, and can be printed."""

    def __repr__(self) -> str:
        fields = ((field.name, getattr(self, field.name)) for field in attrs.fields(type(self)))
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in fields)})"

    @property
    def parts(self) -> tuple["Node", ...]:
        """The nodes under it."""
        return ()

    @property
    @abstractmethod
    def full(self) -> Fraction:
        """满分: what it comes to with all rates met and nothing found; a bonus comes on top."""

    @abstractmethod
    def reckon(self, given: Given) -> Step:
        """What it comes to."""

    @abstractmethod
    def write(self, pen: Pen, *, base: bool = False) -> Said:
        """What it looks like on paper."""

    def walk(self) -> Iterator["Node"]:
        """It and everything under it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def _need_nodes(path: str, nodes: Iterable[object]) -> None:
    refuse(AssessmentError, misfits(path, nodes, Node))


@attrs.frozen(repr=False, eq=False)
class Constant(Node):
    """
    常数.

    Example:
        >>> from jiesu.formulas import Formula
        >>> print(Formula(Constant("2.5")))
        2.5
    """

    value: Fraction = attrs.field(converter=_to_value)

    @property
    def full(self) -> Fraction:
        """Itself."""
        return self.value

    def reckon(self, given: Given) -> Step:
        """Itself."""
        del given
        return Step(self, Bounds.exactly(self.value))

    def write(self, pen: Pen, *, base: bool = False) -> Said:
        """The number."""
        del base
        return pen.number(self.value)


@attrs.frozen(repr=False, eq=False)
class OfRate(Node):
    """
    一率: from 0 to 1.

    Attributes:
        name: Of the rate.

    Example:
        >>> from jiesu.formulas import Formula
        >>> Formula(OfRate("response")).evaluate({"response": "97%"}).points
        Fraction(97, 1)
    """

    name: str

    def __attrs_post_init__(self) -> None:
        refuse(AssessmentError, mistyped("of_rate", self, name=str))

    @property
    def full(self) -> Fraction:
        """1: a hundred per cent."""
        return Fraction(1)

    def reckon(self, given: Given) -> Step:
        """The rate; rounded first, where the formula rounds there."""
        return Step(self, given.rate(self.name), (), given.ratios.get(self.name))

    def write(self, pen: Pen, *, base: bool = False) -> Said:
        """Its term."""
        return pen.name(self.name, base)


@attrs.frozen(repr=False, eq=False)
class OfFigure(Node):
    """
    一个数值: a number that is no rate, as requests, inhabitants, or a mark that somebody gave.

    Attributes:
        name: Of the figure.
        full_mark: 满分, where it is a mark; else it adds nothing to the full mark.

    Example:
        >>> from jiesu.formulas import Formula
        >>> mark = Formula(OfFigure("mechanism", full_mark=5))
        >>> mark.evaluate({}, figures={"mechanism": 4}).points
        Fraction(80, 1)
    """

    name: str
    full_mark: Fraction = attrs.field(
        default=Fraction(0),
        converter=_to_full_mark,
        kw_only=True,
    )

    def __attrs_post_init__(self) -> None:
        refuse(AssessmentError, mistyped("of_figure", self, name=str))

    @property
    def full(self) -> Fraction:
        """As stated."""
        return self.full_mark

    def reckon(self, given: Given) -> Step:
        """The figure."""
        return Step(self, given.figures[self.name])

    def write(self, pen: Pen, *, base: bool = False) -> Said:
        """Its term."""
        return pen.name(self.name, base)


def _weighted(value: Any) -> Any:
    """Pairs of a node and a weight; a mapping of rates to weights means the rates."""
    if isinstance(value, Mapping):
        return _of_weights(value)
    made, faults = [], []
    for place, each in enumerate(tupled(value)):
        path = f"weighted_sum.terms[{place}]"
        if not isinstance(each, tuple) or len(each) != 2 or not isinstance(each[0], Node):
            expected = Text("项和权重", "a node and its weight")
            faults.append(wrong_type(path, each, expected))
            continue
        made.append((each[0], exact(each[1], path)))
    refuse(AssessmentError, faults)
    return tuple(made)


def _of_weights(weights: Mapping[Any, Any]) -> tuple[tuple[OfRate, Fraction], ...]:
    made: list[tuple[OfRate, Fraction]] = []
    inexact: list[Fault] = []
    faults = misfits("formula.weights", weights, str)
    for name, weight in weights.items():
        path = f"formula.weights[{shown(name)}]"
        try:
            value = exact(weight, path)
        except InexactNumberError as error:
            inexact += error.faults
            continue
        if value < 0:
            faults.append(Fault(path, Text("权重为负", "a weight below 0"), shown(value)))
        if isinstance(name, str):
            made.append((OfRate(name), value))
    refuse(InexactNumberError, inexact)
    if not any(weight for _, weight in made) and not faults:
        what = Text("没有大于零的权重", "no weight above 0")
        faults.append(Fault("formula.weights", what, shown(dict(weights))))
    refuse(AssessmentError, faults)
    return tuple(made)


@attrs.frozen(repr=False, eq=False)
class WeightedSum(Node):
    """
    加权求和: nodes times weights, added up. A part of weight 0 is looked at all the same.

    Attributes:
        terms: Pairs of a node and its weight; or rate to weight.
        lacking: 缺项处理.

    Example:
        >>> from jiesu.formulas import Formula
        >>> half = WeightedSum({"response": 1, "resolution": 1}, Lacking.LEFT_OUT)
        >>> made = Formula(half).evaluate({"response": "90%", "resolution": NOT_ASSESSED})
        >>> made.points
        Fraction(90, 1)
    """

    terms: tuple[tuple[Node, Fraction], ...] = attrs.field(converter=_weighted)
    lacking: Lacking = Lacking.NOTHING

    def __attrs_post_init__(self) -> None:
        refuse(AssessmentError, mistyped("weighted_sum", self, lacking=Lacking))
        if not self.terms:
            fail(AssessmentError, "weighted_sum.terms", Text("没有任何项", "nothing to add"))

    @property
    def parts(self) -> tuple[Node, ...]:
        """The nodes added."""
        return tuple(node for node, _ in self.terms)

    @property
    def full(self) -> Fraction:
        """What the parts of positive weight come to in full."""
        return sum((weight * node.full for node, weight in self.terms if weight > 0), Fraction(0))

    def reckon(self, given: Given) -> Step:
        """The sum; where parts are left out, as much of the full mark as of what is left."""
        steps = tuple(node.reckon(given) for node, _ in self.terms)
        known: list[tuple[Bounds, Fraction]] = []
        for step, (_, weight) in zip(steps, self.terms, strict=True):
            if not isinstance(step.value, NotAssessed):
                known.append((step.value, weight))
            elif self.lacking is Lacking.NOTHING:
                return Step(self, NOT_ASSESSED, steps)
        share = self.share(steps)
        if share is None:
            return Step(self, NOT_ASSESSED, steps)
        low = share * sum((w * (v.low if w > 0 else v.high) for v, w in known), Fraction(0))
        if all(value.high is value.low for value, _ in known):
            return Step(self, Bounds(low, low), steps)
        high = share * sum((w * (v.high if w > 0 else v.low) for v, w in known), Fraction(0))
        return Step(self, Bounds(low, high), steps)

    def share(self, steps: Sequence[Step]) -> Fraction | None:
        """By how much what is there stands for the whole; None where nothing is there to weigh."""
        if not any(isinstance(step.value, NotAssessed) for step in steps):
            return Fraction(1)
        pairs = zip(steps, self.terms, strict=True)
        there = sum(
            (
                weight * node.full
                for step, (node, weight) in pairs
                if weight > 0 and not isinstance(step.value, NotAssessed)
            ),
            Fraction(0),
        )
        return self.full / there if there else None

    def write(self, pen: Pen, *, base: bool = False) -> Said:
        """Weight times part, and so on."""
        return pen.sum(
            (weight < 0, _scaled(pen, abs(weight), node.write(pen, base=base), node))
            for node, weight in self.terms
        )


def _scaled(pen: Pen, weight: Fraction, said: Said, node: Node) -> Said:
    if weight == 1:
        return said
    # A third is printed as one: in per cent it would not end.
    share = isinstance(node, OfRate) and weight < 1 and 10**4 % weight.denominator == 0
    return pen.product(pen.per_cent(weight) if share else pen.number(weight), said)


@attrs.frozen(repr=False, eq=False)
class Mean(Node):
    """
    平均: the mean of some nodes, each as much as the others.

    Attributes:
        of: The nodes.
        lacking: 缺项处理.

    Example:
        >>> from jiesu.formulas import Formula
        >>> both = Mean((OfRate("response"), OfRate("resolution")))
        >>> Formula(both).evaluate({"response": 1, "resolution": "90%"}).points
        Fraction(95, 1)
    """

    of: tuple[Node, ...] = attrs.field(converter=tupled)
    lacking: Lacking = Lacking.NOTHING

    def __attrs_post_init__(self) -> None:
        refuse(AssessmentError, mistyped("mean", self, lacking=Lacking))
        _need_nodes("mean.of", self.of)
        if not self.of:
            fail(AssessmentError, "mean.of", Text("没有任何项", "nothing to take the mean of"))

    @property
    def parts(self) -> tuple[Node, ...]:
        """The nodes."""
        return self.of

    @property
    def full(self) -> Fraction:
        """The mean of what they come to in full."""
        return sum((node.full for node in self.of), Fraction(0)) / len(self.of)

    def reckon(self, given: Given) -> Step:
        """The mean of those that are assessed."""
        steps = tuple(node.reckon(given) for node in self.of)
        known = [step.value for step in steps if not isinstance(step.value, NotAssessed)]
        if not known or (len(known) < len(steps) and self.lacking is Lacking.NOTHING):
            return Step(self, NOT_ASSESSED, steps)
        low = sum((each.low for each in known), Fraction(0)) / len(known)
        if all(each.settled for each in known):
            return Step(self, Bounds(low, low), steps)
        high = sum((each.high for each in known), Fraction(0)) / len(known)
        return Step(self, Bounds(low, high), steps)

    def write(self, pen: Pen, *, base: bool = False) -> Said:
        """The sum over the number."""
        top = pen.sum((False, node.write(pen, base=base)) for node in self.of)
        return pen.over(top, pen.number(Fraction(len(self.of))))


@attrs.frozen(repr=False, eq=False)
class LessPerPoint(Node):
    """
    满分扣减: the full mark, less points for each percentage point below a threshold, to a floor.

    Attributes:
        of: What is held against the threshold; a rate.
        threshold: 基准值: at it and above there is the full mark.
        full_mark: 满分.
        each: Points for each percentage point below.
        floor: 最低得分.
        steps: 计扣方式.

    Example:
        >>> from jiesu.formulas import Formula
        >>> once = LessPerPoint(OfRate("one_go"), "90%", full_mark=25)
        >>> Formula(once).evaluate({"one_go": "87.5%"}).value
        Fraction(45, 2)
        >>> print(Formula(once))
        max(0, 25 − max(0, 90% − one_go) ÷ 1%)
    """

    of: Node
    threshold: Fraction = attrs.field(converter=_to_threshold)
    full_mark: Fraction = attrs.field(converter=_to_full_mark, kw_only=True)
    each: Fraction = attrs.field(
        default=Fraction(1),
        converter=_to_each,
        kw_only=True,
    )
    floor: Fraction = attrs.field(
        default=Fraction(0),
        converter=_to_floor,
        kw_only=True,
    )
    steps: Steps = attrs.field(default=Steps.PROPORTIONAL, kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("less_per_point", self, of=Node, steps=Steps)
        faults += _no_ratio("less_per_point.threshold", self.threshold)
        if self.each < 0 or self.floor > self.full_mark:
            what = Text(
                "每点扣分须不为负，最低分不得高于满分", "points below 0, or a floor above all"
            )
            faults.append(Fault("less_per_point", what, f"{self.each}, {self.floor}"))
        refuse(AssessmentError, faults)

    @property
    def parts(self) -> tuple[Node, ...]:
        """What is held against the threshold."""
        return (self.of,)

    @property
    def full(self) -> Fraction:
        """The full mark."""
        return self.full_mark

    def reckon(self, given: Given) -> Step:
        """The full mark less what is deducted."""
        step = self.of.reckon(given)
        return Step(self, _each(self._mark, step.value), (step,))

    def _mark(self, value: Fraction) -> Fraction:
        return max(self.floor, self.full_mark - self.each * self.below(value))

    def below(self, value: Fraction) -> Fraction:
        """The percentage points below the threshold that are deducted for."""
        points = max(Fraction(0), self.threshold - value) / _POINT
        if self.steps is Steps.WHOLE:
            return Fraction(floor(points))
        return Fraction(ceil(points)) if self.steps is Steps.STARTED else points

    def write(self, pen: Pen, *, base: bool = False) -> Said:
        """The full mark less so much for each point."""
        zero = pen.number(Fraction(0))
        held = pen.sum(
            ((False, pen.per_cent(self.threshold)), (True, self.of.write(pen, base=base)))
        )
        points = pen.over(pen.call("max", zero, held), pen.per_cent(_POINT))
        if self.steps is not Steps.PROPORTIONAL:
            points = pen.enclosed("floor" if self.steps is Steps.WHOLE else "ceil", points)
        if self.each != 1:
            points = pen.product(pen.number(self.each), points)
        mark = pen.sum(((False, pen.number(self.full_mark)), (True, points)))
        return pen.call("max", pen.number(self.floor), mark)


def _no_ratio(path: str, bound: Fraction) -> Iterator[Fault]:
    """90 is not 90 %: a bound of rates lies between 0 and 1."""
    if not 0 <= bound <= 1:
        what = Text("各率的界限须在 0 与 1 之间", "a bound of rates lies between 0 and 1")
        mend = Text("百分数请写作 '90%'", "write per cent as '90%'")
        yield Fault(path, what, shown(bound), remedy=mend)


def _points(value: Any) -> Any:
    """Names to points, exact and not below 0."""
    path = "points"
    if not isinstance(value, Mapping):
        return value
    faults = misfits(path, value, str)
    made = {name: exact(each, f"{path}[{shown(name)}]") for name, each in value.items()}
    faults += [
        Fault(f"{path}[{shown(name)}]", Text("分值为负", "points below 0"), shown(each))
        for name, each in made.items()
        if each < 0
    ]
    if not made:
        faults.append(Fault(path, Text("没有任何项", "nothing is listed")))
    refuse(AssessmentError, faults)
    return FrozenMap(made)


def _found(given: Given, points: Mapping[str, Fraction]) -> tuple[Bounds | None, tuple[Step, ...]]:
    """The points of what was found; None where nobody knows yet how much that is."""
    steps, low, high = [], Fraction(0), Fraction(0)
    open_ = False
    for name, each in points.items():
        number = given.findings[name]
        if number is None:
            open_ = True
            continue
        low, high = low + each * number.low, high + each * number.high
        steps.append(Step(Found(name, each), number))
    return (None if open_ else Bounds(low, high)), tuple(steps)


@attrs.frozen(repr=False, eq=False)
class Deductions(Node):
    """
    扣分项: the full mark less points for each finding, to a floor.

    Attributes:
        full_mark: 满分.
        points: Finding to the points that each costs.
        floor: 最低得分.

    Example:
        >>> from jiesu.formulas import Formula
        >>> work = Deductions(20, {"late_reply": 3, "false_reply": 5})
        >>> Formula(work).evaluate({}, findings={"late_reply": 2, "false_reply": 1}).value
        Fraction(9, 1)
        >>> print(Formula(work, {"late_reply": Text("迟报", "late reply")}))
        max(0, 20 − 3 × 迟报 − 5 × false_reply)
    """

    full_mark: Fraction = attrs.field(converter=_to_full_mark)
    points: Mapping[str, Fraction] = attrs.field(converter=_points)
    floor: Fraction = attrs.field(default=Fraction(0), converter=_to_floor)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("deductions", self, points=Mapping)
        if self.floor > self.full_mark:
            what = Text("最低分高于满分", "the floor lies above the full mark")
            faults.append(Fault("deductions.floor", what, shown(self.floor)))
        refuse(AssessmentError, faults)

    @property
    def full(self) -> Fraction:
        """The full mark."""
        return self.full_mark

    def reckon(self, given: Given) -> Step:
        """The full mark less what was found; where that is not known, at worst the floor."""
        lost, steps = _found(given, self.points)
        if lost is None:
            return Step(self, Bounds(self.floor, self.full_mark), steps)
        low = max(self.floor, self.full_mark - lost.high)
        settled = lost.settled
        return Step(
            self,
            Bounds(low, low if settled else max(self.floor, self.full_mark - lost.low)),
            steps,
        )

    def write(self, pen: Pen, *, base: bool = False) -> Said:
        """The full mark less so much for each finding."""
        del base
        lines = [(True, _each_of(pen, name, each)) for name, each in self.points.items()]
        mark = pen.sum([(False, pen.number(self.full_mark)), *lines])
        return pen.call("max", pen.number(self.floor), mark)


def _each_of(pen: Pen, name: str, each: Fraction) -> Said:
    said = pen.name(name)
    return said if each == 1 else pen.product(pen.number(each), said)


@attrs.frozen(repr=False, eq=False)
class Bonus(Node):
    """
    加分项: points for each finding, up to a cap. It comes on top of the full mark.

    Attributes:
        points: Finding to the points that each gives.
        cap: 加分上限.

    Example:
        >>> from jiesu.formulas import Formula
        >>> praised = WeightedSum([(OfRate("resolution"), 100), (Bonus({"praise": 2}, cap=5), 1)])
        >>> Formula(praised).evaluate({"resolution": "90%"}, findings={"praise": 4}).points
        Fraction(95, 1)
    """

    points: Mapping[str, Fraction] = attrs.field(converter=_points)
    cap: Fraction = attrs.field(converter=_to_cap)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("bonus", self, points=Mapping)
        if self.cap < 0:
            faults.append(Fault("bonus.cap", Text("上限为负", "a cap below 0"), shown(self.cap)))
        refuse(AssessmentError, faults)

    @property
    def full(self) -> Fraction:
        """Nothing: it comes on top."""
        return Fraction(0)

    def reckon(self, given: Given) -> Step:
        """The points of what was found, to the cap."""
        got, steps = _found(given, self.points)
        if got is None:
            return Step(self, Bounds(Fraction(0), self.cap), steps)
        return Step(self, _each(lambda value: min(self.cap, value), tied(got)), steps)

    def write(self, pen: Pen, *, base: bool = False) -> Said:
        """The cap, or so much for each finding."""
        del base
        lines = [(False, _each_of(pen, name, each)) for name, each in self.points.items()]
        return pen.call("min", pen.number(self.cap), pen.sum(lines))


def tied(bounds: Bounds) -> Bounds:
    """Bounds whose ends are one object where they are one number."""
    return Bounds(bounds.low, bounds.low) if bounds.settled else bounds


@attrs.frozen(repr=False, eq=False)
class Growth(Node):
    """
    较基期增减: this period against a base period, whose rates and figures are given apart.

    Attributes:
        of: What is reckoned of both periods.
        how: 增减的算法; the relative change of what was 0 is not assessed.

    Example:
        >>> from jiesu.formulas import Formula
        >>> more = Formula(WeightedSum([(Growth(OfRate("resolution"), Change.DIFFERENCE), 1)]))
        >>> more.evaluate({"resolution": "93%"}, base={"resolution": "90%"}).value
        Fraction(3, 100)
    """

    of: Node
    how: Change = Change.RELATIVE

    def __attrs_post_init__(self) -> None:
        faults = mistyped("growth", self, of=Node, how=Change)
        if not faults and any(
            isinstance(each, Growth | Deductions | Bonus) for each in self.of.walk()
        ):
            what = Text(
                "基期只有各率和数值，其下不得再有扣分、加分或增减",
                "of a base period there are rates and figures only, no findings and no growth",
            )
            faults.append(Fault("growth.of", what, type(self.of).__name__))
        refuse(AssessmentError, faults)

    @property
    def parts(self) -> tuple[Node, ...]:
        """What is reckoned of both periods."""
        return (self.of,)

    @property
    def full(self) -> Fraction:
        """Nothing: it is a change, not a mark."""
        return Fraction(0)

    def reckon(self, given: Given) -> Step:
        """The change."""
        steps = self.of.reckon(given), self.of.reckon(given.earlier())
        now, then = steps[0].value, steps[1].value
        if isinstance(now, NotAssessed) or isinstance(then, NotAssessed):
            return Step(self, NOT_ASSESSED, steps)
        if self.how is Change.DIFFERENCE:
            return Step(self, tied(Bounds(now.low - then.high, now.high - then.low)), steps)
        if then.high <= 0:
            return Step(self, NOT_ASSESSED, steps)
        if then.low <= 0:
            what = Text("基期值可能为零，增幅没有界", "the base may be 0: its growth has no bound")
            fail(AssessmentError, "growth", what, value=f"{then.low} … {then.high}")
        corners = [one / other for one in now for other in then]
        return Step(self, tied(Bounds(min(corners) - 1, max(corners) - 1)), steps)

    def write(self, pen: Pen, *, base: bool = False) -> Said:
        """This period less the base, over the base."""
        now, then = self.of.write(pen, base=base), self.of.write(pen, base=True)
        change = pen.sum(((False, now), (True, then)))
        return change if self.how is Change.DIFFERENCE else pen.over(change, then)


def _bands(value: Any) -> Any:
    made, faults = [], []
    for place, each in enumerate(tupled(value)):
        path = f"choose.bands[{place}]"
        if not isinstance(each, tuple) or len(each) != 2 or not isinstance(each[1], Node):
            faults.append(wrong_type(path, each, Text("下限和取值", "a bound and a node")))
            continue
        made.append((exact(each[0], path), each[1]))
    refuse(AssessmentError, faults)
    return tuple(sorted(made, key=lambda each: -each[0]))


@attrs.frozen(repr=False, eq=False)
class Choose(Node):
    """
    分档取值: another node for each band that something reaches.

    Attributes:
        by: What decides.
        bands: Pairs of a lower bound, which belongs to the band, and what holds from it on.
        otherwise: What holds below them all.

    Example:
        >>> from jiesu.formulas import Formula
        >>> graded = Choose(
        ...     OfRate("resolution"), [("95%", Constant(10)), ("90%", Constant(8))], Constant(0)
        ... )
        >>> [Formula(graded).evaluate({"resolution": r}).value for r in ("95%", "94.9%", "89%")]
        [Fraction(10, 1), Fraction(8, 1), Fraction(0, 1)]
    """

    by: Node
    bands: tuple[tuple[Fraction, Node], ...] = attrs.field(converter=_bands)
    otherwise: Node

    def __attrs_post_init__(self) -> None:
        faults = mistyped("choose", self, by=Node, otherwise=Node)
        bounds = [bound for bound, _ in self.bands]
        if not bounds or len(set(bounds)) < len(bounds):
            what = Text("没有分档，或两档下限相同", "no bands, or two with one bound")
            faults.append(Fault("choose.bands", what, shown(bounds)))
        if isinstance(self.by, OfRate):
            for bound in bounds:
                faults += _no_ratio("choose.bands", bound)
        refuse(AssessmentError, faults)

    @property
    def parts(self) -> tuple[Node, ...]:
        """What decides, then the bands from the highest down, then the rest."""
        return (self.by, *(node for _, node in self.bands), self.otherwise)

    @property
    def full(self) -> Fraction:
        """The most that a band comes to in full."""
        return max(node.full for node in self.parts[1:])

    def reckon(self, given: Given) -> Step:
        """What holds of the band; where several may be reached, what holds of any."""
        decides = self.by.reckon(given)
        if isinstance(decides.value, NotAssessed):
            return Step(self, NOT_ASSESSED, (decides,))
        reached = [self.reached(end) for end in decides.value]
        steps = [node.reckon(given) for node in self.parts[reached[1] : reached[0] + 1]]
        known = [step.value for step in steps if not isinstance(step.value, NotAssessed)]
        if known and len(known) < len(steps):
            what = Text(
                "可能达到的各档有的未评，没有界",
                "of the bands that may be reached some are not assessed: there is no bound",
            )
            fail(AssessmentError, "choose", what)
        value = tied(Bounds.over(known)) if known else NOT_ASSESSED
        return Step(self, value, (decides, *steps))

    def reached(self, value: Fraction) -> int:
        """The place among the parts of what holds of a value."""
        for place, (bound, _) in enumerate(self.bands, 1):
            if value >= bound:
                return place
        return len(self.bands) + 1

    def write(self, pen: Pen, *, base: bool = False) -> Said:
        """The bands as cases."""
        what = self.by.write(pen, base=base)
        number = pen.per_cent if isinstance(self.by, OfRate) else pen.number
        cases: list[tuple[Said, Said | None]] = [
            (node.write(pen, base=base), pen.at_least(what, number(bound)))
            for bound, node in self.bands
        ]
        return pen.cases([*cases, (self.otherwise.write(pen, base=base), None)])


@attrs.frozen(repr=False, eq=False)
class Clamp(Node):
    """
    限幅: not below the one, not above the other.

    Attributes:
        of: What is held in.
        low: Not below it.
        high: Not above it.

    Example:
        >>> from jiesu.formulas import Formula
        >>> held = Clamp(OfFigure("mark", full_mark=100), 0, 100)
        >>> Formula(held).evaluate({}, figures={"mark": 104}).points
        Fraction(100, 1)
    """

    of: Node
    low: Fraction = attrs.field(converter=_to_low)
    high: Fraction = attrs.field(converter=_to_high)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("clamp", self, of=Node)
        if self.low > self.high:
            what = Text("下限高于上限", "the lower bound lies above the upper")
            faults.append(Fault("clamp", what, f"{self.low}, {self.high}"))
        refuse(AssessmentError, faults)

    @property
    def parts(self) -> tuple[Node, ...]:
        """What is held in."""
        return (self.of,)

    @property
    def full(self) -> Fraction:
        """What is held in, in full, held in."""
        return self._held(self.of.full)

    def _held(self, value: Fraction) -> Fraction:
        return min(self.high, max(self.low, value))

    def reckon(self, given: Given) -> Step:
        """The value, held in."""
        step = self.of.reckon(given)
        return Step(self, _each(self._held, step.value), (step,))

    def write(self, pen: Pen, *, base: bool = False) -> Said:
        """The smaller of the one and the larger of the other."""
        inner = pen.call("max", pen.number(self.low), self.of.write(pen, base=base))
        return pen.call("min", pen.number(self.high), inner)


@attrs.frozen(repr=False, eq=False)
class OrElse(Node):
    """
    未评处理: another node where something is not assessed.

    Attributes:
        of: What counts as a rule.
        other: What counts where that is not assessed.

    Example:
        >>> from jiesu.formulas import Formula
        >>> lenient = Formula(OrElse(OfRate("resolution"), Constant(1)))
        >>> lenient.evaluate({"resolution": NOT_ASSESSED}).points
        Fraction(100, 1)
    """

    of: Node
    other: Node

    def __attrs_post_init__(self) -> None:
        refuse(AssessmentError, mistyped("or_else", self, of=Node, other=Node))

    @property
    def parts(self) -> tuple[Node, ...]:
        """The one, and what stands in for it."""
        return self.of, self.other

    @property
    def full(self) -> Fraction:
        """What the one comes to in full."""
        return self.of.full

    def reckon(self, given: Given) -> Step:
        """The one; where it is not assessed, the other."""
        step = self.of.reckon(given)
        if not isinstance(step.value, NotAssessed):
            return Step(self, step.value, (step,))
        instead = self.other.reckon(given)
        return Step(self, instead.value, (step, instead))

    def write(self, pen: Pen, *, base: bool = False) -> Said:
        """The one, and the other where there is no denominator."""
        one, other = self.of.write(pen, base=base), self.other.write(pen, base=base)
        assessed = Said(pen.word(Text("已评", "assessed")))
        if isinstance(pen, LatexPen):
            assessed = Said(rf"\text{{{assessed.text}}}")
        return pen.cases([(one, assessed), (other, None)])
