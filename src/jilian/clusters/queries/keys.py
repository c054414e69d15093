"""The firms behind the keys of a snapshot."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models.functions import Coalesce

from jilian.base.bulk import chunks
from jilian.firms.models import Firm
from jilian.places.models import World


def firms_of_keys(world: World, keys: Iterable[str]) -> dict[str, int]:
    """Return the primary key of each firm by its key in a snapshot, ``scheme:identifier``."""
    return {key: pk for key, (pk, _name) in _found(world, keys).items()}


def keys_of_firms(pks: Iterable[int]) -> dict[int, str]:
    """Return the key of each firm in a snapshot by its primary key: of what stands for it."""
    found: dict[int, str] = {}
    for part in chunks(sorted(set(pks))):
        rows = Firm.objects.filter(pk__in=part).order_by()
        columns = (
            "pk",
            Coalesce("merged_into__scheme", "scheme"),
            Coalesce("merged_into__identifier", "identifier"),
        )
        for pk, scheme, identifier in rows.values_list(*columns):
            found[pk] = f"{scheme}:{identifier}"
    return found


def names_of_keys(world: World, keys: Iterable[str]) -> dict[str, str]:
    """Return the name of each firm by its key in a snapshot."""
    return {key: name for key, (_pk, name) in _found(world, keys).items()}


def _found(world: World, keys: Iterable[str]) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for part in chunks(sorted(set(keys))):
        wanted = [key.partition(":")[2] for key in part]
        rows = Firm.objects.filter(world=world, identifier__in=wanted).order_by()
        for scheme, identifier, pk, name in rows.values_list("scheme", "identifier", "pk", "name"):
            found[f"{scheme}:{identifier}"] = (pk, name)
    return found
