"""Histories of cases as they go right and wrong, and every rulebook that they are read by."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any, NamedTuple

import attrs
import illustrative
from hypothesis import Phase, settings
from hypothesis import strategies as st

from jiesu import rules as packs
from jiesu.casework import Case
from jiesu.conduct import (
    DEFERRAL_STOPS,
    EXTENSION_CAP,
    OBJECTION_COUNT,
    OBJECTION_WINDOW,
    RETURN_RULE,
    ReturnRule,
    barred,
)
from jiesu.custody import ON_A_STRAND
from jiesu.deadlines import TimeLimit, hours, natural_days, working_days
from jiesu.decisions import DispatchMode
from jiesu.events import (
    EVENTS,
    Adjudication,
    Approver,
    Body,
    CountedAs,
    Event,
    LinkedAs,
    Move,
    ObjectionGround,
    Party,
    Received,
    Reported,
    Responded,
    StopGround,
)
from jiesu.hotline import Hotline
from jiesu.legal_time import BEIJING, beijing_time
from jiesu.outcomes import FollowUp, Resolution, Satisfaction
from jiesu.rulebook import Timeline
from jiesu.sources import assumed
from jiesu.tickets import RequestType, StatutoryStanding, Ticket, ticket_facts
from jiesu.units import Directory, Unit, UnitKind

STREET, OTHER_STREET, TOWNSHIP = "110101001", "110101002", "110106100"
DISTRICT, DEPARTMENT = "gov-110101", "110101-道路养护"
CITY, WATER = "水务", "供水"
COMMUNITY, COUNTER, ARMY, UNHEARD_OF = "community", "counter", "army", "nobody-knows"
_ENTERED = tuple(each for each in StatutoryStanding if each.name.startswith("ENTERED"))
UNITS = (
    *(STREET, OTHER_STREET, TOWNSHIP, DISTRICT, DEPARTMENT, CITY, WATER, COMMUNITY, "hotline"),
    *(COUNTER, ARMY, UNHEARD_OF),
)
"""One unit of nearly every kind, and one that no register knows."""

HANDLING = (STREET, OTHER_STREET, TOWNSHIP, DISTRICT, DEPARTMENT, CITY, WATER)
GROUND = assumed("示例", "for the test")
MONDAY = beijing_time(2026, 3, 2, 9)
CLASS_OF: dict[Move, type[Event]] = {each.move: each for each in EVENTS}


# --- Every shipped rulebook --------------------------------------------------------------------------


class Book(NamedTuple):
    """A rulebook under test: its hotline, and a day on which a case begins."""

    name: str
    hotline: Hotline
    day: date

    def __repr__(self) -> str:
        return f"{self.name} on {self.day}"

    def at(self, minutes: int = 0) -> datetime:
        """An instant so long after nine o'clock of its day."""
        start = beijing_time(self.day.year, self.day.month, self.day.day, 9)
        return start + timedelta(minutes=minutes)


@cache
def directory() -> Directory:
    """The illustrative register with bodies that are no 承办单位."""
    base = illustrative.directory()
    more = (
        (COMMUNITY, "示例社区居民委员会", UnitKind.COMMUNITY, STREET),
        (COUNTER, "市政务服务部门（示例）", UnitKind.SERVICE_DEPARTMENT, "11"),
        (ARMY, "某部队（示例）", UnitKind.MILITARY, "11"),
    )
    units = [Unit(id=one, name=name, kind=kind, division=at) for one, name, kind, at in more]
    return attrs.evolve(base, units=(*base.units, *units))


@cache
def hotline(of: str = "beijing") -> Hotline:
    """The hotline of a shipped rulebook, over the illustrative register."""
    base = illustrative.hotline()
    rules = importlib.import_module(f"{packs.__name__}.{of}").TIMELINE
    return Hotline(rules, base.catalogue, directory(), base.calendar)


_BARS = barred("超出派单异议次数", "beyond the number of objections")
OVERLAYS: dict[str, dict[str, Any]] = {
    "window": {OBJECTION_WINDOW.path: working_days(1)},
    "cap": {EXTENSION_CAP.path: natural_days(5)},
    "deferral stops": {DEFERRAL_STOPS.path: True},
    "returns": {RETURN_RULE.path: ReturnRule.RETURN},
    "bounded objections": {OBJECTION_COUNT.path: 2, "casework.guards.G11": _BARS},
}
"""Reforms of Beijing's rules, each of which turns on what its own texts leave out."""


def _timelines() -> Iterable[str]:
    for found in pkgutil.iter_modules(packs.__path__):
        module = importlib.import_module(f"{packs.__name__}.{found.name}")
        if isinstance(getattr(module, "TIMELINE", None), Timeline):
            yield found.name


def _days(name: str, rules: Timeline) -> Iterable[date]:
    if name == "beijing":
        return date(2020, 11, 2), date(2021, 10, 8), date(2024, 5, 6), date(2026, 3, 2)
    known = [day for day in rules.boundaries if any(each.in_force(day) for each in rules.series)]
    return {max(known[0], date(2005, 1, 4)), known[-1], date(2026, 3, 2)}


@cache
def books() -> tuple[Book, ...]:
    """Every shipped rulebook on days of its regimes, then Beijing's under each overlay."""
    found = [
        Book(name, hotline(name), day)
        for name in _timelines()
        for day in sorted(
            _days(name, importlib.import_module(f"{packs.__name__}.{name}").TIMELINE)
        )
    ]
    for name, changes in OVERLAYS.items():
        found.append(Book(name, hotline().with_(changes), date(2026, 3, 2)))
    return tuple(found)


# --- Any event of every move -------------------------------------------------------------------------

_LIMITS: tuple[TimeLimit, ...] = (
    *(hours(2), hours(24), natural_days(1), natural_days(7), natural_days(15)),
    *(working_days(5), natural_days(3)),
)
_FLAG = (True, False)
_PERHAPS = (True, False, None)
_TICKETS = tuple(
    Ticket(
        "T-1",
        ticket_facts(request_type=kind, contact=True),
        leaf=leaf,
        title="路灯不亮",
        received_at=beijing_time(2020, 1, 2, 9),
        accused=accused,
    )
    for kind in (RequestType.COMPLAINT, RequestType.REPORT, RequestType.INQUIRY)
    for leaf in (None, "0107", "0102", "no such leaf")
    for accused in (None, DEPARTMENT, UNHEARD_OF)
)


def _some(rng: Random, units: Sequence[str], least: int, most: int) -> tuple[str, ...]:
    return tuple(rng.sample(list(units), min(len(units), rng.randint(least, most))))


def _dispatched(rng: Random, units: Sequence[str]) -> dict[str, Any]:
    return {
        "to": _some(rng, units, 1, 1 if rng.random() < 0.7 else 2),
        "mode": rng.choice((*DispatchMode, None)),
        "limit": rng.choice((*_LIMITS, None)),
        "co_handlers": _some(rng, units, 0, 2) if rng.random() < 0.3 else (),
        "copied_to": _some(rng, units, 0, 2),
        "batch": rng.choice(("", "B1")),
        "department_duty": rng.choice(_PERHAPS),
    }


def _adjudicated(rng: Random, units: Sequence[str]) -> dict[str, Any]:
    outcome = rng.choice(tuple(Adjudication))
    to = {
        Adjudication.UPHOLD: None,
        Adjudication.REASSIGN: rng.choice((*units, None)),
        Adjudication.DESIGNATE: rng.choice(units),
    }[outcome]
    return {"outcome": outcome, "to": to, "studied": rng.choice(_FLAG)}


def _followed_up(rng: Random, _: Sequence[str]) -> dict[str, Any]:
    result = rng.choice((FollowUp.REACHED, *FollowUp))
    if result is not FollowUp.REACHED:
        return {"result": result}
    grades = (*Satisfaction, None)
    return {
        "result": result,
        "responded": rng.choice(_PERHAPS),
        "resolved": rng.choice((*Resolution, None)),
        "satisfied": rng.choice(grades),
        "effect": rng.choice(grades),
        "attitude": rng.choice(grades),
    }


def _unit(name: str) -> Callable[[Random, Sequence[str]], dict[str, Any]]:
    return lambda rng, units: {name: rng.choice(units)}


def _told(rng: Random) -> dict[str, Any]:
    return {
        "approver": rng.choice((*Approver, None)),
        "requester_told": rng.choice(_PERHAPS),
        "hotline_told": rng.choice(_PERHAPS),
    }


_WORDS = ("", "理由")
_CONTENT: dict[Move, Callable[[Random, Sequence[str]], dict[str, Any]]] = {
    Move.RECEIVED: lambda rng, _: {
        "ticket": rng.choice(_TICKETS),
        "confidential": rng.choice(_FLAG),
        "reply_wanted": rng.choice(_FLAG),
    },
    Move.SUPPLEMENTED: lambda rng, _: {"what": rng.choice(_WORDS)},
    Move.CORRECTED: lambda _, __: {"field": "地址", "old": "甲", "new": "乙"},
    Move.CLASSIFIED: lambda rng, _: {"leaf": rng.choice(("0101", "0107", "no such leaf"))},
    Move.CONFERRED: lambda rng, units: {
        "units": _some(rng, units, 0, 3),
        "settled_on": rng.choice((*units, None)),
    },
    Move.SPLIT: lambda rng, _: {"items": ("路灯", "井盖", "噪声")[: rng.randint(2, 3)]},
    Move.DISPATCHED: _dispatched,
    Move.CONTACTED: lambda rng, _: {"reached": rng.choice(_FLAG)},
    Move.OBJECTED: lambda rng, _: {
        "ground": rng.choice(tuple(ObjectionGround)),
        "reason": rng.choice(_WORDS),
    },
    Move.ADJUDICATED: _adjudicated,
    Move.DESIGNATED: lambda rng, units: {
        "to": rng.choice(units),
        "co_handlers": _some(rng, units, 0, 2) if rng.random() < 0.3 else (),
    },
    Move.RETURNED: lambda rng, _: {"reason": rng.choice(_WORDS)},
    Move.RECALLED: lambda rng, units: {
        "to": rng.choice((*units, None)),
        "batch": rng.choice(("", "B1")),
    },
    Move.ENTRUSTED: lambda rng, units: {
        "to": rng.choice(units),
        "main": rng.choice(_FLAG),
        "listed": rng.choice(_PERHAPS),
        "assists": rng.choice(_PERHAPS),
        "department_duty": rng.choice(_PERHAPS),
    },
    Move.JOINED: lambda rng, units: {
        "unit": rng.choice(units),
        "limit": rng.choice((*_LIMITS, None)),
    },
    Move.REPORTED: lambda rng, _: {
        "finished": rng.choice(_FLAG),
        "reason": rng.choice(_WORDS),
        "interim": rng.choice(_WORDS),
    },
    Move.CALLED_OUT: lambda rng, units: {"units": _some(rng, units, 1, 2)},
    Move.RESPONDED: lambda rng, _: {
        "came": rng.choice(_FLAG),
        "with_authority": rng.choice(_PERHAPS),
        "solved": rng.choice(_PERHAPS),
    },
    Move.ESCALATED: lambda rng, units: {"to": rng.choice((*Party, *units))},
    Move.OPINION_GIVEN: lambda rng, _: {"opinion": rng.choice(_WORDS)},
    Move.ELEVATED: _unit("to"),
    Move.EXTENSION_ASKED: lambda rng, _: {
        "by_how_much": rng.choice(_LIMITS),
        "reason": rng.choice(_WORDS),
    },
    Move.EXTENDED: lambda rng, _: {
        "by_how_much": rng.choice(_LIMITS),
        "ground": rng.choice((GROUND, None)),
        "reason": rng.choice(_WORDS),
        **_told(rng),
    },
    Move.EXTENSION_REFUSED: lambda rng, _: {"reason": rng.choice(_WORDS)},
    Move.LIMIT_REPLACED: lambda rng, _: {"limit": rng.choice(_LIMITS), "ground": GROUND},
    Move.CHANNEL_ENTERED: lambda rng, _: {"channel": rng.choice(_ENTERED)},
    Move.DEFERRED: lambda rng, _: {"reason": rng.choice(_WORDS)},
    Move.CLEARED: lambda rng, _: {"solved": rng.choice(_FLAG)},
    Move.SUPERVISED: lambda rng, _: {"ground": rng.choice(_WORDS)},
    Move.RISK_REPORTED: lambda rng, units: {"to": _some(rng, units, 0, 2)},
    Move.INFORMED: lambda rng, _: {"promised": rng.choice((date(2026, 4, 1), None))},
    Move.REPLIED: lambda rng, _: {"answer": rng.choice(_WORDS)},
    Move.FED_BACK: lambda rng, _: {"claim": rng.choice((*Resolution, None))},
    Move.STOPPED: lambda rng, _: {"ground": rng.choice(tuple(StopGround)), **_told(rng)},
    Move.FOLLOWED_UP: _followed_up,
    Move.RATED: lambda rng, _: {
        "responded": rng.choice(_PERHAPS),
        "resolved": rng.choice((*Resolution, None)),
        "satisfied": rng.choice((*Satisfaction, None)),
    },
    Move.REHANDLED: lambda rng, _: {"limit": rng.choice((*_LIMITS, None))},
    Move.LINKED: lambda rng, _: {
        "case": "T-2",
        "how": rng.choice(tuple(LinkedAs)),
        "counted": rng.choice(tuple(CountedAs)),
    },
    Move.SUCCEEDED: lambda rng, units: dict(
        zip(("old", "new"), rng.sample(list(units), 2), strict=True)
    ),
    Move.REOPENED: lambda rng, _: {"limit": rng.choice((*_LIMITS, None))},
}


def event_of(
    move: Move, rng: Random, at: datetime, units: Sequence[str] = UNITS, **more: Any
) -> Event:
    """An event of a move, everything that it says being drawn; *more* are fields as they shall be."""
    content: dict[str, Any] = _CONTENT[move](rng, units) if move in _CONTENT else {}
    content.setdefault("interested", rng.choice((None, None, *_FLAG)))
    return CLASS_OF[move](at, **{**content, **more})


def events_of(
    move: Move, units: Sequence[str] = UNITS, at: datetime = MONDAY
) -> st.SearchStrategy[Event]:
    """Any event of a move."""
    return randoms.map(lambda rng: event_of(move, rng, at, units))


def seeded(seed: float) -> Random:
    """A source of choices that are the same in every run."""
    return Random(seed)  # noqa: S311 -- examples, not secrets


plain = settings(phases=(Phase.explicit, Phase.generate))
"""Examples that are drawn and not shrunk: a smaller seed is no smaller history."""

randoms = st.integers(0, 2**32 - 1).map(seeded)
"""A source of choices; a history that Hypothesis draws choice by choice takes ten times as long."""


# --- Real histories: whatever is on record -----------------------------------------------------------

_INSTANTS = (
    *(beijing_time(2004, 1, 1), beijing_time(2020, 10, 28), beijing_time(2021, 9, 24)),
    *(beijing_time(2024, 2, 29, 23, 59, 59), beijing_time(2025, 6, 25), beijing_time(2026, 3, 2)),
    *(beijing_time(2026, 12, 31, 23, 59), beijing_time(2029, 12, 31), beijing_time(2030, 12, 31)),
)
BEYOND = (
    *(beijing_time(1995, 7, 1), beijing_time(2040, 2, 29), beijing_time(2100, 1, 1)),
    *(datetime(1, 1, 1, tzinfo=BEIJING), datetime(9999, 12, 31, 23, 59, 59, tzinfo=BEIJING)),
)
"""Instants of which no rule or no calendar knows anything."""


def messy(
    rng: Random,
    start: datetime,
    *,
    most: int = 14,
    units: Sequence[str] = UNITS,
    beyond: bool = False,
    receipt: bool | None = None,
) -> tuple[Event, ...]:
    """
    A history as it is found: in any order, with gaps, doubles, strands that are none.

    Every event has a place of its own in time or in sequence, so that its order is known.
    """
    at, made = start, list[Event]()
    moves = list(Move)
    if receipt is None:
        receipt = rng.random() < 0.8
    if receipt:
        made.append(event_of(Move.RECEIVED, rng, at, units))
    if rng.random() < 0.8:
        made.append(event_of(Move.DISPATCHED, rng, at, units, seq=1))
    for place in range(rng.randint(0, most)):
        at += timedelta(minutes=rng.choice((0, 0, 1, 60, 600, 1440, 10_000)))
        when = at
        chance = rng.random()
        if chance < 0.06:
            when = rng.choice(_INSTANTS)  # years apart, and out of order
        elif chance < 0.12:
            when = start - timedelta(minutes=rng.randint(0, 5000))
        elif chance < 0.2 and beyond:
            when = rng.choice(BEYOND)
        late = when + timedelta(days=rng.randint(0, 9)) if when.year < 9000 else None
        event = event_of(
            rng.choice(moves),
            rng,
            when,
            units,
            seq=place + 2,
            strand=rng.choice((None, None, None, 1, 1, 2, 3, 7)),
            by=rng.choice((None, None, *units, *Party)),
            recorded_at=rng.choice((None, None, late)),
        )
        made.append(event)
        if rng.random() < 0.1:
            made.append(attrs.evolve(event, seq=place + 1000))  # entered twice
    rng.shuffle(made)
    return tuple(made)


def messy_histories(start: datetime = MONDAY, **more: Any) -> st.SearchStrategy[tuple[Event, ...]]:
    """See `messy`."""
    return randoms.map(lambda rng: messy(rng, start, **more))


# --- Strict walks ------------------------------------------------------------------------------------


def opened(book: Book, rng: Random) -> Case:
    """A case that begins on the day of a book."""
    first = event_of(Move.RECEIVED, rng, book.at())
    assert isinstance(first, Received)
    return book.hotline.open_case(
        first.ticket, at=first.at, confidential=first.confidential, reply_wanted=first.reply_wanted
    )


def to_come(case: Case, move: Move, number: int, rng: Random, at: datetime) -> Event:
    """An event of a move on a strand, as whoever does such things would enter it, or somebody else."""
    strand = case.file.strand(number)
    by: Body | None = None
    if rng.random() < 0.2:
        by = rng.choice((*Party, *UNITS))
    elif rng.random() < 0.3 and strand is not None:
        by = strand.answerable
    units = UNITS if rng.random() < 0.3 else HANDLING
    more: dict[str, Any] = {"by": by}
    if number and move in ON_A_STRAND:
        more["strand"] = number
    if move is Move.SPLIT and len(case.file.open) > 1:
        more["strand"] = rng.choice(case.file.open).number
    if strand is not None and rng.random() < 0.8:
        if issubclass(CLASS_OF[move], Reported) and strand.away:
            more["by"] = rng.choice(strand.away).unit
        if issubclass(CLASS_OF[move], Responded) and strand.called:
            more["by"] = rng.choice(strand.called).unit
    return event_of(move, rng, at, units, **more)
