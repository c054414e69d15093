"""Lists and comparisons taken out as files."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.places.models import World
from jilian.purchases.models import Purchase
from jilian.purchases.queries.people import scopes_of

P = Permission


@transaction.atomic
def note_export(
    *, by: Person, at: datetime, world: World, rows: int, kind: str, purpose: str, recipient: str
) -> None:
    """Leave a trace of the list taken out as a file; refuses who may not take lists out."""
    allow(by, P.EXPORT, world_code=world.code)
    audit.record(
        "purchases.exported", by=by, at=at, world=world, after={"rows": rows, "format": kind},
        purpose=purpose, recipient=recipient,
    )  # fmt: skip


@transaction.atomic
def note_comparison_taken(
    *,
    by: Person,
    at: datetime,
    purchase: Purchase,
    rows: int,
    kind: str,
    purpose: str,
    recipient: str,
) -> None:
    """Leave a trace of the buyer's own comparison taken out as a file."""
    allow(by, P.ORDER_PURCHASES, world_code=purchase.world.code, scopes=scopes_of(purchase.buyer))
    audit.record(
        "comparison.exported", by=by, at=at, world=purchase.world, about=purchase,
        after={"rows": rows, "format": kind}, purpose=purpose, recipient=recipient,
    )  # fmt: skip
