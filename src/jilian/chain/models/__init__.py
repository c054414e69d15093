"""Critical lists, single sources, scenarios with their results, and stocks that firms state."""

from __future__ import annotations

from jilian.chain.models.critical import CriticalRun, FirmIndex, SingleSource
from jilian.chain.models.scenarios import Scenario, ScenarioResult
from jilian.chain.models.stocks import StockStatement

__all__ = [
    "CriticalRun",
    "FirmIndex",
    "Scenario",
    "ScenarioResult",
    "SingleSource",
    "StockStatement",
]
