"""Values as words: numbers, days, spans, shares and bounds in the reader's language.

Every function answers None with the word "unknown", never with zero. They give plain text and so
serve pages, files and letters alike.
"""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Protocol

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, ngettext, pgettext, pgettext_lazy

Number = int | float | Decimal
Words = str | Promise

THIN_SPACE = "\N{THIN SPACE}"
MINUS = "\N{MINUS SIGN}"

# How a bound is written. Chinese puts 余 before the unit and 以上 after it.
BOUNDS: dict[str, Words] = {
    "nearly": pgettext_lazy("bound", "nearly {number}{unit}"),
    "above": pgettext_lazy("bound", "more than {number}{unit}"),
    "over": pgettext_lazy("bound", "over {number}{unit}"),
    "at_least": pgettext_lazy("bound", "at least {number}{unit}"),
    "at_most": pgettext_lazy("bound", "at most {number}{unit}"),
    "up_to": pgettext_lazy("bound", "up to {number}{unit}"),
    "below": pgettext_lazy("bound", "less than {number}{unit}"),
    "about": pgettext_lazy("bound", "about {number}{unit}"),
}
EXACT = "{number}{unit}"
COMPARATORS = {">": "over", ">=": "at_least", "<": "below", "<=": "at_most", "~": "about"}


class Dated(Protocol):
    """A relation with the days between which it held."""

    valid_from: date | None
    known_by: date | None
    not_before: date | None
    valid_to: date | None


def unknown_text() -> str:
    """The word for a missing value."""
    return _("unknown")


def is_missing(value: object) -> bool:
    """Whether a value is missing: None, an empty text, or not a number."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def in_chinese() -> bool:
    """Whether the reader's language is Chinese."""
    return (get_language() or "").startswith("zh")


def number_text(value: Number | str | None, places: int | None = None) -> str:
    """1526 as 1,526; with ``places`` decimals, rounded half up; text passes as it is."""
    if is_missing(value):
        return unknown_text()
    if value is None or isinstance(value, str):
        return str(value)
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    elif isinstance(value, float):
        exact = exact.normalize()
    text = f"{abs(exact):,f}"
    return MINUS + text if exact < 0 else text


def plain_number(value: object) -> str:
    """A number as machines read it, 1526 or 5.38; empty where the value is none."""
    text = str(value).replace(",", "").replace(MINUS, "-") if value is not None else ""
    try:
        return text if Decimal(text).is_finite() else ""
    except InvalidOperation:
        return ""


def unit_text(unit: Words | None) -> str:
    """A unit as it follows a number: after a thin space, or at once where it is Chinese or %."""
    text = str(unit or "")
    if not text or text[0] in "%‰°" or not text[0].isascii():
        return text
    return THIN_SPACE + text


def bound_pattern(bound: str) -> str:
    """How a bound is written around {number} and {unit}; takes its name or a sign such as >=."""
    return str(BOUNDS.get(COMPARATORS.get(bound, bound), EXACT))


def bounded_text(value: Number | str | None, bound: str = "", unit: Words = "") -> str:
    """A number with its unit and its bound as the language writes it: 近3000项."""
    if is_missing(value):
        return unknown_text()
    return bound_pattern(bound).format(number=number_text(value), unit=unit_text(unit))


def day_text(day: date | None) -> str:
    """A day in words: 8 March 2022."""
    return unknown_text() if day is None else format_date(day, pgettext("format of a day", "j F Y"))


def month_text(day: date | None) -> str:
    """The month of a day: March 2022."""
    return unknown_text() if day is None else format_date(day, pgettext("format of a month", "F Y"))


def short_day_text(day: date | None) -> str:
    """Day and month where the year is plain from what stands around it: 8 Mar."""
    if day is None:
        return unknown_text()
    return format_date(day, pgettext("format of a short day", "j M"))


def moment_text(moment: datetime | None) -> str:
    """Day and time of day in the current time zone."""
    if moment is None:
        return unknown_text()
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{day_text(local)} {local:%H:%M}"


def since_text(relation: Dated, what: Words = "") -> str:
    """From when to when a dated relation held, with what is not known said so."""
    begin, known_by = relation.valid_from, relation.known_by
    earliest, end = getattr(relation, "not_before", None), relation.valid_to
    what = what or _("start")
    last = None if end is None else day_text(end - timedelta(days=1))
    if begin is not None:
        if last is not None:
            return _("{first} to {last}").format(first=day_text(begin), last=last)
        return _("since {day}").format(day=day_text(begin))
    if known_by is None:
        words = _("{what} unknown").format(what=what)
    elif earliest is not None:
        words = _("{what} between {first} and {last}").format(
            what=what, first=day_text(earliest), last=day_text(known_by)
        )
    else:
        words = _("{what} unknown; known since {day}").format(what=what, day=day_text(known_by))
    return words if last is None else _("{start}; until {last}").format(start=words, last=last)


def share_parts(part: Any, whole: Any = None) -> tuple[Any, Any]:
    """Part and whole of two numbers, or of one object that carries both."""
    if whole is None and hasattr(part, "part") and hasattr(part, "whole"):
        return part.part, part.whole
    return part, whole


def percent_text(part: Any, whole: Any = None, places: int = 1) -> str:
    """The share alone, such as 5.3%; unknown where a part is missing or the whole is zero."""
    part, whole = share_parts(part, whole)
    if is_missing(part) or is_missing(whole) or not whole:
        return unknown_text()
    share = 100 * Decimal(str(part)) / Decimal(str(whole))
    return f"{number_text(share, places)}%"


def yuan_text(amount: Number | None) -> str:
    """Money in the units people read: 亿元 and 万元, or billions and millions of yuan."""
    if amount is None or is_missing(amount):
        return unknown_text()
    exact = Decimal(str(amount))
    scales = ((8, "亿元"), (4, "万元")) if in_chinese() else ((9, "billion"), (6, "million"))
    for power, word in scales:
        if abs(exact) >= 10**power:
            scaled = round(exact.scaleb(-power), 2).normalize()
            text = number_text(scaled)
            return f"{text}{word}" if in_chinese() else f"CNY {text} {word}"
    text = number_text(exact)
    return f"{text}元" if in_chinese() else f"CNY {text}"


def duration_text(length: timedelta | float | None) -> str:
    """A length of time in its two largest units; a bare number counts days."""
    if length is None or is_missing(length):
        return unknown_text()
    span = length if isinstance(length, timedelta) else timedelta(days=float(length))
    minutes = round(abs(span.total_seconds()) / 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [
        ngettext("{n} day", "{n} days", days).format(n=f"{days:,}") if days else "",
        ngettext("{n} hour", "{n} hours", hours).format(n=hours) if hours else "",
        ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
        if minutes and not days
        else "",
    ]
    said = [part for part in parts if part] or [ngettext("{n} day", "{n} days", 0).format(n=0)]
    return ("" if in_chinese() else " ").join(said)


def clock_text(seconds: int | None) -> str:
    """Seconds by the clock as 4 h 00 min; never turned into days."""
    if seconds is None:
        return unknown_text()
    hours, rest = divmod(abs(int(seconds)), 3600)
    minutes, left = divmod(rest, 60)
    words = pgettext("length by the clock", "{hours} h {minutes} min").format(
        hours=f"{hours:,}", minutes=f"{minutes:02}"
    )
    return words if not left else words + pgettext("length by the clock", " {n} s").format(n=left)
