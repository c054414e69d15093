"""When a message leaves the house: not at night, and again after a try that failed."""

from __future__ import annotations

from datetime import datetime, time, timedelta

NIGHT_BEGINS, NIGHT_ENDS = time(22), time(7)
# How long is waited after each try that failed; after the last one the message is given up.
WAITS = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=8),
)  # fmt: skip
LEASE = timedelta(minutes=5)  # a try that did not end by then is tried again


def leaves_at(now: datetime, wakes: bool) -> datetime:
    """Return when a message goes out that is made at a local moment: not at night."""
    if wakes or NIGHT_ENDS <= now.time() < NIGHT_BEGINS:
        return now
    morning = now.replace(hour=NIGHT_ENDS.hour, minute=0, second=0, microsecond=0)
    return morning if now.time() < NIGHT_ENDS else morning + timedelta(days=1)


def next_try(tried_at: datetime, tries: int) -> datetime | None:
    """Return when the next try is due after so many that failed; None: given up."""
    return tried_at + WAITS[tries - 1] if tries <= len(WAITS) else None
