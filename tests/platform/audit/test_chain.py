"""Traces form a chain; the database refuses to change it."""

import pytest
from django.db import DatabaseError, connection, transaction

from conftest import NOON
from jilian.audit import operations as audit
from jilian.audit.models import ChainHead, Trace
from jilian.audit.rules import START, Entry, digest_of, entry_text, moment_text
from jilian.firms.models import Firm


def test_every_trace_carries_a_digest_of_itself_and_of_the_one_before(mei, world):
    audit.record(
        "firm.changed", by=mei, at=NOON, world=world, before={"名": "甲"}, after={"名": "乙"}
    )
    audit.record("firms.exported", by=mei, at=NOON, purpose="年报", recipient="统计局")
    first, second = Trace.objects.order_by("number")
    said = '[1,"2026-03-02T04:00:00.000000Z","mei","firm.changed","songjiang","","","",'
    said += '"{\\"名\\":\\"甲\\"}","{\\"名\\":\\"乙\\"}","",""]'
    assert first.digest == digest_of(START, said)
    entry = Entry("firms.exported", "mei", NOON, purpose="年报", recipient="统计局")
    assert second.digest == digest_of(first.digest, entry_text(2, moment_text(NOON), entry))
    assert (first.before, first.after, second.after) == ({"名": "甲"}, {"名": "乙"}, None)
    head = ChainHead.objects.get()
    assert (head.number, head.digest) == (2, second.digest)


def test_many_traces_at_once_are_the_same_as_one_by_one(mei, world):
    rows = [(7, "甲", "", '{"name":"甲"}'), (8, "乙", "", "")]
    audit.record_many("firm.recorded", by=mei, at=NOON, world=world, about=Firm, rows=iter(rows))
    one, two = Trace.objects.order_by("number")
    assert (one.about_kind, one.about_key, one.about_name) == ("firms.firm", "7", "甲")
    assert (two.number, two.after, one.at) == (2, None, NOON)


def test_gathered_traces_are_written_at_the_end_and_lost_with_a_failure(mei):
    with audit.gathered():
        audit.record("a.done", by=mei, at=NOON)
        assert not Trace.objects.exists()
        with audit.gathered():
            audit.record("b.done", by=mei, at=NOON)
        assert not Trace.objects.exists()
    assert [one.action for one in Trace.objects.order_by("number")] == ["a.done", "b.done"]
    with pytest.raises(ZeroDivisionError), transaction.atomic(), audit.gathered():
        audit.record("c.done", by=mei, at=NOON)
        raise ZeroDivisionError
    audit.record("d.done", by=mei, at=NOON)
    assert [one.action for one in Trace.objects.order_by("number")] == [
        "a.done",
        "b.done",
        "d.done",
    ]


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_trace SET action = 'x'", "DELETE FROM audit_trace"]
)
def test_the_database_refuses_to_change_or_delete_a_trace(mei, statement):
    audit.record("firm.changed", by=mei, at=NOON)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Trace.objects.get().delete()
    assert Trace.objects.get().action == "firm.changed"


@pytest.mark.django_db(transaction=True)
def test_no_trace_is_written_outside_a_transaction(mei):
    with pytest.raises(RuntimeError, match="transaction of its write"):
        audit.record("firm.changed", by=mei, at=NOON)
