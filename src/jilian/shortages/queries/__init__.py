"""Every read of this area."""

from __future__ import annotations

from jilian.shortages.queries.figures import CallFigures, figures_of
from jilian.shortages.queries.helping import HelperView, ReservationView
from jilian.shortages.queries.lessons import ShortageEvent, shortage_events
from jilian.shortages.queries.placing import circles_of, clusters_of, places_of
from jilian.shortages.queries.progress import live_reserved, stage_now, times_now
from jilian.shortages.queries.promises import Kept, kept_promises
from jilian.shortages.queries.seeing import CallView, calls_seen, view_of, views_of, with_parts
from jilian.shortages.queries.waiting import has_expired, may_escalate

__all__ = [
    "CallFigures",
    "CallView",
    "HelperView",
    "Kept",
    "ReservationView",
    "ShortageEvent",
    "calls_seen",
    "circles_of",
    "clusters_of",
    "figures_of",
    "has_expired",
    "kept_promises",
    "live_reserved",
    "may_escalate",
    "places_of",
    "shortage_events",
    "stage_now",
    "times_now",
    "view_of",
    "views_of",
    "with_parts",
]
