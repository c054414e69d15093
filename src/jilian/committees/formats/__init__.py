"""Papers as Word files, lists as tables."""

from __future__ import annotations

from jilian.committees.formats.lines import Lines, procedure_lines, term_lines
from jilian.committees.formats.official import CONTENT_TYPE, as_docx
from jilian.committees.formats.wording import MADE_FROM, Paper, Sheet, made_of, papers_of

__all__ = [
    "CONTENT_TYPE",
    "MADE_FROM",
    "Lines",
    "Paper",
    "Sheet",
    "as_docx",
    "made_of",
    "papers_of",
    "procedure_lines",
    "term_lines",
]
