"""Cases of every shipped rulebook: strict walks, histories as they are found, and cases of the text."""

import os
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import attrs
import pytest
from cases import (
    ARMY,
    CITY,
    COMMUNITY,
    COUNTER,
    DEPARTMENT,
    DISTRICT,
    GROUND,
    OTHER_STREET,
    STREET,
    UNHEARD_OF,
    WATER,
    Book,
    books,
    directory,
    event_of,
    hotline,
    messy,
    opened,
    plain,
    randoms,
    seeded,
    to_come,
)
from hypothesis import given, settings

from jiesu.casework import Case, Review
from jiesu.clocks import Task
from jiesu.conduct import (
    EXTENSION_CAP,
    OBJECTION_COUNT,
    OBJECTION_WINDOW,
    Actor,
    Bound,
    Consequence,
)
from jiesu.counting import StartsAt
from jiesu.custody import Misfit, Strand, fold
from jiesu.deadlines import TimeLimit, hours, natural_days, working_days
from jiesu.decisions import DispatchMode
from jiesu.errors import CaseworkError, JiesuError, OutOfCoverageError
from jiesu.events import (
    Adjudicated,
    Adjudication,
    Archived,
    CalledOut,
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
    FedBack,
    FollowedUp,
    Joined,
    LimitReplaced,
    Move,
    Objected,
    OpinionGiven,
    Party,
    Recalled,
    Received,
    Rehandled,
    Reopened,
    Replied,
    Reported,
    Responded,
    Returned,
    RiskReported,
    Signed,
    Split,
    StopGround,
    Stopped,
    Succeeded,
    Withdrawn,
    in_order,
)
from jiesu.facts import MISSING
from jiesu.legal_time import beijing_time
from jiesu.moves import Examined, Fit, examined
from jiesu.moves import Tested as Looked
from jiesu.sources import SILENT, Absent, assumed
from jiesu.tickets import RequestType, Ticket, ticket_facts
from jiesu.units import UnitKind

SOAK = 100_000
BOOKS = books()
every_book = pytest.mark.parametrize("book", BOOKS, ids=repr)
KINDS = {unit.id: unit.kind for unit in directory().units}


# --- What the record of a move says, told without the library ----------------------------------------

_BY_THE_HOTLINE = (
    *[
        "RECEIVED",
        "CLASSIFIED",
        "CONFERRED",
        "SPLIT",
        "DISPATCHED",
        "ADJUDICATED",
        "DESIGNATED",
        "RECALLED",
    ],
    *[
        "ELEVATED",
        "URGED",
        "SUPERVISED",
        "FOLLOWED_UP",
        "REHANDLED",
        "LINKED",
        "CLOSED",
        "REOPENED",
        "ARCHIVED",
    ],
    *["REMINDED", "EXTENSION_REFUSED", "CORRECTED", "RISK_REPORTED", "SUCCEEDED", "KEY_LISTED"],
    "KEY_CLEARED",
)
_USUAL = {
    **dict.fromkeys(_BY_THE_HOTLINE, Actor.HOTLINE),
    **dict.fromkeys(("SUPPLEMENTED", "WITHDRAWN", "RATED"), Actor.REQUESTER),
    "REPORTED": Actor.CO_HANDLER,
    "OPINION_GIVEN": Actor.SUPERIOR,
}
_PARTIES = {
    Party.HOTLINE: Actor.HOTLINE,
    Party.SERVICE_DEPARTMENT: Actor.SERVICE_DEPARTMENT,
    Party.GOVERNMENT: Actor.SUPERIOR,
    Party.REQUESTER: Actor.REQUESTER,
}
_BODIES = {
    UnitKind.HOTLINE_BODY: Actor.HOTLINE,
    UnitKind.SERVICE_DEPARTMENT: Actor.SERVICE_DEPARTMENT,
    UnitKind.DISTRICT_GOVERNMENT: Actor.SUPERIOR,
}


def actor(event: Event, strand: Strand | None) -> Actor:
    """As what somebody acts."""
    by = event.by
    if by is None:
        return _USUAL.get(event.move.name, Actor.ANSWERABLE)
    if isinstance(by, Party):
        return _PARTIES[by]
    if strand is not None:
        roles = (
            (Actor.ANSWERABLE, {strand.answerable}),
            (Actor.HOLDER, {strand.holder}),
            (Actor.CO_HANDLER, {each.unit for each in strand.co_handlers}),
            (Actor.CALLED, {each.unit for each in strand.called}),
        )
        for role, bodies in roles:
            if by in bodies:
                return role
    return _BODIES.get(KINDS[by], Actor.OTHER) if by in KINDS else Actor.OTHER


def addressed(event: Event) -> tuple[str, ...]:
    """Whom a move gives something to."""
    if isinstance(event, Dispatched):
        return event.to
    if isinstance(event, Joined):
        return (event.unit,)
    to = getattr(event, "to", None)
    named = isinstance(event, Adjudicated | Designated | Recalled | Entrusted | Elevated)
    return (to,) if named and isinstance(to, str) else ()


def reached(event: Event) -> tuple[str, ...]:
    """Every unit that learns of the matter by an event."""
    others = (*getattr(event, "co_handlers", ()), *getattr(event, "copied_to", ()))
    if isinstance(event, CalledOut | Conferred):
        return event.units
    if isinstance(event, RiskReported):
        return event.to
    if isinstance(event, Escalated):
        return (event.to,) if isinstance(event.to, str) else ()
    return (*addressed(event), *others)


_THE_UNITS = {
    *(Move.SIGNED, Move.CONTACTED, Move.OBJECTED, Move.RETURNED, Move.ENTRUSTED),
    *(Move.EXTENSION_ASKED, Move.INFORMED, Move.REPLIED, Move.FED_BACK, Move.CALLED_OUT),
}
_AN_AUTHORITYS = {
    *(Move.ADJUDICATED, Move.DESIGNATED, Move.RECALLED, Move.ELEVATED, Move.REHANDLED),
}


def nobodys(event: Event, strand: Strand | None) -> bool:
    """Whether an event is not for whoever does it, or it is not clear whose it is."""
    if strand is None:
        return False
    if isinstance(event, Dispatched) and not strand.with_unit:
        # A unit that gave it back without right still answers, until it is relieved.
        return isinstance(strand.answerable, str) and strand.answerable not in event.to
    hands = {strand.holder, strand.answerable}
    beside = {each.unit for each in strand.co_handlers} | {each.unit for each in strand.called}
    if event.move in _THE_UNITS:
        return event.by is Party.REQUESTER or (isinstance(event.by, str) and event.by not in hands)
    if event.move in _AN_AUTHORITYS:
        concerned = isinstance(event.by, str) and event.by in hands | beside
        return event.by is Party.REQUESTER or concerned
    if isinstance(event, OpinionGiven):
        return event.by is not None and event.by not in {each.to for each in strand.escalated}
    if isinstance(event, Reported):
        units = {each.unit for each in strand.co_handlers if each.reported_at is None}
        named = units
    elif isinstance(event, Responded):
        units = {each.unit for each in strand.called if each.responded_at is None}
        named = {each.unit for each in strand.called}
    else:
        return False
    return event.by not in named if isinstance(event.by, str) else len(units) != 1


def said(name: str, event: Event, case: Case, strand: Strand | None, unit: str | None) -> set[Any]:
    """The values that a fact of the record may have for an event, as far as it is about a unit."""
    ticket, others = case.ticket, getattr(event, "co_handlers", ())
    if name == "actor":
        return {actor(event, strand)}
    if name == "interested":
        return {MISSING if event.interested is None else event.interested}
    if name == "by_kind":
        by = event.by
        if by is None and strand is not None and actor(event, strand) is Actor.ANSWERABLE:
            by = strand.answerable
        return {KINDS.get(by, MISSING) if isinstance(by, str) else MISSING}
    if name == "to_kind":
        return set() if unit is None else {KINDS.get(unit, MISSING)}
    if name == "lead_kind":
        of_strand = unit is None or isinstance(event, Joined | Entrusted)
        lead = (strand.answerable if strand else None) if of_strand else unit
        return {KINDS.get(lead, MISSING)} if isinstance(lead, str) else set()
    if name == "several":
        return {len(addressed(event)) > 1}
    if name == "to_accused":
        kept = ticket is not None and ticket.facts.get("request_type") in (
            case.office.conduct.recusal
        )
        return {kept and ticket is not None and ticket.accused in reached(event)}
    if name == "with_city_department":
        taking = [each.unit for each in strand.co_handlers] if strand else []
        joining = [event.unit] if isinstance(event, Joined) else [*others, *taking]
        return {any(KINDS.get(each) is UnitKind.CITY_DEPARTMENT for each in joining)}
    if name == "copied":
        if not isinstance(event, Dispatched) or event.mode is DispatchMode.TO_DISTRICT:
            return set()
        told = (*event.copied_to, *event.to)
        copied = any(KINDS.get(each) is UnitKind.DISTRICT_GOVERNMENT for each in told)
        return {MISSING if event.mode is None else copied}
    if name == "cap":
        cap = case.office.conduct.limit(EXTENSION_CAP)
        lengths = [*(strand.extensions if strand else ()), getattr(event, "by_how_much", None)]
        assert cap is not None
        if any(type(each) is not type(cap) for each in lengths):
            return set(Bound)
        total = sum(each.amount for each in lengths if isinstance(each, TimeLimit))
        return {Bound.BEYOND if total > cap.amount else Bound.WITHIN}
    field = {
        "limit_stated": "limit",
        "reasoned": "reason",
        "grounded": "ground",
        "authority": "with_authority",
        "stop_ground": "ground",
    }.get(name, name)
    of_it = {
        "ground": Objected,
        "grounded": Extended,
        "stop_ground": Stopped,
        "limit_stated": Dispatched | Rehandled,
    }.get(name, Event)
    if not isinstance(event, of_it) or not hasattr(event, field):
        return set()
    value = getattr(event, field)
    if name == "limit_stated":
        return {value is not None}
    if name in {"reasoned", "grounded", "interim"}:
        return {bool(value)}
    return {MISSING if value is None else value}


def met(one: Looked, event: Event, case: Case, strand: Strand | None) -> bool:
    """Whether an event does what an open row asks about."""
    tests = [test for test in one.row.conditions if test.fact in one.facts]
    return any(
        all(said(test.fact, event, case, strand, unit) & set(test.allowed) for test in tests)
        for unit in addressed(event) or (None,)
    )


# --- A walk, looked at from all sides ----------------------------------------------------------------


def refusal(case: Case, event: Event) -> CaseworkError | None:
    """The error with which a case refuses an event; None where it takes it."""
    try:
        case.apply(event)
    except CaseworkError as error:
        return error
    return None


def cited(found: Examined, error: CaseworkError) -> None:
    """A refusal has its reason and its article, or what is assumed in the place of one."""
    assert found.reason is not None
    assert found.reason.zh
    assert found.reason.en
    assert found.grounds
    for fault in error.faults:
        assert fault.what.zh
        assert fault.remedy is not None
        assert fault.remedy.zh.startswith("依据：")
        assert len(fault.remedy.zh) > len("依据：")


def check_options(case: Case, rng: Random, now: datetime) -> list[Examined]:
    """Every barred move is refused with a reason and a ground; what is permitted is given back."""
    options = case.allowed(now)
    assert {each.move for each in options} == set(Move)
    for found in options.barred:
        event = to_come(case, found.move, found.strand, rng, now)
        error = refusal(case, event)
        assert error is not None, (found.move, event)
        cited(found, error)
    for found in options.moves:
        for one in found.unverified:
            assert one.fit is Fit.UNKNOWN or isinstance(one.row.then, Absent)
            assert one.row not in found.barred
    return list(options.permitted)


def foreseen(found: Examined, event: Event, case: Case) -> bool:
    """Whether the options said that this event would be refused, done as it is."""
    strand = case.file.strand(found.strand)
    if strand is None:
        waiting: Sequence[Strand] = case.file.open or case.strands
        if isinstance(event, Dispatched):
            waiting = [each for each in waiting if not each.with_unit] or waiting
        strand = waiting[0] if waiting else None
    bars = [one for one in found.conditions if one.row.then.consequence is Consequence.BARRED]
    return nobodys(event, strand) or any(met(one, event, case, strand) for one in bars)


def check_step(case: Case, event: Event, expected: bool | None) -> Case:
    """What the options said of an event comes true; what is applied equals what is reviewed."""
    before, history = repr(case.file), case.history
    error = refusal(case, event)
    if expected is not None:
        assert (error is not None) is expected, (event, error)
    if error is not None:
        assert all(fault.remedy for fault in error.faults)
        after = case
    else:
        after = case.apply(event)
        assert after.history == (*history, event)
        assert after.file == fold(after.history, case.rules)
        for strand, then in zip(case.strands, after.strands, strict=False):
            hands, there = (strand.holder, strand.answerable), (then.holder, then.answerable)
            if isinstance(event, Dispatched) and strand.open and strand.with_unit:
                assert hands == there, event
            if event.strand not in {None, strand.number}:
                assert hands == there, event
    assert (repr(case.file), case.history) == (before, history)
    return after


def check_whole(book: Book, case: Case) -> None:
    """A walked case is what a review of its history says, and breaks no rule that bars."""
    review = book.hotline.review(case.history)
    assert review.case == case
    assert review.case.file == case.file
    assert all(each.misfit is None for each in review.breaches)
    assert all(each.grounds and each.says.zh and each.says.en for each in review.breaches)
    for place, event in enumerate(case.history):
        then = fold(case.history[:place], case.rules)
        assert examined(event, then, case.office).permitted
    loaded = pickle.loads(pickle.dumps(case))  # noqa: S301 -- our own
    resumed = book.hotline.resume(loaded)
    assert resumed == case
    assert resumed.file == case.file
    assert resumed.breaches == case.breaches


def check_views(book: Book, case: Case, now: datetime) -> None:
    """Whatever a case is asked for, at any instant about its course, it answers."""
    middle = case.history[len(case.history) // 2].at
    for at in (case.history[0].at, middle, now, now + timedelta(days=40)):
        then = case.as_at(at)
        prefix = [each for each in case.history if each.at <= at]
        assert then == book.hotline.review(prefix).case
        assert case.pending(at) == then.pending(at)
        assert case.readings(at) == then.readings(at)
        assert case.alerts(at) == then.alerts(at)
        case.allowed(now).explain("en")
    pairs = [(each.ticket, each.unit) for each in case.outcomes()]
    assert len(set(pairs)) == len(pairs), pairs
    for lang in ("zh", "en"):
        assert str(case.explain(lang))
    assert len(case.to_rows()) == len(case.history)
    assert repr(case)


def walk(book: Book, rng: Random, steps: int) -> Iterator[tuple[Case, datetime]]:
    """A strict walk: what may happen next is chosen, done one way or another, and looked at."""
    case, now = opened(book, rng), book.at()
    for _ in range(steps):
        now += timedelta(minutes=rng.choice((0, 1, 30, 300, 1440, 5000)))
        permitted = check_options(case, rng, now)
        found = rng.choice(permitted)
        liked = [each for each in permitted if each.move in _EAGER]
        if liked and rng.random() < 0.3:
            found = rng.choice(liked)
        if found.move in _LATE and rng.random() < 0.8:
            continue
        event = to_come(case, found.move, found.strand, rng, now)
        expected: bool | None = foreseen(found, event, case)
        if found.move in _OF_SOME and case.strands and rng.random() < 0.3:
            event = attrs.evolve(event, strand=rng.randint(1, len(case.strands) + 1))
            expected = None
        case = check_step(case, event, expected)
        yield case, now


_EAGER = {Move.DISPATCHED, Move.OBJECTED, Move.ADJUDICATED, Move.FED_BACK, Move.REHANDLED}
_OF_SOME = {Move.DISPATCHED, Move.CLOSED, Move.REOPENED, Move.SPLIT}
_LATE = {Move.WITHDRAWN, Move.ARCHIVED, Move.CLOSED, Move.SPLIT, Move.SUCCEEDED}


class TestWalk:
    """A case that is handled strictly, under every shipped rulebook."""

    @every_book
    @settings(plain, max_examples=6)
    @given(rng=randoms)
    def test_walk(self, book: Book, rng: Random) -> None:
        """
        What is barred is refused, with its ground; what is permitted is taken.

        What is permitted on a condition is refused iff the condition is met. Applied equals reviewed.
        """
        case, now = opened(book, rng), book.at()
        for case, now in walk(book, rng, 15):  # noqa: B007 -- the last is looked at
            pass
        check_whole(book, case)
        check_views(book, case, now)
        # Whatever happened, it can be closed and put in the archive.
        if case.file.archived_at is None:
            ended = case if case.closed else case.apply(Closed(now))
            assert ended.apply(Archived(now)).file.archived_at == now

    @settings(plain, max_examples=20)
    @given(rng=randoms)
    def test_two_at_once(self, rng: Random) -> None:
        """Cases that are walked in turn come out as if each had been walked alone."""
        book, seeds = rng.choice(BOOKS), (rng.random(), rng.random())
        alone = [[case for case, _ in walk(book, seeded(seed), 8)] for seed in seeds]
        one, other = (walk(book, seeded(seed), 8) for seed in seeds)
        turns = [each for pair in zip(one, other, strict=False) for each in pair]
        for place, (case, _) in enumerate(turns):
            assert case == alone[place % 2][place // 2]
            assert case.file == alone[place % 2][place // 2].file

    @pytest.mark.slow
    @pytest.mark.skipif(
        "JIESU_SOAK" not in os.environ, reason="a soak is asked for by JIESU_SOAK=1"
    )
    def test_soak(self, capsys: pytest.CaptureFixture[str]) -> None:
        """100,000 steps over all rulebooks, each looked at as in the short walks."""
        steps, seed, began = 0, 0, time.monotonic()
        found: list[str] = []
        while steps < SOAK:
            book, rng = BOOKS[seed % len(BOOKS)], seeded(seed)
            try:
                for place, (case, now) in enumerate(walk(book, rng, 30)):
                    steps += 1
                    if place % 10 == 9:
                        check_whole(book, case)
                    if place % 20 == 19:
                        check_views(book, case, now)
            except (AssertionError, JiesuError) as error:
                found.append(f"{book}, walk {seed}: {str(error)[:300]}")
            seed += 1
        with capsys.disabled():
            print(f"\n{steps} steps in {seed} walks, {time.monotonic() - began:.0f} s")  # noqa: T201
        assert not found, "\n".join([f"{len(found)} walks failed", *found[:20]])


# --- Histories as they are found ---------------------------------------------------------------------


class TestReview:
    """I5: a real history always loads; what in it was not as it should have been is told."""

    @every_book
    @settings(plain, max_examples=20)
    @given(rng=randoms)
    def test_total(self, book: Book, rng: Random) -> None:
        """Any history is reviewed; what does not fit has its reason and its ground."""
        history = [each for each in messy(rng, book.at()) if each.at.year < 2029]
        review = book.hotline.review(history, as_of=book.day)
        assert review.case.history == in_order(history)
        for each in review.breaches:
            assert each.grounds
            assert each.says.zh
            assert each.says.en
            if each.misfit is not None:
                assert each.says == each.misfit.text
        assert review.backfilled == tuple(each for each in review.case.history if each.backfilled)

    @every_book
    @settings(plain, max_examples=8)
    @given(rng=randoms)
    def test_told(self, book: Book, rng: Random) -> None:
        """Whatever such a case is asked for, it answers; but days that no calendar knows are told."""
        history = messy(rng, book.at())
        case = book.hotline.review(history, as_of=book.day).case
        last = max((each.at for each in history), default=book.at())
        asked: tuple[Callable[[], Any], ...] = (
            lambda: str(case.explain("zh")),
            lambda: str(case.explain("en")),
            lambda: case.readings(last),
            lambda: case.pending(last + timedelta(days=40)),
            lambda: case.alerts(last),
            lambda: case.allowed(last).to_rows(),
            case.outcomes,
            case.to_rows,
        )
        for ask in asked:
            try:
                ask()
            except OutOfCoverageError as error:
                assert last.year >= 2029, error  # noqa: PT017 -- days that no notice covers

    @settings(plain, max_examples=60)
    @given(rng=randoms)
    def test_any_order(self, rng: Random) -> None:
        """In which order the events are given makes no difference."""
        book = rng.choice(BOOKS)
        history = messy(rng, book.at())
        other = list(history)
        rng.shuffle(other)
        one = book.hotline.review(history, as_of=book.day)
        assert book.hotline.review(other, as_of=book.day) == one

    @settings(plain, max_examples=60)
    @given(rng=randoms)
    def test_strict_is_of_it(self, rng: Random) -> None:
        """An event that review finds nothing wrong with is taken by a case, and the other way round."""
        book = rng.choice(BOOKS)
        case = book.hotline.review(messy(rng, book.at()), as_of=book.day).case
        if not case.history or case.history[-1].at.year > 2029:
            return
        now = case.history[-1].at + timedelta(hours=1)
        for found in rng.sample(case.allowed(now).moves, 8):
            event = to_come(case, found.move, found.strand, rng, now)
            then = book.hotline.review((*case.history, event), as_of=book.day)
            mine = [each for each in then.breaches if each.place == len(case.history)]
            misfits = [each for each in mine if each.misfit]
            if refusal(case, event) is None:
                assert not misfits
            else:
                assert mine

    @settings(plain, max_examples=40)
    @given(rng=randoms)
    def test_beyond(self, rng: Random) -> None:
        """Events of 1995 or 2040, of year 1 or 9999 load under the rules of a day that has rules."""
        book = rng.choice(BOOKS)
        history = messy(rng, book.at(), beyond=True)
        try:
            review = book.hotline.review(history, as_of=book.day)
        except OutOfCoverageError:
            years = [each.at.year for each in history]
            assert min(years) < 2004 or max(years) >= 2029
        else:
            assert review.case.history == in_order(history)

    @pytest.mark.parametrize("year", [1995, 2019])
    def test_before_the_rules(self, year: int) -> None:
        """Before any rule there is nothing to read a case by, and that is said."""
        first = event_of(Move.RECEIVED, seeded(1), beijing_time(year, 7, 1))
        with pytest.raises(OutOfCoverageError):
            hotline().review((first,))

    def test_after_the_calendar(self) -> None:
        """A case of 2040 is reviewed by today's rules: natural days that do not roll ask no calendar."""
        start = beijing_time(2040, 2, 29, 9)
        history = (
            event_of(Move.RECEIVED, seeded(1), start),
            Dispatched(start, STREET, limit=natural_days(7), copied_to=DISTRICT, seq=1),
            FedBack(beijing_time(2040, 3, 8, 0, 1)),
        )
        review = hotline().review(history)
        assert [each.event.move for each in review.breaches] == [Move.FED_BACK]

    def test_no_receipt(self) -> None:
        """A history without the receipt of its ticket has no number, and is looked at all the same."""
        case = hotline().review((Dispatched(beijing_time(2026, 3, 2, 9), STREET),)).case
        assert case.id == ""
        assert str(case.explain())
        assert isinstance(case.outcomes(), tuple)

    @pytest.mark.parametrize(
        "late",
        [
            Designated(beijing_time(2026, 3, 9, 9), CITY),
            Recalled(beijing_time(2026, 3, 9, 9), CITY),
            Elevated(beijing_time(2026, 3, 9, 9), CITY),
        ],
        ids=lambda each: each.move.name,
    )
    def test_given_after_closing(self, late: Event) -> None:
        """An act that was entered after the closing is a misfit, and the clocks are read all the same."""
        history = (*dispatched(), Closed(beijing_time(2026, 3, 3, 9)), late)
        case = hotline().review(history).case
        assert [each.misfit for each in case.breaches if each.misfit] == [Misfit.CLOSED]
        assert case.readings(beijing_time(2026, 3, 10, 9))
        assert str(case.explain())

    def test_year_mistyped(self) -> None:
        """A year that was typed wrongly is no reason not to load the rest of a history."""
        wrong = beijing_time(2062, 3, 3, 9)
        (receipt, sent) = dispatched(limit=working_days(5))
        assert isinstance(sent, Dispatched)
        late = attrs.evolve(sent, at=wrong)
        review = hotline().review((receipt, late, FedBack(wrong + timedelta(days=1))))
        assert review.case.answerable() == STREET

    def test_receipt_entered_late(self) -> None:
        """A receipt that stands after the closing is a misfit, and the clocks are read all the same."""
        (receipt, *rest) = dispatched()
        late = attrs.evolve(receipt, at=beijing_time(2026, 3, 4, 9))
        case = hotline().review((*rest, Closed(beijing_time(2026, 3, 3, 9)), late)).case
        assert Misfit.NOT_RECEIVED in {each.misfit for each in case.breaches}
        assert isinstance(case.readings(beijing_time(2026, 3, 5, 9)), tuple)
        assert str(case.explain())


# --- What options and acts promise -------------------------------------------------------------------

TICKET = Ticket(
    "T-1",
    ticket_facts(request_type=RequestType.COMPLAINT, contact=True),
    leaf="0107",
    title="路灯不亮",
)
WEEK = natural_days(7)


def on(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of March 2026."""
    return beijing_time(2026, 3, day, hour, minute)


def dispatched(
    unit: str | tuple[str, ...] = STREET, *more: Event, limit: TimeLimit = WEEK
) -> tuple[Event, ...]:
    """A ticket that was dispatched as it should have been on Monday, 2 March 2026; then *more*."""
    sent = Dispatched(on(2), unit, limit=limit, copied_to=DISTRICT, department_duty=False, seq=1)
    return (Received(on(2, 8), TICKET), sent, *more)


def case_of(*history: Event) -> Case:
    """The case of a history under Beijing's rules."""
    return hotline().review(history).case


def told(review: Review | Case) -> list[tuple[str, str]]:
    """Every breach: the move, and the place of its first ground."""
    return [(each.event.move.name, each.grounds[0].locator) for each in review.breaches]


def owed(case: Case, at: datetime) -> set[tuple[Task, Any]]:
    """What is owed, and by whom."""
    return {(each.task, each.body) for each in case.pending(at)}


def places(error: CaseworkError | None) -> str:
    """What a refusal refers to."""
    return "；".join(fault.remedy.zh for fault in error.faults if fault.remedy) if error else ""


class TestOptions:
    """What may come next is told with its conditions, and kept to."""

    def test_over_the_head(self) -> None:
        """14-1: with one strand waiting, what a unit has is not sent on over its head."""
        case = case_of(
            *dispatched((STREET, CITY)),
            Objected(on(3), strand=2),
            Adjudicated(on(4), Adjudication.REASSIGN, strand=2),
        )
        assert refusal(case, Dispatched(on(5), OTHER_STREET, strand=1)) is not None
        assert refusal(case, Dispatched(on(5), OTHER_STREET, strand=2)) is None

    @pytest.mark.parametrize("units", [(CITY, ARMY), (ARMY, CITY)])
    def test_every_unit_addressed(self, units: tuple[str, ...]) -> None:
        """11-1: a ticket goes to 承办单位, whichever of two units is named first."""
        case = case_of(Received(on(2), TICKET))
        error = refusal(case, Dispatched(on(3), units, limit=natural_days(7)))
        assert "第十一条第一款" in places(error)

    @pytest.mark.parametrize("units", [(CITY, STREET), (STREET, CITY)])
    def test_every_copy(self, units: tuple[str, ...]) -> None:
        """12-1-1: of two units a subdistrict that is named second is copied to its district as well."""
        sent = Dispatched(on(3), units, mode=DispatchMode.DIRECT, limit=natural_days(7))
        assert ("DISPATCHED", "12-1-1") in told(case_of(Received(on(2), TICKET), sent))

    def test_nothing_is_lost(self) -> None:
        """What a case takes about co-handlers and calls changes its file, or it is refused."""
        case = case_of(
            *dispatched(
                STREET, Joined(on(3), CITY), Joined(on(3), WATER), CalledOut(on(4), (CITY, WATER))
            )
        )
        for by in (None, UNHEARD_OF, ARMY):
            for event in (Reported(on(5), by=by), Responded(on(5), by=by)):
                if refusal(case, event) is None:
                    assert case.apply(event).file != case.file, event

    def test_joined_again(self) -> None:
        """14-2: a second limit for a co-handler changes its clock, or it is refused."""
        case = case_of(*dispatched(STREET, Joined(on(3), CITY, limit=natural_days(2))))
        again = Joined(on(4), CITY, limit=natural_days(9))
        assert refusal(case, again) is not None or case.apply(again).file != case.file

    def test_which_is_split(self) -> None:
        """Of two strands a split has to say which it is about, as any move about a strand has."""
        case = case_of(*dispatched((STREET, CITY)))
        assert refusal(case, Split(on(3), ("路灯", "井盖"))) is not None
        assert case.apply(Split(on(3), ("路灯", "井盖"), strand=2)).strands[1].item == "路灯"

    def test_again_by_nobody(self) -> None:
        """济南 27-2: what was given back is dispatched; no unit is there to handle it again."""
        book = next(each for each in BOOKS if each.name == "anyang")
        case = book.hotline.review(dispatched(CITY, FedBack(on(3)))).case.apply(Returned(on(4)))
        assert case.answerable() is Party.HOTLINE
        assert refusal(case, Rehandled(on(5))) is not None

    def test_before_anything(self) -> None:
        """Before its first event a case has no history, owes nothing, and can only be received."""
        then = case_of(*dispatched()).as_at(on(1))
        assert not any((then.history, then.pending(on(1)), then.outcomes(), then.readings(on(1))))
        assert [each.move for each in then.allowed(on(1)).permitted] == [Move.RECEIVED]
        assert str(then.explain())

    def test_a_way_out(self) -> None:
        """Whatever happened to a case, it can be closed in the end, and put in the archive."""
        for more in (
            (),
            (Withdrawn(on(3)),),
            (Stopped(on(3), StopGround.OTHER),),
            (Objected(on(3)), Adjudicated(on(4), Adjudication.REASSIGN)),
            (Split(on(3), ("路灯", "井盖")),),
            (Deferred(on(3)),),
        ):
            case = case_of(*dispatched(STREET, *more)).apply(Closed(on(10)))
            assert all(each.answerable is None for each in case.strands)
            assert case.apply(Archived(on(11))).file.archived_at == on(11)

    def test_withdrawn_before_dispatch(self) -> None:
        """A request that is taken back before anybody got it can be closed as well."""
        case = case_of(Received(on(2), TICKET), Withdrawn(on(3)))
        assert case.apply(Closed(on(4))).closed

    @pytest.mark.parametrize(
        "parameter", [OBJECTION_WINDOW, OBJECTION_COUNT], ids=lambda p: p.path
    )
    def test_not_public(self, parameter: Any) -> None:
        """I3: a guard on what is not public is told as not verifiable, and never bars."""
        case = case_of(*dispatched())
        assert case.office.conduct.value(parameter).name == "UNSET"
        found = case.allowed(on(30)).of(Move.OBJECTED)
        assert found.permitted
        assert not found.breaches
        assert [one.facts for one in found.unverified] == [("window",), ("count",)]
        assert all(one.fit is Fit.UNKNOWN for one in found.unverified)
        for _ in range(5):
            case = case.apply(Objected(on(30))).apply(Adjudicated(on(30), Adjudication.UPHOLD))
        assert told(case) == []

    def test_silent(self) -> None:
        """I3: no text sets a cap on extensions: then there is none, and there is nothing to verify."""
        case = case_of(*dispatched())
        assert case.office.conduct.value(EXTENSION_CAP) is SILENT
        found = case.allowed(on(3)).of(Move.EXTENDED)
        assert found.permitted
        assert found.unverified == ()
        assert all("cap" not in one.facts for one in found.conditions)
        fine: dict[str, Any] = {"ground": GROUND, "requester_told": True, "hotline_told": True}
        assert told(case.apply(Extended(on(3), natural_days(1000), **fine))) == []

    def test_window(self) -> None:
        """With a window of one working day set: Tuesday 24:00 is in time, a minute later a breach."""
        reform = hotline().with_({OBJECTION_WINDOW.path: working_days(1)})
        for at, wrong in ((on(3, 23, 59), 0), (on(4, 0, 1), 1)):
            history = dispatched(STREET, Objected(at))
            breaches = reform.review(history).breaches
            assert [each.event.move for each in breaches] == [Move.OBJECTED] * wrong

    def test_bounded_objections(self) -> None:
        """With two set and a row that bars, the third objection is refused; another unit counts anew."""
        book = next(each for each in BOOKS if each.name == "bounded objections")
        case = book.hotline.review(dispatched()).case
        for _ in range(2):
            case = case.apply(Objected(on(3))).apply(Adjudicated(on(3), Adjudication.UPHOLD))
        assert not case.allowed(on(4)).of(Move.OBJECTED).permitted
        error = refusal(case, Objected(on(4)))
        assert error is not None
        assert "异议次数" in str(error)
        cited(case.allowed(on(4)).of(Move.OBJECTED), error)
        case = case.apply(Designated(on(5), CITY))
        assert refusal(case, Objected(on(6))) is None

    def test_cap(self) -> None:
        """With a cap of five days set, extensions are added up: five are within it, six beyond."""
        reform = hotline().with_({EXTENSION_CAP.path: natural_days(5)})
        fine: dict[str, Any] = {"ground": GROUND, "requester_told": True, "hotline_told": True}
        steps = [
            Extended(on(3), natural_days(3), **fine),
            Extended(on(4), natural_days(2), **fine),
        ]
        assert told(reform.review(dispatched(STREET, *steps))) == []
        steps.append(Extended(on(5), natural_days(1), **fine))
        breaches = reform.review(dispatched(STREET, *steps)).breaches
        assert [each.event for each in breaches] == steps[2:]

    def test_before_the_last(self) -> None:
        """What happened before the last event is loaded by review, not applied."""
        case = case_of(*dispatched(STREET, Signed(on(4))))
        error = refusal(case, Contacted(on(3)))
        assert error is not None
        assert "hotline.review" in str(error)

    def test_several_strands(self) -> None:
        """Of two strands an event has to say which it is about, unless whoever acts tells."""
        case = case_of(*dispatched((STREET, CITY)))
        assert refusal(case, Signed(on(3))) is not None
        assert case.apply(Signed(on(3), by=CITY)).strands[1].signed_at == on(3)
        assert case.apply(Signed(on(3), strand=1)).strands[0].signed_at == on(3)


class TestAccused:
    """举报不得转交被举报单位, by whatever way it would reach it."""

    @pytest.mark.parametrize(
        "event",
        [
            Dispatched(on(3), DEPARTMENT),
            Dispatched(on(3), STREET, co_handlers=(DEPARTMENT,)),
            Dispatched(on(3), (STREET, DEPARTMENT)),
            Dispatched(on(3), STREET, copied_to=(DEPARTMENT,)),
        ],
        ids=["lead", "co-handler", "second", "copy"],
    )
    def test_dispatch(self, event: Event) -> None:
        """Neither as the lead, nor beside it, nor by a copy."""
        facts = ticket_facts(request_type=RequestType.REPORT, contact=True)
        ticket = Ticket("T-1", facts, accused=DEPARTMENT)
        assert refusal(case_of(Received(on(2), ticket)), event) is not None

    @pytest.mark.parametrize(
        "event",
        [
            Entrusted(on(4), DEPARTMENT),
            Joined(on(4), DEPARTMENT),
            Designated(on(4), DEPARTMENT),
            Recalled(on(4), DEPARTMENT),
            Elevated(on(4), DEPARTMENT),
            CalledOut(on(4), (CITY, DEPARTMENT)),
            Escalated(on(4), DEPARTMENT),
        ],
        ids=lambda each: each.move.name,
    )
    def test_later(self, event: Event) -> None:
        """Nor later: handed down, joined, designated, recalled to, raised, called or put to it."""
        facts = ticket_facts(request_type=RequestType.REPORT, contact=True)
        ticket = Ticket("T-1", facts, accused=DEPARTMENT)
        sent = Dispatched(on(3), STREET, limit=natural_days(7), copied_to=DISTRICT)
        assert refusal(case_of(Received(on(2), ticket), sent), event) is not None


class TestClocks:
    """Where the clocks start again, and what stays with the matter."""

    def deadline(self, case: Case, at: datetime) -> datetime:
        """By when the unit of the first strand has to be done."""
        running = case.office.unit_clock(case.file, case.strands[0])
        assert running is not None
        return running.deadline(at).due

    @pytest.mark.parametrize(
        "starts_at", [StartsAt.DISPATCHED, StartsAt.RECEIVED, StartsAt.SIGNED]
    )
    @pytest.mark.parametrize("kind", [Rehandled, Reopened])
    def test_once_more(self, kind: Any, starts_at: StartsAt) -> None:
        """What is handled again has a limit that begins anew, whatever started the first one."""
        ground = assumed("示例", "for the test")
        counting = hotline().rulebook(date(2026, 3, 2))["time.counting"]
        reform = hotline().with_({"time.counting": counting.with_(ground, starts_at=starts_at)})
        history = dispatched(
            STREET,
            Signed(on(3)),
            Replied(on(4)),
            FedBack(on(4), seq=1),
            Closed(on(5)),
            kind(on(20), limit=natural_days(3)),
        )
        case = reform.review(history).case
        assert self.deadline(case, on(21)) == on(24, 0)

    def test_statute_stays(self) -> None:
        """A statute's limit is the matter's: it goes with it to the next unit."""
        history = dispatched(
            STREET, LimitReplaced(on(3), natural_days(30), GROUND), Designated(on(4), CITY)
        )
        assert self.deadline(case_of(*history), on(5)) == beijing_time(2026, 4, 4)

    @pytest.mark.parametrize(
        "event",
        [Elevated(on(9), STREET), Recalled(on(9), STREET), Designated(on(9), STREET)],
        ids=lambda each: each.move.name,
    )
    def test_to_itself(self, event: Event) -> None:
        """13-1: what is given to the unit that has it leaves its limit where it was, or is refused."""
        case = case_of(*dispatched(STREET, Signed(on(3))))
        if refusal(case, event) is None:
            after = case.apply(event)
            assert self.deadline(after, on(9)) == self.deadline(case, on(9)) == on(10, 0)
            assert after.strands[0].signed_at == on(3)
            assert after.strands[0].misdirected == 0

    def test_merged(self) -> None:
        """A co-handler that took another's place reports once, and counts once."""
        sent = Dispatched(
            on(2),
            STREET,
            seq=1,
            limit=natural_days(7),
            copied_to=DISTRICT,
            co_handlers=(CITY, WATER),
        )
        history = (Received(on(2), TICKET), sent, Succeeded(on(3), CITY, WATER))
        case = case_of(*history)
        assert [each.unit for each in case.outcomes()].count(WATER) == 1
        reports = [each for each in case.pending(on(4)) if each.task is Task.REPORT]
        assert [each.body for each in reports] == [WATER]

    @pytest.mark.parametrize(
        "more",
        [(Joined(on(3), CITY, strand=2),), (Joined(on(3), STREET, strand=2),)],
    )
    def test_counted_once(self, more: tuple[Event, ...]) -> None:
        """No unit has two outcomes of one number."""
        case = case_of(*dispatched((STREET, CITY), *more))
        pairs = [(each.ticket, each.unit) for each in case.outcomes()]
        assert len(pairs) == len(set(pairs))


# --- Cases of the text -------------------------------------------------------------------------------


class TestDispatch:
    """条例 12, 13: how a ticket is dispatched."""

    def test_copy(self) -> None:
        """条例 12-1-1: what goes directly to a subdistrict is copied to its district government."""
        bare = Dispatched(on(3), STREET, mode=DispatchMode.DIRECT, limit=natural_days(7))
        assert told(case_of(Received(on(2), TICKET), bare)) == [("DISPATCHED", "12-1-1")]
        for fine in (
            attrs.evolve(bare, copied_to=(DISTRICT,)),
            attrs.evolve(bare, to=(CITY,)),
            attrs.evolve(bare, to=(DISTRICT,), mode=DispatchMode.TO_DISTRICT),
        ):
            assert told(case_of(Received(on(2), TICKET), fine)) == []

    def test_limit_stated(self) -> None:
        """条例 13-1: the limit of handling is stated on the ticket."""
        sent = Dispatched(on(3), CITY)
        assert told(case_of(Received(on(2), TICKET), sent)) == [("DISPATCHED", "13-1")]
        stated = attrs.evolve(sent, limit=natural_days(7))
        assert told(case_of(Received(on(2), TICKET), stated)) == []

    def test_by_whom(self) -> None:
        """条例 13-1: the hotline body dispatches; a unit or a district government does not."""
        case = case_of(Received(on(2), TICKET))
        for by in (STREET, DISTRICT, Party.GOVERNMENT):
            error = refusal(case, Dispatched(on(3), CITY, limit=natural_days(7), by=by))
            assert "第十三条第一款" in places(error)
        fine = Dispatched(on(3), CITY, limit=natural_days(7), by=Party.HOTLINE)
        assert refusal(case, fine) is None

    def test_not_to_the_grass_roots(self) -> None:
        """国办函〔2025〕66号（五）: from 2025-06-25 on, and not on the eve."""
        for day, barred in ((date(2025, 6, 24), False), (date(2025, 6, 25), True)):
            start = beijing_time(day.year, day.month, day.day, 9)
            case = hotline().open_case(TICKET, at=start)
            sent: dict[str, Any] = {"limit": natural_days(7), "copied_to": DISTRICT}
            event = Dispatched(start, STREET, department_duty=True, **sent)
            assert (refusal(case, event) is not None) is barred
            assert ("66号" in places(refusal(case, event))) is barred
            assert refusal(case, Dispatched(start, STREET, department_duty=False, **sent)) is None
            assert refusal(case, Dispatched(start, CITY, department_duty=True, **sent)) is None


class TestObjection:
    """条例 12-3, 14-1, 14-3: the only way out."""

    @pytest.mark.parametrize(
        ("decision", "holder", "misdirected"),
        [
            (Adjudicated(on(4), Adjudication.UPHOLD), STREET, 0),
            (Adjudicated(on(4), Adjudication.REASSIGN, CITY), CITY, 1),
            (Adjudicated(on(4), Adjudication.REASSIGN), Party.HOTLINE, 1),
            (Adjudicated(on(4), Adjudication.DESIGNATE, WATER), WATER, 1),
            (Adjudicated(on(4), Adjudication.DESIGNATE, STREET), STREET, 0),
            (Adjudicated(on(4), Adjudication.REASSIGN, STREET), STREET, 0),
        ],
    )
    def test_outcomes(self, decision: Event, holder: Any, misdirected: int) -> None:
        """条例 12-3: upheld, reassigned, designated; until then the unit answers, and the decision is owed."""
        case = case_of(*dispatched(STREET, Objected(on(3))))
        assert case.answerable() == STREET
        due = (Task.DECIDE_OBJECTION, Party.SERVICE_DEPARTMENT)
        assert due in owed(case, on(3, 10))
        case = case.apply(decision)
        assert case.answerable() == holder
        assert case.strands[0].misdirected == misdirected
        assert due not in owed(case, on(5))
        assert ((Task.DISPATCH, Party.HOTLINE) in owed(case, on(5))) is (holder is Party.HOTLINE)

    def test_by_whom(self) -> None:
        """条例 12-3: the department of government services decides, or the hotline body; no unit does."""
        case = case_of(*dispatched(STREET, Objected(on(3))))
        for by in (STREET, CITY, Party.REQUESTER):
            error = refusal(case, Adjudicated(on(4), Adjudication.REASSIGN, CITY, by=by))
            assert "第十二条第三款" in places(error)
        for by in (Party.SERVICE_DEPARTMENT, Party.HOTLINE, COUNTER):
            assert refusal(case, Adjudicated(on(4), Adjudication.UPHOLD, by=by)) is None

    def test_no_other_exit(self) -> None:
        """条例 14-1, 14-3: a unit does not give it back; where it did, it still answers."""
        case = case_of(*dispatched())
        error = refusal(case, Returned(on(3)))
        assert "第十四条第一款" in places(error)
        assert "第十四条第三款" in places(error)
        returned = case_of(*dispatched(STREET, Returned(on(3))))
        assert ("RETURNED", "14-1") in told(returned)
        assert returned.answerable() == STREET

    def test_before_the_regulations(self) -> None:
        """意见 三（三）: on 2021-09-23 no text bars a return; on 2021-09-24 条例 14-1 does."""
        for day, bars in ((23, False), (24, True)):
            start = beijing_time(2021, 9, day, 9)
            sent = Dispatched(start, CITY, seq=1, limit=natural_days(7))
            case = hotline().review((Received(start, TICKET), sent)).case
            assert (refusal(case, Returned(start, seq=2)) is not None) is bars


class TestTogether:
    """条例 14-2, 16, 20, 33: what a unit cannot do alone."""

    def test_co_handler(self) -> None:
        """条例 14-2: a co-handler that has not finished in time says why, and how far it has come."""
        start = dispatched(STREET, Joined(on(3), CITY, limit=natural_days(2)))
        assert (Task.REPORT, CITY) in owed(case_of(*start), on(4))
        early = Reported(on(4), by=CITY, finished=False)
        assert told(case_of(*start, early)) == []
        bare = attrs.evolve(early, at=on(6))
        wrong = [("REPORTED", "14-2")]
        assert told(case_of(*start, bare)) == wrong * 2
        assert told(case_of(*start, attrs.evolve(bare, reason="理由"))) == wrong
        assert told(case_of(*start, attrs.evolve(bare, interim="进展"))) == wrong
        whole = attrs.evolve(bare, reason="理由", interim="进展")
        assert told(case_of(*start, whole)) == []
        assert (Task.REPORT, CITY) in owed(case_of(*start, whole), on(6, 10))

    def test_co_handler_late(self) -> None:
        """条例 14-2: the result after the limit without a reason; on the last day it is in time."""
        start = dispatched(STREET, Joined(on(3), CITY, limit=natural_days(2)))
        for at, reason, wrong in (
            (on(5, 23, 59), "", []),
            (on(6, 0, 1), "", [("REPORTED", "14-2")]),
            (on(6, 0, 1), "理由", []),
        ):
            assert told(case_of(*start, Reported(at, by=CITY, reason=reason))) == wrong

    def test_call_out(self) -> None:
        """条例 16-1, 16-2: a subdistrict calls; who is called responds, and answers for nothing else."""
        case = case_of(*dispatched(STREET, CalledOut(on(3), (CITY, DEPARTMENT))))
        assert case.answerable() == STREET
        assert {(Task.RESPOND, CITY), (Task.RESPOND, DEPARTMENT)} <= owed(case, on(3, 10))
        case = case.apply(Responded(on(4), by=CITY))
        assert (Task.RESPOND, CITY) not in owed(case, on(4, 10))
        assert (Task.RESPOND, DEPARTMENT) in owed(case, on(4, 10))
        case = case.apply(Responded(on(5), came=False, by=DEPARTMENT))
        assert told(case) == [("RESPONDED", "16-2")]
        assert case.answerable() == STREET

    def test_who_calls(self) -> None:
        """条例 16-1: a department does not call."""
        case = case_of(*dispatched(CITY))
        assert "第十六条第一款" in places(refusal(case, CalledOut(on(3), (WATER,))))

    @pytest.mark.parametrize("came", [True, False])
    @pytest.mark.parametrize("authority", [True, False, None])
    @pytest.mark.parametrize("solved", [True, False, None])
    def test_three_facts(self, came: bool, authority: bool | None, solved: bool | None) -> None:
        """条例 33: that it came, that it could decide, that it was solved: none follows from another."""
        answer = Responded(on(4), came=came, with_authority=authority, solved=solved, by=CITY)
        case = case_of(*dispatched(STREET, CalledOut(on(3), CITY), answer))
        ((number, call),) = case.calls
        assert (number, call.unit, call.by) == (1, CITY, STREET)
        assert (call.came, call.with_authority, call.solved) == (came, authority, solved)

    def test_community(self) -> None:
        """条例 17-2: nothing off its list; nothing as main that it assists the government in."""
        case = case_of(*dispatched())

        def given(**more: Any) -> str:
            more.setdefault("department_duty", False)
            return places(refusal(case, Entrusted(on(3), COMMUNITY, **more)))

        assert "第十七条第二款" in given(listed=False, main=False, assists=True)
        assert "第十七条第二款" in given(listed=True, main=True, assists=True)
        assert given(listed=True, main=False, assists=True) == ""
        assert given(listed=True, main=True, assists=False) == ""
        down = case.apply(Entrusted(on(3), COMMUNITY, listed=True, assists=False))
        assert (down.strands[0].holder, down.answerable()) == (COMMUNITY, STREET)

    def test_not_a_community(self) -> None:
        """条例 17-2 is about communities: a department may be given what is on no community's list."""
        case = case_of(*dispatched())
        assert refusal(case, Entrusted(on(3), CITY, listed=False, assists=True)) is None

    def test_superior(self) -> None:
        """条例 20: what is put to a superior is to be answered, and stays with the unit."""
        case = case_of(*dispatched(STREET, Escalated(on(3), DISTRICT)))
        assert (Task.GIVE_OPINION, DISTRICT) in owed(case, on(3, 10))
        assert case.answerable() == STREET
        both = case.apply(Escalated(on(3, 11), CITY))
        assert {(Task.GIVE_OPINION, DISTRICT), (Task.GIVE_OPINION, CITY)} <= owed(both, on(4))
        case = case.apply(OpinionGiven(on(4), by=DISTRICT))
        assert Task.GIVE_OPINION not in {task for task, _ in owed(case, on(4, 10))}


class TestInTime:
    """条例 15, 23: what the limit means."""

    def test_extension(self) -> None:
        """条例 15-1-2: extended where the law needs it; the requester and the hotline are told."""
        fine = Extended(
            on(3), natural_days(3), ground=GROUND, requester_told=True, hotline_told=True
        )
        assert told(case_of(*dispatched(STREET, fine))) == []
        for change in ({"ground": None}, {"requester_told": False}, {"hotline_told": False}):
            wrong = attrs.evolve(fine, **change)
            assert told(case_of(*dispatched(STREET, wrong))) == [("EXTENDED", "15-1-2")]
        silent = attrs.evolve(fine, requester_told=None, hotline_told=None)
        review = hotline().review(dispatched(STREET, silent))
        assert review.breaches == ()
        assert len([one for event, one in review.unverified if event == silent]) == 2

    def test_extension_counts(self) -> None:
        """条例 15-1-2: within the extension it is in time; an extension after the end is told."""
        fine: dict[str, Any] = {"ground": GROUND, "requester_told": True, "hotline_told": True}
        longer = Extended(on(9), natural_days(3), **fine)
        assert told(case_of(*dispatched(STREET, longer, FedBack(on(12))))) == []
        late = Extended(on(10), natural_days(3), **fine)
        assert [name for name, _ in told(case_of(*dispatched(STREET, late)))] == ["EXTENDED"]

    def test_double_feedback(self) -> None:
        """条例 15-1-3: both the requester and the hotline, each within the limit, to the last minute."""
        last, over = on(9, 23, 59), on(10, 0, 1)
        for replied, fed_back, wrong in (
            (last, last, []),
            (last, over, ["FED_BACK"]),
            (over, last, ["REPLIED"]),
            (over, over, ["REPLIED", "FED_BACK"]),
        ):
            case = case_of(*dispatched(STREET, Replied(replied), FedBack(fed_back, seq=1)))
            assert sorted(told(case)) == sorted((name, "15-1-3") for name in wrong)

    def test_both_are_owed(self) -> None:
        """条例 15-1-3: the one does not do for the other; no answer is owed where none is wanted."""
        case = case_of(*dispatched(STREET, Replied(on(3))))
        assert (Task.FEED_BACK, STREET) in owed(case, on(3, 10))
        assert (Task.REPLY, STREET) not in owed(case, on(3, 10))
        silent = hotline().open_case(TICKET, at=on(2), reply_wanted=False)
        silent = silent.apply(Dispatched(on(2), CITY, limit=natural_days(7)))
        assert (Task.REPLY, CITY) not in owed(silent, on(3))
        assert (Task.FEED_BACK, CITY) in owed(silent, on(3))

    @pytest.mark.parametrize(
        "more",
        [(), (Replied(on(3)), FedBack(on(3), seq=1), Closed(on(4)))],
        ids=["open", "closed"],
    )
    def test_follow_up(self, more: tuple[Event, ...]) -> None:
        """条例 23: owed once the limit is up, not before, also where it was closed early; once."""
        case = case_of(*dispatched(STREET, *more))
        due = (Task.FOLLOW_UP, Party.HOTLINE)
        assert due not in owed(case, on(9, 23, 59))
        assert due in owed(case, on(10, 0, 1))
        assert due not in owed(case.apply(FollowedUp(on(10))), on(11))

    def test_layered_follow_up(self) -> None:
        """意见 三（八）: no follow-up layer by layer: by the hotline body alone."""
        for by, wrong in (
            (None, []),
            (Party.HOTLINE, []),
            (Party.SERVICE_DEPARTMENT, []),
            (STREET, ["三（八）"]),
            (DISTRICT, ["三（八）"]),
        ):
            case = case_of(*dispatched(STREET, FedBack(on(3)), FollowedUp(on(11), by=by)))
            assert [place for _, place in told(case)] == wrong

    def test_hours(self) -> None:
        """意见 三（四）: two hours are two hours: to the minute, on a Sunday night as well."""
        start = beijing_time(2026, 3, 1, 23)
        sent = Dispatched(start, CITY, limit=hours(2), seq=1)
        for minute, wrong in ((0, []), (1, [("FED_BACK", "15-1-3")])):
            history = (Received(start, TICKET), sent, FedBack(on(2, 1, minute)))
            assert told(case_of(*history)) == wrong
