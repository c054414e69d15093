"""Who acts for whom in a call: keepers of firms, those who lead a call, officers of a town."""

from __future__ import annotations

from jilian.accounts.models import Person
from jilian.accounts.permissions import (
    Permission,
    people_who_may,
    people_within,
    reach,
)
from jilian.accounts.rules import Scope, ScopeKind
from jilian.base.errors import NotAllowed
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_ids
from jilian.shortages.models import Call
from jilian.shortages.rules.words import Circle

P = Permission
TOWN_DIGITS = 9


def scopes_of_firm(firm: Firm) -> tuple[Scope, ...]:
    """The scopes of a firm: each of its records."""
    return tuple((ScopeKind.FIRM.value, str(pk)) for pk in group_ids(firm))


def scopes_of_town(town: str) -> tuple[Scope, ...]:
    """The scope of a town."""
    return ((ScopeKind.TOWN.value, town),)


def people_of_firm(firm: Firm, permission: Permission = P.ANSWER_CALLS) -> list[Person]:
    """The people who act for a firm."""
    return people_within(permission, firm.world.code, scopes_of_firm(firm))


def people_leading(call: Call) -> list[Person]:
    """The people whose matter a call is in its present circle.

    In the cluster its secretary; beyond, and where a cluster has none, the district's office.
    """
    if call.circle == Circle.CLUSTER:
        found = people_within(P.LEAD_CALLS, call.world.code, call.cluster_scopes)
        if found:
            return found
    return people_who_may(P.LEAD_CALLS, call.world.code)


def officers_of(town: str, world_code: str) -> list[Person]:
    """The people who handle passes and permits of a town."""
    return people_within(P.HANDLE_PERMITS, world_code, scopes_of_town(town))


def leads(person: Person, call: Call) -> bool:
    """Whether a call is the person's to lead: the secretary's always, an office's once it left."""
    held = reach(person, call.world.code)
    if held.may(P.LEAD_CALLS):
        return person.is_system or call.circle >= Circle.DISTRICT
    return held.may(P.LEAD_CALLS, call.cluster_scopes)


def raised(person: Person, call: Call) -> bool:
    """Whether the person acts for the firm that raised the call."""
    return reach(person, call.world.code).may(P.RAISE_CALLS, scopes_of_firm(call.firm))


def helps(person: Person, firm: Firm) -> bool:
    """Whether the person acts for a firm that was asked."""
    return reach(person, firm.world.code).may(P.ANSWER_CALLS, scopes_of_firm(firm))


def check_raised_or_led(person: Person, call: Call) -> None:
    """Refuse whoever neither raised the call nor leads it; to them it does not exist."""
    if not (raised(person, call) or leads(person, call)):
        raise NotAllowed(P.LEAD_CALLS)
