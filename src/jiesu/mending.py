"""
修补: real exports made readable, cell by cell, by mends that the caller lists; everything is reported.

Strict reading (`codec`, `histories`) refuses what it cannot read for certain. Exports are not so
clean: dates in five forms, full-width digits, blank marks, spellings of units. A mend is a value
that proposes another cell; the caller lists the mends that are right for an export, and `mend` says
which cell of which row it changed, from what, to what, by which of them. Without mends nothing is.

Strict reading stays the judge. A cell is touched only if strict reading blames it, and a proposal
stands only if strict reading then takes it. Therefore

- without mends, what is read is what strict reading reads;
- a cell that strict reading takes is never changed;
- mending what was mended changes nothing.

>>> from jiesu.codec import OutcomePlan
>>> from jiesu.legal_time import BEIJING
>>> plan = OutcomePlan.of(["工单编号", "承办单位", "办结时间"], naive=BEIJING)
>>> rows = [["1", "某局", "2019/4/25 9:32:09"], ["2", "某局", "04/05/2019"]]
>>> done = mend(plan, rows, [WrittenDate(DateForm.SLASHED)])
>>> done.rows[0]
('1', '某局', '2019-04-25 09:32:09')
>>> [str(one.closed_at) for one in plan.read(done.rows).values]
['2019-04-25 09:32:09+08:00']
>>> print(done.faults[0].to("en"))
rows[1].办结时间: a date whose order is not certain, got '04/05/2019'; expected the year first. Remedy: rewrite it with the year first
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Protocol, runtime_checkable

import attrs

from .codec import DataRow, need_rows
from .errors import (
    CodecError,
    Fault,
    FrozenMap,
    InexactNumberError,
    InvalidValueError,
    did_you_mean,
    mapped,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .exact import Rounding, exact, rounded
from .explain import Explanation
from .labels import Label, Text
from .registers import by_name, folded, read_text
from .units import Directory, Unit

SHORT_FORMS = (
    ("住房和城乡建设委员会", "住建委"),
    ("卫生健康委员会", "卫健委"),
    ("街道办事处", "街道办"),
)
"""简称 that code for real exports equates; for `UnitSpelling`, which takes any others as well."""

VARIANTS: Mapping[str, Mapping[str, str]] = FrozenMap(
    {
        "role": FrozenMap({"主办单位": "主办", "协办单位": "协办"}),
        "resolved": FrozenMap({"已解决": "解决", "没有解决": "未解决", "尚未解决": "未解决"}),
        "request_type": FrozenMap(
            {f"{word}类": word for word in ("投诉", "举报", "咨询", "求助", "建议")}
        ),
    }
)
"""Field to words that say an official term and nothing more; for `Synonyms`. 求决 and 感谢 are none."""

_SUFFIX = re.compile(r"(.+)\(([^()]+)\)$")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SERIAL = re.compile(r"[0-9]{5,7}(\.[0-9]{1,30})?")
_SERIALS = range(10_000, 2_958_466)  # 18 May 1927 to the end of 9999
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 -- a serial number has no zone
_SECONDS = 86_400
_PLACES = 6


# ------------------------------------------------------------------ what a mend is


@attrs.frozen(kw_only=True)
class Mend:
    """
    修补方式: the base of every mend. A city's own is a subclass with `text` and `propose`.

    Attributes:
        fields: The fields of the plan in whose columns it works; empty: in all.

    Raises:
        InvalidValueError: A field of another type.
    """

    fields: tuple[str, ...] = attrs.field(default=(), converter=tupled)

    def __attrs_post_init__(self) -> None:
        name = f"{type(self).__name__}"
        refuse(
            InvalidValueError,
            [*misfits(f"{name}.fields", self.fields, str), *self._more_faults(name)],
        )

    def _more_faults(self, name: str) -> Iterable[Fault]:
        del name
        return ()

    @property
    def text(self) -> Text:
        """What it does, as the report says it."""
        raise NotImplementedError

    def propose(self, cell: Any) -> Any:
        """
        The cell as strict reading may take it; *cell* itself where the mend has nothing to say.

        Raises:
            CodecError: It could only guess; the fault says why. Its path does not matter.
        """
        raise NotImplementedError


def _could_guess(
    what: Text, cell: object, expected: Text | None, remedy: Text | None
) -> CodecError:
    return CodecError(Fault("cell", what, shown(cell), expected, remedy))


class _Letters(Mend):
    """A mend that puts characters in the place of others."""

    _table: ClassVar[Mapping[int, int | str]]

    def propose(self, cell: Any) -> Any:
        """The text with the other characters."""
        return _same(cell, cell.translate(self._table)) if isinstance(cell, str) else cell


@attrs.frozen(kw_only=True)
class HalfWidth(_Letters):
    """
    全角转半角: full-width digits, letters, colons, brackets and blanks.

    Example:
        >>> HalfWidth().propose("２０１９－０４－２５　０９：３２")
        '2019-04-25 09:32'
    """

    _table = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

    @property
    def text(self) -> Text:
        """What it does."""
        return Text("全角转半角", "full width to half width")


@attrs.frozen(kw_only=True)
class FullWidthBrackets(_Letters):
    """
    半角括号转全角: for official terms, which have full-width brackets.

    Example:
        >>> FullWidthBrackets().propose("街道(乡镇)")
        '街道（乡镇）'
    """

    _table = str.maketrans("()", "（）")

    @property
    def text(self) -> Text:
        """What it does."""
        return Text("半角括号转全角", "brackets to full width")


def _same(cell: str, made: str) -> str:
    return cell if made == cell else made


@attrs.frozen
class Blank(Mend):
    """
    空白标记: texts that stand for nothing in this export.

    Attributes:
        marks: The texts.
        fields: See `Mend`.

    Example:
        >>> Blank(("无", "/", "NULL")).propose(" 无 "), Blank(("无",)).propose("无锡")
        ('', '无锡')
    """

    marks: tuple[str, ...] = attrs.field(converter=tupled)

    def _more_faults(self, name: str) -> Iterable[Fault]:
        return misfits(f"{name}.marks", self.marks, str)

    @property
    def text(self) -> Text:
        """What it does."""
        return Text(
            f"空白标记（{'、'.join(self.marks)}）", f"blank marks ({', '.join(self.marks)})"
        )

    def propose(self, cell: Any) -> Any:
        """An empty cell, where it holds a mark and nothing else."""
        return "" if isinstance(cell, str) and cell.strip() in self.marks else cell


@attrs.frozen
class Synonyms(Mend):
    """
    用语对照: what words of one column mean, as the caller says; 求决 is 求助 only if somebody says so.

    Attributes:
        field: The field in whose column they stand.
        words: Word to the word that strict reading knows.
        fields: The field.

    Example:
        >>> Synonyms("request_type", {"求决": "求助"}).propose("求决")
        '求助'
        >>> Synonyms("resolved", VARIANTS["resolved"]).propose("已解决")
        '解决'
    """

    field: str
    words: Mapping[str, str] = attrs.field(converter=mapped)
    fields: tuple[str, ...] = attrs.field(init=False)

    @fields.default
    def _only(self) -> tuple[str, ...]:
        return (self.field,)

    def _more_faults(self, name: str) -> Iterable[Fault]:
        yield from mistyped(name, self, words=Mapping)
        if isinstance(self.words, Mapping):
            yield from misfits(f"{name}.words", self.words, str)
            yield from misfits(f"{name}.words", self.words.values(), str)

    @property
    def text(self) -> Text:
        """What it does."""
        return Text(f"用语对照（{self.field}）", f"synonyms ({self.field})")

    def propose(self, cell: Any) -> Any:
        """The word that is meant."""
        return self.words.get(cell.strip(), cell) if isinstance(cell, str) else cell


# ------------------------------------------------------------------ dates


class DateForm(Label):
    """
    日期的写法, the year first in each; a time of day may follow.

    Example:
        >>> [form.zh for form in DateForm][:2]
        ['2019/4/25 9:32:09', '2019-4-25 9:32:09']
    """

    SLASHED = "2019/4/25 9:32:09", "with strokes, as 2019/4/25 9:32:09"
    DASHED = "2019-4-25 9:32:09", "with hyphens, as 2019-4-25 9:32:09"
    DOTTED = "2019.4.25 9:32:09", "with dots, as 2019.4.25 9:32:09"
    CHINESE = "2019年4月25日9时32分", "in Chinese, as 2019年4月25日9时32分"
    DIGITS = "20190425093209", "in digits, as 20190425093209"


_CLOCK = r"(?:[ T]+([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2}))?)?"
_FORMS: Mapping[DateForm, re.Pattern[str]] = {
    **{
        form: re.compile(rf"([0-9]{{4}}){mark}([0-9]{{1,2}}){mark}([0-9]{{1,2}}){_CLOCK}")
        for form, mark in (
            (DateForm.SLASHED, "/"),
            (DateForm.DASHED, "-"),
            (DateForm.DOTTED, r"\."),
        )
    },
    DateForm.CHINESE: re.compile(
        r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日\s*"
        r"(?:([0-9]{1,2})[时点:](?:([0-9]{1,2})(?:分|:|$)(?:([0-9]{1,2})秒?)?)?)?"
    ),
    DateForm.DIGITS: re.compile(
        r"([0-9]{4})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2})?)?"
    ),
}
_NO_ORDER = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{1,2})(?![0-9])")
_DAY_THERE_IS = Text("确有其日、其时", "a day and a time that there are")


@attrs.frozen
class WrittenDate(Mend):
    """
    日期写法: one form of dates, made the form that strict reading has.

    A date without a time of day stays one, and only `TimeOfDay` makes an instant of it. A form in
    which the day and the month could stand for each other (04/05/2019, 19/4/5) is refused.

    Attributes:
        form: The form.
        fields: See `Mend`.

    Example:
        >>> [WrittenDate(form).propose(form.zh) for form in (DateForm.SLASHED, DateForm.CHINESE)]
        ['2019-04-25 09:32:09', '2019-04-25 09:32:00']
        >>> WrittenDate(DateForm.SLASHED).propose("2018/4/24")
        '2018-04-24'
    """

    form: DateForm

    def _more_faults(self, name: str) -> Iterable[Fault]:
        return mistyped(name, self, form=DateForm)

    @property
    def text(self) -> Text:
        """What it does."""
        return Text(f"日期写法（{self.form.zh}）", f"dates {self.form.en}")

    def propose(self, cell: Any) -> Any:
        """The day, or the day and time, in ISO form."""
        text = read_text(cell)
        if not isinstance(text, str):
            return cell
        found = _FORMS[self.form].fullmatch(text)
        if found is None:
            if _NO_ORDER.match(text):
                raise _could_guess(
                    Text("日、月、年先后不明的日期", "a date whose order is not certain"),
                    cell,
                    Text("年份在前", "the year first"),
                    Text("请改写为年份在前", "rewrite it with the year first"),
                )
            return cell
        numbers = [int(each) for each in found.groups() if each is not None]
        try:
            moment = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001 -- as written
        except ValueError:
            what = Text("没有这个日期或者时刻", "no such day or time")
            raise _could_guess(what, cell, _DAY_THERE_IS, None) from None
        made = str(moment.date() if len(numbers) == 3 else moment)
        return _same(cell, made) if isinstance(cell, str) else made


@attrs.frozen(kw_only=True)
class ExcelSerial(Mend):
    """
    Excel 日期序列号: days since 30 December 1899, the time of day as a fraction; read without floats.

    A whole number is a day without a time of day; only `TimeOfDay` makes an instant of it. A number
    of fewer than five digits (before 18 May 1927) may be a year, and is none of these.

    Attributes:
        places: Decimals of a second that are kept, 0 to 6. A serial rarely hits a second exactly.
        rounding: By which rule.
        fields: See `Mend`.

    Example:
        >>> (
        ...     ExcelSerial().propose("43580.3973"),
        ...     ExcelSerial(places=6).propose(Decimal("43580.3973")),
        ... )
        ('2019-04-25 09:32:07', '2019-04-25 09:32:06.720000')
        >>> ExcelSerial().propose(43580)
        '2019-04-25'
    """

    places: int = 0
    rounding: Rounding = Rounding.HALF_UP

    def _more_faults(self, name: str) -> Iterable[Fault]:
        yield from mistyped(name, self, rounding=Rounding)
        if type(self.places) is not int or not 0 <= self.places <= _PLACES:
            what = Text("小数位数须为 0 至 6", "decimals must be 0 to 6")
            yield Fault(f"{name}.places", what, shown(self.places))

    @property
    def text(self) -> Text:
        """What it does."""
        zh = f"秒后保留 {self.places} 位，{self.rounding.zh}"
        en = f"{self.places} decimals of a second, {self.rounding.en}"
        return Text(f"Excel 日期序列号（{zh}）", f"Excel serial numbers ({en})")

    def propose(self, cell: Any) -> Any:
        """The day, or the day and time, in ISO form."""
        if isinstance(cell, float):
            raise _could_guess(
                Text("浮点数不精确", "a float is not exact"),
                cell,
                Text("文本或 Decimal", "a text or a Decimal"),
                Text("读出表格时把这一列读成文本", "read this column of the sheet as text"),
            )
        if isinstance(cell, str):
            if not _SERIAL.fullmatch(cell.strip()):
                return cell
        elif isinstance(cell, bool) or not isinstance(cell, (int, Decimal, Fraction)):
            return cell
        try:
            number = exact(cell)
        except InexactNumberError:  # a Decimal that is no number, or beyond reason
            return cell
        if number < _SERIALS.start or number >= _SERIALS.stop:
            raise _could_guess(
                Text("不是可用的 Excel 日期序列号", "not a usable Excel serial number"),
                cell,
                Text("五至七位的日数", "a number of days of five to seven digits"),
                None,
            )
        days, rest = divmod(number, 1)
        if not rest:
            return str((_EPOCH + timedelta(days)).date())
        seconds = rounded(rest * _SECONDS, self.places, self.rounding)
        return str(_EPOCH + timedelta(days, microseconds=int(seconds.scaleb(_PLACES))))


@attrs.frozen
class TimeOfDay(Mend):
    """
    补设时刻: the time of day that a bare date stands for, by the caller's choice.

    Bare dates are those in ISO form: list the mend of the form that they have before it.

    Attributes:
        at: The time of day, without a zone.
        fields: See `Mend`.

    Example:
        >>> TimeOfDay(time(0)).propose("2018-04-24")
        '2018-04-24 00:00:00'
    """

    at: time

    def _more_faults(self, name: str) -> Iterable[Fault]:
        if not isinstance(self.at, time) or self.at.tzinfo is not None:
            expected = Text("不带时区的 time", "a time without a zone")
            yield wrong_type(f"{name}.at", self.at, expected)

    @property
    def text(self) -> Text:
        """What it does."""
        at = self.at.isoformat()
        return Text(f"只有日期的，补设时刻 {at}", f"a bare date is taken at {at}")

    def propose(self, cell: Any) -> Any:
        """The instant on that day."""
        day = cell
        if isinstance(cell, str) and _DAY.fullmatch(cell.strip()):
            try:
                day = date.fromisoformat(cell.strip())
            except ValueError:
                return cell
        return str(datetime.combine(day, self.at)) if type(day) is date else cell


# ------------------------------------------------------------------ units


@attrs.frozen
class UnitSpelling(Mend):
    """
    单位写法: names of units that differ in short forms or in a suffix in brackets.

    Width, capitals and blanks do not matter to strict reading either. A cell is mended if exactly
    one unit of the directory has the normal form that it has. Several are refused, and named. A
    near spelling is nothing that is mended: strict reading suggests it. A directory that lacks a unit
    may leave another one as the only candidate: this mend is as good as the directory is complete.

    Attributes:
        directory: The units, as the plan has them.
        short: 简称: pairs of a form and the one that it is equated with, such as `SHORT_FORMS`.
        suffix: Whether a suffix in brackets may stand on one side alone. Two different suffixes never
            go together, and a suffix that names a territory goes with no unit of another one.
        fields: The fields that name units; ``("unit",)``, as in outcomes.

    Example:
        >>> directory = Directory.from_rows(
        ...     id="demo",
        ...     version="1",
        ...     divisions=[{"code": "440310", "name": "坪山区", "level": "区"}],
        ...     units=[
        ...         {"id": "a", "name": "市住建委", "kind": "其他", "division": "440310"},
        ...         {"id": "b", "name": "六联社区", "kind": "其他", "division": "440310"},
        ...     ],
        ... )
        >>> spelling = UnitSpelling(directory, short=SHORT_FORMS, suffix=True)
        >>> (
        ...     spelling.propose("市住房和城乡建设委员会"),
        ...     spelling.propose("六联社区（坪山街道办事处）"),
        ... )
        ('市住建委', '六联社区')
    """

    directory: Directory = attrs.field(repr=False)
    short: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=tupled, kw_only=True)
    suffix: bool = attrs.field(default=False, kw_only=True)
    fields: tuple[str, ...] = attrs.field(default=("unit",), converter=tupled, kw_only=True)
    _whole: Mapping[str, tuple[Unit, ...]] = attrs.field(init=False, eq=False, repr=False)
    _stems: Mapping[str, tuple[tuple[str, Unit], ...]] = attrs.field(
        init=False, eq=False, repr=False
    )

    def _more_faults(self, name: str) -> Iterable[Fault]:
        faults = mistyped(name, self, directory=Directory, suffix=bool)
        for at, pair in enumerate(self.short):
            if type(pair) is not tuple or len(pair) != 2 or misfits("", pair, str):
                expected = Text("（全称，简称）", "a pair of texts")
                faults.append(wrong_type(f"{name}.short[{at}]", pair, expected))
        return faults

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        names = [
            (self._normal(name), unit)
            for unit in self.directory.units
            for name in dict.fromkeys((unit.name, *unit.aliases))
        ]
        stems = ((stem, (end, unit)) for name, unit in names for stem, end in [_split(name)])
        object.__setattr__(self, "_whole", by_name(names))
        object.__setattr__(self, "_stems", by_name(stems))

    @property
    def text(self) -> Text:
        """What it does."""
        zh, en = ["单位写法"], ["spellings of units"]
        if self.short:
            zh.append("简称" + "、".join(f"{full}＝{brief}" for full, brief in self.short))
            en.append("short forms " + ", ".join(f"{full}={brief}" for full, brief in self.short))
        if self.suffix:
            zh.append("括号内的后缀可省")
            en.append("a suffix in brackets may be missing")
        return Text("，".join(zh), ", ".join(en))

    def propose(self, cell: Any) -> Any:
        """The name of the one unit that it is; its id where the name is not its alone."""
        word = read_text(cell)
        if not isinstance(word, str) or not word:
            return cell
        normal = self._normal(word)
        found = dict.fromkeys(self._whole.get(normal, ())) or (
            self._by_stem(normal) if self.suffix else {}
        )
        if len(found) > 1:
            names = [f"{unit.name}（{unit.id}）" for unit in list(found)[:5]]
            raise _could_guess(
                Text("写法相当的单位不止一个", "several units have this normal form"),
                cell,
                None,
                Text(f"请选定其一：{'、'.join(names)}", f"choose one: {', '.join(names)}"),
            )
        for unit in found:
            alone = self.directory.unit(unit.name) is None
            return (
                unit.name if alone and self.directory.find_unit(unit.name) == (unit,) else unit.id
            )
        return cell

    def _normal(self, name: str) -> str:
        made = folded(name)
        for full, brief in self.short:
            made = made.replace(folded(full), folded(brief))
        return made

    def _by_stem(self, normal: str) -> dict[Unit, None]:
        stem, suffix = _split(normal)
        return dict.fromkeys(
            unit
            for end, unit in self._stems.get(stem, ())
            if not (end and suffix) and self._meets(suffix, unit)
        )

    def _meets(self, suffix: str, unit: Unit) -> bool:
        """Whether a suffix, where it names a territory, names one that the unit has to do with."""
        directory = self.directory
        bare = suffix.removesuffix("办事处").removesuffix("办")
        named = [*directory.find_division(suffix), *directory.find_division(bare)]
        own = directory.ancestors(unit.division)
        return not named or any(
            each.code in own or unit.division in directory.ancestors(each.code) for each in named
        )


def _split(name: str) -> tuple[str, str]:
    """A folded name as its stem and its suffix in brackets, which may be empty."""
    found = _SUFFIX.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


# ------------------------------------------------------------------ what comes of mending


@attrs.frozen
class Change:
    """
    改动: one cell that was mended.

    Attributes:
        row: Number of its row, counted from the ``start`` of the mending.
        column: Its column.
        before: The cell as it was.
        after: The cell as it is now.
        by: The mends that did it, in order.
    """

    row: int
    column: str
    before: Any
    after: Any
    by: tuple[Mend, ...]


@attrs.frozen
class Mended:
    """
    修补结果: rows for strict reading, and everything that was done to them.

    Attributes:
        rows: The rows, in their order; those in which nothing was mended are as they were given.
        changes: Every cell that was mended, by row.
        faults: What strict reading still cannot read, and why no mend helped: ``rows[3].承办单位``.
        cells: How many cells strict reading looks at: the rows times the columns that fields have.
        mends: The mends that were asked for.

    Example:
        >>> from jiesu.codec import OutcomePlan
        >>> from jiesu.legal_time import BEIJING
        >>> plan = OutcomePlan.of(["工单编号", "承办单位", "办结时间"], naive=BEIJING)
        >>> done = mend(plan, [["1", "某局", "２０１９－０４－２５　０９：３２"]], [HalfWidth()])
        >>> print(done.explain())
        修补：1行、3格中改动1格（33.33%）
        一、改动
            （一）全角转半角：1格，如 rows[0].办结时间：'２０１９－０４－２５\u3000０９：３２' 改为 '2019-04-25 09:32'
        >>> done.to_rows()[0]["after"]
        '2019-04-25 09:32'
    """

    rows: tuple[DataRow, ...] = attrs.field(repr=False)
    changes: tuple[Change, ...] = attrs.field(repr=False)
    faults: tuple[Fault, ...] = attrs.field(repr=False)
    cells: int
    mends: tuple[Mend, ...]

    @property
    def share(self) -> Fraction:
        """What share of the cells was mended; 0 where there are none."""
        return Fraction(len(self.changes), self.cells or 1)

    def counts(self) -> tuple[tuple[Mend, int], ...]:
        """Each mend that was asked for, with the number of cells that it had a part in."""
        done = Counter(id(mend) for change in self.changes for mend in change.by)
        return tuple((mend, done[id(mend)]) for mend in self.mends)

    def to_rows(self) -> list[dict[str, str]]:
        """A row for each change: where, from what, to what, and by what in both languages."""
        return [
            {
                "row": str(each.row),
                "column": each.column,
                "before": _said(each.before),
                "after": _said(each.after),
                "zh": "，".join(mend.text.zh for mend in each.by),
                "en": ", ".join(mend.text.en for mend in each.by),
            }
            for each in self.changes
        ]

    def explain(self, lang: str = "zh") -> Explanation:
        """How much was mended by what, an example of each, and what is left."""
        rows, done = len(self.rows), len(self.changes)
        percent = rounded(self.share * 100, 2)
        parts = [
            (
                Text("改动", "changes"),
                [self._count(mend, count) for mend, count in self.counts()],
            ),
            (
                Text(f"仍不能读：{len(self.faults)}处", f"still unreadable: {len(self.faults)}"),
                self._left(),
            ),
        ]
        return Explanation(
            Text(
                f"修补：{rows}行、{self.cells}格中改动{done}格（{percent}%）",
                f"Mending: {done} of {self.cells} cells in {rows} rows ({percent}%)",
            ),
            tuple(
                Explanation(says, tuple(map(Explanation, under))) for says, under in parts if under
            ),
            lang=lang,
        )

    def _left(self) -> list[Text]:
        """What is left, each thing once: in a column the same is wrong in many rows."""
        first: dict[Fault, str] = {}
        often: Counter[Fault] = Counter()
        for fault in self.faults:
            row, _, column = fault.path.partition(".")
            same = attrs.evolve(fault, path=column or row)
            first.setdefault(same, row)
            often[same] += 1
        return [
            Text(
                f"{fault.to('zh')}（{often[fault]}处，如 {row}）",
                f"{fault.to('en')} ({often[fault]}, such as {row})",
            )
            for fault, row in first.items()
        ]

    def _count(self, mend: Mend, count: int) -> Text:
        zh, en = mend.text
        zh, en = f"{zh}：{count}格", f"{en}: {count} cells"
        one = next((each for each in self.changes if any(by is mend for by in each.by)), None)
        if one is None:
            return Text(zh, en)
        where, before, after = f"rows[{one.row}].{one.column}", shown(one.before), shown(one.after)
        return Text(
            f"{zh}，如 {where}：{before} 改为 {after}",
            f"{en}, such as {where}: {before} to {after}",
        )

    def _repr_html_(self) -> str:
        return self.explain()._repr_html_()


def _said(cell: object) -> str:
    return cell if isinstance(cell, str) else shown(cell)


# ------------------------------------------------------------------ mending


@runtime_checkable
class StrictPlan(Protocol):
    """A plan that reads rows strictly: those of `codec` and of `histories`."""

    @property
    def header(self) -> tuple[str, ...]:
        """The columns."""

    @property
    def fields(self) -> Mapping[str, str]:
        """Field to the column that serves it."""

    def reader(self) -> Callable[[DataRow], Any]:
        """A function from a row to what it states; a `CodecError` names ``row.column``."""


def mend(
    plan: StrictPlan, rows: Iterable[DataRow], mends: Iterable[Mend] = (), *, start: int = 0
) -> Mended:
    """
    Rows in which the listed mends were tried on every cell that strict reading blames.

    Several mends may work on one cell, in the order listed, each at most once; together they stand
    only if strict reading then takes the cell. A cell that is not taken stays as it was.

    Args:
        plan: Who reads the rows.
        rows: The rows without the header, as the plan takes them; read once.
        mends: What may be mended; nothing else is.
        start: The number of the first row; see `TicketPlan.read`.

    Raises:
        InvalidValueError: An argument of another type.
        CodecError: A mend for a field for which the header has no column.

    Example:
        >>> from jiesu.codec import OutcomePlan
        >>> from jiesu.legal_time import BEIJING
        >>> plan = OutcomePlan.of(["工单编号", "承办单位", "到期时间"], naive=BEIJING)
        >>> mends = [WrittenDate(DateForm.SLASHED), TimeOfDay(time(18))]
        >>> mend(plan, [["1", "某局", "2018/4/24"]], mends).changes[0].after
        '2018-04-24 18:00:00'
    """
    if not isinstance(plan, StrictPlan) or isinstance(plan, type):
        expected = Text("读表计划", "a plan such as TicketPlan")
        raise InvalidValueError(wrong_type("plan", plan, expected))
    need_rows(rows, start)
    asked = tupled(mends, "mends")
    refuse(InvalidValueError, misfits("mends", asked, Mend))
    refuse(
        InvalidValueError, [fault for at, each in enumerate(asked) for fault in _bare(each, at)]
    )
    refuse(
        CodecError,
        [
            Fault(
                f"mends[{at}].fields",
                Text("表头没有载明这个字段的列", "the header has no column for this field"),
                shown(field),
                remedy=did_you_mean(field, plan.fields),
            )
            for at, each in enumerate(asked)
            for field in each.fields
            if field not in plan.fields
        ],
    )
    # One that is listed twice is tried once: by identity, for a city's own may not compare.
    asked = tuple({id(each): each for each in asked}.values())
    bench = _Bench(plan, asked)
    made: list[DataRow] = []
    changes: list[Change] = []
    left: list[Fault] = []
    for number, row in enumerate(rows, start):
        done = bench.mended(row, number)
        made.append(done.row)
        changes += done.changes
        left += (
            attrs.evolve(each, path=f"rows[{number}]{each.path.removeprefix('row')}")
            for each in done.faults
        )
    cells = len(made) * len(set(plan.fields.values()))
    return Mended(tuple(made), tuple(changes), tuple(left), cells, asked)


def _bare(mend: Mend, at: int) -> Iterator[Fault]:
    """What a mend of one's own does not say."""
    for name in ("text", "propose"):
        if getattr(type(mend), name) is getattr(Mend, name):
            what = Text(f"修补方式没有写明 {name}", f"the mend has no {name} of its own")
            remedy = Text(f"请在子类中写出 {name}", f"write {name} in the subclass")
            yield Fault(f"mends[{at}]", what, type(mend).__name__, remedy=remedy)


def _proposed(mend: Mend, cell: object) -> object:
    """
    What a mend makes of a cell.

    Raises:
        CodecError: It could only guess; or it broke down, which is one cell's trouble, not the file's.
    """
    try:
        return mend.propose(cell)
    except CodecError:
        raise
    except Exception as error:
        name = type(mend).__name__
        what = Text(f"修补方式 {name} 出错", f"the mend {name} broke down")
        came = Text(f"出错：{type(error).__name__}", f"it raised {type(error).__name__}")
        raise CodecError(Fault("cell", what, shown(cell), remedy=came)) from error


@attrs.frozen
class _Done:
    """One row: as it is now, what was changed in it, and what is still wrong with it."""

    row: DataRow
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()


class _Bench:
    """One mending: the strict reader, and which mends may work in which column."""

    def __init__(self, plan: StrictPlan, mends: tuple[Mend, ...]) -> None:
        self._read = plan.reader()
        self._places = {name: at for at, name in reversed(list(enumerate(plan.header)))}
        serves: dict[str, set[str]] = {}
        for field, column in plan.fields.items():
            serves.setdefault(column, set()).add(field)
        self._mends = {
            column: [each for each in mends if not each.fields or fields & {*each.fields}]
            for column, fields in serves.items()
        }

    def mended(self, row: DataRow, number: int) -> _Done:
        faults = self._faults(row)
        changes: list[Change] = []
        whys: dict[str, Fault] = {}
        # What one cell states may let strict reading look at another: until nothing more comes.
        fresh = True
        while fresh and faults:
            fresh = False
            touched = {each.column for each in changes}
            for column in [each for each in self._mends if each not in touched]:
                path = _path(column)
                if all(fault.path != path for fault in faults):
                    continue
                try:
                    change = self._tried(row, column, number)
                except CodecError as error:
                    whys[path] = attrs.evolve(error.faults[0], path=path)
                    continue
                if change is not None:
                    changes.append(change)
                    row = self._with(row, column, change.after)
                    faults = self._faults(row)
                    fresh = True
        told = dict.fromkeys(whys.get(fault.path, fault) for fault in faults)
        return _Done(row, tuple(changes), tuple(told))

    def _faults(self, row: DataRow) -> tuple[Fault, ...]:
        try:
            self._read(row)
        except CodecError as error:
            return error.faults
        return ()

    def _tried(self, row: DataRow, column: str, number: int) -> Change | None:
        """
        The change of one cell that strict reading takes; None where there is none.

        Raises:
            CodecError: None, and a mend says why it could only guess.
        """
        key = column if isinstance(row, Mapping) else self._places[column]
        if isinstance(row, Mapping) and column not in row:
            return None
        before = cell = row[key]  # type: ignore[index]  # a name or a place, as the row has it
        waiting, used = list(self._mends[column]), list[Mend]()
        why: CodecError | None = None
        while True:
            for each in waiting:
                try:
                    made = _proposed(each, cell)
                except CodecError as error:
                    why = why or error
                    continue
                if made is not cell:
                    break
            else:
                if why is not None:
                    raise why
                return None
            cell = made
            waiting.remove(each)
            used.append(each)
            if all(
                fault.path != _path(column)
                for fault in self._faults(self._with(row, column, cell))
            ):
                return Change(number, column, before, cell, _needed(before, cell, used))

    def _with(self, row: DataRow, column: str, cell: object) -> DataRow:
        """The row with another cell."""
        if isinstance(row, Mapping):
            return {**row, column: cell}
        at = self._places[column]
        return (*row[:at], cell, *row[at + 1 :])


def _needed(before: object, after: object, used: Iterable[Mend]) -> tuple[Mend, ...]:
    """Those of the mends without which the cell would not have become what it is."""
    needed = tuple(used)
    for each in needed:
        rest = tuple(one for one in needed if one is not each)
        cell = before
        try:
            for one in rest:
                cell = _proposed(one, cell)
        except CodecError:
            continue
        if cell == after:
            needed = rest
    return needed


def _path(column: str) -> str:
    return f"row.{read_text(column)}"
