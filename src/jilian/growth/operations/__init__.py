"""Every write of this area."""

from __future__ import annotations

from jilian.growth.operations.developed import enter_developed
from jilian.growth.operations.reports import Compiled, compile_report
from jilian.growth.operations.taken_out import note_export

__all__ = ["Compiled", "compile_report", "enter_developed", "note_export"]
