"""Noting that a list left the house as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

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
    kind: str,
    rows: int,
    asked: Mapping[str, str],
    purpose: str,
    recipient: str,
) -> None:
    """Record that ``rows`` lines of firms or titles were taken out, and what was asked for."""
    allow(by, Permission.EXPORT, world_code=world.code)
    after = {"kind": kind, "rows": rows, "asked": dict(asked)}
    audit.record(
        f"{what}.exported", by=by, at=at, world=world, after=after,
        purpose=purpose, recipient=recipient,
    )  # fmt: skip
