"""Requests as lists show them: how far each is, as this reader may hear it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, F, Prefetch, Q, QuerySet, Value, When

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.base.search import among
from jilian.firms.models import Firm
from jilian.places.models import World
from jilian.purchases.models import Offer, Purchase
from jilian.purchases.models.requests import reached
from jilian.purchases.rules import Phase, PurchaseState, told_of_offer
from jilian.purchases.rules.states import PHASE_MARKS, TOLD_MARKS, Told

P = Permission


def records_of(person: Person, world: World, permission: Permission) -> list[int]:
    """The records of the person's own firms; none where the permission is held everywhere."""
    if not reach(person, world.code).keys(permission, ScopeKind.FIRM):
        return []
    return list(Firm.objects.records_seen(person, world, permission).values_list("pk", flat=True))


def purchases_seen(person: Person, world: World, at: datetime) -> QuerySet[Any]:
    """The requests that the person may see, each with ``phase`` and the own offers on it.

    Whose request is not one's own is heard of as taking offers or closed: what it came to is not.
    """
    own = among(records_of(person, world, P.ORDER_PURCHASES))
    sells = records_of(person, world, P.OFFER_PURCHASES)
    is_own = Q(buyer__in=own)
    taking = Q(state=PurchaseState.OPEN, closes_at__gt=at)
    phase = Case(
        When(taking, then=Value(Phase.TAKING.value)),
        When(is_own & Q(state=PurchaseState.OPEN), then=Value(Phase.COMPARING.value)),
        When(is_own, then=F("state")),
        When(state=PurchaseState.HANDED, then=Value(Phase.HANDED.value)),
        default=Value(Phase.CLOSED.value),
        output_field=CharField(),
    )
    whose = Case(
        When(is_own, then=Value("mine")),
        When(taking & reached(sells), then=Value("for_me")),
        default=Value("cluster"),
        output_field=CharField(),
    )
    offers: Prefetch[Any] = Prefetch(
        "offers",
        Offer.objects.filter(supplier__in=sells).prefetch_related("lines__award"),
        to_attr="own_offers",
    )
    return (
        Purchase.objects.visible_to(person, world)
        .annotate(phase=phase, whose=whose)
        .select_related("buyer__merged_into", "cluster", "world")
        .prefetch_related(offers, "lines")
    )


def phase_words(purchase: Any) -> tuple[str, str]:
    """Mark and words of a listed request's phase."""
    return PHASE_MARKS[purchase.phase], str(Phase(purchase.phase).label)


def told_of(offer: Offer, purchase: Purchase, at: datetime) -> Told:
    """The true state of an own offer."""
    awarded = any(hasattr(line, "award") for line in offer.lines.all())
    takes = purchase.takes_offers(at)
    return told_of_offer(offer.state, purchase.state, takes=takes, awarded=awarded)


def own_offer_words(purchase: Any, at: datetime) -> tuple[str, str] | None:
    """Mark and words of the own offer on a listed request; None where there is none."""
    offer = next(iter(purchase.own_offers), None)
    if offer is None:
        return None
    told = told_of(offer, purchase, at)
    return TOLD_MARKS[told], str(told.label)
