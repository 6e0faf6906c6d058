"""Limits that statutes set: which they are, whom they bind, how they end, and what they are not."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lawtext import SHARED, articles

from jiesu import (
    JiesuError,
    Months,
    NaturalDays,
    Source,
    StatuteRule,
    TimeLimit,
    WorkCalendar,
    beijing_time,
    due,
    hours,
    natural_days,
    obligations,
    working_days,
)
from jiesu.clocks import Clock, Task
from jiesu.errors import InvalidValueError, UnsetError, UnverifiedError
from jiesu.labels import Text
from jiesu.rules import anyang, beijing, jinan, national, weifang
from jiesu.sources import SILENT, UNSET, Basis, Citation, Dated, Provision, Reading, Selector
from jiesu.statutes import (
    MARKET_LIMITS,
    PARAMETERS,
    PETITION_LIMITS,
    STATUTE_RULE,
    StatutoryDays,
    StatutoryLimit,
    StatutoryLimits,
)

CHINA = WorkCalendar.china()
MONDAY = beijing_time(2026, 3, 2, 9)
PETITIONS, MARKET = national.PETITION_LIMITS_2022, national.MARKET_LIMITS_2022
STATED = [*PETITIONS.limits, *MARKET.limits]
TEXTS = {
    national.PETITIONS.id: "petitions-2022-02-25.md",
    national.MARKET_REGULATION.id: "market-regulation-complaints-2022-03-24.md",
}
NUMERALS = {5: "五", 7: "七", 15: "十五", 45: "四十五"}
PERIOD = re.compile("([0-9]+日|[0-9一二三四五六七八九十]+个工作日)内")
HEARING = (beijing_time(2026, 4, 10, 9), beijing_time(2026, 4, 20, 9))


@cache
def words(source: str) -> dict[str, str]:
    """A text by its locators."""
    if not (SHARED / "law").is_dir():
        pytest.skip("the full texts (../shared/law) are not beside the repository")
    return articles((SHARED / "law" / TEXTS[source]).read_text(encoding="utf-8"))


def written(limit: TimeLimit) -> Iterator[str]:
    """How the two texts write a limit."""
    if isinstance(limit, NaturalDays):
        yield f"{limit.amount}日"
    else:
        yield f"{limit.amount}个工作日"
        yield f"{NUMERALS[limit.amount]}个工作日"


def _whole(locator: str) -> str:
    """An article of one paragraph is its first."""
    return locator if "-" in locator else f"{locator}-1"


def _alone(locator: str, text: dict[str, str]) -> str:
    """The words of a place without those of the items below it."""
    said = text[locator]
    for below, words_below in text.items():
        if below.startswith(f"{locator}-"):
            said = said.replace(words_below, "")
    return said


def limit(**more: object) -> StatutoryLimit:
    """A limit of an invented statute."""
    given: dict[str, object] = {
        **dict.fromkeys(("name", "bearer", "task", "start", "reach"), Text("甲", "one")),
        "id": "one",
        "limit": working_days(5),
        "ground": national.PETITIONS.cite("1"),
        **more,
    }
    return StatutoryLimit(**given)  # type: ignore[arg-type]


class TestTexts:
    """Each limit is the one that stands in the very paragraph that it cites."""

    @pytest.mark.parametrize("stated", STATED, ids=lambda each: each.id)
    def test_length_and_start_stand_there(self, stated: StatutoryLimit) -> None:
        """The number, the unit, and from when it runs, in the words that are cited."""
        source = stated.ground.source
        assert source is not None
        text = words(source.id)[stated.ground.locator]
        assert any(each in text for each in written(stated.limit))
        assert stated.ground.quote in text
        if stated.extension:
            assert any(each in text for each in written(stated.extension))
        if stated.excluded:
            assert stated.excluded.quote in words(source.id)[stated.excluded.locator]
        if stated.id != "sorting":  # 22-1: 收到信访事项，应当予以登记，并区分情况，在15日内
            assert stated.start.zh in text

    @pytest.mark.parametrize("limits", [PETITIONS, MARKET], ids=["petitions", "market"])
    def test_none_is_left_out(self, limits: StatutoryLimits) -> None:
        """Every paragraph that gives so many days to do something is among those cited."""
        (source,) = {each.ground.source for each in limits.limits}
        assert source is not None
        text = words(source.id)
        there = {each for each in text if "-" in each and PERIOD.search(_alone(each, text))}
        assert there == {_whole(each.ground.locator) for each in limits.limits}

    def test_days_of_entry_into_force(self) -> None:
        """信访 art. 50 says 2022-05-01; 市监 art. 40 says when the measures first came into force."""
        assert "2022年5月1日起施行" in words(national.PETITIONS.id)["50"]
        assert "2020年1月1日起施行" in words(national.MARKET_REGULATION.id)["40"]
        assert national.PETITIONS.since == date(2022, 5, 1)


class TestEnds:
    """A limit ends as the Civil Code counts it; what a statute leaves out is left out."""

    @pytest.mark.parametrize(
        ("limits", "name", "start", "last"),
        [
            # 30 September, then 9, 10, 11 (a makeup Saturday), 13, 14, 15 October.
            (MARKET, "受理决定", beijing_time(2025, 9, 29, 10), date(2025, 10, 15)),
            (MARKET, "立案告知", beijing_time(2025, 12, 1, 9), date(2025, 12, 8)),
            (PETITIONS, "提出异议", MONDAY, date(2026, 3, 9)),
            (PETITIONS, "登记分送", MONDAY, date(2026, 3, 17)),
            # Day 60 is 1 May, a holiday; work goes on on the 6th.
            (PETITIONS, "办理", MONDAY, date(2026, 5, 6)),
        ],
    )
    def test_last_day(
        self, limits: StatutoryLimits, name: str, start: datetime, last: date
    ) -> None:
        """Counted by hand, on the State Council's calendar."""
        assert limits[name].deadline(start, CHINA).last_day == last

    def test_extended(self) -> None:
        """信访 34: ninety days in all, the last a Sunday; 市监 23: thirty working days in all."""
        assert PETITIONS["办理"].deadline(MONDAY, CHINA, extended=True).last_day == date(
            2026, 6, 1
        )
        found = MARKET["线索核查"].deadline(beijing_time(2025, 11, 3, 9), CHINA, extended=True)
        assert found == due(working_days(30), beijing_time(2025, 11, 3, 9), CHINA)

    def test_time_left_out(self) -> None:
        """信访 36-2: the days of a hearing are not counted; of a review there are none to leave out."""
        start = beijing_time(2026, 4, 7, 9)
        plain = PETITIONS["复核"].deadline(start, CHINA)
        longer = PETITIONS["复核"].deadline(start, CHINA, holds=[HEARING])
        assert (plain.last_day, longer.last_day) == (date(2026, 5, 7), date(2026, 5, 18))
        with pytest.raises(InvalidValueError, match="复查"):
            PETITIONS["复查"].deadline(start, CHINA, holds=[HEARING])

    def test_not_to_be_extended(self) -> None:
        """市监 14 knows no extension; both faults are told at once."""
        with pytest.raises(InvalidValueError) as caught:
            MARKET["受理决定"].deadline(MONDAY, CHINA, extended=True, holds=[HEARING])
        assert [each.path for each in caught.value.faults] == ["extended", "holds"]

    @given(
        st.sampled_from(STATED),
        st.datetimes(datetime(2024, 1, 1), datetime(2026, 6, 1)),  # noqa: DTZ001
        st.booleans(),
    )
    def test_as_the_code_counts(
        self, stated: StatutoryLimit, naive: datetime, extended: bool
    ) -> None:
        """It is `due` of the same days; an extension never makes it end earlier."""
        start = beijing_time(*naive.timetuple()[:5])
        found = stated.deadline(start, CHINA)
        assert found == due(stated.limit, start, CHINA)
        if extended and stated.extension:
            assert stated.deadline(start, CHINA, extended=True).due > found.due


class TestThroughTime:
    """Each is there from its text's day on, and no longer than it was verified to apply."""

    def test_selected_by_the_start(self) -> None:
        """A limit is that of the day from which it is counted."""
        assert {each.selected_by for each in PARAMETERS} == {Selector.START}
        stated = {each.parameter.path for each in national.TIMELINE.series}
        # What a local text makes of statutes the nation does not say.
        assert {each.path for each in PARAMETERS} - {STATUTE_RULE.path} <= stated

    @pytest.mark.parametrize("pack", [national, beijing, jinan, weifang, anyang])
    def test_in_every_city(self, pack: object) -> None:
        """Statutes hold everywhere; on the boundary days and their eves as in the nation."""
        timeline = pack.TIMELINE  # type: ignore[attr-defined]
        dated = timeline.dated(PETITION_LIMITS)
        assert dated.in_force(date(2022, 5, 1))
        assert not dated.in_force(date(2022, 4, 30))
        assert timeline.on(date(2026, 1, 9))[MARKET_LIMITS] == MARKET
        assert timeline.on(date(2026, 1, 10)).provision(MARKET_LIMITS).value is UNSET

    def test_the_old_measures_alone(self) -> None:
        """Without the successor nobody could say what holds: it was not verified that long."""
        (old,) = [
            entry
            for entry in national.TIMELINE.dated(MARKET_LIMITS).entries
            if entry.source == national.MARKET_REGULATION
        ]
        alone = Dated(MARKET_LIMITS, (old,))
        assert alone.on(date(2026, 1, 9)).value == MARKET
        with pytest.raises(UnverifiedError, match="2026-01-10"):
            alone.on(date(2026, 2, 1))
        assert national.MARKET_REGULATION_2026.reading is Reading.UNREAD

    def test_refused_once_it_is_unset(self) -> None:
        """A complaint that came in 2026 has no seven working days to be had."""
        with pytest.raises(UnsetError, match="121"):
            jinan.TIMELINE.on(date(2026, 1, 10))[MARKET_LIMITS]

    def test_never_a_limit_of_the_hotline(self) -> None:
        """The periods of petitions change no row of any city's limits (条例 11-3-(二))."""
        for pack in (beijing, jinan, weifang, anyang):
            before, after = (
                pack.TIMELINE.on(day)["routing.limits"]
                for day in (date(2022, 4, 30), date(2022, 5, 1))
            )
            assert before == after

    @pytest.mark.parametrize(
        ("path", "day"),
        [
            ("statutes.licensing_days", date(2021, 1, 1)),
            ("statutes.penalty_days", date(2021, 7, 15)),
            ("statutes.reconsideration_days", date(2024, 1, 1)),
        ],
    )
    def test_days(self, path: str, day: date) -> None:
        """Which days are working days, from the statute's day on, but not before the Code's."""
        dated = national.TIMELINE.dated(path)
        assert isinstance(dated.on(day).value, StatutoryDays)
        assert dated.starts == day


class TestBesideTheHotline:
    """A statute's limit stands beside the hotline's, as the city's text says."""

    DAY = beijing_time(2025, 12, 1, 9)

    def found(self, rule: StatuteRule, ground: Citation, name: str) -> list[tuple[Task, date]]:
        """What is due of a complaint about a shop that came on a Monday."""
        clock = Clock(working_days(5), self.DAY)
        told = obligations(clock, CHINA, rule, ground, statute=MARKET[name])
        return [(each.task, each.last_day) for each in told]

    def test_jinan(self) -> None:
        """济南 24-1-(二): told within five working days; the regulator decides within seven."""
        assert self.found(
            StatuteRule.LONGER_BESIDE, jinan.REGULATIONS.cite("24-1-2"), "受理决定"
        ) == [(Task.INFORM, date(2025, 12, 8)), (Task.HANDLE, date(2025, 12, 10))]

    def test_weifang(self) -> None:
        """潍坊 20-1-(二): the longer one takes the place of the five."""
        assert self.found(
            StatuteRule.LONGER_REPLACES, weifang.REGULATIONS.cite("20-1-2"), "受理决定"
        ) == [(Task.HANDLE, date(2025, 12, 10))]

    def test_a_limit_names_its_ground(self) -> None:
        """No ground has to be given with it, and one that is given goes before its own."""
        clock, local = Clock(working_days(5), self.DAY), jinan.REGULATIONS.cite("24-1-2")
        own = MARKET["调解"]
        more = own.ground.source.cite("21") if own.ground.source else own.ground
        for given_, ground in ((None, own.ground), (more, more)):
            *_, last = obligations(
                clock,
                CHINA,
                StatuteRule.LONGER_BESIDE,
                local,
                statute=own,
                statute_ground=given_,
            )
            assert last.grounds[0] == ground

    def test_a_bare_limit_needs_one(self) -> None:
        """As before: neither without the other."""
        clock, local = Clock(working_days(5), self.DAY), jinan.REGULATIONS.cite("24-1-2")
        with pytest.raises(InvalidValueError, match="statute_ground"):
            obligations(
                clock, CHINA, StatuteRule.LONGER_BESIDE, local, statute=MARKET["调解"].limit
            )


class TestGuidance:
    """What 53号 and 66号 decide in every city are rows that a pack takes under its own ids."""

    def test_beijing_takes_them(self) -> None:
        """The same conditions, outcome and grounds; only the id is the city's."""
        rules = beijing.TIMELINE.on(date(2026, 3, 2))
        for path, row_id, row in (
            ("routing.triage", "T2a", national.NEW_SECRETS_2025),
            ("routing.duties", "D6b", national.POLICE_2025),
        ):
            taken = rules[path].row(row_id)
            assert (taken.then, taken.grounds) == (row.then, row.grounds)
            assert {test.fact: test.allowed for test in taken.conditions} == {
                name: value if isinstance(value, tuple) else (value,)
                for name, value in row.when.items()
            }

    def test_what_only_the_press_says(self) -> None:
        """53号 was not read: each of its rows is reported, or assumed near it, and quotes nothing."""
        reported, read_in = [(Basis.REPORTED, "")], [(Basis.ASSUMED, "")]
        for row, grounds in (
            (national.CHANNELS_2021, reported),
            (national.PETITION_2021, reported),
            (national.SECRETS_2021, reported),
            (national.ENTERED_2021, reported + read_in),
            (national.MORALS_2021, reported + read_in),
        ):
            assert [(each.basis, each.quote) for each in row.grounds] == grounds

    def test_ids_do_not_clash(self) -> None:
        """The rows of either year can stand in one table."""
        for year in ("2021", "2025"):
            ids = [
                row.id
                for name, row in vars(national).items()
                if name.isupper() and name.endswith(year) and hasattr(row, "when")
            ]
            assert len(set(ids)) == len(ids) >= 4


class TestValues:
    """Limits of statutes are values: checked when made, said in words, found by name."""

    @pytest.mark.parametrize("limits", [PETITIONS, MARKET], ids=["petitions", "market"])
    def test_in_words(self, limits: StatutoryLimits) -> None:
        """Each limit with whom it binds, from when, for what, and where it is set."""
        told, rows = str(limits.explain()), limits.to_rows()
        assert len(rows) == len(limits.limits)
        for each, row in zip(limits.limits, rows, strict=True):
            for word in (each.text.zh, each.bearer.zh, each.start.zh, each.reach.zh):
                assert word in told
            assert each.ground.text.zh in told
            assert row["limit"] == each.limit.text.zh
            assert limits[each.id] is limits[each.name.zh] is limits[each.name.en] is each
        assert limits.governs.zh in told
        assert limits.governs.en in str(limits.explain("en"))
        assert limits.limits[0].name.zh in limits._repr_html_()

    def test_unknown(self) -> None:
        """The nearest name is told."""
        with pytest.raises(InvalidValueError, match="受理决定"):
            MARKET["受理决"]
        with pytest.raises(InvalidValueError):
            MARKET[5]  # type: ignore[index]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            *(("id", None), ("name", "甲"), ("bearer", 1), ("task", None), ("limit", 5)),
            *(("start", "自收到之日起"), ("reach", None), ("ground", "第十四条")),
            *(("extension", 15), ("condition", "经批准"), ("excluded", "第二十条")),
        ],
    )
    def test_fields(self, name: str, value: object) -> None:
        """Each is named."""
        with pytest.raises(InvalidValueError, match=rf"^statutory_limit\.{name}: "):
            limit(**{name: value})

    def test_fields_of_the_whole(self) -> None:
        """What is no limit, no ground, or stands twice."""
        said, one = Text("甲", "one"), limit()
        for bad in ((said, [one, 5], ()), (said, [one], ["第三条"]), ("甲", [one], ())):
            with pytest.raises(InvalidValueError):
                StatutoryLimits(*bad)
        with pytest.raises(InvalidValueError, match="stands twice"):
            StatutoryLimits(said, [one, one], ())
        other = attrs.evolve(one, id="two")
        with pytest.raises(InvalidValueError, match="stands twice"):
            StatutoryLimits(said, [one, other], ())

    @given(st.none() | st.floats() | st.integers() | st.text() | st.dates())
    def test_garbage(self, odd: object) -> None:
        """Whatever is given for an instant or a calendar, the error is ours."""
        for start, calendar in ((odd, CHINA), (MONDAY, odd)):
            with pytest.raises(JiesuError):
                MARKET["调解"].deadline(start, calendar)  # type: ignore[arg-type]

    def test_other_units(self) -> None:
        """A statute may count hours or months; an extension in another unit goes on from the end."""
        day = limit(limit=hours(24)).deadline(MONDAY, CHINA)
        assert day.due == MONDAY + timedelta(days=1)
        half = limit(limit=Months(6), extension=natural_days(30))
        assert half.deadline(MONDAY, CHINA).last_day == date(2026, 9, 2)
        assert half.deadline(MONDAY, CHINA, extended=True).last_day == date(2026, 10, 8)

    def test_stated_by_a_city(self) -> None:
        """A provision may say that there is none, as of any parameter."""
        source = Source(
            id="own",
            title="某条例",
            title_en="Some regulations",
            rank=national.PETITIONS.rank,
            published=date(2023, 1, 1),
            since=date(2023, 1, 1),
        )
        dated = Dated(MARKET_LIMITS, (Provision(value=SILENT, citations=(source.cite("1"),)),))
        assert dated.on(date(2024, 1, 1)).value is SILENT
