"""What may be handed to a release, which states it has, and what a rule says."""

from __future__ import annotations

from jilian.disclosure.rules.cells import (
    CellIn,
    DimensionIn,
    MemberIn,
    PartIn,
    RatioIn,
    ShownCell,
    check_cells,
    neighbours,
)
from jilian.disclosure.rules.states import (
    TABLE_RULE,
    CellKind,
    Hidden,
    Measure,
    default_audiences,
)

__all__ = [
    "TABLE_RULE",
    "CellIn",
    "CellKind",
    "DimensionIn",
    "Hidden",
    "Measure",
    "MemberIn",
    "PartIn",
    "RatioIn",
    "ShownCell",
    "check_cells",
    "default_audiences",
    "neighbours",
]
