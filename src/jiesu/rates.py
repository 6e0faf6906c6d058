"""
计入与剔除: how an outcome counts, as tables whose rows cite their grounds.

Two kinds of tables are asked of each profile of facts: what is left out (考评剔除), and for each rate
whether the outcome meets it, misses it, or is no part of it. A row that nobody published is `UNSET`.
"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

import attrs

from .errors import (
    AssessmentError,
    Fault,
    SchemaError,
    UnsetError,
    misfit,
    mistyped,
    refuse,
    shown,
)
from .exact import exact, written
from .explain import Explanation
from .facts import MISSING, FactSpace
from .labels import Label, Text
from .outcomes import OUTCOME_FACTS, CountedBy, Outcome, Period, belongs, facts_at
from .sources import Absent, Parameter
from .tables import HitPolicy, Ruling, Table
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


EXCLUSIONS = Parameter("assessment.exclusions", Text("考评剔除", "exclusions"), Table)


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


def check_exclusions(table: Table[Any]) -> None:
    """
    Refuse a table that cannot say what is left out: it collects, and each row has a ground.

    Raises:
        AssessmentError: Another policy, or rows that give no ground and no `UNSET`. A ground is an
            `ExclusionGround` or a `Label` of the city's own.
    """
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
    need_outcomes(outcomes)
    check_exclusions(table)
    asked = FactSpace(tuple(f for f in table.space.facts if f.name in set(table.columns)))
    there = places_of(asked, table.space)
    here: dict[int, tuple[FactSpace, tuple[int, ...]]] = {}
    unsure: dict[str, int] = {}
    found: list[Excluded] = []
    faults = OutcomeFaults()
    tickets: dict[str, list[str]] = {}
    for number, each in enumerate(outcomes):
        if type(each) is not Outcome:
            faults.stranger(number, each)
            continue
        if by.required and getattr(each, by.field) is None:
            faults.undated(number, each, by)
        if not belongs(each, period, by, at):
            continue
        tickets.setdefault(each.unit, []).append(each.ticket)
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
    for unit, own_tickets in tickets.items():
        faults.repeated(unit, own_tickets)
    faults.refuse()
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
