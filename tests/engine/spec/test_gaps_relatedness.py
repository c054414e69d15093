"""Relatedness, worked by hand: three places, four products."""

from __future__ import annotations

import numpy as np
import pytest
from pytest import approx

from jilian_engine.chain.relatedness import (
    comparative_advantage,
    density,
    present,
    proximity,
    related_products,
)
from jilian_engine.errors import EngineError

# Places by products: how many firms make it.
COUNTS = np.array([
    [4.0, 4.0, 0.0, 0.0],
    [4.0, 4.0, 4.0, 0.0],
    [0.0, 0.0, 4.0, 8.0],
])  # fmt: skip


def test_advantage_is_a_share_over_a_share():
    # The first product: half of the first place's firms, 8 of all 32.
    assert comparative_advantage(COUNTS)[0].tolist() == approx([2.0, 2.0, 0.0, 0.0])
    assert comparative_advantage(COUNTS)[2].tolist() == approx([0.0, 0.0, 4 / 3, 8 / 3])


def test_proximity_is_the_smaller_conditional_probability():
    held = present(COUNTS)
    assert held.astype(int).tolist() == [[1, 1, 0, 0], [1, 1, 1, 0], [0, 0, 1, 1]]
    near = proximity(held)
    # Products 0 and 1 always together; 0 and 2 in one of two places each; 2 and 3 in one of two.
    assert near.tolist() == [
        [0, 1, 0.5, 0], [1, 0, 0.5, 0], [0.5, 0.5, 0, 0.5], [0, 0, 0.5, 0]
    ]  # fmt: skip


def test_density_is_the_part_of_proximity_that_the_place_has():
    held = present(COUNTS)
    around = density(held, proximity(held))
    assert around[0].tolist() == approx([1 / 1.5, 1 / 1.5, 1 / 1.5, 0])
    assert around[1, 3] == approx(1.0)  # all that is near to product 3 is there


def test_what_a_place_could_make_next():
    (next_one,) = related_products(COUNTS, 0)
    assert (next_one.product, next_one.nearest) == (2, (0, 1))
    assert next_one.density == approx(2 / 3)
    assert [one.product for one in related_products(COUNTS, 2)] == [0, 1]


def test_odd_counts_are_refused():
    for counts in (np.array([1.0, 2.0]), np.array([[-1.0]]), np.array([[np.nan]])):
        with pytest.raises(EngineError):
            comparative_advantage(counts)
