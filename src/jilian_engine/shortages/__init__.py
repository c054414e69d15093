"""A need in words becomes firms that can answer it, ranked, and a split of the amount."""

from __future__ import annotations

from jilian_engine.shortages.index import ProductIndex, build_index
from jilian_engine.shortages.needs import (
    PARTS,
    WEIGHTS,
    Evidence,
    Known,
    Need,
    Proposal,
    Ranking,
)
from jilian_engine.shortages.rank import rank_suppliers
from jilian_engine.shortages.search import Found, search_products
from jilian_engine.shortages.split import Offer, Share, Split, split_amount
from jilian_engine.shortages.why import WhyNot, why_not

__all__ = [
    "PARTS",
    "WEIGHTS",
    "Evidence",
    "Found",
    "Known",
    "Need",
    "Offer",
    "ProductIndex",
    "Proposal",
    "Ranking",
    "Share",
    "Split",
    "WhyNot",
    "build_index",
    "rank_suppliers",
    "search_products",
    "split_amount",
    "why_not",
]
