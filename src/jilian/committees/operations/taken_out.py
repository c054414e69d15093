"""A paper or a list leaves the software as a file: that is traced like a write."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.committees.models import Procedure
from jilian.places.models import World


@transaction.atomic
def note_paper(
    *,
    by: Person,
    at: datetime,
    procedure: Procedure,
    paper: str,
    fingerprint: str,
    missing: int,
    purpose: str,
    recipient: str,
) -> None:
    """Trace that a paper was made from the record; refuses who may not propose in this cluster."""
    allow(
        by,
        Permission.PROPOSE_BODIES,
        world_code=procedure.world.code,
        scopes=procedure.own_scopes,
    )
    audit.record(
        "procedure_paper.exported", by=by, at=at, about=procedure, world=procedure.world,
        after={"paper": paper, "sha256": fingerprint, "left_blank": missing},
        purpose=purpose, recipient=recipient,
    )  # fmt: skip


@transaction.atomic
def note_list(
    *,
    by: Person,
    at: datetime,
    world: World,
    what: str,
    kind: str,
    rows: int,
    purpose: str,
    recipient: str,
) -> None:
    """Trace that a list was taken out; refuses without the permission to take lists out."""
    allow(by, Permission.EXPORT, world_code=world.code)
    audit.record(
        "procedures.exported", by=by, at=at, world=world,
        after={"what": what, "file": kind, "rows": rows}, purpose=purpose, recipient=recipient,
    )  # fmt: skip
