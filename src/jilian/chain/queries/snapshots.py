"""Which frozen network a question is answered on."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from jilian.clusters.queries.keys import keys_of_firms
from jilian.clusters.queries.standing import standing_members
from jilian.network.models import Snapshot
from jilian.places.models import World


def latest_snapshot(world: World, day: date) -> Snapshot | None:
    """The latest network frozen as of the day or before it; one query."""
    rows = Snapshot.objects.filter(world=world, as_of__lte=day)
    return rows.order_by("-as_of", "-frozen_at", "-pk").first()


def newer_snapshot(than: Snapshot) -> Snapshot | None:
    """A later network than this one, if one was frozen."""
    rows = Snapshot.objects.filter(world=than.world, as_of__gte=than.as_of).exclude(pk=than.pk)
    later = rows.filter(frozen_at__gte=than.frozen_at)
    return later.order_by("-as_of", "-frozen_at", "-pk").first()


def cluster_keys(world: World, day: date) -> dict[int, list[str]]:
    """The firms of each cluster that stands on the day, as the tables write them; few queries."""
    pairs = standing_members(world, day)
    keys = keys_of_firms(firm for _cluster, firm in pairs)
    found: defaultdict[int, list[str]] = defaultdict(list)
    for cluster, firm in pairs:
        found[cluster].append(keys[firm])
    return dict(found)
