"""Questions asked in the way that each database answers quickly."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

LAST_CHARACTER = "\U0010ffff"


def begins_with(field: str, text: str) -> Q:
    """The condition that a column begins with a text, case and all.

    SQLite uses no index for LIKE with an escape; its text is compared byte by byte, so a range says
    the same. PostgreSQL compares by language and has a pattern index instead.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": text + LAST_CHARACTER})
    return Q(**{f"{field}__startswith": text})


def among(keys: Iterable[int]) -> RawSQL:
    """The keys as one parameter, for ``filter(pk__in=among(keys))``.

    Thousands of single parameters cost each database and Django more than the rows behind them.
    """
    wanted = sorted(keys)
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", (json.dumps(wanted),))
    return RawSQL("SELECT unnest(%s::bigint[])", (wanted,))
