"""Who moves unlike the others: robust z-scores of the change, and the list to follow up.

z = 0.6745 (x - median) / MAD of x = ln(now / before) over all reporters (Iglewicz and Hoaglin,
How to Detect and Handle Outliers, 1993); of counts x = 2 (sqrt(now) - sqrt(before)), so that three
people who become four are not named beside three hundred who become four hundred (Anscombe, 1948).
Their limit of 3.5 rises with the number of values, so that among values that only vary by chance
one is named in at most one table of twenty.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal
from statistics import NormalDist, median
from typing import TypeVar

SCALE = Decimal("0.6745")
LEAST_Z = Decimal("3.5")
BY_CHANCE = 0.05
FEWEST = 8  # below that many values a median says little

Who = TypeVar("Who", bound=Hashable)


def limit_for(count: int) -> Decimal:
    """From which z on a value is named, of so many."""
    chance = NormalDist().inv_cdf(1 - BY_CHANCE / (2 * max(1, count)))
    return max(LEAST_Z, Decimal(str(round(chance, 2))))


def changes(
    now: Mapping[Who, Decimal | None],
    before: Mapping[Who, Decimal | None],
    *,
    counts: bool = False,
) -> dict[Who, Decimal]:
    """How each moved, where both values are known and above zero; see above."""
    found = {}
    for who, value in now.items():
        was = before.get(who)
        if value is not None and was is not None and value > 0 and was > 0:
            found[who] = 2 * (value.sqrt() - was.sqrt()) if counts else (value / was).ln()
    return found


def robust_scores(values: Mapping[Who, Decimal]) -> dict[Who, Decimal]:
    """The robust z of each; empty where there are too few, or half of them are the same."""
    if len(values) < FEWEST:
        return {}
    middle = median(values.values())
    spread = median([abs(one - middle) for one in values.values()])
    if spread == 0:
        return {}
    return {who: SCALE * (one - middle) / spread for who, one in values.items()}
