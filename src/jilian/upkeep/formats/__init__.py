"""Files and texts that this area reads and writes."""

from __future__ import annotations

from jilian.upkeep.formats.backup_file import (
    Manifest,
    Part,
    check_parts,
    lines_of,
    new_backup,
    opened_backup,
    sealed_backup,
    write_manifest,
    write_table,
)

__all__ = [
    "Manifest",
    "Part",
    "check_parts",
    "lines_of",
    "new_backup",
    "opened_backup",
    "sealed_backup",
    "write_manifest",
    "write_table",
]
