"""All declared tables of a month: worked out later, looked at, released together."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit.operations import record
from jilian.base.errors import Refusal
from jilian.disclosure.analysis.preparing import (
    Prepared,
    cells_of,
    inputs_of,
    joint_fingerprint,
    prepare_tables,
    preview_of,
)
from jilian.disclosure.analysis.register import month_end
from jilian.disclosure.models import DeclaredTable, Release, ReleaseRun
from jilian.disclosure.operations.releasing import keep_release
from jilian.disclosure.queries import latest_release
from jilian.disclosure.queries.keeping import declared_recipes
from jilian.disclosure.rules import OPEN_RUNS, RunState, neighbours
from jilian.jobs.later import after_commit
from jilian.places.models import World

LEAST_STEP = 20  # per thousand: progress is noted when it moved this far


@transaction.atomic
def start_release(
    *, by: Person, at: datetime, world: World, period: str, later: bool = True
) -> ReleaseRun:
    """Have the declared tables of a month worked out; one under way is given back instead.

    Nothing is shown by it: somebody looks first, and calls `confirm_release`.
    """
    allow(by, Permission.KEEP_DISCLOSURE, world_code=world.code)
    World.objects.select_for_update().get(pk=world.pk)
    under_way = ReleaseRun.objects.filter(world=world, state__in=OPEN_RUNS).first()
    if under_way is not None:
        return under_way
    _check_month(world, period, at)
    for old in ReleaseRun.objects.filter(world=world, state=RunState.READY):
        old.state, old.finished_at = RunState.DROPPED, at
        old.save(update_fields=["state", "finished_at"])
    run = ReleaseRun.objects.create(
        world=world, period=period, started_at=at, started_by=by.username
    )
    record("disclosure.prepared", by=by, at=at, about=run, world=world, after={"period": period})
    if later:
        after_commit(complete_preparation, run_id=run.pk)
    return run


def _check_month(world: World, period: str, at: datetime) -> None:
    neighbours(period)
    if month_end(period) >= timezone.localdate(at):
        raise Refusal("month_not_over", _("Only a month that is over is released."))
    if not declared_recipes(world):
        raise Refusal("table_not_declared", _("A table is declared before it is released."))


def complete_preparation(*, run_id: int, by: Person, at: datetime) -> ReleaseRun:
    """Work out what of a month would be shown and keep the preview; may run twice."""
    run = _take_up(run_id=run_id, by=by, at=at)
    if run.state != RunState.RUNNING:
        return run
    try:
        keys = _keys(run.world)
        inputs = inputs_of(run.world, run.period, keys)
        note = partial(_note_progress, run.pk, [0])
        tables = prepare_tables(run.world, run.period, keys, note)
    except Refusal as refusal:
        return keep_failed(run_id=run_id, code=refusal.code, by=by, at=at)
    except Exception:
        keep_failed(run_id=run_id, code="defect", by=by, at=at)
        raise
    return keep_preview(run_id=run_id, tables=tables, inputs=inputs, by=by, at=at)


def _keys(world: World) -> list[str]:
    return [table.key for table in declared_recipes(world)]


def _note_progress(run_id: int, last: list[int], part: float) -> None:
    """How far the computation is: shown on the page, no act of anybody."""
    done = min(1000, int(part * 1000))
    if done >= last[0] + LEAST_STEP:
        last[0] = done
        ReleaseRun.objects.filter(pk=run_id).update(done=done)


@transaction.atomic
def _take_up(*, run_id: int, by: Person, at: datetime) -> ReleaseRun:
    run = _locked(run_id)
    if run.state == RunState.WAITING:
        run.state = RunState.RUNNING
        run.save(update_fields=["state"])
        record("disclosure.taken_up", by=by, at=at, about=run, world=run.world)
    return run


@transaction.atomic
def keep_failed(*, run_id: int, code: str, by: Person, at: datetime) -> ReleaseRun:
    """End a run that could not be completed; nothing was shown."""
    run = _locked(run_id)
    if not run.is_under_way:
        return run
    run.state, run.failure, run.finished_at = RunState.FAILED, code, at
    run.save(update_fields=["state", "failure", "finished_at"])
    record("disclosure.failed", by=by, at=at, about=run, world=run.world, after={"code": code})
    return run


def give_up_release(*, by: Person, at: datetime, run_id: int) -> None:
    """End the run whose worker died again and again, so that another can be started."""
    keep_failed(run_id=run_id, code="given_up", by=by, at=at)


@transaction.atomic
def keep_preview(
    *, run_id: int, tables: list[Prepared], inputs: str, by: Person, at: datetime
) -> ReleaseRun:
    """Keep what would be shown for somebody to look at."""
    run = _locked(run_id)
    if run.state != RunState.RUNNING:
        return run
    run.state, run.done = RunState.READY, 1000
    run.preview = [preview_of(one) for one in tables]
    run.fingerprint = joint_fingerprint([one.fingerprint for one in tables])
    run.inputs = inputs
    run.save(update_fields=["state", "done", "preview", "fingerprint", "inputs"])
    after = {"period": run.period, "fingerprint": run.fingerprint}
    record("disclosure.worked_out", by=by, at=at, about=run, world=run.world, after=after)
    return run


@transaction.atomic
def confirm_release(
    *, by: Person, at: datetime, run: ReleaseRun, note: str = "", later: bool = True
) -> ReleaseRun:
    """Have the tables released as they were looked at; what was seen cannot be taken back."""
    allow(by, Permission.KEEP_DISCLOSURE, world_code=run.world.code)
    kept = _locked(run.pk)
    if kept.state != RunState.READY:
        raise Refusal("not_ready", _("These tables are not waiting to be released."))
    corrects = any(
        latest_release(kept.world, table.key, kept.period) for table in declared_recipes(kept.world)
    )
    if corrects and not note.strip():
        raise Refusal("note_missing", _("A correction says in a note what was corrected."))
    kept.state, kept.note, kept.released_by = RunState.RELEASING, note.strip(), by.username
    kept.save(update_fields=["state", "note", "released_by"])
    after = {"period": kept.period, "fingerprint": kept.fingerprint}
    record("disclosure.confirmed", by=by, at=at, about=kept, world=kept.world, after=after)
    if later:
        after_commit(complete_release, run_id=kept.pk)
    return kept


def complete_release(*, run_id: int, by: Person, at: datetime) -> ReleaseRun:
    """Release the tables of a run if they still are what was looked at; may run twice."""
    run = ReleaseRun.objects.select_related("world").get(pk=run_id)
    if run.state != RunState.RELEASING:
        return run
    try:
        if inputs_of(run.world, run.period, _keys(run.world)) != run.inputs:
            raise Refusal("records_changed", _("The records changed since the preview."))
        return keep_released(run_id=run_id, by=by, at=at)
    except Refusal as refusal:
        return keep_failed(run_id=run_id, code=refusal.code, by=by, at=at)
    except Exception:
        keep_failed(run_id=run_id, code="defect", by=by, at=at)
        raise


@transaction.atomic
def keep_released(*, run_id: int, by: Person, at: datetime) -> ReleaseRun:
    """Show the tables outside as they were looked at, all or none."""
    run = _locked(run_id)
    if run.state != RunState.RELEASING:
        return run
    declared = {table.key: table for table in declared_recipes(run.world)}
    for one in run.preview:
        _release(run, declared[one["key"]], one, by, at)
    run.state, run.done, run.finished_at = RunState.DONE, 1000, at
    run.save(update_fields=["state", "done", "finished_at"])
    after = {"period": run.period, "tables": len(run.preview), "asked_by": run.released_by}
    record("disclosure.tables_released", by=by, at=at, about=run, world=run.world, after=after)
    return run


def _release(
    run: ReleaseRun, table: DeclaredTable, one: dict[str, Any], by: Person, at: datetime
) -> None:
    last = latest_release(run.world, table.key, run.period)
    release = keep_release(
        Release(
            table=table, period=run.period, number=last.number + 1 if last else 1,
            basis=one["basis"], members=one["members"], figures=one["figures"],
            note=run.note if last else "", fingerprint=one["fingerprint"], released_at=at,
            released_by=run.released_by,
        ),
        cells_of(one),
    )  # fmt: skip
    after = {"period": run.period, "number": release.number, **release.figures}
    record("disclosure.released", by=by, at=at, about=release, world=run.world, after=after)


@transaction.atomic
def drop_release(*, by: Person, at: datetime, run: ReleaseRun) -> ReleaseRun:
    """Leave it at the preview: nothing is shown."""
    allow(by, Permission.KEEP_DISCLOSURE, world_code=run.world.code)
    kept = _locked(run.pk)
    if kept.state != RunState.READY:
        raise Refusal("not_ready", _("These tables are not waiting to be released."))
    kept.state, kept.finished_at = RunState.DROPPED, at
    kept.save(update_fields=["state", "finished_at"])
    record("disclosure.dropped", by=by, at=at, about=kept, world=kept.world)
    return kept


def _locked(run_id: int) -> ReleaseRun:
    return ReleaseRun.objects.select_for_update().select_related("world").get(pk=run_id)
