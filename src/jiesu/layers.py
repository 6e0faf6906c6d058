"""
一层安排: what one text says of some days, and whose word it is.

A calendar is a stack of these. A layer is made of plain data, by `CalendarLayer.plan`,
`CalendarLayer.change`, `CalendarLayer.daily` or `CalendarLayer.from_row`, on the morning on which a
notice appears.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Self

import attrs

from .errors import (
    Fault,
    InvalidValueError,
    did_you_mean,
    fail,
    fits,
    misfit,
    refuse,
    shown,
    wrong_type,
)
from .labels import Label, Text
from .legal_time import legal_day
from .sources import Rank, Reading, Source

_YEAR = re.compile("[0-9]{4}")
_MONDAY_TO_FRIDAY = (1, 2, 3, 4, 5)
_EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
_CENTURY = 36_525  # days: more than any record of working days, little enough to lay out


class Tier(Label):
    """层级: whose word a layer is, the lowest first; a higher tier decides over a lower one."""

    STATUTE = "放假办法", "statutory holidays"
    """The measures on holidays alone: the only tier that does not settle a day."""
    NATIONAL = "国务院通知", "notice of the State Council"
    PROVINCE = "省级安排", "arrangement of a province"
    CITY = "市级安排", "arrangement of a city"
    UNIT = "单位安排", "arrangement of a unit"


HEIGHT = {tier: height for height, tier in enumerate(Tier)}
"""How high a tier stands: the higher decides."""

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
    found = sorted(
        (item, item) if type(item) is date else _span(item, f"{path}[{index}]")
        for index, item in enumerate(items)
    )
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


def _undecided(value: Any) -> tuple[date, ...]:
    return _days(value, "layer.undecided")


def _week(value: Any) -> tuple[int, ...]:
    days = value if isinstance(value, (tuple, list, set, frozenset, range)) else (value,)
    if not all(type(day) is int and 1 <= day <= len(_EVERY_DAY) for day in days):
        fail(
            InvalidValueError,
            "layer.week",
            Text("不是星期几", "not days of the week"),
            value=shown(value),
            expected=Text("1（周一）至 7（周日）", "1 (Monday) to 7 (Sunday)"),
        )
    return tuple(sorted(set(days)))


@attrs.frozen(repr=False)
class CalendarLayer:
    """
    一层安排: what one text says of some days.

    Inside *covers* a day is rested if it is among *rest*, worked if it is among *working*, and
    otherwise worked on the days of *week*. Outside *covers* the layer says nothing.

    Attributes:
        source: The text: its id names the layer, its publication day decides who could know it.
        tier: Whose word it is.
        rest: Days off; weekends need not be named. Dates, (first, last) pairs or ISO 8601 text.
        working: Days worked, makeup workdays (调休上班日) above all; given like *rest*.
        covers: The spans it settles; by default only the days it names.
        week: Days of the week worked where nothing else is said, 1 (Monday) to 7; by default 1 to 5.
        undecided: For `Tier.STATUTE` alone: the days that a text to come may turn either way.

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
    week: tuple[int, ...] = attrs.field(default=_MONDAY_TO_FRIDAY, converter=_week)
    undecided: tuple[date, ...] = attrs.field(default=(), converter=_undecided)

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
        if self.undecided and self.tier is not Tier.STATUTE:
            what = Text(
                "已有安排的不应再有未定之日", "what settles its days leaves none undecided"
            )
            faults.append(Fault("layer.undecided", what, str(self.undecided[0])))
        for name in ("rest", "working", "undecided"):
            path, days = f"layer.{name}", getattr(self, name)
            outside = next((day for day in days if not self._covered(day)), None)
            if outside:
                what = Text("所列日期不在覆盖范围内", "a named day outside the spans covered")
                faults.append(Fault(path, what, str(outside)))
        refuse(InvalidValueError, faults)

    def _covered(self, day: date) -> bool:
        index = bisect_right(self.covers, (day, date.max)) - 1
        return index >= 0 and day <= self.covers[index][1]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        # Spans as text: a day of its own takes three times as much.
        days = (_written(each) for each in (self.rest, self.working))
        covers, undecided = " ".join(map(_ends, self.covers)), _written(self.undecided)
        return type(self), (self.source, self.tier, *days, covers, self.week, undecided)

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

    def to_row(self) -> dict[str, Any]:
        """
        The layer as plain data, for JSON or a database; `from_row` reads it back.

        Example:
            >>> layer = CalendarLayer.change(
            ...     "某区通知", published=date(2026, 7, 1), rest="2026-07-20", tier=Tier.CITY
            ... )
            >>> row = layer.to_row()
            >>> row["tier"], row["rest"], CalendarLayer.from_row(row) == layer
            ('CITY', '2026-07-20', True)
        """
        source = self.source
        row: dict[str, Any] = {
            "id": self.id,
            "tier": self.tier.name,
            "published": source.published.isoformat(),
            "title": source.title,
            "title_en": source.title_en,
            "number": source.number,
            "place": source.place,
            "url": source.url,
            "rank": source.rank.name,
            "since": source.since.isoformat(),
            "until": source.until.isoformat() if source.until else "",
            "reading": source.reading.name,
            "remark": source.remark.zh if source.remark else "",
            "remark_en": source.remark.en if source.remark else "",
            "rest": _written(self.rest),
            "working": _written(self.working),
            "covers": " ".join(map(_ends, self.covers)),
            "week": "".join(map(str, self.week)) or _NO_DAY,
            "undecided": _written(self.undecided),
        }
        return {name: value for name, value in row.items() if value or name in _NEEDED}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """
        A layer from plain data: what `to_row` gives, or a notice typed in on the day it appears.

        Needed are ``id``, ``published`` and days; a whole year is ``year`` with ``rest`` and
        ``working``, which makes a `plan` of ``id`` as its number; without ``year`` or ``covers``
        the layer settles the days that it names, as `change` does.

        Args:
            row: By name: ``id``, ``year``, ``tier`` (NATIONAL by default), ``published``, ``title``,
                ``title_en``, ``number``, ``place``, ``url``, ``rank``, ``since``, ``until``,
                ``reading``, ``remark``, ``remark_en``, and ``rest``, ``working``, ``covers`` as ISO
                8601 text, ``week`` as digits (``0`` for no day), ``undecided``. What is missing or
                empty takes its default.

        Raises:
            InvalidValueError: A name that is not known, one that is needed and missing, or a value
                that cannot be read; see the class.

        Example:
            >>> notice = CalendarLayer.from_row(
            ...     {
            ...         "id": "国办发明电〔0000〕0号",
            ...         "year": 2027,
            ...         "published": "2026-11-30",
            ...         "rest": "2027-01-01/2027-01-03 2027-02-05/2027-02-11",
            ...         "working": "2027-02-14",
            ...     }
            ... )
            >>> notice.covers == ((date(2026, 12, 29), date(2027, 12, 28)),)
            True
        """
        if not isinstance(row, Mapping):
            raise InvalidValueError(wrong_type("layer", row, Text("映射", "a mapping")))
        faults = [
            Fault("layer", Text("没有这一栏", "no such field"), shown(name), remedy=remedy)
            for name in row
            if name not in _FIELDS
            for remedy in (did_you_mean(name, _FIELDS),)
        ]
        faults += [
            Fault(f"layer.{name}", Text("必填", "is needed"))
            for name in ("id", "published")
            if row.get(name) in (None, "")
        ]
        refuse(InvalidValueError, faults)
        given = {name: value for name, value in row.items() if value not in (None, "")}
        published = _day(given, "published")
        if "year" in given:
            _only(given, "year", _OF_A_PLAN)
            year = given["year"]
            if isinstance(year, str) and _YEAR.fullmatch(year):
                year = int(year)
            return cls.plan(
                year,
                number=_text(given, "id"),
                published=published,
                rest=given.get("rest", ()),
                working=given.get("working", ()),
                url=_text(given, "url"),
                remark=_remark(given),
            )
        tier = _label(given, "tier", Tier, Tier.NATIONAL)
        usual = Rank.NATIONAL_POLICY if tier is Tier.NATIONAL else Rank.POLICY
        source = Source(
            id=_text(given, "id"),
            title=_text(given, "title") or _text(given, "id"),
            title_en=_text(given, "title_en") or _text(given, "title") or _text(given, "id"),
            number=_text(given, "number"),
            rank=_label(given, "rank", Rank, usual),
            published=published,
            since=_day(given, "since") if "since" in given else published,
            until=_day(given, "until") if "until" in given else None,
            place=_text(given, "place"),
            url=_text(given, "url"),
            reading=_label(given, "reading", Reading, Reading.WHOLE),
            remark=_remark(given),
        )
        week = given.get("week", _MONDAY_TO_FRIDAY)
        if isinstance(week, str) and week.isascii() and week.isdigit():
            week = [int(day) for day in week] if week != _NO_DAY else ()
        rest, working = given.get("rest", ()), given.get("working", ())
        covers, undecided = given.get("covers", ()), given.get("undecided", ())
        return cls(source, tier, rest, working, covers, week, undecided)

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
        far = date(year - 1, 12, 1), date(year, 12, 31)
        refuse(
            InvalidValueError,
            (
                Fault(
                    "layer.year",
                    Text(
                        f"日期不属于{year}年的安排",
                        f"a day that is not of the schedule for {year}",
                    ),
                    _ends(span),
                    Text(f"{far[0]} 至 {far[1]}", f"{far[0]} to {far[1]}"),
                )
                for span in named
                if span[0] < far[0] or span[1] > far[1]
            ),
        )
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
            >>> from jiesu.calendars import WorkCalendar
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

    @classmethod
    def daily(
        cls,
        id: str,  # noqa: A002 -- the field's own name
        *,
        published: date,
        first: date,
        last: date,
        rest: Any = (),
        title: Text | None = None,
        place: str = "",
        remark: Text | None = None,
    ) -> Self:
        """
        The arrangement of a unit that works every day (7×24小时值守), holidays among them.

        Args:
            id: Names the layer.
            published: The day from which it could be known.
            first: The first day it settles.
            last: The last.
            rest: The days off that it keeps all the same; see the class.
            title: The title of the text; default: *id*.
            place: Division code of the place it is for.
            remark: What a reader has to know about it.

        Raises:
            InvalidValueError: See the class.

        Example:
            >>> layer = CalendarLayer.daily(
            ...     "燃气值守",
            ...     published=date(2026, 1, 1),
            ...     first=date(2026, 1, 1),
            ...     last=date(2027, 12, 31),
            ... )
            >>> from jiesu.calendars import WorkCalendar
            >>> WorkCalendar.china().with_layer(layer).is_working_day(date(2027, 10, 1))
            True
        """
        found = cls.change(
            id,
            published=published,
            rest=[first],
            tier=Tier.UNIT,
            title=title,
            place=place,
            remark=remark,
        )
        return cls(found.source, Tier.UNIT, rest, (), [(first, last)], _EVERY_DAY)


_OF_A_PLAN = ("id", "year", "published", "rest", "working", "url", "remark", "remark_en")
_FIELDS = (
    *_OF_A_PLAN,
    *("tier", "title", "title_en", "number", "place", "rank", "since", "until", "reading"),
    *("covers", "week", "undecided"),
)
_NEEDED = ("id", "published")
_NO_DAY = "0"


def _only(given: Mapping[str, Any], name: str, known: tuple[str, ...]) -> None:
    """That nothing is said which a row of this kind would pass over."""
    refuse(
        InvalidValueError,
        (
            Fault(
                f"layer.{each}",
                Text(f"有 {name} 的不应再填", f"not together with {name}"),
                shown(given[each]),
            )
            for each in given
            if each not in known
        ),
    )


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str):
        raise InvalidValueError(wrong_type(f"layer.{name}", value, Text("文本", "text")))
    return value


def _remark(given: Mapping[str, Any]) -> Text | None:
    zh, en = _text(given, "remark"), _text(given, "remark_en")
    return Text(zh or en, en or zh) if zh or en else None


def _day(given: Mapping[str, Any], name: str) -> date:
    value = given[name]
    if not isinstance(value, str):
        return legal_day(value, f"layer.{name}")
    first, last = _span(value, f"layer.{name}")
    if first != last:
        what = Text("应为一日", "a span where a day is meant")
        raise InvalidValueError(Fault(f"layer.{name}", what, shown(value)))
    return first


def _label(given: Mapping[str, Any], name: str, kind: type[Label], usual: Any) -> Any:
    value = given.get(name, usual)
    if isinstance(value, kind):
        return value
    for each in kind:
        if value in (each.name, each.zh):
            return each
    fail(
        InvalidValueError,
        f"layer.{name}",
        Text("没有这一种", "no such kind"),
        value=shown(value),
        remedy=did_you_mean(value, [each.name for each in kind]),
    )


def _ends(span: Span) -> str:
    first, last = span
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def _written(days: tuple[date, ...]) -> str:
    """Days as ISO 8601 text, runs of them as spans."""
    return " ".join(map(_ends, _spans(days, "layer")))
