"""Who has a strand in hand and who answers for it: the laws of the fold, and a naive model of it."""

from collections.abc import Iterable
from datetime import datetime
from random import Random
from typing import NamedTuple

import attrs
import pytest
from cases import (
    CITY,
    DISTRICT,
    OTHER_STREET,
    STREET,
    UNITS,
    WATER,
    event_of,
    messy,
    messy_histories,
    plain,
    randoms,
    seeded,
)
from hypothesis import given

from jiesu.clocks import HowChanged
from jiesu.custody import ACTS, File, Rules, Spell, fold, spells
from jiesu.deadlines import natural_days
from jiesu.events import (
    Adjudicated,
    Adjudication,
    Body,
    CalledOut,
    Closed,
    Conferred,
    Deferred,
    Designated,
    Dispatched,
    Elevated,
    Entrusted,
    Escalated,
    Event,
    Extended,
    FedBack,
    Joined,
    LimitReplaced,
    Move,
    Objected,
    Party,
    Recalled,
    Rehandled,
    Reopened,
    Reported,
    Responded,
    Returned,
    Signed,
    Split,
    Succeeded,
    in_order,
)
from jiesu.legal_time import beijing_time
from jiesu.sources import assumed

AT = beijing_time(2026, 3, 2, 9)
GROUND = assumed("示例", "for the test")
REGIMES = [
    Rules(),
    Rules(releases=True),
    Rules(runs_on=True, deferral_stops=True),
    Rules(releases=True, runs_on=True, deferral_stops=True),
]
regimes = pytest.mark.parametrize("rules", REGIMES, ids=str)


def on(hour: int) -> datetime:
    """An instant of 2 March 2026."""
    return beijing_time(2026, 3, 2, hour)


def hands(file: File) -> list[tuple[Body | None, Body | None]]:
    """Who has each strand and who answers for it."""
    return [(each.holder, each.answerable) for each in file.strands]


# --- A model, from the text alone --------------------------------------------------------------------


class Line(NamedTuple):
    """A strand of the model: in whose hands, who answers, who did when it was closed."""

    holder: Body | None = None
    owner: Body | None = None
    closed: bool = False
    ended_with: Body | None = None

    @property
    def waits(self) -> bool:
        """Whether it waits for a unit."""
        return not self.closed and not isinstance(self.holder, str)


def given_to(line: Line, unit: str | None) -> Line:
    """首接负责: whoever it is given to by an authority answers; nobody: the hotline body."""
    to: Body = Party.HOTLINE if unit is None else unit
    return line._replace(holder=to, owner=to)


def opened_again(line: Line) -> Line:
    """Whoever answered when it was closed answers again."""
    return Line(line.ended_with, line.ended_with) if line.closed else line


def one(line: Line, event: Event, releases: bool) -> Line:
    """What an act makes of the strand that it is about; nothing of one that is closed."""
    if isinstance(event, Rehandled):
        return opened_again(line)
    if line.closed:
        return line
    match event:
        case Adjudicated(outcome=Adjudication.UPHOLD):
            return line
        case Adjudicated(to=unit) | Designated(to=unit):
            return line if unit is not None and unit == line.owner else given_to(line, unit)
        case Recalled(to=unit):
            return given_to(line, unit)
        case Elevated(to=unit):
            return line if line.owner is None else given_to(line, unit)
        case Entrusted(main=True, to=unit) if line.owner is not None:
            return line._replace(holder=unit)
        case Returned() if isinstance(line.holder, str):
            owner = Party.HOTLINE if releases else line.owner
            return line._replace(holder=Party.HOTLINE, owner=owner)
    return line


def model(events: Iterable[Event], releases: bool) -> list[Line]:
    """The strands of a history in which whoever acts is not on record."""
    lines: list[Line] = []
    for event in events:
        number = event.strand
        there = range(len(lines))
        still = [place for place in there if not lines[place].closed]
        about: int | None = still[0] if still else 0 if lines else None
        if number is not None:
            about = number - 1 if number - 1 in there else None
        match event:
            case Dispatched():
                free = [place for place in there if lines[place].waits]
                if number is not None and about is not None:
                    free = [about]
                elif number is None and not free and len(still) == len(event.to) == 1:
                    free = still
                for unit in event.to:
                    if free:
                        place = free.pop(0)
                        _, owner, closed, _ = lines[place]
                        kept = owner if isinstance(owner, str) and not closed else unit
                        lines[place] = Line(unit, kept)
                    else:
                        lines.append(Line(unit, unit))
            case Split():
                rest = len(event.items) - (about is not None)
                sent = about is not None and lines[about].owner is not None
                body = Party.HOTLINE if sent else None
                lines += [Line(body, body)] * rest
            case Succeeded(old=gone, new=heir):
                lines = [
                    Line(*(heir if each == gone else each for each in line))  # type: ignore[arg-type]
                    for line in lines
                ]
            case Closed():
                for place in there if number is None else [] if about is None else [about]:
                    holder, owner, closed, _ = lines[place]
                    if not closed:
                        lines[place] = Line(holder, None, True, owner)
            case Reopened():
                for place in there if number is None else [] if about is None else [about]:
                    lines[place] = opened_again(lines[place])
            case _ if about is not None:
                lines[about] = one(lines[about], event, releases)
    return lines


NAMELESS = tuple(each for each in Move if each is not Move.RECEIVED)


def anonymous(rng: Random, *, most: int = 14) -> tuple[Event, ...]:
    """A history of whatever, in which no event says who acted."""
    made: list[Event] = []
    for place in range(rng.randint(1, most)):
        move = rng.choice((*ACTS, Move.ENTRUSTED, Move.SPLIT, rng.choice(NAMELESS)))
        strand = rng.choice((None, None, 1, 1, 2, 3, 9))
        made.append(event_of(move, rng, AT, UNITS[:6], seq=place, strand=strand))
    return tuple(made)


class TestModel:
    """条例 14-1, 12-3, 14-3; 意见 三（三）: who answers, told naively, agrees with the fold."""

    @pytest.mark.parametrize("releases", [False, True])
    @given(rng=randoms)
    def test_answerable(self, rng: Random, releases: bool) -> None:
        """The same bodies answer for the same strands after every event of any history."""
        history = anonymous(rng)
        for length in range(1, len(history) + 1):
            found = fold(history[:length], Rules(releases))
            expected = model(history[:length], releases)
            assert [each.answerable for each in found.strands] == [one.owner for one in expected]

    @pytest.mark.parametrize("releases", [False, True])
    @given(rng=randoms)
    def test_holder(self, rng: Random, releases: bool) -> None:
        """The same bodies have the strands that are open in hand, and the same ones are closed."""
        history = anonymous(rng)
        for length in range(1, len(history) + 1):
            found = fold(history[:length], Rules(releases)).strands
            expected = model(history[:length], releases)
            assert [each.closed_at is not None for each in found] == [x.closed for x in expected]
            for strand, line in zip(found, expected, strict=True):
                assert line.closed or strand.holder == line.holder


# --- Laws --------------------------------------------------------------------------------------------


class TestReplay:
    """A file is the fold of its history, and of nothing else."""

    @regimes
    @plain
    @given(history=messy_histories(), rng=randoms)
    def test_in_steps(self, history: tuple[Event, ...], rng: Random, rules: Rules) -> None:
        """At once, event by event, and from any file on the way: the same file."""
        events = in_order(history)
        whole = fold(events, rules)
        stepped = fold((), rules)
        for event in events:
            stepped = fold((event,), rules, stepped)
        assert stepped == whole
        cut = rng.randint(0, len(events))
        assert fold(events[cut:], rules, fold(events[:cut], rules)) == whole

    @plain
    @given(history=messy_histories(), rng=randoms)
    def test_any_order(self, history: tuple[Event, ...], rng: Random) -> None:
        """Instants and sequence numbers order a history, not the order in which it is given."""
        other = list(history)
        rng.shuffle(other)
        assert fold(in_order(other)) == fold(in_order(history))

    @plain
    @given(history=messy_histories())
    def test_untouched(self, history: tuple[Event, ...]) -> None:
        """A file that is folded on is not changed by it."""
        start = fold(in_order(history)[:5])
        before = repr(start)
        fold(in_order(history), start=start)
        assert repr(start) == before


class TestOneAnswers:
    """I4: from dispatch to closing exactly one body answers for a strand."""

    @regimes
    @plain
    @given(history=messy_histories())
    def test_after_each_event(self, history: tuple[Event, ...], rules: Rules) -> None:
        """Somebody answers iff the strand was dispatched, or its matter was, and it is not closed."""
        events = in_order(history)
        for length in range(len(events) + 1):
            for strand in fold(events[:length], rules).strands:
                if strand.closed_at is not None:
                    assert strand.answerable is None
                if strand.closed_at is None and strand.dispatched_at is not None:
                    assert strand.answerable is not None
                if strand.answerable is None and strand.open:
                    assert strand.first_receiver is None

    @regimes
    @plain
    @given(history=messy_histories())
    def test_spells(self, history: tuple[Event, ...], rules: Rules) -> None:
        """The spells of a strand join without a gap or an overlap while it is dispatched and open."""
        events = in_order(history)
        found = spells(events, rules)
        states: dict[int, list[tuple[bool, Body | None, Body | None]]] = {}
        for length in range(1, len(events) + 1):
            for strand in fold(events[:length], rules).strands:
                open_ = strand.closed_at is None and strand.answerable is not None
                states.setdefault(strand.number, [(False, None, None)] * (length - 1)).append(
                    (open_, strand.holder, strand.answerable) if open_ else (False, None, None)
                )
        for number, course in states.items():
            covered: list[Spell | None] = [None] * len(events)
            mine = [each for each in found if each.strand == number]
            for place, spell in enumerate(mine):
                last = place + 1 == len(mine)
                ends = (
                    len(events)
                    if spell.until is None
                    else next(
                        index
                        for index in range(spell.place + 1, len(events))
                        if course[index] != course[spell.place]
                    )
                )
                assert spell.until is None or events[ends].at == spell.until
                assert last or spell.until is not None
                assert events[spell.place].at == spell.since
                assert events[spell.place].move is spell.act
                for index in range(spell.place, ends):
                    assert covered[index] is None
                    covered[index] = spell
            for state, told in zip(course, covered, strict=True):
                assert state == (
                    (True, told.holder, told.answerable) if told else (False, None, None)
                )

    @plain
    @given(history=messy_histories())
    def test_closed_file(self, history: tuple[Event, ...]) -> None:
        """A case that is closed has no strand that is open."""
        events = in_order(history)
        for length in range(len(events) + 1):
            file = fold(events[:length])
            assert file.closed_at is None or not file.open


class TestActs:
    """Responsibility moves by the listed acts of an authority alone."""

    @regimes
    @plain
    @given(history=messy_histories())
    def test_nothing_else(self, history: tuple[Event, ...], rules: Rules) -> None:
        """An event whose move is no act, and that sends nothing back, leaves everybody answering."""
        events = in_order(history)
        before = fold((), rules)
        for event in events:
            after = fold((event,), rules, before)
            if event.move not in ACTS | {Move.REHANDLED}:
                answered = [each.answerable for each in after.strands[: len(before.strands)]]
                assert answered == [each.answerable for each in before.strands]
            before = after

    @pytest.mark.parametrize(
        "event",
        [
            Entrusted(on(10), to="team"),
            Entrusted(on(10), to=CITY, main=False),
            CalledOut(on(10), units=(CITY, WATER)),
            Joined(on(10), unit=CITY),
            Objected(on(10)),
            Escalated(on(10), to=DISTRICT),
            Conferred(on(10), units=(CITY, WATER), settled_on=CITY),
            Deferred(on(10)),
        ],
        ids=lambda each: each.move.name,
    )
    @regimes
    def test_one_by_one(self, event: Event, rules: Rules) -> None:
        """Handing down, calling out, sharing, objecting, putting it to a superior: it stays."""
        history = (Dispatched(AT, STREET), Signed(on(10)), event)
        assert fold(history, rules).strands[0].answerable == STREET

    def test_closing_ends_it(self) -> None:
        """What was handed down ends, and is opened again, where it is answered for."""
        history = (
            Dispatched(AT, STREET),
            Entrusted(on(10), to="team"),
            Closed(on(11)),
        )
        assert hands(fold(history)) == [(STREET, None)]
        assert hands(fold((*history, Reopened(on(12))))) == [(STREET, STREET)]

    def test_reopened_after_a_return_without_right(self) -> None:
        """14-1: a unit that returned it without right answered; closing and reopening is no way out."""
        history = (
            Dispatched(AT, STREET),
            Returned(on(10)),
            Closed(on(11)),
            Reopened(on(12)),
        )
        assert fold(history).strands[0].answerable == STREET

    @pytest.mark.parametrize(
        "late",
        [
            Designated(on(12), to=CITY),
            Recalled(on(12), to=CITY),
            Recalled(on(12)),
            Elevated(on(12), to=CITY),
            Adjudicated(on(12), outcome=Adjudication.REASSIGN, to=CITY),
            Returned(on(12)),
        ],
        ids=lambda each: each.move.name,
    )
    @regimes
    def test_after_closing(self, late: Event, rules: Rules) -> None:
        """Nobody answers after the closing: what is entered late does not make anybody answer."""
        history = (Dispatched(AT, STREET), Closed(on(11)), late)
        strand = fold(history, rules).strands[0]
        assert strand.closed_at is not None
        assert strand.answerable is None


class TestReturn:
    """条例 14-3 and 安阳 50-2: between a return and the next dispatch."""

    def test_released(self) -> None:
        """The hotline body answers where the rulebook lets the unit go; then the next unit."""
        history: tuple[Event, ...] = (Dispatched(AT, STREET), Returned(on(10)))
        rules = Rules(releases=True)
        assert hands(fold(history, rules)) == [(Party.HOTLINE, Party.HOTLINE)]
        history += (Dispatched(on(11), to=CITY),)
        assert hands(fold(history, rules)) == [(CITY, CITY)]

    def test_not_released(self) -> None:
        """Else the unit answers on, even when the ticket has gone to another."""
        history: tuple[Event, ...] = (Dispatched(AT, STREET), Returned(on(10)))
        assert hands(fold(history)) == [(Party.HOTLINE, STREET)]
        history += (Dispatched(on(11), to=CITY),)
        assert hands(fold(history)) == [(CITY, STREET)]

    @regimes
    def test_reassigned_to_nobody_yet(self, rules: Rules) -> None:
        """An objection that is granted without a new unit leaves the hotline body answering."""
        history = (
            Dispatched(AT, STREET),
            Objected(on(10)),
            Adjudicated(on(11), outcome=Adjudication.REASSIGN),
        )
        assert hands(fold(history, rules)) == [(Party.HOTLINE, Party.HOTLINE)]


class TestStrands:
    """A dispatch to two units makes two strands, each with a course of its own."""

    def test_two(self) -> None:
        """Two units, two strands; closing the one leaves the other and the case open."""
        history = (
            Dispatched(AT, (STREET, CITY)),
            FedBack(on(10), by=CITY),
            Closed(on(11), strand=2),
        )
        file = fold(history)
        assert hands(file) == [(STREET, STREET), (CITY, None)]
        assert file.closed_at is None
        assert file.strands[0].fed_back_at is None
        assert fold((*history, Closed(on(12)))).closed_at == on(12)

    @plain
    @given(rng=randoms)
    def test_events_of_one(self, rng: Random) -> None:
        """What names one strand leaves the other as it was."""
        start = fold((Dispatched(AT, (STREET, CITY)),))
        moves = [each for each in NAMELESS if each not in {Move.SUCCEEDED, Move.CONFERRED}]
        for place in range(6):
            move = rng.choice(moves)
            event = event_of(move, rng, AT, UNITS[:6], seq=place, strand=2)
            if isinstance(event, Dispatched) and len(event.to) > 1:
                continue
            assert fold((event,), start=start).strands[0] == start.strands[0]

    @pytest.mark.parametrize("move", [Move.CLOSED, Move.REOPENED])
    @pytest.mark.parametrize("ended", [False, True])
    def test_no_such_strand(self, move: Move, ended: bool) -> None:
        """What is about a strand that is none changes nothing."""
        history: tuple[Event, ...] = (Dispatched(AT, STREET),)
        history += (Closed(on(10)),) if ended else ()
        event = event_of(move, seeded(0), on(12), strand=9)
        assert fold((*history, event)) == fold(history)
        assert fold((event,)) == fold(())


class TestSuccession:
    """A unit that was merged or renamed: the next one stands where it stood, with all that it owes."""

    @plain
    @given(rng=randoms)
    def test_everywhere(self, rng: Random) -> None:
        """After it, nothing in the file speaks of the old unit; histories keep what they say."""
        history = in_order(messy(rng, AT, units=UNITS[:5], receipt=False))
        last = max((each.at for each in history), default=AT)
        file = fold((*history, Succeeded(last, STREET, "heir", seq=9999)))
        for strand in file.strands:
            # Who received it first is a fact of the past; who answers as such is not.
            told = attrs.evolve(strand, first_receiver=None)
            assert f"'{STREET}'" not in repr(told)
        assert file.settled_on != STREET

    def test_first_receiver(self) -> None:
        """首接负责: the heir of the first receiver answers as the first receiver."""
        strand = fold((Dispatched(AT, STREET), Succeeded(on(10), old=STREET, new="heir")))
        assert strand.strands[0].first_receiver == "heir"

    def test_settled_on(self) -> None:
        """A unit that a conference settled on is settled on under its new name."""
        history = (
            Conferred(AT, (STREET,), settled_on=STREET),
            Succeeded(on(10), old=STREET, new="heir"),
            Dispatched(on(11), to="heir"),
        )
        other = (Conferred(AT, ("heir",), settled_on="heir"), Dispatched(on(11), to="heir"))
        assert fold(history).strands[0].settled is fold(other).strands[0].settled

    def test_merged_co_handlers(self) -> None:
        """Two co-handlers that are merged are one co-handler."""
        history = (
            Dispatched(AT, STREET, co_handlers=(CITY, WATER)),
            Succeeded(on(10), old=CITY, new=WATER),
        )
        assert [each.unit for each in fold(history).strands[0].co_handlers] == [WATER]


class TestCounted:
    """A wrong dispatch of the hotline body's own is counted apart from what units were given wrongly."""

    def test_apart(self) -> None:
        """A recall counts as misdirected and as the hotline's error; an objection as the first only."""
        history: tuple[Event, ...] = (
            Dispatched(AT, STREET, batch="B1"),
            Recalled(on(10), to=OTHER_STREET, batch="B1"),
            Objected(on(11)),
            Adjudicated(on(12), outcome=Adjudication.REASSIGN, to=CITY),
        )
        strand = fold(history).strands[0]
        assert (strand.misdirected, strand.hotline_errors) == (2, 1)
        upheld = (*history, Objected(on(13)), Adjudicated(on(14), outcome=Adjudication.UPHOLD))
        strand = fold(upheld).strands[0]
        assert (strand.misdirected, strand.hotline_errors) == (2, 1)

    @plain
    @given(rng=randoms)
    def test_never_more(self, rng: Random) -> None:
        """On any history: recalls are the hotline's errors, and errors are among the misdirections."""
        history = anonymous(rng)
        recalls = sum(isinstance(each, Recalled) for each in history)
        strands = fold(history).strands
        assert sum(each.hotline_errors for each in strands) <= recalls
        assert all(each.hotline_errors <= each.misdirected for each in strands)


class TestTogether:
    """条例 14-2, 16: co-handlers and units called."""

    @pytest.mark.parametrize(
        "event",
        [
            Dispatched(AT, STREET, co_handlers=(CITY, CITY)),
            Designated(on(10), to=STREET, co_handlers=(CITY, CITY)),
        ],
        ids=lambda each: each.move.name,
    )
    def test_named_twice(self, event: Event) -> None:
        """A co-handler that an event names twice is one co-handler."""
        strand = fold((Dispatched(AT, STREET), event)).strands[0]
        assert [each.unit for each in strand.co_handlers] == [CITY]

    @pytest.mark.parametrize(
        "event",
        [
            Dispatched(AT, STREET, co_handlers=(STREET, CITY)),
            Designated(on(10), to=STREET, co_handlers=(STREET, CITY)),
            Joined(on(10), unit=STREET),
        ],
        ids=lambda each: each.move.name,
    )
    def test_not_beside_itself(self, event: Event) -> None:
        """14-2: co-handlers are *other* units: whoever answers for a strand assists nobody in it."""
        strand = fold((Dispatched(AT, STREET), event)).strands[0]
        assert STREET not in {each.unit for each in strand.co_handlers}

    def test_called_twice(self) -> None:
        """16: two calls that were answered twice leave nobody to be waited for."""
        history = (
            Dispatched(AT, STREET),
            CalledOut(on(10), units=CITY),
            CalledOut(on(11), units=CITY),
            Responded(on(12), by=CITY),
            Responded(on(13), by=CITY),
        )
        strand = fold(history).strands[0]
        assert len(strand.called) == 2
        assert not strand.waited_for

    def test_reports(self) -> None:
        """An interim report leaves the co-handler owing its result; the result settles it."""
        history: tuple[Event, ...] = (
            Dispatched(AT, STREET, co_handlers=(CITY, WATER)),
            Reported(on(10), by=CITY, finished=False, reason="理由", interim="进展"),
        )
        assert [each.unit for each in fold(history).strands[0].away] == [CITY, WATER]
        history += (Reported(on(11), by=CITY),)
        assert [each.unit for each in fold(history).strands[0].away] == [WATER]


class TestLedger:
    """挂账 where the rulebook stops the clock (潍坊): it stands still as long as the matter is on it."""

    @plain
    @given(rng=randoms)
    def test_held(self, rng: Random) -> None:
        """On any history a strand is on the ledger iff its clock is on hold."""
        rules = Rules(deferral_stops=True)
        history = in_order(messy(rng, AT))
        for strand in fold(history, rules).strands:
            held = any(freed is None for _, freed in strand.holds)
            assert held is (strand.deferred_at is not None)

    @pytest.mark.parametrize(
        "event",
        [
            Designated(on(12), to=CITY),
            Elevated(on(12), to=CITY),
            Rehandled(on(12)),
        ],
        ids=lambda each: each.move.name,
    )
    def test_given_on(self, event: Event) -> None:
        """What is given to another unit, or handled again, while it is on the ledger stays on hold."""
        history = (Dispatched(AT, STREET), Deferred(on(10)), FedBack(on(11)), event)
        strand = fold(history, Rules(deferral_stops=True)).strands[0]
        assert strand.deferred_at is None or any(freed is None for _, freed in strand.holds)

    def test_extension_is_the_units(self) -> None:
        """A statute's limit goes with the matter to the next unit; an extension does not."""
        history = (
            Dispatched(AT, STREET),
            LimitReplaced(on(10), limit=natural_days(30), ground=GROUND),
            Extended(on(11), by_how_much=natural_days(5)),
            Designated(on(12), to=CITY),
        )
        kept = fold(history).strands[0].changes
        assert [each.how for each in kept] == [HowChanged.REPLACED]
