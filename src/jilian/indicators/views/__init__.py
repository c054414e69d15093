"""Pages of this area."""

from __future__ import annotations

from jilian.indicators.views.comparing import compare, compare_export
from jilian.indicators.views.keeping import measure, release, returned, run, run_progress
from jilian.indicators.views.leading import leader
from jilian.indicators.views.listing import listing, listing_export
from jilian.indicators.views.opening import parts, parts_export
from jilian.indicators.views.showing import detail, series_export, towns

__all__ = [
    "compare",
    "compare_export",
    "detail",
    "leader",
    "listing",
    "listing_export",
    "measure",
    "parts",
    "parts_export",
    "release",
    "returned",
    "run",
    "run_progress",
    "series_export",
    "towns",
]
