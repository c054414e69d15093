"""Industrial firms above scale."""

from __future__ import annotations

from jilian_engine.indicators.definition import Indicator, Words
from jilian_engine.indicators.entries.shared import (
    ABOVE_SCALE_FIRMS,
    ABOVE_SCALE_WORDS,
    ECONOMY,
    FIRMS,
)

INDICATOR = Indicator(
    "above_scale_firms",
    Words("规模以上工业企业数", "Industrial firms above scale"),
    FIRMS,
    ECONOMY,
    ABOVE_SCALE_WORDS,
    Words("符合口径的企业计数", "count of firms within the boundary"),
    select=ABOVE_SCALE_FIRMS,
    additive=True,
    checks=(
        Words("不多于工业企业数", "not more than the industrial firms"),
        Words("年营业收入未知的企业不计入", "firms of unknown revenue are not counted"),
    ),
)
