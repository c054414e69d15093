"""The growth of a count between two days, with the lists that it opens to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import Scope, ScopeKind
from jilian.clusters.models import Cluster
from jilian.growth.queries.history import counts_of, history_of
from jilian.growth.rules.growing import SplitGrowth, split_growth
from jilian.growth.rules.history import Boundary
from jilian.growth.rules.members import Members, members_on
from jilian.growth.rules.saying import growth_words
from jilian.growth.rules.words import GAINS, LOSSES, Part
from jilian.organisations.models import Organisation
from jilian.places.models import Division, World
from jilian_engine.figures import Growth


@dataclass(frozen=True)
class PartLine:
    """One part of the difference, with its organisations."""

    part: Part
    count: int
    organisations: tuple[Organisation, ...]
    is_gain: bool

    @property
    def label(self) -> str:
        """The part in words."""
        return str(self.part.label)


@dataclass(frozen=True)
class GrowthPage:
    """What the page of growth shows."""

    growth: SplitGrowth
    words: str
    lines: tuple[PartLine, ...]
    members: tuple[Members, Members] | None  # None: not for this reader

    @property
    def member_growth(self) -> Growth | None:
        """The growth of members, where both counts are exact."""
        if self.members is None:
            return None
        before, after = (one.exact for one in self.members)
        if before is None or after is None:
            return None
        return Growth(before, after, self.growth.first, self.growth.last)


def boundary_of(world: World, asked: str) -> tuple[Boundary, str] | None:
    """The boundary that an address names, with its name; None where there is no such one."""
    kind, _colon, key = asked.partition(":")
    if kind in ("", "world"):
        return Boundary(), str(world)
    if kind == "town":
        place = Division.objects.filter(code=key).first()
        return (Boundary("town", key), str(place)) if place else None
    if kind == "cluster" and key.isdecimal() and len(key) < 12:
        cluster = Cluster.objects.filter(world=world, pk=int(key)).first()
        return (Boundary("cluster", key), str(cluster)) if cluster else None
    return None


def growth_page(
    person: Person, world: World, boundary: Boundary, first: date, last: date,
    type: str | None = None,
) -> GrowthPage:  # fmt: skip
    """The growth inside a boundary between two days; eight queries at most.

    Members are counted only for whoever may see the counts inside the boundary in full: elsewhere
    the days could be chosen so that a difference points to people.
    """
    history = history_of(world)
    growth = split_growth(history, boundary, first, last, type)
    moved = {pk for pks in growth.parts.values() for pk in pks}
    rows = Organisation.objects.visible_to(person, world).select_related("division")
    held = rows.filter(pk__in=moved).in_bulk()
    members = None
    if reach(person, world.code).may(Permission.SEE_COUNTS, _scopes(boundary)):
        before, after = (history.inside(boundary, day, type) for day in (first, last))
        counts = counts_of(world, before | after, last)
        members = members_on(counts, before, first), members_on(counts, after, last)
    return GrowthPage(growth, growth_words(growth), _lines(growth, held), members)


def _scopes(boundary: Boundary) -> Sequence[Scope]:
    if boundary.kind == "town":
        return ((ScopeKind.TOWN.value, boundary.key),)
    if boundary.kind == "cluster":
        return ((ScopeKind.CLUSTER.value, boundary.key),)
    return ()


def _lines(growth: SplitGrowth, held: dict[int, Organisation]) -> tuple[PartLine, ...]:
    found = []
    for part in (*GAINS, *LOSSES):
        rows = [held[pk] for pk in growth.parts.get(part, ()) if pk in held]
        if growth.count(part):
            rows.sort(key=lambda one: (one.sort_key, one.pk))
            found.append(PartLine(part, growth.count(part), tuple(rows), part in GAINS))
    return tuple(found)


def growth_choices(world: World, history_towns: Sequence[str]) -> list[tuple[str, str]]:
    """The boundaries that may be chosen: the world, its clusters, its towns; two queries."""
    clusters = Cluster.objects.filter(world=world, bodies__isnull=False).distinct()
    towns = Division.objects.filter(code__in=history_towns).order_by("code")
    return [
        ("world", str(world)),
        *((f"cluster:{one.pk}", str(one)) for one in clusters.order_by("sort_key", "pk")),
        *((f"town:{one.code}", str(one)) for one in towns),
    ]


def towns_with_organisations(world: World) -> list[str]:
    """The towns in which an organisation is recorded; one query."""
    rows = Organisation.objects.filter(world=world, division__isnull=False).order_by()
    return sorted({code[:9] for code in rows.values_list("division__code", flat=True).distinct()})
