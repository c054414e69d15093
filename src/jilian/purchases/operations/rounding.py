"""Putting a request round, by the buyer or through the cluster's secretary; calling it off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.free_text import checked_text
from jilian.purchases.models import Offer, Purchase
from jilian.purchases.operations.locking import locked_purchase
from jilian.purchases.operations.telling import (
    settle_handed,
    settle_round,
    tell_outcome,
    tell_round,
    tell_secretaries,
)
from jilian.purchases.queries.people import is_buyer, may_forward, scopes_of
from jilian.purchases.rules import (
    Answer,
    OfferState,
    PurchaseState,
    check_before_round,
    check_may_close_early,
    check_takes_offers,
    tender_needed,
)

P = Permission


@transaction.atomic
def hand_to_secretary(*, by: Person, at: datetime, purchase: Purchase) -> Purchase:
    """Ask the secretary of the cluster to put it round; she sees it without the estimate."""
    kept = _own(by, purchase)
    check_before_round(kept.state)
    _check_whole(kept, at)
    if _stopped(by, at, kept):
        return kept
    kept.state = PurchaseState.HANDED
    kept.save(update_fields=["state"])
    audit.record("purchase.handed", by=by, at=at, world=kept.world, about=kept)
    tell_secretaries(by=by, at=at, purchase=kept)
    return kept


@transaction.atomic
def put_round(*, by: Person, at: datetime, purchase: Purchase) -> Purchase:
    """Put it round to those who may offer; above a tender limit it stops instead, and says so."""
    kept = locked_purchase(purchase)
    if not (is_buyer(by, kept) or may_forward(by, kept)):
        raise NotAllowed(P.ORDER_PURCHASES)
    check_before_round(kept.state)
    _check_whole(kept, at)
    if _stopped(by, at, kept):
        return kept
    kept.state, kept.put_round_at = PurchaseState.OPEN, at
    kept.save(update_fields=["state", "put_round_at"])
    audit.record(
        "purchase.put_round", by=by, at=at, world=kept.world, about=kept,
        after={"closes_at": kept.closes_at, "open_to_cluster": kept.open_to_cluster},
    )  # fmt: skip
    settle_handed(by=by, at=at, purchase=kept)
    tell_round(by=by, at=at, purchase=kept)
    return kept


@transaction.atomic
def close_early(*, by: Person, at: datetime, purchase: Purchase) -> Purchase:
    """Close before the closing moment: only when every firm that may offer has submitted."""
    kept = _own(by, purchase)
    check_takes_offers(kept.state, kept.closes_at, at)
    submitted = kept.offers.filter(state=OfferState.SUBMITTED).count()
    check_may_close_early(kept.open_to_cluster, kept.invited.count(), submitted)
    before, kept.closes_at = kept.closes_at, at
    kept.save(update_fields=["closes_at"])
    audit.record(
        "purchase.closed_early", by=by, at=at, world=kept.world, about=kept,
        before={"closes_at": before}, after={"closes_at": at},
    )  # fmt: skip
    return kept


@transaction.atomic
def cancel_purchase(*, by: Person, at: datetime, purchase: Purchase, reason: str) -> Purchase:
    """Buy nothing, with a reason that those who offered are told; others see no mark of it."""
    kept, why = _own(by, purchase), checked_text(reason)
    if kept.state in (PurchaseState.AWARDED, PurchaseState.CANCELLED):
        raise Refusal("decided_already", _("This is decided already."))
    if not why:
        raise Refusal("reason_missing", _("Say why."))
    before, kept.state, kept.cancel_reason = kept.state, PurchaseState.CANCELLED, why
    kept.decided_at = at
    kept.save(update_fields=["state", "cancel_reason", "decided_at"])
    audit.record(
        "purchase.cancelled", by=by, at=at, world=kept.world, about=kept, before={"state": before},
        after={"reason": why},
    )  # fmt: skip
    settle_handed(by=by, at=at, purchase=kept)
    settle_round(by=by, at=at, purchase=kept)
    offers = Offer.objects.filter(purchase=kept).exclude(state=OfferState.WITHDRAWN)
    if before == PurchaseState.OPEN:
        suppliers = list(offers.values_list("supplier", flat=True))
        tell_outcome(by=by, at=at, purchase=kept, suppliers=suppliers)
    return kept


def _own(by: Person, purchase: Purchase) -> Purchase:
    allow(by, P.ORDER_PURCHASES, world_code=purchase.world.code, scopes=scopes_of(purchase.buyer))
    return locked_purchase(purchase)


def _check_whole(kept: Purchase, at: datetime) -> None:
    if not kept.lines.exists():
        raise Refusal("no_lines", _("A request has at least one line."))
    if kept.closes_at is None:
        raise Refusal("circle_missing", _("Say first whom it goes to, and until when."))
    if kept.closes_at <= at:
        raise Refusal("closing_in_the_past", _("The closing moment lies in the past."))


def _stopped(by: Person, at: datetime, kept: Purchase) -> bool:
    """Stop where a tender is required, and say so on the request itself."""
    finding = tender_needed(
        kept.kind, kept.in_project, kept.funding, kept.estimate, timezone.localdate(at)
    )
    if finding.answer != Answer.REQUIRED or finding.limit is None:
        return False
    kept.state = PurchaseState.STOPPED
    kept.save(update_fields=["state"])
    source = finding.limit.source
    audit.record(
        "purchase.stopped", by=by, at=at, world=kept.world, about=kept,
        after={"rule": f"{source.title} {source.number} {source.article}"},
    )  # fmt: skip
    settle_handed(by=by, at=at, purchase=kept)
    return True
