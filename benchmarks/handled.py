"""A case of twelve events, and twelve plain frozen objects to weigh its fold against."""

from datetime import timedelta
from typing import Any

import attrs

from jiesu import (
    FollowUp,
    Hotline,
    RequestType,
    Resolution,
    Satisfaction,
    Ticket,
    beijing_time,
    natural_days,
    ticket_facts,
    working_days,
)
from jiesu.decisions import DispatchMode
from jiesu.events import (
    Adjudicated,
    Adjudication,
    Dispatched,
    Event,
    Extended,
    FedBack,
    FollowedUp,
    Joined,
    Objected,
    ObjectionGround,
    Received,
    Replied,
    Reported,
    Signed,
    Urged,
)

START = beijing_time(2026, 3, 2, 8)


@attrs.frozen
class Plain:
    """What a frozen object of a few fields costs to make, checks left out."""

    at: Any
    by: Any
    seq: Any
    strand: Any
    recorded_at: Any
    note: Any
    more: Any


def plain() -> list[Plain]:
    """Twelve of them."""
    return [Plain(START, None, 0, None, None, "", None) for _ in range(12)]


def ticket(number: int = 1) -> Ticket:
    """An invented complaint."""
    facts = ticket_facts(request_type=RequestType.COMPLAINT, contact=True)
    return Ticket(f"case-{number}", facts, title="路灯不亮", received_at=START, requester="r-1")


def history(hotline: Hotline, number: int = 1) -> tuple[Event, ...]:
    """Received, dispatched, objected to, upheld, assisted, extended, answered, followed up: twelve."""
    street = next(unit.id for unit in hotline.directory.units if unit.kind.grass_roots)
    hour, day = timedelta(hours=1), timedelta(days=1)
    return (
        Received(START, ticket(number)),
        Dispatched(START + hour, street, mode=DispatchMode.DIRECT, limit=natural_days(7)),
        Signed(START + 2 * hour),
        Objected(START + 3 * hour, ObjectionGround.DUTY, reason="不属于本单位职责"),
        Adjudicated(START + day, Adjudication.UPHOLD),
        Joined(START + day + hour, "水务"),
        Urged(START + 2 * day),
        Reported(START + 3 * day, by="水务"),
        Extended(START + 4 * day, working_days(5)),
        Replied(START + 8 * day),
        FedBack(START + 8 * day + hour, Resolution.RESOLVED),
        FollowedUp(
            START + 15 * day,
            FollowUp.REACHED,
            resolved=Resolution.RESOLVED,
            satisfied=Satisfaction.SATISFIED,
        ),
    )
