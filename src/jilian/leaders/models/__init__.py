"""Selections of leading firms, and the calendar of the rotating chain head."""

from __future__ import annotations

from jilian.leaders.models.selections import LeaderChoice, Selection
from jilian.leaders.models.terms import ChainHeadTerm, HandOver, HandOverItem, TermMonth

__all__ = [
    "ChainHeadTerm",
    "HandOver",
    "HandOverItem",
    "LeaderChoice",
    "Selection",
    "TermMonth",
]
