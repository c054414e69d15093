"""Clusters with dated names and members; formation runs, what they propose, what was adopted."""

from __future__ import annotations

from jilian.clusters.models.adoption import Adoption, AdoptionQuerySet, Departure
from jilian.clusters.models.register import (
    Cluster,
    ClusterBody,
    ClusterName,
    ClusterQuerySet,
    Membership,
)
from jilian.clusters.models.runs import (
    FormationRun,
    FormationRunQuerySet,
    ProposedCluster,
    ProposedClusterQuerySet,
    ProposedMember,
)

__all__ = [
    "Adoption",
    "AdoptionQuerySet",
    "Cluster",
    "ClusterBody",
    "ClusterName",
    "ClusterQuerySet",
    "Departure",
    "FormationRun",
    "FormationRunQuerySet",
    "Membership",
    "ProposedCluster",
    "ProposedClusterQuerySet",
    "ProposedMember",
]
