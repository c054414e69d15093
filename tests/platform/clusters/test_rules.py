"""Decisions about runs, names and places, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from jilian.base.errors import Refusal
from jilian.clusters.rules import (
    Parameters,
    Spell,
    check_adoption,
    check_parameters,
    is_boundary,
    place_of,
    prefix_of,
    run_note,
)
from jilian.clusters.rules.english import DIVISION_WORDS
from jilian.clusters.rules.naming import (
    english_name_of,
    industry_word,
    name_of,
    told_apart,
    town_word,
)
from jilian.clusters.rules.scan import lay_out_scan

MARCH_1, MARCH_2 = date(2026, 3, 1), date(2026, 3, 2)


@pytest.mark.parametrize(
    "asked, as_of, refused_because",
    [
        (Parameters(), MARCH_2, None),
        (Parameters(0.01, 0, 2), MARCH_1, None),
        (Parameters(), date(2026, 3, 3), "day_ahead"),
        (Parameters(0.0), MARCH_1, "resolution_wrong"),
        (Parameters(-1.0), MARCH_1, "resolution_wrong"),
        (Parameters(float("nan")), MARCH_1, "resolution_wrong"),
        (Parameters(seed=-1), MARCH_1, "seed_wrong"),
        (Parameters(seed=2**31), MARCH_1, "seed_wrong"),
        (Parameters(least_size=1), MARCH_1, "least_size_wrong"),
    ],
)
def test_a_run_that_cannot_be_made_is_refused(asked, as_of, refused_because):
    if refused_because is None:
        check_parameters(asked, as_of, MARCH_2)
        return
    with pytest.raises(Refusal) as refusal:
        check_parameters(asked, as_of, MARCH_2)
    assert refusal.value.code == refused_because


@pytest.mark.parametrize(
    "changed, refused_because",
    [
        ({}, None),
        ({"from_day": date(2026, 4, 1)}, None),
        ({"name": " "}, "name_missing"),
        ({"reason": ""}, "reason_missing"),
        ({"from_day": date(2026, 2, 28)}, "day_before_snapshot"),
        ({"from_day": date(2206, 3, 2)}, "day_too_far"),
        ({"kept": 1}, "too_few_left"),
    ],
)
def test_an_adoption_that_states_too_little_is_refused(changed, refused_because):
    whole = {"name": "新桥芯片", "reason": "纪要", "from_day": MARCH_2, "frozen_on": MARCH_1,
             "today": MARCH_2, "kept": 6, **changed}  # fmt: skip
    if refused_because is None:
        check_adoption(**whole)
        return
    with pytest.raises(Refusal) as refusal:
        check_adoption(**whole)
    assert refusal.value.code == refused_because


@pytest.mark.parametrize(
    "inside, stable, expected",
    [
        (0.9, 0.9, False),
        (0.49, 1.0, True),
        (0.9, 0.79, True),
        (None, None, False),
        (0.5, 0.8, False),
    ],
)
def test_a_firm_is_a_boundary_firm_when_either_share_is_low(inside, stable, expected):
    assert is_boundary(inside, stable) is expected


@pytest.mark.parametrize(
    "industry, word",
    [
        ("集成电路制造", "集成电路"),
        ("电子专用材料制造", "电子专用材料"),
        ("其他电子器件制造", "电子器件"),
        ("制鞋业", "制鞋"),
        ("牲畜屠宰", "牲畜屠宰"),
        ("乳制品制造", "乳制品"),
        ("林业", "林业"),
    ],
)
def test_an_industry_is_named_by_what_it_makes(industry, word):
    assert industry_word(industry) == word


@pytest.mark.parametrize(
    "town, word",
    [("新桥镇", "新桥"), ("永丰街道", "永丰"), ("松江区", "松江"), ("嘉兴市", "嘉兴"), ("", "")],
)
def test_a_town_is_named_without_its_kind(town, word):
    assert town_word(town) == word


def test_a_cluster_is_named_by_its_town_and_at_most_two_industries():
    trades = ["集成电路制造", "电子专用材料制造", "半导体器件专用设备制造"]
    assert name_of(trades, "新桥镇") == "新桥集成电路与电子专用材料产业集群"
    assert name_of([], "新桥镇") == "新桥综合产业集群"
    assert english_name_of(["3973", "3985", "3562"], "Xinqiao") == (
        "Xinqiao electronics and special machinery cluster"
    )
    assert english_name_of([], "") == "Mixed cluster"


def test_equal_names_are_told_apart():
    assert told_apart(["甲", "乙", "甲", "甲"]) == ["甲", "乙", "甲 2", "甲 3"]


def test_every_division_of_industries_has_an_english_word():
    assert list(DIVISION_WORDS) == [f"{code:02d}" for code in range(1, 98)]
    assert DIVISION_WORDS["14"] == "food"
    assert DIVISION_WORDS["39"] == "electronics"
    assert DIVISION_WORDS["97"] == "international organisations"


def test_a_division_belongs_to_the_place_whose_code_begins_its_own():
    places = {"310117": 0, "3304": 1}
    assert prefix_of("330400") == "3304"
    assert prefix_of("310117") == "310117"
    assert place_of("310117105", places) == 0
    assert place_of("330411", places) == 1
    assert place_of("310116", places) is None


def test_a_spell_with_a_known_start_has_no_bounds():
    known = Spell(MARCH_2, valid_from=MARCH_1, not_before=date(2020, 1, 1))
    assert known.days == {
        "valid_from": MARCH_1, "known_by": MARCH_1, "not_before": None, "valid_to": None,
    }  # fmt: skip
    assert Spell(MARCH_2, not_before=MARCH_1).days["not_before"] == MARCH_1


def test_a_failed_run_says_why_in_a_sentence():
    assert "supply link" in run_note("no_links")
    assert run_note("") == ""
    assert "(levels_unsettled)" in run_note("levels_unsettled")


def test_the_scan_is_drawn_with_the_calm_stretch_and_the_choice():
    points = [
        {"resolution": 0.1, "distance": 0.4, "clusters": 2, "cover": 1.0, "chosen": False,
         "plateau": False},
        {"resolution": 0.2, "distance": 0.0, "clusters": 4, "cover": 1.0, "chosen": True,
         "plateau": True},
        {"resolution": 0.4, "distance": 0.2, "clusters": 9, "cover": 0.8, "chosen": False,
         "plateau": False},
    ]  # fmt: skip
    drawing = lay_out_scan({"points": points, "chosen": 1})
    assert [point.y for point in drawing.points] == [22.0, 116.0, 69.0]
    assert drawing.plateau == (126.0, 354.0)
    assert lay_out_scan(None) is None
