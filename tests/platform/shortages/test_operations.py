"""A call from the first word to the last gram, and everything that it refuses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conftest import NOON
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.cases.models import Case, Matter
from jilian.cases.operations import load_templates
from jilian.cases.queries.figures import ended_matters
from jilian.cases.queries.log import cases_logged
from jilian.notices.models import Notice
from jilian.shortages import operations, queries
from jilian.shortages.models import Call, Delivery, Helper, Reservation

from .conftest import HOUR

D = Decimal


def refused(code, act, **given):
    with pytest.raises(Refusal) as refusal:
        act(**given)
    assert refusal.value.code == code
    return str(refusal.value)


def accept(people, helper, amount, at=NOON + HOUR, **more):
    return operations.accept_offer(by=people.nisi, at=at, helper=helper, amount=D(amount), **more)


def deliver(people, name, row, amount, at, batch="B1"):
    sent = operations.dispatch_part(
        by=getattr(people, name), at=at, reservation=row, amount=D(amount), batch=batch
    )
    return operations.receive_delivery(by=people.nisi, at=at + HOUR, delivery=sent)


def fresh(call):
    return Call.objects.get(pk=call.pk)


def test_twelve_hundred_and_fifty_kilograms_from_two_helpers_to_the_last_gram(
    raised, people, helper
):
    call = raised()
    xinyang = helper(call, "xinyang", "800", at=NOON + HOUR / 2)
    hucai = helper(call, "hucai", "450", at=NOON + HOUR)
    first = accept(people, xinyang, "800", at=NOON + HOUR)
    second = accept(people, hucai, "450", at=NOON + 2 * HOUR)
    refused("difference", operations.close_call, by=people.nisi, at=NOON + 3 * HOUR, call=call)
    deliver(people, "xinyang", first, "800", NOON + 3 * HOUR)
    deliver(people, "hucai", second, "440", NOON + 4 * HOUR)
    words = refused(
        "difference", operations.close_call, by=people.nisi, at=NOON + 6 * HOUR, call=call
    )
    assert "1,240 of 1,250" in words
    assert "10 is open" in words
    deliver(people, "hucai", second, "10", NOON + 6 * HOUR, batch="B2")
    closed = operations.close_call(by=people.nisi, at=NOON + 8 * HOUR, call=call)
    assert (closed.state, closed.received, closed.rest) == ("closed", D("1250.000"), 0)
    times = queries.view_of(
        queries.calls_seen(people.nisi, call.world).get(), people.nisi, NOON + 8 * HOUR
    ).times
    assert times.five == (
        NOON, NOON + HOUR / 2, NOON + HOUR, NOON + 3 * HOUR, NOON + 7 * HOUR
    )  # fmt: skip
    told = set(Trace.objects.filter(action__startswith="call.").values_list("action", flat=True))
    assert told == {
        "call.raised", "call.helpers_asked", "call.answered", "call.offer_accepted",
        "call.part_dispatched", "call.part_received", "call.ended",
    }  # fmt: skip
    waiting = Notice.objects.filter(done_at__isnull=True)
    assert set(waiting.values_list("kind", flat=True)) <= {
        "call_answered", "part_received", "call_over"
    }  # fmt: skip


def test_more_than_is_open_of_need_or_offer_is_never_accepted(raised, people, helper):
    call = raised()
    xinyang, hucai = helper(call, "xinyang", "800"), helper(call, "hucai", "900")
    assert "800 is still open" in refused(
        "more_than_offered", accept, people=people, helper=xinyang, amount="800.000001"
    )
    accept(people, xinyang, "800")
    words = refused("more_than_needed", accept, people=people, helper=hucai, amount="450.000001")
    assert "Only 450 " in words
    accept(people, hucai, "450")
    assert fresh(call).open_amount == 0


def test_a_refused_part_waits_again_and_counts_again_when_it_comes(raised, people, helper):
    call = raised()
    row = accept(people, helper(call, "xinyang", "1250"), "1250")
    sent = operations.dispatch_part(
        by=people.xinyang, at=NOON + 2 * HOUR, reservation=row, amount=D(1250), batch="A"
    )
    refused("reason_missing", operations.receive_delivery, by=people.nisi, at=NOON + 3 * HOUR,
            delivery=sent, accepted=D(1000))  # fmt: skip
    operations.receive_delivery(
        by=people.nisi, at=NOON + 3 * HOUR, delivery=sent, accepted=D(1000), return_reason="浑浊"
    )
    row = Reservation.objects.get()
    assert (row.waiting, row.in_transit, row.received) == (250, 0, 1000)
    operations.return_delivery(
        by=people.nisi, at=NOON + 4 * HOUR, delivery=sent, amount=D(100), reason="检验不合格"
    )
    row, sent = Reservation.objects.get(), Delivery.objects.get()
    assert (row.waiting, row.received, fresh(call).received) == (350, 900, 900)
    assert (sent.accepted, sent.returned) == (900, 350)
    deliver(people, "xinyang", row, "350", NOON + 5 * HOUR, batch="B")
    assert operations.close_call(by=people.nisi, at=NOON + 7 * HOUR, call=call).state == "closed"


def test_an_expired_reservation_is_open_again_whether_it_was_noted_or_not(raised, people, helper):
    call = raised()
    xinyang = helper(call, "xinyang", "1250")
    row = accept(people, xinyang, "1000", expires_at=NOON + 3 * HOUR)
    operations.dispatch_part(
        by=people.xinyang, at=NOON + 2 * HOUR, reservation=row, amount=D(300), batch="A"
    )
    later = NOON + 3 * HOUR
    seen = queries.view_of(queries.calls_seen(people.nisi, call.world).get(), people.nisi, later)
    assert seen.reserved == 300
    assert seen.helpers[0].reservations[0].end == "expired"
    assert fresh(call).reserved == 1000
    assert queries.has_expired(later)
    assert operations.expire_due(by=people.nisi, at=later) == 1
    assert operations.expire_due(by=people.nisi, at=later) == 0
    assert (fresh(call).reserved, Helper.objects.get().reserved) == (300, 300)
    refused("reservation_over", operations.dispatch_part, by=people.xinyang, at=later,
            reservation=row, amount=D(1), batch="B")  # fmt: skip
    operations.receive_delivery(
        by=people.nisi, at=later, delivery=Delivery.objects.get(), accepted=D(0),
        return_reason="浑浊",
    )  # fmt: skip
    row = Reservation.objects.get()
    assert (fresh(call).reserved, row.released, row.waiting) == (0, 1000, 0)


def test_either_side_lets_a_reservation_go_with_a_reason(raised, people, helper):
    call = raised()
    row = accept(people, helper(call, "xinyang", "800"), "800")
    refused("reason_missing", operations.end_reservation, by=people.xinyang, at=NOON + 2 * HOUR,
            reservation=row, reason=" ")  # fmt: skip
    with pytest.raises(NotAllowed):
        operations.end_reservation(by=people.linjia, at=NOON, reservation=row, reason="不要")
    ended = operations.end_reservation(
        by=people.xinyang, at=NOON + 2 * HOUR, reservation=row, reason="产线故障"
    )
    assert (ended.end, ended.released, fresh(call).reserved) == ("helper", 800, 0)
    assert Notice.objects.filter(kind="reservation_ended", to=people.nisi).count() == 1


def test_an_open_rest_is_released_with_its_reason_and_stays_stated(raised, people, helper):
    call = raised()
    row = accept(people, helper(call, "xinyang", "800"), "800")
    sent = operations.dispatch_part(
        by=people.xinyang, at=NOON + 2 * HOUR, reservation=row, amount=D(700), batch="A"
    )
    refused("part_on_the_way", operations.close_with_rest, by=people.nisi, at=NOON + 3 * HOUR,
            call=call, reason="够用")  # fmt: skip
    operations.receive_delivery(by=people.nisi, at=NOON + 3 * HOUR, delivery=sent)
    refused("reason_missing", operations.close_with_rest, by=people.nisi, at=NOON + 3 * HOUR,
            call=call, reason="")  # fmt: skip
    closed = operations.close_with_rest(
        by=people.nisi, at=NOON + 4 * HOUR, call=call, reason="原供应商恢复"
    )
    assert (closed.state, closed.rest, closed.received, closed.reserved) == ("rest", 550, 700, 700)
    assert Reservation.objects.get().end == "call"
    refused("call_ended", accept, people=people, helper=Helper.objects.get(), amount="1")


def test_dangerous_goods_leave_only_with_pass_permit_and_carrier(raised, people, helper):
    call = raised(hazard="8")
    row = accept(people, helper(call, "xinyang", "1250"), "1250")
    send = {"by": people.xinyang, "at": NOON + 3 * HOUR, "reservation": row, "amount": D(1250),
            "batch": "A"}  # fmt: skip
    assert "transport pass, safety permit" in refused(
        "permit_missing", operations.dispatch_part, **send
    )
    for kind, ticks in (
        ("pass", ("carrier", "vehicle", "papers")), ("safety", ("storage", "handling", "emergency"))
    ):  # fmt: skip
        asked = operations.ask_permit(by=people.nisi, at=NOON + HOUR, call=call, kind=kind)
        give = {"at": NOON + 2 * HOUR, "permit": asked, "number": "松交12号"}
        with pytest.raises(NotAllowed):
            operations.accept_permit(by=people.other_officer, at=NOON, permit=asked)
        refused("permit_step", operations.give_permit, by=people.officer, ticked=ticks, **give)
        operations.accept_permit(by=people.officer, at=NOON + HOUR, permit=asked)
        refused("checklist_open", operations.give_permit, by=people.officer, ticked=(), **give)
        operations.give_permit(by=people.officer, ticked=ticks, **give)
    refused("carrier_missing", operations.dispatch_part, **send)
    sent = operations.dispatch_part(**send, carrier="沪危运 3101")
    assert sent.amount == 1250
    assert not Notice.objects.filter(kind="permit_asked", done_at__isnull=True).exists()


def test_pass_and_permit_run_as_matters_of_one_case_kept_to_caller_and_officer(
    raised, people, person, world
):
    load_templates(by=people.officer, at=NOON)
    call = raised(hazard="8")
    taken = []
    for kind in ("pass", "safety"):
        asked = operations.ask_permit(by=people.nisi, at=NOON, call=call, kind=kind)
        taken.append(operations.accept_permit(by=people.officer, at=NOON + HOUR, permit=asked))
    given, denied = taken
    case = given.matter.case
    assert case == denied.matter.case
    assert (case.firm, case.officer, case.is_kept) == (call.firm, people.officer.username, True)
    operations.give_permit(
        by=people.officer, at=NOON + 3 * HOUR, permit=given, number="松交12号",
        ticked=("carrier", "vehicle", "papers"),
    )  # fmt: skip
    operations.refuse_permit(
        by=people.officer, at=NOON + 3 * HOUR, permit=denied, reason="未备案"
    )  # fmt: skip
    for matter in Matter.objects.filter(case=case):
        assert (matter.state, matter.elapsed_seconds) == ("decided", 2 * 3600)
        assert matter.statutory_key == "general"
    commission = person("wen", "economy_commission", world)
    assert not Case.objects.visible_to(commission, world).exists()
    assert not Case.objects.visible_to(person("ling", "district_leader", world), world).exists()
    assert Case.objects.visible_to(people.nisi, world).get() == case
    assert not Case.objects.visible_to(people.xinyang, world).exists()
    assert not ended_matters(world).exists()
    assert not cases_logged(world).exists()
    assert not Notice.objects.filter(to=commission).exists()


def test_a_matter_held_by_another_officer_is_decided_by_her(raised, people, person, world):
    load_templates(by=people.officer, at=NOON)
    asked = operations.ask_permit(by=people.nisi, at=NOON, call=raised(hazard="8"), kind="pass")
    operations.accept_permit(by=people.officer, at=NOON, permit=asked)
    second = person("second", "service_officer", world, "310117105")
    refused("held_by_another", operations.refuse_permit, by=second, at=NOON, permit=asked,
            reason="路线不通")  # fmt: skip


def test_a_refused_permit_may_be_asked_for_again(raised, people):
    call = raised(hazard="8")
    asked = operations.ask_permit(by=people.nisi, at=NOON, call=call, kind="pass")
    refused("asked_already", operations.ask_permit, by=people.nisi, at=NOON, call=call, kind="pass")
    operations.refuse_permit(by=people.officer, at=NOON, permit=asked, reason="路线不通")
    assert operations.ask_permit(by=people.nisi, at=NOON, call=call, kind="pass").state == "asked"


def test_levels_go_up_step_by_step_by_the_caller_or_whom_she_left_them_to(raised, people):
    call = raised()
    release = {"at": NOON, "call": call}
    refused("level_skipped", operations.release_level, by=people.nisi, level=3, **release)
    operations.release_level(by=people.nisi, level=2, **release)
    refused("level_released", operations.release_level, by=people.nisi, level=1, **release)
    for other in (people.secretary, people.commission, people.linjia):
        with pytest.raises(NotAllowed):
            operations.release_level(by=other, level=3, **release)
    operations.delegate_levels(by=people.nisi, delegated=True, **release)
    made = operations.release_level(by=people.secretary, level=3, **release)
    assert made.for_caller
    assert Notice.objects.filter(kind="call_released", to=people.nisi).count() == 1


def test_firms_beyond_the_circle_are_not_asked_and_some_not_at_all(raised, people, place, said):
    call = operations.raise_call(
        by=people.nisi, at=NOON, firm=place.nisi, said=said(), not_asked=[place.linjia]
    )
    ask = {"at": NOON, "call": call}
    refused("not_to_be_asked", operations.ask_helpers, by=people.secretary, firms=[place.linjia],
            **ask)  # fmt: skip
    refused("not_to_be_asked", operations.ask_helpers, by=people.nisi, firms=[place.nisi], **ask)
    refused("beyond_the_circle", operations.ask_helpers, by=people.nisi, firms=[place.yuancai],
            **ask)  # fmt: skip
    for other in (people.commission, people.linjia, people.officer):
        with pytest.raises(NotAllowed):
            operations.ask_helpers(by=other, firms=[place.xinyang], **ask)
    asked = operations.ask_helpers(by=people.secretary, firms=[place.xinyang, place.hucai], **ask)
    assert [one.circle for one in asked] == [1, 1]
    assert operations.ask_helpers(by=people.nisi, firms=[place.hucai], **ask) == []
    operations.widen_call(by=people.secretary, at=NOON, call=call)
    operations.ask_helpers(by=people.commission, firms=[place.yuancai], **ask)
    refused("beyond_the_circle", operations.ask_helpers, by=people.nisi, firms=[place.sucai], **ask)
    widen = {"by": people.commission, "at": NOON, "call": call}
    refused("corridor_not_released", operations.widen_call, **widen)
    operations.release_corridor(by=people.nisi, at=NOON, call=call)
    operations.widen_call(**widen)
    assert operations.ask_helpers(by=people.nisi, firms=[place.sucai], **ask)[0].circle == 3


def test_an_answer_may_be_changed_but_not_below_what_was_accepted(raised, people, helper):
    call = raised()
    kept = helper(call, "xinyang", "1", unit="t")
    assert kept.offered == 1000
    accept(people, kept, "800")
    again = {"by": people.xinyang, "at": NOON + 2 * HOUR, "helper": kept}
    refused("accepted_already", operations.answer_call, answer="in_part", offered=D(799),
            lead_hours=3, **again)  # fmt: skip
    refused("accepted_already", operations.answer_call, answer="cannot",
            cannot_reason="no_stock", **again)  # fmt: skip
    operations.answer_call(answer="in_part", offered=D(800), lead_hours=3, **again)
    with pytest.raises(NotAllowed):
        operations.answer_call(**{**again, "by": people.hucai}, answer="can", offered=D(1),
                               lead_hours=1)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"), [("单价 35 元/kg", "price_named"), ("找王工 13812345678", "personal_number")]
)
def test_neither_prices_nor_telephone_numbers_are_taken(raised, people, place, words, code):
    asked = operations.ask_helpers(by=people.nisi, at=NOON, call=raised(), firms=[place.xinyang])
    refused(code, operations.answer_call, by=people.xinyang, at=NOON, helper=asked[0],
            answer="can", offered=D(1), lead_hours=1, words=words)  # fmt: skip


def test_the_callers_name_may_not_stand_in_what_is_shown_before_it_is_released(raised):
    for more in ({"specification": "按尼西半导体图纸"}, {"synonyms": ("尼西专用液",)}):
        refused("text_names_the_caller", raised, **more)


def test_nobody_calls_or_closes_for_another_firm(raised, people, place, said):
    with pytest.raises(NotAllowed):
        operations.raise_call(by=people.linjia, at=NOON, firm=place.nisi, said=said())
    call = raised()
    for act in (operations.close_call, operations.release_corridor):
        for other in (people.linjia, people.secretary, people.commission):
            with pytest.raises(NotAllowed):
                act(by=other, at=NOON, call=call)


def test_a_lesson_is_asked_for_three_days_after_the_end_and_once(raised, people, helper):
    call = raised()
    row = accept(people, helper(call, "xinyang", "1250"), "1250")
    deliver(people, "xinyang", row, "1250", NOON + 2 * HOUR)
    lesson = {"by": people.nisi, "at": NOON + 5 * HOUR, "call": call, "cause": "transport",
              "second_source": "sought", "missing_link": True, "line_saved": True}  # fmt: skip
    refused("call_not_ended", operations.write_lesson, **lesson)
    operations.close_call(by=people.nisi, at=NOON + 4 * HOUR, call=call)
    assert operations.remind_lessons(by=people.secretary, at=NOON + 75 * HOUR) == 0
    assert operations.remind_lessons(by=people.secretary, at=NOON + 76 * HOUR) == 1
    operations.remind_lessons(by=people.secretary, at=NOON + 99 * HOUR)
    assert Notice.objects.filter(kind="lesson_due").count() == 1
    operations.write_lesson(**lesson)
    assert not Notice.objects.filter(kind="lesson_due", done_at__isnull=True).exists()
    assert operations.remind_lessons(by=people.secretary, at=NOON + 99 * HOUR) == 0


@pytest.mark.parametrize(
    ("more", "wakes"),
    [({}, False), ({"said_to_stop_early": True}, True),
     ({"stock_left": D(300), "daily_use": D(300), "said_to_stop_early": True}, False)],
)  # fmt: skip
def test_nobody_is_woken_at_night_unless_the_line_stops_before_the_morning(
    raised, monkeypatch, more, wakes
):
    told = []
    monkeypatch.setattr(
        "jilian.notices.operations.tell", lambda **matter: told.append(matter["wakes"])
    )
    raised(at=NOON + 10 * HOUR, **more)  # 22:00
    assert told
    assert set(told) == {wakes}
