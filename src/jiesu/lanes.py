"""
办理图: a case through time as one picture: who answered, who had it in hand, how the clocks ran.

Every strand has a lane for 责任主体 and one for 经办, every clock has its own; events are numbered
marks above them. The picture is one SVG element without ids, styles, scripts or anything from
elsewhere, so that any number of them stand on one page. What place and length show is said in words
too: every piece has a title, the whole a description, and a name cut short on a bar stands in full
below. Kinds differ in shape or pattern, never in colour alone.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple
from unicodedata import east_asian_width

from .clocks import ClockReading, ClockState, Whose
from .custody import Spell
from .errors import InvalidValueError, misfits, refuse, tupled
from .events import Body, Event, Move, Named, Party, in_order
from .exact import plain, rounded
from .explain import Markup, element, language
from .labels import Text
from .legal_time import beijing_time, instant
from .office import Running
from .segments import amount

_PAGE, _LEFT, _RIGHT, _EDGE, _LANE = 720, 190, 692, 8, 28  # pixels
_PITCH, _COLUMNS = 19, 2
_INK, _FAINT, _BLUE = "#1a1a1a", "#5c5c5c", "#1f4e79"
_FONT = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"

_ANSWERS, _HOLDS = Text("责任主体", "Answerable"), Text("经办", "In hand")
_CLOCKS = {
    Whose.REQUESTER: Text("诉求人期限", "Requester's clock"),
    Whose.LEAD: Text("承办单位期限", "Unit's clock"),
    Whose.CO_HANDLER: Text("协办单位期限", "Co-handler's clock"),
}
_KEY = {
    "used": Text("已过时间", "time passed"),
    "held": Text("中止", "on hold"),
    "late": Text("超期", "late"),
    "due": Text("期限届满", "due"),
    "former": Text("变更前的期限", "due before a change"),
    "range": Text("暂定期限的范围", "range of a provisional due"),
}
_BARS = {
    "answers": {"fill": _BLUE, "stroke": _BLUE},
    "holds": {"fill": "#d3e3f3", "stroke": _BLUE},
    "party": {"fill": "#ffffff", "stroke": _INK, "stroke_dasharray": "4 2"},
    "used": {"fill": "#a9c6e3", "stroke": "#2f5f8f"},
    "held": {"fill": "#ffffff", "stroke": _INK},
    "late": {"fill": "#8c1c13", "stroke": "#8c1c13"},
    "range": {"fill": "none", "stroke": _INK, "stroke_dasharray": "4 3"},
}
_POINTS = {"due": (_INK, "none"), "former": ("#ffffff", "3 2")}
_SHAPES = {
    Move.OBJECTED: ("#ffe3b3", ((0, -10), (10, 8), (-10, 8))),
    Move.ADJUDICATED: ("#ffe3b3", ((0, -10), (10, 0), (0, 10), (-10, 0))),
    Move.DESIGNATED: ("#ffe3b3", ((0, -10), (10, 0), (0, 10), (-10, 0))),
    Move.CALLED_OUT: ("#d9f0d3", ((-10, -8), (10, -8), (0, 10))),
    Move.EXTENDED: ("#e8dcf5", ((-9, -8), (3, -8), (10, 0), (3, 8), (-9, 8))),
    Move.FOLLOWED_UP: ("#d3e3f3", ((-8, -8), (8, -8), (8, 8), (-8, 8))),
    Move.RATED: ("#d3e3f3", ((-8, -8), (8, -8), (8, 8), (-8, 8))),
}
_SINKS = {Move.OBJECTED: 3, Move.CALLED_OUT: -2}  # where the middle of a triangle is

_ANCHOR = beijing_time(2001, 1, 1)  # a Monday
_STEPS = tuple(
    timedelta(minutes=each)
    for each in (1, 5, 15, 30, *(60 * hours for hours in (1, 2, 3, 6, 12, 24, 48, 168, 336)))
)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 300, 600, 1200, 3000, 6000, 12000)
_TICKS = 9


class _Piece(NamedTuple):
    """A span of a lane, or an instant where both ends are one."""

    since: datetime
    until: datetime
    look: str
    says: str
    label: tuple[str, str] = ("", "")


class _Lane(NamedTuple):
    """A row: what it is, in how many words there is room for, and what lies on it."""

    name: str
    strand: int
    head: str
    note: str
    pieces: tuple[_Piece, ...]


class _Axis(NamedTuple):
    """Instants to places, exactly."""

    start: datetime
    end: datetime

    def x(self, at: datetime) -> Fraction:
        span, tick = self.end - self.start, timedelta.resolution
        passed = Fraction((at - self.start) // tick, span // tick) if span else Fraction(0)
        return _LEFT + (_RIGHT - _LEFT) * passed

    def ticks(self) -> Iterator[tuple[datetime, str]]:
        """Round instants and what they are called: minutes, hours, days, weeks, months or years."""
        found = 0
        for step in _STEPS:
            first, last = -((_ANCHOR - self.start) // step), (self.end - _ANCHOR) // step
            if (self.end - self.start) // step <= _TICKS:
                for number in range(first, last + 1):
                    at, found = _ANCHOR + number * step, found + 1
                    yield at, f"{at:%m-%d}" if not (at.hour or at.minute) else f"{at:%H:%M}"
                break
        else:
            low, high = (12 * at.year + at.month - 1 for at in self)
            step_ = next(each for each in _MONTHS if (high - low) // each <= _TICKS)
            for number in range(low - low % step_, high + 1, step_):
                if number > low or self.start == beijing_time(low // 12, low % 12 + 1, 1):
                    at, found = beijing_time(number // 12, number % 12 + 1, 1), found + 1
                    yield at, f"{at.year}" if step_ >= 12 else f"{at:%Y-%m}"
        if not found:
            yield self.start, f"{self.start:%m-%d %H:%M}"


def lanes(
    spells: Iterable[Spell],
    clocks: Iterable[Running],
    events: Iterable[Event],
    name: Named,
    *,
    until: datetime,
    lang: str = "zh",
    title: str = "",
) -> Markup:
    """
    A case through time: a self-contained SVG element, 720 px wide at most.

    Args:
        spells: Who had each strand in hand and who answered for it; see `custody.spells`.
        clocks: The clocks as the case stood at *until*; see `Office.clocks`. Those that had not started
            are left out, each other one is read at *until*.
        events: The history.
        name: How a body is printed: `Office.name`, or `events.name_of`.
        until: As of when: what came later is not drawn, what lasts is drawn up to it. Limits that end
            later are.
        lang: ``"zh"`` or ``"en"``.
        title: What the picture is of: the ticket's number.

    Raises:
        InvalidValueError: An argument of another type; no such language.
        NaiveDatetimeError: *until* has no zone.
        JiesuError: As `Clock.read` does.

    Example:
        >>> from jiesu.custody import spells
        >>> from jiesu.events import Dispatched, name_of
        >>> history = (Dispatched(beijing_time(2026, 3, 2, 9), "东华门街道办事处"),)
        >>> drawn = lanes(spells(history), (), history, name_of, until=beijing_time(2026, 3, 4, 9))
        >>> drawn[:4], "责任主体：东华门街道办事处，2026-03-02 09:00 至今" in drawn
        ('<svg', True)
    """
    lang, until, history = language(lang), instant(until, "until"), in_order(events)
    held, running = tupled(spells), tupled(clocks)
    faults = [*misfits("spells", held, Spell), *misfits("clocks", running, Running)]
    refuse(InvalidValueError, faults)
    known = [(each, each.read(until)) for each in running if each.clock.start <= until]
    past = [each for each in held if each.since <= until]
    numbered = [pair for pair in enumerate(history, 1) if pair[1].at <= until]
    return _Sheet(past, known, numbered, name, until, lang).drawn(title)


class _Sheet:
    """The picture in the making."""

    def __init__(
        self,
        spells: list[Spell],
        clocks: list[tuple[Running, ClockReading]],
        events: list[tuple[int, Event]],
        name: Named,
        until: datetime,
        lang: str,
    ) -> None:
        self.until, self.lang, self.name, self.events = until, lang, name, events
        bodies = [body for each in spells for body in (each.answerable, each.holder)]
        bodies += [each.body for each, _ in clocks if each.body is not Party.REQUESTER]
        self.letters: dict[Body, str] = {}
        for body in bodies:
            if body is not None and body not in self.letters:
                turn, place = divmod(len(self.letters), 26)
                self.letters[body] = f"{chr(65 + place)}{turn or ''}"
        numbers = {each.strand for each in spells} | {each.strand for each, _ in clocks}
        self.several = len(numbers - {0}) > 1
        self.lanes = [self.clock(*pair) for pair in clocks if not pair[0].strand]
        for number in sorted(numbers - {0}):
            mine = [each for each in spells if each.strand == number]
            self.lanes += [self.hands(number, mine, "answers"), self.hands(number, mine, "holds")]
            self.lanes += [self.clock(*pair) for pair in clocks if pair[0].strand == number]
        ends = [end for lane in self.lanes for each in lane.pieces for end in each[:2]]
        ends += [until, *(event.at for _, event in events)]
        self.axis = _Axis(min(ends), max(ends))
        self.parts: list[Markup] = []

    # -- what lies on the lanes ----------------------------------------------------------------------

    def to(self, zh: str, en: str) -> str:
        return Text(zh, en).to(self.lang)

    def head(self, strand: int, text: Text) -> str:
        which = self.to(f"{strand}号 ", f"{strand}: ") if self.several and strand else ""
        return which + text.to(self.lang)

    def hands(self, number: int, spells: list[Spell], look: str) -> _Lane:
        """Who answered for a strand, or who had it in hand: a piece for each body in turn."""
        text, whose = (_ANSWERS, "answerable") if look == "answers" else (_HOLDS, "holder")
        runs: list[Spell] = []
        for each in spells:
            body = getattr(each, whose)
            if runs and getattr(runs[-1], whose) == body and runs[-1].until == each.since:
                runs[-1] = runs[-1]._replace(until=each.until)
            elif body is not None:
                runs.append(each)
        head, pieces = self.head(number, text), []
        for each in runs:
            body = getattr(each, whose)
            ended = each.until if each.until and each.until <= self.until else None
            named, since = self.name(body).to(self.lang), _when(each.since)
            zh, en = (f"至 {_when(ended)}", f"to {_when(ended)}") if ended else ("至今", "to now")
            says = self.to(
                f"{head}：{named}，{since} {zh}（{each.act.zh}）",
                f"{head}: {named}, {since} {en} ({each.act.en})",
            )
            kind, label = "party" if isinstance(body, Party) else look, (self.letters[body], named)
            pieces.append(_Piece(each.since, ended or self.until, kind, says, label))
        return _Lane(f"{look}-{number}", number, head, "", tuple(pieces))

    def clock(self, run: Running, read: ClockReading) -> _Lane:
        """What of a limit has passed, when it stood still, and when it is up."""
        governs, start, end = read.deadline, run.clock.start, read.done or self.until
        head, limit = self.head(run.strand, _CLOCKS[run.clock.whose]), governs.limit
        if len(read.history) > 1:
            first = read.history[0].limit.text
            limit_text = Text(f"{first.zh}，后有变更", f"{first.en}, changed since")
        else:
            limit_text = limit.text
        (zh, en), late = read.state.text, amount(read.late, limit.unit_text)
        if governs.is_late(end):
            zh, en = f"{zh}{late.zh}，限{limit_text.zh}", f"{en} by {late.en}"
        elif read.done or len(read.history) > 1 or read.state is ClockState.TAKEN:
            zh, en = f"{zh}，限{limit_text.zh}", f"{en}, {limit_text.en}"
        else:
            used = plain(Fraction(rounded(read.used, 1)))
            zh, en = f"{zh}，{used}/{limit.text.zh}", f"{en}, {used}/{limit.text.en}"
        if read.provisional:
            zh, en = f"{zh}（暂定）", f"{en} (provisional)"
        note, named = self.to(zh, en), self.name(run.body).to(self.lang)
        told = self.to(f"{head}：{named}，{note}", f"{head}: {named}, {note}")
        due = self.to(
            f"{limit.text.zh}，至 {governs.text.zh} 届满",
            f"{limit.text.en}, due by {governs.text.en}",
        )
        pieces: list[_Piece] = []

        def add(look: str, since: datetime, until: datetime, says: str = "") -> None:
            if not says:
                ends = dict.fromkeys((_when(since), _when(until)))
                says = f"{self.key(look)} {self.to(' 至 ', ' to ').join(ends)}"
            pieces.append(_Piece(since, until, look, says))

        if start < governs.due:
            add("used", start, min(end, governs.due), told)
        for held, freed in governs.holds:
            if freed > start:
                add("held", max(held, start), freed)
        if governs.is_late(end):
            add("late", max(start, governs.due), end)
        if governs.range is not None:
            add("range", *governs.range)
        for before in dict.fromkeys(each.due for each in read.history[:-1]):
            if before != governs.due:
                add("former", before, before)
        add("due", governs.due, governs.due, due)
        letter = self.letters.get(run.body)
        name = f"{run.clock.whose.name.lower().replace('_', '-')}-{run.strand}"
        return _Lane(name, run.strand, f"{head} {letter}" if letter else head, note, tuple(pieces))

    def key(self, look: str) -> str:
        return _KEY[look].to(self.lang)

    # -- the drawing ---------------------------------------------------------------------------------

    def drawn(self, title: str) -> Markup:
        """The whole, from the title down."""
        heading = title or self.to("办理图", "The case through time")
        since, until = _when(self.axis.start), _when(self.until)
        heading = self.to(f"{heading}（{since} 至 {until}）", f"{heading} ({since} to {until})")
        self.parts.append(_text(heading, _PAGE - 2 * _EDGE, _EDGE, 20, 14, font_weight="bold"))
        ranks = max(1, -(-len(self.events) * _PITCH // (_RIGHT - _LEFT)))
        top = 32 + 22 * ranks + 14
        bottom = top + _LANE * max(1, len(self.lanes))
        self.ground(top, bottom)
        self.marks(ranks, 32, bottom)
        for place, lane in enumerate(self.lanes):
            self.row(lane, top + _LANE * place)
        end = self.keys(self.foot(top, bottom))
        lines = [each.says for lane in self.lanes for each in lane.pieces]
        lines += [f"{number}. {self.told(event)}" for number, event in self.events]
        told = self.to("；", "; ").join(lines) or self.to("没有记录", "nothing on record")
        return _tag(
            "svg",
            _tag("title", heading),
            _tag("desc", told),
            _tag("rect", x=0, y=0, width=_PAGE, height=end, fill="#ffffff"),
            *self.parts,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_PAGE} {end}",
            width="100%",
            style=f"max-width:{_PAGE}px;height:auto",
            role="img",
            lang="en" if self.lang == "en" else "zh-CN",
            aria_label=heading,
            font_family=_FONT,
            fill=_INK,
            data_start=self.axis.start.isoformat(),
            data_end=self.axis.end.isoformat(),
        )

    def put(self, tag: str, *content: str, **attributes: str | int | Fraction) -> None:
        self.parts.append(_tag(tag, *content, **attributes))

    def told(self, event: Event, *, year: bool = True) -> str:
        """An event in words."""
        more, strand = event.told(self.name).to(self.lang), event.strand
        when = _when(event.at) if year else f"{event.at:%m-%d %H:%M}"
        which = self.to(f"{strand}号 ", f"{strand}: ") if self.several and strand else ""
        says = f"{when} {which}{event.move.text.to(self.lang)}"
        return says + self.to(f"：{more}", f": {more}") * bool(more)

    def ground(self, top: int, bottom: int) -> None:
        """What lies under everything: every other strand shaded, and the time after `until`."""
        for place, lane in enumerate(self.lanes):
            fill = "#f3f5f7" if lane.strand % 2 else "#ffffff"
            self.put("rect", x=0, y=top + _LANE * place, width=_PAGE, height=_LANE, fill=fill)
        x = self.axis.x(self.until)
        if x < _RIGHT:
            self.put("rect", x=x, y=top, width=_RIGHT - x, height=bottom - top, fill="#e2e2e2")
        if not self.lanes:
            none = self.to("尚未派单", "not dispatched yet")
            self.parts.append(_text(none, _LEFT - _EDGE, _EDGE, top + 18))

    def marks(self, ranks: int, top: int, bottom: int) -> None:
        """The events: numbered marks side by side, each with a line down to its instant."""
        pitch, foot, drawn = Fraction(_PITCH, ranks), top + 22 * ranks, []
        places = [self.axis.x(event.at) for _, event in self.events]
        for index in range(1, len(places)):
            places[index] = max(places[index], places[index - 1] + pitch)
        limit = Fraction(_RIGHT)
        for index in reversed(range(len(places))):
            places[index] = min(places[index], limit)
            limit = places[index] - pitch
        for index, ((number, event), x) in enumerate(zip(self.events, places, strict=True)):
            y, at = top + 11 + 22 * (index % ranks), _n(self.axis.x(event.at))
            line = f"{_n(x)},{y} {_n(x)},{foot} {at},{foot + 12} {at},{bottom}"
            self.put("polyline", points=line, fill="none", stroke="#9a9a9a", stroke_width="0.8")
            said = _tag("title", f"{number}. {self.told(event)}")
            mark = {"data_event": f"{number}", "data_at": event.at.isoformat()}
            drawn.append(_tag("g", said, *_mark(event.move, number, x, y), **mark))
        self.parts += drawn

    def row(self, lane: _Lane, y: int) -> None:
        """A lane with all that lies on it."""
        room, middle = _LEFT - _EDGE - 6, y + (12 if lane.note else 18)
        head = _text(lane.head, room, _EDGE, middle, font_weight="bold")
        note = _text(lane.note, room, _EDGE, y + 24, 10, fill=_FAINT)
        drawn = [_tag("g", _tag("title", f"{lane.head} {lane.note}"), head, note)]
        for each in lane.pieces:
            since, until = self.axis.x(each.since), self.axis.x(each.until)
            shapes = [_tag("title", each.says), *_paint(each.look, since, until, y)]
            letter, named = each.label
            words = _fit(f"{letter} {named}", until - since - 10, 11)
            if named and len(words) < min(5, len(f"{letter} {named}")):
                words = letter if until - since >= 10 else ""
            if words:
                fill = "#ffffff" if each.look == "answers" else _INK
                centre = (since + until) / 2
                shapes.append(_text(words, _PAGE, centre, y + 18, text_anchor="middle", fill=fill))
            ends = {"data_since": each.since.isoformat(), "data_until": each.until.isoformat()}
            drawn.append(_tag("g", *shapes, data_look=each.look, **ends))
        self.put("g", *drawn, data_lane=lane.name)

    def foot(self, top: int, bottom: int) -> int:
        """The axis, with round instants, and where *until* is."""
        self.put("line", x1=_LEFT, x2=_RIGHT, y1=bottom, y2=bottom, stroke=_INK)
        for at, words in self.axis.ticks():
            x = self.axis.x(at)
            self.put("line", x1=x, x2=x, y1=bottom, y2=bottom + 5, stroke=_INK)
            self.parts.append(_text(words, _PAGE, x, bottom + 16, 10, text_anchor="middle"))
        x = self.axis.x(self.until)
        dots = {"stroke": _INK, "stroke_width": "1.5", "stroke_dasharray": "1 2"}
        self.put("line", x1=x, x2=x, y1=top, y2=bottom + 6, **dots)
        words = self.to(f"截至 {_when(self.until)}", f"as of {_when(self.until)}")
        side = "end" if x > (_LEFT + _RIGHT) // 2 else "start"
        self.parts.append(_text(words, _PAGE, x, bottom + 31, 10, text_anchor=side))
        return bottom + 40

    def keys(self, y: int) -> int:
        """What the pieces are, who the bodies are, what the events were."""
        there = {each.look for lane in self.lanes for each in lane.pieces}
        y = self.flow(y, [(look, self.key(look)) for look in _KEY if look in there])
        bodies = self.letters.items()
        y = self.flow(
            y, [("", f"{each} {self.name(body).to(self.lang)}") for body, each in bodies]
        )
        rows, wide = -(-len(self.events) // _COLUMNS), (_PAGE - 2 * _EDGE) // _COLUMNS
        years = self.axis.start.year != self.axis.end.year
        for index, (number, event) in enumerate(self.events):
            x, line = _EDGE + wide * (index // rows), y + 16 + 22 * (index % rows)
            said = _text(self.told(event, year=years), wide - 32, x + 24, line + 4)
            title = _tag("title", self.told(event))
            self.put("g", title, *_mark(event.move, number, Fraction(x + 10), line), said)
        return y + 22 * rows + 12

    def flow(self, y: int, entries: list[tuple[str, str]]) -> int:
        """Entries one after the other, in as many lines as they need."""
        x = _EDGE
        for look, words in entries:
            ahead = 14 if look in _POINTS else 32 if look else 0
            wide = ahead + _width(words, 11)
            if x > _EDGE and x + wide > _PAGE - _EDGE:
                x, y = _EDGE, y + _LANE
            if look:
                self.parts += _paint(look, Fraction(x + 4), Fraction(x + ahead - 6), y)
            self.parts.append(_text(words, _PAGE - 2 * _EDGE, x + ahead, y + 18))
            x += wide + 16
        return y + _LANE * bool(entries)


# --- Shapes and words -------------------------------------------------------------------------------


def _paint(look: str, since: Fraction, until: Fraction, y: int) -> list[Markup]:
    """A piece on the lane at *y*."""
    if look in _POINTS:
        x, (fill, dashes) = since, _POINTS[look]
        head = f"{_n(x - 5)},{y + 1} {_n(x + 5)},{y + 1} {_n(x)},{y + 9}"
        line = {"stroke": _INK, "stroke_width": "2", "stroke_dasharray": dashes}
        return [
            _tag("line", x1=x, x2=x, y1=y + 4, y2=y + 26, **line),
            _tag("polygon", points=head, fill=fill, stroke=_INK),
        ]
    x = min(since, Fraction(_RIGHT - 1))
    wide = max(until - x, Fraction(1))
    drawn = [_tag("rect", x=x, width=wide, y=y + 5, height=18, **_BARS[look])]
    if look == "held":
        line = {"stroke": _INK, "stroke_width": "18", "stroke_dasharray": "1.5 3"}
        drawn.append(_tag("line", x1=x, x2=x + wide, y1=y + 14, y2=y + 14, **line))
    return drawn


def _mark(move: Move, number: int, x: Fraction, y: int) -> list[Markup]:
    """An event: its number in the shape of its kind."""
    ink = "#ffffff" if move is Move.CLOSED else _INK
    if move in _SHAPES:
        fill, corners = _SHAPES[move]
        points = " ".join(f"{_n(x + right)},{y + down}" for right, down in corners)
        shape = _tag("polygon", points=points, fill=fill, stroke=_INK)
    else:
        fill = _INK if move is Move.CLOSED else "#ffffff"
        shape = _tag("circle", cx=x, cy=y, r=8, fill=fill, stroke=_INK)
    middle = y + 3 + _SINKS.get(move, 0)
    return [shape, _text(f"{number}", _PAGE, x, middle, 9, text_anchor="middle", fill=ink)]


def _text(words: str, room: int, x: int | Fraction, y: int, size: int = 11, **more: str) -> Markup:
    """Words, cut to the room there is for them."""
    return _tag("text", _fit(words, room, size), x=x, y=y, font_size=size, **more)


def _tag(tag: str, *content: str, **attributes: str | int | Fraction) -> Markup:
    """An element of XML: numbers as they are written, and nothing that cannot be."""
    given = {
        name: value if isinstance(value, str) else _n(value) for name, value in attributes.items()
    }
    return element(tag, *content, **given)


def _n(number: int | Fraction) -> str:
    return str(rounded(number, 1)) if isinstance(number, Fraction) else str(number)


def _width(words: str, size: int) -> int:
    """About how wide words are: a Chinese character is as wide as it is high."""
    return sum(20 if east_asian_width(each) in "WFA" else 11 for each in words) * size // 20


def _fit(words: str, room: int | Fraction, size: int) -> str:
    """As much of the words as there is room for."""
    if _width(words, size) <= room:
        return words
    while words and _width(words, size) + size > room:
        words = words[:-1]
    return f"{words}…" if words else ""


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
