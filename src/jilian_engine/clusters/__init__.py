"""Clusters out of a supply network: forming, quality, chain positions, proposed names."""

from __future__ import annotations

from jilian_engine.clusters._scan import Scan
from jilian_engine.clusters.form import Formation, form_clusters
from jilian_engine.clusters.naming import NameParts, industry_quotients, propose_names
from jilian_engine.clusters.positions import POSITIONS, ChainPositions, find_positions

__all__ = [
    "POSITIONS",
    "ChainPositions",
    "Formation",
    "NameParts",
    "Scan",
    "find_positions",
    "form_clusters",
    "industry_quotients",
    "propose_names",
]
