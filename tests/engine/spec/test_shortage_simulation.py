"""The books of the simulated shortages: waves, first useful answer, wrong proposals, draws."""

import sys
from math import inf
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[3] / "benches"))

from jilian_engine.worlds import make_district
from shortage_model import (
    LAST,
    WAIT,
    WAVE,
    Truth,
    draw_shortages,
    draw_truth,
    read_firms,
    read_said,
    run_call,
    running_links,
)
from shortage_simulation import quantile_with_unmet

DISTRICT = make_district(4, firms=200)
FIRMS = read_firms(DISTRICT)


def truth(useful: dict[int, float], *, able: set[int] = frozenset(), count: int = 80) -> Truth:
    """Firms that are of use with their minutes; `able` ones can, but their answer is of no use."""
    answers = np.full(count, inf)
    answers[list(useful)] = list(useful.values())
    can = np.zeros(count, bool)
    can[[*useful, *able]] = True
    of_use = np.zeros(count, bool)
    of_use[list(useful)] = True
    return Truth(can, of_use, answers)


def inside(*firms: int, count: int = 80):
    mask = np.zeros(count, bool)
    mask[list(firms)] = True
    return mask


def test_the_first_wave_stays_in_the_cluster_and_an_answer_in_time_ends_the_call():
    course = run_call(range(80), inside(7, 9), truth({9: 12, 0: 1}))
    assert (course.minutes, course.helper, course.asked, course.wrong) == (12, 9, 2, 1)


def test_after_thirty_minutes_the_district_is_asked_and_nobody_twice():
    course = run_call(range(80), inside(7, 9), truth({2: 5}, able={7}))
    assert (course.minutes, course.helper) == (WAIT + 5, 2)
    assert course.asked == 2 + WAVE
    assert course.wrong == course.asked - 2


def test_a_late_answer_of_the_first_wave_counts_if_no_other_came_before():
    late = run_call(range(80), inside(7), truth({7: 50}))
    assert (late.minutes, late.helper, late.asked) == (50, 7, 1 + WAVE)
    beaten = run_call(range(80), inside(7), truth({7: 50, 3: 10}))
    assert (beaten.minutes, beaten.helper) == (40, 3)


def test_without_anybody_of_use_waves_end_and_the_call_is_unmet():
    course = run_call(range(80), inside(), truth({}))
    assert course.minutes == inf
    assert course.helper == -1
    assert course.asked == course.wrong == int(LAST / WAIT) * WAVE
    assert run_call([], inside(1), truth({1: 1})).asked == 0
    assert run_call([3], inside(1), truth({1: 1})).asked == 1


def test_a_call_with_no_firm_of_its_cluster_on_the_list_begins_after_thirty_minutes():
    assert run_call([5], inside(), truth({5: 3})).minutes == WAIT + 3


def test_unmet_calls_count_as_the_slowest():
    assert quantile_with_unmet([10, inf, 30, 20], 0.5) == 20
    assert quantile_with_unmet([10, inf, 30, 20], 0.75) == 30
    assert quantile_with_unmet([10, inf, 30, 20], 0.9) == inf


def test_shortages_stand_at_running_links_and_come_from_the_seed_alone():
    once, again = (draw_shortages(DISTRICT, FIRMS, 40, seed) for seed in (5, 5))
    assert once == again != draw_shortages(DISTRICT, FIRMS, 40, 6)
    bought = set(running_links(DISTRICT).select("buyer", "product").iter_rows())
    said = read_said()
    for one in once:
        assert (FIRMS.keys[one.caller], one.product) in bought
        assert one.said == one.product if one.own_word else one.said in said[one.product]
        assert one.amount >= 1


def test_what_is_true_is_the_same_for_every_order_and_bounded_by_ability():
    shortage = draw_shortages(DISTRICT, FIRMS, 1, 5)[0]
    first, second = draw_truth(FIRMS, shortage, 5), draw_truth(FIRMS, shortage, 5)
    for one, other in ((first.able, second.able), (first.answers_after, second.answers_after)):
        assert np.array_equal(one, other)
    assert not first.able[shortage.caller]
    assert not (first.useful & ~first.able).any()
    assert not (first.useful & np.isinf(first.answers_after)).any()


@pytest.mark.parametrize("seed", [5, 8])
def test_most_who_say_so_make_it_and_few_others(seed):
    shortages = draw_shortages(DISTRICT, FIRMS, 20, seed)
    recorded, others = [], []
    for shortage in shortages:
        able = draw_truth(FIRMS, shortage, seed).able
        says = np.array([product == shortage.product for product in FIRMS.makes])
        says[shortage.caller] = False
        recorded += able[says].tolist()
        others += able[~says].tolist()
    assert 0.75 < np.mean(recorded) <= 1
    assert np.mean(others) < 0.1


def test_every_word_said_is_new_and_stands_for_a_product_of_the_district():
    said = read_said()
    made = set(make_district(1).products["product"].to_list())
    words = [word for those in said.values() for word in those]
    assert set(said) <= made
    assert len(words) == len(set(words))
    assert not set(words) & made
