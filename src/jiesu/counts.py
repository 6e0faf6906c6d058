"""
统计: numerators and denominators per unit and rate, before anything is divided.

`count` asks the tables of each profile of a tally, once, and adds up. Counts add: rolling up is
adding, never a mean of rates. Another formula needs the counts alone.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from operator import add
from typing import Any, NamedTuple, NoReturn

import attrs

from .errors import (
    AssessmentError,
    Fault,
    FrozenMap,
    InexactNumberError,
    SchemaError,
    UnsetError,
    did_you_mean,
    fail,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .exact import is_count, no_count, rounded, written
from .explain import Explanation
from .facts import AS, MISSING
from .labels import Label, Text
from .legal_time import latest
from .outcomes import OUTCOME_FACTS
from .rates import (
    ExclusionGround,
    Rate,
    check_exclusions,
    left_out,
    refuse_unset,
    unset_fault,
)
from .sources import Absent, Basis, Citation
from .tables import Ruling, Table
from .tallies import UNIT, Tally, need_groups, tallied, word_of

_PER_CENT = 100


class NotAssessed(Label):
    """The value of a rate over nothing, and of a score that rests on one: neither 0 nor 100."""

    NOT_ASSESSED = "未评", "not assessed"


NOT_ASSESSED = NotAssessed.NOT_ASSESSED


class Ratio(NamedTuple):
    """
    A rate of one unit, not yet divided.

    Attributes:
        numerator: What was met; a fraction where outcomes count in part.
        denominator: How many count.
    """

    numerator: int | Fraction
    denominator: int

    @property
    def value(self) -> "Fraction | NotAssessed":
        """The ratio; `NOT_ASSESSED` over nothing."""
        return Fraction(self.numerator) / self.denominator if self.denominator else NOT_ASSESSED


class UnitCounts(NamedTuple):
    """
    What was counted of one unit.

    Attributes:
        total: Outcomes that are assessed.
        excluded: Outcomes that are left out, each once.
        by_row: For each row of the exclusions, how many it leaves out; several may leave out one.
        ratios: For each rate, what was counted.
        unsettled: For each of `Counts.unsettled_rows`, how many fall under it.
    """

    total: int
    excluded: int
    by_row: tuple[int, ...]
    ratios: tuple[Ratio, ...]
    unsettled: tuple[int, ...] = ()

    def __add__(self, other: "UnitCounts") -> "UnitCounts":  # type: ignore[override]
        return UnitCounts(
            self.total + other.total,
            self.excluded + other.excluded,
            tuple(map(add, self.by_row, other.by_row)),
            tuple(
                Ratio(a[0] + b[0], a[1] + b[1])
                for a, b in zip(self.ratios, other.ratios, strict=True)
            ),
            tuple(map(add, self.unsettled, other.unsettled)),
        )


@attrs.frozen(repr=False)
class Counts:
    """
    Numerators and denominators per unit and rate, and the ledger of what was left out.

    Counts of the same rates and exclusions add: rolling up is adding, never a mean of rates.

    Attributes:
        rates: The rates, in order.
        exclusions: The rows by which outcomes were left out.
        units: Unit to its counts.
        as_of: The day whose rules counted; of a sum the latest.

    Raises:
        AssessmentError: Numbers that are none, negative, or a numerator above its denominator; all
            at once.

    Example:
        >>> published = Counts.of({"a": {"response": (48, 50)}, "b": {"response": (0, 0)}})
        >>> published.rate("a", "response"), published.rate("b", "response")
        (Fraction(24, 25), NotAssessed.NOT_ASSESSED)
    """

    rates: tuple[Rate, ...] = attrs.field(converter=tupled)
    exclusions: tuple[Ruling[ExclusionGround], ...] = attrs.field(converter=tupled)
    units: Mapping[str, UnitCounts]
    as_of: date | None = attrs.field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("counts", self, units=Mapping, as_of=date | None)
        faults += misfits("counts.rates", self.rates, Rate)
        faults += misfits("counts.exclusions", self.exclusions, Ruling)
        refuse(AssessmentError, faults)
        names = [rate.name for rate in self.rates]
        if len(set(names)) < len(names):
            faults.append(Fault("counts.rates", Text("率重名", "a rate stands twice"), str(names)))
        for unit, counted in self.units.items():
            faults += self._unit_faults(unit, counted)
        refuse(AssessmentError, faults)
        object.__setattr__(self, "units", FrozenMap(self.units))

    def _unit_faults(self, unit: object, counted: object) -> Iterator[Fault]:
        path = f"counts.units[{shown(unit)}]"
        if type(unit) is not str or not unit:
            yield wrong_type(path, unit, UNIT)
        if (
            not isinstance(counted, UnitCounts)
            or not all(isinstance(each, tuple) for each in counted[2:])
            or len(counted.ratios) != len(self.rates)
            or len(counted.by_row) != len(self.exclusions)
            or len(counted.unsettled) != len(self.unsettled_rows)
        ):
            expected = Text("与各率、各剔除项相应的计数", "counts for these rates and exclusions")
            yield wrong_type(path, counted, expected)
            return
        for number in (counted.total, counted.excluded, *counted.by_row, *counted.unsettled):
            if not is_count(number):
                yield no_count(path, number)
        for rate, ratio in zip(self.rates, counted.ratios, strict=True):
            yield from _ratio_faults(f"{path}.{rate.name}", ratio)

    @classmethod
    def of(
        cls,
        units: Mapping[str, Mapping[str, tuple[int | Fraction, int]]],
        terms: Mapping[str, Text] | None = None,
    ) -> "Counts":
        """
        Counts from figures that somebody else published: numerator and denominator per rate.

        Args:
            units: Unit to rate to the pair. The largest denominator of a unit is its total.
            terms: The official terms of the rates; default: their names.
        """
        if not isinstance(units, Mapping) or not all(
            isinstance(each, Mapping) for each in units.values()
        ):
            raise AssessmentError(misfit("units", units, Mapping))
        names = tuple(dict.fromkeys(name for each in units.values() for name in each))
        refuse(AssessmentError, misfits("units.rates", names, str))
        if not isinstance(terms, Mapping | None):
            raise AssessmentError(misfit("terms", terms, Mapping))
        rates = tuple(Rate(n, (terms or {}).get(n, Text(n, n))) for n in names)
        made: dict[str, UnitCounts] = {}
        faults: list[Fault] = []
        for unit, given in units.items():
            ratios = []
            for name in names:
                pair = given.get(name, (0, 0))
                if not isinstance(pair, tuple) or len(pair) != 2:
                    expected = Text("分子和分母", "a numerator and a denominator")
                    faults.append(wrong_type(f"units[{shown(unit)}].{name}", pair, expected))
                    continue
                ratios.append(Ratio(*pair))
            whole = [r.denominator for r in ratios if type(r.denominator) is int]
            made[unit] = UnitCounts(max(whole, default=0), 0, (), tuple(ratios))
        refuse(AssessmentError, faults)
        return cls(rates, (), made)

    def __hash__(self) -> int:
        return hash(frozenset(self.units))

    def __repr__(self) -> str:
        names = ", ".join(rate.name for rate in self.rates)
        return f"Counts({len(self.units)} units, {self.total} assessed, {self.excluded} left out: {names})"

    @property
    def total(self) -> int:
        """Outcomes that are assessed."""
        return sum(each.total for each in self.units.values())

    @property
    def excluded(self) -> int:
        """Outcomes that are left out, each once."""
        return sum(each.excluded for each in self.units.values())

    @property
    def ledger(self) -> tuple[tuple[Ruling[ExclusionGround], int], ...]:
        """剔除台账: each row of the exclusions, and how many outcomes it holds of."""
        columns = zip(*(each.by_row for each in self.units.values()), strict=True)
        sums = [sum(column) for column in columns] or [0] * len(self.exclusions)
        return tuple(zip(self.exclusions, sums, strict=True))

    def place(self, name: str) -> int:
        """
        Where a rate stands in `rates`.

        Raises:
            SchemaError: It was not counted.
        """
        for place, rate in enumerate(self.rates):
            if rate.name == name:
                return place
        fail(
            SchemaError,
            "counts.rates",
            Text("没有统计该率", "the rate was not counted"),
            value=shown(name),
            remedy=did_you_mean(name, [rate.name for rate in self.rates]),
        )

    def rate(self, unit: str, name: str) -> "Fraction | NotAssessed":
        """
        A rate of a unit.

        Raises:
            UnsetError: Some of its outcomes count in a way that nobody published.
            SchemaError: The rate was not counted.
            AssessmentError: There is no such unit.
        """
        place = self.place(name)
        ratio = self.unit(unit).ratios[place]
        self.need_settled((name,), (unit,))
        return ratio.value

    def unit(self, unit: str) -> UnitCounts:
        """
        What was counted of a unit.

        Raises:
            AssessmentError: There is no such unit.
        """
        found = self.units.get(unit) if type(unit) is str else None
        if found is None:
            fail(
                AssessmentError,
                "counts.units",
                Text("没有这个单位的计数", "nothing was counted of such a unit"),
                value=shown(unit),
                remedy=did_you_mean(unit, self.units),
            )
        return found

    @property
    def unsettled_rows(self) -> tuple[tuple[str, str], ...]:
        """Rate and row of every row of which nobody published how it counts, in order."""
        return tuple(
            (rate.name, row.id)
            for rate in self.rates
            if rate.table is not None
            for row in rate.table.rows
            if isinstance(row.then, Absent)
        )

    def unsettled(self, units: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
        """Rate to row to the number of outcomes that nobody published how to count."""
        rows = self.unsettled_rows
        chosen = list(self.units.values())
        if units is not None:
            chosen = [self.unit(unit) for unit in _named("units", units)]
        found: dict[str, dict[str, int]] = {}
        for place, (rate, row) in enumerate(rows):
            number = sum(each.unsettled[place] for each in chosen)
            if number:
                found.setdefault(rate, {})[row] = number
        return found

    def need_settled(self, names: Iterable[str], units: Iterable[str] | None = None) -> None:
        """
        Refuse to divide where some outcomes count in a way that nobody published.

        Raises:
            UnsetError: Names every such row of these rates, and how to supply it.
        """
        found = self.unsettled(units)
        refuse(
            UnsetError,
            [
                unset_fault(_table_of(self.rates[self.place(name)]), row, number)
                for name in _named("names", names)
                for row, number in found.get(self.rates[self.place(name)].name, {}).items()
            ],
        )

    def __add__(self, other: "Counts") -> "Counts":
        if not isinstance(other, Counts):
            return NotImplemented
        for what, one, two in (
            ("rates", self.rates, other.rates),
            ("exclusions", self.exclusions, other.exclusions),
        ):
            if one is not two and one != two:
                fail(
                    SchemaError,
                    f"counts.{what}",
                    Text("两份统计的口径不同", "the counts were made in different ways"),
                    value=str([getattr(each, "name", getattr(each, "id", "")) for each in two]),
                    remedy=Text("用同一规则重新统计", "count both by the same rules"),
                )
        units = dict(self.units)
        for unit, counted in other.units.items():
            units[unit] = units[unit] + counted if unit in units else counted
        as_of = latest(self.as_of, other.as_of)
        return attrs.evolve(self, units=units, as_of=as_of)

    def __radd__(self, other: object) -> "Counts":
        return self if other == 0 and type(other) is int else NotImplemented

    def only(self, units: Iterable[str]) -> "Counts":
        """These counts of some units alone; those of which nothing was counted stay out."""
        wanted = set(_named("units", units))
        return attrs.evolve(
            self, units={unit: each for unit, each in self.units.items() if unit in wanted}
        )

    def rolled_up(self, groups: Mapping[str, str]) -> "Counts":
        """
        These counts with each unit added to its group: subdistricts to districts, and so on.

        Raises:
            AssessmentError: A unit that has no group.
        """
        need_groups(self.units, groups)
        units: dict[str, UnitCounts] = {}
        for unit, counted in self.units.items():
            group = groups[unit]
            units[group] = units[group] + counted if group in units else counted
        return attrs.evolve(self, units=units)

    def explain(self, lang: str = "zh") -> Explanation:
        """The 口径: what is left out and on which ground, how each rate counts, what is assumed."""
        open_ = {rate: sum(rows.values()) for rate, rows in self.unsettled().items()}
        parts = [
            _ledger_part(self),
            *(_rate_part(self, rate, open_.get(rate.name, 0)) for rate in self.rates),
            *_assumed_part(self),
        ]
        day = (f"，按 {self.as_of} 的规则", f", by the rules of {self.as_of}")
        by = day if self.as_of else ("", "")
        return Explanation(
            Text(
                f"考评口径（{len(self.units)} 个单位{by[0]}）",
                f"How it was counted ({len(self.units)} units{by[1]})",
            ),
            parts,
            lang=lang,
        )

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """A flat row per unit: assessed, left out, then numerator and denominator per rate."""
        return [
            {
                "unit": unit,
                "total": each.total,
                "excluded": each.excluded,
                **{
                    f"{rate.name}_{part}": value if isinstance(value, int) else written(value)
                    for rate, ratio in zip(self.rates, each.ratios, strict=True)
                    for part, value in (
                        ("numerator", ratio.numerator),
                        ("denominator", ratio.denominator),
                    )
                },
            }
            for unit, each in sorted(self.units.items())
        ]


def _named(path: str, names: Iterable[str]) -> tuple[str, ...]:
    """Units or rates that somebody names; the keys of a mapping are names too."""
    found = tuple(names) if isinstance(names, Mapping) else tupled(names)
    refuse(AssessmentError, misfits(path, found, str))
    return found


def _ratio_faults(path: str, ratio: object) -> Iterator[Fault]:
    if not isinstance(ratio, Ratio):
        yield misfit(path, ratio, Ratio)
        return
    top, bottom = ratio
    if isinstance(top, float):
        what = Text("浮点数不精确", "a float is not exact")
        raise InexactNumberError(Fault(f"{path}.numerator", what, shown(top)))
    fits = (type(top) is int or isinstance(top, Fraction)) and is_count(bottom)
    if not fits or top < 0:
        yield no_count(path, ratio)
    elif top > bottom:
        what = Text("分子大于分母", "the numerator exceeds the denominator")
        yield Fault(path, what, shown(ratio))


# ------------------------------------------------------------------ from a tally to counts


def count(tally: Tally, exclusions: Table[Any] | None, rates: Iterable[Rate]) -> Counts:
    """
    Numerators and denominators of a tally: first what is left out, then how the rest counts.

    Args:
        tally: The outcomes.
        exclusions: 考评剔除; None: nothing is left out.
        rates: The rates; each needs its table.

    Raises:
        SchemaError: A table reads a fact that was not tallied.
        UnsetError: Nobody published whether some outcomes are left out. A rate that nobody
            published is counted as far as it goes and refused when it is read.
        TableError: A table answers no row.
    """
    given = tupled(rates)
    refuse(AssessmentError, misfits("rates", given, Rate))
    if not isinstance(tally, Tally):
        raise AssessmentError(misfit("tally", tally, Tally))
    rows: tuple[Ruling[Any], ...] = ()
    ask = _asker(tally, exclusions) if exclusions is not None else None
    if exclusions is not None:
        check_exclusions(exclusions)
        rows = exclusions.rows
    askers = [_asker(tally, _table_of(rate)) for rate in given]
    row_place = {row.id: place for place, row in enumerate(rows)}
    made = Counts(given, rows, {}, tally.as_of)
    # A unit's sums lie in one list, all whole numbers: assessed, left out, rows, ratios, rows that
    # nobody settled, and outcomes that count in part, which are multiplied once, at the end.
    ratios = 2 + len(rows)
    open_at = ratios + 2 * len(given)
    open_place = {row: open_at + place for place, row in enumerate(made.unsettled_rows)}
    parts_at = open_at + len(open_place)
    part_place = {part: parts_at + place for place, part in enumerate(_parts(given))}
    width = parts_at + len(part_place)
    # Profiles of many units look alike: each is judged once, as the places it adds to.
    judged: dict[tuple[Hashable, ...], tuple[int, ...]] = {}
    unsure: dict[str, int] = {}
    sums: dict[str, list[Any]] = {}
    for profile, number in tally.counts.items():
        values = profile[1:]
        adds = judged.get(values)
        if adds is None:
            out: tuple[Ruling[Any], ...] = ()
            if ask is not None:
                out, open_rows = left_out(ask(values))
                if open_rows and not out:
                    for row in open_rows:
                        unsure[row.id] = unsure.get(row.id, 0) + number
                    continue
            if out:
                adds = (1, *(2 + row_place[row.id] for row in out))
            else:
                adds = (0, *_marks(ratios, open_place, part_place, given, askers, values))
            judged[values] = adds
        unit = profile[0]
        into = sums.get(unit)  # type: ignore[call-overload]
        if into is None:
            into = sums[unit] = [0] * width  # type: ignore[index]
        for place in adds:
            into[place] += number
    if exclusions is not None:
        refuse_unset(exclusions, unsure)
    for into in sums.values():
        for (rate_place, credit), place in part_place.items():
            if into[place]:
                into[ratios + 2 * rate_place] += into[place] * credit
    units = {
        unit: UnitCounts(
            into[0],
            into[1],
            tuple(into[2:ratios]),
            tuple(Ratio(*into[at : at + 2]) for at in range(ratios, open_at, 2)),
            tuple(into[open_at:parts_at]),
        )
        for unit, into in sums.items()
    }
    return attrs.evolve(made, units=units)


def _parts(rates: Sequence[Rate]) -> Iterator[tuple[int, Fraction]]:
    """Each credit between none and all that a rate gives, once, with the place of the rate."""
    for place, rate in enumerate(rates):
        thens = [row.then for row in _table_of(rate).rows]
        credits_ = [then.credit for then in thens if not isinstance(then, Absent)]
        found = dict.fromkeys(each for each in credits_ if each not in {None, 0, 1})
        yield from ((place, each) for each in found)


def _marks(
    at: int,
    open_place: Mapping[tuple[str, str], int],
    part_place: Mapping[tuple[int, Fraction], int],
    rates: Sequence[Rate],
    askers: Sequence[Callable[..., Any]],
    values: tuple[Any, ...],
) -> Iterator[int]:
    """The places of a unit's sums that an outcome adds one to."""
    for place, (rate, ask) in enumerate(zip(rates, askers, strict=True)):
        row = ask(values)
        if row is None:
            _no_mark(rate, values)
        if isinstance(row.then, Absent):
            yield open_place[rate.name, row.id]
        elif row.then.credit is not None:
            credit = row.then.credit
            yield at + 1
            if credit:
                yield at if credit == 1 else part_place[place, credit]
        at += 2


def _table_of(rate: Rate) -> Table[Any]:
    if rate.table is None:
        fail(
            AssessmentError,
            f"rates.{rate.name}",
            Text("没有计法表，不能统计", "has no table, so that nothing can be counted"),
            remedy=Text("以 Rate(name, term, table) 构造", "build it as Rate(name, term, table)"),
        )
    return rate.table


def _no_mark(rate: Rate, values: tuple[Any, ...]) -> NoReturn:
    fail(
        SchemaError,
        rate.table.name if rate.table else rate.name,
        Text("没有一行适用", "no row answers"),
        value=shown(tuple(word_of(value) for value in values)),
        remedy=Text("以 table.check() 查缺口", "table.check() shows the gap"),
    )


def _asker(tally: Tally, table: Table[Any]) -> Callable[[tuple[Hashable, ...]], Any]:
    """What asks a table of the values of a profile."""
    kept = tallied(tally.facts, table.columns)
    faults = [
        Fault(f"{table.name}.{fact.name}", Text("同名而取值不同", "another fact of that name"))
        for fact in kept.facts
        if table.space.facts[table.space.index(fact.name)] != fact
    ]
    refuse(SchemaError, faults)
    names = tally.facts.names
    moves = [(table.space.index(name), names.index(name)) for name in table.columns]
    blank: list[Hashable] = [MISSING] * len(table.space.facts)
    answer = table.answer

    def ask(values: tuple[Hashable, ...]) -> Any:
        whole = blank.copy()
        for there, here in moves:
            whole[there] = values[here]
        return answer(whole)

    return ask


# ------------------------------------------------------------------ in words


def percent(value: Fraction | NotAssessed, places: int = 2) -> Text:
    """
    A rate as it is printed.

    Example:
        >>> percent(Fraction(2, 3)).zh, percent(NOT_ASSESSED).zh
        ('66.67%', '未评')
    """
    if isinstance(value, NotAssessed):
        return value.text
    said = f"{rounded(_PER_CENT * value, places)}%"
    return Text(said, said)


def plain(number: int | Fraction) -> str:
    """
    A numerator as it is printed: whole, as a decimal where that is exact, else as a fraction.

    Example:
        >>> plain(3), plain(Fraction(5, 2)), plain(Fraction(1, 3))
        ('3', '2.5', '(1/3)')
    """
    said = rounded(Fraction(number), 6).normalize()
    return f"{said:f}" if Fraction(said) == number else f"({written(number)})"


def _row_parts(rows: Iterable[Any]) -> Iterator[Explanation]:
    """How each row counts; grounds that the row before has too are not told again."""
    before: tuple[Citation, ...] = ()
    for row in rows:
        told, then = row.explain().says, row.then.text
        if isinstance(row.then, Absent):
            then = Text("如何计未公布", "nobody published how")
        grounds = () if row.grounds == before else row.grounds
        before = row.grounds
        yield Explanation(
            Text(f"{row.id} {told.zh}：{then.zh}", f"{row.id} {told.en}: {then.en}"),
            grounds=[ground.text for ground in grounds],
        )


def _ledger_part(counts: Counts) -> Explanation:
    """What is counted and what is left out, row by row."""
    parts = []
    for (_, number), told in zip(counts.ledger, _row_parts(counts.exclusions), strict=True):
        zh, en = told.says
        says = Text(f"{zh}，{number} 件", f"{en}, {number}")
        parts.append(attrs.evolve(told, says=says))
    said = Text(
        f"计入考评 {counts.total} 件，剔除 {counts.excluded} 件",
        f"{counts.total} assessed, {counts.excluded} left out",
    )
    return Explanation(said, parts)


def _rate_part(counts: Counts, rate: Rate, unsettled: int) -> Explanation:
    """A rate over all units, and how each row of its table counts."""
    place = counts.place(rate.name)
    ratios = [counted.ratios[place] for counted in counts.units.values()]
    top = sum((ratio.numerator for ratio in ratios), Fraction(0))
    bottom = sum(ratio.denominator for ratio in ratios)
    value = percent(Ratio(top, bottom).value)
    says = Text(
        f"{rate.term.zh}：{plain(top)}/{bottom}，{value.zh}",
        f"{rate.term.en}: {plain(top)}/{bottom}, {value.en}",
    )
    if unsettled:
        says = Text(
            f"{rate.term.zh}：有 {unsettled} 件未公布如何计，不计算",
            f"{rate.term.en}: nobody published how {unsettled} of them count; not computed",
        )
    return Explanation(says, list(_row_parts(rate.table.rows if rate.table else ())))


def _assumed_part(counts: Counts) -> Iterator[Explanation]:
    """What the counts rest on that no text says, once each."""
    tables = [rate.table for rate in counts.rates if rate.table is not None]
    rows: list[Ruling[Any]] = [*counts.exclusions, *(row for each in tables for row in each.rows)]
    told = dict.fromkeys(
        ground.note or ground.text
        for row in rows
        for ground in row.grounds
        if ground.basis in {Basis.ASSUMED, Basis.REPORTED}
    )
    read = {test.fact for row in rows for test in row.conditions}
    spaces = [each.space for each in tables]
    for fact in max(spaces, key=lambda s: len(s.facts), default=OUTCOME_FACTS).facts:
        if fact.name in read and isinstance(fact.missing, AS):
            told[fact.missing.ground.note or fact.missing.ground.text] = None
    if told:
        says = Text("所依的推定和转述", "Assumed or reported, not in a text")
        yield Explanation(says, [Explanation(each) for each in told])
