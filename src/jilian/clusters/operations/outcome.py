"""What becomes of a formation run: under way, done with its proposals, or failed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.base.bulk import insert_rows
from jilian.clusters.analysis import Formed, FormedCluster, fingerprint_of_outcome
from jilian.clusters.models import FormationRun, ProposedCluster, ProposedMember
from jilian.clusters.queries.keys import firms_of_keys
from jilian.clusters.rules import RunState, run_note
from jilian.notices.operations import tell

MEMBER_COLUMNS = (
    "proposal",
    "firm",
    "position",
    "level",
    "inside_share",
    "stable_share",
    "second_number",
    "second_share",
)


@transaction.atomic
def mark_running(*, run_id: int, by: Person, at: datetime) -> FormationRun:
    """Take up a run that waits, or one whose worker was lost; one that has ended stays."""
    run = FormationRun.objects.select_for_update().get(pk=run_id)
    if run.state == RunState.WAITING:
        run.state = RunState.RUNNING
        run.save(update_fields=("state",))
        audit.record("formation_run.taken_up", by=by, at=at, about=run, world=run.world)
    return run


@transaction.atomic
def keep_failure(*, run_id: int, code: str, by: Person, at: datetime) -> FormationRun:
    """End a run that was refused; a run that has ended stays as it is."""
    run = FormationRun.objects.select_for_update().get(pk=run_id)
    if not RunState(run.state).is_open:
        return run
    run.state, run.note, run.finished_at = RunState.FAILED, code, at
    run.save(update_fields=("state", "note", "finished_at"))
    audit.record(
        "formation_run.failed", by=by, at=at, about=run, world=run.world, after={"code": code}
    )
    _tell_starter(run, "run_failed", by=by, at=at)
    return run


@transaction.atomic
def keep_outcome(*, run_id: int, formed: Formed, by: Person, at: datetime) -> FormationRun:
    """Keep what the engine found; where another worker has already done so, nothing changes."""
    run = FormationRun.objects.select_for_update().get(pk=run_id)
    if not RunState(run.state).is_open:
        return run
    proposals = ProposedCluster.objects.bulk_create(
        [_proposal(run, cluster) for cluster in formed.clusters]
    )
    _keep_members(run, zip(proposals, formed.clusters, strict=True))
    run.state, run.finished_at, run.summary = RunState.DONE, at, formed.summary
    run.unplaced, run.outcome = list(formed.unplaced), fingerprint_of_outcome(formed)
    run.save(update_fields=("state", "finished_at", "summary", "unplaced", "outcome"))
    audit.record(
        "formation_run.completed",
        by=by,
        at=at,
        about=run,
        world=run.world,
        after={
            "clusters": len(proposals),
            "firms": sum(one.size for one in proposals),
            "outcome": run.outcome,
        },
    )
    _tell_starter(run, "run_done", by=by, at=at)
    return run


def _proposal(run: FormationRun, cluster: FormedCluster) -> ProposedCluster:
    return ProposedCluster(
        run=run,
        number=cluster.number,
        name=cluster.name,
        name_en=cluster.name_en,
        size=len(cluster.members),
        measures=cluster.measures,
    )


def _keep_members(
    run: FormationRun, found: Iterable[tuple[ProposedCluster, FormedCluster]]
) -> None:
    pairs = list(found)
    firms = firms_of_keys(
        run.world, (member.firm for _proposal, cluster in pairs for member in cluster.members)
    )
    insert_rows(
        ProposedMember,
        MEMBER_COLUMNS,
        [
            (
                proposal.pk,
                firms[member.firm],
                member.position,
                member.level,
                member.inside_share,
                member.stable_share,
                member.second_number,
                member.second_share,
            )
            for proposal, cluster in pairs
            for member in cluster.members
        ],
    )


def _tell_starter(run: FormationRun, kind: str, *, by: Person, at: datetime) -> None:
    starter = Person.objects.filter(username=run.started_by, is_system=False).first()
    if starter is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        note = run_note(run.note)
    tell(
        by=by,
        at=at,
        to=starter,
        world=run.world,
        kind=kind,
        key=f"formation_run:{run.pk}",
        url=reverse("clusters:run", args=(run.world.code, run.pk)),
        details={"run": run.pk, "as_of": run.snapshot.as_of.isoformat(), "note": note},
    )
