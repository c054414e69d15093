"""What fails if a firm fails, and which links are missing."""

from __future__ import annotations

from jilian_engine.chain.prepare import Chain, prepare_chain
from jilian_engine.chain.spread import (
    Impact,
    Indices,
    Shocks,
    every_firm,
    index_of_all,
    index_of_shocks,
    spread_shock,
)

__all__ = [
    "Chain",
    "Impact",
    "Indices",
    "Shocks",
    "every_firm",
    "index_of_all",
    "index_of_shocks",
    "prepare_chain",
    "spread_shock",
]
