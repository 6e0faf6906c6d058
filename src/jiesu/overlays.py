"""
替换: values put in place of what the texts say, by path, for a period.

A reform is an `Overlay`: a value of its own, with a name, that can be stored, composed with others and
laid on any rulebook that has the paths. It never touches what it is laid on. `Differences` prints what
it makes of it: 旧 and 新, row by row.
"""

import fnmatch
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import attrs

from .canonical import Alike, canonical, digest
from .conduct import Guard
from .errors import (
    Fault,
    FrozenMap,
    InvalidValueError,
    RulebookError,
    did_you_mean,
    mapped,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .explain import Explanation
from .labels import Text
from .legal_time import legal_day
from .routing import outcome_faults
from .sources import Absent, Parameter, Provision, own
from .tables import HitPolicy, Table, joined, say_value

_PATTERN = re.compile(r"[*?\[]")

Provisions = Mapping[str, tuple[Parameter, Provision]]
"""What applies, by path: the parameter, and what the prevailing source says of it."""


def _frozen(changes: Any) -> Any:
    """Changes that nobody can change: neither which there are, nor a value that is a mapping."""
    if not isinstance(changes, Mapping):
        return changes
    return FrozenMap({path: mapped(value) for path, value in changes.items()})


@attrs.frozen(eq=False)
class Overlay(Alike):
    """
    替换: other values, and from when to when they stand.

    Attributes:
        changes: Parameter path to value; or the path of a row (``rates.satisfaction.S2``) to its
            outcome, whose conditions stay. ``*`` and ``[1-3]`` in a path stand for several
            (``rates.*.N1``), a star within its part of the path; a path in full prevails.
        since: First day; None: from the beginning.
        until: First day no longer; None: for good.
        name: What the reform is called, for whoever reads the difference.

    Raises:
        RulebookError: A value of another type; a period that ends before it begins.

    Example:
        >>> from jiesu.deadlines import hours
        >>> Overlay({"dispatch_objection.window": hours(24)}, since=date(2027, 1, 1)).on(
        ...     date(2026, 12, 31)
        ... )
        False
    """

    changes: Mapping[str, Any] = attrs.field(converter=_frozen)
    since: date | None = None
    until: date | None = None
    name: str = ""

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.changes, Mapping):
            what = Text("路径到取值的映射", "a mapping of paths")
            raise RulebookError(wrong_type("changes", self.changes, what))
        refuse(
            RulebookError,
            mistyped("overlay", self, since=date | None, until=date | None, name=str),
        )
        if self.since and self.until and self.until <= self.since:
            what = Text("期间为空：止日应晚于起日", "an empty period: it ends before it begins")
            value = f"{self.since}/{self.until}"
            raise RulebookError(Fault("overlay.until", what, value))

    def __hash__(self) -> int:
        return hash((tuple(self.changes), self.since, self.until, self.name))

    def on(self, day: date) -> bool:
        """
        Whether it stands on *day*.

        Raises:
            InvalidValueError: No date.
        """
        legal_day(day, "day")
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )

    def then(self, later: "Overlay") -> "Overlay":
        """
        This overlay and a later one of the same period and name as one: what is later prevails.

        A whole table takes the place of rows that were set in the old one.

        Raises:
            RulebookError: Another period or name, a pattern (what it stands for a timeline knows), or
                no overlay.
        """
        if not isinstance(later, Overlay):
            raise RulebookError(misfit("later", later, Overlay))
        if (self.since, self.until, self.name) != (later.since, later.until, later.name):
            what = Text("期间或名称不同", "of another period or name")
            raise RulebookError(Fault("later", what, f"{later.name} {later.period.en}".strip()))
        patterns = [
            Fault(
                path,
                Text("通配的路径须先展开", "a pattern has to be spelt out first"),
                remedy=Text("依次用 with_ 加上两者", "lay them on one by one, by `with_`"),
            )
            for path in (*self.changes, *later.changes)
            if isinstance(path, str) and _PATTERN.search(path)
        ]
        refuse(RulebookError, patterns)
        kept = {
            path: value
            for path, value in self.changes.items()
            if path in later.changes or _row_path(path)[0] not in later.changes
        }
        return attrs.evolve(self, changes={**kept, **later.changes})

    @property
    def period(self) -> Text:
        """From when to when, in words."""
        if self.since is None and self.until is None:
            return Text("各日", "on every day")
        first = (f"自 {self.since} 起", f"from {self.since}") if self.since else ("", "")
        last = (
            (f"至 {self.until} 前", f"until {self.until}, that day excluded")
            if self.until
            else ("", "")
        )
        return Text(first[0] + last[0], " ".join(each for each in (first[1], last[1]) if each))

    @property
    def digest(self) -> str:
        """Digest of what it puts in place, and when."""
        return digest(self)

    def explain(self, lang: str = "zh") -> Explanation:
        """What it puts in place."""
        parts = []
        for path, value in self.changes.items():
            said = say_value(value)
            parts.append(Explanation(Text(f"{path}：{said.zh}", f"{path}: {said.en}")))
        when = self.period
        name = f" {self.name}" if self.name else ""
        title = Text(f"替换{name}（{when.zh}）", f"Overlay{name} ({when.en})")
        return Explanation(title, parts, lang=lang)

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per path, in Chinese."""
        return [
            {
                "path": path,
                "value": say_value(value).zh,
                "since": str(self.since or ""),
                "until": str(self.until or ""),
            }
            for path, value in self.changes.items()
        ]


# -- what may be changed --------------------------------------------------------------------------


def spelt_out(changes: Mapping[str, Any], known: Mapping[str, Iterable[Any]]) -> dict[str, Any]:
    """
    Changes with each pattern replaced by the paths that it stands for; one in full prevails.

    Args:
        changes: See `Overlay`.
        known: The values that each parameter has, by path.
    """
    patterns = [p for p in changes if isinstance(p, str) and _PATTERN.search(p) and p not in known]
    if not patterns:
        return dict(changes)
    rows = (
        f"{path}.{row.id}"
        for path, values in known.items()
        for table in values
        if isinstance(table, Table)
        for row in table.rows
    )
    paths = dict.fromkeys((*known, *rows))
    made: dict[str, Any] = {}
    for pattern in patterns:
        found = [path for path in paths if _stands_for(pattern, path)]
        # A pattern that stands for nothing is left as it is, to be refused as an unknown path.
        made.update(dict.fromkeys(found or (pattern,), changes[pattern]))
    return made | {path: value for path, value in changes.items() if path not in patterns}


def _stands_for(pattern: str, path: str) -> bool:
    """Part by part: a table and its rows are not meant by one star."""
    parts, named = pattern.split("."), path.split(".")
    return len(parts) == len(named) and all(map(fnmatch.fnmatchcase, named, parts))


def unknown_path(path: object, known: Iterable[str]) -> Fault:
    """The fault of a path that is no parameter's, with the nearest that are."""
    return Fault(
        path if isinstance(path, str) else shown(path),
        Text("没有这个参数", "no such parameter"),
        remedy=did_you_mean(path, known),
    )


def change_faults(
    changes: Mapping[str, Any],
    parameters: Mapping[str, Parameter],
    known: Mapping[str, Iterable[Any]],
) -> Iterator[Fault]:
    """
    What is wrong with changes: paths, types, rows.

    Args:
        changes: Patterns spelt out.
        parameters: The parameters that there are, by path.
        known: The values that each has, or may have by then.
    """
    for path, value in changes.items():
        head, row = (path, "") if path in parameters else _row_path(path)
        if head not in parameters:
            yield unknown_path(path, parameters)
        elif row:
            # A row is one of the table that then stands.
            tables = known[head]
            if isinstance(changes.get(head), (parameters[head].kind, Absent)):
                tables = (changes[head],)
            yield from _row_faults(path, tables, row, value)
        elif not isinstance(value, (parameters[head].kind, Absent)) or (
            isinstance(value, bool) and parameters[head].kind is int
        ):
            yield misfit(path, value, parameters[head].kind)
        if not isinstance(value, Table):
            yield from _inexact(path, value)


def _inexact(path: object, value: Any) -> Iterator[Fault]:
    """What has no exact bytes cannot be pinned: a float above all."""
    try:
        canonical(value)
    except InvalidValueError as error:
        where = path if isinstance(path, str) else shown(path)
        yield from (attrs.evolve(each, path=where) for each in error.faults)


def _row_path(path: object) -> tuple[str, str]:
    """A path as that of a parameter and a row of its table."""
    head, _, row = path.rpartition(".") if isinstance(path, str) else ("", "", "")
    return head, row


def _row_faults(path: str, tables: Iterable[Any], row: str, value: Any) -> Iterator[Fault]:
    """What is wrong with another outcome of a row, which some of *tables* has to have."""
    rows = [each for table in tables if isinstance(table, Table) for each in table.rows]
    if row not in {each.id for each in rows}:
        near = did_you_mean(row, dict.fromkeys(each.id for each in rows))
        yield Fault(
            path, Text("没有这个参数，也没有这一行", "no such parameter or row"), remedy=near
        )
        return
    kinds = {type(each.then) for each in rows if not isinstance(each.then, Absent)}
    if kinds and type(value) not in kinds and not isinstance(value, Absent):
        names = "、".join(sorted(kind.__name__ for kind in kinds))
        yield wrong_type(path, value, Text(names, names))
    else:
        yield from outcome_faults(_row_path(path)[0], path, value)


# -- laying it on -----------------------------------------------------------------------------------


class Laid(NamedTuple):
    """A change that was made once and serves wherever the same provision stands."""

    old: Provision
    new: Provision


def laid_on(
    provisions: Provisions, changes: Mapping[str, Any], made: dict[tuple[int, str], Laid]
) -> Provisions:
    """
    Provisions with changes laid on; those of parameters or rows that are not there change nothing.

    Args:
        provisions: What applies.
        changes: Patterns spelt out.
        made: What was made before, of the same changes: each provision is changed only once.
    """
    new: dict[str, tuple[Parameter, Provision]] = {}
    # Whole parameters first: a row is one of the table that stands then.
    for path in sorted(changes, key=lambda each: each not in provisions):
        head, row = (path, "") if path in provisions else _row_path(path)
        if head not in provisions:
            continue
        parameter, old = new.get(head) or provisions[head]
        found = made.get((id(old), path))
        if found is None:
            put = _with_row(old, row, changes[path]) if row else _with_value(old, changes[path])
            # The old one is kept beside the new, so that its identity stays its own.
            found = made[id(old), path] = Laid(old, put)
        new[head] = parameter, found.new
    return FrozenMap({**provisions, **new}) if new else provisions


def _with_row(old: Provision, row: str, value: Any) -> Provision:
    table = old.value
    if not isinstance(table, Table):
        return old
    ruling = next((each for each in table.rows if each.id == row), None)
    if ruling is None or ruling.then == value:
        return old
    changed = table.with_outcome(row, value, (own(ruling.grounds[0]),))
    return attrs.evolve(old, value=changed)


def _with_value(old: Provision, value: Any) -> Provision:
    if value == old.value:
        return old
    ground = own(old.citations[0])
    return Provision(value=value, citations=(ground,), since=old.since, until=old.until)


# -- old and new ------------------------------------------------------------------------------------


class Difference(NamedTuple):
    """
    One thing that two rulebooks say differently.

    Attributes:
        path: Of the parameter, or of a row of its table.
        term: The official term of the parameter.
        old: What was said, in words; None where nothing was.
        new: What is said now; None where nothing is.
        ground: On what the new one rests.
    """

    path: str
    term: Text
    old: Text | None
    new: Text | None
    ground: Text | None


_NOTHING = Text("（无）", "(none)")


@attrs.frozen(repr=False, eq=False)
class Differences(Alike):
    """
    What changes from one rulebook to another: 旧 and 新.

    Attributes:
        old: The one, in words.
        new: The other.
        items: What differs, by path.
    """

    old: str
    new: str
    items: tuple[Difference, ...] = attrs.field(converter=tupled)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("differences", self, old=str, new=str)
        refuse(RulebookError, [*faults, *misfits("differences.items", self.items, Difference)])

    def __len__(self) -> int:
        return len(self.items)

    def explain(self, lang: str = "zh") -> Explanation:
        """Path by path: the old, the new, and what the new one rests on."""
        parts = []
        for each in self.items:
            old, new = each.old or _NOTHING, each.new or _NOTHING
            said = (
                Explanation(Text(f"旧：{old.zh}", f"old: {old.en}")),
                Explanation(
                    Text(f"新：{new.zh}", f"new: {new.en}"),
                    grounds=[each.ground] if each.ground else [],
                ),
            )
            title = Text(f"{each.term.zh}（{each.path}）", f"{each.term.en} ({each.path})")
            parts.append(Explanation(title, said))
        number = len(self.items)
        many = f"有 {number} 处不同" if number else "没有不同"
        zh = f"{self.new}（新）与 {self.old}（旧）相比，{many}"
        en = f"{self.new} (new) against {self.old} (old): {number} difference{'s' * (number != 1)}"
        return Explanation(Text(zh, en), parts, lang=lang)

    def __str__(self) -> str:
        return str(self.explain())

    def __repr__(self) -> str:
        return f"Differences({self.old} -> {self.new}: {len(self.items)})"

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per difference, in Chinese."""
        return [
            {
                "path": each.path,
                "term": each.term.zh,
                "old": each.old.zh if each.old else "",
                "new": each.new.zh if each.new else "",
                "ground": each.ground.zh if each.ground else "",
            }
            for each in self.items
        ]


def differences(old: Provisions, new: Provisions) -> Iterator[Difference]:
    """What two stacks of provisions say differently; tables are compared row by row."""
    for path in dict.fromkeys((*old, *new)):
        found = [each for each in (old.get(path), new.get(path)) if each]
        term = found[-1][0].term
        before, after = (each[path][1] if path in each else None for each in (old, new))
        if before == after:
            continue
        one, other = (each.value if each else None for each in (before, after))
        if isinstance(one, Table) and isinstance(other, Table) and one != other:
            yield from _row_differences(path, term, one, other)
            continue
        was, now = (say_value(each.value) if each else None for each in (before, after))
        if before and was and one == other:
            # Said again by another text: the ground is what is new.
            ground = before.citations[0].text
            was = Text(f"{was.zh}（{ground.zh}）", f"{was.en} ({ground.en})")
        yield Difference(path, term, was, now, after.citations[0].text if after else None)


def _row_differences(
    path: str, term: Text, old: Table[Any], new: Table[Any]
) -> Iterator[Difference]:
    if old.policy is not new.policy:
        yield Difference(path, term, old.policy.text, new.policy.text, None)
    if old.space != new.space:
        before, after = (
            joined([Text("事实", "facts"), *(fact.term for fact in each.space.facts)], "、", ", ")
            for each in (old, new)
        )
        yield Difference(path, term, before, after, None)
    was, now = ({row.id: row for row in table.rows} for table in (old, new))
    for row_id in dict.fromkeys((*was, *now)):
        one, other = was.get(row_id), now.get(row_id)
        if one == other:
            continue
        yield Difference(
            f"{path}.{row_id}",
            term,
            _say_row(one) if one else None,
            _say_row(other) if other else None,
            other.grounds[0].text if other else None,
        )
    first, second = [row for row in was if row in now], [row for row in now if row in was]
    if first != second and HitPolicy.FIRST in {old.policy, new.policy}:
        yield Difference(path, term, _say_order(first), _say_order(second), None)


def _say_order(rows: list[str]) -> Text:
    return Text(f"次序：{'、'.join(rows)}", f"order: {', '.join(rows)}")


def _say_row(row: Any) -> Text:
    when, then = row.explain().says, say_value(row.then)
    if isinstance(row.then, Guard):
        then = row.then.effect
    return Text(f"{when.zh}：{then.zh}", f"{when.en}: {then.en}")
