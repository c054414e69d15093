"""Deleting what has reached the end of its time, unless a legal hold keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.retention import DELETIONS
from jilian.upkeep.models import LegalHold
from jilian.upkeep.rules import CLASSES

SHORTEST_REASON = 5


@dataclass(frozen=True)
class Deleted:
    """What became of a class: how many records older than ``before``, or that a hold kept them."""

    code: str
    before: datetime
    count: int
    held: bool


@transaction.atomic
def retain(*, by: Person, at: datetime, dry_run: bool = False) -> list[Deleted]:
    """Delete what is older than its class allows; with ``dry_run`` only count it."""
    allow(by, Permission.SEE_SYSTEM)
    held = set(LegalHold.objects.in_force().values_list("data_class", flat=True))
    found = []
    for code, deleting in sorted(DELETIONS.items()):
        before, is_held = at - timedelta(days=deleting.days), code in held
        found.append(Deleted(code, before, deleting.delete(before, dry_run or is_held), is_held))
    counts = {one.code: one.count for one in found if one.count and not one.held}
    if counts and not dry_run:
        audit.record("upkeep.retained", by=by, at=at, after=counts)
    return found


@transaction.atomic
def hold(*, by: Person, at: datetime, code: str, reason: str) -> LegalHold:
    """Keep a class of data from being deleted until the hold is lifted."""
    allow(by, Permission.HOLD_DATA)
    if code not in {one.code for one in CLASSES}:
        raise Refusal("data_class_unknown", _("There is no class of data “%s”.") % code)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal("reason_missing", _("Say why deletion is held back."))
    if LegalHold.objects.in_force().filter(data_class=code).exists():
        raise Refusal("held_already", _("Deletion of this class is held back already."))
    made = LegalHold.objects.create(
        data_class=code, reason=reason.strip(), ordered_at=at, ordered_by=by.username
    )
    audit.record("upkeep.held", by=by, at=at, about=made, after={"reason": made.reason})
    return made


@transaction.atomic
def lift_hold(*, by: Person, at: datetime, code: str) -> None:
    """Lift the hold: what is due is deleted the next night."""
    allow(by, Permission.HOLD_DATA)
    held = LegalHold.objects.in_force().select_for_update().filter(data_class=code).first()
    if held is None:
        raise Refusal("not_held", _("Deletion of this class is not held back."))
    held.lifted_at, held.lifted_by = at, by.username
    held.save(update_fields=["lifted_at", "lifted_by"])
    audit.record("upkeep.hold_lifted", by=by, at=at, about=held)
