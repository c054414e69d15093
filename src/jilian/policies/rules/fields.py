"""The fields that rules ask for: their words, units, and which values may be stated of a firm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext as _, gettext_lazy, pgettext_lazy

from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.policies.rules.values import Value
from jilian_engine.rulebook.qualifications import Field, load_rulebook

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

DECIMALS, LARGEST, LONGEST_WORD = 6, Decimal(10) ** 13, 60
FIRST_YEAR = 1950
YES, NO = ("是", "yes", "1", "true", "有"), ("否", "no", "0", "false", "无")

UNITS: Mapping[str, StrPromise] = {
    "10k_yuan": gettext_lazy("× 10,000 yuan"),
    "person": gettext_lazy("persons"),
    "count": gettext_lazy("items"),
    "points": gettext_lazy("points"),
    "day": gettext_lazy("days"),
    "year": pgettext_lazy("unit", "years"),
    "rank": gettext_lazy("rank"),
    "level": pgettext_lazy("unit", "level"),
    "usd": gettext_lazy("US dollars"),
}
WORDS: Mapping[str, StrPromise] = {
    "industrial_legal_person": gettext_lazy("industrial legal person"),
    "other": pgettext_lazy("kind of unit", "other"),
    "national": gettext_lazy("national"),
    "provincial": gettext_lazy("provincial"),
    "municipal": gettext_lazy("municipal"),
    "below_municipal": gettext_lazy("below municipal"),
    "none": pgettext_lazy("level of a body", "none"),
}
PROOFS: Mapping[str, StrPromise] = {
    "platform": gettext_lazy("the platform of the ministry; a paper from there is needed"),
    "expert": gettext_lazy("experts; the paper of their evaluation is needed"),
    "province": gettext_lazy("the province by its own rule; its paper is needed"),
}


def stated_fields() -> dict[str, Field]:
    """Return the fields that are stated, by name; all others are computed from them."""
    return {name: one for name, one in load_rulebook().fields.items() if one.formula is None}


def field_words(name: str) -> str:
    """The words of a field, in the language of the page."""
    found = load_rulebook().fields.get(name)
    if found is None:
        return name
    return found.en if get_language() == "en" else found.zh


def unit_of(name: str) -> str:
    """The unit in which a field is kept, or an empty text."""
    found = load_rulebook().fields.get(name)
    return found.unit if found else ""


def unit_words(unit: str) -> str:
    """A unit in words."""
    return "%" if unit == "share" else str(UNITS.get(unit, unit))


def is_yes_or_no(name: str) -> bool:
    """Whether a field is answered by yes or no."""
    found = load_rulebook().fields.get(name)
    return found is not None and found.kind == "truth"


def kept_words(name: str, words: str) -> str | date:
    """The value of a field that is no number, from the words in which it is kept."""
    found = load_rulebook().fields.get(name)
    if found is not None and found.kind == "day" and words:
        return date.fromisoformat(words)
    return words


def checked_field(name: str) -> Field:
    """Return a field that may be stated, or refuse the name."""
    found = stated_fields().get(name)
    if found is None:
        raise Refusal("field_unknown", _("No rule asks for “%(field)s”.") % {"field": name[:60]})
    return found


def read_value(field: Field, text: str) -> Value:
    """Read what was typed: shares in percent, yes and no in words, days as 2026-03-01."""
    typed = text.strip().replace(",", "").replace("，", "")
    if field.kind == "truth":
        if typed.lower() in YES:
            return True
        if typed.lower() in NO:
            return False
        raise _odd(field, text, _("yes or no"))
    if field.kind == "number":
        try:
            number = Decimal(typed.removesuffix("%").removesuffix("％"))
        except InvalidOperation as slip:
            raise _odd(field, text, _("a number")) from slip
        return number / 100 if field.unit == "share" else number
    if field.kind == "day":
        try:
            return date.fromisoformat(typed)
        except ValueError as slip:
            raise _odd(field, text, _("a day such as 2026-03-01")) from slip
    said = {str(WORDS[word]): word for word in field.words if word in WORDS}
    return said.get(text.strip(), text.strip())


def checked_value(field: Field, value: Value) -> Value:
    """Return the value if the field can have it, else refuse it in words."""
    if field.kind == "truth":
        if isinstance(value, bool):
            return value
        raise _odd(field, value, _("yes or no"))
    if field.kind == "number":
        if isinstance(value, bool) or not isinstance(value, Decimal) or not value.is_finite():
            raise _odd(field, value, _("a number"))
        return _checked_number(field, value)
    if field.kind == "day":
        if isinstance(value, date):
            return value
        raise _odd(field, value, _("a day such as 2026-03-01"))
    if not isinstance(value, str) or not value:
        raise _odd(field, value, _("words"))
    if field.words and value not in field.words:
        raise _odd(field, value, _("one of the words of the rules"))
    return checked_text(value, longest=LONGEST_WORD)


def _checked_number(field: Field, value: Decimal) -> Decimal:
    """More digits than are kept are refused: rounding 2.99996 % up would meet a limit of 3 %."""
    if value != value.quantize(Decimal(1).scaleb(-DECIMALS)) or abs(value) >= LARGEST:
        raise _odd(field, value, _("a number with at most six decimals"))
    if field.least is not None and value < field.least:
        raise _odd(field, value, _("not below %(least)s") % {"least": field.least})
    if field.most is not None and value > field.most:
        raise _odd(field, value, _("not above %(most)s") % {"most": field.most})
    if field.unit == "share" and field.least is not None and value > 1:
        raise _odd(field, value, _("a share of at most one hundred percent"))
    if field.whole and value != value.to_integral_value():
        raise _odd(field, value, _("a whole number"))
    return value


def check_year(field: Field, year: int | None, today: date) -> None:
    """Refuse a year where none belongs, or a year that has not ended."""
    if not field.yearly:
        if year is not None:
            raise Refusal("year_not_asked", _("This value has no year: it holds as of a day."))
        return
    if year is None:
        raise Refusal("year_missing", _("Say of which year the value is."))
    if not FIRST_YEAR <= year <= today.year:
        raise Refusal("year_odd", _("No such year: %(year)s.") % {"year": year})


def value_words(name: str, value: Value | None) -> str:
    """A value as a page writes it, with its unit."""
    field = load_rulebook().fields.get(name)
    if value is None or field is None:
        return "" if value is None else str(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(WORDS.get(value, value))
    return number_words(value, field.unit)


def number_words(value: Decimal, unit: str) -> str:
    """A number with its unit; a share in percent, exactly as it is kept."""
    shown = value * 100 if unit == "share" else value
    shown = shown.normalize()
    text = f"{shown:,f}"
    words = unit_words(unit)
    if unit == "share":
        return f"{text}%"
    return f"{text} {words}".strip()


def _odd(field: Field, value: object, wanted: str) -> Refusal:
    return Refusal(
        "value_odd",
        _("%(field)s: “%(value)s” does not fit; wanted: %(wanted)s.")
        % {"field": field_words(field.name), "value": str(value)[:40], "wanted": wanted},
    )
