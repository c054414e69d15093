"""A figure frozen: all that a report prints of it, as plain values.

What must be printed with a figure, and what must not be printed without: statistics.md section 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _, pgettext

from jilian.base.errors import Refusal
from jilian.reports.rules.asking import Asked, Part
from jilian.reports.rules.periods import period_words
from jilian.reports.rules.wording import plain, words_for
from jilian_engine.figures import Bound, round_half_up

GROWTH_PLACES = 1
LEAST_RANKED = 2


@dataclass(frozen=True)
class Known:
    """What the records say of an indicator for a unit and a period, in the report's language."""

    indicator: str
    name: str
    unit_key: str
    unit_name: str
    period: str
    value: Decimal | None = None
    bound: str = "exact"
    unit: str = ""
    places: int | None = None
    hidden: str = ""
    revision: int = 0
    version: int = 1
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    cover: Decimal | None = None
    is_share: bool = False
    whole: str = ""
    formula: str = ""
    boundary: str = ""
    price_basis: str = ""
    vintage: str = ""
    source: str = ""
    published_on: str = ""
    parts: str = ""
    growth_published: Decimal | None = None
    growth_kind: str = ""


@dataclass(frozen=True)
class Ranked:
    """A place among units: how many have it or a better one is known, how many were asked."""

    place: int | None
    tied: int
    known: int
    asked: int


@dataclass(frozen=True)
class Said:
    """What one figure says: its number, words, how it was derived and from what."""

    value: Decimal | None
    words: str
    wording: str = ""
    unit: str = ""
    bound: str = "exact"
    formula: str = ""
    inputs: tuple[Mapping[str, str], ...] = field(default_factory=tuple)


def unknown_words() -> str:
    """What stands where nothing is known."""
    return _("unknown")


def hidden_words() -> str:
    """What stands where a value must not be shown."""
    return pgettext("cell", "hidden")


def frozen_figure(
    number: int,
    asked: Asked,
    known: Known,
    *,
    language: str,
    base: Known | None = None,
    ranked: Ranked | None = None,
) -> dict[str, Any]:
    """All that is kept of a figure; refuses what must not be printed."""
    said = _said(asked, known, base, ranked, language)
    hidden = known.hidden or (base.hidden if base and said.value is None else "")
    return {
        "number": number, "asked": asked.token, "part": asked.part.value,
        "indicator": known.indicator, "name": known.name, "definition": known.version,
        "unit": known.unit_key, "unit_name": known.unit_name,
        "period": known.period, "period_words": period_words(known.period, language),
        "value": _text(said.value), "bound": said.bound if said.value is not None else "unknown",
        "words": said.words, "wording": said.wording, "measure": said.unit,
        "revision": known.revision or None,
        "numerator": _text(known.numerator), "denominator": _text(known.denominator),
        "whole": known.whole, "cover": _text(known.cover), "hidden": hidden,
        "boundary": known.boundary, "price_basis": known.price_basis,
        "vintage": known.vintage, "source": known.source, "published_on": known.published_on,
        "formula": said.formula, "inputs": [dict(one) for one in said.inputs],
        "parts": known.parts,
    }  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _said(
    asked: Asked, known: Known, base: Known | None, ranked: Ranked | None, language: str
) -> Said:
    if known.hidden:
        return Said(None, hidden_words())
    if known.value is None:
        return Said(None, unknown_words(), unit=known.unit)
    match asked.part:
        case Part.VALUE:
            return _value(asked, known, language)
        case Part.RANK:
            return _rank(ranked, language)
        case _:
            return _growth(asked, known, base)


def _value(asked: Asked, known: Known, language: str) -> Said:
    assert known.value is not None
    if known.is_share and known.denominator is None and not known.whole:
        raise Refusal("share_without_whole", _("A share is not printed without its denominator."))
    words, wording = words_for(
        known.value, known.bound, known.unit,
        language=language, qualifier=asked.qualifier, places=known.places,
    )  # fmt: skip
    inputs = []
    if known.numerator is not None and known.denominator is not None:
        inputs = [
            _input(_("numerator"), known.numerator), _input(_("denominator"), known.denominator)
        ]  # fmt: skip
    return Said(
        known.value, words, wording, known.unit, known.bound, known.formula, tuple(inputs)
    )  # fmt: skip


def _input(words: str, value: Decimal, period: str = "") -> dict[str, str]:
    return {"words": words, "value": plain(value), "period": period}


def _growth(asked: Asked, known: Known, base: Known | None) -> Said:
    if base is not None and base.hidden:
        return Said(None, hidden_words())
    if asked.part is Part.YEAR_ON_YEAR and known.growth_published is not None and base is not None:
        formula = _("as published, on the same period of the year before")
        if known.growth_kind:
            formula = f"{formula} ({known.growth_kind})"
        return _grown(known.growth_published, formula, ())
    if base is None or base.value is None or base.value <= 0:
        raise Refusal("growth_without_base", _("A growth is not printed without its base."))
    assert known.value is not None
    if (known.bound, base.bound) != (Bound.EXACT, Bound.EXACT):
        raise Refusal(
            "growth_of_a_bound", _("A growth needs two exact values, and one is a bound.")
        )
    percent = (known.value - base.value) * 100 / base.value
    inputs = (
        _input(known.name, known.value, known.period), _input(known.name, base.value, base.period)
    )  # fmt: skip
    return _grown(percent, _("(value - base) / base x 100"), inputs)


def _grown(percent: Decimal, formula: str, inputs: tuple[Mapping[str, str], ...]) -> Said:
    """Up, down or unchanged: the word is chosen from the value, as the number is printed."""
    rounded = round_half_up(percent, GROWTH_PLACES)
    if rounded == 0:
        words = pgettext("growth", "unchanged")
    elif rounded > 0:
        words = pgettext("growth", "up %(percent)s%%") % {"percent": rounded}
    else:
        words = pgettext("growth", "down %(percent)s%%") % {"percent": -rounded}
    return Said(rounded, words, "exact", "%", "exact", formula, inputs)


def _rank(ranked: Ranked | None, language: str) -> Said:
    if ranked is None or ranked.known < LEAST_RANKED:
        raise Refusal(
            "rank_without_number", _("A rank is not printed without the number of ranked units.")
        )
    if ranked.place is None:
        return Said(None, unknown_words())
    words = pgettext("rank", "%(place)s of %(known)s known")
    if ranked.known == ranked.asked:
        words = pgettext("rank", "%(place)s of %(known)s")
    if ranked.tied:
        words = pgettext("rank", "joint %(rank)s") % {"rank": words}
    said = words % {"place": ranked.place, "known": ranked.known}
    formula = _("rank by value, ties share the better place")
    inputs = (
        {"words": _("units known"), "value": str(ranked.known), "period": ""},
        {"words": _("units asked"), "value": str(ranked.asked), "period": ""},
    )
    return Said(Decimal(ranked.place), said, "exact", "", "exact", formula, inputs)
