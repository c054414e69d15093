"""Coverage plans on worlds of a few firms, worked by hand."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import polars as pl
import pytest

from jilian_engine.coverage import (
    UNIT,
    CostParts,
    Exceeded,
    Level,
    Principles,
    Reason,
    Route,
    Weights,
    limits_on,
    plan_coverage,
)
from jilian_engine.errors import EngineError, RuleError, TableError
from jilian_engine.rulebook import load, parse

DAY = date(2026, 3, 1)


def table(text: str) -> pl.DataFrame:
    """Rows of: firm, members (2, 1-2, 3- or ?), industry, x, y in km, and more as name=value."""
    rows = []
    for line in text.strip().splitlines():
        firm, members, industry, x, y, *more = line.split()
        low, _dash, high = members.partition("-")
        row = {"firm": firm, "members_low": None, "members_high": None, "town": "Jiuting",
               "industry": industry, "x": float(x), "y": float(y)}  # fmt: skip
        if low != "?":
            row["members_low"] = int(low)
            row["members_high"] = (int(high) if high else None) if _dash else int(low)
        row |= {name: value or None for name, value in (one.split("=") for one in more)}
        rows.append(row)
    names = ("firm", "town", "industry", "park", "cluster", "leader_body", "obstacle")
    schema = dict.fromkeys(names, pl.String) | dict.fromkeys(("x", "y"), pl.Float64)
    schema |= dict.fromkeys(("members_low", "members_high"), pl.Int64)
    return pl.DataFrame(rows, schema=schema)


def plan(text: str, **more):
    return plan_coverage(table(text), on=DAY, degrees=False, **more)


def routes(made) -> dict[str, str]:
    return dict(made.firms.select("firm", "route").iter_rows())


def reasons(made) -> dict[str, str]:
    return dict(made.firms.select("firm", "reason").iter_rows())


CHAIN = """
    wafer   2  3973  0 0
    sensor  1  3973  1 0
    etcher  1  3972  0 2
"""


def test_three_firms_of_a_trade_become_one_joint_branch():
    made = plan(CHAIN)
    (group,) = made.groups
    assert (group.route, group.anchor) == (Route.LINE, "wafer")
    assert group.firms == ("etcher", "sensor", "wafer")
    # Three route charges, one group, 1 km and 2 km at 400, and the trade one group off.
    assert group.cost == CostParts(routes=4500, groups=1000, distance=1200, dissimilarity=150)
    assert made.cost == Level(6850, 6850)
    assert group.principles == Principles(True, True, True, True)
    assert (group.members_low, group.members_high, group.certain) == (4, 4, True)
    assert group.approval == "primary_committee_of_town_or_unit"
    assert (group.approval_town, group.towns, group.area) == ("Jiuting", ("Jiuting",), "Jiuting")


def test_a_firm_of_another_trade_is_taken_in_rather_than_left_alone():
    # With 2, 1, 1 and 1 members there is one group or somebody is left: all four, by town.
    made = plan(CHAIN + "shop 1 5111 0 3")
    (group,) = made.groups
    assert (group.route, group.anchor, len(group.firms)) == (Route.AREA, "etcher", 4)
    # To etcher: wafer 2 km, sensor 2.236 km, shop 1 km; one group off twice, another trade once.
    assert group.cost == CostParts(routes=8000, groups=1000, distance=2094, dissimilarity=1200)
    assert group.principles.similar is False
    assert made.work_only == Level(0, 0)


def test_a_leading_firms_body_that_carries_the_group_is_cheaper():
    carried = "\n".join(line + " leader_body=Nixi" for line in CHAIN.strip().splitlines())
    made = plan(carried)
    assert (made.groups[0].route, made.groups[0].carried_by) == (Route.POINT, "Nixi")
    assert made.cost.value == 6850 - 3 * 500
    assert set(made.firms["body"]) == {"Nixi"}


def test_every_firm_has_one_route_and_a_reason():
    made = plan("""
        wafer   2    3973 0 0
        sensor  1    3973 1 0
        big     3    3973 0 0
        helped  50-  3973 0 0  leader_body=Nixi
        empty   0    3973 0 0
        silent  ?    3973 0 0
        broad   1-6  3973 0 0
        closed  2    3973 0 0  obstacle=moving_away
    """)
    assert reasons(made) == {
        "wafer": Reason.GROUPED, "sensor": Reason.GROUPED, "big": Reason.OWN_BODY,
        "helped": Reason.OWN_BODY_HELPED, "empty": Reason.NO_MEMBERS,
        "silent": Reason.MEMBERS_UNKNOWN, "broad": Reason.BAND_TOO_WIDE, "closed": "moving_away",
    }  # fmt: skip
    assert made.counts() == {"point": 2, "line": 2, "area": 0, "advisor": 1, "not_yet": 3}
    assert (made.uncovered, made.work_only) == (Level(3, 3), Level(1, 1))
    assert made.cost.value == 2 * 1000 + 4000 + made.grouping.value == made.cost_parts.total


def test_two_members_alone_get_an_advisor_until_there_are_partners():
    made = plan("wafer 2 3973 0 0")
    assert (routes(made), reasons(made)) == ({"wafer": "advisor"}, {"wafer": "no_partners"})
    assert made.parts[0].method == "exact"
    assert (
        plan_coverage(
            table("wafer 2 3973 0 0\nsensor 1 3973 0 1").with_columns(ungrouped=True), on=DAY
        )
        .firms["reason"]
        .to_list()
        == ["not_to_be_grouped"] * 2
    )


def test_firms_kept_apart_share_no_group():
    made = plan("""
        one   2 3973 0 0
        two   2 3973 0 1
        other 2 3973 0 2
        last  2 3973 0 9
    """, apart=[("one", "two"), ("last", "other")])  # fmt: skip
    assert {group.firms for group in made.groups} == {("one", "other"), ("last", "two")}


def test_bands_say_which_groups_may_miss_three():
    certain = plan("a 1-2 3973 0 0\nb 1-2 3973 0 1\nc 1-2 3973 0 2").groups[0]
    assert (certain.members_low, certain.members_high, certain.certain) == (3, 6, True)
    open_ = plan("a 1-2 3973 0 0\nb 1-2 3973 0 1")
    group = open_.groups[0]
    assert (group.members_low, group.members_high, group.certain) == (2, 4, False)
    assert group.cost.uncertain == 2000
    assert open_.firms["certain"].to_list() == [False, False]
    assert plan("a 0-1 3973 0 0\nb 0-1 3973 0 1").groups == ()


def test_a_general_cap_is_priced_and_warned_of_but_not_forbidden():
    seven = "\n".join(f"f{at} 1 3973 0 {at}" for at in range(7))
    assert sorted(len(group.firms) for group in plan(seven).groups) == [3, 4]
    made = plan(seven, weights=Weights(group=100_000))
    (group,) = made.groups
    assert group.warnings == (Exceeded("ORG-02-UNITS", 5, 7),)
    assert group.cost.over_units == 2 * 3000
    assert group.principles.suitable_size is False


def test_the_numbers_come_from_the_rule_file():
    limits = limits_on(DAY)
    assert (limits.own_least, limits.unit_below, limits.least) == (3, 3, 3)
    assert (limits.most_units, limits.most_members) == (5, 50)
    assert {name: rule.id for name, rule in limits.rules.items()} == {
        "own_least": "ORG-01", "unit_below": "ORG-02", "least": "ORG-02",
        "most_units": "ORG-02-UNITS", "most_members": "ORG-01-SIZE",
    }  # fmt: skip
    with pytest.raises(RuleError) as refused:
        limits_on(date(2000, 1, 1))
    assert refused.value.code == "rule_not_known_on_day"


def test_another_rule_file_makes_another_plan():
    text = files("jilian_engine.rulebook").joinpath("organisations.yaml").read_text("utf-8")
    for fact, sign, numbers in (("units", "<=", (5, 3)), ("formal_members", ">=", (3, 5))):
        text = text.replace(*(f'fact: {fact}, op: "{sign}", value: {number}' for number in numbers))
    rules = parse(text)
    made = plan("\n".join(f"f{at} 2 3973 0 {at}" for at in range(4)), rules=rules)
    (group,) = made.groups
    assert group.warnings == (Exceeded("ORG-02-UNITS", 3, 4),)


def test_the_route_charges_are_those_of_the_rule_file():
    given = load("organisations").definitions["three_drives"]
    assert Weights.from_definitions(given) == Weights()
    assert UNIT == 1000


def test_the_nearest_advisor_comes_if_one_is_near_enough():
    advisors = pl.DataFrame({"advisor": ["far", "near"], "town": ["A", "B"],
                             "x": [20.0, 3.0], "y": [0.0, 4.0]})  # fmt: skip
    made = plan("empty 0 3973 0 0", advisors=advisors)
    assert made.firms.select("advisor", "cost").row(0) == ("near", 4000 + 5 * 400)
    lost = plan("empty 0 3973 99 0", advisors=advisors)
    assert (routes(lost), reasons(lost)) == ({"empty": "not_yet"}, {"empty": "no_advisor"})


@pytest.mark.parametrize(("text", "code"), [
    ("a 2-1 3973 0 0", "bad_value"), ("a 1 3973 0 0\na 1 3973 0 0", "repeated_key"),
    ("a 1 3973 nan 0", "bad_value"),
])  # fmt: skip
def test_a_table_that_says_nothing_clear_is_refused(text, code):
    with pytest.raises(TableError) as refused:
        plan(text)
    assert refused.value.code == code


def test_what_else_is_refused():
    with pytest.raises(TableError) as refused:
        plan_coverage(pl.DataFrame({"firm": ["a"]}), on=DAY)
    assert refused.value.code == "missing_column"
    with pytest.raises(EngineError) as refused_pair:
        plan("a 1 3973 0 0", apart=[("a", "nobody")])
    assert refused_pair.value.code == "unknown_firm"
    with pytest.raises(EngineError):
        Weights(km=-1)


def test_no_firms_make_an_empty_plan():
    made = plan_coverage(table(""), on=DAY)
    assert (made.groups, made.cost, len(made.firms)) == ((), Level(0, 0), 0)
