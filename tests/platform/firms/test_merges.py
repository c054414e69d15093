"""Merging and splitting firms: what is refused, what is traced, what the database keeps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.firms.models import Firm, FirmMerge, FirmName, FirmSplit, Site
from jilian.firms.operations import merge_firms, split_firm, undo_merge, undo_split
from jilian.firms.queries import firm_page, obstacles_of, search_firms

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
DAY = NOON.date()


@pytest.fixture
def four(firm):
    return [firm(name) for name in ("甲厂", "乙厂", "丙厂", "丁厂")]


@pytest.fixture
def join(mei):
    def call(kept, merged, reason="同一家"):
        kept, merged = (Firm.objects.get(pk=one.pk) for one in (kept, merged))
        return merge_firms(by=mei, at=NOON, kept=kept, merged=merged, reason=reason)

    return call


def roots() -> dict[str, str]:
    return {one.name: one.root.name for one in Firm.objects.select_related("merged_into")}


def refused(code, call, **asked):
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        call(**asked)
    assert refusal.value.code == code


def test_the_root_of_a_group_is_the_root_of_what_it_was_merged_into(four, join, mei):
    first, second, third, _fourth = four
    join(second, third)
    join(first, second)
    assert roots() == {"甲厂": "甲厂", "乙厂": "甲厂", "丙厂": "甲厂", "丁厂": "丁厂"}
    undo_merge(by=mei, at=LATER, merge=FirmMerge.objects.get(kept=second), reason="两家")
    assert roots() == {"甲厂": "甲厂", "乙厂": "甲厂", "丙厂": "丙厂", "丁厂": "丁厂"}
    undo_merge(by=mei, at=LATER, merge=FirmMerge.objects.get(kept=first), reason="两家")
    assert set(roots().items()) == {(one.name, one.name) for one in four}


def test_a_merge_of_a_merged_record_joins_both_groups(four, join, mei):
    first, second, third, fourth = four
    join(first, second)
    join(third, fourth)
    join(second, fourth)
    assert set(roots().values()) == {"甲厂"}


def test_both_records_have_a_trace_of_merge_and_undoing(four, join, mei):
    merge = join(four[0], four[1])
    undo_merge(by=mei, at=LATER, merge=merge, reason="两家")
    for action in ("firm.merged", "firm.merge_undone"):
        about = Trace.objects.filter(action=action).values_list("about_name", flat=True)
        assert sorted(about) == sorted(["甲厂", "乙厂"])


def test_what_cannot_be_merged_is_refused(four, join, mei, db):
    from jilian.places.models import World

    first, second, *_rest = four
    at_once = {"by": mei, "at": NOON, "reason": "同一家"}
    refused("one_firm_already", merge_firms, kept=first, merged=first, **at_once)
    refused("reason_missing", merge_firms, kept=first, merged=second, by=mei, at=NOON, reason=" ")
    merge = join(first, second)
    first.refresh_from_db(), second.refresh_from_db()
    refused("one_firm_already", merge_firms, kept=second, merged=first, **at_once)
    other = World.objects.create(code="other", name="别处", name_en="Elsewhere")
    stranger = Firm.objects.create(world=other, scheme="made", identifier="x", name="外厂")
    refused("other_world", merge_firms, kept=first, merged=stranger, **at_once)
    undo_merge(by=mei, at=LATER, merge=merge, reason="两家")
    refused("undone_already", undo_merge, by=mei, at=LATER, merge=merge, reason="两家")


def test_wu_may_neither_merge_nor_split(four, wu):
    asked = {"by": wu, "at": NOON, "reason": "同一家"}
    with pytest.raises(NotAllowed):
        merge_firms(kept=four[0], merged=four[1], **asked)
    with pytest.raises(NotAllowed):
        split_firm(firm=four[0], name="x", chosen={}, **asked)


def merge_row(world, kept, merged, **more):
    said = {"reason": "同一家", "merged_at": NOON, "merged_by": "mei", **more}
    return FirmMerge.objects.create(
        world=world, kept=kept, merged=merged, kept_name="甲", merged_name="乙", **said
    )


@pytest.mark.parametrize(
    ("constraint", "make"),
    [
        ("merge_joins_two_records", lambda w, f: merge_row(w, f[0], f[0])),
        ("merge_states_its_reason", lambda w, f: merge_row(w, f[0], f[1], reason="")),
        ("merge_in_force_has_both_records", lambda w, f: merge_row(w, None, f[1])),
        ("merge_is_undone_by_somebody_for_a_reason",
         lambda w, f: merge_row(w, f[0], f[1], undone_at=LATER)),
        ("firm_not_merged_into_itself",
         lambda w, f: Firm.objects.filter(pk=f[0].pk).update(merged_into=f[0].pk)),
        ("split_makes_another_firm",
         lambda w, f: FirmSplit.objects.create(
             world=w, firm=f[0], new_firm=f[0], reason="x", moved=[], made=[], before={},
             after={}, split_at=NOON, split_by="mei")),
    ],
)  # fmt: skip
def test_the_database_keeps_what_never_is(four, world, constraint, make):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(world, four)


def test_a_record_is_merged_once_at_a_time(four, join, world):
    join(four[0], four[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        merge_row(world, four[2], four[1])


def test_search_finds_a_firm_by_the_names_of_its_merged_records(four, join, mei, world):
    join(four[0], four[1])
    assert [one.firm.name for one in search_firms(mei, world, "乙厂", DAY)] == ["甲厂"]


def test_lin_reaches_the_firm_of_her_merged_record_and_then_only_her_own(
    person, firm, world, join, mei
):
    other, own = firm("林厂"), firm("林氏晶圆")
    lin = person("lin", "member_firm", world, key=str(own.pk))
    facts = "see_facts"
    assert list(Firm.objects.visible_to(lin, world, facts)) == [own]
    merge = join(other, own)
    assert list(Firm.objects.visible_to(lin, world, facts)) == [other]
    undo_merge(by=mei, at=LATER, merge=merge, reason="两家")
    assert list(Firm.objects.visible_to(lin, world, facts)) == [own]


def test_the_page_shows_contradicting_facts_beside_each_other(save, row, mei, world, join):
    from decimal import Decimal

    save(row(), row(identifier="W2", name="第二晶圆有限公司", row=2,
                    facts=((2025, "employees", Decimal(90)),)))  # fmt: skip
    one, other = Firm.objects.order_by("pk")
    join(one, other)
    page = firm_page(mei, world, one, DAY)
    cell = page.facts[0].rows[0].cells[0]
    assert {cell.fact.value, *(fact.value for fact in cell.others)} == {120, 90}
    assert [name.from_record for name in page.names if name.text == "第二晶圆有限公司"] == [other]


# --- splits ----------------------------------------------------------------------------------


@pytest.fixture
def parted(save, row, mei):
    """林氏晶圆, whose further site and short name went to 新桥二厂."""
    save(row())
    one = Firm.objects.get(identifier="W1")
    chosen = {"names": [one.names.get(kind="short").pk], "products": [one.products.first().pk]}
    return split_firm(
        by=mei, at=NOON, firm=one, name="新桥二厂", scheme="made", identifier="W9",
        reason="两家", chosen=chosen,
    )  # fmt: skip


def test_a_split_moves_the_chosen_rows_and_makes_a_firm_that_is_found(parted, mei, world):
    new = parted.new_firm
    assert {name.text for name in new.names.all()} == {"林氏晶圆", "新桥二厂"}
    assert parted.firm.names.count() == 1 and len(parted.moved) == 2
    assert [one.firm for one in search_firms(mei, world, "新桥二厂", DAY)] == [new]
    assert Trace.objects.filter(action="firm.split").count() == 2


def test_undoing_a_split_brings_the_rows_back(parted, mei):
    undo_split(by=mei, at=LATER, split=parted, reason="一家")
    assert Firm.objects.count() == 1 and FirmName.objects.count() == 2
    assert not FirmSplit.objects.get().new_firm_id


def test_what_was_changed_or_attached_since_stands_in_the_way(parted, mei, songjiang, source):
    from jilian.places.models import Division

    town = Division.objects.get(code="310117107")
    Site.objects.create(firm=parted.new_firm, division=town, known_by=DAY, source=source)
    parted.firm.root.refresh_from_db()
    moved = FirmName.objects.get(firm=parted.new_firm, kind="short")
    FirmName.objects.filter(pk=moved.pk).update(text="改名")
    whys = sorted(str(one.why) for one in obstacles_of(parted))
    assert len(whys) == 2
    refused("split_overtaken", undo_split, by=mei, at=LATER, split=parted, reason="一家")
    assert FirmSplit.objects.in_force().count() == 1


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("nothing_chosen", {"chosen": {}}),
        ("reason_missing", {"reason": ""}),
        ("row_not_of_firm", {"chosen": {"names": [987654]}}),
        ("kind_unknown", {"chosen": {"tables": [1]}}),
        ("name_missing", {"name": ""}),
        ("identifier_taken", {"identifier": "W1"}),
        ("scheme_unknown", {"scheme": "no such"}),
    ],
)
def test_what_cannot_be_split_is_refused(save, row, mei, code, asked):
    save(row())
    one = Firm.objects.get()
    wanted = {"name": "二厂", "scheme": "made", "identifier": "W9", "reason": "两家",
              "chosen": {"products": [one.products.first().pk]}, **asked}  # fmt: skip
    refused(code, split_firm, by=mei, at=NOON, firm=one, **wanted)
    assert Firm.objects.count() == 1


def test_a_name_must_stay_and_a_merged_record_is_not_split(save, row, four, join, mei):
    save(row())
    one = Firm.objects.get(identifier="W1")
    every = {"names": list(one.names.values_list("pk", flat=True))}
    asked = {"by": mei, "at": NOON, "reason": "两家"}
    refused("no_name_left", split_firm, firm=one, name="", chosen=every, **asked)
    join(four[0], four[1])
    refused("merged_already", split_firm, firm=four[1], name="", chosen=every, **asked)


# --- pages -----------------------------------------------------------------------------------


def url(name, pk):
    return reverse(f"firms:{name}", args=("songjiang", pk))


def test_mei_merges_from_the_page_and_the_merged_address_leads_to_the_firm(four, mei, as_person):
    client, (first, second, *_) = as_person(mei), four
    found = client.get(url("merge", first.pk), {"q": "乙厂"}).content.decode()
    assert f"with={second.pk}" in found
    compared = client.get(url("merge", first.pk), {"with": second.pk}).content.decode()
    assert "Are these two records one firm?" in compared
    asked = {"with": second.pk, "reason": "同址"}
    assert client.post(url("merge", first.pk), asked).status_code == 302
    led = client.get(url("detail", second.pk), {"on": "2026-02-01"}, follow=True)
    assert led.redirect_chain == [(url("detail", first.pk) + "?on=2026-02-01", 302)]
    page = led.content.decode()
    assert "is merged into" in page and "also registered as" in page
    assert "holds for every day" in page
    merge = FirmMerge.objects.get()
    assert "同址" in client.get(url("history", first.pk)).content.decode()
    assert client.post(url("undo_merge", merge.pk), {"reason": "两家"}).status_code == 302
    assert client.get(url("detail", second.pk)).status_code == 200


def test_mei_splits_from_the_page_and_takes_it_back(save, row, mei, as_person):
    save(row())
    client, one = as_person(mei), Firm.objects.get()
    assert 'name="rows"' in client.get(url("split", one.pk)).content.decode()
    rows = [f"products:{one.products.first().pk}"]
    empty = client.post(url("split", one.pk), {"rows": rows, "reason": "两家"})
    assert empty.status_code == 422 and "checked" in empty.content.decode()
    asked = {"rows": rows, "name": "二厂", "reason": "两家"}
    assert client.post(url("split", one.pk), asked).status_code == 302
    split = FirmSplit.objects.get()
    assert client.get(url("undo_split", split.pk)).status_code == 200
    assert client.post(url("undo_split", split.pk), {"reason": "一家"}).status_code == 302
    assert Firm.objects.get() == one


@pytest.mark.parametrize("name", ["merge", "split", "history"])
def test_the_pages_do_not_exist_for_others(four, wu, lin, as_person, name):
    for who in (wu, lin):
        assert as_person(who).get(url(name, four[0].pk)).status_code == 404


def test_the_list_asks_as_often_for_many_merged_records_as_for_few(
    firm, join, mei, as_person, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_person(mei)

    def asked(name, *args):
        address = reverse(f"firms:{name}", args=("songjiang", *args))
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    kept = firm("总厂")
    join(kept, firm("分厂"))
    few = asked("list"), asked("detail", kept.pk), asked("titles")
    for number in range(4):
        join(firm(f"第{number}厂"), firm(f"又{number}厂"))
        join(kept, firm(f"分{number}厂"))
    assert (asked("list"), asked("detail", kept.pk), asked("titles")) == few


def test_a_row_that_names_two_merged_records_speaks_of_the_first(mei, world, source, firm, join):
    from jilian.firms.operations import save_firms
    from jilian.firms.rules import FirmRow

    one, two = firm("甲厂"), firm("乙厂")
    row = FirmRow(
        one.scheme, one.identifier, "甲厂", short_name="甲",
        other_identities=((two.scheme, two.identifier),), row=2,
    )  # fmt: skip
    said = {"by": mei, "at": LATER, "world": world, "source": source, "rows": [row]}
    assert save_firms(**said).conflicting == 1
    join(one, two)
    assert save_firms(**said).changed == 1
    assert FirmName.objects.get(kind="short").firm == one
    assert not FirmName.objects.filter(firm=two, kind="short").exists()
