"""What every operation that writes names calls in its own transaction, so that search sees it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from jilian.firms.models import NamesChange, NamesState
from jilian.places.models import World

FIRMS_AT_MOST = 5_000  # more than that, and the index is built anew
KEPT = 1_000  # changes; an index that is further behind is built anew


def note_names_changed(world: World, firms: Iterable[int] | None) -> None:
    """Note that names of these firms were added, changed, ended or taken away; None: of very many.

    Numbers follow commits: the row of the world stays locked until this transaction ends, so call
    it last. Nothing is noted for no firm.
    """
    touched = None if firms is None else sorted(set(firms))
    if touched == []:
        return
    if touched is not None and len(touched) > FIRMS_AT_MOST:
        touched = None
    with transaction.atomic():
        NamesState.objects.get_or_create(world=world)
        NamesState.objects.filter(world=world).update(number=F("number") + 1)
        number = NamesState.objects.values_list("number", flat=True).get(world=world)
        NamesChange.objects.create(world=world, number=number, firms=touched)
        NamesChange.objects.filter(world=world, number__lte=number - KEPT).delete()
