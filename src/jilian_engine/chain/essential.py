"""Which inputs stop a production, by a stated rule over the national input-output table of 2020.

The rule is ours, of 23 November 2026, and holds no judgement of single goods:

- The share of an input is its part of all intermediate inputs of the buying sector.
- A good (sectors of divisions 01 to 46: farming, mining, making, power, gas, water) is essential to
  a sector that makes goods from a share of 1 % on.
- Whatever else has a share of at least 0.1 % counts without being essential: services, goods in
  small shares, and everything that a service sector buys.
- Below 0.1 % an input is negligible.
- Where the industry of one of the two firms is unknown, the input counts without being essential.

National averages of 2020 stand behind it: a sector is wide, and a trace of a chemical may stop a
line that its share calls negligible. A page that uses it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian_engine.input_output import InputOutput
from jilian_engine.network import Floats, frozen

#: Since when the rule stands as it does.
RULE_OF = date(2026, 11, 23)
ESSENTIAL_FROM, COUNTS_FROM = 0.01, 0.001
ESSENTIAL, NON_ESSENTIAL, NEGLIGIBLE = 2, 1, 0
#: Goods are what these divisions of GB/T 4754 make, the first two digits of a sector's code.
LAST_GOODS = "46"


@dataclass(frozen=True, eq=False)
class EssentialInputs:
    """Industries as a chain counts them, and the class of each input.

    Industries are the sectors of the table in its order, and one more, the last: unknown.
    `classes[p, q]` is 2, 1 or 0 for inputs from p in the production of q; `shares[p, q]` is the
    part of p among the intermediate inputs of q (0 for the unknown).
    """

    classes: NDArray[np.uint8]
    shares: Floats
    unknown: int

    def industries_of(self, table: InputOutput, classes: pl.Series) -> NDArray[np.int32]:
        """The industry of each firm by its class of four digits; the last one where unknown."""
        sectors = table.sectors_of(classes)
        return np.where(sectors < 0, self.unknown, sectors).astype(np.int32)

    def markets_of(
        self, table: InputOutput, classes: pl.Series
    ) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """The market of each firm, which is its class of four digits, and the matrix by markets.

        A sector holds chips and circuit boards together; firms replace one another only within
        their class. Firms of unknown class, or of a class without a sector, share the last market.
        """
        known = classes.filter(self.industries_of(table, classes) != self.unknown)
        names = known.unique().sort()
        at = pl.DataFrame({"class": names, "at": np.arange(len(names), dtype=np.int32)})
        rows = classes.cast(pl.String).alias("class").to_frame()
        found = rows.join(at, on="class", how="left", maintain_order="left")["at"]
        markets = found.fill_null(len(names)).to_numpy().astype(np.int32)
        sectors = np.append(self.industries_of(table, names), self.unknown)
        return markets, np.ascontiguousarray(self.classes[np.ix_(sectors, sectors)])


def input_shares(table: InputOutput) -> Floats:
    """The part of each sector among the intermediate inputs of each; 0 where nothing is bought."""
    bought = table.flows.sum(axis=0)
    return np.asarray(table.flows / np.where(bought > 0, bought, np.inf), dtype=np.float64)


def makes_goods(table: InputOutput) -> NDArray[np.bool_]:
    """Whether each sector makes goods, power, gas or water rather than services."""
    return np.array([code[:2] <= LAST_GOODS for code in table.codes], dtype=np.bool_)


def essential_inputs(
    table: InputOutput, *, essential_from: float = ESSENTIAL_FROM, counts_from: float = COUNTS_FROM
) -> EssentialInputs:
    """The class of every pair of industries by the rule at the top of this module."""
    sectors = len(table.codes)
    shares = np.zeros((sectors + 1, sectors + 1))
    shares[:sectors, :sectors] = input_shares(table)
    goods = np.append(makes_goods(table), False)
    classes = np.where(shares >= counts_from, NON_ESSENTIAL, NEGLIGIBLE).astype(np.uint8)
    classes[(shares >= essential_from) & goods[:, None] & goods[None, :]] = ESSENTIAL
    classes[sectors, :] = NON_ESSENTIAL
    classes[:, sectors] = NON_ESSENTIAL
    return EssentialInputs(frozen(classes), frozen(shares), sectors)
