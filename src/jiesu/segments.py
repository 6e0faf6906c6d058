"""
逐段计算: what a clock did from its start to its end, piece by piece, and what each piece used up.

`deadlines` reckons by formulas and never walks from day to day. The pieces are laid out when somebody
asks why; the laws in ``tests/test_deadlines.py`` pin the two equal: the pieces join without a gap,
and what they use up adds up to the limit, or to what `measure` gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise

import attrs

from .calendars import UNSETTLED, Days
from .exact import plain
from .explain import Explanation, Markup, element, language
from .labels import Label, Text
from .legal_time import BEIJING
from .office_hours import OfficeHours

Hold = tuple[datetime, datetime]
"""A span during which the clock stands still: from the first instant, up to the second."""

Held = list[tuple[int, int]]
"""Days not counted because of holds: ordinals of first and last, in order, never overlapping."""

_MIDNIGHT = time(tzinfo=BEIJING)
_ONE_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


class Passage(Label):
    """经过: what a piece of time is to a limit."""

    BEFORE = "尚未起算", "not counting yet"
    FIRST_DAY = "开始的当日，不计", "day of the start, not counted"
    COUNTED = "计入", "counted"
    REST = "休息，不计", "days of rest, not counted"
    CLOSED = "非办公时间，不计", "outside office hours, not counted"
    HELD = "中止，不计", "on hold, not counted"
    ROLLED = "顺延", "rolled off a day of rest"


@attrs.frozen
class Segment:
    """
    一段经过: a piece of time, from *since* up to *until*, and what it uses up of a limit.

    Attributes:
        since: Where it begins.
        until: Where it ends.
        passage: What it is to the limit.
        used: How much of the limit's unit it uses up; of a limit in months the last piece uses all.
        provisional: Whether it rests on days that no notice has settled.
    """

    since: datetime
    until: datetime
    passage: Passage
    used: Fraction = Fraction(0)
    provisional: bool = False

    def explain(self, unit: Text, lang: str = "zh") -> Explanation:
        """
        The piece in words.

        Args:
            unit: The unit of the limit: ``Text("个工作日", "working day")``.
            lang: ``"zh"`` or ``"en"``: what ``str()`` of it shows.
        """
        zh, en = self.passage.text
        if self.passage is Passage.COUNTED and self.used:
            used = amount(self.used, unit)
            zh, en = f"计入{used.zh}", f"{used.en} counted"
        if self.provisional:
            zh, en = zh + _UNSURE.zh, en + _UNSURE.en
        when = self.span
        return Explanation(Text(f"{when.zh}：{zh}", f"{when.en}: {en}"), lang=lang)

    @property
    def span(self) -> Text:
        """Its ends as they are printed: days where it is made of whole days."""
        if self.since.timetz() == self.until.timetz() == _MIDNIGHT and self.since < self.until:
            first, last = self.since.date(), (self.until - _ONE_DAY).date()
            if first == last:
                return Text(f"{first}", f"{first}")
            return Text(f"{first}至{last}", f"{first} to {last}")
        since, until = _printed(self.since), _ended(self.until)
        # Within one day its date is said once.
        until = until.removeprefix(since.partition(" ")[0]).strip()
        return Text(f"{since}至{until}", f"{since} to {until}")


_CSS = (
    ".jiesu-clock{font-family:'Noto Sans CJK SC','Microsoft YaHei',sans-serif;font-size:.85em;"
    "max-width:54em;margin:.6em 0}"
    ".jiesu-clock .bar{display:flex;height:1.5em;border-radius:3px;overflow:hidden;margin:.3em 0}"
    ".jiesu-clock .bar i{min-width:3px;border-right:1px solid #fff8}"
    ".jiesu-clock .ends{display:flex;justify-content:space-between;opacity:.75}"
    ".jiesu-clock .key{display:flex;flex-wrap:wrap;gap:.3em 1.2em}"
    ".jiesu-clock .key i{display:inline-block;width:1.2em;height:.9em;border-radius:2px;"
    "margin-right:.4em;vertical-align:-.1em}"
    ".jiesu-clock :is(.before,.first_day){background:#b9c3cc}.jiesu-clock .counted{background:#2a7f62}"
    ".jiesu-clock .rest{background:#e3e3e3}.jiesu-clock .closed{background:#efe9dd}"
    ".jiesu-clock .held{background:#e0a100}.jiesu-clock .rolled{background:#7a5ba6}"
    ".jiesu-clock .unsure{background-image:repeating-linear-gradient(45deg,#fff9 0 3px,"
    "transparent 3px 6px)}"
)


def picture(pieces: tuple[Segment, ...], unit: Text, lang: str = "zh") -> Markup:
    """
    The pieces as a bar, each as long as its time: an HTML fragment with a style of its own.

    Args:
        pieces: What a clock did.
        unit: The unit of the limit; see `Segment.explain`.
        lang: ``"zh"`` or ``"en"``.

    Raises:
        InvalidValueError: No such language.
    """
    lang = language(lang)
    marks = [
        each.passage.name.lower() + (" unsure" if each.provisional else "") for each in pieces
    ]
    bar = (
        element(
            "i",
            "",
            class_=mark,
            style=f"flex-grow:{max(1, (each.until - each.since) // _MINUTE)}",
            title=each.explain(unit).says.to(lang),
        )
        for each, mark in zip(pieces, marks, strict=True)
    )
    key = {
        mark: each.passage.text.to(lang) + (_UNSURE.to(lang) if each.provisional else "")
        for each, mark in zip(pieces, marks, strict=True)
    }
    ends = [_printed(pieces[0].since), _ended(pieces[-1].until)] if pieces else []
    return element(
        "div",
        element("style", Markup(_CSS)),
        element("div", *bar, class_="bar"),
        element("div", *(element("span", each) for each in ends), class_="ends"),
        element(
            "div",
            *(element("span", element("i", "", class_=mark), says) for mark, says in key.items()),
            class_="key",
        ),
        class_="jiesu-clock",
    )


_UNSURE = Text("（暂定）", " (provisional)")


def _printed(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}".removesuffix(":00")


def _ended(at: datetime) -> str:
    """The end of a day is 24:00 of it."""
    if at.timetz() != _MIDNIGHT:
        return _printed(at)
    return f"{(at - _ONE_DAY).date()} 24:00"


def amount(used: Fraction, unit: Text) -> Text:
    """
    How much of a unit, as it is printed; a part of an hour in minutes and seconds.

    Example:
        >>> amount(Fraction(29, 6), Text("小时", "hour"))
        Text(zh='4小时50分', en='4 hours 50 min')
        >>> amount(Fraction(1), Text("个工作日", "working day")).zh
        '1个工作日'
    """
    hours, rest = divmod(used, 1)
    if not rest or not unit.en.endswith("hour"):
        said = plain(used)
        return Text(f"{said}{unit.zh}", f"{said} {unit.en}{'s' * (used != 1)}")
    minutes, part = divmod(rest * 60, 1)
    seconds = plain(part * 60)
    pieces = [
        (f"{hours}{unit.zh}", f"{hours} {unit.en}{'s' * (hours != 1)}", hours),
        (f"{minutes}分", f"{minutes} min", minutes),
        (f"{seconds}秒", f"{seconds} s", part),
    ]
    told = [(zh, en) for zh, en, some in pieces if some]
    return Text("".join(zh for zh, _ in told), " ".join(en for _, en in told))


def midnight(ordinal: int) -> datetime:
    """00:00 of a day, by its ordinal."""
    return datetime.combine(date.fromordinal(ordinal), _MIDNIGHT)


def by_clock(
    start: datetime, begin: datetime, end: datetime, holds: Iterable[Hold]
) -> list[Segment]:
    """Hours by the clock: counted from *begin* on, but for holds."""
    pieces = [Segment(start, begin, Passage.BEFORE)] if start < begin else []
    return pieces + _cut([Segment(begin, end, Passage.COUNTED)], holds) if begin < end else pieces


def by_office_time(
    start: datetime,
    end: datetime,
    days: Days,
    hours: tuple[OfficeHours, ...],
    holds: Iterable[Hold],
) -> list[Segment]:
    """Hours of work: counted within the office hours of working days, but for holds."""
    base, codes = days
    pieces: list[Segment] = []
    for index, code in enumerate(codes):
        dawn, unsettled = midnight(base + index), code >= UNSETTLED
        kind = code % UNSETTLED
        if not kind:
            pieces.append(Segment(dawn, dawn + _ONE_DAY, Passage.REST, provisional=unsettled))
            continue
        edges = [0, *(edge for pair in hours[kind - 1].intervals for edge in pair), 24 * 60]
        for place, (low, high) in enumerate(pairwise(edges)):
            passage = Passage.COUNTED if place % 2 else Passage.CLOSED
            if low < high:
                ends = dawn + low * _MINUTE, dawn + high * _MINUTE
                pieces.append(Segment(*ends, passage, provisional=unsettled))
    clipped = [
        attrs.evolve(piece, since=max(piece.since, start), until=min(piece.until, end))
        for piece in pieces
        if piece.since < end and start < piece.until
    ]
    return _joined(_cut(clipped, holds))


def _cut(pieces: list[Segment], holds: Iterable[Hold]) -> list[Segment]:
    """Take the holds out of what is counted, and say how many hours are left of it."""
    found: list[Segment] = []
    for piece in pieces:
        if piece.passage is not Passage.COUNTED:
            found.append(piece)
            continue
        at = piece.since
        for held, freed in holds:
            since, until = max(held, at), min(freed, piece.until)
            if since < until:
                if at < since:
                    found.append(_worked(piece, at, since))
                found.append(Segment(since, until, Passage.HELD, provisional=piece.provisional))
                at = until
        if at < piece.until:
            found.append(_worked(piece, at, piece.until))
    return found


def _worked(piece: Segment, since: datetime, until: datetime) -> Segment:
    hours = Fraction((until - since) // timedelta.resolution, _HOUR // timedelta.resolution)
    return attrs.evolve(piece, since=since, until=until, used=hours)


def by_day(
    start: datetime,
    begin: datetime,
    first: int,
    last: int,
    end: datetime,
    days: Days,
    held: Held,
    *,
    each: bool = True,
    working: bool = False,
) -> list[Segment]:
    """
    Days: counted from the day *first* to the day *last*, both by ordinal.

    Args:
        start: The instant of the event.
        begin: The instant from which it counts: *start*, or the next office hours.
        first: The first day that may count.
        last: The last.
        end: The instant at which the last day ends.
        days: The days as they were read; read only where *working*.
        held: The days on hold.
        each: Whether each day counted uses one up; else the last piece is to be told what it uses.
        working: Whether only working days count.
    """
    dawn = min(midnight(first), end)
    edges = [(start, min(begin, end), Passage.BEFORE), (begin, dawn, Passage.FIRST_DAY)]
    pieces = [Segment(*edge) for edge in edges if edge[0] < edge[1]]
    base, codes = days
    spans = iter(held)
    low, high = next(spans, (last + 1, last + 1))
    for ordinal in range(first, last + 1):
        while high < ordinal:
            low, high = next(spans, (last + 1, last + 1))
        code = codes[ordinal - base] if working else 1
        passage = Passage.COUNTED if code % UNSETTLED else Passage.REST
        if low <= ordinal <= high:
            passage = Passage.HELD
        dawn = midnight(ordinal)
        pieces.append(
            Segment(
                min(max(begin, dawn), end),
                end if ordinal == last else min(dawn + _ONE_DAY, end),
                passage,
                Fraction(each and passage is Passage.COUNTED),
                code >= UNSETTLED,
            )
        )
    return _joined(pieces)


def _joined(pieces: list[Segment]) -> list[Segment]:
    """The pieces, neighbours of one kind joined."""
    found: list[Segment] = []
    for piece in pieces:
        before = found[-1] if found else None
        if (
            before
            and before.until == piece.since
            and before.passage is piece.passage
            and before.provisional is piece.provisional
        ):
            used = before.used + piece.used
            found[-1] = attrs.evolve(before, until=piece.until, used=used)
        else:
            found.append(piece)
    return found
