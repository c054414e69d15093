"""Waiting with quiet hours, in one time zone; days are never hours.

Moments carry their zone; times of day are those of `zone`. Quiet hours may run over midnight. The
zone must keep one offset within a night, as China's has since 1992.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from jilian_engine.clocks.errors import ClockError


@dataclass(frozen=True)
class Quiet:
    """Hours of each day in which a clock stands still: from `begins` up to `ends`."""

    begins: time
    ends: time

    def __post_init__(self) -> None:
        if self.begins == self.ends:
            raise ClockError("quiet_all_day")

    def holds(self, moment: datetime, zone: tzinfo) -> bool:
        """Say whether the moment lies in the quiet hours."""
        now = _local(moment, zone).time()
        if self.begins < self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends


def next_time(moment: datetime, at: time, zone: tzinfo) -> datetime:
    """Return the next moment at this time of day: the moment itself where it is that time."""
    local = _local(moment, zone)
    found = local.replace(
        hour=at.hour, minute=at.minute, second=at.second, microsecond=at.microsecond
    )
    return found if found >= local else found + timedelta(days=1)


def moment_after(
    start: datetime, wait: timedelta, zone: tzinfo, quiet: Quiet | None = None
) -> datetime:
    """Return when a clock begun at `start` has run for `wait`, standing still in quiet hours."""
    if wait < timedelta(0):
        raise ClockError("wait_negative")
    now = _local(start, zone)
    if quiet is None:
        return now + wait
    while True:
        if quiet.holds(now, zone):
            now = next_time(now, quiet.ends, zone)
        until = next_time(now, quiet.begins, zone)
        if now + wait < until:
            return now + wait
        wait -= until - now
        now = until


def time_run(start: datetime, end: datetime, zone: tzinfo, quiet: Quiet | None = None) -> timedelta:
    """Return how long a clock has run between two moments, quiet hours left out."""
    now, end = _local(start, zone), _local(end, zone)
    if end < now:
        raise ClockError("ends_before_start")
    if quiet is None:
        return end - now
    run = timedelta(0)
    while now < end:
        if quiet.holds(now, zone):
            now = next_time(now, quiet.ends, zone)
            continue
        until = min(end, next_time(now, quiet.begins, zone))
        run, now = run + (until - now), until
    return run


def _local(moment: datetime, zone: tzinfo) -> datetime:
    if moment.tzinfo is None:
        raise ClockError("moment_without_zone")
    return moment.astimezone(zone)
