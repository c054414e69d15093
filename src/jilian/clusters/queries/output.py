"""The output of clusters by year, for those who may see every firm's yearly facts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import Q

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.search import among
from jilian.clusters.models import Cluster, Membership
from jilian.clusters.rules.output import YearOutput, known_years, outputs_of
from jilian.firms.models import YearlyFact
from jilian.firms.queries.groups import grouped_firms, merged_firms
from jilian.firms.rules import Measure
from jilian.places.models import World

YEARS = 5


def sees_outputs(person: Person, world: World) -> bool:
    """Say whether sums of outputs are for this reader: who may see the facts of every firm."""
    return reach(person, world.code).may(Permission.SEE_FACTS)


def outputs_by(person: Person, world: World, day: date, years: int = YEARS) -> list[YearOutput]:
    """Return the years that had ended by the day and of which anything is known, latest first.

    Members are those of 31 December of each year, whatever day the page shows. Of a firm stated
    several times the value recorded last counts, as on its own page. Three queries.
    """
    if not sees_outputs(person, world):
        return []
    last = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    asked = range(last, last - years, -1)
    merged = merged_firms(world)
    members = _members(person, world, asked, merged)
    values = _values(world, asked, merged)
    return known_years([outputs_of(year, members[year], values[year]) for year in asked])


def _members(
    person: Person, world: World, years: range, merged: dict[int, int]
) -> dict[int, dict[int, set[int]]]:
    """Firms by cluster at the end of each year: what stands for them, each once."""
    ends = [date(year, 12, 31) for year in years]
    rows = (
        Membership.objects.filter(
            cluster__in=Cluster.objects.visible_to(person, world).values("pk"),
            known_by__lte=ends[0],
        )
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=ends[-1]))
        .order_by()
        .values_list("cluster", "firm", "known_by", "valid_to", "cluster__valid_to")
    )
    found: dict[int, dict[int, set[int]]] = {year: defaultdict(set) for year in years}
    for cluster, firm, known_by, valid_to, ended in rows:
        for end in ends:
            if known_by <= end and all(day is None or day > end for day in (valid_to, ended)):
                found[end.year][cluster].add(merged.get(firm, firm))
    return found


def _values(world: World, years: range, merged: dict[int, int]) -> dict[int, dict[int, Decimal]]:
    member = Q(firm__in=Membership.objects.filter(cluster__world=world).order_by().values("firm"))
    if merged:
        member |= Q(firm__in=among(grouped_firms(merged)))
    rows = (
        YearlyFact.objects.filter(
            member, measure=Measure.OUTPUT, year__lte=years[0], year__gte=years[-1]
        )
        .order_by("pk")
        .values_list("year", "firm", "value")
    )
    found: dict[int, dict[int, Decimal]] = {year: {} for year in years}
    for year, firm, value in rows:
        found[year][merged.get(firm, firm)] = value
    return found
