"""Counts of newly developed members: entered by the unit responsible, revised with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.growth.models import DevelopedCount
from jilian.growth.queries.units import units_of
from jilian.growth.rules.words import TotalKind
from jilian.organisations.models import scopes_of_division
from jilian.places.models import Division, World

FIRST_YEAR = 1949


@transaction.atomic
def enter_developed(
    *,
    by: Person,
    at: datetime,
    world: World,
    unit: Division,
    year: int,
    in_clusters: int,
    second: int,
    total_kind: str,
    counted_on: date,
    called: str = "",
    reason: str = "",
) -> DevelopedCount:
    """Enter how many members a unit newly developed in a year, in clusters and in all.

    ``total_kind`` says whether ``second`` is the total, or those outside clusters. Entered again it
    is a revision and needs a reason; the values before stay. Counts, never people.
    """
    allow(
        by, Permission.ENTER_DEVELOPED, world_code=world.code,
        scopes=scopes_of_division(unit.code),
    )  # fmt: skip
    _check(at, world, unit, year, in_clusters, second, total_kind, counted_on)
    Division.objects.select_for_update().get(pk=unit.pk)  # revisions are counted one at a time
    latest = (
        DevelopedCount.objects.filter(world=world, unit=unit, year=year).order_by("revision").last()
    )
    why = checked_text(reason, longest=300)
    stated = {
        "in_clusters": in_clusters, "second": second, "total_kind": total_kind,
        "counted_on": counted_on, "called": checked_text(called, longest=60),
    }  # fmt: skip
    if latest is not None:
        if all(getattr(latest, name) == value for name, value in stated.items()):
            raise Refusal("nothing_changes", _("The register says so already."))
        if not why:
            raise Refusal("reason_missing", _("A revision says why the counts differ."))
    made = DevelopedCount.objects.create(
        world=world, unit=unit, year=year, revision=latest.revision + 1 if latest else 1,
        reason=why, entered_at=at, entered_by=by.username, **stated,
    )  # fmt: skip
    audit.record(
        "developed.entered", by=by, at=at, world=world, about=made,
        before={"revision": latest.revision} if latest else None,
        after={"unit": unit.code, "year": year, "revision": made.revision, "reason": why},
    )  # fmt: skip
    return made


def _check(
    at: datetime, world: World, unit: Division, year: int, in_clusters: int, second: int,
    total_kind: str, counted_on: date,
) -> None:  # fmt: skip
    if unit not in units_of(world):
        raise Refusal("unit_elsewhere", _("The unit does not lie in this world."))
    today = timezone.localdate(at)
    if not FIRST_YEAR <= year <= today.year:
        raise Refusal("year_odd", _("The year lies in the future, or is none."))
    if not date(year, 1, 1) <= counted_on <= today:
        raise Refusal("counted_out_of_time", _("The counts are of a day of the year or later."))
    if total_kind not in TotalKind.values or in_clusters < 0 or second < 0:
        raise Refusal("counts_odd", _("Counts are whole numbers from 0 on."))
    if total_kind == TotalKind.CONTAINS and in_clusters > second:
        raise Refusal("part_exceeds_whole", _("More in clusters than in all."))
