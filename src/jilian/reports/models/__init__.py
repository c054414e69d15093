"""Templates, the reports compiled from them, who signed, what was printed, notes of correction."""

from __future__ import annotations

from jilian.reports.models.acts import Note, PrintedFile, Signature
from jilian.reports.models.frozen import FrozenReportQuerySet, Report, ReportFigure
from jilian.reports.models.templates import Template, WordTemplate

__all__ = [
    "FrozenReportQuerySet",
    "Note",
    "PrintedFile",
    "Report",
    "ReportFigure",
    "Signature",
    "Template",
    "WordTemplate",
]
