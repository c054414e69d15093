"""Searching: new pairs wait, judged ones are not asked twice, gone ones are withdrawn."""

from __future__ import annotations

import pytest

from conftest import NOON
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed
from jilian.duplicates.models import DuplicatePair, DuplicateSearch, Judgement
from jilian.duplicates.operations import ask_for_search, judge_name, search_every_world
from jilian.firms.models import Firm, FirmName
from jilian.firms.operations import merge_firms

from .conftest import LATER, ONE, THREE, TWO


def states():
    return sorted(DuplicatePair.objects.values_list("state", flat=True))


def test_two_records_of_one_name_are_proposed_with_the_reason(twins, search):
    done = search()
    pair = DuplicatePair.objects.get()
    assert (pair.left, pair.right) == twins[:2]
    assert pair.state == "waiting"
    assert pair.reason_codes == ["place_left_out"]
    assert (pair.left_name, pair.right_name) == (ONE, TWO)
    assert (done.state, done.firms, done.found, done.fresh) == ("done", 3, 1, 1)
    assert Trace.objects.filter(action="pair.proposed").count() == 1
    assert Trace.objects.get(action="duplicates.searched").after["fresh"] == 1


def test_a_second_search_proposes_nothing_anew(twins, search):
    search()
    again = search(LATER)
    assert (again.fresh, again.again, again.withdrawn) == (0, 0, 0)
    pair = DuplicatePair.objects.get()
    assert (pair.proposed_at, pair.last_seen_at) == (NOON, LATER)
    assert Trace.objects.filter(action="pair.proposed").count() == 1


def test_a_pair_judged_different_is_not_asked_again(pairs, twins, judge, search):
    judge(pairs()[ONE, TWO], "different")
    for _time in range(2):
        search(LATER)
    assert states() == ["different"]


def test_a_judged_pair_comes_back_when_a_name_changed_and_says_what(
    pairs, twins, judge, search, called
):
    judge(pairs()[ONE, TWO], "different")
    called(twins[1], "松江晶圆厂")
    assert search(LATER).again == 1
    assert states() == ["waiting"]
    trace = Trace.objects.get(action="pair.asked_again")
    assert trace.after == {"names": "松江晶圆厂"}


@pytest.mark.parametrize("change", ["placed", "coded"])
def test_a_judged_pair_comes_back_when_place_or_code_changed(
    change, pairs, twins, judge, search, request
):
    judge(pairs()[ONE, TWO], "different")
    request.getfixturevalue(change)(twins[0])
    assert search(LATER).again == 1


def test_a_change_that_no_judgement_rests_on_asks_nothing(pairs, twins, judge, search, source):
    from jilian.firms.models import FirmProduct

    judge(pairs()[ONE, TWO], "different")
    FirmProduct.objects.create(
        firm=twins[0], name="硅片", normal_form="硅片", trading="makes", known_by="2026-01-01",
        source=source,
    )  # fmt: skip
    assert search(LATER).again == 0


def test_a_pair_that_is_no_longer_alike_is_withdrawn_and_comes_back(pairs, twins, search):
    pairs()
    own = FirmName.objects.filter(firm=twins[1])
    own.update(text="全异名字机床厂", normal_form="全异名字机床厂")
    assert search(LATER).withdrawn == 1
    assert states() == ["withdrawn"]
    own.update(text=TWO, normal_form=TWO)
    assert search(LATER).fresh == 1
    assert states() == ["waiting"]


def test_a_pair_outlives_its_firm_and_is_withdrawn(pairs, twins, search):
    pairs()
    Firm.objects.get(pk=twins[1].pk).delete()
    search(LATER)
    pair = DuplicatePair.objects.get()
    assert (pair.state, pair.right, pair.right_name) == ("withdrawn", None, TWO)


def test_merged_records_are_compared_as_one_firm(three, search, mei):
    merge_firms(by=mei, at=NOON, kept=three[0], merged=three[1], reason="同址")
    search()
    pair = DuplicatePair.objects.get()
    assert (pair.left, pair.right) == (three[0], three[2])


def test_what_was_judged_of_a_merged_record_holds_for_its_firm(three, pairs, judge, search, mei):
    found = pairs()
    judge(found[TWO, three[2].name], "different")
    merge_firms(by=mei, at=NOON, kept=three[0], merged=three[1], reason="同址")
    search(LATER)
    assert {(p.left_name, p.right_name, p.state) for p in DuplicatePair.objects.all()} == {
        (ONE, TWO, "same"), (ONE, THREE, "withdrawn"), (TWO, THREE, "different"),
    }  # fmt: skip


def test_pairs_of_a_group_stand_together(three, firm, search):
    firm("华氏封装测试有限公司")
    firm("华氏封装测试有限责任公司")
    search()
    knots = {(p.knot, p.knot_best) for p in DuplicatePair.objects.all()}
    assert len(knots) == 2
    assert {knot for knot, _best in knots} == {three[0].pk, three[0].pk + 3}


def test_a_name_judged_before_it_had_a_record_is_not_asked_about(firm, search, mei):
    one = firm(ONE)
    judge_name(by=mei, at=NOON, firm=one, name=TWO, verdict="different", reason="另一家")
    firm(TWO)
    done = search(LATER)
    assert done.fresh == 0
    assert states() == ["different"]
    assert Judgement.objects.get().reason == "另一家"
    assert search(LATER).again == 0


def test_a_search_that_waits_is_not_asked_for_twice(world, mei, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as later:
        first = ask_for_search(by=mei, at=NOON, world=world)
        assert ask_for_search(by=mei, at=NOON, world=world) == first
    assert len(later) == 1


def test_a_search_of_yesterday_that_never_ended_is_given_up(world, mei):
    first = ask_for_search(by=mei, at=NOON, world=world)
    assert ask_for_search(by=mei, at=LATER, world=world) != first
    first.refresh_from_db()
    assert first.state == "failed"


def test_the_timetable_searches_every_world(
    twins, world, db, django_capture_on_commit_callbacks, person
):
    from jilian.accounts.models import Person

    Person.objects.get_or_create(
        username="worker", defaults={"is_system": True, "is_active": False, "joined_at": NOON}
    )
    worker = Person.objects.get(username="worker")
    with django_capture_on_commit_callbacks(execute=True):
        assert search_every_world(by=worker, at=NOON) == 1
    assert DuplicateSearch.objects.get().state == "done"
    assert states() == ["waiting"]


def test_an_outsider_may_not_search(world, wu):
    with pytest.raises(NotAllowed):
        ask_for_search(by=wu, at=NOON, world=world)


def test_a_search_asks_a_fixed_number_of_questions(
    twins, firm, search, django_assert_max_num_queries
):
    search()
    for number in range(20):
        firm(f"第{number}机床厂有限公司")
        firm(f"第{number}机床厂有限责任公司")
    with django_assert_max_num_queries(60):
        search(LATER)
    assert DuplicatePair.objects.count() == 21
