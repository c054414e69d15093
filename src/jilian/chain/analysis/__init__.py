"""The bridge to the engine: frozen networks in, what breaks in plain values out."""

from __future__ import annotations

from jilian.chain.analysis.critical import Critical, CriticalRow, critical_list
from jilian.chain.analysis.drawing import DrawnNetwork, draw_network
from jilian.chain.analysis.esri_files import EsriDone, index_files
from jilian.chain.analysis.ground import Ground, ground_of
from jilian.chain.analysis.matrix import MatrixRow, essential_rows
from jilian.chain.analysis.second import SecondSource, second_sources
from jilian.chain.analysis.single import Single, single_sources
from jilian.chain.analysis.what_if import ask

__all__ = [
    "Critical",
    "CriticalRow",
    "DrawnNetwork",
    "EsriDone",
    "Ground",
    "MatrixRow",
    "SecondSource",
    "Single",
    "ask",
    "critical_list",
    "draw_network",
    "essential_rows",
    "ground_of",
    "index_files",
    "second_sources",
    "single_sources",
]
