"""Writing traces."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.db import models, transaction

from jilian.audit.models import Trace


class Doer(Protocol):
    """Whoever acts: a person or a named system person."""

    username: str


class Register(Protocol):
    """The world in which it happened."""

    code: str


def record(
    action: str,
    *,
    by: Doer,
    at: datetime,
    about: models.Model | None = None,
    world: Register | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> Trace:
    """Write one trace, inside the transaction of the write that it tells of.

    Raises RuntimeError outside a transaction: a trace without its write, or a write without its
    trace, must be impossible.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{action}: a trace is written in the transaction of its write")
    return Trace.objects.create(
        at=at,
        by=by.username,
        action=action,
        world=world.code if world else "",
        about_kind=about._meta.label_lower if about else "",
        about_key=str(about.pk) if about else "",
        about_name=str(about)[:300] if about else "",
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
    )
