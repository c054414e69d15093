"""Whose word is awaited: the people who may answer for a side."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from jilian.absorption.models import Absorption
from jilian.absorption.rules import Side
from jilian.accounts.models import Appointment, Person
from jilian.accounts.permissions import ROLES, Extent, Permission, people_who_may, reach
from jilian.accounts.rules import Scope, ScopeKind
from jilian.firms.queries.groups import group_ids

P = Permission


def scopes_of_side(absorption: Absorption, side: str) -> tuple[Scope, ...]:
    """The scopes within which a side is answered for: any record of the firm, or its town."""
    if side in (Side.FIRM, Side.BODY):
        return tuple((ScopeKind.FIRM.value, str(pk)) for pk in group_ids(absorption.firm))
    return absorption.scopes_of(side)


def may_answer(person: Person, absorption: Absorption, side: str) -> bool:
    """Whether the person may answer for the side."""
    held = reach(person, absorption.world.code)
    return held.may(P.ANSWER_ABSORPTION, scopes_of_side(absorption, side))


def speaks_for(person: Person, absorption: Absorption, side: str) -> bool:
    """Whether the side is the person's own; else an answer is recorded from a paper."""
    if side == Side.OFFICE:
        return may_answer(person, absorption, side)
    own = reach(person, absorption.world.code).within.get(P.ANSWER_ABSORPTION, frozenset())
    return not own.isdisjoint(scopes_of_side(absorption, side))


def people_of_side(absorption: Absorption, side: str) -> list[Person]:
    """The people who are told that the side's word is awaited; the office where there is none."""
    found = _people_within(absorption.world.code, scopes_of_side(absorption, side))
    return found or people_who_may(P.ANSWER_ABSORPTION, absorption.world.code)


def people_of_cluster(absorption: Absorption) -> list[Person]:
    """The people who propose for the cluster."""
    return _people_within(absorption.world.code, absorption.scopes, P.PROPOSE_ABSORPTION)


def _people_within(
    world_code: str, scopes: Sequence[Scope], permission: Permission = P.ANSWER_ABSORPTION
) -> list[Person]:
    roles = [role for role, held in ROLES.items() if held.get(permission) is Extent.WITHIN]
    wanted = Q(pk__in=())
    for kind, key in scopes:
        wanted |= Q(scope_kind=kind, scope_key=key)
    held = Appointment.objects.current().filter(wanted, role__in=roles, world_code=world_code)
    people = Person.objects.people().filter(is_active=True, pk__in=held.values("person"))
    return list(people.order_by("pk"))
