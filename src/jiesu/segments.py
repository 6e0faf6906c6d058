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
from .exact import written
from .explain import Explanation
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
            amount = _amount(self.used)
            zh, en = (
                f"计入{amount}{unit.zh}",
                f"{amount} {unit.en}{'s' * (self.used != 1)} counted",
            )
        if self.provisional:
            zh, en = f"{zh}（暂定）", f"{en} (provisional)"
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
        since, until = _printed(self.since), _printed(self.until)
        return Text(f"{since}至{until}", f"{since} to {until}")


def _printed(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}".removesuffix(":00")


def _amount(used: Fraction) -> str:
    if used.denominator == 1:
        return str(used.numerator)
    minutes = used * 60
    whole, rest = divmod(minutes, 60)
    if minutes.denominator == 1 and whole:
        return f"{whole}+{rest}/60"
    return f"{rest}/60" if minutes.denominator == 1 else written(used)


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
        first: The first day that may count.
        last: The last.
        end: The instant at which the last day ends.
        days: The days as they were read; read only where *working*.
        held: The days on hold.
        each: Whether each day counted uses one up; else the last piece is to be told what it uses.
        working: Whether only working days count.
    """
    dawn = midnight(first)
    pieces = [Segment(start, min(dawn, end), Passage.BEFORE)] if start < dawn else []
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
                min(max(start, dawn), end),
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
