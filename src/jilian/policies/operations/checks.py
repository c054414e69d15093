"""Checks of all firms: started, completed later with progress, kept."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import insert_rows, rows_held
from jilian.base.errors import Refusal
from jilian.jobs.later import after_commit
from jilian.places.models import World
from jilian.policies import analysis
from jilian.policies.models import CheckResult, CheckRun
from jilian.policies.rules.words import RunState
from jilian_engine.rulebook.qualifications import load_rule_sets

OPEN = (RunState.WAITING, RunState.RUNNING)
_COLUMNS = (
    "run", "world", "firm", "rule_set", "standing", "met", "unmet", "unknown", "manual",
    "short_line", "lines",
)  # fmt: skip


@transaction.atomic
def start_check(
    *, by: Person, at: datetime, world: World, as_of: date | None = None, later: bool = True
) -> CheckRun:
    """Start a check of all firms against all rule sets; one under way is given back instead."""
    allow(by, Permission.KEEP_POLICIES, world_code=world.code)
    World.objects.select_for_update().get(pk=world.pk)
    under_way = CheckRun.objects.filter(world=world, state__in=OPEN).defer("outcomes").first()
    if under_way is not None:
        return under_way
    run = CheckRun.objects.create(
        world=world, as_of=as_of or timezone.localdate(at), started_at=at, started_by=by.username,
        whole=len(load_rule_sets()),
    )  # fmt: skip
    audit.record(
        "policy_check.started", by=by, at=at, about=run, world=world, after={"as_of": run.as_of}
    )
    if later:
        after_commit(complete_check, run_id=run.pk)
    return run


def complete_check(*, run_id: int, by: Person, at: datetime) -> CheckRun:
    """Check every firm and keep who came near; may run twice."""
    run = _mark_running(run_id=run_id, by=by, at=at)
    if not run.is_open:
        return run
    try:
        with rows_held():
            found = analysis.check_everybody(
                run.world, run.as_of, done=partial(_note_progress, run_id)
            )
    except Refusal as refusal:
        return keep_failure(run_id=run_id, code=refusal.code, by=by, at=at)
    except Exception:
        keep_failure(run_id=run_id, code="defect", by=by, at=at)
        raise
    return keep_checked(run_id=run_id, found=found, by=by, at=at)


@transaction.atomic
def _mark_running(*, run_id: int, by: Person, at: datetime) -> CheckRun:
    run = _locked(run_id)
    if run.state == RunState.WAITING:
        run.state = RunState.RUNNING
        run.save(update_fields=["state"])
        audit.record("policy_check.taken_up", by=by, at=at, about=run, world=run.world)
    return run


def _note_progress(run_id: int, done: int) -> None:
    """How many rule sets are behind: shown on the page, no act of anybody."""
    CheckRun.objects.filter(pk=run_id).update(done=done)


@transaction.atomic
def keep_failure(*, run_id: int, code: str, by: Person, at: datetime) -> CheckRun:
    """End a check that could not be completed; one that has ended stays as it is."""
    run = _locked(run_id)
    if not run.is_open:
        return run
    run.state, run.failure, run.finished_at = RunState.FAILED, code, at
    run.save(update_fields=["state", "failure", "finished_at"])
    audit.record(
        "policy_check.failed", by=by, at=at, about=run, world=run.world, after={"code": code}
    )
    return run


@transaction.atomic
def keep_checked(*, run_id: int, found: analysis.Everybody, by: Person, at: datetime) -> CheckRun:
    """Keep what was found; the lists of earlier checks go, what they said stays packed in them."""
    run = _locked(run_id)
    if not run.is_open:
        return run
    CheckResult.objects.filter(run__world=run.world).exclude(run=run).delete()
    rows = [(run.pk, run.world_id, *row) for row in found.near]
    insert_rows(CheckResult, _COLUMNS, rows)
    run.state, run.finished_at, run.firms = RunState.DONE, at, found.firms
    run.counts, run.outcomes, run.done = found.counts, found.outcomes, run.whole
    run.save()
    audit.record(
        "policy_check.completed", by=by, at=at, about=run, world=run.world,
        after={"firms": found.firms, "listed": len(rows)},
    )  # fmt: skip
    return run


def _locked(run_id: int) -> CheckRun:
    rows = CheckRun.objects.select_for_update(of=("self",)).select_related("world")
    return rows.get(pk=run_id)
