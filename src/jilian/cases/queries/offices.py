"""The offices of a world: calendars with loaded years, closures and hours of halls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from django.db.models import QuerySet

from jilian.cases.models import (
    CalendarYear,
    Case,
    Department,
    Hall,
    LocalClosure,
    Matter,
    TemplateVersion,
)
from jilian.places.models import World
from jilian_engine.clocks import USUAL_HOURS, Calendar, Hours, Office, china_calendar
from jilian_engine.rulebook.process_files import from_plain
from jilian_engine.rulebook.processes import ProcessTemplate

Year = tuple[int, tuple[str, ...], tuple[str, ...], str]


def read_hours(written: Sequence[Sequence[str]]) -> Hours:
    """Return office hours as a hall keeps them: pairs of "HH:MM"."""
    return tuple((time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in written)


@lru_cache(maxsize=64)
def _calendar(years: tuple[Year, ...], closures: frozenset[date]) -> Calendar:
    calendar = china_calendar()
    for year, off, work, document in years:
        calendar = calendar.with_year(
            year, map(date.fromisoformat, off), map(date.fromisoformat, work), document
        )
    return calendar.with_closures(closures) if closures else calendar


@lru_cache(maxsize=256)
def _office(years: tuple[Year, ...], closures: frozenset[date], hours: Hours) -> Office:
    return Office(_calendar(years, closures), hours)


def loaded_years() -> tuple[Year, ...]:
    """Return the years that administrators loaded, as plain values; one query."""
    return tuple(
        (row.year, tuple(row.exceptions["off"]), tuple(row.exceptions["work"]), row.document)
        for row in CalendarYear.objects.all()
    )


def calendar_now() -> Calendar:
    """Return the working days that are known, without any local closure; one query."""
    return _calendar(loaded_years(), frozenset())


@dataclass(frozen=True)
class Offices:
    """The halls of a world, read once; three queries for however many cases."""

    years: tuple[Year, ...]
    hours: Mapping[int, Hours]
    of_all: frozenset[date]
    of_halls: Mapping[int, frozenset[date]]

    @classmethod
    def of(cls, world: World) -> Offices:
        """Read the calendar, the halls' hours and the local closures of a world."""
        of_all: set[date] = set()
        of_halls: defaultdict[int, set[date]] = defaultdict(set)
        rows = LocalClosure.objects.filter(world=world).values_list("hall_id", "day")
        for hall, day in rows:
            (of_all if hall is None else of_halls[hall]).add(day)
        halls = Hall.objects.filter(world=world).values_list("pk", "hours")
        return cls(
            loaded_years(),
            {pk: read_hours(hours) for pk, hours in halls},
            frozenset(of_all),
            {hall: frozenset(days) for hall, days in of_halls.items()},
        )

    def at(self, hall_id: int | None) -> Office:
        """Return the office of a hall; without one the usual hours, closures of all halls."""
        closures = self.of_all | self.of_halls.get(hall_id or 0, frozenset())
        return _office(self.years, closures, self.hours.get(hall_id or 0, USUAL_HOURS))

    def for_matter(self, matter: Matter, case: Case | None = None) -> Office:
        """Return the office of a matter: its own hall, or that of its case."""
        kept = case or matter.case
        return self.at(matter.hall_id or kept.hall_id)


def template_of(version: TemplateVersion) -> ProcessTemplate:
    """Return a version as the engine reads it; each object reads its content once."""
    kept = version.__dict__.get("_template")
    if kept is None:
        kept = version.__dict__["_template"] = from_plain(version.content)
    found: ProcessTemplate = kept
    return found


def current_templates(world: World, day: date) -> list[TemplateVersion]:
    """Return the version of each template that a case opened on this day runs by; one query.

    A world's own version stands before the one that came with the product, then the later day.
    """
    rows = TemplateVersion.objects.of_world(world).filter(valid_from__lte=day)
    best: dict[str, TemplateVersion] = {}
    for row in rows:
        kept = best.get(row.key)
        if kept is None or _rank(row) > _rank(kept):
            best[row.key] = row
    return [best[key] for key in sorted(best)]


def _rank(row: TemplateVersion) -> tuple[bool, date, int]:
    return row.world_id is not None, row.valid_from, row.version


def departments_of(world: World) -> QuerySet[Department]:
    """Return the departments of a world, by key."""
    return Department.objects.filter(world=world)
