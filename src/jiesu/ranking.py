"""
排名与分档: one league table from one exact number per unit.

Ties are shared, or broken by what was declared beforehand, never by position; units that cannot be
compared (nothing to divide by, too few tickets) stand apart with the reason. Whether the number is
compared exactly or as published is said, since rounding makes ties. A table with bands can be read
without its ranks: the national guidance of 2025 asks for graded evaluation, not for rank alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

import attrs

from .counts import NOT_ASSESSED, NotAssessed
from .errors import (
    AssessmentError,
    Fault,
    FrozenMap,
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
    wrong_type,
)
from .exact import MOST, Rounding, exact, is_count, no_count, plain, rounded, written
from .explain import Explanation
from .labels import Label, Text
from .sources import Citation, assumed
from .tallies import need_groups

Value = int | Fraction | NotAssessed
"""What can be ranked: an exact number, or that there is none."""

_T = TypeVar("_T")
_TEN_THOUSAND = 10_000
_GRADED = Text("参加分档", "graded")
RANKING = Text("排名", "Ranking")
"""The title of a table where nothing is said of it."""
_VOLUME = Text("不小于零的整数或分数", "an int or a Fraction, 0 or more")

PER_TEN_THOUSAND = assumed(
    "万人诉求比的算式未见公布，按通常理解以诉求量除以常住人口（万人）",
    "no formula of it was published; read as requests by ten thousand permanent residents",
)
"""依据 of `per_ten_thousand`."""


class Ties(Label):
    """并列的名次: what rank follows a tie."""

    SHARED = "名次并列并占位（1、1、3）", "shared; the next rank is skipped (1, 1, 3)"
    DENSE = "名次并列不占位（1、1、2）", "shared; the next rank follows (1, 1, 2)"


class CutTies(Label):
    """末位并列: what becomes of a tie that a cut would go through."""

    ALL_IN = "末位并列的一并列入", "those that tie with the last are all in"
    NONE_IN = "末位并列的均不列入", "those that tie with the last are all out if they do not fit"


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


def _compared(values: Mapping[str, Value]) -> Mapping[str, Fraction | NotAssessed]:
    return FrozenMap(exact_values("breaker.values", values))


@attrs.frozen
class Breaker:
    """
    并列时的比较项: a second number, compared between units that tie.

    Attributes:
        name: What it is.
        values: Unit to its exact value; one that is `NOT_ASSESSED` comes after those that are.
        lowest_first: Whether the lowest value is the best.

    Raises:
        InexactNumberError: A value that is a float or no number.
        AssessmentError: Another field of the wrong type.

    Example:
        >>> satisfied = Breaker(Text("满意率", "satisfaction rate"), {"a": 91, "b": NOT_ASSESSED})
        >>> table = rank({"b": Fraction(90), "a": Fraction(90)}, breakers=[satisfied])
        >>> [(row.unit, row.rank) for row in table.ranked]
        [('a', 1), ('b', 2)]
    """

    name: Text
    values: Mapping[str, Fraction | NotAssessed] = attrs.field(converter=_compared)
    lowest_first: bool = False

    def __attrs_post_init__(self) -> None:
        refuse(AssessmentError, mistyped("breaker", self, name=Text, lowest_first=bool))

    @property
    def text(self) -> Text:
        """What is compared, and which end is the best."""
        way = _first(self.lowest_first)
        return Text(f"{self.name.zh}（{way.zh}）", f"{self.name.en} ({way.en})")


class Scale(NamedTuple):
    """
    指标: of what the values of a table are, and in which unit.

    Attributes:
        term: What they are called: 得分, 解决率, 万人诉求比.
        unit: Their unit, as it follows a number; empty where it is not said.
        apart: The unit of a difference of two, where it is another; empty: the same.

    Example:
        >>> Scale(Text("万人诉求比", "requests per 10,000"), Text(" 件", "")).said("12.50").zh
        '万人诉求比 12.50 件'
    """

    term: Text
    unit: Text
    apart: Text = Text("", "")

    @classmethod
    def of_rate(cls, term: Text) -> "Scale":
        """A rate in per cent."""
        return cls(term, Text("%", "%"), Text(" 个百分点", " percentage points"))

    def said(self, number: str) -> Text:
        """A value in words."""
        return Text(
            f"{self.term.zh} {number}{self.unit.zh}", f"{self.term.en} {number}{self.unit.en}"
        )

    def difference(self, number: str) -> Text:
        """A difference of two values in words."""
        unit = self.apart if self.apart.zh else self.unit
        return Text(number + unit.zh, number + unit.en)


def scale_faults(path: str, scale: Scale) -> list[Fault]:
    """A fault for each part of a scale that is no text."""
    return mistyped(path, scale, term=Text, unit=Text, apart=Text)


SCORES = Scale(Text("得分", "score"), Text(" 分", " points"))
"""What a table is of where nothing else is said."""


class Ranked(NamedTuple):
    """
    A unit in a league table.

    Attributes:
        rank: 名次, from 1; the same where units tie, by the value and by every breaker.
        unit: Its identifier.
        name: Its name.
        value: The exact value, in points of 100.
        compared: What was compared: the value itself, or as published.
        volume: Tickets behind the value; a fraction where they were weighted.
        band: 档; None where there are none, or the value is below them all.
        tied: How many units share the rank, itself included.
    """

    rank: int
    unit: str
    name: str
    value: Fraction
    compared: Fraction
    volume: int | Fraction
    band: Band | None
    tied: int


class Unranked(NamedTuple):
    """A unit that stands apart, with its value where it has one."""

    unit: str
    name: str
    value: Fraction | NotAssessed
    volume: int | Fraction
    reason: WhyUnranked


class Graded(NamedTuple):
    """
    A unit in a graded evaluation.

    Attributes:
        unit: Its identifier.
        name: Its name.
        band: 档; None where the value is below them all, or there is none to compare.
        reason: Why it was not compared; None where it was.
    """

    unit: str
    name: str
    band: Band | None
    reason: WhyUnranked | None


@attrs.frozen(repr=False)
class Grading:
    """
    分档评价: which units are in which band, and nothing of who is before whom.

    Two tables that put the same units into the same bands give equal gradings, whatever the values.

    Attributes:
        title: What is graded.
        bands: 分档, the highest first.
        units: In order of their identifiers.
        method: How values were compared with the bounds.
        grounds: 依据.
    """

    title: Text
    bands: tuple[Band, ...] = attrs.field(converter=tupled)
    units: tuple[Graded, ...] = attrs.field(converter=tupled)
    method: tuple[Text, ...] = attrs.field(converter=tupled)
    grounds: tuple[Citation, ...] = attrs.field(default=(), converter=tupled)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("grading", self, title=Text)
        kinds = {"bands": Band, "units": Graded, "method": Text, "grounds": Citation}
        for name, kind in kinds.items():
            faults += misfits(f"grading.{name}", getattr(self, name), kind)
        refuse(AssessmentError, faults)

    def __len__(self) -> int:
        return len(self.units)

    def __repr__(self) -> str:
        return f"Grading({self.title.zh}: {len(self.units)} units, {len(self.bands)} bands)"

    def of(self, band: Band | None) -> tuple[str, ...]:
        """
        The units in a band, in order of their identifiers; None: those below them all.

        Raises:
            AssessmentError: The table has no such band.
        """
        if band is not None and band not in self.bands:
            what = Text("没有这一档", "there is no such band")
            near = Text(*("、".join(b.name.to(lang) for b in self.bands) for lang in ("zh", "en")))
            fail(AssessmentError, "band", what, value=shown(band), expected=near)
        return tuple(each.unit for each in self.units if each.band == band and each.reason is None)

    @property
    def apart(self) -> tuple[Graded, ...]:
        """The units that could not be compared."""
        return tuple(each for each in self.units if each.reason is not None)

    def explain(self, lang: str = "zh") -> Explanation:
        """The bands, and the units of each in order of their identifiers."""
        parts = [
            Explanation(Text("分档办法", "Method"), [Explanation(each) for each in self.method])
        ]
        below = Text("未达各档下限", "below every band")
        named = {each.unit: each.name for each in self.units}
        for band in (*self.bands, None):
            names = [Explanation(Text(named[unit], named[unit])) for unit in self.of(band)]
            if band or names:
                parts.append(how_many(band.name if band else below, names))
        apart = [unit_part(each.name, each.reason.text) for each in self.apart if each.reason]
        if apart:
            parts.append(how_many(Text("不参加分档", "Apart"), apart))
        return Explanation(self.title, parts, [each.text for each in self.grounds], lang=lang)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per unit in Chinese, in order of the identifiers."""
        return [
            {
                "unit": each.unit,
                "name": each.name,
                "band": each.band.name.zh if each.band else "",
                "remark": each.reason.zh if each.reason else "",
            }
            for each in self.units
        ]


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
        breakers: What was compared between units that tie, in order.
        grounds: 依据 of what is ranked.
        scale: 指标: of what the values are, in which unit.

    Raises:
        AssessmentError: A field of another type; a breaker without a value of a unit that is
            ranked.
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
    breakers: tuple[Breaker, ...] = attrs.field(default=(), converter=tupled)
    grounds: tuple[Citation, ...] = attrs.field(default=(), converter=tupled)
    scale: Scale = SCORES

    def __attrs_post_init__(self) -> None:
        kinds = {"title": Text, "ties": Ties, "rounding": Rounding, "lowest_first": bool}
        faults = mistyped("league", self, **kinds, scale=Scale)
        several = {"ranked": Ranked, "unranked": Unranked, "bands": Band, "grounds": Citation}
        for name, kind in several.items():
            faults += misfits(f"league.{name}", getattr(self, name), kind)
        refuse(AssessmentError, faults)
        refuse(AssessmentError, scale_faults("league.scale", self.scale))
        _need_number(self.minimum, "league.minimum")
        self.printed(Fraction(0))  # refuses what is no number of places
        _check_breakers(self.breakers, [row.unit for row in self.ranked])

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

    def top(self, number: int, ties: CutTies = CutTies.ALL_IN) -> tuple[Ranked, ...]:
        """The best *number* units; *ties* says what becomes of those that tie with the last."""
        return cut(self.ranked, [row.rank for row in self.ranked], number, ties)

    def bottom(self, number: int, ties: CutTies = CutTies.ALL_IN) -> tuple[Ranked, ...]:
        """The last *number* units, best first; *ties* says what becomes of a tie with the first."""
        turned = self.ranked[::-1]
        return cut(turned, [row.rank for row in turned], number, ties)[::-1]

    def by_band(self) -> Grading:
        """
        The same units graded: by their bands alone, without ranks and values.

        国办函〔2025〕66号 asks for graded and classified evaluation (分档分类), not for rank for its own
        sake.

        Raises:
            AssessmentError: The table has no bands.
        """
        if not self.bands:
            what = Text("排名表没有分档", "the table has no bands")
            fail(AssessmentError, "league.bands", what, remedy=Text("给出 bands", "give bands"))
        units = [Graded(row.unit, row.name, row.band, None) for row in self.ranked]
        units += [Graded(row.unit, row.name, None, row.reason) for row in self.unranked]
        units.sort(key=lambda each: each.unit)
        return Grading(self.title, self.bands, units, self._graded_by(), self.grounds)

    def printed(self, value: Fraction) -> Decimal:
        """A value as the table prints it: to its own places, or two."""
        return rounded(value, 2 if self.places is None else self.places, self.rounding)

    def explain(self, lang: str = "zh") -> Explanation:
        """How the table was made, the units in order, and those apart with the reason."""
        how, *more = self._graded_by(Text("参加排名", "ranked"))
        method = [_first(self.lowest_first), how]
        if self.breakers:
            texts = [each.text for each in self.breakers]
            zh, en = ("、".join(t.zh for t in texts), ", then ".join(t.en for t in texts))
            method.append(Text(f"并列时依次比较：{zh}", f"between units that tie: {en}"))
        method += [self.ties.text, *more]
        alike = Counter(row.compared for row in self.ranked) if self.breakers else {}
        rows = [
            Explanation(self._line(row, broken=alike.get(row.compared, 0) > 1))
            for row in self.ranked
        ]
        apart = [
            unit_part(
                row.name,
                Text(
                    f"{row.reason.zh}（{plain(row.volume)} 件）",
                    f"{row.reason.en} ({plain(row.volume)})",
                ),
            )
            for row in self.unranked
        ]
        parts = [
            Explanation(Text("排名方法", "Method"), [Explanation(each) for each in method]),
            how_many(Text("名次", "Ranks"), rows),
        ]
        if apart:
            parts.append(how_many(Text("不参加排名", "Apart"), apart))
        return Explanation(self.title, parts, [each.text for each in self.grounds], lang=lang)

    @property
    def comparison(self) -> Text:
        """How values are compared: exactly, or as published."""
        if self.places is None:
            return Text("按精确值比较", "compared exactly")
        rule = self.rounding
        return Text(
            f"按{rule.zh}保留 {self.places} 位小数后比较",
            f"compared to {self.places} decimals ({rule.en})",
        )

    def _graded_by(self, done: Text = _GRADED) -> tuple[Text, ...]:
        """How values are compared, how many tickets they need if any, and where the bands begin."""
        least = Text(
            f"计入不少于 {self.minimum} 件的{done.zh}",
            f"{done.en}: units with at least {self.minimum} tickets behind the value",
        )
        steps = [
            Text(
                f"{band.name.zh}：{plain(band.at_least)}{self.scale.unit.zh}以上（含）",
                f"{band.name.en}: from {plain(band.at_least)}{self.scale.unit.en}",
            )
            for band in self.bands
        ]
        return (self.comparison, *([least] if self.minimum else []), *steps)

    def _line(self, row: Ranked, *, broken: bool) -> Text:
        """A unit in words; where breakers were asked, with what they said of it."""
        zh = f"第 {row.rank} 名 {row.name} {self.printed(row.value)}"
        en = f"{row.rank}. {row.name} {self.printed(row.value)}"
        if row.tied > 1:
            zh += f"（并列 {row.tied} 家）"
            en += f" (one of {row.tied} tied)"
        if row.band:
            zh += f" {row.band.name.zh}"
            en += f" {row.band.name.en}"
        if broken:
            told = [
                (
                    breaker.name,
                    NOT_ASSESSED.text if isinstance(value, NotAssessed) else _plain(value),
                )
                for breaker in self.breakers
                for value in (breaker.values[row.unit],)
            ]
            zh += "；" + "，".join(f"{name.zh} {value.zh}" for name, value in told)
            en += "; " + ", ".join(f"{name.en} {value.en}" for name, value in told)
        return Text(zh, en)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """
        A flat row per unit in Chinese; the value as printed, and exact as a fraction.

        Where there are breakers, each has a column of its own, exact too.
        """
        everyone: tuple[Ranked | Unranked, ...] = (*self.ranked, *self.unranked)
        return [self._row(each) for each in everyone]

    def _row(self, row: Ranked | Unranked) -> dict[str, str | int]:
        said: dict[str, str | int] = {
            "rank": row.rank if isinstance(row, Ranked) else "",
            "unit": row.unit,
            "name": row.name,
            "value": "" if isinstance(row.value, NotAssessed) else str(self.printed(row.value)),
            "exact": _written(row.value),
            "volume": row.volume if isinstance(row.volume, int) else written(row.volume),
            "band": "",
        }
        if isinstance(row, Ranked):
            said["band"] = row.band.name.zh if row.band else ""
            said["remark"] = f"并列 {row.tied} 家" if row.tied > 1 else ""
        else:
            said["remark"] = row.reason.zh
        for breaker in self.breakers:
            said[f"并列比较：{breaker.name.zh}"] = _written(
                breaker.values.get(row.unit, NOT_ASSESSED)
            )
        return said


def _first(lowest: bool) -> Text:
    return (
        Text("由低到高", "the lowest first") if lowest else Text("由高到低", "the highest first")
    )


def how_many(says: Text, parts: Sequence[Explanation]) -> Explanation:
    """A heading with the number of units under it."""
    number = len(parts)
    return Explanation(Text(f"{says.zh}（{number} 家）", f"{says.en} ({number})"), parts)


def unit_part(name: str, says: Text) -> Explanation:
    """A unit, and what is said of it."""
    return Explanation(Text(f"{name}：{says.zh}", f"{name}: {says.en}"))


def _plain(value: Fraction) -> Text:
    return Text(plain(value), plain(value))


def _written(value: Fraction | NotAssessed) -> str:
    return "" if isinstance(value, NotAssessed) else written(value)


def cut(
    rows: Sequence[_T], marks: Sequence[object], number: int, ties: CutTies = CutTies.ALL_IN
) -> tuple[_T, ...]:
    """
    The first *number* of some rows, by a rule for the tie that the cut would go through.

    Args:
        rows: In order.
        marks: For each row what it is compared by; rows that tie stand together.
        number: How many.
        ties: What becomes of a tie at the cut.

    Raises:
        AssessmentError: An argument that is none; marks that are not one for each row.

    Example:
        >>> [cut("abc", (1, 2, 2), 2, ties) for ties in CutTies]
        [('a', 'b', 'c'), ('a',)]
    """
    faults = [
        misfit(path, value, Sequence)
        for path, value in (("rows", rows), ("marks", marks))
        if not isinstance(value, Sequence)
    ]
    refuse(AssessmentError, faults)
    if len(marks) != len(rows):
        what = Text("与行数不符", "not one for each row")
        number_of = Text(str(len(rows)), str(len(rows)))
        fail(AssessmentError, "marks", what, value=str(len(marks)), expected=number_of)
    _need_number(number)
    if not isinstance(ties, CutTies):
        raise AssessmentError(misfit("ties", ties, CutTies))
    if 0 < number < len(rows):
        edge = marks[number - 1]
        if edge == marks[number]:
            kept = ties is CutTies.ALL_IN
            return tuple(
                row
                for place, (row, mark) in enumerate(zip(rows, marks, strict=True))
                if (kept if mark == edge else place < number)
            )
    return tuple(rows[:number])


def rank(
    values: Mapping[str, Value],
    *,
    among: Iterable[str] | None = None,
    volumes: Mapping[str, int | Fraction] | None = None,
    names: Mapping[str, str] | None = None,
    title: Text | None = None,
    ties: Ties = Ties.SHARED,
    breakers: Iterable[Breaker] = (),
    minimum: int = 0,
    bands: Iterable[Band] = (),
    places: int | None = None,
    rounding: Rounding = Rounding.HALF_UP,
    lowest_first: bool = False,
    grounds: Iterable[Citation] = (),
    scale: Scale | None = None,
) -> League:
    """
    A league table of exact values.

    Args:
        values: Unit to its value in points of 100, or `NOT_ASSESSED`.
        among: Which units, as a comparison class; one that has a name and no value stands apart.
            Default: all that have a value.
        volumes: Unit to tickets assessed, for *minimum*; fractions where they are weighted.
        names: Unit to its name; default: its identifier.
        title: What is ranked; default: by the scale.
        ties: How ties are numbered.
        breakers: What is compared between units that tie, in order; what ties after all of them
            shares its rank.
        minimum: Units of fewer tickets stand apart.
        bands: 分档; the highest whose bound a value reaches.
        places: Compare as published, to so many decimals; None: exactly. Breakers are compared
            exactly.
        rounding: By which rule.
        lowest_first: Whether the lowest value is the best, as of a rate of returns.
        grounds: 依据 of what is ranked.
        scale: 指标: of what the values are, and in which unit. Default: what the title says, in a
            unit that is not said; scores in points where there is no title either.

    Raises:
        InexactNumberError: A value that is a float or no number.
        AssessmentError: Another argument that is none; bands of one bound; a breaker without a
            value of a unit that is ranked; a unit in *among* that nobody knows.

    Example:
        >>> table = rank({"a": Fraction(90), "b": Fraction(90), "c": Fraction(80)})
        >>> [(row.unit, row.rank) for row in table.ranked]
        [('a', 1), ('b', 1), ('c', 3)]
    """
    given = _checked(values, volumes, names, title, ties, rounding, scale)
    sizes = {unit: _whole(volume) for unit, volume in (volumes or {}).items()}
    called = names or {}
    if among is not None:
        given = _only(given, called, among)
    _need_number(minimum, "minimum")
    if minimum and volumes is None:
        what = Text("有最低件数而没有件数", "a minimum, and no volumes to hold it against")
        fail(AssessmentError, "minimum", what, value=str(minimum))
    if places is not None:
        rounded(Fraction(0), places, rounding)  # refuses what is no number of places
    if type(lowest_first) is not bool:
        raise AssessmentError(misfit("lowest_first", lowest_first, bool))
    steps = _steps(tupled(bands), lowest_first)
    cited = tupled(grounds)
    refuse(AssessmentError, misfits("grounds", cited, Citation))

    apart: list[Unranked] = []
    compared: dict[str, Fraction] = {}
    for unit in sorted(given):
        value = given[unit]
        volume = sizes.get(unit, 0)
        if isinstance(value, NotAssessed):
            reason = WhyUnranked.NOT_ASSESSED
            apart.append(Unranked(unit, called.get(unit, unit), NOT_ASSESSED, volume, reason))
        elif volumes is not None and volume < minimum:
            reason = WhyUnranked.BELOW_MINIMUM
            apart.append(Unranked(unit, called.get(unit, unit), value, volume, reason))
        else:
            compared[unit] = (
                value if places is None else Fraction(rounded(value, places, rounding))
            )
    asked = tupled(breakers)
    _check_breakers(asked, compared)
    marks = {
        unit: (
            _mark(value, lowest_first),
            *(_mark(each.values[unit], each.lowest_first) for each in asked),
        )
        for unit, value in compared.items()
    }
    sharing = Counter(marks.values())
    ranked: list[Ranked] = []
    number = 0
    for place, unit in enumerate(sorted(marks, key=lambda unit: (marks[unit], unit)), 1):
        if not ranked or marks[unit] != marks[ranked[-1].unit]:
            number = number + 1 if ties is Ties.DENSE else place
        value, seen = given[unit], compared[unit]
        assert not isinstance(value, NotAssessed)  # noqa: S101 -- those stand apart
        band = next((each for each in steps if seen >= each.at_least), None)
        name, volume = called.get(unit, unit), sizes.get(unit, 0)
        tied = sharing[marks[unit]]
        ranked.append(Ranked(number, unit, name, value, seen, volume, band, tied))
    return League(
        title or (RANKING if scale is None else _titled(scale)),
        ranked,
        apart,
        ties,
        minimum,
        places,
        rounding,
        steps,
        lowest_first,
        asked,
        cited,
        _scale(scale, title),
    )


def _titled(scale: Scale) -> Text:
    return Text(f"{scale.term.zh}排名", f"Ranking by {scale.term.en}")


def _scale(scale: Scale | None, title: Text | None) -> Scale:
    """Of what a table is, by what was said of it."""
    if scale is not None:
        return scale
    return SCORES if title is None else Scale(title, Text("", ""))


def _mark(value: Fraction | NotAssessed, lowest_first: bool) -> tuple[bool, Fraction]:
    """What units are sorted by: the best first, the unassessed last."""
    if isinstance(value, NotAssessed):
        return True, Fraction(0)
    return False, value if lowest_first else -value


def _whole(volume: int | Fraction) -> int | Fraction:
    """A number of tickets as an int where it is one, so that it prints as one."""
    return int(volume) if volume.denominator == 1 else volume


def _steps(bands: tuple[Band, ...], lowest_first: bool) -> tuple[Band, ...]:
    refuse(AssessmentError, misfits("bands", bands, Band))
    if bands and lowest_first:
        what = Text(
            "由低到高排名时不能按下限分档", "bands from a lower bound need the highest first"
        )
        refuse(AssessmentError, [Fault("bands", what)])
    steps = tuple(sorted(bands, key=lambda band: -band.at_least))
    if len({band.at_least for band in steps}) < len(steps):
        what = Text("两档下限相同", "two bands with one bound")
        refuse(AssessmentError, [Fault("bands", what, shown([b.at_least for b in steps]))])
    return steps


def _only(
    values: Mapping[str, Fraction | NotAssessed],
    names: Mapping[str, str],
    among: Iterable[str],
) -> Mapping[str, Fraction | NotAssessed]:
    """The values of some units; one that is known by name alone has none."""
    return {
        unit: values.get(unit, NOT_ASSESSED)
        for unit in known_units(among, values.keys() | names.keys())
    }


def known_units(among: Iterable[object], known: Iterable[str]) -> tuple[str, ...]:
    """
    The units that somebody names, each once.

    Raises:
        AssessmentError: No list of texts, or units that nobody knows; all of them.
    """
    chosen = tupled(among)
    refuse(AssessmentError, misfits("among", chosen, str))
    there = set(known)
    refuse(
        AssessmentError,
        [
            Fault(
                "among",
                Text("没有这个单位", "no such unit"),
                shown(unit),
                remedy=did_you_mean(unit, sorted(there)),
            )
            for unit in dict.fromkeys(chosen)
            if unit not in there
        ],
    )
    return tuple(dict.fromkeys(chosen))


def _check_breakers(breakers: tuple[Breaker, ...], units: Iterable[str]) -> None:
    """Refuse what is no breaker, two of one name, and one that does not know a unit it may part."""
    refuse(AssessmentError, misfits("breakers", breakers, Breaker))
    names = [each.name.zh for each in breakers]
    faults = []
    if len(set(names)) < len(names):
        what = Text("比较项重名", "two breakers of one name")
        faults.append(Fault("breakers", what, shown(names)))
    faults += [
        Fault(
            f"breakers[{index}].values",
            Text("没有该单位的值", "no value of the unit"),
            shown(unit),
            remedy=Text("给出数值或 NOT_ASSESSED", "give its value, or NOT_ASSESSED"),
        )
        for index, each in enumerate(breakers)
        for unit in units
        if unit not in each.values
    ]
    refuse(AssessmentError, faults)


def _checked(
    values: object,
    volumes: object,
    names: object,
    title: object,
    ties: object,
    rounding: object,
    scale: object,
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
            ("scale", scale, Scale | None),
        )
        if not fits(value, kind)
    ]
    refuse(AssessmentError, faults)
    if isinstance(scale, Scale):
        faults += scale_faults("scale", scale)
    faults += volume_faults("volumes", volumes or {})  # type: ignore[arg-type]
    faults += name_faults(names or {})  # type: ignore[arg-type]
    refuse(AssessmentError, faults)
    return exact_values("values", values)


def exact_values(path: str, values: object) -> dict[str, Fraction | NotAssessed]:
    """
    Unit to exact value, or `NOT_ASSESSED`.

    Raises:
        InexactNumberError: A float, or what is no number; all of them.
        AssessmentError: No mapping, a unit that is no text, or a text for a value: "95%" is a
            ratio elsewhere, and points are meant here.
    """
    if not isinstance(values, Mapping):
        raise AssessmentError(misfit(path, values, Mapping))
    made: dict[str, Fraction | NotAssessed] = {}
    faults: list[Fault] = []
    floats: list[Fault] = []
    for unit, value in values.items():
        if type(unit) is not str:
            faults.append(misfit(f"{path}[{shown(unit)}]", unit, str))
            continue
        if isinstance(value, str):
            faults.append(misfit(f"{path}[{shown(unit)}]", value, Fraction))
            continue
        try:
            made[unit] = value if value is NOT_ASSESSED else exact(value, f"{path}[{shown(unit)}]")
        except InexactNumberError as error:
            floats += error.faults
    refuse(AssessmentError, faults)
    refuse(InexactNumberError, floats)
    return made


def volume_faults(path: str, volumes: Mapping[str, object]) -> list[Fault]:
    """A fault for each unit that is no text, and each number of tickets that is none."""
    return [
        wrong_type(f"{path}[{shown(unit)}]", volume, _VOLUME)
        for unit, volume in volumes.items()
        if type(unit) is not str
        or not (is_count(volume) or (isinstance(volume, Fraction) and 0 <= volume <= MOST))
    ]


def name_faults(names: Mapping[str, object]) -> list[Fault]:
    """A fault for each name of a unit that is no text."""
    return [
        misfit(f"names[{shown(unit)}]", name, str)
        for unit, name in names.items()
        if type(name) is not str
    ]


def by_class(
    values: Mapping[str, Value], classes: Mapping[str, str], **how: Any
) -> dict[str, League]:
    """
    A league table for each comparison class (分类考评), each ranked apart.

    Args:
        values: Unit to its value, as of `rank`.
        classes: Unit to its class. A unit of a class that has no value stands apart in it.
        **how: What else `rank` takes; a title is that of all of them together.

    Returns:
        Class to its table, in the order in which *classes* first names them.

    Raises:
        AssessmentError: A unit without a class; all of them. See `rank` too.

    Example:
        >>> tables = by_class({"a": 90, "b": 80, "c": 85}, {"a": "城区", "b": "山区", "c": "山区"})
        >>> {name: [row.unit for row in table.ranked] for name, table in tables.items()}
        {'城区': ['a'], '山区': ['c', 'b']}
    """
    given = exact_values("values", values)
    need_groups(given, classes)
    refuse(AssessmentError, misfits("classes", classes, str))
    refuse(AssessmentError, misfits("classes", classes.values(), str))
    title, scale = how.pop("title", None), how.pop("scale", None)
    for path, value, kind in (("title", title, Text | None), ("scale", scale, Scale | None)):
        if not fits(value, kind):
            raise AssessmentError(misfit(path, value, kind))
    measured = _scale(scale, title)
    if title is None:
        title = RANKING if scale is None else _titled(scale)
    members: dict[str, dict[str, Fraction | NotAssessed]] = {}
    for unit, name in classes.items():
        members.setdefault(name, {})[unit] = given.get(unit, NOT_ASSESSED)
    return {
        name: rank(
            each,
            title=Text(f"{title.zh}（{name}）", f"{title.en} ({name})"),
            scale=measured,
            **how,
        )
        for name, each in members.items()
    }


def per_ten_thousand(
    volumes: Mapping[str, int | Fraction], populations: Mapping[str, int]
) -> dict[str, Fraction | NotAssessed]:
    """
    万人诉求比: requests for every ten thousand permanent residents; ranked with *lowest_first*.

    No formula of it was published. That it is requests divided by 常住人口 in units of 10,000 is the
    natural reading and no more: `PER_TEN_THOUSAND` says so, and goes into `rank` as one of the
    grounds. 基数诉求比 has no published definition at all, and none is made up here.

    Args:
        volumes: Unit to its requests (诉求量).
        populations: Unit to its permanent residents (常住人口), in persons.

    Returns:
        Unit to requests per ten thousand residents; `NOT_ASSESSED` where nobody resides.

    Raises:
        AssessmentError: Units whose population is missing, and numbers that are none; all of them.

    Example:
        >>> per_ten_thousand({"a": 30, "b": 4}, {"a": 20_000, "b": 0})
        {'a': Fraction(15, 1), 'b': NotAssessed.NOT_ASSESSED}
    """
    for path, given in (("volumes", volumes), ("populations", populations)):
        if not isinstance(given, Mapping):
            raise AssessmentError(misfit(path, given, Mapping))
    faults = volume_faults("volumes", volumes)
    faults += [
        no_count(f"populations[{shown(unit)}]", number)
        for unit, number in populations.items()
        if not is_count(number)
    ]
    faults += [
        Fault(
            "populations",
            Text("没有该单位的常住人口", "the population of the unit is missing"),
            shown(unit),
        )
        for unit in volumes
        if unit not in populations
    ]
    refuse(AssessmentError, faults)
    return {
        unit: Fraction(volume) * _TEN_THOUSAND / populations[unit]
        if populations[unit]
        else NOT_ASSESSED
        for unit, volume in volumes.items()
    }


def _need_number(number: object, path: str = "number") -> None:
    if not is_count(number):
        what = Text("须为不小于零的整数", "must be a whole number, 0 or more")
        fail(AssessmentError, path, what, value=shown(number))
