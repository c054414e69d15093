"""The thin line of history behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SparkDrawing:
    """SVG paths of the known stretches, single points, and the last point."""

    width: float
    height: float
    paths: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    last: tuple[float, float] | None


def lay_out_spark(
    values: Sequence[float | None], width: float = 96, height: float = 24
) -> SparkDrawing | None:
    """Draw values in order, evenly spaced; a missing value leaves a gap.

    None where fewer than two values are known: one point is no history.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    step = (width - 4) / (len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for position, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        share = (value - low) / (high - low) if high > low else 0.5
        runs[-1].append(
            (round(2 + position * step, 1), round(height - 3 - share * (height - 6), 1))
        )
    paths = tuple("M" + " L".join(f"{x:g} {y:g}" for x, y in run) for run in runs if len(run) > 1)
    dots = tuple(run[0] for run in runs if len(run) == 1)
    last = runs[-1][-1] if runs[-1] else None
    return SparkDrawing(width=width, height=height, paths=paths, dots=dots, last=last)
