"""Indicators: their catalogue (plain values), and in `evaluate` how they are taken from tables."""

from __future__ import annotations

from jilian_engine.indicators.catalogue import BY_KEY, CATALOGUE, SAME_AS_OURS, indicator
from jilian_engine.indicators.definition import Indicator, Select, Unit, Where, Window, Words
from jilian_engine.indicators.months import first_day, last_day, month_number

__all__ = [
    "BY_KEY",
    "CATALOGUE",
    "SAME_AS_OURS",
    "Indicator",
    "Select",
    "Unit",
    "Where",
    "Window",
    "Words",
    "first_day",
    "indicator",
    "last_day",
    "month_number",
]
