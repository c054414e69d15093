"""Who can help: the index of products that a process holds, and the ranking over it."""

from __future__ import annotations

from jilian.shortages.analysis.matching import (
    Helpers,
    Proposed,
    helpers_for,
    need_of_call,
    why_not_proposed,
)
from jilian.shortages.analysis.product_index import forget_products, index_all_products
from jilian_engine.shortages import Evidence, Need, Offer, Split, WhyNot, split_amount

__all__ = [
    "Evidence",
    "Helpers",
    "Need",
    "Offer",
    "Proposed",
    "Split",
    "WhyNot",
    "forget_products",
    "helpers_for",
    "index_all_products",
    "need_of_call",
    "split_amount",
    "why_not_proposed",
]
