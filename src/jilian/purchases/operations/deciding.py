"""Comparing and awarding: conflicts declared first, amounts split exactly, reasons where asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.purchases.models import Award, Offer, OfferLine, Purchase, PurchaseLine
from jilian.purchases.operations.locking import locked_purchase
from jilian.purchases.operations.telling import settle_round, tell_outcome
from jilian.purchases.queries.people import scopes_of
from jilian.purchases.queries.tender import finding_of_awards
from jilian.purchases.rules import (
    Conflict,
    OfferState,
    PurchaseState,
    check_award,
    check_comparable_now,
    check_declared,
    check_no_tender,
    compare,
)

P = Permission


@transaction.atomic
def declare_conflicts(
    *,
    by: Person,
    at: datetime,
    purchase: Purchase,
    evaluators: str,
    conflict: str,
    conflict_words: str = "",
) -> Purchase:
    """Say who evaluates, by function and not by name, and whether interests conflict."""
    kept = _own(by, purchase)
    check_comparable_now(kept.state, kept.closes_at, at)
    who, words = checked_text(evaluators, longest=200), checked_text(conflict_words)
    if not who:
        raise Refusal("evaluators_missing", _("Say who evaluates, by function."))
    if conflict not in Conflict.values or (conflict == Conflict.DECLARED and not words):
        raise Refusal("conflict_not_declared", _("Say whether interests conflict, and which."))
    kept.evaluators, kept.conflict = who, conflict
    kept.conflict_words = words if conflict == Conflict.DECLARED else ""
    kept.save(update_fields=["evaluators", "conflict", "conflict_words"])
    audit.record(
        "purchase.conflicts_declared", by=by, at=at, world=kept.world, about=kept,
        after={"evaluators": who, "conflict": conflict, "words": kept.conflict_words},
    )  # fmt: skip
    return kept


@transaction.atomic
def award_line(
    *,
    by: Person,
    at: datetime,
    purchase: Purchase,
    line: PurchaseLine,
    amounts: Mapping[int, Decimal],
    reason: str = "",
) -> PurchaseLine:
    """Split a line among offers, by the key of the offer's line; nothing awards nothing.

    In force, and told to suppliers, only with ``decide_purchase``; until then it may be changed.
    """
    kept = _own(by, purchase)
    check_comparable_now(kept.state, kept.closes_at, at)
    offered = {
        one.pk: one
        for one in OfferLine.objects.filter(
            line=line, line__purchase=kept, offer__state=OfferState.SUBMITTED
        ).select_related("offer")
    }
    check_declared(kept.conflict, [offered[pk].offer.conflict for pk in amounts if pk in offered])
    why = checked_text(reason)
    found = PurchaseLine.objects.get(pk=line.pk, purchase=kept)
    check_award(found.amount, amounts, compare({pk: one.price for pk, one in offered.items()}), why)
    Award.objects.filter(offered__line=found).delete()
    Award.objects.bulk_create(
        Award(offered=offered[pk], amount=amount) for pk, amount in sorted(amounts.items())
    )
    found.outcome_reason = why
    found.save(update_fields=["outcome_reason"])
    audit.record(
        "purchase.line_awarded", by=by, at=at, world=kept.world, about=kept,
        after={
            "line": found.number, "reason": why,
            "amounts": {offered[pk].offer_id: str(amount) for pk, amount in amounts.items()},
        },
    )  # fmt: skip
    return found


@transaction.atomic
def decide_purchase(
    *, by: Person, at: datetime, purchase: Purchase, answers: Mapping[int, str] | None = None
) -> Purchase:
    """Put the awards in force and tell every supplier what became of its own offer.

    ``answers`` holds, by the key of an offer, a reason for those who are awarded nothing. Refuses
    before both sides have declared, and where what is awarded reaches a tender limit.
    """
    kept = _own(by, purchase)
    check_comparable_now(kept.state, kept.closes_at, at)
    awards = list(Award.objects.filter(offered__line__purchase=kept).select_related(
        "offered__offer", "offered__line"
    ))  # fmt: skip
    if not awards:
        raise Refusal(
            "nothing_awarded", _("Nothing is awarded yet: award a line, or cancel the purchase.")
        )
    check_declared(kept.conflict, [one.offered.offer.conflict for one in awards])
    check_no_tender(finding_of_awards(kept, awards, timezone.localdate(at)))
    kept.state, kept.decided_at = PurchaseState.AWARDED, at
    kept.save(update_fields=["state", "decided_at"])
    offers = Offer.objects.filter(purchase=kept, state=OfferState.SUBMITTED)
    said = {key: checked_text(words) for key, words in (answers or {}).items()}
    for offer in offers:
        offer.answer = said.get(offer.pk, "")
        offer.save(update_fields=["answer"])
    audit.record(
        "purchase.awarded", by=by, at=at, world=kept.world, about=kept,
        after={"lines": sorted({one.offered.line.number for one in awards})},
    )  # fmt: skip
    settle_round(by=by, at=at, purchase=kept)
    suppliers = [offer.supplier_id for offer in offers]
    tell_outcome(by=by, at=at, purchase=kept, suppliers=suppliers)
    return kept


def _own(by: Person, purchase: Purchase) -> Purchase:
    allow(by, P.ORDER_PURCHASES, world_code=purchase.world.code, scopes=scopes_of(purchase.buyer))
    return locked_purchase(purchase)
