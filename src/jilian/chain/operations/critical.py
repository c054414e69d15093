"""The critical list: asked for, computed later on a frozen network, kept with its fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import insert_rows
from jilian.base.errors import Refusal
from jilian.chain import analysis
from jilian.chain.models import CriticalRun, FirmIndex, SingleSource
from jilian.chain.queries.firms import pks_of
from jilian.chain.queries.snapshots import cluster_keys, latest_snapshot
from jilian.chain.rules import CONVERGED, CRITICAL_NOTES, CriticalState
from jilian.jobs.later import after_commit
from jilian.network.models import Snapshot
from jilian.network.operations import freeze_snapshot
from jilian.network.queries import snapshot_tables
from jilian.network.rules import check_day
from jilian.places.models import World
from jilian_engine.errors import EngineError

_OPEN = (CriticalState.WAITING, CriticalState.RUNNING)


@transaction.atomic
def ask_critical(
    *, by: Person, at: datetime, world: World, as_of: date, epsilon: float = CONVERGED
) -> CriticalRun:
    """Ask for the critical list of a day; it follows later. One that is under way is given back."""
    allow(by, Permission.KEEP_SCENARIOS, world_code=world.code)
    check_day(as_of, timezone.localdate(at))
    under_way = CriticalRun.objects.filter(world=world, as_of=as_of, state__in=_OPEN).first()
    if under_way is not None:
        return under_way
    run = CriticalRun.objects.create(
        world=world, as_of=as_of, epsilon=epsilon, asked_at=at, asked_by=by.username
    )
    audit.record(
        "critical_list.asked", by=by, at=at, about=run, world=world,
        after={"as_of": as_of, "epsilon": epsilon},
    )  # fmt: skip
    after_commit(complete_critical, run_id=run.pk)
    return run


def complete_critical(*, run_id: int, by: Person, at: datetime) -> CriticalRun:
    """Freeze the network of the day, compute the index of every firm and keep it; may run twice.

    Short transactions with the computation between them. A refusal leaves the list stopped, with
    the code of its sentence.
    """
    run = _take_up(run_id=run_id, by=by, at=at)
    if not CriticalState(run.state).is_open:
        return run
    snapshot = freeze_snapshot(by=by, at=at, world=run.world, as_of=run.as_of)
    try:
        tables = _tables(snapshot)
        clusters = cluster_keys(run.world, run.as_of)
        found = analysis.critical_list(tables, clusters, epsilon=run.epsilon)
    except Refusal as refusal:
        return _fail(run_id=run_id, code=refusal.code, by=by, at=at)
    except Exception:
        _fail(run_id=run_id, code="defect", by=by, at=at)
        raise
    return keep_critical(run_id=run_id, snapshot=snapshot, found=found, by=by, at=at)


def _tables(snapshot: Snapshot) -> Mapping[str, Any]:
    try:
        return snapshot_tables(snapshot)
    except EngineError as wrong:
        raise Refusal("snapshot_altered", CRITICAL_NOTES["snapshot_altered"]) from wrong


@transaction.atomic
def _take_up(*, run_id: int, by: Person, at: datetime) -> CriticalRun:
    run = _held(run_id)
    if run.state == CriticalState.WAITING:
        run.state = CriticalState.RUNNING
        run.save(update_fields=("state",))
        audit.record("critical_list.taken_up", by=by, at=at, about=run, world=run.world)
    return run


@transaction.atomic
def _fail(*, run_id: int, code: str, by: Person, at: datetime) -> CriticalRun:
    run = _held(run_id)
    run.state, run.note, run.ended_at = CriticalState.FAILED, code, at
    run.save(update_fields=("state", "note", "ended_at"))
    audit.record(
        "critical_list.failed", by=by, at=at, about=run, world=run.world, after={"code": code}
    )
    return run


@transaction.atomic
def keep_critical(
    *, run_id: int, snapshot: Snapshot, found: analysis.Critical, by: Person, at: datetime
) -> CriticalRun:
    """Keep the rows of a list and its single sources; once."""
    run = _held(run_id)
    if not CriticalState(run.state).is_open:
        return run
    singles = analysis.single_sources(found.ground)
    pks = pks_of(run.world, found.ground.keys)
    insert_rows(
        FirmIndex,
        ("run", "cluster", "firm", "rank", "index", "down", "up", "known_index", "industry",
         "town", "known_links", "inferred_links"),
        [
            (run.pk, one.cluster, pks[one.firm], one.rank, one.index, one.down, one.up,
             one.known_index, one.industry, one.town, one.known_links, one.inferred_links)
            for one in found.rows
            if one.firm in pks
        ],
    )  # fmt: skip
    insert_rows(
        SingleSource,
        ("run", "buyer", "supplier", "kind", "what", "is_inferred", "is_essential",
         "others_inferred"),
        [
            (run.pk, pks[one.buyer], pks[one.supplier], one.kind.value, one.what,
             one.is_inferred, one.is_essential, one.others_inferred)
            for one in singles
            if one.buyer in pks and one.supplier in pks
        ],
    )  # fmt: skip
    run.snapshot, run.state, run.ended_at = snapshot, CriticalState.DONE, at
    run.summary = _summary(found)
    run.save(update_fields=("snapshot", "state", "ended_at", "summary"))
    audit.record(
        "critical_list.completed", by=by, at=at, about=run, world=run.world,
        after={"snapshot": snapshot.fingerprint, "rows": len(found.rows), "single": len(singles)},
    )  # fmt: skip
    return run


def _summary(found: analysis.Critical) -> dict[str, Any]:
    network, guessed = found.ground.network, found.ground.is_inferred
    return {
        "firms": network.firm_count,
        "links": network.link_count,
        "inferred_links": int(guessed.sum()),
        "industry_unknown": network.industry.null_count(),
        "amount_unknown": int((network.amounts != network.amounts).sum()),  # NaN
        "unlinked": int(((network.supplier_counts + network.buyer_counts) == 0).sum()),
    }


def _held(run_id: int) -> CriticalRun:
    rows = CriticalRun.objects.select_for_update(of=("self",))
    return rows.select_related("world").get(pk=run_id)


def refresh_critical(*, by: Person, at: datetime) -> int:
    """Compute the list anew, by night, where the latest frozen network of a world has none yet."""
    begun = 0
    for world in World.objects.all():
        snapshot = latest_snapshot(world, timezone.localdate(at))
        lists = CriticalRun.objects.filter(world=world)
        if snapshot is None or not lists.exists():
            continue  # nobody has asked for a list here yet
        if not lists.filter(snapshot=snapshot, state=CriticalState.DONE).exists():
            ask_critical(by=by, at=at, world=world, as_of=snapshot.as_of)
            begun += 1
    return begun
