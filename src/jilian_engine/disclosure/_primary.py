"""Which cells the rule itself hides, and how far each must stay unknown."""

from __future__ import annotations

import numpy as np

from jilian_engine.disclosure._system import NOBODY, Ints, Marks, System
from jilian_engine.disclosure.cells import Rule


def hidden_by_rule(system: System, rule: Rule) -> Marks:
    """Mark the cells that must not be shown, rests of sums among them."""
    marks = breaks_rule(
        (system.value, system.contributors, system.largest),
        system.people,
        system.whole,
        rule,
        system.scale,
    )
    # Nothing is left of a sum whose parts are all shown: there is nobody to protect.
    kept: Marks = marks & ~(system.never_shown & (system.value == 0))
    return kept


def breaks_rule(
    sums: tuple[Ints, Ints, Ints], people: Marks, whole: Marks, rule: Rule, scale: int
) -> Marks:
    """Say for each cell (or sum of cells) whether it may not be known.

    ``sums``: value, contributors and largest contribution.
    A sum that is zero although firms contribute says that each of them has nothing: it is hidden.
    """
    value, contributors, largest = sums
    by_firms = (contributors > 0) & (contributors < rule.least_contributors)
    dominated = (contributors > 0) & (largest > NOBODY) & ~whole
    # A rate of growth may lie below zero: its size is what counts.
    dominated &= (
        largest.astype(float) * 100 > np.abs(value).astype(float) * rule.largest_share_pct
    ) | (value == 0)
    scaled_people = people & (contributors != NOBODY)
    few_people = scaled_people & (value < rule.least_people * scale)
    return np.where(people, few_people, by_firms | dominated)


def needed_widths(system: System, rule: Rule) -> tuple[Ints, Ints]:
    """How far each cell's value must be able to lie below and above, in the smallest unit."""
    value, scale = system.value, system.scale
    share = -((-value * rule.protection_pct) // 100)
    positive = value[(value > 0) & ~system.whole]
    least = int(np.median(positive)) * rule.protection_pct // 100 if len(positive) else 1
    down = np.where(system.whole, value, share)
    up = np.where(value > 0, share, max(1, least))
    up = np.where(system.whole, rule.least_contributors * scale, up)
    up = np.where(system.people, rule.least_people * scale, up)
    return down.clip(0).astype(np.int64), up.clip(1).astype(np.int64)
