"""Every read of this area worth a name; each starts from who is looking."""

from __future__ import annotations

from jilian.clusters.queries.chain import Chain, chain_of
from jilian.clusters.queries.listing import ListedCluster, listed_clusters
from jilian.clusters.queries.members import (
    member_rows,
    memberships_of_firm,
    towns_of_members,
)
from jilian.clusters.queries.page import ClusterPage, cluster_page
from jilian.clusters.queries.places import map_points
from jilian.clusters.queries.runs import (
    firm_names,
    listed_runs,
    proposal_page,
    run_page,
)
from jilian.clusters.queries.words import industry_names, town_names

__all__ = [
    "Chain",
    "ClusterPage",
    "ListedCluster",
    "chain_of",
    "cluster_page",
    "firm_names",
    "industry_names",
    "listed_clusters",
    "listed_runs",
    "map_points",
    "member_rows",
    "memberships_of_firm",
    "proposal_page",
    "run_page",
    "town_names",
    "towns_of_members",
]
