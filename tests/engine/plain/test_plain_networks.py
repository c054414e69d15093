"""The fast forms of the network measures against the slow, obvious ones."""

from __future__ import annotations

from itertools import product

import numpy as np
import plain_networks as plain
import polars as pl
import pytest
import scipy.sparse as sp
from hypothesis import assume, given, settings, strategies as st

from jilian_engine.clusters import find_positions, industry_quotients
from jilian_engine.clusters._ground import Conditions, lay_ground
from jilian_engine.clusters._leiden import leiden
from jilian_engine.clusters.positions import trophic_levels
from jilian_engine.clusters.quality import (
    adjusted_rand_index,
    conductance,
    cpm_value,
    modularity,
    mutual_information,
    variation_of_information,
)
from jilian_engine.network import build_network

COUNT = 7
pairs = st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)).filter(
    lambda pair: pair[0] != pair[1]
)
link_lists = st.dictionaries(pairs, st.integers(1, 40), max_size=20).map(
    lambda links: [(one, other, amount / 4) for (one, other), amount in links.items()]
)
memberships = st.lists(st.integers(-1, 3), min_size=COUNT, max_size=COUNT)
resolutions = st.sampled_from([0.05, 0.5, 1.0, 2.0])


def network_of(links: plain.Links, industries: list[str] | None = None):
    """Firms f0 to f6; weights are amounts, their median times whatever it is."""
    firms = pl.DataFrame({"firm": [f"f{at}" for at in range(COUNT)], "industry": industries},
                         schema={"firm": pl.String, "industry": pl.String})  # fmt: skip
    rows = pl.DataFrame(
        {
            "supplier": [f"f{one}" for one, _, _ in links],
            "buyer": [f"f{other}" for _, other, _ in links],
            "amount": [weight for *_, weight in links],
            "evidence": ["declared"] * len(links),
        },
        schema={"supplier": pl.String, "buyer": pl.String, "amount": pl.Float64,
                "evidence": pl.String},
    )  # fmt: skip
    return build_network(firms, rows, weighing="amount")


def scaled(links: plain.Links) -> plain.Links:
    median = float(np.median([weight for *_, weight in links])) if links else 1.0
    return [(one, other, weight / median) for one, other, weight in links]


@settings(deadline=None)
@given(link_lists, memberships, resolutions)
def test_modularity_and_cpm(links, membership, resolution) -> None:
    ties, labels = network_of(links).ties, np.array(membership)
    assert modularity(ties, labels, resolution=resolution) == pytest.approx(
        plain.modularity(COUNT, links, membership, resolution), abs=1e-12, nan_ok=True
    )
    assert cpm_value(ties, labels, resolution=resolution) == pytest.approx(
        plain.cpm(scaled(links), membership, resolution), rel=1e-12, abs=1e-12
    )


@settings(deadline=None)
@given(link_lists, memberships)
def test_conductance(links, membership) -> None:
    fast = conductance(network_of(links).ties, np.array(membership))
    assert fast.tolist() == pytest.approx(
        plain.conductance(links, membership), abs=1e-12, nan_ok=True
    )


@settings(deadline=None)
@given(memberships, memberships)
def test_information_between_divisions(first, second) -> None:
    one, other = np.array(first), np.array(second)
    assert variation_of_information(one, other) == pytest.approx(
        plain.variation_of_information(first, second), abs=1e-12
    )
    assert mutual_information(one, other) == pytest.approx(
        plain.mutual_information(first, second), abs=1e-12
    )


@settings(deadline=None)
@given(link_lists)
def test_trophic_levels(links) -> None:
    one, other, weight = (np.array([link[at] for link in links]) for at in range(3))
    levels, _ = trophic_levels(
        one.astype(np.int32), other.astype(np.int32), weight.astype(float), COUNT
    )
    assert levels.tolist() == pytest.approx(
        plain.trophic_levels(COUNT, links), abs=1e-7, nan_ok=True
    )


@settings(deadline=None)
@given(link_lists.filter(bool))
def test_incoherence(links) -> None:
    found = find_positions(network_of(links), np.zeros(COUNT, dtype=np.int64))
    levels = plain.trophic_levels(COUNT, links)
    assert found.incoherence.tolist() == pytest.approx([plain.incoherence(links, levels)], abs=1e-6)


@settings(deadline=None)
@given(memberships, st.lists(st.sampled_from(["3973", "3985", "1411"]), min_size=7, max_size=7))
def test_the_hypergeometric_chance(membership, industries) -> None:
    table = industry_quotients(network_of([], industries), np.array(membership))
    for row in table.iter_rows(named=True):
        assert row["chance"] == pytest.approx(
            plain.hypergeometric(row["firms"], row["whole"], row["all_firms"], row["cluster_firms"])
        )


@settings(deadline=None, max_examples=40)
@given(link_lists.filter(bool), memberships, st.sampled_from([0.05, 0.3, 1.0]))
def test_a_run_ends_no_worse_than_it_starts_and_no_move_betters_it(
    links, membership, resolution
) -> None:
    ground = lay_ground(network_of(links).ties, "cpm", Conditions(start=np.array(membership)))
    found = leiden(ground, resolution=resolution, seed=1).tolist()
    value = plain.cpm(scaled(links), found, resolution)
    assert value >= plain.cpm(scaled(links), membership, resolution) - 1e-9
    for firm in range(COUNT):
        for cluster in range(-1, max(found) + 1):
            other = [cluster if at == firm else label for at, label in enumerate(found)]
            assert plain.cpm(scaled(links), other, resolution) <= value + 1e-6


@settings(deadline=None, max_examples=40)
@given(link_lists.filter(bool), st.sampled_from([0.05, 0.3, 1.0]))
def test_the_best_of_a_few_runs_is_the_best_division_of_four_firms(links, resolution) -> None:
    small = [link for link in links if max(link[:2]) < 4]
    assume(small)
    ground = lay_ground(network_of(small).ties, "cpm", Conditions())
    found = leiden(ground, resolution=resolution, seed=1, trials=4).tolist()
    every = (plain.cpm(scaled(small), [*one, -1, -1, -1], resolution)
             for one in product(range(4), repeat=4))  # fmt: skip
    assert plain.cpm(scaled(small), found, resolution) == pytest.approx(max(every), abs=1e-6)


@settings(deadline=None)
@given(link_lists.filter(bool), st.integers(0, 99))
def test_a_thinned_network_keeps_each_tie_both_ways_or_not_at_all(links, seed) -> None:
    ties = network_of(links).ties
    ground = lay_ground(ties, "cpm", Conditions())
    thin = ground.thinned(np.random.default_rng(seed), 0.5)
    after = sp.csr_array((thin.weights, thin.others, thin.starts), shape=ties.shape).toarray()
    upper = sp.triu(ties, k=1, format="coo")
    kept = np.random.default_rng(seed).random(upper.nnz) < 0.5
    wanted = np.zeros(ties.shape)
    wanted[upper.row[kept], upper.col[kept]] = upper.data[kept]
    assert (after == wanted + wanted.T).all()


@settings(deadline=None)
@given(memberships, memberships)
def test_the_adjusted_rand_index(first, second) -> None:
    one, other = np.array(first), np.array(second)
    assert adjusted_rand_index(one, other) == pytest.approx(
        plain.adjusted_rand_index(first, second), abs=1e-12
    )
