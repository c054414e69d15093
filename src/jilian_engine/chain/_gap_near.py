"""Makers elsewhere, nearest in the chain, then in space, each with why it is named."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from jilian_engine.chain._gap_ground import Ground

EARTH_KM = 6371.0
#: How near in the chain: the same product, its class, its group of classes or sector.
SAME_PRODUCT, SAME_CLASS, SAME_GROUP = 3, 2, 1
Point = tuple[float, float]


@dataclass(frozen=True)
class Candidate:
    """A maker elsewhere: how near in the chain, whom it supplies inside, and how far it is."""

    firm: str
    step: int
    supplies: int
    km: float | None

    @property
    def why(self) -> tuple[str, ...]:
        """Codes of the reasons, the strongest first."""
        first = {SAME_PRODUCT: "same_product", SAME_CLASS: "same_class", SAME_GROUP: "same_group"}
        return (first[self.step], *(("supplies_here",) if self.supplies else ()))


def centre_of(ground: Ground, firms: Sequence[str]) -> Point | None:
    """The middle of the places of these firms; None where none is known."""
    places = [
        (float(ground.x[at]), float(ground.y[at]))
        for at in (ground.place[firm] for firm in firms)
        if not math.isnan(ground.x[at]) and not math.isnan(ground.y[at])
    ]
    if not places:
        return None
    return sum(x for x, _y in places) / len(places), sum(y for _x, y in places) / len(places)


def nearest_makers(
    ground: Ground, product: str, industry: str, held: frozenset[str], centre: Point | None, *,
    is_sector: bool, most: int,
) -> tuple[Candidate, ...]:  # fmt: skip
    """Makers outside, nearest in chain, then those that supply inside already, then by distance."""
    found: dict[str, int] = {}
    if is_sector:
        sector = ground.table.codes.index(industry)
        _add(found, ground.makers_of_sector.get(sector, ()), SAME_GROUP)
    else:
        group = industry[:3]
        if len(group) == 3:
            for other, makers in ground.makers_of_class.items():
                if other.startswith(group):
                    _add(found, makers, SAME_CLASS if other == industry else SAME_GROUP)
        _add(found, ground.makers.get(product, ()), SAME_PRODUCT)
    rows = [
        Candidate(firm, step, len(ground.sold_to.get(firm, frozenset()) & held),
                  _km(ground, firm, centre))
        for firm, step in found.items()
        if firm not in held
    ]  # fmt: skip
    rows.sort(key=lambda one: (
        -one.step, -one.supplies, math.inf if one.km is None else one.km, one.firm
    ))  # fmt: skip
    return tuple(rows[:most])


def _add(found: dict[str, int], firms: Sequence[str], step: int) -> None:
    for firm in firms:
        found[firm] = max(step, found.get(firm, 0))


def _km(ground: Ground, firm: str, centre: Point | None) -> float | None:
    """Great-circle distance; None where a place is not known."""
    at = ground.place[firm]
    x, y = float(ground.x[at]), float(ground.y[at])
    if centre is None or math.isnan(x) or math.isnan(y):
        return None
    x1, y1, x2, y2 = (math.radians(value) for value in (*centre, x, y))
    half = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
