"""Which products a place could make next, from what it makes now.

Hidalgo, Klinger, Barabási and Hausmann, "The Product Space Conditions the Development of Nations",
Science 317 (2007) 482: the proximity of two products is the smaller of the two conditional
probabilities that a place with one has the other; the density of a product around a place is the
share of all its proximity that the place has already. A place has a product where its revealed
comparative advantage (Balassa 1965) is at least one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jilian_engine.errors import EngineError
from jilian_engine.network import Floats

Presence = NDArray[np.bool_]


def comparative_advantage(counts: Floats) -> Floats:
    """Share of a product in the place, over its share in all places; 0 where nothing is made."""
    values = np.asarray(counts, dtype=np.float64)
    if values.ndim != 2 or (values < 0).any() or not np.isfinite(values).all():
        raise EngineError("counts_odd", "Counts are places by products, none of them negative.")
    places, products, total = values.sum(1), values.sum(0), values.sum()
    expected = np.outer(places, products)
    share = np.divide(values * total, expected, out=np.zeros_like(values), where=expected > 0)
    return np.asarray(share, dtype=np.float64)


def present(counts: Floats) -> Presence:
    """Where a place has a product: its revealed comparative advantage is at least one."""
    return np.asarray(comparative_advantage(counts) >= 1.0)


def proximity(presence: Presence) -> Floats:
    """Products by products: the smaller of the two conditional probabilities; 0 of itself.

    A product that no place has is near to none.
    """
    held = np.asarray(presence, dtype=np.float64)
    together = held.T @ held
    alone = held.sum(0)
    most = np.maximum.outer(alone, alone)
    near = np.divide(together, most, out=np.zeros_like(together), where=most > 0)
    np.fill_diagonal(near, 0.0)
    return np.asarray(near, dtype=np.float64)


def density(presence: Presence, near: Floats) -> Floats:
    """Places by products: the part of a product's proximity that lies with what the place has."""
    held = np.asarray(presence, dtype=np.float64)
    whole = near.sum(0)
    around = np.divide(held @ near, whole, out=np.zeros_like(held), where=whole > 0)
    return np.asarray(around, dtype=np.float64)


@dataclass(frozen=True)
class Related:
    """A product that the place does not have, and how near it is to what it has."""

    product: int
    density: float
    nearest: tuple[int, ...]  # products that the place has, the nearest first


def related_products(counts: Floats, place: int, *, most: int = 10) -> tuple[Related, ...]:
    """The products that the place lacks, the nearest to what it has first."""
    held = present(counts)
    near = proximity(held)
    around = density(held, near)[place]
    own = np.flatnonzero(held[place])
    lacking = [int(one) for one in np.flatnonzero(~held[place]) if around[one] > 0]
    lacking.sort(key=lambda one: (-around[one], one))
    found = []
    for one in lacking[:most]:
        close = sorted((int(other) for other in own if near[other, one] > 0),
                       key=lambda other: (-near[other, one], other))  # fmt: skip
        found.append(Related(one, float(around[one]), tuple(close[:3])))
    return tuple(found)
