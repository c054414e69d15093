"""Unified social credit codes by the thousand.

Source: GB 32100-2015: 18 signs without I, O, S, V, Z, weights 3^i modulo 31, the sum divisible by
31. The same answer as python-stdnum gives, without its time for each single code.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

LENGTH = 18
DIGITS_AHEAD = 8  # registration body and division are digits
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = np.array([*(pow(3, place, 31) for place in range(LENGTH - 1)), 1])
_UNKNOWN = -1
_VALUES = np.full(128, _UNKNOWN)
_VALUES[[ord(sign) for sign in _SIGNS]] = np.arange(len(_SIGNS))


def fitting(codes: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Say of each code, written in half width and upper case, whether its check digit fits."""
    fits = np.zeros(len(codes), dtype=bool)
    right = [at for at, code in enumerate(codes) if len(code) == LENGTH and code.isascii()]
    if not right:
        return fits
    signs = np.frombuffer("".join([codes[at] for at in right]).encode(), dtype=np.uint8)
    values = _VALUES[signs].reshape(-1, LENGTH)
    known = (values != _UNKNOWN).all(axis=1) & (values[:, :DIGITS_AHEAD] < 10).all(axis=1)
    fits[right] = known & ((values * _WEIGHTS).sum(axis=1) % 31 == 0)
    return fits
