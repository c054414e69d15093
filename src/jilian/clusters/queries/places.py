"""What the map of a world shows: firms by place, and where the clusters are."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse

from jilian.accounts.models import Person
from jilian.base.dated import certain_on
from jilian.base.search import among
from jilian.clusters.models import Cluster, Membership
from jilian.clusters.queries.listing import listed_clusters
from jilian.clusters.queries.together import joined_members
from jilian.clusters.rules import place_of, prefix_of
from jilian.firms.models import Firm, Site
from jilian.firms.queries.groups import merged_firms, speakers
from jilian.places.models import World


def map_points(person: Person, world: World, day: date) -> dict[str, Any]:
    """Return the places of the world with their firms, and the clusters with their places.

    - ``as_of``: the day
    - ``places``: ``code``, ``name``, ``name_en``, ``lon``, ``lat`` (None: no centre known),
      ``firms`` (with their main site there on the day)
    - ``elsewhere``: firms with a main site in no place of the world; ``unplaced``: without one
    - ``clusters``: ``pk``, ``name`` (of the day), ``name_en`` (may be empty), ``url``, ``members``
      (None: no record names one), ``places`` (codes and members, most first; members elsewhere or
      without a known site are not in them)

    A division belongs to the place whose code begins its own, the longest where several do.
    """
    areas = [area.division for area in world.places.select_related("division")]
    prefixes = {prefix_of(one.code): index for index, one in enumerate(areas)}
    firms = Firm.objects.visible_to(person, world)
    counted = _firms_by_place(world, firms, prefixes, day)
    clusters = _clusters(person, world, day, prefixes, [one.code for one in areas])
    return {
        "as_of": day.isoformat(),
        "places": [
            {
                "code": one.code, "name": one.name, "name_en": one.name_en,
                "lon": one.lon, "lat": one.lat, "firms": counted[index],
            }
            for index, one in enumerate(areas)
        ],
        "elsewhere": counted[None],
        "unplaced": firms.count() - counted.total(),
        "clusters": clusters,
    }  # fmt: skip


def _firms_by_place(
    world: World, firms: Any, prefixes: dict[str, int], day: date
) -> Counter[int | None]:
    rows = (
        Site.objects.on(day).filter(is_main=True, firm__in=firms.order_by().values("pk"))
        .order_by().values_list("division__code").annotate(n=Count("firm", distinct=True))
    )  # fmt: skip
    counted: Counter[int | None] = Counter()
    for code, count in rows:
        counted[place_of(code, prefixes)] += count
    for code in _told_by_merged(world, firms, day):
        counted[place_of(code, prefixes)] += 1
    return counted


def _told_by_merged(world: World, firms: Any, day: date) -> list[str]:
    """The divisions of firms of which only a merged record has a main site; one query or four."""
    merged = merged_firms(world)
    if not merged:
        return []
    mains = Site.objects.on(day).filter(is_main=True).order_by()
    standing = firms.order_by().filter(pk__in=among(merged.values()))
    told = speakers(standing.values_list("pk", flat=True), merged, mains)
    others = {other for pk, other in told.items() if other != pk}
    return list(mains.filter(firm__in=among(others)).values_list("division__code", flat=True))


def _clusters(
    person: Person, world: World, day: date, prefixes: dict[str, int], codes: list[str]
) -> list[dict[str, Any]]:
    visible = Cluster.objects.visible_to(person, world).values("pk")
    spread: dict[int, Counter[str]] = {}
    joined = joined_members(world, day)
    rows = (
        joined.ungrouped(Membership.objects.on(day))
        .filter(certain_on(day, "firm__sites__"), cluster__in=visible, firm__sites__is_main=True)
        .order_by().values_list("cluster", "firm__sites__division__code")
        .annotate(n=Count("firm", distinct=True))
    )  # fmt: skip
    for pk, code, count in rows:
        if (place := place_of(code, prefixes)) is not None:
            spread.setdefault(pk, Counter())[codes[place]] += count
    for pk, division in joined.places(day):
        if (place := place_of(division.code, prefixes)) is not None:
            spread.setdefault(pk, Counter())[codes[place]] += 1
    return [
        {
            "pk": row.pk,
            "name": row.called,
            "name_en": row.cluster.name_en,
            "url": reverse("clusters:detail", args=(world.code, row.pk)),
            "members": row.known_members,
            "places": [
                {"code": code, "members": count}
                for code, count in spread.get(row.pk, Counter()).most_common()
            ],
        }
        for row in listed_clusters(person, world, day)
    ]
