"""Units that report, their monthly returns, the firms' figures beneath them, and releases."""

from __future__ import annotations

from jilian.returns.models.duties import Duty
from jilian.returns.models.firm_figures import FirmFigures, FirmSheet
from jilian.returns.models.releases import MonthRelease
from jilian.returns.models.returns import MonthlyReturn, ReturnLine, ReturnStep

__all__ = [
    "Duty",
    "FirmFigures",
    "FirmSheet",
    "MonthRelease",
    "MonthlyReturn",
    "ReturnLine",
    "ReturnStep",
]
