"""The words of supply links: evidence, bands of value."""

from __future__ import annotations

from collections.abc import Mapping
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


EVIDENCE_SAYS: Mapping[str, StrPromise] = {
    Evidence.ORDER: _("The source shows an order or an invoice between the two."),
    Evidence.DECLARED: _("One of the two stated it."),
    Evidence.PUBLISHED: _("A published document names both."),
    Evidence.INFERRED: _(
        "Nobody stated it. It was computed from industries, products, distance and sizes, and may "
        "be wrong."
    ),
}


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
