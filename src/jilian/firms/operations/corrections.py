"""Setting one value of one firm right, and undoing that.

Whatever is written stands in a journal that the caller keeps: each record with its values before
and after. Undoing puts back exactly those, and refuses where anything has changed since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.text import sort_key
from jilian.firms.models import Firm, FirmIndustry, FirmName, FirmProduct, Site, YearlyFact
from jilian.firms.operations.names_changed import note_names_changed
from jilian.firms.queries.corrections import CORRECTED, weigh_changes
from jilian.firms.queries.lookup import division_ids, industry_ids
from jilian.firms.rules import FirmRow, NameKind, SiteRow
from jilian.firms.rules.corrections import Change
from jilian.firms.rules.held import Step
from jilian.sources.models import Source
from jilian_engine.names import normal_form

Journal = list[dict[str, Any]]
_TABLES: Mapping[str, type[models.Model]] = {**CORRECTED, "firm": Firm}


@transaction.atomic
def correct_firm(
    *, by: Person, at: datetime, firm: Firm, source: Source, change: Change
) -> Journal:
    """Set one value right by the rules of tables, and return what was written.

    Refuses what contradicts the register, what it says already, and what would overwrite a value
    of an authoritative source.
    """
    allow(by, Permission.CHANGE_FIRMS, world_code=firm.world.code)
    kept = Firm.objects.select_for_update(of=("self",)).get(pk=firm.pk)
    day = timezone.localtime(at).date()
    weighed = weigh_changes([(kept, change)], day, source_id=source.pk)[0]
    if weighed.refusal is not None:
        raise weighed.refusal
    writing = _Writing(kept, source, change.row, day)
    for step in weighed.steps:
        writing.take(step)
    if change.end_on is not None:
        writing.end(change)
    elif change.values:
        writing.set_right(change)
    audit.record(
        "firm.corrected",
        by=by,
        at=at,
        about=kept,
        world=firm.world,
        before={"records": [one["before"] for one in writing.journal]},
        after={"source": source.key, "records": [one["after"] for one in writing.journal]},
    )
    note_names_changed(firm.world, [firm.pk])
    return writing.journal


@transaction.atomic
def undo_correction(*, by: Person, at: datetime, firm: Firm, journal: Journal) -> None:
    """Put back what a correction wrote; refuses where one of its records has changed since."""
    allow(by, Permission.CHANGE_FIRMS, world_code=firm.world.code)
    kept = Firm.objects.select_for_update(of=("self",)).get(pk=firm.pk)
    for entry in reversed(journal):
        _put_back(entry)
    audit.record(
        "firm.correction_undone",
        by=by,
        at=at,
        about=kept,
        world=firm.world,
        before={"records": [one["after"] for one in journal]},
        after={"records": [one["before"] for one in journal]},
    )
    note_names_changed(firm.world, [firm.pk])


def _put_back(entry: Mapping[str, Any]) -> None:
    model = _TABLES[entry["table"]]
    found = model._default_manager.select_for_update(of=("self",)).filter(pk=entry["pk"]).first()
    now = plain(found) if found is not None else {}
    if found is None or any(now[name] != value for name, value in entry["after"].items()):
        raise Refusal(
            "changed_since",
            _("“%(what)s” has changed since: undo that first, or correct it anew.")
            % {"what": found if found is not None else model._meta.verbose_name},
        )
    if entry["before"] is None:
        found.delete()
        return
    for name, value in entry["before"].items():
        field: Any = model._meta.get_field(name.removesuffix("_id"))
        target = field.target_field if isinstance(field, models.ForeignKey) else field
        setattr(found, name, target.to_python(value))
    found.save(update_fields=[name.removesuffix("_id") for name in entry["before"]])


def plain(record: models.Model) -> dict[str, Any]:
    """A record's columns as plain values of JSON."""
    columns = {field.attname: getattr(record, field.attname) for field in record._meta.fields}
    written: dict[str, Any] = json.loads(json.dumps(columns, cls=DjangoJSONEncoder))
    return written


class _Writing:
    """Writes what a correction asks for, and keeps the journal."""

    def __init__(self, firm: Firm, source: Source, row: FirmRow | None, day: date) -> None:
        self.firm, self.source, self.row = firm, source, row
        self.journal: Journal = []
        shown = row.known_by if row is not None and row.known_by else day
        start = row.valid_from if row is not None else None
        self.since = {"valid_from": start, "known_by": start or shown}

    def take(self, step: Step) -> None:
        """Write one step of a stated row."""
        if step.act == "add":
            self._add(step.table, self._new(step.table, step.values))
        elif step.act == "end":
            self._change(step.table, step.pk, {"valid_to": step.values[0]})
        else:
            stated = step.values[0]
            assert isinstance(stated, dict)
            self._change(step.table, step.pk, self._columns(step.table, stated))

    def end(self, change: Change) -> None:
        """End the record on the day."""
        self._change(change.table, change.pk, {"valid_to": change.end_on})
        if change.kind == NameKind.ENGLISH:
            lasting = FirmName.objects.filter(
                firm=self.firm, kind=NameKind.ENGLISH, valid_to__isnull=True
            )
            left = lasting.order_by("-pk").values_list("text", flat=True).first() or ""
            self._rename({"name_en": left})

    def set_right(self, change: Change) -> None:
        """Set the record's values where they stand; its days stay, its source is the new one."""
        values = dict(change.values)
        if change.table in ("name", "product"):
            values["normal_form"] = normal_form(str(values.get("text", values.get("name"))))
        columns = self._columns(change.table, values)
        self._change(change.table, change.pk, columns)
        if change.kind == NameKind.REGISTERED:
            self._rename({"name": values["text"], "sort_key": sort_key(str(values["text"]))})
        elif change.kind == NameKind.ENGLISH:
            self._rename({"name_en": values["text"]})

    def _rename(self, values: dict[str, object]) -> None:
        self._change("firm", self.firm.pk, values)

    def _columns(self, table: str, stated: Mapping[str, object]) -> dict[str, object]:
        values = dict(stated)
        if table == "firm":
            if "name" in values and "sort_key" not in values:
                values["sort_key"] = sort_key(str(values["name"]))
            return values
        if "division" in values:
            code = str(values.pop("division"))
            values["division_id"] = division_ids([code])[code]
        if table == "industry" and "code" in values:
            values["industry_id"] = industry_ids()[str(values.pop("code"))]
        return values | {"source_id": self.source.pk, "source_row": None}

    def _new(self, table: str, values: Sequence[Any]) -> models.Model:
        origin = {"firm": self.firm, "source": self.source}
        match table:
            case "name":
                kind, text, form = values
                dates = self.since
                return FirmName(kind=kind, text=text, normal_form=form, **dates, **origin)
            case "site":
                code, address, lon, lat = values
                where = {"address": address, "lon": lon, "lat": lat, "is_main": True}
                place = division_ids([code])[code]
                return Site(division_id=place, **where, **self.since, **origin)
            case "other_site":
                return self._further_site(values[0])
            case "industry":
                industry = industry_ids()[values[0]]
                held = {"industry_id": industry, "basis": values[1], "is_main": True}
                return FirmIndustry(**held, **self.since, **origin)
            case "product":
                trading, name, form, rank = values
                made = {"trading": trading, "name": name, "normal_form": form, "rank": rank}
                return FirmProduct(**made, **self.since, **origin)
            case "fact":
                year, measure, value = values
                return YearlyFact(year=year, measure=measure, value=value, **origin)
        raise ValueError(f"a correction adds no {table}")

    def _further_site(self, site: SiteRow) -> Site:
        place = division_ids([site.division_code])[site.division_code]
        return Site(
            firm=self.firm,
            source=self.source,
            division_id=place,
            address=site.address,
            is_main=False,
            **self.since,
        )

    def _add(self, table: str, record: models.Model) -> None:
        record.save()
        record.refresh_from_db()
        entry = {"table": table, "pk": record.pk, "before": None, "after": plain(record)}
        self.journal.append(entry)

    def _change(self, table: str, pk: int, values: Mapping[str, object]) -> None:
        model = _TABLES[table]
        record = model._default_manager.select_for_update(of=("self",)).get(pk=pk)
        before = plain(record)
        changed = {name: value for name, value in values.items() if getattr(record, name) != value}
        if not changed:
            return
        for name, value in changed.items():
            setattr(record, name, value)
        record.save(update_fields=[name.removesuffix("_id") for name in changed])
        record.refresh_from_db()
        after = plain(record)
        self.journal.append(
            {
                "table": table,
                "pk": pk,
                "before": {name: before[name] for name in changed},
                "after": {name: after[name] for name in changed},
            }
        )
