"""A person turns a proposal into a cluster, and ends memberships."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import ScopeKind
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.text import sort_key
from jilian.clusters.models import (
    Cluster,
    ClusterName,
    Membership,
    ProposedCluster,
    ProposedMember,
)
from jilian.clusters.rules import check_adoption
from jilian.notices.operations import tell
from jilian.sources.models import Source
from jilian.sources.operations import record_source


@transaction.atomic
def adopt_proposal(
    *,
    by: Person,
    at: datetime,
    proposal: ProposedCluster,
    name: str,
    name_en: str,
    reason: str,
    from_day: date,
    left_out: Collection[int] = (),
    left_out_reason: str = "",
) -> Cluster:
    """Make a cluster of a proposal, with its name and members from a day on, for a reason.

    ``left_out`` are firms (primary keys) that do not become members; that needs its own reason.
    Nothing is said about a day before ``from_day``. A proposal is adopted once.
    """
    kept = ProposedCluster.objects.select_for_update().get(pk=proposal.pk)
    run, world = kept.run, kept.run.world
    allow(by, Permission.ADOPT_CLUSTERS, world_code=world.code)
    if kept.adopted_as_id is not None:
        raise Refusal("already_adopted", _("This proposal has been adopted already."))
    firms = _each_once(list(kept.members.select_related("firm__merged_into")))
    members = [
        member
        for member in firms
        if member.firm_id not in left_out and member.firm.root_id not in left_out
    ]
    check_adoption(
        name=name, reason=reason, from_day=from_day, frozen_on=run.snapshot.as_of,
        today=timezone.localdate(at), kept=len(members),
    )  # fmt: skip
    if len(members) < len(firms) and not left_out_reason.strip():
        raise Refusal("left_out_reason_missing", _("Say why firms are left out."))
    source = _source_of(kept, by=by, at=at)
    cluster = _found(kept, source, name.strip(), name_en.strip(), from_day)
    _admit(cluster, source, members, reason.strip(), from_day)
    kept.adopted_as = cluster
    kept.save(update_fields=("adopted_as",))
    outside = [str(member.firm.root) for member in firms if member.firm_id in left_out]
    audit.record(
        "cluster.adopted", by=by, at=at, about=cluster, world=world,
        before={"run": run.pk, "proposal": kept.number, "name": kept.name, "firms": len(firms)},
        after={
            "name": cluster.name, "name_en": cluster.name_en, "from_day": from_day,
            "reason": reason.strip(), "fingerprint": run.snapshot.fingerprint,
            "members": [member.firm.root.identifier for member in members],
            "left_out": outside, "left_out_reason": left_out_reason.strip(),
        },
    )  # fmt: skip
    _tell_starter(kept, cluster, by=by, at=at)
    return cluster


def _each_once(members: Sequence[ProposedMember]) -> list[ProposedMember]:
    """Members whose records were merged since the run count once, by the firm's own record."""
    once: dict[int, ProposedMember] = {}
    for member in members:
        if member.firm.root_id not in once or member.firm.merged_into_id is None:
            once[member.firm.root_id] = member
    return list(once.values())


def _tell_starter(proposal: ProposedCluster, cluster: Cluster, *, by: Person, at: datetime) -> None:
    """Let the one who started the run know what somebody else made of it."""
    run = proposal.run
    starter = Person.objects.filter(username=run.started_by, is_system=False).first()
    if starter is not None and starter != by:
        tell(
            by=by,
            at=at,
            to=starter,
            world=run.world,
            kind="cluster_adopted",
            key=f"proposal:{proposal.pk}",
            url=reverse("clusters:detail", args=(run.world.code, cluster.pk)),
            details={"cluster": cluster.name},
        )


def _source_of(proposal: ProposedCluster, *, by: Person, at: datetime) -> Source:
    run = proposal.run
    with translation.override(settings.LANGUAGE_CODE):
        title = gettext("Formation run %(run)s of the network on %(day)s, cluster %(number)s") % {
            "run": run.pk,
            "day": run.snapshot.as_of.isoformat(),
            "number": proposal.number,
        }
    return record_source(
        by=by,
        at=at,
        key=f"formation:{run.pk}:{proposal.number}",
        kind=Source.Kind.FORMATION,
        title=title,
        fingerprint=run.snapshot.fingerprint,
    )


def _found(
    proposal: ProposedCluster, source: Source, name: str, name_en: str, from_day: date
) -> Cluster:
    world = proposal.run.world
    namesake = ClusterName.objects.filter(
        cluster__world=world, text=name, valid_to__isnull=True
    ).exists()
    if namesake:
        raise Refusal(
            "name_taken", _("A cluster of this world is called “%(name)s”.") % {"name": name}
        )
    cluster = Cluster.objects.create(
        world=world,
        key=f"run-{proposal.run_id}-{proposal.number}",
        name=name,
        name_en=name_en,
        sort_key=sort_key(name),
        valid_from=from_day,
        known_by=from_day,
        source=source,
    )
    ClusterName.objects.create(
        cluster=cluster, text=name, valid_from=from_day, known_by=from_day, source=source
    )
    return cluster


def _admit(
    cluster: Cluster,
    source: Source,
    members: Sequence[ProposedMember],
    reason: str,
    from_day: date,
) -> None:
    Membership.objects.bulk_create(
        [
            Membership(
                cluster=cluster,
                firm=member.firm.root,
                position=member.position,
                reason=reason[:300],
                valid_from=from_day,
                known_by=from_day,
                source=source,
            )
            for member in members
        ],
        batch_size=2000,
    )


@transaction.atomic
def end_membership(
    *, by: Person, at: datetime, membership: Membership, valid_to: date, reason: str
) -> Membership:
    """End a membership: ``valid_to`` is the first day on which the firm is no longer a member."""
    kept = Membership.objects.select_for_update().get(pk=membership.pk)
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
    kept.valid_to = valid_to
    kept.save(update_fields=("valid_to",))
    audit.record(
        "membership.ended", by=by, at=at, about=kept, world=cluster.world,
        before={"valid_to": None}, after={"valid_to": valid_to, "reason": reason.strip()},
    )  # fmt: skip
    return kept
