"""What must hold for every coverage plan, whatever the firms."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from engine.plain.plain_coverage import Plain
from jilian_engine.coverage import Weights, limits_on, plan_coverage
from jilian_engine.worlds import make_campaign

DAY = date(2026, 3, 1)
MANY_JOINT = (0.1, 0.5, 0.35, 0.05)
KINDS = [
    {"count": 40, "towns": 3, "apart": 0.2, "gaps": 0.15},
    {"count": 40, "towns": 2, "apart": 0.1, "gaps": 0.1, "bands": True},
    {"count": 300, "towns": 3, "apart": 0.1, "gaps": 0.05},
]


@pytest.fixture(scope="module", params=range(len(KINDS)), ids=["places", "bands", "larger"])
def world(request):
    kind = dict(KINDS[request.param])
    campaign = make_campaign(5, kind.pop("count"), shares=MANY_JOINT, **kind)
    return campaign, planned(campaign, campaign.firms)


def planned(campaign, firms, **more):
    return plan_coverage(firms, on=DAY, advisors=campaign.advisors, apart=campaign.apart, **more)


def test_every_firm_has_exactly_one_route(world):
    campaign, made = world
    assert made.firms["firm"].to_list() == sorted(campaign.firms["firm"])
    assert sum(made.counts().values()) == len(campaign.firms)
    grouped = [key for group in made.groups for key in group.firms]
    assert len(grouped) == len(set(grouped))
    held = made.firms.filter(made.firms["group"].is_not_null())
    assert sorted(grouped) == held["firm"].to_list()
    for key, route, number in held.select("firm", "route", "group").iter_rows():
        assert key in made.groups[number].firms
        assert made.groups[number].route == route


def test_groups_keep_to_the_rules_and_cost_what_they_say(world):
    campaign, made = world
    plain = Plain(campaign, Weights(), limits_on(DAY))
    place = {row["firm"]: at for at, row in enumerate(plain.firms)}
    for group in made.groups:
        held = [place[key] for key in group.firms]
        assert plain.group_cost(held) == group.cost.total
        lows = [plain.firms[at]["members_low"] for at in held]
        highs = [plain.firms[at]["members_high"] for at in held]
        assert (sum(lows), sum(highs)) == (group.members_low, group.members_high)
        assert group.members_high >= 3 > max(highs)
        assert group.certain == (group.members_low >= 3)
        over = {warning.rule_id for warning in group.warnings}
        assert ("ORG-02-UNITS" in over) == (len(held) > 5)


def test_the_cost_is_the_sum_of_its_parts_and_not_below_the_bound(world):
    _campaign, made = world
    assert made.cost.value == made.cost_parts.total == int(made.firms["cost"].sum())
    for level in (made.uncovered, made.work_only, made.cost, made.grouping):
        assert 0 <= level.bound <= level.value
    assert made.grouping.value == sum(part.grouping.value for part in made.parts)
    assert made.grouping.bound == sum(part.grouping.bound for part in made.parts)
    assert made.cost.value - made.cost.bound == made.grouping.value - made.grouping.bound


def test_neither_the_order_of_rows_nor_the_number_of_threads_changes_a_byte(world):
    campaign, made = world
    mixed = campaign.firms[np.random.default_rng(3).permutation(len(campaign.firms)).tolist()]
    again = planned(campaign, mixed, workers=1)
    assert again.firms.write_csv() == made.firms.write_csv()
    assert (again.groups, again.cost, again.parts) == (made.groups, made.cost, made.parts)
