"""Figures read out of a Chinese text, with bound, unit, kind and period."""

from __future__ import annotations

from jilian_engine.statements.reading import read_figures
from jilian_engine.statements.values import StatedFigure

__all__ = ["StatedFigure", "read_figures"]
