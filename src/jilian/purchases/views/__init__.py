"""Pages of purchases."""

from __future__ import annotations

from jilian.purchases.views.deciding import award, compare, decide, declare, export_comparison
from jilian.purchases.views.drafting import (
    cancel,
    change,
    circle,
    close,
    forward,
    line,
    lines,
    new,
    put_round,
)
from jilian.purchases.views.figures import figures
from jilian.purchases.views.listing import detail, export, purchases
from jilian.purchases.views.offering import offer, offer_line, withdraw_offer
from jilian.purchases.views.ordering import agree, links, order, orders, report, withdraw_report

__all__ = [
    "agree",
    "award",
    "cancel",
    "change",
    "circle",
    "close",
    "compare",
    "decide",
    "declare",
    "detail",
    "export",
    "export_comparison",
    "figures",
    "forward",
    "line",
    "lines",
    "links",
    "new",
    "offer",
    "offer_line",
    "order",
    "orders",
    "purchases",
    "put_round",
    "report",
    "withdraw_offer",
    "withdraw_report",
]
