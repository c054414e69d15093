"""Who sees what of a call, when it goes on by itself, and what it teaches."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from conftest import NOON, TODAY
from jilian.jobs import timetable
from jilian.notices.models import Notice
from jilian.shortages import operations, queries
from jilian.shortages.models import Call, CallLook, Escalation
from jilian.shortages.queries.promises import Kept
from jilian.shortages.rules.disclosure import Reader

from .conftest import HOUR

D = Decimal
NIGHT = NOON + 11 * HOUR  # 23:00 in Shanghai


def view(person, world, at=NOON):
    found = queries.views_of(queries.calls_seen(person, world), person, at)
    return found[0] if found else None


def finish(people, call, helper, at=NOON + HOUR, amount="1250", name="xinyang"):
    row = operations.accept_offer(by=people.nisi, at=at, helper=helper, amount=D(amount))
    sent = operations.dispatch_part(
        by=getattr(people, name), at=at + HOUR, reservation=row, amount=D(amount), batch="A"
    )
    return operations.receive_delivery(by=people.nisi, at=at + 2 * HOUR, delivery=sent)


def words_in(shown):
    kept = set(shown.__dataclass_fields__) - {"key", "own"}  # random, and the reader's own part
    return repr({name: getattr(shown, name) for name in kept})


def test_nobody_meets_a_call_that_did_not_reach_them(raised, people, place, wu):
    call = raised()
    for person in (
        people.linjia, people.xinyang, people.commission, people.leader, people.officer, wu
    ):  # fmt: skip
        assert view(person, place.world) is None
        assert queries.view_of(call, person, NOON) is None
    assert view(people.nisi, place.world).reader is Reader.CALLER
    assert view(people.secretary, place.world).reader is Reader.OFFICE


def test_each_reader_is_shown_what_is_released_and_nothing_else(raised, people, place, helper):
    call = raised(stock_left=D("77.123456"), daily_use=D("999.654321"), effect="三号线停")
    helper(call, "xinyang", "800")
    operations.widen_call(by=people.nisi, at=NOON, call=call)
    private = ("尼西", "1250", "三号线", "77.123456", "999.654321")
    readers = (people.xinyang, people.secretary, people.commission, people.leader)
    for person in readers:
        seen = view(person, place.world)
        assert not any(word in words_in(seen) for word in private), person
        assert seen.material == "去毛刺溶液"
        assert seen.band is None
    for level, name in ((2, "band"), (3, "town"), (4, "firm")):
        operations.release_level(by=people.nisi, at=NOON, call=call, level=level)
        for person in readers:
            assert getattr(view(person, place.world), name) is not None
    seen = view(people.xinyang, place.world)
    assert (seen.band, str(seen.town), seen.firm) == ((1000, 2000), "新桥镇", place.nisi)
    assert (seen.amount, seen.stock_left, seen.effect) == (None, None, None)


def test_acceptance_opens_names_to_the_two_and_to_nobody_else(raised, people, place, helper):
    call = raised()
    kept, other = helper(call, "xinyang", "800"), helper(call, "hucai", "800")
    operations.accept_offer(by=people.nisi, at=NOON + HOUR, helper=kept, amount=D(800))
    assert view(people.xinyang, place.world).firm == place.nisi
    assert view(people.xinyang, place.world).own.reserved == 800
    assert view(people.hucai, place.world).firm is None
    assert view(people.secretary, place.world).firm is None
    assert view(people.linjia, place.world) is None
    operations.end_reservation(
        by=people.nisi, at=NOON + HOUR, reservation=kept.reservations.get(), reason="不要"
    )
    assert view(people.xinyang, place.world).firm == place.nisi  # what was shown stays shown
    assert other.reservations.count() == 0


def test_a_refusal_is_seen_by_the_caller_and_by_nobody_else(raised, people, place):
    asked = operations.ask_helpers(
        by=people.secretary, at=NOON, call=raised(), firms=[place.xinyang, place.hucai]
    )
    operations.answer_call(
        by=people.xinyang, at=NOON, helper=asked[0], answer="cannot", cannot_reason="no_stock"
    )
    assert [one.answer for one in view(people.nisi, place.world).helpers] == ["cannot", "waiting"]
    office = view(people.secretary, place.world)
    assert [one.answer for one in office.helpers] == ["waiting", "waiting"]
    assert office.counts == (2, 0)
    assert view(people.hucai, place.world).helpers == ()


def test_whom_the_caller_trusts_sees_it_all_and_an_officer_when_she_is_asked(
    raised, people, place, helper
):
    call = raised(delegated=True)
    assert view(people.secretary, place.world).amount == 1250
    operations.accept_offer(
        by=people.nisi, at=NOON, helper=helper(call, "xinyang", "800"), amount=D(800)
    )
    operations.ask_permit(by=people.nisi, at=NOON, call=call, kind="pass")
    seen = view(people.officer, place.world)
    assert (seen.reader, seen.firm, seen.partners) == (
        Reader.OFFICER, place.nisi, (place.xinyang,)
    )  # fmt: skip
    assert (seen.helpers, seen.stock_left, seen.times) == ((), None, None)
    assert view(people.other_officer, place.world) is None


def test_the_caller_sees_who_was_shown_what_and_when(raised, people, place, helper):
    call = raised()
    helper(call, "xinyang", "800")
    for person, level in (
        (people.nisi, 4), (people.xinyang, 1), (people.xinyang, 1), (people.secretary, 1),
        (people.linjia, 1), (people.xinyang, 2),
    ):  # fmt: skip
        operations.note_call_look(by=person, at=NOON, call=fresh(call), level=level)
    seen = view(people.nisi, place.world)
    assert {(one.firm, one.office, one.level) for one in seen.looks} == {
        (place.xinyang, "", 1), (None, "cluster_secretary", 1), (place.xinyang, "", 2)
    }  # fmt: skip
    assert len(seen.looks) == CallLook.objects.count() == 3
    assert view(people.secretary, place.world).looks == ()
    for _twice in range(2):
        for person in (people.xinyang, people.nisi, people.linjia):
            shown = queries.views_of(queries.calls_seen(person, place.world), person, NOON)
            operations.note_call_looks(by=person, at=NOON + 24 * HOUR, views=shown)
    assert CallLook.objects.filter(day=date(2026, 3, 3)).count() == 1


def fresh(call):
    return queries.with_parts(Call.objects.filter(pk=call.pk)).get()


def test_a_list_asks_no_more_for_more_calls(
    raised, people, place, helper, django_assert_max_num_queries
):
    def ask():
        return queries.views_of(
            queries.calls_seen(people.secretary, place.world), people.secretary, NOON
        )

    for number in range(2):
        call = raised(material=f"溶液{number}")
        helper(call, "xinyang", "800")
        operations.release_level(by=people.nisi, at=NOON, call=call, level=2)
        operations.release_level(by=people.nisi, at=NOON, call=call, level=3)
    with django_assert_max_num_queries(20) as few:
        assert len(ask()) == 2
    for number in range(4):
        helper(raised(material=f"浆料{number}"), "hucai", "800")
    with django_assert_max_num_queries(len(few)):
        assert len(ask()) == 6


# Going on by itself.


def test_a_call_that_nobody_answers_goes_up_by_itself_late_or_twice(raised, people, place):
    call = raised()
    half = NOON + HOUR / 2
    assert not queries.may_escalate(half - timedelta(seconds=1))
    assert operations.escalate_due(by=people.nisi, at=half - timedelta(seconds=1)) == 0
    assert view(people.commission, place.world) is None
    assert queries.may_escalate(NOON + 3 * HOUR)
    assert operations.escalate_due(by=people.nisi, at=NOON + 3 * HOUR) == 1
    assert operations.escalate_due(by=people.nisi, at=NOON + 3 * HOUR) == 0
    assert list(Escalation.objects.values_list("circle", "due_at")) == [(2, half)]
    assert (fresh(call).circle, fresh(call).circle_since) == (2, half)
    assert view(people.commission, place.world).material == "去毛刺溶液"
    told = Notice.objects.filter(done_at__isnull=True)
    assert told.filter(kind="call_to_lead", to=people.commission).count() == 1
    assert not told.filter(kind="call_to_lead", to=people.secretary).exists()


def test_the_corridor_is_asked_only_after_the_callers_release(raised, people, place):
    call = raised()
    for _twice in range(2):
        operations.escalate_due(by=people.secretary, at=NOON + 2 * HOUR)
    assert fresh(call).circle == 2
    asked = Notice.objects.filter(kind="release_corridor", to=people.nisi, done_at__isnull=True)
    assert asked.count() == 1
    operations.release_corridor(by=people.nisi, at=NOON + 3 * HOUR, call=call)
    assert asked.count() == 0
    operations.escalate_due(by=people.secretary, at=NOON + 4 * HOUR)
    assert list(Escalation.objects.values_list("circle", "due_at")) == [
        (2, NOON + HOUR / 2), (3, NOON + 3 * HOUR)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "circle"),
    [
        ({}, 1),
        ({"said_to_stop_early": True}, 2),
        ({"stock_left": D(100), "daily_use": D(300)}, 2),
        ({"stock_left": D(300), "daily_use": D(300), "said_to_stop_early": True}, 1),
    ],
)
def test_at_night_only_where_the_line_stops_before_ten(raised, people, more, circle):
    call = raised(at=NIGHT, needed_by=NIGHT + 40 * HOUR, **more)
    operations.escalate_due(by=people.nisi, at=NIGHT + HOUR)
    assert fresh(call).circle == circle


def test_a_useful_answer_keeps_the_call_where_it_is(raised, people, place, helper):
    helper(raised(), "xinyang", "800", at=NOON + HOUR / 4)
    operations.escalate_due(by=people.nisi, at=NOON + 5 * HOUR)
    assert not Escalation.objects.exists()


def test_an_offer_that_is_withdrawn_starts_the_clock_anew(raised, people, place, helper):
    call = raised()
    kept = helper(call, "xinyang", "800", at=NOON + HOUR / 4)
    operations.answer_call(
        by=people.xinyang, at=NOON + 2 * HOUR, helper=kept, answer="cannot",
        cannot_reason="no_stock",
    )  # fmt: skip
    assert operations.escalate_due(by=people.nisi, at=NOON + 2.25 * HOUR) == 0
    assert operations.escalate_due(by=people.nisi, at=NOON + 5 * HOUR) == 1
    assert Escalation.objects.get().due_at == NOON + 2.5 * HOUR


def test_a_firm_without_a_cluster_calls_the_district_at_once(people, place, said):
    call = operations.raise_call(by=people.yuancai, at=NOON, firm=place.yuancai, said=said())
    assert (call.cluster, call.circle) == (None, 2)
    assert view(people.commission, place.world).pk == call.pk
    assert Notice.objects.filter(kind="call_to_lead", to=people.commission).count() == 1


def test_the_worker_is_asked_to_look_every_few_minutes(db):
    held = "jilian.shortages.operations"
    assert f"{held}.escalating:escalate_due" in timetable.WHENEVER
    assert f"{held}.accepting:expire_due" in timetable.WHENEVER
    assert f"{held}.closing:remind_lessons" in timetable.TIMETABLE


# What is learnt.


def test_figures_are_derived_from_events_and_say_of_how_many(raised, people, place, helper):
    first, second, gone = raised(), raised(at=NOON + HOUR, material="靶材"), raised()
    operations.withdraw_call(by=people.nisi, at=NOON, call=gone, reason="弄错了")
    finish(people, first, helper(first, "xinyang", "1250", at=NOON + HOUR / 2))
    operations.close_call(by=people.nisi, at=NOON + 4 * HOUR, call=first)
    operations.write_lesson(
        by=people.nisi, at=NOON + 4 * HOUR, call=first, cause="transport", second_source="no",
        missing_link=False, line_saved=True,
    )  # fmt: skip
    held = queries.figures_of(place.world, TODAY, TODAY, place.cluster)
    assert (held.calls, held.open) == (2, 1)
    assert (held.to_useful.median, held.to_useful.count) == (HOUR / 2, 1)
    assert held.to_receipt.median == 3 * HOUR
    assert (held.inside.part, held.inside.whole) == (1, 1)
    assert (held.stopped.part, held.stopped.whole, held.stopped.unknown) == (0, 1, 0)
    assert queries.figures_of(place.world, date(2025, 1, 1), date(2025, 1, 2)).calls == 0
    assert second.is_open


def test_calls_become_events_with_whether_the_cluster_met_them(raised, people, place, helper):
    met, _open, gone = raised(), raised(at=NOON + HOUR, material="靶材"), raised()
    operations.withdraw_call(by=people.nisi, at=NOON, call=gone, reason="弄错了")
    finish(people, met, helper(met, "xinyang", "1250"))
    operations.close_call(by=people.nisi, at=NOON + 4 * HOUR, call=met)
    assert queries.shortage_events(place.world, TODAY) == [
        ("去毛刺溶液", "去毛刺溶液", place.nisi.pk, TODAY, True),
        ("靶材", "靶材", place.nisi.pk, TODAY, None),
    ]
    assert queries.shortage_events(place.world, date(2026, 3, 1)) == []


def test_help_from_beyond_the_cluster_or_an_open_rest_is_not_met_inside(
    raised, people, place, helper
):
    far, rest = raised(), raised()
    operations.widen_call(by=people.nisi, at=NOON, call=far)
    finish(people, far, helper(far, "yuancai", "1250"), name="yuancai")
    operations.close_call(by=people.nisi, at=NOON + 4 * HOUR, call=far)
    operations.close_with_rest(by=people.nisi, at=NOON, call=rest, reason="不用了")
    assert [one.was_met_inside for one in queries.shortage_events(place.world, TODAY)] == [
        False, False
    ]  # fmt: skip


def test_promises_kept_are_counted_where_they_fell_due(raised, people, place, helper):
    call = raised(amount=D(3000))
    finish(people, call, helper(call, "xinyang", "1250"))
    late = helper(call, "hucai", "500")
    operations.accept_offer(by=people.nisi, at=NOON + HOUR, helper=late, amount=D(500))
    freed = helper(call, "linjia", "500")
    row = operations.accept_offer(by=people.nisi, at=NOON + HOUR, helper=freed, amount=D(500))
    operations.end_reservation(by=people.nisi, at=NOON + HOUR, reservation=row, reason="不要")
    assert queries.kept_promises(place.world, NOON + 2 * HOUR) == {}
    held = queries.kept_promises(place.world, NOON + 9 * HOUR)
    assert held == {place.xinyang.pk: Kept(1, 1), place.hucai.pk: Kept(0, 1)}
    assert held[place.hucai.pk].share == 0
