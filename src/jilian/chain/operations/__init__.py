"""Every write of this area."""

from __future__ import annotations

from jilian.chain.operations.critical import (
    ask_critical,
    complete_critical,
    keep_critical,
    refresh_critical,
)
from jilian.chain.operations.exports import note_export
from jilian.chain.operations.scenarios import (
    put_scenario_away,
    run_scenario_again,
    save_scenario,
    take_scenario_back,
)
from jilian.chain.operations.stocks import state_stock, withdraw_stock

__all__ = [
    "ask_critical",
    "complete_critical",
    "keep_critical",
    "note_export",
    "put_scenario_away",
    "refresh_critical",
    "run_scenario_again",
    "save_scenario",
    "state_stock",
    "take_scenario_back",
    "withdraw_stock",
]
