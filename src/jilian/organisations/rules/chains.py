"""Whether superiors go round in a circle on any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jilian.organisations.rules.spells import Span


@dataclass(frozen=True)
class Edge:
    """One organisation stands under another, for a while; both by their key."""

    under: str
    superior: str
    span: Span


@dataclass(frozen=True)
class Circle:
    """Organisations that would stand under one another from a day on, the first one twice."""

    keys: tuple[str, ...]
    day: date


def circle_through(edge: Edge, edges: Mapping[str, Sequence[Edge]]) -> Circle | None:
    """The circle that this edge closes on some day, if any.

    `edges` holds the edges of one line by the organisation below; walking up, only the days that
    all edges so far have in common count.
    """
    if edge.under == edge.superior:
        return Circle((edge.under, edge.under), edge.span.known_by)
    paths: list[tuple[tuple[str, ...], date, date | None]] = [
        ((edge.under, edge.superior), edge.span.known_by, edge.span.valid_to)
    ]
    while paths:
        path, first, end = paths.pop()
        for above in edges.get(path[-1], ()):
            start = max(first, above.span.known_by)
            stop = _earlier(end, above.span.valid_to)
            if stop is not None and start >= stop:
                continue
            if above.superior == edge.under:
                return Circle((*path, above.superior), start)
            if above.superior not in path:
                paths.append(((*path, above.superior), start, stop))
    return None


def _earlier(one: date | None, other: date | None) -> date | None:
    return other if one is None else one if other is None else min(one, other)
