"""Questions asked in the way that each database answers quickly."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, TextField, Value
from django.db.models.expressions import RawSQL

LAST_CHARACTER = "\U0010ffff"
_BETWEEN = "\x1f"  # the separator of units, which is in no name and no identifier


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


def one_of(field: str, texts: Iterable[str]) -> Q:
    """The condition that a column holds one of many texts, as one parameter.

    PostgreSQL gets an array: a subquery it joins, and row by row where a table has just been
    filled and its statistics still say that it is empty.
    """
    wanted = sorted(texts)
    if connection.vendor == "sqlite":
        listed = json.dumps(wanted, ensure_ascii=False)
        return Q(**{f"{field}__in": RawSQL("SELECT value FROM json_each(%s)", (listed,))})
    return Q(_IsOneOf(F(field), Value(wanted, TextField())))


class _IsOneOf(Func):
    """``column = ANY(array)``."""

    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **more: Any) -> Any:
        """The column, and the array as one parameter."""
        column, wanted = self.source_expressions
        sql, params = compiler.compile(column)
        assert isinstance(wanted, Value)
        if any(_BETWEEN in text or not text for text in wanted.value):
            return f"{sql} = ANY(%s)", [*params, wanted.value]
        # One text instead of a list, of which every part would be looked at and quoted.
        return f"{sql} = ANY(string_to_array(%s, chr(31)))", [*params, _BETWEEN.join(wanted.value)]
