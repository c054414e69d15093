"""Every write of this area."""

from __future__ import annotations

from jilian.coverage.operations.checking import (
    draw_spot_check,
    recheck_campaign,
    recheck_due,
    record_check,
)
from jilian.coverage.operations.closing import close_campaign
from jilian.coverage.operations.counting import enter_count
from jilian.coverage.operations.drawing import (
    Taken,
    change_campaign,
    create_campaign,
    discard_campaign,
    freeze_campaign,
    list_firms,
    start_campaign,
)
from jilian.coverage.operations.exports import note_export
from jilian.coverage.operations.moving import Applied, say_done, send_back, sign_off
from jilian.coverage.operations.noting import note_target, say_not_yet, take_up_again
from jilian.coverage.operations.planning import accept_plan, ask_plan, complete_plan, decide_line
from jilian.coverage.operations.removing import decide_removal, propose_removal

__all__ = [
    "Applied",
    "Taken",
    "accept_plan",
    "ask_plan",
    "change_campaign",
    "close_campaign",
    "complete_plan",
    "create_campaign",
    "decide_line",
    "decide_removal",
    "discard_campaign",
    "draw_spot_check",
    "enter_count",
    "freeze_campaign",
    "list_firms",
    "note_export",
    "note_target",
    "propose_removal",
    "recheck_campaign",
    "recheck_due",
    "record_check",
    "say_done",
    "say_not_yet",
    "send_back",
    "sign_off",
    "start_campaign",
    "take_up_again",
]
