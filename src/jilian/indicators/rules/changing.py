"""What counts as a change: a difference that rounding alone cannot have made."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Moved:
    """A figure before and after; ``by`` is after less before, None where one of them is unknown."""

    before: Decimal | None
    after: Decimal | None

    @property
    def by(self) -> Decimal | None:
        """The difference."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def beyond_rounding(moved: Moved, places: int) -> bool:
    """Whether two figures printed with so many decimals differ by more than their rounding.

    Each may be half a unit of its last decimal off, both together one unit.
    """
    if moved.by is None:
        return (moved.before is None) != (moved.after is None)
    return abs(moved.by) > Decimal(1).scaleb(-places) if places else moved.by != 0
