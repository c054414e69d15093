"""When the database cannot do its work: which kind of outage it is, and what is said about it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FULL = ("disk is full", "no space left", "disk full", "disk i/o error")
BUSY = (
    "database is locked",
    "database table is locked",
    "too many clients",
    "too many connections",
    "deadlock detected",
    "statement timeout",
    "lock timeout",
)
NOT_AN_OUTAGE = ("no such table", "no such column", "no such function", "syntax error")


class Outage(Enum):
    """What keeps the database from its work."""

    FULL = "disk_full"
    BUSY = "database_busy"
    GONE = "database_gone"


SENTENCES: dict[Outage, StrOrPromise] = {
    Outage.FULL: _("The disk is full. Nothing of this was stored; make room and try again."),
    Outage.BUSY: _("The database is busy. Nothing of this was stored; try again in a minute."),
    Outage.GONE: _("The database cannot be reached. Nothing of this was stored; try again later."),
}


def outage_of(error: BaseException | None) -> Outage | None:
    """Say which outage an error tells of; None for a defect."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        words = str(error).lower()
        if isinstance(error, DatabaseError | InterfaceError):
            if any(one in words for one in NOT_AN_OUTAGE):
                return None
            if any(one in words for one in FULL):
                return Outage.FULL
            if any(one in words for one in BUSY):
                return Outage.BUSY
            if isinstance(error, OperationalError | InterfaceError) or "malformed" in words:
                return Outage.GONE
            if "not a database" in words:
                return Outage.GONE
        elif isinstance(error, OSError) and error.errno == 28:  # ENOSPC
            return Outage.FULL
        error = error.__cause__ or error.__context__
    return None
