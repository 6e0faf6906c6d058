"""The rules of Beijing and of the nation as data."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from lawtext import SHARED, articles, sections

from jiesu import (
    MET,
    MISSING,
    OUTCOME_FACTS,
    ExclusionGround,
    FollowUp,
    HitPolicy,
    Row,
    Source,
    Table,
    Timeliness,
    conduct,
    outcome_facts,
)
from jiesu.checks import Finding, Kind
from jiesu.counting import CIVIL_CODE_SOURCE
from jiesu.errors import OutOfCoverageError, RulebookError, UnsetError
from jiesu.routing import DIRECT, PARAMETERS
from jiesu.rulebook import UNREAD, Rulebook, Timeline
from jiesu.rules import beijing, national
from jiesu.scoring import RESPONSE
from jiesu.sources import SILENT, UNSET, Basis, Citation, Dated, Provision, Rank, Reading
from jiesu.tickets import TICKET_FACTS

TIMELINES = [national.TIMELINE, beijing.TIMELINE]
BOUNDARIES = [day for day in beijing.TIMELINE.boundaries if day >= beijing.OPINION.since]
DAYS = [date(2020, 10, 28), date(2021, 9, 24), date(2024, 5, 1), date(2025, 6, 25)]
WITHIN_THE_FIGURE = (
    "第一千二百五十九条 民法所称的“以上”、“以下”、“以内”、“届满”，包括本数；"
    "所称的“不满”、“超过”、“以外”，不包括本数。"
)
"""民法典 1259, which is not among the texts beside the repository."""


def citations(value: object) -> Iterator[Citation]:
    """Every citation anywhere inside a value."""
    if isinstance(value, Citation):
        yield value
    elif isinstance(value, Table):
        yield from citations(value.rows)
        yield from citations(value.space.facts)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from citations(item)
    elif attrs.has(kind := type(value)):
        for field in attrs.fields(kind):
            yield from citations(getattr(value, field.name))


class TestCitations:
    """Every value names the 条款项 that gives it, and quotes it to the letter."""

    @pytest.mark.parametrize("timeline", TIMELINES, ids=lambda each: each.id)
    def test_quotes_stand_where_they_are_cited(self, timeline: Timeline) -> None:
        """Each quoted phrase is found in the very article, paragraph and item cited."""
        if not (SHARED / "law").is_dir():
            pytest.skip(
                "the full texts (../shared/law, ../shared/seeds) are not beside the repository"
            )
        read = {
            beijing.REGULATIONS.id: articles(_text("law/beijing-jiesujiban-2021-09-24.md")),
            beijing.OPINION.id: sections(_text("seeds/000_503f22b5eb4c526a.txt")),
            CIVIL_CODE_SOURCE.id: articles(
                _text("law/civil-code-periods-200-204.md") + "\n" + WITHIN_THE_FIGURE
            ),
            national.PETITIONS.id: articles(_text("law/petitions-2022-02-25.md")),
            national.MARKET_REGULATION.id: articles(
                _text("law/market-regulation-complaints-2022-03-24.md")
            ),
            national.LICENSING.id: articles(_text("law/administrative-licensing-2019-04-23.md")),
            national.PENALTY.id: articles(_text("law/administrative-penalty-2021-01-22.md")),
            national.RECONSIDERATION.id: articles(
                _text("law/administrative-reconsideration-2023-09-01.md")
            ),
        }
        checked = 0
        for citation in set(citations(timeline.series)):
            source = citation.source
            if source is None or source.id not in read or not citation.locator:
                continue
            assert citation.locator in read[source.id], citation.text.zh
            assert citation.quote in read[source.id][citation.locator], citation.text.zh
            checked += bool(citation.quote)
        assert checked >= (30 if timeline is beijing.TIMELINE else 20)

    @pytest.mark.parametrize("timeline", TIMELINES, ids=lambda each: each.id)
    def test_unread_sources_give_no_values(self, timeline: Timeline) -> None:
        """A source whose clauses were not read may only say that something is unset."""
        for dated in timeline.series:
            for entry in dated.entries:
                if entry.source.reading is Reading.UNREAD:
                    assert entry.value is UNSET

    def test_what_is_assumed_says_why(self) -> None:
        """An assumption carries its reason in both languages."""
        for citation in citations(beijing.TIMELINE.series):
            if citation.basis is Basis.ASSUMED:
                assert citation.note is not None
                assert citation.note.zh
                assert citation.note.en


class TestStacking:
    """Sources stack by rank and date; the opinion stands beside the regulations."""

    def test_before_the_first_source_nothing_is_known(self) -> None:
        """The eve of the opinion has no rules, and the error says from when there are."""
        eve = date(2020, 10, 27)
        with pytest.raises(OutOfCoverageError, match="2020-10-28"):
            beijing.TIMELINE.on(eve)
        with pytest.raises(OutOfCoverageError, match="2020-10-28"):
            beijing.TIMELINE.dated("routing.triage").on(eve)

    @pytest.mark.parametrize(
        ("day", "source"),
        [
            (date(2020, 10, 28), beijing.OPINION),
            (date(2021, 9, 23), beijing.OPINION),
            (date(2021, 9, 24), beijing.REGULATIONS),
            (date(2026, 11, 20), beijing.REGULATIONS),
        ],
    )
    def test_triage_comes_from_the_highest_source_in_force(self, day: date, source: Any) -> None:
        """From 2021-09-24 the regulations, before that the opinion."""
        assert beijing.TIMELINE.on(day).provision("routing.triage").source == source

    @pytest.mark.parametrize("day", DAYS)
    def test_the_four_levels_stay(self, day: date) -> None:
        """The regulations delegate the limits (13-2); the opinion's levels go on applying."""
        provision = beijing.TIMELINE.on(day).provision("routing.limits")
        assert provision.source == beijing.OPINION
        limits = {row.id: row.then[0].limit.text.zh for row in provision.value.rows}
        assert limits == {"L0": "2小时", "L1": "2小时", "L2": "24小时", "L3": "7日", "L4": "15日"}

    def test_known_at_hides_what_was_not_published(self) -> None:
        """Asked with the knowledge of 2021-09-01, the regulations are not there yet."""
        rules = beijing.TIMELINE.on(date(2021, 10, 1), known_at=date(2021, 9, 1))
        assert rules.provision("routing.triage").source == beijing.OPINION
        assert beijing.REGULATIONS not in rules.sources

    def test_known_at_hides_a_later_text_in_a_table(self) -> None:
        """A table that rests on two texts applies only when both were published."""
        day, known = date(2026, 5, 1), date(2025, 1, 1)
        unaware = beijing.TIMELINE.on(day, known_at=known)
        assert "T2a" not in [row.id for row in unaware["routing.triage"].rows]
        assert unaware["routing.coordination"].name == "CONFERENCE"
        assert beijing.TIMELINE.on(day)["routing.coordination"].name == "AGREEMENT"

    def test_what_a_text_says_prevails_over_an_assumption(self) -> None:
        """66号 (五) settles what was only assumed near the regulations, though they rank higher."""
        provision = beijing.TIMELINE.on(date(2026, 5, 1)).provision("routing.coordination")
        assert provision.source == national.GUIDANCE_2025

    def test_the_digest_does_not_depend_on_the_day(self) -> None:
        """Two days on which the rules say the same have the same digest."""
        one, other = (beijing.TIMELINE.on(date(2026, month, 1)) for month in (3, 5))
        assert one.digest == other.digest != beijing.TIMELINE.on(date(2025, 5, 1)).digest

    def test_secrecy_grows_in_2025(self) -> None:
        """国办函〔2025〕66号 (二) adds work secrets and personal information from its day on."""
        before, after = (
            beijing.TIMELINE.on(day)["routing.triage"]
            for day in (date(2025, 6, 24), date(2025, 6, 25))
        )
        assert {row.id for row in after.rows} - {row.id for row in before.rows} == {"T2a"}

    @pytest.mark.parametrize("day", BOUNDARIES, ids=str)
    def test_every_boundary_and_its_eve_resolve(self, day: date) -> None:
        """Each parameter has one answer on each boundary day and its eve, once it began."""
        for asked in (day - timedelta(days=1), day):
            if asked < beijing.OPINION.since:
                continue
            rules = beijing.TIMELINE.on(asked)
            assert all(rules.provision(path).in_force(asked, None) for path in rules.provisions)
            assert {each.path for each in PARAMETERS} <= set(rules.provisions)


class TestWhatNobodyPublishes:
    """What the texts delegate or keep silent about is said, never made up."""

    @pytest.mark.parametrize(
        ("path", "state"),
        [
            ("dispatch_objection.window", UNSET),
            ("dispatch_objection.max_count", UNSET),
            ("signing.limit", UNSET),
            ("contact.limit", UNSET),
            ("co_handler.limit", UNSET),
            ("deferred_ledger.scope", UNSET),
            ("scoring.weights", UNSET),
            ("scoring.base_ratio", UNSET),
            ("assessment.counted_by", UNSET),
            ("assessment.double", UNSET),
            ("assessment.classes", UNSET),
            ("assessment.incentives", UNSET),
            ("assessment.effect_and_attitude", UNSET),
            ("extension.cap", SILENT),
        ],
    )
    def test_states(self, path: str, state: object) -> None:
        """12-3 is silent on window and count; the documents that may set them are not public."""
        rules = beijing.TIMELINE.on(date(2024, 5, 1))
        assert rules.provision(path).value is state
        with pytest.raises(UnsetError, match=r"with_") as caught:
            rules[path]
        assert path in str(caught.value)

    @pytest.mark.parametrize(
        ("path", "state"),
        [
            ("dispatch_objection.window", UNSET),
            ("dispatch_objection.max_count", UNSET),
            ("casework.return", UNSET),
            ("signing.limit", SILENT),
            ("contact.limit", SILENT),
            ("co_handler.limit", SILENT),
            ("casework.stopping", SILENT),
            ("casework.alerts", SILENT),
        ],
    )
    def test_states_under_the_opinion(self, path: str, state: object) -> None:
        """Read whole: 三（三） leaves returns to standards to come; of the rest it says nothing."""
        for day in (beijing.OPINION.since, date(2021, 9, 23)):
            provision = beijing.TIMELINE.on(day).provision(path)
            assert (provision.value, provision.source) == (state, beijing.OPINION)

    def test_every_parameter_has_a_term(self) -> None:
        """Paths are unique, and each has its official term in both languages."""
        everything = (*PARAMETERS, *conduct.PARAMETERS, *UNREAD)
        assert len({each.path for each in everything}) == len(everything)
        assert all(each.term.zh and each.term.en for each in everything)


class TestAssessment:
    """What the texts say of assessment is little: the rest is one open row each, by name."""

    NO_WORD = tuple(f"N{n}" for n in range(1, 7))
    OPEN = (
        ("assessment.exclusions", ("X5", "X6", "X8", "X9")),
        ("rates.response", NO_WORD),
        ("rates.resolution", ("V3", "V5", "V6", "V7", *NO_WORD)),
        ("rates.satisfaction", ("S2", "S4", *NO_WORD)),
        ("rates.timeliness", ()),
    )

    @pytest.mark.parametrize("day", [*DAYS, date(2021, 9, 23)], ids=str)
    def test_open_rows(self, day: date) -> None:
        """The very rows that nobody published, on every day; each is listed, and rests on no text."""
        rules = beijing.TIMELINE.on(day)
        listed = {found.path for found in rules.check().of(Kind.UNSET)}
        for path, rows in self.OPEN:
            table = rules[path]
            assert tuple(row.id for row in table.rows if row.then is UNSET) == rows
            assert {f"{path}.{row}" for row in rows} == {
                each for each in listed if each.startswith(f"{path}.")
            }
            for row in rows:
                assert table.row(row).grounds[0].source == beijing.ASSESSMENT_RULES
        assert len(listed & {f"{path}.{row}" for path, rows in self.OPEN for row in rows}) == 28

    @pytest.mark.parametrize("name", ["response", "resolution", "satisfaction"])
    def test_every_silence_has_one_row(self, name: str) -> None:
        """The six rows of silence part every way of being silent: none twice, none left."""
        table = beijing.TIMELINE.on(DAYS[-1])[f"rates.{name}"]
        for late in (*Timeliness, MISSING):
            for found in (*FollowUp, MISSING):
                row = table.hit(outcome_facts(timeliness=late, follow_up=found))
                assert row.id in self.NO_WORD
                assert (row.id == "N1") is (late is Timeliness.OVERDUE)
                assert (row.id == "N2") is (late is Timeliness.OPEN)

    def test_pending_application(self) -> None:
        """That an undecided application changes nothing is assumed, and said to be."""
        row = beijing.TIMELINE.on(DAYS[-1])["assessment.exclusions"].row("X7")
        assert row.then is ExclusionGround.COUNTED
        assert {ground.basis for ground in row.grounds} == {Basis.ASSUMED}

    def test_two_provisions_of_exclusions(self) -> None:
        """The opinion's list; from 2021-09-24 the regulations leave the scope to the same rules."""
        before, after = (
            beijing.TIMELINE.on(day).provision("assessment.exclusions")
            for day in (date(2021, 9, 23), date(2021, 9, 24))
        )
        assert (before.source, after.source) == (beijing.OPINION, beijing.OPINION)
        cited = [(each.source, each.locator) for each in after.citations]
        assert (beijing.REGULATIONS, "32-3") in cited
        assert all(each.source == beijing.OPINION for each in before.citations)
        one, two = before.value, after.value
        assert [(row.id, row.conditions, row.then) for row in one.rows] == [
            (row.id, row.conditions, row.then) for row in two.rows
        ]
        assert (beijing.REGULATIONS, "32-3") in [
            (each.source, each.locator) for each in two.row("X1").grounds
        ]

    @pytest.mark.parametrize("day", DAYS, ids=str)
    def test_rates_are_assumed(self, day: date) -> None:
        """The text names the rates; how they count is read from their names, and said so."""
        rules = beijing.TIMELINE.on(day)
        for path, _ in self.OPEN[1:]:
            assert rules.provision(path).basis is Basis.ASSUMED
            assert rules.provision(path).citations[0].note is not None

    def test_any_text_prevails_over_an_assumed_rate(self) -> None:
        """Once a text says how to count, however low its rank, it takes the place of the reading."""
        low = Source(
            id="low",
            title="某标准",
            title_en="Some standard",
            number="1",
            rank=Rank.STANDARD,
            published=date(2025, 1, 1),
            since=date(2025, 1, 1),
            place="11",
        )
        table = Table(
            "rates.response", OUTCOME_FACTS, [Row("A", {}, MET, (low.cite("1", "一律计入"),))]
        )
        says = Dated(RESPONSE, (Provision(value=table, citations=(low.cite("1"),)),))
        more = Timeline(id="low", version="1", place="11", series=(says,), sources=(low,))
        rules = beijing.TIMELINE.stacked_on(more)

        assert rules.on(date(2024, 12, 31))["rates.response"].row("R1").then == MET
        assert rules.on(date(2025, 1, 1))["rates.response"].rows == table.rows
        assert rules.on(date(2025, 1, 1)).provision("rates.response").basis is Basis.STANDARD


class TestCheck:
    """`check()` finds no fault in Beijing's rules on any day, and lists what they rest on."""

    @pytest.mark.parametrize("day", BOUNDARIES, ids=str)
    def test_no_gap_overlap_or_dead_row(self, day: date) -> None:
        """On every boundary day from the opinion on."""
        assert beijing.TIMELINE.on(day).check().faults == ()

    def test_lists_assumed_silent_unset_unread(self) -> None:
        """Each kind of not knowing has its list."""
        report = beijing.TIMELINE.on(date(2024, 5, 1)).check()
        for kind in (Kind.ASSUMED, Kind.SILENT, Kind.UNSET, Kind.UNREAD, Kind.CONTESTED):
            assert report.of(kind)
        assert "DB11/T 2021—2022" in str(report)
        assert len(report.to_rows()) == len(report.findings)

    def test_a_removed_row_is_found(self) -> None:
        """Without the row on other request types there is a gap, with a witness."""
        rules = beijing.TIMELINE.on(date(2024, 5, 1))
        triage = rules["routing.triage"]
        rows = [each for each in triage.as_rows() if each.id != "T23"]
        broken = Table(triage.name, TICKET_FACTS, rows, HitPolicy.FIRST)
        (gap, *_) = rules.with_({"routing.triage": broken}).check().faults
        assert gap.kind is Kind.GAP
        assert "需求" in gap.text.zh


class TestBroken:
    """BROKEN: an assessment that cannot be put together is found by `check`, not by a user."""

    RULES = beijing.TIMELINE.on(date(2024, 5, 1))

    def broken(self, changes: dict[str, Any]) -> tuple[Finding, ...]:
        """What is broken under some changes; it counts as a fault."""
        report = self.RULES.with_(changes).check()
        found = report.of(Kind.BROKEN)
        assert set(found) <= set(report.faults)
        assert ("不能成立（错误）：1 项" in str(report)) is (len(found) == 1)
        return found

    def test_sound(self) -> None:
        """Nothing is broken in Beijing's rules, nor where open rows and weights are supplied."""
        assert self.RULES.check().of(Kind.BROKEN) == ()
        assert self.broken({"scoring.weights": {"response": 1}, "rates.*.N*": MET}) == ()

    @pytest.mark.parametrize(
        ("changes", "path"),
        [
            ({"scoring.weights": {"respons": 1}}, "scoring.weights.respons"),
            ({"scoring.weights": {"response": -1, "resolution": 2}}, "formula.weights"),
        ],
    )
    def test_weights(self, changes: dict[str, Any], path: str) -> None:
        """Weights of a rate that there is not, or negative; floats are refused when they are laid on."""
        (found,) = self.broken(changes)
        assert found.path.startswith(path)

    def test_weights_of_an_unset_rate(self) -> None:
        """Weights of a rate that nobody published are no fault: the rate is listed as unset."""
        rules = self.RULES.with_({"scoring.weights": {"response": 1}, "rates.response": UNSET})
        report = rules.check()

        assert report.faults == ()
        assert "rates.response" in {each.path for each in report.of(Kind.UNSET)}

    def test_table_that_gives_no_marks(self) -> None:
        """A rate whose rows give grounds, exclusions whose rows give marks, each by its row."""
        wrong = self.table("rates.response", ExclusionGround.VOID)
        assert [each.path for each in self.broken({"rates.response": wrong})] == [
            "rates.response.A.then"
        ]
        wrong = self.table("assessment.exclusions", MET)
        assert {each.path for each in self.broken({"assessment.exclusions": wrong})} == {
            "assessment.exclusions.policy",
            "assessment.exclusions.A.then",
        }

    def test_table_of_another_name(self) -> None:
        """A table that calls itself otherwise would be supplied under a path that there is not."""
        (found,) = self.broken({"rates.response": self.table("rates.respond", MET)})
        assert found.path == "rates.response"
        assert "rates.respond" in found.text.zh
        assert "rates.respond" in found.text.en

    @staticmethod
    def table(name: str, then: Any) -> Table[Any]:
        """A table of one row."""
        return Table(
            name, OUTCOME_FACTS, [Row("A", {}, then, (beijing.OPINION.cite("三（八）"),))]
        )


class TestOverlay:
    """An overlay is a new value: bounded, checked, and without a leak into the base."""

    RULES = beijing.TIMELINE.on(date(2024, 5, 1))

    def test_base_values_are_the_identity(self) -> None:
        """Putting every value in its own place changes nothing, the digest included."""
        base = {path: provision.value for path, (_, provision) in self.RULES.provisions.items()}
        assert self.RULES.with_(base) == self.RULES
        assert self.RULES.with_(base).digest == self.RULES.digest

    def test_disjoint_overlays_commute(self) -> None:
        """The order of two overlays on different paths does not matter."""
        one, other = {"routing.community_list": False}, {"dispatch_objection.max_count": 2}
        ab, ba = self.RULES.with_(one).with_(other), self.RULES.with_(other).with_(one)
        assert ab == ba == self.RULES.with_({**one, **other})
        assert ab.digest == ba.digest != self.RULES.digest

    def test_base_is_untouched(self) -> None:
        """The base keeps its value and digest."""
        digest = self.RULES.digest
        changed = self.RULES.with_({"dispatch_objection.max_count": 2})
        assert changed["dispatch_objection.max_count"] == 2
        assert self.RULES.provision("dispatch_objection.max_count").value is UNSET
        assert self.RULES.digest == digest

    def test_what_is_set_by_the_user_is_the_users(self) -> None:
        """An overlaid value neither claims the source's authority nor is an assumption of ours."""
        changed = self.RULES.with_({"dispatch_objection.max_count": 2})
        assert changed.provision("dispatch_objection.max_count").basis is Basis.OWN

    def test_own_values_are_listed_apart(self) -> None:
        """`check` lists what the user set, by parameter and by row, and no longer as unset."""
        assert self.RULES.check().of(Kind.OWN) == ()
        changed = self.RULES.with_(
            {"dispatch_objection.max_count": 2, "rates.*.N1": MET, "rates.response.N2": MET}
        )
        report = changed.check()
        old = self.RULES.check()

        assert {each.path for each in report.of(Kind.OWN)} == {
            "dispatch_objection.max_count",
            "rates.response[N1, N2]",
            "rates.resolution[N1]",
            "rates.satisfaction[N1]",
        }
        assert all(each.text.zh.startswith("自行设定：") for each in report.of(Kind.OWN))
        assert report.of(Kind.ASSUMED) == old.of(Kind.ASSUMED)
        assert len(old.of(Kind.UNSET)) - len(report.of(Kind.UNSET)) == 5
        assert "自行设定（说明）：4 项" in str(report)

    def test_all_faults_at_once(self) -> None:
        """Unknown paths and wrong types are told together, with a suggestion."""
        for rules in (self.RULES, beijing.TIMELINE):
            with pytest.raises(RulebookError) as caught:
                rules.with_({"routing.recusel": True, "routing.triage": 1})
            assert len(caught.value.faults) == 2
            assert "routing.recusal" in str(caught.value)

    def test_timeline_overlay_applies_on_every_day(self) -> None:
        """The overlay of a timeline holds whichever day is asked."""
        changed = beijing.TIMELINE.with_({"signing.limit": UNSET, "routing.community_list": False})
        for day in DAYS:
            assert changed.on(day)["routing.community_list"] is False

    def test_rulebook_of_plain_values(self) -> None:
        """A city without a timeline builds a rulebook from values that share their grounds."""
        ground = beijing.REGULATIONS.cite("11")
        rules = Rulebook.of("test", date(2024, 1, 1), {DIRECT: True}, ground)
        assert rules["routing.direct"] is True
        assert rules.place == "11"
        with pytest.raises(RulebookError, match="direct"):
            Rulebook.of("test", date(2024, 1, 1), {DIRECT: "yes"}, ground)


def _text(name: str) -> str:
    return (SHARED / name).read_text(encoding="utf-8")
