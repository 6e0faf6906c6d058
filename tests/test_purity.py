import ast
import copy
import json
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
import strategies as own

import jiesu
from jiesu import calendars
from jiesu.canonical import digest
from jiesu.exact import Bounds
from jiesu.facts import excluding
from jiesu.labels import Label
from jiesu.rules import beijing
from jiesu.rules.shandong import CARDS
from jiesu.scoring import WEIGHTS

SOURCE = Path(jiesu.__file__).parent
PURE = [
    path
    for path in sorted(SOURCE.rglob("*.py"))
    if "testing" not in path.relative_to(SOURCE).parts and path.name != "notebook.py"
]
CONSTANTS = {
    *("ASIDE", "BEIJING", "CIVIL_CODE", "MET", "MISSING", "NOT_ASSESSED", "OUTCOME_FACTS"),
    *("SILENT", "TICKET_FACTS", "UNMET", "UNSET", "__version__"),
}
HARMLESS = {
    "builtins.id",
    "code.__new__",  # a NamedTuple or attrs class in the making
    "object.__delattr__",
    "object.__getattr__",
    "object.__setattr__",
    "pickle.find_class",
    "sys._getframe",
}
"""Events that touch nothing outside; any other that Python audits is refused."""
MAY_TOUCH = {"WorkCalendar.china"}
"""Builds the default calendar: loads ``holidays``, and that its files."""


# ------------------------------------------------------------------ what is called


def explained(value: Any) -> None:
    """Every way in which a result explains itself."""
    for lang in own.LANGUAGES:
        told = value.explain(lang)
        for printed in (told.text, told.markdown, told.html):
            assert printed(lang)
        assert str(told)
        assert told._repr_html_()
        assert told.says.zh.split()[0] in jiesu.Explanation(told.says)
    if hasattr(value, "to_rows"):
        value.to_rows()


def through(value: Any) -> None:
    """A value copied every way, printed, hashed and digested."""
    pickle.loads(pickle.dumps(value))  # noqa: S301 -- our own bytes
    copy.copy(value)
    copy.deepcopy(value)
    repr(value)
    read(value)


def read(value: Any) -> list[Any]:
    """Every public attribute, properties among them."""
    return [getattr(value, name) for name in dir(value) if not name.startswith("_")]


def calls() -> dict[str, Callable[[], object]]:
    """
    A call of every public function, by name; several names may share what only one needs.

    What they work on is made anew with each call of this function, so that nothing is remembered
    from one run to the next.
    """
    names = jiesu.__all__
    labels = [
        kind
        for name in names
        if isinstance(kind := getattr(jiesu, name), type) and issubclass(kind, Label)
    ]
    found: dict[str, Callable[[], object]] = {
        kind.__name__: lambda kind=kind: label(kind)  # type: ignore[misc]
        for kind in labels
    }
    china, officed = own.CALENDAR, own.OPEN_CALENDAR
    day, at = own.DAY, own.AT
    hotline, catalogue, directory = own.hotline(), own.catalogue(), own.directory()
    rulebook = beijing.TIMELINE.on(day)
    ticket = own.ticket()
    routing = hotline.route(ticket, at=at)
    limits = {
        kind.__name__: kind
        for kind in (
            *(jiesu.Hours, jiesu.NaturalDays, jiesu.WorkingDays, jiesu.WorkingHours, jiesu.Months),
        )
    }

    def limit(kind: type[Any]) -> None:
        made = kind(2)
        assert made.text
        deadline = jiesu.due(made, at, officed, holds=[(at, at + timedelta(hours=1))])
        explained(deadline)
        jiesu.measure(at, deadline.due, kind, officed)

    def deadline() -> None:
        made = jiesu.due(jiesu.working_days(3), at, china)
        made.is_late(at)
        explained(made)
        through(made)

    def whole_calendar() -> None:
        calendar = china.with_layer(own.LAYER).with_hours(jiesu.OfficeHours.of("09:00-17:00"))
        calendar.is_working_day(day)
        calendar.status(day)
        calendar.add_working_days(day, 5)
        calendar.count_working_days(day, day)
        calendar.pins_between(day, day)
        calendar.layers_between(day, day)
        calendar.first_provisional(day, date(2027, 1, 1))
        calendar.known_at(date(2026, 1, 1))
        calendar.published_only()
        calendar.need_hours()
        calendar.at_office_time(calendar.office_time(at))
        calendar.next_opening(at)
        calendar.read(day, day, hours=True)
        calendar.is_undecided(day)
        calendar.hours_on(day)
        calendar.closing(day)
        assert calendar.extremes

    def year() -> None:
        made = china.year(2027)
        explained(made)
        assert made.html("en")
        assert made.count(made.days[0].kind)
        through(made)

    def layer() -> None:
        made = jiesu.CalendarLayer.change("d", published=day, rest="2026-07-20")
        assert jiesu.CalendarLayer.from_row(made.to_row()).title
        jiesu.CalendarLayer.plan(2027, number="n", published=day, rest="2027-01-01").published  # noqa: B018
        jiesu.CalendarLayer.daily("u", published=day, first=day, last=day)

    def timetable() -> None:
        made = jiesu.Timetable(own.OFFICE, weekdays={5: own.OFFICE})
        made.on(day)
        made.between(day, day)
        assert made.kinds
        through(made)

    def unit_calendars() -> None:
        made = jiesu.UnitCalendars({"gov": officed})
        made.of(directory.units[0], china)
        through(made.known_at(day))

    def clock() -> None:
        started = {jiesu.StartsAt.DISPATCHED: at}
        made = jiesu.Clock.started(jiesu.working_days(5), started)
        assert made
        made = made.held(at, at + timedelta(days=1)).changed(own.CHANGE)
        made.deadlines(china)
        made.deadline(china)
        made.reassigned(at)
        reading = made.read(at + timedelta(days=60), china, rules=CARDS)
        explained(reading)
        read(reading)
        through(reading)
        for card in jiesu.alerts(reading.deadline, china, CARDS):
            assert str(card.explain())
            assert card.rule.when
        jiesu.lateness(reading.deadline, reading.at, china)

    def pieces() -> None:
        for piece in jiesu.timesheet(at, at + timedelta(days=9), jiesu.WorkingDays, china):
            assert str(piece.explain(jiesu.working_days(1).unit_text))
            assert piece.span

    def statute() -> None:
        meant = jiesu.StatutoryDays(own.CITED, frozenset({2, 3}))
        assert meant.text
        made = meant.limit(2)
        told: dict[str, Any] = {"statute": made, "statute_ground": own.CITED}
        for each in jiesu.obligations(
            own.CLOCK, china, jiesu.StatuteRule.LONGER_BESIDE, own.CITED, **told
        ):
            assert each.last_day
            through(each)

    def rows() -> list[dict[str, str]]:
        return [{"code": "1", "path": "市容/路灯", "duty": "照明"}]

    def whole_catalogue() -> None:
        made = jiesu.Catalogue.from_rows(rows(), id="demo", version="1")
        jiesu.Catalogue.salvage([*rows(), *rows()], id="demo", version="1")
        made.entry("1")
        made.at("市容/路灯", on=day)
        made.children("市容")
        made.find("路灯")
        made.suggestions("灯")
        made.successors("1", day)
        assert made.digest
        explained(catalogue.diff(own.catalogue("2")))

    def whole_directory() -> None:
        told: dict[str, Any] = {
            "id": "demo",
            "version": "1",
            "divisions": [{"code": "11", "name": "北京市"}],
            "by_prefix": True,
        }
        jiesu.Directory.from_rows(**told)
        jiesu.Directory.salvage(**told)
        jiesu.Directory.divisions_by_prefix(told["divisions"])
        directory.unit("lead")
        directory.division("11")
        directory.ancestors(own.TRICKY_PLACE)
        directory.holders("sanitation", own.TRICKY_PLACE)
        directory.government(own.TRICKY_PLACE, day)
        directory.grass_roots(own.TRICKY_PLACE, day)
        directory.find_unit("东城区政府")
        directory.suggest_units("政府")
        directory.find_division("东城区")
        directory.suggest_divisions("东城")
        directory.successors("old", day)
        directory.check(catalogue)
        assert directory.digest
        assert directory.hotline_body

    def table() -> None:
        made = jiesu.Table("demo", own.SPACE, own.ROWS)
        made.check()
        made.hit(own.CASE)
        made.answer(own.CASE.values)
        made.explain(own.CASE)
        made.to_rows()
        made.row("R1")
        made.with_row(own.ROWS[0])
        made.with_outcome("R1", 3, own.ROWS[0].grounds)
        made.covering(made.rows, {"hot": True})
        jiesu.Table("demo", own.SPACE, own.ROWS, jiesu.HitPolicy.COLLECT).collect(own.CASE)

    def whole_rulebook() -> None:
        made = jiesu.Rulebook.of("demo", day, {own.PARAMETER: True}, own.CITED)
        made.provision(own.PARAMETER)
        made.with_({"demo.flag": jiesu.SILENT})
        own.ASSESSED.on(day).with_({"rates.response.N1": jiesu.ASIDE})
        assert made[own.PARAMETER] is True
        assert rulebook.label
        assert rulebook.digest
        explained(rulebook.check())
        explained(rulebook)
        explained(made.with_({"demo.flag": False}).compare(made))

    def dated() -> None:
        read(own.DATED)
        own.DATED.on(day, known_at=day)
        own.DATED.announced(day, known_at=day)
        read(own.DATED.entries[0])
        own.DATED.entries[0].standing(day, known_at=day)
        own.DATED.entries[0].in_force(day, known_at=day)

    def timeline() -> None:
        made = beijing.TIMELINE.on(day, known_at=day)
        assert beijing.TIMELINE.boundaries
        beijing.TIMELINE.dated("routing.triage")
        reform = beijing.TIMELINE.with_({"routing.direct": False}, since=day, name="demo")
        reform.on(day)
        reform.without_overlays()
        reform.announced(day, known_at=day)
        explained(own.TIMELINE.check())
        own.TIMELINE.stacked_on(beijing.TIMELINE)
        made.check()

    def whole_hotline() -> None:
        asked = jiesu.Hotline(beijing.TIMELINE, catalogue, directory, china)
        asked.route(ticket, at=at, as_of=day, known_at=day)
        asked.route(ticket, at=at)
        asked.check()
        asked.rulebook(day)
        through(asked)

    def whole_space() -> None:
        space = jiesu.FactSpace(own.SPACE.facts, own.SPACE.impossible)
        space.interner()(hot=True)
        space.extend(jiesu.Fact("more", jiesu.Text("更", "more"), (True, False)))
        space.index("hot")
        space.read({"hot": excluding(True)}, "row", [])
        assert space.names
        assert space.make(hot=True).replace(hot=False).stated()

    def error() -> None:
        made = own.caught(jiesu.ticket_facts, request_typ=1)
        assert str(made)
        assert [made.to(lang) for lang in own.LANGUAGES]
        through(made)

    def source() -> None:
        own.SOURCE.in_force(day, day)
        assert own.SOURCE.cite("3").text

    def counting() -> None:
        made = jiesu.CIVIL_CODE.with_(own.GROUND, first_day=True)
        assert made.ground("first_day")
        through(made)

    def whole_ticket() -> None:
        assert ticket.place(jiesu.PlaceRole.EVENT)
        assert own.ticket(received_at=None).lacking

    def whole_routing() -> None:
        assert routing.disposition is jiesu.Disposition.DISPATCH
        explained(routing)
        through(routing)

    def whole_case() -> None:
        reviewed = hotline.review(own.history(), as_of=day, known_at=day)
        explained(reviewed)
        case = hotline.open_case(ticket, at=at, confidential=True)
        allowed = case.allowed(at)
        explained(allowed)
        assert allowed.of(jiesu.Move.DISPATCHED).permitted
        assert jiesu.Move.DISPATCHED in allowed
        later = at + timedelta(days=20)
        for made in (case.apply(own.history()[3]), reviewed.case):
            explained(made)
            assert made.answerable() is None
            made.as_at(later).readings(later)
            made.pending(later)
            made.alerts(later)
            made.outcomes()
            assert made.html("en", at=later)
            assert jiesu.Case.of(made.history, made.office) == made
            assert hotline.resume(pickle.loads(pickle.dumps(made)), as_of=day, known_at=None)  # noqa: S301
            through(made)
        listed = jiesu.worklist([case, reviewed.case], later, within=jiesu.working_days(3))
        explained(listed)
        through(listed)
        assert hotline.office(day)
        sent = case.apply(own.history()[6])
        for audience in jiesu.Audience:
            seen = jiesu.view(sent, audience, at=later)
            explained(seen)
            read(seen)
            through(seen)
        for event in own.history():
            assert event.order
            read(event)
            through(event)

    assessed, handled = own.assessed(), own.outcomes()
    march: dict[str, Any] = {"period": own.MARCH, "at": own.CUT_OFF}
    tallied = assessed.tally(handled, **march)

    def assessment() -> None:
        asked = jiesu.Hotline(own.ASSESSED, catalogue, directory, china)
        assert asked.assessment(day, known_at=day).facts
        made = asked.tally(own.outcomes(), **march, as_of=day, known_at=day)
        asked.excluded(own.outcomes(), **march, as_of=day)
        counted = asked.count(made, as_of=day)
        asked.roll_up(counted, jiesu.DivisionLevel.DISTRICT)
        explained(asked.score(counted, as_of=day))
        explained(asked.score(made, formula=jiesu.Formula({"timeliness": 1})))
        explained(asked.with_({"rates.*.N[2-6]": jiesu.MET}).score(made))
        assess_alone = jiesu.Rulebook.of(
            "demo", day, {own.PARAMETER: True, WEIGHTS: {"response": 1}}, own.CITED
        )
        alone = jiesu.Hotline(assess_alone, catalogue, directory, china)
        explained(alone.score(own.PUBLISHED, formula=own.FORMULA))
        assert own.caught(alone.route, ticket=ticket, at=at).faults

    def periods() -> None:
        for made in (jiesu.Period.month(2026, 3), jiesu.Period.days(day, day)):
            assert made.text
            assert made.last_day
            through(made)
        assert all(by.field for by in jiesu.CountedBy if by.required)

    def whole_tally() -> None:
        explained(tallied)
        made = jiesu.Tally.from_rows(tallied.to_rows(), tallied.facts)
        assert sum([made, made]).total == 2 * tallied.total  # type: ignore[union-attr]
        assert (made + tallied - made) == tallied
        made.project(["timeliness"])
        assert made.where({}) == made
        made.regrouped(dict.fromkeys(made.units, "all"))
        through(made)

    def whole_counts() -> None:
        made = assessed.count(tallied) + assessed.count(tallied)
        assert len(made.ledger) == len(made.exclusions)
        assert made.total + made.excluded == 2 * tallied.total
        made.rate("street", made.rates[made.place("response")].name)
        made.only(["street"]).rolled_up({"street": "all"}).to_rows()
        assert made.volumes("response")
        assert made.beside(made, "own", "others").sides
        made.need_settled(["response"])
        assert made.unsettled() == {}
        assert len(made.mark_rows) == len(made.unit("street").marked)
        assert made.ratio("street", "response").value == made.rate("street", "response")
        assert made.scopes
        assert made.pins
        assert jiesu.Counts.of({"a": {"response": (1, 2)}}).unit("a").total
        through(made)

    def whole_board() -> None:
        made = assessed.score(tallied)
        explained(made)
        assert made.digest
        assert made.name("street")
        explained(made["street"])
        assert made["street"].points == made.rank().of("street").value
        league(made.rank())
        league(made.rank("response", among=["street"], bands=own.BANDS, places=1, minimum=1))
        explained(made.rank(title=jiesu.Text("街道组", "streets"), lowest_first=True))
        through(made)

    def league(made: jiesu.League) -> None:
        explained(made)
        made.of("street")
        made.top(1)
        assert made.bottom(1, jiesu.ranking.CutTies.ALL_IN) == made.ranked[-1:]
        graded = jiesu.rank({"a": 96}, bands=[jiesu.Band(jiesu.Text("优", "good"), 95)])
        explained(graded.by_band())
        assert made.printed(made.ranked[0].value)
        through(made)

    def formula() -> None:
        made = jiesu.Formula({"response": "0.3", "resolution": "70%"})
        assert made.full == 1
        assert made.term("response")
        explained(made)
        explained(made.evaluate({"response": "96%", "resolution": jiesu.NOT_ASSESSED}, "a"))
        assert made.evaluate(own.RATES).printed()
        assert made.bounds({"response": 1}) == Bounds(Fraction(30), Fraction(100))
        assert made.points(made.full) == 100
        assert made.latex() in made.markdown()
        assert made.evaluate(own.RATES).parts[0].name == "response"

    def whole_outcome() -> None:
        made = jiesu.Outcome.routed(routing, jiesu.outcome_facts(responded=True), at)
        assert routing.lead
        assert made.unit == routing.lead.id
        through(made)

    found |= {name: lambda kind=kind: limit(kind) for name, kind in limits.items()}  # type: ignore[misc]
    return found | {
        "Band": lambda: jiesu.Band(jiesu.Text("优秀", "excellent"), "95"),
        "Alert": clock,
        "AlertRule": clock,
        "CalendarLayer": layer,
        "CalendarYear": year,
        "Catalogue": whole_catalogue,
        "Case": whole_case,
        "CatalogueEntry": lambda: [
            (entry.name, entry.text, entry.valid_on(day)) for entry in own.catalogue().entries
        ],
        "Citation": lambda: own.SOURCE.cite("3-1").text,
        "CountedBy.field": periods,
        "Clock": clock,
        "ClockReading": clock,
        "Counting": counting,
        "Counts": whole_counts,
        "Dated": dated,
        "Deadline": deadline,
        "Directory": whole_directory,
        "Division": lambda: own.directory().divisions,
        "DivisionLevel.above": lambda: jiesu.DivisionLevel.CITY.above(jiesu.DivisionLevel.CITY),
        "Duty.optional": lambda: [each.optional for each in jiesu.Duty],
        "Excluded": lambda: explained(assessed.excluded(handled, **march)[0]),
        "Explanation": lambda: jiesu.Explanation(jiesu.Text("一", "one")).text(),
        "Fact": lambda: (own.SPACE.facts[0].domain, own.SPACE.facts[0].words()),
        "FactSpace": whole_space,
        "Formula": formula,
        "Holding": lambda: [each.valid_on(day) for each in own.directory().holdings],
        "Hotline": whole_hotline,
        "Hotline.assessment": assessment,
        "Hotline.review": whole_case,
        "Hotline.route": whole_routing,
        "Hotline.route_many": lambda: hotline.route_many([ticket, "?"], at=at).to_rows(),  # type: ignore[list-item]
        "JiesuError": error,
        "League": whole_board,
        "LimitChange": clock,
        "Mark": lambda: [each.text for each in (jiesu.MET, jiesu.UNMET, jiesu.ASIDE)],
        "Obligation": statute,
        "OfficeHours": lambda: jiesu.OfficeHours.of("09:00-17:00").closing,
        "Outcome": whole_outcome,
        "Parameter": lambda: jiesu.Parameter("a.b", jiesu.Text("某", "x"), bool),
        "Period": periods,
        "Place": lambda: jiesu.Place((own.TRICKY_PLACE,)),
        "Provision": dated,
        "Rate": lambda: assessed.assessment(day).rates[0].named("r").over(jiesu.OUTCOME_FACTS),
        "Rounded": lambda: (jiesu.Rounded(1).of(Fraction(1, 3)), jiesu.Rounded().text),
        "Review": whole_case,
        "Routing": whole_routing,
        "Routings": lambda: through(hotline.route_many([ticket], at=at)),
        "Row": lambda: jiesu.Row("R", {"hot": True}, 1, (own.GROUND,)),
        "Rulebook": whole_rulebook,
        "Score": formula,
        "Scoreboard": whole_board,
        "Segment": pieces,
        "Source": source,
        "StageLimit": lambda: through(own.STAGE_LIMIT),
        "StatutoryDays": statute,
        "StatutoryStanding.of": lambda: jiesu.StatutoryStanding.of(
            jiesu.StatutoryStep.ENTERED, jiesu.StatutoryChannel.PETITION
        ),
        "Table": table,
        "Tally": whole_tally,
        "Text": lambda: jiesu.Text("一", "one").to("en"),
        "Ticket": whole_ticket,
        "TimeLimit": lambda: own.caught(jiesu.TimeLimit, amount=1),
        "Timeline": timeline,
        "Timetable": timetable,
        "Unit": lambda: [each.valid_on(day) for each in own.directory().units],
        "UnitCalendars": unit_calendars,
        "UnitKind.handles": lambda: [(kind.handles, kind.grass_roots) for kind in jiesu.UnitKind],
        "View": whole_case,
        "WorkCalendar": whole_calendar,
        "WorkCalendar.china": jiesu.WorkCalendar.china,
        "Worklist": whole_case,
        "alerts": clock,
        "assumed": lambda: jiesu.assumed("示例", "an example", own.CITED).text,
        "beijing_time": lambda: jiesu.beijing_time(2026, 3, 27),
        "due": lambda: jiesu.due(jiesu.hours(2), at, china),
        "exact": lambda: jiesu.exact("35%"),
        "hours": lambda: jiesu.hours(2),
        "lateness": clock,
        "measure": lambda: jiesu.measure(at, at, jiesu.WorkingDays, china),
        "months": lambda: jiesu.months(2),
        "natural_days": lambda: jiesu.natural_days(2),
        "obligations": statute,
        "outcome_facts": lambda: jiesu.outcome_facts(responded=True),
        "rank": lambda: explained(jiesu.rank({"a": Fraction(90), "b": jiesu.NOT_ASSESSED})),
        "rounded": lambda: [jiesu.rounded(Fraction(1, 3), 2, rule) for rule in jiesu.Rounding],
        "ticket_facts": lambda: jiesu.ticket_facts(mass=True),
        "timesheet": pieces,
        "view": whole_case,
        "working_days": lambda: jiesu.working_days(2),
        "worklist": whole_case,
        "working_hours": lambda: jiesu.working_hours(2),
        "digest": lambda: [
            digest(value) for value in (rulebook, routing, catalogue, directory, china)
        ],
        "samples": lambda: [read(value) for values in own.samples().values() for value in values],
    }


def label(kind: type[Label]) -> None:
    """What every enumeration can do."""
    for member in kind:
        assert kind.find(member.zh) is not None
        assert member.text.to("en") == member.en
        through(member)


SPIES: dict[str, Callable[[], object]] = {
    "a file": lambda: Path(__file__).read_bytes(),
    "a folder": lambda: list(Path(__file__).parent.iterdir()),
    "a socket": socket.socket,
    "a name on the network": lambda: socket.gethostbyname("localhost"),
    "a process": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    "a module": lambda: __import__("this_module_is_not_there"),
    "an environment variable": lambda: __import__("os").environ.get("HOME"),
}
"""What the hook has to see."""


# ------------------------------------------------------------------ who watches


def watch() -> None:
    """
    Print what the calls do, once they have run before: event by event, and whom they reached.

    Runs in a process of its own, since an audit hook cannot be taken away.
    """
    reached: set[CodeType] = set()

    def profile(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            reached.add(frame.f_code)

    sys.setprofile(profile)
    for call in calls().values():
        call()
    sys.setprofile(None)
    current: list[str] = []
    seen: dict[str, list[str]] = {}

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if current and event not in HARMLESS:
            name = current[0]
            current.clear()  # what the note itself does is not noted
            seen.setdefault(name, []).append(f"{event} {arguments}"[:200])
            current.append(name)

    sys.addaudithook(hook)
    _guard_environment(hook)
    current.append("making")
    made = calls()
    current.clear()
    for name, call in (made | SPIES).items():
        current.append(name)
        try:
            call()
        except (OSError, ImportError):
            if name not in SPIES:
                raise
        finally:
            current.clear()
    print(json.dumps({"seen": seen, "missed": sorted(_missed(reached))}))  # noqa: T201 -- a pipe


def _guard_environment(hook: Callable[[str, tuple[object, ...]], None]) -> None:
    """Python audits no reading of the environment: make it tell."""
    environment = sys.modules["os"].environ

    class Watched(type(environment)):  # type: ignore[misc]
        def __getitem__(self, key: str) -> str:
            hook("os.environ", (key,))
            return str(super().__getitem__(key))

    environment.__class__ = Watched


def _missed(reached: set[CodeType]) -> Iterator[str]:
    """Public functions, and public methods of public classes, that no call reached."""
    for name in jiesu.__all__:
        thing = getattr(jiesu, name)
        if not isinstance(thing, type):
            code = getattr(thing, "__code__", None)
            if code is not None and code not in reached:
                yield name
            continue
        for attribute, member in vars(thing).items():
            if attribute.startswith("_"):
                continue
            function = getattr(member, "__func__", None) or getattr(member, "fget", None)
            if isinstance(member, cached_property):
                function = member.func
            code = getattr(function or member, "__code__", None)
            ours = code is not None and code.co_filename.startswith(str(SOURCE))
            if ours and code not in reached:
                yield f"{name}.{attribute}"


@pytest.fixture(scope="module")
def watched() -> dict[str, Any]:
    """What a process of its own saw."""
    told: dict[str, Any] = own.fresh_json("import test_purity; test_purity.watch()")
    return told


@pytest.mark.slow
class TestTouchesNothing:
    """The library opens no file, socket or process: instants and rows are arguments."""

    def test_covers_the_public_face(self) -> None:
        """A new public name fails here until `calls` calls it."""
        called = {name.partition(".")[0] for name in calls()}
        assert set(jiesu.__all__) - called == CONSTANTS

    def test_covers_every_method(self, watched: dict[str, Any]) -> None:
        """The calls reach each public function, method and property of a public class."""
        assert watched["missed"] == []

    def test_no_event(self, watched: dict[str, Any]) -> None:
        """Nothing that Python audits happens, but while the default calendar is built."""
        seen = watched["seen"]
        assert {name: seen[name] for name in seen if name not in MAY_TOUCH | SPIES.keys()} == {}

    @pytest.mark.parametrize("spy", SPIES)
    def test_hook_sees(self, watched: dict[str, Any], spy: str) -> None:
        """The hook is no blind one: what touches the world is seen."""
        assert watched["seen"].get(spy)


# ------------------------------------------------------------------ what the source may say

IMPURE = {
    *("asyncio", "atexit", "builtins", "concurrent", "contextvars", "ctypes", "dbm", "fileinput"),
    *("ftplib", "getpass", "glob", "http", "importlib", "inspect", "io", "linecache", "locale"),
    *("logging", "mmap", "multiprocessing", "numpy", "os", "pathlib", "pkg_resources", "pkgutil"),
    *("platform", "pwd", "queue", "random", "readline", "requests", "runpy", "sched", "secrets"),
    *("select", "shelve", "shutil", "signal", "site", "smtplib", "socket", "sqlite3", "ssl"),
    *("subprocess", "sys", "syslog", "tempfile", "threading", "time", "tomllib", "tracemalloc"),
    *("urllib", "uuid", "warnings", "webbrowser", "weakref", "zipfile", "zoneinfo"),
}
"""Modules by which a program reads or changes what is outside of its arguments."""
BUILTINS = {
    *("open", "print", "input", "exec", "eval", "compile", "breakpoint", "globals", "__import__"),
    *("__file__", "__loader__", "__spec__"),
}
CLOCKS = {"now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp", "localtime", "tzlocal"}
CACHES = {"cache", "lru_cache"}
CHANGES = {
    *("append", "add", "clear", "discard", "extend", "insert", "pop", "popitem", "remove"),
    *("reverse", "setdefault", "sort", "update"),
}
"""Methods that change a list, set or mapping in place."""


def impurities(code: str) -> list[str]:
    """
    What is wrong with a module: line and word.

    An import of what is impure or not relative, a clock, a forbidden builtin, a cache that outlives
    its call, ``global``, and a function that changes a name of its module.
    """
    tree = ast.parse(code)
    kept = _module_names(tree)
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        found += [(getattr(node, "lineno", 0), word) for word in _said(node)]
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            found += _changes(node, kept)
    return [f"{line}: {word}" for line, word in sorted(set(found))]


def _said(node: ast.AST) -> Iterator[str]:
    """What a single node says that it must not."""
    match node:
        case ast.Import(names=names):
            yield from _imported([each.name for each in names])
        case ast.ImportFrom(level=0, module=str(module)):
            yield from _imported([module])
        case ast.Global():
            yield "global"
        case ast.Name(id=name, ctx=ast.Load()) if name in BUILTINS:
            yield name
        case ast.Attribute(attr=name) if name in CLOCKS:
            yield name
        case ast.Attribute(attr=name) if name in {"environ", "getenv", "uuid1", "uuid4"}:
            yield name
        case ast.Call(func=ast.Attribute(attr="astimezone"), args=[], keywords=[]):
            yield "astimezone() of the machine"
        case ast.Attribute(value=ast.Name(id="functools"), attr=name) if name in CACHES:
            yield name
    if isinstance(node, ast.ImportFrom) and node.module == "functools":
        yield from (each.name for each in node.names if each.name in CACHES)


def _imported(modules: list[str]) -> Iterator[str]:
    for module in modules:
        root = module.partition(".")[0]
        if root in {"jiesu", "src", jiesu.__name__.partition(".")[0]}:
            yield f"absolute import of {module}"
        elif root in IMPURE:
            yield f"import of {module}"


def _module_names(tree: ast.Module) -> set[str]:
    """Names that a module binds to a value that could be changed."""
    found: set[str] = set()
    for node in tree.body:
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
            targets = [node.target]
        found |= {
            each.id
            for target in targets
            for each in ast.walk(target)
            if isinstance(each, ast.Name)
        }
    return found


def _changes(
    function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, kept: set[str]
) -> Iterator[tuple[int, str]]:
    """Where a function changes a name of its module that it does not bind itself."""
    own_names = {each.arg for each in ast.walk(function) if isinstance(each, ast.arg)}
    own_names |= {
        each.id
        for each in ast.walk(function)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }
    for node in ast.walk(function):
        line = getattr(node, "lineno", 0)
        changed: ast.expr | None = None
        if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
            changed = node.value
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in CHANGES
        ):
            changed = node.func.value
        if isinstance(changed, ast.Name) and changed.id in kept - own_names:
            yield line, f"changes {changed.id}"


class TestSource:
    """No clock, environment, chance, output or registry: by the syntax tree of every module."""

    @pytest.mark.parametrize("path", PURE, ids=lambda path: str(path.relative_to(SOURCE)))
    def test_module(self, path: Path) -> None:
        """Nothing impure is said, and the package is imported relatively."""
        assert impurities(path.read_text(encoding="utf-8")) == []

    def test_there_are_modules(self) -> None:
        """The check looks at the package and not at an empty folder."""
        assert {"routing.py", "calendars.py", "beijing.py"} <= {path.name for path in PURE}

    @pytest.mark.parametrize(
        ("code", "word"),
        [
            ("import datetime\nx = datetime.datetime.now()", "now"),
            ("from datetime import datetime\nx = datetime.utcnow()", "utcnow"),
            ("from datetime import date\nx = date.today", "today"),
            ("from datetime import datetime\nx = datetime.fromtimestamp(0)", "fromtimestamp"),
            ("def f(at):\n    return at.astimezone()", "astimezone() of the machine"),
            ("import time", "import of time"),
            ("from time import perf_counter", "import of time"),
            ("import os.path", "import of os.path"),
            ("def f():\n    from os import environ", "import of os"),
            ("def f(os):\n    return os.environ['A']", "environ"),
            ("def f(os):\n    return os.getenv('A')", "getenv"),
            ("import random", "import of random"),
            ("from secrets import token_hex", "import of secrets"),
            ("import uuid", "import of uuid"),
            ("def f(uuid):\n    return uuid.uuid4()", "uuid4"),
            ("def f(p):\n    return open(p)", "open"),
            ("print(1)", "print"),
            ("x = map(print, [])", "print"),
            ("input()", "input"),
            ("exec('')", "exec"),
            ("x = __import__('os')", "__import__"),
            ("x = __file__", "__file__"),
            ("import logging", "import of logging"),
            ("import importlib.metadata", "import of importlib.metadata"),
            ("from importlib import resources", "import of importlib"),
            ("from pkgutil import get_data", "import of pkgutil"),
            ("from pathlib import Path", "import of pathlib"),
            ("import socket", "import of socket"),
            ("import subprocess", "import of subprocess"),
            ("import  jiesu", "absolute import of jiesu"),
            ("from  jiesu.errors import fail", "absolute import of jiesu.errors"),
            ("from functools import lru_cache\n@lru_cache\ndef f(): ...", "lru_cache"),
            ("import functools\n@functools.cache\ndef f(): ...", "cache"),
            ("import functools\n@functools.lru_cache(maxsize=1)\ndef f(): ...", "lru_cache"),
            ("X = 1\ndef f():\n    global X\n    X = 2", "global"),
            ("X = {}\ndef f(k):\n    X[k] = 1", "changes X"),
            ("X: dict[str, int] = {}\ndef f(k):\n    X.setdefault(k, 1)", "changes X"),
            ("X = []\nf = lambda k: X.append(k)", "changes X"),
            ("X = {}\nclass A:\n    def f(self, k):\n        del X[k]", "changes X"),
            ("X = {1}\ndef f(k):\n    def g():\n        X.add(k)\n    return g", "changes X"),
            ("X = object()\ndef f(k):\n    X.seen = k", "changes X"),
        ],
    )
    def test_bad_snippet(self, code: str, word: str) -> None:
        """The check can fail: each thing that it refuses is found where it stands."""
        assert word in [found.partition(": ")[2] for found in impurities(code)]

    @pytest.mark.parametrize(
        "code",
        [
            "from datetime import date\nx = date(2026, 1, 1)",
            "from functools import cached_property, reduce",
            "from .errors import fail\nfrom .. import labels",
            "import re\nX = re.compile('a')\ndef f(t):\n    return X.sub('', t)",
            "X = {}\ndef f(k):\n    X = {}\n    X[k] = 1\n    return X",
            "X = {}\nX['a'] = 1\nX.update(b=2)",
            "def f(X, k):\n    X.append(k)",
            "def f(at, zone):\n    return at.astimezone(zone)",
            "def allowed(now):\n    return now",
        ],
    )
    def test_good_snippet(self, code: str) -> None:
        """What is pure passes."""
        assert impurities(code) == []

    def test_codec_is_not_loaded(self) -> None:
        """Rules need no reader of plain data: whoever asks for it pays for it."""
        name = jiesu.__name__
        told = own.fresh_json(f"import json, sys, {name}\nprint(json.dumps(sorted(sys.modules)))")
        assert f"{name}.hotline" in told
        assert not {f"{name}.codec", "cattrs"} & set(told)

    def test_version_is_literal(self) -> None:
        """The version is a text in the source: no look-up of metadata under a vendored name."""
        tree = ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8"))
        values = [
            node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and [ast.unparse(target) for target in node.targets] == ["__version__"]
        ]
        assert values == [jiesu.__version__]


class TestNothingIsRemembered:
    """Instants are arguments and no answer depends on an earlier question."""

    def test_default_calendar_is_built_anew(self) -> None:
        """The library keeps no calendar for its callers."""
        one, other = jiesu.WorkCalendar.china(), jiesu.WorkCalendar.china()
        assert one == other
        assert one is not other
        assert not [name for name, value in vars(calendars).items() if value is one]

    def test_order_of_questions_does_not_matter(self) -> None:
        """Asked forwards and backwards, a hotline gives the same answers."""
        tickets = [own.ticket(), own.ticket(leaf=None), own.ticket(leaf=own.PLAIN_LEAF)]
        asked = own.hotline()
        forwards = [asked.route(each, at=own.AT) for each in tickets]
        backwards = [asked.route(each, at=own.AT) for each in reversed(tickets)]
        assert forwards == backwards[::-1]
