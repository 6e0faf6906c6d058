"""
三级派单目录: what a ticket may be about, and whose duty each matter is.

条例 11-2: the hotline body dispatches by a catalogue that the 市政务服务部门 makes with the units
concerned and changes as things change (动态调整). So a catalogue is a versioned value: its entries
have periods and successors, and two versions have a diff.

An entry is a leaf, at the first, second or third level. Leaf names repeat under different parents
(127 of 517 in one published catalogue), so that the key of a leaf is its code or its whole path,
never its name.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Self

import attrs

from .canonical import digest
from .errors import (
    CatalogueError,
    Fault,
    InvalidValueError,
    refuse,
    shown,
)
from .explain import Explanation
from .labels import Label, Text
from .registers import (
    _LEVEL_MARKS,
    DAY_OR_OPEN,
    FLAG,
    GROUND,
    NAME,
    NAME_OR_NONE,
    NAMES,
    Adapted,
    Hints,
    Need,
    Readers,
    Succeeded,
    by_name,
    by_start,
    counted,
    cycle_fault,
    cycles,
    dense,
    field_faults,
    folded,
    heirs,
    lasts,
    named,
    need_day,
    no_key,
    one_of,
    overlap,
    read_as_is,
    read_day,
    read_flag,
    read_label,
    read_text,
    read_texts,
    read_things,
    suggested,
    texts,
    unknown,
)
from .sources import Citation
from .tickets import PlaceRole

# ------------------------------------------------------------------ the catalogue


class TimeClass(Label):
    """
    处置时限级别: the four levels of 《关于进一步深化“接诉即办”改革工作的意见》(2020-10-28) 三（四）.

    “原则上实行2小时、24小时、7天和15天四级处置模式”, by urgency and industry standard. That the two
    last are for general and for hard matters is the reading of the standard's draft of 2021.

    Example:
        >>> TimeClass.find("7天") is TimeClass.ORDINARY
        True
    """

    URGENT = "2小时", "two hours"
    DAY = "24小时", "24 hours"
    ORDINARY = "7天", "seven days"
    COMPLEX = "15天", "fifteen days"


@attrs.frozen(kw_only=True)
class CatalogueEntry:
    """
    派单目录的一项: a matter that a ticket can be classified under, and whose duty it is.

    Attributes:
        code: 事项编码, unique within the catalogue.
        path: Names of its levels from the root, one to three; the last is the leaf's own.
        duty: Key of the 职责 whose holder leads; None if the catalogue states none.
        co_duties: Keys of the 职责 whose holders co-handle (协办).
        time_class: 处置时限级别; None if none is stated.
        industry: 行业主管部门: a duty's key or a unit's id.
        jurisdiction: Which place decides 属地.
        assists_government: 社区协助政府工作的事项; a community may not lead it (条例 17-2).
        community_listed: Within the 社区职责清单; others may not go to a community (条例 17-2).
        since: First day it may be dispatched by; None: always.
        until: First day it may no longer; None: open.
        successors: Codes of the entries that replace it from *until* on.
        source: 依据.

    Raises:
        CatalogueError: A field is not what it has to be; says all that are not.

    Example:
        >>> entry = CatalogueEntry(code="0101", path=("市容环卫", "照明", "路灯不亮"), duty="照明")
        >>> entry.name, entry.text, entry.jurisdiction.zh
        ('路灯不亮', '市容环卫/照明/路灯不亮', '发生地')
    """

    code: str
    path: tuple[str, ...] = attrs.field(converter=texts)
    duty: str | None
    co_duties: tuple[str, ...] = attrs.field(default=(), converter=texts)
    time_class: TimeClass | None = None
    industry: str | None = None
    jurisdiction: PlaceRole = PlaceRole.EVENT
    assists_government: bool = False
    community_listed: bool = False
    since: date | None = None
    until: date | None = None
    successors: tuple[str, ...] = attrs.field(default=(), converter=texts)
    source: Citation | None = None

    def __attrs_post_init__(self) -> None:
        values = {name: getattr(self, name) for name in _ENTRY_NEEDS}
        refuse(CatalogueError, _entry_faults(values, "entry"))

    @property
    def name(self) -> str:
        """The leaf's own name; it may repeat under other parents."""
        return self.path[-1]

    @property
    def text(self) -> str:
        """The whole path with / between the levels."""
        return "/".join(self.path)

    def valid_on(self, day: date) -> bool:
        """
        Whether tickets may be dispatched by it on *day*.

        Raises:
            InvalidValueError: *day* is no plain date.
        """
        if type(day) is not date:  # asked for every ticket: no call in the common case
            need_day(day, "day")
        since, until = self.since, self.until
        return (since is None or since <= day) and (until is None or day < until)


_PATH = Need(
    tuple,
    Text("一至三级名称的元组", "a tuple of one to three level names"),
    lambda value: 1 <= len(value) <= 3,
    NAME,
)
_ENTRY_NEEDS = {
    "code": NAME,
    "path": _PATH,
    "duty": NAME_OR_NONE,
    "co_duties": NAMES,
    "time_class": attrs.evolve(one_of(TimeClass), optional=True),
    "industry": NAME_OR_NONE,
    "jurisdiction": one_of(PlaceRole),
    "assists_government": FLAG,
    "community_listed": FLAG,
    "since": DAY_OR_OPEN,
    "until": DAY_OR_OPEN,
    "successors": NAMES,
    "source": GROUND,
}


def _read_path(value: Any) -> Any:
    parts = _LEVEL_MARKS.split(value) if isinstance(value, str) and value.strip() else value
    return tuple(map(read_text, parts)) if isinstance(parts, (list, tuple)) else value


_LEVELS = ("level1", "level2", "level3")
_ENTRY_READERS: Readers = {
    "code": read_text,
    "path": _read_path,
    **dict.fromkeys(_LEVELS, read_text),
    "duty": read_text,
    "co_duties": read_texts,
    "time_class": read_label(TimeClass),
    "industry": read_text,
    "jurisdiction": read_label(PlaceRole),
    "assists_government": read_flag,
    "community_listed": read_flag,
    "since": read_day,
    "until": read_day,
    "successors": read_texts,
    "source": read_as_is,
}


def _entry_faults(values: Mapping[str, Any], at: str) -> list[Fault]:
    faults = field_faults(values, _ENTRY_NEEDS, at)
    co_duties = values.get("co_duties", ())
    if co_duties and NAMES.met(co_duties):
        lead = values.get("duty")
        taken = {lead} if NAME.met(lead) else set()
        for number, duty in enumerate(co_duties):
            if duty in taken:
                what = Text("协办职责重复", "a co-handler's duty stands twice")
                path = f"{at}.co_duties[{number}]"
                faults.append(Fault(path, what, shown(duty)))
            taken.add(duty)
    return faults


def _level_path(values: dict[str, Any], at: str) -> list[Fault]:
    """Put level1 to level3 together as the path; the faults of that."""
    levels = [(level, values.pop(level, None)) for level in _LEVELS]
    filled = [index for index, (_, name) in enumerate(levels) if name is not None]
    if not filled:
        return []
    if "path" in values:
        what = Text("path 与 level1 至 level3 只能给一种", "give either path or level1 to level3")
        return [Fault(f"{at}.path", what, shown(values["path"]))]
    values["path"] = tuple(name for _, name in levels if name is not None)
    return [
        Fault(f"{at}.{level}", Text("上级名称缺失", "an upper level is missing"))
        for level, name in levels[: filled[-1]]
        if name is None
    ]


def _structure_faults(
    placed: Mapping[str, CatalogueEntry], elsewhere: Collection[str] = ()
) -> Iterator[tuple[str, Fault]]:
    """Each fault between entries, with the place of the entry to blame."""
    places: dict[str, str] = {}
    for at, entry in placed.items():
        first = places.setdefault(entry.code, at)
        if first != at:
            same = placed[first].path == entry.path
            what = (
                Text(f"编码重复（已见于 {first}）", f"code stands twice (first at {first})")
                if same
                else Text(
                    f"同一编码有两个上级（{first} 为 {placed[first].text}）",
                    f"one code under two parents ({first} has {placed[first].text})",
                )
            )
            remedy = Text("每一路径各用一个编码", "give each path a code of its own")
            yield at, Fault(f"{at}.code", what, shown(entry.code), remedy=remedy)
    at_path: dict[tuple[str, ...], list[str]] = {}
    for at, entry in placed.items():
        for other in at_path.get(entry.path, ()):
            if placed[other].code != entry.code and overlap(placed[other], entry):
                what = Text(f"路径重复（已见于 {other}）", f"path stands twice (first at {other})")
                remedy = Text("合并两项，或使有效期不重叠", "merge them, or part their periods")
                yield at, Fault(f"{at}.path", what, shown(entry.text), remedy=remedy)
                break
        at_path.setdefault(entry.path, []).append(at)
    clashing = {
        upper: at
        for at, entry in placed.items()
        for depth in range(1, len(entry.path))
        for upper in at_path.get(entry.path[:depth], ())
        if overlap(placed[upper], entry)
    }
    for at, under in clashing.items():
        what = Text(
            f"既是末级事项又有下级（{under}）", f"both a leaf and an upper level (of {under})"
        )
        remedy = Text("为其另设末级名称，如“其他”", "give it a leaf of its own, such as 其他")
        yield at, Fault(f"{at}.path", what, shown(placed[at].text), remedy=remedy)
    yield from succession_faults({at: (each.code, each) for at, each in placed.items()}, elsewhere)


def succession_faults(
    placed: Mapping[str, tuple[str, Succeeded]], elsewhere: Collection[str] = ()
) -> Iterator[tuple[str, Fault]]:
    """
    Unknown successors and successions in a circle, with the place to blame.

    Args:
        placed: Key and thing at each place.
        elsewhere: Further keys that are known.

    Example:
        >>> entry = CatalogueEntry(
        ...     code="1", path=("a",), duty=None, until=date(2024, 1, 1), successors=("1",)
        ... )
        >>> [fault.value for _, fault in succession_faults({"entries[0]": ("1", entry)})]
        ['1 → 1']
    """
    places: dict[str, str] = {}
    for at, (key, _) in placed.items():
        places.setdefault(key, at)
    hints = Hints((*places, *elsewhere))
    for at, (_, thing) in placed.items():
        for number, key in enumerate(thing.successors):
            if key not in places and key not in elsewhere:
                yield at, unknown(f"{at}.successors[{number}]", key, hints)
    for cycle in cycles({key: placed[at][1].successors for key, at in places.items()}):
        at = places[cycle[0]]
        yield at, cycle_fault(f"{at}.successors", cycle)


def _entries(value: Iterable[CatalogueEntry]) -> tuple[CatalogueEntry, ...]:
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]


@attrs.frozen(kw_only=True)
class Catalogue:
    """
    派单目录: one version of the catalogue that the hotline body dispatches by (条例 11-2).

    Attributes:
        id: Which catalogue: ``"bj"``.
        version: Which edition of it.
        entries: The leaves, in the catalogue's order.
        published: Day from which it could be known; None if not told.

    Raises:
        CatalogueError: Entries do not hold together: a code twice or under two parents, a path
            twice at one time, a leaf with levels under it, an unknown successor, a succession in a
            circle. Every fault is told, with its path.

    Example:
        >>> catalogue = Catalogue.from_rows(
        ...     [
        ...         {
        ...             "code": "1",
        ...             "path": "市容/照明/路灯不亮",
        ...             "duty": "照明",
        ...             "time_class": "24小时",
        ...         },
        ...         {"code": "2", "path": "市政/道路/井盖缺失", "duty": "道路"},
        ...     ],
        ...     id="demo",
        ...     version="2024",
        ... )
        >>> catalogue.at("市容->照明->路灯不亮").time_class.zh, catalogue.entry("9")
        ('24小时', None)
    """

    id: str
    version: str
    entries: tuple[CatalogueEntry, ...] = attrs.field(converter=_entries, repr=counted)
    published: date | None = None
    _by_code: dict[str, CatalogueEntry] = attrs.field(init=False, eq=False, repr=False)
    _by_path: dict[tuple[str, ...], tuple[CatalogueEntry, ...]] = attrs.field(
        init=False, eq=False, repr=False
    )
    _by_text: dict[str, tuple[str, ...]] = attrs.field(init=False, eq=False, repr=False)
    _by_name: dict[str, tuple[CatalogueEntry, ...]] = attrs.field(init=False, eq=False, repr=False)
    _children: dict[tuple[str, ...], tuple[str, ...]] = attrs.field(
        init=False, eq=False, repr=False
    )

    def __attrs_post_init__(self) -> None:
        values = {name: getattr(self, name) for name in _CATALOGUE_NEEDS}
        faults = field_faults(values, _CATALOGUE_NEEDS, "catalogue")
        if isinstance(self.entries, tuple):
            placed = {
                f"catalogue.entries[{index}]": entry
                for index, entry in enumerate(self.entries)
                if isinstance(entry, CatalogueEntry)
            }
            faults += [fault for _, fault in _structure_faults(placed)]
        refuse(CatalogueError, faults)
        self._index()

    def _index(self) -> None:
        by_path: dict[tuple[str, ...], list[CatalogueEntry]] = {}
        by_text: dict[str, set[tuple[str, ...]]] = {}
        children: dict[tuple[str, ...], dict[str, None]] = {}
        for entry in sorted(self.entries, key=by_start):
            by_path.setdefault(entry.path, []).append(entry)
            by_text.setdefault(_text_key(entry.text), set()).add(entry.path)
        for entry in self.entries:
            for depth, name in enumerate(entry.path):
                children.setdefault(entry.path[:depth], {})[name] = None
        derived = {
            "_by_code": {entry.code: entry for entry in self.entries},
            "_by_path": {path: tuple(entries) for path, entries in by_path.items()},
            # A text that fits two paths stands for neither.
            "_by_text": {text: min(paths) for text, paths in by_text.items() if len(paths) == 1},
            "_by_name": by_name((entry.name, entry) for entry in self.entries),
            "_children": {path: tuple(names) for path, names in children.items()},
        }
        for name, index in derived.items():
            object.__setattr__(self, name, index)

    # The indexes are derived: what is stored is what was given, and it was checked when built.
    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _CATALOGUE_NEEDS}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)
        self._index()

    @cached_property
    def digest(self) -> str:
        """What a decision pins: the digest of this version's content; computed once, on demand."""
        header = (self.id, self.version, self.published)
        return digest(("Catalogue", header, dense(self.entries, _ENTRY_NEEDS)))

    def entry(self, code: str) -> CatalogueEntry | None:
        """
        The entry with that code; None where there is none.

        An unknown leaf is a ticket's awkwardness and not an error. The code may be one that is no
        longer, or not yet, valid: ask `CatalogueEntry.valid_on` and `successors`.
        """
        try:
            return self._by_code.get(code)
        except TypeError:
            raise no_key("code", code) from None

    def at(self, path: Sequence[str], on: date | None = None) -> CatalogueEntry | None:
        """
        The entry with that whole path; None where there is none.

        Args:
            path: The level names, or one text with ``/`` or ``->`` between them. In a text, width,
                capitals and blanks do not matter; one that fits two paths stands for neither.
            on: Day; an entry made anew at the same path is another entry then. Without a day, the
                newest.

        Raises:
            InvalidValueError: *path* is neither, or *on* is no plain date.
        """
        if isinstance(path, str):
            exact = _split(path)
            key = exact if exact in self._by_path else self._by_text.get(_text_key(path), exact)
        else:
            key = texts(path)
            refuse(InvalidValueError, NAMES.faults(key, "path"))
        found = self._by_path.get(key, ())
        if on is None:
            return found[-1] if found else None
        need_day(on)
        return next((entry for entry in found if lasts(entry, on)), None)

    def children(self, path: Sequence[str] = ()) -> tuple[str, ...]:
        """
        The names of the next level under a path, in the catalogue's order; empty under a leaf.

        Args:
            path: Level names, or one text with ``/`` or ``->`` between them; none for the top.

        Raises:
            InvalidValueError: *path* is neither.

        Example:
            >>> rows = [{"path": "市容/照明/路灯"}, {"path": "市容/绿化/枯树"}]
            >>> Catalogue.from_rows(rows, id="demo", version="1").children("市容")
            ('照明', '绿化')
        """
        key = _split(path) if isinstance(path, str) else texts(path)
        refuse(InvalidValueError, NAMES.faults(key, "path"))
        return self._children.get(key, ())

    def find(self, word: str) -> tuple[CatalogueEntry, ...]:
        """
        All entries whose leaf name is *word*; there may be several, under different parents.

        Width, capitals and blanks do not matter.

        Raises:
            InvalidValueError: *word* is no text.
        """
        return named(word, self._by_name)

    def suggestions(self, word: str, n: int = 5) -> tuple[CatalogueEntry, ...]:
        """
        All entries whose leaf name is *word*, then those with near names until there are *n*.

        Raises:
            InvalidValueError: *word* is no text, or *n* is no whole number of 0 or more.

        Example:
            >>> rows = [{"path": "市容/照明/路灯不亮"}, {"path": "市政/道路/井盖缺失"}]
            >>> catalogue = Catalogue.from_rows(rows, id="demo", version="1")
            >>> [entry.text for entry in catalogue.suggestions("路灯")]
            ['市容/照明/路灯不亮']
        """
        return suggested(word, self._by_name, n)

    def successors(self, code: str, on: date) -> tuple[CatalogueEntry, ...]:
        """
        The entries that stand for *code* on a day: itself while valid, then those that replaced it.

        Chains are followed to entries valid on that day. Empty for an unknown code, before the
        entry began, and after an end without successors.

        Raises:
            InvalidValueError: *on* is no plain date.
        """
        return heirs(code, on, self._by_code)

    def diff(self, other: "Catalogue") -> "CatalogueDiff":
        """
        What changes from this version to *other*.

        Entries are the same if they have the same code, or else the same path and no other entry to
        be the same as: a renumbered catalogue has its codes changed, not every entry replaced.

        Raises:
            InvalidValueError: *other* is no catalogue.
        """
        need = Need(Catalogue, Text("派单目录", "a Catalogue"))
        refuse(InvalidValueError, need.faults(other, "other"))
        return _diff(self, other)

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Mapping[str, Any]],
        *,
        id: str,  # noqa: A002 -- the field's name
        version: str,
        published: date | None = None,
    ) -> Self:
        """
        A catalogue from foreign rows.

        Args:
            rows: Mappings with the fields of `CatalogueEntry` as keys; ``level1`` to ``level3`` may
                stand for ``path``, which may be one text with ``/`` or ``->`` between the levels
                (a tuple where a name has such a mark itself); other lists may be texts with 、
                between; labels and dates may be words; blank cells are left out. A row without a
                code has its path for one.
            id: See `Catalogue`.
            version: See `Catalogue`.
            published: See `Catalogue`.

        Raises:
            CatalogueError: Anything is wrong anywhere; every fault is told (``rows[17].path``).
        """
        header = {"id": id, "version": version, "published": published}
        adapted = _read_entries(rows)
        elsewhere = {values["code"] for values in adapted.spoilt if NAME.met(values["code"])}
        refuse(
            CatalogueError,
            [
                *field_faults(header, _HEADER_NEEDS, "catalogue"),
                *adapted.faults,
                *(fault for _, fault in _structure_faults(adapted.placed, elsewhere)),
            ],
        )
        return cls(
            id=id, version=version, published=published, entries=tuple(adapted.placed.values())
        )

    @classmethod
    def salvage(
        cls,
        rows: Iterable[Mapping[str, Any]],
        *,
        id: str,  # noqa: A002 -- the field's name
        version: str,
        published: date | None = None,
    ) -> tuple[Self, tuple[Fault, ...]]:
        """
        The catalogue of the good rows, and the faults of the others; see `from_rows`.

        Of two rows that clash the first is kept. A row that needs one that was left out is left out
        too, and told.

        Raises:
            CatalogueError: The catalogue's own id, version or day is wrong.

        Example:
            >>> rows = [{"path": "市容/照明/路灯"}, {"path": "市容/照明/路灯"}, {"path": ""}]
            >>> catalogue, faults = Catalogue.salvage(rows, id="demo", version="1")
            >>> len(catalogue.entries), [fault.path for fault in faults]
            (1, ['rows[2].path', 'rows[1].code'])
        """
        placed, _, told = _read_entries(rows)
        while found := list(_structure_faults(placed)):
            told += [fault for _, fault in found]
            blamed = {at for at, _ in found}
            placed = {at: entry for at, entry in placed.items() if at not in blamed}
        catalogue = cls(
            id=id,
            version=version,
            published=published,
            entries=tuple(placed.values()),
        )
        return catalogue, tuple(told)


_HEADER_NEEDS = {"id": NAME, "version": NAME, "published": DAY_OR_OPEN}
_CATALOGUE_NEEDS = {
    **_HEADER_NEEDS,
    "entries": Need(
        tuple,
        Text("CatalogueEntry 元组", "a tuple of CatalogueEntry"),
        each=Need(CatalogueEntry, Text("CatalogueEntry", "a CatalogueEntry")),
    ),
}


def _split(path: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _LEVEL_MARKS.split(path))


def _text_key(path: str) -> str:
    return _LEVEL_MARKS.sub("/", folded(path))


def _judge_entry(values: dict[str, Any], at: str) -> list[Fault]:
    """The faults of one row, which is completed: its levels made a path, its path a code."""
    faults = [*_level_path(values, at), *_entry_faults(values, at)]
    path = values.get("path")
    values.setdefault("duty", None)
    # A row without a path has that one fault, not a second for the code that would follow from it.
    values.setdefault("code", "/".join(path) if path is not None and _PATH.met(path) else "")
    return faults


def _read_entries(rows: object) -> Adapted[CatalogueEntry]:
    return read_things(rows, "rows", CatalogueEntry, _ENTRY_READERS, _judge_entry)


# ------------------------------------------------------------------ two versions


@attrs.frozen
class EntryChange:
    """
    One entry before and after.

    Attributes:
        before: The entry of the older version.
        after: The entry of the newer version.
    """

    before: CatalogueEntry
    after: CatalogueEntry

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields that differ, in the entry's order."""
        return tuple(
            name
            for name in _ENTRY_NEEDS
            if getattr(self.before, name) != getattr(self.after, name)
        )

    @property
    def moved(self) -> bool:
        """Whether it stands under another parent."""
        return self.before.path[:-1] != self.after.path[:-1]

    @property
    def renamed(self) -> bool:
        """Whether its own name differs."""
        return self.before.name != self.after.name


@attrs.frozen(kw_only=True)
class CatalogueDiff:
    """
    What changed between two versions of a catalogue.

    Attributes:
        before: The older one, as ``id version``.
        after: The newer one, likewise.
        added: Entries that only the newer has, in its order.
        removed: Entries that only the older has, in its order.
        changes: Entries that both have and that differ, in the newer's order.

    Example:
        >>> old = Catalogue.from_rows([{"code": "1", "path": "市容/路灯"}], id="bj", version="1")
        >>> new = Catalogue.from_rows([{"code": "1", "path": "照明/路灯"}], id="bj", version="2")
        >>> print(old.diff(new).explain())
        派单目录变动：bj 1 → bj 2
        一、调整 1 项
            （一）照明/路灯（1）：路径 市容/路灯 → 照明/路灯
    """

    before: str
    after: str
    added: tuple[CatalogueEntry, ...]
    removed: tuple[CatalogueEntry, ...]
    changes: tuple[EntryChange, ...]

    def __bool__(self) -> bool:
        """Whether anything changed in the entries."""
        return bool(self.added or self.removed or self.changes)

    @property
    def moved(self) -> tuple[EntryChange, ...]:
        """Changes of the place or the name: the path differs."""
        return tuple(change for change in self.changes if "path" in change.fields)

    @property
    def changed(self) -> tuple[EntryChange, ...]:
        """Changes of anything but the path; an entry may be among the moved as well."""
        return tuple(change for change in self.changes if set(change.fields) - {"path"})

    def to_rows(self) -> tuple[dict[str, str], ...]:
        """
        A row for each entry added or removed and for each field changed.

        Columns: ``change`` (added, removed, changed), ``code`` and ``path`` (the newer ones, where
        there are), ``field``, ``before``, ``after``; all text, empty where there is nothing.
        """
        rows = [
            {"change": kind, "code": entry.code, "path": entry.text}
            | {"field": "", "before": "", "after": ""}
            for kind, entries in (("removed", self.removed), ("added", self.added))
            for entry in entries
        ]
        for change in self.changes:
            for name in change.fields:
                rows.append(
                    {
                        "change": "changed",
                        "code": change.after.code,
                        "path": change.after.text,
                        "field": name,
                        "before": _said(name, change.before).en,
                        "after": _said(name, change.after).en,
                    }
                )
        return tuple(rows)

    def explain(self, lang: str = "zh") -> Explanation:
        """The changes as a reader of the catalogue would list them."""
        title = Text(
            f"派单目录变动：{self.before} → {self.after}",
            f"Dispatch catalogue: {self.before} to {self.after}",
        )
        parts = [
            Explanation(
                Text(f"{zh} {len(entries)} 项", f"{en}: {len(entries)}"),
                tuple(_line(entry) for entry in entries),
            )
            for zh, en, entries in (
                ("新增", "Added", self.added),
                ("取消", "Removed", self.removed),
            )
            if entries
        ]
        if self.changes:
            parts.append(
                Explanation(
                    Text(f"调整 {len(self.changes)} 项", f"Changed: {len(self.changes)}"),
                    tuple(_change_line(change) for change in self.changes),
                )
            )
        if not parts:
            parts.append(Explanation(Text("各项无变动", "No entry differs")))
        return Explanation(title, tuple(parts), lang=lang)


_TERMS = {
    "code": Text("编码", "code"),
    "path": Text("路径", "path"),
    "duty": Text("主办职责", "lead duty"),
    "co_duties": Text("协办职责", "co-handlers' duties"),
    "time_class": Text("时限级别", "time class"),
    "industry": Text("行业主管部门", "industry department"),
    "jurisdiction": Text("属地依据", "place that decides"),
    "assists_government": Text("社区协助政府工作事项", "community assists government"),
    "community_listed": Text("社区职责清单内", "on the community's list"),
    "since": Text("起始日", "since"),
    "until": Text("终止日", "until"),
    "successors": Text("承接项", "successors"),
    "source": Text("依据", "source"),
}


def _said(name: str, entry: CatalogueEntry) -> Text:
    """A field's value in words; empty where there is none."""
    value = getattr(entry, name)
    if value is None:
        return Text("", "")
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, (Label, Citation)):
        return value.text
    if isinstance(value, tuple):
        mark = "/" if name == "path" else "、"
        return Text(mark.join(value), mark.join(value))
    return Text(str(value), str(value))


def _line(entry: CatalogueEntry) -> Explanation:
    return Explanation(Text(f"{entry.text}（{entry.code}）", f"{entry.text} ({entry.code})"))


def _change_line(change: EntryChange) -> Explanation:
    zh: list[str] = []
    en: list[str] = []
    for name in change.fields:
        before, after = _said(name, change.before), _said(name, change.after)
        zh.append(f"{_TERMS[name].zh} {before.zh or '无'} → {after.zh or '无'}")
        en.append(f"{_TERMS[name].en} {before.en or 'none'} → {after.en or 'none'}")
    head = _line(change.after).says
    return Explanation(Text(f"{head.zh}：{'；'.join(zh)}", f"{head.en}: {'; '.join(en)}"))


def _diff(old: Catalogue, new: Catalogue) -> CatalogueDiff:
    before = {entry.code: entry for entry in old.entries}
    same = {entry.code: before.pop(entry.code) for entry in new.entries if entry.code in before}
    # Left over on both sides: the same path under another code, if only one entry each has it.
    gone = _only(before.values())
    come = _only(entry for entry in new.entries if entry.code not in same)
    for path, entry in come.items():
        if path in gone:
            same[entry.code] = before.pop(gone[path].code)
    pairs = ((same[entry.code], entry) for entry in new.entries if entry.code in same)
    return CatalogueDiff(
        before=f"{old.id} {old.version}",
        after=f"{new.id} {new.version}",
        added=tuple(entry for entry in new.entries if entry.code not in same),
        removed=tuple(before.values()),
        changes=tuple(EntryChange(one, other) for one, other in pairs if one != other),
    )


def _only(entries: Iterable[CatalogueEntry]) -> dict[tuple[str, ...], CatalogueEntry]:
    """Entries by path, where a path has one only."""
    found: dict[tuple[str, ...], list[CatalogueEntry]] = {}
    for entry in entries:
        found.setdefault(entry.path, []).append(entry)
    return {path: same[0] for path, same in found.items() if len(same) == 1}
