"""Reading claims: one's own, those that wait, and what a reviewer sees beside one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from jilian.accounts.models import Appointment, Person
from jilian.accounts.permissions import ROLES, Permission
from jilian.accounts.rules import Role, ScopeKind
from jilian.claims.models import Claim, ClaimQuerySet
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_ids
from jilian.firms.queries.lookup import firm_ids
from jilian.firms.rules import FirmKey
from jilian.places.models import World


def may_claim(person: Person) -> bool:
    """Say whether the person may claim a firm: whoever works for an office may not.

    Somebody without any role may, as somebody who keeps another firm.
    """
    return not person.is_system and all(
        Permission.CLAIM_FIRM in ROLES[Role(role)] for role in person.roles
    )


def own_claims(person: Person) -> ClaimQuerySet:
    """Return everything that the person has claimed, in every world, newest first."""
    return Claim.objects.filter(person=person).select_related("world", "firm", "appointment")


def claims_seen(person: Person, world: World) -> ClaimQuerySet:
    """Return the claims of a world that the person may see, with what a list shows."""
    return Claim.objects.visible_to(person, world).select_related("firm", "person", "appointment")


def kept_firms(person: Person) -> list[Firm]:
    """Return the firms that the person keeps, in every world; one query."""
    keys = [
        int(held.scope_key)
        for held in person.current_appointments
        if held.role == Role.MEMBER_FIRM and held.scope_key.isdecimal()
    ]
    found = Firm.objects.filter(pk__in=keys).select_related("world", "merged_into__world")
    return list({firm.root_id: firm.root for firm in found}.values())


def firm_found(world: World, key: FirmKey) -> Firm | None:
    """Return the firm with this key: of merged records the one that stands for it."""
    pk = firm_ids(world, [key]).get(key)
    found = Firm.objects.filter(pk=pk).select_related("merged_into").first() if pk else None
    return found.root if found else None


def keeper_appointments(firm: Firm) -> list[Appointment]:
    """Return who keeps the firm now, through whichever of its records."""
    held = Appointment.objects.current().filter(
        role=Role.MEMBER_FIRM,
        world_code=firm.world.code,
        scope_kind=ScopeKind.FIRM,
        scope_key__in=[str(pk) for pk in group_ids(firm)],
    )
    return list(held.select_related("person").order_by("given_at", "pk"))


def keepers(firm: Firm) -> list[Person]:
    """Return the people who keep the firm and may sign in, each once."""
    people = {held.person_id: held.person for held in keeper_appointments(firm)}
    return [person for person in people.values() if person.is_active]


@dataclass(frozen=True)
class ClaimSeen:
    """A claim with what a reviewer needs beside it."""

    claim: Claim
    firm: Firm | None
    others: tuple[Claim, ...]
    keepers: tuple[Appointment, ...]


def claim_seen(claim: Claim) -> ClaimSeen:
    """Return a claim beside every other claim of the same firm, and beside who keeps it now."""
    key = (claim.scheme, claim.identifier)
    firm = claim.firm.root if claim.firm else firm_found(claim.world, key)
    same = Q(scheme=claim.scheme, identifier=claim.identifier)
    if firm is not None:
        same |= Q(firm__in=group_ids(firm))
    others = Claim.objects.filter(same, world=claim.world).exclude(pk=claim.pk)
    return ClaimSeen(
        claim,
        firm,
        tuple(others.select_related("person", "firm", "appointment")),
        tuple(keeper_appointments(firm)) if firm else (),
    )


def rivals_of(claims: Iterable[Claim]) -> dict[int, int]:
    """Return how many other open claims each of these stands beside; one query."""
    kept = list(claims)
    firms = {claim.firm_id for claim in kept if claim.firm_id}
    rows = Claim.objects.filter(firm__in=firms).exclude(state__in=("withdrawn", "refused"))
    by_firm: dict[int, set[int]] = {}
    for pk, firm in rows.order_by().values_list("pk", "firm_id"):
        by_firm.setdefault(firm, set()).add(pk)
    return {
        claim.pk: len(by_firm.get(claim.firm_id, set()) - {claim.pk}) if claim.firm_id else 0
        for claim in kept
    }
