"""An adoption is undone, as long as nothing rests on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.clusters.models import Adoption, Cluster, Membership, ProposedCluster
from jilian.clusters.queries.resting import rests_on
from jilian.clusters.rules.adopting import LONGEST_REASON


@transaction.atomic
def undo_adoption(*, by: Person, at: datetime, adoption: Adoption, reason: str) -> Adoption:
    """Take an adoption back: what it began goes, what it ended lasts on, as if it had not been.

    A cluster that it founded goes as well, and its proposal can be adopted again. Refuses, in
    words, where something rests on it. The trace keeps what was taken back.
    """
    kept = Adoption.objects.select_for_update(of=("self",)).get(pk=adoption.pk)
    allow(by, Permission.ADOPT_CLUSTERS, world_code=kept.world.code)
    if not reason.strip():
        raise Refusal("reason_missing", _("Undoing an adoption needs its reason."))
    if kept.undone_at is not None:
        raise Refusal("undone_already", _("This adoption has been undone already."))
    if kept.cluster_id is not None:
        Cluster.objects.select_for_update(of=("self",)).get(pk=kept.cluster_id)
    if found := rests_on(kept):
        raise Refusal(
            "something_rests_on_it",
            _("It cannot be undone, because this rests on it: %(what)s.")
            % {"what": _(", ").join(found)},
        )
    cluster = kept.cluster
    assert cluster is not None
    begun = list(kept.begun.select_related("firm").order_by("pk"))
    ended = list(kept.ended.select_related("firm").order_by("pk"))
    kept.undone_at, kept.undone_by = at, by.username
    kept.undo_reason = reason.strip()[:LONGEST_REASON]
    kept.save(update_fields=("undone_at", "undone_by", "undo_reason"))
    audit.record(
        "cluster.adoption_undone", by=by, at=at, about=cluster, world=kept.world,
        before={
            "name": cluster.name, "from_day": kept.from_day, "reason": kept.reason,
            "members": [row.firm.identifier for row in begun],
            "ended": [row.firm.identifier for row in ended],
        },
        after={"reason": kept.undo_reason, "cluster_goes": kept.is_new},
    )  # fmt: skip
    _take_back(kept, cluster, begun, ended)
    return kept


def _take_back(
    adoption: Adoption, cluster: Cluster, begun: list[Membership], ended: list[Membership]
) -> None:
    Membership.objects.filter(pk__in=[row.pk for row in begun]).delete()
    for row in ended:
        row.valid_to, row.end_reason, row.end_adoption = None, "", None
    Membership.objects.bulk_update(
        ended, ("valid_to", "end_reason", "end_adoption"), batch_size=500
    )
    if adoption.proposal_id is not None:
        proposals = ProposedCluster.objects.filter(pk=adoption.proposal_id, adopted_as=cluster)
        proposals.update(adopted_as=None)
    if adoption.is_new:
        cluster.delete()
        adoption.cluster = None
