"""
各单位的工作日历: a city has not one calendar but several.

Water and power are on duty day and night, a service window opens on Saturdays, a subdistrict keeps
its own summer hours: a limit runs by the calendar of the unit that has to keep it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

import attrs

from .calendars import WorkCalendar
from .errors import Fault, FrozenMap, InvalidValueError, misfit, refuse, shown, wrong_type
from .labels import Text
from .units import Unit, UnitKind


def _frozen(value: Any) -> FrozenMap[Any, WorkCalendar]:
    if not isinstance(value, Mapping):
        raise InvalidValueError(wrong_type("unit_calendars", value, Text("映射", "a mapping")))
    return FrozenMap(value)


@attrs.frozen
class UnitCalendars:
    """
    各单位的工作日历: which calendar a unit keeps.

    Attributes:
        units: By the id of a unit.
        kinds: By the kind of a unit; a unit's own calendar goes before that of its kind.

    Raises:
        InvalidValueError: Something else than a `WorkCalendar`, a kind or an id; all at once.

    Example:
        >>> from datetime import date
        >>> from jiesu.layers import CalendarLayer
        >>> china = WorkCalendar.china()
        >>> on_duty = CalendarLayer.daily(
        ...     "值守", published=date(2026, 1, 1), first=date(2026, 1, 1), last=date(2026, 12, 31)
        ... )
        >>> kept = UnitCalendars(
        ...     kinds={UnitKind.PUBLIC_SERVICE_ENTERPRISE: china.with_layer(on_duty)}
        ... )
        >>> gas = Unit(
        ...     id="gas", name="燃气集团", kind=UnitKind.PUBLIC_SERVICE_ENTERPRISE, division="11"
        ... )
        >>> tax = Unit(id="tax", name="税务局", kind=UnitKind.CITY_DEPARTMENT, division="11")
        >>> [kept.of(unit, china).is_working_day(date(2026, 10, 1)) for unit in (gas, tax)]
        [True, False]
    """

    units: FrozenMap[str, WorkCalendar] = attrs.field(default=FrozenMap(), converter=_frozen)
    kinds: FrozenMap[UnitKind, WorkCalendar] = attrs.field(default=FrozenMap(), converter=_frozen)

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        for name, kind in (("units", str), ("kinds", UnitKind)):
            for key, calendar in getattr(self, name).items():
                path = f"unit_calendars.{name}[{shown(key)}]"
                if not isinstance(key, kind):
                    faults.append(misfit(path, key, kind))
                if not isinstance(calendar, WorkCalendar):
                    faults.append(misfit(path, calendar, WorkCalendar))
        refuse(InvalidValueError, faults)

    def of(self, unit: Unit, usual: WorkCalendar) -> WorkCalendar:
        """
        The calendar that a unit keeps.

        Args:
            unit: The unit.
            usual: The city's own, for whoever keeps no other.

        Raises:
            InvalidValueError: *unit* is no `Unit`, *usual* no `WorkCalendar`.
        """
        if not isinstance(unit, Unit):
            raise InvalidValueError(misfit("unit", unit, Unit))
        if not isinstance(usual, WorkCalendar):
            raise InvalidValueError(misfit("usual", usual, WorkCalendar))
        return self.units.get(unit.id) or self.kinds.get(unit.kind) or usual

    def known_at(self, day: date) -> Self:
        """
        The calendars as they could be known on *day*; see `WorkCalendar.known_at`.

        Raises:
            OutOfCoverageError: *day* lies before the first publication day that is tracked.
            InvalidValueError: *day* is no date.
        """
        return type(self)(
            {name: calendar.known_at(day) for name, calendar in self.units.items()},
            {kind: calendar.known_at(day) for kind, calendar in self.kinds.items()},
        )


ONE_CALENDAR = UnitCalendars()
"""Every unit keeps the city's."""
