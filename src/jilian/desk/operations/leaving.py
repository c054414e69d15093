"""The list of what left the house leaves the house itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.places.models import World


@transaction.atomic
def note_export(
    *, by: Person, at: datetime, world: World | None, rows: int, purpose: str, recipient: str
) -> None:
    """Trace that the list of exports was taken out, of one world or of all."""
    if world is None:
        allow(by, Permission.SEE_TRACES)
    else:
        allow(by, Permission.KEEP_DESK, world_code=world.code)
    audit.record(
        "taken_out.exported", by=by, at=at, world=world, after={"file": "csv", "rows": rows},
        purpose=purpose, recipient=recipient,
    )  # fmt: skip
