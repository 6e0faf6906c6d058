import copy
import csv
import pickle
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.canonical import canonical
from jiesu.errors import CatalogueError, InvalidValueError, JiesuError
from jiesu.legal_time import beijing_time
from jiesu.registers import cycles, folded, heirs
from jiesu.sources import assumed
from jiesu.taxonomy import Catalogue, CatalogueDiff, CatalogueEntry, TimeClass
from jiesu.tickets import PlaceRole

DATA = Path(__file__).parents[2] / "shared" / "data"
D2023, D2024, D2025 = date(2023, 1, 1), date(2024, 1, 1), date(2025, 1, 1)

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats()
    | st.text("a路/ \n<", max_size=3)
    | st.binary(max_size=2)
    | st.dates()
    | st.datetimes()
    | st.sampled_from([TimeClass.DAY, PlaceRole.EVENT, object(), CatalogueEntry, "\ud800", " a"])
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
days = st.sampled_from([None, D2023, D2024, D2025])


def entry(code: str, path: str, **more: Any) -> CatalogueEntry:
    """An entry of which only what matters is told."""
    return CatalogueEntry(**{"code": code, "path": tuple(path.split("/")), "duty": None} | more)


def book(*entries: CatalogueEntry, version: str = "1") -> Catalogue:
    """A catalogue of these entries."""
    return Catalogue(id="demo", version=version, entries=entries)


def faults(*entries: Any) -> dict[str, str]:
    """The faults of these entries: path to English words."""
    with pytest.raises(CatalogueError) as caught:
        Catalogue(id="demo", version="1", entries=entries)
    return {fault.path: fault.to("en") for fault in caught.value.faults}


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Catalogues of a few entries; leaf names repeat, successions run forwards."""
    names = st.sampled_from("甲乙丙")
    paths = draw(st.lists(st.tuples(names, names, names), max_size=8, unique=True))
    codes = draw(st.permutations([str(number) for number in range(10)]))
    entries = []
    for index, path in enumerate(paths):
        until = draw(st.sampled_from([None, D2024, D2025]))
        later = codes[index + 1 : len(paths)]
        entries.append(
            CatalogueEntry(
                code=codes[index],
                path=path,
                duty=draw(st.sampled_from([None, "照明", "道路"])),
                time_class=draw(st.sampled_from([None, *TimeClass])),
                since=draw(st.sampled_from([None, D2023])),
                until=until,
                successors=draw(st.lists(st.sampled_from(later), max_size=2, unique=True))
                if until and later
                else [],
            )
        )
    return book(*entries, version=draw(st.sampled_from("12")))


class TestEntry:
    """条例 11-2: 按照派单目录派单. An entry says what a matter is, whose duty, and from when to when."""

    def test_list_is_kept_as_tuple(self) -> None:
        """A list will do for a tuple; what is kept is immutable and hashable."""
        one = CatalogueEntry(code="1", path=["a", "b"], duty=None, co_duties=["x"])
        assert one.path == ("a", "b")
        assert one.co_duties == ("x",)
        assert hash(one) == hash(copy.deepcopy(one))

    def test_every_wrong_field_is_told(self) -> None:
        """One error names all the fields that are wrong, each with its path."""
        with pytest.raises(CatalogueError) as caught:
            CatalogueEntry(
                code=" 1",
                path=("a", "b", "", "d"),
                duty=3,  # type: ignore[arg-type]
                co_duties=("x", None),  # type: ignore[arg-type]
                time_class="7天",  # type: ignore[arg-type]
                assists_government=1,  # type: ignore[arg-type]
                since=datetime(2024, 1, 1),  # noqa: DTZ001  -- what is refused
            )
        assert [fault.path for fault in caught.value.faults] == [
            "entry.code",
            "entry.path[2]",
            "entry.duty",
            "entry.co_duties[1]",
            "entry.time_class",
            "entry.assists_government",
            "entry.since",
        ]
        told = caught.value.faults[4].to("en")
        assert "not a known term, got '7天'" in told
        assert "pass TimeClass.ORDINARY" in told

    @pytest.mark.parametrize(
        "path",
        [(), ("a", "b", "c", "d"), "a/b", ("a", "b "), ("a\u200b",), ("a\nb",), ("\ud800",)],
    )
    def test_path_is_one_to_three_clean_names(self, path: Any) -> None:
        """三级派单目录: no fourth level; no name that only looks like another."""
        with pytest.raises(CatalogueError):
            CatalogueEntry(code="1", path=path, duty=None)

    def test_period_is_half_open_and_not_empty(self) -> None:
        """The day of the end is not in it; an end before or on the start is refused."""
        one = entry("1", "a", since=D2023, until=D2024)
        assert [one.valid_on(day) for day in (date(2022, 12, 31), D2023, D2024)] == [
            False,
            True,
            False,
        ]
        with pytest.raises(CatalogueError, match=r"entry\.until: ends before it starts"):
            entry("1", "a", since=D2024, until=D2024)

    def test_instant_is_no_day(self) -> None:
        """A datetime where a day is meant is refused, also where the period is open."""
        with pytest.raises(InvalidValueError, match="a date without a time"):
            entry("1", "a").valid_on(beijing_time(2024, 1, 1))

    def test_successors_need_an_end(self) -> None:
        """What goes on is not succeeded."""
        with pytest.raises(CatalogueError, match=r"entry\.until: it has successors but no end"):
            entry("1", "a", successors=("2",))

    def test_one_duty_does_not_lead_and_assist(self) -> None:
        """主办 and 协办 are two."""
        with pytest.raises(CatalogueError, match=r"entry.co_duties\[0\]"):
            entry("1", "a", duty="照明", co_duties=("照明",))

    @given(
        st.dictionaries(st.sampled_from([f.name for f in attrs.fields(CatalogueEntry)]), garbage)
    )
    def test_garbage(self, given_fields: dict[str, Any]) -> None:
        """Whatever comes in, only CatalogueError comes out."""
        with suppress(CatalogueError):
            CatalogueEntry(**{"code": "1", "path": ("a",), "duty": None} | given_fields)


class TestTimeClass:
    """2020-10-28 意见 三（四）: 原则上实行2小时、24小时、7天和15天四级处置模式."""

    def test_four_levels(self) -> None:
        """Four, in the text's order and words."""
        assert [level.zh for level in TimeClass] == ["2小时", "24小时", "7天", "15天"]


class TestStructure:
    """A catalogue holds together: one code one path, one path one entry at a time, leaves at the ends."""

    def test_code_twice(self) -> None:
        """The same entry twice."""
        assert (
            "code stands twice"
            in faults(entry("1", "a"), entry("1", "a"))["catalogue.entries[1].code"]
        )

    def test_two_parents(self) -> None:
        """One code under two paths is an impossible argument."""
        found = faults(entry("1", "a/b"), entry("1", "c/b"))
        assert "one code under two parents" in found["catalogue.entries[1].code"]

    def test_path_twice(self) -> None:
        """Two codes for one path at one time."""
        found = faults(entry("1", "a/b"), entry("2", "a/b"))
        assert "path stands twice" in found["catalogue.entries[1].path"]

    def test_path_again_later(self) -> None:
        """A path may be given anew when the old entry has ended."""
        old = entry("1", "a/b", until=D2024, successors=("2",))
        new = entry("2", "a/b", since=D2024)
        catalogue = book(new, old)
        assert catalogue.at("a/b") is new
        assert catalogue.at("a/b", on=D2023) is old
        assert catalogue.at("a/b", on=D2024) is new

    def test_leaf_with_levels_under_it(self) -> None:
        """An entry at an inner level is told once, however many are under it."""
        found = faults(entry("1", "a/b/c"), entry("2", "a"), entry("3", "a/b/d"))
        assert list(found) == ["catalogue.entries[1].path"]
        assert "both a leaf and an upper level" in found["catalogue.entries[1].path"]

    def test_leaf_split_later(self) -> None:
        """A leaf may become an upper level on the day it ends."""
        split = entry("1", "a/b", until=D2024, successors=("2", "3"))
        parts = entry("2", "a/b/c", since=D2024), entry("3", "a/b/d", since=D2024)
        catalogue = book(split, *parts)
        assert catalogue.successors("1", on=D2024) == parts
        assert catalogue.children("a") == ("b",)
        assert catalogue.children("a->b") == ("c", "d")

    def test_unknown_successor(self) -> None:
        """The nearest known code is suggested."""
        found = faults(
            entry("L-01", "a", until=D2024, successors=("L-09",)),
            entry("L-02", "b"),
            entry("X", "c"),
        )
        assert "did you mean" in found["catalogue.entries[0].successors[0]"]

    def test_successor_circle(self) -> None:
        """A succession that comes back is told with its way round."""
        ring = [
            entry(str(n), f"p{n}", until=D2024, successors=(str((n + 1) % 3),)) for n in range(3)
        ]
        assert "0 → 1 → 2 → 0" in faults(*ring)["catalogue.entries[0].successors"]

    def test_all_at_once(self) -> None:
        """Header, element types and structure are told together."""
        with pytest.raises(CatalogueError) as caught:
            Catalogue(
                id="",
                version="1",
                entries=(entry("1", "a"), 7, entry("1", "b")),  # type: ignore[arg-type]
                published=datetime(2024, 1, 1),  # noqa: DTZ001  -- what is refused
            )
        assert [fault.path for fault in caught.value.faults] == [
            "catalogue.id",
            "catalogue.published",
            "catalogue.entries[1]",
            "catalogue.entries[2].code",
        ]

    @given(garbage, garbage, garbage, garbage)
    def test_garbage(self, id_: Any, version: Any, entries: Any, published: Any) -> None:
        """Whatever comes in, only CatalogueError comes out."""
        with suppress(CatalogueError):
            Catalogue(id=id_, version=version, entries=entries, published=published)

    @given(st.lists(st.tuples(st.sampled_from("123"), st.sampled_from(["a", "a/b", "a/c", "b"]))))
    def test_accepted_iff_oracle(self, pairs: list[tuple[str, str]]) -> None:
        """Built iff codes and paths are unique and no path is another's beginning."""
        paths = [path for _, path in pairs]
        holds = len({code for code, _ in pairs}) == len(set(paths)) == len(pairs) and not any(
            other.startswith(f"{path}/") for path in paths for other in paths
        )
        try:
            book(*(entry(code, path) for code, path in pairs))
        except CatalogueError:
            assert not holds
        else:
            assert holds


class TestLookup:
    """叶名可重复: a path or a code is a key, a name is a search."""

    @given(catalogues())
    def test_code_and_path_find_each_entry(self, catalogue: Catalogue) -> None:
        """Every entry is found by its code, its path, and its path as a text of either form."""
        for one in catalogue.entries:
            assert catalogue.entry(one.code) is one
            assert catalogue.at(one.path) is one
            assert catalogue.at(list(one.path)) is one
            assert catalogue.at(" -> ".join(one.path)) is one
            assert catalogue.at("/".join(one.path)) is one

    @given(catalogues(), st.sampled_from("甲乙丙丁"))
    def test_find_gives_all_equal_names(self, catalogue: Catalogue, word: str) -> None:
        """All entries of that leaf name, under whatever parents: the same as a scan."""
        same = [one for one in catalogue.entries if one.path[-1] == word]
        assert sorted(catalogue.find(word), key=canonical) == sorted(same, key=canonical)

    @given(catalogues(), st.text("甲乙丙丁", max_size=3), st.integers(0, 6))
    def test_suggestions_start_with_all_exact_ones(
        self, catalogue: Catalogue, word: str, n: int
    ) -> None:
        """Exact ones all and first; near ones only to fill up to n; none twice."""
        exact = catalogue.find(word)
        found = catalogue.suggestions(word, n)
        assert found[: len(exact)] == exact
        assert len(found) <= max(n, len(exact))
        assert len({one.code for one in found}) == len(found)

    def test_near_names(self) -> None:
        """A name that holds the word comes before one that is only like it."""
        catalogue = book(
            entry("1", "a/路灯故障"), entry("2", "a/路灯不亮报修"), entry("3", "a/停水")
        )
        assert [one.code for one in catalogue.suggestions("路灯不亮")] == ["2", "1"]
        assert catalogue.suggestions("路灯不亮", 1)[0].code == "2"

    def test_unknown_is_none(self) -> None:
        """An unknown leaf is a ticket's awkwardness, not an error."""
        catalogue = book(entry("1", "a/b"))
        assert catalogue.entry("9") is None
        assert catalogue.at("a") is None
        assert catalogue.at("a/c") is None
        assert catalogue.at("") is None
        assert catalogue.find("b c") == ()

    def test_width_and_blanks_do_not_matter(self) -> None:
        """Brackets of full and half width are one; where two paths fit, only the exact one."""
        one = entry("1", "公用部件/路灯(灯光)井盖")
        assert book(one).at("公用部件／路灯（灯光） 井盖") is one
        two = entry("2", "公用部件/路灯（灯光）井盖")
        both = book(one, two)
        assert both.at(one.path) is one
        assert both.at("公用部件/路灯（灯光）井盖") is two
        assert both.at("公用部件/路灯（灯光)井盖") is None
        assert both.find("路灯(灯光)井盖") == (one, two)

    def test_a_name_with_a_slash(self) -> None:
        """A name may hold the separator: the text of the whole path still leads there."""
        one = CatalogueEntry(code="1", path=("a", "b/c"), duty=None)
        assert book(one).at("a/b/c") is one
        other = CatalogueEntry(code="2", path=("a/b", "c"), duty=None)
        assert book(one, other).at("a/b/c") is None
        assert book(one, other).at(("a/b", "c")) is other

    @given(catalogues())
    def test_children_lead_to_every_entry(self, catalogue: Catalogue) -> None:
        """Walking down the levels meets every leaf once."""
        paths: list[tuple[str, ...]] = [()]
        leaves = []
        while paths:
            path = paths.pop()
            below = catalogue.children(path)
            paths += [(*path, name) for name in below]
            if path and not below:
                leaves.append(path)
        assert sorted(leaves) == sorted(one.path for one in catalogue.entries)

    @pytest.mark.parametrize("bad", [None, 3, ["a"], b"a"])
    def test_word_is_a_text(self, bad: Any) -> None:
        """An impossible argument is an error."""
        catalogue = book(entry("1", "a"))
        with pytest.raises(InvalidValueError):
            catalogue.find(bad)
        with pytest.raises(InvalidValueError):
            catalogue.suggestions(bad)

    @pytest.mark.parametrize("bad", [None, 3, [3], (None,), {"a": 1}, b"a"])
    def test_path_is_texts(self, bad: Any) -> None:
        """Likewise of a path."""
        with pytest.raises(InvalidValueError):
            book(entry("1", "a")).at(bad)
        with pytest.raises(InvalidValueError):
            book(entry("1", "a")).children(bad)

    @pytest.mark.parametrize("bad", [-1, 1.0, True, None, "5"])
    def test_number_is_a_number(self, bad: Any) -> None:
        """Likewise of a number of suggestions."""
        with pytest.raises(InvalidValueError):
            book(entry("1", "a")).suggestions("a", bad)


class TestSuccession:
    """动态调整: what replaces an entry takes over on the day it ends."""

    @given(catalogues(), st.dates(date(2022, 1, 1), date(2026, 1, 1)))
    def test_oracle(self, catalogue: Catalogue, day: date) -> None:
        """The same entries as a plain recursion finds."""

        def stand(code: str) -> set[str]:
            one = catalogue.entry(code)
            assert one is not None
            if one.valid_on(day):
                return {code}
            ended = one.until is not None and one.until <= day
            return {heir for each in one.successors for heir in stand(each)} if ended else set()

        for one in catalogue.entries:
            found = catalogue.successors(one.code, on=day)
            assert {each.code for each in found} == stand(one.code)
            assert len(found) == len({each.code for each in found})
            assert all(each.valid_on(day) for each in found)

    def test_chain_and_diamond(self) -> None:
        """Chains are followed; two ways to one entry give it once; before its time, nobody."""
        catalogue = book(
            entry("1", "a", since=D2023, until=D2024, successors=("2", "3")),
            entry("2", "b", until=D2025, successors=("4",)),
            entry("3", "c", until=D2024, successors=("4",)),
            entry("4", "d"),
        )

        def codes(code: str, day: date) -> list[str]:
            return [each.code for each in catalogue.successors(code, on=day)]

        assert codes("1", date(2022, 1, 1)) == []
        assert codes("1", D2023) == ["1"]
        assert codes("1", D2024) == ["2", "4"]
        assert codes("1", D2025) == ["4"]
        assert codes("9", D2025) == []

    @pytest.mark.parametrize("bad", [None, "2024-01-01", beijing_time(2024, 1, 1), 3])
    def test_day_is_a_day(self, bad: Any) -> None:
        """An instant is no day."""
        with pytest.raises(InvalidValueError):
            book(entry("1", "a")).successors("1", on=bad)
        if bad is not None:
            with pytest.raises(InvalidValueError):
                book(entry("1", "a")).at("a", on=bad)

    def test_long_chain(self) -> None:
        """Length is no obstacle: nothing recurses."""
        last = 5000
        chain = [
            entry(str(n), f"p{n}", until=D2024, successors=(str(n + 1),)) for n in range(last)
        ]
        catalogue = book(*chain, entry(str(last), "p"))
        assert [one.code for one in catalogue.successors("0", on=D2024)] == [str(last)]

    @given(
        st.dictionaries(
            st.sampled_from("abcde"), st.lists(st.sampled_from("abcdef"), max_size=3), max_size=5
        )
    )
    def test_cycles_iff_some_key_reaches_itself(self, edges: dict[str, list[str]]) -> None:
        """A graph has cycles iff a key reaches itself; each one told is one."""

        def reached(key: str) -> set[str]:
            seen: set[str] = set()
            queue = [key]
            for each in queue:
                fresh = [to for to in edges.get(each, ()) if to not in seen]
                seen.update(fresh)
                queue += fresh
            return seen

        found = cycles(edges)
        assert bool(found) == any(key in reached(key) for key in edges)
        for cycle in found:
            assert cycle[0] == cycle[-1]
            assert all(to in edges[key] for key, to in pairwise(cycle))

    def test_heirs_of_nobody(self) -> None:
        """An unknown key has no heirs."""
        known: dict[str, CatalogueEntry] = {}
        assert heirs("x", D2024, known) == ()


def applied(diff: CatalogueDiff, catalogue: Catalogue) -> set[CatalogueEntry]:
    """The entries of *catalogue* after the diff."""
    gone = set(diff.removed) | {change.before for change in diff.changes}
    assert gone <= set(catalogue.entries)
    come = set(diff.added) | {change.after for change in diff.changes}
    return (set(catalogue.entries) - gone) | come


class TestDiff:
    """Two versions of a catalogue: what was added, removed, moved, changed."""

    @given(catalogues())
    def test_of_equals_is_empty(self, catalogue: Catalogue) -> None:
        """Nothing changes between a version and itself, or a copy."""
        diff = catalogue.diff(copy.deepcopy(catalogue))
        assert not diff
        assert diff.to_rows() == ()
        assert "各项无变动" in diff.explain()

    @given(catalogues(), catalogues())
    def test_applied_gives_the_other(self, one: Catalogue, other: Catalogue) -> None:
        """Applying it to the older version gives the newer one's entries, and back."""
        assert applied(one.diff(other), one) == set(other.entries)
        assert applied(other.diff(one), other) == set(one.entries)

    @given(catalogues(), catalogues())
    def test_backwards(self, one: Catalogue, other: Catalogue) -> None:
        """The other way round, added and removed change places and changes turn round."""
        forth, back = one.diff(other), other.diff(one)
        assert set(forth.added) == set(back.removed)
        assert set(forth.removed) == set(back.added)
        assert {(each.before, each.after) for each in forth.changes} == {
            (each.after, each.before) for each in back.changes
        }

    @given(catalogues(), catalogues())
    def test_each_row_is_a_difference(self, one: Catalogue, other: Catalogue) -> None:
        """As many rows as entries added and removed and fields changed; all plain text."""
        diff = one.diff(other)
        fields = sum(len(change.fields) for change in diff.changes)
        rows = diff.to_rows()
        assert len(rows) == len(diff.added) + len(diff.removed) + fields
        assert all(isinstance(cell, str) for row in rows for cell in row.values())
        assert len({tuple(row) for row in rows}) <= 1
        assert all(change.fields for change in diff.changes)

    def test_moved_renamed_changed(self) -> None:
        """A leaf under another parent, a new name, and other fields are told apart."""
        old = book(entry("1", "a/x"), entry("2", "a/y"), entry("3", "a/z"), entry("4", "a/w"))
        new = book(
            entry("1", "b/x"),
            entry("2", "a/yy"),
            entry("3", "a/z", time_class=TimeClass.DAY, source=assumed("试", "a trial")),
            entry("5", "a/v"),
            version="2",
        )
        diff = old.diff(new)
        assert [(each.moved, each.renamed) for each in diff.moved] == [
            (True, False),
            (False, True),
        ]
        assert [each.after.code for each in diff.changed] == ["3"]
        assert diff.changed[0].fields == ("time_class", "source")
        assert [one.code for one in diff.added] == ["5"]
        assert [one.code for one in diff.removed] == ["4"]
        assert diff.explain().text("zh").splitlines() == [
            "派单目录变动：demo 1 → demo 2",
            "一、新增 1 项",
            "    （一）a/v（5）",
            "二、取消 1 项",
            "    （一）a/w（4）",
            "三、调整 3 项",
            "    （一）b/x（1）：路径 a/x → b/x",
            "    （二）a/yy（2）：路径 a/y → a/yy",
            "    （三）a/z（3）：时限级别 无 → 24小时；依据 无 → 推定：试",
        ]
        english = str(diff.explain(lang="en"))
        assert "a/z (3): time class none → 24 hours; source none → assumed: a trial" in english

    def test_renumbered(self) -> None:
        """A new code at the same path is a changed code, not an entry removed and one added."""
        diff = book(entry("1", "a/x")).diff(book(entry("901", "a/x")))
        assert [each.fields for each in diff.changes] == [("code",)]
        assert not diff.added
        assert not diff.removed

    def test_explanation_escapes(self) -> None:
        """Markup in a name does not reach HTML."""
        diff = book().diff(book(CatalogueEntry(code="1", path=("<b>x",), duty=None)))
        assert "<b>" not in diff.explain().html()

    @pytest.mark.parametrize("bad", [None, "1", entry("1", "a")])
    def test_other_is_a_catalogue(self, bad: Any) -> None:
        """Nothing else can be compared with."""
        with pytest.raises(InvalidValueError):
            book().diff(bad)


ROWS: list[dict[str, Any]] = [
    {
        "code": 101,
        "level1": " 市容环卫 ",
        "level2": "照明",
        "level3": "路灯不亮",
        "duty": "照明",
        "co_duties": "供电、 属地街乡",
        "time_class": "24小时级",
        "industry": "城市管理",
        "jurisdiction": "发生地",
        "assists_government": "否",
        "community_listed": 1,
        "since": "2023-01-01 ",
        "until": float("nan"),
        "successors": None,
    },
    {
        "path": "市政->道路->井盖缺失",
        "duty": " ",
        "since": " ",
        "community_listed": " ",
        "jurisdiction": PlaceRole.REGISTERED,
    },
]


class TestRows:
    """Foreign rows become entries; every fault is told with its row and column; good rows survive."""

    def test_words_become_values(self) -> None:
        """Labels, dates, lists, flags and numbers are read from cells; blanks are left out."""
        first, second = Catalogue.from_rows(ROWS, id="demo", version="1").entries
        assert first == CatalogueEntry(
            code="101",
            path=("市容环卫", "照明", "路灯不亮"),
            duty="照明",
            co_duties=("供电", "属地街乡"),
            time_class=TimeClass.DAY,
            industry="城市管理",
            community_listed=True,
            since=D2023,
        )
        assert second.code == "市政/道路/井盖缺失"
        assert second.jurisdiction is PlaceRole.REGISTERED
        assert second.duty is None

    def test_every_fault_is_told(self) -> None:
        """Row, column, value and remedy; faults between rows as well; no fault follows from another."""
        rows = [
            {"path": "a/b", "code": "1", "time_class": "36小时", "since": "1 May"},
            {"level1": "a", "level3": "c"},
            "a/d",
            {"path": "a/e", "dutty": "x"},
            {"duty": "x"},
            {"path": "a/f", "code": "6", "until": D2024, "successors": ["1", "99"]},
            {"path": "a/g", "code": "6"},
            {"path": "a/h", "level1": "a", "assists_government": "maybe"},
        ]
        with pytest.raises(CatalogueError) as caught:
            Catalogue.from_rows(rows, id="demo", version="")  # type: ignore[arg-type]
        assert [fault.path for fault in caught.value.faults] == [
            "catalogue.version",
            "rows[0].time_class",
            "rows[0].since",
            "rows[1].level2",
            "rows[2]",
            "rows[3]['dutty']",
            "rows[4].path",
            "rows[7].path",
            "rows[7].assists_government",
            "rows[6].code",
            "rows[5].successors[1]",
        ]
        words = {fault.path: fault.to("en") for fault in caught.value.faults}
        assert "not a known term, got '36小时'" in words["rows[0].time_class"]
        assert "did you mean duty" in words["rows[3]['dutty']"]

    def test_good_rows_survive(self) -> None:
        """What can be used is used; what needs a row that was left out goes too, and is told."""
        rows = [
            {"code": "1", "path": "a/b"},
            {"code": "1", "path": "a/c"},
            {"code": "2", "path": "a/d", "until": "2024-01-01", "successors": "3"},
            {"code": "3", "path": "a/e", "until": "2025-01-01", "successors": "9"},
            {"code": "4", "path": "a/f", "time_class": "never"},
        ]
        catalogue, told = Catalogue.salvage(rows, id="demo", version="1")
        assert [one.code for one in catalogue.entries] == ["1"]
        assert [fault.path for fault in told] == [
            "rows[4].time_class",
            "rows[1].code",
            "rows[3].successors[0]",
            "rows[2].successors[0]",
        ]

    @given(catalogues())
    def test_rows_of_a_catalogue_give_it_back(self, catalogue: Catalogue) -> None:
        """Fields as rows, and the rows read, are the same catalogue; salvage finds no fault."""
        rows = [attrs.asdict(one, recurse=False) for one in catalogue.entries]
        again = Catalogue.from_rows(rows, id=catalogue.id, version=catalogue.version)
        assert again == catalogue
        assert Catalogue.salvage(rows, id="demo", version=catalogue.version) == (catalogue, ())

    @given(
        garbage
        | st.lists(
            st.dictionaries(
                st.sampled_from([*attrs.fields_dict(CatalogueEntry), "level1", "level2", "x"]),
                garbage | st.sampled_from(["a", "a/b", "是", "7天", "2024-01-01"]),
            )
            | garbage,
            max_size=4,
        )
    )
    def test_garbage(self, rows: Any) -> None:
        """Only CatalogueError comes out; salvage never raises, and has faults iff from_rows does."""
        kept, told = Catalogue.salvage(rows, id="demo", version="1")
        if told:
            with pytest.raises(CatalogueError):
                Catalogue.from_rows(rows, id="demo", version="1")
        else:
            assert Catalogue.from_rows(rows, id="demo", version="1") == kept

    def test_many_unknown_keys_are_told_quickly(self) -> None:
        """A search for the nearest key is made for a few; 2,000 would take minutes."""
        rows = [
            {"code": f"c{n}", "path": f"p{n}", "until": "2024-01-01", "successors": f"x{n}"}
            for n in range(2000)
        ]
        with pytest.raises(CatalogueError) as caught:
            Catalogue.from_rows(rows, id="demo", version="1")
        assert len(caught.value.faults) == 2000
        odd = [{"path": f"p{n}", "dutty": "x", "seq": n} for n in range(2000)]
        assert len(Catalogue.salvage(odd, id="demo", version="1")[1]) == 4000


class TestValue:
    """A catalogue is a value: immutable, comparable, digestible; indexes are derived from it."""

    @given(catalogues())
    def test_pickled_and_copied_ones_work(self, catalogue: Catalogue) -> None:
        """They are equal, have the same digest, and answer."""
        for again in (
            pickle.loads(pickle.dumps(catalogue)),  # noqa: S301  -- our own bytes
            copy.copy(catalogue),
            copy.deepcopy(catalogue),
            attrs.evolve(catalogue),
        ):
            assert again == catalogue
            assert again.digest == catalogue.digest
            for one in catalogue.entries:
                assert again.entry(one.code) == one
                assert again.at(one.path) == one
                assert again.find(one.name) == catalogue.find(one.name)

    @given(catalogues(), catalogues())
    def test_digest_tells_versions_apart(self, one: Catalogue, other: Catalogue) -> None:
        """Digests are equal iff the catalogues are."""
        assert (one.digest == other.digest) == (one == other)

    def test_digest_knows_the_ground(self) -> None:
        """Another 依据 is another version; the same one under two entries counts for both."""
        near, far = assumed("甲", "a"), assumed("乙", "b")
        pairs = [(near, near), (near, far), (far, near), (far, far), (near, None), (None, near)]
        digests = {
            book(entry("1", "a", source=one), entry("2", "b", source=other)).digest
            for one, other in pairs
        }
        assert len(digests) == len(pairs)

    @pytest.mark.slow
    def test_digest_is_the_same_in_another_process(self) -> None:
        """Whatever the hash seed."""
        code = (
            "from jiesu.taxonomy import Catalogue\n"
            "rows = [{'path': '市容/路灯', 'duty': '照明', 'time_class': '7天'}]\n"
            "print(Catalogue.from_rows(rows, id='demo', version='1').digest)"
        )
        out = {
            subprocess.run(  # noqa: S603  -- our own code
                [sys.executable, "-c", code],
                check=True,
                capture_output=True,
                text=True,
                env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1] / "src")},
            ).stdout
            for seed in ("1", "2")
        }
        assert len(out) == 1

    def test_pickle_leaves_the_indexes_out(self) -> None:
        """Two hundred entries pickle in under 100 bytes each."""
        catalogue = book(*(entry(f"{n}", f"a/b/c{n}") for n in range(200)))
        assert len(pickle.dumps(catalogue)) < 200 * 100

    def test_shown_short(self) -> None:
        """The repr counts the entries."""
        assert "entries=<1>" in repr(book(entry("1", "a")))

    def test_frozen(self) -> None:
        """Nothing can be set."""
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            book().version = "2"  # type: ignore[misc]

    @pytest.mark.slow
    def test_speed(self) -> None:
        """2,000 entries are built within 100 ms; 500 are digested within 100 ms, here in 10."""
        entries = [entry(f"{n}", f"a{n // 100}/b{n // 10}/c{n}") for n in range(2000)]
        building, digesting = [], []
        for _ in range(3):
            start = time.perf_counter()
            book(*entries)
            building.append(time.perf_counter() - start)
            small = book(*entries[:500])
            start = time.perf_counter()
            assert small.digest
            digesting.append(time.perf_counter() - start)
        assert min(building) < 0.1
        assert min(digesting) < 0.1


def table(name: str) -> list[dict[str, str]]:
    """The rows of a data file that lies beside the repository, if it does."""
    file = DATA / name
    if not file.exists():
        pytest.skip(f"../shared/data/{name} is not there")
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class TestRealCatalogues:
    """Two published catalogues: leaf names, and even leaf ids, repeat."""

    def test_pingshan(self) -> None:
        """Pingshan 2018: 18/134/372 levels; three ids repeat, so the path is the code."""
        rows = [
            {f"level{n}": row[f"type_l{n}"] for n in (1, 2, 3)}
            for row in table("pingshan2018/catalogue_3level.csv")
        ]
        catalogue = Catalogue.from_rows(rows, id="pingshan", version="2018")
        tops = catalogue.children()
        assert (len(tops), len(catalogue.entries)) == (18, 372)
        assert sum(len(catalogue.children((top,))) for top in tops) == 134

    def test_pingshan_ids(self) -> None:
        """With the published leaf ids as codes, the three second bearers are told and left out."""
        rows = [
            {"code": row["type_l3_id"]} | {f"level{n}": row[f"type_l{n}"] for n in (1, 2, 3)}
            for row in table("pingshan2018/catalogue_3level.csv")
        ]
        catalogue, told = Catalogue.salvage(rows, id="pingshan", version="2018")
        assert len(catalogue.entries) == 369
        assert [fault.path.partition(".")[2] for fault in told] == ["code"] * 3

    def test_teddy(self) -> None:
        """517 paths of 15/118 levels; each repeated leaf name gives all its entries."""
        rows = [
            {f"level{n}": row[f"level{n}"] for n in (1, 2, 3)}
            for row in table("teddy2020/catalogue_3level.csv")
        ]
        catalogue = Catalogue.from_rows(rows, id="province", version="2020")
        names = [folded(one.name) for one in catalogue.entries]
        assert len(names) == 517
        assert len(set(names)) < 517
        for one in catalogue.entries:
            assert len(catalogue.find(one.name)) == names.count(folded(one.name))
            assert one in catalogue.find(one.name)


class TestErrors:
    """One family of errors, in two languages."""

    def test_told_in_chinese(self) -> None:
        """A fault says where, what, the value and the remedy."""
        with pytest.raises(JiesuError) as caught:
            book(entry("1", "a"), entry("1", "b"))
        assert caught.value.to("zh") == (
            "catalogue.entries[1].code: 同一编码有两个上级（catalogue.entries[0] 为 a），实为 '1'。"
            "处理办法：每一路径各用一个编码"
        )
