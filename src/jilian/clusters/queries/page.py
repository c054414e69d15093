"""The page of one cluster: which firms, in which positions, who leads, since when, by what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.clusters.models import Cluster, ProposedCluster
from jilian.clusters.queries.listing import Body, ListedCluster, listed_clusters
from jilian.clusters.queries.members import towns_of_members
from jilian.places.models import World


@dataclass(frozen=True)
class ClusterPage:
    """What a cluster's page says at once; everything else is loaded by parts."""

    cluster: Cluster
    listed: ListedCluster | None  # None: the cluster had ended or not begun on the day
    body: Body | None
    towns: list[tuple[str, str, str, int]]
    proposal: ProposedCluster | None

    @property
    def town_count(self) -> int:
        """How many places its members are known to be in."""
        return sum(1 for code, *_rest in self.towns if code)


def cluster_page(person: Person, world: World, cluster: Cluster, day: date) -> ClusterPage:
    """Return the page of a cluster that the person may see, as of the day."""
    held = reach(person, world.code)
    rows = listed_clusters(person, world, day, (cluster.pk,))
    proposal = None
    if held.may_somewhere(Permission.SEE_PROPOSALS):
        proposal = cluster.proposals.select_related("run__snapshot").first()
    listed = rows[0] if rows else None
    return ClusterPage(
        cluster=cluster,
        listed=listed,
        body=listed.body if listed else None,
        towns=towns_of_members(cluster, day),
        proposal=proposal,
    )
