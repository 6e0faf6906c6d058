"""年历 and the pictures of time: what they show is what the calendar says."""

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from jiesu import (
    Clock,
    OfficeHours,
    WorkCalendar,
    beijing_time,
    due,
    natural_days,
    working_days,
    working_hours,
)
from jiesu.errors import InvalidValueError, OutOfCoverageError
from jiesu.layers import CalendarLayer, Tier
from jiesu.years import DayKind

CHINA = WorkCalendar.china()
at = beijing_time


class Cells(HTMLParser):
    """Every element that is opened and closed, with its attributes; the text of cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[tuple[dict[str, str], str]] = []
        self.bar: list[dict[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is opened."""
        found = {name: value or "" for name, value in attrs}
        self.open.append(tag)
        if tag == "td":
            self.cells.append((found, ""))
        if tag == "i" and "style" in found:
            self.bar.append(found)

    def handle_data(self, data: str) -> None:
        """The text of a cell."""
        if self.open and self.open[-1] == "td":
            self.cells[-1] = self.cells[-1][0], data

    def handle_endtag(self, tag: str) -> None:
        """Everything is closed in its order."""
        assert self.open.pop() == tag


class TestYear:
    """A year shows each of its days once, as what the calendar says it is."""

    @pytest.mark.parametrize("year", [2004, 2006, 2015, 2019, 2020, 2026, 2027, 2029])
    def test_every_day(self, year: int) -> None:
        """Worked or not, how sure, whose word; makeup workdays are days of a weekend."""
        shown = CHINA.year(year)

        assert [each.day for each in shown.days] == [
            date(year, 1, 1) + timedelta(days=n) for n in range(len(shown.days))
        ]
        for each in shown.days:
            assert each.works is CHINA.is_working_day(each.day)
            assert each.status is CHINA.status(each.day)
            assert (each.layer,) == CHINA.layers_between(each.day, each.day)
            assert each.undecided is CHINA.is_undecided(each.day)
            assert (each.kind is DayKind.MAKEUP) is (each.works and each.day.weekday() >= 5)
        assert sum(shown.count(kind) for kind in DayKind) == len(shown.days)

    @pytest.mark.parametrize("lang", ["zh", "en"])
    @pytest.mark.parametrize("year", [2020, 2026, 2027])
    def test_the_grid(self, year: int, lang: str) -> None:
        """A cell a day under its weekday, with its kind for class and its words for title."""
        shown = CHINA.year(year)
        parsed = Cells(shown.html(lang))
        cells = [(found, text) for found, text in parsed.cells if text]

        assert parsed.open == []
        assert len(cells) == len(shown.days)
        for (found, text), each in zip(cells, shown.days, strict=True):
            assert text == str(each.day.day)
            assert each.kind.name.lower() in found["class"].split()
            assert found["title"].startswith(f"{each.day} · {each.kind.text.to(lang)}")
            assert each.layer in found["title"]

    def test_a_holiday_takes_its_weekend_in(self) -> None:
        """Nine days of Spring Festival 2026, as the notice names them."""
        assert "02-15/02-23" in CHINA.year(2026).explain()
        assert CHINA.year(2026).count(DayKind.OFF) == 3 + 9 + 3 + 5 + 3 + 3 + 7

    def test_a_unit_on_duty_makes_nothing_up(self) -> None:
        """A weekend that is worked as any other day is no makeup workday."""
        layer = CalendarLayer.daily(
            "值守", published=date(2026, 1, 5), first=date(2026, 1, 1), last=date(2026, 12, 31)
        )
        shown = CHINA.with_layer(layer).year(2026)

        assert (shown.count(DayKind.WORK), shown.count(DayKind.MAKEUP)) == (365, 0)
        with pytest.raises(InvalidValueError, match="kinds"):
            shown.count("放假")  # type: ignore[arg-type]

    def test_a_name_is_escaped(self) -> None:
        """The id of a layer is text, whatever it looks like."""
        layer = CalendarLayer.change(
            '"><script>', published=date(2026, 1, 5), rest="2026-07-20", tier=Tier.CITY
        )
        html = CHINA.with_layer(layer).year(2026).html()

        assert "<script>" not in html
        assert "&lt;script&gt;" in html

    def test_a_calendar_shows_the_year_that_is_settled_and_the_next(self) -> None:
        """And no more, where it ends."""
        assert CHINA._repr_html_() == CHINA.year(2026).html() + CHINA.year(2027).html()
        published = CHINA.published_only()
        assert published._repr_html_() == published.year(2026).html()

    def test_years_that_are_not_known(self) -> None:
        """Partly known years show what is known; others raise."""
        assert CHINA.published_only().year(2026).days[-1].day == date(2026, 12, 28)
        with pytest.raises(OutOfCoverageError):
            CHINA.year(2030)
        for odd in (0, True, "2026", 10_000):
            with pytest.raises(InvalidValueError):
                CHINA.year(odd)  # type: ignore[arg-type]
        with pytest.raises(InvalidValueError, match="lang"):
            CHINA.year(2026).html("fr")


class TestBar:
    """A deadline shows its pieces as a bar, each as long as its time."""

    OFFICE = CHINA.with_hours(OfficeHours.of("09:00-12:00", "13:30-18:00"))

    @pytest.mark.parametrize(
        "deadline",
        [
            due(
                working_days(10),
                at(2026, 2, 10, 14),
                CHINA,
                holds=[(at(2026, 2, 25), at(2026, 2, 26))],
            ),
            due(working_hours(12), at(2026, 2, 13, 16), OFFICE),
            due(natural_days(7), at(2026, 9, 28, 10), CHINA),
            due(working_days(15), at(2027, 1, 28, 9), CHINA),
        ],
    )
    def test_pieces(self, deadline: object) -> None:
        """One element a piece, in order; minutes for widths; provisional ones hatched."""
        pieces = deadline.segments  # type: ignore[attr-defined]
        parsed = Cells(deadline._repr_html_())  # type: ignore[attr-defined]

        assert parsed.open == []
        assert len(parsed.bar) == len(pieces)
        for found, piece in zip(parsed.bar, pieces, strict=True):
            minutes = max(1, (piece.until - piece.since) // timedelta(minutes=1))
            assert found["style"] == f"flex-grow:{minutes}"
            assert piece.passage.name.lower() in found["class"].split()
            assert ("unsure" in found["class"].split()) is piece.provisional

    def test_a_reading_shows_its_bar(self) -> None:
        """The bar of the deadline that governs."""
        clock = Clock(working_days(5), at(2026, 3, 2, 9))
        reading = clock.read(at(2026, 3, 4, 9), CHINA)

        assert len(Cells(reading._repr_html_()).bar) == len(reading.deadline.segments)
