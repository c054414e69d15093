"""Splitting an amount among helpers: exact amounts, least cost in time and in number of helpers.

The choice of helpers is a mixed-integer programme solved by HiGHS; the amounts are then given out
in whole steps of the smallest digit stated, so nothing is lost or made by rounding.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import scipy  # its parts are loaded when they are first used

from jilian_engine.errors import EngineError

HELPER_HOURS = Decimal(24)  # one helper more costs as much as the whole amount coming so much later
LIMIT_SECONDS = 5.0


@dataclass(frozen=True)
class Offer:
    """What a helper can give at most, and after how many hours; ``least`` where less is no use."""

    helper: Hashable
    most: Decimal
    hours: Decimal
    least: Decimal = Decimal(0)


@dataclass(frozen=True)
class Share:
    """What one helper gives, and after how many hours it is there."""

    helper: Hashable
    amount: Decimal
    hours: Decimal


@dataclass(frozen=True)
class Split:
    """The shares, in the order in which they arrive; they add up to the amount unless short.

    ``short`` is what the offers cannot cover in time, 0 where all is covered. ``covered_after``:
    after how many hours the amount would be covered if late offers counted; None: never.
    """

    shares: tuple[Share, ...]
    short: Decimal
    covered_after: Decimal | None
    proven: bool = True


def split_amount(
    amount: Decimal, offers: Sequence[Offer], *, by_hours: Decimal | None = None,
    helper_hours: Decimal = HELPER_HOURS,
) -> Split:  # fmt: skip
    """Cover the amount by the hour at least cost: Σ share·hours + ``helper_hours`` a helper.

    Where the offers in time do not suffice, all they can give is split and the rest is ``short``.
    EngineError for an amount that is not above zero, or an offer below zero.
    """
    if amount <= 0:
        raise EngineError("amount_not_positive", "The amount must be above zero.")
    if any(one.most < 0 or one.least < 0 or one.hours < 0 for one in offers):
        raise EngineError("offer_negative", "An offer holds an amount or time below zero.")
    useful = [one for one in offers if one.most > 0 and one.least <= min(one.most, amount)]
    timely = [one for one in useful if by_hours is None or one.hours <= by_hours]
    step = _step(amount, useful)
    covered_after = _covered_after(amount, useful)
    total = _units(amount, step)
    spare = [_units(one.most, step) for one in timely]
    given, proven = _solved(total, timely, step, helper_hours)
    if given is None:
        given, proven = _most_possible(total, timely, spare, step), False
    shares = tuple(
        Share(one.helper, units * step, one.hours)
        for one, units in sorted(zip(timely, given, strict=True), key=lambda pair: pair[0].hours)
        if units
    )
    return Split(shares, amount - sum((one.amount for one in shares), Decimal(0)), covered_after,
                 proven)  # fmt: skip


def _step(amount: Decimal, offers: Sequence[Offer]) -> Decimal:
    """The smallest digit stated anywhere."""
    every = [amount, *(one.most for one in offers), *(one.least for one in offers)]
    exponents = [int(one.normalize().as_tuple().exponent) for one in every if one]
    return Decimal(1).scaleb(min(0, *exponents) if exponents else 0)


def _units(value: Decimal, step: Decimal) -> int:
    return int(value / step)


def _covered_after(amount: Decimal, offers: Sequence[Offer]) -> Decimal | None:
    held = Decimal(0)
    for one in sorted(offers, key=lambda offer: offer.hours):
        held += one.most
        if held >= amount:
            return one.hours
    return None


def _solved(
    total: int, offers: Sequence[Offer], step: Decimal, helper_hours: Decimal
) -> tuple[list[int] | None, bool]:
    """Units of each offer that cover the total at least cost; None where they cannot."""
    spare = [_units(one.most, step) for one in offers]
    if sum(spare) < total:
        return None, True
    count = len(offers)
    hours = np.array([float(one.hours) for one in offers])
    cost = np.concatenate([hours / total, np.full(count, float(helper_hours))])
    most = np.array([min(one, total) for one in spare], np.float64)
    least = np.array([_units(one.least, step) for one in offers], np.float64)
    eye = np.eye(count)
    rules = [
        scipy.optimize.LinearConstraint(
            np.concatenate([np.ones(count), np.zeros(count)]), total, total
        ),
        scipy.optimize.LinearConstraint(np.hstack([eye, -np.diag(most)]), -np.inf, 0),
        scipy.optimize.LinearConstraint(np.hstack([eye, -np.diag(least)]), 0, np.inf),
    ]
    solved = scipy.optimize.milp(
        cost, constraints=rules, integrality=np.concatenate([np.zeros(count), np.ones(count)]),
        bounds=scipy.optimize.Bounds(np.zeros(2 * count), np.concatenate([most, np.ones(count)])),
        options={"time_limit": LIMIT_SECONDS},
    )  # fmt: skip
    if solved.x is None:
        return None, True
    chosen = [at for at in range(count) if solved.x[count + at] > 0.5]
    given = _given_out(total, offers, chosen, spare, [int(one) for one in least])
    return given, solved.status == 0


def _given_out(
    total: int, offers: Sequence[Offer], chosen: Sequence[int], spare: Sequence[int],
    least: Sequence[int],
) -> list[int] | None:  # fmt: skip
    """Whole units among the chosen: each its least, then the earliest as much as it can."""
    given = [0] * len(offers)
    for at in chosen:
        given[at] = least[at]
    left = total - sum(given)
    if left < 0:
        return None
    for at in sorted(chosen, key=lambda one: (offers[one].hours, one)):
        more = min(left, spare[at] - given[at])
        given[at] += more
        left -= more
    return given if not left else None


def _most_possible(
    total: int, offers: Sequence[Offer], spare: Sequence[int], step: Decimal
) -> list[int]:
    """Where the total cannot be met: the earliest first, as much as each can give and may."""
    given = [0] * len(offers)
    left = total
    for at in sorted(range(len(offers)), key=lambda one: (offers[one].hours, one)):
        units = min(left, spare[at])
        if units >= _units(offers[at].least, step):
            given[at] = units
            left -= units
    return given
