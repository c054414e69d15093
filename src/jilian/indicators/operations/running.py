"""Work on a month: asked for on a page, done later with progress, its outcome kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed, Refusal
from jilian.indicators.analysis.measuring import measured_rows
from jilian.indicators.models import MonthRun
from jilian.indicators.operations.measuring import (
    LONGEST_REASON,
    ValuesChanged,
    check_over,
    checked_keys,
    keep_measured,
)
from jilian.indicators.operations.releasing import check_measured, look_ahead, release_month
from jilian.indicators.rules.periods import read_month
from jilian.indicators.rules.running import Act, RunState
from jilian.jobs.later import after_commit
from jilian.places.models import World

NEEDED: Mapping[str, tuple[Permission, ...]] = {
    Act.MEASURE: (Permission.KEEP_INDICATORS,),
    Act.LOOK: (Permission.KEEP_INDICATORS, Permission.KEEP_DISCLOSURE),
    Act.RELEASE: (Permission.KEEP_INDICATORS, Permission.KEEP_DISCLOSURE),
}
MOST_CHANGES = 500  # of those that are listed


@transaction.atomic
def ask_month(
    *, by: Person, at: datetime, world: World, act: str, month: str | date, token: str,
    note: str = "",
) -> MonthRun:  # fmt: skip
    """Ask for a month to be measured or released; it follows later.

    The same page sent twice, or the same month while it is under way, gives the run that is there.
    """
    for permission in NEEDED[act]:
        allow(by, permission, world_code=world.code)
    first = read_month(month)
    World.objects.select_for_update().get(pk=world.pk)
    runs = MonthRun.objects.filter(world=world)
    same = runs.filter(token=token).first() or runs.under_way().filter(act=act, month=first).first()
    if same is not None:
        return same
    if act == Act.MEASURE:
        check_over(first, timezone.localdate(at))
    else:
        check_measured(world, first)
    run = MonthRun.objects.create(
        world=world, act=act, month=first, note=note.strip()[:LONGEST_REASON], token=token,
        asked_at=at, asked_by=by.username,
    )  # fmt: skip
    said = {"act": act, "month": f"{first:%Y-%m}", "note": run.note}
    audit.record("month_run.asked", by=by, at=at, about=run, world=world, after=said)
    after_commit(complete_month, run_id=run.pk)
    return run


def complete_month(*, run_id: int, by: Person, at: datetime) -> MonthRun:
    """Do what was asked, as whoever asked; may run twice.

    Reading and measuring lie before the transaction in which the values and the outcome are
    written: both or neither.
    """
    run = _take_up(run_id=run_id, by=by, at=at)
    if not run.is_open:
        return run
    try:
        asker = Person.objects.get(username=run.asked_by)
        return ACTS[run.act](run, asker, at)
    except ValuesChanged as changed:
        listed = [list(one) for one in changed.changes[:MOST_CHANGES]]
        counts = {"changed": len(changed.changes)}
        return end_run(
            run_id=run_id, by=by, at=at, state=RunState.REFUSED, refusal=changed.code,
            result=counts, changes=listed,
        )  # fmt: skip
    except Refusal as refusal:
        return end_run(run_id=run_id, by=by, at=at, state=RunState.REFUSED, refusal=refusal.code)
    except NotAllowed:
        return end_run(run_id=run_id, by=by, at=at, state=RunState.REFUSED, refusal="not_allowed")
    except Exception:
        end_run(run_id=run_id, by=by, at=at, state=RunState.FAILED, refusal="defect")
        raise


@transaction.atomic
def _take_up(*, run_id: int, by: Person, at: datetime) -> MonthRun:
    run = _locked(run_id)
    if run.state == RunState.WAITING:
        run.state = RunState.RUNNING
        run.save(update_fields=("state",))
        audit.record("month_run.taken_up", by=by, at=at, about=run, world=run.world)
    return run


@transaction.atomic
def end_run(
    *, run_id: int, by: Person, at: datetime, state: str, refusal: str = "",
    result: Mapping[str, Any] | None = None, changes: list[Any] | None = None,
) -> MonthRun:  # fmt: skip
    """Keep how a run ended; one that has ended stays as it is."""
    run = _locked(run_id)
    if not run.is_open:
        return run
    run.state, run.refusal, run.ended_at = state, refusal[:60], at
    run.result, run.changes = dict(result or {}), changes or []
    run.save(update_fields=("state", "refusal", "ended_at", "result", "changes"))
    said = {"state": state, "refusal": refusal, **run.result}
    audit.record("month_run.ended", by=by, at=at, about=run, world=run.world, after=said)
    return run


def give_up_month(*, by: Person, at: datetime, run_id: int) -> None:
    """End the run whose worker died again and again."""
    end_run(run_id=run_id, by=by, at=at, state=RunState.FAILED, refusal="given_up")


def _measure(run: MonthRun, asker: Person, at: datetime) -> MonthRun:
    keys = checked_keys(None)
    rows = measured_rows(run.world, run.month, run.month, at, keys, partial(_note, run.pk))
    with transaction.atomic():
        if not _locked(run.pk).is_open:
            return _locked(run.pk)
        found = keep_measured(
            by=asker, at=at, world=run.world, first=run.month, last=run.month, keys=keys,
            rows=rows, revise_reason=run.note,
        )  # fmt: skip
        counts = {"written": found.written, "revised": found.revised, "same": found.same}
        return end_run(run_id=run.pk, by=asker, at=at, state=RunState.DONE, result=counts)


def _look(run: MonthRun, asker: Person, at: datetime) -> MonthRun:
    figures = look_ahead(run.world, run.month, partial(_note_share, run.pk))
    return end_run(run_id=run.pk, by=asker, at=at, state=RunState.DONE, result=figures)


def _release(run: MonthRun, asker: Person, at: datetime) -> MonthRun:
    with transaction.atomic():
        if not _locked(run.pk).is_open:
            return _locked(run.pk)
        released = release_month(by=asker, at=at, world=run.world, month=run.month, note=run.note)
        counts = {**released.figures, "number": released.number}
        return end_run(run_id=run.pk, by=asker, at=at, state=RunState.DONE, result=counts)


ACTS: Mapping[str, Callable[[MonthRun, Person, datetime], MonthRun]] = {
    Act.MEASURE: _measure,
    Act.LOOK: _look,
    Act.RELEASE: _release,
}


def _note(run_id: int, _what: str, done: int, whole: int) -> None:
    """How many steps are behind: shown on the page, no act of anybody."""
    MonthRun.objects.filter(pk=run_id).update(done=done, whole=whole)


def _note_share(run_id: int, share: float) -> None:
    MonthRun.objects.filter(pk=run_id).update(done=min(100, int(share * 100)), whole=100)


def _locked(run_id: int) -> MonthRun:
    rows = MonthRun.objects.select_for_update(of=("self",)).select_related("world")
    return rows.get(pk=run_id)
