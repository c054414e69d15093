"""Turning compared rows into a few statements a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models

from jilian.base.bulk import end_rows, insert_rows, reserve_keys, set_values
from jilian.base.journal import note_added
from jilian.base.text import sort_key, sort_keys
from jilian.firms.models import (
    Firm,
    FirmIdentity,
    FirmIndustry,
    FirmName,
    FirmProduct,
    Site,
    YearlyFact,
)
from jilian.firms.queries.lookup import division_ids, industry_ids
from jilian.firms.queries.register import Compared
from jilian.firms.rules import FirmRow, NameKind, SiteRow
from jilian.firms.rules.held import Step
from jilian.places.models import World
from jilian.sources.models import Source
from jilian_engine.names import normal_form

_DATES = ("valid_from", "known_by", "not_before", "valid_to", "source", "source_row")
_FIRM = ("id", "world", "scheme", "identifier", "name", "name_en", "sort_key")
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
MODELS: Mapping[str, type[models.Model]] = {
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


class Writing:
    """Writes rows into one world from one source on one day."""

    def __init__(
        self, world: World, source: Source, day: date, divisions: Mapping[str, int]
    ) -> None:
        self.world, self.source, self.day, self.divisions = world, source, day, divisions
        self.industries = industry_ids()

    def write_new(self, rows: Sequence[FirmRow], keys: Sequence[int]) -> None:
        """Write straight rows of firms that are not held, under these reserved keys."""
        self._insert_firms(rows, keys)
        names: list[tuple[Any, ...]] = []
        sites: list[tuple[Any, ...]] = []
        industries: list[tuple[Any, ...]] = []
        for firm, row in zip(keys, rows, strict=True):
            begins = row.valid_from or row.known_by or self.day
            since = (row.valid_from, begins, None, None, self.source.pk, row.row)
            form = normal_form(row.name)
            names.append((firm, NameKind.REGISTERED.value, row.name, form, *since))
            if row.division_code:
                place = (self.divisions[row.division_code], row.address or "", row.lon, row.lat)
                sites.append((firm, True, *place, *since))
            if row.industry_code:
                industry = self.industries[row.industry_code]
                industries.append((firm, True, industry, row.industry_basis, *since))
        for model, records in ((FirmName, names), (Site, sites), (FirmIndustry, industries)):
            insert_rows(model, _COLUMNS[model], records)

    def write(self, part: Sequence[Compared]) -> list[int]:
        """Write what the rows ask for: ends first, so that what follows them may start.

        Returns the key of each row's firm, in their order; 0 where a row has none.
        """
        new_rows = [row for row, _, outcome in part if outcome.kind == "new"]
        keys = reserve_keys(Firm, len(new_rows))
        self._insert_firms(new_rows, keys)
        new = dict(zip((row.key for row in new_rows), keys, strict=True))
        ends: dict[tuple[type[models.Model], date], list[int]] = defaultdict(list)
        sets: dict[type[models.Model], dict[int, dict[str, Any]]] = defaultdict(dict)
        adds: dict[type[models.Model], list[tuple[Any, ...]]] = defaultdict(list)
        firms = [held.pk if held else new.get(row.key, 0) for row, held, _ in part]
        for firm, (row, _held, outcome) in zip(firms, part, strict=True):
            for step in outcome.steps:
                model = MODELS[step.table]
                if step.act == "add":
                    adds[model].append(self._record(firm, row, step))
                elif step.act == "end":
                    assert isinstance(step.values[0], date)
                    ends[model, step.values[0]].append(step.pk)
                else:
                    values = sets[model].setdefault(step.pk, {})
                    values.update(self._values(model, row, step.values[0]))
        for (model, day), pks in ends.items():
            end_rows(model, pks, day)
        for model, changes in sets.items():
            set_values(model, changes)
        for model, records in adds.items():
            insert_rows(model, _COLUMNS[model], records)
        return firms

    def _insert_firms(self, rows: Sequence[FirmRow], keys: Sequence[int]) -> None:
        if not rows:
            return
        world = self.world.pk
        orders = sort_keys(row.name for row in rows)
        records = [
            (key, world, row.scheme, row.identifier, row.name, row.english_name or "", order)
            for key, row, order in zip(keys, rows, orders, strict=True)
        ]
        insert_rows(Firm, _FIRM, records)
        note_added(Firm, keys)

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
