"""Movement by ISO week: how many targets came into each state, from the dated changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from jilian.coverage.rules.rates import STATES

WEEKS_SHOWN = 26


@dataclass(frozen=True)
class Week:
    """One ISO week: its Monday and how many came into each state."""

    monday: date
    came: tuple[int, ...]  # in the order of the states

    @property
    def name(self) -> str:
        """The week as ISO 8601 writes it: 2026-W09."""
        year, week, _day = self.monday.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def whole(self) -> int:
        """All movements of the week."""
        return sum(self.came)

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)

    def plain(self) -> dict[str, object]:
        """The week for JSON."""
        return {"week": self.name, "from": self.monday.isoformat(),
                "came_into": dict(zip(STATES, self.came, strict=True))}  # fmt: skip


def monday_of(day: date) -> date:
    """The first day of the ISO week."""
    return day - timedelta(days=day.weekday())


def by_week(changes: Iterable[tuple[date, str, int]], first: date, last: date) -> list[Week]:
    """Every week from one day to another, also those in which nothing moved."""
    found: dict[date, Counter[str]] = defaultdict(Counter)
    for day, state, count in changes:
        found[monday_of(day)][state] += count
    weeks, monday = [], min([monday_of(first), *found])
    while monday <= max([monday_of(last), *found]):
        came = found.get(monday, Counter())
        weeks.append(Week(monday, tuple(came[state] for state in STATES)))
        monday += timedelta(days=7)
    return weeks
