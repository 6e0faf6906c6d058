"""
案卷: the fold of a history: where each strand stands, who holds it, and who answers for it.

Custody (谁在办) is not responsibility (谁负责). A ticket is handed down, called out on, given back;
who answers for it changes by the listed acts of an authority alone (`ACTS`): the dispatch, a decided
objection, a designation, the correction of a wrong dispatch, raising to a higher level, the
succession of a unit. From dispatch to closing a strand has exactly one answerable body: a unit, or the
hotline body between a return and the next dispatch.

`step` takes one event at a time and looks at nothing before it; `fold` is a loop over it. What cannot
have happened as it stands on record (`Misfit`) is a finding, never a reason to refuse a history.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

import attrs

from .canonical import compact
from .clocks import HowChanged, LimitChange, OpenHold
from .conduct import Settled
from .counting import Counting
from .deadlines import TimeLimit
from .events import (
    Adjudicated,
    Adjudication,
    Approver,
    Archived,
    Body,
    CalledOut,
    ChannelEntered,
    Classified,
    Cleared,
    Closed,
    Conferred,
    Contacted,
    Deferred,
    Designated,
    Dispatched,
    Elevated,
    Entrusted,
    Escalated,
    Event,
    Extended,
    ExtensionAsked,
    ExtensionRefused,
    FedBack,
    FollowedUp,
    Informed,
    Joined,
    KeyCleared,
    KeyListed,
    LimitReplaced,
    Linked,
    Move,
    Objected,
    OpinionGiven,
    Party,
    Rated,
    Recalled,
    Received,
    Rehandled,
    Reopened,
    Replied,
    Reported,
    Responded,
    Returned,
    Signed,
    Split,
    Stopped,
    Succeeded,
    Supplemented,
    Withdrawn,
)
from .labels import Label
from .outcomes import FollowUp, Resolution, Satisfaction
from .tickets import Ticket

ACTS = frozenset(
    {
        *(Move.DISPATCHED, Move.ADJUDICATED, Move.DESIGNATED, Move.RECALLED, Move.ELEVATED),
        *(Move.SUCCEEDED, Move.RETURNED, Move.CLOSED, Move.REOPENED),
    }
)
"""
The acts that move responsibility, or end and resume it.

A return moves it only where the rulebook lets a unit return a ticket of its own accord (安阳 50-2).
"""

_HANDS = frozenset((ACTS - {Move.CLOSED, Move.REOPENED}) | {Move.ENTRUSTED})
"""Of a strand that is closed they change nothing: it has to be opened again first."""

_AUTHORITYS = frozenset(
    {Move.ADJUDICATED, Move.DESIGNATED, Move.RECALLED, Move.ELEVATED, Move.REHANDLED}
)
"""Acts that move responsibility, or give the work back: nobody does them for itself."""

_DONE = frozenset({Move.SIGNED, Move.CONTACTED, Move.INFORMED, Move.REPLIED, Move.FED_BACK})

ON_A_STRAND = frozenset(
    {
        *(Move.SIGNED, Move.CONTACTED, Move.OBJECTED, Move.ADJUDICATED, Move.DESIGNATED),
        *(Move.RETURNED, Move.RECALLED, Move.ENTRUSTED, Move.JOINED, Move.REPORTED),
        *(Move.CALLED_OUT, Move.RESPONDED, Move.ESCALATED, Move.OPINION_GIVEN, Move.ELEVATED),
        *(Move.EXTENSION_ASKED, Move.EXTENDED, Move.EXTENSION_REFUSED, Move.LIMIT_REPLACED),
        *(Move.DEFERRED, Move.REMINDED, Move.CLEARED, Move.URGED, Move.SUPERVISED),
        *(Move.INFORMED, Move.REPLIED, Move.FED_BACK, Move.STOPPED, Move.REHANDLED),
    }
)
"""Moves that are about one strand; the rest are about the case."""


# --- What a fold makes ------------------------------------------------------------------------------


_FOR_GOOD = frozenset(
    {FollowUp.REACHED, FollowUp.REFUSED, FollowUp.WRONG_NUMBER, FollowUp.ANONYMOUS}
)


class CoHandler(NamedTuple):
    """协办单位 of a strand: since when, within which limit, and when it reported its result."""

    unit: str
    joined_at: datetime
    limit: TimeLimit | None = None
    reported_at: datetime | None = None
    interim_at: datetime | None = None


class Called(NamedTuple):
    """报到单位: a unit that was called, and what came of it; three facts."""

    unit: str
    at: datetime
    by: Body | None = None
    responded_at: datetime | None = None
    came: bool | None = None
    with_authority: bool | None = None
    solved: bool | None = None


class Escalation(NamedTuple):
    """报请协调: to whom, and since when an opinion is owed."""

    to: Body
    at: datetime


class Verdict(NamedTuple):
    """诉求人评价: one word of the requester's, and how it came."""

    at: datetime
    by: Body | None
    """Who asked; the requester where it spoke of its own accord."""
    strand: int | None
    """The strand that it is about; None: the whole matter."""
    asked: bool
    """Whether in a follow-up, or of its own accord."""
    result: FollowUp
    responded: bool | None = None
    resolved: Resolution | None = None
    satisfied: Satisfaction | None = None
    effect: Satisfaction | None = None
    attitude: Satisfaction | None = None

    @property
    def final(self) -> bool:
        """Whether nobody has to ask again: the requester answered, or cannot be asked at all."""
        return self.result in _FOR_GOOD

    @property
    def negative(self) -> bool:
        """Whether it says that the matter is not solved, or that the requester is dissatisfied."""
        return (
            self.resolved in {Resolution.UNRESOLVED, Resolution.PARTLY}
            or self.satisfied is Satisfaction.DISSATISFIED
        )


@attrs.define(eq=False)
class _Strand:
    """The fields of a strand, in the making."""

    number: int
    item: str = ""
    holder: Body | None = None
    answerable: Body | None = None
    first_receiver: str | None = None
    dispatched_at: datetime | None = None
    returned_at: datetime | None = None
    signed_at: datetime | None = None
    contacted_at: datetime | None = None
    informed_at: datetime | None = None
    replied_at: datetime | None = None
    fed_back_at: datetime | None = None
    claim: Resolution | None = None
    stopped_at: datetime | None = None
    closed_at: datetime | None = None
    limit: TimeLimit | None = None
    counting: Counting | None = None
    started_at: datetime | None = None
    changes: tuple[LimitChange, ...] = ()
    holds: tuple[OpenHold, ...] = ()
    batch: str = ""
    objected_at: datetime | None = None
    objections: int = 0
    returns: int = 0
    dispatches: int = 0
    misdirected: int = 0
    hotline_errors: int = 0
    settled: Settled = Settled.NO
    escalated: tuple[Escalation, ...] = ()
    asked_at: datetime | None = None
    deferred_at: datetime | None = None
    deferrals: int = 0
    reminded_at: datetime | None = None
    rehandled: int = 0
    resumed: bool = False
    urged: int = 0
    supervised: int = 0
    co_handlers: tuple[CoHandler, ...] = ()
    called: tuple[Called, ...] = ()


@compact
@attrs.frozen
class Strand(_Strand):
    """
    子工单: one line of handling, from its dispatch to its closing.

    Attributes:
        number: Its number within the case, from 1.
        item: 拆分事项, where the request was split.
        holder: 经办: who has it in hand; None before the first dispatch.
        answerable: 责任主体: who answers for it; None before the dispatch and after the closing.
        first_receiver: 首接单位: the first unit that it went to.
        dispatched_at: Of the dispatch that stands; likewise the other instants.
        limit: 工单注明的办理时限; None where none is stated.
        counting: How it is counted, where the dispatch says.
        started_at: From when the unit's clock counts, where it counts from the dispatch.
        changes: What became of the limit since.
        holds: When the clock stood still.
        objected_at: 异议提出时间 while it is pending.
        objections: How many objections the unit that has it raised.
        misdirected: How often it turned out to be with the wrong unit.
        hotline_errors: How many of these were corrected as the hotline body's own error.
        settled: Whether the unit was settled after study, or designated.
        rehandled: How often it was sent back to be handled again.
        resumed: Whether its limit began anew since, because it was sent back or opened again.
        co_handlers: 协办单位.
        called: Units called out, with the three facts.
    """

    @property
    def open(self) -> bool:
        """Whether it was dispatched, or waits to be, and is not closed."""
        return self.closed_at is None

    @property
    def with_unit(self) -> bool:
        """Whether a unit has it in hand."""
        return type(self.holder) is str

    @property
    def extensions(self) -> tuple[TimeLimit, ...]:
        """What was added to the limit since it was last set."""
        return tuple(each.limit for each in self.changes if each.how is HowChanged.EXTENDED)

    @property
    def away(self) -> tuple[CoHandler, ...]:
        """Co-handlers that have not reported their result."""
        return tuple(each for each in self.co_handlers if each.reported_at is None)

    @property
    def waited_for(self) -> tuple[Called, ...]:
        """Units called that nobody has put on record as having come, or not."""
        return tuple(each for each in self.called if each.responded_at is None)


_OF_STRAND = attrgetter(*(field.name for field in attrs.fields(_Strand)))


@attrs.define(eq=False)
class _File:
    """The fields of a case file, in the making."""

    ticket: Ticket | None = None
    received_at: datetime | None = None
    confidential: bool = False
    reply_wanted: bool = True
    leaf: str | None = None
    settled_on: str | None = None
    withdrawn_at: datetime | None = None
    channel: ChannelEntered | None = None
    limit: TimeLimit | None = None
    changes: tuple[LimitChange, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    links: tuple[Linked, ...] = ()
    key_listed_at: datetime | None = None
    closed_at: datetime | None = None
    archived_at: datetime | None = None
    strands: Any = ()


@compact
@attrs.frozen
class File(_File):
    """
    案卷: how a case stands after its history so far.

    Attributes:
        ticket: 工单; None where the history does not tell.
        received_at: 受理时间.
        confidential: 诉求人要求保密.
        reply_wanted: 是否要求回复.
        leaf: 派单目录 leaf, as it was last classified.
        settled_on: The unit that a conference settled on.
        withdrawn_at: 撤回时间.
        channel: 进入的法定途径.
        limit: 工单注明的办理时限 of the first dispatch, against which the requester's waiting is observed.
        changes: What became of it; what was handled again does not change it.
        verdicts: What the requester said, in order.
        links: Other cases about the same matter.
        key_listed_at: 列入年度重点诉求台账的时间 while it is on it.
        closed_at: When the last strand was closed.
        archived_at: 归档时间.
        strands: The strands, by number.
    """

    strands: tuple[Strand, ...] = ()

    @property
    def open(self) -> tuple[Strand, ...]:
        """The strands that are not closed."""
        return tuple(each for each in self.strands if each.closed_at is None)

    def strand(self, number: int) -> Strand | None:
        """A strand by its number; None where there is none."""
        return self.strands[number - 1] if 0 < number <= len(self.strands) else None


_OF_FILE = attrgetter(*(field.name for field in attrs.fields(_File)))

EMPTY = File()
"""The file before anything happened."""


# --- One step ---------------------------------------------------------------------------------------


class Rules(NamedTuple):
    """
    What of a rulebook a fold depends on; everything else is read off the file.

    Attributes:
        releases: Whether a unit that returns a ticket of its own accord is rid of it.
        runs_on: Whether a unit's clock runs on when another unit gets the ticket.
        deferral_stops: Whether it stands still while the matter is on the deferred ledger.
        stops_by_consent: Whether handling is stopped with the hotline body's consent only.
    """

    releases: bool = False
    runs_on: bool = False
    deferral_stops: bool = False
    stops_by_consent: bool = False


PLAIN = Rules()
"""Where no rulebook says otherwise."""


class Draft:
    """A file in the making: what `step` changes."""

    __slots__ = ("file", "rules", "strands")

    def __init__(self, file: File, rules: Rules) -> None:
        self.file = _File(*_OF_FILE(file))
        self.strands = [_Strand(*_OF_STRAND(each)) for each in file.strands]
        self.rules = rules

    def frozen(self) -> File:
        """The file as it now stands."""
        self.file.strands = tuple([Strand(*_OF_STRAND(each)) for each in self.strands])
        return File(*_OF_FILE(self.file))

    def step(self, event: Event) -> None:
        """What an event makes of the file; what it cannot be about changes nothing."""
        move = event.move
        on_case = _ON_CASE.get(move)
        if on_case is not None:
            on_case(self, event)
            return
        on_strand = _ON_STRAND.get(move)
        if on_strand is not None:
            strand = self.of(event)
            if strand is None or (strand.closed_at is not None and move in _HANDS):
                return
            by = event.by
            if move in _DONE and type(by) is str and by not in {strand.holder, strand.answerable}:
                return  # what another unit did is not this one's doing
            if not _without_authority(strand, event):
                on_strand(strand, event, self)

    def of(self, event: Event) -> "_Strand | None":
        """The strand that an event is about; see `strand_of`."""
        strands = self.strands
        if len(strands) == 1 and event.strand is None:
            return strands[0]
        place = _place(strands, event)
        return None if place is None else strands[place]

    def fresh(self, item: str = "") -> "_Strand":
        """A strand more."""
        made = _Strand(len(self.strands) + 1, item)
        self.strands.append(made)
        return made


def _place(strands: Iterable[_Strand], event: Event) -> int | None:
    """Which strand an event is about: the one it names, else the one of whoever acts, else the first."""
    listed = list(strands)
    if event.strand is not None:
        return event.strand - 1 if 0 < event.strand <= len(listed) else None
    by = event.by
    if type(by) is str:
        for concerns in (_in_hand, _answers, _takes_part):
            for place, each in enumerate(listed):
                if each.closed_at is None and concerns(each, by):
                    return place
    for place, each in enumerate(listed):
        if each.closed_at is None:
            return place
    return 0 if listed else None


def strand_of(file: File, event: Event) -> Strand | None:
    """
    The strand that an event is about, as the fold reads it.

    It is the one that the event names; else the open one that whoever acts has in hand, answers for,
    or takes part in; else the first that is open. None where there is none.
    """
    place = _place(file.strands, event)
    return None if place is None else file.strands[place]


def _in_hand(strand: _Strand, unit: str) -> bool:
    return strand.holder == unit


def _answers(strand: _Strand, unit: str) -> bool:
    return strand.answerable == unit


def _takes_part(strand: _Strand, unit: str) -> bool:
    return any(each.unit == unit for each in strand.co_handlers) or any(
        each.unit == unit for each in strand.called
    )


def fold(events: Iterable[Event], rules: Rules = PLAIN, start: File = EMPTY) -> File:
    """
    The file that a history makes, event by event, in the order given.

    Args:
        events: The history, in its order; see `events.in_order`.
        rules: What of the rulebook it depends on.
        start: The file before them.

    Example:
        >>> from jiesu.events import Dispatched, Signed
        >>> from jiesu.legal_time import beijing_time
        >>> history = (
        ...     Dispatched(beijing_time(2026, 3, 2, 9), "dhm"),
        ...     Signed(beijing_time(2026, 3, 2, 10)),
        ... )
        >>> fold(history).strands[0].answerable
        'dhm'
    """
    draft = Draft(start, rules)
    for event in events:
        draft.step(event)
    return draft.frozen()


class Step(NamedTuple):
    """One event of a history, with the file before and after it."""

    place: int
    event: Event
    before: File
    after: File


def steps(events: Iterable[Event], rules: Rules = PLAIN) -> Iterator[Step]:
    """
    A history event by event, with the file before and after each.

    Args:
        events: The history, in its order.
        rules: See `fold`.
    """
    draft, before = Draft(EMPTY, rules), EMPTY
    for place, event in enumerate(events):
        draft.step(event)
        after = draft.frozen()
        yield Step(place, event, before, after)
        before = after


# --- What each move does ----------------------------------------------------------------------------


def _given_to(strand: _Strand, unit: str, at: datetime, draft: Draft) -> None:
    """Into the hands of a unit, from a fresh start: what the one before did is not its doing."""
    strand.holder = unit
    if strand.first_receiver is None:
        strand.first_receiver = unit
    # Whoever answers for a strand assists nobody in it.
    strand.co_handlers = tuple(each for each in strand.co_handlers if each.unit != unit)
    if strand.started_at is None or not draft.rules.runs_on:
        strand.started_at = at
        strand.resumed = False
        strand.holds = _still_held(strand, at, draft)
        # A statute's limit stays with the matter; an extension was the former unit's.
        strand.changes = tuple(
            each for each in strand.changes if each.how is not HowChanged.EXTENDED
        )
    strand.dispatched_at = at
    strand.dispatches += 1
    strand.signed_at = strand.contacted_at = strand.informed_at = None
    strand.replied_at = strand.fed_back_at = None
    strand.claim = strand.stopped_at = strand.objected_at = strand.asked_at = None
    strand.objections = 0


def _still_held(strand: _Strand, at: datetime, draft: Draft) -> tuple[OpenHold, ...]:
    """What is on the deferred ledger stays on hold when its limit begins anew."""
    held = strand.deferred_at is not None and draft.rules.deferral_stops
    return ((at, None),) if held else ()


def _given_back(strand: _Strand, at: datetime) -> None:
    """Into the hands of the hotline body."""
    strand.holder, strand.returned_at = Party.HOTLINE, at
    strand.objected_at = strand.asked_at = None


def _received(draft: Draft, event: Received) -> None:
    file = draft.file
    if file.ticket is None:
        file.ticket = event.ticket
        file.received_at = event.at
        file.leaf = event.ticket.leaf
        file.reply_wanted = event.reply_wanted
    file.confidential = file.confidential or event.confidential


def _supplemented(draft: Draft, event: Supplemented) -> None:
    draft.file.confidential = draft.file.confidential or event.confidential


def _withdrawn(draft: Draft, event: Withdrawn) -> None:
    draft.file.withdrawn_at = event.at


def _classified(draft: Draft, event: Classified) -> None:
    draft.file.leaf = event.leaf


def _conferred(draft: Draft, event: Conferred) -> None:
    if event.settled_on is not None:
        draft.file.settled_on = event.settled_on
        for strand in draft.strands:
            if strand.closed_at is None and strand.answerable == event.settled_on:
                strand.settled = Settled.STUDIED


def _split(draft: Draft, event: Split) -> None:
    """The first item stays on the strand there is; each other one gets its own, to be dispatched."""
    items = list(event.items)
    there = draft.of(event)
    if there is not None:
        there.item = items.pop(0)
    for item in items:
        made = draft.fresh(item)
        if there is not None and there.answerable is not None:
            # An item of what was dispatched already: the hotline body has to send it on.
            made.holder = made.answerable = Party.HOTLINE


def _dispatched(draft: Draft, event: Dispatched) -> None:
    file = draft.file
    if all(each.dispatched_at is None for each in draft.strands):
        file.limit = event.limit
    there = [each for each in draft.strands if each.closed_at is None]
    waiting = [each for each in there if not _with_unit(each)]
    if event.strand is not None:
        named = draft.of(event)
        waiting = waiting if named is None else [named]
    elif not waiting and len(there) == len(event.to) == 1:
        waiting = there  # sent on without having been given back
    for place, unit in enumerate(event.to):
        strand = waiting.pop(0) if waiting else draft.fresh()
        if type(strand.answerable) is str:
            # Over the head of a unit that answers, the ticket moves and responsibility does not; nor
            # does a second record of one dispatch begin anything.
            strand.holder = unit
            strand.dispatches += unit != strand.answerable
        else:
            strand.answerable = unit
            _given_to(strand, unit, event.at, draft)
            strand.closed_at = None
            strand.limit, strand.counting = event.limit, event.counting
            strand.batch = event.batch
            if event.limit is not None:
                strand.changes = ()
            strand.settled = Settled.STUDIED if unit == file.settled_on else Settled.NO
        if place == 0:
            _assisted(strand, event.co_handlers, event.at)
    file.closed_at = None


def _assisted(
    strand: _Strand, units: Iterable[str], at: datetime, limit: TimeLimit | None = None
) -> None:
    """Other units take part; one that did so before is asked anew."""
    for unit in dict.fromkeys(units):
        if unit != strand.answerable:
            others = tuple(each for each in strand.co_handlers if each.unit != unit)
            strand.co_handlers = (*others, CoHandler(unit, at, limit))


def _with_unit(strand: _Strand) -> bool:
    return type(strand.holder) is str


def _signed(strand: _Strand, event: Signed, _: Draft) -> None:
    if strand.signed_at is None:
        strand.signed_at = event.at


def _contacted(strand: _Strand, event: Contacted, _: Draft) -> None:
    if event.reached and strand.contacted_at is None:
        strand.contacted_at = event.at


def _objected(strand: _Strand, event: Objected, _: Draft) -> None:
    strand.objected_at = event.at
    strand.objections += 1


def _adjudicated(strand: _Strand, event: Adjudicated, draft: Draft) -> None:
    outcome = event.outcome
    if outcome is not Adjudication.UPHOLD:
        if event.to != strand.answerable:
            strand.misdirected += 1
        if event.to is None:
            strand.answerable = Party.HOTLINE
            strand.returns += 1
            _given_back(strand, event.at)
            strand.settled = Settled.NO
            return
        if event.to != strand.answerable:
            strand.answerable = event.to
            _given_to(strand, event.to, event.at, draft)
    strand.objected_at = None
    if outcome is Adjudication.DESIGNATE:
        strand.settled = Settled.DESIGNATED
    elif event.studied:
        strand.settled = Settled.STUDIED


def _designated(strand: _Strand, event: Designated, draft: Draft) -> None:
    if event.to != strand.answerable:
        strand.answerable = event.to
        _given_to(strand, event.to, event.at, draft)
    strand.objected_at = None
    strand.settled = Settled.DESIGNATED
    new = {each.unit for each in strand.co_handlers}
    _assisted(strand, (each for each in event.co_handlers if each not in new), event.at)


def _returned(strand: _Strand, event: Returned, draft: Draft) -> None:
    if not _with_unit(strand):
        return
    if type(event.by) is str and event.by == strand.holder != strand.answerable:
        strand.holder = (
            strand.answerable
        )  # who had it handed down gives it back where it came from
        return
    strand.returns += 1
    strand.misdirected += 1
    _given_back(strand, event.at)
    # The unit is rid of it only where the text lets it go; else it still answers.
    if draft.rules.releases:
        strand.answerable = Party.HOTLINE
        strand.settled = Settled.NO


def _recalled(strand: _Strand, event: Recalled, draft: Draft) -> None:
    if event.to is not None and event.to == strand.answerable:
        strand.holder = event.to
        return
    strand.misdirected += 1
    strand.hotline_errors += 1
    strand.first_receiver = None  # the wrong unit was none
    strand.settled = Settled.NO
    if event.to is None:
        strand.answerable = Party.HOTLINE
        _given_back(strand, event.at)
        return
    strand.answerable = event.to
    _given_to(strand, event.to, event.at, draft)


def _entrusted(strand: _Strand, event: Entrusted, _: Draft) -> None:
    if event.main and strand.answerable is not None:
        strand.holder = event.to


def _joined(strand: _Strand, event: Joined, _: Draft) -> None:
    _assisted(strand, (event.unit,), event.at, event.limit)


def _reported(strand: _Strand, event: Reported, _: Draft) -> None:
    away = [each for each in strand.co_handlers if each.reported_at is None]
    named = event.by if type(event.by) is str else away[0].unit if len(away) == 1 else None
    made = []
    for each in strand.co_handlers:
        if each.unit == named and each.reported_at is None:
            done = event.finished
            each = (  # noqa: PLW2901 -- the one that reported
                each._replace(reported_at=event.at) if done else each._replace(interim_at=event.at)
            )
        made.append(each)
    strand.co_handlers = tuple(made)


def _called_out(strand: _Strand, event: CalledOut, _: Draft) -> None:
    by = event.by or strand.holder
    strand.called += tuple(Called(unit, event.at, by) for unit in event.units)


def _responded(strand: _Strand, event: Responded, _: Draft) -> None:
    """The last call of the unit that was not answered; where all were, what is on record is corrected."""
    made = list(strand.called)
    named = event.by
    if type(named) is not str:
        waiting = {each.unit for each in made if each.responded_at is None}
        named = waiting.pop() if len(waiting) == 1 else None
    places = [place for place, each in enumerate(made) if each.unit == named]
    still = [place for place in places if made[place].responded_at is None]
    if places:
        place = (still or places)[-1]
        made[place] = made[place]._replace(
            responded_at=event.at,
            came=event.came,
            with_authority=event.with_authority,
            solved=event.solved,
        )
    strand.called = tuple(made)


def _escalated(strand: _Strand, event: Escalated, _: Draft) -> None:
    others = tuple(each for each in strand.escalated if each.to != event.to)
    strand.escalated = (*others, Escalation(event.to, event.at))


def _opinion_given(strand: _Strand, event: OpinionGiven, _: Draft) -> None:
    by = event.by
    strand.escalated = tuple(each for each in strand.escalated if by not in {None, each.to})


def _elevated(strand: _Strand, event: Elevated, draft: Draft) -> None:
    if strand.answerable == event.to:
        strand.holder = event.to
    elif strand.answerable is not None:
        strand.answerable = event.to
        _given_to(strand, event.to, event.at, draft)


def _extension_asked(strand: _Strand, event: ExtensionAsked, _: Draft) -> None:
    strand.asked_at = event.at


def _extended(strand: _Strand, event: Extended, draft: Draft) -> None:
    strand.asked_at = None
    change = LimitChange(event.at, event.by_how_much, HowChanged.EXTENDED, event.ground)
    _changed(strand, change, draft)


def _changed(strand: _Strand, change: LimitChange, draft: Draft) -> None:
    strand.changes = (*strand.changes, change)
    if strand.number == 1:
        draft.file.changes = (*draft.file.changes, change)


def _extension_refused(strand: _Strand, event: ExtensionRefused, _: Draft) -> None:
    del event
    strand.asked_at = None


def _limit_replaced(strand: _Strand, event: LimitReplaced, draft: Draft) -> None:
    change = LimitChange(event.at, event.limit, HowChanged.REPLACED, event.ground)
    _changed(strand, change, draft)


def _deferred(strand: _Strand, event: Deferred, draft: Draft) -> None:
    strand.deferred_at = event.at
    strand.deferrals += 1
    strand.reminded_at = None
    if draft.rules.deferral_stops:
        strand.holds = (*strand.holds, (event.at, None))


def _reminded(strand: _Strand, event: Event, _: Draft) -> None:
    strand.reminded_at = event.at


def _cleared(strand: _Strand, event: Cleared, _: Draft) -> None:
    strand.deferred_at = strand.reminded_at = None
    strand.holds = tuple(
        (held, event.at if freed is None else freed) for held, freed in strand.holds
    )


def _urged(strand: _Strand, event: Event, _: Draft) -> None:
    del event
    strand.urged += 1


def _supervised(strand: _Strand, event: Event, _: Draft) -> None:
    del event
    strand.supervised += 1


def _informed(strand: _Strand, event: Informed, _: Draft) -> None:
    strand.informed_at = event.at


def _replied(strand: _Strand, event: Replied, _: Draft) -> None:
    if strand.replied_at is None:
        strand.replied_at = event.at


def _fed_back(strand: _Strand, event: FedBack, _: Draft) -> None:
    if strand.fed_back_at is None:
        strand.fed_back_at = event.at
    strand.claim = event.claim or strand.claim


def _stopped(strand: _Strand, event: Stopped, draft: Draft) -> None:
    if draft.rules.stops_by_consent and event.approver not in {None, Approver.HOTLINE}:
        return  # 潍坊 21: without consent it goes on
    strand.stopped_at = event.at


def _rehandled(strand: _Strand, event: Rehandled, draft: Draft) -> None:
    strand.rehandled += 1
    _once_more(strand, draft, event)


def _once_more(strand: _Strand, draft: Draft, event: Rehandled | Reopened) -> None:
    """Open again, in the hands of whoever answered for it, with a limit that begins anew."""
    statutes = [each for each in strand.changes if each.how is HowChanged.REPLACED]
    strand.limit = event.limit or (statutes[-1].limit if statutes else strand.limit)
    strand.started_at = event.at
    strand.resumed = True
    strand.changes, strand.holds = (), _still_held(strand, event.at, draft)
    if strand.closed_at is not None:
        strand.closed_at = None
        strand.answerable = strand.holder
    strand.replied_at = strand.fed_back_at = strand.stopped_at = None
    strand.claim = None
    draft.file.closed_at = draft.file.archived_at = None


def _followed_up(draft: Draft, event: FollowedUp) -> None:
    made = Verdict(
        event.at,
        event.by,
        event.strand,
        True,
        event.result,
        event.responded,
        event.resolved,
        event.satisfied,
        event.effect,
        event.attitude,
    )
    draft.file.verdicts = (*draft.file.verdicts, made)


def _rated(draft: Draft, event: Rated) -> None:
    made = Verdict(
        event.at,
        event.by or Party.REQUESTER,
        event.strand,
        False,
        FollowUp.REACHED,
        event.responded,
        event.resolved,
        event.satisfied,
    )
    draft.file.verdicts = (*draft.file.verdicts, made)


def _channel_entered(draft: Draft, event: ChannelEntered) -> None:
    draft.file.channel = event


def _linked(draft: Draft, event: Linked) -> None:
    draft.file.links = (*draft.file.links, event)


def _key_listed(draft: Draft, event: KeyListed) -> None:
    draft.file.key_listed_at = event.at


def _key_cleared(draft: Draft, event: KeyCleared) -> None:
    del event
    draft.file.key_listed_at = None


def _succeeded(draft: Draft, event: Succeeded) -> None:
    """The next unit stands where the old one stood, with what was done and what is owed."""

    def heir(body: Any) -> Any:
        return event.new if body == event.old else body

    draft.file.settled_on = heir(draft.file.settled_on)
    for strand in draft.strands:
        strand.holder, strand.answerable = heir(strand.holder), heir(strand.answerable)
        strand.first_receiver = heir(strand.first_receiver)
        strand.escalated = tuple(each._replace(to=heir(each.to)) for each in strand.escalated)
        strand.called = tuple(
            each._replace(unit=heir(each.unit), by=heir(each.by)) for each in strand.called
        )
        merged: dict[str, CoHandler] = {}
        for each in strand.co_handlers:
            own = each._replace(unit=heir(each.unit))
            if own.unit == strand.answerable:
                continue
            # Two that became one report once: what either still owes, it owes.
            known = merged.get(own.unit)
            if known is None or (known.reported_at is not None and own.reported_at is None):
                merged[own.unit] = own
        strand.co_handlers = tuple(merged.values())


def _closed(draft: Draft, event: Closed) -> None:
    strands = draft.strands
    if event.strand is not None:
        named = draft.of(event)
        strands = [named] if named is not None else []
    for strand in strands:
        if strand.closed_at is None:
            strand.closed_at = event.at
            # It ends, and may begin again, with whoever answered for it.
            strand.holder = strand.answerable or strand.holder
            strand.answerable = strand.objected_at = strand.asked_at = None
    ended = event.strand is None or bool(strands)
    if ended and draft.file.closed_at is None and _all_closed(draft):
        draft.file.closed_at = event.at


def _all_closed(draft: Draft) -> bool:
    return all(each.closed_at is not None for each in draft.strands)


def _reopened(draft: Draft, event: Reopened) -> None:
    strands = draft.strands
    if event.strand is not None:
        named = draft.of(event)
        strands = [named] if named is not None else []
    for strand in strands:
        if strand.closed_at is not None:
            _once_more(strand, draft, event)
    if event.strand is None or strands:
        draft.file.closed_at = draft.file.archived_at = None


def _archived(draft: Draft, event: Archived) -> None:
    draft.file.archived_at = event.at


_ON_CASE: Mapping[Move, Callable[[Draft, Any], None]] = {
    Move.RECEIVED: _received,
    Move.SUPPLEMENTED: _supplemented,
    Move.WITHDRAWN: _withdrawn,
    Move.CLASSIFIED: _classified,
    Move.CONFERRED: _conferred,
    Move.SPLIT: _split,
    Move.DISPATCHED: _dispatched,
    Move.FOLLOWED_UP: _followed_up,
    Move.RATED: _rated,
    Move.CHANNEL_ENTERED: _channel_entered,
    Move.LINKED: _linked,
    Move.KEY_LISTED: _key_listed,
    Move.KEY_CLEARED: _key_cleared,
    Move.SUCCEEDED: _succeeded,
    Move.CLOSED: _closed,
    Move.REOPENED: _reopened,
    Move.ARCHIVED: _archived,
}
_ON_STRAND: Mapping[Move, Callable[[_Strand, Any, Draft], None]] = {
    Move.SIGNED: _signed,
    Move.CONTACTED: _contacted,
    Move.OBJECTED: _objected,
    Move.ADJUDICATED: _adjudicated,
    Move.DESIGNATED: _designated,
    Move.RETURNED: _returned,
    Move.RECALLED: _recalled,
    Move.ENTRUSTED: _entrusted,
    Move.JOINED: _joined,
    Move.REPORTED: _reported,
    Move.CALLED_OUT: _called_out,
    Move.RESPONDED: _responded,
    Move.ESCALATED: _escalated,
    Move.OPINION_GIVEN: _opinion_given,
    Move.ELEVATED: _elevated,
    Move.EXTENSION_ASKED: _extension_asked,
    Move.EXTENDED: _extended,
    Move.EXTENSION_REFUSED: _extension_refused,
    Move.LIMIT_REPLACED: _limit_replaced,
    Move.DEFERRED: _deferred,
    Move.REMINDED: _reminded,
    Move.CLEARED: _cleared,
    Move.URGED: _urged,
    Move.SUPERVISED: _supervised,
    Move.INFORMED: _informed,
    Move.REPLIED: _replied,
    Move.FED_BACK: _fed_back,
    Move.STOPPED: _stopped,
    Move.REHANDLED: _rehandled,
}


# --- Hands, through time ----------------------------------------------------------------------------


class Spell(NamedTuple):
    """
    一段经手: who had a strand in hand and who answered for it, from one act to the next.

    Attributes:
        strand: Number of the strand.
        since: From when.
        until: Until when; None while it lasts.
        holder: 经办.
        answerable: 责任主体.
        act: The move that brought it about.
        place: Place of that event in the history.
    """

    strand: int
    since: datetime
    until: datetime | None
    holder: Body | None
    answerable: Body | None
    act: Move
    place: int


def spells(events: Iterable[Event], rules: Rules = PLAIN) -> tuple[Spell, ...]:
    """
    Every spell of custody and responsibility of a history, by strand and time.

    Args:
        events: The history, in its order.
        rules: See `fold`.

    Example:
        >>> from jiesu.events import Dispatched, Entrusted
        >>> from jiesu.legal_time import beijing_time
        >>> history = (
        ...     Dispatched(beijing_time(2026, 3, 2, 9), "street"),
        ...     Entrusted(beijing_time(2026, 3, 3, 9), "team"),
        ... )
        >>> [(each.holder, each.answerable) for each in spells(history)]
        [('street', 'street'), ('team', 'street')]
    """
    draft = Draft(EMPTY, rules)
    open_: dict[int, Spell] = {}
    found: list[Spell] = []
    for place, event in enumerate(events):
        draft.step(event)
        for strand in draft.strands:
            before = open_.get(strand.number)
            hands = strand.holder, strand.answerable
            if strand.closed_at is not None:
                hands = None, None
            if before is None and hands == (None, None):
                continue
            if before is not None and (before.holder, before.answerable) == hands:
                continue
            if before is not None:
                found.append(before._replace(until=event.at))
                del open_[strand.number]
            if hands != (None, None):
                made = Spell(strand.number, event.at, None, *hands, event.move, place)
                open_[strand.number] = made
    found += open_.values()
    return tuple(sorted(found, key=lambda each: (each.strand, each.place)))


# --- What cannot have happened so -------------------------------------------------------------------


class Misfit(Label):
    """先后不合: why a move does not fit how the case stands."""

    NOT_RECEIVED = "尚未受理", "the request was not received"
    RECEIVED_ALREADY = "已经受理", "it was received already"
    WITHDRAWN = "诉求已撤回", "the request was withdrawn"
    ARCHIVED = "已归档", "the case is archived"
    CLOSED = "已办结", "it is closed"
    NOT_CLOSED = "尚未办结", "it is not closed"
    NO_STRAND = "没有派单记录", "there is no dispatch on record"
    UNKNOWN_STRAND = "没有这一子工单", "there is no such strand"
    NOT_WITH_UNIT = "不在承办单位", "no unit has it"
    WITH_UNIT = (
        "已在承办单位，未经退回或者改派",
        "a unit has it; it was neither returned nor reassigned",
    )
    SIGNED_ALREADY = "已经签收", "it was signed for already"
    NO_OBJECTION = "没有待审核的异议", "no objection is pending"
    OBJECTION_PENDING = "异议正在审核", "an objection is pending"
    NO_EXTENSION = "没有待批的延期申请", "no extension was asked for"
    EXTENSION_PENDING = "延期申请待批", "an extension was asked for already"
    NO_CO_HANDLER = "没有待报送的协办单位", "no co-handler has to report"
    NOT_CO_HANDLER = "不是待报送的协办单位", "it is no co-handler that has to report"
    NOT_CALLED = "未被吹哨召集", "it was not called"
    NOT_ASKED = "未向其报请协调", "it was not asked"
    NOT_ITS_TICKET = "不是该单位承办的工单", "the ticket is not that unit's"
    STILL_ANSWERS = (
        "原责任单位未经审核改派，仍负责任；派单不转移责任",
        "the unit before was not relieved by a decision and still answers; a dispatch does not change that",
    )
    NO_AUTHORITY = (
        "不是有权机关的行为",
        "no act of an authority: whoever has the ticket or asked for it cannot do this",
    )
    WHICH_STRAND = (
        "有多个子工单，未写明哪一个",
        "there are several strands: which one is not on record",
    )
    WHICH_UNIT = (
        "涉及多个单位，未写明哪一个",
        "several units take part: which one is not on record",
    )
    NOBODY_CALLED = "没有待报到的单位", "no unit was called"
    NOT_ESCALATED = "没有报请协调", "it was not put to a superior"
    NOT_DEFERRED = "不在挂账台账", "it is not on the deferred ledger"
    DEFERRED_ALREADY = "已经挂账", "it is on the deferred ledger already"
    NOT_KEY_LISTED = "不在年度重点诉求台账", "it is not in the year's ledger"
    KEY_LISTED_ALREADY = "已列入年度重点诉求台账", "it is in the year's ledger already"
    STOPPED = "已终止办理", "handling was stopped"
    NOT_ANSWERED = "尚未反馈，也未终止办理", "it was neither fed back nor stopped"


def _dispatchable(file: File, strand: Strand | None) -> bool:
    if strand is not None:
        return not strand.with_unit
    return not file.strands or any(not each.with_unit for each in file.open)


_FAILS: Mapping[Misfit, Callable[[File, Any], bool]] = {
    Misfit.NOT_RECEIVED: lambda file, _: file.ticket is None,
    Misfit.RECEIVED_ALREADY: lambda file, _: file.ticket is not None,
    Misfit.WITHDRAWN: lambda file, _: file.withdrawn_at is not None,
    Misfit.ARCHIVED: lambda file, _: file.archived_at is not None,
    Misfit.CLOSED: lambda file, strand: (strand or file).closed_at is not None,
    Misfit.NOT_CLOSED: lambda file, strand: (strand or file).closed_at is None,
    Misfit.NO_STRAND: lambda file, _: not file.strands,
    Misfit.UNKNOWN_STRAND: lambda _, strand: strand is None,
    Misfit.NOT_WITH_UNIT: lambda _, strand: not strand.with_unit,
    Misfit.WITH_UNIT: lambda file, strand: not _dispatchable(file, strand),
    Misfit.SIGNED_ALREADY: lambda _, strand: strand.signed_at is not None,
    Misfit.NO_OBJECTION: lambda _, strand: strand.objected_at is None,
    Misfit.OBJECTION_PENDING: lambda _, strand: strand.objected_at is not None,
    Misfit.NO_EXTENSION: lambda _, strand: strand.asked_at is None,
    Misfit.EXTENSION_PENDING: lambda _, strand: strand.asked_at is not None,
    Misfit.NO_CO_HANDLER: lambda _, strand: not strand.away,
    Misfit.NOBODY_CALLED: lambda _, strand: not strand.called,
    Misfit.NOT_ESCALATED: lambda _, strand: not strand.escalated,
    Misfit.NOT_DEFERRED: lambda _, strand: strand.deferred_at is None,
    Misfit.DEFERRED_ALREADY: lambda _, strand: strand.deferred_at is not None,
    Misfit.NOT_KEY_LISTED: lambda file, _: file.key_listed_at is None,
    Misfit.KEY_LISTED_ALREADY: lambda file, _: file.key_listed_at is not None,
    Misfit.STOPPED: lambda _, strand: strand.stopped_at is not None,
    Misfit.NOT_ANSWERED: lambda _, strand: (
        strand.fed_back_at is None and strand.stopped_at is None
    ),
}

_ANY = (Misfit.NOT_RECEIVED, Misfit.ARCHIVED)
_ALIVE = (*_ANY, Misfit.WITHDRAWN, Misfit.CLOSED)
_ON_ONE = (*_ANY, Misfit.NO_STRAND, Misfit.UNKNOWN_STRAND, Misfit.WITHDRAWN, Misfit.CLOSED)
_IN_HAND = (*_ON_ONE, Misfit.NOT_WITH_UNIT)

FITS: Mapping[Move, tuple[Misfit, ...]] = {
    Move.RECEIVED: (Misfit.RECEIVED_ALREADY,),
    Move.SUPPLEMENTED: _ALIVE,
    Move.CORRECTED: _ANY,
    Move.WITHDRAWN: _ALIVE,
    Move.CLASSIFIED: _ALIVE,
    Move.CONFERRED: _ALIVE,
    Move.SPLIT: _ALIVE,
    Move.DISPATCHED: (*_ALIVE, Misfit.WITH_UNIT),
    Move.SIGNED: (*_IN_HAND, Misfit.SIGNED_ALREADY),
    Move.CONTACTED: _IN_HAND,
    Move.OBJECTED: (*_IN_HAND, Misfit.OBJECTION_PENDING),
    Move.ADJUDICATED: (*_ON_ONE, Misfit.NO_OBJECTION),
    Move.DESIGNATED: _ON_ONE,
    Move.RETURNED: _IN_HAND,
    Move.RECALLED: _IN_HAND,
    Move.ENTRUSTED: _IN_HAND,
    Move.JOINED: _IN_HAND,
    Move.REPORTED: (*_ON_ONE, Misfit.NO_CO_HANDLER),
    Move.CALLED_OUT: _IN_HAND,
    Move.RESPONDED: (*_ON_ONE, Misfit.NOBODY_CALLED),
    Move.ESCALATED: _IN_HAND,
    Move.OPINION_GIVEN: (*_ON_ONE, Misfit.NOT_ESCALATED),
    Move.ELEVATED: _ON_ONE,
    Move.EXTENSION_ASKED: (*_IN_HAND, Misfit.EXTENSION_PENDING),
    Move.EXTENDED: _IN_HAND,
    Move.EXTENSION_REFUSED: (*_IN_HAND, Misfit.NO_EXTENSION),
    Move.LIMIT_REPLACED: _IN_HAND,
    Move.CHANNEL_ENTERED: _ALIVE,
    Move.DEFERRED: (*_IN_HAND, Misfit.DEFERRED_ALREADY),
    Move.REMINDED: (*_ON_ONE, Misfit.NOT_DEFERRED),
    Move.CLEARED: (*_ON_ONE, Misfit.NOT_DEFERRED),
    Move.KEY_LISTED: (*_ANY, Misfit.KEY_LISTED_ALREADY),
    Move.KEY_CLEARED: (*_ANY, Misfit.NOT_KEY_LISTED),
    Move.URGED: _IN_HAND,
    Move.SUPERVISED: _IN_HAND,
    Move.RISK_REPORTED: _ANY,
    Move.DISSUADED: _ANY,
    Move.INFORMED: _IN_HAND,
    Move.REPLIED: _IN_HAND,
    Move.FED_BACK: _IN_HAND,
    Move.STOPPED: (*_IN_HAND, Misfit.STOPPED),
    Move.FOLLOWED_UP: (*_ANY, Misfit.NO_STRAND),
    Move.RATED: (Misfit.NOT_RECEIVED,),
    Move.REHANDLED: (
        *(*_ANY, Misfit.NO_STRAND, Misfit.UNKNOWN_STRAND),
        *(Misfit.NOT_WITH_UNIT, Misfit.NOT_ANSWERED),
    ),
    Move.LINKED: _ANY,
    Move.SUCCEEDED: _ANY,
    Move.CLOSED: (*_ANY, Misfit.CLOSED),
    Move.REOPENED: (Misfit.NOT_RECEIVED, Misfit.NOT_CLOSED),
    Move.ARCHIVED: (*_ANY, Misfit.NOT_CLOSED),
}
"""Of every move, what keeps it from fitting, in the order in which it is looked at."""


def misfit_of(
    move: Move, file: File, strand: Strand | None, event: Event | None = None
) -> Misfit | None:
    """
    The first reason why a move does not fit how a case stands; None where it fits.

    Args:
        move: The move.
        file: The case file.
        strand: The strand that it is about; None for a move about the case.
        event: The event; None of a move that may still happen.

    Example:
        >>> misfit_of(Move.SIGNED, EMPTY, None).zh
        '尚未受理'
    """
    for each in FITS[move]:
        if _FAILS[each](file, strand):
            return each
    if event is None:
        return None
    if move in _ABOUT_ONE and _which_is_unclear(event, file):
        return Misfit.WHICH_STRAND
    if isinstance(event, Dispatched) and strand is None:
        strand = next((each for each in file.open if not each.with_unit), None)
    return None if strand is None else _unclear(event, strand)


_ABOUT_ONE = ON_A_STRAND | {Move.SPLIT}
_UNITS_OWN = frozenset(
    {
        *(Move.SIGNED, Move.CONTACTED, Move.OBJECTED, Move.RETURNED, Move.ENTRUSTED),
        *(Move.EXTENSION_ASKED, Move.INFORMED, Move.REPLIED, Move.FED_BACK, Move.CALLED_OUT),
    }
)
"""Moves of the unit that has the ticket, or answers for it: nobody else does them in its place."""


def _without_authority(strand: _Strand, event: Event) -> bool:
    """Whether an act of authority is done by whoever it is about, or by the requester."""
    by = event.by
    if by is None or event.move not in _AUTHORITYS:
        return False
    return by is Party.REQUESTER or (
        type(by) is str
        and (_in_hand(strand, by) or _answers(strand, by) or _takes_part(strand, by))
    )


def _which_is_unclear(event: Event, file: File) -> bool:
    """Of several strands an event has to say which it is about, or whoever acts tells."""
    waiting = file.open
    if event.strand is not None or len(waiting) < 2:
        return False
    by = event.by
    if type(by) is not str:
        return True
    concerned = [
        each
        for each in waiting
        if _in_hand(each, by) or _answers(each, by) or _takes_part(each, by)
    ]
    return len(concerned) != 1


def _unclear(event: Event, strand: Strand) -> Misfit | None:
    """Why it is not clear which of several units an event is about."""
    if _without_authority(strand, event):
        return Misfit.NO_AUTHORITY
    if event.move in _UNITS_OWN and event.by is Party.REQUESTER:
        return Misfit.NOT_ITS_TICKET
    if event.move in _UNITS_OWN and type(event.by) is str:
        fine = _in_hand(strand, event.by) or _answers(strand, event.by)
        return None if fine else Misfit.NOT_ITS_TICKET
    if isinstance(event, Dispatched):
        relieved = strand.with_unit or type(strand.answerable) is not str
        return None if relieved or strand.answerable in event.to else Misfit.STILL_ANSWERS
    if isinstance(event, Reported):
        listed, none = [each.unit for each in strand.away], Misfit.NOT_CO_HANDLER
    elif isinstance(event, Responded):
        waiting = strand.waited_for if type(event.by) is not str else strand.called
        listed, none = [each.unit for each in waiting], Misfit.NOT_CALLED
    elif isinstance(event, OpinionGiven) and event.by is not None:
        return None if event.by in {each.to for each in strand.escalated} else Misfit.NOT_ASKED
    else:
        return None
    if type(event.by) is str:
        return None if event.by in listed else none
    return None if len(set(listed)) == 1 else Misfit.WHICH_UNIT
