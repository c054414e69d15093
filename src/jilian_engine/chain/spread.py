"""What fails if firms fail: the Economic Systemic Risk Index, for one shock and for every firm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jilian_engine.chain.prepare import Chain, Floats
from jilian_engine.errors import EngineError


@dataclass(frozen=True, eq=False)
class Impact:
    """What one shock does: levels from 1 (as before) to 0, and the share of all output lost.

    `first_fell` is the step in which a firm first fell: 0 for those the shock itself hit, -1 never.
    Shares are NaN where the network has no output at all.
    """

    level_down: Floats
    level_up: Floats
    level: Floats
    lost_share: float
    lost_down: float
    lost_up: float
    iterations: int
    first_fell: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Indices:
    """The index of every shock, by the worse direction, by supply and by demand alone."""

    esri: Floats
    esri_down: Floats
    esri_up: Floats
    iterations: NDArray[np.int32]
    epsilon: float
    replacement: bool


@dataclass(frozen=True, eq=False)
class Shocks:
    """Scenarios one after another: shock s hits `firms[starts[s]:starts[s + 1]]`.

    `losses` are shares of capacity, above 0 and at most 1; a firm stands once in a shock.
    """

    starts: NDArray[np.int64]
    firms: NDArray[np.int64]
    losses: Floats


def every_firm(chain: Chain) -> Shocks:
    """One shock for each firm: it alone stops."""
    count = chain.firm_count
    return Shocks(np.arange(count + 1), np.arange(count), np.ones(count))


def spread_shock(
    chain: Chain, capacity_left: ArrayLike, *, epsilon: float = 0.01, replacement: bool = True
) -> Impact:
    """Spread a shock until no level falls by more than `epsilon` in a step."""
    given = np.asarray(capacity_left, dtype=np.float64)
    if given.shape != (chain.firm_count,) or not ((given >= 0) & (given <= 1)).all():
        raise EngineError("bad_capacity", "The capacity left is a share for each firm.")
    _check(epsilon, None)
    from jilian_engine.chain import _kernels as kernels  # numba is slow to import

    layout = chain.layout
    hit = np.flatnonzero(given < 1)
    firms, losses, found = layout.number[hit], 1 - given[hit], np.zeros(3)
    room = layout.room()
    steps = kernels.spread(
        layout.ground, room, firms, losses, epsilon, replacement, True, np.iinfo(np.int64).max
    )
    kernels.sums(layout.ground, room, firms, losses, found)
    down = np.minimum(given, 1 - np.minimum(room.supply[::2][layout.number], 1))
    up = np.minimum(given, 1 - np.minimum(room.demand[::2][layout.number], 1))
    first = room.first[layout.number]
    first[hit] = 0
    room.first[:] = -1
    kernels.clean(layout.ground, room, firms)
    layout.rooms.append(room)
    shares = _shares(chain, found)
    return Impact(
        down, up, np.minimum(down, up), float(shares[0]), float(shares[1]), float(shares[2]),
        int(steps), first,
    )  # fmt: skip


def index_of_all(
    chain: Chain, *, epsilon: float = 0.01, replacement: bool = True, threads: int | None = None
) -> Indices:
    """The index of every firm: the share of all output lost if this firm alone stops."""
    return index_of_shocks(
        chain, every_firm(chain), epsilon=epsilon, replacement=replacement, threads=threads
    )


def index_of_shocks(
    chain: Chain, shocks: Shocks, *, epsilon: float = 0.01, replacement: bool = True,
    threads: int | None = None, told: Callable[[int], None] | None = None,
) -> Indices:  # fmt: skip
    """The index of each shock; `told` hears how many more are done, from any thread."""
    _check(epsilon, threads)
    _check_shocks(chain, shocks)
    from jilian_engine.chain._running import run_shocks

    layout = chain.layout
    found = run_shocks(
        layout, shocks.starts, layout.number[shocks.firms], shocks.losses, epsilon, replacement,
        threads, told,
    )  # fmt: skip
    shares = _shares(chain, found[:, :3])
    return Indices(
        shares[:, 0], shares[:, 1], shares[:, 2], found[:, 3].astype(np.int32), epsilon,
        replacement,
    )  # fmt: skip


def _shares(chain: Chain, lost: Floats) -> Floats:
    """Shares of all output, within 0 and 1; NaN where there is none."""
    whole = chain.out.sum()
    if not whole > 0:
        return np.full_like(lost, np.nan)
    shares: Floats = np.clip(lost / whole, 0.0, 1.0)
    return shares


def _check(epsilon: float, threads: int | None) -> None:
    if not 0 < epsilon < 1:
        raise EngineError("bad_epsilon", "Epsilon lies between 0 and 1.")
    if threads is not None and threads < 1:
        raise EngineError("bad_threads", "There is at least one thread.")


def _check_shocks(chain: Chain, shocks: Shocks) -> None:
    starts, firms, losses = shocks.starts, shocks.firms, shocks.losses
    if not (
        len(starts) > 0 and starts[0] == 0 and starts[-1] == len(firms) == len(losses)
        and (np.diff(starts) >= 0).all()
    ):  # fmt: skip
        raise EngineError("bad_shocks", "The scenarios do not follow one another.")
    if ((firms < 0) | (firms >= chain.firm_count)).any():
        raise EngineError("bad_positions", "A scenario hits a firm that is not there.")
    if not ((losses > 0) & (losses <= 1)).all():
        raise EngineError("bad_loss", "A loss is a share above 0 and at most 1.")
    scenario = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    if len(np.unique(scenario * max(chain.firm_count, 1) + firms)) != len(firms):
        raise EngineError("repeated_firm", "A firm stands twice in one scenario.")
