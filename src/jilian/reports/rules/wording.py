"""The words of a figure, chosen from its value; words that would be false are refused."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from jilian.base.errors import Refusal
from jilian.reports.rules.asking import Qualifier
from jilian_engine.errors import EngineError
from jilian_engine.figures import (
    Bound,
    Figure,
    Wording,
    check_wording,
    in_chinese,
    in_english,
    round_half_up,
    word_figure,
    wording_for,
)

DIGITS_KEPT = 2
_ROUNDINGS = {
    Wording.MORE_THAN: ROUND_FLOOR,
    Wording.AT_LEAST: ROUND_FLOOR,
    Wording.BELOW: ROUND_CEILING,
    Wording.AT_MOST: ROUND_CEILING,
    Wording.ABOUT: ROUND_HALF_UP,
}


def plain(value: Decimal) -> str:
    """The number without zeros that say nothing: 250.1, 1526, 2000."""
    kept = value.normalize()
    return format(kept if kept else Decimal(0), "f")


def published(value: Decimal, places: int | None) -> Decimal:
    """The number as it is printed: rounded half up to its places, where it has more."""
    kept = Decimal(plain(value))
    if places is None or -int(kept.as_tuple().exponent) <= places:
        return kept
    return round_half_up(kept, places)


def _bound_published(value: Decimal, bound: Bound, places: int | None) -> Decimal:
    """A bound as it is printed: rounded to its places to the side on which it stays true."""
    if places is None:
        return value
    rounding = _ROUNDINGS[Wording(bound)]
    return Decimal(plain(value.quantize(Decimal(1).scaleb(-places), rounding)))


def words_for(
    value: Decimal,
    bound: str,
    unit: str,
    *,
    language: str,
    qualifier: Qualifier | None = None,
    places: int | None = None,
) -> tuple[str, str]:
    """The words and the wording that they are; refuses a qualifier that would be false."""
    kept = Decimal(plain(value))
    try:
        if bound != Bound.EXACT:
            return _of_bound(kept, bound, unit, qualifier, language, places)
        wording, number = _chosen(kept, qualifier, places)
        if wording is not Wording.EXACT:
            check_wording(kept, wording, number)
    except EngineError as error:
        raise _false(kept, qualifier, language) from error
    say = in_chinese if language == "zh" else in_english
    return say(wording, number, unit), wording.value


def _of_bound(
    value: Decimal,
    bound: str,
    unit: str,
    qualifier: Qualifier | None,
    language: str,
    places: int | None,
) -> tuple[str, str]:
    asked = qualifier.wording if qualifier else None
    number = qualifier.number if qualifier else None
    figure = Figure(_bound_published(value, Bound(bound), places), "", None, Bound(bound))
    words = word_figure(figure, unit, language=language, wording=asked, number=number)
    return words, (asked or Wording(bound)).value


def _chosen(
    value: Decimal, qualifier: Qualifier | None, places: int | None
) -> tuple[Wording, Decimal]:
    if qualifier is None or qualifier.wording is Wording.EXACT:
        return Wording.EXACT, published(value, places)
    if qualifier.wording is None:
        wording, number = wording_for(value)
        return (wording, number) if wording is not Wording.EXACT else (wording, value)
    if qualifier.number is not None:
        return qualifier.wording, qualifier.number
    return qualifier.wording, _number_for(value, qualifier.wording)


def _number_for(value: Decimal, wording: Wording) -> Decimal:
    """The round number to go with a wording: one digit for 近 and 余, else two."""
    if wording is Wording.EXACT:
        return value
    if wording in (Wording.NEARLY, Wording.ODD):
        place = Decimal(1).scaleb(value.adjusted()) if value else Decimal(1)
        below = value // place * place
        return below + place if wording is Wording.NEARLY else below
    place = Decimal(1).scaleb(value.adjusted() - DIGITS_KEPT + 1) if value else Decimal(1)
    counted = (value / place).to_integral_value(_ROUNDINGS[wording])
    return Decimal(plain(counted * place))


def _false(value: Decimal, qualifier: Qualifier | None, language: str) -> Refusal:
    number = None
    if qualifier is not None and qualifier.wording is not None:
        number = qualifier.number or _number_for(value, qualifier.wording)
    if number is None or qualifier is None or qualifier.wording is None:
        return Refusal(
            "wording_false",
            _("The value %(value)s cannot be worded so.") % {"value": plain(value)},
        )
    say = in_chinese if language == "zh" else in_english
    try:
        said = say(qualifier.wording, number)
    except EngineError:
        said = plain(number)
    return Refusal(
        "wording_false",
        _("The value %(value)s is not “%(said)s”: these words would be false.")
        % {"value": plain(value), "said": said},
    )
