"""Pages of clusters and of the runs that propose them."""

from __future__ import annotations

from jilian.clusters.views.adopting import adopt, undo_adoption
from jilian.clusters.views.changes import (
    changes,
    changes_export,
    compare,
    compare_export,
    take_over,
)
from jilian.clusters.views.parts import brief, life, output, strength
from jilian.clusters.views.proposals import note, proposal, proposal_export
from jilian.clusters.views.register import (
    chain,
    cluster_list,
    detail,
    export,
    export_list,
    of_firm,
    points,
)
from jilian.clusters.views.runs import progress, reproduce, reproduction, run, runs, start

__all__ = [
    "adopt",
    "brief",
    "chain",
    "changes",
    "changes_export",
    "cluster_list",
    "compare",
    "compare_export",
    "detail",
    "export",
    "export_list",
    "life",
    "note",
    "of_firm",
    "output",
    "points",
    "progress",
    "proposal",
    "proposal_export",
    "reproduce",
    "reproduction",
    "run",
    "runs",
    "start",
    "strength",
    "take_over",
    "undo_adoption",
]
