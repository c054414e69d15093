"""Where a cell stands, for whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jilian.base.reading.sheets import Cell


@dataclass
class Place:
    """A column as it stands in a file: what the reader of its cells may need to know."""

    heading: str
    unit: str
    day: date  # the latest day that is not in the future
    warnings: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    read: dict[Cell, Any] = field(default_factory=dict)  # cells that occur again and again

    def warn(self, code: str, **details: object) -> None:
        """Note something about the cell that is being read and taken all the same."""
        self.warnings.append((code, details))


Reader = Callable[[Cell, Place], Any]
