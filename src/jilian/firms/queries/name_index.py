"""The index of names that a process holds for each world, and how it keeps up with the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Max

from jilian.base.search import among
from jilian.firms.models import FirmName, NamesChange, NamesState
from jilian.places.models import World
from jilian_engine.names import NameIndex, NameRow, build_index, renew_index

FIRMS_AT_MOST = 5_000  # changed firms after which the index is built anew
ROWS = 20_000
_COLUMNS = ("pk", "firm_id", "kind", "text", "valid_to")


@dataclass
class _Held:
    """An index, the change and the name up to which it knows, and what it knows beside its base."""

    base: NameIndex
    number: int
    newest: int
    changed: frozenset[int] = frozenset()
    index: NameIndex = field(init=False)

    def __post_init__(self) -> None:
        self.index = self.base


_held: dict[tuple[str, int], _Held] = {}
_lock = Lock()


def name_index(world: World) -> NameIndex:
    """Return the index of a world's names as they are committed now.

    Two quick questions when nothing changed; the names of the changed firms when little did. Within
    a transaction nothing is kept, as what it sees may never be committed.
    """
    key = (str(connection.settings_dict["NAME"]), world.pk)
    with _lock:
        held = _held.get(key)
        fresh = _fresh(world, held)
        if not connection.in_atomic_block:
            _held[key] = fresh
        return fresh.index


def index_all_names() -> None:
    """Build the index of every world, so that nobody waits for it."""
    for world in World.objects.all():
        name_index(world)


def forget_names() -> None:
    """Drop every index that this process holds."""
    with _lock:
        _held.clear()


def _fresh(world: World, held: _Held | None) -> _Held:
    number, newest = _state(world)
    if held is not None and (held.number, held.newest) == (number, newest):
        return held
    changed = None if held is None else _changed(world, held, number, newest)
    if held is None or changed is None or len(changed) > FIRMS_AT_MOST:
        names = FirmName.objects.filter(firm__world=world)
        return _Held(build_index(list(_rows(names.order_by()))), number, newest)
    fresh = _Held(held.base, number, newest, changed)
    if changed:
        names = FirmName.objects.filter(firm__world=world, firm__in=among(changed))
        fresh.index = renew_index(held.base, changed, list(_rows(names.order_by())))
    return fresh


def _state(world: World) -> tuple[int, int]:
    """The number of the last change, and the newest name of any world: new rows show by it."""
    number = NamesState.objects.filter(world=world).values_list("number", flat=True).first()
    newest = FirmName.objects.aggregate(newest=Max("pk"))["newest"]
    return number or 0, newest or 0


def _changed(world: World, held: _Held, number: int, newest: int) -> frozenset[int] | None:
    """The firms to read anew since the base was built; None where nobody can tell."""
    if number < held.number or newest < held.newest:
        return None
    steps = NamesChange.objects.filter(world=world, number__gt=held.number, number__lte=number)
    lists: list[Any] = list(steps.order_by().values_list("firms", flat=True))
    if len(lists) < number - held.number or None in lists:
        return None
    added = FirmName.objects.filter(firm__world=world, pk__gt=held.newest, pk__lte=newest)
    firms = added.order_by().values_list("firm_id", flat=True)[: FIRMS_AT_MOST + 1]
    return held.changed.union(firms, *lists)


def _rows(names: object) -> Iterator[NameRow]:
    found: Iterable[tuple[int, int, str, str, object]]
    found = names.values_list(*_COLUMNS).iterator(chunk_size=ROWS)  # type: ignore[attr-defined]
    for pk, firm, kind, text, ended in found:
        if ended is None:
            yield NameRow(pk, firm, kind, text)
        else:
            yield NameRow(pk, firm, kind, text, ended.toordinal())  # type: ignore[attr-defined]
