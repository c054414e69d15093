"""Reading Parquet with polars, after the guard has looked at it."""

from __future__ import annotations

import io

import polars as pl

from jilian.base.reading.archives import MB, UNPACKED_FACTOR
from jilian.base.reading.limits import check_extent
from jilian.base.reading.parquet_guard import check_parquet
from jilian.base.reading.problems import TableRefusal
from jilian.base.reading.sheets import Row, Sheet

TEXTS = (pl.String, pl.Categorical, pl.Enum)


def read_parquet(content: bytes, limit_mb: int) -> list[Sheet]:
    """Return the rows of a Parquet file beneath a row with the names of its columns."""
    check_parquet(content, limit_mb)
    try:
        frame = pl.read_parquet(io.BytesIO(content), use_pyarrow=False)
    except (pl.exceptions.PolarsError, OSError, ValueError) as broken:
        raise TableRefusal("file_damaged") from broken
    check_extent(frame.height, frame.width)
    frame = _plain(frame, limit_mb * UNPACKED_FACTOR)
    rows: list[Row] = [frame.columns]
    rows += frame.rows()
    return [Sheet(rows=rows, how={"format": "Parquet"})]


def _plain(frame: pl.DataFrame, most_mb: int) -> pl.DataFrame:
    """The same with cells as a sheet has them: text, numbers, days; nothing empty is None."""
    size = 0
    columns: list[pl.Series] = []
    for series in frame.iter_columns():
        if series.dtype.is_nested() or series.dtype == pl.Object:
            raise TableRefusal("columns_nested")
        if series.dtype in (pl.Binary, pl.Time, pl.Duration, *TEXTS) or series.dtype.is_decimal():
            series = series.cast(pl.String, strict=False)
        if series.dtype == pl.String:
            size += int(series.str.len_bytes().sum())
        columns.append(series)
    if size > most_mb * MB:
        raise TableRefusal("unpacked_too_large", most=most_mb)
    return pl.DataFrame([_filled(series) for series in columns])


def _filled(series: pl.Series) -> pl.Series:
    if isinstance(series.dtype, pl.Datetime) and series.dtype.time_zone:
        series = series.dt.convert_time_zone("Asia/Shanghai").dt.replace_time_zone(None)
    if series.dtype == pl.String:
        return series.fill_null("")
    if not series.null_count() and not (series.dtype.is_float() and series.is_nan().any()):
        return series
    cells = ["" if one is None or one != one else one for one in series.to_list()]
    return pl.Series(series.name, cells, dtype=pl.Object)
