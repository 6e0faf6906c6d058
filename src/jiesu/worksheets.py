"""
审计底稿: how each outcome of a period counts, row by row, and a sample that anybody can draw again.

A worksheet asks of each outcome the same tables that count a month, so that its lines add up to the
counts. Beside what another system says of the same tickets it shows where the two part. A sample
needs no random generator: it takes the first of each stratum by a digest of the seed and the item.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

import attrs

from .canonical import digest
from .errors import (
    AssessmentError,
    Fault,
    FrozenMap,
    InvalidValueError,
    JiesuError,
    SchemaError,
    did_you_mean,
    fail,
    fits,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .exact import is_count, no_count, plain, written
from .explain import Explanation
from .facts import AS, MISSING, Facts, FactSpace, say
from .labels import Label, Text
from .legal_time import instant
from .outcomes import CountedBy, Outcome, Period, facts_at
from .rates import ASIDE, EXCLUSIONS, MET, UNMET, ExclusionGround, Mark, Rate, in_period, left_out
from .scoring import Assessment
from .sources import UNSET, Absent, Citation
from .tables import Ruling, Table
from .tallies import (
    Scope,
    check_scopes,
    need_outcomes,
    places_of,
    say_scopes,
)

_NOT_PUBLIC = Text("计法未公布", "nobody published how")


class Standing(Label):
    """复核结论: how an outcome stands, in the assessment as a whole or in one rate."""

    COUNTED = "照常计入", "counted as usual"
    LEFT_OUT = "已剔除，不计入", "left out"
    UNSURE = "是否剔除未公布", "nobody published whether it is left out"
    UNSET = _NOT_PUBLIC.zh, _NOT_PUBLIC.en
    NO_ROW = "没有一行适用，或有几行同时适用", "no row answers, or several do"


class Difference(NamedTuple):
    """
    差异: what was recomputed less what was claimed.

    Attributes:
        numerator: In the numerator of the rate.
        denominator: In its denominator.
    """

    numerator: Fraction
    denominator: Fraction

    @property
    def none(self) -> bool:
        """Whether the two agree."""
        return not self.numerator and not self.denominator

    @property
    def text(self) -> Text:
        """The difference in words."""
        if self.none:
            return Text("一致", "none")
        top, bottom = (f"{'+' if each > 0 else ''}{plain(each)}" for each in self)
        return Text(f"分子 {top}，分母 {bottom}", f"numerator {top}, denominator {bottom}")


class Marked(NamedTuple):
    """
    How one outcome counts in one rate.

    Attributes:
        rate: The name of the rate.
        term: Its official term.
        standing: Whether a row says how it counts, and if none does, why.
        row: The row under which it falls; None where it is left out, or where there is none.
        grounds: 条款项: of the row, or of what leaves the rate open.
    """

    rate: str
    term: Text
    standing: Standing
    row: Ruling[Any] | None = None
    grounds: tuple[Citation, ...] = ()

    @property
    def mark(self) -> Mark | None:
        """How it counts; None where nothing says so. What is left out is no part of the rate."""
        if self.standing is Standing.LEFT_OUT:
            return ASIDE
        if self.standing is Standing.COUNTED and self.row is not None:
            mark: Mark = self.row.then
            return mark
        return None

    @property
    def numerator(self) -> Fraction:
        """What it adds to the numerator of the rate."""
        return (self.mark or ASIDE).adds[0]

    @property
    def denominator(self) -> Fraction:
        """What it adds to the denominator of the rate."""
        return (self.mark or ASIDE).adds[1]

    @property
    def text(self) -> Text:
        """How it counts, in words."""
        counted = self.mark if self.standing is Standing.COUNTED else None
        return self.standing.text if counted is None else counted.text


class Line(NamedTuple):
    """
    One line of a worksheet: an outcome, and how it counts.

    Attributes:
        ticket: 工单编号.
        unit: The unit.
        facts: The facts that the assessment reads, as they stand at the cut-off.
        standing: Whether it is assessed at all: `COUNTED`, `LEFT_OUT` or `UNSURE`.
        rows: Every row of the exclusions that holds of it, in order.
        marks: How it counts in each rate, in order.
        claimed: What somebody else says of each rate; None where nothing is said of the ticket.
    """

    ticket: str
    unit: str
    facts: Facts
    standing: Standing
    rows: tuple[Ruling[Any], ...]
    marks: tuple[Marked, ...]
    claimed: Mapping[str, Mark] | None = None

    def marked(self, rate: str) -> Marked:
        """
        How it counts in a rate.

        Raises:
            SchemaError: There is no such rate.
        """
        for each in self.marks:
            if each.rate == rate:
                return each
        raise SchemaError(_no_rate("rate", rate, [each.rate for each in self.marks]))

    def difference(self, rate: str) -> Difference | None:
        """
        Where the recomputed mark parts from the claimed one; None where one of the two is lacking.

        Raises:
            SchemaError: See `marked`.
        """
        mark = self.marked(rate).mark
        claimed = None if self.claimed is None else self.claimed.get(rate)
        if mark is None or claimed is None:
            return None
        (top, bottom), (other_top, other_bottom) = mark.adds, claimed.adds
        return Difference(top - other_top, bottom - other_bottom)

    @property
    def against(self) -> tuple[Marked, ...]:
        """The rates in which it counts for less than it might."""
        return tuple(each for each in self.marks if each.numerator < each.denominator)

    def explain(self, lang: str = "zh") -> Explanation:
        """How it counts and why, with the articles."""
        parts = [
            Explanation(
                Text(f"{row.id} {_ground(row).zh}", f"{row.id} {_ground(row).en}"),
                grounds=[ground.text for ground in row.grounds],
            )
            for row in self.rows
        ]
        for each in self.marks:
            row = f" {each.row.id}" if each.row else ""
            parts.append(
                Explanation(
                    Text(
                        f"{each.term.zh}{row}：{each.text.zh}",
                        f"{each.term.en}{row}: {each.text.en}",
                    ),
                    grounds=[ground.text for ground in each.grounds],
                )
            )
        says = Text(
            f"工单 {self.ticket}（{self.unit}）：{self.standing.zh}",
            f"Ticket {self.ticket} ({self.unit}): {self.standing.en}",
        )
        return Explanation(says, parts, lang=lang)


def _ground(row: Ruling[Any]) -> Text:
    """What a row of the exclusions makes of an outcome."""
    if isinstance(row.then, Absent):
        return _NOT_PUBLIC
    if row.then is ExclusionGround.COUNTED:
        return ExclusionGround.COUNTED.text
    return Text(f"剔除（{row.then.zh}）", f"left out ({row.then.en})")


@attrs.frozen(repr=False)
class Worksheet:
    """
    审计底稿: the outcomes of a period, and how each of them counts.

    Attributes:
        scope: Of which period, counted by which instant, as known when.
        lines: A line per outcome of the period, in the order in which they were given.
        exclusions: 考评剔除; None where nothing is left out.
        rates: The rates.
        open_grounds: 依据 of what leaves the exclusions open as a whole.
        compared: Whether it was held against what somebody else claims.
        unmatched: Claims for which there is no outcome in the period: (ticket, unit), and what is
            claimed.

    Raises:
        AssessmentError: A field of another type, or a line that is not marked for these rates.
    """

    scope: Scope
    lines: tuple[Line, ...] = attrs.field(converter=tupled)
    exclusions: Table[Any] | None
    rates: tuple[Rate, ...] = attrs.field(converter=tupled)
    open_grounds: tuple[Citation, ...] = attrs.field(default=(), converter=tupled)
    compared: bool = False
    unmatched: tuple[tuple[tuple[str, str], Mapping[str, Mark]], ...] = attrs.field(
        default=(), converter=tupled
    )

    def __attrs_post_init__(self) -> None:
        faults = mistyped("worksheet", self, exclusions=Table | None, compared=bool)
        faults += misfits("worksheet.rates", self.rates, Rate)
        faults += misfits("worksheet.open_grounds", self.open_grounds, Citation)
        refuse(AssessmentError, faults)
        check_scopes("worksheet.scope", (self.scope,))
        names = [rate.name for rate in self.rates]
        tables = [self.exclusions, *(rate.table for rate in self.rates)]
        read = {name for table in tables if table is not None for name in table.columns}
        # Lines of one profile share their marks, by identity: they are looked at once.
        sound: set[tuple[int, ...]] = set()
        for place, line in enumerate(self.lines):
            path = f"worksheet.lines[{place}]"
            if not isinstance(line, Line):
                faults.append(misfit(path, line, Line))
                continue
            if not _is_key(line[:2]):
                faults += mistyped(path, line, ticket=str, unit=str)
            if line.claimed is not None:
                faults += _claim_faults(f"{path}.claimed", line.claimed, names)
            profile = id(line.facts), id(line.standing), id(line.rows), id(line.marks)
            if profile not in sound:
                faults += _line_faults(path, line, names, read)
                sound.add(profile)
        for place, each in enumerate(self.unmatched):
            path = f"worksheet.unmatched[{place}]"
            if not (type(each) is tuple and len(each) == 2 and _is_key(each[0])):
                faults.append(wrong_type(path, each, _KEY))
                continue
            faults += _claim_faults(path, each[1], names)
        refuse(AssessmentError, faults)

    def __len__(self) -> int:
        return len(self.lines)

    def __repr__(self) -> str:
        return f"Worksheet({len(self.lines)} lines, {len(self.rates)} rates)"

    def of(self, unit: str) -> tuple[Line, ...]:
        """The lines of a unit; none where it has none."""
        return tuple(line for line in self.lines if line.unit == unit)

    def differing(self, rate: str | None = None) -> tuple[Line, ...]:
        """
        The lines that part from what was claimed, in one rate or in any.

        Raises:
            SchemaError: There is no such rate.
        """
        names = [each.name for each in self.rates]
        if rate is not None and rate not in names:
            raise SchemaError(_no_rate("rate", rate, names))
        wanted = names if rate is None else [rate]
        return tuple(
            line
            for line in self.lines
            if any(found and not found.none for found in map(line.difference, wanted))
        )

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per rule asked: of the exclusions, then of each rate; in Chinese."""
        # Lines of one profile share what is said of them, by identity: it is put into words once.
        said_of: dict[tuple[int, ...], list[_Said]] = {}
        rows = []
        for line in self.lines:
            key = id(line.facts), id(line.rows), id(line.marks)
            if key not in said_of:
                said_of[key] = list(self._said(line))
            for said, marked in said_of[key]:
                compared = ("", "") if marked is None else self._compared(line, marked)
                rows.append(_row(line.ticket, line.unit, *said, *compared))
        for (ticket, unit), claimed in self.unmatched:
            terms = {rate.name: rate.term.zh for rate in self.rates}
            claims = "；".join(f"{terms[name]}：{mark.text.zh}" for name, mark in claimed.items())
            absent = "不在本期考评对象之内"
            rows.append(_row(ticket, unit, "", "", "", absent, claims, "复核所无"))
        return rows

    def _said(self, line: Line) -> Iterator["_Said"]:
        """Rule, articles, facts and result of each rule that was asked of a line."""
        term, facts = EXCLUSIONS.term.zh, _told(line.facts, self.exclusions)
        for row in line.rows:
            yield (f"{term} {row.id}", _cited(row.grounds), facts, _ground(row).zh), None
        if not line.rows:
            yield (term, _cited(self.open_grounds), facts, line.standing.zh), None
        for rate, each in zip(self.rates, line.marks, strict=True):
            rule = f"{each.term.zh} {each.row.id}" if each.row else each.term.zh
            facts = _told(line.facts, rate.table)
            yield (rule, _cited(each.grounds), facts, each.text.zh), each

    def _compared(self, line: Line, marked: Marked) -> tuple[str, str]:
        """What was claimed, and the difference, in words."""
        if not self.compared:
            return "", ""
        claimed = None if line.claimed is None else line.claimed.get(marked.rate)
        if claimed is None:
            return "未载", "原结果未载"
        difference = line.difference(marked.rate)
        return claimed.text.zh, "无从比较" if difference is None else difference.text.zh

    def explain(self, lang: str = "zh") -> Explanation:
        """What was recomputed, what it comes to, what nobody published, and what differs."""
        number = Counter(line.standing for line in self.lines)
        said = [(each, number[each]) for each in Standing if number[each]]
        parts = [
            *(Explanation(text) for text in say_scopes((self.scope,))),
            Explanation(
                Text(
                    "，".join(f"{each.zh} {count} 件次" for each, count in said) or "没有考评对象",
                    ", ".join(f"{each.en}: {count}" for each, count in said) or "no outcomes",
                ),
                grounds=[ground.text for ground in self.open_grounds],
            ),
            *(Explanation(self._rate_text(place)) for place in range(len(self.rates))),
        ]
        if self.compared:
            parts.append(self._claims_part())
        says = Text(
            f"审计底稿（{len(self.lines)} 件次）", f"Audit worksheet ({len(self.lines)} outcomes)"
        )
        return Explanation(says, parts, lang=lang)

    def _rate_text(self, place: int) -> Text:
        marks = [line.marks[place] for line in self.lines]
        term = self.rates[place].term
        top = plain(sum((each.numerator for each in marks), Fraction(0)))
        bottom = plain(sum((each.denominator for each in marks), Fraction(0)))
        number = Counter(each.standing for each in marks)
        open_ = [
            (each, number[each])
            for each in (Standing.UNSURE, Standing.UNSET, Standing.NO_ROW)
            if number[each]
        ]
        zh = "".join(f"，另有 {count} 件次{each.zh}" for each, count in open_)
        en = "".join(f"; {count} more: {each.en}" for each, count in open_)
        return Text(
            f"{term.zh}：分子 {top}，分母 {bottom}{zh}",
            f"{term.en}: numerator {top}, denominator {bottom}{en}",
        )

    def _claims_part(self) -> Explanation:
        parts = []
        for rate in self.rates:
            found = [line.difference(rate.name) for line in self.lines]
            held = [each for each in found if each is not None]
            differ = [each for each in held if not each.none]
            total = Difference(
                sum((each.numerator for each in differ), Fraction(0)),
                sum((each.denominator for each in differ), Fraction(0)),
            )
            zh = f"{rate.term.zh}：可比 {len(held)} 件次，不一致 {len(differ)} 件次"
            en = f"{rate.term.en}: {len(held)} compared, {len(differ)} differ"
            if differ:
                zh += f"，合计差异：{total.text.zh}"
                en += f"; in sum: {total.text.en}"
            parts.append(Explanation(Text(zh, en)))
        silent = sum(line.claimed is None for line in self.lines)
        parts.append(
            Explanation(
                Text(
                    f"原结果未载的 {silent} 件次；原结果有而不在本期考评对象之内的"
                    f" {len(self.unmatched)} 件次",
                    f"not claimed: {silent}; claimed and not in the period: {len(self.unmatched)}",
                )
            )
        )
        return Explanation(Text("与原结果比较", "Compared with what was claimed"), parts)

    def _repr_html_(self) -> str:
        return self.explain().html()


def _line_faults(path: str, line: Line, rates: list[str], read: set[str]) -> list[Fault]:
    """What a line says of its profile that is of another type, or of other rates."""
    kinds = {"facts": Facts, "standing": Standing, "rows": tuple, "marks": tuple}
    faults = mistyped(path, line, **kinds)
    if faults:
        return faults
    faults += misfits(f"{path}.rows", line.rows, Ruling)
    faults += misfits(f"{path}.marks", line.marks, Marked)
    if faults:
        return faults
    for place, row in enumerate(line.rows):
        if not isinstance(row.then, Label | Absent):
            faults.append(misfit(f"{path}.rows[{place}].then", row.then, Label))
    for name in sorted(read - set(line.facts.space.names)):
        what = Text("没有规则要用的事实", "a fact that the rules read is not there")
        faults.append(Fault(f"{path}.facts", what, name))
    if [each.rate for each in line.marks] != rates:
        what = Text("与各率不符", "not marked for these rates")
        faults.append(Fault(f"{path}.marks", what, shown([each.rate for each in line.marks])))
    for place, each in enumerate(line.marks):
        own = f"{path}.marks[{place}]"
        faults += mistyped(
            own, each, term=Text, standing=Standing, row=Ruling | None, grounds=tuple
        )
        if isinstance(each.grounds, tuple):
            faults += misfits(f"{own}.grounds", each.grounds, Citation)
        counted = each.standing is Standing.COUNTED
        if isinstance(each.row, Ruling) and counted and not isinstance(each.row.then, Mark):
            faults.append(misfit(f"{own}.row.then", each.row.then, Mark))
    return faults


def _claim_faults(path: str, claimed: object, rates: list[str]) -> list[Fault]:
    """What is claimed of a ticket and is no mark, or of no rate."""
    if not isinstance(claimed, Mapping):
        return [misfit(path, claimed, Mapping)]
    faults = [_no_rate(path, name, rates) for name in claimed if name not in rates]
    return faults + misfits(path, claimed.values(), Mark)


def _is_key(key: object) -> bool:
    """Whether it is a ticket and a unit."""
    return type(key) is tuple and len(key) == 2 and all(type(each) is str for each in key)


_KEY = Text("（工单编号，单位编号）", "(ticket, unit)")
_Said = tuple[tuple[str, str, str, str], Marked | None]
_COLUMNS = ("工单", "单位", "规则", "条款项", "事实", "复核结果", "原结果", "差异")


def _row(*cells: str) -> dict[str, str]:
    return dict(zip(_COLUMNS, cells, strict=True))


def _cited(grounds: Iterable[Citation]) -> str:
    return "；".join(ground.text.zh for ground in grounds)


def _told(facts: Facts, table: Table[Any] | None) -> str:
    """The facts that a table reads, in words; what is missing, and what it is read as."""
    words = []
    for name in table.columns if table is not None else ():
        fact, value = facts.space.facts[facts.space.index(name)], facts.get(name)
        said = say(value).zh
        if value is MISSING and isinstance(fact.missing, AS):
            said += f"（视为{say(fact.missing.value).zh}）"
        words.append(f"{fact.term.zh}：{said}")
    return "；".join(words)


def _no_rate(path: str, name: object, known: Iterable[str]) -> Fault:
    what = Text("没有这个率", "there is no such rate")
    return Fault(path, what, shown(name), remedy=did_you_mean(name, known))


# ------------------------------------------------------------------ from outcomes to lines


def worksheet(
    outcomes: Iterable[Outcome],
    assessment: Assessment,
    period: Period,
    at: datetime,
    by: CountedBy | None = None,
    *,
    claimed: Mapping[tuple[str, str], Mapping[str, object]] | None = None,
) -> Worksheet:
    """
    How each outcome of a period counts, through the tables that count them all.

    The lines add up to `jiesu.counts.count` of the tally of the same outcomes. What nobody published
    stops neither the line nor the worksheet: the line says so.

    Args:
        outcomes: Any iterable, read once.
        assessment: What a rulebook says; see `Hotline.assessment`.
        period: Which of them belong in it.
        at: 截止时点, aware: what was closed or rated later is not known yet.
        by: 计入时点; default: the period's, or the rulebook's.
        claimed: What somebody else's system says, by (ticket, unit) and rate: True or False, None
            for what is no part of the rate, the exact credit, or a `Mark`.

    Raises:
        UnsetError: Neither the period nor the rules say by which instant a ticket is counted.
        AssessmentError: What is no outcome, or lacks that instant; claims that are none.
        DuplicateOutcomeError: A ticket that stands twice for one unit in the period.
        SchemaError: Outcomes that lack a fact; a claim of a rate that there is not.

    Example:
        >>> from datetime import date
        >>> from jiesu import MISSING, OUTCOME_FACTS, Rank, Row, Rulebook, Source
        >>> from jiesu import beijing_time, outcome_facts
        >>> from jiesu.scoring import RESPONSE
        >>> day = date(2026, 1, 1)
        >>> text = Source(
        ...     id="imaginary",
        ...     title="虚拟市考评办法",
        ...     title_en="Imaginary City, rules",
        ...     rank=Rank.POLICY,
        ...     published=day,
        ...     since=day,
        ... )
        >>> table = Table(
        ...     RESPONSE.path,
        ...     OUTCOME_FACTS,
        ...     [
        ...         Row("R1", {"responded": True}, MET, (text.cite("3-1"),)),
        ...         Row("R2", {"responded": (False, MISSING)}, UNMET, (text.cite("3-2"),)),
        ...     ],
        ... )
        >>> rulebook = Rulebook.of("imaginary", day, {RESPONSE: table}, text.cite("3"))
        >>> closed = beijing_time(2026, 3, 9)
        >>> one = Outcome("1", "a", outcome_facts(responded=True), closed_at=closed)
        >>> sheet = worksheet(
        ...     [one],
        ...     Assessment.of(rulebook.provisions),
        ...     Period.month(2026, 3, CountedBy.CLOSED),
        ...     beijing_time(2026, 4, 1),
        ...     claimed={("1", "a"): {"response": False}},
        ... )
        >>> row = sheet.to_rows()[1]
        >>> row["规则"], row["复核结果"], row["原结果"], row["差异"]
        ('响应率 R1', '计入分母和分子', '只计入分母', '分子 +1，分母 0')
    """
    need_outcomes(outcomes)
    faults = [
        misfit(path, value, kind)
        for path, value, kind in (
            ("assessment", assessment, Assessment),
            ("period", period, Period),
            ("by", by, CountedBy | None),
            ("claimed", claimed, Mapping | None),
        )
        if not fits(value, kind)
    ]
    refuse(AssessmentError, faults)
    moment = instant(at, "at")
    counted_by = assessment.need_counted_by(period.by if by is None else by)
    judge = _Judge(assessment)
    claims = _claims(claimed or {}, [rate.name for rate in judge.rates])
    left = dict(claims)
    lines: list[Line] = []
    for each in in_period(outcomes, period, counted_by, moment):
        claim = left.pop((each.ticket, each.unit), None)
        lines.append(Line(each.ticket, each.unit, *judge.judged(each, moment), claim))
    return Worksheet(
        Scope(period.start, period.end, counted_by, moment),
        tuple(lines),
        judge.exclusions,
        judge.rates,
        judge.open_grounds,
        claimed is not None,
        tuple(left.items()),
    )


_Judgement = tuple[Facts, Standing, tuple[Ruling[Any], ...], tuple[Marked, ...]]


class _Judge:
    """The tables of an assessment, and what they said of each profile of facts: each is asked once."""

    def __init__(self, assessment: Assessment) -> None:
        said = assessment.exclusions
        self.exclusions: Table[Any] | None = None
        self.open_grounds: tuple[Citation, ...] = ()
        if said is not None and said.value is UNSET:
            self.open_grounds = said.citations
        else:
            self.exclusions = assessment.exclusion_table()
        unset = assessment.unset
        self.rates = (
            *assessment.rates,
            *(Rate(name, parameter.term) for name, (parameter, _) in unset.items()),
        )
        self._unset = {name: provision.citations for name, (_, provision) in unset.items()}
        self._facts = assessment.facts
        self._places: dict[int, tuple[FactSpace, tuple[int, ...]]] = {}
        self._known: dict[tuple[Hashable, ...], _Judgement] = {}
        self._ask = [self._asker(rate.table) for rate in self.rates]
        self._ask_exclusions = self._asker(self.exclusions)

    def _asker(self, table: Table[Any] | None) -> Callable[[tuple[Hashable, ...]], Any] | None:
        """What asks a table of the values of the facts that the assessment reads."""
        if table is None:
            return None
        moves = [(table.space.index(n), self._facts.index(n)) for n in table.columns]
        blank: list[Hashable] = [MISSING] * len(table.space.facts)

        def ask(values: tuple[Hashable, ...]) -> Any:
            whole = blank.copy()
            for there, here in moves:
                whole[there] = values[here]
            return table.answer(whole)

        return ask

    def judged(self, outcome: Outcome, at: datetime) -> _Judgement:
        """What the tables say of an outcome as it stands at the cut-off."""
        space = outcome.facts.space
        if id(space) not in self._places:  # kept with its space, or another might take its id
            self._places[id(space)] = space, places_of(self._facts, space)
        own = facts_at(outcome, at)
        values = tuple(own[place] for place in self._places[id(space)][1])
        if values not in self._known:
            self._known[values] = self._judge(values)
        return self._known[values]

    def _judge(self, values: tuple[Hashable, ...]) -> _Judgement:
        rows = () if self._ask_exclusions is None else self._ask_exclusions(values)
        out, open_rows = left_out(rows)
        standing = Standing.COUNTED
        if out:
            standing = Standing.LEFT_OUT
        elif open_rows or self.open_grounds:
            standing = Standing.UNSURE
        marks = tuple(
            self._mark(rate, ask, standing, values)
            for rate, ask in zip(self.rates, self._ask, strict=True)
        )
        return Facts(self._facts, values), standing, rows, marks

    def _mark(
        self,
        rate: Rate,
        ask: Callable[[tuple[Hashable, ...]], Any] | None,
        standing: Standing,
        values: tuple[Hashable, ...],
    ) -> Marked:
        name, term = rate.name, rate.term
        if standing is Standing.LEFT_OUT:
            return Marked(name, term, standing)
        if ask is None:
            return Marked(name, term, Standing.UNSET, None, self._unset.get(name, ()))
        row = ask(values)
        if row is None:
            return Marked(name, term, Standing.NO_ROW)
        if isinstance(row.then, Absent):
            standing = Standing.UNSET
        return Marked(name, term, standing, row, row.grounds)


def _claims(
    claimed: Mapping[Any, Any], rates: Iterable[str]
) -> dict[tuple[str, str], Mapping[str, Mark]]:
    """What is claimed, each as a mark; refuses all that is none, at once."""
    known = tuple(rates)
    made: dict[tuple[str, str], Mapping[str, Mark]] = {}
    faults: list[Fault] = []
    strangers: list[Fault] = []
    for key, given in claimed.items():
        path = f"claimed[{shown(key)}]"
        if not _is_key(key):
            faults.append(wrong_type(path, key, _KEY))
            continue
        if not isinstance(given, Mapping):
            faults.append(misfit(path, given, Mapping))
            continue
        marks: dict[str, Mark] = {}
        for name, value in given.items():
            if name not in known:
                strangers.append(_no_rate(path, name, known))
                continue
            try:
                marks[name] = _claimed(value)
            except JiesuError as error:
                faults += [attrs.evolve(f, path=f"{path}.{name}") for f in error.faults]
        made[key] = FrozenMap(marks)
    refuse(AssessmentError, faults)
    refuse(SchemaError, strangers)
    return made


def _claimed(value: Any) -> Mark:
    if isinstance(value, Mark):
        return value
    if value is None:
        return ASIDE
    if isinstance(value, bool):
        return MET if value else UNMET
    return Mark(value)


# ------------------------------------------------------------------ a sample


class Stratum(NamedTuple):
    """
    一层 of a sample.

    Attributes:
        name: Its name.
        population: How many items of the list it has.
        quota: Its exact share of the sample.
        taken: How many are drawn.
    """

    name: str
    population: int
    quota: Fraction
    taken: int


class Picked(NamedTuple):
    """
    An item that was drawn.

    Attributes:
        stratum: The name of its stratum.
        key: By what it is known.
        order: The digest by which the items of a stratum stand in order.
        row: The item itself.
    """

    stratum: str
    key: str
    order: str
    row: Any


ALGORITHM = Text(
    "各件按“种子、换行、编号”之 UTF-8 字节的 SHA-256 摘要（十六进制）由小到大排列，每层取前若干件；"
    "各层件数按所占比例以最大余数法分配，余数相同的，层名（按字符编码）在前者先得",
    "items stand in order of the SHA-256 digest (in hexadecimals) of the UTF-8 bytes of seed, line "
    "feed, key, and the first of each stratum are taken; each stratum gets its share by largest "
    "remainders, of equal ones first the name that comes first by code points",
)
_EVERY = Text(
    "份额不足一件的层先各取一件，其余再按比例分配",
    "a stratum whose share is below one gets one first, the rest is shared among the others",
)


@attrs.frozen(repr=False)
class Sample:
    """
    抽样: what was drawn from a list, and all that is needed to draw it again.

    Attributes:
        seed: 种子, as text.
        strata: The strata, in order of their names.
        drawn: What was drawn, stratum by stratum, in order of the digests.
        every_stratum: Whether each stratum got one at least.

    Raises:
        InvalidValueError: A field of another type.
        AssessmentError: A number of items that is none.
    """

    seed: str
    strata: tuple[Stratum, ...] = attrs.field(converter=tupled)
    drawn: tuple[Picked, ...] = attrs.field(converter=tupled)
    every_stratum: bool = False

    def __attrs_post_init__(self) -> None:
        faults = mistyped("sample", self, seed=str, every_stratum=bool)
        faults += misfits("sample.strata", self.strata, Stratum)
        faults += misfits("sample.drawn", self.drawn, Picked)
        refuse(InvalidValueError, faults)
        numbers: list[Fault] = []
        for place, each in enumerate(self.strata):
            path = f"sample.strata[{place}]"
            faults += mistyped(path, each, name=str, quota=Fraction)
            numbers += [
                no_count(f"{path}.{name}", number)
                for name, number in (("population", each.population), ("taken", each.taken))
                if not is_count(number)
            ]
        for place, one in enumerate(self.drawn):
            faults += mistyped(f"sample.drawn[{place}]", one, stratum=str, key=str, order=str)
        refuse(InvalidValueError, faults)
        refuse(AssessmentError, numbers)

    def __len__(self) -> int:
        return len(self.drawn)

    def __repr__(self) -> str:
        return f"Sample({len(self.drawn)} of {self.population}, {len(self.strata)} strata)"

    @property
    def rows(self) -> tuple[Any, ...]:
        """The items that were drawn."""
        return tuple(each.row for each in self.drawn)

    @property
    def population(self) -> int:
        """How many items the list had."""
        return sum(each.population for each in self.strata)

    def explain(self, lang: str = "zh") -> Explanation:
        """How it was drawn: seed, algorithm, strata."""
        how = [Explanation(ALGORITHM), *([Explanation(_EVERY)] if self.every_stratum else [])]
        strata = [
            Explanation(
                Text(
                    f"{each.name}：{each.population} 件，份额 {written(each.quota)}，抽取 {each.taken} 件",
                    f"{each.name}: {each.population}, share {written(each.quota)}, taken {each.taken}",
                )
            )
            for each in self.strata
        ]
        parts = [
            Explanation(Text(f"种子：{self.seed}", f"Seed: {self.seed}")),
            Explanation(Text("抽取方法", "Algorithm"), how),
            Explanation(Text(f"分层（{len(strata)} 层）", f"Strata ({len(strata)})"), strata),
        ]
        says = Text(
            f"从 {self.population} 件中抽取 {len(self.drawn)} 件",
            f"{len(self.drawn)} drawn from {self.population}",
        )
        return Explanation(says, parts, lang=lang)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """A flat row per item drawn, in Chinese."""
        return [
            {"序号": number, "层": each.stratum, "编号": each.key, "摘要": each.order}
            for number, each in enumerate(self.drawn, 1)
        ]


Read = Callable[[Any], object] | str
"""How something is read of an item: a function, the name of a column, or of an attribute."""


def sample(
    rows: Iterable[Any],
    size: int,
    seed: str | int,
    strata: Read | None = None,
    *,
    key: Read | None = None,
    every_stratum: bool = False,
) -> Sample:
    """
    A stratified sample of a list that anybody can draw again; no random generator is asked.

    It does not depend on the order of the list. The same seed with a larger size goes on where the
    smaller one stopped, stratum by stratum; only the largest remainders may give a small stratum
    one fewer than before.

    Args:
        rows: The list: flat rows, lines of a worksheet (``sheet.lines``: its ``to_rows`` has a row for
            each rule), texts.
        size: How many to draw.
        seed: Any text or whole number, which is best fixed in public before the list is closed.
        strata: How the stratum of an item is read: a text, a label or a whole number; default: one
            stratum.
        key: By what an item is known, all different: as `strata`. Default: a text itself, a line by
            its ticket and unit, anything else by its digest.
        every_stratum: Whether each stratum gets one at least, if the size allows.

    Raises:
        AssessmentError: A size beyond the list, or two items of one key.
        InvalidValueError: A stratum or key that cannot be read.

    Example:
        >>> lines = [{"工单": str(n), "单位": "ab"[n % 2]} for n in range(10)]
        >>> drawn = sample(lines, 4, "2026-03", "单位", key="工单")
        >>> [(each.name, each.population, each.taken) for each in drawn.strata]
        [('a', 5, 2), ('b', 5, 2)]
        >>> drawn == sample(lines[::-1], 4, "2026-03", "单位", key="工单")
        True
    """
    items = tupled(rows)
    faults = [
        misfit(path, value, kind)
        for path, value, kind in (
            ("seed", seed, str | int),
            ("strata", strata, Callable | str | None),
            ("key", key, Callable | str | None),
            ("every_stratum", every_stratum, bool),
        )
        if not fits(value, kind) or (path == "seed" and isinstance(value, bool))
    ]
    refuse(InvalidValueError, faults)
    if not is_count(size):
        raise AssessmentError(no_count("size", size))
    if size > len(items):
        what = Text("样本多于名单", "the sample is larger than the list")
        fail(AssessmentError, "size", what, value=str(size), expected=_most(len(items)))
    seeded = seed if isinstance(seed, str) else written(seed)
    by_stratum: dict[str, list[Picked]] = {}
    seen: set[str] = set()
    for place, row in enumerate(items):
        path = f"rows[{place}]"
        stratum = "全部" if strata is None else _read(row, strata, path)
        known = _key(row) if key is None else _read(row, key, path)
        if known in seen:
            what = Text("两件编号相同", "two items of one key")
            mend = Text(
                "请去重，或以 key= 另指编号", "leave one out, or name a key that tells them"
            )
            faults.append(Fault(path, what, shown(known), remedy=mend))
        seen.add(known)
        order = hashlib.sha256(f"{seeded}\n{known}".encode("utf-8", "surrogatepass")).hexdigest()
        by_stratum.setdefault(stratum, []).append(Picked(stratum, known, order, row))
    refuse(AssessmentError, faults)
    populations = {name: len(by_stratum[name]) for name in sorted(by_stratum)}
    every = every_stratum and size >= len(populations)
    taken = _allocated(populations, size, every=every)
    return Sample(
        seeded,
        tuple(
            Stratum(name, number, Fraction(size * number, len(items)), taken[name])
            for name, number in populations.items()
        ),
        tuple(
            each
            for name in populations
            for each in sorted(by_stratum[name], key=lambda d: (d.order, d.key))[: taken[name]]
        ),
        every,
    )


def _most(number: int) -> Text:
    return Text(f"不超过 {number}", f"{number} at most")


def _key(row: Any) -> str:
    """What tells an item of a list: a line is known by its ticket and unit, whatever the rules."""
    if isinstance(row, Line):
        return f"{row.ticket} / {row.unit}"
    return row if type(row) is str else digest(row)


def _read(row: Any, how: Read, path: str) -> str:
    """What is read of an item, as text."""
    try:
        if isinstance(how, str):
            found = row[how] if isinstance(row, Mapping) else getattr(row, how)
        else:
            found = how(row)
    except Exception as error:  # the caller's function, or a column that the row lacks
        what = Text("读不出", f"cannot be read ({type(error).__name__})")
        raise InvalidValueError(Fault(path, what, shown(how))) from error
    if isinstance(found, Label):
        return found.zh
    if type(found) is int:
        return written(found)
    if type(found) is not str:
        expected = Text("文本、标签或整数", "a text, a label or a whole number")
        raise InvalidValueError(wrong_type(f"{path}.{shown(how)}", found, expected))
    return found


def _allocated(populations: Mapping[str, int], size: int, *, every: bool) -> dict[str, int]:
    """
    How many each stratum gets, by largest remainders.

    With *every*, those whose share is below one get one first. That leaves less for the others, so
    their shares are looked at again, until none of them is below one.
    """
    got: dict[str, int] = {}
    while True:
        rest = {name: number for name, number in populations.items() if name not in got}
        left, whole = size - len(got), sum(rest.values())
        small = [name for name, number in rest.items() if left * number < whole]
        if not every or not small:
            break
        got |= dict.fromkeys(small, 1)
    shares = {name: divmod(left * number, whole) for name, number in rest.items()}
    over = left - sum(share for share, _ in shares.values())
    first = sorted(rest, key=lambda name: (-shares[name][1], name))[:over]
    return got | {name: share + (name in first) for name, (share, _) in shares.items()}
