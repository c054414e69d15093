"""The packaged tables are as their manifests say, hold together, and invent no day."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "jilian"
REFERENCE = PACKAGE / "places" / "reference"
CORRIDOR = PACKAGE / "demo" / "corridor"
INPUT_OUTPUT = PACKAGE.parent / "jilian_engine" / "io_china_2020"
SIZES = PACKAGE.parent / "jilian_engine" / "rulebook" / "qualifications"
FOLDERS = [REFERENCE, INPUT_OUTPUT, CORRIDOR, SIZES]
DAYS_IN_SOURCES = {"2018-07-02", "2019-05-15", "2022-03-08", "2023-12-31"}
STATED_FOUNDINGS = {
    "ORG-CL04": ("2018-01-01", "2018-06-30"),
    "ORG-CL10": ("2021-12-01", "2021-12-31"),
}


def rows(name: str, folder: Path = CORRIDOR) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(name: str, field: str, folder: Path = CORRIDOR) -> list[str]:
    return [row[field] for row in rows(name, folder)]


def firm_keys(name: str, prefix: str = "") -> set[tuple[str, str]]:
    return {(row[f"{prefix}scheme"], row[f"{prefix}identifier"]) for row in rows(name)}


def manifest(folder: Path) -> dict:
    return tomllib.loads((folder / "MANIFEST.toml").read_text("utf-8"))


def tables(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.csv"), *folder.glob("*.geojson")])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_table_has_the_fingerprint_and_the_rows_of_its_manifest(folder):
    listed = {entry["name"]: entry for entry in manifest(folder)["file"]}
    assert set(listed) == {path.name for path in tables(folder)}
    for path in tables(folder):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == listed[path.name]["sha256"], path
        if path.suffix == ".csv":
            assert len(rows(path.name, folder)) == listed[path.name]["rows"], path
        else:
            assert len(json.loads(path.read_text("utf-8"))["features"]) == listed[path.name]["rows"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_source_of_a_table_states_publisher_and_licence(folder):
    stated = {entry["id"]: entry for entry in manifest(folder)["source"]}
    for entry in manifest(folder)["file"]:
        assert entry["sources"], entry["name"]
        for source in entry["sources"]:
            assert stated[source]["title"]
            assert stated[source]["publisher"]
            assert stated[source]["licence"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_tables_are_utf8_with_plain_line_ends(folder):
    for path in tables(folder):
        text = path.read_bytes()
        assert b"\r" not in text, path
        assert text.endswith(b"\n"), path
        text.decode("utf-8")


def test_every_division_has_its_parent():
    codes = column("divisions.csv", "code", REFERENCE)
    assert len(codes) == len(set(codes))
    assert set(column("divisions.csv", "parent_code", REFERENCE)) - {""} <= set(codes)
    for name in ("corridor_places.csv", "townships_songjiang.csv"):
        assert set(column(name, "code", REFERENCE)) <= set(codes)


@pytest.mark.parametrize("name", ["outlines_cities.geojson", "outlines_counties.geojson"])
def test_outlines_are_credited_and_belong_to_divisions(name):
    outlines = json.loads((REFERENCE / name).read_text("utf-8"))
    codes = set(column("divisions.csv", "code", REFERENCE))
    assert {feature["properties"]["code"] for feature in outlines["features"]} <= codes
    assert "天地图" in outlines["credit"]
    assert "审图号" in outlines["credit"]


def test_songjiang_has_six_streets_eleven_towns_and_three_statistical_units():
    kinds = Counter(column("townships_songjiang.csv", "kind", REFERENCE))
    assert kinds == {"street": 6, "town": 11, "statistical_pseudo_town": 3}


def test_industries_and_the_input_output_table_hold_together():
    classes = set(column("industries.csv", "code", REFERENCE))
    sectors = set(column("sectors.csv", "code", INPUT_OUTPUT))
    assert set(column("industries.csv", "parent_code", REFERENCE)) - {""} <= classes
    assert set(column("industry_descriptions.csv", "code", REFERENCE)) <= classes
    assert set(column("gbt4754_map.csv", "industry_code", INPUT_OUTPUT)) <= classes
    assert set(column("gbt4754_map.csv", "io_code", INPUT_OUTPUT)) <= sectors
    for side in ("from_code", "to_code"):
        assert set(column("flows.csv", side, INPUT_OUTPUT)) <= sectors


def test_every_row_of_the_corridor_names_a_known_source():
    known = set(column("sources.csv", "source_id"))
    for path in CORRIDOR.glob("*.csv"):
        for row in rows(path.name):
            named = {row["source_id"], *row.get("source_ids", "").split()}
            assert named <= known, (path.name, row)


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("firm_names.csv", ""),
        ("firm_sites.csv", ""),
        ("firm_industries.csv", ""),
        ("firm_products.csv", ""),
        ("cluster_firms.csv", ""),
        ("firm_identities.csv", "firm_"),
        ("links.csv", "supplier_"),
        ("links.csv", "buyer_"),
    ],
)
def test_every_firm_named_in_a_table_is_a_firm(name, prefix):
    assert firm_keys(name, prefix) <= firm_keys("firms.csv")


def test_every_firm_has_a_name_and_keys_are_never_shared():
    firms = rows("firms.csv")
    assert len(firms) == len(firm_keys("firms.csv"))
    assert firm_keys("firm_names.csv") == firm_keys("firms.csv")
    assert firm_keys("firm_identities.csv", "firm_") == firm_keys("firms.csv")
    assert len(rows("firm_identities.csv")) == len(firm_keys("firm_identities.csv"))
    names = Counter(
        (row["scheme"], row["identifier"], row["kind"], row["name"])
        for row in rows("firm_names.csv")
    )
    assert max(names.values()) == 1


def test_no_firm_carries_a_credit_code():
    schemes = Counter(column("firms.csv", "scheme"))
    assert set(schemes) == {"stock_code", "apple_supplier_list", "named_in_document"}


def test_sites_lie_in_divisions_that_contain_each_other():
    parents = {row["code"]: row["parent_code"] for row in rows("divisions.csv", REFERENCE)}
    places = set(column("corridor_places.csv", "code", REFERENCE))
    for site in rows("firm_sites.csv"):
        county = site["county_code"]
        assert site["division_code"] in places
        if county:
            assert site["division_code"] in (county, parents[county]), site
        if site["town_code"]:
            assert parents[site["town_code"]] == county, site
            assert " town " in site["address"].lower()


def test_classes_of_firms_and_products_exist():
    classes = set(column("industries.csv", "code", REFERENCE))
    assert set(column("firm_industries.csv", "industry_code")) <= classes
    for product in rows("firm_products.csv"):
        assert set(product["gbt_classes"].split()) <= classes
        assert product["verified"] == "0"


def test_links_are_published_once_and_never_from_the_list_of_2012():
    links = rows("links.csv")
    assert len(links) == len(firm_keys("links.csv", "supplier_"))
    for link in links:
        years = link["years"].split()
        assert link["source_ids"].split() == [f"APPLE-{year}" for year in years]
        assert (link["first_year"], link["last_year"]) == (years[0], years[-1])
        assert "2013" <= years[0] <= years[-1] <= "2018"
        assert link["amount_yuan"] == link["product"] == ""


def test_every_cluster_key_resolves():
    clusters = set(column("clusters.csv", "cluster_key"))
    assert len(clusters) == 11
    for name in ("cluster_names.csv", "organisations.csv"):
        assert set(column(name, "cluster_key")) == clusters
    assert set(column("cluster_firms.csv", "cluster_key")) <= clusters
    assert set(column("facts.csv", "cluster_key")) - {""} <= clusters
    organisations = set(column("organisations.csv", "organisation_key"))
    assert set(column("attestations.csv", "organisation_key")) == organisations
    hosts = set(column("clusters.csv", "host_division_code")) - {""}
    assert hosts <= set(column("townships_songjiang.csv", "code", REFERENCE))


def test_the_article_attests_nine_organisations_and_the_register_knows_eleven():
    types = {row["organisation_key"]: row["type"] for row in rows("organisations.csv")}
    by_article = [
        types[row["organisation_key"]]
        for row in rows("attestations.csv")
        if row["source_id"] == "ART" and row["attested_on"] == "2022-03-08"
    ]
    assert Counter(by_article) == {"primary_committee": 7, "general_branch": 2}
    assert Counter(types.values()) == {"primary_committee": 8, "general_branch": 2, "": 1}
    assert types["ORG-CL11"] == ""


def test_no_organisation_is_given_a_founding_day():
    for row in rows("organisations.csv"):
        assert row["valid_from"] == ""
        stated = STATED_FOUNDINGS.get(row["organisation_key"])
        if stated:
            assert (row["not_before"], row["known_by"]) == stated
        else:
            assert row["not_before"] == ""
            assert row["known_by"] in DAYS_IN_SOURCES


def test_no_other_table_invents_a_day_either():
    for row in rows("firm_names.csv"):
        assert row["valid_from"] == row["valid_to"] == ""
    assert set(column("cluster_firms.csv", "valid_from")) == {""}
    assert set(column("cluster_firms.csv", "known_by")) <= DAYS_IN_SOURCES
    for row in rows("cluster_names.csv"):
        assert row["valid_from"] == row["valid_to"] == ""
        assert row["known_by"] in DAYS_IN_SOURCES
        assert {row["not_before"], row["ended_by"]} - {""} <= DAYS_IN_SOURCES
    issued = {row["source_id"]: row["issued_text"] for row in rows("sources.csv")}
    for row in rows("attestations.csv"):
        assert issued[row["source_id"]] == row["attested_text"]
        assert row["attested_on"] in ("", row["attested_text"])


def test_the_first_cluster_keeps_both_of_its_names():
    names = [row for row in rows("cluster_names.csv") if row["cluster_key"] == "CL04"]
    assert [(row["name"], row["known_by"], row["ended_by"]) for row in names] == [
        ("正泰启迪智慧能源产业集群", "2018-07-02", "2022-03-08"),
        ("正泰智慧能源产业集群", "2022-03-08", ""),
    ]


def test_figures_have_their_words_and_indicators_their_confidence():
    facts = rows("facts.csv")
    assert len(facts) == len({row["fact_id"] for row in facts})
    assert all(row["quote"] and row["subject"] != "same" for row in facts)
    for row in rows("indicators.csv"):
        assert row["scope"] in ("310117", "corridor")
        assert row["confidence"] in ("confirmed", "derived", "secondary", "unconfirmed")
        assert re.fullmatch(r"\d{4}", row["year"])
