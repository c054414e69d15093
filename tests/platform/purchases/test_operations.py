"""From a draft to an order: what each operation does, refuses and leaves behind."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from conftest import NOON, TODAY, examples
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.notices.models import Notice
from jilian.purchases import operations as act, queries
from jilian.purchases.models import Award, Offer, OfferLine, Purchase, PurchaseOrder

from .conftest import AFTER, CLOSES, PRICES, key_of


def refused(code, call, **asked):
    with pytest.raises(Refusal) as found, transaction.atomic():
        call(**asked)
    assert found.value.code == code


def told(person):
    return list(person.notices.filter(done_at=None).values_list("kind", flat=True))


def test_a_buyer_puts_a_purchase_round_and_those_asked_are_told(put_round, people):
    found = put_round()
    assert (found.state, found.put_round_at) == ("open", NOON)
    assert told(people["丰丽"]) == ["purchase_open"]
    assert told(people["天臣"]) == ["purchase_compare"]
    assert told(people["邻居"]) == []
    assert Trace.objects.filter(action="purchase.put_round").exists()
    refused("put_round_already", act.put_round, by=people["天臣"], at=NOON, purchase=found)
    refused(
        "put_round_already", act.drop_line, by=people["天臣"], at=NOON, purchase=found, number=1
    )


def test_the_secretary_puts_it_round_for_a_buyer_who_handed_it_over(draft, people):
    found = draft(open_to_cluster=True)
    with pytest.raises(NotAllowed):
        act.put_round(by=people["secretary"], at=NOON, purchase=found)
    act.hand_to_secretary(by=people["天臣"], at=NOON, purchase=found)
    assert told(people["secretary"]) == ["purchase_handed"]
    assert act.put_round(by=people["secretary"], at=NOON, purchase=found).state == "open"
    assert told(people["secretary"]) == []
    assert told(people["邻居"]) == ["purchase_open"]
    assert told(people["外厂"]) == []


@pytest.mark.parametrize("road", ["put_round", "hand_to_secretary"])
def test_above_a_tender_limit_it_stops_and_says_so(road, draft, people):
    facts = {"kind": "goods", "in_project": "yes", "funding": "state", "estimate": D("2000000")}
    found = draft(**facts)
    stopped = getattr(act, road)(by=people["天臣"], at=NOON, purchase=found)
    assert (stopped.state, stopped.put_round_at) == ("stopped", None)
    assert "第16号" in Trace.objects.get(action="purchase.stopped").after["rule"]
    assert told(people["丰丽"]) == []
    refused("put_round_already", act.put_round, by=people["天臣"], at=NOON, purchase=stopped)
    facts["estimate"] = D("1999999.99")
    changed = act.change_purchase(
        by=people["天臣"], at=NOON, purchase=stopped, title="总部大楼", **facts
    )
    assert act.put_round(by=people["天臣"], at=NOON, purchase=changed).state == "open"


def test_what_is_not_known_about_a_tender_stays_unknown_and_does_not_stop(draft, people):
    found = draft(in_project="unknown", funding="unknown")
    assert queries.finding_of(found, TODAY).answer == "unknown"
    assert act.put_round(by=people["天臣"], at=NOON, purchase=found).state == "open"


def test_an_award_that_reaches_the_limit_is_stopped_too(compared, people):
    found = compared(in_project="yes", funding="state")
    line = found.lines.get(number=1)
    amounts = {key_of(found, "丰丽", 1): D("600")}  # 3,108,000 with tax
    by = people["天臣"]
    act.award_line(by=by, at=AFTER, purchase=found, line=line, amounts=amounts)
    refused("tender_required", act.decide_purchase, by=by, at=AFTER, purchase=found)


def test_only_who_was_asked_may_offer_and_only_until_the_closing(put_round, offer, people, firms):
    found = put_round()
    for name in ("邻居", "外厂", "天臣"):
        with pytest.raises(NotAllowed):
            offer(found, name, {1: "1"})
    assert not Offer.objects.exists()
    made = offer(found, "丰丽", PRICES["丰丽"], submit=False)
    assert (made.state, made.lines.count()) == ("draft", 2)
    by = people["丰丽"]
    refused("conflict_not_declared", act.submit_offer, by=by, at=NOON, offer=made, conflict="")
    act.submit_offer(by=by, at=NOON, offer=made, conflict="none")
    act.withdraw_offer(by=by, at=NOON, offer=made)
    assert Offer.objects.get().state == "withdrawn"
    offer(found, "丰丽", {1: "5100"})
    assert Offer.objects.get().state == "submitted"
    late = {"by": by, "at": CLOSES, "offer": made}
    refused("offers_closed", act.withdraw_offer, **late)
    refused("offers_closed", act.submit_offer, conflict="none", **late)
    with pytest.raises(NotAllowed):
        act.withdraw_offer(by=people["北玻"], at=NOON, offer=made)


def test_prices_and_values_are_sealed_and_stand_in_no_trace(awarded, report):
    found = awarded()
    report(found, "丰丽", "buyer", "PO-1", 1, "3108000.00")
    with connection.cursor() as asked:
        for table, column in (
            ("purchases_offerline", "unit_price"), ("purchases_orderreportline", "value"),
        ):  # fmt: skip
            asked.execute(f"select {column} from {table}")
            assert all(row[0].startswith("aes256gcm:") for row in asked.fetchall())
    written = "".join(
        f"{one.before}{one.after}{one.about_name}" for one in Trace.objects.all()
    ) + "".join(str(one.details) for one in Notice.objects.all())
    for mark in ("5180", "5300", "1200.25", "247.155", "3108000"):
        assert mark not in written


def test_nobody_opens_an_offer_before_the_closing(put_round, offer, people):
    found = put_round()
    offer(found, "丰丽", PRICES["丰丽"])
    by = people["天臣"]
    assert queries.comparison_of(found, NOON)[0].offers == ()
    assert not Offer.objects.visible_to(by, found.world, NOON).exists()
    assert Offer.objects.visible_to(by, found.world, AFTER).count() == 1
    line = found.lines.get(number=1)
    for when in (NOON, CLOSES - timedelta(seconds=1)):
        refused(
            "offers_open", act.award_line, by=by, at=when, purchase=found, line=line, amounts={}
        )
    refused("not_all_have_offered", act.close_early, by=by, at=NOON, purchase=found)
    offer(found, "北玻", PRICES["北玻"])
    offer(found, "飞雕", PRICES["飞雕"])
    act.close_early(by=by, at=NOON + timedelta(hours=1), purchase=found)
    assert queries.comparison_of(found, AFTER)[0].offers


def test_an_open_purchase_is_never_closed_early(put_round, offer, people):
    found = put_round(open_to_cluster=True)
    for name, prices in PRICES.items():
        offer(found, name, prices)
    refused("not_all_have_offered", act.close_early, by=people["天臣"], at=NOON, purchase=found)


def test_nothing_is_awarded_before_both_sides_have_declared(put_round, offer, people):
    found = put_round()
    offer(found, "丰丽", PRICES["丰丽"])
    line, by = found.lines.get(number=1), people["天臣"]
    asked = {"by": by, "at": AFTER, "purchase": found, "line": line,
             "amounts": {key_of(found, "丰丽", 1): D("600")}}  # fmt: skip
    refused("buyer_not_declared", act.award_line, **asked)
    said = {"by": by, "at": AFTER, "purchase": found, "evaluators": "采购部经理"}
    refused("conflict_not_declared", act.declare_conflicts, conflict="declared", **said)
    act.declare_conflicts(conflict="declared", conflict_words="总工程师在丰丽兼任顾问", **said)
    act.award_line(**asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.update(conflict="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Purchase.objects.update(state="awarded", decided_at=AFTER, conflict="")


def test_a_line_is_split_exactly_and_passing_over_the_cheapest_needs_a_reason(compared, people):
    found = compared()
    line = found.lines.get(number=2)
    dear, cheap = key_of(found, "北玻", 2), key_of(found, "丰丽", 2)
    asked = {"by": people["天臣"], "at": AFTER, "purchase": found, "line": line}
    split = {dear: D("200.250"), cheap: D("1000.250")}
    refused("award_reason_missing", act.award_line, amounts=split, **asked)
    act.award_line(amounts=split, reason="丰丽月产能1000平方米", **asked)
    assert sum(Award.objects.values_list("amount", flat=True)) == D("1200.500")
    split[cheap] = D("1000.251")
    refused("award_exceeds_line", act.award_line, amounts=split, reason="多", **asked)
    act.award_line(amounts={}, **asked)
    assert not Award.objects.exists()
    refused("nothing_awarded", act.decide_purchase, by=people["天臣"], at=AFTER, purchase=found)


def test_suppliers_are_told_the_truth_once_it_is_decided(compared, people):
    found = compared()
    by = people["天臣"]
    act.award_line(
        by=by, at=AFTER, purchase=found, line=found.lines.get(number=1),
        amounts={key_of(found, "丰丽", 1): D("600")},
    )  # fmt: skip
    offers = {one.supplier.name: one for one in Offer.objects.select_related("supplier")}
    before = {name: queries.told_of(one, found, AFTER) for name, one in offers.items()}
    assert set(before.values()) == {"compared"}
    decided = act.decide_purchase(
        by=by, at=AFTER, purchase=found, answers={offers["北玻"].pk: "价格较高"}
    )
    told_ = {name: queries.told_of(one, decided, AFTER) for name, one in offers.items()}
    assert told_ == {"丰丽": "awarded", "北玻": "not_awarded", "飞雕": "not_awarded"}
    answers = dict(Offer.objects.values_list("supplier__name", "answer"))
    assert answers == {"丰丽": "", "北玻": "价格较高", "飞雕": ""}
    assert "purchase_decided" in told(people["飞雕"])
    refused("decided_already", act.cancel_purchase, by=by, at=AFTER, purchase=found, reason="x")


def test_there_is_no_duty_to_buy(put_round, offer, people):
    found = put_round()
    offer(found, "丰丽", PRICES["丰丽"])
    refused("reason_missing", act.cancel_purchase, by=people["天臣"], at=NOON, purchase=found,
            reason=" ")  # fmt: skip
    done = act.cancel_purchase(by=people["天臣"], at=NOON, purchase=found, reason="项目暂停")
    assert queries.told_of(Offer.objects.get(), done, NOON) == "cancelled"
    assert "purchase_decided" in told(people["丰丽"])
    assert "purchase_decided" not in told(people["北玻"])  # she has not offered: nothing to tell


def test_an_order_that_both_sides_report_counts_once(awarded, report, people):
    found = awarded()
    rows = (("丰丽", "PO-1", 1, "3108000.00"), ("北玻", "PO-2", 2, "1440900.13"),
            ("飞雕", "PO-3", 3, "494310.00"))  # fmt: skip
    for name, number, line, value in rows:
        report(found, name, "buyer", number, line, value)
    seen = queries.figures_of(people["天臣"], found.world, AFTER.date())
    assert seen.own[0].sums[0].sum.orders == 0
    assert seen.own[0].sums[0].sum.one_side == 3
    assert told(people["丰丽"]).count("order_reported") == 1
    for name, number, line, value in rows:
        report(found, name, "supplier", number.replace("-", " ").lower(), line, value)
    assert PurchaseOrder.objects.count() == 3
    assert "order_reported" not in told(people["丰丽"])
    said = queries.figures_of(people["天臣"], found.world, AFTER.date()).own[0].sums[0]
    assert (said.sum.orders, said.sum.figure.value) == (3, D("5043210.13"))
    assert said.words == "over 5,000,000 yuan"
    own = queries.figures_of(people["飞雕"], found.world, AFTER.date()).own[0]
    assert (own.side, own.sums[0].sum.figure.value) == ("supplier", D("494310.00"))


def test_others_hear_the_sum_in_words_and_only_when_it_is_no_price(awarded, report, people):
    found = awarded()
    day = AFTER.date()

    def heard(name):
        seen = queries.figures_of(people[name], found.world, day)
        return [one.words for one in seen.clusters[0].sums]

    for count, (name, number, line, value) in enumerate((
        ("丰丽", "PO-1", 1, "3108000.00"), ("北玻", "PO-2", 2, "1440900.13"),
        ("飞雕", "PO-3", 3, "494310.00"),
    )):  # fmt: skip
        for side in ("buyer", "supplier"):
            report(found, name, side, number, line, value)
        assert bool(heard("economy")) == (count == 2)
    assert heard("economy") == heard("secretary")
    assert heard("economy")[0] == "over 5,000,000 yuan"
    assert heard("飞雕") and heard("天臣")
    assert heard("北玻") == []  # what is left without her own is nearly all one supplier's


def test_differences_are_listed_line_by_line_to_both_sides(awarded, report, people):
    found = awarded()
    report(found, "丰丽", "buyer", "PO-1", 1, "3108000.00")
    made = report(found, "丰丽", "supplier", "PO-1", 1, "3108600.00", amount="600.5")
    order = queries.orders_seen(people["丰丽"], found.world).get(pk=made.order_id)
    assert order.standing == "different"
    changes = queries.difference_changes(order)
    assert [(one.kind, [field.label for field in one.fields]) for one in changes] == [
        ("conflicting", ["Amount", "Value (yuan)"])
    ]
    report(found, "丰丽", "supplier", "PO-1", 1, "3108000.00")
    assert queries.orders_seen(people["天臣"], found.world).get().standing == "confirmed"
    act.withdraw_report(by=people["丰丽"], at=AFTER, order=order, side="supplier")
    assert queries.orders_seen(people["天臣"], found.world).get().standing == "one_side"


def test_only_a_side_reports_and_only_what_was_awarded(awarded, report, people):
    found = awarded()
    order = report(found, "丰丽", "buyer", "PO-1", 1, "5").order
    for name, side in (("邻居", "buyer"), ("丰丽", "buyer"), ("天臣", "supplier")):
        with pytest.raises(NotAllowed):
            act.withdraw_report(by=people[name], at=AFTER, order=order, side=side)
    with pytest.raises(Refusal) as no_number:
        report(found, "北玻", "buyer", " - ", 2, "5")
    assert no_number.value.code == "document_missing"
    with pytest.raises(Refusal) as none_awarded:
        report(found, "邻居", "supplier", "PO-9", 1, "1")
    assert none_awarded.value.code == "nothing_ordered"


def test_what_was_tendered_elsewhere_is_recorded_with_its_document(draft, people, report):
    found = draft(kind="goods", in_project="yes", funding="state", estimate=D("3000000"))
    found = act.put_round(by=people["天臣"], at=NOON, purchase=found)
    with pytest.raises(Refusal) as missing:
        report(found, "外厂", "buyer", "T-1", 1, "3000000")
    assert missing.value.code == "tender_document_missing"
    with pytest.raises(Refusal):
        report(found, "外厂", "supplier", "T-1", 1, "3000000", tender_document="沪招〔2026〕8号")
    report(found, "外厂", "buyer", "T-1", 1, "3000000", tender_document="沪招〔2026〕8号")
    report(found, "外厂", "supplier", "T-1", 1, "3000000")
    assert queries.orders_seen(people["外厂"], found.world).get().standing == "confirmed"


def test_an_order_becomes_a_supply_link_only_if_both_sides_agree(awarded, report, people, mei):
    from jilian.network.models import SupplyLink

    found = awarded()
    report(found, "丰丽", "buyer", "PO-1", 1, "3108000.00")
    order = report(found, "丰丽", "supplier", "PO-1", 1, "3108000.00").order
    order = PurchaseOrder.objects.select_related("world").get(pk=order.pk)
    asked = {"at": AFTER, "order": order, "agrees": True}
    act.agree_to_link(by=people["天臣"], side="buyer", **asked)
    refused("no_consent", act.record_link, by=mei, at=AFTER, order=order)
    assert "order_as_link" not in told(mei)
    act.agree_to_link(by=people["丰丽"], side="supplier", **asked)
    assert "order_as_link" in told(mei)
    act.record_link(by=mei, at=AFTER, order=order)
    link = SupplyLink.objects.get()
    assert (link.supplier.name, link.buyer.name, link.product) == ("丰丽", "天臣", "幕墙")
    assert (link.evidence, link.amount_yuan) == ("order", None)
    assert "order_as_link" not in told(mei)
    refused("link_recorded", act.agree_to_link, by=people["天臣"], side="buyer", **asked)


def test_the_database_keeps_amounts_above_zero_and_offers_single(compared):
    found = compared()
    one = OfferLine.objects.filter(offer__purchase=found).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.create(offered=one, amount=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(purchase=found, supplier=one.offer.supplier)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["丰丽", "北玻"]),
        st.sampled_from(["buyer", "supplier"]),
        st.one_of(st.none(), st.sampled_from(["100.00", "90.00"])),
    ),
    max_size=8,
)


@settings(
    max_examples=examples(12), deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(acts=ACTS)
def test_the_total_counts_once_in_any_order_of_reports_corrections_and_withdrawals(
    acts, awarded_once, report, people
):
    """Whatever comes after what, the sum is what stands in the end: each order once."""
    found, lines = awarded_once, {"丰丽": 1, "北玻": 2}
    standing: dict[tuple[str, str], D] = {}
    with transaction.atomic():
        for name, side, value in acts:
            if value is not None:
                report(found, name, side, f"PO-{name}", lines[name], value)
                standing[name, side] = D(value)
            elif (name, side) in standing:
                order = PurchaseOrder.objects.get(supplier__name=name)
                by = people["天臣" if side == "buyer" else name]
                act.withdraw_report(by=by, at=AFTER, order=order, side=side)
                del standing[name, side]
        own = queries.figures_of(people["天臣"], found.world, AFTER.date()).own
        both = [n for n in lines if (n, "buyer") in standing and (n, "supplier") in standing]
        total = sum(min(standing[n, "buyer"], standing[n, "supplier"]) for n in both)
        if own:
            said = own[0].sums[0].sum
            assert (said.figure.value, said.orders) == (total, len(both))
        else:
            assert not standing
        transaction.set_rollback(True)


@pytest.fixture
def awarded_once(awarded):
    return awarded()
