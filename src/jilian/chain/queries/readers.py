"""Who asks what breaks, and how far: the whole network, or the links of one cluster's firms."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.functions import Coalesce

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.chain.models.critical import clusters_held
from jilian.clusters.models import Cluster, Membership
from jilian.places.models import World


@dataclass(frozen=True)
class Reader:
    """How far somebody sees what breaks.

    ``cluster`` None: everywhere. Otherwise ``seen`` are the keys of its firms: only links with one
    of them at an end are computed with, and only these firms are listed.
    """

    person: Person
    world: World
    cluster: Cluster | None = None
    seen: frozenset[str] | None = None

    @property
    def sees_amounts(self) -> bool:
        """Whether yearly facts of firms may be summed for this reader."""
        return self.cluster is None and reach(self.person, self.world.code).may(
            Permission.SEE_FACTS
        )

    def lists(self, key: str) -> bool:
        """Whether a firm is listed for this reader."""
        return self.seen is None or key in self.seen


def reader_of(person: Person, world: World, cluster: int | None = None) -> Reader | None:
    """How far the person sees; None: not at all beyond the own firm. At most two queries.

    ``cluster``: the one asked for, of those whose secretary the person is; otherwise the first.
    """
    if reach(person, world.code).may(Permission.SEE_BREAKS):
        return Reader(person, world)
    held = clusters_held(person, world, Permission.SEE_BREAKS)
    wanted = [cluster] if cluster in held else held[:1]
    found = Cluster.objects.filter(world=world, pk__in=wanted).first()
    if found is None:
        return None
    return Reader(person, world, found, members_of(found))


def members_of(cluster: Cluster) -> frozenset[str]:
    """The firms that belong to a cluster now, as the tables write them; one query."""
    rows = Membership.objects.filter(cluster=cluster, valid_to__isnull=True).order_by()
    pairs = rows.values_list(
        Coalesce("firm__merged_into__scheme", "firm__scheme"),
        Coalesce("firm__merged_into__identifier", "firm__identifier"),
    )
    return frozenset(f"{scheme}:{identifier}" for scheme, identifier in pairs)


def cluster_choices(person: Person, world: World) -> list[tuple[int, str]]:
    """The clusters within which the person may look: all, or the own ones; one query."""
    rows = Cluster.objects.filter(world=world, valid_to__isnull=True)
    if not reach(person, world.code).may(Permission.SEE_BREAKS):
        rows = rows.filter(pk__in=clusters_held(person, world, Permission.SEE_BREAKS))
    return [(one.pk, str(one)) for one in rows]
