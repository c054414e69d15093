"""Every read of this area worth a name; each starts from who is looking."""

from __future__ import annotations

from jilian.leaders.queries.inputs import frozen_table, members_on
from jilian.leaders.queries.results import (
    KeptRanking,
    RankedFirm,
    TurnedDial,
    differences,
    ranking_from,
    ranking_of,
)
from jilian.leaders.queries.selections import (
    LeadingNow,
    criteria_of,
    declared_now,
    leaders_of_world,
    leading_now,
    listed_selections,
)
from jilian.leaders.queries.terms import (
    Calendar,
    calendar_of,
    head_on,
    keeps_items,
    proposed_order,
    terms_ahead,
)

__all__ = [
    "Calendar",
    "KeptRanking",
    "LeadingNow",
    "RankedFirm",
    "TurnedDial",
    "calendar_of",
    "criteria_of",
    "declared_now",
    "differences",
    "frozen_table",
    "head_on",
    "keeps_items",
    "leaders_of_world",
    "leading_now",
    "listed_selections",
    "members_on",
    "proposed_order",
    "ranking_from",
    "ranking_of",
    "terms_ahead",
]
