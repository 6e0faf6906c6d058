"""
规则集的页面: everything that a rulebook says, as a page in Markdown for readers who see no code.

Chinese first, English beside it; what is unset, assumed, silent or reported stands at the top. The
functions are pure: whoever calls them writes the files. Nothing on a page is written by hand.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import attrs

from .checks import Kind
from .comparison import SideBySide
from .counting import Counting
from .errors import InvalidValueError, fits, misfit, misfits, refuse, tupled
from .explain import (
    Marked,
    Markup,
    element,
    escape_markdown,
    markdown_lines,
    markdown_link,
    markdown_table,
)
from .headings import own_grounds
from .labels import Text
from .rulebook import Rulebook, Timeline
from .sources import (
    Absent,
    Basis,
    Citation,
    Dated,
    Parameter,
    Provision,
    Reading,
    Selector,
    Source,
    Standing,
    boundaries,
    locate,
)
from .tables import Ruling, Table, joined
from .testing.cases import WorkedCase
from .testing.concordance import LeftOut, Line, concordance
from .wording import condition_text, mark, said

_STYLE = Markup(
    "<style>.md-grid{max-width:76rem}.md-typeset table:not([class]) th{min-width:7rem}</style>"
)
"""Wide pages, and columns in which no date breaks; where a site has no such classes, nothing."""
_INNER = str.maketrans("“”", "‘’")
_TOLD = (Kind.UNSET, Kind.ASSUMED, Kind.OWN, Kind.REPORTED, Kind.SILENT, Kind.UNREAD)
_PERIOD = "期间（不含止日）", "Period"


class Span(NamedTuple):
    """
    A stretch of time through which a parameter says the same.

    Attributes:
        since: Its first day.
        until: The first day after it; None: it goes on.
        provision: What applies; None: nothing that could be used.
        standing: `Standing.IN_FORCE`, or why nothing can be used.
    """

    since: date
    until: date | None
    provision: Provision | None
    standing: Standing


def spans(dated: Dated) -> tuple[Span, ...]:
    """
    A parameter through time: half-open periods without gap or overlap, from its first day on.

    Example:
        >>> from jiesu.conduct import RETURN_RULE
        >>> from jiesu.rules import beijing
        >>> [
        ...     (str(each.since), each.provision.value.name)
        ...     for each in spans(beijing.TIMELINE.dated(RETURN_RULE))
        ... ]
        [('2020-10-28', 'UNSET'), ('2021-09-24', 'OBJECTION')]
    """
    if not isinstance(dated, Dated):
        raise InvalidValueError(misfit("dated", dated, Dated))
    days = boundaries([dated])
    found: list[Span] = []
    for since, until in zip(days, (*days[1:], None), strict=True):
        entry = dated.on(since) if dated.in_force(since) else None
        how = dated.standing(since)[0]
        if found and found[-1].provision == entry and found[-1].standing is how:
            found[-1] = found[-1]._replace(until=until)
        else:
            found.append(Span(since, until, entry, how))
    return tuple(found)


class _Family(NamedTuple):
    """A family of rules: those whose version is chosen by one instant; time stands apart."""

    title: Text
    selected_by: Selector
    of_time: bool = False

    def holds(self, parameter: Parameter) -> bool:
        """Whether a parameter is of it."""
        timed = parameter.path.startswith("time.")
        return parameter.selected_by is self.selected_by and timed is self.of_time


_FAMILIES = (
    _Family(Text("分类处理与派单", "routing"), Selector.DECISION),
    _Family(Text("期间的计算", "counting of periods"), Selector.DECISION, of_time=True),
    _Family(Text("办理", "casework"), Selector.RECEIPT),
    _Family(Text("考评", "assessment"), Selector.PERIOD_END),
    _Family(Text("法定期限", "limits of statutes"), Selector.START),
)


def rulebook_page(
    timeline: Timeline,
    day: date,
    name: Text | None = None,
    *,
    cases: Iterable[WorkedCase] = (),
    articles: Iterable[LeftOut] = (),
) -> str:
    """
    A rulebook through time, as a page in Markdown.

    Args:
        timeline: The rules of a place. Overlays are left aside: the page is of what the texts say.
        day: The day as of which values are told; what starts later is shown as announced.
        name: What the place is called; default: the timeline's id.
        cases: Worked cases; each stands with its parameter.
        articles: The articles that no row implements, for the concordance at the end.

    Raises:
        InvalidValueError: An argument of another type.
        OutOfCoverageError: No rules are known of that day.

    Example:
        >>> from jiesu.rules import national
        >>> page = rulebook_page(national.TIMELINE, date(2025, 7, 1), Text("全国", "The nation"))
        >>> page.splitlines()[6]
        '# 全国 The nation'
    """
    told, left = tupled(cases, "cases"), tupled(articles, "articles")
    faults = [] if fits(timeline, Timeline) else [misfit("timeline", timeline, Timeline)]
    faults += [] if fits(day, date) else [misfit("day", day, date)]
    faults += [] if fits(name, Text | None) else [misfit("name", name, Text | None)]
    faults += misfits("cases", told, WorkedCase) + misfits("articles", left, LeftOut)
    refuse(InvalidValueError, faults)
    timeline = timeline.without_overlays()
    rules = timeline.on(day)
    lines = [*_head(timeline, rules, name or Text(timeline.id, ""))]
    lines += [*_sources(timeline.sources, day), *_summary(timeline, rules)]
    for family in _FAMILIES:
        lines += _family(family, timeline.series, day, told)
    lines += _articles(timeline, told, left)
    return "\n".join(lines).rstrip("\n") + "\n"


_BADGES = joined([mark(each) for each in Basis if each.told], "", " ")


def index_page(made: SideBySide, day: date) -> str:
    """
    Rulebooks side by side, as a page in Markdown: first in Chinese, then in English.

    Each line leads to the page of the rulebook, ``<id>.md`` beside it.

    Args:
        made: What `side_by_side` made.
        day: The day as of which it is told.

    Raises:
        InvalidValueError: An argument of another type.
    """
    faults = [] if fits(made, SideBySide) else [misfit("made", made, SideBySide)]
    faults += [] if fits(day, date) else [misfit("day", day, date)]
    refuse(InvalidValueError, faults)
    lines = [
        "---",
        "hide: [navigation, toc]",
        "---",
        "",
        "# 规则集并列 Rulebooks side by side",
        "",
    ]
    lines += [
        _both(
            Text(
                f"取值截至 {day}。空白：读过的条文未作规定；“未设定”：授权另定、未公开或者未读到；"
                f"“—”：该规则集未编入此项，或者当日不适用；{_BADGES.zh}：不是已读条文所定。"
                "六角括号内为来源和条款，来源全称见各规则集的页面。",
                f"As of {day}. Blank: the texts that were read are silent; unset: delegated, not public, "
                "or not read; a dash: the rulebook does not state it, or nothing of it can be used on "
                f"that day; {_BADGES.en}: not what a text that was read says. In brackets: source and "
                "article; the sources are listed on each page.",
            )
        ),
        "",
        " · ".join(
            markdown_link(name, f"{label.partition('@')[0]}.md")
            for name, label in zip(made.names, made.labels, strict=True)
        ),
        "",
        made.markdown("zh"),
        "# In English",
        "",
        made.markdown("en"),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


# -- the head ---------------------------------------------------------------------------------------


def _head(timeline: Timeline, rules: Rulebook, title: Text) -> Iterator[str]:
    yield from ("---", "hide: [navigation]", "---", "", _STYLE, "")
    yield f"# {escape_markdown(title.zh)} {escape_markdown(title.en)}"
    yield ""
    place = timeline.place
    where = Text(
        f"行政区划代码以 {place} 开头的地区" if place else "全国",
        f"divisions whose code starts with {place}" if place else "the whole country",
    )
    yield _both(
        Text(
            f"规则集 {timeline.id}，数据版本 {timeline.version}，适用于{where.zh}。"
            f"取值截至 {rules.day}；期间含始日、不含止日。",
            f"Rulebook {timeline.id}, version {timeline.version} of the data, for {where.en}. "
            f"Values are those of {rules.day}; periods include their first day, not their last.",
        )
    )
    yield ""
    yield _both(
        Text(
            "本页由规则集的数据生成，不得手工修改；每项取值都注明条、款、项和依据的性质。"
            "条文未作规定的、授权另定或者未公开的、为运行而推定的，均照实标明。",
            "This page is made from the rulebook's data and never edited by hand; each value names its "
            "article and what kind of ground it stands on. What the texts do not set, what they "
            "delegate or nobody published, and what is assumed in order to operate, is marked.",
        )
    )
    yield ""


def _sources(sources: Sequence[Source], day: date) -> Iterator[str]:
    yield from ("## 来源 Sources", "")
    heads = _heads(("来源", "Id"), ("名称", "Title"), ("位阶", "Rank"))
    heads += _heads(
        ("公布、施行", "Published, in force"), ("核阅", "Extent read"), ("说明", "Remark")
    )
    rows = []
    for each in sorted(sources, key=lambda each: (each.since, each.id)):
        title = markdown_link(f"《{each.title}》", each.url)
        dates = [f"公布 {each.published}", f"施行 {each.since}"]
        dates += [f"失效 {each.until}"] if each.until else []
        dates += [f"核至 {each.verified_until}【效力未核】"] if each.verified_until else []
        dates += ["【尚未施行】"] if each.since > day else []
        read = each.reading
        rows.append(
            [
                each.id,
                markdown_lines(title, each.number, each.title_en),
                _cell(each.rank.text),
                markdown_lines(*dates),
                markdown_lines(read.zh if read is Reading.WHOLE else f"【{read.zh}】", read.en),
                _cell(each.remark or Text("", "")),
            ]
        )
    yield markdown_table(heads, rows)
    yield ""


# -- what is in the rulebook, and what is not known ----------------------------------------------------


def _summary(timeline: Timeline, rules: Rulebook) -> Iterator[str]:
    yield from ("## 概况 Summary", "")
    stated = [provision for _, provision in rules.provisions.values()]
    tables = [each.value for each in stated if isinstance(each.value, Table)]
    values = Counter(_state(each) for each in stated)
    rows = Counter(
        row.then if isinstance(row.then, Absent) else row.basis
        for table in tables
        for row in table.rows
    )
    kinds = [*Basis, *Absent]
    figures = [
        [_cell(kind.text), str(values[kind]), str(rows[kind])]
        for kind in kinds
        if values[kind] or rows[kind]
    ]
    total = [_cell(Text("合计", "Total")), str(values.total()), str(rows.total())]
    heads = _heads(("性质", "Basis"), ("参数", "Parameters"), ("表行", "Rows of tables"))
    yield markdown_table(heads, [*figures, total], {1, 2})
    yield ""
    yield from _not_in_force(timeline, rules.day)
    report = rules.check()
    for kind in _TOLD:
        found = report.of(kind)
        if not found:
            continue
        yield f"### {_titled(kind.text)}（{len(found)}）"
        yield ""
        cited = kind in {Kind.UNSET, Kind.SILENT}  # what the others rest on stands in their words
        told = [
            [
                _to_parameter(each.path, rules),
                each.text.zh,
                each.text.en,
                *([each.article.zh if each.article else ""] if cited else []),
            ]
            for each in found
        ]
        heads = [*_heads(("位置", "Where")), "内容", "What"]
        heads += _heads(("条款", "Article")) if cited else []
        yield markdown_table(heads, told)
        yield ""


def _state(provision: Provision) -> Basis | Absent:
    value = provision.value
    return value if isinstance(value, Absent) else provision.basis


def _to_parameter(path: str, rules: Rulebook) -> str:
    """The path of a finding, linked to its parameter where it is one's or a row's."""
    head = path.partition("[")[0]
    known = head if head in rules.provisions else head.rpartition(".")[0]
    return markdown_link(path, f"#{known}") if known in rules.provisions else path


def _not_in_force(timeline: Timeline, day: date) -> Iterator[str]:
    """What was announced for later, and what cannot be used any more or was not verified to apply."""
    rows = []
    for dated in timeline.series:
        for span in spans(dated):
            now = _covers(span, day)
            if span.provision and span.since > day:
                standing, value = Standing.NOT_YET, said(span.provision.value)
            elif now and span.provision is None:
                standing, value = span.standing, Text("—", "—")
            else:
                continue
            path = dated.parameter.path
            rows.append(
                [
                    markdown_lines(markdown_link(path, f"#{path}"), dated.parameter.term.zh),
                    _cell(Text(f"【{standing.zh}】", standing.en)),
                    _period(span.since, span.until),
                    _cell(value),
                ]
            )
    if rows:
        title = Text("尚未施行、已经失效、效力未核", "Announced, ended, or not verified")
        yield from (f"### {_titled(title)}（{len(rows)}）", "")
        heads = _heads(("参数", "Parameter"), ("效力", "Standing"), _PERIOD, ("值", "Value"))
        yield markdown_table(heads, rows)
        yield ""


# -- a family of rules and its parameters ---------------------------------------------------------------


def _family(
    family: _Family, series: Sequence[Dated], day: date, cases: Sequence[WorkedCase]
) -> Iterator[str]:
    own = [each for each in series if family.holds(each.parameter)]
    if not own:
        return
    by = family.selected_by
    yield from (f"## {_titled(family.title)}", "")
    yield _both(
        Text(
            f"适用时点：{by.zh}。规则在期间内有变化的，以该时点所在之日的版本为准。",
            f"The version is chosen by this instant: {by.en}.",
        )
    )
    yield ""
    for dated in own:
        shown = [each for each in cases if each.path == dated.parameter.path]
        yield from _parameter(dated, day, shown)


def _parameter(dated: Dated, day: date, cases: Sequence[WorkedCase]) -> Iterator[str]:
    parameter = dated.parameter
    yield element("a", id=parameter.path)
    yield ""
    yield f"### {escape_markdown(parameter.term.zh)} {escape_markdown(parameter.path)}"
    yield ""
    yield escape_markdown(parameter.term.en)
    yield ""
    through = spans(dated)
    heads = _heads(_PERIOD, ("值", "Value"), ("依据", "Ground"), ("性质", "Basis"))
    yield markdown_table(heads, [*_values(through, day), *_unused(dated, through)])
    yield ""
    if any(isinstance(each.provision and each.provision.value, Table) for each in through):
        yield from _rows(parameter, through, day)
    for span in through:
        if _covers(span, day) and span.provision and isinstance(span.provision.value, Counting):
            yield from _choices(span.provision.value)
    if cases:
        yield from _cases(cases)


def _values(through: Sequence[Span], day: date) -> Iterator[list[str]]:
    for span in reversed(through):
        stands = Standing.NOT_YET if span.since > day else span.standing
        now = _covers(span, day)
        if stands is not Standing.IN_FORCE:
            badge = Text(f"【{stands.zh}】", f"[{stands.en}]")
        else:
            badge = Text("现行", "in force") if now else Text("此前", "before")
        entry = span.provision
        yield [
            markdown_lines(f"{badge.zh} {badge.en}", _period(span.since, span.until)),
            _cell(said(entry.value)) if entry else "—",
            _grounds(own_grounds(entry) or entry.citations) if entry else "",
            _basis(_state(entry)) if entry else "",
        ]


def _choices(counting: Counting) -> Iterator[str]:
    """How periods are counted, choice by choice."""
    heads = _heads(("选项", "Choice"), ("取值", "Value"), ("依据", "Ground"), ("性质", "Basis"))
    rows = [
        [
            _cell(each.term),
            _cell(each.says),
            _grounds([each.ground]) if each.ground else "",
            _basis(each.ground.basis) if each.ground else "",
        ]
        for each in counting.choices
    ]
    yield markdown_table(heads, rows)
    yield ""


def _unused(dated: Dated, through: Sequence[Span]) -> Iterator[list[str]]:
    """What a text says that another one always prevails over."""
    used = [span.provision for span in through]
    for entry in dated.entries:
        if entry not in used:
            yield [
                markdown_lines(
                    "未采用，另有规定优先",
                    "not used: another prevails",
                    _period(entry.starts, entry.ends),
                ),
                _cell(said(entry.value)),
                _grounds(entry.citations),
                _basis(_state(entry)),
            ]


class _Kept(NamedTuple):
    """A row of a table and the period through which the table had it."""

    row: Ruling[Any]
    table: Table[Any]
    since: date
    until: date | None


def _kept(through: Sequence[Span]) -> list[_Kept]:
    kept: list[_Kept] = []
    for span in through:
        table = span.provision.value if span.provision else None
        if not isinstance(table, Table):
            continue
        for row in table.rows:
            place = next(
                (at for at, old in enumerate(kept) if old.until == span.since and old.row == row),
                None,
            )
            if place is None:
                kept.append(_Kept(row, table, span.since, span.until))
            else:
                kept[place] = kept[place]._replace(until=span.until, table=table)
    return kept


def _rows(parameter: Parameter, through: Sequence[Span], day: date) -> Iterator[str]:
    kept = _kept(through)
    now = [each for each in kept if _covers(each, day)]
    current = next((each.provision for each in through if _covers(each, day)), None)
    heads = _heads(("行、期间", "Row, period"), ("情形", "When"), ("结果", "Then"))
    heads += _heads(("依据", "Ground"), ("性质", "Basis"))
    if current and isinstance(current.value, Table):
        table: Table[Any] = current.value
        order = [row.id for row in table.rows]
        now.sort(key=lambda each: order.index(each.row.id))
        policy = table.policy
        yield _both(
            Text(
                f"现行 {len(now)} 行，{policy.zh}。",
                f"Rows in force: {len(now)}; hit policy: {policy.en}.",
            )
        )
        yield ""
        yield markdown_table(heads, [_row(each, dated=False) for each in now])
        yield ""
    others = [each for each in kept if each not in now]
    if others:
        term = parameter.term
        yield _both(
            Text(
                f"{term.zh}：不在现行之列的行 {len(others)} 行。",
                f"Rows of {term.en} that are not in force on that day: {len(others)}.",
            )
        )
        yield ""
        yield markdown_table(heads, [_row(each, dated=True) for each in others])
        yield ""


def _covers(period: Span | _Kept, day: date) -> bool:
    return period.since <= day and (period.until is None or day < period.until)


def _row(kept: _Kept, *, dated: bool) -> list[str]:
    row, space = kept.row, kept.table.space
    when = [condition_text(test, space) for test in row.conditions] or [Text("无条件", "always")]
    period = _period(kept.since, kept.until if dated else None)
    then = said(row.then)
    absent = row.then if isinstance(row.then, Absent) else None
    return [
        markdown_lines(row.id, period),
        markdown_lines("；".join(t.zh for t in when), "; ".join(t.en for t in when)),
        markdown_lines(then.zh, then.en) if absent is None else _basis(absent),
        _grounds(row.grounds),
        _basis(row.basis),
    ]


def _grounds(citations: Sequence[Citation]) -> Marked:
    """Each ground in Chinese with its quote; in English without, since the quote is Chinese."""
    lines = []
    for each in citations:
        lines += [each.text.zh, attrs.evolve(each, quote="").text.en]
    return markdown_lines(*lines)


def _basis(state: Basis | Absent) -> Marked:
    badge = mark(state)
    en = state.en.partition(" (")[0].partition(":")[0]
    return markdown_lines(badge.zh or state.zh, en)


# -- worked cases ----------------------------------------------------------------------------------------


def _cases(cases: Sequence[WorkedCase]) -> Iterator[str]:
    yield _both(Text(f"算例 {len(cases)} 例。", f"Worked cases: {len(cases)}."))
    yield ""
    heads = _heads(("编号、日期", "No., day"), ("情形", "Case"), ("预期", "Expected"))
    yield markdown_table([*heads, *_heads(("依据", "Ground"))], map(_case, cases))
    yield ""


def _case(case: WorkedCase) -> list[str]:
    facts = "；".join(f"{name}={word}" for name, word in case.facts)
    places = "；".join(f"{each.source} {locate(each.locator).zh}".strip() for each in case.grounds)
    # Quotation marks of the text itself stand within ours.
    quotes = "".join(f"“{each.translate(_INNER)}”" for each in case.quotes)
    return [
        markdown_lines(case.id, str(case.day)),
        markdown_lines(case.situation, facts and f"事实：{facts}"),
        markdown_lines(f"{case.asks.zh}：{case.expected}", "、".join(case.rows)),
        markdown_lines(places, quotes),
    ]


# -- articles ---------------------------------------------------------------------------------------------


def _articles(
    timeline: Timeline, cases: Sequence[WorkedCase], left: Sequence[LeftOut]
) -> Iterator[str]:
    made = concordance(timeline, cases, left)
    yield from ("## 条文对照表 Articles and what rests on them", "")
    share = made.share
    yield _both(Text(f"各期间的表共 {share.zh}。", f"Of the tables through time, {share.en}."))
    yield ""
    heads = _heads(("条款", "Article"), ("规则、行与结果", "Rule, row, outcome"))
    heads += _heads(("算例", "Cases"))
    for source in dict.fromkeys(line.source for line in made.lines):
        yield from (f"### 《{escape_markdown(source.title)}》 {escape_markdown(source.id)}", "")
        lines = [line for line in made.lines if line.source == source]
        yield markdown_table(heads, map(_line, lines))
        yield ""


def _line(line: Line) -> list[str]:
    place = _cell(line.place)
    if line.left:
        reason, why = line.left.reason, line.left.why
        words = (f"未编入规则（{reason.zh}）：{why.zh}", f"no rule ({reason.en}): {why.en}")
        return [place, markdown_lines(*words), ""]
    rests: dict[str, list[str]] = {}
    for each in line.rests:
        rows = rests.setdefault(f"{each.path}：{each.says.zh}", [])
        rows += [each.row] if each.row and each.row not in rows else []
    told = [f"{what}（{'、'.join(rows)}）" if rows else what for what, rows in rests.items()]
    shown = dict.fromkeys(case for each in line.rests for case in each.cases)
    return [place, markdown_lines(*told), "、".join(shown)]


# -- forms -----------------------------------------------------------------------------------------------


def _heads(*pairs: tuple[str, str]) -> list[str]:
    return [f"{zh} {en}" for zh, en in pairs]


def _period(since: date, until: date | None) -> Marked:
    """A half-open period, a date a line."""
    return markdown_lines(f"自 {since}", f"至 {until}" if until else "")


def _titled(text: Text) -> str:
    en = text.en[:1].upper() + text.en[1:]
    return f"{escape_markdown(text.zh)} {escape_markdown(en)}"


def _cell(text: Text) -> Marked:
    return markdown_lines(text.zh, text.en if text.en != text.zh else "")


def _both(text: Text) -> str:
    """A paragraph in Chinese, and the same in English on the next line."""
    return markdown_lines(text.zh, text.en)
