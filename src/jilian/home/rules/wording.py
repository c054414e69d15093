"""Published figures in words: 近3000项 and 20余家 only where the source itself says 近 or 余."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from jilian.home.rules.measures import unit_words
from jilian.ui.values import in_chinese as reads_chinese, number_text
from jilian_engine.errors import EngineError
from jilian_engine.figures import Bound, Figure, Wording, in_chinese, word_figure

BOUNDS = {
    "": Bound.EXACT,
    "=": Bound.EXACT,
    ">": Bound.MORE_THAN,
    ">=": Bound.AT_LEAST,
    "<": Bound.BELOW,
    "~": Bound.ABOUT,
}
# A bound may be repeated in the closer words of the source, if the source has them.
CLOSER = {Bound.MORE_THAN: Wording.ODD, Bound.BELOW: Wording.NEARLY}
_NUMBER = re.compile(r"([\d.,]+)")


@dataclass(frozen=True)
class Piece:
    """A part of a figure in words: the number itself, or what stands around it."""

    text: str
    is_number: bool


def fact_text(value: Decimal | None, comparator: str, unit: str, quote: str = "") -> str:
    """Say a published figure with its bound in the reader's language.

    A missing value says so; it is never zero. A share is said in per cent, a rank as a place.
    """
    if value is None:
        return _("no number stated")
    number = value.normalize()
    if unit == "rank":
        return _("place %(number)s") % {"number": f"{number:f}"}
    if unit == "share":
        number, unit = (number * 100).normalize(), "percent"
    bound = BOUNDS[comparator]
    language = "zh" if reads_chinese() else "en"
    return word_figure(
        Figure(number, unit, bound=bound),
        unit_words(unit, number),
        language=language,
        wording=_closer(bound, number, quote),
    )


def _closer(bound: Bound, number: Decimal, quote: str) -> Wording | None:
    """Return 近 or 余 where the quotation says it of this number."""
    wording = CLOSER.get(bound)
    if wording is None:
        return None
    try:
        return wording if in_chinese(wording, number) in quote else None
    except EngineError:  # a number that ends in no zero has no 余
        return None


def pieces_of(text: str) -> list[Piece]:
    """Cut a figure in words into its number and what stands around it; without digits, one."""
    parts = [part for part in _NUMBER.split(text) if part]
    if len(parts) == 1:
        return [Piece(text, is_number=True)]
    return [Piece(part, is_number=bool(_NUMBER.fullmatch(part))) for part in parts]


def size_text(size: int | None) -> str:
    """Say a number of bytes in the unit people read; unknown where it is not known."""
    if size is None:
        return _("unknown")
    for unit, least in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= least:
            return f"{number_text(size / least, 1)} {unit}"
    return f"{size} B"
