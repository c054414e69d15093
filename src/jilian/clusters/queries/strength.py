"""What the strength of a cluster is worked out from: every firm of the world, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jilian.accounts.models import Person
from jilian.clusters.models import Cluster
from jilian.clusters.queries.directory import Spot, places_of, trades_of
from jilian.clusters.queries.together import joined_members
from jilian.clusters.rules import place_of, prefix_of
from jilian.clusters.rules.output import is_safe
from jilian.firms.models import Firm, FirmIndustry, Site, YearlyFact
from jilian.firms.queries.groups import merged_firms
from jilian.firms.rules import Measure
from jilian.places.models import World

TRADE_DIGITS = 2


@dataclass(frozen=True)
class StrengthRows:
    """The main place and industry of a cluster, and the firms of the world as columns.

    ``rows``: ``region`` and ``industry`` codes or None, ``size`` people employed or None. ``safe``:
    the sizes of the place's firms of the industry may be told as one sum.
    """

    spot: Spot
    trade: tuple[str, str]
    rows: dict[str, list[object]]
    year: int
    safe: bool


def strength_rows(person: Person, world: World, cluster: Cluster, day: date) -> StrengthRows | None:
    """Return what the engine is asked with; None where place or industry are not known.

    Ten queries at most. People employed are those of the year that ended last.
    """
    joined = joined_members(world, day, (cluster.pk,))
    spots = places_of(world, [cluster.pk], day, joined).get(cluster.pk)
    trades = trades_of([cluster.pk], day, joined).get(cluster.pk)
    if not spots or not trades:
        return None
    year = day.year - 1
    rows = _columns(person, world, day, year)
    spot, trade = spots[0][0], trades[0]
    sizes = [
        Fraction(str(size))
        for region, industry, size in zip(*rows.values(), strict=True)
        if region == spot.code and industry == trade[0] and size is not None
    ]
    return StrengthRows(spot, trade, rows, year, is_safe(sizes))


def _columns(person: Person, world: World, day: date, year: int) -> dict[str, list[object]]:
    merged = merged_firms(world)
    firms = list(Firm.objects.visible_to(person, world).order_by("pk").values_list("pk", flat=True))
    areas = [area.division for area in world.places.select_related("division")]
    at = {prefix_of(one.code): number for number, one in enumerate(areas)} if len(areas) > 1 else {}

    def region(code: str) -> str:
        number = place_of(code, at)
        return code if number is None else areas[number].code

    mains = Site.objects.on(day).filter(firm__world=world, is_main=True).order_by("-firm")
    trades = FirmIndustry.objects.on(day).filter(firm__world=world, is_main=True).order_by("-firm")
    facts = YearlyFact.objects.filter(
        firm__world=world, measure=Measure.EMPLOYEES, year=year
    ).order_by("pk")
    places = {
        merged.get(pk, pk): region(code) for pk, code in mains.values_list("firm", "division__code")
    }
    industries = {
        merged.get(pk, pk): code[:TRADE_DIGITS]
        for pk, code in trades.values_list("firm", "industry__code")
    }
    sizes = {merged.get(pk, pk): float(size) for pk, size in facts.values_list("firm", "value")}
    return {
        "region": [places.get(pk) for pk in firms],
        "industry": [industries.get(pk) for pk in firms],
        "size": [sizes.get(pk) for pk in firms],
    }
