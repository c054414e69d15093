"""Declared tables, their releases and the cells that were released."""

from __future__ import annotations

from jilian.disclosure.models.released import KEY_MARK, Release, ReleasedCell, ReleaseQuerySet
from jilian.disclosure.models.runs import ReleaseRun
from jilian.disclosure.models.tables import DeclaredTable, DeclaredTableQuerySet

__all__ = [
    "KEY_MARK",
    "DeclaredTable",
    "DeclaredTableQuerySet",
    "Release",
    "ReleaseQuerySet",
    "ReleaseRun",
    "ReleasedCell",
]
