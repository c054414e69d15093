"""Every read of this area."""

from __future__ import annotations

from jilian.purchases.queries.comparing import LineComparison, comparison_of
from jilian.purchases.queries.figures import Figures, figures_of
from jilian.purchases.queries.listing import own_offer_words, phase_words, purchases_seen, told_of
from jilian.purchases.queries.orders import (
    difference_changes,
    lines_to_report,
    may_report_with,
    open_links,
    orders_seen,
    proposed_report,
    sides_kept,
)
from jilian.purchases.queries.page import PurchasePage, find_offers, own_offer, purchase_page
from jilian.purchases.queries.people import clusters_of, is_buyer, offering_firms, own_firms
from jilian.purchases.queries.tender import finding_of, finding_of_awards

__all__ = [
    "Figures",
    "LineComparison",
    "PurchasePage",
    "clusters_of",
    "comparison_of",
    "difference_changes",
    "figures_of",
    "find_offers",
    "finding_of",
    "finding_of_awards",
    "is_buyer",
    "lines_to_report",
    "may_report_with",
    "offering_firms",
    "open_links",
    "orders_seen",
    "own_firms",
    "own_offer",
    "own_offer_words",
    "phase_words",
    "proposed_report",
    "purchase_page",
    "purchases_seen",
    "sides_kept",
    "told_of",
]
