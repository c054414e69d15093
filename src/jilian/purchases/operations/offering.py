"""Offering: by line, revised and withdrawn until the closing moment; seen by its supplier only."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.free_text import checked_text
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_ids
from jilian.purchases.models import Offer, OfferLine, Purchase, PurchaseLine
from jilian.purchases.operations.locking import locked_offer, locked_purchase
from jilian.purchases.queries.people import may_offer, scopes_of
from jilian.purchases.rules import Conflict, OfferState, Price, check_price, check_takes_offers

P = Permission


@transaction.atomic
def save_offer_line(
    *,
    by: Person,
    at: datetime,
    purchase: Purchase,
    supplier: Firm,
    line: PurchaseLine,
    unit_price: Decimal,
    tax: str,
    rate: Decimal | None = None,
    lead_days: int | None = None,
    papers: str = "",
) -> OfferLine:
    """Offer on one line, or revise what was offered on it; a submitted offer stays submitted."""
    allow(by, P.OFFER_PURCHASES, world_code=purchase.world.code, scopes=scopes_of(supplier))
    kept = locked_purchase(purchase)
    if not may_offer(supplier, kept) or line.purchase_id != kept.pk:
        raise NotAllowed(P.OFFER_PURCHASES)
    check_takes_offers(kept.state, kept.closes_at, at)
    check_price(Price(unit_price, tax, rate))
    offer = Offer.objects.filter(purchase=kept, supplier__in=group_ids(supplier)).first()
    offer = offer or Offer.objects.create(purchase=kept, supplier=supplier.root)
    if offer.state == OfferState.WITHDRAWN:
        offer.state = OfferState.DRAFT
    offer.revision += 1
    offer.save(update_fields=["state", "revision"])
    made, _is_new = OfferLine.objects.update_or_create(  # type: ignore[misc]
        offer=offer, line=line,
        defaults={
            "unit_price": unit_price, "tax": tax, "rate": rate, "lead_days": lead_days,
            "papers": checked_text(papers, longest=300),
        },
    )  # fmt: skip
    _trace("offer.line_saved", by, at, offer, line=line.number, revision=offer.revision)
    return made


@transaction.atomic
def drop_offer_line(*, by: Person, at: datetime, offer: Offer, line: PurchaseLine) -> Offer:
    """Offer no longer on one line."""
    kept = _own(by, at, offer)
    if kept.state == OfferState.SUBMITTED and kept.lines.count() < 2:
        raise Refusal("last_line", _("It is the only line: withdraw the offer instead."))
    kept.lines.filter(line=line).delete()
    kept.revision += 1
    kept.save(update_fields=["revision"])
    _trace("offer.line_dropped", by, at, kept, line=line.number, revision=kept.revision)
    return kept


@transaction.atomic
def submit_offer(
    *, by: Person, at: datetime, offer: Offer, conflict: str, conflict_words: str = ""
) -> Offer:
    """Hand it in, with what is declared about conflicts of interest; the buyer opens it later."""
    kept, words = _own(by, at, offer), checked_text(conflict_words)
    if not kept.lines.exists():
        raise Refusal("offer_empty", _("An offer has a price for at least one line."))
    if conflict not in Conflict.values or (conflict == Conflict.DECLARED and not words):
        raise Refusal("conflict_not_declared", _("Say whether interests conflict, and which."))
    kept.state, kept.submitted_at = OfferState.SUBMITTED, at
    kept.conflict, kept.conflict_words = conflict, words if conflict == Conflict.DECLARED else ""
    kept.save()
    _trace("offer.submitted", by, at, kept, lines=kept.lines.count(), conflict=conflict)
    return kept


@transaction.atomic
def withdraw_offer(*, by: Person, at: datetime, offer: Offer) -> Offer:
    """Take it back before the closing moment; the buyer never learns that it was there."""
    kept = _own(by, at, offer)
    if kept.state != OfferState.SUBMITTED:
        raise Refusal("nothing_submitted", _("Nothing is submitted."))
    kept.state, kept.submitted_at = OfferState.WITHDRAWN, None
    kept.save(update_fields=["state", "submitted_at"])
    _trace("offer.withdrawn", by, at, kept)
    return kept


def _own(by: Person, at: datetime, offer: Offer) -> Offer:
    allow(
        by, P.OFFER_PURCHASES, world_code=offer.purchase.world.code,
        scopes=scopes_of(offer.supplier),
    )  # fmt: skip
    kept = locked_offer(offer)
    check_takes_offers(kept.purchase.state, kept.purchase.closes_at, at)
    return kept


def _trace(action: str, by: Person, at: datetime, offer: Offer, **after: object) -> None:
    """Leave a trace that names no price."""
    audit.record(action, by=by, at=at, world=offer.purchase.world, about=offer, after=after)
