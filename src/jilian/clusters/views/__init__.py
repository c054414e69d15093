"""Pages of clusters and of the runs that propose them."""

from __future__ import annotations

from jilian.clusters.views.proposals import adopt, proposal
from jilian.clusters.views.register import chain, cluster_list, detail, export, of_firm, points
from jilian.clusters.views.runs import progress, run, runs, start

__all__ = [
    "adopt",
    "chain",
    "cluster_list",
    "detail",
    "export",
    "of_firm",
    "points",
    "progress",
    "proposal",
    "run",
    "runs",
    "start",
]
