"""
统计: numerators and denominators per unit and rate, before anything is divided.

`count` asks the tables of each profile of a tally, once, and adds up. Counts add: rolling up is
adding, never a mean of rates. Another formula needs the counts alone.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain
from operator import add
from typing import Any, NamedTuple, NoReturn

import attrs

from .errors import (
    AssessmentError,
    Fault,
    FrozenMap,
    InexactNumberError,
    InvalidValueError,
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
from .exact import MOST, Rounded, Rounding, exact, is_count, no_count, plain, rounded, written
from .explain import Explanation
from .facts import AS, MISSING, FactSpace
from .labels import Label, Text
from .legal_time import latest
from .outcomes import OUTCOME_FACTS
from .rates import (
    ExclusionGround,
    Mark,
    Rate,
    check_exclusions,
    left_out,
    refuse_unset,
    table_of,
    unset_fault,
)
from .sources import Absent, Citation
from .tables import Ruling, Table
from .tallies import (
    UNIT,
    Scope,
    Tally,
    check_scopes,
    need_groups,
    say_scopes,
    tallied,
    word_of,
)

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
        denominator: How many count, each as often as its weight says; a fraction where weights are.
    """

    numerator: int | Fraction
    denominator: int | Fraction

    @property
    def value(self) -> "Fraction | NotAssessed":
        """The ratio; `NOT_ASSESSED` over nothing."""
        return Fraction(self.numerator) / self.denominator if self.denominator else NOT_ASSESSED


def _whole(number: int | Fraction) -> int | Fraction:
    """The same number, as an int wherever it is whole."""
    return number if isinstance(number, int) or number.denominator != 1 else int(number)


class UnitCounts(NamedTuple):
    """
    What was counted of one unit.

    Attributes:
        total: Outcomes that are assessed; of countings side by side those of the first.
        excluded: Outcomes that are left out, each once; of the first, likewise.
        by_row: For each row of the exclusions, how many it holds of; several may hold of one, and
            one that counts its outcomes as usual leaves none out.
        ratios: For each rate, what was counted.
        marked: For each row of each rate, in order, how many fall under it.
        sides: For each of several countings side by side, its total and what it left out.
    """

    total: int
    excluded: int
    by_row: tuple[int, ...]
    ratios: tuple[Ratio, ...]
    marked: tuple[int, ...] = ()
    sides: tuple[tuple[int, int], ...] = ()

    def __add__(self, other: "UnitCounts") -> "UnitCounts":  # type: ignore[override]
        return UnitCounts(
            self.total + other.total,
            self.excluded + other.excluded,
            tuple(map(add, self.by_row, other.by_row)),
            tuple(
                Ratio(_whole(a[0] + b[0]), _whole(a[1] + b[1]))
                for a, b in zip(self.ratios, other.ratios, strict=True)
            ),
            tuple(map(add, self.marked, other.marked)),
            tuple(
                (a[0] + b[0], a[1] + b[1]) for a, b in zip(self.sides, other.sides, strict=True)
            ),
        )


def _joined(one: UnitCounts, other: UnitCounts) -> UnitCounts:
    """What was counted of a unit in two ways, one after the other; the totals are the first's."""
    return UnitCounts(
        one.total,
        one.excluded,
        one.by_row + other.by_row,
        one.ratios + other.ratios,
        one.marked + other.marked,
        one.sides + other.sides,
    )


@attrs.frozen
class Side:
    """
    One of several countings that stand side by side: 本部门 beside 行业, 主办 beside 协办.

    Attributes:
        name: Identifier: what its rates and rows begin with.
        term: What it is called.
        scopes: Of which periods it is; see `Counts`.
    """

    name: str
    term: Text
    scopes: frozenset[Scope] = attrs.field(default=frozenset(), eq=False)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("side", self, name=str, term=Text, scopes=frozenset)
        if isinstance(self.name, str) and not self.name.isidentifier():
            what = Text("名称须为标识符", "the name must be an identifier")
            faults.append(Fault("side.name", what, shown(self.name)))
        refuse(AssessmentError, faults)
        check_scopes("side.scopes", self.scopes)

    def named(self, name: str) -> str:
        """A name of this side."""
        return f"{self.name}_{name}"

    def called(self, term: Text) -> Text:
        """
        A term of this side.

        Example:
            >>> Side("industry", Text("行业", "industry")).called(
            ...     Text("解决率", "resolution rate")
            ... )
            Text(zh='解决率（行业）', en='resolution rate (industry)')
        """
        return Text(f"{term.zh}（{self.term.zh}）", f"{term.en} ({self.term.en})")


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
        scopes: Of which periods, counted by which instant, as known when.
        pins: Identifier, version and digest of the rulebooks that counted.
        sides: The countings that stand side by side, see `beside`; none where it is one.

    Raises:
        AssessmentError: Numbers that are none, negative, or a numerator above its denominator; all
            at once.

    Example:
        >>> published = Counts.of({"a": {"response": (48, 50)}, "b": {"response": (0, 0)}})
        >>> published.rate("a", "response"), published.rate("b", "response")
        (Fraction(24, 25), NotAssessed.NOT_ASSESSED)
    """

    rates: tuple[Rate, ...] = attrs.field(converter=tupled)
    exclusions: tuple[Ruling[Label], ...] = attrs.field(converter=tupled)
    units: Mapping[str, UnitCounts]
    as_of: date | None = attrs.field(default=None, eq=False)
    scopes: frozenset[Scope] = attrs.field(default=frozenset(), eq=False)
    pins: frozenset[str] = attrs.field(default=frozenset(), eq=False)
    sides: tuple[Side, ...] = attrs.field(default=(), converter=tupled)

    def __attrs_post_init__(self) -> None:
        kinds = {"units": Mapping, "as_of": date | None, "scopes": frozenset, "pins": frozenset}
        faults = mistyped("counts", self, **kinds)
        if isinstance(self.pins, frozenset):
            faults += misfits("counts.pins", self.pins, str)
        faults += misfits("counts.rates", self.rates, Rate)
        faults += misfits("counts.exclusions", self.exclusions, Ruling)
        faults += misfits("counts.sides", self.sides, Side)
        refuse(AssessmentError, faults)
        check_scopes("counts.scopes", self.scopes)
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
            or len(counted.marked) != len(self.mark_rows)
            or len(counted.sides) != len(self.sides)
            or not all(isinstance(each, tuple) and len(each) == 2 for each in counted.sides)
        ):
            expected = Text("与各率、各剔除项相应的计数", "counts for these rates and exclusions")
            yield wrong_type(path, counted, expected)
            return
        sides = chain.from_iterable(counted.sides)
        for number in (counted.total, counted.excluded, *counted.by_row, *counted.marked, *sides):
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
            units: Unit to rate to the pair, the denominator a number of tickets. The largest of a
                unit is its total.
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
                if isinstance(pair[1], Fraction):
                    faults.append(no_count(f"units[{shown(unit)}].{name}", pair[1]))
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
        """Outcomes that are assessed; of countings side by side those of the first."""
        return sum(each.total for each in self.units.values())

    @property
    def excluded(self) -> int:
        """Outcomes that are left out, each once; of countings side by side by the first."""
        return sum(each.excluded for each in self.units.values())

    @property
    def ledger(self) -> tuple[tuple[Ruling[Label], int], ...]:
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
        return self.ratio(unit, name).value

    def ratio(self, unit: str, name: str) -> Ratio:
        """
        A rate of a unit, not divided.

        Raises:
            UnsetError: See `rate`.
            SchemaError: See `rate`.
            AssessmentError: See `rate`.
        """
        place = self.place(name)
        found = self.unit(unit).ratios[place]
        self.need_settled((name,), (unit,))
        return found

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
    def mark_rows(self) -> tuple[tuple[str, Ruling[Any]], ...]:
        """Every row of every rate, with the rate's name, in order."""
        return tuple(
            (rate.name, row)
            for rate in self.rates
            if rate.table is not None
            for row in rate.table.rows
        )

    def unsettled(self, units: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
        """Rate to row to the number of outcomes that nobody published how to count."""
        chosen = list(self.units.values())
        if units is not None:
            chosen = [self.unit(unit) for unit in _named("units", units)]
        found: dict[str, dict[str, int]] = {}
        for place, (rate, row) in enumerate(self.mark_rows):
            if isinstance(row.then, Absent):
                number = sum(each.marked[place] for each in chosen)
                if number:
                    found.setdefault(rate, {})[row.id] = number
        return found

    def volumes(self, name: str) -> dict[str, int]:
        """
        Unit to how many tickets stand behind a rate of it: what a least volume is held against.

        A weight makes no ticket more. Of figures from elsewhere the denominator is all that is known.

        Raises:
            SchemaError: The rate was not counted.
        """
        place = self.place(name)
        if self.rates[place].table is None:
            return {unit: int(each.ratios[place].denominator) for unit, each in self.units.items()}
        counting = [
            at
            for at, (rate, row) in enumerate(self.mark_rows)
            if rate == name and _adds(row.then)[1]
        ]
        return {unit: sum(each.marked[at] for at in counting) for unit, each in self.units.items()}

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
                unset_fault(table_of(self.rates[self.place(name)]), row, number)
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
            ("sides", self.sides, other.sides),
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
        return attrs.evolve(
            self,
            units=units,
            as_of=as_of,
            scopes=self.scopes | other.scopes,
            pins=self.pins | other.pins,
            sides=tuple(
                attrs.evolve(one, scopes=one.scopes | two.scopes)
                for one, two in zip(self.sides, other.sides, strict=True)
            ),
        )

    def __radd__(self, other: object) -> "Counts":
        return self if other == 0 and type(other) is int else NotImplemented

    def beside(
        self,
        other: "Counts",
        own: str,
        others: str,
        terms: Mapping[str, Text] | None = None,
    ) -> "Counts":
        """
        Two countings of the same units side by side, so that one formula can weigh both.

        So “部门+行业”, 主办 beside 协办, and 双考核 of who called out and who came. Each rate stands twice,
        under the name of its side and an underscore: ``own_resolution``, ``industry_resolution``; the
        rows of the exclusions likewise. A unit that stands in one alone has 0/0 in the other.

        One ticket may stand on both sides, so nothing is summed across them: `total`, `excluded`, and
        those of each unit are of the first side, ``sides`` and the flat rows have each side's own.

        Args:
            other: The second counting; its rates and exclusions may be others.
            own: Identifier of the first side.
            others: Identifier of the second.
            terms: What the sides are called; default: their identifiers.

        Raises:
            AssessmentError: No identifiers, one for both, names that then clash, or other terms.

        Example:
            >>> own = Counts.of({"bureau": {"resolution": (3, 4)}})
            >>> industry = Counts.of({"bureau": {"resolution": (60, 100)}})
            >>> both = own.beside(industry, "own", "industry")
            >>> both.rate("bureau", "own_resolution"), both.rate("bureau", "industry_resolution")
            (Fraction(3, 4), Fraction(3, 5))
            >>> both.total, both.to_rows()[0]["industry_total"]
            (4, 100)
        """
        if not isinstance(other, Counts):
            raise AssessmentError(misfit("other", other, Counts))
        if not isinstance(terms, Mapping | None):
            raise AssessmentError(misfit("terms", terms, Mapping))
        names = (own, others)
        refuse(AssessmentError, misfits("sides", names, str))
        sides = [Side(name, (terms or {}).get(name, Text(name, name))) for name in names]
        faults = [] if own != others else [Fault("sides", Text("重名", "the same name"), own)]
        faults += [
            Fault(
                f"terms.{name if isinstance(name, str) else shown(name)}",
                Text("没有这一方", "there is no such side"),
                remedy=did_you_mean(name, names),
            )
            for name in terms or ()
            if name not in names
        ]
        refuse(AssessmentError, faults)
        one, two = (each._as_side(side) for each, side in zip((self, other), sides, strict=True))
        units = {
            unit: _joined(one.units.get(unit, one._nothing), two.units.get(unit, two._nothing))
            for unit in dict.fromkeys((*one.units, *two.units))
        }
        return Counts(
            (*one.rates, *two.rates),
            (*one.exclusions, *two.exclusions),
            units,
            latest(self.as_of, other.as_of),
            self.scopes | other.scopes,
            self.pins | other.pins,
            (*one.sides, *two.sides),
        )

    def _as_side(self, side: Side) -> "Counts":
        """These counts with everything named as of a side; sides that they have stay apart."""
        own = [
            Side(side.named(each.name), side.called(each.term), each.scopes) for each in self.sides
        ] or [attrs.evolve(side, scopes=self.scopes)]
        # A rate's table keeps its name: by it the rulebook is told what nobody published.
        return attrs.evolve(
            self,
            rates=[
                attrs.evolve(each, name=side.named(each.name), term=side.called(each.term))
                for each in self.rates
            ],
            exclusions=[attrs.evolve(each, id=side.named(each.id)) for each in self.exclusions],
            units={
                unit: each._replace(sides=each.sides or ((each.total, each.excluded),))
                for unit, each in self.units.items()
            },
            sides=own,
        )

    @property
    def _nothing(self) -> UnitCounts:
        """What was counted of a unit that has no outcomes."""
        return UnitCounts(
            0,
            0,
            (0,) * len(self.exclusions),
            (Ratio(0, 0),) * len(self.rates),
            (0,) * len(self.mark_rows),
            ((0, 0),) * len(self.sides),
        )

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

    @property
    def published(self) -> bool:
        """Whether these are figures that somebody published: of what is left out nothing is known."""
        return not self.exclusions and not self.excluded and _from_elsewhere(self.rates)

    def explain(self, lang: str = "zh", *, rounding: Rounded | None = None) -> Explanation:
        """
        The 口径: what is left out and on which ground, how each rate counts, what is assumed.

        Args:
            lang: ``"zh"`` or ``"en"``.
            rounding: How rates are printed; default: two decimals, half up.

        Raises:
            InvalidValueError: *rounding* is none.
        """
        if not isinstance(rounding, Rounded | None):
            raise InvalidValueError(misfit("rounding", rounding, Rounded))
        how = rounding or Rounded()
        open_ = {rate: sum(rows.values()) for rate, rows in self.unsettled().items()}
        parts = [
            *map(Explanation, _said_scopes(self)),
            _ledger_part(self),
            *(_rate_part(self, rate, open_.get(rate.name, 0), how) for rate in self.rates),
            *_assumed_part(self),
            *(
                Explanation(Text(f"统计所依规则：{pin}", f"Counted by rulebook: {pin}"))
                for pin in sorted(self.pins)
            ),
        ]
        day = (f"，按 {self.as_of} 的规则", f", by the rules of {self.as_of}")
        by = day if self.as_of else ("", "")
        return Explanation(
            Text(
                f"考评口径（承办单位 {len(self.units)} 个{by[0]}）",
                f"How it was counted ({len(self.units)} units{by[1]})",
            ),
            parts,
            lang=lang,
        )

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """
        A flat row per unit: assessed, left out, then what was counted for each rate.

        Of countings side by side each one's assessed and left out go first.

        Of each rate the numerator, the denominator, and how many outcomes are in neither because
        nobody published how they count.
        """
        open_ = {unit: self.unsettled((unit,)) if self.unsettled() else {} for unit in self.units}
        return [
            {
                "unit": unit,
                "total": each.total,
                "excluded": each.excluded,
                **{
                    side.named(what): number
                    for side, numbers in zip(self.sides, each.sides, strict=True)
                    for what, number in zip(("total", "excluded"), numbers, strict=True)
                },
                **{
                    f"{rate.name}_{part}": value if isinstance(value, int) else written(value)
                    for rate, ratio in zip(self.rates, each.ratios, strict=True)
                    for part, value in (
                        ("numerator", ratio.numerator),
                        ("denominator", ratio.denominator),
                        ("unsettled", sum(open_[unit].get(rate.name, {}).values())),
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
    for name, part in zip(Ratio._fields, ratio, strict=True):
        if isinstance(part, float):
            what = Text("浮点数不精确", "a float is not exact")
            raise InexactNumberError(Fault(f"{path}.{name}", what, shown(part)))
    fits = all(type(part) is int or isinstance(part, Fraction) for part in ratio)
    if not fits or top < 0 or not 0 <= bottom <= MOST:
        what = Text("分子、分母须为不小于零的精确数", "a ratio is of exact numbers, 0 or more")
        yield Fault(path, what, shown(ratio))
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
        SchemaError: A table reads a fact that was not tallied, or does not answer by one row.
        UnsetError: Nobody published whether some outcomes are left out. A rate that nobody
            published is counted as far as it goes and refused when it is read.
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
    askers = [_asker(tally, table_of(rate)) for rate in given]
    row_place = {row.id: place for place, row in enumerate(rows, 2)}
    made = Counts(given, rows, {}, tally.as_of, tally.scopes)
    adds_of = [[_adds(row.then) for row in table_of(rate).rows] for rate in given]
    # A unit's sums lie in one list: assessed, left out, each row of the exclusions, each row of the
    # rates. Which row an outcome falls under says all; ratios are formed from the rows at the end.
    marks_at = 2 + len(rows)
    mark_place = {(rate, row.id): at for at, (rate, row) in enumerate(made.mark_rows, marks_at)}
    # Profiles of many units look alike: each is judged once, as the places it adds one to.
    judged: dict[tuple[Hashable, ...], tuple[int, ...]] = {}
    unsure: dict[str, int] = {}
    sums: dict[str, list[int]] = {}
    for profile, number in tally.counts.items():
        values = profile[1:]
        adds = judged.get(values)
        if adds is None:
            held = ask(values) if ask is not None else ()
            out, open_rows = left_out(held)
            if open_rows and not out:
                for row in open_rows:
                    unsure[row.id] = unsure.get(row.id, 0) + number
                continue
            marks = () if out else _marks(mark_place, given, askers, tally.facts, values)
            holding = (row_place[row.id] for row in held if not isinstance(row.then, Absent))
            adds = judged[values] = (1 if out else 0, *holding, *marks)
        unit = str(profile[0])
        into = sums.get(unit)
        if into is None:
            into = sums[unit] = [0] * (marks_at + len(mark_place))
        for place in adds:
            into[place] += number
    if exclusions is not None:
        refuse_unset(exclusions, unsure)
    units = {
        unit: UnitCounts(
            into[0],
            into[1],
            tuple(into[2:marks_at]),
            tuple(_ratios(adds_of, into[marks_at:])),
            tuple(into[marks_at:]),
        )
        for unit, into in sums.items()
    }
    return attrs.evolve(made, units=units)


def _marks(
    mark_place: Mapping[tuple[str, str], int],
    rates: Sequence[Rate],
    askers: Sequence[Callable[..., Any]],
    facts: FactSpace,
    values: tuple[Any, ...],
) -> Iterator[int]:
    """The row of each rate that an outcome falls under."""
    for rate, ask in zip(rates, askers, strict=True):
        row = ask(values)
        if row is None:
            _no_mark(rate, facts, values)
        yield mark_place[rate.name, row.id]


def _adds(mark: Mark | Absent) -> tuple[int | Fraction, int | Fraction]:
    """What one outcome of a row adds to the numerator and to the denominator."""
    if isinstance(mark, Absent):
        return 0, 0
    top, bottom = mark.adds
    return _whole(top), _whole(bottom)


def _ratios(
    adds_of: Sequence[Sequence[tuple[int | Fraction, int | Fraction]]], marked: Sequence[int]
) -> Iterator[Ratio]:
    """What the rows of each rate come to."""
    numbers = iter(marked)
    for adds in adds_of:
        top: int | Fraction = 0
        bottom: int | Fraction = 0
        # The adds go first: zip must not take a number that is the next rate's.
        for (met, counts), number in zip(adds, numbers, strict=False):
            top += number * met
            bottom += number * counts
        yield Ratio(_whole(top), _whole(bottom))


def _no_mark(rate: Rate, facts: FactSpace, values: tuple[Any, ...]) -> NoReturn:
    pairs = zip(facts.names, map(word_of, values), strict=True)
    said = ", ".join(f"{name}={word}" for name, word in pairs if word)
    fail(
        SchemaError,
        rate.table.name if rate.table else rate.name,
        Text("没有一行适用，或有几行同时适用", "no row answers, or several do"),
        value=said,
        remedy=Text("以 table.check() 查缺口和重叠", "table.check() shows gaps and overlaps"),
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


def percent(
    value: Fraction | NotAssessed, places: int = 2, rule: Rounding = Rounding.HALF_UP
) -> Text:
    """
    A rate as it is printed.

    Args:
        value: The rate, a ratio; see `jiesu.exact.exact`.
        places: Number of decimals, 0 to 100.
        rule: Which rounding.

    Raises:
        InexactNumberError: A float, or what is no number.
        InvalidValueError: No number of places, or no rule.

    Example:
        >>> percent(Fraction(2, 3)).zh, percent(NOT_ASSESSED).zh
        ('66.67%', '未评')
    """
    if isinstance(value, NotAssessed):
        return value.text
    said = f"{rounded(_PER_CENT * exact(value), places, rule)}%"
    return Text(said, said)


def _row_parts(
    rows: Iterable[Ruling[Any]], numbers: Iterable[int], say: Callable[[Any], Text]
) -> Iterator[Explanation]:
    """
    How each row counts, and how many it holds of.

    The same grounds are not told twice running, nor an open row that nothing falls under.
    """
    before: tuple[Citation, ...] = ()
    for row, number in zip(rows, numbers, strict=True):
        if isinstance(row.then, Absent) and not number:
            continue
        told = row.explain().says
        then = _NOBODY if isinstance(row.then, Absent) else say(row.then)
        grounds = () if row.grounds == before else row.grounds
        before = row.grounds
        yield Explanation(
            Text(
                f"{row.id} {told.zh}：{then.zh}，{number} 件",
                f"{row.id} {told.en}: {then.en}, {number}",
            ),
            grounds=[ground.text for ground in grounds],
        )


_NOBODY = Text("计法未公布", "nobody published how")


def _say_ground(ground: Label) -> Text:
    if ground is ExclusionGround.COUNTED:
        return ground.text
    return Text(f"剔除（{ground.zh}）", f"left out ({ground.en})")


def _said_scopes(counts: Counts) -> Iterator[Text]:
    """Of which periods; of countings side by side, each one's."""
    for side in counts.sides:
        for each in say_scopes(side.scopes):
            yield Text(f"{side.term.zh}：{each.zh}", f"{side.term.en}: {each.en}")
    if not counts.sides:
        yield from say_scopes(counts.scopes)


_PUBLISHED = Text(
    "分子、分母据公布数，剔除情况未载明；件数为各率分母中最大的",
    "numerators and denominators as published, what was left out is not stated; the number of a "
    "unit is the largest denominator",
)


def _from_elsewhere(rates: Sequence[Rate]) -> bool:
    """Whether none of some rates has a table by which it was counted."""
    return bool(rates) and all(rate.table is None for rate in rates)


def _assessed(head: Text, total: int, out: int) -> Text:
    """How many were assessed and left out, of one counting."""
    return Text(
        f"{head.zh}计入考评 {total} 件次，剔除 {out} 件次",
        f"{head.en}{total} assessed, {out} left out",
    )


def _ledger_part(counts: Counts) -> Explanation:
    """What is counted and what is left out, row by row; of published figures, that nobody says."""
    if counts.published and not counts.sides:
        return Explanation(
            Text(
                f"{_PUBLISHED.zh}，合计 {counts.total} 件次",
                f"{_PUBLISHED.en}; {counts.total} in sum",
            )
        )
    numbers = [number for _, number in counts.ledger]
    sums = [_assessed(Text("", ""), counts.total, counts.excluded)]
    apart = Text("", "")
    if counts.sides:
        told = counts.units.values()
        sums = []
        for place, side in enumerate(counts.sides):
            head = Text(f"{side.term.zh}：", f"{side.term.en}: ")
            total, out = (sum(each.sides[place][at] for each in told) for at in (0, 1))
            own = [each for each in counts.rates if each.name.startswith(side.named(""))]
            if _from_elsewhere(own) and not out:
                sums.append(Text(head.zh + _PUBLISHED.zh, head.en + _PUBLISHED.en))
            else:
                sums.append(_assessed(head, total, out))
        apart = Text(
            "；并列的几项统计可能含同一件，不相加",
            "; one ticket may stand in several of these countings, and they are not added up",
        )
    zh, en = "；".join(each.zh for each in sums), "; ".join(each.en for each in sums)
    if counts.published:
        return Explanation(Text(f"{zh}{apart.zh}", f"{en}{apart.en}"))
    said = Text(
        f"{zh}（一件由两个单位办理的，各计一次；同时符合几项的，剔除一次{apart.zh}）",
        f"{en} (a ticket counts once for each unit that handled it, and is left out once{apart.en})",
    )
    return Explanation(said, list(_row_parts(counts.exclusions, numbers, _say_ground)))


def _rate_part(counts: Counts, rate: Rate, unsettled: int, how: Rounded) -> Explanation:
    """A rate over all units, and how each row of its table counts."""
    place = counts.place(rate.name)
    ratios = [counted.ratios[place] for counted in counts.units.values()]
    top = sum((ratio.numerator for ratio in ratios), Fraction(0))
    bottom = sum((ratio.denominator for ratio in ratios), Fraction(0))
    value = percent(Ratio(top, bottom).value, how.places, how.rule)
    over = f"{plain(top)}/{plain(bottom)}"
    says = Text(f"{rate.term.zh}：{over}，{value.zh}", f"{rate.term.en}: {over}, {value.en}")
    if unsettled:
        says = Text(
            f"{rate.term.zh}：有 {unsettled} 件次计法未公布，不予计算",
            f"{rate.term.en}: nobody published how {unsettled} of them count; not computed",
        )
    own = [at for at, (name, _) in enumerate(counts.mark_rows) if name == rate.name]
    numbers = [sum(each.marked[at] for each in counts.units.values()) for at in own]
    rows = rate.table.rows if rate.table else ()
    return Explanation(says, list(_row_parts(rows, numbers, lambda mark: mark.text)))


def _assumed_part(counts: Counts) -> Iterator[Explanation]:
    """What the counts rest on that no text says, once each."""
    tables = [rate.table for rate in counts.rates if rate.table is not None]
    rows: list[Ruling[Any]] = [*counts.exclusions, *(row for each in tables for row in each.rows)]
    told = dict.fromkeys(
        ground.note or ground.text for row in rows for ground in row.grounds if ground.basis.told
    )
    read = {test.fact for row in rows for test in row.conditions}
    spaces = [each.space for each in tables]
    for fact in max(spaces, key=lambda s: len(s.facts), default=OUTCOME_FACTS).facts:
        if fact.name in read and isinstance(fact.missing, AS):
            told[fact.missing.ground.note or fact.missing.ground.text] = None
    if told:
        says = Text("所依的推定、转述和自行设定", "Assumed, reported, or set by the user")
        yield Explanation(says, [Explanation(each) for each in told])
