"""Saying which sources are authoritative."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.places.models import World
from jilian.sources.models import Source
from jilian.sources.operations import set_authority


@transaction.atomic
def mark_source(
    *, by: Person, at: datetime, world: World, source: Source, authoritative: bool
) -> Source:
    """Say that what a source states is questioned and never overwritten, or no longer."""
    allow(by, Permission.REVIEW_CLAIMS, world_code=world.code)
    return set_authority(by=by, at=at, source=source, authoritative=authoritative)
