"""What the orders of clusters come to: exact for their own sides, in words for others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission
from jilian.clusters.models import Cluster
from jilian.places.models import World
from jilian.purchases.models import Purchase, PurchaseOrder
from jilian.purchases.queries.listing import records_of
from jilian.purchases.rules import (
    OrderSum,
    Part,
    Tax,
    counted,
    may_be_shown,
    sum_orders,
    sum_words,
)
from jilian.ui.values import in_chinese
from jilian_engine.figures import Bound

P = Permission


@dataclass(frozen=True)
class Said:
    """A sum in one basis, in words and, for its own sides, exact."""

    basis: str
    sum: OrderSum

    @property
    def label(self) -> str:
        """With or without tax."""
        return str(Tax(self.basis).label)

    @property
    def words(self) -> str:
        """The sum in words that are true."""
        return sum_words(self.sum.figure, "zh" if in_chinese() else "en")

    @property
    def bound(self) -> str:
        """The bound of the exact figure, as figures are printed."""
        return "" if self.sum.figure.bound is Bound.EXACT else "at_least"


@dataclass(frozen=True)
class OwnFigures:
    """The sums of the own firms' orders as one side: exact, opened down to their orders."""

    side: str
    sums: tuple[Said, ...]


@dataclass(frozen=True)
class ClusterFigures:
    """The sum of a cluster's orders in words; ``sums`` is empty where it is withheld."""

    cluster: Cluster
    sums: tuple[Said, ...]


@dataclass(frozen=True)
class Figures:
    """Everything that the page of figures shows."""

    own: tuple[OwnFigures, ...]
    clusters: tuple[ClusterFigures, ...]


def figures_of(person: Person, world: World, day: date) -> Figures:
    """The own sums and those of the clusters in reach, of orders up to the day; few queries."""
    buys = set(records_of(person, world, P.ORDER_PURCHASES))
    sells = set(records_of(person, world, P.OFFER_PURCHASES))
    orders = [
        one
        for one in PurchaseOrder.objects.filter(world=world).with_reports()
        if _ordered_by(one, day)
    ]
    own = []
    for side, mine in (
        ("buyer", [one for one in orders if one.buyer_id in buys]),
        ("supplier", [one for one in orders if one.supplier_id in sells]),
    ):
        if mine:
            own.append(OwnFigures(side, _sums(mine)))
    by_cluster: dict[int, list[PurchaseOrder]] = defaultdict(list)
    for one in orders:
        by_cluster[one.purchase.cluster_id].append(one)
    clusters = tuple(
        ClusterFigures(cluster, _shown(by_cluster[cluster.pk], buys | sells))
        for cluster in _clusters(person, world)
    )
    return Figures(tuple(own), clusters)


def _ordered_by(order: PurchaseOrder, day: date) -> bool:
    said = [one for one in order.pair if one is not None]
    return bool(said) and all(one.ordered_on <= day for one in said)


def _sums(orders: Iterable[PurchaseOrder]) -> tuple[Said, ...]:
    pairs = [one.pair for one in orders]
    return tuple(Said(basis, sum_orders(pairs, basis)) for basis in Tax.values)


def _shown(orders: Sequence[PurchaseOrder], own: set[int]) -> tuple[Said, ...]:
    """The sums of a cluster, as far as they may be shown to who is not a side of all of them."""
    parts: list[Part] = []
    for one in orders:
        figure = counted(*one.pair, Tax.WITHOUT)
        if figure is not None:
            sides = (one.buyer.root_id, one.supplier.root_id)
            parts.append(Part(*sides, figure.value))
    roots = {
        root
        for one in orders
        for pk, root in ((one.buyer_id, one.buyer.root_id), (one.supplier_id, one.supplier.root_id))
        if pk in own
    }
    return _sums(orders) if may_be_shown(parts, roots) else ()


def _clusters(person: Person, world: World) -> list[Cluster]:
    """The clusters with purchases that the person sees: of the world, the cluster, the firm."""
    rows = Purchase.objects.visible_to(person, world)
    return list(Cluster.objects.filter(pk__in=rows.values("cluster")).order_by("sort_key", "pk"))
