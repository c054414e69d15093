"""The index of products that a process holds for each world, and how it keeps up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from threading import Lock

from django.db import connection

from jilian.places.models import World
from jilian.shortages.queries.matching import RegisterState, matching_tables, register_state
from jilian_engine.shortages import ProductIndex, build_index

DAYS_HELD = 2  # days of a world whose index is kept


@dataclass(frozen=True)
class _Held:
    index: ProductIndex
    state: RegisterState


_held: dict[tuple[str, int], dict[date, _Held]] = {}
_lock = Lock()


def product_index(world: World, day: date) -> ProductIndex:
    """Return the index of a world's products as of a day, as they are committed now.

    Three quick questions when nothing changed, else it is built anew. Within a transaction nothing
    is kept, as what it sees may never be committed.
    """
    key = (str(connection.settings_dict["NAME"]), world.pk)
    with _lock:
        days = _held.get(key, {})
        held = days.get(day)
        state = register_state(world, held.state if held else None)
        if held is not None and held.state == state:
            return held.index
        fresh = _Held(build_index(*matching_tables(world, day)), state)
        if not connection.in_atomic_block:
            kept = {one: other for one, other in days.items() if other.state == state}
            while len(kept) >= DAYS_HELD:
                kept.pop(next(iter(kept)))
            _held[key] = {**kept, day: fresh}
        return fresh.index


def index_all_products(day: date) -> None:
    """Build the index of every world, so that nobody waits for it."""
    for world in World.objects.all():
        product_index(world, day)


def forget_products() -> None:
    """Drop every index that this process holds."""
    with _lock:
        _held.clear()
