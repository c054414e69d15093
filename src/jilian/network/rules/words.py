"""The words of supply links: evidence, bands of value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Evidence(models.TextChoices):
    """How a supply link is known, strongest first; an inferred one is never shown as known."""

    ORDER = "order", _("order seen")
    DECLARED = "declared", _("declared by a party")
    PUBLISHED = "published", _("published")
    INFERRED = "inferred", _("inferred")


class ValueBand(models.TextChoices):
    """Yearly value of a link where only its size class is known (bounds in 10,000 yuan)."""

    TO_50 = "0-50", _("under 500,000 yuan")
    TO_200 = "50-200", _("500,000 to 2 million yuan")
    TO_1000 = "200-1000", _("2 to 10 million yuan")
    TO_5000 = "1000-5000", _("10 to 50 million yuan")
    OVER_5000 = "5000-", _("50 million yuan or more")


# The geometric middle stands for a band where a computation needs an amount, in yuan; the open
# ends take the middle of the neighbouring factor.
BAND_AMOUNT: dict[str, int] = {
    ValueBand.TO_50: 250_000,
    ValueBand.TO_200: 1_000_000,
    ValueBand.TO_1000: 4_500_000,
    ValueBand.TO_5000: 22_000_000,
    ValueBand.OVER_5000: 110_000_000,
}


# What the engine may refuse when links are inferred, in words.
INFERENCE_REFUSALS: dict[str, StrPromise] = {
    "too_many_links": _("So many links cannot be expected: the evidence does not hold them."),
    "bad_argument": _("A probability lies within 0 and 1, and some links must be expected."),
}
