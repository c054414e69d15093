"""Writing many rows at once: what a register of hundreds of thousands of firms needs."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

Item = TypeVar("Item")
Row = tuple[Any, ...]
CHUNK = 2_000


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """Cut the items into lists of at most ``size``."""
    left = iter(items)
    while kept := list(islice(left, size)):
        yield kept


@contextmanager
def rows_held() -> Iterator[None]:
    """Keep Python's collector from walking hundreds of thousands of held rows again and again.

    What is there at the start is set aside, without effect on what it means; half of the time of a
    large call went into looking for rubbish among rows that are all still needed.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows of a table by the names of its fields, several times as fast as ``bulk_create``.

    Every field without a value of its own in the database must be named; no signals are sent.
    """
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in columns]
    assert all(isinstance(field, models.Field) for field in fields)
    written: Iterable[Row] = zip(
        *(
            _prepared(field, values)
            for field, values in zip(fields, zip(*rows, strict=True), strict=True)
            if isinstance(field, models.Field)
        ),
        strict=True,
    )
    quote = connection.ops.quote_name
    names = ", ".join(
        quote(str(field.column)) for field in fields if isinstance(field, models.Field)
    )
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in written:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - quoted names
                list(written),
            )


def _prepared(field: models.Field[Any, Any], values: Sequence[Any]) -> Iterable[Any]:
    """The values as the database takes them; each kind of column is looked at once."""
    if isinstance(field, models.JSONField | models.BinaryField):
        return [None if value is None else _saved(field, value) for value in values]
    if connection.vendor == "postgresql":
        return values
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
