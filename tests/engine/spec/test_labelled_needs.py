"""The labelled needs hold what their README says, and the measures equal examples by hand."""

import sys
from collections import Counter
from math import log2
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[3] / "benches"))

from needs_labels import HALVES, KINDS, LabelledNeed, ndcg, read_corpus, read_needs, recall

NEEDS = [need for half in HALVES for need in read_needs(half)]


def test_every_term_of_a_label_is_made_by_a_firm_of_the_corpus():
    made = {term for firm in read_corpus() for term in firm.terms}
    assert {term for need in NEEDS for term in need.grades} <= made
    assert len(made) == 1169
    assert len(read_corpus()) == 422


def test_no_need_stands_twice_and_there_are_enough():
    assert len(NEEDS) == len({need.text for need in NEEDS}) == len({n.need_id for n in NEEDS})
    assert len(NEEDS) >= 320
    assert sum(need.kind == "none" for need in NEEDS) >= 20


def test_needs_that_nobody_answers_have_no_grade_and_all_others_a_grade_of_three():
    for need in NEEDS:
        assert (need.kind == "none") == (3 not in need.grades.values()) == (not need.grades)


def test_the_halves_have_the_kinds_alike_and_share_no_family():
    kinds = {half: Counter(n.kind for n in NEEDS if n.half == half) for half in HALVES}
    for kind in KINDS:
        assert abs(kinds["dev"][kind] - kinds["held"][kind]) <= 2
    exact = {
        half: {t for n in NEEDS if n.half == half for t, grade in n.grades.items() if grade == 3}
        for half in HALVES
    }
    assert not exact["dev"] & exact["held"]


def test_a_firm_has_the_highest_grade_of_its_terms():
    need = LabelledNeed("d1", "dev", "near", "球阀", "", "", "", 24, {"球阀": 3, "闸阀": 1})
    makes = {
        "both": frozenset({"球阀", "闸阀"}), "one": frozenset({"闸阀"}),
        "none": frozenset({"水泥"}), "silent": frozenset(),
    }  # fmt: skip
    assert need.firm_grades(makes) == {"both": 3, "one": 1}


def test_ndcg_by_hand():
    grades = {"a": 3, "b": 2, "c": 1}
    best = 7 / log2(2) + 3 / log2(3) + 1 / log2(4)
    found = 3 / log2(2) + 0 / log2(3) + 7 / log2(4)  # b, a stranger, a; c was not found
    assert ndcg({"b": 9, "x": 5, "a": 4}, grades) == pytest.approx(found / best)
    assert ndcg({"a": 3, "b": 2, "c": 1}, grades) == pytest.approx(1)
    assert ndcg({}, grades) == 0
    assert ndcg({"b": 9, "x": 5, "a": 4}, grades, first=2) == pytest.approx(3 / (7 + 3 / log2(3)))


def test_ties_share_their_ranks():
    tied = ndcg({"a": 1, "x": 1}, {"a": 3})
    assert tied == pytest.approx((1 + 1 / log2(3)) / 2)  # the mean of both orders
    assert ndcg({"a": 1, "x": 1}, {"a": 3}, first=1) == pytest.approx(0.5)
    assert recall({"a": 1, "x": 1, "y": 1, "z": 1}, {"a": 2}, first=2) == pytest.approx(0.5)


def test_recall_counts_grades_two_and_three_and_no_more_than_fit():
    assert recall({"a": 2, "x": 1}, {"a": 3, "b": 2, "c": 1}) == pytest.approx(0.5)
    many = {str(number): 2 for number in range(40)}
    assert recall({str(number): float(number) for number in range(20)}, many) == pytest.approx(1)


def test_needs_without_answers_are_no_part_of_the_measures():
    with pytest.raises(ValueError, match="nobody"):
        ndcg({"a": 1}, {})
    with pytest.raises(ValueError, match="recall"):
        recall({"a": 1}, {"a": 1})
    with pytest.raises(ValueError, match="half"):
        read_needs("both")
