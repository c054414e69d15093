"""Which firm of the register a name that is about to be new may already be."""

from __future__ import annotations

import pytest

from conftest import NOON
from jilian.duplicates.operations import judge_name
from jilian.duplicates.queries import NewName, likely_twins, twins as looking
from jilian.firms.operations import merge_firms

from .conftest import ONE, THREE, TWO


@pytest.fixture(params=["by the index", "with the whole register"])
def way(request, monkeypatch):
    if request.param == "with the whole register":
        monkeypatch.setattr(looking, "FEW", 0)


def test_a_new_name_finds_the_firm_that_it_may_be(way, twins, world):
    asked = [NewName("全新机床厂有限公司"), NewName("林氏晶圆科技有限责任公司")]
    found = likely_twins(world, asked)
    assert list(found) == [1]
    first = found[1][0]
    assert (first.firm, first.firm_name, first.told_same) == (twins[0].pk, ONE, False)
    assert first.likelihood > 0.8
    assert first.reason_words


def test_a_former_name_leads_to_the_firm(way, twins, world, called):
    called(twins[2], "上海芯测电子有限公司")
    found = likely_twins(world, [NewName("上海芯测电子有限公司")])
    assert [one.firm for one in found[0]] == [twins[2].pk]


def test_a_name_judged_different_is_left_out_and_one_judged_the_same_says_so(
    way, twins, world, mei
):
    asked = [NewName(THREE)]
    judge_name(by=mei, at=NOON, firm=twins[0], name=THREE, verdict="different")
    judge_name(by=mei, at=NOON, firm=twins[1], name=THREE, verdict="same")
    found = likely_twins(world, asked)
    assert [(one.firm, one.told_same) for one in found[0]] == [(twins[1].pk, True)]


def test_what_was_judged_of_a_pair_holds_for_its_names(way, pairs, twins, judge, world):
    judge(pairs()[ONE, TWO], "different")
    found = likely_twins(world, [NewName(TWO)])
    assert [one.firm for one in found[0]] == [twins[1].pk]


def test_a_merged_record_leads_to_the_firm_that_stands_for_it(way, twins, world, mei):
    merge_firms(by=mei, at=NOON, kept=twins[2], merged=twins[0], reason="收购")
    found = likely_twins(world, [NewName(ONE)])
    assert found[0][0].firm == twins[2].pk


def test_another_credit_code_lowers_the_likelihood(way, twins, world, coded):
    held = coded(twins[0], 1)
    other = coded(twins[2], 2).identifier
    said = [
        {twin.firm: twin for twin in likely_twins(world, [NewName(ONE, code=code)])[0]}
        for code in (held.identifier, other)
    ]
    same, apart = (found[twins[0].pk] for found in said)
    assert apart.likelihood < same.likelihood
    assert "other_code" in apart.reasons


def test_an_empty_register_and_no_names_find_nothing(world, twins):
    assert likely_twins(world, []) == {}
    from jilian.places.models import World

    empty = World.objects.create(code="empty", name="空", name_en="Empty", order=2)
    assert likely_twins(empty, [NewName(ONE)]) == {}
