"""The register of what is kept, as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps

from jilian.base.retention import DELETIONS
from jilian.upkeep.models import LegalHold
from jilian.upkeep.rules import CLASSES, PERSONAL, WORDS_OF_OTHERS, DataClass, class_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class PersonalField:
    """A field about a person and what it is for."""

    record: str
    field: str
    purpose: StrOrPromise


@dataclass(frozen=True)
class Kept:
    """A class of data with its records, its time, its fields about people, and a hold on it."""

    data_class: DataClass
    records: tuple[str, ...]
    days: int | None
    personal: tuple[PersonalField, ...]
    hold: LegalHold | None
    sealed: tuple[str, ...]


def kept_data(days: dict[str, int]) -> Sequence[Kept]:
    """Return every class; ``days`` are those of the settings, by name. One query."""
    holds = {one.data_class: one for one in LegalHold.objects.in_force()}
    return [
        Kept(
            one,
            tuple(_words_of(one)),
            DELETIONS[one.code].days if one.code in DELETIONS else days.get(one.setting),
            tuple(_personal(one)),
            holds.get(one.code),
            tuple(" · ".join(_named(label)) for label in one.sealed),
        )
        for one in CLASSES
    ]


def _words_of(one: DataClass) -> list[str]:
    return [
        str(WORDS_OF_OTHERS.get(model._meta.label) or model._meta.verbose_name)
        for model in apps.get_models()
        if class_of(model._meta.label) is one
    ]


def _personal(one: DataClass) -> list[PersonalField]:
    found = []
    for label, purpose in PERSONAL.items():
        model, _dot, _field = label.rpartition(".")
        if class_of(model) is one:
            record, field = _named(label)
            found.append(PersonalField(record, field, purpose))
    return found


def _named(label: str) -> tuple[str, str]:
    name, _dot, field = label.rpartition(".")
    try:
        model = apps.get_model(name)
        words = WORDS_OF_OTHERS.get(label) or model._meta.get_field(field).verbose_name
    except LookupError:
        return name, field
    return str(WORDS_OF_OTHERS.get(name) or model._meta.verbose_name), str(words)
