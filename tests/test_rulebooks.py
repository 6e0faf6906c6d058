"""Rules through time, overlays, and what a check finds: dated, stacked, compared."""

import importlib
import pickle
import pkgutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, ClassVar

import attrs
import pytest
import strategies as own
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu import Disposition, HitPolicy, Row, Table, rules, working_days
from jiesu.checks import Finding, Kind, Severity
from jiesu.clocks import AlertRule, Task
from jiesu.conduct import (
    ALERTS,
    CO_HANDLER_LIMIT,
    EXTENSION_CAP,
    GUARDS,
    MOVE_FACTS,
    OBJECTION_WINDOW,
    OWED,
    RETURN_RULE,
    Bearer,
    Consequence,
    Owed,
    ReturnRule,
    When,
    barred,
)
from jiesu.conflicts import spans, surely_longer
from jiesu.deadlines import (
    TimeLimit,
    due,
    hours,
    months,
    natural_days,
    working_hours,
)
from jiesu.decisions import Stage, StageLimit
from jiesu.errors import (
    InvalidValueError,
    NotYetInForceError,
    OutOfCoverageError,
    RepealedError,
    RulebookError,
    UnverifiedError,
)
from jiesu.events import Approver, Move
from jiesu.facts import AS, MISSING, REFUSE, Fact, FactSpace
from jiesu.labels import Text
from jiesu.legal_time import beijing_time
from jiesu.outcomes import OUTCOME_FACTS
from jiesu.overlays import Overlay
from jiesu.rates import MET, UNMET
from jiesu.routing import INTAKE_FACTS, LIMITS
from jiesu.rulebook import Rulebook, Timeline
from jiesu.rules import beijing
from jiesu.scoring import RESPONSE, WEIGHTS
from jiesu.sources import (
    UNSET,
    Absent,
    Dated,
    Parameter,
    Provision,
    Rank,
    Selector,
    Source,
    Standing,
    assumed,
)

PACKS: list[Timeline] = [
    importlib.import_module(f"{rules.__name__}.{found.name}").TIMELINE
    for found in pkgutil.iter_modules(rules.__path__)
]
ON_EACH_PACK = pytest.mark.parametrize("timeline", PACKS, ids=lambda each: each.id)
ONE_DAY = timedelta(days=1)
WORD = Parameter("demo.word", Text("示例", "a demonstration"), str)
DAY = date(2024, 5, 1)
RULES = beijing.TIMELINE.on(DAY)


def text(name: str, since: date, **more: Any) -> Source:
    """An invented text."""
    values = {"rank": Rank.LOCAL_LAW, "published": since, **more}
    return Source(id=name, title=name, title_en=name, since=since, **values)


def word(source: Source, value: Any = "", **more: Any) -> Provision:
    """What an invented text says of `WORD`."""
    return Provision(value=value or source.id, citations=(source.cite("1"),), **more)


def days_around(timeline: Timeline) -> Iterator[date]:
    """Every boundary day, its eve, and a day far from any."""
    for day in timeline.boundaries:
        yield day - ONE_DAY
        yield day
    yield date(2026, 11, 20)


def rulebook_of(**values: Any) -> Rulebook:
    """Beijing's rules with some parameters set otherwise, by name of the constant."""
    return RULES.with_({path.replace("__", "."): value for path, value in values.items()})


class TestStates:
    """已经失效、尚未施行、效力未核 are three states and three errors; only what is in force is used."""

    OLD = text("old", date(2020, 1, 1), until=date(2021, 1, 1))
    REPORTED = text("reported", date(2022, 1, 1), verified_until=date(2023, 1, 1))
    COMING = text("coming", date(2030, 1, 1), published=date(2029, 6, 1))

    @pytest.mark.parametrize(
        ("source", "day", "error", "standing"),
        [
            (OLD, date(2019, 12, 31), NotYetInForceError, Standing.NOT_YET),
            (OLD, date(2021, 1, 1), RepealedError, Standing.REPEALED),
            (REPORTED, date(2023, 1, 1), UnverifiedError, Standing.UNVERIFIED),
            (COMING, date(2029, 12, 31), NotYetInForceError, Standing.NOT_YET),
        ],
    )
    def test_each_has_its_error(
        self, source: Source, day: date, error: type[Exception], standing: Standing
    ) -> None:
        """On the first day of a state its error is raised, and on the day before or after not."""
        entry = word(source)
        dated = Dated(WORD, (entry,))
        assert entry.standing(day) is standing
        with pytest.raises(error) as caught:
            dated.on(day)
        assert type(caught.value) is error
        other = day + ONE_DAY if standing is Standing.NOT_YET else day - ONE_DAY
        assert dated.on(other) is entry
        assert entry.standing(other) is Standing.IN_FORCE

    def test_the_error_names_the_day(self) -> None:
        """From when it is set, when it ended, until when it was verified."""
        for source, day, named in (
            (self.OLD, date(2019, 1, 1), "2020-01-01"),
            (self.OLD, date(2024, 1, 1), "2021-01-01"),
            (self.REPORTED, date(2024, 1, 1), "2023-01-01"),
        ):
            with pytest.raises(OutOfCoverageError, match=named):
                Dated(WORD, (word(source),)).on(day)

    def test_what_ended_for_certain_is_repealed(self) -> None:
        """A text that was not verified to its end, and whose end is known, is repealed from then."""
        both = text(
            "both", date(2020, 1, 1), verified_until=date(2021, 1, 1), until=date(2022, 1, 1)
        )
        entry = word(both)
        assert entry.standing(date(2021, 6, 1)) is Standing.UNVERIFIED
        assert entry.standing(date(2022, 1, 1)) is Standing.REPEALED

    def test_not_published_is_none_of_the_three(self) -> None:
        """What nobody could know is neither repealed nor to come."""
        entry = word(self.COMING)
        known = date(2029, 5, 31)
        assert entry.standing(date(2030, 6, 1), known) is Standing.UNKNOWN
        with pytest.raises(OutOfCoverageError) as caught:
            Dated(WORD, (entry,)).on(date(2030, 6, 1), known)
        assert type(caught.value) is OutOfCoverageError

    def test_what_rests_on_two_texts_stands_while_both_do(self) -> None:
        """It starts with the later of them and ends with the first that ends."""
        citations = (self.REPORTED.cite("1"), text("also", date(2022, 6, 1)).cite("2"))
        entry = Provision(value="x", citations=citations)
        assert entry.starts == date(2022, 6, 1)
        assert entry.ends == date(2023, 1, 1)


class TestRulebookOfADay:
    """Asked for what is not in force that day, a rulebook says how it stands, not that there is none."""

    def test_states(self) -> None:
        """To come, repealed and not verified; an unknown path is still unknown."""
        old, late = TestStates.OLD, TestStates.REPORTED
        flag = Parameter("demo.flag", Text("旗", "flag"), bool)
        always = text("always", date(2010, 1, 1))
        timeline = Timeline(
            id="demo",
            version="1",
            series=(
                Dated(flag, (Provision(value=True, citations=(always.cite("1"),)),)),
                Dated(WORD, (word(old), word(late))),
            ),
            sources=(always, old, late),
        )
        for day, error in (
            (date(2019, 6, 1), NotYetInForceError),
            (date(2021, 6, 1), RepealedError),
            (date(2024, 6, 1), UnverifiedError),
        ):
            for book in (timeline.on(day), timeline.on(day).with_({"demo.flag": False})):
                with pytest.raises(error):
                    book[WORD]
                with pytest.raises(error):
                    book.provision("demo.word")
        with pytest.raises(RulebookError, match=r"demo\.word"):
            timeline.on(date(2024, 6, 1)).provision("demo.wort")

    def test_what_is_out_of_force_is_not_changed(self) -> None:
        """An overlay on the rulebook of that day is refused with the same reason; stored, it is too."""
        day = date(2020, 12, 31)
        book = beijing.TIMELINE.on(day)
        again = pickle.loads(pickle.dumps(book))  # noqa: S301 -- our own bytes
        for each in (book, again, attrs.evolve(book), book.with_({"routing.direct": False})):
            with pytest.raises(NotYetInForceError, match="2021"):
                each["statutes.licensing_days"]
            with pytest.raises(RulebookError, match="is first set from 2021"):
                each.with_({"statutes.licensing_days": UNSET})

    def test_stored_alone(self) -> None:
        """A stored rulebook is that of its day: no other day's rules go with it."""
        book = beijing.TIMELINE.on(date(2021, 9, 23))
        again = pickle.loads(pickle.dumps(book))  # noqa: S301 -- our own bytes
        assert again == book
        assert again.outside == book.outside
        assert again.digest == book.digest
        assert len(pickle.dumps(book)) < len(pickle.dumps(beijing.TIMELINE)) / 2


class TestAnnounced:
    """What was published and is not yet in force can be read; nothing of today rests on it."""

    NOW = text("now", date(2025, 1, 1))
    NEXT = text("next", date(2027, 1, 1), published=date(2026, 6, 1))
    LATER = text("later", date(2028, 1, 1), published=date(2026, 6, 1))
    TIMELINE = Timeline(
        id="demo",
        version="1",
        series=(Dated(WORD, (word(LATER), word(NOW), word(NEXT))),),
        sources=(NOW, NEXT, LATER),
    )

    def test_read_in_order_and_never_used(self) -> None:
        """From the day of publication on it is announced, the next first; today's value is today's."""
        day = date(2026, 6, 1)
        coming = self.TIMELINE.announced(day)
        assert [entry.value for _, entry in coming] == ["next", "later"]
        assert {parameter for parameter, _ in coming} == {WORD}
        assert self.TIMELINE.on(day)[WORD] == "now"
        assert self.TIMELINE.on(date(2026, 12, 31))[WORD] == "now"
        assert self.TIMELINE.on(date(2027, 1, 1))[WORD] == "next"

    def test_before_it_was_published_there_is_nothing(self) -> None:
        """The eve of publication knows nothing of it, whichever way it is asked."""
        assert self.TIMELINE.announced(date(2026, 5, 31)) == ()
        assert self.TIMELINE.announced(date(2026, 12, 1), known_at=date(2026, 5, 31)) == ()

    @ON_EACH_PACK
    def test_announced_is_what_starts_later(self, timeline: Timeline) -> None:
        """In a pack: published by the day, in force only after it, and not among its values."""
        for day in days_around(timeline):
            for parameter, entry in timeline.announced(day):
                assert entry.starts > day
                assert all(each.published <= day for each in entry.sources)
                assert not entry.in_force(day)
                assert parameter == timeline.dated(parameter).parameter


class TestSelector:
    """Each family of rules states which instant selects its version."""

    FAMILIES: ClassVar = {
        "routing": Selector.DECISION,
        "time": Selector.DECISION,
        "casework": Selector.RECEIPT,
        "signing": Selector.RECEIPT,
        "contact": Selector.RECEIPT,
        "dispatch_objection": Selector.RECEIPT,
        "extension": Selector.RECEIPT,
        "co_handler": Selector.RECEIPT,
        "deferred_ledger": Selector.RECEIPT,
        "rates": Selector.PERIOD_END,
        "scoring": Selector.PERIOD_END,
        "assessment": Selector.PERIOD_END,
        "ranking": Selector.PERIOD_END,
        "statutes": Selector.START,
    }

    @ON_EACH_PACK
    def test_a_family_has_one(self, timeline: Timeline) -> None:
        """Every parameter of a family is selected by the same instant."""
        for dated in timeline.series:
            family = dated.parameter.path.partition(".")[0]
            assert dated.parameter.selected_by is self.FAMILIES[family], dated.parameter.path


class TestTimeline:
    """A timeline is stacked once; asked for a day it gives what stacking by hand gives."""

    @ON_EACH_PACK
    def test_prepared_equals_worked_out(self, timeline: Timeline) -> None:
        """On every boundary day and its eve, parameter by parameter and source by source."""
        for day in days_around(timeline):
            found = {
                dated.parameter.path: dated.on(day)
                for dated in timeline.series
                if any(entry.in_force(day) for entry in dated.entries)
            }
            if not found:
                with pytest.raises(OutOfCoverageError):
                    timeline.on(day)
                continue
            book = timeline.on(day)
            assert book.day == day
            assert {path: each for path, (_, each) in book.provisions.items()} == found
            assert set(book.sources) == {each for each in timeline.sources if each.in_force(day)}

    @ON_EACH_PACK
    def test_a_value_names_the_source_that_gave_it(self, timeline: Timeline) -> None:
        """The highest rank that states a value, the newest of that rank; else what is assumed."""
        order = list(Rank)
        for day in days_around(timeline):
            for dated in timeline.series:
                stating = [
                    (order.index(entry.source.rank), -entry.starts.toordinal())
                    for entry in dated.entries
                    if entry.in_force(day)
                    and not isinstance(entry.value, Absent)
                    and not entry.citations[0].basis.needs_reason
                ]
                if stating:
                    given = dated.on(day)
                    best = order.index(given.source.rank), -given.starts.toordinal()
                    assert best == min(stating), dated.parameter.path

    @ON_EACH_PACK
    def test_between_boundaries_nothing_changes(self, timeline: Timeline) -> None:
        """The eve of a boundary says what the boundary before it says."""
        books = [(day, self._book(timeline, day)) for day in timeline.boundaries]
        for (_, book), (after, _) in pairwise(books):
            eve = self._book(timeline, after - ONE_DAY)
            assert (book.digest if book else None) == (eve.digest if eve else None)

    @ON_EACH_PACK
    def test_pickles_by_what_it_is_made_of(self, timeline: Timeline) -> None:
        """What follows from the rest is not stored, and is there again."""
        again = pickle.loads(pickle.dumps(timeline))  # noqa: S301 -- our own bytes
        assert again == timeline
        assert again.on(date(2026, 3, 1)).digest == timeline.on(date(2026, 3, 1)).digest

    @staticmethod
    def _book(timeline: Timeline, day: date) -> Rulebook | None:
        try:
            return timeline.on(day)
        except OutOfCoverageError:
            return None


FLAGS = tuple(Parameter(f"demo.{name}", Text(name, name), bool) for name in "abc")
FIRST = date(2024, 1, 1)
PLAIN = Timeline(
    id="plain",
    version="1",
    series=tuple(
        Dated(each, (Provision(value=True, citations=(text("law", FIRST).cite("1"),)),))
        for each in FLAGS
    ),
    sources=(text("law", FIRST),),
)
PERIODS = st.tuples(
    st.none() | st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n)),
    st.none() | st.integers(41, 80).map(lambda n: FIRST + timedelta(days=n)),
)
CHANGES = st.dictionaries(
    st.sampled_from([each.path for each in FLAGS]), st.booleans(), min_size=1
)


class TestOverlay:
    """A reform is a value laid on the texts: bounded, composable, and never in the base."""

    @given(st.lists(st.tuples(CHANGES, PERIODS), max_size=4))
    def test_each_day_has_what_was_laid_on_last(
        self, laid: list[tuple[dict[str, bool], tuple[date | None, date | None]]]
    ) -> None:
        """Against a naive reading: on a day the last overlay that names a path and holds it decides."""
        timeline = PLAIN
        for changes, (since, until) in laid:
            timeline = timeline.with_(changes, since=since, until=until)
        for offset in range(90):
            day = FIRST + timedelta(days=offset)
            expected = {each.path: True for each in FLAGS}
            for changes, (since, until) in laid:
                if (since is None or since <= day) and (until is None or day < until):
                    expected |= changes
            book = timeline.on(day)
            assert {path: book[path] for path in expected} == expected
            assert timeline.on(day, known_at=date(2030, 1, 1)).provisions == book.provisions
        assert PLAIN.on(FIRST)["demo.a"] is True
        assert timeline.without_overlays() == PLAIN

    @given(CHANGES, CHANGES, PERIODS, PERIODS)
    def test_disjoint_overlays_commute(
        self, one: dict[str, bool], other: dict[str, bool], first: Any, second: Any
    ) -> None:
        """Where no path is in both, the order does not matter."""
        other = {path: value for path, value in other.items() if path not in one}
        a, b = Overlay(one, *first), Overlay(other, *second)
        left, right = PLAIN.with_(a).with_(b), PLAIN.with_(b).with_(a)
        for offset in (0, 20, 41, 60, 80, 100):
            day = FIRST + timedelta(days=offset)
            assert left.on(day).digest == right.on(day).digest

    @pytest.mark.parametrize("path", ["routing.direct", "routing.triage", "routing.triage.T5"])
    def test_base_values_are_the_identity(self, path: str) -> None:
        """Laying on what stands there changes neither value nor digest nor ground."""
        head, _, row = path.rpartition(".") if path.endswith("T5") else (path, "", "")
        value = RULES[head].row(row).then if row else RULES[head]
        assert RULES.with_({path: value}) == RULES
        assert RULES.with_({path: value}).digest == RULES.digest
        assert len(RULES.with_({path: value}).compare(RULES)) == 0

    @pytest.mark.parametrize("day", [date(2021, 9, 23), date(2021, 9, 24), date(2025, 6, 25)])
    def test_a_row_is_changed_in_every_version_of_its_table(self, day: date) -> None:
        """And only where the row exists; its conditions stay, its ground says whose it is."""
        reform = beijing.TIMELINE.with_({"routing.triage.T5": Disposition.DISPATCH})
        before, after = (each.on(day)["routing.triage"] for each in (beijing.TIMELINE, reform))
        for old, new in zip(before.rows, after.rows, strict=True):
            assert new.conditions == old.conditions
            assert new.then == (Disposition.DISPATCH if new.id == "T5" else old.then)
        rebuilt = Table(after.name, after.space, after.as_rows(), after.policy)
        assert rebuilt == after

    @settings(max_examples=60)
    @given(st.data())
    def test_a_changed_row_answers_like_a_table_made_anew(self, data: st.DataObject) -> None:
        """The tree that was taken over gives what one compiled from the rows gives."""
        table = RULES["routing.triage"]
        row = data.draw(st.sampled_from(table.rows)).id
        changed = table.with_outcome(row, Disposition.DISSUADE, (assumed("试验", "a trial"),))
        anew = Table(changed.name, changed.space, changed.as_rows(), changed.policy)
        facts = {
            fact.name: data.draw(st.sampled_from(fact.domain), label=fact.name)
            for fact in table.space.facts
        }
        case = table.space.make(**{name: v for name, v in facts.items() if v is not MISSING})
        assert changed.hit(case) == anew.hit(case)

    def test_all_errors_at_once_with_suggestions(self) -> None:
        """An unknown path, an unknown row, a wrong type: each with what was meant."""
        with pytest.raises(RulebookError) as caught:
            beijing.TIMELINE.with_(
                {
                    "routing.comunity_list": False,
                    "routing.triage.T55": Disposition.ANSWER,
                    "routing.direct": "yes",
                },
                since=date(2027, 1, 1),
            )
        faults = {fault.path: fault for fault in caught.value.faults}
        assert set(faults) == {"routing.comunity_list", "routing.triage.T55", "routing.direct"}
        assert "routing.community_list" in str(faults["routing.comunity_list"].remedy)
        assert "T5" in str(faults["routing.triage.T55"].remedy)
        assert "bool" in str(faults["routing.direct"].expected)

    def test_a_period_has_a_length(self) -> None:
        """An empty or reversed period is refused."""
        with pytest.raises(RulebookError, match="ends before it begins"):
            Overlay({}, date(2027, 1, 1), date(2027, 1, 1))

    @settings(max_examples=60)
    @given(
        st.lists(
            st.dictionaries(
                st.sampled_from(
                    ["rates.response.R1", "rates.*.R1", "rates.response.*", "rates.response"]
                ),
                st.sampled_from([MET, UNMET]),
                max_size=3,
            ),
            max_size=3,
        )
    )
    def test_one_by_one_is_together(self, laid: list[dict[str, Any]]) -> None:
        """A timeline that joins neighbours says what laying them on a day's rules by turns says."""
        timeline, book = beijing.TIMELINE, RULES
        table = {MET: self._all(MET), UNMET: self._all(UNMET)}
        for changes in laid:
            given_ = {
                path: table[value] if path == "rates.response" else value
                for path, value in changes.items()
            }
            timeline, book = timeline.with_(given_), book.with_(given_)
        for rate in (each for each in book.provisions if each.startswith("rates.")):
            outcomes = [
                [(row.id, row.then) for row in each[rate].rows]
                for each in (timeline.on(DAY), book)
            ]
            assert outcomes[0] == outcomes[1]

    @staticmethod
    def _all(mark: Any) -> Table[Any]:
        table = RULES[RESPONSE]
        rows = [
            Row(row.id, {t.fact: t.allowed for t in row.conditions}, mark, row.grounds)
            for row in table.rows
        ]
        return Table(table.name, table.space, rows, table.policy)

    def test_patterns_are_not_joined(self) -> None:
        """What a pattern stands for only a timeline knows: two overlays with one are laid on in turn."""
        with pytest.raises(RulebookError, match="spelt out"):
            Overlay({"rates.*.N1": MET}).then(Overlay({"rates.response.N1": UNMET}))
        assert Overlay({"a.b": 1}).then(Overlay({"a": 2})).changes == {"a": 2}

    def test_a_star_stays_within_its_part(self) -> None:
        """``rates.*`` stands for the rates, not for their rows."""
        silent = RULES.with_({"rates.*": UNSET})
        assert all(
            silent.provision(path).value is UNSET
            for path in silent.provisions
            if path.startswith("rates.")
        )

    @pytest.mark.parametrize(
        ("path", "value", "says"),
        [
            ("scoring.weights", {"response": 0.3}, "float"),
            ("dispatch_objection.max_count", True, "wrong type"),
            ("routing.limits.L1", ("x",), "wrong outcome"),
            ("routing.limits.L1", (working_days(5),), "tuple of StageLimit"),
        ],
    )
    def test_what_no_engine_can_use_is_refused(self, path: str, value: Any, says: str) -> None:
        """Floats, a flag for a number, an outcome of another kind: under the user's own path."""
        for where in (RULES, beijing.TIMELINE):
            with pytest.raises(RulebookError, match=says) as caught:
                where.with_({path: value})
            assert {fault.path for fault in caught.value.faults} == {path}

    def test_one_that_changes_nothing_is_told(self) -> None:
        """Before the parameter is set, or with the value that stands there: a warning."""
        for changes, until in (
            ({"casework.return": UNSET}, date(2019, 1, 1)),
            ({"routing.direct": True}, None),
        ):
            report = beijing.TIMELINE.with_(changes, until=until).check()
            assert [each.path for each in report.of(Kind.IDLE)] == [*changes]
        table = self._all(UNMET)
        new = Row("Z", {t.fact: t.allowed for t in table.rows[0].conditions}, UNMET, (own.GROUND,))
        rows = (new, *table.as_rows()[1:])
        whole = Table(table.name, table.space, rows, table.policy)
        beside = beijing.TIMELINE.with_({"rates.response": whole, "rates.response.Z": MET})
        assert beside.check().of(Kind.IDLE) == ()
        useful = beijing.TIMELINE.with_({"routing.direct": False}).with_(
            {"routing.direct": True}, name="back again"
        )
        assert useful.check().of(Kind.IDLE) == ()

    def test_the_base_keeps_its_overlays_when_stacked(self) -> None:
        """What was laid on the nation's rules stands under the city's too."""
        national_ = PLAIN.with_({"demo.a": False})
        city = Timeline(id="city", version="1", series=(), sources=()).stacked_on(national_)
        assert city.on(FIRST)["demo.a"] is False

    def test_on_the_last_day_there_is(self) -> None:
        """An overlay may begin on the last day of the calendar."""
        made = PLAIN.with_({"demo.a": False}, since=date.max)
        assert made.on(date.max)["demo.a"] is False
        assert made.on(date.max - ONE_DAY)["demo.a"] is True

    def test_a_timeline_of_overlays_is_stored(self) -> None:
        """Overlays pickle with the timeline and can be taken off again."""
        reform = beijing.TIMELINE.with_(
            {"routing.direct": False}, since=date(2027, 1, 1), name="试点"
        )
        again = pickle.loads(pickle.dumps(reform))  # noqa: S301 -- our own bytes
        assert again == reform
        assert again.on(date(2027, 1, 1))["routing.direct"] is False
        assert date(2027, 1, 1) in reform.boundaries
        assert reform.without_overlays() == beijing.TIMELINE
        assert reform != beijing.TIMELINE

    def test_a_rulebook_outside_the_period_stays(self) -> None:
        """An overlay with a period leaves rulebooks of other days as they are."""
        overlay = Overlay({"routing.direct": False}, since=DAY + ONE_DAY)
        assert RULES.with_(overlay) is RULES
        assert beijing.TIMELINE.on(DAY + ONE_DAY).with_(overlay)["routing.direct"] is False


class TestDifferences:
    """旧 and 新 are printed row by row, with the ground of the new."""

    def test_old_and_new(self) -> None:
        """A value, a row and a row that was added."""
        table = RULES["routing.triage"]
        row = Row(
            "T99",
            {"request_type": MISSING, "abusive": True},
            Disposition.DISSUADE,
            (assumed("试验", "a trial"),),
        )
        reform = RULES.with_({"routing.direct": False, "routing.triage": table.with_row(row)})
        reform = reform.with_({"routing.triage.T5": Disposition.DISPATCH})
        found = {each.path: each for each in reform.compare(RULES).items}
        assert set(found) == {"routing.direct", "routing.triage.T5", "routing.triage.T99"}
        assert found["routing.triage.T99"].old is None
        said = str(reform.compare(RULES))
        guard = RULES["casework.guards"].row("G3")
        harder = attrs.evolve(guard.then, consequence=Consequence.BARRED)
        barring = RULES.with_({"casework.guards.G3": harder}).compare(RULES).to_rows()[0]
        assert "记为违反规定" in barring["old"]
        assert "不得办理" in barring["new"]
        assert "旧：适用" in said
        assert "新：不适用" in said
        assert "旧：诉求类型为咨询，能够即时答复：即时答复" in said
        assert "自行设定" in said

    def test_between_two_days(self) -> None:
        """What the regulations of 2021 changed is named, and equal rules differ in nothing."""
        eve, first = (beijing.TIMELINE.on(date(2021, 9, day)) for day in (23, 24))
        paths = {each.path for each in first.compare(eve).items}
        assert "routing.community_list" in paths
        assert "casework.return" in paths
        assert "routing.direct" in paths  # said again by a higher text: the ground is new
        assert not any(path.startswith("ranking.") for path in paths)
        assert first.compare(first).items == ()

    def test_order_policy_and_facts(self) -> None:
        """A table whose rows are the same and answer otherwise differs, and is told to differ."""
        table = RULES["routing.triage"]
        rows = table.as_rows()
        turned = Table(table.name, table.space, rows[::-1], table.policy)
        (order,) = RULES.with_({"routing.triage": turned}).compare(RULES).items
        assert order.old is not None
        assert order.new is not None
        assert order.old.zh.startswith("次序：T1、T2、")
        assert order.new.zh.endswith("、T2、T1")
        other = Table(table.name, table.space, rows, HitPolicy.UNIQUE)
        (policy,) = RULES.with_({"routing.triage": other}).compare(RULES).items
        assert policy.new == HitPolicy.UNIQUE.text
        wide = table.space.extend(Fact("smoking", Text("控烟", "smoking"), (True, False)))
        wider = Table(table.name, wide, rows, table.policy)
        (facts,) = RULES.with_({"routing.triage": wider}).compare(RULES).items
        assert facts.new is not None
        assert facts.new.zh.endswith("控烟")

    def test_rows(self) -> None:
        """As flat rows for a notebook."""
        (row,) = RULES.with_({"routing.direct": False}).compare(RULES).to_rows()
        assert row["old"] == "适用"
        assert row["new"] == "不适用"
        assert row["term"] == "直派"


def kinds(found: tuple[Finding, ...]) -> set[Kind]:
    """The kinds of some findings."""
    return {each.kind for each in found}


class TestContradictions:
    """Values that are right each for itself and cannot be meant together are errors."""

    LIMIT = Table(
        LIMITS.path,
        INTAKE_FACTS,
        (Row("L1", {}, (StageLimit(Stage.HANDLE, working_days(5)),), (own.GROUND,)),),
    )

    @pytest.mark.parametrize("parameter", [OBJECTION_WINDOW, CO_HANDLER_LIMIT])
    @pytest.mark.parametrize(
        ("inner", "contradicts"),
        [
            (working_days(5), False),
            (working_days(6), True),
            (hours(24), False),
            (natural_days(40), True),
            (natural_days(7), False),  # seven days may well end before five working days do
            (months(2), True),
        ],
    )
    def test_beyond_the_limit(
        self, parameter: Parameter, inner: TimeLimit, contradicts: bool
    ) -> None:
        """A window or a co-handler's limit that surely ends after the limit of handling."""
        report = RULES.with_({LIMITS.path: self.LIMIT, parameter.path: inner}).check()
        found = [each for each in report.of(Kind.CONTRADICTION) if each.path == parameter.path]
        assert bool(found) is contradicts
        if found:
            assert found[0] in report.faults
            assert "routing.limits.L1" in found[0].text.zh
            assert found[0].remedy is not None
            assert found[0].article is not None

    @settings(max_examples=80, deadline=None)
    @given(
        st.sampled_from([hours, natural_days, working_days, months]),
        st.sampled_from([hours, natural_days, working_days, months]),
        st.integers(1, 40),
        st.integers(1, 40),
        st.dates(date(2019, 1, 1), date(2026, 6, 1)),
    )
    def test_surely_longer_is_sure(self, one: Any, other: Any, a: int, b: int, day: date) -> None:
        """What is called surely longer never ends before, whatever the day it starts on."""
        first, second = one(a), other(b)
        start = beijing_time(day.year, day.month, day.day, 10)
        if surely_longer(first, second):
            ends = [due(limit, start, own.CALENDAR).due for limit in (first, second)]
            assert ends[0] > ends[1]

    @pytest.mark.parametrize(
        ("inner", "doubtful"),
        [
            (natural_days(8), True),
            (hours(130), True),
            (natural_days(3), False),
            (hours(72), False),
        ],
    )
    def test_what_depends_on_the_day(self, inner: TimeLimit, doubtful: bool) -> None:
        """In another unit: told as a doubt where it takes more at the least, and no error."""
        report = RULES.with_({LIMITS.path: self.LIMIT, OBJECTION_WINDOW.path: inner}).check()
        assert [each.path for each in report.of(Kind.DOUBTFUL)] == (
            [OBJECTION_WINDOW.path] if doubtful else []
        )
        assert report.faults == ()

    def test_working_hours_have_no_span(self) -> None:
        """They depend on office hours that a rulebook does not know."""
        assert spans(working_hours(4)) is None
        assert not surely_longer(working_hours(900), hours(1))

    def _guards(self, *rows: Row[Any]) -> Table[Any]:
        return Table(GUARDS.path, MOVE_FACTS, rows, HitPolicy.COLLECT)

    def test_an_extension_that_nobody_can_reach(self) -> None:
        """
        A cap on extensions where guards bar each of them; not where one approver is left.

        That it may still be asked for does not help; rows that it does not take are not named.
        """
        no = barred("不得延期", "no extension")
        moves = Move.EXTENDED
        others = tuple(each for each in Approver if each is not Approver.HOTLINE)
        shut = self._guards(
            Row("A", {"move": moves, "approver": others}, no, (own.GROUND,)),
            Row("B", {"move": moves, "approver": (Approver.HOTLINE, MISSING)}, no, (own.GROUND,)),
            Row("C", {"move": moves, "reasoned": False}, no, (own.GROUND,)),
        )
        ajar = self._guards(Row("A", {"move": moves, "approver": others}, no, (own.GROUND,)))
        for guards, expected in ((shut, True), (ajar, False)):
            report = RULES.with_(
                {GUARDS.path: guards, EXTENSION_CAP.path: working_days(5)}
            ).check()
            found = [e for e in report.of(Kind.CONTRADICTION) if e.path == EXTENSION_CAP.path]
            assert bool(found) is expected
            if expected:
                assert "的 A、B 在任何情形下" in found[0].text.zh

    def test_a_return_that_is_barred_whatever_the_case(self) -> None:
        """The rulebook says that a unit returns a ticket, and a guard bars every return."""
        guards = self._guards(
            Row("A", {"move": Move.RETURNED}, barred("不得退回", "no return"), (own.GROUND,))
        )
        for rule, expected in ((ReturnRule.RETURN, True), (ReturnRule.OBJECTION, False)):
            report = RULES.with_({GUARDS.path: guards, RETURN_RULE.path: rule}).check()
            assert (RETURN_RULE.path in {e.path for e in report.faults}) is expected

    def test_a_bound_that_nothing_tests(self) -> None:
        """A cap that no guard looks at binds nobody: a warning, with what to add."""
        guards = self._guards(
            Row("A", {"move": Move.RETURNED}, barred("不得退回", "no return"), (own.GROUND,))
        )
        report = RULES.with_({GUARDS.path: guards, EXTENSION_CAP.path: working_days(5)}).check()
        found = {each.path: each for each in report.of(Kind.IDLE)}
        assert found[EXTENSION_CAP.path].severity is Severity.WARNING
        set_ = RULES.with_({EXTENSION_CAP.path: working_days(5)}).check()
        assert EXTENSION_CAP.path not in {each.path for each in set_.of(Kind.IDLE)}

    def test_a_limit_that_nobody_owes_anything_within(self) -> None:
        """A co-handler's limit where no row is owed within it."""
        row = Row(
            "O1",
            {"closed": False},
            Owed(Task.DISPATCH, Bearer.HOTLINE, When.PROMPTLY),
            (own.GROUND,),
        )
        owed: Table[Any] = Table(OWED.path, RULES[OWED].space, (row,), HitPolicy.COLLECT)
        report = RULES.with_({OWED.path: owed, CO_HANDLER_LIMIT.path: hours(1)}).check()
        assert CO_HANDLER_LIMIT.path in {each.path for each in report.of(Kind.IDLE)}
        beside = RULES.with_({CO_HANDLER_LIMIT.path: hours(1)}).check()
        assert CO_HANDLER_LIMIT.path not in {each.path for each in beside.of(Kind.IDLE)}

    @pytest.mark.parametrize(
        ("weights", "contradicts"),
        [
            ({"response": "30%", "resolution": "35%", "satisfaction": "35%"}, False),
            ({"response": "30%", "resolution": "35%", "satisfaction": "30%"}, True),
            ({"response": "0.5", "resolution": "0.25", "satisfaction": "0.25"}, False),
            ({"response": 30, "resolution": 35, "satisfaction": 35}, False),
            ({"response": "1/3", "resolution": "1/3", "satisfaction": "1/3"}, False),
            ({"response": "1/3", "resolution": "1/3", "satisfaction": "0.33"}, True),
        ],
    )
    def test_weights_that_are_not_the_whole(self, weights: Any, contradicts: bool) -> None:
        """They add up to one, or to a hundred points; exactly."""
        report = RULES.with_({WEIGHTS.path: weights}).check()
        assert (Kind.CONTRADICTION in kinds(report.faults)) is contradicts

    def test_a_rate_over_a_fact_that_no_outcome_has(self) -> None:
        """
        It cannot be tallied; the finding names the row and its article.

        A fact that a city adds behind the common ones is its outcomes' own, and no contradiction.
        """
        smoking = Fact("smoking", Text("控烟", "smoking control"), (True, False))
        rows = (
            Row("A", {"smoking": True}, MET, (own.GROUND,)),
            Row("B", {"smoking": (False, MISSING)}, UNMET, (own.GROUND,)),
        )
        own_fact, foreign = (
            RULES.with_({RESPONSE.path: Table(RESPONSE.path, space, rows)}).check()
            for space in (OUTCOME_FACTS.extend(smoking), FactSpace((smoking,)))
        )
        assert own_fact.of(Kind.CONTRADICTION) == ()
        found = foreign.of(Kind.CONTRADICTION)
        assert [each.path for each in found] == [f"{RESPONSE.path}[smoking]"]
        assert found[0].article == own.GROUND.text

    def test_a_card_before_the_limit_begins(self) -> None:
        """A warning some working days before the end of a limit of hours."""
        alert = AlertRule(Text("黄牌", "yellow card"), -3, own.GROUND)
        report = RULES.with_({ALERTS.path: (alert,)}).check()
        told = " ".join(each.text.zh for each in report.of(Kind.CONTRADICTION))
        assert "routing.limits.L1（2小时）" in told
        assert "routing.limits.L4" not in told

    @ON_EACH_PACK
    def test_the_packs_have_none(self, timeline: Timeline) -> None:
        """On no day does a pack contradict itself, and nothing it states goes unused."""
        report = timeline.check()
        assert report.faults == ()
        assert report.of(Kind.IDLE) == ()


class TestFindings:
    """A finding says where, how grave, on which article, and what to do."""

    HOT = Fact("hot", Text("热", "hot"), (True, False))
    OLD = Fact("old", Text("旧", "old"), (True, False), AS(False, own.GROUND))
    SAID = Fact("said", Text("载明", "said"), (True, False), REFUSE)
    SPACE = FactSpace((HOT, OLD, SAID))

    def _report(self, *rows: Row[Any], policy: HitPolicy = HitPolicy.FIRST) -> Any:
        parameter = Parameter("demo.table", Text("表", "a table"), Table)
        table = Table("demo.table", self.SPACE, rows, policy)
        return Rulebook.of("demo", DAY, {parameter: table}, own.CITED).check()

    def test_what_missing_means_column_by_column(self) -> None:
        """Read as a value, refused, answered by some rows, or by none that test it."""
        report = self._report(
            Row("A", {"hot": True, "old": True, "said": True}, 1, (own.CITED,)),
            Row("B", {"hot": MISSING}, 2, (own.CITED,)),
            Row("C", {}, 3, (own.CITED,)),
        )
        said = {each.path: each.text.zh for each in report.of(Kind.MISSING)}
        assert said == {
            "demo.table[hot]": "热未载明的，可适用 B，A 不适用",
            "demo.table[old]": "旧未载明的，视为否",
            "demo.table[said]": "载明必须载明，否则不予处理",
        }

    def test_a_row_that_could_go(self) -> None:
        """Under FIRST a row whose cases a later one answers alike, on the same grounds."""
        spare = self._report(
            Row("A", {"hot": True}, 1, (own.CITED,)), Row("B", {}, 1, (own.CITED,))
        )
        (found,) = spare.of(Kind.REDUNDANT)
        assert found.path == "demo.table.A"
        assert found.severity is Severity.WARNING
        assert found.remedy
        assert "B" in found.remedy.zh
        for other in (
            (Row("A", {"hot": True}, 1, (own.GROUND,)), Row("B", {}, 1, (own.CITED,))),
            (Row("A", {"hot": True}, 1, (own.CITED,)), Row("B", {}, 2, (own.CITED,))),
            (
                Row("A", {"hot": True, "old": True}, 1, (own.CITED,)),
                Row("M", {"hot": True}, 2, (own.CITED,)),
                Row("B", {}, 1, (own.CITED,)),
            ),
        ):
            assert self._report(*other).of(Kind.REDUNDANT) == ()

    def test_rows_that_are_one(self) -> None:
        """Two rows that differ in one fact and say the same on the same grounds; what is unset stays."""
        rows = [
            Row("A", {"hot": True, "old": True}, 1, (own.CITED,)),
            Row("B", {"hot": False, "old": True}, 1, (own.CITED,)),
        ]
        for policy in (HitPolicy.COLLECT, HitPolicy.UNIQUE):
            report = self._report(*rows, policy=policy)
            assert [each.path for each in report.of(Kind.REDUNDANT)] == ["demo.table.A"]
        unset = [Row(row.id, row.when, UNSET, row.grounds) for row in rows]
        assert self._report(*unset, policy=HitPolicy.COLLECT).of(Kind.REDUNDANT) == ()

    @settings(max_examples=60)
    @given(st.data())
    def test_a_redundant_row_can_go(self, data: st.DataObject) -> None:
        """Law: taken out, or joined with the one named, every case is answered as before."""
        both = (True, False)
        cases = [
            self.SPACE.make(hot=hot, old=old, said=said)
            for hot in both
            for old in both
            for said in both
        ]
        values = st.sampled_from([(True,), (False,), (True, False)])
        rows = [
            Row(
                f"R{place}",
                {"hot": data.draw(values), "old": data.draw(values), "said": data.draw(values)},
                data.draw(st.sampled_from([1, 2])),
                (own.CITED,),
            )
            for place in range(data.draw(st.integers(2, 5)))
        ]
        rows.append(Row("Z", {}, 1, (own.CITED,)))
        table = Table("t", self.SPACE, rows, HitPolicy.FIRST)
        for found in table.check():
            if found.kind != "redundant":
                continue
            at, other = (
                next(place for place, row in enumerate(rows) if row.id == name)
                for name in found.rows[:2]
            )
            joined = {
                fact: tuple({*rows[at].when[fact], *rows[other].when.get(fact, (True, False))})
                for fact in rows[at].when
            }
            row = attrs.evolve(rows[other], when=joined)
            mended = [
                [*rows[:at], *rows[at + 1 :]],
                [*rows[:at], row, *rows[at + 1 : other], *rows[other + 1 :]],
            ]
            assert any(
                all(
                    Table("t", self.SPACE, fewer, HitPolicy.FIRST).hit(case).then
                    == table.hit(case).then
                    for case in cases
                )
                for fewer in mended
            )

    def test_a_ground_without_an_article(self) -> None:
        """A text that was read, cited without saying where, is told; an unread one is not."""
        nowhere = own.CITED.source.cite("")  # type: ignore[union-attr]
        report = self._report(Row("A", {}, 1, (nowhere,)))
        assert Kind.UNCITED in kinds(report.findings)
        assert Kind.UNCITED not in kinds(self._report(Row("A", {}, 1, (own.CITED,))).findings)

    def test_every_finding_of_beijing_bears_on_something(self) -> None:
        """Each has a path; whatever is no mere reading of missing names an article or a source."""
        for found in RULES.check().findings:
            assert found.path
            if found.kind not in {Kind.MISSING, Kind.ASSUMED}:
                assert found.article is not None, found

    def test_outcomes_that_no_engine_can_use(self) -> None:
        """A table of another kind of outcome is broken, row by row, and the check goes on."""
        wrong = Table(
            LIMITS.path, INTAKE_FACTS, (Row("L1", {}, (working_days(5),), (own.GROUND,)),)
        )
        alert = AlertRule(Text("黄牌", "yellow card"), -3, own.GROUND)
        report = RULES.with_({LIMITS.path: wrong, ALERTS.path: (alert,)}).check()
        assert "routing.limits.L1" in {each.path for each in report.of(Kind.BROKEN)}
        guards: Table[Any] = Table(
            GUARDS.path, MOVE_FACTS, (Row("A", {}, 7, (own.GROUND,)),), HitPolicy.COLLECT
        )
        broken = RULES.with_({GUARDS.path: guards}).check().of(Kind.BROKEN)
        assert "casework.guards.A" in {each.path for each in broken}

    def test_said_twice(self) -> None:
        """Two values of one text for the same days: which of them is meant nobody can say."""
        source = text("once", date(2020, 1, 1))
        for first, second, told in (("甲", "乙", True), ("甲", "甲", False)):
            timeline = Timeline(
                id="demo",
                version="1",
                series=(Dated(WORD, (word(source, first), word(source, second))),),
                sources=(source,),
            )
            found = timeline.check().faults
            assert [each.path for each in found] == ([WORD.path] if told else [])

    def test_a_period_that_ends_before_it_begins(self) -> None:
        """Of a source, of what it was verified for, or of a provision: refused when it is written."""
        day = date(2026, 3, 2)
        for name in ("until", "verified_until"):
            with pytest.raises(InvalidValueError, match="ends before it begins"):
                text("back", day, **{name: day})
        with pytest.raises(RulebookError, match="ends before it begins"):
            word(text("plain", day), since=date(2028, 1, 1), until=date(2027, 1, 1))

    def test_gaps_in_time(self) -> None:
        """A parameter set, not set, and set again; and one that nobody verified to go on."""
        early = text("early", date(2020, 1, 1), until=date(2021, 1, 1))
        late = text("late", date(2022, 1, 1), verified_until=date(2026, 1, 1))
        timeline = Timeline(
            id="demo",
            version="1",
            series=(Dated(WORD, (word(early), word(late))),),
            sources=(early, late),
        )
        gaps = timeline.check().of(Kind.GAP_IN_TIME)
        assert ["2021-01-01" in each.text.zh for each in gaps] == [True, False]
        assert "2022-01-01" in gaps[0].text.zh
        assert "2026-01-01" in gaps[1].text.zh
        assert timeline.check().of(Kind.UNVERIFIED)

    def test_a_timeline_says_on_which_days(self) -> None:
        """A finding of some days names them; the days of two runs are two."""
        report = beijing.TIMELINE.check()
        said = {each.path: each.text.zh for each in report.of(Kind.SILENT)}
        assert said["routing.community_list"].endswith("（2020-10-28 至 2021-09-24 前）")
        assert said["extension.cap"].endswith("（2021-09-24 起）")
