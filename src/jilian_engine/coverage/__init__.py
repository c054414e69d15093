"""Which firms of a campaign form an organisation, join one with others, or get an advisor."""

from __future__ import annotations

from jilian_engine.coverage.answers import (
    CostParts,
    Exceeded,
    Group,
    Level,
    Part,
    Plan,
    Principles,
    Reason,
    Route,
)
from jilian_engine.coverage.limits import Limits, limits_on
from jilian_engine.coverage.plan import plan_coverage
from jilian_engine.coverage.weights import UNIT, Weights

__all__ = [
    "UNIT",
    "CostParts",
    "Exceeded",
    "Group",
    "Level",
    "Limits",
    "Part",
    "Plan",
    "Principles",
    "Reason",
    "Route",
    "Weights",
    "limits_on",
    "plan_coverage",
]
