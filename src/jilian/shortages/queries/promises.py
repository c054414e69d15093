"""How helpers kept what they promised, as numbers for the ranking; refusals count for nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from jilian.firms.queries.groups import merged_firms
from jilian.places.models import World
from jilian.shortages.models import Reservation
from jilian.shortages.rules.words import ReservationEnd


@dataclass(frozen=True)
class Kept:
    """Of the accepted amounts whose time has come: in how many cases all was there in time."""

    in_time: int
    accepted: int

    @property
    def share(self) -> Decimal | None:
        """The share, or None where nothing was promised yet."""
        return Decimal(self.in_time) / self.accepted if self.accepted else None


def kept_promises(
    world: World, at: datetime, firms: Collection[int] | None = None
) -> Mapping[int, Kept]:
    """Return by firm how many accepted amounts fell due by a moment, and how many came in time.

    In time: the caller had received all of it by the promised moment, none sent back. What she let
    go, or ended early, does not count against the helper. A firm
    without any promise has no entry. Three queries.
    """
    merged = merged_firms(world)
    rows = (
        Reservation.objects.filter(helper__call__world=world, due_at__lte=at)
        .exclude(end__in=(ReservationEnd.BY_CALLER, ReservationEnd.CALL_ENDED))
        .select_related("helper")
        .prefetch_related("deliveries")
        .order_by("pk")
    )
    found: dict[int, Kept] = {}
    for row in rows:
        firm = merged.get(row.helper.firm_id, row.helper.firm_id)
        if firms is None or firm in firms:
            held = found.get(firm, Kept(0, 0))
            found[firm] = Kept(held.in_time + came_in_time(row), held.accepted + 1)
    return found


def came_in_time(row: Reservation) -> bool:
    """Whether everything accepted was received by the promised moment and not sent back."""
    came = [
        one for one in row.deliveries.all() if one.received_at and one.received_at <= row.due_at
    ]
    return sum((one.accepted or Decimal(0) for one in came), Decimal(0)) == row.amount
