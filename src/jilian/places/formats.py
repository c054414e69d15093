"""Reading the packaged reference tables: divisions, industries, outlines, input-output table."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).resolve().parent / "reference"

ReferenceRow = Mapping[str, str]


@dataclass(frozen=True)
class OutlineShape:
    """A simplified GeoJSON geometry and the centre of its largest part, in degrees."""

    geometry: Mapping[str, Any]
    centre: tuple[float, float]


Outlines = Mapping[str, OutlineShape]


def read_table(name: str, folder: Path = REFERENCE) -> list[dict[str, str]]:
    """Return the rows of a packaged table as text."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def division_rows() -> list[ReferenceRow]:
    """Return divisions with the kind of Songjiang's towns added."""
    kinds = {row["code"]: row["kind"] for row in read_table("townships_songjiang.csv")}
    return [{**row, "kind": kinds.get(row["code"], "")} for row in read_table("divisions.csv")]


def industry_rows() -> list[ReferenceRow]:
    """Return the classes of GB/T 4754-2017 with their official notes."""
    notes = {row["code"]: row["description"] for row in read_table("industry_descriptions.csv")}
    return [
        {**row, "description": notes.get(row["code"], "").replace("\\n", "\n")}
        for row in read_table("industries.csv")
    ]


def corridor_place_codes() -> list[str]:
    """Return the codes of the nine places of the corridor in their order."""
    return [row["code"] for row in read_table("corridor_places.csv")]


def songjiang_towns() -> list[ReferenceRow]:
    """Return the towns, streets and statistical units of Songjiang."""
    return [*read_table("townships_songjiang.csv")]


def outlines() -> Outlines:
    """Return the outlines of the nine places and of their counties, by division code."""
    found: dict[str, OutlineShape] = {}
    for name in ("outlines_counties.geojson", "outlines_cities.geojson"):
        content = json.loads((REFERENCE / name).read_text(encoding="utf-8"))
        for feature in content["features"]:
            lon, lat = feature["properties"]["centroid"]
            found[feature["properties"]["code"]] = OutlineShape(feature["geometry"], (lon, lat))
    return found
