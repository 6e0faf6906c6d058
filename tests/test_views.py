"""What each audience may see of a case: marks in every field, looked for in everything a view is."""

import pickle
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import attrs
import illustrative
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu import events as ev
from jiesu.casework import Case
from jiesu.custody import fold
from jiesu.deadlines import natural_days
from jiesu.errors import CaseworkError, InvalidValueError, NaiveDatetimeError
from jiesu.events import EVENTS, Adjudication, Event, Move, Party
from jiesu.labels import Text
from jiesu.legal_time import beijing_time
from jiesu.outcomes import FollowUp, Resolution, Satisfaction
from jiesu.sources import assumed
from jiesu.tickets import (
    Place,
    PlaceRole,
    RequestType,
    Secrecy,
    StatutoryStanding,
    Ticket,
    ticket_facts,
)
from jiesu.views import WHITELIST, Audience, Line, View, view

LANGUAGES = ("zh", "en")
START = beijing_time(2026, 3, 2, 8, 17)
OFFICE = illustrative.hotline().office(START.date())
LEAD, OTHER, CO, OTHER_CO, CALLED, ACCUSED = "水务", "城市管理", "交通", "燃气", "供水", "供电"
UNITS = (LEAD, OTHER, CO, CALLED)
LIMIT = natural_days(7)
GROUND = assumed("法定时限", "a statute's limit")
H, L, C, R, P = Audience
ASKED = {L: LEAD, C: CO}

MARK = re.compile(r"mk\w+?km")

PERMITTED: dict[tuple[Move | None, str], str] = {
    (None, "id"): "HLCR",
    (None, "title"): "HLCR",
    (None, "requester"): "HLR",
    (None, "accused"): "HL",
    (None, "EVENT"): "HLCR",
    (None, "RESIDENCE"): "HLR",
    (Move.SUPPLEMENTED, "what"): "HLR",
    (Move.CORRECTED, "field"): "HLR",
    (Move.CORRECTED, "old"): "H",
    (Move.CORRECTED, "new"): "HL",
    (Move.SPLIT, "items"): "HLCR",
    (Move.DISPATCHED, "batch"): "H",
    (Move.OBJECTED, "reason"): "HL",
    (Move.RETURNED, "reason"): "HL",
    (Move.RECALLED, "batch"): "H",
    (Move.REPORTED, "reason"): "HLC",
    (Move.REPORTED, "interim"): "HLC",
    (Move.OPINION_GIVEN, "opinion"): "HL",
    (Move.EXTENSION_ASKED, "reason"): "HL",
    (Move.EXTENDED, "reason"): "HLR",
    (Move.EXTENSION_REFUSED, "reason"): "HL",
    (Move.DEFERRED, "reason"): "HLR",
    (Move.SUPERVISED, "ground"): "HL",
    (Move.REPLIED, "answer"): "HLR",
    (Move.REHANDLED, "reason"): "HL",
    (Move.LINKED, "case"): "H",
}
"""Who may see what somebody wrote, apart from the room's own list; a note is for H and L."""

NEEDED: dict[Move, dict[str, Any]] = {
    Move.CLASSIFIED: {"leaf": "0101"},
    Move.CONFERRED: {"units": (LEAD, OTHER), "settled_on": LEAD},
    Move.DISPATCHED: {"to": (LEAD,), "limit": LIMIT, "co_handlers": (CO,)},
    Move.ADJUDICATED: {"outcome": Adjudication.UPHOLD},
    Move.DESIGNATED: {"to": LEAD},
    Move.RECALLED: {"to": LEAD},
    Move.ENTRUSTED: {"to": "community"},
    Move.JOINED: {"unit": CO},
    Move.REPORTED: {"by": CO, "finished": False},
    Move.CALLED_OUT: {"units": (CALLED,)},
    Move.RESPONDED: {"by": CALLED},
    Move.ELEVATED: {"to": LEAD},
    Move.EXTENSION_ASKED: {"by_how_much": LIMIT},
    Move.EXTENDED: {
        "by_how_much": LIMIT,
        "ground": GROUND,
        "approver": ev.Approver.HOTLINE,
        "requester_told": True,
    },
    Move.LIMIT_REPLACED: {"limit": LIMIT, "ground": GROUND},
    Move.CHANNEL_ENTERED: {"channel": StatutoryStanding.ENTERED_LITIGATION},
    Move.DEFERRED: {"until": START.date()},
    Move.INFORMED: {"promised": START.date()},
    Move.FED_BACK: {"claim": Resolution.RESOLVED},
    Move.STOPPED: {"ground": ev.StopGround.OTHER},
    Move.FOLLOWED_UP: {"result": FollowUp.REACHED, "satisfied": Satisfaction.SATISFIED},
    Move.LINKED: {"how": ev.LinkedAs.MASS},
    Move.SUCCEEDED: {"old": CALLED, "new": OTHER_CO},
}
"""What an event cannot do without, beside its words."""


def mark(move: Move | None, field: str, number: int = 0) -> str:
    """Words that stand nowhere else."""
    return f"mk{move.name.replace('_', '') if move else ''}x{field.replace('_', '')}x{number}km"


def written(kind: type[Event]) -> Iterator[str]:
    """The fields of an event in which somebody writes."""
    for field in attrs.fields(kind):
        plain = field.type is str or field.name in {"items", "batch"}
        if plain and (field.name == "note" or (kind.move, field.name) in PERMITTED):
            yield field.name


def event_of(move: Move, at: datetime, number: int = 0, **more: Any) -> Event:
    """An event of a kind with marks in every field in which somebody writes."""
    (kind,) = (each for each in EVENTS if each.move is move)
    words: dict[str, Any] = {field: mark(move, field, number) for field in written(kind)}
    if move is Move.SPLIT:
        words["items"] = tuple(mark(move, f"items{part}", number) for part in "AB")
    return kind(at, **words | NEEDED.get(move, {}) | more)


def ticket_of(**more: Any) -> Ticket:
    """A ticket with marks wherever something is personal."""
    stated: dict[str, Any] = {"request_type": RequestType.COMPLAINT, "contact": True}
    facts = ticket_facts(**stated | more.pop("facts", {}))
    places = [
        Place((mark(None, role.name),), role) for role in (PlaceRole.EVENT, PlaceRole.RESIDENCE)
    ]
    usual: dict[str, Any] = {
        name: mark(None, name) for name in ("id", "title", "requester", "accused")
    }
    identity = usual.pop("id")
    return Ticket(identity, facts, leaf="0101", places=places, **usual | more)


def history(*later: tuple[Move, dict[str, Any]], **received: Any) -> list[Event]:
    """A ticket that is received and goes to a unit with a co-handler; then what is said."""
    ticket = received.pop("ticket", None) or ticket_of()
    moves = [(Move.RECEIVED, {"ticket": ticket, **received}), (Move.DISPATCHED, {}), *later]
    return [
        event_of(move, START + timedelta(hours=number), number, **more)
        for number, (move, more) in enumerate(moves)
    ]


ONCE_EACH = history(
    *((each, {}) for each in Move if each not in {Move.RECEIVED, Move.DISPATCHED, Move.SPLIT}),
    (Move.SPLIT, {"strand": 1}),
    (Move.REOPENED, {"strand": 1}),
)
"""Every kind of event at least once, all of the one unit's strand."""


def printed(seen: View) -> str:
    """Everything in which a view could tell something."""
    parts = [repr(seen), str(seen), repr(seen.lines), seen._repr_html_()]
    for lang in LANGUAGES:
        told = seen.explain(lang)
        parts += [told.text(), told.markdown(), told.html(), str(told), repr(told)]
    parts += [str(seen.to_rows()), str(attrs.asdict(seen))]
    return "\n".join((*parts, pickle.dumps(seen).decode("latin-1")))


def marks(seen: View) -> set[str]:
    """The marks that a view tells."""
    return set(MARK.findall(printed(seen)))


def may(audience: Audience, move: Move | None, field: str) -> bool:
    """Whether an audience may see a field of a case that is open to it."""
    if field == "note":
        return audience is H or (audience is L and move is not Move.RISK_REPORTED)
    letters = PERMITTED[move, re.sub("[AB]$", "", field)]
    return audience.name[0] in letters


def marked(events: list[Event]) -> Iterator[tuple[Event, Move | None, str, str]]:
    """Every mark of a history: of which event, which field, which words."""
    for event in events:
        if isinstance(event, ev.Received):
            for name in ("id", "title", "requester", "accused", "EVENT", "RESIDENCE"):
                yield event, None, name, mark(None, name)
        for field in written(type(event)):
            value = getattr(event, field)
            for words in value if isinstance(value, tuple) else (value,):
                yield event, event.move, field, words


SOME = [each for each in Move if each is not Move.RECEIVED]


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Any events in any order, by anybody, of any strand; to one unit, or to two at once."""
    later: list[tuple[Move, dict[str, Any]]] = []
    for move in draw(st.lists(st.sampled_from(SOME), max_size=14)):
        more: dict[str, Any] = {"strand": draw(st.sampled_from([None, 1, 2, 3]))}
        more["by"] = draw(st.sampled_from([None, *UNITS, Party.HOTLINE]))
        if move is Move.DISPATCHED:
            more["to"] = draw(
                st.lists(st.sampled_from(UNITS), min_size=1, max_size=2, unique=True)
            )
        elif move in {Move.DESIGNATED, Move.RECALLED, Move.ELEVATED, Move.ENTRUSTED}:
            more["to"] = draw(st.sampled_from(UNITS))
        elif move is Move.JOINED:
            more["unit"] = draw(st.sampled_from(UNITS))
        elif move is Move.SUCCEEDED:
            more["old"], more["new"] = draw(st.permutations(UNITS))[:2]
        later.append((move, more))
    return history(*later)


class TestWhiteList:
    """What stands in no list is not shown; so every move has to stand in it."""

    def test_every_move(self) -> None:
        """A new move without an entry fails here."""
        assert set(WHITELIST) == set(Move)

    @pytest.mark.parametrize("kind", EVENTS)
    def test_fields(self, kind: type[Event]) -> None:
        """What is listed is a field of the event, and has a name in both languages."""
        own = {field.name for field in attrs.fields(kind)} | {"told"}
        for fields in WHITELIST[kind.move].values():
            assert set(fields) <= own
            assert len(set(fields)) == len(fields)

    @pytest.mark.parametrize("kind", EVENTS)
    def test_the_marks_cover_every_word(self, kind: type[Event]) -> None:
        """A new field in which somebody can write has to be said here, who may see it."""
        ids = {"to", "unit", "leaf", "case", "by"}
        if kind is ev.Succeeded:
            ids |= {"old", "new"}
        texts = {field.name for field in attrs.fields(kind) if field.type is str}
        assert texts - ids <= set(written(kind)) | {"note"}

    def test_the_hotline_sees_every_move(self) -> None:
        """The body that keeps the record sees each line of it."""
        assert all(H in row for row in WHITELIST.values())

    @pytest.mark.parametrize(
        "move",
        [
            *(Move.OBJECTED, Move.ADJUDICATED, Move.EXTENSION_ASKED, Move.EXTENSION_REFUSED),
            *(Move.URGED, Move.SUPERVISED, Move.RISK_REPORTED, Move.KEY_LISTED, Move.CONFERRED),
        ],
    )
    def test_internal(self, move: Move) -> None:
        """Review and supervision are neither the requester's nor the public's to see."""
        assert not {R, P} & set(WHITELIST[move])


class TestNothingLeaks:
    """A mark that is not permitted is in nothing that a view is, prints or pickles to."""

    @pytest.mark.parametrize("audience", Audience)
    def test_each_field(self, audience: Audience) -> None:
        """Of a case with every kind of event, exactly the permitted words are told."""
        case = Case.of(ONCE_EACH, OFFICE)
        found = marks(view(case, audience, unit=ASKED.get(audience)))
        expected = {
            words for _, move, field, words in marked(ONCE_EACH) if may(audience, move, field)
        }
        if audience in {L, C}:
            # The second item is another strand's, and so is half of what is noted of the split.
            expected = {each for each in expected if not re.search("SPLITx(itemsB|note)", each)}
        assert expected - found == set()
        assert found - expected == set()

    @given(histories(), st.integers(0, 20), st.data())
    @settings(max_examples=150, deadline=None)
    def test_any_history(self, events: list[Event], hours: int, data: st.DataObject) -> None:
        """Whatever happened, in whatever order: nothing but permitted words, of one's own strands."""
        case, at = Case.of(events, OFFICE), START + timedelta(hours=hours)
        audience = data.draw(st.sampled_from(Audience))
        unit = data.draw(st.sampled_from(UNITS)) if audience in {L, C} else None
        file = case.as_at(at).file
        own = {
            each.number
            for each in file.strands
            if unit is None
            or (audience is L and unit in {each.answerable, each.holder})
            or (audience is C and unit in {one.unit for one in each.co_handlers})
            or (audience is C and unit in {one.unit for one in each.called})
        }
        if unit and not own:
            with pytest.raises(CaseworkError):
                view(case, audience, unit=unit, at=at)
            return
        seen = view(case, audience, unit=unit, at=at)
        allowed = {
            words
            for event, move, field, words in marked(events)
            if may(audience, move, field)
            and event.at <= at
            and (unit is None or event.strand in {None, *own} or move is Move.SPLIT)
        }
        if unit:
            kept = {one.item for one in file.strands if one.number in own}
            allowed = {each for each in allowed if "xitems" not in each or each in kept}
        assert marks(seen) <= allowed
        assert all(each.strand in {0, *own} for each in seen.lines)
        assert all((each.at if audience is not P else START) <= at for each in seen.lines)
        assert len(seen.lines) <= sum(each.at <= at for each in events)

    @given(histories())
    @settings(max_examples=60, deadline=None)
    def test_an_earlier_look_is_a_beginning(self, events: list[Event]) -> None:
        """What the requester saw earlier is how what it sees later begins."""
        case = Case.of(events, OFFICE)
        later = view(case, R).lines
        for event in events:
            sooner = view(case, R, at=event.at).lines
            assert later[: len(sooner)] == sooner

    @pytest.mark.parametrize("audience", Audience)
    def test_plain_data(self, audience: Audience) -> None:
        """It carries no case, ticket or office, is small, and comes back from a pickle equal."""
        seen = view(Case.of(ONCE_EACH, OFFICE), audience, unit=ASKED.get(audience))
        stored = pickle.dumps(seen)
        for name in (b"casework", b"jiesu.tickets", b"jiesu.office", b"jiesu.custody", b"Ticket"):
            assert name not in stored
        assert len(stored) < 20_000
        assert pickle.loads(stored) == seen  # noqa: S301
        assert not MARK.findall(repr(seen) + repr(seen.lines))

    def test_every_way_to_print_it(self) -> None:
        """What is permitted is told in text, Markdown, HTML, rows and in a notebook."""
        seen = view(Case.of(history((Move.REPLIED, {})), OFFICE), R, lang="en")
        words = mark(Move.REPLIED, "answer", 2)
        for lang in LANGUAGES:
            told = seen.explain(lang)
            assert all(words in each for each in (told.text(), told.markdown(), told.html()))
        assert words in str(seen.to_rows())
        assert words in seen._repr_html_()
        assert "requester answered" in str(seen.explain())


PROTECTED: dict[str, dict[str, Any]] = {
    "confidential": {"confidential": True},
    "report": {"ticket": ticket_of(facts={"request_type": RequestType.REPORT})},
    **{
        each.name: {"ticket": ticket_of(facts={"secrecy": each})}
        for each in Secrecy
        if each is not Secrecy.NONE
    },
}


class TestProtected:
    """济南 16, 32-1; 潍坊 7, 11-3; 条例 8-3: who asked, and what was said, stays with the hotline."""

    @pytest.mark.parametrize("why", PROTECTED)
    @pytest.mark.parametrize("audience", [L, C])
    def test_units(self, why: str, audience: Audience) -> None:
        """A unit learns the number, the kind and where it happened, and no words."""
        events = [
            attrs.evolve(each, **PROTECTED[why]) if isinstance(each, ev.Received) else each
            for each in ONCE_EACH
        ]
        seen = view(Case.of(events, OFFICE), audience, unit=ASKED[audience])
        assert marks(seen) == {mark(None, "id"), mark(None, "EVENT")}
        assert seen.kind
        assert seen.lines
        assert "只由热线掌握" in seen.explain()

    @pytest.mark.parametrize("why", PROTECTED)
    def test_public(self, why: str) -> None:
        """The public learns nothing, not even why."""
        views = [view(Case.of(history(**PROTECTED[each]), OFFICE), P) for each in (why, "report")]
        assert views[0] == views[1] == attrs.evolve(View(P), **shared(views[0]))

    def test_no_ticket(self) -> None:
        """Where nothing tells what kind of matter it is, it is kept back."""
        case = Case.of(ONCE_EACH[1:], OFFICE)
        assert marks(view(case, L)) == marks(view(case, C)) == set()
        assert not view(case, P).lines

    def test_hotline_and_requester(self) -> None:
        """The hotline body sees all of it, and the requester its own case, as ever."""
        events = history((Move.SUPPLEMENTED, {}), confidential=True)
        case, plain = Case.of(events, OFFICE), Case.of(history((Move.SUPPLEMENTED, {})), OFFICE)
        assert marks(view(case, H)) == marks(view(plain, H))
        assert marks(view(case, R)) == marks(view(plain, R))

    def test_a_later_wish(self) -> None:
        """A wish for confidentiality protects what is looked up of before it."""
        events = history((Move.SUPPLEMENTED, {}), (Move.RECEIVED, {"ticket": ticket_of()}))
        case = Case.of(events, OFFICE)
        wish = Case.of([*events[:-1], attrs.evolve(events[-1], confidential=True)], OFFICE)  # type: ignore[call-arg]
        at = events[2].at
        assert mark(None, "title") in marks(view(case, L, at=at))
        assert mark(None, "title") not in marks(view(wish, L, at=at))

    @pytest.mark.parametrize("secrecy", [each for each in Secrecy if each is not Secrecy.NONE])
    def test_secret(self, secrecy: Secrecy) -> None:
        """条例 11-3-(四), 济南 15, 潍坊 13: of a secret matter the requester is given an explanation."""
        events = history(
            (Move.REPLIED, {}), (Move.INFORMED, {}), ticket=ticket_of(facts={"secrecy": secrecy})
        )
        seen = view(Case.of(events, OFFICE), R)
        assert marks(seen) == {mark(None, "id")}
        assert [each.move for each in seen.lines] == [Move.RECEIVED, Move.INFORMED]
        assert not any(
            (each.remarks + each.answers + each.says) != ("",) * 6 for each in seen.lines
        )
        assert not seen.kind + seen.answerable.zh


def shared(seen: View) -> dict[str, Any]:
    """What a view says where it tells nothing of the case."""
    return {"withheld": seen.withheld, "grounds": seen.grounds}


class TestUnits:
    """A unit sees the strands that it has a part in, as what it has the part; else nothing."""

    def test_other_strands(self) -> None:
        """Of two units that got it at once neither learns of the other, nor of its co-handlers."""
        both: list[Event] = [
            ev.Received(START, ticket_of()),
            ev.Dispatched(START, (LEAD, OTHER), co_handlers=(CO,), note=mark(None, "both")),
            ev.Joined(START, OTHER_CO, strand=2),
            ev.Objected(START, by=OTHER, reason=mark(None, "two")),
            ev.Reported(START, by=OTHER_CO, strand=2, interim=mark(None, "far")),
        ]
        case = Case.of(both, OFFICE)
        names = {each: OFFICE.name(each).zh for each in (LEAD, OTHER, CO, OTHER_CO)}
        seen = {
            LEAD: printed(view(case, L, unit=LEAD)),
            OTHER: printed(view(case, L, unit=OTHER)),
            CO: printed(view(case, C, unit=CO)),
            OTHER_CO: printed(view(case, C, unit=OTHER_CO)),
        }
        first, second = {LEAD, CO}, {OTHER, OTHER_CO}
        for unit, text in seen.items():
            for other in second if unit in first else first:
                assert names[other] not in text
            assert (mark(None, "two") in text) == (unit == OTHER)
            assert (mark(None, "far") in text) == (unit in second)
            assert mark(None, "both") not in text

    def test_another_co_handler(self) -> None:
        """A co-handler sees its own report and call, not those of another one of its strand."""
        events = history(
            (Move.JOINED, {"unit": OTHER_CO}),
            (Move.REPORTED, {"by": OTHER_CO, "finished": True}),
            (Move.CALLED_OUT, {}),
            (Move.REPORTED, {"by": None}),
        )
        case = Case.of(events, OFFICE)
        lines = {each: view(case, C, unit=each).lines for each in (CO, OTHER_CO, CALLED)}
        assert [sum(one.move is Move.REPORTED for one in each) for each in lines.values()] == [
            1,
            1,
            0,
        ]
        assert [one.move for one in lines[CALLED]][-1] is Move.CALLED_OUT
        assert mark(Move.REPORTED, "reason", 5) in marks(view(case, C, unit=CO))

    def test_whose_place_it_takes(self) -> None:
        """A unit that took another one's place sees what that one reported."""
        events = history((Move.REPORTED, {}), (Move.SUCCEEDED, {"old": CO, "new": OTHER_CO}))
        assert mark(Move.REPORTED, "reason", 2) in marks(view(Case.of(events, OFFICE), C))

    def test_who_takes_whose_place(self) -> None:
        """Who stands in for a unit that was called is shown to nobody who does not see the call."""
        events = history((Move.CALLED_OUT, {}), (Move.SUCCEEDED, {}))
        case = Case.of(events, OFFICE)
        moves = {each: [one.move for one in view(case, each).lines] for each in Audience}
        moves[C] = [one.move for one in view(case, C, unit=CO).lines]
        assert [each for each in Audience if Move.SUCCEEDED in moves[each]] == [H, L]
        assert view(case, C, unit=OTHER_CO).lines[-1].move is Move.SUCCEEDED
        whole = Case.of(history((Move.SUCCEEDED, {"old": LEAD, "new": OTHER})), OFFICE)
        assert all(view(whole, each).lines[-1].move is Move.SUCCEEDED for each in Audience)

    def test_first(self) -> None:
        """Without a unit it is the first: as in charge, the one that answers."""
        case = Case.of(ONCE_EACH, OFFICE)
        assert view(case, L).unit == OFFICE.name(LEAD)
        assert view(case, C).unit == OFFICE.name(CO)

    @pytest.mark.parametrize(
        ("audience", "unit"), [(L, OTHER), (C, OTHER), (L, CO), (C, LEAD), (L, "nobody"), (L, "")]
    )
    def test_no_part(self, audience: Audience, unit: str) -> None:
        """A unit without that part in the case is refused, with where, what and how to mend it."""
        with pytest.raises(CaseworkError) as caught:
            view(Case.of(history(), OFFICE), audience, unit=unit)
        (fault,) = caught.value.faults
        assert (fault.path, bool(fault.expected), bool(fault.remedy)) == ("view.unit", True, True)
        assert not MARK.findall(str(caught.value))

    def test_nobody_yet(self) -> None:
        """Before the dispatch there is no unit, whatever happened later."""
        with pytest.raises(CaseworkError):
            view(Case.of(history(), OFFICE), L, unit=LEAD, at=START)

    def test_given_away(self) -> None:
        """A unit that it was taken from has no part in it any more."""
        case = Case.of(history((Move.RECALLED, {"to": OTHER})), OFFICE)
        assert view(case, L).unit == OFFICE.name(OTHER)
        with pytest.raises(CaseworkError):
            view(case, L, unit=LEAD)

    @pytest.mark.parametrize("audience", [L, C])
    def test_accused(self, audience: Audience) -> None:
        """济南 32-1: whom a report is kept from is told what a stranger is told, and heirs are too."""
        ticket = ticket_of(accused=ACCUSED, facts={"request_type": RequestType.REPORT})
        to = (
            {"to": (ACCUSED,), "co_handlers": ()} if audience is L else {"co_handlers": (ACCUSED,)}
        )
        events = history(ticket=ticket)
        events[1] = event_of(Move.DISPATCHED, events[1].at, **to)
        case = Case.of(events, OFFICE)
        heir = event_of(Move.SUCCEEDED, events[1].at, old=ACCUSED, new=CALLED)
        told = []
        for each, unit in (
            (case, ACCUSED),
            (Case.of([*events, heir], OFFICE), CALLED),
            (case, CALLED),
        ):
            with pytest.raises(CaseworkError) as caught:
                view(each, audience, unit=unit)
            told.append(str(caught.value).replace(unit, "X"))
        assert told[0] == told[1] == told[2]
        with pytest.raises(CaseworkError):
            view(case, audience)

    def test_the_next_one(self) -> None:
        """The first unit is the first that it is not kept from."""
        ticket = ticket_of(accused=ACCUSED, facts={"request_type": RequestType.REPORT})
        events = history((Move.JOINED, {"unit": OTHER_CO}), ticket=ticket)
        events[1] = event_of(Move.DISPATCHED, events[1].at, co_handlers=(ACCUSED,))
        assert view(Case.of(events, OFFICE), C).unit == OFFICE.name(OTHER_CO)


class TestRequester:
    """条例 8-2, 15-1; 济南 15; 潍坊 13: progress, result, extensions with their reason, who handles it."""

    def test_what_it_is_told(self) -> None:
        """The extension comes with its reason and ground, and not with who approved it."""
        text = view(Case.of(ONCE_EACH, OFFICE), R).explain().text()
        for words in (
            f"延长：{LIMIT.text.zh}",
            "法定时限",
            "承诺",
            "答复",
            OFFICE.name(LEAD).zh,
            "满意",
        ):
            assert words in text
        for words in ("批准", "异议", "督办", "催办", "批次", "会商"):
            assert words not in text

    def test_who_answers(self) -> None:
        """It knows who answers now, though not of the objection by which that changed."""
        objected = {"outcome": Adjudication.REASSIGN, "to": OTHER}
        events = history((Move.OBJECTED, {}), (Move.ADJUDICATED, objected))
        seen = view(Case.of(events, OFFICE), R)
        assert seen.answerable == OFFICE.name(OTHER)
        assert seen.lines[-1].move is Move.DISPATCHED


class TestPublic:
    """条例 34-2, 8-3: kind of matter, units, stages and days; nothing that leads to a person."""

    def test_what_it_is_told(self) -> None:
        """No number of the case, no title, no place, no time of day; the kind by the catalogue."""
        seen = view(Case.of(ONCE_EACH, OFFICE), P)
        assert not marks(seen)
        assert not re.search(r"\d\d:\d\d", printed(seen))
        assert all(type(each.at).__name__ == "date" for each in seen.lines)
        assert seen.kind == "市政公用/供水/停水"
        assert OFFICE.name(LEAD).zh in seen.explain().text()

    def test_an_unlisted_unit(self) -> None:
        """An identifier that the register does not know could be a person's: it is not printed."""
        events = history()
        events[1] = event_of(Move.DISPATCHED, START, to=(mark(None, "somebody"),))
        case = Case.of(events, OFFICE)
        assert not marks(view(case, P))
        assert mark(None, "somebody") in marks(view(case, R))

    def test_an_unknown_leaf(self) -> None:
        """A leaf that the catalogue does not know is words, and not printed."""
        case = Case.of(history((Move.CLASSIFIED, {"leaf": mark(None, "leaf")})), OFFICE)
        assert not marks(view(case, P))
        assert not view(case, P).kind


class TestArguments:
    """What cannot be asked is refused with where, what and how to mend it."""

    @pytest.mark.parametrize("audience", [H, R, P])
    def test_no_unit_asks(self, audience: Audience) -> None:
        """A unit is named only where a unit asks."""
        with pytest.raises(InvalidValueError, match=r"view\.unit.*Remedy"):
            view(Case.of(history(), OFFICE), audience, unit=LEAD)

    @pytest.mark.parametrize(
        "given", [{"case": None}, {"audience": "PUBLIC"}, {"unit": 5}, {"lang": "fr"}, {"at": 5}]
    )
    def test_types(self, given: dict[str, Any]) -> None:
        """Another type, or another language, is refused."""
        usual: dict[str, Any] = {"case": Case.of(history(), OFFICE), "audience": L}
        with pytest.raises(InvalidValueError):
            view(**usual | given)

    def test_naive(self) -> None:
        """An instant without a zone is refused."""
        naive = START.replace(tzinfo=None)
        with pytest.raises(NaiveDatetimeError):
            view(Case.of(history(), OFFICE), P, at=naive)

    def test_without_rules(self) -> None:
        """A case that was loaded has to be given its rules first."""
        case = Case.of(history(), OFFICE)
        with pytest.raises(CaseworkError, match="no rules"):
            view(pickle.loads(pickle.dumps(case)), P)  # noqa: S301

    def test_nothing_happened(self) -> None:
        """An empty history is an empty view."""
        assert view(Case.of((), OFFICE), R).lines == ()
        assert view(Case.of((), OFFICE), H).to_rows() == []


class TestLines:
    """A line says when, what, which details, and who answered for it."""

    def test_text(self) -> None:
        """Both languages say the same."""
        line = Line(
            START,
            Move.EXTENDED,
            1,
            Text("7个自然日", "7 natural days"),
            Text("理由：雨", "reason: rain"),
            Text("甲、乙", "A, B"),
        )
        assert line.text.zh == (
            "2026-03-02 08:17 延长办理时限：7个自然日（理由：雨）〔责任主体：甲、乙〕"
        )
        assert line.text.en == (
            "2026-03-02 08:17 limit extended: 7 natural days (reason: rain) [answerable: A, B]"
        )

    def test_braces(self) -> None:
        """Words with braces are words."""
        line = Line(START.date(), Move.REPLIED, remarks=Text("{0}{x}", "{0}{x}"))
        assert "{0}{x}" in line.text.zh

    def test_written_down_later(self) -> None:
        """Only the hotline body is told when a record was made up for."""
        late = START + timedelta(days=3)
        events = history((Move.SIGNED, {"recorded_at": late}))
        case = Case.of(events, OFFICE)
        assert "补录于：2026-03-05 08:17" in view(case, H).explain()
        for audience in (L, R, P):
            assert "2026-03-05" not in view(case, audience).explain()

    def test_closed(self) -> None:
        """Of a strand that is closed, whoever answered for it until then is named."""
        case = Case.of(history((Move.CLOSED, {})), OFFICE)
        assert view(case, R).lines[-1].answers == OFFICE.name(LEAD)
        assert fold(case.history).strands[0].answerable is None
        assert view(case, R).answerable == Text("", "")
