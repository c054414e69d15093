"""Formats of uploaded tables: one file each, named in the catalogue.

A new format is a new file like ``link_table.py`` and one line in ``catalogue.py``.
"""

from __future__ import annotations

from jilian.base.reading.files import ENDINGS
from jilian.intake.formats.catalogue import CATALOGUE, format_of
from jilian.intake.formats.columns import Column, TableFormat
from jilian.intake.formats.lines import MOST_KEPT, Findings
from jilian.intake.formats.marking import MarkedFile, marked_workbook
from jilian.intake.formats.table import (
    HEADER_REFUSALS,
    Table,
    check_size,
    kept_open,
    open_table,
    unclear_table,
)
from jilian.intake.formats.telling import split_told, told_columns
from jilian.intake.formats.writing import blank_csv, blank_xlsx

__all__ = [
    "CATALOGUE",
    "ENDINGS",
    "HEADER_REFUSALS",
    "MOST_KEPT",
    "Column",
    "Findings",
    "MarkedFile",
    "Table",
    "TableFormat",
    "blank_csv",
    "blank_xlsx",
    "check_size",
    "format_of",
    "kept_open",
    "marked_workbook",
    "open_table",
    "split_told",
    "told_columns",
    "unclear_table",
]
