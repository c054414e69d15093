"""Every write of this area."""

from __future__ import annotations

from jilian.purchases.operations.deciding import award_line, decide_purchase, declare_conflicts
from jilian.purchases.operations.drafting import (
    change_purchase,
    draft_purchase,
    drop_line,
    save_line,
    set_circle,
)
from jilian.purchases.operations.offering import (
    drop_offer_line,
    save_offer_line,
    submit_offer,
    withdraw_offer,
)
from jilian.purchases.operations.ordering import (
    agree_to_link,
    record_link,
    report_order,
    withdraw_report,
)
from jilian.purchases.operations.rounding import (
    cancel_purchase,
    close_early,
    hand_to_secretary,
    put_round,
)
from jilian.purchases.operations.taken_out import note_comparison_taken, note_export

__all__ = [
    "agree_to_link",
    "award_line",
    "cancel_purchase",
    "change_purchase",
    "close_early",
    "decide_purchase",
    "declare_conflicts",
    "draft_purchase",
    "drop_line",
    "drop_offer_line",
    "hand_to_secretary",
    "note_comparison_taken",
    "note_export",
    "put_round",
    "record_link",
    "report_order",
    "save_line",
    "save_offer_line",
    "set_circle",
    "submit_offer",
    "withdraw_offer",
    "withdraw_report",
]
