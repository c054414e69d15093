"""Calls in words: exact amounts with their unit, the list of calls as the lines of a file."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.shortages.queries import CallView
from jilian.shortages.rules.words import Level, Unit

THIN = "\N{NARROW NO-BREAK SPACE}"
# Decimals that are always written: grams of a kilogram, millilitres of a litre.
PLACES = {Unit.KILOGRAM: 3, Unit.TONNE: 3, Unit.LITRE: 3, Unit.CUBIC_METRE: 3}


def unit_text(unit: str, word: str | None = "") -> str:
    """The unit in words, or the caller's own word for it."""
    return (word or "") if unit == Unit.OWN else str(Unit(unit).label)


def number_text(number: Decimal, unit: str) -> str:
    """An amount without its unit, exact: never fewer decimals than it has."""
    plain = number.normalize()
    exponent = plain.as_tuple().exponent
    places = max(PLACES.get(Unit(unit), 0), -exponent if isinstance(exponent, int) else 0)
    return f"{number:,.{places}f}"


def amount_text(number: Decimal | None, unit: str | None, word: str | None = "") -> str:
    """An amount with its unit; what is not known, or not shown, says so."""
    if number is None or unit is None:
        return _("unknown")
    return f"{number_text(number, unit)}{THIN}{unit_text(unit, word)}"


def band_text(view: CallView) -> str:
    """The range in which the amount lies."""
    if view.band is None or view.unit is None:
        return ""
    low, high = (f"{one.normalize():,f}" for one in view.band)
    words = {"low": low, "high": high, "unit": unit_text(view.unit, view.unit_word)}
    return _("%(low)s to below %(high)s %(unit)s") % words


def call_lines(views: Iterable[CallView]) -> list[tuple[object, ...]]:
    """The head, and one line a call, with what the reader may see and nothing else."""
    head = (
        _("Material"), _("State"), _("How far"), _("Level of disclosure"), _("Needed by"),
        _("Called at"), _("First answer"), _("Acceptance"), _("Dispatch"), _("Receipt"),
        _("Size"), _("Town"), _("Caller"),
    )  # fmt: skip
    return [head, *(_line(view) for view in views)]


def _line(view: CallView) -> tuple[object, ...]:
    times = view.times.five if view.times else (view.called_at, None, None, None, None)
    amount = amount_text(view.amount, view.unit, view.unit_word) if view.amount else ""
    return (
        view.material, state_text(view), str(view.stage.label) if view.stage else "",
        str(Level(view.level).label), _moment(view.needed_by), *map(_moment, times),
        amount or band_text(view), str(view.town or ""), str(view.firm or ""),
    )  # fmt: skip


def state_text(view: CallView) -> str:
    """Whether it is open; how it ended, where the reader may see that."""
    if view.state is not None:
        from jilian.shortages.rules.words import CallState

        return str(CallState(view.state).label)
    return _("open") if view.is_open else _("over")


def _moment(moment: object) -> str:
    from datetime import datetime

    if not isinstance(moment, datetime):
        return ""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
