"""Many shocks: the small ones one by one, the far-reaching eight by eight, in several threads.

What is done with a shock, and which eight stand beside each other, depends on the network and on
the shocks, never on the threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from jilian_engine.chain._kernels import spread_each
from jilian_engine.chain._lanes import spread_beside
from jilian_engine.chain._ordering import Layout, make_board, make_room
from jilian_engine.chain._rooms import LANES, Board, Room
from jilian_engine.chain.prepare import Floats

#: Of all links, the share that a shock may walk alone before it joins seven others.
ALONE = 0.003
#: Of all links, the share that marks firms one by one; beyond, all firms are worked out anew.
MARKED = 0.6
#: To foresee the number of steps, losses below this share of epsilon are not passed on.
ROUGH = 0.1
#: The share of all links that foreseeing may cost; where it would cost more, nothing is foreseen.
FORESEEN = 0.2
#: Shocks that one thread takes at a time.
HANDFUL = 64

Told = Callable[[int], None] | None
Job = Callable[[int, int], None]


def run_shocks(
    layout: Layout, starts: NDArray[np.int64], firms: NDArray[np.uint32], losses: Floats,
    epsilon: float, replacement: bool, threads: int | None, told: Told = None,
) -> Floats:  # fmt: skip
    """A row for each shock: output lost by the worse direction, by supply, by demand; steps."""
    ground, count = layout.ground, len(starts) - 1
    links = len(ground.up_to) + len(ground.down_to)
    found = np.zeros((count, 4))
    whole = np.iinfo(np.int64).max
    many = count > 2 * LANES
    _alone(layout, starts, firms, losses, epsilon, replacement, threads, found,
           int(links * ALONE) if many else whole, None)  # fmt: skip
    far = np.flatnonzero(found[:, 3] < 0)
    if told:
        told(count - len(far))
    if len(far) == 0:
        return found
    order = _alike(layout, starts, firms, losses, epsilon, replacement, threads, far)
    sheet = layout.sheet
    boards: SimpleQueue[Board] = SimpleQueue()

    def beside(begin: int, end: int) -> None:
        board = boards.get()
        spread_beside(
            ground, sheet, board, starts, firms, losses, order[begin:end], epsilon, replacement,
            int(len(ground.up_to) * MARKED), found,
        )  # fmt: skip
        boards.put(board)

    crew = _crew(threads, len(order), LANES)
    for _ in range(crew):
        boards.put(make_board(ground))
    _share_out(beside, len(order), LANES, crew, told)
    return found


def _alike(
    layout: Layout, starts: NDArray[np.int64], firms: NDArray[np.uint32], losses: Floats,
    epsilon: float, replacement: bool, threads: int | None, far: NDArray[np.int64],
) -> NDArray[np.int64]:  # fmt: skip
    """The far-reaching shocks in an order in which neighbours take about as many steps."""
    ground = layout.ground
    rough = np.zeros((len(starts) - 1, 4))
    links = len(ground.up_to) + len(ground.down_to)
    _alone(
        layout, starts, firms, losses, epsilon, replacement, threads, rough, int(links * FORESEEN),
        epsilon * ROUGH, far,
    )  # fmt: skip
    steps = np.where(rough[far, 3] < 0, np.inf, rough[far, 3])
    first = firms[starts[far]]
    found: NDArray[np.int64] = far[np.lexsort((first, rough[far, 1], steps))]
    return found


def _alone(
    layout: Layout, starts: NDArray[np.int64], firms: NDArray[np.uint32], losses: Floats,
    epsilon: float, replacement: bool, threads: int | None, found: Floats, links_at_most: int,
    hold: float | None, chosen: NDArray[np.int64] | None = None,
) -> None:  # fmt: skip
    """Each shock by itself; with `hold` only roughly."""
    ground = layout.ground
    count = len(starts) - 1 if chosen is None else len(chosen)
    crew = _crew(threads, count, HANDFUL)
    rooms: SimpleQueue[Room] = SimpleQueue()
    for _ in range(crew):
        rooms.put(layout.room() if hold is None else make_room(ground, hold))

    def job(begin: int, end: int) -> None:
        room = rooms.get()
        which = np.arange(begin, end) if chosen is None else chosen[begin:end]
        spread_each(
            ground, room, starts, firms, losses, which, epsilon, replacement, links_at_most, found
        )
        rooms.put(room)

    _share_out(job, count, HANDFUL, crew, None)
    if hold is None:
        layout.rooms.extend(rooms.get() for _ in range(crew))


def _crew(threads: int | None, count: int, handful: int) -> int:
    return max(1, min(threads or os.cpu_count() or 1, -(-count // handful)))


def _share_out(job: Job, count: int, handful: int, crew: int, told: Told) -> None:
    """Does the job for handfuls of shocks, in so many threads."""

    def one(begin: int) -> None:
        end = min(begin + handful, count)
        job(begin, end)
        if told:
            told(end - begin)

    begins = range(0, count, handful)
    if crew == 1:
        for begin in begins:
            one(begin)
        return
    with ThreadPoolExecutor(crew) as pool:
        for _done in pool.map(one, begins):
            pass
