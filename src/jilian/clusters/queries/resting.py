"""What rests on an adoption and stands in the way of undoing it."""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext as _

from jilian.accounts.models import Appointment
from jilian.accounts.rules import ScopeKind
from jilian.clusters.models import (
    Adoption,
    Cluster,
    ClusterName,
    Membership,
    ProposedCluster,
)
from jilian.clusters.rules import MemberRole

OWN: tuple[type[Model], ...] = (Adoption, ClusterName, Membership, ProposedCluster)


def rests_on(adoption: Adoption) -> list[str]:
    """Say in words what rests on an adoption; nothing: it can be undone.

    Whatever record of whatever area points at the cluster that it founded, at a membership that it
    began, or at a firm within its cluster, counts.
    """
    cluster = adoption.cluster
    if cluster is None:
        return [_("its cluster is no more")]
    found = _later(adoption, cluster)
    begun = list(adoption.begun.values_list("pk", "firm_id"))
    for relation in Cluster._meta.related_objects:
        model = relation.related_model
        if not isinstance(model, type) or model in OWN:
            continue
        rows = model._default_manager.filter(**{relation.field.name: cluster})
        if not adoption.is_new:
            firms = [one.name for one in model._meta.fields if one.name == "firm"]
            if not firms:
                continue
            rows = rows.filter(firm__in=[firm for _pk, firm in begun])
        _say(found, model, rows.count())
    for relation in Membership._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type):
            held = {f"{relation.field.name}__in": [pk for pk, _firm in begun]}
            _say(found, model, model._default_manager.filter(**held).count())
    return found


def _say(found: list[str], model: type[Model], count: int) -> None:
    if count:
        found.append(f"{model._meta.verbose_name} ({count})")


def _later(adoption: Adoption, cluster: Cluster) -> list[str]:
    """What has become of the cluster and its members since."""
    found = []
    later = cluster.adoptions.filter(undone_at__isnull=True, pk__gt=adoption.pk).count()
    if later:
        found.append(_("later adoptions into it (%(n)s)") % {"n": later})
    begun = adoption.begun.all()
    ended = begun.filter(valid_to__isnull=False).count()
    if ended:
        found.append(_("memberships that have ended since (%(n)s)") % {"n": ended})
    leading = begun.filter(role=MemberRole.LEADER).count()
    if leading:
        found.append(_("a leading firm that was chosen among them"))
    if adoption.is_new:
        others = cluster.memberships.exclude(adoption=adoption).count()
        if others and not later:
            found.append(_("memberships from elsewhere (%(n)s)") % {"n": others})
        if cluster.names.count() > 1:
            found.append(_("a later name of the cluster"))
        roles = Appointment.objects.filter(
            scope_kind=ScopeKind.CLUSTER, scope_key=str(cluster.pk), ended_at__isnull=True
        )
        if roles.exists():
            found.append(_("a role that somebody holds for the cluster"))
    return found
