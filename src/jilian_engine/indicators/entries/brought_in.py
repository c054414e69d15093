"""Firms that clusters bring in: contacted, signed, registered, producing, dropped out."""

from __future__ import annotations

from jilian_engine.indicators.definition import Indicator, Select, Where, Window, Words
from jilian_engine.indicators.entries.shared import CHAIN, FIRMS

_STAGES = (
    ("contact", "已接洽", "in contact"),
    ("signed", "已签约", "signed"),
    ("registered", "已注册", "registered"),
    ("producing", "已投产", "producing"),
    ("dropped", "已退出", "dropped out"),
)
INDICATORS = tuple(
    Indicator(
        f"brought_in_{stage}",
        Words(f"引进企业：{zh}", f"Firms brought in: {en}"),
        FIRMS,
        CHAIN,
        Words(
            "截至月末达到该阶段的企业，其后退出的仍计入",
            "firms that had reached the stage by the end, later drop-outs among them",
        ),
        Words("企业计数，每家一次", "count of firms, each once"),
        select=Select("stages", (Where("stage", value=stage),), Window.TOTAL, "on"),
        unit_kinds=("world", "cluster"),
        additive=True,
        checks=(
            Words(
                "签约与引进是不同阶段，不相加", "signed and brought in are stages and are not added"
            ),
        ),
    )
    for stage, zh, en in _STAGES
)
