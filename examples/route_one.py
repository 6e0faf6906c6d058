"""A handful of tickets that take different routes in Beijing; run it with ``make demo``."""

import illustrative

from jiesu import (
    EarlierCase,
    EmergencyLine,
    Place,
    PlaceRole,
    RequestType,
    ResponsibleBody,
    StatutoryStanding,
    Ticket,
    beijing_time,
    ticket_facts,
)

AT = beijing_time(2026, 3, 27, 16, 30)
EVENT, REGISTERED = PlaceRole.EVENT, PlaceRole.REGISTERED
COMPLAINT = RequestType.COMPLAINT


def tickets() -> list[Ticket]:
    """The tickets: matter, place and what intake recorded."""
    received = beijing_time(2026, 3, 27, 16, 26)

    def ticket(
        number: int,
        title: str,
        leaf: str | None,
        *places: Place,
        accused: str | None = None,
        **facts: object,
    ) -> Ticket:
        return Ticket(
            f"BJ-{number:04}",
            ticket_facts(contact=True, **facts),
            leaf,
            places,
            received,
            title,
            requester=f"R{number}",
            accused=accused,
        )

    donghuamen = Place(("110101001",))
    return [
        ticket(1, "小区门口垃圾三天没有清运", "0201", donghuamen, request_type=COMPLAINT),
        ticket(2, "询问居住证办理材料", None, request_type=RequestType.INQUIRY, answerable=True),
        ticket(
            3,
            "燃气管道漏气，闻到很浓的味道",
            "0105",
            donghuamen,
            request_type=RequestType.ASSISTANCE,
            emergency=EmergencyLine.FIRE,
            sudden=True,
        ),
        ticket(
            4,
            "对法院一审判决不服",
            None,
            request_type=COMPLAINT,
            statutory=StatutoryStanding.ENTERED_LITIGATION,
        ),
        ticket(
            5,
            "健身房关门，预付卡不退",
            "0501",
            Place(("110105",), REGISTERED),
            donghuamen,
            request_type=COMPLAINT,
            mass=True,
        ),
        ticket(
            6,
            "夜间广场舞扰民，路口分属两个街道",
            "0401",
            Place(("110101001", "110101002")),
            request_type=COMPLAINT,
        ),
        ticket(
            7,
            "还是上次的路灯问题",
            "0107",
            donghuamen,
            request_type=COMPLAINT,
            earlier=EarlierCase.IN_PROGRESS,
            new_grounds=False,
        ),
        ticket(
            8,
            "举报街道办事处占用绿地",
            "0303",
            donghuamen,
            accused="110101001",
            request_type=RequestType.REPORT,
        ),
        ticket(
            9,
            "中央单位家属院的暖气不热，多次拨打并辱骂话务员",
            "0103",
            donghuamen,
            request_type=COMPLAINT,
            body=ResponsibleBody.CENTRAL,
            abusive=True,
        ),
        ticket(10, "我要反映一个问题", None, request_type=COMPLAINT),
    ]


def main() -> None:
    """Route the tickets; print a line each, and two decisions in full."""
    hotline = illustrative.hotline()
    routings, faults = hotline.route_many(tickets(), at=AT)
    print("目录、职责为示例，区划为实；规则为北京市。Catalogue and duties are illustrative.\n")
    for routing in routings:
        print(f"{routing.ticket.id}  {routing.ticket.title}\n    {routing.summary.zh}")
    for fault in faults:
        print(fault)
    print(f"\n{routings[0].explain()}\n\n{routings[4].explain(lang='en')}")


if __name__ == "__main__":
    main()
