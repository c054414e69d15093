"""The boundaries in which something can be missing: each cluster of a day, and a whole district."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from jilian.clusters.models import Cluster, Membership
from jilian.clusters.queries.together import joined_members
from jilian.firms.models import Firm
from jilian.places.models import World, WorldArea


@dataclass(frozen=True)
class Boundary:
    """A cluster with the keys of its firms; ``cluster`` None: all firms of the district."""

    cluster: int | None
    firms: frozenset[int]


def boundaries_on(world: World, day: date) -> list[Boundary]:
    """The clusters that stand on the day with their members for certain; three queries.

    The whole is a boundary only where the world is one district: in a corridor of several places
    what one lacks another may have.
    """
    joined = joined_members(world, day)
    standing = Cluster.objects.on(day).filter(world=world).order_by()
    rows = joined.shown(
        Membership.objects.on(day).filter(cluster__in=standing.values("pk")).order_by()
    )
    members: defaultdict[int, set[int]] = defaultdict(set)
    for cluster, firm in rows.values_list("cluster", "firm"):
        members[cluster].add(joined.merged.get(firm, firm))
    found = [Boundary(pk, frozenset(firms)) for pk, firms in sorted(members.items())]
    if is_one_district(world):
        every = Firm.objects.filter(world=world).standing().order_by().values_list("pk", flat=True)
        found.append(Boundary(None, frozenset(every)))
    return found


def is_one_district(world: World) -> bool:
    """Whether the world is a single district."""
    return WorldArea.objects.filter(world=world).count() == 1


def keys_of_firms(world: World) -> dict[str, int]:
    """Every standing firm of a world by its key in the tables of the engine; one query."""
    rows = Firm.objects.filter(world=world).standing().order_by()
    return {
        f"{scheme}:{identifier}": pk
        for scheme, identifier, pk in rows.values_list("scheme", "identifier", "pk")
    }
