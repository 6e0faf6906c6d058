"""
热线: rules, catalogue, directory and calendar together, prepared once and asked many times.

>>> from jiesu.rules import beijing
>>> beijing.TIMELINE.boundaries[-1] < date(2026, 11, 1)
True
"""

import itertools
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import attrs

from .calendars import WorkCalendar
from .casework import Case, Review
from .conduct import Conduct
from .counts import Counts, count
from .decisions import Pins, Routing
from .errors import (
    AssessmentError,
    CaseworkError,
    Fault,
    InvalidValueError,
    JiesuError,
    SchemaError,
    fail,
    misfit,
    refuse,
    tupled,
    wrong_type,
)
from .events import Event, Received, in_order
from .facts import Fact, FactSpace
from .formulas import Formula
from .labels import Text
from .legal_time import BEIJING, instant, legal_day
from .office import Office
from .outcomes import OUTCOME_FACTS, CountedBy, Outcome, Period
from .rates import Excluded, excluded
from .routing import NEEDED, PARAMETERS, Router, RoutingPolicy
from .rulebook import Rulebook, Timeline
from .schedules import ONE_CALENDAR, UnitCalendars
from .scoring import Assessment, Scoreboard
from .sources import Absent
from .tallies import Tally, tally
from .taxonomy import Catalogue
from .tickets import Ticket
from .units import Directory, DivisionLevel


class Unrouted(NamedTuple):
    """
    A ticket that `Hotline.route_many` could not route.

    Attributes:
        place: Its place among the tickets given, from 0.
        ticket: Its identifier, as far as it has one.
        error: Why.
    """

    place: int
    ticket: str
    error: JiesuError


class Routings(NamedTuple):
    """
    What `Hotline.route_many` gives: the good rows survive the bad ones.

    Attributes:
        results: The routings, in the order of the tickets.
        faults: The tickets that could not be routed, with the reason.
    """

    results: tuple[Routing, ...]
    faults: tuple[Unrouted, ...]

    def to_rows(self) -> list[dict[str, str]]:
        """The rows of every routing, one after the other."""
        return [row for routing in self.results for row in routing.to_rows()]


@attrs.frozen(eq=False)
class Hotline:
    """
    市民热线服务工作机构 as a function: pure, immutable, without I/O.

    Attributes:
        rules: A `Timeline`, or a single `Rulebook` that then applies to every day.
        catalogue: 派单目录.
        directory: 承办单位名录.
        calendar: 工作日历.
        unit_calendars: The calendars of units that keep another one: 7×24小时值守, summer hours.

    Raises:
        InvalidValueError: An argument of another type; all at once.

    Example:
        >>> from jiesu import beijing_time, ticket_facts, RequestType, Ticket, WorkCalendar
        >>> from jiesu.rules import beijing
        >>> hotline = Hotline(
        ...     beijing.TIMELINE,
        ...     Catalogue(id="none", version="1", entries=()),
        ...     Directory(id="none", version="1", divisions=(), units=(), holdings=()),
        ...     WorkCalendar.china(),
        ... )
        >>> ask = Ticket("1", ticket_facts(request_type=RequestType.INQUIRY, answerable=True))
        >>> hotline.route(ask, at=beijing_time(2024, 5, 1, 9)).disposition.zh
        '即时答复'
    """

    rules: Timeline | Rulebook
    catalogue: Catalogue
    directory: Directory
    calendar: WorkCalendar
    unit_calendars: UnitCalendars = ONE_CALENDAR
    _starts: tuple[int, ...] = attrs.field(init=False, repr=False)
    _routers: tuple[Router | None, ...] = attrs.field(init=False, repr=False)
    _offices: tuple[Office | None, ...] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        refuse(
            InvalidValueError,
            (
                misfit(name, value, kind)
                for name, value, kind in (
                    ("rules", self.rules, Timeline | Rulebook),
                    ("catalogue", self.catalogue, Catalogue),
                    ("directory", self.directory, Directory),
                    ("calendar", self.calendar, WorkCalendar),
                    ("unit_calendars", self.unit_calendars, UnitCalendars),
                )
                if not isinstance(value, kind)
            ),
        )
        rules = self.rules
        days: tuple[date, ...]
        if isinstance(rules, Timeline):
            days = rules.boundaries
            prepared = [self._prepared(rules, day) for day in days]
        else:
            days = (date.min,)
            # A city that only assesses has nothing to route by; `route` then says what is lacking.
            whole = _says_how_to_route(rules)
            router = self._router(rules, self.calendar, self.unit_calendars) if whole else None
            prepared = [(router, self._office(rules, self.calendar, self.unit_calendars, router))]
        object.__setattr__(self, "_starts", tuple(day.toordinal() for day in days))
        object.__setattr__(self, "_routers", tuple(router for router, _ in prepared))
        object.__setattr__(self, "_offices", tuple(office for _, office in prepared))

    def __reduce__(self) -> tuple[object, ...]:
        # The prepared part follows from the rest.
        kept = (self.calendar, self.unit_calendars)
        return Hotline, (self.rules, self.catalogue, self.directory, *kept)

    def route(
        self,
        ticket: Ticket,
        *,
        at: datetime,
        as_of: date | None = None,
        known_at: date | None = None,
    ) -> Routing:
        """
        What becomes of a ticket.

        Args:
            ticket: The ticket.
            at: The instant of the decision, aware: limits that run from dispatch run from it, and
                catalogue and directory are read as of its day.
            as_of: The day whose rules apply; default: the day of *at*.
            known_at: What rules and calendars had been published by then; default: all known here.

        Raises:
            NaiveDatetimeError: *at* has no zone.
            InvalidValueError: An argument of another type.
            UnknownFactError: The ticket's facts are not those that the rules decide on.
            OutOfCoverageError: No rules are known for that day, or a deadline leaves the calendar.
        """
        if type(ticket) is not Ticket:
            raise InvalidValueError(wrong_type("ticket", ticket, Text("工单", "a Ticket")))
        moment = at if type(at) is datetime and at.tzinfo is BEIJING else instant(at, "at")
        if as_of is None and known_at is None:  # asked for every ticket: the short way
            prepared = self._prepared_on(moment)
            if prepared is not None:
                return prepared.route(ticket, moment)
        self._check_axes(as_of, known_at)
        router = self._router_at(moment, as_of, known_at)
        return router.route(ticket, moment, _pins(router, as_of, known_at))

    def route_many(
        self,
        tickets: Iterable[Ticket],
        *,
        at: datetime | Callable[[Ticket], datetime],
        as_of: date | None = None,
        known_at: date | None = None,
    ) -> Routings:
        """
        Route many tickets; those that cannot be routed are faults, the others survive.

        Args:
            tickets: The tickets, any iterable; read once.
            at: See `route`; or what gives the instant of each ticket, to replay a history.
            as_of: See `route`.
            known_at: See `route`.

        Raises:
            NaiveDatetimeError: *at* is an instant without a zone: a wrong call, not a bad row.
            InvalidValueError: *at* is no instant, or *tickets* cannot be iterated over.
        """
        moment = None if callable(at) else instant(at, "at")
        self._check_axes(as_of, known_at)
        if not isinstance(tickets, Iterable):
            raise InvalidValueError(wrong_type("tickets", tickets, Text("工单", "tickets")))
        routers: dict[date, Router] = {}
        results: list[Routing] = []
        faults: list[Unrouted] = []
        for place, ticket in enumerate(tickets):
            try:
                if type(ticket) is not Ticket:
                    raise InvalidValueError(
                        wrong_type(f"tickets[{place}]", ticket, Text("工单", "a Ticket"))
                    )
                when = moment or instant(at(ticket), f"tickets[{place}].at")  # type: ignore[operator]
                day = as_of or when.date()
                router = routers.get(day)
                if router is None:
                    router = routers[day] = self._router_at(when, as_of, known_at)
                results.append(router.route(ticket, when, _pins(router, as_of, known_at)))
            except JiesuError as error:
                faults.append(Unrouted(place, str(getattr(ticket, "id", "")), error))
        return Routings(tuple(results), tuple(faults))

    def open_case(
        self,
        ticket: Ticket,
        *,
        at: datetime,
        confidential: bool = False,
        reply_wanted: bool = True,
        as_of: date | None = None,
        known_at: date | None = None,
    ) -> Case:
        """
        A case that begins: the ticket is received, nothing else has happened.

        Args:
            ticket: The ticket.
            at: 受理时间, aware.
            confidential: 诉求人要求保密.
            reply_wanted: 是否要求回复.
            as_of: See `review`.
            known_at: See `review`.

        Raises:
            NaiveDatetimeError: *at* has no zone.
            InvalidValueError: An argument of another type.
            OutOfCoverageError: No rules are known for that day.
        """
        first = Received(at, ticket, confidential=confidential, reply_wanted=reply_wanted)
        return Case.of((first,), self.office(first.at.date(), as_of, known_at))

    def review(
        self,
        events: Iterable[Event],
        *,
        as_of: date | None = None,
        known_at: date | None = None,
    ) -> Review:
        """
        A history as it was, and what in it was not as it should have been; any history will do.

        Args:
            events: What happened, in any order.
            as_of: The day whose rules apply; default: the day of the first event, since a case is
                handled by the rules under which it was received.
            known_at: What rules and calendars had been published by then; default: all known here.

        Raises:
            InvalidValueError: Something that is no event.
            OutOfCoverageError: No rules are known for that day.
        """
        history = in_order(events)
        # Of nothing the newest rules say nothing.
        newest = date.fromordinal(self._starts[-1]) if self._starts else None
        day = history[0].at.date() if history else newest
        return Review.of(Case.of(history, self.office(day, as_of, known_at)))

    def resume(
        self, case: Case, *, as_of: date | None = None, known_at: date | None = None
    ) -> Case:
        """
        A case that was stored, with the rules that it is read by; see `review`.

        Raises:
            InvalidValueError: It is no case.
            CaseworkError: The rules of its day are not those that it was stored under; `review` reads
                its history by these.
        """
        if not isinstance(case, Case):
            raise InvalidValueError(misfit("case", case, Case))
        day = case.history[0].at.date() if case.history else None
        made = Case.of(case.history, self.office(day, as_of, known_at))
        if case.pin != made.pin:
            fail(
                CaseworkError,
                f"case {case.id}",
                Text("所依规则与存入时不同", "other rules than it was stored under"),
                value=made.pin,
                expected=Text(case.pin, case.pin),
                remedy=Text("用 hotline.review(case.history)", "use hotline.review(case.history)"),
            )
        return made

    def office(
        self, day: date | None, as_of: date | None = None, known_at: date | None = None
    ) -> Office:
        """
        The rules of handling of a day, with the register and the calendars.

        Raises:
            OutOfCoverageError: No rules are known for that day.
        """
        if as_of is None and known_at is None and day is not None:
            place = bisect_right(self._starts, day.toordinal()) - 1
            found = self._offices[place] if place >= 0 else None
            if found is not None:
                return found
        asked = self._day(as_of, known_at, day)
        calendar, kept = self.calendar, self.unit_calendars
        if known_at is not None:
            calendar, kept = calendar.known_at(known_at), kept.known_at(known_at)
        return self._office(self.rulebook(asked, known_at), calendar, kept)

    def with_(self, changes: Mapping[str, object]) -> "Hotline":
        """
        This hotline under other values; see `Rulebook.with_`.

        Raises:
            RulebookError: An unknown path or a value of the wrong type; all at once.
        """
        return attrs.evolve(self, rules=self.rules.with_(changes))

    def assessment(self, day: date, known_at: date | None = None) -> Assessment:
        """What the rules of *day* say of assessment, as far as was published by *known_at*."""
        return Assessment.of(self.rulebook(day, known_at).provisions)

    def tally(
        self,
        outcomes: Iterable[Outcome | Case],
        *,
        period: Period,
        at: datetime,
        as_of: date | None = None,
        known_at: date | None = None,
        also: Iterable[Fact | str] = (),
    ) -> Tally:
        """
        The outcomes of a period, kept as far as the assessment reads them.

        Args:
            outcomes: Any iterable of outcomes or of cases, whose outcomes they are; read once.
            period: Which of them belong in it.
            at: 截止时点, aware: what was closed or rated later is not known yet.
            as_of: The day whose rules apply; default: the last day of the period.
            known_at: What rules had been published by then; default: all known here.
            also: Facts to keep beyond those that the assessment reads, to break the month down by: as
                values, or by name where they are facts of every assessment.

        Raises:
            UnsetError: Neither the period nor the rules say by which instant a ticket is counted.
            AssessmentError: What is no outcome, or lacks that instant.
            SchemaError: *also* names what is no fact.
            DuplicateOutcomeError: A ticket that stands twice for one unit.
        """
        moment, day, rules, by = self._asked(period, at, as_of, known_at)
        facts = _with(rules.facts, also)
        return tally(_outcomes(outcomes), facts, period, by, moment, day)

    def excluded(
        self,
        outcomes: Iterable[Outcome | Case],
        *,
        period: Period,
        at: datetime,
        as_of: date | None = None,
        known_at: date | None = None,
    ) -> tuple[Excluded, ...]:
        """
        The tickets of a period that the assessment leaves out, and by which rows; see `tally`.

        Raises:
            UnsetError: See `tally`; or nobody published whether some tickets are left out.
        """
        moment, _, rules, by = self._asked(period, at, as_of, known_at)
        table = rules.exclusion_table()
        return () if table is None else excluded(_outcomes(outcomes), table, period, by, moment)

    def count(
        self, counted: Tally, *, as_of: date | None = None, known_at: date | None = None
    ) -> Counts:
        """
        Numerators and denominators of a tally, by the rules of the day that it was asked for.

        Args:
            counted: The tally.
            as_of: The day whose rules apply; default: the tally's own.
            known_at: What rules had been published by then; default: all known here.

        Raises:
            SchemaError: The rules of that day read a fact that was not tallied.
            UnsetError: Nobody published whether some tickets are left out.
        """
        if not isinstance(counted, Tally):
            raise AssessmentError(misfit("tally", counted, Tally))
        day = self._day(as_of, known_at, counted.as_of)
        return self._counted(counted, self.rulebook(day, known_at), day, known_at)

    def score(
        self,
        counted: Tally | Counts,
        *,
        formula: Formula | None = None,
        findings: Mapping[str, Mapping[str, int]] | None = None,
        figures: Mapping[str, Mapping[str, Any]] | None = None,
        base_figures: Mapping[str, Mapping[str, Any]] | None = None,
        base: Counts | None = None,
        as_of: date | None = None,
        known_at: date | None = None,
    ) -> Scoreboard:
        """
        The scoreboard of a tally, or of counts.

        Args:
            counted: A tally, which is counted first; or counts, also of published figures.
            formula: How the rates are put together; default: as the rules say.
            findings: See `Scoreboard`.
            figures: See `Scoreboard`.
            base_figures: See `Scoreboard`.
            base: See `Scoreboard`: what `count` gives of the earlier tally.
            as_of: The day whose rules apply; default: the tally's own.
            known_at: What rules had been published by then; default: all known here.

        Raises:
            UnsetError: Nobody published the weights, or how some outcomes count; says how to
                supply them.
        """
        if not isinstance(counted, Tally | Counts):
            raise AssessmentError(misfit("counted", counted, Tally | Counts))
        given: dict[str, Any] = {
            "findings": findings,
            "figures": figures or {},
            "base_figures": base_figures or {},
            "base": base,
        }
        if formula is not None and isinstance(counted, Counts):  # no rule is asked
            return Scoreboard(counted, formula, self._names(counted), **given)
        day = self._day(as_of, known_at, counted.as_of)
        rulebook = self.rulebook(day, known_at)
        if isinstance(counted, Tally):
            counted = self._counted(counted, rulebook, day, known_at)
        names = self._names(counted)
        if formula is not None:
            return Scoreboard(counted, formula, names, **given)
        own = Assessment.of(rulebook.provisions).formula()
        return Scoreboard(counted, own, names, self._pin(rulebook, day, known_at), **given)

    def _names(self, counts: Counts) -> dict[str, str]:
        """The names of all units, or of all divisions where those were counted."""
        directory = self.directory
        names = {unit.id: unit.name for unit in directory.units}
        if any(unit not in names for unit in counts.units):
            names = {each.code: each.name for each in directory.divisions} | names
        return names

    def _counted(
        self, counted: Tally, rulebook: Rulebook, day: date, known_at: date | None
    ) -> Counts:
        rules = Assessment.of(rulebook.provisions)
        made = count(counted, rules.exclusion_table(), rules.rates)
        pins = frozenset({self._pin(rulebook, day, known_at)})
        return attrs.evolve(made, as_of=day, pins=pins)

    def _pin(self, rulebook: Rulebook, day: date, known_at: date | None) -> str:
        """Identifier, version and digest of a rulebook; a prepared router has them at hand."""
        if known_at is None and (router := self._prepared_on(day)) is not None:
            return router.pins.rulebook
        return _label(rulebook)

    def roll_up(self, counts: Counts, level: DivisionLevel) -> Counts:
        """
        Counts of units added up to the divisions of a level, whose codes then stand for the units.

        A unit of a wider division, as a city department among districts, is put down to its own
        division. A division that is counted already stays itself, so that roll-ups can follow one
        another.

        Raises:
            AssessmentError: A unit that the directory does not know.
        """
        if not isinstance(counts, Counts):
            raise AssessmentError(misfit("counts", counts, Counts))
        if not isinstance(level, DivisionLevel):
            raise InvalidValueError(misfit("level", level, DivisionLevel))
        groups: dict[str, str] = {}
        for each in counts.units:
            unit = self.directory.unit(each)
            home = unit.division if unit else each
            if self.directory.division(home) is not None:
                groups[each] = self._division_of(home, level)
        return counts.rolled_up(groups)

    def _division_of(self, home: str, level: DivisionLevel) -> str:
        for code in (home, *self.directory.ancestors(home)):
            division = self.directory.division(code)
            if division is not None and division.level is level:
                return code
        return home

    def _asked(
        self, period: Period, at: datetime, as_of: date | None, known_at: date | None
    ) -> tuple[datetime, date, Assessment, CountedBy]:
        if not isinstance(period, Period):
            raise InvalidValueError(misfit("period", period, Period))
        moment = instant(at, "at")
        day = self._day(as_of, known_at, period.last_day)
        rules = self.assessment(day, known_at)
        return moment, day, rules, rules.need_counted_by(period.by)

    def _day(self, as_of: date | None, known_at: date | None, usual: date | None) -> date:
        """The day whose rules are asked for; a single rulebook stands for one day only."""
        self._check_axes(as_of, known_at)
        if isinstance(self.rules, Rulebook):
            return self.rules.day
        day = usual if as_of is None else as_of
        if day is None:
            fail(
                InvalidValueError,
                "as_of",
                Text("不知按哪一天的规则", "the day whose rules apply is not known"),
                remedy=Text("请给出 as_of=", "pass as_of="),
            )
        return day

    def rulebook(self, day: date, known_at: date | None = None) -> Rulebook:
        """The rulebook that applies on *day*, as far as was published by *known_at*."""
        if isinstance(self.rules, Rulebook):
            return self.rules
        return self.rules.on(day, known_at)

    def check(self) -> tuple[Fault, ...]:
        """What in the catalogue and the directory does not fit together: duties nobody holds."""
        return self.directory.check(self.catalogue)

    def _prepared(self, rules: Timeline, day: date) -> tuple[Router | None, Office | None]:
        """
        Router and office from *day* on.

        There is no router where the rules of that day do not say how to route, and neither where
        there are no rules.
        """
        if not any(dated.in_force(day) for dated in rules.series):
            return None, None
        rulebook = rules.on(day)
        calendar, kept = self.calendar, self.unit_calendars
        whole = _says_how_to_route(rulebook)
        router = self._router(rulebook, calendar, kept) if whole else None
        return router, self._office(rulebook, calendar, kept, router)

    def _check_axes(self, as_of: date | None, known_at: date | None) -> None:
        """Refuse what is no day, and days that a single rulebook cannot answer for."""
        rules = self.rules
        for path, day, own in (("as_of", as_of, "day"), ("known_at", known_at, "known_at")):
            if day is None:
                continue
            legal_day(day, path)
            if isinstance(rules, Rulebook) and day != getattr(rules, own):
                fail(
                    InvalidValueError,
                    path,
                    Text("只有一部规则集，不能换日", "a single rulebook stands for one day only"),
                    value=str(day),
                    remedy=Text("请以 Timeline 构造 Hotline", "build the Hotline on a Timeline"),
                )

    def _prepared_on(self, day: date) -> Router | None:
        place = bisect_right(self._starts, day.toordinal()) - 1
        return self._routers[place] if place >= 0 else None

    def _router_at(self, moment: datetime, as_of: date | None, known_at: date | None) -> Router:
        """The prepared router of a day; one made for the question where none answers it."""
        if known_at is None or type(self.rules) is Rulebook:
            router = self._prepared_on(moment if as_of is None else as_of)
            if router is not None:
                return router
        asked = as_of or moment.date()
        rulebook = self.rulebook(asked, known_at)
        if isinstance(self.rules, Timeline):
            for parameter in PARAMETERS:
                if parameter.path not in rulebook.provisions:
                    self.rules.dated(parameter).on(asked, known_at)  # says from when on it is
        calendar, kept = self.calendar, self.unit_calendars
        if known_at is not None:
            calendar, kept = calendar.known_at(known_at), kept.known_at(known_at)
        return self._router(rulebook, calendar, kept)

    def _router(self, rulebook: Rulebook, calendar: WorkCalendar, kept: UnitCalendars) -> Router:
        pins = Pins(
            rulebook=_label(rulebook),
            catalogue=f"{self.catalogue.id}@{self.catalogue.version} {self.catalogue.digest}",
            directory=f"{self.directory.id}@{self.directory.version} {self.directory.digest}",
        )
        policy = RoutingPolicy.of(rulebook.provision, rulebook.__getitem__)
        return Router(policy, self.catalogue, self.directory, calendar, pins, kept)

    def _office(
        self,
        rulebook: Rulebook,
        calendar: WorkCalendar,
        kept: UnitCalendars,
        router: Router | None = None,
    ) -> Office:
        pin = router.pins.rulebook if router else _label(rulebook)
        conduct = Conduct.of(rulebook.provisions)
        return Office(conduct, self.catalogue, self.directory, calendar, kept, pin)


def _with(facts: FactSpace, also: Iterable[Fact | str]) -> FactSpace:
    """Some facts with more behind, each once."""
    more: list[Fact] = []
    for place, each in enumerate(tupled(also)):
        fact = OUTCOME_FACTS.facts[OUTCOME_FACTS.index(each)] if isinstance(each, str) else each
        if not isinstance(fact, Fact):
            raise SchemaError(misfit(f"also[{place}]", each, Fact))
        if fact not in facts.facts and fact not in more:
            more.append(fact)
    return facts.extend(*more) if more else facts


def _outcomes(given: Any) -> Any:
    """Outcomes as they are; cases, as the outcomes of each."""
    if not isinstance(given, Iterable):
        return given  # refused where outcomes are read
    several = iter(given)
    first = tuple(itertools.islice(several, 1))
    if not first or not isinstance(first[0], Case):
        return itertools.chain(first, several) if several is given else given
    cases = (*first, *several)
    wrong = [place for place, each in enumerate(cases) if not isinstance(each, Case)]
    refuse(InvalidValueError, [misfit(f"cases[{at}]", cases[at], Case) for at in wrong])
    return itertools.chain.from_iterable(case.outcomes() for case in cases)


def _label(rulebook: Rulebook) -> str:
    """Identifier, version and digest of a rulebook."""
    return f"{rulebook.id}@{rulebook.version} {rulebook.digest}"


def _says_how_to_route(rulebook: Rulebook) -> bool:
    """Whether a rulebook has all that routing reads: guards may be silent or unset, tables may not."""
    said = rulebook.provisions
    return all(each.path in said for each in PARAMETERS) and not any(
        isinstance(said[each.path][1].value, Absent) for each in NEEDED
    )


def _pins(router: Router, as_of: date | None, known_at: date | None) -> Pins:
    if as_of is None and known_at is None:
        return router.pins
    return attrs.evolve(router.pins, as_of=as_of, known_at=known_at)
