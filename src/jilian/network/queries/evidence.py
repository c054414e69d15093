"""The parts of an inferred probability, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jilian.network.models import SupplyLink

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SAME_PRODUCT, SAME_CLASS = 1.0, 0.5


@dataclass(frozen=True)
class Reason:
    """One part of an inferred probability: what it is, its value, and what that says."""

    label: StrPromise
    value: float | None
    unit: StrPromise | str
    places: int
    words: StrPromise | str = ""


def reasons_in_words(link: SupplyLink) -> list[Reason]:
    """Return the parts of an inferred link; nothing for a link that was seen."""
    parts = link.reasons or {}
    if not link.is_inferred or not parts:
        return []
    product = parts.get("product")
    words = {SAME_PRODUCT: _("one makes what the other buys"), SAME_CLASS: _("in the same class")}
    return [
        Reason(
            _("input of the buyer's sector from the supplier's"), parts.get("io"), "", 4,
            _("yuan of input in one yuan of output, China 2020"),
        ),
        Reason(
            _("products"), product, "", 1,
            words.get(product or 0.0, _("no product in common is known")),
        ),
        Reason(_("distance"), parts.get("distance_km"), _("km"), 1),
        Reason(_("closeness"), parts.get("closeness"), "", 2, _("1 next door, a half at 10 km")),
        Reason(
            _("sizes"), parts.get("size"), "", 2,
            _("size of both, each against the middle firm, multiplied"),
        ),
    ]  # fmt: skip
