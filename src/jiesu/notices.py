"""
放假安排: what the State Council ordered for each year, as layers, and what it may order next.

`PLANS` and `AMENDMENTS` are data; `notices` makes layers of them, `statutes` the layers below, which
stand until a notice comes. A new notice is a new row here, or a layer that a host puts on with
`WorkCalendar.with_layer` on the morning the notice appears. A new row may widen `REACH`, which a test
derives from the rows; and a year more of `FESTIVALS` moves the end of the calendar, which stands three
years past the last notice.

What a notice to come may make of a day, `REACH` bounds by what the notices of 2008-2026 made of the
days around each festival, so long as the measures on holidays stay as they are: those of 2013 had
the eve of Spring Festival worked again. A text for one occasion (2015-09-03) lies outside of it; the
extension of 2020 lies within.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import attrs

from .labels import Text
from .layers import CalendarLayer, Tier
from .sources import Rank, Reading, Source

_SATURDAY = 5
_FIRST = date(2007, 12, 29)
RECORDED = date(2004, 1, 1)
"""From when on notices are on record here."""

# 春节（初一）, 清明, 端午, 中秋: astronomy, not arrangement, and so known in advance.
FESTIVALS = {
    2008: "02-07 04-04 06-08 09-14",
    2009: "01-26 04-04 05-28 10-03",
    2010: "02-14 04-05 06-16 09-22",
    2011: "02-03 04-05 06-06 09-12",
    2012: "01-23 04-04 06-23 09-30",
    2013: "02-10 04-04 06-12 09-19",
    2014: "01-31 04-05 06-02 09-08",
    2015: "02-19 04-05 06-20 09-27",
    2016: "02-08 04-04 06-09 09-15",
    2017: "01-28 04-04 05-30 10-04",
    2018: "02-16 04-05 06-18 09-24",
    2019: "02-05 04-05 06-07 09-13",
    2020: "01-25 04-04 06-25 10-01",
    2021: "02-12 04-04 06-14 09-21",
    2022: "02-01 04-05 06-03 09-10",
    2023: "01-22 04-05 06-22 09-29",
    2024: "02-10 04-04 06-10 09-17",
    2025: "01-29 04-04 05-31 10-06",
    2026: "02-17 04-05 06-19 09-25",
    2027: "02-06 04-05 06-09 09-15",
    2028: "01-26 04-04 05-28 10-03",
    2029: "02-13 04-04 06-16 09-22",
}

ZHENGCEKU = "https://www.gov.cn/zhengce/zhengceku/"

# Year; number; day of publication on gov.cn; days off; makeup workdays; page. A day without a year
# is in the notice's own year.
PLANS = (
    (
        2004,
        "国办发明电〔2003〕53号",  # dated 18 December
        date(2003, 12, 18),  # the day it is dated: when it was published is not on record
        "01-01 01-22/01-28 05-01/05-07 10-01/10-07",
        "01-17 01-18 05-08 05-09 10-09 10-10",
        "",
    ),
    (
        2005,
        "国办发明电〔2004〕52号",  # dated 17 December; number and day from copies only
        date(2004, 12, 20),  # the day of Xinhua's report
        "01-01/01-03 02-09/02-15 05-01/05-07 10-01/10-07",
        "02-05 02-06 04-30 05-08 10-08 10-09",
        "",
    ),
    (
        2006,
        "国办发明电〔2005〕35号",  # dated 16 December
        date(2005, 12, 22),
        "01-01/01-03 01-29/02-04 05-01/05-07 10-01/10-07",
        "2005-12-31 01-28 02-05 04-29 04-30 09-30 10-08",
        "https://www.gov.cn/jrzg/2005-12/22/content_133837.htm",
    ),
    (
        2007,
        "国办发明电〔2006〕49号",  # dated 14 December
        date(2006, 12, 18),  # the page below was put up later
        "01-01/01-03 02-18/02-24 05-01/05-07 10-01/10-07",
        "2006-12-30 2006-12-31 02-17 02-25 04-28 04-29 09-29 09-30",
        "2008-03/28/content_1761.htm",
    ),
    (
        2008,
        "国办发明电〔2007〕52号",  # dated 15 December
        date(2007, 12, 18),  # the page below was put up later
        "2007-12-30/2008-01-01 02-06/02-12 04-04/04-06 05-01/05-03 06-07/06-09 09-13/09-15 09-29/10-05",
        "2007-12-29 02-02 02-03 05-04 09-27 09-28",
        "2008-03/28/content_1645.htm",
    ),
    (
        2009,
        "国办发明电〔2008〕42号",  # dated 4 December
        date(2008, 12, 10),
        "01-01/01-03 01-25/01-31 04-04/04-06 05-01/05-03 05-28/05-30 10-01/10-08",
        "01-04 01-24 02-01 05-31 09-27 10-10",
        "2008-12/10/content_1572.htm",
    ),
    (
        2010,
        "国办发明电〔2009〕27号",  # dated 7 December
        date(2009, 12, 8),
        "01-01/01-03 02-13/02-19 04-03/04-05 05-01/05-03 06-14/06-16 09-22/09-24 10-01/10-07",
        "02-20 02-21 06-12 06-13 09-19 09-25 09-26 10-09",
        "2009-12/08/content_1476.htm",
    ),
    (
        2011,
        "国办发明电〔2010〕40号",  # dated 9 December
        date(2010, 12, 10),
        "01-01/01-03 02-02/02-08 04-03/04-05 04-30/05-02 06-04/06-06 09-10/09-12 10-01/10-07",
        "01-30 02-12 04-02 10-08 10-09",
        "2010-12/10/content_1423.htm",
    ),
    (
        2012,
        "国办发明电〔2011〕45号",  # dated 5 December
        date(2011, 12, 6),
        "01-01/01-03 01-22/01-28 04-02/04-04 04-29/05-01 06-22/06-24 09-30/10-07",
        "2011-12-31 01-21 01-29 03-31 04-01 04-28 09-29",
        "2011-12/06/content_1411.htm",
    ),
    (
        2013,
        "国办发明电〔2012〕33号",  # dated 8 December
        date(2012, 12, 10),
        "01-01/01-03 02-09/02-15 04-04/04-06 04-29/05-01 06-10/06-12 09-19/09-21 10-01/10-07",
        "01-05 01-06 02-16 02-17 04-07 04-27 04-28 06-08 06-09 09-22 09-29 10-12",
        "2012-12/10/content_1353.htm",
    ),
    (
        2014,
        "国办发明电〔2013〕28号",
        date(2013, 12, 11),  # the page below was put up later
        "01-01 01-31/02-06 04-05 04-07 05-01/05-03 06-02 09-08 10-01/10-07",
        "01-26 02-08 05-04 09-28 10-11",
        "2014-01/02/content_1194.htm",
    ),
    (
        2015,
        "国办发明电〔2014〕28号",
        date(2014, 12, 16),
        "01-01/01-03 02-18/02-24 04-05/04-06 05-01 06-20 06-22 09-27 10-01/10-07",
        "01-04 02-15 02-28 10-10",
        "2014-12/16/content_9302.htm",
    ),
    (
        2016,
        "国办发明电〔2015〕18号",
        date(2015, 12, 10),
        "01-01 02-07/02-13 04-04 05-01/05-02 06-09/06-11 09-15/09-17 10-01/10-07",
        "02-06 02-14 06-12 09-18 10-08 10-09",
        "2015-12/10/content_10394.htm",
    ),
    (
        2017,
        "国办发明电〔2016〕17号",
        date(2016, 12, 1),
        "01-01/01-02 01-27/02-02 04-02/04-04 05-01 05-28/05-30 10-01/10-08",
        "01-22 02-04 04-01 05-27 09-30",
        "2016-12/01/content_5141603.htm",
    ),
    (
        2018,
        "国办发明电〔2017〕12号",
        date(2017, 11, 30),
        "01-01 02-15/02-21 04-05/04-07 04-29/05-01 06-18 09-24 10-01/10-07",
        "02-11 02-24 04-08 04-28 09-29 09-30",
        "2017-11/30/content_5243579.htm",
    ),
    (
        2019,
        "国办发明电〔2018〕15号",  # dated 4 December
        date(2018, 12, 6),
        "2018-12-30/2019-01-01 02-04/02-10 04-05 05-01 06-07 09-13 10-01/10-07",
        "2018-12-29 02-02 02-03 09-29 10-12",
        "2018-12/06/content_5346276.htm",
    ),
    (
        2020,
        "国办发明电〔2019〕16号",
        date(2019, 11, 21),
        "01-01 01-24/01-30 04-04/04-06 05-01/05-05 06-25/06-27 10-01/10-08",
        "01-19 02-01 04-26 05-09 06-28 09-27 10-10",
        "2019-11/21/content_5454164.htm",
    ),
    (
        2021,
        "国办发明电〔2020〕27号",
        date(2020, 11, 25),
        "01-01/01-03 02-11/02-17 04-03/04-05 05-01/05-05 06-12/06-14 09-19/09-21 10-01/10-07",
        "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
        "2020-11/25/content_5564127.htm",
    ),
    (
        2022,
        "国办发明电〔2021〕11号",
        date(2021, 10, 25),
        "01-01/01-03 01-31/02-06 04-03/04-05 04-30/05-04 06-03/06-05 09-10/09-12 10-01/10-07",
        "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
        "2021-10/25/content_5644835.htm",
    ),
    (
        2023,
        "国办发明电〔2022〕16号",
        date(2022, 12, 8),
        "2022-12-31/2023-01-02 01-21/01-27 04-05 04-29/05-03 06-22/06-24 09-29/10-06",
        "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
        "2022-12/08/content_5730844.htm",
    ),
    (
        2024,
        "国办发明电〔2023〕7号",
        date(2023, 10, 25),
        "01-01 02-10/02-17 04-04/04-06 05-01/05-05 06-10 09-15/09-17 10-01/10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
        "202310/content_6911528.htm",
    ),
    (
        2025,
        "国办发明电〔2024〕12号",
        date(2024, 11, 12),
        "01-01 01-28/02-04 04-04/04-06 05-01/05-05 05-31/06-02 10-01/10-08",
        "01-26 02-08 04-27 09-28 10-11",
        "202411/content_6986383.htm",
    ),
    (
        2026,
        "国办发明电〔2025〕7号",
        date(2025, 11, 4),
        "01-01/01-03 02-15/02-23 04-04/04-06 05-01/05-05 06-19/06-21 09-25/09-27 10-01/10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
        "202511/content_7047091.htm",
    ),
)

# Texts that changed days when the year's notice was out: number; title; day of publication; days off;
# days worked; page; remark.
_SEEN = Text(
    "文号、日期与内容据各级政府网站、新闻媒体和公开资料的转载核对",
    "number, date and text checked on copies by government sites, the press and public records",
)
AMENDMENTS = (
    (
        "国发明电〔2015〕1号",
        Text(
            "国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知",
            "Notice of the State Council on the holiday for the 70th anniversary of victory",
        ),
        date(2015, 5, 13),
        "2015-09-03/2015-09-05",
        "2015-09-06",
        "2015-05/13/content_9742.htm",
        _SEEN,
    ),
    (
        "国办发明电〔2019〕3号",
        Text(
            "国务院办公厅关于调整2019年劳动节假期安排的通知",
            "Notice of the General Office of the State Council on changing the Labour Day holiday "
            "of 2019",
        ),
        date(2019, 3, 22),
        "2019-05-01/2019-05-04",
        "2019-04-28 2019-05-05",
        "2019-03/22/content_5375877.htm",
        _SEEN,
    ),
    (
        "国办发明电〔2020〕1号",
        Text(
            "国务院办公厅关于延长2020年春节假期的通知",
            "Notice of the General Office of the State Council on extending the Spring Festival "
            "holiday of 2020",
        ),
        date(2020, 1, 27),  # dated 26 January; released by Xinhua and gov.cn in the morning after
        "2020-01-31/2020-02-02",
        "2020-02-03",
        "2020-01/27/content_5472352.htm",
        Text(
            "1月26日成文，1月27日发布；2月1日不再上班系由假期延长至2月2日得出，通知未明言",
            "dated 26 January, released on the 27th; that 1 February is no longer worked follows "
            "from the holiday running to the 2nd, the notice does not say it",
        ),
    ),
)


class Reach(NamedTuple):
    """How far from a festival's day a notice rests a weekday and has a day of a weekend worked."""

    rested: tuple[int, int]
    worked: tuple[int, int]


REACH = {
    "01-01": Reach((-1, 2), (-3, 5)),
    "春节": Reach((-1, 6), (-6, 11)),
    "清明": Reach((-2, 2), (-4, 3)),
    "05-01": Reach((-2, 4), (-8, 10)),
    "端午": Reach((-2, 2), (-4, 3)),
    "中秋": Reach((-1, 2), (-3, 3)),
    "10-01": Reach((-2, 7), (-11, 11)),
}
"""
What the notices of 2008-2026 did, to the day: (first, last) in days from the festival. 中秋 close to
国庆 went with it. A notice to come may go beyond.
"""


class _Measures(NamedTuple):
    """A version of the measures on holidays, and which days of 春节 and 劳动节 it gives."""

    number: str
    published: date
    since: date
    until: date | None
    spring: range
    labour: range


_MEASURES = (
    _Measures(
        "国务院令第513号",
        date(2007, 12, 16),  # dated 14 December
        date(2008, 1, 1),
        date(2014, 1, 1),
        range(-1, 2),
        range(1),
    ),
    _Measures(
        "国务院令第644号",
        date(2013, 12, 11),
        date(2014, 1, 1),
        date(2025, 1, 1),
        range(3),
        range(1),
    ),
    _Measures(
        "国务院令第795号",
        date(2024, 11, 12),  # dated 10 November
        date(2025, 1, 1),
        None,
        range(-1, 3),
        range(2),
    ),
)


def _in_year(year: int, text: str) -> list[str]:
    def full(day: str) -> str:
        return day if len(day) > len("MM-DD") else f"{year}-{day}"

    return ["/".join(full(day) for day in span.split("/")) for span in text.split()]


def _page(page: str) -> str:
    return page if not page or page.startswith("https:") else ZHENGCEKU + page


def notices() -> tuple[CalendarLayer, ...]:
    """
    A layer for each notice of 2004 to the last one known here, and for each text that changed one.

    Example:
        >>> [layer.id for layer in notices()[-3:]]
        ['国发明电〔2015〕1号', '国办发明电〔2019〕3号', '国办发明电〔2020〕1号']
    """
    first, *others = (
        CalendarLayer.plan(
            year,
            number=number,
            published=published,
            rest=_in_year(year, rest),
            working=_in_year(year, working),
            url=_page(page),
            remark=_SEEN,
        )
        for year, number, published, rest, working, page in PLANS
    )
    second, *others = others
    return (
        attrs.evolve(_caveat(first, _DATED), covers=[(RECORDED, first.covers[-1][1])]),
        _caveat(second, _REPORTED),
        *others,
        *(
            CalendarLayer.change(
                number,
                title=title,
                number=number,
                published=published,
                rest=rest,
                working=working,
                url=_page(page),
                remark=remark,
            )
            for number, title, published, rest, working, page, remark in AMENDMENTS
        ),
    )


_DATED = Text(
    "据转载核对；公布日未见记载，以成文日代",
    "from copies; the day it is dated stands for publication",
)
_REPORTED = Text(
    "文号据转载；公布日以新华社报道日计", "number from copies; dated by the report of Xinhua"
)


def _caveat(layer: CalendarLayer, remark: Text) -> CalendarLayer:
    return attrs.evolve(
        layer, source=attrs.evolve(layer.source, reading=Reading.PART, remark=remark)
    )


def statutes() -> tuple[CalendarLayer, ...]:
    """
    A layer for each version of the measures on holidays: provisional days, until a notice is out.

    Example:
        >>> [layer.id for layer in statutes()]
        ['国务院令第513号', '国务院令第644号', '国务院令第795号']
    """
    remark = Text(
        "调休安排未公布前的暂定日历：法定节假日逢周末的，推定在下一工作日补假",
        "provisional until a notice is out: a holiday on a weekend is assumed to be made up on the "
        "next working day",
    )
    # Some years past the last notice: longer than any limit runs, and no further than needed.
    end = max(FESTIVALS)
    reached = {year: _within_reach(year) for year in FESTIVALS}
    return tuple(
        CalendarLayer(
            Source(
                id=measures.number,
                title="全国年节及纪念日放假办法",
                title_en="Measures on Holidays for National Festivals and Memorial Days",
                number=measures.number,
                rank=Rank.REGULATION,
                published=measures.published,
                since=measures.since,
                until=measures.until,
                reading=Reading.PART,
                remark=remark,
            ),
            Tier.STATUTE,
            rest=[day for year in years for day in _statutory(year, measures)],
            # The last days of 2007 waited for the first notice under the measures of that year.
            covers=[(measures.since if index else _FIRST, date(end, 12, 31))],
            undecided=[day for year in years for day in reached[year] - _holidays(year, measures)],
        )
        for index, measures in enumerate(_MEASURES)
        for years in (range(measures.since.year, end + 1),)
    )


def _festivals(year: int) -> dict[str, date]:
    lunar = (date.fromisoformat(f"{year}-{text}") for text in FESTIVALS[year].split())
    return {
        **{name: date.fromisoformat(f"{year}-{name}") for name in ("01-01", "05-01", "10-01")},
        **dict(zip(("春节", "清明", "端午", "中秋"), lunar, strict=True)),
    }


def _holidays(year: int, measures: _Measures) -> set[date]:
    """The days off for all citizens in a year."""
    day = _festivals(year)
    extents = {"春节": measures.spring, "05-01": measures.labour, "10-01": range(3)}
    return {
        day[name] + timedelta(days=offset)
        for name in REACH
        for offset in extents.get(name, range(1))
    }


def _statutory(year: int, measures: _Measures) -> list[date]:
    """
    The days off in a year, as far as the measures alone give them.

    Art. 6: one that falls on a weekend is made up on a working day; the text does not say which
    one, the next is assumed.
    """
    days = _holidays(year, measures)
    for day in sorted(days):
        if day.weekday() >= _SATURDAY:
            made_up = day
            while made_up in days or made_up.weekday() >= _SATURDAY:
                made_up += timedelta(days=1)
            days.add(made_up)
    return sorted(days)


def _within_reach(year: int) -> set[date]:
    """The days of a year that a notice may turn either way, if they are no holidays themselves."""
    days = {
        day
        for name, festival in _festivals(year).items()
        for day in _reached(festival, REACH[name])
    }
    days.update(_reached(date(year + 1, 1, 1), REACH["01-01"]))
    return {day for day in days if day.year == year}


def _reached(festival: date, reach: Reach) -> Iterator[date]:
    for offset in range(min(map(min, reach)), max(map(max, reach)) + 1):
        day = festival + timedelta(days=offset)
        first, last = reach.rested if day.weekday() < _SATURDAY else reach.worked
        if first <= offset <= last:
            yield day
