"""The counts of an organisation as a reader may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jilian.organisations.models import MemberCount
from jilian.organisations.rules import CountBand
from jilian.organisations.rules.thresholds import Counts
from jilian.organisations.rules.withholding import Shown, steady
from jilian_engine.figures.bands import LEAST_SHOWN

SMALL_BANDS = frozenset({CountBand.M0, CountBand.M1, CountBand.M3})


@dataclass(frozen=True)
class CountLine:
    """The counts of one day as this reader may see them."""

    record: MemberCount
    members: Shown
    formal: Shown
    probationary: Shown
    newly_developed: Shown
    band: str = ""


def counts_of(record: MemberCount) -> Counts:
    """The record as plain values."""
    return Counts(
        record.counted_on,
        record.formal,
        record.probationary,
        record.newly_developed,
        record.band,
    )


def count_lines(
    counts: Sequence[MemberCount], sees_counts: bool, day: date
) -> tuple[CountLine, ...]:
    """The counts up to the day, the latest first.

    Outside the unit and its superior only the members together are shown, never their parts, and
    not beside a count of another day from which they differ by fewer than five.
    """
    totals = [
        one.formal if counts_of(one).members is None else counts_of(one).members for one in counts
    ]
    kept = steady([total if total is None or total >= LEAST_SHOWN else None for total in totals])
    lines = []
    for record, total, is_steady in zip(counts, totals, kept, strict=True):
        if record.counted_on > day:
            continue
        if sees_counts:
            lines.append(_open_line(record))
            continue
        is_small = total is not None and total < LEAST_SHOWN
        members = Shown(withheld=True) if is_small or not is_steady else Shown(total)
        withheld = Shown(withheld=True)
        lines.append(
            CountLine(
                record, members, withheld, withheld, withheld,
                "" if record.band in SMALL_BANDS else str(record.get_band_display()),
            )
        )  # fmt: skip
    return tuple(reversed(lines))


def _open_line(record: MemberCount) -> CountLine:
    return CountLine(
        record,
        Shown(counts_of(record).members),
        Shown(record.formal),
        Shown(record.probationary),
        Shown(record.newly_developed),
        str(record.get_band_display()) if record.band else "",
    )
