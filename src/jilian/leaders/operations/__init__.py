"""Every write of this area: selections and their decision, the chain head's calendar."""

from __future__ import annotations

from jilian.leaders.operations.deciding import decide_selection, undo_decision
from jilian.leaders.operations.handing import (
    finish_item,
    give_word,
    note_item,
    remind_of_hand_overs,
)
from jilian.leaders.operations.selections import (
    compute_selection,
    declare_measures,
    note_export,
    set_weights,
    start_selection,
    withdraw_selection,
)
from jilian.leaders.operations.terms import drop_term, propose_terms, skip_term, swap_terms

__all__ = [
    "compute_selection",
    "decide_selection",
    "declare_measures",
    "drop_term",
    "finish_item",
    "give_word",
    "note_export",
    "note_item",
    "propose_terms",
    "remind_of_hand_overs",
    "set_weights",
    "skip_term",
    "start_selection",
    "swap_terms",
    "undo_decision",
    "withdraw_selection",
]
