"""A series of growth as a table: one published row a line, every problem with row and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from operator import attrgetter
from typing import Any

from jilian.base.reading.cells import Odd, any_day, folded, plain
from jilian.base.reading.files import sheets_of
from jilian.base.reading.places import Place
from jilian.base.reading.problems import Problem, TableRefusal
from jilian.base.reading.sheets import Cell, Row, Sheet, text_of
from jilian.indicators.formats import growth_cells
from jilian_engine.errors import EngineError
from jilian_engine.figures import (
    FORECAST,
    GrowthPoint,
    Kind,
    MonthSpan,
    month_after,
    versions_of,
)

LIMIT_MB = 5
MB = 2**20
MOST_ROWS = 20_000
LOOKED_AT = 20  # rows in which the header is looked for
NEEDED = ("period", "growth_pct", "kind")
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "period": ("month", "月份", "时间", "期间", "时期", "报告期", "年月", "日期"),
    "growth_pct": ("growth", "yoy", "同比", "同比增长", "同比增速", "增速", "增长率", "增长"),
    "kind": ("类型", "种类", "口径", "类别"),
    "vintage": ("版本", "数据版本", "状态"),
    "published_on": ("published", "发布日期", "公布日期", "发布日", "公布日", "发布时间"),
}
_FIELD_OF = {folded(name): one for one, names in HEADINGS.items() for name in (one, *names)}
_REFUSED = {
    "revision_order_unknown": "growth_differs",
    "revision_order_contradicts": "order_contradicts",
}


@dataclass(frozen=True)
class NumberedPoint:
    """A row as it was read, with its number as a reader counts."""

    row: int
    point: GrowthPoint


@dataclass(frozen=True)
class GrowthSeries:
    """What a file holds: rows, problems that stand in the way, and things only worth a look."""

    points: tuple[GrowthPoint, ...]
    problems: tuple[Problem, ...]
    how: Mapping[str, str]

    @property
    def faults(self) -> list[Problem]:
        """What must be mended first."""
        return [one for one in self.problems if not one.is_warning]

    @property
    def warnings(self) -> list[Problem]:
        """What is odd and was taken all the same."""
        return [one for one in self.problems if one.is_warning]


def read_growth_series(file_name: str, content: bytes) -> GrowthSeries:
    """Read a CSV or Excel file; refuses what is no such table, tells the rest row by row."""
    if not content.strip():
        raise TableRefusal("file_empty")
    if len(content) > LIMIT_MB * MB:
        raise TableRefusal("file_too_large", size=f"{len(content) / MB:.1f}", most=LIMIT_MB)
    sheets = sheets_of(file_name, content, limit_mb=LIMIT_MB, score=_score)
    sheet = max(sheets, key=lambda one: _score(one.rows))
    header, places = _header(sheet)
    if len(sheet.rows) - header - 1 > MOST_ROWS:
        raise TableRefusal("too_many_rows", rows=f"{len(sheet.rows):,}", most=f"{MOST_ROWS:,}")
    rows: list[NumberedPoint] = []
    problems: list[Problem] = []
    for number, cells in enumerate(sheet.rows[header + 1 :], start=header + 2):
        if not any(text_of(cell).strip() for cell in cells):
            continue
        point, odd = _line(number, cells, places, len(sheet.rows[header]))
        problems += odd
        if point is not None:
            rows.append(NumberedPoint(number, point))
    if not rows and not problems:
        raise TableRefusal("rows_missing")
    problems += _between(rows)
    problems.sort(key=attrgetter("row"))
    heads = {name: text_of(sheet.rows[header][at]).strip("\ufeff ") for name, at in places.items()}
    told = (replace(one, column=heads.get(one.column, one.column)) for one in problems)
    return GrowthSeries(tuple(one.point for one in rows), tuple(told), sheet.how)


def _score(rows: Sequence[Row]) -> int:
    return max((len(_found(row)) for row in rows[:LOOKED_AT]), default=0)


def _field(cell: Cell) -> str | None:
    """The column that a heading means; what stands in brackets behind it is a unit."""
    heading = plain(text_of(cell).lstrip("\ufeff")).partition("(")[0].removesuffix("%")
    return _FIELD_OF.get(folded(heading))


def _found(row: Row) -> list[tuple[str, int]]:
    return [(name, at) for at, cell in enumerate(row) if (name := _field(cell)) is not None]


def _header(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """The row of headings and where each column stands."""
    best = max(range(min(len(sheet.rows), LOOKED_AT)), default=0,
               key=lambda at: (len(_found(sheet.rows[at])), -at))  # fmt: skip
    found = _found(sheet.rows[best]) if sheet.rows else []
    if not found:
        raise TableRefusal("header_missing", rows=LOOKED_AT, needed=NEEDED)
    places: dict[str, int] = {}
    for name, at in found:
        if name in places:
            first, second = (text_of(sheet.rows[best][one]).strip() for one in (places[name], at))
            raise TableRefusal("column_twice", first=first, second=second)
        places[name] = at
    lacking = [name for name in NEEDED if name not in places]
    if lacking:
        raise TableRefusal("columns_missing", row=best + 1, needed=lacking)
    return best, places


def _day(cell: Cell) -> date | None:
    return any_day(cell, Place("", "", date.max)) if plain(cell) else None


_READERS: Mapping[str, Callable[[Cell], Any]] = {
    "period": growth_cells.period,
    "growth_pct": growth_cells.growth,
    "kind": growth_cells.kind,
    "vintage": growth_cells.vintage,
    "published_on": _day,
}


def _line(
    number: int, cells: Row, places: Mapping[str, int], width: int
) -> tuple[GrowthPoint | None, list[Problem]]:
    read: dict[str, Any] = {}
    odd: list[Problem] = []
    if any(text_of(cell).strip() for cell in cells[width:]):
        odd.append(Problem(number, "", "", "cells_beyond_header"))
    for name, at in places.items():
        cell = cells[at] if at < len(cells) else ""
        try:
            if name in ("period", "kind") and not plain(cell):
                raise Odd("cell_missing")
            read[name] = _READERS[name](cell)
        except Odd as refused:
            value = text_of(cell).strip()[:60]
            odd.append(Problem(number, name, value, refused.code, refused.details))
    if odd:
        return None, odd
    point = GrowthPoint(**read)
    if point.published_on is not None and _too_early(point):
        value = point.published_on.isoformat()
        return point, [Problem(number, "published_on", value, "published_early", is_warning=True)]
    return point, []


def _too_early(point: GrowthPoint) -> bool:
    """Whether a row was published before its months were over; a forecast may be."""
    year, month = month_after(point.period.last)
    over = date(year, month, 1)
    return (
        point.vintage != FORECAST
        and point.published_on is not None
        and (point.published_on < over - timedelta(days=1))
    )


def _between(rows: Sequence[NumberedPoint]) -> list[Problem]:
    """What is wrong between rows: said twice, two values without an order, months that overlap."""
    groups: dict[tuple[Kind, MonthSpan], list[NumberedPoint]] = {}
    for one in rows:
        groups.setdefault((one.point.kind, one.point.period), []).append(one)
    found = [problem for ones in groups.values() for problem in _of_group(ones)]
    for before, after in pairwise(sorted(groups)):
        if before[0] == after[0] and after[1].first <= before[1].last:
            first, row = groups[before][0].row, groups[after][0]
            value = str(row.point.period)
            found.append(Problem(row.row, "period", value, "months_overlap", {"row": first}))
    return found


def _of_group(ones: Sequence[NumberedPoint]) -> list[Problem]:
    first_row: dict[GrowthPoint, int] = {}
    found = []
    for one in ones:
        first = first_row.setdefault(one.point, one.row)
        if first != one.row:
            found.append(Problem(one.row, "", "", "row_repeated", {"row": first}))
    try:
        versions_of(tuple(first_row))
    except EngineError as refused:
        if refused.code in _REFUSED:
            rows = list(first_row.values())
            value = "" if ones[-1].point.growth_pct is None else str(ones[-1].point.growth_pct)
            found.append(
                Problem(rows[-1], "growth_pct", value, _REFUSED[refused.code], {"row": rows[0]})
            )
    return found
