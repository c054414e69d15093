"""What is read: values for a report, the report as a page, what waits for a signature."""

from __future__ import annotations

from jilian.reports.queries.drafting import TemplateSaid, draft_of, odd_tokens, template_said
from jilian.reports.queries.reading import (
    ReportPage,
    file_name,
    latest_of,
    notes_of,
    report_page,
    report_seen,
    reports_seen,
    signatures_of,
    waiting_for,
)
from jilian.reports.queries.templates import (
    latest_template,
    latest_word,
    template_called,
    templates_seen,
)

__all__ = [
    "ReportPage",
    "TemplateSaid",
    "draft_of",
    "file_name",
    "latest_of",
    "latest_template",
    "latest_word",
    "notes_of",
    "odd_tokens",
    "report_page",
    "report_seen",
    "reports_seen",
    "signatures_of",
    "template_called",
    "template_said",
    "templates_seen",
    "waiting_for",
]
