"""Figures of this area taken out as files."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.places.models import World


@transaction.atomic
def note_export(
    *, by: Person, at: datetime, world: World, what: str, rows: int, kind: str, purpose: str,
    recipient: str,
) -> None:  # fmt: skip
    """Leave a trace of figures taken out as a file; refuses who may not take lists out."""
    allow(by, Permission.EXPORT, world_code=world.code)
    audit.record(
        "indicators.exported", by=by, at=at, world=world,
        after={"what": what, "rows": rows, "format": kind}, purpose=purpose, recipient=recipient,
    )  # fmt: skip
