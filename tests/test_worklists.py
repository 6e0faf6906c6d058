"""The worklist of a day."""

from datetime import datetime, timedelta
from random import Random

import attrs
import illustrative
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu import (
    Case,
    Hotline,
    RequestType,
    Ticket,
    beijing_time,
    natural_days,
    ticket_facts,
    worklist,
)
from jiesu.clocks import Task
from jiesu.errors import InvalidValueError
from jiesu.events import (
    Adjudicated,
    Adjudication,
    Closed,
    Contacted,
    Dispatched,
    Event,
    FedBack,
    FollowedUp,
    Objected,
    ObjectionGround,
    Received,
    Replied,
    Signed,
)
from jiesu.rules.shandong import CARDS

HOTLINE: Hotline = illustrative.hotline()
STREET = "110101001"
START = beijing_time(2026, 3, 2, 9)


def history(name: str, *more: Event) -> tuple[Event, ...]:
    """A case dispatched to a subdistrict, and what came after."""
    facts = ticket_facts(request_type=RequestType.COMPLAINT, contact=True)
    sent = Dispatched(START + timedelta(hours=1), STREET, limit=natural_days(7))
    return Received(START, Ticket(name, facts, title=name)), sent, *more


def case(name: str, *more: Event) -> Case:
    """The same under the rules of Beijing."""
    return HOTLINE.review(history(name, *more)).case


def at(day: int, hour: int = 9) -> datetime:
    """An instant of March 2026."""
    return beijing_time(2026, 3, day, hour)


BUSY = case("busy", Signed(at(2, 11)))
OBJECTS = case("objects", Objected(at(3), ObjectionGround.DUTY))
DONE = case("done", Replied(at(4)), FedBack(at(4, 10)), Closed(at(4, 11)))
ASKED = case("asked", Replied(at(4)), FedBack(at(4, 10)), Closed(at(4, 11)), FollowedUp(at(10)))
CASES = (BUSY, OBJECTS, DONE, ASKED)


class TestGroups:
    """今日清单: what is overdue, what is due soon, objections to decide, follow-ups to make."""

    def test_before_the_end(self) -> None:
        """Two days before the end the answers are due soon; a follow-up is not owed yet (条例 23)."""
        found = worklist(CASES, at(8), within=natural_days(2))
        assert found.overdue == found.follow_ups == ()
        assert {(each.case, each.pending.task) for each in found.due_soon} == {
            ("busy", Task.REPLY),
            ("busy", Task.FEED_BACK),
            ("objects", Task.REPLY),
            ("objects", Task.FEED_BACK),
        }
        assert [each.case for each in found.objections] == ["objects"]

    def test_after_the_end(self) -> None:
        """On the morning after the last day they are overdue, and whoever was not asked is to be asked."""
        found = worklist(CASES, at(10))
        assert {each.case for each in found.overdue} == {"busy", "objects"}
        assert {each.case for each in found.follow_ups} == {"busy", "objects", "done"}
        assert found.due_soon == ()

    def test_decided(self) -> None:
        """An objection that was decided is off the list."""
        upheld = case("objects", *OBJECTS.history[2:], Adjudicated(at(4), Adjudication.UPHOLD))
        assert worklist([upheld], at(5)).objections == ()

    @given(seed=st.integers(0, 10**6), hours=st.integers(0, 400))
    def test_once(self, seed: int, hours: int) -> None:
        """Whatever is owed in any of the cases stands in one group, once; nothing else does."""
        draw = Random(seed)  # noqa: S311 -- a mix, not a secret
        more: list[Event] = [
            Signed(at(2, 11)),
            Contacted(at(2, 12)),
            Objected(at(3), ObjectionGround.DUTY),
            Replied(at(5)),
            FedBack(at(6)),
            FollowedUp(at(11)),
            Closed(at(12)),
        ]
        cases = [
            case(f"c{number}", *draw.sample(more, draw.randrange(len(more))))
            for number in range(4)
        ]
        now = START + timedelta(hours=hours)
        found = worklist(cases, now)
        groups = (
            *(found.overdue, found.due_soon, found.objections, found.follow_ups, found.other),
        )
        listed = sorted((one.case, one.pending.row.id) for each in groups for one in each)
        owed = sorted((each.id, one.row.id) for each in cases for one in each.pending(now))
        assert listed == owed
        assert len(found.to_rows()) == len(owed)

    def test_order(self) -> None:
        """The oldest comes first among what is overdue."""
        late = tuple(later(each, 3) for each in history("late"))
        found = worklist([HOTLINE.review(late).case, BUSY], at(20))
        assert list(dict.fromkeys(each.case for each in found.overdue)) == ["busy", "late"]


def later(event: Event, days: int) -> Event:
    """The event some days later."""
    return attrs.evolve(event, at=event.at + timedelta(days=days))


class TestCards:
    """预警: a yellow card a working day before the end, a red one after it (山东 2017, as reported)."""

    @pytest.mark.parametrize(
        ("day", "cards"), [(5, []), (6, ["黄牌"]), (9, ["黄牌"]), (10, ["黄牌", "红牌"])]
    )
    def test_out(self, day: int, cards: list[str]) -> None:
        """The last day is Monday 9 March: yellow from Friday the 6th, red from Tuesday the 10th."""
        carded = HOTLINE.with_({"casework.alerts": CARDS})
        found = worklist([carded.review(BUSY.history).case], at(day))
        assert [card.rule.name.zh for _, card in found.cards] == cards


class TestFaults:
    """Good cases survive the bad ones."""

    def test_beyond_the_calendar(self) -> None:
        """A case whose limit leaves the calendar is a fault with its reason; the others are listed."""
        far = HOTLINE.review(
            [
                history("far")[0],
                Dispatched(at(3), STREET, limit=natural_days(10**7)),
            ]
        ).case
        found = worklist([far, BUSY], at(8))
        assert [name for name, _ in found.faults] == ["far"]
        assert {each.case for each in (*found.due_soon, *found.other)} == {"busy"}

    def test_no_case(self) -> None:
        """What is no case is refused, all at once."""
        with pytest.raises(InvalidValueError) as error:
            worklist([BUSY, 1, "x"], at(8))  # type: ignore[list-item]
        assert [fault.path for fault in error.value.faults] == ["cases[1]", "cases[2]"]
