"""Writing firms: many rows in one call, in sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import insert_rows, rows_held
from jilian.base.database import refresh_statistics
from jilian.base.text import sort_key
from jilian.firms.models import (
    Firm,
    FirmIdentity,
    FirmIndustry,
    FirmName,
    FirmProduct,
    Site,
    YearlyFact,
)
from jilian.firms.queries.register import (
    Compared,
    Tally,
    checked_rows,
    codes_of,
    compared,
    division_ids,
    firm_ids,
    industry_ids,
)
from jilian.firms.rules import FirmRow, NameKind, SiteRow
from jilian.firms.rules.held import Step
from jilian.places.models import World
from jilian.sources.models import Source
from jilian.sources.rules import Difference

Progress = Callable[[int, int], None]  # rows done, rows in all
MANY = 1_000  # rows written after which the database looks at its tables anew

_DATES = ("valid_from", "known_by", "not_before", "valid_to", "source", "source_row")
_COLUMNS: Mapping[type[models.Model], tuple[str, ...]] = {
    FirmName: ("firm", "kind", "text", "normal_form", *_DATES),
    FirmIdentity: ("firm", "scheme", "identifier", *_DATES),
    Site: ("firm", "is_main", "division", "address", "lon", "lat", *_DATES),
    FirmIndustry: ("firm", "is_main", "industry", "basis", *_DATES),
    FirmProduct: (
        "firm",
        "verified",
        "trading",
        "name",
        "normal_form",
        "rank",
        "industry",
        *_DATES,
    ),
    YearlyFact: ("firm", "year", "measure", "value", "source", "source_row"),
}
_MODELS: Mapping[str, type[models.Model]] = {
    "firm": Firm,
    "name": FirmName,
    "identity": FirmIdentity,
    "site": Site,
    "other_site": Site,
    "other_industry": FirmIndustry,
    "industry": FirmIndustry,
    "product": FirmProduct,
    "fact": YearlyFact,
}


@transaction.atomic
def save_firms(
    *,
    by: Person,
    at: datetime,
    world: World,
    source: Source,
    rows: Sequence[FirmRow],
    progress: Progress | None = None,
) -> Difference:
    """Bring the register up to date with the rows: update, never replace (``rules.merging``).

    Refuses the first row that cannot be held, by row and column, and then writes nothing. Rows
    that contradict the register are counted as conflicting and left alone. The same rows a second
    time are all "same" and write nothing but the trace.
    """
    allow(by, Permission.CHANGE_FIRMS, world_code=world.code)
    day = timezone.localtime(at).date()
    checked = checked_rows(rows)
    writing = _Writing(world, source, day, division_ids(codes_of(checked)))
    tally, done = Tally(), 0
    with rows_held():
        for part in compared(world, checked, day, source_id=source.pk):
            tally.count(part)
            writing.write(part)
            done += len(part)
            if progress is not None:
                progress(done, len(rows))
    difference = tally.difference()
    if difference.new >= MANY:
        refresh_statistics(*dict.fromkeys(_MODELS.values()))
    audit.record(
        "firms.saved",
        by=by,
        at=at,
        world=world,
        about=source,
        after={"source": source.key, **difference.counts},
    )
    return difference


class _Writing:
    """Turns the steps of compared rows into a few statements a table."""

    def __init__(
        self, world: World, source: Source, day: date, divisions: Mapping[str, int]
    ) -> None:
        self.world, self.source, self.day, self.divisions = world, source, day, divisions
        self.industries = industry_ids()

    def write(self, part: Sequence[Compared]) -> None:
        """Write what the rows ask for: ends first, so that what follows them may start."""
        new = self._insert_firms([row for row, _, outcome in part if outcome.kind == "new"])
        ends: dict[tuple[type[models.Model], date], list[int]] = defaultdict(list)
        sets: dict[type[models.Model], dict[int, dict[str, Any]]] = defaultdict(dict)
        adds: dict[type[models.Model], list[tuple[Any, ...]]] = defaultdict(list)
        for row, held, outcome in part:
            firm = held.pk if held else new.get(row.key, 0)
            for step in outcome.steps:
                model = _MODELS[step.table]
                if step.act == "add":
                    adds[model].append(self._record(firm, row, step))
                elif step.act == "end":
                    assert isinstance(step.values[0], date)
                    ends[model, step.values[0]].append(step.pk)
                else:
                    values = sets[model].setdefault(step.pk, {})
                    values.update(self._values(model, row, step.values[0]))
        for (model, day), pks in ends.items():
            model._default_manager.filter(pk__in=pks).update(valid_to=day)
        for model, changes in sets.items():
            set_values(model, changes)
        for model, records in adds.items():
            insert_rows(model, _COLUMNS[model], records)

    def _insert_firms(self, rows: Sequence[FirmRow]) -> dict[tuple[str, str], int]:
        insert_rows(
            Firm,
            ("world", "scheme", "identifier", "name", "name_en", "sort_key"),
            [
                (self.world.pk, row.scheme, row.identifier, row.name, row.english_name or "",
                 sort_key(row.name))
                for row in rows
            ],
        )  # fmt: skip
        return firm_ids(self.world, (row.key for row in rows)) if rows else {}

    def _record(self, firm: int, row: FirmRow, step: Step) -> tuple[Any, ...]:
        values = step.values
        origin = (self.source.pk, row.row)
        shown = row.known_by or self.day
        since = (row.valid_from, row.valid_from or shown, None, None, *origin)
        known = (None, shown, None, None, *origin)
        match step.table:
            case "name":
                return (firm, *values, *(since if values[0] == NameKind.REGISTERED else known))
            case "site":
                division = self.divisions.get(str(values[0])) or self._division(values[0])
                return (firm, True, division, *values[1:], *since)
            case "industry":
                return (firm, True, self.industries[str(values[0])], values[1], *since)
            case "other_industry":
                return (firm, False, self.industries[str(values[0])], "", *known)
            case "other_site":
                return self._further_site(firm, row, values[0])
            case "product":
                return (firm, row.products_verified, *values, None, *known)
            case "fact":
                return (firm, *values, *origin)
            case _:
                return (firm, *values, *known)

    def _further_site(self, firm: int, row: FirmRow, site: object) -> tuple[Any, ...]:
        assert isinstance(site, SiteRow)
        known_by = site.valid_from or site.known_by or row.known_by or self.day
        where = (self.divisions[site.division_code], site.address, None, None)
        dates = (site.valid_from, known_by, None, site.valid_to)
        return (firm, False, *where, *dates, self.source.pk, row.row)

    def _division(self, code: object) -> int:
        return division_ids([str(code)])[str(code)]

    def _values(self, model: type[models.Model], row: FirmRow, values: object) -> dict[str, Any]:
        assert isinstance(values, dict)
        kept = dict(values)
        if model is Firm:
            return kept | ({"sort_key": sort_key(kept["name"])} if "name" in kept else {})
        if "division" in kept:
            kept["division_id"] = self.divisions[kept.pop("division")]
        return kept | {"source_id": self.source.pk, "source_row": row.row}


def set_values(model: type[models.Model], changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Set columns of many records, each to its own values, by primary key."""
    by_columns: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for pk, values in changes.items():
        by_columns[tuple(sorted(values))].append(pk)
    for columns, pks in by_columns.items():
        fields = [column.removesuffix("_id") for column in columns]
        records: Iterable[models.Model] = [model(pk=pk, **changes[pk]) for pk in pks]
        model._default_manager.bulk_update(records, fields, batch_size=500)
