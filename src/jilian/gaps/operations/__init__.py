"""Every write of this area."""

from __future__ import annotations

from jilian.gaps.operations.deciding import decide_missing_link
from jilian.gaps.operations.listing import add_item, close_item, list_missing_link, tell_old_items
from jilian.gaps.operations.pipeline import add_recruit, correct_stage, record_stage
from jilian.gaps.operations.searching import (
    complete_search,
    search_after_shortages,
    start_search,
)
from jilian.gaps.operations.taken_out import note_export

__all__ = [
    "add_item",
    "add_recruit",
    "close_item",
    "complete_search",
    "correct_stage",
    "decide_missing_link",
    "list_missing_link",
    "note_export",
    "record_stage",
    "search_after_shortages",
    "start_search",
    "tell_old_items",
]
