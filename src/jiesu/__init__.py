"""
jiesu: the rules of a city hotline (接诉即办) as values.

Typed, dated, cited to the article, exact, explainable, checkable, and free of any I/O.
"""

from .calendars import CalendarLayer, DayStatus, Tier, WorkCalendar
from .counting import (
    CIVIL_CODE,
    Counting,
    End,
    HeldDays,
    HoursFrom,
    Intake,
    OnReassign,
    Roll,
    StartsAt,
)
from .deadlines import (
    Deadline,
    Hours,
    Months,
    NaturalDays,
    TimeLimit,
    WorkingDays,
    WorkingHours,
    due,
    hours,
    measure,
    months,
    natural_days,
    working_days,
    working_hours,
)
from .decisions import (
    Coordination,
    DispatchMode,
    Disposition,
    Duty,
    LossReason,
    Obstacle,
    Preference,
    Routing,
    Stage,
    StageLimit,
)
from .errors import JiesuError
from .exact import Rounding, exact, rounded
from .explain import Explanation
from .facts import MISSING, Fact, FactSpace
from .hotline import Hotline, Routings
from .labels import Text
from .legal_time import BEIJING, beijing_time
from .office_hours import OfficeHours
from .rulebook import Rulebook, Timeline
from .sources import (
    SILENT,
    UNSET,
    Basis,
    Citation,
    Dated,
    Parameter,
    Provision,
    Rank,
    Reading,
    Source,
    assumed,
)
from .tables import HitPolicy, Row, Table
from .taxonomy import Catalogue, CatalogueEntry, TimeClass
from .tickets import (
    TICKET_FACTS,
    Channel,
    EarlierCase,
    EmergencyLine,
    Origin,
    Place,
    PlaceRole,
    RequestType,
    ResponsibleBody,
    Secrecy,
    StatutoryChannel,
    StatutoryStanding,
    StatutoryStep,
    Territory,
    Ticket,
    ticket_facts,
)
from .units import Directory, Division, DivisionLevel, Holding, Unit, UnitKind

__version__ = "0.1.0"

__all__ = [
    "BEIJING",
    "CIVIL_CODE",
    "MISSING",
    "SILENT",
    "TICKET_FACTS",
    "UNSET",
    "Basis",
    "CalendarLayer",
    "Catalogue",
    "CatalogueEntry",
    "Channel",
    "Citation",
    "Coordination",
    "Counting",
    "Dated",
    "DayStatus",
    "Deadline",
    "Directory",
    "DispatchMode",
    "Disposition",
    "Division",
    "DivisionLevel",
    "Duty",
    "EarlierCase",
    "EmergencyLine",
    "End",
    "Explanation",
    "Fact",
    "FactSpace",
    "HeldDays",
    "HitPolicy",
    "Holding",
    "Hotline",
    "Hours",
    "HoursFrom",
    "Intake",
    "JiesuError",
    "LossReason",
    "Months",
    "NaturalDays",
    "Obstacle",
    "OfficeHours",
    "OnReassign",
    "Origin",
    "Parameter",
    "Place",
    "PlaceRole",
    "Preference",
    "Provision",
    "Rank",
    "Reading",
    "RequestType",
    "ResponsibleBody",
    "Roll",
    "Rounding",
    "Routing",
    "Routings",
    "Row",
    "Rulebook",
    "Secrecy",
    "Source",
    "Stage",
    "StageLimit",
    "StartsAt",
    "StatutoryChannel",
    "StatutoryStanding",
    "StatutoryStep",
    "Table",
    "Territory",
    "Text",
    "Ticket",
    "Tier",
    "TimeClass",
    "TimeLimit",
    "Timeline",
    "Unit",
    "UnitKind",
    "WorkCalendar",
    "WorkingDays",
    "WorkingHours",
    "__version__",
    "assumed",
    "beijing_time",
    "due",
    "exact",
    "hours",
    "measure",
    "months",
    "natural_days",
    "rounded",
    "ticket_facts",
    "working_days",
    "working_hours",
]


def __dir__() -> list[str]:
    return sorted(__all__)
