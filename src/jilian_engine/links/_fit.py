"""Scales of the link model, so that what is expected is what was asked for."""

from __future__ import annotations

import numpy as np

from jilian_engine.errors import EngineError
from jilian_engine.links._pairs import Ints
from jilian_engine.network import Floats

#: Relative error at which an expected degree counts as met.
MET = 1e-9


def fit_total(strength: Floats, expected: float) -> float:
    """The delta for which sum(1 - exp(-delta * strength)) is `expected`.

    Newton's method from the left: the sum is concave in delta, so no step overshoots. EngineError
    "too_many_links" if not even certainty of every pair would be enough.
    """
    if expected <= 0 or expected >= int((strength > 0).sum()):
        raise EngineError(
            "too_many_links" if expected > 0 else "too_few_links",
            f"{expected:g} links to infer, {int((strength > 0).sum())} pairs with any evidence.",
        )
    delta = expected / float(strength.sum())
    for _ in range(10_000):
        apart = np.exp(-delta * strength)
        missing = expected - float((1 - apart).sum())
        if missing <= expected * 1e-13:
            break
        step = missing / float((strength * apart).sum())
        if delta + step == delta:
            break
        delta += step
    return delta


def fit_degrees(
    strength: Floats, one: Ints, other: Ints, sold: Floats, bought: Floats, total: float
) -> Floats:
    """Strength of each pair, scaled so that expected degrees and the total are as asked.

    `sold` and `bought` hold expected numbers of buyers and of suppliers of each firm, NaN where
    none was asked; the total is met by a common scale unless all of one kind are given. EngineError
    "degrees_out_of_reach" when they contradict each other or the evidence.
    """
    scaled = strength * fit_total(strength, total)
    free = np.isnan(sold).any() and np.isnan(bought).any()
    for _ in range(2_000):
        worst = 0.0
        for ends, asked in ((one, sold), (other, bought)):
            scaled, error = _scale_ends(scaled, ends, asked)
            worst = max(worst, error)
        if free:
            expected = float(-np.expm1(-scaled).sum())
            scaled = scaled * (total / expected)
            worst = max(worst, abs(expected / total - 1))
        if worst <= MET:
            return scaled
    raise EngineError("degrees_out_of_reach", "No model meets all the degrees asked for.")


def _scale_ends(scaled: Floats, ends: Ints, asked: Floats) -> tuple[Floats, float]:
    expected = np.bincount(ends, -np.expm1(-scaled), len(asked))
    given = ~np.isnan(asked)
    if (given & (asked > 0) & (expected == 0)).any():
        raise EngineError("degrees_out_of_reach", "A firm is asked for links no evidence gives it.")
    factor = np.ones(len(asked))
    held = given & (expected > 0)
    factor[held] = asked[held] / expected[held]
    return scaled * factor[ends], float(np.abs(factor - 1).max(initial=0.0))
