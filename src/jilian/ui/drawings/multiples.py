"""Many small drawings on one scale: lines of places beside each other, and ranges in a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

TWO = Decimal("0.01")
WIDTH, HEIGHT, EDGE = 168.0, 56.0, 3.0

Number = Decimal | float


@dataclass(frozen=True)
class Panel:
    """A place with its values in order; ``text`` is the last of them as it is printed."""

    label: str
    values: Sequence[Number | None]
    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class DrawnPanel:
    """A panel with SVG paths of the known stretches, single points, and the last point."""

    panel: Panel
    paths: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    last: tuple[float, float] | None
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True)
class Multiples:
    """Panels on one scale, from ``low`` to ``high``."""

    panels: tuple[DrawnPanel, ...]
    low: Number
    high: Number
    nought: float | None


@dataclass(frozen=True)
class RangeDrawing:
    """A value and its range on a scale, in per cent of the width; None where it is not known."""

    low: float
    width: float
    value: float | None


def lay_out_multiples(panels: Sequence[Panel]) -> Multiples | None:
    """Draw all panels on the scale of all their values; None where no value is known."""
    known = [value for panel in panels for value in panel.values if value is not None]
    if not known:
        return None
    low, high = min(known), max(known)
    drawn = tuple(_drawn(panel, float(low), float(high)) for panel in panels)
    across = low < 0 < high
    nought = _height(0.0, float(low), float(high)) if across else None
    return Multiples(drawn, _ended(low), _ended(high), nought)


def _ended(value: Number) -> Number:
    """An end of the scale, to two decimals."""
    return value.quantize(TWO) if isinstance(value, Decimal) else round(value, 2)


def _drawn(panel: Panel, low: float, high: float) -> DrawnPanel:
    step = (WIDTH - 2 * EDGE) / max(1, len(panel.values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(panel.values):
        if value is None:
            runs.append([])
            continue
        runs[-1].append((round(EDGE + place * step, 1), _height(float(value), low, high)))
    paths = tuple("M" + " L".join(f"{x:g} {y:g}" for x, y in run) for run in runs if len(run) > 1)
    dots = tuple(run[0] for run in runs if len(run) == 1)
    return DrawnPanel(panel, paths, dots, runs[-1][-1] if runs[-1] else None)


def _height(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)


def lay_out_range(
    low: Number | None, high: Number | None, value: Number | None, least: Number, most: Number
) -> RangeDrawing | None:
    """Place a range on the scale from ``least`` to ``most``; None where neither end is known."""
    if low is None and high is None and value is None:
        return None
    span = float(most) - float(least) or 1.0

    def share(number: Number) -> float:
        return round(min(100.0, max(0.0, (float(number) - float(least)) / span * 100)), 2)

    at = None if value is None else share(value)
    left = share(low) if low is not None else (at if at is not None and high is None else 0.0)
    right = share(high) if high is not None else (at if at is not None and low is None else 100.0)
    return RangeDrawing(left, round(right - left, 2), at)
