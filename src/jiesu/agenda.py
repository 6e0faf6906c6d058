"""
应办事项: what is owed at an instant, by whom and by when.

The facts of a stand are derived from the file and the clocks; the rows of `OWED` say what is owed.
Nothing is scheduled and nothing is stored: asked for another instant, the answer is another one.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import attrs

from .clocks import Alert, HowChanged, Task, alerts
from .conduct import Actor, Bearer, Owed, When
from .custody import File, Strand
from .deadlines import Deadline, due
from .events import Body, Move, Party
from .explain import Explanation
from .labels import Text
from .moves import actor_of
from .office import Office
from .sources import UNSET, Citation
from .tables import Ruling


class Pending(NamedTuple):
    """
    一项应办事项.

    Attributes:
        strand: Number of the strand.
        task: What has to be done.
        body: Who owes it.
        when: By when, as the text says it: 即时, 及时, within a limit.
        since: From when it is owed; None where no event says.
        due: The last instant; None where the text names no limit, or none is public.
        deadline: How it was counted.
        not_public: Whether there is a limit that is not public.
        row: The row that says so.
    """

    strand: int
    task: Task
    body: Body
    when: When
    since: datetime | None
    due: datetime | None
    deadline: Deadline | None
    not_public: bool
    row: Ruling[Any]

    @property
    def grounds(self) -> tuple[Citation, ...]:
        """依据."""
        return self.row.grounds

    def overdue(self, at: datetime) -> bool:
        """Whether its limit is up."""
        return self.deadline is not None and self.deadline.is_late(at)

    def says(self, office: Office) -> Text:
        """Who has to do what, by when."""
        name = office.name(self.body)
        zh, en = f"{name.zh}{self.when.zh}{self.task.zh}", f"{name.en}: {self.task.en}"
        if self.deadline is not None:
            until = self.deadline.text
            return Text(f"{zh}，至 {until.zh}（含）", f"{en}, by {until.en} (inclusive)")
        if self.not_public:
            return Text(f"{zh}，期限未公布", f"{en}; its limit is not public")
        return Text(zh, f"{en}, {self.when.en}")

    def explain(self, office: Office, lang: str = "zh") -> Explanation:
        """Who has to do what, by when, and where that is said."""
        grounds = [each.text for each in self.grounds]
        return Explanation(self.says(office), (), grounds, lang=lang)


class _Stand(NamedTuple):
    office: Office
    file: File
    strand: Strand
    at: datetime

    @property
    def deadline(self) -> Deadline | None:
        running = self.office.unit_clock(self.file, self.strand)
        if running is None or running.clock.start > self.at:
            return None
        return running.deadline(self.at)

    @property
    def first_deadline(self) -> Deadline | None:
        running = self.office.unit_clock(self.file, self.strand)
        if running is None or running.clock.start > self.at:
            return None
        return attrs.evolve(running.clock, changes=()).deadline(running.calendar, self.at)


_ASKERS = frozenset({Actor.HOTLINE, Actor.SERVICE_DEPARTMENT})


def _expired(stand: _Stand) -> Hashable:
    deadline = stand.deadline
    return deadline is not None and deadline.is_late(stand.at)


def _asked_at_end(stand: _Stand) -> Hashable:
    """Whether the hotline body asked since the limit was up, as 条例 23 has it."""
    deadline = stand.deadline
    return deadline is not None and _asked_since(stand, deadline.due)


def _followed_up(stand: _Stand) -> Hashable:
    """Whether the hotline body asked since the unit got the ticket, or got it once more."""
    strand = stand.strand
    began = [each for each in (strand.dispatched_at, strand.started_at) if each]
    return _asked_since(stand, max(began, default=None))


def _asked_since(stand: _Stand, since: datetime | None) -> bool:
    """A unit that asks about itself has not done the hotline body's work."""
    return any(
        each.asked
        and each.final
        and each.strand in {None, stand.strand.number}
        and (since is None or each.at >= since)
        and actor_of(Move.FOLLOWED_UP, each.by, stand.strand, stand.office) in _ASKERS
        for each in stand.file.verdicts
    )


def _dissatisfied(stand: _Stand) -> Hashable:
    verdicts = stand.file.verdicts
    return bool(verdicts) and verdicts[-1].negative


_FACTS: Mapping[str, Callable[[_Stand], Hashable]] = {
    "closed": lambda stand: stand.strand.closed_at is not None,
    "with_unit": lambda stand: isinstance(stand.strand.answerable, str),
    "signed": lambda stand: stand.strand.signed_at is not None,
    "contacted": lambda stand: stand.strand.contacted_at is not None,
    "objecting": lambda stand: stand.strand.objected_at is not None,
    "co_handlers": lambda stand: bool(stand.strand.away),
    "called": lambda stand: bool(stand.strand.waited_for),
    "escalated": lambda stand: bool(stand.strand.escalated),
    "asked": lambda stand: stand.strand.asked_at is not None,
    "deferred": lambda stand: stand.strand.deferred_at is not None,
    "statute": lambda stand: any(each.how is HowChanged.REPLACED for each in stand.strand.changes),
    "informed": lambda stand: stand.strand.informed_at is not None,
    "in_channel": lambda stand: stand.file.channel is not None,
    "reply_wanted": lambda stand: stand.file.reply_wanted,
    "replied": lambda stand: stand.strand.replied_at is not None,
    "fed_back": lambda stand: stand.strand.fed_back_at is not None,
    "stopped": lambda stand: stand.strand.stopped_at is not None,
    "expired": _expired,
    "followed_up": _followed_up,
    "asked_at_end": _asked_at_end,
    "dissatisfied": _dissatisfied,
}


def pending(file: File, at: datetime, office: Office) -> tuple[Pending, ...]:
    """
    What is owed in a case at an instant, the most urgent first.

    Args:
        file: The file as it stood then.
        at: The instant.
        office: The rules, the register, the calendars.
    """
    found: list[Pending] = []
    if file.withdrawn_at is None:
        # Before the first dispatch there is no strand, and what is owed is owed all the same.
        waiting = () if file.closed_at or file.ticket is None else (Strand(1),)
        for strand in file.strands or waiting:
            stand = _Stand(office, file, strand, at)
            facts: dict[str, Hashable] = {}
            for row in office.conduct.owed:
                for test in row.conditions:
                    if test.fact not in facts:
                        facts[test.fact] = _FACTS[test.fact](stand)
                    if facts[test.fact] not in test.allowed:
                        break
                else:
                    found += _made(row, stand)
    return tuple(sorted(found, key=lambda each: (each.due is None, each.due or at, each.strand)))


def _made(row: Ruling[Owed], stand: _Stand) -> Iterator[Pending]:
    owed, strand, office = row.then, stand.strand, stand.office
    hidden = bool(owed.limit) and office.conduct.value(owed.limit) is UNSET
    for body, since in _bearers(owed, stand):
        deadline: Deadline | None = None
        if owed.when is When.IN_LIMIT:
            deadline = stand.deadline
        elif owed.when is When.IN_FIRST_LIMIT:
            deadline = stand.first_deadline
        elif owed.bearer is Bearer.CO_HANDLERS:
            co_handler = next(each for each in strand.co_handlers if each.unit == body)
            running = office.co_handler_clock(strand, co_handler)
            deadline = running.deadline(stand.at) if running else None
        elif owed.limit:
            limit = office.conduct.limit(owed.limit)
            if limit is not None and since is not None:
                calendar = office.calendar_of(body)
                deadline = due(limit, since, calendar, office.conduct.counting)
        began = since
        if owed.when is When.AFTER_LIMIT:
            ended = stand.deadline
            began = ended.due if ended else since
        last = deadline.due if deadline else None
        yield Pending(
            strand.number,
            owed.task,
            body,
            owed.when,
            began,
            last,
            deadline,
            hidden and deadline is None,
            row,
        )


def _bearers(owed: Owed, stand: _Stand) -> Iterator[tuple[Body, datetime | None]]:
    """Who owes it, each with the instant from which it does."""
    strand = stand.strand
    begun = [each for each in (strand.dispatched_at, strand.started_at) if each]
    since = max(begun, default=stand.file.received_at)
    if owed.bearer is Bearer.CO_HANDLERS:
        yield from ((each.unit, each.joined_at) for each in strand.away)
    elif owed.bearer is Bearer.CALLED:
        yield from ((each.unit, each.at) for each in strand.waited_for)
    elif owed.bearer is Bearer.SUPERIOR:
        yield from ((each.to, each.at) for each in strand.escalated)
    elif owed.bearer is Bearer.HOLDER:
        yield strand.holder or Party.HOTLINE, since
    elif owed.bearer is Bearer.ANSWERABLE:
        yield strand.answerable or Party.HOTLINE, since
    else:
        party = Party.HOTLINE if owed.bearer is Bearer.HOTLINE else Party.SERVICE_DEPARTMENT
        starts = {
            Task.DECIDE_OBJECTION: strand.objected_at,
            Task.DECIDE_EXTENSION: strand.asked_at,
            Task.REMIND: strand.deferred_at,
            Task.DISPATCH: strand.returned_at or stand.file.received_at,
        }
        yield party, starts.get(owed.task, since)


def cards(file: File, at: datetime, office: Office) -> tuple[tuple[int, Alert], ...]:
    """
    预警: the cards that are out at an instant, with the strand of each.

    Args:
        file: The file as it stood then.
        at: The instant.
        office: The rules, the register, the calendars.
    """
    found: list[tuple[int, Alert]] = []
    for strand in file.open:
        running = office.unit_clock(file, strand)
        if (
            running is None
            or running.done
            or not office.conduct.alerts
            or running.clock.start > at
        ):
            continue
        deadline = running.deadline(at)
        for card in alerts(deadline, running.calendar, office.conduct.alerts):
            late = card.rule.working_days > 0
            if card.day <= at.date() and (not late or deadline.is_late(at)):
                found.append((strand.number, card))
    return tuple(found)
