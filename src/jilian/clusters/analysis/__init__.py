"""The bridge to the engine: the tables of a snapshot in, clusters in plain values out."""

from __future__ import annotations

from jilian.clusters.analysis.forming import form, form_snapshot
from jilian.clusters.analysis.placing import positions
from jilian.clusters.analysis.printing import printed
from jilian.clusters.analysis.results import Formed, FormedCluster, FormedMember

__all__ = [
    "Formed",
    "FormedCluster",
    "FormedMember",
    "form",
    "form_snapshot",
    "positions",
    "printed",
]
