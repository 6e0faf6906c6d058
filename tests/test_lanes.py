"""办理图: what the picture of a case shows is what its history, spells and clocks say."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import illustrative
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import fresh_json

from jiesu.calendars import WorkCalendar
from jiesu.casework import Case
from jiesu.clocks import Clock, HowChanged, LimitChange
from jiesu.custody import spells
from jiesu.deadlines import natural_days, working_days
from jiesu.errors import InvalidValueError, NaiveDatetimeError
from jiesu.events import (
    Adjudicated,
    Adjudication,
    CalledOut,
    Cleared,
    Closed,
    Deferred,
    Dispatched,
    Entrusted,
    Event,
    Extended,
    FedBack,
    FollowedUp,
    Joined,
    Move,
    Objected,
    Party,
    Received,
    Rehandled,
    Reopened,
    Replied,
    Reported,
    Returned,
    Signed,
    Succeeded,
    name_of,
)
from jiesu.explain import Markup
from jiesu.hotline import Hotline
from jiesu.labels import Text
from jiesu.lanes import lanes
from jiesu.legal_time import beijing_time
from jiesu.office import Running
from jiesu.tickets import RequestType, Ticket, ticket_facts

SVG = "{http://www.w3.org/2000/svg}"
START = beijing_time(2026, 3, 2, 8)
STREET, OTHER, CITY = "110101001", "110101002", "水务"
TICKET = Ticket("1", ticket_facts(request_type=RequestType.COMPLAINT, contact=True))

HAPPENED: tuple[Callable[[datetime], Event], ...] = (
    lambda at: Received(at, TICKET),
    lambda at: Adjudicated(at, Adjudication.REASSIGN, OTHER, strand=2),
    lambda at: Dispatched(at, STREET, limit=working_days(5)),
    lambda at: Dispatched(at, (OTHER, CITY), limit=natural_days(7)),
    Signed,
    Objected,
    lambda at: Adjudicated(at, Adjudication.REASSIGN),
    lambda at: Adjudicated(at, Adjudication.DESIGNATE, CITY),
    Returned,
    lambda at: Entrusted(at, "<居委会> & 'x' \"y\""),
    lambda at: Joined(at, "供水", limit=working_days(2)),
    lambda at: Reported(at, by="供水"),
    lambda at: CalledOut(at, (CITY,)),
    lambda at: Extended(at, working_days(3)),
    Deferred,
    Cleared,
    Replied,
    FedBack,
    FollowedUp,
    lambda at: Rehandled(at, limit=natural_days(2)),
    lambda at: Succeeded(at, CITY, OTHER),
    Closed,
    Reopened,
)
gaps = st.sampled_from([0, 1, 7, 60, 1440, 10_000, 90_000]).map(lambda n: timedelta(minutes=n))


@st.composite
def histories(draw: Any) -> tuple[Event, ...]:
    """A request and up to a dozen events after it; or events that no history should have so."""
    at = START
    found: list[Event] = [Received(at, TICKET)] if draw(st.booleans()) else []
    for make in draw(st.lists(st.sampled_from(HAPPENED), min_size=not found, max_size=12)):
        at += draw(gaps)
        found.append(make(at))
    return tuple(found)


@cache
def hotline() -> Hotline:
    """The illustrative hotline of Beijing."""
    return illustrative.hotline()


def case_of(history: tuple[Event, ...]) -> Case:
    """The case that a history makes."""
    return hotline().review(history).case


def drawn(case: Case, until: datetime, lang: str = "zh") -> Markup:
    """The picture of a case as it stood at an instant."""
    then = case.as_at(until)
    name = case.office.name
    return lanes(then.spells, then.clocks, then.history, name, until=until, lang=lang)


def read(picture: str) -> ET.Element:
    """A picture as XML."""
    return ET.fromstring(picture)  # noqa: S314 -- our own


def pieces(root: ET.Element, lane: str = "") -> Iterator[ET.Element]:
    """The pieces of a lane; of all of them where none is named."""
    for row in root.iter(f"{SVG}g"):
        if row.get("data-lane") is not None and lane in {"", row.get("data-lane")}:
            yield from (each for each in row if each.get("data-look"))


def ends(piece: ET.Element) -> tuple[datetime, datetime]:
    """From when to when a piece is, by its own account."""
    return (
        datetime.fromisoformat(piece.attrib["data-since"]),
        datetime.fromisoformat(piece.attrib["data-until"]),
    )


def words(root: ET.Element) -> str:
    """Everything that a picture says."""
    return "\n".join(each for each in root.itertext() if each.strip())


class TestLaws:
    """Any history has a picture, and the picture is true to it."""

    @given(history=histories(), later=gaps, lang=st.sampled_from(["zh", "en"]))
    def test_any_history_is_well_formed_and_shows_every_lane_and_event(
        self, history: tuple[Event, ...], later: timedelta, lang: str
    ) -> None:
        """A lane for each strand's two hands and each clock that started, a mark for each event."""
        until = history[-1].at + later
        case = case_of(history)
        root = read(drawn(case, until, lang))
        expected = [
            f"{each.clock.whose.name.lower().replace('_', '-')}-{each.strand}"
            for each in case.clocks
            if each.clock.start <= until
        ]
        strands = {each.strand for each in case.spells}
        strands |= {each.strand for each in case.clocks if each.clock.start <= until} - {0}
        expected += [f"{hands}-{number}" for number in strands for hands in ("answers", "holds")]
        shown = [each.get("data-lane") for each in root.iter() if each.get("data-lane")]
        assert sorted(str(each) for each in shown) == sorted(expected)
        marks = [each for each in root.iter() if each.get("data-event")]
        numbers = [each.get("data-event") for each in marks]
        assert numbers == [str(place) for place in range(1, len(history) + 1)]
        assert [each.get("data-at") for each in marks] == [each.at.isoformat() for each in history]
        assert not [each for each in root.iter() if each.get("id") or each.get("href")]

    @given(history=histories(), later=gaps)
    def test_a_spell_lies_under_the_name_of_its_body(
        self, history: tuple[Event, ...], later: timedelta
    ) -> None:
        """Each spell is covered by a piece that names it, and the pieces are as long together."""
        case, until = case_of(history), history[-1].at + later
        root = read(drawn(case, until))
        for number in {each.strand for each in case.spells}:
            for hands, whose in (("answers", "answerable"), ("holds", "holder")):
                length = timedelta()
                found = list(pieces(root, f"{hands}-{number}"))
                for spell in case.spells:
                    body = getattr(spell, whose)
                    if spell.strand != number or body is None:
                        continue
                    length += (spell.until or until) - spell.since
                    assert any(
                        ends(each)[0] <= spell.since <= (spell.until or until) <= ends(each)[1]
                        and case.office.name(body).zh in each[0].text  # type: ignore[operator]
                        and (each.get("data-look") == "party") == isinstance(body, Party)
                        for each in found
                    )
                spans = [ends(each) for each in found]
                assert sum((high - low for low, high in spans), timedelta()) == length
                assert all(one[1] <= two[0] for one, two in pairwise(spans))

    @given(history=histories(), later=gaps)
    def test_places_are_proportional_to_time(
        self, history: tuple[Event, ...], later: timedelta
    ) -> None:
        """Every span lies inside the axis, where its share of the whole time puts it."""
        case, until = case_of(history), history[-1].at + later
        root = read(drawn(case, until))
        start, end = (
            datetime.fromisoformat(root.attrib[f"data-{one}"]) for one in ("start", "end")
        )
        dues = [
            due
            for each in case.clocks
            if each.clock.start <= until
            for past in (each.clock.deadlines(each.calendar, min(each.done or until, until)),)
            for due in (*(one.due for one in past), *(past[-1].range or ()))
        ]
        assert start == history[0].at
        assert end == max(until, *dues, *(each.at for each in history))
        low, high = 190, 692

        def place(at: datetime) -> Fraction:
            return low + (high - low) * Fraction((at - start) / timedelta.resolution) / max(
                1, (end - start) // timedelta.resolution
            )

        for each in pieces(root):
            since, until_ = (place(one) for one in ends(each))
            assert low <= since <= until_ <= high
            rect, line = each.find(f"{SVG}rect"), each.find(f"{SVG}line")
            if rect is None:
                assert line is not None
                assert abs(Fraction(line.attrib["x1"]) - since) <= Fraction(1, 10)
                continue
            x, width = Fraction(rect.attrib["x"]), Fraction(rect.attrib["width"])
            assert low <= x <= x + width <= high
            if until_ - since >= 1:
                assert abs(x - since) <= Fraction(1, 10)
                assert abs(x + width - until_) <= Fraction(1, 5)
        lines = root.findall(f".//{SVG}polyline")
        for line, event in zip(lines, history, strict=True):
            foot = line.attrib["points"].split()[-1]
            assert abs(Fraction(foot.split(",")[0]) - place(event.at)) <= Fraction(1, 10)

    @given(history=histories(), place=st.integers(0, 12))
    def test_what_came_later_is_not_drawn(self, history: tuple[Event, ...], place: int) -> None:
        """The whole history drawn as of an instant is the picture of the history until then."""
        until = history[min(place, len(history) - 1)].at
        case = case_of(history)
        then = case.as_at(until)
        whole = lanes(case.spells, then.clocks, case.history, case.office.name, until=until)
        assert whole == drawn(case, until)
        marks = [each.get("data-at") for each in read(whole).iter() if each.get("data-at")]
        assert all(datetime.fromisoformat(str(each)) <= until for each in marks)


class TestClocks:
    """Of a clock: what has passed, the holds, what is late, each due; a provisional one as a range."""

    def of(self, clock: Clock, until: datetime, done: datetime | None = None) -> list[Any]:
        """The pieces of its lane: what they are, and from when to when."""
        run = Running(1, STREET, clock, done, WorkCalendar.china())
        root = read(lanes((), [run], (), name_of, until=until))
        return [(each.get("data-look"), *ends(each)) for each in pieces(root, "lead-1")]

    def test_holds_extensions_and_lateness(self) -> None:
        """The pieces are the clock's, to the instant."""
        held = beijing_time(2026, 3, 4, 9), beijing_time(2026, 3, 6, 9)
        change = LimitChange(beijing_time(2026, 3, 7, 9), working_days(5), HowChanged.EXTENDED)
        clock = Clock(working_days(5), START, holds=[held], changes=[change])
        before, due = (each.due for each in clock.deadlines(WorkCalendar.china()))
        late = due + timedelta(days=2)
        assert self.of(clock, late) == [
            ("used", START, due),
            ("held", *held),
            ("late", due, late),
            ("former", before, before),
            ("due", due, due),
        ]

    def test_what_is_done_ends_what_passes(self) -> None:
        """The used span ends with the task; the due instant stays."""
        clock, done = Clock(working_days(5), START), START + timedelta(days=1)
        due = clock.deadline(WorkCalendar.china()).due
        found = self.of(clock, START + timedelta(days=3), done)
        assert found == [("used", START, done), ("due", due, due)]

    def test_a_provisional_due_is_a_range(self) -> None:
        """From the earliest to the latest that a notice to come can make of it."""
        clock = Clock(working_days(10), beijing_time(2028, 12, 20, 9))
        made = clock.deadline(WorkCalendar.china())
        assert made.range
        assert made.earliest < made.latest
        found = self.of(clock, clock.start + timedelta(days=1))
        assert ("range", *made.range) in found
        assert ("due", made.due, made.due) in found

    def test_a_clock_to_come_has_no_lane(self) -> None:
        """What had not started is left out."""
        assert self.of(Clock(working_days(5), START), START - timedelta(days=1)) == []


class TestPicture:
    """It is one self-contained element that may stand anywhere."""

    NASTY = "<script>alert('x')</script>\"&\x00\x0b\ufffe\ud800]]>"

    def test_everything_is_escaped(self) -> None:
        """A name is text, whatever stands in it; what XML cannot write is replaced."""
        history = (
            Received(START, TICKET),
            Dispatched(START + timedelta(hours=1), self.NASTY),
            Entrusted(START + timedelta(hours=2), "'\" onload=x"),
        )
        until = START + timedelta(days=2)
        drawn_ = lanes(
            spells(history), (), history, name_of, until=until, title=self.NASTY, lang="en"
        )
        assert "<script" not in drawn_
        root = read(drawn_)
        assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
            *("svg", "title", "desc", "g", "rect", "line", "polyline", "polygon", "circle", "text")
        }
        assert not any(name.startswith("on") for each in root.iter() for name in each.attrib)
        assert "<script>alert('x')</script>\"&" in words(root)

    @pytest.mark.parametrize(("lang", "said"), [("zh", "责任主体"), ("en", "Answerable")])
    def test_both_languages(self, lang: str, said: str) -> None:
        """The words are of the language asked for, and the element says which."""
        case = case_of((Received(START, TICKET), Dispatched(START, STREET, limit=working_days(5))))
        root = read(drawn(case, START + timedelta(days=2), lang))
        assert said in words(root)
        assert root.attrib["lang"].startswith(lang)
        if lang == "en":
            unnamed = words(root).replace(case.office.name(STREET).zh, "")
            assert all(ord(each) < 0x2E80 for each in unnamed)

    def test_it_says_in_words_what_it_shows(self) -> None:
        """Title and description come first; a long name stands whole in both, cut on its bar."""
        long = "某某市" * 13 + "局"
        history = (Dispatched(START, STREET), Returned(START + timedelta(days=9)))
        root = read(
            lanes(
                spells(history),
                (),
                history,
                lambda body: Text(long, long) if body == STREET else name_of(body),
                until=START + timedelta(days=30),
            )
        )
        title, desc = root[0], root[1]
        assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
        assert root.get("role") == "img"
        assert root.get("aria-label") == title.text
        assert long in str(desc.text)
        assert "退单" in str(desc.text)
        piece, _ = pieces(root, "holds-1")
        assert long in str(piece[0].text)
        label = piece.findtext(f"{SVG}text")
        assert label is not None
        assert len(label) < len(long)
        assert label.endswith("…")

    def test_a_short_spell_has_the_letter_that_the_key_explains(self) -> None:
        """Where no name fits its letter stands; a name that fits, however short, stands in full."""
        history = (
            Dispatched(START, STREET),
            Entrusted(START + timedelta(days=1), CITY),
        )
        until = START + timedelta(days=20)
        root = read(lanes(spells(history), (), history, name_of, until=until))
        labels = [each.findtext(f"{SVG}text") for each in pieces(root, "holds-1")]
        assert labels == ["A", f"B {CITY}"]
        key = {each.text for each in root.findall(f"{SVG}text")}
        assert {f"A {STREET}", f"B {CITY}"} <= key

    def test_what_is_closed_is_in_no_hands(self) -> None:
        """Between closing and reopening the lanes are empty, though the same unit goes on."""
        moments = [START + timedelta(days=days) for days in range(4)]
        history = Dispatched(moments[0], STREET), Closed(moments[1]), Reopened(moments[2])
        root = read(lanes(spells(history), (), history, name_of, until=moments[3]))
        spans = [ends(each) for each in pieces(root, "answers-1")]
        assert spans == [(moments[0], moments[1]), (moments[2], moments[3])]

    def test_kinds_of_events_differ_in_shape(self) -> None:
        """Objection, decision, call-out, extension, follow-up and closing are told apart in grey."""
        kinds = Move.OBJECTED, Move.ADJUDICATED, Move.CALLED_OUT, Move.EXTENDED, Move.FOLLOWED_UP
        made = (
            Objected(START),
            Adjudicated(START, Adjudication.UPHOLD),
            CalledOut(START, (CITY,)),
            Extended(START, working_days(5)),
            FollowedUp(START),
        )
        assert tuple(each.move for each in made) == kinds
        shapes = set()
        for event in made:
            root = read(lanes((), (), (event,), name_of, until=START))
            points = root.find(f".//{SVG}g[@data-event]/{SVG}polygon")
            assert points is not None
            shapes.add(points.attrib["points"])
        assert len(shapes) == len(kinds)
        shut = read(lanes((), (), (Closed(START),), name_of, until=START))
        plain = read(lanes((), (), (Signed(START),), name_of, until=START))
        fills = [each.find(f".//{SVG}g[@data-event]/{SVG}circle") for each in (shut, plain)]
        assert [each.attrib["fill"] for each in fills if each is not None] == [
            "#1a1a1a",
            "#ffffff",
        ]

    def test_marks_never_lie_on_one_another(self) -> None:
        """However many events there are at one instant, their marks stand apart, in order."""
        history = tuple(Signed(START, seq=number) for number in range(90))
        root = read(lanes((), (), history, name_of, until=START))
        marks = root.findall(f".//{SVG}g[@data-event]/{SVG}circle")
        places = [(Fraction(each.attrib["cx"]), int(each.attrib["cy"])) for each in marks]
        assert len(places) == len(history)
        assert [x for x, _ in places] == sorted(x for x, _ in places)
        assert all(182 <= x <= 700 for x, _ in places)
        for row in {y for _, y in places}:
            level = [x for x, y in places if y == row]
            assert all(right - left > 17 for left, right in pairwise(level))

    @pytest.mark.parametrize("days", [0, 1, 3, 10, 60, 400, 4000, 900_000])
    def test_the_axis_has_a_few_round_instants(self, days: int) -> None:
        """From a moment to millennia there are one to ten ticks within the axis."""
        until = START + timedelta(days=days)
        root = read(lanes((), (), (Received(START, TICKET),), name_of, until=until))
        centred = [
            each for each in root.findall(f"{SVG}text") if each.get("text-anchor") == "middle"
        ]
        assert 1 <= len(centred) <= 10
        assert all(190 <= Fraction(each.attrib["x"]) <= 692 for each in centred)

    def test_nothing_at_all(self) -> None:
        """No history is a picture too, and one that was not dispatched says so."""
        assert "没有记录" in lanes((), (), (), name_of, until=START)
        history = (Received(START, TICKET),)
        assert "尚未派单" in drawn(case_of(history), START)

    def test_another_process_draws_the_same(self) -> None:
        """Nothing depends on the order of a set or on the machine."""
        history = (Dispatched(START, (STREET, OTHER, CITY)), Returned(START + timedelta(days=1)))
        here = lanes(spells(history), (), history, name_of, until=START + timedelta(days=3))
        code = """
import json
from datetime import timedelta
from jiesu.custody import spells
from jiesu.events import Dispatched, Returned, name_of
from jiesu.lanes import lanes
from jiesu.legal_time import beijing_time
at = beijing_time(2026, 3, 2, 8)
history = (Dispatched(at, ("110101001", "110101002", "水务")), Returned(at + timedelta(days=1)))
print(json.dumps(lanes(spells(history), (), history, name_of, until=at + timedelta(days=3))))
"""
        for seed in ("1", "2"):
            assert fresh_json(code, env={"PYTHONHASHSEED": seed}) == here

    def test_what_is_no_argument_is_refused(self) -> None:
        """Types, zones and languages are checked at the door."""
        wrong: Any = ("x",)
        for place in range(3):
            several: list[Any] = [(), (), ()]
            several[place] = wrong
            with pytest.raises(InvalidValueError):
                lanes(several[0], several[1], several[2], name_of, until=START)
        with pytest.raises(NaiveDatetimeError):
            lanes((), (), (), name_of, until=datetime(2026, 3, 2))  # noqa: DTZ001
        with pytest.raises(InvalidValueError):
            lanes((), (), (), name_of, until=START, lang="fr")
