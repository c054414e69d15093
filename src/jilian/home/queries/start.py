"""Where a person goes who opens the software."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import Role
from jilian.places.models import World

DESKS = (
    (Permission.SEE_TRACES, "audit:traces"),
    (Permission.GIVE_ROLES, "accounts:people"),
    (Permission.SEE_SYSTEM, "home:system"),
)


def world_to_enter(person: Person, last_used: str) -> World | None:
    """Return the world used last or the first that the person may enter; None without any."""
    worlds = {world.code: world for world in World.objects.coded(person.world_codes)}
    return worlds.get(last_used) or next(iter(worlds.values()), None)


def desk_of(person: Person) -> str | None:
    """Return the name of an administrator's own page; None for everyone else."""
    held = reach(person, "")
    return next((address for permission, address in DESKS if held.may(permission)), None)


def keepers_of_roles() -> list[Person]:
    """Return the people who give roles, by name."""
    return list(Person.objects.holding(Role.SECURITY_ADMINISTRATOR).order_by("name"))


@dataclass(frozen=True)
class WorldInWords:
    """A world with one sentence on what it holds."""

    world: World
    sentence: str


def worlds_in_words(person: Person) -> list[WorldInWords]:
    """Return the worlds that the person may enter, each with a sentence; two queries."""
    rows = World.objects.coded(person.world_codes).prefetch_related("areas")
    return [WorldInWords(world, _sentence(world)) for world in rows]


def _sentence(world: World) -> str:
    places = [str(place) for place in world.areas.all()]
    words = {"first": places[0] if places else str(world), "count": len(places)}
    if world.invented:
        return (
            _(
                "Invented firms in the real towns of %(first)s: everything can be tried, "
                "and no real firm is meant."
            )
            % words
        )
    if len(places) > 1:
        return (
            _("Published records of %(count)d places: what a source says, and nothing beyond it.")
            % words
        )
    return _("The records of %(first)s.") % words
