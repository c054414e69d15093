"""Every write of this area."""

from __future__ import annotations

from jilian.indicators.operations.measuring import Measured, measure_month, measure_months
from jilian.indicators.operations.releasing import release_month
from jilian.indicators.operations.running import ask_month, complete_month, give_up_month
from jilian.indicators.operations.taken_out import note_export
from jilian.indicators.operations.taking import take_all_returns, take_published, take_returns

__all__ = [
    "GIVEN_UP",
    "Measured",
    "ask_month",
    "complete_month",
    "measure_month",
    "measure_months",
    "note_export",
    "release_month",
    "take_all_returns",
    "take_published",
    "take_returns",
]
GIVEN_UP = {"complete_month": give_up_month}
