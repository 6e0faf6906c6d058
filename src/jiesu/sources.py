"""
依据: where a value comes from, how far it was read, and what is not known.

A rule is worth what its source is worth. Each value names the 条款项 that gives it, quotes a few of
its words, and says on what kind of basis it rests. Where a text is silent, or delegates the value,
or is not public, that is what the value says.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, NoReturn

import attrs

from .canonical import compact
from .errors import (
    Fault,
    InvalidValueError,
    JiesuError,
    NotYetInForceError,
    OutOfCoverageError,
    RepealedError,
    RulebookError,
    UnsetError,
    UnverifiedError,
    fail,
    fits,
    mapped,
    misfit,
    misfits,
    mistyped,
    refuse,
    shown,
    tupled,
    wrong_type,
)
from .labels import Label, Text


class Basis(Label):
    """依据的性质: what kind of ground a value stands on, the firmest first."""

    LAW = "法律法规", "law"
    POLICY = "政策文件", "policy document"
    STANDARD = "标准", "standard"
    REPORTED = "报道转述", "reported (press or secondary source)"
    ASSUMED = "推定", "assumed (needed to operate; no text found)"
    OWN = "自行设定", "set by the user in place of the texts"

    @property
    def needs_reason(self) -> bool:
        """Whether it stands on no text, so that a note has to say why."""
        return self in {Basis.ASSUMED, Basis.OWN}

    @property
    def told(self) -> bool:
        """Whether whoever rests on it has to be told: it is not what a text that was read says."""
        return self.needs_reason or self is Basis.REPORTED


class Rank(Label):
    """效力位阶: which source prevails where two of them set the same value, the highest first."""

    STATUTE = "法律", "national statute"
    REGULATION = "行政法规、规章", "national regulation"
    LOCAL_LAW = "地方性法规", "local law"
    NATIONAL_POLICY = "国家政策文件", "national policy document"
    POLICY = "地方政策文件", "local policy document"
    STANDARD = "标准", "standard"


class Reading(Label):
    """How much of a source has been read for this library."""

    WHOLE = "全文已核", "read whole"
    PART = "部分已核", "read in part"
    UNREAD = "条款未见", "clauses not read"


class Selector(Label):
    """适用时点: the instant by whose day a rule is chosen among its versions."""

    DECISION = "作出决定之时", "when it is decided: a ticket is routed by the rules of that day"
    RECEIPT = (
        "受理之时",
        "when the ticket was received: a case is handled by the rules of that day",
    )
    PERIOD_END = "考评期末日", "the last day of the period that is assessed"
    START = "期间起算之日", "the day from which a period is counted"


class Standing(Label):
    """效力状态: how a rule stands on a day; only what is in force is ever used."""

    IN_FORCE = "现行有效", "in force"
    NOT_YET = "尚未施行", "not yet in force"
    REPEALED = "已经失效", "repealed, or run out"
    UNVERIFIED = "效力未核", "not verified to apply beyond a day"
    UNKNOWN = "当时尚未公布", "not published by then"


class Absent(Label):
    """Why there is no value."""

    SILENT = "未作规定", "silent: the text was read and sets no such thing"
    UNSET = "未设定", "unset: delegated, or not public"


SILENT = Absent.SILENT
UNSET = Absent.UNSET

_BASIS_OF = {
    Rank.STATUTE: Basis.LAW,
    Rank.REGULATION: Basis.LAW,
    Rank.LOCAL_LAW: Basis.LAW,
    Rank.NATIONAL_POLICY: Basis.POLICY,
    Rank.POLICY: Basis.POLICY,
    Rank.STANDARD: Basis.STANDARD,
}
_FIRMNESS = {basis: index for index, basis in enumerate(Basis)}
_STATES = {UNSET: 1, SILENT: 2}
_PRECEDENCE = {rank: index for index, rank in enumerate(Rank)}
_DIGITS = "零一二三四五六七八九"
_INNER = str.maketrans("“”", "‘’")
_HEADING = re.compile("([一二三四五六七八九十]*)（([一二三四五六七八九十]+)）")


def chinese_number(number: int) -> str:
    """
    A whole number from 1 to 9999 in Chinese numerals, as articles are counted; any other in digits.

    Example:
        >>> [chinese_number(n) for n in (3, 10, 12, 20, 203, 1259)]
        ['三', '十', '十二', '二十', '二百零三', '一千二百五十九']
    """
    if not 1 <= number <= 9999:
        return str(number)
    said = ""
    for unit, digit in zip("千百十个", f"{number:04}", strict=True):
        if digit != "0":
            said += _DIGITS[int(digit)] + unit
        elif said and not said.endswith("零"):
            said += "零"
    said = said.rstrip("零").removesuffix("个")
    return said.removeprefix("一") if said.startswith("一十") else said


_NUMBERS = {chinese_number(number): str(number) for number in range(1, 100)}


def locate(locator: str) -> Text:
    """
    The full form of a short locator 条-款-项, or of the heading of a policy document.

    Example:
        >>> locate("12-1-1")
        Text(zh='第十二条第一款第（一）项', en='art. 12(1)(1)')
        >>> locate("三（四）")
        Text(zh='三（四）', en='sec. 3(4)')
    """
    if heading := _HEADING.fullmatch(locator):
        section, item = (_NUMBERS.get(each, each) for each in heading.groups())
        return Text(locator, f"sec. {section}({item})")
    parts = locator.split("-")
    digits = all(part.isascii() and part.isdigit() and len(part) <= 9 for part in parts)
    if not digits or len(parts) > 3:
        return Text(locator, locator)
    numbers = [int(part) for part in parts]
    forms = ("第{}条", "第{}款", "第（{}）项")
    zh = "".join(
        form.format(chinese_number(number)) for form, number in zip(forms, numbers, strict=False)
    )
    return Text(zh, f"art. {numbers[0]}" + "".join(f"({number})" for number in numbers[1:]))


@compact
@attrs.frozen(kw_only=True)
class Source:
    """
    A text that rules come from.

    Attributes:
        id: Stable short name: ``bj-2021``.
        title: 名称, without book-title marks.
        title_en: The title in English.
        number: 文号; empty where the text has none.
        rank: 效力位阶.
        published: Day from which it could be known.
        since: First day in force.
        until: First day no longer in force; None while it is.
        verified_until: First day for which nobody verified that it still applied: it is reported to
            have been replaced, say, by a text that was not read. None: read as in force.
        place: Prefix of the division codes it applies to; empty for the whole country.
        reading: How much of it has been read.
        url: Where it was read, if public.
        remark: What a reader of the rulebook has to know about it.
    """

    id: str
    title: str
    title_en: str
    number: str = ""
    rank: Rank
    published: date
    since: date
    until: date | None = None
    place: str = ""
    reading: Reading = Reading.WHOLE
    url: str = ""
    remark: Text | None = None
    verified_until: date | None = None

    def __attrs_post_init__(self) -> None:
        texts = dict.fromkeys(("id", "title", "title_en", "number", "place", "url"), str)
        faults = mistyped(
            "source",
            self,
            **texts,
            rank=Rank,
            published=date,
            since=date,
            until=date | None,
            reading=Reading,
            remark=Text | None,
            verified_until=date | None,
        )
        refuse(InvalidValueError, faults)
        refuse(InvalidValueError, _backward(f"source {self.id}", self.since, self))

    @property
    def ends(self) -> date | None:
        """First day on which it is not used any more: no longer in force, or not verified to be."""
        return min((day for day in (self.until, self.verified_until) if day), default=None)

    def in_force(self, day: date, known_at: date | None = None) -> bool:
        """Whether it applied on *day*, as far as could be known on *known_at*."""
        _need_days(day, known_at)
        known = known_at is None or self.published <= known_at
        if not known or day < self.since or (self.until is not None and day >= self.until):
            return False
        return self.verified_until is None or day < self.verified_until

    def cite(
        self, locator: str, quote: str = "", basis: Basis | None = None, note: Text | None = None
    ) -> "Citation":
        """
        A citation of this source.

        Args:
            locator: 条-款-项 in digits (``"11-3-1"``), or the text's own heading (``"三（四）"``).
            quote: A few of its words, to the letter.
            basis: Default: what the rank says.
            note: A reading that the words alone do not give.
        """
        return Citation(
            basis=basis or _BASIS_OF[self.rank],
            source=self,
            locator=locator,
            quote=quote,
            note=note,
        )


@compact
@attrs.frozen(kw_only=True)
class Citation:
    """
    One ground of a value: a place in a text, or the reason why it is assumed.

    Attributes:
        basis: What kind of ground.
        source: The text; None only where there is no text near the value.
        locator: Where in the text; see `locate`.
        quote: A few words of it, to the letter.
        note: How the words are read; where no text gives the value, why it is so.
    """

    basis: Basis
    source: Source | None = None
    locator: str = ""
    quote: str = ""
    note: Text | None = None

    def __attrs_post_init__(self) -> None:
        faults = mistyped(
            "citation",
            self,
            basis=Basis,
            source=Source | None,
            locator=str,
            quote=str,
            note=Text | None,
        )
        refuse(InvalidValueError, faults)
        if self.note is None if self.basis.needs_reason else self.source is None:
            fail(
                InvalidValueError,
                "citation",
                Text("依据不完整", "an incomplete citation"),
                value=f"{self.basis.name} {self.locator}".strip(),
                expected=Text(
                    "推定须说明理由，其他须有出处", "a reason if assumed, else a source"
                ),
            )

    @property
    def text(self) -> Text:
        """The citation as it is printed."""
        zh: list[str] = []
        en: list[str] = []
        if self.source:
            where = locate(self.locator)
            number = f"（{self.source.number}）" if self.source.number else ""
            zh.append(f"《{self.source.title}》{number}{where.zh}")
            en.append(f"{self.source.title_en} {where.en}".strip())
        if self.quote:
            # Quotation marks of the text itself stand within ours.
            quote = self.quote.translate(_INNER)
            zh.append(f"“{quote}”")
            en.append(f"“{quote}”")
        if self.basis is Basis.REPORTED:
            zh.append("据报道或转述")
            en.append("as reported")
        if self.note and self.basis.needs_reason:
            # The reason first: an article that stands at the head would be taken for the ground.
            near = (f"（参照{'，'.join(zh)}）", f" (near {', '.join(en)})") if zh else ("", "")
            word = self.basis.text.zh, self.basis.en.partition(" (")[0]
            return Text(
                f"{word[0]}：{self.note.zh}{near[0]}", f"{word[1]}: {self.note.en}{near[1]}"
            )
        if self.note:
            zh.append(self.note.zh)
            en.append(self.note.en)
        return Text("，".join(zh), ", ".join(en))


def _backward(path: str, since: date | None, ends: Any) -> Iterator[Fault]:
    """A fault for each end that does not come after the beginning."""
    for name in ("until", "verified_until"):
        end = getattr(ends, name, None)
        if since is not None and end is not None and end <= since:
            what = Text("期间为空：止日应晚于起日", "an empty period: it ends before it begins")
            yield Fault(f"{path}.{name}", what, f"{since}/{end}")


def _need_days(day: object, known_at: object) -> None:
    if type(day) is date and (known_at is None or type(known_at) is date):
        return
    faults = [] if fits(day, date) else [misfit("day", day, date)]
    faults += [] if fits(known_at, date | None) else [misfit("known_at", known_at, date | None)]
    refuse(InvalidValueError, faults)


def assumed(zh: str, en: str, near: Citation | None = None) -> Citation:
    """
    The ground of a value that no text gives but that is needed to operate.

    Args:
        zh: Why it is assumed, in Chinese.
        en: The same in English.
        near: The clause that the assumption fills in.

    Example:
        >>> assumed("条文未列先后", "the text states no order").text.zh
        '推定：条文未列先后'
    """
    if near is not None and not isinstance(near, Citation):
        raise InvalidValueError(misfit("near", near, Citation))
    return Citation(
        basis=Basis.ASSUMED,
        source=near.source if near else None,
        locator=near.locator if near else "",
        quote=near.quote if near else "",
        note=Text(zh, en),
    )


def own(near: Citation) -> Citation:
    """
    The ground of what a user put in place of what the texts say.

    Args:
        near: The ground of what stood there.
    """
    if not isinstance(near, Citation):
        raise InvalidValueError(misfit("near", near, Citation))
    return Citation(
        basis=Basis.OWN,
        source=near.source,
        locator=near.locator,
        note=Text("使用者给定，不是原文所定", "the user's, not what the texts say"),
    )


@attrs.frozen
class Parameter:
    """
    A named place in a rulebook.

    Attributes:
        path: Stable dotted name: ``routing.triage``.
        term: The official term.
        kind: The type of its value.
        selected_by: 适用时点: the instant by whose day its version is chosen; one for each family of
            rules: `DECISION` of routing, `RECEIPT` of handling, `PERIOD_END` of assessment, `START` of
            the limits of statutes.
    """

    path: str
    term: Text
    kind: type = attrs.field(eq=False)
    selected_by: Selector = attrs.field(default=Selector.DECISION, eq=False)

    def __attrs_post_init__(self) -> None:
        kinds = {"path": str, "term": Text, "kind": type, "selected_by": Selector}
        refuse(RulebookError, mistyped("parameter", self, **kinds))


def _citations(value: Any) -> tuple[Citation, ...]:
    return tupled(value, "provision.citations")


@attrs.frozen(kw_only=True)
class Provision:
    """
    What one source says of one parameter: a value, or that there is none.

    Attributes:
        value: The value, `SILENT` or `UNSET`.
        citations: Its grounds, at least one; the first names the source that gave it.
        since: First day it applies; default: the source's.
        until: First day it no longer applies; default: the source's.
    """

    value: Any = attrs.field(converter=mapped)
    citations: tuple[Citation, ...] = attrs.field(converter=_citations)
    since: date | None = None
    until: date | None = None

    def __attrs_post_init__(self) -> None:
        faults = mistyped("provision", self, since=date | None, until=date | None)
        faults += misfits("provision.citations", self.citations, Citation)
        refuse(RulebookError, faults)
        if not self.citations or self.citations[0].source is None:
            fail(
                RulebookError,
                "provision.citations",
                Text("没有出处", "no source"),
                value=shown(self.value),
                remedy=Text("首条依据须指明出处", "let the first citation name the source"),
            )
        refuse(RulebookError, _backward("provision", self.since, self))

    @property
    def source(self) -> Source:
        """The source that gave it."""
        source = self.citations[0].source
        assert source is not None  # noqa: S101 -- checked when built
        return source

    @property
    def basis(self) -> Basis:
        """The weakest of its grounds: what the value as a whole may claim."""
        return max((each.basis for each in self.citations), key=_FIRMNESS.__getitem__)

    def in_force(self, day: date, known_at: date | None = None) -> bool:
        """
        Whether it applied on *day*, as far as could be known on *known_at*.

        A value that rests on several texts applies only when all of them do.
        """
        return (
            all(each.source.in_force(day, known_at) for each in self.citations if each.source)
            and (self.since is None or self.since <= day)
            and (self.until is None or day < self.until)
        )

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every text that it rests on, its own first."""
        return tuple(dict.fromkeys(each.source for each in self.citations if each.source))

    @property
    def starts(self) -> date:
        """First day it applies: never before all that it rests on does."""
        days = [each.since for each in self.sources]
        return max([*days, self.since] if self.since else days)

    @property
    def ends(self) -> date | None:
        """First day it no longer applies: never after what it rests on ends."""
        days = (self.until, *(each.ends for each in self.sources))
        return min((day for day in days if day), default=None)

    def standing(self, day: date, known_at: date | None = None) -> Standing:
        """
        效力状态: how it stands on *day*, as far as was published by *known_at*.

        What ended for certain is `Standing.REPEALED`, though it was not verified to the end.
        """
        if self.in_force(day, known_at):
            return Standing.IN_FORCE
        if known_at is not None and any(each.published > known_at for each in self.sources):
            return Standing.UNKNOWN
        if day < self.starts:
            return Standing.NOT_YET
        ended = (self.until, *(each.until for each in self.sources))
        return (
            Standing.REPEALED
            if any(end is not None and end <= day for end in ended)
            else Standing.UNVERIFIED
        )


def _entries(value: Any) -> tuple[Provision, ...]:
    return tupled(value, "dated.entries")


@attrs.frozen
class Dated:
    """
    A parameter through time: everything that any source says of it.

    On a given day the value is that of the highest source in force that sets one, the newest among
    equals; an assumption gives way to what any text says. A higher text that is silent, or that delegates
    the value, does not take it away from a lower one.
    """

    parameter: Parameter
    entries: tuple[Provision, ...] = attrs.field(converter=_entries)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.parameter, Parameter):
            fault = wrong_type("parameter", self.parameter, Text("参数", "a Parameter"))
            raise RulebookError(fault)
        kind = self.parameter.kind
        faults = []
        for index, entry in enumerate(self.entries):
            path = f"{self.parameter.path}[{index}]"
            if not isinstance(entry, Provision):
                faults.append(wrong_type(path, entry, Text("规定", "a Provision")))
            elif not isinstance(entry.value, (kind, Absent)):
                faults.append(wrong_type(path, entry.value, Text(kind.__name__, kind.__name__)))
        refuse(RulebookError, faults)

    @property
    def starts(self) -> date:
        """First day on which any source says anything; `date.max` where none does."""
        return min((entry.starts for entry in self.entries), default=date.max)

    def in_force(self, day: date, known_at: date | None = None) -> bool:
        """Whether any source said something on *day*, as far as was published by *known_at*."""
        return any(entry.in_force(day, known_at) for entry in self.entries)

    def on(self, day: date, known_at: date | None = None) -> Provision:
        """
        What applied on *day*, as far as was published by *known_at*.

        Raises:
            NotYetInForceError: It is set only from a later day on.
            RepealedError: What set it is no longer in force.
            UnverifiedError: What set it was not verified to apply as late as that.
            OutOfCoverageError: Nothing was published by *known_at*.
        """
        found = [entry for entry in self.entries if entry.in_force(day, known_at)]
        return prevailing(found) if found else self._refuse(day, known_at)

    def announced(self, day: date, known_at: date | None = None) -> tuple[Provision, ...]:
        """
        What was published by *known_at* and applies only after *day*, the next first.

        It is there to be read: no decision of *day* rests on it.

        Args:
            day: The day as seen from which it is to come.
            known_at: Day of knowledge; default: *day* itself.
        """
        _need_days(day, known_at)
        known = known_at or day
        found = [
            entry
            for entry in self.entries
            if entry.starts > day
            and (entry.ends is None or entry.starts < entry.ends)
            and all(each.published <= known for each in entry.sources)
        ]
        return tuple(sorted(found, key=lambda entry: entry.starts))

    def standing(self, day: date, known_at: date | None = None) -> tuple[Standing, date | None]:
        """
        效力状态 on *day*, as far as was published by *known_at*, and the day that tells it.

        The day is that from which it is not verified, or no longer in force, or first set; None where
        something is in force, or nothing was published.
        """
        ways: dict[Standing, list[Provision]] = {}
        for entry in self.entries:
            ways.setdefault(entry.standing(day, known_at), []).append(entry)
        if Standing.IN_FORCE in ways:
            return Standing.IN_FORCE, None
        for state in (Standing.UNVERIFIED, Standing.REPEALED):
            if found := ways.get(state):
                return state, max(entry.ends or date.max for entry in found)
        if found := ways.get(Standing.NOT_YET):
            return Standing.NOT_YET, min(entry.starts for entry in found)
        return Standing.UNKNOWN, None

    def _refuse(self, day: date, known_at: date | None) -> NoReturn:
        outside = Outside(self.parameter.term, *self.standing(day, known_at))
        outside.refuse(self.parameter.path, day, known_at)


class Outside(NamedTuple):
    """
    What is not in force on a day, and why.

    Attributes:
        term: The official term of the parameter.
        standing: 效力状态.
        day: The day that tells it; see `Dated.standing`.
    """

    term: Text
    standing: Standing
    day: date | None

    @property
    def text(self) -> Text:
        """Why it cannot be used, in words."""
        zh, en, day = self.term.zh, self.term.en, self.day
        if self.standing is Standing.UNVERIFIED:
            return Text(
                f"{zh}的效力只核实至 {day}（不含该日）",
                f"{en} was verified to apply only until {day}, that day excluded",
            )
        if self.standing is Standing.REPEALED:
            return Text(f"{zh}已于 {day} 失效", f"{en} ended on {day}")
        if self.standing is Standing.NOT_YET:
            return Text(f"{zh}自 {day} 起才有规定", f"{en} is first set from {day}")
        return Text(f"{zh}当时尚未公布", f"{en} had not been published")

    def refuse(self, path: str, day: date, known_at: date | None) -> NoReturn:
        """Raise the error of its state, for whoever asked for *path* on *day*."""
        fail(
            _ERRORS.get(self.standing, OutOfCoverageError),
            path,
            self.text,
            value=str(day) if known_at is None else f"{day} (known at {known_at})",
            remedy=Text(
                "请换一个日期，或补充该日期的规定", "ask for another day, or add a source"
            ),
        )


_ERRORS: Mapping[Standing, type[JiesuError]] = {
    Standing.UNVERIFIED: UnverifiedError,
    Standing.REPEALED: RepealedError,
    Standing.NOT_YET: NotYetInForceError,
}


def prevailing(found: Iterable[Provision]) -> Provision:
    """
    Which of several provisions in force decides; see `Dated`.

    A value goes before what is unset, that before silence; then the higher source, the newer, and of equals
    the one that rests on the more local text.
    """
    return min(found, key=_precedence)


def undecided(found: Iterable[Provision]) -> tuple[Provision, Provision] | None:
    """Two provisions in force of which neither goes before the other, and that differ; None if none."""
    best = sorted(found, key=_precedence)[:2]
    if len(best) < 2 or _precedence(best[0]) != _precedence(best[1]):
        return None
    return (best[0], best[1]) if best[0].value != best[1].value else None


def _precedence(entry: Provision) -> tuple[int, bool, int, int, int]:
    # What a text says prevails over what was assumed; among assumptions the more local one does, and
    # among equals of one day the one that rests on the more local text.
    state = _STATES[entry.value] if isinstance(entry.value, Absent) else 0
    newest = -entry.starts.toordinal()
    local = -max(len(each.place) for each in entry.sources)
    if entry.citations[0].basis.needs_reason:
        return state, True, -len(entry.source.place), newest, local
    return state, False, _PRECEDENCE[entry.source.rank], newest, local


def need(parameter: Parameter, provision: Provision) -> Any:
    """
    The value of a provision, for a computation that cannot do without.

    Raises:
        UnsetError: It is silent or unset; says how to supply it.
    """
    if not isinstance(provision.value, Absent):
        return provision.value
    ground = provision.citations[0].text
    fail(
        UnsetError,
        parameter.path,
        Text(
            f"{parameter.term.zh}{provision.value.zh}（{ground.zh}）",
            f"{parameter.term.en} is {provision.value.en} ({ground.en})",
        ),
        expected=Text(parameter.kind.__name__, parameter.kind.__name__),
        remedy=Text(
            f'以 TIMELINE.with_({{"{parameter.path}": …}}) 自行设定',
            f'supply it: TIMELINE.with_({{"{parameter.path}": ...}})',
        ),
    )


def boundaries(series: Iterable[Dated]) -> tuple[date, ...]:
    """Every day on which something starts or ends to apply, in order."""
    days: set[date] = set()
    for dated in series:
        for entry in dated.entries:
            days.add(entry.starts)
            if entry.ends:
                days.add(entry.ends)
    return tuple(sorted(days))


def check_unique(series: Iterable[Dated]) -> tuple[Fault, ...]:
    """A fault for every parameter path that stands twice."""
    seen: set[str] = set()
    faults: list[Fault] = []
    for dated in series:
        path = dated.parameter.path
        if path in seen:
            faults.append(Fault(path, Text("参数重复", "parameter stands twice")))
        seen.add(path)
    return tuple(faults)
