"""Addresses of lists narrowed to what a figure counts; the as-of day travels with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

LAST_WORLD = "home.world"  # where the session keeps the code of the world used last
# The questions that the list of firms understands.
PLACE, INDUSTRY, PRODUCT, WORDS = "place", "industry", "product", "q"


def narrowed(path: str, on: date | None, **asked: str | Sequence[str]) -> str:
    """Return the address of a list with questions and, where it is not today's, the as-of day."""
    if not path:
        return ""
    pairs: dict[str, str | Sequence[str]] = {name: value for name, value in asked.items() if value}
    if on is not None:
        pairs["on"] = on.isoformat()
    return f"{path}?{urlencode(pairs, doseq=True)}" if pairs else path
