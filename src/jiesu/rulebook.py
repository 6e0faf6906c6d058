"""
规则集: all that applies in a place on a day, from every source in force there, and where it is from.

A `Timeline` holds what each source says of each parameter, through time. `Timeline.on` stacks the
sources of a day by rank and date into a `Rulebook`: an immutable value that can be compared,
digested, checked and overlaid. A reform is an overlay, never a mutation.
"""

import fnmatch
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, NoReturn

import attrs

from .canonical import digest
from .errors import (
    Fault,
    FrozenMap,
    JiesuError,
    OutOfCoverageError,
    RulebookError,
    UnsetError,
    did_you_mean,
    fail,
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
from .facts import AS
from .labels import Label, Text
from .legal_time import legal_day
from .scoring import Assessment
from .sources import (
    Absent,
    Basis,
    Citation,
    Dated,
    Parameter,
    Provision,
    Reading,
    Selector,
    Source,
    boundaries,
    check_unique,
    need,
    own,
)
from .tables import Finding as TableFinding
from .tables import Row, Table

_PATTERN = re.compile(r"[*?\[]")

DOUBLE_ASSESSMENT = Parameter(
    "assessment.double",
    Text("双考核", "double assessment of callers and responders"),
    Mapping,
    selected_by=Selector.PERIOD_END,
)
ASSESSMENT_CLASSES = Parameter(
    "assessment.classes",
    Text("分级分类考评", "graded and classified assessment"),
    Mapping,
    selected_by=Selector.PERIOD_END,
)
INCENTIVES = Parameter(
    "assessment.incentives",
    Text("考评激励", "incentives"),
    Mapping,
    selected_by=Selector.PERIOD_END,
)
EFFECT_AND_ATTITUDE = Parameter(
    "assessment.effect_and_attitude",
    Text("办理效果和工作人员态度的评价", "ratings of effect and attitude"),
    Mapping,
    selected_by=Selector.PERIOD_END,
)
BASE_RATIO = Parameter(
    "scoring.base_ratio",
    Text("基数诉求比", "requests to base ratio"),
    str,
    selected_by=Selector.PERIOD_END,
)

UNREAD = (
    DOUBLE_ASSESSMENT,
    ASSESSMENT_CLASSES,
    INCENTIVES,
    EFFECT_AND_ATTITUDE,
    BASE_RATIO,
)
"""Parameters that a rulebook states, or says that nobody does, and that no engine reads."""


class Kind(Label):
    """What a finding of `Rulebook.check` is about; the first four break the rulebook."""

    BROKEN = "不能成立", "does not hold together"
    GAP = "缺口", "gap"
    OVERLAP = "重叠", "overlap"
    DEAD = "无效行", "dead row"
    CONTESTED = "依次序而定", "decided by order"
    ASSUMED = "推定", "assumed"
    OWN = "自行设定", "set by the user"
    REPORTED = "据转述", "reported"
    SILENT = "未作规定", "silent"
    UNSET = "未设定", "unset"
    UNREAD = "来源未见全文", "source not fully read"

    @property
    def fault(self) -> bool:
        """Whether it breaks the rulebook, rather than tells what it rests on."""
        return self in {Kind.BROKEN, Kind.GAP, Kind.OVERLAP, Kind.DEAD}


class Finding(NamedTuple):
    """One thing that `Rulebook.check` has to say, and where."""

    kind: Kind
    path: str
    text: Text


@attrs.frozen(repr=False)
class Report:
    """
    What `Rulebook.check` found.

    Attributes:
        rulebook: Which rulebook, on which day.
        findings: Everything, faults first.
    """

    rulebook: str
    findings: tuple[Finding, ...] = attrs.field(converter=tupled)

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Gaps, overlaps and dead rows."""
        return tuple(each for each in self.findings if each.kind.fault)

    def of(self, kind: Kind) -> tuple[Finding, ...]:
        """The findings of one kind."""
        return tuple(each for each in self.findings if each.kind is kind)

    def explain(self, lang: str = "zh") -> Explanation:
        """The findings by kind."""
        groups = []
        for kind in Kind:
            found = self.of(kind)
            if found or kind.fault:
                parts = [
                    Explanation(
                        Text(f"{each.path}：{each.text.zh}", f"{each.path}: {each.text.en}")
                    )
                    for each in found
                ]
                said = Text(f"{kind.zh}：{len(found)} 项", f"{kind.en}: {len(found)}")
                groups.append(Explanation(said, parts))
        title = Text(f"{self.rulebook} 规则集检查", f"Check of {self.rulebook}")
        return Explanation(title, groups, lang=lang)

    def __str__(self) -> str:
        return str(self.explain())

    def __repr__(self) -> str:
        return f"Report({self.rulebook}: {len(self.faults)} faults, {len(self.findings)} findings)"

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str]]:
        """The findings as flat rows, in Chinese."""
        return [
            {"kind": each.kind.zh, "path": each.path, "text": each.text.zh}
            for each in self.findings
        ]


@attrs.frozen(kw_only=True)
class Rulebook:
    """
    What applies in a place on a day.

    Attributes:
        id: Of the timeline it came from.
        version: Of the rules as data: raised with any change of a value.
        place: Prefix of the division codes it applies to.
        day: The day it was asked for.
        known_at: What had been published when; None: everything that the timeline holds.
        provisions: Parameter path to the parameter and what applies of it.
        sources: Every source in force, read or not.

    Example:
        >>> from datetime import date
        >>> from jiesu.rules import beijing
        >>> rules = beijing.TIMELINE.on(date(2024, 5, 1))
        >>> rules.provision("dispatch_objection.window").value
        Absent.UNSET
    """

    id: str
    version: str
    place: str
    day: date
    known_at: date | None
    provisions: Mapping[str, tuple[Parameter, Provision]] = attrs.field(
        converter=mapped, repr=False
    )
    sources: tuple[Source, ...] = attrs.field(converter=tupled, repr=False)

    def __attrs_post_init__(self) -> None:
        faults = mistyped(
            "rulebook", self, id=str, version=str, place=str, day=date, known_at=date | None
        )
        faults += misfits("rulebook.sources", self.sources, Source)
        refuse(RulebookError, [*faults, *_provision_faults(self.provisions)])

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.day, self.known_at))

    @classmethod
    def of(
        cls,
        name: str,
        day: date,
        provisions: Mapping[Parameter, Any],
        *grounds: Citation,
        version: str = "1",
    ) -> "Rulebook":
        """
        A rulebook from plain values that share their grounds: for a city without a timeline.

        Args:
            name: Its identifier.
            day: The day it stands for.
            provisions: Parameter to value.
            grounds: 依据 of them all; the first names a source.
            version: Of these values.
        """
        if not isinstance(provisions, Mapping):
            raise RulebookError(misfit("provisions", provisions, Mapping))
        faults = misfits("provisions", provisions, Parameter)
        refuse(RulebookError, [*faults, *misfits("grounds", grounds, Citation)])
        made = {
            parameter.path: (parameter, Provision(value=value, citations=grounds))
            for parameter, value in provisions.items()
        }
        source = next((each.source for each in grounds if each.source), None)
        return cls(
            id=name,
            version=version,
            place=source.place if source else "",
            day=day,
            known_at=None,
            provisions=made,
            sources=(source,) if source else (),
        )

    def provision(self, parameter: Parameter | str) -> Provision:
        """
        What applies of a parameter: a value, silence, or that it is unset.

        Raises:
            RulebookError: The rulebook has no such parameter.
        """
        return self._entry(parameter)[1]

    def __getitem__(self, parameter: Parameter | str) -> Any:
        """
        The value of a parameter.

        Raises:
            UnsetError: It is silent or unset; says how to supply it.
            RulebookError: The rulebook has no such parameter.
        """
        return need(*self._entry(parameter))

    def _entry(self, parameter: Parameter | str) -> tuple[Parameter, Provision]:
        path = parameter.path if isinstance(parameter, Parameter) else parameter
        if not isinstance(path, str) or path not in self.provisions:
            raise RulebookError(_unknown(path, self.provisions))
        return self.provisions[path]

    def with_(self, changes: Mapping[str, Any]) -> "Rulebook":
        """
        This rulebook with other values: an overlay.

        Args:
            changes: Parameter path to value; or the path of a row (``rates.satisfaction.S2``) to
                its outcome, whose conditions stay. ``*`` and ``[1-3]`` in a path stand for several
                (``rates.*.N1``); a path in full prevails. An equal value changes nothing.

        Raises:
            RulebookError: An unknown path or a value of the wrong type; all at once.
        """
        if not isinstance(changes, Mapping):
            fault = wrong_type("changes", changes, Text("路径到取值的映射", "a mapping of paths"))
            raise RulebookError(fault)
        faults: list[Fault] = []
        made = dict(self.provisions)
        changes = _spelt_out(changes, {path: [made[path][1].value] for path in made})
        # Whole parameters first: a row is one of the table that stands then.
        for path in sorted(changes, key=lambda each: each not in made):
            value = changes[path]
            head, row = (path, "") if path in made else _row_path(path)
            if head not in made:
                faults.append(_unknown(path, self.provisions))
                continue
            parameter, old = made[head]
            if row:
                faults += _row_faults(path, [old.value], row, value)
                if not faults:
                    made[head] = parameter, _with_row(old, row, value)
            elif not isinstance(value, (parameter.kind, Absent)):
                faults.append(
                    wrong_type(path, value, Text(parameter.kind.__name__, parameter.kind.__name__))
                )
            elif value != old.value:
                made[path] = parameter, _overlaid(old, value)
        refuse(RulebookError, faults)
        return attrs.evolve(self, provisions=made)

    def __canonical__(self) -> object:
        """What its canonical bytes are made of: what it says, whichever day it was asked for."""
        return "Rulebook", self.id, self.version, self.place, self.provisions, self.sources

    @property
    def digest(self) -> str:
        """Digest of all that it says; the same on every day on which it says the same."""
        return digest(self)

    @property
    def label(self) -> str:
        """Identifier, version and day, as a pin prints them."""
        known = f", known {self.known_at}" if self.known_at else ""
        return f"{self.id}@{self.version} ({self.day}{known})"

    def check(self) -> Report:
        """
        What is wrong with the rules, and what they rest on.

        Faults are gaps, overlaps and dead rows of tables. The rest is to be known: what depends on
        the order of rows, what is assumed, reported, silent or unset, which sources were not read.
        """
        found = [each for item in self.provisions.values() for each in _findings(*item)]
        found += _broken(self.provisions)
        found += [
            _unread(source) for source in self.sources if source.reading is not Reading.WHOLE
        ]
        order = list(Kind)
        return Report(self.label, sorted(found, key=lambda each: order.index(each.kind)))

    def explain(self, lang: str = "zh") -> Explanation:
        """Every parameter with its value and grounds."""
        parts = []
        for parameter, provision in self.provisions.values():
            value = _say_value(provision.value)
            says = Text(
                f"{parameter.term.zh}（{parameter.path}）：{value.zh}",
                f"{parameter.term.en} ({parameter.path}): {value.en}",
            )
            parts.append(Explanation(says, grounds=[each.text for each in provision.citations]))
        return Explanation(
            Text(f"规则集 {self.label}", f"Rulebook {self.label}"), parts, lang=lang
        )

    def _repr_html_(self) -> str:
        return self.explain().html()

    def to_rows(self) -> list[dict[str, str]]:
        """A flat row per parameter, in Chinese."""
        return [
            {
                "path": parameter.path,
                "term": parameter.term.zh,
                "value": _say_value(provision.value).zh,
                "basis": provision.basis.zh,
                "grounds": "；".join(each.text.zh for each in provision.citations),
            }
            for parameter, provision in self.provisions.values()
        ]


def _overlay(changes: Any) -> Any:
    """Changes that nobody can change: neither which there are, nor a value that is a mapping."""
    if not isinstance(changes, Mapping):
        return changes
    return FrozenMap({path: mapped(value) for path, value in changes.items()})


@attrs.frozen(kw_only=True)
class Timeline:
    """
    The rules of a place through time.

    Attributes:
        id: Stable short name: ``beijing``.
        version: Of the rules as data.
        place: Prefix of the division codes; empty for the whole country.
        series: What every source says of every parameter.
        sources: Every source known of, those too that were not read.
        overlay: Values put in place of whatever applies; see `with_`.
    """

    id: str
    version: str
    place: str = ""
    series: tuple[Dated, ...] = attrs.field(converter=tupled, repr=False)
    sources: tuple[Source, ...] = attrs.field(converter=tupled, repr=False)
    overlay: Mapping[str, Any] = attrs.field(factory=dict, converter=_overlay)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("timeline", self, id=str, version=str, place=str)
        faults += misfits("timeline.series", self.series, Dated)
        faults += misfits("timeline.sources", self.sources, Source)
        refuse(RulebookError, faults)
        refuse(RulebookError, [*check_unique(self.series), *self._overlay_faults(self.overlay)])

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.place))

    def stacked_on(self, base: "Timeline") -> "Timeline":
        """This timeline with the sources of *base* (the nation, the province) under it."""
        if not isinstance(base, Timeline):
            raise RulebookError(misfit("base", base, Timeline))
        merged = {dated.parameter.path: dated for dated in base.series}
        for dated in self.series:
            under = merged.get(dated.parameter.path)
            entries = (*dated.entries, *(under.entries if under else ()))
            merged[dated.parameter.path] = Dated(dated.parameter, entries)
        return attrs.evolve(
            self,
            series=tuple(merged.values()),
            sources=tuple(dict.fromkeys((*base.sources, *self.sources))),
        )

    def on(self, day: date, known_at: date | None = None) -> Rulebook:
        """
        What applied on *day*, as far as was published by *known_at*.

        Args:
            day: The day whose rules are asked for.
            known_at: Day of knowledge; None: all that the timeline holds.

        Raises:
            OutOfCoverageError: No source of this timeline says how to route on that day.
            InvalidValueError: No date.
        """
        legal_day(day, "day")
        if known_at is not None:
            legal_day(known_at, "known_at")
        provisions: dict[str, tuple[Parameter, Provision]] = {}
        for dated in self.series:
            parameter = dated.parameter
            if dated.in_force(day, known_at):
                provisions[parameter.path] = parameter, dated.on(day, known_at)
        if not provisions:
            self._nothing_known(day, known_at)
        rulebook = Rulebook(
            id=self.id,
            version=self.version,
            place=self.place,
            day=day,
            known_at=known_at,
            provisions=provisions,
            sources=tuple(each for each in self.sources if each.in_force(day, known_at)),
        )
        overlay = {
            path: value
            for path, value in self.overlay.items()
            if path in provisions
            or _has_row(provisions, path)
            or (_row_path(path)[0] in provisions and _row_path(path)[0] in self.overlay)
        }
        return rulebook.with_(overlay) if overlay else rulebook

    def _nothing_known(self, day: date, known_at: date | None) -> NoReturn:
        first = min((dated.starts for dated in self.series), default=None)
        fail(
            OutOfCoverageError,
            self.id,
            Text(
                f"该日没有已知的规则，自 {first} 起才有",
                f"no rules are known; they begin on {first}",
            ),
            value=str(day) if known_at is None else f"{day} (known at {known_at})",
            remedy=Text(
                "请换一个日期，或补充该日期的来源", "ask for another day, or add a source"
            ),
        )

    def dated(self, parameter: Parameter | str) -> Dated:
        """
        Everything that any source says of a parameter.

        Raises:
            RulebookError: The timeline has no such parameter.
        """
        path = parameter.path if isinstance(parameter, Parameter) else parameter
        for dated in self.series:
            if dated.parameter.path == path:
                return dated
        raise RulebookError(_unknown(path, [each.parameter.path for each in self.series]))

    def with_(self, changes: Mapping[str, Any]) -> "Timeline":
        """
        This timeline with other values, on every day on which the parameter, or its row, exists.

        Args:
            changes: See `Rulebook.with_`.

        Raises:
            RulebookError: An unknown path or a value of the wrong type; all at once.
        """
        if isinstance(changes, Mapping):
            tables = {
                dated.parameter.path: [entry.value for entry in dated.entries]
                for dated in self.series
            }
            for path in tables.keys() & {**self.overlay, **changes}.keys():
                tables[path] = [{**self.overlay, **changes}[path]]
            changes = _spelt_out(changes, tables)
        refuse(RulebookError, self._overlay_faults(changes))
        # What comes later prevails: a whole table takes the place of rows that were set in the old.
        kept = {
            path: value
            for path, value in self.overlay.items()
            if path in changes or _row_path(path)[0] not in changes
        }
        return attrs.evolve(self, overlay={**kept, **changes})

    def _overlay_faults(self, changes: object) -> list[Fault]:
        if not isinstance(changes, Mapping):
            return [wrong_type("changes", changes, Text("路径到取值的映射", "a mapping of paths"))]
        series = {dated.parameter.path: dated for dated in self.series}
        whole = {**self.overlay, **changes}
        faults: list[Fault] = []
        for path, value in changes.items():
            head, row = (path, "") if path in series else _row_path(path)
            if head not in series:
                faults.append(_unknown(path, series))
            elif row:
                values = [entry.value for entry in series[head].entries]
                if isinstance(whole.get(head, 0), (series[head].parameter.kind, Absent)):
                    values = [whole[head]]  # a row is one of the table that then stands
                faults += _row_faults(path, values, row, value)
            elif not isinstance(value, (series[head].parameter.kind, Absent)):
                faults.append(misfit(path, value, series[head].parameter.kind))
        return faults

    @property
    def boundaries(self) -> tuple[date, ...]:
        """Every day on which a provision or a source starts or ends to apply."""
        days = set(boundaries(self.series))
        for source in self.sources:
            days.add(source.since)
            if source.until:
                days.add(source.until)
        return tuple(sorted(days))


def _provision_faults(provisions: object) -> Iterator[Fault]:
    if not isinstance(provisions, Mapping):
        yield wrong_type("provisions", provisions, Text("映射", "a mapping"))
        return
    for path, entry in provisions.items():
        if (
            not isinstance(entry, tuple)
            or len(entry) != 2
            or not isinstance(entry[0], Parameter)
            or not isinstance(entry[1], Provision)
            or entry[0].path != path
        ):
            yield wrong_type(
                f"provisions[{shown(path)}]",
                entry,
                Text("参数与规定", "a pair of the Parameter of that path and a Provision"),
            )
        elif not isinstance(entry[1].value, (entry[0].kind, Absent)):
            name = entry[0].kind.__name__
            yield wrong_type(path, entry[1].value, Text(name, name))


def _unknown(path: object, known: Iterable[str]) -> Fault:
    return Fault(
        path if isinstance(path, str) else shown(path),
        Text("没有这个参数", "no such parameter"),
        remedy=did_you_mean(path, known),
    )


def _spelt_out(changes: Mapping[str, Any], values: Mapping[str, list[Any]]) -> dict[str, Any]:
    """Changes with each pattern replaced by the paths that it stands for; one in full prevails."""
    patterns = [
        p for p in changes if isinstance(p, str) and _PATTERN.search(p) and p not in values
    ]
    if not patterns:
        return dict(changes)
    rows = (
        f"{path}.{row.id}"
        for path, tables in values.items()
        for table in tables
        if isinstance(table, Table)
        for row in table.rows
    )
    known = dict.fromkeys((*values, *rows))
    made: dict[str, Any] = {}
    for pattern in patterns:
        found = [path for path in known if fnmatch.fnmatchcase(path, pattern)]
        # A pattern that stands for nothing is left as it is, to be refused as an unknown path.
        made.update(dict.fromkeys(found or (pattern,), changes[pattern]))
    return made | {path: value for path, value in changes.items() if path not in patterns}


def _row_path(path: object) -> tuple[str, str]:
    """A path as that of a parameter and a row of its table."""
    head, _, row = path.rpartition(".") if isinstance(path, str) else ("", "", "")
    return head, row


def _has_row(provisions: Mapping[str, tuple[Parameter, Provision]], path: str) -> bool:
    head, row = _row_path(path)
    table = provisions[head][1].value if head in provisions else None
    return isinstance(table, Table) and any(each.id == row for each in table.rows)


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


def _with_row(old: Provision, row: str, value: Any) -> Provision:
    table: Table[Any] = old.value
    ruling = table.row(row)
    if ruling.then == value:
        return old
    when = {test.fact: test.allowed for test in ruling.conditions}
    changed = table.with_row(Row(row, when, value, (own(ruling.grounds[0]),)))
    return attrs.evolve(old, value=changed)


def _overlaid(old: Provision, value: Any) -> Provision:
    ground = own(old.citations[0])
    return Provision(value=value, citations=(ground,), since=old.since, until=old.until)


def _say_value(value: Any) -> Text:
    if isinstance(value, Label):
        return value.text
    if isinstance(value, Table):
        return Text(f"表，{len(value.rows)} 行", f"table of {len(value.rows)} rows")
    if isinstance(value, bool):
        return Text("适用", "applies") if value else Text("不适用", "does not apply")
    if isinstance(value, tuple):
        said = [getattr(each, "name", None) or _say_value(each) for each in value]
        return Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))
    text = getattr(value, "text", None)
    return text if isinstance(text, Text) else Text(str(value), str(value))


_KIND_OF_BASIS = {
    Basis.ASSUMED: Kind.ASSUMED,
    Basis.OWN: Kind.OWN,
    Basis.REPORTED: Kind.REPORTED,
}
_KIND_OF_ABSENCE = {Absent.SILENT: Kind.SILENT, Absent.UNSET: Kind.UNSET}


def _broken(provisions: Mapping[str, tuple[Parameter, Provision]]) -> Iterator[Finding]:
    """What keeps the assessment from being put together, and tables that answer to other names."""
    try:
        rules = Assessment.of(provisions)
        stated = (each for each in (rules.weights, rules.whole) if each is not None)
        if any(not isinstance(each.value, Absent) for each in stated):
            rules.formula()
    except UnsetError:
        pass  # listed as unset
    except JiesuError as error:
        for fault in error.faults:
            yield Finding(Kind.BROKEN, fault.path, Text(fault.to("zh"), fault.to("en")))
    for path, (_, provision) in provisions.items():
        if isinstance(provision.value, Table) and provision.value.name != path:
            told = provision.value.name
            says = Text(f"表名与路径不符：{told}", f"the table calls itself {told}")
            yield Finding(Kind.BROKEN, path, says)


def _findings(parameter: Parameter, provision: Provision) -> Iterator[Finding]:
    value, path = provision.value, parameter.path
    if isinstance(value, Absent):
        cited = provision.citations[0].text
        term = parameter.term
        yield Finding(
            _KIND_OF_ABSENCE[value],
            path,
            Text(f"{term.zh}（{cited.zh}）", f"{term.en} ({cited.en})"),
        )
        return
    grounds = {ground: [path] for ground in provision.citations}
    if isinstance(value, Table):
        yield from _table_findings(path, value)
        for row in value.rows:
            if isinstance(row.then, Absent):
                told, cited = row.explain().says, row.grounds[0].text
                yield Finding(
                    _KIND_OF_ABSENCE[row.then],
                    f"{path}.{row.id}",
                    Text(f"{told.zh}（{cited.zh}）", f"{told.en} ({cited.en})"),
                )
            for ground in row.grounds:
                grounds.setdefault(ground, []).append(row.id)
        for fact in value.space.facts:
            if isinstance(fact.missing, AS) and fact.name in value.columns:
                grounds.setdefault(fact.missing.ground, []).append(fact.name)
    for ground, rests in grounds.items():
        kind = _KIND_OF_BASIS.get(ground.basis)
        if kind:
            names = [each for each in dict.fromkeys(rests) if each != path]
            where = f"{path}[{', '.join(names)}]" if names else path
            yield Finding(kind, where, ground.text)


def _table_findings(path: str, table: Table[Any]) -> Iterator[Finding]:
    """Faults one by one; contested pairs together under the row that comes first."""
    before: dict[str, list[TableFinding]] = {}
    for found in table.check():
        if found.fault:
            yield Finding(Kind[found.kind.upper()], path, found.text)
        else:
            before.setdefault(found.rows[0], []).append(found)
    for row, pairs in before.items():
        later = "、".join(pair.rows[1] for pair in pairs)
        example = pairs[0].text
        yield Finding(
            Kind.CONTESTED,
            f"{path}.{row}",
            Text(f"先于 {later} 适用。例：{example.zh}", f"comes before {later}: {example.en}"),
        )


def _unread(source: Source) -> Finding:
    remark = source.remark or Text("", "")
    return Finding(
        Kind.UNREAD,
        source.id,
        Text(
            f"《{source.title}》{source.number}{source.reading.zh}。{remark.zh}",
            f"{source.title_en}: {source.reading.en}. {remark.en}",
        ),
    )
