"""What a table would change, counted before and after it is applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

# What may state something with authority: a document or a table of a registry (in a made-up
# world a made-up one); never a person's act or a computation.
MAY_BE_AUTHORITATIVE = frozenset({"published", "upload", "made"})


@dataclass(frozen=True)
class Difference:
    """How the rows of a table compare with the records: every row is exactly one of these."""

    new: int = 0
    changed: int = 0
    same: int = 0
    conflicting: int = 0
    examples: Mapping[str, tuple[Mapping[str, object], ...]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """The four counts by name."""
        return {
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "conflicting": self.conflicting,
        }

    @property
    def rows(self) -> int:
        """All rows compared."""
        return self.new + self.changed + self.same + self.conflicting


@dataclass(frozen=True)
class FactRow:
    """A figure as a source states it; None where the source gives no value."""

    key: str
    source_key: str
    quote: str
    subject: str
    measure: str
    value: Decimal | None
    comparator: str
    unit: str
    period: str
    unclear: str
    confidence: str
    growth_pct: Decimal | None = None
    growth_kind: str = ""
    vintage: str = ""
