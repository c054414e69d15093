"""Lists leave the software as files: that is traced like a write."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.clusters.models import Cluster, FormationRun
from jilian.places.models import World


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


@transaction.atomic
def note_run_export(
    *,
    by: Person,
    at: datetime,
    run: FormationRun,
    what: str,
    kind: str,
    rows: int,
    purpose: str,
    recipient: str,
) -> None:
    """Trace that a list about a run was taken out as a file; refuses without EXPORT.

    ``what``: members of a proposal, changes, or the comparison with another run.
    """
    allow(by, Permission.EXPORT, world_code=run.world.code)
    audit.record(
        "formation_run.exported",
        by=by,
        at=at,
        about=run,
        world=run.world,
        after={"what": what, "file": kind, "rows": rows},
        purpose=purpose,
        recipient=recipient,
    )


@transaction.atomic
def note_list_export(
    *,
    by: Person,
    at: datetime,
    world: World,
    day: date,
    kind: str,
    rows: int,
    purpose: str,
    recipient: str,
) -> None:
    """Trace that the list of clusters was taken out as a file; refuses without EXPORT."""
    allow(by, Permission.EXPORT, world_code=world.code)
    audit.record(
        "cluster.list_exported",
        by=by,
        at=at,
        about=world,
        world=world,
        after={"as_of": day, "file": kind, "rows": rows},
        purpose=purpose,
        recipient=recipient,
    )
