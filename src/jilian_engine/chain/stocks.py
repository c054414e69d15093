"""After what time a failure arrives: stocks that firms stated, along the links that carry it.

A firm that fails stops at hour 0. A buyer goes on for as long as its own stock of that input lasts,
so it is reached when its supplier is and its stock is used up; of several ways in, the first
counts. A stock nobody stated may be anything from nothing upwards:

- `earliest` counts it as nothing: the failure cannot arrive before.
- `latest` leaves the link out: by then it has arrived, since a way of stated stocks alone leads
  there. Infinite where there is no such way.
- Where both are the same the hour is known.

Every hour holds under the assumption that stocks are as stated and that nothing is bought instead.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jilian_engine.network import Floats, frozen

Whole = NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Arrivals:
    """Hours after which a failure reaches each firm; infinite: never, by these links."""

    earliest: Floats
    latest: Floats

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where the hour is known: no stock that nobody stated could change it."""
        return np.asarray(
            np.isfinite(self.earliest) & (self.earliest == self.latest), dtype=np.bool_
        )


def arrival_hours(
    failed: Whole, suppliers: Whole, buyers: Whole, hours: Floats, *, firms: int
) -> Arrivals:
    """Hours until a failure of the firms `failed` reaches each of `firms`, along these links.

    `hours[i]` is what the stock of the buyer of link i lasts; NaN where nobody stated it. Links
    are those along which the failure spreads, from the supplier to the buyer.
    """
    stated = ~np.isnan(hours)
    nothing = np.where(stated, hours, 0.0)
    return Arrivals(
        frozen(_first(failed, suppliers, buyers, nothing, firms)),
        frozen(_first(failed, suppliers[stated], buyers[stated], hours[stated], firms)),
    )


def _first(failed: Whole, suppliers: Whole, buyers: Whole, hours: Floats, firms: int) -> Floats:
    """The shortest time to each firm (Dijkstra): no stock is below nothing."""
    order = np.argsort(suppliers, kind="stable")
    ends, times = buyers[order].tolist(), hours[order].tolist()
    starts = np.searchsorted(suppliers[order], np.arange(firms + 1)).tolist()
    reached = np.full(firms, np.inf).tolist()
    waiting: list[tuple[float, int]] = []
    for firm in np.unique(failed).tolist():
        reached[firm] = 0.0
        waiting.append((0.0, firm))
    while waiting:
        hour, firm = heapq.heappop(waiting)
        if hour > reached[firm]:
            continue
        for at in range(starts[firm], starts[firm + 1]):
            later = hour + times[at]
            if later < reached[ends[at]]:
                reached[ends[at]] = later
                heapq.heappush(waiting, (later, ends[at]))
    return np.asarray(reached, dtype=np.float64)
