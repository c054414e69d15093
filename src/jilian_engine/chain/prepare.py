"""A supply network made ready for shocks: checked, merged, and its shares worked out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jilian_engine.errors import EngineError

if TYPE_CHECKING:
    from jilian_engine.chain._ordering import Layout

Floats = NDArray[np.float64]
Positions = NDArray[np.int32]
#: Classes of an input: what its lack does to the buyer.
NEGLIGIBLE, NON_ESSENTIAL, ESSENTIAL = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Chain:
    """Firms by position; one link for each supplier and buyer, in that order, amounts above zero.

    `essential` has a row for each industry of a supplier and a column for each of a buyer.
    `self_links` counts the links left out because a firm supplied itself.
    """

    industry: Positions
    suppliers: Positions
    buyers: Positions
    amounts: Floats
    essential: NDArray[np.uint8]
    out: Floats
    self_links: int = 0

    @property
    def firm_count(self) -> int:
        """How many firms."""
        return len(self.industry)

    @property
    def link_count(self) -> int:
        """How many links, after merging."""
        return len(self.suppliers)

    @cached_property
    def layout(self) -> Layout:
        """The network laid out for the loops; once."""
        from jilian_engine.chain._ordering import lay_out  # numba is slow to import

        return lay_out(self)


def prepare_chain(
    industry: ArrayLike, suppliers: ArrayLike, buyers: ArrayLike, amounts: ArrayLike,
    essential: ArrayLike,
) -> Chain:  # fmt: skip
    """The network ready for shocks; EngineError for positions, amounts or classes that cannot be.

    Links of the same two firms are added up; those of a firm with itself, and those of amount
    zero, are left out.
    """
    kinds = np.ascontiguousarray(essential, dtype=np.uint8)
    if kinds.ndim != 2 or kinds.shape[0] != kinds.shape[1] or (kinds > ESSENTIAL).any():
        raise EngineError("bad_classes", "Classes of inputs are 0, 1 or 2 in a square matrix.")
    of_firm = _positions("industry", industry, len(kinds))
    sold = _positions("supplier", suppliers, len(of_firm))
    bought = _positions("buyer", buyers, len(of_firm))
    money = np.asarray(amounts, dtype=np.float64)
    if not len(sold) == len(bought) == len(money):
        raise EngineError("uneven_columns", "Suppliers, buyers and amounts differ in length.")
    wrong = ~(np.isfinite(money) & (money >= 0))
    if wrong.any():
        row = int(wrong.argmax())
        raise EngineError(
            "bad_amount", f"An amount is {money[row]}; it is zero or more.", column="amount",
            row=row,
        )  # fmt: skip
    own = sold == bought
    kept = ~own & (money > 0)
    pairs = sold[kept].astype(np.int64) * len(of_firm) + bought[kept]
    pairs, money = _merged(pairs, money[kept])
    sold = (pairs // max(len(of_firm), 1)).astype(np.int32)
    bought = (pairs % max(len(of_firm), 1)).astype(np.int32)
    out = np.bincount(sold, money, len(of_firm)).astype(np.float64)
    return Chain(of_firm, sold, bought, money, kinds, out, int(own.sum()))


def _positions(name: str, given: ArrayLike, below: int) -> Positions:
    found = np.asarray(given)
    if found.size == 0:
        found = found.astype(np.int32)
    if found.ndim != 1 or found.dtype.kind not in "iu":
        raise EngineError("bad_positions", f"Positions are whole numbers: {name}.", column=name)
    wrong = (found < 0) | (found >= below)
    if wrong.any():
        row = int(wrong.argmax())
        raise EngineError(
            "bad_positions", f"{name} {found[row]} is not among the {below}.", column=name, row=row
        )
    return found.astype(np.int32)


def _merged(pairs: NDArray[np.int64], money: Floats) -> tuple[NDArray[np.int64], Floats]:
    order = np.lexsort((money, pairs))  # the same sums in whatever order the rows came
    pairs, money = pairs[order], money[order]
    first = np.diff(pairs, prepend=-1) > 0
    if first.all():
        return pairs, money
    return pairs[first], np.add.reduceat(money, np.flatnonzero(first))
