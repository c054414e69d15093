"""Fields computed from yearly values, exactly; a year that is missing leaves them unknown.

`short_history` counts the years since the firm was registered where these are fewer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from math import isqrt

from jilian_engine.rulebook.qualifications.evidence import PLACES, Found, Statements
from jilian_engine.rulebook.qualifications.model import Formula

GUIDE_YEARS = 3
STARTED = "registered_on"


def compute(formula: Formula, year: int, stated: Statements, applied_on: date) -> Found:
    """The field's value for a year (the last of those it asks for)."""
    return _FORMULAS[formula.how](_Asked(formula, year, stated, applied_on))


def compound(start: Fraction, end: Fraction, years: int) -> Fraction:
    """Growth a year over two years, rounded down at the sixth decimal.

    A threshold of six decimals or fewer is reached by the rounded value exactly where the true
    one reaches it.
    """
    assert years == 2
    scale = 10**PLACES
    ratio = end / start * scale**2
    return Fraction(isqrt(ratio.numerator // ratio.denominator), scale) - 1


def guide_growth(values: tuple[Fraction, ...]) -> Fraction | None:
    """½ (y2/y1 + y3/y2) − 1 of the high-tech guide, the latest year last; never below 0.

    y2 = 0 gives 0, y1 = 0 uses y3/y2 − 1, two years y2/y1 − 1, one year 0. Of a negative base
    the guide says nothing: None.
    """
    if any(base < 0 for base in values[:-1]):
        return None
    if len(values) < 2 or values[-2] == 0:
        return Fraction(0)
    last = values[-1] / values[-2]
    if len(values) == GUIDE_YEARS and values[0] != 0:
        last = (values[1] / values[0] + last) / 2
    return max(last - 1, Fraction(0))


class _Asked:
    """One formula asked for one year of one firm."""

    def __init__(self, formula: Formula, year: int, stated: Statements, on: date) -> None:
        self.formula, self.year, self.stated, self.on = formula, year, stated, on

    def started(self) -> Found:
        return self.stated.find(STARTED, None)

    def history(self, most: int) -> int:
        """How many of the last `most` years the firm has, as far as is known."""
        short = self.formula.short_history or self.formula.how == "guide_growth"
        start = self.started().value if short else None
        if not isinstance(start, date):
            return most
        return max(0, min(most, self.year - start.year + 1))

    def series(self, field: str, years: int) -> tuple[tuple[Fraction, ...] | None, Found]:
        """The values of the last years, the latest last, or None with the reason."""
        found = [self.stated.find(field, self.year - back) for back in range(years)][::-1]
        used = tuple(one for each in found for one in each.used)
        values = tuple(each.value for each in found if isinstance(each.value, Fraction))
        if len(values) < years:
            why = next(each.why for each in found if each.value is None)
            return None, Found(None, why, used)
        return values, Found(None, "", used)


def _ratio(asked: _Asked) -> Found:
    years = asked.history(asked.formula.years)
    part, above = asked.series(asked.formula.fields[0], years)
    whole, below = asked.series(asked.formula.fields[1], years)
    used = above.used + below.used
    if part is None or whole is None:
        return Found(None, above.why or below.why, used)
    if sum(whole) <= 0:
        return Found(None, "base_not_positive" if years else "no_full_year", used)
    return Found(sum(part, Fraction(0)) / sum(whole), "", used)


def _sum(asked: _Asked) -> Found:
    return _folded(asked, mean=False)


def _mean(asked: _Asked) -> Found:
    return _folded(asked, mean=True)


def _folded(asked: _Asked, *, mean: bool) -> Found:
    years = asked.history(asked.formula.years)
    values, found = asked.series(asked.formula.fields[0], years)
    if values is None:
        return found
    if not years:
        return Found(None, "no_full_year", found.used)
    return Found(sum(values, Fraction(0)) / (years if mean else 1), "", found.used)


def _growth(asked: _Asked) -> Found:
    return _grown(asked, 2, lambda one: one[1] / one[0] - 1)


def _mean_growth(asked: _Asked) -> Found:
    return _grown(asked, 3, lambda one: (one[1] / one[0] + one[2] / one[1]) / 2 - 1)


def _compound_growth(asked: _Asked) -> Found:
    years = asked.formula.years
    first = asked.stated.find(asked.formula.fields[0], asked.year - years)
    last = asked.stated.find(asked.formula.fields[0], asked.year)
    used = first.used + last.used
    if not isinstance(first.value, Fraction) or not isinstance(last.value, Fraction):
        return Found(None, first.why or last.why, used)
    if first.value <= 0 or last.value < 0:
        return Found(None, "base_not_positive", used)
    return Found(compound(first.value, last.value, years), "", used)


def _grown(asked: _Asked, years: int, of: Callable[[tuple[Fraction, ...]], Fraction]) -> Found:
    values, found = asked.series(asked.formula.fields[0], years)
    if values is None:
        return found
    if min(values[:-1]) <= 0:
        return Found(None, "base_not_positive", found.used)
    return Found(of(values), "", found.used)


def _guide_growth(asked: _Asked) -> Found:
    years = asked.history(GUIDE_YEARS)
    if years < 2:
        return Found(Fraction(0), "", asked.started().used)
    values, found = asked.series(asked.formula.fields[0], years)
    if values is None:
        return found
    value = guide_growth(values)
    return Found(value, "base_negative" if value is None else "", found.used)


def _earlier(asked: _Asked) -> Found:
    return asked.stated.find(asked.formula.fields[0], asked.year - asked.formula.years)


def _days_since(asked: _Asked) -> Found:
    found = asked.stated.find(asked.formula.fields[0], None)
    if not isinstance(found.value, date):
        return found
    return Found(Fraction((asked.on - found.value).days), "", found.used)


def _years_begun_since(asked: _Asked) -> Found:
    found = asked.stated.find(asked.formula.fields[0], None)
    start = found.value
    if not isinstance(start, date):
        return found
    begun = (asked.on.month, asked.on.day) > (start.month, start.day)
    return Found(Fraction(asked.on.year - start.year + begun), "", found.used)


_FORMULAS: dict[str, Callable[[_Asked], Found]] = {
    "ratio": _ratio,
    "sum": _sum,
    "mean": _mean,
    "growth": _growth,
    "mean_growth": _mean_growth,
    "compound_growth": _compound_growth,
    "guide_growth": _guide_growth,
    "earlier": _earlier,
    "days_since": _days_since,
    "years_begun_since": _years_begun_since,
}
FORMULAS = frozenset(_FORMULAS)
#: Formulas that may be asked for each of several years; a ratio only where it is of one year.
YEARLY = frozenset({"ratio", "growth"})
