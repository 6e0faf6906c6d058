import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from typing import Any

import attrs
import documents
import pytest
import strategies as own
from cases import books
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu.canonical import digest
from jiesu.decisions import Disposition
from jiesu.errors import CodecError, Fault, FrozenMap
from jiesu.events import EVENTS, Received
from jiesu.facts import MISSING, Fact, Facts, FactSpace
from jiesu.formulas import Formula
from jiesu.json_schema import json_schema
from jiesu.labels import Label, Text
from jiesu.nodes import Choose, Clamp, Constant, Growth, Mean, Node, OfFigure, OfRate, OrElse
from jiesu.outcomes import OUTCOME_FACTS, Outcome
from jiesu.overlays import Overlay
from jiesu.plain import KINDS, VERSION, from_data, to_data
from jiesu.rulebook import Rulebook, Timeline
from jiesu.sources import Parameter
from jiesu.tables import Row, Table
from jiesu.tallies import Tally
from jiesu.tickets import TICKET_FACTS, RequestType, Ticket

DAY = date(2026, 3, 2)
DOCUMENTS = documents.documents()
RAISE = (
    "The form of documents has changed: what is stored reads otherwise. If that is meant, raise "
    "jiesu.plain.VERSION, add the function that turns the version before into the new one, and write "
    "the golden files anew (tests/documents.py says how). If only a new field was put into the "
    "document, give it a default."
)


class Colour(Label):
    """A label of somebody else's."""

    RED = "红", "red"


def again(value: Any) -> Any:
    """A value that went through JSON."""
    text = json.dumps(to_data(value), ensure_ascii=False, allow_nan=False)
    return from_data(json.loads(text))


def nodes(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every place of plain data, and what stands there."""
    yield path, data
    pairs: Any = ()
    if isinstance(data, dict):
        pairs = data.items()
    elif isinstance(data, list):
        pairs = enumerate(data)
    for key, each in pairs:
        yield from nodes(each, (*path, key))


def put(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy of plain data with *value* at a place."""
    if not path:
        return value
    made = data.copy()
    made[path[0]] = put(data[path[0]], path[1:], value)
    return made


def refused(data: object, kind: str | None = None) -> CodecError:
    """What reading *data* says."""
    with pytest.raises(CodecError) as caught:
        from_data(data, kind)
    return caught.value


@cache
def samples() -> dict[str, tuple[Any, ...]]:
    """Values of every class that is a document, and the golden ones."""
    found = own.samples()
    names = {type(value).__name__ for value in DOCUMENTS.values()} & found.keys()
    stored = {name: found[name] for name in sorted(names)}
    return stored | {"history": (own.history(),), "golden": tuple(DOCUMENTS.values())}


@cache
def packs() -> tuple[Timeline, ...]:
    """Every timeline that ships."""
    found: dict[str, Timeline] = {}
    for book in books():
        if isinstance(book.hotline.rules, Timeline):
            found.setdefault(book.hotline.rules.id, book.hotline.rules)
    return tuple(found.values())


@cache
def validator(kind: str) -> Any:
    """The schema of a kind, as the library ``jsonschema`` reads it."""
    library = pytest.importorskip("jsonschema")
    schema = json_schema(kind)
    library.Draft202012Validator.check_schema(schema)
    return library.Draft202012Validator(schema)


def valid(data: dict[str, Any]) -> bool:
    """Whether plain data is a document by the schema of its kind."""
    return bool(validator(data["schema"].removeprefix("jiesu/")).is_valid(data))


class TestRoundTrip:
    """What is written and read back through JSON is the value that it was, with its digest."""

    @pytest.mark.parametrize("name", sorted(samples()))
    def test_every_sample_comes_back(self, name: str) -> None:
        """Equal, of the same digest, and written the same again: fields that no equality sees too."""
        for value in samples()[name]:
            back = again(value)
            assert back == value
            assert type(back) is type(value)
            assert digest(back) == digest(value)
            assert to_data(back) == to_data(value)

    @pytest.mark.slow
    def test_every_pack_comes_back(self) -> None:
        """The timeline of every pack, with each value that it ever had, and the rulebooks of its days."""
        assert {"beijing", "jinan", "weifang", "anyang"} < {rules.id for rules in packs()}
        for rules in packs():
            back = again(rules)
            assert back == rules
            assert digest(back) == digest(rules)
            for one, other in zip(back.series, rules.series, strict=True):
                assert one.parameter.kind is other.parameter.kind
                assert one.parameter.selected_by is other.parameter.selected_by
            rulebook = rules.on(DAY)
            assert again(rulebook).digest == rulebook.digest

    def test_every_kind_of_event_comes_back(self) -> None:
        """All 49, whether alone or in a history."""
        assert {type(each) for each in own.history()} == set(EVENTS)
        for event in own.history():
            assert again((event,)) == (event,)
        assert again(()) == ()

    def test_nothing_is_inexact(self) -> None:
        """Plain data is of JSON's types without floats."""
        for values in samples().values():
            for value in values:
                for _, each in nodes(to_data(value)):
                    assert type(each) in {dict, list, str, int, bool, type(None)}

    def test_instants_are_legal_time(self) -> None:
        """One instant is one text, in whatever zone it was stated; any offset is read."""
        at = datetime(2026, 3, 2, 1, tzinfo=UTC)
        data = to_data(Outcome("1", "a", OUTCOME_FACTS.make(), received_at=at))
        assert data["value"]["received_at"] == "2026-03-02T09:00:00+08:00"
        for said in ("2026-03-02T01:00:00Z", "2026-03-01T20:00:00-05:00"):
            assert from_data(put(data, ("value", "received_at"), said)).received_at == at

    def test_numbers_are_as_long_as_python_prints(self) -> None:
        """A thousand digits are written; one more is refused, by which way ever."""
        most = 10**1000 - 1
        overlay = Overlay({"a": (most, -most, Fraction(most, most - 1))})
        assert again(overlay) == overlay
        for long in (most + 1, Fraction(1, most + 1)):
            with pytest.raises(CodecError):
                to_data(Overlay({"a": long}))
        data = to_data(Overlay({"a": 1}))
        assert len(refused(put(data, ("value", "changes", "a"), most + 1)).faults) == 1

    def test_the_order_of_keys_is_nothing(self) -> None:
        """Another program may write fields in any order, the sources behind what cites them."""

        def turned(data: Any) -> Any:
            if isinstance(data, dict):
                return {key: turned(data[key]) for key in reversed(data)}
            return [turned(each) for each in data] if isinstance(data, list) else data

        for value in DOCUMENTS.values():
            assert from_data(turned(to_data(value))) == value

    def test_equal_tallies_are_one_document(self) -> None:
        """In whatever order outcomes were counted."""
        tally = documents.tally()
        other = Tally(tally.facts, dict(reversed(list(tally.counts.items()))))
        assert to_data(other)["value"]["counts"] == to_data(tally)["value"]["counts"]

    def test_a_space_is_its_name_or_whole(self) -> None:
        """By name where it is used; in a document of its own with every fact, for other programs."""
        data = to_data(TICKET_FACTS)
        assert [each["name"] for each in data["value"]["facts"]] == list(TICKET_FACTS.names)
        assert from_data(data) is TICKET_FACTS
        table = Table("t", TICKET_FACTS, (Row("R", {}, 1, (documents.GUESS,)),))
        assert to_data(Overlay({"a": table}))["value"]["changes"]["a"]["space"] == "TICKET_FACTS"

    def test_import_jiesu_does_not_load_it(self) -> None:
        """Who stores nothing does not wait for it."""
        code = "import jiesu; print('jiesu.plain' in sys.modules, 'jiesu.shapes' in sys.modules)"
        assert own.fresh(code).split() == ["False", "False"]

    def test_another_process_writes_the_same(self) -> None:
        """Whatever the seed of its hashes: sets have one order."""
        code = "import documents, sys; print(sum(map(len, map(documents.printed, documents.documents().values()))))"
        told = "import documents, hashlib; print(hashlib.sha256(''.join(map(documents.printed, documents.documents().values())).encode()).hexdigest())"
        assert len({own.fresh(told, env={"PYTHONHASHSEED": seed}) for seed in "12"}) == 1
        assert int(own.fresh(code)) == sum(
            len(documents.printed(each)) for each in DOCUMENTS.values()
        )


# --- Drawn values -----------------------------------------------------------------------------------


def drawn_facts(space: FactSpace) -> st.SearchStrategy[Facts]:
    """Facts of a space, each stated or not."""
    values = {fact.name: st.sampled_from((*fact.values, MISSING)) for fact in space.facts}
    return st.fixed_dictionaries(values).map(lambda stated: space.make(**stated))


CODES = Fact(
    "area",
    Text("片区", "area"),
    ("MISSING", "COMPLAINT", "0", Colour.__name__, True),
)
"""A fact that makes it as hard as it can be to tell codes from labels and from nothing."""
SPACES = (TICKET_FACTS, TICKET_FACTS.extend(CODES, impossible=[{"area": MISSING, "mass": True}]))
instants = st.integers(0, 3 * 10**9).map(lambda second: datetime.fromtimestamp(second, UTC))
ratios = st.fractions(0, 10)


def trees(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Formulas of every shape."""

    def above(under: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        return (
            st.lists(under, min_size=1, max_size=3).map(lambda of: Mean(tuple(of)))
            | st.builds(lambda of, low: Clamp(of, low, low + 1), under, ratios)
            | st.builds(OrElse, under, under)
            | st.builds(
                lambda by, then, other: Choose(by, ((1, then),), other), under, under, under
            )
        )

    return st.recursive(leaves, above, max_leaves=6)


leaves: st.SearchStrategy[Node] = (
    ratios.map(Constant)
    | st.just(OfRate("response"))
    | st.just(OfFigure("calls"))
    | st.just(Growth(OfRate("response")))
)


class TestDrawn:
    """The same of values that nobody thought of."""

    @given(st.sampled_from(SPACES).flatmap(drawn_facts), st.text(min_size=1), instants)
    def test_tickets(self, facts: Facts, name: str, at: datetime) -> None:
        """Facts over the usual space and over a city's, whose codes are called like labels."""
        ticket = Ticket(name, facts, received_at=at, title=name)
        back = again(ticket)
        assert back == ticket
        assert digest(back) == digest(ticket)
        assert again((Received(at, ticket),)) == (Received(at, ticket),)

    @given(drawn_facts(FactSpace((CODES, *OUTCOME_FACTS.facts[:3]))), st.integers(1, 10**18))
    def test_tallies(self, facts: Facts, number: int) -> None:
        """Each profile with its number, missing facts among its values."""
        tally = Tally(facts.space, {("a", *facts.values): number})
        assert again(tally) == tally

    @given(trees(leaves))
    def test_formulas(self, tree: Node) -> None:
        """Nodes within nodes."""
        formula = Formula(tree)
        assert again(formula) == formula

    @given(
        st.recursive(
            st.booleans()
            | st.integers()
            | st.text()
            | st.fractions()
            | st.dates()
            | st.sampled_from((Disposition.ANSWER, MISSING, RequestType.OTHER)),
            lambda inner: (
                st.lists(inner, max_size=3).map(tuple)
                | st.frozensets(inner, max_size=3)
                | st.dictionaries(st.text(), inner, max_size=3).map(FrozenMap)
            ),
            max_leaves=5,
        )
    )
    def test_what_may_be_anything(self, value: Any) -> None:
        """A value of which no type says what it is comes back as what it was: 1 is not True."""
        back = again(Overlay({"a": value})).changes["a"]
        assert back == value
        assert digest(back) == digest(value)
        assert type(back) is type(value)


# --- Golden files -----------------------------------------------------------------------------------


class TestGolden:
    """What was stored stays readable, and is written the same: files that nobody touches show it."""

    def test_there_is_one_of_every_kind(self) -> None:
        """Every kind has a file, and there is no file of a kind that is none."""
        told = {path.stem for path in documents.FOLDER.glob("*.json")}
        assert told == DOCUMENTS.keys()
        assert told >= set(KINDS)

    @pytest.mark.parametrize("name", sorted(DOCUMENTS))
    def test_it_reads_as_ever(self, name: str) -> None:
        """The file stands for the value that it was made from."""
        stored = (documents.FOLDER / f"{name}.json").read_text("utf-8")
        assert from_data(json.loads(stored)) == DOCUMENTS[name], RAISE

    @pytest.mark.parametrize("name", sorted(DOCUMENTS))
    def test_it_is_written_as_ever(self, name: str) -> None:
        """Today's writing gives the file to the letter."""
        stored = (documents.FOLDER / f"{name}.json").read_text("utf-8")
        assert documents.printed(DOCUMENTS[name]) == stored, RAISE

    def test_a_class_is_written_by_its_fields(self) -> None:
        """Independent of the walker: a ticket's document, put together by hand."""
        assert to_data(documents.TICKET) == {
            "schema": "jiesu/ticket",
            "schema_version": 1,
            "engine": "1",
            "value": {
                "id": "2026030200001",
                "facts": {"request_type": "COMPLAINT", "earlier": "FINISHED", "mass": True},
                "leaf": "0101",
                "places": [
                    {"candidates": ["990101001", "990101002"]},
                    {"candidates": ["990102"], "role": "RESIDENCE"},
                ],
                "received_at": "2026-03-02T09:00:00+08:00",
                "title": "小区门口垃圾三天没有清运",
                "requester": "R-1",
                "accused": "street",
            },
        }


# --- What is refused --------------------------------------------------------------------------------


def paths(error: CodecError) -> list[str]:
    """Where the faults are."""
    return [fault.path for fault in error.faults]


class TestRefusals:
    """What no document is, is refused with everything that is wrong, where, and what was meant."""

    def test_all_faults_at_once(self) -> None:
        """An unknown field, a missing one, a wrong type, an unknown name and an inexact number."""
        data = to_data(documents.TICKET)
        value = dict(data["value"])
        del value["id"]
        value |= {"titel": "x", "title": 3, "facts": {"request_typ": "COMPLAINT", "mass": "是"}}
        value["places"] = [{"candidates": ["1"], "role": "EVNT"}]
        error = refused(put(data, ("value",), value) | {"engine": 1.5})
        assert paths(error) == [
            "document.engine",
            "document.value",
            "document.value.id",
            "document.value.facts",
            "document.value.facts.mass",
            "document.value.places[0].role",
            "document.value.title",
        ]
        told = str(error)
        for meant in ("did you mean title", "did you mean request_type", "did you mean EVENT"):
            assert meant in told

    @pytest.mark.parametrize(
        ("change", "path", "told"),
        [
            ({"schema": "jiesu/tickets"}, "document.schema", "did you mean ticket"),
            ({"schema": None}, "document.schema", "no such document"),
            ({"schema_version": VERSION + 1}, "document.schema_version", "upgrade jiesu"),
            ({"schema_version": 0}, "document.schema_version", "expected 1"),
            ({"schema_version": True}, "document.schema_version", "expected 1"),
            ({"schema_version": "1"}, "document.schema_version", "expected 1"),
            ({"valeu": 1}, "document", "did you mean value"),
            ({"sources": {}}, "document.sources", "expected a list"),
            ({"value": None}, "document.value", "an object of the fields of Ticket"),
        ],
    )
    def test_the_envelope(self, change: dict[str, Any], path: str, told: str) -> None:
        """Another schema, a newer version, another field."""
        error = refused(to_data(documents.TICKET) | change)
        assert paths(error) == [path]
        assert told in str(error)

    def test_another_kind_than_expected(self) -> None:
        """Who asks for a ticket gets no outcome."""
        assert from_data(to_data(documents.TICKET), "ticket") == documents.TICKET
        error = refused(to_data(documents.TICKET), "outcome")
        assert paths(error) == ["document.schema"]
        assert "another document" in str(error)
        none: Any
        for none in ("tickets", 1, []):
            with pytest.raises(CodecError):
                from_data(to_data(documents.TICKET), none)
            with pytest.raises(CodecError):
                json_schema(none)

    def test_a_version_that_is_newer_is_not_read_at_all(self) -> None:
        """What it says otherwise would only look like faults."""
        data = to_data(documents.TICKET) | {"schema_version": 7, "values": [], "value": 0}
        assert paths(refused(data)) == ["document.schema_version"]

    def test_sources(self) -> None:
        """One that is missing is named; one that is spoilt is one fault, not one for each citation."""
        data = to_data(documents.rulebook())
        error = refused(put(data, ("sources",), data["sources"][1:]))
        assert len(error.faults) > 3
        assert all("no such source" in str(fault) for fault in error.faults)
        spoilt = put(data, ("sources", 0, "rank"), "LOCAL_LAWS")
        assert paths(refused(spoilt)) == ["document.sources[0].rank"]
        odd: Any
        for odd in (10**5000, None, [], ""):
            refused(put(data, ("sources", 0, "id"), odd))
        twice = put(data, ("sources",), [*data["sources"], data["sources"][0]])
        assert paths(refused(twice)) == ["document.sources[2].id"]

    def test_texts_of_one_id_stay_apart(self) -> None:
        """The first is in the envelope, the other where it is cited."""
        other = attrs.evolve(documents.RULES, title="另一办法")
        rulebook = attrs.evolve(documents.rulebook(), sources=(documents.RULES, other))
        data = to_data(rulebook)
        assert [each["id"] for each in data["sources"]] == ["demo-2026", "demo-draft"]
        assert [type(each) for each in data["value"]["sources"]] == [str, dict]
        assert from_data(data) == rulebook
        assert valid(data)

    def test_what_the_classes_refuse(self) -> None:
        """A document makes nothing that a program could not make; the fault says where it is."""
        data = to_data(documents.directory())
        error = refused(put(data, ("value", "units", 0, "division"), "98"))
        assert error.faults[0].path.startswith("document.value (directory.units[0].division")
        table = to_data(documents.rulebook())
        rows = ("value", "provisions", "demo.triage", 1, "value", "rows")
        for when, told in (
            ({"kindd": []}, "did you mean kind"),
            ({"kind": ["COMPLAINTS"]}, "did you mean COMPLAINT"),
            ({"area": ["北区"]}, "北区"),
        ):
            error = refused(put(table, (*rows, 0, "when"), when))
            assert error.faults[0].path.startswith(
                "document.value.provisions['demo.triage'][1].value (demo.triage.T1"
            )
            assert told in str(error)

    def test_no_class_but_those_of_the_table(self) -> None:
        """Whatever a tag says, nothing else is made."""
        for name in ("Hotline", "Rulebook", "os.system", "object", "Popen", "Colour", ""):
            data = to_data(Overlay({"a": 1}))
            error = refused(put(data, ("value", "changes", "a"), {"is": name, "value": 1}))
            assert paths(error) == ["document.value.changes['a'].is"]

    def test_what_cannot_be_written(self) -> None:
        """Values that are no document, and labels of somebody else's, with where they are."""
        value: Any
        for value in (None, 1, "x", [], {}, documents.RULES, Text("一", "one"), (1,)):
            with pytest.raises(CodecError):
                to_data(value)
        space = TICKET_FACTS.extend(Fact("colour", Text("颜色", "colour"), tuple(Colour)))
        for wrong, path in (
            (
                Ticket("1", space.make(colour=Colour.RED)),
                "document.value.facts.space.facts[0].label",
            ),
            (Overlay({"a": (1, 0.5)}), "document.value.changes['a'][1]"),
            (Overlay({"a": Colour.RED}), "document.value.changes['a']"),
            (Overlay({"a": 10**5000}), "document.value.changes['a']"),
            (Overlay({"a": Fraction(1, 10**5000)}), "document.value.changes['a'].value"),
            (Overlay({"a": {1: 2}}), "document.value.changes['a'].value[1]"),
        ):
            with pytest.raises(CodecError) as caught:
                to_data(wrong)
            assert path in paths(caught.value)

    def test_a_type_that_nobody_knows(self) -> None:
        """The kind of a city's own parameter has to be of the table."""
        own_kind = Parameter("x", Text("某", "x"), Colour)
        rules = Rulebook.of("x", date(2026, 1, 1), {own_kind: Colour.RED}, documents.ARTICLE)
        with pytest.raises(CodecError) as caught:
            to_data(rules)
        assert paths(caught.value) == [
            "document.value.provisions['x'][0].kind",
            "document.value.provisions['x'][1].value",
        ]

    def test_nested_without_end(self) -> None:
        """Too deep for Python is a fault like others, whichever way."""
        deep: Any = []
        value: Any = ()
        for _ in range(100_000):
            deep, value = [deep], (value,)
        data = put(to_data(Overlay({"a": 1})), ("value", "changes", "a"), deep)
        assert "nested too deeply" in str(refused(data))
        with pytest.raises(CodecError, match="nested too deeply"):
            to_data(
                (Received(documents.NINE, documents.TICKET), value)[:0] or Overlay({"a": value})
            )

    @given(own.boxed)
    def test_garbage(self, given_: own.Boxed) -> None:
        """Whatever is handed over, a CodecError says what is wrong with it."""
        with pytest.raises(CodecError):
            from_data(given_.value)
        for place in ("schema", "schema_version", "engine", "sources", "value"):
            data = to_data(documents.TICKET) | {place: given_.value}
            with suppress(CodecError):
                from_data(data)


plain_data = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(own.ODD_TEXTS) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(("is", "value", "zh", "en", "id", "x")), inner, max_size=2
        )
    ),
    max_leaves=4,
)


@cache
def places() -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Every place of every golden document."""
    return tuple(
        (name, path) for name, value in DOCUMENTS.items() for path, _ in nodes(to_data(value))
    )


class TestSchema:
    """The schema says what is read: a platform in another language can check its documents by it."""

    @pytest.mark.parametrize("name", sorted(samples().keys() - {"Timeline"}))  # see the packs
    def test_every_sample_is_valid(self, name: str) -> None:
        """What is written is a document by the schema of its kind."""
        for value in samples()[name]:
            data = to_data(value)
            errors = validator(data["schema"].removeprefix("jiesu/")).iter_errors(data)
            assert [error.json_path for error in errors] == []

    @pytest.mark.slow
    def test_every_pack_is_valid(self) -> None:
        """So are the rules that this library ships."""
        for rules in packs():
            assert valid(to_data(rules))

    def test_every_golden_file_is_valid(self) -> None:
        """And what is stored."""
        for path in documents.FOLDER.glob("*.json"):
            assert valid(json.loads(path.read_text("utf-8")))

    @pytest.mark.parametrize("name", sorted(DOCUMENTS))
    def test_broken_ones_are_not(self, name: str) -> None:
        """A field too many or of another type anywhere in a class, another version, another kind."""
        data = to_data(DOCUMENTS[name])
        for broken in (
            data | {"x": 1},
            data | {"schema_version": VERSION + 1},
            data | {"engine": 1},
            {key: each for key, each in data.items() if key != "value"},
            data | {"value": 0.5},
        ):
            assert not valid(broken)
        other = next(kind for kind in KINDS if data["schema"] != f"jiesu/{kind}")
        assert not validator(other).is_valid(data)

    @settings(max_examples=300)
    @given(st.data(), plain_data)
    def test_what_is_read_is_valid(self, data: st.DataObject, other: Any) -> None:
        """Put anything anywhere: if it is still read, the schema admits it, and it round trips."""
        name, path = data.draw(st.sampled_from(places()))
        changed = put(to_data(DOCUMENTS[name]), path, other)
        try:
            value = from_data(changed)
        except CodecError:
            return
        assert valid(changed)
        assert again(value) == value

    @given(st.data())
    def test_a_field_is_needed_or_has_a_default(self, data: st.DataObject) -> None:
        """Leave anything out: reader and schema agree whether it may be, but for what only code checks."""
        name, path = data.draw(st.sampled_from([each for each in places() if each[1]]))
        whole = to_data(DOCUMENTS[name])
        above: Any = whole
        for key in path[:-1]:
            above = above[key]
        rest = [each for key, each in enumerate(above) if key != path[-1]]
        if isinstance(above, dict):
            rest = {key: each for key, each in above.items() if key != path[-1]}  # type: ignore[assignment]
        changed = put(whole, path[:-1], rest)
        faults: tuple[Fault, ...] = ()
        try:
            from_data(changed)
        except CodecError as error:
            faults = error.faults
        # Beyond the schema's reach: what the classes check, and what is cited.
        beyond = [each for each in faults if "(" in each.path or "no such source" in str(each)]
        kind = whole["schema"].removeprefix("jiesu/")
        assert validator(kind).is_valid(changed) is (len(beyond) == len(faults))

    def test_labels_say_their_terms(self) -> None:
        """Whoever reads the schema finds the official term of each name."""
        types = json_schema("ticket")["$defs"]["RequestType"]
        assert types["enum"] == [each.name for each in RequestType]
        assert "COMPLAINT 投诉" in types["description"]

    def test_fields_say_what_they_are(self) -> None:
        """What the class says of a field stands beside it."""
        fields = json_schema("ticket")["$defs"]["Ticket"]["properties"]
        assert fields["leaf"]["description"].startswith("三级派单目录 code; None where")
        assert fields["accused"]["description"].endswith("is the rulebook's choice.")
        assert list(fields) == [field.name for field in attrs.fields(Ticket)]
        stated = json_schema("ticket")["$defs"]["TicketFacts"]["properties"]
        assert stated["mass"] == {"type": "boolean", "description": "群体性, mass"}

    def test_every_reference_leads_somewhere(self) -> None:
        """And every definition is referred to."""
        for kind in KINDS:
            schema = json_schema(kind)
            text = json.dumps(schema)
            made = schema["$defs"]
            told = {
                each for _, each in nodes(schema) if isinstance(each, str) and "#/$defs/" in each
            }
            assert told == {f"#/$defs/{name}" for name in made}, text[:100]
