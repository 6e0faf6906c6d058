"""How long it takes to hold a published table of a hundred units against two hundred readings."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from statistics import median
from time import perf_counter
from typing import NamedTuple

import month
import score_csv
from rounds import ROUNDS, agree

from jiesu import (
    ASIDE,
    MET,
    UNMET,
    ExclusionGround,
    Formula,
    Hotline,
    Rate,
    Rounding,
    Scoreboard,
    Tally,
    Text,
)
from jiesu.counts import count
from jiesu.exact import Rounded, RoundingPoint, rounded
from jiesu.published import Published
from jiesu.readings import Reading, readings
from jiesu.reconciling import reconcile
from jiesu.scoring import Assessment

UNITS = 100
_RATES = ("response", "resolution", "satisfaction")
_DENOMINATORS: dict[str, dict[str, object]] = {
    "未回访的不计入": {"rates.*.N6": ASIDE},
    "未回访的视为未满足": {"rates.*.N6": UNMET},
    "未评价的视为不满意": {"rates.satisfaction.S4": UNMET},
    "未评价的视为满意": {"rates.satisfaction.S4": MET},
}
_LEFT_OUT: dict[str, dict[str, object]] = {
    "挂账的剔除": {"assessment.exclusions.X5": ExclusionGround.DEFERRED},
    "挂账的计入": {"assessment.exclusions.X5": ExclusionGround.COUNTED},
    "不合理的计入": {"assessment.exclusions.X2": ExclusionGround.COUNTED},
    "作废的计入": {"assessment.exclusions.X3": ExclusionGround.COUNTED},
    "获准剔除的计入": {"assessment.exclusions.X4": ExclusionGround.COUNTED},
}
_WEIGHTS = ((30, 35, 35), (20, 40, 40), (10, 60, 30), (40, 30, 30), (34, 33, 33))


class Found(NamedTuple):
    """
    What was measured.

    Attributes:
        seconds: The median time of a reconciliation.
        units: How many units the table has.
        readings: How many readings were tried.
        figures: How many figures were published.
        outcomes: How many outcomes were counted.
    """

    seconds: float
    units: int
    readings: int
    figures: int
    outcomes: int


def candidates(hotline: Hotline) -> tuple[Reading, ...]:
    """Four denominators, five exclusions, five formulas, two roundings."""

    def under(changes: dict[str, object]) -> Assessment:
        return hotline.with_({**score_csv.OWN, **changes}).assessment(month.PERIOD.last_day)

    rates: dict[Text, tuple[Rate, ...]] = {
        _named(name): tuple(r for r in under(changes).rates if r.name in _RATES)
        for name, changes in _DENOMINATORS.items()
    }
    exclusions = {_named(n): under(each).exclusion_table() for n, each in _LEFT_OUT.items()}
    formulas = {
        _named("、".join(map(str, each))): Formula(dict(zip(_RATES, each, strict=True)))
        for each in _WEIGHTS
    }
    base = Reading(
        _named("规则集口径"),
        next(iter(rates.values())),
        next(iter(exclusions.values())),
        next(iter(formulas.values())),
        Rounded(2),
    )
    # The dearest pair: where each rate is rounded, every score has to be reckoned anew.
    other = Rounded(2, Rounding.TRUNCATE, RoundingPoint.RATES)
    return readings(
        base,
        rates=rates,
        exclusions=exclusions,
        formulas=formulas,
        roundings=(Rounded(2), other),
    )


def _named(name: str) -> Text:
    return Text(name, name)


def published(tally: Tally, reading: Reading) -> Published:
    """What a city would print that reads the rules so: the three rates and the score."""
    if reading.formula is None or reading.rounding is None:
        raise ValueError
    counts = count(tally, reading.exclusions, reading.rates)
    board = Scoreboard(counts, reading.formula)
    places, rule = reading.rounding.places, reading.rounding.rule

    def row(unit: str) -> Iterator[tuple[str, str]]:
        for name in _RATES:
            value = counts.rate(unit, name)
            if isinstance(value, Fraction):
                yield name, f"{rounded(100 * value, places, rule)}%"
        points = board.points(unit)
        if isinstance(points, Fraction):
            yield "score", str(rounded(points, places, rule))

    return Published({unit: dict(row(unit)) for unit in tally.units})


def measure(hotline: Hotline, outcomes: int = 20_000) -> Found:
    """
    A table printed under a reading that is far from the first, found among two hundred.

    Raises:
        Answers: The reading was not found, or figures were left unexplained.
    """
    tried = candidates(hotline)
    units = Random(6).sample(month.subdistricts(hotline), UNITS)  # noqa: S311 -- a mix
    kept = month.outcomes(outcomes, units)
    known = hotline.with_(score_csv.OWN)
    tally = known.tally(kept, period=month.PERIOD, at=month.CUT_OFF)
    planted = [each for each in tried if each.rounding == Rounded(2)][-1]
    table = published(tally, planted)
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        done = reconcile(table, tally, tried)
        times.append(perf_counter() - start)
        agree("reconcile", [planted.name in {r.name for r in done.explaining_all}], [True])
    return Found(median(times), len(table.units), len(tried), len(done.checks), outcomes)
