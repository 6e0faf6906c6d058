"""Audit worksheets that add up to the counts, and samples that anybody can draw again."""

import hashlib
from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
import strategies as own
from hypothesis import given, settings
from hypothesis import strategies as st

import jiesu
from jiesu import (
    MET,
    MISSING,
    UNSET,
    CountedBy,
    ExclusionReview,
    Mark,
    Outcome,
    Period,
    Resolution,
    Rulebook,
    Satisfaction,
    outcome_facts,
)
from jiesu.counts import count
from jiesu.errors import (
    AssessmentError,
    DuplicateOutcomeError,
    InvalidValueError,
    JiesuError,
    SchemaError,
    UnsetError,
)
from jiesu.outcomes import OUTCOME_FACTS, Role
from jiesu.rates import EXCLUSIONS
from jiesu.rules import beijing
from jiesu.scoring import Assessment
from jiesu.tallies import tally
from jiesu.worksheets import (
    ALGORITHM,
    Difference,
    Line,
    Marked,
    Picked,
    Sample,
    Standing,
    Stratum,
    Worksheet,
    sample,
    worksheet,
)

MARCH, CUT_OFF, AT = own.MARCH, own.CUT_OFF, own.AT
BY = CountedBy.DISPATCHED
RULES: Assessment = own.assessed().assessment(own.DAY)
WEIGHED: Assessment = Assessment.of(
    own.ASSESSED.with_(
        {"rates.satisfaction.S2": Mark("2/3", 2), "rates.resolution.V1": Mark(1, "1/3")}
    )
    .on(own.DAY)
    .provisions
)
PUBLISHED: Assessment = Assessment.of(beijing.TIMELINE.on(own.DAY).provisions)
OPEN_ROLES = (Role.CALLER, Role.RESPONDER, Role.INDUSTRY)
"""Of these nobody published whether they are assessed; no count is made of them."""
GOOD = outcome_facts(
    responded=True, resolved=Resolution.RESOLVED, satisfied=Satisfaction.SATISFIED
)


def outcome(ticket: str, unit: str = "a", facts: Any = GOOD, **more: Any) -> Outcome:
    """An outcome dispatched in March and closed in time."""
    given_ = {"due": AT + timedelta(days=7), "closed_at": AT + timedelta(days=1)} | more
    return Outcome(ticket, unit, facts, AT, AT, **given_)


def sheet(*outcomes: Outcome, rules: Assessment = RULES, **more: Any) -> Worksheet:
    """A worksheet of March."""
    return worksheet(outcomes, rules, MARCH, CUT_OFF, BY, **more)


_stated = st.fixed_dictionaries(
    {},
    optional={
        fact.name: st.sampled_from(fact.values)
        for fact in OUTCOME_FACTS.facts
        if fact.name != "timeliness"
    },
)
_instants = st.one_of(
    st.none(), st.integers(-40, 30).map(lambda days: CUT_OFF + timedelta(days=days))
)


@st.composite
def many(draw: Any) -> list[Outcome]:
    """Outcomes of a few units in and about March."""
    made = []
    for number in range(draw(st.integers(0, 12))):
        sent = draw(st.integers(-45, 5).map(lambda days: CUT_OFF + timedelta(days=days)))
        made.append(
            Outcome(
                str(number),
                draw(st.sampled_from("abc")),
                OUTCOME_FACTS.make(**draw(_stated)),
                None,
                sent,
                draw(_instants),
                draw(_instants),
                draw(_instants),
            )
        )
    return made


class TestWorksheet:
    """Each line is what the tables that count a month say of one ticket."""

    @given(many(), st.sampled_from((RULES, WEIGHED)))
    @settings(deadline=None)
    def test_adds_up_to_the_counts(self, outcomes: list[Outcome], rules: Assessment) -> None:
        """Lines add up to totals, exclusions, numerators and denominators of the counts."""
        outcomes = [each for each in outcomes if each.facts.get("role") not in OPEN_ROLES]
        counted = count(
            tally(outcomes, rules.facts, MARCH, BY, CUT_OFF),
            rules.exclusion_table(),
            rules.rates,
        )
        made = sheet(*outcomes, rules=rules)
        by_unit: dict[str, list[Line]] = defaultdict(list)
        for line in made.lines:
            by_unit[line.unit].append(line)
        assert set(by_unit) == set(counted.units)
        for unit, lines in by_unit.items():
            found = counted.units[unit]
            assert found.total == sum(line.standing is Standing.COUNTED for line in lines)
            assert found.excluded == sum(line.standing is Standing.LEFT_OUT for line in lines)
            for place, ratio in enumerate(found.ratios):
                assert ratio.numerator == sum(line.marks[place].numerator for line in lines)
                assert ratio.denominator == sum(line.marks[place].denominator for line in lines)
            for place, row in enumerate(counted.exclusions):
                assert found.by_row[place] == sum(row in line.rows for line in lines)
            for place, (rate, row) in enumerate(counted.mark_rows):
                assert found.marked[place] == sum(line.marked(rate).row == row for line in lines)

    @given(many())
    @settings(deadline=None)
    def test_keeps_the_order_and_the_period(self, outcomes: list[Outcome]) -> None:
        """A line per outcome that was dispatched in March and known at the cut-off, as given."""
        wanted = [
            (each.ticket, each.unit)
            for each in outcomes
            if each.dispatched_at
            and MARCH.start <= each.dispatched_at < MARCH.end
            and each.dispatched_at <= CUT_OFF
        ]
        assert [line[:2] for line in sheet(*outcomes).lines] == wanted

    @given(many())
    @settings(deadline=None)
    def test_a_claim_of_itself_does_not_differ(self, outcomes: list[Outcome]) -> None:
        """Held against its own marks a worksheet shows no difference, in any rate."""
        first = sheet(*outcomes)
        claims = {
            (line.ticket, line.unit): {
                each.rate: each.mark for each in line.marks if each.mark is not None
            }
            for line in first.lines
        }
        again = sheet(*outcomes, claimed=claims)
        assert again.differing() == ()
        assert again.unmatched == ()
        differences = {row["差异"] for row in again.to_rows() if row["原结果"]}
        assert differences <= {"一致", "原结果未载"}

    def test_facts_are_those_of_the_cut_off(self) -> None:
        """A word that came after the cut-off is not known."""
        early = outcome("1", rated_at=CUT_OFF)
        late = outcome("2", rated_at=CUT_OFF + timedelta(seconds=1))
        one, other = sheet(early, late).lines
        assert one.facts.get("resolved") is Resolution.RESOLVED
        assert other.facts.get("resolved") is MISSING

    def test_rows_cite_and_say_what_was_read(self) -> None:
        """A flat row names rule, article, facts, and how it counts."""
        part = GOOD.replace(resolved=Resolution.PARTLY)
        rows = sheet(outcome("1", facts=part)).to_rows()
        (row,) = [each for each in rows if each["规则"].startswith("解决率")]
        table = RULES.rates[[rate.name for rate in RULES.rates].index("resolution")].table
        assert table is not None
        assert row["规则"] == "解决率 V3"
        assert row["条款项"] == "；".join(g.text.zh for g in table.row("V3").grounds)
        assert "诉求人评价（解决）：部分解决" in row["事实"]
        assert row["复核结果"] == "计入分母，按 1/2 计入分子"
        assert (row["原结果"], row["差异"]) == ("", "")
        assert {tuple(each) for each in rows} == {
            ("工单", "单位", "规则", "条款项", "事实", "复核结果", "原结果", "差异")
        }

    def test_what_a_missing_fact_is_read_as_is_said(self) -> None:
        """A fact that nobody stated shows as missing, and as what it is taken for."""
        first = sheet(outcome("1")).to_rows()[0]
        assert "作废：未载明（视为否）" in first["事实"]
        assert first["复核结果"] == "照常计入"

    def test_left_out_by_several_rows(self) -> None:
        """Each row that leaves a ticket out is told, and no rate counts it."""
        facts = GOOD.replace(void=True, exclusion=ExclusionReview.GRANTED)
        (line,) = sheet(outcome("1", facts=facts)).lines
        assert line.standing is Standing.LEFT_OUT
        assert len(line.rows) == 2
        assert all(each.mark == Mark(None) and each.row is None for each in line.marks)
        assert line.against == ()
        results = [row["复核结果"] for row in sheet(outcome("1", facts=facts)).to_rows()]
        assert results[:2] == ["剔除（工单作废）", "剔除（剔除申请获准）"]
        assert set(results[2:]) == {"已剔除，不计入"}

    def test_unset_rows_do_not_stop_it(self) -> None:
        """What nobody published is said on the line; counting the same outcomes is refused."""
        facts = GOOD.replace(resolved=Resolution.PARTLY)
        deferred = GOOD.replace(deferred=True)
        given_ = outcome("1", facts=facts), outcome("2", facts=deferred)
        with pytest.raises(UnsetError):
            count(
                tally(given_, PUBLISHED.facts, MARCH, BY, CUT_OFF),
                PUBLISHED.exclusion_table(),
                PUBLISHED.rates,
            )
        one, other = sheet(*given_, rules=PUBLISHED).lines
        assert one.standing is Standing.COUNTED
        assert one.marked("resolution").standing is Standing.UNSET
        assert one.marked("resolution").text.zh == "计法未公布"
        assert one.marked("response").standing is Standing.COUNTED
        assert other.standing is Standing.UNSURE
        assert other.marked("response").mark is None
        rows = sheet(*given_, rules=PUBLISHED).to_rows()
        assert [row["复核结果"] for row in rows if row["规则"] == "考评剔除 X5"] == ["计法未公布"]

    def test_rates_and_exclusions_that_are_unset_as_a_whole(self) -> None:
        """A rate of which nothing was published has its line, with where it is delegated."""
        rates = beijing.TIMELINE.on(own.DAY)
        (parameter, _) = rates.provisions["rates.resolution"]
        rulebook = Rulebook.of(
            "imaginary", own.DAY, {EXCLUSIONS: UNSET, parameter: UNSET}, own.CITED
        )
        made = sheet(outcome("1"), rules=Assessment.of(rulebook.provisions))
        (line,) = made.lines
        assert line.standing is Standing.UNSURE
        assert line.marked("resolution").standing is Standing.UNSET
        assert line.marked("resolution").grounds == (own.CITED,)
        first, second = made.to_rows()
        assert first["条款项"] == second["条款项"] == own.CITED.text.zh
        assert (first["复核结果"], second["复核结果"]) == ("是否剔除未公布", "计法未公布")

    def test_nobody_says_which_are_the_period_s(self) -> None:
        """Without an instant to count by there are no lines to speak of."""
        with pytest.raises(UnsetError):
            worksheet([outcome("1")], PUBLISHED, MARCH, CUT_OFF)
        by_period = Period.month(2026, 3, BY)
        assert len(worksheet([outcome("1")], PUBLISHED, by_period, CUT_OFF)) == 1

    def test_twice_one_ticket(self) -> None:
        """A ticket that stands twice for one unit is refused, as in a tally; not for two units."""
        with pytest.raises(DuplicateOutcomeError):
            sheet(outcome("1"), outcome("1"))
        assert len(sheet(outcome("1"), outcome("1", "b"))) == 2


class TestClaims:
    """What somebody else's system says is set against what was recomputed."""

    @pytest.mark.parametrize(
        ("claim", "numerator", "denominator", "said"),
        [
            (True, Fraction(-1, 2), 0, "分子 -0.5，分母 0"),
            (False, Fraction(1, 2), 0, "分子 +0.5，分母 0"),
            (None, Fraction(1, 2), 1, "分子 +0.5，分母 +1"),
            ("0.5", 0, 0, "一致"),
            (Mark("1/2"), 0, 0, "一致"),
            (Mark("1/2", 2), Fraction(-1, 2), -1, "分子 -0.5，分母 -1"),
        ],
    )
    def test_difference(
        self, claim: object, numerator: Fraction, denominator: int, said: str
    ) -> None:
        """The recomputed half of a point less what was claimed."""
        facts = GOOD.replace(resolved=Resolution.PARTLY)
        made = sheet(outcome("1", facts=facts), claimed={("1", "a"): {"resolution": claim}})
        assert made.lines[0].difference("resolution") == Difference(
            Fraction(numerator), Fraction(denominator)
        )
        (row,) = [each for each in made.to_rows() if each["规则"].startswith("解决率")]
        assert row["差异"] == said
        assert len(made.differing("resolution")) == (said != "一致")

    def test_what_only_one_side_has(self) -> None:
        """A ticket that was not claimed, and a claim without a ticket, are both told."""
        made = sheet(outcome("1"), claimed={("9", "z"): {"response": True}})
        assert made.lines[0].difference("response") is None
        rows = made.to_rows()
        assert {row["差异"] for row in rows[1:-1]} == {"原结果未载"}
        assert rows[-1]["工单"] == "9"
        assert rows[-1]["差异"] == "复核所无"
        assert "原结果有而不在本期考评对象之内的 1 件次" in made.explain()

    def test_left_out_agrees_with_not_counted(self) -> None:
        """A ticket that is left out is no part of a rate, and a claim of that agrees."""
        facts = GOOD.replace(void=True)
        made = sheet(
            outcome("1", facts=facts), claimed={("1", "a"): {"response": None, "resolution": True}}
        )
        assert made.lines[0].difference("response") == Difference(Fraction(0), Fraction(0))
        assert made.lines[0].difference("resolution") == Difference(Fraction(-1), Fraction(-1))

    def test_unset_cannot_be_compared(self) -> None:
        """Where nobody published how it counts there is nothing to hold a claim against."""
        facts = GOOD.replace(resolved=Resolution.PARTLY)
        claims = {("1", "a"): {"resolution": True}}
        made = sheet(outcome("1", facts=facts), rules=PUBLISHED, claimed=claims)
        assert "无从比较" in {row["差异"] for row in made.to_rows()}

    @pytest.mark.parametrize(
        ("claimed", "error"),
        [
            ({("1",): {}}, AssessmentError),
            ({("1", "a"): True}, AssessmentError),
            ({("1", "a"): {"resolution": 2}}, AssessmentError),
            ({("1", "a"): {"resolution": 0.5}}, AssessmentError),
            ({("1", "a"): {"resolutoin": True}}, SchemaError),
            ([], AssessmentError),
        ],
    )
    def test_refused(self, claimed: Any, error: type[JiesuError]) -> None:
        """Claims that are none are refused, with where they stand."""
        with pytest.raises(error):
            sheet(outcome("1"), claimed=claimed)


class TestExplained:
    """A worksheet says in words what it comes to."""

    def test_summary(self) -> None:
        """Period, what is left out, each rate, in both languages."""
        made = sheet(outcome("1"), outcome("2", facts=GOOD.replace(void=True)))
        assert "照常计入 1 件次，已剔除，不计入 1 件次" in made.explain()
        assert "响应率：分子 1，分母 1" in made.explain()
        assert "numerator 1, denominator 1" in made.explain("en").text()
        assert made._repr_html_() == made.explain().html()

    def test_line(self) -> None:
        """A line tells each rate with its articles."""
        said = sheet(outcome("1")).lines[0].explain()
        assert "响应率" in said
        assert "依据：" in said

    @pytest.mark.parametrize("place", range(len(own.ODD)))
    def test_garbage(self, place: int) -> None:
        """Whatever has no business here is refused in the house's own words."""
        odd = own.ODD[place]
        for arguments in (
            {"outcomes": odd},
            {"assessment": odd},
            {"period": odd},
            {"at": odd},
            {"by": odd},
            {"claimed": odd},
        ):
            sound: dict[str, Any] = {
                "outcomes": [outcome("1")],
                "assessment": RULES,
                "period": MARCH,
                "at": CUT_OFF,
                "by": BY,
            }
            try:
                worksheet(**(sound | arguments))
            except JiesuError:
                continue


def shown_of(made: Any) -> None:
    """Everything that a worksheet or a sample says of itself."""
    assert made.to_rows() is not None
    assert str(made.explain())
    assert made._repr_html_()
    assert repr(made)


class TestFields:
    """What a worksheet or a sample is made of is looked at when it is made, not when it speaks."""

    @pytest.mark.parametrize("place", range(len(own.ODD)))
    def test_worksheet(self, place: int) -> None:
        """Any field of it, of a line, of a mark, of a claim may be anything."""
        odd = own.ODD[place]
        said = {("1", "a"): {"response": True}, ("9", "a"): {"response": None}}
        made = sheet(outcome("1"), outcome("2", facts=GOOD.replace(void=True)), claimed=said)
        shown_of(made)
        line = made.lines[0]
        mark = line.marks[0]
        assert mark.row is not None
        lines = [line._replace(**{name: odd}) for name in Line._fields]
        marks = [mark._replace(**{name: odd}) for name in Marked._fields]
        marks.append(mark._replace(row=attrs.evolve(mark.row, then=odd)))
        lines += [line._replace(marks=(each, *line.marks[1:])) for each in marks]
        lines += [line._replace(marks=(odd, *line.marks[1:])), line._replace(rows=(odd,))]
        lines += [line._replace(claimed={"response": odd}), line._replace(claimed={"x": MET})]
        lines += [line._replace(rows=(attrs.evolve(mark.row, then=odd),))]
        fields: list[dict[str, Any]] = [{"lines": (each,)} for each in lines]
        fields += [{each.name: odd} for each in attrs.fields(Worksheet)]
        fields += [{each.name: (odd,)} for each in attrs.fields(Worksheet)]
        fields += [{"unmatched": ((odd, {}),)}, {"unmatched": ((("1", "a"), odd),)}]
        fields += [{"unmatched": ((("1", "a"), {"x": MET}),)}]
        for changed in fields:
            try:
                other = attrs.evolve(made, **changed)
            except JiesuError:
                continue
            shown_of(other)

    def test_worksheet_refused(self) -> None:
        """Lines of other rates, of no lines, claims that are no marks: all of them are named."""
        made = sheet(outcome("1"), outcome("2"))
        line = made.lines[0]
        no_facts: Any = {"facts": None}
        for lines in ([1, 2], [line._replace(marks=()), line._replace(**no_facts)]):
            with pytest.raises(AssessmentError) as caught:
                attrs.evolve(made, lines=lines)
            assert [each.path[:18] for each in caught.value.faults] == [
                "worksheet.lines[0]",
                "worksheet.lines[1]",
            ]
        with pytest.raises(AssessmentError, match="rate"):
            attrs.evolve(made, unmatched=[(("9", "a"), {"x": MET})])

    @pytest.mark.parametrize("place", range(len(own.ODD)))
    def test_sample(self, place: int) -> None:
        """Any field of it, of a stratum, of an item that was drawn may be anything."""
        odd = own.ODD[place]
        made = sample(["1", "2", "3"], 2, "seed")
        shown_of(made)
        (stratum,), item = made.strata, made.drawn[0]
        fields: list[dict[str, Any]] = [{each.name: odd} for each in attrs.fields(Sample)]
        fields += [{each.name: (odd,)} for each in attrs.fields(Sample)]
        fields += [{"strata": (stratum._replace(**{n: odd}),)} for n in Stratum._fields]
        fields += [{"drawn": (item._replace(**{n: odd}),)} for n in Picked._fields]
        for each in fields:
            try:
                other = attrs.evolve(made, **each)
            except JiesuError:
                continue
            shown_of(other)

    def test_sample_refused(self) -> None:
        """A seed is text, a stratum has numbers of items and an exact share."""
        made = sample(["1"], 1, "seed")
        (stratum,) = made.strata
        odd: Any = {"quota": 0.5}
        given: list[dict[str, Any]] = [{"seed": 1}, {"drawn": ["1"]}]
        for wrong in (*given, {"strata": [stratum._replace(**odd)]}):
            with pytest.raises(InvalidValueError):
                attrs.evolve(made, **wrong)
        with pytest.raises(AssessmentError):
            attrs.evolve(made, strata=[stratum._replace(taken=-1)])


_lists = st.dictionaries(st.text(max_size=3), st.sampled_from("甲乙丙丁戊己"), max_size=40)


def items(strata: dict[str, str]) -> list[dict[str, str]]:
    """Flat rows of a list."""
    return [{"工单": ticket, "单位": unit} for ticket, unit in strata.items()]


class TestSample:
    """A sample follows from list, size and seed alone, and anybody can draw it again."""

    @given(_lists, st.data())
    def test_sizes_add_up(self, strata: dict[str, str], data: st.DataObject) -> None:
        """As many are drawn as were asked for, of each stratum as many as it says, none twice."""
        size = data.draw(st.integers(0, len(strata)))
        every = data.draw(st.booleans())
        drawn = sample(items(strata), size, 1, "单位", key="工单", every_stratum=every)
        assert len(drawn) == len({each.key for each in drawn.drawn}) == size
        assert drawn.population == len(strata)
        for each in drawn.strata:
            assert each.population == sum(unit == each.name for unit in strata.values())
            assert each.taken == sum(one.stratum == each.name for one in drawn.drawn)
            assert 0 <= each.taken <= each.population
        assert all(strata[one.key] == one.stratum for one in drawn.drawn)

    @given(_lists, st.data())
    def test_order_does_not_matter(self, strata: dict[str, str], data: st.DataObject) -> None:
        """A permuted list gives the same sample."""
        size = data.draw(st.integers(0, len(strata)))
        given_ = items(strata)
        turned = data.draw(st.permutations(given_))
        assert sample(given_, size, "x", "单位") == sample(turned, size, "x", "单位")

    @given(_lists, st.data())
    def test_within_one_of_the_quota(self, strata: dict[str, str], data: st.DataObject) -> None:
        """Largest remainders give each stratum its share, rounded down or up."""
        size = data.draw(st.integers(0, len(strata)))
        for each in sample(items(strata), size, 1, "单位", key="工单").strata:
            assert abs(each.taken - each.quota) < 1
            assert each.quota * len(strata) == size * each.population

    @given(_lists, st.data())
    def test_every_stratum(self, strata: dict[str, str], data: st.DataObject) -> None:
        """Where the size allows and it is asked, no stratum goes without."""
        size = data.draw(st.integers(0, len(strata)))
        drawn = sample(items(strata), size, 1, "单位", key="工单", every_stratum=True)
        enough = size >= len(drawn.strata)
        assert drawn.every_stratum is enough
        if enough:
            assert all(each.taken >= 1 for each in drawn.strata)

    @given(_lists, st.data())
    def test_larger_goes_on(self, strata: dict[str, str], data: st.DataObject) -> None:
        """With the same seed a larger sample goes on in each stratum where the smaller stopped."""
        small = data.draw(st.integers(0, len(strata)))
        large = data.draw(st.integers(small, len(strata)))
        one, other = (
            sample(items(strata), size, "x", "单位", key="工单") for size in (small, large)
        )
        for stratum in one.strata:
            few, more = (
                [each.key for each in drawn.drawn if each.stratum == stratum.name]
                for drawn in (one, other)
            )
            shared = min(len(few), len(more))
            assert few[:shared] == more[:shared]

    @given(_lists.filter(bool), st.data())
    def test_anybody_can_draw_it(self, strata: dict[str, str], data: st.DataObject) -> None:
        """SHA-256 of seed, line feed, key; the least come first: worked by hand."""
        size = data.draw(st.integers(0, len(strata)))
        order = {
            ticket: hashlib.sha256(f"2026\n{ticket}".encode()).hexdigest() for ticket in strata
        }
        drawn = sample(items(strata), size, 2026, "单位", key="工单")
        for stratum in drawn.strata:
            own_ = [ticket for ticket, unit in strata.items() if unit == stratum.name]
            assert [each.key for each in drawn.drawn if each.stratum == stratum.name] == sorted(
                own_, key=order.__getitem__
            )[: stratum.taken]

    def test_worked_example(self) -> None:
        """Shares of 3.5, 1.05, 0.35, 0.1 of five: three and one, then the largest remainder."""
        strata = {str(n): "甲" for n in range(70)} | {str(n): "乙" for n in range(70, 91)}
        strata |= {str(n): "丙" for n in range(91, 98)} | {"98": "丁", "99": "丁"}
        drawn = sample(items(strata), 5, 1, "单位", key="工单")
        assert {each.name: each.taken for each in drawn.strata} == {
            "甲": 4,
            "乙": 1,
            "丙": 0,
            "丁": 0,
        }
        drawn = sample(items(strata), 5, 1, "单位", key="工单", every_stratum=True)
        assert {each.name: each.taken for each in drawn.strata} == {
            "甲": 2,
            "乙": 1,
            "丙": 1,
            "丁": 1,
        }

    def test_equal_remainders(self) -> None:
        """Of equal remainders the name that comes first by code points gets the one."""
        strata = {"1": "乙", "2": "乙", "3": "甲", "4": "甲"}
        taken = sample(items(strata), 1, 1, "单位", key="工单").strata
        assert [(each.name, each.taken) for each in taken] == [("乙", 1), ("甲", 0)]

    def test_lines_of_a_worksheet(self) -> None:
        """A worksheet is a list: its lines are drawn by unit, known by their tickets."""
        made = sheet(*(outcome(str(n), "ab"[n % 2]) for n in range(10)))
        drawn = sample(made.lines, 4, "2026-03", "unit", key=lambda line: line.ticket)
        assert [each.taken for each in drawn.strata] == [2, 2]
        assert set(drawn.rows) <= set(made.lines)
        assert drawn.to_rows()[0]["层"] == "a"
        assert sample(made.lines, 1, "x").drawn[0].key in {
            f"{n} / {'ab'[n % 2]}" for n in range(10)
        }
        assert ALGORITHM.zh in drawn.explain()
        assert "种子：2026-03" in drawn.explain()
        assert "份额 2，抽取 2 件" in drawn.explain()

    def test_texts_and_labels(self) -> None:
        """A list of texts needs neither column; a function may give a label."""
        one = sample(["a", "b", "c"], 2, 7)
        assert one.strata[0].name == "全部"
        assert sorted(one.rows + sample(["c", "b", "a"], 3, 7).rows[2:]) == ["a", "b", "c"]
        drawn = sample(["a"], 1, 7, lambda _: jiesu.Role.LEAD)
        assert drawn.strata[0].name == "主办"

    def test_seeds_differ(self) -> None:
        """Another seed draws otherwise, and a number is the same seed as its digits."""
        names = [str(n) for n in range(50)]
        assert sample(names, 5, 1).rows != sample(names, 5, 2).rows
        assert sample(names, 5, 1) == sample(names, 5, "1")

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            ({"size": 3}, AssessmentError),
            ({"size": -1}, AssessmentError),
            ({"size": True}, AssessmentError),
            ({"rows": ["a", "a"]}, AssessmentError),
            ({"rows": "ab"}, InvalidValueError),
            ({"seed": 0.5}, InvalidValueError),
            ({"seed": True}, InvalidValueError),
            ({"strata": "单位"}, InvalidValueError),
            ({"strata": len, "key": lambda _: 1 / 0}, InvalidValueError),
            ({"strata": lambda _: 0.5}, InvalidValueError),
            ({"key": 1}, InvalidValueError),
            ({"every_stratum": 1}, InvalidValueError),
            ({"rows": [0.5, 1], "key": None}, InvalidValueError),
        ],
    )
    def test_refused(self, arguments: dict[str, Any], error: type[JiesuError]) -> None:
        """Sizes beyond the list, items that cannot be told apart, columns that are not there."""
        sound: dict[str, Any] = {"rows": ["a", "b"], "size": 1, "seed": "x"}
        with pytest.raises(error):
            sample(**(sound | arguments))
