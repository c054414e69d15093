"""Numbers as a reader writes them."""

from __future__ import annotations

from decimal import Decimal


def plain(value: Decimal | None) -> Decimal | None:
    """The same number without the zeros that a column of the database adds."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
