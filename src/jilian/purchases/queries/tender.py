"""What the tender limits say of a request, and of what is awarded on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from jilian.purchases.models import Award, Purchase
from jilian.purchases.rules import Finding, Tax, in_basis, line_value, tender_needed, to_fen
from jilian.purchases.rules.prices import Price


def finding_of(purchase: Purchase, day: date) -> Finding:
    """What the limits say of the buyer's estimate."""
    return tender_needed(
        purchase.kind, purchase.in_project, purchase.funding, purchase.estimate, day
    )


def finding_of_awards(purchase: Purchase, awards: Sequence[Award], day: date) -> Finding:
    """What they say of the larger of the estimate and all that is awarded, with tax.

    Where no rate is stated the value without tax is taken: with tax it is at least that much.
    """
    total = sum((_with_tax(one) for one in awards), Decimal(0))
    value = max(total, purchase.estimate or Decimal(0))
    known = purchase.estimate is not None or awards
    return tender_needed(
        purchase.kind, purchase.in_project, purchase.funding, value if known else None, day
    )


def _with_tax(award: Award) -> Decimal:
    price = award.offered.price
    value = Price(line_value(price.value, award.amount), price.tax, price.rate)
    found = in_basis(value, Tax.WITH)
    return value.value if found is None else to_fen(found)
