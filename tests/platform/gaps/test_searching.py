"""Searches: what is found is computed, decided rows stay decided, three shortages are enough."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from conftest import NOON
from jilian.base.errors import NotAllowed, Refusal
from jilian.gaps import operations
from jilian.gaps.models import GapRun, MissingLink
from jilian.notices.models import Notice

from .conftest import RESIST

LATER = NOON + timedelta(days=1)
DAYS = [date(2026, 1, 5), date(2026, 2, 5), date(2026, 2, 20)]


def products(world):
    rows = MissingLink.objects.filter(world=world, grain="product")
    return {(row.cluster_id, row.product): row for row in rows}


def test_a_declared_demand_without_a_maker_is_found_with_a_maker_elsewhere(
    missing, elsewhere, firms, world
):
    assert (missing.product, missing.supply, missing.status) == (RESIST, "none", "proposed")
    assert missing.rank == 1 and missing.firms == 2 and missing.makers == 0
    assert missing.evidence["declared"] == sorted(
        [firms["甲"].pk, firms["乙"].pk], key=lambda pk: missing.evidence["declared"].index(pk)
    )
    assert missing.inferred_yuan > 0 and missing.declared_yuan is None
    assert not missing.is_value_open and not missing.needs_links
    assert [one["firm"] for one in missing.candidates] == [elsewhere.pk]
    assert missing.candidates[0]["why"] == ["same_product"]
    assert missing.run.snapshot.as_of == missing.found_on == date(2026, 3, 2)
    assert (None, RESIST) in products(world)  # the district lacks it too
    # Keepers are told: the commission of all, the secretary of her cluster's.
    assert set(Notice.objects.values_list("to__username", "kind")) == {
        ("eco", "missing_links_found"), ("sec", "missing_links_found")
    }  # fmt: skip


def test_what_was_decided_stays_and_what_is_no_longer_found_lapses(
    missing, searched, firms, trade, people, world
):
    whole = products(world)[None, RESIST]
    operations.decide_missing_link(by=people["eco"], at=NOON, link=missing, status="confirmed")
    for name in ("甲", "靶"):
        trade(firms[name], makes=[RESIST])
    searched(LATER)
    again = products(world)
    assert again[missing.cluster_id, RESIST].status == "confirmed"
    assert again[None, RESIST].status == "lapsed"
    assert again[None, RESIST].pk == whole.pk
    firms["靶"].products.filter(name=RESIST).delete()
    searched(LATER + timedelta(days=1))
    row = products(world)[None, RESIST]
    assert (row.pk, row.status, row.supply) == (whole.pk, "proposed", "single")


def test_three_equal_shortages_appear_without_anybody_typing(
    short, world, firms, cluster, people, django_capture_on_commit_callbacks
):
    short(*[("电子特气", firms["甲"], day, False) for day in DAYS[:2]])
    assert operations.search_after_shortages(by=people["eco"], at=NOON) == 0
    short(*[("电子特气", firms["甲"], day, False) for day in DAYS])
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.search_after_shortages(by=people["eco"], at=NOON) == 1
    row = products(world)[cluster.pk, "电子特气"]
    assert (row.status, row.times_short, row.firms) == ("proposed", 3, 1)
    assert firms["甲"].pk not in row.evidence["declared"]  # who was short is not kept
    assert row.run.cause == "shortages"
    # The same three do not ask for a second search.
    assert operations.search_after_shortages(by=people["eco"], at=LATER) == 0


def test_two_shortages_are_told_nobody(short, searched, firms, world):
    short(*[("电子特气", firms["甲"], day, False) for day in DAYS[:2]])
    searched()
    assert not [product for _cluster, product in products(world) if product == "电子特气"]


def test_a_search_is_not_started_twice_and_not_by_everybody(people, world):
    first = operations.start_search(by=people["eco"], at=NOON, world=world)
    assert operations.start_search(by=people["eco"], at=NOON, world=world).pk == first.pk
    for name in ("secretary", "leader", "service"):
        with pytest.raises(NotAllowed):
            operations.start_search(by=people[name], at=NOON, world=world)
    assert GapRun.objects.count() == 1


def test_decisions_follow_one_another_and_say_why(missing, people):
    def decide(status, reason="", by="eco"):
        return operations.decide_missing_link(
            by=people[by], at=NOON, link=missing, status=status, reason=reason
        )

    with pytest.raises(NotAllowed):
        decide("confirmed", by="leader")
    for status, code in (("filled", "decision_out_of_order"), ("rejected", "reason_missing")):
        with pytest.raises(Refusal) as refused:
            decide(status)
        assert refused.value.code == code
    assert decide("rejected", "园区外两公里有供应").status == "rejected"
    assert decide("proposed", "查无此厂").status == "proposed"
    assert decide("confirmed", by="secretary").status == "confirmed"
    filled = decide("filled", "杭州厂设点")
    assert (filled.status, filled.decided_by) == ("filled", "eco")


def test_what_only_links_tell_is_for_who_sees_those_links(
    missing, searched, firms, firm, world, source, people, cluster
):
    from jilian.network.models import SupplyLink

    SupplyLink.objects.create(
        world=world, supplier=firm("外厂"), buyer=firms["甲"], evidence="declared",
        product="抛光液", amount_yuan=Decimal(5_000_000), source=source,
        valid_from=date(2020, 1, 1), known_by=date(2020, 1, 1),
    )  # fmt: skip
    searched(LATER)
    row = products(world)[cluster.pk, "抛光液"]
    assert row.needs_links and row.declared_yuan == Decimal(5_000_000)
    assert 0 <= row.criticality <= 1

    def sees(name):
        rows = MissingLink.objects.visible_to(people[name], world)
        return {(one.cluster_id, one.product) for one in rows.filter(grain="product")}

    assert (cluster.pk, "抛光液") in sees("eco") and (cluster.pk, "抛光液") in sees("secretary")
    assert (None, "抛光液") not in sees("secretary")
    assert not any(product == "抛光液" for _cluster, product in sees("service"))
    assert (cluster.pk, RESIST) in sees("service")
