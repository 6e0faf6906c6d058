"""
评定: lists drawn from a month by declared rules.

A list is a rule over one measure: the first or last so many units, those beyond a bound, or both.
Each list says what it took and by what figure, whom it passed over and why, and who could not be
judged at all. What makes a unit 先进类, 进步类 or 整改类 in Beijing is not published: such a rule is
`UNSET` until the caller says it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import attrs

from .counts import percent
from .errors import (
    AssessmentError,
    Fault,
    UnsetError,
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
from .exact import Rounding, exact, is_count, no_count, plain, rounded, written
from .explain import Explanation
from .labels import Label, Text
from .movements import Moved, Unjudged, movement, rows_of, why_not
from .ranking import (
    RANKING,
    SCORES,
    CutTies,
    League,
    Ranked,
    Scale,
    Unranked,
    Value,
    WhyUnranked,
    cut,
    how_many,
    known_units,
    name_faults,
    rank,
    unit_part,
    volume_faults,
)
from .sources import UNSET, Absent, Citation, Parameter, Selector


class Measure(Label):
    """评定指标: by what a list is drawn."""

    SCORE = "得分", "score"
    """What the table ranks, scores or whatever else; in the order of its ranks, breakers and all."""
    IMPROVEMENT = "较上期提升", "improvement on the earlier table"
    """In the unit of the table, positive where the unit became better."""
    RANK_GAIN = "名次提升", "ranks gained"
    VOLUME = "诉求量", "requests"
    GROWTH = "诉求量增幅", "growth of requests"
    """As a ratio to the earlier number."""


_FIRST = Text("由先到后", "the first first")
_LAST = Text("由后到先", "the last first")
_HIGHEST = Text("由高到低", "the highest first")
_LOWEST = Text("由低到高", "the lowest first")


def _bound(value: object) -> object:
    return value if value is None or value is UNSET else exact(value, "selection bound")


def _number(value: object) -> bool:
    return value is None or value is UNSET or is_count(value)


@attrs.frozen
class Selection:
    """
    一类名单的评定规则: the first so many by a measure, those beyond a bound, or both.

    Attributes:
        name: What the list is called: 先进类, 约谈, 红榜.
        by: The measure.
        number: How many are taken; None: all that satisfy the bounds.
        lowest: Whether the lowest are taken; of a score, those at the end of the table.
        at_least: Only units whose figure is no lower; a growth is a ratio (``"20%"``).
        at_most: Only units whose figure is no higher.
        bound_in: Whether a figure on a bound satisfies it: 以上、以下 do, 超过、不满 do not (民法典
            第一千二百五十九条).
        ties: What becomes of a tie that the number would go through.
        exclusive: Whether it takes none that an earlier rule of the same list of rules took; the
            next in order take their places.
        unless_in: Key of a standing list whose units are not taken again; nobody takes their
            places. So of the ten with most requests those under supervision are not warned anew.
        grounds: 依据.

    Raises:
        InexactNumberError: A bound that is a float or no number.
        AssessmentError: Another field of the wrong type, no number and no bound, or bounds between
            which nothing lies.

    Example:
        >>> red = Selection(Text("红榜", "red list"), Measure.SCORE, 5)
        >>> print(red.text.zh)
        按名次由先到后取前 5 名，末位并列的一并列入
    """

    name: Text
    by: Measure | Absent
    number: int | Absent | None = None
    lowest: bool = attrs.field(default=False, kw_only=True)
    at_least: Fraction | Absent | None = attrs.field(default=None, converter=_bound, kw_only=True)
    at_most: Fraction | Absent | None = attrs.field(default=None, converter=_bound, kw_only=True)
    bound_in: bool = attrs.field(default=True, kw_only=True)
    ties: CutTies = attrs.field(default=CutTies.ALL_IN, kw_only=True)
    exclusive: bool = attrs.field(default=False, kw_only=True)
    unless_in: str = attrs.field(default="", kw_only=True)
    grounds: tuple[Citation, ...] = attrs.field(default=(), converter=tupled, kw_only=True)

    def __attrs_post_init__(self) -> None:
        kinds = dict.fromkeys(("lowest", "bound_in", "exclusive"), bool)
        faults = mistyped("selection", self, name=Text, **kinds, ties=CutTies, unless_in=str)
        faults += misfits("selection.grounds", self.grounds, Citation)
        if not isinstance(self.by, Measure) and self.by is not UNSET:
            faults.append(misfit("selection.by", self.by, Measure))
        if not _number(self.number):
            faults.append(no_count("selection.number", self.number))
        least, most = self.at_least, self.at_most
        if (
            isinstance(least, Fraction)
            and isinstance(most, Fraction)
            and (least > most or (least == most and not self.bound_in))
        ):
            what = Text("上下限之间没有数", "nothing lies between the bounds")
            faults.append(Fault("selection.at_least", what, f"{least}, {most}"))
        if self.number is None and least is None and most is None:
            what = Text("既无数量也无界值", "neither a number nor a bound")
            faults.append(Fault("selection.number", what))
        refuse(AssessmentError, faults)

    @property
    def unset(self) -> tuple[str, ...]:
        """What of the rule nobody published."""
        asked = ("by", "number", "at_least", "at_most")
        return tuple(name for name in asked if getattr(self, name) is UNSET)

    @property
    def text(self) -> Text:
        """The rule in words, its bounds as those of scores."""
        return self.told(None)

    def told(self, table: League | None) -> Text:
        """The rule in words, drawn from a table: by the ranks of that table, in its unit."""
        if table is not None and not isinstance(table, League):
            raise AssessmentError(misfit("table", table, League))
        said = [self._order(table), *self._bounds(_scale(table))]
        if self.number is not None:
            said.append(self.ties.text)
        if self.exclusive:
            said.append(
                Text("已列入前列各类的不再列入", "none that an earlier list of these took")
            )
        if self.unless_in:
            own = self.unless_in
            said.append(Text(f"已在{own}名单的不列入", f"none on the list {own}"))
        return Text("，".join(each.zh for each in said), ", ".join(each.en for each in said))

    def _order(self, table: League | None) -> Text:
        by, end = Text(f"按何指标{UNSET.zh}", "by what is unset"), self.end
        if self.by is Measure.SCORE:
            named = table is not None and table.title != RANKING
            of = (f"{table.title.zh}的", f" in {table.title.en}") if table and named else ("", "")
            by = Text(f"按{of[0]}名次", f"by rank{of[1]}")
        elif isinstance(self.by, Measure):
            term = _term(self.by, table)
            by = Text(f"按{term.zh}", f"by {term.en}")
        if self.number is None:
            return Text(f"{by.zh}{end.zh}", f"{by.en}, {end.en}")
        many = (str(self.number),) * 2 if isinstance(self.number, int) else (UNSET.zh, "unset")
        return Text(f"{by.zh}{end.zh}取前 {many[0]} 名", f"{by.en}, {end.en}: {many[1]}")

    @property
    def end(self) -> Text:
        """From which end units are taken; of a table by its ranks, whichever value is the best."""
        if self.by is Measure.SCORE:
            return _LAST if self.lowest else _FIRST
        return _LOWEST if self.lowest else _HIGHEST

    def _bounds(self, scale: Scale) -> Iterator[Text]:
        words = (
            (("以上（含）", "at least"), ("以下（含）", "at most"))
            if self.bound_in
            else (("以上（不含）", "more than"), ("以下（不含）", "less than"))
        )
        for bound, (zh, en) in zip((self.at_least, self.at_most), words, strict=True):
            if isinstance(bound, Fraction):
                figure = _limit(self.by, bound, scale)
                yield Text(f"{figure.zh}{zh}", f"{en} {figure.en}")
            elif bound is not None:
                yield Text(f"{UNSET.zh}{zh}", f"{en} unset")

    def satisfied(self, value: Fraction) -> bool:
        """Whether a figure lies within the bounds."""
        least, most = self.at_least, self.at_most
        if self.bound_in:
            return not (isinstance(least, Fraction) and value < least) and not (
                isinstance(most, Fraction) and value > most
            )
        return not (isinstance(least, Fraction) and value <= least) and not (
            isinstance(most, Fraction) and value >= most
        )


MONTHLY_LISTS = Parameter(
    "ranking.monthly_lists",
    Text("月度名单", "lists drawn every month"),
    tuple,
    selected_by=Selector.PERIOD_END,
)
"""What lists a rulebook has drawn every month: rows of `Selection`, for `select`."""


class WhyPassed(Label):
    """Why a unit that the number would reach is not on the list."""

    TAKEN = "已列入", "already on the list"
    STANDING = "已在名单", "on the standing list"
    TIED = "末位并列，均不列入", "tied with the last, all out"


class Chosen(NamedTuple):
    """
    A unit on a list.

    Attributes:
        unit: Its identifier.
        name: Its name.
        value: Its figure by the measure of the rule.
        place: 1 and the number of units that are before it by the measure, of all that were judged.
    """

    unit: str
    name: str
    value: Fraction
    place: int


class Passed(NamedTuple):
    """A unit that a list passed over, and why; *list* is the one on which it is already."""

    unit: str
    name: str
    value: Fraction
    why: WhyPassed
    list: str


class Apart(NamedTuple):
    """A unit that a rule could not judge, and why; *reason* is why it has no rank."""

    unit: str
    name: str
    why: Unjudged
    reason: WhyUnranked | None


@attrs.frozen
class Drawn:
    """
    One list.

    Attributes:
        rule: By which it was drawn.
        chosen: The units on it, in the order of the rule.
        passed: Units that the number would reach, and that are not on it.
        apart: Units that could not be judged.
        table: The league table that it was drawn from, in whose unit figures are told; None: as
            of scores.
        notes: How the earlier table was made differently, where the list is of both.

    Raises:
        AssessmentError: A field of another type, or a rule of which a part is unset.
    """

    rule: Selection
    chosen: tuple[Chosen, ...] = attrs.field(converter=tupled)
    passed: tuple[Passed, ...] = attrs.field(converter=tupled)
    apart: tuple[Apart, ...] = attrs.field(converter=tupled)
    table: League | None = None
    notes: tuple[Text, ...] = attrs.field(default=(), converter=tupled)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("drawn", self, rule=Selection, table=League | None)
        several = {"chosen": Chosen, "passed": Passed, "apart": Apart, "notes": Text}
        for name, kind in several.items():
            faults += misfits(f"drawn.{name}", getattr(self, name), kind)
        refuse(AssessmentError, faults)
        what = Text("评定规则的这一项未设定", "this part of the rule is unset")
        faults += [Fault(f"drawn.rule.{part}", what) for part in self.rule.unset]
        refuse(AssessmentError, faults)

    @property
    def units(self) -> tuple[str, ...]:
        """The units on it."""
        return tuple(each.unit for each in self.chosen)


@attrs.frozen(repr=False)
class Selected:
    """
    评定结果: the lists that some rules drew from a month.

    Attributes:
        title: Of what.
        drawn: A list for each rule, in order.
        places: Decimals in print.
        rounding: By which rule.

    Raises:
        AssessmentError: A field of another type.
    """

    title: Text
    drawn: tuple[Drawn, ...] = attrs.field(converter=tupled)
    places: int = 2
    rounding: Rounding = Rounding.HALF_UP

    def __attrs_post_init__(self) -> None:
        faults = mistyped("selected", self, title=Text, rounding=Rounding)
        faults += misfits("selected.drawn", self.drawn, Drawn)
        refuse(AssessmentError, faults)
        self._printed(Fraction(0))  # refuses what is no number of places

    def _printed(self, value: Fraction) -> Decimal:
        return rounded(value, self.places, self.rounding)

    def __len__(self) -> int:
        return len(self.drawn)

    def __repr__(self) -> str:
        lists = ", ".join(f"{each.rule.name.zh} {len(each.chosen)}" for each in self.drawn)
        return f"Selected({lists})"

    def __getitem__(self, name: str) -> Drawn:
        """
        A list by its name, Chinese or English.

        Raises:
            AssessmentError: There is no such list.
        """
        for each in self.drawn:
            if name in each.rule.name:
                return each
        what = Text("没有这份名单", "there is no such list")
        near = did_you_mean(name, [each.rule.name.zh for each in self.drawn])
        fail(AssessmentError, "selected", what, value=shown(name), remedy=near)

    def of(self, unit: str) -> tuple[Text, ...]:
        """The names of the lists on which a unit is."""
        return tuple(each.rule.name for each in self.drawn if unit in each.units)

    def explain(self, lang: str = "zh") -> Explanation:
        """Each list: its rule and grounds, its units with their figures, and whom it left out."""
        return Explanation(self.title, [self._list(each) for each in self.drawn], lang=lang)

    def _list(self, drawn: Drawn) -> Explanation:
        rule = drawn.rule
        parts = [Explanation(each) for each in (rule.told(drawn.table), *drawn.notes)]
        parts += [unit_part(each.name, self._line(drawn, each)) for each in drawn.chosen]
        groups = {
            Text("未列入", "Passed over"): [
                unit_part(each.name, _both(self._figure(drawn, each.value), _passed(each)))
                for each in drawn.passed
            ],
            Text("无从评定", "Not judged"): [
                unit_part(each.name, why_not(each.why, each.reason)) for each in drawn.apart
            ],
        }
        parts += [how_many(says, rows) for says, rows in groups.items() if rows]
        number = len(drawn.chosen)
        says = Text(f"{rule.name.zh}（{number} 家）", f"{rule.name.en} ({number})")
        return Explanation(says, parts, [each.text for each in rule.grounds])

    def _line(self, drawn: Drawn, each: Chosen) -> Text:
        rule = drawn.rule
        place = Text(f"{rule.end.zh}第 {each.place} 位", f"no. {each.place}, {rule.end.en}")
        return _both(self._figure(drawn, each.value), place)

    def _figure(self, drawn: Drawn, value: Fraction) -> Text:
        rule = drawn.rule
        assert isinstance(rule.by, Measure)  # noqa: S101 -- it was drawn by it
        return _FIGURES[rule.by](value, drawn.table, self._printed)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """A flat row per list and unit in Chinese: on it, passed over, or not judged."""
        rows: list[dict[str, str | int]] = []
        for drawn in self.drawn:
            rule = drawn.rule
            assert isinstance(rule.by, Measure)  # noqa: S101 -- it was drawn by it
            head = {"list": rule.name.zh, "measure": _term(rule.by, drawn.table).zh}
            for one in drawn.chosen:
                row = self._row(drawn, one.unit, one.name, one.value)
                rows.append({**head, **row, "place": one.place, "result": "列入", "remark": ""})
            for two in drawn.passed:
                row = self._row(drawn, two.unit, two.name, two.value)
                remark = _passed(two).zh
                rows.append({**head, **row, "place": "", "result": "未列入", "remark": remark})
            for three in drawn.apart:
                row = {"unit": three.unit, "name": three.name, "value": "", "exact": ""}
                remark = why_not(three.why, three.reason).zh
                rows.append({**head, **row, "place": "", "result": "无从评定", "remark": remark})
        return rows

    def _row(self, drawn: Drawn, unit: str, name: str, value: Fraction) -> dict[str, str]:
        figure = self._figure(drawn, value).zh
        return {"unit": unit, "name": name, "value": figure, "exact": written(value)}


def _both(one: Text, two: Text) -> Text:
    return Text(f"{one.zh}，{two.zh}", f"{one.en}, {two.en}")


def _passed(each: Passed) -> Text:
    if not each.list:
        return each.why.text
    return Text(f"{each.why.zh}（{each.list}）", f"{each.why.en} ({each.list})")


_OF_BOTH = (Measure.IMPROVEMENT, Measure.RANK_GAIN)
"""What is made from two tables."""


def _term(by: Measure, table: League | None) -> Text:
    """What a measure is called where it is drawn from a table."""
    if by is Measure.SCORE and table is not None:
        return table.scale.term
    if by is Measure.IMPROVEMENT and table is not None and table.lowest_first:
        return Text("较上期改善", by.en)  # what became less has not been lifted
    return by.text


def _scale(table: League | None) -> Scale:
    return SCORES if table is None else table.scale


_Print = Callable[[Fraction], Decimal]


def _own(value: Fraction, table: League | None, printed: _Print) -> Text:
    return _scale(table).said(str(printed(value)))


def _improvement(value: Fraction, table: League | None, printed: _Print) -> Text:
    if not value:
        return Text("持平", "level")
    turned = table is not None and table.lowest_first
    better = Text("改善", "better by") if turned else Text("提升", "up")
    worse = Text("变差", "worse by") if turned else Text("下降", "down")
    way, many = better if value > 0 else worse, _scale(table).difference(str(printed(abs(value))))
    return Text(f"{way.zh} {many.zh}", f"{way.en} {many.en}")


def _rank_gain(value: Fraction, _: League | None, __: _Print) -> Text:
    zh, en = ("上升", "up") if value > 0 else ("下降", "down") if value else ("持平", "level")
    said = f" {abs(value)}" if value else ""
    return Text(zh + (said and f"{said} 位"), en + (said and f"{said} ranks"))


def _volume(value: Fraction, _: League | None, __: _Print) -> Text:
    return Text(f"诉求量 {plain(value)} 件", f"{plain(value)} requests")


def _growth(value: Fraction, _: League | None, __: _Print) -> Text:
    zh, en = ("增长", "up") if value > 0 else ("减少", "down") if value else ("持平", "level")
    said = f" {percent(abs(value)).zh}" if value else ""
    return Text(zh + said, en + said)


_FIGURES: dict[Measure, Callable[[Fraction, League | None, _Print], Text]] = {
    Measure.SCORE: _own,
    Measure.IMPROVEMENT: _improvement,
    Measure.RANK_GAIN: _rank_gain,
    Measure.VOLUME: _volume,
    Measure.GROWTH: _growth,
}
_UNITS = {
    Measure.RANK_GAIN: Text(" 位", " ranks"),
    Measure.VOLUME: Text(" 件", " requests"),
    Measure.GROWTH: Text("%", "%"),
}


def _limit(by: Measure | Absent, bound: Fraction, scale: Scale) -> Text:
    """A bound with its unit."""
    if not isinstance(by, Measure):
        return Text(plain(bound), plain(bound))
    number = plain(100 * bound if by is Measure.GROWTH else bound)
    if by is Measure.IMPROVEMENT:
        return scale.difference(number)
    unit = _UNITS.get(by, scale.unit)
    return Text(number + unit.zh, number + unit.en)


# ------------------------------------------------------------------ drawing


class _Judged(NamedTuple):
    """A unit with its figure; *mark* is what it is ordered by, the highest first."""

    unit: str
    value: Fraction
    mark: Fraction


class _Month(NamedTuple):
    """What lists are drawn from."""

    table: League
    notes: tuple[Text, ...]
    units: tuple[str, ...]
    names: Mapping[str, str]
    rows: Mapping[str, Ranked | Unranked]
    moves: Mapping[str, Moved]
    volumes: Mapping[str, int | Fraction]
    earlier: Mapping[str, int | Fraction]

    def judge(self, by: Measure, unit: str) -> _Judged | Apart:
        """The figure of a unit by a measure, or why it has none."""
        if by is Measure.SCORE:
            row = self.rows.get(unit)
            if isinstance(row, Ranked):
                return _Judged(unit, row.compared, Fraction(-row.rank))
            return self._apart(unit, Unjudged.NOT_RANKED_NOW, row.reason if row else None)
        if by in {Measure.IMPROVEMENT, Measure.RANK_GAIN}:
            moved = self.moves.get(unit)
            if moved is None:
                return self._apart(unit, Unjudged.NOT_RANKED_NOW, None)
            if moved.points is None or moved.rank_gain is None:
                assert moved.why is not None  # noqa: S101 -- it has no figure
                return self._apart(unit, moved.why, moved.reason)
            points = -moved.points if self.table.lowest_first else moved.points
            value = points if by is Measure.IMPROVEMENT else Fraction(moved.rank_gain)
            return _Judged(unit, value, value)
        value_or_why = self._requests(by, unit)
        if isinstance(value_or_why, Unjudged):
            return self._apart(unit, value_or_why, None)
        return _Judged(unit, value_or_why, value_or_why)

    def _requests(self, by: Measure, unit: str) -> Fraction | Unjudged:
        if unit not in self.volumes:
            return Unjudged.NO_VOLUME
        volume = Fraction(self.volumes[unit])
        if by is Measure.VOLUME:
            return volume
        if unit not in self.earlier:
            return Unjudged.NO_EARLIER_VOLUME
        before = self.earlier[unit]
        return (volume - before) / before if before else Unjudged.NOTHING_EARLIER

    def _apart(self, unit: str, why: Unjudged, reason: WhyUnranked | None) -> Apart:
        return Apart(unit, self.name(unit), why, reason)

    def name(self, unit: str) -> str:
        """The name of a unit; its identifier where there is none."""
        return self.names.get(unit, unit)


def select(
    rules: Iterable[Selection],
    now: League | Mapping[str, Value] | None = None,
    before: League | Mapping[str, Value] | None = None,
    volumes: Mapping[str, int | Fraction] | None = None,
    volumes_before: Mapping[str, int | Fraction] | None = None,
    *,
    among: Iterable[str] | None = None,
    standing: Mapping[str, Iterable[str]] | None = None,
    names: Mapping[str, str] | None = None,
    title: Text | None = None,
) -> Selected:
    """
    The lists that some rules draw from a month, in the order of the rules.

    Args:
        rules: By which, each of its own name.
        now: The league table of the month, or the values of one: then the highest is the best.
        before: The earlier one, for improvement and ranks gained.
        volumes: Unit to its requests (诉求量), for volume and growth.
        volumes_before: The same of the earlier period, for growth.
        among: Which units, as a comparison class. The ranks of a `League` stay what they are in
            it; values are ranked among these. Default: the units of *now*, or of *volumes*.
        standing: Key to the units of a standing list; see `Selection.unless_in`.
        names: Unit to its name; default: as in the tables.
        title: Of what; default: 评定名单.

    Raises:
        UnsetError: Rules of which nobody published a part; names each.
        AssessmentError: Arguments of the wrong type; two rules of one name; a measure without what
            it is made from; a standing list that is not given; a unit that nobody knows. All of
            them.

    Example:
        >>> red = Selection(Text("红榜", "red list"), Measure.SCORE, 1)
        >>> black = Selection(Text("黑榜", "black list"), Measure.SCORE, 1, lowest=True)
        >>> lists = select([red, black], {"a": 90, "b": 80, "c": 80})
        >>> lists["红榜"].units, lists["黑榜"].units
        (('a',), ('b', 'c'))
    """
    asked = tupled(rules)
    _check_rules(asked)
    kinds = (
        ("now", now, League | Mapping | None),
        ("before", before, League | Mapping | None),
        ("volumes", volumes, Mapping | None),
        ("volumes_before", volumes_before, Mapping | None),
        ("standing", standing, Mapping | None),
        ("names", names, Mapping | None),
        ("title", title, Text | None),
    )
    faults = [misfit(path, value, kind) for path, value, kind in kinds if not fits(value, kind)]
    refuse(AssessmentError, faults)
    faults += name_faults(names or {})
    faults += volume_faults("volumes", volumes or {})
    faults += volume_faults("volumes_before", volumes_before or {})
    lists = _members({} if standing is None else standing)
    faults += _lacking(asked, now, before, volumes, volumes_before, lists)
    refuse(AssessmentError, faults)

    known = _units_of(now)
    units = known if now is not None else tuple(volumes or ())
    if among is not None:
        units = known_units(among, (*known, *_units_of(before), *(volumes or ()), *(names or ())))
    within = None if among is None else set(units)
    given = [each.scale for each in (now, before) if isinstance(each, League)]
    scale = given[0] if given else None  # values are of what the other table is of
    late, early = (_table(each, within, names, scale) for each in (now, before))
    moves = None if now is None or before is None else movement(early, late)
    called = {unit: row.name for each in (early, late) for unit, row in rows_of(each).items()}
    month = _Month(
        late,
        moves.notes if moves else (),
        units,
        called | dict(names or {}),
        rows_of(late),
        {row.unit: row for row in moves.rows} if moves else {},
        volumes or {},
        volumes_before or {},
    )
    drawn: list[Drawn] = []
    for rule in asked:
        drawn.append(_draw(rule, month, drawn, lists.get(rule.unless_in, frozenset())))
    heading = title or Text("评定名单", "Lists")
    return Selected(heading, drawn, 2 if late.places is None else late.places, late.rounding)


def _draw(
    rule: Selection, month: _Month, earlier: Iterable[Drawn], standing: AbstractSet[str]
) -> Drawn:
    """One list: who is judged, who lies within the bounds, whom the number reaches, who is out."""
    assert isinstance(rule.by, Measure)  # noqa: S101 -- what is unset was refused
    found = [month.judge(rule.by, unit) for unit in sorted(month.units)]
    judged = [each for each in found if isinstance(each, _Judged)]
    judged.sort(key=lambda each: each.mark if rule.lowest else -each.mark)  # stable: by identifier
    within = [each for each in judged if rule.satisfied(each.value)]
    passed: list[tuple[_Judged, WhyPassed, str]] = []
    if rule.exclusive:
        taken = {unit: each.rule.name.zh for each in earlier for unit in each.units}
        reached = _reached(rule, within, rule.ties)
        passed += [
            (each, WhyPassed.TAKEN, taken[each.unit]) for each in reached if each.unit in taken
        ]
        within = [each for each in within if each.unit not in taken]
    kept = _reached(rule, within, rule.ties)
    passed += [
        (each, WhyPassed.TIED, "")
        for each in _reached(rule, within, CutTies.ALL_IN)
        if each not in kept
    ]
    passed += [
        (each, WhyPassed.STANDING, rule.unless_in) for each in kept if each.unit in standing
    ]
    places: dict[Fraction, int] = {}
    for place, each in enumerate(judged, 1):
        places.setdefault(each.mark, place)
    return Drawn(
        rule,
        [
            Chosen(each.unit, month.name(each.unit), each.value, places[each.mark])
            for each in kept
            if each.unit not in standing
        ],
        [
            Passed(each.unit, month.name(each.unit), each.value, why, where)
            for each, why, where in passed
        ],
        [each for each in found if isinstance(each, Apart)],
        month.table,
        month.notes if rule.by in _OF_BOTH else (),
    )


def _reached(rule: Selection, rows: list[_Judged], ties: CutTies) -> tuple[_Judged, ...]:
    number = rule.number if isinstance(rule.number, int) else len(rows)
    return cut(rows, [each.mark for each in rows], number, ties)


def _units_of(table: League | Mapping[str, Value] | None) -> tuple[str, ...]:
    if isinstance(table, League):
        return tuple(rows_of(table))
    return tuple(table or ())


def _table(
    given: League | Mapping[str, Value] | None,
    within: AbstractSet[str] | None,
    names: Mapping[str, str] | None,
    scale: Scale | None,
) -> League:
    """A table as it was given; values are ranked, within a class where there is one."""
    if isinstance(given, League):
        return given
    values = (given or {}).items()
    wanted = {unit: each for unit, each in values if within is None or unit in within}
    return rank(wanted, names=names, scale=scale)


def _check_rules(rules: tuple[Selection, ...]) -> None:
    refuse(AssessmentError, misfits("rules", rules, Selection))
    names = [each.name.zh for each in rules]
    if len(set(names)) < len(names):
        what = Text("两份名单重名", "two lists of one name")
        refuse(AssessmentError, [Fault("rules", what, shown(names))])
    refuse(
        UnsetError,
        [
            Fault(
                f"rules[{each.name.zh}].{part}",
                Text("评定规则的这一项未设定", "this part of the rule is unset"),
                remedy=Text(
                    f"由使用者给定：attrs.evolve(rule, {part}=…)",
                    f"supply it: attrs.evolve(rule, {part}=...)",
                ),
            )
            for each in rules
            for part in each.unset
        ],
    )


def _members(standing: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """The units of each standing list; a set will do, since nobody asks for their order."""
    faults: list[Fault] = []
    made: dict[str, frozenset[str]] = {}
    for key, given in standing.items():
        path = f"standing[{shown(key)}]"
        if type(key) is not str:
            faults.append(misfit(path, key, str))
        if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
            faults.append(wrong_type(path, given, Text("若干单位", "some units")))
            continue
        units = tuple(given)
        wrong = misfits(path, units, str)
        faults += wrong
        if not wrong:
            made[key] = frozenset(units)
    refuse(AssessmentError, faults)
    return made


_MADE_FROM = {
    Measure.SCORE: ("now",),
    Measure.IMPROVEMENT: ("now", "before"),
    Measure.RANK_GAIN: ("now", "before"),
    Measure.VOLUME: ("volumes",),
    Measure.GROWTH: ("volumes", "volumes_before"),
}


def _lacking(
    rules: tuple[Selection, ...],
    now: object,
    before: object,
    volumes: object,
    volumes_before: object,
    lists: Mapping[str, object],
) -> Iterator[Fault]:
    """A fault for each thing that a rule needs and that was not given."""
    given = {
        "now": now,
        "before": before,
        "volumes": volumes,
        "volumes_before": volumes_before,
    }
    for rule in rules:
        path = f"rules[{rule.name.zh}]"
        assert isinstance(rule.by, Measure)  # noqa: S101 -- what is unset was refused
        for name in _MADE_FROM[rule.by]:
            if given[name] is None:
                what = Text(
                    f"按{rule.by.zh}评定，须有 {name}", f"drawn by {rule.by.en}, and no {name}"
                )
                yield Fault(f"{path}.by", what)
        if rule.unless_in and rule.unless_in not in lists:
            yield Fault(
                f"{path}.unless_in",
                Text("没有给出这份名单", "the standing list was not given"),
                shown(rule.unless_in),
                remedy=did_you_mean(rule.unless_in, lists),
            )
