"""Figures read out of a text by the engine, as this area has them."""

from __future__ import annotations

from jilian.statements.rules.said import Said
from jilian_engine.statements import StatedFigure, read_figures


def figures_in(text: str, *, written: tuple[int, int] | None = None) -> list[Said]:
    """The figures of a text; `written` is the year and the month of its writing."""
    return [_said(one) for one in read_figures(text, written=written)]


def _said(one: StatedFigure) -> Said:
    return Said(
        start=one.start,
        end=one.end,
        text=one.text,
        kind=str(one.kind),
        value=one.value,
        bound=str(one.bound),
        low=one.low,
        high=one.high,
        low_included=one.low_included,
        high_included=one.high_included,
        unit=one.unit,
        period=one.period,
    )
