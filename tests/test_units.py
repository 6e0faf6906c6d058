import copy
import csv
import pickle
import time
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.errors import DirectoryError, InvalidValueError
from jiesu.legal_time import beijing_time
from jiesu.sources import assumed
from jiesu.taxonomy import Catalogue
from jiesu.units import (
    PUBLIC_SECURITY,
    Directory,
    Division,
    DivisionLevel,
    Holding,
    Unit,
    UnitKind,
)

DATA = Path(__file__).parents[2] / "shared" / "data" / "beijing"
D2023, D2024, D2025 = date(2023, 1, 1), date(2024, 1, 1), date(2025, 1, 1)
CITY, DISTRICT, SUBDISTRICT, COMMUNITY = DivisionLevel

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats()
    | st.text("a路/ \n<", max_size=3)
    | st.binary(max_size=2)
    | st.dates()
    | st.datetimes()
    | st.sampled_from([CITY, UnitKind.OTHER, object(), Unit, "\ud800", "区人民政府"])
)
garbage = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text("ab", max_size=2), inner, max_size=2)
    ),
    max_leaves=6,
)
LEVELS = {1: CITY, 2: DISTRICT, 3: SUBDISTRICT, 4: COMMUNITY}
KINDS = {1: UnitKind.HOTLINE_BODY, 2: UnitKind.DISTRICT_GOVERNMENT, 3: UnitKind.SUBDISTRICT}


def division(code: str, **more: Any) -> Division:
    """A territory whose code has a letter for each level."""
    told: dict[str, Any] = {"code": code, "name": f"区划{code}", "level": LEVELS[len(code)]}
    return Division(**told | {"parent": code[:-1] or None} | more)


def unit(id_: str, code: str, kind: UnitKind = UnitKind.OTHER, **more: Any) -> Unit:
    """A unit of which only what matters is told."""
    told: dict[str, Any] = {"id": id_, "name": f"单位{id_}", "kind": kind, "division": code}
    return Unit(**told | more)


def book(*things: Any) -> Directory:
    """A directory of these divisions, units and holdings."""
    return Directory(
        id="demo",
        version="1",
        divisions=[one for one in things if isinstance(one, Division)],
        units=[one for one in things if isinstance(one, Unit)],
        holdings=[one for one in things if isinstance(one, Holding)],
    )


def faults(*things: Any) -> dict[str, str]:
    """The faults of a directory of these: path to English words."""
    with pytest.raises(DirectoryError) as caught:
        book(*things)
    return {fault.path: fault.to("en") for fault in caught.value.faults}


TREE = tuple(division(code) for code in ("B", "Bd", "Bds", "Bdsc", "Be"))


@st.composite
def directories(draw: st.DrawFn) -> Directory:
    """A tree of up to four levels in any order, units with periods and parents, some holdings."""
    codes = {"B"}
    for _ in range(draw(st.integers(0, 10))):
        above = draw(st.sampled_from(sorted(code for code in codes if len(code) < 4)))
        codes.add(above + draw(st.sampled_from("xyz")))
    order = draw(st.permutations(sorted(codes)))
    units: list[Unit] = []
    for number in range(draw(st.integers(0, 8))):
        code = draw(st.sampled_from(order))
        kind = draw(st.sampled_from([UnitKind.OTHER, KINDS.get(len(code), UnitKind.COMMUNITY)]))
        since, until = draw(st.sampled_from([(None, D2024), (D2024, D2025), (D2025, None)]))
        if kind is not UnitKind.OTHER and any(
            (one.kind, one.since) == (kind, since) and (one.division == code or len(code) == 1)
            for one in units
        ):
            kind = UnitKind.OTHER
        earlier = [one.id for one in units]
        units.append(
            Unit(
                id=f"u{number}",
                name=draw(st.sampled_from(["甲办", "乙办", "丙办"])),
                kind=kind,
                division=code,
                parent=draw(st.sampled_from([None, *earlier])),
                since=since,
                until=until,
                successors=draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True))
                if until and earlier
                else [],
                aliases=draw(st.lists(st.sampled_from(["甲办", "甲"]), max_size=2, unique=True)),
            )
        )
    keys = st.tuples(
        st.sampled_from([one.id for one in units] or ["u0"]),
        st.sampled_from(["照明", "道路"]),
        st.sampled_from(order),
    )
    held = draw(st.lists(keys, max_size=8, unique=True)) if units else []
    return Directory(
        id="demo",
        version=draw(st.sampled_from("12")),
        divisions=[division(code) for code in order],
        units=units,
        holdings=[Holding(unit=who, duty=duty, division=code) for who, duty, code in held],
    )


class TestKinds:
    """条例 11-1: the seven kinds of unit that are 承办单位; 12-1-(一): 街道办事处、乡镇人民政府."""

    def test_seven_kinds_handle(self) -> None:
        """Exactly the kinds that the law lists, in its order."""
        assert [kind.zh for kind in UnitKind if kind.handles] == [
            "区人民政府",
            "市政府部门",
            "区政府部门",
            "街道办事处",
            "乡镇人民政府",
            "法律、法规授权的具有管理公共事务职能的组织",
            "承担公共服务职能的企事业单位",
        ]

    def test_grass_roots(self) -> None:
        """街乡 are two kinds, and both handle."""
        assert [kind.name for kind in UnitKind if kind.grass_roots] == ["SUBDISTRICT", "TOWNSHIP"]
        assert all(kind.handles for kind in UnitKind if kind.grass_roots)

    def test_level_order(self) -> None:
        """A level is above those after it, and not above itself."""
        levels = list(DivisionLevel)
        for one, level in enumerate(levels):
            assert [level.above(other) for other in levels] == [one < n for n in range(4)]


class TestThings:
    """A territory, a unit and a holding state what they need."""

    def test_every_wrong_field_is_told(self) -> None:
        """One error names all the fields that are wrong, each with its path."""
        with pytest.raises(DirectoryError) as caught:
            Unit(
                id="",
                name="甲 ",
                kind="街道办事处",  # type: ignore[arg-type]
                division=110101,  # type: ignore[arg-type]
                since=datetime(2024, 1, 1),  # noqa: DTZ001  -- what is refused
                aliases=("乙", 3),  # type: ignore[arg-type]
            )
        assert [fault.path for fault in caught.value.faults] == [
            "unit.id",
            "unit.name",
            "unit.kind",
            "unit.division",
            "unit.since",
            "unit.aliases[1]",
        ]

    def test_periods(self) -> None:
        """Half-open, not empty; an instant is no day; what goes on has no successors."""
        held = Holding(unit="a", duty="照明", division="B", since=D2023, until=D2024)
        assert [held.valid_on(day) for day in (D2023, D2024)] == [True, False]
        assert unit("a", "B").valid_on(D2023)
        with pytest.raises(DirectoryError, match=r"holding\.until: ends before it starts"):
            attrs.evolve(held, since=D2025)
        for thing in (held, unit("a", "B")):
            with pytest.raises(InvalidValueError):
                thing.valid_on(beijing_time(2024, 1, 1))
        with pytest.raises(DirectoryError, match=r"unit\.until: it has successors but no end"):
            unit("a", "B", successors=["b"])

    @given(st.data(), st.sampled_from([Division, Unit, Holding]))
    def test_garbage(self, data: st.DataObject, kind: type[Any]) -> None:
        """Whatever comes in, only DirectoryError comes out."""
        good: dict[str, Any] = {"code": "B", "name": "甲", "level": CITY, "id": "a", "unit": "a"}
        good |= {"kind": UnitKind.OTHER, "division": "B", "duty": "照明"}
        names = list(attrs.fields_dict(kind))
        given_fields = data.draw(st.dictionaries(st.sampled_from(names), garbage))
        with suppress(DirectoryError):
            kind(**{name: good[name] for name in names if name in good} | given_fields)


class TestStructure:
    """A directory holds together; every fault is told, with its path, value and remedy."""

    def test_keys_twice(self) -> None:
        """A code or an id stands for one thing."""
        found = faults(*TREE, division("Be"), unit("a", "B"), unit("a", "B"))
        assert set(found) == {"directory.divisions[5].code", "directory.units[1].id"}

    def test_unknown_references(self) -> None:
        """A parent, territory, unit or successor that is not there, with the nearest that is."""
        found = faults(
            *TREE,
            division("Bx", parent="Bdz"),
            unit("office-1", "Bdz", parent="office-2", until=D2024, successors=["office-3"]),
            Holding(unit="office-9", duty="照明", division="Q"),
        )
        assert set(found) == {
            "directory.divisions[5].parent",
            "directory.units[0].division",
            "directory.units[0].parent",
            "directory.units[0].successors[0]",
            "directory.holdings[0].unit",
            "directory.holdings[0].division",
        }
        assert "did you mean office-1?" in found["directory.holdings[0].unit"]

    def test_cyclic_divisions(self) -> None:
        """A territory that contains itself, in the end."""
        with pytest.raises(DirectoryError, match="Bd → Bds → Bd"):
            book(division("Bd", parent="Bds"), division("Bds"))
        with pytest.raises(DirectoryError, match="C → C"):
            book(division("C", parent="C"))

    def test_cyclic_units(self) -> None:
        """上级单位 in a circle; succession in a circle."""
        one = unit("a", "B", parent="b", until=D2024, successors=["b"])
        two = unit("b", "B", parent="a", until=D2024, successors=["a"])
        found = faults(*TREE, one, two)
        assert "a → b → a" in found["directory.units[0].parent"]
        assert "a → b → a" in found["directory.units[0].successors"]

    def test_level_order(self) -> None:
        """A parent is of a higher level; levels may be left out."""
        assert (
            "is not of a higher level"
            in (faults(*TREE, division("Bf", parent="Be"))["directory.divisions[5].parent"])
        )
        skipping = division("Bdx", level=COMMUNITY)
        assert book(*TREE, skipping).ancestors("Bdx") == ("Bdx", "Bd", "B")

    @pytest.mark.parametrize(
        ("kinds", "code"),
        [
            ([UnitKind.DISTRICT_GOVERNMENT] * 2, "Bd"),
            ([UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP], "Bds"),
            ([UnitKind.HOTLINE_BODY] * 2, "B"),
        ],
    )
    def test_one_office_at_a_time(self, kinds: list[UnitKind], code: str) -> None:
        """Two governments of a district at one time are refused; one after the other are not."""
        one, other = unit("a", code, kinds[0]), unit("b", code, kinds[1])
        assert "at the same time" in faults(*TREE, one, other)["directory.units[1].kind"]
        ended = attrs.evolve(one, until=D2024, successors=["b"])
        assert book(*TREE, ended, attrs.evolve(other, since=D2024))

    def test_office_at_its_level(self) -> None:
        """A 区人民政府 serves a district, 街乡 a subdistrict."""
        found = faults(
            *TREE, unit("a", "B", UnitKind.DISTRICT_GOVERNMENT), unit("b", "Bd", UnitKind.TOWNSHIP)
        )
        assert set(found) == {"directory.units[0].division", "directory.units[1].division"}

    def test_held_twice(self) -> None:
        """The same duty at the same place by the same unit, unless one after the other."""
        held = Holding(unit="a", duty="照明", division="Bd")
        found = faults(*TREE, unit("a", "Bd"), held, held)
        assert list(found) == ["directory.holdings[1]"]
        parts = attrs.evolve(held, until=D2024), attrs.evolve(held, since=D2024)
        assert book(*TREE, unit("a", "Bd"), *parts).holders("照明", "Bd") == parts

    def test_all_at_once(self) -> None:
        """Header, element types and structure are told together."""
        with pytest.raises(DirectoryError) as caught:
            Directory(
                id="demo",
                version=2,  # type: ignore[arg-type]
                divisions=(*TREE, 7),  # type: ignore[arg-type]
                units=(unit("a", "Z"),),
                holdings="none",  # type: ignore[arg-type]
            )
        assert [fault.path for fault in caught.value.faults] == [
            "directory.version",
            "directory.divisions[5]",
            "directory.holdings",
            "directory.units[0].division",
        ]

    @given(garbage, garbage, garbage, garbage, garbage)
    def test_garbage(
        self, id_: Any, version: Any, divisions: Any, units: Any, holdings: Any
    ) -> None:
        """Whatever comes in, only DirectoryError comes out."""
        with suppress(DirectoryError):
            Directory(id=id_, version=version, divisions=divisions, units=units, holdings=holdings)

    @given(st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["a", "b", "c", "d", None])))
    def test_unit_tree_accepted_iff_oracle(self, parents: dict[str, str | None]) -> None:
        """Built iff every parent is there and walking up ends."""

        def ends(key: str | None) -> bool:
            for _ in range(9):
                if key is None:
                    return True
                if key not in parents:
                    return False
                key = parents[key]
            return False

        units = [unit(key, "B", parent=parent) for key, parent in parents.items()]
        if all(ends(key) for key in parents):
            book(*TREE, *units)
        else:
            faults(*TREE, *units)


class TestLookup:
    """属地管理: from a place to what contains it, and to who answers there."""

    @given(directories())
    def test_ancestors_by_walking(self, directory: Directory) -> None:
        """The same as walking up parent by parent; the root comes last."""
        for one in directory.divisions:
            walk = []
            step: Division | None = one
            while step is not None:
                walk.append(step.code)
                step = directory.division(step.parent) if step.parent else None
            assert directory.ancestors(one.code) == tuple(walk)

    @given(directories())
    def test_roots_by_scan(self, directory: Directory) -> None:
        """The roots are where every walk ends."""
        ends = {directory.ancestors(one.code)[-1] for one in directory.divisions}
        assert set(directory.roots) == ends
        assert len(directory.roots) == len(ends)

    @given(directories(), st.sampled_from(["照明", "道路", "供热"]))
    def test_holders_by_scan(self, directory: Directory, duty: str) -> None:
        """The same as a scan of all holdings, in their order; exactly at the place."""
        for one in directory.divisions:
            assert directory.holders(duty, one.code) == tuple(
                held
                for held in directory.holdings
                if (held.duty, held.division) == (duty, one.code)
            )

    @given(directories(), st.sampled_from([D2023, D2024, D2025]))
    def test_offices_by_scan(self, directory: Directory, day: date) -> None:
        """The government and the 街乡 on a day are those whose territory contains the place."""
        for one in directory.divisions:
            above = directory.ancestors(one.code)
            serving = [
                each for each in directory.units if each.division in above and each.valid_on(day)
            ]
            ruling = [each for each in serving if each.kind is UnitKind.DISTRICT_GOVERNMENT]
            near = [each for each in serving if each.kind.grass_roots]
            assert max(len(ruling), len(near)) <= 1
            assert directory.government(one.code, on=day) is next(iter(ruling), None)
            assert directory.grass_roots(one.code, on=day) is next(iter(near), None)

    @given(directories())
    def test_without_a_day_the_newest(self, directory: Directory) -> None:
        """Without a day, of several in turn the last to start."""
        for one in directory.divisions:
            everyone = [
                each
                for each in directory.units
                if each.kind is UnitKind.DISTRICT_GOVERNMENT
                and each.division in directory.ancestors(one.code)
            ]
            newest = max(everyone, key=lambda each: each.since or date.min, default=None)
            assert directory.government(one.code) is newest
        bodies = [each for each in directory.units if each.kind is UnitKind.HOTLINE_BODY]
        newest = max(bodies, key=lambda each: each.since or date.min, default=None)
        assert directory.hotline_body is newest

    def test_unknown_is_none(self) -> None:
        """A place outside the tree is a ticket's awkwardness, not an error."""
        directory = book(*TREE)
        assert directory.ancestors("Z") == ()
        assert directory.holders("照明", "Z") == ()
        assert directory.unit("Z") is None
        assert directory.division("Z") is None
        assert directory.government("Z") is None
        assert directory.government("Be") is None
        assert directory.grass_roots("Be", on=D2024) is None
        assert directory.hotline_body is None
        assert directory.successors("Z", on=D2024) == ()

    def test_instant_is_no_day(self) -> None:
        """A datetime where a day is meant is refused."""
        directory = book(*TREE, unit("a", "Bd", UnitKind.DISTRICT_GOVERNMENT))
        for ask in (directory.government, directory.grass_roots, directory.successors):
            with pytest.raises(InvalidValueError):
                ask("Bd", on=beijing_time(2024, 1, 1))

    @given(directories(), st.sampled_from(["甲办", "乙办", "甲", "丁"]))
    def test_find_by_scan(self, directory: Directory, name: str) -> None:
        """All units that have the name or the alias, each once; suggestions start with them."""
        found = directory.find_unit(name)
        assert found == tuple(
            one for one in directory.units if name == one.name or name in one.aliases
        )
        near = directory.suggest_units(name, 3)
        assert near[: len(found)] == found
        assert len({one.id for one in near}) == len(near) <= max(3, len(found))

    def test_names_written_otherwise(self) -> None:
        """Full and half width and blanks do not matter; near names are suggested."""
        one = unit("a", "B", name="城管办（坑梓街道办事处）", aliases=["坑梓城管办"])
        directory = book(*TREE, one)
        assert directory.find_unit("城管办 (坑梓街道办事处)") == (one,)
        assert directory.find_unit("坑梓城管办") == (one,)
        assert directory.suggest_units("坑梓街道城管办") == (one,)
        assert directory.find_division("区划Bd") == (TREE[1],)
        assert directory.suggest_divisions("区划Bdsx", 1) == (TREE[2],)

    @pytest.mark.parametrize("bad", [None, 3, ["a"]])
    def test_name_is_a_text(self, bad: Any) -> None:
        """An impossible argument is an error."""
        directory = book(*TREE)
        for ask in (
            directory.find_unit,
            directory.suggest_units,
            directory.find_division,
            directory.suggest_divisions,
        ):
            with pytest.raises(InvalidValueError):
                ask(bad)


class TestSuccession:
    """机构改革: a unit that ends is stood for by its successors."""

    @given(directories(), st.dates(date(2022, 1, 1), date(2026, 1, 1)))
    def test_oracle(self, directory: Directory, day: date) -> None:
        """The same units as a plain recursion finds."""

        def stand(key: str) -> set[str]:
            one = directory.unit(key)
            assert one is not None
            if one.valid_on(day):
                return {key}
            ended = one.until is not None and one.until <= day
            return {heir for each in one.successors for heir in stand(each)} if ended else set()

        for one in directory.units:
            assert {each.id for each in directory.successors(one.id, on=day)} == stand(one.id)


class TestCheck:
    """A catalogue and a directory meet in their duties."""

    def test_duties_nobody_holds_and_nobody_names(self) -> None:
        """Each is told once, where it first stands; a unit's id will do for an industry.

        公安 of 双派单 need no entry: dispatch asks for them by itself.
        """
        catalogue = Catalogue.from_rows(
            [
                {"path": "a", "duty": "照明", "co_duties": "供热、供水", "industry": "a"},
                {"path": "b", "duty": "供热", "industry": "城管委"},
                {"path": "c"},
            ],
            id="demo",
            version="1",
        )
        directory = book(
            *TREE,
            unit("a", "B"),
            Holding(unit="a", duty="照明", division="B"),
            Holding(unit="a", duty=PUBLIC_SECURITY, division="B"),
            Holding(unit="a", duty="绿化", division="B"),
            Holding(unit="a", duty="绿化", division="Bd"),
        )
        assert [fault.path for fault in directory.check(catalogue)] == [
            "catalogue.entries[0].co_duties[0]",
            "catalogue.entries[0].co_duties[1]",
            "catalogue.entries[1].industry",
            "directory.holdings[2].duty",
        ]

    def test_nothing_to_say(self) -> None:
        """Where every duty meets, there is no fault."""
        catalogue = Catalogue.from_rows([{"path": "a", "duty": "照明"}], id="demo", version="1")
        held = Holding(unit="a", duty="照明", division="B")
        assert book(*TREE, unit("a", "B"), held).check(catalogue) == ()

    def test_needs_a_catalogue(self) -> None:
        """Anything else is refused."""
        with pytest.raises(InvalidValueError):
            book().check("bj")  # type: ignore[arg-type]


class TestRows:
    """Foreign rows become a directory; every fault is told; good rows survive."""

    def test_prefix_is_the_longest(self) -> None:
        """The parent is the longest other code that begins the code; a parent told stands."""
        rows: list[dict[str, Any]] = [
            {"code": 110101001, "name": "东华门街道"},
            {"code": "11", "name": "北京市"},
            {"code": "110101", "name": "东城区"},
            {"code": "X1", "name": "开发区", "level": "区", "parent": "11"},
            {"code": "110101002001", "name": "某社区"},
        ]
        found = Directory.divisions_by_prefix(rows)
        assert {one.code: (one.parent, one.level) for one in found} == {
            "110101001": ("110101", SUBDISTRICT),
            "11": (None, CITY),
            "110101": ("11", DISTRICT),
            "X1": ("11", DISTRICT),
            "110101002001": ("110101", COMMUNITY),
        }

    def test_prefix_faults(self) -> None:
        """A level that no code tells, and rows that are none."""
        with pytest.raises(DirectoryError) as caught:
            Directory.divisions_by_prefix([{"code": "1101010", "name": "甲"}, 7, {"name": "乙"}])  # type: ignore[list-item]
        assert [fault.path for fault in caught.value.faults] == [
            "rows[0].level",
            "rows[1]",
            "rows[2].code",
            "rows[2].level",
        ]

    @given(st.lists(st.text("12", min_size=1, max_size=5), unique=True, max_size=12))
    def test_prefix_by_scan(self, codes: list[str]) -> None:
        """The same parents as comparing each code with every other one."""
        rows = [{"code": code, "name": "甲", "level": "市"} for code in codes]
        for one in Directory.divisions_by_prefix(rows):
            shorter = [each for each in codes if one.code.startswith(each) and each != one.code]
            assert one.parent == max(shorter, key=len, default=None)

    def test_every_fault_is_told(self) -> None:
        """Of all three parts, and between them; what a spoilt row has is not unknown."""
        with pytest.raises(DirectoryError) as caught:
            Directory.from_rows(
                id=" ",
                version="1",
                divisions=[{"code": "11", "name": "北京市", "level": "省"}],
                units=[
                    {"id": "a", "name": "甲", "kind": "街道办", "division": "11"},
                    {"id": "b", "name": "乙", "kind": "其他", "division": "12", "since": "?"},
                    {"id": "c", "name": "丙", "kind": "其他", "division": "12"},
                ],
                holdings=[{"unit": "a", "duty": "照明", "division": "11"}, {"unit": "d"}],
            )
        assert [fault.path for fault in caught.value.faults] == [
            "divisions[0].level",
            "units[0].kind",
            "units[1].since",
            "holdings[1].duty",
            "holdings[1].division",
            "directory.id",
            "units[2].division",
        ]

    def test_good_rows_survive(self) -> None:
        """What needs a row that was left out goes too, and is told."""
        directory, told = Directory.salvage(
            id="demo",
            version="1",
            divisions=[
                {"code": "11", "name": "北京市", "level": "市"},
                {"code": "12", "name": "某区", "level": "州"},
                {"code": "121", "name": "某街道", "level": "街道（乡镇）", "parent": "12"},
            ],
            units=[
                {"id": "a", "name": "甲", "kind": "其他", "division": "11", "aliases": "子、丑"},
                {"id": "b", "name": "乙", "kind": "其他", "division": "121"},
            ],
            holdings=[
                {"unit": "a", "duty": "照明", "division": "11"},
                {"unit": "b", "duty": "照明", "division": "11"},
            ],
        )
        assert [one.code for one in directory.divisions] == ["11"]
        assert [one.aliases for one in directory.units] == [("子", "丑")]
        assert [one.unit for one in directory.holdings] == ["a"]
        assert [fault.path for fault in told] == [
            "divisions[1].level",
            "divisions[2].parent",
            "units[1].division",
            "holdings[1].unit",
        ]

    @given(directories())
    def test_rows_of_a_directory_give_it_back(self, directory: Directory) -> None:
        """Fields as rows, and the rows read, are the same directory; salvage finds no fault."""
        rows: dict[str, Any] = {
            part: [attrs.asdict(one, recurse=False) for one in getattr(directory, part)]
            for part in ("divisions", "units", "holdings")
        }
        assert Directory.from_rows(id="demo", version=directory.version, **rows) == directory
        kept = Directory.salvage(id="demo", version=directory.version, by_prefix=True, **rows)
        assert kept == (directory, ())

    @given(st.data())
    def test_garbage(self, data: st.DataObject) -> None:
        """Only DirectoryError comes out; salvage never raises, and has faults iff from_rows does."""
        cells = garbage | st.sampled_from(["11", "1101", "a", "市", "其他", "2024-01-01"])
        rows: dict[str, Any] = {
            part: data.draw(
                garbage
                | st.lists(
                    st.dictionaries(st.sampled_from([*attrs.fields_dict(kind), "x"]), cells),
                    max_size=3,
                )
            )
            for part, kind in (("divisions", Division), ("units", Unit), ("holdings", Holding))
        }
        by_prefix = data.draw(st.booleans())
        kept, told = Directory.salvage(id="demo", version="1", by_prefix=by_prefix, **rows)
        if told:
            with pytest.raises(DirectoryError):
                Directory.from_rows(id="demo", version="1", by_prefix=by_prefix, **rows)
        else:
            again = Directory.from_rows(id="demo", version="1", by_prefix=by_prefix, **rows)
            assert again == kept


class TestValue:
    """A directory is a value: immutable, comparable, digestible; indexes are derived from it."""

    @given(directories())
    def test_pickled_and_copied_ones_work(self, directory: Directory) -> None:
        """They are equal, have the same digest, and answer."""
        for again in (
            pickle.loads(pickle.dumps(directory)),  # noqa: S301  -- our own bytes
            copy.copy(directory),
            copy.deepcopy(directory),
            attrs.evolve(directory),
        ):
            assert again == directory
            assert again.digest == directory.digest
            assert again.hotline_body == directory.hotline_body
            assert again.roots == directory.roots
            for one in directory.divisions:
                assert again.ancestors(one.code) == directory.ancestors(one.code)
                assert again.government(one.code) == directory.government(one.code)
                assert again.grass_roots(one.code) == directory.grass_roots(one.code)
                assert again.holders("照明", one.code) == directory.holders("照明", one.code)
            for each in directory.units:
                assert again.unit(each.id) == each

    @given(directories(), directories())
    def test_digest_tells_versions_apart(self, one: Directory, other: Directory) -> None:
        """Digests are equal iff the directories are."""
        assert (one.digest == other.digest) == (one == other)

    def test_digest_knows_the_ground(self) -> None:
        """Another 依据 of a holding is another version."""
        held = Holding(unit="a", duty="照明", division="B")
        digests = {
            book(*TREE, unit("a", "B"), attrs.evolve(held, source=ground)).digest
            for ground in (None, assumed("甲", "a"), assumed("乙", "b"))
        }
        assert len(digests) == 3

    def test_shown_short(self) -> None:
        """The repr counts what it holds: 7,901 territories are no line of text."""
        shown = "id='demo', version='1', divisions=<5>, units=<0>, holdings=<0>"
        assert repr(book(*TREE)) == f"Directory({shown})"

    def test_frozen(self) -> None:
        """Nothing can be set."""
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            book().version = "2"  # type: ignore[misc]


def table(name: str) -> list[dict[str, str]]:
    """The rows of a data file that lies beside the repository, if it does."""
    file = DATA / name
    if not file.exists():
        pytest.skip(f"../shared/data/beijing/{name} is not there")
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def beijing_rows() -> list[dict[str, str]]:
    """北京市区划: the city, 16 districts, 349 subdistricts and towns, 7,535 communities."""
    streets = table("streets.csv")
    rows = [{"code": "11", "name": "北京市"}]
    rows += [
        {"code": code, "name": name}
        for code, name in sorted({(row["district_code"], row["district"]) for row in streets})
    ]
    for part in (streets, table("communities.csv")):
        rows += [{"code": row["code"], "name": row["name"]} for row in part]
    return rows


def beijing_units(divisions: tuple[Division, ...]) -> list[Unit]:
    """For each territory the body that it would have."""
    kinds = dict(zip(DivisionLevel, (*KINDS.values(), UnitKind.COMMUNITY), strict=True))
    return [unit(one.code, one.code, kinds[one.level], name=one.name) for one in divisions]


class TestBeijing:
    """16 districts, 343 街乡 (and six areas that are none), 7,535 communities and villages."""

    def test_tree(self, beijing_rows: list[dict[str, str]]) -> None:
        """Codes tell the whole tree: every community has its subdistrict, district and city."""
        divisions = Directory.divisions_by_prefix(beijing_rows)
        directory = Directory(
            id="bj", version="2023", divisions=divisions, units=beijing_units(divisions)
        )
        levels = [one.level for one in divisions]
        assert [levels.count(level) for level in DivisionLevel] == [1, 16, 349, 7535]
        for row in table("communities.csv"):
            code, street = row["code"], row["street_code"]
            assert directory.ancestors(code) == (code, street, street[:6], "11")
            near, ruling = directory.grass_roots(code), directory.government(code)
            assert near is not None
            assert ruling is not None
            assert (near.id, ruling.id) == (street, street[:6])
        assert len(directory.find_division("辛庄村委会")) == 11

    def test_one_wrong_row(self, beijing_rows: list[dict[str, str]]) -> None:
        """One misprinted code among 7,901 is told by its row."""
        rows = [dict(row) for row in beijing_rows]
        rows[400]["code"] = rows[400]["code"][:-1]
        with pytest.raises(DirectoryError, match=r"rows\[400\]\.level: missing"):
            Directory.divisions_by_prefix(rows)

    @pytest.mark.slow
    def test_speed(self, beijing_rows: list[dict[str, str]]) -> None:
        """7,901 territories and as many units are built within 300 ms."""
        divisions = Directory.divisions_by_prefix(beijing_rows)
        units = beijing_units(divisions)
        building = []
        for _ in range(3):
            start = time.perf_counter()
            Directory(id="bj", version="2023", divisions=divisions, units=units)
            building.append(time.perf_counter() - start)
        assert min(building) < 0.3
