import base64
import copy
import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import attrs
import illustrative
import pytest
import route_one
import strategies as own
from hypothesis import given
from hypothesis import strategies as st

import jiesu
from jiesu.canonical import canonical, digest
from jiesu.errors import InvalidValueError
from jiesu.labels import Label
from jiesu.overlays import Overlay
from jiesu.rules import beijing


def load(data: bytes) -> Any:
    """A value that this test pickled."""
    return pickle.loads(data)  # noqa: S301 -- our own bytes


def pickled(value: Any, protocol: int) -> Any:
    """A value sent through a pickle."""
    return load(pickle.dumps(value, protocol))


SAMPLES, AGAIN = own.samples(), own.samples()
PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)
ASKED = illustrative.hotline()
DECIDED = [ASKED.route(ticket, at=route_one.AT) for ticket in route_one.tickets()]
COPIES: dict[str, Callable[[Any], Any]] = {
    **{f"pickle-{protocol}": partial(pickled, protocol=protocol) for protocol in PROTOCOLS},
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}
CONSTANTS = {
    *("ASIDE", "BEIJING", "CIVIL_CODE", "MET", "MISSING", "NOT_ASSESSED", "OUTCOME_FACTS"),
    *("SILENT", "TICKET_FACTS", "UNMET", "UNSET", "__version__"),
}
UNHASHED = {"Hotline", "JiesuError", "Routings"}
"""Compared by what they answer, by their faults, and by either."""
LARGEST = 6000  # bytes of a pickled routing


def has_digest(value: object) -> bool:
    """Whether *value* has exact bytes."""
    try:
        canonical(value)
    except InvalidValueError:
        return False
    return True


def same(one: Any, other: Any) -> bool:
    """Equality, and for what has none the answers it gives."""
    if isinstance(one, jiesu.Hotline):
        return bool(
            one.route(own.ticket(), at=own.AT) == other.route(own.ticket(), at=own.AT)
            and one.catalogue == other.catalogue
            and one.directory == other.directory
        )
    if isinstance(one, jiesu.JiesuError):
        return type(one) is type(other) and one.faults == other.faults
    if isinstance(one, jiesu.Routings):
        pairs = zip(one.faults, other.faults, strict=True)
        return one.results == other.results and all(
            a[:2] == b[:2] and same(a.error, b.error) for a, b in pairs
        )
    return bool(one == other)


def parts(value: Any) -> Iterator[Any]:
    """A value and all values of this library inside it."""
    yield value
    inner: tuple[Any, ...] = ()
    if attrs.has(type(value)):
        inner = tuple(
            getattr(value, field.name)
            for field in attrs.fields(type(value))
            if field.eq is not False and not field.name.startswith("_")
        )
    elif isinstance(value, (tuple, list)):
        inner = tuple(value)
    elif isinstance(value, Mapping):
        inner = tuple(value.values())
    for each in inner:
        yield from parts(each)


def names(value: Any) -> list[str]:
    """Every public attribute of a value that is no method."""
    return [
        name
        for name in dir(value)
        if not name.startswith("_") and not callable(getattr(value, name, None))
    ]


class TestSamples:
    """Every public value: what `jiesu.__all__` names and is no function has samples here."""

    def test_covers_the_public_face(self) -> None:
        """A public class without a sample fails here: add one to ``strategies.samples``."""
        classes = {name for name in jiesu.__all__ if isinstance(getattr(jiesu, name), type)}
        assert classes <= SAMPLES.keys()
        others = {name for name in jiesu.__all__ if not callable(getattr(jiesu, name))}
        assert others - CONSTANTS == set()

    def test_samples_are_what_they_are_called(self) -> None:
        """A sample stands under the name of its class, or of a base of it."""
        for name, values in SAMPLES.items():
            for value in values:
                assert name in {kind.__name__ for kind in type(value).__mro__}


class TestCopies:
    """Results carry no reference to the engine: they pickle, copy and deep-copy to equal values."""

    @pytest.mark.parametrize("name", SAMPLES)
    def test_equal(self, name: str) -> None:
        """Equal values, equal hashes, equal digests, in every protocol from 2 on."""
        for value in SAMPLES[name]:
            mark = digest(value) if has_digest(value) else ""
            for way, make in COPIES.items():
                made = make(value)
                assert type(made) is type(value), way
                assert same(value, made), way
                assert name in UNHASHED or hash(made) == hash(value), way
                assert not mark or digest(made) == mark, way
                assert not isinstance(value, Label) or made is value, way

    @pytest.mark.parametrize("way", COPIES)
    def test_table_answers_after(self, way: str) -> None:
        """The decision tree is made anew and answers every possible case alike."""
        made = COPIES[way](own.TABLE)
        for hot in (True, False):
            for size in jiesu.TimeClass:
                if hot and size is jiesu.TimeClass.URGENT:
                    continue  # impossible
                facts = own.SPACE.make(hot=hot, size=size)
                assert made.hit(COPIES[way](facts)) == own.TABLE.hit(facts)

    @pytest.mark.parametrize("way", COPIES)
    def test_hotline_routes_after(self, way: str) -> None:
        """A stored hotline decides as the one that was stored, stored tickets included."""
        made = COPIES[way](ASKED)
        for ticket, decided in zip(route_one.tickets(), DECIDED, strict=True):
            assert made.route(COPIES[way](ticket), at=route_one.AT) == decided

    @pytest.mark.parametrize("way", COPIES)
    def test_rest_works_after(self, way: str) -> None:
        """Calendars count, catalogues and directories are searched, errors print."""
        make = COPIES[way]
        calendar, limit = make(own.OPEN_CALENDAR), make(jiesu.working_hours(4))
        assert jiesu.due(limit, own.AT, calendar) == jiesu.due(limit, own.AT, own.OPEN_CALENDAR)
        catalogue, directory = make(own.catalogue()), make(own.directory())
        assert catalogue.find("井盖缺失") == own.catalogue().find("井盖缺失")
        assert catalogue.digest == own.catalogue().digest
        assert directory.find_unit("东城区政府") == own.directory().find_unit("东城区政府")
        assert directory.digest == own.directory().digest
        for error in SAMPLES["JiesuError"]:
            assert [str(make(error)), make(error).to("zh")] == [str(error), error.to("zh")]
        for routing in SAMPLES["Routing"]:
            assert str(make(routing).explain()) == str(routing.explain())
            assert make(routing).to_rows() == routing.to_rows()

    @pytest.mark.parametrize("way", COPIES)
    def test_assessment_goes_on_after(self, way: str) -> None:
        """Outcomes, tallies and counts stored at any step give the scoreboard and the table."""
        make = COPIES[way]
        asked = make(own.assessed())
        tallied = make(asked.tally(make(own.outcomes()), period=make(own.MARCH), at=own.CUT_OFF))
        board = make(asked.score(make(asked.count(tallied)), as_of=own.DAY))
        before, league = SAMPLES["Scoreboard"][0], SAMPLES["League"][0]
        assert [board.digest, board.scores] == [before.digest, before.scores]
        assert str(board.explain()) == str(before.explain())
        assert (tallied + make(tallied)).total == 2 * tallied.total
        assert make(board.rank()).to_rows() == league.to_rows()


class TestSize:
    """A result pickles in kilobytes, so that a year of them can be kept."""

    @pytest.mark.parametrize("routing", DECIDED, ids=lambda routing: str(routing.ticket.id))
    def test_of_the_example(self, routing: jiesu.Routing) -> None:
        """Each decision of the example stays below the limit."""
        assert len(pickle.dumps(routing)) < LARGEST

    def test_of_the_worst_case(self) -> None:
        """
        Five candidates lost, three co-handlers, one further unit, nine duties, a deadline.

        Two thirds of it are the words of the rules; no ordinary decision has so many.
        """
        routing = own.hotline().route(own.ticket(received_at=None), at=own.AT)
        assert len(routing.losses) == 5
        assert len(routing.co_handlers) == 3
        assert len(routing.also_dispatched_to) == 1
        assert len(pickle.dumps(routing)) < 9_000


class TestImmutable:
    """A reform is an overlay, never a mutation: no value can be changed in place."""

    # Python itself sets attributes of an exception that is raised.
    @pytest.mark.parametrize("name", sorted(SAMPLES.keys() - {"JiesuError"}))
    def test_no_attribute_can_be_set(self, name: str) -> None:
        """Neither one that is there nor a new one; and none can be taken away."""
        for value in SAMPLES[name]:
            for attribute in [*names(value), "brand_new"]:
                before = getattr(value, attribute, None)
                with pytest.raises((AttributeError, TypeError)):
                    setattr(value, attribute, before)
                with pytest.raises((AttributeError, TypeError)):
                    delattr(value, attribute)

    @pytest.mark.parametrize("name", SAMPLES)
    def test_no_part_can_be_changed(self, name: str) -> None:
        """No list, set or writable mapping is inside that somebody could reach."""
        for value in SAMPLES[name]:
            for part in parts(value):
                assert not isinstance(part, (list, set, bytearray))
                assert not hasattr(part, "__setitem__") or _sealed(part)

    def test_arguments_are_not_shared(self) -> None:
        """What the caller does with a mapping afterwards does not reach the value made from it."""
        provisions = dict(own.RULEBOOK.provisions)
        when: dict[str, Any] = {"hot": True}
        impossible: dict[str, Any] = {"hot": True, "size": jiesu.TimeClass.DAY}
        rulebook = attrs.evolve(own.RULEBOOK, provisions=provisions)
        row = jiesu.Row("R", when, 1, (own.GROUND,))
        space = attrs.evolve(own.SPACE, impossible=(impossible,))
        weights: dict[str, Any] = {"response": 1}
        overlay: dict[str, Any] = {"scoring.weights": weights}
        timeline = attrs.evolve(beijing.TIMELINE, overlays=(Overlay(overlay),))
        before = [digest(rulebook), dict(row.when), digest(space), digest(timeline)]
        weights["response"] = 2
        overlay["routing.direct"] = False
        provisions.clear()
        when.clear()
        impossible.clear()
        assert before == [digest(rulebook), dict(row.when), digest(space), digest(timeline)]

    def test_figures_are_not_shared(self) -> None:
        """Likewise of what is counted: profiles, counts, weights, terms and names."""
        profiles: dict[Any, int] = dict(SAMPLES["Tally"][0].counts)
        units = dict(own.PUBLISHED.units)
        weights: dict[str, Any] = {"response": 1, "resolution": 0}
        terms = {"response": jiesu.Text("响应率", "response rate")}
        names = {"a": "甲"}
        tally = jiesu.Tally(SAMPLES["Tally"][0].facts, profiles)
        counts = jiesu.Counts(own.PUBLISHED.rates, (), units)
        formula = jiesu.Formula(weights, terms)
        board = jiesu.Scoreboard(own.PUBLISHED, formula, names)
        made = (tally, counts, formula, board)
        before = [digest(each) for each in made]
        for each in (profiles, units, weights, terms, names):
            each.clear()
        assert before == [digest(each) for each in made]


def _sealed(inner: Any) -> bool:
    """Whether a mapping refuses to be changed; tried on a copy of its kind."""
    inner = copy.copy(inner)
    for change in (
        lambda: inner.__setitem__("brand new", 1),
        lambda: inner.update({"brand new": 1}),
        lambda: inner.setdefault("brand new", 1),
        inner.clear,
        inner.popitem,
    ):
        try:
            change()
        except TypeError:
            continue
        return False
    return True


class TestEquality:
    """Values compare by content, hash likewise, and never by identity."""

    @pytest.mark.parametrize("name", sorted(SAMPLES.keys() - UNHASHED))
    def test_equal_values_hash_alike(self, name: str) -> None:
        """Built twice from the same words: equal, one hash, one digest."""
        for one, other in zip(SAMPLES[name], AGAIN[name], strict=True):
            assert one == other
            assert hash(one) == hash(other)
            assert not has_digest(one) or digest(one) == digest(other)

    @given(st.data())
    def test_digest_tells_values_apart(self, data: st.DataObject) -> None:
        """Of two samples, the digests are equal iff the values are."""
        one, other = (DIGESTED[data.draw(st.sampled_from(sorted(DIGESTED)))] for _ in "12")
        assert (one == other) is (digest(one) == digest(other))


DIGESTED = {
    f"{name}-{number}": value
    for name, values in SAMPLES.items()
    for number, value in enumerate(values)
    if has_digest(value)
}
PRINT = """
import base64, json, pickle
import test_values
print(json.dumps(test_values.told()))
"""


def told() -> dict[str, list[str]]:
    """The digest of each sample that has one, and the sample itself, pickled."""
    return {
        f"{name}-{number}": [
            digest(value) if has_digest(value) else "",
            base64.b64encode(pickle.dumps(value)).decode(),
        ]
        for name, values in own.samples().items()
        for number, value in enumerate(values)
    }


class TestProcesses:
    """Digests and equality agree across processes, whatever the hash seed."""

    @pytest.mark.slow
    @pytest.mark.parametrize("seed", ["0", "4242"])
    def test_another_process(self, seed: str) -> None:
        """What another process made is equal here, hashes alike here, and has the same digest."""
        made = own.fresh_json(PRINT, env={"PYTHONHASHSEED": seed})
        assert made.keys() == told().keys()
        for name, values in SAMPLES.items():
            for number, value in enumerate(values):
                mark, data = made[f"{name}-{number}"]
                loaded = load(base64.b64decode(data))
                assert same(value, loaded), name
                if has_digest(value):
                    assert mark == digest(value), name
                    assert digest(loaded) == mark
                assert name in UNHASHED or hash(loaded) == hash(value), name
        assert json.dumps(made)
