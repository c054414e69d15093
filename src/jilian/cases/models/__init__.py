"""Cases, their matters, branches and events; offices and calendars; who holds what."""

from __future__ import annotations

from jilian.cases.models.cases import (
    Case,
    CaseQuerySet,
    Matter,
    MatterQuerySet,
    MatterStep,
    sees_whole_cases,
)
from jilian.cases.models.events import CaseEvent, CaseEventQuerySet, Paper, PaperQuerySet
from jilian.cases.models.offices import (
    CalendarYear,
    Department,
    Hall,
    LocalClosure,
    TemplateVersion,
    TemplateVersionQuerySet,
)
from jilian.cases.models.people import Answer, AnswerQuerySet, FormField, Holding, Leave
from jilian.cases.models.times import TimePiece, WrongDispatch

__all__ = [
    "Answer",
    "AnswerQuerySet",
    "CalendarYear",
    "Case",
    "CaseEvent",
    "CaseEventQuerySet",
    "CaseQuerySet",
    "Department",
    "FormField",
    "Hall",
    "Holding",
    "Leave",
    "LocalClosure",
    "Matter",
    "MatterQuerySet",
    "MatterStep",
    "Paper",
    "PaperQuerySet",
    "TemplateVersion",
    "TemplateVersionQuerySet",
    "TimePiece",
    "WrongDispatch",
    "sees_whole_cases",
]
