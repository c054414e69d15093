"""Computed fields for many firms: exact fractions as two whole columns, never a float.

With numbers below 10^18 millionths every product stays below 2^127.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from jilian_engine.rulebook.qualifications.columns import SCALE, EvidenceTable
from jilian_engine.rulebook.qualifications.formulas import GUIDE_YEARS, STARTED
from jilian_engine.rulebook.qualifications.model import Field, Formula, Operator

_EPOCH = date(1970, 1, 1)
Lift = Callable[[Fraction], Fraction]


def _as_it_is(asked: Fraction) -> Fraction:
    return asked


@dataclass(frozen=True)
class Quantity:
    """`part` over `whole` (above zero; null where unknown); the value rises with this fraction.

    `lift` takes a threshold of the value to one of the fraction.
    """

    part: pl.Expr
    whole: pl.Expr
    lift: Lift = _as_it_is

    def compare(self, op: Operator, asked: Fraction) -> pl.Expr:
        """True, false or null for each firm."""
        limit = self.lift(asked)
        left, right = self.part * limit.denominator, self.whole * limit.numerator
        match op:
            case ">=":
                return left >= right
            case ">":
                return left > right
            case "<=":
                return left <= right
            case "<":
                return left < right
            case "==":
                return left == right
            case _:
                return left != right


def quantity(table: EvidenceTable, asked: Field, year: int, applied_on: date) -> Quantity:
    """The column of a numeric field for a year (the last of those it asks for)."""
    columns = _Columns(table, year, applied_on)
    formula = asked.formula
    if formula is None:
        return Quantity(columns.of(asked.name, 0 if asked.yearly else None), _whole(SCALE))
    match formula.how:
        case "ratio":
            return columns.ratio(formula)
        case "sum" | "mean":
            return columns.folded(formula)
        case "growth":
            return columns.growth(formula)
        case "mean_growth":
            return columns.mean_growth(formula)
        case "compound_growth":
            return columns.compound_growth(formula)
        case "guide_growth":
            return columns.guide_growth(formula)
        case "earlier":
            return Quantity(columns.of(formula.fields[0], formula.years), _whole(SCALE))
        case "days_since":
            started = columns.of(formula.fields[0], None)
            return Quantity(_whole((applied_on - _EPOCH).days) - started, _whole(1))
        case _:
            return columns.years_begun(formula)


def _whole(number: int) -> pl.Expr:
    return pl.lit(number, pl.Int128)


def _if(condition: pl.Expr, value: pl.Expr) -> pl.Expr:
    """The value where the condition holds, else unknown."""
    return pl.when(condition).then(value)


class _Columns:
    """The columns of one year and the years before it."""

    def __init__(self, table: EvidenceTable, year: int, applied_on: date) -> None:
        self.table, self.year, self.on = table, year, applied_on

    def of(self, name: str, back: int | None) -> pl.Expr:
        year = None if back is None else self.year - back
        return self.table.column(name, year).cast(pl.Int128)

    def history(self, most: int, short: bool) -> pl.Expr:
        """How many of the last `most` years the firm has, as far as is known."""
        if not short:
            return _whole(most)
        started = self.table.column(STARTED, None).cast(pl.Int32).cast(pl.Date).dt.year()
        return (self.year + 1 - started).clip(0, most).fill_null(most).cast(pl.Int128)

    def total(self, name: str, years: int, history: pl.Expr) -> pl.Expr:
        """The sum over the years that the firm has; null where one of them is."""
        total = _whole(0)
        for back in range(years):
            total = total + pl.when(history > back).then(self.of(name, back)).otherwise(_whole(0))
        return total

    def ratio(self, formula: Formula) -> Quantity:
        history = self.history(formula.years, formula.short_history)
        above, below = (self.total(name, formula.years, history) for name in formula.fields)
        return Quantity(_if(below > 0, above), _if(below > 0, below))

    def folded(self, formula: Formula) -> Quantity:
        history = self.history(formula.years, formula.short_history)
        total = self.total(formula.fields[0], formula.years, history)
        shared = history if formula.how == "mean" else _whole(1)
        return Quantity(_if(history > 0, total), _if(history > 0, shared * SCALE))

    def growth(self, formula: Formula) -> Quantity:
        base, now = (self.of(formula.fields[0], back) for back in (1, 0))
        return Quantity(now, _if(base > 0, base), lambda asked: 1 + asked)

    def mean_growth(self, formula: Formula) -> Quantity:
        first, second, third = (self.of(formula.fields[0], back) for back in (2, 1, 0))
        fits = (first > 0) & (second > 0)
        part, whole = second * second + third * first, first * second
        return Quantity(_if(fits, part), _if(fits, whole), lambda asked: 2 * (1 + asked))

    def compound_growth(self, formula: Formula) -> Quantity:
        base, now = (self.of(formula.fields[0], back) for back in (formula.years, 0))
        fits = (base > 0) & (now >= 0)
        return Quantity(_if(fits, now), _if(fits, base), lambda asked: (1 + asked) ** 2)

    def guide_growth(self, formula: Formula) -> Quantity:
        first, second, third = (self.of(formula.fields[0], back) for back in (2, 1, 0))
        history = self.history(GUIDE_YEARS, short=True)
        long = history == GUIDE_YEARS
        known = second.is_not_null() & third.is_not_null() & (first.is_not_null() | ~long)
        fits = known & (second >= 0) & (~long | (first >= 0))
        still, last = (_whole(2), _whole(1)), (2 * third, second)
        mean = (second * second + third * first, first * second)
        part, whole = (
            pl.when(history < 2).then(still[at])
            .when(~fits).then(None)
            .when(second == 0).then(still[at])
            .when(long & (first != 0)).then(mean[at])
            .otherwise(last[at])
            for at in range(2)
        )  # fmt: skip
        return Quantity(pl.max_horizontal(part, 2 * whole), whole, lambda asked: 2 * (1 + asked))

    def years_begun(self, formula: Formula) -> Quantity:
        started = self.table.column(formula.fields[0], None).cast(pl.Int32).cast(pl.Date)
        month, day = started.dt.month(), started.dt.day()
        earlier = (month < self.on.month) | ((month == self.on.month) & (day < self.on.day))
        begun = self.on.year - started.dt.year() + earlier.cast(pl.Int32)
        return Quantity(begun.cast(pl.Int128), _whole(1))
