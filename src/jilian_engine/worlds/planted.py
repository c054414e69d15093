"""Networks with a known answer: groups planted in advance, links mostly inside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian_engine.errors import EngineError
from jilian_engine.network import Network, Positions, build_network, frozen
from jilian_engine.worlds._firms import made_keys


@dataclass(frozen=True, eq=False)
class Planted:
    """The two tables, the network built from them, and the planted group of each firm."""

    firms: pl.DataFrame
    links: pl.DataFrame
    network: Network
    truth: Positions


def planted_network(
    seed: int, clusters: int, size: int, *, links_a_firm: float = 6.0, mixing: float = 0.1
) -> Planted:
    """`clusters` groups of `size` firms; a share `mixing` of the links ignores the groups.

    Inside a group links run from lower to higher places in it, so that chain positions have an
    order too. Every firm has at least one link inside its group when `size` is 2 or more.
    """
    if clusters < 1 or size < 2 or not 0 <= mixing <= 1:
        raise EngineError("bad_world", "Groups need two firms, and mixing lies within 0 and 1.")
    chance = np.random.Generator(np.random.PCG64(seed))
    count = clusters * size
    firm = np.arange(count)
    group, place = firm // size, firm % size
    partner = group * size + (place + 1 + chance.integers(0, size - 1, count)) % size
    drawn = round(count * max(links_a_firm - 1, 0))
    one = chance.integers(0, count, drawn)
    inside = chance.random(drawn) >= mixing
    other = np.where(
        inside,
        group[one] * size + chance.integers(0, size, drawn),
        chance.integers(0, count, drawn),
    )
    first, second = np.concatenate([firm, one]), np.concatenate([partner, other])
    low, high = np.minimum(first, second), np.maximum(first, second)
    drawn_pairs = np.sort((low * count + high)[low != high])
    pairs = drawn_pairs[np.diff(drawn_pairs, prepend=-1) > 0]
    keys = made_keys("made", count)
    links = pl.DataFrame({
        "supplier": keys.gather(pairs // count), "buyer": keys.gather(pairs % count),
        "evidence": ["declared"] * len(pairs),
    })  # fmt: skip
    firms = pl.DataFrame({"firm": keys})
    return Planted(firms, links, build_network(firms, links), frozen(_truth(keys, group)))


def _truth(keys: pl.Series, group: NDArray[np.int64]) -> Positions:
    sorted_group: Positions = group[keys.arg_sort().to_numpy()].astype(np.int32)
    return sorted_group
