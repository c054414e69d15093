"""Where the points of a resolution scan stand on a small drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 480.0, 150.0
LEFT, RIGHT, TOP, BASE = 12.0, 468.0, 22.0, 116.0


@dataclass(frozen=True)
class ScanPoint:
    """A resolution tried: its place, how far its runs differ, how many clusters it gives."""

    x: float
    y: float
    resolution: float
    distance: float
    clusters: int
    cover: float
    chosen: bool
    plateau: bool
    anchor: str

    @property
    def label(self) -> str:
        """The resolution in three digits."""
        return f"{self.resolution:.3g}"


@dataclass(frozen=True)
class ScanDrawing:
    """The points, the line through them, the stretch on which runs agree."""

    points: tuple[ScanPoint, ...]
    path: str
    plateau: tuple[float, float]
    width: float = WIDTH
    height: float = HEIGHT
    base: float = BASE
    top: float = TOP


def lay_out_scan(scan: Mapping[str, Any] | None) -> ScanDrawing | None:
    """Place the points evenly from the lowest resolution; higher means that runs differ more."""
    points: Sequence[Mapping[str, Any]] = scan["points"] if scan else ()
    if len(points) < 2:
        return None
    highest = max(point["distance"] for point in points) or 1.0
    step = (RIGHT - LEFT) / (len(points) - 1)
    placed = tuple(
        ScanPoint(
            x=round(LEFT + place * step, 1),
            y=round(BASE - (BASE - TOP) * point["distance"] / highest, 1),
            anchor="start" if place < 2 else "end" if place > len(points) - 3 else "middle",
            **{key: point[key] for key in
               ("resolution", "distance", "clusters", "cover", "chosen", "plateau")},
        )
        for place, point in enumerate(points)
    )  # fmt: skip
    calm = [point.x for point in placed if point.plateau]
    margin = step / 2
    return ScanDrawing(
        points=placed,
        path="M" + " L".join(f"{point.x:g} {point.y:g}" for point in placed),
        plateau=(round(max(0.0, min(calm) - margin), 1), round(min(WIDTH, max(calm) + margin), 1)),
    )
