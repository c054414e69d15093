"""Pages of this area."""

from __future__ import annotations

from jilian.reports.views.acting import compile_month, note, sign
from jilian.reports.views.listing import export, reports, waiting
from jilian.reports.views.reading import compare, figure, report, report_file
from jilian.reports.views.writing import new_template, pick, preview, template, templates, word

__all__ = [
    "compare",
    "compile_month",
    "export",
    "figure",
    "new_template",
    "note",
    "pick",
    "preview",
    "report",
    "report_file",
    "reports",
    "sign",
    "template",
    "templates",
    "waiting",
    "word",
]
