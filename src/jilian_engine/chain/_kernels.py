"""The loops of the systemic risk index for one shock, compiled: losses are pushed along links.

Losses only grow while a shock spreads, and everything but the worst of a firm's inputs is a sum. So
each step passes on, along the links of the firms that fell in the step before, what they newly
lost; the firms so reached are looked at, no others. An input slot is a firm and an industry it
cannot do without, or a firm and all its non-essential inputs. Sums are taken in a fixed order
within a shock, and shocks share nothing, so the answer depends on no number of threads.

Places are unsigned: a loop need not ask whether one counts from the end.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jilian_engine.chain._broad import BROAD, list_felt, pass_up_broad
from jilian_engine.chain._rooms import NEXT, SCANT, TOUCHED, Floats, Ground, Places, Room
from jilian_engine.compiled import compiled


@compiled
def left_of(market: int, starts: Places, firms: Places, out: Floats, lost: Floats) -> float:
    """What is left of a market, added up anew; `lost` is read two by two."""
    left = 0.0
    for at in range(starts[market], starts[market + NEXT]):
        firm = firms[at]
        left += out[firm] * (1.0 - lost[firm + firm])
    return left


@compiled
def _pass_up(
    starts: Places, to: Places, share: Floats, passing: Places, amounts: Floats, many: int,
    demand: Floats, felt_up: Places, next_up: Places, counts: NDArray[np.int64],
) -> int:  # fmt: skip
    """Buyers take less of their suppliers; how many of these have come to fall."""
    found, felt, links = 0, counts[1], 0
    for at in range(many):
        firm, lost = passing[at], amounts[at]
        begin, end = starts[firm], starts[firm + NEXT]
        links += end - begin
        for link in range(begin, end):
            other = to[link]
            here = other + other
            before, bar = demand[here], demand[here + NEXT]
            now = before + share[link] * lost
            demand[here] = now
            if before == 0.0:
                felt_up[felt] = other
                felt += 1
            if now > bar and before <= bar:
                next_up[found] = other
                found += 1
    counts[1] = felt
    counts[2] += links
    return found


@compiled
def _pass_down(
    market: int, left: float, replacement: bool, out: Floats, market_starts: Places, sunk: Places,
    fallen: Places, lost: Floats, starts: Places, to: Places, to_slot: Places, share: Floats,
    supply: Floats, slots: Floats, felt_down: Places, next_down: Places, found: int,
    counts: NDArray[np.int64], hold: float,
) -> int:  # fmt: skip
    """The fallen of a market deliver less; how many buyers have come to fall by now."""
    felt, links = counts[0], 0
    for at in range(market_starts[market], market_starts[market] + sunk[market]):
        firm = fallen[at]
        begin, end = starts[firm], starts[firm + NEXT]
        gone, own = lost[firm + firm], out[firm]
        if replacement and own < left:
            gone *= own / left
        change = gone - lost[firm + firm + NEXT]
        if begin == end or change <= hold:
            continue
        lost[firm + firm + NEXT] = gone
        links += end - begin
        for link in range(begin, end):
            slot, other = to_slot[link], to[link]
            now = slots[slot] + share[link] * change
            slots[slot] = now
            here = other + other
            before = supply[here]
            if now > before:
                bar = supply[here + NEXT]
                supply[here] = now
                if before == 0.0:
                    felt_down[felt] = other
                    felt += 1
                if now > bar and before <= bar:
                    next_down[found] = other
                    found += 1
    counts[0] = felt
    counts[2] += links
    return found


@compiled
def _sink(
    firms: Places, many: int, supply: Floats, lost: Floats, out: Floats, market: Places,
    market_starts: Places, sunk: Places, fallen: Places, left: Floats, stirred: Places,
    is_stirred: Places, changed: int, hold: float,
) -> tuple[int, float]:  # fmt: skip
    """Write down what these firms lost in supply; how many markets changed, and the worst fall."""
    most = 0.0
    for at in range(many):
        firm = firms[at]
        here, kind = firm + firm, market[firm]
        loss, before = min(1.0, supply[here]), lost[here]
        supply[here + NEXT] = max(loss, before) + hold
        if before == 0.0:
            fallen[market_starts[kind] + sunk[kind]] = firm
            sunk[kind] += NEXT
        most = max(most, loss - before)
        left[kind] -= out[firm] * (loss - before)
        lost[here] = loss
        if is_stirred[kind] == 0:
            is_stirred[kind] = 1
            stirred[changed] = kind
            changed += 1
    return changed, most


@compiled
def _shrink(
    firms: Places, many: int, demand: Floats, passing: Places, amounts: Floats, hold: float
) -> float:
    """Write down what these firms lost in demand, to be passed on; the worst fall."""
    most = 0.0
    for at in range(many):
        firm = firms[at]
        here = firm + firm
        loss = min(1.0, demand[here])
        fell = loss - (demand[here + NEXT] - hold)
        most = max(most, fell)
        demand[here + NEXT] = loss + hold
        passing[at], amounts[at] = firm, fell
    return most


@compiled
def _note(firms: Places, many: int, first: NDArray[np.int32], steps: int) -> None:
    for at in range(many):
        if first[firms[at]] < 0:
            first[firms[at]] = steps


@compiled
def _begin(ground: Ground, room: Room, firms: Places, losses: Floats) -> int:
    """Write down the shock itself; how many markets it changed."""
    for at in range(len(firms)):
        firm, loss = firms[at], losses[at]
        here = firm + firm
        room.supply[here], room.demand[here] = loss, TOUCHED
        room.demand[here + NEXT] = loss + room.hold
        room.passing[at], room.amounts[at] = firm, loss
    changed, _most = _sink(
        firms, len(firms), room.supply, room.lost, ground.out, ground.market,
        ground.market_starts, room.sunk, room.fallen, room.left, room.stirred, room.is_stirred, 0,
        room.hold,
    )  # fmt: skip
    for firm in firms:
        room.supply[firm + firm] = TOUCHED
    return changed


@compiled
def spread(
    ground: Ground, room: Room, firms: Places, losses: Floats, epsilon: float, replacement: bool,
    watch: bool, links_at_most: int,
) -> int:  # fmt: skip
    """Spread one shock, leave the losses in `room`; how many steps, -1: more links than allowed."""
    changed, passing, steps = _begin(ground, room, firms, losses), len(firms), 0
    stirred, lost, left, broad = room.stirred, room.lost, room.left, False
    while True:
        steps += 1
        if passing * BROAD > len(ground.out):
            broad = True
            up = pass_up_broad(
                ground.up_starts, ground.up_to, ground.up_share, room.passing, room.amounts,
                passing, room.demand, room.next_up, room.counts,
            )  # fmt: skip
        else:
            up = _pass_up(
                ground.up_starts, ground.up_to, ground.up_share, room.passing, room.amounts,
                passing, room.demand, room.felt_up, room.next_up, room.counts,
            )  # fmt: skip
        down = 0
        for at in range(changed):
            market = stirred[at]
            room.is_stirred[market] = 0
            rest = left[market]
            if rest < SCANT * ground.market_size[market]:
                rest = left_of(market, ground.market_starts, ground.market_firms, ground.out, lost)
            down = _pass_down(
                market, rest, replacement, ground.out, ground.market_starts, room.sunk,
                room.fallen, lost, ground.down_starts, ground.down_to, ground.down_slot,
                ground.down_share, room.supply, room.slots, room.felt_down, room.next_down, down,
                room.counts, room.hold,
            )  # fmt: skip
        if watch:
            _note(room.next_down, down, room.first, steps)
            _note(room.next_up, up, room.first, steps)
        changed, most = _sink(
            room.next_down, down, room.supply, lost, ground.out, ground.market,
            ground.market_starts, room.sunk, room.fallen, left, stirred, room.is_stirred, 0,
            room.hold,
        )  # fmt: skip
        shrunk = _shrink(room.next_up, up, room.demand, room.passing, room.amounts, room.hold)
        most = max(most, shrunk)
        passing = up
        if most <= epsilon or room.counts[2] > links_at_most:
            for at in range(changed):
                room.is_stirred[stirred[at]] = 0
            if broad:
                list_felt(room.demand, firms, room.felt_up, room.counts)
            return steps if most <= epsilon else -1


@compiled
def sums(ground: Ground, room: Room, firms: Places, losses: Floats, found: Floats) -> None:
    """Output lost by the worse direction, by supply and by demand, into `found`."""
    both, by_supply, by_demand = 0.0, 0.0, 0.0
    out, supply, demand = ground.out, room.supply, room.demand
    felt_down, felt_up = room.felt_down, room.felt_up
    for at in range(room.counts[0]):
        firm = felt_down[at]
        own, down = out[firm], min(1.0, supply[firm + firm])
        by_supply += own * down
        both += own * max(down, min(1.0, demand[firm + firm]))
    for at in range(room.counts[1]):
        firm = felt_up[at]
        lost = out[firm] * min(1.0, demand[firm + firm])
        by_demand += lost
        if supply[firm + firm] == 0.0:
            both += lost
    for at in range(len(firms)):
        firm, loss = firms[at], losses[at]
        down = max(loss, min(1.0, supply[firm + firm]))
        up = max(loss, min(1.0, demand[firm + firm]))
        by_supply += out[firm] * down
        by_demand += out[firm] * up
        both += out[firm] * max(down, up)
    found[0], found[1], found[2] = both, by_supply, by_demand


@compiled
def _clear(ground: Ground, room: Room, firms: Places, many: int) -> None:
    supply, demand, lost, left, sunk = room.supply, room.demand, room.lost, room.left, room.sunk
    market, size, slot_starts, slots = (
        ground.market, ground.market_size, ground.slot_starts, room.slots)  # fmt: skip
    for at in range(many):
        firm = firms[at]
        here, kind = firm + firm, market[firm]
        supply[here], supply[here + NEXT] = 0.0, room.hold
        demand[here], demand[here + NEXT] = 0.0, room.hold
        lost[here], lost[here + NEXT] = 0.0, 0.0
        left[kind], sunk[kind] = size[kind], 0
        for slot in range(slot_starts[firm], slot_starts[firm + NEXT]):
            slots[slot] = 0.0


@compiled
def clean(ground: Ground, room: Room, firms: Places) -> None:
    """Make the room as it was before the shock."""
    demand, felt_up = room.demand, room.felt_up
    _clear(ground, room, room.felt_down, room.counts[0])
    for at in range(room.counts[1]):
        here = felt_up[at] + felt_up[at]
        demand[here], demand[here + NEXT] = 0.0, room.hold
    _clear(ground, room, firms, len(firms))
    room.counts[:] = 0


@compiled
def spread_each(
    ground: Ground, room: Room, starts: NDArray[np.int64], firms: Places, losses: Floats,
    chosen: NDArray[np.int64], epsilon: float, replacement: bool, links_at_most: int,
    found: Floats,
) -> None:  # fmt: skip
    """The chosen shocks, one by one; a row of `found` for each: three sums and steps.

    Steps are -1 where a shock walked more links than allowed; its sums are then no answer.
    """
    for which in chosen:
        begin, end = starts[which], starts[which + 1]
        hit, loss = firms[begin:end], losses[begin:end]
        steps = spread(ground, room, hit, loss, epsilon, replacement, False, links_at_most)
        sums(ground, room, hit, loss, found[which])
        found[which, 3] = steps
        clean(ground, room, hit)
