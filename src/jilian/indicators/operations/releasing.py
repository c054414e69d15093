"""Releasing a month: its values go through the one gate, which decides what others may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.disclosure import operations as disclosure
from jilian.disclosure.analysis import decided_for, figures_of
from jilian.disclosure.models import Release
from jilian.disclosure.queries import latest_release
from jilian.indicators.analysis.releasing import cells_of
from jilian.indicators.queries.shown import TABLE
from jilian.indicators.queries.standing import has_values, values_of_month
from jilian.indicators.rules.periods import month_span, read_month
from jilian.places.models import World

Progress = Callable[[float], None]
DIMENSIONS = ("indicator", "unit")


@transaction.atomic
def release_month(
    *, by: Person, at: datetime, world: World, month: str | date, note: str = ""
) -> Release:
    """Release the values of a month for those who may not open them; a second time with a note.

    What would give a single firm or few people away stays hidden.
    """
    allow(by, Permission.KEEP_INDICATORS, world_code=world.code)
    first = read_month(month)
    check_measured(world, first)
    span = month_span(first)
    values = values_of_month(world, span)
    disclosure.declare_table(
        by=by, at=at, world=world, key=TABLE, measure="mixed", name="各单位指标",
        name_en="Indicators by unit", unit="", unit_en="", dimensions=DIMENSIONS,
    )  # fmt: skip
    cells, dimensions = cells_of(world, values)
    released = disclosure.release_table(
        by=by, at=at, world=world, table=TABLE, period=span.text, cells=cells,
        dimensions=dimensions, note=note,
    )  # fmt: skip
    audit.record(
        "indicators.released", by=by, at=at, world=world,
        after={"month": span.text, "values": len(values)},
    )  # fmt: skip
    return released


def check_measured(world: World, month: date) -> None:
    """Refuse a month for which there is nothing to release."""
    span = month_span(month)
    if not has_values(world, span):
        raise Refusal(
            "month_not_measured",
            _("Nothing was measured for %(month)s.") % {"month": span.text},
        )


def look_ahead(world: World, month: date, progress: Progress) -> dict[str, int]:
    """How many cells a release of the month would have, and how many it would hide; writes nothing.

    ``primary`` cells would give somebody away, ``secondary`` ones could be used to work them out;
    ``earlier`` releases of the month there were.
    """
    span = month_span(month)
    cells, dimensions = cells_of(world, values_of_month(world, span))
    decided = decided_for(world, TABLE, span.text, cells, dimensions, progress=progress)
    last = latest_release(world, TABLE, span.text)
    return {**figures_of(decided), "earlier": last.number if last else 0}
