"""Tables as text that is the same from either database: for fingerprints, backup and restore.

One line a row, in the order of the key, in PostgreSQL's COPY format: fields with tabs between them,
``\\N`` for nothing, a backslash before signs that would disturb. Moments are in UTC with six
digits, numbers with the places of their column, JSON with its keys in PostgreSQL's order. SHA-256
over the lines is the fingerprint of a table, whichever database holds it.
"""

from __future__ import annotations

from jilian.base.portable.loading import (
    fill_tables,
    set_sequences,
    tables_in_place,
    without_old_tables,
)
from jilian.base.portable.reading import Reader, frozen_reader, present_reader
from jilian.base.portable.tables import Column, Table, table_of, tables_of

__all__ = [
    "Column",
    "Reader",
    "Table",
    "fill_tables",
    "frozen_reader",
    "present_reader",
    "set_sequences",
    "table_of",
    "tables_in_place",
    "tables_of",
    "without_old_tables",
]
