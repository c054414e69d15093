"""Who leads a cluster from a day on, and taking that back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.clusters.models import Cluster, Membership
from jilian.clusters.queries.leading import PlannedRole, plan_leaders
from jilian.clusters.rules import MemberRole
from jilian.clusters.rules.adopting import LONGEST_REASON
from jilian.sources.models import Source


@transaction.atomic
def set_leaders(
    *,
    by: Person,
    at: datetime,
    cluster: Cluster,
    leaders: Collection[int],
    from_day: date,
    reason: str,
    source: Source,
) -> list[dict[str, Any]]:
    """Let these firms (keys), and no others, lead the cluster from the day on.

    The spell of each membership whose role changes ends on the day and a new one begins; no day
    before it is touched. Returns what was changed, for ``take_back_leaders``.
    """
    allow(by, Permission.CHOOSE_LEADERS, world_code=cluster.world.code)
    if not reason.strip():
        raise Refusal("reason_missing", _("Naming leading firms needs a reason."))
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    planned = plan_leaders(cluster, leaders, from_day)
    before = [str(one.firm) for one in planned if one.role == MemberRole.MEMBER]
    changes = [_change(one, from_day, reason.strip()[:LONGEST_REASON], source) for one in planned]
    audit.record(
        "cluster.leaders_set", by=by, at=at, about=cluster, world=cluster.world,
        before={"no_longer": before},
        after={
            "from_day": from_day, "reason": reason.strip(),
            "leaders": [str(one.firm) for one in planned if one.role == MemberRole.LEADER],
        },
    )  # fmt: skip
    return changes


def _change(planned: PlannedRole, day: date, reason: str, source: Source) -> dict[str, Any]:
    row = planned.membership
    if planned.in_place:
        before = {"role": row.role, "reason": row.reason, "source": row.source_id}
        row.role, row.reason, row.source = planned.role, reason, source
        row.save(update_fields=("role", "reason", "source"))
        return {"membership": row.pk, "earlier": None, "before": before}
    begun_until = row.valid_to
    row.valid_to, row.end_reason = day, reason
    row.save(update_fields=("valid_to", "end_reason"))
    begun = Membership.objects.create(
        cluster=row.cluster, firm=row.firm, role=planned.role, position=row.position,
        reason=reason, source=source, valid_from=day, known_by=day, valid_to=begun_until,
    )  # fmt: skip
    until = begun_until.isoformat() if begun_until else None
    return {"membership": begun.pk, "earlier": row.pk, "before": {"valid_to": until}}


@transaction.atomic
def take_back_leaders(
    *, by: Person, at: datetime, cluster: Cluster, changes: Sequence[dict[str, Any]], reason: str
) -> None:
    """Undo what ``set_leaders`` returned; refuses once one of the memberships has changed since."""
    allow(by, Permission.CHOOSE_LEADERS, world_code=cluster.world.code)
    if not reason.strip():
        raise Refusal("reason_missing", _("Say why it is taken back."))
    pks = {one[key] for one in changes for key in ("membership", "earlier") if one[key]}
    rows = Membership.objects.select_for_update(of=("self",)).filter(cluster=cluster).in_bulk(pks)
    if len(rows) != len(pks):
        raise _rests()
    for change in changes:
        _take_back(rows, change)
    audit.record(
        "cluster.leaders_taken_back", by=by, at=at, about=cluster, world=cluster.world,
        before={"memberships": len(changes)}, after={"reason": reason.strip()},
    )  # fmt: skip


def _take_back(rows: dict[int, Membership], change: dict[str, Any]) -> None:
    row, before = rows[change["membership"]], change["before"]
    if change["earlier"] is None:
        if row.role == before["role"]:
            raise _rests()
        row.role, row.reason, row.source_id = before["role"], before["reason"], before["source"]
        row.save(update_fields=("role", "reason", "source"))
        return
    earlier = rows[change["earlier"]]
    until = date.fromisoformat(before["valid_to"]) if before["valid_to"] else None
    if earlier.valid_to != row.known_by or row.valid_to != until:
        raise _rests()
    row.delete()
    earlier.valid_to, earlier.end_reason = until, ""
    earlier.save(update_fields=("valid_to", "end_reason"))


def _rests() -> Refusal:
    return Refusal(
        "rests_on_it", _("A membership has changed since: something rests on this decision.")
    )
