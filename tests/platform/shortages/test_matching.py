"""Who can help, from the register of a world: circles, dates, freshness, the command."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from click.testing import CliRunner

from conftest import NOON, TODAY
from jilian.base.errors import Refusal
from jilian.shortages.rules.why_not import evidence_sentence, why_sentence
from jilian.shortages.rules.words import Circle

SINCE = date(2020, 1, 1)


@pytest.fixture
def makes(source):
    """Let a firm make something, if asked until a day."""
    from jilian.firms.models import FirmProduct
    from jilian_engine.names import normal_form

    def make(firm, name, trading="makes", until=None):
        return FirmProduct.objects.create(
            firm=firm, name=name, normal_form=normal_form(name), trading=trading,
            valid_from=SINCE, known_by=SINCE, valid_to=until, source=source,
        )  # fmt: skip

    return make


@pytest.fixture
def stocked(place, makes):
    """新阳 and 苏材 make it, 远材 made it, 邻家 buys it, 沪材 makes a liquid."""
    makes(place.xinyang, "去毛刺溶液")
    makes(place.sucai, "去毛刺溶液")
    makes(place.yuancai, "去毛刺溶液", until=date(2025, 1, 1))
    makes(place.linjia, "去毛刺溶液", trading="buys")
    makes(place.hucai, "电镀液")
    return place


def helpers(place, text="去毛刺溶液 1250kg", **more):
    from jilian.shortages.analysis import Need, helpers_for

    need = Need(text, firm=place.nisi.pk)
    found = helpers_for(place.world, need, more.pop("on", TODAY), **more)
    return [str(one.firm) for one in found.proposals], found


def test_makers_come_first_the_nearer_one_before_the_other(stocked):
    names, found = helpers(stocked, cluster=stocked.cluster)
    assert names[:2] == ["新阳材料", "苏材电子"]
    assert set(names[2:4]) == {"远材化学", "邻家封测"}
    assert "尼西半导体" not in names
    first = found.proposals[0]
    assert (first.place, first.circle) == (1, Circle.CLUSTER)
    assert (first.parts["chain"], first.parts["amount"]) == (0.8, None)
    assert found.proposals[1].circle == Circle.CORRIDOR


def test_circles_hold_the_cluster_then_the_district_then_everybody(stocked):
    inside, _found = helpers(stocked, circle=Circle.CLUSTER, cluster=stocked.cluster)
    assert set(inside) == {"新阳材料", "邻家封测", "沪材化工"}
    district, _found = helpers(stocked, circle=Circle.DISTRICT, cluster=stocked.cluster)
    assert set(district) == {*inside, "远材化学"}
    everybody, _found = helpers(stocked)
    assert set(everybody) == {*district, "苏材电子"}


def test_a_firm_not_to_be_asked_is_left_out_and_the_reason_is_said(stocked):
    from jilian.shortages.analysis import Need, why_not_proposed

    out = stocked.xinyang
    names, _found = helpers(stocked, left_out=[out.pk])
    assert "新阳材料" not in names
    need = Need("去毛刺溶液", firm=stocked.nisi.pk)
    said = why_not_proposed(stocked.world, need, out, TODAY, left_out=[out.pk])
    assert [one.code for one in said] == ["left_out"]
    said = why_not_proposed(stocked.world, need, stocked.sucai, TODAY, circle=Circle.DISTRICT)
    assert [one.code for one in said] == ["outside"]


def test_a_product_counts_from_its_day_to_its_end(stocked):
    from jilian.shortages.analysis import forget_products

    names, found = helpers(stocked, on=date(2024, 6, 1))
    at = names.index("远材化学")
    assert found.proposals[at].evidence[0].role == "makes"
    _names, later = helpers(stocked)
    role = {str(one.firm): one.evidence[0].role for one in later.proposals}
    assert (role["远材化学"], role["邻家封测"]) == ("made", "holds")
    forget_products()


def test_what_was_added_a_moment_ago_is_found(stocked, makes):
    makes(stocked.hucai, "防静电周转箱")
    names, _found = helpers(stocked, "周转箱 防静电")
    assert names[0] == "沪材化工"


def test_a_call_becomes_a_need_with_all_its_words(raised, place, stocked):
    from jilian.shortages.analysis import helpers_for, need_of_call

    call = raised(specification="电子级", substitutes_allowed=True, substitutes="电镀液，清洗液")
    need = need_of_call(call, NOON)
    assert (need.amount, need.unit, need.needed_by_hours) == (Decimal(1250), "kg", 12)
    assert need.substitutes == ("电镀液", "清洗液")
    found = helpers_for(place.world, need, TODAY, at=NOON)
    kinds = {str(one.firm): one.evidence[0].kind for one in found.proposals}
    assert (kinds["新阳材料"], kinds["沪材化工"]) == ("same", "substitute")


def test_having_been_asked_lately_and_promises_kept_count(raised, helper, place, stocked):
    call = raised()
    helper(call, "xinyang", 1250)
    _names, before = helpers(stocked, at=NOON - timedelta(days=1))
    _names, after = helpers(stocked, at=NOON + timedelta(days=1))
    assert before.proposals[0].parts["fair"] == 1.0
    assert after.proposals[0].parts["fair"] == 0.5
    assert after.proposals[0].parts["kept"] is None


def test_the_number_of_queries_does_not_grow_with_the_firms(
    stocked, makes, firm, django_assert_max_num_queries
):
    for number in range(12):
        makes(firm(f"厂{number}"), "去毛刺溶液")
    with django_assert_max_num_queries(24):
        helpers(stocked, at=NOON, cluster=stocked.cluster)


def run(*words):
    from jilian.shortages.cli import match

    return CliRunner().invoke(match, [*words, "--world", "songjiang"], catch_exceptions=False)


def test_the_command_ranks_and_shows_the_parts(stocked):
    said = run("去毛刺溶液", "--quantity", "1250 kg", "--town", "310117105", "--by", "2099-01-01")
    assert said.exit_code == 0
    lines = said.output.splitlines()
    assert lines[0].split()[:2] == ["1", "新阳材料"]
    assert "the same words" in lines[0]
    found = json.loads(run("去毛刺溶液", "--quantity", "1.25t", "--json").output)
    assert (found["quantity"], found["unit"]) == ("1.25", "t")
    assert set(found["helpers"][0]["parts"]) == {"capability", *found["weights"]}
    assert found["helpers"][0]["parts"]["time"] is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("去毛刺溶液", "--quantity", "many"), "amount_unreadable"),
        (("去毛刺溶液", "--by", "soon"), "day_unreadable"),
        (("去毛刺溶液", "--town", "Nowhere"), "town_unknown"),
        ((" ",), "need_without_words"),
    ],
)
def test_the_command_refuses_what_it_cannot_read(stocked, words, code):
    with pytest.raises(Refusal) as refused:
        run(*words)
    assert refused.value.code == code


def test_nobody_is_said_in_words(place):
    assert "Nobody" in run("面粉").output


def test_every_reason_has_a_sentence_with_its_figures():
    below = {"place": 37, "able": 80, "most": 20, "score": 0.12345, "last_score": 0.4}
    assert why_sentence("below", below) == (
        "It is at place 37 of 80; the list has 20. Its score is 0.123, the last one on the list "
        "has 0.400."
    )
    assert "soap, candles" in why_sentence("not_able", {"products": ("soap", "candles")})
    assert "1422" in why_sentence("not_able", {"products": (), "industry": "1422"})
    assert why_sentence("far", {"kilometres": 81.5}).endswith("81.5 km away.")
    assert "3 times" in why_sentence("helped_often", {"helped": 3})
    assert "ISO 9001" in why_sentence("certificates_missing", {"missing": ("ISO 9001",)})
    assert "unknown" in why_sentence("too_late", {"lead": None, "hours": 3})
    for code in ("caller", "unknown_firm", "outside", "left_out", "no_products", "rival"):
        assert why_sentence(code, {}).endswith(".")
    assert evidence_sentence("same", "油", "makes") == "makes it: “油”: the same words"
    assert evidence_sentence("class", "2662", "industry").startswith("industry class 2662")
