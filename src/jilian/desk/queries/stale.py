"""Firms by what is missing of them, and firms that no source has confirmed for long."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from jilian.accounts.models import Person
from jilian.desk.rules import STALE_DAYS, QualityMeasure
from jilian.firms.models import (
    Firm,
    FirmIdentity,
    FirmIndustry,
    FirmName,
    FirmProduct,
    Site,
    YearlyFact,
)
from jilian.firms.rules import Scheme
from jilian.places.models import World
from jilian.sources.models import Source

SAYING = (FirmName, Site, FirmIndustry, YearlyFact, FirmProduct, FirmIdentity)
M = QualityMeasure


def firms_of(world: World) -> QuerySet[Firm]:
    """Return the firms of a world, merged records left out."""
    return Firm.objects.filter(world=world, merged_into__isnull=True)


def fresh_sources(day: date, days: int = STALE_DAYS) -> QuerySet[Source]:
    """Return the sources issued, or else recorded, within so many days before the day."""
    since = day - timedelta(days=days)
    return Source.objects.filter(
        Q(issued_on__gte=since) | Q(issued_on__isnull=True, recorded_at__date__gte=since)
    )


def stale_condition(day: date, days: int = STALE_DAYS) -> Q:
    """Return the condition that no source within so many days says anything of the firm."""
    fresh = list(fresh_sources(day, days).order_by().values_list("pk", flat=True))
    said = Q()
    for model in SAYING:
        rows = model._default_manager.filter(firm=OuterRef("pk"), source__in=fresh)
        said |= Q(Exists(rows))
    return ~said if fresh else Q()


def _holds(which: str) -> Q:
    """The condition that a firm has what a measure of completeness asks for."""
    if which == M.CREDIT_CODE:
        further = FirmIdentity.objects.filter(firm=OuterRef("pk"), scheme=Scheme.USCC)
        return Q(scheme=Scheme.USCC) | Q(Exists(further))
    if which == M.INDUSTRY:
        return Q(Exists(FirmIndustry.objects.filter(firm=OuterRef("pk"), valid_to__isnull=True)))
    sites = Site.objects.filter(firm=OuterRef("pk"), valid_to__isnull=True)
    return Q(Exists(sites if which == M.SITE else sites.filter(lon__isnull=False)))


def complete(world: World, which: str) -> QuerySet[Firm]:
    """Return the firms that have what the measure asks for."""
    return firms_of(world).filter(_holds(which))


def listed(
    person: Person, world: World, which: str, day: date, place: str = "", source: str = ""
) -> QuerySet[Firm]:
    """Return the firms behind a figure: those that lack it, or are stale; by place and source."""
    rows = Firm.objects.visible_to(person, world).filter(merged_into__isnull=True)
    rows = rows.filter(stale_condition(day) if which == M.STALE else ~_holds(which))
    if place:
        there = Site.objects.filter(
            firm=OuterRef("pk"), valid_to__isnull=True, division__code=place
        )
        rows = rows.filter(Exists(there))
    if source:
        named = FirmName.objects.filter(firm=OuterRef("pk"), source__key=source)
        rows = rows.filter(Exists(named))
    return rows.order_by("sort_key", "pk")


def sources_of_names(world: World) -> list[tuple[str, str]]:
    """Return keys and titles of the sources that name firms of the world."""
    named = FirmName.objects.filter(firm__world=world, source=OuterRef("pk"))
    rows = Source.objects.filter(Exists(named)).order_by("title")
    return list(rows.values_list("key", "title")[:200])
