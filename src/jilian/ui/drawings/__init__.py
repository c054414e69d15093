"""Geometry of what the pages draw, as functions of plain values; nothing here knows Django."""

from __future__ import annotations

from jilian.ui.drawings.chain import (
    ChainDrawing,
    ChainLayer,
    ChainLink,
    ChainNode,
    lay_out_chain,
)
from jilian.ui.drawings.chart import (
    Chart,
    ChartBreak,
    ChartLine,
    ChartPeriod,
    ChartPoint,
    chart_config,
)
from jilian.ui.drawings.gantt import (
    GanttDrawing,
    GanttMark,
    GanttRow,
    Stretch,
    lay_out_gantt,
)
from jilian.ui.drawings.line import (
    LineDrawing,
    LineEvent,
    as_moment,
    event_after,
    event_before,
    lay_out_line,
)
from jilian.ui.drawings.multiples import Panel, lay_out_multiples, lay_out_range
from jilian.ui.drawings.spark import lay_out_spark

__all__ = [
    "ChainDrawing",
    "ChainLayer",
    "ChainLink",
    "ChainNode",
    "Chart",
    "ChartBreak",
    "ChartLine",
    "ChartPeriod",
    "ChartPoint",
    "GanttDrawing",
    "GanttMark",
    "GanttRow",
    "LineDrawing",
    "LineEvent",
    "Panel",
    "Stretch",
    "as_moment",
    "chart_config",
    "event_after",
    "event_before",
    "lay_out_chain",
    "lay_out_gantt",
    "lay_out_line",
    "lay_out_multiples",
    "lay_out_range",
    "lay_out_spark",
]
