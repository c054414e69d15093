"""Telling suppliers, buyers and secretaries; no price and no other supplier is ever named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, people_who_may
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_ids
from jilian.notices import operations as notices
from jilian.purchases.models import Purchase, PurchaseOrder
from jilian.purchases.queries.people import asked_firms, people_of_firms, secretaries_of

P = Permission


def tell_secretaries(*, by: Person, at: datetime, purchase: Purchase) -> None:
    """Ask the cluster's secretaries to put it round."""
    for person in secretaries_of(purchase).values():
        _tell(by, at, purchase, person, "purchase_handed", _key(purchase, "handed"))


def settle_handed(*, by: Person, at: datetime, purchase: Purchase) -> None:
    """Nothing is to be put round any more."""
    notices.settle(by=by, at=at, key=_key(purchase, "handed"))


def tell_round(*, by: Person, at: datetime, purchase: Purchase) -> None:
    """Tell whoever may offer; the buyer too, where the secretary has put it round."""
    people = people_of_firms(purchase.world.code, asked_firms(purchase), P.OFFER_PURCHASES)
    assert purchase.closes_at is not None
    day = timezone.localtime(purchase.closes_at).date().isoformat()
    for person in people.values():
        _tell(by, at, purchase, person, "purchase_open", _key(purchase, "open"), day=day)
    buyers = people_of_firms(purchase.world.code, group_ids(purchase.buyer), P.ORDER_PURCHASES)
    for person in buyers.values():
        _tell(by, at, purchase, person, "purchase_compare", _key(purchase, "compare"), day=day)


def settle_round(*, by: Person, at: datetime, purchase: Purchase) -> None:
    """Offers are no longer taken, or nothing waits to be compared."""
    notices.settle(by=by, at=at, key=_key(purchase, "open"))
    notices.settle(by=by, at=at, key=_key(purchase, "compare"))


def tell_outcome(*, by: Person, at: datetime, purchase: Purchase, suppliers: Iterable[int]) -> None:
    """Tell each supplier that it hears what became of its own offer."""
    people = people_of_firms(purchase.world.code, suppliers, P.OFFER_PURCHASES)
    for person in people.values():
        _tell(by, at, purchase, person, "purchase_decided", _key(purchase, "decided"))


def ask_other_side(*, by: Person, at: datetime, order: PurchaseOrder, firm: Firm) -> None:
    """Ask the other side of an order to report it too."""
    permission = P.ORDER_PURCHASES if firm.pk == order.buyer_id else P.OFFER_PURCHASES
    people = people_of_firms(order.world.code, group_ids(firm), permission)
    for person in people.values():
        _tell_of_order(by, at, order, person, "order_reported", f"order:{order.pk}:ask:{firm.pk}")


def settle_side(*, by: Person, at: datetime, order: PurchaseOrder, firm: Firm) -> None:
    """This side has reported."""
    notices.settle(by=by, at=at, key=f"order:{order.pk}:ask:{firm.pk}")


def tell_stewards(*, by: Person, at: datetime, order: PurchaseOrder) -> None:
    """Offer the order to the data stewards as a supply link: both sides agree."""
    for person in people_who_may(P.CHANGE_LINKS, order.world.code):
        notices.tell(
            by=by, at=at, to=person, world=order.world, kind="order_as_link",
            key=f"order:{order.pk}:link", url=reverse("purchases:links", args=(order.world.code,)),
            details={"buyer": str(order.buyer.root), "supplier": str(order.supplier.root)},
        )  # fmt: skip


def settle_link(*, by: Person, at: datetime, order: PurchaseOrder) -> None:
    """The link was recorded, or a side agrees no longer."""
    notices.settle(by=by, at=at, key=f"order:{order.pk}:link")


def _tell(
    by: Person, at: datetime, purchase: Purchase, to: Person, kind: str, key: str, **more: str
) -> None:
    notices.tell(
        by=by, at=at, to=to, world=purchase.world, kind=kind, key=key,
        url=reverse("purchases:detail", args=(purchase.world.code, purchase.pk)),
        details={"buyer": str(purchase.buyer.root), "title": purchase.title, **more},
    )  # fmt: skip


def _tell_of_order(
    by: Person, at: datetime, order: PurchaseOrder, to: Person, kind: str, key: str
) -> None:
    if to.pk == by.pk:
        return
    notices.tell(
        by=by, at=at, to=to, world=order.world, kind=kind, key=key,
        url=reverse("purchases:order", args=(order.world.code, order.pk)),
        details={"number": order.number, "title": order.purchase.title},
    )  # fmt: skip


def _key(purchase: Purchase, what: str) -> str:
    return f"purchase:{purchase.pk}:{what}"
