"""Telling people something, and settling it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.audit.operations import Doer
from jilian.notices.models import Notice
from jilian.notices.operations.leaving import hand_out
from jilian.notices.queries import sentence_of
from jilian.notices.rules import KINDS
from jilian.places.models import World


@transaction.atomic
def tell(
    *,
    by: Doer,
    at: datetime,
    to: Person,
    world: World | None = None,
    kind: str,
    key: str,
    url: str,
    details: Mapping[str, object],
    wakes: bool = False,
) -> Notice | None:
    """Tell a person something once: the same key again leaves the first notice as it is.

    What ``wakes`` leaves the house at night too, where its kind may leave it at all.

    Returns None for a system person, who reads nothing. Raises KeyError where the catalogue has no
    such kind or the details lack something that its sentence names.
    """
    if to.is_system:
        return None
    sentence_of(kind, details)
    notice, is_new = Notice.objects.get_or_create(
        to=to,
        key=key,
        defaults={
            "world": world,
            "kind": kind,
            "details": dict(details),
            "url": url,
            "sent_at": at,
        },
    )
    if is_new:
        audit.record(
            "notice.told", by=by, at=at, about=notice, world=world, after={"to": to.username}
        )
        if KINDS[kind].outside:
            hand_out(by=by, at=at, notice=notice, wakes=wakes)
    return notice


@transaction.atomic
def settle(*, by: Doer, at: datetime, key: str, to: Person | None = None) -> int:
    """Take a matter off the lists of all who were told of it, or of one; returns how many."""
    waiting = Notice.objects.select_for_update().filter(key=key, done_at__isnull=True)
    if to is not None:
        waiting = waiting.filter(to=to)
    kept = list(waiting)
    for notice in kept:
        notice.done_at = at
        notice.save(update_fields=["done_at"])
        audit.record("notice.settled", by=by, at=at, about=notice, world=notice.world)
    return len(kept)


def open_notice(*, by: Person, at: datetime, notice: Notice) -> None:
    """Settle a notice that only informs, for the person who opens it."""
    if notice.kind in KINDS and KINDS[notice.kind].informs:
        settle(by=by, at=at, key=notice.key, to=by)
