"""Who keeps which side of a purchase, and who may offer on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, people_within, reach
from jilian.accounts.rules import Scope, ScopeKind
from jilian.clusters.models import Cluster, Membership
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_ids
from jilian.places.models import World
from jilian.purchases.models import Offer, Purchase
from jilian.purchases.rules import PurchaseState

P = Permission


def scopes_of(firm: Firm) -> tuple[Scope, ...]:
    """The scopes within which a firm is acted for: any of its records."""
    return tuple((ScopeKind.FIRM.value, str(pk)) for pk in group_ids(firm))


def scopes_of_cluster(purchase: Purchase) -> tuple[Scope, ...]:
    """The scope within which the cluster's secretary acts."""
    return ((ScopeKind.CLUSTER.value, str(purchase.cluster_id)),)


def is_buyer(person: Person, purchase: Purchase) -> bool:
    """Whether the person buys for the firm of the request."""
    held = reach(person, purchase.world.code)
    return held.may(P.ORDER_PURCHASES, scopes_of(purchase.buyer))


def may_forward(person: Person, purchase: Purchase) -> bool:
    """Whether the person may put it round for the buyer, who handed it over."""
    held = reach(person, purchase.world.code)
    handed = purchase.state == PurchaseState.HANDED
    return handed and held.may(P.FORWARD_PURCHASES, scopes_of_cluster(purchase))


def own_firms(person: Person, world: World, permission: Permission) -> list[Firm]:
    """The firms for which the person holds a permission within their own scope."""
    if not reach(person, world.code).keys(permission, ScopeKind.FIRM):
        return []
    return list(Firm.objects.visible_to(person, world, permission).order_by("sort_key", "pk"))


def clusters_of(firm: Firm) -> QuerySet[Cluster]:
    """The clusters of which the firm is a member now."""
    rows = Membership.objects.filter(firm__in=group_ids(firm), valid_to__isnull=True)
    return Cluster.objects.filter(pk__in=rows.values("cluster"), valid_to__isnull=True)


def is_member(firm: Firm, cluster_id: int) -> bool:
    """Whether the firm is a member of the cluster now."""
    rows = Membership.objects.filter(cluster=cluster_id, valid_to__isnull=True)
    return rows.filter(firm__in=group_ids(firm)).exists()


def may_offer(firm: Firm, purchase: Purchase) -> bool:
    """Whether the firm was invited, or belongs to the cluster that it is open to; not the buyer."""
    if purchase.put_round_at is None or firm.root_id == purchase.buyer.root_id:
        return False
    records = group_ids(firm)
    if purchase.invited.filter(firm__in=records).exists():
        return True
    return purchase.open_to_cluster and is_member(firm, purchase.cluster_id)


def offering_firms(person: Person, purchase: Purchase) -> list[Firm]:
    """The person's own firms that may offer on it, or have."""
    own = own_firms(person, purchase.world, P.OFFER_PURCHASES)
    found = [firm for firm in own if may_offer(firm, purchase)]
    if found or not own:
        return found
    offers = Offer.objects.filter(purchase=purchase).values_list("supplier", flat=True)
    have = set(offers)
    return [firm for firm in own if have & set(group_ids(firm))]


def people_of_firms(
    world_code: str, firms: Iterable[int], permission: Permission
) -> dict[int, Person]:
    """The people who act for these records of firms, by their key."""
    return _by_key(permission, world_code, [(ScopeKind.FIRM.value, str(one)) for one in firms])


def secretaries_of(purchase: Purchase) -> dict[int, Person]:
    """The people who put purchases round in the cluster."""
    scopes = [(ScopeKind.CLUSTER.value, str(purchase.cluster_id))]
    return _by_key(P.FORWARD_PURCHASES, purchase.world.code, scopes)


def _by_key(permission: Permission, world_code: str, scopes: Iterable[Scope]) -> dict[int, Person]:
    return {one.pk: one for one in people_within(permission, world_code, scopes)}


def asked_firms(purchase: Purchase) -> set[int]:
    """The records of firms that may offer: invited, and members where it is open to them."""
    found = set(purchase.invited.values_list("firm", flat=True))
    if purchase.open_to_cluster:
        members = Membership.objects.filter(cluster=purchase.cluster_id, valid_to__isnull=True)
        found |= set(members.values_list("firm", flat=True))
    return found - set(group_ids(purchase.buyer))


def submitted_of(purchase: Purchase, at: datetime) -> QuerySet[Offer]:
    """The offers that were submitted in time; none before the closing moment."""
    rows = Offer.objects.filter(purchase=purchase, state="submitted")
    return rows.none() if purchase.takes_offers(at) else rows
