"""Filters that only the templates of drawings need; loaded by ``jilian_ui``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _, pgettext

from jilian.ui import values
from jilian.ui.drawings import LineEvent

register = template.Library()


@register.filter
def plus(a: float, b: float) -> float:
    """The sum, rounded so that a drawing's coordinates stay short."""
    return round(a + b, 2)


@register.filter
def minus(a: float, b: float) -> float:
    """The difference, rounded likewise."""
    return round(a - b, 2)


@register.filter
def tick(moment: datetime, grain: str) -> str:
    """A tick's words: the year, the month (the year in January), the day, or the hour."""
    if grain == "year" or (grain == "month" and moment.month == 1):
        return str(moment.year)
    if grain == "month":
        return format_date(moment, pgettext("format of a short month", "M"))
    return values.short_day_text(moment) if grain == "day" else f"{moment:%H:%M}"


@register.filter
def event_day(event: LineEvent) -> str:
    """When an event happened, as exactly as it is known."""
    if event.day is None:
        if event.not_before is not None:
            return _("between {first} and {last}").format(
                first=values.day_text(event.not_before), last=values.day_text(event.known_by)
            )
        return _("known since {day}").format(day=values.day_text(event.known_by))
    first = words_of(event.day)
    if event.until is None:
        return first
    last = event.until if isinstance(event.until, datetime) else event.until - timedelta(days=1)
    return _("{first} to {last}").format(first=first, last=words_of(last))


def words_of(day: date) -> str:
    """A moment with its time, a day without."""
    return values.moment_text(day) if isinstance(day, datetime) else values.day_text(day)


@register.filter
def spaced(words: Any) -> str:
    """Words as they follow a number: after a space in Latin script, at once in Chinese."""
    text = str(words or "")
    return f" {text}" if text[:1].isascii() and text else text


@register.filter
def percent_of(part: Any, whole: Any) -> str:
    """The share alone; its denominator stands beside it in the template."""
    return values.percent_text(part, whole)


@register.filter
def probability(value: float) -> str:
    """A probability in whole per cent."""
    return values.percent_text(value, 1, 0)


@register.filter
def beside(cells: Sequence[Any], columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each cell of a row with its column."""
    return list(zip(columns, cells, strict=True))
