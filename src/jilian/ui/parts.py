"""What the larger parts of a page are given.

Templates read names, so plain dictionaries with the same keys do as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jilian.ui.values import Words


@dataclass(frozen=True)
class Chip:
    """A filter in force; ``url`` is the same page without it."""

    label: Words
    value: Words
    url: str


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the reader, with one verb."""

    title: Words
    url: str
    verb: Words
    detail: Words = ""
    due: date | None = None
    state: str = ""
    state_words: Words = ""


@dataclass(frozen=True)
class Effect:
    """What an act will do to one thing, from which day on."""

    subject: Words
    change: Words
    day: date | None = None


@dataclass(frozen=True)
class Candidate:
    """A column of a decision table."""

    label: Words
    url: str = ""
    chosen: bool = False
    note: Words = ""


@dataclass(frozen=True)
class Cell:
    """One measure of one candidate; not comparable says why in ``reason``."""

    value: Any = None
    comparable: bool = True
    best: bool = False
    reason: Words = ""
    bound: str = ""
    inferred: bool = False


@dataclass(frozen=True)
class Measure:
    """A row of a decision table."""

    label: Words
    cells: Sequence[Cell]
    unit: Words = ""
    note: Words = ""


@dataclass(frozen=True)
class Change:
    """One record of a difference view. ``kind``: new, changed, same or conflicting."""

    kind: str
    title: Words
    url: str = ""
    fields: Sequence[FieldChange] = ()
    reason: Words = ""


@dataclass(frozen=True)
class FieldChange:
    """A field before and after."""

    label: Words
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class MapPoint:
    """A place with a count, linked to its page. ``kind``: "" or inferred."""

    label: str
    count: int
    lon: float
    lat: float
    url: str = ""
    kind: str = ""


@dataclass(frozen=True)
class MapConfig:
    """What map.js draws; ``bounds`` are west, south, east, north in degrees."""

    points: Sequence[MapPoint]
    outlines_url: str = ""
    outlines: dict[str, Any] | None = None
    bounds: tuple[float, float, float, float] | None = None
    unit: Words = ""
    labels: dict[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class StripPart:
    """A part of a whole on a thin strip.

    ``look``: first, second or third (darker to lighter), beside (outlined), unknown (dashed).
    ``url`` opens the part.
    """

    label: Words
    count: int
    look: str = "first"
    url: str = ""
