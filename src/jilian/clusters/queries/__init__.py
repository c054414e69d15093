"""Every read of this area worth a name; each starts from who is looking."""

from __future__ import annotations

from jilian.clusters.queries.brief import Brief, brief_of
from jilian.clusters.queries.chain import Chain, chain_of
from jilian.clusters.queries.directory import Directory, Entry, Spot, directory, narrowed, spots_of
from jilian.clusters.queries.life import Life, life_of
from jilian.clusters.queries.listing import ListedCluster, listed_clusters
from jilian.clusters.queries.members import (
    member_rows,
    memberships_of_firm,
    towns_of_members,
)
from jilian.clusters.queries.output import outputs_by, sees_outputs
from jilian.clusters.queries.page import ClusterPage, cluster_page
from jilian.clusters.queries.places import map_points
from jilian.clusters.queries.runs import (
    added_firms,
    adopted_count,
    firm_names,
    listed_runs,
    noted_counts,
    proposed_members,
    run_page,
)
from jilian.clusters.queries.strength import StrengthRows, strength_rows
from jilian.clusters.queries.words import industry_names, town_names

__all__ = [
    "Brief",
    "Chain",
    "ClusterPage",
    "Directory",
    "Entry",
    "Life",
    "ListedCluster",
    "Spot",
    "StrengthRows",
    "added_firms",
    "adopted_count",
    "brief_of",
    "chain_of",
    "cluster_page",
    "directory",
    "firm_names",
    "industry_names",
    "life_of",
    "listed_clusters",
    "listed_runs",
    "map_points",
    "member_rows",
    "memberships_of_firm",
    "narrowed",
    "noted_counts",
    "outputs_by",
    "proposed_members",
    "run_page",
    "sees_outputs",
    "spots_of",
    "strength_rows",
    "town_names",
    "towns_of_members",
]
