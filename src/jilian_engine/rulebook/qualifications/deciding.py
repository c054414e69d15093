"""Outcomes from comparisons, and outcomes combined: three values, and what people decide."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from jilian_engine.rulebook.logic import all_of, any_of
from jilian_engine.rulebook.qualifications.evidence import Value
from jilian_engine.rulebook.qualifications.model import Asked, Compare, Operator, Outcome

TRUTH = {Outcome.MET: True, Outcome.UNMET: False}


def every(outcomes: Iterable[Outcome]) -> Outcome:
    """Of parts that must all hold; those that do not apply are left aside."""
    return _combined(outcomes, together=True)


def any_one(outcomes: Iterable[Outcome]) -> Outcome:
    """Of parts of which one must hold."""
    return _combined(outcomes, together=False)


def _combined(outcomes: Iterable[Outcome], *, together: bool) -> Outcome:
    counted = [one for one in outcomes if one is not Outcome.NOT_APPLICABLE]
    if not counted:
        return Outcome.NOT_APPLICABLE
    truths = [TRUTH.get(one) for one in counted]
    value = all_of(truths) if together else any_of(truths)
    if value is None:
        return Outcome.UNKNOWN if Outcome.UNKNOWN in counted else Outcome.MANUAL_REVIEW
    return outcome_of(value)


def outcome_of(value: bool | None, otherwise: Outcome = Outcome.UNKNOWN) -> Outcome:
    """Return what a comparison comes to; `otherwise` where it is open."""
    if value is None:
        return otherwise
    return Outcome.MET if value else Outcome.UNMET


def compared(value: Value, op: Operator, asked: Asked) -> bool:
    """One known value compared."""
    if op == "in":
        assert isinstance(asked, tuple)
        return value in asked
    if op in ("==", "!="):
        return (value == asked) is (op == "==")
    assert isinstance(value, Fraction)
    assert isinstance(asked, Fraction)
    match op:
        case ">=":
            return value >= asked
        case ">":
            return value > asked
        case "<=":
            return value <= asked
        case _:
            return value < asked


def missing(value: Value | None, line: Compare) -> Fraction | None:
    """By how much a number misses what is asked; 0 where it stands on a limit that is excluded."""
    if not isinstance(value, Fraction) or not isinstance(line.asked, Fraction):
        return None
    return abs(line.asked - value) if line.op in (">=", ">", "<=", "<") else None
