"""Filters that print values; loaded together with the parts by ``jilian_ui``."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from jilian.ui import values

register = template.Library()


def or_unknown(text: str, missing: bool) -> str | SafeString:
    """The text, muted where it stands for a missing value."""
    return format_html('<span class="unknown">{}</span>', text) if missing else text


@register.filter
def known(value: Any) -> Any:
    """The value, or the muted word unknown."""
    return or_unknown(values.unknown_text(), True) if values.is_missing(value) else value


@register.filter
def number(value: Any, places: int | None = None) -> str:
    """1526 as 1,526; the argument is the number of decimals."""
    return or_unknown(values.number_text(value, places), values.is_missing(value))


@register.filter
def day(value: date | None) -> str:
    """A day in words."""
    return or_unknown(values.day_text(value), not value)


@register.filter
def month(value: date | None) -> str:
    """The month of a day in words."""
    return or_unknown(values.month_text(value), not value)


@register.filter
def moment(value: datetime | None) -> str:
    """Day and time in words."""
    return or_unknown(values.moment_text(value), not value)


@register.filter
def since(relation: values.Dated, what: str = "") -> str:
    """From when to when a dated relation held, in words."""
    return values.since_text(relation, what)


@register.filter
def percent(part: Any, whole: Any = None) -> str:
    """A share with its denominator: 5.3% (39/735)."""
    part, whole = values.share_parts(part, whole)
    share = values.percent_text(part, whole)
    if values.is_missing(part) or values.is_missing(whole) or not whole:
        return or_unknown(share, True)
    base = pgettext("parts of a share", " ({part}/{whole})").format(
        part=values.number_text(part), whole=values.number_text(whole)
    )
    return format_html('{}<span class="share-base">{}</span>', share, base)


@register.filter
def as_percent(share: Any, places: int = 1) -> str:
    """A share that was computed, and has no parts, as a percentage: 0.0491 as 4.9%."""
    return values.percent_text(share, 1, places)


@register.filter
def yuan(amount: Any) -> str:
    """An amount of money in the units people read."""
    return or_unknown(values.yuan_text(amount), values.is_missing(amount))


@register.filter
def bounded(value: Any, bound: str = "") -> str:
    """A number with its bound in words."""
    return or_unknown(values.bounded_text(value, bound), values.is_missing(value))


@register.filter
def duration(length: timedelta | float | None) -> str:
    """A length of time in words; a bare number counts days."""
    return or_unknown(values.duration_text(length), values.is_missing(length))


@register.filter
def clock(seconds: int | None) -> str:
    """Seconds by the clock in hours and minutes."""
    return or_unknown(values.clock_text(seconds), seconds is None)
