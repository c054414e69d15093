"""Many rows at once: what is written is what was given, and what is wrong is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from jilian.base.bulk import insert_rows, reserve_keys
from jilian.base.copying import sent_beside
from jilian.base.database import filling_empty_tables
from jilian.base.search import one_of
from jilian.firms.models import Firm, FirmName, Site

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NASTY = ["\\N", "a\tb", "line\nline\r", "\\", "\\t", "", "'\"", "厂\u2028", "\x1f", "null"]


class AnyRow(models.Model):
    """A row with every kind of column that is written in bulk."""

    text = models.CharField(max_length=200)
    said = models.TextField(null=True)  # noqa: DJ001 - an empty text is another
    count = models.IntegerField(null=True)
    share = models.FloatField(null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    yes = models.BooleanField(null=True)
    day = models.DateField(null=True)
    at = models.DateTimeField(null=True)
    told = models.JSONField(null=True)
    content = models.BinaryField(null=True)

    class Meta:
        app_label = "base_tests"

    def __str__(self) -> str:
        return self.text


COLUMNS = ("id", *(field.name for field in AnyRow._meta.fields[1:]))
texts = st.sampled_from(NASTY) | st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12
)
rows = st.tuples(
    texts,
    st.none() | texts,
    st.none() | st.integers(-(2**31), 2**31 - 1),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.decimals(-1000, 1000, places=2),
    st.none() | st.booleans(),
    st.none() | st.dates(date(1900, 1, 1)),
    st.none() | st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC)),
    st.none() | st.dictionaries(texts, texts | st.integers(), max_size=3),
    st.none() | st.binary(max_size=8),
)


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    """Let a few rows be sent as thousands are."""
    monkeypatch.setattr("jilian.base.copying.MANY", 1)
    monkeypatch.setattr("jilian.base.copying._IN_ONE_STATEMENT", 2)


@pytest.fixture
def any_rows(db):
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    statement, _params = editor.table_sql(AnyRow)
    with connection.cursor() as cursor:
        cursor.execute(statement)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(some=st.lists(rows, min_size=1, max_size=5), beside=st.booleans())
def test_any_row_comes_back_as_it_was_given(any_rows, some, beside):
    AnyRow.objects.all().delete()
    numbered = [(number, *row) for number, row in enumerate(some, start=1)]
    if beside:
        with sent_beside():
            for row in numbered:
                insert_rows(AnyRow, COLUMNS, [row])
            assert AnyRow.objects.count() == len(some)
    else:
        insert_rows(AnyRow, COLUMNS, numbered)
    held = [
        (*found[:-1], None if found[-1] is None else bytes(found[-1]))
        for found in AnyRow.objects.order_by("pk").values_list(*COLUMNS)
    ]
    assert held == numbered


@pytest.mark.parametrize("beside", [False, True])
def test_what_the_database_refuses_is_raised_and_nothing_stays(any_rows, beside):
    good, bad = (1, "a", *[None] * 9), (1, "b", *[None] * 9)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(AnyRow, COLUMNS, [good])
        if beside:
            with sent_beside():
                insert_rows(AnyRow, COLUMNS, [bad])
                insert_rows(AnyRow, COLUMNS, [(2, "c", *[None] * 9)])
        else:
            insert_rows(AnyRow, COLUMNS, [bad])
    assert AnyRow.objects.count() == 0


def test_an_error_of_the_caller_ends_the_sending(any_rows):
    with pytest.raises(ZeroDivisionError), transaction.atomic(), sent_beside():
        insert_rows(AnyRow, COLUMNS, [(1, "a", *[None] * 9)])
        raise ZeroDivisionError
    insert_rows(AnyRow, COLUMNS, [(1, "b", *[None] * 9)])
    assert AnyRow.objects.get().text == "b"


def test_reserved_keys_are_new_and_rise(world, firm_rows):
    held = set(Firm.objects.values_list("pk", flat=True))
    keys = list(reserve_keys(Firm, 5))
    assert keys == sorted(set(keys) - held)
    assert len(keys) == 5
    assert not reserve_keys(Firm, 0)


@pytest.fixture
def firm_rows(world, source):
    """Write some firms, of which the last has a name that points to ``firm``."""

    def write(firm: int) -> None:
        columns = ("id", "world", "scheme", "identifier", "name", "name_en", "sort_key")
        insert_rows(Firm, columns, [(9001, world.pk, "made", "A1", "甲厂", "", "jia")])
        columns = ("firm", "kind", "text", "normal_form", "known_by", "source")
        day = date(2026, 3, 2)
        insert_rows(FirmName, columns, [(firm, "registered", "甲厂", "甲厂", day, source.pk)])

    return write


def references():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated"
            " FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2"
        )
        return cursor.fetchall()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite looks at its references")
def test_empty_tables_are_filled_and_then_refer_as_before(world, firm_rows):
    before = references()
    with filling_empty_tables(Firm, FirmName, Site), sent_beside():
        assert len(references()) < len(before)
        firm_rows(9001)
    assert references() == before
    assert all(validated for *_words, validated in before)
    assert FirmName.objects.get(firm=9001).text == "甲厂"
    with filling_empty_tables(Firm, FirmName, Site):  # no longer empty
        assert references() == before


def test_what_refers_to_nothing_is_refused_at_the_end_of_filling(world, firm_rows):
    with pytest.raises(DatabaseError), transaction.atomic():
        with filling_empty_tables(Firm, FirmName, Site), sent_beside():
            firm_rows(4711)
        connection.check_constraints()
    assert not Firm.objects.exists()


@pytest.mark.parametrize("wanted", [NASTY, ["A1"], [""], []])
def test_one_of_many_texts_is_that_text(any_rows, wanted):
    AnyRow.objects.bulk_create(AnyRow(text=text) for text in {*NASTY, "A1", "A2"})
    found = set(AnyRow.objects.filter(one_of("text", wanted)).values_list("text", flat=True))
    assert found == set(wanted)


@pytest.mark.parametrize("wrong", [None, 0, 777, 1202])
def test_very_many_rows_arrive_whole_or_not_at_all(any_rows, monkeypatch, wrong):
    monkeypatch.setattr("jilian.base.copying._IN_ONE_STATEMENT", 400)
    assert 1203 % 400  # whole statements, and a rest
    numbered = [(at, NASTY[at % len(NASTY)], *[None] * 8, b"\0" * (at % 3)) for at in range(1203)]
    if wrong is not None:
        numbered[wrong] = (numbered[wrong - 1][0], *numbered[wrong][1:])
    try:
        with transaction.atomic(), sent_beside():
            insert_rows(AnyRow, COLUMNS, numbered[:1000])
            insert_rows(AnyRow, COLUMNS, numbered[1000:])
    except IntegrityError:
        assert wrong is not None
        assert AnyRow.objects.count() == 0
    else:
        assert wrong is None
        assert list(AnyRow.objects.order_by("pk").values_list("text", flat=True)) == [
            row[1] for row in numbered
        ]
