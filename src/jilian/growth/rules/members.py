"""Members of organisations as a sum of counts: exact where every one is counted, else bounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jilian.organisations.rules.thresholds import Counts
from jilian_engine.rulebook import load

RULES = "organisations"


@dataclass(frozen=True)
class Members:
    """How many members at least and at most; `uncounted` organisations have no count by the day."""

    low: int
    high: int | None
    uncounted: int
    organisations: int

    @property
    def exact(self) -> int | None:
        """The number, where it is exactly known."""
        return self.low if self.low == self.high and not self.uncounted else None


def members_on(counts: Mapping[int, Iterable[Counts]], pks: Iterable[int], day: date) -> Members:
    """Add the latest count of each organisation up to the day; a band counts with both its ends."""
    bands = {band.id: band for band in load(RULES).bands}
    low, high, uncounted, organisations = 0, 0, 0, 0
    is_open = False
    for pk in pks:
        organisations += 1
        known = [one for one in counts.get(pk, ()) if one.counted_on and one.counted_on <= day]
        latest = max(known, key=lambda one: one.counted_on or day, default=None)
        if latest is None or (latest.formal is None and not latest.band):
            uncounted += 1
            continue
        band = bands.get(latest.band) if latest.formal is None else None
        least = latest.formal if latest.formal is not None else band.low if band else 0
        most = latest.formal if latest.formal is not None else band.high if band else None
        low += least + (latest.probationary or 0)
        if latest.probationary is None or most is None:
            is_open = True
        else:
            high += most + latest.probationary
    return Members(low, None if is_open or uncounted else high, uncounted, organisations)
