"""The pages as buyer, supplier, secretary, office and outsider each see them; the API; files."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import NOON, SAID, TODAY
from jilian.purchases import operations as act
from jilian.purchases.models import Award, Offer, Purchase, PurchaseOrder

from .conftest import AFTER, CLOSES, PRICES, key_of

SECRETS = ("5,180", "5180", "5300", "5,300", "1200.25", "1,200.25", "247.155", "3108000",
           "3,108,000")  # fmt: skip


def page(name, *args):
    return reverse(f"purchases:{name}", args=("songjiang", *args))


@pytest.fixture
def clock(monkeypatch):
    """Set the moment at which pages are asked."""

    def set_to(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    set_to(NOON)
    return set_to


def text(client, name, *args, **asked):
    answer = client.get(page(name, *args), asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_buyer_draws_a_purchase_up_in_three_steps(people, cluster, as_person, clock):
    browser = as_person(people["天臣"])
    facts = {"title": "总部大楼", "cluster": cluster.pk, "kind": "goods", "in_project": "unknown",
             "funding": "unknown", "estimate": ""}  # fmt: skip
    assert browser.post(page("new"), facts).status_code == 302
    found = Purchase.objects.get()
    line = {"material": "幕墙", "specification": "断桥铝", "amount": "600", "unit": "m2",
            "needed_on": (TODAY + timedelta(days=30)).isoformat(), "papers": ""}  # fmt: skip
    assert browser.post(page("lines", found.pk), line).status_code == 302
    browser.post(page("lines", found.pk), {**line, "material": "玻璃"})
    browser.post(page("line", found.pk, 2), {**line, "material": "中空玻璃"})
    assert list(found.lines.values_list("material", flat=True)) == ["幕墙", "中空玻璃"]
    browser.post(page("line", found.pk, 2), {"drop": "1"})
    circle = {"invited": "丰丽\n北玻厂", "closes_at": "2026-03-09T12:00", "own_rules": "三家比价",
              "own_document": "天采3号"}  # fmt: skip
    wrong = browser.post(page("circle", found.pk), circle).content.decode()
    assert "no firm “北玻厂”" in wrong
    assert browser.post(page("circle", found.pk), {**circle, "invited": "丰丽"}).status_code == 302
    asked = text(browser, "round", found.pk)
    assert "丰丽" in asked and "not known whether a tender is required" in asked
    assert browser.post(page("round", found.pk)).status_code == 302
    assert "takes offers" in text(browser, "detail", found.pk)
    for name in ("lines", "circle", "round"):
        assert browser.get(page(name, found.pk)).status_code == 404


def test_the_secretary_forwards_without_seeing_the_estimate(draft, people, as_person, clock):
    from decimal import Decimal

    found = draft(estimate=Decimal("5180.00"))
    secretary = as_person(people["secretary"])
    assert secretary.get(page("detail", found.pk)).status_code == 404
    as_person(people["天臣"]).post(page("round", found.pk), {"hand": "1"})
    shown = text(secretary, "detail", found.pk)
    assert "丰丽" in shown and "5,180" not in shown
    assert secretary.post(page("forward", found.pk)).status_code == 302
    assert Purchase.objects.get().state == "open"
    assert secretary.get(page("forward", found.pk)).status_code == 404


def test_a_supplier_offers_line_by_line_and_always_sees_its_own(
    put_round, people, as_person, clock
):
    found, browser = put_round(), as_person(people["丰丽"])
    price = {"unit_price": "5180", "tax": "with", "rate": "13", "lead_days": "30", "papers": "COA"}
    assert browser.post(page("offer_line", found.pk, 1), price).status_code == 302
    shown = text(browser, "offer", found.pk)
    assert "5,180" in shown and "Submit the offer" in shown and "draft" in shown
    refused = browser.post(page("offer", found.pk), {"conflict": "declared"})
    assert refused.status_code == 422
    assert browser.post(page("offer", found.pk), {"conflict": "none"}).status_code == 302
    assert "submitted" in text(browser, "detail", found.pk)
    assert "submitted" in text(browser, "list")
    browser.post(page("offer_line", found.pk, 1), {**price, "unit_price": "5100"})
    assert "5,100" in text(browser, "offer", found.pk)
    last = browser.post(page("offer_line", found.pk, 1), {"drop": "1"}, follow=True)
    assert "withdraw the offer instead" in last.content.decode()
    clock(CLOSES)
    browser = as_person(people["丰丽"])
    assert "being compared" in text(browser, "offer", found.pk)
    late = browser.post(page("offer_line", found.pk, 1), price)
    assert late.status_code == 422
    assert "no longer taken" in late.content.decode()


def test_nobody_but_buyer_and_supplier_sees_a_price_or_who_offers(
    compared, people, wu, as_person, clock
):
    found = compared(open_to_cluster=True)
    for moment in (AFTER,):  # before it the buyer sees as little
        clock(moment)
        for name in ("北玻", "邻居", "secretary", "economy", "丰丽"):
            browser = as_person(people[name])
            own = {str(one) for one in PRICES.get(name, {}).values()}
            for view in ("detail", "list", "figures", "orders"):
                shown = text(browser, view, *([found.pk] if view == "detail" else []))
                others = {"丰丽", "北玻", "飞雕"} - {name}
                if view == "detail" and name != "secretary":
                    assert not any(other in shown for other in others), (name, view)
                assert not any(
                    mark in shown for mark in SECRETS if mark.replace(",", "") not in own
                )
            for view in ("compare", "declare", "decide", "cancel"):
                assert browser.get(page(view, found.pk)).status_code == 404
            assert browser.get(page("award", found.pk, 1)).status_code == 404
    assert as_person(wu).get(page("detail", found.pk)).status_code == 404
    assert as_person(people["外厂"]).get(page("detail", found.pk)).status_code == 404


@pytest.mark.parametrize("end", ["awarded", "cancelled"])
def test_that_nothing_was_bought_leaves_no_mark_others_can_see(
    end, compared, people, as_person, clock
):
    found = compared(open_to_cluster=True)
    pages = {}
    clock(AFTER + timedelta(hours=1))
    for name in ("邻居", "secretary", "economy"):
        browser = as_person(people[name])
        pages[name] = [text(browser, "list"), text(browser, "detail", found.pk),
                       browser.get(f"/api/songjiang/purchases/{found.pk}").content]  # fmt: skip
    by = people["天臣"]
    if end == "cancelled":
        act.cancel_purchase(by=by, at=AFTER, purchase=found, reason="项目暂停")
    else:
        line = found.lines.get(number=3)
        act.award_line(by=by, at=AFTER, purchase=found, line=line,
                       amounts={key_of(found, "飞雕", 3): line.amount})  # fmt: skip
        act.decide_purchase(by=by, at=AFTER, purchase=found)
    for name, before in pages.items():
        browser = as_person(people[name])
        after = [text(browser, "list"), text(browser, "detail", found.pk),
                 browser.get(f"/api/songjiang/purchases/{found.pk}").content]  # fmt: skip
        assert [_bare(one) for one in after] == [_bare(one) for one in before]


def _bare(shown):
    """A page without what differs at every request."""
    import re

    words = shown.decode() if isinstance(shown, bytes) else shown
    return re.sub(r"(csrf\w*|nonce)[^>]{0,120}", "", words, flags=re.I)


def test_the_buyer_compares_declares_awards_and_decides(put_round, offer, people, as_person, clock):
    found = put_round()
    for name, prices in PRICES.items():
        offer(found, name, prices)
    browser = as_person(people["天臣"])
    assert browser.get(page("compare", found.pk)).status_code == 404
    clock(AFTER)
    browser = as_person(people["天臣"])
    shown = text(browser, "compare", found.pk)
    assert "5,180.00" in shown and "no offer" in shown and "not declared yet" in shown
    amount = f"amount_{key_of(found, '北玻', 1)}"
    refused = browser.post(page("award", found.pk, 1), {amount: "600"})
    assert "Say first who evaluates" in refused.content.decode()
    said = {"evaluators": "采购部经理", "conflict": "none"}
    assert browser.post(page("declare", found.pk), said).status_code == 302
    refused = browser.post(page("award", found.pk, 1), {amount: "600"})
    assert "cheapest comparable" in refused.content.decode()
    browser.post(page("award", found.pk, 1), {amount: "600", "reason": "工期短"})
    assert Award.objects.get().amount == 600
    asked = text(browser, "decide", found.pk)
    assert "is awarded 600 " in asked and "go to nobody" in asked
    answer = f"answer_{Offer.objects.get(supplier__name='丰丽').pk}"
    assert browser.post(page("decide", found.pk), {answer: "工期较长"}).status_code == 302
    assert "工期较长" in text(as_person(people["丰丽"]), "detail", found.pk)
    assert "no reason was given" in text(as_person(people["飞雕"]), "offer", found.pk)
    winner = text(as_person(people["北玻"]), "offer", found.pk)
    assert "600 m²" in winner and "Report the order" in winner
    file = browser.get(page("export_comparison", found.pk, "csv"), SAID).content.decode()
    assert "5180.0000" in file and "no offer" in file and "工期短" in file
    for name in ("丰丽", "secretary", "economy"):
        other = as_person(people[name])
        assert other.get(page("export_comparison", found.pk, "csv"), SAID).status_code == 404


def test_both_sides_report_and_see_where_they_differ(awarded, people, as_person, clock):
    found = awarded()
    clock(AFTER)
    buyer, supplier = as_person(people["天臣"]), as_person(people["丰丽"])
    firm = Offer.objects.get(supplier__name="丰丽").supplier_id
    address = f"{page('report', found.pk, 'buyer')}?supplier={firm}"
    shown = buyer.get(address).content.decode()
    assert "3108000.00" in shown  # the award, worked out
    sent = {"number": "PO-1", "ordered_on": AFTER.date().isoformat(), "tax": "with", "rate": "13",
            "document": "合同1", "amount_1": "600", "value_1": "3108000.00"}  # fmt: skip
    assert buyer.post(address, sent).status_code == 302
    order = PurchaseOrder.objects.get()
    assert "one side alone" in text(supplier, "order", order.pk)
    theirs = f"{page('report', found.pk, 'supplier')}?order={order.pk}"
    assert 'value="PO-1"' in supplier.get(theirs).content.decode()
    half = supplier.post(theirs, {**sent, "value_1": ""})
    assert "Give amount and value" in half.content.decode()
    supplier.post(theirs, {**sent, "value_1": "3108600.00"})
    for one in (buyer, supplier):
        shown = text(one, "order", order.pk)
        assert "with differences" in shown and "3,108,600.00" in shown
        assert "PO-1" in text(one, "orders")
    assert supplier.get(page("agree", order.pk, "buyer")).status_code == 404
    assert supplier.post(page("withdraw_report", order.pk, "supplier")).status_code == 302
    assert "one side alone" in text(buyer, "order", order.pk)
    assert "3,108,000.00" not in text(buyer, "figures")
    for name in ("北玻", "secretary", "economy"):
        other = as_person(people[name])
        assert other.get(page("order", order.pk)).status_code == 404
        assert "PO-1" not in text(other, "orders")
        assert other.get(theirs).status_code == 404


def test_the_figures_page_says_over_five_million_once(awarded, report, people, as_person, clock):
    found = awarded()
    clock(AFTER)
    rows = (("丰丽", "PO-1", 1, "3108000.00"), ("北玻", "PO-2", 2, "1440900.13"),
            ("飞雕", "PO-3", 3, "494310.00"))  # fmt: skip
    for name, number, line, value in rows:
        for side in ("buyer", "supplier"):
            report(found, name, side, number, line, value)
    own = text(as_person(people["天臣"]), "figures")
    assert "5,043,210.13" in own and "over 5,000,000 yuan" in own
    others = text(as_person(people["economy"]), "figures")
    assert "over 5,000,000 yuan" in others and "5,043,210" not in others
    answer = as_person(people["economy"]).get("/api/songjiang/purchases/sums").json()
    assert {one["words"] for one in answer} >= {"over 5,000,000 yuan"}
    browser = as_person(people["economy"])
    browser.cookies["django_language"] = "zh-hans"
    assert "500余万元" in browser.get(page("figures")).content.decode()


def test_the_api_shows_the_own_and_no_other(compared, people, wu, as_person, clock):
    compared(open_to_cluster=True)
    clock(AFTER)
    own = as_person(people["丰丽"]).get("/api/songjiang/purchases/offers").json()
    assert [one["told"] for one in own] == ["compared"]
    assert own[0]["lines"][0]["unit_price"] == "5180.0000"
    assert as_person(people["邻居"]).get("/api/songjiang/purchases/offers").json() == []
    for name in ("economy", "secretary", "邻居"):
        seen = as_person(people[name]).get("/api/songjiang/purchases").json()
        assert [(one["phase"], one["closes_at"]) for one in seen] == [("closed", None)]
    assert as_person(people["economy"]).get("/api/songjiang/purchases/orders").json() == []
    assert as_person(wu).get("/api/songjiang/purchases").status_code == 404


def test_the_list_filters_exports_and_asks_the_same_number_of_queries(
    draft, put_round, offer, people, as_person, clock
):
    found = put_round(open_to_cluster=True)
    offer(found, "丰丽", PRICES["丰丽"])
    browser = as_person(people["丰丽"])
    assert "总部大楼" in text(browser, "list", whose="for_me", q="幕墙")
    assert "No purchase fits" in text(browser, "list", whose="mine")
    office = as_person(people["economy"])
    text(office, "list")
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            text(browser, "list")
        counts.append(len(asked))
        act.put_round(by=people["天臣"], at=NOON, purchase=draft(open_to_cluster=True))
    assert counts[0] == counts[1]
    file = office.get(page("export", "csv"), SAID).content.decode()
    assert "总部大楼" in file and "丰丽" not in file
    assert browser.get(page("export", "csv"), SAID).status_code == 404


def test_a_stopped_purchase_says_so_and_records_an_order_tendered_elsewhere(
    draft, people, as_person, clock
):
    from decimal import Decimal

    found = draft(kind="goods", in_project="yes", funding="state", estimate=Decimal("2000000"))
    browser = as_person(people["天臣"])
    browser.post(page("round", found.pk))
    shown = text(browser, "detail", found.pk)
    assert "may not be put round here" in shown and "第16号" in shown and "2,000,000" in shown
    asked = browser.post(page("report", found.pk, "buyer"), {"supplier": "外厂"})
    assert asked.status_code == 302
    assert "Document of the tender" in browser.get(asked.url).content.decode()
    for name in ("economy", "secretary", "丰丽"):
        assert as_person(people[name]).get(page("detail", found.pk)).status_code == 404


def test_the_steward_records_a_link_that_both_sides_agree_to(
    awarded, report, people, mei, as_person, clock
):
    found = awarded()
    clock(AFTER)
    report(found, "丰丽", "buyer", "PO-1", 1, "3108000.00")
    order = report(found, "丰丽", "supplier", "PO-1", 1, "3108000.00").order
    steward = as_person(mei)
    assert "丰丽" not in text(steward, "links")
    as_person(people["天臣"]).post(page("agree", order.pk, "buyer"))
    as_person(people["丰丽"]).post(page("agree", order.pk, "supplier"))
    shown = text(steward, "links")
    assert "丰丽" in shown and "3,108,000" not in shown
    assert steward.post(page("links"), {"order": order.pk}).status_code == 302
    assert "丰丽" not in text(steward, "links")
