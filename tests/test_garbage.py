import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import attrs
import pytest
import strategies as own
from hypothesis import given, settings
from hypothesis import strategies as st

import jiesu
from jiesu import (
    Catalogue,
    CatalogueEntry,
    Directory,
    Explanation,
    Fact,
    FactSpace,
    HitPolicy,
    Hotline,
    JiesuError,
    Place,
    Row,
    Rulebook,
    Table,
    Tally,
    Text,
    Ticket,
    TimeLimit,
    Timeline,
    Unit,
    WorkCalendar,
)
from jiesu.canonical import digest
from jiesu.counts import Ratio, UnitCounts
from jiesu.errors import (
    AssessmentError,
    Fault,
    InvalidValueError,
    RulebookError,
    TableError,
    UnknownFactError,
    shown,
)
from jiesu.exact import Bounds, RoundingPoint
from jiesu.facts import AS, REFUSE
from jiesu.labels import Label
from jiesu.nodes import OfRate
from jiesu.overlays import Overlay
from jiesu.ranking import CutTies
from jiesu.rules import beijing
from jiesu.rules.national import PENALTY_DAYS
from jiesu.rules.shandong import CARDS
from jiesu.sources import Dated, Parameter, Provision
from jiesu.tallies import Scope

CONSTANTS = {"BEIJING", "MISSING", "NOT_ASSESSED", "SILENT", "UNSET", "__version__"}
CONSTANTS |= {"ASIDE", "MET", "UNMET"}
GIVEN_BACK = {"Deadline", "Excluded", "Routing", "Routings", "StageLimit", "Text"}
GIVEN_BACK |= {"Alert", "ClockReading", "Obligation", "Review", "Segment", "View", "Worklist"}
"""Made by the library alone, or a bare tuple: there is nothing to check."""
FEW = min(25, settings().max_examples)
"""There are many calls, and each finds its fault soon or never."""


@attrs.frozen
class Call:
    """A public function, and arguments with which it works."""

    function: Callable[..., Any]
    sound: dict[str, Any]


HOTLINE = own.hotline()
RULEBOOK = beijing.TIMELINE.on(own.DAY)
CATALOGUE, DIRECTORY, CHINA = own.catalogue(), own.directory(), own.OPEN_CALENDAR
FACT = {"name": "more", "term": Text("更", "more"), "values": (True, False), "missing": None}
SOURCE = {field.name: getattr(own.SOURCE, field.name) for field in attrs.fields(jiesu.Source)}
ENTRY = {
    field.name: getattr(CATALOGUE.entries[0], field.name) for field in attrs.fields(CatalogueEntry)
}
UNIT = {field.name: getattr(DIRECTORY.units[0], field.name) for field in attrs.fields(Unit)}
HOLDING: dict[str, Any] = {
    "unit": "gov",
    "duty": "roads",
    "division": "11",
    "since": None,
    "until": None,
    "source": None,
}
COUNTING = {
    field.name: getattr(jiesu.CIVIL_CODE, field.name) for field in attrs.fields(jiesu.Counting)
}
TICKET = {field.name: getattr(own.ticket(), field.name) for field in attrs.fields(Ticket)}
RULES = {
    field.name: getattr(own.RULEBOOK, field.name) for field in attrs.fields(Rulebook) if field.init
}
TIMES = {
    field.name: getattr(own.TIMELINE, field.name) for field in attrs.fields(Timeline) if field.init
}
DAYS = {"start": own.DAY, "end": own.DAY}
DUE = jiesu.due(jiesu.working_days(5), own.AT, CHINA)
LAYER_ROW = own.LAYER.to_row() | {"week": "12345", "covers": "2026-07-20/2026-07-21"}
PLAN_ROW: dict[str, Any] = {
    "id": "n",
    "year": 2027,
    "published": "2026-11-30",
    "rest": "2027-01-01",
    "working": "",
}
CLOCK = {field.name: getattr(own.CLOCK, field.name) for field in attrs.fields(jiesu.Clock)}
CHANGE = {field.name: getattr(own.CHANGE, field.name) for field in attrs.fields(jiesu.LimitChange)}
CARD = {field.name: getattr(CARDS[0], field.name) for field in attrs.fields(jiesu.AlertRule)}
ROWS: list[dict[str, Any]] = [{"code": "1", "path": "市容/路灯", "duty": "照明"}]
DIVISIONS: list[dict[str, Any]] = [{"code": "11", "name": "北京市"}]
WHERE = {"code": "110101001", "on": own.DAY}
ASSESSED, OUTCOMES = own.assessed(), own.outcomes()
TALLY = ASSESSED.tally(OUTCOMES, period=own.MARCH, at=own.CUT_OFF)
COUNTS = ASSESSED.count(TALLY)
BOARD = ASSESSED.score(COUNTS, as_of=own.DAY)
LEAGUE = BOARD.rank()
OUTCOME = {
    field.name: getattr(OUTCOMES[1], field.name)
    for field in attrs.fields(jiesu.Outcome)
    if field.init
}
ASKED: dict[str, Any] = {
    "outcomes": OUTCOMES,
    "period": own.MARCH,
    "at": own.CUT_OFF,
    "as_of": own.DAY,
    "known_at": own.DAY,
}
AXES = {"as_of": own.DAY, "known_at": own.DAY}
PROFILES = {"unit": "a", "count": 1, "timeliness": "LATE", "responded": "是"}
RANKING: dict[str, Any] = {
    "ties": jiesu.Ties.DENSE,
    "minimum": 1,
    "bands": own.BANDS,
    "places": 2,
    "rounding": jiesu.Rounding.HALF_UP,
    "lowest_first": False,
}
SCOPE = next(iter(COUNTS.scopes))


def key(value: Any, otherwise: Any) -> Any:
    """A value as a key of a mapping, if Python can have it as one."""
    try:
        hash(value)
    except TypeError:
        return otherwise
    return value


def alike(names: Iterable[str], value: Any) -> dict[str, Any]:
    """The same for every name."""
    return dict.fromkeys(names, value)


def scopes(**fields: Any) -> frozenset[Scope]:
    """A scope of these, beside a sound one that it may have to be sorted among."""
    return frozenset({SCOPE, Scope(**{name: key(each, "?") for name, each in fields.items()})})


def stated(function: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    """A function of keywords as one of a name and a value."""
    return lambda name, value: function(**{name if isinstance(name, str) else "hot": value})


HISTORY = own.history()
CASE = HOTLINE.open_case(own.ticket(), at=own.AT)
HANDLED = HOTLINE.review(HISTORY).case
TRICKY_EVENTS = {type(event).__name__: event for event in HISTORY}
CALLS: dict[str, Call] = {
    "CIVIL_CODE.with_": Call(
        lambda ground, name, value: jiesu.CIVIL_CODE.with_(
            ground, **{name if isinstance(name, str) else "end": value}
        ),
        {"ground": own.GROUND, "name": "first_day", "value": True},
    ),
    "CIVIL_CODE.ground": Call(jiesu.CIVIL_CODE.ground, {"choice": "end"}),
    "TICKET_FACTS.make": Call(stated(jiesu.TICKET_FACTS.make), {"name": "mass", "value": True}),
    "TICKET_FACTS.extend": Call(
        lambda fact, impossible: jiesu.TICKET_FACTS.extend(fact, impossible=impossible),
        {"fact": own.SPACE.facts[0], "impossible": ()},
    ),
    "OUTCOME_FACTS.make": Call(stated(jiesu.OUTCOME_FACTS.make), {"name": "void", "value": True}),
    "OUTCOME_FACTS.extend": Call(
        lambda fact, impossible: jiesu.OUTCOME_FACTS.extend(fact, impossible=impossible),
        {"fact": own.SPACE.facts[0], "impossible": ()},
    ),
    "AlertRule": Call(jiesu.AlertRule, CARD),
    "Band": Call(jiesu.Band, {"name": Text("优秀", "excellent"), "at_least": "95"}),
    "CalendarLayer": Call(
        jiesu.CalendarLayer,
        {
            "source": own.SOURCE,
            "tier": jiesu.Tier.CITY,
            "rest": "2026-07-20",
            "working": (),
            "covers": (),
            "week": (1, 2),
            "undecided": (),
        },
    ),
    "CalendarLayer.daily": Call(
        jiesu.CalendarLayer.daily,
        {
            "id": "n",
            "published": own.DAY,
            "first": own.DAY,
            "last": own.DAY,
            "rest": (),
            "title": None,
            "place": "",
            "remark": None,
        },
    ),
    "CalendarLayer.from_row": Call(jiesu.CalendarLayer.from_row, {"row": LAYER_ROW}),
    "CalendarLayer.from_row of its fields": Call(
        lambda **row: jiesu.CalendarLayer.from_row(row).to_row(), LAYER_ROW
    ),
    "CalendarLayer.from_row of a field": Call(
        lambda name, value: jiesu.CalendarLayer.from_row(LAYER_ROW | {key(name, "id"): value}),
        {"name": "week", "value": "67"},
    ),
    "CalendarLayer.from_row of a plan": Call(
        lambda **row: jiesu.CalendarLayer.from_row(row), PLAN_ROW
    ),
    "CalendarYear.html": Call(CHINA.year(2026).html, {"lang": "en"}),
    "CalendarLayer.plan": Call(
        jiesu.CalendarLayer.plan,
        {
            "year": 2027,
            "number": "n",
            "published": own.DAY,
            "rest": "2027-01-01",
            "working": (),
            "url": "",
            "remark": None,
        },
    ),
    "CalendarLayer.change": Call(
        jiesu.CalendarLayer.change,
        {
            "id": "n",
            "published": own.DAY,
            "rest": "2027-01-01",
            "working": (),
            "tier": jiesu.Tier.CITY,
            "title": None,
            "number": "",
            "place": "11",
            "url": "",
            "remark": None,
        },
    ),
    "Catalogue": Call(Catalogue, {"id": "d", "version": "1", "entries": (), "published": None}),
    "Catalogue.from_rows": Call(
        Catalogue.from_rows, {"rows": ROWS, "id": "d", "version": "1", "published": None}
    ),
    "Catalogue.from_rows of a row": Call(
        lambda **row: Catalogue.from_rows([row], id="d", version="1"),
        {**ROWS[0], "time_class": "24小时"},
    ),
    "Catalogue.salvage": Call(Catalogue.salvage, {"rows": ROWS, "id": "d", "version": "1"}),
    "Catalogue.entry": Call(CATALOGUE.entry, {"code": "1"}),
    "Catalogue.at": Call(CATALOGUE.at, {"path": "市政/道路", "on": own.DAY}),
    "Catalogue.children": Call(CATALOGUE.children, {"path": "市政"}),
    "Catalogue.find": Call(CATALOGUE.find, {"word": "井盖"}),
    "Catalogue.suggestions": Call(CATALOGUE.suggestions, {"word": "井盖", "n": 3}),
    "Catalogue.successors": Call(CATALOGUE.successors, {"code": "0103", "on": own.DAY}),
    "Catalogue.diff": Call(CATALOGUE.diff, {"other": CATALOGUE}),
    "CatalogueEntry": Call(CatalogueEntry, ENTRY),
    "CatalogueEntry.valid_on": Call(CATALOGUE.entries[2].valid_on, {"day": own.DAY}),
    "Citation": Call(
        jiesu.Citation,
        {
            "basis": jiesu.Basis.LAW,
            "source": own.SOURCE,
            "locator": "3-1",
            "quote": "文",
            "note": None,
        },
    ),
    "Clock": Call(jiesu.Clock, CLOCK),
    "Clock of a hold": Call(
        lambda since, until: jiesu.Clock(jiesu.hours(2), own.AT, holds=[(since, until)]),
        {"since": own.AT, "until": None},
    ),
    "Clock of a change": Call(
        lambda change: jiesu.Clock(jiesu.hours(2), own.AT, changes=[change]),
        {"change": own.CHANGE},
    ),
    "Clock.started": Call(
        jiesu.Clock.started,
        {
            "limit": jiesu.hours(2),
            "events": {jiesu.StartsAt.DISPATCHED: own.AT},
            "counting": jiesu.CIVIL_CODE,
            "whose": jiesu.Whose.REQUESTER,
        },
    ),
    "Clock.started of an event": Call(
        lambda event, at: jiesu.Clock.started(jiesu.hours(2), {key(event, "x"): at}),
        {"event": jiesu.StartsAt.DISPATCHED, "at": own.AT},
    ),
    "Clock.held": Call(own.CLOCK.held, {"since": own.AT, "until": own.AT}),
    "Clock.changed": Call(
        lambda **changes: own.CLOCK.changed(*changes.values()),
        {"change": own.CHANGE, "other": own.CHANGE},
    ),
    "Clock.reassigned": Call(own.CLOCK.reassigned, {"at": own.AT}),
    "Clock.deadlines": Call(own.CLOCK.deadlines, {"calendar": CHINA, "at": own.AT}),
    "Clock.deadline": Call(own.CLOCK.deadline, {"calendar": CHINA, "at": own.AT}),
    "Clock.read": Call(
        own.CLOCK.changed(own.CHANGE).read,
        {"at": own.AT, "calendar": CHINA, "done": own.AT, "rules": CARDS},
    ),
    "Clock.read of a rule": Call(
        lambda rule: own.CLOCK.read(own.AT, CHINA, rules=[rule]), {"rule": CARDS[0]}
    ),
    "Counting": Call(jiesu.Counting, COUNTING),
    "Counts": Call(
        jiesu.Counts,
        {
            "rates": COUNTS.rates,
            "exclusions": COUNTS.exclusions,
            "units": COUNTS.units,
            "as_of": own.DAY,
            "scopes": COUNTS.scopes,
            "pins": COUNTS.pins,
        },
    ),
    "Counts of a unit": Call(
        lambda name, **counted: jiesu.Counts(
            COUNTS.rates, COUNTS.exclusions, {key(name, "a"): UnitCounts(**counted)}
        ),
        {"name": "street", **COUNTS.units["street"]._asdict()},
    ),
    "Counts of a ratio": Call(
        lambda numerator, denominator: jiesu.Counts(
            own.PUBLISHED.rates[:1],
            (),
            {"a": UnitCounts(1, 0, (), (Ratio(numerator, denominator),))},
        ),
        {"numerator": Fraction(1, 2), "denominator": 1},
    ),
    "Counts.of": Call(
        jiesu.Counts.of,
        {"units": {"a": {"response": (48, 50)}}, "terms": {"response": Text("率", "rate")}},
    ),
    "Counts.of a pair": Call(
        lambda unit, rate, term, top, bottom: jiesu.Counts.of(
            {key(unit, "a"): {key(rate, "response"): (top, bottom)}}, {key(rate, "x"): term}
        ),
        {"unit": "a", "rate": "response", "term": Text("率", "rate"), "top": 48, "bottom": 50},
    ),
    "Counts.place": Call(COUNTS.place, {"name": "response"}),
    "Counts.rate": Call(COUNTS.rate, {"unit": "street", "name": "response"}),
    "Counts.ratio": Call(COUNTS.ratio, {"unit": "street", "name": "response"}),
    "Counts of a scope": Call(
        lambda **scope: jiesu.Counts((), (), {}, scopes=scopes(**scope)), SCOPE._asdict()
    ),
    "Counts of a pin": Call(
        lambda pin: jiesu.Counts((), (), {}, pins=frozenset({key(pin, "p")})), {"pin": "p"}
    ),
    "Counts.unit": Call(COUNTS.unit, {"unit": "street"}),
    "Counts.unsettled": Call(COUNTS.unsettled, {"units": ("street",)}),
    "Counts.unsettled of a unit": Call(lambda unit: COUNTS.unsettled([unit]), {"unit": "street"}),
    "Counts.need_settled": Call(
        COUNTS.need_settled, {"names": ("response",), "units": ("street",)}
    ),
    "Counts.need_settled of a rate": Call(
        lambda name, unit: COUNTS.need_settled([name], [unit]),
        {"name": "response", "unit": "street"},
    ),
    "Counts.only": Call(COUNTS.only, {"units": ("street",)}),
    "Counts.only of a unit": Call(lambda unit: COUNTS.only([unit]), {"unit": "street"}),
    "Counts.rolled_up": Call(COUNTS.rolled_up, {"groups": dict.fromkeys(COUNTS.units, "all")}),
    "Counts.rolled_up to a group": Call(
        lambda group: COUNTS.rolled_up(alike(COUNTS.units, group)), {"group": "all"}
    ),
    "Deadline.is_late": Call(jiesu.due(jiesu.hours(1), own.AT, CHINA).is_late, {"at": own.AT}),
    "Directory": Call(
        Directory,
        {
            "id": "d",
            "version": "1",
            "divisions": DIRECTORY.divisions,
            "units": DIRECTORY.units,
            "holdings": (),
        },
    ),
    "Directory.from_rows": Call(
        Directory.from_rows,
        {
            "id": "d",
            "version": "1",
            "divisions": DIVISIONS,
            "units": (),
            "holdings": (),
            "by_prefix": True,
        },
    ),
    "Directory.salvage": Call(
        Directory.salvage,
        {"id": "d", "version": "1", "divisions": DIVISIONS, "units": (), "holdings": ()},
    ),
    "Directory.divisions_by_prefix": Call(Directory.divisions_by_prefix, {"rows": DIVISIONS}),
    "Directory.unit": Call(DIRECTORY.unit, {"id": "gov"}),
    "Directory.division": Call(DIRECTORY.division, {"code": "11"}),
    "Directory.ancestors": Call(DIRECTORY.ancestors, {"code": "11"}),
    "Directory.holders": Call(DIRECTORY.holders, {"duty": "roads", "code": "11"}),
    "Directory.government": Call(DIRECTORY.government, WHERE),
    "Directory.grass_roots": Call(DIRECTORY.grass_roots, WHERE),
    "Directory.find_unit": Call(DIRECTORY.find_unit, {"name": "市"}),
    "Directory.suggest_units": Call(DIRECTORY.suggest_units, {"name": "市", "n": 2}),
    "Directory.find_division": Call(DIRECTORY.find_division, {"name": "市"}),
    "Directory.suggest_divisions": Call(DIRECTORY.suggest_divisions, {"name": "市", "n": 2}),
    "Directory.successors": Call(DIRECTORY.successors, {"unit_id": "old", "on": own.DAY}),
    "Directory.check": Call(DIRECTORY.check, {"catalogue": CATALOGUE}),
    "Division": Call(
        jiesu.Division,
        {"code": "11", "name": "市", "level": jiesu.DivisionLevel.CITY, "parent": None},
    ),
    "Explanation": Call(Explanation, {"says": Text("一", "one"), "parts": (), "grounds": ()}),
    "Explanation.text": Call(COUNTS.explain().text, {"lang": "en"}),
    "Explanation.markdown": Call(COUNTS.explain().markdown, {"lang": None}),
    "Explanation.html": Call(COUNTS.explain().html, {"lang": None, "heading": 3, "style": False}),
    "Fact": Call(Fact, FACT),
    "AS": Call(
        lambda value, ground: Fact("f", Text("", ""), (True, False), AS(value, ground)),
        {"value": True, "ground": own.GROUND},
    ),
    "FactSpace": Call(FactSpace, {"facts": own.SPACE.facts, "impossible": own.SPACE.impossible}),
    "FactSpace.make": Call(stated(own.SPACE.make), {"name": "hot", "value": True}),
    "FactSpace.interner": Call(stated(own.SPACE.interner()), {"name": "hot", "value": True}),
    "FactSpace.index": Call(own.SPACE.index, {"name": "hot"}),
    "Facts.get": Call(own.CASE.get, {"name": "hot"}),
    "Facts.replace": Call(stated(own.CASE.replace), {"name": "hot", "value": True}),
    "Fact.words": Call(lambda **fields: Fact(**fields).words(), FACT),
    "Formula": Call(
        jiesu.Formula,
        {
            "tree": {"response": 1},
            "terms": {"response": Text("率", "rate")},
            "grounds": (own.CITED,),
        },
    ),
    "Formula of a weight": Call(
        lambda name, weight, term: jiesu.Formula(
            {key(name, "response"): weight}, {key(name, "response"): term}
        ),
        {"name": "response", "weight": "30%", "term": Text("率", "rate")},
    ),
    "Formula.term": Call(own.FORMULA.term, {"name": "response"}),
    "Formula.evaluate": Call(own.FORMULA.evaluate, {"rates": own.RATES, "subject": "a"}),
    "Formula of a tree": Call(
        lambda tree, rounding: jiesu.Formula(tree, rounding=rounding),
        {"tree": OfRate("response"), "rounding": jiesu.Rounded()},
    ),
    "Formula.bounds": Call(
        jiesu.Formula(own.READING).bounds,
        {
            "rates": {"response": Bounds.exactly(1)},
            "findings": {"late": 1},
            "figures": {"calls": 3},
            "base": {"response": "90%"},
        },
    ),
    "Formula.bounds of numbers": Call(
        lambda rate, late, calls, base: jiesu.Formula(own.READING).bounds(
            {"response": rate},
            findings={"late": late},
            figures={"calls": calls},
            base={"response": base},
        ),
        {"rate": "50%", "late": 2, "calls": 3, "base": "90%"},
    ),
    "Formula.evaluate of lists": Call(
        jiesu.Formula(own.READING).evaluate,
        {
            "rates": {"response": 1},
            "subject": "a",
            "findings": {"late": 1},
            "figures": {"calls": 3},
            "base": {"response": "90%"},
        },
    ),
    "Formula.points": Call(own.FORMULA.points, {"value": Fraction(1, 2)}),
    "Formula.evaluate a rate": Call(
        lambda name, value: own.FORMULA.evaluate(own.RATES | {key(name, "response"): value}),
        {"name": "response", "value": "96%"},
    ),
    "Holding": Call(jiesu.Holding, HOLDING),
    "Holding.valid_on": Call(
        jiesu.Holding(**HOLDING | {"until": own.DAY}).valid_on, {"day": own.DAY}
    ),
    "Hotline": Call(
        Hotline,
        {"rules": own.RULEBOOK, "catalogue": CATALOGUE, "directory": DIRECTORY, "calendar": CHINA},
    ),
    "Case.of": Call(jiesu.Case.of, {"history": HISTORY, "office": HANDLED.office}),
    "Case.apply": Call(CASE.apply, {"event": HISTORY[3]}),
    "Case.allowed": Call(CASE.allowed, {"now": own.AT}),
    "Case.allowed of a move": Call(
        CASE.allowed(own.AT).of, {"move": jiesu.Move.DISPATCHED, "strand": None}
    ),
    "Case.answerable": Call(HANDLED.answerable, {"strand": 1}),
    "Case.as_at": Call(HANDLED.as_at, {"at": own.AT}),
    "Case.readings": Call(HANDLED.readings, {"at": own.AT}),
    "Case.pending": Call(HANDLED.pending, {"at": own.AT}),
    "Case.alerts": Call(HANDLED.alerts, {"at": own.AT}),
    "Case.picture": Call(HANDLED.picture, {"lang": "zh", "at": own.AT}),
    "Case.html": Call(HANDLED.html, {"lang": "zh", "at": own.AT}),
    "Case.explain": Call(HANDLED.explain, {"lang": "zh", "at": own.AT}),
    "Hotline.open_case": Call(
        HOTLINE.open_case,
        {
            "ticket": own.ticket(),
            "at": own.AT,
            "confidential": True,
            "reply_wanted": True,
            "as_of": own.DAY,
            "known_at": own.DAY,
        },
    ),
    "Hotline.review": Call(HOTLINE.review, {"events": HISTORY, **AXES}),
    "Hotline.review of an event": Call(
        lambda event: HOTLINE.review([HISTORY[0], event]), {"event": HISTORY[7]}
    ),
    "Hotline.resume": Call(HOTLINE.resume, {"case": CASE, "as_of": None, "known_at": None}),
    "Hotline.office": Call(HOTLINE.office, {"day": own.DAY, **AXES}),
    "view": Call(
        jiesu.view,
        {
            "case": CASE.apply(HISTORY[6]),
            "audience": jiesu.Audience.LEAD,
            "unit": "lead",
            "at": own.AT + timedelta(days=1),
            "lang": "zh",
        },
    ),
    "worklist": Call(
        jiesu.worklist,
        {"cases": (CASE, HANDLED), "at": own.AT, "within": jiesu.working_days(1)},
    ),
    "worklist of a case": Call(lambda case: jiesu.worklist([case], own.AT), {"case": HANDLED}),
    **{
        f"Event {name}": Call(
            type(event),
            {field.name: getattr(event, field.name) for field in attrs.fields(type(event))},
        )
        for name, event in TRICKY_EVENTS.items()
    },
    "Hotline.route": Call(
        HOTLINE.route, {"ticket": own.ticket(), "at": own.AT, "as_of": None, "known_at": None}
    ),
    "Hotline.route of a ticket": Call(
        lambda **fields: HOTLINE.route(Ticket(**fields), at=own.AT), TICKET
    ),
    "Hotline.route_many": Call(
        # A function of the caller's may raise what it likes.
        lambda at, **more: HOTLINE.route_many(at=own.AT if callable(at) else at, **more),
        {"tickets": [own.ticket()], "at": own.AT, "as_of": None, "known_at": None},
    ),
    "Hotline.rulebook": Call(HOTLINE.rulebook, {"day": own.DAY, "known_at": None}),
    "Hotline.assessment": Call(ASSESSED.assessment, {"day": own.DAY, "known_at": own.DAY}),
    "Hotline.tally": Call(ASSESSED.tally, ASKED),
    "Hotline.tally of an outcome": Call(
        lambda outcome: ASSESSED.tally([outcome], period=own.MARCH, at=own.CUT_OFF),
        {"outcome": OUTCOMES[0]},
    ),
    "Hotline.excluded": Call(ASSESSED.excluded, ASKED),
    "Hotline.excluded of an outcome": Call(
        lambda outcome: ASSESSED.excluded([outcome], period=own.MARCH, at=own.CUT_OFF),
        {"outcome": OUTCOMES[0]},
    ),
    "Hotline.count": Call(ASSESSED.count, {"counted": TALLY, **AXES}),
    "Hotline.score": Call(ASSESSED.score, {"counted": TALLY, "formula": own.FORMULA, **AXES}),
    "Hotline.score of lists": Call(
        lambda findings, figures, base: ASSESSED.score(
            COUNTS,
            formula=jiesu.Formula(own.READING),
            findings=findings,
            figures=figures,
            base=base,
        ),
        {"findings": {"street": {"late": 1}}, "figures": own.CALLS, "base": COUNTS},
    ),
    "Hotline.tally of more facts": Call(
        lambda also: ASSESSED.tally(OUTCOMES, period=own.MARCH, at=own.CUT_OFF, also=also),
        {"also": ("channel",)},
    ),
    "Hotline.score of a supplied value": Call(
        lambda path, value: (
            Hotline(
                ASSESSED.rulebook(own.DAY).with_({key(path, "scoring.weights"): value}),
                CATALOGUE,
                DIRECTORY,
                CHINA,
            )
            .score(TALLY)
            .rank()
        ),
        {"path": "scoring.weights", "value": {"response": 1}},
    ),
    "Hotline.score of a weight": Call(
        lambda rate, weight: Hotline(
            ASSESSED.rulebook(own.DAY).with_({"scoring.weights": {key(rate, "x"): weight}}),
            CATALOGUE,
            DIRECTORY,
            CHINA,
        ).score(TALLY),
        {"rate": "response", "weight": "30%"},
    ),
    "Hotline.score of a row": Call(
        lambda value: Hotline(
            ASSESSED.rulebook(own.DAY).with_({"rates.response.N1": value}),
            CATALOGUE,
            DIRECTORY,
            CHINA,
        ).score(TALLY),
        {"value": jiesu.MET},
    ),
    "Hotline.score of counts": Call(
        lambda formula: ASSESSED.score(COUNTS, formula=formula), {"formula": own.FORMULA}
    ),
    "Hotline.with_": Call(
        lambda path, value: ASSESSED.with_({key(path, "scoring.weights"): value}).score(TALLY),
        {"path": "rates.*.N[2-6]", "value": jiesu.MET},
    ),
    "Hotline.roll_up": Call(
        ASSESSED.roll_up, {"counts": COUNTS, "level": jiesu.DivisionLevel.DISTRICT}
    ),
    "League.of": Call(LEAGUE.of, {"unit": "street"}),
    "League.top": Call(LEAGUE.top, {"number": 1, "ties": CutTies.NONE_IN}),
    "League.bottom": Call(LEAGUE.bottom, {"number": 1, "ties": CutTies.NONE_IN}),
    "League.printed": Call(LEAGUE.printed, {"value": Fraction(1, 3)}),
    "LimitChange": Call(jiesu.LimitChange, CHANGE),
    "Mark": Call(jiesu.Mark, {"credit": "0.5", "weight": 2}),
    "OfficeHours": Call(jiesu.OfficeHours, {"intervals": ((540, 720),)}),
    "OfficeHours.of": Call(
        lambda text: jiesu.OfficeHours.of(text, "13:00-14:00"), {"text": "09:00-12:00"}
    ),
    "Outcome": Call(jiesu.Outcome, OUTCOME),
    "Outcome.routed": Call(
        jiesu.Outcome.routed,
        {
            "routing": own.routings()[0],
            "facts": OUTCOMES[0].facts,
            "closed_at": own.AT,
            "rated_at": own.AT,
        },
    ),
    "Period": Call(
        jiesu.Period,
        {"start": own.AT, "end": own.CUT_OFF, "by": jiesu.CountedBy.CLOSED},
    ),
    "Period.days": Call(
        jiesu.Period.days, {"first": own.DAY, "last": own.DAY, "by": jiesu.CountedBy.DUE}
    ),
    "Period.month": Call(
        jiesu.Period.month, {"year": 9999, "month": 11, "by": jiesu.CountedBy.DUE}
    ),
    "Place": Call(Place, {"candidates": ("11",), "role": jiesu.PlaceRole.EVENT}),
    "Rate": Call(
        jiesu.Rate,
        {"name": "response", "term": Text("率", "rate"), "table": COUNTS.rates[0].table},
    ),
    "Rate of a row": Call(
        lambda then: jiesu.Rate(
            "r",
            Text("率", "rate"),
            Table("r", jiesu.OUTCOME_FACTS, [Row("R", {}, then, (own.GROUND,))]),
        ),
        {"then": jiesu.MET},
    ),
    "Row": Call(Row, {"id": "R", "when": {"hot": True}, "then": 1, "grounds": (own.GROUND,)}),
    "Rulebook": Call(Rulebook, RULES),
    "Rulebook.of": Call(
        lambda name, day, provisions, ground, version: Rulebook.of(
            name, day, provisions, ground, version=version
        ),
        {
            "name": "d",
            "day": own.DAY,
            "provisions": {own.PARAMETER: True},
            "ground": own.CITED,
            "version": "1",
        },
    ),
    "Rulebook.provision": Call(own.RULEBOOK.provision, {"parameter": "demo.flag"}),
    "Rulebook[]": Call(own.RULEBOOK.__getitem__, {"parameter": "demo.flag"}),
    "Rulebook.with_": Call(own.RULEBOOK.with_, {"changes": {"demo.flag": False}}),
    "Rulebook.with_ a value": Call(
        lambda path, value: RULEBOOK.with_({key(path, "routing.triage"): value}),
        {"path": "routing.triage", "value": own.TABLE},
    ),
    "Rulebook.with_ a row": Call(
        lambda row, value: ASSESSED.rulebook(own.DAY).with_(
            {key(f"rates.response.{row}" if isinstance(row, str) else row, "x"): value}
        ),
        {"row": "N1", "value": jiesu.MET},
    ),
    "Score.printed": Call(BOARD["street"].printed, {"places": 2, "rule": jiesu.Rounding.HALF_UP}),
    "Scoreboard": Call(
        jiesu.Scoreboard,
        {"counts": COUNTS, "formula": BOARD.formula, "names": BOARD.names, "pins": "p"},
    ),
    "Scoreboard of a name": Call(
        lambda unit, name: jiesu.Scoreboard(
            COUNTS, BOARD.formula, {key(unit, "street"): name}
        ).rank(),
        {"unit": "street", "name": "街道"},
    ),
    "Scoreboard.name": Call(BOARD.name, {"unit": "street"}),
    "Scoreboard[]": Call(BOARD.__getitem__, {"unit": "street"}),
    "Scoreboard.rank": Call(
        BOARD.rank,
        {"by": "response", "among": ("street",), "title": Text("甲组", "group A"), **RANKING},
    ),
    "Scoreboard.rank by breakers": Call(
        lambda breaker: BOARD.rank(breakers=[breaker]), {"breaker": "response"}
    ),
    "Scoreboard.points": Call(BOARD.points, {"unit": "street"}),
    "Scoreboard.rank among a unit": Call(lambda unit: BOARD.rank(among=[unit]), {"unit": "gov"}),
    "Source": Call(jiesu.Source, SOURCE),
    "Source.in_force": Call(own.SOURCE.in_force, {"day": own.DAY, "known_at": own.DAY}),
    "Source.cite": Call(
        own.SOURCE.cite, {"locator": "3", "quote": "文", "basis": None, "note": None}
    ),
    "StatutoryDays": Call(
        jiesu.StatutoryDays, {"ground": own.CITED, "working": frozenset({2, 3})}
    ),
    "StatutoryDays.limit": Call(PENALTY_DAYS.limit, {"days": 7}),
    "Table": Call(
        Table, {"name": "t", "space": own.SPACE, "rows": own.ROWS, "policy": HitPolicy.UNIQUE}
    ),
    "Table of a row": Call(
        lambda **row: Table("t", own.SPACE, [*own.ROWS, Row(**row)], HitPolicy.FIRST),
        {"id": "R", "when": {"hot": True}, "then": 1, "grounds": (own.GROUND,)},
    ),
    "Table of a condition": Call(
        lambda name, value: Table(
            "t", own.SPACE, [Row("R", {key(name, "hot"): value}, 1, (own.GROUND,))]
        ),
        {"name": "hot", "value": True},
    ),
    "Table.row": Call(own.TABLE.row, {"row_id": "R1"}),
    "Table.with_row": Call(own.TABLE.with_row, {"row": own.ROWS[0]}),
    "Table.with_outcome": Call(
        own.TABLE.with_outcome, {"row_id": "R1", "then": 3, "grounds": (own.GROUND,)}
    ),
    "Table.covering": Call(
        lambda when, budget: own.TABLE.covering(own.TABLE.rows, when, budget),
        {"when": {"hot": True}, "budget": 1000},
    ),
    "Table.hit": Call(own.TABLE.hit, {"facts": own.CASE}),
    "Table.collect": Call(
        Table("t", own.SPACE, own.ROWS, HitPolicy.COLLECT).collect, {"facts": own.CASE}
    ),
    "Table.explain": Call(own.TABLE.explain, {"facts": own.CASE}),
    "Table.check": Call(own.TABLE.check, {"budget": 1000}),
    "Tally": Call(
        jiesu.Tally,
        {
            "facts": TALLY.facts,
            "counts": TALLY.counts,
            "as_of": own.DAY,
            "scopes": TALLY.scopes,
        },
    ),
    "Tally of a scope": Call(
        lambda **scope: Tally(FactSpace(()), {("a",): 1}, scopes=scopes(**scope)),
        SCOPE._asdict(),
    ),
    "Tally of a profile": Call(
        lambda unit, value, number: Tally(
            TALLY.project(["timeliness"]).facts,
            {(key(unit, "a"), key(value, "x")): number},
        ),
        {"unit": "a", "value": jiesu.Timeliness.LATE, "number": 1},
    ),
    "Tally.project": Call(TALLY.project, {"names": ("timeliness",)}),
    "Tally.project of a fact": Call(lambda name: TALLY.project([name]), {"name": "timeliness"}),
    "Tally.regrouped": Call(TALLY.regrouped, {"groups": dict.fromkeys(TALLY.units, "all")}),
    "Tally.regrouped to a group": Call(
        lambda group: TALLY.regrouped(alike(TALLY.units, group)), {"group": "all"}
    ),
    "Tally.from_rows": Call(
        Tally.from_rows,
        {"rows": TALLY.to_rows(), "facts": TALLY.facts, "as_of": own.DAY},
    ),
    "Tally.from_rows of a row": Call(
        lambda column, value, **row: Tally.from_rows([row | {key(column, "void"): value}]),
        PROFILES | {"column": "void", "value": "否"},
    ),
    "Ticket": Call(Ticket, TICKET),
    "Ticket.place": Call(own.ticket().place, {"role": jiesu.PlaceRole.EVENT}),
    "TimeLimit": Call(TimeLimit, {"amount": 1}),
    "Timeline": Call(Timeline, TIMES),
    "Timeline.on": Call(own.TIMELINE.on, {"day": own.DAY, "known_at": own.DAY}),
    "Timeline.announced": Call(own.TIMELINE.announced, {"day": own.DAY, "known_at": own.DAY}),
    "Timeline.with_ in a period": Call(
        lambda changes, since, until, name: own.TIMELINE.with_(
            changes, since=since, until=until, name=name
        ),
        {
            "changes": {"demo.flag": False},
            "since": own.DAY,
            "until": own.LAST,
            "name": "reform",
        },
    ),
    "Overlay": Call(
        Overlay,
        {"changes": {"demo.flag": False}, "since": None, "until": own.LAST, "name": "reform"},
    ),
    "Overlay.on": Call(Overlay({}).on, {"day": own.DAY}),
    "Overlay.then": Call(Overlay({"a": 1}).then, {"later": Overlay({"b": 2})}),
    "Rulebook.compare": Call(own.RULEBOOK.compare, {"base": own.RULEBOOK}),
    "Provision.standing": Call(
        own.DATED.entries[0].standing, {"day": own.DAY, "known_at": own.DAY}
    ),
    "Dated.announced": Call(own.DATED.announced, {"day": own.DAY, "known_at": own.DAY}),
    "Timeline.dated": Call(own.TIMELINE.dated, {"parameter": "demo.flag"}),
    "Timeline.with_": Call(own.TIMELINE.with_, {"changes": {"demo.flag": False}}),
    "Timeline.with_ a row": Call(
        lambda path, value: own.ASSESSED.with_({key(path, "scoring.weights"): value}).on(own.DAY),
        {"path": "rates.response.N1", "value": jiesu.MET},
    ),
    "Timeline.stacked_on": Call(own.TIMELINE.stacked_on, {"base": own.TIMELINE}),
    "Timetable": Call(
        jiesu.Timetable,
        {
            "usual": own.OFFICE,
            "weekdays": {5: own.OFFICE},
            "seasons": {"06-01/09-30": own.OFFICE},
            "dates": {own.DAY: own.OFFICE},
        },
    ),
    "Timetable of a key": Call(
        lambda weekday, season, day, hours: jiesu.Timetable(
            own.OFFICE,
            {key(weekday, 1): hours},
            {key(season, "01-01/01-02"): hours},
            {key(day, own.DAY): hours},
        ),
        {"weekday": 5, "season": "06-01/09-30", "day": own.DAY, "hours": own.OFFICE},
    ),
    "Timetable.on": Call(own.TIMETABLE.on, {"day": own.DAY}),
    "Timetable.between": Call(own.TIMETABLE.between, DAYS),
    "Dated": Call(Dated, {"parameter": own.PARAMETER, "entries": own.DATED.entries}),
    "Provision": Call(
        Provision, {"value": True, "citations": (own.CITED,), "since": None, "until": None}
    ),
    "Unit": Call(Unit, UNIT),
    "Unit.valid_on": Call(DIRECTORY.units[4].valid_on, {"day": own.DAY}),
    "UnitCalendars": Call(
        jiesu.UnitCalendars,
        {"units": {"gov": CHINA}, "kinds": {jiesu.UnitKind.CITY_DEPARTMENT: CHINA}},
    ),
    "UnitCalendars of a unit": Call(
        lambda unit, kind, calendar: jiesu.UnitCalendars(
            {key(unit, "gov"): calendar}, {key(kind, "x"): calendar}
        ),
        {"unit": "gov", "kind": jiesu.UnitKind.CITY_DEPARTMENT, "calendar": CHINA},
    ),
    "UnitCalendars.of": Call(own.UNIT_CALENDARS.of, {"unit": DIRECTORY.units[0], "usual": CHINA}),
    "UnitCalendars.known_at": Call(own.UNIT_CALENDARS.known_at, {"day": own.DAY}),
    "WorkCalendar": Call(WorkCalendar, {"layers": CHINA.layers, "hours": None}),
    "WorkCalendar.is_working_day": Call(CHINA.is_working_day, {"day": own.DAY}),
    "WorkCalendar.status": Call(CHINA.status, {"day": own.DAY}),
    "WorkCalendar.add_working_days": Call(CHINA.add_working_days, {"day": own.DAY, "n": 3}),
    "WorkCalendar.count_working_days": Call(CHINA.count_working_days, DAYS),
    "WorkCalendar.pins_between": Call(CHINA.pins_between, DAYS),
    "WorkCalendar.layers_between": Call(CHINA.layers_between, DAYS),
    "WorkCalendar.first_provisional": Call(CHINA.first_provisional, DAYS),
    "WorkCalendar.with_layer": Call(CHINA.with_layer, {"layer": own.LAYER}),
    "WorkCalendar.with_hours": Call(CHINA.with_hours, {"hours": CHINA.hours}),
    "WorkCalendar.known_at": Call(CHINA.known_at, {"day": own.DAY}),
    "WorkCalendar.read": Call(CHINA.read, DAYS | {"hours": True}),
    "WorkCalendar.is_undecided": Call(CHINA.is_undecided, {"day": own.DAY}),
    "WorkCalendar.hours_on": Call(CHINA.hours_on, {"day": own.DAY}),
    "WorkCalendar.closing": Call(CHINA.closing, {"day": own.DAY}),
    "WorkCalendar.year": Call(CHINA.year, {"year": 2027}),
    "WorkCalendar.office_time": Call(CHINA.office_time, {"at": own.AT}),
    "WorkCalendar.at_office_time": Call(CHINA.at_office_time, {"elapsed": 10**10}),
    "WorkCalendar.next_opening": Call(CHINA.next_opening, {"at": own.AT}),
    "alerts": Call(jiesu.alerts, {"deadline": DUE, "calendar": CHINA, "rules": CARDS}),
    "assumed": Call(jiesu.assumed, {"zh": "示例", "en": "an example", "near": own.CITED}),
    "beijing_time": Call(
        jiesu.beijing_time,
        {"year": 2026, "month": 3, "day": 27, "hour": 9, "minute": 30, "second": 5},
    ),
    "due": Call(
        jiesu.due,
        {
            "limit": jiesu.working_days(3),
            "start": own.AT,
            "calendar": CHINA,
            "counting": jiesu.CIVIL_CODE,
            "holds": (),
        },
    ),
    "measure": Call(
        jiesu.measure,
        {
            "start": own.AT,
            "end": own.AT,
            "limit_unit": jiesu.Hours,
            "calendar": CHINA,
            "counting": jiesu.CIVIL_CODE,
            "holds": (),
        },
    ),
    "lateness": Call(jiesu.lateness, {"deadline": DUE, "at": own.AT, "calendar": CHINA}),
    "obligations": Call(
        jiesu.obligations,
        {
            "clock": own.CLOCK,
            "calendar": CHINA,
            "rule": jiesu.StatuteRule.LONGER_BESIDE,
            "ground": own.CITED,
            "statute": jiesu.working_days(20),
            "statute_ground": own.CITED,
            "promised": None,
        },
    ),
    "timesheet": Call(
        jiesu.timesheet,
        {
            "start": own.AT,
            "end": DUE.due,
            "limit_unit": jiesu.WorkingDays,
            "calendar": CHINA,
            "counting": jiesu.CIVIL_CODE,
            "holds": (),
        },
    ),
    "timesheet of a hold": Call(
        lambda since, until: jiesu.timesheet(
            own.AT, DUE.due, jiesu.WorkingHours, CHINA, holds=[(since, until)]
        ),
        {"since": own.AT, "until": own.AT},
    ),
    "exact": Call(jiesu.exact, {"value": "35%"}),
    "Rounded": Call(
        jiesu.Rounded,
        {"places": 1, "rule": jiesu.Rounding.TRUNCATE, "at": RoundingPoint.RATES},
    ),
    "Rounded.of": Call(jiesu.Rounded(1).of, {"value": Fraction(1, 3)}),
    "rounded": Call(
        jiesu.rounded, {"value": Fraction(1, 3), "places": 2, "rule": jiesu.Rounding.HALF_UP}
    ),
    "outcome_facts": Call(stated(jiesu.outcome_facts), {"name": "void", "value": True}),
    "rank": Call(
        jiesu.rank,
        {
            "values": {"a": Fraction(90), "b": jiesu.NOT_ASSESSED},
            "volumes": {"a": 5},
            "names": {"a": "甲"},
            "title": Text("排名", "ranking"),
            **RANKING,
        },
    ),
    "rank lowest first": Call(
        lambda value, other: jiesu.rank({"a": value, "b": other}, lowest_first=True),
        {"value": Fraction(90), "other": Fraction(80)},
    ),
    "rank of a unit": Call(
        lambda unit, value, volume, name: jiesu.rank(
            {key(unit, "a"): value}, volumes={"a": volume}, names={"a": name}, bands=own.BANDS
        ),
        {"unit": "a", "value": Fraction(90), "volume": 5, "name": "甲"},
    ),
    "ticket_facts": Call(stated(jiesu.ticket_facts), {"name": "mass", "value": True}),
    "JiesuError": Call(
        lambda path, value: JiesuError(Fault(shown(path), Text("错", "wrong"), shown(value))),
        {"path": "p", "value": "v"},
    ),
    "Parameter": Call(Parameter, {"path": "a.b", "term": Text("某", "x"), "kind": bool}),
    "digest": Call(digest, {"value": 1, "algorithm": "sha256"}),
    **{
        f"{kind.__name__}.{name}": Call(function, {"amount": 1})
        for kind, name, function in (
            (jiesu.Hours, "of", jiesu.Hours),
            (jiesu.NaturalDays, "of", jiesu.NaturalDays),
            (jiesu.WorkingDays, "of", jiesu.WorkingDays),
            (jiesu.WorkingHours, "of", jiesu.WorkingHours),
            (jiesu.Months, "of", jiesu.Months),
        )
    },
    **{
        name: Call(
            lambda amount, name=name: jiesu.due(getattr(jiesu, name)(amount), own.AT, CHINA),
            {"amount": 1},
        )
        for name in ("hours", "natural_days", "working_days", "working_hours", "months")
    },
    **{
        f"{name}.find": Call(getattr(jiesu, name).find, {"word": "x"})
        for name in jiesu.__all__
        if isinstance(getattr(jiesu, name), type) and issubclass(getattr(jiesu, name), Label)
    },
    "DivisionLevel.above": Call(
        jiesu.DivisionLevel.CITY.above, {"other": jiesu.DivisionLevel.DISTRICT}
    ),
    "StatutoryStanding.of": Call(
        jiesu.StatutoryStanding.of,
        {"step": jiesu.StatutoryStep.ENTERED, "channel": jiesu.StatutoryChannel.PETITION},
    ),
}
NAMES = list(CALLS)


def renders(error: JiesuError) -> None:
    """The error prints in both languages, one line for each fault, in bytes that anybody can read."""
    assert error.faults
    whole = str(error)
    whole.encode()
    assert len(whole.splitlines()) == len(error.faults) + (len(error.faults) > 1)
    for lang in own.LANGUAGES:
        told = error.to(lang)
        told.encode()
        assert len(told.splitlines()) == len(error.faults)


def settles(value: Any) -> None:
    """What was accepted can be printed, compared, hashed unless Python forbids, and explained."""
    shown(value)
    assert value == value or value != value  # noqa: PLR0124 -- it compares at all
    if isinstance(value, Table):
        value.check()
    elif isinstance(value, Tally):
        assert Tally(value.facts, value.counts) == value
        structure(value.explain())
    elif hasattr(value, "explain"):
        structure(value.explain())
    for name in ("text", "to_rows", "digest", "label", "name", "grounds", "basis"):
        if attrs.has(type(value)) and not isinstance(value, Explanation):
            part = getattr(value, name, None)
            if callable(part) and name != "name":  # that of a unit, on a scoreboard
                part()
    if isinstance(value, Explanation):
        structure(value)


class TestGarbage:
    """An impossible argument raises an error of this library, with path, value and remedy."""

    def test_covers_the_public_face(self) -> None:
        """A new public name fails here until `CALLS` calls it."""
        called = {name.partition(".")[0].partition(" ")[0] for name in CALLS}
        assert set(jiesu.__all__) - called - CONSTANTS - GIVEN_BACK == set()

    @pytest.mark.parametrize("name", CALLS)
    def test_sound_arguments_work(self, name: str) -> None:
        """The calls are right ones, so that what fails below is the garbage."""
        call = CALLS[name]
        try:
            settles(call.function(**call.sound))
        except JiesuError:
            assert name in {"TimeLimit", "Hotline", "Rulebook.with_ a value"}

    @pytest.mark.parametrize("name", NAMES)
    def test_each_odd_thing(self, name: str) -> None:
        """One of everything in the place of each argument: only a JiesuError, and it prints."""
        call = CALLS[name]
        let_through = []
        for argument in call.sound:
            for odd in own.ODD:
                try:
                    settles(call.function(**call.sound | {argument: odd}))
                except JiesuError as error:
                    renders(error)
                except Exception as error:  # noqa: BLE001 -- this is what is looked for
                    let_through.append(f"{argument}={shown(odd)}: {error!r:.200}")
        assert not let_through, let_through

    @pytest.mark.slow
    @pytest.mark.parametrize("name", sorted(CALLS))
    @given(data=st.data())
    @settings(max_examples=FEW)
    def test_only_our_errors(self, name: str, data: st.DataObject) -> None:
        """Whatever stands where an argument belongs, only a JiesuError comes out, and it prints."""
        call = CALLS[name]
        wrong = data.draw(st.sets(st.sampled_from(sorted(call.sound)), min_size=1, max_size=2))
        given_ = {each: data.draw(own.boxed).value for each in sorted(wrong)}
        try:
            value = call.function(**call.sound | given_)
            settles(value)
        except JiesuError as error:
            renders(error)

    @pytest.mark.parametrize("name", CALLS)
    def test_wrong_call(self, name: str) -> None:
        """A call with an argument too many is Python's own TypeError, if not ours."""
        with pytest.raises((TypeError, JiesuError)):
            CALLS[name].function(*range(20), no_such_argument=1)


# ------------------------------------------------------------------ text that would be more


class Reader(HTMLParser):
    """Reads HTML back: tags, attributes and text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self.tags.add(tag)
        self.attributes |= set(attrs)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Each tag closes the one opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note the text, that of the style left out."""
        if self.open[-1] != "style":
            self.words.append(data)


def nodes(told: Explanation) -> list[Explanation]:
    """A tree in the order of its printing."""
    return [told, *(node for part in told.parts for node in nodes(part))]


_MARKED = re.compile(r"\\[!-/:-@\[-`{-~]")
_ACTIVE = re.compile(r"[`*_{}\[\]<>#|~&$\\]")


def structure(told: Explanation) -> None:
    """Every printed form has the lines, items and tags of the tree, and no more."""
    tree = nodes(told)
    grounds = sum(len(node.grounds) for node in tree)
    for lang in own.LANGUAGES:
        plain = told.text(lang)
        plain.encode()
        assert len(plain.splitlines()) == len(tree) + grounds
        marked = told.markdown(lang)
        marked.encode()
        lines = marked.splitlines()
        assert len(lines) == len(tree) + grounds + (len(tree) + grounds > 1)
        items = 0
        for number, line in enumerate(lines):
            rest = line.lstrip(" ")
            if number == 0:
                assert rest.startswith("### ")
                rest = rest[4:]
            elif rest.startswith("- "):
                items += 1
                rest = rest[2:]
            elif rest:
                assert rest[0] == rest[-1] == "*"
                rest = rest[1:-1]
            assert not _ACTIVE.search(_MARKED.sub("", rest)), line
        assert items == len(tree) - 1
        page = told.html(lang)
        page.encode()
        reader = Reader()
        reader.feed(page)
        reader.close()
        assert reader.open == []
        assert reader.tags <= {"div", "style", "h1", "span", "ol", "li"}
        assert {name for name, _ in reader.attributes} <= {"class", "lang"}
        assert page.count("<li>") == len(tree) - 1


hostile = st.sampled_from(own.ODD_TEXTS) | st.text(max_size=8)
hostile_name = hostile.map(lambda text: f"甲{text}乙").filter(
    lambda text: (
        not re.search(
            r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff]", text
        )
    )
) | st.sampled_from(
    ["<b>甲</b>", "[a](b)", "*甲*", "# 甲", "</li></ol>", "一、甲", "- 甲", "&lt;"]
)


class TestMarkup:
    """Titles and names are text: they never become markup, an item or a line of their own."""

    @given(title=hostile, number=hostile, requester=hostile, leaf=hostile)
    def test_ticket(self, title: str, number: str, requester: str, leaf: str) -> None:
        """The words of a ticket, in the explanation of its routing."""
        ticket = own.ticket(
            title=title, id=number or "1", requester=requester, leaf=leaf, accused=leaf
        )
        told = HOTLINE.route(ticket, at=own.AT).explain()
        structure(told)
        assert len(nodes(told)) == len(
            nodes(HOTLINE.route(own.ticket(title="x", leaf="?", accused="?"), at=own.AT).explain())
        )

    @given(name=hostile_name, level=hostile_name, version=hostile_name)
    @settings(max_examples=FEW)
    def test_unit_and_entry(self, name: str, level: str, version: str) -> None:
        """Names of units, levels and versions, in routings and in the diff of catalogues."""
        units = [attrs.evolve(unit, name=f"{name}{unit.id}") for unit in DIRECTORY.units]
        entries = [
            attrs.evolve(entry, path=(level, *entry.path[1:])) for entry in CATALOGUE.entries
        ]
        catalogue = attrs.evolve(CATALOGUE, entries=entries, version=version)
        hotline = Hotline(RULEBOOK, catalogue, attrs.evolve(DIRECTORY, units=units), own.CALENDAR)
        structure(hotline.route(own.ticket(), at=own.AT).explain())
        structure(CATALOGUE.diff(catalogue).explain())
        structure(catalogue.diff(CATALOGUE).explain("en"))

    @given(hostile, hostile, hostile, hostile)
    def test_source(self, title: str, quote: str, note: str, number: str) -> None:
        """Titles, numbers, quotes, locators and notes of sources, in rulebooks and their check."""
        source = attrs.evolve(
            own.SOURCE, title=title, title_en=title, number=number, remark=Text(note, note)
        )
        ground = source.cite(number, quote=quote, note=Text(note, note))
        rulebook = Rulebook.of(title, own.DAY, {own.PARAMETER: True}, ground, version=number)
        structure(rulebook.explain())
        structure(rulebook.check().explain())
        structure(rulebook.with_({"demo.flag": jiesu.UNSET}).check().explain("en"))

    @given(hostile, hostile)
    def test_deadline(self, word: str, name: str) -> None:
        """Grounds of a counting and names of layers, in the explanation of a deadline."""
        counting = jiesu.CIVIL_CODE.with_(jiesu.assumed(word, word), first_day=True)
        layer = jiesu.CalendarLayer.change(name or "n", published=own.DAY, rest="2026-03-30")
        made = jiesu.due(jiesu.working_days(3), own.AT, own.CALENDAR.with_layer(layer), counting)
        assert made.layers[-1]
        structure(made.explain())

    @given(
        st.recursive(
            hostile.map(lambda word: (word, ())),
            lambda inner: st.tuples(hostile, st.lists(inner, max_size=3)),
            max_leaves=6,
        )
    )
    def test_any_tree(self, tree: Any) -> None:
        """Whatever the words and the shape."""
        structure(built(tree))

    def test_many_parts(self) -> None:
        """Lists as long as a catalogue are numbered to the end."""
        parts = [Explanation(Text("项", "item"))] * 12_345
        structure(Explanation(Text("目录", "catalogue"), parts))

    def test_title_cannot_fake_an_item(self) -> None:
        """A line break in a title is a blank when printed."""
        ticket = own.ticket(title="垃圾\n二、派单：直派至某单位\n    依据：伪造")
        told = str(HOTLINE.route(ticket, at=own.AT).explain())
        assert [line for line in told.splitlines() if line.startswith("二、")] == [
            "二、分类处理：派单"
        ]
        assert "伪造" in told.splitlines()[0]

    def test_errors_stay_on_their_line(self) -> None:
        """A row id with a line break fakes no second fault."""
        with pytest.raises(TableError) as caught:
            Table("t\n  2. 伪造", own.SPACE, [Row("R\n  3. 伪造", {"hot": 1}, 1, ())])
        renders(caught.value)


def built(tree: Any) -> Explanation:
    """A tree of words as an explanation."""
    word, parts = tree
    return Explanation(Text(word, word), [built(part) for part in parts], [Text(word, word)])


# ------------------------------------------------------------------ many faults at once


class TestManyFaults:
    """Code that checks many things gathers its faults first and raises them together."""

    def test_table(self) -> None:
        """Unknown facts and values, repeated ids, rows without grounds: all at once, with hints."""
        rows: list[Any] = [
            Row("R1", {"hott": True}, 1, (own.GROUND,)),
            Row("R2", {"hot": "yes"}, 1, (own.GROUND,)),
            Row("R2", {"size": "ORDINARI"}, 1, (own.GROUND,)),
            Row("R4", {"hot": True}, 1, ()),
            "no row",
        ]
        with pytest.raises(TableError) as caught:
            Table("t", own.SPACE, rows)
        told = {fault.path: fault.to("en") for fault in caught.value.faults}
        assert {
            "t.R1",
            "t.R2.hot",
            "t.R2",
            "t.R2.size",
            "t.R4.grounds",
            "t.rows[4]",
        } <= told.keys()
        assert "did you mean hot?" in told["t.R1"]
        assert "did you mean ORDINARY?" in told["t.R2.size"]
        renders(caught.value)

    def test_space(self) -> None:
        """A fact's name, values and stand-in; then names that repeat; then impossible boxes."""
        with pytest.raises(TableError) as caught:
            Fact("no name", Text("", ""), (1, 1), AS(2, own.GROUND))
        assert len(caught.value.faults) == 3
        hot = own.SPACE.facts[0]
        with pytest.raises(TableError) as repeated:
            FactSpace((hot, hot, "hot"))
        assert [fault.path for fault in repeated.value.faults] == ["facts[1]", "facts[2]"]
        with pytest.raises(UnknownFactError) as boxes:
            FactSpace((hot,), ({"hott": True}, {"hot": 3}))
        assert "did you mean hot?" in boxes.value.faults[0].to("en")
        assert boxes.value.faults[1].path == "impossible[1].hot"

    def test_facts(self) -> None:
        """An unknown fact, a wrong value and one that must be stated."""
        space = FactSpace((*own.SPACE.facts, Fact("x", Text("某", "x"), (True,), REFUSE)))
        with pytest.raises(UnknownFactError) as caught:
            space.make(hot="yes", sized=True)
        told = str(caught.value)
        assert len(caught.value.faults) == 3
        assert "did you mean size?" in told
        assert "pass x=..." in told

    def test_rulebook(self) -> None:
        """Two unknown paths and a value of another type."""
        with pytest.raises(RulebookError) as caught:
            beijing.TIMELINE.on(own.DAY).with_(
                {"routing.triag": 1, "routing.direct": "yes", "signing": 2}
            )
        assert len(caught.value.faults) == 3
        assert "did you mean routing.triage" in str(caught.value)

    def test_end_of_the_calendar(self) -> None:
        """No period has its end after the last day that there is."""
        with pytest.raises(InvalidValueError) as caught:
            jiesu.Period.month(9999, 12)
        renders(caught.value)

    def test_counts(self) -> None:
        """Lists in the place of tuples, which somebody could change, of every unit."""
        unit: Any = UnitCounts(1, 0, (), [Ratio(0, 1)])  # type: ignore[arg-type]
        with pytest.raises(AssessmentError) as caught:
            jiesu.Counts(COUNTS.rates[:1], (), {"a": unit, "b": unit})
        assert len(caught.value.faults) == 2

    def test_hotline(self) -> None:
        """Every argument of another type."""
        with pytest.raises(InvalidValueError) as caught:
            Hotline(1, 2, 3, 4)  # type: ignore[arg-type]
        assert len(caught.value.faults) == 4
