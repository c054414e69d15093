"""Reports and lists taken out as files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.places.models import World

ACTIONS = {
    "growth": "growth.exported",
    "report": "report.exported",
    "developed": "developed.exported",
}


@transaction.atomic
def note_export(
    *, by: Person, at: datetime, world: World, what: str, details: Mapping[str, object],
    purpose: str, recipient: str,
) -> None:  # fmt: skip
    """Leave a trace of what is taken out: growth, a report, or newly developed members."""
    allow(by, Permission.EXPORT, world_code=world.code)
    audit.record(
        ACTIONS[what], by=by, at=at, world=world, after=dict(details), purpose=purpose,
        recipient=recipient,
    )  # fmt: skip
