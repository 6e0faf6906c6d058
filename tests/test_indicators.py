"""指标: each usual rate against its definition, counted one outcome at a time."""

from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Boxed, boxed

from jiesu import (
    CountedBy,
    Counts,
    FollowUp,
    JiesuError,
    Outcome,
    Period,
    Rate,
    Resolution,
    Satisfaction,
    Timeliness,
    beijing_time,
    outcome_facts,
)
from jiesu import indicators as room
from jiesu.counts import count
from jiesu.errors import AssessmentError, InexactNumberError
from jiesu.indicators import (
    INDICATORS,
    ON_TIME_OF_DUE,
    RESOLVED_OF_ALL,
    graded,
    resolved_in_part,
    satisfied_in_part,
)
from jiesu.outcomes import OUTCOME_FACTS, Grade
from jiesu.rates import narrowed
from jiesu.sources import Basis
from jiesu.tallies import Tally, tally
from jiesu.tickets import Channel

Case = dict[str, Any]
"""What is stated of a ticket; what is not is not there."""

AT = beijing_time(2026, 3, 9)
DONE = {Timeliness.ON_TIME, Timeliness.LATE}
DUE = DONE | {Timeliness.OVERDUE}


def is_(name: str, *values: Hashable) -> Callable[[Case], bool]:
    """Whether one of the values is stated."""
    return lambda case: case.get(name) in values


def always(_: Case) -> bool:
    """Of all."""
    return True


def told(name: str) -> Callable[[Case], bool]:
    """Whether anything is on record."""
    return lambda case: name in case


def first_time(case: Case) -> bool:
    """Not known to have come back, either way."""
    return not case.get("returned", False) and not case.get("rehandled", False)


RATED = is_("satisfied", Satisfaction.SATISFIED, Satisfaction.BASICALLY, Satisfaction.DISSATISFIED)
DEFINED: dict[str, tuple[Callable[[Case], bool], Callable[[Case], bool]]] = {
    "on_time_of_due": (is_("timeliness", Timeliness.ON_TIME), is_("timeliness", *DUE)),
    "on_time_of_finished": (is_("timeliness", Timeliness.ON_TIME), is_("timeliness", *DONE)),
    "on_time_of_all": (is_("timeliness", Timeliness.ON_TIME), always),
    "finished": (is_("timeliness", *DONE), told("timeliness")),
    "finished_of_due": (is_("timeliness", *DONE), is_("timeliness", *DUE)),
    "first_time": (first_time, is_("timeliness", *DONE)),
    "signed_in_time": (is_("signed_in_time", True), told("signed_in_time")),
    "contacted": (is_("contacted", True), told("contacted")),
    "returned": (is_("returned", True), always),
    "rehandled": (is_("rehandled", True), always),
    "responded_of_rated": (is_("responded", True), told("responded")),
    "responded_of_all": (is_("responded", True), always),
    "resolved_of_rated": (is_("resolved", Resolution.RESOLVED), told("resolved")),
    "resolved_of_reached": (
        is_("resolved", Resolution.RESOLVED),
        is_("follow_up", FollowUp.REACHED),
    ),
    "resolved_of_all": (is_("resolved", Resolution.RESOLVED), always),
    "satisfied_of_rated": (is_("satisfied", Satisfaction.SATISFIED), RATED),
    "satisfied_of_all": (is_("satisfied", Satisfaction.SATISFIED), always),
}
"""Numerator among the denominator, and the denominator."""

cases: st.SearchStrategy[Case] = st.fixed_dictionaries(
    {},
    optional={
        "timeliness": st.sampled_from(Timeliness),
        "follow_up": st.sampled_from(FollowUp),
        "responded": st.booleans(),
        "resolved": st.sampled_from(Resolution),
        "satisfied": st.sampled_from(Satisfaction),
        "grade": st.sampled_from(Grade),
        "signed_in_time": st.booleans(),
        "contacted": st.booleans(),
        "returned": st.booleans(),
        "rehandled": st.booleans(),
        "duplicate": st.booleans(),
        "channel": st.sampled_from(Channel),
    },
)
some = st.lists(cases, max_size=12)
worth = st.sampled_from(("0", "1/2", "0.6", "1"))


def counted(given_: list[Case], *rates: Rate) -> Counts:
    """What the library counts of tickets of one unit."""
    made = [
        Outcome(str(number), "a", outcome_facts(**case), received_at=AT)
        for number, case in enumerate(given_)
    ]
    month = tally(made, OUTCOME_FACTS, Period.month(2026, 3), CountedBy.RECEIVED, AT)
    return count(month, None, rates)


def ratios(given_: list[Case], *rates: Rate) -> dict[str, tuple[Any, Any]]:
    """Rate to numerator and denominator; of no tickets nothing."""
    counts = counted(given_, *rates)
    return {rate.name: counts.ratio("a", rate.name) for rate in rates} if given_ else {}


def shared(
    given_: list[Case], credit: Callable[[Case], Fraction | None]
) -> tuple[Fraction, Fraction]:
    """The sum of what each adds, and how many add."""
    added = [each for case in given_ if (each := credit(case)) is not None]
    return sum(added, Fraction(0)), Fraction(len(added))


class TestDefinitions:
    """分子、分母: each indicator is what its line of definition says."""

    @given(some)
    def test_by_definition(self, given_: list[Case]) -> None:
        """Numerators and denominators are those of a plain loop."""
        for name, found in ratios(given_, *INDICATORS).items():
            met, among = DEFINED[name]
            kept = list(filter(among, given_))
            assert found == (len(list(filter(met, kept))), len(kept)), name

    def test_all_of_them(self) -> None:
        """Each stands under its own name, is clean, and says that it is assumed and how it counts."""
        assert [rate.name for rate in INDICATORS] == list(DEFINED)
        assert all(getattr(room, rate.name.upper()) is rate for rate in INDICATORS)
        assert len({rate.term for rate in INDICATORS}) == len(INDICATORS)
        for rate in INDICATORS:
            assert rate.table is not None
            assert not [each for each in rate.table.check() if each.fault]
            for row in rate.table.rows:
                (ground,) = row.grounds
                assert ground.basis is Basis.ASSUMED
                assert "未见定义，算法不一；此处为" in ground.text.zh
        assert ON_TIME_OF_DUE.table is not None
        said = ON_TIME_OF_DUE.table.row("M1").grounds[0].text
        assert said.zh.endswith("（参照《关于榆林市 12345 热线办理情况通报的报道》）")

    def test_one_month_by_hand(self) -> None:
        """Ten tickets: six in time, one late, one overdue, two open: one name, three rates."""
        month = [Timeliness.ON_TIME] * 6 + [Timeliness.LATE, Timeliness.OVERDUE]
        month += [Timeliness.OPEN] * 2
        found = ratios([{"timeliness": each} for each in month], *INDICATORS)

        assert found["on_time_of_due"] == (6, 8)
        assert found["on_time_of_finished"] == (6, 7)
        assert found["on_time_of_all"] == (6, 10)
        assert found["finished"] == (7, 10)
        assert found["finished_of_due"] == (7, 8)

    @given(some, st.sampled_from(INDICATORS), st.booleans(), st.sets(st.sampled_from(Channel)))
    def test_narrowed(
        self, given_: list[Case], rate: Rate, repeated: bool, channels: set[Channel]
    ) -> None:
        """Repeated requests and other channels, in or out of any of them: a month without those."""
        among: dict[str, Any] = {} if repeated else {"duplicate": False}
        among |= {"channel": tuple(channels)} if channels else {}
        stay = [
            case
            for case in given_
            if (repeated or not case.get("duplicate", False))
            and (not channels or case.get("channel") in channels)
        ]
        made = ratios(given_, narrowed(rate, among)).get(rate.name, (0, 0))
        assert made == ratios(stay, rate).get(rate.name, (0, 0))


class TestWorths:
    """折算: what nobody publishes the caller says; each value counts at its worth."""

    @given(some, worth)
    def test_in_part(self, given_: list[Case], half: str) -> None:
        """部分解决 and 基本满意, of those with a result or a rating."""

        def resolved(case: Case) -> Fraction | None:
            credits_ = {
                "RESOLVED": Fraction(1),
                "PARTLY": Fraction(half),
                "UNRESOLVED": Fraction(0),
            }
            return credits_[case["resolved"].name] if "resolved" in case else None

        def satisfied(case: Case) -> Fraction | None:
            credits_ = {
                "SATISFIED": Fraction(1),
                "BASICALLY": Fraction(half),
                "DISSATISFIED": Fraction(0),
            }
            return credits_.get(case["satisfied"].name) if "satisfied" in case else None

        found = ratios(given_, resolved_in_part(half), satisfied_in_part(half))
        assert found.get("resolved_in_part", (0, 0)) == shared(given_, resolved)
        assert found.get("satisfied_in_part", (0, 0)) == shared(given_, satisfied)

    @given(some, st.lists(worth, min_size=5, max_size=5))
    def test_graded(self, given_: list[Case], five: list[str]) -> None:
        """Each grade at its worth, of what has one."""
        worths = dict(zip(Grade, five, strict=True))
        found = ratios(given_, graded(worths)).get("graded", (0, 0))

        def credit(case: Case) -> Fraction | None:
            return Fraction(worths[case["grade"]]) if "grade" in case else None

        assert found == shared(given_, credit)

    def test_rows(self) -> None:
        """A row per grade, clean, which says that the worth is the user's."""
        for rate in (resolved_in_part(0), satisfied_in_part(1), graded(dict.fromkeys(Grade, "1"))):
            assert rate.table is not None
            assert not [each for each in rate.table.check() if each.fault]
            assert [each.basis for each in rate.table.rows[0].grounds] == [
                Basis.ASSUMED,
                Basis.OWN,
            ]

    def test_refused(self) -> None:
        """A grade without a worth, what is no grade, and what is no exact share."""
        with pytest.raises(AssessmentError) as caught:
            graded({Grade.SATISFIED: 1, "满意": 1})  # type: ignore[dict-item]
        assert [each.path for each in caught.value.faults] == [
            *(f"worths.{grade.name}" for grade in Grade if grade is not Grade.SATISFIED),
            "worths",
        ]
        for wrong in (resolved_in_part, satisfied_in_part):
            with pytest.raises(AssessmentError, match=r"mark\.credit"):
                wrong("3/2")
            with pytest.raises(InexactNumberError, match="worth"):
                wrong(0.5)

    @given(boxed)
    def test_garbage(self, wrong: Boxed) -> None:
        """Whatever is given as a worth: a rate, or an error of the library's own."""
        for ask in (resolved_in_part, satisfied_in_part, graded):
            try:
                made: Any = ask(wrong.value)
            except JiesuError as refused:
                made = refused
            assert isinstance(made, Rate) or all(each.path for each in made.faults)


def test_of_a_wider_tally() -> None:
    """A tally from plain rows with the facts that the rate reads is all that is needed."""
    rows: list[Mapping[str, Any]] = [
        {"unit": "虚拟街道", "resolved": "解决", "count": 3},
        {"unit": "虚拟街道", "resolved": "", "count": 1},
    ]
    counts = count(Tally.from_rows(rows), None, [RESOLVED_OF_ALL])
    assert counts.rate("虚拟街道", "resolved_of_all") == Fraction(3, 4)
