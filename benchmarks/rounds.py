"""
Rates of several contestants, measured in turns.

A machine's speed drifts; a ratio within one round does not. Each round runs every contestant once,
and what is reported is the median over the rounds.
"""

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple

ROUNDS = 5


class Contestant(NamedTuple):
    """
    Something that does the same work as another, at its own speed.

    Attributes:
        name: Who it is.
        work: Does the work once.
        size: How many answers that gives.
    """

    name: str
    work: Callable[[], object]
    size: int


class Race(NamedTuple):
    """
    What came of some rounds.

    Attributes:
        rates: Answers a second, a median for each contestant.
        ratios: How many times the rate of each one the first one's is.
    """

    rates: tuple[float, ...]
    ratios: tuple[float, ...]


class Answers(Exception):  # noqa: N818 -- what differs, not an error of the library
    """Two contestants answer differently, so that their speed says nothing."""


def agree(what: str, ours: list[object], theirs: list[object]) -> None:
    """
    Raise unless both gave the same answers, in the same order.

    Raises:
        Answers: They differ; says where first.
    """
    if len(ours) != len(theirs) or not ours:
        raise Answers(f"{what}: {len(ours)} answers against {len(theirs)}")
    for place, (our, their) in enumerate(zip(ours, theirs, strict=True)):
        if our != their:
            raise Answers(f"{what}, answer {place}: {our!r} against {their!r}")


def race(*contestants: Contestant, seconds: float) -> Race:
    """
    Let them run in turns.

    Args:
        *contestants: The one whose ratios are wanted comes first.
        seconds: About how long each one runs in a round.
    """
    often = [max(1, round(seconds / _time(each.work, 1))) for each in contestants]
    rounds = [
        [
            each.size * times / _time(each.work, times)
            for each, times in zip(contestants, often, strict=True)
        ]
        for _ in range(ROUNDS)
    ]
    rates = tuple(median(column) for column in zip(*rounds, strict=True))
    shares = [[row[0] / rate for rate in row] for row in rounds]
    return Race(rates, tuple(median(column) for column in zip(*shares, strict=True)))


def _time(work: Callable[[], object], times: int) -> float:
    gc.collect()
    start = perf_counter()
    for _ in range(times):
        work()
    return perf_counter() - start
