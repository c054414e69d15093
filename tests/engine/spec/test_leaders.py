"""Leading firms: a textbook's table, one a reader can work out, and what is missing."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest

from jilian_engine.errors import EngineError
from jilian_engine.leaders import Measure, Missing, rank_leaders

# Hwang, Yoon, Multiple Attribute Decision Making (1981), chapter 3: a fighter aircraft is chosen.
AIRCRAFT = [
    Measure("speed", "scale"),
    Measure("range", "scale"),
    Measure("payload", "innovation"),
    Measure("cost", "economic_quality", "cost"),
    Measure("reliability", "economic_quality"),
    Measure("manoeuvrability", "organisation_base"),
]
AIRCRAFT_WEIGHTS = dict(
    zip(
        [one.key for one in AIRCRAFT],
        map(Decimal, ["0.2", "0.1", "0.1", "0.1", "0.2", "0.3"]),
        strict=True,
    )
)
AIRCRAFT_TABLE = """
    2.0 1500 20000 5.5 5 9
    2.5 2700 18000 6.5 3 5
    1.8 2000 21000 4.5 7 7
    2.2 1800 20000 5.0 5 5
"""
SCALE, SKILL = Measure("staff", "scale", unit="persons"), Measure("patents", "innovation")


def table(text: str) -> list[list[Decimal | None]]:
    lines = [line.split() for line in text.strip().splitlines()]
    return [[None if word == "-" else Decimal(word) for word in line] for line in lines]


def dial(ranking, key: str, kind: str = "measure"):
    return next(one for one in ranking.sensitivity if (one.kind, one.key) == (kind, key))


def test_the_textbooks_aircraft_come_out_as_printed():
    found = rank_leaders(
        ["A1", "A2", "A3", "A4"], AIRCRAFT, table(AIRCRAFT_TABLE), weights=AIRCRAFT_WEIGHTS
    )
    by_firm = {row.firm: row for row in found.rows}
    assert found.order == ("A1", "A3", "A4", "A2")
    printed = [0.643, 0.268, 0.613, 0.312]  # with four digits carried along
    assert [by_firm[a].score for a in sorted(by_firm)] == pytest.approx(printed, abs=0.0006)
    assert [f"{by_firm[a].to_best:.4f}" for a in sorted(by_firm)] == [
        "0.0546", "0.1197", "0.0580", "0.1009",
    ]  # fmt: skip


def test_a_weighted_sum_that_one_can_do_in_ones_head():
    found = rank_leaders(
        ["mill", "wafer", "yard"],
        [SCALE, SKILL],
        table("100 0\n50 8\n0 10"),
        weights={"staff": 75, "patents": 25},
        method="weighted_sum",
    )
    # mill 3/4, wafer 3/8 + 1/5, yard 1/4
    assert [(row.firm, row.rank, row.score) for row in found.rows] == [
        ("mill", 1, 0.75), ("wafer", 2, 0.575), ("yard", 3, 0.25),
    ]  # fmt: skip
    staff = dial(found, "staff")
    # t = t/2 + (1 − t) 4/5 has t = 8/13; with 10 points more or less the mill still wins
    assert staff.low == Decimal("0.6153846154")
    assert (staff.below, staff.high, staff.above) == ("wafer", 1, None)
    assert [(one.weight, one.winner) for one in staff.moved] == [
        (Fraction(13, 20), "mill"), (Fraction(17, 20), "mill"),
    ]  # fmt: skip


def test_moving_a_weight_by_ten_points_names_the_new_winner():
    found = rank_leaders(
        ["mill", "wafer"], [SCALE, SKILL], table("100 0\n0 8"),
        weights={"staff": Decimal("0.55"), "patents": Decimal("0.45")}, method="weighted_sum",
    )  # fmt: skip
    assert found.winner == "mill"
    less, more = dial(found, "staff").moved
    assert (less.weight, less.winner) == (Fraction(9, 20), "wafer")
    assert more.winner == "mill"
    assert dial(found, "staff").low == dial(found, "patents").high == Decimal("0.5")


def test_a_hidden_input_makes_a_firm_not_comparable_and_never_zero():
    whole = rank_leaders(["mill", "wafer", "yard"], [SCALE, SKILL], table("100 1\n50 8\n0 10"))
    hidden = rank_leaders(["mill", "wafer", "yard"], [SCALE, SKILL], table("100 1\n50 -\n0 10"))
    assert whole.order == ("wafer", "mill", "yard")
    assert hidden.order == ("mill", "yard")
    last = hidden.rows[-1]
    assert (last.firm, last.rank, last.score, last.missing) == ("wafer", None, None, ("patents",))


def test_a_saved_rule_may_leave_out_what_too_few_state():
    values = table("100 1\n50 -\n0 -")
    found = rank_leaders(
        ["mill", "wafer", "yard"], [SCALE, SKILL], values, missing=Missing(Fraction(1, 2))
    )
    assert found.order == ("mill", "wafer", "yard")
    assert [(one.measure, one.known, one.firms) for one in found.left_out] == [("patents", 1, 3)]
    assert found.weights == (1,)
    assert dial(found, "staff").moved == ()


def test_where_nobody_is_comparable_nobody_is_ranked():
    found = rank_leaders(["mill", "wafer"], [SCALE, SKILL], table("100 -\n- 8"))
    assert (found.order, found.winner, found.sensitivity) == ((), None, ())
    assert found.weights == (Fraction(1, 2), Fraction(1, 2))
    alone = rank_leaders(["mill", "wafer"], [SCALE, SKILL], table("100 1\n- 8"))
    assert alone.order == ("mill",)


def test_firms_that_stand_exactly_level_follow_by_their_keys_and_are_marked():
    found = rank_leaders(["yard", "mill", "wafer"], [SCALE, SKILL], table("3 7\n7 3\n1 1"))
    assert [(row.firm, row.ties) for row in found.rows] == [
        ("mill", True), ("yard", True), ("wafer", False),
    ]  # fmt: skip
    staff = dial(found, "staff")
    assert (staff.low, staff.below) == (Decimal("0.5"), "yard")
    assert [one.winner for one in staff.moved] == ["yard", "mill"]


def test_equal_weights_are_equal_for_criteria_not_for_measures():
    found = rank_leaders(
        ["mill", "wafer"], [SCALE, Measure("revenue", "scale"), SKILL], table("1 2 3\n4 5 6")
    )
    assert found.weights == (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2))
    assert dial(found, "scale", "criterion").weight == Fraction(1, 2)


def test_entropy_weighs_what_tells_firms_apart():
    found = rank_leaders(["mill", "wafer"], [SCALE, SKILL], table("5 1\n5 9"), weights="entropy")
    assert found.weights == (0, 1)
    with pytest.raises(EngineError) as refused:
        rank_leaders(["mill", "wafer"], [SCALE], table("5\n5"), weights="entropy")
    assert refused.value.code == "entropy_empty"


@pytest.mark.parametrize(
    "change, code",
    [
        ({"values": [[0.5, 1], [1, 2]]}, "value_wrong"),
        ({"values": [[Decimal("NaN"), 1], [1, 2]]}, "value_wrong"),
        ({"values": [[1, 1]]}, "table_shape"),
        ({"firms": ["mill", "mill"]}, "key_twice"),
        ({"measures": []}, "measures_missing"),
        ({"measures": [Measure("a", "beauty"), SKILL]}, "measure_wrong"),
        ({"weights": {"staff": 1}}, "weight_missing"),
        ({"weights": {"staff": -1, "patents": 2}}, "weight_negative"),
        ({"weights": {"staff": 0, "patents": 0}}, "weights_empty"),
        ({"weights": "beauty"}, "weights_unknown"),
        ({"method": "vikor"}, "method_unknown"),
        ({"method": "weighted_sum", "normalisation": "vector"}, "normalisation_unknown"),
    ],
)
def test_what_cannot_be_ranked_is_refused_with_its_code(change, code):
    asked = {"firms": ["mill", "wafer"], "measures": [SCALE, SKILL], "values": [[1, 2], [3, 4]]}
    asked |= change
    with pytest.raises(EngineError) as refused:
        rank_leaders(asked.pop("firms"), asked.pop("measures"), asked.pop("values"), **asked)
    assert refused.value.code == code


def test_a_poor_newcomer_can_turn_the_order_of_topsis_round():
    """The limit that the page states: ideals and lengths come from the table itself."""
    measures = [SCALE, SKILL]
    weights = {"staff": 1, "patents": 1}
    before = rank_leaders(
        ["a", "b", "c"], measures, table("1 5\n4 2\n3 3"), weights=weights, normalisation="vector"
    )
    after = rank_leaders(
        ["a", "b", "c", "d"], measures, table("1 5\n4 2\n3 3\n5 1"), weights=weights,
        normalisation="vector",
    )  # fmt: skip
    kept = tuple(firm for firm in after.order if firm != "d")
    assert before.order != kept


def test_the_same_inputs_give_the_same_bytes():
    def once() -> str:
        found = rank_leaders(
            ["A1", "A2", "A3", "A4"], AIRCRAFT, table(AIRCRAFT_TABLE), weights="entropy"
        )
        return json.dumps(found.plain(), sort_keys=True)

    assert once() == once()
    assert dict(rank_leaders(["a"], [SCALE], [[1]]).versions).keys() == {
        "jilian", "numpy", "pymcdm", "python",
    }  # fmt: skip


def test_loading_the_engine_draws_no_plotting_library_in():
    code = (
        "import sys, jilian_engine.leaders as l\n"
        "print(sorted({'pymcdm', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
