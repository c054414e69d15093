"""The two lists of a cluster: one owner, an age, a result; reminded of once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from conftest import NOON
from jilian.base.errors import NotAllowed, Refusal
from jilian.gaps import operations
from jilian.gaps.models import ChainItem
from jilian.notices.models import Notice

OLD = date(2025, 11, 1)


def test_a_line_has_one_owner_and_is_closed_with_its_result(people, cluster, firms):
    def add(**more):
        values = {"kind": "offer", "words": "开放检测中心", **more}
        return operations.add_item(by=people["secretary"], at=NOON, cluster=cluster, **values)

    for more in ({}, {"owner_office": "链主办", "owner_firm": firms["甲"]}):
        with pytest.raises(Refusal) as refused:
            add(**more)
        assert refused.value.code == "one_owner"
    item = add(owner_firm=firms["甲"], opened_on=OLD)
    assert (item.owner, item.days_open(date(2026, 3, 2))) == ("甲晶圆厂", 121)
    with pytest.raises(Refusal, match="what came of it"):
        operations.close_item(by=people["eco"], at=NOON, item=item, result="")
    done = operations.close_item(by=people["eco"], at=NOON, item=item, result="已向12家开放")
    assert (done.closed_on, done.days_open(date(2027, 1, 1))) == (date(2026, 3, 2), 121)
    with pytest.raises(NotAllowed):
        operations.close_item(by=people["leader"], at=NOON, item=item, result="x")


def test_a_confirmed_missing_link_comes_onto_the_list_once(missing, people):
    def put():
        return operations.list_missing_link(
            by=people["secretary"], at=NOON, link=missing, owner_office="经委产业科"
        )

    with pytest.raises(Refusal) as refused:
        put()
    assert refused.value.code == "not_confirmed"
    missing = operations.decide_missing_link(
        by=people["eco"], at=NOON, link=missing, status="confirmed"
    )
    item = put()
    assert (item.kind, item.words, item.missing_link_id) == ("lack", "光刻胶", missing.pk)
    with pytest.raises(Refusal) as refused:
        put()
    assert refused.value.code == "listed_already"


def test_an_old_line_is_told_of_once_and_settled_when_it_closes(people, cluster):
    item = operations.add_item(
        by=people["secretary"], at=NOON, cluster=cluster, kind="lack", words="光刻胶",
        owner_office="经委产业科", opened_on=OLD,
    )  # fmt: skip
    operations.add_item(
        by=people["secretary"], at=NOON, cluster=cluster, kind="lack", words="靶材",
        owner_office="经委产业科",
    )  # fmt: skip
    for days in (0, 1):
        at = NOON + timedelta(days=days)
        assert operations.tell_old_items(by=people["eco"], at=at) == 1
    told = Notice.objects.filter(kind="chain_item_old")
    assert sorted(told.values_list("to__username", flat=True)) == ["eco", "sec"]
    operations.close_item(by=people["eco"], at=NOON, item=item, result="已引进")
    assert not told.filter(done_at__isnull=True).exists()
    assert ChainItem.objects.count() == 2
