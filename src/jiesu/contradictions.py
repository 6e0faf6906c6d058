"""
疑点: published figures that contradict each other, whatever was counted.

Parts and totals, identities, ranges, scores against the published rates, ranks against the scores.
Only what can be right under none of the readings is a finding.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs

from .counts import NOT_ASSESSED, NotAssessed
from .errors import (
    AssessmentError,
    Fault,
    mapped,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
)
from .exact import Bounds, Rounding, RoundingPoint, rounded, written
from .formulas import Formula
from .labels import Label, Text
from .published import RANK, SCORE, Figure, Published
from .readings import Dimension, Inputs, Reading

_HUNDRED = 100


@attrs.frozen
class Identity:
    """
    勾稽关系: columns that come to the same when they are added up.

    Attributes:
        name: What it is called.
        left: Columns.
        right: Columns.

    Example:
        >>> CARRIED_OVER.name.zh
        '结转+新增=办结+在办+超期'
    """

    name: Text
    left: tuple[str, ...] = attrs.field(converter=tupled)
    right: tuple[str, ...] = attrs.field(converter=tupled)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("identity", self, name=Text)
        faults += misfits("identity.columns", self.columns, str)
        if not self.left or not self.right:
            what = Text("两边都须有列", "both sides need columns")
            faults.append(Fault("identity", what, shown(self.columns)))
        refuse(AssessmentError, faults)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of both sides."""
        return (*self.left, *self.right)


CARRIED_OVER = Identity(
    Text(
        "结转+新增=办结+在办+超期", "carried over + new = finished + open within limit + overdue"
    ),
    ("carried_over", "new"),
    ("finished", "open", "overdue"),
)
"""结转与新增之和等于办结、在办（未到期）与超期未办结之和."""


class FindingKind(Label):
    """矛盾的种类: how published figures contradict each other, or themselves."""

    PARTS = "分项之和与合计不符", "the parts do not add up to the total"
    IDENTITY = "勾稽关系不成立", "an identity does not hold"
    LACKING = "缺项，不能核对", "figures are missing, so that it cannot be checked"
    RANGE = "超出应有范围", "outside its range"
    SCORE = "得分与所公布的各率不符", "the published rates do not give the score"
    RANK = "名次与所公布的得分矛盾", "the ranks contradict the published scores"


@attrs.frozen
class Finding:
    """
    疑点: a contradiction within the published figures.

    Attributes:
        kind: Of which kind.
        unit: Of which unit; empty where it is of the whole table.
        what: What contradicts what.
        figures: Column, or unit, to the figure as printed.
    """

    kind: FindingKind
    unit: str
    what: Text
    figures: Mapping[str, str] = attrs.field(factory=dict, converter=mapped)

    def __attrs_post_init__(self) -> None:
        kinds = {"kind": FindingKind, "what": Text, "figures": Mapping}
        refuse(AssessmentError, mistyped("finding", self, unit=str, **kinds))
        each = (*self.figures, *self.figures.values())
        refuse(AssessmentError, misfits("finding.figures", each, str))


def contradictions(
    published: Published | Mapping[str, Mapping[str, Any]],
    candidates: Iterable[Reading] = (),
    *,
    rates: Iterable[str] = (),
    terms: Mapping[str, Text] | None = None,
    identities: Iterable[Identity] = (CARRIED_OVER,),
    findings: Mapping[str, Mapping[str, int]] | None = None,
    figures: Mapping[str, Mapping[str, Any]] | None = None,
    base: Mapping[str, Mapping[str, Any]] | None = None,
) -> tuple[Finding, ...]:
    """
    Where published figures contradict each other, whatever was counted.

    Parts that do not add up to the total row (whole numbers only: rates and scores do not add up);
    identities; rates outside 0 to 100 %; a score that the published rates give under none of the
    formulas, each rate taken as anything that rounds to what was printed; ranks against scores.

    Args:
        published: Unit to column to the figure as printed; see `Published`.
        candidates: Readings whose rates, formulas and roundings are tried.
        rates: More columns that are rates.
        terms: Column to its official term, where the table has no heading of its own.
        identities: 勾稽关系 that the published volumes have to meet; one of which the table has
            no column on a side is passed over.
        findings: 查实情况 by unit, for formulas that deduct or add points; see `Formula.evaluate`.
        figures: Figures by unit, for formulas that read any.
        base: Rates and figures of the base period by unit, for formulas that read growth.

    Raises:
        InexactNumberError: Published cells that are no figures as printed.
        AssessmentError: Another argument that is none.

    Example:
        >>> table = Published(
        ...     {"a": {"total": 12}, "b": {"total": 9}, "合计": {"total": 20}}, total="合计"
        ... )
        >>> [(each.kind.zh, each.what.zh) for each in contradictions(table)]
        [('分项之和与合计不符', '计入件数：各单位之和 21，合计行 20')]
    """
    table = published if isinstance(published, Published) else Published(published)
    tried: tuple[Reading, ...] = tupled(candidates)
    refuse(AssessmentError, misfits("candidates", tried, Reading))
    more_rates, stated = tupled(rates), tupled(identities)
    refuse(AssessmentError, misfits("rates", more_rates, str))
    refuse(AssessmentError, misfits("identities", stated, Identity))
    more = Inputs(findings, figures, base)
    named = {rate.name: rate.term for reading in tried for rate in reading.rates}
    known = {**named, **_terms(terms)}
    known_rates = {*named, *more_rates}.union(
        *(reading.formula.rates for reading in tried if reading.formula)
    )
    return (
        *_sums(table, known_rates, known),
        *(each for identity in stated for each in _identity(table, identity, known)),
        *_ranges(table, known_rates, known),
        *_scores(table, tried, more),
        *_rank_order(table),
    )


def _terms(terms: object) -> Mapping[str, Text]:
    if terms is None:
        return {}
    if not isinstance(terms, Mapping):
        raise AssessmentError(misfit("terms", terms, Mapping))
    refuse(AssessmentError, misfits("terms", terms, str) + misfits("terms", terms.values(), Text))
    return terms


def _number(row: Mapping[str, Figure], column: str) -> Fraction | None:
    """The number printed; None where there is none."""
    value = row[column].value if column in row else None
    return value if isinstance(value, Fraction) else None


def _sums(table: Published, rates: set[str], terms: Mapping[str, Text]) -> Iterator[Finding]:
    """Volumes of the units against those of the total row."""
    if table.total is None:
        return
    whole = table.units[table.total]
    for column, printed in whole.items():
        cells = [table.units[unit].get(column) for unit in table.listed]
        given = [each for each in cells if each is not None]
        if column in {SCORE, RANK, *rates} or not all(map(_is_volume, (printed, *given))):
            continue
        term = table.term(column, terms)
        if len(given) < len(cells):
            lacking = [unit for unit in table.listed if column not in table.units[unit]]
            zh, en = "、".join(map(table.name, lacking)), ", ".join(map(table.name, lacking))
            yield Finding(
                FindingKind.LACKING,
                "",
                Text(f"{term.zh}：缺 {zh} 的数", f"{term.en}: no figure of {en}"),
                {table.total: printed.text},
            )
            continue
        numbers = [each.value for each in given if isinstance(each.value, Fraction)]
        added = sum(numbers, Fraction(0))
        if added != printed.value:
            yield Finding(
                FindingKind.PARTS,
                table.total,
                Text(
                    f"{term.zh}：各单位之和 {written(added)}，合计行 {printed.text}",
                    f"{term.en}: the units add up to {written(added)}, the total row says "
                    f"{printed.text}",
                ),
                {unit: row[column].text for unit, row in table.units.items()},
            )


def _is_volume(figure: Figure) -> bool:
    """Whether it is a whole number of things, which adds up."""
    return isinstance(figure.value, Fraction) and not figure.per_cent and not figure.places


def _identity(
    table: Published, identity: Identity, terms: Mapping[str, Text]
) -> Iterator[Finding]:
    """An identity, unit by unit; columns that stand nowhere are told once."""
    there = set(table.columns)
    if there.isdisjoint(identity.left) or there.isdisjoint(identity.right):
        return
    nowhere = [column for column in identity.columns if column not in there]
    if nowhere:
        yield _lacking(table, "", identity, nowhere, {}, terms)
        return
    for unit, row in table.units.items():
        printed = {column: row[column].text for column in identity.columns if column in row}
        missing = [column for column in identity.columns if _number(row, column) is None]
        if missing:
            yield _lacking(table, unit, identity, missing, printed, terms)
            continue
        left, right = (
            sum((_number(row, column) or Fraction(0) for column in side), Fraction(0))
            for side in (identity.left, identity.right)
        )
        if left != right:
            zh, en = (
                " ≠ ".join(
                    f"{' + '.join(row[column].text for column in side)}（{written(added)}）"
                    for side, added in ((identity.left, left), (identity.right, right))
                )
                for _ in ("zh", "en")
            )
            what = Text(f"{identity.name.zh}：{zh}", f"{identity.name.en}: {en}")
            yield Finding(FindingKind.IDENTITY, unit, what, printed)


def _lacking(
    table: Published,
    unit: str,
    identity: Identity,
    missing: Iterable[str],
    printed: Mapping[str, str],
    terms: Mapping[str, Text],
) -> Finding:
    words = [table.term(column, terms) for column in missing]
    zh, en = "、".join(w.zh for w in words), ", ".join(w.en for w in words)
    what = Text(f"{identity.name.zh}：缺 {zh}", f"{identity.name.en}: no figure of {en}")
    return Finding(FindingKind.LACKING, unit, what, printed)


def _ranges(table: Published, rates: set[str], terms: Mapping[str, Text]) -> Iterator[Finding]:
    """Rates outside 0 to 100 %, ranks that are none."""
    for unit, row in table.units.items():
        for column, figure in row.items():
            value, term = figure.value, table.term(column, terms)
            if isinstance(value, NotAssessed):
                continue
            if column in rates and not 0 <= value <= (_HUNDRED if figure.per_cent else 1):
                hint = ("", "")
                if (
                    1 < value <= _HUNDRED
                ):  # a ratio by its print, and a rate in per cent by its size
                    hint = (
                        "；如系百分数，请在 per_cent 中注明该列",
                        "; if it is in per cent, name the column in per_cent",
                    )
                what = Text(
                    f"{term.zh} {figure.text}，率应在 0 至 100% 之间{hint[0]}",
                    f"{term.en} {figure.text}: a rate lies within 0 to 100%{hint[1]}",
                )
            elif column == RANK and (value < 1 or value.denominator != 1):
                what = Text(
                    f"{term.zh} {figure.text}，名次应为从 1 起的整数",
                    f"{term.en} {figure.text}: a rank is a whole number from 1",
                )
            else:
                continue
            yield Finding(FindingKind.RANGE, unit, what, {column: figure.text})


def _scores(table: Published, tried: tuple[Reading, ...], more: Inputs) -> Iterator[Finding]:
    """Scores that the published rates give under none of the formulas."""
    ways: dict[object, Reading] = {}
    for reading in tried:
        if reading.formula is not None:
            key = id(reading.formula), reading.rounds, reading.printing
            ways.setdefault(key, reading)
    for unit, row in table.units.items():
        if SCORE not in row:
            continue
        told: list[Text] = []
        for reading in ways.values():
            assert reading.formula is not None  # noqa: S101 -- as chosen above
            against = _gives(row, reading, reading.formula, more.unit(unit))
            if against is None:
                break
            told.append(against)
        else:
            if told:
                names = dict.fromkeys(told)
                zh, en = "；".join(n.zh for n in names), "; ".join(n.en for n in names)
                printed = row[SCORE].text
                read = {
                    name for each in ways.values() if each.formula for name in each.formula.rates
                }
                yield Finding(
                    FindingKind.SCORE,
                    unit,
                    Text(f"公布得分 {printed}：{zh}", f"published score {printed}: {en}"),
                    {name: row[name].text for name in row if name == SCORE or name in read},
                )


def _gives(
    row: Mapping[str, Figure], reading: Reading, formula: Formula, more: Mapping[str, Any]
) -> Text | None:
    """
    What a formula gives instead of the published score; None where it may give that.

    A rate that is not published may be anything, so a score is doubted only if nothing gives it.
    """
    rounding, printed = reading.rounds, row[SCORE]
    rates: dict[str, Bounds | NotAssessed] = {}
    for name in formula.rates:
        if name in row:
            held = _rate_bounds(row[name], reading)
            if held is None:
                return None  # outside 0 to 100 %: said already, and no formula takes it
            rates[name] = held
    at_score = rounding is not None and rounding.at is RoundingPoint.SCORE
    used = attrs.evolve(formula, rounding=None if at_score else rounding)
    try:
        found = used.bounds(rates, **more)
    except AssessmentError:
        return None  # it reads more than was given: nothing bounds the score
    partial = len(rates) < len(formula.rates)
    if isinstance(found, NotAssessed):
        if isinstance(printed.value, NotAssessed):
            return None
        said = NOT_ASSESSED.text
    else:
        low, high = (Fraction(reading.score_as(printed, end)) for end in found)
        within = not isinstance(printed.value, NotAssessed) and low <= printed.value <= high
        if within or (partial and isinstance(printed.value, NotAssessed)):
            return None
        ends = [f"{rounded(end, printed.places)}" for end in dict.fromkeys((low, high))]
        said = Text(" 至 ".join(ends), " to ".join(ends))
    way = reading.takes.get(Dimension.WEIGHTS, reading.name)
    return Text(f"按『{way.zh}』应为 {said.zh}", f'"{way.en}" gives {said.en}')


def _rate_bounds(figure: Figure, reading: Reading) -> Bounds | NotAssessed | None:
    """Within what a published rate lay before it was printed; None where it is no rate."""
    if isinstance(figure.value, NotAssessed):
        return figure.value
    rounding, rule = reading.rounds, reading.prints_rates
    places = figure.places - (0 if figure.per_cent else 2)
    used = (RoundingPoint.RATES, rule, places)  # where that is printed which is reckoned with
    known = rounding is not None and (rounding.at, rounding.rule, rounding.places) == used
    around = Bounds.exactly(figure.value) if known else figure.bounds(rule)
    scale = _HUNDRED if figure.per_cent else 1
    low, high = max(Fraction(0), around.low / scale), min(Fraction(1), around.high / scale)
    return Bounds(low, high) if low <= high else None


def _rank_order(table: Published) -> Iterator[Finding]:
    """
    Ranks against scores, both as published: neighbours by score, whoever lies between them.

    A table may list some of the units only, so a rank alone says nothing. Two scores that are
    printed alike may differ in what is not printed, so their ranks may too.
    """
    placed = []
    for unit in table.listed:
        row = table.units[unit]
        score, place = _number(row, SCORE), _number(row, RANK)
        if score is not None and place is not None:
            placed.append((-score, place, unit))
    for (_, ahead, better), (_, behind, worse) in pairwise(sorted(placed)):
        one, two = table.units[better], table.units[worse]
        if ahead < behind or not _above(one[SCORE], two[SCORE]):
            continue
        names = table.name(better), table.name(worse)
        yield Finding(
            FindingKind.RANK,
            worse,
            Text(
                f"{names[0]}得分 {one[SCORE].text}、第 {one[RANK].text} 名，"
                f"{names[1]}得分 {two[SCORE].text}、第 {two[RANK].text} 名",
                f"{names[0]} scores {one[SCORE].text} and ranks {one[RANK].text}, "
                f"{names[1]} scores {two[SCORE].text} and ranks {two[RANK].text}",
            ),
            {
                unit: f"{each[SCORE].text}，{each[RANK].text}"
                for unit, each in ((better, one), (worse, two))
            },
        )


def _above(one: Figure, two: Figure) -> bool:
    """Whether a score lies above another by whichever rule both were printed."""
    if isinstance(one.value, NotAssessed) or isinstance(two.value, NotAssessed):
        return False
    places = min(one.places, two.places)
    return all(
        rounded(one.value, places, rule) > rounded(two.value, places, rule) for rule in Rounding
    )
