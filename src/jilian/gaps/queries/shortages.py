"""Recorded shortages as evidence: which product, which firm, when, and whether it was met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from jilian.places.models import World
from jilian.shortages.queries.lessons import ShortageEvent, shortage_events

LEAST = 3


def events_until(world: World, day: date) -> list[ShortageEvent]:
    """The shortages of a world up to the day; one query."""
    return shortage_events(world, day)


def often_short(events: Sequence[ShortageEvent]) -> dict[str, int]:
    """The products that were short at least three times, with how often."""
    counts = Counter(event.product for event in events if event.product)
    return {product: count for product, count in sorted(counts.items()) if count >= LEAST}
