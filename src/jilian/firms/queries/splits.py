"""What a split may move, what it moved, and what stands in the way of undoing it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import reach
from jilian.firms.models import (
    DERIVED_FROM_FIRMS,
    HISTORY_OF_FIRMS,
    MOVABLE,
    Firm,
    FirmMerge,
    FirmSplit,
    Movable,
)
from jilian.places.models import World

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LISTED = 300
JOURNALS = (FirmMerge, FirmSplit, Firm)  # told apart: in force or undone


@dataclass(frozen=True)
class Choice:
    """A row that can go to the new firm."""

    key: str
    record: Any
    words: str

    @property
    def value(self) -> str:
        """What a form sends for it."""
        return f"{self.key}:{self.record.pk}"


@dataclass(frozen=True)
class ChoiceGroup:
    """Rows of one kind; ``more`` are there and not listed, ``hidden``: not for this reader."""

    key: str
    label: StrOrPromise
    choices: tuple[Choice, ...]
    more: int = 0
    hidden: int = 0


def movable_rows(movable: Movable, firm_pk: int) -> models.QuerySet[Any]:
    """Return the rows of one kind that hang on a firm."""
    rows: models.QuerySet[Any] = movable.model._default_manager.filter(**{movable.field: firm_pk})
    return rows


def movable_groups(person: Person, world: World, firm: Firm) -> list[ChoiceGroup]:
    """Return what a split of the record can move, kind by kind; one query a kind."""
    held = reach(person, world.code)
    found = []
    for key, movable in MOVABLE.items():
        rows = movable_rows(movable, firm.pk).order_by("pk")
        if not held.may(movable.sees):
            hidden = rows.count()
            if hidden:
                found.append(ChoiceGroup(key, movable.label, (), hidden=hidden))
            continue
        related = ("source", *movable.related)
        listed = list(rows.select_related(*related)[: LISTED + 1])
        more = rows.count() - LISTED if len(listed) > LISTED else 0
        choices = tuple(Choice(key, row, movable.says(row)) for row in listed[:LISTED])
        if choices:
            found.append(ChoiceGroup(key, movable.label, choices, more))
    return found


def counts_of_records(pks: Sequence[int]) -> list[tuple[StrOrPromise, dict[int, int]]]:
    """Count what hangs on each of these records, kind by kind; one query a kind."""
    counted: list[tuple[StrOrPromise, dict[int, int]]] = []
    for movable in MOVABLE.values():
        rows = movable.model._default_manager.filter(**{f"{movable.field}__in": pks}).order_by()
        counts = dict(rows.values_list(movable.field).annotate(n=models.Count("pk")))
        counted.append((movable.label, {pk: counts.get(pk, 0) for pk in pks}))
    return counted


def firm_columns(model: type[models.Model]) -> set[str]:
    """Return the columns of a model that name firms."""
    return {
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Firm
    }


def values_of(row: models.Model) -> dict[str, object]:
    """Return what a row says, without its key and without the firms it names, as JSON has it."""
    left_out = {"id", *firm_columns(type(row))}
    said = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in left_out
    }
    values: dict[str, object] = json.loads(json.dumps(said, cls=DjangoJSONEncoder))
    return values


@dataclass(frozen=True)
class Obstacle:
    """Why a split cannot be undone as things stand: what, and what happened to it."""

    what: str
    why: StrOrPromise


def obstacles_of(split: FirmSplit) -> list[Obstacle]:
    """Say what was changed or attached since the split; empty when it can be undone."""
    firm, new = split.firm, split.new_firm
    if firm is None or new is None:
        return [Obstacle(split.new_name, _("no longer in the register"))]
    return [
        *_changed_firms(split, firm, new),
        *_changed_rows(split, new),
        *_attached_rows(split, new),
    ]


def _changed_firms(split: FirmSplit, firm: Firm, new: Firm) -> Iterable[Obstacle]:
    after: Mapping[str, Any] = split.after
    if split.before != after["firm"] and names_of(firm) != after["firm"]:
        yield Obstacle(str(firm), _("its name in the register was changed since"))
    if {**names_of(new), "key": [new.scheme, new.identifier]} != after["new_firm"]:
        yield Obstacle(str(new), _("its name or identifier was changed since"))
    for merge in FirmMerge.objects.in_force().filter(models.Q(kept=new) | models.Q(merged=new)):
        yield Obstacle(str(merge), _("a merge in force; undo it first"))
    for other in FirmSplit.objects.in_force().filter(firm=new):
        yield Obstacle(str(other), _("a further split in force; undo it first"))


def names_of(firm: Firm) -> dict[str, str]:
    """Return the names under which a firm stands in lists."""
    return {"name": firm.name, "name_en": firm.name_en, "sort_key": firm.sort_key}


def _changed_rows(split: FirmSplit, new: Firm) -> Iterable[Obstacle]:
    by_key: dict[str, dict[int, Any]] = {}
    for key, pk, values in split.moved:
        by_key.setdefault(key, {})[pk] = values
    for key, journal in by_key.items():
        movable = MOVABLE[key]
        rows = movable.model._default_manager.select_related(*movable.related).in_bulk(journal)
        for pk, values in journal.items():
            row = rows.get(pk)
            if row is None:
                yield Obstacle(f"{movable.label} {pk}", _("removed since"))
            elif getattr(row, f"{movable.field}_id") != new.pk:
                yield Obstacle(movable.says(row), _("moved to a further firm since"))
            elif values_of(row) != values:
                yield Obstacle(movable.says(row), _("changed since"))


def _attached_rows(split: FirmSplit, new: Firm) -> Iterable[Obstacle]:
    """Rows of any area that name the new firm and came after the split."""
    known: dict[tuple[str, str], set[int]] = {}
    for key, pk, _values in split.moved:
        movable = MOVABLE[key]
        known.setdefault((movable.model._meta.label, movable.field), set()).add(pk)
    known.setdefault(("firms.FirmName", "firm"), set()).update(split.made)
    for relation in Firm._meta.related_objects:
        model, field = relation.related_model, relation.field.name
        if not isinstance(model, type) or model in JOURNALS:
            continue
        if model._meta.label in DERIVED_FROM_FIRMS:
            continue
        rows = model._default_manager.filter(**{field: new.pk})
        if model in HISTORY_OF_FIRMS:
            rows = rows.exclude(HISTORY_OF_FIRMS[model])
        for row in rows.exclude(pk__in=known.get((model._meta.label, field), ()))[:LISTED]:
            name = model._meta.verbose_name
            yield Obstacle(f"{name} {row}", _("attached to the new firm since"))


def keys_chosen(values: Iterable[str]) -> dict[str, set[int]]:
    """Return the rows that a form or a command names as ``kind:key``; odd ones are left out."""
    chosen: dict[str, set[int]] = {}
    for value in values:
        key, _colon, pk = value.partition(":")
        if key in MOVABLE and pk.isdecimal():
            chosen.setdefault(key, set()).add(int(pk))
    return chosen
