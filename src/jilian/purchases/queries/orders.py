"""Orders of a person's own firms, what each side says, and what may be reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_ids
from jilian.places.models import World
from jilian.purchases.models import (
    Award,
    OrderReport,
    Purchase,
    PurchaseLine,
    PurchaseOrder,
)
from jilian.purchases.models.orders import PurchaseOrderQuerySet
from jilian.purchases.queries.people import own_firms
from jilian.purchases.rules import (
    Difference,
    PurchaseState,
    ReportedLine,
    ReportState,
    Side,
    Tax,
    differences,
    line_value,
)
from jilian.ui.parts import Change, FieldChange
from jilian.ui.values import day_text, number_text

P = Permission
PERMISSION_OF_SIDE = {Side.BUYER: P.ORDER_PURCHASES, Side.SUPPLIER: P.OFFER_PURCHASES}


def orders_seen(person: Person, world: World) -> PurchaseOrderQuerySet:
    """The orders of which the person keeps a side, with both reports; four queries."""
    return PurchaseOrder.objects.visible_to(person, world).with_reports()


def may_report_with(purchase: Purchase, supplier: Firm, side: str) -> bool:
    """Whether a side may report an order with this supplier.

    On an award both may; on what was tendered elsewhere the buyer, and then the supplier it named.
    """
    records = group_ids(supplier)
    if purchase.state == PurchaseState.AWARDED:
        awards = Award.objects.filter(offered__offer__purchase=purchase)
        return awards.filter(offered__offer__supplier__in=records).exists()
    if purchase.state != PurchaseState.STOPPED or supplier.root_id == purchase.buyer.root_id:
        return False
    return side == Side.BUYER or purchase.orders.filter(supplier__in=records).exists()


def sides_kept(person: Person, purchase: Purchase, supplier: Firm | None) -> list[str]:
    """The sides of an order that the person keeps."""
    kept = []
    for side, firm in ((Side.BUYER, purchase.buyer), (Side.SUPPLIER, supplier)):
        if firm is None:
            continue
        own = {one.pk for one in own_firms(person, purchase.world, PERMISSION_OF_SIDE[side])}
        if firm.root_id in own:
            kept.append(str(side))
    return kept


def open_links(world: World) -> PurchaseOrderQuerySet:
    """The orders whose both sides agree to a supply link that is not recorded yet."""
    agreed = OrderReport.objects.filter(agrees_to_link=True, state=ReportState.STANDING)
    rows = PurchaseOrder.objects.filter(world=world, link_recorded_on__isnull=True)
    for side in Side:
        rows = rows.filter(pk__in=agreed.filter(side=side).values("order"))
    return rows


@dataclass(frozen=True)
class Proposed:
    """What a report begins with: the award, or what either side has said already."""

    number: str = ""
    ordered_on: date | None = None
    tax: str = ""
    rate: object = None
    document: str = ""
    tender_document: str = ""
    lines: Mapping[int, ReportedLine] | None = None


def proposed_report(
    purchase: Purchase, supplier: Firm, side: str, order: PurchaseOrder | None
) -> Proposed:
    """The own words where there are some, else the award; the number that the other side gave."""
    said = order.said_by(side) if order else None
    if order is not None and said is not None:
        plain = said.plain
        return Proposed(order.number, plain.ordered_on, plain.tax, plain.rate, said.document,
                        said.tender_document, plain.lines)  # fmt: skip
    awards = list(
        Award.objects.filter(
            offered__offer__purchase=purchase, offered__offer__supplier__in=group_ids(supplier)
        ).select_related("offered__line")
    )
    lines = {
        one.offered.line.number: ReportedLine(
            one.amount, line_value(one.offered.unit_price, one.amount)
        )
        for one in awards
    }
    same = {(one.offered.tax, one.offered.rate) for one in awards}
    tax, rate = same.pop() if len(same) == 1 else ("", None)
    return Proposed(order.number if order else "", None, tax, rate, "", "", lines)


def lines_to_report(
    purchase: Purchase, supplier: Firm, order: PurchaseOrder | None
) -> list[PurchaseLine]:
    """The lines awarded to the supplier or reported already; all of what was tendered elsewhere."""
    lines = list(purchase.lines.all())
    if purchase.state == PurchaseState.STOPPED:
        return lines
    awards = Award.objects.filter(
        offered__offer__purchase=purchase, offered__offer__supplier__in=group_ids(supplier)
    )
    numbers = set(awards.values_list("offered__line__number", flat=True))
    for said in order.pair if order else ():
        numbers |= set(said.lines) if said else set()
    return [line for line in lines if line.number in numbers]


def difference_changes(order: PurchaseOrder) -> list[Change]:
    """The two reports of an order side by side: what differs first, line by line."""
    buyer, supplier = order.pair
    if buyer is None or supplier is None:
        return []
    materials = {line.number: str(line) for line in order.purchase.lines.all()}
    by_line: dict[int, list[Difference]] = {}
    for one in differences(buyer, supplier):
        by_line.setdefault(one.line, []).append(one)
    changes = [
        Change(
            "conflicting", materials.get(number, _("the whole order")),
            fields=[FieldChange(_word(one.what), _shown(one.buyer), _shown(one.supplier))
                    for one in found],
        )
        for number, found in sorted(by_line.items())
    ]  # fmt: skip
    same = sorted({*buyer.lines, *supplier.lines} - set(by_line))
    changes += [Change("same", materials[number]) for number in same]
    return changes


def _word(what: str) -> str:
    return {
        "day": _("Ordered on"),
        "tax": _("With or without tax"),
        "rate": _("Tax rate in per cent"),
        "amount": _("Amount"),
        "value": _("Value (yuan)"),
    }[what]


def _shown(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, str):
        return str(Tax(value).label)
    return number_text(value)  # type: ignore[arg-type]
