"""Every read of this area worth a name."""

from __future__ import annotations

from jilian.duplicates.queries.cards import Card, Knot, cards_of, knots_shown
from jilian.duplicates.queries.pairs import Tally, in_place, latest_search, pairs_seen, tally
from jilian.duplicates.queries.twins import NewName, Twin, likely_twins

__all__ = [
    "Card",
    "Knot",
    "NewName",
    "Tally",
    "Twin",
    "cards_of",
    "in_place",
    "knots_shown",
    "latest_search",
    "likely_twins",
    "pairs_seen",
    "tally",
]
