"""What a case counts as, and what nobody can do to its clocks."""

from datetime import date, datetime
from typing import Any

import attrs
import illustrative
import pytest

from jiesu import (
    MISSING,
    Case,
    DispatchMode,
    FollowUp,
    Hotline,
    Outcome,
    Party,
    RequestType,
    Resolution,
    Ticket,
    Timeline,
    beijing_time,
    hours,
    natural_days,
    ticket_facts,
    working_days,
)
from jiesu.clocks import ClockState, Task
from jiesu.custody import Misfit
from jiesu.errors import CaseworkError, InvalidValueError, RulebookError
from jiesu.events import (
    Adjudicated,
    Adjudication,
    Approver,
    Archived,
    CalledOut,
    ChannelEntered,
    Closed,
    Contacted,
    CountedAs,
    Deferred,
    Dispatched,
    Elevated,
    Entrusted,
    Event,
    Extended,
    FedBack,
    FollowedUp,
    Joined,
    LimitReplaced,
    Linked,
    LinkedAs,
    Move,
    Objected,
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
    StopGround,
    Stopped,
    Succeeded,
    Supplemented,
    Withdrawn,
)
from jiesu.outcomes import Role, timeliness
from jiesu.rules import anyang, beijing, weifang
from jiesu.sources import assumed
from jiesu.tickets import Channel, Origin, StatutoryStanding

STREET, DISTRICT, ROADS, WATER = "110101001", "gov-110101", "110101-道路养护", "水务"
GROUND = assumed("示例", "for the test")
REASSIGN = Adjudication.REASSIGN
BASE = illustrative.hotline()


def under(rules: Timeline) -> Hotline:
    """The same units under the rules of a city."""
    return Hotline(rules, BASE.catalogue, BASE.directory, BASE.calendar)


BEIJING, WEIFANG, ANYANG = BASE, under(weifang.TIMELINE), under(anyang.TIMELINE)


def at(day: int, hour: int = 9) -> datetime:
    """An instant of March 2026."""
    return beijing_time(2026, 3, day, hour)


def ticket(**facts: Any) -> Ticket:
    """An invented complaint."""
    stated = {"request_type": RequestType.COMPLAINT, "contact": True} | facts
    return Ticket("T-1", ticket_facts(**stated), title="路面破损")


def handled(*more: Event, city: Hotline = BEIJING, unit: str = STREET) -> Case:
    """A case dispatched on the 2nd, due by the end of the 9th, and what came after."""
    sent = Dispatched(
        at(2),
        unit,
        limit=natural_days(7),
        mode=DispatchMode.DIRECT,
        copied_to=DISTRICT,
        department_duty=False,
    )
    return city.review((Received(at(2, 8), ticket()), sent, *more)).case


def lead(case: Case) -> Outcome:
    """The outcome of the unit in charge."""
    return case.outcomes()[0]


def answered(day: int) -> tuple[Event, Event]:
    """Answered and fed back."""
    return Replied(at(day)), FedBack(at(day, 10), Resolution.RESOLVED)


class TestLateness:
    """逾期 is not undone by what comes after it (推定：条文未定)."""

    def test_in_time(self) -> None:
        """What was answered and fed back by the end of the last day is in time."""
        assert timeliness(lead(handled(*answered(9))), at(30)).name == "ON_TIME"  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        "more",
        [
            (*answered(12), Rehandled(at(13), limit=natural_days(3)), *answered(14)),
            (Extended(at(12), natural_days(15), ground=GROUND), *answered(14)),
            (Dispatched(at(12), STREET, limit=natural_days(7)), *answered(14)),
            (Dispatched(at(12), WATER, limit=natural_days(7)), *answered(14)),
            (Elevated(at(12), STREET), *answered(14)),
        ],
        ids=["handled again", "extended late", "recorded twice", "over its head", "to itself"],
    )
    def test_late(self, more: tuple[Event, ...]) -> None:
        """Handled again, extended when it was up, dispatched once more on record: it stays late."""
        found = lead(handled(*more))
        assert found.unit == STREET
        assert timeliness(found, at(30)).name == "LATE"  # type: ignore[attr-defined]

    def test_in_time_at_first(self) -> None:
        """What was in time at first and late when it was handled again is late."""
        more = (*answered(5), Rehandled(at(6), limit=natural_days(2)), *answered(20))
        assert timeliness(lead(handled(*more)), at(30)).name == "LATE"  # type: ignore[attr-defined]

    def test_barred_extension(self) -> None:
        """安阳 50-1: an extension that nobody approved is no extension."""
        more = Extended(at(3), working_days(5), reason="复杂", approver=Approver.NOBODY)
        fine = Extended(at(3), working_days(5), reason="复杂", approver=Approver.UNIT_HEAD)
        late, longer = (lead(handled(each, *answered(13), city=ANYANG)) for each in (more, fine))
        assert late.due != longer.due
        assert timeliness(late, at(30)).name == "LATE"  # type: ignore[attr-defined]
        assert timeliness(longer, at(30)).name == "ON_TIME"  # type: ignore[attr-defined]

    def test_withdrawn(self) -> None:
        """What was taken back ends there: nobody is late with it later."""
        case = handled(Withdrawn(at(3)))
        assert lead(case).closed_at == at(3)
        assert {each.state for each in case.readings(at(20))} == {ClockState.DONE}

    def test_taken_away(self) -> None:
        """A clock that was taken from a unit does not run on in its name."""
        case = handled(
            Objected(at(3)), Adjudicated(at(4), Adjudication.REASSIGN, WATER), city=BEIJING
        )
        mine = [each.read(at(20)).state for each in case.clocks if each.body == STREET]
        assert mine == [ClockState.TAKEN]

    def test_beyond_the_calendar(self) -> None:
        """A limit that no calendar reaches leaves the outcome without a due instant."""
        far = Dispatched(at(2), STREET, limit=working_days(3000))
        case = BEIJING.review((Received(at(2, 8), ticket()), far)).case
        assert lead(case).due is None

    def test_deferred(self) -> None:
        """意见 三（四）: whether the ledger stops the clock is not public, so nobody can say it is late."""
        review = BEIJING.review(handled(Deferred(at(5)), *answered(20)).history)
        assert not {"REPLIED", "FED_BACK"} & {each.event.move.name for each in review.breaches}
        assert {"REPLIED", "FED_BACK"} <= {event.move.name for event, _ in review.unverified}

    def test_statute_stays(self) -> None:
        """A statute's limit is that of the matter when it is handled again, unless another is stated."""
        replaced = LimitReplaced(at(3), natural_days(60), GROUND)
        case = handled(replaced, *answered(9), Rehandled(at(10)))
        (mine,) = [each for each in case.clocks if each.body == STREET and each.ended is None]
        assert mine.deadline(at(11)).limit == natural_days(60)


class TestWord:
    """条例 8-2, 23: the word that counts is the requester's."""

    asked = FollowedUp(at(10), resolved=Resolution.UNRESOLVED)

    @pytest.mark.parametrize(
        "later",
        [
            FollowedUp(at(11), resolved=Resolution.RESOLVED, by=STREET),
            FollowedUp(at(11), FollowUp.UNREACHABLE),
            FollowedUp(at(11), FollowUp.NOT_MADE),
            Rated(at(11), resolved=Resolution.RESOLVED, by=STREET),
        ],
        ids=["the unit's own", "not reached", "not made", "rated by the unit"],
    )
    def test_stays(self, later: Event) -> None:
        """A call of the unit's own, an attempt, a rating that the unit entered: none takes its place."""
        found = lead(handled(*answered(9), self.asked, later))
        assert found.facts.get("resolved") is Resolution.UNRESOLVED
        assert found.facts.get("follow_up") is FollowUp.REACHED

    def test_of_its_own_accord(self) -> None:
        """Where the hotline reached nobody, what the requester said of its own accord counts."""
        found = lead(
            handled(
                *answered(9),
                FollowedUp(at(10), FollowUp.UNREACHABLE),
                Rated(at(11), resolved=Resolution.PARTLY),
            )
        )
        assert found.facts.get("resolved") is Resolution.PARTLY
        assert found.facts.get("follow_up") is FollowUp.UNREACHABLE

    def test_of_a_strand(self) -> None:
        """What was said of one strand is not said of the other."""
        case = BEIJING.review(
            (
                Received(at(2, 8), ticket()),
                Dispatched(at(2), (STREET, WATER), limit=natural_days(7)),
                FollowedUp(at(11), resolved=Resolution.UNRESOLVED, strand=2),
            )
        ).case
        words = {each.unit: each.facts.get("resolved") for each in case.outcomes()}
        assert words == {STREET: MISSING, WATER: Resolution.UNRESOLVED}
        owed = [each.strand for each in case.pending(at(12)) if each.task is Task.FOLLOW_UP]
        assert owed == [1]

    def test_claim(self) -> None:
        """What the unit in charge claims is not its co-handler's claim."""
        case = handled(Joined(at(3), WATER), *answered(9))
        assert {each.unit: each.facts.get("claim") for each in case.outcomes()} == {
            STREET: Resolution.RESOLVED,
            WATER: MISSING,
        }


class TestStated:
    """What a history knows of the handling is stated of the unit whose handling it was."""

    def test_of_the_ticket(self) -> None:
        """Through what the request came, and from whom, as the ticket says; else nobody knows."""
        assert lead(handled()).facts.get("channel") is MISSING
        came = ticket(channel=Channel.NETWORK, origin=Origin.POLICE)
        sent = Dispatched(at(2), STREET, limit=natural_days(7), co_handlers=(WATER,))
        for each in BEIJING.review((Received(at(2, 8), came), sent)).case.outcomes():
            assert each.facts.get("channel") is Channel.NETWORK
            assert each.facts.get("origin") is Origin.POLICE

    @pytest.mark.parametrize(
        ("more", "contacted"),
        [
            ((), MISSING),
            ((Contacted(at(3)),), True),
            ((Contacted(at(3), reached=False),), False),
            ((Contacted(at(3), reached=False), Contacted(at(4))), True),
            ((Contacted(at(3)), Contacted(at(4), reached=False)), True),
            ((Contacted(at(3), by=WATER),), MISSING),
            ((Contacted(at(3), by=WATER, reached=False),), MISSING),
            ((Contacted(at(3)), Objected(at(4)), Adjudicated(at(5), REASSIGN, WATER)), MISSING),
            (
                (
                    Contacted(at(3), reached=False),
                    Objected(at(4)),
                    Adjudicated(at(5), REASSIGN, WATER),
                ),
                MISSING,
            ),
        ],
    )
    def test_contacted(self, more: tuple[Event, ...], contacted: object) -> None:
        """Reached, tried in vain, not on record; what another unit did is not this one's doing."""
        assert lead(handled(*more)).facts.get("contacted") is contacted

    def test_returned(self) -> None:
        """The unit that gave it back did, and not the one that got it after."""
        back = Returned(at(3), reason="不属于")
        kept = lead(handled(back))
        assert (kept.unit, kept.facts.get("returned")) == (STREET, True)
        other = lead(handled(back, Dispatched(at(4), WATER), city=ANYANG))
        assert (other.unit, other.facts.get("returned")) == (WATER, False)
        again = lead(handled(back, Dispatched(at(4), STREET), city=ANYANG))
        assert (again.unit, again.facts.get("returned")) == (STREET, True)
        assert lead(handled()).facts.get("returned") is False

    def test_given_back_by_decision(self) -> None:
        """条例 12-3: an objection after which the hotline body has it again gave it back too."""
        more = (Objected(at(3)), Adjudicated(at(4), REASSIGN), Dispatched(at(5), STREET))
        assert lead(handled(*more)).facts.get("returned") is True

    @pytest.mark.parametrize(
        "more",
        [(*answered(9), Rehandled(at(10))), (*answered(9), Closed(at(9, 11)), Reopened(at(10)))],
        ids=["sent back", "opened again"],
    )
    def test_rehandled(self, more: tuple[Event, ...]) -> None:
        """济南 27-2: sent back or opened again; of the unit that has it next nothing was sent back."""
        assert lead(handled(*answered(9))).facts.get("rehandled") is False
        assert lead(handled(*more)).facts.get("rehandled") is True
        raised = lead(handled(*more, Elevated(at(11), WATER)))
        assert (raised.unit, raised.facts.get("rehandled")) == (WATER, False)

    def test_inherited(self) -> None:
        """The unit that takes another's place has done what that one did."""
        deeds = (
            Contacted(at(3), reached=False),
            Returned(at(3, 10)),
            *answered(9),
            Rehandled(at(10)),
        )
        heir = lead(handled(*deeds, Succeeded(at(11), STREET, WATER)))
        assert heir.unit == WATER
        found = [heir.facts.get(name) for name in ("contacted", "returned", "rehandled")]
        assert found == [False, True, True]

    @pytest.mark.parametrize(
        ("more", "in_time"),
        [
            ((), MISSING),
            ((Signed(at(2, 11)),), True),
            ((Signed(at(2, 12)),), False),
            ((Contacted(at(2, 10)),), MISSING),
            ((Contacted(at(2, 12)),), False),
        ],
        ids=["not yet", "to the hour", "late", "still time", "not signed for"],
    )
    def test_signed_in_time(self, more: tuple[Event, ...], in_time: object) -> None:
        """Within two hours, where the rulebook sets them; where none is set nobody can say."""
        own = BEIJING.with_({"signing.limit": hours(2)})
        assert lead(handled(*more, city=own)).facts.get("signed_in_time") is in_time
        assert lead(handled(*more)).facts.get("signed_in_time") is MISSING

    @pytest.mark.parametrize(
        ("links", "counted"),
        [
            ((), MISSING),
            ((("T-8", CountedAs.EACH),), CountedAs.EACH),
            ((("T-8", CountedAs.ONCE), ("T-9", CountedAs.EACH)), CountedAs.ONCE),
            ((("T-8", CountedAs.LEAD), ("T-9", CountedAs.ONCE)), CountedAs.LEAD),
            ((("T-8", CountedAs.LEAD), ("T-8", CountedAs.EACH)), CountedAs.EACH),
        ],
    )
    def test_counted_as(self, links: tuple[tuple[str, CountedAs], ...], counted: object) -> None:
        """Of several links the one by which it counts least; a later one to the same case corrects."""
        more = [
            Linked(at(3, 9 + place), case, LinkedAs.MASS, how)
            for place, (case, how) in enumerate(links)
        ]
        assert lead(handled(*more)).facts.get("counted_as") is counted

    def test_co_handler(self) -> None:
        """What the unit in charge did is not what its co-handler did."""
        case = handled(Joined(at(3), WATER), Contacted(at(3, 10)), *answered(9), Rehandled(at(10)))
        (other,) = [each for each in case.outcomes() if each.facts.get("role") is Role.CO_HANDLER]
        for name in ("contacted", "returned", "rehandled", "signed_in_time"):
            assert other.facts.get(name) is MISSING

    def test_called(self) -> None:
        """条例 33: what came of a call is three facts of its own, and no outcome."""
        came = Responded(at(4), by=WATER, with_authority=True, solved=True)
        case = handled(CalledOut(at(3), WATER), came)
        assert [each.unit for each in case.outcomes()] == [STREET]
        assert [call.solved for _, call in case.calls] == [True]


class TestWhose:
    """Whose doing it is: nobody answers another's ticket, nor decides about itself."""

    @pytest.mark.parametrize(
        "event",
        [Signed(at(3), by=WATER), Replied(at(3), by=WATER), FedBack(at(3), by=WATER)],
        ids=lambda each: each.move.name,
    )
    def test_not_its_ticket(self, event: Event) -> None:
        """What another unit answers does not stop the clock of the one whose ticket it is."""
        case = handled(event)
        assert [each.misfit for each in case.breaches] == [Misfit.NOT_ITS_TICKET]
        strand = case.strands[0]
        assert strand.signed_at is strand.replied_at is strand.fed_back_at is None
        with pytest.raises(CaseworkError, match="not that unit's"):
            handled().apply(event)

    @pytest.mark.parametrize(
        "event",
        [
            Elevated(at(3), WATER, by=STREET),
            Recalled(at(3), WATER, by=STREET),
            Adjudicated(at(3), Adjudication.REASSIGN, WATER, by=STREET),
            Elevated(at(3), WATER, by=Party.REQUESTER),
        ],
        ids=["elevated", "recalled", "decided", "by the requester"],
    )
    @pytest.mark.parametrize("city", [BEIJING, WEIFANG, ANYANG], ids=["北京", "潍坊", "安阳"])
    def test_no_authority(self, city: Hotline, event: Event) -> None:
        """A unit cannot rid itself of a ticket by an act of authority; on record it still answers."""
        case = handled(Objected(at(2, 12)), event, city=city)
        assert Misfit.NO_AUTHORITY in {each.misfit for each in case.breaches}
        assert case.answerable() == STREET

    def test_given_back_to_where_it_came_from(self) -> None:
        """安阳 50-2: whoever had it handed down gives it back to the unit, not to the hotline."""
        case = handled(Entrusted(at(3), ROADS), Returned(at(4), by=ROADS), city=ANYANG)
        assert (case.strands[0].holder, case.answerable()) == (STREET, STREET)

    def test_still_answers(self) -> None:
        """条例 14-1: given back without right and sent on, the first receiver still answers and owes."""
        case = handled(Returned(at(3)), Dispatched(at(4), WATER, limit=natural_days(7)))
        assert case.answerable() == STREET
        assert Misfit.STILL_ANSWERS in {each.misfit for each in case.breaches}
        owed = {(each.task, each.body) for each in case.pending(at(5))}
        assert {(Task.FEED_BACK, STREET), (Task.CONTACT, WATER)} <= owed
        (mine,) = [each for each in case.clocks if each.body == STREET]
        assert mine.clock.start == at(2)

    def test_stopped_without_consent(self) -> None:
        """潍坊 21: without consent handling goes on; with consent, or none on record, it is stopped."""
        for approver, stopped in (
            (Approver.UNIT_HEAD, False),
            (Approver.HOTLINE, True),
            (None, True),
        ):
            case = handled(
                Stopped(at(3), StopGround.UNCOOPERATIVE, approver=approver), city=WEIFANG
            )
            assert (case.strands[0].stopped_at is not None) is stopped

    def test_which_strand(self) -> None:
        """Of two strands, what does not say which is about neither for sure."""
        case = BEIJING.review(
            (
                Received(at(2, 8), ticket()),
                Dispatched(at(2), (STREET, WATER), limit=natural_days(7)),
                Signed(at(3)),
            )
        ).case
        assert Misfit.WHICH_STRAND in {each.misfit for each in case.breaches}


class TestOwed:
    """What is owed before, between and after."""

    def test_not_dispatched(self) -> None:
        """条例 11-2: a ticket that nobody dispatched is to be dispatched at once, since its receipt."""
        (owed,) = BEIJING.open_case(ticket(), at=at(2, 8)).pending(at(5))
        assert (owed.task, owed.body, owed.since) == (Task.DISPATCH, Party.HOTLINE, at(2, 8))

    def test_given_back(self) -> None:
        """安阳 49: what was given back is to be dispatched since then."""
        case = handled(Returned(at(3), reason="不属于"), city=ANYANG)
        (owed,) = [each for each in case.pending(at(5)) if each.task is Task.DISPATCH]
        assert owed.since == at(3)

    def test_archived(self) -> None:
        """条例 23: putting a case in the archive does not spare the follow-up."""
        case = handled(*answered(4), Closed(at(4, 11)), Archived(at(5)))
        assert [each.task for each in case.pending(at(20))] == [Task.FOLLOW_UP]

    def test_too_early(self) -> None:
        """条例 23: whoever was asked before the limit was up is asked when it is up."""
        case = handled(*answered(4), FollowedUp(at(5)))
        assert Task.FOLLOW_UP in {each.task for each in case.pending(at(20))}
        after = handled(*answered(4), FollowedUp(at(10)))
        assert Task.FOLLOW_UP not in {each.task for each in after.pending(at(20))}

    def test_closed_unanswered(self) -> None:
        """条例 15-1-3: closing what was neither answered nor fed back is a breach."""
        assert "CLOSED" in {each.event.move.name for each in handled(Closed(at(4))).breaches}
        fine = handled(*answered(4), Closed(at(5)))
        assert fine.breaches == ()

    def test_objection_ends(self) -> None:
        """An objection that was pending at the closing is not owed again."""
        case = handled(Objected(at(3)), Closed(at(5)), Reopened(at(6)))
        assert Task.DECIDE_OBJECTION not in {each.task for each in case.pending(at(7))}

    def test_channel(self) -> None:
        """条例 11-3-2: of a matter that entered a statutory channel the requester is told."""
        entered = ChannelEntered(at(3), StatutoryStanding.ENTERED_LITIGATION)
        assert Task.TELL_CHANNEL in {each.task for each in handled(entered).pending(at(4))}
        with pytest.raises(InvalidValueError, match="channel"):
            ChannelEntered(at(3), StatutoryStanding.NONE)

    def test_told_again(self) -> None:
        """What was told in time may be told once more after the limit."""
        again = (Replied(at(12)), FedBack(at(12, 10)))
        assert handled(*answered(9), *again).breaches == ()

    def test_nobodys_clock(self) -> None:
        """While the hotline body answers, and after, no unit's clock runs in its name."""
        case = handled(Returned(at(3), reason="不属于"), Closed(at(12)), city=ANYANG)
        assert all(each.body in {STREET, Party.REQUESTER} for each in case.clocks)


class TestGrounds:
    """What a user set is cited as the user's."""

    def test_own_window(self) -> None:
        """The breach of a window of one's own cites that window first."""
        own = BEIJING.with_({"dispatch_objection.window": hours(24)})
        case = own.review(handled(Objected(at(5))).history).case
        (breach,) = case.breaches
        assert breach.row == "G10"
        assert "使用者给定" in breach.grounds[0].text.zh

    def test_unknown_limit(self) -> None:
        """A row of what is owed whose limit no parameter sets is refused, with the nearest name."""
        table = beijing.TIMELINE.on(date(2026, 3, 2))["casework.owed"]
        (row,) = [each for each in table.as_rows() if each.id == "O4"]
        wrong = attrs.evolve(row, then=attrs.evolve(row.then, limit="signing.limt"))
        with pytest.raises(RulebookError, match=r"signing\.limit"):
            BEIJING.with_({"casework.owed": table.with_row(wrong)})


class TestAccused:
    """举报: kept from the unit reported, also where nobody knows whether it is a report."""

    def test_unknown_type(self) -> None:
        """Of an unknown type the dispatch to the accused is not verifiable, and it is shown nothing."""
        unknown = Ticket("T-1", ticket_facts(contact=True), accused=ROADS, title="举报")
        case = BEIJING.review(
            (Received(at(2, 8), unknown), Dispatched(at(2), ROADS, limit=natural_days(7)))
        )
        assert case.breaches == ()
        assert "G8" in {one.row.id for _, one in case.unverified}

    @pytest.mark.parametrize("event", [CalledOut(at(3), ROADS)], ids=lambda each: each.move.name)
    def test_report(self, event: Event) -> None:
        """A report reaches the unit reported by no call."""
        report = Ticket(
            "T-1",
            ticket_facts(request_type=RequestType.REPORT, contact=True),
            accused=ROADS,
        )
        case = BEIJING.review(
            (Received(at(2, 8), report), Dispatched(at(2), STREET, limit=natural_days(7)))
        ).case
        found = {row for each in case.breaches for row in [each.row]}
        assert "G8" not in found
        with pytest.raises(CaseworkError, match="kept from"):
            case.apply(event)


class TestQuestions:
    """A wrong question is refused, not answered."""

    def test_refused(self) -> None:
        """A word for a move, an instant before the last event, a strand that is no number."""
        case = handled(Supplemented(at(3), confidential=True))
        assert case.file.confidential
        with pytest.raises(InvalidValueError):
            _ = "派单" in case.allowed(at(4))
        with pytest.raises(CaseworkError, match="before the last"):
            case.allowed(at(2))
        with pytest.raises(InvalidValueError):
            case.answerable("1")  # type: ignore[arg-type]
        with pytest.raises(InvalidValueError, match="unit"):
            Succeeded(at(3), STREET, STREET)
        with pytest.raises(InvalidValueError, match="empty"):
            Dispatched(at(3), "")

    def test_nothing(self) -> None:
        """A history of nothing is a case of nothing."""
        review = BEIJING.review([])
        assert review.case.history == ()
        assert review.breaches == ()
        assert str(review.explain())

    def test_interim(self) -> None:
        """条例 14-2: a report of progress before the limit is no breach."""
        early = Reported(at(4), by=WATER, finished=False)
        assert handled(Joined(at(3), WATER, limit=natural_days(5)), early).breaches == ()

    def test_moves(self) -> None:
        """Every move is in the options, of those about a strand for each."""
        assert {each.move for each in handled().allowed(at(3))} == set(Move)
