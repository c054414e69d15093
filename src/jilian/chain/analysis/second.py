"""What a second source would save: the same failure, with the input split over two suppliers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian.chain.analysis.ground import Ground
from jilian.chain.rules import CONVERGED
from jilian_engine.chain.prepare import prepare_chain
from jilian_engine.chain.spread import spread_shock

MOST_CANDIDATES = 4


@dataclass(frozen=True)
class SecondSource:
    """A second supplier of half the input; ``firm`` None: one from outside that goes on."""

    firm: str | None
    index: float
    buyer_left: float


@dataclass(frozen=True)
class Split:
    """A supplier stops: without a second source, and with each of some."""

    index: float
    buyer_left: float
    share: float  # of the buyer's purchases that comes from the supplier
    seconds: tuple[SecondSource, ...]


def second_sources(
    ground: Ground, *, buyer: str, supplier: str, epsilon: float = CONVERGED
) -> Split | None:
    """Stop the supplier without and with a second source of half; None where there is no link."""
    one, other = ground.places.get(supplier, -1), ground.places.get(buyer, -1)
    chain = ground.chain
    link = (chain.suppliers == one) & (chain.buyers == other)
    if not link.any():
        return None
    left = np.ones(chain.firm_count)
    left[one] = 0
    alone = spread_shock(chain, left, epsilon=epsilon)
    bought = chain.amounts[chain.buyers == other].sum()
    seconds = [
        _with(ground, link, at, left, other, epsilon)
        for at in [chain.firm_count, *_candidates(ground, one, other)]
    ]
    return Split(
        alone.lost_share, float(alone.level[other]), float(chain.amounts[link].sum() / bought),
        tuple(seconds),
    )  # fmt: skip


def _candidates(ground: Ground, supplier: int, buyer: int) -> list[int]:
    """Other firms of the supplier's class, by what they sell; those who make it themselves not."""
    industry = ground.network.industry
    if industry[supplier] is None:
        return []
    same = (industry == industry[supplier]).fill_null(value=False)
    found = pl.DataFrame({"at": np.arange(len(same)), "out": ground.chain.out}).filter(same)
    kept = found.filter(~pl.col("at").is_in([supplier, buyer]))
    listed: list[int] = kept.sort("out", "at", descending=[True, False])["at"].to_list()
    return listed[:MOST_CANDIDATES]


def _with(
    ground: Ground,
    link: NDArray[np.bool_],
    second: int,
    left: NDArray[np.float64],
    buyer: int,
    epsilon: float,
) -> SecondSource:
    """The failure once half of the link comes from the second supplier."""
    chain = ground.chain
    is_new = second == chain.firm_count
    (at,) = np.flatnonzero(link)
    industry = np.append(chain.industry, chain.industry[chain.suppliers[at]])
    amounts = np.append(chain.amounts, chain.amounts[at] / 2)
    amounts[at] /= 2
    split = prepare_chain(
        industry if is_new else chain.industry, np.append(chain.suppliers, second),
        np.append(chain.buyers, buyer), amounts, chain.essential,
    )  # fmt: skip
    given = np.append(left, 1.0) if is_new else left
    impact = spread_shock(split, given, epsilon=epsilon)
    firm = None if is_new else ground.network.firms[second]
    return SecondSource(firm, impact.lost_share, float(impact.level[buyer]))
