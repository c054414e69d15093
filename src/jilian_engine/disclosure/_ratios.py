"""Ratios beside the two cells of which they are made: any two of the three give the third."""

from __future__ import annotations

import numpy as np

from jilian_engine.disclosure._system import Marks, System
from jilian_engine.errors import EngineError


def hide_parts(system: System, marks: Marks, known: Marks) -> tuple[Marks, Marks]:
    """Mark with each marked ratio what stands above its line, or below where the former is known.

    Returns these marks, and the ratios that follow from what is known anyway.
    """
    marks, opened = marks.copy(), np.zeros(len(system), dtype=bool)
    for ratio, above, below in system.ratios:
        if not marks[ratio] or known[ratio] or marks[above] or marks[below]:
            continue
        if known[above] and known[below]:
            opened[ratio] = True
        else:
            marks[below if known[above] else above] = True
    return marks, opened


def hide_ratios(system: System, hidden: Marks, known: Marks) -> None:
    """Hide each ratio of which a part is hidden; EngineError where it was shown before."""
    for ratio, above, below in system.ratios:
        if hidden[above] or hidden[below]:
            if known[ratio]:
                raise EngineError("cannot_be_protected", "a ratio that was shown gives away a cell")
            hidden[ratio] = True
