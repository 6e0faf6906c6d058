"""
版次与更正: a scoreboard as it was published, and what a later edition changes in it.

An `Edition` pins what it says by its digest, and names the one that it replaces. A `Restatement` is the
difference of two: figure by figure, and what changed in how they were made. Applied to the rows of the
old edition it gives those of the new one, so that nothing is changed in silence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

import attrs

from .canonical import digest
from .counts import NotAssessed, percent
from .errors import (
    AssessmentError,
    Fault,
    did_you_mean,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
)
from .exact import exact, is_count, plain, rounded, written
from .explain import Explanation
from .labels import Label, Text
from .legal_time import instant
from .ranking import League, Ranked, Unranked
from .scoring import Scoreboard
from .tables import Ruling
from .tallies import Scope, say_scopes

Value = int | Fraction | str
"""A figure: exact, or words where there is no number."""

_NOT_PUBLIC = Text("未公布", "not public")
_NOT_LISTED = Text("未列", "not listed")


class EditionStatus(Label):
    """版次性质."""

    FIRST = "首次", "first"
    PUBLISHED = "公布", "published"
    CORRECTED = "更正", "corrected"


class Imprint(NamedTuple):
    """
    版次信息: what tells an edition from the others.

    Attributes:
        number: 版次.
        status: 性质.
        at: When it was published.
        cut_off: 截止时点.
        digest: Of all that it says.
    """

    number: int
    status: EditionStatus
    at: datetime
    cut_off: datetime
    digest: str

    @property
    def text(self) -> Text:
        """The edition in words."""
        at, cut_off = _clock(self.at), _clock(self.cut_off)
        return Text(
            f"第 {self.number} 版（{self.status.zh}，{at} 发布，数据截至 {cut_off}）",
            f"edition {self.number} ({self.status.en}, issued {at}, as known on {cut_off})",
        )


def _clock(at: datetime) -> str:
    return at.isoformat(" ", "auto").removesuffix("+08:00").removesuffix(":00")


@attrs.frozen(repr=False)
class Edition:
    """
    一版成绩: a scoreboard as it was published.

    Attributes:
        number: 版次, from 1.
        status: 性质. The first has number 1 and replaces none; every other replaces one.
        at: When it was published, aware.
        cut_off: 截止时点, the one at which the board was tallied.
        board: 成绩表.
        league: 排名表 of the scores or of one rate of the board; None where there is none.
        predecessor: The digest of the edition that it replaces.
        reason: 更正原因: a correction gives one.

    Raises:
        AssessmentError: A field of another type, or fields that do not go together; all at once.
        NaiveDatetimeError: An instant without a zone.

    Example:
        >>> from jiesu import Counts, Formula, beijing_time
        >>> days = beijing_time(2026, 4, 3, 9), beijing_time(2026, 4, 1)
        >>> board = Scoreboard(Counts.of({"a": {"response": (48, 50)}}), Formula({"response": 1}))
        >>> one = Edition(1, EditionStatus.FIRST, *days, board)
        >>> print(one.imprint.text.zh)
        第 1 版（首次，2026-04-03 09:00 发布，数据截至 2026-04-01 00:00）
    """

    number: int
    status: EditionStatus
    at: datetime
    cut_off: datetime
    board: Scoreboard
    league: League | None = None
    predecessor: str = ""
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        for name in ("at", "cut_off"):
            object.__setattr__(self, name, instant(getattr(self, name), f"edition.{name}"))
        kinds: dict[str, Any] = {
            "status": EditionStatus,
            "board": Scoreboard,
            "league": League | None,
        }
        faults = mistyped("edition", self, **kinds, predecessor=str, reason=str)
        if not is_count(self.number) or not self.number:
            what = Text("版次须为不小于 1 的整数", "a number of an edition is 1 or more")
            faults.append(Fault("edition.number", what, shown(self.number)))
        refuse(AssessmentError, faults)
        refuse(AssessmentError, self._faults())

    def _faults(self) -> Iterator[Fault]:
        """What does not go together."""
        if (self.number == 1) is bool(self.predecessor):
            what = Text(
                "第 1 版不替代他版，其后各版须指明所替代的版次", "only edition 1 replaces none"
            )
            mend = Text(
                "给出所替代版次的 digest", "pass the digest of the edition that it replaces"
            )
            yield Fault("edition.predecessor", what, shown(self.predecessor), remedy=mend)
        if self.number > 1 and self.status is EditionStatus.FIRST:
            what = Text("首次公布的须为第 1 版", "the first edition has number 1")
            yield Fault("edition.status", what, f"{self.status.name}, {self.number}")
        if self.status is EditionStatus.CORRECTED and not self.reason:
            yield Fault("edition.reason", Text("更正须说明原因", "a correction gives its reason"))
        if self.status is EditionStatus.CORRECTED and self.number == 1:
            what = Text("第 1 版没有可更正的", "edition 1 has nothing to correct")
            yield Fault("edition.status", what, self.status.name)
        if self.at < self.cut_off:
            what = Text("发布早于数据截止", "published before its cut-off")
            yield Fault("edition.at", what, str(self.at), Text(*[f">= {self.cut_off}"] * 2))
        cut_offs = [scope.at for scope in self.board.counts.scopes]
        if cut_offs and max(cut_offs) != self.cut_off:
            what = Text("与成绩表的截止时点不符", "not the cut-off of the board")
            last = str(max(cut_offs))
            yield Fault("edition.cut_off", what, str(self.cut_off), Text(last, last))
        if self.league is not None:
            yield from _foreign(self.board, self.league)

    def __repr__(self) -> str:
        return f"Edition({self.number}, {self.status.name}, {self.board!r})"

    def __canonical__(self) -> object:
        """What its canonical bytes are made of: all that it says, the names as well."""
        counts = self.board.counts
        return (
            "Edition",
            self.number,
            self.status,
            self.at,
            self.cut_off,
            self.board.digest,
            self.board.names,
            self.board.pins,
            (counts.as_of, counts.pins, counts.scopes),
            self.league,
            self.predecessor,
            self.reason,
        )

    @property
    def digest(self) -> str:
        """Digest of all that it says; the next edition names it as its predecessor."""
        return digest(self)

    @property
    def imprint(self) -> Imprint:
        """What tells it from the others."""
        return Imprint(self.number, self.status, self.at, self.cut_off, self.digest)

    def explain(self, lang: str = "zh") -> Explanation:
        """Which edition it is, what it replaces and why, how it was counted, who stands where."""
        parts = [Explanation(Text(f"摘要：{self.digest}", f"Digest: {self.digest}"))]
        if self.predecessor:
            says = Text(f"替代：{self.predecessor}", f"Replaces: {self.predecessor}")
            parts.append(Explanation(says))
        if self.reason:
            parts.append(Explanation(Text(f"原因：{self.reason}", f"Reason: {self.reason}")))
        parts.append(self.board.explain())
        if self.league:
            parts.append(self.league.explain())
        return Explanation(self.imprint.text, parts, lang=lang)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """
        A flat row per unit with every figure, in order of the identifiers.

        Columns are named by path, as in a `Restatement`: ``rates.response.numerator``, ``score``. Exact
        values are written as fractions.
        """
        return [
            {"unit": unit, **{path: _cell(figure.value) for path, figure in row.items()}}
            for unit, row in sorted(_figures(self).items())
        ]


def _foreign(board: Scoreboard, league: League) -> list[Fault]:
    """A fault for each unit whose value in a league is not that of the board."""
    rows: tuple[Ranked | Unranked, ...] = (*league.ranked, *league.unranked)
    units = board.counts.units
    strangers = [
        Fault(
            "edition.league",
            Text("排名的单位不在成绩表中", "a unit that is not on the board is ranked"),
            shown(row.unit),
            remedy=did_you_mean(row.unit, units),
        )
        for row in rows
        if row.unit not in units and not isinstance(row.value, NotAssessed)
    ]
    if strangers:
        return strangers
    listed = [row for row in rows if row.unit in units]
    scores = {row.unit: board.points(row.unit) for row in listed}
    # A league of a rate is one of the board too: values of one rate, each in points of 100.
    ways = [scores] + [
        {row.unit: _of_100(units[row.unit].ratios[place].value) for row in listed}
        for place in range(len(board.counts.rates))
    ]
    found = [[row for row in listed if not _same(league, row, way[row.unit])] for way in ways]
    if not all(found):
        return []
    what = Text(
        "排名所用的数不是成绩表的得分，也不是其中一个率", "not the score of the board, nor a rate"
    )
    faults = []
    for row in found[0]:
        said = _plainly(scores[row.unit])
        faults.append(
            Fault(f"edition.league.{row.unit}", what, _plainly(row.value), Text(said, said))
        )
    return faults


def _of_100(value: Fraction | NotAssessed) -> Fraction | NotAssessed:
    return value if isinstance(value, NotAssessed) else 100 * value


def _same(league: League, row: Ranked | Unranked, value: Fraction | NotAssessed) -> bool:
    """Whether a league ranks a value of the board: exactly, or rounded as it compares."""
    if isinstance(value, NotAssessed) or isinstance(row.value, NotAssessed):
        return value is row.value
    if isinstance(row, Unranked) or league.places is None:
        return value == row.value
    return rounded(value, league.places, league.rounding) == row.compared


def _plainly(value: Fraction | NotAssessed) -> str:
    return value.zh if isinstance(value, NotAssessed) else plain(value)


# ------------------------------------------------------------------ every figure of an edition


class _Figure(NamedTuple):
    term: Text
    value: Value


def _cell(value: Value) -> str | int:
    """A figure in plain data: one number is written in one way."""
    if isinstance(value, str):
        return value
    return int(value) if value.denominator == 1 else written(value)


def _figures(edition: Edition) -> dict[str, dict[str, _Figure]]:
    """Unit to path to figure: everything that an edition says of a unit."""
    board, league = edition.board, edition.league
    terms = _terms(board)
    rows: dict[str, dict[str, _Figure]] = {
        unit: {path: _Figure(terms[path], value) for path, value in _counted(board, unit)}
        for unit in board.counts.units
    }
    if league is None:
        return rows
    for each in league.ranked:
        row = rows.setdefault(each.unit, {"name": _Figure(_NAME, each.name)})
        row["rank"] = _Figure(_RANK, each.rank)
        if league.bands:
            row["band"] = _Figure(_BAND, each.band.name.zh if each.band else "")
    for apart in league.unranked:
        row = rows.setdefault(apart.unit, {"name": _Figure(_NAME, apart.name)})
        row["rank"] = _Figure(_RANK, apart.reason.zh)
    return rows


_NAME, _RANK, _BAND = Text("单位名称", "name"), Text("名次", "rank"), Text("档次", "band")
_SCORE = Text("得分", "score")


def _counted(board: Scoreboard, unit: str) -> Iterator[tuple[str, Value]]:
    counts = board.counts
    each = counts.units[unit]
    yield "name", board.name(unit)
    yield "total", each.total
    yield "excluded", each.excluded
    for row, number in zip(counts.exclusions, each.by_row, strict=True):
        yield f"exclusions.{row.id}", number
    open_ = counts.unsettled((unit,))
    marked = tuple(zip(counts.mark_rows, each.marked, strict=True))
    for rate, ratio in zip(counts.rates, each.ratios, strict=True):
        path, value = f"rates.{rate.name}", ratio.value
        yield f"{path}.numerator", ratio.numerator
        yield f"{path}.denominator", ratio.denominator
        yield f"{path}.value", _NOT_PUBLIC.zh if rate.name in open_ else _worded(value)
        for (name, mark_row), number in marked:
            if name == rate.name:
                yield f"{path}.rows.{mark_row.id}", number
    if board.findings is not None:
        found = board.findings.get(unit, {})
        yield from ((f"findings.{name}", found.get(name, 0)) for name in board.formula.findings)
    for path, name, figures in _read(board):
        if name in figures.get(unit, {}):
            yield path, _given(figures[unit][name])
    base = board.base
    for name in _of_base(board):
        then = None if base is None else base.units.get(unit)
        if base is not None and then is not None:
            before = then.ratios[base.place(name)]
            yield f"base.{name}.numerator", before.numerator
            yield f"base.{name}.denominator", before.denominator
    yield "score", _worded(board.points(unit))


def _of_base(board: Scoreboard) -> tuple[str, ...]:
    """The rates that the formula reads of the base period."""
    return tuple(name for name in board.formula.base if name in board.formula.rates)


def _read(board: Scoreboard) -> Iterator[tuple[str, str, Mapping[str, Mapping[str, Any]]]]:
    """The figures that the formula reads: path, name, and where they are given."""
    formula = board.formula
    yield from ((f"figures.{name}", name, board.figures) for name in formula.figures)
    yield from ((f"base_figures.{name}", name, board.base_figures) for name in formula.base)


def _worded(value: Fraction | NotAssessed) -> Value:
    return value.zh if isinstance(value, NotAssessed) else value


def _given(value: Any) -> Value:
    """A figure as somebody gave it; the formula that reads it has found it exact."""
    return value.zh if isinstance(value, NotAssessed) else exact(value)


def _terms(board: Scoreboard) -> dict[str, Text]:
    """What each path of a board is called."""
    counts, formula = board.counts, board.formula
    terms = {
        "name": _NAME,
        "total": Text("计入考评件数", "assessed"),
        "excluded": Text("剔除件数", "left out"),
        "score": _SCORE,
    }
    for row in counts.exclusions:
        terms[f"exclusions.{row.id}"] = _row_term(Text("剔除表", "exclusions"), row)
    for rate in counts.rates:
        path, term = f"rates.{rate.name}", rate.term
        terms[f"{path}.numerator"] = Text(f"{term.zh}分子", f"{term.en}, numerator")
        terms[f"{path}.denominator"] = Text(f"{term.zh}分母", f"{term.en}, denominator")
        terms[f"{path}.value"] = term
    for name, mark_row in counts.mark_rows:
        term = counts.rates[counts.place(name)].term
        terms[f"rates.{name}.rows.{mark_row.id}"] = _row_term(term, mark_row)
    for name in _of_base(board):
        term = counts.rates[counts.place(name)].term
        zh, en = f"基期{term.zh}", f"base period, {term.en}"
        terms[f"base.{name}.numerator"] = Text(f"{zh}分子", f"{en}, numerator")
        terms[f"base.{name}.denominator"] = Text(f"{zh}分母", f"{en}, denominator")
    for name in formula.findings:
        terms[f"findings.{name}"] = formula.term(name)
    for path, name, _ in _read(board):
        term = formula.term(name)
        of_base = Text(f"基期{term.zh}", f"base period: {term.en}")
        terms[path] = term if path.startswith("figures.") else of_base
    return terms


def _row_term(term: Text, row: Ruling[Any]) -> Text:
    says = row.explain().says
    return Text(
        f"{term.zh} {row.id}（{says.zh}）件数", f"{term.en} {row.id} ({says.en}), outcomes"
    )


# ------------------------------------------------------------------ what changed


class FigureChange(NamedTuple):
    """
    One figure that is another than before.

    Attributes:
        unit: Of which unit.
        name: The unit's name, the new one where it changed.
        path: Which figure, as `Edition.to_rows` names it.
        term: What it is called.
        before: What it was; None where there was none.
        after: What it is; None where there is none any more.
    """

    unit: str
    name: str
    path: str
    term: Text
    before: Value | None
    after: Value | None

    @property
    def text(self) -> Text:
        """The change in words; where two figures print alike they are written out."""
        two = (self.before, self.after)
        said = [_said(self.path, value) for value in two]
        if said[0] == said[1]:
            said = [_said("", value) for value in two]
        (one, other), term = said, self.term
        zh = f"{term.zh}由{one.zh}改为{other.zh}".rstrip()
        return Text(zh, f"{term.en}: from {one.en} to {other.en}")


def _said(path: str, value: Value | None) -> Text:
    if value is None:
        return _NOT_LISTED
    if isinstance(value, str):
        return Text(f"“{value}”", f"“{value}”")
    parts = path.split(".", 2)
    if path == "rank":
        return Text(f"第 {value} 名", str(value))
    if path == "score":
        said = str(rounded(Fraction(value), 2))
        return Text(f" {said} 分", said)
    if parts[0] == "rates" and parts[2:] == ["value"]:
        said = percent(Fraction(value)).zh
    else:
        said = plain(value)
    return Text(f" {said} ", said)


class MethodChange(NamedTuple):
    """
    Something that changed in how the figures were made.

    Attributes:
        path: Which part: ``cut_off``, ``formula``, ``exclusions``, ``rates.response``, and so on.
        term: What it is called.
        before: What it was: plain words, or a digest; empty where there was none.
        after: What it is.
        details: The change in words, where there is more to say.
    """

    path: str
    term: Text
    before: str
    after: str
    details: tuple[Text, ...] = ()

    def explain(self, lang: str = "zh") -> Explanation:
        """What changed, from what to what."""
        one, other = (
            Text(each, each) if each else Text("无", "none") for each in (self.before, self.after)
        )
        says = Text(
            f"{self.term.zh}：由 {one.zh} 改为 {other.zh}",
            f"{self.term.en}: from {one.en} to {other.en}",
        )
        return Explanation(says, [Explanation(each) for each in self.details], lang=lang)


@attrs.frozen(repr=False)
class Restatement:
    """
    更正说明: what an edition changes in the one that it replaces. Nothing changed is falsy.

    Attributes:
        old: The edition that is replaced.
        new: The one that replaces it.
        reason: Why, as the new edition says.
        scopes: Of which periods, as known by the new edition.
        method: What changed in how the figures were made.
        figures: Every figure that changed, in order of the units, and no other.
    """

    old: Imprint
    new: Imprint
    reason: str
    scopes: frozenset[Scope]
    method: tuple[MethodChange, ...] = attrs.field(converter=tupled)
    figures: tuple[FigureChange, ...] = attrs.field(converter=tupled)

    def __attrs_post_init__(self) -> None:
        kinds = {"old": Imprint, "new": Imprint, "reason": str, "scopes": frozenset}
        faults = mistyped("restatement", self, **kinds)
        faults += misfits("restatement.method", self.method, MethodChange)
        faults += misfits("restatement.figures", self.figures, FigureChange)
        refuse(AssessmentError, faults)

    def __bool__(self) -> bool:
        return bool(self.method or self.figures)

    def __repr__(self) -> str:
        numbers = f"{self.old.number} -> {self.new.number}"
        return f"Restatement({numbers}: {len(self.figures)} figures, {len(self.method)} of method)"

    @property
    def units(self) -> tuple[str, ...]:
        """The units of which anything changed."""
        return tuple(dict.fromkeys(each.unit for each in self.figures))

    @property
    def came(self) -> tuple[str, ...]:
        """The units that the old edition did not list."""
        return tuple(e.unit for e in self.figures if e.path == "name" and e.before is None)

    @property
    def went(self) -> tuple[str, ...]:
        """The units that the new edition does not list any more."""
        return tuple(e.unit for e in self.figures if e.path == "name" and e.after is None)

    def applied(self, rows: Iterable[Mapping[str, str | int]]) -> list[dict[str, str | int]]:
        """
        The rows of the new edition, made from those of the old one by the changes alone.

        Args:
            rows: Those of the old edition, as `Edition.to_rows` gives them.

        Raises:
            AssessmentError: Rows in which a figure is not what it was before; all of them.
        """
        given = tupled(rows)
        faults = misfits("rows", given, Mapping)
        refuse(AssessmentError, faults)
        made: dict[str, dict[str, str | int]] = {}
        for place, row in enumerate(given):
            if type(row.get("unit")) is not str:
                faults.append(misfit(f"rows[{place}].unit", row.get("unit"), str))
            else:
                made[row["unit"]] = dict(row)
        refuse(AssessmentError, faults)
        for each in self.figures:
            row = made.setdefault(each.unit, {"unit": each.unit})
            before = None if each.before is None else _cell(each.before)
            if row.get(each.path) != before:
                what = Text("不是更正前的数据", "not the figure before the change")
                path, was = f"rows.{each.unit}.{each.path}", str(before)
                faults.append(Fault(path, what, shown(row.get(each.path)), Text(was, was)))
            elif each.after is None:
                del row[each.path]
            else:
                row[each.path] = _cell(each.after)
        refuse(AssessmentError, faults)
        return [row for _, row in sorted(made.items()) if len(row) > 1]

    def explain(self, lang: str = "zh") -> Explanation:
        """The notice: which edition is replaced and why, what changed in the method and the figures."""
        old, new = self.old.text, self.new.text
        says = Text(f"{new.zh}较{old.zh}的变动说明", f"What {new.en} changes in {old.en}")
        if self.new.status is EditionStatus.CORRECTED:
            says = Text(f"关于更正{old.zh}的说明", f"Correction of {old.en}")
        parts = [Explanation(text) for text in say_scopes(self.scopes)]
        if self.reason:
            parts.append(Explanation(Text(f"原因：{self.reason}", f"Reason: {self.reason}")))
        held = Text(
            f"以{new.zh}为准，{old.zh}不再使用",
            f"From now on {new.en} holds, in place of {old.en}",
        )
        pinned = (
            Text(f"新版摘要 {self.new.digest}", f"digest of the new edition {self.new.digest}"),
            Text(f"原版摘要 {self.old.digest}", f"digest of the old edition {self.old.digest}"),
        )
        parts.append(Explanation(held, [Explanation(each) for each in pinned]))
        if not self:
            same = Text("口径和数据均无变动", "Neither method nor figures changed")
            return Explanation(says, [*parts, Explanation(same)], lang=lang)
        kept = Text("口径未变", "The method is the same")
        if self.method:
            kept = Text(
                f"口径变动 {len(self.method)} 项", f"Changes of method: {len(self.method)}"
            )
        parts.append(Explanation(kept, [each.explain() for each in self.method]))
        parts.append(self._figures_part())
        return Explanation(says, parts, lang=lang)

    def _figures_part(self) -> Explanation:
        units = self.units
        if not units:
            return Explanation(Text("数据未变", "The figures are the same"))
        came, went = set(self.came), set(self.went)
        told: dict[str, list[FigureChange]] = {unit: [] for unit in units}
        for each in self.figures:
            told[each.unit].append(each)
        parts = []
        for unit, changes in told.items():
            name = changes[0].name
            says = Text(name, name)
            if unit in came:
                says = Text(f"{name}：新列入", f"{name}: new in the table")
            elif unit in went:
                says = Text(f"{name}：不再列入", f"{name}: no longer in the table")
            parts.append(Explanation(says, [Explanation(each.text) for each in changes]))
        number = len(self.figures)
        says = Text(
            f"数据变动：{len(units)} 个单位，{number} 项",
            f"Figures changed: {number} of {len(units)} units",
        )
        return Explanation(says, parts)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str | int]]:
        """A flat row per change, in Chinese: first of method, then of figures; exact values as fractions."""
        rows: list[dict[str, str | int]] = [
            {
                "unit": "",
                "name": "",
                "item": each.path,
                "term": each.term.zh,
                "before": each.before,
                "after": each.after,
                "remark": "；".join(text.zh for text in each.details),
            }
            for each in self.method
        ]
        rows += [
            {
                "unit": each.unit,
                "name": each.name,
                "item": each.path,
                "term": each.term.zh,
                "before": "" if each.before is None else _cell(each.before),
                "after": "" if each.after is None else _cell(each.after),
                "remark": each.text.zh,
            }
            for each in self.figures
        ]
        return rows


def restated(old: Edition, new: Edition) -> Restatement:
    """
    What an edition changes in the one that it replaces.

    Args:
        old: The edition that is replaced.
        new: The one that names it as its predecessor.

    Raises:
        AssessmentError: What is no edition; editions of other periods, or that do not follow one
            another; all at once.

    Example:
        >>> from jiesu import Counts, Formula, beijing_time
        >>> def board(met):
        ...     return Scoreboard(
        ...         Counts.of({"a": {"response": (met, 50)}}), Formula({"response": 1})
        ...     )
        >>> cut_off = beijing_time(2026, 4, 1)
        >>> one = Edition(1, EditionStatus.FIRST, cut_off, cut_off, board(48))
        >>> two = Edition(
        ...     2, EditionStatus.PUBLISHED, cut_off, cut_off, board(49), None, one.digest
        ... )
        >>> [change.text.zh for change in restated(one, two).figures][-1]
        '得分由 96.00 分改为 98.00 分'
    """
    refuse(
        AssessmentError,
        [
            misfit(path, each, Edition)
            for path, each in (("old", old), ("new", new))
            if not isinstance(each, Edition)
        ],
    )
    refuse(AssessmentError, _sequence_faults(old, new))
    changes = tuple(_figure_changes(_figures(old), _figures(new)))
    scopes = new.board.counts.scopes
    method = tuple(_method_changes(old, new))
    return Restatement(old.imprint, new.imprint, new.reason, scopes, method, changes)


def _sequence_faults(old: Edition, new: Edition) -> Iterator[Fault]:
    """Why one edition cannot replace another."""
    spans = [_spans(each.board.counts.scopes) for each in (old, new)]
    if spans[0] != spans[1]:
        what = Text("两版的考评周期不同", "the editions are of other periods")
        said = [", ".join(f"{start} .. {end}" for start, end in each) for each in spans]
        yield Fault("new.board.counts.scopes", what, said[1], Text(said[0], said[0]))
    if new.predecessor != old.digest:
        what = Text("所替代的不是这一版", "it does not replace this edition")
        yield Fault("new.predecessor", what, shown(new.predecessor), Text(old.digest, old.digest))
    if new.number <= old.number:
        what = Text("版次未在其后", "the number does not come after")
        yield Fault("new.number", what, str(new.number), Text(*[f"> {old.number}"] * 2))
    if new.at < old.at:
        what = Text("发布早于所替代的版次", "published before the edition that it replaces")
        yield Fault("new.at", what, str(new.at), Text(*[f">= {old.at}"] * 2))


def _spans(scopes: Iterable[Scope]) -> tuple[tuple[datetime, datetime], ...]:
    """The time that scopes cover, adjacent ones as one."""
    joined: list[tuple[datetime, datetime]] = []
    for start, end, *_ in sorted(scopes, key=lambda scope: scope[:2]):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def _figure_changes(
    old: Mapping[str, Mapping[str, _Figure]], new: Mapping[str, Mapping[str, _Figure]]
) -> Iterator[FigureChange]:
    for unit in sorted({*old, *new}):
        before, after = old.get(unit, {}), new.get(unit, {})
        name = str((after or before)["name"].value)
        for path in dict.fromkeys((*after, *before)):
            one, other = before.get(path), after.get(path)
            values = tuple(each and each.value for each in (one, other))
            if values[0] != values[1]:
                term = (other or before[path]).term
                yield FigureChange(unit, name, path, term, *values)


# ------------------------------------------------------------------ what changed in the method


def _method_changes(old: Edition, new: Edition) -> Iterator[MethodChange]:
    boards = old.board, new.board
    counts = [board.counts for board in boards]
    yield from _plain_changes(
        ("cut_off", Text("数据截止时点", "cut-off"), [_clock(old.cut_off), _clock(new.cut_off)]),
        (
            "counted_by",
            Text("计入时点", "instant of counting"),
            [_counted_by(e.scopes) for e in counts],
        ),
        (
            "as_of",
            Text("规则适用日", "day whose rules apply"),
            ["" if each.as_of is None else str(each.as_of) for each in counts],
        ),
        (
            "pins.counts",
            Text("统计所依规则", "rulebooks that counted"),
            ["；".join(sorted(each.pins)) for each in counts],
        ),
        (
            "pins.formula",
            Text("计分所依规则", "rulebook of the formula"),
            [b.pins for b in boards],
        ),
    )
    rows = [each.exclusions for each in counts]
    yield from _change("exclusions", Text("考评剔除", "exclusions"), rows, _row_changes(*rows))
    rates = [{rate.name: rate for rate in each.rates} for each in counts]
    for name in dict.fromkeys((*rates[0], *rates[1])):
        two = [each.get(name) for each in rates]
        tables = [rate.table.rows if rate and rate.table else () for rate in two]
        term = next(rate.term for rate in reversed(two) if rate)
        yield from _change(f"rates.{name}", term, two, _row_changes(*tables))
    yield from _change(
        "formula",
        Text("计分公式", "formula"),
        [board.formula for board in boards],
        _from_to(*map(_formula_text, boards)),
    )
    base = [board.base for board in boards]
    yield from _change("base", Text("基期统计", "counts of the base period"), base, ())
    leagues = old.league, new.league
    yield from _change(
        "league",
        Text("排名方法", "method of ranking"),
        [_ranking(each) for each in leagues],
        _from_to(*map(_ranking_text, leagues)),
    )


def _plain_changes(*given: tuple[str, Text, list[str]]) -> Iterator[MethodChange]:
    for path, term, (before, after) in given:
        if before != after:
            yield MethodChange(path, term, before, after)


def _change(
    path: str, term: Text, two: Sequence[object], details: Iterable[Text]
) -> Iterator[MethodChange]:
    """What changed of something that is told by its digest; what there is not has none."""
    if two[0] != two[1]:
        before, after = (digest(each) if each else "" for each in two)
        yield MethodChange(path, term, before, after, tuple(details))


def _counted_by(scopes: Iterable[Scope]) -> str:
    return "、".join(sorted({scope.by.zh for scope in scopes}))


def _row_changes(old: tuple[Ruling[Any], ...], new: tuple[Ruling[Any], ...]) -> Iterator[Text]:
    """Row by row what is not as before."""
    before, after = ({row.id: row for row in rows} for rows in (old, new))
    for row_id in dict.fromkeys((*before, *after)):
        one, other = before.get(row_id), after.get(row_id)
        if one is None and other is not None:
            said = _row_text(other)
            yield Text(f"{row_id} 行新增：{said.zh}", f"row {row_id} is new: {said.en}")
        elif one is not None and other is None:
            said = _row_text(one)
            yield Text(f"{row_id} 行取消：{said.zh}", f"row {row_id} is gone: {said.en}")
        elif one is not None and other is not None and one != other:
            for text in _from_to(_row_text(one), _row_text(other)):
                yield Text(f"{row_id} 行{text.zh}", f"row {row_id}, {text.en}")
    if set(before) == set(after) and list(before) != list(after):
        yield Text("各行先后有变", "the rows are in another order")


def _row_text(row: Ruling[Any]) -> Text:
    says, then = row.explain().says, row.then.text
    return Text(f"{says.zh}：{then.zh}", f"{says.en}: {then.en}")


def _from_to(before: Text, after: Text) -> tuple[Text, ...]:
    if before == after:
        return (
            Text(
                "文字未变，依据或名称有变", "the same in words, on other grounds or by other names"
            ),
        )
    return (
        Text(f"原为：{before.zh}", f"before: {before.en}"),
        Text(f"现为：{after.zh}", f"after: {after.en}"),
    )


def _formula_text(board: Scoreboard) -> Text:
    """A formula in a line, with the terms of the rates, and where it rounds."""
    terms = {**{rate.name: rate.term for rate in board.counts.rates}, **board.formula.terms}
    formula = attrs.evolve(board.formula, terms=terms)
    rule = formula.rounding.text if formula.rounding else Text("不先修约", "rounded in print only")
    return Text(f"{formula.text('zh')}；{rule.zh}", f"{formula.text('en')}; {rule.en}")


def _ranking(league: League | None) -> tuple[object, ...] | None:
    """What a league was made by; who stands where is no part of it."""
    if league is None:
        return None
    by = [
        getattr(league, field.name)
        for field in attrs.fields(League)
        if field.name not in {"ranked", "unranked", "breakers"}
    ]
    return (*by, *((each.name, each.lowest_first) for each in league.breakers))


def _ranking_text(league: League | None) -> Text:
    if league is None:
        return Text("不排名", "no ranking")
    steps = [part.says for part in league.explain().parts[0].parts]
    zh, en = "；".join(each.zh for each in steps), "; ".join(each.en for each in steps)
    return Text(f"{league.title.zh}：{zh}", f"{league.title.en}: {en}")
