"""What tables are built from: firms on record on a day with their places, and yearly outputs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db.models import Min

from jilian.base.dated import certain_on
from jilian.clusters.models import Cluster, Membership
from jilian.disclosure.rules.placed import Placed
from jilian.firms.models import FirmIndustry, FirmName, Site, YearlyFact
from jilian.firms.queries.groups import merged_firms
from jilian.firms.rules import Measure, NameKind
from jilian.organisations.models import TOWN_DIGITS
from jilian.places.models import Division, World

Merged = Mapping[int, int]
SECTION_LEVEL = 1
Said = TypeVar("Said")


def placed_firms(world: World, day: date) -> list[Placed]:
    """Return every firm on record on the day, once, with town, industry and clusters of that day.

    On record: a registered name or a main site is known by the day. What a merged record says
    counts where the one that stands for it says nothing. Six queries.
    """
    merged = merged_firms(world)
    towns, trades = _towns(world, day, merged), _trades(world, day, merged)
    clusters = _clusters(world, day, merged)
    return [
        Placed(firm, towns.get(firm, ""), *trades.get(firm, ("", "")), clusters.get(firm, ()))
        for firm in sorted(_on_record(world, day, merged))
    ]


def _on_record(world: World, day: date, merged: Merged) -> set[int]:
    names = FirmName.objects.filter(firm__world=world, kind=NameKind.REGISTERED).order_by()
    sites = Site.objects.filter(firm__world=world, is_main=True).order_by()
    return {
        merged.get(firm, firm)
        for rows in (names, sites)
        for firm, first in rows.values_list("firm_id").annotate(Min("known_by"))
        if first <= day
    }


def _towns(world: World, day: date, merged: Merged) -> dict[int, str]:
    rows = Site.objects.on(day).filter(firm__world=world, is_main=True).order_by("known_by", "pk")
    codes = _by_firm(rows.values_list("firm_id", "division__code"), merged)
    known = Division.objects.filter(
        code__in={code[:TOWN_DIGITS] for code in codes.values()}, level=Division.Level.TOWN
    )
    held = set(known.values_list("code", flat=True))
    return {firm: town for firm, code in codes.items() if (town := code[:TOWN_DIGITS]) in held}


def _trades(world: World, day: date, merged: Merged) -> dict[int, tuple[str, str]]:
    """Section and division; no division where only the section is known."""
    rows = FirmIndustry.objects.on(day).filter(firm__world=world, is_main=True)
    columns = ("firm_id", "industry__section", "industry__code", "industry__level")
    found = (
        (firm, (section, "" if level == SECTION_LEVEL else code[:2]))
        for firm, section, code, level in rows.order_by("known_by", "pk").values_list(*columns)
    )
    return _by_firm(found, merged)


def _by_firm(rows: Iterable[tuple[int, Said]], merged: Merged) -> dict[int, Said]:
    """The latest of each firm: its own, else that of a record merged into it."""
    own: dict[int, Said] = {}
    beside: dict[int, Said] = {}
    for firm, said in rows:
        if firm in merged:
            beside[merged[firm]] = said
        else:
            own[firm] = said
    return {**beside, **own}


def _clusters(world: World, day: date, merged: Merged) -> dict[int, tuple[str, ...]]:
    rows = Membership.objects.on(day).filter(certain_on(day, "cluster__"), cluster__world=world)
    found: dict[int, set[int]] = defaultdict(set)
    for firm, cluster in rows.order_by().values_list("firm_id", "cluster_id"):
        found[merged.get(firm, firm)].add(cluster)
    return {firm: tuple(str(pk) for pk in sorted(held)) for firm, held in found.items()}


def outputs(world: World, year: int, *, known_at: datetime | None = None) -> dict[int, Decimal]:
    """Return the output of a year by firm (10,000 yuan), as it was recorded by the moment.

    Of a firm stated several times the value recorded last counts, as on its own page.
    """
    rows = YearlyFact.objects.filter(firm__world=world, measure=Measure.OUTPUT, year=year)
    if known_at is not None:
        rows = rows.filter(source__recorded_at__lte=known_at)
    return _by_firm(rows.order_by("pk").values_list("firm_id", "value"), merged_firms(world))


def latest_output_year(world: World, day: date) -> int | None:
    """Return the latest year that had ended by the day and of which any output is known."""
    last = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    rows = YearlyFact.objects.filter(
        firm__world=world, measure=Measure.OUTPUT, year__lte=last
    ).order_by("-year")
    return rows.values_list("year", flat=True).first()


def names_of_clusters(world: World, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name and English name of clusters by key."""
    rows = Cluster.objects.filter(world=world, pk__in={int(key) for key in keys})
    return {str(pk): (name, en) for pk, name, en in rows.values_list("pk", "name", "name_en")}
