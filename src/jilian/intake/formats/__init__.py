"""Formats of uploaded tables: one file each, named in the catalogue.

A new format is a new file like ``link_table.py`` and one line in ``catalogue.py``.
"""

from __future__ import annotations

from jilian.intake.formats.catalogue import CATALOGUE, format_of
from jilian.intake.formats.columns import Column, TableFormat
from jilian.intake.formats.lines import MOST_KEPT, Findings
from jilian.intake.formats.table import Table, check_size, open_table
from jilian.intake.formats.writing import blank_csv, blank_xlsx

__all__ = [
    "CATALOGUE",
    "MOST_KEPT",
    "Column",
    "Findings",
    "Table",
    "TableFormat",
    "blank_csv",
    "blank_xlsx",
    "check_size",
    "format_of",
    "open_table",
]
