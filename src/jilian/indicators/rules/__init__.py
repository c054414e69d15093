"""Words and decisions of the area, without a database."""

from __future__ import annotations

from jilian.indicators.rules.words import (
    ComparedBound,
    Hidden,
    PeriodKind,
    PriceBasis,
    SourceKind,
    UnitKind,
)

__all__ = ["ComparedBound", "Hidden", "PeriodKind", "PriceBasis", "SourceKind", "UnitKind"]
