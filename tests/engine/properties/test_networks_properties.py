"""What must hold for any small network, whatever it is."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given, settings, strategies as st

from jilian_engine.clusters import form_clusters
from jilian_engine.network import build_network
from jilian_engine.tables import EVIDENCES, fingerprint_table

FIRMS = pl.DataFrame({"firm": [f"f{at}" for at in range(9)]})
names = st.sampled_from(FIRMS["firm"].to_list())
rows = st.tuples(
    names, names, st.none() | st.floats(0, 1e9), st.sampled_from([None, "ingot", "seed"]),
    st.sampled_from(EVIDENCES), st.floats(0, 1),
)  # fmt: skip
tables = st.lists(rows, max_size=25)


def links(found: list[tuple]) -> pl.DataFrame:
    schema = {"supplier": pl.String, "buyer": pl.String, "amount": pl.Float64,
              "product": pl.String, "evidence": pl.String, "probability": pl.Float64}  # fmt: skip
    return pl.DataFrame(found, schema=schema, orient="row")


@settings(deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_no_answer_depends_on_the_order_of_rows(found, chance) -> None:
    mixed = list(found)
    chance.shuffle(mixed)
    one, other = (build_network(FIRMS, links(rows)) for rows in (found, mixed))
    assert one.weights.tobytes() == other.weights.tobytes()
    assert one.amounts.tobytes() == other.amounts.tobytes()
    assert fingerprint_table("links", links(found)) == fingerprint_table("links", links(mixed))
    if one.link_count:
        first, second = (form_clusters(net, seed=3, resolution=0.1) for net in (one, other))
        assert first.membership.tobytes() == second.membership.tobytes()


@settings(deadline=None)
@given(tables)
def test_a_network_keeps_its_books(found) -> None:
    network = build_network(FIRMS, links(found))
    assert np.isfinite(network.weights).all()
    assert (network.suppliers != network.buyers).all()
    stated = {(one, other) for one, other, *_ in found if one != other}
    assert network.link_count == len(stated)
    assert np.isclose(network.strengths.sum(), 2 * network.weights.sum())


@settings(deadline=None, max_examples=40)
@given(tables, st.sampled_from(["cpm", "modularity"]), st.integers(1, 4))
def test_a_formation_is_well_formed(found, objective, least_size) -> None:
    network = build_network(FIRMS, links(found))
    made = form_clusters(network, seed=5, resolution=0.5, objective=objective,
                         least_size=least_size, resamples=2)  # fmt: skip
    counted = np.bincount(made.membership[made.membership >= 0], minlength=made.cluster_count)
    assert made.sizes.tolist() == counted.tolist()
    assert (made.sizes >= least_size).all()
    assert list(made.sizes) == sorted(made.sizes, reverse=True)
    inside = made.membership >= 0
    assert np.isnan(made.inside_share[~inside]).all()
    assert ((made.inside_share[inside] >= 0) & (made.inside_share[inside] <= 1 + 1e-12)).all()
    assert (made.second[inside] != made.membership[inside]).all()
    assert ((made.position >= 0) == inside).all()
