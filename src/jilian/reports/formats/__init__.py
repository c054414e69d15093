"""The files that a report is printed to: each the same bytes for the same content."""

from __future__ import annotations

from jilian.reports.formats.paper import CONTENT_TYPES, Paper, SignedBy, SlipNote
from jilian.reports.formats.pdf import as_pdf, uncovered_in
from jilian.reports.formats.sheet import as_xlsx
from jilian.reports.formats.word import as_docx, as_office_docx, checked_docx, tokens_in

__all__ = [
    "CONTENT_TYPES",
    "Paper",
    "SignedBy",
    "SlipNote",
    "as_docx",
    "as_office_docx",
    "as_pdf",
    "as_xlsx",
    "checked_docx",
    "render",
    "tokens_in",
    "uncovered_in",
]


def render(paper: Paper, kind: str, office_file: bytes | None = None) -> bytes:
    """The paper as a file of this kind; Word in the office's own file where it has one."""
    if kind == "pdf":
        return as_pdf(paper)
    if kind == "xlsx":
        return as_xlsx(paper)
    return as_docx(paper) if office_file is None else as_office_docx(paper, office_file)
