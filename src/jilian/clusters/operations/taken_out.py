"""A list leaves the software as a file: that is traced like a write."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.clusters.models import Cluster


@transaction.atomic
def note_export(
    *,
    by: Person,
    at: datetime,
    cluster: Cluster,
    day: date,
    kind: str,
    rows: int,
    purpose: str,
    recipient: str,
) -> None:
    """Trace that the members of a cluster were taken out as a file; refuses without EXPORT."""
    allow(by, Permission.EXPORT, world_code=cluster.world.code)
    audit.record(
        "cluster.exported",
        by=by,
        at=at,
        about=cluster,
        world=cluster.world,
        after={"as_of": day, "file": kind, "rows": rows},
        purpose=purpose,
        recipient=recipient,
    )
