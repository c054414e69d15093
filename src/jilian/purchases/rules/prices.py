"""Prices with and without tax, and which offers of a line can be compared: exact to the digit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FEN = 2
MOST_RATE = Decimal(100)


class Tax(models.TextChoices):
    """Whether a value contains the tax."""

    WITH = "with", _("with tax")
    WITHOUT = "without", _("without tax")


@dataclass(frozen=True)
class Price:
    """A value, whether it contains the tax, and the rate in per cent where it was stated."""

    value: Decimal
    tax: str
    rate: Decimal | None = None


def in_basis(price: Price, basis: str) -> Fraction | None:
    """The same value with or without tax; None where that needs a rate nobody stated."""
    value = Fraction(price.value)
    if price.tax == basis:
        return value
    if price.rate is None:
        return None
    factor = 1 + Fraction(price.rate) / 100
    return value * factor if basis == Tax.WITH else value / factor


def to_fen(value: Fraction) -> Decimal:
    """Rounded half up to the hundredth of a yuan, from the exact fraction."""
    doubled = value * 200 + 1
    return Decimal(doubled.numerator // (2 * doubled.denominator)).scaleb(-FEN)


def line_value(unit_price: Decimal, amount: Decimal) -> Decimal:
    """What an amount costs at a price per unit, to the hundredth."""
    return to_fen(Fraction(unit_price) * Fraction(amount))


@dataclass(frozen=True)
class Compared:
    """One offer of a line beside the others; ``value`` is None where it is not comparable."""

    value: Fraction | None
    reason: StrOrPromise = ""
    is_cheapest: bool = False


@dataclass(frozen=True)
class Comparison:
    """The offers of one line in one basis; a missing offer stands in none of them."""

    basis: str
    offers: Mapping[int, Compared]

    @property
    def cheapest(self) -> frozenset[int]:
        """Whose price is the lowest among those that can be compared."""
        return frozenset(key for key, one in self.offers.items() if one.is_cheapest)


def compare(offers: Mapping[int, Price]) -> Comparison:
    """Bring the prices of a line to one basis, where the rate is stated.

    Without tax where every rate is stated; as they stand where all have the same basis; else
    without tax, and who has stated no rate is not comparable.
    """
    prices = offers.values()
    bases = {one.tax for one in prices}
    basis: str = Tax.WITHOUT
    if any(in_basis(one, Tax.WITHOUT) is None for one in prices) and bases == {Tax.WITH}:
        basis = Tax.WITH
    values = {key: in_basis(one, basis) for key, one in offers.items()}
    known = [value for value in values.values() if value is not None]
    lowest = min(known, default=None)
    words = _("The price contains the tax and states no rate; the others are without tax.")
    return Comparison(
        basis,
        {
            key: Compared(value, "" if value is not None else words, value == lowest is not None)
            for key, value in values.items()
        },
    )


def check_award(
    asked: Decimal, amounts: Mapping[int, Decimal], compared: Comparison, reason: str
) -> None:
    """Refuse an award that exceeds the line, names no offer, or passes over the cheapest unsaid."""
    if any(amount <= 0 for amount in amounts.values()):
        raise Refusal("award_not_above_zero", _("An amount awarded is above zero."))
    if set(amounts) - set(compared.offers):
        raise Refusal("award_without_offer", _("Nobody can be awarded who has not offered."))
    total = sum(amounts.values(), Decimal(0))
    if total > asked:
        raise Refusal(
            "award_exceeds_line",
            _("%(total)s is more than the %(asked)s asked for.") % {"total": total, "asked": asked},
        )
    if passes_over_cheapest(amounts, compared) and not reason.strip():
        raise Refusal(
            "award_reason_missing",
            _("Not everything goes to the cheapest comparable offer: say why."),
        )


def passes_over_cheapest(amounts: Mapping[int, Decimal], compared: Comparison) -> bool:
    """Whether something goes to an offer that is not the cheapest comparable one."""
    if len(compared.offers) < 2:
        return False
    return bool(set(amounts) - compared.cheapest)


def check_price(price: Price) -> None:
    """Refuse a price of zero or below, and a rate that is none."""
    if price.value <= 0:
        raise Refusal("price_not_above_zero", _("A price is above zero."))
    if price.tax not in Tax.values:
        raise Refusal("tax_not_stated", _("Say whether the price is with or without tax."))
    if price.rate is not None and not 0 <= price.rate < MOST_RATE:
        raise Refusal("rate_odd", _("A tax rate lies between 0 and 100 per cent."))


def sum_of(values: Sequence[Decimal]) -> Decimal:
    """The exact sum."""
    return sum(values, Decimal(0))
