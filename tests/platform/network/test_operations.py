"""Saving supply links, inferring them, freezing the network."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.network.models import SupplyLink
from jilian.network.operations import save_links
from jilian.network.queries import compare_links

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


def test_a_link_is_saved_with_its_evidence_and_source(save, link, source):
    difference = save(link(product="硅锭", amount_yuan=Decimal(500), row=4))
    saved = SupplyLink.objects.get()
    assert difference.new == 1
    assert (saved.supplier.name, saved.buyer.name, saved.product) == ("晶体厂", "晶圆厂", "硅锭")
    assert (saved.known_by, saved.valid_from, saved.source_row) == (date(2026, 3, 2), None, 4)
    trace = Trace.objects.get(action="links.saved")
    assert trace.after == {"source": "LIST", "new": 1, "changed": 0, "same": 0, "conflicting": 0}


def test_the_same_links_a_second_time_write_nothing_but_the_trace(save, link):
    rows = [link(product="硅锭", amount_yuan=Decimal("12.50")), link("晶圆厂", "传感器厂", "order")]
    save(*rows)
    with CaptureQueriesContext(connection) as queries:
        difference = save(*rows, at=LATER)
    reads = ("SELECT", "SAVEPOINT", "RELEASE", "DECLARE")
    writes = [query["sql"] for query in queries if not query["sql"].startswith(reads)]
    assert difference.same == 2
    assert all("audit_" in sql for sql in writes)


def test_another_yearly_value_ends_the_link_and_opens_one_with_the_new_value(save, link):
    save(link(amount_yuan=Decimal(500)))
    assert save(link(amount_yuan=Decimal(700)), at=LATER).changed == 1
    assert list(SupplyLink.objects.order_by("pk").values_list("amount_yuan", "valid_to")) == [
        (500, date(2026, 3, 9)),
        (700, None),
    ]


def test_another_value_from_the_same_day_is_a_conflict(save, link):
    save(link(amount_yuan=Decimal(500)))
    assert save(link(amount_yuan=Decimal(700))).conflicting == 1
    assert SupplyLink.objects.get().amount_yuan == 500


def test_what_was_not_known_is_filled_in(save, link):
    save(link())
    difference = save(
        link(amount_yuan=Decimal(5), valid_from=date(2024, 1, 1), last_seen_on=date(2026, 3, 1)),
        at=LATER,
    )
    saved = SupplyLink.objects.get()
    assert difference.changed == 1
    assert (saved.amount_yuan, saved.known_by, saved.last_seen_on) == (
        5, date(2024, 1, 1), date(2026, 3, 1),
    )  # fmt: skip


def test_a_link_that_ended_and_starts_again_is_a_new_one(save, link):
    save(link(valid_from=date(2013, 1, 1), valid_to=date(2016, 1, 1)))
    assert save(link(valid_from=date(2018, 1, 1))).new == 1
    assert SupplyLink.objects.on(date(2017, 1, 1)).count() == 0
    assert SupplyLink.objects.on(date(2019, 1, 1)).count() == 1


def test_a_firm_that_supplies_itself_is_a_conflict(save, link):
    assert save(link("晶体厂", "晶体厂")).conflicting == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"supplier": "无名厂"}, "firm_unknown"),
        ({"buyer": "无名厂"}, "firm_unknown"),
        ({"evidence": "rumour"}, "evidence_unknown"),
        ({"evidence": "inferred"}, "probability_odd"),
        ({"probability": 0.5}, "probability_odd"),
        ({"band": "many"}, "band_unknown"),
        ({"amount_yuan": Decimal(-1)}, "amount_negative"),
        ({"valid_to": date(2020, 1, 1)}, "link_ends_first"),
    ],
)
def test_a_link_that_cannot_be_held_is_refused_by_row_and_column(save, link, changed, code):
    with translation.override("en"), pytest.raises(Refusal) as refused:
        save(link(), link(row=7, **changed))
    assert refused.value.code == code
    assert str(refused.value).startswith("Row 7, column ")
    assert not SupplyLink.objects.exists()


def test_comparing_links_writes_nothing(save, link, world):
    save(link())
    compared = compare_links(world, [link(), link("晶圆厂", "传感器厂")], date(2026, 3, 3))
    assert (compared.same, compared.new) == (1, 1)
    assert SupplyLink.objects.count() == 1


def test_lin_may_not_save_links(lin, world, source, three, link):
    with pytest.raises(NotAllowed):
        save_links(by=lin, at=NOON, world=world, source=source, rows=[link()])
