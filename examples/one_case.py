"""
One case from the call to the archive: who answers at every step, and what three cities make of it.

A subdistrict objects and the dispatch is upheld; it calls in two departments, of which one does not
come and reports late; the limit is extended; the requester is dissatisfied, the matter is handled
again and closed. Everything is invented: the matter, the units' duties, what they did.

    python examples/one_case.py            # as text
    python examples/one_case.py --page     # and as out/one_case.html, with a picture
"""

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import illustrative

from jiesu import (
    Case,
    DispatchMode,
    FollowUp,
    Hotline,
    JiesuError,
    Move,
    Place,
    RequestType,
    Resolution,
    Satisfaction,
    Stage,
    Ticket,
    TimeLimit,
    Timeline,
    beijing_time,
    natural_days,
    ticket_facts,
    working_days,
)
from jiesu.events import (
    Adjudicated,
    Adjudication,
    Approver,
    Archived,
    CalledOut,
    Classified,
    Closed,
    Contacted,
    Dispatched,
    Event,
    Extended,
    FedBack,
    FollowedUp,
    Joined,
    Objected,
    ObjectionGround,
    Party,
    Received,
    Rehandled,
    Replied,
    Reported,
    Responded,
    Returned,
    Signed,
)
from jiesu.rules import anyang, beijing, weifang

OUT = Path(__file__).parent.parent / "out" / "one_case.html"
STREET, DISTRICT = "110101001", "gov-110101"
NOISE, ROADS = "110101-施工噪声", "110101-道路养护"
CITIES: dict[str, Timeline] = {
    "北京": beijing.TIMELINE,
    "潍坊": weifang.TIMELINE,
    "安阳": anyang.TIMELINE,
}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March 2026."""
    return beijing_time(2026, 3, day, hour, minute)


def ticket() -> Ticket:
    """The request."""
    facts = ticket_facts(request_type=RequestType.COMPLAINT, contact=True)
    place = Place((STREET,))
    title = "工地夜间施工扰民，门前道路破损"
    return Ticket("BJ-0301", facts, "0402", (place,), at(2, 8, 40), title, requester="R-17")


def hotline(rules: Timeline) -> Hotline:
    """The same units and calendar under the rules of a city."""
    found = illustrative.hotline()
    return Hotline(rules, found.catalogue, found.directory, found.calendar)


def limit(asked: Hotline) -> TimeLimit:
    """办理时限 that the city's rules set for the ticket: what its dispatch has to state."""
    opened = asked.open_case(ticket(), at=at(2, 8, 40))
    stages = asked.office(at(2, 9).date()).stages(opened.file, at(2, 9).date())
    return next(each.limit for each in stages if each.stage is Stage.HANDLE)


def begins(stated: TimeLimit) -> tuple[Event, ...]:
    """Up to the dispatch."""
    return (
        Received(at(2, 8, 40), ticket()),
        Classified(at(2, 8, 44), "0402"),
        Dispatched(
            at(2, 9),
            STREET,
            mode=DispatchMode.DIRECT,
            limit=stated,
            copied_to=DISTRICT,
            department_duty=False,
        ),
        Signed(at(2, 9, 30)),
    )


def history(stated: TimeLimit) -> tuple[Event, ...]:
    """The whole course; *stated* is the limit that the city's dispatch states."""
    return (
        *begins(stated),
        Contacted(at(2, 11)),
        Objected(at(2, 16), ObjectionGround.DUTY, reason="夜间施工由生态环境部门监管"),
        Adjudicated(at(3, 10), Adjudication.UPHOLD, studied=True, by=Party.SERVICE_DEPARTMENT),
        CalledOut(at(3, 14), (NOISE, ROADS)),
        Responded(at(4, 9), by=NOISE, with_authority=True),
        Responded(at(4, 9, 30), came=False, by=ROADS),
        Joined(at(4, 10), NOISE, limit=natural_days(3)),
        Joined(at(4, 10, 5), ROADS, limit=natural_days(3)),
        Reported(at(6, 15), by=NOISE),
        Extended(
            at(9, 15),
            working_days(5),
            reason="道路修复须待材料到场",
            approver=Approver.UNIT_HEAD,
            requester_told=True,
            hotline_told=False,
        ),
        Reported(at(10, 16), by=ROADS),
        Replied(at(12, 10), answer="已责令停止夜间施工，路面修补中"),
        FedBack(at(12, 11), Resolution.RESOLVED),
        FollowedUp(
            at(17, 10),
            FollowUp.REACHED,
            responded=True,
            resolved=Resolution.UNRESOLVED,
            satisfied=Satisfaction.DISSATISFIED,
        ),
        Rehandled(at(17, 15), limit=working_days(3), reason="路面仍未修复"),
        Replied(at(19, 16), answer="路面已修复"),
        FedBack(at(19, 16, 30), Resolution.RESOLVED),
        FollowedUp(
            at(24, 10),
            FollowUp.REACHED,
            responded=True,
            resolved=Resolution.RESOLVED,
            satisfied=Satisfaction.SATISFIED,
        ),
        Closed(at(24, 11)),
        Archived(at(25, 9)),
    )


class Told(NamedTuple):
    """One city's reading of the case."""

    city: str
    case: Case

    @property
    def due(self) -> str:
        """By when the subdistrict had to finish at first, and after the extension."""
        days = []
        for moment in (at(9, 14), at(9, 16)):
            (clock,) = [each for each in self.case.as_at(moment).clocks if each.body == STREET]
            days.append(clock.deadline(moment).text.zh)
        return "；延长后 ".join(days)

    @property
    def wrong(self) -> list[str]:
        """What was not as it should have been, with the article."""
        return [
            f"{each.event.at:%m-%d} {each.event.move.zh}：{each.says.zh}"
            f"（{each.grounds[0].text.zh.partition('，')[0]}）"
            for each in self.case.breaches
        ]


def read(city: str) -> Told:
    """The whole history under the rules of a city."""
    asked = hotline(CITIES[city])
    return Told(city, asked.review(history(limit(asked))).case)


def returned(city: str) -> str:
    """What if the subdistrict had simply given the ticket back on the third day?"""
    asked = hotline(CITIES[city])
    case = asked.review(begins(limit(asked))).case
    back = Returned(at(3, 16), reason="不属于本单位职责")
    try:
        after = case.apply(back)
    except JiesuError as error:
        (fault, *_) = error.faults
        ground = fault.remedy.zh.partition("；可以办理")[0] if fault.remedy else ""
        return f"不得：{fault.what.zh}（{ground}）"
    wrong = "；".join(each.says.zh for each in after.breaches)
    owner = after.office.name(after.answerable()).zh
    return f"可以{f'，但{wrong}' if wrong else ''}；此后由{owner}负责"


def again(city: str) -> str:
    """What if the subdistrict objected once more after the dispatch was upheld?"""
    asked = hotline(CITIES[city])
    (upheld,) = [each for each in history(limit(asked)) if isinstance(each, Adjudicated)]
    case = asked.review(each for each in history(limit(asked)) if each.at <= upheld.at).case
    found = case.allowed(at(3, 11)).of(Move.OBJECTED)
    if found.reason:
        return f"不得：{found.reason.zh}（{found.grounds[0].text.zh.partition('，')[0]}）"
    doubts = "；".join(each.text.zh for each in found.unverified)
    return f"可以{f'（{doubts}）' if doubts else ''}"


def steps(case: Case) -> Iterable[str]:
    """Every step on a line, and who answers after it."""
    for row in case.to_rows():
        said = f"：{row['says']}" if row["says"] else ""
        yield f"{row['at'][5:16]} {row['move']}{said} → {row['answerable'] or '—'}"


def differs(cities: Iterable[Told]) -> Iterable[str]:
    """What the cities make of one and the same course."""
    for told in cities:
        yield f"{told.city}"
        yield f"  办结时限：{told.due}"
        yield f"  不合规定之处 {len(told.wrong)} 处"
        yield from (f"    {each}" for each in told.wrong)
        yield f"  如维持后街道再次提出异议：{again(told.city)}"
        yield f"  如街道接单31小时后径行退单：{returned(told.city)}"


def page(cities: list[Told]) -> str:
    """The same as a page that needs nothing beside itself."""
    first = cities[0].case
    whole = first.html("zh", at=at(25, 9))
    rows = "".join(f"<pre>{line}</pre>" for line in differs(cities))
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>一件诉求的办理</title>'
        "<style>body{font:15px/1.7 sans-serif;max-width:760px;margin:2em auto;padding:0 1em}"
        "pre{font:inherit;white-space:pre-wrap;margin:0}</style>"
        f"{whole}<h2>三地规定下的同一过程</h2>{rows}</html>"
    )


def main() -> None:
    """Print the case, and write the page where asked to."""
    cities = [read(city) for city in CITIES]
    print("一件诉求的办理（虚构）：每一步之后由谁负责")
    print(*steps(cities[0].case), sep="\n")
    print()
    print("同一过程，三地规定")
    print(*differs(cities), sep="\n")
    if "--page" in sys.argv[1:]:
        OUT.parent.mkdir(exist_ok=True)
        OUT.write_text(page(cities), encoding="utf-8")
        print(f"\n页面：{OUT.name}")


if __name__ == "__main__":
    main()
