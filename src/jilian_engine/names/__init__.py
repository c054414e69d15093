"""Chinese firm names: normal form, parts, keys for search and order, likeness."""

from __future__ import annotations

from jilian_engine.names.asking import Way
from jilian_engine.names.building import NameRow, build_index, renew_index
from jilian_engine.names.characters import folded, simplified, sounds, sounds_alike
from jilian_engine.names.duplicates import PAIRS, find_duplicates
from jilian_engine.names.forms import NameParts, normal_form, parts, search_key, sort_key
from jilian_engine.names.index import Hit, Hits, NameIndex
from jilian_engine.names.likeness import (
    NameLikeness,
    compare_names,
    dice,
    jaro_winkler,
    likeness,
)
from jilian_engine.names.matching import NameMatch, Reason, decide, match_name, match_names
from jilian_engine.names.similar import mark_in

__all__ = [
    "PAIRS",
    "Hit",
    "Hits",
    "NameIndex",
    "NameLikeness",
    "NameMatch",
    "NameParts",
    "NameRow",
    "Reason",
    "Way",
    "build_index",
    "compare_names",
    "decide",
    "dice",
    "find_duplicates",
    "folded",
    "jaro_winkler",
    "likeness",
    "mark_in",
    "match_name",
    "match_names",
    "normal_form",
    "parts",
    "renew_index",
    "search_key",
    "simplified",
    "sort_key",
    "sounds",
    "sounds_alike",
]
