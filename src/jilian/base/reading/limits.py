"""How large a table may be: the same for every format."""

from __future__ import annotations

from jilian.base.reading.problems import TableRefusal

MB = 2**20
MOST_ROWS = 500_000
MOST_COLUMNS = 500
MOST_CELLS = 16_000_000  # all sheets together, as full rectangles
MOST_SHEETS = 50


def check_extent(rows: int, columns: int) -> None:
    """Refuse a sheet that is far longer or wider than a table can be."""
    if columns > MOST_COLUMNS:
        raise TableRefusal("too_many_columns", columns=f"{columns:,}", most=MOST_COLUMNS)
    most = min(MOST_ROWS, MOST_CELLS // max(1, columns))
    if rows > most:
        raise TableRefusal("too_many_rows", rows=f"{rows:,}", most=f"{most:,}")


def check_sheets(count: int) -> None:
    """Refuse a workbook with more sheets than a person fills."""
    if count > MOST_SHEETS:
        raise TableRefusal("too_many_sheets", sheets=count, most=MOST_SHEETS)
