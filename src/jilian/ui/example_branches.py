"""The example of four branches that run beside each other, for the components page."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from jilian.ui.drawings import GanttDrawing, GanttMark, GanttRow, Stretch, lay_out_gantt

BRANCHES = (("规划", 10, 30), ("税务", 11, 5), ("住建", 12, 50), ("登记", 13, 0))


def branches() -> GanttDrawing | None:
    """Four branches from nine o'clock, with a break at noon; the last one ends the whole."""
    nine = datetime(2022, 3, 1, 9)
    rows = [
        GanttRow(
            name,
            (
                Stretch(
                    nine,
                    nine.replace(hour=hour, minute=minute),
                    "critical" if hour == 13 else "run",
                ),
            ),
            f"9:00–{hour}:{minute:02}",
        )
        for name, hour, minute in BRANCHES
    ]
    return lay_out_gantt(
        rows,
        closed=[(nine.replace(hour=12), nine.replace(hour=13))],
        marks=[GanttMark(nine.replace(hour=11, minute=30), str(_("now")), "now")],
    )
