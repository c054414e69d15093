"""Backup while writes go on, restore, and what is refused before anything is touched."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, models, transaction
from django.test.utils import isolate_apps
from hypothesis import example, given, settings, strategies as st

from conftest import NOON
from jilian.accounts.models import Person
from jilian.accounts.queries import system_person
from jilian.audit import operations as audit
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.portable.reading import float_text, json_text
from jilian.places.models import Division, World
from jilian.sources.models import PublishedFact, Source
from jilian.upkeep import operations
from jilian.upkeep.queries import fingerprint_of, kept_models

KEY = "correct horse battery staple"
NASTY = "a\tb\\c\nd\re\\\\f\\n 集链\x0b\x0c\x08 '\" \\N ☃ 𠮷"

# A pair of rows in each transaction: a backup that is of one moment holds as many of each.
WRITER = """
import sys, django
django.setup()
from django.db import connection, models, transaction
from django.test.utils import isolate_apps
from jilian.places.models import Division, Industry
from pathlib import Path
stop = Path(sys.argv[1])
number = 0
while not stop.exists():
    number += 1
    with transaction.atomic():
        Division.objects.create(code=str(100000 + number), name="区", level=3)
        Industry.objects.create(code=f"{number:04d}", name="业", level=4, section="C")
"""


@pytest.fixture
def records(elsewhere):
    """Rows of every form: text that disturbs, numbers, moments, JSON, flags, bytes."""
    with transaction.atomic():
        Division.objects.create(code="310117", name=NASTY, name_en="", level=3, lon=121.2, lat=1e-7)
        Division.objects.create(
            code="310118", name="青浦区", level=3, lon=-0.0, lat=31.123456789012345
        )
        chance = random.Random(7)
        for number in range(200):
            lon, lat = chance.uniform(73, 135), chance.uniform(18, 53)
            Division.objects.create(code=str(500000 + number), name="区", level=3, lon=lon, lat=lat)
        world = World.objects.create(code="songjiang", name="松江", name_en="Songjiang", order=1)
        source = Source.objects.create(
            key="LIST", kind="published", title=NASTY, recorded_by="mei",
            recorded_at=datetime(2026, 3, 2, 4, 0, 0, 1500, tzinfo=UTC),
        )  # fmt: skip
        _everything_else(world, source)
        audit.record(
            "firms.saved", by=system_person("worker"), at=NOON, world=world, about=source,
            after={"b": 1.0, "aa": [1e-7, None, True, "\\ \t \"", 12345678901234567890]},
        )  # fmt: skip
    return fingerprint_of()


def _everything_else(world, source):
    from jilian.intake.models import Upload
    from jilian.network.models import Snapshot, SnapshotTable

    Upload.objects.create(
        world=world, kind="firms", file_name="a.csv", fingerprint="f" * 64, content=b"\x00\\x\n\t",
        reading={"z": 1.5e-7, "a": {"名称": "甲\u0001", "b": [1, 2.0, "x\\"]}},
        received_at=NOON, received_by="mei",
    )  # fmt: skip
    frozen = Snapshot.objects.create(
        world=world, as_of=date(2026, 3, 2), fingerprint="f" * 64, manifest={"tables": {}},
        frozen_at=NOON, frozen_by="mei",
    )  # fmt: skip
    SnapshotTable.objects.create(snapshot=frozen, name="links", content=bytes(range(256)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def backed_up(folder: Path, passphrase: str | None = None, name: str = "one.backup") -> Path:
    file = folder / name
    by = system_person("command-line")
    operations.back_up(by=by, at=NOON, file=file, passphrase=passphrase)
    return file


def restored(file: Path, passphrase: str | None = None) -> None:
    operations.restore(at=NOON, file=file, passphrase=passphrase)


def test_every_table_is_kept_or_named_as_left_out(elsewhere):
    ours = {one._meta.db_table for one in kept_models()}
    named = {"django_migrations", "django_session", "usersessions_usersession", "jilian_cache"}
    assert set(connection.introspection.table_names()) - ours <= named


def test_what_was_written_after_the_backup_is_gone_and_what_was_before_is_back(records, tmp_path):
    file = backed_up(tmp_path, KEY)
    Division.objects.create(code="310120", name="奉贤区", level=3)
    Division.objects.filter(code="310117").update(name="改")
    restored(file, KEY)
    assert fingerprint_of() == records
    assert Division.objects.get(code="310117").name == NASTY
    assert not Division.objects.filter(code="310120").exists()


def test_a_backup_is_restored_into_an_empty_database(records, elsewhere, tmp_path):
    file = backed_up(tmp_path)
    elsewhere.go(elsewhere.empty(tmp_path))
    assert operations.present_is_empty()
    restored(file)
    assert fingerprint_of() == records


def test_a_restored_database_goes_on_as_the_one_that_was_kept(records, tmp_path):
    """One restore, four questions: each takes seconds."""
    last = Source.objects.create(
        key="GONE", kind="published", title="x", recorded_at=NOON, recorded_by="mei"
    )
    last_pk = last.pk
    last.delete()
    restored(backed_up(tmp_path))
    numbers_go_on_after(last_pk)
    foreign_keys_and_unique_names_hold()
    traces_stay_append_only()
    by = system_person("timetable")
    assert operations.note_restores(by=by, at=NOON) == 1
    assert operations.note_restores(by=by, at=NOON) == 0
    assert Trace.objects.first().action == "upkeep.restored"


def numbers_go_on_after(last_pk):
    again = Source.objects.create(
        key="NEXT", kind="published", title="x", recorded_at=NOON, recorded_by="mei"
    )
    assert again.pk == last_pk + 1


def foreign_keys_and_unique_names_hold():
    from django.db import IntegrityError

    with pytest.raises(IntegrityError), transaction.atomic():
        World.objects.create(code="songjiang", name="again", name_en="", order=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedFact.objects.create(source_id=999_999, world=World.objects.get())


def traces_stay_append_only():
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Trace.objects.update(action="nothing.happened")
    with transaction.atomic():
        audit.record("firms.saved", by=system_person("worker"), at=NOON)
    assert Trace.objects.count() == 2


def test_a_backup_is_of_one_moment_while_another_process_writes(environment, tmp_path):
    stop = tmp_path / "stop"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(stop)], env=environment)
    try:
        while Division.objects.count() < 20 and writer.poll() is None:
            pass
        files = [backed_up(tmp_path, name=f"{number}.backup") for number in range(4)]
        assert writer.poll() is None
    finally:
        stop.touch()
        assert writer.wait(timeout=30) == 0
    rows = []
    for file in files:
        manifest = operations.check_backup(file, None)
        counted = {part.table.name: part.rows for part in manifest.parts}
        assert counted["places_division"] == counted["places_industry"] >= 20
        rows.append(counted["places_division"])
    assert rows == sorted(rows)
    assert rows[0] < rows[-1], "writes went on between the backups"
    restored(files[0])
    assert fingerprint_of() == operations.check_backup(files[0], None).fingerprints


def test_the_backup_leaves_a_trace_that_it_does_not_hold(records, tmp_path):
    file = backed_up(tmp_path)
    trace = Trace.objects.first()
    assert trace.action == "upkeep.backed_up"
    assert trace.after["encrypted"] is False
    assert operations.check_backup(file, None).fingerprints == records


def test_only_those_who_see_the_system_may_back_up(records, tmp_path):
    wu = Person.objects.create(username="wu", name="Wu")
    with pytest.raises(NotAllowed):
        operations.back_up(by=wu, at=NOON, file=tmp_path / "wu.backup")
    assert not (tmp_path / "wu.backup").exists()


def test_a_backup_is_for_its_owner_and_never_overwrites(records, tmp_path):
    file = backed_up(tmp_path)
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(Refusal) as refused:
        backed_up(tmp_path)
    assert refused.value.code == "backup_file_exists"


def test_a_sealed_backup_holds_nothing_that_can_be_read(records, tmp_path):
    file = backed_up(tmp_path, KEY)
    content = file.read_bytes()
    assert "青浦区".encode() not in content
    assert b"places_division" not in content


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def _flip(file: Path) -> None:
    """One bit of the largest part's content; a bit of the archive's dates would harm nothing."""
    content = bytearray(file.read_bytes())
    at = len(content) // 2
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            largest = max(archive.infolist(), key=lambda one: one.compress_size)
        at = largest.header_offset + 30 + len(largest.filename) + largest.compress_size // 2
    content[at] ^= 1
    file.write_bytes(content)


def _other(file: Path) -> None:
    file.unlink()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", json.dumps({"product": "another"}))


def _text(file: Path) -> None:
    file.write_text("PGDMP")


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _gone(file: Path) -> None:
    file.unlink()


def _stated(file: Path, **changes: object) -> None:
    """Write the same backup with another manifest."""
    with zipfile.ZipFile(file) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    kept["manifest.json"] = json.dumps({**json.loads(kept["manifest.json"]), **changes}).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)


def _newer(file: Path) -> None:
    _stated(file, release="99.0.0")


def _newer_tables(file: Path) -> None:
    _stated(file, migrations=[["places", "0001_initial"], ["places", "0099_later"]])


def _newer_format(file: Path) -> None:
    _stated(file, format=2)


def _other_key(file: Path) -> None:
    _stated(file, field_keys=["k1", "k99"])


def _other_installation(file: Path) -> None:
    _stated(file, installation="0" * 16)


def _changed_row(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    name = "tables/places_division.tsv"
    kept[name] = kept[name].replace("青浦区".encode(), "青浦县".encode())
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)


SPOILT = (
    (_cut, "backup_broken"),
    (_flip, "backup_broken"),
    (_other, "backup_broken"),
    (_text, "backup_broken"),
    (_empty, "backup_broken"),
    (_gone, "backup_not_read"),
    (_changed_row, "backup_broken"),
    (_newer, "backup_newer"),
    (_newer_tables, "backup_newer"),
    (_newer_format, "backup_newer"),
    (_other_key, "field_key_missing"),
    (_other_installation, "backup_of_another_installation"),
)


def refusals(whole: Path, spoils, passphrase: str | None = None) -> list[tuple[str, str]]:
    """How a copy of the backup is refused after each way of spoiling it."""
    found = []
    for spoil, _code in spoils:
        copy = whole.with_name(spoil.__name__)
        copy.write_bytes(whole.read_bytes())
        spoil(copy)
        with pytest.raises(Refusal) as refused:
            restored(copy, passphrase)
        found.append((spoil.__name__, refused.value.code))
    return found


def test_what_is_not_a_whole_backup_of_ours_is_refused_and_nothing_is_touched(records, tmp_path):
    file = backed_up(tmp_path)
    before = fingerprint_of()
    assert refusals(file, SPOILT) == [(one.__name__, code) for one, code in SPOILT]
    assert fingerprint_of() == before


def test_a_spoilt_or_locked_sealed_backup_is_refused_and_nothing_is_touched(records, tmp_path):
    file = backed_up(tmp_path, KEY)
    before = fingerprint_of()
    assert refusals(file, SPOILT[:2], KEY) == [
        ("_cut", "backup_broken"),
        ("_flip", "backup_broken"),
    ]
    for passphrase, code in (("another passphrase", "backup_key_wrong"),
                             (None, "backup_key_missing")):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            restored(file, passphrase)
        assert refused.value.code == code
    assert fingerprint_of() == before


def test_a_restore_that_fails_half_way_changes_nothing(records, tmp_path, monkeypatch):
    from jilian.upkeep.operations import restoring

    file = backed_up(tmp_path)
    Division.objects.create(code="310120", name="奉贤区", level=3)
    before = fingerprint_of()

    def fail() -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(restoring, "_bring_forward", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        restored(file)
    assert fingerprint_of() == before


@isolate_apps("jilian.upkeep")
def test_the_same_rows_have_the_same_fingerprint_on_either_database(elsewhere):
    """Kept as a constant: SQLite and PostgreSQL must both come to it."""

    class EveryForm(models.Model):
        code = models.CharField(max_length=80, primary_key=True)
        count = models.IntegerField(null=True)
        is_main = models.BooleanField(null=True)
        amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
        share = models.FloatField(null=True)
        day = models.DateField(null=True)
        at = models.DateTimeField(null=True)
        details = models.JSONField(null=True)
        content = models.BinaryField(null=True)
        mark = models.UUIDField(null=True)

        class Meta:
            app_label = "upkeep"

        def __str__(self) -> str:
            return self.code

    with connection.schema_editor() as editor:
        editor.create_model(EveryForm)
    EveryForm.objects.create(
        code=NASTY, count=-7, is_main=True, amount=Decimal("12.50"), share=0.1,
        day=date(2026, 3, 2), at=NOON, details={"z": 1.5e-7, "a": ["甲\u0001", 2.0, None]},
        content=b"\x00\\x\n\t", mark=UUID(int=5),
    )  # fmt: skip
    EveryForm.objects.create(code="", share=1e15, at=NOON + timedelta(microseconds=1500))
    EveryForm.objects.create(code="b", is_main=False, amount=Decimal(3), share=-2.0)
    EveryForm.objects.create(code="乙", share=31.123456789012345)
    assert fingerprint_of([EveryForm]) == {
        "upkeep_everyform": "fed4147e43974cf0d0f04f6aa6dc40370307dbb1a0b421ac54aff5d4a7eb4030"
    }


@settings(max_examples=1500, deadline=None)
@example(number=-0.0, tree=[-0.0, {"a": -0.0}])
@example(number=-1000000000000000.5, tree=1000000000000000.5)
@example(number=1e23, tree=1e23)
@example(number=6.2473186224084e17, tree=-9e15)
@given(
    number=st.floats(allow_nan=False, allow_infinity=False),
    tree=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(-1e30, 1e30)
        | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")),
        lambda inner: st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc键\\\"\n", max_size=3), inner, max_size=4),
        max_leaves=8,
    ),
)  # fmt: skip
def test_numbers_and_json_read_as_postgresql_writes_them(postgresql_only, number, tree):
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s::float8)::text, (%s::jsonb)::text", (number, json.dumps(tree)))
        written = cursor.fetchone()
    assert (float_text(number), json_text(json.dumps(tree)).replace("\\\\", "\\")) == written


@pytest.fixture(scope="module")
def postgresql_only(django_db_setup, django_db_blocker):
    if connection.vendor != "postgresql":
        pytest.skip("asks PostgreSQL itself")
    with django_db_blocker.unblock():
        yield
        connection.close()


def test_every_kind_of_key_is_ordered_alike(elsewhere):
    from django_tasks_db.models import DBTaskResult

    for number in (3, 1, 2):
        DBTaskResult.objects.create(
            id=UUID(int=number), task_path="x", backend_name="default", args_kwargs={},
            exception_class_path="", traceback="",
        )  # fmt: skip
    assert len(fingerprint_of([DBTaskResult])["django_tasks_database_dbtaskresult"]) == 64
