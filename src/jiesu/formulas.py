"""
计分公式: how rates, findings and figures make a score, as a typed tree that is exact.

A formula is data: it says what it reads, prints itself as text, LaTeX and Markdown, and is reckoned
on what was counted here, on rates that somebody published, or on what is known so far, which gives
bounds. It rounds at one stated point or nowhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import attrs

from .counts import NOT_ASSESSED, NotAssessed, Ratio, percent
from .errors import (
    AssessmentError,
    Fault,
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
from .exact import (
    Bounds,
    Rounded,
    Rounding,
    RoundingPoint,
    exact,
    is_count,
    no_count,
    plain,
    rounded,
    written,
)
from .explain import Explanation
from .labels import Text
from .nodes import (
    Bonus,
    Change,
    Choose,
    Clamp,
    Deductions,
    Found,
    Given,
    Growth,
    Lacking,
    LessPerPoint,
    Mean,
    Node,
    OfFigure,
    OfRate,
    OrElse,
    Reckoned,
    Step,
    WeightedSum,
    tied,
)
from .notation import LatexPen, Pen
from .sources import Citation

_HUNDRED = 100
_RATE = Bounds(Fraction(0), Fraction(1))


def _tree(value: Any) -> Any:
    return WeightedSum(value) if isinstance(value, Mapping) else value


@attrs.frozen(repr=False)
class Formula:
    r"""
    计分公式: a tree of rates, findings and figures; of weights alone, a weighted sum of rates.

    Attributes:
        tree: What is reckoned; a mapping of rates to weights means their weighted sum.
        terms: Rate, finding or figure to its official term; default: its name.
        grounds: 依据.
        rounding: 修约: where it rounds; None: nowhere, and print rounds.
        rates: The rates that it reads, in order.
        figures: The figures that it reads, in order.
        findings: The findings that it counts, in order.
        base: The rates and figures that it reads of a base period, in order.
        full: 满分: with all rates at 100 % and nothing found; 0 where it has none.

    Raises:
        InexactNumberError: A number that is a float or none.
        AssessmentError: No weights, or one below 0, or none above.

    Example:
        >>> usual = Formula({"response": "30%", "resolution": "35%", "satisfaction": "35%"})
        >>> print(usual)
        30% × response + 35% × resolution + 35% × satisfaction
        >>> print(Formula({"response": 1}, {"response": Text("响应率", "response rate")}).latex())
        \text{响应率}
    """

    tree: Node = attrs.field(converter=_tree)
    terms: Mapping[str, Text] = attrs.field(factory=dict, converter=mapped)
    grounds: tuple[Citation, ...] = attrs.field(default=(), converter=tupled)
    rounding: Rounded | None = None
    rates: tuple[str, ...] = attrs.field(init=False, eq=False)
    figures: tuple[str, ...] = attrs.field(init=False, eq=False)
    findings: tuple[str, ...] = attrs.field(init=False, eq=False)
    base: tuple[str, ...] = attrs.field(init=False, eq=False)
    full: Fraction = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        kinds = {"tree": Node, "terms": Mapping, "rounding": Rounded | None}
        faults = mistyped("formula", self, **kinds)
        faults += misfits("formula.grounds", self.grounds, Citation)
        refuse(AssessmentError, faults)
        refuse(AssessmentError, misfits("formula.terms", self.terms.values(), Text))
        self._read()

    def __repr__(self) -> str:
        return f"Formula({self})"

    def __str__(self) -> str:
        return self.text()

    def _read(self) -> None:
        """What the tree reads, once: a scoreboard asks it of every unit."""
        rates: dict[str, None] = {}
        figures: dict[str, None] = {}
        findings: dict[str, None] = {}
        base: dict[str, None] = {}
        for node in self.tree.walk():
            if isinstance(node, OfRate):
                rates[node.name] = None
            elif isinstance(node, OfFigure):
                figures[node.name] = None
            elif isinstance(node, Deductions | Bonus):
                findings.update(dict.fromkeys(node.points))
            elif isinstance(node, Growth):
                of = (each for each in node.of.walk() if isinstance(each, OfRate | OfFigure))
                base.update(dict.fromkeys(each.name for each in of))
        for name, value in (
            ("rates", tuple(rates)),
            ("figures", tuple(figures)),
            ("findings", tuple(findings)),
            ("base", tuple(base)),
            ("full", self.tree.full),
        ):
            object.__setattr__(self, name, value)

    def points(self, value: Fraction) -> Fraction:
        """A value of the tree in points of 100; without a full mark, as it stands."""
        value = exact(value, "value")
        return _HUNDRED * value / self.full if self.full > 0 else value

    @property
    def printing(self) -> Rounded:
        """How a score is printed: as it is rounded where the formula rounds it, else two decimals."""
        rule = self.rounding
        return rule if rule is not None and rule.at is RoundingPoint.SCORE else Rounded()

    def term(self, name: str) -> Text:
        """The official term of a rate, a finding or a figure."""
        _need_text("name", name)
        return self.terms.get(name, Text(name, name))

    def evaluate(
        self,
        rates: Mapping[str, Any],
        subject: str = "",
        *,
        findings: Mapping[str, int] | None = None,
        figures: Mapping[str, Any] | None = None,
        base: Mapping[str, Any] | None = None,
    ) -> "Score":
        """
        The score of some rates, counted here or published elsewhere.

        Args:
            rates: Rate to a ratio from 0 to 1 (``Fraction(19, 20)``, ``"95%"``), or
                `NOT_ASSESSED`; rates that the formula does not name are passed over.
            subject: Who is scored.
            findings: Finding to how many there are; the list is whole: what is not in it, there is
                none of.
            figures: Figure to an exact number, or `NOT_ASSESSED`.
            base: The rates and figures of the base period.

        Raises:
            SchemaError: Something that the formula reads is missing.
            InexactNumberError: A float, or no number.
            AssessmentError: A rate outside 0 to 1.
        """
        return self.reckon(rates, subject, findings, figures, base, {}, {})

    def reckon(
        self,
        rates: Mapping[str, Any],
        subject: str,
        findings: Mapping[str, int] | None,
        figures: Mapping[str, Any] | None,
        base: Mapping[str, Any] | None,
        ratios: Mapping[str, Ratio],
        base_ratios: Mapping[str, Ratio],
    ) -> "Score":
        """`evaluate`, for rates of which it is known what they were divided from."""
        _need_text("subject", subject)
        given = self._given(rates, findings, figures, base, partial=False)
        given = given._replace(ratios=ratios, base_ratios=base_ratios)
        return Score(self, self.tree.reckon(given), subject)

    def bounds(
        self,
        rates: Mapping[str, Any],
        *,
        findings: Mapping[str, int] | None = None,
        figures: Mapping[str, Any] | None = None,
        base: Mapping[str, Any] | None = None,
    ) -> Bounds | NotAssessed:
        """
        Between which points of 100 a score lies, from what is known so far.

        A rate may be `Bounds` of its own; one that is not given lies anywhere from 0 to 1, findings
        that are not given at all are any number. A rate that stands in the formula several times is
        taken apart in each place, so that the bounds hold and may be wider than need be.

        Args:
            rates: See `evaluate`; or `Bounds`.
            findings: See `evaluate`.
            figures: See `evaluate`; or `Bounds`.
            base: See `evaluate`; or `Bounds`.

        Raises:
            SchemaError: A figure is missing: nothing bounds it.
            AssessmentError: See `evaluate`; or there is no bound: growth on a base that may be 0,
                bands that may be reached and of which some are not assessed.

        Example:
            >>> thirds = Formula({"response": "30%", "resolution": "70%"})
            >>> thirds.bounds({"response": 1})
            Bounds(low=Fraction(30, 1), high=Fraction(100, 1))
        """
        given = self._given(rates, findings, figures, base, partial=True)
        found = self.tree.reckon(given).value
        if isinstance(found, NotAssessed):
            return found
        rule = self.rounding
        if rule is None or rule.at is not RoundingPoint.SCORE:
            return Bounds(self.points(found.low), self.points(found.high))
        return Bounds(rule.of(self.points(found.low)), rule.of(self.points(found.high)))

    def _given(
        self,
        rates: Mapping[str, Any],
        findings: Mapping[str, int] | None,
        figures: Mapping[str, Any] | None,
        base: Mapping[str, Any] | None,
        *,
        partial: bool,
    ) -> Given:
        faults = [
            wrong_type(path, value, Text("名称到数值的映射", "a mapping of names to numbers"))
            for path, value in (
                ("rates", rates),
                ("findings", {} if findings is None else findings),
                ("figures", {} if figures is None else figures),
                ("base", {} if base is None else base),
            )
            if not isinstance(value, Mapping)
        ]
        refuse(AssessmentError, faults)
        wanted_rates, of_base = self.rates, self.base
        missing = [
            *(() if partial else _missing("rates", self.rates, rates)),
            *_missing("figures", self.figures, figures or {}),
            *_missing(
                "base", [n for n in of_base if not partial or n not in wanted_rates], base or {}
            ),
            *(
                [Fault("findings", _NOT_GIVEN, ", ".join(self.findings))]
                if self.findings and findings is None and not partial
                else []
            ),
        ]
        refuse(SchemaError, missing)
        read = {name: _rate_value("rates", name, rates.get(name, _RATE)) for name in self.rates}
        numbers = {
            name: _figure(f"figures.{name}", (figures or {})[name]) for name in self.figures
        }
        earlier = {
            name: _rate_value("base", name, (base or {}).get(name, _RATE))
            if name in wanted_rates
            else _figure(f"base.{name}", (base or {})[name])
            for name in of_base
        }
        found: dict[str, Bounds | None] = dict.fromkeys(self.findings)
        if findings is not None:
            found = {name: _number_of(name, findings.get(name, 0)) for name in self.findings}
        return Given(read, found, numbers, earlier, self.rounding, {}, {})

    def text(self, lang: str = "zh") -> str:
        """The formula in a line: with the official terms in Chinese, or in English."""
        return self.tree.write(Pen(self.terms, lang)).text

    def latex(self, lang: str = "zh") -> str:
        """The formula in LaTeX, without the signs that say that it is mathematics."""
        return self.tree.write(LatexPen(self.terms, lang)).text

    def markdown(self, lang: str = "zh") -> str:
        """The formula in Markdown: as mathematics, then what it rests on and how it rounds."""
        return f"$$\n{self.latex(lang)}\n$$\n\n{self.explain().markdown(lang)}"

    def explain(self, lang: str = "zh") -> Explanation:
        """The formula with its full mark and rounding, its parts with their shares, its grounds."""
        says = Text(f"计分公式：得分 = {self.text('zh')}", f"Formula: score = {self.text('en')}")
        parts = [
            Explanation(_share_said(self, node, weight))
            for node, weight in (self.tree.terms if isinstance(self.tree, WeightedSum) else ())
        ]
        parts += _full_said(self)
        if isinstance(self.tree, WeightedSum | Mean) and self.tree.lacking is not Lacking.NOTHING:
            parts.append(Explanation(self.tree.lacking.text))
        if self.rounding is not None:
            parts.append(Explanation(self.rounding.text))
        return Explanation(says, parts, [ground.text for ground in self.grounds], lang=lang)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per part of the sum, in Chinese; of another formula, one row."""
        cited = "；".join(ground.text.zh for ground in self.grounds)
        terms = (
            self.tree.terms if isinstance(self.tree, WeightedSum) else ((self.tree, Fraction(1)),)
        )
        pen = Pen(self.terms, "zh")
        return [
            {
                "rate": node.name if isinstance(node, OfRate) else "",
                "term": node.write(pen).text,
                "weight": written(weight),
                "grounds": cited,
            }
            for node, weight in terms
        ]


_NOT_GIVEN = Text(
    "公式要计扣分、加分项，而没有给出查实情况（没有的，给出 {}）",
    "the formula counts findings, and none are given (where there are none, pass {})",
)


def _missing(path: str, names: Iterable[str], given: Mapping[str, Any]) -> Iterator[Fault]:
    for name in names:
        if name not in given:
            what = {
                "rates": Text(
                    "公式要用的率没有给出", "the formula needs a rate that is not given"
                ),
                "figures": Text(
                    "公式要用的数值没有给出", "the formula needs a figure that is not given"
                ),
                "base": Text(
                    "公式要用的基期值没有给出", "the formula needs it of the base period"
                ),
            }[path]
            yield Fault(f"{path}.{name}", what, remedy=did_you_mean(name, given))


def _need_text(path: str, value: object) -> None:
    if type(value) is not str:
        raise AssessmentError(misfit(path, value, str))


def _rate_value(path: str, name: str, given: Any) -> Reckoned:
    found = _figure(f"{path}.{name}", given)
    if isinstance(found, NotAssessed) or 0 <= found.low <= found.high <= 1:
        return found
    fail(
        AssessmentError,
        f"{path}.{name}",
        Text("率须在 0 与 1 之间", "a rate lies between 0 and 1"),
        value=shown(given),
        remedy=Text("百分数请写作 '95%'", "write per cent as '95%'"),
    )


def _figure(path: str, given: Any) -> Reckoned:
    if isinstance(given, NotAssessed):
        return given
    if not isinstance(given, Bounds):
        value = exact(given, path)
        return Bounds(value, value)
    low, high = exact(given.low, path), exact(given.high, path)
    if low > high:
        what = Text("下界大于上界", "the lower bound exceeds the upper")
        fail(AssessmentError, path, what, value=shown(given))
    return tied(Bounds(low, high))


def _number_of(name: str, given: Any) -> Bounds:
    if not is_count(given):
        raise AssessmentError(no_count(f"findings.{name}", given))
    return Bounds.exactly(given)


def _share_said(formula: Formula, node: Node, weight: Fraction) -> Text:
    zh, en = (node.write(Pen(formula.terms, lang)).text for lang in ("zh", "en"))
    if not isinstance(node, OfRate) or formula.full <= 0:
        return Text(
            f"{zh}，乘以 {plain(weight)}" if weight != 1 else zh,
            f"{en}, times {plain(weight)}" if weight != 1 else en,
        )
    share = _trimmed(_HUNDRED * weight / formula.full)
    return Text(f"{zh}：{share}%", f"{en}: {share}%")


def _trimmed(value: Fraction) -> str:
    return f"{rounded(value, 2).normalize():f}"


class Part(NamedTuple):
    """
    What one part of the whole contributes to a score.

    Attributes:
        step: How it was reckoned.
        weight: Its weight; 1 where the formula is no sum.
    """

    step: Step
    weight: Fraction

    @property
    def name(self) -> str:
        """The name of the rate or the figure; empty where it is neither."""
        return getattr(self.step.node, "name", "")

    @property
    def value(self) -> Fraction | NotAssessed:
        """What it comes to, not yet weighted."""
        return self.step.exact

    @property
    def ratio(self) -> Ratio | None:
        """What a rate was divided from, where it was counted here."""
        return self.step.ratio


@attrs.frozen
class Score:
    """
    得分 of one unit, with the reckoning.

    Attributes:
        formula: How it was put together.
        reckoning: The steps.
        subject: Who was scored, as printed.

    Example:
        >>> score = Formula({"response": "0.3", "resolution": "0.7"}).evaluate(
        ...     {"response": "100%", "resolution": Fraction(9, 10)}
        ... )
        >>> score.value, score.points, score.printed()
        (Fraction(93, 100), Fraction(93, 1), Decimal('93.00'))
    """

    formula: Formula
    reckoning: Step
    subject: str = ""

    @property
    def full(self) -> Fraction:
        """满分."""
        return self.formula.full

    @property
    def grounds(self) -> tuple[Citation, ...]:
        """依据 of the formula."""
        return self.formula.grounds

    @property
    def value(self) -> Fraction | NotAssessed:
        """What the formula comes to, exact, as against `full`; `NOT_ASSESSED` where it is."""
        if self._scored is None:
            return self.reckoning.exact
        points = self.points
        if isinstance(points, NotAssessed) or self.full <= 0:
            return points
        return points * self.full / _HUNDRED

    @property
    def _scored(self) -> Rounded | None:
        """The rounding of the score, where that is where the formula rounds."""
        rule = self.formula.rounding
        return rule if rule is not None and rule.at is RoundingPoint.SCORE else None

    @property
    def points(self) -> Fraction | NotAssessed:
        """The score in points of 100, whatever the full mark; rounded where the formula says so."""
        value = self.reckoning.exact
        if isinstance(value, NotAssessed):
            return value
        points, rule = self.formula.points(value), self._scored
        return points if rule is None else rule.of(points)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What each part of the sum contributes; of another formula, the whole."""
        tree = self.formula.tree
        if not isinstance(tree, WeightedSum):
            return (Part(self.reckoning, Fraction(1)),)
        weights = (weight for _, weight in tree.terms)
        return tuple(map(Part, self.reckoning.parts, weights))

    def printed(self, places: int | None = None, rule: Rounding | None = None) -> Decimal | None:
        """
        The points as published: to *places* decimals by *rule*; None where it is not assessed.

        What is not said is as the formula rounds the score; else two decimals, half up.
        """
        points, own = self.points, self.formula.printing
        if isinstance(points, NotAssessed):
            return None
        places = own.places if places is None else places
        return rounded(points, places, own.rule if rule is None else rule)

    def explain(self, lang: str = "zh") -> Explanation:
        """Part by part: what was divided, the weight, the product; then the sum."""
        said = self.printed()
        of = ("（满分 100）", " of 100") if self.full > 0 else ("", "")
        zh = NOT_ASSESSED.zh if said is None else f"{said} 分{of[0]}"
        en = NOT_ASSESSED.en if said is None else f"{said}{of[1]}"
        who = (f"{self.subject}：", f"{self.subject}: ") if self.subject else ("", "")
        scale = self.formula.points(Fraction(1))
        tree = self.formula.tree
        parts = (
            _sum_parts(self.formula, tree, self.reckoning.parts, scale)
            if isinstance(tree, WeightedSum)
            else [_reckoned(self.formula, self.reckoning, scale, Fraction(1))]
        )
        if self.full != _HUNDRED:
            parts += _full_said(self.formula)
        parts += self._apart(scale)
        if self.formula.rounding is not None:
            parts.append(Explanation(self.formula.rounding.text))
        return Explanation(
            Text(f"{who[0]}得分 {zh}", f"{who[1]}score {en}"),
            parts,
            [ground.text for ground in self.grounds],
            lang=lang,
        )

    def _apart(self, scale: Fraction) -> Iterator[Explanation]:
        """That printed parts do not add up to the printed score, where they do not."""
        tree, printed = self.formula.tree, self.printed()
        if printed is None or not isinstance(tree, WeightedSum):
            return
        share = scale * (tree.share(self.reckoning.parts) or 1)
        got = [
            rounded(share * each.weight * each.value, 2)
            for each in self.parts
            if not isinstance(each.value, NotAssessed)
        ]
        if sum(got) != printed and self._scored is None:
            yield Explanation(
                Text(
                    "各项为修约后的数，得分由未修约的数相加得出",
                    "the parts are shown rounded, the score is the sum of the exact ones",
                )
            )

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per part in Chinese, then the score; exact values as fractions."""
        pen = Pen(self.formula.terms, "zh")
        rows = [
            {
                "subject": self.subject,
                "what": each.step.node.write(pen).text if isinstance(each.step.node, Node) else "",
                "weight": written(each.weight),
                "counted": _divided(each.ratio),
                "value": _said(each.value),
            }
            for each in self.parts
        ]
        said = self.printed()
        row = {
            "subject": self.subject,
            "what": "得分",
            "weight": written(self.full),
            "counted": "",
        }
        return [*rows, {**row, "value": NOT_ASSESSED.zh if said is None else str(said)}]


def _said(value: Fraction | NotAssessed) -> str:
    return value.zh if isinstance(value, NotAssessed) else written(value)


def _divided(ratio: Ratio | None) -> str:
    return f"{plain(ratio.numerator)}/{plain(ratio.denominator)}" if ratio else ""


# ------------------------------------------------------------------ a reckoning in words


def _reckoned(formula: Formula, step: Step, scale: Fraction, weight: Fraction) -> Explanation:
    """A part of a sum: what it is and came to, its share of the points, what it got of them."""
    zh, en, parts = _told(formula, step, scale)
    node, value = step.node, step.exact
    if isinstance(node, OfRate):
        share = _trimmed(scale) if formula.full > 0 else plain(weight)
        zh, en = f"{zh}，权重 {share}%", f"{en}, weight {share}%"
    elif weight != 1:
        zh, en = f"{zh}，权重 {plain(weight)}", f"{en}, weight {plain(weight)}"
    if not isinstance(value, NotAssessed):
        got = rounded(scale * value, 2)
        if scale != 1 and not isinstance(node, OfRate | OfFigure | Growth):
            own = _figure_said(value).zh
            zh, en = f"{zh}，得 {own}，折合 {got} 分", f"{en}: {own}, put as {got}"
        else:
            zh, en = f"{zh}，计 {got} 分", f"{en}: {got}"
    return Explanation(Text(zh, en), parts)


def _sum_parts(
    formula: Formula, node: WeightedSum, steps: Sequence[Step], scale: Fraction
) -> list[Explanation]:
    """The parts of a sum; where some are left out, by how much the others count for them."""
    share = node.share(steps) or Fraction(1)
    parts = [
        _reckoned(formula, step, scale * share * weight, weight)
        for step, (_, weight) in zip(steps, node.terms, strict=True)
    ]
    if share != 1:
        by = plain(share)
        parts.append(
            Explanation(
                Text(
                    f"{node.lacking.zh}：各项权重已乘以 {by}",
                    f"{node.lacking.en}: the weights are {by} times what they were",
                )
            )
        )
    return parts


def _full_said(formula: Formula) -> Iterator[Explanation]:
    """What the full mark is, where points are not of 100 by themselves."""
    full, tree = formula.full, formula.tree
    plain_sum = isinstance(tree, WeightedSum) and all(type(n) is OfRate for n in tree.parts)
    if full in {0, 1} or full < 0 or plain_sum:  # shares in per cent say it all
        return
    of = plain(full)
    as_it_is = Text("满分 100 分", "full mark 100")
    put = Text(f"满分 {of}，折合 100 分", f"full mark {of}, put as 100 points")
    yield Explanation(as_it_is if full == _HUNDRED else put)


def _told(formula: Formula, step: Step, scale: Fraction) -> tuple[str, str, list[Explanation]]:
    """What a step is and came to, in both languages, and what stands under it."""
    node, value = step.node, step.exact
    if isinstance(node, Found):
        term, number = formula.term(node.name), plain(step.value.low)  # type: ignore[union-attr]
        return (
            f"{term.zh} {number} 项，每项 {plain(node.each)} 分",
            f"{term.en}: {number}, {plain(node.each)} each",
            [],
        )
    if isinstance(node, OfRate):
        places = 2
        if formula.rounding is not None and formula.rounding.at is RoundingPoint.RATES:
            places = formula.rounding.places
        said, term = percent(value, places), formula.term(node.name)
        zh, en = f"{term.zh} {said.zh}", f"{term.en} {said.en}"
        if step.ratio:
            zh, en = f"{zh}（{_divided(step.ratio)}）", f"{en} ({_divided(step.ratio)})"
        return zh, en, []
    if isinstance(node, OfFigure):
        term = formula.term(node.name)
        return f"{term.zh} {_figure_said(value).zh}", f"{term.en} {_figure_said(value).en}", []
    return _told_of(formula, node, step, scale)


def _figure_said(value: Fraction | NotAssessed) -> Text:
    if isinstance(value, NotAssessed):
        return value.text
    said = plain(value)
    if said.startswith("("):
        said = f"{rounded(value, 4)}"
    return Text(said, said)


def _told_of(
    formula: Formula, node: Node, step: Step, scale: Fraction
) -> tuple[str, str, list[Explanation]]:
    """The same for what has steps under it."""
    value = step.exact
    under = [_under(formula, each, scale) for each in step.parts]
    match node:
        case LessPerPoint():
            at, each, mark = (
                plain(n) for n in (_HUNDRED * node.threshold, node.each, node.full_mark)
            )
            zh = f"满分 {mark} 分，低于 {at}% 的每个百分点扣 {each} 分（{node.steps.zh}），最低 {plain(node.floor)} 分"
            en = (
                f"full mark {mark}, less {each} for each percentage point below {at}% "
                f"({node.steps.en}), at least {plain(node.floor)}"
            )
            held = step.parts[0].exact
            if not isinstance(held, NotAssessed):
                lost = node.below(held)
                said = plain(lost) if not plain(lost).startswith("(") else f"{rounded(lost, 4)}"
                below = Text(
                    f"低于基准 {said} 个百分点" if lost else "达到基准，不扣分",
                    f"{said} percentage points below" if lost else "at the threshold or above",
                )
                under.append(Explanation(below))
        case Deductions():
            mark, least = plain(node.full_mark), plain(node.floor)
            zh = f"满分 {mark} 分，按查实项扣分，最低 {least} 分"
            en = f"full mark {mark}, less points for findings, at least {least}"
        case Bonus():
            zh, en = f"加分，上限 {plain(node.cap)} 分", f"bonus, at most {plain(node.cap)}"
        case Growth():
            zh, en = f"较基期{node.how.zh}", f"{node.how.en} on the base period"
            if not isinstance(value, NotAssessed):
                grown = _change_said(node, value)
                zh, en = f"{zh} {grown.zh}", f"{en} {grown.en}"
            marks = Text("本期：", "this period: "), Text("基期：", "base: ")
            under = [
                Explanation(Text(mark.zh + each.says.zh, mark.en + each.says.en), each.parts)
                for mark, each in zip(marks, under, strict=True)
            ]
        case Choose():
            zh, en = _band_said(node, step)
        case Clamp():
            low, high = plain(node.low), plain(node.high)
            zh, en = f"限于 {low} 至 {high} 之间", f"held between {low} and {high}"
        case OrElse() if len(under) > 1:
            zh, en = "未评，改按以下计", "not assessed; instead"
        case Mean():
            there = sum(not isinstance(each.value, NotAssessed) for each in step.parts)
            number = there if node.lacking is Lacking.LEFT_OUT else len(under)
            zh, en = f"{number} 项平均", f"mean of {number}"
        case WeightedSum():
            zh, en = f"{len(under)} 项加权求和", f"weighted sum of {len(under)}"
            under = _sum_parts(formula, node, step.parts, scale)
        case _:
            zh, en = _figure_said(value)
            if under:  # what stands for itself, as a node that merely passes a value on
                return under[0].says.zh, under[0].says.en, list(under[0].parts)
    if isinstance(value, NotAssessed):
        zh, en = f"{zh}：{value.zh}", f"{en}: {value.en}"
    return zh, en, under


def _change_said(node: Growth, value: Fraction) -> Text:
    """A relative change in per cent, a difference of rates in percentage points."""
    if node.how is Change.RELATIVE:
        return percent(value)
    if not isinstance(node.of, OfRate):
        return _figure_said(value)
    said = rounded(_HUNDRED * value, 2)
    return Text(f"{said} 个百分点", f"{said} percentage points")


def _band_said(node: Choose, step: Step) -> tuple[str, str]:
    """Which band was reached."""
    held = step.parts[0].exact
    if isinstance(held, NotAssessed):
        return "按所在档次取值", "by the band that is reached"
    place = node.reached(held)
    if place > len(node.bands):
        return "按所在档次取值：低于各档", "by the band that is reached: below them all"
    bound = node.bands[place - 1][0]
    said = f"{plain(_HUNDRED * bound)}%" if isinstance(node.by, OfRate) else plain(bound)
    return f"按所在档次取值：达到 {said}（含）", f"by the band that is reached: from {said}"


def _under(formula: Formula, step: Step, scale: Fraction) -> Explanation:
    zh, en, parts = _told(formula, step, scale)
    node, value = step.node, step.exact
    composite = isinstance(node, Node) and node.parts and not isinstance(node, Growth | OrElse)
    if composite and not isinstance(value, NotAssessed):
        said = _figure_said(value)
        zh, en = f"{zh}，得 {said.zh}", f"{en}: {said.en}"
    return Explanation(Text(zh, en), parts)
