"""
示例: worked cases of a rulebook, one a row, as a lawyer reads them in a spreadsheet.

A case says in one sentence what happened, which rule is asked on which day, with which facts, what
comes out, and which words of which paragraph say so. What is expected is decided from the words;
`check_case` asks the rules, `check_quotes` looks the words up.

>>> cases, faults = read_cases(
...     [
...         {
...             "编号": "例-1",
...             "情形": "安阳的承办单位认为不属于本单位职责，问几时前退回。",
...             "日期": "2026-03-02",
...             "求": "取值",
...             "规则": "dispatch_objection.window",
...             "事实": "",
...             "行": "",
...             "预期": "24小时",
...             "依据": "ay-2021 50-2",
...             "原文": "应当在24小时内退回",
...         }
...     ]
... )
>>> faults
()
>>> cases[0].asks.en, cases[0].expected
('the value of a parameter', '24小时')
"""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import attrs

from ..calendars import WorkCalendar
from ..counting import Counting
from ..deadlines import Deadline, TimeLimit, due
from ..decisions import StageLimit
from ..errors import (
    Fault,
    InvalidValueError,
    JiesuError,
    RulebookError,
    TableError,
    did_you_mean,
    fail,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from ..facts import Fact, Facts, FactSpace
from ..labels import Label, Text
from ..legal_time import beijing_time
from ..routing import COUNTING
from ..rulebook import Rulebook, Timeline
from ..sources import Citation, Standing, need
from ..statutes import StatutoryDays, StatutoryLimits
from ..tables import HitPolicy, Ruling, Table, say_value

COLUMNS = ("编号", "情形", "日期", "求", "规则", "事实", "行", "预期", "依据", "原文")
"""The header of a file of worked cases, in this order."""

START = "起算"
STAGE = "环节"
LIMIT = "期限"
EXTENDED = "延长"
YES, NO = "是", "否"
NONE = "无"
_OPTIONAL = {"事实", "行", "原文"}
_MARK = "\ufeff"
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?")


class Asks(Label):
    """求: what is asked of a rule."""

    VALUE = "取值", "the value of a parameter"
    HIT = "命中", "the row of a table that answers"
    ALL = "并用", "all rows of a table that answer together"
    DUE = "到期", "when a limit ends"
    ENDED = "失效", "why a parameter cannot be used on that day"
    STATUTE = "法定", "when a limit of a statute ends, by the Civil Code"


_NO_FACTS = {START, STAGE, LIMIT, EXTENDED}
_WITHOUT_FACTS = {Asks.VALUE, Asks.ENDED}
_ASKED = {Asks.DUE: (START, STAGE), Asks.STATUTE: (LIMIT, START, EXTENDED)}
_NEEDED = {Asks.DUE: (START,), Asks.STATUTE: (LIMIT, START)}


class Place(NamedTuple):
    """A place in a text: the id of the source, and the locator as it is cited."""

    source: str
    locator: str

    def __str__(self) -> str:
        return f"{self.source} {self.locator}".strip()


@attrs.frozen(kw_only=True)
class WorkedCase:
    """
    一个示例: a situation, a question, what is expected, and the words that say so.

    Attributes:
        id: 编号, unique in its file.
        situation: 情形, in one plain sentence.
        day: 日期: the day whose rules are asked.
        asks: 求.
        path: 规则: the path of the parameter.
        facts: 事实: pairs of a fact's term or name and a word for its value; `START` is the instant from
            which a limit runs.
        rows: 行: the ids of the rows that answer, in order.
        expected: 预期, in Chinese, as `say` says it.
        grounds: 依据: the places in the texts.
        quotes: 原文: words of these places, to the letter.

    Raises:
        InvalidValueError: A value of another type.
    """

    id: str
    situation: str
    day: date
    asks: Asks
    path: str
    facts: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=tupled)
    rows: tuple[str, ...] = attrs.field(default=(), converter=tupled)
    expected: str
    grounds: tuple[Place, ...] = attrs.field(converter=tupled)
    quotes: tuple[str, ...] = attrs.field(default=(), converter=tupled)

    def __attrs_post_init__(self) -> None:
        kinds = dict.fromkeys(("id", "situation", "path", "expected"), str)
        faults = mistyped("case", self, **kinds, day=date, asks=Asks)
        faults += misfits("case.facts", self.facts, tuple)
        faults += misfits("case.rows", self.rows, str)
        faults += misfits("case.grounds", self.grounds, Place)
        refuse(InvalidValueError, [*faults, *misfits("case.quotes", self.quotes, str)])

    def to_row(self) -> dict[str, str]:
        """The case as a row of its file; `read_cases` reads it back."""
        cells = (
            self.id,
            self.situation,
            str(self.day),
            self.asks.zh,
            self.path,
            "；".join(f"{name}={word}" for name, word in self.facts),
            "、".join(self.rows),
            self.expected,
            "；".join(map(str, self.grounds)),
            "……".join(self.quotes),
        )
        return dict(zip(COLUMNS, cells, strict=True))


class CasesRead(NamedTuple):
    """
    What was read of a file.

    Attributes:
        cases: The rows that can be read.
        faults: What is wrong with the others, by line (the header is the first), 编号 and column.
    """

    cases: tuple[WorkedCase, ...]
    faults: tuple[Fault, ...]


def read_cases(rows: Iterable[Mapping[str, str]]) -> CasesRead:
    """
    Worked cases from rows of plain text, such as `csv.DictReader` gives.

    Args:
        rows: A mapping of `COLUMNS` to cells each.

    Returns:
        The cases, and the faults of the rows that make none: unknown columns and words, with the
        nearest known ones; rows that are too short or too long; ids that stand twice; cells that the
        question needs or cannot have.

    Raises:
        InvalidValueError: No rows of mappings.
    """
    given = tupled(rows, "rows")
    refuse(InvalidValueError, misfits("rows", given, Mapping))
    cases: list[WorkedCase] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for place, row in enumerate(given):
        at, cells, found = cells_of(row, COLUMNS, place)
        if not found:
            case = _read(cells, at, found)
            if cells["编号"] in seen:
                what = Text("编号重复", "the id stands twice")
                found.append(Fault(f"{at}.编号", what, shown(cells["编号"])))
            seen.add(cells["编号"])
            cases += [case] if case and not found else []
        faults += found
    return CasesRead(tuple(cases), tuple(faults))


def cells_of(
    row: Mapping[Any, Any], columns: Sequence[str], place: int
) -> tuple[str, dict[str, str], list[Fault]]:
    """
    A row of plain text: where it stands, its cells without blanks around, and what is wrong.

    It stands at its line in the spreadsheet, whose header is the first, with what its first cell says.

    Args:
        row: Column to cell, as `csv.DictReader` gives it: a row that is too long has the rest under
            None, one that is too short has None for what it lacks.
        columns: The columns that there have to be.
        place: How many rows go before it.

    Example:
        >>> cells_of({"编号": " A-1", "求": "取值"}, ("编号", "求"), 0)
        ('第2行（A-1）', {'编号': 'A-1', '求': '取值'}, [])
    """
    # A mark of the byte order, as spreadsheets write it, sticks to the name of the first column.
    named = {k.removeprefix(_MARK) if isinstance(k, str) else k: v for k, v in row.items()}
    cells = {name: named[name].strip() for name in columns if type(named.get(name)) is str}
    called = cells.get(columns[0], "")
    at = f"第{place + 2}行" + (f"（{called}）" if called else "")
    return at, cells, [*_column_faults(named, columns, at)]


def _column_faults(row: Mapping[Any, Any], columns: Sequence[str], at: str) -> Iterable[Fault]:
    for name, cell in row.items():
        if name is None:
            what = Text("格数多于表头", "more cells than the header has columns")
            remedy = Text("格内有英文逗号的，整格加双引号", "quote a cell that has a comma in it")
            yield Fault(at, what, shown(cell), remedy=remedy)
        elif name not in columns:
            what = Text("没有这一列", "no such column")
            yield Fault(f"{at}.{name}", what, shown(cell), remedy=did_you_mean(name, columns))
    short = [name for name in columns if name in row and row[name] is None]
    if short:
        zh, en = "、".join(short), ", ".join(short)
        what = Text(f"格数少于表头，缺{zh}", f"fewer cells than the header has columns: no {en}")
        yield Fault(at, what)
    for name in columns:
        if name not in row:
            yield Fault(f"{at}.{name}", Text("缺少该列", "the column is missing"))
        elif name not in short and type(row[name]) is not str:
            yield misfit(f"{at}.{name}", row[name], str)


def _read(cells: dict[str, str], at: str, faults: list[Fault]) -> WorkedCase | None:
    def fault(column: str, zh: str, en: str, remedy: Text | None = None) -> None:
        faults.append(Fault(f"{at}.{column}", Text(zh, en), shown(cells[column]), remedy=remedy))

    for column in COLUMNS:
        if not cells[column] and column not in _OPTIONAL:
            fault(column, "未填写", "is empty")
    asks = next((each for each in Asks if each.zh == cells["求"]), None)
    if asks is None and cells["求"]:
        fault("求", "没有这种求法", "no such question", _known(each.zh for each in Asks))
    try:
        day = date.fromisoformat(cells["日期"])
    except ValueError:
        day = None
        fault("日期", "不是日期", "no day", Text("如 2026-03-02", "such as 2026-03-02"))
    facts, unread = _pairs(cells["事实"])
    for what in (*unread, *_misplaced(facts, asks)):
        fault("事实", *what)
    rows = _parts(cells["行"], "、")
    grounds = tuple(Place(*_halves(each)) for each in _parts(cells["依据"], "；"))
    if asks in _WITHOUT_FACTS:
        for column in ("事实", "行"):
            if cells[column]:
                fault(column, f"求“{cells['求']}”的，此列应为空", "must be empty here")
    if asks is Asks.HIT and len(rows) != 1:
        fault("行", "应为一行", "must name one row")
    for name in _NEEDED.get(asks, ()) if asks else ():
        if name not in dict(facts):
            remedy = Text(f"{name}=…", f"{name}=…")
            fault("事实", f"缺少{name}", f"{name} is missing", remedy)
    if asks is Asks.ENDED and cells["预期"] not in _REASONS:
        fault("预期", "不是效力状态", "no state of a rule", _known(_REASONS))
    if faults or asks is None or day is None:
        return None
    return WorkedCase(
        id=cells["编号"],
        situation=cells["情形"],
        day=day,
        asks=asks,
        path=cells["规则"],
        facts=facts,
        rows=rows,
        expected=cells["预期"],
        grounds=grounds,
        quotes=_parts(cells["原文"], "……"),
    )


_REASONS = tuple(each.zh for each in Standing if each is not Standing.IN_FORCE)


def _known(words: Iterable[str]) -> Text:
    known = "、".join(words)
    return Text(f"可用的有：{known}", f"known are: {known}")


def _parts(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(part for each in cell.split(separator) if (part := each.strip()))


def _pairs(cell: str) -> tuple[tuple[tuple[str, str], ...], list[Text]]:
    """Facts and words of a cell, and what is wrong with it."""
    found: dict[str, str] = {}
    wrong = []
    for part in _parts(cell, "；"):
        name, _, word = (each.strip() for each in part.partition("="))
        if not (name and word):
            wrong.append(Text("应为 名=值，以；分隔", "must be name=value, joined by ；"))
        elif name in found:
            wrong.append(Text(f"{name}写了两次", f"{name} stands twice"))
        else:
            found[name] = word
    return tuple(found.items()), wrong


def _misplaced(facts: Iterable[tuple[str, str]], asks: Asks | None) -> Iterable[Text]:
    """What stands among the facts and the question does not take, or takes in another form."""
    if asks is None or asks in _WITHOUT_FACTS:
        return
    for name, word in facts:
        taken = name in _ASKED.get(asks, ())
        if not taken and (name in _NO_FACTS or asks is Asks.STATUTE):
            yield Text(f"求“{asks.zh}”的，不写{name}", f"{name} is not asked for here")
        elif name == START and _instant(word) is None:
            yield Text(f"{_NO_INSTANT.zh}，{_AN_INSTANT}", f"{_NO_INSTANT.en}: {_AN_INSTANT}")
        elif name == EXTENDED and word not in {YES, NO}:
            yield _NOT_EXTENDED


def _halves(cell: str) -> tuple[str, str]:
    source, _, locator = cell.partition(" ")
    return source, locator.strip()


# --- What the rules answer ------------------------------------------------------------------------


class Answer(NamedTuple):
    """
    What the rules answer to a case.

    Attributes:
        says: In words; for a limit when it ends.
        rows: The ids of the rows that answer, in order.
        grounds: What the answer rests on.
        facts: The facts of the case, where a table was asked.
        deadline: The deadline, where one was asked for.
    """

    says: Text
    rows: tuple[str, ...]
    grounds: tuple[Citation, ...]
    facts: Facts | None = None
    deadline: Deadline | None = None


def answer(case: WorkedCase, timeline: Timeline, calendar: WorkCalendar) -> Answer:
    """
    What the rules of a place answer to a worked case, whatever it expects.

    Args:
        case: The case.
        timeline: The rules of the place through time.
        calendar: The working days.

    Raises:
        JiesuError: The question cannot be asked: no such parameter, fact or word; no one answer.
    """
    _need(case, timeline, calendar)
    if case.asks is Asks.ENDED:
        return _ended(case, timeline)
    timeline.dated(case.path)  # an unknown path is told as such, not as one of another day
    rules = timeline.on(case.day)
    if case.path not in rules.provisions:
        timeline.dated(case.path).on(case.day)
    provision = rules.provision(case.path)
    if case.asks is Asks.VALUE:
        return Answer(say_value(provision.value), (), provision.citations)
    value = need(*rules.provisions[case.path])
    if case.asks is Asks.DUE and isinstance(value, TimeLimit):
        ends = due(value, _start(case), calendar, rules[COUNTING])
        return Answer(ends.text, (), provision.citations, None, ends)
    if case.asks is Asks.STATUTE and isinstance(value, (StatutoryLimits, StatutoryDays)):
        ends, grounds = _by_statute(case, value, calendar)
        return Answer(ends.text, (), grounds, None, ends)
    if case.asks is Asks.STATUTE or not isinstance(value, Table):
        fail(
            RulebookError,
            case.path,
            Text(f"该参数不能求“{case.asks.zh}”", f"it cannot be asked for {case.asks.en}"),
            value=type(value).__name__,
            remedy=Text("可求“取值”", "its value (取值) can be asked for"),
        )
    _need_policy(case, value)
    facts = read_facts(case.facts, value.space)
    if case.asks is Asks.ALL:
        found = value.collect(facts)
        said = [say_value(row.then) for row in found] or [Text(NONE, "none")]
        words = Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))
        grounds = tuple(ground for row in found for ground in row.grounds)
        return Answer(words, tuple(row.id for row in found), grounds or provision.citations, facts)
    row = value.hit(facts)
    if case.asks is Asks.HIT:
        return Answer(say_value(row.then), (row.id,), row.grounds, facts)
    ends = _ends(case, row, rules, calendar)
    return Answer(ends.text, (row.id,), row.grounds, facts, ends)


def _need_policy(case: WorkedCase, table: Table[Any]) -> None:
    """That all rows are asked of a table that collects, and one row of any other."""
    collects = table.policy is HitPolicy.COLLECT
    if collects is not (case.asks is Asks.ALL):
        right = Asks.ALL if collects else Asks.HIT
        what = Text(
            f"该表是{table.policy.zh}", f"the hit policy of the table is {table.policy.en}"
        )
        fail(TableError, "求", what, value=case.asks.zh, expected=Text(right.zh, right.zh))


def _need(case: object, timeline: object, calendar: object) -> None:
    wanted: tuple[tuple[str, object, type], ...] = (
        ("case", case, WorkedCase),
        ("timeline", timeline, Timeline),
        ("calendar", calendar, WorkCalendar),
    )
    faults = [
        misfit(name, each, kind) for name, each, kind in wanted if not isinstance(each, kind)
    ]
    refuse(InvalidValueError, faults)


def _ended(case: WorkedCase, timeline: Timeline) -> Answer:
    dated = timeline.dated(case.path)
    grounds = tuple(ground for entry in dated.entries for ground in entry.citations)
    return Answer(dated.standing(case.day)[0].text, (), grounds)


def _start(case: WorkedCase) -> datetime:
    told = dict(case.facts).get(START, "")
    start = _instant(told)
    if start is None:
        remedy = Text(_AN_INSTANT, _AN_INSTANT)
        fail(InvalidValueError, START, _NO_INSTANT, value=shown(told), remedy=remedy)
    return beijing_time(*start.timetuple()[:6])


_AN_INSTANT = f"{START}=2026-03-02 09:00"
_NO_INSTANT = Text("起算不是法定时间的年月日时分", "no instant of legal time, to the minute")
_NOT_EXTENDED = Text(f"{EXTENDED}应为{YES}或{NO}", f"{EXTENDED} must be {YES} or {NO}")


def _instant(word: str) -> datetime | None:
    """A day and a time of day; None: something else, such as a day alone, which has no midnight."""
    try:
        return datetime.fromisoformat(word) if _INSTANT.fullmatch(word) else None
    except ValueError:
        return None


def _by_statute(
    case: WorkedCase, limits: StatutoryLimits | StatutoryDays, calendar: WorkCalendar
) -> tuple[Deadline, tuple[Citation, ...]]:
    """When a limit of a statute ends; of a statute's days, so many of them."""
    word, start = dict(case.facts).get(LIMIT, ""), _start(case)
    if isinstance(limits, StatutoryDays):
        number = word.removesuffix("日")
        days = int(number) if number.isdecimal() and number.isascii() else 0
        return due(limits.limit(days), start, calendar), (limits.ground,)
    chosen = limits[word]
    extended = dict(case.facts).get(EXTENDED, NO)
    if extended not in {YES, NO}:
        fail(InvalidValueError, EXTENDED, _NOT_EXTENDED, value=shown(extended))
    ends = chosen.deadline(start, calendar, extended=extended == YES)
    return ends, (chosen.ground, *limits.grounds)


def _ends(case: WorkedCase, row: Ruling[Any], rules: Rulebook, calendar: WorkCalendar) -> Deadline:
    """When the limit of a row ends: of several stages the one that the case names."""
    limits = [each for each in tupled(row.then) if isinstance(each, StageLimit)]
    stage = dict(case.facts).get(STAGE)
    chosen = [each for each in limits if stage in (None, each.stage.zh, each.stage.name)]
    if len(chosen) != 1:
        fail(
            TableError,
            f"{case.path}.{row.id}",
            Text("不能确定是哪个环节的时限", "which stage the limit is of cannot be told"),
            value=shown(stage),
            remedy=_known(f"{STAGE}={each.stage.zh}" for each in limits),
        )
    counting: Counting = chosen[0].counting or rules[COUNTING]
    return due(chosen[0].limit, _start(case), calendar, counting)


def read_facts(pairs: Iterable[tuple[str, str]], space: FactSpace) -> Facts:
    """
    Facts from words: a fact by its name or its official term, a value by any word for it.

    What is not named is `MISSING`. `START`, `STAGE` and the like are no facts, and passed over.

    Args:
        pairs: A fact and a word each.
        space: The facts that there are.

    Raises:
        InvalidValueError: No pairs of texts, or no space.
        TableError: Unknown facts or words, with the nearest known ones; a fact that stands twice.
    """
    given = tupled(pairs, "pairs")
    faults = [
        wrong_type(f"pairs[{place}]", each, Text("事实和词", "a fact and a word"))
        for place, each in enumerate(given)
        if not (isinstance(each, tuple) and list(map(type, each)) == [str, str])
    ]
    faults += [] if isinstance(space, FactSpace) else [misfit("space", space, FactSpace)]
    refuse(InvalidValueError, faults)
    stated: dict[str, Hashable] = {}
    for name, word in given:
        if name in _NO_FACTS:
            continue
        fact = _fact(name, space)
        if fact is None:
            terms = [each.term.zh for each in space.facts]
            what = Text("没有这个事实", "unknown fact")
            near = did_you_mean(name, [*terms, *space.names])
            faults.append(Fault(f"事实.{name}", what, shown(word), remedy=near))
        elif word not in (words := fact.words()):
            what = Text(f"{fact.term.zh}没有这个取值", f"{fact.term.en} has no such value")
            known = [each for each in words if each not in ("", "-")]
            faults.append(
                Fault(f"事实.{name}", what, shown(word), remedy=did_you_mean(word, known))
            )
        elif fact.name in stated:
            what = Text("事实写了两次", "the fact stands twice")
            faults.append(Fault(f"事实.{name}", what, shown(word)))
        else:
            stated[fact.name] = words[word]
    refuse(TableError, faults)
    return space.make(**stated)


def _fact(name: str, space: FactSpace) -> Fact | None:
    return next((each for each in space.facts if name in (each.name, each.term.zh)), None)


# --- Whether they answer as expected --------------------------------------------------------------


@attrs.frozen
class Verdict:
    """
    Whether the rules answer a worked case as it expects.

    Attributes:
        case: The case.
        came: What came; None where the question could not be asked.
        faults: In what it differs, or why it could not be asked.
    """

    case: WorkedCase
    came: Answer | None
    faults: tuple[Fault, ...] = attrs.field(converter=tupled)

    @property
    def ok(self) -> bool:
        """Whether everything came as expected."""
        return not self.faults

    @property
    def text(self) -> Text:
        """The verdict in words."""
        if self.ok:
            return Text(f"{self.case.id}：相符", f"{self.case.id}: as expected")
        return Text(
            "；".join(each.to("zh") for each in self.faults),
            "; ".join(each.to("en") for each in self.faults),
        )

    def __bool__(self) -> bool:
        return self.ok


def check_case(case: WorkedCase, timeline: Timeline, calendar: WorkCalendar) -> Verdict:
    """
    Whether the rules answer a worked case as it expects: the outcome, the rows, and the grounds.

    Each place that the case names has to be among what the answer rests on.

    Args:
        case: The case.
        timeline: The rules of the place through time.
        calendar: The working days.

    Raises:
        InvalidValueError: An argument of another type.

    Example:
        >>> from datetime import date
        >>> from jiesu.rules import anyang
        >>> case = WorkedCase(
        ...     id="例-1",
        ...     situation="问退回的期限。",
        ...     day=date(2026, 3, 2),
        ...     asks=Asks.VALUE,
        ...     path="dispatch_objection.window",
        ...     expected="48小时",
        ...     grounds=[Place("ay-2021", "50-2")],
        ... )
        >>> verdict = check_case(case, anyang.TIMELINE, WorkCalendar.china())
        >>> verdict.ok, verdict.faults[0].to("zh")
        (False, '例-1.预期: 与规则不符，实为 24小时；应为48小时')
    """
    _need(case, timeline, calendar)
    try:
        came = answer(case, timeline, calendar)
    except JiesuError as error:
        faults = tuple(attrs.evolve(each, path=f"{case.id}.{each.path}") for each in error.faults)
        return Verdict(case, None, faults)
    table = timeline.on(case.day).provision(case.path).value if came.facts else None
    known = [row.id for row in table.rows] if isinstance(table, Table) else []
    return Verdict(case, came, tuple(_differences(case, came, known)))


def _differences(case: WorkedCase, came: Answer, known: list[str]) -> Iterable[Fault]:
    if case.expected != came.says.zh:
        yield Fault(
            f"{case.id}.预期",
            Text("与规则不符", "the rules say otherwise"),
            came.says.zh,
            Text(case.expected, case.expected),
        )
    if case.rows != came.rows:
        wanted = "、".join(case.rows) or NONE
        yield Fault(
            f"{case.id}.行",
            Text("适用的行不符", "other rows answer"),
            "、".join(came.rows) or NONE,
            Text(wanted, wanted),
            next((_no_row(each, known) for each in case.rows if each not in known), None),
        )
    rests = dict.fromkeys(
        Place(each.source.id, each.locator) for each in came.grounds if each.source
    )
    for place in case.grounds:
        if place not in rests:
            yield Fault(
                f"{case.id}.依据",
                Text("不在所据条文之中", "is none of what the answer rests on"),
                str(place),
                remedy=did_you_mean(place, rests),
            )


def _no_row(row: str, known: list[str]) -> Text:
    near = did_you_mean(row, known)
    return Text(f"没有 {row} 这一行，{near.zh}", f"there is no row {row}; {near.en}")


class Use(NamedTuple):
    """
    Something of a rulebook that rests on a place.

    Attributes:
        path: The parameter.
        row: The row of its table, or the fact whose absence it reads; empty for the value itself.
        says: The outcome in words.
        ground: The citation.
    """

    path: str
    row: str
    says: Text
    ground: Citation

    @property
    def at(self) -> str:
        """Where in the rulebook: the parameter, or the row."""
        return f"{self.path}.{self.row}" if self.row else self.path


Texts = Mapping[str, Mapping[str, str]]
"""The words of texts: source id to locator to words, as `lawtext.articles` reads them."""


def misread(texts: object) -> list[Fault]:
    """What is wrong with what should be `Texts`."""
    if not isinstance(texts, Mapping):
        return [misfit("texts", texts, Mapping)]
    faults = misfits("texts", texts, str)
    for name, words in texts.items():
        at = f"texts[{shown(name)}]"
        if isinstance(words, Mapping):
            faults += [
                misfit(f"{at}[{shown(locator)}]", each, str)
                for locator, said in words.items()
                for each in (locator, said)
                if type(each) is not str
            ]
        else:
            faults.append(misfit(at, words, Mapping))
    return faults


def check_quotes(told: Iterable[WorkedCase | Citation | Use], texts: Texts) -> tuple[Fault, ...]:
    """
    Whether the words that are quoted stand in the very paragraph that is cited.

    Args:
        told: Worked cases and citations, or what rests on them. Of a case each quote has to stand in
            one of its places.
        texts: The words of the texts that are at hand; others are passed over.

    Returns:
        A fault for each locator that a text does not have, and each quote that is not found; its path
        is the case, the parameter or row, or the number of a bare citation.

    Raises:
        InvalidValueError: Something else than cases and citations, or no texts.

    Example:
        >>> from jiesu.rules.anyang import REGULATIONS
        >>> words = {"ay-2021": {"50-2": "应当在24小时内退回热线工作机构"}}
        >>> check_quotes([REGULATIONS.cite("50-2", "24小时内退回")], words)
        ()
        >>> check_quotes([REGULATIONS.cite("50-2", "48小时内退回")], words)[0].what.en
        'the words do not stand there'
    """
    given = tupled(told, "told")
    faults = [
        wrong_type(f"told[{place}]", each, Text("示例或依据", "a WorkedCase or a Citation"))
        for place, each in enumerate(given)
        if not isinstance(each, (WorkedCase, Citation, Use))
    ]
    refuse(InvalidValueError, [*faults, *misread(texts)])
    return tuple(
        fault
        for place, each in enumerate(given)
        for fault in _unquoted(each, f"told[{place}]", texts)
    )


def _unquoted(told: WorkedCase | Citation | Use, at: str, texts: Texts) -> Iterable[Fault]:
    if isinstance(told, WorkedCase):
        at, places, quotes = f"{told.id}.原文", told.grounds, told.quotes
    else:
        at, ground = (told.at, told.ground) if isinstance(told, Use) else (at, told)
        source = ground.source.id if ground.source else ""
        places, quotes = (Place(source, ground.locator),), (ground.quote,)
    read = [place for place in places if place.source in texts and place.locator]
    for place in read:
        if place.locator not in texts[place.source]:
            yield Fault(
                at,
                Text("该文本没有这一条款项", "the text has no such place"),
                str(place),
                remedy=did_you_mean(place.locator, texts[place.source]),
            )
    words = [texts[place.source].get(place.locator, "") for place in read]
    # A place whose text is not at hand may be where the words stand.
    if len(read) == len(places):
        for quote in quotes:
            if not any(quote in each for each in words):
                where = "、".join(map(str, places))
                what = Text("所引之处没有这些字", "the words do not stand there")
                yield Fault(at, what, shown(quote), Text(where, where))
