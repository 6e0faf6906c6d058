"""
表述: the words in which rules are printed: values, conditions, periods, citations.

A page for readers and a table that sets rulebooks side by side say the same thing in the same words.
"""

from collections.abc import Iterable
from typing import Any

from .clocks import AlertRule
from .conduct import Guard
from .facts import Condition, FactSpace, say
from .labels import Label, Text
from .selections import Selection
from .sources import Absent, Basis, Citation, Provision, locate
from .tables import joined, say_value


def said(value: Any) -> Text:
    """
    A value of a parameter, or the outcome of a row, in full.

    What `say_value` says in short is told with its particulars here: by what a list is drawn, whether a
    guard bars a move.

    Example:
        >>> from jiesu.conduct import barred
        >>> said((barred("不得再次退回", "no second return"),)).zh
        '不得再次退回（违者不得办理）'
    """
    if isinstance(value, AlertRule):
        name, when = value.name, value.when
        return Text(f"{name.zh}（{when.zh}）", f"{name.en} ({when.en})")
    if isinstance(value, Selection):
        name, how = value.name, value.text
        return Text(f"{name.zh}（{how.zh}）", f"{name.en} ({how.en})")
    if isinstance(value, Guard):
        return value.effect
    if isinstance(value, tuple) and value and not isinstance(getattr(value, "text", None), Text):
        return joined(said(each) for each in value)
    return say_value(value)


def condition_text(test: Condition, space: FactSpace) -> Text:
    """
    A condition in words; one that names most values of a fact is told by those that it leaves out.

    Example:
        >>> from jiesu import TICKET_FACTS, RequestType
        >>> from jiesu.facts import excluding
        >>> when = TICKET_FACTS.read({"request_type": excluding(RequestType.INQUIRY)}, "row", [])
        >>> condition_text(when[0], TICKET_FACTS)
        Text(zh='诉求类型为咨询以外的各项', en='request type is any but inquiry')
    """
    domain = space.facts[space.index(test.fact)].domain
    left = [value for value in domain if not any(value is each for each in test.allowed)]
    if all(isinstance(value, Label) for value in domain) and 0 < len(left) < len(test.allowed) - 1:
        out = joined([say(value) for value in left], "、", " or ")
        return Text(f"{test.term.zh}为{out.zh}以外的各项", f"{test.term.en} is any but {out.en}")
    return test.text


def places_text(grounds: Iterable[Citation]) -> Text:
    """
    Where grounds stand, in short: each source by its id, and its articles; empty where there is no text.

    Example:
        >>> from jiesu.counting import MONTHS_END, WITHIN
        >>> places_text([WITHIN, MONTHS_END]).zh
        'civil-code 第一千二百五十九条、第二百零二条'
    """
    found: dict[str, dict[Text, None]] = {}
    for each in grounds:
        if each.source:
            found.setdefault(each.source.id, {})[locate(each.locator)] = None
    told = [(source, joined(list(where), "、", ", ")) for source, where in found.items()]
    return joined([Text(f"{s} {w.zh}".strip(), f"{s} {w.en}".strip()) for s, w in told])


def mark(stated: Provision | Basis | Absent) -> Text:
    """
    A badge for what a reader must not overlook; empty for what a text that was read gives.

    Example:
        >>> mark(Basis.ASSUMED).zh, mark(Absent.UNSET).zh, mark(Basis.LAW).zh
        ('【推定】', '【未设定】', '')
    """
    if isinstance(stated, Provision):
        stated = stated.value if isinstance(stated.value, Absent) else stated.basis
    if isinstance(stated, Basis) and not stated.told:
        return Text("", "")
    return Text(f"【{stated.zh}】", f"[{stated.en.partition(' (')[0].partition(':')[0]}]")
