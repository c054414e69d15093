"""Clusters one can see, planted clusters that must come back, and the reasons beside them."""

from __future__ import annotations

import io

import numpy as np
import polars as pl
import pytest

from jilian_engine.clusters import (
    POSITIONS,
    find_positions,
    form_clusters,
    industry_quotients,
    propose_names,
)
from jilian_engine.clusters.quality import (
    adjusted_rand_index,
    conductance,
    corrected_distance,
    modularity,
    mutual_information,
)
from jilian_engine.errors import EngineError
from jilian_engine.network import build_network
from jilian_engine.worlds import planted_network


def network_of(text: str, firms: pl.DataFrame | None = None):
    rows = [line.split() for line in text.strip().splitlines()]
    links = pl.read_csv(io.StringIO("\n".join(",".join(row) for row in rows)))
    if firms is None:
        ends = pl.concat([links["supplier"], links["buyer"]]).unique()
        firms = pl.DataFrame({"firm": ends})
    return build_network(firms, links.with_columns(evidence=pl.lit("declared")))


CHIPS_AND_FOOD = """
    supplier buyer
    crystal  wafer
    solvent  wafer
    wafer    sensor
    crystal  sensor
    flour    dough
    sugar    dough
    dough    cake
    flour    cake
    dough    wafer
"""


def by_name(network, values) -> dict[str, object]:
    return dict(zip(network.firms.to_list(), np.asarray(values).tolist(), strict=True))


def test_two_chains_joined_by_one_link_are_two_clusters() -> None:
    network = network_of(CHIPS_AND_FOOD)
    found = form_clusters(network, seed=7, resolution=0.2)
    clusters = by_name(network, found.membership)
    assert found.sizes.tolist() == [4, 4]
    assert clusters["cake"] == clusters["dough"] == clusters["flour"] == clusters["sugar"] == 0
    assert (
        clusters["crystal"] == clusters["sensor"] == clusters["solvent"] == clusters["wafer"] == 1
    )
    assert found.conductance.tolist() == [1 / 9, 1 / 9]  # one link leaves, eight ends stay


def test_the_strength_of_a_membership_and_the_second_best_cluster() -> None:
    network = network_of(CHIPS_AND_FOOD)
    found = form_clusters(network, seed=7, resolution=0.2)
    assert by_name(network, found.inside_share)["wafer"] == 0.75  # three of its four links
    assert by_name(network, found.second)["wafer"] == 0
    assert by_name(network, found.second_share)["wafer"] == 0.25
    assert by_name(network, found.second)["cake"] == -1
    assert np.isnan(by_name(network, found.second_share)["cake"])
    assert ((found.stay_share >= 0) & (found.stay_share <= 1)).all()


def test_the_table_of_a_formation_has_names_and_unknowns() -> None:
    network = network_of(CHIPS_AND_FOOD + "    printer press\n")
    table = form_clusters(network, seed=7, resolution=0.2).table(network)
    press = table.filter(pl.col("firm") == "press").row(0, named=True)
    assert press == {"firm": "press", "cluster": None, "inside_share": None, "stay_share": None,
                     "second": None, "second_share": None, "level": None,
                     "position": None}  # fmt: skip
    wafer = table.filter(pl.col("firm") == "wafer").row(0, named=True)
    assert (wafer["cluster"], wafer["position"]) == (1, "midstream")


@pytest.mark.parametrize(
    ("clusters", "size", "mixing", "least"),
    [(8, 40, 0.02, 1.0), (8, 40, 0.1, 1.0), (3, 200, 0.1, 1.0), (20, 30, 0.3, 0.9),
     (8, 40, 0.2, 0.9)],
)  # fmt: skip
def test_planted_clusters_come_back_without_any_resolution_given(
    clusters, size, mixing, least
) -> None:
    planted = planted_network(3, clusters, size, mixing=mixing)
    found = form_clusters(planted.network, seed=7)
    assert mutual_information(found.membership, planted.truth) >= least
    assert found.scan is not None
    assert found.resolution == found.scan.resolution
    first, last = found.scan.plateau
    assert first <= found.scan.chosen <= last


@pytest.mark.parametrize("mixing", [0.1, 0.3])
def test_planted_clusters_are_recovered_at_a_stated_mixing(mixing) -> None:
    """Thirty groups of thirty, ten and thirty of a hundred links across: Rand at least 0.95."""
    planted = planted_network(3, 30, 30, mixing=mixing)
    found = form_clusters(planted.network, seed=7, resolution=0.05, resamples=0)
    assert adjusted_rand_index(found.membership, planted.truth) >= 0.95


def test_the_adjusted_rand_index_worked_by_hand() -> None:
    """Six firms in threes and in twos: 2 pairs shared, 6 and 3 of 15: (2 - 1.2) / (4.5 - 1.2)."""
    threes, twos = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2])
    assert adjusted_rand_index(threes, twos) == pytest.approx(0.8 / 3.3)
    assert adjusted_rand_index(threes, 1 - threes) == 1.0
    assert adjusted_rand_index(threes, np.zeros(6, dtype=int)) == 0.0
    assert adjusted_rand_index(np.full(3, -1), np.arange(3)) == 1.0  # -1: each by itself


def test_modularity_as_objective_finds_planted_clusters_too() -> None:
    planted = planted_network(3, 8, 40, mixing=0.1)
    found = form_clusters(planted.network, seed=7, resolution=1.0, objective="modularity")
    assert mutual_information(found.membership, planted.truth) == 1.0
    assert found.quality == pytest.approx(found.modularity)
    assert found.quality == pytest.approx(modularity(planted.network.ties, planted.truth))


def test_the_same_network_and_seed_give_the_same_bytes_whatever_the_order_of_rows() -> None:
    planted = planted_network(5, 6, 20, mixing=0.3)
    shuffled = build_network(
        planted.firms.sample(fraction=1, shuffle=True, seed=1),
        planted.links.sample(fraction=1, shuffle=True, seed=2),
    )
    one, other = (form_clusters(net, seed=11) for net in (planted.network, shuffled))
    for name in ("membership", "inside_share", "stay_share", "second", "second_share", "level",
                 "position", "conductance", "incoherence"):  # fmt: skip
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name
        assert not getattr(one, name).flags.writeable
    assert (one.quality, one.resolution) == (other.quality, other.resolution)


def test_a_known_formation_never_changes() -> None:
    """Guards against a library that draws other random numbers or adds up in another order."""
    planted = planted_network(5, 6, 20, mixing=0.6)
    found = form_clusters(planted.network, seed=11, resolution=0.25)
    assert found.sizes.tolist() == KNOWN_SIZES
    assert round(found.quality, 6) == KNOWN_QUALITY


KNOWN_SIZES = [11, 10, 9, 9, 8, 8, 6, 6, 6, 6, 6, 6, 5, 4, 4, 3, 3]
KNOWN_QUALITY = 121.25


def test_clusters_are_numbered_by_size_then_by_their_first_firm() -> None:
    planted = planted_network(2, 5, 12, mixing=0.05)
    found = form_clusters(planted.network, seed=1)
    assert found.sizes.tolist() == sorted(found.sizes, reverse=True)
    first = [int(np.flatnonzero(found.membership == one)[0]) for one in range(found.cluster_count)]
    for one in range(1, found.cluster_count):
        if found.sizes[one] == found.sizes[one - 1]:
            assert first[one - 1] < first[one]


def test_firms_without_links_have_no_cluster() -> None:
    firms = pl.DataFrame({"firm": ["a", "b", "c", "lonely", "alone"]})
    network = network_of("supplier buyer\na b\nb c\na c", firms)
    found = form_clusters(network, seed=1, resolution=0.1)
    assert by_name(network, found.membership) == {"a": 0, "b": 0, "c": 0, "lonely": -1, "alone": -1}


def test_a_network_without_links_has_no_clusters() -> None:
    from jilian_engine.tables import empty_table

    network = build_network(pl.DataFrame({"firm": ["a", "b"]}), empty_table("links"))
    found = form_clusters(network, seed=1)
    assert found.cluster_count == 0
    assert found.membership.tolist() == [-1, -1]
    assert propose_names(network, found.membership) == ()


@pytest.mark.parametrize("wrong", [
    {"resolution": 0.0}, {"resolution": float("nan")}, {"objective": "beauty"},
    {"least_size": 0}, {"resamples": 0}, {"seed": -1}, {"scan_points": 1},
])  # fmt: skip
def test_odd_arguments_are_refused(wrong) -> None:
    with pytest.raises(EngineError):
        form_clusters(network_of(CHIPS_AND_FOOD), **{"seed": 1, **wrong})


def test_a_resolution_can_be_tried_without_resampled_runs() -> None:
    found = form_clusters(network_of(CHIPS_AND_FOOD), seed=1, resolution=0.2, resamples=0)
    assert np.isnan(found.stay_share).all()


# --- positions --------------------------------------------------------------------------------


def test_a_straight_chain_has_levels_one_apart_and_no_incoherence() -> None:
    network = network_of("supplier buyer\n" + "\n".join(
        f"{one} {other}" for one, other in zip("abcde", "bcdef", strict=True)))  # fmt: skip
    found = find_positions(network, np.zeros(6, dtype=int))
    assert found.levels.tolist() == [0, 1, 2, 3, 4, 5]
    assert [POSITIONS[at] for at in found.position] == [
        "upstream", "upstream", "midstream", "midstream", "downstream", "downstream"]  # fmt: skip
    assert found.incoherence.tolist() == pytest.approx([0.0], abs=1e-12)


def test_a_circle_is_all_midstream_and_fully_incoherent() -> None:
    network = network_of("supplier buyer\na b\nb c\nc a")
    found = find_positions(network, np.zeros(3, dtype=int))
    assert {POSITIONS[at] for at in found.position} == {"midstream"}
    assert found.incoherence.tolist() == [1.0]


def test_levels_of_a_chain_with_a_short_cut() -> None:
    """a supplies b and c, b supplies c: levels 0, 2/3, 4/3, incoherence 1/9 (docs/methods)."""
    network = network_of("supplier buyer\na b\nb c\na c")
    found = find_positions(network, np.zeros(3, dtype=int))
    assert found.levels.tolist() == pytest.approx([0, 2 / 3, 4 / 3], abs=1e-9)
    assert found.incoherence.tolist() == pytest.approx([1 / 9], abs=1e-9)


def test_a_firm_that_mostly_trades_elsewhere_supports() -> None:
    network = network_of("supplier buyer\na b\nb c\nfreight a\nfreight x\nfreight y\nfreight z\n"
                         "freight w")  # fmt: skip
    inside = {"a", "b", "c", "freight"}
    membership = np.array([0 if firm in inside else -1 for firm in network.firms])
    found = find_positions(network, membership)
    assert POSITIONS[by_name(network, found.position)["freight"]] == "supporting"
    assert by_name(network, found.position)["x"] == -1


# --- measures and names -----------------------------------------------------------------------


def test_modularity_of_two_triangles_and_a_bridge() -> None:
    """Known by hand: 7 links, 3 inside each, volumes 7: 2 (3/7 - (7/14)^2) = 5/14."""
    network = network_of("supplier buyer\na b\nb c\na c\nd e\ne f\nd f\nc d")
    two = np.array([0, 0, 0, 1, 1, 1])
    assert modularity(network.ties, two) == pytest.approx(5 / 14)
    assert conductance(network.ties, two).tolist() == pytest.approx([1 / 7, 1 / 7])


def test_the_corrected_distance_of_unrelated_divisions_is_about_one_however_fine() -> None:
    chance = np.random.default_rng(1)
    for clusters in (2, 20, 400):
        one, other = (chance.integers(0, clusters, 2000) for _ in range(2))
        assert corrected_distance(one, one) == 0
        assert corrected_distance(one, other) == pytest.approx(1, abs=0.05)
    assert corrected_distance(np.zeros(5, dtype=int), np.zeros(5, dtype=int)) == 0


def test_names_are_proposed_from_what_a_cluster_has_more_of() -> None:
    firms = pl.DataFrame({
        "firm": [f"f{at:02d}" for at in range(20)],
        "industry": ["3973"] * 5 + ["1411"] + ["1411"] * 6 + ["2926"] * 7 + [None],
        "town": ["sijing"] * 4 + ["jiuting"] * 16,
    })  # fmt: skip
    network = network_of("supplier buyer\nf00 f01", firms)
    membership = np.array([0] * 6 + [-1] * 14)
    row = industry_quotients(network, membership).filter(pl.col("industry") == "3973")
    assert row.select("firms", "cluster_firms", "all_firms", "whole").row(0) == (5, 6, 5, 19)
    assert row["quotient"].item() == pytest.approx((5 / 6) / (5 / 19))
    assert row["chance"].item() == pytest.approx(14 / 27132)  # 14 of C(19, 6) draws hold all five
    (named,) = propose_names(network, membership)
    assert (named.industries, named.town) == (("3973",), "sijing")
    assert named.town_share == pytest.approx(4 / 6)


def test_a_cluster_without_anything_known_has_no_name() -> None:
    network = network_of("supplier buyer\na b\nb c")
    (named,) = propose_names(network, np.zeros(3, dtype=int))
    assert (named.industries, named.town, named.town_share) == ((), None, None)


def test_divisions_of_different_firms_cannot_be_compared() -> None:
    with pytest.raises(EngineError):
        mutual_information(np.array([0, 1]), np.array([0]))
