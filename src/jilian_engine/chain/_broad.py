"""The step of one shock in which a large part of all firms take less of their suppliers.

Where few firms pass a loss on, each link asks whether its supplier has come to fall by now; where
many do, the answers are as good as random, and asking costs more than the sums. Then the sums are
taken without asking, and all firms are looked through once, in the order in which they stand in
memory, so that those who pass on next are read in that order too.

`_kernels` keeps its compiled loops with these inside: who changes these touches that file too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jilian_engine.chain._rooms import NEXT, Floats, Places
from jilian_engine.compiled import compiled

#: A step is broad if more than one of so many firms pass a loss on.
BROAD = 64


@compiled
def pass_up_broad(
    starts: Places, to: Places, share: Floats, passing: Places, amounts: Floats, many: int,
    demand: Floats, next_up: Places, counts: NDArray[np.int64],
) -> int:  # fmt: skip
    """Buyers take less of their suppliers; how many of these have come to fall, in their order."""
    found, links = 0, 0
    for at in range(many):
        firm, lost = passing[at], amounts[at]
        begin, end = starts[firm], starts[firm + NEXT]
        links += end - begin
        for link in range(begin, end):
            demand[to[link] + to[link]] += share[link] * lost
    counts[2] += links
    for firm in range(len(next_up)):
        next_up[found] = firm
        found += demand[firm + firm] > demand[firm + firm + 1]
    return found


@compiled
def list_felt(demand: Floats, firms: Places, felt_up: Places, counts: NDArray[np.int64]) -> None:
    """List anew whom the loss in demand reached; those the shock itself hit are listed apart."""
    for firm in firms:
        demand[firm + firm] = -demand[firm + firm]
    felt = 0
    for firm in range(len(felt_up)):
        if demand[firm + firm] > 0.0:
            felt_up[felt] = firm
            felt += 1
    counts[1] = felt
    for firm in firms:
        demand[firm + firm] = -demand[firm + firm]
