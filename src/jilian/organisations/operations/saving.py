"""Saving what a table states of organisations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow, reach
from jilian.audit import operations as audit
from jilian.organisations.models import Organisation, scopes_of_division
from jilian.organisations.operations.writing import Writing
from jilian.organisations.queries.register import difference_of, refuse_first, work_out
from jilian.organisations.rules import OrganisationRow
from jilian.places.models import World
from jilian.sources.models import Source
from jilian.sources.rules import Difference


@transaction.atomic
def save_organisations(
    *,
    by: Person,
    at: datetime,
    world: World,
    source: Source,
    rows: Sequence[OrganisationRow],
) -> Difference:
    """Bring the register up to date with the rows: update, never replace.

    A name, type or territory superior that starts later ends the one before it; a cluster superior
    is added. Refuses the first row that cannot be meant, and superiors that would go round in a
    circle on any day, and then writes nothing. Rows that contradict the register are counted as
    conflicting and left alone. The same rows a second time are all "same" and write nothing but
    the trace. A type is taken as the founding reply states it; thresholds are asked when a person
    sets a type (`set_type`), and shown on the organisation's page.
    """
    _allow_rows(by, world, rows)
    table = work_out(world, rows, timezone.localtime(at).date())
    refuse_first(table.plan)
    touched = [table.plan.bodies[key] for key in table.plan.touched]
    Writing(world, source, touched, table.firms).write()
    difference = difference_of(table.plan.results)
    audit.record(
        "organisations.saved",
        by=by,
        at=at,
        world=world,
        about=source,
        after={
            "source": source.key,
            "new": difference.new,
            "changed": difference.changed,
            "same": difference.same,
            "conflicting": difference.conflicting,
            "organisations": list(table.plan.touched),
        },
    )
    return difference


def _allow_rows(by: Person, world: World, rows: Sequence[OrganisationRow]) -> None:
    """Whoever may change one town only may neither take from another nor give to it."""
    if reach(by, world.code).may(Permission.CHANGE_ORGANISATIONS):
        return
    held = dict(
        Organisation.objects.filter(world=world, key__in={row.key for row in rows}).values_list(
            "key", "division__code"
        )
    )
    codes: set[str | None] = set(held.values())
    codes |= {row.division_code or held.get(row.key) for row in rows}
    for code in codes or {None}:
        allow(
            by,
            Permission.CHANGE_ORGANISATIONS,
            world_code=world.code,
            scopes=scopes_of_division(code),
        )
