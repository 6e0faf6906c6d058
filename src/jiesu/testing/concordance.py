"""
条文对照表: article by article, which row says it, which case shows it, and what comes out.

An auditor reads it from the text: every article is either cited by a value or a row, or listed as
one that no row implements, with the reason. What is neither is a finding, and so is a row of a table
that no worked case shows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import attrs

from ..errors import (
    Fault,
    InvalidValueError,
    did_you_mean,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
)
from ..explain import STYLE, Explanation, Markup, element, html_table
from ..facts import AS
from ..labels import Label, Text
from ..rulebook import Timeline
from ..sources import Citation, Reading, Source, locate
from ..tables import Ruling, Table, say_value
from .cases import Place, Texts, Use, WorkedCase, cells_of, misread
from .lawtext import leaves, number

ARTICLE_COLUMNS = ("条款项", "理由", "说明", "说明_en")
"""The header of a file of articles that no row implements."""

_NUMERALS = "[零一二三四五六七八九十百千]+"
_PART = re.compile(rf"[0-9]+|{_NUMERALS}")
_LOCATOR = re.compile(rf"[0-9]+(-[0-9]+){{0,2}}|({_NUMERALS})?（{_NUMERALS}）|{_NUMERALS}")


class Reason(Label):
    """理由: why no row implements an article."""

    ORGANISATION = "组织", "organisation, duties of institutions, funding"
    DEFINITION = "定义", "a definition"
    PRINCIPLE = "原则", "a principle"
    CONDUCT = "程序外", "conduct that no program decides; discipline, liability"
    ENGINE = "引擎", "implemented by the code of an engine"
    OPEN = "未决", "could be decided; the facts for it are lacking so far"
    CLOSING = "附则", "supplementary provisions"


def order(locator: str) -> tuple[int, ...]:
    """
    The numbers of a locator, by which places stand in the order of their text; none for other words.

    Raises:
        InvalidValueError: No text.

    Example:
        >>> order("12-1-2"), order("三（四）"), order("附件")
        ((12, 1, 2), (3, 4), ())
    """
    if type(locator) is not str:
        raise InvalidValueError(misfit("locator", locator, str))
    if not _LOCATOR.fullmatch(locator):
        return ()
    return tuple(int(part) if part.isascii() else number(part) for part in _PART.findall(locator))


@attrs.frozen
class LeftOut:
    """
    未实现的条文: an article, or several one after the other, that no row implements, and why.

    Attributes:
        source: Id of the source.
        locator: 条款项 as the text has it; ``1~44`` for a range.
        reason: 理由.
        why: 说明, one sentence.
    """

    source: str
    locator: str
    reason: Reason
    why: Text

    def __attrs_post_init__(self) -> None:
        kinds = {"source": str, "locator": str, "reason": Reason, "why": Text}
        refuse(InvalidValueError, mistyped("left_out", self, **kinds))

    @property
    def ends(self) -> tuple[str, str]:
        """The first and the last place of it."""
        first, _, last = self.locator.partition("~")
        return first, last or first

    def covers(self, locator: str) -> bool:
        """Whether a place is, or stands in, what is left out."""
        first, last = (order(each) for each in self.ends)
        asked = order(locator)
        if not (first and last and asked):
            return locator == self.locator
        return first <= asked[: len(first)] and asked[: len(last)] <= last


class ArticlesRead(NamedTuple):
    """The articles that no row implements, as read; and what is wrong with the other rows."""

    articles: tuple[LeftOut, ...]
    faults: tuple[Fault, ...]


def read_articles(source: str, rows: Iterable[Mapping[str, str]]) -> ArticlesRead:
    """
    The articles of a text that no row implements, from rows of plain text.

    Args:
        source: Id of the source.
        rows: A mapping of `ARTICLE_COLUMNS` to cells each.

    Raises:
        InvalidValueError: No id of a source, or no rows of mappings.

    Example:
        >>> told = {"条款项": "1~2", "理由": "原则", "说明": "立法目的", "说明_en": "the aim"}
        >>> read_articles("jn-2018", [told]).articles[0].covers("2-1")
        True
    """
    given = tupled(rows, "rows")
    faults = [] if type(source) is str else [misfit("source", source, str)]
    refuse(InvalidValueError, [*faults, *misfits("rows", given, Mapping)])
    found: list[LeftOut] = []
    seen: set[str] = set()
    for place, row in enumerate(given):
        line, cells, wrong = cells_of(row, ARTICLE_COLUMNS, place)
        if not wrong:
            wrong += _article_faults(cells, f"{source} {line}", seen)
            seen.add(cells["条款项"])
        else:
            wrong = [attrs.evolve(each, path=f"{source} {each.path}") for each in wrong]
        faults += wrong
        reason = Reason.find(cells.get("理由", ""))
        if reason is not None and not wrong:
            why = Text(cells["说明"], cells["说明_en"])
            found.append(LeftOut(source, cells["条款项"], reason, why))
    return ArticlesRead(tuple(found), tuple(faults))


def _article_faults(cells: Mapping[str, str], at: str, seen: set[str]) -> Iterator[Fault]:
    def fault(column: str, zh: str, en: str, remedy: Text | None = None) -> Fault:
        return Fault(f"{at}.{column}", Text(zh, en), shown(cells[column]), remedy=remedy)

    for name, cell in cells.items():
        if not cell:
            yield fault(name, "未填写", "is empty")
    if cells["理由"] and Reason.find(cells["理由"]) is None:
        near = did_you_mean(cells["理由"], [each.zh for each in Reason])
        yield fault("理由", "没有这种理由", "no such reason", near)
    locator = cells["条款项"]
    if locator in seen and locator:
        yield fault("条款项", "条款项重复", "the place stands twice")
    ends = [order(each) for each in locator.split("~")]
    if locator and (not all(ends) or len(ends) > 2):
        how = Text("如 11-3-1、三（四）、1~44", "such as 11-3-1, 三（四）, 1~44")
        yield fault("条款项", "不是条款项", "no locator", how)
    elif ends[0] > ends[-1]:
        yield fault("条款项", "起止颠倒", "the range ends before it begins")


# --- What rests on which place --------------------------------------------------------------------


def inside(value: object) -> Iterator[Citation]:
    """Every citation anywhere inside a value of a rulebook, but for the rows of tables."""
    if isinstance(value, Citation):
        yield value
    elif isinstance(value, Mapping):
        yield from inside(tuple(value.values()))
    elif isinstance(value, (tuple, list, frozenset)):
        for each in value:
            yield from inside(each)
    elif attrs.has(kind := type(value)):
        for field in attrs.fields(kind):
            yield from inside(getattr(value, field.name))


def uses(timeline: Timeline) -> Iterator[Use]:
    """
    Everything that a timeline says on any day, with each place that it rests on.

    Args:
        timeline: The rules of a place through time.

    Raises:
        InvalidValueError: No timeline.
    """
    if not isinstance(timeline, Timeline):
        raise InvalidValueError(misfit("timeline", timeline, Timeline))
    for dated in timeline.series:
        path = dated.parameter.path
        for entry in dated.entries:
            value, says = entry.value, say_value(entry.value)
            for ground in dict.fromkeys((*entry.citations, *inside(value))):
                yield Use(path, "", says, ground)
            if isinstance(value, Table):
                yield from _of_table(path, value)


def _of_table(path: str, table: Table[Any]) -> Iterator[Use]:
    for row in table.rows:
        for ground in dict.fromkeys((*row.grounds, *inside(row.then))):
            yield Use(path, row.id, say_value(row.then), ground)
    for fact in table.space.facts:
        if isinstance(fact.missing, AS) and fact.name in table.columns:
            stands = say_value(fact.missing.value)
            says = Text(f"{fact.term.zh}：{stands.zh}", f"{fact.term.en}: {stands.en}")
            yield Use(path, fact.name, says, fact.missing.ground)


RowKey = tuple[object, ...]
"""What makes a row the same row on another day."""


def row_key(path: str, row: Ruling[Any]) -> RowKey:
    """A key of a row: its id, what it tests, says and rests on."""
    return path, row.id, row.conditions, say_value(row.then), row.grounds


def rows_through_time(timeline: Timeline) -> dict[RowKey, tuple[str, str]]:
    """Every row of a table that is in use on some day, with its path and id."""
    found: dict[RowKey, tuple[str, str]] = {}
    for day in timeline.boundaries:
        if not any(dated.in_force(day) for dated in timeline.series):
            continue
        for path, (_, provision) in timeline.on(day).provisions.items():
            if isinstance(provision.value, Table):
                for row in provision.value.rows:
                    found.setdefault(row_key(path, row), (path, row.id))
    return found


def _shown(timeline: Timeline, cases: Iterable[WorkedCase]) -> Iterator[RowKey]:
    """The rows that cases name, as they stand on the days of the cases."""
    for case in cases:
        named = [dated for dated in timeline.series if dated.parameter.path == case.path]
        value = next((each.on(case.day).value for each in named if each.in_force(case.day)), None)
        if isinstance(value, Table):
            for row in value.rows:
                if row.id in case.rows:
                    yield row_key(case.path, row)


# --- The concordance ------------------------------------------------------------------------------


class Lack(Label):
    """What a concordance finds wanting."""

    UNLISTED = "条文既未被引用，也未列为未实现", "an article that is neither cited nor listed"
    BOTH = "条文既被引用，又列为未实现", "an article that is both cited and listed"
    NO_PLACE = "文本没有这一条款项", "a place that the text does not have"
    UNSHOWN = "没有示例的行", "a row that no worked case shows"


class Finding(NamedTuple):
    """Something that is wanting, and where."""

    kind: Lack
    path: str
    text: Text


class Showing(NamedTuple):
    """What rests on an article: the parameter or row, the outcome, and the cases that show it."""

    path: str
    row: str
    says: Text
    cases: tuple[str, ...]


@attrs.frozen
class Line:
    """
    One place of a text.

    Attributes:
        source: The text.
        locator: The place.
        rests: What rests on it.
        left: Why nothing does; None where something does.
    """

    source: Source
    locator: str
    rests: tuple[Showing, ...] = attrs.field(converter=tupled)
    left: LeftOut | None = None

    @property
    def place(self) -> Text:
        """The place in words."""
        if self.left is None:
            return locate(self.locator)
        first, last = (locate(each) for each in self.left.ends)
        if first == last:
            return first
        return Text(f"{first.zh}至{last.zh}", f"{first.en} to {last.en}")


@attrs.frozen(repr=False)
class Concordance:
    """
    条文对照表 of a rulebook; `concordance` makes one.

    Attributes:
        timeline: Id of the timeline.
        lines: A line for each place that is cited or listed, in the order of the texts.
        findings: What is wanting.
        rows: How many rows the tables have through time.
        shown: How many of them a worked case shows.
    """

    timeline: str
    lines: tuple[Line, ...] = attrs.field(converter=tupled)
    findings: tuple[Finding, ...] = attrs.field(converter=tupled)
    rows: int
    shown: int

    def __repr__(self) -> str:
        return f"Concordance({self.timeline}: {len(self.lines)} places, {self.share.en})"

    @property
    def share(self) -> Text:
        """How many rows a worked case shows, in words."""
        return Text(
            f"{self.rows} 行中 {self.shown} 行有示例",
            f"{self.shown} of {self.rows} rows shown by a case",
        )

    def of(self, kind: Lack) -> tuple[Finding, ...]:
        """The findings of one kind."""
        return tuple(each for each in self.findings if each.kind is kind)

    def explain(self, lang: str = "zh") -> Explanation:
        """The texts with their places, then what is wanting."""
        parts = []
        for source in dict.fromkeys(line.source for line in self.lines):
            places = [_told(line) for line in self.lines if line.source == source]
            title = Text(f"《{source.title}》（{source.id}）", f"{source.title_en} ({source.id})")
            parts.append(Explanation(title, places))
        for kind in Lack:
            if found := self.of(kind):
                title = Text(f"{kind.zh}：{len(found)} 项", f"{kind.en}: {len(found)}")
                told = (Text(f"{e.path}：{e.text.zh}", f"{e.path}: {e.text.en}") for e in found)
                parts.append(Explanation(title, [Explanation(each) for each in told]))
        share = self.share
        title = Text(
            f"条文对照表 {self.timeline}（{share.zh}）",
            f"Concordance of {self.timeline} ({share.en})",
        )
        return Explanation(title, parts, lang=lang)

    def __str__(self) -> str:
        return str(self.explain())

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row for each place and what rests on it, in Chinese."""
        return [row for line in self.lines for row in _flat(line)]

    def _repr_html_(self) -> str:
        heads = ("文本", "条款项", "规则", "行", "结果", "示例", "理由", "说明")
        cells = [tuple(row.values()) for row in self.to_rows()]
        title = element("p", f"条文对照表 {self.timeline}：{self.share.zh}")
        return Markup(element("article", STYLE, title, html_table(heads, cells), class_="jiesu"))


def _told(line: Line) -> Explanation:
    place = line.place
    if line.left:
        reason, why = line.left.reason, line.left.why
        says = Text(f"{place.zh}：{reason.zh}，{why.zh}", f"{place.en}: {reason.en}; {why.en}")
        return Explanation(says)
    parts = []
    for each in line.rests:
        at = f"{each.path}.{each.row}" if each.row else each.path
        cases = "、".join(each.cases)
        zh, en = (f"〔{cases}〕", f" [{cases}]") if cases else ("", "")
        parts.append(Explanation(Text(f"{at}：{each.says.zh}{zh}", f"{at}: {each.says.en}{en}")))
    return Explanation(place, parts)


def _flat(line: Line) -> Iterator[dict[str, str]]:
    whole = {"source": line.source.id, "locator": line.locator}
    blank = dict.fromkeys(("path", "row", "says", "cases", "reason", "why"), "")
    if line.left:
        yield {**whole, **blank, "reason": line.left.reason.zh, "why": line.left.why.zh}
    for each in line.rests:
        said = {"path": each.path, "row": each.row, "says": each.says.zh}
        yield {**whole, **blank, **said, "cases": "、".join(each.cases)}


def concordance(
    timeline: Timeline,
    cases: Iterable[WorkedCase] = (),
    articles: Iterable[LeftOut] = (),
    texts: Texts | None = None,
) -> Concordance:
    """
    条文对照表: what rests on each article of the texts of a rulebook, and what is wanting.

    Args:
        timeline: The rules of a place through time.
        cases: Its worked cases.
        articles: The articles that no row implements.
        texts: The words of the texts, where they are at hand: without them nobody can say that an
            article is missing.

    Raises:
        InvalidValueError: An argument of another type.

    Example:
        >>> from jiesu.rules import anyang
        >>> made = concordance(anyang.TIMELINE)
        >>> line = next(each for each in made.lines if each.locator == "50-2")
        >>> line.place.zh, line.rests[0].path
        ('第五十条第二款', 'casework.guards')
    """
    told, left = tupled(cases, "cases"), tupled(articles, "articles")
    words = {} if texts is None else texts
    faults = misfits("cases", told, WorkedCase) + misfits("articles", left, LeftOut)
    refuse(InvalidValueError, [*faults, *misread(words)])
    found = list(uses(timeline))
    sources = {each.id: each for each in timeline.sources}
    sources |= {use.ground.source.id: use.ground.source for use in found if use.ground.source}
    lines = list(_lines(found, sources, told))
    lines += [
        Line(sources[each.source], each.locator, (), each)
        for each in left
        if each.source in sources
    ]
    places = list(sources)
    lines.sort(key=lambda line: (places.index(line.source.id), _position(line)))
    rows = rows_through_time(timeline)
    shown_ = set(_shown(timeline, told))
    findings = [
        *_places(found, sources, left, words),
        *(
            Finding(Lack.UNSHOWN, f"{path}.{row}", Text("没有示例", "no worked case"))
            for key, (path, row) in rows.items()
            if key not in shown_
        ),
    ]
    return Concordance(timeline.id, lines, findings, len(rows), len(shown_ & rows.keys()))


def _position(line: Line) -> tuple[int, ...]:
    return order(line.left.ends[0] if line.left else line.locator)


def _lines(
    found: list[Use], sources: dict[str, Source], cases: tuple[WorkedCase, ...]
) -> Iterator[Line]:
    resting: dict[Place, dict[tuple[str, str, Text], None]] = {}
    for use in found:
        if use.ground.source:
            place = Place(use.ground.source.id, use.ground.locator)
            resting.setdefault(place, {})[use.path, use.row, use.says] = None
    for place, rests in resting.items():
        showing = [
            Showing(path, row, says, tuple(_showing(place, path, row, cases)))
            for path, row, says in rests
        ]
        yield Line(sources[place.source], place.locator, showing)


def _showing(place: Place, path: str, row: str, cases: tuple[WorkedCase, ...]) -> Iterator[str]:
    for case in cases:
        named = row in case.rows if row else not case.rows
        if case.path == path and named and place in case.grounds:
            yield case.id


def _places(
    found: list[Use], sources: dict[str, Source], left: tuple[LeftOut, ...], texts: Texts
) -> Iterator[Finding]:
    cited: dict[str, dict[str, str]] = {}
    for use in found:
        if use.ground.source and use.ground.locator:
            cited.setdefault(use.ground.source.id, {}).setdefault(use.ground.locator, use.at)
    for each in left:
        if each.source not in sources:
            near = did_you_mean(each.source, sources)
            yield Finding(Lack.NO_PLACE, each.source, near)
            continue
        for locator, at in cited.get(each.source, {}).items():
            if each.covers(locator) and len(order(locator)) == len(order(each.ends[0])):
                said = Text(f"{at} 引用了该处", f"{at} cites it")
                yield Finding(Lack.BOTH, f"{each.source} {locator}", said)
    for name, source in sources.items():
        if name not in texts:
            continue
        own = [each for each in left if each.source == name]
        ends = {end: "未实现的条文" for each in own for end in each.ends}
        for locator, at in {**ends, **cited.get(name, {})}.items():
            if locator not in texts[name]:
                near = did_you_mean(locator, texts[name])
                said = Text(f"{at}。{near.zh}", f"{at}; {near.en}")
                yield Finding(Lack.NO_PLACE, f"{name} {locator}", said)
        if own or source.reading is Reading.WHOLE:
            yield from _unlisted(name, texts[name], set(cited.get(name, ())), own)


def _unlisted(
    name: str, text: Mapping[str, str], cited: set[str], left: list[LeftOut]
) -> Iterator[Finding]:
    """The places of a text of which nothing is said, each told at the highest level that it fills."""
    ends = leaves(text)
    open_ = {
        each
        for each in ends
        if not cited.intersection(_upwards(each)) and not any(e.covers(each) for e in left)
    }
    told: set[str] = set()
    for each in ends:
        if each in open_:
            whole = next(up for up in reversed(_upwards(each)) if _below(up, ends) <= open_)
            if whole not in told:
                told.add(whole)
                words = text.get(whole, text[each])[:20]
                yield Finding(Lack.UNLISTED, f"{name} {whole}", Text(words, words))


def _upwards(locator: str) -> list[str]:
    """A place and all that it stands in."""
    parts = locator.split("-")
    return ["-".join(parts[:size]) for size in range(len(parts), 0, -1)]


def _below(locator: str, ends: Iterable[str]) -> set[str]:
    return {each for each in ends if each == locator or each.startswith(f"{locator}-")}
