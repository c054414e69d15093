"""Decisions about pairs without a database."""

from __future__ import annotations

import pytest

from jilian.duplicates.rules import (
    REASON_WORDS,
    Basis,
    Choice,
    Weight,
    changes_of,
    checked_verdict,
    choose_kept,
    knots_of,
    packed_reasons,
    reason_mark,
    same_data,
    unpacked_reasons,
)
from jilian_engine.names import Reason

from .conftest import refused


@pytest.mark.parametrize(
    ("left", "right", "kept"),
    [
        (Weight(1, False, 9), Weight(2, True, 1), Choice(2, Basis.CODE)),
        (Weight(1, True, 3), Weight(2, True, 5), Choice(2, Basis.RECORDS)),
        (Weight(1, False, 4), Weight(2, False, 4), Choice(1, Basis.OLDER)),
    ],
)
def test_the_kept_record_has_the_code_then_more_rows_then_the_greater_age(left, right, kept):
    assert choose_kept(left, right) == kept
    assert choose_kept(right, left) == kept


def test_pairs_that_share_a_firm_are_one_group_and_take_its_best_likelihood():
    knots = knots_of([(1, 10, 20, 0.5), (2, 20, 30, 0.9), (3, 40, 50, 0.7)])
    assert knots == {1: (10, 0.9), 2: (10, 0.9), 3: (40, 0.7)}


def test_reasons_are_kept_so_that_each_can_be_looked_for():
    packed = packed_reasons(["signs", "legal_form", "signs"])
    assert packed == ",signs,legal_form,"
    assert reason_mark("legal_form") in packed
    assert unpacked_reasons(packed) == ["signs", "legal_form"]
    assert packed_reasons([]) == ""


def test_every_reason_of_the_engine_has_words():
    assert set(REASON_WORDS) == set(Reason)


def data(name="甲", names=(), identifiers=("made 1",), division="310117105"):
    return {"name": name, "names": list(names), "identifiers": list(identifiers),
            "division": division}  # fmt: skip


def test_other_spaces_and_brackets_change_nothing():
    judged = {"left": data("甲（上海）公司"), "right": data("乙")}
    assert same_data(judged, {"left": data("甲(上海) 公司"), "right": data("乙")})


def test_what_changed_is_told_by_record_and_value():
    judged = {"left": data(names=["一"]), "right": data("乙")}
    now = {"left": data(names=["一", "二"]), "right": data("丙", division="310117107")}
    told = [(one.side, one.field, one.before, one.after) for one in changes_of(judged, now)]
    assert told == [
        ("left", "names", "", "二"),
        ("right", "name", "乙", "丙"),
        ("right", "division", "310117105", "310117107"),
    ]


def test_an_unknown_verdict_is_refused():
    with refused("verdict_unknown"):
        checked_verdict("maybe")
