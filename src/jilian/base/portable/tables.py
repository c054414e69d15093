"""Which columns a table has, and in which form each is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

FORMS = {
    "AutoField": "integer",
    "BigAutoField": "integer",
    "BigIntegerField": "integer",
    "BinaryField": "bytes",
    "BooleanField": "flag",
    "CharField": "text",
    "DateField": "day",
    "DateTimeField": "moment",
    "FloatField": "float",
    "GenericIPAddressField": "text",
    "IntegerField": "integer",
    "JSONField": "json",
    "PositiveBigIntegerField": "integer",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
    "SlugField": "text",
    "SmallAutoField": "integer",
    "SmallIntegerField": "integer",
    "TextField": "text",
    "UUIDField": "uuid",
}


@dataclass(frozen=True)
class Column:
    """A column and the form in which its values are written; ``places`` of a number."""

    name: str
    form: str
    places: int = 0


@dataclass(frozen=True)
class Table:
    """A table: its name, its columns in order, and the columns of its key."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


def table_of(model: type[models.Model]) -> Table:
    """Describe the table of a model; KeyError for a kind of column that has no form yet."""
    fields = [field for field in model._meta.concrete_fields if field.column]
    key = model._meta.pk
    assert key is not None
    return Table(
        model._meta.db_table, tuple(_column(field) for field in fields), (str(key.column),)
    )


def tables_of(chosen: Iterable[type[models.Model]]) -> list[Table]:
    """Describe the tables of some models, by name."""
    return sorted((table_of(model) for model in chosen), key=lambda table: table.name)


def _column(field: models.Field[Any, Any]) -> Column:
    held: Any = field
    while held.remote_field is not None:
        held = held.target_field
    kind = held.get_internal_type()
    if kind == "DecimalField":
        return Column(str(field.column), "number", held.decimal_places)
    return Column(str(field.column), FORMS[kind])
