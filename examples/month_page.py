"""
A month of a hotline as one page: HTML that needs nothing beside itself, no script, no other file.

What goes in is a `Month`, all numbers of which came from the library; the page counts nothing.
Charts are inline SVG measured in per cent of their width, so that their letters keep their size on
a narrow screen.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby, zip_longest
from typing import Any, NamedTuple

import attrs

from jiesu import (
    ASIDE,
    MISSING,
    DispatchMode,
    Disposition,
    ExclusionGround,
    Explanation,
    League,
    Period,
    Routing,
    Scoreboard,
    Text,
    Timeliness,
    rounded,
)
from jiesu.counts import Counts, percent
from jiesu.exact import plain
from jiesu.ranking import Ranked, WhyUnranked
from jiesu.tables import Ruling
from jiesu.tallies import say_scopes

OWN_MARK = "示例自拟，非北京市规定"
MARK = "〔虚构〕"
"""Stands in every name beside which something invented is told: no cut of the page loses it."""
INVENTED = (
    f"行政区划为实；工单、职责、派单目录、办理结果均为虚构，凡名称后注{MARK}的，"
    "其件数、逾期、率、得分、名次不反映任何真实单位。"
)
ASKED = "回访在办理时限期满后进行（条例第二十三条）。"
PUBLIC = (
    "分类处理、派单、同时办理的事项，依《北京市接诉即办工作条例》；四级时限，不合法、不合理诉求"
    "不纳入考评（X1、X2），依《关于进一步深化“接诉即办”改革工作的意见》；三率只公布了名称。"
)
ASSUMED = (
    "时限自派单起算、按自然日计，突发性诉求归入2小时级；作废（X3）、准予剔除（X4）不纳入考评，"
    "剔除申请审核中的（X7）先照常计入；各率按字面计。公布的文件没有写明，逐项注明“推定”。"
)
OWN_RULES = (
    "派单目录和事项所属的时限等级，挂账（X5）、协办（X6）、吹哨报到（X8）和行业主管（X9）不纳入考评，诉求人未评价的（N1 至 N6）"
    "和其余未公布的计法，权重，计入时点，参加排名的最低件数。"
)
CITY = "11"
RATES = ("response", "resolution", "satisfaction")
_ENDS = 10
_TIMELY = (Timeliness.ON_TIME, Timeliness.LATE, Timeliness.OPEN, Timeliness.OVERDUE)


class Refused(NamedTuple):
    """What was asked of the published rules alone, and how they refused."""

    asked: Text
    path: str
    why: Text


class Supplied(NamedTuple):
    """What the example puts in place of what nobody published."""

    path: str
    what: str
    value: str


class Overdue(NamedTuple):
    """A ticket that is open past its limit."""

    ticket: str
    matter: str
    unit: str
    due: str


class Variant(NamedTuple):
    """
    Another way to reckon the same counts or tally, and what it does to the ranks.

    Attributes:
        what: What is changed.
        read: From what it is reckoned anew.
        of: Units ranked both ways.
        moved: How many of them have another rank.
        furthest: Name, rank before, rank after of the one that moves furthest; None if none moves.
    """

    what: str
    read: str
    of: int
    moved: int
    furthest: tuple[str, int, int] | None


@attrs.frozen
class Month:
    """
    What a month came to: all that the print and the page tell.

    Attributes:
        seed: Of the tickets and of what became of them.
        tickets: How many were received.
        period: Which tickets are assessed.
        cut_off: What was known by then.
        refused: What the published rules alone do not answer.
        supplied: What the example supplies instead.
        dispositions: Tickets by what became of them.
        modes: Dispatched tickets by mode.
        dispatched: Tickets of the period dispatched, by day; the working days among them.
        working_days: The working days of the period.
        timeliness: Tickets of the period by how timely they are.
        overdue: The oldest that are open past their limit.
        board: Every unit.
        districts: The same by district; what serves the whole city stands under its code.
        city: The same in one sum.
        league: Subdistricts and townships.
        district_league: Districts.
        routing: The decision that is explained.
        unit: The unit whose score is explained.
        variants: Other ways to reckon it.
    """

    seed: int
    tickets: int
    period: Period
    cut_off: datetime
    refused: tuple[Refused, ...]
    supplied: tuple[Supplied, ...]
    dispositions: Mapping[Disposition, int]
    modes: Mapping[DispatchMode, int]
    dispatched: Mapping[date, int]
    working_days: frozenset[date]
    timeliness: Mapping[Timeliness, int]
    overdue: tuple[Overdue, ...]
    board: Scoreboard
    districts: Scoreboard
    city: Scoreboard
    league: League
    district_league: League
    routing: Routing
    unit: str
    variants: tuple[Variant, ...]


# ------------------------------------------------------------------ elements


class Markup(str):
    """HTML that is finished."""

    __slots__ = ()


def element(tag: str, *inside: object, **attributes: object) -> Markup:
    """An element around its content; whatever is no `Markup` is text, and escaped."""
    named = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'
        for name, value in attributes.items()
    )
    return Markup(f"<{tag}{named}>{joined(inside)}</{tag}>")


def joined(parts: Iterable[object]) -> Markup:
    """One piece after the other; whatever is no `Markup` is text, and escaped."""
    return Markup(
        "".join(part if isinstance(part, Markup) else html.escape(str(part)) for part in parts)
    )


def _number(number: int) -> str:
    return f"{number:,}"


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


def _per_cent(share: Fraction) -> str:
    """A place or a width in a drawing."""
    return f"{rounded(100 * share, 2)}%"


def _table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    *more: Markup,
    kind: str = "",
) -> Markup:
    """
    A table; a column whose first value is a figure is set to the right.

    It scrolls by itself where the screen is narrower.

    Args:
        caption: What it shows.
        heads: Names of the columns.
        rows: The first of each is its head.
        *more: Bodies that follow.
        kind: Class, for its style.
    """
    given = list(rows)
    right = _figures(given[0]) if given else []
    names = [
        element("th", name, scope="col", **_aligned(figure))
        for name, figure in zip_longest(heads, right)
    ]
    made = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *names)),
        _body_of(given, right),
        *more,
        class_=kind,
    )
    return element("div", made, class_="scroll", role="region", aria_label=caption, tabindex=0)


def _body_of(rows: Iterable[Sequence[object]], right: Sequence[bool]) -> Markup:
    """Rows of a table, of which some columns are set to the right."""
    made = []
    for row in rows:
        cells = [
            element("td", _figured(value), **_aligned(figure))
            for value, figure in zip(row[1:], right[1:], strict=True)
        ]
        made.append(element("tr", element("th", _figured(row[0]), scope="row"), *cells))
    return element("tbody", *made)


def _figures(row: Sequence[object]) -> list[bool]:
    """Which values of a row are figures, behind its head; a remark in brackets may follow one."""
    figure = re.compile(r"[-+−]?\d[\d.,%]*(（.*）)?")
    return [bool(place and figure.fullmatch(str(value))) for place, value in enumerate(row)]


def _figured(value: object) -> object:
    return _number(value) if isinstance(value, int) else value


def _aligned(figure: object) -> dict[str, str]:
    return {"class_": "figure"} if figure else {}


def _section(anchor: str, title: str, *inside: object) -> Markup:
    heading = element("h2", title, id=anchor)
    return element("section", heading, *inside, aria_labelledby=anchor)


def aside(counts: Counts, name: str) -> list[tuple[Ruling[Any], int]]:
    """The rows by which a rate leaves outcomes aside, and how many; of those that hold of any."""
    marked = zip(*(each.marked for each in counts.units.values()), strict=True)
    return [
        (row, sum(numbers))
        for (rate, row), numbers in zip(counts.mark_rows, marked, strict=True)
        if rate == name and row.then == ASIDE and any(numbers)
    ]


def _explained(explanation: Explanation) -> Markup:
    """An explanation as the library prints it, under a heading of the page's third level."""
    return Markup(explanation.html(heading=3, style=False))


# ------------------------------------------------------------------ charts


def _bar(share: Fraction, says: str) -> Markup:
    """A bar within a row of a table."""
    return element(
        "svg",
        element("title", says),
        element("rect", width="100%", height="100%", class_="track"),
        element("rect", width=_per_cent(share), height="100%", class_="fill"),
        class_="bar",
        role="img",
    )


def _leaning_bar(share: Fraction, says: str) -> Markup:
    """A bar from the middle to the right, or to the left where *share* is below 0; at most 1."""
    half = Fraction(1, 2)
    width = abs(share) * half
    start = half if share >= 0 else half - width
    return element(
        "svg",
        element("title", says),
        element(
            "rect",
            x=_per_cent(start),
            width=_per_cent(width),
            y=2,
            height=10,
            class_="above" if share >= 0 else "below",
        ),
        element("line", x1="50%", x2="50%", y1=0, y2=14, class_="axis"),
        class_="bar",
        role="img",
    )


def _ceiling(number: int) -> int:
    """The next round number with an even half."""
    step: int = max(2, 10 ** (len(str(number)) - 1))
    return max(2, -(-number // step) * step)


_WEEKDAYS = "一二三四五六日"


def _days_chart(month: Month) -> Markup:
    """Tickets dispatched per day."""
    days = sorted(month.dispatched)
    top = _ceiling(max(month.dispatched.values()))
    high, above, left = 180, 22, Fraction(6, 100)
    each = (1 - left) / len(days)
    parts: list[Markup] = []
    for level in (0, top // 2, top):
        y = above + high - high * level // top
        parts.append(element("line", x1=_per_cent(left), x2="100%", y1=y, y2=y, class_="grid"))
        at = _per_cent(left * 9 / 10)
        parts.append(element("text", _number(level), x=at, y=y + 4, text_anchor="end"))
    for place, day in enumerate(days):
        number = month.dispatched[day]
        tall = rounded(Fraction(high * number, top), 1)
        x = left + place * each
        parts.append(
            element(
                "rect",
                element(
                    "title",
                    f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）：{_number(number)} 件",
                ),
                x=_per_cent(x + each / 8),
                width=_per_cent(each * 3 / 4),
                y=above + high - tall,
                height=tall,
                class_="fill" if day in month.working_days else "rest",
            )
        )
        if day.day == 1 or day.day % 5 == 0:
            middle = _per_cent(x + each / 2)
            y = above + high + 18
            parts.append(element("text", f"{day.day}日", x=middle, y=y, text_anchor="middle"))
    said = f"每日派单件数，最多一日 {_number(max(month.dispatched.values()))} 件"
    chart = element(
        "svg", element("title", said), *parts, class_="chart", height=above + high + 26, role="img"
    )
    legend = element(
        "p",
        _key("fill", "工作日"),
        _key("rest", "休息日"),
        "按派单时间，单位：件",
        class_="legend",
    )
    return element("figure", chart, element("figcaption", legend))


def _key(kind: str, says: str) -> Markup:
    """An entry of a legend: the mark and what it means."""
    mark = element(
        "svg",
        element("rect", width=12, height=12, class_=kind),
        width=12,
        height=12,
        aria_hidden="true",
    )
    return element("span", mark, " ", says, class_="key")


def _timeliness_chart(month: Month) -> Markup:
    """One bar, divided."""
    whole = sum(month.timeliness.values())
    parts: list[Markup] = []
    start = Fraction(0)
    keys: list[Markup] = []
    for each in _TIMELY:
        number = month.timeliness[each]
        share = _share(number, whole)
        kind = each.name.lower().replace("_", "-")
        says = f"{each.zh} {_number(number)} 件（{percent(share, 1).zh}）"
        parts.append(
            element(
                "rect",
                element("title", says),
                x=_per_cent(start),
                width=_per_cent(share),
                height="100%",
                class_=kind,
            )
        )
        keys.append(_key(kind, says))
        start += share
    chart = element(
        "svg",
        element("title", "办理时效：按时办结、逾期办结、未到期、逾期未办结的比例"),
        *parts,
        class_="chart stacked",
        height=34,
        role="img",
    )
    return element("figure", chart, element("figcaption", element("p", *keys, class_="legend")))


# Told apart by shape and by colour, for those who see no colours.
_SHAPES = {
    "response": "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0-5 0Z",
    "resolution": "M-4.5-4.5H4.5V4.5H-4.5Z",
    "satisfaction": "M0-6L6 0L0 6L-6 0Z",
}


def _mark(rate: str, x: str, y: int, says: str) -> Markup:
    """A point: a picture of its own, so that it may stand at a share of the width."""
    path = element("path", element("title", says), d=_SHAPES[rate], class_=rate)
    return element("svg", path, x=x, y=y, width=1, height=1, class_="mark")


def _districts_chart(month: Month) -> Markup:
    """The three rates of every district as points on one axis."""
    board, rows = month.districts, month.district_league.ranked
    terms = {rate.name: rate.term.zh for rate in board.counts.rates}
    rates = {
        (row.unit, name): value
        for row in rows
        for name in RATES
        if isinstance(value := board.counts.rate(row.unit, name), Fraction)
    }
    low = min((int(100 * value) for value in rates.values()), default=0) // 5 * 5
    low = min(low, 95)
    left, right, line, above = Fraction(22, 100), Fraction(97, 100), 26, 26

    def across(value: Fraction) -> str:
        return _per_cent(left + (right - left) * (100 * value - low) / (100 - low))

    bottom = above + line * len(rows)
    parts: list[Markup] = []
    step = 5 if 100 - low <= 30 else 10
    for level in range(low, 101, step):
        x = across(Fraction(level, 100))
        parts.append(element("line", x1=x, x2=x, y1=above - 6, y2=bottom, class_="grid"))
        parts.append(element("text", f"{level}%", x=x, y=above - 12, text_anchor="middle"))
    for place, row in enumerate(rows):
        y = above + line * place + line // 2
        x = _per_cent(left - Fraction(3, 100))
        parts.append(element("text", row.name, x=x, y=y + 4, text_anchor="end", class_="name"))
        parts.append(
            element("line", x1=_per_cent(left), x2=_per_cent(right), y1=y, y2=y, class_="lane")
        )
        for name in RATES:
            if (row.unit, name) in rates:
                value = rates[row.unit, name]
                says = f"{row.name} {terms[name]} {percent(value).zh}"
                parts.append(_mark(name, across(value), y, says))
    chart = element(
        "svg",
        element("title", f"各区响应率、解决率、满意率{MARK}"),
        *parts,
        class_="chart wide",
        height=bottom + 6,
        role="img",
    )
    keys = [
        element(
            "span",
            element(
                "svg",
                element("path", d=_SHAPES[name], class_=name, transform="translate(7 7)"),
                width=14,
                height=14,
                aria_hidden="true",
            ),
            " ",
            terms[name],
            class_="key",
        )
        for name in RATES
    ]
    note = f"{MARK}按得分（三率加权）排列；横轴自 {low}% 起"
    legend = element("p", *keys, note, class_="legend")
    scrolled = element("div", chart, class_="scroll", role="region", aria_label=note, tabindex=0)
    return element("figure", scrolled, element("figcaption", legend))


# ------------------------------------------------------------------ sections


def _rate(board: Scoreboard, unit: str, name: str) -> str:
    return percent(board.counts.rate(unit, name)).zh


def _district_name(board: Scoreboard, unit: str) -> str:
    return f"市级单位{MARK}" if unit == CITY else board.name(unit)


def _summary(month: Month) -> Markup:
    """The frame of the figures, and how much of it is the example's own."""
    counts = month.city.counts
    facts = (
        *(
            ("周期", f"{said.zh}（{OWN_MARK}）；此后的办结和评价视为未知。")
            for said in say_scopes(counts.scopes)
        ),
        ("计入", _counted(counts)),
        (
            "数据",
            f"随机种子 {month.seed}，受理工单 {_number(month.tickets)} 件。{INVENTED}{ASKED}",
        ),
        ("依公布", PUBLIC),
        ("属推定", ASSUMED),
        ("自拟", f"{OWN_RULES}均为{OWN_MARK}，逐项见第四节。"),
        ("得分", "只由三率加权得出。三率是考评的核心，不是全部，考评办法未公布。"),
        (
            "排名",
            f"街道和乡镇之间排名，任一率计入件数不足 {month.league.minimum} 件的不参加。",
        ),
    )
    pairs = [joined((element("dt", name), element("dd", said))) for name, said in facts]
    return element(
        "section",
        element("h2", "口径", id="scope"),
        element("dl", *pairs),
        element(
            "details",
            element("summary", "逐项计法、件数和依据"),
            _explained(month.board.explain()),
        ),
        class_="box",
        aria_labelledby="scope",
    )


def _counted(counts: Counts) -> str:
    """What each rate is made of, and how many stand outside it."""
    said = [f"计入考评 {_number(counts.total)} 件，剔除 {_number(counts.excluded)} 件"]
    for name in RATES:
        ratio = counts.ratio(CITY, name)
        beside = sum(number for _, number in aside(counts, name))
        term = counts.rates[counts.place(name)].term.zh
        said.append(
            f"{term} {plain(ratio.numerator)}/{ratio.denominator}，未计入 {_number(beside)} 件"
        )
    return f"{'；'.join(said)}。"


def _key_figures(month: Month) -> Markup:
    counts = month.city.counts
    sent = sum(month.modes.values())
    said = month.city[CITY].printed()
    figures = (
        (_number(month.tickets), "受理"),
        (_number(sent), "派单"),
        (_number(month.dispositions.get(Disposition.ANSWER, 0)), "即时答复"),
        (_number(counts.total), "计入考评"),
        (_number(counts.excluded), "剔除"),
        (_number(month.timeliness[Timeliness.OVERDUE]), f"逾期未办结{MARK}"),
        *(
            (
                _rate(month.city, CITY, name),
                f"全市{counts.rates[counts.place(name)].term.zh}{MARK}",
            )
            for name in RATES
        ),
        ("未评" if said is None else str(said), f"全市得分（三率加权）{MARK}"),
    )
    items = [
        element("li", element("strong", figure), element("span", name)) for figure, name in figures
    ]
    return _section("figures", "主要数字", element("ul", *items, class_="figures"))


def _triage(month: Month) -> Markup:
    most = max(month.dispositions.values())
    rows = [
        (
            each.zh,
            number,
            percent(_share(number, month.tickets), 1).zh,
            _bar(_share(number, most), f"{each.zh} {_number(number)} 件"),
        )
        for each, number in month.dispositions.items()
    ]
    sent = sum(month.modes.values())
    beside = sent - month.dispositions.get(Disposition.DISPATCH, 0)
    modes = "，".join(f"{mode.zh} {_number(number)} 件" for mode, number in month.modes.items())
    note = f"派给承办单位的共 {_number(sent)} 件：{modes}。"
    if beside:
        note += f"其中 {_number(beside)} 件为转办紧急热线的同时派单。"
    later = sent - sum(month.timeliness.values())
    if later:
        note += f"另有 {_number(later)} 件次月才派单，不在本周期。"
    return _section(
        "triage",
        "一、分类处理",
        _table(
            f"受理工单 {_number(month.tickets)} 件的去向",
            ("处理方式", "件数", "占比", "图示"),
            rows,
            kind="bars",
        ),
        element("p", note),
    )


def _due(month: Month) -> Markup:
    rows = [(each.ticket, each.matter, each.unit, each.due) for each in month.overdue]
    number = month.timeliness[Timeliness.OVERDUE]
    table = _table(
        f"逾期未办结 {_number(number)} 件中到期最早的 {len(rows)} 件{MARK}",
        ("工单", "事项", "承办单位", "到期时间"),
        rows,
        kind="words overdue-list",
    )
    return _section("due", "三、办理时效", _timeliness_chart(month), table if rows else "")


_LISTED = element("summary", "所缺逐项列出")


def _unset(month: Month) -> Markup:
    asks = [list(group) for _, group in groupby(month.refused, lambda each: each.asked)]
    first = _table(
        "只凭公布的规则，查询的结果",
        ("查询事项", "未定的规则", "结果"),
        [
            (
                faults[0].asked.zh,
                faults[0].path + (f"（等 {len(faults)} 处）" if len(faults) > 1 else ""),
                faults[0].why.zh,
            )
            for faults in asks
        ],
        kind="words asked",
    )
    every = [
        _table(
            f"{faults[0].asked.zh}：未定的规则 {len(faults)} 处",
            ("未定的规则", "结果"),
            [(each.path, each.why.zh) for each in faults],
            kind="words",
        )
        for faults in asks
        if len(faults) > 1
    ]
    refused = joined((first, *(element("details", _LISTED, each) for each in every)))
    supplied = _table(
        f"本例补足的取值（{OWN_MARK}）",
        ("规则", "情形", "取值"),
        [(each.path, each.what, each.value) for each in month.supplied],
        kind="words",
    )
    says = (
        "考评办法没有公布。凡没有公布的，不予计算，并说明所缺，见前一张表；"
        "后一张表是本例为演示而补的取值，不是任何机关的规定。"
    )
    return _section("unset", "四、没有公布的与本例自拟的", element("p", says), refused, supplied)


def _rank(row: Ranked, of: str) -> str:
    return f"{row.rank}（并列 {row.tied} {of}）" if row.tied > 1 else str(row.rank)


def _districts(month: Month) -> Markup:
    board = month.districts
    terms = [rate.term.zh for rate in board.counts.rates if rate.name in RATES]

    def row(name: str, unit: str, rank: str) -> tuple[object, ...]:
        said = board[unit].printed()
        rates = [_rate(board, unit, each) for each in RATES]
        score = "未评" if said is None else str(said)
        return name, board.counts.unit(unit).total, *rates, score, rank

    rows = [row(each.name, each.unit, _rank(each, "区")) for each in month.district_league.ranked]
    if CITY in board.counts.units:
        rows.append(row(_district_name(board, CITY), CITY, "不参加"))
    return _section(
        "districts",
        "五、各区三率",
        _districts_chart(month),
        _table(
            f"各区汇总{MARK}",
            ("区", "计入考评", *terms, "得分（三率加权）", "名次"),
            rows,
            kind="places",
        ),
        element("p", "区政府、区级部门、街道和乡镇的件数相加后计算，不是各率的平均。"),
    )


def _league(month: Month) -> Markup:
    board, league = month.board, month.league
    printed = month.city[CITY].printed()
    rows = league.ranked
    if not rows or printed is None:
        none = element("p", "没有可以排名的街道和乡镇。")
        return _section("league", "六、街道和乡镇排名", none)
    middle = Fraction(printed)
    furthest = max(abs(row.compared - middle) for row in rows) or Fraction(1)
    terms = [rate.term.zh for rate in board.counts.rates if rate.name in RATES]

    def line(row: Ranked) -> tuple[object, ...]:
        apart = row.compared - middle
        says = f"{row.name} 与全市得分之差 {signed(apart)} 分"
        return (
            _rank(row, "家"),
            row.name,
            board.counts.unit(row.unit).total,
            *(_rate(board, row.unit, name) for name in RATES),
            str(league.printed(row.value)),
            _leaning_bar(apart / furthest, says),
        )

    heads = ("名次", "单位", "计入考评", *terms, "得分（三率加权）", "与全市之差")
    reasons = Counter(each.reason for each in league.unranked)
    why = {
        WhyUnranked.NOT_ASSESSED: "有一率分母为零，不予评分",
        WhyUnranked.BELOW_MINIMUM: f"任一率计入件数不足 {league.minimum} 件",
    }
    others = "；".join(f"{why[each]}，{number} 家" for each, number in reasons.items())
    note = (
        f"参加排名 {len(rows)} 家；{league.ties.zh}；按{league.rounding.zh}保留两位小数后比较。"
        "名次据虚构工单得出，不反映任何真实单位。"
    )
    if others:
        note += f"不参加排名 {len(league.unranked)} 家：{others}。"
    top = league.top(_ENDS)
    bottom = [row for row in league.bottom(_ENDS) if row not in top]
    between = len(rows) - len(top) - len(bottom)
    right = _figures(line(rows[0]))
    skipped = element("td", f"中间 {_number(between)} 家从略", colspan=len(heads), class_="skip")
    return _section(
        "league",
        "六、街道和乡镇排名",
        element("p", note),
        _table(
            f"前 {_ENDS} 名和后 {_ENDS} 名，并列的全部列出{MARK}",
            heads,
            map(line, top),
            element("tbody", element("tr", skipped)) if between else Markup(),
            _body_of(map(line, bottom), right),
            kind="bars league",
        ),
    )


def signed(value: Fraction) -> str:
    """A difference as it is printed."""
    said = rounded(abs(value), 2)
    return f"{'+' if value >= 0 else '−'}{said}"


def _ledger(month: Month) -> Markup:
    counts = month.board.counts
    rows = [
        (
            ruling.id,
            ruling.explain().says.zh,
            ruling.then.zh if ruling.then is ExclusionGround.COUNTED else "剔除",
            number,
            "；".join(ground.text.zh for ground in ruling.grounds),
        )
        for ruling, number in counts.ledger
    ]
    says = (
        f"计入考评 {_number(counts.total)} 件，剔除 {_number(counts.excluded)} 件。"
        "一件可以同时符合几项，各项之和可以大于剔除件数；照常计入的不在剔除之列。"
    )
    return _section(
        "ledger",
        "七、剔除台账和各率未计入的件",
        element("p", says),
        _table(
            "各项剔除事由的件数和依据",
            ("行", "情形", "处理", "件数", "依据"),
            rows,
            kind="words ledger",
        ),
        *_beside(counts),
    )


def _beside(counts: Counts) -> Iterator[Markup]:
    """What is assessed and yet stands outside a rate, row by row."""
    numbers: dict[tuple[str, str], dict[str, int]] = {}
    whole = dict.fromkeys(RATES, 0)
    for name in RATES:
        for row, number in aside(counts, name):
            why = "，".join(each.text.zh for each in row.conditions if each.allowed != (MISSING,))
            numbers.setdefault((row.id, why), {})[name] = number
            whole[name] += number
    rows = [(*row, *(found.get(name, "—") for name in RATES)) for row, found in numbers.items()]
    terms = [counts.rates[counts.place(name)].term.zh for name in RATES]
    yield element(
        "p",
        "计入考评的，不都计入每一率：下列各件既不在分子，也不在分母。N2 至 N6 为诉求人未评价的，"
        "按原因分列；逾期未办结的（N1）计入分母，不因拖延而得益。",
    )
    yield _table(
        f"各率未计入的件（计法{OWN_MARK}）",
        ("行", "情形", *terms),
        [*rows, ("合计", "", *whole.values())],
        kind="beside",
    )


def moved_furthest(variant: Variant) -> str:
    """Who moves furthest, in words."""
    if variant.furthest is None:
        return "无"
    name, before, after = variant.furthest
    return f"{name}，第 {before} 名变为第 {after} 名"


def _variants(month: Month) -> Markup:
    rows = [
        (each.what, each.read, f"{each.moved} / {each.of}", moved_furthest(each))
        for each in month.variants
    ]
    return _section(
        "variants",
        "八、换一种算法",
        _table(
            f"无需重读工单，只换规则（{OWN_MARK}）",
            ("所换", "所据", "名次有变 / 两次都参加排名", "变动最大"),
            rows,
            kind="words",
        ),
    )


def _explanations(month: Month) -> Markup:
    return _section(
        "why",
        "九、单件办理依据和得分依据",
        _explained(month.routing.explain()),
        _explained(month.board[month.unit].explain()),
    )


def _footer(month: Month) -> Markup:
    pins = "；".join(sorted(month.board.counts.pins))
    return element(
        "footer",
        element("p", f"由 jiesu 的 examples/city_month.py 生成。{INVENTED}"),
        element("p", "规则 ", element("code", pins)),
        element("p", "成绩 ", element("code", month.board.digest)),
    )


def _body(month: Month) -> Iterator[Markup]:
    start = month.period.start
    title = f"{start.year} 年 {start.month} 月接诉即办月报（示例）"
    yield element(
        "header",
        element("h1", title),
        element("p", f"北京市，全部数据虚构；权重和未公布的计法均为{OWN_MARK}。", class_="lead"),
    )
    days = _section("days", "二、每日派单", _days_chart(month))
    yield element(
        "main",
        _summary(month),
        _key_figures(month),
        _triage(month),
        days,
        _due(month),
        _unset(month),
        _districts(month),
        _league(month),
        _ledger(month),
        _variants(month),
        _explanations(month),
    )
    yield _footer(month)


_CSS = """
:root { color-scheme: light dark;
  --paper: #fff; --ink: #1b1f24; --muted: #57606a; --line: #d5dae0; --box: #f3f6f9;
  --fill: #0a5fa5; --rest: #8fb8dc; --track: #e9edf1; --good: #0a5fa5; --late: #b45309;
  --open: #7b8794; --bad: #b3261e; --two: #b45309; --three: #1a7f4e; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14181d; --ink: #e6e9ec; --muted: #a3adb8; --line: #38414b; --box: #1d232a;
  --fill: #5aa9e6; --rest: #33597a; --track: #262d35; --good: #5aa9e6; --late: #e8a04c;
  --open: #7b8794; --bad: #f0857d; --two: #e8a04c; --three: #5cc48d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 62rem; background: var(--paper);
  color: var(--ink); line-height: 1.7; font-size: 1rem;
  font-family: "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.75rem; line-height: 1.3; margin: 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem;
  border-bottom: 2px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
p { margin: .5rem 0; }
.lead, .legend, footer, caption, dt { color: var(--muted); }
.lead { margin: .25rem 0 1.25rem; }
.box { background: var(--box); border-left: 4px solid var(--fill); padding: .75rem 1.25rem; }
.box h2 { margin: 0 0 .5rem; padding: 0; border: 0; font-size: 1.1rem; }
dl { display: grid; grid-template-columns: 5em 1fr; gap: .25rem 1rem; margin: 0; }
dd { margin: 0; }
.figures { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem;
  grid-template-columns: repeat(5, 1fr); }
.figures li { border: 1px solid var(--line); border-radius: 6px; padding: .6rem .75rem; }
.figures strong { display: block; font-size: 1.4rem; line-height: 1.3;
  font-variant-numeric: tabular-nums; }
.figures span { color: var(--muted); font-size: .9rem; }
figure { margin: .75rem 0; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; padding-bottom: .4rem; font-size: .92rem; }
th, td { padding: .35rem .6rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { font-weight: 700; border-bottom: 2px solid var(--line); white-space: nowrap; }
.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.words { min-width: 44rem; }
.asked :is(th, td:nth-child(2)), .overdue-list td, .ledger td:nth-child(-n+3), .beside th, .league td, .league th { white-space: nowrap; }
.places th { white-space: nowrap; }
.skip { text-align: center; color: var(--muted); background: var(--box); }
.chart { display: block; width: 100%; overflow: visible; }
.chart text { font-size: 12px; fill: var(--muted); }
.wide { min-width: 36rem; }
.chart .name { font-size: 13px; fill: var(--ink); }
.bar { display: block; width: 100%; min-width: 6rem; height: 14px; margin-top: .35rem; }
.mark { overflow: visible; }
.grid, .lane { stroke: var(--line); stroke-width: 1; }
.lane { stroke-dasharray: 2 4; }
.axis { stroke: var(--muted); stroke-width: 1; }
.track { fill: var(--track); } .fill { fill: var(--fill); } .rest { fill: var(--rest); }
.above { fill: var(--good); } .below { fill: var(--late); }
.on-time { fill: var(--good); } .late { fill: var(--late); }
.open { fill: var(--open); } .overdue { fill: var(--bad); }
.response { fill: var(--fill); } .resolution { fill: var(--two); }
.satisfaction { fill: var(--three); }
.legend { font-size: .9rem; }
.key { display: inline-block; margin-right: 1.25rem; color: var(--ink); }
.key svg { vertical-align: -1px; overflow: visible; }
.jiesu ol { list-style: none; padding-left: 1.4em; margin: .2em 0; }
.jiesu .ground { color: var(--muted); font-size: .9em; }
.jiesu, code { overflow-wrap: anywhere; }
details { margin-top: 1.75rem; border: 1px solid var(--line); border-radius: 6px;
  padding: .6rem 1rem; }
summary { cursor: pointer; font-weight: 700; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); font-size: .85rem; }
@media (max-width: 46rem) {
  body { padding: 1rem .75rem 2rem; } h1 { font-size: 1.35rem; }
  dl { grid-template-columns: 1fr; } dt { margin-top: .4rem; }
  .figures { grid-template-columns: repeat(2, 1fr); } .skip { text-align: left; }
}
"""


def page(month: Month) -> str:
    """The page; the same month gives the same bytes."""
    start = month.period.start
    head = element(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        element("title", f"{start.year}年{start.month}月接诉即办月报（示例）"),
        element("style", Markup(_CSS)),
    )
    body = element("body", *_body(month))
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='zh-CN')}\n"
