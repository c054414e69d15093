"""What the loops of the systemic risk index read and work in: arrays, by name."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.uint32]
Flags = NDArray[np.uint8]
Floats = NDArray[np.float64]
Singles = NDArray[np.float32]

#: Shocks that stand beside each other.
LANES = 8
#: A loss this small is rounding and is not passed on before it has grown.
ROUNDING = 1e-15
#: Far below rounding, even summed up over all steps: not passed on at all.
NOTHING = 1e-30
#: What a shock itself hit is marked with this, so that it is not zero; it counts as nothing.
TOUCHED = 1e-300
#: Below this share of its first size what is left of a market is added up anew, against rounding.
SCANT = 1e-3
NEXT = np.uint32(1)


class Ground(NamedTuple):
    """The network as the loops read it: firms renumbered, links by who passes a loss on."""

    out: Floats
    market: Places
    market_starts: Places
    market_firms: Places
    market_size: Floats
    slot_starts: Places  # of each firm, its input slots
    down_starts: Places  # of each supplier, its links to those who would miss it
    down_to: Places
    down_slot: Places
    down_share: Floats
    up_starts: Places  # of each buyer, its links to those who sell to it
    up_to: Places
    up_share: Floats


class Room(NamedTuple):
    """What one thread works in; between two shocks all of it is as it was at first."""

    supply: Floats  # of each firm, two by two: its worst slot, and above which it is looked at
    demand: Floats  # the same for what its buyers no longer take
    slots: Floats
    lost: Floats  # of each firm, two by two: its loss in supply, and what of it was passed on
    left: Floats  # of each market
    sunk: Places  # how many firms of each market have fallen, listed at the market's place
    fallen: Places
    stirred: Places  # markets that changed, and of each market whether it is among them
    is_stirred: Places
    felt_down: Places
    felt_up: Places
    next_down: Places
    next_up: Places
    passing: Places
    amounts: Floats
    first: NDArray[np.int32]
    counts: NDArray[np.int64]  # felt down, felt up, links walked
    hold: float  # a loss is passed on once more than this of it has not been


class Sheet(NamedTuple):
    """The links by who misses a delivery; `in_stays` is 0 at the last link of each slot, else 1."""

    in_starts: Places
    in_from: Places
    in_share: Floats
    in_stays: Singles


class Board(NamedTuple):
    """What one thread works in: eight numbers for each firm and market; empty between batches."""

    gone: Floats  # what each firm no longer delivers and nobody replaces
    down: Floats
    up: Floats
    demand: Floats  # what its buyers no longer take of each firm
    fell: Floats  # of its loss in demand, what is to be passed on
    left: Floats  # of each market, and one by it
    ratio: Floats
    has_gone: Flags
    has_moved: Flags  # has such a loss to pass on
    look_down: Flags
    look_up: Flags
    most: Floats
    now: Floats
