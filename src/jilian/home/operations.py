"""Lists that leave the software as files: traced like writes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.places.models import World


@transaction.atomic
def note_export(
    *, by: Person, at: datetime, world: World, what: str, rows: int, purpose: str, recipient: str
) -> None:
    """Trace that a list ("facts" or "sources") was taken out; refuses without EXPORT."""
    allow(by, Permission.EXPORT, world_code=world.code)
    audit.record(
        f"{what}.exported", by=by, at=at, world=world, after={"file": "csv", "rows": rows},
        purpose=purpose, recipient=recipient,
    )  # fmt: skip
