"""
检查: what is wrong with the rules of a day, and what they rest on.

A finding says where (the path of a parameter, a row or a column), how grave it is, on which article it
bears and how to mend it. What breaks the rules is told apart from what whoever uses them has to know:
what depends on the order of rows, what missing means, what is assumed, silent, unset or unread.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import attrs

from .canonical import Alike
from .conduct import Conduct
from .errors import Fault, JiesuError, RulebookError, UnsetError, misfits, mistyped, refuse, tupled
from .explain import Explanation
from .facts import AS, MISSING, REFUSE, Fact, say
from .labels import Label, Text
from .overlays import Provisions
from .routing import table_faults
from .scoring import Assessment
from .sources import Absent, Basis, Citation, Parameter, Provision, Reading, Source
from .tables import Finding as TableFinding
from .tables import Table


class Severity(Label):
    """轻重: how grave a finding is."""

    ERROR = "错误", "breaks the rules"
    WARNING = "提醒", "may not be what was meant"
    NOTE = "说明", "to be known"


class Kind(Label):
    """What a finding of `Rulebook.check` or `Timeline.check` is about."""

    BROKEN = "不能成立", "does not hold together"
    GAP = "缺口", "gap"
    OVERLAP = "重叠", "overlap"
    DEAD = "无效行", "dead row"
    CONTRADICTION = "相互矛盾", "contradiction"
    DOUBTFUL = "可能矛盾", "may contradict"
    IDLE = "无从适用", "nothing makes use of it"
    GAP_IN_TIME = "时间缺口", "gap in time"
    REDUNDANT = "多余行", "redundant row"
    UNCITED = "未注明条款", "no place in the text is named"
    CONTESTED = "依次序而定", "decided by order"
    MISSING = "未载明时", "what missing means"
    ASSUMED = "推定", "assumed"
    OWN = "自行设定", "set by the user"
    REPORTED = "据转述", "reported"
    SILENT = "未作规定", "silent"
    UNSET = "未设定", "unset"
    UNREAD = "来源未见全文", "source not fully read"
    UNVERIFIED = "效力未核至今", "not verified to apply for good"

    @property
    def severity(self) -> Severity:
        """How grave what is found of it is."""
        place = list(Kind).index(self)
        if place <= list(Kind).index(Kind.CONTRADICTION):
            return Severity.ERROR
        return Severity.WARNING if place < list(Kind).index(Kind.CONTESTED) else Severity.NOTE

    @property
    def fault(self) -> bool:
        """Whether it breaks the rules, rather than tells what they rest on."""
        return self.severity is Severity.ERROR


class Finding(NamedTuple):
    """
    One thing that a check has to say.

    Attributes:
        kind: What it is about.
        path: Where: a parameter, a row (``routing.triage.T5``), a column (``routing.triage[urgent]``),
            or the id of a source.
        text: What was found.
        article: 条款: on which place of which text it bears; None where on none.
        remedy: How to mend it, or what to do about it; None where there is nothing to do.
    """

    kind: Kind
    path: str
    text: Text
    article: Text | None = None
    remedy: Text | None = None

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.kind.severity


@attrs.frozen(repr=False, eq=False)
class Report(Alike):
    """
    What a check found.

    Attributes:
        rulebook: Which rulebook, on which day.
        findings: Everything, the gravest first.
    """

    rulebook: str
    findings: tuple[Finding, ...] = attrs.field(converter=tupled)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("report", self, rulebook=str)
        refuse(RulebookError, [*faults, *misfits("report.findings", self.findings, Finding)])

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What breaks the rules: gaps, overlaps, dead rows, contradictions."""
        return tuple(each for each in self.findings if each.kind.fault)

    def of(self, kind: Kind) -> tuple[Finding, ...]:
        """The findings of one kind."""
        return tuple(each for each in self.findings if each.kind is kind)

    def explain(self, lang: str = "zh") -> Explanation:
        """The findings by kind, with article and remedy."""
        groups = []
        for kind in Kind:
            found = self.of(kind)
            if found or kind.fault:
                said = Text(
                    f"{kind.zh}（{kind.severity.zh}）：{len(found)} 项",
                    f"{kind.en} ({kind.severity.en}): {len(found)}",
                )
                groups.append(Explanation(said, [_say(each) for each in found]))
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
            {
                "kind": each.kind.zh,
                "severity": each.severity.zh,
                "path": each.path,
                "text": each.text.zh,
                "article": each.article.zh if each.article else "",
                "remedy": each.remedy.zh if each.remedy else "",
            }
            for each in self.findings
        ]


def _say(found: Finding) -> Explanation:
    said = Text(f"{found.path}：{found.text.zh}", f"{found.path}: {found.text.en}")
    mend = found.remedy
    parts = [Explanation(Text(f"处理办法：{mend.zh}", f"what to do: {mend.en}"))] if mend else ()
    return Explanation(said, parts, grounds=[found.article] if found.article else [])


def gravest_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of their kinds, as they came within one."""
    order = {kind: place for place, kind in enumerate(Kind)}
    return tuple(sorted(found, key=lambda each: order[each.kind]))


def check_provisions(provisions: Provisions, sources: Iterable[Source]) -> Iterator[Finding]:
    """Everything that a day's rules are found to be, parameter by parameter, then source by source."""
    for parameter, provision in provisions.values():
        yield from _of_parameter(parameter, provision)
    yield from _broken(provisions)
    for source in sources:
        yield from _of_source(source)


# -- parameter by parameter -------------------------------------------------------------------------

_KIND_OF_BASIS = {
    Basis.ASSUMED: Kind.ASSUMED,
    Basis.OWN: Kind.OWN,
    Basis.REPORTED: Kind.REPORTED,
}
_KIND_OF_ABSENCE = {Absent.SILENT: Kind.SILENT, Absent.UNSET: Kind.UNSET}


def _of_parameter(parameter: Parameter, provision: Provision) -> Iterator[Finding]:
    value, path = provision.value, parameter.path
    if isinstance(value, Absent):
        remedy = _supply(path) if value is Absent.UNSET else None
        cited = provision.citations[0].text
        yield Finding(_KIND_OF_ABSENCE[value], path, parameter.term, cited, remedy)
        return
    rests: dict[Citation, list[str]] = {ground: [] for ground in provision.citations}
    if isinstance(value, Table):
        yield from _of_table(path, value)
        yield from _missing(path, value)
        for row in value.rows:
            if isinstance(row.then, Absent):
                where = f"{path}.{row.id}"
                remedy = _supply(where) if row.then is Absent.UNSET else None
                cited, says = row.grounds[0].text, row.explain().says
                yield Finding(_KIND_OF_ABSENCE[row.then], where, says, cited, remedy)
            for ground in row.grounds:
                rests.setdefault(ground, []).append(row.id)
        for fact in value.space.facts:
            if isinstance(fact.missing, AS) and fact.name in value.columns:
                rests.setdefault(fact.missing.ground, []).append(fact.name)
    for ground, ids in rests.items():
        names = ", ".join(dict.fromkeys(ids))
        where = f"{path}[{names}]" if names else path
        kind = _KIND_OF_BASIS.get(ground.basis)
        if kind:
            yield Finding(kind, where, ground.text, _near(ground))
        source = ground.source
        if (
            source
            and not ground.locator
            and not ground.basis.needs_reason
            and source.reading is not Reading.UNREAD
        ):
            yield Finding(
                Kind.UNCITED,
                where,
                Text(f"{ground.text.zh}，未注明条款", f"{ground.text.en}: no article is named"),
                ground.text,
                Text("见到原文后补注条款项", "name the article once the text itself was seen"),
            )


def _supply(path: str) -> Text:
    return Text(
        f'以 TIMELINE.with_({{"{path}": …}}) 自行设定', f'TIMELINE.with_({{"{path}": ...}})'
    )


def _near(ground: Citation) -> Text | None:
    """The place in a text by which an assumption stands; the reason is told apart from it."""
    if ground.source is None:
        return None
    return attrs.evolve(ground, basis=Basis.LAW, note=None).text


def _of_table(path: str, table: Table[Any]) -> Iterator[Finding]:
    """Faults one by one; contested pairs together under the row that comes first."""
    before: dict[str, list[TableFinding]] = {}
    articles = {row.id: row.grounds[0].text for row in table.rows}
    remedies = {
        "gap": Text("补一行，或扩大某行的条件", "add a row, or widen the conditions of one"),
        "overlap": Text("缩小其中一行的条件", "narrow the conditions of one of them"),
        "dead": Text("删去该行，或移到前面", "take the row out, or put it before the others"),
    }
    for found in table.check():
        first = found.rows[0] if found.rows else ""
        where = f"{path}.{first}" if first and found.kind != "gap" else path
        if found.fault:
            kind, remedy = Kind[found.kind.upper()], remedies[found.kind]
            yield Finding(kind, where, found.text, articles.get(first), remedy)
        elif found.kind == "redundant":
            joined = "、".join(found.rows[1:])
            remedy = Text(f"删去，或与 {joined} 合并", f"take it out, or join it with {joined}")
            yield Finding(Kind.REDUNDANT, where, found.text, articles[first], remedy)
        else:
            before.setdefault(first, []).append(found)
    for row, pairs in before.items():
        later = "、".join(pair.rows[1] for pair in pairs)
        example = pairs[0].text
        yield Finding(
            Kind.CONTESTED,
            f"{path}.{row}",
            Text(f"先于 {later} 适用。例：{example.zh}", f"comes before {later}: {example.en}"),
            articles[row],
        )


def _missing(path: str, table: Table[Any]) -> Iterator[Finding]:
    """What it means, column by column, that a fact is not stated."""
    for name in table.columns:
        fact = table.space.facts[table.space.index(name)]
        cited = _near(fact.missing.ground) if isinstance(fact.missing, AS) else None
        yield Finding(Kind.MISSING, f"{path}[{name}]", _said_of_missing(fact, table), cited)


def _said_of_missing(fact: Fact, table: Table[Any]) -> Text:
    if fact.missing is REFUSE:
        return Text(f"{fact.term.zh}必须载明，否则不予处理", f"{fact.term.en} has to be stated")
    if isinstance(fact.missing, AS):
        value = say(fact.missing.value)
        return Text(
            f"{fact.term.zh}未载明的，视为{value.zh}",
            f"where {fact.term.en} is not stated, it is read as {value.en}",
        )
    tests = [(row.id, test) for row in table.rows for test in row.conditions]
    named = [row for row, test in tests if test.fact == fact.name and MISSING in test.allowed]
    barred = [row for row, test in tests if test.fact == fact.name and MISSING not in test.allowed]
    rows, out = "、".join(named), "、".join(barred)
    if not named:
        return Text(
            f"{fact.term.zh}未载明的，{out} 不适用",
            f"where {fact.term.en} is not stated, {out} do not answer",
        )
    return Text(
        f"{fact.term.zh}未载明的，可适用 {rows}" + (f"，{out} 不适用" if out else ""),
        f"where {fact.term.en} is not stated, {rows} may answer"
        + (f", {out} do not" if out else ""),
    )


def _of_fault(fault: Fault) -> Finding:
    # Path and remedy have places of their own.
    bare = attrs.evolve(fault, remedy=None)
    zh, en = (bare.to(lang).removeprefix(f"{fault.path}: ") for lang in ("zh", "en"))
    return Finding(Kind.BROKEN, fault.path, Text(zh, en), None, fault.remedy)


def _broken(provisions: Provisions) -> Iterator[Finding]:
    """What the engines cannot use: assessment, handling, routing; tables that answer to other names."""
    try:
        rules = Assessment.of(provisions)
        stated = (each for each in (rules.weights, rules.whole) if each is not None)
        if any(not isinstance(each.value, Absent) for each in stated):
            rules.formula()
    except UnsetError:
        pass  # listed as unset
    except JiesuError as error:
        yield from map(_of_fault, error.faults)
    try:
        Conduct.of(provisions)
    except JiesuError as error:
        yield from map(_of_fault, error.faults)
    for path, (_, provision) in provisions.items():
        if isinstance(provision.value, Table):
            yield from map(_of_fault, table_faults(path, provision.value))
        if isinstance(provision.value, Table) and provision.value.name != path:
            told = provision.value.name
            yield Finding(
                Kind.BROKEN,
                path,
                Text(f"表名与路径不符：{told}", f"the table calls itself {told}"),
                None,
                Text(f"表名应为 {path}", f"name the table {path}"),
            )


# -- source by source -------------------------------------------------------------------------------


def _of_source(source: Source) -> Iterator[Finding]:
    remark = source.remark or Text("", "")
    if source.reading is not Reading.WHOLE:
        yield Finding(
            Kind.UNREAD,
            source.id,
            Text(
                f"《{source.title}》{source.number}{source.reading.zh}。{remark.zh}",
                f"{source.title_en}: {source.reading.en}. {remark.en}",
            ),
            Text(f"《{source.title}》{source.number}", source.title_en),
            Text("见到原文后补录", "state its clauses once they were read"),
        )
    if source.verified_until:
        yield Finding(
            Kind.UNVERIFIED,
            source.id,
            Text(
                f"《{source.title}》的效力只核实至 {source.verified_until}（不含该日）。{remark.zh}",
                f"{source.title_en} was verified to apply only until {source.verified_until}, "
                f"that day excluded. {remark.en}",
            ),
            Text(f"《{source.title}》{source.number}", source.title_en),
            Text("查明其后的规定", "find out what applies from then on"),
        )
