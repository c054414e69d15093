"""Weights: the same for each criterion, from the entropy of the table, or given."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from jilian_engine.errors import EngineError

if TYPE_CHECKING:
    from jilian_engine.leaders.table import Measure, Number

ENTROPY_STEPS = 10**6  # entropy weights are millionths, so that they are the same everywhere


def equal_weights(measures: Sequence[Measure]) -> list[Fraction]:
    """Give each criterion the same weight and share it equally among its measures."""
    counts = Counter(one.criterion for one in measures)
    return [Fraction(1, len(counts) * counts[one.criterion]) for one in measures]


def given_weights(measures: Sequence[Measure], given: Mapping[str, Number]) -> list[Fraction]:
    """Take the given weights, brought to a sum of 1; all must be there, none below zero."""
    missing = [one.key for one in measures if one.key not in given]
    if missing:
        raise EngineError("weight_missing", f"No weight is given for {missing[0]}.")
    found = [Fraction(given[one.key]) for one in measures]
    if any(one < 0 for one in found):
        raise EngineError("weight_negative", "A weight is below zero.")
    whole = sum(found)
    if not whole:
        raise EngineError("weights_empty", "All weights of the measures that are used are zero.")
    return [one / whole for one in found]


def entropy_weights(columns: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    """Weigh measures by how much they tell firms apart (Shannon's entropy; Hwang, Yoon 1981).

    A value of 0 adds nothing to the entropy (0 · ln 0 = 0), and a column in which all firms are
    alike weighs nothing. In millionths; what rounding leaves goes to the largest remainders.
    Refuses values below zero and a table in which no measure tells firms apart.
    """
    told = [_told_apart(column) for column in columns]
    whole = math.fsum(told)
    if whole <= 0:
        raise EngineError("entropy_empty", "No measure tells the comparable firms apart.")
    exact = [one / whole * ENTROPY_STEPS for one in told]
    steps = [math.floor(one) for one in exact]
    left = ENTROPY_STEPS - sum(steps)
    for at in sorted(range(len(exact)), key=lambda at: (steps[at] - exact[at], at))[:left]:
        steps[at] += 1
    return [Fraction(one, ENTROPY_STEPS) for one in steps]


def _told_apart(column: Sequence[Fraction]) -> float:
    if any(one < 0 for one in column):
        raise EngineError("entropy_negative", "Entropy weights need values of zero or more.")
    whole = sum(column)
    if not whole or min(column) == max(column) or len(column) < 2:
        return 0.0
    shares = sorted(float(one / whole) for one in column if one)
    entropy = -math.fsum(share * math.log(share) for share in shares)
    return max(0.0, 1 - entropy / math.log(len(column)))
