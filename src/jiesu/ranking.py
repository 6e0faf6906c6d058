"""
排名与分档: one league table from one exact number per unit.

Ties are shared, never broken by position; units that cannot be compared (nothing to divide by, too
few tickets) stand apart with the reason. Whether the number is compared exactly or as published is
said, since rounding makes ties.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import attrs

from .counts import NOT_ASSESSED, NotAssessed
from .errors import (
    AssessmentError,
    Fault,
    InexactNumberError,
    did_you_mean,
    fail,
    fits,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
)
from .exact import Rounding, exact, is_count, rounded, written
from .explain import Explanation
from .labels import Label, Text


class Ties(Label):
    """并列的名次: what rank follows a tie."""

    SHARED = "名次并列并占位（1、1、3）", "shared; the next rank is skipped (1, 1, 3)"
    DENSE = "名次并列不占位（1、1、2）", "shared; the next rank follows (1, 1, 2)"


class WhyUnranked(Label):
    """Why a unit stands apart from the ranking."""

    NOT_ASSESSED = "分母为零，不予评分", "nothing to divide by"
    BELOW_MINIMUM = "计入件数不足", "fewer tickets than the minimum"


def _bound(value: object) -> Fraction:
    return exact(value, "band.at_least")


@attrs.frozen
class Band:
    """
    一档: a class of values, from a bound on.

    Attributes:
        name: 档名.
        at_least: Its lower bound, which belongs to it; in points of 100.

    Example:
        >>> Band(Text("优秀", "excellent"), "95").at_least
        Fraction(95, 1)
    """

    name: Text
    at_least: Fraction = attrs.field(converter=_bound)

    def __attrs_post_init__(self) -> None:
        refuse(AssessmentError, mistyped("band", self, name=Text))


class Ranked(NamedTuple):
    """
    A unit in a league table.

    Attributes:
        rank: 名次, from 1.
        unit: Its identifier.
        name: Its name.
        value: The exact value, in points of 100.
        compared: What was compared: the value itself, or as published.
        volume: Tickets behind the value.
        band: 档; None where there are none, or the value is below them all.
        tied: How many units share the rank, itself included.
    """

    rank: int
    unit: str
    name: str
    value: Fraction
    compared: Fraction
    volume: int
    band: Band | None
    tied: int


class Unranked(NamedTuple):
    """A unit that stands apart, with its value where it has one."""

    unit: str
    name: str
    value: Fraction | NotAssessed
    volume: int
    reason: WhyUnranked


@attrs.frozen(repr=False)
class League:
    """
    排名表: the units in order, and those that stand apart.

    Attributes:
        title: What is ranked.
        ranked: Best first; within a tie in order of the identifiers, which says nothing.
        unranked: The units apart.
        ties: How ties are numbered.
        minimum: Tickets that a unit needs to be ranked.
        places: Decimals to which values were rounded before they were compared; None: exact.
        rounding: By which rule, also in print.
        bands: 分档, the highest first.
        lowest_first: Whether the lowest value is the best.
    """

    title: Text
    ranked: tuple[Ranked, ...] = attrs.field(converter=tupled)
    unranked: tuple[Unranked, ...] = attrs.field(converter=tupled)
    ties: Ties
    minimum: int
    places: int | None
    rounding: Rounding
    bands: tuple[Band, ...] = attrs.field(converter=tupled)
    lowest_first: bool = False

    def __len__(self) -> int:
        return len(self.ranked)

    def __repr__(self) -> str:
        return f"League({self.title.zh}: {len(self.ranked)} ranked, {len(self.unranked)} apart)"

    def of(self, unit: str) -> Ranked | Unranked:
        """
        Where a unit stands.

        Raises:
            AssessmentError: It is not in the table.
        """
        everyone: tuple[Ranked | Unranked, ...] = (*self.ranked, *self.unranked)
        for each in everyone:
            if each.unit == unit:
                return each
        known = [each.unit for each in everyone]
        what = Text("排名表中没有该单位", "the unit is not in the table")
        near = did_you_mean(unit, known)
        fail(AssessmentError, "league", what, value=shown(unit), remedy=near)

    def top(self, number: int) -> tuple[Ranked, ...]:
        """The best *number* units; those that tie with the last of them are all in."""
        _need_number(number)
        return tuple(self._cut(self.ranked, number))

    def bottom(self, number: int) -> tuple[Ranked, ...]:
        """The last *number* units, best first; those that tie with the first of them are all in."""
        _need_number(number)
        return tuple(self._cut(self.ranked[::-1], number))[::-1]

    @staticmethod
    def _cut(rows: tuple[Ranked, ...], number: int) -> Iterator[Ranked]:
        for place, row in enumerate(rows):
            if place >= number and row.compared != rows[number - 1].compared:
                return
            if number:
                yield row

    def printed(self, value: Fraction) -> Decimal:
        """A value as the table prints it: to its own places, or two."""
        return rounded(value, 2 if self.places is None else self.places, self.rounding)

    def explain(self, lang: str = "zh") -> Explanation:
        """How the table was made, the units in order, and those apart with the reason."""
        how = Text("按精确值比较", "compared exactly")
        if self.places is not None:
            rule = self.rounding
            how = Text(
                f"按{rule.zh}保留 {self.places} 位小数后比较",
                f"compared to {self.places} decimals ({rule.en})",
            )
        least = Text(
            f"计入不少于 {self.minimum} 件的参加排名",
            f"units with at least {self.minimum} tickets behind the value",
        )
        first = (
            Text("由低到高", "the lowest first")
            if self.lowest_first
            else Text("由高到低", "the highest first")
        )
        steps = [
            Text(
                f"{band.name.zh}：{band.at_least} 分以上（含）",
                f"{band.name.en}: from {band.at_least}",
            )
            for band in self.bands
        ]
        rows = [
            Explanation(
                Text(
                    f"第 {row.rank} 名 {row.name} {self.printed(row.value)}"
                    + (f"（并列 {row.tied} 家）" if row.tied > 1 else "")
                    + (f" {row.band.name.zh}" if row.band else ""),
                    f"{row.rank}. {row.name} {self.printed(row.value)}"
                    + (f" (one of {row.tied} tied)" if row.tied > 1 else "")
                    + (f" {row.band.name.en}" if row.band else ""),
                )
            )
            for row in self.ranked
        ]
        apart = [
            Explanation(
                Text(
                    f"{row.name}：{row.reason.zh}（{row.volume} 件）",
                    f"{row.name}: {row.reason.en} ({row.volume})",
                )
            )
            for row in self.unranked
        ]
        parts = [
            Explanation(
                Text("排名方法", "Method"),
                [Explanation(each) for each in (first, how, self.ties.text, least, *steps)],
            ),
            Explanation(Text(f"名次（{len(rows)} 家）", f"Ranks ({len(rows)})"), rows),
        ]
        if apart:
            parts.append(
                Explanation(Text(f"不参加排名（{len(apart)} 家）", f"Apart ({len(apart)})"), apart)
            )
        return Explanation(self.title, parts, lang=lang)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """A flat row per unit in Chinese; the value as printed, and exact as a fraction."""
        rows: list[dict[str, str | int]] = [
            {
                "rank": row.rank,
                "unit": row.unit,
                "name": row.name,
                "value": str(self.printed(row.value)),
                "exact": written(row.value),
                "volume": row.volume,
                "band": row.band.name.zh if row.band else "",
                "remark": f"并列 {row.tied} 家" if row.tied > 1 else "",
            }
            for row in self.ranked
        ]
        rows += [
            {
                "rank": "",
                "unit": row.unit,
                "name": row.name,
                "value": ""
                if isinstance(row.value, NotAssessed)
                else str(self.printed(row.value)),
                "exact": "" if isinstance(row.value, NotAssessed) else written(row.value),
                "volume": row.volume,
                "band": "",
                "remark": row.reason.zh,
            }
            for row in self.unranked
        ]
        return rows


def rank(
    values: Mapping[str, Fraction | NotAssessed],
    *,
    volumes: Mapping[str, int] | None = None,
    names: Mapping[str, str] | None = None,
    title: Text | None = None,
    ties: Ties = Ties.SHARED,
    minimum: int = 0,
    bands: Iterable[Band] = (),
    places: int | None = None,
    rounding: Rounding = Rounding.HALF_UP,
    lowest_first: bool = False,
) -> League:
    """
    A league table of exact values.

    Args:
        values: Unit to its value in points of 100, or `NOT_ASSESSED`.
        volumes: Unit to tickets assessed, for *minimum*.
        names: Unit to its name; default: its identifier.
        title: What is ranked.
        ties: How ties are numbered.
        minimum: Units of fewer tickets stand apart.
        bands: 分档; the highest whose bound a value reaches.
        places: Compare as published, to so many decimals; None: exactly.
        rounding: By which rule.
        lowest_first: Whether the lowest value is the best, as of a rate of returns.

    Raises:
        InexactNumberError: A value that is a float or no number.
        AssessmentError: Another argument that is none; bands of one bound.

    Example:
        >>> table = rank({"a": Fraction(90), "b": Fraction(90), "c": Fraction(80)})
        >>> [(row.unit, row.rank) for row in table.ranked]
        [('a', 1), ('b', 1), ('c', 3)]
    """
    given = _checked(values, volumes, names, title, ties, rounding)
    _need_number(minimum, "minimum")
    if minimum and volumes is None:
        what = Text("有最低件数而没有件数", "a minimum, and no volumes to hold it against")
        fail(AssessmentError, "minimum", what, value=str(minimum))
    if places is not None:
        rounded(Fraction(0), places, rounding)  # refuses what is no number of places
    if type(lowest_first) is not bool:
        raise AssessmentError(misfit("lowest_first", lowest_first, bool))
    steps = tupled(bands)
    refuse(AssessmentError, misfits("bands", steps, Band))
    if steps and lowest_first:
        what = Text(
            "由低到高排名时不能按下限分档", "bands from a lower bound need the highest first"
        )
        refuse(AssessmentError, [Fault("bands", what)])
    steps = tuple(sorted(steps, key=lambda band: -band.at_least))
    if len({band.at_least for band in steps}) < len(steps):
        what = Text("两档下限相同", "two bands with one bound")
        refuse(AssessmentError, [Fault("bands", what, shown([b.at_least for b in steps]))])

    def volume_of(unit: str) -> int:
        return (volumes or {}).get(unit, 0)

    def name_of(unit: str) -> str:
        return (names or {}).get(unit, unit)

    apart: list[Unranked] = []
    listed: list[tuple[Fraction, str, Fraction]] = []
    for unit, value in given.items():
        volume = volume_of(unit)
        if isinstance(value, NotAssessed):
            reason = WhyUnranked.NOT_ASSESSED
            apart.append(Unranked(unit, name_of(unit), NOT_ASSESSED, volume, reason))
        elif volumes is not None and volume < minimum:
            reason = WhyUnranked.BELOW_MINIMUM
            apart.append(Unranked(unit, name_of(unit), value, volume, reason))
        else:
            shown_as = value if places is None else Fraction(rounded(value, places, rounding))
            listed.append((shown_as, unit, value))
    listed.sort(key=lambda each: (each[0] if lowest_first else -each[0], each[1]))
    sharing: dict[Fraction, int] = {}
    for compared, _, _ in listed:
        sharing[compared] = sharing.get(compared, 0) + 1
    ranked: list[Ranked] = []
    for place, (compared, unit, value) in enumerate(listed, 1):
        if ranked and ranked[-1].compared == compared:
            number = ranked[-1].rank
        elif ties is Ties.DENSE:
            number = ranked[-1].rank + 1 if ranked else 1
        else:
            number = place
        band = next((each for each in steps if compared >= each.at_least), None)
        tied = sharing[compared]
        ranked.append(
            Ranked(number, unit, name_of(unit), value, compared, volume_of(unit), band, tied)
        )
    apart.sort(key=lambda each: each.unit)
    heading = title or Text("排名", "Ranking")
    return League(heading, ranked, apart, ties, minimum, places, rounding, steps, lowest_first)


def _checked(
    values: object, volumes: object, names: object, title: object, ties: object, rounding: object
) -> Mapping[str, Fraction | NotAssessed]:
    faults = [
        misfit(path, value, kind)
        for path, value, kind in (
            ("values", values, Mapping),
            ("volumes", volumes, Mapping | None),
            ("names", names, Mapping | None),
            ("title", title, Text | None),
            ("ties", ties, Ties),
            ("rounding", rounding, Rounding),
        )
        if not fits(value, kind)
    ]
    refuse(AssessmentError, faults)
    assert isinstance(values, Mapping)  # noqa: S101 -- refused above
    made: dict[str, Fraction | NotAssessed] = {}
    floats: list[Fault] = []
    for unit, value in values.items():
        if type(unit) is not str:
            faults.append(misfit(f"values[{shown(unit)}]", unit, str))
            continue
        if isinstance(value, str):  # "95%" is a ratio elsewhere, and points are meant here
            faults.append(misfit(f"values[{shown(unit)}]", value, Fraction))
            continue
        try:
            made[unit] = value if value is NOT_ASSESSED else exact(value, f"values[{shown(unit)}]")
        except InexactNumberError as error:
            floats += error.faults
    for what, given, kind in (("volumes", volumes, int), ("names", names, str)):
        for unit, value in (given or {}).items():  # type: ignore[attr-defined]
            if type(value) is not kind or (kind is int and not is_count(value)):
                faults.append(misfit(f"{what}[{shown(unit)}]", value, kind))
    refuse(AssessmentError, faults)
    refuse(InexactNumberError, floats)
    return made


def _need_number(number: object, path: str = "number") -> None:
    if not is_count(number):
        what = Text("须为不小于零的整数", "must be a whole number, 0 or more")
        fail(AssessmentError, path, what, value=shown(number))
