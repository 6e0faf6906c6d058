"""
数据核对: a published table held against what was counted, under readings that the caller names.

Which figures agree, by how much the others differ, and which reading of the rules (denominator,
exclusions, weights, rounding) gives exactly the printed figure. Whatever explains is listed and none
is preferred; what nothing explains is said, and so is what could not be computed. Figures that
contradict each other are findings of `contradictions`, which needs no counts at all.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import attrs

from .contradictions import CARRIED_OVER, Finding, Identity, contradictions
from .counts import NOT_ASSESSED, Counts, NotAssessed, count
from .errors import (
    AssessmentError,
    Fault,
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
)
from .exact import Rounding, RoundingPoint, rounded, written
from .explain import Explanation
from .formulas import Formula
from .labels import Text
from .published import EXCLUDED, PARTS, RANK, SCORE, TERMS, TOTAL, Figure, Published
from .ranking import rank
from .readings import Among, Dimension, Inputs, Placing, Reading
from .tallies import Tally

_NO_CANDIDATES = Text("没有候选口径", "no candidate readings")
_HUNDRED = 100
_LISTED = 5


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
        near = did_you_mean(unit, self.counts.units)
        return Uncomputed(
            Text(
                f"没有该单位的计数（{near.zh}；表中所印单位另有编号的，以 ids 注明）",
                f"nothing was counted of such a unit ({near.en}; ids= says which units were printed)",
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
        for part, ending in enumerate(PARTS):
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

    def __init__(self, given: Tally | Counts, published: Published, more: Inputs) -> None:
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
                found = formula.evaluate(rates, **self._more.unit(unit)).points
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
        >>> from jiesu.exact import Rounded
        >>> from jiesu.readings import readings
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
        >>> from jiesu.exact import Rounded
        >>> from jiesu.readings import readings
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
    more = Inputs(findings, figures, base)
    recount = _Recount(counted, table, more)
    rates = counted.rates if isinstance(counted, Counts) else ()
    rates = (*rates, *(rate for reading in tried for rate in reading.rates))
    terms = {rate.name: rate.term for rate in reversed(rates)}
    known = {*TERMS, *terms, *(name + ending for name in terms for ending in PARTS)}
    alike = {each: recount.alike(tried, each) for each in table.columns if each in known}
    checks = tuple(
        _check(recount, tried, alike[column], unit, column, figure)
        for unit, row in table.units.items()
        for column, figure in row.items()
        if column in alike
    )
    beside = tuple(each for each in table.columns if each not in alike)
    doubts = contradictions(
        table,
        tried,
        rates=tuple(terms),
        terms=terms,
        identities=identities,
        findings=findings,
        figures=figures,
        base=base,
    )
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
