"""Where the members of published clusters stand in the chain, computed from the links of a day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.clusters import analysis
from jilian.clusters.models import Cluster, Membership
from jilian.clusters.queries.keys import keys_of_firms
from jilian.clusters.rules import Position
from jilian.network.operations import freeze_snapshot
from jilian.places.models import World


@transaction.atomic
def place_in_chain(*, by: Person, at: datetime, world: World, as_of: date) -> int:
    """Give members without a position the one that the network of a day shows; returns how many.

    A position that is known stays. A firm without a link inside its cluster stays without one.
    """
    allow(by, Permission.ADOPT_CLUSTERS, world_code=world.code)
    members: dict[int, list[Membership]] = {}
    rows = Membership.objects.on(as_of).filter(cluster__world=world).select_related("cluster")
    for row in rows:
        members.setdefault(row.cluster_id, []).append(row)
    lacking = {
        pk: held
        for pk, held in members.items()
        if any(row.position == Position.UNKNOWN for row in held)
    }
    if not lacking:
        return 0
    snapshot = freeze_snapshot(by=by, at=at, world=world, as_of=as_of)
    keys = keys_of_firms({row.firm_id for held in lacking.values() for row in held})
    found = analysis.positions(
        snapshot,
        {pk: list({keys[row.firm_id]: None for row in held}) for pk, held in lacking.items()},
    )
    placed = 0
    for pk, held in lacking.items():
        new = [
            row
            for row in held
            if row.position == Position.UNKNOWN and keys[row.firm_id] in found[pk]
        ]
        for row in new:
            row.position = found[pk][keys[row.firm_id]]
        _keep(held[0].cluster, new, snapshot.fingerprint, by=by, at=at)
        placed += len(new)
    return placed


def _keep(
    cluster: Cluster, rows: list[Membership], fingerprint: str, *, by: Person, at: datetime
) -> None:
    if not rows:
        return
    Membership.objects.bulk_update(rows, ("position",), batch_size=500)
    audit.record(
        "cluster.placed",
        by=by,
        at=at,
        about=cluster,
        world=cluster.world,
        before={"position": Position.UNKNOWN, "members": len(rows)},
        after={"fingerprint": fingerprint},
    )
