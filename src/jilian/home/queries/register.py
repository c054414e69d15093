"""How much a world holds on a day, in a few grouped queries; only what the person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.dated import certain_on, perhaps_on
from jilian.firms.models import Firm
from jilian.home.queries.kept import kept
from jilian.network.models import SupplyLink
from jilian.network.queries import joined_links
from jilian.network.rules import Evidence
from jilian.organisations.models import Organisation, TypeSpell
from jilian.organisations.rules import OrganisationType
from jilian.places.models import World


@dataclass(frozen=True)
class Held:
    """How many records held for certain on a day, and how many may have: start unknown."""

    certain: int = 0
    perhaps: int = 0

    @property
    def bound(self) -> str:
        """How the certain count bounds the true one."""
        return "at_least" if self.perhaps else ""


@dataclass(frozen=True)
class Links:
    """Supply links by how they are known."""

    known: Held
    inferred: Held


@dataclass(frozen=True)
class Organisations:
    """Organisations, and the certain ones by type, the highest first; ``untyped``: type unknown."""

    held: Held
    types: tuple[tuple[str, int], ...]
    untyped: int


def firm_count(person: Person, world: World) -> int:
    """Return how many firms the person may see in the register."""
    return Firm.objects.visible_to(person, world).order_by().count()


def link_counts(person: Person, world: World, day: date) -> Links | None:
    """Return the supply links that the person may see; None without the permission."""
    held = reach(person, world.code)
    if not held.may_somewhere(Permission.SEE_LINKS):
        return None
    if held.may(Permission.SEE_LINKS):
        return kept("links", world, day, lambda: _count_links(person, world, day))
    return _count_links(person, world, day)


def _count_links(person: Person, world: World, day: date) -> Links:
    joined = joined_links(world, day)
    rows = joined.shown(SupplyLink.objects.visible_to(person, world).order_by())
    counted = rows.values_list("evidence").annotate(
        certain=Count("pk", filter=certain_on(day)), perhaps=Count("pk", filter=perhaps_on(day))
    )
    known, inferred = Held(), Held()
    for evidence, certain, perhaps in counted:
        if evidence == Evidence.INFERRED:
            inferred = Held(certain, perhaps)
        else:
            known = Held(known.certain + certain, known.perhaps + perhaps)
    return Links(known, inferred)


def organisation_counts(person: Person, world: World, day: date) -> Organisations | None:
    """Return the organisations on a day and their types; None without the permission.

    Two queries. Counts of organisations are open to whoever may see organisations at all.
    """
    if not reach(person, world.code).may_somewhere(Permission.SEE_ORGANISATIONS):
        return None
    visible = Organisation.objects.visible_to(person, world).order_by()
    counted = visible.aggregate(
        certain=Count("pk", filter=certain_on(day)), perhaps=Count("pk", filter=perhaps_on(day))
    )
    spells = TypeSpell.objects.on(day).filter(
        Q(organisation__in=visible.values("pk")) & certain_on(day, "organisation__")
    )
    by_type = dict(spells.order_by().values_list("type").annotate(n=Count("organisation")))
    types = tuple(
        (str(one.label), by_type[one]) for one in reversed(OrganisationType) if one in by_type
    )
    return Organisations(
        Held(counted["certain"], counted["perhaps"]),
        types,
        counted["certain"] - sum(by_type.values()),
    )
