"""Loops compiled on first use, and kept on disk where a place for that can be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """The function compiled by Numba, free of the interpreter's lock while it runs.

    Where neither the package's folder nor the user's cache can be written, it is compiled again
    in each process rather than refused.
    """
    try:
        return cast("Function", numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast("Function", numba.njit(nogil=True)(function))
