"""Pages of what breaks."""

from __future__ import annotations

from jilian.chain.views.critical import (
    compute,
    critical,
    essential,
    export,
    export_single,
    progress,
    single_source,
    single_sources,
)
from jilian.chain.views.network import drawing, network
from jilian.chain.views.own import inputs, state_stock, withdraw_stock
from jilian.chain.views.parts import of_cluster, of_firm
from jilian.chain.views.scenarios import again, compare, put_away, save, scenario, scenarios
from jilian.chain.views.what_if import export_hits, what_if

__all__ = [
    "again",
    "compare",
    "compute",
    "critical",
    "drawing",
    "essential",
    "export",
    "export_hits",
    "export_single",
    "inputs",
    "network",
    "of_cluster",
    "of_firm",
    "progress",
    "put_away",
    "save",
    "scenario",
    "scenarios",
    "single_source",
    "single_sources",
    "state_stock",
    "what_if",
    "withdraw_stock",
]
