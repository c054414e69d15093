"""Reading rows as the database keeps them, without any conversion on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

EACH = 4_000
Raw = tuple[object, str, tuple[str | None, ...]]
# As Django writes a moment on SQLite: UTC, the microseconds only where there are any.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?", re.ASCII)


def stored_rows(
    table: str, number: str, moment: str, words: Sequence[str], after: int | None, upto: int | None
) -> Iterator[list[Raw]]:
    """Yield rows in the order of their number, in pieces: number, moment and words as stored.

    The moment is ISO 8601 in UTC with six digits, empty where it is none that Django writes; a word
    is None where its bytes are no text. Rows whose number is no number come last. ``after`` and
    ``upto`` bound the numbers; None stands for no bound.
    """
    quote = connection.ops.quote_name
    reading = _reading(quote(moment), [quote(word) for word in words])
    key, last = quote(number), after
    as_stored = _from_sqlite if connection.vendor == "sqlite" else _from_postgresql
    while True:
        bounds = [
            f"{key} {sign} %s" for sign, value in ((">", last), ("<=", upto)) if value is not None
        ]
        where = f" WHERE {' AND '.join(bounds)}" if bounds else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, {reading} FROM {quote(table)}{where} ORDER BY {key} LIMIT {EACH}",  # noqa: S608 - quoted names
                [value for value in (last, upto) if value is not None],
            )
            rows = cursor.fetchall()
        if rows:
            yield list(map(as_stored, rows))
        if len(rows) < EACH:
            return
        last = rows[-1][0]


def _reading(moment: str, words: Sequence[str]) -> str:
    if connection.vendor == "sqlite":
        return ", ".join(f"CAST({name} AS BLOB)" for name in (moment, *words))
    at = f"to_char({moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    return ", ".join([at, *words])


def _from_postgresql(row: Sequence[Any]) -> Raw:
    number, moment, *words = row
    return number, moment or "", tuple(words)


def _from_sqlite(row: Sequence[Any]) -> Raw:
    number, moment, *words = row
    try:
        return number, _moment(moment), tuple([word.decode() for word in words])
    except (UnicodeDecodeError, AttributeError):  # bytes that are no text, or NULL
        return number, _moment(moment), tuple(map(_text, words))


def _text(value: object) -> str | None:
    try:
        return bytes.decode(value) if isinstance(value, bytes) else None
    except UnicodeDecodeError:
        return None


def _moment(value: object) -> str:
    text = _text(value)
    if text is None or not _MOMENT.fullmatch(text):
        return ""
    day, time, parts = text[:10], text[11:19], text[20:]
    if parts == "000000":  # Django never writes that
        return ""
    return f"{day}T{time}.{parts or '000000'}Z"


def distinct_values(table: str, column: str, most: int = 500) -> list[str]:
    """Return the different values of an indexed column, jumping from one to the next.

    A million rows with fifty values cost fifty looks into the index, not a walk over the rows.
    """
    quote = connection.ops.quote_name
    name, rows = quote(column), quote(table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE step(value) AS (SELECT MIN({name}) FROM {rows} UNION ALL"  # noqa: S608 - quoted names
            f" SELECT (SELECT MIN({name}) FROM {rows} WHERE {name} > step.value)"
            f" FROM step WHERE step.value IS NOT NULL)"
            f" SELECT value FROM step WHERE value IS NOT NULL LIMIT {int(most)}"
        )
        return [row[0] for row in cursor.fetchall()]
