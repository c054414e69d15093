"""The growth of a count between two days, split into what really grew and what moved in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from django.utils.translation import gettext_lazy as _

from jilian.base.dated import Held
from jilian.base.errors import Refusal
from jilian.growth.rules.history import Boundary, History
from jilian.growth.rules.words import GAINS, LOSSES, Part
from jilian_engine.figures import Growth

Inside = Callable[[date], AbstractSet[int]]


@dataclass(frozen=True)
class SplitGrowth:
    """Before, after, and every organisation that makes the difference, each under one part."""

    boundary: Boundary
    first: date
    last: date
    type: str | None
    before: int
    after: int
    parts: Mapping[Part, tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        gained = sum(self.count(part) for part in GAINS)
        lost = sum(self.count(part) for part in LOSSES)
        if self.before + gained - lost != self.after:
            raise ArithmeticError("the parts do not add up to the difference")

    def count(self, part: Part) -> int:
        """How many organisations a part holds."""
        return len(self.parts.get(part, ()))

    @property
    def difference(self) -> int:
        """After less before."""
        return self.after - self.before

    @property
    def boundary_change(self) -> int:
        """What came from a changed boundary: absorbed less left."""
        return self.count(Part.ABSORBED) - self.count(Part.LEFT)

    @property
    def own_difference(self) -> int:
        """The difference without what the boundary brought or took."""
        return self.difference - self.boundary_change

    @property
    def share(self) -> Fraction | None:
        """The growth as an exact share of the count before; None without one."""
        return Fraction(self.difference, self.before) if self.before else None

    @property
    def figure(self) -> Growth:
        """The same as a figure that carries its parts."""
        return Growth(self.before, self.after, self.first, self.last, self.boundary_change)


def split_growth(
    history: History, boundary: Boundary, first: date, last: date, type: str | None = None
) -> SplitGrowth:
    """Compare who is inside the boundary on two days; refuses days in the wrong order.

    Absorbed: it stood outside the boundary, from the first day or from its founding, and is inside
    on the last day. Left: the other way. What began in between and was inside at once is founded,
    or first known where its founding is not known.
    """
    if first >= last:
        raise Refusal("growth_backwards", _("The first of the two days must be the earlier one."))
    inside = cache(lambda day: frozenset(history.inside(boundary, day)))
    before = history.inside(boundary, first, type) if type else inside(first)
    after = history.inside(boundary, last, type) if type else inside(last)
    parts: dict[Part, list[int]] = {}
    for pk in after - before:
        parts.setdefault(_gained(history, boundary, first, pk, inside), []).append(pk)
    for pk in before - after:
        parts.setdefault(_lost(history, boundary, last, pk, inside), []).append(pk)
    return SplitGrowth(
        boundary, first, last, type, len(before), len(after),
        {part: tuple(sorted(pks)) for part, pks in parts.items()},
    )  # fmt: skip


def _gained(history: History, boundary: Boundary, first: date, pk: int, inside: Inside) -> Part:
    span = history.organisations[pk].span
    held = span.held_on(first)
    if held is Held.YES:
        return Part.TYPE_GAINED if pk in inside(first) else Part.ABSORBED
    if boundary.kind == "cluster" and pk not in inside(span.known_by):
        return Part.ABSORBED
    if pk in history.founded_anew:
        return Part.REORGANISED_INTO
    return Part.FIRST_KNOWN if held is Held.UNKNOWN else Part.FOUNDED


def _lost(history: History, boundary: Boundary, last: date, pk: int, inside: Inside) -> Part:
    end = history.organisations[pk].span.valid_to
    if end is None or end > last:
        return Part.TYPE_LOST if pk in inside(last) else Part.LEFT
    if boundary.kind == "cluster" and pk not in inside(end - timedelta(days=1)):
        return Part.LEFT
    return Part.REORGANISED if pk in history.replaced else Part.ENDED
