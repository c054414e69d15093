"""Every write of this area."""

from __future__ import annotations

from jilian.returns.operations.correcting import begin_correction, withdraw_correction
from jilian.returns.operations.duties import begin_duty, end_duty
from jilian.returns.operations.entering import (
    Conflict,
    Difference,
    begin_return,
    save_values,
    send_return,
)
from jilian.returns.operations.firm_sheets import save_firm_sheet
from jilian.returns.operations.releasing import release_month
from jilian.returns.operations.reviewing import (
    accept_return,
    check_by_town,
    lock_month,
    send_back,
)
from jilian.returns.operations.taken_out import note_export
from jilian.returns.operations.telling import remind_late

__all__ = [
    "Conflict",
    "Difference",
    "accept_return",
    "begin_correction",
    "begin_duty",
    "begin_return",
    "check_by_town",
    "end_duty",
    "lock_month",
    "note_export",
    "release_month",
    "remind_late",
    "save_firm_sheet",
    "save_values",
    "send_back",
    "send_return",
    "withdraw_correction",
]
