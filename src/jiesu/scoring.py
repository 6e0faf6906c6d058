"""
计分: from counts to rates, from rates to one score, with the reckoning shown.

Everything is exact until it is printed. A rate over nothing is `NOT_ASSESSED`; a score that rests on
one is too. Weights that nobody published are not guessed: the computation refuses and says how to
supply them.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

import attrs

from .canonical import digest
from .counts import NOT_ASSESSED, Counts, NotAssessed, Ratio, percent
from .errors import (
    AssessmentError,
    Fault,
    FrozenMap,
    InexactNumberError,
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
from .exact import Rounding, exact, plain, rounded, written
from .explain import Explanation
from .facts import FactSpace
from .labels import Text
from .outcomes import COUNTED_BY, CountedBy
from .ranking import Band, League, Ties, rank
from .rates import EXCLUSIONS, Rate, check_exclusions, facts_read
from .sources import SILENT, Absent, Citation, Parameter, Provision, need
from .tables import Table

RESPONSE = Parameter("rates.response", Text("响应率", "response rate"), Table)
RESOLUTION = Parameter("rates.resolution", Text("解决率", "resolution rate"), Table)
SATISFACTION = Parameter("rates.satisfaction", Text("满意率", "satisfaction rate"), Table)
TIMELINESS = Parameter("rates.timeliness", Text("按时办结率", "rate finished in time"), Table)
WEIGHTS = Parameter("scoring.weights", Text("三率权重", "weights of the three rates"), Mapping)

_RATES = "rates."
_HUNDRED = 100


class Part(NamedTuple):
    """
    What one rate contributes to a score.

    Attributes:
        rate: Its name.
        term: Its official term.
        weight: Its weight.
        value: The rate.
        ratio: What it was divided from, where it was counted here.
    """

    rate: str
    term: Text
    weight: Fraction
    value: Fraction | NotAssessed
    ratio: Ratio | None = None


@attrs.frozen
class Score:
    """
    得分 of one unit, with the reckoning.

    Attributes:
        value: The weighted sum, exact; `NOT_ASSESSED` where a rate is.
        full: 满分: the sum of the weights.
        parts: What each rate contributes.
        subject: Who was scored, as printed.
        grounds: 依据 of the weights.

    Example:
        >>> score = Formula({"response": "0.3", "resolution": "0.7"}).evaluate(
        ...     {"response": "100%", "resolution": Fraction(9, 10)}
        ... )
        >>> score.value, score.points, score.printed()
        (Fraction(93, 100), Fraction(93, 1), Decimal('93.00'))
    """

    value: Fraction | NotAssessed
    full: Fraction
    parts: tuple[Part, ...] = attrs.field(converter=tupled)
    subject: str = ""
    grounds: tuple[Citation, ...] = attrs.field(default=(), converter=tupled)

    @property
    def points(self) -> Fraction | NotAssessed:
        """The score in points of 100, whatever the weights add up to."""
        if isinstance(self.value, NotAssessed):
            return NOT_ASSESSED
        return _HUNDRED * self.value / self.full

    def printed(self, places: int = 2, rule: Rounding = Rounding.HALF_UP) -> Decimal | None:
        """The points as published: the one rounding; None where it is not assessed."""
        points = self.points
        return None if isinstance(points, NotAssessed) else rounded(points, places, rule)

    def explain(self, lang: str = "zh") -> Explanation:
        """Rate by rate: what was divided, the weight, the product; then the sum."""
        parts = [Explanation(_reckoned(part, self.full)) for part in self.parts]
        said = self.printed()
        zh = NOT_ASSESSED.zh if said is None else f"{said} 分（满分 100）"
        en = NOT_ASSESSED.en if said is None else f"{said} of 100"
        who = (f"{self.subject}：", f"{self.subject}: ") if self.subject else ("", "")
        return Explanation(
            Text(f"{who[0]}得分 {zh}", f"{who[1]}score {en}"),
            parts,
            [ground.text for ground in self.grounds],
            lang=lang,
        )

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per rate in Chinese, then the score; exact values as fractions."""
        rows = [
            {
                "subject": self.subject,
                "what": part.term.zh,
                "weight": written(part.weight),
                "counted": f"{plain(part.ratio.numerator)}/{part.ratio.denominator}"
                if part.ratio
                else "",
                "value": _said(part.value),
            }
            for part in self.parts
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


def _reckoned(part: Part, full: Fraction) -> Text:
    value = percent(part.value)
    zh, en = f"{part.term.zh} {value.zh}", f"{part.term.en} {value.en}"
    if part.ratio:
        top, bottom = plain(part.ratio.numerator), part.ratio.denominator
        zh, en = f"{zh}（{top}/{bottom}）", f"{en} ({top}/{bottom})"
    share = rounded(_HUNDRED * part.weight / full, 2).normalize()
    zh, en = f"{zh}，权重 {share:f}%", f"{en}, weight {share:f}%"
    if not isinstance(part.value, NotAssessed):
        got = rounded(_HUNDRED * part.weight * part.value / full, 2)
        zh, en = f"{zh}，计 {got} 分", f"{en}: {got}"
    return Text(zh, en)


def _exact_weights(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    made: dict[Any, Fraction] = {}
    faults: list[Fault] = []
    for name, weight in value.items():
        try:
            made[name] = exact(weight, f"weights[{shown(name)}]")
        except InexactNumberError as error:
            faults += error.faults
    refuse(InexactNumberError, faults)
    return FrozenMap(made)


@attrs.frozen(repr=False)
class Formula:
    """
    计分公式: a weighted sum of rates.

    Attributes:
        weights: Rate to weight, exact; a rate of weight 0 is looked at all the same.
        terms: Rate to its official term; default: its name.
        grounds: 依据.

    Raises:
        InexactNumberError: A weight that is a float or no number.
        AssessmentError: No weights, or one below 0, or none above.

    Example:
        >>> Formula({"response": "30%", "resolution": "35%", "satisfaction": "35%"})
        Formula(3/10 response + 7/20 resolution + 7/20 satisfaction)
    """

    weights: Mapping[str, Fraction] = attrs.field(converter=_exact_weights)
    terms: Mapping[str, Text] = attrs.field(factory=dict, converter=mapped)
    grounds: tuple[Citation, ...] = attrs.field(default=(), converter=tupled)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("formula", self, weights=Mapping, terms=Mapping)
        faults += misfits("formula.grounds", self.grounds, Citation)
        refuse(AssessmentError, faults)
        faults += misfits("formula.weights", self.weights, str)
        faults += misfits("formula.terms", self.terms.values(), Text)
        faults += [
            Fault(
                f"formula.weights[{shown(name)}]",
                Text("权重为负", "a weight below 0"),
                shown(weight),
            )
            for name, weight in self.weights.items()
            if weight < 0
        ]
        if not any(self.weights.values()):
            what = Text("没有大于零的权重", "no weight above 0")
            faults.append(Fault("formula.weights", what, shown(dict(self.weights))))
        refuse(AssessmentError, faults)

    def __repr__(self) -> str:
        terms = (f"{written(weight)} {name}" for name, weight in self.weights.items())
        return f"Formula({' + '.join(terms)})"

    @property
    def full(self) -> Fraction:
        """满分: what all rates at 100 % give."""
        return sum(self.weights.values(), Fraction(0))

    def term(self, name: str) -> Text:
        """The official term of a rate."""
        _need_text("name", name)
        return self.terms.get(name, Text(name, name))

    def evaluate(self, rates: Mapping[str, Any], subject: str = "") -> Score:
        """
        The score of some rates, counted here or published elsewhere.

        Args:
            rates: Rate to a ratio from 0 to 1 (``Fraction(19, 20)``, ``"95%"``), or
                `NOT_ASSESSED`; rates that the formula does not name are passed over.
            subject: Who is scored.

        Raises:
            SchemaError: A rate of the formula is missing.
            InexactNumberError: A float, or no number.
            AssessmentError: A rate outside 0 to 1.
        """
        if not isinstance(rates, Mapping):
            fault = wrong_type("rates", rates, Text("率名到率值的映射", "a mapping of rates"))
            raise AssessmentError(fault)
        _need_text("subject", subject)
        missing = [
            Fault(
                f"rates.{name}",
                Text("公式要用的率没有给出", "the formula needs a rate that is not given"),
                remedy=did_you_mean(name, rates),
            )
            for name in self.weights
            if name not in rates
        ]
        refuse(SchemaError, missing)
        values = {name: _rate_value(name, rates[name]) for name in self.weights}
        parts = tuple(
            Part(name, self.term(name), weight, values[name])
            for name, weight in self.weights.items()
        )
        return Score(self._sum(parts), self.full, parts, subject, self.grounds)

    def _sum(self, parts: Iterable[Part]) -> Fraction | NotAssessed:
        total = Fraction(0)
        for part in parts:
            if isinstance(part.value, NotAssessed):
                return NOT_ASSESSED
            total += part.weight * part.value
        return total

    def explain(self, lang: str = "zh") -> Explanation:
        """The weights and their grounds."""
        full = self.full
        parts = []
        for name, weight in self.weights.items():
            share = rounded(_HUNDRED * weight / full, 2).normalize()
            term = self.term(name)
            parts.append(Explanation(Text(f"{term.zh}：{share:f}%", f"{term.en}: {share:f}%")))
        says = Text(
            "计分公式：各率乘以权重相加", "Formula: the rates times their weights, added up"
        )
        return Explanation(says, parts, [ground.text for ground in self.grounds], lang=lang)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per rate, in Chinese."""
        cited = "；".join(ground.text.zh for ground in self.grounds)
        return [
            {
                "rate": name,
                "term": self.term(name).zh,
                "weight": written(weight),
                "grounds": cited,
            }
            for name, weight in self.weights.items()
        ]


def _need_text(path: str, value: object) -> None:
    if type(value) is not str:
        raise AssessmentError(misfit(path, value, str))


def _rate_value(name: str, given: Any) -> Fraction | NotAssessed:
    if isinstance(given, NotAssessed):
        return given
    value = exact(given, f"rates.{name}")
    if not 0 <= value <= 1:
        fail(
            AssessmentError,
            f"rates.{name}",
            Text("率须在 0 与 1 之间", "a rate lies between 0 and 1"),
            value=shown(given),
            remedy=Text("百分数请写作 '95%'", "write per cent as '95%'"),
        )
    return value


@attrs.frozen
class Assessment:
    """
    考评规则: what a rulebook says of assessment, checked and ready.

    Attributes:
        exclusions: What applies of `EXCLUSIONS`; None where the rulebook does not know it.
        rates: The rates: every parameter of the rulebook whose path begins with ``rates.``.
        unset: Rates of which nobody published anything, by name.
        counted_by: What applies of `COUNTED_BY`; None where the rulebook does not know it.
        weights: What applies of `WEIGHTS`; None where the rulebook does not know them.
        facts: The facts that all this reads: what a tally has to keep.
    """

    exclusions: Provision | None
    rates: tuple[Rate, ...]
    unset: Mapping[str, tuple[Parameter, Provision]]
    counted_by: Provision | None
    weights: Provision | None
    facts: FactSpace

    @classmethod
    def of(cls, provisions: Mapping[str, tuple[Parameter, Provision]]) -> "Assessment":
        """
        What the provisions of a rulebook say of assessment.

        Raises:
            AssessmentError: A table that gives no marks, or no grounds of exclusion.
            SchemaError: Tables over facts that do not go together.
        """
        exclusions, by, weights = (
            provisions[each.path][1] if each.path in provisions else None
            for each in (EXCLUSIONS, COUNTED_BY, WEIGHTS)
        )
        table = exclusions.value if exclusions else None
        if isinstance(table, Table):
            check_exclusions(table)
        rates: list[Rate] = []
        unset: dict[str, tuple[Parameter, Provision]] = {}
        faults: list[Fault] = []
        for path, (parameter, provision) in provisions.items():
            name = path.removeprefix(_RATES)
            if name == path:
                continue
            if isinstance(provision.value, Absent):
                unset[name] = parameter, provision
            elif isinstance(provision.value, Table):
                rates.append(Rate(name, parameter.term, provision.value))
            else:
                faults.append(misfit(path, provision.value, Table))
        refuse(AssessmentError, faults)
        tables = [rate.table for rate in rates]
        facts = facts_read([table if isinstance(table, Table) else None, *tables])
        return cls(exclusions, tuple(rates), FrozenMap(unset), by, weights, facts)

    def exclusion_table(self) -> Table[Any] | None:
        """
        The table of what is left out; None where the rules were read and leave nothing out.

        Raises:
            UnsetError: Nobody published what is left out.
        """
        if self.exclusions is None or self.exclusions.value is SILENT:
            return None
        table: Table[Any] = need(EXCLUSIONS, self.exclusions)
        return table

    def need_counted_by(self, own: CountedBy | None) -> CountedBy:
        """
        By which instant tickets belong in a period: the caller's choice, or the rulebook's.

        Raises:
            UnsetError: Neither says.
        """
        if own is not None:
            return own
        said = self.counted_by
        if said is not None and isinstance(said.value, CountedBy):
            return said.value
        cited = said.citations[0].text if said else Text("规则集未列", "not in the rulebook")
        fail(
            UnsetError,
            COUNTED_BY.path,
            Text(
                f"{COUNTED_BY.term.zh}未公布（{cited.zh}）",
                f"the {COUNTED_BY.term.en} is not public ({cited.en})",
            ),
            remedy=Text(
                "在周期中指明，如 Period.month(2026, 3, by=CountedBy.DISPATCHED)，"
                f'或以 TIMELINE.with_({{"{COUNTED_BY.path}": …}}) 自行设定',
                "say it with the period, as Period.month(2026, 3, by=CountedBy.DISPATCHED), "
                f'or supply it: TIMELINE.with_({{"{COUNTED_BY.path}": ...}})',
            ),
        )

    def formula(self) -> Formula:
        """
        The formula that the weights make.

        Raises:
            UnsetError: Nobody published the weights; says how to supply them.
            SchemaError: A weight of a rate that there is not.
        """
        if self.weights is None:
            fail(
                UnsetError,
                WEIGHTS.path,
                Text(f"规则集没有{WEIGHTS.term.zh}", f"the rulebook has no {WEIGHTS.term.en}"),
                remedy=Text("给出 formula=Formula({…})", "pass formula=Formula({...})"),
            )
        weights = need(WEIGHTS, self.weights)
        terms = {rate.name: rate.term for rate in self.rates}
        for name in weights:
            if name in self.unset:
                need(*self.unset[name])
        unknown = [
            Fault(
                f"{WEIGHTS.path}.{name if isinstance(name, str) else shown(name)}",
                Text("没有这个率", "there is no such rate"),
                remedy=did_you_mean(name, terms),
            )
            for name in weights
            if name not in terms
        ]
        refuse(SchemaError, unknown)
        return Formula(weights, terms, self.weights.citations)


@attrs.frozen(repr=False)
class Scoreboard:
    """
    成绩表: the rates and the score of every unit, and what they rest on.

    Attributes:
        counts: What was counted.
        formula: How it is put together.
        names: Unit to its name.
        pins: Identifier, version and digest of the rulebook that the formula is from; empty where
            it is the caller's. What counted is pinned by the counts.
        scores: Unit to its exact score, `NOT_ASSESSED` where a rate of the formula is.

    Raises:
        UnsetError: The formula needs a rate of which nobody published how some outcomes count.
        SchemaError: It names a rate that was not counted.

    Example:
        >>> published = Counts.of({"a": {"response": (48, 50)}, "b": {"response": (45, 50)}})
        >>> board = Scoreboard(published, Formula({"response": 1}))
        >>> board["a"].printed(), [row.unit for row in board.rank().ranked]
        (Decimal('96.00'), ['a', 'b'])
    """

    counts: Counts
    formula: Formula
    names: Mapping[str, str] = attrs.field(factory=dict, converter=mapped, eq=False)
    pins: str = attrs.field(default="", eq=False)
    scores: Mapping[str, Fraction | NotAssessed] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        kinds = {"counts": Counts, "formula": Formula, "names": Mapping, "pins": str}
        faults = mistyped("scoreboard", self, **kinds)
        refuse(AssessmentError, faults)
        refuse(AssessmentError, misfits("scoreboard.names", self.names.values(), str))
        self.counts.need_settled(self.formula.weights)
        object.__setattr__(self, "scores", FrozenMap(_scored(self.counts, self.formula)))

    def __hash__(self) -> int:
        return hash(self.counts)

    def __repr__(self) -> str:
        return f"Scoreboard({len(self.scores)} units, {self.formula!r})"

    def name(self, unit: str) -> str:
        """The name of a unit; its identifier where there is none."""
        _need_text("unit", unit)
        return self.names.get(unit, unit)

    def __getitem__(self, unit: str) -> Score:
        """
        The score of a unit, with the reckoning.

        Raises:
            AssessmentError: There is no such unit.
        """
        counted = self.counts.unit(unit)
        parts = []
        for name, weight in self.formula.weights.items():
            place = self.counts.place(name)
            ratio = counted.ratios[place]
            term = self.counts.rates[place].term
            parts.append(Part(name, term, weight, ratio.value, ratio))
        formula = self.formula
        return Score(self.scores[unit], formula.full, parts, self.name(unit), formula.grounds)

    def rank(
        self,
        by: str | None = None,
        *,
        among: Iterable[str] | None = None,
        minimum: int = 0,
        ties: Ties = Ties.SHARED,
        bands: Iterable[Band] = (),
        places: int | None = None,
        rounding: Rounding = Rounding.HALF_UP,
        lowest_first: bool = False,
        title: Text | None = None,
    ) -> League:
        """
        A league table of the scores, or of one rate.

        Args:
            by: The name of a rate; None: the score.
            among: Which units, as a comparison class; one of which nothing was counted stands
                apart. Default: all of which anything was counted.
            minimum: Units with fewer tickets behind the figure stand apart: those that count in the
                rate, and for a score in the rate in which the fewest count.
            ties: How ties are numbered.
            bands: 分档, in points of 100.
            places: Compare as published, to so many decimals; None: exactly.
            rounding: By which rule.
            lowest_first: Whether the lowest is the best.
            title: What is ranked, among whom; default: the score or the rate.

        Raises:
            AssessmentError: A unit in *among* that nobody knows.
            SchemaError: The rate was not counted.
            UnsetError: Some outcomes count in it in a way that nobody published.
        """
        among = None if among is None else tupled(among)
        counted = self.counts.units if among is None else self.counts.only(among).units
        values: dict[str, Fraction | NotAssessed]
        heading = Text("得分排名", "Ranking by score")
        if by is None:
            values = {unit: self.scores[unit] for unit in counted}
            scale = _HUNDRED / self.formula.full
            places_ = [self.counts.place(name) for name in self.formula.weights]
            volumes = {
                unit: min(each.ratios[place].denominator for place in places_)
                for unit, each in counted.items()
            }
        else:
            place = self.counts.place(by)
            self.counts.need_settled((by,), counted)
            values = {unit: each.ratios[place].value for unit, each in counted.items()}
            scale = Fraction(_HUNDRED)
            volumes = {unit: each.ratios[place].denominator for unit, each in counted.items()}
            term = self.counts.rates[place].term
            heading = Text(f"{term.zh}排名", f"Ranking by {term.en}")
        strangers = set(among or ()) - self.names.keys() - values.keys()
        refuse(
            AssessmentError,
            [
                Fault(
                    "among",
                    Text("没有这个单位", "no such unit"),
                    shown(unit),
                    remedy=did_you_mean(unit, dict.fromkeys((*self.names, *self.scores))),
                )
                for unit in sorted(strangers)
            ],
        )
        for unit in () if among is None else among:
            values.setdefault(unit, NOT_ASSESSED)  # nothing was counted of it: apart, not absent
        points = {
            unit: value if isinstance(value, NotAssessed) else scale * value
            for unit, value in values.items()
        }
        return rank(
            points,
            volumes=volumes,
            names={unit: self.name(unit) for unit in values},
            title=heading if title is None else title,
            ties=ties,
            minimum=minimum,
            bands=bands,
            places=places,
            rounding=rounding,
            lowest_first=lowest_first,
        )

    def explain(self, lang: str = "zh") -> Explanation:
        """The 口径: what was counted and left out, how each rate counts, the formula, the rulebook."""
        counted = self.counts.explain()
        terms = {rate.name: rate.term for rate in self.counts.rates}
        parts = [*counted.parts, attrs.evolve(self.formula, terms=terms).explain()]
        if self.pins:
            says = Text(f"计分所依规则：{self.pins}", f"Weights by rulebook: {self.pins}")
            parts.append(Explanation(says))
        return Explanation(counted.says, parts, lang=lang)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """A flat row per unit: counts, each rate as printed, the score; in Chinese."""
        rows: list[dict[str, str | int]] = []
        for row in self.counts.to_rows():
            unit = str(row["unit"])
            counted = self.counts.units[unit]
            open_ = self.counts.unsettled((unit,))
            said: dict[str, str | int] = {
                rate.term.zh: "未公布" if rate.name in open_ else percent(ratio.value).zh
                for rate, ratio in zip(self.counts.rates, counted.ratios, strict=True)
            }
            score = self[unit].printed()
            last = NOT_ASSESSED.zh if score is None else str(score)
            rows.append({"name": self.name(unit), **row, **said, "得分": last})
        return rows

    @property
    def digest(self) -> str:
        """Digest of counts and formula: equal wherever the boards are."""
        return digest((self.counts, self.formula))


def _scored(counts: Counts, formula: Formula) -> Iterator[tuple[str, Fraction | NotAssessed]]:
    """
    The score of every unit.

    Whole numbers over common denominators, one reduction at the end: the same as adding fractions,
    in a fifth of the time.
    """
    places = [counts.place(name) for name in formula.weights]
    below = lcm(*(weight.denominator for weight in formula.weights.values()))
    weights = [int(weight * below) for weight in formula.weights.values()]
    pairs = list(zip(places, weights, strict=True))
    for unit, counted in counts.units.items():
        ratios = counted.ratios
        top, bottom = 0, 1
        for place, weight in pairs:
            numerator, denominator = ratios[place]
            if not denominator:
                yield unit, NOT_ASSESSED
                break
            over, under = numerator.as_integer_ratio()
            under *= denominator
            top = top * under + weight * over * bottom
            bottom *= under
        else:
            yield unit, Fraction(top, bottom * below)
