"""Tables of this area: values, and what was asked for a month as later work."""

from __future__ import annotations

from jilian.indicators.models.runs import MonthRun
from jilian.indicators.models.values import Value, ValueQuerySet

__all__ = ["MonthRun", "Value", "ValueQuerySet"]
