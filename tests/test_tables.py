import copy
import pickle
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, product
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu.canonical import digest
from jiesu.errors import InvalidValueError, TableError, UnknownFactError
from jiesu.facts import AS, MISSING, REFUSE, Fact, Facts, FactSpace, excluding
from jiesu.labels import Label, Text
from jiesu.sources import assumed
from jiesu.tables import (
    BUDGET,
    Finding,
    HitPolicy,
    Row,
    Table,
    _box,
    _Budget,
    _remains,
    _volume,
    _whole,
)

WHY = (assumed("测试", "a test"),)
UNIQUE, FIRST, COLLECT = HitPolicy

Case = dict[str, Any]
Allowed = dict[str, tuple[Any, ...]]


class Colour(Label):
    """Values of facts."""

    RED = "红", "red"
    BLUE = "蓝", "blue"
    GREEN = "绿", "green"
    GREY = "灰", "grey"


# -- random tables, and what they mean said without the library ----------------------------------


@attrs.frozen
class Drawn:
    """A space and rows, with the values that each condition allows, worked out beside them."""

    space: FactSpace
    rows: tuple[Row[int], ...]
    allowed: tuple[Allowed, ...]
    impossible: tuple[Allowed, ...]

    def read(self, case: Case) -> Case:
        """The case with missing facts read as the value that stands in."""
        stands_in = {
            fact.name: fact.missing.value
            for fact in self.space.facts
            if isinstance(fact.missing, AS)
        }
        return {
            name: stands_in.get(name, value) if value is MISSING else value
            for name, value in case.items()
        }

    def fitting(self, case: Case) -> list[int]:
        """The rows that fit, by their places."""
        return [place for place, row in enumerate(self.allowed) if fits(row, self.read(case))]

    def possible(self, case: Case) -> bool:
        """Whether no impossible box holds the case."""
        return not any(fits(box, self.read(case)) for box in self.impossible)

    def cases(self) -> Iterator[Case]:
        """Every combination that can be stated or left out."""
        sides = [
            fact.values if fact.missing is REFUSE else (*fact.values, MISSING)
            for fact in self.space.facts
        ]
        for values in product(*sides):
            yield dict(zip(self.space.names, values, strict=True))

    def possible_cases(self) -> list[Case]:
        """Every possible combination."""
        return [case for case in self.cases() if self.possible(case)]


def fits(allowed: Allowed, case: Case) -> bool:
    """Whether the case meets every condition."""
    return all(any(case[name] is each for each in values) for name, values in allowed.items())


def domain(fact: Fact) -> tuple[Any, ...]:
    """What a row may name."""
    return (*fact.values, MISSING) if fact.missing is None else fact.values


@st.composite
def facts(draw: st.DrawFn, name: str) -> Fact:
    """A fact of 1 to 4 values."""
    kinds: tuple[tuple[Any, ...], ...] = ((True, False), tuple(Colour), (*Colour, True, False))
    values = draw(
        st.lists(
            st.sampled_from(draw(st.sampled_from(kinds))), min_size=1, max_size=4, unique=True
        )
    )
    missing = draw(st.sampled_from((None, REFUSE, *(AS(value, WHY[0]) for value in values))))
    return Fact(name, Text(f"事实{name}", f"fact {name}"), values, missing)


@st.composite
def conditions(draw: st.DrawFn, space: list[Fact], least: int = 0) -> tuple[Case, Allowed]:
    """Conditions as a row spells them, and the values that they allow."""
    when: Case = {}
    allowed: Allowed = {}
    for fact in draw(
        st.lists(st.sampled_from(space), min_size=least, max_size=3, unique_by=lambda f: f.name)
    ):
        whole = domain(fact)
        named = draw(st.lists(st.sampled_from(whole), min_size=1, max_size=3, unique=True))
        spell: Callable[[list[Any]], Any] = draw(
            st.sampled_from((tuple, list, set, frozenset, lambda values: values[0]))
        )
        if len(named) < len(whole) and draw(st.booleans()):
            when[fact.name] = excluding(*named)
            allowed[fact.name] = tuple(value for value in whole if value not in named)
        else:
            when[fact.name] = spell(named)
            allowed[fact.name] = tuple(named) if isinstance(spell, type) else (named[0],)
    return when, allowed


@st.composite
def drawn(draw: st.DrawFn, most_rows: int = 6) -> Drawn:
    """Random rows, which overlap and leave gaps as they fall."""
    columns = [draw(facts(f"f{number}")) for number in range(draw(st.integers(1, 4)))]
    boxes = draw(st.lists(conditions(columns, 1), max_size=2))
    written = draw(st.lists(conditions(columns), min_size=1, max_size=most_rows))
    rows = tuple(
        Row(f"R{place}", when, draw(st.integers(0, 2)), WHY)
        for place, (when, _) in enumerate(written)
    )
    return Drawn(
        FactSpace(columns, [when for when, _ in boxes]),
        rows,
        tuple(allowed for _, allowed in written),
        tuple(allowed for _, allowed in boxes),
    )


@st.composite
def partitions(draw: st.DrawFn) -> Drawn:
    """Rows that are disjoint and fill the space: the whole, split again and again."""
    columns = [draw(facts(f"f{number}")) for number in range(draw(st.integers(1, 4)))]
    boxes = draw(st.lists(conditions(columns, 1), max_size=2))
    parts: list[Allowed] = [{}]
    for _ in range(draw(st.integers(0, 6))):
        part = parts.pop(draw(st.integers(0, len(parts) - 1)))
        fact = draw(st.sampled_from(columns))
        values = part.get(fact.name, domain(fact))
        cut = draw(st.integers(0, len(values) - 1))
        parts += [{**part, fact.name: side} for side in (values[:cut], values[cut:]) if side]
    return Drawn(
        FactSpace(columns, [when for when, _ in boxes]),
        tuple(Row(f"R{place}", dict(part), place, WHY) for place, part in enumerate(parts)),
        tuple(parts),
        tuple(allowed for _, allowed in boxes),
    )


policies = st.sampled_from(HitPolicy)


def found(table: Table[Any], kind: str) -> list[Finding]:
    """The findings of one kind."""
    return [each for each in table.check() if each.kind == kind]


def flags(count: int) -> FactSpace:
    """Booleans that must be stated."""
    return FactSpace(
        Fact(f"f{number}", Text(f"事实{number}", f"fact {number}"), (True, False), REFUSE)
        for number in range(count)
    )


SPACE = FactSpace(
    (
        Fact("colour", Text("颜色", "colour"), tuple(Colour)),
        Fact("urgent", Text("紧急", "urgent"), (True, False), AS(False, WHY[0])),
    )
)
ROWS = (
    Row("red", {"colour": Colour.RED}, "stop", WHY),
    Row("urgent", {"colour": excluding(Colour.RED), "urgent": True}, "go", WHY),
    Row("rest", {"colour": excluding(Colour.RED), "urgent": False}, "wait", WHY),
)


class TestAnswer:
    """The fast path equals the explained path, and both equal the definition."""

    @given(drawn(), policies)
    def test_by_definition(self, given_: Drawn, policy: HitPolicy) -> None:
        """
        The tree.

        The explanation and a reading of the conditions one by one give the same rows.
        """
        table = Table("t", given_.space, given_.rows, policy)

        for case in given_.cases():
            made = given_.space.make(**case)
            fitting = given_.fitting(case)
            answering = fitting[:1] if policy is FIRST else fitting
            wanted = tuple(table.rows[place] for place in answering)

            assert table.explain(made).hits == wanted
            if policy is COLLECT:
                assert table.collect(made) == table.answer(made.values) == wanted
            elif len(wanted) == 1:
                assert table.hit(made) is table.answer(made.values) is wanted[0]
            else:
                assert table.answer(made.values) is None
                with pytest.raises(TableError, match="check"):
                    table.hit(made)

    @given(drawn(), policies)
    def test_reasons(self, given_: Drawn, policy: HitPolicy) -> None:
        """
        Each row that does not answer names its first failing test and the value found.

        Or the row that came first; each fact read as another value is listed if a row tests it.
        """
        table = Table("t", given_.space, given_.rows, policy)

        for case in given_.cases():
            trace = table.explain(given_.space.make(**case))
            read, fitting = given_.read(case), given_.fitting(case)
            missed = [row.id for row in table.rows if row not in trace.hits]
            assert [miss.row for miss in trace.misses] == missed
            for miss in trace.misses:
                place = int(miss.row[1:])
                if miss.test is None:
                    assert policy is FIRST
                    assert place in fitting
                    assert miss.after == f"R{fitting[0]}"
                    assert miss.after in miss.text.zh
                else:
                    failing = [
                        name
                        for name in given_.space.names
                        if name in given_.allowed[place]
                        and read[name] not in given_.allowed[place][name]
                    ]
                    assert miss.test.fact == failing[0]
                    assert miss.value is read[failing[0]]
            assert [name for name, _ in trace.assumed] == [
                name
                for name in given_.space.names
                if case[name] is MISSING
                and read[name] is not MISSING
                and any(name in allowed for allowed in given_.allowed)
            ]

    @given(drawn(), policies, facts("more"))
    def test_extended_space(self, given_: Drawn, policy: HitPolicy, more: Fact) -> None:
        """Facts of a space that extends the table's are answered as without the facts behind."""
        table = Table("t", given_.space, given_.rows, policy)
        wider = given_.space.extend(more)

        for case in given_.cases():
            made = wider.make(**case, more=more.values[0])
            assert table.answer(made.values) == table.answer(given_.space.make(**case).values)
            assert table.explain(made) == table.explain(given_.space.make(**case))

    @pytest.mark.parametrize("policy", HitPolicy)
    def test_two_ways_to_one_state(self, policy: HitPolicy) -> None:
        """One row left after different tests on two branches still has different tests before it."""
        kind = Fact("kind", Text("类", "kind"), tuple(Colour), REFUSE)
        space = FactSpace((kind, *flags(2).facts))
        red, blue = Colour.RED, Colour.BLUE
        rows = [
            Row("a", {"kind": (red, blue), "f0": True, "f1": True}, 0, WHY),
            Row("b", {"kind": red, "f0": False}, 1, WHY),
            Row("c", {"kind": blue, "f1": False}, 2, WHY),
        ]
        table = Table("t", space, rows, policy)

        for colour, one, two in product(Colour, (True, False), (True, False)):
            made = space.make(kind=colour, f0=one, f1=two)
            fitting = table.explain(made).hits
            wanted: Any = fitting if policy is COLLECT else next(iter(fitting), None)
            assert table.answer(made.values) == wanted

    def test_another_space(self) -> None:
        """Facts of another space are refused, for their values would be read by place."""
        table = Table("t", flags(2), [Row("R", {"f0": True}, 1, WHY)], FIRST)
        other = FactSpace(reversed(flags(2).facts)).make(f0=False, f1=True)

        for road in (table.hit, table.explain, table.with_row(table.as_rows()[0]).hit):
            with pytest.raises(UnknownFactError, match="another space"):
                road(other)
        with pytest.raises(UnknownFactError, match="wrong type"):
            table.hit((True, False))  # type: ignore[arg-type]

    def test_equal_space(self) -> None:
        """A space that was stored and loaded is the same space."""
        table = Table("t", flags(2), [Row("R", {"f0": True}, 1, WHY)], FIRST)

        assert table.hit(pickle.loads(pickle.dumps(flags(2).make(f0=True, f1=True)))).id == "R"  # noqa: S301

    def test_wrong_question(self) -> None:
        """
        hit() is not for tables that collect, nor collect() for those that do not.

        The error names the other.
        """
        made = SPACE.make(colour=Colour.RED)

        with pytest.raises(TableError, match=r"collect\(\)"):
            Table("t", SPACE, ROWS, COLLECT).hit(made)
        with pytest.raises(TableError, match=r"hit\(\)"):
            Table("t", SPACE, ROWS).collect(made)

    def test_true_and_one(self) -> None:
        """Rows of a fact that mixes booleans and labels keep them apart."""
        space = FactSpace([Fact("f", Text("值", "value"), (True, Colour.RED), REFUSE)])
        table = Table(
            "t", space, [Row("a", {"f": True}, 1, WHY), Row("b", {"f": Colour.RED}, 2, WHY)]
        )

        assert [table.hit(space.make(f=value)).then for value in (True, Colour.RED)] == [1, 2]
        with pytest.raises(TableError, match="no such value"):
            Table("t", space, [Row("a", {"f": 1}, 1, WHY)])


class TestOrder:
    """FIRST: the first row that fits answers; otherwise order does not matter."""

    @given(drawn(), st.randoms(use_true_random=False))
    def test_unique_ignores_order(self, given_: Drawn, random: Any) -> None:
        """
        Shuffling the rows of a UNIQUE table changes no answer.

        And of a COLLECT table only the order of the rows that answer.
        """
        shuffled = list(given_.rows)
        random.shuffle(shuffled)

        for case in given_.cases():
            values = given_.space.make(**case).values
            answers = [
                Table("t", given_.space, rows).answer(values) for rows in (given_.rows, shuffled)
            ]
            assert answers[0] == answers[1]
        one, other = (Table("t", given_.space, rows, COLLECT) for rows in (given_.rows, shuffled))
        for case in given_.cases():
            made = given_.space.make(**case)
            assert {row.id for row in one.collect(made)} == {row.id for row in other.collect(made)}

    @given(drawn(4))
    def test_contested_is_where_order_matters(self, given_: Drawn) -> None:
        """
        Without contested pairs any two neighbours may be swapped under FIRST.

        A contested pair of neighbours may not.
        """
        table = Table("t", given_.space, given_.rows, FIRST)
        contested = {each.rows for each in found(table, "contested")}

        for place in range(len(given_.rows) - 1):
            one, two = given_.rows[place : place + 2]
            swapped = Table(
                "t",
                given_.space,
                (*given_.rows[:place], two, one, *given_.rows[place + 2 :]),
                FIRST,
            )
            differs = any(
                _then(table, values) != _then(swapped, values)
                for case in given_.possible_cases()
                if (values := given_.space.make(**case).values)
            )
            assert differs is ((one.id, two.id) in contested)


def _then(table: Table[int], values: tuple[Any, ...]) -> int | None:
    row = table.answer(values)
    return None if row is None else int(row.then)


class TestCheck:
    """
    check() finds gaps.

    Overlaps, dead rows and contested pairs exactly, with a witness for each.
    """

    @given(drawn())
    def test_gaps(self, given_: Drawn) -> None:
        """
        A gap is reported exactly where some possible combination has no row.

        Each witness is one.
        """
        open_ = [case for case in given_.possible_cases() if not given_.fitting(case)]

        for policy in (UNIQUE, FIRST):
            gaps = found(Table("t", given_.space, given_.rows, policy), "gap")
            assert bool(gaps) is bool(open_)
            for gap in gaps:
                assert gap.witness in open_
                assert gap.fault
                assert gap.rows == ()
        assert not found(Table("t", given_.space, given_.rows, COLLECT), "gap")

    @given(drawn())
    def test_gaps_are_apart(self, given_: Drawn) -> None:
        """The witnesses of gaps differ from each other; a row that answers one closes it."""
        witnesses = [
            tuple(gap.witness.values())
            for gap in found(Table("t", given_.space, given_.rows), "gap")
        ]

        assert len(witnesses) == len(set(witnesses))
        rows = (
            *given_.rows,
            *(
                Row(f"G{number}", dict(zip(given_.space.names, each, strict=True)), 9, WHY)
                for number, each in enumerate(witnesses)
            ),
        )
        left = {
            tuple(gap.witness.values()) for gap in found(Table("t", given_.space, rows), "gap")
        }
        assert left.isdisjoint(witnesses)

    @given(drawn())
    def test_overlaps(self, given_: Drawn) -> None:
        """Under UNIQUE a pair is reported exactly where some possible combination fits both."""
        shared = {
            pair: case
            for case in given_.possible_cases()
            for pair in combinations([f"R{place}" for place in given_.fitting(case)], 2)
        }
        overlaps = found(Table("t", given_.space, given_.rows), "overlap")

        assert sorted(each.rows for each in overlaps) == sorted(shared)
        for each in overlaps:
            assert given_.possible(dict(each.witness))
            assert set(each.rows) <= {f"R{n}" for n in given_.fitting(dict(each.witness))}
            assert each.fault

    @given(drawn(), policies)
    def test_dead_rows(self, given_: Drawn, policy: HitPolicy) -> None:
        """
        A row is dead exactly where no possible combination meets it.

        Under FIRST: or leaves it.
        """
        cases = given_.possible_cases()
        met = {place for case in cases for place in given_.fitting(case)}
        left = {place for case in cases for place in given_.fitting(case)[:1]}
        alive = left if policy is FIRST else met
        dead = found(Table("t", given_.space, given_.rows, policy), "dead")

        assert [each.rows for each in dead] == [
            (row.id,) for place, row in enumerate(given_.rows) if place not in alive
        ]
        for each in dead:
            place = int(each.rows[0][1:])
            fitting = given_.fitting(dict(each.witness))
            assert place in fitting
            assert each.fault
            if place in met:
                assert given_.possible(dict(each.witness))
                assert fitting[0] < place
            else:
                assert not given_.possible(dict(each.witness))

    @given(drawn())
    def test_contested(self, given_: Drawn) -> None:
        """
        Under FIRST a pair is contested exactly where its order decides a possible combination.

        The earlier row answers it, the later would answer otherwise. This is no fault.
        """
        wanted = {
            (f"R{fitting[0]}", f"R{later}")
            for case in given_.possible_cases()
            if (fitting := given_.fitting(case))
            for later in fitting[1:]
            if given_.rows[fitting[0]].then != given_.rows[later].then
        }
        contested = found(Table("t", given_.space, given_.rows, FIRST), "contested")

        assert sorted(each.rows for each in contested) == sorted(wanted)
        for each in contested:
            fitting = given_.fitting(dict(each.witness))
            assert given_.possible(dict(each.witness))
            assert each.rows[0] == f"R{fitting[0]}"
            assert each.rows[1] in [f"R{place}" for place in fitting[1:]]
            assert not each.fault

    @given(drawn(), policies)
    def test_witness_can_be_built(self, given_: Drawn, policy: HitPolicy) -> None:
        """
        Every witness is a whole case.

        Its words name each fact that its rows test, and no other.
        """
        table = Table("t", given_.space, given_.rows, policy)

        for each in table.check():
            made = given_.space.make(**each.witness)
            assert isinstance(made, Facts)
            tested = {name for row in each.rows for name in given_.allowed[int(row[1:])]}
            assert each.telling == tuple(
                name for name in table.columns if name in (tested or table.columns)
            )
            assert [f"{name}=" in each.text.en for name in given_.space.names] == [
                name in each.telling for name in given_.space.names
            ]
            assert all(row in each.text.zh for row in each.rows)

    @given(partitions())
    def test_complete(self, given_: Drawn) -> None:
        """
        Rows that are disjoint and fill the space are found without fault by volumes alone.

        But for rows that no possible case meets; every possible combination has one answer.
        """
        table = Table("t", given_.space, given_.rows)

        assert {each.kind for each in table.check()} <= {"dead"}
        for case in given_.possible_cases():
            assert len(given_.fitting(case)) == 1
            assert table.hit(given_.space.make(**case)).then == given_.fitting(case)[0]

    @given(st.one_of(drawn(), partitions()))
    def test_volumes(self, given_: Drawn) -> None:
        """Cutting the rows out of the space leaves as many combinations as have no row."""
        space, budget = given_.space, _Budget("t", BUDGET, Text("", ""))
        table = Table("t", space, given_.rows)
        cut = [_box(space, row.conditions) for row in table.rows]
        cut += [_box(space, space.read(box, "box", [])) for box in space.impossible]
        open_ = {
            tuple(given_.read(case).values())
            for case in given_.possible_cases()
            if not given_.fitting(case)
        }

        assert sum(map(_volume, _remains(_whole(space), cut, budget))) == len(open_)

    @pytest.mark.parametrize(
        ("impossible", "rows"),
        [
            # Twice the half, none of the rest.
            ([], [{"f0": True}, {"f0": True}]),
            # The overlap lies in what is impossible, and is as large as the gap.
            ([{"f0": True}], [{"f0": True}, {"f0": True, "f1": True}, {"f0": False, "f1": True}]),
            # The same is impossible twice, and must not be taken off twice.
            (
                [{"f0": True, "f1": True}] * 2,
                [{"f0": True, "f1": False}, {"f0": False, "f1": True}],
            ),
        ],
    )
    def test_volumes_that_add_up(self, impossible: list[Case], rows: list[Case]) -> None:
        """Rows whose volumes fill the space by accident do not hide a gap."""
        space = FactSpace(flags(2).facts, impossible)
        table = Table("t", space, [Row(f"R{n}", when, n, WHY) for n, when in enumerate(rows)])

        assert [gap.witness["f0"] for gap in found(table, "gap")] == [False]

    @given(partitions(), st.data())
    def test_one_row_short(self, given_: Drawn, data: st.DataObject) -> None:
        """Without one of its rows a complete table has gaps exactly where that row answered."""
        place = data.draw(st.integers(0, len(given_.rows) - 1))
        rows = [row for row in given_.rows if row.then != place]
        lost = [case for case in given_.possible_cases() if given_.fitting(case) == [place]]
        if not rows:
            return
        gaps = found(Table("t", given_.space, rows), "gap")

        assert bool(gaps) is bool(lost)
        assert all(gap.witness in lost for gap in gaps)

    @given(partitions(), st.data())
    def test_one_row_twice(self, given_: Drawn, data: st.DataObject) -> None:
        """
        A row that stands twice overlaps itself and opens no gap.

        Though volumes no longer add up.
        """
        row = data.draw(st.sampled_from(given_.rows))
        again = Row("again", row.when, row.then, WHY)
        findings = Table("t", given_.space, (*given_.rows, again)).check()
        met = any(given_.fitting(case) == [row.then] for case in given_.possible_cases())

        assert [each.rows for each in findings if each.kind == "overlap"] == [
            (row.id, "again") for _ in range(met)
        ]
        assert "gap" not in {each.kind for each in findings}

    def test_wide_space(self) -> None:
        """A table over 40 booleans, 2 to the 40 combinations, is checked at once."""
        names = [f"f{number}" for number in range(40)]
        rows = [
            Row(name, {**dict.fromkeys(names[:place], False), name: True}, place, WHY)
            for place, name in enumerate(names)
        ]
        short = Table("t", flags(40), rows)
        began = time.perf_counter()

        (gap,) = short.check()
        assert set(gap.witness.values()) == {False}
        assert short.with_row(Row("none", dict.fromkeys(names, False), 40, WHY)).check() == ()
        assert time.perf_counter() - began < 1

    def test_findings_read(self) -> None:
        """A finding says in both languages which rows, what, and in which case."""
        (gap,) = Table("t", SPACE, ROWS[:2]).check()
        rows = [ROWS[0], Row("always", {}, "x", WHY), Row("never", {"urgent": True}, "y", WHY)]
        contested, dead = Table("t", SPACE, rows, FIRST).check()[:2]

        assert gap.text == Text(
            "没有任何一行适用（colour=蓝，urgent=否）", "no row answers (colour=blue, urgent=no)"
        )
        assert (contested.kind, contested.rows) == ("contested", ("red", "always"))
        assert "由先后次序决定" in contested.text.zh
        assert (dead.kind, dead.rows) == ("contested", ("red", "never"))

    def test_same_outcome_is_not_contested(self) -> None:
        """Rows that give the same outcome leave nothing to the order; the first could go."""
        rows: list[Row[object]] = [
            Row("a", {"urgent": True}, ("x",), WHY),
            Row("b", {}, ["x"], WHY),
        ]

        assert [each.kind for each in Table("t", SPACE, rows, FIRST).check()] == ["redundant"]


class TestCovering:
    """Rows that together answer every case under a condition, with none to spare."""

    @settings(max_examples=150)
    @given(st.data())
    def test_against_brute_force(self, data: st.DataObject) -> None:
        """They answer every case, none could be left out; where none are given, some case is free."""
        space = flags(3)
        values = st.sampled_from([True, False, (True, False)])
        rows = [
            Row(f"R{n}", {f"f{k}": data.draw(values) for k in range(3)}, n, WHY)
            for n in range(data.draw(st.integers(1, 5)))
        ]
        table = Table("t", space, rows, HitPolicy.COLLECT)
        when = {"f0": data.draw(st.sampled_from([True, False]))}
        found = table.covering(table.rows, when)
        cases = [
            space.make(**{**when, "f1": one, "f2": other})
            for one in (True, False)
            for other in (True, False)
        ]

        def answered(kept: Iterable[Any]) -> bool:
            ids = {row.id for row in kept}
            return all(ids & {row.id for row in table.collect(case)} for case in cases)

        assert bool(found) is answered(table.rows)
        if found:
            assert answered(found)
            assert not any(answered(set(found) - {row}) for row in found)

    def test_of_rows_alone(self) -> None:
        """What is no row is refused."""
        table = Table("t", flags(1), [Row("a", {}, 1, WHY)])
        with pytest.raises(TableError):
            table.covering([1], {})  # type: ignore[list-item]


class TestBudget:
    """A budget of boxes and nodes ends hopeless tables with an error."""

    def entangled(self, policy: HitPolicy) -> Table[int]:
        """Sixty rows over forty booleans, each on three of them."""
        rows = [
            Row(f"R{n}", {f"f{(n * step) % 40}": True for step in (1, 7, 11)}, n, WHY)
            for n in range(1, 61)
        ]
        return Table("entangled", flags(40), rows, policy)

    @pytest.mark.parametrize("policy", [UNIQUE, FIRST])
    def test_compilation(self, policy: HitPolicy) -> None:
        """A table whose tree would have billions of nodes is refused within seconds, by name."""
        began = time.perf_counter()

        with pytest.raises(TableError, match=r"entangled: .*too entangled.*split the table"):
            self.entangled(policy)
        assert time.perf_counter() - began < 5

    def test_rows_that_answer_together_never_outgrow_it(self) -> None:
        """Under COLLECT a table is as large as its rows, however they are entangled."""
        table = self.entangled(HitPolicy.COLLECT)
        for first, step in ((0, 2), (1, 3), (0, 1), (39, 40)):
            true = set(range(first, 40, step))
            case = table.space.make(**{f"f{n}": n in true for n in range(40)})
            expected = [
                n for n in range(1, 61) if all((n * each) % 40 in true for each in (1, 7, 11))
            ]
            assert [row.then for row in table.collect(case)] == expected

    def test_check(self) -> None:
        """
        A check gives up when its budget is used up.

        And says that a larger one may be passed.
        """
        rows = [
            Row(f"R{n}", {f"f{2 * n}": True, f"f{2 * n + 1}": True}, n, WHY) for n in range(12)
        ]
        table = Table("t", flags(24), rows, FIRST)

        with pytest.raises(TableError, match="pass a larger budget"):
            table.check(budget=1000)
        assert {each.kind for each in table.check()} == {"contested", "gap"}


class TestWriting:
    """
    A table says everything that is wrong with its rows.

    At once, each with where and a remedy.
    """

    def test_many_faults(self) -> None:
        """
        Unknown facts and values.

        A missing ground, a repeated id and a stranger: five faults.
        """
        rows: list[Any] = [
            Row("a", {"color": Colour.RED}, 1, WHY),
            Row("b", {"colour": "RED"}, 1, WHY),
            Row("c", {"colour": Colour.RED}, 1, ()),
            Row("c", {}, 1, WHY),
            "d",
        ]

        with pytest.raises(TableError) as caught:
            Table("t", SPACE, rows)
        told = [str(fault) for fault in caught.value.faults]
        assert len(told) == 5
        assert "t.a" in told[0]
        assert "did you mean colour" in told[0]
        assert "t.b.colour" in told[1]
        assert "pass Colour.RED" in told[1]
        assert "t.c.grounds" in told[2]
        assert "repeated" in told[3]
        assert "t.rows[4]" in told[4]

    @pytest.mark.parametrize(
        ("when", "words"),
        [
            ({"colour": ()}, "no value is allowed"),
            ({"colour": excluding(*Colour, MISSING)}, "no value is allowed"),
            ({"colour": excluding(True)}, "no such value"),
            ({"urgent": MISSING}, "no such value"),
            ({"urgent": 1}, "no such value"),
            ({"urgent": [[]]}, "no such value"),
            ({1: True}, "unknown fact"),
            ([("urgent", True)], "wrong type"),
        ],
    )
    def test_conditions(self, when: Any, words: str) -> None:
        """A condition that cannot be met or read is refused."""
        with pytest.raises(TableError, match=words):
            Table("t", SPACE, [Row("a", when, 1, WHY)])

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            ((None, ROWS), "space"),
            ((SPACE, ()), "no rows"),
            ((SPACE, ROWS, "FIRST"), "policy"),
        ],
    )
    def test_arguments(self, arguments: tuple[Any, ...], error: str) -> None:
        """A wrong space, no rows, or a policy by its name is refused."""
        with pytest.raises(TableError, match=error):
            Table("t", *arguments)

    def test_rows_are_a_list(self) -> None:
        """Rows without an order are refused, since under FIRST the order decides."""
        with pytest.raises(InvalidValueError, match="tuple or list"):
            Table("t", SPACE, {row.id: row for row in ROWS})  # type: ignore[arg-type]
        with pytest.raises(TableError, match="wrong type"):
            Table("t", SPACE, ROWS).with_row("a")  # type: ignore[arg-type]

    def test_row_by_id(self) -> None:
        """A row is found by its id; a near miss is suggested."""
        table = Table("t", SPACE, ROWS)

        assert table.row("rest").then == "wait"
        with pytest.raises(TableError, match=r"t\.rset.*did you mean rest"):
            table.row("rset")


class TestValue:
    """A table is a value: immutable, comparable, and the same after any road through storage."""

    @given(drawn(), policies)
    def test_round_trip(self, given_: Drawn, policy: HitPolicy) -> None:
        """Pickled or copied, it is equal, has the same digest and gives the same answers."""
        table = Table("t", given_.space, given_.rows, policy)

        for other in (
            pickle.loads(pickle.dumps(table)),  # noqa: S301
            copy.copy(table),
            copy.deepcopy(table),
        ):
            assert other == table
            assert hash(other) == hash(table)
            assert digest(other) == digest(table)
            assert other.check() == table.check()
            for case in given_.cases():
                values = given_.space.make(**case).values
                assert other.answer(values) == table.answer(values)

    @given(drawn(), policies)
    def test_spelling(self, given_: Drawn, policy: HitPolicy) -> None:
        """
        One value.

        A set or an exclusion that allow the same make equal tables with equal digests.
        """
        plain = Table(
            "t",
            FactSpace(given_.space.facts, given_.impossible),
            [
                Row(row.id, allowed, row.then, row.grounds)
                for row, allowed in zip(given_.rows, given_.allowed, strict=True)
            ],
            policy,
        )
        table = Table("t", given_.space, given_.rows, policy)

        assert plain == table
        assert digest(plain) == digest(table)

    def test_differences_show(self) -> None:
        """Another name, policy, order, outcome or space is another table, with another digest."""
        changed = Row("rest", ROWS[2].when, "hurry", WHY)
        tables = [
            Table("t", SPACE, ROWS),
            Table("u", SPACE, ROWS),
            Table("t", SPACE, ROWS, FIRST),
            Table("t", SPACE, ROWS[::-1]),
            Table("t", SPACE, (*ROWS[:2], changed)),
            Table("t", SPACE.extend(Fact("more", Text("另", "more"), (True,))), ROWS),
        ]

        assert all(one != other for one, other in combinations(tables, 2))
        assert len({digest(table) for table in tables}) == len(tables)
        assert tables[0] != "t"

    def test_frozen(self) -> None:
        """Nothing of it can be set or deleted, and a caller's mapping does not reach in."""
        when = {"colour": Colour.RED}
        table = Table("t", SPACE, [Row("red", when, 1, WHY)], FIRST)
        before = digest(table)
        when["colour"] = Colour.BLUE

        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            table.name = "u"
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            del table.rows
        assert digest(table) == before
        assert table.hit(SPACE.make(colour=Colour.RED)).then == 1

    @given(drawn(), policies, st.data())
    def test_with_row(self, given_: Drawn, policy: HitPolicy, data: st.DataObject) -> None:
        """
        with_row() puts a row in the place of its id, else at the end.

        The rest stays; putting the old row back gives the old table.
        """
        table = Table("t", given_.space, given_.rows, policy)
        place = data.draw(st.integers(0, len(given_.rows)))
        when, _ = data.draw(conditions(list(given_.space.facts)))
        row = Row(f"R{place}", when, 7, WHY)
        changed = table.with_row(row)

        written = (*given_.rows[:place], row, *given_.rows[place + 1 :])
        assert changed == Table("t", given_.space, written, policy)
        assert table == Table("t", given_.space, given_.rows, policy)
        if place < len(given_.rows):
            assert changed.with_row(given_.rows[place]) == table

    def test_rows_print(self) -> None:
        """
        to_rows() is flat Chinese text.

        Explain() of a row says its conditions in two languages.
        """
        rows: tuple[Row[Any], ...] = (*ROWS, Row("all", {}, Colour.RED, WHY))
        table = Table("t", SPACE, rows, FIRST)

        assert table.to_rows()[1] == {
            "id": "urgent",
            "when": "颜色为蓝、绿、灰、未载明；紧急",
            "then": "go",
            "grounds": "推定：测试",
        }
        assert table.to_rows()[3]["then"] == "红"
        assert table.columns == ("colour", "urgent")
        assert str(table.row("red").explain("en")) == "colour is red\nGround: assumed: a test"
        assert str(table.row("all").explain()).startswith("无条件")
