"""What was shown before of the figures that are to be released."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q

from jilian.disclosure.models import KEY_MARK, Release, ReleasedCell
from jilian.disclosure.queries.shown import CellKey
from jilian.places.models import World


def of_basis(world: World, key: str, basis: str) -> Q:
    """Return the condition of the releases of a table that show figures of this month or year."""
    return Q(table__world=world, table__key=key) & (Q(basis=basis) | Q(basis="", period=basis))


def last_of_basis(world: World, key: str, basis: str) -> Release | None:
    """Return the release that last showed these figures, in whatever month."""
    kept = Release.objects.filter(of_basis(world, key, basis)).select_related("table")
    return kept.order_by("-released_at", "-pk").first()


def ever_shown_of(world: World, key: str, basis: str) -> dict[CellKey, tuple[Decimal | None, bool]]:
    """Return each cell as it was last shown by any release of these figures, or that none did."""
    releases = Release.objects.filter(of_basis(world, key, basis)).order_by()
    rows = ReleasedCell.objects.filter(release__in=releases.values("pk")).order_by(
        "release__released_at", "release_id"
    )
    found: dict[CellKey, tuple[Decimal | None, bool]] = {}
    for cell, value, hidden in rows.values_list("key", "value", "hidden"):
        place = tuple(cell.split(KEY_MARK))
        if not hidden or place not in found:
            found[place] = (value, bool(hidden))
    return found
