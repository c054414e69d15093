"""Who opened the page of a record: a log of reading beside the chain."""

from __future__ import annotations

from collections import deque
from datetime import date, datetime

from django.db import OperationalError, models

from jilian.audit.models import Look
from jilian.audit.operations.chain import Doer, Register
from jilian.base.impatient import impatient

# Looks that found the database held by a long write; written with the next one.
_waiting: deque[Look] = deque(maxlen=10_000)


def note_look(*, by: Doer, at: datetime, day: date, world: Register, about: models.Model) -> None:
    """Note that somebody opened the page of a record, once a day; never waits for the database."""
    kind, key = about._meta.label_lower, str(about.pk)
    kept = Look.objects.filter(about_kind=kind, about_key=key, day=day, person=by.username)
    if kept.exists():
        return
    look = Look(
        day=day, person=by.username, world=world.code, about_kind=kind, about_key=key, first_at=at
    )
    waiting = [look, *(_waiting.popleft() for _ in range(len(_waiting)))]
    try:
        with impatient():
            Look.objects.bulk_create(waiting, ignore_conflicts=True)
    except OperationalError:
        _waiting.extend(waiting)


def forget_looks(before: datetime, dry_run: bool) -> int:
    """Delete looks older than this, or only count them. Whoever retains leaves the trace."""
    rows = Look.objects.filter(first_at__lt=before)
    return rows.count() if dry_run else rows.delete()[0]
