"""What must hold for any shock on any small network; and fast form = plain form."""

from __future__ import annotations

import numpy as np
import plain_chain as plain
import pytest
from hypothesis import given, settings, strategies as st

from jilian_engine.chain import (
    Shocks,
    _kernels as kernels,
    _running as running,
    index_of_all,
    index_of_shocks,
    prepare_chain,
    spread_shock,
)

COUNT, KINDS, SAME = 8, 3, 1e-12
#: Rounding of a step: two firms that live off each other can take seventy thousand, and were then
#: seen 7e-10 apart.
A_STEP = 2e-14
firms = st.integers(0, COUNT - 1)
links = st.dictionaries(st.tuples(firms, firms), st.integers(1, 10**6), min_size=1, max_size=24)
classes = st.lists(st.integers(0, 2), min_size=KINDS**2, max_size=KINDS**2)
industries = st.lists(st.integers(0, KINDS - 1), min_size=COUNT, max_size=COUNT)
levels = st.sampled_from([0.0, 0.25, 0.3, 0.5, 0.9, 1.0])
capacities = st.lists(levels, min_size=COUNT, max_size=COUNT)
limits = st.sampled_from([0.01, 1e-6])


@st.composite
def networks(draw):
    found = {pair: amount for pair, amount in draw(links).items() if pair[0] != pair[1]}
    pairs = np.array(sorted(found) or [(0, 1)])
    amounts = np.array([found[pair] for pair in sorted(found)] or [1], dtype=np.float64)
    matrix = np.array(draw(classes), dtype=np.uint8).reshape(KINDS, KINDS)
    return np.array(draw(industries)), pairs[:, 0], pairs[:, 1], amounts / 100, matrix


@settings(deadline=None, max_examples=40)
@given(networks(), capacities, limits, st.booleans())
def test_one_shock_is_what_the_plain_form_says(network, left, epsilon, replacement):
    capacity = np.array(left)
    options = {"epsilon": epsilon, "replacement": replacement}
    found = spread_shock(prepare_chain(*network), capacity, **options)
    down, up, steps = plain.spread(network, capacity, **options)
    near = SAME + steps * A_STEP
    assert np.abs(found.level_down - down).max() < near
    assert np.abs(found.level_up - up).max() < near
    assert found.iterations == steps
    whole = plain.index(network, capacity, **options)
    assert found.lost_share == pytest.approx(whole[0], abs=near)


@settings(deadline=None, max_examples=40)
@given(networks(), capacities, limits, st.booleans())
def test_firms_that_trade_with_nobody_change_nothing(network, left, epsilon, replacement):
    """Beside a thousand of them few firms ever fall, so no step is taken as a broad one."""
    industry, *links, matrix = network
    idle = np.zeros(1_000, dtype=np.int64)
    options = {"epsilon": epsilon, "replacement": replacement}
    alone = spread_shock(prepare_chain(*network), np.array(left), **options)
    beside = spread_shock(
        prepare_chain(np.concatenate((industry, idle)), *links, matrix),
        np.concatenate((left, idle + 1)), **options,
    )  # fmt: skip
    near = SAME + alone.iterations * A_STEP
    assert np.abs(beside.level_down[:COUNT] - alone.level_down).max() < near
    assert np.abs(beside.level_up[:COUNT] - alone.level_up).max() < near
    assert (beside.level[COUNT:] == 1).all()
    assert beside.iterations == alone.iterations
    assert beside.lost_share == pytest.approx(alone.lost_share, abs=near)
    assert (beside.first_fell[:COUNT] == alone.first_fell).all()


@settings(deadline=None, max_examples=20)
@given(networks(), st.lists(capacities, min_size=17, max_size=20), limits, st.booleans())
def test_many_shocks_side_by_side_are_what_the_plain_form_says(network, scenarios, epsilon, swap):
    """More than sixteen shocks, and none may walk alone: all go eight by eight."""
    chain, left = prepare_chain(*network), np.array(scenarios)
    which, hit = np.nonzero(left < 1)
    starts = np.searchsorted(which, np.arange(len(left) + 1))
    shocks = Shocks(starts, hit, 1 - left[which, hit])
    before = running.ALONE
    try:
        running.ALONE = 0.0
        found = index_of_shocks(chain, shocks, epsilon=epsilon, replacement=swap)
    finally:
        running.ALONE = before
    for at, capacity in enumerate(left):
        wanted = plain.index(network, capacity, epsilon=epsilon, replacement=swap)
        row = (found.esri[at], found.esri_down[at], found.esri_up[at])
        assert row == pytest.approx(wanted[:3], abs=SAME + wanted[3] * A_STEP)
        assert found.iterations[at] == wanted[3]


@settings(deadline=None, max_examples=40)
@given(networks(), capacities, capacities, st.booleans())
def test_bounds_and_a_harder_shock_never_does_less(network, one, other, replacement):
    chain = prepare_chain(*network)
    soft, hard = np.maximum(one, other), np.minimum(one, other)
    options = {"epsilon": 1e-9, "replacement": replacement}
    least, most = (spread_shock(chain, left, **options) for left in (soft, hard))
    for found, left in ((least, soft), (most, hard)):
        assert (found.level >= 0).all()
        assert (found.level <= left).all()
        assert 0 <= max(found.lost_down, found.lost_up) <= found.lost_share + SAME <= 1 + SAME
    assert (most.level <= least.level + 1e-6).all()


@settings(deadline=None, max_examples=40)
@given(networks())
def test_without_replacement_never_less_is_lost(network):
    chain = prepare_chain(*network)
    replaced, alone = (
        index_of_all(chain, epsilon=1e-9, replacement=replacement) for replacement in (True, False)
    )
    assert (alone.esri >= replaced.esri - 1e-6).all()


def test_a_room_is_left_as_it_was_found():
    chance = np.random.default_rng(5)
    suppliers, buyers = chance.integers(0, 60, (2, 400))
    chain = prepare_chain(
        chance.integers(0, 5, 60), suppliers, buyers, chance.random(400),
        chance.integers(0, 3, (5, 5)),
    )  # fmt: skip
    layout = chain.layout
    room = layout.room()
    before = [np.copy(part) for part in room[:6]]
    hit, loss = np.array([3, 9], dtype=np.uint32), np.array([1.0, 0.4])
    whole = np.iinfo(np.int64).max
    for limit in (whole, 10):
        kernels.spread(layout.ground, room, hit, loss, 0.01, True, False, limit)
        kernels.clean(layout.ground, room, hit)
        for part, was in zip(room[:6], before, strict=True):
            assert (part == was).all()
        assert not room.is_stirred.any()
