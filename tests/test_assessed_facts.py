"""The facts of assessment, the codes of a city's own catalogue, and which verdict counts."""

import pickle
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CUT_OFF, GROUND, MARCH

from jiesu import events
from jiesu.canonical import digest
from jiesu.errors import (
    AssessmentError,
    InvalidValueError,
    JiesuError,
    NaiveDatetimeError,
    SchemaError,
    UnknownFactError,
)
from jiesu.facts import AS, MISSING, REFUSE, Fact, FactSpace, excluding, say
from jiesu.labels import Text
from jiesu.legal_time import beijing_time
from jiesu.outcomes import (
    OUTCOME_FACTS,
    CountedAs,
    CountedBy,
    FollowUp,
    Grade,
    LivelihoodGoal,
    Outcome,
    Resolution,
    Role,
    Satisfaction,
    Timeliness,
    facts_at,
    outcome_facts,
)
from jiesu.tables import Row, Table
from jiesu.tallies import Tally, tally, word_of
from jiesu.tickets import Channel, Origin
from jiesu.verdicts import VERDICT, AskedBy, CountingVerdict, Verdict, verdict_that_counts

CATEGORY = Fact("category", Text("一级分类", "category"), ("住房", "交通", "A-1"))
STREET = Fact("street", Text("街道", "street"), ("某街道", "另一街道"), AS("某街道", GROUND))
MASS = Fact("mass", Text("群体", "mass"), (True, False))
SPACE = FactSpace((CATEGORY, STREET, MASS))
OWN = OUTCOME_FACTS.extend(CATEGORY, STREET)


def anew(word: str) -> str:
    """The same text as another object, as a file or a network brings it."""
    made = word.encode().decode()
    assert made is not word or len(word) == 1  # of which Python itself keeps one
    return made


codes = st.text(max_size=4).map(str.strip).filter(lambda each: each not in {"", "-"})


class TestCodes:
    """What a city's own catalogue names is stated in the city's own codes."""

    def test_values(self) -> None:
        """A code is its own word, is printed as it is written, and is one value of the domain."""
        assert CATEGORY.domain == ("住房", "交通", "A-1", MISSING)
        assert CATEGORY.words() == {
            "": MISSING,
            "-": MISSING,
            "住房": "住房",
            "交通": "交通",
            "A-1": "A-1",
        }
        assert say("A-1") == Text("A-1", "A-1")
        assert word_of("A-1") == "A-1"
        (test,) = SPACE.read({"category": ("交通", "住房")}, "row", [])
        assert test.text == Text("一级分类为住房、交通", "category is 住房 or 交通")

    def test_stated(self) -> None:
        """An equal text states the code, wherever it comes from; nothing else does."""
        facts = SPACE.make(category=anew("住房"))
        assert facts == SPACE.make(category="住房")
        assert digest(facts) == digest(SPACE.make(category="住房"))
        assert pickle.loads(pickle.dumps(facts)) == facts  # noqa: S301
        assert repr(facts) == "Facts(category=住房)"
        for wrong in ("住", b"A-1", None, 1, True, ("住房",)):
            with pytest.raises(UnknownFactError, match="has no such value"):
                SPACE.make(category=wrong)

    def test_remedy(self) -> None:
        """A code that was misspelt, or written as a number, is named."""
        numbered = FactSpace((Fact("code", Text("编码", "code"), ("101", "102")),))
        with pytest.raises(UnknownFactError, match="pass '101'"):
            numbered.make(code=101)
        with pytest.raises(UnknownFactError, match="did you mean A-1"):
            SPACE.make(category="A1")

    def test_interned(self) -> None:
        """Equal codes give one object, and a code that is gone leaves its place to nobody."""
        make = SPACE.interner()
        first = make(category=anew("住房"), mass=True)
        assert make(mass=True, category=anew("住房")) is first
        for _ in range(50):
            for word in CATEGORY.values:
                made = make(category=anew(str(word)))
                assert made.get("category") == word
        with pytest.raises(UnknownFactError):
            make(category="住房", mass=1)

    @given(st.lists(codes, min_size=1, max_size=5, unique=True), st.data())
    def test_excluding(self, values: list[str], data: st.DataObject) -> None:
        """A condition and its opposite part the domain; spaces that say the same digest alike."""
        space = FactSpace((Fact("code", Text("编码", "code"), values),))
        again = FactSpace((Fact("code", Text("编码", "code"), [*map(anew, values)]),))
        assert (space, digest(space)) == (again, digest(again))
        named = data.draw(st.sets(st.sampled_from(values), min_size=1))
        (some,) = space.read({"code": named}, "row", [])
        (rest,) = space.read({"code": excluding(*map(anew, named))}, "row", [])
        assert [*some.allowed] == [each for each in values if each in named]
        assert {*some.allowed} | {*rest.allowed} == {*values, MISSING}
        assert not {*some.allowed} & {*rest.allowed}

    def test_table(self) -> None:
        """A table decides on codes: every combination has the row that its conditions say."""
        rows = {
            "R1": {"category": "住房", "mass": True},
            "R2": {"category": "住房", "mass": excluding(True)},
            "R3": {"category": excluding("住房"), "street": "另一街道"},
            "R4": {"category": excluding("住房"), "street": "某街道"},
        }
        table = Table(
            "t", SPACE, [Row(name, when, name, (GROUND,)) for name, when in rows.items()]
        )
        assert table.check() == ()
        assert pickle.loads(pickle.dumps(table)) == table  # noqa: S301
        domains = [(*fact.values, MISSING) for fact in SPACE.facts]
        for category, street, mass in product(*domains):
            if category == "住房":
                wanted = "R1" if mass is True else "R2"
            else:
                wanted = "R3" if street == "另一街道" else "R4"
            stated = {"category": category, "street": street, "mass": mass}
            facts = SPACE.make(
                **{k: anew(v) if isinstance(v, str) else v for k, v in stated.items()}
            )
            assert table.hit(facts).then == wanted
            assert [row.id for row in table.explain(facts).hits] == [wanted]

    def test_gap(self) -> None:
        """A code that no row names is told, with the code."""
        rows = [Row("R1", {"category": ("住房", "交通", MISSING)}, 1, (GROUND,))]
        (gap,) = Table("t", SPACE, rows).check()
        assert (gap.kind, gap.witness["category"]) == ("gap", "A-1")
        assert gap.text.zh == "没有任何一行适用（category=A-1）"


profiles = st.tuples(
    st.sampled_from(("a", "b")),
    *(st.sampled_from((*fact.values, MISSING)) for fact in SPACE.facts),
)
tallies = st.dictionaries(profiles, st.integers(1, 9), max_size=8).map(
    lambda counts: Tally(SPACE, counts)
)


class TestTallyOfCodes:
    """A tally keeps codes as it keeps labels."""

    def test_equal_is_enough(self) -> None:
        """A code from elsewhere is the code; what is no value of the fact is refused, 1 for True too."""
        made = Tally(SPACE, {("a", anew("住房"), MISSING, True): 2})
        assert made == Tally(SPACE, {("a", "住房", MISSING, True): 2})
        for profile in (
            ("a", "住", MISSING, True),
            ("a", "住房", MISSING, 1),
            ("a", 7, MISSING, True),
        ):
            with pytest.raises(SchemaError, match="no profile of these facts"):
                Tally(SPACE, {profile: 1})

    @given(tallies)
    def test_round_trips(self, made: Tally) -> None:
        """Rows and pickles give the same tally back."""
        rows = made.to_rows()
        assert Tally.from_rows(rows, SPACE) == made
        assert all(type(row[name]) is str for row in rows for name in SPACE.names)
        assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301
        assert digest(pickle.loads(pickle.dumps(made)).counts) == digest(made.counts)  # noqa: S301

    def test_told(self) -> None:
        """The explanation says each code as it is written."""
        made = Tally(SPACE, {("a", "住房", MISSING, True): 2, ("b", "A-1", "某街道", True): 1})
        assert "一级分类：住房 2 件，A-1 1 件" in str(made.explain())

    def test_of_outcomes(self) -> None:
        """Outcomes over a space of the city's own are tallied by its codes, equal ones together."""
        sent = beijing_time(2026, 3, 2)
        words = ["住房", "交通", "住房", "A-1", None]
        given_ = [
            Outcome(
                str(place),
                "a",
                OWN.make(**({"category": anew(word)} if word else {})),
                dispatched_at=sent,
            )
            for place, word in enumerate(words)
        ]
        kept = FactSpace((CATEGORY,))
        made = tally(given_, kept, MARCH, CountedBy.DISPATCHED, CUT_OFF)
        assert made.counts == {
            ("a", "住房"): 2,
            ("a", "交通"): 1,
            ("a", "A-1"): 1,
            ("a", MISSING): 1,
        }


# -- the facts ------------------------------------------------------------------------------------

BEFORE = (
    *("role", "request_type", "timeliness", "claim", "follow_up", "responded", "resolved"),
    *("satisfied", "adjudicated", "exclusion", "void", "unlawful", "unreasonable", "deferred"),
)
SIGNS = ("monthly_topic", "returned", "rehandled", "duplicate", "in_project")
FLAG = (True, False)
ADDED: dict[str, tuple[tuple[object, ...], object]] = {
    "channel": (tuple(Channel), MISSING),
    "origin": (tuple(Origin), MISSING),
    "goal": (tuple(LivelihoodGoal), MISSING),
    "monthly_topic": (FLAG, False),
    "signed_in_time": (FLAG, MISSING),
    "contacted": (FLAG, MISSING),
    "grade": (tuple(Grade), MISSING),
    "returned": (FLAG, False),
    "rehandled": (FLAG, False),
    "duplicate": (FLAG, False),
    "in_project": (FLAG, False),
    "counted_as": (tuple(CountedAs), CountedAs.EACH),
}
"""What each new fact may be, and what it is where nothing is stated."""


class TestFacts:
    """Every assessment may read all that the sources assess; what is missing is no failure."""

    def test_order(self) -> None:
        """What was there stands where it stood; what is new stands behind."""
        assert OUTCOME_FACTS.names == (*BEFORE, *ADDED)

    @pytest.mark.parametrize("name", ADDED)
    def test_domain(self, name: str) -> None:
        """Each fact has its values, and a table reads one that nobody stated as is said here."""
        values, unstated = ADDED[name]
        fact = OUTCOME_FACTS.facts[OUTCOME_FACTS.index(name)]
        assert fact.values == values
        rows = [
            Row(f"R{at}", {name: each}, each, (GROUND,)) for at, each in enumerate(fact.domain)
        ]
        table = Table(name, OUTCOME_FACTS, rows)
        assert table.hit(outcome_facts()).then is unstated

    def test_goals(self) -> None:
        """七有五性: seven and five, in the official words."""
        has = [
            ("幼", "育"),
            ("学", "教"),
            ("劳", "得"),
            ("病", "医"),
            ("老", "养"),
            ("住", "居"),
            ("弱", "扶"),
        ]
        assert [each.zh for each in LivelihoodGoal] == [
            *(f"{one}有所{other}" for one, other in has),
            *(f"{each}性" for each in ("便利", "宜居", "多样", "公正", "安全")),
        ]
        assert len({each.en for each in LivelihoodGoal}) == 12

    def test_grades(self) -> None:
        """Five grades, from the best to the worst."""
        terms = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
        assert tuple(each.zh for each in Grade) == terms

    def test_roles(self) -> None:
        """意见 三（八）, 条例 33: who leads, assists, calls out, comes, and answers for an industry."""
        assert [each.zh for each in Role] == ["主办", "协办", "吹哨", "报到", "行业主管"]

    def test_one_vocabulary(self) -> None:
        """How linked cases count is one vocabulary, on record and in assessment."""
        assert events.CountedAs is CountedAs

    @given(st.data())
    def test_not_said_yet(self, data: st.DataObject) -> None:
        """Before the rating nothing of the requester's word is known, its grade included."""
        word = {"follow_up", "responded", "resolved", "satisfied", "grade"}
        stated = {
            fact.name: data.draw(st.sampled_from((*fact.values, MISSING)))
            for fact in OUTCOME_FACTS.facts
        }
        rated = beijing_time(2026, 3, 9)
        one = Outcome("1", "a", outcome_facts(**stated), rated_at=rated)
        early = facts_at(one, rated - timedelta(microseconds=1))
        for name, value in zip(OUTCOME_FACTS.names, early, strict=True):
            assert value is (MISSING if name in word else stated[name])
        assert facts_at(one, rated) == one.facts.values


# -- which verdict counts -------------------------------------------------------------------------


def on(day: int) -> datetime:
    """An instant of March 2026."""
    return beijing_time(2026, 3, day)


def said(day: int, by: AskedBy = AskedBy.HOTLINE, **facts: Any) -> Verdict:
    """A word on a day of March."""
    return Verdict(on(day), by, facts)


words = st.builds(
    said,
    st.integers(1, 6),
    st.sampled_from(AskedBy),
    responded=st.booleans(),
    follow_up=st.sampled_from((MISSING, FollowUp.REACHED)),
)
attempts = st.builds(
    said,
    st.integers(1, 6),
    st.sampled_from(AskedBy),
    follow_up=st.sampled_from([each for each in FollowUp if each is not FollowUp.REACHED]),
)
several = st.lists(words | attempts, max_size=6)


def by_definition(verdicts: Iterable[Verdict], which: CountingVerdict) -> Verdict | None:
    """One after the other: a word takes an attempt's place, and a later one an earlier one's."""
    found: Verdict | None = None
    for each in verdicts:
        if which is CountingVerdict.LAST_OF_HOTLINE and each.asked_by is not AskedBy.HOTLINE:
            continue
        if found is None:
            better = True
        elif each.speaks is not found.speaks:
            better = each.speaks
        elif which is CountingVerdict.FIRST:
            better = each.at < found.at
        else:
            better = each.at >= found.at
        found = each if better else found
    return found


class TestVerdicts:
    """A requester may be asked more than once; a rule says which word counts."""

    @given(several, st.sampled_from(CountingVerdict))
    def test_by_definition(self, verdicts: list[Verdict], which: CountingVerdict) -> None:
        """It is the one that the definition finds, walking through the list."""
        assert verdict_that_counts(verdicts, which) is by_definition(verdicts, which)

    @given(several, st.sampled_from(CountingVerdict), st.randoms(use_true_random=False))
    def test_order(self, verdicts: list[Verdict], which: CountingVerdict, random: Any) -> None:
        """Of different instants the order of the list does not matter."""
        apart = [*{each.at: each for each in verdicts}.values()]
        shuffled = random.sample(apart, len(apart))
        assert verdict_that_counts(apart, which) is verdict_that_counts(shuffled, which)

    @given(several, attempts, st.sampled_from(CountingVerdict))
    def test_an_attempt_is_no_word(
        self, verdicts: list[Verdict], attempt: Verdict, which: CountingVerdict
    ) -> None:
        """Whoever reached nobody changes nothing about what was said."""
        before = verdict_that_counts(verdicts, which)
        if before is not None and before.speaks:
            assert verdict_that_counts([*verdicts, attempt], which) is before

    @given(several)
    def test_of_the_hotline(self, verdicts: list[Verdict]) -> None:
        """The last of the hotline is the last, of a list that the hotline alone wrote."""
        own = [each for each in verdicts if each.asked_by is AskedBy.HOTLINE]
        counts = verdict_that_counts(verdicts, CountingVerdict.LAST_OF_HOTLINE)
        assert counts is verdict_that_counts(own, CountingVerdict.LAST)

    def test_by_hand(self) -> None:
        """Asked three times, and once not reached."""
        first = said(3, AskedBy.ONLINE, grade=Grade.DISSATISFIED)
        asked = said(9, follow_up=FollowUp.REACHED, resolved=Resolution.PARTLY)
        unit = said(10, AskedBy.UNIT, resolved=Resolution.RESOLVED)
        missed = said(11, follow_up=FollowUp.UNREACHABLE)
        found = [
            verdict_that_counts([missed, unit, asked, first], each) for each in CountingVerdict
        ]
        assert found == [first, unit, asked]
        assert verdict_that_counts([missed], CountingVerdict.LAST) is missed
        assert verdict_that_counts([unit], CountingVerdict.LAST_OF_HOTLINE) is None

    def test_at_one_instant(self) -> None:
        """Of two at one instant the later in the list is the later."""
        one, two = said(3, responded=True), said(3, responded=False)
        assert verdict_that_counts([one, two], CountingVerdict.LAST) is two
        assert verdict_that_counts([one, two], CountingVerdict.FIRST) is one

    def test_value(self) -> None:
        """What is missing is left out, a form left empty is no word, and the facts stay as they are."""
        facts = {"satisfied": MISSING, "grade": Grade.SATISFIED}
        made = Verdict(on(3), AskedBy.ONLINE, facts)
        facts["grade"] = Grade.DISSATISFIED
        assert made.facts == {"grade": Grade.SATISFIED}
        assert not said(3, satisfied=MISSING).speaks
        assert made == pickle.loads(pickle.dumps(made))  # noqa: S301
        assert outcome_facts(**made.facts).get("grade") is Grade.SATISFIED

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"at": datetime(2026, 3, 3)}, NaiveDatetimeError),  # noqa: DTZ001
            ({"at": "2026-03-03"}, InvalidValueError),
            ({"asked_by": "热线"}, InvalidValueError),
            ({"facts": None}, InvalidValueError),
            ({"facts": {"claim": Resolution.RESOLVED}}, InvalidValueError),
            ({"facts": {3: True}}, InvalidValueError),
            ({"facts": {"resolved": Satisfaction.SATISFIED}}, UnknownFactError),
            ({"facts": {"responded": 1}}, UnknownFactError),
        ],
    )
    def test_refused(self, changes: dict[str, Any], error: type[JiesuError]) -> None:
        """A verdict says what the requester can say, at an instant."""
        with pytest.raises(error):
            attrs.evolve(said(3, responded=True), **changes)

    @pytest.mark.parametrize(
        ("verdicts", "which"),
        [
            (None, CountingVerdict.LAST),
            (said(3, responded=True), CountingVerdict.LAST),
            (["yes"], CountingVerdict.LAST),
            ([], "LAST"),
        ],
    )
    def test_garbage(self, verdicts: Any, which: Any) -> None:
        """What is no verdict, or no rule, is refused."""
        with pytest.raises(InvalidValueError):
            verdict_that_counts(verdicts, which)

    def test_parameter(self) -> None:
        """A rulebook says which by name."""
        assert (VERDICT.path, VERDICT.kind) == ("assessment.verdict", CountingVerdict)


# -- a part of a tally ----------------------------------------------------------------------------


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Some facts, each with some but not all of its values."""
    named = draw(st.lists(st.sampled_from(SPACE.facts), unique_by=lambda each: each.name))
    return {
        fact.name: draw(
            st.lists(
                st.sampled_from(fact.domain),
                min_size=1,
                max_size=len(fact.domain) - 1,
                unique=True,
            )
        )
        for fact in named
    }


class TestWhere:
    """A tally has parts: lead and co-handler apart, a category, a channel."""

    @given(tallies, st.sampled_from(SPACE.facts), st.data())
    def test_partition(self, made: Tally, fact: Fact, data: st.DataObject) -> None:
        """What a condition takes and what it leaves are the whole, whichever fact it is about."""
        most = len(fact.domain) - 1
        some = data.draw(
            st.lists(st.sampled_from(fact.domain), min_size=1, max_size=most, unique=True)
        )
        taken = made.where({fact.name: some})
        left = made.where({fact.name: excluding(*some)})
        assert taken + left == made
        assert taken.total + left.total == made.total

    @given(tallies, conditions())
    def test_by_definition(self, made: Tally, asked: dict[str, list[Any]]) -> None:
        """A profile is in it where each fact, or what stands in for it, is one of the values."""
        stands_in = {"street": "某街道"}
        wanted = {}
        for profile, number in made.counts.items():
            known = dict(zip(SPACE.names, profile[1:], strict=True))
            for name, value in stands_in.items():
                known[name] = value if known[name] is MISSING else known[name]
            if all(known[name] in values for name, values in asked.items()):
                wanted[profile] = number
        assert made.where(asked).counts == wanted

    @given(tallies, conditions(), conditions())
    def test_one_after_the_other(
        self, made: Tally, one: dict[str, list[Any]], other: dict[str, list[Any]]
    ) -> None:
        """Conditions in one go or in any order; the same ones twice are the same."""
        both = made.where(one).where(other)
        assert both == made.where(other).where(one)
        assert made.where(one).where(one) == made.where(one)
        if not set(one) & set(other):
            assert both == made.where(one | other)
        assert made.where({}) == made

    def test_roles(self) -> None:
        """Whoever has no role on record leads; the tally of each is that of its outcomes."""
        roles = (Role.LEAD, Role.CO_HANDLER, Role.RESPONDER, MISSING, Role.CO_HANDLER)
        outcomes = [
            Outcome(str(place), "a", outcome_facts(role=role), dispatched_at=on(3))
            for place, role in enumerate(roles)
        ]
        kept = FactSpace((OUTCOME_FACTS.facts[0],))

        def of(given_: list[Outcome]) -> Tally:
            return tally(given_, kept, MARCH, CountedBy.DISPATCHED, CUT_OFF)

        whole = of(outcomes)
        leads, others = whole.where({"role": Role.LEAD}), whole.where({"role": Role.CO_HANDLER})
        assert leads == of([outcomes[0], outcomes[3]])
        assert others == of([outcomes[1], outcomes[4]])
        assert (leads.scopes, leads.as_of) == (whole.scopes, whole.as_of)
        assert whole.where({"role": excluding(Role.LEAD)}).total == 3

    def test_refused(self) -> None:
        """A fact that was not tallied, a value that it has not, no condition: all at once."""
        made = Tally(SPACE, {("a", "住房", MISSING, True): 2})
        with pytest.raises(SchemaError) as caught:
            made.where({"categry": "住房", "mass": 1, "street": ()})
        assert [str(fault.path) for fault in caught.value.faults] == [
            "tally.facts",
            "tally.where.street",
            "tally.where.mass",
        ]
        assert "did you mean category" in str(caught.value)
        for garbage in (None, "mass", ["mass"], {3: True}, {"timeliness": Timeliness.LATE}):
            with pytest.raises(SchemaError):
                made.where(garbage)  # type: ignore[arg-type]
        assert issubclass(SchemaError, AssessmentError)

    def test_must_be_stated(self) -> None:
        """Of a fact that must be stated the two parts are the whole too."""
        sure = FactSpace((Fact("sure", Text("必填", "sure"), (True, False), REFUSE),))
        made = Tally(sure, {("a", True): 1, ("a", False): 2})
        assert made.where({"sure": True}) + made.where({"sure": excluding(True)}) == made
