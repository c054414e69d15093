"""A person turns a proposal into memberships: of a new cluster, or of one that stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.text import sort_key
from jilian.clusters.models import Adoption, Cluster, ClusterName, Membership, ProposedCluster
from jilian.clusters.queries.adopting import Plan, PlannedMember, plan_of
from jilian.clusters.rules import Departures, check_adoption, check_decision, check_departures
from jilian.clusters.rules.adopting import LONGEST_REASON, NO_DEPARTURES
from jilian.notices.operations import tell
from jilian.sources.models import Source
from jilian.sources.operations import record_source


@transaction.atomic
def adopt_proposal(
    *,
    by: Person,
    at: datetime,
    proposal: ProposedCluster,
    reason: str,
    from_day: date,
    name: str = "",
    name_en: str = "",
    left_out: Collection[int] = (),
    left_out_reason: str = "",
    departures: Departures = NO_DEPARTURES,
    into: Cluster | None = None,
) -> Cluster:
    """Make memberships of a proposal from a day on, for a reason; a proposal is adopted once.

    Without ``into`` it becomes a new cluster of this name. With it, firms that are no members yet
    join that cluster, and members that the run put elsewhere or nowhere leave it on the same day,
    but for those in ``departures.staying``. ``departures`` says for single firms what is done
    otherwise than proposed, and why; ``left_out`` with one reason is a shorter way for several.
    Nothing is said about a day before ``from_day``.
    """
    kept = ProposedCluster.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    world = kept.run.world
    allow(by, Permission.ADOPT_CLUSTERS, world_code=world.code)
    if kept.adopted_as_id is not None:
        raise Refusal("already_adopted", _("This proposal has been adopted already."))
    wholly = {**dict.fromkeys(left_out, left_out_reason), **departures.left_out}
    departures = replace(departures, left_out=wholly)
    check_departures(departures, kept.members.values_list("firm_id", flat=True))
    if into is not None:
        into = Cluster.objects.select_for_update(of=("self",)).get(pk=into.pk, world=world)
    plan = plan_of(kept, departures, into)
    frozen_on, today = kept.run.snapshot.as_of, timezone.localdate(at)
    if into is None:
        check_adoption(
            name=name, reason=reason, from_day=from_day, frozen_on=frozen_on, today=today,
            kept=plan.members,
        )  # fmt: skip
    else:
        check_decision(reason=reason, from_day=from_day, frozen_on=frozen_on, today=today)
        check_into(into, plan, from_day)
    source = source_of(kept, by=by, at=at)
    cluster = into or _found(kept, source, name.strip(), name_en.strip(), from_day)
    adoption = Adoption.objects.create(
        world=world, run=kept.run, proposal=kept, cluster=cluster, cluster_name=cluster.name,
        is_new=into is None, from_day=from_day, reason=reason.strip()[:LONGEST_REASON],
        adopted_at=at, adopted_by=by.username,
    )  # fmt: skip
    admit(adoption, source, plan.joins)
    dismiss(adoption, plan.leaves)
    kept.adopted_as = cluster
    kept.save(update_fields=("adopted_as",))
    _trace(adoption, kept, plan, departures, by=by, at=at)
    _tell_starter(kept, cluster, by=by, at=at)
    return cluster


def check_into(into: Cluster, plan: Plan, from_day: date) -> None:
    """Refuse to adopt into a cluster that does not hold, or to end what has not begun."""
    if into.known_by > from_day or (into.valid_to is not None and into.valid_to <= from_day):
        raise Refusal(
            "cluster_not_standing",
            _("“%(name)s” does not stand on this day.") % {"name": into.name},
        )
    for row in plan.leaves:
        if from_day <= row.known_by:
            raise Refusal(
                "ends_before_it_starts",
                _("%(firm)s is a member from %(day)s only: it cannot leave before.")
                % {"firm": row.firm.root, "day": row.known_by.isoformat()},
            )


def admit(adoption: Adoption, source: Source, members: Sequence[PlannedMember]) -> None:
    """Begin memberships of an adoption's cluster on its first day."""
    assert adoption.cluster is not None
    Membership.objects.bulk_create(
        [
            Membership(
                cluster=adoption.cluster,
                firm=member.firm,
                position=member.position,
                reason=adoption.reason,
                adjustment=member.adjustment,
                adjustment_reason=member.adjustment_reason[:LONGEST_REASON],
                adoption=adoption,
                valid_from=adoption.from_day,
                known_by=adoption.from_day,
                source=source,
            )
            for member in members
        ],
        batch_size=2000,
    )


def dismiss(adoption: Adoption, rows: Sequence[Membership]) -> None:
    """End memberships on the first day of an adoption."""
    for row in rows:
        row.valid_to, row.end_reason = adoption.from_day, adoption.reason
        row.end_adoption = adoption
    Membership.objects.bulk_update(
        list(rows), ("valid_to", "end_reason", "end_adoption"), batch_size=500
    )


def source_of(proposal: ProposedCluster, *, by: Person, at: datetime) -> Source:
    """The source of what a proposal gave rise to: its run."""
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


def _trace(
    adoption: Adoption,
    proposal: ProposedCluster,
    plan: Plan,
    departures: Departures,
    *,
    by: Person,
    at: datetime,
) -> None:
    cluster = adoption.cluster
    assert cluster is not None
    after: dict[str, object] = {
        "name": cluster.name, "name_en": cluster.name_en, "from_day": adoption.from_day,
        "reason": adoption.reason, "fingerprint": proposal.run.snapshot.fingerprint,
        "members": [member.firm.identifier for member in plan.joins],
        "left_out": [str(firm) for firm in plan.left_out],
        "left_out_reason": "；".join(
            dict.fromkeys(reason.strip() for reason in departures.left_out.values())
        ),
    }  # fmt: skip
    if plan.adjusted:
        after["adjusted"] = {
            member.firm.identifier: f"{member.adjustment}: {member.adjustment_reason}"
            for member in plan.adjusted
        }
    if not adoption.is_new:
        after["ended"] = [row.firm.root.identifier for row in plan.leaves]
        after["staying"] = [row.firm.root.identifier for row in plan.staying]
        after["staying_reason"] = "；".join(dict.fromkeys(departures.staying.values()))
    audit.record(
        "cluster.adopted", by=by, at=at, about=cluster, world=adoption.world,
        before={
            "run": proposal.run_id, "proposal": proposal.number, "name": proposal.name,
            "firms": plan.proposed,
        },
        after=after,
    )  # fmt: skip


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
