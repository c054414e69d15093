"""The organisations of a world over time as plain values, and who is inside a boundary on a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from jilian.base.dated import Held
from jilian.organisations.rules.spells import Span
from jilian.organisations.rules.tree import all_under

Dated = tuple[object, Span]


@dataclass(frozen=True)
class Org:
    """One organisation: when it stood, and in which town it is recorded."""

    pk: int
    key: str
    span: Span
    town: str = ""  # nine digits; empty where not known


@dataclass(frozen=True)
class Under:
    """One organisation stood under another, in either line."""

    pk: int
    superior: int
    line: str
    span: Span


@dataclass(frozen=True)
class Boundary:
    """Within what is counted: the whole world, a town, or a cluster's line."""

    kind: str = "world"  # world, town, cluster
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else self.kind


WORLD = Boundary()


@dataclass(frozen=True)
class History:
    """Everything dated about the organisations of a world that a count rests on."""

    organisations: Mapping[int, Org]
    types: Mapping[int, tuple[Dated, ...]] = field(default_factory=dict)
    superiors: tuple[Under, ...] = ()
    bodies: Mapping[str, tuple[tuple[int, Span], ...]] = field(default_factory=dict)  # by cluster
    replaced: Mapping[int, date] = field(default_factory=dict)  # ended by merger or split
    founded_anew: frozenset[int] = frozenset()  # founded by merger or split

    def standing(self, day: date) -> set[int]:
        """Who stood for certain on the day."""
        return {pk for pk, one in self.organisations.items() if one.span.held_on(day) is Held.YES}

    def type_on(self, pk: int, day: date) -> str | None:
        """The type that an organisation had for certain on the day."""
        held = [str(value) for value, span in self.types.get(pk, ()) if _held(span, day)]
        return held[-1] if held else None

    def above_on(self, day: date, line: str | None = None) -> dict[int, list[int]]:
        """Who stood above each organisation on the day, in one line or in both."""
        found: dict[int, list[int]] = defaultdict(list)
        for one in self.superiors:
            if _held(one.span, day) and line in (None, one.line):
                found[one.pk].append(one.superior)
        return found

    def body_on(self, cluster: str, day: date) -> int | None:
        """The body of a cluster on the day."""
        held = [pk for pk, span in self.bodies.get(cluster, ()) if _held(span, day)]
        return held[-1] if held else None

    def inside(self, boundary: Boundary, day: date, type: str | None = None) -> set[int]:
        """Who stood inside the boundary on the day; of one type where one is asked for.

        The line of a cluster is its body with everything under it, in either line.
        """
        found = self.standing(day)
        if boundary.kind == "town":
            found = {pk for pk in found if self.organisations[pk].town == boundary.key}
        elif boundary.kind == "cluster":
            body = self.body_on(boundary.key, day)
            found &= set() if body is None else all_under(body, self.above_on(day))
        if type:
            found = {pk for pk in found if self.type_on(pk, day) == type}
        return found

    def by_type(self, pks: Iterable[int], day: date) -> dict[str, int]:
        """How many of which type; "" where the type is not known."""
        return dict(Counter(self.type_on(pk, day) or "" for pk in pks))


def _held(span: Span, day: date) -> bool:
    return span.held_on(day) is Held.YES
