"""The bridge to the engine: missing links of every boundary, and what could be made next."""

from __future__ import annotations

from jilian.gaps.analysis.related import related_of
from jilian.gaps.analysis.searching import FoundLink, Outcome, search

__all__ = ["FoundLink", "Outcome", "related_of", "search"]
