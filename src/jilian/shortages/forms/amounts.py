"""Amounts as people type them: 1250公斤, １，２５０ kg, 3万片. Nothing is rounded or guessed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jilian.shortages.rules.words import Unit

# Normal form of what is typed → unit, and by what the number is multiplied (exact).
_WORDS: dict[str, tuple[Unit, Decimal]] = {
    word: (unit, Decimal(by))
    for unit, by, words in (
        (Unit.KILOGRAM, "1", "kg kgs kilogram kilograms 公斤 千克"),
        (Unit.KILOGRAM, "0.5", "斤 市斤"),
        (Unit.GRAM, "1", "g gram grams 克"),
        (Unit.TONNE, "1", "t ton tons tonne tonnes 吨 公吨"),
        (Unit.LITRE, "1", "l litre litres liter liters 升 公升"),
        (Unit.MILLILITRE, "1", "ml 毫升"),
        (Unit.CUBIC_METRE, "1", "m3 cbm 立方米 立方 方"),
        (Unit.PIECE, "1", "pc pcs piece pieces 件 个 只 片 台 套"),
        (Unit.METRE, "1", "m metre metres meter meters 米"),
        (Unit.SQUARE_METRE, "1", "m2 sqm 平方米 平米 平方"),
    )
    for word in words.split()
}
_NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_TYPED = re.compile(r"([0-9.,]*)\s*(万|千)?\s*(.*)")
_TIMES = {"": Decimal(1), "千": Decimal(1000), "万": Decimal(10000)}
MOST_DIGITS, MOST_PLACES, LONGEST_WORD = 12, 6, 20


@dataclass(frozen=True)
class TypedAmount:
    """A number with its unit; ``unit`` is empty where only a number was typed."""

    number: Decimal
    unit: str = ""
    word: str = ""


def read_amount(text: str) -> TypedAmount:
    """Read an amount; raises ValidationError with what is wrong."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _TYPED.fullmatch(plain)
    digits, times, unit_text = found.groups() if found else ("", None, "")
    times = times or ""
    if times == "千" and unit_text.startswith("克"):
        times, unit_text = "", f"千{unit_text}"
    if not _NUMBER.fullmatch(digits):
        raise ValidationError(_("Write a number and its unit, such as 1,250 kg."))
    number = Decimal(digits.replace(",", "")) * _TIMES[times]
    unit, word = "", unit_text.strip()
    if word:
        known, by = _WORDS.get(word.lower(), (Unit.OWN, Decimal(1)))
        number, unit = number * by, str(known.value)
    return TypedAmount(_checked(number), unit, word if unit == Unit.OWN else "")


def _checked(number: Decimal) -> Decimal:
    plain = number.normalize()
    exponent = plain.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > MOST_PLACES:
        raise ValidationError(_("At most six digits after the point."))
    if plain.adjusted() >= MOST_DIGITS:
        raise ValidationError(_("This number is too large."))
    return number


class AmountField(forms.CharField):
    """An amount above zero with its unit; ``asks_unit`` where none is known from elsewhere."""

    def __init__(self, *, asks_unit: bool = False, zero: bool = False, **more: Any) -> None:
        self.asks_unit, self.zero = asks_unit, zero
        more.setdefault("max_length", 60)
        more.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})
        )
        super().__init__(**more)

    def clean(self, value: Any) -> Any:
        """Return the TypedAmount, or None where nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        typed = read_amount(text)
        if typed.number == 0 and not self.zero:
            raise ValidationError(_("An amount is above zero."))
        if self.asks_unit and not typed.unit:
            raise ValidationError(_("Say the unit too, such as 1,250 kg."))
        if len(typed.word) > LONGEST_WORD or any(sign.isdigit() for sign in typed.word):
            raise ValidationError(_("Write a number and its unit, such as 1,250 kg."))
        return typed
