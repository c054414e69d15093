"""Leading firms against the plain form, pymcdm, and a fine grid of weights."""

from __future__ import annotations

import itertools
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from jilian_engine.leaders import CRITERIA, Measure, rank_leaders

sys.path.insert(0, str(Path(__file__).parent.parent / "plain"))
from plain_leaders import PLAIN, turned

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
methods = st.sampled_from(("topsis", "weighted_sum"))


@st.composite
def tables(draw, most_firms: int = 6):
    width = draw(st.integers(2, 4))
    measures = [
        Measure(f"m{at}", CRITERIA[at], draw(st.sampled_from(("benefit", "cost"))))
        for at in range(width)
    ]
    row = st.lists(st.integers(0, 20), min_size=width, max_size=width)
    rows = draw(st.lists(row, min_size=2, max_size=most_firms))
    weights = draw(st.lists(st.integers(1, 9), min_size=width, max_size=width))
    return measures, rows, {one.key: w for one, w in zip(measures, weights, strict=True)}


def firms_of(rows) -> list[str]:
    return [f"f{at:02}" for at in range(len(rows))]


def parts(measures, weights):
    whole = sum(weights.values())
    return (
        [weights[one.key] / whole for one in measures],
        [one.direction == "cost" for one in measures],
    )


@quick
@given(tables(), methods)
def test_scores_are_those_of_the_plain_form_and_the_order_is_theirs(asked, method):
    measures, rows, weights = asked
    found = rank_leaders(firms_of(rows), measures, rows, weights=weights, method=method)
    plain = dict(zip(firms_of(rows), PLAIN[method](rows, *parts(measures, weights)), strict=True))
    assert {row.firm: row.score for row in found.rows} == pytest.approx(plain, abs=1e-9)
    scores = [plain[firm] for firm in found.order]
    assert all(one >= other - 1e-9 for one, other in itertools.pairwise(scores))


@quick
@given(tables(), methods, st.integers(1, 1000), st.data())
def test_the_unit_and_the_order_of_rows_change_nothing(asked, method, scale, data):
    measures, rows, weights = asked
    column = data.draw(st.integers(0, len(measures) - 1))
    order = data.draw(st.permutations(range(len(rows))))
    first = rank_leaders(firms_of(rows), measures, rows, weights=weights, method=method)
    other = [[x * scale if at == column else x for at, x in enumerate(row)] for row in rows]
    scaled = rank_leaders(firms_of(rows), measures, other, weights=weights, method=method)
    assert scaled.order == first.order
    assert [row.ties for row in scaled.rows] == [row.ties for row in first.rows]
    mixed = rank_leaders(
        [firms_of(rows)[at] for at in order], measures, [rows[at] for at in order],
        weights=weights, method=method,
    )  # fmt: skip
    assert mixed.plain() == first.plain()


@settings(max_examples=40, deadline=None)
@given(tables(), methods)
def test_the_intervals_are_those_of_a_fine_grid(asked, method):
    measures, rows, weights = asked
    found = rank_leaders(firms_of(rows), measures, rows, weights=weights, method=method)
    start, costs = parts(measures, weights)
    winner = firms_of(rows).index(found.winner)
    for dial in found.sensitivity:
        at = [one.key for one in measures].index(dial.key) if dial.kind == "measure" else (
            [one.criterion for one in measures].index(dial.key)
        )  # fmt: skip
        beaten = []
        for to in np.linspace(0, 1, 101):
            scores = PLAIN[method](rows, turned(start, [at], to), costs)
            beaten.append((to, max(scores) - scores[winner]))
        inside = [gap for to, gap in beaten if dial.low <= Decimal(float(to)) <= dial.high]
        assert max(inside, default=0) < 1e-9
        for end, taker, step in ((dial.low, dial.below, -1), (dial.high, dial.above, 1)):
            if taker is None:
                assert end in (0, 1)
                continue
            past = float(end) + step * 1e-6
            if 0 < past < 1:
                scores = PLAIN[method](rows, turned(start, [at], past), costs)
                rival = scores[firms_of(rows).index(taker)]
                assert rival > scores[winner] or rival == pytest.approx(scores[winner], abs=1e-7)


@quick
@given(tables(), methods)
def test_who_wins_after_ten_points_wins_in_a_ranking_with_those_weights(asked, method):
    measures, rows, weights = asked
    found = rank_leaders(firms_of(rows), measures, rows, weights=weights, method=method)
    for place, dial in enumerate(found.sensitivity[: len(measures)]):
        for one in dial.moved:
            rest = 1 - dial.weight
            given = {
                key.key: one.weight if at == place else found.weights[at] / rest * (1 - one.weight)
                for at, key in enumerate(measures)
            }
            again = rank_leaders(firms_of(rows), measures, rows, weights=given, method=method)
            assert again.winner == one.winner


@quick
@given(tables())
def test_a_dominated_newcomer_never_wins_and_leaves_the_weighted_sums_order(asked):
    """Inside the spans that were there, a dominated firm changes nothing for the weighted sum."""
    measures, rows, weights = asked
    best = rows[0]
    newcomer = [
        (min if one.direction == "benefit" else max)(x, *(row[at] for row in rows))
        for at, (one, x) in enumerate(zip(measures, best, strict=True))
    ]
    assume(newcomer != best)
    first = rank_leaders(firms_of(rows), measures, rows, weights=weights, method="weighted_sum")
    for method in ("weighted_sum", "topsis"):
        more = rank_leaders(
            [*firms_of(rows), "zz"], measures, [*rows, newcomer], weights=weights, method=method
        )
        assert more.winner != "zz"
        if method == "weighted_sum":
            assert tuple(firm for firm in more.order if firm != "zz") == first.order


@quick
@given(tables())
def test_pymcdm_agrees(asked):
    from pymcdm import methods as library, normalizations
    from pymcdm.weights import entropy_weights

    measures, rows, weights = asked
    matrix = np.array(rows, dtype=float)
    assume(all(len(set(column)) > 1 for column in zip(*rows, strict=True)))
    shares, costs = parts(measures, weights)
    types = np.array([-1 if cost else 1 for cost in costs])
    body = library.TOPSIS(normalizations.vector_normalization)
    theirs = body(matrix, np.array(shares), types, validation=False)  # it warns of dominance
    found = rank_leaders(firms_of(rows), measures, rows, weights=weights)
    ours = {row.firm: row.score for row in found.rows}
    assert [ours[firm] for firm in firms_of(rows)] == pytest.approx(list(theirs), abs=1e-9)
    if matrix.min() > 0:  # it takes a zero for no entropy at all
        found = rank_leaders(firms_of(rows), measures, rows, weights="entropy")
        assert [float(one) for one in found.weights] == pytest.approx(
            list(entropy_weights(matrix)), abs=2e-6
        )
        assert sum(found.weights, Fraction(0)) == 1
