"""The made-up district of the engine as rows that the register's operations take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise, zip_longest
from typing import Any

import polars as pl

from jilian.firms.rules import CarrierRow, FirmRow, Measure, TitleLevel, TitleRow
from jilian.network.rules import LinkRow, ValueBand
from jilian.organisations.rules import CoverMode, OrganisationRow, OrganisationType
from jilian.places.formats import outlines, songjiang_towns
from jilian_engine.worlds import District, Town, make_district

SEED = 7
AS_OF = date(2025, 12, 31)
DISTRICT_CODE = "310117"
# West, south, east, north of the largest rectangle inside the outline of Songjiang, in degrees:
# made sites then lie within the district on the map.
INSIDE = (121.125, 30.935, 121.32, 31.09)
GRID = 40
PROBATIONARY_ONE_IN = 20
Point = tuple[float, float]
YUAN_IN_10000, SQUARE_METRES_IN_3_MU = 10_000, 2_000

TITLES = {
    "high_tech": "高新技术企业",
    "specialised": "专精特新企业",
    "little_giant": "专精特新“小巨人”企业",
    "innovation_carrier": "创新载体",
}
LEVELS = {
    "national": TitleLevel.NATIONAL,
    "municipal": TitleLevel.CITY,
    "district": TitleLevel.DISTRICT,
}
BANDS = {
    0: ValueBand.TO_50,
    500_000: ValueBand.TO_200,
    2_000_000: ValueBand.TO_1000,
    10_000_000: ValueBand.TO_5000,
    50_000_000: ValueBand.OVER_5000,
}
FACTS = {
    "employees": (Measure.EMPLOYEES, 1),
    "revenue_yuan": (Measure.REVENUE, YUAN_IN_10000),
    "output_yuan": (Measure.OUTPUT, YUAN_IN_10000),
    "tax_yuan": (Measure.TAX, YUAN_IN_10000),
    "research_yuan": (Measure.RESEARCH_COST, YUAN_IN_10000),
    "patents": (Measure.PATENTS, 1),
    "value_added_yuan": (Measure.VALUE_ADDED, YUAN_IN_10000),
}


@dataclass(frozen=True)
class MadeRows:
    """All rows of a made-up district, ready to be saved."""

    as_of: date
    firms: list[FirmRow]
    carriers: list[CarrierRow]
    titles: list[TitleRow]
    links: list[LinkRow]
    organisations: list[OrganisationRow]


def made_rows(firms: int = 1526, links: int | None = None) -> MadeRows:
    """Return the made-up district in the towns of Songjiang; the same at every call."""
    places = [row for row in songjiang_towns() if row["kind"] in {"street", "town"}]
    centres = spread_points(outlines()[DISTRICT_CODE].geometry, len(places))
    towns = [
        Town(code=row["code"], name=row["name"], x=x, y=y)
        for row, (x, y) in zip(places, centres, strict=True)
    ]
    district = make_district(
        SEED,
        firms=firms,
        links=links,
        towns=towns,
        bounds=INSIDE,
        division=DISTRICT_CODE,
        as_of=AS_OF,
    )
    return MadeRows(
        as_of=AS_OF,
        firms=_firms(district),
        carriers=_carriers(district),
        titles=_titles(district),
        links=_links(district),
        organisations=_organisations(district),
    )


def spread_points(geometry: Mapping[str, Any], count: int) -> list[Point]:
    """Return invented points spread evenly inside an outline: the real centres are not known.

    Of a grid inside the largest ring, each next point is the one farthest from those chosen and
    from the edge.
    """
    rings: list[list[Point]] = [polygon[0] for polygon in geometry["coordinates"]]
    ring = max(rings, key=len)
    west, south = (min(point[axis] for point in ring) for axis in (0, 1))
    east, north = (max(point[axis] for point in ring) for axis in (0, 1))
    inside = [
        (x, y)
        for i in range(1, GRID)
        for j in range(1, GRID)
        if _encloses(
            ring,
            x := west + (east - west) * i / GRID,
            y := south + (north - south) * j / GRID,
        )
    ]
    chosen: list[Point] = []
    for _number in range(count):
        near = [*chosen, *ring]
        chosen.append(max(inside, key=lambda at: min(_square(at, other) for other in near)))
    return chosen


def _square(one: Point, other: Point) -> float:
    """Return the squared distance in degrees of latitude, near enough for a small district."""
    return ((one[0] - other[0]) * 0.86) ** 2 + (one[1] - other[1]) ** 2


def _encloses(ring: Sequence[Point], x: float, y: float) -> bool:
    """Say whether a point lies in a ring: a ray to the east crosses it an odd number of times."""
    odd = False
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def _grouped(frame: pl.DataFrame, column: str) -> Mapping[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        found[row[column]].append(row)
    return found


def _firms(district: District) -> list[FirmRow]:
    names, sites = _grouped(district.names, "firm"), _grouped(district.sites, "firm")
    industries = _grouped(district.industries, "firm")
    facts, products = _grouped(district.facts, "firm"), _grouped(district.products, "firm")
    return [
        _firm(row, names[row["firm"]], sites[row["firm"]][0], industries[row["firm"]],
              facts.get(row["firm"], []), products.get(row["firm"], []))
        for row in district.firms.iter_rows(named=True)
    ]  # fmt: skip


def _firm(
    firm: Mapping[str, Any],
    names: list[dict[str, Any]],
    site: Mapping[str, Any],
    industries: list[dict[str, Any]],
    facts: list[dict[str, Any]],
    products: list[dict[str, Any]],
) -> FirmRow:
    full = [name for name in names if name["kind"] == "full"]
    return FirmRow(
        scheme="made",
        identifier=firm["identifier"],
        name=next(name["name"] for name in full if name["valid_to"] is None),
        short_name=next((name["name"] for name in names if name["kind"] == "short"), None),
        former_names=tuple(name["name"] for name in full if name["valid_to"] is not None),
        division_code=site["town"],
        lon=round(site["x"], 5),
        lat=round(site["y"], 5),
        industry_code=industries[0]["industry"],
        other_industry_codes=tuple(row["industry"] for row in industries[1:]),
        makes=tuple(row["product"] for row in products if row["role"] == "makes"),
        buys=tuple(row["product"] for row in products if row["role"] == "buys"),
        facts=tuple(fact for year in facts for fact in _facts(year)),
        valid_from=firm["founded_on"],
        known_by=firm["founded_on"],
    )


def _facts(year: Mapping[str, Any]) -> list[tuple[int, str, Decimal]]:
    found = [
        (year["year"], str(measure), (Decimal(year[column]) / unit).quantize(Decimal("0.01")))
        for column, (measure, unit) in FACTS.items()
        if year[column] is not None
    ]
    if year["land_m2"] is not None:
        mu = Decimal(year["land_m2"]) * 3 / SQUARE_METRES_IN_3_MU
        found.append((year["year"], str(Measure.LAND), mu.quantize(Decimal("0.01"))))
    return found


def _carriers(district: District) -> list[CarrierRow]:
    return [
        CarrierRow(
            name=row["name"],
            operator=("made", row["operator"].upper()) if row["operator"] else None,
            division_code=row["town"],
        )
        for row in district.carriers.iter_rows(named=True)
    ]


def _titles(district: District) -> list[TitleRow]:
    carriers = dict(district.carriers.select("carrier", "name").iter_rows())
    return [
        TitleRow(
            kind=TITLES[row["title"]],
            level=LEVELS[row["level"]],
            firm=("made", row["key"].upper()) if row["holder"] == "firm" else None,
            carrier=carriers[row["key"]] if row["holder"] == "carrier" else None,
            document=row["document"] or "",
            valid_from=row["valid_from"],
            known_by=row["valid_from"],
            valid_to=row["valid_to"],
        )
        for row in district.titles.iter_rows(named=True)
    ]


def _links(district: District) -> list[LinkRow]:
    return [
        LinkRow(
            supplier=("made", row["supplier"].upper()),
            buyer=("made", row["buyer"].upper()),
            evidence=row["evidence"],
            product=row["product"] or "",
            amount_yuan=_yuan(row["amount_yuan"]),
            band=BANDS[int(row["amount_least_yuan"])]
            if row["amount_least_yuan"] is not None
            else "",
            probability=row["probability"],
            valid_from=row["valid_from"],
            known_by=row["known_by"],
            not_before=row["not_before"],
            valid_to=row["valid_to"],
        )
        for row in district.links.iter_rows(named=True)
    ]


def _yuan(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(str(amount)).quantize(Decimal("0.01"))


def _organisations(district: District) -> list[OrganisationRow]:
    firms = _grouped(district.organisation_firms, "organisation")
    counts = _grouped(district.organisation_counts, "organisation")
    found: list[OrganisationRow] = []
    for body in district.organisations.iter_rows(named=True):
        covered = [row["firm"] for row in firms.get(body["organisation"], [])]
        counted = counts.get(body["organisation"], [])
        # One row for each firm or count, whichever are more: a row carries one of each.
        found.extend(
            _organisation(body, firm, count, joint=len(covered) > 1)
            for firm, count in zip_longest(covered or [None], counted)
        )
    return found


def _organisation(
    body: Mapping[str, Any], firm: str | None, count: Mapping[str, Any] | None, *, joint: bool
) -> OrganisationRow:
    is_office = body["organisation"].startswith(("org-district", "org-town"))
    kinds = {"committee": OrganisationType.PRIMARY_COMMITTEE}
    if is_office:
        kinds["committee"] = OrganisationType.WORKING_COMMITTEE
    return OrganisationRow(
        key=body["organisation"],
        name=body["name"],
        type=kinds.get(body["kind"], body["kind"]),
        superior_key=body["superior"],
        cluster_superior_key=body["cluster_superior"],
        division_code=body["town"],
        is_cluster_body=body["organisation"].startswith("org-cluster"),
        firm=("made", firm.upper()) if firm else None,
        cover_mode=(CoverMode.JOINT if joint else CoverMode.OWN) if firm else None,
        formal_members=count["members"] - count["members"] // PROBATIONARY_ONE_IN
        if count
        else None,
        probationary_members=count["members"] // PROBATIONARY_ONE_IN if count else None,
        counted_on=count["on"] if count else None,
        valid_from=body["valid_from"],
        known_by=body["valid_from"] or AS_OF,
        valid_to=body["valid_to"],
    )
