"""Every read of this area."""

from __future__ import annotations

from jilian.growth.queries.history import history_of
from jilian.growth.queries.page import GrowthPage, boundary_of, growth_page
from jilian.growth.queries.reporting import content_of, latest_report, reports_seen
from jilian.growth.queries.units import ShareRow, claimable_units, share_rows, units_of

__all__ = [
    "GrowthPage",
    "ShareRow",
    "boundary_of",
    "claimable_units",
    "content_of",
    "growth_page",
    "history_of",
    "latest_report",
    "reports_seen",
    "share_rows",
    "units_of",
]
