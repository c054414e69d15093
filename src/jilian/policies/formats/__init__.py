"""Files of this area: tables of values in, lists out."""

from __future__ import annotations

from jilian.policies.formats.lines import application_lines, benefit_lines, result_lines
from jilian.policies.formats.table import HEAD, Problem, read_table, template_lines

__all__ = [
    "HEAD",
    "Problem",
    "application_lines",
    "benefit_lines",
    "read_table",
    "result_lines",
    "template_lines",
]
