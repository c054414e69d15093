"""Clusters out of a supply network: forming, comparing, chain positions, names, strengths."""

from __future__ import annotations

from jilian_engine.clusters._scan import Scan
from jilian_engine.clusters.comparing import (
    CHANGES,
    ClusterAfter,
    ClusterBefore,
    Comparison,
    Overlap,
    compare_divisions,
)
from jilian_engine.clusters.form import Formation, form_clusters
from jilian_engine.clusters.naming import NameParts, industry_quotients, propose_names
from jilian_engine.clusters.positions import POSITIONS, ChainPositions, find_positions
from jilian_engine.clusters.strength import Strengths, industry_concentration, region_strengths

__all__ = [
    "CHANGES",
    "POSITIONS",
    "ChainPositions",
    "ClusterAfter",
    "ClusterBefore",
    "Comparison",
    "Formation",
    "NameParts",
    "Overlap",
    "Scan",
    "Strengths",
    "compare_divisions",
    "find_positions",
    "form_clusters",
    "industry_concentration",
    "industry_quotients",
    "propose_names",
    "region_strengths",
]
