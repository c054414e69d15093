"""Every read of this area."""

from __future__ import annotations

from jilian.coverage.queries.closing import DONE_WITHIN, Closing, checks_of, closing_of
from jilian.coverage.queries.drawing import count_drawn, covers_on
from jilian.coverage.queries.figures import (
    Figures,
    figures_of,
    sees_list,
    towns_moved,
    weeks_of,
)
from jilian.coverage.queries.listing import (
    ListedCampaign,
    OfCluster,
    advisor_offices,
    fields_of,
    listed_campaigns,
    map_of,
    may_move,
    movable,
    of_cluster,
    overdue,
    target_rows,
    to_sign,
    town_names,
)
from jilian.coverage.queries.report import Report, list_is_as_frozen, removals_of, report_of
from jilian.coverage.queries.target import TargetPage, sees_counts, target_page

__all__ = [
    "DONE_WITHIN",
    "Closing",
    "Figures",
    "ListedCampaign",
    "OfCluster",
    "Report",
    "TargetPage",
    "advisor_offices",
    "checks_of",
    "closing_of",
    "count_drawn",
    "covers_on",
    "fields_of",
    "figures_of",
    "list_is_as_frozen",
    "listed_campaigns",
    "map_of",
    "may_move",
    "movable",
    "of_cluster",
    "overdue",
    "removals_of",
    "report_of",
    "sees_counts",
    "sees_list",
    "target_page",
    "target_rows",
    "to_sign",
    "town_names",
    "towns_moved",
    "weeks_of",
]
