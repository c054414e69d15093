"""Periods of values as text and as days: months, joint months, years, days and other spans."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _, gettext_lazy

from jilian.base.errors import Refusal
from jilian.base.months import months_later
from jilian.indicators.rules.words import PeriodKind
from jilian.ui.values import day_text, month_text

DECEMBER = 12
_MONTHS = re.compile(r"(\d{4})-(\d{2})(?:\.\.(\d{2}))?")
_YEARS = re.compile(r"(\d{4})(?:\.\.(\d{4}))?")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True, order=True)
class PeriodSpan:
    """What a value is about: the first and the last day, both included, and the kind."""

    first: date
    last: date
    kind: str

    @property
    def text(self) -> str:
        """As it stands in addresses and files: 2026-03, 2016-01..02, 2021, 2016..2019, days."""
        if self.kind == PeriodKind.MONTH:
            begin = f"{self.first:%Y-%m}"
            joint = self.first.month != self.last.month
            return f"{begin}..{self.last:%m}" if joint else begin
        if self._is_years:
            begin = f"{self.first:%Y}"
            return begin if self.first.year == self.last.year else f"{begin}..{self.last:%Y}"
        begin = self.first.isoformat()
        return begin if self.first == self.last else f"{begin}..{self.last.isoformat()}"

    @property
    def words(self) -> str:
        """In the reader's language."""
        if self.kind == PeriodKind.MONTH and self.first.month == self.last.month:
            return month_text(self.first)
        if self.kind == PeriodKind.AS_OF:
            return day_text(self.first)
        if self._is_years and self.first.year == self.last.year:
            return _("%(year)s, whole year") % {"year": self.first.year}
        if self._is_years:
            return _("%(first)s to %(last)s") % {"first": self.first.year, "last": self.last.year}
        whole = self.first.day == 1 and self.last == last_of_month(self.last)
        shown = month_text if whole else day_text
        return _("%(first)s to %(last)s") % {"first": shown(self.first), "last": shown(self.last)}

    @property
    def _is_years(self) -> bool:
        begins = (self.first.month, self.first.day) == (1, 1)
        return begins and (self.last.month, self.last.day) == (12, 31)

    @property
    def year_before(self) -> PeriodSpan:
        """The same period of the year before."""
        first, last = months_later(self.first, -12), months_later(self.last, -12)
        if self.last == last_of_month(self.last):
            last = last_of_month(last)
        return PeriodSpan(first, last, self.kind)

    @property
    def month_before(self) -> PeriodSpan:
        """The month before a month."""
        return month_span(months_later(self.first, -1))


def last_of_month(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_span(day: date) -> PeriodSpan:
    """The month of a day."""
    return PeriodSpan(day.replace(day=1), last_of_month(day), PeriodKind.MONTH.value)


def year_span(first: int, last: int | None = None) -> PeriodSpan:
    """A whole year, or years from one to another."""
    kind = PeriodKind.YEAR if last in (None, first) else PeriodKind.SPAN
    return PeriodSpan(date(first, 1, 1), date(last or first, DECEMBER, 31), kind.value)


def read_period(text: str) -> PeriodSpan:
    """A period from its text; refuses what is none (`period_unreadable`)."""
    found = _read(text.strip())
    if found is None:
        raise Refusal(
            "period_unreadable",
            gettext_lazy(
                "“%(text)s” is no period; write a month as 2026-03, a year as 2026, a day as "
                "2026-03-31."
            )
            % {"text": text[:40]},
        )
    return found


def read_month(text: str | date) -> date:
    """The first day of a month from 2026-03 or a day in it; refuses what is none."""
    if isinstance(text, date):
        return text.replace(day=1)
    span = _read(text.strip())
    if span is None or span.kind != PeriodKind.MONTH or span != month_span(span.first):
        raise Refusal(
            "month_unreadable",
            gettext_lazy("“%(text)s” is no month; write it as 2026-03.") % {"text": text[:40]},
        )
    return span.first


def _read(text: str) -> PeriodSpan | None:
    try:
        if match := _MONTHS.fullmatch(text):
            year, first, last = match.groups()
            begin = date(int(year), int(first), 1)
            end = last_of_month(date(int(year), int(last or first), 1))
            return PeriodSpan(begin, end, PeriodKind.MONTH.value) if begin <= end else None
        if match := _YEARS.fullmatch(text):
            begin_year, end_year = match.groups()
            if end_year and int(end_year) < int(begin_year):
                return None
            return year_span(int(begin_year), int(end_year) if end_year else None)
        if match := _DAYS.fullmatch(text):
            begin = date.fromisoformat(match[1])
            end = date.fromisoformat(match[2]) if match[2] else begin
            kind = PeriodKind.AS_OF if begin == end else PeriodKind.SPAN
            return PeriodSpan(begin, end, kind.value) if begin <= end else None
    except ValueError:
        return None
    return None
