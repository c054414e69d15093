"""Writing carriers and titles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import insert_rows, set_values
from jilian.base.text import sort_key
from jilian.firms.models import Carrier, Title
from jilian.firms.queries.lookup import division_ids, firm_ids
from jilian.firms.queries.titles import Holder, held_titles, holders
from jilian.firms.rules import CarrierRow, TitleRow
from jilian.firms.rules.checking import fault
from jilian.firms.rules.titles import checked_title, decide_title
from jilian.places.models import World
from jilian.sources.models import Source
from jilian.sources.rules import Difference


@transaction.atomic
def save_carriers(
    *, by: Person, at: datetime, world: World, source: Source, rows: Sequence[CarrierRow]
) -> Difference:
    """Save carriers by name; what a row does not state stays. Refuses the first row at fault."""
    allow(by, Permission.CHANGE_TITLES, world_code=world.code)
    firms = firm_ids(world, (row.operator for row in rows if row.operator))
    divisions = division_ids(row.division_code for row in rows)
    held = {one.name: one for one in Carrier.objects.filter(world=world)}
    counts: Counter[str] = Counter()
    new: dict[str, tuple[Any, ...]] = {}
    changes: dict[int, dict[str, Any]] = {}
    for row in rows:
        stated = _carrier_values(row, firms, divisions)
        carrier = held.get(row.name)
        if carrier is None:
            kind = "same" if row.name in new else "new"
            new.setdefault(
                row.name,
                (world.pk, row.name, sort_key(row.name), stated.get("operator_id"),
                 stated.get("division_id"), source.pk, row.row),
            )  # fmt: skip
        else:
            other = {key: pk for key, pk in stated.items() if getattr(carrier, key) != pk}
            kind = "changed" if other else "same"
            if other:
                changes[carrier.pk] = {**other, "source_id": source.pk, "source_row": row.row}
        counts[kind] += 1
    columns = ("world", "name", "sort_key", "operator", "division", "source", "source_row")
    insert_rows(Carrier, columns, list(new.values()))
    set_values(Carrier, changes)
    return _traced("carriers.saved", by, at, world, source, counts)


def _carrier_values(
    row: CarrierRow, firms: Mapping[tuple[str, str], int], divisions: Mapping[str, int]
) -> dict[str, int]:
    if not row.name.strip():
        raise fault("carrier_unnamed", row.row, _("name"), row.name, _("no carrier is named."))
    values: dict[str, int] = {}
    if row.operator is not None:
        if row.operator not in firms:
            shown = " ".join(row.operator)
            why = _("not in the register.")
            raise fault("operator_unknown", row.row, _("operator"), shown, why)
        values["operator_id"] = firms[row.operator]
    if row.division_code:
        if row.division_code not in divisions:
            why = _("no such division.")
            raise fault("division_unknown", row.row, _("division code"), row.division_code, why)
        values["division_id"] = divisions[row.division_code]
    return values


@transaction.atomic
def save_titles(
    *, by: Person, at: datetime, world: World, source: Source, rows: Sequence[TitleRow]
) -> Difference:
    """Save titles of firms and carriers; a renewal under another document is a title of its own.

    Refuses the first row at fault. A row whose end lies before the start that is held is
    conflicting and left alone.
    """
    allow(by, Permission.CHANGE_TITLES, world_code=world.code)
    day = timezone.localtime(at).date()
    found = holders(world, [checked_title(row, day) for row in rows])
    held = held_titles(world, found)
    counts: Counter[str] = Counter()
    new: list[tuple[Any, ...]] = []
    seen: defaultdict[tuple[Holder, str, int], set[tuple[object, ...]]] = defaultdict(set)
    changes: dict[int, dict[str, Any]] = {}
    for row, holder in zip(rows, found, strict=True):
        key = (holder, row.kind, row.level)
        outcome = decide_title(held.get(key, ()), row, day)
        kind = outcome.kind
        if kind == "new":
            record = _record(world, holder, row, day)
            if record in seen[key]:
                kind = "same"
            else:
                seen[key].add(record)
                new.append((*record, source.pk, row.row))
        elif kind == "changed":
            origin = {"source_id": source.pk, "source_row": row.row}
            changes.setdefault(outcome.pk, {}).update({**outcome.values, **origin})
        counts[kind] += 1
    insert_rows(Title, _TITLE_COLUMNS, new)
    set_values(Title, changes)
    return _traced("titles.saved", by, at, world, source, counts)


_TITLE_COLUMNS = (
    "world", "firm", "carrier", "kind", "level", "document", "valid_from", "known_by",
    "not_before", "valid_to", "source", "source_row",
)  # fmt: skip


def _record(world: World, holder: Holder, row: TitleRow, day: date) -> tuple[Any, ...]:
    known_by = row.valid_from or row.known_by or day
    firm, carrier = holder
    return (world.pk, firm, carrier, row.kind, row.level, row.document, row.valid_from, known_by,
            None if row.valid_from else row.not_before, row.valid_to)  # fmt: skip


def _traced(
    action: str, by: Person, at: datetime, world: World, source: Source, counts: Counter[str]
) -> Difference:
    difference = Difference(counts["new"], counts["changed"], counts["same"], counts["conflicting"])
    after = {"source": source.key, **difference.counts}
    audit.record(action, by=by, at=at, world=world, about=source, after=after)
    return difference
