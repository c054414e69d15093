"""Pages of this area."""

from __future__ import annotations

from jilian.disclosure.views.keeping import declare, drop, keeping, progress, release, run
from jilian.disclosure.views.showing import export, method, table, tables

__all__ = [
    "declare",
    "drop",
    "export",
    "keeping",
    "method",
    "progress",
    "release",
    "run",
    "table",
    "tables",
]
