"""Ranking the firms that could lead a cluster by declared measures.

The method, its sources, limits and a worked example: ``docs/methods/leaders.md``.
"""

from __future__ import annotations

from jilian_engine.leaders.rank import rank_leaders
from jilian_engine.leaders.sensitivity import Dial, Moved
from jilian_engine.leaders.table import (
    CRITERIA,
    DECIMALS,
    LeaderTable,
    LeftOut,
    Measure,
    Missing,
    Part,
    Row,
)

__all__ = [
    "CRITERIA",
    "DECIMALS",
    "Dial",
    "LeaderTable",
    "LeftOut",
    "Measure",
    "Missing",
    "Moved",
    "Part",
    "Row",
    "rank_leaders",
]
