"""A month of kept outcomes, always the same ones, and the same as a data frame for polars."""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta
from random import Random

import polars as pl

from jiesu import (
    MISSING,
    OUTCOME_FACTS,
    Channel,
    ExclusionReview,
    FollowUp,
    Hotline,
    Outcome,
    Period,
    Resolution,
    Role,
    Satisfaction,
    Tally,
    UnitKind,
    beijing_time,
)
from jiesu.facts import Facts
from jiesu.labels import Label
from jiesu.outcomes import timeliness

PERIOD = Period.month(2026, 3)
CUT_OFF = beijing_time(2026, 4, 20, 12)

_MINUTES = 31 * 24 * 60
_SIGNS: tuple[tuple[int, dict[str, object]], ...] = (
    (940, {}),
    (20, {"exclusion": ExclusionReview.GRANTED}),
    (15, {"exclusion": ExclusionReview.REFUSED}),
    (10, {"unreasonable": True}),
    (10, {"deferred": True}),
    (5, {"void": True}),
)


def subdistricts(hotline: Hotline) -> list[str]:
    """The 343 subdistricts and townships."""
    kinds = (UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP)
    return [unit.id for unit in hotline.directory.units if unit.kind in kinds]


def outcomes(
    number: int, units: Sequence[str], seed: int = 4, *, full: bool = False
) -> list[Outcome]:
    """
    Outcomes of March, dispatched in it and closed and rated by the cut-off, over pooled facts.

    Args:
        number: How many.
        units: Who handles them.
        seed: Of the choices.
        full: Whether they state what few assessments read: channel, signing, contact, handling again.
    """
    draw = Random(seed)  # noqa: S311 -- a mix, not a secret
    facts: Callable[..., Facts] = OUTCOME_FACTS.interner()
    shares = [share for share, _ in _SIGNS]
    signs = [stated for _, stated in _SIGNS]
    resolved, satisfied = tuple(Resolution), tuple(Satisfaction)
    made = []
    for place in range(number):
        sent = PERIOD.start + timedelta(minutes=draw.randrange(_MINUTES), seconds=place % 60)
        closed = sent + timedelta(minutes=draw.randrange(10 * 24 * 60))
        stated = {
            "role": Role.LEAD,
            "follow_up": FollowUp.REACHED,
            "responded": draw.random() < 0.95,
            "resolved": draw.choices(resolved, (75, 5, 20))[0],
            "satisfied": draw.choices(satisfied, (70, 10, 15, 5))[0],
            **draw.choices(signs, shares)[0],
        }
        if full:
            stated |= {
                "channel": draw.choices((Channel.PHONE, Channel.NETWORK), (80, 20))[0],
                "signed_in_time": draw.random() < 0.97,
                "contacted": draw.random() < 0.98,
                "rehandled": draw.random() < 0.04,
            }
        made.append(
            Outcome(
                f"BJ202603{place:08}",
                draw.choice(units),
                facts(**stated),
                sent - timedelta(minutes=10),
                sent,
                sent + timedelta(days=7),
                closed,
                closed + timedelta(days=1),
            )
        )
    return made


def _plain(value: Hashable) -> str | None:
    if value is MISSING:
        return None
    return value.name if isinstance(value, Label) else str(value)


def frame(given: Sequence[Outcome], names: Sequence[str], at: datetime) -> pl.DataFrame:
    """A column for the unit and for each fact, timeliness at the cut-off among them."""
    columns: dict[str, list[str | None]] = {"unit": [each.unit for each in given]}
    for name in names:
        place = OUTCOME_FACTS.index(name)
        columns[name] = [
            _plain(timeliness(each, at) if name == "timeliness" else each.facts.values[place])
            for each in given
        ]
    return pl.DataFrame(columns).cast(pl.Categorical)


def grouped(columns: pl.DataFrame) -> pl.DataFrame:
    """What polars does for a tally."""
    return columns.group_by(columns.columns).len()


def told(counted: Tally | pl.DataFrame) -> list[object]:
    """Every profile and how many there are, in order, to compare."""
    rows: list[tuple[object, ...]]
    if isinstance(counted, Tally):
        rows = [
            (profile[0], *map(_plain, profile[1:]), number)
            for profile, number in counted.counts.items()
        ]
    else:
        rows = counted.rows()
    return [*sorted(rows, key=str)]
