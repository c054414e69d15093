"""A value in words: rounded as official releases do, never past what its bound says."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.utils.translation import override

from jilian.indicators.rules.definitions import Definition
from jilian.ui.values import bounded_text, unknown_text

LANGUAGES = {"zh": "zh-hans", "en": "en"}
# Names of bounds where pages print figures.
PRINTED = {"at_least": "at_least", "more_than": "over", "at_most": "at_most", "below": "below",
           "about": "about"}  # fmt: skip
_ROUNDING = {"at_least": ROUND_FLOOR, "more_than": ROUND_FLOOR, "at_most": ROUND_CEILING,
             "below": ROUND_CEILING}  # fmt: skip


def shown_number(value: Decimal, places: int, bound: str = "exact") -> Decimal:
    """Rounded half up to the places at most; a lower bound downwards, an upper one upwards."""
    unit = Decimal(1).scaleb(-places)
    rounded = value.quantize(unit, rounding=_ROUNDING.get(bound, ROUND_HALF_UP))
    if rounded == rounded.to_integral_value():
        return rounded.quantize(Decimal(1))
    return rounded.normalize()


def value_words(definition: Definition, value: Decimal | None, bound: str) -> str:
    """The value with its bound and unit in the reader's language."""
    if value is None:
        return unknown_text()
    number = shown_number(value, definition.places, bound)
    return bounded_text(number, PRINTED.get(bound, ""), definition.unit_word)


def words_in(language: str, definition: Definition, value: Decimal | None, bound: str) -> str:
    """The same in one language: "zh" or "en"."""
    with override(LANGUAGES[language]):
        return value_words(definition, value, bound)
