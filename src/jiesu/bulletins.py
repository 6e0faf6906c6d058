"""
通报: what came in, how units stand, and how every figure was made.

A bulletin is tables and a 口径说明. The tables have the columns that an office declares, in its order;
the 口径说明 is what the counts, the formula and the ranking say of themselves, so that it cannot
disagree with the figures above it. What nobody published is printed 未公布, what rests on nothing 未评.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple, TypedDict, Unpack

import attrs

from .canonical import digest
from .counts import NOT_ASSESSED, NotAssessed, Ratio, UnitCounts, percent
from .errors import (
    AssessmentError,
    Fault,
    InvalidValueError,
    SchemaError,
    did_you_mean,
    fail,
    fits,
    mapped,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
)
from .exact import Rounded, RoundingPoint, plain, rounded
from .explain import (
    STYLE,
    Explanation,
    Markup,
    element,
    escape_markdown,
    html_table,
    language,
    markdown_table,
)
from .facts import MISSING, say
from .formulas import Formula
from .labels import Label, Text
from .legal_time import instant
from .movements import Moved, Movement, UnitBasis, movement
from .outcomes import OUTCOME_FACTS, Outcome, Timeliness, timeliness
from .ranking import Band, League, Ranked, Unranked
from .rates import Rate
from .scoring import Assessment, Scoreboard
from .selections import Drawn, Selected
from .sources import chinese_number
from .tallies import Scope, Tally, need_outcomes, say_scopes, tallied

_HUNDRED = 100
_NONE = Text("—", "—")
NOT_PUBLIC = Text("未公布", "not public")
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_INTAKE = ("request_type", "channel", "origin", "category", "timeliness")
"""By what a bulletin breaks down what came in, as far as the tally keeps it."""


class BulletinKind(Label):
    """通报种类 (意见 2020 三（九）: 日报告、周分析、月通报)."""

    HOURLY = "时报（应急）", "hourly report (emergency)"
    DAILY = "日报告", "daily report"
    WEEKLY = "周分析", "weekly analysis"
    MONTHLY = "月通报", "monthly bulletin"
    PREVIEW = "考评结果预览", "preview of an assessment"


@attrs.frozen
class Column:
    """
    One column of a table.

    Attributes:
        key: What stands in it; see `usual_columns`.
        title: Its title as printed.
        figure: Whether it holds figures, which are aligned on the right.

    Example:
        >>> Column("rank", Text("位次", "place"), figure=True).title.zh
        '位次'
    """

    key: str
    title: Text
    figure: bool = False

    def __attrs_post_init__(self) -> None:
        refuse(InvalidValueError, mistyped("column", self, key=str, title=Text, figure=bool))


def _mapped(rows: Any) -> tuple[Any, ...]:
    return tuple(map(mapped, tupled(rows)))


@attrs.frozen
class Section:
    """
    One section of a bulletin: its title, sentences, and a table.

    Attributes:
        title: Its title.
        notes: Sentences above the table.
        columns: The columns of the table, in order; none: there is no table.
        rows: Column key to cell; what is lacking is blank.

    Raises:
        InvalidValueError: A field of another type, or two columns of one key or title.

    Example:
        >>> one = Section(
        ...     Text("件数", "volume"),
        ...     (),
        ...     (Column("n", Text("件数", "n")),),
        ...     ({"n": Text("3", "3")},),
        ... )
        >>> one.to_rows()
        [{'件数': '3'}]
    """

    title: Text
    notes: tuple[Text, ...] = attrs.field(default=(), converter=tupled)
    columns: tuple[Column, ...] = attrs.field(default=(), converter=tupled)
    rows: tuple[Mapping[str, Text], ...] = attrs.field(default=(), converter=_mapped)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("section", self, title=Text)
        faults += misfits("section.notes", self.notes, Text)
        faults += misfits("section.columns", self.columns, Column)
        faults += misfits("section.rows", self.rows, Mapping)
        refuse(InvalidValueError, faults)
        for place, row in enumerate(self.rows):
            faults += misfits(f"section.rows[{place}]", row.values(), Text)
        for what in (
            [each.key for each in self.columns],
            *([each.title.to(lang) for each in self.columns] for lang in ("zh", "en")),
        ):
            if len(set(what)) < len(what):
                said = Text("两列重名", "two columns of one name")
                faults.append(Fault("section.columns", said, shown(what)))
        refuse(InvalidValueError, faults)

    def _cells(self, lang: str) -> list[list[str]]:
        blank = Text("", "")
        return [[row.get(each.key, blank).to(lang) for each in self.columns] for row in self.rows]

    def _heads(self, lang: str) -> list[str]:
        return [each.title.to(lang) for each in self.columns]

    @property
    def _figures(self) -> frozenset[int]:
        return frozenset(at for at, each in enumerate(self.columns) if each.figure)

    def to_rows(self, lang: str = "zh") -> list[dict[str, str]]:
        """The table as flat rows: title of the column to cell, in the order of the columns."""
        heads = self._heads(language(lang))
        return [dict(zip(heads, cells, strict=True)) for cells in self._cells(lang)]

    def explain(self, lang: str = "zh") -> Explanation:
        """The section in words: its sentences, then a line for each row."""
        lines = [
            Text(*("；".join(filter(None, cells)) for cells in pair))
            for pair in zip(self._cells("zh"), self._cells("en"), strict=True)
        ]
        return Explanation(self.title, map(Explanation, (*self.notes, *lines)), lang=lang)


@attrs.frozen(repr=False)
class Bulletin:
    """
    一期通报: sections, and how the figures were made.

    Attributes:
        kind: 种类.
        title: Its title.
        period: What it is about, in words.
        sections: Its sections, in order.
        basis: 口径说明, printed at the end.
        main: Which section holds the main table, from 0.

    Raises:
        InvalidValueError: A field of another type, or no such section.
    """

    kind: BulletinKind
    title: Text
    period: Text
    sections: tuple[Section, ...] = attrs.field(converter=tupled)
    basis: Explanation
    main: int = 0

    def __attrs_post_init__(self) -> None:
        kinds = {"kind": BulletinKind, "title": Text, "period": Text, "basis": Explanation}
        faults = mistyped("bulletin", self, **kinds)
        faults += misfits("bulletin.sections", self.sections, Section)
        if type(self.main) is not int or not 0 <= self.main < len(self.sections):
            what = Text("没有这一节", "there is no such section")
            faults.append(Fault("bulletin.main", what, shown(self.main)))
        refuse(InvalidValueError, faults)

    def __repr__(self) -> str:
        return f"Bulletin({self.kind.name}: {self.title.zh}, {len(self.sections)} sections)"

    def to_rows(self, lang: str = "zh") -> list[dict[str, str]]:
        """The main table as flat rows, in the order of its columns."""
        return self.sections[self.main].to_rows(lang)

    def markdown(self, lang: str = "zh") -> str:
        """The whole bulletin in Markdown; special characters are escaped."""
        lang = language(lang)
        lines = [f"# {escape_markdown(self.title.to(lang))}", ""]
        if self.period.to(lang):
            lines += [escape_markdown(self.period.to(lang)), ""]
        for number, each in enumerate(self.sections, 1):
            lines += [f"## {escape_markdown(_numbered(number, each.title, lang))}", ""]
            for note in each.notes:
                lines += [escape_markdown(note.to(lang)), ""]
            if each.columns:
                table = markdown_table(each._heads(lang), each._cells(lang), each._figures)
                lines += [table, ""]
        return "\n".join([*lines, self.basis.markdown(lang, heading=2), ""])

    def html(self, lang: str = "zh") -> Markup:
        """The whole bulletin as one article of HTML; nothing in it is left unescaped."""
        lang = language(lang)
        return element(
            "article",
            STYLE,
            element("h1", self.title.to(lang)),
            *([element("p", self.period.to(lang))] if self.period.to(lang) else []),
            *(_drawn(number, each, lang) for number, each in enumerate(self.sections, 1)),
            self.basis.html(lang, heading=2, style=False),
            class_="jiesu",
            lang="en" if lang == "en" else "zh-CN",
        )

    def explain(self, lang: str = "zh") -> Explanation:
        """The bulletin in words, with its 口径说明."""
        parts = [*(each.explain() for each in self.sections), self.basis]
        return Explanation(self.title, parts, [self.period], lang=lang)

    def _repr_html_(self) -> str:
        return self.html()


def _numbered(number: int, title: Text, lang: str) -> str:
    mark = f"{number}. " if lang == "en" else f"{chinese_number(number)}、"
    return mark + title.to(lang)


def _drawn(number: int, section: Section, lang: str) -> Markup:
    heads = section._heads(lang)
    table = [html_table(heads, section._cells(lang), section._figures)] if heads else []
    return element(
        "section",
        element("h2", _numbered(number, section.title, lang)),
        *(element("p", note.to(lang)) for note in section.notes),
        *table,
    )


# ------------------------------------------------------------------ cells


def need_kinds(**given: tuple[object, Any]) -> None:
    """Refuse arguments that are not of their kind, together."""
    faults = [
        misfit(name, value, kind) for name, (value, kind) in given.items() if not fits(value, kind)
    ]
    refuse(AssessmentError, faults)


def alike(said: object) -> Text:
    """
    What reads the same in both languages.

    Example:
        >>> alike(3).en
        '3'
    """
    return Text(str(said), str(said))


def _per_cent(value: Fraction | NotAssessed, how: Rounded) -> Text:
    return percent(value, how.places, how.rule)


def _signed(number: Fraction | int) -> str:
    return f"{'+' if number > 0 else ''}{plain(number)}"


def _growth(now: int, earlier: int, how: Rounded) -> Text:
    """By how much it grew; over nothing there is no such figure."""
    if not earlier:
        return _NONE
    share = Fraction(now - earlier, earlier)
    sign = "+" if share > 0 else ""
    return alike(f"{sign}{_per_cent(share, how).zh}")


def _clock(at: datetime) -> str:
    """An instant as cut-offs are written everywhere."""
    return f"{at:%Y-%m-%d %H:%M}"


def _due(at: datetime) -> str:
    """A limit; midnight is the end of the day before, as limits in days are written."""
    if at.hour or at.minute or at.second or at.microsecond:
        return _clock(at)
    return f"{at - _MINUTE:%Y-%m-%d} 24:00"


class Figures(NamedTuple):
    """
    How a page prints, one way for each kind of figure.

    Attributes:
        rates: Rates, shares and the parts of a score.
        score: Scores.
    """

    rates: Rounded
    score: Rounded

    @classmethod
    def of(cls, formula: Formula) -> "Figures":
        """As a reckoning prints: a score as the formula says, rates as it rounds them, if it does."""
        own = formula.rounding
        rates = own if own is not None and own.at is RoundingPoint.RATES else Rounded()
        return cls(rates, formula.printing)


def printing(rates: Rounded, score: Rounded) -> Explanation:
    """How figures are printed, and what they were before that."""
    zh, en = ("百分率和得分", "per cents and scores")
    first, more = _to(rates), Text("", "")
    if (rates.places, rates.rule) != (score.places, score.rule):
        zh, en = ("百分率和得分的各项", "per cents and the parts of scores")
        more = Text(f"；得分{_to(score).zh}", f"; scores {_to(score).en}")
    return Explanation(
        Text(
            f"{zh}印出时{first.zh}{more.zh}；未另行说明的，计算和比较均用印出前的数",
            f"{en} are printed {first.en}{more.en}; unless said otherwise, what is computed and "
            "compared are the figures before that",
        )
    )


def _to(how: Rounded) -> Text:
    return Text(
        f"保留 {how.places} 位小数，{how.rule.zh}", f"to {how.places} decimals, {how.rule.en}"
    )


def digest_said(of: Text, said: str) -> Explanation:
    """The digest of what a page was made from."""
    return Explanation(Text(f"{of.zh}摘要：{said}", f"Digest of {of.en}: {said}"))


# ------------------------------------------------------------------ what came in

_ITEM = Column("item", Text("项目", "item"))
_VOLUME = (
    Column("number", Text("件数", "number"), figure=True),
    Column("share", Text("占比", "share"), figure=True),
)
_CHANGES = (
    Column("earlier", Text("上期", "before"), figure=True),
    Column("change", Text("增减", "change"), figure=True),
    Column("growth", Text("增幅", "growth"), figure=True),
)


def breakdown(
    tally: Tally,
    by: str,
    before: Tally | None = None,
    *,
    names: Mapping[str, str] | None = None,
    rounding: Rounded | None = None,
) -> Section:
    """
    How many there are of each value of a fact, with the change against an earlier tally.

    Values of a fact stand in the order of its domain; units by number, the most first.

    Args:
        tally: The outcomes.
        by: The name of a fact, or ``"unit"``.
        before: An earlier tally of the same fact.
        names: Names of units, and of codes of a city's own catalogue.
        rounding: How shares are printed; default: two decimals, half up.

    Raises:
        SchemaError: A fact that was not tallied, in one of the two.
        AssessmentError: What is no tally.

    Example:
        >>> from jiesu import FactSpace
        >>> kept = FactSpace((OUTCOME_FACTS.facts[2],))
        >>> month = Tally(kept, {("a", Timeliness.LATE): 1, ("b", Timeliness.ON_TIME): 3})
        >>> breakdown(month, "timeliness").to_rows()[0]
        {'办结时效': '按时办结', '件数': '3', '占比': '75.00%'}
    """
    need_kinds(
        tally=(tally, Tally),
        by=(by, str),
        before=(before, Tally | None),
        names=(names, Mapping | None),
        rounding=(rounding, Rounded | None),
    )
    refuse(AssessmentError, misfits("names", (names or {}).values(), str))
    how = rounding or Rounded()
    now = _numbers(tally, by)
    then = {} if before is None else _numbers(before, by)
    if by == "unit":
        title = Text("单位", "unit")
        values: list[Hashable] = sorted(
            {**now, **then}, key=lambda unit: (-now.get(unit, 0), str(unit))
        )
    else:
        (fact,) = tallied(tally.facts, (by,)).facts
        if before is not None and tallied(before.facts, (by,)).facts != (fact,):
            what = Text("同名而取值不同", "another fact of that name")
            fail(SchemaError, f"before.facts.{by}", what)
        title = fact.term
        values = [each for each in (*fact.values, MISSING) if each in now or each in then]
    known = names or {}
    whole, earlier = sum(now.values()), sum(then.values())
    rows = [
        _change(_said(value, known), now.get(value, 0), then.get(value, 0), whole, how)
        for value in values
    ]
    rows.append(_change(Text("合计", "total"), whole, earlier, whole, how))
    columns = (attrs.evolve(_ITEM, title=title), *_VOLUME, *(() if before is None else _CHANGES))
    return Section(Text(f"按{title.zh}", f"By {title.en}"), (), columns, rows)


def _numbers(tally: Tally, by: str) -> dict[Hashable, int]:
    """How many there are of each unit, or of each value of a fact."""
    place = 0
    if by != "unit":
        tallied(tally.facts, (by,))
        place = tally.facts.index(by) + 1
    found: dict[Hashable, int] = {}
    for profile, number in tally.counts.items():
        found[profile[place]] = found.get(profile[place], 0) + number
    return found


def _said(value: Hashable, names: Mapping[str, str]) -> Text:
    return alike(names.get(value, value)) if isinstance(value, str) else say(value)


def _change(item: Text, now: int, then: int, whole: int, how: Rounded) -> dict[str, Text]:
    return {
        "item": item,
        "number": alike(now),
        "share": _per_cent(Fraction(now, whole), how) if whole else _NONE,
        "earlier": alike(then),
        "change": alike(_signed(now - then)),
        "growth": _growth(now, then, how),
    }


def overdue_section(
    outcomes: Iterable[Outcome], at: datetime, *, names: Mapping[str, str] | None = None
) -> Section:
    """
    逾期未办结: of some outcomes those that are open past their limit, the longest first.

    Args:
        outcomes: Any iterable, read once.
        at: 截止时点, aware.
        names: Names of units.

    Raises:
        AssessmentError: What is no outcome.
    """
    need_outcomes(outcomes)
    need_kinds(names=(names, Mapping | None))
    refuse(AssessmentError, misfits("names", (names or {}).values(), str))
    moment = instant(at, "at")
    given = tuple(outcomes)
    refuse(AssessmentError, misfits("overdue", given, Outcome))
    late = [each for each in given if timeliness(each, moment) is Timeliness.OVERDUE]
    late.sort(key=lambda each: (each.due or moment, each.ticket, each.unit))
    rows = []
    for each in late:
        row = {"ticket": alike(each.ticket), "unit": _said(each.unit, names or {})}
        if each.due is not None:
            days, rest = divmod(moment - each.due, _DAY)
            hours = rest // _HOUR
            row["due"] = alike(_due(each.due))
            row["late"] = Text(f"{days} 天 {hours} 小时", f"{days} d {hours} h")
        rows.append(row)
    columns = (
        Column("ticket", Text("工单", "ticket")),
        Column("unit", Text("单位", "unit")),
        Column("due", Text("到期时间", "due")),
        Column("late", Text("已逾期", "overdue by"), figure=True),
    )
    note = Text(
        f"截至 {_clock(moment)}，逾期未办结 {len(rows)} 件次",
        f"Open past their limit as known on {_clock(moment)}: {len(rows)}",
    )
    return Section(
        Text("逾期未办结工单", "Overdue tickets"), (note,), columns if rows else (), rows
    )


class _Asked(TypedDict, total=False):
    """What `report` takes besides."""

    before: Tally | None
    overdue: Iterable[Outcome]
    at: datetime | None
    by: Iterable[str] | None
    names: Mapping[str, str] | None
    title: Text | None
    rounding: Rounded | None


def hourly(tally: Tally, period: Text, **how: Unpack[_Asked]) -> Bulletin:
    """时报（应急）: what came in within an hour, or since the last report; see `report`."""
    return report(BulletinKind.HOURLY, tally, period, **how)


def daily(tally: Tally, period: Text, **how: Unpack[_Asked]) -> Bulletin:
    """日报告: what came in on a day; see `report`."""
    return report(BulletinKind.DAILY, tally, period, **how)


def weekly(tally: Tally, period: Text, **how: Unpack[_Asked]) -> Bulletin:
    """周分析: what came in within a week; see `report`."""
    return report(BulletinKind.WEEKLY, tally, period, **how)


def report(
    kind: BulletinKind,
    tally: Tally,
    period: Text,
    *,
    before: Tally | None = None,
    overdue: Iterable[Outcome] = (),
    at: datetime | None = None,
    by: Iterable[str] | None = None,
    names: Mapping[str, str] | None = None,
    title: Text | None = None,
    rounding: Rounded | None = None,
) -> Bulletin:
    """
    A report of what came in: by unit, type, channel, origin, category and timeliness.

    Args:
        kind: 种类.
        tally: The outcomes; it has to keep the facts that are broken down.
        period: What it is about, in words.
        before: The earlier tally to compare with.
        overdue: Outcomes, of which those that are open past their limit are listed.
        at: 截止时点 of that; default: the latest of the tally.
        by: Which facts to break down; default: the usual ones that the tally keeps.
        names: Names of units, and of codes of a city's own catalogue.
        title: Default: the kind.
        rounding: How shares are printed; default: two decimals, half up.

    Raises:
        SchemaError: A fact that was not tallied.
        AssessmentError: What is no tally, or no outcome.
        InvalidValueError: Overdue tickets, and no cut-off.

    Example:
        >>> from jiesu import FactSpace
        >>> kept = FactSpace((OUTCOME_FACTS.facts[2],))
        >>> day = Tally(kept, {("虚拟街道", Timeliness.LATE): 2})
        >>> made = daily(day, Text("3月9日", "9 March"), before=day)
        >>> made.to_rows()[0]
        {'单位': '虚拟街道', '件数': '2', '占比': '100.00%', '上期': '2', '增减': '0', '增幅': '0.00%'}
    """
    need_kinds(
        kind=(kind, BulletinKind),
        tally=(tally, Tally),
        period=(period, Text),
        before=(before, Tally | None),
        names=(names, Mapping | None),
        title=(title, Text | None),
        rounding=(rounding, Rounded | None),
    )
    how = rounding or Rounded()
    whole = tally.total
    zh = f"共 {whole} 件次，涉及 {len(tally.units)} 个单位"
    en = f"{whole} outcomes of {len(tally.units)} units"
    if before is not None:
        earlier = before.total
        change, grown = _signed(whole - earlier), _growth(whole, earlier, how).zh
        zh += f"；上期 {earlier} 件次，增减 {change}（{grown}）"
        en += f"; before {earlier}, change {change} ({grown})"
    units = breakdown(tally, "unit", before, names=names, rounding=rounding)
    wanted = None if by is None else tupled(by)
    sections = [
        attrs.evolve(units, title=Text("总量", "Volume"), notes=(Text(zh, en),)),
        *_intake(tally, before, wanted, names, rounding),
        *_late(overdue, at, tally.scopes, names),
    ]
    basis = Explanation(
        Text("口径说明", "How the figures were made"),
        [
            *_unscoped(tally.scopes, at),
            *_intake_basis(tally, before, wanted),
            printing(how, how),
            digest_said(_TALLY, digest(tally)),
        ],
    )
    return Bulletin(kind, title or kind.text, period, sections, basis)


_TALLY = Text("汇总", "the tally")


def _intake(
    tally: Tally,
    before: Tally | None,
    by: tuple[str, ...] | None,
    names: Mapping[str, str] | None,
    rounding: Rounded | None,
) -> list[Section]:
    wanted = [each for each in _INTAKE if each in tally.facts.names] if by is None else by
    return [breakdown(tally, each, before, names=names, rounding=rounding) for each in wanted]


def _late(
    overdue: Iterable[Outcome],
    at: datetime | None,
    scopes: Iterable[Scope],
    names: Mapping[str, str] | None,
) -> list[Section]:
    need_outcomes(overdue)
    given = tuple(overdue)
    return [overdue_section(given, cut_off_of(at, scopes), names=names)] if given else []


def cut_off_of(at: datetime | None, scopes: Iterable[Scope]) -> datetime:
    """The cut-off that was given, or the latest of those that were counted by."""
    if at is not None:
        return instant(at, "at")
    known = [each.at for each in scopes]
    if known:
        return max(known)
    what = Text("不知截止时点", "the cut-off is not known")
    fail(InvalidValueError, "at", what, remedy=Text("给出 at=", "pass at="))


def _unscoped(scopes: Collection[Scope], at: datetime | None) -> Iterator[Explanation]:
    """What is not known of the period where nothing was said with the figures."""
    if scopes:
        return
    if at is None:
        unknown = Text(
            "截止时点、计入时点未载明", "neither cut-off nor instant of counting is stated"
        )
        yield Explanation(unknown)
        return
    known = _clock(instant(at, "at"))
    yield Explanation(
        Text(
            f"截至 {known}；计入时点未载明",
            f"As known on {known}; the instant of counting is not stated",
        )
    )


def _intake_basis(
    tally: Tally, before: Tally | None, by: tuple[str, ...] | None
) -> Iterator[Explanation]:
    """How what came in was counted, and what the tally does not know."""
    for scope in say_scopes(tally.scopes):
        yield Explanation(scope)
    if before is not None:
        for scope in say_scopes(before.scopes):
            yield Explanation(Text(f"上期：{scope.zh}", f"Before: {scope.en}"))
        yield Explanation(
            Text(
                "增幅为增减与上期之比，上期为零的以“—”表示",
                "growth is the change by the number before; over none it is shown as a dash",
            )
        )
    yield Explanation(
        Text(
            "诉求量按件次计：一件由两个单位办理的，各计一次；未作剔除；"
            "记录没有载明的列为未载明，不作推定",
            "volumes count a ticket once for each unit that handled it; nothing is left out of them; "
            "what the record does not state is shown as not stated",
        )
    )
    if tally.as_of is not None:
        says = Text(f"汇总所留事实依 {tally.as_of} 的规则", f"Tallied as of {tally.as_of}")
        yield Explanation(says)
    terms = {fact.name: fact.term for fact in OUTCOME_FACTS.facts}
    lost = [terms[n] for n in _INTAKE if n in terms and n not in tally.facts.names]
    if lost and by is None:
        yield Explanation(
            Text(
                f"汇总没有计入、因而没有列表的：{'、'.join(each.zh for each in lost)}",
                f"not tallied, and so not shown: {', '.join(each.en for each in lost)}",
            )
        )


# ------------------------------------------------------------------ how units stand


def usual_columns(
    board: Scoreboard, league: League, *, ranks: bool = True, moved: bool = False
) -> tuple[Column, ...]:
    """
    The columns of a table of units in their usual order: 名次, 单位, 件数, 剔除, 各率, 得分, 较上期.

    Where there are bands, they stand behind the score; without ranks they stand first. Besides these
    there are ``unit`` (its identifier), ``before`` (its rank or band before), ``remark``, and
    ``numerators.<rate>`` and ``denominators.<rate>``.

    Args:
        board: The scores.
        league: The ranking.
        ranks: Whether ranks are printed.
        moved: Whether there is an earlier league to compare with.

    Example:
        >>> from jiesu import Counts, Formula
        >>> board = Scoreboard(Counts.of({"a": {"response": (48, 50)}}), Formula({"response": 1}))
        >>> [each.title.zh for each in usual_columns(board, board.rank())]
        ['名次', '单位', '件数', '剔除', 'response', '得分']
    """
    need_kinds(
        board=(board, Scoreboard),
        league=(league, League),
        ranks=(ranks, bool),
        moved=(moved, bool),
    )
    rank = Column("rank", Text("名次", "rank"), figure=True)
    band = [Column("band", Text("档次", "band"))] if league.bands else []
    return (
        *([rank] if ranks else band),
        Column("name", Text("单位", "unit")),
        Column("total", Text("件数", "assessed"), figure=True),
        Column("excluded", Text("剔除", "left out"), figure=True),
        *(Column(f"rates.{r.name}", r.term, figure=True) for r in board.counts.rates),
        Column("score", Text("得分", "score"), figure=True),
        *(band if ranks else []),
        *([Column("moved", Text("较上期", "movement"))] if moved else []),
    )


def monthly(
    board: Scoreboard,
    league: League,
    *,
    before: League | Movement | None = None,
    lists: Selected | Drawn | Iterable[Selected | Drawn | tuple[Text, Iterable[str]]] = (),
    ranks: bool = True,
    columns: Iterable[Column] | None = None,
    tally: Tally | None = None,
    tally_before: Tally | None = None,
    by: Iterable[str] | None = None,
    overdue: Iterable[Outcome] = (),
    at: datetime | None = None,
    assessment: Assessment | None = None,
    period: Text | None = None,
    title: Text | None = None,
    names: Mapping[str, str] | None = None,
    rounding: Rounded | None = None,
) -> Bulletin:
    """
    月通报: how units stand, what came in, who is listed, and how it was all counted.

    Args:
        board: The scores.
        league: The ranking of the units that are shown, by the scores of the board or by one of its
            rates, which is then told.
        before: The league of the period before, to say who moved; or how units moved, by their
            present identifiers, where some were merged.
        lists: 红黑榜 and the like, as `jiesu.selections.select` draws them: with their rule, its
            grounds, and the figure of each unit. Or as (title, units): then the page says that no
            rule was stated.
        ranks: Whether ranks are printed. National guidance of 2025 asks for graded and classified
            evaluation (国办函〔2025〕66号); without ranks, units stand by band and identifier, and
            nothing tells who is before whom within a band but the figures themselves.
        columns: The columns in the office's own order; default: `usual_columns`.
        tally: What came in, to be broken down; see `report`.
        tally_before: The same of the period before.
        by: Which facts to break down.
        overdue: Outcomes, of which those that are open past their limit are listed.
        at: 截止时点 of that, and of counts that do not say theirs; default: the latest of the counts.
        assessment: The rules that counted: rates that nobody published are then named, and shown
            as 未公布.
        period: In words; default: what the counts say.
        title: Default: the kind.
        names: Names of codes of a city's own catalogue; units have those of the board.
        rounding: How figures are printed; default: as the league compares, else as the formula
            rounds, else two decimals, half up.

    Raises:
        SchemaError: A column that there is not, or a fact that was not tallied.
        AssessmentError: No bands and no ranks; other bands before; a unit that nobody knows; a
            ranking by other figures than those of the board.

    Example:
        >>> from jiesu import Counts, Formula
        >>> counts = Counts.of({"甲街道": {"response": (48, 50)}, "乙街道": {"response": (0, 0)}})
        >>> board = Scoreboard(counts, Formula({"response": 1}))
        >>> for row in monthly(board, board.rank()).to_rows():
        ...     print(row)
        {'名次': '1', '单位': '甲街道', '件数': '50', '剔除': '—', 'response': '96.00%', '得分': '96.00'}
        {'名次': '—', '单位': '乙街道', '件数': '0', '剔除': '—', 'response': '未评', '得分': '未评'}
    """
    need_kinds(
        board=(board, Scoreboard),
        league=(league, League),
        before=(before, League | Movement | None),
        ranks=(ranks, bool),
        tally=(tally, Tally | None),
        tally_before=(tally_before, Tally | None),
        assessment=(assessment, Assessment | None),
        period=(period, Text | None),
        title=(title, Text | None),
        names=(names, Mapping | None),
        rounding=(rounding, Rounded | None),
    )
    how = _figures_of(board, league, rounding)
    cut_off = None if at is None else instant(at, "at")
    rated = _ranked_by(board, league)
    table = _Standings(board, league, rated, _moved(before, league), ranks, assessment, how)
    known = {**board.names, **(names or {})}
    wanted = None if by is None else tupled(by)
    sections = [table.section(columns), *table.apart(), *_lists(board, league, lists, how.score)]
    if tally is not None:
        sections += _intake(tally, tally_before, wanted, known, how.rates)
    sections += _late(overdue, at, board.counts.scopes, known)
    parts = [
        *table.basis(cut_off),
        *(() if tally is None else _intake_basis(tally, tally_before, wanted)),
        printing(*how),
        digest_said(BOARD, board.digest),
    ]
    basis = Explanation(Text("口径说明", "How the figures were made"), parts)
    kind = BulletinKind.MONTHLY
    return Bulletin(kind, title or kind.text, period or period_said(board), sections, basis)


BOARD = Text("成绩表", "the scoreboard")


def period_said(board: Scoreboard) -> Text:
    """Of which periods the counts of a board are, in words; empty where they do not say."""
    scopes = say_scopes(board.counts.scopes)
    return Text("；".join(each.zh for each in scopes), "; ".join(each.en for each in scopes))


def _figures_of(board: Scoreboard, league: League, given: Rounded | None) -> Figures:
    """How a page prints: as was asked, else as was compared, else as the reckoning does."""
    if given is not None:
        return Figures(given, given)
    if league.places is not None:
        compared = Rounded(league.places, league.rounding)
        return Figures(compared, compared)
    return Figures.of(board.formula)


def how_counted(
    board: Scoreboard, units: Iterable[str], rates: Rounded, at: datetime | None
) -> Explanation:
    """
    What the scoreboard of some units says of itself, with rates as the page prints them.

    What it says of counting is asked of the counts, which can be told how to print.
    """
    shown_ = shown_of(board, units)
    told, counts = shown_.explain(), shown_.counts
    counted = counts.explain(rounding=rates).parts
    sides = [scope for side in counts.sides for scope in side.scopes]
    parts = [
        *_unscoped([*counts.scopes, *sides], at),
        *counted,
        *told.parts[len(counted) :],
    ]
    return Explanation(told.says, parts)


def shown_of(board: Scoreboard, units: Iterable[str]) -> Scoreboard:
    """A scoreboard of some units alone, that speaks of no other."""
    wanted = dict.fromkeys(units)
    if wanted.keys() == board.counts.units.keys():
        return board

    def theirs(given: Mapping[str, Any]) -> dict[str, Any]:
        return {unit: each for unit, each in given.items() if unit in wanted}

    return attrs.evolve(
        board,
        counts=board.counts.only(wanted),
        names=theirs(board.names),
        findings=None if board.findings is None else theirs(board.findings),
        figures=theirs(board.figures),
        base_figures=theirs(board.base_figures),
        base=None if board.base is None else board.base.only(wanted),
    )


def _ranked_by(board: Scoreboard, league: League) -> Rate | None:
    """
    The rate by which a league ranks the units of a board; None where it is by their scores.

    Where both would do, the title of the league tells.

    Raises:
        AssessmentError: Units that the board does not know, or that it has other figures of.
    """
    rows = _rows(league)
    known = board.names.keys() | board.counts.units.keys()
    strangers = [
        Fault(
            "league",
            Text("成绩表没有这个单位", "the scoreboard knows no such unit"),
            shown(each.unit),
            remedy=did_you_mean(each.unit, known),
        )
        for each in rows
        if each.unit not in known
    ]
    refuse(AssessmentError, strangers)
    open_ = board.counts.unsettled(each.unit for each in rows if each.unit in board.counts.units)
    score: list[Rate | None] = [None]
    rates = [rate for rate in board.counts.rates if rate.name not in open_]
    asked = sorted((*score, *rates), key=lambda rate: not _titled(league, rate))
    wrong = [list(_contradicted(board, league, rate)) for rate in asked]
    for rate, faults in zip(asked, wrong, strict=True):
        if not faults:
            return rate
    refuse(AssessmentError, wrong[0])
    return None


def _titled(league: League, rate: Rate | None) -> bool:
    return rate is not None and rate.term.zh in league.title.zh


def _contradicted(board: Scoreboard, league: League, rate: Rate | None) -> Iterator[Fault]:
    """A fault for each unit that a league ranks by another figure than the board has of it."""

    def compared(value: Fraction | NotAssessed) -> Fraction | NotAssessed:
        if isinstance(value, NotAssessed) or league.places is None:
            return value
        return Rounded(league.places, league.rounding).of(value)

    for row in _rows(league):
        own = NOT_ASSESSED if row.unit not in board.counts.units else board.points(row.unit)
        if rate is not None and row.unit in board.counts.units:
            ratio = board.counts.units[row.unit].ratios[board.counts.place(rate.name)].value
            own = ratio if isinstance(ratio, NotAssessed) else _HUNDRED * ratio
        given, held = compared(row.value), compared(own)
        if given != held:
            said, expected = (points_said(each, Rounded()) for each in (given, held))
            yield Fault(
                f"league[{shown(row.unit)}]",
                Text(
                    "排名所依的数与成绩表不符", "ranked by another figure than the scoreboard has"
                ),
                said.zh,
                expected,
                Text("以 board.rank() 排名", "rank with board.rank()"),
            )


def _rows(league: League) -> tuple[Ranked | Unranked, ...]:
    """Every unit of a league, those apart last."""
    everyone: tuple[Ranked | Unranked, ...] = (*league.ranked, *league.unranked)
    return everyone


def _moved(before: League | Movement | None, league: League) -> Movement | None:
    """How units moved, by their present identifiers."""
    if isinstance(before, League):
        return movement(before, league)
    if before is not None and before.basis is not UnitBasis.NEW:
        what = Text("升降表按原单位", "the movement is by former units")
        fail(AssessmentError, "before.basis", what, value=before.basis.zh)
    return before


def _lists(board: Scoreboard, league: League, lists: object, how: Rounded) -> list[Section]:
    """A section for each list that is shown, with the rule by which it was drawn where one is known."""
    whole = (lists,) if isinstance(lists, Selected | Drawn) else tupled(lists)
    named = {**{each.unit: each.name for each in _rows(league)}, **board.names}
    known = named.keys() | board.counts.units.keys()
    made = []
    faults: list[Fault] = []
    for place, each in enumerate(whole):
        path = f"lists[{place}]"
        if isinstance(each, Selected | Drawn):
            drawn = each.drawn if isinstance(each, Selected) else (each,)
            units = [unit for one in drawn for unit in one.units]
            # Figures are printed as the page prints them, whatever the lists were printed to.
            told = Selected(Text("", ""), drawn, how.places, how.rule).explain().parts
            made += [_drawn_list(one, says) for one, says in zip(drawn, told, strict=True)]
        elif isinstance(each, tuple) and len(each) == 2 and fits(each[0], Text):
            units = list(tupled(each[1]))
            refuse(AssessmentError, misfits(path, units, str))
            names = [named.get(unit, unit) for unit in units]
            said = Text("、".join(names), ", ".join(names)) if names else _NOBODY
            made.append(Section(each[0], (said, _NO_RULE)))
        else:
            raise AssessmentError(misfit(path, each, Selected))
        faults += [
            Fault(
                path, Text("没有这个单位", "no such unit"), shown(u), None, did_you_mean(u, known)
            )
            for u in units
            if u not in known
        ]
    refuse(AssessmentError, faults)
    return made


_NOBODY = Text("无", "none")
_NO_RULE = Text("列入所依的规则未载明", "by which rule they are listed is not stated")


def _drawn_list(drawn: Drawn, told: Explanation) -> Section:
    """A list that a rule drew: the rule, its grounds, and each unit with its figure and place."""
    says = [each.says for each in told.parts]
    first = 1 + len(drawn.notes)  # the rule, and how the tables that it compares differ
    units = says[first : first + len(drawn.chosen)] or [_NOBODY]
    grounds = [Text(f"依据：{each.zh}", f"Grounds: {each.en}") for each in told.grounds]
    return Section(drawn.rule.name, (says[0], *grounds, *says[1:first], *units))


_UNCOUNTED = UnitCounts(0, 0, (), ())


@attrs.frozen
class _Standings:
    """The table of units, and what has to be said of it."""

    board: Scoreboard
    league: League
    by: Rate | None
    movement: Movement | None
    ranks: bool
    assessment: Assessment | None
    how: Figures
    _moves: Mapping[str, Moved] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        moves = () if self.movement is None else self.movement.rows
        object.__setattr__(self, "_moves", {each.unit: each for each in moves})
        if self.ranks:
            return
        self.league.by_band()  # refuses a table without bands
        earlier = {each.before.band for each in moves if isinstance(each.before, Ranked)}
        if not earlier <= {*self.league.bands, None}:
            what = Text("上期分档不同，无从比较", "other bands before: nothing to compare")
            fail(AssessmentError, "before.bands", what)

    @property
    def _listed(self) -> tuple[Ranked | Unranked, ...]:
        """The units in the order of the table; without ranks by band and identifier."""
        if self.ranks:
            return _rows(self.league)
        bands = (*self.league.bands, None)
        ordered = sorted(self.league.ranked, key=lambda row: (bands.index(row.band), row.unit))
        return (*ordered, *self.league.unranked)

    @property
    def _unset(self) -> dict[str, Text]:
        """The terms of the rates of which nobody published anything."""
        known = {} if self.assessment is None else self.assessment.unset
        return {name: parameter.term for name, (parameter, _) in known.items()}

    def section(self, columns: Iterable[Column] | None) -> Section:
        """The table itself."""
        if columns is None:
            usual = usual_columns(
                self.board, self.league, ranks=self.ranks, moved=self.movement is not None
            )
            at = [each.key for each in usual].index("score")
            unset = (Column(f"rates.{n}", term, figure=True) for n, term in self._unset.items())
            wanted: tuple[Column, ...] = (*usual[:at], *unset, *usual[at:])
        else:
            wanted = tupled(columns)
            refuse(AssessmentError, misfits("columns", wanted, Column))
        rows = [self._row(each) for each in self._listed]
        known = rows[0] if rows else {each.key for each in wanted}
        faults = [
            Fault(
                f"columns[{place}].key",
                Text("没有这一列", "no such column"),
                shown(each.key),
                remedy=did_you_mean(each.key, known),
            )
            for place, each in enumerate(wanted)
            if each.key not in known
        ]
        refuse(SchemaError, faults)
        word = self._done
        part = len(self.league.ranked)
        notes = [
            Text(
                f"列表 {len(rows)} 家，参加{word.zh} {part} 家",
                f"{len(rows)} units, of which {part} are {word.en}",
            )
        ]
        gone = [each.name for each in self._moves.values() if each.after is None]
        if gone:
            said = Text(
                f"上期在列、本期不在列的：{'、'.join(gone)}",
                f"listed before and not now: {', '.join(gone)}",
            )
            notes.append(said)
        title = Text("各单位考评结果", "How units stand")
        if self.by is not None:
            term, done = self.by.term, self._done
            title = Text(
                f"{title.zh}（按{term.zh}{done.zh}）", f"{title.en} ({done.en} by {term.en})"
            )
        return Section(title, notes, wanted, rows)

    @property
    def _done(self) -> Text:
        return Text("排名", "ranked") if self.ranks else Text("分档", "graded")

    def _row(self, row: Ranked | Unranked) -> dict[str, Text]:
        counts, unit = self.board.counts, row.unit
        counted = counts.units.get(unit)
        open_ = {} if counted is None else counts.unsettled((unit,))
        ratios = [Ratio(0, 0)] * len(counts.rates) if counted is None else counted.ratios
        assessed = counted or _UNCOUNTED
        points = NOT_ASSESSED if counted is None else self.board.points(unit)
        cells = {
            "unit": alike(unit),
            "name": alike(self.board.names.get(unit, row.name)),
            "total": alike(assessed.total),
            "excluded": _NONE if counts.published else alike(assessed.excluded),
            "score": points_said(points, self.how.score),
            "band": _band(row.band) if isinstance(row, Ranked) else _NONE,
            "remark": _remark(row, ranks=self.ranks),
        }
        for rate, ratio in zip(counts.rates, ratios, strict=True):
            known = rate.name not in open_
            said = _per_cent(ratio.value, self.how.rates) if known else NOT_PUBLIC
            cells[f"rates.{rate.name}"] = said
            for name, part in zip(("numerators", "denominators"), ratio, strict=True):
                cells[f"{name}.{rate.name}"] = alike(plain(part)) if known else NOT_PUBLIC
        cells |= {f"rates.{name}": NOT_PUBLIC for name in self._unset}
        if self.ranks:
            cells["rank"] = alike(row.rank) if isinstance(row, Ranked) else _NONE
        if self.movement is not None:
            move = self._moves.get(unit)
            earlier = move.before if move is not None else None
            cells["before"] = self._standing(earlier)
            cells["moved"] = self._moved(row, earlier)
        return cells

    def _standing(self, row: Ranked | Unranked | None) -> Text:
        if not isinstance(row, Ranked):
            return _NONE
        return alike(row.rank) if self.ranks else _band(row.band)

    def _moved(self, row: Ranked | Unranked, earlier: Ranked | Unranked | None) -> Text:
        """How far a unit moved, in ranks or in bands."""
        if isinstance(row, Unranked):
            return _NONE
        if not isinstance(earlier, Ranked):
            return Text("上期未列", "not listed before")
        if self.ranks:
            steps, unit = earlier.rank - row.rank, Text("位", "rank(s)")
        else:
            bands = (*self.league.bands, None)
            steps, unit = bands.index(earlier.band) - bands.index(row.band), Text("档", "band(s)")
        if not steps:
            return Text("持平", "same")
        way = Text("上升", "up") if steps > 0 else Text("下降", "down")
        return Text(f"{way.zh} {abs(steps)} {unit.zh}", f"{way.en} {abs(steps)} {unit.en}")

    @property
    def _told(self) -> Explanation:
        """What the ranking, or without ranks the grading, says of itself."""
        return (self.league if self.ranks else self.league.by_band()).explain()

    def apart(self) -> list[Section]:
        """The units that stand apart, with the reason."""
        if not self.league.unranked:
            return []
        told = self._told.parts[-1]
        said = [each.says for each in told.parts]
        joined = Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))
        return [Section(told.says, (joined,))]

    def basis(self, at: datetime | None) -> Iterator[Explanation]:
        """What counted, how it was put together, how units were compared, what nobody published."""
        units = [each.unit for each in _rows(self.league)]
        yield how_counted(self.board, units, self.how.rates, at)
        told = self._told
        method = told.parts[0]
        yield Explanation(
            Text(f"{method.says.zh}：{told.says.zh}", f"{method.says.en}: {told.says.en}"),
            method.parts,
            told.grounds,
        )
        if self.by is not None:
            term, done = self.by.term, self._done
            yield Explanation(
                Text(
                    f"{done.zh}所依的是{term.zh}，不是得分",
                    f"units are {done.en} by {term.en}, not by their scores",
                )
            )
        if self.movement is not None:
            zh, en = ("名次", "ranks") if self.ranks else ("档次", "bands")
            yield Explanation(
                Text(
                    f"较上期：本期与上期{zh}之差，上期没有{zh}的为上期未列",
                    f"movement: by how many {en}; what had none before was not listed",
                ),
                [Explanation(each) for each in (self.movement.basis.text, *self.movement.notes)],
            )
        if not self.ranks:
            says = Text(
                "同档单位按编号排列，不分先后",
                "units of one band stand in order of their identifiers, which says nothing",
            )
            yield Explanation(says)
        if self.assessment is not None:
            for parameter, provision in self.assessment.unset.values():
                says = Text(
                    f"{parameter.term.zh}：计法未公布，不予计算",
                    f"{parameter.term.en}: nobody published how it counts; not computed",
                )
                yield Explanation(says, (), [each.text for each in provision.citations])


def points_said(points: Fraction | NotAssessed, how: Rounded) -> Text:
    """
    A score as a page prints it.

    Example:
        >>> points_said(Fraction(200, 3), Rounded(1)).zh
        '66.7'
    """
    if isinstance(points, NotAssessed):
        return points.text
    return alike(rounded(points, how.places, how.rule))


def _band(band: Band | None) -> Text:
    return Text("未达各档下限", "below every band") if band is None else band.name


def _remark(row: Ranked | Unranked, *, ranks: bool) -> Text:
    if isinstance(row, Unranked):
        return row.reason.text
    if ranks and row.tied > 1:
        return Text(f"并列 {row.tied} 家", f"one of {row.tied} tied")
    return Text("", "")
