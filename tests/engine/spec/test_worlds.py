"""Made-up districts: the published totals, nothing that looks real, and the planted truth."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from jilian_engine.clusters import form_clusters
from jilian_engine.clusters.quality import mutual_information
from jilian_engine.errors import EngineError
from jilian_engine.network import build_network
from jilian_engine.tables import write_snapshot
from jilian_engine.worlds import Town, make_district, planted_network


@pytest.fixture(scope="module")
def district():
    return make_district(7)


def test_the_published_totals(district) -> None:
    last = district.facts.filter(pl.col("year") == 2021)
    assert (district.firms["above_scale"].sum(), last["output_yuan"].sum()) == (
        1526, 435_500_000_000)  # fmt: skip
    assert last["output_yuan"].null_count() == 0
    strategic = last.join(district.firms, on="firm").filter("strategic")["output_yuan"].sum()
    assert 0.63 < strategic / 435_500_000_000 < 0.64


def test_the_year_before_is_smaller_and_some_figures_are_missing(district) -> None:
    outputs = district.facts.group_by("year").agg(pl.col("output_yuan").sum()).sort("year")
    assert outputs["output_yuan"].to_list() == sorted(outputs["output_yuan"].to_list())
    for column in ("employees", "revenue_yuan", "tax_yuan", "research_yuan", "land_m2", "patents"):
        assert 0 < district.facts[column].null_count() < district.facts.height / 4, column


def test_twenty_nine_carriers_hold_thirty_five_levels(district) -> None:
    levels = district.titles.filter(pl.col("holder") == "carrier")
    assert (levels["key"].n_unique(), levels.height) == (29, 35)
    assert levels.group_by("key").len()["len"].value_counts().sort("len").rows() == [
        (1, 23), (2, 6)]  # fmt: skip
    assert not levels.select("key", "level").is_duplicated().any()


def valid(titles: pl.DataFrame, title: str, day: date) -> int:
    return titles.filter(
        pl.col("title") == title, pl.col("valid_from") <= day, pl.col("valid_to") > day
    )["key"].n_unique()


def test_a_district_of_full_size_holds_the_published_titles() -> None:
    titles = make_district(3, firms=4000).titles
    assert valid(titles, "high_tech", date(2021, 12, 31)) == 2306
    assert valid(titles, "high_tech", date(2020, 12, 31)) == 1755
    assert valid(titles, "specialised", date(2021, 12, 31)) == 735
    assert valid(titles, "little_giant", date(2021, 12, 31)) == 39
    giants, special = (set(titles.filter(pl.col("title") == one)["key"]) for one in
                       ("little_giant", "specialised"))  # fmt: skip
    assert giants <= special


def test_no_name_could_be_taken_for_a_real_firm(district) -> None:
    names = district.names.filter(pl.col("kind") == "full")["name"]
    assert names.str.contains("^示例.*（虚构）").all()
    assert district.names["name"].n_unique() == district.names.height
    assert district.firms["scheme"].unique().to_list() == ["made"]
    assert district.firms["identifier"].str.contains(r"^MADE-\d{6}$").all()


def test_towns_come_from_the_caller_and_sites_lie_within_bounds() -> None:
    towns = (Town("310117105", "新桥镇", 121.31, 31.06), Town("310117107", "九亭镇"))
    made = make_district(1, firms=200, towns=towns, bounds=(121.0, 30.9, 121.4, 31.2))
    assert set(made.sites["town"]) == {"310117105", "310117107"}
    assert made.sites["x"].is_between(121.0, 121.4).all()
    assert made.sites["y"].is_between(30.9, 31.2).all()
    middle = made.sites.filter(pl.col("town") == "310117105")["x"].median()
    assert middle == pytest.approx(121.31, abs=0.02)


def test_links_have_mixed_evidence_amounts_and_dates(district) -> None:
    links = district.links
    assert set(links["evidence"]) == {"declared", "order", "published", "inferred"}
    both = links["amount_yuan"].is_not_null() & links["amount_least_yuan"].is_not_null()
    assert not both.any()
    assert links["amount_yuan"].null_count() > 0
    assert ((links["evidence"] == "inferred") == links["probability"].is_not_null()).all()
    known = links.filter(pl.col("valid_from").is_not_null())
    assert (known["known_by"] == known["valid_from"]).all()
    unknown = links.filter(pl.col("valid_from").is_null() & pl.col("not_before").is_not_null())
    assert (unknown["not_before"] < unknown["known_by"]).all()
    ended = links.filter(pl.col("valid_to").is_not_null())
    assert (ended["valid_to"] > ended["known_by"]).all()
    started = links.join(district.firms, left_on="supplier", right_on="firm")
    assert (started["known_by"] >= started["founded_on"]).all()


def test_a_link_carries_what_its_supplier_makes(district) -> None:
    makes = district.products.filter(pl.col("role") == "makes")
    carried = district.links.join(makes, left_on=["supplier", "product"],
                                  right_on=["firm", "product"], how="anti")  # fmt: skip
    assert carried.height == 0


def test_organisations_stand_in_two_lines_and_counts_fit_their_kind(district) -> None:
    bodies = district.organisations
    keys = set(bodies["organisation"])
    for line in ("superior", "cluster_superior"):
        assert set(bodies[line].drop_nulls()) <= keys
    assert bodies["cluster_superior"].null_count() < bodies.height
    now = district.organisation_counts.filter(pl.col("on") == date(2021, 12, 31))
    held = bodies.join(now, on="organisation")
    least = {"branch": 3, "joint_branch": 3, "general_branch": 50, "committee": 100}
    assert all(row["members"] >= least[row["kind"]] for row in held.iter_rows(named=True))


def test_the_planted_clusters_come_back(district) -> None:
    tables = district.engine_tables()
    network = build_network(tables["firms"], tables["links"])
    found = form_clusters(network, seed=7)
    truth = district.truth.sort("firm")
    planted = truth["cluster"].is_not_null().to_numpy() & (network.strengths > 0)
    labels = truth["cluster"].fill_null("").rank("dense").to_numpy().astype(int)
    assert mutual_information(found.membership[planted], labels[planted]) > 0.9
    assert (found.sizes > 50).sum() == 10


def test_the_same_seed_gives_the_same_district_and_another_seed_another(district) -> None:
    marks = [write_snapshot(made.engine_tables(), made.as_of).manifest.fingerprint
             for made in (district, make_district(7), make_district(8))]  # fmt: skip
    assert marks[0] == marks[1] != marks[2]


@pytest.mark.parametrize("wrong", [{"firms": 3}, {"years": 0}, {"towns": ()}, {"doubly_held": 30},
                                   {"firms": 20, "links": 381}])  # fmt: skip
def test_impossible_districts_are_refused(wrong) -> None:
    with pytest.raises(EngineError):
        make_district(1, **wrong)


def test_a_planted_network_has_every_firm_in_its_group() -> None:
    planted = planted_network(1, 4, 10, mixing=0.0)
    assert planted.network.firm_count == 40
    same = planted.truth[planted.network.suppliers] == planted.truth[planted.network.buyers]
    assert same.all()
    assert (planted.network.strengths > 0).all()
    assert np.bincount(planted.truth).tolist() == [10] * 4
