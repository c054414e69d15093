"""Telling those who keep missing links what has appeared, and which lines have become old."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, people_who_may, people_within
from jilian.accounts.rules import ScopeKind
from jilian.gaps.models import ChainItem, GapRun, MissingLink
from jilian.notices import operations as notices


def keepers_of(world_code: str, cluster: int | None) -> list[Person]:
    """Who keeps missing links: those of the cluster, and those of the whole world."""
    found = {one.pk: one for one in people_who_may(Permission.KEEP_GAPS, world_code)}
    if cluster is not None:
        scopes = [(ScopeKind.CLUSTER.value, str(cluster))]
        own = people_within(Permission.KEEP_GAPS, world_code, scopes)
        found |= {one.pk: one for one in own}
    return list(found.values())


def tell_found(*, by: Person, at: datetime, run: GapRun, fresh: Sequence[MissingLink]) -> None:
    """Tell keepers how many missing links are new: of a cluster its own, of the world all."""
    if not fresh:
        return
    by_cluster: defaultdict[int, int] = defaultdict(int)
    for one in fresh:
        if one.cluster_id is not None:
            by_cluster[one.cluster_id] += 1
    whole = people_who_may(Permission.KEEP_GAPS, run.world.code)
    _tell_all(by, at, run, whole, len(fresh), "")
    for cluster, count in sorted(by_cluster.items()):
        own = [one for one in keepers_of(run.world.code, cluster) if one not in whole]
        _tell_all(by, at, run, own, count, f"?cluster={cluster}")


def _tell_all(
    by: Person, at: datetime, run: GapRun, people: Iterable[Person], count: int, query: str
) -> None:
    for person in people:
        notices.tell(
            by=by, at=at, to=person, world=run.world, kind="missing_links_found",
            key=f"gaps:run:{run.pk}{query}",
            url=reverse("gaps:list", args=(run.world.code,)) + query,
            details={"count": count, "world": run.world.name},
        )  # fmt: skip


def tell_old(*, by: Person, at: datetime, item: ChainItem) -> None:
    """Tell the keepers of a cluster that a line of its lists has been open for long; once."""
    for person in keepers_of(item.world.code, item.cluster_id):
        notices.tell(
            by=by, at=at, to=person, world=item.world, kind="chain_item_old",
            key=_key(item), url=reverse("gaps:items", args=(item.world.code, item.cluster_id)),
            details={
                "words": item.words, "cluster": item.cluster.name,
                "since": item.opened_on.isoformat(),
            },
        )  # fmt: skip


def settle_old(*, by: Person, at: datetime, item: ChainItem) -> None:
    """It is closed: nobody needs to be reminded of it."""
    notices.settle(by=by, at=at, key=_key(item))


def _key(item: ChainItem) -> str:
    return f"gaps:item:{item.pk}:old"
