"""Links and snapshots leave the software as files: that is traced like a write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.network.models import Snapshot
from jilian.places.models import World


@transaction.atomic
def note_export(
    *,
    by: Person,
    at: datetime,
    world: World,
    kind: str,
    rows: int,
    asked: Mapping[str, object],
    purpose: str,
    recipient: str,
) -> None:
    """Trace that ``rows`` links were taken out as a file, and what was asked for."""
    allow(by, Permission.EXPORT, world_code=world.code)
    after = {"file": kind, "rows": rows, "asked": dict(asked)}
    audit.record(
        "links.exported", by=by, at=at, world=world, after=after,
        purpose=purpose, recipient=recipient,
    )  # fmt: skip


@transaction.atomic
def note_snapshot_taken(
    *,
    by: Person,
    at: datetime,
    snapshot: Snapshot,
    with_amounts: bool,
    purpose: str,
    recipient: str,
) -> None:
    """Trace that a snapshot was taken out, and whether the values of its links went along."""
    allow(by, Permission.EXPORT, world_code=snapshot.world.code)
    audit.record(
        "snapshot.exported",
        by=by,
        at=at,
        about=snapshot,
        world=snapshot.world,
        after={"fingerprint": snapshot.fingerprint, "with_amounts": with_amounts},
        purpose=purpose,
        recipient=recipient,
    )
