"""Whatever is changed by hand in the chain is found and named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from conftest import NOON, examples
from jilian.audit import operations as audit, queries
from jilian.audit.models import ChainHead, Trace
from jilian.audit.rules import FindingKind
from jilian.base.database import keep_append_only, keep_no_longer_append_only

KIND = FindingKind
COLUMNS = [field.name for field in Trace._meta.fields]
TRACES = 8
SIGNS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEF \"'{}:,-甲"


def write(mei, world, count=TRACES):
    for at in range(count):
        audit.record(
            "firm.changed", by=mei, at=NOON + timedelta(seconds=at, microseconds=at % 3),
            world=world, about=world, before={"名": f"甲 {at}"}, after={"名": "乙", "n": at},
            purpose="年报", recipient="统计局",
        )  # fmt: skip


def found():
    return [(one.kind, one.first, one.last) for one in queries.check_chain().findings]


def by_hand(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def written(mei, world):
    write(mei, world)
    keep_no_longer_append_only(connection, "audit_trace")
    return world


class UndoneError(Exception):
    """Takes back what was done by hand."""


class Undone:
    """What is done within is taken back."""

    def __enter__(self):
        self.inner = transaction.atomic()
        self.inner.__enter__()

    def __exit__(self, kind, error, _trace):
        self.inner.__exit__(UndoneError, UndoneError(), None)
        return False


def test_a_chain_as_it_was_written_is_sound_whoever_writes_meanwhile(written, mei):
    checked = queries.check_chain(progress=lambda _count: write(mei, written, 1))
    assert checked.is_sound
    assert checked.checked == TRACES
    assert queries.check_chain().checked == TRACES + 1


def stored_bytes(column: str, number: int) -> bytes:
    if connection.vendor == "sqlite":
        sql = f"SELECT CAST({column} AS BLOB) FROM audit_trace WHERE number = %s"
    else:
        sql = f"SELECT convert_to({column}::text, 'UTF8') FROM audit_trace WHERE number = %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [number])
        return bytes(cursor.fetchone()[0])


TYPES = {"number": "bigint", "at": "timestamptz"}


@settings(
    max_examples=examples(150), deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_one_changed_byte_anywhere_names_exactly_that_trace(written, data):
    number = data.draw(st.integers(1, TRACES), label="trace")
    column = data.draw(st.sampled_from(COLUMNS), label="column")
    old = stored_bytes(column, number)
    place = data.draw(st.integers(0, len(old)), label="place")
    way = data.draw(st.sampled_from(["replace", "insert", "remove"]), label="way")
    sign = data.draw(st.sampled_from(SIGNS), label="sign").encode()
    if way != "insert" and place == len(old):
        return
    new = old[:place] + (b"" if way == "remove" else sign) + old[place + (way != "insert") :]
    if new == old:
        return
    with Undone():
        try:
            with transaction.atomic():
                changed = write_bytes(column, number, new)
        except Exception:  # the column cannot hold it, or the number is taken
            return
        if not changed:
            return
        checked = queries.check_chain()
        assert [one.first for one in checked.findings] == [number], checked.findings
        kind = KIND.MOVED if column == "number" else KIND.CHANGED
        assert checked.findings[0].kind is kind


def write_bytes(column: str, number: int, new: bytes) -> bool:
    before = stored_row_of(number)
    if connection.vendor == "sqlite":
        by_hand(
            f"UPDATE audit_trace SET {column} = CAST(%s AS TEXT) WHERE number = %s", new, number
        )
        after = stored_row_of(number)
        return after != before
    text = new.decode()
    cast = TYPES.get(column, "text")
    by_hand(f"UPDATE audit_trace SET {column} = %s::{cast} WHERE number = %s", text, number)
    return stored_row_of(number) != before


def stored_row_of(number: int) -> object:
    as_is = "CAST({} AS BLOB)" if connection.vendor == "sqlite" else "{}"
    names = ", ".join(as_is.format(name) for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM audit_trace WHERE number = %s", [number])
        return cursor.fetchone()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL stores only what it can read")
@pytest.mark.parametrize("text", ["2026-03-02T04:00:00", "2026-03-02 04:00:00.000000", "\xff"])
def test_the_text_of_a_moment_may_not_be_written_in_another_way(written, text):
    by_hand("UPDATE audit_trace SET at = %s WHERE number = 4", text)
    assert found() == [(KIND.CHANGED, 4, 4)]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL stores only what it can read")
def test_bytes_that_are_no_text_are_found(written):
    by_hand("UPDATE audit_trace SET by = CAST(x'ff6d' AS TEXT) WHERE number = 3")
    assert found() == [(KIND.CHANGED, 3, 3)]


@pytest.mark.parametrize("number", range(1, TRACES + 1))
def test_a_removed_trace_is_named(written, number):
    by_hand("DELETE FROM audit_trace WHERE number = %s", number)
    kind = KIND.CUT_OFF if number == TRACES else KIND.REMOVED
    assert found() == [(kind, number, number)]


def test_several_removed_traces_are_named_as_ranges(written):
    by_hand("DELETE FROM audit_trace WHERE number IN (2, 3, 6)")
    assert found() == [(KIND.REMOVED, 2, 3), (KIND.REMOVED, 6, 6)]


@pytest.mark.parametrize("kept", range(TRACES))
def test_a_chain_cut_off_at_its_end_says_what_is_missing(written, kept):
    by_hand("DELETE FROM audit_trace WHERE number > %s", kept)
    assert found() == [(KIND.CUT_OFF, kept + 1, TRACES)]


def renumber(one: int, other: int) -> None:
    by_hand("UPDATE audit_trace SET number = %s WHERE number = %s", other, one)


@pytest.mark.parametrize(
    ("one", "other"), [(a, b) for a in range(1, TRACES + 1) for b in range(a + 1, TRACES + 1)]
)
def test_two_traces_in_each_others_places_are_both_named_and_no_other(written, one, other):
    renumber(one, 99)
    renumber(other, one)
    renumber(99, other)
    assert found() == [(KIND.MOVED, one, one), (KIND.MOVED, other, other)]


@pytest.mark.parametrize("number", range(1, TRACES + 1))
@pytest.mark.parametrize("place", [-3, 0, 40])
def test_a_moved_trace_is_named_by_its_place_in_the_chain(written, number, place):
    renumber(number, place)
    assert found() == [(KIND.MOVED, number, number)]


@pytest.mark.parametrize("number", [-1, 0, TRACES + 1, TRACES + 5])
def test_an_inserted_trace_is_named(written, number):
    copied = ", ".join(COLUMNS[1:])
    quoted = copied.replace("by", '"by"')
    by_hand(
        f"INSERT INTO audit_trace (number, {quoted})"
        f" SELECT {number}, {quoted} FROM audit_trace WHERE number = 2"
    )
    assert found() == [(KIND.INSERTED, number, number)]


def test_an_inserted_trace_that_continues_the_chain_is_named_too(written, mei):
    with transaction.atomic():
        head = ChainHead.objects.get()
        write(mei, written, 1)
        ChainHead.objects.update(number=head.number, digest=head.digest)
    assert found() == [(KIND.INSERTED, TRACES + 1, TRACES + 1)]


def test_a_changed_end_of_the_chain_is_found(written):
    ChainHead.objects.update(digest="0" * 64)
    assert found() == [(KIND.HEAD, TRACES, TRACES)]


def test_a_check_may_begin_later(written):
    by_hand("UPDATE audit_trace SET action = 'x' WHERE number = 3")
    assert queries.check_chain(first=5).is_sound
    assert queries.check_chain(first=5).checked == TRACES - 4
    assert not queries.check_chain(first=2).is_sound


def test_two_changes_are_both_named(written):
    by_hand("UPDATE audit_trace SET action = 'x' WHERE number IN (3, 4)")
    assert found() == [(KIND.CHANGED, 3, 3), (KIND.CHANGED, 4, 4)]


def test_the_protection_stands_again_after_the_tests_of_this_file(mei, world):
    write(mei, world, 1)
    keep_no_longer_append_only(connection, "audit_trace")
    keep_append_only(connection, "audit_trace")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        by_hand("DELETE FROM audit_trace")
