"""Orders that both sides report: counted once, compared line by line, summed exactly.

An order is what buyer and supplier report under one number. It is in a sum only when both report
it; where they differ, both say at least the lower value, and the sum is "at least".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.purchases.rules.prices import Price, Tax, in_basis, sum_of, to_fen
from jilian_engine.figures import Bound, Figure

YUAN = "yuan"


class Standing(models.TextChoices):
    """How the two reports of an order stand to each other."""

    CONFIRMED = "confirmed", _("both sides report the same")
    DIFFERENT = "different", _("both sides report, with differences")
    ONE_SIDE = "one_side", _("one side alone has reported")
    WITHDRAWN = "withdrawn", _("withdrawn by both sides")


STANDING_MARKS = {
    Standing.CONFIRMED: "confirmed", Standing.DIFFERENT: "broken", Standing.ONE_SIDE: "waiting",
    Standing.WITHDRAWN: "closed",
}  # fmt: skip


@dataclass(frozen=True)
class ReportedLine:
    """What a side says of one line of an order."""

    amount: Decimal
    value: Decimal


@dataclass(frozen=True)
class Report:
    """What a side says of an order: its day, its tax, and its lines by their number."""

    ordered_on: date
    tax: str
    rate: Decimal | None
    lines: Mapping[int, ReportedLine]

    @property
    def value(self) -> Decimal:
        """The sum of its lines."""
        return sum_of([line.value for line in self.lines.values()])

    def figure(self, basis: str) -> Figure:
        """The value with or without tax; a bound, or unknown, where no rate is stated."""
        known = in_basis(Price(self.value, self.tax, self.rate), basis)
        if known is not None:
            return Figure(to_fen(known), YUAN)
        if basis == Tax.WITH:  # the tax is not below zero
            return Figure(self.value, YUAN, bound=Bound.AT_LEAST)
        return Figure(None, YUAN)


def number_key(number: str) -> str:
    """An order's number as it is matched: width, case, blanks and dashes do not count."""
    folded = unicodedata.normalize("NFKC", number).casefold()
    return "".join(one for one in folded if one.isalnum())


def standing_of(buyer: Report | None, supplier: Report | None) -> Standing:
    """How two reports stand to each other; a withdrawn one is None."""
    if buyer is None and supplier is None:
        return Standing.WITHDRAWN
    if buyer is None or supplier is None:
        return Standing.ONE_SIDE
    return Standing.DIFFERENT if differences(buyer, supplier) else Standing.CONFIRMED


def counted(buyer: Report | None, supplier: Report | None, basis: str) -> Figure | None:
    """What an order counts with, once; None where it is not counted."""
    if buyer is None or supplier is None:
        return None
    one, other = buyer.figure(basis), supplier.figure(basis)
    if one == other:
        return one
    known = [figure.value for figure in (one, other) if figure.value is not None]
    if len(known) < 2:
        return Figure(None, YUAN)
    return Figure(min(known), YUAN, bound=Bound.AT_LEAST)


@dataclass(frozen=True)
class OrderSum:
    """The sum of orders in one basis, and how many are in it or beside it."""

    basis: str
    figure: Figure
    orders: int
    different: int
    one_side: int
    without_value: int


def sum_orders(pairs: Sequence[tuple[Report | None, Report | None]], basis: str) -> OrderSum:
    """Sum orders, each given once with both sides' standing reports; any order gives the same.

    What is counted without a known value in this basis makes the sum "at least".
    """
    total, in_sum, unknown = Figure(Decimal(0), YUAN), 0, 0
    standings = [standing_of(*pair) for pair in pairs]
    for pair in pairs:
        figure = counted(*pair, basis)
        if figure is None:
            continue
        in_sum += 1
        if figure.value is None:
            unknown += 1
            figure = Figure(Decimal(0), YUAN, bound=Bound.AT_LEAST)
        total += figure
    return OrderSum(
        basis=basis,
        figure=total,
        orders=in_sum,
        different=standings.count(Standing.DIFFERENT),
        one_side=standings.count(Standing.ONE_SIDE),
        without_value=unknown,
    )


@dataclass(frozen=True)
class Difference:
    """One thing on which the two sides differ; ``line`` is 0 for the whole order."""

    what: str  # day, tax, rate, amount, value
    line: int
    buyer: object
    supplier: object


def differences(buyer: Report, supplier: Report) -> tuple[Difference, ...]:
    """What the two reports say differently, line by line; a missing line says None."""
    found = [
        Difference(what, 0, ours, theirs)
        for what, ours, theirs in (
            ("day", buyer.ordered_on, supplier.ordered_on),
            ("tax", buyer.tax, supplier.tax),
            ("rate", buyer.rate, supplier.rate),
        )
        if ours != theirs
    ]
    for number in sorted({*buyer.lines, *supplier.lines}):
        ours, theirs = buyer.lines.get(number), supplier.lines.get(number)
        for what in ("amount", "value"):
            one, other = getattr(ours, what, None), getattr(theirs, what, None)
            if one != other:
                found.append(Difference(what, number, one, other))
    return tuple(found)
