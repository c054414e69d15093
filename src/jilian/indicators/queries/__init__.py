"""Every read of this area; each starts from who is looking."""

from __future__ import annotations

from jilian.indicators.queries.catalogue import (
    CatalogueRow,
    Change,
    catalogue_rows,
    changes,
    last_measured,
    months_measured,
    periods_of,
)
from jilian.indicators.queries.figures import (
    Asked,
    ShownFigure,
    UnitRow,
    figure_at,
    figures_at,
    peers_at,
    units_at,
    value_behind,
)
from jilian.indicators.queries.points import Point, Series, series
from jilian.indicators.queries.runs import (
    Changed,
    changed_values,
    latest_runs,
    name_of_asker,
    run_seen,
)
from jilian.indicators.queries.standing import returned_months
from jilian.indicators.queries.units import (
    Unit,
    find_unit,
    first_opened,
    may_open,
    opens_all,
    units_of,
)

__all__ = [
    "Asked",
    "CatalogueRow",
    "Change",
    "Changed",
    "Point",
    "Series",
    "ShownFigure",
    "Unit",
    "UnitRow",
    "catalogue_rows",
    "changed_values",
    "changes",
    "figure_at",
    "figures_at",
    "find_unit",
    "first_opened",
    "last_measured",
    "latest_runs",
    "may_open",
    "months_measured",
    "name_of_asker",
    "opens_all",
    "peers_at",
    "periods_of",
    "returned_months",
    "run_seen",
    "series",
    "units_at",
    "units_of",
    "value_behind",
]
