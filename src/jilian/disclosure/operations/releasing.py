"""Declaring a table and releasing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import Role
from jilian.audit.operations import record
from jilian.base.errors import Refusal
from jilian.disclosure.analysis import Decided, decided_for, figures_of, fingerprint_of
from jilian.disclosure.models import KEY_MARK, DeclaredTable, Release, ReleasedCell
from jilian.disclosure.queries import latest_release
from jilian.disclosure.queries.keeping import tables_are_missing
from jilian.disclosure.rules import (
    TABLE_RULE,
    CellIn,
    DimensionIn,
    check_cells,
    default_audiences,
    neighbours,
)
from jilian.places.models import World


@transaction.atomic
def declare_table(
    *,
    by: Person,
    at: datetime,
    world: World,
    key: str,
    measure: str,
    name: str,
    name_en: str,
    dimensions: Sequence[str],
    unit: str = "",
    unit_en: str = "",
    audiences: Sequence[Role | str] | None = None,
) -> DeclaredTable:
    """Declare what is shown outside; the same again gives the version in force, else a new one."""
    allow(by, Permission.KEEP_DISCLOSURE, world_code=world.code)
    roles = " ".join(str(role) for role in (audiences or default_audiences()))
    said = {
        "measure": measure,
        "name": name,
        "name_en": name_en,
        "unit": unit,
        "unit_en": unit_en,
        "dimensions": list(dimensions),
        "rule": dict(TABLE_RULE),
        "roles": f" {roles} ",
    }
    held = DeclaredTable.objects.filter(world=world, key=key).select_for_update().in_force().first()
    if held and all(getattr(held, part) == value for part, value in said.items()):
        return held
    version = 1
    if held:
        held.replaced_at, version = at, held.version + 1
        held.save(update_fields=["replaced_at"])
    table = DeclaredTable.objects.create(
        world=world, key=key, version=version, declared_at=at, declared_by=by.username, **said
    )
    record(
        "disclosure.declared",
        by=by,
        at=at,
        about=table,
        world=world,
        after={"key": key, "version": version},
    )
    return table


@transaction.atomic
def release_table(
    *,
    by: Person,
    at: datetime,
    world: World,
    table: str,
    period: str,
    cells: Sequence[CellIn],
    dimensions: Sequence[DimensionIn],
    note: str = "",
    progress: Callable[[float], None] | None = None,
) -> Release:
    """Show a period of a declared table outside, with the cells hidden that must be.

    A further release of a period is a correction: it needs a note, and is checked together with
    all that was shown of the period before. What was seen cannot be taken back.
    """
    allow(by, Permission.KEEP_DISCLOSURE, world_code=world.code)
    neighbours(period)  # refuses a period that is none
    check_cells(cells, dimensions)
    kept = _declared(world, table, period, dimensions)
    last = latest_release(world, table, period)
    if last and not note.strip():
        raise Refusal("note_missing", _("A correction says in a note what was corrected."))
    decided = decided_for(
        world, table, period, cells, dimensions, rule=kept.rule, progress=progress
    )
    release = keep_release(
        Release(
            table=kept,
            period=period,
            number=last.number + 1 if last else 1,
            members=[
                [[m.code, m.name, m.name_en, m.parent] for m in one.members] for one in dimensions
            ],
            figures=figures_of(decided),
            note=note.strip(),
            fingerprint=fingerprint_of(decided),
            released_at=at,
            released_by=by.username,
        ),
        decided,
    )
    after = {"period": period, "number": release.number, **release.figures}
    record("disclosure.released", by=by, at=at, about=release, world=world, after=after)
    return release


def _declared(
    world: World, key: str, period: str, dimensions: Sequence[DimensionIn]
) -> DeclaredTable:
    """The version in force, locked; a Refusal where the table cannot be released as it is given."""
    rows = DeclaredTable.objects.filter(world=world, key=key).select_for_update()
    kept = rows.in_force().first()
    if kept is None:
        raise Refusal("table_not_declared", _("A table is declared before it is released."))
    if [one.name for one in dimensions] != kept.dimensions:
        raise Refusal("other_dimensions", _("The table is declared over other dimensions."))
    if tables_are_missing(world, key, period):
        raise Refusal(
            "tables_first",
            _(
                "The declared tables of firms say some of these figures too: release those of the"
                " month first, so that neither gives away what the other hides."
            ),
        )
    return kept


@transaction.atomic
def note_export(
    *,
    by: Person,
    at: datetime,
    world: World,
    what: str,
    rows: int,
    kind: str,
    purpose: str,
    recipient: str,
) -> None:
    """Leave a trace of a released table taken out as a file; refuses who may not take lists out."""
    allow(by, Permission.EXPORT, world_code=world.code)
    record(
        "disclosure.exported",
        by=by,
        at=at,
        world=world,
        after={"what": what, "rows": rows, "format": kind},
        purpose=purpose,
        recipient=recipient,
    )


def keep_release(release: Release, decided: Sequence[Decided]) -> Release:
    """Save a release with its cells."""
    release.save(force_insert=True)
    ReleasedCell.objects.bulk_create(
        [
            ReleasedCell(
                release=release,
                key=KEY_MARK.join(cell.key),
                value=cell.value,
                kind=cell.kind,
                hidden=cell.hidden,
                low=cell.low,
                high=cell.high,
            )
            for cell in decided
        ],
        batch_size=1000,
    )
    return release
