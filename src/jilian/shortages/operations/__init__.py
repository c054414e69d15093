"""Every write of this area."""

from __future__ import annotations

from jilian.shortages.operations.accepting import accept_offer, end_reservation, expire_due
from jilian.shortages.operations.asking import answer_call, ask_helpers
from jilian.shortages.operations.calling import raise_call, state_stock, withdraw_call
from jilian.shortages.operations.closing import (
    close_call,
    close_with_rest,
    remind_lessons,
    say_useful,
    write_lesson,
)
from jilian.shortages.operations.delivering import (
    dispatch_part,
    receive_delivery,
    return_delivery,
)
from jilian.shortages.operations.escalating import escalate_due, widen_call
from jilian.shortages.operations.permits import (
    accept_permit,
    ask_permit,
    give_permit,
    refuse_permit,
)
from jilian.shortages.operations.releasing import (
    delegate_levels,
    note_call_look,
    note_call_looks,
    release_corridor,
    release_level,
)
from jilian.shortages.operations.taken_out import note_export

__all__ = [
    "accept_offer",
    "accept_permit",
    "answer_call",
    "ask_helpers",
    "ask_permit",
    "close_call",
    "close_with_rest",
    "delegate_levels",
    "dispatch_part",
    "end_reservation",
    "escalate_due",
    "expire_due",
    "give_permit",
    "note_call_look",
    "note_call_looks",
    "note_export",
    "raise_call",
    "receive_delivery",
    "refuse_permit",
    "release_corridor",
    "release_level",
    "remind_lessons",
    "return_delivery",
    "say_useful",
    "state_stock",
    "widen_call",
    "withdraw_call",
    "write_lesson",
]
