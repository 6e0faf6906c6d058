"""
年历: one year of a working calendar, to be looked at: a month grid, a table, a summary.

Plain data only; `WorkCalendar.year` makes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import attrs

from .errors import InvalidValueError, misfits, refuse
from .explain import Explanation, Markup, element, language
from .labels import Label, Text

_WEEK = 7
_SATURDAY = 5
_DAYS = Text("一二三四五六日", "MTWTFSS")
_CSS = (
    ".jiesu-year{font-family:'Noto Sans CJK SC','Microsoft YaHei',sans-serif;line-height:1.5}"
    ".jiesu-year .months{display:grid;grid-template-columns:repeat(auto-fill,minmax(13.5em,1fr));"
    "gap:1em 1.4em;max-width:66em;align-items:start}"
    ".jiesu-year table{border-collapse:separate;border-spacing:2px;font-size:.85em;margin:0}"
    ".jiesu-year caption{font-weight:bold;text-align:left;padding:.2em .1em}"
    ".jiesu-year th{font-weight:normal;opacity:.6;text-align:center;padding:0;width:2.1em;"
    "background:none}"
    ".jiesu-year td{text-align:center;padding:.15em 0;border-radius:3px;width:2.1em;"
    "border:1px solid transparent;background:none}"
    ".jiesu-year .weekend{color:#8a8a8a}"
    ".jiesu-year .off{background:#c2372e;color:#fff}"
    ".jiesu-year .makeup{background:#1f5fa8;color:#fff;font-weight:bold}"
    ".jiesu-year .provisional{border:1px dashed #999}"
    ".jiesu-year .off.provisional{background:#c2372e26;color:inherit}"
    ".jiesu-year .undecided{background:repeating-linear-gradient(45deg,#d9a40066 0 3px,transparent 3px 6px)}"
    ".jiesu-year .off.undecided{background:repeating-linear-gradient(45deg,#d9a40066 0 3px,#c2372e26 3px 6px)}"
    ".jiesu-year .amended{box-shadow:inset 0 -3px #e0a100}"
    ".jiesu-year .none{opacity:.3}"
    ".jiesu-year .key{display:flex;flex-wrap:wrap;gap:.4em 1.4em;font-size:.85em;margin:.8em 0;"
    "align-items:center}"
    ".jiesu-year .key i{display:inline-block;font-style:normal;min-width:1.8em;text-align:center;"
    "border-radius:3px;margin-right:.4em}"
    ".jiesu-year h3{font-size:1.1em;margin:1.4em 0 .6em}"
    ".jiesu-year .weekend.undecided{color:inherit}"
)


class DayKind(Label):
    """日别: what a day is to work."""

    WORK = "工作日", "working day"
    MAKEUP = "调休上班", "makeup workday"
    WEEKEND = "周末", "weekend"
    OFF = "放假", "holiday"


class CalendarDay(NamedTuple):
    """One day: whether it is worked, how sure that is, and whose word it is."""

    day: date
    works: bool
    status: Label
    layer: str
    undecided: bool
    named: bool
    """Whether that text names it: a weekend within a holiday is one of its days."""

    @property
    def kind(self) -> DayKind:
        """What it is to work."""
        weekend = self.day.weekday() >= _SATURDAY
        if self.works:
            return DayKind.MAKEUP if weekend and self.named else DayKind.WORK
        return DayKind.OFF if self.named or not weekend else DayKind.WEEKEND


@attrs.frozen(repr=False)
class CalendarYear:
    """
    年历: a year of a working calendar.

    Attributes:
        year: The year.
        days: Its days, as far as the calendar knows them.
        horizon: The last day up to which every day is settled by a notice.
    """

    year: int
    days: tuple[CalendarDay, ...]
    horizon: date

    def __repr__(self) -> str:
        return f"<CalendarYear {self.year}>"

    def count(self, *kinds: DayKind) -> int:
        """
        How many days are of these kinds.

        Raises:
            InvalidValueError: Something else than a `DayKind`.

        Example:
            >>> from jiesu.calendars import WorkCalendar
            >>> WorkCalendar.china().year(2026).count(DayKind.OFF)
            33
        """
        refuse(InvalidValueError, misfits("kinds", kinds, DayKind))
        return sum(day.kind in kinds for day in self.days)

    def to_rows(self) -> list[dict[str, Any]]:
        """A row of plain values for each day."""
        return [
            {
                "day": each.day,
                "works": each.works,
                "kind": each.kind.zh,
                "status": each.status.zh,
                "layer": each.layer,
                "undecided": each.undecided,
            }
            for each in self.days
        ]

    def explain(self, lang: str = "zh") -> Explanation:
        """
        The year in words: how many days are worked, and what each text says of it.

        Args:
            lang: ``"zh"`` or ``"en"``: what ``str()`` of it shows.
        """
        worked = self.count(DayKind.WORK, DayKind.MAKEUP)
        rested, makeup = len(self.days) - worked, self.count(DayKind.MAKEUP)
        open_ = sum(each.undecided for each in self.days)
        zh = f"{self.year}年：工作日{worked}天（其中调休上班{makeup}天），休息{rested}天"
        en = f"{self.year}: {worked} working days, {makeup} of them made up, {rested} of rest"
        if self.days[-1].day > self.horizon:
            zh += f"；放假安排已公布至{self.horizon}，其后{open_}天可因通知而变"
            en += f"; settled to {self.horizon}, {open_} days after it may be changed by a notice"
        parts = []
        for layer, days in _by_layer(self.days):
            off = _spans(days, DayKind.OFF)
            made_up = _spans(days, DayKind.MAKEUP)
            said = [("休", "off", off)] if off else []
            said += [("班", "worked", made_up)] if made_up else []
            if said:
                told_zh = "；".join(f"{word} {spans}" for word, _, spans in said)
                told_en = "; ".join(f"{word} {spans}" for _, word, spans in said)
                parts.append(Explanation(Text(f"{layer}：{told_zh}", f"{layer}: {told_en}")))
        return Explanation(Text(zh, en), parts, lang=lang)

    def html(self, lang: str = "zh") -> str:
        """
        The year as a month grid: an HTML fragment with a style of its own.

        Args:
            lang: ``"zh"`` or ``"en"``.

        Raises:
            InvalidValueError: No such language.
        """
        lang = language(lang)
        months = [
            _month(month, list(days), lang)
            for month, days in groupby(self.days, key=lambda each: each.day.month)
        ]
        return element(
            "div",
            element("style", Markup(_CSS)),
            element("h3", self.explain().says.to(lang)),
            element("div", *months, class_="months"),
            _key(self.days, lang),
            class_="jiesu-year",
            lang="en" if lang == "en" else "zh-CN",
        )

    def _repr_html_(self) -> str:
        return self.html()


def _month(month: int, days: list[CalendarDay], lang: str) -> Markup:
    first = days[0].day
    blank = [element("td", "")] * first.weekday()
    cells = [*blank, *(_cell(each, lang) for each in days)]
    weeks = [cells[at : at + _WEEK] for at in range(0, len(cells), _WEEK)]
    name = f"{first.year}-{month:02}" if lang == "en" else f"{month}月"
    head = element("tr", *(element("th", day) for day in _DAYS.to(lang)))
    rows = (element("tr", *week) for week in weeks)
    return element("table", element("caption", name), head, *rows)


def _classes(each: CalendarDay) -> str:
    marks = [each.kind.name.lower()]
    if each.status.name in {"PROVISIONAL", "AMENDED"}:
        marks.append(each.status.name.lower())
    if each.undecided:
        marks.append("undecided")
    return " ".join(marks)


def _cell(each: CalendarDay, lang: str) -> Markup:
    said = [f"{each.day}", each.kind.text.to(lang), each.status.text.to(lang)]
    if each.undecided:
        said.append(_UNDECIDED.to(lang))
    title = " · ".join([*said, each.layer])
    return element("td", str(each.day.day), class_=_classes(each), title=title)


_UNDECIDED = Text("可因通知而变", "a notice may change it")
_KEY = (
    ("off", Text("放假", "holiday")),
    ("off provisional", Text("法定节假日，安排未公布", "statutory holiday, no notice yet")),
    ("off provisional undecided", Text("推定补假，可因通知而变", "assumed to be made up")),
    ("makeup", Text("调休上班", "makeup workday")),
    ("amended", Text("通知后又调整", "changed after its notice")),
    ("provisional", Text("暂定：通知未公布", "provisional: no notice yet")),
    ("undecided", _UNDECIDED),
)


def _key(days: tuple[CalendarDay, ...], lang: str) -> Markup:
    marks = {_classes(each) for each in days}
    used = marks | {mark for each in marks for mark in each.split() if not each.startswith("off")}
    if any("amended" in each for each in marks):
        used.add("amended")
    return element(
        "div",
        *(
            element("span", element("i", "1", class_=name), says.to(lang))
            for name, says in _KEY
            if name in used
        ),
        class_="key",
    )


def _by_layer(days: Iterable[CalendarDay]) -> list[tuple[str, list[CalendarDay]]]:
    found: dict[str, list[CalendarDay]] = {}
    for each in days:
        found.setdefault(each.layer, []).append(each)
    return list(found.items())


def _spans(days: Iterable[CalendarDay], kind: DayKind) -> str:
    """Runs of days of a kind in short: ``02-15/02-23 04-04/04-06``."""
    runs: list[list[CalendarDay]] = []
    for each in days:
        if each.kind is not kind:
            continue
        if runs and (each.day - runs[-1][-1].day).days == 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return " ".join(
        f"{run[0].day:%m-%d}" + (f"/{run[-1].day:%m-%d}" if len(run) > 1 else "") for run in runs
    )
