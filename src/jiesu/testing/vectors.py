"""
对照向量: the tables and the worked cases of a rulebook as plain data, with the expected results.

A platform in another language, or on an old Python, checks its own implementation by them: each
table of each period, as boxes over finite facts; each worked case with its facts and what comes
out; and for each row some combinations of facts that it answers, and that it just misses.

All that `vectors` returns is made of dicts, lists, text, whole numbers, true and false.
"""

import itertools
from collections.abc import Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import Any, NamedTuple

import attrs

from ..calendars import WorkCalendar
from ..canonical import digest
from ..counting import Counting
from ..deadlines import Deadline, TimeLimit, due
from ..errors import (
    InvalidValueError,
    RulebookError,
    fail,
    fits,
    misfit,
    misfits,
    refuse,
    shown,
    tupled,
)
from ..facts import AS, MISSING, Fact, FactSpace, Missing
from ..facts import say as say_fact
from ..labels import Label, Text
from ..rulebook import Timeline
from ..sources import Citation, Source, Standing
from ..tables import HitPolicy, Ruling, Table, say_value
from .cases import (
    EXTENDED,
    LIMIT,
    NONE,
    YES,
    Answer,
    Asks,
    WorkedCase,
    answer,
    check_case,
)

FORMAT = "jiesu-vectors/1"
"""Names the form of the data; another number for another form."""

_CHOICES = ("starts_at", "first_day", "hours_from", "intake", "end", "roll")
_ONE_DAY = timedelta(days=1)
_SPARE = timedelta(days=31)
_ROUNDS = 3
_SECTIONS = ("cases", "tables", "segments", "outcomes", "grounds")


class _Store:
    """Things that are told once and named elsewhere: ``g1``, ``g2``, … in the order of their use."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.told: dict[str, Any] = {}
        self._names: dict[Hashable, str] = {}

    def name(self, key: Hashable, data: Any) -> str:
        if key not in self._names:
            self._names[key] = f"{self.prefix}{len(self.told) + 1}"
            self.told[self._names[key]] = data
        return self._names[key]


class _Stores(NamedTuple):
    grounds: _Store
    facts: _Store
    outcomes: _Store

    def ground(self, ground: Citation) -> str:
        text = ground.text
        told = {
            "source": ground.source.id if ground.source else "",
            "locator": ground.locator,
            "basis": ground.basis.name,
            "quote": ground.quote,
            "zh": text.zh,
            "en": text.en,
        }
        return self.grounds.name(ground, told)

    def grounds_of(self, grounds: Iterable[Citation]) -> list[str]:
        return list(dict.fromkeys(self.ground(each) for each in grounds))

    def fact(self, fact: Fact) -> str:
        reads = fact.missing
        told = {
            "name": fact.name,
            **_both(fact.term),
            "values": [{"id": word(each), **_both(say_fact(each))} for each in fact.values],
            "missing": {"read_as": word(reads.value), "ground": self.ground(reads.ground)}
            if isinstance(reads, AS)
            else "refused"
            if reads
            else "stands",
        }
        return self.facts.name((fact.name, fact), told)

    def outcome(self, value: object) -> str:
        told = {**_both(say_value(value)), "data": plain(value)}
        key = f"{type(value).__name__}.{value.name}" if isinstance(value, Label) else digest(value)
        return self.outcomes.name(key, told)


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def word(value: Hashable) -> str:
    """
    The word that stands for a value of a fact: a label's name, true or false, or the code itself.

    Example:
        >>> word(True), word(MISSING)
        ('true', 'MISSING')
    """
    if isinstance(value, Label):
        return value.name
    return value if isinstance(value, str) else "true" if value else "false"


def plain(value: Any) -> Any:
    """
    A value of a rulebook as plain data, without its grounds.

    Example:
        >>> from jiesu import working_days
        >>> plain(working_days(5))
        {'unit': 'WorkingDays', 'amount': 5}
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, TimeLimit):
        return {"unit": type(value).__name__, "amount": value.amount}
    if isinstance(value, Label):
        return value.name
    if isinstance(value, Text):
        return _both(value)
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(plain(each) for each in value)
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value if not _of_sources(each)]
    if attrs.has(kind := type(value)):
        fields = {field.name: getattr(value, field.name) for field in attrs.fields(kind)}
        return {
            name: plain(each)
            for name, each in fields.items()
            if name != "grounds" and not _of_sources(each)
        }
    return str(value)


def _of_sources(value: object) -> bool:
    return isinstance(value, (Citation, Source))


# --- The tables -----------------------------------------------------------------------------------


def probes(table: Table[Any]) -> Iterator[tuple[dict[str, Hashable], tuple[str, ...]]]:
    """
    Combinations of facts that the rows of a table answer, or just miss, with the rows that answer.

    They are the same in every run: of each row one that it answers for certain, the values that it
    allows, one after the other, then each of its conditions failed by itself. What is not named is
    missing, or, where it has to be stated and in a second round, the last of its values. Impossible
    combinations are left out.

    Args:
        table: The table.

    Raises:
        InvalidValueError: No table.
    """
    if not isinstance(table, Table):
        raise InvalidValueError(misfit("table", table, Table))
    seen: set[tuple[Hashable, ...]] = set()
    for stated in _combinations(table):
        values = tuple(stated.get(fact.name, MISSING) for fact in table.space.facts)
        if values in seen or is_impossible(table.space, as_read(table.space, stated)):
            continue
        seen.add(values)
        facts = table.space.make(**stated)
        if table.policy is HitPolicy.COLLECT:
            yield stated, tuple(row.id for row in table.collect(facts))
        else:
            yield stated, (table.hit(facts).id,)


def _combinations(table: Table[Any]) -> Iterator[dict[str, Hashable]]:
    columns = {fact.name: fact for fact in table.space.facts if fact.name in table.columns}
    must = {
        fact.name: fact.values[-1]
        for fact in table.space.facts
        if fact.missing and not isinstance(fact.missing, AS)
    }
    for place in range(len(table.rows)):
        if found := _witness(table, place):
            yield _stated(found, columns)
    full = {**must, **{name: fact.values[-1] for name, fact in columns.items()}}
    for base, row in itertools.product((must, full), table.rows):
        rounds = max([1, *(len(test.allowed) for test in row.conditions)])
        for turn in range(min(rounds, _ROUNDS)):
            met = {each.fact: each.allowed[turn % len(each.allowed)] for each in row.conditions}
            yield _stated({**base, **met}, columns)
            if turn:
                continue
            for test in row.conditions:
                others = [v for v in columns[test.fact].domain if v not in test.allowed]
                yield from (_stated({**base, **met, test.fact: v}, columns) for v in others[:1])


def _witness(table: Table[Any], place: int) -> dict[str, Hashable] | None:
    """Facts, as few as will do, that a row answers: they meet it and nothing that goes before."""
    before: list[Mapping[str, Any]] = list(table.space.impossible)
    if table.policy is HitPolicy.FIRST:
        before += [
            {test.fact: test.allowed for test in row.conditions} for row in table.rows[:place]
        ]
    whole: dict[str, tuple[Hashable, ...]] = {fact.name: fact.domain for fact in table.space.facts}
    met = {test.fact: test.allowed for test in table.rows[place].conditions}
    box = _missing_all(whole | met, before)
    if box is None:
        return None
    usual = as_read(table.space, {})
    return {name: each[0] for name, each in box.items() if usual[name] not in each}


def _missing_all(
    box: dict[str, tuple[Hashable, ...]], others: list[Mapping[str, Any]]
) -> dict[str, tuple[Hashable, ...]] | None:
    """A part of a box that lies outside all the others; None where they cover it."""
    if not others:
        return box
    first, rest = others[0], others[1:]
    for name, allowed in first.items():
        if kept := tuple(value for value in box[name] if value not in allowed):
            found = _missing_all({**box, name: kept}, rest)
            if found is not None:
                return found
    return None


def _stated(values: dict[str, Hashable], columns: Mapping[str, Fact]) -> dict[str, Hashable]:
    """What of it is stated, in the order of the columns."""
    order = [*columns, *(name for name in values if name not in columns)]
    return {n: values[n] for n in order if n in values and values[n] is not MISSING}


def as_read(space: FactSpace, stated: Mapping[str, Hashable]) -> dict[str, Hashable]:
    """What tables read of each fact: what is stated, or else what stands for it where it is missing."""
    read = {
        fact.name: fact.missing.value if isinstance(fact.missing, AS) else MISSING
        for fact in space.facts
    }
    return {**read, **stated}


def is_impossible(space: FactSpace, read: Mapping[str, Hashable]) -> bool:
    """Whether no case can meet these facts together, as they are read."""
    return any(
        all(read[name] in allowed for name, allowed in conditions.items())
        for conditions in space.impossible
    )


def _table(table: Table[Any], stores: _Stores, spaces: _Store) -> dict[str, Any]:
    facts = [stores.fact(fact) for fact in table.space.facts]
    impossible = [_boxed(conditions.items()) for conditions in table.space.impossible]
    space = {"facts": facts, "impossible": impossible}
    return {
        "path": table.name,
        "policy": table.policy.name,
        "space": spaces.name(repr(space), space),
        "rows": [
            {
                "id": row.id,
                "when": _boxed((test.fact, test.allowed) for test in row.conditions),
                "then": stores.outcome(row.then),
                "grounds": stores.grounds_of(row.grounds),
            }
            for row in table.rows
        ],
        "probes": [
            {"facts": {name: word(value) for name, value in stated.items()}, "rows": list(rows)}
            for stated, rows in probes(table)
        ],
    }


def _boxed(pairs: Iterable[tuple[str, Iterable[Hashable]]]) -> dict[str, list[str]]:
    return {name: [word(value) for value in allowed] for name, allowed in pairs}


# --- The periods ----------------------------------------------------------------------------------


class _Tables:
    """The tables of a timeline, each told once: its path and the number of its version."""

    def __init__(self, stores: _Stores) -> None:
        self.stores = stores
        self.spaces = _Store("s")
        self.told: dict[str, Any] = {}
        self._versions: dict[str, list[tuple[Table[Any], str]]] = {}

    def name(self, path: str, table: Table[Any]) -> str:
        versions = self._versions.setdefault(path, [])
        for known, name in versions:
            if known == table:
                return name
        name = f"{path}/{len(versions) + 1}"
        versions.append((table, name))
        self.told[name] = {**_table(table, self.stores, self.spaces), "path": path}
        return name


def _segments(timeline: Timeline, tables: _Tables) -> list[dict[str, Any]]:
    """What applies in each period between two boundaries; a period like the one before joins it."""
    found: list[dict[str, Any]] = []
    for day in timeline.boundaries:
        told = _on(timeline, day, tables)
        if found and all(found[-1][key] == each for key, each in told.items()):
            continue
        if found:
            found[-1]["until"] = str(day)
        found.append({"from": str(day), "until": None, **told})
    return found


def _on(timeline: Timeline, day: date, tables: _Tables) -> dict[str, Any]:
    stores = tables.stores
    parts: dict[str, dict[str, Any]] = {"tables": {}, "values": {}, "out": {}}
    for dated in timeline.series:
        path, state = dated.parameter.path, dated.standing(day)[0]
        if state is not Standing.IN_FORCE:
            parts["out"][path] = state.name
            continue
        provision = timeline.on(day).provision(path)
        if isinstance(provision.value, Table):
            parts["tables"][path] = tables.name(path, provision.value)
        else:
            grounds = stores.grounds_of(provision.citations)
            parts["values"][path] = {"then": stores.outcome(provision.value), "grounds": grounds}
    return parts


# --- The cases ------------------------------------------------------------------------------------


def _vector(
    case: WorkedCase, came: Answer, timeline: Timeline, calendar: WorkCalendar, tables: _Tables
) -> dict[str, Any]:
    """A worked case with its facts resolved; what it expects, as what the rules answer has it."""
    expected: dict[str, Any] = {"zh": case.expected, "en": came.says.en}
    told = {
        "id": case.id,
        "asks": case.asks.name,
        "day": str(case.day),
        "path": case.path,
        "situation": case.situation,
        "grounds": list(map(str, case.grounds)),
        "expected": expected,
    }
    if case.asks is Asks.ENDED:
        expected["standing"] = next(each.name for each in Standing if each.zh == case.expected)
        return told
    value = timeline.on(case.day).provision(case.path).value
    if isinstance(value, Table) and came.facts is not None:
        stated = {name: word(each) for name, each in came.facts.stated().items()}
        columns = dict.fromkeys(value.columns, Missing.MISSING.name)
        told |= {"table": tables.name(case.path, value), "facts": {**columns, **stated}}
        rows: list[Ruling[Any]] = [value.row(each) for each in case.rows]
        expected["rows"] = list(case.rows)
        expected["outcomes"] = [tables.stores.outcome(row.then) for row in rows]
    if case.asks is Asks.STATUTE:
        named = dict(case.facts)
        told["statute"] = {"limit": named[LIMIT], "extended": named.get(EXTENDED) == YES}
    if came.deadline:
        told |= _counted(came.deadline, calendar)
        expected["due"] = came.deadline.due.isoformat()
    return told


def _counted(deadline: Deadline, calendar: WorkCalendar) -> dict[str, Any]:
    """From when, how long, and by which choices; the length only where it is all there is to it."""
    told: dict[str, Any] = {"start": deadline.start.isoformat()}
    again = due(deadline.limit, deadline.start, calendar, deadline.counting)
    if again.due == deadline.due:
        told["limit"] = plain(deadline.limit)
        told["counting"] = _choices(deadline.counting)
    return told


def _choices(counting: Counting) -> dict[str, Any]:
    return {name: plain(getattr(counting, name)) for name in _CHOICES}


def _days(deadlines: list[Deadline], calendar: WorkCalendar) -> dict[str, Any]:
    """The days that deviate from the week, from the first start on to after the last end."""
    if not deadlines:
        return {}
    first = min(each.start.date() for each in deadlines)
    last = max(each.due.date() for each in deadlines) + _SPARE
    days = [first + _ONE_DAY * number for number in range((last - first).days + 1)]
    worked = {day: calendar.is_working_day(day) for day in days}
    return {
        "from": str(first),
        "to": str(last),
        "rest": [str(day) for day in days if day.weekday() < 5 and not worked[day]],
        "work": [str(day) for day in days if day.weekday() >= 5 and worked[day]],
    }


# --- The whole ------------------------------------------------------------------------------------


def vectors(
    timeline: Timeline, cases: Iterable[WorkedCase], calendar: WorkCalendar
) -> dict[str, Any]:
    """
    The rules of a place and its worked cases as plain data, as JSON has it.

    - ``facts``, ``spaces``, ``grounds``, ``outcomes``: what tables refer to by name.
    - ``tables``: rows as boxes (a fact to the values that it may have; a fact that is not named may
      have any), in order, with the hit policy, and ``probes``: facts with the rows that answer. What
      is not stated is ``MISSING``, or read as the fact's ``missing`` says.
    - ``segments``: per period, from a day up to another that is no part of it, which table and
      which value applies, and what is out of force (``out``) in which way.
    - ``calendar``: the working days that the limits of the cases touch.
    - ``cases``: the worked cases.

    Args:
        timeline: The rules of a place through time.
        cases: Its worked cases.
        calendar: The working days.

    Raises:
        InvalidValueError: An argument of another type.
        RulebookError: A case that the rules do not answer as it expects.

    Example:
        >>> from jiesu.rules import anyang
        >>> made = vectors(anyang.TIMELINE, (), WorkCalendar.china())
        >>> made["format"], made["pack"], made["segments"][0]["out"]["casework.guards"]
        ('jiesu-vectors/1', 'anyang', 'NOT_YET')
    """
    given = tupled(cases, "cases")
    faults = [] if fits(timeline, Timeline) else [misfit("timeline", timeline, Timeline)]
    faults += [] if fits(calendar, WorkCalendar) else [misfit("calendar", calendar, WorkCalendar)]
    refuse(InvalidValueError, [*faults, *misfits("cases", given, WorkedCase)])
    verdicts = [check_case(case, timeline, calendar) for case in given]
    refuse(RulebookError, [fault for verdict in verdicts for fault in verdict.faults])
    tables = _Tables(_Stores(_Store("g"), _Store("f"), _Store("o")))
    segments = _segments(timeline, tables)
    answers = [answer(case, timeline, calendar) for case in given]
    told = [
        _vector(case, came, timeline, calendar, tables)
        for case, came in zip(given, answers, strict=True)
    ]
    stores = tables.stores
    return {
        "format": FORMAT,
        "pack": timeline.id,
        "version": timeline.version,
        "place": timeline.place,
        "sources": {
            each.id: {"zh": each.title, "en": each.title_en, "number": each.number}
            for each in timeline.sources
        },
        "grounds": stores.grounds.told,
        "facts": stores.facts.told,
        "spaces": tables.spaces.told,
        "outcomes": stores.outcomes.told,
        "tables": tables.told,
        "segments": segments,
        "calendar": _days([each.deadline for each in answers if each.deadline], calendar),
        "cases": told,
    }


CASE_COLUMNS = (
    *("id", "asks", "day", "path", "table", "facts", "start"),
    *("rows", "expected", "due", "situation", "grounds"),
)
"""The header of the table of vectors."""
ROW_COLUMNS = ("table", "from", "until", "policy", "order", "row", "when", "then", "grounds")
"""The header of the table of rows."""


def case_rows(made: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """
    The worked cases and the probes of what `vectors` returns, as flat rows of `CASE_COLUMNS`.

    Args:
        made: What `vectors` returned.

    Raises:
        InvalidValueError: Something else.
    """
    _need_made(made)
    return _case_rows(made)


def _case_rows(made: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    blank = dict.fromkeys(CASE_COLUMNS, "")
    for each in made["cases"]:
        expected = each["expected"]
        flat = {
            name: each.get(name, "") for name in ("id", "asks", "day", "path", "table", "start")
        }
        yield {
            **blank,
            **flat,
            "facts": _joined(each.get("facts", {})),
            "rows": "、".join(expected.get("rows", ())),
            "expected": expected["zh"],
            "due": expected.get("due", ""),
            "situation": each["situation"],
            "grounds": "；".join(each["grounds"]),
        }
    for name, table in made["tables"].items():
        asks = Asks.ALL if table["policy"] == HitPolicy.COLLECT.name else Asks.HIT
        said = {row["id"]: made["outcomes"][row["then"]]["zh"] for row in table["rows"]}
        for number, probe in enumerate(table["probes"], 1):
            yield {
                **blank,
                "id": f"{name}#{number}",
                "asks": asks.name,
                "path": table["path"],
                "table": name,
                "facts": _joined(probe["facts"]),
                "rows": "、".join(probe["rows"]),
                "expected": "；".join(said[row] for row in probe["rows"]) or NONE,
            }


def table_rows(made: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """
    The rows of the tables of what `vectors` returns, as flat rows of `ROW_COLUMNS`.

    A table that applies again after another one has a row for each time.

    Args:
        made: What `vectors` returned.

    Raises:
        InvalidValueError: Something else.
    """
    _need_made(made)
    return _table_rows(made)


def _table_rows(made: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for name, table in made["tables"].items():
        for (since, until), (place, row) in itertools.product(
            _applied(made["segments"], name), enumerate(table["rows"], 1)
        ):
            yield {
                "table": name,
                "from": since,
                "until": until,
                "policy": table["policy"],
                "order": str(place),
                "row": row["id"],
                "when": "；".join(f"{fact}={'|'.join(v)}" for fact, v in row["when"].items()),
                "then": made["outcomes"][row["then"]]["zh"],
                "grounds": "；".join(made["grounds"][each]["zh"] for each in row["grounds"]),
            }


def _applied(segments: Iterable[Mapping[str, Any]], name: str) -> Iterator[tuple[str, str]]:
    """From when until when a table applies: each run of periods that adjoin."""
    for applies, run in itertools.groupby(segments, lambda each: name in each["tables"].values()):
        if applies:
            periods = list(run)
            yield periods[0]["from"], periods[-1]["until"] or ""


def _need_made(made: object) -> None:
    what = Text("不是 vectors() 的结果", "not what vectors() returned")
    if not isinstance(made, Mapping):
        raise InvalidValueError(misfit("made", made, Mapping))
    if made.get("format") != FORMAT:
        form = Text(FORMAT, FORMAT)
        fail(InvalidValueError, "made", what, value=shown(made.get("format")), expected=form)
    lacking = [name for name in _SECTIONS if name not in made]
    if lacking:
        fail(
            InvalidValueError, "made", what, expected=Text("、".join(lacking), ", ".join(lacking))
        )


def _joined(facts: Mapping[str, str]) -> str:
    return "；".join(f"{name}={value}" for name, value in facts.items())
