"""Months, and months of one year that were published together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jilian_engine.errors import EngineError

Month = tuple[int, int]
"""Year and month, so that months sort as they follow each other."""

FIRST_YEAR, LAST_YEAR = 1949, 2199
_YEAR = 12
_SPAN = re.compile(r"(\d{4})-(\d\d)(?:\.\.(\d\d))?")


def month_text(month: Month) -> str:
    """A month as it is written everywhere: 2016-03."""
    return f"{month[0]:04}-{month[1]:02}"


def read_month(text: str) -> Month:
    """Read 2016-03; anything else raises `month_odd`."""
    span = MonthSpan.read(text)
    if span.months != 1:
        raise EngineError("month_odd", f"{text!r} is not one month")
    return span.first


def month_after(month: Month, months: int = 1) -> Month:
    """The month so many months later; a negative number goes back."""
    year, place = divmod(month[0] * _YEAR + month[1] - 1 + months, _YEAR)
    return year, place + 1


def months_between(first: Month, last: Month) -> int:
    """How many months from the first to the last, both counted; 0 or less if it lies before."""
    return (last[0] - first[0]) * _YEAR + last[1] - first[1] + 1


@dataclass(frozen=True, order=True)
class MonthSpan:
    """One month, or following months of one year that one published row stands for."""

    year: int
    first_month: int
    last_month: int

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise EngineError("month_odd", f"{self.year} is not a year that has figures")
        if not 1 <= self.first_month <= self.last_month <= _YEAR:
            raise EngineError("month_odd", f"no months {self.first_month} to {self.last_month}")

    @classmethod
    def read(cls, text: str) -> MonthSpan:
        """Read 2016-03 or 2016-01..02; anything else raises `month_odd`."""
        found = _SPAN.fullmatch(text)
        if found is None:
            raise EngineError("month_odd", f"{text!r} is not written 2016-03 or 2016-01..02")
        year, first, last = found.groups()
        return cls(int(year), int(first), int(last or first))

    def __str__(self) -> str:
        start = month_text(self.first)
        return start if self.months == 1 else f"{start}..{self.last_month:02}"

    def __iter__(self) -> Iterator[Month]:
        return iter([(self.year, at) for at in range(self.first_month, self.last_month + 1)])

    @property
    def first(self) -> Month:
        """The first month."""
        return self.year, self.first_month

    @property
    def last(self) -> Month:
        """The last month, counted in."""
        return self.year, self.last_month

    @property
    def months(self) -> int:
        """How many months it stands for."""
        return self.last_month - self.first_month + 1

    @property
    def is_joint(self) -> bool:
        """Whether it is January and February, the only months that are published together."""
        return (self.first_month, self.last_month) == (1, 2)
