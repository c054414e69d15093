"""How many members each unit newly developed in a year, as a reader may see it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, Reach, reach
from jilian.growth.models import DevelopedCount
from jilian.growth.rules.shares import UnitShare
from jilian.organisations.models import scopes_of_division
from jilian.organisations.queries.coverage import places_of, prefix_of
from jilian.organisations.rules.withholding import Shown, steady
from jilian.places.models import Division, World
from jilian_engine.figures.bands import LEAST_SHOWN


@dataclass(frozen=True)
class ShareRow:
    """A unit of a year as this reader may see it; `revisions` only for whoever sees the counts."""

    latest: DevelopedCount
    in_clusters: Shown
    in_all: Shown
    share: UnitShare | None  # None: withheld
    revisions: tuple[DevelopedCount, ...]
    may_enter: bool


def units_of(world: World) -> list[Division]:
    """The towns, streets and zones of the places of a world; two queries."""
    inside = Q(pk__in=())
    for place in places_of(world):
        inside |= Q(code__startswith=prefix_of(place))
    return list(Division.objects.filter(inside, level=Division.Level.TOWN).order_by("code"))


def share_rows(person: Person, world: World, year: int) -> list[ShareRow]:
    """The units that have entered their counts of a year, each with its latest revision.

    Where the reader may not see a unit's counts, all its numbers are withheld when one of them, or
    its step from an earlier revision, is below five. No sum over units stands beside them, so
    nothing comes back by subtraction.
    """
    held = reach(person, world.code)
    by_unit: dict[int, list[DevelopedCount]] = defaultdict(list)
    seen = DevelopedCount.objects.visible_to(person, world).filter(year=year)
    for one in seen.select_related("unit").order_by("unit__code", "revision"):
        by_unit[one.unit_id].append(one)
    return [_row(held, rows) for rows in by_unit.values()]


def _row(held: Reach, rows: list[DevelopedCount]) -> ShareRow:
    latest = rows[-1]
    scopes = scopes_of_division(latest.unit.code)
    may_enter = held.may(Permission.ENTER_DEVELOPED, scopes)
    sees = held.may(Permission.SEE_COUNTS, scopes)
    if not sees and not _is_large(rows):
        hidden = Shown(withheld=True)
        return ShareRow(latest, hidden, hidden, None, (), may_enter)
    return ShareRow(
        latest,
        Shown(latest.in_clusters),
        Shown(latest.in_all),
        share_of(latest),
        tuple(reversed(rows[:-1])) if sees else (),
        may_enter,
    )


def _is_large(rows: list[DevelopedCount]) -> bool:
    """Whether every number of the latest revision, and every step to it, is five or more."""
    columns = [
        [one.in_clusters for one in rows],
        [one.elsewhere for one in rows],
        [one.in_all for one in rows],
    ]
    return all(values[-1] >= LEAST_SHOWN and steady(values)[-1] for values in columns)


def share_of(count: DevelopedCount) -> UnitShare:
    """The share of one unit, exact, with both numbers."""
    return UnitShare(count.unit.code, count.unit_name, count.in_clusters, count.in_all)


def claimable_units(world: World, year: int) -> list[UnitShare]:
    """Every unit of the districts that entered anything for the year; unknown where one did not.

    For whoever sees all counts; three queries.
    """
    latest: dict[str, DevelopedCount] = {}
    rows = DevelopedCount.objects.filter(world=world, year=year).select_related("unit")
    for one in rows.order_by("unit__code", "revision"):
        latest[one.unit.code] = one
    districts = {code[:6] for code in latest}
    found = {code: share_of(one) for code, one in latest.items()}
    for unit in units_of(world):
        if unit.code[:6] in districts:
            found.setdefault(unit.code, UnitShare(unit.code, unit.name, None, None))
    return [found[code] for code in sorted(found)]
