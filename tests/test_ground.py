import copy
import hashlib
import html
import html.parser
import importlib
import itertools
import pickle
import pkgutil
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import jiesu
from jiesu import errors as family
from jiesu.canonical import canonical, compact, digest
from jiesu.errors import (
    CatalogueError,
    Fault,
    InexactNumberError,
    InvalidValueError,
    JiesuError,
    NaiveDatetimeError,
    OutOfCoverageError,
    RulebookError,
    TableError,
    UnsetError,
    did_you_mean,
    fail,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from jiesu.exact import Rounding, exact, rounded
from jiesu.explain import Explanation, element
from jiesu.labels import Label, Text
from jiesu.sources import (
    SILENT,
    UNSET,
    Absent,
    Basis,
    Citation,
    Dated,
    Parameter,
    Provision,
    Rank,
    Source,
    assumed,
    boundaries,
    check_unique,
    chinese_number,
    locate,
    need,
    own,
)


class Colour(Label):
    """A label for tests."""

    RED = "红", "red"
    BLUE = "蓝", "blue"


class Unprintable:
    """A value whose repr fails."""

    def __repr__(self) -> str:
        raise RuntimeError


def labels(base: type[Label] = Label) -> Iterator[type[Label]]:
    """Every label of the library."""
    for each in base.__subclasses__():
        if each.__module__.startswith(f"{jiesu.__name__}."):
            yield each
        yield from labels(each)


for _found in pkgutil.iter_modules(jiesu.__path__):
    importlib.import_module(f"{jiesu.__name__}.{_found.name}")


# -- labels --------------------------------------------------------------------------------------


class TestLabels:
    """A label is a Chinese and an English term; its members are singletons, and no strings."""

    @pytest.mark.parametrize("kind", sorted(labels(), key=str))
    def test_terms(self, kind: type[Label]) -> None:
        """Every term is there and means one member; none became an alias by having equal terms."""
        members = list(kind)

        assert len(kind.__members__) == len(members)
        assert all(member.zh.strip() and member.en.strip() for member in members)
        for member in members:
            for word in (member.name, member.zh, member.en):
                assert kind.find(word) is member

    def test_identity(self) -> None:
        """Pickled, copied or found, a member is itself; its hash is that of the object."""
        for member in Colour:
            for other in (
                copy.copy(member),
                copy.deepcopy(member),
                *(pickle.loads(pickle.dumps(member, n)) for n in range(6)),  # noqa: S301
            ):
                assert other is member
            assert hash(member) == object.__hash__(member)
            # By name: a bettered wording does not break what was stored.
            assert member.zh.encode() not in pickle.dumps(member)
            assert not {member.value, member.zh, member.name}.intersection({member})
            assert member.text == Text(member.zh, member.en)

    def test_not_found(self) -> None:
        """A word that is no term finds nothing."""
        assert Colour.find("RED") is Colour.find("红") is Colour.find("red") is Colour.RED
        assert Colour.find("Red") is None
        assert Colour.find(None) is None  # type: ignore[arg-type]

    def test_languages(self) -> None:
        """English is English, everything else is Chinese."""
        assert [Text("投诉", "complaint").to(lang) for lang in ("zh", "en", "fr")] == [
            "投诉",
            "complaint",
            "投诉",
        ]


# -- errors --------------------------------------------------------------------------------------


def errors() -> list[type[JiesuError]]:
    """The family."""
    return [
        each
        for each in vars(family).values()
        if isinstance(each, type) and issubclass(each, JiesuError)
    ]


FAULT = Fault(
    "units[2].parent",
    Text("上级不存在", "no such parent"),
    "'x'",
    Text("代码", "a code"),
    Text("补上", "add it"),
)


class TestErrors:
    """One family of errors: where, what, what was found and expected, and how to mend it."""

    def test_one_fault(self) -> None:
        """A fault reads as one line, in either language or in both."""
        assert str(JiesuError(FAULT)) == (
            "units[2].parent: no such parent (上级不存在), got 'x'; expected a code (代码)."
            " Remedy: add it (补上)"
        )
        assert JiesuError(FAULT).to("en") == (
            "units[2].parent: no such parent, got 'x'; expected a code. Remedy: add it"
        )
        assert JiesuError(FAULT).to("zh") == (
            "units[2].parent: 上级不存在，实为 'x'；应为代码。处理办法：补上"
        )

    def test_bare_fault(self) -> None:
        """What is not known about a fault is left out."""
        fault = Fault("a", Text("空", "empty"))

        assert [fault.to("zh"), fault.to("en"), str(fault)] == [
            "a: 空",
            "a: empty",
            "a: empty (空)",
        ]
        assert str(Fault("a", Text("x", "x"))) == "a: x"

    def test_several(self) -> None:
        """Several faults are counted and numbered; in one language they stand a line each."""
        error = CatalogueError(FAULT, Fault("b", Text("空", "empty")))

        assert str(error).splitlines()[0] == "2 faults (共 2 处错误)"
        assert str(error).splitlines()[2] == "  2. b: empty (空)"
        assert error.to("zh").splitlines()[1] == "b: 空"

    @pytest.mark.parametrize("kind", errors())
    def test_round_trip(self, kind: type[JiesuError]) -> None:
        """Pickled or copied, an error keeps its class, faults and words."""
        error = kind(FAULT, attrs.evolve(FAULT, path="b"))

        for other in (
            copy.copy(error),
            copy.deepcopy(error),
            pickle.loads(pickle.dumps(error)),  # noqa: S301
        ):
            assert type(other) is kind
            assert other.faults == error.faults
            assert str(other) == str(error)
        assert kind.__doc__

    def test_refuse(self) -> None:
        """refuse() raises all faults together, and nothing where there are none."""
        refuse(TableError, [])
        with pytest.raises(TableError) as caught:
            refuse(TableError, (each for each in (FAULT, FAULT)))
        assert caught.value.faults == (FAULT, FAULT)

    def test_fail(self) -> None:
        """fail() raises one fault, with what more is known."""
        with pytest.raises(OutOfCoverageError) as caught:
            fail(
                OutOfCoverageError, "day", Text("无", "none"), value="7", remedy=Text("改", "mend")
            )
        assert caught.value.faults == (
            Fault("day", Text("无", "none"), "7", None, Text("改", "mend")),
        )

    @given(st.text(max_size=200) | st.integers() | st.binary(max_size=100))
    def test_shown(self, value: object) -> None:
        """A value is shown by its repr, and never at more than sixty letters."""
        text = shown(value)

        assert len(text) <= 60
        assert text == repr(value) or (text[-1] == "…" and repr(value).startswith(text[:-1]))

    def test_shortened(self) -> None:
        """A long value ends in an ellipsis, at sixty letters exactly."""
        assert shown("x" * 100) == "'" + "x" * 58 + "…"
        assert shown("x" * 58) == repr("x" * 58)

    @pytest.mark.parametrize(
        "value", [pytest.param(10**5000, id="long"), pytest.param(Unprintable(), id="unprintable")]
    )
    def test_unprintable(self, value: Any) -> None:
        """What cannot be printed is shown by its type, in faults and suggestions too."""
        kind = type(value).__name__

        assert shown(value) == f"<{kind}>"
        assert f"got <{kind}>" in str(wrong_type("a", value, Text("文本", "text")))
        assert did_you_mean(value, [value, "b"]).en

    def test_did_you_mean(self) -> None:
        """Near words are named, the nearest first; else some of those known, and that more are."""
        assert did_you_mean("complant", ["compliant", "complaint", "inquiry"]).en.startswith(
            "did you mean compl"
        )
        assert did_you_mean("诉求人员", ["诉求人", "单位"]).zh == "是否应为：诉求人？"
        assert did_you_mean("zzz", ["a", "b"]) == Text("可用的有：a、b", "known are: a, b")
        many = did_you_mean("zzz", [f"w{n}" for n in range(50)]).en
        assert many.count(",") == 12
        assert many.endswith("…")

    def test_long_word(self) -> None:
        """A word of a million letters is compared at once."""
        began = time.perf_counter()

        assert did_you_mean("ab" * 500_000, ["abc", "b" * 300]).en
        assert time.perf_counter() - began < 1

    @pytest.mark.parametrize("value", ["ab", b"ab", 7, None, {"a": 1}, {1, 2}, frozenset()])
    def test_not_tupled(self, value: Any) -> None:
        """Letters, single things and collections without an order are no list."""
        with pytest.raises(InvalidValueError, match="tuple or list"):
            tupled(value)

    def test_tupled(self) -> None:
        """Lists, tuples, generators and views are."""
        assert tupled([1, 2]) == tupled((1, 2)) == tupled(n for n in (1, 2)) == (1, 2)
        assert tupled({"a": 1}.values()) == (1,)

    def test_family(self) -> None:
        """Every error is of the family; catching the general one catches the special one."""
        assert issubclass(NaiveDatetimeError, InvalidValueError)
        assert issubclass(InexactNumberError, InvalidValueError)
        names = (
            "InvalidValue NaiveDatetime InexactNumber OutOfCoverage Table UnknownFact Catalogue"
        )
        names += " Directory Unset Rulebook"
        assert {f"{name}Error" for name in names.split()} <= {each.__name__ for each in errors()}


# -- canonical bytes -----------------------------------------------------------------------------


@attrs.frozen
class Point:
    """A value with a field that takes no part in equality."""

    x: Any
    y: Any = 0
    note: str = attrs.field(default="", eq=False)


@compact
@attrs.frozen(kw_only=True)
class Slim:
    """A value that pickles as bare values: a private field, one that is derived, one with a default."""

    _one: int
    twice: int = attrs.field(init=False)
    two: str = attrs.field(default="2", eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "twice", 2 * self._one)


tricky = st.sampled_from(
    ["", "1;", "i1;", "s1:a", "a", "}", ">", ")", "n", "b1", "0:", "\ud800", "一"]
)
numbers = (
    st.integers(-3, 12)
    | st.fractions(-2, 2, max_denominator=3)
    | st.decimals(-2, 2, places=1)
    | st.just(10**30)
)
zones = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=8), "北京")])
scalars = (
    st.none()
    | st.booleans()
    | numbers
    | tricky
    | tricky.map(lambda text: text.encode("utf-8", "replace"))
    | st.dates(date(2024, 1, 1), date(2024, 1, 3))
    | st.builds(datetime, st.just(2024), st.just(1), st.just(1), st.integers(0, 23), tzinfo=zones)
    | st.integers(-1, 2).map(lambda days: timedelta(days=days))
    | zones
    | st.sampled_from(Colour)
)
hashable = st.recursive(
    scalars, lambda of: st.tuples(of, of) | st.frozensets(of, max_size=3), max_leaves=4
)
nested = st.recursive(
    scalars,
    lambda of: (
        st.lists(of, max_size=3)
        | st.tuples(of)
        | st.dictionaries(hashable, of, max_size=3)
        | st.frozensets(hashable, max_size=3)
        | st.builds(Point, of, of)
    ),
    max_leaves=6,
)


def meaning(value: Any) -> Any:
    """What a value is, told by Python's own equality of tagged parts."""
    if isinstance(value, bool):
        return "bool", value
    if isinstance(value, (int, Fraction, Decimal)):
        return "number", Fraction(value)
    if isinstance(value, (list, tuple)):
        return "list", tuple(meaning(each) for each in value)
    if isinstance(value, frozenset):
        return "set", frozenset(meaning(each) for each in value)
    if isinstance(value, dict):
        return "map", frozenset((meaning(key), meaning(each)) for key, each in value.items())
    if isinstance(value, Point):
        return "Point", meaning(value.x), meaning(value.y)
    return type(value).__name__, value


def respelt(value: Any) -> Any:
    """The same value in another spelling."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value) if value % 2 else Decimal(value)
    if isinstance(value, list):
        return tuple(map(respelt, value))
    if isinstance(value, tuple):
        return [respelt(each) for each in value]
    if isinstance(value, frozenset):
        return set().union(*([each] for each in reversed(list(value))))
    if isinstance(value, dict):
        return {key: respelt(each) for key, each in reversed(value.items())}
    if isinstance(value, datetime):
        return value.astimezone(timezone(timedelta(hours=-3)))
    if isinstance(value, timezone):
        return timezone(value.utcoffset(None), "otherwise")
    if isinstance(value, Point):
        return Point(respelt(value.x), respelt(value.y), note="otherwise")
    return value


ACROSS = """
from datetime import UTC, date, datetime
from fractions import Fraction
from jiesu.canonical import digest
from jiesu.sources import Basis, Rank, Source
source = Source(id="s", title="条例", title_en="regulations", rank=Rank.LOCAL_LAW,
                published=date(2021, 9, 24), since=date(2021, 9, 24))
print(digest([{"b": {Basis.LAW, Basis.POLICY, "x", 1}, "a": Fraction(1, 3)}, source.cite("11-1"),
              frozenset("abcdefgh"), datetime(2024, 5, 1, tzinfo=UTC)]))
"""


class TestCanonical:
    """Equal values have equal bytes, different values have different bytes."""

    @given(st.lists(nested, min_size=2, max_size=8))
    def test_injective(self, values: list[Any]) -> None:
        """Bytes agree exactly where the values do."""
        for one, other in itertools.combinations(values, 2):
            assert (canonical(one) == canonical(other)) is (meaning(one) == meaning(other))

    @given(nested)
    def test_spelling(self, value: Any) -> None:
        """Order of sets and mappings, kind of number, zone of an instant leave no trace."""
        assert canonical(respelt(value)) == canonical(value)
        assert digest(respelt(value)) == digest(value)

    @given(st.lists(nested, max_size=4), st.lists(nested, max_size=4))
    def test_boundaries(self, one: list[Any], other: list[Any]) -> None:
        """Where one list ends and the next begins can be told."""
        joined = meaning([one, other])

        for cut in range(len(one) + len(other) + 1):
            parts = [(one + other)[:cut], (one + other)[cut:]]
            assert (canonical(parts) == canonical([one, other])) is (meaning(parts) == joined)

    def test_distinct_kinds(self) -> None:
        """Values that look alike have bytes of their own."""
        alike: list[Any] = [
            *(1, True, "1", b"1", "True", None, "None", 0, False, "", b"", (), frozenset(), {}),
            *(date(2024, 1, 1), "2024-01-01", datetime(2024, 1, 1, tzinfo=UTC), timedelta(1), UTC),
            *(
                Colour.RED,
                "Colour.RED",
                Basis.LAW,
                Fraction(1, 2),
                "1/2",
                (1, 2),
                (12,),
                ((1,), 2),
            ),
            *(
                Point(1),
                Point(1, 1),
                ("Point", 1, 0),
                ("a", "b"),
                ("a;sb",),
                ("as1:b",),
                {"x": 1, "y": 0},
                {1: 2},
                {2: 1},
                [[1, 2]],
            ),
        ]

        assert len({canonical(each) for each in alike}) == len(alike)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (timezone(timedelta(hours=8)), timezone(timedelta(hours=8), "北京时间")),
            (1, Fraction(2, 2)),
            (Decimal("0.50"), Fraction(1, 2)),
            (Decimal("-0"), 0),
            (bytearray(b"a"), b"a"),
            (
                datetime(2024, 1, 1, 8, tzinfo=ZoneInfo("Asia/Shanghai")),
                datetime(2024, 1, 1, tzinfo=UTC),
            ),
        ],
    )
    def test_equal(self, one: object, other: object) -> None:
        """Equality of Python's own goes through."""
        assert one == other
        assert canonical(one) == canonical(other)

    def test_offsets_differ(self) -> None:
        """Zones of one name and two offsets are two."""
        zones_ = [timezone(timedelta(hours=hours), "当地") for hours in (8, 9)]

        assert len({canonical(each) for each in zones_}) == 2

    @pytest.mark.parametrize(
        ("value", "path"),
        [
            (0.5, "value"),
            ([1, (2, 0.5)], "value[1][1]"),
            ({"a": [0.5]}, "value['a'][0]"),
            ({0.5: 1}, "value"),
            ({("k", 0.5): 1}, "value[1]"),
            ([{0.5}], "value[0]"),
            (Point(Point(1, 0.5)), "value.x.y"),
            ([datetime(2024, 1, 1)], "value[0]"),  # noqa: DTZ001 -- a naive one is the point
            (Decimal("NaN"), "value"),
            (Decimal("Infinity"), "value"),
            (Decimal("1e999999999"), "value"),
            (object(), "value"),
            (int, "value"),
            (1j, "value"),
        ],
    )
    def test_refused(self, value: object, path: str) -> None:
        """Floats, naive datetimes and strangers are refused, with where they are."""
        for how in (canonical, digest):
            with pytest.raises(InvalidValueError) as caught:
                how(value)
            assert caught.value.faults[0].path == path

    def test_clockless(self) -> None:
        """A zone that knows no offset makes a naive datetime; the machine's zone does not stand in."""

        class Nowhere(ZoneInfo.__base__):  # type: ignore[misc,name-defined] # a tzinfo
            def utcoffset(self, _when: datetime | None) -> None:
                return None

        with pytest.raises(InvalidValueError):
            canonical(datetime(2024, 1, 1, tzinfo=Nowhere()))

    def test_extremes(self) -> None:
        """The ends of the calendar, a long number and a lone surrogate have bytes."""
        values = [
            datetime.min.replace(tzinfo=timezone(timedelta(hours=8))),
            datetime.max.replace(tzinfo=timezone(timedelta(hours=-8))),
            10**5000,
            Fraction(1, 10**5000),
            "\ud800",
            "\ud801",
        ]

        assert len({canonical(each) for each in values}) == len(values)

    @pytest.mark.slow
    @pytest.mark.parametrize("seed", ["0", "1", "4711"])
    def test_processes(self, seed: str) -> None:
        """Another process with another hash seed finds the same digest."""
        made: list[str] = []
        exec(ACROSS, {"print": made.append})  # noqa: S102 -- our own text
        run = subprocess.run(  # noqa: S603 -- our own text
            [sys.executable, "-c", ACROSS],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": jiesu.__path__[0].rpartition("/")[0]},
            capture_output=True,
            text=True,
            check=True,
        )

        assert run.stdout.strip() == made[0]

    @pytest.mark.parametrize("name", ["sha256", "sha1", "blake2b", "sm3"])
    def test_algorithms(self, name: str) -> None:
        """A digest is that of the bytes, by any algorithm that hashlib has."""
        if name not in hashlib.algorithms_available:
            pytest.skip(f"no {name} here")
        wanted = hashlib.new(name, canonical(["一", 1])).hexdigest()

        assert digest(["一", 1], name) == f"{name}:{wanted}"

    @pytest.mark.parametrize("name", ["md0", "", None, 7, [], "shake_128"])
    def test_no_algorithm(self, name: Any) -> None:
        """An unknown algorithm, or one without a length, is refused with a remedy."""
        with pytest.raises(InvalidValueError, match="sm3"):
            digest(1, name)


class TestCompact:
    """A compact class pickles as its bare values and is built, and checked, anew."""

    @given(st.integers(), st.text())
    def test_round_trip(self, one: int, two: str) -> None:
        """Every field comes back, those without part in equality and the derived ones too."""
        made = Slim(one=one, two=two)

        for other in (pickle.loads(pickle.dumps(made)), copy.copy(made), copy.deepcopy(made)):  # noqa: S301
            assert (other, other.two, other.twice) == (made, two, 2 * one)
        assert b"two" not in pickle.dumps(made)

    def test_older(self) -> None:
        """What an older version stored takes the default of a field behind."""
        reduced: Any = Slim(one=1, two="x").__reduce__()
        rebuild, (cls, one, _) = reduced

        assert rebuild(cls, one).two == "2"

    @pytest.mark.parametrize(
        "made",
        [
            Source(
                id="s",
                title="条例",
                title_en="regulations",
                number="1号",
                rank=Rank.LOCAL_LAW,
                published=date(2021, 9, 1),
                since=date(2021, 9, 24),
                until=date(2030, 1, 1),
                place="11",
                url="https://x",
                remark=Text("注", "note"),
            ),
            assumed("因", "why"),
        ],
        ids=["source", "citation"],
    )
    def test_sources(self, made: Any) -> None:
        """Sources and citations come back equal, with the digest that decisions pin."""
        other = pickle.loads(pickle.dumps(made))  # noqa: S301

        assert other == made
        assert digest(other) == digest(made)


# -- exact numbers -------------------------------------------------------------------------------

WIDE = Context(prec=200)
ORACLE = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.TRUNCATE: ROUND_DOWN,
    Rounding.GBT_8170: ROUND_HALF_EVEN,
}
# Half of them are ties at some place.
decimals = st.builds(
    lambda digits, place, tie: (Decimal(digits) * 10 + (5 if tie else 0)).scaleb(-place),
    st.integers(-(10**12), 10**12),
    st.integers(0, 8),
    st.booleans(),
)


class TestExact:
    """Numbers come in exactly; floats and booleans do not come in."""

    @given(st.fractions())
    def test_spellings(self, number: Fraction) -> None:
        """A fraction, its text, and in per cent: one number."""
        per_cent = number * 100
        texts = [str(number), f" {number} ", f"{per_cent}%", f"+{abs(number)}"]

        assert exact(number) == number
        assert [exact(text) for text in texts] == [number, number, number, abs(number)]

    @given(decimals)
    def test_decimals(self, number: Decimal) -> None:
        """A Decimal and its text are the fraction that they print."""
        assert exact(number) == exact(str(number)) == Fraction(number)

    @given(st.integers())
    def test_integers(self, number: int) -> None:
        """An int is itself."""
        assert exact(number) == exact(str(number)) == number

    @given(st.floats() | st.booleans())
    def test_refused(self, number: Any) -> None:
        """No float and no boolean passes, in exact() or in rounded(); the error names the place."""
        with pytest.raises(InexactNumberError, match=r"weights\[2\]"):
            exact(number, "weights[2]")
        with pytest.raises(InexactNumberError):
            rounded(number, 1)

    def test_float_is_told(self) -> None:
        """The error says that a float is not exact, and what to pass."""
        with pytest.raises(InexactNumberError, match=r"a float is not exact.*'0\.35'"):
            exact(0.35)

    @pytest.mark.parametrize(
        "value",
        [
            "",
            "%",
            "a",
            "1/0",
            "nan",
            "inf",
            "1%%",
            "0x1",
            "1,000",
            "1/2/3",
            None,
            (),
            1j,
            Decimal("NaN"),
            Decimal("sNaN"),
            Decimal("-Infinity"),
            b"1",
            "9" * 5000,
        ],
    )
    def test_no_number(self, value: Any) -> None:
        """What is no number is refused."""
        with pytest.raises(InexactNumberError, match="not an exact number"):
            exact(value)

    @pytest.mark.parametrize(
        "value",
        [
            "1e999999999",
            "1E-99_999_999",
            "1e+９９９９９９９９９",
            "1e5001%",
            Decimal("1e999999999"),
            Decimal("1e-999999999"),
        ],
    )
    def test_beyond_reason(self, value: Any) -> None:
        """A power of ten that would fill the memory is refused at once."""
        began = time.perf_counter()

        with pytest.raises(InexactNumberError):
            exact(value)
        assert time.perf_counter() - began < 0.1
        assert exact("1e3") == exact(Decimal("1e3")) == 1000


class TestRounded:
    """Rounding happens once, by the named rule."""

    @given(decimals, st.integers(0, 8), st.sampled_from(Rounding))
    def test_oracle(self, number: Decimal, places: int, rule: Rounding) -> None:
        """Python's decimal says the same, negative numbers and ties included."""
        wanted = number.quantize(Decimal(1).scaleb(-places), ORACLE[rule], WIDE)

        assert rounded(Fraction(number), places, rule) == wanted

    @given(st.fractions(), st.integers(0, 30), st.sampled_from(Rounding))
    def test_any_fraction(self, number: Fraction, places: int, rule: Rounding) -> None:
        """The result has that many decimals, is near enough, and is odd about zero."""
        made = rounded(number, places, rule)
        unit = Fraction(1, 10**places)
        error = abs(Fraction(made)) - abs(number)

        assert made.as_tuple().exponent == -places
        assert -unit < error <= 0 if rule is Rounding.TRUNCATE else abs(error) <= unit / 2
        assert rounded(-number, places, rule) == made.copy_negate()
        assert rounded(Fraction(made), places, rule) == made

    @pytest.mark.parametrize("number", [Fraction(-1, 1000), 0, Fraction(1, 1000), "-0.4%"])
    def test_zero_has_no_sign(self, number: Any) -> None:
        """What rounds to nothing prints as 0.00, never as -0.00."""
        assert {str(rounded(number, 2, rule)) for rule in Rounding} == {"0.00"}

    def test_worked(self) -> None:
        """Half goes up, is dropped, or goes to the even digit."""
        numbers_ = [exact(text) for text in ("0.125", "0.135", "-0.125", "0.1351", "2.5%")]

        assert [[str(rounded(n, 2, rule)) for n in numbers_] for rule in Rounding] == [
            ["0.13", "0.14", "-0.13", "0.14", "0.03"],
            ["0.12", "0.13", "-0.12", "0.13", "0.02"],
            ["0.12", "0.14", "-0.12", "0.14", "0.02"],
        ]

    def test_long(self) -> None:
        """Neither the context's precision nor the longest integer that prints sets a bound."""
        number = Fraction(10**6000 + 1, 2)

        assert Fraction(rounded(number, 0)) == number + Fraction(1, 2)
        assert Fraction(rounded(number, 1)) == number
        assert str(rounded(Fraction(1, 3), 40)) == "0." + "3" * 40

    @pytest.mark.parametrize("places", [-1, 101, 10**9, True, 1.0, "2", None])
    def test_places(self, places: Any) -> None:
        """Decimals are a whole number from 0 to 100."""
        with pytest.raises(InvalidValueError, match="places"):
            rounded(Fraction(1), places)

    @pytest.mark.parametrize("rule", ["HALF_UP", ROUND_HALF_UP, None, []])
    def test_rule(self, rule: Any) -> None:
        """The rule is a Rounding, not its name."""
        with pytest.raises(InvalidValueError, match="a Rounding"):
            rounded(Fraction(1), 0, rule)


# -- sources -------------------------------------------------------------------------------------


def source(
    rank: Rank = Rank.LOCAL_LAW,
    since: date = date(2021, 9, 24),
    until: date | None = None,
    published: date | None = None,
) -> Source:
    """A text of that rank and time."""
    return Source(
        id=f"{rank.name.lower()}-{since}",
        title="示例条例",
        title_en="Example Regulations",
        rank=rank,
        published=published or since,
        since=since,
        until=until,
    )


def provision(value: Any, given_: Source, **more: Any) -> Provision:
    """What the text says."""
    return Provision(value=value, citations=(given_.cite("1"),), **more)


DAYS = Parameter("limits.days", Text("办理时限", "time limit"), int)
JAN, FEB, MAR, APR, MAY = (date(2024, month, 1) for month in range(1, 6))
moments = st.dates(date(2024, 1, 1), date(2024, 1, 12))


@st.composite
def provisions(draw: st.DrawFn) -> Provision:
    """A value, silence or delegation, for a while, published on some day."""
    first, since = draw(moments), draw(st.none() | moments)
    ends = st.none() | moments
    text = source(
        draw(st.sampled_from(Rank)),
        first,
        draw(ends.filter(lambda day: day is None or day > first)),
        draw(moments),
    )
    return provision(
        draw(st.integers(1, 4) | st.sampled_from(Absent)),
        text,
        since=since,
        until=draw(ends.filter(lambda day: day is None or since is None or day > since)),
    )


class TestDated:
    """Sources stack: the highest in force that sets a value, the newest among equals."""

    @given(st.lists(provisions(), max_size=6), st.none() | moments)
    def test_definition(self, entries: list[Provision], known_at: date | None) -> None:
        """
        On every boundary day and its eve the answer is what the definition says.

        A value comes before what is delegated, that before silence; then rank; then the later start.
        """
        dated = Dated(DAYS, entries)
        turns = boundaries([dated])

        for day in {each - timedelta(eve) for each in turns for eve in (0, 1)}:
            found = [
                (
                    (None, UNSET, SILENT).index(
                        entry.value if isinstance(entry.value, Absent) else None
                    ),
                    list(Rank).index(text.rank),
                    -max(text.since, entry.since or text.since).toordinal(),
                    place,
                )
                for place, entry in enumerate(entries)
                if (text := entry.source)
                and (known_at is None or text.published <= known_at)
                and max(text.since, entry.since or text.since) <= day
                and all(end is None or day < end for end in (text.until, entry.until))
            ]
            if found:
                assert dated.on(day, known_at) is entries[min(found)[-1]]
            else:
                with pytest.raises(OutOfCoverageError, match=r"limits\.days.*Remedy"):
                    dated.on(day, known_at)

    @given(st.lists(provisions(), max_size=6))
    def test_boundaries(self, entries: list[Provision]) -> None:
        """Between boundary days nothing changes."""
        dated = Dated(DAYS, entries)
        turns = boundaries([dated])

        assert list(turns) == sorted(set(turns))
        for day in (date(2023, 12, 31) + timedelta(n) for n in range(14)):
            if day + timedelta(1) not in turns:
                assert _said(dated, day) == _said(dated, day + timedelta(1))

    def test_half_open(self) -> None:
        """The first day is in, the day of repeal is out."""
        one = provision(1, source(since=FEB, until=APR))
        two = provision(2, source(since=FEB, until=APR), since=MAR)
        eve = timedelta(1)

        assert [one.in_force(day) for day in (FEB - eve, FEB, APR - eve, APR)] == [
            *(False, True, True, False)
        ]
        assert (two.starts, two.ends) == (MAR, APR)
        assert Dated(DAYS, (one, two)).on(MAR - eve).value == 1
        assert Dated(DAYS, (one, two)).on(MAR).value == 2

    def test_rank_before_date(self) -> None:
        """A newer text of lower rank does not displace an older one of higher rank."""
        law = provision(1, source(Rank.LOCAL_LAW, JAN))
        policy = provision(2, source(Rank.POLICY, MAR))

        assert Dated(DAYS, (policy, law)).on(APR).value == 1

    @pytest.mark.parametrize("higher", [SILENT, UNSET])
    def test_absence_takes_nothing_away(self, higher: Absent) -> None:
        """A higher text that is silent or delegates leaves the value of a lower one."""
        entries = (provision(higher, source(Rank.STATUTE, JAN)), provision(2, source(since=MAR)))

        assert Dated(DAYS, entries).on(FEB).value is higher
        assert Dated(DAYS, entries).on(MAR).value == 2

    def test_known_at(self) -> None:
        """What was published later was not known, though it applied."""
        old = provision(1, source(since=JAN))
        new = provision(2, source(since=MAR, published=FEB))
        dated = Dated(DAYS, (old, new))

        assert [dated.on(APR, known).value for known in (JAN, FEB - timedelta(1), FEB, None)] == [
            *(1, 1, 2, 2)
        ]

    @pytest.mark.parametrize(
        ("day", "known_at", "words"),
        [
            (JAN, None, f"first set from {FEB}"),
            (FEB - timedelta(1), None, f"first set from {FEB}"),
            (MAR, None, f"ended on {MAR}"),
            (MAY, None, f"ended on {MAR}"),
            (MAY, JAN, "had not been published"),
            (JAN, JAN, "had not been published"),
        ],
    )
    def test_errors(self, day: date, known_at: date | None, words: str) -> None:
        """Not yet, ended and not yet published are told apart."""
        entry = provision(1, source(since=FEB, published=FEB), until=MAR)

        with pytest.raises(OutOfCoverageError, match=re.escape(words)) as caught:
            Dated(DAYS, (entry,)).on(day, known_at)
        assert "办理时限" in caught.value.to("zh")
        assert str(day) in str(caught.value)

    def test_between(self) -> None:
        """Between an end and a new start, what ended is told."""
        text = source(since=JAN)
        entries = (provision(1, text, until=FEB), provision(2, text, since=APR))

        with pytest.raises(OutOfCoverageError, match=f"ended on {FEB}"):
            Dated(DAYS, entries).on(MAR)

    def test_ends_with_its_source(self) -> None:
        """A provision said to outlive its source has ended with it."""
        dated = Dated(
            DAYS, [provision(1, source(since=JAN, until=MAR), since=date(2023, 1, 1), until=MAY)]
        )

        assert boundaries([dated]) == (JAN, MAR)
        with pytest.raises(OutOfCoverageError, match=f"ended on {MAR}"):
            dated.on(APR)
        with pytest.raises(OutOfCoverageError, match=f"first set from {JAN}"):
            dated.on(date(2023, 6, 1))

    def test_kinds(self) -> None:
        """Every value of the wrong kind is told with its place; absence is of any kind."""
        entries = [provision(value, source()) for value in (1, "2", SILENT, None)]

        with pytest.raises(RulebookError) as caught:
            Dated(DAYS, (*entries, "x"))
        assert [fault.path for fault in caught.value.faults] == [
            f"limits.days[{n}]" for n in (1, 3, 4)
        ]
        with pytest.raises(RulebookError, match="a Parameter"):
            Dated("limits.days", ())  # type: ignore[arg-type]

    def test_twice(self) -> None:
        """A path that stands twice is a fault; once is none."""
        series = [Dated(Parameter(path, DAYS.term, int), ()) for path in ("a", "b", "a")]

        assert [fault.path for fault in check_unique(series)] == ["a"]
        assert check_unique(series[:2]) == ()

    @pytest.mark.parametrize("absent", Absent)
    def test_need(self, absent: Absent) -> None:
        """What is absent cannot be computed with: the error cites the text and names the overlay."""
        with pytest.raises(UnsetError) as caught:
            need(DAYS, provision(absent, source()))
        told = str(caught.value)

        assert "limits.days" in told
        assert "办理时限" in told
        assert '.with_({"limits.days": ...})' in told
        assert "Example Regulations art. 1" in told
        assert absent.zh in caught.value.to("zh")
        assert need(DAYS, provision(0, source())) == 0


def _said(dated: Dated, day: date) -> Provision | None:
    with suppress(OutOfCoverageError):
        return dated.on(day)
    return None


class TestCitations:
    """Each value names its ground; the weakest of them is what it may claim."""

    @pytest.mark.parametrize("rank", Rank)
    def test_basis_of_rank(self, rank: Rank) -> None:
        """A citation is on law, policy or standard as its source is; another basis can be said."""
        words = rank.name.split("_")[-1]
        wanted = {"POLICY": Basis.POLICY, "STANDARD": Basis.STANDARD}.get(words, Basis.LAW)

        assert source(rank).cite("1").basis is wanted
        assert source(rank).cite("1", basis=Basis.REPORTED).basis is Basis.REPORTED

    def test_text(self) -> None:
        """A citation prints title, number, place, quote and reading, in both languages."""
        text = attrs.evolve(source(), number="示例〔2021〕1号")
        cited = text.cite("11-3-1", "即时答复", Basis.REPORTED, Text("从宽", "read broadly"))

        assert cited.text == Text(
            "《示例条例》（示例〔2021〕1号）第十一条第三款第（一）项，“即时答复”，据报道或转述，从宽",
            "Example Regulations art. 11(3)(1), “即时答复”, as reported, read broadly",
        )

    def test_assumed(self) -> None:
        """An assumption says why, and near which clause; without either it is refused."""
        near = source().cite("7", "及时")
        ground = assumed("未列先后", "no order", near)

        assert ground.text.zh == "推定：未列先后（参照《示例条例》第七条，“及时”）"
        assert (ground.basis, ground.source) == (Basis.ASSUMED, near.source)
        with pytest.raises(InvalidValueError, match="a reason if assumed"):
            Citation(basis=Basis.ASSUMED, source=source())
        with pytest.raises(InvalidValueError, match="incomplete"):
            Citation(basis=Basis.LAW, note=Text("x", "x"))

    def test_own(self) -> None:
        """What a user puts in place of a text names the place, and claims nothing of it."""
        near = source().cite("7", "及时")
        ground = own(near)

        assert ground.basis is Basis.OWN
        assert (ground.source, ground.locator, ground.quote) == (near.source, "7", "")
        assert ground.text.zh == "自行设定：使用者给定，不是原文所定（参照《示例条例》第七条）"
        assert ground.text.en.endswith("not what the texts say (near Example Regulations art. 7)")
        with pytest.raises(InvalidValueError, match="incomplete"):
            Citation(basis=Basis.OWN, source=source())
        with pytest.raises(InvalidValueError, match="near"):
            own("条例")  # type: ignore[arg-type]

    def test_reason_first(self) -> None:
        """The reason stands before the article: one at the head would be taken for the ground."""
        assert assumed("未列先后", "no order").text == Text("推定：未列先后", "assumed: no order")
        near = assumed("未列先后", "no order", source().cite("7"))
        assert near.text.en == "assumed: no order (near Example Regulations art. 7)"

    def test_what_is_told(self) -> None:
        """Who rests on what is not read in a text is told so; what stands on no text says why."""
        assert {basis for basis in Basis if basis.needs_reason} == {Basis.ASSUMED, Basis.OWN}
        assert {basis for basis in Basis if basis.told} == {
            Basis.REPORTED,
            Basis.ASSUMED,
            Basis.OWN,
        }

    @given(st.lists(st.sampled_from(Basis), min_size=1, max_size=4))
    def test_weakest(self, bases: list[Basis]) -> None:
        """A value on several grounds claims no more than the weakest."""
        why = Text("因", "why")
        grounds = [source().cite("1", basis=basis, note=why) for basis in bases]
        said = Provision(value=1, citations=grounds)

        assert said.basis is max(bases, key=list(Basis).index)

    @pytest.mark.parametrize("citations", [(), (assumed("因", "why"),), ("art. 1",), (None,)])
    def test_no_source(self, citations: Any) -> None:
        """A provision names its source first."""
        with pytest.raises(RulebookError, match=r"provision\.citations"):
            Provision(value=1, citations=citations)

    def test_garbage(self) -> None:
        """A basis or source of another type is told, both at once."""
        with pytest.raises(InvalidValueError) as caught:
            Citation(basis="LAW", source="条例")  # type: ignore[arg-type]
        assert len(caught.value.faults) == 2


DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True))
UNITS = {"千": 1000, "百": 100, "十": 10, "": 1}


def parsed(numeral: str) -> int:
    """A Chinese numeral read back, by the grammar: digit and unit, largest first."""
    if numeral.startswith("十"):
        numeral = "一" + numeral
    pairs = re.findall("零?([一二三四五六七八九])([千百十]?)", numeral)
    assert "".join(digit + unit for digit, unit in pairs) == numeral.replace("零", "")
    values = [UNITS[unit] for _, unit in pairs]
    assert values == sorted(set(values), reverse=True)
    for (_, unit), (before, after) in zip(pairs[1:], itertools.pairwise(values), strict=True):
        # 零 stands exactly where a unit is left out between two that are said.
        at = numeral.rindex(pairs[values.index(after)][0] + unit)
        assert (numeral[at - 1] == "零") is (before != after * 10)
    return sum(DIGITS[digit] * UNITS[unit] for digit, unit in pairs)


class TestNumerals:
    """条款项 are counted in Chinese numerals."""

    def test_inverse(self) -> None:
        """Every number from 1 to 9999, read back by the grammar, is itself."""
        assert [parsed(chinese_number(n)) for n in range(1, 10_000)] == list(range(1, 10_000))

    @pytest.mark.parametrize(
        ("number", "numeral"),
        [
            *((1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百")),
            *((101, "一百零一"), (110, "一百一十"), (111, "一百一十一"), (1001, "一千零一")),
            *((1010, "一千零一十"), (1100, "一千一百"), (2020, "二千零二十")),
        ],
    )
    def test_table(self, number: int, numeral: str) -> None:
        """As the texts print them."""
        assert chinese_number(number) == numeral

    @pytest.mark.parametrize("number", [0, -1, 10_000, 123_456])
    def test_beyond(self, number: int) -> None:
        """Numbers beyond are printed in digits."""
        assert chinese_number(number) == str(number)

    @given(st.lists(st.integers(1, 12_000), min_size=1, max_size=3))
    def test_locate(self, numbers_: list[int]) -> None:
        """条, 款 and 项 are each named in their order, and can be read back from the English."""
        found = locate("-".join(map(str, numbers_)))
        forms = ["第{}条", "第{}款", "第（{}）项"]

        assert found.zh == "".join(
            form.format(chinese_number(n)) for form, n in zip(forms, numbers_, strict=False)
        )
        assert [int(n) for n in re.findall(r"\d+", found.en)] == numbers_

    @pytest.mark.parametrize(
        ("locator", "zh", "en"),
        [
            ("12", "第十二条", "art. 12"),
            ("三（四）", "三（四）", "sec. 3(4)"),
            ("（十二）", "（十二）", "sec. (12)"),
            ("附件2", "附件2", "附件2"),
            ("1-2-3-4", "1-2-3-4", "1-2-3-4"),
            ("1-", "1-", "1-"),
            ("²", "²", "²"),
            ("", "", ""),
        ],
    )
    def test_headings(self, locator: str, zh: str, en: str) -> None:
        """A policy document's own headings stay; what is no locator is left as it is."""
        assert locate(locator) == Text(zh, en)


# -- explanations --------------------------------------------------------------------------------

titles = st.text(
    "<>&\"'`*_[](){}#+-.!|~$\\^=:@ \n\r\t\u2028\u0085\x0b;/派单一、（）1a", max_size=12
)
texts = st.builds(Text, titles, titles)
trees = st.recursive(
    st.builds(Explanation, texts, grounds=st.lists(texts, max_size=2)),
    lambda of: st.builds(
        Explanation, texts, st.lists(of, max_size=4), st.lists(texts, max_size=2)
    ),
    max_leaves=8,
)
langs = st.sampled_from(["zh", "en"])


def plain(text: str) -> str:
    """On one line."""
    return " ".join(text.split())


def mark(depth: int, number: int, lang: str) -> str:
    """The number of an item."""
    if depth == 0:
        return ""
    if lang == "en":
        return {1: f"{number}. ", 2: f"({number}) "}.get(depth, "- ")
    numeral = chinese_number(number)
    return {1: f"{numeral}、", 2: f"（{numeral}）", 3: f"{number}．"}.get(depth, f"（{number}）")


def statements(
    node: Explanation, lang: str, depth: int = 0, number: int = 0
) -> Iterator[tuple[int, str]]:
    """Depth and words of each statement and ground, in order."""
    yield depth, mark(depth, number, lang) + plain(node.says.to(lang))
    word = "Ground: " if lang == "en" else "依据："
    for ground in node.grounds:
        yield depth, word + plain(ground.to(lang))
    for place, part in enumerate(node.parts, 1):
        yield from statements(part, lang, depth + 1, place)


class Reader(html.parser.HTMLParser):
    """Reads statements, with the depth of the lists that hold them; refuses tags not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.open: list[str] = []
        self.said: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Only our own tags and attributes are there."""
        allowed = {"div": {"class", "lang"}, "style": set(), "h1": set()}
        allowed |= {"span": set(), "ol": set(), "li": set()}
        assert {name for name, _ in attrs} <= allowed[tag]
        self.depth += tag == "ol"
        self.open.append(tag)
        if tag in ("h1", "span") or (tag == "div" and ("class", "ground") in attrs):
            self.said.append((self.depth, ""))

    def handle_endtag(self, tag: str) -> None:
        """What opened last closes first."""
        assert self.open.pop() == tag
        self.depth -= tag == "ol"

    def handle_data(self, data: str) -> None:
        """Words belong to the statement that is open."""
        if self.open[-1] != "style":
            depth, words = self.said[-1]
            assert self.open[-1] in ("h1", "span", "div")
            self.said[-1] = depth, words + data


class TestExplanation:
    """One tree, printed three ways, each escaped by its own rules."""

    @given(trees, langs)
    def test_text(self, tree: Explanation, lang: str) -> None:
        """
        Each statement and each ground is one line, numbered and indented by its depth.

        So a line break inside a title cannot fake an item.
        """
        lines = tree.text(lang).split("\n")

        assert len(tree.text(lang).splitlines() or [""]) == len(lines)
        assert [line.strip() for line in lines] == [
            words.strip() for _, words in statements(tree, lang)
        ]
        for line, (depth, words) in zip(lines, statements(tree, lang), strict=True):
            ground = words.startswith(("Ground: ", "依据：")) and depth
            item = 4 * max(0, depth - 1)
            assert len(line) - len(line.lstrip(" ")) in ((item, item + 4) if ground else (item,))

    @given(trees, langs)
    def test_html(self, tree: Explanation, lang: str) -> None:
        """A browser finds our own tags only, and in them the same statements at the same depth."""
        reader = Reader()
        reader.feed(tree.html(lang))
        reader.close()

        assert reader.open == []
        assert reader.said == list(statements(tree, lang))
        outside = re.sub(r"<style>.*?</style>", "", tree.html(lang))
        assert "<script" not in outside
        assert (
            re.sub(
                r"</?(div|h1|span|ol|li)( class=\"\w+\")?( lang=\"[\w-]+\")?>", "", outside
            ).count("<")
            == 0
        )

    @given(trees, langs)
    def test_markdown(self, tree: Explanation, lang: str) -> None:
        """
        Markdown has one heading, a list item per statement, a line of emphasis per ground.

        Within them every special character is escaped; unescaped, the words are those of the text.
        """
        head, blank, *rest = tree.markdown(lang).split("\n")
        lines = [(0, head.removeprefix("###").removeprefix(" "))]
        for line in rest:
            words = line.lstrip(" ")
            depth = (len(line) - len(words)) // 2
            if words.startswith("- "):
                lines.append((depth + 1, words[2:]))
            else:
                assert words[0] == words[-1] == "*"
                lines.append((depth, words[1:-1]))

        assert head.startswith("###")
        assert blank == ""
        for _, words in lines:
            assert not re.search(
                r"[\\`*_{}\[\]<>()#+\-.!|~&$]", re.sub(r"\\[!-/:-@\[-`{-~]", "", words)
            )
        assert [(depth, re.sub(r"\\(.)", r"\1", words).strip()) for depth, words in lines] == [
            (depth, words.strip()) for depth, words in statements(tree, lang)
        ]

    def test_numbering(self) -> None:
        """Items are numbered as in official documents: 一、（一）1．（1）."""
        leaf = Explanation(Text("叶", "leaf"))
        tree = leaf
        for word in "丁丙乙甲":
            tree = Explanation(Text(word, "node"), (leaf, tree))

        assert [line.strip() for line in tree.text().split("\n")] == [
            *(
                "甲",
                "一、叶",
                "二、乙",
                "（一）叶",
                "（二）丙",
                "1．叶",
                "2．丁",
                "（1）叶",
                "（2）叶",
            )
        ]
        assert [line.strip()[:4] for line in tree.text("en").split("\n")[1:5]] == [
            *("1. l", "2. n", "(1) ", "(2) ")
        ]

    def test_many_items(self) -> None:
        """Ten thousand items and more are numbered too."""
        tree = Explanation(Text("总", "all"), [Explanation(Text("项", "item"))] * 10_001)

        assert tree.text().endswith("九千九百九十九、项\n10000、项\n10001、项")

    def test_language(self) -> None:
        """str() and a notebook show the language that was asked for; it is no part of the value."""
        tree = Explanation(Text("派单", "sent"), lang="en")

        assert str(tree) == "sent"
        assert "sent" in tree
        assert "派单" not in tree
        assert 'lang="en"' in tree._repr_html_()
        assert (tree.text(), tree.markdown(), tree.html()) == (
            tree.text("en"),
            tree.markdown("en"),
            tree.html("en"),
        )
        assert 'lang="zh-CN"' in tree.html("zh")
        assert "派单" in tree.markdown("zh")
        assert tree.html(None) == tree.html() != attrs.evolve(tree, lang="zh").html()
        assert tree == Explanation(Text("派单", "sent"))

    @given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"])))
    def test_escaping(self, text: str) -> None:
        """Elements escape as the standard library does, in what stands in them and in attributes."""
        said = html.escape(text)
        assert element("b", text, title=text) == f'<b title="{said}">{said}</b>'

    def test_html_in_a_page(self) -> None:
        """The heading fits the page around it; a page with a style of its own leaves ours out."""
        tree = Explanation(Text("派单", "sent"), (Explanation(Text("一项", "an item")),))

        assert "<h1>派单</h1>" in tree.html()
        for level in range(1, 7):
            assert f"<h{level}>派单</h{level}>" in tree.html(heading=level)
        assert tree.html(style=False) == re.sub(r"<style>.*?</style>", "", tree.html())
        assert "<style>" in tree.html()
        assert "<style>" not in tree.html(style=False)
        wrongs: tuple[Any, ...] = (0, 7, -1, True, "2", 1.0, None)
        for wrong in wrongs:
            with pytest.raises(InvalidValueError, match=r"heading.*1 to 6"):
                tree.html(heading=wrong)
        for lang in ("de", "", 1, b"zh"):
            for printed in (tree.text, tree.markdown, tree.html):
                with pytest.raises(InvalidValueError, match="no such language"):
                    printed(lang)  # type: ignore[arg-type]

    def test_markup(self) -> None:
        """Markup in a title is shown, not obeyed."""
        tree = Explanation(
            Text('<b onclick="x">&amp;</b>', ""), (Explanation(Text("# *a*\n- b", "")),)
        )

        assert "&lt;b onclick=&quot;x&quot;&gt;&amp;amp;&lt;/b&gt;" in tree.html()
        assert tree.markdown().endswith("- 一、\\# \\*a\\* \\- b")
        assert tree.text().endswith("\n一、# *a* - b")

    @given(trees)
    def test_value(self, tree: Explanation) -> None:
        """It pickles, compares and digests as a value."""
        other = pickle.loads(pickle.dumps(tree))  # noqa: S301

        assert other == tree
        assert hash(other) == hash(tree)
        assert other.html() == tree.html()
