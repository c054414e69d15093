"""Figures that carry what they are made of: unit, period, bound, denominator, base, levels."""

from __future__ import annotations

from jilian_engine.figures.bands import Band, ShownCount, band_of, shown_count
from jilian_engine.figures.intervals import Bound, Exact, Interval, exact, interval_of
from jilian_engine.figures.values import (
    CountByLevel,
    Figure,
    Growth,
    Period,
    Share,
    count_by_level,
    round_half_up,
)
from jilian_engine.figures.wording import (
    Wording,
    check_wording,
    in_chinese,
    in_english,
    odd_range,
    word_figure,
    wording_for,
)

__all__ = [
    "Band",
    "Bound",
    "CountByLevel",
    "Exact",
    "Figure",
    "Growth",
    "Interval",
    "Period",
    "Share",
    "ShownCount",
    "Wording",
    "band_of",
    "check_wording",
    "count_by_level",
    "exact",
    "in_chinese",
    "in_english",
    "interval_of",
    "odd_range",
    "round_half_up",
    "shown_count",
    "word_figure",
    "wording_for",
]
