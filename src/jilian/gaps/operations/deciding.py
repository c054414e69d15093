"""Confirming, rejecting, closing and reopening missing links."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.firms.models import Firm
from jilian.gaps.models import MissingLink
from jilian.gaps.rules.deciding import check_decision
from jilian.gaps.rules.words import Status


@transaction.atomic
def decide_missing_link(
    *,
    by: Person,
    at: datetime,
    link: MissingLink,
    status: str,
    reason: str = "",
    on: date | None = None,
    filled_by: Firm | None = None,
) -> MissingLink:
    """Confirm a missing link, reject it with a reason, say what filled it, or reopen it.

    What a search said about it stays; the next search leaves the decision alone.
    """
    allow(by, Permission.KEEP_GAPS, world_code=link.world.code, scopes=link.scopes)
    kept = MissingLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    today = timezone.localdate(at)
    day, why = on or today, checked_text(reason)
    check_decision(kept.status, status, why, day, today)
    if filled_by is not None and filled_by.world_id != kept.world_id:
        raise Refusal("other_world", _("This firm belongs to another world."))
    before = {"status": kept.status, "reason": kept.reason}
    kept.status, kept.reason, kept.decided_on = status, why, day
    kept.decided_at, kept.decided_by = at, by.username
    kept.filled_by = filled_by.root if filled_by and status == Status.FILLED else None
    kept.save(
        update_fields=["status", "reason", "decided_on", "decided_at", "decided_by", "filled_by"]
    )
    audit.record(
        f"missing_link.{ACTS[Status(status)]}", by=by, at=at, world=link.world, about=kept,
        before=before,
        after={"status": status, "reason": why, "on": day, "filled_by": kept.filled_by_id},
    )  # fmt: skip
    return kept


ACTS = {
    Status.PROPOSED: "reopened",
    Status.CONFIRMED: "confirmed",
    Status.REJECTED: "rejected",
    Status.FILLED: "filled",
}
