"""A case's time divided minute by minute: slow and obvious, for events at whole minutes.

Every minute is looked at by itself: which events have happened, is the office open, whose is it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from jilian_engine.clocks import SHANGHAI

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def is_open(office, now):
    """Say whether the office is open in the minute that begins now."""
    return office.calendar.is_working(now.date()) and any(
        begins <= now.time() < ends for begins, ends in office.hours
    )


class Plain:
    """The division of events that end with `decided` or `withdrawn`."""

    def __init__(self, events, office):
        self.events = [(one.at.astimezone(SHANGHAI), one) for one in events]
        self.office = office
        self.start = next(at for at, one in self.events if one.event == "accepted")
        self.end = next(at for at, one in self.events if one.event in ("decided", "withdrawn"))
        self.holders = Counter()
        self.working = 0
        self.stood = Counter()
        self.branches = {}
        now = self.start
        while now < self.end:
            self._minute(now)
            now += MINUTE

    def _minute(self, now):
        is_now = is_open(self.office, now)
        self.working += 60 * is_now
        ground, running, with_firm, assigned = self._state(now)
        if ground:
            holder = f"excluded:{ground}"
            self.stood[now.date()] += 60 * is_now
        elif not is_now:
            holder = "closed"
        elif len(running) > 1:
            holder = "joint"
        elif running:
            holder = next(iter(running.values())) or "unassigned"
        else:
            holder = "firm" if with_firm else assigned or "unassigned"
        self.holders[holder] += 60

    def _state(self, now):
        ground, running, returned, assigned = "", {}, set(), ""
        for at, one in self.events:
            if at > now:
                break
            if one.event == "paused":
                ground = one.ground
            elif one.event == "resumed":
                ground = ""
            elif one.event == "branch_started":
                running[one.branch] = one.holder
            elif one.event == "branch_ended":
                running.pop(one.branch)
                returned.discard(one.branch)
            elif one.event == "returned_to_firm":
                returned.add(one.branch)
            elif one.event == "firm_answered":
                returned.discard(one.branch)
            elif one.event == "assigned":
                assigned = one.holder
        left = {branch: holder for branch, holder in running.items() if branch not in returned}
        return ground, left, bool(returned), assigned

    def days(self) -> list[date]:
        """The days after that of acceptance up to that of the end."""
        found, day = [], self.start.date() + DAY
        while day <= self.end.date():
            found.append(day)
            day += DAY
        return found

    def statutory_days(self):
        """Working days but those in whose office hours the clock never ran."""
        count = 0
        for day in self.days():
            if self.office.calendar.is_working(day):
                whole = sum(
                    60 * (ends.hour * 60 + ends.minute - begins.hour * 60 - begins.minute)
                    for begins, ends in self.office.hours
                )
                count += self.stood[day] < whole
        return count

    def answer(self):
        """The figures as a division has them."""
        return {
            "elapsed_seconds": int((self.end - self.start).total_seconds()),
            "working_seconds": self.working,
            "calendar_days": len(self.days()),
            "working_days": sum(map(self.office.calendar.is_working, self.days())),
            "statutory_days": self.statutory_days(),
            "holders": dict(self.holders),
        }


def answer_of(division):
    """The same figures of a division."""
    return {
        "elapsed_seconds": division.elapsed_seconds,
        "working_seconds": division.working_seconds,
        "calendar_days": division.calendar_days,
        "working_days": division.working_days,
        "statutory_days": division.statutory_days,
        "holders": dict(division.holders),
    }


def plain_last_day(limit, start, office, stood):
    """The last day of a limit in days, each day and each of its minutes looked at."""

    def stands(day, minutes):
        return all(any(since <= one < until for since, until in stood) for one in minutes(day))

    def minutes_of(day):
        midnight = datetime.combine(day, time(), tzinfo=SHANGHAI)
        return [midnight + place * MINUTE for place in range(24 * 60)]

    def open_minutes(day):
        return [one for one in minutes_of(day) if is_open(office, one)]

    day, left = start.date(), limit.amount
    while left:
        day += DAY
        if limit.unit == "wd":
            left -= office.calendar.is_working(day) and not stands(day, open_minutes)
        else:
            left -= not stands(day, minutes_of)
    while not office.calendar.is_working(day) or stands(day, open_minutes):
        day += DAY
    return day
