"""
工作日历: which days are working days, who said so, and how sure that is.

No algorithm gives the Chinese working days: weekends are worked and weekdays rested by notice of
the State Council's General Office, year by year, and a notice may be changed while it runs. A
`WorkCalendar` is therefore a stack of dated layers:

- below, the statutory holidays of 《全国年节及纪念日放假办法》 and plain weekends: what can be said of
  days that no notice has settled (`DayStatus.PROVISIONAL`);
- above, one layer for each notice, with its number (文号) and the day on which it could be known;
- on top, what a province, a city or a unit orders for itself.

The stack is laid out once, as prefix counts, so that every question is answered by two or three
look-ups and never by walking from day to day. What is not known raises `OutOfCoverageError`.

The last days of December belong to the next year's notice. In the schedules of 2004-2026 the
earliest day that a notice touched before its own year was 29 December (2007 and 2018, each time as
a makeup workday); so a schedule settles 29 December of the year before to 28 December, and the
29th to the 31st wait for the notice to come.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Any, NoReturn, Self

import attrs

from .errors import (
    Fault,
    InvalidValueError,
    OutOfCoverageError,
    UnsetError,
    fail,
    fits,
    misfit,
    refuse,
    shown,
    wrong_type,
)
from .labels import Label, Text
from .legal_time import BEIJING, instant, legal_day
from .notices import FESTIVALS, PLANS, ZHENGCEKU
from .office_hours import OfficeHours
from .sources import Rank, Reading, Source

_MIDNIGHT = time(tzinfo=BEIJING)
_MINUTE = 60_000_000  # microseconds
_HOUR = 60 * _MINUTE
_DAY_MINUTES = 24 * 60
_CENTURY = 36_525  # days: more than any record of working days, little enough to lay out


class DayStatus(Label):
    """日历状态: how sure it is whether a day is worked."""

    PUBLISHED = "已公布", "published"
    """Settled by a notice."""
    AMENDED = "已调整", "amended"
    """Settled by a notice that changed what an earlier one had published."""
    PROVISIONAL = "暂定", "provisional"
    """No notice yet: statutory holidays and weekends only, makeup workdays unknown."""
    UNKNOWN = "无记录", "unknown"
    """Nothing is known of the day."""


_STATUS = (DayStatus.UNKNOWN, DayStatus.PROVISIONAL, DayStatus.PUBLISHED, DayStatus.AMENDED)
_PROVISIONAL = 1
_PUBLISHED = 2
_AMENDED = 3


class Tier(Label):
    """层级: whose word a layer is, the lowest first; a higher tier decides over a lower one."""

    STATUTE = "放假办法", "statutory holidays"
    """The measures on holidays alone: the only tier that does not settle a day."""
    NATIONAL = "国务院通知", "notice of the State Council"
    PROVINCE = "省级安排", "arrangement of a province"
    CITY = "市级安排", "arrangement of a city"
    UNIT = "单位安排", "arrangement of a unit"


_HEIGHT = {tier: height for height, tier in enumerate(Tier)}

Span = tuple[date, date]
"""First and last day, both included."""


def _span(item: object, path: str) -> Span:
    """One day, a pair of days, or either in ISO 8601: ``2027-02-05/2027-02-12``."""
    if isinstance(item, str):
        try:
            ends = [date.fromisoformat(part) for part in item.split("/")]
        except ValueError:
            ends = []
    elif isinstance(item, (tuple, list)):
        ends = [legal_day(end, path) for end in item]
    else:
        ends = [legal_day(item, path)]
    if len(ends) not in (1, 2) or ends[0] > ends[-1]:
        fail(
            InvalidValueError,
            path,
            Text("不是日期或起止日期", "neither a day nor a span of days"),
            value=shown(item),
            expected=Text(
                "date、(首日, 末日) 或 '2027-02-05/2027-02-12'",
                "a date, (first, last) or '2027-02-05/2027-02-12'",
            ),
        )
    return ends[0], ends[-1]


def _spans(value: object, path: str) -> tuple[Span, ...]:
    """Spans in order, those that meet joined."""
    items = value.split() if isinstance(value, str) else value
    if not isinstance(items, Iterable):
        raise InvalidValueError(wrong_type(path, value, Text("若干日期", "days or spans")))
    found = sorted(_span(item, f"{path}[{index}]") for index, item in enumerate(items))
    if found and (found[-1][1] - found[0][0]).days > _CENTURY:
        fail(
            InvalidValueError,
            path,
            Text("跨度超过一百年", "a span of more than a hundred years"),
            value=f"{found[0][0]}/{found[-1][1]}",
        )
    joined: list[Span] = []
    for first, last in found:
        if joined and (first - joined[-1][1]).days <= 1:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return tuple(joined)


def _days(value: object, path: str) -> tuple[date, ...]:
    return tuple(
        date.fromordinal(number)
        for first, last in _spans(value, path)
        for number in range(first.toordinal(), last.toordinal() + 1)
    )


def _rest(value: Any) -> tuple[date, ...]:
    return _days(value, "layer.rest")


def _makeup(value: Any) -> tuple[date, ...]:
    return _days(value, "layer.working")


def _covers(value: Any) -> tuple[Span, ...]:
    return _spans(value, "layer.covers")


@attrs.frozen(repr=False)
class CalendarLayer:
    """
    一层安排: what one text says of some days.

    Inside *covers* a day is rested if it is among *rest*, worked if it is among *working*, and
    otherwise worked from Monday to Friday. Outside *covers* the layer says nothing.

    Attributes:
        source: The text: its id names the layer, its publication day decides who could know it.
        tier: Whose word it is.
        rest: Days off; weekends need not be named. Dates, (first, last) pairs or ISO 8601 text.
        working: Days worked, makeup workdays (调休上班日) above all; given like *rest*.
        covers: The spans it settles; by default only the days it names.

    Raises:
        InvalidValueError: A day both rested and worked, or named outside *covers*; no days; values
            of another type.

    Example:
        >>> CalendarLayer.plan(
        ...     2027,
        ...     number="国办发明电〔0000〕0号",
        ...     published=date(2026, 11, 30),
        ...     rest="2027-01-01/2027-01-03 2027-02-05/2027-02-11",
        ...     working="2027-02-14",
        ... ).covers
        ((datetime.date(2026, 12, 29), datetime.date(2027, 12, 28)),)
    """

    source: Source
    tier: Tier
    rest: tuple[date, ...] = attrs.field(default=(), converter=_rest)
    working: tuple[date, ...] = attrs.field(default=(), converter=_makeup)
    covers: tuple[Span, ...] = attrs.field(default=(), converter=_covers)

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        if not isinstance(self.source, Source):
            faults.append(wrong_type("layer.source", self.source, Text("Source", "a Source")))
        elif not isinstance(self.source.id, str) or not self.source.id:
            faults.append(wrong_type("layer.id", self.source.id, Text("名称", "a name")))
        else:
            legal_day(self.source.published, "layer.published")
        if not isinstance(self.tier, Tier):
            faults.append(wrong_type("layer.tier", self.tier, Text("Tier", "a Tier")))
        if not self.covers:
            named = _spans((*self.rest, *self.working), "layer")
            object.__setattr__(self, "covers", named)
        if not self.covers:
            faults.append(Fault("layer", Text("没有任何日期", "it says nothing of any day")))
        for day in sorted(set(self.rest) & set(self.working)):
            what = Text("同日既休息又上班", "a day both rested and worked")
            faults.append(Fault("layer.working", what, str(day)))
        for path, days in (("layer.rest", self.rest), ("layer.working", self.working)):
            outside = next((day for day in days if not self._covered(day)), None)
            if outside:
                what = Text("所列日期不在覆盖范围内", "a named day outside the spans covered")
                faults.append(Fault(path, what, str(outside)))
        refuse(InvalidValueError, faults)

    def _covered(self, day: date) -> bool:
        index = bisect_right(self.covers, (day, date.max)) - 1
        return index >= 0 and day <= self.covers[index][1]

    def __repr__(self) -> str:
        return f"<CalendarLayer {self.id}>"

    @property
    def id(self) -> str:
        """The name that decisions pin: the number (文号) where the text has one."""
        return self.source.id

    @property
    def published(self) -> date:
        """The day from which it could be known."""
        return self.source.published

    @property
    def title(self) -> Text:
        """The title of the text."""
        return Text(self.source.title, self.source.title_en)

    @classmethod
    def plan(
        cls,
        year: int,
        *,
        number: str,
        published: date,
        rest: Any,
        working: Any = (),
        url: str = "",
        remark: Text | None = None,
    ) -> Self:
        """
        The State Council's notice for a year (部分节假日安排的通知).

        It settles 29 December of the year before to 28 December of *year*, and any day beyond
        that it names.

        Args:
            year: The year in its title.
            number: 文号; names the layer.
            published: The day from which it could be known.
            rest: Every day off, as the notice lists them; see the class.
            working: Every makeup workday.
            url: Where it was read.
            remark: What a reader has to know about it.

        Raises:
            InvalidValueError: See the class.
        """
        if not isinstance(year, int) or not date.min.year < year <= date.max.year:
            raise InvalidValueError(wrong_type("year", year, Text("年份", "a year")))
        source = Source(
            id=number,
            title=f"国务院办公厅关于{year}年部分节假日安排的通知",
            title_en=f"Notice of the General Office of the State Council on holidays in {year}",
            number=number,
            rank=Rank.NATIONAL_POLICY,
            published=legal_day(published, "published"),
            since=published,
            url=url,
            remark=remark,
        )
        own = (date(year - 1, 12, 29), date(year, 12, 28))
        named = _spans(rest, "layer.rest") + _spans(working, "layer.working")
        return cls(source, Tier.NATIONAL, rest, working, (own, *named))

    @classmethod
    def change(
        cls,
        id: str,  # noqa: A002 -- the field's own name
        *,
        published: date,
        rest: Any = (),
        working: Any = (),
        tier: Tier = Tier.NATIONAL,
        title: Text | None = None,
        number: str = "",
        place: str = "",
        url: str = "",
        remark: Text | None = None,
    ) -> Self:
        """
        A text that orders single days: an amendment, or a local arrangement.

        It settles the days it names and no other.

        Args:
            id: Names the layer; the number (文号) where there is one.
            published: The day from which it could be known.
            rest: The days it makes days off; see the class.
            working: The days it makes working days.
            tier: Whose word it is.
            title: The title of the text; default: *id*.
            number: 文号.
            place: Division code of the place it is for, empty for the whole country.
            url: Where it was read.
            remark: What a reader has to know about it.

        Raises:
            InvalidValueError: See the class.

        Example:
            >>> layer = CalendarLayer.change(
            ...     "某区通知", published=date(2026, 7, 1), rest="2026-07-20", tier=Tier.CITY
            ... )
            >>> calendar = WorkCalendar.china().with_layer(layer)
            >>> calendar.status(date(2026, 7, 20)).zh
            '已调整'
        """
        if not fits(title, Text | None):
            raise InvalidValueError(misfit("title", title, Text | None))
        name = title or Text(id, id)
        source = Source(
            id=id,
            title=name.zh,
            title_en=name.en,
            number=number,
            rank=Rank.NATIONAL_POLICY if tier is Tier.NATIONAL else Rank.POLICY,
            published=legal_day(published, "published"),
            since=published,
            place=place,
            url=url,
            remark=remark,
        )
        return cls(source, tier, rest, working)


@attrs.frozen
class CalendarPins:
    """
    What some days rest on, as a decision keeps it.

    Attributes:
        layers: Ids of the layers that decide them, in the order of the days.
        provisional: Whether one of the days is not settled by a notice.
        hours: 办公时间, where they were reckoned with.
    """

    layers: tuple[str, ...] = ()
    provisional: bool = False
    hours: OfficeHours | None = None


NO_PINS = CalendarPins()
"""Of a computation that read no calendar."""


def _order(layer: CalendarLayer) -> tuple[int, date, str]:
    return _HEIGHT[layer.tier], layer.published, layer.id


def _layers(value: object) -> tuple[CalendarLayer, ...]:
    if not isinstance(value, (tuple, list)) or not value:
        raise InvalidValueError(wrong_type("layers", value, Text("至少一层", "layers")))
    refuse(
        InvalidValueError,
        (
            wrong_type(f"layers[{index}]", layer, Text("CalendarLayer", "a CalendarLayer"))
            for index, layer in enumerate(value)
            if not isinstance(layer, CalendarLayer)
        ),
    )
    ids = [layer.id for layer in value]
    refuse(
        InvalidValueError,
        (
            Fault(
                f"layers[{index}].id",
                Text("层名重复", "two layers of one name"),
                shown(name),
                remedy=Text("换一个 id", "give it another id"),
            )
            for index, name in enumerate(ids)
            if name in ids[:index]
        ),
    )
    return tuple(sorted(value, key=_order))


def _hours(value: object) -> OfficeHours | None:
    if value is not None and not isinstance(value, OfficeHours):
        raise InvalidValueError(wrong_type("hours", value, Text("OfficeHours", "OfficeHours")))
    return value


@attrs.frozen(repr=False)
class WorkCalendar:
    """
    工作日历: an immutable stack of layers, laid out for reading.

    Layers are sorted by tier and by the day they were published: in which order they were added
    makes no difference. The calendar answers for the longest unbroken run of days that its layers
    cover, since no count could cross a gap.

    Attributes:
        layers: What it is made of, the deciding one last.
        hours: 办公时间 of each working day; None until set, for no text gives them.

    Raises:
        InvalidValueError: No layers, two of one name, or more than a hundred years of days.

    Example:
        >>> calendar = WorkCalendar.china()
        >>> calendar.is_working_day(date(2026, 2, 28)), calendar.horizon
        (True, datetime.date(2026, 12, 28))
        >>> calendar.add_working_days(date(2026, 2, 13), 5)
        datetime.date(2026, 2, 27)
    """

    layers: tuple[CalendarLayer, ...] = attrs.field(converter=_layers)
    hours: OfficeHours | None = attrs.field(default=None, converter=_hours)
    first: date = attrs.field(init=False, eq=False)
    """First day it answers for."""
    last: date = attrs.field(init=False, eq=False)
    """Last day it answers for."""
    horizon: date = attrs.field(init=False, eq=False)
    """The last day up to which every day is settled by a notice; the eve of `first` if none is."""
    _base: int = attrs.field(init=False, eq=False)
    _size: int = attrs.field(init=False, eq=False)
    _states: bytes = attrs.field(init=False, eq=False)
    _working: tuple[date, ...] = attrs.field(init=False, eq=False)
    _before: tuple[int, ...] = attrs.field(init=False, eq=False)
    _cuts: tuple[int, ...] = attrs.field(init=False, eq=False)
    _pins: tuple[CalendarPins, ...] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        low = min(layer.covers[0][0] for layer in self.layers).toordinal()
        high = max(layer.covers[-1][1] for layer in self.layers).toordinal()
        if high - low > _CENTURY:
            what = Text("跨度超过一百年", "more than a hundred years of days")
            raise InvalidValueError(Fault("layers", what))
        size = high - low + 1
        works, states, deciders = bytearray(size), bytearray(size), [-1] * size
        for number, layer in enumerate(self.layers):
            named = dict.fromkeys((day.toordinal() for day in layer.rest), 0)
            named |= dict.fromkeys((day.toordinal() for day in layer.working), 1)
            settles = layer.tier is not Tier.STATUTE
            for first, last in layer.covers:
                for day in range(first.toordinal(), last.toordinal() + 1):
                    index = day - low
                    # Ordinal 1 was a Monday.
                    answer = named.get(day, (day - 1) % 7 < 5)
                    if not settles:
                        states[index] = _PROVISIONAL
                    elif states[index] < _PUBLISHED:
                        states[index] = _PUBLISHED
                    elif works[index] != answer:
                        states[index] = _AMENDED
                    works[index] = answer
                    deciders[index] = number
        start, end = _longest_run(states)
        unsettled = states.find(_PROVISIONAL, start, end)
        cuts = [
            index for index in range(start, end) if index == start or _changes(deciders, index)
        ]
        found: dict[str, Any] = {
            "first": date.fromordinal(low + start),
            "last": date.fromordinal(low + end - 1),
            "horizon": date.fromordinal(low + (end if unsettled < 0 else unsettled) - 1),
            "_base": low + start,
            "_size": end - start,
            "_states": bytes(states[start:end]),
            "_working": tuple(
                date.fromordinal(low + index) for index in range(start, end) if works[index]
            ),
            # Entry i: working days before day i; so entry i + 1 counts day i in.
            "_before": tuple(accumulate(works[start:end], initial=0)),
            "_cuts": tuple(index - start for index in cuts),
            "_pins": tuple(
                CalendarPins((self.layers[deciders[index]].id,), states[index] == _PROVISIONAL)
                for index in cuts
            ),
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        # The index is laid out again: it is ten times the layers' size.
        return type(self), (self.layers, self.hours)

    def __repr__(self) -> str:
        return (
            f"<WorkCalendar {self.first}..{self.last}, settled to {self.horizon}, "
            f"{len(self.layers)} layers>"
        )

    @classmethod
    def china(cls) -> Self:
        """
        The calendar of the State Council, as far as it was known when this version was made.

        - 2004 to 28 December 2018: one layer, as the package ``holidays`` transcribes the notices;
          on which day each of them was published is not tracked.
        - from 29 December 2018 to the horizon: one layer for each notice and each amendment.
        - after the horizon to the end of 2029: PROVISIONAL, from the statutory holidays (those on
          a weekend made up on the next working day) and weekends.

        Built anew each time and kept nowhere: build it once, pass it on.

        Raises:
            ImportError: The package ``holidays`` is missing.
        """
        return cls((_history(), *_statutes(), *_notices()))

    def is_working_day(self, day: date) -> bool:
        """
        Whether *day* is worked.

        Raises:
            OutOfCoverageError: Nothing is known of the day.
            InvalidValueError: *day* is no date, or a datetime.

        Example:
            >>> WorkCalendar.china().is_working_day(
            ...     date(2024, 2, 9)
            ... )  # 除夕: leave encouraged only
            True
        """
        index = self._index(day)
        return self._before[index] != self._before[index + 1]

    def status(self, day: date) -> DayStatus:
        """
        How sure it is whether *day* is worked; UNKNOWN instead of an error.

        Raises:
            InvalidValueError: *day* is no date, or a datetime.

        Example:
            >>> calendar = WorkCalendar.china()
            >>> [calendar.status(date(2026, 12, day)).name for day in (28, 31)]
            ['PUBLISHED', 'PROVISIONAL']
            >>> calendar.status(date(2020, 2, 1)).name
            'AMENDED'
        """
        index = legal_day(day, "day").toordinal() - self._base
        return _STATUS[self._states[index]] if 0 <= index < self._size else DayStatus.UNKNOWN

    def add_working_days(self, day: date, n: int) -> date:
        """
        The *n*-th working day after *day*.

        Args:
            day: Where the count starts; it is not counted itself.
            n: How many; negative counts backwards; 0 gives *day* itself if it is worked, else the
                next working day, which is how a last day of rest rolls (民法典 203-1).

        Raises:
            OutOfCoverageError: The count starts or ends where nothing is known.
            InvalidValueError: *day* is no date, *n* no whole number.

        Example:
            >>> calendar = WorkCalendar.china()
            >>> [str(calendar.add_working_days(date(2026, 10, 1), n)) for n in (-1, 0, 1)]
            ['2026-09-30', '2026-10-08', '2026-10-08']
        """
        if type(day) is not date:
            day = legal_day(day, "day")
        if type(n) is not int:
            raise InvalidValueError(wrong_type("n", n, Text("整数", "a whole number")))
        index = day.toordinal() - self._base
        if 0 <= index < self._size:
            rank = self._before[index + 1] + n - 1 if n > 0 else self._before[index] + n
            if 0 <= rank < len(self._working):
                return self._working[rank]
        self._uncovered(f"{day} {shown(n)}" if n else str(day))

    def count_working_days(self, start: date, end: date) -> int:
        """
        Working days in (*start*, *end*]: *start* is not counted, *end* is.

        Counting backwards gives the negative of counting forwards, so that counts over adjoining
        spans always add up.

        Raises:
            OutOfCoverageError: Nothing is known of *start* or *end*.
            InvalidValueError: One of them is no date.

        Example:
            >>> calendar = WorkCalendar.china()
            >>> calendar.count_working_days(date(2026, 2, 13), date(2026, 2, 28))
            6
            >>> calendar.count_working_days(date(2026, 2, 28), date(2026, 2, 13))
            -6
        """
        return self._before[self._index(end) + 1] - self._before[self._index(start) + 1]

    def pins_between(self, start: date, end: date) -> CalendarPins:
        """
        What the days from *start* to *end*, both included, rest on: a decision keeps this.

        Raises:
            OutOfCoverageError: Nothing is known of *start* or *end*.
            InvalidValueError: One of them is no date.

        Example:
            >>> WorkCalendar.china().pins_between(date(2026, 12, 28), date(2026, 12, 29))
            CalendarPins(layers=('国办发明电〔2025〕7号', '国务院令第795号'), provisional=True, hours=None)
        """
        if type(start) is not date or type(end) is not date:
            start, end = legal_day(start, "start"), legal_day(end, "end")
        low, high = start.toordinal() - self._base, end.toordinal() - self._base
        # Both are looked up with care, and with an error, only when something is amiss.
        if not 0 <= low <= high < self._size and self._index(end) < self._index(start):
            return NO_PINS
        cuts, after = self._cuts, bisect_right(self._cuts, low)
        if after == len(cuts) or high < cuts[after]:
            return self._pins[after - 1]
        touched = self._pins[after - 1 : bisect_right(cuts, high, after)]
        return CalendarPins(
            tuple(dict.fromkeys(name for pins in touched for name in pins.layers)),
            any(pins.provisional for pins in touched),
        )

    def layers_between(self, start: date, end: date) -> tuple[str, ...]:
        """
        The ids of the layers that decide the days from *start* to *end*, both included.

        They come in the order of the days; none if *end* is before *start*.

        Raises:
            OutOfCoverageError: Nothing is known of *start* or *end*.
            InvalidValueError: One of them is no date.

        Example:
            >>> WorkCalendar.china().layers_between(date(2020, 1, 20), date(2020, 2, 3))
            ('国办发明电〔2019〕16号', '国办发明电〔2020〕1号')
        """
        return self.pins_between(start, end).layers

    def first_provisional(self, start: date, end: date) -> date | None:
        """
        The first unsettled day from *start* to *end*, both included; None if all are settled.

        Raises:
            OutOfCoverageError: Nothing is known of *start* or *end*.
            InvalidValueError: One of them is no date.

        Example:
            >>> WorkCalendar.china().first_provisional(date(2026, 12, 1), date(2027, 1, 31))
            datetime.date(2026, 12, 29)
        """
        low, high = self._index(start), self._index(end)
        if end <= self.horizon:
            return None
        index = self._states.find(_PROVISIONAL, low, high + 1)
        return None if index < 0 else date.fromordinal(self._base + index)

    def with_layer(self, layer: CalendarLayer) -> Self:
        """
        The calendar with one layer more.

        Raises:
            InvalidValueError: A layer of that name is there already.

        Example:
            >>> notice = CalendarLayer.plan(
            ...     2027, number="示例", published=date(2026, 11, 30), rest="2027-01-01/2027-01-03"
            ... )
            >>> WorkCalendar.china().with_layer(notice).horizon
            datetime.date(2027, 12, 28)
        """
        return attrs.evolve(self, layers=(*self.layers, layer))

    def known_at(self, day: date) -> Self:
        """
        The calendar as it could be known on *day*: without the layers published later.

        Raises:
            OutOfCoverageError: *day* lies before the first publication day that is tracked.
            InvalidValueError: *day* is no date.

        Example:
            >>> before = WorkCalendar.china().known_at(date(2020, 1, 20))
            >>> before.is_working_day(date(2020, 1, 31)), before.horizon
            (True, datetime.date(2020, 12, 28))
        """
        day = legal_day(day, "known_at")
        published = [layer.published for layer in self.layers if layer.tier is not Tier.STATUTE]
        if published and day < min(published):
            fail(
                OutOfCoverageError,
                "known_at",
                Text("当时已公布的安排没有记录", "what was published by then is not recorded"),
                value=str(day),
                expected=Text(f"{min(published)} 或以后", f"{min(published)} or later"),
            )
        known = tuple(layer for layer in self.layers if layer.published <= day)
        return attrs.evolve(self, layers=known)

    def published_only(self) -> Self:
        """
        The calendar without its provisional days: it ends where the notices end.

        Raises:
            InvalidValueError: No notice is among its layers.

        Example:
            >>> WorkCalendar.china().published_only().status(date(2026, 12, 31)).name
            'UNKNOWN'
        """
        settled = tuple(layer for layer in self.layers if layer.tier is not Tier.STATUTE)
        return attrs.evolve(self, layers=settled)

    def with_hours(self, hours: OfficeHours | None) -> Self:
        """
        The calendar with office hours for each of its working days; None takes them away.

        Example:
            >>> from jiesu.legal_time import beijing_time
            >>> calendar = WorkCalendar.china().with_hours(OfficeHours.of("09:00-17:00"))
            >>> calendar.next_opening(beijing_time(2026, 9, 30, 18)).isoformat()
            '2026-10-08T09:00:00+08:00'
        """
        return attrs.evolve(self, hours=hours)

    def need_hours(self) -> OfficeHours:
        """
        The office hours, for a computation that cannot do without.

        Raises:
            UnsetError: The calendar has none; says how to supply them.
        """
        if self.hours is None:
            fail(
                UnsetError,
                "calendar.hours",
                Text(
                    "办公时间未设定，没有文件统一规定", "no office hours are set; no text sets any"
                ),
                remedy=Text(
                    "calendar.with_hours(OfficeHours.of('09:00-12:00', '13:30-18:00'))",
                    "calendar.with_hours(OfficeHours.of('09:00-12:00', '13:30-18:00'))",
                ),
            )
        return self.hours

    def office_time(self, at: datetime) -> int:
        """
        Office time from the calendar's first day until *at*, in microseconds.

        The difference of two of these is the office time between two instants.

        Raises:
            UnsetError: The calendar has no office hours.
            OutOfCoverageError: Nothing is known of the day.
            NaiveDatetimeError: *at* has no zone.
        """
        hours = self.need_hours()
        at = instant(at, "at")
        index = at.toordinal() - self._base
        if not 0 <= index < self._size:
            self._uncovered(str(at.date()))
        done = self._before[index]
        elapsed = done * hours._done[-1]
        if self._before[index + 1] != done:
            seconds = at.hour * 3600 + at.minute * 60 + at.second
            elapsed += hours._elapsed(seconds * 1_000_000 + at.microsecond)
        return elapsed

    def at_office_time(self, elapsed: int, *, resuming: bool = False) -> datetime:
        """
        The first instant at which so much office time has passed since the first day.

        Args:
            elapsed: Microseconds, as `office_time` counts them; 1 or more, or 0 if *resuming*.
            resuming: The last such instant instead: of a closing time, the next opening.

        Raises:
            UnsetError: The calendar has no office hours.
            OutOfCoverageError: That much office time is not known of.
            InvalidValueError: *elapsed* is no whole number.
        """
        hours = self.need_hours()
        if type(elapsed) is not int:
            raise InvalidValueError(wrong_type("elapsed", elapsed, Text("整数", "a whole number")))
        if resuming:
            rank, rest = divmod(elapsed, hours._done[-1])
            moment = hours._resume(rest)
        else:
            rank, rest = divmod(elapsed - 1, hours._done[-1])
            moment = hours._moment(rest + 1)
        if not 0 <= rank < len(self._working):
            self._uncovered(f"{shown(elapsed // _HOUR)} h")
        return datetime.combine(self._working[rank], _MIDNIGHT) + timedelta(microseconds=moment)

    def next_opening(self, at: datetime) -> datetime:
        """
        *at* itself during office hours, else the next instant at which they begin.

        Raises:
            UnsetError: The calendar has no office hours.
            OutOfCoverageError: Nothing is known of the day, or of an opening after it.
            NaiveDatetimeError: *at* has no zone.
        """
        return self.at_office_time(self.office_time(at), resuming=True)

    def _index(self, day: date) -> int:
        if type(day) is not date:
            day = legal_day(day, "day")
        index = day.toordinal() - self._base
        if 0 <= index < self._size:
            return index
        self._uncovered(str(day))

    def _uncovered(self, asked: str) -> NoReturn:
        fail(
            OutOfCoverageError,
            "day",
            Text("工作日历没有该日的记录", "the calendar knows nothing of that day"),
            value=asked,
            expected=Text(
                f"{self.first} 至 {self.last}（已公布至 {self.horizon}）",
                f"{self.first} to {self.last} (published to {self.horizon})",
            ),
            remedy=Text(
                "以 with_layer(CalendarLayer.plan(...)) 补充放假安排",
                "add the notice: with_layer(CalendarLayer.plan(...))",
            ),
        )


def _changes(deciders: list[int], index: int) -> bool:
    return deciders[index] != deciders[index - 1]


def _longest_run(states: bytearray) -> tuple[int, int]:
    """Start and end of the longest stretch without a day of which nothing is known."""
    best = (0, 0)
    start = 0
    while start < len(states):
        end = states.find(0, start)
        end = len(states) if end < 0 else end
        if end - start > best[1] - best[0]:
            best = (start, end)
        start = end + 1
    return best


# --- What is known of China -----------------------------------------------------------------------

_HISTORY: Span = (date(2004, 1, 1), date(2018, 12, 28))


def _history() -> CalendarLayer:
    # Here and not above: the package takes its time to load, and only this needs it.
    from holidays.countries.china import China  # noqa: PLC0415

    first, last = _HISTORY
    # A makeup workday at a year's end stands in the next year's schedule, so one year more. The
    # language is named, or the package would ask the environment for it.
    years = range(first.year, last.year + 2)
    found = China(years=years, expand=False, language="zh_CN")  # type: ignore[no-untyped-call]
    source = Source(
        id="holidays-2004-2018",
        title="国务院办公厅关于部分节假日安排的通知（2004年至2018年）",
        title_en="Notices of the General Office of the State Council on holidays, 2004 to 2018",
        rank=Rank.NATIONAL_POLICY,
        # 国办发明电〔2017〕12号, the last of them; the earlier ones were known before.
        published=date(2017, 11, 30),
        since=first,
        reading=Reading.UNREAD,
        remark=Text(
            "按 Python 软件包 holidays 的整理，各通知的公布日未逐一记录",
            "as transcribed by the Python package holidays; single publication days not tracked",
        ),
    )
    return CalendarLayer(
        source,
        Tier.NATIONAL,
        rest=[day for day in found if day.weekday() < 5 and first <= day <= last],
        working=[day for day in found.weekend_workdays if first <= day <= last],
        covers=[_HISTORY],
    )


def _statutory(year: int, *, of_2024: bool) -> list[date]:
    """
    The days off for all citizens in a year by the measures of 2013 or of 2024.

    Art. 6: one that falls on a weekend is made up on a working day; the text does not say which
    one, the next is assumed.
    """
    spring, *others = (date.fromisoformat(f"{year}-{text}") for text in FESTIVALS[year].split())
    days = {
        date(year, 1, 1),
        *(spring + timedelta(days=n) for n in range(-1 if of_2024 else 0, 3)),
        *(date(year, 5, n) for n in ((1, 2) if of_2024 else (1,))),
        *others,
        *(date(year, 10, n) for n in (1, 2, 3)),
    }
    for day in sorted(days):
        if day.weekday() >= 5:
            made_up = day
            while made_up in days or made_up.weekday() >= 5:
                made_up += timedelta(days=1)
            days.add(made_up)
    return sorted(days)


def _statutes() -> tuple[CalendarLayer, ...]:
    # Three years past the last notice: longer than any limit runs, and no further than needed.
    last = date(max(FESTIVALS), 12, 31)
    remark = Text(
        "调休安排未公布前的暂定日历：法定节假日逢周末的，推定在下一工作日补假",
        "provisional until a notice is out: a holiday on a weekend is assumed to be made up on the "
        "next working day",
    )
    return tuple(
        CalendarLayer(
            Source(
                id=number,
                title="全国年节及纪念日放假办法",
                title_en="Measures on Holidays for National Festivals and Memorial Days",
                number=number,
                rank=Rank.REGULATION,
                published=published,
                since=since,
                until=until,
                reading=Reading.PART,
                remark=remark,
            ),
            Tier.STATUTE,
            rest=[
                day
                for year in range(first.year, last.year + 1)
                if year in FESTIVALS
                for day in _statutory(year, of_2024=of_2024)
            ],
            covers=[(first, last)],
        )
        for number, published, since, until, first, of_2024 in (
            (
                "国务院令第644号",
                date(2013, 12, 11),
                date(2014, 1, 1),
                date(2025, 1, 1),
                date(2018, 12, 29),
                False,
            ),
            (
                "国务院令第795号",
                date(2024, 11, 12),  # dated 10 November
                date(2025, 1, 1),
                None,
                date(2025, 1, 1),
                True,
            ),
        )
    )


def _in_year(year: int, text: str) -> list[str]:
    def full(day: str) -> str:
        return day if len(day) > len("MM-DD") else f"{year}-{day}"

    return ["/".join(full(day) for day in span.split("/")) for span in text.split()]


def _notices() -> tuple[CalendarLayer, ...]:
    seen = Text(
        "文号、日期与内容据各级政府网站和新闻媒体的转载核对",
        "number, date and text checked on copies by government sites and the press",
    )
    plans = (
        CalendarLayer.plan(
            year,
            number=number,
            published=published,
            rest=_in_year(year, rest),
            working=_in_year(year, working),
            url=ZHENGCEKU + page,
            remark=seen,
        )
        for year, number, published, rest, working, page in PLANS
    )
    return (
        *plans,
        CalendarLayer.change(
            "国办发明电〔2019〕3号",
            title=Text(
                "国务院办公厅关于调整2019年劳动节假期安排的通知",
                "Notice of the General Office of the State Council on changing the Labour Day "
                "holiday of 2019",
            ),
            number="国办发明电〔2019〕3号",
            published=date(2019, 3, 22),
            rest="2019-05-01/2019-05-04",
            working="2019-04-28 2019-05-05",
            url=ZHENGCEKU + "2019-03/22/content_5375877.htm",
            remark=seen,
        ),
        CalendarLayer.change(
            "国办发明电〔2020〕1号",
            title=Text(
                "国务院办公厅关于延长2020年春节假期的通知",
                "Notice of the General Office of the State Council on extending the Spring "
                "Festival holiday of 2020",
            ),
            number="国办发明电〔2020〕1号",
            # Dated 26 January; released by Xinhua and on gov.cn in the morning of the 27th.
            published=date(2020, 1, 27),
            rest="2020-01-31/2020-02-02",
            working="2020-02-03",
            url=ZHENGCEKU + "2020-01/27/content_5472352.htm",
            remark=Text(
                "1月26日成文，1月27日发布；2月1日不再上班系由假期延长至2月2日得出，通知未明言",
                "dated 26 January, released on the 27th; that 1 February is no longer worked "
                "follows from the holiday running to the 2nd, the notice does not say it",
            ),
        ),
    )
