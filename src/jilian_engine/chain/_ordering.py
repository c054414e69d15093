"""The network laid out for the loops: firms renumbered for locality, links by who passes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jilian_engine.chain._rooms import LANES, ROUNDING, Board, Ground, Places, Room, Sheet
from jilian_engine.chain.prepare import ESSENTIAL, NEGLIGIBLE, Chain, Floats, Positions

#: The share of firms, the most sold to, that stand together at the front.
HUBS = 0.02
#: How often firms are put beside their first buyers, who move too.
ROUNDS = 4


@dataclass(frozen=True, eq=False)
class Layout:
    """The ground, the new number of each firm, and rooms that stand empty."""

    ground: Ground
    number: Places
    rooms: list[Room] = field(default_factory=list)

    @cached_property
    def sheet(self) -> Sheet:
        """The same links by who misses a delivery."""
        return lay_sheet(self.ground)

    def room(self) -> Room:
        """A room that nobody works in; give it back by appending it to `rooms`."""
        try:
            return self.rooms.pop()
        except IndexError:
            return make_room(self.ground)


def lay_out(chain: Chain) -> Layout:
    """Lay the network out for the loops."""
    ground, number = lay_ground(chain)
    return Layout(ground, _places(number))


def lay_ground(chain: Chain) -> tuple[Ground, Positions]:
    """The layout, and the new number of each firm."""
    count, kinds = chain.firm_count, len(chain.essential)
    order = _numbering(chain)
    number = np.empty(count, dtype=np.int32)
    number[order] = np.arange(count, dtype=np.int32)
    out, market = chain.out[order], chain.industry[order]
    suppliers, buyers = number[chain.suppliers], number[chain.buyers]
    up_starts, up_order = _by(buyers, suppliers, count)
    up_to = suppliers[up_order]
    slot_starts, slot, share, missed = _slots(chain, suppliers, buyers)
    sold, bought = suppliers[missed], buyers[missed]
    down_starts, down_order = _by(sold, bought, count)
    market_starts, market_firms = _by(market, np.arange(count, dtype=np.int32), kinds)
    ground = Ground(
        out, _places(market), _places(market_starts), _places(market_firms),
        np.bincount(market, out, kinds).astype(np.float64), _places(slot_starts),
        _places(down_starts), _places(bought[down_order]), _places(slot[down_order]),
        share[down_order], _places(up_starts), _places(up_to),
        chain.amounts[up_order] / out[up_to],
    )  # fmt: skip
    return ground, number


def _numbering(chain: Chain) -> NDArray[np.int64]:
    """The firms as they are to stand in memory: the most sold to, then each with its first buyer.

    A firm is read and written with its partners; most links lead to few suppliers.
    """
    count = chain.firm_count
    buyers = np.bincount(chain.suppliers, minlength=count)
    partners = buyers + np.bincount(chain.buyers, minlength=count)
    order: NDArray[np.int64] = np.lexsort((-partners, -buyers))
    most, rank = order[: int(count * HUBS)], np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count)
    for _again in range(ROUNDS):
        nearest = np.full(count, count)
        np.minimum.at(nearest, chain.suppliers, rank[chain.buyers])
        nearest[most] = -1
        order = np.lexsort((rank, nearest))
        rank[order] = np.arange(count)
    return order


def _by(rows: Positions, columns: Positions, count: int) -> tuple[Positions, NDArray[np.int64]]:
    starts = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(rows, minlength=count), out=starts[1:])
    key = rows.astype(np.int64) << 32 | columns
    return starts, np.argsort(key, kind="stable")


def _slots(
    chain: Chain, suppliers: Positions, buyers: Positions
) -> tuple[Positions, Positions, Floats, NDArray[np.int64]]:
    """Slot starts by firm; of each link that is missed: slot, share in it, and which link it is."""
    count, kinds = chain.firm_count, len(chain.essential)
    kind = chain.essential[chain.industry[chain.suppliers], chain.industry[chain.buyers]]
    missed = np.flatnonzero(kind != NEGLIGIBLE)
    part = np.where(kind == ESSENTIAL, chain.industry[chain.suppliers], kinds)[missed]
    key = buyers[missed].astype(np.int64) * (kinds + 1) + part
    names, slot = np.unique(key, return_inverse=True)
    money = chain.amounts[missed]
    whole = np.bincount(slot, money, len(names))
    bought = np.bincount(buyers, chain.amounts, count)
    linear = names % (kinds + 1) == kinds
    owner = names // (kinds + 1)
    whole[linear] = bought[owner[linear]]
    starts = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(owner, minlength=count), out=starts[1:])
    return starts, slot.astype(np.int32), money / whole[slot], missed


def _places(values: NDArray[np.int32] | NDArray[np.int64]) -> Places:
    return values.astype(np.uint32)


def make_room(ground: Ground, hold: float = ROUNDING) -> Room:
    """An empty room for one thread."""
    count, kinds = len(ground.out), len(ground.market_size)
    bars = np.zeros(2 * count)
    bars[1::2] = hold

    def places(size: int) -> Places:
        return np.zeros(size, dtype=np.uint32)

    return Room(
        bars, bars.copy(), np.zeros(int(ground.slot_starts[-1])), np.zeros(2 * count),
        ground.market_size.copy(), places(kinds), places(count), places(kinds), places(kinds),
        places(count), places(count), places(count), places(count), places(count),
        np.zeros(count), np.full(count, -1, dtype=np.int32), np.zeros(3, dtype=np.int64), hold,
    )  # fmt: skip


def lay_sheet(ground: Ground) -> Sheet:
    """The same links by who misses a delivery."""
    count = len(ground.out)
    starts = ground.down_starts.astype(np.int64)
    source = np.repeat(np.arange(count, dtype=np.uint32), starts[1:] - starts[:-1])
    by_slot = np.argsort(ground.down_slot, kind="stable")
    slots = ground.down_slot[by_slot]
    in_starts = np.searchsorted(slots, ground.slot_starts)
    ends = np.append(slots[1:] != slots[:-1], True)[: len(slots)]
    return Sheet(
        _places(in_starts), source[by_slot], ground.down_share[by_slot], (~ends).astype(np.float32),
    )  # fmt: skip


def make_board(ground: Ground) -> Board:
    """An empty board for one thread."""
    count, kinds = len(ground.out), len(ground.market_size)

    def numbers(size: int) -> Floats:
        return np.zeros(size * LANES)

    def flags() -> NDArray[np.uint8]:
        return np.zeros(count, dtype=np.uint8)

    return Board(
        numbers(count), numbers(count), numbers(count), numbers(count), numbers(count),
        numbers(kinds), numbers(kinds), flags(), flags(), flags(), flags(), numbers(1), numbers(1),
    )  # fmt: skip
