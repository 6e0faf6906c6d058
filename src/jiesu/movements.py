"""升降: how units moved from one league table to the next, also where some merged or split."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import attrs

from .counts import Counts
from .errors import (
    AssessmentError,
    Fault,
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
from .exact import Rounding, rounded, written
from .explain import Explanation
from .labels import Label, Text
from .ranking import (
    SCORES,
    League,
    Ranked,
    Scale,
    Unranked,
    WhyUnranked,
    how_many,
    scale_faults,
    unit_part,
)


class UnitBasis(Label):
    """升降的单位口径: on which units two tables are compared after a merger or a split."""

    OLD = "按原单位，看其承继单位的名次", "by the former units, each at the rank of its successor"
    NEW = "按现单位，上期先并到现单位", "by the present units, the earlier counts added up to them"


class Unjudged(Label):
    """Why a unit has no such figure."""

    NOT_RANKED_NOW = "本期未参加排名", "not ranked now"
    NOT_RANKED_BEFORE = "上期未参加排名", "not ranked before"
    NEW = "上期没有该单位", "new: not in the earlier table"
    GONE = "本期没有该单位", "gone: not in the later table"
    NO_VOLUME = "没有诉求量", "the number of requests is missing"
    NO_EARLIER_VOLUME = "没有上期诉求量", "the earlier number of requests is missing"
    NOTHING_EARLIER = (
        "上期诉求量为零，增幅无从计算",
        "no requests before: there is no growth on nothing",
    )


class Moved(NamedTuple):
    """
    A unit in two tables.

    Attributes:
        unit: Its identifier, on the basis of the comparison.
        name: Its name.
        before: Where it stood; None where it was not in the earlier table.
        after: Where it, or its successor, stands; None where it is not in the later one.
    """

    unit: str
    name: str
    before: Ranked | Unranked | None
    after: Ranked | Unranked | None

    @property
    def why(self) -> Unjudged | None:
        """Why it cannot be compared with itself; None where it has a rank in both tables."""
        if self.after is None:
            return Unjudged.GONE
        if self.before is None:
            return Unjudged.NEW
        if isinstance(self.after, Unranked):
            return Unjudged.NOT_RANKED_NOW
        return Unjudged.NOT_RANKED_BEFORE if isinstance(self.before, Unranked) else None

    @property
    def reason(self) -> WhyUnranked | None:
        """Why it stands apart in the table in which it does; in the later one, if in both."""
        for row in (self.after, self.before):
            if isinstance(row, Unranked):
                return row.reason
        return None

    @property
    def rank_gain(self) -> int | None:
        """Ranks gained; negative where they were lost."""
        if isinstance(self.before, Ranked) and isinstance(self.after, Ranked):
            return self.before.rank - self.after.rank
        return None

    @property
    def points(self) -> Fraction | None:
        """The later value less the earlier, as the tables compared them."""
        if isinstance(self.before, Ranked) and isinstance(self.after, Ranked):
            return self.after.compared - self.before.compared
        return None


@attrs.frozen(repr=False)
class Movement:
    """
    升降表: how each unit moved from one league table to another.

    Attributes:
        title: What is compared.
        rows: By the later rank, then those without one by identifier.
        basis: On which units.
        places: Decimals in print.
        rounding: By which rule.
        scale: 指标: of what the values are, in which unit.
        notes: How the tables were made differently, where they were.

    Raises:
        AssessmentError: A field of another type; all of them.
    """

    title: Text
    rows: tuple[Moved, ...] = attrs.field(converter=tupled)
    basis: UnitBasis
    places: int = 2
    rounding: Rounding = Rounding.HALF_UP
    scale: Scale = SCORES
    notes: tuple[Text, ...] = attrs.field(default=(), converter=tupled)

    def __attrs_post_init__(self) -> None:
        kinds = {"title": Text, "basis": UnitBasis, "rounding": Rounding, "scale": Scale}
        faults = mistyped("movement", self, **kinds)
        faults += misfits("movement.rows", self.rows, Moved)
        faults += misfits("movement.notes", self.notes, Text)
        refuse(AssessmentError, faults)
        faults += scale_faults("movement.scale", self.scale)
        row = dict.fromkeys(("before", "after"), Ranked | Unranked | None)
        for place, each in enumerate(self.rows):
            faults += mistyped(f"movement.rows[{place}]", each, unit=str, name=str, **row)
        refuse(AssessmentError, faults)
        self._printed(Fraction(0))  # refuses what is no number of places

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"Movement({self.title.zh}: {len(self.rows)} units)"

    def of(self, unit: str) -> Moved:
        """
        How a unit moved.

        Raises:
            AssessmentError: It is in neither table, or not a unit of the basis.
        """
        for row in self.rows:
            if row.unit == unit:
                return row
        what = Text("升降表中没有该单位", "the unit is in neither table")
        near = did_you_mean(unit, [row.unit for row in self.rows])
        fail(AssessmentError, "movement", what, value=shown(unit), remedy=near)

    def explain(self, lang: str = "zh") -> Explanation:
        """The units that moved up, down and not at all, and those that cannot be compared."""
        groups: dict[Text, list[Explanation]] = {
            Text("上升", "Up"): [],
            Text("持平", "Level"): [],
            Text("下降", "Down"): [],
            Text("无从比较", "Not comparable"): [],
        }
        up, level, down, apart = groups.values()
        for row in self.rows:
            gain = row.rank_gain
            if gain is None:
                apart.append(unit_part(row.name, why_not(row.why, row.reason)))
            else:
                group = up if gain > 0 else down if gain < 0 else level
                group.append(unit_part(row.name, self._moved(row)))
        parts = [Explanation(each) for each in (self.basis.text, *self.notes)]
        parts += [how_many(says, rows) for says, rows in groups.items() if rows]
        return Explanation(self.title, parts, lang=lang)

    def _moved(self, row: Moved) -> Text:
        assert isinstance(row.before, Ranked)  # noqa: S101 -- it has a gain
        assert isinstance(row.after, Ranked)  # noqa: S101 -- likewise
        apart = self._printed(row.after.compared - row.before.compared)
        points = self.scale.difference(_signed(apart))
        zh = f"第 {row.before.rank} 名 → 第 {row.after.rank} 名，{points.zh}"
        en = f"{row.before.rank} → {row.after.rank}, {points.en}"
        if row.after.unit != row.unit:
            zh += f"（现为{row.after.name}）"
            en += f" (now {row.after.name})"
        return Text(zh, en)

    def _printed(self, value: Fraction) -> Decimal:
        return rounded(value, self.places, self.rounding)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """A flat row per unit in Chinese; the change of rank is positive where ranks were gained."""
        rows: list[dict[str, str | int]] = []
        for row in self.rows:
            gain, points = row.rank_gain, row.points
            rows.append(
                {
                    "unit": row.unit,
                    "name": row.name,
                    "successor": row.after.unit
                    if row.after and row.after.unit != row.unit
                    else "",
                    "rank_before": row.before.rank if isinstance(row.before, Ranked) else "",
                    "rank_after": row.after.rank if isinstance(row.after, Ranked) else "",
                    "ranks_gained": "" if gain is None else gain,
                    "points_gained": "" if points is None else str(self._printed(points)),
                    "exact": "" if points is None else written(points),
                    "remark": why_not(row.why, row.reason).zh if row.why else "",
                }
            )
        return rows


def movement(
    before: League,
    after: League,
    successors: Mapping[str, str] | None = None,
    basis: UnitBasis = UnitBasis.NEW,
    title: Text | None = None,
) -> Movement:
    """
    How each unit moved from one league table to another.

    Args:
        before: The earlier table.
        after: The later one, numbered the same way.
        successors: Former unit to the one that took its place; a unit that was split has none.
        basis: `OLD`: each former unit is looked at by the rank of its successor. `NEW`: the
            earlier table has to be one of the present units; see `rebased`.
        title: What is compared; default: the movement of what the later table ranks.

    Raises:
        AssessmentError: Tables of different things, that number ties differently, or of which one
            has the lowest first; a successor that has a successor; on the basis `NEW` a unit of the earlier table that
            has one. All of them.

    Example:
        >>> from jiesu import rank
        >>> march, april = rank({"a": 90, "b": 80}), rank({"a": 85, "b": 87, "c": 70})
        >>> [(row.unit, row.rank_gain, row.points) for row in movement(march, april).rows]
        [('b', 1, Fraction(7, 1)), ('a', -1, Fraction(-5, 1)), ('c', None, None)]
    """
    faults = [
        misfit(path, value, kind)
        for path, value, kind in (
            ("before", before, League),
            ("after", after, League),
            ("basis", basis, UnitBasis),
            ("title", title, Text | None),
        )
        if not fits(value, kind)
    ]
    refuse(AssessmentError, faults)
    followed = _successors({} if successors is None else successors)
    faults += _unlike(before, after)
    was, is_ = rows_of(before), rows_of(after)
    if basis is UnitBasis.NEW:
        faults += [
            Fault(
                "before",
                Text("上期的表还按原单位", "the earlier table is of a former unit"),
                shown(unit),
                remedy=Text(
                    "先用 rebased(counts, successors) 把上期的统计并到现单位，再排名",
                    "first add the earlier counts up with rebased(counts, successors), then rank",
                ),
            )
            for unit in was
            if unit in followed
        ]
    refuse(AssessmentError, faults)
    rows = [
        Moved(unit, row.name, row, is_.get(followed.get(unit, unit))) for unit, row in was.items()
    ]
    reached = {followed.get(unit, unit) for unit in was}
    rows += [Moved(unit, row.name, None, row) for unit, row in is_.items() if unit not in reached]
    last = len(is_) + 1
    rows.sort(
        key=lambda row: (row.after.rank if isinstance(row.after, Ranked) else last, row.unit)
    )
    places = 2 if after.places is None else after.places
    heading = title or Text(f"{after.title.zh}升降", f"{after.title.en}: movement")
    notes = tuple(_notes(before, after))
    return Movement(heading, rows, basis, places, after.rounding, after.scale, notes)


def rebased(counts: Counts, successors: Mapping[str, str]) -> Counts:
    """
    Counts of former units on the present ones: added up, never a mean of rates.

    Args:
        counts: What was counted of the former units.
        successors: Former unit to the one that took its place; the others stay themselves.

    Raises:
        AssessmentError: A successor that has a successor.

    Example:
        >>> march = Counts.of({"a": {"response": (9, 10)}, "b": {"response": (30, 30)}})
        >>> rebased(march, {"a": "c", "b": "c"}).rate("c", "response")
        Fraction(39, 40)
    """
    if not isinstance(counts, Counts):
        raise AssessmentError(misfit("counts", counts, Counts))
    followed = _successors(successors)
    return counts.rolled_up({unit: followed.get(unit, unit) for unit in counts.units})


def rows_of(league: League) -> dict[str, Ranked | Unranked]:
    """Unit to where it stands, those apart last."""
    everyone: tuple[Ranked | Unranked, ...] = (*league.ranked, *league.unranked)
    return {row.unit: row for row in everyone}


def _successors(given: object) -> dict[str, str]:
    """Who follows whom, without those that follow themselves."""
    if not isinstance(given, Mapping):
        raise AssessmentError(misfit("successors", given, Mapping))
    refuse(AssessmentError, misfits("successors", given, str))
    faults = [
        misfit(f"successors[{shown(old)}]", new, str)
        for old, new in given.items()
        if type(new) is not str
    ]
    refuse(AssessmentError, faults)
    followed = {old: new for old, new in given.items() if new != old}
    refuse(
        AssessmentError,
        [
            Fault(
                f"successors[{shown(old)}]",
                Text("承继单位自己也有承继单位", "the successor has a successor itself"),
                shown(new),
                remedy=Text("请直接写到现单位", "name the present unit"),
            )
            for old, new in followed.items()
            if new in followed
        ],
    )
    return followed


def _unlike(before: League, after: League) -> Iterator[Fault]:
    """A fault for each way in which the ranks of two tables do not mean the same."""
    for name, what in (
        ("lowest_first", Text("两表的优劣方向不同", "the tables have different ends first")),
        ("ties", Text("两表的并列名次编法不同", "the tables number ties differently")),
    ):
        one, two = getattr(before, name), getattr(after, name)
        if one is not two:
            yield Fault(f"before.{name}", what, shown(one), Text(shown(two), shown(two)))
    if before.scale != after.scale:
        yield Fault(
            "before.scale",
            Text("两表排的不是同一指标", "the tables are of different things"),
            before.scale.term.zh,
            after.scale.term,
            Text("确为同一指标的，排名时给出同一 scale", "of one thing: rank both with one scale"),
        )


def _notes(before: League, after: League) -> Iterator[Text]:
    """What else was not done alike in two tables: their ranks compare, and this is to be known."""
    if before.comparison != after.comparison:
        one, two = before.comparison, after.comparison
        yield Text(f"上期{one.zh}，本期{two.zh}", f"before: {one.en}; now: {two.en}")
    if before.minimum != after.minimum:
        least = before.minimum, after.minimum
        yield Text(
            f"参加排名的最低件数上期为 {least[0]} 件，本期为 {least[1]} 件",
            f"tickets needed to be ranked: before {least[0]}, now {least[1]}",
        )
    if [each.text for each in before.breakers] != [each.text for each in after.breakers]:
        yield Text("两期的并列比较项不同", "what parts ties is not the same in both")


def why_not(why: Unjudged | None, reason: WhyUnranked | None) -> Text:
    """Why a unit cannot be compared, and why it has no rank where it has none."""
    assert why is not None  # noqa: S101 -- asked only of what cannot be compared
    if reason is None:
        return why.text
    return Text(f"{why.zh}（{reason.zh}）", f"{why.en} ({reason.en})")


def _signed(value: Decimal) -> str:
    return f"{value:+}" if value else str(value)
