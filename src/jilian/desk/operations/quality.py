"""Measuring the quality of a register, once a day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.desk.models import QualityFigure
from jilian.desk.queries.quality import counted
from jilian.places.models import World


@transaction.atomic
def measure_quality(*, by: Person, at: datetime, world: World) -> list[QualityFigure]:
    """Count what is complete, stale, in conflict and wrong today; the same day again replaces."""
    allow(by, Permission.KEEP_DESK, world_code=world.code)
    day = timezone.localdate(at)
    rows = [
        QualityFigure(
            world=world, measure=one.measure, day=day, part=one.part, whole=one.whole,
            measured_at=at,
        )
        for one in counted(world, day)
    ]  # fmt: skip
    QualityFigure.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["world", "measure", "day"],
        update_fields=["part", "whole", "measured_at"],
    )  # fmt: skip
    after = {row.measure: [row.part, row.whole] for row in rows}
    audit.record("quality.measured", by=by, at=at, world=world, after=after)
    return rows


def measure_every_world(*, by: Person, at: datetime) -> int:
    """The timetable's measuring of all worlds; returns how many."""
    worlds = list(World.objects.all())
    for world in worlds:
        measure_quality(by=by, at=at, world=world)
    return len(worlds)
