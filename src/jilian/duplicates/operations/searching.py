"""Searching a world for duplicates: new pairs wait, known ones are refreshed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import rows_held
from jilian.duplicates.models import DuplicateSearch
from jilian.duplicates.operations.keeping import Keeping
from jilian.duplicates.queries.found import pairs_of
from jilian.duplicates.queries.register import names_of_world
from jilian.duplicates.rules import SearchState
from jilian.firms.operations.merges import one_at_a_time
from jilian.firms.queries import merged_firms
from jilian.jobs.later import after_commit
from jilian.places.models import World

GIVEN_UP_AFTER = timedelta(hours=2)  # a search that is older is taken for dead


@transaction.atomic
def ask_for_search(*, by: Person, at: datetime, world: World) -> DuplicateSearch:
    """Have a world searched later; a search that waits or runs already is taken instead."""
    allow(by, Permission.MERGE_FIRMS, world_code=world.code)
    world = World.objects.select_for_update(no_key=True).get(pk=world.pk)
    unfinished = DuplicateSearch.objects.filter(world=world).unfinished()
    unfinished.filter(asked_at__lt=at - GIVEN_UP_AFTER).update(
        state=SearchState.FAILED, ended_at=at
    )
    running = unfinished.first()
    if running is not None:
        return running
    made = DuplicateSearch.objects.create(world=world, asked_at=at, asked_by=by.username)
    audit.record("duplicates.search_asked", by=by, at=at, about=made, world=world)
    after_commit(propose_duplicates, search_id=made.pk)
    return made


def propose_duplicates(*, by: Person, at: datetime, search_id: int) -> DuplicateSearch:
    """Compare all names of a world and bring the list of pairs up to date; may run twice.

    A pair judged different is asked about again only when its data changed since; one that is no
    longer found is withdrawn. Reading and comparing hold no lock; only the end writes.
    """
    search = DuplicateSearch.objects.select_related("world").get(pk=search_id)
    allow(by, Permission.MERGE_FIRMS, world_code=search.world.code)
    if search.ended_at is not None:
        return search
    same = DuplicateSearch.objects.filter(pk=search.pk)
    same.update(state=SearchState.RUNNING, steps_done=0)
    with rows_held():
        names = names_of_world(search.world, merged_firms(search.world))
        firms = names["firm"].n_unique()
        same.update(steps_done=1)
        found = pairs_of(names)
        del names
        same.update(steps_done=2)
        with transaction.atomic(), audit.gathered():
            one_at_a_time(search.world)
            kept = Keeping(search.world, by=by, at=at)
            kept.take(found)
            search = same.select_for_update(of=("self",)).get()
            search.state, search.ended_at = SearchState.DONE, at
            search.steps_done, search.firms, search.found = search.STEPS, firms, len(found)
            search.fresh, search.again = kept.counts["fresh"], kept.counts["again"]
            search.withdrawn = kept.counts["withdrawn"]
            search.save()
            audit.record(
                "duplicates.searched", by=by, at=at, about=search, world=search.world,
                after={"firms": firms, "found": len(found), **kept.counts},
            )  # fmt: skip
    return search


def search_world(*, by: Person, at: datetime, world_id: int) -> DuplicateSearch:
    """Later work after something large came in: search the world that it came into."""
    return ask_for_search(by=by, at=at, world=World.objects.get(pk=world_id))


def search_every_world(*, by: Person, at: datetime) -> int:
    """The timetable's search through all worlds; returns how many."""
    worlds = list(World.objects.all())
    for world in worlds:
        ask_for_search(by=by, at=at, world=world)
    return len(worlds)


@transaction.atomic
def note_given_up(*, by: Person, at: datetime, search_id: int) -> None:
    """Say that a search ended with a defect."""
    search = DuplicateSearch.objects.select_related("world").get(pk=search_id)
    if search.ended_at is None:
        search.state, search.ended_at = SearchState.FAILED, at
        search.save(update_fields=["state", "ended_at"])
        audit.record("duplicates.search_failed", by=by, at=at, about=search, world=search.world)
