"""Every read of this area worth a name; each starts from who is looking."""

from __future__ import annotations

from jilian.home.queries.facts import WordedFact, facts_of, headline_facts, worded
from jilian.home.queries.first_page import FirstPage, Proposals, first_page
from jilian.home.queries.installation import Check, Installation, checks, installation
from jilian.home.queries.places import (
    Place,
    Spread,
    dots_of,
    fingerprint_of,
    outlines_of,
    spread_of,
)
from jilian.home.queries.search import Found, search
from jilian.home.queries.sources import came_from, sources_of
from jilian.home.queries.start import (
    WorldInWords,
    desk_of,
    keepers_of_roles,
    world_to_enter,
    worlds_in_words,
)
from jilian.home.queries.traces import names_of_people

__all__ = [
    "Check",
    "FirstPage",
    "Found",
    "Installation",
    "Place",
    "Proposals",
    "Spread",
    "WordedFact",
    "WorldInWords",
    "came_from",
    "checks",
    "desk_of",
    "dots_of",
    "facts_of",
    "fingerprint_of",
    "first_page",
    "headline_facts",
    "installation",
    "keepers_of_roles",
    "names_of_people",
    "outlines_of",
    "search",
    "sources_of",
    "spread_of",
    "worded",
    "world_to_enter",
    "worlds_in_words",
]
