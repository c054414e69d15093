"""The end of a cluster's body, and taking a body back while it is the cluster's latest."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.clusters.models import Cluster, ClusterBody
from jilian.organisations.models import Organisation


@transaction.atomic
def end_body(
    *, by: Person, at: datetime, cluster: Cluster, organisation: Organisation, valid_to: date
) -> None:
    """Let the organisation be the cluster's body no longer from this day on."""
    allow(by, Permission.ADOPT_CLUSTERS, world_code=cluster.world.code)
    kept = _latest(cluster, organisation)
    if kept.valid_to is not None:
        raise Refusal("body_ended", _("It is the body of this cluster no longer."))
    kept.valid_to = valid_to
    kept.save(update_fields=("valid_to",))
    audit.record(
        "cluster.body_ended", by=by, at=at, about=cluster, world=cluster.world,
        before={"organisation": organisation.key, "valid_to": None}, after={"valid_to": valid_to},
    )  # fmt: skip


@transaction.atomic
def reopen_body(*, by: Person, at: datetime, cluster: Cluster, organisation: Organisation) -> None:
    """Take the end of a body back; refuses while the cluster has another."""
    allow(by, Permission.ADOPT_CLUSTERS, world_code=cluster.world.code)
    kept = _latest(cluster, organisation)
    _refuse_later(cluster, kept)
    before, kept.valid_to = kept.valid_to, None
    kept.save(update_fields=("valid_to",))
    audit.record(
        "cluster.body_reopened", by=by, at=at, about=cluster, world=cluster.world,
        before={"organisation": organisation.key, "valid_to": before}, after={"valid_to": None},
    )  # fmt: skip


@transaction.atomic
def take_back_body(
    *, by: Person, at: datetime, cluster: Cluster, organisation: Organisation,
    earlier: int | None = None,
) -> None:  # fmt: skip
    """Remove the organisation as the cluster's latest body.

    ``earlier`` is the record of the body that ended for it, which lasts again.
    """
    allow(by, Permission.ADOPT_CLUSTERS, world_code=cluster.world.code)
    kept = _latest(cluster, organisation)
    _refuse_later(cluster, kept)
    began = kept.known_by
    kept.delete()
    before = ClusterBody.objects.filter(cluster=cluster, pk=earlier or 0, valid_to=began)
    reopened = before.first()
    if reopened is not None:
        reopened.valid_to = None
        reopened.save(update_fields=("valid_to",))
    audit.record(
        "cluster.body_taken_back", by=by, at=at, about=cluster, world=cluster.world,
        before={"organisation": organisation.key, "known_by": began},
        after={"organisation": reopened.organisation.key if reopened else None},
    )  # fmt: skip


def _latest(cluster: Cluster, organisation: Organisation) -> ClusterBody:
    rows = ClusterBody.objects.select_for_update(of=("self",)).filter(
        cluster=cluster, organisation=organisation
    )
    found = rows.order_by("-known_by", "-pk").first()
    if found is None:
        raise Refusal("no_body", _("It is not the body of this cluster."))
    return found


def _refuse_later(cluster: Cluster, kept: ClusterBody) -> None:
    later = ClusterBody.objects.filter(cluster=cluster, known_by__gte=kept.known_by)
    if later.exclude(pk=kept.pk).exists():
        raise Refusal("later_body", _("The cluster has had another body since."))
