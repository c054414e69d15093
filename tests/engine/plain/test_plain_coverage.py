"""Plans equal the exact optimum, found another way by HiGHS, on made districts up to 60 firms."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from engine.plain.plain_coverage import Plain, compact_optimum, partition_optimum
from jilian_engine.coverage import Reason, Weights, limits_on, plan_coverage
from jilian_engine.worlds import make_campaign

DAY = date(2026, 3, 1)
MANY_JOINT = (0.1, 0.5, 0.35, 0.05)
ONLY_JOINT = (0.0, 0.7, 0.3, 0.0)


def check(optimum, seed, count, towns, shares, **more):
    campaign = make_campaign(seed, count, towns=towns, shares=shares, **more)
    made = plan_coverage(campaign.firms, on=DAY, apart=campaign.apart)
    plain = Plain(campaign, Weights(), limits_on(DAY))
    left, cost = optimum(plain, [Weights().work_only] * len(plain.firms))
    alone = int((made.firms["reason"] == Reason.NO_PARTNERS).sum())
    assert (alone, made.grouping.value) == (left, cost)
    assert made.grouping.proven
    assert made.work_only.proven
    assert made.uncovered.proven


@pytest.mark.parametrize("bands", [False, True], ids=["counts", "bands"])
@pytest.mark.parametrize("seed", range(8))
def test_a_small_district_equals_the_choice_among_all_groups(seed, bands):
    check(lambda plain, price: partition_optimum(plain, price, 6), seed, 15, 3, MANY_JOINT,
          apart=0.2, gaps=0.1, bands=bands)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_sixty_firms_in_two_towns_equal_the_exact_optimum(seed):
    check(compact_optimum, seed, 60, 2, MANY_JOINT, apart=0.1, gaps=0.05)


@pytest.mark.parametrize("seed", [0, 1])
def test_sixty_firms_that_all_need_partners_in_one_town_equal_the_exact_optimum(seed):
    check(compact_optimum, seed, 60, 1, ONLY_JOINT)


@pytest.mark.parametrize("seed", range(10, 16))
def test_sixty_firms_of_a_mixture_equal_the_exact_optimum(seed):
    check(compact_optimum, seed, 60, 1, (0.3, 0.4, 0.2, 0.1), apart=0.1)


def test_a_district_too_large_to_prove_stays_within_a_hundredth_of_its_bound():
    campaign = make_campaign(3, 6000, gaps=0.03, apart=0.02)
    made = plan_coverage(campaign.firms, on=DAY, apart=campaign.apart, advisors=campaign.advisors)
    assert max(part.firms for part in made.parts) > 500
    assert made.grouping.bound < made.grouping.value
    assert made.grouping.gap < Fraction(1, 100)
