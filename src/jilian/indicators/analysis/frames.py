"""Rows of the register as frames of whole numbers: months, hundredths, keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from django.db.models import QuerySet
from django.utils import timezone

from jilian.base.bulk import chunks
from jilian_engine.figures import round_half_up
from jilian_engine.indicators.months import month_number
from jilian_engine.indicators.records import HUNDREDTHS, LASTS, SHAPES

Row = Sequence[Any]
KEYS = {"record": pl.Int64, "holder": pl.Int64, "firm": pl.Int64}
SPAN = {"s": pl.Int32, "e": pl.Int32}
UNITS = {"town": pl.Int32, "cluster": pl.Int32}
HOUR = timedelta(hours=1)
AT_ONCE = 50_000  # rows of the database turned into columns together


def frame_of(name: str, rows: Iterable[Row]) -> pl.DataFrame:
    """The rows as the engine's table of this name; columns in the order of the table."""
    shape = SHAPES[name]
    schema: dict[str, Any] = {**KEYS, **(SPAN if shape.lasts else {})}
    for kind, way in (("town", shape.town), ("cluster", shape.cluster)):
        if way == "own":
            schema[kind] = UNITS[kind]
    schema.update(shape.columns)
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def spans_frame(rows: Iterable[Row]) -> pl.DataFrame:
    """firm, unit, s, e."""
    schema = {"firm": pl.Int64, "unit": pl.Int32, **SPAN}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


SPAN_OF_FIRM = {"firm": pl.Int64, **SPAN}


def spans_of(held: Mapping[int, Iterable[tuple[int, int]]]) -> pl.DataFrame:
    """firm, s, e of spans by firm."""
    rows = [(firm, *span) for firm, spans in held.items() for span in spans]
    return pl.DataFrame(rows, schema=SPAN_OF_FIRM, orient="row")


def read_frame(
    rows: QuerySet[Any, Any], schema: Mapping[str, Any], columns: Sequence[str]
) -> pl.DataFrame:
    """The columns of many rows as a frame, in the order of the rows; some thousand are held."""
    found = rows.values_list(*columns).iterator(chunk_size=AT_ONCE)
    frames = [
        pl.DataFrame(dict(zip(schema, zip(*part, strict=True), strict=True)), schema=dict(schema))
        for part in chunks(found, AT_ONCE)
    ]
    return pl.concat(frames) if frames else pl.DataFrame(schema=dict(schema))


def begins(day: date) -> int:
    """The first month at whose end it stands."""
    return month_number(day)


def ends(day: date | None) -> int:
    """The first month at whose end it does not stand; the day is excluded."""
    return LASTS if day is None else month_number(day)


def last_month(day: date | None) -> int | None:
    """The month of the last day; the day after it is given."""
    return None if day is None else month_number(day - timedelta(days=1))


def month_of(day: date | datetime | None) -> int | None:
    """The month of a day or moment; a moment is dated where the register is kept."""
    if day is None:
        return None
    return month_number(timezone.localtime(day).date() if isinstance(day, datetime) else day)


def hundredths(value: Decimal | int | None) -> int | None:
    """A value in hundredths, rounded half up; None stays None."""
    return None if value is None else int(round_half_up(Decimal(value) * HUNDREDTHS))


def hours_between(start: datetime, end: datetime | None) -> int | None:
    """Hours in hundredths."""
    if end is None:
        return None
    return hundredths(Decimal((end - start) // timedelta(seconds=1)) / Decimal(3600))
