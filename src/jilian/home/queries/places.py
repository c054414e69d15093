"""Where the firms of a world are: counts by place and by part of a place, dots, outlines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Round
from django.utils.translation import get_language

from jilian.clusters.rules import place_of, prefix_of
from jilian.firms.models import Site
from jilian.home.queries.kept import kept
from jilian.places.models import Division, Outline, World

GRID = 100  # dots to a degree: about one kilometre
COUNTY_CODE, TOWN_CODE = 6, 9


@dataclass(frozen=True)
class Place:
    """A place with the firms that have a site in it; ``lon`` and ``lat`` in degrees if known.

    A part without a name stands for sites of which only the whole place is known.
    """

    code: str
    name: str
    name_en: str
    firms: int
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
    placed: int
    dots: tuple[tuple[float, float, int], ...]  # longitude, latitude, firms
    outlines: str  # fingerprint of the outlines

    @property
    def is_one_district(self) -> bool:
        """Whether the world is one place, whose parts are listed in its stead."""
        return len(self.places) == 1

    @property
    def listed(self) -> tuple[Place, ...]:
        """The places to list, most firms first."""
        places = self.places[0].parts if self.is_one_district else self.places
        return tuple(sorted(places, key=lambda one: (not one.name, -one.firms, one.code)))


def spread_of(world: World, day: date) -> Spread:
    """Return where the firms of a world are on a day; seven queries, or two while kept."""
    return kept("spread", world, day, lambda: _spread(world, day))


def _spread(world: World, day: date) -> Spread:
    areas = [place.division for place in world.places.select_related("division")]
    tally = _Tally(areas)
    main, others = _main_sites(world, day), _further_sites(world, day)
    for code, count in main.items():
        tally.add_main_sites(code, count)
    for main_code, codes in others.values():
        tally.add_further_sites(main_code, codes)
    without_main = sum(main_code is None for main_code, _codes in others.values())
    return Spread(
        places=tally.places(),
        elsewhere=tally.elsewhere,
        placed=sum(main.values()) + without_main,
        dots=_dots(world, day) if len(areas) == 1 else (),
        outlines=fingerprint_of(outlines_of(world)),
    )


class _Tally:
    """Firms by place and by part of a place."""

    def __init__(self, areas: Sequence[Division]) -> None:
        self.areas = areas
        self.at = {prefix_of(area.code): index for index, area in enumerate(areas)}
        self.totals = [0] * len(areas)
        self.parts: list[Counter[str]] = [Counter() for _ in areas]
        self.elsewhere = 0

    def add_main_sites(self, code: str, count: int) -> None:
        """Take in firms that have their main site in a division."""
        index = place_of(code, self.at)
        if index is None:
            self.elsewhere += count
        else:
            self.totals[index] += count
            self.parts[index][_part_of(code, self.areas[index])] += count

    def add_further_sites(self, main_code: str | None, codes: Iterable[str]) -> None:
        """Take in one firm's other sites: once in each place where its main site is not."""
        counted = self._parts([main_code] if main_code else [])
        parts = self._parts(codes) - counted
        for at in {at for at, _part in parts} - {at for at, _part in counted}:
            self.totals[at] += 1
        for at, part in parts:
            self.parts[at][part] += 1
        self.elsewhere += main_code is None and not parts

    def _parts(self, codes: Iterable[str]) -> set[tuple[int, str]]:
        found = {(place_of(code, self.at), code) for code in codes}
        return {(at, _part_of(code, self.areas[at])) for at, code in found if at is not None}

    def places(self) -> tuple[Place, ...]:
        """Return the places in their order, the parts of each by number of firms."""
        codes = [part for counted in self.parts for part in counted if part]
        named = Division.objects.in_bulk(codes, field_name="code")
        return tuple(
            _place(area, total, [(named.get(code), count) for code, count in counted.items()])
            for area, total, counted in zip(self.areas, self.totals, self.parts, strict=True)
        )


def _part_of(code: str, area: Division) -> str:
    """The county of a city, the town of a county; empty where only the whole is known."""
    length = TOWN_CODE if area.level >= Division.Level.COUNTY else COUNTY_CODE
    part = code[:length]
    return part if len(part) == length and part != area.code else ""


def _place(area: Division, total: int, parts: Iterable[tuple[Division | None, int]]) -> Place:
    rows = [
        Place(one.code, one.name, one.name_en, count, one.lon, one.lat)
        if one
        else Place(area.code, "", "", count)
        for one, count in parts
    ]
    rows.sort(key=lambda one: (not one.name, -one.firms, one.code))
    return Place(area.code, area.name, area.name_en, total, area.lon, area.lat, tuple(rows))


def _main_sites(world: World, day: date) -> dict[str, int]:
    rows = Site.objects.on(day).filter(is_main=True, firm__world=world).order_by()
    counted = dict(rows.values_list("division").annotate(n=Count("firm")))
    codes = Division.objects.filter(pk__in=counted).values_list("pk", "code")
    return {code: counted[pk] for pk, code in codes}


def _further_sites(world: World, day: date) -> dict[int, tuple[str | None, set[str]]]:
    """Return, of each firm with sites besides its main one, the main one's division and theirs."""
    main = Site.objects.on(day).filter(firm=OuterRef("firm"), is_main=True)
    rows = Site.objects.on(day).filter(is_main=False, firm__world=world).order_by()
    found: dict[int, tuple[str | None, set[str]]] = {}
    with_main = rows.annotate(main_code=Subquery(main.values("division__code")[:1]))
    for firm, code, main_code in with_main.values_list("firm", "division__code", "main_code"):
        found.setdefault(firm, (main_code, set()))[1].add(code)
    return found


def _dots(world: World, day: date) -> tuple[tuple[float, float, int], ...]:
    rows = Site.objects.on(day).filter(is_main=True, firm__world=world, lon__isnull=False)
    counted = (
        rows.order_by()
        .values_list(Round(F("lon") * GRID), Round(F("lat") * GRID))
        .annotate(n=Count("pk"))
    )
    return tuple((lon / GRID, lat / GRID, count) for lon, lat, count in counted)


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
