"""Loading the reference tables and setting up worlds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jilian.audit import operations as audit
from jilian.audit.operations import Doer
from jilian.places.formats import Outlines, ReferenceRow
from jilian.places.models import Division, Industry, Outline, World, WorldArea


@transaction.atomic
def load_divisions(*, by: Doer, at: datetime, rows: Sequence[ReferenceRow]) -> int:
    """Add the divisions that are not there yet and return how many; parents stand before parts."""
    known = dict(Division.objects.values_list("code", "pk"))
    added = 0
    for level in sorted({int(row["level"]) for row in rows}):
        fresh = [
            Division(
                code=row["code"],
                name=row["name"],
                name_en=row["name_en"],
                level=level,
                kind=row["kind"],
                parent_id=known.get(row["parent_code"]),
            )
            for row in rows
            if int(row["level"]) == level and row["code"] not in known
        ]
        Division.objects.bulk_create(fresh, batch_size=1000)
        known.update(Division.objects.filter(level=level).values_list("code", "pk"))
        added += len(fresh)
    if added:
        audit.record("places.divisions_loaded", by=by, at=at, after={"added": added})
    return added


@transaction.atomic
def load_industries(*, by: Doer, at: datetime, rows: Sequence[ReferenceRow]) -> int:
    """Add the classes of GB/T 4754-2017 that are not there yet and return how many."""
    known = dict(Industry.objects.values_list("code", "pk"))
    added = 0
    for level in (1, 2, 3, 4):
        fresh = [
            Industry(
                code=row["code"],
                name=row["name"],
                level=level,
                section=row["section"],
                parent_id=known.get(row["parent_code"]),
                description=row["description"],
            )
            for row in rows
            if int(row["level"]) == level and row["code"] not in known
        ]
        Industry.objects.bulk_create(fresh, batch_size=1000)
        known.update(Industry.objects.filter(level=level).values_list("code", "pk"))
        added += len(fresh)
    if added:
        audit.record("places.industries_loaded", by=by, at=at, after={"added": added})
    return added


@transaction.atomic
def load_outlines(*, by: Doer, at: datetime, outlines: Outlines) -> int:
    """Set the outline of each division that is known, with its centre; return how many are new."""
    divisions = Division.objects.in_bulk(list(outlines), field_name="code")
    drawn = set(Outline.objects.values_list("division__code", flat=True))
    fresh = [
        Outline(division=divisions[code], geometry=outline.geometry)
        for code, outline in outlines.items()
        if code in divisions and code not in drawn
    ]
    Outline.objects.bulk_create(fresh)
    for outline in fresh:
        outline.division.lon, outline.division.lat = outlines[outline.division.code].centre
    Division.objects.bulk_update([outline.division for outline in fresh], ["lon", "lat"])
    if fresh:
        audit.record("places.outlines_loaded", by=by, at=at, after={"added": len(fresh)})
    return len(fresh)


@transaction.atomic
def set_up_world(
    *,
    by: Doer,
    at: datetime,
    code: str,
    name: str,
    name_en: str,
    order: int,
    invented: bool,
    area_codes: Sequence[str],
) -> World:
    """Return the world with this code, setting it up with its places if it is not there."""
    world, is_new = World.objects.get_or_create(
        code=code,
        defaults={"name": name, "name_en": name_en, "order": order, "invented": invented},
    )
    if is_new:
        divisions = Division.objects.in_bulk(list(area_codes), field_name="code")
        WorldArea.objects.bulk_create(
            WorldArea(world=world, division=divisions[area], order=position)
            for position, area in enumerate(area_codes)
        )
        audit.record("world.set_up", by=by, at=at, about=world, world=world, after={"code": code})
    return world
