"""
承办单位: who there is, where, and who holds which duty.

条例 11-1 lists the kinds of unit that a ticket may be dispatched to; 5 and 12 give the district
government and the 街乡 their parts; 17 and 22 name bodies that a ticket is not dispatched to as
usual. Territories are a tree (城市 → 区 → 街道、乡镇 → 社区、村), and a unit holds a duty at one place
of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple, Self

import attrs

from .canonical import digest
from .errors import DirectoryError, Fault, InvalidValueError, misfit, refuse, shown
from .labels import Label, Text
from .registers import (
    DAY_OR_OPEN,
    GROUND,
    NAME,
    NAME_OR_NONE,
    NAMES,
    Adapted,
    Hints,
    Need,
    Readers,
    by_name,
    by_start,
    counted,
    cycle_fault,
    cycles,
    dense,
    field_faults,
    heirs,
    lasts,
    named,
    need_day,
    no_key,
    one_of,
    overlap,
    read_as_is,
    read_day,
    read_label,
    read_text,
    read_texts,
    read_things,
    suggested,
    texts,
    unknown,
)
from .sources import Citation
from .taxonomy import Catalogue, succession_faults

PUBLIC_SECURITY = "公安"
"""The duty under which a directory lists 公安部门, so that 双派单 finds them."""

# ------------------------------------------------------------------ territories


class DivisionLevel(Label):
    """
    区划层级, the highest first.

    Example:
        >>> DivisionLevel.CITY.above(DivisionLevel.DISTRICT)
        True
    """

    CITY = "市", "city"
    DISTRICT = "区", "district"
    SUBDISTRICT = "街道（乡镇）", "subdistrict or township"
    COMMUNITY = "社区（村）", "community or village"

    def above(self, other: "DivisionLevel") -> bool:
        """Whether this level is higher than *other*."""
        if not isinstance(other, DivisionLevel):
            raise InvalidValueError(misfit("other", other, DivisionLevel))
        return _DEPTHS[self] < _DEPTHS[other]


_DEPTHS = {level: depth for depth, level in enumerate(DivisionLevel)}

# 统计用区划代码: two digits each for province, city and county, three for street and community.
_LEVELS_BY_DIGITS = {
    2: DivisionLevel.CITY,
    4: DivisionLevel.CITY,
    6: DivisionLevel.DISTRICT,
    9: DivisionLevel.SUBDISTRICT,
    12: DivisionLevel.COMMUNITY,
}


@attrs.frozen(kw_only=True)
class Division:
    """
    区划: a territory.

    Attributes:
        code: 区划代码, unique.
        name: 名称.
        level: 层级.
        parent: Code of the territory that contains it, of a higher level; None for a root.

    Raises:
        DirectoryError: A field is not what it has to be; says all that are not.

    Example:
        >>> Division(code="110101", name="东城区", level=DivisionLevel.DISTRICT).parent is None
        True
    """

    code: str
    name: str
    level: DivisionLevel
    parent: str | None = None

    def __attrs_post_init__(self) -> None:
        _check(self, _DIVISION_NEEDS, "division")


# ------------------------------------------------------------------ units


class UnitKind(Label):
    """
    单位类别: the seven kinds of 承办单位 that 条例 11-1 lists, and bodies outside that list.

    Example:
        >>> [kind.name for kind in UnitKind if not kind.handles][:2]
        ['COMMUNITY', 'HOTLINE_BODY']
    """

    DISTRICT_GOVERNMENT = "区人民政府", "district government"
    CITY_DEPARTMENT = "市政府部门", "city department"
    DISTRICT_DEPARTMENT = "区政府部门", "district department"
    SUBDISTRICT = "街道办事处", "subdistrict office"
    TOWNSHIP = "乡镇人民政府", "township government"
    AUTHORISED_ORGANISATION = (
        "法律、法规授权的具有管理公共事务职能的组织",
        "organisation authorised by law to manage public affairs",
    )
    PUBLIC_SERVICE_ENTERPRISE = (
        "承担公共服务职能的企事业单位",
        "enterprise or institution with a public service",
    )
    COMMUNITY = "居（村）民委员会", "residents' or villagers' committee"
    HOTLINE_BODY = "市民热线服务工作机构", "hotline body"
    SERVICE_DEPARTMENT = "市政务服务部门", "government services department"
    CENTRAL_BODY = "在京中央和国家机关、单位", "central body in the city"
    MILITARY = "军队单位", "military unit"
    OTHER = "其他", "other"

    @property
    def handles(self) -> bool:
        """Whether it is a 承办单位 by 条例 11-1, so that a ticket may be dispatched to it."""
        return self in _HANDLING

    @property
    def grass_roots(self) -> bool:
        """Whether it is 街乡: a 街道办事处 or a 乡镇人民政府 (条例 5-5, 12-1-(一))."""
        return self in _GRASS_ROOTS


_GRASS_ROOTS = frozenset({UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP})
_HANDLING = _GRASS_ROOTS | {
    UnitKind.DISTRICT_GOVERNMENT,
    UnitKind.CITY_DEPARTMENT,
    UnitKind.DISTRICT_DEPARTMENT,
    UnitKind.AUTHORISED_ORGANISATION,
    UnitKind.PUBLIC_SERVICE_ENTERPRISE,
}


@attrs.frozen(kw_only=True)
class Unit:
    """
    单位: a body, the territory that it serves, and what became of it.

    Attributes:
        id: Unique.
        name: 名称.
        kind: 类别.
        division: Code of the territory that it serves.
        parent: Id of the 上级单位; None if none is told.
        since: First day it exists; None: always.
        until: First day it no longer does; None: open.
        successors: Ids of the units that take its place from *until* on.
        aliases: Other names that it goes by.

    Raises:
        DirectoryError: A field is not what it has to be; says all that are not.

    Example:
        >>> unit = Unit(
        ...     id="dc",
        ...     name="东城区人民政府",
        ...     kind=UnitKind.DISTRICT_GOVERNMENT,
        ...     division="110101",
        ... )
        >>> unit.kind.handles, unit.valid_on(date(2024, 5, 1))
        (True, True)
    """

    id: str
    name: str
    kind: UnitKind
    division: str
    parent: str | None = None
    since: date | None = None
    until: date | None = None
    successors: tuple[str, ...] = attrs.field(default=(), converter=texts)
    aliases: tuple[str, ...] = attrs.field(default=(), converter=texts)

    def __attrs_post_init__(self) -> None:
        _check(self, _UNIT_NEEDS, "unit")

    def valid_on(self, day: date) -> bool:
        """
        Whether it exists on *day*.

        Raises:
            InvalidValueError: *day* is no plain date.
        """
        if type(day) is not date:  # asked for every ticket: no call in the common case
            need_day(day, "day")
        since, until = self.since, self.until
        return (since is None or since <= day) and (until is None or day < until)


@attrs.frozen(kw_only=True)
class Holding:
    """
    职责归属: one unit holds one duty at one place (职权法定、属地管理, 条例 11-2).

    Attributes:
        unit: Id of the unit.
        duty: Key of the 职责, as the catalogue's entries name it.
        division: Code of the territory where it holds it.
        since: First day; None: always.
        until: First day no longer; None: open.
        source: 依据, such as the unit's 三定规定 or 权责清单.

    Raises:
        DirectoryError: A field is not what it has to be; says all that are not.

    Example:
        >>> Holding(unit="dc-cg", duty="照明", division="110101").valid_on(date(2024, 5, 1))
        True
    """

    unit: str
    duty: str
    division: str
    since: date | None = None
    until: date | None = None
    source: Citation | None = None

    def __attrs_post_init__(self) -> None:
        _check(self, _HOLDING_NEEDS, "holding")

    def valid_on(self, day: date) -> bool:
        """
        Whether the unit holds the duty on *day*.

        Raises:
            InvalidValueError: *day* is no plain date.
        """
        if type(day) is not date:  # asked for every ticket: no call in the common case
            need_day(day, "day")
        since, until = self.since, self.until
        return (since is None or since <= day) and (until is None or day < until)


_DIVISION_NEEDS = {
    "code": NAME,
    "name": NAME,
    "level": one_of(DivisionLevel),
    "parent": NAME_OR_NONE,
}
_UNIT_NEEDS = {
    "id": NAME,
    "name": NAME,
    "kind": one_of(UnitKind),
    "division": NAME,
    "parent": NAME_OR_NONE,
    "since": DAY_OR_OPEN,
    "until": DAY_OR_OPEN,
    "successors": NAMES,
    "aliases": NAMES,
}
_HOLDING_NEEDS = {
    "unit": NAME,
    "duty": NAME,
    "division": NAME,
    "since": DAY_OR_OPEN,
    "until": DAY_OR_OPEN,
    "source": GROUND,
}


def _check(value: Any, needs: Mapping[str, Need], at: str) -> None:
    refuse(DirectoryError, field_faults({name: getattr(value, name) for name in needs}, needs, at))


# ------------------------------------------------------------------ the directory


class _Placed(NamedTuple):
    """Divisions, units and holdings, each by the place where it stands."""

    divisions: Mapping[str, Division]
    units: Mapping[str, Unit]
    holdings: Mapping[str, Holding]

    def without(self, blamed: set[str]) -> "_Placed":
        return _Placed(
            {at: one for at, one in self.divisions.items() if at not in blamed},
            {at: one for at, one in self.units.items() if at not in blamed},
            {at: one for at, one in self.holdings.items() if at not in blamed},
        )


class _Known(NamedTuple):
    """Keys that are known beside those of the things placed."""

    divisions: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


_NOWHERE = _Known()


def _divisions(value: Iterable[Division]) -> tuple[Division, ...]:
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]


def _units(value: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]


def _holdings(value: Iterable[Holding]) -> tuple[Holding, ...]:
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]


class Held(NamedTuple):
    """
    A holding together with its unit.

    Attributes:
        holding: Who holds which duty where.
        unit: The unit.
        always: Whether neither begins or ends, so that no day needs to be asked for.
        plain: Whether it is so and the unit is a 承办单位, so that few guards need to be asked.
    """

    holding: Holding
    unit: Unit
    always: bool
    plain: bool

    def valid_on(self, day: date) -> bool:
        """Whether the unit exists and holds the duty on *day*."""
        return self.always or (self.holding.valid_on(day) and self.unit.valid_on(day))


@attrs.frozen(kw_only=True)
class Directory:
    """
    单位名录: territories, units, and who holds which duty where; one version of it.

    Attributes:
        id: Which directory: ``"bj"``.
        version: Which edition of it.
        divisions: The territories; a tree, or several.
        units: The units.
        holdings: Who holds which duty where.
        roots: Codes of the territories that no other contains.

    Raises:
        DirectoryError: It does not hold together: a key twice, an unknown parent, territory, unit
            or successor, a circle, a parent that is not of a higher level, two governments of one
            district (or 街乡 of one subdistrict, or hotline bodies) at one time. Every fault is
            told, with its path.

    Example:
        >>> directory = Directory.from_rows(
        ...     id="demo",
        ...     version="2024",
        ...     divisions=[
        ...         {"code": "11", "name": "北京市"},
        ...         {"code": "110101", "name": "东城区"},
        ...         {"code": "110101001", "name": "东华门街道"},
        ...     ],
        ...     units=[
        ...         {
        ...             "id": "dc",
        ...             "name": "东城区人民政府",
        ...             "kind": "区人民政府",
        ...             "division": "110101",
        ...         }
        ...     ],
        ...     holdings=[{"unit": "dc", "duty": "照明", "division": "110101"}],
        ...     by_prefix=True,
        ... )
        >>> directory.ancestors("110101001"), directory.government("110101001").id
        (('110101001', '110101', '11'), 'dc')
    """

    id: str
    version: str
    divisions: tuple[Division, ...] = attrs.field(default=(), converter=_divisions, repr=counted)
    units: tuple[Unit, ...] = attrs.field(default=(), converter=_units, repr=counted)
    holdings: tuple[Holding, ...] = attrs.field(default=(), converter=_holdings, repr=counted)
    roots: tuple[str, ...] = attrs.field(init=False, eq=False, repr=False)
    _by_code: dict[str, Division] = attrs.field(init=False, eq=False, repr=False)
    _by_id: dict[str, Unit] = attrs.field(init=False, eq=False, repr=False)
    _ancestors: dict[str, tuple[str, ...]] = attrs.field(init=False, eq=False, repr=False)
    _holders: dict[str, dict[str, tuple[Held, ...]]] = attrs.field(
        init=False, eq=False, repr=False
    )
    _governments: dict[str, tuple[Unit, ...]] = attrs.field(init=False, eq=False, repr=False)
    _grass_roots: dict[str, tuple[Unit, ...]] = attrs.field(init=False, eq=False, repr=False)
    _hotline_bodies: tuple[Unit, ...] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        values = {name: getattr(self, name) for name in _DIRECTORY_NEEDS}
        faults = field_faults(values, _DIRECTORY_NEEDS, "directory")
        placed = _Placed(*(_place(values[name], name) for name in _PARTS))
        faults += [fault for _, fault in _structure_faults(placed)]
        refuse(DirectoryError, faults)
        self._index()

    def _index(self) -> None:
        by_code = {division.code: division for division in self.divisions}
        ancestors: dict[str, tuple[str, ...]] = {}
        for division in sorted(self.divisions, key=_depth):  # parents come first
            above = ancestors[division.parent] if division.parent is not None else ()
            ancestors[division.code] = (division.code, *above)
        by_id = {unit.id: unit for unit in self.units}
        holders: dict[str, dict[str, tuple[Held, ...]]] = {}
        for holding in self.holdings:
            there = holders.setdefault(holding.duty, {})
            unit = by_id[holding.unit]
            ends = (holding.since, holding.until, unit.since, unit.until)
            always = ends == (None, None, None, None)
            held = Held(holding, unit, always, always and unit.kind.handles)
            there[holding.division] = (*there.get(holding.division, ()), held)
        offices = _offices(self.units)
        governments = offices[UnitKind.DISTRICT_GOVERNMENT]
        grass_roots = offices[UnitKind.SUBDISTRICT]
        derived = {
            "_by_code": by_code,
            "_by_id": by_id,
            "_ancestors": ancestors,
            "roots": tuple(each.code for each in self.divisions if each.parent is None),
            "_holders": holders,
            "_governments": _inherited(ancestors, governments),
            "_grass_roots": _inherited(ancestors, grass_roots),
            "_hotline_bodies": offices[UnitKind.HOTLINE_BODY].get("", ()),
        }
        for name, index in derived.items():
            object.__setattr__(self, name, index)

    # The indexes are derived: what is stored is what was given, and it was checked when built.
    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _DIRECTORY_NEEDS}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)
        self._index()

    @cached_property
    def digest(self) -> str:
        """What a decision pins: the digest of this version's content; computed once, on demand."""
        parts = (
            dense(self.divisions, _DIVISION_NEEDS),
            dense(self.units, _UNIT_NEEDS),
            dense(self.holdings, _HOLDING_NEEDS),
        )
        return digest(("Directory", (self.id, self.version), parts))

    @cached_property
    def _unit_names(self) -> dict[str, tuple[Unit, ...]]:
        return by_name(
            (name, unit)
            for unit in self.units
            for name in dict.fromkeys((unit.name, *unit.aliases))
        )

    @cached_property
    def _division_names(self) -> dict[str, tuple[Division, ...]]:
        return by_name((division.name, division) for division in self.divisions)

    def unit(self, id: str) -> Unit | None:  # noqa: A002 -- the field's name
        """The unit with that id; None where there is none."""
        try:
            return self._by_id.get(id)
        except TypeError:
            raise no_key("id", id) from None

    def division(self, code: str) -> Division | None:
        """The territory with that code; None where there is none."""
        try:
            return self._by_code.get(code)
        except TypeError:
            raise no_key("code", code) from None

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The territory itself, then what contains it, up to the root; empty for an unknown code."""
        try:
            return self._ancestors.get(code, ())
        except TypeError:
            raise no_key("code", code) from None

    def holders(self, duty: str, code: str) -> tuple[Holding, ...]:
        """Who holds *duty* at exactly that territory, at whatever time; empty where nobody does."""
        try:
            return tuple(held.holding for held in self.held(duty).get(code, ()))
        except TypeError:
            raise no_key("code", code) from None

    def held(self, duty: str) -> Mapping[str, tuple[Held, ...]]:
        """Where *duty* is held: for each territory the holdings there, each with its unit."""
        try:
            return self._holders.get(duty, _HELD_NOWHERE)
        except TypeError:
            raise no_key("duty", duty) from None

    def government(self, code: str, on: date | None = None) -> Unit | None:
        """
        The 区人民政府 of the district that is or contains that territory; None where there is none.

        Args:
            code: Code of the territory.
            on: Day; without one, the newest.

        Raises:
            InvalidValueError: *on* is no plain date.
        """
        try:
            return _incumbent(self._governments.get(code, ()), on)
        except TypeError:
            raise no_key("code", code) from None

    def grass_roots(self, code: str, on: date | None = None) -> Unit | None:
        """
        The 街道办事处 or 乡镇人民政府 of the subdistrict that is or contains that territory, or None.

        Args:
            code: Code of the territory.
            on: Day; without one, the newest.

        Raises:
            InvalidValueError: *on* is no plain date.
        """
        try:
            return _incumbent(self._grass_roots.get(code, ()), on)
        except TypeError:
            raise no_key("code", code) from None

    @property
    def hotline_body(self) -> Unit | None:
        """The 市民热线服务工作机构; the newest, if there were several."""
        return self._hotline_bodies[-1] if self._hotline_bodies else None

    def find_unit(self, name: str) -> tuple[Unit, ...]:
        """
        All units that go by *name*, as their name or as an alias; there may be several.

        Width, capitals and blanks do not matter.

        Raises:
            InvalidValueError: *name* is no text.

        Example:
            >>> Directory(id="demo", version="1").find_unit("东城区政府")
            ()
        """
        return named(name, self._unit_names)

    def suggest_units(self, name: str, n: int = 5) -> tuple[Unit, ...]:
        """
        All units that go by *name*, then those with near names until there are *n*.

        Raises:
            InvalidValueError: *name* is no text, or *n* is no whole number of 0 or more.
        """
        return suggested(name, self._unit_names, n)

    def find_division(self, name: str) -> tuple[Division, ...]:
        """
        All territories of that name; villages of one name are many.

        Raises:
            InvalidValueError: *name* is no text.
        """
        return named(name, self._division_names)

    def suggest_divisions(self, name: str, n: int = 5) -> tuple[Division, ...]:
        """
        All territories of that name, then those with near names until there are *n*.

        Raises:
            InvalidValueError: *name* is no text, or *n* is no whole number of 0 or more.
        """
        return suggested(name, self._division_names, n)

    def successors(self, unit_id: str, on: date) -> tuple[Unit, ...]:
        """
        The units that stand for *unit_id* on a day: itself while it exists, then its successors.

        Chains are followed to units that exist on that day. Empty for an unknown unit, before it
        began, and after an end without successors.

        Raises:
            InvalidValueError: *on* is no plain date.
        """
        return heirs(unit_id, on, self._by_id)

    def check(self, catalogue: Catalogue) -> tuple[Fault, ...]:
        """
        Where this directory and a catalogue do not meet: values to read, nothing is raised.

        A duty of the catalogue that nobody holds anywhere; an industry department that is neither a
        held duty nor a unit; a duty held that no entry names. Each word once, where it first stands.

        Raises:
            InvalidValueError: *catalogue* is none.

        Example:
            >>> catalogue = Catalogue.from_rows(
            ...     [{"path": "路灯", "duty": "照明"}], id="c", version="1"
            ... )
            >>> print(Directory(id="d", version="1").check(catalogue)[0].to("en"))
            catalogue.entries[0].duty: no unit holds this duty, got '照明'. Remedy: add what is named, or correct the key
        """
        need = Need(Catalogue, Text("派单目录", "a Catalogue"))
        refuse(InvalidValueError, need.faults(catalogue, "catalogue"))
        return tuple(_meeting_faults(self, catalogue))

    @staticmethod
    def divisions_by_prefix(rows: Iterable[Mapping[str, Any]]) -> tuple[Division, ...]:
        """
        Territories whose codes tell the tree: the parent is the longest other code that is a prefix.

        Args:
            rows: Mappings with ``code`` and ``name``. A ``parent`` that is given stands. A ``level``
                that is not given follows from the length of the code as 统计用区划代码 have it: 2 or
                4 digits a city, 6 a district, 9 a subdistrict, 12 a community.

        Raises:
            DirectoryError: A row is wrong; every fault is told (``rows[17].level``).

        Example:
            >>> rows = [{"code": "11", "name": "北京市"}, {"code": "110101", "name": "东城区"}]
            >>> [division.parent for division in Directory.divisions_by_prefix(rows)]
            [None, '11']
        """
        adapted = _read_divisions(_with_prefixes(rows), "rows")
        refuse(DirectoryError, adapted.faults)
        return tuple(adapted.placed.values())

    @classmethod
    def from_rows(
        cls,
        *,
        id: str,  # noqa: A002 -- the field's name
        version: str,
        divisions: Iterable[Mapping[str, Any]] = (),
        units: Iterable[Mapping[str, Any]] = (),
        holdings: Iterable[Mapping[str, Any]] = (),
        by_prefix: bool = False,
    ) -> Self:
        """
        A directory from foreign rows.

        Args:
            id: See `Directory`.
            version: See `Directory`.
            divisions: Mappings with the fields of `Division` as keys.
            units: Likewise of `Unit`; lists may be texts with 、 between.
            holdings: Likewise of `Holding`.
            by_prefix: Whether codes tell the tree; see `divisions_by_prefix`.

        Raises:
            DirectoryError: Anything is wrong anywhere; every fault is told (``units[17].kind``).
        """
        placed, faults, spoilt = _adapt(divisions, units, holdings, by_prefix=by_prefix)
        faults += field_faults({"id": id, "version": version}, _HEADER_NEEDS, "directory")
        faults += [fault for _, fault in _structure_faults(placed, spoilt)]
        refuse(DirectoryError, faults)
        return cls(id=id, version=version, **_parts(placed))

    @classmethod
    def salvage(
        cls,
        *,
        id: str,  # noqa: A002 -- the field's name
        version: str,
        divisions: Iterable[Mapping[str, Any]] = (),
        units: Iterable[Mapping[str, Any]] = (),
        holdings: Iterable[Mapping[str, Any]] = (),
        by_prefix: bool = False,
    ) -> tuple[Self, tuple[Fault, ...]]:
        """
        The directory of the good rows, and the faults of the others; see `from_rows`.

        Of two rows that clash the first is kept. A row that needs one that was left out is left out
        too, and told.

        Raises:
            DirectoryError: The directory's own id or version is wrong.

        Example:
            >>> directory, faults = Directory.salvage(
            ...     id="demo",
            ...     version="1",
            ...     units=[{"id": "a", "name": "甲", "kind": "其他", "division": "9"}],
            ... )
            >>> directory.units, faults[0].path
            ((), 'units[0].division')
        """
        placed, told, _ = _adapt(divisions, units, holdings, by_prefix=by_prefix)
        while found := list(_structure_faults(placed)):
            told += [fault for _, fault in found]
            placed = placed.without({at for at, _ in found})
        return cls(id=id, version=version, **_parts(placed)), tuple(told)


_HELD_NOWHERE: Mapping[str, tuple[Held, ...]] = {}
_PARTS: dict[str, type[Any]] = {"divisions": Division, "units": Unit, "holdings": Holding}
_HEADER_NEEDS = {"id": NAME, "version": NAME}
_DIRECTORY_NEEDS = _HEADER_NEEDS | {
    name: Need(
        tuple,
        Text(f"{kind.__name__} 元组", f"a tuple of {kind.__name__}"),
        each=Need(kind, Text(kind.__name__, f"a {kind.__name__}")),
    )
    for name, kind in _PARTS.items()
}


def _place(things: Any, name: str) -> dict[str, Any]:
    """Those of a part's things that are of the right type, by place."""
    numbered = enumerate(things) if isinstance(things, tuple) else ()
    kind = _PARTS[name]
    return {f"directory.{name}[{index}]": one for index, one in numbered if isinstance(one, kind)}


def _depth(division: Division) -> int:
    return _DEPTHS[division.level]


def _incumbent(units: Sequence[Unit], on: date | None) -> Unit | None:
    if on is None:
        return units[-1] if units else None
    if type(on) is not date:  # asked for every ticket: no call in the common case
        need_day(on)
    for unit in units:
        if unit.since is unit.until is None or lasts(unit, on):
            return unit
    return None


def _office(unit: Unit) -> tuple[UnitKind, str] | None:
    """The office of which there is one at a time: of what kind, and where."""
    if unit.kind.grass_roots:
        return UnitKind.SUBDISTRICT, unit.division
    if unit.kind is UnitKind.DISTRICT_GOVERNMENT:
        return unit.kind, unit.division
    return (unit.kind, "") if unit.kind is UnitKind.HOTLINE_BODY else None


def _offices(units: Iterable[Unit]) -> dict[UnitKind, dict[str, tuple[Unit, ...]]]:
    """Who held each office, the newest last."""
    found: dict[UnitKind, dict[str, tuple[Unit, ...]]] = {
        UnitKind.DISTRICT_GOVERNMENT: {},
        UnitKind.SUBDISTRICT: {},
        UnitKind.HOTLINE_BODY: {},
    }
    for unit in sorted(units, key=by_start):
        if office := _office(unit):
            kind, where = office
            found[kind][where] = (*found[kind].get(where, ()), unit)
    return found


def _inherited(
    ancestors: Mapping[str, tuple[str, ...]], offices: Mapping[str, tuple[Unit, ...]]
) -> dict[str, tuple[Unit, ...]]:
    """For each territory the office of the nearest one that has it, itself first."""
    nearest = {
        code: next((offices[each] for each in chain_ if each in offices), ())
        for code, chain_ in ancestors.items()
    }
    return {code: units for code, units in nearest.items() if units}


# ------------------------------------------------------------------ what has to hold


# 条例 12-1 speaks of the government of the district and of the 街乡: each has a level of its own.
_LEVEL_OF = {
    UnitKind.DISTRICT_GOVERNMENT: DivisionLevel.DISTRICT,
    UnitKind.SUBDISTRICT: DivisionLevel.SUBDISTRICT,
    UnitKind.TOWNSHIP: DivisionLevel.SUBDISTRICT,
}


def _structure_faults(placed: _Placed, known: _Known = _NOWHERE) -> Iterator[tuple[str, Fault]]:
    """Each fault between things, with the place of the thing to blame."""
    yield from _division_faults(placed.divisions, known)
    levels = {division.code: division.level for division in placed.divisions.values()}
    hints = Hints((*levels, *known.divisions))
    located: Iterable[tuple[str, Unit | Holding]] = chain(
        placed.units.items(), placed.holdings.items()
    )
    for at, one in located:
        if one.division not in levels and one.division not in known.divisions:
            yield at, unknown(f"{at}.division", one.division, hints)
    yield from _unit_faults(placed.units, known, levels)
    yield from _holding_faults(placed.holdings, {one.id for one in placed.units.values()}, known)


def _repeated(keys: Mapping[str, str], field: str) -> Iterator[tuple[str, Fault]]:
    places: dict[str, str] = {}
    for at, key in keys.items():
        first = places.setdefault(key, at)
        if first != at:
            what = Text(f"编码重复（已见于 {first}）", f"key stands twice (first at {first})")
            remedy = Text("删去其一，或另编一码", "drop one, or give it a key of its own")
            yield at, Fault(f"{at}.{field}", what, shown(key), remedy=remedy)


def _parent_faults(
    parents: Mapping[str, tuple[str, str | None]], elsewhere: frozenset[str]
) -> Iterator[tuple[str, Fault]]:
    """Unknown parents and circles; key and parent at each place."""
    places: dict[str, str] = {}
    for at, (key, _) in parents.items():
        places.setdefault(key, at)
    hints = Hints((*places, *elsewhere))
    for at, (_, parent) in parents.items():
        if parent is not None and parent not in places and parent not in elsewhere:
            yield at, unknown(f"{at}.parent", parent, hints)
    edges = {key: [up] if (up := parents[at][1]) is not None else [] for key, at in places.items()}
    for cycle in cycles(edges):
        at = places[cycle[0]]
        yield at, cycle_fault(f"{at}.parent", cycle)


def _division_faults(placed: Mapping[str, Division], known: _Known) -> Iterator[tuple[str, Fault]]:
    yield from _repeated({at: one.code for at, one in placed.items()}, "code")
    yield from _parent_faults(
        {at: (one.code, one.parent) for at, one in placed.items()}, known.divisions
    )
    levels = {one.code: one.level for one in placed.values()}
    for at, one in placed.items():
        above = levels.get(one.parent) if one.parent is not None else None
        if above is not None and not above.above(one.level):
            what = Text(
                f"上级（{above.zh}）不高于本级（{one.level.zh}）",
                f"its parent ({above.en}) is not of a higher level than {one.level.en}",
            )
            yield at, Fault(f"{at}.parent", what, shown(one.parent))


def _unit_faults(
    placed: Mapping[str, Unit], known: _Known, levels: Mapping[str, DivisionLevel]
) -> Iterator[tuple[str, Fault]]:
    yield from _repeated({at: one.id for at, one in placed.items()}, "id")
    yield from _parent_faults(
        {at: (one.id, one.parent) for at, one in placed.items()}, known.units
    )
    yield from succession_faults({at: (one.id, one) for at, one in placed.items()}, known.units)
    offices: dict[tuple[UnitKind, str], list[str]] = {}
    for at, one in placed.items():
        wanted, level = _LEVEL_OF.get(one.kind), levels.get(one.division)
        if wanted and level and wanted is not level:
            what = Text(
                f"{one.kind.zh}所属区划应为{wanted.zh}，实为{level.zh}",
                f"a {one.kind.en} serves a {wanted.en}, not a {level.en}",
            )
            yield at, Fault(f"{at}.division", what, shown(one.division))
        office = _office(one)
        if office is None:
            continue
        for other in offices.setdefault(office, []):
            if placed[other].id != one.id and overlap(placed[other], one):
                what = Text(
                    f"同一时期已有{placed[other].kind.zh}（{other}）",
                    f"there is a {placed[other].kind.en} at the same time ({other})",
                )
                remedy = Text(
                    "改正类别，使有效期不重叠，或并为别名",
                    "correct the kind, part the periods, or make one an alias of the other",
                )
                yield at, Fault(f"{at}.kind", what, shown(one.name), remedy=remedy)
                break
        offices[office].append(at)


def _holding_faults(
    placed: Mapping[str, Holding], units: set[str], known: _Known
) -> Iterator[tuple[str, Fault]]:
    hints = Hints((*units, *known.units))
    seen: dict[tuple[str, str, str], list[str]] = {}
    for at, one in placed.items():
        if one.unit not in units and one.unit not in known.units:
            yield at, unknown(f"{at}.unit", one.unit, hints)
        same = seen.setdefault((one.unit, one.duty, one.division), [])
        first = next((other for other in same if overlap(placed[other], one)), None)
        if first is not None:
            what = Text(f"职责归属重复（已见于 {first}）", f"held twice (first at {first})")
            remedy = Text("删去其一，或使有效期不重叠", "drop one, or part their periods")
            yield at, Fault(at, what, shown(one.duty), remedy=remedy)
        same.append(at)


def _meeting_faults(directory: Directory, catalogue: Catalogue) -> Iterator[Fault]:
    held = dict.fromkeys(holding.duty for holding in directory.holdings)
    hints = Hints(held)
    told: set[str] = set()
    for index, entry in enumerate(catalogue.entries):
        at = f"catalogue.entries[{index}]"
        named_here = [("duty", entry.duty), ("industry", entry.industry)]
        named_here += [(f"co_duties[{n}]", duty) for n, duty in enumerate(entry.co_duties)]
        for field, duty in named_here:
            if duty is None or duty in held or duty in told:
                continue
            if field == "industry" and directory.unit(duty) is not None:
                continue
            told.add(duty)
            what = Text("没有单位承担此职责", "no unit holds this duty")
            yield Fault(f"{at}.{field}", what, shown(duty), remedy=hints.remedy(duty))
    wanted = dict.fromkeys(
        duty
        for entry in catalogue.entries
        for duty in (entry.duty, *entry.co_duties, entry.industry)
        if duty is not None
    )
    hints = Hints(wanted)
    told.add(PUBLIC_SECURITY)  # 双派单 asks for it by itself
    for index, holding in enumerate(directory.holdings):
        if holding.duty not in wanted and holding.duty not in told:
            told.add(holding.duty)
            what = Text("目录各项均未提及此职责", "no entry names this duty")
            remedy = hints.remedy(holding.duty)
            path = f"directory.holdings[{index}].duty"
            yield Fault(path, what, shown(holding.duty), remedy=remedy)


# ------------------------------------------------------------------ rows


_DIVISION_READERS: Readers = {
    "code": read_text,
    "name": read_text,
    "level": read_label(DivisionLevel),
    "parent": read_text,
}
_UNIT_READERS: Readers = {
    "id": read_text,
    "name": read_text,
    "kind": read_label(UnitKind),
    "division": read_text,
    "parent": read_text,
    "since": read_day,
    "until": read_day,
    "successors": read_texts,
    "aliases": read_texts,
}
_HOLDING_READERS: Readers = {
    "unit": read_text,
    "duty": read_text,
    "division": read_text,
    "since": read_day,
    "until": read_day,
    "source": read_as_is,
}


def _read_divisions(rows: object, at: str) -> Adapted[Division]:
    def judge(values: dict[str, Any], place: str) -> list[Fault]:
        return field_faults(values, _DIVISION_NEEDS, place)

    return read_things(rows, at, Division, _DIVISION_READERS, judge)


def _read_units(rows: object) -> Adapted[Unit]:
    def judge(values: dict[str, Any], place: str) -> list[Fault]:
        return field_faults(values, _UNIT_NEEDS, place)

    return read_things(rows, "units", Unit, _UNIT_READERS, judge)


def _read_holdings(rows: object) -> Adapted[Holding]:
    def judge(values: dict[str, Any], place: str) -> list[Fault]:
        return field_faults(values, _HOLDING_NEEDS, place)

    return read_things(rows, "holdings", Holding, _HOLDING_READERS, judge)


def _with_prefixes(rows: object) -> object:
    """The rows with the parents and levels that their codes tell, where they tell none."""
    if isinstance(rows, (str, bytes, Mapping)) or not isinstance(rows, Iterable):
        return rows
    given = list(rows)
    codes = {code for row in given if (code := _code(row))}
    completed: list[object] = []
    for row in given:
        code = _code(row)
        if code:
            told = {key: cell for key, cell in row.items() if cell not in (None, "")}
            shorter = (code[:end] for end in range(len(code) - 1, 0, -1))
            parent = next((each for each in shorter if each in codes), None)
            level = _LEVELS_BY_DIGITS.get(len(code)) if code.isdigit() else None
            completed.append({"parent": parent, "level": level} | told)
        else:
            completed.append(row)
    return completed


def _code(row: Any) -> str:
    code = read_text(row.get("code")) if isinstance(row, Mapping) else None
    return code if isinstance(code, str) else ""


def _adapt(
    divisions: object, units: object, holdings: object, *, by_prefix: bool
) -> tuple[_Placed, list[Fault], _Known]:
    """The good rows' things, the faults of the others, and which keys those others have."""
    there = _read_divisions(_with_prefixes(divisions) if by_prefix else divisions, "divisions")
    who = _read_units(units)
    held = _read_holdings(holdings)
    known = _Known(
        frozenset(str(values.get("code")) for values in there.spoilt),
        frozenset(str(values.get("id")) for values in who.spoilt),
    )
    faults = [*there.faults, *who.faults, *held.faults]
    return _Placed(there.placed, who.placed, held.placed), faults, known


def _parts(placed: _Placed) -> dict[str, Any]:
    return {name: tuple(part.values()) for name, part in zip(_PARTS, placed, strict=True)}
