"""Millions of rows taken out of the database as lines of text, which other programs read at once.

A row costs a third of what it costs as values of Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import F, Max, Min, QuerySet


def copied_out(
    rows: QuerySet[Any, Any], columns: Sequence[str], at_once: int = 500_000
) -> Iterator[bytes]:
    """The columns of rows as lines with commas, in the order of their keys, some at a time.

    Only for whole numbers and for words without commas, quotes or line ends; none may be empty.
    """
    ends = rows.model._default_manager.aggregate(least=Min("pk"), most=Max("pk"))
    if ends["least"] is None:
        return
    names = [f"column_{number}" for number in range(len(columns))]
    named = rows.annotate(**{name: F(column) for name, column in zip(names, columns, strict=True)})
    for start in range(ends["least"], ends["most"] + 1, at_once):
        part = named.filter(pk__gte=start, pk__lt=start + at_once).order_by("pk")
        statement, values = part.values_list(*names).query.sql_with_params()
        if text := _text(statement, values, names):
            yield text


def _text(statement: str, values: Sequence[Any], names: Sequence[str]) -> bytes:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)", values) as copied:
                return b"".join(copied)
        line = " || ',' || ".join(names)
        together = f"SELECT group_concat({line}, char(10)) FROM ({statement})"  # noqa: S608
        cursor.execute(together, values)
        (found,) = cursor.fetchone()
    return (found or "").encode()
