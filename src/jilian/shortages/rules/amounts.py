"""Amounts as people type them, turned into what is kept: exact, in the call's own unit."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian_engine.amounts import PLACES, Amount, exact_decimal
from jilian_engine.errors import EngineError

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LARGEST = Decimal(10) ** 11  # twelve digits before the point and six behind are kept
_REFUSALS: dict[str, StrPromise] = {
    "density_missing": _("Mass and volume meet only with a density: state it in the call."),
    "units_do_not_meet": _("This unit cannot be counted in the unit of the call."),
    "amount_not_exact": _(
        "This amount would have to be rounded: give it in the unit of the call, with six decimals"
        " at most."
    ),
}


def exact(number: Decimal, *, least_is_zero: bool = False) -> Decimal:
    """Return an amount as it is kept; refuses what is not above zero, too large or too fine."""
    if not number.is_finite() or number < 0 or (number == 0 and not least_is_zero):
        raise Refusal("amount_not_positive", _("An amount is above zero."))
    if number > LARGEST:
        raise Refusal("amount_too_large", _("This amount is too large."))
    return _decimal(Amount.of(number, ""))


def in_unit(number: Decimal, unit: str, to: str, density: Decimal | None) -> Decimal:
    """Return an amount in the unit of a call, exactly; refuses what would have to be rounded."""
    if not unit or unit == to:
        return exact(number)
    exact(number)
    try:
        return exact(_decimal(Amount.of(number, unit).to(to, density)))
    except EngineError as error:
        raise Refusal(error.code, _REFUSALS[error.code]) from error


def printed(number: Decimal) -> str:
    """Return an amount for a sentence: without needless zeros, thousands separated."""
    return f"{number.normalize():,f}"


def _decimal(amount: Amount) -> Decimal:
    try:
        return exact_decimal(amount.number, PLACES)
    except EngineError as error:
        raise Refusal(error.code, _REFUSALS["amount_not_exact"]) from error
