"""How long a title lasts: by its own certificate, not by the rules that came after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from jilian_engine.rulebook.qualifications.model import RuleSet


@dataclass(frozen=True)
class Validity:
    """In force from `valid_from` (included) to `valid_to` (excluded; None: no end is stated).

    `renew_by` is the last day for the yearly update, where the rule asks one.
    """

    valid_from: date
    valid_to: date | None
    renew_by: date | None = None

    @property
    def last_day(self) -> date | None:
        """The last day of validity, as certificates print it."""
        return None if self.valid_to is None else self.valid_to - timedelta(days=1)

    def holds_on(self, day: date) -> bool:
        """Whether the title is within its validity on that day."""
        return day >= self.valid_from and (self.valid_to is None or day < self.valid_to)


def certificate_validity(rule_set: RuleSet, issued_on: date) -> Validity:
    """The validity of a title given on that day under this rule set.

    A later rule set shortens nothing: a certificate stays valid to its own expiry. Three years
    from 29 February end with 28 February.
    """
    years = rule_set.valid_years
    ends = None if years is None else _years_after(issued_on, years)
    renewal = None
    if rule_set.renew_by is not None:
        renewal = date(issued_on.year + 1, *rule_set.renew_by)
    return Validity(issued_on, ends, renewal)


def _years_after(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)
