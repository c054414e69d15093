"""When a failure arrives: stocks along a chain one can see."""

from __future__ import annotations

import itertools
import math

import numpy as np
from hypothesis import given, strategies as st

from jilian_engine.chain.stocks import arrival_hours

UNKNOWN = math.nan


def arrivals(failed, links, firms):
    """Hours by links of (supplier, buyer, hours of the buyer's stock)."""
    ends = np.array([link[:2] for link in links], dtype=np.int64).reshape(-1, 2)
    hours = np.array([link[2] for link in links], dtype=np.float64)
    return arrival_hours(np.array(failed), ends[:, 0], ends[:, 1], hours, firms=firms)


def test_stocks_add_up_along_the_chain():
    found = arrivals([0], [(0, 1, 24.0), (1, 2, 36.0)], 4)
    assert found.earliest.tolist() == [0, 24, 60, math.inf]
    assert found.known.tolist() == [True, True, True, False]


def test_the_first_way_in_counts():
    found = arrivals([0], [(0, 1, 5.0), (1, 3, 5.0), (0, 2, 1.0), (2, 3, 3.0)], 4)
    assert found.earliest[3] == 4


def test_a_stock_that_nobody_stated_leaves_a_span():
    found = arrivals([0], [(0, 1, UNKNOWN), (1, 2, 12.0), (0, 2, 48.0)], 3)
    assert found.earliest.tolist() == [0, 0, 12]  # not before
    assert found.latest.tolist() == [0, math.inf, 48]  # by then at the latest
    assert found.known.tolist() == [True, False, False]


def test_a_longer_unknown_way_changes_nothing():
    found = arrivals([0], [(0, 1, 6.0), (0, 2, 10.0), (2, 1, UNKNOWN)], 3)
    assert found.earliest[1] == found.latest[1] == 6
    assert found.known[1]


def test_a_circle_ends():
    found = arrivals([0], [(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0)], 3)
    assert found.earliest.tolist() == [0, 1, 2]


FIRMS = 5
PAIRS = list(itertools.permutations(range(FIRMS), 2))
LINKS = st.lists(
    st.tuples(st.sampled_from(PAIRS), st.one_of(st.just(UNKNOWN), st.integers(0, 9))),
    max_size=12,
)


def plain(failed, links):
    """The same by passing hours on until nothing becomes shorter."""
    hours = [0.0 if firm in failed else math.inf for firm in range(FIRMS)]
    for _ in range(FIRMS):
        for supplier, buyer, stock in links:
            hours[buyer] = min(hours[buyer], hours[supplier] + stock)
    return hours


@given(links=LINKS, failed=st.sets(st.integers(0, FIRMS - 1), min_size=1))
def test_as_passing_hours_on(links, failed):
    said = [(*ends, float(hours)) for ends, hours in links]
    found = arrivals(sorted(failed), said, FIRMS)
    nothing = [(one, other, 0.0 if math.isnan(h) else h) for one, other, h in said]
    assert found.earliest.tolist() == plain(failed, nothing)
    assert found.latest.tolist() == plain(failed, [row for row in said if not math.isnan(row[2])])
    assert (found.earliest <= found.latest).all()
