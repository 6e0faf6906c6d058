"""
A month of an invented Beijing: received, routed, timed, counted, scored, ranked; ``make demo``.

    python examples/city_month.py [--tickets N] [--seed N] [--out PATH] [--quiet]

The divisions are real; the tickets, what became of them, the duties and the dispatch catalogue with
its time classes are not, so that every name carries a mark. Each ticket is routed at the instant of
its dispatch, and every unit has a quality that follows from the seed, by which it is early or late
and does well or badly. Nobody published the weights of the three rates, nor how some outcomes count:
the example first asks without them, then supplies its own, marked as its own. The month is printed,
and written as one page.

The clock is read for the progress on stderr alone: the same seed gives the same bytes.
"""

import argparse
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import groupby, zip_longest
from pathlib import Path
from random import Random
from typing import NamedTuple

import attrs
import illustrative
import month_page
from month_page import (
    CITY,
    INVENTED,
    MARK,
    OWN_MARK,
    RATES,
    Month,
    Overdue,
    Refused,
    Supplied,
    Variant,
    aside,
    moved_furthest,
    signed,
)

from jiesu import (
    ASIDE,
    OUTCOME_FACTS,
    TICKET_FACTS,
    UNMET,
    Catalogue,
    Channel,
    CountedBy,
    DispatchMode,
    Disposition,
    DivisionLevel,
    EarlierCase,
    EmergencyLine,
    ExclusionGround,
    ExclusionReview,
    FollowUp,
    Formula,
    Hotline,
    League,
    Mark,
    Outcome,
    Period,
    Place,
    PlaceRole,
    RequestType,
    Resolution,
    ResponsibleBody,
    Routing,
    Rulebook,
    Satisfaction,
    Scoreboard,
    Secrecy,
    StatutoryStanding,
    Tally,
    Territory,
    Text,
    Ticket,
    Timeliness,
    UnitKind,
    beijing_time,
)
from jiesu.counts import count, percent
from jiesu.errors import UnsetError
from jiesu.facts import Facts
from jiesu.outcomes import timeliness
from jiesu.ranking import Ranked

PERIOD = Period.month(2026, 3)
CUT_OFF = beijing_time(2026, 4, 10, 12)
TICKETS = 20_000
FEWEST = 100
SEED = 12345
OUT = Path(__file__).parents[1] / "out" / "city-month.html"
SHOWN = 10

# 示例自拟，非北京市规定: what follows is the example's own. Nobody published it for Beijing.
OWN: dict[str, object] = {
    "assessment.counted_by": CountedBy.DISPATCHED,
    "assessment.exclusions.X5": ExclusionGround.DEFERRED,
    "assessment.exclusions.X6": ExclusionGround.CO_HANDLER,
    "assessment.exclusions.X8": ExclusionGround.OTHER,
    "assessment.exclusions.X9": ExclusionGround.OTHER,
    "rates.resolution.V3": Mark("0.5"),
    "rates.*.N1": UNMET,
    "rates.*.N[2-6]": ASIDE,
    "rates.resolution.V5": ASIDE,
    "rates.resolution.V6": ASIDE,
    "rates.resolution.V7": ASIDE,
    "rates.satisfaction.S2": Mark("0.8"),
    "rates.satisfaction.S4": ASIDE,
    "scoring.weights": {
        "response": "20%",
        "resolution": "40%",
        "satisfaction": "40%",
    },
}
# What the patterns among them stand for.
_PATTERNS = {
    "rates.*.N1": "三率：诉求人未评价，逾期未办结",
    "rates.*.N[2-6]": "三率：诉求人未评价的其他情形（未到期、无法接通、拒绝评价、匿名、未回访等）",
}
# Two more of the example's own, to ask what another choice would do.
OTHER_WEIGHTS = {
    "response": "10%",
    "resolution": "60%",
    "satisfaction": "30%",
}
OTHER_EXCLUSIONS: dict[str, object] = {
    "assessment.exclusions.X2": ExclusionGround.COUNTED,
    "assessment.exclusions.X4": ExclusionGround.COUNTED,
}


# ------------------------------------------------------------------ tickets


class Call(NamedTuple):
    """A ticket and the instant at which it is routed."""

    ticket: Ticket
    at: datetime


_HOURS = (1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 15, 11, 12, 15, 16, 15, 13, 11, 10, 9, 7, 4, 2)
_WEEKEND = Fraction(7, 10)
_TYPES = (
    RequestType.COMPLAINT,
    RequestType.ASSISTANCE,
    RequestType.REPORT,
    RequestType.SUGGESTION,
)
_TYPES_WEIGHTS = (58, 34, 5, 3)
_CHANNELS = (Channel.PHONE, Channel.NETWORK, Channel.MESSAGE)
_CHANNELS_WEIGHTS = (70, 25, 5)
# What intake saw, in thousandths of the tickets.
_SIGNS: tuple[tuple[int, dict[str, object]], ...] = (
    (680, {}),
    (150, {"request_type": RequestType.INQUIRY, "answerable": True}),
    (25, {"request_type": RequestType.INQUIRY, "answerable": False}),
    (30, {"earlier": EarlierCase.IN_PROGRESS, "new_grounds": False}),
    (15, {"earlier": EarlierCase.FINISHED, "new_grounds": True}),
    (20, {"complex": True}),
    (10, {"mass": True}),
    (8, {"sudden": True, "risk": True}),
    (8, {"emergency": EmergencyLine.MEDICAL}),
    (5, {"emergency": EmergencyLine.FIRE, "sudden": True}),
    (9, {"statutory": StatutoryStanding.ENTERED_LITIGATION}),
    (6, {"statutory": StatutoryStanding.SHOULD_GO_ARBITRATION}),
    (4, {"statutory": StatutoryStanding.ENTERED_PETITION}),
    (7, {"beyond_duty": True}),
    (6, {"territory": Territory.NEIGHBOUR}),
    (4, {"territory": Territory.OUTSIDE}),
    (5, {"body": ResponsibleBody.CENTRAL}),
    (1, {"body": ResponsibleBody.MILITARY}),
    (2, {"secrecy": Secrecy.PRIVACY}),
    (3, {"unlawful": True}),
    (2, {"abusive": True}),
)


def calls(number: int, seed: int, catalogue: Catalogue) -> Iterator[Call]:
    """
    The tickets of the month in the order of their receipt, over pooled facts and places.

    Few streets send many tickets and many send few; nights and weekends are quieter; some places
    and matters are doubtful or unknown.

    Args:
        number: How many.
        seed: Of all choices.
        catalogue: Where their matters come from.
    """
    draw = Random(seed)  # noqa: S311 -- an example, not a secret
    facts = TICKET_FACTS.interner()
    pool: dict[tuple[PlaceRole, tuple[str, ...]], tuple[Place, ...]] = {}
    streets = [row for row in illustrative.read("beijing_streets.csv") if row["is_343"] == "1"]
    draw.shuffle(streets)
    volumes = [1 / (place + 6) ** 0.7 for place in range(len(streets))]
    entries = catalogue.entries
    weights = [
        draw.uniform(1, 5) * (4 if entry.duty in illustrative.STREET_DUTIES else 1)
        for entry in entries
    ]
    shares = [share for share, _ in _SIGNS]
    for place, received in enumerate(_receipts(number, draw), 1):
        entry = draw.choices(entries, weights)[0]
        street = draw.choices(streets, volumes)[0]
        stated = {
            "request_type": draw.choices(_TYPES, _TYPES_WEIGHTS)[0],
            "channel": draw.choices(_CHANNELS, _CHANNELS_WEIGHTS)[0],
            "contact": draw.random() < 0.97,
            **draw.choices(_SIGNS, shares)[0][1],
        }
        codes = _codes(draw, street["code"], streets)
        known = pool.setdefault(
            (entry.jurisdiction, codes), (Place(codes, entry.jurisdiction),) if codes else ()
        )
        ticket = Ticket(
            f"BJ202603{place:07}",
            facts(**stated),
            entry.code if draw.random() < 0.985 else None,
            known,
            received,
            f"{MARK}{street['name']}{draw.randrange(1, 400)}号院反映{entry.path[-1]}问题",
            f"R{draw.randrange(10**10):010}",
            street["code"] if draw.random() < 0.01 else None,
        )
        yield Call(ticket, received + timedelta(minutes=draw.randrange(2, 25)))


def _receipts(number: int, draw: Random) -> list[datetime]:
    """The instants of receipt, in order."""
    days = [PERIOD.start + timedelta(days=n) for n in range((PERIOD.end - PERIOD.start).days)]
    busy = [float(_WEEKEND if day.weekday() >= 5 else 1) for day in days]
    hours = range(len(_HOURS))
    return sorted(
        draw.choices(days, busy)[0]
        + timedelta(hours=draw.choices(hours, _HOURS)[0], minutes=draw.randrange(60))
        for _ in range(number)
    )


def _codes(draw: Random, code: str, streets: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Where it happened: as a rule one street; sometimes doubtful, outside the tree, or unknown."""
    chance = draw.random()
    if chance < 0.015:
        return ()
    if chance < 0.02:
        return ("990101001",)
    if chance < 0.05:
        return code, draw.choice(streets)["code"]
    return (code,)


# ------------------------------------------------------------------ what becomes of them


class Handling:
    """
    What units make of their tickets, invented: each has a quality that follows from the seed.

    Args:
        seed: Of the qualities and of all choices.
    """

    _REACHED = (
        (820, FollowUp.REACHED),
        (90, FollowUp.UNREACHABLE),
        (50, FollowUp.REFUSED),
        (20, FollowUp.NOT_MADE),
        (10, FollowUp.WRONG_NUMBER),
        (10, FollowUp.ANONYMOUS),
    )
    _SIGNS: tuple[tuple[int, dict[str, object]], ...] = (
        (945, {}),
        (16, {"exclusion": ExclusionReview.REFUSED}),
        (12, {"exclusion": ExclusionReview.GRANTED}),
        (3, {"exclusion": ExclusionReview.PENDING}),
        (9, {"deferred": True}),
        (8, {"unreasonable": True}),
        (4, {"void": True}),
        (2, {"unlawful": True}),
        (1, {"void": True, "exclusion": ExclusionReview.GRANTED}),
    )

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._draw = Random(f"{seed}/handling")  # noqa: S311 -- an example, not a secret
        self._facts: Callable[..., Facts] = OUTCOME_FACTS.interner()
        self._qualities: dict[str, float] = {}

    def outcome(self, routing: Routing) -> Outcome:
        """
        What the lead of a decision makes of it, as far as is known at the cut-off.

        The requester is asked after the limit has run out (条例 art. 23), and not before the end.
        """
        draw = self._draw
        begun = Outcome.routed(routing, self._facts())
        quality = self._quality(begun.unit)
        stated: dict[str, object] = {"request_type": routing.ticket.facts.get("request_type")}
        stated |= draw.choices([s for _, s in self._SIGNS], [n for n, _ in self._SIGNS])[0]
        closed = self._closed(begun, quality)
        rated: datetime | None = None
        if closed is not None and begun.due is not None:
            rated = max(begun.due, closed) + timedelta(hours=draw.randrange(8, 72))
            stated["claim"] = Resolution.RESOLVED if draw.random() < 0.95 else Resolution.PARTLY
            if rated <= CUT_OFF:
                stated |= self._word(quality)
            else:
                rated = None
        return attrs.evolve(begun, facts=self._facts(**stated), closed_at=closed, rated_at=rated)

    def _quality(self, unit: str) -> float:
        """How good a unit is, from 0 to 1; most are fair."""
        if unit not in self._qualities:
            draw = Random(f"{self._seed}/{unit}")  # noqa: S311 -- likewise
            self._qualities[unit] = draw.betavariate(6, 2.5)
        return self._qualities[unit]

    def _closed(self, begun: Outcome, quality: float) -> datetime | None:
        """When it is finished; None where it still is open at the cut-off."""
        draw = self._draw
        if begun.due is None or begun.dispatched_at is None or draw.random() < 0.008:
            return None
        share = draw.betavariate(2, 3) * (1.55 - 0.4 * quality)
        closed = begun.dispatched_at + share * (begun.due - begun.dispatched_at)
        return closed.replace(microsecond=0) if closed <= CUT_OFF else None

    def _word(self, quality: float) -> dict[str, object]:
        """What the requester says when asked."""
        draw = self._draw
        follow_up = draw.choices(
            [each for _, each in self._REACHED], [n for n, _ in self._REACHED]
        )[0]
        if follow_up is not FollowUp.REACHED:
            return {"follow_up": follow_up}
        resolved = draw.choices(tuple(Resolution), (55 + 42 * quality, 6, 30 - 24 * quality))[0]
        good = 3 if resolved is Resolution.RESOLVED else 0.4
        satisfied = draw.choices(
            tuple(Satisfaction), (good * (40 + 60 * quality), 12, 22 - 12 * quality, 3)
        )[0]
        said: dict[str, object] = {
            "follow_up": follow_up,
            "responded": draw.random() < 0.92 + 0.08 * quality,
            "resolved": resolved,
            "satisfied": satisfied,
        }
        if resolved is Resolution.UNRESOLVED and draw.random() < 0.08:
            said["adjudicated"] = draw.choice(tuple(Resolution))
        return said


# ------------------------------------------------------------------ the month


class Progress:
    """
    How far a loop has come, in short lines on stderr.

    Args:
        whole: How many there are.
        quiet: Say nothing.
    """

    def __init__(self, whole: int, *, quiet: bool) -> None:
        self._whole = whole
        self._start = time.monotonic()
        self._terminal = sys.stderr.isatty()
        # A terminal overwrites its line; a file gets a few.
        self._every = 0 if quiet else max(1, whole // (100 if self._terminal else 4))

    def at(self, done: int) -> None:
        """Say how many are done, now and then."""
        if not self._every or (done % self._every and done != self._whole):
            return
        took = time.monotonic() - self._start
        rate = f"{done / took:,.0f}/s" if took else ""
        said = f"{done:,} / {self._whole:,}  {done / self._whole:4.0%}  {rate}"
        last = not self._terminal or done == self._whole
        line = f"\r{said:<40}" if self._terminal else said
        print(line, end="\n" if last else "", file=sys.stderr, flush=True)


@attrs.define
class _Routed:
    """What the tickets came to before anything is assessed."""

    dispositions: Counter[Disposition] = attrs.field(factory=Counter)
    modes: Counter[DispatchMode] = attrs.field(factory=Counter)
    outcomes: list[Outcome] = attrs.field(factory=list)
    told: dict[str, tuple[str, str]] = attrs.field(factory=dict)
    shown: Routing | None = None

    def add(self, routing: Routing, handling: Handling) -> None:
        """Note a decision, and what becomes of it where somebody has to handle it."""
        self.dispositions[routing.disposition] += 1
        if routing.lead is None or routing.mode is None:
            return
        self.modes[routing.mode] += 1
        outcome = handling.outcome(routing)
        self.outcomes.append(outcome)
        # An end at 24:00 is an instant of the next day: the decision prints it as the law says it.
        ends = [each.deadline.text.zh for each in routing.deadlines if each.deadline]
        self.told[outcome.ticket] = routing.ticket.title, "、".join(ends)
        # The decision that is told in full: the first with a co-handler.
        if self.shown is None or (routing.co_handlers and not self.shown.co_handlers):
            self.shown = routing

    def in_period(self) -> list[Outcome]:
        """The outcomes that the period counts: by dispatch."""
        return [
            each
            for each in self.outcomes
            if each.dispatched_at and PERIOD.start <= each.dispatched_at < PERIOD.end
        ]


def month(tickets: int = TICKETS, seed: int = SEED, *, quiet: bool = True) -> Month:
    """
    Receive, route, handle, count, score and rank a month.

    Args:
        tickets: How many are received.
        seed: Of all that is invented.
        quiet: Whether to say nothing on stderr.
    """
    published = _marked(illustrative.hotline())
    hotline = published.with_(OWN)
    routed = _Routed()
    handling = Handling(seed)
    progress = Progress(tickets, quiet=quiet)
    for done, (ticket, at) in enumerate(calls(tickets, seed, hotline.catalogue), 1):
        routed.add(hotline.route(ticket, at=at), handling)
        progress.at(done)
    assert routed.shown is not None  # noqa: S101 -- of FEWEST tickets some are dispatched
    tally = hotline.tally(routed.outcomes, period=PERIOD, at=CUT_OFF)
    counts = hotline.count(tally)
    board = hotline.score(counts)
    districts = hotline.score(hotline.roll_up(counts, DivisionLevel.DISTRICT))
    city = hotline.score(hotline.roll_up(counts, DivisionLevel.CITY))
    minimum = max(3, tickets // 1000)
    league = _league(hotline, board, minimum)
    assessed = routed.in_period()
    states = Counter(timeliness(each, CUT_OFF) for each in assessed)
    days = [PERIOD.start.date() + timedelta(days=n) for n in range(PERIOD.last_day.day)]
    sent = Counter(each.dispatched_at.date() for each in assessed if each.dispatched_at)
    return Month(
        seed=seed,
        tickets=tickets,
        period=PERIOD,
        cut_off=CUT_OFF,
        refused=tuple(_refusals(published, hotline, routed.outcomes, tally)),
        supplied=tuple(_supplied(published.rulebook(PERIOD.last_day))),
        dispositions=dict(routed.dispositions.most_common()),
        modes=dict(routed.modes.most_common()),
        dispatched={day: sent[day] for day in days},
        working_days=frozenset(filter(hotline.calendar.is_working_day, days)),
        timeliness={each: states[each] for each in Timeliness},
        overdue=tuple(_overdue(hotline, assessed, routed.told)),
        board=board,
        districts=districts,
        city=city,
        league=league,
        district_league=districts.rank(among=_districts(hotline, districts), places=2),
        routing=routed.shown,
        unit=_busiest(board, league),
        variants=tuple(_variants(hotline, board, tally, league)),
    )


def _marked(hotline: Hotline) -> Hotline:
    """The hotline with the mark behind every name, so that no row can be cut off from it."""
    given = hotline.directory
    units = [
        attrs.evolve(each, name=each.name.removesuffix("（示例）") + MARK) for each in given.units
    ]
    divisions = [attrs.evolve(each, name=each.name + MARK) for each in given.divisions]
    directory = attrs.evolve(given, id="illustrative-marked", units=units, divisions=divisions)
    return attrs.evolve(hotline, directory=directory)


def _league(hotline: Hotline, board: Scoreboard, minimum: int) -> League:
    """Subdistricts and townships, compared as they would be published."""
    kinds = (UnitKind.SUBDISTRICT, UnitKind.TOWNSHIP)
    streets = [unit.id for unit in hotline.directory.units if unit.kind in kinds]
    return board.rank(among=streets, minimum=minimum, places=2)


def _busiest(board: Scoreboard, league: League) -> str:
    """The unit with the most tickets, if possible of those that are ranked."""
    units = [row.unit for row in league.ranked] or list(board.counts.units)
    return max(units, key=lambda unit: (board.counts.unit(unit).total, unit))


def _districts(hotline: Hotline, board: Scoreboard) -> list[str]:
    """The districts of which anything was counted."""
    of_level = (e for e in hotline.directory.divisions if e.level is DivisionLevel.DISTRICT)
    return [each.code for each in of_level if each.code in board.counts.units]


def _overdue(
    hotline: Hotline, outcomes: Iterable[Outcome], told: Mapping[str, tuple[str, str]]
) -> Iterator[Overdue]:
    """The tickets that are open longest past their limit."""
    late = sorted(
        (each.due, each.ticket, each.unit)
        for each in outcomes
        if each.due and timeliness(each, CUT_OFF) is Timeliness.OVERDUE
    )
    for _, ticket, unit in late[:8]:
        found = hotline.directory.unit(unit)
        matter, due = told[ticket]
        yield Overdue(ticket, matter, found.name if found else unit, due)


def _refusals(
    published: Hotline, own: Hotline, outcomes: Sequence[Outcome], tally: Tally
) -> Iterator[Refused]:
    """What the rules that were published say when they are asked for scores."""
    day = PERIOD.last_day
    rates = published.assessment(day).rates
    exclusions = own.assessment(day).exclusion_table()
    asks: tuple[tuple[Text, Callable[[], object]], ...] = (
        (
            Text("三月计入哪些件", "which tickets are March's"),
            lambda: published.tally(outcomes, period=PERIOD, at=CUT_OFF),
        ),
        (Text("剔除哪些件", "which are left out"), lambda: published.count(tally)),
        (
            Text("各单位得分", "the scores"),
            lambda: published.score(count(tally, exclusions, rates)),
        ),
        (
            Text("自定权重后再算", "again, with weights of one's own"),
            lambda: published.score(
                count(tally, exclusions, rates), formula=own.assessment(day).formula()
            ),
        ),
    )
    for asked, ask in asks:
        try:
            ask()
        except UnsetError as error:
            for fault in error.faults:
                yield Refused(asked, fault.path, fault.what)


def _supplied(rulebook: Rulebook) -> Iterator[Supplied]:
    """The example's own values, beside what they are for."""
    for path, value in OWN.items():
        if path in _PATTERNS:
            what = _PATTERNS[path]
        elif path in rulebook.provisions:
            what = rulebook.provisions[path][0].term.zh
        else:
            head, _, row = path.rpartition(".")
            what = rulebook[head].row(row).explain().says.zh
        yield Supplied(path, what, _said(value))


def _said(value: object) -> str:
    """One of the values that the example supplies, as it is printed."""
    if isinstance(value, dict):
        return _weights(value)
    if isinstance(value, ExclusionGround):
        return f"剔除（{value.zh}）"
    if isinstance(value, CountedBy):
        return value.zh
    return str(value)


def _weights(weights: Mapping[str, str]) -> str:
    terms = {"response": "响应率", "resolution": "解决率", "satisfaction": "满意率"}
    return "，".join(f"{terms[name]} {weight}" for name, weight in weights.items())


def _variants(
    hotline: Hotline, board: Scoreboard, tally: Tally, league: League
) -> Iterator[Variant]:
    """Another formula on the same counts, and other exclusions on the same tally."""
    other = hotline.score(board.counts, formula=Formula(OTHER_WEIGHTS))
    what = f"权重改为{_weights(OTHER_WEIGHTS)}"
    yield _compared(what, "沿用原分子分母", league, _league(hotline, other, league.minimum))
    lenient = hotline.with_(OTHER_EXCLUSIONS)
    what = "不合理诉求、获准剔除的照常计入"
    after = _league(lenient, lenient.score(tally), league.minimum)
    yield _compared(what, "沿用原汇总", league, after)


def _compared(what: str, read: str, before: League, after: League) -> Variant:
    old = {row.unit: row.rank for row in before.ranked}
    pairs = [(row.name, old[row.unit], row.rank) for row in after.ranked if row.unit in old]
    moved = [pair for pair in pairs if pair[1] != pair[2]]
    furthest = max(moved, key=lambda pair: (abs(pair[1] - pair[2]), pair[0]), default=None)
    return Variant(what, read, len(pairs), len(moved), furthest)


# ------------------------------------------------------------------ the print


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _pad(text: object, columns: int) -> str:
    """Text filled up on the right."""
    said = str(text)
    return said + " " * max(0, columns - _width(said))


def _lead(text: object, columns: int) -> str:
    """Text filled up on the left."""
    said = str(text)
    return " " * max(0, columns - _width(said)) + said


def _cut(text: str, columns: int) -> str:
    """Text that does not run beyond some columns."""
    if _width(text) <= columns:
        return text
    while _width(text) > columns - 2:
        text = text[:-1]
    return f"{text}…"


def _named(name: str) -> str:
    """A name that fits into its column; its mark is never cut off."""
    return _cut(name.removesuffix(MARK), 20) + MARK


def lines(month: Month) -> Iterator[str]:
    """The month as it is printed."""
    yield f"北京市接诉即办一月（示例） 2026-03，{month.tickets:,} 件，种子 {month.seed}"
    yield "A month of an invented Beijing. Real divisions; all else is made up."
    yield INVENTED
    yield from _triage_lines(month)
    yield from _explained_lines(month)
    yield from _unset_lines(month)
    yield from _due_lines(month)
    yield from _score_lines(month)
    yield from _league_lines(month)
    yield "【换一种算法 what if】 无需重读工单 no ticket is read again"
    for each in month.variants:
        yield f"  {each.what}（{each.read}）："
        yield f"    {each.of} 家中 {each.moved} 家名次有变，最大：{moved_furthest(each)}"


def _triage_lines(month: Month) -> Iterator[str]:
    yield "【分类处理 triage】"
    most = max(month.dispositions.values())
    for each, number in month.dispositions.items():
        share = percent(Fraction(number, month.tickets), 1).zh
        bar = "█" * -(-30 * number // most)
        yield f"  {_pad(_cut(each.zh, 40), 40)}{number:>7,} {share:>6} {bar}"
    sent = sum(month.modes.values())
    modes = "，".join(f"{mode.zh} {number:,}" for mode, number in month.modes.items())
    yield f"  派给承办单位的共 {sent:,}（{modes}），含转办紧急热线的同时派单"
    yield ""


def _explained_lines(month: Month) -> Iterator[str]:
    yield "【单件办理依据 one decision in full】"
    yield from (f"  {line}" for line in str(month.routing.explain()).splitlines())
    yield ""


def _unset_lines(month: Month) -> Iterator[str]:
    yield "【没有公布的 what nobody published】 只凭公布的规则，不予计算，并说明所缺："
    for asked, group in groupby(month.refused, lambda each: each.asked):
        faults = list(group)
        more = f"（等 {len(faults)} 处）" if len(faults) > 1 else ""
        # The citation stands on the page; here it would run beyond the line.
        why = faults[0].why.zh.partition("（《")[0]
        yield f"  {_pad(asked.zh, 18)}{_pad(faults[0].path, 26)}{why}{more}"
    yield f"  以下取值为{OWN_MARK}。 These values are the example's own, not Beijing's:"
    for own in month.supplied:
        yield f"  {_pad(own.path, 26)}{_pad(_cut(own.what, 44), 46)}{own.value}"
    yield ""


def _due_lines(month: Month) -> Iterator[str]:
    yield f"【到期与逾期 due and overdue】 截至 {month.cut_off:%Y-%m-%d %H:%M}"
    states = "，".join(f"{each.zh} {number:,}" for each, number in month.timeliness.items())
    yield f"  {states}"
    for each in month.overdue[:5]:
        yield f"  {each.ticket}  {each.due} 到期  {each.unit}：{each.matter}"
    yield ""


def _score_lines(month: Month) -> Iterator[str]:
    counts, score = month.city.counts, month.city[CITY]
    yield f"【三率与得分 rates and score】{MARK} 权重等{OWN_MARK}"
    yield f"  计入考评 {counts.total:,} 件，剔除 {counts.excluded:,} 件"
    told = score.explain().parts[: len(score.parts)]  # how print rounds stands on the page
    yield from (f"  {part.says.zh}" for part in told)
    for name in RATES:
        rows = [f"{row.id} {number:,}" for row, number in aside(counts, name)]
        whole = sum(number for _, number in aside(counts, name))
        term = counts.rates[counts.place(name)].term.zh
        yield f"  {term}未计入 {whole:,} 件：{'，'.join(rows)}"
    yield f"  全市得分（三率加权）{MARK} {score.printed()}"
    league = month.district_league
    for best, worst in zip(league.ranked[:1], league.ranked[-1:], strict=True):
        yield (
            f"  {len(league)} 区汇总：第一 {best.name} {league.printed(best.value)}，"
            f"末位 {worst.name} {league.printed(worst.value)}"
        )
    yield ""


def _league_lines(month: Month) -> Iterator[str]:
    league = month.league
    middle = month.city[CITY].printed()
    yield (
        f"【街道乡镇排名 top and bottom】 {len(league)} 家参加，"
        f"任一率不足 {league.minimum} 件等 {len(league.unranked)} 家另列；名次据虚构工单得出"
    )

    def told(row: Ranked | None) -> str:
        if row is None:
            return ""
        gap = "" if middle is None else signed(row.compared - Fraction(middle))
        return f"{row.rank:>4} {_pad(_named(row.name), 29)}{league.printed(row.value):>6} {gap:>7}"

    yield f"  {_pad(' 前十 单位', 34)}{_lead('得分', 6)}{_lead('与全市之差', 12)}  后十"
    for one, other in zip_longest(league.top(SHOWN), league.bottom(SHOWN)):
        yield f"  {_pad(told(one), 52)}{told(other)}".rstrip()
    yield ""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the month, print it, write the page."""
    parser = argparse.ArgumentParser(description="A seeded month of an invented Beijing.")
    parser.add_argument("--tickets", type=int, default=TICKETS, help=f"default {TICKETS}")
    parser.add_argument("--seed", type=int, default=SEED, help=f"default {SEED}")
    parser.add_argument("--out", type=Path, default=OUT, help="where the page goes")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    asked = parser.parse_args(argv)
    if asked.tickets < FEWEST:
        parser.error(f"--tickets: {FEWEST} or more, or there is nothing to rank")
    made = month(asked.tickets, asked.seed, quiet=asked.quiet)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(month_page.page(made), encoding="utf-8", newline="\n")
    print("\n".join(lines(made)))
    print(f"网页 page: {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
