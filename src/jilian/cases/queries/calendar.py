"""Which years are known from which source, and what an administrator keeps of halls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from jilian.cases.models import CalendarYear, Case, Hall, LocalClosure, Matter
from jilian.cases.queries.offices import calendar_now
from jilian.places.models import World

SATURDAY = 5
SHOWN_BACK = 3  # years before this one that are listed; the earlier ones are said in a sentence


@dataclass(frozen=True)
class KnownYear:
    """A year whose working days are known: from which source, and what is not as usual in it."""

    year: int
    source: str
    off: tuple[date, ...]
    work: tuple[date, ...]
    loaded: CalendarYear | None

    @property
    def working_days(self) -> int:
        """How many working days it has."""
        first = date(self.year, 1, 1)
        last = date(self.year, 12, 31)
        days = (last - first).days + 1
        usual = sum((first + timedelta(days=n)).weekday() < SATURDAY for n in range(days))
        return usual - len(self.off) + len(self.work)


@dataclass(frozen=True)
class KnownYears:
    """All of them: the latest first, the early ones only named."""

    shown: tuple[KnownYear, ...]
    first: int
    last: int
    next_unknown: int
    running: int

    @property
    def is_near(self) -> bool:
        """Whether the first unknown year is near and cases run: its notice is wanted."""
        return self.running > 0


def known_years(today: date) -> KnownYears:
    """Return the known years around a day; a fixed number of queries."""
    calendar = calendar_now()
    loaded = {one.year: one for one in CalendarYear.objects.all()}
    sources = dict(calendar.sources)
    years = [
        KnownYear(
            year, sources.get(year, ""),
            tuple(sorted(day for day in calendar.off if day.year == year)),
            tuple(sorted(day for day in calendar.work if day.year == year)),
            loaded.get(year),
        )
        for year in sorted(calendar.years, reverse=True)
        if year >= today.year - SHOWN_BACK
    ]  # fmt: skip
    unknown = calendar.next_unknown(today.year)
    waiting = Matter.objects.filter(
        accepted_at__isnull=False, ended_at__isnull=True, case__closed_at__isnull=True
    )
    without_due = waiting.filter(
        Q(promised_due_at__isnull=True) & ~Q(promised_key="")
        | Q(statutory_due_at__isnull=True) & ~Q(statutory_key="")
    )
    return KnownYears(
        tuple(years), min(calendar.years), max(calendar.years), unknown, without_due.count()
    )


def year_known(year: int) -> KnownYear | None:
    """One year as it is known; None for one that is not."""
    calendar = calendar_now()
    if year not in calendar.years:
        return None
    return KnownYear(
        year, dict(calendar.sources).get(year, ""),
        tuple(sorted(day for day in calendar.off if day.year == year)),
        tuple(sorted(day for day in calendar.work if day.year == year)),
        CalendarYear.objects.filter(year=year).first(),
    )  # fmt: skip


def matters_in(year: int) -> int:
    """How many matters ran in a year, and are computed anew where it changes."""
    first = datetime(year, 1, 1).astimezone()
    last = datetime(year + 1, 1, 1).astimezone()
    ran = Q(ended_at__isnull=True) | Q(ended_at__gte=first)
    return Matter.objects.filter(ran, accepted_at__lt=last).count()


def worlds_with_halls() -> QuerySet[World]:
    """Every world with its halls and their closures; three queries."""
    closures = LocalClosure.objects.select_related("hall").order_by("-day", "pk")
    halls = Hall.objects.select_related("department").annotate(
        cases_open=Count("cases", filter=Q(cases__closed_at__isnull=True))
    )
    return World.objects.prefetch_related(
        Prefetch("halls", queryset=halls, to_attr="halls_kept"),
        Prefetch("local_closures", queryset=closures, to_attr="closures_kept"),
    ).order_by("code")


def open_cases_of(hall: Hall) -> int:
    """How many open cases run by the hours of a hall."""
    return Case.objects.open().filter(Q(hall=hall) | Q(matters__hall=hall)).distinct().count()
