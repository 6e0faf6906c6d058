"""Mending of real exports: listed mends, strict reading as the judge, everything reported."""

import csv
import pickle
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lawtext import SHARED

from jiesu.codec import OutcomePlan, TicketPlan
from jiesu.errors import CodecError, InvalidValueError, JiesuError
from jiesu.events import Move, StopGround
from jiesu.exact import Rounding
from jiesu.histories import CasePlan, EventPlan
from jiesu.labels import Text
from jiesu.legal_time import BEIJING
from jiesu.mending import (
    SHORT_FORMS,
    VARIANTS,
    Blank,
    Change,
    DateForm,
    ExcelSerial,
    FullWidthBrackets,
    HalfWidth,
    Mend,
    Mended,
    Synonyms,
    TimeOfDay,
    UnitSpelling,
    WrittenDate,
    mend,
)
from jiesu.tickets import RequestType
from jiesu.units import Directory

DATA = SHARED / "data"
PINGSHAN = DATA / "pingshan2018" / "events.csv"
REPLIES = DATA / "teddy2020" / "tickets_replies.csv"
SAMPLE = DATA / "schema" / "beijing_ticket_sample_10.csv"

HEADER = ["工单编号", "承办单位", "办结时间", "是否解决", "工单性质"]
DIRECTORY = Directory.from_rows(
    id="demo",
    version="1",
    by_prefix=True,
    divisions=[
        {"code": "440310", "name": "坪山区"},
        {"code": "440310001", "name": "坪山街道"},
        {"code": "440310002", "name": "龙田街道"},
    ],
    units=[
        {"id": "u1", "name": "市住建委", "kind": "市政府部门", "division": "440310"},
        {"id": "u2", "name": "六联社区", "kind": "其他", "division": "440310001"},
        {"id": "u3", "name": "城建办（坪山街道办事处）", "kind": "其他", "division": "440310001"},
        {"id": "u4", "name": "城建办（龙田街道办事处）", "kind": "其他", "division": "440310002"},
        {"id": "u5", "name": "水务（集团）公司", "kind": "其他", "division": "440310"},
        {"id": "u6", "name": "同名局", "kind": "其他", "division": "440310"},
        {
            "id": "u7",
            "name": "同名局",
            "kind": "其他",
            "division": "440310",
            "aliases": ["独名局"],
        },
        {"id": "u8", "name": "消安办", "kind": "其他", "division": "440310001"},
    ],
)
PLAN = OutcomePlan.of(HEADER, directory=DIRECTORY, naive=BEIJING)
SPELLING = UnitSpelling(DIRECTORY, short=SHORT_FORMS, suffix=True)
MENDS: tuple[Mend, ...] = (
    HalfWidth(),
    FullWidthBrackets(),
    Blank(("无", "/", "NULL")),
    *(WrittenDate(form) for form in DateForm),
    ExcelSerial(),
    TimeOfDay(time(9)),
    *(Synonyms(field, VARIANTS[field]) for field in ("role", "resolved")),
    SPELLING,
)
GOOD = ("1", "u1", "2019-04-25 09:32:09", "解决", "主办")
CELLS: Sequence[st.SearchStrategy[Any]] = (
    st.sampled_from(("1", "１", "无", "", "-", 7)),
    st.sampled_from(
        (
            "u1",
            "市住房和城乡建设委员会",
            "六联社区（坪山街道办事处）",
            "城建办",
            "六联社",
            "",
            "同名局",
            "无",
        )
    ),
    st.sampled_from(
        (
            *(
                "2019-04-25 09:32:09",
                "2019/4/25 9:32:09",
                "２０１９／４／２５　９：３２",
                "2019-4-25",
            ),
            *("04/05/2019", "20190425093209", 20190425093209, "43580.3973", 43580.3973, 43580),
            *(Decimal("43580.5"), date(2019, 4, 25), "/", "无", "-", "昨天", "2019/2/30", None),
        )
    ),
    st.sampled_from(("解决", "已解决", "没解决", "/", "", "ｘ", True)),
    st.sampled_from(("主办", "主办单位", "协办", "转办", None, "无")),
)
ROWS = st.lists(st.tuples(*CELLS), max_size=6)
SOME = st.lists(st.sampled_from(MENDS), unique_by=id)


def _one(cell: Any, *mends: Mend, column: str = "办结时间") -> Mended:
    """A sound row with one other cell, mended."""
    row = [cell if name == column else good for name, good in zip(HEADER, GOOD, strict=True)]
    return mend(PLAN, [row], mends)


def _cell(done: Mended, column: str = "办结时间") -> Any:
    (row,) = done.rows
    assert not isinstance(row, Mapping)
    return row[HEADER.index(column)]


class TestLaws:
    """Strict reading is the judge: what it takes is left alone, and what it then takes stands."""

    @given(rows=ROWS)
    def test_without_mends(self, rows: list[tuple[Any, ...]]) -> None:
        """Reading with no mends asked is strict reading."""
        done = mend(PLAN, rows)

        assert done.rows == tuple(rows)
        assert done.changes == ()
        strict = PLAN.read(rows)
        assert PLAN.read(done.rows).values == strict.values
        assert [fault.path for fault in done.faults] == [
            fault.path for bad in strict.faults for fault in bad.error.faults
        ]

    @given(rows=ROWS, mends=SOME)
    def test_idempotent(self, rows: list[tuple[Any, ...]], mends: list[Mend]) -> None:
        """Mending what was mended changes nothing, and finds the same faults."""
        once = mend(PLAN, rows, mends)

        twice = mend(PLAN, once.rows, mends)

        assert twice.changes == ()
        assert (twice.rows, twice.faults) == (once.rows, once.faults)

    @given(rows=ROWS, mends=SOME)
    def test_what_is_taken_stays(self, rows: list[tuple[Any, ...]], mends: list[Mend]) -> None:
        """A cell that strict reading takes in a sound row is never changed."""
        done = mend(PLAN, rows, mends)

        changed = {(each.row, each.column) for each in done.changes}
        for number, row in enumerate(rows):
            for at, name in enumerate(HEADER):
                alone = [*GOOD]
                alone[at] = row[at]
                if not PLAN.read([alone]).faults:
                    assert (number, name) not in changed

    @given(rows=ROWS, mends=SOME)
    def test_originals_are_kept(self, rows: list[tuple[Any, ...]], mends: list[Mend]) -> None:
        """Undone by its report, what was mended is what was given; only listed mends did it."""
        done = mend(PLAN, rows, mends, start=5)

        back = [[*row] for row in done.rows]
        for each in done.changes:
            assert back[each.row - 5][HEADER.index(each.column)] == each.after
            back[each.row - 5][HEADER.index(each.column)] = each.before
            assert each.by
            assert all(any(by is one for one in mends) for by in each.by)
        assert [tuple(row) for row in back] == rows

    @given(rows=ROWS, mends=SOME)
    def test_more_is_read(self, rows: list[tuple[Any, ...]], mends: list[Mend]) -> None:
        """Every row that strict reading took is read the same; every changed cell is taken."""
        done = mend(PLAN, rows, mends)
        strict = PLAN.read(rows)

        told = PLAN.read(done.rows)

        good = {bad.place for bad in strict.faults}
        kept = [rows[n] for n in range(len(rows)) if n not in good]
        assert PLAN.read(kept).values == strict.values
        assert len(told.values) >= len(strict.values)
        wrong = {fault.path for bad in told.faults for fault in bad.error.faults}
        assert not wrong & {f"rows[{each.row}].{each.column}" for each in done.changes}
        assert wrong == {fault.path for fault in done.faults}

    @given(rows=ROWS, mends=SOME)
    def test_mappings_and_lists_alike(
        self, rows: list[tuple[Any, ...]], mends: list[Mend]
    ) -> None:
        """Rows by name are mended as rows by place are."""
        named = [dict(zip(HEADER, row, strict=True)) for row in rows]

        by_name = mend(PLAN, named, mends)

        by_place = mend(PLAN, rows, mends)
        assert by_name.changes == by_place.changes
        assert by_name.faults == by_place.faults
        assert [tuple(row.values()) for row in by_name.rows] == list(by_place.rows)  # type: ignore[union-attr]

    def test_what_is_given_is_not_touched(self) -> None:
        """The caller's own rows stay as they are."""
        row = {"工单编号": "1", "承办单位": "u1", "办结时间": "2019/4/25 9:32"}
        plan = OutcomePlan.of(list(row), naive=BEIJING)
        before = dict(row)

        done = mend(plan, [row], [WrittenDate(DateForm.SLASHED)])

        assert row == before
        assert done.changes[0].before == "2019/4/25 9:32"


FORMATS: Mapping[DateForm, Callable[[datetime], str]] = {
    DateForm.SLASHED: lambda at: (
        f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute:02}:{at.second:02}"
    ),
    DateForm.DASHED: lambda at: f"{at.year}-{at.month}-{at.day} {at.hour}:{at.minute}:{at.second}",
    DateForm.DOTTED: lambda at: (
        f"{at.year}.{at.month:02}.{at.day:02} {at.hour}:{at.minute}:{at.second}"
    ),
    DateForm.CHINESE: lambda at: (
        f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute}分{at.second}秒"
    ),
    DateForm.DIGITS: lambda at: at.strftime("%Y%m%d%H%M%S"),
}
INSTANTS = st.datetimes(datetime(1950, 1, 1), datetime(2099, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)


class TestDates:
    """Each form is read where it was asked for; what could be two days is refused."""

    @pytest.mark.parametrize("form", DateForm)
    @given(at=INSTANTS)
    def test_every_form(self, form: DateForm, at: datetime) -> None:
        """An instant written in a form is the instant again."""
        done = _one(FORMATS[form](at), WrittenDate(form))

        assert PLAN.read(done.rows).values[0].closed_at == at.replace(tzinfo=BEIJING)

    @pytest.mark.parametrize("form", DateForm)
    @given(at=INSTANTS)
    def test_only_what_was_asked_for(self, form: DateForm, at: datetime) -> None:
        """Other forms stay faults, unless they look the same or strict reading takes them."""
        text = FORMATS[form](at)
        others = [WrittenDate(each) for each in DateForm if each is not form]
        if not PLAN.read(mend(PLAN, [[*GOOD[:2], text, *GOOD[3:]]]).rows).faults:
            return

        done = _one(text, *others)

        assert _cell(done) == text
        assert done.changes == ()
        assert [fault.path for fault in done.faults] == ["rows[0].办结时间"]

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("2019年4月25日9时32分", "2019-04-25 09:32:00"),
            ("2019年04月25日 09:32:09", "2019-04-25 09:32:09"),
            ("2019年4月25日9点", "2019-04-25 09:00:00"),
            ("2019/4/25 9:32", "2019-04-25 09:32:00"),
            ("2019/4/25T9:32", "2019-04-25 09:32:00"),
            ("201904250932", "2019-04-25 09:32:00"),
            (20190425093209, "2019-04-25 09:32:09"),
        ],
    )
    def test_shorter_forms(self, text: Any, wanted: str) -> None:
        """Minutes or hours alone are what they say."""
        assert _cell(_one(text, *map(WrittenDate, DateForm))) == wanted

    @pytest.mark.parametrize(
        "text", ["04/05/2019", "25/04/2019 9:32", "4-5-2019", "19/4/5 9:32", "4.5.19"]
    )
    def test_order_not_certain(self, text: str) -> None:
        """A year that is last, or has two digits: refused, with the reason."""
        done = _one(text, *MENDS)

        assert done.changes == ()
        assert [fault.what.zh for fault in done.faults] == ["日、月、年先后不明的日期"]

    @pytest.mark.parametrize(
        "text", ["2019/2/30 9:00", "2019年13月1日9时", "2019-4-25 24:00", "20190431093209"]
    )
    def test_no_such_day(self, text: str) -> None:
        """Refused, with the reason."""
        done = _one(text, *map(WrittenDate, DateForm))

        assert done.changes == ()
        assert done.faults[0].what.zh == "没有这个日期或者时刻"

    @pytest.mark.parametrize(
        "cell", ["2018/4/24", "2018-04-24", date(2018, 4, 24), 43214, "43214"]
    )
    def test_a_bare_date(self, cell: Any) -> None:
        """It is no instant, until the caller says which time of day; the report names that choice."""
        forms = (WrittenDate(DateForm.SLASHED), ExcelSerial())
        midnight = TimeOfDay(time(0))

        assert _one(cell, *forms).changes == ()
        assert len(_one(cell, *forms).faults) == 1
        done = _one(cell, *forms, midnight)
        assert _cell(done) == "2018-04-24 00:00:00"
        assert done.changes[0].by[-1] is midnight
        assert done.to_rows()[0]["zh"].endswith("只有日期的，补设时刻 00:00:00")

    def test_a_bare_date_that_there_is_not(self) -> None:
        """No time of day makes it one."""
        assert _one("2018-02-30", TimeOfDay(time(0))).changes == ()

    @given(at=INSTANTS)
    def test_serials(self, at: datetime) -> None:
        """A serial of ten decimals, as text or Decimal, is the second that it was made of."""
        days = Fraction((at - datetime(1899, 12, 30)) // timedelta(seconds=1), 86_400)  # noqa: DTZ001
        whole, rest = divmod(round(days * 10**10), 10**10)
        text = f"{whole}.{rest:010}"

        if rest:
            for cell in (text, Decimal(text)):
                told = PLAN.read(_one(cell, ExcelSerial()).rows).values[0]
                assert told.closed_at == at.replace(tzinfo=BEIJING)

    @given(at=st.datetimes(datetime(1950, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001
    def test_serials_to_the_microsecond(self, at: datetime) -> None:
        """With decimals enough, a serial is the microsecond that it was made of: no float between."""
        days = Fraction((at - datetime(1899, 12, 30)) // timedelta.resolution, 86_400 * 10**6)  # noqa: DTZ001
        whole, rest = divmod(round(days * 10**15), 10**15)

        if rest:
            done = _one(f"{whole}.{rest:015}", ExcelSerial(places=6))
            assert PLAN.read(done.rows).values[0].closed_at == at.replace(tzinfo=BEIJING)

    def test_serials_are_exact(self) -> None:
        """0.3973 of a day are 34326.72 seconds: rounded only as was asked for; 0.5 is noon."""
        for places, rule, wanted in (
            (0, Rounding.HALF_UP, "2019-04-25 09:32:07"),
            (0, Rounding.TRUNCATE, "2019-04-25 09:32:06"),
            (2, Rounding.HALF_UP, "2019-04-25 09:32:06.720000"),
        ):
            assert _cell(_one("43580.3973", ExcelSerial(places=places, rounding=rule))) == wanted
        assert _cell(_one(Fraction(87161, 2), ExcelSerial())) == "2019-04-25 12:00:00"
        assert _cell(_one("43580.999999999", ExcelSerial())) == "2019-04-26 00:00:00"

    @pytest.mark.parametrize("cell", [43580.3973, 43580.0])
    def test_floats(self, cell: float) -> None:
        """Refused: a float is not what stood in the sheet."""
        done = _one(cell, *MENDS)

        assert done.changes == ()
        assert done.faults[0].what.zh == "浮点数不精确"

    @pytest.mark.parametrize("cell", [2019, "2019", True, 10**9, "1556155929", Decimal("NaN")])
    def test_no_serials(self, cell: Any) -> None:
        """A year, a truth, seconds since 1970."""
        try:
            done = _one(cell, ExcelSerial(), TimeOfDay(time(0)))
        except JiesuError as error:
            pytest.fail(str(error))
        assert done.changes == ()
        assert len(done.faults) == 1


class TestWords:
    """Marks and words mean what the caller says, in the columns that the caller says."""

    def test_width(self) -> None:
        """Full-width digits, colons and blanks; a title that is full-width stays so."""
        assert _cell(_one("２０１９－０４－２５　０９：３２", HalfWidth())) == "2019-04-25 09:32"
        plan = TicketPlan.of(["工单编号", "标题"])
        assert mend(plan, [["１２", "路灯（２盏）"]], MENDS[:2]).changes == ()

    def test_brackets(self) -> None:
        """Official terms have full-width brackets."""
        plan = CasePlan.of(
            ["id", "STOPPED.at", "STOPPED.ground"],
            naive=BEIJING,
            words={"STOPPED.ground": {"其他（见附件）": StopGround.OTHER}},
        )
        row = ["1", "2019-04-25 09:32", "其他(见附件)"]

        assert plan.read([row]).faults
        assert plan.read(mend(plan, [row], [FullWidthBrackets()]).rows).values

    def test_blanks(self) -> None:
        """Only the marks that were listed, and only whole cells."""
        assert _cell(_one("无", Blank(("无",)))) == ""
        assert _one("/", Blank(("无",))).changes == ()
        assert _one("无时间", Blank(("无",))).changes == ()
        assert _one("无", Blank(("无",)), column="承办单位").changes == ()  # must be stated

    def test_synonyms(self) -> None:
        """求决 is 求助 only if the caller says so; a word that nobody mapped stays a fault."""
        plan = TicketPlan.of(["工单编号", "工单类型"])
        rows = [["1", "求决"], ["2", "感谢"], ["3", "投诉类"], ["4", "投诉"]]

        for own, read in (
            ({}, 1),
            (VARIANTS["request_type"], 2),
            ({"求决": "求助"}, 2),
            ({"求决": "求助", "感谢": "表扬", **VARIANTS["request_type"]}, 4),
        ):
            told = plan.read(mend(plan, rows, [Synonyms("request_type", own)]).rows)
            assert len(told.values) == read
        assert told.values[0].facts.get("request_type") is RequestType.ASSISTANCE

    @pytest.mark.parametrize("field", VARIANTS)
    def test_variants(self, field: str) -> None:
        """Each stands for a word that strict reading knows, and is none itself."""
        plan = OutcomePlan.of(["工单编号", "承办单位", field], columns={field: field})
        known = plan.facts.facts[plan.facts.index(field)].words()

        for word, official in VARIANTS[field].items():
            assert word not in known
            assert official in known

    def test_fields(self) -> None:
        """A mend with fields works in their columns alone."""
        row = ["1", "u1", "无", "无", "主办"]

        done = mend(PLAN, [row], [Blank(("无",), fields=("resolved",))])

        assert [each.column for each in done.changes] == ["是否解决"]

    def test_a_mend_of_ones_own(self) -> None:
        """A subclass that proposes; strict reading judges it too."""

        @attrs.frozen(kw_only=True)
        class Afternoon(Mend):
            @property
            def text(self) -> Text:
                return Text("下午", "in the afternoon")

            def propose(self, cell: Any) -> Any:
                return cell.replace("下午1时", "13:00") if isinstance(cell, str) else cell

        done = _one("2019-04-25 下午1时", Afternoon())
        assert _cell(done) == "2019-04-25 13:00"
        assert _one("4月25日 下午1时", Afternoon()).changes == ()

    def test_a_mend_that_says_nothing(self) -> None:
        """Without `text` or `propose` of its own it is refused before anything is read."""

        class Bare(Mend):
            pass

        with pytest.raises(InvalidValueError) as caught:
            _one("昨天", HalfWidth(), Bare())
        assert [str(each).partition(" ")[0] for each in caught.value.faults] == ["mends[1]:"] * 2
        assert "propose" in str(caught.value)

    def test_a_mend_that_breaks_down(self) -> None:
        """On a cell that it cannot bear: the fault names cell and mend; the other rows go on."""

        class Rash(Mend):
            @property
            def text(self) -> Text:
                return Text("鲁莽", "rash")

            def propose(self, cell: Any) -> Any:
                return cell.replace("/", "-").removesuffix("!")

        done = mend(
            PLAN, [[*GOOD[:2], at, *GOOD[3:]] for at in (7, "2019-04-25 09:32:09!")], [Rash()]
        )
        assert [each.row for each in done.changes] == [1]
        (fault,) = done.faults
        assert fault.path == "rows[0].办结时间"
        assert "Rash" in fault.to("zh")
        assert "AttributeError" in fault.to("en")

    def test_one_mend_listed_twice(self) -> None:
        """It is one mend: told once, with the cells that it had a part in."""
        slashed = WrittenDate(DateForm.SLASHED)
        done = _one("2019/4/25 9:32:09", slashed, slashed)
        assert done == _one("2019/4/25 9:32:09", slashed)
        assert [count for _, count in done.counts()] == [1]


class TestUnits:
    """A spelling is mended if exactly one unit has its normal form; near ones are suggestions."""

    @pytest.mark.parametrize(
        ("name", "wanted"),
        [
            ("市住房和城乡建设委员会", "市住建委"),
            ("六联社区（坪山街道办事处）", "六联社区"),
            ("六联社区(坪山街道办)", "六联社区"),
            ("城建办(坪山街道办)", "城建办（坪山街道办事处）"),
            ("水务公司", None),
            ("六联社区（龙田街道办事处）", None),  # the unit is of another subdistrict
            ("城建办（马峦街道办事处）", None),  # another suffix is another unit
            ("六联社", None),
            ("六连社区", None),
            ("独名局（总局）", "u7"),  # two units have its name: the id is certain
            ("消安办（应急）", "消安办"),  # the suffix names no territory
        ],
    )
    def test_spellings(self, name: str, wanted: str | None) -> None:
        """The one unit, or nothing."""
        done = _one(name, SPELLING, column="承办单位")

        assert _cell(done, "承办单位") == (wanted or name)
        assert bool(done.faults) == (wanted is None)

    def test_several(self) -> None:
        """Several candidates are named, and none is taken."""
        done = _one("城建办", SPELLING, column="承办单位")

        assert done.changes == ()
        (fault,) = done.faults
        assert fault.remedy
        assert "城建办（坪山街道办事处）（u3）、城建办（龙田街道办事处）（u4）" in fault.remedy.zh

    def test_near_names(self) -> None:
        """A near spelling is suggested, by strict reading."""
        (fault,) = _one("六连社区", SPELLING, column="承办单位").faults

        assert fault.remedy
        assert "六联社区（u2）" in fault.remedy.zh

    def test_what_was_not_asked_for(self) -> None:
        """Without short forms, or without suffixes, neither is equated."""
        bare = UnitSpelling(DIRECTORY)

        for name in ("市住房和城乡建设委员会", "六联社区（坪山街道办事处）"):
            assert _one(name, bare, column="承办单位").changes == ()

    def test_histories(self) -> None:
        """In rows of events the caller says in which fields."""
        header = ["工单编号", "环节", "时间", "承办单位"]
        plan = EventPlan.of(header, directory=DIRECTORY, naive=BEIJING)
        row = ["1", "派单", "2019/4/25 9:32", "六联社区（坪山街道办事处）"]
        mends = [
            WrittenDate(DateForm.SLASHED),
            attrs.evolve(SPELLING, fields=("DISPATCHED.to",)),
        ]

        (history,) = plan.read(mend(plan, [row], mends).rows).values

        assert history.events[0].to == ("u2",)  # type: ignore[attr-defined]


class TestReport:
    """What was done is said: where, from what, to what, by what; how much; what is left."""

    ROWS = (
        ["1", "u1", "2019/4/25 9:32:09", "已解决", "主办"],
        ["2", "六联社区（坪山街道办事处）", "2019/4/25", "解决", "主办"],
        ["3", "城建办", "04/05/2019", "解决", "转办"],
    )

    def test_changes(self) -> None:
        """Every cell that was mended, with its mends; numbered from the start."""
        done = mend(PLAN, self.ROWS, MENDS, start=2)

        slashed, bare = MENDS[3], MENDS[9]
        assert set(done.changes) == {
            Change(2, "办结时间", "2019/4/25 9:32:09", "2019-04-25 09:32:09", (slashed,)),
            Change(2, "是否解决", "已解决", "解决", (MENDS[11],)),
            Change(3, "办结时间", "2019/4/25", "2019-04-25 09:00:00", (slashed, bare)),
            Change(3, "承办单位", "六联社区（坪山街道办事处）", "六联社区", (SPELLING,)),
        }
        assert [each.row for each in done.changes] == [2, 2, 3, 3]
        assert [fault.path for fault in done.faults] == [
            "rows[4].办结时间",
            "rows[4].工单性质",
            "rows[4].承办单位",
        ]

    def test_counts(self) -> None:
        """Cells of each mend, those that did nothing among them; the share of cells."""
        done = mend(PLAN, self.ROWS, MENDS)

        counts = dict(zip(MENDS, (count for _, count in done.counts()), strict=True))
        assert counts[MENDS[3]] == 2
        assert counts[MENDS[9]] == counts[SPELLING] == 1
        assert counts[MENDS[0]] == 0
        assert (len(done.changes), done.cells, done.share) == (4, 15, Fraction(4, 15))
        assert mend(PLAN, []).share == 0

    def test_rows_and_words(self) -> None:
        """A flat row for each change; the explanation in both languages, and as HTML."""
        done = mend(PLAN, self.ROWS, MENDS)

        assert all(isinstance(cell, str) for row in done.to_rows() for cell in row.values())
        assert len(done.to_rows()) == 4
        assert "3行、15格中改动4格（26.67%）" in done.explain().text()
        assert "4 of 15 cells in 3 rows (26.67%)" in done.explain("en").text()
        assert "日期写法（2019/4/25 9:32:09）：2格" in done.explain().text()
        assert "日、月、年先后不明的日期，实为 '04/05/2019'" in done.explain().text()
        assert "&lt;" in mend(PLAN, [["1", "<b>", *GOOD[2:]]])._repr_html_()

    def test_the_same_fault_once(self) -> None:
        """What is wrong alike in many rows of a column is said once, with how often."""
        done = mend(PLAN, [["1", "没有的", *GOOD[2:]]] * 40)

        assert len(done.faults) == 40
        assert "（40处，如 rows[0]）" in done.explain().text()
        assert len(done.explain().text().splitlines()) == 3

    def test_a_value(self) -> None:
        """It pickles, and compares."""
        done = mend(PLAN, self.ROWS, MENDS)

        again = pickle.loads(pickle.dumps(done))  # noqa: S301 -- our own bytes
        assert again == done
        assert [count for _, count in again.counts()] == [count for _, count in done.counts()]


class TestGarbage:
    """A wrong call is refused; a bad row is no wrong call."""

    @pytest.mark.parametrize(
        "call",
        [
            lambda: mend(1, []),  # type: ignore[arg-type]  # no plan
            lambda: mend(OutcomePlan, []),  # type: ignore[arg-type]
            lambda: mend(PLAN, 1),  # type: ignore[arg-type]
            lambda: mend(PLAN, "x"),
            lambda: mend(PLAN, {}),
            lambda: mend(PLAN, [], HalfWidth()),  # type: ignore[arg-type]
            lambda: mend(PLAN, [], ["HalfWidth"]),  # type: ignore[list-item]
            lambda: mend(PLAN, [], start="1"),  # type: ignore[arg-type]
            lambda: mend(PLAN, [], [HalfWidth(fields=("nothing",))]),
            lambda: HalfWidth(fields="unit"),
            lambda: HalfWidth(fields=(1,)),
            lambda: Blank("无"),
            lambda: Blank((1,)),
            lambda: Synonyms("role", {"主办单位": 1}),
            lambda: Synonyms("role", ["主办"]),
            lambda: Synonyms(1, {}),  # type: ignore[arg-type]
            lambda: WrittenDate("2019/4/25"),  # type: ignore[arg-type]
            lambda: ExcelSerial(places=7),
            lambda: ExcelSerial(places=True),
            lambda: ExcelSerial(rounding="四舍五入"),  # type: ignore[arg-type]
            lambda: TimeOfDay("09:00"),  # type: ignore[arg-type]
            lambda: TimeOfDay(time(9, tzinfo=BEIJING)),
            lambda: UnitSpelling(None),  # type: ignore[arg-type]
            lambda: UnitSpelling(DIRECTORY, short=("住建委",)),
            lambda: UnitSpelling(DIRECTORY, suffix=1),  # type: ignore[arg-type]
        ],
    )
    def test_calls(self, call: Callable[[], object]) -> None:
        """Refused with an error of the family."""
        with pytest.raises((InvalidValueError, CodecError)):
            call()

    @pytest.mark.parametrize(
        "row", [None, 1, "x", b"x", [], ["1"], [*GOOD, "more"], {}, {"工单编号": "1"}]
    )
    def test_rows(self, row: Any) -> None:
        """It stays as it is, and is a fault."""
        done = mend(PLAN, [row, GOOD], MENDS)

        assert done.rows == (row, GOOD)
        assert done.changes == ()
        assert {fault.path.partition(".")[0] for fault in done.faults} == {"rows[0]"}

    @given(
        cell=st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.decimals()
        | st.text()
        | st.binary()
    )
    def test_cells(self, cell: Any) -> None:
        """Whatever stands in a cell, no mend fails on it."""
        for column in HEADER:
            _one(cell, *MENDS, column=column)


def _rows(path: Any) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not PINGSHAN.exists(), reason="no ../shared/data/pingshan2018 beside the repo")
class TestPingshan:
    """10,000 real events of one district: many spellings of units, words of its own, days only."""

    ROWS = _rows(PINGSHAN) if PINGSHAN.exists() else []

    @staticmethod
    def _register(rows: Iterable[Mapping[str, str]]) -> Directory:
        """Every unit by its number, under its commonest spelling and no other."""
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            spellings[row["dispose_unit_id"]][row["dispose_unit"]] += 1
        return Directory.from_rows(
            id="pingshan",
            version="2018",
            divisions=[{"code": "440310", "name": "坪山区", "level": "区"}],
            units=[
                {
                    "id": key,
                    "name": found.most_common(1)[0][0],
                    "kind": "其他",
                    "division": "440310",
                }
                for key, found in spellings.items()
                if key != "-"
            ],
        )

    def test_measured(self) -> None:
        """Nothing is read strictly; with four mends 9,961 rows are, and no unit is a wrong one."""
        directory = self._register(self.ROWS)
        plan = OutcomePlan.of(
            list(self.ROWS[0]),
            directory=directory,
            columns={
                "ticket": "rec_id",
                "unit": "dispose_unit",
                "received_at": "create_date",
                "request_type": "property",
                "timeliness": "outcome_zh",
            },
            naive=BEIJING,
        )
        mends = [
            Synonyms("timeliness", {"按期办结": "按时办结"}),
            Synonyms("request_type", {"求决": "求助", "感谢": "表扬"}),
            TimeOfDay(time(9)),
            UnitSpelling(directory, suffix=True),
        ]

        done = mend(plan, self.ROWS, mends)

        told = plan.read(done.rows)
        assert len(plan.read(self.ROWS).values) == 0
        assert [count for _, count in done.counts()] == [9076, 51, 10_000, 992]
        assert (len(told.values), len(done.faults)) == (9961, 39)
        assert done.share == Fraction(20_119, 50_000)
        bad = {each.place for each in told.faults}
        sound = [row for at, row in enumerate(self.ROWS) if at not in bad]
        assert all(
            one.unit == row["dispose_unit_id"] for one, row in zip(told.values, sound, strict=True)
        )
        assert Counter(fault.what.zh for fault in done.faults) == {
            "必须填写": 22,  # the record has "-"
            "名录中没有这个单位": 17,  # 市规土委坪山管理局 and three more
        }

    def test_a_twin_of_a_community(self) -> None:
        """碧玲社区 stands in the list of places beside 碧岭社区: suggested, and never mended."""
        listed = _rows(PINGSHAN.with_name("communities.csv"))
        rows = [row for row in listed if row["community_id"] != "-"]
        names = [row["community"] for row in rows if row["community"] != "碧玲社区"]
        directory = Directory.from_rows(
            id="pingshan",
            version="2018",
            divisions=[
                {"code": str(at), "name": name, "level": "社区（村）"}
                for at, name in enumerate(names)
            ],
        )
        plan = TicketPlan.of(
            ["community_id", "community"],
            columns={"id": "community_id", "subdistrict": "community"},
            directory=directory,
        )

        done = mend(plan, [[row["community_id"], row["community"]] for row in rows], MENDS[:10])

        assert done.changes == ()
        (fault,) = done.faults
        assert fault.value == "'碧玲社区'"
        assert fault.remedy
        assert "碧岭社区" in fault.remedy.zh

    def test_an_incomplete_register(self) -> None:
        """With each unit left out in turn, two of its names would go to another: so far it can be trusted."""
        rows = self.ROWS
        names: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            names[row["dispose_unit_id"]].add(row["dispose_unit"])
        full = self._register(rows)
        misled = set()
        for key in names.keys() - {"-"}:
            rest = [unit for unit in full.units if unit.id != key]
            spelling = UnitSpelling(attrs.evolve(full, units=tuple(rest)), suffix=True)
            misled |= {name for name in names[key] if spelling.propose(name) != name}

        assert misled == {"城建办", "城建办（龙田街道办事处）"}


@pytest.mark.skipif(not REPLIES.exists(), reason="no ../shared/data/teddy2020 beside the repo")
class TestTeddy:
    """2,816 real petitions with their replies; the source cells mixed forms, the data are in ISO."""

    ROWS = _rows(REPLIES) if REPLIES.exists() else []
    MENDS = (
        WrittenDate(DateForm.SLASHED),
        WrittenDate(DateForm.CHINESE),
        WrittenDate(DateForm.DIGITS),
        ExcelSerial(),
        TimeOfDay(time(0)),
    )

    @staticmethod
    def _plan(header: list[str]) -> CasePlan:
        columns = {"id": "ticket_id", "RECEIVED.at": "created_at"}
        tickets = TicketPlan.of(header, columns={"id": "ticket_id"}, naive=BEIJING)
        return CasePlan.of(header, tickets=tickets, columns=columns, naive=BEIJING)

    def test_as_published_here(self) -> None:
        """Every cell is in ISO form: nothing is touched."""
        plan = self._plan(list(self.ROWS[0]))

        done = mend(plan, self.ROWS, self.MENDS)

        assert (done.changes, done.faults) == ((), ())
        assert len(plan.read(done.rows).values) == 2816

    def test_in_the_forms_of_the_source(self) -> None:
        """The same instants in five forms by turns, the bare date bare: all are read as they were."""
        plan = self._plan(list(self.ROWS[0]))
        rows = [
            {**row, **{name: _written(row[name], at) for name in ("created_at", "replied_at")}}
            for at, row in enumerate(self.ROWS)
        ]

        done = mend(plan, rows, self.MENDS)

        assert len(plan.read(rows).values) == 564  # each fifth row, left in ISO
        told = plan.read(done.rows)
        assert not told.faults
        assert told.values == plan.read(self.ROWS).values
        # Two cells in each of 563 rows; the bare date stands with strokes and not as a serial.
        assert [count for _, count in done.counts()] == [1127, 1126, 1126, 1125, 1]
        assert len(done.changes) == 2 * (2816 - 564)
        assert {event.move for one in told.values for event in one.events} == {
            Move.RECEIVED,
            Move.REPLIED,
        }


def _written(text: str, at: int) -> str:
    """An instant of the data in one of five forms, by turns; midnight as a bare date."""
    moment = datetime.fromisoformat(text)
    if moment.time() == time(0):
        return f"{moment.year}/{moment.month}/{moment.day}"
    days = Fraction((moment - datetime(1899, 12, 30)) // timedelta(seconds=1), 86_400)  # noqa: DTZ001
    whole, rest = divmod(round(days * 10**10), 10**10)
    return (
        text,
        FORMATS[DateForm.SLASHED](moment),
        FORMATS[DateForm.CHINESE](moment),
        FORMATS[DateForm.DIGITS](moment),
        f"{whole}.{rest:010}",
    )[at % 5]


@pytest.mark.skipif(not SAMPLE.exists(), reason="no ../shared/data/schema beside the repo")
class TestBeijingSample:
    """Ten masked samples of the format of Beijing's export."""

    def test_measured(self) -> None:
        """Types that are none (诉求, 控烟) are the caller's to map; then all ten are read."""
        rows = _rows(SAMPLE)
        plan = TicketPlan.of(list(rows[0]), naive=BEIJING)
        mends = [
            Blank(("诉求",), fields=("request_type",)),
            Synonyms("request_type", {"控烟": "举报"}),
        ]

        done = mend(plan, rows, mends)

        assert len(plan.read(rows).values) == 5
        assert [count for _, count in done.counts()] == [3, 2]
        assert len(plan.read(done.rows).values) == 10
        assert not done.faults
