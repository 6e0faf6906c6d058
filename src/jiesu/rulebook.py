"""
规则集: all that applies in a place on a day, from every source in force there, and where it is from.

A `Timeline` holds what each source says of each parameter, through time. `Timeline.on` stacks the
sources of a day by rank and date into a `Rulebook`: an immutable value that can be compared,
digested, checked and overlaid. A reform is an overlay, never a mutation.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, NoReturn

import attrs

from .canonical import digest
from .checks import Finding, Kind, Report, check_provisions, gravest_first
from .conflicts import conflicts
from .errors import (
    Fault,
    FrozenMap,
    OutOfCoverageError,
    RulebookError,
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
from .labels import Text
from .legal_time import legal_day
from .overlays import (
    Differences,
    Laid,
    Overlay,
    Provisions,
    change_faults,
    differences,
    laid_on,
    spelt_out,
    unknown_path,
)
from .sources import (
    Absent,
    Citation,
    Dated,
    Outside,
    Parameter,
    Provision,
    Selector,
    Source,
    Standing,
    boundaries,
    check_unique,
    need,
    prevailing,
    undecided,
)
from .tables import say_value

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
        outside: What its timeline knows and is not in force that day, by path, and why.

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
    outside: Mapping[str, Outside] = attrs.field(
        factory=dict, converter=mapped, eq=False, repr=False
    )

    def __attrs_post_init__(self) -> None:
        faults = mistyped(
            "rulebook", self, id=str, version=str, place=str, day=date, known_at=date | None
        )
        faults += misfits("rulebook.sources", self.sources, Source)
        refuse(RulebookError, [*faults, *_provision_faults(self.provisions)])

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.day, self.known_at))

    @classmethod
    def _prepared(cls, *values: Any) -> "Rulebook":
        """A rulebook of values that were checked before, in the order of the fields."""
        made = object.__new__(cls)
        for name, value in zip(_FIELDS, values, strict=True):
            object.__setattr__(made, name, value)
        return made

    def _of(self, day: date) -> "Rulebook":
        """The same rules as they apply on another day of the same span."""
        if day == self.day:
            return self
        made = object.__new__(Rulebook)
        put = object.__setattr__
        put(made, "id", self.id)
        put(made, "version", self.version)
        put(made, "place", self.place)
        put(made, "day", day)
        put(made, "known_at", self.known_at)
        put(made, "provisions", self.provisions)
        put(made, "sources", self.sources)
        put(made, "outside", self.outside)
        return made

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
            NotYetInForceError: It is set only from a later day on; `RepealedError` and
                `UnverifiedError` likewise.
            RulebookError: The rulebook has no such parameter.
        """
        return self._entry(parameter)[1]

    def __getitem__(self, parameter: Parameter | str) -> Any:
        """
        The value of a parameter.

        Raises:
            UnsetError: It is silent or unset; says how to supply it.
            OutOfCoverageError: See `provision`.
            RulebookError: The rulebook has no such parameter.
        """
        return need(*self._entry(parameter))

    def _entry(self, parameter: Parameter | str) -> tuple[Parameter, Provision]:
        path = parameter.path if isinstance(parameter, Parameter) else parameter
        if isinstance(path, str) and path in self.provisions:
            return self.provisions[path]
        if isinstance(path, str) and path in self.outside:
            self.outside[path].refuse(path, self.day, self.known_at)
        raise RulebookError(unknown_path(path, sorted({*self.provisions, *self.outside})))

    def with_(self, changes: Mapping[str, Any] | Overlay) -> "Rulebook":
        """
        This rulebook with other values: an overlay.

        Args:
            changes: See `Overlay`; one whose period does not hold the rulebook's day changes nothing.
                An equal value changes nothing either.

        Raises:
            RulebookError: An unknown path or a value of the wrong type; all at once.
        """
        overlay = changes if isinstance(changes, Overlay) else Overlay(changes)
        known = {path: (entry.value,) for path, (_, entry) in self.provisions.items()}
        parameters = {path: each for path, (each, _) in self.provisions.items()}
        made = spelt_out(overlay.changes, known)
        refuse(
            RulebookError,
            (
                Fault(path, self.outside[path].text, str(self.day))
                for path in made
                if isinstance(path, str) and path in self.outside
            ),
        )
        refuse(RulebookError, change_faults(made, parameters, known))
        if not overlay.on(self.day):
            return self
        return attrs.evolve(self, provisions=laid_on(self.provisions, made, {}))

    def compare(self, base: "Rulebook") -> Differences:
        """
        What this rulebook says otherwise than another one: 旧 and 新, row by row.

        Args:
            base: The old one.

        Raises:
            RulebookError: It is no rulebook.

        Example:
            >>> from jiesu.rules import beijing
            >>> rules = beijing.TIMELINE.on(date(2024, 5, 1))
            >>> for each in rules.with_({"routing.direct": False}).compare(rules).to_rows():
            ...     print(each["path"], each["old"], each["new"])
            routing.direct 适用 不适用
        """
        if not isinstance(base, Rulebook):
            raise RulebookError(misfit("base", base, Rulebook))
        old, new = base.label, self.label
        if old == new:
            old, new = f"{old} {base.digest[:14]}", f"{new} {self.digest[:14]}"
        return Differences(old, new, tuple(differences(base.provisions, self.provisions)))

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

        Faults are gaps, overlaps and dead rows of tables, and values that contradict each other. The rest
        is to be known: what depends on the order of rows, what missing means, what is assumed, reported,
        silent or unset, which sources were not read. `Timeline.check` finds gaps in time.
        """
        found = (*check_provisions(self.provisions, self.sources), *conflicts(self.provisions))
        return Report(self.label, gravest_first(found))

    def explain(self, lang: str = "zh") -> Explanation:
        """Every parameter with its value and grounds."""
        parts = []
        for parameter, provision in self.provisions.values():
            value = say_value(provision.value)
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
                "value": say_value(provision.value).zh,
                "basis": provision.basis.zh,
                "grounds": "；".join(each.text.zh for each in provision.citations),
            }
            for parameter, provision in self.provisions.values()
        ]


_FIELDS = tuple(field.name for field in attrs.fields(Rulebook))


class _Span(NamedTuple):
    """The rules from a day to the next on which any of them changes."""

    start: date
    provisions: Provisions
    sources: tuple[Source, ...]
    outside: Mapping[str, Outside]


def _series(value: Any) -> tuple[Dated, ...]:
    return tupled(value, "timeline.series")


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
        overlays: Values put in place of whatever applies, the later over the earlier; see `with_`.
    """

    id: str
    version: str
    place: str = ""
    series: tuple[Dated, ...] = attrs.field(converter=_series, repr=False)
    sources: tuple[Source, ...] = attrs.field(converter=tupled, repr=False)
    overlays: tuple[Overlay, ...] = attrs.field(default=(), converter=tupled)
    _spans: tuple[_Span, ...] = attrs.field(init=False, eq=False, repr=False)
    _starts: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)
    _books: tuple[Rulebook | None, ...] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        faults = mistyped("timeline", self, id=str, version=str, place=str)
        faults += misfits("timeline.series", self.series, Dated)
        faults += misfits("timeline.sources", self.sources, Source)
        faults += misfits("timeline.overlays", self.overlays, Overlay)
        refuse(RulebookError, faults)
        refuse(RulebookError, check_unique(self.series))
        object.__setattr__(self, "_spans", tuple(_stacked(self.series, self.sources)))
        self._lay(self.overlays)

    def _lay(self, overlays: tuple[Overlay, ...]) -> None:
        """Make the rulebooks of each span: the texts with the overlays laid on them, one by one."""
        parameters = {each.parameter.path: each.parameter for each in self.series}
        known = self._values if overlays else {}
        spans = self._spans
        laid: list[Overlay] = []
        for overlay in overlays:
            changes = spelt_out(overlay.changes, known)
            refuse(RulebookError, change_faults(changes, parameters, known))
            laid.append(attrs.evolve(overlay, changes=changes))
            # A whole table that was put in place has rows that later overlays may change.
            known |= {path: (*known[path], changes[path]) for path in changes.keys() & known}
            spans = _laid(_cut(spans, overlay), overlay, changes)
        books = tuple(self._book(span) if span.provisions else None for span in spans)
        object.__setattr__(self, "overlays", tuple(laid))
        object.__setattr__(self, "_starts", tuple(span.start.toordinal() for span in spans))
        object.__setattr__(self, "_books", books)

    @property
    def _values(self) -> dict[str, tuple[Any, ...]]:
        """Every value that a parameter has by any text or overlay, by path."""
        found = {
            each.parameter.path: tuple(entry.value for entry in each.entries)
            for each in self.series
        }
        for overlay in getattr(self, "overlays", ()):
            changes = overlay.changes
            found |= {path: (*found[path], changes[path]) for path in changes.keys() & found}
        return found

    def _book(self, span: _Span) -> Rulebook:
        own = (self.id, self.version, self.place)
        return Rulebook._prepared(*own, span.start, None, *span[1:])

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.place))

    def __reduce__(self) -> tuple[Callable[..., "Timeline"], tuple[Any, ...]]:
        # What follows from the rest is made anew.
        kept = (self.id, self.version, self.place, self.series, self.sources, self.overlays)
        return _timeline, (type(self), *kept)

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
            overlays=(*base.overlays, *self.overlays),
        )

    def on(self, day: date, known_at: date | None = None) -> Rulebook:
        """
        What applied on *day*, as far as was published by *known_at*.

        Args:
            day: The day whose rules are asked for.
            known_at: Day of knowledge; None: all that the timeline holds.

        Raises:
            NotYetInForceError: No source of this timeline says anything of a day so early.
            RepealedError: None does any more.
            UnverifiedError: None was verified to apply as late as that.
            OutOfCoverageError: Nothing was published by *known_at*.
            InvalidValueError: No date.
        """
        if known_at is None and type(day) is date:  # asked all the time: the short way
            place = bisect_right(self._starts, day.toordinal()) - 1
            book = self._books[place] if place >= 0 else None
            if book is not None:
                return book._of(day)
        return self._worked_out(legal_day(day, "day"), known_at)

    def _worked_out(self, day: date, known_at: date | None) -> Rulebook:
        if known_at is not None:
            legal_day(known_at, "known_at")
        provisions: Provisions = {
            dated.parameter.path: (dated.parameter, dated.on(day, known_at))
            for dated in self.series
            if dated.in_force(day, known_at)
        }
        if not provisions:
            self._nothing_known(day, known_at)
        for overlay in self.overlays:
            if overlay.on(day):
                provisions = laid_on(provisions, overlay.changes, {})
        sources = tuple(each for each in self.sources if each.in_force(day, known_at))
        own = (self.id, self.version, self.place)
        outside = FrozenMap(
            {
                dated.parameter.path: Outside(dated.parameter.term, *dated.standing(day, known_at))
                for dated in self.series
                if dated.parameter.path not in provisions
            }
        )
        known = FrozenMap(provisions), sources, outside
        return Rulebook._prepared(*own, day, known_at, *known)

    def _nothing_known(self, day: date, known_at: date | None) -> NoReturn:
        entries = tuple(entry for dated in self.series for entry in dated.entries)
        if not entries:
            fail(OutOfCoverageError, self.id, Text("没有任何规定", "it states nothing"))
        Dated(attrs.evolve(_ALL, path=self.id), entries).on(day, known_at)
        raise AssertionError  # pragma: no cover -- nothing is in force, which `on` refuses

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
        raise RulebookError(unknown_path(path, [each.parameter.path for each in self.series]))

    def announced(
        self, day: date, known_at: date | None = None
    ) -> tuple[tuple[Parameter, Provision], ...]:
        """
        已公布尚未施行: what was published and applies only after *day*, the next first; see `Dated.announced`.

        Example:
            >>> from jiesu.rules import weifang
            >>> coming = weifang.TIMELINE.announced(date(2021, 12, 10))
            >>> {entry.starts.isoformat() for _, entry in coming}
            {'2021-12-15'}
        """
        legal_day(day, "day")
        if known_at is not None:
            legal_day(known_at, "known_at")
        found = [
            (dated.parameter, entry)
            for dated in self.series
            for entry in dated.announced(day, known_at)
        ]
        return tuple(sorted(found, key=lambda each: each[1].starts))

    def with_(
        self,
        changes: Mapping[str, Any] | Overlay,
        *,
        since: date | None = None,
        until: date | None = None,
        name: str = "",
    ) -> "Timeline":
        """
        This timeline with other values, on every day on which the parameter, or its row, exists.

        What is laid on later prevails. The texts stay as they are: `compare` prints 旧 and 新.

        Args:
            changes: See `Overlay`; or an `Overlay`, which has a period and a name of its own.
            since: First day on which they stand; None: from the beginning.
            until: First day on which they stand no longer; None: for good.
            name: What the reform is called.

        Raises:
            RulebookError: An unknown path or a value of the wrong type; all at once.

        Example:
            >>> from jiesu.rules import beijing
            >>> reform = beijing.TIMELINE.with_(
            ...     {"routing.direct": False}, since=date(2027, 1, 1), until=date(2028, 1, 1)
            ... )
            >>> [reform.on(date(year, 6, 1))["routing.direct"] for year in (2026, 2027, 2028)]
            [True, False, True]
        """
        if isinstance(changes, Overlay):
            if since or until or name:
                what = Text(
                    "Overlay 自有期间和名称", "an Overlay has a period and name of its own"
                )
                fail(RulebookError, "changes", what, value=shown(changes))
            overlay = changes
        else:
            overlay = Overlay(changes, since, until, name)
        overlay = attrs.evolve(overlay, changes=spelt_out(overlay.changes, self._values))
        before = self.overlays
        if before and (before[-1].since, before[-1].until, before[-1].name) == (
            overlay.since,
            overlay.until,
            overlay.name,
        ):
            before, overlay = before[:-1], before[-1].then(overlay)
        made = object.__new__(type(self))
        for field in ("id", "version", "place", "series", "sources", "_spans"):
            object.__setattr__(made, field, getattr(self, field))
        made._lay((*before, overlay))
        return made

    def without_overlays(self) -> "Timeline":
        """This timeline as the texts have it."""
        return attrs.evolve(self, overlays=())

    @property
    def boundaries(self) -> tuple[date, ...]:
        """Every day on which a provision, a source or an overlay starts or ends to apply."""
        days: set[date | None] = {*boundaries(self.series)}
        for source in self.sources:
            days |= {source.since, source.until, source.verified_until}
        for overlay in self.overlays:
            days |= {overlay.since, overlay.until}
        return tuple(sorted(day for day in days if day))

    def check(self) -> Report:
        """
        What is wrong on any day, and what the rules rest on: each finding with the days that it holds on.

        Beyond `Rulebook.check`: gaps in time, where a parameter was set, is not, and is set again or was
        never verified to go on.
        """
        spans: dict[Finding, list[date]] = {}
        for book in self._books:
            for found in book.check().findings if book else ():
                spans.setdefault(found, []).append(book.day if book else date.min)
        starts = [date.fromordinal(start) for start in self._starts]
        dated = [
            found._replace(text=_with_days(found.text, days, starts))
            for found, days in spans.items()
        ]
        gaps = [each for dated in self.series for each in (*_gaps(dated), *_undecided(dated))]
        return Report(self.id, gravest_first((*dated, *gaps, *self._missed())))

    def _missed(self) -> Iterator[Finding]:
        """Overlays that change nothing on any day of their period."""
        spans = self._spans
        for overlay in self.overlays:
            cut, changes = tuple(_cut(spans, overlay)), overlay.changes
            spans = _laid(cut, overlay, changes)
            for path in changes:
                others = {each: value for each, value in changes.items() if each != path}
                # Beside the others: a row may be one of the table that is put in place with it.
                if _laid(cut, overlay, others) == spans:
                    when = overlay.period
                    yield Finding(
                        Kind.IDLE,
                        path,
                        Text(
                            f"替换没有改变任何一日的规定（{when.zh}）",
                            f"the overlay changes nothing on any day ({when.en})",
                        ),
                        None,
                        Text("核对期间和取值", "check its period and its value"),
                    )


_ALL = Parameter("rules", Text("规则集", "the rulebook"), object)


def _timeline(kind: type[Timeline], *kept: Any) -> Timeline:
    names = ("id", "version", "place", "series", "sources", "overlays")
    return kind(**dict(zip(names, kept, strict=True)))


def _stacked(series: Iterable[Dated], sources: Iterable[Source]) -> Iterator[_Span]:
    """The texts stacked, span by span: only what changes at a boundary is decided anew."""
    due: dict[date, list[Dated]] = {}
    for dated in series:
        for day in boundaries((dated,)):
            due.setdefault(day, []).append(dated)
    texts = tuple(sources)
    days = {day for each in texts for day in (each.since, each.until, each.verified_until) if day}
    stand: dict[str, tuple[Parameter, Provision]] = {}
    out = {
        dated.parameter.path: Outside(dated.parameter.term, *dated.standing(date.min))
        for dated in series
    }
    order = {dated.parameter.path: place for place, dated in enumerate(series)}
    for start in sorted({*due, *days}):
        for dated in due.get(start, ()):
            path = dated.parameter.path
            found = [entry for entry in dated.entries if entry.in_force(start)]
            if found:
                stand[path] = dated.parameter, prevailing(found)
                out.pop(path, None)
            else:
                stand.pop(path, None)
                out[path] = Outside(dated.parameter.term, *dated.standing(start))
        paths = sorted(stand, key=order.__getitem__)
        in_force = tuple(each for each in texts if each.in_force(start))
        said = FrozenMap({path: stand[path] for path in paths})
        yield _Span(start, said, in_force, FrozenMap(out))


def _cut(spans: Iterable[_Span], overlay: Overlay) -> Iterator[_Span]:
    """Spans, cut on the days on which an overlay starts and ends to stand."""
    cuts = [day for day in (overlay.since, overlay.until) if day]
    whole = tuple(spans)
    for place, span in enumerate(whole):
        after = whole[place + 1].start if place + 1 < len(whole) else None
        yield span
        for day in cuts:
            if span.start < day and (after is None or day < after):
                yield span._replace(start=day)


def _laid(
    spans: Iterable[_Span], overlay: Overlay, changes: Mapping[str, Any]
) -> tuple[_Span, ...]:
    """Spans with changes of an overlay laid on those in its period."""
    made: dict[tuple[int, str], Laid] = {}
    return tuple(
        span._replace(provisions=laid_on(span.provisions, changes, made))
        if overlay.on(span.start)
        else span
        for span in spans
    )


def _with_days(said: Text, days: list[date], starts: list[date]) -> Text:
    """A finding with the days on which it holds."""
    runs: list[tuple[date, date | None]] = []
    for day in days:
        place = starts.index(day) + 1
        after = starts[place] if place < len(starts) else None
        if runs and runs[-1][1] == day:
            runs[-1] = runs[-1][0], after
        else:
            runs.append((day, after))
    zh = "、".join(f"{first} 至 {end} 前" if end else f"{first} 起" for first, end in runs)
    en = ", ".join(f"{first} until {end}" if end else f"from {first}" for first, end in runs)
    return Text(f"{said.zh}（{zh}）", f"{said.en} ({en})")


def _undecided(dated: Dated) -> Iterator[Finding]:
    """Days on which two provisions say different things and neither goes before the other."""
    for day in boundaries((dated,)):
        pair = undecided(entry for entry in dated.entries if entry.in_force(day))
        if pair:
            one, other = (say_value(each.value) for each in pair)
            term = dated.parameter.term
            yield Finding(
                Kind.CONTRADICTION,
                dated.parameter.path,
                Text(
                    f"{term.zh}自 {day} 起有两种规定，位阶、日期相同：{one.zh}；{other.zh}",
                    f"{term.en} is said twice from {day} on, with equal rank and date: "
                    f"{one.en}; {other.en}",
                ),
                pair[0].citations[0].text,
                Text("给前一种写明终止之日", "let the former end on a day"),
            )


def _gaps(dated: Dated) -> Iterator[Finding]:
    """Days between the first and the last on which nothing is in force, and an end nobody verified."""
    term = dated.parameter.term
    free: date | None = None
    for day in boundaries((dated,)):
        if not dated.in_force(day):
            free = free or day
        elif free:
            yield Finding(
                Kind.GAP_IN_TIME,
                dated.parameter.path,
                Text(
                    f"{term.zh}自 {free} 至 {day} 前没有规定",
                    f"{term.en}: nothing applies from {free} until {day}",
                ),
                dated.on(day).citations[0].text,
                Text("查明其间的规定", "find out what applied meanwhile"),
            )
            free = None
    if free and any(each.standing(free) is Standing.UNVERIFIED for each in dated.entries):
        last = max(dated.entries, key=lambda each: each.ends or date.min)
        yield Finding(
            Kind.GAP_IN_TIME,
            dated.parameter.path,
            Text(
                f"{term.zh}的效力只核实至 {free}（不含该日）",
                f"{term.en}: not verified to apply from {free} on",
            ),
            last.citations[0].text,
            Text("查明其后的规定", "find out what applies from then on"),
        )


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
