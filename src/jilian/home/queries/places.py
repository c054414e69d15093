"""Where the firms of a world are: counts by place and by part of a place, dots, outlines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Avg, Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Round
from django.utils.translation import get_language

from jilian.base.dated import certain_on, perhaps_on
from jilian.base.search import among
from jilian.clusters.rules import place_of, prefix_of
from jilian.firms.models import Site
from jilian.firms.queries.groups import grouped_firms, merged_firms, speakers
from jilian.firms.queries.listing import in_world
from jilian.home.queries.kept import kept
from jilian.places.models import Division, Outline, World

GRID = 100  # squares to a degree: about one kilometre; a dot stands at the middle of its sites
COUNTY_CODE, TOWN_CODE = 6, 9

Dots = tuple[tuple[float, float, int], ...]  # longitude, latitude, firms


@dataclass(frozen=True)
class Place:
    """A place with the firms that have a site in it; ``lon`` and ``lat`` in degrees if known.

    ``perhaps``: further firms whose site there may have stood on the day, its start being unknown.
    A part without a name stands for sites of which only the whole place is known.
    """

    code: str
    name: str
    name_en: str
    firms: int
    perhaps: int = 0
    lon: float | None = None
    lat: float | None = None
    parts: tuple[Place, ...] = ()

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


@dataclass(frozen=True)
class Spread:
    """The places of a world; ``elsewhere``: firms with a site, but in none of them.

    A firm counts once in each place where it has a site, as the list of firms counts it.
    """

    places: tuple[Place, ...]
    elsewhere: int
    placed: int  # firms with a site somewhere, for certain or perhaps
    has_dots: bool  # coordinates of sites are known, and places have no outlines of their parts
    outlines: str  # fingerprint of the outlines

    @property
    def is_one_district(self) -> bool:
        """Whether the world is one place, whose parts are listed in its stead."""
        return len(self.places) == 1

    @property
    def listed(self) -> tuple[Place, ...]:
        """The places to list, most firms first."""
        places = self.places[0].parts if self.is_one_district else self.places
        return tuple(sorted(places, key=_most_first))


def spread_of(world: World, day: date) -> Spread:
    """Return where the firms of a world are on a day; some ten queries, or two while kept."""
    return kept("spread", world, day, lambda: _spread(world, day))


def _spread(world: World, day: date) -> Spread:
    areas = [place.division for place in world.places.select_related("division")]
    merged = merged_firms(world)
    held = Site.objects.filter(in_world(world)).filter(certain_on(day))
    certain = _Tally(areas, held, merged, one_main=True)
    widest = certain
    unsure = Site.objects.filter(in_world(world)).filter(perhaps_on(day))
    if unsure.exists():
        possible = Q(certain_on(day) | perhaps_on(day))
        every = Site.objects.filter(in_world(world)).filter(possible)
        widest = _Tally(areas, every, merged, one_main=False)
    return Spread(
        places=_places(areas, certain, widest),
        elsewhere=certain.elsewhere,
        placed=widest.placed,
        has_dots=len(areas) == 1 and _sites_with_coordinates(world, day).exists(),
        outlines=fingerprint_of(outlines_of(world)),
    )


class _Tally:
    """Firms by place and by part of a place, counted over some sites.

    The sites of ``merged`` records, few, are further sites of the firms that they stand for.
    """

    def __init__(
        self,
        areas: Sequence[Division],
        sites: QuerySet[Site],
        merged: Mapping[int, int],
        *,
        one_main: bool,
    ) -> None:
        self.areas = areas
        self.at = {prefix_of(area.code): index for index, area in enumerate(areas)}
        self.totals: Counter[int] = Counter()
        self.parts: Counter[tuple[int, str]] = Counter()
        self.elsewhere = self.placed = 0
        for code, count in _main_sites(sites, merged, one_main).items():
            self._add_main_sites(code, count)
        for main_code, codes in _further_sites(sites, merged).values():
            self._add_further_sites(main_code, codes)

    def _add_main_sites(self, code: str, count: int) -> None:
        """Take in firms that have their main site in a division."""
        self.placed += count
        found = self._parts([code])
        for at, part in found:
            self.totals[at] += count
            self.parts[at, part] += count
        self.elsewhere += 0 if found else count

    def _add_further_sites(self, main_code: str | None, codes: Iterable[str]) -> None:
        """Take in one firm's other sites: once in each place where its main site is not."""
        counted = self._parts([main_code] if main_code else [])
        parts = self._parts(codes) - counted
        self.totals.update({at for at, _part in parts} - {at for at, _part in counted})
        self.parts.update(parts)
        self.placed += main_code is None
        self.elsewhere += main_code is None and not parts

    def _parts(self, codes: Iterable[str]) -> set[tuple[int, str]]:
        found = {(place_of(code, self.at), code) for code in codes}
        return {(at, _part_of(code, self.areas[at])) for at, code in found if at is not None}


def _places(areas: Sequence[Division], certain: _Tally, widest: _Tally) -> tuple[Place, ...]:
    """The places in their order, the parts of each by number of firms."""
    named = Division.objects.in_bulk({part for _at, part in widest.parts}, field_name="code")
    parts: list[list[Place]] = [[] for _ in areas]
    for (at, code), most in widest.parts.items():
        parts[at].append(_place(areas[at], named.get(code), certain.parts[at, code], most))
    return tuple(
        replace(
            _place(area, area, certain.totals[at], widest.totals[at]),
            parts=tuple(sorted(parts[at], key=_most_first)),
        )
        for at, area in enumerate(areas)
    )


def _place(area: Division, one: Division | None, firms: int, most: int) -> Place:
    if one is None:
        return Place(area.code, "", "", firms, most - firms)
    return Place(one.code, one.name, one.name_en, firms, most - firms, one.lon, one.lat)


def _most_first(place: Place) -> tuple[bool, int, int, str]:
    return (not place.name, -place.firms, -place.perhaps, place.code)


def _part_of(code: str, area: Division) -> str:
    """The county of a city, the town of a county; empty where only the whole is known."""
    length = TOWN_CODE if area.level >= Division.Level.COUNTY else COUNTY_CODE
    part = code[:length]
    return part if len(part) == length and part != area.code else ""


def _main_sites(sites: QuerySet[Site], merged: Mapping[int, int], one_main: bool) -> dict[str, int]:
    """Firms by the division of their main site; a firm has one for certain, perhaps several."""
    rows = sites.filter(is_main=True).order_by()
    counted = dict(rows.values_list("division").annotate(n=Count("firm", distinct=not one_main)))
    if merged:
        of_merged = rows.filter(firm__in=among(merged)).values_list("firm_id", "division")
        for _firm, division in set(of_merged):
            counted[division] -= 1
    codes = Division.objects.filter(pk__in=counted).values_list("pk", "code")
    return {code: counted[pk] for pk, code in codes}


def _further_sites(
    sites: QuerySet[Site], merged: Mapping[int, int]
) -> dict[int, tuple[str | None, set[str]]]:
    """Return, of each firm with sites besides its main one, the main one's division and theirs."""
    main = sites.filter(firm=OuterRef("firm"), is_main=True).order_by("pk")
    with_main = sites.filter(is_main=False).annotate(
        main_code=Subquery(main.values("division__code")[:1])
    )
    found: dict[int, tuple[str | None, set[str]]] = {}
    rows = with_main.order_by().values_list("firm", "division__code", "main_code")
    for firm, code, main_code in rows:
        if firm not in merged:
            found.setdefault(firm, (main_code, set()))[1].add(code)
    if merged:
        every = sites.order_by().values_list("firm_id", "division__code")
        standing = every.filter(is_main=True, firm__in=among(merged.values()))
        mains = dict(standing.order_by("-pk"))
        for firm, code in every.filter(firm__in=among(merged)):
            root = merged[firm]
            found.setdefault(root, (mains.get(root), set()))[1].add(code)
    return found


def _sites_with_coordinates(world: World, day: date) -> QuerySet[Site]:
    """Main sites of the day that are known to a point; of a merged firm only the first one."""
    sites = Site.objects.on(day).filter(is_main=True, firm__world=world, lon__isnull=False)
    if not (merged := merged_firms(world)):
        return sites
    grouped = grouped_firms(merged)
    silent = grouped - set(speakers(grouped, merged, sites).values())
    return sites.exclude(firm__in=among(silent))


def dots_of(world: World, day: date) -> Dots:
    """Return main sites gathered by square kilometre; one query, two while kept."""
    return kept("dots", world, day, lambda: _dots(world, day))


def _dots(world: World, day: date) -> Dots:
    counted = (
        _sites_with_coordinates(world, day)
        .order_by()
        .values(east=Round(F("lon") * GRID), north=Round(F("lat") * GRID))
        .annotate(n=Count("pk"), mean_lon=Avg("lon"), mean_lat=Avg("lat"))
    )
    return tuple(
        (round(row["mean_lon"], 4), round(row["mean_lat"], 4), row["n"]) for row in counted
    )


def outlines_of(world: World) -> dict[str, Any]:
    """Return the outlines of a world's places as GeoJSON, in their order; one query."""
    rows = Outline.objects.filter(division__in=world.places.values("division"))
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": one.division.code, "name": one.division.name},
                "geometry": one.geometry,
            }
            for one in rows.select_related("division").order_by("division__code")
        ],
    }


def fingerprint_of(outlines: dict[str, Any]) -> str:
    """Return a short fingerprint of outlines, the same while they are the same."""
    return sha256(json.dumps(outlines, sort_keys=True).encode()).hexdigest()[:16]
