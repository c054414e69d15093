"""What a caller states, checked without a database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from stdnum import casrn

from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.shortages.rules.amounts import exact
from jilian.shortages.rules.words import Cause, Hazard, Unit
from jilian_engine.amounts import hours_left
from jilian_engine.names import normal_form

LONGEST_WORD, LONGEST_WORDS, MOST_SYNONYMS = 120, 300, 10
LEAST_OF_A_NAME = 2  # signs of a name that may give a firm away


@dataclass(frozen=True)
class Said:
    """What a caller says of a shortage, as typed; amounts exact, what is not known is None."""

    material: str
    amount: Decimal
    unit: str
    needed_by: datetime
    hazard: str = Hazard.NONE
    unit_word: str = ""
    synonyms: tuple[str, ...] = ()
    cas: str = ""
    specification: str = ""
    density: Decimal | None = None
    stock_left: Decimal | None = None
    daily_use: Decimal | None = None
    said_to_stop_early: bool | None = None
    cause: str = Cause.UNKNOWN
    cause_words: str = ""
    effect: str = ""
    substitutes_allowed: bool = False
    substitutes: str = ""
    delegated: bool = False


def checked(said: Said, at: datetime, names: Collection[str] = ()) -> Said:
    """Return what was said with clean texts and exact amounts, or refuse it in words.

    ``names`` are those of the caller: they may not stand in what others read before release.
    """
    material = checked_text(said.material, longest=LONGEST_WORD)
    if not normal_form(material):
        raise Refusal("material_missing", _("Say which material is short."))
    if said.unit not in Unit.values or said.hazard not in Hazard.values:
        raise Refusal("choice_unknown", _("Choose unit and hazard class from the list."))
    if said.cause not in Cause.values:
        raise Refusal("choice_unknown", _("Choose the cause from the list."))
    word = checked_text(said.unit_word, longest=20)
    if said.unit == Unit.OWN and not word:
        raise Refusal("unit_missing", _("Say in which unit the amount is counted."))
    if said.needed_by <= at:
        raise Refusal("needed_in_the_past", _("The moment by which it is needed has passed."))
    clean = replace(
        said,
        material=material,
        amount=exact(said.amount),
        unit_word=word if said.unit == Unit.OWN else "",
        synonyms=_synonyms(said.synonyms),
        cas=checked_cas(said.cas),
        specification=checked_text(said.specification),
        density=None if said.density is None else exact(said.density),
        stock_left=None if said.stock_left is None else exact(said.stock_left, least_is_zero=True),
        daily_use=None if said.daily_use is None else exact(said.daily_use),
        cause_words=checked_text(said.cause_words, longest=LONGEST_WORDS),
        effect=checked_text(said.effect, longest=LONGEST_WORDS),
        substitutes=checked_text(said.substitutes, longest=LONGEST_WORDS),
    )
    check_no_name(
        (clean.material, *clean.synonyms, clean.specification, clean.substitutes, word), names
    )
    return clean


def checked_cas(text: str) -> str:
    """Return a CAS number as it is written, or refuse one whose check digit is wrong."""
    typed = text.strip()
    if typed and not casrn.is_valid(typed):
        raise Refusal("cas_wrong", _("This is not a CAS number: its check digit does not fit."))
    return str(casrn.compact(typed)) if typed else ""


def check_no_name(texts: Collection[str], names: Collection[str]) -> None:
    """Refuse texts that name the caller: they are shown before she releases her name."""
    whole = normal_form(" ".join(texts))
    for name in names:
        form = normal_form(name)
        if len(form) >= LEAST_OF_A_NAME and form in whole:
            raise Refusal(
                "text_names_the_caller",
                _("Leave your firm's name out of this: it is shown before you release the name."),
            )


def line_stop(
    stock_left: Decimal | None, daily_use: Decimal | None, stated_at: datetime
) -> datetime | None:
    """Return when the line stops, from stock and use as of a moment; unknown stays unknown."""
    hours = hours_left(stock_left, daily_use)
    if hours is None:
        return None
    seconds = min(int(hours * 3600), 10 * 366 * 24 * 3600)
    return stated_at + timedelta(seconds=seconds)


def stops_early(
    line_stops_at: datetime | None, said: bool | None, limit: datetime, zone: tzinfo
) -> bool:
    """Say whether the line stops before a morning's limit: from stock and use, else as said."""
    if line_stops_at is not None:
        return line_stops_at.astimezone(zone) < limit
    return bool(said)


def _synonyms(words: Collection[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for word in words:
        clean = checked_text(word, longest=LONGEST_WORD)
        if clean:
            kept.setdefault(normal_form(clean), clean)
    if len(kept) > MOST_SYNONYMS:
        raise Refusal("too_many_synonyms", _("Ten other words are enough."))
    return tuple(kept.values())
