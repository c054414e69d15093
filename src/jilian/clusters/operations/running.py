"""Formation runs: started, completed later, kept."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.clusters import analysis
from jilian.clusters.models import FormationRun
from jilian.clusters.operations.outcome import keep_failure, keep_outcome, mark_running
from jilian.clusters.queries.standing import check_scope_known, given_of
from jilian.clusters.rules import WHOLE, Parameters, RunState, Scope, check_parameters
from jilian.jobs.later import after_commit
from jilian.network.operations import freeze_snapshot
from jilian.places.models import World


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
    scope: Scope = WHOLE,
    from_existing: bool = False,
) -> FormationRun:
    """Freeze the network of the day and start a run on it; the clusters follow later.

    ``scope`` narrows what the run looks at, not what is frozen. ``from_existing`` freezes with the
    run the clusters that stand on the day, and begins there. The same run, still under way, is
    given back instead of being started twice.
    """
    allow(by, Permission.FORM_CLUSTERS, world_code=world.code)
    asked = Parameters(resolution, seed, least_size, scope, from_existing)
    check_parameters(asked, as_of, timezone.localdate(at))
    check_scope_known(scope)
    snapshot = freeze_snapshot(by=by, at=at, world=world, as_of=as_of)
    given = given_of(world, asked, as_of)
    mark = analysis.fingerprint_of_input(snapshot.fingerprint, asked, given)
    under_way = FormationRun.objects.filter(
        snapshot=snapshot, fingerprint=mark, state__in=(RunState.WAITING, RunState.RUNNING)
    ).first()
    if under_way is not None:
        return under_way
    run = FormationRun.objects.create(
        world=world,
        snapshot=snapshot,
        parameters=asked.as_dict(),
        seed=seed,
        given=given,
        fingerprint=mark,
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
        formed = analysis.form_snapshot(
            run.snapshot, Parameters.from_dict(run.parameters), run.given
        )
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
    run = start_run(
        by=by,
        at=at,
        world=world,
        as_of=as_of,
        resolution=parameters.resolution,
        seed=parameters.seed,
        least_size=parameters.least_size,
        scope=parameters.scope,
        from_existing=parameters.from_existing,
    )
    return keep_outcome(run_id=run.pk, formed=formed, by=by, at=at)
