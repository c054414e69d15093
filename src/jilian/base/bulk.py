"""Writing many rows at once: what a register of hundreds of thousands of firms needs."""

from __future__ import annotations

import gc
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

from jilian.base.copying import add_rows, copy_rows
from jilian.base.encryption import SealedField
from jilian.base.journal import keep_before
from jilian.base.search import among

Item = TypeVar("Item")
Row = tuple[Any, ...]
CHUNK = 2_000
_WRITTEN_OTHERWISE = (models.JSONField, models.BinaryField, models.UUIDField, SealedField)


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """Cut the items into lists of at most ``size``."""
    left = iter(items)
    while kept := list(islice(left, size)):
        yield kept


@contextmanager
def rows_held() -> Iterator[None]:
    """Keep Python's collector from walking hundreds of thousands of held rows again and again.

    It rests until the end: half of the time of a large call went into looking for rubbish among
    rows that are all still needed.
    """
    works = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if works:
            gc.enable()


def reserve_keys(model: type[models.Model], count: int) -> Sequence[int]:
    """Return ``count`` primary keys that nothing else will get, in rising order.

    On SQLite the transaction must already write, as every operation's does from its start.
    """
    if not count:
        return ()
    table, column = model._meta.db_table, str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The runs of numbers among those taken: one, unless somebody else took some between.
            cursor.execute(
                "SELECT min(key), max(key) FROM (SELECT key, key - row_number() OVER (ORDER BY key)"
                " AS run FROM (SELECT nextval(pg_get_serial_sequence(%s, %s)) AS key"
                " FROM generate_series(1, %s)) AS taken) AS runs GROUP BY run ORDER BY 1",
                (connection.ops.quote_name(table), column, count),
            )
            return [key for least, most in cursor.fetchall() for key in range(least, most + 1)]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", (table,))
        last = cursor.fetchone()
        first = (int(last[0]) if last else 0) + 1
    return range(first, first + count)


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows of a table by the names of its fields, several times as fast as ``bulk_create``.

    Every field without a value of its own in the database must be named; no signals are sent.
    """
    if not rows:
        return
    fields = [_column_of(model, name) for name in columns]
    written = [
        _prepared(field, values)
        for field, values in zip(fields, zip(*rows, strict=True), strict=True)
    ]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    table = quote(model._meta.db_table)
    send = copy_rows if connection.vendor == "postgresql" else add_rows
    send(table, names, written)


def set_values(model: type[models.Model], changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Set columns of many records, each to its own values, by primary key."""
    by_columns: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for pk, values in changes.items():
        by_columns[tuple(sorted(values))].append(pk)
    quote = connection.ops.quote_name
    key = quote(str(model._meta.pk.column))
    for names, pks in by_columns.items():
        keep_before(model, pks, names)
        fields = [_column_of(model, name) for name in names]
        columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
        written = zip(
            *(
                [_saved(field, changes[pk][name]) for pk in pks]
                for field, name in zip(fields, names, strict=True)
            ),
            pks,
            strict=True,
        )
        statement = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {key} = %s"  # noqa: S608
        with connection.cursor() as cursor:
            for part in chunks(written):
                cursor.executemany(statement, part)


def _column_of(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """A field by its name or by that of its column, as foreign keys have both."""
    for field in model._meta.concrete_fields:
        if name in (field.name, field.attname):
            return field
    raise LookupError(name)


def end_rows(model: type[models.Model], keys: Iterable[int], last: date) -> None:
    """End dated records on a day."""
    wanted = list(keys)
    keep_before(model, wanted, ("valid_to",))
    model._default_manager.filter(pk__in=among(wanted)).update(valid_to=last)


def _prepared(field: models.Field[Any, Any], values: Sequence[Any]) -> Sequence[Any]:
    """The values as the database takes them; each kind of column is looked at once."""
    if connection.vendor == "postgresql":
        if isinstance(field, models.JSONField):
            return [
                None if value is None else json.dumps(value, cls=field.encoder) for value in values
            ]
        if isinstance(field, models.BinaryField | SealedField):
            saved = [_saved(field, value) for value in values]
            return [getattr(value, "obj", value) for value in saved]  # out of psycopg's wrapper
        return values
    if isinstance(field, _WRITTEN_OTHERWISE):
        return [None if value is None else _saved(field, value) for value in values]
    if isinstance(field, models.DateTimeField):
        written = {value: _saved(field, value) for value in dict.fromkeys(values)}
        return [written[value] for value in values]
    if isinstance(field, models.DateField):
        return [value.isoformat() if isinstance(value, date) else None for value in values]
    if isinstance(field, models.DecimalField):
        places = field.decimal_places
        return [f"{value:.{places}f}" if isinstance(value, Decimal) else value for value in values]
    return values


def _saved(field: models.Field[Any, Any], value: object) -> Any:
    return field.get_db_prep_save(value, connection)
