"""Benefits without application that reached firms."""

from __future__ import annotations

from jilian_engine.indicators.definition import Indicator, Select, Window, Words
from jilian_engine.indicators.entries.shared import FIRMS, SERVICE

INDICATORS = (
    Indicator(
        "benefits_announced",
        Words("免申即享公示企业数（累计）", "Firms with a benefit announced (to date)"),
        FIRMS,
        SERVICE,
        Words("截至月末公示过的企业，每家计一次", "firms announced by the end, each once"),
        Words("企业计数", "count of firms"),
        select=Select("benefits", (), Window.TOTAL, "announced"),
    ),
    Indicator(
        "benefits_paid",
        Words("免申即享兑付企业数（累计）", "Firms with a benefit paid (to date)"),
        FIRMS,
        SERVICE,
        Words("截至月末已兑付的企业，每家计一次", "firms paid by the end, each once"),
        Words("企业计数", "count of firms"),
        select=Select("benefits", (), Window.TOTAL, "paid"),
    ),
)
