"""Chinese firm names: normal form, parts, keys for search and order, likeness."""

from __future__ import annotations

from jilian_engine.names.forms import NameParts, normal_form, parts, search_key, sort_key
from jilian_engine.names.likeness import (
    NameLikeness,
    compare_names,
    dice,
    jaro_winkler,
    likeness,
)

__all__ = [
    "NameLikeness",
    "NameParts",
    "compare_names",
    "dice",
    "jaro_winkler",
    "likeness",
    "normal_form",
    "parts",
    "search_key",
    "sort_key",
]
