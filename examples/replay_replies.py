"""
Real reply times against four limits, in working days and in natural days.

    python examples/replay_replies.py DIR

DIR holds ``teddy2020/tickets_replies.csv``: messages to a province's 问政 platform, 2011 to 2020, with
the instants at which each was received and answered, in local time. The limits are counted by
民法典 201-203 from receipt; a reply is in time if it came before the end of the last day.

Each verdict is then taken twice more: with makeup workdays (调休上班日) ignored, and from Monday to
Friday with holidays ignored too, as software does that knows no Chinese calendar.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import attrs

from jiesu import (
    BEIJING,
    CIVIL_CODE,
    CalendarLayer,
    Source,
    TimeLimit,
    WorkCalendar,
    assumed,
    due,
    natural_days,
    working_days,
)
from jiesu.counting import StartsAt
from jiesu.layers import Tier
from jiesu.sources import Rank

AMOUNTS = (5, 7, 10, 15)
LIMITS: tuple[TimeLimit, ...] = (
    *(working_days(amount) for amount in AMOUNTS),
    *(natural_days(amount) for amount in AMOUNTS),
)
COUNTING = CIVIL_CODE.with_(
    assumed("数据只记收到与答复的时间", "the data knows receipt and reply only"),
    starts_at=StartsAt.RECEIVED,
)


@attrs.frozen
class Verdicts:
    """
    How the replies fared under one limit.

    Attributes:
        limit: The limit.
        in_time: Replies in time by the real calendar.
        without_makeup: Verdicts that change if makeup workdays are ignored.
        plain_week: Verdicts that change if holidays are ignored as well.
    """

    limit: TimeLimit
    in_time: int
    without_makeup: int
    plain_week: int


@attrs.frozen
class Replay:
    """
    The whole run.

    Attributes:
        replies: Replies judged.
        date_only: Left out: answered on a day without a time (written as midnight).
        uncovered: Left out: received or due where no notice has settled the days.
        verdicts: One for each of `LIMITS`.
    """

    replies: int
    date_only: int
    uncovered: int
    verdicts: tuple[Verdicts, ...]


def main(argv: list[str]) -> int:
    """Print the table."""
    path = Path(argv[0]) / "teddy2020" / "tickets_replies.csv" if len(argv) == 1 else None
    if path is None or not path.exists():
        print(__doc__, file=sys.stderr)
        if path is not None:
            print(f"not found: {path}", file=sys.stderr)
        return 2
    result = replay(path)
    print(f"Replies judged: {result.replies:,}")
    print(
        f"Left out: {result.date_only} with a date only, {result.uncovered} outside the calendar\n"
    )
    print("                             verdicts that change if one ignores")
    print("limit                in time   makeup workdays   holidays as well")
    for each in result.verdicts:
        share = each.in_time / result.replies if result.replies else 0
        print(
            f"{each.limit.text.en:<16}{each.in_time:>6,}{share:>7.1%}"
            f"{each.without_makeup:>16,}{each.plain_week:>19,}"
        )
    return 0


def replay(path: Path) -> Replay:
    """Judge every reply in the file, under every limit, by three calendars."""
    real = WorkCalendar.china().published_only()
    calendars = (real, _without_makeup(real), _plain_week(real))
    judged: list[list[tuple[bool, ...]]] = []
    date_only = uncovered = 0
    for received, answered in _instants(path):
        if answered is None:
            date_only += 1
        elif not (real.first <= received.date() and answered.date() <= real.horizon):
            uncovered += 1
        else:
            judged.append(
                [
                    tuple(
                        not due(limit, received, calendar, COUNTING).is_late(answered)
                        for calendar in calendars
                    )
                    for limit in LIMITS
                ]
            )
    return Replay(
        len(judged),
        date_only,
        uncovered,
        tuple(
            Verdicts(
                limit,
                in_time=sum(row[index][0] for row in judged),
                without_makeup=sum(row[index][0] != row[index][1] for row in judged),
                plain_week=sum(row[index][0] != row[index][2] for row in judged),
            )
            for index, limit in enumerate(LIMITS)
        ),
    )


def _instants(path: Path) -> Iterator[tuple[datetime, datetime | None]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            received, answered = (
                datetime.fromisoformat(row[name]).replace(tzinfo=BEIJING)
                for name in ("created_at", "replied_at")
            )
            # One reply is known to have a date only; midnight is how the file writes it.
            bare = (answered.hour, answered.minute, answered.second) == (0, 0, 0)
            yield received, None if bare else answered


def _without_makeup(calendar: WorkCalendar) -> WorkCalendar:
    """As if nobody had worked on a weekend."""
    worked = {day for layer in calendar.layers for day in layer.working if day.weekday() >= 5}
    layer = CalendarLayer(_supposed("no makeup workdays"), Tier.UNIT, rest=sorted(worked))
    return calendar.with_layer(layer)


def _plain_week(calendar: WorkCalendar) -> WorkCalendar:
    """As if no notice had ever been published: a layer over all days that names none of them."""
    span = (calendar.first, calendar.last)
    layer = CalendarLayer(_supposed("Monday to Friday"), Tier.UNIT, covers=(span,))
    return calendar.with_layer(layer)


def _supposed(name: str) -> Source:
    day = date(2026, 1, 1)
    return Source(id=name, title=name, title_en=name, rank=Rank.POLICY, published=day, since=day)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
