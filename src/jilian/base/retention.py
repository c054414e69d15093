"""Where areas register how a class of data is deleted at the end of its time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Deletion = Callable[[datetime, bool], int]


@dataclass(frozen=True)
class Deleting:
    """``delete(before, dry_run)`` deletes what is older, or only counts it; returns how many."""

    days: int
    delete: Deletion


# By the code of the class; the code must stand in the register of what is kept.
DELETIONS: dict[str, Deleting] = {}


def deletes(code: str, days: int, delete: Deletion) -> None:
    """Register how a class of data is deleted; called when the applications start."""
    DELETIONS[code] = Deleting(days, delete)
