"""A limit runs by the calendar of the unit that has to keep it."""

import pickle
from datetime import date
from typing import Any

import attrs
import illustrative
import pytest

from jiesu import (
    CalendarLayer,
    Hotline,
    Place,
    RequestType,
    Table,
    Ticket,
    Tier,
    UnitCalendars,
    UnitKind,
    WorkCalendar,
    beijing_time,
    ticket_facts,
    working_days,
)
from jiesu.errors import InvalidValueError
from jiesu.rules import beijing

CHINA = WorkCalendar.china()
AT = beijing_time(2026, 9, 29, 10)
WATER, STREETLIGHT, SANITATION = "0101", "0107", "0201"
ENTERPRISE = UnitKind.PUBLIC_SERVICE_ENTERPRISE


def on_duty(published: date = date(2026, 1, 5)) -> WorkCalendar:
    """The calendar of a unit that works every day of 2026."""
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    layer = CalendarLayer.daily("值守", published=published, first=first, last=last)
    return CHINA.with_layer(layer)


def five_working_days() -> Table[Any]:
    """Beijing's levels, each with five working days."""
    limits = beijing.TIMELINE.on(AT.date())["routing.limits"]
    rows = [
        attrs.evolve(row, then=(row.then[0]._replace(limit=working_days(5)),))
        for row in limits.as_rows()
    ]
    return Table(limits.name, limits.space, rows)


def hotline(kept: UnitCalendars) -> Hotline:
    """The illustrative hotline with limits in working days."""
    base = illustrative.hotline()
    rules = beijing.TIMELINE.with_({"routing.limits": five_working_days()})
    return Hotline(rules, base.catalogue, base.directory, CHINA, kept)


def last_day(of: Hotline, leaf: str, **more: Any) -> date:
    """The last day of a ticket of this leaf."""
    facts = ticket_facts(request_type=RequestType.COMPLAINT, contact=True)
    ticket = Ticket("T", facts, leaf, (Place(("110101001",)),), AT, "示例")
    deadline = of.route(ticket, at=AT, **more).deadline()
    assert deadline is not None
    return deadline.last_day


class TestUnitCalendars:
    """The unit's own calendar goes before that of its kind, and that before the city's."""

    def test_two_units_of_one_city(self) -> None:
        """Five working days from 29 September: on duty the holiday counts, in an office not."""
        city = hotline(UnitCalendars(kinds={ENTERPRISE: on_duty()}))

        assert last_day(city, WATER) == date(2026, 10, 4)
        assert last_day(city, SANITATION) == date(2026, 10, 12)
        assert last_day(hotline(UnitCalendars()), WATER) == date(2026, 10, 12)

    def test_the_unit_goes_before_its_kind(self) -> None:
        """The water company is no longer on duty on one day more."""
        layer = CalendarLayer.change(
            "检修", published=date(2026, 9, 1), rest="2026-10-01", tier=Tier.UNIT
        )
        own = on_duty().with_layer(layer)
        city = hotline(UnitCalendars(units={"供水": own}, kinds={ENTERPRISE: on_duty()}))

        assert last_day(city, WATER) == date(2026, 10, 5)

    def test_what_was_known_of_them(self) -> None:
        """A unit's arrangement that came later is not known earlier."""
        city = hotline(UnitCalendars(kinds={ENTERPRISE: on_duty(date(2026, 9, 20))}))

        assert last_day(city, WATER, known_at=date(2026, 9, 19)) == date(2026, 10, 12)
        assert last_day(city, WATER, known_at=date(2026, 9, 20)) == date(2026, 10, 4)

    def test_a_decision_names_the_layers_of_its_own_calendar(self) -> None:
        """The explanation says which arrangement decided."""
        city = hotline(UnitCalendars(kinds={ENTERPRISE: on_duty()}))
        facts = ticket_facts(request_type=RequestType.COMPLAINT, contact=True)
        ticket = Ticket("T", facts, WATER, (Place(("110101001",)),), AT, "示例")

        assert city.route(ticket, at=AT).calendar_layers == ("值守",)

    def test_a_hotline_keeps_them(self) -> None:
        """Through a pickle and an overlay too."""
        city = hotline(UnitCalendars(kinds={ENTERPRISE: on_duty()}))
        changed = city.with_({"routing.limits": five_working_days()})

        for twin in (pickle.loads(pickle.dumps(city)), changed):  # noqa: S301 -- our own
            assert last_day(twin, WATER) == date(2026, 10, 4)

    def test_all_faults_come_together(self) -> None:
        """What is no calendar, no unit kind and no unit."""
        with pytest.raises(InvalidValueError) as caught:
            UnitCalendars(units={1: CHINA}, kinds={"企业": None})
        assert len(caught.value.faults) == 3
        with pytest.raises(InvalidValueError, match="unit_calendars"):
            UnitCalendars(units=[("供水", CHINA)])
        with pytest.raises(InvalidValueError, match="unit"):
            UnitCalendars().of("供水", CHINA)  # type: ignore[arg-type]
