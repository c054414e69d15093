"""A leader releases a month with its cover; a late unit does not hold it up."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.places.models import World
from jilian.returns.models import MonthlyReturn, MonthRelease
from jilian.returns.operations.steps import note_step
from jilian.returns.queries.covering import cover_if_released
from jilian.returns.rules.words import State, StepKind


@transaction.atomic
def release_month(
    *, by: Person, at: datetime, world: World, form: str, month: date, cover: Decimal | None
) -> MonthRelease:
    """Release all locked returns of a month with the cover that the leader was shown.

    Refuses where nothing is locked, and where the cover is no longer the one that was shown.
    """
    allow(by, Permission.RELEASE_RETURNS, world_code=world.code)
    World.objects.select_for_update().get(pk=world.pk)
    rows = MonthlyReturn.objects.select_for_update(of=("self",)).select_related("world")
    kept = list(rows.filter(world=world, form=form, month=month, state=State.LOCKED))
    if not kept:
        raise Refusal("nothing_locked", _("No locked return waits to be released."))
    found = cover_if_released(world, form, month)
    if found.cover.percent != cover:
        raise Refusal(
            "cover_changed",
            _("The cover has changed meanwhile; look at it again before you release."),
        )
    earlier = MonthRelease.objects.filter(world=world, form=form, month=month).count()
    for row in kept:
        row.state, row.released_at = State.RELEASED, at
        row.save(update_fields=["state", "released_at"])
        note_step(by, at, row, StepKind.RELEASED)
    made = MonthRelease.objects.create(
        world=world, form=form, month=month, number=earlier + 1, cover_part=found.cover.part,
        cover_whole=found.cover.whole, units_reported=found.reported,
        units_expected=found.expected, missing=found.missing, newly=[row.pk for row in kept],
        released_at=at, released_by=by.username,
    )  # fmt: skip
    audit.record(
        "returns.released", by=by, at=at, world=world, about=made,
        after={"form": form, "month": month, "number": made.number, "cover": str(cover),
               "returns": made.newly},
    )  # fmt: skip
    return made
