"""What an act wrote into the register, kept to the letter so that it can be taken back exactly."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.base.journal import journaling, keep_before
from jilian.organisations.models import (
    Attestation,
    Cover,
    MemberCount,
    Organisation,
    OrganisationName,
    Superior,
    TypeSpell,
)
from jilian.organisations.queries.register import load_register
from jilian.organisations.rules.circles import circle_refusal, find_circle
from jilian.places.models import World
from jilian.sources.models import Source

# In the order in which rows are deleted: what points to an organisation before it.
TABLES: tuple[Any, ...] = (Superior, Cover, TypeSpell, OrganisationName, Organisation)
Entry = dict[str, Any]  # table, pk, before (None: it was added), after


@dataclass
class Written:
    """What was written while it was noted; complete when the noting ends."""

    entries: list[Entry] = field(default_factory=list)


@contextmanager
def noted(source: Source) -> Iterator[Written]:
    """Note every row that is added from this source, and every row whose columns change."""
    written = Written()
    known = {model: set(_added(model, source)) for model in TABLES}
    with journaling() as journal:
        yield written
    for label, records in journal.before.items():
        model = apps.get_model(label)
        now = _values(model, list(records))
        for pk, before in records.items():
            changed = {name for name, value in _plain(before).items() if now[pk][name] != value}
            if changed:
                written.entries.append(_entry(model, pk, _plain(before), now[pk], changed))
    for model in TABLES:
        fresh = [pk for pk in _added(model, source) if pk not in known[model]]
        now = _values(model, fresh)
        for pk in fresh:
            written.entries.append(
                {"table": model._meta.label_lower, "pk": pk, "before": None, "after": now[pk]}
            )


def take_back(*, world: World, entries: Sequence[Entry]) -> None:
    """Put every row back as it was; refuses in words when something later rests on it.

    Nothing is written unless all of it can be put back. The caller asks for the permission and
    leaves the trace.
    """
    for entry in entries:
        _check_unchanged(entry)
    _check_nothing_rests(entries)
    for model in TABLES:
        of_table = [one for one in entries if one["table"] == model._meta.label_lower]
        added = [one["pk"] for one in of_table if one["before"] is None]
        model.objects.filter(pk__in=added).delete()
    for entry in entries:
        if entry["before"] is not None:
            model = apps.get_model(entry["table"])
            keep_before(model, [entry["pk"]], list(entry["before"]))
            model._default_manager.filter(pk=entry["pk"]).update(**_read(model, entry["before"]))
    _check_sound(world, entries)


def _entry(
    model: type[models.Model], pk: int, before: Entry, now: Entry, changed: set[str]
) -> Entry:
    return {
        "table": model._meta.label_lower,
        "pk": pk,
        "before": {name: before[name] for name in sorted(changed)},
        "after": {name: now[name] for name in sorted(changed)},
    }


def _added(model: Any, source: Source) -> list[int]:
    return list(model.objects.filter(source=source).order_by("pk").values_list("pk", flat=True))


def _values(model: Any, keys: Sequence[int]) -> dict[int, Entry]:
    """The columns of rows as JSON has them; foreign keys both by their name and their column."""
    found = {}
    for row in model._default_manager.filter(pk__in=keys).values():
        plain = _plain(row)
        for one in model._meta.concrete_fields:
            plain[one.name] = plain[one.attname]
        found[row["id"]] = plain
    return found


def _plain(values: Entry) -> Entry:
    plain: Entry = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain


def _read(model: Any, values: Entry) -> Entry:
    fields = {one.name: one for one in model._meta.concrete_fields}
    by_column = {one.attname: one for one in model._meta.concrete_fields}
    return {
        (fields.get(name) or by_column[name]).attname: (
            fields.get(name) or by_column[name]
        ).to_python(value)
        for name, value in values.items()
    }


def _rests(what: object) -> Refusal:
    return Refusal(
        "rests_on_later",
        _("It cannot be undone: %(what)s has changed since and rests on it.") % {"what": what},
    )


def _check_unchanged(entry: Entry) -> None:
    model = apps.get_model(entry["table"])
    now = _values(model, [entry["pk"]]).get(entry["pk"])
    if now is None or any(now[name] != value for name, value in entry["after"].items()):
        row = model._default_manager.filter(pk=entry["pk"]).first()
        raise _rests(row or model._meta.verbose_name)


def _check_nothing_rests(entries: Sequence[Entry]) -> None:
    """An organisation that goes again may have nothing that others have said of it since."""
    added: dict[str, set[int]] = {}
    for entry in entries:
        if entry["before"] is None:
            added.setdefault(entry["table"], set()).add(entry["pk"])
    founded = added.get(Organisation._meta.label_lower, set())
    if not founded:
        return
    for model in (Superior, Cover, TypeSpell, OrganisationName, MemberCount, Attestation):
        own = added.get(model._meta.label_lower, set())
        about = Q(organisation__in=founded)
        if model is Superior:
            about |= Q(superior__in=founded)
        rows: Any = model
        later = rows.objects.filter(about).exclude(pk__in=own).first()
        if later is not None:
            raise _rests(later)
    for relation in Organisation._meta.related_objects:
        others: Any = relation.related_model
        if others in TABLES or others in (MemberCount, Attestation) or _is_own(others):
            continue
        rows = others._default_manager.filter(**{f"{relation.field.name}__in": founded})
        if (later := rows.first()) is not None:
            raise _rests(later)


def _is_own(model: Any) -> bool:
    return bool(model._meta.label_lower == "organisations.succession")


def _check_sound(world: World, entries: Sequence[Entry]) -> None:
    """The register must hold again: no circle, and nobody under one that has ended since."""
    touched = {
        pk
        for entry in entries
        if entry["table"] == Superior._meta.label_lower and entry["before"] is not None
        for pk in Superior.objects.filter(pk=entry["pk"]).values_list("organisation", flat=True)
    }
    for row in Superior.objects.filter(organisation__in=touched).select_related("superior"):
        gone = row.superior.valid_to
        if gone is not None and (row.valid_to is None or row.valid_to > gone):
            raise Refusal(
                "superior_ended_since",
                _("It cannot be undone: %(name)s has ended since.") % {"name": row.superior},
            )
    bodies = load_register(world)
    keys = Organisation.objects.filter(pk__in=touched).values_list("key", flat=True)
    for circle in find_circle(bodies, keys).values():
        raise circle_refusal(circle, lambda key: bodies[key].name or key)
