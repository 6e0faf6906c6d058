"""
Real events of one Shenzhen district (坪山, 2018), routed by the months before them, and scored.

    python examples/replay_pingshan.py DIR

DIR holds ``pingshan2018``. Nobody published who held which duty, so it is learned: the events before
a day tell it; those from that day on are routed and compared with the unit that handled them.

How the data are read: the key of a leaf is its path (three numbers of leaves stand twice). The key of
a unit is its number: many are spelt in several ways, which the number folds; units of two numbers
are never folded. 碧玲社区 has the number of 碧岭社区 and is that. "-" is unknown. Days have no hour, so
that events are routed at an assumed `HOUR`; nothing hangs on it, since the data have no limits and
none is set. Units are taken for communities where their name says so, else for departments. The rules
are the example's own, not Shenzhen's, and dispatch everything, as all of the sample was. How it is
scored: see ``pingshan_scores``.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pingshan_scores

import jiesu
from jiesu import MISSING, SILENT, Directory, Outcome, Routing, assumed, routing
from jiesu.decisions import Disposition, Duty, LossReason, Obstacle, Preference
from jiesu.labels import Label
from jiesu.sources import Parameter, Rank, Reading
from jiesu.tables import HitPolicy, Row, Table
from jiesu.tickets import TICKET_FACTS, Place, RequestType, Ticket, ticket_facts
from jiesu.units import Division, DivisionLevel, Holding, Unit, UnitKind

SPLITS = date(2018, 11, 1), date(2018, 10, 1), date(2018, 9, 1)
"""Days from which events are routed: the first makes the figure, the others show what hangs on it."""
HOUR = 9
DISTRICT = "440310"
UNKNOWN = "-"
PROPERTY = {"投诉": "COMPLAINT", "咨询": "INQUIRY", "建议": "SUGGESTION", "求决": "ASSISTANCE"}
PROPERTY |= {"感谢": "PRAISE", "其他": "OTHER"}

OWN = jiesu.Source(
    id="example-pingshan",
    title="示例自拟规则（不是深圳市的规定，后者未见）",
    title_en="the example's own rules (not Shenzhen's, which were not seen)",
    rank=Rank.POLICY,
    published=date(2018, 1, 1),
    since=date(2018, 1, 1),
    place=DISTRICT,
    reading=Reading.UNREAD,
).cite("")
NEEDED = assumed("回放所需", "needed for the replay", OWN)
DISPATCHED = assumed("样本均为已派单事件", "all of the sample had been dispatched", OWN)
NO_LIMITS = assumed("样本未载时限，不设", "the sample has no limits; none is set", OWN)
INTAKE, SENT = routing.INTAKE_FACTS, routing.DISPATCH_FACTS


def _table(parameter: Parameter, space: jiesu.FactSpace, *row: Any) -> tuple[Parameter, Any]:
    """A parameter and its table of one row: conditions, outcome, ground."""
    when, then, why = row
    policy = HitPolicy.COLLECT if isinstance(then, Duty) else HitPolicy.UNIQUE
    return parameter, Table(parameter.path, space, [Row("R1", when, then, (why,))], policy)


RULES = jiesu.Rulebook.of(
    "example-pingshan",
    date(2018, 1, 1),
    dict(
        (
            _table(routing.TRIAGE, TICKET_FACTS, {}, Disposition.DISPATCH, DISPATCHED),
            _table(routing.DUTIES, INTAKE, {}, Duty.RECORD, NEEDED),
            _table(
                routing.DISPATCH_DUTIES, SENT, {"co_handled": True}, Duty.LEAD_COOPERATION, NEEDED
            ),
            _table(routing.LIMITS, INTAKE, {}, (), NO_LIMITS),
            (routing.DIRECT, True),
            (routing.PREFERENCE, Preference.NEAREST),
            (routing.COUNTING, jiesu.CIVIL_CODE),
            (routing.COMMUNITY_LIST, SILENT),
            (routing.COMMUNITY_MAIN, SILENT),  # communities handle events of this sample
            (routing.TO_DISTRICT, SILENT),
            (routing.COORDINATION, SILENT),
            (routing.RECUSAL, SILENT),
        )
    )
    | pingshan_scores.provisions(OWN),
    NEEDED,
)


class Event(NamedTuple):
    """A ticket, its day and the divisions around it, nearest first; who handled it, and how timely."""

    ticket: Ticket
    leaf: str
    day: date
    places: tuple[str, ...]
    unit: str
    name: str
    street: str
    timeliness: Hashable


class Data(NamedTuple):
    """The published folder as values; events in the order of their days."""

    catalogue: jiesu.Catalogue
    divisions: tuple[Division, ...]
    events: tuple[Event, ...]
    calendar: jiesu.WorkCalendar


Handled = dict[tuple[str, str], Counter[str]]
"""How many events of a leaf in a division each unit handled; first seen, first listed."""


class Bar(NamedTuple):
    """
    What it takes to hold a duty in a community or subdistrict: enough events, and a clear lead.

    Units with most events hold the duty (those that tie, together). Below the district that counts
    where there were at least *events* and more than *share* of them their own; elsewhere the wider
    division answers. At the district there is no bar.
    """

    events: int
    share: Fraction


BARS = tuple(Bar(n, Fraction(s)) for s in ("0", "1/2", "2/3") for n in (1, 2, 3, 5))


class Kind(Label):
    """What became of a later event: the first that holds."""

    RIGHT = "派给实际承办单位", "sent to the unit that handled it"
    UNRECORDED = "记录未载明承办单位", "the record names no unit"
    NEW_LEAF = "前期未见该事项，未派", "leaf never seen before: not sent"
    NO_PLACE = "地点未载明", "place unknown"
    SHARED = "多个单位并列，未直派", "several holders: not sent directly"
    NEW_UNIT = "前期未见实际承办单位", "unit never seen before"
    NEW_PAIR = "实际承办单位前期未办过该事项", "unit seen, never with this leaf"
    NEARER = "实际承办单位有职责，更近者优先", "unit holds the duty too; a nearer one leads"
    OUTDONE = "实际承办单位办过，他方居多", "unit had the leaf; another had more of it"


class Replay(NamedTuple):
    """One replay: how it was learned, what became of the later events, and what is right by rote."""

    learned: int
    trials: tuple[tuple[Bar, int], ...]
    """Events sent right under each bar in the last earlier month, learned from those before it."""
    tried: int
    bar: Bar
    directory: Directory
    later: tuple[Event, ...]
    routings: tuple[Routing, ...]
    kinds: tuple[Kind, ...]
    as_spelt: int
    by_leaf: int
    by_street: int


def read(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of a file, with the path of the leaf where there is one."""
    with (folder / "pingshan2018" / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row | {"path": "/".join(row.get(f"type_l{n}", "") for n in (1, 2, 3))}


def load(folder: Path) -> Data:
    """The folder as values. Subdistricts have no number in it: their name is their code."""
    leaves = ({"path": r["path"], "duty": r["path"]} for r in read(folder, "catalogue_3level.csv"))
    told = {DISTRICT: Division(code=DISTRICT, name="坪山区", level=DivisionLevel.DISTRICT)}
    for row in read(folder, "communities.csv"):
        code, street = row["community_id"], row["street"]
        if UNKNOWN not in {code, street}:
            level = DivisionLevel.SUBDISTRICT
            told[street] = Division(code=street, name=street, level=level, parent=DISTRICT)
            level, name = DivisionLevel.COMMUNITY, row["community"]  # of twins the last one stands
            told[code] = Division(code=code, name=name, level=level, parent=street)
    facts = {word: ticket_facts(request_type=RequestType[kind]) for word, kind in PROPERTY.items()}
    events = []
    for row in read(folder, "events.csv"):
        around = [code for code in (row["community_id"], row["street"]) if code != UNKNOWN]
        places = (Place((around[0],)),) if around else ()
        ticket = Ticket(row["rec_id"], facts[row["property"]], row["path"], places)
        day, unit = date.fromisoformat(row["create_date"]), row["dispose_unit_id"]
        told_places, street = (*around, DISTRICT), row["street"]
        late = pingshan_scores.FLAGS.get(row["outcome"], MISSING)
        name = row["dispose_unit"]
        events.append(Event(ticket, row["path"], day, told_places, unit, name, street, late))
    catalogue = jiesu.Catalogue.from_rows(leaves, id="pingshan", version="2018")
    events.sort(key=lambda event: event.day)
    return Data(catalogue, tuple(told.values()), tuple(events), jiesu.WorkCalendar.china())


def handled(events: Iterable[Event]) -> Handled:
    """Who handled what where; events of unknown units tell nothing."""
    counts: Handled = defaultdict(Counter)
    for event in events:
        for place in event.places if event.unit != UNKNOWN else ():
            counts[event.leaf, place][event.unit] += 1
    return counts


def units_of(events: Iterable[Event]) -> tuple[Unit, ...]:
    """The units that handled *events*, each under its commonest spelling, for the district."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for event in events:
        if event.unit != UNKNOWN:
            spellings[event.unit][event.name] += 1
    units = []
    for number, names in spellings.items():
        name, *more = (spelling for spelling, _ in names.most_common())
        kind = UnitKind.COMMUNITY if "社区" in name else UnitKind.DISTRICT_DEPARTMENT
        units.append(Unit(id=number, name=name, kind=kind, division=DISTRICT, aliases=tuple(more)))
    return tuple(units)


def learn(data: Data, events: Sequence[Event], bar: Bar) -> Directory:
    """Who holds which duty where, as far as *events* tell."""
    holdings = []
    for (leaf, place), counts in handled(events).items():
        most, total = max(counts.values()), counts.total()
        if place == DISTRICT or (total >= bar.events and most > bar.share * total):
            why = assumed(f"前期{total}件办理{most}件", f"handled {most} of {total} before", OWN)
            holdings += [
                Holding(unit=unit, duty=leaf, division=place, source=why)
                for unit, count in counts.items()
                if count == most
            ]
    return Directory(
        id="pingshan-learned",
        version=f"{len(events)} events, bar {bar.events}, {bar.share}",
        divisions=data.divisions,
        units=units_of(events),
        holdings=tuple(holdings),
    )


def route(data: Data, directory: Directory, events: Iterable[Event]) -> tuple[Routing, ...]:
    """Every event on its own day at the assumed hour."""
    hotline = jiesu.Hotline(RULES, data.catalogue, directory, data.calendar)
    found: list[Routing] = []
    for day, group in groupby(events, key=lambda event: event.day):
        at = jiesu.beijing_time(day.year, day.month, day.day, HOUR)
        results, faults = hotline.route_many((event.ticket for event in group), at=at)
        if faults:
            raise faults[0].error
        found += results
    return tuple(found)


def judge(made: Routing, event: Event, before: Handled) -> Kind:
    """What became of an event, given who had handled what before."""
    handlers = before.get((event.leaf, DISTRICT), Counter())
    lost = {loss.unit for loss in made.losses if loss.reason is LossReason.LESS_PREFERRED}
    tests = {
        Kind.UNRECORDED: event.unit == UNKNOWN,
        Kind.RIGHT: made.lead is not None and made.lead.id == event.unit,
        Kind.NEW_LEAF: Obstacle.NO_HOLDER in made.obstacles,
        Kind.NO_PLACE: Obstacle.PLACE_MISSING in made.obstacles,
        Kind.SHARED: Obstacle.SEVERAL_HOLDERS in made.obstacles,
        Kind.NEW_UNIT: all(event.unit not in counts for counts in before.values()),
        Kind.NEW_PAIR: event.unit not in handlers,
        Kind.NEARER: event.unit in lost,
    }
    return next((kind for kind, holds in tests.items() if holds), Kind.OUTDONE)


def majority(event: Event, before: Handled, *places: str) -> str | None:
    """
    The baselines: the unit with most events of the leaf at the first place that saw any.

    Where units tie the first seen is guessed; jiesu names none.
    """
    counts = next((before[event.leaf, at] for at in places if (event.leaf, at) in before), None)
    return counts.most_common(1)[0][0] if counts else None


def right(routings: Iterable[Routing], events: Iterable[Event]) -> int:
    """Events sent to the unit that handled them."""
    pairs = zip(routings, events, strict=True)
    return sum(made.lead is not None and made.lead.id == event.unit for made, event in pairs)


def replay(data: Data, since: date) -> Replay:
    """Learn from the events before *since*, route the others, compare; pure."""
    earlier = [event for event in data.events if event.day < since]
    later = tuple(event for event in data.events if event.day >= since)
    month = (since - timedelta(days=1)).replace(day=1)
    first = [event for event in earlier if event.day < month]
    last = earlier[len(first) :]
    trials = [(bar, right(route(data, learn(data, first, bar), last), last)) for bar in BARS]
    bar = max(trials, key=lambda trial: trial[1])[0]
    directory, before = learn(data, earlier, bar), handled(earlier)
    routings = route(data, directory, later)
    pairs = tuple(zip(routings, later, strict=True))
    return Replay(
        learned=len(earlier),
        trials=tuple(trials),
        tried=len(last),
        bar=bar,
        directory=directory,
        later=later,
        routings=routings,
        kinds=tuple(judge(made, event, before) for made, event in pairs),
        as_spelt=sum(made.lead is not None and made.lead.name == e.name for made, e in pairs),
        by_leaf=sum(majority(e, before, DISTRICT) == e.unit for e in later),
        by_street=sum(majority(e, before, *e.places[-2:]) == e.unit for e in later),
    )


def outcomes(events: Iterable[Event], subject: Callable[[Event], str]) -> Iterator[Outcome]:
    """An outcome per event, of whom or what *subject* names."""
    facts = pingshan_scores.FACTS.interner()
    for event in events:
        name, day = subject(event), event.day
        stated = facts(named=name != UNKNOWN, timeliness=event.timeliness)
        received = jiesu.beijing_time(day.year, day.month, day.day, HOUR)
        yield Outcome(event.ticket.id, name, stated, received)


def score(data: Data) -> pingshan_scores.Scores:
    """Every event of the sample, by unit, by subdistrict and as a whole; pure."""
    events = data.events
    names = Directory(
        id="pingshan",
        version="2018",
        divisions=data.divisions,
        units=units_of(events),
        holdings=(),
    )
    hotline = jiesu.Hotline(RULES, data.catalogue, names, data.calendar)
    period = pingshan_scores.spanning(event.day for event in events)

    def standing(subject: Callable[[Event], str], minimum: int = 0) -> pingshan_scores.Standing:
        return pingshan_scores.standing(hotline, outcomes(events, subject), period, minimum)

    return pingshan_scores.Scores(
        period,
        whole=standing(lambda _: DISTRICT),
        units=standing(lambda event: event.unit, pingshan_scores.MINIMUM),
        places=standing(lambda event: event.street),
    )


def share(count: int, whole: int) -> str:
    """A count and its share, as printed."""
    return f"{count:>6,}{count / whole if whole else 0:>8.1%}"


def report(since: date, done: Replay) -> Iterator[str]:
    """The numbers of a replay, in lines."""
    total, counts = len(done.later), Counter(done.kinds)
    sent = sum(made.lead is not None for made in done.routings)
    yield f"Learned from {done.learned:,} events before {since}; routed {total:,} from then on."
    yield f"Bar for a duty below the district (events, share), sent right in the last earlier month ({done.tried:,}):"
    for bar, hits in done.trials:
        yield f"{share(hits, done.tried)}  {bar.events}, {bar.share}{'  <- taken' if bar == done.bar else ''}"
    yield "Sent to the unit that really handled it:"
    yield f"{share(counts[Kind.RIGHT], total)}  jiesu, units by number (spellings folded)"
    yield f"{share(done.as_spelt, total)}  jiesu, units by the very spelling of the record"
    yield f"{share(done.by_leaf, total)}  baseline: majority unit of the leaf"
    yield f"{share(done.by_street, total)}  baseline: majority unit of leaf and subdistrict, else of the leaf"
    yield f"{share(sent, total)}  jiesu named a unit; right among these{share(counts[Kind.RIGHT], sent)}"
    yield "Misses:"
    yield from (f"{share(counts[k], total)}  {k.zh} ({k.en})" for k in list(Kind)[1:])


def main(argv: list[str]) -> int:
    """Print the numbers of the replay, two decisions in full, and the scores."""
    if len(argv) != 1 or not (Path(argv[0]) / "pingshan2018").is_dir():
        print(f"{__doc__}\nnot found: DIR with pingshan2018; got {argv}", file=sys.stderr)
        return 2
    data = load(Path(argv[0]))
    done = {since: replay(data, since) for since in SPLITS}
    first = done[SPLITS[0]]
    print("\n".join(report(SPLITS[0], first)))
    print(
        "By day of the split, each with its own bar: routed, jiesu, baseline leaf, baseline leaf and subdistrict"
    )
    for since, each in done.items():
        figures = (each.kinds.count(Kind.RIGHT), each.by_leaf, each.by_street)
        shares = (share(figure, len(each.later)) for figure in figures)
        print(f"  {since}{len(each.later):>7,}", *shares)
    for kind in (Kind.RIGHT, Kind.NEARER):
        for made, event, found in zip(first.routings, first.later, first.kinds, strict=True):
            if found is kind and made.losses:
                print(f"\n{made.explain()}\n实际承办单位：{event.name}（{found.zh}）")
                break
    print("", *pingshan_scores.report(score(data)), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
