"""What is taken out as a file leaves a trace."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.places.models import World


@transaction.atomic
def note_export(
    *,
    by: Person,
    at: datetime,
    world: World,
    what: str,
    rows: int,
    kind: str,
    asked: dict[str, Any],
    purpose: str,
    recipient: str,
) -> None:
    """Leave a trace of a list of what breaks that was taken out."""
    allow(by, Permission.EXPORT, world_code=world.code)
    audit.record(
        "breaks.exported", by=by, at=at, world=world,
        after={"what": what, "rows": rows, "format": kind, "asked": asked},
        purpose=purpose, recipient=recipient,
    )  # fmt: skip
