"""The loops for eight far-reaching shocks side by side, compiled.

A shock that reaches most of the network touches memory all over. Eight of them, number by number
beside each other, touch it once. In each step losses in supply are pulled: a firm is worked out
anew for all eight if one of its suppliers has changed in one of them; if very many have, all firms
are. Losses in demand, of which all are sums, are pushed. Each of the eight is written down in the
step in which it ends. Neighbours in a row never meet in a sum; which firms are worked out anew can
differ with them, but only where nothing has changed by more than rounding.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jilian_engine.chain._rooms import (
    LANES,
    ROUNDING,
    SCANT,
    Board,
    Flags,
    Floats,
    Ground,
    Places,
    Sheet,
)
from jilian_engine.chain._wide import WIDE, gather_down, pass_up, see_up
from jilian_engine.compiled import compiled


@compiled
def _markets(
    out: Floats, size: Floats, starts: Places, firms: Places, down: Floats, left: Floats,
    ratio: Floats,
) -> None:  # fmt: skip
    """One by what is left of each market, in each lane."""
    for kind in range(len(size)):
        for lane in range(LANES):
            rest = left[kind * LANES + lane]
            if rest < SCANT * size[kind]:
                rest = 0.0
                for at in range(starts[kind], starts[kind + 1]):
                    firm = firms[at]
                    rest += out[firm] * (1.0 - down[firm * WIDE + lane])
            ratio[kind * LANES + lane] = 1.0 / rest if rest > 0.0 else np.inf


@compiled
def _deliver(
    out: Floats, market: Places, starts: Places, to: Places, down: Floats, ratio: Floats,
    gone: Floats, has_gone: Flags, look: Flags, limit: int,
) -> bool:  # fmt: skip
    """What firms no longer deliver; marks who misses it. Whether too many do to be marked."""
    links = 0
    for firm in range(len(out)):
        begin, end = starts[firm], starts[firm + 1]
        if has_gone[firm] == 0 or begin == end:
            continue
        own, at, here, most = out[firm], market[firm] * LANES, firm * LANES, 0.0
        for lane in range(LANES):
            lost = down[here + lane] * min(1.0, own * ratio[at + lane])
            most = max(most, lost - gone[here + lane])
            gone[here + lane] = lost
        if most > ROUNDING:
            links += end - begin
            if links <= limit:
                for link in range(begin, end):
                    look[to[link]] = 1
    return links > limit


@compiled
def _spare(
    starts: NDArray[np.int64], firms: Places, losses: Floats, chosen: NDArray[np.int64],
    demand: Floats, felt: Floats,
) -> None:  # fmt: skip
    """What a shock itself hit falls only by what exceeds the shock; `felt` sums it up."""
    count = 0
    for lane in range(len(chosen)):
        for at in range(starts[chosen[lane]], starts[chosen[lane] + 1]):
            here = firms[at] * WIDE + lane
            before = max(losses[at], min(1.0, felt[count]))
            felt[count] += demand[here]
            demand[here] = max(losses[at], min(1.0, felt[count])) - before
            count += 1


@compiled
def _write_down(
    out: Floats, down: Floats, up: Floats, fell: Floats, lane: int, steps: int, row: Floats
) -> None:
    both, by_supply, by_demand = 0.0, 0.0, 0.0
    for firm in range(len(out)):
        own, one = out[firm], down[firm * LANES + lane]
        other = min(1.0, up[firm * LANES + lane] + fell[firm * LANES + lane])
        by_supply += own * one
        by_demand += own * other
        both += own * max(one, other)
    row[0], row[1], row[2], row[3] = both, by_supply, by_demand, steps


@compiled
def _step_down(ground: Ground, sheet: Sheet, board: Board, replacement: bool, limit: int) -> None:
    """One step of all eight by supply."""
    if replacement:
        _markets(
            ground.out, ground.market_size, ground.market_starts, ground.market_firms, board.down,
            board.left, board.ratio,
        )  # fmt: skip
    every = _deliver(
        ground.out, ground.market, ground.down_starts, ground.down_to, board.down, board.ratio,
        board.gone, board.has_gone, board.look_down, limit,
    )  # fmt: skip
    gather_down(
        sheet.in_starts, sheet.in_from, sheet.in_share, sheet.in_stays, board.gone, board.down,
        board.has_gone, board.look_down, every, board.most, board.now, ground.out, ground.market,
        board.left,
    )  # fmt: skip


@compiled
def _lay_shocks(
    ground: Ground, board: Board, starts: NDArray[np.int64], firms: Places, losses: Floats,
    chosen: NDArray[np.int64],
) -> None:  # fmt: skip
    """An empty board, and the shocks on it."""
    board.gone[:], board.down[:], board.up[:], board.ratio[:] = 0.0, 0.0, 0.0, np.inf
    board.demand[:], board.fell[:] = 0.0, 0.0
    board.has_gone[:], board.has_moved[:], board.look_up[:] = 0, 0, 0
    for kind in range(len(ground.market_size)):
        for at in range(kind * LANES, kind * LANES + LANES):
            board.left[at] = ground.market_size[kind]
    for lane in range(len(chosen)):
        for at in range(starts[chosen[lane]], starts[chosen[lane] + 1]):
            firm, loss = firms[at], losses[at]
            here = firm * WIDE + lane
            board.down[here] = board.fell[here] = loss
            board.left[ground.market[firm] * WIDE + lane] -= ground.out[firm] * loss
            board.has_gone[firm] = board.has_moved[firm] = 1


@compiled
def spread_beside(
    ground: Ground, sheet: Sheet, board: Board, starts: NDArray[np.int64], firms: Places,
    losses: Floats, chosen: NDArray[np.int64], epsilon: float, replacement: bool, limit: int,
    found: Floats,
) -> None:  # fmt: skip
    """The chosen shocks, eight at most; a row of `found` for each: three sums and steps."""
    _lay_shocks(ground, board, starts, firms, losses, chosen)
    waiting, steps, ended = len(chosen), 0, np.zeros(LANES, dtype=np.uint8)
    fell, demand, hit = board.fell, board.demand, 0
    for which in chosen:
        hit += starts[which + 1] - starts[which]
    felt = np.zeros(hit)
    while waiting > 0:
        steps += 1
        board.most[:] = 0.0
        _step_down(ground, sheet, board, replacement, limit)
        pass_up(
            ground.up_starts, ground.up_to, ground.up_share, fell, board.has_moved, board.up,
            demand, board.look_up,
        )  # fmt: skip
        fell, demand = demand, fell
        _spare(starts, firms, losses, chosen, fell, felt)
        see_up(fell, board.look_up, board.has_moved, board.most)
        for lane in range(len(chosen)):
            if ended[lane] == 0 and board.most[lane] <= epsilon:
                ended[lane] = 1
                waiting -= 1
                row = found[chosen[lane]]
                _write_down(ground.out, board.down, board.up, fell, lane, steps, row)
