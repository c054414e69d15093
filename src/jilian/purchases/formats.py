"""Requests and comparisons as the lines of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from jilian.purchases.queries import LineComparison
from jilian.purchases.queries.comparing import price_text
from jilian.purchases.rules import Phase, Tax, line_value


def purchase_lines(rows: Iterable[Any]) -> list[tuple[object, ...]]:
    """The head, and one line a request; no price and no supplier."""
    head = (
        _("What is bought"), _("Buyer"), _("Cluster"), _("State"), _("Lines"), _("Put round on"),
    )  # fmt: skip
    return [head, *(_line(row) for row in rows)]


def _line(row: Any) -> tuple[object, ...]:
    day = row.put_round_at.date() if row.put_round_at else None
    words = str(Phase(row.phase).label)
    return (row.title, row.buyer.root.name, str(row.cluster), words, len(row.lines.all()), day)


def comparison_lines(lines: Sequence[LineComparison]) -> list[tuple[object, ...]]:
    """The head, and one line an offer of a line; who has not offered on it stands as missing."""
    head = (
        _("Line"), _("Material"), _("Specification"), _("Amount"), _("Unit"), _("Supplier"),
        _("Price per unit (yuan)"), _("With or without tax"), _("Tax rate in per cent"),
        _("Compared price per unit"), _("Compared on"), _("Value of the line (yuan)"),
        _("Lead time in days"), _("Papers"), _("Amount awarded"), _("Reason"),
    )  # fmt: skip
    return [head, *(row for line in lines for row in _offers(line))]


def _offers(of: LineComparison) -> Iterable[tuple[object, ...]]:
    line, basis = of.line, str(Tax(of.compared.basis).label)
    start = (line.number, line.material, line.specification, str(line.amount),
             str(line.get_unit_display()))  # fmt: skip
    for offer in of.offers:
        one = of.offered.get(offer.pk)
        if one is None:
            yield (*start, offer.supplier.root.name, _("no offer"), *[None] * 9)
            continue
        found = of.compared.offers[one.pk]
        award = getattr(one, "award", None)
        compared = price_text(found.value) if found.value is not None else _("not comparable")
        yield (
            *start, offer.supplier.root.name, str(one.unit_price), str(one.get_tax_display()),
            None if one.rate is None else str(one.rate), compared, basis,
            str(line_value(one.unit_price, line.amount)), one.lead_days, one.papers,
            str(award.amount) if award else None, line.outcome_reason if award else None,
        )  # fmt: skip
