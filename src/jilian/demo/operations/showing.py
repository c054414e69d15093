"""What the made district shows outside: its declared tables, for the last two months."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from jilian.accounts.models import Person
from jilian.base.months import months_later
from jilian.disclosure import operations as disclosure
from jilian.disclosure.models import Release
from jilian.disclosure.rules.recipes import RECIPES
from jilian.indicators import operations as indicators
from jilian.places.models import World

MONTHS = 2  # so that one can be compared with the one before


def show_outside(*, by: Person, at: datetime, world: World) -> None:
    """Declare all tables and release the last months that are over, the earlier one first; once."""
    if Release.objects.filter(table__world=world).exists():
        return
    for key in RECIPES:
        disclosure.declare_recipe(by=by, at=at, world=world, key=key)
    this_month = timezone.localdate(at).replace(day=1)
    for back in range(MONTHS, 0, -1):
        month = f"{months_later(this_month, -back):%Y-%m}"
        run = disclosure.start_release(by=by, at=at, world=world, period=month, later=False)
        disclosure.complete_preparation(run_id=run.pk, by=by, at=at)
        run = disclosure.confirm_release(by=by, at=at, run=run, later=False)
        disclosure.complete_release(run_id=run.pk, by=by, at=at)
        indicators.release_month(by=by, at=at, world=world, month=month)
