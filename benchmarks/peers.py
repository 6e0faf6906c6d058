"""
The same decision table for rule-engine and for zen-engine, translated row by row.

Both get plain values (names of labels, booleans, None), made before the clock starts, with facts
that were not stated already read as what stands in for them; so they do less than `Table.hit`.
"""

import json
from collections.abc import Callable, Hashable
from typing import Any

import rule_engine
import zen

from jiesu import MISSING, Table
from jiesu.facts import AS, Facts
from jiesu.labels import Label

Plain = dict[str, str | bool | None]


def plain(facts: Facts) -> Plain:
    """Facts as the peers read them."""
    found: Plain = {}
    for fact, value in zip(facts.space.facts, facts.values, strict=True):
        stands_in = value is MISSING and isinstance(fact.missing, AS)
        found[fact.name] = _plain(fact.missing.value if stands_in else value)  # type: ignore[union-attr]
    return found


def _plain(value: Hashable) -> str | bool | None:
    if value is MISSING:
        return None
    if isinstance(value, Label):
        return value.name
    return bool(value)


def rule_engine_first(table: Table[Any]) -> Callable[[Plain], str]:
    """The table as rules of rule-engine, asked in order; gives the id of the first that matches."""
    rules = [(row.id, rule_engine.Rule(_rule(table, row.id))) for row in table.rows]

    def first(facts: Plain) -> str:
        for row_id, rule in rules:
            if rule.matches(facts):
                return row_id
        raise LookupError(facts)

    return first


def _rule(table: Table[Any], row_id: str) -> str:
    tests = []
    for condition in table.row(row_id).conditions:
        fact = table.space.facts[table.space.index(condition.fact)]
        others = [value for value in fact.domain if value not in condition.allowed]
        words = [json.dumps(_plain(value)) for value in condition.allowed]
        if len(words) == 1:
            tests.append(f"{condition.fact} == {words[0]}")
        elif len(others) == 1:
            # As a person would write it, and faster.
            tests.append(f"{condition.fact} != {json.dumps(_plain(others[0]))}")
        else:
            tests.append(f"{condition.fact} in [{', '.join(words)}]")
    return " and ".join(tests) or "true"


def zen_first(table: Table[Any]) -> Callable[[Plain], str]:
    """The table as a decision table of zen-engine with hit policy first; gives the row's id."""
    decision = zen.ZenEngine().create_decision(json.dumps(_graph(table)))

    def first(facts: Plain) -> str:
        return str(decision.evaluate(facts)["result"]["row"])

    return first


def zen_batch(table: Table[Any]) -> Callable[[list[Plain]], list[str]]:
    """The same for many cases in one call, which spares zen-engine most of what a call costs."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"table": _graph(table)}}})

    def each_first(cases: list[Plain]) -> list[str]:
        found = engine.evaluate_batch([{"key": "table", "context": case} for case in cases])
        return [str(each["data"]["result"]["row"]) for each in found]

    return each_first


def _graph(table: Table[Any]) -> dict[str, object]:
    """A graph of JSON Decision Model: input, table, output."""
    rules = []
    for row in table.rows:
        cells = {
            test.fact: ", ".join(json.dumps(_plain(value)) for value in test.allowed)
            for test in row.conditions
        }
        blank = dict.fromkeys(table.columns, "")
        rules.append({"_id": row.id, **blank, **cells, "out": json.dumps(row.id)})
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in table.columns],
        "outputs": [{"id": "out", "name": "row", "field": "row"}],
        "rules": rules,
    }
    ends = [("in", "inputNode", {}), ("table", "decisionTableNode", content)]
    nodes = [
        {"id": name, "type": kind, "name": name, "content": inside, "position": {"x": 0, "y": 0}}
        for name, kind, inside in (*ends, ("out", "outputNode", {}))
    ]
    edges = [
        {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}
        for source, target in (("in", "table"), ("table", "out"))
    ]
    return {"nodes": nodes, "edges": edges}
