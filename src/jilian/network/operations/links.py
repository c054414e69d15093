"""Writing supply links: many rows in one call, in sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import end_rows, insert_rows, rows_held, set_values
from jilian.base.database import refresh_statistics
from jilian.firms.operations.register import Progress
from jilian.network.models import SupplyLink
from jilian.network.queries.comparing import Compared, LinkKey, LinkTally, compared
from jilian.network.rules import Evidence, LinkRow
from jilian.places.models import World
from jilian.sources.models import Source
from jilian.sources.rules import Difference

MANY = 1_000  # rows written after which the database looks at its table anew
COLUMNS = (
    "world", "supplier", "buyer", "product", "evidence", "amount_yuan", "band", "probability",
    "reasons", "valid_from", "known_by", "not_before", "valid_to", "last_seen_on", "source",
    "source_row",
)  # fmt: skip


@transaction.atomic
def save_links(
    *,
    by: Person,
    at: datetime,
    world: World,
    source: Source,
    rows: Sequence[LinkRow],
    progress: Progress | None = None,
) -> Difference:
    """Bring the supply links up to date with the rows: update, never replace (``rules.merging``).

    Refuses the first row that cannot be held or names a firm that is not in the register, by row
    and column, and then writes nothing. The same rows a second time write nothing but the trace.
    """
    allow(by, Permission.CHANGE_LINKS, world_code=world.code)
    day = timezone.localtime(at).date()
    tally, done = LinkTally(), 0
    with rows_held():
        for part in compared(world, rows, day):
            tally.count(part)
            _write(part, world, source, day)
            done += len(part)
            if progress is not None:
                progress(done, len(rows))
    difference = tally.difference()
    if difference.new + difference.changed >= MANY:
        refresh_statistics(SupplyLink)
    audit.record(
        "links.saved",
        by=by,
        at=at,
        world=world,
        about=source,
        after={"source": source.key, **difference.counts},
    )
    return difference


def _write(part: Sequence[Compared], world: World, source: Source, day: date) -> None:
    ends: dict[date, list[int]] = defaultdict(list)
    sets: dict[int, dict[str, Any]] = {}
    new: list[tuple[Any, ...]] = []
    for row, key, outcome in part:
        if outcome.ends is not None:
            ends[outcome.ends].append(outcome.pk)
        if outcome.kind == "new" or outcome.ends is not None:
            new.append(record(world, source, key, row, day))
        elif outcome.kind == "changed":
            origin = {"source_id": source.pk, "source_row": row.row}
            sets.setdefault(outcome.pk, {}).update({**outcome.values, **origin})
    for last, pks in ends.items():
        end_rows(SupplyLink, pks, last)
    set_values(SupplyLink, sets)
    insert_rows(SupplyLink, COLUMNS, new)


def record(world: World, source: Source, key: LinkKey, row: LinkRow, day: date) -> tuple[Any, ...]:
    """Return the values of a new link in the order of COLUMNS."""
    supplier, buyer, product, evidence = key
    not_before = None if row.valid_from else row.not_before
    reasons = row.reasons if evidence == Evidence.INFERRED else None
    return (world.pk, supplier, buyer, product, evidence, row.amount_yuan, row.band,
            row.probability, reasons, row.valid_from, row.start(day), not_before, row.valid_to,
            row.last_seen_on, source.pk, row.row)  # fmt: skip
