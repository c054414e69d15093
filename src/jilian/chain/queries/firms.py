"""Firms by the keys that the frozen tables know them by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from jilian.base.search import one_of
from jilian.firms.models import Firm
from jilian.places.models import World


@dataclass(frozen=True)
class Named:
    """A firm as it is called now: what stands for the record that was frozen."""

    pk: int
    name: str

    def __str__(self) -> str:
        return self.name


def named_firms(world: World, keys: Iterable[str]) -> dict[str, Named]:
    """The firms of these keys; one query, however many."""
    by_scheme: defaultdict[str, list[str]] = defaultdict(list)
    for key in set(keys):
        scheme, _colon, identifier = key.partition(":")
        by_scheme[scheme].append(identifier)
    if not by_scheme:
        return {}
    wanted = Q(pk__in=())
    for scheme, identifiers in by_scheme.items():
        wanted |= Q(scheme=scheme) & one_of("identifier", identifiers)
    rows = Firm.objects.filter(wanted, world=world).order_by()
    english = get_language() == "en"
    columns = (
        "scheme", "identifier", Coalesce("merged_into", "pk"),
        Coalesce("merged_into__name", "name"), Coalesce("merged_into__name_en", "name_en"),
    )  # fmt: skip
    return {
        f"{scheme}:{identifier}": Named(pk, name_en if english and name_en else name)
        for scheme, identifier, pk, name, name_en in rows.values_list(*columns)
    }


def pks_of(world: World, keys: Iterable[str]) -> dict[str, int]:
    """The primary key of each firm by its key."""
    return {key: one.pk for key, one in named_firms(world, keys).items()}
