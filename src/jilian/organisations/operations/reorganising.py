"""Organisations that become one, and one that becomes several, with who took whose place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.firms.queries.lookup import firm_ids
from jilian.organisations.models import Organisation, Reorganisation, Succession
from jilian.organisations.operations.changes import allow_change
from jilian.organisations.operations.undoing import noted, take_back
from jilian.organisations.operations.writing import Writing
from jilian.organisations.queries.register import load_register
from jilian.organisations.rules.circles import circle_refusal, find_circle
from jilian.organisations.rules.moves import Bodies, Founded, merge_bodies, split_body
from jilian.organisations.rules.words import ReorganisationKind
from jilian.places.models import World
from jilian.sources import operations as sources
from jilian.sources.models import Source

ACTION = {
    ReorganisationKind.MERGE: "organisations.merged",
    ReorganisationKind.SPLIT: "organisations.split",
}


@transaction.atomic
def merge_organisations(
    *,
    by: Person,
    at: datetime,
    organisations: Sequence[Organisation],
    into: Founded,
    from_day: date,
    document: str = "",
) -> Reorganisation:
    """Let organisations become one from a day on: they end, it is founded in their place.

    It takes their places in both lines, the firms they covered and those under them. Their past
    stays as it was. Refuses where something about them begins only later.
    """
    for organisation in organisations:
        allow_change(by, organisation)
    world = organisations[0].world
    before = load_register(world)
    keys = [one.key for one in organisations]
    moved = merge_bodies(before, keys, into, from_day)
    return _write(
        by, at, world, ReorganisationKind.MERGE, keys, [into.key], moved, from_day, document
    )


@transaction.atomic
def split_organisation(
    *,
    by: Person,
    at: datetime,
    organisation: Organisation,
    parts: Sequence[Founded],
    from_day: date,
    document: str = "",
) -> Reorganisation:
    """Let an organisation become several from a day on: it ends, they are founded in its place.

    Each takes its places in both lines; firms that no part names go to the first.
    """
    allow_change(by, organisation)
    world = organisation.world
    moved = split_body(load_register(world), organisation.key, parts, from_day)
    founded = [part.key for part in parts]
    return _write(
        by, at, world, ReorganisationKind.SPLIT, [organisation.key], founded, moved, from_day,
        document,
    )  # fmt: skip


@transaction.atomic
def undo_reorganisation(
    *, by: Person, at: datetime, reorganisation: Reorganisation, reason: str
) -> Reorganisation:
    """Take a merger or split back to the letter; refuses when something later rests on it."""
    kept = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
    for one in Succession.objects.filter(reorganisation=kept).select_related("before__division"):
        allow_change(by, one.before)
    if kept.undone_at is not None:
        raise Refusal("undone_already", _("It has been undone already."))
    if not reason.strip():
        raise Refusal("reason_missing", _("Say why."))
    kept.successions.all().delete()
    take_back(world=kept.world, entries=kept.journal)
    kept.undone_at, kept.undone_by, kept.undo_reason = at, by.username, reason.strip()
    kept.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    audit.record(
        "reorganisation.undone", by=by, at=at, world=kept.world, about=kept,
        before={"kind": kept.kind, "from_day": kept.from_day}, after={"reason": kept.undo_reason},
    )  # fmt: skip
    return kept


def _write(
    by: Person, at: datetime, world: World, kind: ReorganisationKind, ended: Sequence[str],
    founded: Sequence[str], moved: Bodies, from_day: date, document: str,
) -> Reorganisation:  # fmt: skip
    _check_sound(world, moved)
    source = _source_of(by, at, kind, founded[0], world, document)
    firms = {key for body in moved.values() if body.pk is None for key in body.covers}
    with noted(source) as written:
        Writing(world, source, list(moved.values()), firm_ids(world, firms)).write()
    act = Reorganisation.objects.create(
        world=world, kind=kind, from_day=from_day, document=document.strip(), source=source,
        journal=written.entries, recorded_at=at, recorded_by=by.username,
    )  # fmt: skip
    rows = Organisation.objects.filter(world=world, key__in=[*ended, *founded])
    pks = dict(rows.values_list("key", "pk"))
    Succession.objects.bulk_create(
        Succession(reorganisation=act, before_id=pks[one], after_id=pks[other])
        for one in ended
        for other in founded
    )
    audit.record(
        ACTION[kind], by=by, at=at, world=world, about=act, before={"organisations": list(ended)},
        after={"organisations": list(founded), "from_day": from_day, "document": act.document},
    )  # fmt: skip
    return act


def _check_sound(world: World, moved: Bodies) -> None:
    bodies = {**load_register(world), **moved}
    for circle in find_circle(bodies, moved).values():
        raise circle_refusal(circle, lambda key: bodies[key].name or key)


def _source_of(
    by: Person, at: datetime, kind: str, founded: str, world: World, document: str
) -> Source:
    return sources.record_source(
        by=by, at=at, key=f"{kind}:{world.pk}:{founded}:{at:%Y%m%d%H%M%S}"[:80],
        kind=Source.Kind.PERSON, title=document.strip() or f"{by} {at:%Y-%m-%d}",
        issued_on=at.date(),
    )  # fmt: skip
