"""Supply links as lines of a file, as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from jilian.network.models import SupplyLink

Line = tuple[object, ...]


def link_lines(links: Iterable[SupplyLink], day: date, *, amounts: bool) -> Iterator[Line]:
    """Yield the head and one line a link; values only where the reader may see amounts."""
    head = (
        _("as of"), _("supplier"), _("supplier identified by"), _("supplier identifier"),
        _("buyer"), _("buyer identified by"), _("buyer identifier"), _("product"), _("evidence"),
        _("probability"), _("from"), _("known by"), _("to"), _("last seen on"), _("source"),
        _("row"),
    )  # fmt: skip
    yield (*head, _("yearly value (yuan)"), _("band of yearly value")) if amounts else head
    for link in links:
        line = (
            day, link.supplier.name, link.supplier.get_scheme_display(), link.supplier.identifier,
            link.buyer.name, link.buyer.get_scheme_display(), link.buyer.identifier,
            link.product or None, link.get_evidence_display(), link.probability, link.valid_from,
            link.known_by, link.valid_to, link.last_seen_on, link.source.title, link.source_row,
        )  # fmt: skip
        if amounts:
            amount = None if link.amount_yuan is None else float(link.amount_yuan)
            yield (*line, amount, link.get_band_display() or None)
        else:
            yield line
