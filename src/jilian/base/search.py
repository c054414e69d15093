"""Beginnings of words, asked so that each database can use its index."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q

LAST_CHARACTER = "\U0010ffff"


def begins_with(field: str, text: str) -> Q:
    """The condition that a column begins with a text, case and all.

    SQLite uses no index for LIKE with an escape; its text is compared byte by byte, so a range says
    the same. PostgreSQL compares by language and has a pattern index instead.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": text + LAST_CHARACTER})
    return Q(**{f"{field}__startswith": text})
