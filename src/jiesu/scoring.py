"""
成绩: what a rulebook says of assessment, and the scoreboard that it makes of what was counted.

Everything is exact until it is printed. A rate over nothing is `NOT_ASSESSED`; a score that rests on
one is too, unless the formula says otherwise. Weights that nobody published are not guessed: the
computation refuses and says how to supply them.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from .canonical import digest
from .counts import NOT_ASSESSED, Counts, NotAssessed, Ratio, percent
from .deadlines import TimeLimit
from .errors import (
    AssessmentError,
    Fault,
    FrozenMap,
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
)
from .exact import Rounded, Rounding, RoundingPoint
from .explain import Explanation
from .facts import FactSpace
from .formulas import Formula, Score
from .labels import Text
from .nodes import Mean, WeightedSum
from .outcomes import COUNTED_BY, CountedBy
from .ranking import SCORES, Band, Breaker, League, Scale, Ties, rank
from .rates import EXCLUSIONS, Rate, check_exclusions, facts_read
from .sources import SILENT, Absent, Parameter, Provision, Selector, need
from .tables import Table
from .tallies import say_scopes

RESPONSE = Parameter(
    "rates.response", Text("响应率", "response rate"), Table, selected_by=Selector.PERIOD_END
)
RESOLUTION = Parameter(
    "rates.resolution", Text("解决率", "resolution rate"), Table, selected_by=Selector.PERIOD_END
)
SATISFACTION = Parameter(
    "rates.satisfaction",
    Text("满意率", "satisfaction rate"),
    Table,
    selected_by=Selector.PERIOD_END,
)
TIMELINESS = Parameter(
    "rates.timeliness",
    Text("按时办结率", "rate finished in time"),
    Table,
    selected_by=Selector.PERIOD_END,
)
WEIGHTS = Parameter(
    "scoring.weights",
    Text("三率权重", "weights of the three rates"),
    Mapping,
    selected_by=Selector.PERIOD_END,
)
FORMULA = Parameter(
    "scoring.formula",
    Text("计分公式", "formula of the score"),
    Formula,
    selected_by=Selector.PERIOD_END,
)
ROUNDING = Parameter(
    "scoring.rounding",
    Text("修约", "rounding of the score"),
    Rounded,
    selected_by=Selector.PERIOD_END,
)
APPEAL_WINDOW = Parameter(
    "assessment.appeal_window",
    Text("申诉时限", "window of appeal"),
    TimeLimit,
    selected_by=Selector.PERIOD_END,
)
"""Within what an appeal has to be made. No text that was read gives one."""

_RATES = "rates."
_HUNDRED = 100


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
        whole: What applies of `FORMULA`, which prevails over weights; None as above.
        rounding: What applies of `ROUNDING`; None as above.
        facts: The facts that all this reads: what a tally has to keep.
    """

    exclusions: Provision | None
    rates: tuple[Rate, ...]
    unset: Mapping[str, tuple[Parameter, Provision]]
    counted_by: Provision | None
    weights: Provision | None
    whole: Provision | None
    rounding: Provision | None
    facts: FactSpace

    @classmethod
    def of(cls, provisions: Mapping[str, tuple[Parameter, Provision]]) -> "Assessment":
        """
        What the provisions of a rulebook say of assessment.

        Raises:
            AssessmentError: A table that gives no marks, or no grounds of exclusion.
            SchemaError: Tables over facts that do not go together.
        """
        exclusions, by, weights, whole, rounding = (
            provisions[each.path][1] if each.path in provisions else None
            for each in (EXCLUSIONS, COUNTED_BY, WEIGHTS, FORMULA, ROUNDING)
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
        own = tuple(rates)
        return cls(exclusions, own, FrozenMap(unset), by, weights, whole, rounding, facts)

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
        The formula of the rulebook: the whole of it where it states one, else what the weights make.

        Raises:
            UnsetError: Nobody published either; says how to supply the weights.
            SchemaError: It reads a rate that there is not.
        """
        terms = {rate.name: rate.term for rate in self.rates}
        if self.whole is not None and not isinstance(self.whole.value, Absent):
            path = FORMULA.path
            whole: Formula = need(FORMULA, self.whole)
            made = attrs.evolve(
                whole,
                terms={**terms, **whole.terms},
                grounds=whole.grounds or self.whole.citations,
                rounding=whole.rounding or self._rounding(),
            )
        elif self.weights is None:
            fail(
                UnsetError,
                WEIGHTS.path,
                Text(f"规则集没有{WEIGHTS.term.zh}", f"the rulebook has no {WEIGHTS.term.en}"),
                remedy=Text("给出 formula=Formula({…})", "pass formula=Formula({...})"),
            )
        else:
            path, weights = WEIGHTS.path, need(WEIGHTS, self.weights)
            self._need_known(path, weights, terms)
            made = Formula(weights, terms, self.weights.citations, self._rounding())
        self._need_known(path, made.rates, terms)
        return made

    def _rounding(self) -> Rounded | None:
        """What is stated; where nothing is, nothing is rounded before it is printed."""
        said = self.rounding
        return said.value if said is not None and isinstance(said.value, Rounded) else None

    def _need_known(self, path: str, names: Iterable[Any], terms: Mapping[str, Text]) -> None:
        given = tuple(names)
        for name in given:
            if name in self.unset:
                need(*self.unset[name])
        unknown = [
            Fault(
                f"{path}.{name if isinstance(name, str) else shown(name)}",
                Text("没有这个率", "there is no such rate"),
                remedy=did_you_mean(name, terms),
            )
            for name in given
            if name not in terms
        ]
        refuse(SchemaError, unknown)


def _by_unit(value: Any) -> Any:
    return (
        mapped({unit: mapped(each) for unit, each in value.items()})
        if isinstance(value, Mapping)
        else value
    )


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
        findings: 查实情况: unit to finding to number, for formulas that deduct or add points. The
            list is whole: a unit or a finding that is not in it has none. None: there is no list.
        figures: Unit to figure to number, for formulas that read any.
        base_figures: The same of the base period.
        base: What was counted in the base period, for formulas that read growth; a unit of which
            nothing was counted then has no growth.
        scores: Unit to its exact score, `NOT_ASSESSED` where a rate of the formula is.

    Raises:
        UnsetError: The formula needs a rate of which nobody published how some outcomes count.
        SchemaError: It names a rate that was not counted, or reads what is not given.

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
    findings: Mapping[str, Mapping[str, int]] | None = attrs.field(
        default=None, converter=_by_unit
    )
    figures: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict, converter=_by_unit)
    base_figures: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict, converter=_by_unit)
    base: Counts | None = None
    _told: Formula = attrs.field(init=False, eq=False, repr=False)
    scores: Mapping[str, Fraction | NotAssessed] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        kinds = {"counts": Counts, "formula": Formula, "names": Mapping, "pins": str}
        more = {"findings": Mapping | None, "figures": Mapping, "base": Counts | None}
        more["base_figures"] = Mapping
        faults = mistyped("scoreboard", self, **kinds, **more)
        refuse(AssessmentError, faults)
        faults += misfits("scoreboard.names", self.names.values(), str)
        faults += misfits("scoreboard.findings", (self.findings or {}).values(), Mapping)
        for name in ("figures", "base_figures"):
            faults += misfits(f"scoreboard.{name}", getattr(self, name).values(), Mapping)
        refuse(AssessmentError, faults)
        self._need_given()
        terms = {rate.name: rate.term for rate in self.counts.rates}
        told = attrs.evolve(self.formula, terms={**terms, **self.formula.terms})
        object.__setattr__(self, "_told", told)
        scores = {unit: self._score(unit).value for unit in self.counts.units}
        object.__setattr__(self, "scores", FrozenMap(scores))

    def _need_given(self) -> None:
        """Refuse a formula that reads what was not counted, or what nobody gave."""
        formula, base = self.formula, self.base
        self.counts.need_settled(formula.rates)
        of_base = [name for name in formula.base if name in formula.rates]
        if of_base and base is None:
            what = Text("公式要用基期的统计", "the formula reads the counts of a base period")
            remedy = Text(
                "给出 base=hotline.count(上期的计数)", "pass base=hotline.count(the earlier tally)"
            )
            fail(SchemaError, "scoreboard.base", what, value=", ".join(of_base), remedy=remedy)
        if of_base and base is not None:
            base.need_settled(of_base)
        self._need_figures()
        listed = set(formula.findings)
        strangers = [
            Fault(
                f"scoreboard.findings[{shown(unit)}]",
                Text("公式没有这一项", "the formula counts no such finding"),
                shown(name),
                remedy=did_you_mean(name, listed),
            )
            for unit, found in (self.findings or {}).items()
            for name in found
            if name not in listed
        ]
        strangers += [
            Fault(
                "scoreboard.findings",
                Text("没有这个单位的统计", "nothing was counted of such a unit"),
                shown(unit),
                remedy=did_you_mean(unit, self.counts.units),
            )
            for unit in self.findings or {}
            if unit not in self.counts.units
        ]
        refuse(SchemaError, strangers)

    def _need_figures(self) -> None:
        """Refuse figures that are lacking of a unit, and those of units that were not counted."""
        of_base = [name for name in self.formula.base if name not in self.formula.rates]
        faults = []
        for path, given, names in (
            ("figures", self.figures, self.formula.figures),
            ("base_figures", self.base_figures, of_base),
        ):
            faults += [
                Fault(
                    f"scoreboard.{path}[{shown(unit)}].{name}",
                    Text("公式要用的数值没有给出", "the formula needs a figure that is not given"),
                    remedy=did_you_mean(name, given[unit])
                    if given.get(unit)
                    else Text("请补充，未评的给出 NOT_ASSESSED", "supply it, or NOT_ASSESSED"),
                )
                for unit in self.counts.units
                for name in names
                if name not in given.get(unit, {})
            ]
            faults += [
                Fault(
                    f"scoreboard.{path}",
                    Text("没有这个单位的统计", "nothing was counted of such a unit"),
                    shown(unit),
                    remedy=did_you_mean(unit, self.counts.units),
                )
                for unit in given
                if unit not in self.counts.units
            ]
        refuse(SchemaError, faults)

    def _score(self, unit: str) -> Score:
        counted, formula = self.counts.units[unit], self._told
        ratios = {name: counted.ratios[place] for name, place in self._places}
        findings = None if self.findings is None else self.findings.get(unit, {})
        figures = self.figures.get(unit, {})
        before: dict[str, Ratio] = {}
        if self.base is not None and unit in self.base.units:
            then = self.base.units[unit].ratios
            before = {n: then[self.base.place(n)] for n in formula.base if n in ratios}
        base: dict[str, Any] = {
            name: before[name].value if name in before else NOT_ASSESSED
            for name in formula.base
            if name in ratios
        }
        base |= self.base_figures.get(unit, {})
        rates = {name: ratio.value for name, ratio in ratios.items()}
        subject = self.name(unit)
        return formula.reckon(rates, subject, findings, figures, base, ratios, before)

    @property
    def _marked(self) -> tuple[str, ...]:
        """The rates that give a mark; those of a bonus or of growth alone do not hold a unit apart."""
        tree = self.formula.tree
        marks = tree.parts if isinstance(tree, WeightedSum) else (tree,)
        return Formula(Mean([each for each in marks if each.full] or marks)).rates

    @property
    def _places(self) -> list[tuple[str, int]]:
        return [(name, self.counts.place(name)) for name in self.formula.rates]

    def __hash__(self) -> int:
        return hash(self.counts)

    def __repr__(self) -> str:
        return f"Scoreboard({len(self.scores)} units, {self.formula!r})"

    def name(self, unit: str) -> str:
        """The name of a unit; its identifier where there is none."""
        if type(unit) is not str:
            raise AssessmentError(misfit("unit", unit, str))
        return self.names.get(unit, unit)

    def __getitem__(self, unit: str) -> Score:
        """
        The score of a unit, with the reckoning.

        Raises:
            AssessmentError: There is no such unit.
        """
        self.counts.unit(unit)
        return self._score(unit)

    def points(self, unit: str) -> Fraction | NotAssessed:
        """
        The score of a unit in points of 100, whatever the full mark.

        Raises:
            AssessmentError: There is no such unit.
        """
        self.counts.unit(unit)
        value = self.scores[unit]
        return value if isinstance(value, NotAssessed) else self.formula.points(value)

    def rank(
        self,
        by: str | None = None,
        *,
        among: Iterable[str] | None = None,
        minimum: int = 0,
        ties: Ties = Ties.SHARED,
        breakers: Iterable[Breaker | str] = (),
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
            breakers: 并列时依次比较: what is compared between units that tie; a rate by its name.
            bands: 分档, in points of 100.
            places: Compare as published, to so many decimals; None: exactly, or as the formula rounds
                the score.
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
        measured = SCORES
        if by is None:
            values = {unit: self.points(unit) for unit in counted}
            scale = Fraction(1)
            behind = [self.counts.volumes(name) for name in self._marked]
            volumes = {
                unit: min((each[unit] for each in behind), default=whole.total)
                for unit, whole in counted.items()
            }
        else:
            place = self.counts.place(by)
            self.counts.need_settled((by,), counted)
            values = {unit: each.ratios[place].value for unit, each in counted.items()}
            scale = Fraction(_HUNDRED)
            behind_it = self.counts.volumes(by)
            volumes = {unit: behind_it[unit] for unit in counted}
            measured = Scale.of_rate(self.counts.rates[place].term)
        own = self.formula.rounding
        if by is None and places is None and own is not None and own.at is RoundingPoint.SCORE:
            places, rounding = own.places, own.rule  # nothing is rounded twice: it is so rounded
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
            title=title,
            scale=measured,
            ties=ties,
            breakers=[self._breaker(each) for each in tupled(breakers)],
            minimum=minimum,
            bands=bands,
            places=places,
            rounding=rounding,
            lowest_first=lowest_first,
        )

    def _breaker(self, breaker: Breaker | str) -> Breaker:
        if not isinstance(breaker, str):
            return breaker
        place = self.counts.place(breaker)
        self.counts.need_settled((breaker,))
        values = {unit: each.ratios[place].value for unit, each in self.counts.units.items()}
        return Breaker(self.counts.rates[place].term, values)

    def explain(self, lang: str = "zh") -> Explanation:
        """The 口径: what was counted and left out, how each rate counts, the formula, the rulebook."""
        counted = self.counts.explain()
        parts = [*counted.parts, self._told.explain()]
        if self.base is not None and self.formula.base:
            said = say_scopes(self.base.scopes) or (Text("未载明周期", "of a period not stated"),)
            whole = [Explanation(Text(f"基期：{s.zh}", f"base period: {s.en}")) for s in said]
            parts += whole
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
        """Digest of all that the scores follow from: equal wherever the boards are."""
        given = (self.findings, self.figures, self.base_figures, self.base)
        return digest((self.counts, self.formula, *given))
