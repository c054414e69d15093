"""What a statement check leaves behind: a trace when its result leaves as a file, no text."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.places.models import World


@transaction.atomic
def note_export(
    *, by: Person, at: datetime, world: World, kind: str, rows: int, purpose: str, recipient: str
) -> None:
    """Trace that the result of a check was taken out; refuses without EXPORT."""
    allow(by, Permission.EXPORT, world_code=world.code)
    audit.record(
        "statements.exported", by=by, at=at, world=world, after={"file": kind, "rows": rows},
        purpose=purpose, recipient=recipient,
    )  # fmt: skip
