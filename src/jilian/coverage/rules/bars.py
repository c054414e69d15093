"""Laying out the movement of weeks as stacked bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jilian.coverage.rules.rates import STATES
from jilian.coverage.rules.states import TargetState
from jilian.coverage.rules.weeks import Week

HEIGHT, TOP, WIDE, GAP = 120, 16, 22, 8
# From the ground up; what fell back to "not yet worked" is not movement forward.
STACKED = (TargetState.OWN, TargetState.JOINT, TargetState.WORK, TargetState.NOT_YET)


@dataclass(frozen=True)
class Piece:
    """One state of one week."""

    state: TargetState
    count: int
    y: int
    height: int


@dataclass(frozen=True)
class Bar:
    """One week."""

    week: Week
    x: int
    top: int
    whole: int
    pieces: tuple[Piece, ...]
    is_named: bool

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.x + WIDE // 2


@dataclass(frozen=True)
class WeeksDrawing:
    """All weeks, with the size of the drawing."""

    width: int
    height: int
    base: int
    bars: tuple[Bar, ...]
    states: tuple[TargetState, ...]


def draw_weeks(weeks: Sequence[Week]) -> WeeksDrawing | None:
    """Lay the weeks out side by side, whole numbers of pixels; None where nothing moved."""
    wholes = [sum(week.came[STATES.index(state)] for state in STACKED) for week in weeks]
    most = max(wholes, default=0)
    if not most:
        return None
    bars, every = [], max(2, -(-len(weeks) // 6))
    for at, (week, whole) in enumerate(zip(weeks, wholes, strict=True)):
        y, pieces = TOP + HEIGHT, []
        for state in STACKED:
            count = week.came[STATES.index(state)]
            height = max(2, count * HEIGHT // most) if count else 0
            y -= height
            if count:
                pieces.append(Piece(state, count, y, height))
        named = (len(weeks) - 1 - at) % every == 0
        bars.append(Bar(week, at * (WIDE + GAP) + GAP, y, whole, tuple(pieces), named))
    return WeeksDrawing(
        width=max(160, len(weeks) * (WIDE + GAP) + 2 * GAP),
        height=TOP + HEIGHT + 24,
        base=TOP + HEIGHT,
        bars=tuple(bars),
        states=STACKED,
    )
