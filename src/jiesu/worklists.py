"""
工作清单: what the hotline body and the units have to do today, out of many cases.

A worklist is an answer for an instant, not a queue: asked again, it is made again.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import attrs

from .agenda import Pending
from .casework import Case
from .clocks import Alert, Task
from .deadlines import TimeLimit, due, working_days
from .errors import InvalidValueError, JiesuError, misfit, refuse, wrong_type
from .explain import Explanation
from .labels import Text
from .legal_time import instant
from .office import Office


@attrs.frozen
class Entry:
    """
    清单的一项: one thing that is owed in one case.

    Attributes:
        case: 工单编号.
        body: Who owes it, as it is printed.
        pending: What is owed, by when, and under which article.
        says: The same in words.
    """

    case: str
    body: Text
    pending: Pending
    says: Text


@attrs.frozen
class Worklist:
    """
    工作清单.

    Attributes:
        at: The instant that it is for.
        overdue: What is overdue, the oldest first.
        due_soon: What is due within *within* of the instant, the earliest first.
        objections: Objections to decide.
        follow_ups: Requesters to be followed up.
        other: What is owed beside these, with a later limit, or none.
        cards: 预警: the cards that are out, with the ticket.
        faults: Cases that could not be read, with the reason; the others survive.
    """

    at: datetime
    overdue: tuple[Entry, ...]
    due_soon: tuple[Entry, ...]
    objections: tuple[Entry, ...]
    follow_ups: tuple[Entry, ...]
    other: tuple[Entry, ...]
    cards: tuple[tuple[str, Alert], ...]
    faults: tuple[tuple[str, JiesuError], ...] = ()

    def _groups(self) -> Iterator[tuple[Text, tuple[Entry, ...]]]:
        yield Text("已超期", "Overdue"), self.overdue
        yield Text("即将到期", "Due soon"), self.due_soon
        yield Text("待审核的异议", "Objections to decide"), self.objections
        yield Text("待回访", "Follow-ups to make"), self.follow_ups
        yield Text("其他应办", "Other"), self.other

    def explain(self, lang: str = "zh") -> Explanation:
        """The list by kind, each entry with its article."""
        parts = []
        for says, entries in self._groups():
            told = [
                Explanation(
                    Text(f"{each.case}：{each.says.zh}", f"{each.case}: {each.says.en}"),
                    (),
                    [ground.text for ground in each.pending.grounds],
                    lang=lang,
                )
                for each in entries
            ]
            head = Text(f"{says.zh} {len(entries)} 项", f"{says.en}: {len(entries)}")
            parts.append(Explanation(head, told, lang=lang))
        if self.faults:
            lost = [
                Explanation(
                    Text(f"{name}：{error.to('zh')}", f"{name}: {error.to('en')}"), lang=lang
                )
                for name, error in self.faults
            ]
            head = Text(f"未能读取 {len(lost)} 件", f"Could not be read: {len(lost)}")
            parts.append(Explanation(head, lost, lang=lang))
        at = f"{self.at:%Y-%m-%d %H:%M}"
        return Explanation(Text(f"{at} 工作清单", f"Worklist at {at}"), parts, lang=lang)

    def to_rows(self) -> list[dict[str, Any]]:
        """A flat row per entry, in Chinese."""
        return [
            {
                "group": says.zh,
                "case": each.case,
                "body": each.body.zh,
                "task": each.pending.task.zh,
                "strand": each.pending.strand,
                "since": each.pending.since,
                "due": each.pending.due,
                "grounds": "；".join(ground.text.zh for ground in each.pending.grounds),
            }
            for says, entries in self._groups()
            for each in entries
        ]

    def _repr_html_(self) -> str:
        return self.explain().html()


def worklist(cases: Iterable[Case], at: datetime, *, within: TimeLimit | None = None) -> Worklist:
    """
    What has to be done at an instant, out of many cases; each thing stands once for its strand.

    Args:
        cases: The cases, of one city or several.
        at: The instant.
        within: How soon is soon, counted from *at*; default: one working day.

    Raises:
        NaiveDatetimeError: *at* has no zone.
        InvalidValueError: Something that is no case; all at once.

    Example:
        >>> from jiesu.legal_time import beijing_time
        >>> worklist((), beijing_time(2026, 3, 2, 9)).overdue
        ()
    """
    moment, listed = instant(at, "at"), _listed(cases)
    soon = working_days(1) if within is None else within
    faults = [
        misfit(f"cases[{place}]", case, Case)
        for place, case in enumerate(listed)
        if not isinstance(case, Case)
    ]
    if not isinstance(soon, TimeLimit):
        faults.append(misfit("within", within, TimeLimit))
    refuse(InvalidValueError, faults)
    entries: list[tuple[Entry, Office]] = []
    cards: list[tuple[str, Alert]] = []
    lost: list[tuple[str, JiesuError]] = []
    for case in listed:
        try:
            found = [
                Entry(case.id, case.office.name(each.body), each, each.says(case.office))
                for each in case.pending(moment)
            ]
            cards += [(case.id, card) for _, card in case.alerts(moment)]
        except JiesuError as error:
            lost.append((case.id, error))
            continue
        entries += [(each, case.office) for each in found]
    groups: dict[str, list[Entry]] = {name: [] for name in _GROUPS}
    for entry, office in entries:
        groups[_group(entry.pending, moment, soon, office)].append(entry)
    for group in groups.values():
        group.sort(key=lambda each: _urgency(each, moment))
    return Worklist(
        moment,
        overdue=tuple(groups["overdue"]),
        due_soon=tuple(groups["due_soon"]),
        objections=tuple(groups["objections"]),
        follow_ups=tuple(groups["follow_ups"]),
        other=tuple(groups["other"]),
        cards=tuple(cards),
        faults=tuple(lost),
    )


def _listed(cases: Any) -> tuple[Any, ...]:
    if isinstance(cases, Case) or not isinstance(cases, Iterable):
        raise InvalidValueError(wrong_type("cases", cases, Text("多个案件", "cases")))
    return tuple(cases)


_GROUPS = ("overdue", "due_soon", "objections", "follow_ups", "other")
_ALONE = {Task.DECIDE_OBJECTION: "objections", Task.FOLLOW_UP: "follow_ups"}


def _group(each: Pending, at: datetime, soon: TimeLimit, office: Office) -> str:
    if each.overdue(at):
        return "overdue"
    if each.task in _ALONE:
        return _ALONE[each.task]
    if each.due is None:
        return "other"
    calendar = office.calendar_of(each.body)
    return "due_soon" if each.due <= due(soon, at, calendar).due else "other"


def _urgency(entry: Entry, at: datetime) -> tuple[datetime, str]:
    return entry.pending.due or entry.pending.since or at, entry.case
