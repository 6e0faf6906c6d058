"""
矛盾: values that are right each for itself and cannot be meant together.

A window for returns that is longer than the time for handling; a co-handler who is due after the lead;
an extension that some row allows and others bar to everybody; weights that are not the whole; a rate over
a fact that no outcome has. Limits in different units have no order (工作日 and 日 depend on the day on which
they start): they are compared by what each takes at the least and at the most.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from .checks import Finding, Kind
from .clocks import AlertRule
from .conduct import (
    ALERTS,
    CO_HANDLER_LIMIT,
    CONTACT_LIMIT,
    EXTENSION_CAP,
    GUARDS,
    OBJECTION_COUNT,
    OBJECTION_WINDOW,
    OWED,
    RETURN_RULE,
    SIGNING_LIMIT,
    Consequence,
    Guard,
    Owed,
    ReturnRule,
)
from .deadlines import Hours, Months, NaturalDays, TimeLimit, WorkingDays
from .decisions import StageLimit
from .errors import JiesuError
from .events import Move
from .exact import exact
from .labels import Text
from .outcomes import OUTCOME_FACTS
from .overlays import Provisions
from .rates import EXCLUSIONS
from .routing import LIMITS
from .scoring import WEIGHTS
from .sources import Parameter
from .tables import Ruling, Table, joined

_DAY = 24
_LONGEST_REST = 10
"""Days in a row off, weekends and 调休 included: the longest of 2004 to 2026 (early 2020)."""


def conflicts(provisions: Provisions) -> Iterator[Finding]:
    """The contradictions among what applies on a day, and the values that nothing makes use of."""
    yield from _beyond_the_limit(provisions)
    yield from _barred_to_all(provisions)
    yield from _idle(provisions)
    yield from _not_the_whole(provisions)
    yield from _not_of_outcomes(provisions)
    yield from _before_it_starts(provisions)


def _value(provisions: Provisions, parameter: Parameter, kind: Any) -> Any:
    """The value of a parameter where it is set and of that kind."""
    found = provisions.get(parameter.path)
    return found[1].value if found and isinstance(found[1].value, kind) else None


def _cited(provisions: Provisions, parameter: Parameter) -> Text:
    return provisions[parameter.path][1].citations[0].text


def _limits_of(row: Ruling[Any]) -> list[TimeLimit]:
    stages = row.then if isinstance(row.then, tuple) else ()
    return [each.limit for each in stages if isinstance(each, StageLimit)]


# -- limits against limits --------------------------------------------------------------------------


def spans(limit: TimeLimit) -> tuple[int, int] | None:
    """
    The least and the most hours from the start to the end of a limit; None where nobody can say.

    Working days: at the least as many days less the first; at the most with the longest rest that a notice ever made in
    each week that they touch. Working hours depend on office hours: None.

    Example:
        >>> from jiesu.deadlines import hours, natural_days
        >>> spans(hours(24)), spans(natural_days(7))
        ((24, 24), (144, 432))
    """
    number = limit.amount
    if isinstance(limit, Hours):
        return number, number
    if isinstance(limit, NaturalDays):
        # The day of the start may count, or not; a rest at the end may put it off.
        return (number - 1) * _DAY, (number + 1 + _LONGEST_REST) * _DAY
    if isinstance(limit, WorkingDays):
        weeks = -(-number // 5) + 1
        return (number - 1) * _DAY, (number + 1 + weeks * _LONGEST_REST) * _DAY
    if isinstance(limit, Months):
        return (number * 28 - 1) * _DAY, (number * 31 + 1 + _LONGEST_REST) * _DAY
    return None


def surely_longer(one: TimeLimit, other: TimeLimit) -> bool:
    """Whether one limit ends after another that starts with it, whenever that is."""
    if type(one) is type(other):
        return one.amount > other.amount
    first, second = spans(one), spans(other)
    return first is not None and second is not None and first[0] > second[1]


def maybe_longer(one: TimeLimit, other: TimeLimit) -> bool:
    """
    Whether one limit, of another unit, takes more at the least than another does at the least.

    In weeks without a holiday it then may well end later.

    Example:
        >>> from jiesu.deadlines import natural_days, working_days
        >>> maybe_longer(natural_days(8), working_days(5))
        True
        >>> maybe_longer(natural_days(3), working_days(5))
        False
    """
    first, second = spans(one), spans(other)
    different = type(one) is not type(other)
    return different and first is not None and second is not None and first[0] > second[0]


_WITHIN_THE_LIMIT = (
    (OBJECTION_WINDOW, "退回、异议的期限长于办理时限", "a ticket may go back after it was due"),
    (CO_HANDLER_LIMIT, "协办单位的期限晚于主办的办理时限", "a co-handler is due after the lead"),
    (SIGNING_LIMIT, "签收时限长于办理时限", "a ticket may be signed for after it was due"),
    (CONTACT_LIMIT, "联系时限长于办理时限", "the requester may be contacted after it was due"),
)


def _beyond_the_limit(provisions: Provisions) -> Iterator[Finding]:
    limits: Table[Any] | None = _value(provisions, LIMITS, Table)
    if limits is None:
        return
    for parameter, zh, en in _WITHIN_THE_LIMIT:
        inner: TimeLimit | None = _value(provisions, parameter, TimeLimit)
        if inner is None:
            continue
        for row in limits.rows:
            longest = _limits_of(row)
            if not longest:
                continue
            surely = all(surely_longer(inner, limit) for limit in longest)
            if not surely and not all(maybe_longer(inner, limit) for limit in longest):
                continue
            outer = joined([limit.text for limit in longest], "、", ", ")
            where = f"{LIMITS.path}.{row.id}"
            doubt = ("", "") if surely else ("（视起算日而定）", " (it depends on the day)")
            yield Finding(
                Kind.CONTRADICTION if surely else Kind.DOUBTFUL,
                parameter.path,
                Text(
                    f"{zh}{doubt[0]}：{inner.text.zh}，{where} 为{outer.zh}",
                    f"{en}{doubt[1]}: {inner.text.en}, {where} is {outer.en}",
                ),
                _cited(provisions, parameter),
                Text("缩短前者，或延长后者", "shorten the one or lengthen the other"),
            )


# -- what the guards make of it ---------------------------------------------------------------------

_GRANTED = (
    (EXTENSION_CAP, TimeLimit, None, Move.EXTENDED),
    (RETURN_RULE, ReturnRule, ReturnRule.RETURN, Move.RETURNED),
    (RETURN_RULE, ReturnRule, ReturnRule.OBJECTION, Move.OBJECTED),
    (RETURN_RULE, ReturnRule, ReturnRule.APPLICATION, Move.OBJECTED),
)
"""A parameter, the kind of its value, the value that grants the move (None: any), and the move."""


def _barred_to_all(provisions: Provisions) -> Iterator[Finding]:
    """What a parameter grants, and guards bar whatever the case."""
    guards: Table[Any] | None = _value(provisions, GUARDS, Table)
    if guards is None:
        return
    barring = [
        row
        for row in guards.rows
        if isinstance(row.then, Guard) and row.then.consequence is Consequence.BARRED
    ]
    for parameter, kind, granting, move in _GRANTED:
        value = _value(provisions, parameter, kind)
        if value is None or (granting is not None and value is not granting):
            continue
        found = guards.covering(barring, {"move": move})
        if not found:
            continue
        ids = "、".join(row.id for row in found)
        yield Finding(
            Kind.CONTRADICTION,
            parameter.path,
            Text(
                f"{parameter.term.zh}无从适用：{GUARDS.path} 的 {ids} 在任何情形下都不允许",
                f"unreachable: {ids} of {GUARDS.path} bar it whatever the case",
            ),
            found[0].grounds[0].text,
            Text(f"改动 {ids} 的条件", f"narrow the conditions of {ids}"),
        )


_ENFORCED_BY = (
    (EXTENSION_CAP, TimeLimit, "cap"),
    (OBJECTION_WINDOW, TimeLimit, "window"),
    (OBJECTION_COUNT, int, "count"),
)


def _term(table: Table[Any], fact: str) -> Text:
    return table.space.facts[table.space.index(fact)].term


def _idle(provisions: Provisions) -> Iterator[Finding]:
    """Bounds that no guard tests, and limits that nobody owes anything within."""
    guards: Table[Any] | None = _value(provisions, GUARDS, Table)
    for parameter, kind, fact in _ENFORCED_BY:
        if _value(provisions, parameter, kind) is None or guards is None:
            continue
        if fact not in guards.columns:
            yield Finding(
                Kind.IDLE,
                parameter.path,
                Text(
                    f"{GUARDS.term.zh}没有一行以“{_term(guards, fact).zh}”为条件，超出与否结果相同",
                    f"no row of {GUARDS.path} tests {fact}: beyond it or not is all one",
                ),
                _cited(provisions, parameter),
                Text(
                    f"增加一行，以“{_term(guards, fact).zh}”为条件", f"add a row that tests {fact}"
                ),
            )
    owed: Table[Any] | None = _value(provisions, OWED, Table)
    if owed is None:
        return
    within = {row.then.limit for row in owed.rows if isinstance(row.then, Owed)}
    for parameter in (CO_HANDLER_LIMIT, SIGNING_LIMIT, CONTACT_LIMIT):
        if _value(provisions, parameter, TimeLimit) is not None and parameter.path not in within:
            yield Finding(
                Kind.IDLE,
                parameter.path,
                Text(
                    f"{OWED.term.zh}没有一行以此为期限",
                    f"no row of {OWED.path} is owed within it",
                ),
                _cited(provisions, parameter),
                Text("增加一行以此为期限的应办事项", "add a row that is owed within it"),
            )


# -- assessment -------------------------------------------------------------------------------------


def _not_the_whole(provisions: Provisions) -> Iterator[Finding]:
    weights: Mapping[str, Any] | None = _value(provisions, WEIGHTS, Mapping)
    if weights is None:
        return
    try:
        total = sum((exact(value, WEIGHTS.path) for value in weights.values()), Fraction())
    except JiesuError:
        return  # told as broken
    if total not in (1, 100):
        yield Finding(
            Kind.CONTRADICTION,
            WEIGHTS.path,
            Text(f"权重合计 {total}，不是 1", f"the weights add up to {total}, not to 1"),
            _cited(provisions, WEIGHTS),
            Text("核对各率权重", "check the weight of each rate"),
        )


def _not_of_outcomes(provisions: Provisions) -> Iterator[Finding]:
    """Tables of assessment over facts that an outcome does not have of itself."""
    for path, (_, provision) in provisions.items():
        table = provision.value
        if not isinstance(table, Table) or not (
            path.startswith("rates.") or path == EXCLUSIONS.path
        ):
            continue
        common = OUTCOME_FACTS.facts
        if table.space.facts[: len(common)] == common:
            continue  # what a city adds behind the common facts, its outcomes state
        for name in table.columns:
            if name not in OUTCOME_FACTS.names:
                row = next(
                    row for row in table.rows if any(t.fact == name for t in row.conditions)
                )
                yield Finding(
                    Kind.CONTRADICTION,
                    f"{path}[{name}]",
                    Text(
                        f"{row.id} 所看的事实，办理结果中没有，汇总不出",
                        f"{row.id} tests a fact that outcomes do not have: it cannot be tallied",
                    ),
                    row.grounds[0].text,
                    Text(
                        "改用考评事实，或以 OUTCOME_FACTS.extend 加上该事实",
                        "test a fact of assessment, or add this one by OUTCOME_FACTS.extend",
                    ),
                )


def _before_it_starts(provisions: Provisions) -> Iterator[Finding]:
    """Cards that would be out before the limit they warn of began."""
    alerts = _value(provisions, ALERTS, tuple)
    limits: Table[Any] | None = _value(provisions, LIMITS, Table)
    if alerts is None or limits is None:
        return
    for alert in alerts:
        if not isinstance(alert, AlertRule) or alert.working_days >= 0:
            continue
        for row in limits.rows:
            for limit in _limits_of(row):
                span = spans(limit)
                if span is not None and span[1] < -alert.working_days * _DAY:
                    yield Finding(
                        Kind.CONTRADICTION,
                        f"{ALERTS.path}",
                        Text(
                            f"{alert.name.zh}（{alert.when.zh}）早于 {LIMITS.path}.{row.id}"
                            f"（{limit.text.zh}）的起算",
                            f"{alert.name.en} would be out before {LIMITS.path}.{row.id} "
                            f"({limit.text.en}) begins",
                        ),
                        alert.ground.text,
                        Text("对短时限另设预警", "let short limits have cards of their own"),
                    )
