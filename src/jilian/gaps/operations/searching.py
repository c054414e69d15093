"""Searches for missing links: started, completed later, kept; also where shortages ask for one."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.queries import system_person
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.gaps import analysis
from jilian.gaps.models import GapRun, MissingLink
from jilian.gaps.operations.telling import tell_found
from jilian.gaps.queries.shortages import events_until, often_short
from jilian.gaps.rules.deciding import status_found, status_not_found
from jilian.gaps.rules.words import Cause, RunState, Status
from jilian.jobs.later import WORKER, after_commit
from jilian.network.operations import freeze_snapshot
from jilian.places.models import World

FIELDS = ("score", "firms", "makers", "is_value_open", "unknown_values", "criticality",
          "times_short", "needs_links", "evidence", "candidates")  # fmt: skip
OPEN = (RunState.WAITING, RunState.RUNNING)


@transaction.atomic
def start_search(*, by: Person, at: datetime, world: World, cause: str = Cause.PERSON) -> GapRun:
    """Start a search on today's network; one that is under way is given back instead."""
    allow(by, Permission.KEEP_GAPS, world_code=world.code)
    World.objects.select_for_update().get(pk=world.pk)
    under_way = GapRun.objects.filter(world=world, state__in=OPEN).first()
    if under_way is not None:
        return under_way
    run = GapRun.objects.create(
        world=world, as_of=timezone.localdate(at), cause=cause, started_at=at,
        started_by=by.username,
    )  # fmt: skip
    audit.record(
        "gap_search.started", by=by, at=at, about=run, world=world,
        after={"as_of": run.as_of, "cause": cause},
    )  # fmt: skip
    after_commit(complete_search, run_id=run.pk)
    return run


def complete_search(*, run_id: int, by: Person, at: datetime) -> GapRun:
    """Freeze the network, look for missing links and keep them; may run twice.

    Freezing is the installation's own act: whoever may search need not hold the right to freeze.
    """
    run = _mark_running(run_id=run_id, by=by, at=at)
    if not run.is_open:
        return run
    snapshot = freeze_snapshot(by=system_person(WORKER), at=at, world=run.world, as_of=run.as_of)
    try:
        found = analysis.search(run.world, snapshot)
    except Refusal as refusal:
        return keep_failure(run_id=run_id, code=refusal.code, by=by, at=at)
    except Exception:
        keep_failure(run_id=run_id, code="defect", by=by, at=at)
        raise
    return keep_found(run_id=run_id, snapshot_id=snapshot.pk, outcome=found, by=by, at=at)


@transaction.atomic
def _mark_running(*, run_id: int, by: Person, at: datetime) -> GapRun:
    run = GapRun.objects.select_for_update(of=("self",)).select_related("world").get(pk=run_id)
    if run.state == RunState.WAITING:
        run.state = RunState.RUNNING
        run.save(update_fields=["state"])
        audit.record("gap_search.taken_up", by=by, at=at, about=run, world=run.world)
    return run


@transaction.atomic
def keep_failure(*, run_id: int, code: str, by: Person, at: datetime) -> GapRun:
    """End a search that could not be completed; one that has ended stays as it is."""
    run = GapRun.objects.select_for_update(of=("self",)).select_related("world").get(pk=run_id)
    if not run.is_open:
        return run
    run.state, run.failure, run.finished_at = RunState.FAILED, code, at
    run.save(update_fields=["state", "failure", "finished_at"])
    audit.record(
        "gap_search.failed", by=by, at=at, about=run, world=run.world, after={"code": code}
    )
    return run


@transaction.atomic
def keep_found(
    *, run_id: int, snapshot_id: int, outcome: analysis.Outcome, by: Person, at: datetime
) -> GapRun:
    """Keep what was found beside what was decided before; nothing decided is overwritten."""
    run = GapRun.objects.select_for_update(of=("self",)).select_related("world").get(pk=run_id)
    if not run.is_open:
        return run
    held = {
        (one.cluster_id, one.grain, one.normal_form): one
        for one in MissingLink.objects.select_for_update(of=("self",)).filter(world=run.world)
    }
    fresh: list[MissingLink] = []
    again: list[MissingLink] = []
    for row in outcome.links:
        link = held.pop((row.cluster, row.grain, row.normal_form), None)
        is_new = link is None or link.status == Status.LAPSED
        kept = _filled_in(link or MissingLink(world=run.world, found_on=run.as_of), row, run)
        (fresh if is_new else again).append(kept)
    gone = [one for one in held.values() if status_not_found(one.status) != one.status]
    for one in gone:
        one.status = Status.LAPSED
    MissingLink.objects.bulk_create([one for one in fresh if one.pk is None])
    changed = [one for one in (*fresh, *again, *gone) if one.pk is not None]
    MissingLink.objects.bulk_update(
        changed,
        [*FIELDS, "run", "status", "product", "industry", "supply", "rank", "declared_yuan",
         "inferred_yuan", "last_on"],
        batch_size=200,
    )  # fmt: skip
    counts = {"new": len(fresh), "again": len(again), "gone": len(gone)}
    run.state, run.finished_at, run.snapshot_id = RunState.DONE, at, snapshot_id
    run.found, run.related = {**outcome.found, **counts}, outcome.related
    run.found["often_short"] = often_short(events_until(run.world, run.as_of))
    run.save()
    audit.record("gap_search.completed", by=by, at=at, about=run, world=run.world, after=counts)
    tell_found(by=by, at=at, run=run, fresh=fresh)
    return run


def _filled_in(link: MissingLink, row: analysis.FoundLink, run: GapRun) -> MissingLink:
    link.cluster_id, link.grain, link.normal_form = row.cluster, row.grain, row.normal_form
    link.product, link.industry, link.supply = row.product, row.industry, row.supply
    link.rank, link.run, link.last_on = row.rank, run, run.as_of
    link.status = status_found(link.status if link.pk else None)
    for name in FIELDS:
        setattr(link, name, row.values[name])
    for name in ("declared_yuan", "inferred_yuan"):
        value = row.values[name]
        setattr(link, name, None if value is None else Decimal(value))
    return link


def search_after_shortages(*, by: Person, at: datetime, world_id: int | None = None) -> int:
    """Start a search where a product has become short for the third time, or again after that.

    Nobody types anything: it runs when a call ends and once a day. Returns how many were started.
    """
    begun = 0
    worlds = World.objects.filter(**({"pk": world_id} if world_id else {}))
    for world in worlds:
        if _asks_for_search(world, timezone.localdate(at)):
            start_search(by=by, at=at, world=world, cause=Cause.SHORTAGES)
            begun += 1
    return begun


def _asks_for_search(world: World, day: date) -> bool:
    often = often_short(events_until(world, day))
    if not often:
        return False
    last = GapRun.objects.filter(world=world, state=RunState.DONE).first()
    return last is None or last.found.get("often_short", {}) != often
