"""Orders: each side reports, corrects and withdraws its own word; a link only if both agree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.free_text import checked_text
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_ids
from jilian.network.operations import save_links
from jilian.network.rules import Evidence, LinkRow
from jilian.purchases.models import (
    OrderReport,
    OrderReportLine,
    Purchase,
    PurchaseOrder,
)
from jilian.purchases.operations.locking import locked_order, locked_purchase
from jilian.purchases.operations.telling import (
    ask_other_side,
    settle_link,
    settle_side,
    tell_stewards,
)
from jilian.purchases.queries.orders import may_report_with, open_links
from jilian.purchases.queries.people import scopes_of
from jilian.purchases.rules import (
    Price,
    PurchaseState,
    ReportedLine,
    ReportState,
    Side,
    check_price,
    number_key,
)
from jilian.sources import operations as sources
from jilian.sources.models import Source

P = Permission


@transaction.atomic
def report_order(
    *,
    by: Person,
    at: datetime,
    purchase: Purchase,
    side: str,
    supplier: Firm,
    number: str,
    ordered_on: date,
    tax: str,
    rate: Decimal | None,
    document: str,
    lines: Mapping[int, ReportedLine],
    tender_document: str = "",
) -> OrderReport:
    """Report an order, or correct what this side reported under the number; it counts once.

    ``lines`` goes by the number of the request's line. What was tendered elsewhere names the
    document of that tender.
    """
    kept = locked_purchase(purchase)
    _allow_side(by, kept, side, supplier)
    if not may_report_with(kept, supplier, side):
        raise Refusal("nothing_ordered", _("Nothing was awarded to this supplier here."))
    tendered = checked_text(tender_document, longest=120)
    if kept.state == PurchaseState.STOPPED and side == Side.BUYER and not tendered:
        raise Refusal("tender_document_missing", _("Name the document of the tender."))
    paper, key = checked_text(document, longest=120), number_key(number)
    if not paper or not key:
        raise Refusal("document_missing", _("An order has a number and a document."))
    if ordered_on > timezone.localdate(at):
        raise Refusal("ordered_later", _("The day of the order lies in the future."))
    _check_lines(kept, lines, tax, rate)
    order = _order(kept, supplier, number, key)
    said = {
        "ordered_on": ordered_on,
        "tax": tax,
        "rate": rate,
        "document": paper,
        "tender_document": tendered,
    }
    report = _written(by, at, order, side, said, lines)
    own, other = (order.buyer, order.supplier) if side == Side.BUYER else (
        order.supplier, order.buyer)  # fmt: skip
    settle_side(by=by, at=at, order=order, firm=own)
    if not order.reports.filter(state=ReportState.STANDING).exclude(side=side).exists():
        ask_other_side(by=by, at=at, order=order, firm=other)
    return report


def _written(
    by: Person,
    at: datetime,
    order: PurchaseOrder,
    side: str,
    said: Mapping[str, Any],
    lines: Mapping[int, ReportedLine],
) -> OrderReport:
    """Write what a side says now over what it said before, as a further revision."""
    before = order.reports.filter(side=side).first()
    report, is_new = OrderReport.objects.update_or_create(
        order=order,
        side=side,
        defaults={
            **said,
            "state": ReportState.STANDING,
            "reported_at": at,
            "revision": before.revision + 1 if before else 1,
        },
    )
    report.lines.all().delete()
    of_number = {line.number: line for line in order.purchase.lines.all()}
    OrderReportLine.objects.bulk_create(
        OrderReportLine(  # type: ignore[misc]
            report=report, line=of_number[one], amount=told.amount, value=told.value
        )
        for one, told in sorted(lines.items())
    )
    audit.record(
        "order.reported" if is_new else "order.corrected",
        by=by,
        at=at,
        world=order.world,
        about=order,
        after={
            "side": side,
            "ordered_on": said["ordered_on"],
            "document": said["document"],
            "revision": report.revision,
            "lines": sorted(lines),
        },
    )
    return report


def _order(kept: Purchase, supplier: Firm, number: str, key: str) -> PurchaseOrder:
    """The order of this number between the two firms; begun where there is none."""
    found = PurchaseOrder.objects.filter(
        buyer__in=group_ids(kept.buyer), supplier__in=group_ids(supplier), number_key=key
    ).first()
    if found is None:
        return PurchaseOrder.objects.create(
            world=kept.world, purchase=kept, buyer=kept.buyer, supplier=supplier.root,
            number=checked_text(number, longest=60), number_key=key,
        )  # fmt: skip
    if found.purchase_id != kept.pk:
        raise Refusal("number_taken", _("This order number stands with another purchase."))
    return locked_order(found)


def _check_lines(
    kept: Purchase, lines: Mapping[int, ReportedLine], tax: str, rate: Decimal | None
) -> None:
    asked = {line.number for line in kept.lines.all()}
    if not lines or set(lines) - asked:
        raise Refusal("order_lines_missing", _("An order has at least one line of the request."))
    for said in lines.values():
        check_price(Price(said.value, tax, rate))
        if said.amount <= 0:
            raise Refusal("amount_not_above_zero", _("An amount is above zero and has a unit."))


@transaction.atomic
def withdraw_report(*, by: Person, at: datetime, order: PurchaseOrder, side: str) -> OrderReport:
    """Take back what this side reported; the order is out of every sum until it reports anew."""
    kept, report = _own_report(by, order, side)
    report.state, report.agrees_to_link = ReportState.WITHDRAWN, False
    report.save(update_fields=["state", "agrees_to_link"])
    audit.record(
        "order.withdrawn", by=by, at=at, world=kept.world, about=kept, before={"side": side}
    )
    settle_link(by=by, at=at, order=kept)
    return report


@transaction.atomic
def agree_to_link(
    *, by: Person, at: datetime, order: PurchaseOrder, side: str, agrees: bool
) -> OrderReport:
    """Agree, or no longer, that the data steward records a supply link; only if both do."""
    kept, report = _own_report(by, order, side)
    if kept.link_recorded_on is not None:
        raise Refusal("link_recorded", _("The supply link has been recorded already."))
    report.agrees_to_link = agrees
    report.save(update_fields=["agrees_to_link"])
    audit.record(
        "order.link_agreed", by=by, at=at, world=kept.world, about=kept,
        after={"side": side, "agrees": agrees},
    )  # fmt: skip
    if kept.both_agree_to_link:
        tell_stewards(by=by, at=at, order=kept)
    else:
        settle_link(by=by, at=at, order=kept)
    return report


@transaction.atomic
def record_link(*, by: Person, at: datetime, order: PurchaseOrder) -> PurchaseOrder:
    """Record who supplies whom with what, from an order whose both sides agree; without value."""
    allow(by, P.CHANGE_LINKS, world_code=order.world.code)
    kept = locked_order(order)
    if not open_links(kept.world).filter(pk=kept.pk).exists():
        raise Refusal("no_consent", _("Both sides have to agree first."))
    said = kept.said_by(Side.BUYER)
    assert said is not None
    source = sources.record_source(
        by=by, at=at, key=f"order:{kept.pk}", kind=Source.Kind.PERSON, title=f"采购订单 {kept.pk}",
        issued_on=said.ordered_on,
    )  # fmt: skip
    rows = [
        LinkRow(
            supplier=_firm_key(kept.supplier.root), buyer=_firm_key(kept.buyer.root),
            evidence=Evidence.ORDER, product=one.line.material,
            known_by=said.ordered_on, last_seen_on=said.ordered_on,
        )
        for one in said.lines.select_related("line")
    ]  # fmt: skip
    save_links(by=by, at=at, world=kept.world, source=source, rows=rows)
    kept.link_recorded_on = timezone.localdate(at)
    kept.save(update_fields=["link_recorded_on"])
    audit.record("order.link_recorded", by=by, at=at, world=kept.world, about=kept)
    settle_link(by=by, at=at, order=kept)
    return kept


def _firm_key(firm: Firm) -> tuple[str, str]:
    return firm.scheme, firm.identifier


def _own_report(by: Person, order: PurchaseOrder, side: str) -> tuple[PurchaseOrder, OrderReport]:
    _allow_side(by, order.purchase, side, order.supplier)
    kept = locked_order(order)
    report = kept.reports.filter(side=side, state=ReportState.STANDING).first()
    if report is None:
        raise Refusal("nothing_reported", _("This side has reported nothing."))
    return kept, report


def _allow_side(by: Person, purchase: Purchase, side: str, supplier: Firm) -> None:
    if side not in Side.values:
        raise NotAllowed(P.ORDER_PURCHASES)
    permission = P.ORDER_PURCHASES if side == Side.BUYER else P.OFFER_PURCHASES
    firm = purchase.buyer if side == Side.BUYER else supplier
    allow(by, permission, world_code=purchase.world.code, scopes=scopes_of(firm))
