"""Every read of this area."""

from __future__ import annotations

from jilian.returns.queries.covering import CoverFound, cover_if_released, duties_in
from jilian.returns.queries.firms import compared_of, firms_of, sheet_of, sheets_seen
from jilian.returns.queries.listing import (
    MonthPage,
    UnitRow,
    due_rows,
    forms_reported,
    month_page,
    months_to_choose,
)
from jilian.returns.queries.reading import ReturnSeen, before_of, return_seen, values_at
from jilian.returns.queries.released import (
    History,
    ReleasedValue,
    history_of,
    last_releases,
    released_values,
    releases_of,
    units_of_returns,
)

__all__ = [
    "CoverFound",
    "History",
    "MonthPage",
    "ReleasedValue",
    "ReturnSeen",
    "UnitRow",
    "before_of",
    "compared_of",
    "cover_if_released",
    "due_rows",
    "duties_in",
    "firms_of",
    "forms_reported",
    "history_of",
    "last_releases",
    "month_page",
    "months_to_choose",
    "released_values",
    "releases_of",
    "return_seen",
    "sheet_of",
    "sheets_seen",
    "units_of_returns",
    "values_at",
]
