"""Days of supply that a firm states of its own inputs, and what they may be used for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text

MOST_DAYS, LONGEST_INPUT = 1_000, 60
HOURS_A_DAY = 24


class StockUse(models.TextChoices):
    """What a firm gives its days of supply for."""

    OWN = "own", _("for the own firm's page alone")
    WHAT_IF = "what_if", _("also as hours in what-ifs of the offices that mind the chain")


def check_stock(product: str, days: Decimal, stated_on: date, today: date) -> str:
    """Return the words of the input; refuses what is no stock of a day that has come."""
    words = checked_text(product, longest=LONGEST_INPUT)
    if not 0 <= days <= MOST_DAYS:
        raise Refusal(
            "stock_days",
            _("Days of supply are 0 to %(most)d.") % {"most": MOST_DAYS},
        )
    if stated_on > today:
        raise Refusal("stock_ahead", _("A stock cannot be stated for a day ahead."))
    return words


def hours_of(days: Decimal) -> int:
    """Days of supply as whole hours, rounded down: nothing lasts longer than was said."""
    return int(days * HOURS_A_DAY)
