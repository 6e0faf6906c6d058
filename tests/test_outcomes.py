"""考评对象、计数、统计 and 计分 against their definitions, written out in plain loops."""

import pickle
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import AT, CALENDAR, CUT_OFF, DAY, GROUND, MARCH, SUPPLIED, assessed
from strategies import catalogue as small_catalogue
from strategies import outcomes as sample_outcomes

from jiesu import (
    ASIDE,
    BEIJING,
    MET,
    MISSING,
    NOT_ASSESSED,
    OUTCOME_FACTS,
    UNMET,
    CountedBy,
    Counts,
    Directory,
    Division,
    DivisionLevel,
    ExclusionGround,
    ExclusionReview,
    Fact,
    FactSpace,
    FollowUp,
    Formula,
    HitPolicy,
    Hotline,
    JiesuError,
    Mark,
    Outcome,
    Period,
    Resolution,
    Role,
    Row,
    Rulebook,
    Satisfaction,
    Scoreboard,
    Table,
    Tally,
    Text,
    Timeliness,
    Unit,
    UnitKind,
    beijing_time,
    exact,
    outcome_facts,
)
from jiesu import outcomes as outcomes_
from jiesu.counts import Ratio, UnitCounts, count
from jiesu.errors import (
    AssessmentError,
    DuplicateOutcomeError,
    InexactNumberError,
    InvalidValueError,
    NaiveDatetimeError,
    SchemaError,
    UnknownFactError,
    UnsetError,
)
from jiesu.facts import AS, Facts
from jiesu.labels import Label
from jiesu.outcomes import timeliness
from jiesu.rates import excluded, facts_read
from jiesu.rules import beijing
from jiesu.tallies import Scope, say_scopes, tally

Case = dict[str, Any]
"""A ticket of a unit as plain data: identifiers, instants, and what is stated of it."""

RATES = ("response", "resolution", "satisfaction", "timeliness")
SCORED = RATES[:3]


# -- small divisions: a city, two districts of two streets, departments of each level -------------


def directory() -> Directory:
    """Streets and departments whose identifiers are not the codes of their divisions."""
    subdistrict, department = UnitKind.SUBDISTRICT, UnitKind.DISTRICT_DEPARTMENT
    streets = {f"street-{d}{n}": f"11010{d}00{n}" for d in (1, 2) for n in (1, 2)}
    return Directory(
        id="small",
        version="1",
        divisions=(
            Division(code="11", name="市", level=DivisionLevel.CITY),
            *(
                Division(
                    code=f"11010{d}", name=f"{d}区", level=DivisionLevel.DISTRICT, parent="11"
                )
                for d in (1, 2)
            ),
            *(
                Division(code=code, name=code, level=DivisionLevel.SUBDISTRICT, parent=code[:6])
                for code in streets.values()
            ),
        ),
        units=(
            *(
                Unit(id=unit, name=unit, kind=subdistrict, division=code)
                for unit, code in streets.items()
            ),
            *(
                Unit(id=f"office-{d}", name=f"{d}区局", kind=department, division=f"11010{d}")
                for d in (1, 2)
            ),
            Unit(id="bureau", name="市局", kind=UnitKind.CITY_DEPARTMENT, division="11"),
        ),
        holdings=(),
    )


DISTRICT_OF = {
    "street-11": "110101",
    "street-12": "110101",
    "office-1": "110101",
    "street-21": "110102",
    "street-22": "110102",
    "office-2": "110102",
    "bureau": "11",
}
UNITS = tuple(DISTRICT_OF)


# -- the definition, without the library: lists of dicts and loops --------------------------------


WHY = ("overdue", "open", "unreachable", "refused", "anonymous", "not followed up")
"""Why the requester said nothing, in the order of the rows N1 to N6."""


@attrs.frozen
class Settled:
    """What nobody published, made up: a credit or None per open row, and weights."""

    no_word: tuple[tuple[Fraction | None, ...], ...]  # a rate each, and in it a credit per reason
    partly: Fraction | None
    adjudicated: tuple[Fraction | None, ...]
    basically: Fraction | None
    unrated: Fraction | None
    deferred_out: bool
    co_handler_out: bool
    weights: tuple[Fraction, Fraction, Fraction]

    @property
    def overlay(self) -> dict[str, Any]:
        """The same, as a user writes it."""
        return {
            "assessment.exclusions.X5": ExclusionGround.DEFERRED
            if self.deferred_out
            else ExclusionGround.COUNTED,
            "assessment.exclusions.X6": ExclusionGround.CO_HANDLER
            if self.co_handler_out
            else ExclusionGround.COUNTED,
            **{
                f"rates.{name}.N{place}": Mark(credit)
                for name, each in zip(SCORED, self.no_word, strict=True)
                for place, credit in enumerate(each, 1)
            },
            "rates.resolution.V3": Mark(self.partly),
            **{
                f"rates.resolution.V{place}": Mark(credit)
                for place, credit in enumerate(self.adjudicated, 5)
            },
            "rates.satisfaction.S2": Mark(self.basically),
            "rates.satisfaction.S4": Mark(self.unrated),
            "scoring.weights": dict(zip(SCORED, self.weights, strict=True)),
        }


LAST = MARCH.last_day
ASSESSED = assessed()
ONE, NONE, HALF, MOST = Fraction(1), Fraction(0), Fraction(1, 2), Fraction(2, 3)
SETTLED = (
    # Staying open does not pay: overdue counts as not met, every other silence is left aside.
    Settled(
        ((NONE, *[None] * 5),) * 3,
        HALF,
        (ONE, HALF, NONE),
        MOST,
        None,
        True,
        True,
        (HALF, HALF / 2, HALF / 2),
    ),
    # Silence is silence, whyever; then the other way about, rate by rate.
    Settled(
        ((NONE,) * 6, (NONE,) * 6, (ONE,) * 6),
        None,
        (HALF, None, MOST),
        None,
        ONE,
        True,
        False,
        (ONE, ONE, ONE),
    ),
    Settled(
        ((ONE,) * 6, (HALF,) * 6, (None,) * 6),
        ONE,
        (None, None, None),
        HALF,
        NONE,
        False,
        True,
        (NONE, HALF, MOST),
    ),
    # Each reason by itself.
    Settled(
        (
            (NONE, None, ONE, HALF, MOST, ONE / 5),
            (HALF, ONE, None, NONE, ONE / 7, MOST),
            (ONE, ONE / 9, MOST, None, NONE, HALF),
        ),
        MOST,
        (NONE, ONE, HALF),
        NONE,
        HALF,
        False,
        False,
        (ONE * 3 / 7, HALF, NONE),
    ),
    Settled(
        (
            (MOST, NONE, NONE, ONE, None, HALF),
            (None, MOST, HALF, ONE, ONE, NONE),
            (NONE, HALF, ONE, ONE, None, MOST),
        ),
        NONE,
        (MOST, NONE, ONE),
        ONE,
        MOST,
        True,
        True,
        (ONE / 5, MOST, MOST),
    ),
)


def late(case: Case, at: datetime) -> object:
    """按时 is up to and with the due instant; what is closed after the cut-off is open."""
    due, closed = case["due"], case["closed_at"]
    if due is None:
        return case["facts"].get("timeliness")
    if closed is not None and closed > at:
        closed = None
    if closed is None:
        return Timeliness.OVERDUE if at > due else Timeliness.OPEN
    return Timeliness.LATE if closed > due else Timeliness.ON_TIME


def standing(case: Case, at: datetime) -> Case:
    """What is known of a ticket at the cut-off."""
    known = {**case["facts"], "timeliness": late(case, at)}
    if case["rated_at"] is not None and case["rated_at"] > at:
        for word in ("responded", "resolved", "satisfied", "follow_up"):
            known.pop(word, None)
    return known


def belongs(case: Case, by: CountedBy, period: Period, at: datetime) -> bool:
    """Whether the ticket has the instant, it lies in the period, and it had come by the cut-off."""
    when = {
        CountedBy.RECEIVED: case["received_at"],
        CountedBy.DISPATCHED: case["dispatched_at"],
        CountedBy.DUE: case["due"],
        CountedBy.CLOSED: case["closed_at"],
        CountedBy.RATED: case["rated_at"],
    }[by]
    if when is None or when < period.start or when >= period.end:
        return False
    for come in (case["received_at"], case["dispatched_at"]):
        if come is not None and come > at:
            return False
    # A due instant is known beforehand; what is to be closed or rated later is not.
    return by is CountedBy.DUE or when <= at


def holding(known: Case) -> list[str]:
    """Every row of 负面清单 and the like that holds of the ticket, whatever it leads to."""
    stated = {
        "X1": known.get("unlawful") is True,
        "X2": known.get("unreasonable") is True,
        "X3": known.get("void") is True,
        "X4": known.get("exclusion") is ExclusionReview.GRANTED,
        "X5": known.get("deferred") is True,
        "X6": known.get("role") is Role.CO_HANDLER,
        "X7": known.get("exclusion") is ExclusionReview.PENDING,
    }
    return [row for row, holds in stated.items() if holds]


def left_out(known: Case, settled: Settled) -> list[str]:
    """Those of them that leave it out: an application not yet decided does not."""
    kept = {"X7"}
    if not settled.deferred_out:
        kept.add("X5")
    if not settled.co_handler_out:
        kept.add("X6")
    return [row for row in holding(known) if row not in kept]


def why_silent(known: Case) -> str:
    """Of an unfinished ticket that it is unfinished; of a finished one what the follow-up found."""
    if known.get("timeliness") is Timeliness.OVERDUE:
        return "overdue"
    if known.get("timeliness") is Timeliness.OPEN:
        return "open"
    return {
        FollowUp.UNREACHABLE: "unreachable",
        FollowUp.WRONG_NUMBER: "unreachable",
        FollowUp.REFUSED: "refused",
        FollowUp.ANONYMOUS: "anonymous",
        FollowUp.REACHED: "not followed up",
        FollowUp.NOT_MADE: "not followed up",
        None: "not followed up",
    }[known.get("follow_up")]


def marks_of(known: Case, settled: Settled) -> dict[str, tuple[str, Fraction | None]]:
    """The row of each rate, and what the ticket adds to the numerator; None where it is aside."""
    place = WHY.index(why_silent(known))
    silent = {
        name: (f"N{place + 1}", each[place])
        for name, each in zip(SCORED, settled.no_word, strict=True)
    }
    response = {True: ("R1", ONE), False: ("R2", NONE), None: silent["response"]}
    resolution = {
        Resolution.RESOLVED: ("V1", ONE),
        Resolution.UNRESOLVED: ("V2", NONE),
        Resolution.PARTLY: ("V3", settled.partly),
        None: silent["resolution"],
    }
    reviewed = {
        result: (row, settled.adjudicated[place])
        for place, (row, result) in enumerate(
            (
                ("V5", Resolution.RESOLVED),
                ("V6", Resolution.PARTLY),
                ("V7", Resolution.UNRESOLVED),
            )
        )
    }
    satisfaction = {
        Satisfaction.SATISFIED: ("S1", ONE),
        Satisfaction.DISSATISFIED: ("S3", NONE),
        Satisfaction.BASICALLY: ("S2", settled.basically),
        Satisfaction.UNRATED: ("S4", settled.unrated),
        None: silent["satisfaction"],
    }
    in_time = {
        Timeliness.ON_TIME: ("M1", ONE),
        Timeliness.LATE: ("M2", NONE),
        Timeliness.OVERDUE: ("M2", NONE),
        Timeliness.OPEN: ("M3", None),
        None: ("M3", None),
    }
    return {
        "response": response[known.get("responded")],
        "resolution": reviewed[known["adjudicated"]]
        if known.get("adjudicated") is not None
        else resolution[known.get("resolved")],
        "satisfaction": satisfaction[known.get("satisfied")],
        "timeliness": in_time[known.get("timeliness")],
    }


@attrs.frozen
class Month:
    """What is asked: tickets, the rule of counting, the cut-off, and what nobody published."""

    cases: list[Case]
    by: CountedBy
    at: datetime
    settled: Settled

    @property
    def period(self) -> Period:
        """March, by the instant drawn."""
        return attrs.evolve(MARCH, by=self.by)

    @property
    def outcomes(self) -> list[Outcome]:
        """The tickets as the library has them."""
        return [outcome(case) for case in self.cases]

    @property
    def tally(self) -> Tally:
        """What the library makes of them."""
        return self.hotline.tally(self.outcomes, period=self.period, at=self.at)

    @property
    def hotline(self) -> Hotline:
        """Beijing's rules with the open rows supplied."""
        return hotline(self.settled)

    def scored(self) -> dict[str, Case]:
        """Per unit: tickets assessed and left out, the ledger, rates and score; all by definition."""
        found: dict[str, Case] = {}
        for case in self.cases:
            if not belongs(case, self.by, self.period, self.at):
                continue
            unit = found.setdefault(
                case["unit"],
                {
                    "total": 0,
                    "out": [],
                    "ledger": {},
                    "rates": {name: [] for name in RATES},
                    "marked": {},
                },
            )
            known = standing(case, self.at)
            for row in holding(known):
                unit["ledger"][row] = unit["ledger"].get(row, 0) + 1
            rows = left_out(known, self.settled)
            if rows:
                unit["out"].append((case["ticket"], rows))
                continue
            unit["total"] += 1
            for name, (row, credit) in marks_of(known, self.settled).items():
                unit["marked"][name, row] = unit["marked"].get((name, row), 0) + 1
                if credit is not None:
                    unit["rates"][name].append(credit)
        for unit in found.values():
            weighed = zip(SCORED, self.settled.weights, strict=True)
            if all(unit["rates"][name] for name in SCORED):
                unit["score"] = sum(
                    weight * sum(unit["rates"][name]) / len(unit["rates"][name])
                    for name, weight in weighed
                )
            else:
                unit["score"] = None
        return found


def outcome(case: Case) -> Outcome:
    """A ticket as the library has it."""
    return Outcome(**{**case, "facts": outcome_facts(**case["facts"])})


@cache
def hotline(settled: Settled) -> Hotline:
    """The rules of a day in March, with what nobody published."""
    rulebook = beijing.TIMELINE.on(LAST).with_(settled.overlay)
    return Hotline(rulebook, small_catalogue(), directory(), CALENDAR)


@cache
def unsupplied() -> Hotline:
    """The rules of that day as they are public."""
    return Hotline(beijing.TIMELINE.on(LAST), small_catalogue(), directory(), CALENDAR)


# -- months of tickets, at and around every edge --------------------------------------------------

INSTANT = timedelta(microseconds=1)
EDGES = (
    MARCH.start - timedelta(days=10),
    MARCH.start - INSTANT,
    MARCH.start,
    beijing_time(2026, 3, 10, 9),
    beijing_time(2026, 3, 20, 9),
    beijing_time(2026, 3, 20, 9) + INSTANT,
    MARCH.end - INSTANT,
    MARCH.end,
    CUT_OFF - INSTANT,
    CUT_OFF,
    CUT_OFF + INSTANT,
)
CUTS = (beijing_time(2026, 3, 20, 9), MARCH.end - INSTANT, MARCH.end, CUT_OFF)
ODDS: tuple[tuple[str, Any], ...] = (
    ("role", Role.LEAD),
    ("role", Role.CO_HANDLER),
    ("claim", Resolution.RESOLVED),
    *(("follow_up", each) for each in FollowUp),
    ("exclusion", ExclusionReview.GRANTED),
    ("exclusion", ExclusionReview.PENDING),
    ("exclusion", ExclusionReview.REFUSED),
    ("void", True),
    ("void", False),
    ("unlawful", True),
    ("unreasonable", True),
    ("deferred", True),
    ("deferred", False),
)
words = st.fixed_dictionaries(
    {},
    optional={
        "responded": st.booleans(),
        "resolved": st.sampled_from(Resolution),
        "satisfied": st.sampled_from(Satisfaction),
    },
)


@st.composite
def cases(draw: st.DrawFn, by: CountedBy, ticket: str, units: tuple[str, ...] = UNITS) -> Case:
    """A ticket whose instants follow one another; the one that it is counted by is there."""
    order = draw(st.lists(st.integers(0, len(EDGES) - 1), min_size=5, max_size=5).map(sorted))
    received, dispatched, closed, rated = (EDGES[order[place]] for place in (0, 1, 3, 4))
    due = EDGES[order[draw(st.integers(2, 4))]]
    facts = draw(words)
    facts.update(dict(draw(st.lists(st.sampled_from(ODDS), max_size=2))))
    if draw(st.integers(0, 4)) == 0:
        facts["adjudicated"] = draw(st.sampled_from(Resolution))
    has_due = by is CountedBy.DUE or draw(st.booleans())
    if not has_due and draw(st.booleans()):
        facts["timeliness"] = draw(st.sampled_from(Timeliness))
    # Counted by its due instant, a ticket without a dispatch: see `TestKnown`.
    has_dispatch = by in {CountedBy.DISPATCHED, CountedBy.DUE} or draw(st.booleans())
    return {
        "ticket": ticket,
        "unit": draw(st.sampled_from(units)),
        "facts": facts,
        "received_at": received,
        "dispatched_at": dispatched if has_dispatch else None,
        "due": due if has_due else None,
        "closed_at": draw(st.sampled_from((None, closed, closed))),
        "rated_at": draw(st.sampled_from((None, rated, rated))),
    }


@st.composite
def months(draw: st.DrawFn, most: int = 7, units: tuple[str, ...] = UNITS) -> Month:
    """A small month."""
    by = draw(st.sampled_from(CountedBy))
    drawn = [draw(cases(by, str(n), units)) for n in range(draw(st.integers(0, most)))]
    return Month(drawn, by, draw(st.sampled_from(CUTS)), draw(st.sampled_from(SETTLED)))


FEW = UNITS[:2]


def board(asked: Hotline, tallied: Tally) -> Scoreboard:
    """The scoreboard of a tally, without the pins, which take their time."""
    return Scoreboard(asked.count(tallied), asked.assessment(LAST).formula())


def case(ticket: str, unit: str = "street-11", /, **facts: Any) -> Outcome:
    """A ticket of March, dispatched, with these facts."""
    return Outcome(ticket, unit, outcome_facts(**facts), AT, AT)


def march(outcomes: Any, hotline_: Hotline | None = None) -> Tally:
    """The tally of March by dispatch."""
    asked = ASSESSED if hotline_ is None else hotline_
    return asked.tally(outcomes, period=attrs.evolve(MARCH, by=CountedBy.DISPATCHED), at=CUT_OFF)


class TestDefinition:
    """计入、剔除、三率、得分: tally, count and score are the definitions, unit by unit."""

    @given(months())
    def test_by_definition(self, month: Month) -> None:
        """Tickets assessed and left out, ledger, numerators, denominators and scores are right."""
        wanted = month.scored()
        tallied = month.tally
        counts = month.hotline.count(tallied)
        scores = month.hotline.score(tallied).scores

        assert set(counts.units) == set(scores) == set(wanted) == set(tallied.units)
        assert tallied.total == counts.total + counts.excluded
        for unit, told in wanted.items():
            counted = counts.unit(unit)
            assert counted.total == told["total"]
            assert counted.excluded == len(told["out"])
            ledger = zip(counts.exclusions, counted.by_row, strict=True)
            assert {row.id: number for row, number in ledger if number} == told["ledger"]
            for name in RATES:
                ratio = counts.ratio(unit, name)
                assert ratio == counted.ratios[counts.place(name)]
                assert ratio == (sum(told["rates"][name]), len(told["rates"][name]))
            marked = zip(counts.mark_rows, counted.marked, strict=True)
            assert {(n, row.id): number for (n, row), number in marked if number} == told["marked"]
            assert scores[unit] == (NOT_ASSESSED if told["score"] is None else told["score"])

    @given(months())
    def test_excluded(self, month: Month) -> None:
        """
        The tickets left out are named with every row that leaves them out, in the order given.

        They are as many as the counts say, in all and row by row.
        """
        named = month.hotline.excluded(month.outcomes, period=month.period, at=month.at)
        wanted = [
            (told["ticket"], told["unit"], left_out(standing(told, month.at), month.settled))
            for told in month.cases
            if belongs(told, month.by, month.period, month.at)
        ]
        counts = month.hotline.count(month.tally)
        come = [
            outcomes_.belongs(each, month.period, month.by, month.at) for each in month.outcomes
        ]

        assert come == [belongs(told, month.by, month.period, month.at) for told in month.cases]
        assert month.tally.total == sum(come)
        got = [(each.ticket, each.unit, [row.id for row in each.rows]) for each in named]
        assert got == [each for each in wanted if each[2]]
        assert counts.excluded == len(named)
        for row, number in counts.ledger:
            if row.then is not ExclusionGround.COUNTED:
                assert number == sum(row in each.rows for each in named)

    @given(months())
    def test_timeliness(self, month: Month) -> None:
        """One outcome's timeliness at any cut-off is that of the definition."""
        for told, each in zip(month.cases, month.outcomes, strict=True):
            for at in EDGES:
                assert timeliness(each, at) == (late(told, at) or MISSING)

    def test_a_month_reckoned_by_hand(self) -> None:
        """Five tickets: one voided, one half resolved, one not rated in time."""
        settled = SETTLED[0]
        rated = {"responded": True, "satisfied": Satisfaction.SATISFIED}
        after = CUT_OFF + INSTANT
        given_ = [
            case("1", resolved=Resolution.RESOLVED, **rated),
            case("2", resolved=Resolution.PARTLY, **rated),
            case("3", resolved=Resolution.UNRESOLVED, **rated | {"responded": False}),
            attrs.evolve(case("4", resolved=Resolution.RESOLVED, **rated), rated_at=after),
            case("5", resolved=Resolution.RESOLVED, void=True, **rated),
        ]
        counts = hotline(settled).count(march(given_, hotline(settled)))

        assert counts.units["street-11"].ratios == (
            Ratio(2, 3),
            Ratio(Fraction(3, 2), 3),
            Ratio(3, 3),
            Ratio(0, 0),
        )
        score = hotline(settled).score(counts)["street-11"]
        assert score.value == Fraction(2, 3) / 2 + Fraction(1, 2) / 4 + Fraction(1, 4)
        assert (counts.total, counts.excluded) == (4, 1)


class TestKnown:
    """截止时点: what happens after the cut-off is not known at it."""

    def test_late_is_after_due(self) -> None:
        """民法典 1259: 以内 includes the instant; late is strictly after it."""
        due = beijing_time(2026, 3, 20)
        told = {
            due: Timeliness.ON_TIME,
            due + INSTANT: Timeliness.LATE,
            due - INSTANT: Timeliness.ON_TIME,
        }
        for closed, wanted in told.items():
            one = Outcome("1", "a", outcome_facts(), AT, AT, due, closed)
            assert timeliness(one, CUT_OFF) is wanted
        still = Outcome("1", "a", outcome_facts(), AT, AT, due)
        assert timeliness(still, due) is Timeliness.OPEN
        assert timeliness(still, due + INSTANT) is Timeliness.OVERDUE

    @pytest.mark.parametrize("at", CUTS)
    def test_every_edge(self, at: datetime) -> None:
        """Due, closed and rated before, at and after the cut-off and one another: all of them."""
        told = {
            "responded": True,
            "resolved": Resolution.PARTLY,
            "satisfied": Satisfaction.SATISFIED,
            "follow_up": FollowUp.REACHED,
        }
        edges = (None, at - INSTANT, at, at + INSTANT, *EDGES)
        given_ = [
            {
                "ticket": "1",
                "unit": f"{place}",
                "facts": told,
                "received_at": MARCH.start,
                "dispatched_at": MARCH.start,
                "due": due,
                "closed_at": closed,
                "rated_at": rated,
            }
            for place, (due, closed, rated) in enumerate(product(edges, edges, edges[:4]))
        ]
        made = tally(map(outcome, given_), OUTCOME_FACTS, MARCH, CountedBy.DISPATCHED, at)

        assert made.counts == {
            (
                each["unit"],
                *(standing(each, at).get(name) or MISSING for name in OUTCOME_FACTS.names),
            ): 1
            for each in given_
        }

    @given(months(most=4), st.data())
    def test_the_future_does_not_matter(self, month: Month, data: st.DataObject) -> None:
        """Whatever is put in the place of a word spoken later, the tally stays the same."""
        changed = [
            {**told, "facts": {**told["facts"], **data.draw(words)}}
            if told["rated_at"] is not None and told["rated_at"] > month.at
            else told
            for told in month.cases
        ]

        assert attrs.evolve(month, cases=changed).tally == month.tally

    @given(months(most=4), st.data())
    def test_closed_later_is_open(self, month: Month, data: st.DataObject) -> None:
        """Unless a ticket counts by it, its closing after the cut-off might as well not be."""
        later = st.sampled_from((None, CUT_OFF + INSTANT, CUT_OFF + timedelta(days=90)))
        changed = [
            {**told, "closed_at": data.draw(later)}
            if told["closed_at"] is not None and told["closed_at"] > month.at
            else told
            for told in month.cases
        ]

        assert attrs.evolve(month, cases=changed).tally == month.tally

    def test_due_before_dispatched(self) -> None:
        """A ticket due in March but dispatched after the cut-off is nobody's yet: neither in nor out."""
        one = Outcome("1", "street-11", outcome_facts(void=True), AT, AT, AT + timedelta(days=2))
        period = attrs.evolve(MARCH, by=CountedBy.DUE)

        for at, number in ((AT - INSTANT, 0), (AT, 1)):
            assert ASSESSED.tally([one], period=period, at=at).total == number
            assert len(ASSESSED.excluded([one], period=period, at=at)) == number

    def test_due_before_received(self) -> None:
        """Nor is one received after the cut-off, of which no dispatch is on record."""
        one = Outcome("1", "street-11", outcome_facts(), AT, None, AT + timedelta(days=2))
        period = attrs.evolve(MARCH, by=CountedBy.DUE)

        assert ASSESSED.tally([one], period=period, at=AT - INSTANT).total == 0

    def test_cut_off_within_the_period(self) -> None:
        """Of a month under way what has come so far is counted; the cut-off itself belongs."""
        given_ = [case("1"), attrs.evolve(case("2"), dispatched_at=AT + INSTANT)]

        for at, number in ((AT - INSTANT, 0), (AT, 1), (AT + INSTANT, 2)):
            asked = attrs.evolve(MARCH, by=CountedBy.DISPATCHED)
            assert ASSESSED.tally(given_, period=asked, at=at).total == number

    @pytest.mark.parametrize("by", CountedBy)
    def test_edges_of_a_period(self, by: CountedBy) -> None:
        """The first instant belongs to the period, the end to the next; whichever instant counts."""
        for when, number in (
            (MARCH.start - INSTANT, 0),
            (MARCH.start, 1),
            (MARCH.end - INSTANT, 1),
            (MARCH.end, 0),
        ):
            one = Outcome("1", "street-11", outcome_facts(), **{by.field: when})
            period = attrs.evolve(MARCH, by=by)
            assert ASSESSED.tally([one], period=period, at=CUT_OFF).total == number

    @pytest.mark.parametrize("by", [CountedBy.CLOSED, CountedBy.RATED])
    def test_not_yet(self, by: CountedBy) -> None:
        """What is not closed, or not rated, is in no period counted by that; it is no error."""
        period = attrs.evolve(MARCH, by=by)

        assert ASSESSED.tally([case("1")], period=period, at=CUT_OFF).total == 0


class TestWhyNoWord:
    """No word from the requester: what it means depends on why, and staying open need not pay."""

    AT = CUT_OFF
    DUE = beijing_time(2026, 3, 20)

    def silent(self, ticket: str, closed: datetime | None, due: datetime, **facts: Any) -> Outcome:
        """A ticket on which the requester has said nothing."""
        return Outcome(ticket, "street-11", outcome_facts(**facts), AT, AT, due, closed)

    @pytest.mark.parametrize("rate", SCORED)
    def test_a_row_for_each_reason(self, rate: str) -> None:
        """Each reason falls under its row in each of the three rates, exactly one."""
        finished = self.DUE
        later = CUT_OFF + timedelta(days=9)
        given_ = [
            # Whatever the follow-up found, what is unfinished is first of all unfinished.
            (self.silent("1", None, self.DUE, follow_up=FollowUp.REFUSED), "N1"),
            (self.silent("2", None, later, follow_up=FollowUp.ANONYMOUS), "N2"),
            (self.silent("3", CUT_OFF + INSTANT, self.DUE), "N1"),
            *(
                (self.silent(f"{row}{place}", closed, self.DUE, follow_up=found), row)
                for closed in (finished, finished + INSTANT)
                for place, (found, row) in enumerate(
                    (
                        (FollowUp.UNREACHABLE, "N3"),
                        (FollowUp.WRONG_NUMBER, "N3"),
                        (FollowUp.REFUSED, "N4"),
                        (FollowUp.ANONYMOUS, "N5"),
                        (FollowUp.REACHED, "N6"),
                        (FollowUp.NOT_MADE, "N6"),
                    )
                )
            ),
            (self.silent("4", finished, self.DUE), "N6"),
            (case("5", follow_up=FollowUp.UNREACHABLE), "N3"),  # no limit on record
            (case("6"), "N6"),
        ]
        for one, row in given_:
            counts = ASSESSED.count(march([one]))
            marked = zip(counts.mark_rows, counts.unit("street-11").marked, strict=True)
            assert [each.id for (name, each), n in marked if name == rate and n] == [row]

    def test_staying_open_does_not_pay(self) -> None:
        """
        With N1 not met and the rest aside, leaving a ticket open never raises a rate.

        As one row for all silence, aside, it would: the unit that finishes is rated and the one that
        does not is not.
        """
        dissatisfied: dict[str, Any] = {
            "responded": False,
            "resolved": Resolution.UNRESOLVED,
            "satisfied": Satisfaction.DISSATISFIED,
        }
        met = case(
            "1", responded=True, resolved=Resolution.RESOLVED, satisfied=Satisfaction.SATISFIED
        )
        finished = self.silent("2", self.DUE, self.DUE, **dissatisfied)
        left_open = self.silent("2", None, self.DUE)
        fair = ASSESSED.with_({"rates.*.N1": UNMET, "rates.*.N[2-6]": ASIDE})
        blind = ASSESSED.with_({"rates.*.N*": ASIDE})

        for asked, wanted in ((fair, HALF), (blind, ONE)):
            done, undone = (asked.count(march([met, each])) for each in (finished, left_open))
            for rate in SCORED:
                assert done.rate("street-11", rate) == HALF
                assert undone.rate("street-11", rate) == wanted

    @pytest.mark.parametrize("rate", SCORED)
    def test_unset_by_reason(self, rate: str) -> None:
        """Unsupplied, the refusal names the reason's row with its number, and no other row."""
        bare = Hotline(beijing.TIMELINE.on(LAST), small_catalogue(), directory(), CALENDAR)
        some = [self.silent(str(n), None, self.DUE) for n in range(3)]
        with pytest.raises(UnsetError) as caught:
            bare.count(march(some, bare)).rate("street-11", rate)
        (fault,) = caught.value.faults
        assert fault.path == f"rates.{rate}.N1"
        assert "逾期未办结" in fault.what.zh
        assert "the 3 of which" in fault.what.en
        supplied = bare.with_({f"rates.{rate}.N1": UNMET})
        assert supplied.count(march(some, supplied)).rate("street-11", rate) == 0

    def test_follow_up_not_yet_made(self) -> None:
        """A word not yet spoken at the cut-off was not sought either, as far as is known."""
        told = outcome_facts(responded=True, follow_up=FollowUp.REFUSED)
        one = attrs.evolve(case("1"), facts=told, rated_at=CUT_OFF + INSTANT)

        def follow_up(at: datetime) -> object:
            made = march([one]) if at == CUT_OFF else ASSESSED.tally([one], period=MARCH, at=at)
            ((_, *values),) = made.counts
            return values[made.facts.index("follow_up")]

        assert follow_up(CUT_OFF) is MISSING
        assert follow_up(CUT_OFF + INSTANT) is FollowUp.REFUSED

    def test_pending(self) -> None:
        """An application that is not yet decided changes nothing, and is seen in the ledger."""
        pending = case("1", exclusion=ExclusionReview.PENDING)
        counts = ASSESSED.count(march([pending, case("2", exclusion=ExclusionReview.REFUSED)]))

        assert (counts.total, counts.excluded) == (2, 0)
        assert {row.id: number for row, number in counts.ledger if number} == {"X7": 1}
        assert ASSESSED.excluded([pending], period=MARCH, at=CUT_OFF) == ()
        assert "X7 剔除申请为审核中：照常计入，1 件" in counts.explain()


class TestScopes:
    """What was counted knows its period, cut-off and rules; none of it makes figures differ."""

    def test_told(self) -> None:
        """A tally says of which period, by which instant, as known when; counts keep it."""
        tallied = march([case("1")])
        scope = Scope(MARCH.start, MARCH.end, CountedBy.DISPATCHED, CUT_OFF)

        assert tallied.scopes == {scope}
        assert tallied.project(["void"]).scopes == tallied.regrouped({"street-11": "x"}).scopes
        counts = ASSESSED.count(tallied)
        assert counts.scopes == counts.rolled_up({"street-11": "x"}).scopes == {scope}
        assert counts.only([]).scopes == tallied.scopes
        said = "考评周期 2026-03-01 至 2026-03-31，按派单时间计入，截至 2026-04-08 00:00"
        for made in (tallied, counts, ASSESSED.score(counts)):
            assert said in made.explain()
            assert "counted by the instant" in made.explain("en")

    @given(months(), st.lists(st.sampled_from(EDGES), max_size=3))
    def test_adjacent_periods_merge(self, month: Month, cuts: list[datetime]) -> None:
        """Adjacent periods at one cut-off are told as one, in a sum of tallies and of counts."""
        within = {cut for cut in cuts if MARCH.start < cut < MARCH.end}
        bounds = sorted({MARCH.start, MARCH.end, *within})
        tallies = [
            month.hotline.tally(
                month.outcomes, period=Period(start, end, month.by), at=month.at, as_of=LAST
            )
            for start, end in pairwise(bounds)
        ]
        counts = sum(map(month.hotline.count, tallies))
        whole = month.hotline.count(month.tally)

        assert len(sum(tallies).scopes) == len(bounds) - 1  # type: ignore[union-attr]
        assert say_scopes(sum(tallies).scopes) == say_scopes(month.tally.scopes)  # type: ignore[union-attr]
        assert say_scopes(counts.scopes) == say_scopes(whole.scopes)  # type: ignore[union-attr]
        assert counts.pins == whole.pins  # type: ignore[union-attr]
        assert counts == whole

    def test_what_does_not_merge(self) -> None:
        """Another cut-off, another instant, or a gap between: told apart."""
        days = [beijing_time(2026, 3, day) for day in (1, 2, 3, 9)]
        first = Scope(days[0], days[1], CountedBy.DUE, days[3])
        second = Scope(days[1], days[2], CountedBy.DUE, days[3])

        assert len(say_scopes([second, first])) == 1
        assert len(say_scopes([first, second._replace(start=days[1] + INSTANT)])) == 2
        assert len(say_scopes([first, second._replace(at=days[3] + INSTANT)])) == 2
        assert len(say_scopes([first, second._replace(by=CountedBy.CLOSED)])) == 2
        assert say_scopes([]) == ()

    def test_no_part_of_equality(self) -> None:
        """Figures are equal whatever they were made of, and hash alike."""
        tallied = march([case("1")])
        plainly = Tally(tallied.facts, dict(tallied.counts))
        one, two = ASSESSED.count(tallied), ASSESSED.count(plainly, as_of=LAST)

        assert (plainly.scopes, two.scopes) == (frozenset(), frozenset())
        assert (plainly, hash(plainly)) == (tallied, hash(tallied))
        assert (one, hash(one)) == (two, hash(two))
        assert attrs.evolve(one, pins=frozenset({"other@1"})) == one
        assert "考评周期" not in two.explain()
        assert (tallied + plainly).scopes == tallied.scopes
        assert (one + one).scopes == one.scopes

    def test_wrong_scopes(self) -> None:
        """What is no scope, or of no instants in order, is refused where it is given."""
        good = Scope(MARCH.start, MARCH.end, CountedBy.DUE, CUT_OFF)
        wrongs: tuple[tuple[Any, type[JiesuError]], ...] = (
            ("march", AssessmentError),
            (good._replace(by="due"), AssessmentError),  # type: ignore[arg-type]
            (good._replace(end=good.start), InvalidValueError),
            (good._replace(at=DAY), InvalidValueError),  # type: ignore[arg-type]
            (good._replace(start=datetime(2026, 3, 1)), NaiveDatetimeError),  # noqa: DTZ001
        )
        for wrong, error in wrongs:
            for make in (
                lambda each: Tally(FactSpace(()), {}, scopes=frozenset({each})),
                lambda each: Counts((), (), {}, scopes=frozenset({each})),
            ):
                with pytest.raises(error):
                    make(wrong)
        with pytest.raises(SchemaError, match=r"tally\.scopes"):
            Tally(FactSpace(()), {}, scopes=(good,))  # type: ignore[arg-type]
        with pytest.raises(AssessmentError, match=r"counts\.pins\[0\]"):
            Counts((), (), {}, pins=frozenset({1}))  # type: ignore[arg-type]

    @given(months())
    def test_a_tally_explained(self, month: Month) -> None:
        """Of each fact how many have which value, in both languages; they add up to all there are."""
        tallied = month.tally
        lines = str(tallied.explain()).splitlines()

        assert lines[0] == f"{len(tallied.units)} 个单位，共 {tallied.total} 件"
        assert len(lines) == 2 + len(tallied.facts.facts)
        for line, fact in zip(lines[2:], tallied.facts.facts, strict=True):
            head, _, rest = line.partition("：")
            assert head.endswith(fact.term.zh)
            numbers = [int(word.split()[-2]) for word in rest.split("，") if word]
            assert sum(numbers) == tallied.total
        assert f"{tallied.total} outcomes of" in tallied.explain("en")


class TestRows:
    """Which row an outcome falls under says all; what is counted adds up row by row."""

    @given(months())
    def test_marked(self, month: Month) -> None:
        """For every rate and unit the rows add up to what is assessed, and give the ratio."""
        counts = month.hotline.count(month.tally)
        for unit, counted in counts.units.items():
            assert len(counted.marked) == len(counts.mark_rows)
            for rate in counts.rates:
                own = [
                    (row.then.credit, number)
                    for (name, row), number in zip(counts.mark_rows, counted.marked, strict=True)
                    if name == rate.name
                ]
                assert sum(number for _, number in own) == counted.total
                assert counts.ratio(unit, rate.name) == (
                    sum((credit * number for credit, number in own if credit is not None), NONE),
                    sum(number for credit, number in own if credit is not None),
                )

    @given(months())
    def test_unsettled(self, month: Month) -> None:
        """Under the bare rules: what is in no ratio is told by row, unit by unit, in the rows too."""
        facts_ = [
            {k: v for k, v in told["facts"].items() if k not in ("deferred", "role")}
            for told in month.cases
        ]
        cases_ = [{**told, "facts": f} for told, f in zip(month.cases, facts_, strict=True)]
        bare = unsupplied()
        kept = attrs.evolve(month, cases=cases_).outcomes
        counts = bare.count(bare.tally(kept, period=month.period, at=month.at))
        rows = {row["unit"]: row for row in counts.to_rows()}

        for unit, counted in counts.units.items():
            unsettled = counts.unsettled([unit])
            for rate in counts.rates:
                number = sum(unsettled.get(rate.name, {}).values())
                assert rows[unit][f"{rate.name}_unsettled"] == number
                place = counts.place(rate.name)
                assert counted.ratios[place].denominator + number <= counted.total
                if number:
                    with pytest.raises(UnsetError, match=rf"rates\.{rate.name}\."):
                        counts.ratio(unit, rate.name)
                else:
                    assert counts.ratio(unit, rate.name) == counted.ratios[place]

    def test_numbers_of_a_rate_that_is_not_there(self) -> None:
        """A ratio of no such unit or rate is refused like a rate."""
        counts = ASSESSED.count(march([case("1", responded=True)]))
        assert counts.ratio("street-11", "response") == (1, 1)
        with pytest.raises(SchemaError, match="did you mean response"):
            counts.ratio("street-11", "respons")
        with pytest.raises(AssessmentError, match="did you mean street-11"):
            counts.ratio("street-1", "response")

    def test_said_once(self) -> None:
        """件次: a ticket of two units counts twice and is left out twice, and the words say so."""
        two = [case("1"), case("1", "street-12"), case("2", void=True)]
        told = ASSESSED.count(march(two)).explain()

        assert "计入考评 2 件次，剔除 1 件次（一件由两个单位办理的，各计一次" in told
        assert "X3 作废：剔除（工单作废），1 件" in told
        assert "R2 诉求人评价已响应：否：只计入分母，0 件" in told
        assert "counts once for each unit that handled it" in told.text("en")


class OwnGround(Label):
    """Grounds that a city has of its own."""

    FLOOD = "防汛期间", "during a flood"
    TWICE = "重复反映", "repeated"


class TestLedger:
    """剔除台账: every ticket left out is named, with every row and its article."""

    @staticmethod
    def own_list() -> Hotline:
        """Grounds of the city's own beside those of the library, and one that counts."""
        table: Table[Label] = Table(
            "assessment.exclusions",
            OUTCOME_FACTS,
            [
                Row("F", {"deferred": True}, OwnGround.FLOOD, (GROUND,)),
                Row("V", {"void": True}, ExclusionGround.VOID, (GROUND, GROUND)),
                Row("U", {"unlawful": True}, ExclusionGround.COUNTED, (GROUND,)),
            ],
            HitPolicy.COLLECT,
        )
        return ASSESSED.with_({"assessment.exclusions": table})

    def test_own_ground(self) -> None:
        """A label of the city's own is a ground as any other, told in its own words."""
        asked = self.own_list()
        given_ = [
            case("1", deferred=True, void=True, unlawful=True),
            case("2", unlawful=True),
            case("3", "street-12"),
        ]
        counts = asked.count(march(given_, asked))
        (named,) = asked.excluded(given_, period=MARCH, at=CUT_OFF)

        assert (counts.total, counts.excluded) == (2, 1)
        assert [(row.id, number) for row, number in counts.ledger] == [
            ("F", 1),
            ("V", 1),
            ("U", 2),
        ]
        assert [row.then for row in named.rows] == [OwnGround.FLOOD, ExclusionGround.VOID]
        assert "F 挂账：剔除（防汛期间），1 件" in counts.explain()
        assert "left out (during a flood)" in counts.explain("en")
        assert asked.rulebook(LAST).check().faults == ()

    def test_words_and_rows(self) -> None:
        """A row per ground, in Chinese; in words under the ticket and the unit."""
        (named,) = self.own_list().excluded(
            [case("1", deferred=True, void=True)], period=MARCH, at=CUT_OFF
        )
        ground = GROUND.text.zh

        assert named.to_rows() == [
            {
                "ticket": "1",
                "unit": "street-11",
                "row": "F",
                "ground": "防汛期间",
                "cited": ground,
            },
            {
                "ticket": "1",
                "unit": "street-11",
                "row": "V",
                "ground": "工单作废",
                "cited": f"{ground}；{ground}",
            },
        ]
        told = str(named.explain())
        assert told.splitlines()[0] == "工单 1（street-11）不计入考评"
        assert "一、防汛期间" in told
        assert f"依据：{ground}" in told
        assert "Ticket 1 (street-11) is left out" in named.explain("en")

    def test_a_tuple(self) -> None:
        """The list is a tuple: it is looked at more than once."""
        named = ASSESSED.excluded([case("1", void=True)], period=MARCH, at=CUT_OFF)
        assert type(named) is tuple
        assert len(named) == 1

    @pytest.mark.parametrize("bad", ["void", None, MET, 1])
    def test_no_ground(self, bad: Any) -> None:
        """What is no label is no ground, and breaks the list before anything is counted."""
        table: Table[Any] = Table(
            "assessment.exclusions",
            OUTCOME_FACTS,
            [Row("V", {"void": True}, bad, (GROUND,))],
            HitPolicy.COLLECT,
        )
        asked = ASSESSED.with_({"assessment.exclusions": table})
        with pytest.raises(AssessmentError, match=r"assessment\.exclusions\.V\.then"):
            asked.count(march([case("1")]))


class TestOrderAndSplits:
    """I7: a month is a multiset: order does not matter, nor how it is split."""

    @given(months(), st.randoms(use_true_random=False))
    def test_order(self, month: Month, random: Any) -> None:
        """Any order of the outcomes gives the same tally and the same scores."""
        shuffled = month.cases.copy()
        random.shuffle(shuffled)
        other = attrs.evolve(month, cases=shuffled)

        assert other.tally == month.tally
        assert hash(other.tally) == hash(month.tally)
        assert board(month.hotline, other.tally) == board(month.hotline, month.tally)

    @given(months(), st.data())
    def test_split_of_the_outcomes(self, month: Month, data: st.DataObject) -> None:
        """Tallies of any parts add up to that of the whole, and so do counts and scoreboards."""
        parts: list[list[Case]] = [[], [], []]
        for told in month.cases:
            parts[data.draw(st.integers(0, 2))].append(told)
        tallies = [attrs.evolve(month, cases=part).tally for part in parts]
        counts = [month.hotline.count(each) for each in tallies]

        assert sum(tallies[1:], tallies[0]) == sum(tallies) == month.tally
        assert sum(counts[1:], counts[0]) == month.hotline.count(month.tally)
        formula = month.hotline.assessment(LAST).formula()
        whole = board(month.hotline, month.tally)
        added = Scoreboard(sum(counts[1:], counts[0]), formula)
        assert whole == added
        assert whole.scores == added.scores
        assert whole.digest == added.digest

    @given(months(), st.lists(st.sampled_from(EDGES), max_size=3))
    def test_split_of_the_period(self, month: Month, cuts: list[datetime]) -> None:
        """Adjacent periods at one cut-off add up to the whole period."""
        within = {cut for cut in cuts if MARCH.start < cut < MARCH.end}
        bounds = sorted({MARCH.start, MARCH.end, *within})
        tallies = [
            month.hotline.tally(
                month.outcomes, period=Period(start, end, month.by), at=month.at, as_of=LAST
            )
            for start, end in pairwise(bounds)
        ]

        assert sum(tallies[1:], tallies[0]) == month.tally
        assert board(month.hotline, sum(tallies[1:], tallies[0])) == board(
            month.hotline, month.tally
        )

    @given(months(), st.sampled_from(EDGES))
    def test_split_of_what_is_left_out(self, month: Month, cut: datetime) -> None:
        """The tickets left out of adjacent periods are those left out of the whole."""
        whole = month.hotline.excluded(month.outcomes, period=month.period, at=month.at)
        bounds = sorted({MARCH.start, MARCH.end, min(max(cut, MARCH.start), MARCH.end)})
        parts = [
            each
            for start, end in pairwise(bounds)
            for each in month.hotline.excluded(
                month.outcomes, period=Period(start, end, month.by), at=month.at, as_of=LAST
            )
        ]

        assert sorted(parts, key=lambda each: each.ticket) == sorted(
            whole, key=lambda each: each.ticket
        )

    def test_read_once(self) -> None:
        """An iterator will do."""
        assert march(iter([case("1"), case("2")])).total == 2
        named = ASSESSED.excluded(iter([case("1", void=True)]), period=MARCH, at=CUT_OFF)
        assert [each.ticket for each in named] == ["1"]


class TestMonoid:
    """Tallies of the same facts add; the empty one is neutral; what was added can be taken away."""

    @given(months(4, FEW), months(4, FEW), months(4, FEW))
    def test_laws(self, one: Month, two: Month, three: Month) -> None:
        """Adding is associative and commutative; sum() works; a + b - b == a."""
        a, b, c = one.tally, two.tally, three.tally
        empty = Tally(a.facts, {})

        assert a + b == b + a
        assert (a + b) + c == a + (b + c) == sum((a, b, c))
        assert a + empty == empty + a == a
        assert a - a == empty
        assert a + b - b == a
        assert hash(a + b) == hash(b + a)
        assert (a + b).total == a.total + b.total
        assert (a + b).counts == Tally(a.facts, dict((b + a).counts)).counts

    @given(months(4, FEW), months(4, FEW))
    def test_counting_is_a_homomorphism(self, one: Month, two: Month) -> None:
        """Counting a sum is adding the counts, and neither changes what it reads."""
        a, b = one.tally, two.tally
        before = dict(a.counts), dict(b.counts)
        counted = one.hotline.count(a) + one.hotline.count(b)

        assert one.hotline.count(a + b) == counted
        assert counted == one.hotline.count(b) + one.hotline.count(a)
        assert (dict(a.counts), dict(b.counts)) == before

    def test_the_latest_rules_of_a_sum(self) -> None:
        """A sum is of the latest day; the day takes no part in equality."""
        facts = FactSpace(())
        early, late_ = (Tally(facts, {("a",): 1}, day) for day in (date(2026, 1, 31), DAY))

        assert (early + late_).as_of == (late_ + early).as_of == DAY
        assert early == late_
        assert (early + Tally(facts, {})).as_of == date(2026, 1, 31)
        assert sum([Tally(facts, {})]).as_of is None  # type: ignore[union-attr]

    def test_more_than_there_is(self) -> None:
        """Taking away what is not there is an error, all at once; so is a foreign operand."""
        a, b = (Tally(FactSpace(()), {(unit,): 1}) for unit in "ab")

        with pytest.raises(AssessmentError, match="more is taken away") as caught:
            _ = a - (a + a + b)
        assert [fault.path for fault in caught.value.faults] == [
            "tally.counts[('a',)]",
            "tally.counts[('b',)]",
        ]
        others: tuple[Any, ...] = (1, True, None, {})
        for other in others:
            with pytest.raises(TypeError):
                _ = a + other
            with pytest.raises(TypeError):
                _ = a - other
        for first in (1, 0.0, False):
            with pytest.raises(TypeError):
                sum([a], first)
            with pytest.raises(TypeError):
                sum([Counts((), (), {})], first)
        assert sum([a, b]) == a + b


class TestProjection:
    """A table needs the facts that it reads, and no others."""

    @given(months())
    def test_project_then_count(self, month: Month) -> None:
        """A tally of all facts projected to those read is the tally asked for; counts are equal."""
        asked = month.hotline.assessment(LAST)
        wide = tally(month.outcomes, OUTCOME_FACTS, month.period, month.by, month.at)
        narrow = wide.project(asked.facts.names)

        assert narrow == month.tally
        assert narrow.total == wide.total
        assert wide.project(OUTCOME_FACTS.names).counts == wide.counts
        assert (
            count(wide, asked.exclusion_table(), asked.rates)
            == count(narrow, asked.exclusion_table(), asked.rates)
            == month.hotline.count(month.tally)
        )

    @given(months(), st.lists(st.sampled_from(OUTCOME_FACTS.names), unique=True))
    def test_by_definition(self, month: Month, names: list[str]) -> None:
        """Profiles that then look alike are one; the order of the names does not matter."""
        wide = tally(month.outcomes, OUTCOME_FACTS, month.period, month.by, month.at)
        narrow = wide.project(names)
        kept = [OUTCOME_FACTS.index(name) for name in OUTCOME_FACTS.names if name in names]
        wanted: dict[Any, int] = {}
        for profile, number in wide.counts.items():
            key = (profile[0], *(profile[1 + place] for place in kept))
            wanted[key] = wanted.get(key, 0) + number

        assert narrow.counts == wanted
        assert wide.project(names[::-1]) == narrow
        assert narrow == tally(month.outcomes, narrow.facts, month.period, month.by, month.at)

    def test_project_to_everything(self) -> None:
        """A tally over all facts projected to all facts is itself, and adds to itself."""
        wide = tally([case("1")], OUTCOME_FACTS, MARCH, CountedBy.DISPATCHED, CUT_OFF)

        assert wide.project(OUTCOME_FACTS.names) == wide
        assert (wide.project(OUTCOME_FACTS.names) + wide).total == 2
        assert Tally.from_rows(wide.to_rows(), OUTCOME_FACTS) == wide

    def test_facts_read(self) -> None:
        """The assessment reads the facts of its tables' columns, in the order of the space."""
        asked = ASSESSED.assessment(LAST)
        tables = [asked.exclusion_table(), *(rate.table for rate in asked.rates)]
        columns = {name for table in tables if table for name in table.columns}

        assert set(asked.facts.names) == columns
        assert list(asked.facts.names) == [n for n in OUTCOME_FACTS.names if n in columns]
        assert facts_read([]) == facts_read([None]) == FactSpace(())


class TestScale:
    """计分 is of ratios: how many there are does not matter, nor what they are called."""

    @given(months(), st.integers(1, 5))
    def test_scaling(self, month: Month, times: int) -> None:
        """Every count k times: the same rates, scores and ranks."""
        tallied = month.tally
        more = Tally(tallied.facts, {p: times * n for p, n in tallied.counts.items()})
        assert more == sum([tallied] * times)
        one, many = board(month.hotline, tallied), board(month.hotline, more)

        assert one.scores == many.scores
        assert many.counts.total == times * one.counts.total
        for unit in one.counts.units:
            for name in RATES:
                assert one.counts.rate(unit, name) == many.counts.rate(unit, name)
        for by in (None, *RATES):
            ranks = [
                [(row.unit, row.rank) for row in each.rank(by).ranked] for each in (one, many)
            ]
            assert ranks[0] == ranks[1]

    @given(months(), st.permutations(UNITS))
    def test_relabelling(self, month: Month, others: list[str]) -> None:
        """Units under other names keep their scores and ranks."""
        names = dict(zip(UNITS, others, strict=True))
        moved = attrs.evolve(
            month, cases=[{**told, "unit": names[told["unit"]]} for told in month.cases]
        )
        one, two = board(month.hotline, month.tally), board(month.hotline, moved.tally)

        assert moved.tally == month.tally.regrouped(names)
        assert two.scores == {names[unit]: score for unit, score in one.scores.items()}
        for by in (None, *RATES):
            ranks = {names[row.unit]: row.rank for row in one.rank(by).ranked}
            assert {row.unit: row.rank for row in two.rank(by).ranked} == ranks


class TestRollUp:
    """T39: rolling up adds counts; a rate of a district is no mean of rates."""

    @given(months())
    def test_by_levels(self, month: Month) -> None:
        """Streets to districts to the city is the same as at once, and as outcomes regrouped."""
        asked = month.hotline
        counts = asked.count(month.tally)
        streets, districts, city = (
            asked.roll_up(counts, level)
            for level in (DivisionLevel.SUBDISTRICT, DivisionLevel.DISTRICT, DivisionLevel.CITY)
        )

        assert asked.roll_up(streets, DivisionLevel.DISTRICT) == districts
        assert asked.roll_up(districts, DivisionLevel.CITY) == city
        assert asked.roll_up(districts, DivisionLevel.DISTRICT) == districts
        for level, groups in (
            (districts, DISTRICT_OF),
            (city, dict.fromkeys(UNITS, "11")),
        ):
            moved = attrs.evolve(
                month, cases=[{**told, "unit": groups[told["unit"]]} for told in month.cases]
            )
            assert asked.count(moved.tally) == level
            assert asked.count(month.tally.regrouped(groups)) == level
            assert counts.rolled_up(groups) == level
        assert (city.total, city.excluded) == (counts.total, counts.excluded)
        assert city.ledger == counts.ledger

    @given(months(), st.sampled_from((DivisionLevel.DISTRICT, DivisionLevel.CITY)))
    def test_by_definition(self, month: Month, level: DivisionLevel) -> None:
        """Numerators and denominators of a division are sums over its units."""
        groups = DISTRICT_OF if level is DivisionLevel.DISTRICT else dict.fromkeys(UNITS, "11")
        counts = month.hotline.count(month.tally)
        rolled = month.hotline.roll_up(counts, level)

        assert set(rolled.units) == {groups[unit] for unit in counts.units}
        for group, counted in rolled.units.items():
            members = [counts.units[unit] for unit in counts.units if groups[unit] == group]
            assert counted.total == sum(each.total for each in members)
            assert counted.excluded == sum(each.excluded for each in members)
            for place in range(len(RATES)):
                ratios = [each.ratios[place] for each in members]
                assert counted.ratios[place] == (
                    sum(ratio[0] for ratio in ratios),
                    sum(ratio[1] for ratio in ratios),
                )

    def test_never_a_mean_of_rates(self) -> None:
        """
        1 of 1 and 1 of 99: the district has 2 of 100, not (100 % + 1/99) / 2.

        A street of which nothing counts adds nothing, where a mean would not know what to do.
        """
        streets = Counts.of(
            {
                "street-11": {"resolution": (1, 1)},
                "street-12": {"resolution": (1, 99)},
                "office-1": {"resolution": (0, 0)},
            }
        )
        rolled = streets.rolled_up(DISTRICT_OF)
        mean = sum(Fraction(*streets.units[unit].ratios[0]) for unit in UNITS[:2]) / 2

        assert rolled.rate("110101", "resolution") == Fraction(2, 100)
        assert rolled.rate("110101", "resolution") != mean
        assert rolled.units["110101"].total == 100

    def test_divisions_of_nothing(self) -> None:
        """Rolled up, a division that nothing was counted of stands apart by its name, not absent."""
        tallied = march([case("1", responded=True)])
        asked = hotline(SETTLED[0])
        rolled = asked.roll_up(asked.count(tallied), DivisionLevel.DISTRICT)
        made = asked.score(rolled, formula=Formula({"response": 1}))
        league = made.rank(among=["110101", "110102"])

        assert [(row.unit, row.name) for row in league.ranked] == [("110101", "1区")]
        assert [(row.unit, row.name, row.volume) for row in league.unranked] == [
            ("110102", "2区", 0)
        ]

    def test_unit_counts_add(self) -> None:
        """Counts of units add field by field, with what nobody settled."""
        one = UnitCounts(1, 2, (1, 2), (Ratio(HALF, 1), Ratio(0, 0)), (3,))
        two = UnitCounts(10, 20, (10, 20), (Ratio(1, 10), Ratio(5, 7)), (30,))
        both = UnitCounts(11, 22, (11, 22), (Ratio(Fraction(3, 2), 11), Ratio(5, 7)), (33,))

        assert one + two == two + one == both

    def test_divisions_and_strangers(self) -> None:
        """A unit of which the directory knows nothing has no group; so has one that is left out."""
        asked = hotline(SETTLED[0])
        counts = Counts.of({unit: {"a": (1, 2)} for unit in ("street-11", "nobody", "11010")})

        with pytest.raises(AssessmentError, match="the unit has no group") as caught:
            asked.roll_up(counts, DivisionLevel.CITY)
        assert [fault.value for fault in caught.value.faults] == ["'nobody'", "'11010'"]
        for groups in ({}, {"street-11": 1, "nobody": None, "11010": True}):
            with pytest.raises(AssessmentError, match="3 faults"):
                counts.rolled_up(groups)  # type: ignore[arg-type]
            with pytest.raises(AssessmentError, match="no group"):
                march([case("1")]).regrouped(groups)  # type: ignore[arg-type]
        with pytest.raises(AssessmentError, match="groups"):
            counts.rolled_up([("street-11", "11")])  # type: ignore[arg-type]


class TestStorage:
    """A tally is plain data: it goes through rows and pickles and stays the same."""

    @given(months())
    def test_rows(self, month: Month) -> None:
        """Rows of names, in order; reading them gives the tally back."""
        tallied = month.tally
        rows = tallied.to_rows()

        assert Tally.from_rows(rows) == tallied or not rows
        assert Tally.from_rows(rows, tallied.facts) == tallied
        assert Tally.from_rows(reversed(rows), tallied.facts) == tallied
        assert Tally.from_rows(rows + rows, tallied.facts) == tallied + tallied
        assert [sorted(row) for row in rows] == [
            sorted(("unit", *tallied.facts.names, "count")) for _ in rows
        ]
        assert sum(int(row["count"]) for row in rows) == tallied.total
        texts = [{name: str(cell) for name, cell in row.items()} for row in rows]
        assert Tally.from_rows(texts, tallied.facts) == tallied

    @given(months())
    def test_pickle(self, month: Month) -> None:
        """Pickled and loaded, outcomes, tallies, counts and scoreboards are equal."""
        tallied = month.tally
        counts = month.hotline.count(tallied)
        for each in (month.outcomes, tallied, counts, board(month.hotline, tallied)):
            loaded = pickle.loads(pickle.dumps(each))  # noqa: S301
            assert loaded == each
            assert type(loaded) is type(each)
        loaded = pickle.loads(pickle.dumps(tallied))  # noqa: S301
        assert loaded + tallied == tallied + tallied
        assert loaded.as_of == tallied.as_of == LAST
        assert month.hotline.count(loaded) == counts

    def test_words_of_rows(self) -> None:
        """A cell may hold a name, either term, 是 and 否; an empty one or a missing column nothing."""
        facts = FactSpace(
            OUTCOME_FACTS.facts[OUTCOME_FACTS.index(n)] for n in ("satisfied", "void")
        )
        rows = [
            {"unit": "a", "satisfied": word, "void": flag, "count": number}
            for word, flag, number in (
                ("SATISFIED", "true", 1),
                ("满意", "是", " 2 "),
                ("satisfied", "1", "3"),
                ("-", "", 4),
            )
        ]
        rows.append({"unit": "a", "count": 5})

        assert Tally.from_rows(rows, facts).counts == {
            ("a", Satisfaction.SATISFIED, True): 6,
            ("a", MISSING, MISSING): 9,
        }

    def test_bad_rows(self) -> None:
        """Columns, words, units: everything at once, by row and column, with the near word."""
        rows = [
            {"unit": "a", "satisfid": "满意", "void": "true", "count": 1},
            {"unit": "", "void": "maybe", "count": 1},
            {"void": "true", "count": 1},
        ]
        with pytest.raises(SchemaError) as caught:
            Tally.from_rows(rows, FactSpace((OUTCOME_FACTS.facts[10],)))
        assert [fault.path for fault in caught.value.faults] == [
            "rows.satisfid",
            "rows[1].unit",
            "rows[1].void",
            "rows[2].unit",
        ]
        with pytest.raises(SchemaError, match="did you mean satisfied"):
            Tally.from_rows(rows[:1], OUTCOME_FACTS)
        for wrong in (None, -1, 1.0, True, "1.0", "-1", "²", "", "一"):
            with pytest.raises(AssessmentError, match=r"rows\[0\]\.count"):
                Tally.from_rows([{"unit": "a", "count": wrong}])
        for garbage in (None, 1, "rows", {"unit": "a"}, [None], ["a"]):
            with pytest.raises((SchemaError, InvalidValueError)):
                Tally.from_rows(garbage)  # type: ignore[arg-type]

    def test_plain_construction(self) -> None:
        """Profiles and numbers given by hand are checked, all at once; zeros are left out."""
        facts = FactSpace((OUTCOME_FACTS.facts[10],))
        assert Tally(facts, {("a", True): 0}) == Tally(facts, {})

        for profile in (("a",), ("a", True, True), ("a", 1), ("a", "x"), ("", True), (1, True)):
            with pytest.raises(SchemaError, match="no profile of these facts"):
                Tally(facts, {profile: 1})
        with pytest.raises(SchemaError) as caught:
            Tally(facts, {("a",): 1, ("b", Role.LEAD): 1, ("c", True): 1})
        assert len(caught.value.faults) == 2
        for number in (-1, True, 1.0, Fraction(1), "1", None):
            with pytest.raises(AssessmentError, match="whole number") as caught_number:
                Tally(facts, {("a", True): number})  # type: ignore[dict-item]
            assert caught_number.value.faults[0].path == "tally.counts[('a', True)]"

    def test_a_tally_stays_as_it_is(self) -> None:
        """Neither its counts nor its fields can be set; what it was made from does not reach in."""
        given_: dict[Any, int] = {("a",): 1}
        made = Tally(FactSpace(()), given_)
        given_["b",] = 2

        assert made.units == ("a",)
        with pytest.raises(TypeError):
            made.counts["b",] = 1  # type: ignore[index]
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            made.facts = FactSpace(())  # type: ignore[misc]


class TestOutcome:
    """An outcome that contradicts itself is refused where it is made."""

    def test_faults_at_once(self) -> None:
        """Empty identifiers, no facts: each named."""
        with pytest.raises(InvalidValueError) as caught:
            Outcome("", 1, None)  # type: ignore[arg-type]
        assert [fault.path for fault in caught.value.faults] == [
            "outcome.unit",
            "outcome.facts",
            "outcome.ticket",
        ]
        with pytest.raises(InvalidValueError, match="not facts of assessment"):
            Outcome("1", "a", FactSpace(()).make())

    def test_timeliness_beside_due(self) -> None:
        """Timeliness follows from a due instant; stated beside one it could contradict it."""
        stated = outcome_facts(timeliness=Timeliness.ON_TIME)
        with pytest.raises(InvalidValueError, match="stated beside a due instant") as caught:
            Outcome("1", "a", stated, AT, AT, AT)
        assert caught.value.faults[0].path == "outcome.facts.timeliness"
        assert timeliness(Outcome("1", "a", stated, AT, AT), AT) is Timeliness.ON_TIME
        assert timeliness(Outcome("1", "a", outcome_facts(), AT, AT), AT) is MISSING

    @pytest.mark.parametrize(
        "field", ["received_at", "dispatched_at", "due", "closed_at", "rated_at"]
    )
    def test_naive(self, field: str) -> None:
        """An instant without a zone is refused by its field; any zone will do."""
        naive: Any = {field: datetime(2026, 3, 1)}  # noqa: DTZ001
        with pytest.raises(NaiveDatetimeError, match=rf"outcome\.{field}.*beijing_time"):
            Outcome("1", "a", outcome_facts(), **naive)
        with pytest.raises(InvalidValueError, match=rf"outcome\.{field}"):
            Outcome("1", "a", outcome_facts(), **{field: DAY})  # type: ignore[arg-type]
        aware: Any = {field: datetime(2026, 3, 1, tzinfo=UTC)}
        one = Outcome("1", "a", outcome_facts(), **aware)
        assert getattr(one, field) == aware[field]
        assert getattr(one, field).tzinfo is BEIJING

    def test_unknown_facts(self) -> None:
        """A fact or value that there is not is named, with the near one."""
        with pytest.raises(UnknownFactError, match="did you mean satisfied"):
            outcome_facts(satisfid=Satisfaction.SATISFIED)
        with pytest.raises(UnknownFactError, match="satisfied"):
            outcome_facts(satisfied=Resolution.RESOLVED)

    def test_routed(self) -> None:
        """A decision without a lead has nobody to assess; else unit, dispatch and due are its."""
        one = sample_outcomes()[0]
        assert one.unit
        assert one.dispatched_at == AT
        assert one.due is not None
        assert one.due > AT


class TestTallyErrors:
    """What cannot be tallied is named, all at once."""

    def ask(self, outcomes: Any, by: Any = CountedBy.DISPATCHED, **more: Any) -> Tally:
        """The tally of March."""
        asked: Any = {"period": attrs.evolve(MARCH, by=by), "at": CUT_OFF}
        return ASSESSED.tally(outcomes, **asked | more)

    def test_strangers_and_undated(self) -> None:
        """What is no outcome, and what lacks the instant, each by its place."""
        bad: list[Any] = [case("1"), None, Outcome("2", "a", outcome_facts()), "3"]
        with pytest.raises(AssessmentError) as caught:
            self.ask(bad)
        assert [fault.path for fault in caught.value.faults] == [
            "outcomes[1]",
            "outcomes[2].dispatched_at",
            "outcomes[3]",
        ]
        assert "an Outcome" in str(caught.value)
        assert caught.value.faults[1].value == "2"

    @pytest.mark.parametrize("by", [CountedBy.RECEIVED, CountedBy.DISPATCHED, CountedBy.DUE])
    def test_missing_instant(self, by: CountedBy) -> None:
        """Every ticket was received, dispatched and due at some instant: it has to be there."""
        with pytest.raises(AssessmentError, match=by.field):
            self.ask([Outcome("1", "a", outcome_facts())], by)

    @pytest.mark.parametrize(
        "bad", [[case("1", void=True)] * 2, [Outcome("1", "a", outcome_facts())]]
    )
    def test_excluded_refuses_the_same(self, bad: list[Outcome]) -> None:
        """What cannot be tallied cannot be listed as left out: else the list has more or fewer."""
        period = attrs.evolve(MARCH, by=CountedBy.DISPATCHED)
        with pytest.raises(AssessmentError):
            self.ask(bad)
        with pytest.raises(AssessmentError):
            ASSESSED.excluded(bad, period=period, at=CUT_OFF)

    def test_duplicates(self) -> None:
        """A ticket may stand once for each unit; each repetition is named, however many."""
        assert self.ask([case("1"), case("1", "street-12")]).total == 2
        twice = [case(ticket) for ticket in "121"] + [case("2", "street-12")] * 3
        april = attrs.evolve(case("1"), dispatched_at=beijing_time(2026, 4, 2))
        assert self.ask([case("1"), april, april]).total == 1  # those of April are April's affair
        with pytest.raises(DuplicateOutcomeError):
            self.ask([april, april], period=Period.month(2026, 4, CountedBy.DISPATCHED))
        with pytest.raises(DuplicateOutcomeError) as caught:
            self.ask(twice)
        assert [(fault.path, fault.value) for fault in caught.value.faults] == [
            ("outcomes of street-11", "'1'"),
            ("outcomes of street-12", "'2'"),
            ("outcomes of street-12", "'2'"),
        ]

    def test_very_many_faults(self) -> None:
        """A thousand repetitions, or strangers, make a message of twenty and the number of the rest."""
        with pytest.raises(DuplicateOutcomeError, match="and 979 more") as caught:
            self.ask([case("1")] * 1000)
        assert len(caught.value.faults) == 21
        with pytest.raises(AssessmentError, match="and 980 more"):
            self.ask([None] * 1000)

    @pytest.mark.parametrize("outcomes", [None, 1, case("1")])
    def test_no_iterable(self, outcomes: Any) -> None:
        """What cannot be iterated over is refused by name."""
        with pytest.raises(JiesuError):
            self.ask(outcomes)

    def test_axes(self) -> None:
        """Naive and impossible instants, periods and days are refused by name."""
        with pytest.raises(NaiveDatetimeError, match="at"):
            self.ask([], at=datetime(2026, 4, 8))  # noqa: DTZ001
        with pytest.raises(InvalidValueError, match="at"):
            self.ask([], at=DAY)
        with pytest.raises(InvalidValueError, match="period"):
            self.ask([], period=(MARCH.start, MARCH.end))
        with pytest.raises(InvalidValueError, match="as_of"):
            self.ask([], as_of=AT)
        with pytest.raises(InvalidValueError, match=r"period\.by"):
            self.ask([], by="dispatched")

    def test_cut_off_at_the_end_of_time(self) -> None:
        """The last instant there is will do as a cut-off that cuts off nothing."""
        assert self.ask([case("1")], at=datetime.max.replace(tzinfo=BEIJING)).total == 1

    def test_counted_by_unset(self) -> None:
        """Nobody published by which instant Beijing counts: the period says, or an overlay."""
        bare = Hotline(beijing.TIMELINE, small_catalogue(), directory(), CALENDAR)
        with pytest.raises(UnsetError, match=r'TIMELINE\.with_\(\{"assessment\.counted_by"') as no:
            bare.tally([], period=MARCH, at=CUT_OFF)
        assert no.value.faults[0].path == "assessment.counted_by"
        assert "by=CountedBy.DISPATCHED" in str(no.value)
        assert bare.tally([], period=attrs.evolve(MARCH, by=CountedBy.DUE), at=CUT_OFF).total == 0
        assert ASSESSED.tally([], period=MARCH, at=CUT_OFF).total == 0


class TestPeriod:
    """考评周期: half-open, not empty, aware."""

    def test_months_and_days(self) -> None:
        """A month is its days; months are adjacent, over the turn of a year too."""
        for (y1, m1), (y2, m2) in pairwise([(2025, 12), (2026, 1), (2026, 2), (2026, 3)]):
            assert Period.month(y1, m1).end == Period.month(y2, m2).start
        assert Period.month(2026, 2) == Period.days(date(2026, 2, 1), date(2026, 2, 28))
        assert Period.month(2024, 2).last_day == date(2024, 2, 29)
        assert Period.days(DAY, DAY).last_day == DAY

    def test_empty(self) -> None:
        """A period that ends when or before it starts is refused."""
        for end in (AT, AT - INSTANT):
            with pytest.raises(InvalidValueError, match=r"period\.end: an empty period"):
                Period(AT, end)
        with pytest.raises(InvalidValueError, match="empty"):
            Period.days(DAY, DAY - timedelta(days=1))

    def test_arguments(self) -> None:
        """Naive instants, other types, no such month."""
        with pytest.raises(NaiveDatetimeError, match=r"period\.start"):
            Period(datetime(2026, 3, 1), AT)  # noqa: DTZ001
        with pytest.raises(NaiveDatetimeError, match=r"period\.end"):
            Period(AT, datetime(2026, 4, 1))  # noqa: DTZ001
        for month in (0, 13, "3"):
            with pytest.raises(InvalidValueError, match="no such instant"):
                Period.month(2026, month)  # type: ignore[arg-type]
        with pytest.raises(InvalidValueError, match="first"):
            Period.days(AT, DAY)


class TestCountErrors:
    """Reading what was not tallied, or adding what was counted otherwise, is an error."""

    def test_not_tallied(self) -> None:
        """A fact that a table reads and the tally has not is named, all of them at once."""
        with pytest.raises(SchemaError) as caught:
            ASSESSED.count(march([case("1")]).project(["responded", "void"]))
        assert {fault.path for fault in caught.value.faults} == {"tally.facts"}
        assert {fault.value for fault in caught.value.faults} >= {"'role'", "'deferred'"}
        with pytest.raises(SchemaError, match=r"'satisfid'.*did you mean satisfied"):
            march([case("1")]).project(["satisfid"])

    def test_another_fact_of_that_name(self) -> None:
        """A fact of the same name over other values is another fact."""
        responded = Fact("responded", Text("已响应", "responded"), tuple(Role))
        rates = [rate for rate in ASSESSED.assessment(DAY).rates if rate.name == "response"]
        read = facts_read(rate.table for rate in rates).facts
        other = FactSpace(responded if fact.name == "responded" else fact for fact in read)

        with pytest.raises(SchemaError, match=r"rates\.response\.responded: another fact"):
            count(Tally(other, {}), None, rates)

    def test_schemas_differ(self) -> None:
        """Tallies of other facts do not add, nor do counts of other rates or exclusions."""
        whole = march([case("1")])
        part = whole.project(["void"])
        with pytest.raises(SchemaError, match=r"tally\.facts: the tallies keep different facts"):
            _ = whole + part
        with pytest.raises(SchemaError, match=r"project\("):
            _ = whole - part
        with pytest.raises(SchemaError):
            sum([whole, part])
        one, two = (hotline(each).count(whole) for each in SETTLED[:2])
        with pytest.raises(SchemaError, match=r"counts\.rates"):
            _ = one + two
        asked = ASSESSED.assessment(DAY)
        with pytest.raises(SchemaError, match=r"counts\.exclusions"):
            _ = count(whole, None, asked.rates) + count(
                whole, asked.exclusion_table(), asked.rates
            )

    def test_arguments(self) -> None:
        """Garbage in the place of a tally, rates or a table is refused by name."""
        asked = ASSESSED.assessment(DAY)
        wrongs: tuple[Any, ...] = (None, 1, {}, [case("1")])
        for wrong in wrongs:
            with pytest.raises(AssessmentError, match="tally"):
                ASSESSED.count(wrong)
            with pytest.raises(AssessmentError, match="tally"):
                count(wrong, None, asked.rates)
        with pytest.raises(AssessmentError, match=r"rates\[0\]"):
            count(march([]), None, ["response"])  # type: ignore[list-item]

    def test_published_counts(self) -> None:
        """Numbers that are none, negative, bools, floats, or above their denominator."""
        for pair, error in (
            ((-1, 2), AssessmentError),
            ((1, -2), AssessmentError),
            ((True, 2), AssessmentError),
            ((1, True), AssessmentError),
            ((1, Fraction(2)), AssessmentError),
            (("1", 2), AssessmentError),
            ((3, 2), AssessmentError),
            ((1, 0), AssessmentError),
            ((0.5, 2), InexactNumberError),
            ((1,), AssessmentError),
            (0.5, AssessmentError),
        ):
            with pytest.raises(error, match=r"units\[.a.\]\.response"):
                Counts.of({"a": {"response": pair}})  # type: ignore[dict-item]
        with pytest.raises(AssessmentError) as caught:
            Counts.of({"a": {"r": (3, 2)}, "b": {"r": (-1, 1), "s": (1, 2)}})
        assert len(caught.value.faults) == 2

    def test_of_no_such_unit_or_rate(self) -> None:
        """A unit or rate that was not counted is an error with the near one."""
        counts = Counts.of({"street": {"response": (1, 2)}})

        assert counts.rate("street", "response") == HALF
        with pytest.raises(SchemaError, match="did you mean response"):
            counts.rate("street", "respons")
        with pytest.raises(AssessmentError, match="did you mean street"):
            counts.unit("stret")
        with pytest.raises(AssessmentError):
            counts.unit(["street"])  # type: ignore[arg-type]
        assert counts.only(["nobody", "street"]) == counts
        assert counts.only([]).units == {}


class TestUnset:
    """What nobody published is refused only where it would change the answer, and says how to go on."""

    def bare(self, **supplied: Any) -> Hotline:
        """Beijing's rules with nothing supplied but these."""
        paths = {name.replace("__", "."): value for name, value in supplied.items()}
        rules = beijing.TIMELINE.with_(paths).on(LAST)
        return Hotline(rules, small_catalogue(), directory(), CALENDAR)

    def test_exclusions(self) -> None:
        """Whether deferred tickets are left out is refused once there are any, with their number."""
        bare = self.bare()
        assert bare.count(march([case("1"), case("2", deferred=False)], bare)).total == 2
        some = [case(str(n), deferred=True) for n in range(3)]
        some.append(case("3", role=Role.CO_HANDLER))

        with pytest.raises(UnsetError) as caught:
            bare.count(march(some, bare))
        assert {fault.path for fault in caught.value.faults} == {
            "assessment.exclusions.X5",
            "assessment.exclusions.X6",
        }
        assert "3 of which" in str(caught.value)
        # No value is proposed, the choices are: whatever a remedy says is pasted.
        assert 'TIMELINE.with_({"assessment.exclusions.X5": ...})' in str(caught.value)
        assert "one of jiesu.ExclusionGround.COUNTED" in str(caught.value)
        period = attrs.evolve(MARCH, by=CountedBy.DISPATCHED)
        with pytest.raises(UnsetError) as named:
            bare.excluded(some, period=period, at=CUT_OFF)
        assert str(named.value) == str(caught.value)

    def test_left_out_anyway(self) -> None:
        """A deferred ticket that was voided is out, whatever deferral would do."""
        bare = self.bare()
        counts = bare.count(march([case("1", deferred=True, void=True)], bare))

        assert (counts.total, counts.excluded) == (0, 1)
        assert {row.id: number for row, number in counts.ledger if number} == {"X3": 1}

    def test_rates(self) -> None:
        """A rate with open rows is counted, added and rolled up; dividing it is refused by row."""
        bare = self.bare()
        given_ = [
            case("1", responded=True, satisfied=Satisfaction.BASICALLY),
            case("2", responded=True, satisfied=Satisfaction.SATISFIED),
            case("3", "street-12", responded=True, satisfied=Satisfaction.SATISFIED),
        ]
        counts = bare.count(march(given_, bare))

        assert counts.rate("street-11", "response") == 1
        assert counts.rate("street-12", "satisfaction") == 1
        with pytest.raises(UnsetError) as caught:
            counts.rate("street-11", "satisfaction")
        (fault,) = caught.value.faults
        assert fault.path == "rates.satisfaction.S2"
        assert 'TIMELINE.with_({"rates.satisfaction.S2": ...})' in str(fault)
        assert "one of jiesu.MET、UNMET、ASIDE、Mark('1/2')" in str(fault)
        assert "how to count the 1" in fault.what.en
        assert "的 1 件" in fault.what.zh
        both = counts + counts
        assert both.unsettled(["street-11"])["satisfaction"] == {"S2": 2}
        assert both.units["street-11"].ratios[both.place("satisfaction")] == (2, 2)
        with pytest.raises(UnsetError, match="how to count the 2"):
            bare.roll_up(both, DivisionLevel.CITY).need_settled(["satisfaction"])

    def test_refused_only_where_used(self) -> None:
        """A formula or ranking that does not use the rate goes through; one that does, does not."""
        bare = self.bare()
        counts = bare.count(march([case("1", responded=True)], bare))
        response = Formula({"response": 1})

        made = bare.score(counts, formula=response)
        assert made.scores == {"street-11": 1}
        assert made.to_rows()[0]["满意率"] == "未公布"
        assert made.rank("response").ranked[0].rank == 1
        for call in (
            lambda: made.rank("satisfaction"),
            lambda: bare.score(counts, formula=Formula({"satisfaction": 1})),
            lambda: Scoreboard(counts, Formula({"response": 1, "satisfaction": 0})),
        ):
            with pytest.raises(UnsetError, match=r"rates\.satisfaction\.N6"):
                call()
        assert made.rank("satisfaction", among=[]).ranked == ()

    def test_every_open_row_at_once(self) -> None:
        """All open rows that the formula needs are told together."""
        bare = self.bare(scoring__weights=dict.fromkeys(SCORED, "1/3"))
        half = case("1", satisfied=Satisfaction.BASICALLY, resolved=Resolution.PARTLY)
        with pytest.raises(UnsetError) as caught:
            bare.score(march([half, case("2", adjudicated=Resolution.RESOLVED)], bare))
        assert {fault.path for fault in caught.value.faults} == {
            "rates.response.N6",
            "rates.resolution.V3",
            "rates.resolution.V5",
            "rates.satisfaction.S2",
            "rates.satisfaction.N6",
        }

    def test_weights(self) -> None:
        """Nobody published the weights: named, with how to supply them."""
        bare = self.bare()
        for counted in (march([], bare), bare.count(march([], bare))):
            with pytest.raises(UnsetError) as caught:
                bare.score(counted)
            assert caught.value.faults[0].path == "scoring.weights"
            assert 'TIMELINE.with_({"scoring.weights"' in str(caught.value)

    def test_row_by_row(self) -> None:
        """Following the remedies one by one, as a user would, leads to a score."""
        timeline = beijing.TIMELINE
        one = case(
            "1", responded=True, resolved=Resolution.RESOLVED, satisfied=Satisfaction.BASICALLY
        )
        taken = []
        for _ in range(5):
            asked = Hotline(timeline.on(LAST), small_catalogue(), directory(), CALENDAR)
            try:
                scored = asked.score(asked.tally([one], period=MARCH, at=CUT_OFF))
                break
            except UnsetError as error:
                paths = [fault.path for fault in error.faults]
                taken += paths
                timeline = timeline.with_({path: SUPPLIED[path] for path in paths})
        assert taken == ["assessment.counted_by", "scoring.weights", "rates.satisfaction.S2"]
        assert scored.scores == {
            "street-11": exact("0.3") + exact("0.35") + exact("0.35") * Fraction(2, 3)
        }


class TestNothing:
    """未评: a rate over nothing is neither 0 nor 100, and no error."""

    def test_empty_tally(self) -> None:
        """No outcomes: no units, an empty ledger and an empty ranking."""
        made = ASSESSED.score(march([]))

        assert made.scores == {}
        assert made.counts.units == {}
        assert [number for _, number in made.counts.ledger] == [0] * 9
        assert (*made.rank().ranked, *made.rank().unranked) == ()
        assert made.to_rows() == []
        assert str(made.explain("en"))
        assert ASSESSED.roll_up(made.counts, DivisionLevel.CITY).units == {}
        assert ASSESSED.excluded([], period=MARCH, at=CUT_OFF) == ()

    def test_empty_denominator(self) -> None:
        """A unit whose tickets are all left out, or aside, is not assessed."""
        given_ = [
            case("1", void=True),
            case("2", "street-12", responded=True, resolved=Resolution.RESOLVED),
        ]
        made = ASSESSED.score(march(given_))

        assert made.counts.rate("street-11", "response") is NOT_ASSESSED
        assert made.counts.rate("street-12", "satisfaction") is NOT_ASSESSED
        assert set(made.scores.values()) == {NOT_ASSESSED}
        assert [row.unit for row in made.rank().unranked] == ["street-11", "street-12"]
        assert [row.unit for row in made.rank("response").ranked] == ["street-12"]
        assert made["street-11"].printed() is None


# -- a city with a fact of its own ----------------------------------------------------------------

REPEATED = Fact("repeated", Text("重复诉求", "repeated"), (True, False), AS(False, GROUND))
PRAISED = Fact("praised", Text("表扬", "praised"), (True, False))
OWN = OUTCOME_FACTS.extend(REPEATED, PRAISED)
OWN_EXCLUSIONS: Table[ExclusionGround] = Table(
    "assessment.exclusions",
    OWN,
    [
        Row("X1", {"void": True}, ExclusionGround.VOID, (GROUND,)),
        Row("X9", {"repeated": True}, ExclusionGround.OTHER, (GROUND,)),
    ],
    HitPolicy.COLLECT,
)
OWN_RATE: Table[Mark] = Table(
    "rates.response",
    OWN,
    [
        Row("R1", {"praised": True}, MET, (GROUND,)),
        Row("R2", {"praised": False}, UNMET, (GROUND,)),
        Row("R3", {"praised": MISSING}, ASIDE, (GROUND,)),
    ],
)


def own_rules(*, rate: bool = True) -> Rulebook:
    """Beijing's rules, with exclusions and perhaps a rate over facts of the city's own."""
    changes: dict[str, Any] = {"assessment.exclusions": OWN_EXCLUSIONS}
    if rate:
        changes["rates.response"] = OWN_RATE
    return (
        beijing.TIMELINE.with_(
            {path: value for path, value in SUPPLIED.items() if "exclusions" not in path}
        )
        .on(LAST)
        .with_(changes)
    )


class TestOwnFacts:
    """A city adds facts of its own; an assessment that reads them needs outcomes that have them."""

    def ask(self, *, rate: bool = True) -> Hotline:
        """A hotline of such a city."""
        return Hotline(own_rules(rate=rate), small_catalogue(), directory(), CALENDAR)

    def own(self, ticket: str, **facts: Any) -> Outcome:
        """An outcome over the city's facts."""
        return Outcome(ticket, "street-11", OWN.make(**facts), AT, AT)

    def test_works(self) -> None:
        """Tallied, counted, left out and named by the fact of its own."""
        given_ = [
            self.own("1", praised=True),
            self.own("2", praised=False, repeated=False),
            self.own("3", praised=True, repeated=True, void=True),
            self.own("4"),
        ]
        counts = self.ask().count(march(given_, self.ask()))

        assert counts.units["street-11"].ratios[counts.place("response")] == (1, 2)
        assert (counts.total, counts.excluded) == (3, 1)
        named = self.ask().excluded(given_, period=MARCH, at=CUT_OFF)
        assert [(each.ticket, [row.id for row in each.rows]) for each in named] == [
            ("3", ["X1", "X9"])
        ]

    def test_bare_outcomes(self) -> None:
        """Outcomes over the bare facts lack what is read: a named error, not a silent blank."""
        period = attrs.evolve(MARCH, by=CountedBy.DISPATCHED)
        for call in (self.ask().tally, self.ask().excluded):
            with pytest.raises(SchemaError, match="reads a fact that outcomes lack") as caught:
                call([case("1")], period=period, at=CUT_OFF)
            assert "repeated" in {fault.value for fault in caught.value.faults}
            assert {fault.path for fault in caught.value.faults} == {"outcome.facts"}

    def test_more_facts_than_read(self) -> None:
        """Outcomes with more facts than the assessment reads mix with those that have them not."""
        mixed = [self.own("1", responded=True), case("2", responded=True)]

        assert (
            march(mixed).counts
            == march([case("1", responded=True), case("2", responded=True)]).counts
        )
        assert ASSESSED.excluded([*mixed, self.own("3", void=True)], period=MARCH, at=CUT_OFF)

    def test_order_of_own_facts(self) -> None:
        """Facts of a space that lists the city's own in another order are the same facts."""
        other = OUTCOME_FACTS.extend(PRAISED, REPEATED)
        one = Outcome("1", "street-11", other.make(repeated=True), AT, AT)
        two = Outcome("2", "street-11", other.make(praised=True), AT, AT)

        counts = self.ask().count(march([one, two], self.ask()))
        assert (counts.total, counts.excluded) == (1, 1)

    def test_order_of_own_facts_by_name(self) -> None:
        """So they are for the list of tickets left out."""
        other = OUTCOME_FACTS.extend(PRAISED, REPEATED)
        one = Outcome("1", "street-11", other.make(repeated=True), AT, AT)
        two = Outcome("2", "street-11", other.make(praised=True), AT, AT)

        named = self.ask().excluded([one, two], period=MARCH, at=CUT_OFF)
        assert [each.ticket for each in named] == ["1"]

    def test_lacks_what_is_not_read(self) -> None:
        """An outcome may lack a fact that the exclusions do not read, counted or named."""
        narrower = OUTCOME_FACTS.extend(REPEATED)
        one = Outcome("1", "street-11", narrower.make(repeated=True), AT, AT)
        asked = self.ask(rate=False)

        assert asked.count(march([one], asked)).excluded == 1
        assert len(asked.excluded([one], period=MARCH, at=CUT_OFF)) == 1

    def test_spaces_that_do_not_go_together(self) -> None:
        """Tables over two different extensions are refused when the assessment is put together."""
        other = Table(
            "rates.response",
            OUTCOME_FACTS.extend(PRAISED),
            [Row("R", {}, MET, (GROUND,))],
        )
        with pytest.raises(SchemaError, match="over other facts"):
            Hotline(
                own_rules().with_({"rates.response": other}),
                small_catalogue(),
                directory(),
                CALENDAR,
            ).assessment(LAST)


class TestSharing:
    """An outcome's facts are a value: it does not matter which object holds them."""

    @given(months())
    def test_shared_or_not(self, month: Month) -> None:
        """One object for equal facts, or one for each outcome: the same tally."""
        make = OUTCOME_FACTS.interner()
        shared = [
            attrs.evolve(each, facts=make(**told["facts"]))
            for told, each in zip(month.cases, month.outcomes, strict=True)
        ]
        lone = [
            attrs.evolve(each, facts=Facts(OUTCOME_FACTS, tuple(each.facts.values)))
            for each in month.outcomes
        ]

        def ask(given_: Any) -> Tally:
            return month.hotline.tally(given_, period=month.period, at=month.at)

        assert ask(shared) == ask(lone) == ask(pickle.loads(pickle.dumps(shared))) == month.tally  # noqa: S301

    def test_a_month_that_shares_nothing(self) -> None:
        """
        More facts than are remembered, each gone as soon as it was read.

        Their identities are used again, for facts that say something else.
        """
        words_ = [
            outcome_facts(responded=responded, satisfied=satisfied).values
            for responded in (True, False)
            for satisfied in Satisfaction
        ]
        number = 110_000

        def stream() -> Iterator[Outcome]:
            for n in range(number):
                facts = Facts(OUTCOME_FACTS, words_[n * n % 8])
                yield Outcome(str(n), "street-11" if n % 3 else "street-12", facts, AT, AT)

        wanted: dict[Any, int] = {}
        for n in range(number):
            key = ("street-11" if n % 3 else "street-12", *words_[n * n % 8])
            wanted[key] = wanted.get(key, 0) + 1
        got = tally(stream(), OUTCOME_FACTS, MARCH, CountedBy.DISPATCHED, CUT_OFF)

        assert got.counts == wanted

    def test_excluded_shares(self) -> None:
        """Nor does it for the tickets that are named."""
        table = OWN_EXCLUSIONS
        lone = [
            Outcome(str(n), "a", OWN.make(void=True, repeated=bool(n % 2)), AT, AT)
            for n in range(4)
        ]
        named = excluded(lone, table, MARCH, CountedBy.DISPATCHED, CUT_OFF)

        assert [len(each.rows) for each in named] == [1, 2, 1, 2]
        assert [(row["row"], row["ground"]) for row in named[1].to_rows()] == [
            ("X1", "工单作废"),
            ("X9", "其他事由"),
        ]
