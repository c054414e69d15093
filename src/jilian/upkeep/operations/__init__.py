"""Writes of this area."""

from __future__ import annotations

from datetime import datetime

from jilian.accounts.models import Person
from jilian.upkeep.operations.backing_up import back_up
from jilian.upkeep.operations.deleting import register
from jilian.upkeep.operations.rekeying import rekey
from jilian.upkeep.operations.restoring import (
    check_backup,
    note_restores,
    pointed_at,
    present_is_empty,
    restore,
)
from jilian.upkeep.operations.retaining import Deleted, hold, lift_hold, retain

__all__ = [
    "Deleted",
    "back_up",
    "check_backup",
    "hold",
    "lift_hold",
    "note_restores",
    "pointed_at",
    "present_is_empty",
    "register",
    "rekey",
    "restore",
    "retain",
    "retain_daily",
]


def retain_daily(*, by: Person, at: datetime) -> None:
    """Write down restores and delete what has reached the end of its time; every night."""
    note_restores(by=by, at=at)
    retain(by=by, at=at)
