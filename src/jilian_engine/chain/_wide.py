"""The loops over links for eight shocks side by side: eight like operations made one.

`_lanes` keeps its compiled loops with these inside: who changes these touches that file too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba
import numpy as np

from jilian_engine.chain._rooms import LANES, NOTHING, Flags, Floats, Places, Singles

Function = TypeVar("Function", bound=Callable[..., object])

WIDE = np.uint32(LANES)
#: What the three wide loops take; U: places, F: numbers, B: flags.
U, F, B = "uint32[::1]", "float64[::1]", "uint8[::1]"
DOWN = f"void({U},{U},{F},float32[::1],{F},{F},{B},{B},boolean,{F},{F},{F},{U},{F})"
PASS = f"void({U},{U},{F},{F},{B},{F},{F},{B})"
SEE = f"void({F},{B},{B},{F})"


def _wide(signature: str) -> Callable[[Function], Function]:
    """Compiled at once, with eight like operations beside each other made one.

    That pass of the compiler (SLP) is off in Numba unless its setting says otherwise; it is on for
    these loops only. It changes no order of sums, so no answer either.
    """

    def compile_wide(function: Function) -> Function:
        settings = vars(numba.config)
        before = settings["SLP_VECTORIZE"]
        settings["SLP_VECTORIZE"] = 1
        try:
            return cast("Function", numba.njit(signature, cache=True, nogil=True)(function))
        except RuntimeError:  # no place for the cache
            return cast("Function", numba.njit(signature, nogil=True)(function))
        finally:
            settings["SLP_VECTORIZE"] = before

    return compile_wide


@_wide(DOWN)
def gather_down(
    starts: Places, source: Places, share: Floats, stays: Singles, gone: Floats, down: Floats,
    has_gone: Flags, look: Flags, every: bool, most: Floats, now: Floats, out: Floats,
    market: Places, left: Floats,
) -> None:  # fmt: skip
    """The loss in supply of each firm looked at: that of its worst input."""
    for firm in range(len(look)):
        if not every and look[firm] == 0:
            continue
        look[firm] = 0
        begin, end = starts[firm], starts[firm + 1]
        if begin == end:
            continue
        a = b = c = d = e = f = g = h = 0.0
        i = j = k = m = n = o = p = q = 0.0
        for link in range(begin, end):
            part, at, goes_on = share[link], source[link] * WIDE, stays[link]
            a += part * gone[at]
            b += part * gone[at + np.uint32(1)]
            c += part * gone[at + np.uint32(2)]
            d += part * gone[at + np.uint32(3)]
            e += part * gone[at + np.uint32(4)]
            f += part * gone[at + np.uint32(5)]
            g += part * gone[at + np.uint32(6)]
            h += part * gone[at + np.uint32(7)]
            i, j, k, m = max(i, a), max(j, b), max(k, c), max(m, d)
            n, o, p, q = max(n, e), max(o, f), max(p, g), max(q, h)
            a, b, c, d = a * goes_on, b * goes_on, c * goes_on, d * goes_on
            e, f, g, h = e * goes_on, f * goes_on, g * goes_on, h * goes_on
        now[0], now[1], now[2], now[3], now[4], now[5], now[6], now[7] = i, j, k, m, n, o, p, q
        here, there, own, worst = firm * LANES, market[firm] * LANES, out[firm], 0.0
        for lane in range(LANES):
            worst = max(worst, now[lane] - down[here + lane])
        if worst <= 0.0:
            continue
        for lane in range(LANES):
            before = down[here + lane]
            loss = max(before, min(1.0, now[lane]))
            fell = loss - before
            most[lane] = max(most[lane], fell)
            left[there + lane] -= own * fell
            down[here + lane] = loss
        has_gone[firm] = 1


@_wide(PASS)
def pass_up(
    starts: Places, to: Places, share: Floats, fell: Floats, has_moved: Flags, up: Floats,
    demand: Floats, look: Flags,
) -> None:  # fmt: skip
    """Buyers that fell take less of their suppliers, who are marked; `up` keeps what they lost.

    Pushed, for most links lead to few suppliers, and what these lose stays near in memory.
    """
    for firm in range(len(has_moved)):
        if has_moved[firm] == 0:
            continue
        has_moved[firm] = 0
        here = firm * LANES
        a, b, c, d = fell[here], fell[here + 1], fell[here + 2], fell[here + 3]
        e, f, g, h = fell[here + 4], fell[here + 5], fell[here + 6], fell[here + 7]
        for at in range(here, here + LANES):
            up[at] += fell[at]
            fell[at] = 0.0
        for link in range(starts[firm], starts[firm + 1]):
            part, at = share[link], to[link] * WIDE
            look[to[link]] = 1
            demand[at] += part * a
            demand[at + np.uint32(1)] += part * b
            demand[at + np.uint32(2)] += part * c
            demand[at + np.uint32(3)] += part * d
            demand[at + np.uint32(4)] += part * e
            demand[at + np.uint32(5)] += part * f
            demand[at + np.uint32(6)] += part * g
            demand[at + np.uint32(7)] += part * h


@_wide(SEE)
def see_up(demand: Floats, look: Flags, has_moved: Flags, most: Floats) -> None:
    """How much the firms marked fell in demand, and which of them pass it on."""
    a = b = c = d = e = f = g = h = 0.0
    for firm in range(len(look)):
        if look[firm] == 0:
            continue
        look[firm], at = 0, firm * LANES
        i, j, k, m = demand[at], demand[at + 1], demand[at + 2], demand[at + 3]
        n, o, p, q = demand[at + 4], demand[at + 5], demand[at + 6], demand[at + 7]
        a, b, c, d = max(a, i), max(b, j), max(c, k), max(d, m)
        e, f, g, h = max(e, n), max(f, o), max(g, p), max(h, q)
        worst = max(max(max(i, j), max(k, m)), max(max(n, o), max(p, q)))
        has_moved[firm] = worst > NOTHING
        if worst <= NOTHING:
            demand[at : at + LANES] = 0.0
    for at, fell in enumerate((a, b, c, d, e, f, g, h)):
        most[at] = max(most[at], fell)
