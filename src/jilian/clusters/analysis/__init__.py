"""The bridge to the engine: the tables of a snapshot in, clusters in plain values out."""

from __future__ import annotations

from jilian.clusters.analysis.changes import changes_of_run, narrowed_changes, runs_beside
from jilian.clusters.analysis.comparing import Compared, compared
from jilian.clusters.analysis.forming import form, form_snapshot
from jilian.clusters.analysis.placing import positions
from jilian.clusters.analysis.printing import (
    fingerprint_of_input,
    fingerprint_of_outcome,
    printed,
)
from jilian.clusters.analysis.reproducing import Reproduction, reproduce
from jilian.clusters.analysis.results import Formed, FormedCluster, FormedMember, Given
from jilian.clusters.analysis.strength import ClusterStrength, strength_of

__all__ = [
    "ClusterStrength",
    "Compared",
    "Formed",
    "FormedCluster",
    "FormedMember",
    "Given",
    "Reproduction",
    "changes_of_run",
    "compared",
    "fingerprint_of_input",
    "fingerprint_of_outcome",
    "form",
    "form_snapshot",
    "narrowed_changes",
    "positions",
    "printed",
    "reproduce",
    "runs_beside",
    "strength_of",
]
