"""Freezing the network of a day."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.network import analysis
from jilian.network.models import Snapshot, SnapshotTable
from jilian.network.rules import check_day
from jilian.places.models import World


@transaction.atomic
def freeze_snapshot(*, by: Person, at: datetime, world: World, as_of: date) -> Snapshot:
    """Freeze firms, products and links as of the day; the same content is kept once.

    Refuses a day ahead. The trace tells of the freezing also where the snapshot was there already.
    """
    allow(by, Permission.FREEZE, world_code=world.code)
    check_day(as_of, timezone.localdate(at))
    content = analysis.frozen(world, as_of)
    manifest = content.manifest
    snapshot, is_new = Snapshot.objects.get_or_create(
        world=world,
        as_of=as_of,
        fingerprint=manifest.fingerprint,
        defaults={
            "manifest": json.loads(manifest.to_json()),
            "frozen_at": at,
            "frozen_by": by.username,
        },
    )
    if is_new:
        SnapshotTable.objects.bulk_create(
            SnapshotTable(snapshot=snapshot, name=name, content=file)
            for name, file in content.files.items()
        )
    audit.record(
        "snapshot.frozen",
        by=by,
        at=at,
        about=snapshot,
        world=world,
        after={"as_of": as_of, "fingerprint": manifest.fingerprint, "new": is_new},
    )
    return snapshot
