"""The columns of every table that goes into or comes out of the engine, stated once.

A table is a polars frame. `check_table` says whether a frame is one of them and gives it back
in its one shape; `write_snapshot` turns checked tables into Parquet with a manifest.
Keys inside a table are words; positions are the business of `network`.
"""

from __future__ import annotations

from jilian_engine.tables.columns import (
    EVIDENCES,
    ORGANISATION_KINDS,
    ROLES,
    TABLES,
    Column,
    Table,
    check_table,
    empty_table,
    table,
)
from jilian_engine.tables.snapshot import (
    SCHEMA_VERSION,
    Manifest,
    Snapshot,
    fingerprint_table,
    read_snapshot,
    write_snapshot,
)

__all__ = [
    "EVIDENCES",
    "ORGANISATION_KINDS",
    "ROLES",
    "SCHEMA_VERSION",
    "TABLES",
    "Column",
    "Manifest",
    "Snapshot",
    "Table",
    "check_table",
    "empty_table",
    "fingerprint_table",
    "read_snapshot",
    "table",
    "write_snapshot",
]
