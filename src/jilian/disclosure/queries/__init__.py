"""Every read of this area."""

from __future__ import annotations

from jilian.disclosure.queries.keeping import (
    NARROWEST,
    Kept,
    corrected_tables,
    kept_tables,
    months_to_release,
    releases_of,
    run_seen,
    runs_of,
)
from jilian.disclosure.queries.previews import TablePreview, previews_of
from jilian.disclosure.queries.shown import (
    CellRow,
    TablePage,
    cell_rows,
    ever_shown,
    latest_release,
    names_of_members,
    shown_cell,
    shown_cells,
    shown_periods,
    table_page,
    tables_seen,
)

__all__ = [
    "NARROWEST",
    "CellRow",
    "Kept",
    "TablePage",
    "TablePreview",
    "cell_rows",
    "corrected_tables",
    "ever_shown",
    "kept_tables",
    "latest_release",
    "months_to_release",
    "names_of_members",
    "previews_of",
    "releases_of",
    "run_seen",
    "runs_of",
    "shown_cell",
    "shown_cells",
    "shown_periods",
    "table_page",
    "tables_seen",
]
