"""
审核中申请的影响: what pending appeals can still move.

While some are pending, each may be granted or refused: `pending` says between which bounds the rates,
the scores and the ranks of a month lie until they are decided.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import attrs

from .counts import NOT_ASSESSED, Counts, NotAssessed, Ratio, count, percent
from .errors import (
    AssessmentError,
    Fault,
    SchemaError,
    did_you_mean,
    fail,
    fits,
    mapped,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
)
from .exact import Bounds, rounded, written
from .explain import Explanation
from .formulas import Formula
from .labels import Text
from .nodes import Choose, OfRate
from .outcomes import OUTCOME_FACTS, ExclusionReview
from .ranking import Ties
from .rates import Rate
from .sources import UNSET, Absent
from .tables import Table
from .tallies import Scope, Tally, say_scopes, tallied

_EXCLUSION = OUTCOME_FACTS.index("exclusion")
_NO_UNIT = Text("没有这个单位", "no such unit")


class Reach(NamedTuple):
    """
    Between what a figure lies while appeals are pending.

    Attributes:
        within: Its bounds where it is assessed at all: ratios of a rate, points of 100 of a score.
            `NOT_ASSESSED` where it cannot be; `UNSET` where nobody published how some outcomes count.
        may_lapse: Whether it may turn out not assessed, or is not for certain.
    """

    within: Bounds | NotAssessed | Absent
    may_lapse: bool = False


class Prospect(NamedTuple):
    """
    What pending appeals can make of one unit.

    Attributes:
        unit: Its identifier.
        name: Its name.
        pending: How many of its outcomes are pending.
        rates: Rate to its bounds, each exact and reached by some decision of all of them.
        score: Bounds of the score in points of 100.
        best: The best rank that it may have; None where it is not ranked in any case.
        worst: The worst, as long as it is ranked.
    """

    unit: str
    name: str
    pending: int
    rates: Mapping[str, Reach]
    score: Reach
    best: int | None = None
    worst: int | None = None


@attrs.frozen(repr=False)
class Prospects:
    """
    审核中申请的影响: between what every figure of a month lies until its appeals are decided.

    Attributes:
        units: Unit to its prospect, in order of the identifiers.
        terms: Rate to its official term, in the order of the rates.
        outer: Whether the bounds of the score, and with them those of the rank, hold and may be wider
            than what can come: one decision moves several rates together, and a formula that chooses
            by bands is taken between the least and the most. Else they are results that may come.
        scopes: Of which periods, as known when.
        ties: How ranks that tie are numbered; no minimum is set, and nothing parts ties.
    """

    units: Mapping[str, Prospect] = attrs.field(converter=mapped)
    terms: Mapping[str, Text] = attrs.field(converter=mapped)
    outer: bool = False
    scopes: frozenset[Scope] = frozenset()
    ties: Ties = Ties.SHARED

    def __attrs_post_init__(self) -> None:
        kinds = {
            "units": Mapping,
            "terms": Mapping,
            "outer": bool,
            "scopes": frozenset,
            "ties": Ties,
        }
        refuse(AssessmentError, mistyped("prospects", self, **kinds))
        faults = misfits("prospects.units", self.units.values(), Prospect)
        faults += misfits("prospects.terms", self.terms.values(), Text)
        refuse(AssessmentError, faults)

    def __repr__(self) -> str:
        return f"Prospects({len(self.units)} units, {self.pending} pending)"

    def __getitem__(self, unit: str) -> Prospect:
        """
        The prospect of a unit.

        Raises:
            AssessmentError: There is no such unit.
        """
        found = self.units.get(unit) if type(unit) is str else None
        if found is None:
            near = did_you_mean(unit, self.units)
            fail(AssessmentError, "prospects", _NO_UNIT, value=shown(unit), remedy=near)
        return found

    @property
    def pending(self) -> int:
        """How many outcomes are pending."""
        return sum(each.pending for each in self.units.values())

    def explain(self, lang: str = "zh") -> Explanation:
        """Unit by unit, the best first: how many are pending, and how far rates, score and rank reach."""
        number = self.pending
        says = Text(
            f"审核中的剔除申请对考评的影响（承办单位 {len(self.units)} 个，审核中 {number} 件）",
            f"What pending appeals can move ({len(self.units)} units, {number} pending)",
        )
        parts = [Explanation(text) for text in say_scopes(self.scopes)]
        ordered = sorted(self.units.values(), key=lambda each: _standing(each.best, each.worst))
        parts += [self._unit_part(each) for each in ordered]
        how = Text(
            f"名次编法：{self.ties.zh}，不设最低件数，不用并列比较项",
            f"Ranks: {self.ties.en}; no minimum of tickets, and nothing parts ties",
        )
        parts += [Explanation(how), Explanation(self._held)]
        return Explanation(says, parts, lang=lang)

    @property
    def _held(self) -> Text:
        """Whether the bounds are results that may come about."""
        if self.outer:
            return _OUTER
        loose = self.ties is Ties.DENSE and any(
            each.score.may_lapse
            or (isinstance(each.score.within, Bounds) and not each.score.within.settled)
            for each in self.units.values()
            if each.best is not None
        )
        return _OUTER_RANKS if loose else _TIGHT

    def _unit_part(self, each: Prospect) -> Explanation:
        score = _say(each.score, _say_points)
        zh = f"{each.name}：审核中 {each.pending} 件，得分 {score.zh}"
        en = f"{each.name}: {each.pending} pending, score {score.en}"
        if each.best is not None:
            one = each.best == each.worst
            zh += f"，第 {each.best} 名" if one else f"，第 {each.best} 至 {each.worst} 名"
            en += f", rank {each.best}" if one else f", rank {each.best} to {each.worst}"
        rates = []
        for name, reach in each.rates.items():
            term, said = self.terms[name], _say(reach, percent)
            rates.append(Explanation(Text(f"{term.zh} {said.zh}", f"{term.en} {said.en}")))
        return Explanation(Text(zh, en), rates)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """
        A flat row per unit and rate, then one for its score, in Chinese.

        Bounds as printed, and exact as fractions; empty where there are none, with the reason.
        """
        return [row for each in self.units.values() for row in self._rows(each)]

    def _rows(self, each: Prospect) -> Iterator[dict[str, str | int]]:
        told: list[tuple[str, Reach, Callable[[Fraction], Text]]] = [
            (self.terms[name].zh, reach, percent) for name, reach in each.rates.items()
        ]
        for term, reach, say in (*told, ("得分", each.score, _say_points)):
            within, remark = reach.within, ""
            low = high = exact_low = exact_high = ""
            if not isinstance(within, Bounds):
                remark = within.zh
            else:
                low, high = (say(end).zh for end in within)
                exact_low, exact_high = map(written, within)
                remark = f"可能{NOT_ASSESSED.zh}" if reach.may_lapse else ""
            yield {
                "unit": each.unit,
                "name": each.name,
                "rate": term,
                "low": low,
                "high": high,
                "exact_low": exact_low,
                "exact_high": exact_high,
                "pending": each.pending,
                "best": "" if each.best is None else each.best,
                "worst": "" if each.worst is None else each.worst,
                "remark": remark,
            }


_TIGHT = Text(
    "各率、得分和名次的上下限均为可能出现的结果",
    "The bounds of rates, scores and ranks are results that may come about",
)
_OUTER = Text(
    "各率的上下限均为可能出现的结果；得分和名次的上下限由各率推得，实际结果不会超出，但不一定都能达到",
    "The bounds of each rate are results that may come about; those of scores and ranks follow from "
    "them: no result lies outside, but not all of them need be reached",
)


_OUTER_RANKS = Text(
    "各率和得分的上下限均为可能出现的结果；名次的实际结果不会超出上下限，但不一定都能达到",
    "The bounds of rates and scores are results that may come about; no rank lies outside its bounds, "
    "but not all of them need be reached",
)


def _standing(best: int | None, worst: int | None) -> tuple[bool, int, int]:
    """What orders units by how well they may stand; those that are not ranked are last."""
    return best is None, best or 0, worst or 0


def _say_points(points: Fraction) -> Text:
    said = rounded(points, 2)
    return Text(f"{said} 分", f"{said}")


def _say(reach: Reach, say: Callable[[Fraction], Text]) -> Text:
    within = reach.within
    if not isinstance(within, Bounds):
        return within.text
    low, high = (say(end) for end in within)
    said = low if within.settled else Text(f"{low.zh} 至 {high.zh}", f"{low.en} to {high.en}")
    if reach.may_lapse:
        return Text(f"{said.zh}（也可能{NOT_ASSESSED.zh}）", f"{said.en} (or {NOT_ASSESSED.en})")
    return said


def pending(
    tally: Tally,
    exclusions: Table[Any] | None,
    rates: Iterable[Rate],
    formula: Formula,
    *,
    names: Mapping[str, str] | None = None,
    among: Iterable[str] | None = None,
    findings: Mapping[str, Mapping[str, int]] | None = None,
    figures: Mapping[str, Mapping[str, Any]] | None = None,
    base: Mapping[str, Mapping[str, Any]] | None = None,
    ties: Ties = Ties.SHARED,
) -> Prospects:
    """
    Between what rates, scores and ranks lie while appeals are pending.

    Each outcome whose `exclusion` is `PENDING` may be granted or refused, whatever comes of the others.
    What that makes of it is asked of the tables, with the fact set to either. The bounds of a rate are
    exact, those of a score follow from them; see `Prospects.outer`. A rank may be as good as one more
    than the number of units that are better for certain, and as bad as one more than the number of those
    that may be better.

    Args:
        tally: The outcomes; it keeps the fact `exclusion`.
        exclusions: 考评剔除; None: nothing is left out.
        rates: The rates; each needs its table.
        formula: How they are put together.
        names: Unit to its name; default: its identifier.
        among: Which units are ranked against each other; default: all of the tally.
        findings: Unit to finding to number, where the formula counts any: a whole list. None: there is
            no list yet, so that there may be any number.
        figures: Unit to figure to number, where the formula reads any.
        base: Unit to rate or figure of the base period, where the formula reads any.
        ties: How ranks that tie are numbered. Where the next rank follows a tie, ranks depend on how
            many different scores there are: their bounds then hold, and need not be reached.

    Raises:
        SchemaError: The tally lacks a fact that is read, or the formula a rate that is counted.
        UnsetError: Nobody published how some outcomes count, left out or in a rate of the formula.
        AssessmentError: A unit or a finding that nobody knows; another argument that is none.

    Example:
        A granted outcome is left out: without the one that is not resolved all are.

        >>> from jiesu import MET, MISSING, UNMET, ExclusionGround, HitPolicy
        >>> from jiesu import Resolution, Row, assumed
        >>> facts = tallied(OUTCOME_FACTS, ("resolved", "exclusion"))
        >>> why = (assumed("示例", "an example"),)
        >>> out = Row("X", {"exclusion": ExclusionReview.GRANTED}, ExclusionGround.GRANTED, why)
        >>> yes = Row("Y", {"resolved": Resolution.RESOLVED}, MET, why)
        >>> rest = (Resolution.PARTLY, Resolution.UNRESOLVED, MISSING)
        >>> no = Row("N", {"resolved": rest}, UNMET, why)
        >>> rate = Rate("solved", Text("解决率", "resolution rate"), Table("t", facts, (yes, no)))
        >>> month = Tally(
        ...     facts,
        ...     {
        ...         ("a", Resolution.RESOLVED, ExclusionReview.NONE): 3,
        ...         ("a", Resolution.UNRESOLVED, ExclusionReview.PENDING): 1,
        ...     },
        ... )
        >>> exclusions = Table("x", facts, (out,), HitPolicy.COLLECT)
        >>> told = pending(month, exclusions, (rate,), Formula({"solved": 1}))
        >>> told["a"].rates["solved"].within
        Bounds(low=Fraction(3, 4), high=Fraction(1, 1))
    """
    faults = [
        misfit(path, value, kind)
        for path, value, kind in (
            ("tally", tally, Tally),
            ("exclusions", exclusions, Table | None),
            ("formula", formula, Formula),
            ("names", names, Mapping | None),
            ("findings", findings, Mapping | None),
            ("figures", figures, Mapping | None),
            ("base", base, Mapping | None),
            ("ties", ties, Ties),
        )
        if not fits(value, kind)
    ]
    refuse(AssessmentError, faults)
    refuse(AssessmentError, misfits("names", (names or {}).values(), str))
    units = tally.units
    ranked = units if among is None else tupled(among)
    refuse(AssessmentError, misfits("among", ranked, str))
    _need_known("among", ranked, units, _NO_UNIT)
    _need_known("findings", findings or (), units, _NO_UNIT)
    for unit, listed in (findings or {}).items():
        if isinstance(listed, Mapping):  # else the formula refuses it
            what = Text("公式没有这一项", "the formula counts no such finding")
            _need_known(f"findings[{shown(unit)}]", listed, formula.findings, what)
    given = tupled(rates)
    waiting = _waiting(tally)
    settled = count(tally - waiting, exclusions, given)
    kinds = tuple(dict.fromkeys(profile[1:] for profile in waiting.counts))
    decided = (
        _as_decided(waiting, kinds, ExclusionReview.GRANTED, exclusions, given),
        _as_decided(waiting, kinds, ExclusionReview.REFUSED, exclusions, given),
    )
    for counts in (settled, *decided):
        counts.need_settled(formula.rates)
    choices = [_choices(decided, kind) for kind in range(len(kinds))]
    held: dict[str, list[tuple[int, int]]] = {unit: [] for unit in units}
    number_of = {kind: place for place, kind in enumerate(kinds)}
    for profile, number in waiting.counts.items():
        held[str(profile[0])].append((number_of[profile[1:]], number))
    made = {}
    for unit in units:
        reach = _rates_of(unit, held[unit], settled, choices)
        more = {
            "findings": None if findings is None else findings.get(unit, {}),
            "figures": (figures or {}).get(unit, {}),
            "base": (base or {}).get(unit, {}),
        }
        score = _score_of(formula, reach, more)
        waits = sum(number for _, number in held[unit])
        made[unit] = Prospect(unit, (names or {}).get(unit, unit), waits, reach, score)
    terms = {rate.name: rate.term for rate in given}
    loose = _is_loose(formula) or bool(formula.findings and findings is None)
    return Prospects(_with_ranks(made, ranked, ties), terms, loose, tally.scopes, ties)


def _is_loose(formula: Formula) -> bool:
    """Whether the bounds of a formula may be wider than what its rates can come to."""
    nodes = tuple(formula.tree.walk())
    rates = sum(isinstance(node, OfRate) for node in nodes)
    return rates > 1 or any(isinstance(node, Choose) for node in nodes)


def _need_known(path: str, given: Iterable[str], known: Iterable[str], what: Text) -> None:
    """Refuse names that nobody knows; all of them."""
    names = tuple(known)
    strangers = [
        Fault(path, what, shown(each), remedy=did_you_mean(each, names))
        for each in given
        if each not in names
    ]
    refuse(AssessmentError, strangers)


def _place(tally: Tally) -> int:
    """Where a profile of a tally says how far its appeal is."""
    kept = tallied(tally.facts, ("exclusion",)).facts[0]
    if kept != OUTCOME_FACTS.facts[_EXCLUSION]:
        what = Text("同名而取值不同", "another fact of that name")
        fail(SchemaError, "tally.facts.exclusion", what, value=shown(kept.values))
    return tally.facts.index("exclusion") + 1


def _waiting(tally: Tally) -> Tally:
    """The outcomes of a tally that are pending."""
    place = _place(tally)
    counts = {
        profile: number
        for profile, number in tally.counts.items()
        if profile[place] is ExclusionReview.PENDING
    }
    return Tally(tally.facts, counts, tally.as_of, tally.scopes)


def _as_decided(
    waiting: Tally,
    kinds: tuple[tuple[Hashable, ...], ...],
    stage: ExclusionReview,
    exclusions: Table[Any] | None,
    rates: tuple[Rate, ...],
) -> Counts:
    """
    What the outcomes of each kind would count if all were decided alike, by the number of the kind.

    Counted as if each kind were a unit, so that no table is read in another way than for the board.
    """
    place = _place(waiting) - 1
    numbers: dict[tuple[Hashable, ...], int] = {}
    for profile, number in waiting.counts.items():
        numbers[profile[1:]] = numbers.get(profile[1:], 0) + number
    counts = {
        (str(at), *kind[:place], stage, *kind[place + 1 :]): numbers[kind]
        for at, kind in enumerate(kinds)
    }
    return count(Tally(waiting.facts, counts, waiting.as_of), exclusions, rates)


_Share = tuple[Fraction, Fraction]
"""What something adds to the numerator and to the denominator of a rate."""
_Choice = tuple[_Share, _Share]
"""What it adds if it is granted, and if it is refused."""
_NOTHING = Ratio(0, 0)


def _choices(decided: tuple[Counts, Counts], kind: int) -> tuple[_Choice | None, ...]:
    """For each rate what one outcome of a kind adds; None where nobody published it."""
    unit = str(kind)
    open_ = {name for counts in decided for name in counts.unsettled((unit,))}
    granted, refused = (counts.units[unit] for counts in decided)
    several = Fraction(1, granted.total + granted.excluded)
    return tuple(
        None if rate.name in open_ else (_scaled(one, several), _scaled(two, several))
        for rate, one, two in zip(decided[0].rates, granted.ratios, refused.ratios, strict=True)
    )


def _scaled(share: tuple[int | Fraction, int | Fraction], by: int | Fraction) -> _Share:
    return share[0] * Fraction(by), share[1] * Fraction(by)


def _rates_of(
    unit: str,
    held: list[tuple[int, int]],
    settled: Counts,
    choices: list[tuple[_Choice | None, ...]],
) -> dict[str, Reach]:
    """The reach of each rate of a unit, of which it holds so many of each kind pending."""
    fixed = settled.units.get(unit)
    open_ = settled.unsettled((unit,)) if fixed else {}
    found = {}
    for place, rate in enumerate(settled.rates):
        # Kinds differ in what this rate does not read: of them all few choices are left.
        alike: dict[_Choice | None, int] = {}
        for kind, number in held:
            choice = choices[kind][place]
            alike[choice] = alike.get(choice, 0) + number
        if rate.name in open_ or None in alike:
            found[rate.name] = Reach(UNSET)
            continue
        pairs = [
            (_scaled(choice[0], number), _scaled(choice[1], number))
            for choice, number in alike.items()
            if choice is not None
        ]
        found[rate.name] = _reach(fixed.ratios[place] if fixed else _NOTHING, pairs)
    return found


def _reach(fixed: Ratio, choices: list[_Choice]) -> Reach:
    """The least and the most that a ratio may be if of each choice either share is added."""
    most = fixed.denominator + sum(max(one[1], two[1]) for one, two in choices)
    if not most:
        return Reach(NOT_ASSESSED, may_lapse=True)
    least = fixed.denominator + sum(min(one[1], two[1]) for one, two in choices)
    ends = Bounds(_extreme(fixed, choices, -1), _extreme(fixed, choices, 1))
    return Reach(ends, may_lapse=not least)


def _extreme(fixed: Ratio, choices: list[_Choice], sign: int) -> Fraction:
    """
    The largest ratio (*sign* 1) or the least (-1), by Dinkelbach's method.

    For a ratio in hand, of each choice that share is taken which adds most to ``numerator - ratio *
    denominator``: an outcome whose credit lies below the ratio is left out to raise it. If that comes to
    more than nothing, what was taken is a better ratio (over something, since a numerator never exceeds
    its denominator); else there is none. Every turn is exact and strictly better, so that it ends.
    """
    top, bottom = _added(fixed, [max(each, key=lambda share: share[1]) for each in choices])
    while True:
        ratio = top / bottom

        def gain(share: _Share, ratio: Fraction = ratio) -> Fraction:
            return sign * (share[0] - ratio * share[1])

        top, bottom = _added(fixed, [max(each, key=gain) for each in choices])
        if gain((top, bottom)) <= 0:
            return ratio


def _added(fixed: Ratio, shares: list[_Share]) -> _Share:
    top = sum((share[0] for share in shares), Fraction(fixed.numerator))
    return top, sum((share[1] for share in shares), Fraction(fixed.denominator))


def _score_of(formula: Formula, reach: Mapping[str, Reach], more: Mapping[str, Any]) -> Reach:
    """
    The reach of a score, by the bounds of the formula.

    A rate that may lapse is tried both ways, since a formula may say what then becomes of the others.
    """
    read = {name: reach[name] for name in formula.rates}
    ways = [
        (each.within, NOT_ASSESSED)
        if each.may_lapse and each.within is not NOT_ASSESSED
        else (each.within,)
        for each in read.values()
    ]
    found = [formula.bounds(dict(zip(read, way, strict=True)), **more) for way in product(*ways)]
    ends = [each for each in found if isinstance(each, Bounds)]
    if not ends:
        return Reach(NOT_ASSESSED, may_lapse=True)
    return Reach(Bounds.over(ends), may_lapse=len(ends) < len(found))


def _with_ranks(
    made: Mapping[str, Prospect], ranked: Iterable[str], ties: Ties
) -> dict[str, Prospect]:
    """Prospects with the best and the worst rank among some units."""
    scores = {unit: made[unit].score for unit in ranked}
    ends = {unit: s.within for unit, s in scores.items() if isinstance(s.within, Bounds)}
    # One that may drop out of the ranking is better than nobody for certain.
    sure = sorted(each.low for unit, each in ends.items() if not scores[unit].may_lapse)
    maybe = sorted(each.high for each in ends.values())
    found = dict(made)
    if ties is Ties.DENSE:
        certain = [each for unit, each in ends.items() if not scores[unit].may_lapse]
        for unit, (low, high) in ends.items():
            better = _fewest([each for each in certain if each.low > high])
            rivals = [each for other, each in ends.items() if other != unit and each.high > low]
            known = {each.low for each in rivals if each.settled}
            may_be = len(known) + sum(not each.settled for each in rivals)
            found[unit] = made[unit]._replace(best=1 + better, worst=1 + may_be)
        return found
    for unit, (low, high) in ends.items():
        better = len(sure) - bisect_right(sure, high)
        # Its own best is above its own worst, and it is no rival of itself.
        may_be = len(maybe) - bisect_right(maybe, low) - (high > low)
        found[unit] = made[unit]._replace(best=1 + better, worst=1 + may_be)
    return found


def _fewest(several: Iterable[Bounds]) -> int:
    """Into how few different values several figures may fall: those that overlap may be one."""
    number, last = 0, None
    for each in sorted(several, key=lambda each: each.high):
        if last is None or each.low > last:
            number, last = number + 1, each.high
    return number
