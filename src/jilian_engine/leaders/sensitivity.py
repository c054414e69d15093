"""How far each weight can move before another firm wins, and who wins when it moves a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from typing import Any

import numpy as np

from jilian_engine.leaders._standing import MARGIN, Floats, Terms, dot, first_of

END_DECIMALS = 10  # ends are rounded inwards: at the printed end the winner still wins
_PRECISION = 100


@dataclass(frozen=True)
class Moved:
    """Who wins when a weight is moved; ``weight`` is what it then is, never below 0 or above 1."""

    step: Fraction
    weight: Fraction
    winner: str


@dataclass(frozen=True)
class Dial:
    """One weight that may be turned, of a measure or of a whole criterion; others in proportion.

    Between ``low`` and ``high`` the winner wins; ``below`` and ``above`` take over beyond them
    (None: nobody does, up to the end). All None: the weight is 1 already, and the others have no
    proportion in which they could grow.
    """

    kind: str
    key: str
    weight: Fraction
    low: Decimal | None
    high: Decimal | None
    below: str | None
    above: str | None
    moved: tuple[Moved, ...]

    def plain(self) -> dict[str, Any]:
        """The dial in words and texts of numbers."""
        return {
            "kind": self.kind, "key": self.key, "weight": str(self.weight),
            "low": None if self.low is None else str(self.low),
            "high": None if self.high is None else str(self.high),
            "below": self.below, "above": self.above,
            "moved": [
                {"step": str(one.step), "weight": str(one.weight), "winner": one.winner}
                for one in self.moved
            ],
        }  # fmt: skip


def turn(
    terms: Terms,
    weights: Sequence[Fraction],
    inside: Sequence[int],
    *,
    firms: Sequence[str],
    winner: int,
    steps: Sequence[Fraction],
    kind: str,
    key: str,
) -> Dial:
    """Turn the joint weight of the measures ``inside``; the first of ``firms`` level wins."""
    whole = sum((weights[at] for at in inside), Fraction(0))
    if whole == 1:
        return Dial(kind, key, whole, None, None, None, None, ())
    shares = _shares(weights, inside, whole)
    low, below = _end(terms, shares, inside, winner, whole, down=True)
    high, above = _end(terms, shares, inside, winner, whole, down=False)
    moved = []
    for step in steps:
        at = min(max(whole + step, Fraction(0)), Fraction(1))
        turned = [share * (at if place in inside else 1 - at) for place, share in enumerate(shares)]
        moved.append(Moved(step, at, firms[first_of(terms, turned)]))
    return Dial(
        kind, key, whole, low, high,
        None if below is None else firms[below], None if above is None else firms[above],
        tuple(moved),
    )  # fmt: skip


def _shares(
    weights: Sequence[Fraction], inside: Sequence[int], whole: Fraction
) -> tuple[Fraction, ...]:
    """Each weight as a share of its side; measures inside that weigh nothing share equally."""
    return tuple(
        (weight / whole if whole else Fraction(1, len(inside)))
        if place in inside
        else weight / (1 - whole)
        for place, weight in enumerate(weights)
    )


def _end(
    terms: Terms,
    shares: Sequence[Fraction],
    inside: Sequence[int],
    winner: int,
    whole: Fraction,
    *,
    down: bool,
) -> tuple[Decimal, int | None]:
    """How far the weight goes one way until somebody beats the winner, and who does."""
    power = terms.power
    sides = _Sides(terms, shares, inside)
    start = (whole / (1 - whole)) ** power
    nearest: Decimal | None = None
    taker: int | None = None
    for rival in sides.close_rivals(winner, start, down=down):
        root = _first_loss(sides.lead(winner, rival), start, down=down)
        if root is not None and (nearest is None or (root > nearest if down else root < nearest)):
            nearest, taker = root, rival
    if nearest is None:
        return (Decimal(0) if down else Decimal(1)), None
    with localcontext() as context:
        context.prec = _PRECISION
        ratio = nearest.sqrt() if power == 2 else nearest
        end = ratio / (1 + ratio)
        rounding = ROUND_CEILING if down else ROUND_FLOOR
        return end.quantize(Decimal(1).scaleb(-END_DECIMALS), rounding=rounding), taker


Quadratic = tuple[Fraction, Fraction, Fraction]


class _Sides:
    """What the measures inside and outside a dial add for each firm."""

    def __init__(self, terms: Terms, shares: Sequence[Fraction], inside: Sequence[int]) -> None:
        self.terms = terms
        within = frozenset(inside)
        powers = [share**terms.power for share in shares]
        self.inner = [one if at in within else Fraction(0) for at, one in enumerate(powers)]
        self.outer = [Fraction(0) if at in within else one for at, one in enumerate(powers)]

    def lead(self, winner: int, rival: int) -> Quadratic:
        """The winner's lead as a polynomial, highest power first: negative is beaten."""
        best, worst = self.terms.best, self.terms.worst
        near_w, near_w0 = dot(best[winner], self.inner), dot(best[winner], self.outer)
        near_r, near_r0 = dot(best[rival], self.inner), dot(best[rival], self.outer)
        if self.terms.method == "weighted_sum":
            return Fraction(0), near_w - near_r, near_w0 - near_r0
        far_w, far_w0 = dot(worst[winner], self.inner), dot(worst[winner], self.outer)
        far_r, far_r0 = dot(worst[rival], self.inner), dot(worst[rival], self.outer)
        return (
            far_w * near_r - far_r * near_w,
            far_w * near_r0 + far_w0 * near_r - far_r * near_w0 - far_r0 * near_w,
            far_w0 * near_r0 - far_r0 * near_w0,
        )

    def close_rivals(self, winner: int, start: Fraction, *, down: bool) -> list[int]:
        """Those whose lead, by floats, comes near zero on the way to the end of the dial.

        With p = s / (1 + s) the lead times (1 − p)² is a quadratic on [0, 1]; whoever stays above
        a margin there by floats stays above zero exactly.
        """
        a, b, c, size = self._floats(winner)
        begin = float(start / (1 + start))
        low, high = (0.0, begin) if down else (begin, 1.0)
        square, straight = a - b + c, b - 2 * c
        ends = [(square * at + straight) * at + c for at in (low, high)]
        with np.errstate(divide="ignore", invalid="ignore"):
            turning = np.clip(np.nan_to_num(-straight / (2 * square)), low, high)
        least = np.minimum.reduce([*ends, (square * turning + straight) * turning + c])
        return [int(at) for at in np.flatnonzero(least <= MARGIN * size) if at != winner]

    def _floats(self, winner: int) -> tuple[Floats, Floats, Floats, Floats]:
        """The leads over all as floats, and how large the numbers are that they come from."""
        inner, outer = (np.array([float(x) for x in one]) for one in (self.inner, self.outer))
        near, near0 = self.terms.near @ inner, self.terms.near @ outer
        if self.terms.method == "weighted_sum":
            a, c = near[winner] - near, near0[winner] - near0
            return a, a + c, c, 1 + near + near0
        far, far0 = self.terms.far @ inner, self.terms.far @ outer
        products = (
            (far[winner] * near, far * near[winner]),
            (far[winner] * near0 + far0[winner] * near, far * near0[winner] + far0 * near[winner]),
            (far0[winner] * near0, far0 * near0[winner]),
        )
        a, b, c = (one - other for one, other in products)
        return a, b, c, sum((one + other for one, other in products), np.zeros_like(a))


def _first_loss(lead: Quadratic, start: Fraction, *, down: bool) -> Decimal | None:
    """The first place from ``start`` on, one way within [0, ∞), where the lead turns negative."""
    a, b, c = lead
    if a == b == 0:
        return None
    here = (a * start + b) * start + c
    if here == 0:
        return _from_level(a, b, start, down=down)
    roots = _crossings(a, b, c)
    with localcontext() as context:
        context.prec = _PRECISION
        begin = Decimal(start.numerator) / Decimal(start.denominator)
        ahead = [one for one in roots if (0 <= one < begin if down else one > begin)]
    if not ahead:
        return None
    root = max(ahead) if down else min(ahead)
    return None if down and root == 0 else root  # at 0 the weight ends: nobody is beaten there


def _from_level(a: Fraction, b: Fraction, start: Fraction, *, down: bool) -> Decimal | None:
    """The same where both stand level at the start: it is one root, the other follows from it."""
    slope = 2 * a * start + b
    way = -1 if down else 1
    leaving = slope * way or a
    with localcontext() as context:
        context.prec = _PRECISION
        if leaving < 0:
            return Decimal(start.numerator) / Decimal(start.denominator)
        if not a:
            return None
        other = -b / a - start
        if (0 < other < start) if down else other > start:
            return Decimal(other.numerator) / Decimal(other.denominator)
    return None


def _crossings(a: Fraction, b: Fraction, c: Fraction) -> list[Decimal]:
    """Where the polynomial changes its sign; a root that only touches zero is none."""
    with localcontext() as context:
        context.prec = _PRECISION
        if a == 0:
            root = -c / b
            return [Decimal(root.numerator) / Decimal(root.denominator)]
        inner = b * b - 4 * a * c
        if inner <= 0:
            return []
        spread = (Decimal(inner.numerator) / Decimal(inner.denominator)).sqrt()
        large, straight, constant = (
            Decimal(one.numerator) / Decimal(one.denominator) for one in (a, b, c)
        )
        half = -(straight + spread.copy_sign(straight)) / 2  # no two like numbers are subtracted
        return [half / large, constant / half]
