"""Sealing everything anew with the first key, so that an old key can be put away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import SECOND_FACTOR
from jilian.audit import operations as audit
from jilian.base.bulk import chunks
from jilian.base.encryption import (
    Sealed,
    SealedBytesField,
    SealedField,
    as_stored,
    field_keys,
    key_of,
    opened,
    seal,
)

AT_ONCE = 1_000


@transaction.atomic
def rekey(*, by: Person, at: datetime) -> int:
    """Seal with the first key every value that another key sealed; return how many there were."""
    allow(by, Permission.SEE_SYSTEM)
    done = _authenticators()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                done += _texts(model, field)
            elif isinstance(field, SealedBytesField):
                done += _files(model, field)
    if done:
        after = {"key": field_keys()[0].name, "values": done}
        audit.record("upkeep.rekeyed", by=by, at=at, after=after)
    return done


def _texts(model: type[models.Model], field: SealedField) -> int:
    writing, done = field_keys()[0].name, 0
    rows = model._default_manager.order_by("pk").exclude(**{f"{field.name}__isnull": True})
    stored = rows.values_list("pk", as_stored(model, field.name))
    for part in chunks(list(stored.iterator(chunk_size=AT_ONCE)), AT_ONCE):
        anew = [
            model(pk=pk, **{field.attname: Sealed(seal(opened(text, field.about), field.about))})
            for pk, text in part
            if key_of(text) != writing
        ]
        model._default_manager.bulk_update(anew, [field.name], batch_size=AT_ONCE)
        done += len(anew)
    return done


def _files(model: type[models.Model], field: SealedBytesField) -> int:
    """Files are opened and sealed one at a time, whichever key sealed them."""
    writing, done = field_keys()[0].name.encode(), 0
    for pk in list(model._default_manager.order_by("pk").values_list("pk", flat=True)):
        if field.key_in_database(model, pk) == writing:
            continue
        content = model._default_manager.values_list(field.name, flat=True).get(pk=pk)
        model._default_manager.filter(pk=pk).update(**{field.name: content})
        done += 1
    return done


def _authenticators() -> int:
    writing, done = field_keys()[0].name, 0
    for one in Authenticator.objects.order_by("pk"):
        anew = _sealed_anew(one.data, lambda name: bool(name) and name != writing)
        if anew != one.data:
            one.data = anew
            one.save(update_fields=["data"])
            done += 1
    return done


def _sealed_anew(value: Any, is_old: Callable[[str], bool]) -> Any:
    if isinstance(value, dict):
        return {key: _sealed_anew(one, is_old) for key, one in value.items()}
    if isinstance(value, list):
        return [_sealed_anew(one, is_old) for one in value]
    if isinstance(value, str) and is_old(key_of(value)):
        return seal(opened(value, SECOND_FACTOR), SECOND_FACTOR)
    return value
