"""The buyer's comparison: per line, offers beside each other; what is missing stays missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from jilian.purchases.models import Offer, OfferLine, Purchase, PurchaseLine
from jilian.purchases.queries.page import find_offers
from jilian.purchases.rules import Comparison, Tax, compare, line_value
from jilian.ui.parts import Candidate, Cell, Measure
from jilian.ui.values import number_text

PLACES = 4  # of a compared price per unit, as prices are stated


@dataclass(frozen=True)
class LineComparison:
    """One line with every offer that was submitted, whether it names this line or not."""

    line: PurchaseLine
    offers: tuple[Offer, ...]
    offered: dict[int, OfferLine]  # by the key of the offer
    compared: Comparison  # by the key of the offer's line

    @property
    def columns(self) -> list[Candidate]:
        """The suppliers, as columns of the decision table."""
        return [Candidate(str(one.supplier.root)) for one in self.offers]

    @property
    def rows(self) -> list[Measure]:
        """The measures, as rows of the decision table."""
        basis, yuan = Tax(self.compared.basis).label, _("yuan")
        compared = _("Compared: %(basis)s") % {"basis": basis}
        value = _("Value for the whole line, as stated")
        papers = self._cells(lambda one: Cell(one.papers or None))
        return [
            Measure(_("Price per unit as stated"), self._cells(_stated, _("no offer")), unit=yuan),
            Measure(compared, self._cells(self._compared), unit=yuan),
            Measure(value, self._cells(self._value), unit=yuan),
            Measure(_("Lead time"), self._cells(lambda one: Cell(one.lead_days)), unit=_("days")),
            Measure(_("Papers"), papers),
            Measure(_("Awarded"), self._cells(_awarded), unit=self.line.get_unit_display()),
        ]

    def _cells(self, shown: Callable[[OfferLine], Cell], missing: str = "–") -> list[Cell]:
        """A cell for each offer; who has not offered on this line stays missing."""
        return [
            shown(self.offered[one.pk]) if one.pk in self.offered else Cell(missing)
            for one in self.offers
        ]

    def _compared(self, one: OfferLine) -> Cell:
        found = self.compared.offers[one.pk]
        if found.value is None:
            return Cell(comparable=False, reason=found.reason)
        return Cell(price_text(found.value), best=found.is_cheapest)

    def _value(self, one: OfferLine) -> Cell:
        return Cell(line_value(one.unit_price, self.line.amount))


def _awarded(one: OfferLine) -> Cell:
    award = getattr(one, "award", None)
    return Cell(award.amount.normalize() if award else "–")


def _stated(one: OfferLine) -> Cell:
    rate = "" if one.rate is None else f" {one.rate.normalize():f}%"
    return Cell(f"{number_text(plain(one.unit_price))} {one.get_tax_display()}{rate}")


def price_text(value: Fraction) -> str:
    """A compared price to four decimals, rounded half up, without needless zeros."""
    step = 10**PLACES
    rounded = Decimal((value * step * 2 + 1) // 2).scaleb(-PLACES)
    return number_text(plain(rounded))


def plain(value: Decimal) -> Decimal:
    """A number with at least two decimals and no needless zeros after them."""
    short = value.normalize()
    exponent = short.as_tuple().exponent
    return short if isinstance(exponent, int) and exponent < -2 else value.quantize(Decimal("0.01"))


def comparison_of(purchase: Purchase, at: datetime) -> tuple[LineComparison, ...]:
    """The request line by line, with all offers submitted in time; none before the closing."""
    offers = tuple(find_offers(purchase, at))
    of_line: dict[int, dict[int, OfferLine]] = {}
    for offer in offers:
        for one in offer.lines.all():
            of_line.setdefault(one.line_id, {})[offer.pk] = one
    found = []
    for line in purchase.lines.all():
        offered = of_line.get(line.pk, {})
        compared = compare({one.pk: one.price for one in offered.values()})
        found.append(LineComparison(line, offers, offered, compared))
    return tuple(found)
