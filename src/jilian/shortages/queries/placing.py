"""Where callers and helpers are, as far as a call asks: town, sector, cluster, district."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jilian.clusters.models import Cluster, Membership
from jilian.firms.models import Firm, FirmIndustry, Site
from jilian.firms.queries.groups import merged_firms, records_of, roots_of
from jilian.places.models import Division, Industry, World
from jilian.shortages.rules.words import Circle

DISTRICT_DIGITS = 6


@dataclass(frozen=True)
class Place:
    """Town and sector of a firm on a day; None where the register does not say."""

    town: Division | None = None
    sector: Industry | None = None


def places_of(world: World, firms: Iterable[int], day: date) -> Mapping[int, Place]:
    """Return town and sector of each firm, by whichever of its records says it; four queries.

    The sector is the division of the classification (two digits), or its section where the
    register knows no finer one: a class of four digits would name the firm in a small town.
    """
    wanted = set(firms)
    if not wanted:
        return {}
    merged = merged_firms(world)
    records = records_of(wanted, merged)
    towns = _first_by_root(
        Site.objects.on(day).filter(firm__in=records, is_main=True, division__isnull=False)
        .order_by("-known_by", "-pk").values_list("firm_id", "division_id"), merged,
    )  # fmt: skip
    trades = _first_by_root(
        FirmIndustry.objects.on(day).filter(firm__in=records, is_main=True)
        .order_by("-known_by", "-pk").values_list("firm_id", "industry_id"), merged,
    )  # fmt: skip
    divisions = Division.objects.in_bulk(list(set(towns.values())))
    sectors = _sectors(set(trades.values()))
    found = {}
    for pk in wanted:
        root = merged.get(pk, pk)
        found[pk] = Place(divisions.get(towns.get(root, 0)), sectors.get(trades.get(root, 0)))
    return found


def _first_by_root(rows: Iterable[tuple[int, int]], merged: Mapping[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for firm, value in rows:
        found.setdefault(merged.get(firm, firm), value)
    return found


def _sectors(classes: set[int]) -> dict[int, Industry]:
    held = {one.pk: one for one in Industry.objects.filter(pk__in=classes)}
    codes = {one.code[:2] for one in held.values()} | {one.section for one in held.values()}
    by_code = {one.code: one for one in Industry.objects.filter(code__in=codes)} if codes else {}
    found = {}
    for pk, one in held.items():
        sector = by_code.get(one.code[:2]) or by_code.get(one.section)
        if sector is not None:
            found[pk] = sector
    return found


def clusters_of(firm: Firm, day: date) -> list[Cluster]:
    """Return the clusters in which the firm is a member for certain on the day, in order."""
    records = records_of((firm.pk,), merged_firms(firm.world))
    held = Membership.objects.on(day).filter(firm__in=records, cluster__world=firm.world_id)
    standing = Cluster.objects.on(day).filter(pk__in=held.order_by().values("cluster"))
    return list(standing.order_by("sort_key", "pk"))


def circles_of(
    caller: Firm, cluster: Cluster | None, firms: Iterable[Firm], day: date
) -> Mapping[int, Circle]:
    """Return in which circle each firm is asked: the smallest one that holds it.

    A firm whose district is not known, or where the caller's is not, belongs to the corridor.
    """
    world, wanted = caller.world, list(firms)
    merged = merged_firms(world)
    inside: set[int] = set()
    if cluster is not None:
        members = Membership.objects.on(day).filter(cluster=cluster).order_by()
        inside = roots_of(members.values_list("firm_id", flat=True), merged)
    places = places_of(world, {caller.pk, *(one.pk for one in wanted)}, day)
    home = _district(places[caller.pk])
    found = {}
    for one in wanted:
        if merged.get(one.pk, one.pk) in inside:
            found[one.pk] = Circle.CLUSTER
        elif home and _district(places[one.pk]) == home:
            found[one.pk] = Circle.DISTRICT
        else:
            found[one.pk] = Circle.CORRIDOR
    return found


def _district(place: Place) -> str:
    return place.town.code[:DISTRICT_DIGITS] if place.town else ""
