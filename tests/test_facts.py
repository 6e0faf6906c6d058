import copy
import pickle
from contextlib import suppress
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.canonical import digest
from jiesu.errors import Fault, JiesuError, TableError, UnknownFactError
from jiesu.facts import AS, MISSING, REFUSE, Fact, FactSpace, excluding, say
from jiesu.labels import Label, Text
from jiesu.sources import assumed

WHY = assumed("测试", "a test")


class Colour(Label):
    """Values of a fact."""

    RED = "红", "red"
    BLUE = "蓝", "blue"
    GREEN = "绿", "green"


COLOUR = Fact("colour", Text("颜色", "colour"), tuple(Colour))
URGENT = Fact("urgent", Text("紧急", "urgent"), (True, False), AS(False, WHY))
MASS = Fact("mass", Text("群体", "mass"), (True, False), REFUSE)
SPACE = FactSpace((COLOUR, URGENT, MASS))

anything = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.lists(st.integers(), max_size=2)
    | st.sampled_from((*Colour, MISSING, REFUSE, AS(True, WHY), COLOUR, excluding(True), object()))
)


class Broken:
    """A value that cannot be printed, compared or hashed."""

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError


class SubText(str):
    """A text of a kind of its own: no plain text."""

    __slots__ = ()


class TestFact:
    """A fact has a name, a term in two languages and a small domain, in order."""

    def test_domain(self) -> None:
        """Missing is a value that rows may name, unless it is read as another or refused."""
        assert COLOUR.domain == (*Colour, MISSING)
        assert URGENT.domain == MASS.domain == (True, False)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": "two words"}, "identifier"),
            ({"name": ""}, "identifier"),
            ({"name": 7}, "identifier"),
            ({"term": "颜色"}, "wrong type str"),
            ({"values": ()}, "labels or booleans"),
            ({"values": ("red", "")}, "codes in plain text"),
            ({"values": ("red", "-")}, "codes in plain text"),
            ({"values": ("red", " blue")}, "codes in plain text"),
            ({"values": (b"red",)}, "codes in plain text"),
            ({"values": (SubText("red"),)}, "codes in plain text"),
            ({"values": ("red", "red")}, "repeat"),
            ({"values": ("RED", Colour.RED)}, "a word for another"),
            ({"values": (True, "1")}, "a word for another"),
            ({"values": (0, 1)}, "labels or booleans"),
            ({"values": (True, True)}, "repeat"),
            ({"values": (True, MISSING)}, "MISSING"),
            ({"missing": "REFUSE"}, "wrong type str"),
            ({"missing": AS(Colour.RED, WHY)}, "not in the domain"),
            ({"missing": AS(1, WHY)}, "not in the domain"),
        ],
    )
    def test_refused(self, changes: dict[str, Any], words: str) -> None:
        """Whatever does not make a column is refused, with the reason."""
        sound: dict[str, Any] = {"name": "f", "term": Text("值", "value"), "values": (True, False)}

        assert Fact(**sound).name == "f"
        with pytest.raises(TableError, match=words):
            Fact(**{**sound, **changes})

    def test_all_at_once(self) -> None:
        """Every fault of a fact is told together."""
        with pytest.raises(TableError) as caught:
            Fact("a b", "", (), "no")  # type: ignore[arg-type]
        assert len(caught.value.faults) == 4

    def test_values_have_an_order(self) -> None:
        """A set of values is refused: processes would not agree on the order of the domain."""
        with pytest.raises(JiesuError, match="tuple or list"):
            Fact("f", Text("值", "value"), set(Colour))

    def test_ground(self) -> None:
        """What a missing fact is read as needs a citation."""
        with pytest.raises(TableError, match="a Citation"):
            AS(True, "why not")  # type: ignore[arg-type]

    def test_said(self) -> None:
        """Labels are said by their terms, booleans as yes and no."""
        assert [say(value) for value in (Colour.RED, True, False, MISSING)] == [
            Text("红", "red"),
            Text("是", "yes"),
            Text("否", "no"),
            Text("未载明", "not stated"),
        ]


class TestSpace:
    """A space is an ordered list of facts and the combinations that cannot occur."""

    def test_index(self) -> None:
        """Names lead to places; an unknown one is an error with a suggestion."""
        assert [SPACE.index(name) for name in SPACE.names] == [0, 1, 2]
        for name in ("color", Broken(), ["urgent"]):
            with pytest.raises(UnknownFactError):
                SPACE.index(name)  # type: ignore[arg-type]
        with pytest.raises(UnknownFactError, match="did you mean colour"):
            SPACE.index("color")

    def test_refused(self) -> None:
        """Strangers, and facts of one name, are told together."""
        with pytest.raises(TableError) as caught:
            FactSpace((COLOUR, "urgent", COLOUR))
        assert [fault.path for fault in caught.value.faults] == ["facts[1]", "facts[2]"]

    def test_impossible_is_checked(self) -> None:
        """Each impossible box is read as a row is, and every fault of all of them told."""
        with pytest.raises(UnknownFactError) as caught:
            FactSpace(SPACE.facts, ({"colour": "red"}, {"urgnt": True}, {"mass": ()}, 5))
        assert [fault.path for fault in caught.value.faults] == [
            "impossible[0].colour",
            "impossible[1]",
            "impossible[2].mass",
            "impossible[3]",
        ]

    @pytest.mark.parametrize(
        "spelt",
        [
            {"colour": {Colour.BLUE, Colour.RED}, "mass": True},
            {"mass": [True], "colour": (Colour.BLUE, Colour.RED)},
            {"colour": excluding(Colour.GREEN, MISSING), "mass": excluding(False)},
        ],
    )
    def test_spelling(self, spelt: dict[str, Any]) -> None:
        """However a box is spelt, the spaces are equal and digest alike; later changes stay out."""
        space = FactSpace(SPACE.facts, [spelt])
        plain = FactSpace(SPACE.facts, [{"colour": (Colour.RED, Colour.BLUE), "mass": (True,)}])
        before = digest(space)
        spelt["urgent"] = True

        assert space == plain
        assert hash(space) == hash(plain)
        assert digest(space) == digest(plain) == before
        assert space != SPACE
        assert digest(space) != digest(SPACE)

    def test_extend(self) -> None:
        """A city's own facts and impossible boxes come behind; the old space is as it was."""
        more = Fact("more", Text("另", "more"), (True, False))
        wider = SPACE.extend(more, impossible=[{"more": True, "mass": True}])

        assert wider.names == (*SPACE.names, "more")
        assert len(wider.impossible) == 1
        assert SPACE.impossible == ()
        with pytest.raises(TableError, match="stands twice"):
            wider.extend(more)

    @given(st.data())
    def test_excluding(self, data: st.DataObject) -> None:
        """excluding() allows the rest of the domain, in its order; MISSING goes only if named."""
        fact = data.draw(st.sampled_from(SPACE.facts))
        named = data.draw(st.lists(st.sampled_from(fact.domain), max_size=4))
        faults: list[Fault] = []
        (test,) = SPACE.read({fact.name: excluding(*named)}, "row", faults)

        assert test.allowed == tuple(value for value in fact.domain if value not in named)
        assert bool(faults) is (set(named) == set(fact.domain))

    def test_conditions_in_order(self) -> None:
        """Conditions come in the order of the space, their values in the order of the domain."""
        tests = SPACE.read({"mass": True, "colour": {Colour.GREEN, Colour.RED}}, "row", [])

        assert [test.fact for test in tests] == ["colour", "mass"]
        assert tests[0].allowed == (Colour.RED, Colour.GREEN)
        assert tests[0].text == Text("颜色为红、绿", "colour is red or green")


class TestFacts:
    """Facts state a value per fact; what is not stated is missing."""

    def test_made(self) -> None:
        """Stated values are found by name; a fact that is read AS a value stays missing."""
        facts = SPACE.make(mass=True)

        assert (facts.get("mass"), facts.get("colour"), facts.get("urgent")) == (
            True,
            MISSING,
            MISSING,
        )
        assert facts.stated() == {"mass": True}
        assert repr(SPACE.make(mass=True, colour=Colour.RED)) == "Facts(colour=RED, mass=True)"
        with pytest.raises(UnknownFactError, match="did you mean urgent"):
            facts.get("urgnt")

    def test_all_at_once(self) -> None:
        """An unknown fact, a wrong value and a fact that must be stated are told together."""
        with pytest.raises(UnknownFactError) as caught:
            SPACE.make(color=Colour.RED, urgent="是", colour=None)
        told = {fault.path: str(fault) for fault in caught.value.faults}

        assert set(told) == {"facts", "facts.urgent", "facts.colour", "facts.mass"}
        assert "did you mean colour" in told["facts"]
        assert "True, False" in told["facts.urgent"]
        assert "must be stated" in told["facts.mass"]
        assert "pass mass=..." in told["facts.mass"]

    @pytest.mark.parametrize(
        "value",
        [1, 1.0, "True", None, REFUSE, [True], Broken(), pytest.param(10**5000, id="long")],
    )
    def test_true_is_not_one(self, value: Any) -> None:
        """Nothing but the value itself is the value."""
        with pytest.raises(UnknownFactError, match="has no such value"):
            SPACE.make(mass=value)

    def test_any_identifier(self) -> None:
        """A fact may have any name, one that Python uses too."""
        space = FactSpace(
            Fact(name, Text("值", "value"), (True, False)) for name in ("self", "class", "stated")
        )

        facts = space.make(**{"self": True, "class": False})
        assert facts.replace(self=False, stated=True).values == (False, False, True)
        assert space.interner()(self=True) == space.make(self=True)

    def test_replace(self) -> None:
        """replace() states otherwise, MISSING takes back; the old facts are as they were."""
        facts = SPACE.make(mass=True, colour=Colour.RED)

        assert facts.replace(colour=Colour.BLUE) == SPACE.make(mass=True, colour=Colour.BLUE)
        assert facts.replace(colour=MISSING).stated() == {"mass": True}
        assert facts.stated() == {"colour": Colour.RED, "mass": True}
        assert facts.replace() == facts
        with pytest.raises(UnknownFactError):
            facts.replace(mass=MISSING)
        with pytest.raises(UnknownFactError):
            facts.replace(hue=Colour.RED)

    def test_value(self) -> None:
        """Pickled or copied facts are equal, hash alike and digest alike; labels stay themselves."""
        facts = SPACE.make(mass=True, colour=Colour.RED)

        for other in (
            pickle.loads(pickle.dumps(facts)),  # noqa: S301
            copy.copy(facts),
            copy.deepcopy(facts),
        ):
            assert other == facts
            assert hash(other) == hash(facts)
            assert digest(other) == digest(facts)
            assert other.get("colour") is Colour.RED
        assert facts != SPACE.make(mass=False, colour=Colour.RED)
        assert facts != SPACE.extend(COLOUR.__class__("x", COLOUR.term, (True,))).make(
            mass=True, colour=Colour.RED
        )


class TestInterner:
    """An interner gives one object for equal facts."""

    def test_keyword_order(self) -> None:
        """Keywords in any order, and MISSING said or left out, give one object."""
        make = SPACE.interner()
        stated = {"mass": True, "colour": Colour.RED, "urgent": MISSING}
        made = [make(**dict(order)) for order in permutations(stated.items())]
        made.append(make(mass=True, colour=Colour.RED))

        assert len({id(each) for each in made}) == 1
        assert made[0] == SPACE.make(mass=True, colour=Colour.RED)

    def test_read_as_is_not_stated(self) -> None:
        """A fact left out is not the fact stated as the value that it is read as."""
        make = SPACE.interner()

        assert make(mass=True) is not make(mass=True, urgent=False)
        assert make(mass=True) is not make(mass=False)

    def test_pools_are_apart(self) -> None:
        """Two interners share nothing."""
        assert SPACE.interner()(mass=True) is not SPACE.interner()(mass=True)

    @pytest.mark.parametrize("value", [1, 1.0, [True], Broken()])
    def test_checks_whatever_it_holds(self, value: Any) -> None:
        """What make() refuses is refused before and after an equal value was pooled."""
        make = SPACE.interner()
        for _ in range(2):
            with pytest.raises(UnknownFactError):
                make(mass=value)
            assert make(mass=True).get("mass") is True

    @given(
        st.lists(
            st.fixed_dictionaries(
                {"mass": st.booleans()},
                optional={
                    "colour": st.sampled_from((*Colour, MISSING)),
                    "urgent": st.sampled_from((True, False, MISSING)),
                },
            ),
            max_size=20,
        )
    )
    def test_same_as_make(self, stated: list[dict[str, Any]]) -> None:
        """It gives what make() gives, and as many objects as there are different facts."""
        make = SPACE.interner()
        made = [make(**each) for each in stated]

        assert made == [SPACE.make(**each) for each in stated]
        assert len({id(each) for each in made}) == len(set(made))


class TestGarbage:
    """Whatever is passed, only errors of the family come out."""

    @given(anything, anything, anything, anything)
    def test_fact(self, name: Any, term: Any, values: Any, missing: Any) -> None:
        """Fact() makes a fact or refuses."""
        with suppress(JiesuError):
            fact = Fact(name, term, values, missing)
            assert fact.name.isidentifier()
            assert set(fact.values) <= set(fact.domain)
            assert fact.values

    @given(
        st.dictionaries(
            st.sampled_from(("colour", "urgent", "mass", "x"))
            | st.integers()
            | st.sampled_from(Colour),
            anything,
        )
    )
    def test_conditions(self, when: Any) -> None:
        """Conditions are read, or each bad one told under its own path."""
        faults: list[Fault] = []
        tests = SPACE.read(when, "row", faults)

        assert all(fault.path.startswith("row") for fault in faults)
        assert len(tests) <= len(when)
        assert all(
            set(test.allowed) <= set(SPACE.facts[SPACE.index(test.fact)].domain) for test in tests
        )

    @given(st.dictionaries(st.sampled_from(("colour", "urgent", "mass", "x")), anything))
    def test_make(self, stated: Any) -> None:
        """make() states exactly what was passed, or refuses."""
        with suppress(UnknownFactError):
            made = SPACE.make(**stated)
            assert made.stated() == {k: v for k, v in stated.items() if v is not MISSING}
            assert made.get("mass") in (True, False)
