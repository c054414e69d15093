"""A membership ends."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import ScopeKind
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.clusters.models import Membership
from jilian.clusters.rules.adopting import LONGEST_REASON


@transaction.atomic
def end_membership(
    *, by: Person, at: datetime, membership: Membership, valid_to: date, reason: str
) -> Membership:
    """End a membership: ``valid_to`` is the first day on which the firm is no longer a member."""
    kept = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    cluster = kept.cluster
    allow(
        by,
        Permission.ADOPT_CLUSTERS,
        world_code=cluster.world.code,
        scopes=((ScopeKind.CLUSTER, str(cluster.pk)),),
    )
    if not reason.strip():
        raise Refusal("reason_missing", _("The end of a membership needs its reason."))
    if kept.valid_to is not None:
        raise Refusal("already_ended", _("This membership has ended already."))
    if valid_to <= kept.known_by:
        raise Refusal("ends_before_it_starts", _("A membership ends after its first day."))
    kept.valid_to, kept.end_reason = valid_to, reason.strip()[:LONGEST_REASON]
    kept.save(update_fields=("valid_to", "end_reason"))
    audit.record(
        "membership.ended", by=by, at=at, about=kept, world=cluster.world,
        before={"valid_to": None}, after={"valid_to": valid_to, "reason": reason.strip()},
    )  # fmt: skip
    return kept
