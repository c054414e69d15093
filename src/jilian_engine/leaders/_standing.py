"""The order of firms in exact arithmetic.

The score of TOPSIS, d⁻ / (d⁺ + d⁻), orders firms as d⁻² / (d⁺² + d⁻²) does, and the squared
distances are rational where the values are: so the order needs no rounding. When one weight is t
and the others keep their proportion, a squared distance is t² G + (1 − t)² O, which makes the
comparison of two firms a quadratic in (t / (1 − t))²; for the weighted sum it is linear in
t / (1 − t). ``sensitivity`` solves them. Floats only say which firms are so close
that the exact numbers must be looked at: their error is far below MARGIN.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Column = Sequence[Fraction]
MARGIN = 1e-9
LONGEST = 10**60  # a longer denominator of a column's length is rounded to as many digits


@dataclass(frozen=True)
class Terms:
    """What each measure adds for each firm: rows are firms, columns measures, unweighted.

    For TOPSIS ``best`` and ``worst`` are squared distances of one measure; for the weighted sum
    ``best`` holds the normalised values and ``worst`` is empty.
    """

    method: str
    best: tuple[tuple[Fraction, ...], ...]
    worst: tuple[tuple[Fraction, ...], ...]

    @property
    def power(self) -> int:
        """To which power weights enter."""
        return 2 if self.method == "topsis" else 1

    @cached_property
    def near(self) -> Floats:
        """``best`` as floats."""
        return np.array(self.best, dtype=float)

    @cached_property
    def far(self) -> Floats:
        """``worst`` as floats."""
        return np.array(self.worst, dtype=float)

    def key(self, at: int, powers: Sequence[Fraction]) -> Fraction:
        """How a firm stands, exactly: the better, the larger. ``powers``: weights to ``power``."""
        to_best = dot(self.best[at], powers)
        if self.method == "weighted_sum":
            return to_best
        to_worst = dot(self.worst[at], powers)
        whole = to_best + to_worst
        return to_worst / whole if whole else Fraction(0)

    def keys(self, powers: Sequence[Fraction]) -> Floats:
        """How all stand, nearly."""
        weights = np.array([float(one) for one in powers])
        to_best: Floats = self.near @ weights
        if self.method == "weighted_sum":
            return to_best
        to_worst: Floats = self.far @ weights
        whole = to_best + to_worst
        found: Floats = np.divide(to_worst, whole, out=np.zeros_like(whole), where=whole > 0)
        return found


def dot(row: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    """The sum of products."""
    return sum((one * weight for one, weight in zip(row, weights, strict=True)), Fraction(0))


def terms_of(
    columns: Sequence[Column], directions: Sequence[str], method: str, normalisation: str
) -> Terms:
    """Work out the terms of comparable firms from their columns of values."""
    best: list[list[Fraction]] = []
    worst: list[list[Fraction]] = []
    for values, direction in zip(columns, directions, strict=True):
        top, low = max(values), min(values)
        if direction == "cost":
            top, low = low, top
        if method == "weighted_sum":
            span = top - low
            best.append([(one - low) / span if span else Fraction(1) for one in values])
            continue
        length = _squared_length(values, normalisation)
        best.append([(one - top) ** 2 / length if length else Fraction(0) for one in values])
        worst.append([(one - low) ** 2 / length if length else Fraction(0) for one in values])
    return Terms(method, tuple(zip(*best, strict=True)), tuple(zip(*worst, strict=True)))


def _squared_length(values: Column, normalisation: str) -> Fraction:
    """The square of what a column is divided by."""
    if normalisation == "range":
        return (max(values) - min(values)) ** 2
    total = sum((one * one for one in values), Fraction(0))
    if total.denominator <= LONGEST:
        return total
    with localcontext() as context:
        context.prec = 60
        return Fraction(Decimal(total.numerator) / Decimal(total.denominator))


def order_of(terms: Terms, weights: Sequence[Fraction]) -> tuple[list[int], frozenset[int]]:
    """Return positions, best first, and those that stand exactly level with another.

    Firms that stand level keep the order of their positions.
    """
    powers = [weight**terms.power for weight in weights]
    nearly = terms.keys(powers)
    order = [int(at) for at in np.argsort(-nearly, kind="stable")]
    found: list[int] = []
    level: set[int] = set()
    begin = 0
    for end in range(1, len(order) + 1):
        if end < len(order) and nearly[order[end - 1]] - nearly[order[end]] <= MARGIN:
            continue
        close = order[begin:end]
        begin = end
        if len(close) > 1:
            exact = {at: terms.key(at, powers) for at in close}
            close.sort(key=lambda at: (-exact[at], at))
            counts = Counter(exact.values())
            level |= {at for at in close if counts[exact[at]] > 1}
        found += close
    return found, frozenset(level)


def first_of(terms: Terms, weights: Sequence[Fraction]) -> int:
    """Return the position of the winner under weights."""
    powers = [weight**terms.power for weight in weights]
    nearly = terms.keys(powers)
    close = [int(at) for at in np.flatnonzero(nearly >= nearly.max() - MARGIN)]
    if len(close) == 1:
        return close[0]
    return max(close, key=lambda at: (terms.key(at, powers), -at))
