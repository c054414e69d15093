"""Pages of this area."""

from __future__ import annotations

from jilian.growth.views.growing import export_growth, growth
from jilian.growth.views.reporting import compare, compile_month, report, report_file, reports
from jilian.growth.views.units import developed, enter, export_developed

__all__ = [
    "compare",
    "compile_month",
    "developed",
    "enter",
    "export_developed",
    "export_growth",
    "growth",
    "report",
    "report_file",
    "reports",
]
