"""
计入与剔除: how an outcome counts, as tables whose rows cite their grounds.

Two kinds of tables are asked of each profile of facts: what is left out (考评剔除), and for each rate
whether the outcome meets it, misses it, or is no part of it. A row that nobody published is `UNSET`.

A rate is written row by row, or by `share`: what has to be met, and among which outcomes. `narrowed`
and `emphasised` make a rate from a rate: of fewer outcomes, or of some that count several times.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from itertools import count
from typing import Any, NamedTuple

import attrs

from .errors import (
    AssessmentError,
    Fault,
    SchemaError,
    UnknownFactError,
    UnsetError,
    fail,
    mapped,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .exact import exact, written
from .explain import Explanation
from .facts import MISSING, FactSpace, say
from .labels import Label, Text
from .legal_time import legal_day
from .outcomes import OUTCOME_FACTS, CountedBy, Outcome, Period, belongs, facts_at
from .sources import Absent, Basis, Citation, Parameter, Selector
from .tables import HitPolicy, Row, Ruling, Table
from .tallies import OutcomeFaults, need_outcomes, places_of


class ExclusionGround(Label):
    """剔除事由: why a ticket is left out of the assessment, or that it is not."""

    COUNTED = "照常计入", "counted as usual"
    VOID = "工单作废", "the ticket is void"
    UNLAWFUL = "诉求不合法", "the request is unlawful"
    UNREASONABLE = "诉求不合理", "the request is unreasonable"
    GRANTED = "剔除申请获准", "its exclusion was granted"
    DEFERRED = "挂账", "on the deferred ledger"
    CO_HANDLER = "协办", "handled as a co-handler"
    OTHER = "其他事由", "another ground"


EXCLUSIONS = Parameter(
    "assessment.exclusions", Text("考评剔除", "exclusions"), Table, selected_by=Selector.PERIOD_END
)


def _credit(value: object) -> Fraction | None:
    return None if value is None else exact(value, "mark.credit")


def _weight(value: object) -> Fraction:
    return exact(value, "mark.weight")


@attrs.frozen
class Mark:
    """
    How an outcome counts in a rate.

    An outcome that counts adds its weight to the denominator, and the credit's part of that weight
    to the numerator.

    Attributes:
        credit: From 0 to 1: how far it is met; None: it is no part of the rate.
        weight: Above 0: as how many outcomes it counts (重点诉求加权); what does not count has none.

    Raises:
        AssessmentError: A credit or weight beyond that, or a weight of what does not count.
        InexactNumberError: No exact number.

    Example:
        >>> Mark("0.5").text.zh, ASIDE.text.zh
        ('计入分母，按 1/2 计入分子', '分子、分母均不计入')
        >>> Mark("0.5", weight=2).text.zh
        '计入分母，按 1/2 计入分子，权重 2'
    """

    credit: Fraction | None = attrs.field(converter=_credit)
    weight: Fraction = attrs.field(default=Fraction(1), converter=_weight)

    def __attrs_post_init__(self) -> None:
        faults = []
        if self.credit is not None and not 0 <= self.credit <= 1:
            what = Text("须在 0 与 1 之间", "must lie between 0 and 1")
            faults.append(Fault("mark.credit", what, shown(self.credit)))
        if self.weight <= 0:
            what = Text("须大于 0", "must be above 0")
            faults.append(Fault("mark.weight", what, shown(self.weight)))
        elif self.credit is None and self.weight != 1:
            what = Text("不计入的没有权重", "what does not count has no weight")
            faults.append(Fault("mark.weight", what, shown(self.weight)))
        refuse(AssessmentError, faults)

    @property
    def adds(self) -> tuple[Fraction, Fraction]:
        """What one outcome adds to the numerator and to the denominator."""
        if self.credit is None:
            return Fraction(0), Fraction(0)
        return self.weight * self.credit, self.weight

    @property
    def text(self) -> Text:
        """The mark in words."""
        if self.credit is None:
            return Text("分子、分母均不计入", "not counted")
        part = written(self.credit)
        words: dict[int | Fraction, Text] = {
            0: Text("只计入分母", "counts, not met"),
            1: Text("计入分母和分子", "counts, met"),
        }
        said = words.get(self.credit, Text(f"计入分母，按 {part} 计入分子", f"counts, {part} met"))
        if self.weight == 1:
            return said
        times = written(self.weight)
        return Text(f"{said.zh}，权重 {times}", f"{said.en}, weight {times}")

    def __str__(self) -> str:
        return self.text.zh


MET = Mark(Fraction(1))

UNMET = Mark(Fraction(0))

ASIDE = Mark(None)


@attrs.frozen
class Rate:
    """
    一率: what share of the outcomes meets something, as a table that marks each profile.

    Attributes:
        name: Identifier, by which formulas name it.
        term: The official term.
        table: Rows that give a `Mark`, or `UNSET` where nobody published how such outcomes count;
            None: figures from elsewhere, that no table here made.

    Example:
        >>> Rate("response", Text("响应率", "response rate")).term.zh
        '响应率'
    """

    name: str
    term: Text
    table: Table[Mark | Absent] | None = None

    def __attrs_post_init__(self) -> None:
        faults = mistyped("rate", self, name=str, term=Text, table=Table | None)
        if isinstance(self.name, str) and not self.name.isidentifier():
            what = Text("名称须为标识符", "the name must be an identifier")
            faults.append(Fault("rate.name", what, shown(self.name)))
        if isinstance(self.table, Table):
            if self.table.policy is HitPolicy.COLLECT:
                what = Text("每件须恰有一个计法", "each outcome needs one mark")
                faults.append(Fault(f"{self.table.name}.policy", what, "COLLECT"))
            for row in self.table.rows:
                if not isinstance(row.then, Mark | Absent):
                    faults.append(misfit(f"{self.table.name}.{row.id}.then", row.then, Mark))
        refuse(AssessmentError, faults)

    def named(self, name: str, term: Text | None = None) -> "Rate":
        """
        This rate under another name, by which its rows are then found: ``rates.<name>.<row>``.

        Args:
            name: Identifier.
            term: The official term; None: as it is.

        Raises:
            AssessmentError: See `Rate`.
        """
        bare = Rate(name, self.term if term is None else term)
        if self.table is None:
            return bare
        own = self.table
        table = Table(f"rates.{name}", own.space, own.as_rows(), own.policy)
        return attrs.evolve(bare, table=table)

    def over(self, space: FactSpace) -> "Rate":
        """
        This rate over more facts, so that conditions of a city's own can be put on it.

        Args:
            space: Facts that begin with those of its table; see `FactSpace.extend`.

        Raises:
            SchemaError: Other facts.
            AssessmentError: It has no table.
        """
        table = table_of(self)
        if not isinstance(space, FactSpace):
            raise SchemaError(misfit("space", space, FactSpace))
        if space.facts[: len(table.space.facts)] != table.space.facts:
            what = Text("事实空间不一致", "over other facts")
            fail(SchemaError, f"{table.name}.space", what, value=shown(space))
        wider = Table(table.name, space, table.as_rows(), table.policy)
        return attrs.evolve(self, table=_possible(wider))


def table_of(rate: Rate) -> Table[Any]:
    """
    The table of a rate.

    Raises:
        AssessmentError: It has none: its figures are from elsewhere.
    """
    if not isinstance(rate, Rate):
        raise AssessmentError(misfit("rate", rate, Rate))
    if rate.table is None:
        fail(
            AssessmentError,
            f"rates.{rate.name}",
            Text("没有计法表，不能统计", "has no table, so that nothing can be counted"),
            remedy=Text("以 Rate(name, term, table) 构造", "build it as Rate(name, term, table)"),
        )
    return rate.table


# ------------------------------------------------------------------ rates from conditions

_Box = Mapping[str, tuple[Hashable, ...]]
"""Conditions as rows read them: fact to the values that pass; a fact that is not named has any."""


def _read(space: FactSpace, when: Any, path: str, faults: list[Fault]) -> _Box:
    return {test.fact: test.allowed for test in space.read(when, path, faults)}


def _both(one: _Box, other: _Box) -> _Box | None:
    """What meets both; None where nothing can."""
    sides = dict(one)
    for fact, allowed in other.items():
        sides[fact] = tuple(value for value in sides.get(fact, allowed) if value in allowed)
    return sides if all(sides.values()) else None


def _beyond(space: FactSpace, box: _Box, within: _Box) -> Iterator[_Box]:
    """What of *within* is not in *box*, as disjoint boxes: one per fact that anything fails."""
    left = dict(within)
    for fact, allowed in box.items():
        domain = left.get(fact, space.facts[space.index(fact)].domain)
        if rest := tuple(value for value in domain if value not in allowed):
            yield {**left, fact: rest}
        left[fact] = tuple(value for value in domain if value in allowed)
        if not left[fact]:
            return


def _possible(table: Table[Any]) -> Table[Any]:
    """A table without rows that never answer; cutting boxes leaves such."""
    if not table.space.impossible and table.policy is HitPolicy.UNIQUE:
        return table
    dead = {row for found in table.check() if found.kind == "dead" for row in found.rows}
    rows = [row for row in table.as_rows() if row.id not in dead]
    return Table(table.name, table.space, rows, table.policy)


def _counting(table: Table[Any]) -> bool:
    """Whether any row counts, or may: nobody published that it does not."""
    return any(row.then != ASIDE for row in table.rows)


def share(
    name: str,
    term: Text,
    *,
    met: Mapping[str, Any],
    among: Mapping[str, Any] | None = None,
    grounds: Iterable[Citation],
    worth: tuple[str, Mapping[Any, Any]] | None = None,
    space: FactSpace = OUTCOME_FACTS,
) -> Rate:
    """
    A rate by its conditions: of which outcomes (分母), what share meets what (分子).

    It is written out as a table in which each combination of facts falls under one row: ``M1``...
    what is met, ``U1``... what counts and is not met, ``O1``... what is no part of the rate.

    Args:
        name: Identifier; the table is ``rates.<name>``.
        term: The official term.
        met: Fact to a value, several, or `excluding`, as rows take them.
        among: Likewise, the outcomes that count; None: all.
        grounds: 依据 of this definition, at least one.
        worth: A fact and what each of its values is worth, from 0 to 1; each has a row of its own.
            What meets *met* with another value is not met.
        space: The facts.

    Raises:
        UnknownFactError: Unknown facts or values; all at once.
        AssessmentError: Nothing that counts can meet it; a worth of a value that cannot; or one
            beyond 0 to 1.
        InexactNumberError: A worth that is no exact number.

    Example:
        >>> from jiesu.outcomes import Timeliness, outcome_facts
        >>> from jiesu.sources import assumed
        >>> rate = share(
        ...     "on_time",
        ...     Text("按时办结率", "on-time rate"),
        ...     met={"timeliness": Timeliness.ON_TIME},
        ...     among={"timeliness": (Timeliness.ON_TIME, Timeliness.LATE)},
        ...     grounds=[assumed("示例", "an example")],
        ... )
        >>> [(row.id, row.then.text.en) for row in rate.table.rows]
        [('M1', 'counts, met'), ('U1', 'counts, not met'), ('O1', 'not counted')]
        >>> rate.table.hit(outcome_facts(timeliness=Timeliness.OVERDUE)).id
        'O1'
    """
    Rate(name, term)  # refuses what is no name or term, before paths are made of it
    if not isinstance(space, FactSpace):
        raise SchemaError(misfit("space", space, FactSpace))
    path = f"rates.{name}"
    faults: list[Fault] = []
    counts = _read(space, {} if among is None else among, f"{path}.among", faults)
    holds = _read(space, met, f"{path}.met", faults)
    fact, worths = _worths(space, worth, f"{path}.worth", faults)
    refuse(UnknownFactError, faults)
    if worths:
        holds = {
            **holds,
            fact: tuple(value for value in worths if value in holds.get(fact, worths)),
        }
    # In the order of the space, so that however it was written, rows have the same numbers.
    holds = {each: holds[each] for each in space.names if each in holds}
    meets = _both(counts, holds)
    boxes: list[tuple[str, Mark, _Box]] = []
    if meets is not None and worths:
        what = Text(
            "该取值不能计入分子，分值无意义", "nothing of this value is met: it has no worth"
        )
        idle = [say(value).en for value in worths if value not in meets[fact]]
        refuse(AssessmentError, [Fault(f"{path}.worth[{each}]", what) for each in idle])
        boxes += [("M", worths[value], {**meets, fact: (value,)}) for value in meets[fact]]
    elif meets is not None:
        boxes.append(("M", MET, meets))
    boxes += [("U", UNMET, box) for box in _beyond(space, holds, counts)]
    boxes += [("O", ASIDE, box) for box in _beyond(space, counts, {})]
    numbers = dict.fromkeys("MUO", 0)
    given = tupled(grounds)
    rows: list[Row[Mark | Absent]] = []
    for kind, mark, box in boxes:
        numbers[kind] += 1
        rows.append(Row(f"{kind}{numbers[kind]}", box, mark, given))
    table = _possible(Table(path, space, rows))
    if not any(row.id.startswith("M") for row in table.rows):
        fail(
            AssessmentError,
            f"{path}.met",
            Text("分母之内没有能够符合的", "nothing that counts can meet it"),
            remedy=Text("核对 met 与 among", "see whether met and among contradict"),
        )
    return Rate(name, term, table)


def _worths(
    space: FactSpace, worth: Any, path: str, faults: list[Fault]
) -> tuple[str, dict[Hashable, Mark]]:
    """A fact, and its values in order, each with the mark that its worth makes."""
    if worth is None:
        return "", {}
    pair = worth if isinstance(worth, tuple) and len(worth) == 2 else (None, None)
    fact, values = pair
    if type(fact) is not str or not isinstance(values, Mapping):
        expected = Text("（事实名，取值到分值的映射）", "(name of a fact, {value: worth})")
        faults.append(wrong_type(path, worth, expected))
        return "", {}
    return fact, {
        value: Mark(exact(values[value], f"{path}[{say(value).en}]"))
        for test in space.read({fact: tuple(values)}, path, faults)
        for value in test.allowed
    }


def narrowed(rate: Rate, among: Mapping[str, Any], grounds: Iterable[Citation] = ()) -> Rate:
    """
    A rate of fewer outcomes: those outside *among* are no part of it, the others count as they did.

    So duplicates are left out of one rate, or it is asked of one channel. The rows keep their ids;
    what goes out goes by new ones, ``O1`` and on.

    Args:
        rate: A rate with a table.
        among: Fact to a value, several, or `excluding`: the outcomes that stay.
        grounds: 依据; none: the user's own choice.

    Raises:
        UnknownFactError: Unknown facts or values; facts of a city's own need `Rate.over` first.
        AssessmentError: Nothing is left that counts, or the rate has no table.

    Example:
        >>> from jiesu.facts import excluding
        >>> from jiesu.outcomes import Role
        >>> from jiesu.sources import assumed
        >>> rate = share(
        ...     "claimed",
        ...     Text("填报率", "rate of claims"),
        ...     met={"claim": excluding(MISSING)},
        ...     grounds=[assumed("示例", "an example")],
        ... )
        >>> [row.id for row in narrowed(rate, {"role": Role.LEAD}).table.rows]
        ['M1', 'U1', 'O1']
    """
    table = table_of(rate)
    given = tupled(grounds) or (_OWN_CHOICE,)
    faults: list[Fault] = []
    stays = _read(table.space, among, f"{table.name}.among", faults)
    refuse(UnknownFactError, faults)
    rows = [
        Row(row.id, box, row.then, row.grounds)
        for row in table.as_rows()
        if (box := _both(row.when, stays)) is not None
    ]
    taken = {row.id for row in table.rows}
    free = (row_id for row_id in (f"O{number}" for number in count(1)) if row_id not in taken)
    rows += [Row(next(free), box, ASIDE, given) for box in _beyond(table.space, stays, {})]
    made = _possible(Table(table.name, table.space, rows, table.policy))
    if not _counting(made):
        what = Text("缩小后没有可计的", "nothing is left that counts")
        fail(AssessmentError, f"{table.name}.among", what, value=shown(among))
    return attrs.evolve(rate, table=made)


_OWN_CHOICE = Citation(
    basis=Basis.OWN,
    note=Text("分母由使用者限定", "the user says of which outcomes the rate is"),
)


# ------------------------------------------------------------------ emphasis


def emphasised(
    rate: Rate, when: Mapping[str, Any], weight: object, grounds: Iterable[Citation]
) -> Rate:
    """
    重点诉求加权: a rate in which the outcomes of which conditions hold count several times.

    Each row that counts is parted. Of the first emphasis of a rate, ``M1+1`` is what of ``M1`` it
    holds of, ``M1`` the rest (and ``M1-1-2`` and on, where there are several conditions to fail); the
    pattern ``rates.x.M1*`` names them all. What is aside stays whole, and so does a row that nobody
    published: settle that first.

    Args:
        rate: A rate with a table.
        when: Fact to a value, several, or `excluding`.
        weight: Above 0: as how many one outcome counts. Emphases of one outcome multiply.
        grounds: 依据, at least one; the rows cite them beside their own.

    Raises:
        UnknownFactError: Unknown facts or values; facts of a city's own need `Rate.over` first.
        AssessmentError: The rate has no table, or the weight is not above 0.
        InexactNumberError: The weight is no exact number.

    Example:
        >>> from jiesu.outcomes import RequestType, Resolution
        >>> from jiesu.sources import assumed
        >>> rate = share(
        ...     "resolved",
        ...     Text("解决率", "resolution rate"),
        ...     met={"resolved": Resolution.RESOLVED},
        ...     grounds=[assumed("示例", "an example")],
        ... )
        >>> report = {"request_type": RequestType.REPORT}
        >>> twice = emphasised(rate, report, 2, [assumed("示例", "an example")])
        >>> [(row.id, row.then.text.en) for row in twice.table.rows][:2]
        [('M1+1', 'counts, met, weight 2'), ('M1', 'counts, met')]
    """
    table = table_of(rate)
    return _emphasised(rate, Emphasis(when, weight, date.min, None, grounds), _free(table))


def _free(table: Table[Any]) -> int:
    """The number of the next emphasis: one that no row's id has in it yet."""
    ids = [row.id for row in table.rows]
    return next(n for n in count(1) if not any(f"+{n}" in each or f"-{n}" in each for each in ids))


def _emphasised(rate: Rate, emphasis: "Emphasis", number: int) -> Rate:
    table = table_of(rate)
    space = table.space
    faults: list[Fault] = []
    when = _read(space, emphasis.when, f"{table.name}.when", faults)
    refuse(UnknownFactError, faults)
    rows: list[Row[Any]] = []
    for row in table.as_rows():
        heavy = _both(row.when, when)
        if heavy is None or row.then == ASIDE or isinstance(row.then, Absent):
            rows.append(row)
            continue
        mark = attrs.evolve(row.then, weight=row.then.weight * emphasis.weight)
        cited = (*row.grounds, *emphasis.grounds)
        rows.append(Row(f"{row.id}+{number}", heavy, mark, cited))
        rows += [
            attrs.evolve(row, id=f"{row.id}-{number}-{part}" if part > 1 else row.id, when=rest)
            for part, rest in enumerate(_beyond(space, when, row.when), 1)
        ]
    return attrs.evolve(rate, table=_possible(Table(table.name, space, rows, table.policy)))


def _emphasis_weight(value: object) -> Fraction:
    return exact(value, "emphasis.weight")


@attrs.frozen
class Emphasis:
    """
    重点诉求加权: which outcomes count several times, for how long, and on what ground.

    Attributes:
        when: Fact to a value, several, or `excluding`.
        weight: Above 0: as how many one outcome counts.
        since: First day.
        until: First day on which it no longer holds; None: without end.
        grounds: 依据, at least one.

    Raises:
        AssessmentError: A field of another type, no grounds, a weight not above 0, or no days.

    Example:
        >>> from jiesu.sources import assumed
        >>> winter = Emphasis(
        ...     {"responded": True},
        ...     2,
        ...     date(2025, 11, 15),
        ...     date(2026, 3, 16),
        ...     [assumed("示例", "an example")],
        ... )
        >>> [winter.in_force(date(2026, 3, day)) for day in (15, 16)]
        [True, False]
    """

    when: Mapping[str, Any] = attrs.field(converter=mapped)
    weight: Fraction = attrs.field(converter=_emphasis_weight)
    since: date
    until: date | None
    grounds: tuple[Citation, ...] = attrs.field(converter=tupled)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("emphasis", self, when=Mapping, since=date, until=date | None)
        faults += misfits("emphasis.grounds", self.grounds, Citation)
        if not self.grounds:
            faults.append(Fault("emphasis.grounds", Text("没有依据", "no ground")))
        if self.weight <= 0:
            what = Text("须大于 0", "must be above 0")
            faults.append(Fault("emphasis.weight", what, shown(self.weight)))
        refuse(AssessmentError, faults)
        if self.until is not None and self.until <= self.since:
            what = Text("结束不晚于开始", "ends before it starts")
            fail(AssessmentError, "emphasis.until", what, value=str(self.until))

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        on = legal_day(day, "day")
        return self.since <= on and (self.until is None or on < self.until)


def emphasised_on(rate: Rate, emphases: Iterable[Emphasis], day: date) -> Rate:
    """
    A rate with those emphases that are in force on a day; with none of them the rate itself.

    Each keeps its number among *emphases*, in force or not, so that a row has one id on every day.

    Args:
        rate: A rate with a table.
        emphases: In order.
        day: The day whose rules count.

    Raises:
        AssessmentError: No emphases, or the rate has no table.
        UnknownFactError: See `emphasised`.

    Example:
        >>> from jiesu.outcomes import Resolution
        >>> from jiesu.sources import assumed
        >>> why = [assumed("示例", "an example")]
        >>> rate = share(
        ...     "resolved",
        ...     Text("解决率", "resolution rate"),
        ...     met={"resolved": Resolution.RESOLVED},
        ...     grounds=why,
        ... )
        >>> march = Emphasis({"responded": True}, 2, date(2026, 3, 1), date(2026, 4, 1), why)
        >>> emphasised_on(rate, [march], date(2026, 4, 1)) == rate
        True
    """
    given = tupled(emphases)
    refuse(AssessmentError, misfits("emphases", given, Emphasis))
    legal_day(day, "day")
    made = rate
    for number, each in enumerate(given, _free(table_of(rate))):
        if each.in_force(day):
            made = _emphasised(made, each, number)
    return made


# ------------------------------------------------------------------ what is left out


def check_exclusions(table: Table[Any]) -> None:
    """
    Refuse a table that cannot say what is left out: it collects, and each row has a ground.

    Raises:
        AssessmentError: Another policy, or rows that give no ground and no `UNSET`. A ground is an
            `ExclusionGround` or a `Label` of the city's own.
    """
    if not isinstance(table, Table):
        raise AssessmentError(misfit("exclusions", table, Table))
    faults = []
    if table.policy is not HitPolicy.COLLECT:
        what = Text("一件可以符合几项，须为 COLLECT", "several may hold of one: it has to collect")
        faults.append(Fault(f"{table.name}.policy", what, table.policy.name))
    faults += [
        misfit(f"{table.name}.{row.id}.then", row.then, ExclusionGround)
        for row in table.rows
        if not isinstance(row.then, Label)
    ]
    refuse(AssessmentError, faults)


def facts_read(tables: Iterable[Table[Any] | None]) -> FactSpace:
    """
    The facts that any of some tables reads, in the order of the widest of their spaces.

    Raises:
        SchemaError: Tables over spaces of which none extends the others.
    """
    given = [table for table in tables if table is not None]
    widest = max((t.space for t in given), key=lambda s: len(s.facts), default=OUTCOME_FACTS)
    faults = [
        Fault(f"{t.name}.space", Text("事实空间不一致", "over other facts"), str(t.space.names))
        for t in given
        if widest.facts[: len(t.space.facts)] != t.space.facts
    ]
    refuse(SchemaError, faults)
    read = {name for table in given for name in table.columns}
    return FactSpace(tuple(fact for fact in widest.facts if fact.name in read))


class Excluded(NamedTuple):
    """
    A ticket that is left out of the assessment, and why.

    Attributes:
        ticket: 工单编号.
        unit: The unit.
        rows: Every row of the table that holds of it; the first in order stands for it in a sum.
    """

    ticket: str
    unit: str
    rows: tuple[Ruling[Label], ...]

    def explain(self, lang: str = "zh") -> Explanation:
        """Why it is left out, with the article."""
        parts = [
            Explanation(row.then.text, grounds=[ground.text for ground in row.grounds])
            for row in self.rows
        ]
        says = Text(
            f"工单 {self.ticket}（{self.unit}）不计入考评",
            f"Ticket {self.ticket} ({self.unit}) is left out of the assessment",
        )
        return Explanation(says, parts, lang=lang)

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per ground, in Chinese."""
        return [
            {
                "ticket": self.ticket,
                "unit": self.unit,
                "row": row.id,
                "ground": row.then.zh,
                "cited": "；".join(ground.text.zh for ground in row.grounds),
            }
            for row in self.rows
        ]


def in_period(
    outcomes: Iterable[Outcome], period: Period, by: CountedBy, at: datetime
) -> Iterator[Outcome]:
    """
    The outcomes of a period as known at the cut-off, one by one; read once.

    Raises:
        AssessmentError: After the last of them, what `tally` refuses.
    """
    need_outcomes(outcomes)
    faults = OutcomeFaults()
    tickets: dict[str, list[str]] = {}
    for place, each in enumerate(outcomes):
        if type(each) is not Outcome:
            faults.stranger(place, each)
            continue
        if by.required and getattr(each, by.field) is None:
            faults.undated(place, each, by)
        if belongs(each, period, by, at):
            tickets.setdefault(each.unit, []).append(each.ticket)
            yield each
    for unit, own in tickets.items():
        faults.repeated(unit, own)
    faults.refuse()


def excluded(
    outcomes: Iterable[Outcome],
    table: Table[Any],
    period: Period,
    by: CountedBy,
    at: datetime,
) -> tuple[Excluded, ...]:
    """
    The tickets of a period that are left out, through the same table that counts them.

    Args:
        outcomes: See `tally`.
        table: 考评剔除.
        period: See `tally`.
        by: See `tally`.
        at: See `tally`.

    Raises:
        UnsetError: A ticket falls under a row whose effect nobody published.
        AssessmentError: See `tally`, which refuses the same.
    """
    check_exclusions(table)
    asked = FactSpace(tuple(f for f in table.space.facts if f.name in set(table.columns)))
    there = places_of(asked, table.space)
    here: dict[int, tuple[FactSpace, tuple[int, ...]]] = {}
    unsure: dict[str, int] = {}
    found: list[Excluded] = []
    for each in in_period(outcomes, period, by, at):
        space = each.facts.space
        if id(space) not in here:
            here[id(space)] = space, places_of(asked, space)
        own = facts_at(each, at)
        values: list[Hashable] = [MISSING] * len(table.space.facts)
        for place, source in zip(there, here[id(space)][1], strict=True):
            values[place] = own[source]
        rows, open_rows = left_out(table.answer(values))
        for row in open_rows if not rows else ():
            unsure[row.id] = unsure.get(row.id, 0) + 1
        if rows:
            found.append(Excluded(each.ticket, each.unit, rows))
    refuse_unset(table, unsure)
    return tuple(found)


def left_out(
    rows: tuple[Ruling[Any], ...],
) -> tuple[tuple[Ruling[Any], ...], tuple[Ruling[Any], ...]]:
    """The rows that leave an outcome out, and those of which nobody says whether they do."""
    out = tuple(
        row
        for row in rows
        if not isinstance(row.then, Absent) and row.then is not ExclusionGround.COUNTED
    )
    return out, tuple(row for row in rows if isinstance(row.then, Absent))


def refuse_unset(table: Table[Any], unsure: Mapping[str, int]) -> None:
    """
    Refuse outcomes of which nobody published whether they are left out.

    Raises:
        UnsetError: Names the rows, how many fall under each, and how to supply them.
    """
    refuse(UnsetError, [unset_fault(table, row, number) for row, number in unsure.items()])


def unset_fault(table: Table[Any], row_id: str, number: int) -> Fault:
    """The fault of outcomes that fall under a row which nobody published, and how to supply it."""
    row = table.row(row_id)
    told = row.explain().says
    cited = row.grounds[0].text
    path = f"{table.name}.{row_id}"
    choices = "jiesu.MET、UNMET、ASIDE、Mark('1/2')"
    if table.policy is HitPolicy.COLLECT:
        choices = "jiesu.ExclusionGround.COUNTED、…"
    return Fault(
        path,
        Text(
            f"{told.zh}的 {number} 件，计法未公布（{cited.zh}）",
            f"how to count the {number} of which {told.en} is not public ({cited.en})",
        ),
        remedy=Text(
            f'以 TIMELINE.with_({{"{path}": …}}) 自行设定，可选 {choices}',
            f'supply it: TIMELINE.with_({{"{path}": ...}}), one of {choices}',
        ),
    )
