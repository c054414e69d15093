"""Nothing is made or lost: amounts through any order of acts, and units there and back."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from conftest import NOON, examples
from jilian.base.errors import Refusal
from jilian.shortages import operations
from jilian.shortages.models import Call, Delivery, Helper, Reservation
from jilian.shortages.rules import ledger
from jilian.shortages.rules.answering import check_acceptable
from jilian.shortages.rules.delivering import receipt
from jilian_engine.amounts import MASS, VOLUME, Amount, band_around

from .conftest import HOUR

D = Decimal
NEED = D("1250.000000")
amounts = st.decimals("0.000001", "2000", places=6)
UNITS = [*MASS, *VOLUME]


@settings(max_examples=300, deadline=None)
@given(
    st.decimals("0.000001", "99999999", places=6),
    st.sampled_from(UNITS),
    st.lists(st.sampled_from(UNITS), max_size=6),
    st.decimals("0.001", "30", places=6),
)
def test_an_amount_comes_back_exactly_from_any_journey_through_units(number, unit, ways, density):
    start = now = Amount.of(number, unit)
    for to in ways:
        now = now.to(to, density)
    assert now.to(unit, density) == start
    assert now.to(unit, density).decimal() == number


@settings(max_examples=200)
@given(st.decimals("0.000001", "99999999", places=6))
def test_a_band_holds_its_amount_and_is_never_narrower_than_it_looks(number):
    low, high = band_around(number)
    assert low <= Fraction(number) < high
    assert high <= low * Fraction(5, 2)


class Plain:
    """A call kept in plain values: two offers, and every act that may follow another."""

    def __init__(self, offers):
        self.offers, self.taken = offers, [D(0)] * len(offers)
        self.rows: list[tuple[int, ledger.Division]] = []
        self.sent: list[tuple[int, Decimal]] = []
        self.arrived: list[tuple[int, Decimal]] = []

    @property
    def reserved(self):
        return sum((row.kept for _who, row in self.rows), D(0))

    @property
    def received(self):
        return sum((row.received for _who, row in self.rows), D(0))

    def held_by(self, who):
        return sum((row.kept for one, row in self.rows if one == who), D(0))

    def accept(self, which, part):
        who = which % len(self.offers)
        check_acceptable(part, NEED - self.reserved, self.offers[who] - self.held_by(who))
        self.rows.append((who, ledger.Division(part)))

    def dispatch(self, which, part):
        at, row = self._row(which)
        self._put(at, ledger.dispatched(row, part))
        self.sent.append((at, part))

    def receive(self, which, part):
        at, amount = self.sent.pop(which % len(self.sent))
        took, back = receipt(amount, min(part, amount), "浑浊")
        assert took + back == amount
        self._put(at, ledger.received(self.rows[at][1], amount, took))
        if took:
            self.arrived.append((at, took))

    def send_back(self, which, part):
        at, took = self.arrived.pop(which % len(self.arrived))
        part = min(part, took)
        self._put(at, ledger.sent_back(self.rows[at][1], part))
        if took > part:
            self.arrived.append((at, took - part))

    def let_go(self, which, _part):
        at, row = self._row(which)
        self._put(at, ledger.let_go(row))

    def _row(self, which):
        at = which % len(self.rows)
        return at, self.rows[at][1]

    def _put(self, at, row):
        self.rows[at] = (self.rows[at][0], row)

    def check(self):
        for _who, row in self.rows:
            parts = (row.waiting, row.in_transit, row.received, row.released)
            assert min(parts) >= 0
            assert sum(parts) == row.amount
            assert not (row.ended and row.waiting)
        assert 0 <= self.received <= self.reserved <= NEED
        for who, offer in enumerate(self.offers):
            assert self.held_by(who) <= offer
        on_the_way = sum((part for _at, part in self.sent), D(0))
        assert on_the_way == sum((row.in_transit for _who, row in self.rows), D(0))
        assert self.received == sum((took for _at, took in self.arrived), D(0))


ACTS = st.sampled_from(["accept", "dispatch", "receive", "send_back", "let_go"])


@settings(max_examples=400, deadline=None)
@given(st.lists(amounts, min_size=1, max_size=3),
       st.lists(st.tuples(ACTS, st.integers(0, 9), amounts), max_size=40))  # fmt: skip
def test_quantities_are_conserved_through_any_order_of_acts(offers, acts):
    call = Plain(offers)
    for name, which, part in acts:
        with suppress(Refusal, ZeroDivisionError):  # refused, or nothing there to act on
            getattr(call, name)(which, part)
        call.check()


STEPS = st.lists(
    st.tuples(ACTS, st.integers(0, 3), st.sampled_from([D(10), D("440.5"), D(800)])),
    min_size=3, max_size=12,
)  # fmt: skip


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_the_database_keeps_the_same_sums_through_any_order(steps, people, place, raised, helper):
    with transaction.atomic():
        call, at = raised(), NOON + HOUR
        helpers = [helper(call, "xinyang", "800"), helper(call, "hucai", "450.5")]
        for number, (act, which, part) in enumerate(steps):
            at += HOUR / 60
            with suppress(Refusal, ZeroDivisionError):
                _do(people, helpers, act, which, part, at, f"B{number}")
            _agrees(call)
        transaction.set_rollback(True)


def _do(people, helpers, act, which, part, at, batch):
    if act == "accept":
        one = helpers[which % 2]
        operations.accept_offer(
            by=people.nisi, at=at, helper=one, amount=part, expires_at=at + HOUR / 15
        )
    elif act in ("dispatch", "let_go"):
        rows = list(Reservation.objects.select_related("helper__call__world", "helper__firm"))
        row = rows[which % len(rows)]
        if act == "let_go":
            operations.end_reservation(by=people.nisi, at=at, reservation=row, reason="不要了")
            return
        by = getattr(people, "xinyang" if row.helper_id == helpers[0].pk else "hucai")
        operations.dispatch_part(by=by, at=at, reservation=row, amount=part, batch=batch)
    else:
        kept = list(Delivery.objects.filter(received_at__isnull=act == "receive"))
        one = kept[which % len(kept)]
        if act == "receive":
            operations.receive_delivery(
                by=people.nisi, at=at, delivery=one, accepted=min(part, one.amount),
                return_reason="浑浊",
            )  # fmt: skip
        else:
            operations.return_delivery(
                by=people.nisi, at=at, delivery=one, amount=part, reason="不合格"
            )


def _agrees(call):
    held = Call.objects.get(pk=call.pk)
    rows = list(Reservation.objects.filter(helper__call=call))
    assert held.reserved == sum((row.kept for row in rows), D(0)) <= held.amount
    assert held.received == sum((row.received for row in rows), D(0)) <= held.reserved
    for one in Helper.objects.filter(call=call):
        assert one.reserved == sum((r.kept for r in rows if r.helper_id == one.pk), D(0))
        assert one.reserved <= (one.offered or 0)
    for row in rows:
        parts = Delivery.objects.filter(reservation=row)
        way = sum((one.amount for one in parts if one.received_at is None), D(0))
        got = sum((one.accepted for one in parts if one.received_at), D(0))
        assert (row.in_transit, row.received) == (way, got)
        assert row.waiting >= 0


# The database has the last word.


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("call_reserved_within_need", {"reserved": D("1250.000001")}),
        ("call_received_within_reserved", {"received": D(1)}),
        ("call_closed_only_at_the_full_amount",
         {"state": "closed", "ended_at": NOON, "rest": D(0)}),
        ("call_open_rest_is_stated_with_its_reason",
         {"state": "rest", "ended_at": NOON, "rest": D(1250)}),
        ("call_corridor_only_after_release", {"circle": 3}),
        ("call_level_is_one_of_four", {"level": 5}),
        ("call_own_unit_has_a_word", {"unit": "own"}),
        ("call_ended_at_a_moment", {"state": "withdrawn"}),
        ("call_amount_positive", {"amount": D(0)}),
        ("call_stock_and_use_not_negative", {"stock_left": D(-1)}),
    ],
)  # fmt: skip
def test_the_database_refuses_a_call_that_cannot_be(raised, name, values):
    call = raised()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(**values)


def test_the_database_refuses_what_exceeds_offer_reservation_or_delivery(raised, helper, people):
    kept = helper(raised(), "xinyang", "800")
    row = operations.accept_offer(by=people.nisi, at=NOON + HOUR, helper=kept, amount=D(800))
    sent = operations.dispatch_part(
        by=people.xinyang, at=NOON + 2 * HOUR, reservation=row, amount=D(5), batch="A"
    )
    for name, rows, values in (
        ("helper_reserved_within_offer", Helper, {"reserved": D(801)}),
        ("helper_useful_answer_is_whole", Helper, {"lead_hours": None}),
        ("helper_cannot_has_a_reason", Helper, {"cannot_reason": "no_stock"}),
        ("reservation_parts_within_amount", Reservation, {"received": D(796)}),
        ("reservation_ended_lets_its_rest_go", Reservation, {"end": "expired", "ended_at": NOON}),
        ("delivery_received_adds_up", Delivery,
         {"received_at": NOON, "accepted": D(4), "returned": D(0)}),
        ("delivery_returned_has_a_reason", Delivery,
         {"received_at": NOON, "accepted": D(4), "returned": D(1)}),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.objects.update(**values)
    assert Delivery.objects.get().pk == sent.pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="SQLite has one writer at a time: its lock does what the row's lock does here",
)
def test_two_acceptances_at_one_moment_never_exceed_the_need(people, place, raised, helper):
    call = raised()
    helpers = [helper(call, "xinyang", "800"), helper(call, "hucai", "800")]
    barrier, outcomes = threading.Barrier(2, timeout=10), []

    def accept(one):
        try:
            barrier.wait()
            operations.accept_offer(by=people.nisi, at=NOON + HOUR, helper=one, amount=D(800))
            outcomes.append("accepted")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(one,)) for one in helpers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["accepted", "more_than_needed"]
    assert Call.objects.get(pk=call.pk).reserved == 800
    assert Reservation.objects.count() == 1
