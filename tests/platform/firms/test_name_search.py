"""Search by the index that each process holds: fresh, within one's reach, through merges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from jilian.accounts.permissions import reach
from jilian.firms.models import Firm, FirmName, FirmQuerySet, NamesChange, NamesState
from jilian.firms.operations.names_changed import note_names_changed
from jilian.firms.queries import find_firms, forget_names, name_index, search_firms

LATER = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
DAY = date(2026, 3, 20)


@pytest.fixture(autouse=True)
def nothing_held():
    forget_names()
    yield
    forget_names()


@pytest.fixture
def register(save, row):
    save(
        row(),
        row(identifier="W2", name="上海晶圆测试有限公司", short_name="晶测",
            former_names=("老晶圆厂",), row=2),
    )  # fmt: skip


def found(person, world, text, day=DAY):
    return [(one.firm.name, one.way) for one in search_firms(person, world, text, day)]


@pytest.mark.parametrize(
    ("text", "way"),
    [("晶圓測試", "typed"), ("jingyuanceshi", "pinyin"), ("shjycs", "initials"),
     ("晶园测试", "like"), ("老晶圆厂", "typed")],
)  # fmt: skip
def test_a_firm_is_found_however_it_is_typed(register, mei, world, text, way):
    assert ("上海晶圆测试有限公司", way) in found(mei, world, text)


def test_what_was_found_is_marked(register, mei, world):
    (one,) = search_firms(mei, world, "yuanceshi", DAY)
    assert one.pieces == ("上海晶", "圆测试", "有限公司")


def test_the_total_counts_names_that_say_the_text(register, mei, world):
    assert find_firms(mei, world, "晶圆", DAY, limit=1).total == 2
    assert find_firms(mei, world, "jingyuan", DAY).total == 0


def test_a_search_asks_no_more_questions_for_more_firms(
    register, save, row, mei, world, django_assert_max_num_queries
):
    mei.current_appointments  # noqa: B018
    with django_assert_max_num_queries(16) as few:
        search_firms(mei, world, "晶圆", DAY)
    save(*(row(identifier=f"X{n}", name=f"晶圆{n}号厂", short_name=None, row=n)
           for n in range(10, 30)))  # fmt: skip
    with django_assert_max_num_queries(len(few)):
        assert len(search_firms(mei, world, "晶圆", DAY)) == 20


@pytest.mark.django_db(transaction=True)
def test_a_held_index_learns_of_new_changed_and_vanished_names(register, save, row, mei, world):
    assert found(mei, world, "九亭食品") == []
    held = name_index(world)
    assert name_index(world) is held
    save(row(identifier="W3", name="九亭食品厂", short_name=None, row=3))
    assert [name for name, _way in found(mei, world, "九亭食品")] == ["九亭食品厂"]
    assert name_index(world).added is not None
    name = FirmName.objects.get(text="九亭食品厂")
    FirmName.objects.filter(pk=name.pk).update(text="新桥糕点厂")
    note_names_changed(world, [name.firm_id])
    assert found(mei, world, "九亭食品") == []
    assert len(found(mei, world, "新桥糕点")) == 1
    FirmName.objects.filter(pk=name.pk).delete()
    assert found(mei, world, "新桥糕点") == []


@pytest.mark.django_db(transaction=True)
def test_a_change_of_very_many_names_builds_the_index_anew(register, mei, world):
    held = name_index(world)
    note_names_changed(world, None)
    assert name_index(world) is not held
    assert NamesChange.objects.filter(world=world).latest("number").firms is None
    note_names_changed(world, [])
    assert NamesState.objects.get(world=world).number == 2  # with what the fixture saved


@pytest.mark.django_db(transaction=True)
def test_an_index_of_a_database_that_went_back_is_not_believed(register, mei, world):
    note_names_changed(world, [1])
    held = name_index(world)
    NamesState.objects.filter(world=world).update(number=0)
    assert name_index(world) is not held


def test_nothing_is_kept_of_what_a_transaction_may_take_back(register, mei, world):
    assert connection.in_atomic_block
    assert name_index(world) is not name_index(world)


def test_a_merged_record_leads_to_the_firm_that_stands_for_it(register, mei, world):
    kept, gone = Firm.objects.get(identifier="W2"), Firm.objects.get(identifier="W1")
    Firm.objects.filter(pk=gone.pk).update(merged_into=kept)
    (one,) = search_firms(mei, world, gone.name, DAY)
    assert (one.firm, one.matched) == (kept, gone.name)


def test_whoever_may_see_one_firm_finds_no_other(register, mei, world, monkeypatch):
    firm = Firm.objects.get(identifier="W2")
    everything = Firm.objects.visible_to(mei, world)
    narrow = reach(mei, world.code)
    monkeypatch.setattr(
        "jilian.firms.queries.search.reach",
        lambda _person, _code: replace(narrow, everywhere=frozenset()),
    )
    monkeypatch.setattr(
        FirmQuerySet, "records_seen", lambda *_: everything.filter(pk=firm.pk).values("pk")
    )
    assert {name for name, _way in found(mei, world, "晶圆")} == {firm.name}
    assert find_firms(mei, world, "晶圆", DAY).total == 1
