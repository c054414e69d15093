"""Reading what corrections are about: the records they name, and what they would write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import models

from jilian.base.errors import Refusal
from jilian.firms.models import Firm, FirmIndustry, FirmName, FirmProduct, Site, YearlyFact
from jilian.firms.queries.lookup import division_ids, industry_ids
from jilian.firms.queries.register import codes_of, held_firms
from jilian.firms.rules.checking import checked_row
from jilian.firms.rules.corrections import (
    Change,
    Present,
    RecordKey,
    check_record,
    check_values,
    ended_or_set,
    refuse_overwriting,
    steps_of,
)
from jilian.firms.rules.held import Held, Step

CORRECTED: Mapping[str, type[models.Model]] = {
    "name": FirmName,
    "site": Site,
    "other_site": Site,
    "industry": FirmIndustry,
    "product": FirmProduct,
    "fact": YearlyFact,
}
_VALUES: Mapping[str, Callable[[Any], dict[str, object]]] = {
    "name": lambda row: {"text": row.text, "kind": row.kind},
    "site": lambda row: {
        "is_main": row.is_main,
        "division": row.division.code,
        "address": row.address,
        "lon": row.lon,
        "lat": row.lat,
    },
    "industry": lambda row: {"code": row.industry.code, "is_main": row.is_main},
    "product": lambda row: {"name": row.name, "trading": row.trading},
    "fact": lambda row: {"year": row.year, "measure": row.measure, "value": row.value},
}
_VALUES = {**_VALUES, "other_site": _VALUES["site"]}
_RELATED = {"site": ("division",), "other_site": ("division",), "industry": ("industry",)}


def present_records(keys: Iterable[RecordKey]) -> dict[RecordKey, Present]:
    """Return the records with these keys as they are held; one query a table, whatever the keys."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for table, pk in keys:
        wanted[table].add(pk)
    found: dict[RecordKey, Present] = {}
    for table, model in CORRECTED.items():
        rows: Any = model._default_manager.filter(pk__in=wanted[table])
        for row in rows.select_related("source", *_RELATED.get(table, ())):
            found[table, row.pk] = Present(
                firm=row.firm_id,
                values=_VALUES[table](row),
                authoritative=row.source.authoritative,
                known_by=getattr(row, "known_by", None),
                valid_to=getattr(row, "valid_to", None),
            )
    return found


@dataclass(frozen=True)
class Weighed:
    """What a change would write, or the refusal that keeps it from being written."""

    steps: tuple[Step, ...] = ()
    refusal: Refusal | None = None


def weigh_changes(
    changes: Iterable[tuple[Firm, Change]], day: date, *, source_id: int | None = None
) -> list[Weighed]:
    """Say of each change what it would write today; the queries do not grow with the changes.

    With a source, what that source states already is set anew instead of stated twice.
    """
    kept = list(changes)
    held = held_firms({firm.pk for firm, _change in kept}, source_id)
    divisions = division_ids(code for _firm, change in kept for code in _codes(change))
    industries = industry_ids()
    found = [_steps(held[firm.pk], change, divisions, industries, day) for firm, change in kept]
    touched = [
        {(change.table, pk) for pk in (change.pk, *ended_or_set(one.steps)) if pk}
        for (_firm, change), one in zip(kept, found, strict=True)
    ]
    present = present_records(key for keys in touched for key in keys)
    guarded = _authoritative_facts({firm.pk for firm, _change in kept})
    return [
        _guarded(firm, change, one, keys, present, guarded)
        for (firm, change), one, keys in zip(kept, found, touched, strict=True)
    ]


def _codes(change: Change) -> list[str]:
    row = change.row
    stated = [str(change.values["division"])] if "division" in change.values else []
    if row is not None:
        stated += codes_of([row])
    return stated


def _steps(
    held: Held,
    change: Change,
    divisions: Mapping[str, int],
    industries: Mapping[str, int],
    day: date,
) -> Weighed:
    try:
        if change.row is None:
            check_values(change, divisions, industries)
            return Weighed()
        row = checked_row(change.row, divisions, industries)
        return Weighed(tuple(steps_of(held, replace(change, row=row), day)))
    except Refusal as refusal:
        return Weighed(refusal=refusal)


def _guarded(
    firm: Firm,
    change: Change,
    one: Weighed,
    keys: set[RecordKey],
    present: Mapping[RecordKey, Present],
    guarded: set[tuple[int, int, str]],
) -> Weighed:
    """The same, unless what it would overwrite is gone, ended or authoritative."""
    try:
        if change.key:
            check_record(present.get(change.key), change)
        if any(key in present and present[key].authoritative for key in keys):
            refuse_overwriting()
        stated = change.row.facts if change.row is not None else ()
        if any((firm.pk, year, measure) in guarded for year, measure, _value in stated):
            refuse_overwriting()
    except Refusal as refusal:
        return Weighed(refusal=refusal)
    return one


def _authoritative_facts(firms: set[int]) -> set[tuple[int, int, str]]:
    rows = YearlyFact.objects.filter(firm__in=firms, source__authoritative=True).order_by()
    return set(rows.values_list("firm_id", "year", "measure"))
