"""What is taken out as a file leaves a trace."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.coverage.models import Campaign


@transaction.atomic
def note_export(
    *,
    by: Person,
    at: datetime,
    campaign: Campaign,
    what: str,
    rows: int,
    kind: str,
    purpose: str,
    recipient: str,
) -> None:
    """Leave a trace of targets or a report taken out; refuses who may not take lists out."""
    allow(by, Permission.EXPORT, world_code=campaign.world.code)
    audit.record(
        "campaign.exported", by=by, at=at, world=campaign.world, about=campaign,
        after={"what": what, "rows": rows, "format": kind}, purpose=purpose, recipient=recipient,
    )  # fmt: skip
