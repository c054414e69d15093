"""Tags of charts, small multiples and ranges; loaded by ``jilian_ui``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.template import Context

from jilian.ui import drawings, values
from jilian.ui.ids import next_id

register = template.Library()


@register.filter
def bare(value: Any) -> str:
    """A number as it is written by hand: no noughts after its last decimal, as stored ones have."""
    return values.number_text(value.normalize() if isinstance(value, Decimal) else value)


@register.inclusion_tag("ui/parts/chart.html", takes_context=True)
def chart(
    context: Context,
    chart: drawings.Chart,
    *,
    title: values.Words,
    note: values.Words = "",
    table_id: str = "",
) -> dict[str, Any]:
    """A chart of series with the table that says the same.

    ``table_id`` names a table of the page that says it already; then no other is printed.
    """
    id = next_id(context, "chart")
    return {
        "chart": chart,
        "config": drawings.chart_config(chart) if chart.drawn else None,
        "title": title,
        "note": note,
        "table_id": table_id or f"{id}-table",
        "own_table": not table_id,
        "id": id,
        "json_id": f"{id}-config",
    }


@register.inclusion_tag("ui/parts/multiples.html")
def small_multiples(
    panels: Sequence[drawings.Panel], *, title: values.Words, unit: values.Words = ""
) -> dict[str, Any]:
    """Places beside each other on one scale, in the order given: by name, not by value."""
    drawn = drawings.lay_out_multiples(panels)
    return {"drawn": drawn, "panels": panels, "title": title, "unit": unit}


@register.inclusion_tag("ui/parts/range.html")
def range_line(
    low: Any, high: Any, value: Any, least: Any, most: Any, words: values.Words = ""
) -> dict[str, Any]:
    """A range with its value on a scale that all lines of a list share; ``words`` say it."""
    return {"range": drawings.lay_out_range(low, high, value, least, most), "words": words}
