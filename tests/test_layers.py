"""一层安排 as plain data, and what layers of several tiers make of a calendar together."""

import json
import pickle
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.calendars import DayStatus, WorkCalendar
from jiesu.canonical import digest
from jiesu.deadlines import due, working_days
from jiesu.errors import InvalidValueError, OutOfCoverageError
from jiesu.labels import Text
from jiesu.layers import CalendarLayer, Tier
from jiesu.legal_time import beijing_time
from jiesu.sources import Rank, Reading, Source

CHINA = WorkCalendar.china()
DAY = timedelta(days=1)
HEIGHTS = [Tier.STATUTE, Tier.NATIONAL, Tier.PROVINCE, Tier.CITY, Tier.UNIT]
LOCAL = HEIGHTS[1:]

days = st.dates(date(2025, 6, 1), date(2028, 6, 1))
words = st.text("办发〔2026〕1号 a<", min_size=1, max_size=9).filter(str.strip)
maybe = words | st.just("")


@st.composite
def sources(draw: st.DrawFn, name: str) -> Source:
    """A text with any of its fields."""
    since = draw(days)
    return Source(
        id=name,
        title=draw(words),
        title_en=draw(words),
        number=draw(maybe),
        rank=draw(st.sampled_from(Rank)),
        published=draw(days),
        since=since,
        until=draw(st.none() | days.filter(lambda day: day > since)),
        place=draw(st.sampled_from(["", "11", "3101"])),
        reading=draw(st.sampled_from(Reading)),
        url=draw(maybe),
        remark=draw(st.none() | st.builds(Text, words, words)),
    )


@st.composite
def layers(draw: st.DrawFn, name: str = "某通知", tier: Tier | None = None) -> CalendarLayer:
    """A layer of any tier over a few spans, with any week and any days named in them."""
    kind = tier or draw(st.sampled_from(Tier))
    spans = draw(st.lists(st.tuples(days, st.integers(0, 40)), min_size=1, max_size=3))
    covers = [(first, first + more * DAY) for first, more in spans]
    inside = [first + n * DAY for first, last in covers for n in range((last - first).days + 1)]
    told = draw(st.lists(st.sampled_from(inside), max_size=6, unique=True))
    cut = draw(st.integers(0, len(told)))
    unsure = draw(st.lists(st.sampled_from(inside), max_size=6, unique=True))
    return CalendarLayer(
        draw(sources(name)),
        kind,
        rest=told[:cut],
        working=told[cut:],
        covers=covers,
        week=draw(st.sets(st.integers(1, 7))),
        undecided=unsure if kind is Tier.STATUTE else (),
    )


def through_json(layer: CalendarLayer) -> CalendarLayer:
    """The layer after its row has been a text of JSON."""
    return CalendarLayer.from_row(json.loads(json.dumps(layer.to_row(), ensure_ascii=False)))


class TestRows:
    """A layer is plain data: written, sent and read back it is the same layer."""

    @pytest.mark.parametrize("layer", CHINA.layers, ids=lambda layer: layer.id)
    def test_of_china(self, layer: CalendarLayer) -> None:
        """Every layer of the State Council's calendar, notices and measures alike."""
        assert through_json(layer) == layer
        assert digest(through_json(layer)) == digest(layer)

    def test_a_calendar_of_rows(self) -> None:
        """The whole calendar can be kept in a table, and in any order."""
        rows = [layer.to_row() for layer in reversed(CHINA.layers)]

        assert WorkCalendar([CalendarLayer.from_row(row) for row in rows]) == CHINA

    @given(layer=layers())
    def test_of_any_layer(self, layer: CalendarLayer) -> None:
        """Whatever it says, of whatever text, a week without a working day among it."""
        assert through_json(layer) == layer
        assert digest(through_json(layer)) == digest(layer)

    @given(layer=layers())
    def test_rows_are_flat(self, layer: CalendarLayer) -> None:
        """A column for each field, all of them text; none is empty."""
        row = layer.to_row()

        assert all(type(value) is str and value for value in row.values())
        assert {"id", "published", "tier", "covers"} <= row.keys()

    @given(layer=layers())
    def test_pickles(self, layer: CalendarLayer) -> None:
        """A layer pickles to an equal one, spans and week included."""
        twin = pickle.loads(pickle.dumps(layer))  # noqa: S301 -- our own bytes

        assert twin == layer
        assert hash(twin) == hash(layer)
        assert digest(twin) == digest(layer)

    def test_empty_fields_take_their_defaults(self) -> None:
        """A table has a column for everything; None and an empty text say nothing."""
        empty = dict.fromkeys(
            [
                "tier",
                "title",
                "number",
                "url",
                "rank",
                "since",
                "until",
                "week",
                "covers",
                "remark",
            ]
        )
        row = {"id": "某区通知", "published": date(2026, 7, 1), "rest": "2026-07-20", "place": ""}
        layer = CalendarLayer.from_row(row | empty)

        assert layer == CalendarLayer.change(
            "某区通知", published=date(2026, 7, 1), rest="2026-07-20"
        )

    @pytest.mark.parametrize("tier", ["CITY", "市级安排", Tier.CITY])
    def test_words_of_a_kind(self, tier: Any) -> None:
        """A tier by its name, by its Chinese term or as itself."""
        row = {"id": "n", "published": "2026-07-01", "rest": "2026-07-20", "tier": tier}

        assert CalendarLayer.from_row(row).tier is Tier.CITY
        assert CalendarLayer.from_row(row).source.rank is Rank.POLICY


class TestBadRows:
    """What a row gets wrong is told by the name of its field, and nothing is passed over."""

    ROW: Mapping[str, Any] = {"id": "n", "published": "2026-07-01", "rest": "2026-07-20"}

    @pytest.mark.parametrize(
        ("more", "path", "told"),
        [
            ({"publised": "2026-07-01"}, "layer", "did you mean published?"),
            ({"Rest": "2026-07-20"}, "layer", "did you mean rest"),
            ({5: "2026-07-20"}, "layer", "no such field"),
            ({"id": ""}, "layer.id", "is needed"),
            ({"id": None}, "layer.id", "is needed"),
            ({"published": ""}, "layer.published", "is needed"),
            ({"id": 5}, "layer.id", "layer.id"),
            ({"tier": "CITI"}, "layer.tier", "did you mean CITY?"),
            ({"tier": []}, "layer.tier", "no such kind"),
            ({"rank": "POLICE"}, "layer.rank", "did you mean POLICY"),
            ({"reading": 1}, "layer.reading", "no such kind"),
            ({"published": "1 July 2026"}, "layer.published", "neither a day nor a span"),
            ({"published": "2026-07-01/2026-07-02"}, "layer.published", "a span where a day"),
            ({"published": beijing_time(2026, 7, 1)}, "layer.published", "an instant where a day"),
            ({"since": "2026-13-01"}, "layer.since", "neither a day nor a span"),
            ({"until": 5}, "layer.until", "layer.until"),
            ({"rest": "2026-07-32"}, "layer.rest[0]", "neither a day nor a span"),
            ({"rest": "2026-07-20/2026-07-19"}, "layer.rest[0]", "neither a day nor a span"),
            ({"rest": "2026-07-20 x"}, "layer.rest[1]", "neither a day nor a span"),
            ({"working": "2026-07-20"}, "layer.working", "both rested and worked"),
            ({"covers": "2026-07-01/2026-07-19"}, "layer.rest", "outside the spans covered"),
            ({"rest": ""}, "layer", "nothing of any day"),
            ({"week": "18"}, "layer.week", "not days of the week"),
            ({"week": "105"}, "layer.week", "not days of the week"),
            ({"week": "一"}, "layer.week", "not days of the week"),
            ({"week": 12345}, "layer.week", "not days of the week"),
            ({"undecided": "2026-07-20"}, "layer.undecided", "leaves none undecided"),
            ({"title": 5}, "layer.title", "layer.title"),
            ({"remark": ["a"]}, "layer.remark", "layer.remark"),
        ],
    )
    def test_a_field(self, more: dict[Any, Any], path: str, told: str) -> None:
        """The error names the field and says what it should be."""
        with pytest.raises(InvalidValueError) as caught:
            CalendarLayer.from_row({**self.ROW, **more})

        assert [fault.path for fault in caught.value.faults] == [path]
        assert told in str(caught.value)

    def test_faults_come_together(self) -> None:
        """Unknown names and what is missing, at once."""
        with pytest.raises(InvalidValueError) as caught:
            CalendarLayer.from_row({"name": "n", "restt": "2026-07-20", "published": None})

        assert [fault.path for fault in caught.value.faults] == [
            *("layer", "layer", "layer.id", "layer.published")
        ]

    @pytest.mark.parametrize("row", [None, "n", [("id", "n")], 5])
    def test_only_a_mapping(self, row: Any) -> None:
        """A row has names."""
        with pytest.raises(InvalidValueError, match="a mapping"):
            CalendarLayer.from_row(row)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("tier", "CITY"),
            ("covers", "2027-01-01/2027-12-31"),
            ("week", "123456"),
            ("title", "某通知"),
            ("place", "11"),
            ("since", "2027-01-01"),
            ("undecided", "2027-05-09"),
        ],
    )
    def test_a_plan_passes_nothing_over(self, name: str, value: str) -> None:
        """With `year` the rest follows: what would not be read is refused, not dropped."""
        row = {"id": "n", "year": 2027, "published": "2026-11-30", "rest": "2027-01-01"}

        assert CalendarLayer.from_row(row).covers[0][1] == date(2027, 12, 28)
        with pytest.raises(InvalidValueError, match="not together with year") as caught:
            CalendarLayer.from_row({**row, name: value})
        assert [fault.path for fault in caught.value.faults] == [f"layer.{name}"]

    @pytest.mark.parametrize("year", ["二〇二七", 2027.0, 1, 10_000, True, [2027]])
    def test_a_year_is_a_number(self, year: Any) -> None:
        """Of a year that there is, with a December before it."""
        row = {"id": "n", "year": year, "published": "2026-11-30", "rest": "2027-01-01"}
        with pytest.raises(InvalidValueError, match="year"):
            CalendarLayer.from_row(row)


class TestWeeks:
    """What a layer says of the days that it does not name: the days of its week are worked."""

    @given(layer=layers(tier=Tier.UNIT))
    def test_day_by_day(self, layer: CalendarLayer) -> None:
        """Rested if named so, worked if named so, else worked on the days of the week."""
        calendar = CHINA.with_layer(layer)
        for first, last in layer.covers:
            for n in range((last - first).days + 1):
                day = first + n * DAY
                expected = day in layer.working or (
                    day not in layer.rest and day.isoweekday() in layer.week
                )
                assert calendar.is_working_day(day) is expected

    def test_a_unit_that_works_every_day(self) -> None:
        """7x24: festivals and weekends are worked, but for what it rests; the ends are its own."""
        layer = CalendarLayer.daily(
            "燃气值守",
            published=date(2026, 1, 1),
            first=date(2026, 2, 1),
            last=date(2026, 3, 1),
            rest="2026-02-17",
            place="110101",
            title=Text("值守安排", "duty roster"),
        )
        calendar = CHINA.with_layer(layer)
        span = [date(2026, 1, 31) + n * DAY for n in range(31)]

        assert layer.tier is Tier.UNIT
        assert (layer.title.en, layer.source.place) == ("duty roster", "110101")
        assert [day for day in span if not calendar.is_working_day(day)] == [
            date(2026, 1, 31),
            date(2026, 2, 17),
        ]
        assert calendar.is_working_day(span[-1])
        assert not calendar.is_working_day(date(2026, 3, 7))

    def test_a_daily_layer_settles_what_no_notice_has(self) -> None:
        """A unit that works through knows its days of next year: no deadline of it waits."""
        layer = CalendarLayer.daily(
            "燃气值守", published=date(2026, 1, 1), first=date(2026, 1, 1), last=date(2027, 12, 31)
        )
        calendar = CHINA.with_layer(layer)
        found = due(working_days(5), beijing_time(2027, 1, 29, 9), calendar)

        assert calendar.status(date(2027, 2, 6)) is DayStatus.PUBLISHED
        assert not calendar.is_undecided(date(2027, 2, 14))
        assert (found.last_day, found.provisional) == (date(2027, 2, 3), False)

    def test_ends_of_a_daily_layer(self) -> None:
        """The last day is not before the first, and what rests lies between them."""
        told: dict[str, Any] = {"published": date(2026, 1, 1), "first": date(2026, 2, 1)}
        with pytest.raises(InvalidValueError):
            CalendarLayer.daily("n", last=date(2026, 1, 31), **told)
        with pytest.raises(InvalidValueError, match="outside the spans covered"):
            CalendarLayer.daily("n", last=date(2026, 2, 3), rest="2026-02-04", **told)

    @pytest.mark.parametrize("tier", LOCAL)
    def test_only_the_measures_leave_days_undecided(self, tier: Tier) -> None:
        """Whoever settles a day has decided it; the measures alone wait for a notice."""
        source, span = CHINA.layers[-1].source, ["2027-05-01/2027-05-31"]
        told: dict[str, Any] = {"covers": span, "undecided": "2027-05-08"}

        assert CalendarLayer(source, Tier.STATUTE, **told).undecided == (date(2027, 5, 8),)
        with pytest.raises(InvalidValueError, match="leaves none undecided"):
            CalendarLayer(source, tier, **told)

    def test_what_is_undecided_is_covered(self) -> None:
        """A day outside says nothing to anybody."""
        with pytest.raises(InvalidValueError, match="outside the spans covered"):
            CalendarLayer(
                CHINA.layers[0].source,
                Tier.STATUTE,
                covers=["2027-05-01/2027-05-31"],
                undecided="2027-06-01",
            )


@st.composite
def stacks(draw: st.DrawFn) -> list[CalendarLayer]:
    """Up to four layers above the measures, of any tiers."""
    size = draw(st.integers(1, 4))
    return [draw(layers(f"通知{n}", draw(st.sampled_from(LOCAL)))) for n in range(size)]


def says(layer: CalendarLayer, day: date) -> bool | None:
    """What a layer says of a day; None if nothing."""
    if not any(first <= day <= last for first, last in layer.covers):
        return None
    if day in layer.rest or day in layer.working:
        return day in layer.working
    return day.isoweekday() in layer.week


class TestTiers:
    """省、市、单位: the higher tier decides, then the later text, then the name."""

    @given(stack=stacks(), more=st.data())
    def test_day_by_day(self, stack: list[CalendarLayer], more: st.DataObject) -> None:
        """Each day is as its highest layer says, and names it; in whatever order they came."""
        order = more.draw(st.permutations([*CHINA.layers, *stack]))
        calendar = WorkCalendar(order)
        for n in range(0, 1300, 3):
            day = date(2025, 5, 1) + n * DAY
            word = max(
                (layer for layer in order if says(layer, day) is not None),
                key=lambda layer: (HEIGHTS.index(layer.tier), layer.published, layer.id),
            )
            assert calendar.is_working_day(day) is says(word, day)
            assert calendar.layers_between(day, day) == (word.id,)
            assert (calendar.status(day) is DayStatus.PROVISIONAL) is (word.tier is Tier.STATUTE)
            assert not calendar.is_undecided(day) or word.tier is Tier.STATUTE

    def test_one_day_and_four_words(self) -> None:
        """The State Council, a province, its city and a unit of it, published the other way."""
        told: dict[Tier, tuple[date, dict[str, Any]]] = {
            Tier.NATIONAL: (date(2026, 6, 4), {"working": "2026-07-18"}),
            Tier.PROVINCE: (date(2026, 6, 3), {"rest": "2026-07-18"}),
            Tier.CITY: (date(2026, 6, 2), {"working": "2026-07-18"}),
            Tier.UNIT: (date(2026, 6, 1), {"rest": "2026-07-18"}),
        }
        made = [
            CalendarLayer.change(tier.name, published=published, tier=tier, **more)
            for tier, (published, more) in told.items()
        ]
        day = date(2026, 7, 18)  # a Saturday
        for size in range(1, 5):
            for order in permutations(made[:size]):
                calendar = CHINA
                for layer in order:
                    calendar = calendar.with_layer(layer)
                assert calendar.is_working_day(day) is (size % 2 == 1)
                assert calendar.layers_between(day, day) == (LOCAL[size - 1].name,)
                assert calendar.status(day) is DayStatus.AMENDED

    @pytest.mark.parametrize("tier", [Tier.PROVINCE, Tier.CITY, Tier.UNIT])
    def test_known_from_its_day_on(self, tier: Tier) -> None:
        """On the eve of its publication it might as well not exist; the deadline is another."""
        layer = CalendarLayer.change(
            "某地台风停工通知",
            published=date(2026, 7, 8),
            rest="2026-07-10",
            tier=tier,
            place="35",
        )
        calendar = CHINA.with_layer(layer)
        eve, day = calendar.known_at(date(2026, 7, 7)), calendar.known_at(date(2026, 7, 8))
        start = beijing_time(2026, 7, 7, 9)

        assert eve == CHINA.known_at(date(2026, 7, 7))
        assert day == CHINA.known_at(date(2026, 7, 8)).with_layer(layer)
        assert [due(working_days(3), start, each).last_day for each in (eve, day)] == [
            date(2026, 7, 10),
            date(2026, 7, 13),
        ]
        assert due(working_days(3), start, day).layers == (
            "国办发明电〔2025〕7号",
            "某地台风停工通知",
        )

    def test_a_local_layer_is_no_record_of_the_past(self) -> None:
        """What was known before the first notice on record stays refused beside a later layer."""
        layer = CalendarLayer.change(
            "某区通知", published=date(2026, 7, 1), rest="2026-07-20", tier=Tier.CITY
        )
        with pytest.raises(OutOfCoverageError, match="2003-12-18 or later"):
            CHINA.with_layer(layer).known_at(date(2003, 1, 1))


class TestTheMorning:
    """A notice is typed in on the morning on which it appears, before any release knows it."""

    ROW: Mapping[str, Any] = {
        "id": "国办发明电〔0000〕0号",
        "year": 2027,
        "published": "2026-11-30",
        "rest": "2027-01-01/2027-01-03 2027-02-05/2027-02-12 2027-04-03/2027-04-05 "
        "2027-05-01/2027-05-05 2027-06-09 2027-09-15 2027-10-01/2027-10-07",
        "working": "2026-12-31 2027-02-14 2027-02-20 2027-05-08 2027-09-26 2027-10-09",
        "url": "https://www.gov.cn/zhengce/",
    }

    def notice(self) -> CalendarLayer:
        """The same, as a row of `notices.PLANS` would say it."""
        first = date(2027, 1, 1)
        return CalendarLayer.plan(
            2027,
            number="国办发明电〔0000〕0号",
            published=date(2026, 11, 30),
            rest=[
                (first, date(2027, 1, 3)),
                (date(2027, 2, 5), date(2027, 2, 12)),
                (date(2027, 4, 3), date(2027, 4, 5)),
                (date(2027, 5, 1), date(2027, 5, 5)),
                *(date(2027, 6, 9), date(2027, 9, 15)),
                (date(2027, 10, 1), date(2027, 10, 7)),
            ],
            working=[
                date(2026, 12, 31),
                *(date(2027, 2, day) for day in (14, 20)),
                *(date(2027, *each) for each in ((5, 8), (9, 26), (10, 9))),
            ],
            url="https://www.gov.cn/zhengce/",
        )

    def test_a_row_is_the_plan(self) -> None:
        """Typed as plain text or written in Python: one layer, one calendar, one digest."""
        read = CalendarLayer.from_row(json.loads(json.dumps(self.ROW)))

        assert read == self.notice()
        assert CHINA.with_layer(read) == CHINA.with_layer(self.notice())
        assert digest(CHINA.with_layer(read)) == digest(CHINA.with_layer(self.notice()))
        assert through_json(read) == read

    def test_what_it_makes_of_the_calendar(self) -> None:
        """The horizon is a year further, its days are settled, and before that day nothing is."""
        calendar = CHINA.with_layer(CalendarLayer.from_row(self.ROW))

        assert calendar.horizon == date(2027, 12, 28)
        assert calendar.known_at(date(2026, 11, 29)) == CHINA.known_at(date(2026, 11, 29))
        assert calendar.is_working_day(date(2027, 2, 14))
        assert not calendar.is_working_day(date(2027, 2, 12))
        assert not calendar.is_undecided(date(2027, 2, 13))
        assert calendar.is_undecided(date(2028, 1, 29))

    def test_what_it_makes_of_a_deadline(self) -> None:
        """What was provisional is settled, within the range that it was given."""
        start = beijing_time(2027, 2, 4, 9)
        before = due(working_days(5), start, CHINA)
        after = due(working_days(5), start, CHINA.with_layer(CalendarLayer.from_row(self.ROW)))

        assert (before.provisional, after.provisional) == (True, False)
        assert after.last_day == date(2027, 2, 18)
        assert before.earliest <= after.due <= before.latest
        assert after.layers == ("国办发明电〔0000〕0号",)
