"""Judging: one firm, two firms, later; taking back; merges made and undone elsewhere."""

from __future__ import annotations

import pytest

from conftest import NOON
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.duplicates.models import DuplicatePair, Judgement, NameJudgement
from jilian.duplicates.operations import (
    forget_name,
    judge_name,
    judge_pair,
    judge_pairs,
    undo_judgements,
)
from jilian.firms.models import Firm, FirmMerge
from jilian.firms.operations import merge_firms, undo_merge

from .conftest import LATER, ONE, THREE, TWO, refused


def roots():
    return {firm.name: firm.root.name for firm in Firm.objects.select_related("merged_into")}


def states():
    return {
        (p.left.name, p.right.name): p.state
        for p in DuplicatePair.objects.select_related("left", "right")
    }


def test_one_firm_is_merged_into_the_record_with_the_code(pairs, twins, judge, coded):
    coded(twins[1])
    pair = judge(pairs()[ONE, TWO], "same")
    assert pair.state == "same"
    assert roots()[ONE] == TWO
    judgement = Judgement.objects.get()
    assert judgement.merge == FirmMerge.objects.get()
    assert judgement.kept_key == twins[1].pk
    assert judgement.reason == FirmMerge.objects.get().reason != ""
    assert judgement.judged_on["left"]["name"] == ONE


def test_the_reviewer_may_keep_the_other_record(pairs, twins, judge, coded):
    coded(twins[1])
    judge(pairs()[ONE, TWO], "same", kept=twins[0].pk, reason="同一执照")
    assert roots()[TWO] == ONE
    assert FirmMerge.objects.get().reason == "同一执照"


def test_a_third_record_cannot_be_kept(pairs, twins, judge):
    with refused("kept_unknown"):
        judge(pairs()[ONE, TWO], "same", kept=twins[2].pk)


def test_taking_one_firm_back_undoes_the_merge_and_the_pair_waits(pairs, twins, judge, undo):
    pair = judge(pairs()[ONE, TWO], "same")
    assert undo(pair).state == "waiting"
    assert set(roots().items()) >= {(ONE, ONE), (TWO, TWO)}
    assert FirmMerge.objects.get().undone_at == LATER
    assert Trace.objects.filter(action="pair.judgement_undone").count() == 1


@pytest.mark.parametrize("verdict", ["different", "later"])
def test_other_judgements_are_taken_back_too(verdict, pairs, twins, judge, undo):
    pair = judge(pairs()[ONE, TWO], verdict)
    assert pair.state == verdict
    assert undo(pair).state == "waiting"
    with refused("nothing_to_undo"):
        undo(pair)


def test_what_was_put_off_can_be_judged_and_is_put_off_again_by_undoing(pairs, twins, judge, undo):
    pair = judge(pairs()[ONE, TWO], "later")
    assert judge(pair, "different").state == "different"
    assert undo(pair).state == "later"
    assert undo(pair).state == "waiting"


def test_a_second_judgement_is_refused(pairs, twins, judge):
    pair = judge(pairs()[ONE, TWO], "different")
    with refused("pair_judged_already"):
        judge(pair, "same")
    assert Judgement.objects.count() == 1


def test_a_pair_whose_firm_has_gone_cannot_be_judged(pairs, twins, judge):
    pair = pairs()[ONE, TWO]
    Firm.objects.get(pk=twins[0].pk).delete()
    with refused("firm_gone"):
        judge(pair, "same")


def test_the_third_pair_of_a_group_follows_and_cannot_be_undone_alone(three, pairs, judge, undo):
    found = pairs()
    judge(found[ONE, TWO], "same")
    judge(found[TWO, THREE], "same")
    assert set(states().values()) == {"same"}
    with refused("judgement_followed"):
        undo(found[ONE, THREE])


def test_taking_the_first_of_two_back_leaves_the_second(three, pairs, judge, undo):
    found = pairs()
    judge(found[ONE, TWO], "same", kept=three[0].pk)
    judge(found[TWO, THREE], "same", kept=three[1].pk)
    undo(found[ONE, TWO])
    assert roots() == {ONE: ONE, TWO: TWO, THREE: TWO}
    assert states() == {(ONE, TWO): "waiting", (TWO, THREE): "same", (ONE, THREE): "waiting"}
    undo(found[TWO, THREE])
    assert set(states().values()) == {"waiting"}
    assert not FirmMerge.objects.in_force().exists()


def test_two_that_were_told_apart_are_not_joined_through_a_third(three, pairs, judge):
    found = pairs()
    judge(found[ONE, THREE], "different")
    judge(found[ONE, TWO], "same")
    with refused("judged_different_before"):
        judge(found[TWO, THREE], "same")
    assert roots()[THREE] == THREE


def test_two_firms_settles_every_pair_of_their_records(three, pairs, judge):
    found = pairs()
    judge(found[ONE, TWO], "same")
    judge(found[ONE, THREE], "different")
    assert states()[TWO, THREE] == "different"


def test_a_merge_made_elsewhere_settles_its_pair(pairs, twins, mei, undo):
    pair = pairs()[ONE, TWO]
    merge_firms(by=mei, at=NOON, kept=twins[0], merged=twins[1], reason="同址")
    assert states()[ONE, TWO] == "same"
    assert undo(pair).state == "waiting"
    assert roots()[TWO] == TWO


def test_a_merge_undone_elsewhere_leaves_the_pair_judged_different(
    pairs, twins, judge, mei, search
):
    pair = judge(pairs()[ONE, TWO], "same")
    merge = FirmMerge.objects.get()
    undo_merge(by=mei, at=LATER, merge=merge, reason="两张执照")
    pair.refresh_from_db()
    assert pair.state == "different"
    assert Judgement.objects.in_force().get().reason == "两张执照"
    search(LATER)
    pair.refresh_from_db()
    assert pair.state == "different"


def test_a_merge_undone_elsewhere_puts_back_what_only_followed(three, pairs, judge, mei):
    found = pairs()
    judge(found[ONE, TWO], "same")
    judge(found[ONE, THREE], "same")
    merge = FirmMerge.objects.order_by("pk").last()
    undo_merge(by=mei, at=LATER, merge=merge, reason="两张执照")
    assert states() == {(ONE, TWO): "same", (ONE, THREE): "different", (TWO, THREE): "waiting"}


def test_several_are_judged_at_once_and_taken_back_at_once(three, pairs, mei, world):
    found = pairs()
    pks = [pair.pk for pair in found.values()]
    judged = judge_pairs(by=mei, at=NOON, world=world, pks=pks, verdict="same")
    assert (len(judged.done), judged.left) == (3, [])
    assert set(roots().values()) == {ONE}
    undone = undo_judgements(by=mei, at=LATER, world=world, pks=pks)
    assert {refusal.code for _pair, refusal in undone.left} <= {"judgement_followed",
                                                               "nothing_to_undo"}  # fmt: skip
    assert set(states().values()) == {"waiting"}


def test_one_refusal_leaves_the_others_alone(three, pairs, judge, mei, world):
    found = pairs()
    judge(found[ONE, THREE], "different")
    pks = [pair.pk for pair in found.values()]
    judged = judge_pairs(by=mei, at=NOON, world=world, pks=pks, verdict="same")
    assert len(judged.done) == 1
    assert len(judged.left) == 2


def test_an_outsider_may_not_judge(pairs, twins, wu, world):
    pair = pairs()[ONE, TWO]
    with pytest.raises(NotAllowed):
        judge_pair(by=wu, at=NOON, pair=pair, verdict="same")
    with pytest.raises(NotAllowed):
        judge_pairs(by=wu, at=NOON, world=world, pks=[pair.pk], verdict="same")
    with pytest.raises(NotAllowed):
        undo_judgements(by=wu, at=NOON, world=world, pks=[pair.pk])
    assert states()[ONE, TWO] == "waiting"


def test_a_word_about_a_name_takes_the_place_of_an_earlier_one(twins, mei):
    for verdict in ("different", "same"):
        judge_name(by=mei, at=NOON, firm=twins[0], name=" 林氏晶圆厂 ", verdict=verdict)
    told = NameJudgement.objects.get()
    assert (told.verdict, told.written) == ("same", "林氏晶圆厂")
    forget_name(by=mei, at=LATER, judgement=told)
    assert not NameJudgement.objects.exists()
    assert Trace.objects.filter(action__startswith="name.").count() == 3


@pytest.mark.parametrize(("name", "verdict"), [("甲厂", "later"), ("  ", "same")])
def test_a_name_is_judged_in_one_of_two_ways(name, verdict, twins, mei):
    with pytest.raises(Refusal):
        judge_name(by=mei, at=NOON, firm=twins[0], name=name, verdict=verdict)
