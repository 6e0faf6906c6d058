"""
并列的项目: what to look for in a rulebook, and what it says of it, read from its parameters and rows.

Nothing here knows a city: a heading reads a parameter, or the rows of a table that are of a kind.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

from .clocks import Task
from .conduct import (
    ALERTS,
    CO_HANDLER_LIMIT,
    CONTACT_LIMIT,
    DEFERRAL_STOPS,
    EXTENSION_CAP,
    GUARDS,
    OBJECTION_COUNT,
    OBJECTION_WINDOW,
    OWED,
    RESPONSIBILITY,
    RETURN_RULE,
    SIGNING_LIMIT,
    STOPPING,
    Owed,
)
from .counting import Counting
from .events import Move
from .labels import Label, Text
from .outcomes import COUNTED_BY
from .rates import EXCLUSIONS
from .routing import COORDINATION, COUNTING, DIRECT, LIMITS, RECUSAL, TO_DISTRICT
from .rulebook import Rulebook
from .scoring import APPEAL_WINDOW, FORMULA, WEIGHTS
from .sources import UNSET, Absent, Basis, Citation, Parameter, Provision, Reading, Selector
from .statutes import STATUTE_RULE
from .tables import Ruling, Table, joined
from .verdicts import VERDICT
from .wording import condition_text, mark, places_text, said

_RATES = "rates."
_LIMITED = (Move.EXTENDED, Move.EXTENSION_ASKED)


class State(Label):
    """What a rulebook makes of something."""

    SET = "设定", "set"
    SILENT = "未作规定", "silent"
    NO_ROW = "表中无此行", "its table has no such row"
    UNSET = "未设定", "unset"
    ABSENT = "未编入", "not stated by the rulebook"


class Said(NamedTuple):
    """
    One thing that a rulebook says.

    Attributes:
        text: In words.
        basis: What kind of ground it stands on, or why there is no value.
        grounds: Where.
    """

    text: Text
    basis: Basis | Absent
    grounds: tuple[Citation, ...]

    @property
    def cited(self) -> Text:
        """In words, with a badge where the reader must not overlook its basis, and its articles."""
        where = places_text(self.grounds)
        badge = mark(self.basis) if isinstance(self.basis, Basis) else Text("", "")
        return Text(
            f"{badge.zh}{self.text.zh}" + (f"〔{where.zh}〕" if where.zh else ""),
            f"{badge.en} {self.text.en}".strip() + (f" ({where.en})" if where.en else ""),
        )


class Cell(NamedTuple):
    """
    What one rulebook says under one heading.

    Attributes:
        state: Whether it says anything.
        said: What; of what is silent or unset, where.
    """

    state: State
    said: tuple[Said, ...] = ()

    def lines(self, lang: str) -> list[str]:
        """As it is printed: blank where the law is silent."""
        if self.state in {State.SILENT, State.NO_ROW}:
            return []
        if self.state is State.ABSENT:
            return ["—"]
        return [each.cited.to(lang) for each in self.said]


class Heading(NamedTuple):
    """
    One thing to look for in a rulebook.

    Attributes:
        title: What it is called.
        read: What a rulebook says of it.
    """

    title: Text
    read: Callable[[Rulebook], Cell]


def stated(rules: Rulebook, parameter: Parameter) -> Provision | None:
    """What a rulebook says of a parameter; None where it does not state it."""
    entry = rules.provisions.get(parameter.path)
    return entry[1] if entry else None


def _absent(provision: Provision) -> Cell:
    value = provision.value
    state = State.UNSET if value is UNSET else State.SILENT
    return Cell(state, (Said(state.text, value, provision.citations),))


def own_grounds(provision: Provision) -> list[Citation]:
    """The grounds of a value as a whole, without those that stand beside each choice of counting."""
    value = provision.value
    of_choices = [ground for _, ground in value.grounds] if isinstance(value, Counting) else []
    return [each for each in provision.citations if each not in of_choices]


def _value(parameter: Parameter) -> Callable[[Rulebook], Cell]:
    """A parameter with one value."""

    def read(rules: Rulebook) -> Cell:
        provision = stated(rules, parameter)
        if provision is None:
            return Cell(State.ABSENT)
        if isinstance(provision.value, Absent):
            return _absent(provision)
        text = said(provision.value)
        return Cell(State.SET, (Said(text, provision.basis, provision.citations),))

    return read


def _choice(name: str) -> Callable[[Rulebook], Cell]:
    """One choice of how periods are counted, with its own ground."""

    def read(rules: Rulebook) -> Cell:
        provision = stated(rules, COUNTING)
        if provision is None:
            return Cell(State.ABSENT)
        if not isinstance(provision.value, Counting):
            return _absent(provision)
        choice = next(each for each in provision.value.choices if each.name == name)
        # That the Code is followed at all may itself be an assumption: then so is each choice.
        told = [each for each in own_grounds(provision) if each.basis.told or not choice.ground]
        grounds = (*((choice.ground,) if choice.ground else ()), *told)
        basis = max((each.basis for each in grounds), key=list(Basis).index)
        return Cell(State.SET, (Said(choice.says, basis, grounds),))

    return read


def _rows(
    parameter: Parameter,
    fits: Callable[[Ruling[Any]], bool],
    says: Callable[[Ruling[Any], Table[Any]], Text],
) -> Callable[[Rulebook], Cell]:
    """The rows of a table that are of a kind."""

    def read(rules: Rulebook) -> Cell:
        provision = stated(rules, parameter)
        if provision is None:
            return Cell(State.ABSENT)
        table = provision.value
        if not isinstance(table, Table):
            return _absent(provision)
        found = tuple(
            Said(
                says(row, table),
                row.then if isinstance(row.then, Absent) else row.basis,
                row.grounds,
            )
            for row in table.rows
            if fits(row)
        )
        return Cell(State.SET, found) if found else _no_row(provision)

    return read


def _no_row(provision: Provision) -> Cell:
    """A table without such a row tells something only where a text was read whole for it."""
    read = any(each.reading is Reading.WHOLE for each in provision.sources)
    return Cell(State.NO_ROW if read else State.ABSENT)


def _tested(row: Ruling[Any], fact: str) -> tuple[Hashable, ...]:
    """The values that a row names of a fact; none where it does not test it."""
    return next((test.allowed for test in row.conditions if test.fact == fact), ())


def _of_moves(*moves: Move) -> Callable[[Ruling[Any]], bool]:
    """Rows that are of these moves and of no other."""

    def fits(row: Ruling[Any]) -> bool:
        named = _tested(row, "move")
        return bool(named) and all(each in moves for each in named)

    return fits


def _outcome(row: Ruling[Any], _: Table[Any]) -> Text:
    return said(row.then)


def _case_and_outcome(row: Ruling[Any], table: Table[Any]) -> Text:
    then = said(row.then)
    if not row.conditions:
        return then
    when = joined([condition_text(test, table.space) for test in row.conditions], "，", ", ")
    return Text(f"{when.zh} → {then.zh}", f"{when.en} → {then.en}")


_is_extension = _of_moves(*_LIMITED)


def _approves(row: Ruling[Any]) -> bool:
    return _is_extension(row) and bool(_tested(row, "approver"))


def _binds_extension(row: Ruling[Any]) -> bool:
    return _is_extension(row) and not _tested(row, "approver")


def _is_follow_up(row: Ruling[Any]) -> bool:
    return isinstance(row.then, Owed) and row.then.task is Task.FOLLOW_UP


def _every(_: Ruling[Any]) -> bool:
    return True


def _rates(rules: Rulebook) -> Cell:
    """The rates that a rulebook has rows for, how many of these are unset, and which rates are."""
    of_rates = [
        (parameter, provision)
        for parameter, provision in rules.provisions.values()
        if parameter.path.startswith(_RATES)
    ]
    found = []
    for parameter, provision in of_rates:
        if isinstance(provision.value, Table):
            rows, open_ = len(provision.value.rows), unset_rows(provision)
            zh = f"（{rows} 行，其中 {open_} 行未设定）"
            en = f" ({rows} rows, {open_} of them unset)"
            text = Text(parameter.term.zh + zh, parameter.term.en + en)
            found.append(Said(text, provision.basis, provision.citations))
    if found:
        return Cell(State.SET, (*found, *_unset(of_rates)))
    return _open(of_rates)


def _left_open(rules: Rulebook) -> Cell:
    """What of the assessment is unset, by its terms."""
    return _open(
        [each for each in rules.provisions.values() if each[0].selected_by is Selector.PERIOD_END]
    )


def _open(stated: Sequence[tuple[Parameter, Provision]]) -> Cell:
    if found := _unset(stated):
        return Cell(State.UNSET, found)
    return Cell(State.SILENT if stated else State.ABSENT)


def _unset(stated: Sequence[tuple[Parameter, Provision]]) -> tuple[Said, ...]:
    """The parameters that are unset, those that rest on the same articles together."""
    terms: dict[tuple[Citation, ...], list[Text]] = {}
    for parameter, provision in stated:
        if provision.value is UNSET:
            terms.setdefault(provision.citations, []).append(parameter.term)
    return tuple(
        Said(_is_unset(joined(each, "、", ", ")), UNSET, grounds)
        for grounds, each in terms.items()
    )


def _is_unset(terms: Text) -> Text:
    return Text(f"{terms.zh}：未设定", f"{terms.en}: unset")


def _weights(rules: Rulebook) -> Cell:
    """Weights, or a whole formula in place of them."""
    whole = _value(FORMULA)(rules)
    return _value(WEIGHTS)(rules) if whole.state is State.ABSENT else whole


TOPICS: tuple[tuple[Text, tuple[Heading, ...]], ...] = (
    (
        Text("时限", "Limits"),
        (
            Heading(Text("办理时限", "handling"), _rows(LIMITS, _every, _case_and_outcome)),
            Heading(Text("签收时限", "signing"), _value(SIGNING_LIMIT)),
            Heading(Text("联系时限", "contact"), _value(CONTACT_LIMIT)),
            Heading(Text("协办报送", "co-handlers"), _value(CO_HANDLER_LIMIT)),
            Heading(Text("预警", "cards"), _value(ALERTS)),
            Heading(Text("法律另有期限的", "where a statute sets its own"), _value(STATUTE_RULE)),
        ),
    ),
    (
        Text("期间的计算", "Counting"),
        (
            Heading(Text("起算", "starts at"), _choice("starts_at")),
            Heading(Text("开始的当日", "day of the start"), _choice("first_day")),
            Heading(Text("截止", "ends"), _choice("end")),
            Heading(Text("顺延", "roll"), _choice("roll")),
        ),
    ),
    (
        Text("派单", "Dispatch"),
        (
            Heading(Text("直派", "direct"), _value(DIRECT)),
            Heading(Text("派区", "to the district"), _value(TO_DISTRICT)),
            Heading(Text("承办单位不明", "unclear unit"), _value(COORDINATION)),
            Heading(Text("不转交被诉单位的类型", "kept from the accused"), _value(RECUSAL)),
        ),
    ),
    (
        Text("责任与退单", "Responsibility and return"),
        (
            Heading(Text("责任归属", "who answers"), _value(RESPONSIBILITY)),
            Heading(Text("退单途径", "way of returning"), _value(RETURN_RULE)),
            Heading(Text("异议、退单期限", "window"), _value(OBJECTION_WINDOW)),
            Heading(Text("异议次数", "number of times"), _value(OBJECTION_COUNT)),
        ),
    ),
    (
        Text("延期", "Extension"),
        (
            Heading(Text("由谁批准", "who approves"), _rows(GUARDS, _approves, _outcome)),
            Heading(Text("延期上限", "cap"), _value(EXTENSION_CAP)),
            Heading(Text("其他规矩", "other guards"), _rows(GUARDS, _binds_extension, _outcome)),
        ),
    ),
    (
        Text("终止与挂账", "Stopping and deferral"),
        (
            Heading(Text("终止办理的方式", "way of stopping"), _value(STOPPING)),
            Heading(
                Text("终止办理的限制", "what bounds stopping"),
                _rows(GUARDS, _of_moves(Move.STOPPED), _outcome),
            ),
            Heading(
                Text("挂账的限制", "what bounds deferral"),
                _rows(GUARDS, _of_moves(Move.DEFERRED), _case_and_outcome),
            ),
            Heading(Text("挂账停止计时", "deferral stops the clock"), _value(DEFERRAL_STOPS)),
        ),
    ),
    (
        Text("回访", "Follow-up"),
        (
            Heading(
                Text("由谁、何时回访", "who owes it, and when"),
                _rows(OWED, _is_follow_up, _case_and_outcome),
            ),
            Heading(
                Text("回访的规矩", "guards of follow-up"),
                _rows(GUARDS, _of_moves(Move.FOLLOWED_UP), _outcome),
            ),
        ),
    ),
    (
        Text("考评", "Assessment"),
        (
            Heading(Text("率", "rates"), _rates),
            Heading(Text("权重、公式", "weights, formula"), _weights),
            Heading(Text("考评剔除", "exclusions"), _rows(EXCLUSIONS, _every, _case_and_outcome)),
            Heading(Text("未设定的考评参数", "what is unset"), _left_open),
        ),
    ),
    (
        Text("考评的时点与申诉", "Instants of assessment, appeal"),
        (
            Heading(Text("计入考评的时点", "counted by"), _value(COUNTED_BY)),
            Heading(Text("以哪次评价为准", "which verdict"), _value(VERDICT)),
            Heading(Text("申诉时限", "window of appeal"), _value(APPEAL_WINDOW)),
        ),
    ),
)
"""The headings under which rulebooks stand side by side, by topic."""


def unset_rows(provision: Provision) -> int:
    """How many rows of a table are unset; none where the value is no table."""
    value = provision.value
    rows = value.rows if isinstance(value, Table) else ()
    return sum(row.then is UNSET for row in rows)
