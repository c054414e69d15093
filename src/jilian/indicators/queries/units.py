"""The units that values are about, with their names, and which of them a person may open."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, Reach, reach
from jilian.accounts.rules import ScopeKind
from jilian.clusters.models import Cluster
from jilian.indicators.models import Value
from jilian.indicators.rules import UnitKind
from jilian.places.models import Division, World


@dataclass(frozen=True)
class Unit:
    """A unit with its key and its name in both languages."""

    kind: str
    key: str
    name_zh: str
    name_en: str

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name_zh

    def __str__(self) -> str:
        return self.name


def may_open(held: Reach, kind: str, key: str) -> bool:
    """Whether figures of the unit may be opened down to their records."""
    return held.may(Permission.OPEN_FIGURES, [(kind, key)] if kind == UnitKind.TOWN else ())


def opens_all(person: Person, world: World) -> bool:
    """Whether the person opens the figures of every unit."""
    return reach(person, world.code).may(Permission.OPEN_FIGURES)


def own_towns(person: Person, world: World) -> frozenset[str]:
    """The towns whose figures the person opens."""
    return reach(person, world.code).keys(Permission.OPEN_FIGURES, ScopeKind.TOWN)


def first_opened(person: Person, world: World) -> str:
    """The unit whose figures she opens without saying which: all of the world, or her town."""
    if opens_all(person, world):
        return world.code
    return min(own_towns(person, world), default="")


def units_of(person: Person, world: World) -> list[Unit]:
    """The whole world, its places, towns and clusters that have values; four queries."""
    if not reach(person, world.code).may_somewhere(Permission.SEE_INDICATORS):
        return []
    kept = Value.objects.filter(world=world).order_by()
    pairs = set(kept.values_list("unit_kind", "unit_key").distinct())
    return named_units(world, pairs)


def find_unit(person: Person, world: World, unit_key: str) -> Unit | None:
    """The unit of this key; None where nothing was measured for it, or nothing may be seen."""
    if not reach(person, world.code).may_somewhere(Permission.SEE_INDICATORS):
        return None
    if unit_key in ("", world.code):
        return world_unit(world)
    kinds = Value.objects.filter(world=world, unit_key=unit_key).order_by()
    found = kinds.values_list("unit_kind", "unit_key").distinct()[:1]
    return next(iter(named_units(world, set(found))), None)


def world_unit(world: World) -> Unit:
    """The whole world."""
    return Unit(UnitKind.WORLD.value, world.code, world.name, world.name_en)


def named_units(world: World, pairs: set[tuple[str, str]]) -> list[Unit]:
    """Units by kind and key, with their names: the world, places, towns, clusters by name."""
    codes = {key for kind, key in pairs if kind in (UnitKind.PLACE, UnitKind.TOWN)}
    divisions = {one.code: one for one in Division.objects.filter(code__in=codes)}
    keys = {int(key) for kind, key in pairs if kind == UnitKind.CLUSTER and key.isdecimal()}
    clusters = {str(one.pk): one for one in Cluster.objects.filter(world=world, pk__in=keys)}
    units = []
    for kind, key in pairs:
        if kind == UnitKind.WORLD:
            units.append((0, "", world_unit(world)))
        elif kind == UnitKind.CLUSTER and key in clusters:
            one = clusters[key]
            units.append((3, one.sort_key, Unit(kind, key, one.name, one.name_en)))
        elif key in divisions:
            place = divisions[key]
            order = 1 if kind == UnitKind.PLACE else 2
            units.append((order, key, Unit(kind, key, place.name, place.name_en)))
    return [unit for _order, _name, unit in sorted(units, key=lambda row: row[:2])]
