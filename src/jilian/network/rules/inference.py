"""What an inference may be asked, and the parts of an inferred probability in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise, StrPromise

LEAST_PROBABILITY = 0.01
HALF_KM = 10.0  # where closeness is a half, within a district
MOST_EXPECTED = 5_000_000
MOST_KM = 5_000

# What the engine may refuse when links are inferred, in words.
INFERENCE_REFUSALS: Mapping[str, StrPromise] = {
    "too_many_links": _("So many links cannot be expected: the evidence does not hold them."),
    "too_few_links": _("As many links are known already as are expected: there is none to infer."),
}


def check_day(as_of: date, today: date) -> None:
    """Refuse a day whose network cannot be known yet."""
    if as_of > today:
        raise Refusal("day_ahead", _("The network of a day that has not come is not known."))


def check_inference(expected_links: int, least_probability: float, half_km: float) -> None:
    """Refuse what no inference can be made with."""
    if not 1 <= expected_links <= MOST_EXPECTED:
        raise Refusal(
            "expected_links_odd",
            _("Between 1 and %(most)s links can be expected.") % {"most": f"{MOST_EXPECTED:,}"},
        )
    if not LEAST_PROBABILITY <= least_probability <= 1:
        raise Refusal(
            "least_probability_odd",
            _("The least probability lies between %(least)s and 1.") % {"least": LEAST_PROBABILITY},
        )
    if not 0 < half_km <= MOST_KM:
        raise Refusal(
            "half_km_odd",
            _("The distance at which closeness is a half lies above 0 and up to %(most)s km.")
            % {"most": f"{MOST_KM:,}"},
        )


@dataclass(frozen=True)
class Part:
    """One part of an inferred probability: what it is, its value, what the value says."""

    label: StrOrPromise
    value: float | None
    unit: str
    places: int
    says: StrOrPromise


_LABELS: Mapping[str, StrPromise] = {
    "io": _("Input–output coefficient"),
    "product": _("Product"),
    "distance_km": _("Distance"),
    "closeness": _("Closeness"),
    "size": _("Sizes of both firms"),
}
_PLACES = {"io": 4, "product": 1, "distance_km": 1, "closeness": 2, "size": 2}
_SAYS: Mapping[str, StrPromise] = {
    "io": _(
        "So many yuan of the supplier's sector go into one yuan of what the buyer's sector makes, "
        "by the national input–output table of 2020."
    ),
    "distance_km": _(
        "Great-circle distance; the centre of its town or city stands for a site whose place is "
        "not known more closely."
    ),
    "closeness": _("1 in the same place, less with distance."),
    "size": _("Product of both sizes; 1 is two firms of the middle size, or sizes not known."),
}
_PRODUCT_SAYS: tuple[tuple[float, StrPromise], ...] = (
    (1.0, _("The supplier makes a product that the buyer buys.")),
    (0.5, _("The supplier makes a product of a class that the buyer buys.")),
    (0.0, _("No product is known that one makes and the other buys.")),
)


def parts_in_words(reasons: Mapping[str, float]) -> list[Part]:
    """Return the parts of a probability that are kept, in the order in which one reads them.

    Where the parts are kept and the distance is not, it is unknown: its value is None.
    """
    if not reasons:
        return []
    found = []
    for name, label in _LABELS.items():
        value = reasons.get(name)
        if name == "product":
            says = next((words for least, words in _PRODUCT_SAYS if (value or 0) >= least), "")
        elif name == "distance_km" and value is None:
            says = _("Where one of them is, is not known; the usual distance was taken.")
        else:
            says = _SAYS[name]
        found.append(Part(label, value, "km" if name == "distance_km" else "", _PLACES[name], says))
    return found
