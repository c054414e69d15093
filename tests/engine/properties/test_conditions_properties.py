"""Conditions of a formation hold on any small network, whatever else it would gain."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import assume, given, settings, strategies as st

from jilian_engine.clusters import form_clusters
from jilian_engine.network import build_network

COUNT = 12
pairs = st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)).filter(
    lambda pair: pair[0] != pair[1]
)
networks = st.sets(pairs, min_size=1, max_size=40)
starts = st.lists(st.integers(-1, 3), min_size=COUNT, max_size=COUNT).map(np.array)
flags = st.lists(st.booleans(), min_size=COUNT, max_size=COUNT).map(np.array)
forbidden = st.lists(pairs, min_size=1, max_size=8).map(np.array)
words = st.lists(st.sampled_from(["sijing", "jiuting", None]), min_size=COUNT, max_size=COUNT)
objectives = st.sampled_from([("cpm", 0.02), ("cpm", 0.4), ("modularity", 1.0)])


def network_of(links):
    rows = [(f"f{one:02d}", f"f{other:02d}", "declared") for one, other in sorted(links)]
    return build_network(
        pl.DataFrame({"firm": [f"f{at:02d}" for at in range(COUNT)]}),
        pl.DataFrame(rows, schema=["supplier", "buyer", "evidence"], orient="row"),
    )


def form(links, how, **conditions):
    return form_clusters(network_of(links), seed=3, resolution=how[1], objective=how[0],
                         resamples=1, threads=1, **conditions)  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(networks, objectives, starts, flags)
def test_fixed_firms_stay_in_their_clusters_and_apart_from_those_of_others(
    links, how, start, fixed
) -> None:
    fixed &= start >= 0
    found = form(links, how, start=start, fixed=fixed)
    kept = [(start[at], found.membership[at]) for at in np.flatnonzero(fixed)]
    assert all(now >= 0 for _, now in kept)
    assert len({begun for begun, _ in kept}) == len({now for _, now in kept}) == len(set(kept))


@settings(deadline=None, max_examples=80)
@given(networks, objectives, starts, forbidden)
def test_a_forbidden_pair_never_meets(links, how, start, apart) -> None:
    found = form(links, how, start=start, forbidden=apart, least_size=1)
    assert all(found.membership[one] != found.membership[other] for one, other in apart)


@settings(deadline=None, max_examples=80)
@given(networks, objectives, starts, words)
def test_no_cluster_reaches_across_areas_or_holds_a_firm_of_unknown_area(
    links, how, start, area
) -> None:
    found = form(links, how, start=start, areas=pl.Series(area, dtype=pl.String), least_size=2)
    for cluster in range(found.cluster_count):
        held = {area[at] for at in np.flatnonzero(found.membership == cluster)}
        assert len(held) == 1
        assert None not in held


@settings(deadline=None, max_examples=80)
@given(networks, objectives, starts, flags, forbidden, words, st.integers(1, 5))
def test_all_conditions_hold_together(links, how, start, fixed, apart, area, least) -> None:
    known = np.array([one is not None for one in area])
    first = {}  # the area of the first fixed firm of each cluster: others are not fixed
    for at in np.flatnonzero(fixed & known & (start >= 0)):
        first.setdefault(int(start[at]), area[at])
    fixed = np.array([bool(fixed[at]) and known[at] and first.get(int(start[at])) == area[at]
                      for at in range(COUNT)])  # fmt: skip
    assume(not any(fixed[one] and fixed[other] and start[one] == start[other]
                   for one, other in apart))  # fmt: skip
    found = form(links, how, start=start, fixed=fixed, forbidden=apart, least_size=least,
                 areas=pl.Series(area, dtype=pl.String))  # fmt: skip
    now = found.membership
    assert all(now[one] != now[other] or now[one] < 0 for one, other in apart)
    kept = {(int(start[at]), int(now[at])) for at in np.flatnonzero(fixed)}
    assert len(kept) == len({begun for begun, _ in kept}) == len({one for _, one in kept})
    for cluster in range(found.cluster_count):
        held = np.flatnonzero(now == cluster)
        assert len({area[at] for at in held}) == 1
        assert len(held) >= least or fixed[held].any()
