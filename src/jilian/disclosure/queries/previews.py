"""A preview as its reader sees it: what would be hidden, and what that leaves to guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from jilian.disclosure.models import ReleaseRun
from jilian.disclosure.queries.keeping import NARROWEST
from jilian.disclosure.rules.numbers import plain
from jilian.disclosure.rules.recipes import RECIPES, Recipe

NARROW = 1_000_000_000_000  # an interval without an end


@dataclass(frozen=True)
class Left:
    """A cell that the rule hides, and the interval that is left for its value."""

    names: tuple[str, ...]
    low: Decimal | None
    high: Decimal | None

    @property
    def width(self) -> Decimal:
        """How wide the interval is."""
        return Decimal(NARROW) if self.high is None else self.high - (self.low or 0)


@dataclass(frozen=True)
class TablePreview:
    """A table before its release."""

    recipe: Recipe
    basis: str
    repeats: str
    fingerprint: str
    figures: Mapping[str, int]
    narrowest: list[Left]

    @property
    def hidden(self) -> int:
        """Cells that would be hidden."""
        return self.figures["primary"] + self.figures["secondary"]

    @property
    def shown(self) -> int:
        """Cells that would be shown."""
        return self.figures["cells"] - self.hidden


def previews_of(run: ReleaseRun) -> list[TablePreview]:
    """The tables of a run with the cells whose hidden values remain least unknown."""
    return [_preview(one) for one in run.preview]


def _preview(one: Mapping[str, Any]) -> TablePreview:
    english = get_language() == "en"
    names = [
        {code: name_en if english and name_en else name for code, name, name_en, _parent in of}
        for of in one["members"]
    ]
    left = [
        Left(tuple(of[code] for of, code in zip(names, key, strict=True)), _read(low), _read(high))
        for key, _value, _kind, why, low, high in one["cells"]
        if why == "primary"
    ]
    return TablePreview(
        RECIPES[one["key"]], one["basis"], one["repeats"], one["fingerprint"], one["figures"],
        sorted(left, key=lambda cell: cell.width)[:NARROWEST],
    )  # fmt: skip


def _read(end: str | None) -> Decimal | None:
    return None if end is None else plain(Decimal(end))
