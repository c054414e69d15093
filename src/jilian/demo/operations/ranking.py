"""The firms of each cluster ranked by the four criteria; in the made district one is chosen."""

from __future__ import annotations

from datetime import date, datetime

from jilian.accounts.models import Person
from jilian.clusters.models import Cluster
from jilian.leaders import operations as leaders
from jilian.leaders.models import Selection
from jilian.leaders.queries import ranking_of
from jilian.places.models import World


def rank_leaders(
    *, by: Person, at: datetime, world: World, as_of: date, most: int, decided_from: date | None
) -> list[Selection]:
    """Rank the members of the first clusters of a world once.

    With ``decided_from`` the first of each table leads from that day; without it nothing is
    decided: about real firms the demo makes no decision.
    """
    if Selection.objects.filter(cluster__world=world).exists():
        return []
    found = Cluster.objects.on(as_of).filter(world=world, proposals__isnull=False)
    return [
        _rank(by=by, at=at, cluster=cluster, as_of=as_of, decided_from=decided_from)
        for cluster in found.order_by("pk").distinct()[:most]
    ]


def _rank(
    *, by: Person, at: datetime, cluster: Cluster, as_of: date, decided_from: date | None
) -> Selection:
    selection = leaders.start_selection(by=by, at=at, cluster=cluster, as_of=as_of, year=as_of.year)
    selection = leaders.compute_selection(by=by, at=at, selection=selection)
    first = next((row.firm for row in ranking_of(selection).rows if row.rank == 1), None)
    if decided_from is None or first is None:
        return selection
    return leaders.decide_selection(
        by=by, at=at, selection=selection, firms=[first], from_day=decided_from,
        document="示例遴选意见〔2026〕1号（虚构）",
    )  # fmt: skip
