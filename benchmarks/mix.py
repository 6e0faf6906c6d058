"""
A realistic mix of tickets for the illustrative Beijing hotline, always the same ones.

Five of six are dispatched, over all streets and all leaves of the catalogue; inquiries answered at
once, each special route, doubtful places and unclassified matters make up the rest.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

import illustrative

from jiesu import (
    TICKET_FACTS,
    Catalogue,
    Channel,
    EarlierCase,
    EmergencyLine,
    Place,
    PlaceRole,
    RequestType,
    ResponsibleBody,
    Secrecy,
    StatutoryStanding,
    Territory,
    Ticket,
    beijing_time,
)
from jiesu.facts import Facts

_REQUESTS = (RequestType.COMPLAINT, RequestType.ASSISTANCE, RequestType.REPORT)
_REQUESTS_WEIGHTS = (60, 35, 5)
_CHANNELS = (Channel.PHONE, Channel.NETWORK, Channel.MESSAGE)
_CHANNELS_WEIGHTS = (75, 20, 5)
_ORDINARY: dict[str, object] = {}
_SIGNS: tuple[tuple[int, dict[str, object]], ...] = (
    (780, _ORDINARY),
    (20, {"request_type": RequestType.SUGGESTION}),
    (20, {"request_type": RequestType.INQUIRY, "answerable": False}),
    (60, {"request_type": RequestType.INQUIRY, "answerable": True}),
    (20, {"complex": True}),
    (10, {"sudden": True, "risk": True}),
    (10, {"mass": True}),
    (10, {"earlier": EarlierCase.FINISHED, "new_grounds": True}),
    (15, {"earlier": EarlierCase.IN_PROGRESS, "new_grounds": False}),
    (10, {"emergency": EmergencyLine.MEDICAL}),
    (10, {"statutory": StatutoryStanding.ENTERED_LITIGATION}),
    (5, {"statutory": StatutoryStanding.SHOULD_GO_ARBITRATION}),
    (5, {"beyond_duty": True}),
    (5, {"territory": Territory.NEIGHBOUR}),
    (5, {"territory": Territory.OUTSIDE}),
    (5, {"body": ResponsibleBody.CENTRAL}),
    (3, {"secrecy": Secrecy.PRIVACY}),
    (3, {"unlawful": True}),
    (4, {"abusive": True}),
)
_START = beijing_time(2026, 1, 1)
_MINUTES = 270 * 24 * 60


class Call(NamedTuple):
    """A ticket and the instant at which it is routed."""

    ticket: Ticket
    at: datetime


class _Pool:
    """Facts and places, one object for each that differ: what a host does that keeps tickets."""

    def __init__(self) -> None:
        self.facts: Callable[..., Facts] = TICKET_FACTS.interner()
        self._places: dict[tuple[tuple[str, ...], PlaceRole], tuple[Place, ...]] = {}

    def places(self, role: PlaceRole, *codes: str) -> tuple[Place, ...]:
        """A ticket's places: one place."""
        found = self._places.get((codes, role))
        if found is None:
            found = self._places[codes, role] = (Place(codes, role),)
        return found


def calls(number: int, catalogue: Catalogue, seed: int = 12345) -> Iterator[Call]:
    """
    Tickets with distinct ids, instants and titles, over pooled facts and places.

    Args:
        number: How many.
        catalogue: Where their leaves come from.
        seed: Of the choices.
    """
    draw = Random(seed)  # noqa: S311 -- a mix, not a secret
    pool = _Pool()
    streets = [row for row in illustrative.read("beijing_streets.csv") if row["is_343"] == "1"]
    entries = catalogue.entries
    weights = [1 / (1 + draw.randrange(10)) for _ in entries]
    shares = [share for share, _ in _SIGNS]
    for place in range(number):
        entry = draw.choices(entries, weights)[0]
        street, other = draw.choice(streets), draw.choice(streets)
        stated = {
            "request_type": draw.choices(_REQUESTS, _REQUESTS_WEIGHTS)[0],
            "channel": draw.choices(_CHANNELS, _CHANNELS_WEIGHTS)[0],
            "contact": draw.random() < 0.97,
            **draw.choices(_SIGNS, shares)[0][1],
        }
        certain = draw.random() < 0.97
        received = _START + timedelta(minutes=draw.randrange(_MINUTES), seconds=place % 60)
        ticket = Ticket(
            f"BJ2026{place:09}",
            pool.facts(**stated),
            entry.code if draw.random() < 0.98 else None,
            pool.places(
                entry.jurisdiction,
                street["code"],
                *(() if certain else (other["code"],)),
            ),
            received,
            f"{street['name']}{draw.randrange(1, 400)}号院反映{entry.path[-1]}问题",
            f"R{draw.randrange(10**10):010}",
            street["code"] if draw.random() < 0.01 else None,
        )
        yield Call(ticket, received + timedelta(minutes=draw.randrange(1, 30)))


def everything() -> Call:
    """One ticket with all that adds duties at once: the longest decision that a ticket gets."""
    facts = TICKET_FACTS.make(
        request_type=RequestType.COMPLAINT, mass=True, complex=True, abusive=True, contact=False
    )
    places = (Place(("110105006",)),)
    ticket = Ticket("BJ2026-all", facts, "0301", places, _START, "物业", "R1", accused="another")
    return Call(ticket, _START)
