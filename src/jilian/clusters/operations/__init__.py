"""Every write about clusters: runs and what they propose, adoption, and what sources publish.

Only an adoption, or a source that names a firm with a cluster, makes a membership.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.clusters import analysis
from jilian.clusters.models import FormationRun
from jilian.clusters.operations.adoption import adopt_proposal, end_membership
from jilian.clusters.operations.outcome import keep_failure, keep_outcome, mark_running
from jilian.clusters.operations.placing import place_in_chain
from jilian.clusters.operations.published import (
    save_cluster,
    save_cluster_names,
    save_membership,
    save_memberships,
    set_body,
)
from jilian.clusters.operations.taken_out import note_export
from jilian.clusters.rules import Parameters, RunState, check_parameters
from jilian.jobs.later import after_commit
from jilian.network.operations import freeze_snapshot
from jilian.places.models import World

__all__ = [
    "adopt_proposal",
    "complete_run",
    "end_membership",
    "keep_formed",
    "note_export",
    "place_in_chain",
    "save_cluster",
    "save_cluster_names",
    "save_membership",
    "save_memberships",
    "set_body",
    "start_run",
]


@transaction.atomic
def start_run(
    *,
    by: Person,
    at: datetime,
    world: World,
    as_of: date,
    resolution: float | None,
    seed: int,
    least_size: int = 3,
) -> FormationRun:
    """Freeze the network of the day and start a run on it; the clusters follow later.

    The same run, still under way, is given back instead of being started twice.
    """
    allow(by, Permission.FORM_CLUSTERS, world_code=world.code)
    asked = Parameters(resolution, seed, least_size)
    check_parameters(asked, as_of, timezone.localdate(at))
    snapshot = freeze_snapshot(by=by, at=at, world=world, as_of=as_of)
    under_way = FormationRun.objects.filter(
        snapshot=snapshot,
        parameters=asked.as_dict(),
        state__in=(RunState.WAITING, RunState.RUNNING),
    ).first()
    if under_way is not None:
        return under_way
    run = FormationRun.objects.create(
        world=world,
        snapshot=snapshot,
        parameters=asked.as_dict(),
        seed=seed,
        started_at=at,
        started_by=by.username,
    )
    audit.record(
        "formation_run.started",
        by=by,
        at=at,
        about=run,
        world=world,
        after={"as_of": as_of, "fingerprint": snapshot.fingerprint, **asked.as_dict()},
    )
    after_commit(complete_run, run_id=run.pk)
    return run


def complete_run(*, run_id: int, by: Person, at: datetime) -> FormationRun:
    """Form the clusters of a run and keep what is proposed; may run twice.

    Three short transactions and the computation between them, so that a long run locks nothing. A
    refusal leaves the run failed, with the code of its sentence.
    """
    run = mark_running(run_id=run_id, by=by, at=at)
    if not RunState(run.state).is_open:
        return run
    try:
        formed = analysis.form_snapshot(run.snapshot, Parameters(**run.parameters))
    except Refusal as refusal:
        return keep_failure(run_id=run_id, code=refusal.code, by=by, at=at)
    except Exception:
        keep_failure(run_id=run_id, code="defect", by=by, at=at)
        raise
    return keep_outcome(run_id=run_id, formed=formed, by=by, at=at)


@transaction.atomic
def keep_formed(
    *,
    by: Person,
    at: datetime,
    world: World,
    as_of: date,
    parameters: Parameters,
    formed: analysis.Formed,
) -> FormationRun:
    """Keep what has just been formed from the network of a day as a run of its own."""
    run = start_run(by=by, at=at, world=world, as_of=as_of, **asdict(parameters))
    return keep_outcome(run_id=run.pk, formed=formed, by=by, at=at)
