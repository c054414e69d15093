"""Restoring a backup: everything is checked before anything is touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.encryption import field_keys
from jilian.base.errors import Refusal
from jilian.base.portable import (
    fill_tables,
    present_reader,
    set_sequences,
    tables_in_place,
    without_old_tables,
)
from jilian.base.release import RELEASE
from jilian.upkeep.formats import Manifest, check_parts, lines_of, opened_backup
from jilian.upkeep.operations.backing_up import installation_mark
from jilian.upkeep.queries import whole_fingerprint

RESTORED = "restored"


def check_backup(file: Path, passphrase: str | None, *, foreign: bool = False) -> Manifest:
    """Read the whole backup and refuse what cannot be restored here; touches nothing.

    ``foreign`` allows a backup of another installation.
    """
    with opened_backup(file, passphrase) as (archive, manifest):
        check_parts(archive, manifest)
    known = set(MigrationLoader(None).disk_migrations)
    if _numbers(manifest.release) > _numbers(RELEASE) or not set(manifest.migrations) <= known:
        raise Refusal("backup_newer", _("The backup was made by a newer version of this software."))
    held = {key.name for key in field_keys()}
    if missing := sorted(set(manifest.field_keys) - held):
        raise Refusal(
            "field_key_missing",
            _("The key %s of sealed fields is missing here. Bring back the file of keys first.")
            % ", ".join(missing),
        )
    if manifest.installation != installation_mark() and not foreign:
        raise Refusal(
            "backup_of_another_installation",
            _(
                "The backup comes from an installation with another secret key. "
                "Say --of-another-installation if that is what you want."
            ),
        )
    return manifest


def restore(
    *, at: datetime, file: Path, passphrase: str | None = None, foreign: bool = False
) -> Manifest:
    """Put the records of a backup in place of the present ones: all of them, or nothing changes.

    PostgreSQL: one transaction. SQLite: into a file of its own, which then takes the place of the
    present content in one write. For whoever runs commands on the machine: there may be no people
    in the database yet. A note waits in the home folder until its trace is written
    (``note_restores``), so that the tables are first exactly those of the backup.
    """
    manifest = check_backup(file, passphrase, foreign=foreign)
    with opened_backup(file, passphrase) as (archive, _again):
        if connection.vendor == "postgresql":
            with transaction.atomic():
                _empty_database()
                _fill(archive, manifest)
                _bring_forward()
        else:
            _restore_sqlite(archive, manifest)
    _leave_note(at, manifest)
    return manifest


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split(".")[:3] if part.isdecimal())


def _empty_database() -> None:
    from django.apps import apps

    ours = {one._meta.db_table for one in apps.get_models(include_auto_created=True)}
    cache = str(settings.CACHES["default"].get("LOCATION", ""))
    without_old_tables(ours | {"django_migrations", cache} - {""})


def _fill(archive: ZipFile, manifest: Manifest) -> None:
    """Make the tables as they were when the backup was made, fill them, compare fingerprints."""
    executor = MigrationExecutor(connection)
    executor.migrate(_last_of(executor.loader.graph, set(manifest.migrations)))
    if not tables_in_place(present_reader(), manifest.tables):
        raise Refusal(
            "backup_of_other_tables",
            _("The tables of the backup are not those of this version."),
        )
    with _constraints_checked_at_the_end(), transaction.atomic():
        fill_tables(manifest.tables, lambda table: lines_of(archive, table))
        set_sequences(manifest.sequences, manifest.tables)
        reader = present_reader()
        for part in manifest.parts:
            if reader.fingerprint(part.table) != (part.rows, part.sha256):
                raise RuntimeError(f"{part.table.name} does not read as it was written")


def _last_of(graph: MigrationGraph, made: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return each area's last change among those that had been made."""
    return sorted(
        one
        for one in made
        if not any(child.key in made and child.key[0] == one[0]
                   for child in graph.node_map[one].children)
    )  # fmt: skip


@contextmanager
def _constraints_checked_at_the_end() -> Iterator[None]:
    """SQLite would look for the children of every row without an index; it checks at the end."""
    if connection.vendor == "postgresql":
        yield
        return
    with connection.constraint_checks_disabled():
        yield
        connection.check_constraints()


def _bring_forward() -> None:
    """Bring an older backup to this version."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    call_command("createcachetable", verbosity=0)


def _restore_sqlite(archive: ZipFile, manifest: Manifest) -> None:
    present = Path(str(connection.settings_dict["NAME"]))
    beside = present.with_name(f"{present.name}.restoring")
    _remove(beside)
    try:
        with pointed_at(beside):
            _fill(archive, manifest)
            _bring_forward()
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _put_in_place(beside, present)
    finally:
        _remove(beside)


def _put_in_place(beside: Path, present: Path) -> None:
    """Write the new content over the old one in one transaction, so that those who have the file
    open go on with the new content; a file that is none of SQLite's is set aside.
    """
    if not present.exists():
        beside.rename(present)
        return
    connection.close()
    source, into = sqlite3.connect(beside), sqlite3.connect(present, timeout=60)
    try:
        source.backup(into)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        into.close()
        for ending in ("-wal", "-shm"):
            present.with_name(present.name + ending).unlink(missing_ok=True)
        present.rename(present.with_name(f"{present.name}.broken"))
        source.close()
        beside.rename(present)
    finally:
        source.close()
        into.close()


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


@contextmanager
def pointed_at(file: Path) -> Iterator[None]:
    """Have the connection of this process look at another SQLite file for a while."""
    kept = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept


def _leave_note(at: datetime, manifest: Manifest) -> None:
    """Say in the home folder what was restored; the records are exactly those of the backup."""
    folder = Path(settings.HOME) / RESTORED
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / at.strftime("%Y%m%dT%H%M%S%f")
    note.write_text(
        f"{at.isoformat()} {manifest.made_at} {whole_fingerprint(manifest.fingerprints)}\n"
    )
    note.chmod(0o600)


@transaction.atomic
def note_restores(*, by: Person, at: datetime) -> int:
    """Write a trace for every restore since the last time; return how many."""
    allow(by, Permission.SEE_SYSTEM)
    notes = sorted((Path(settings.HOME) / RESTORED).glob("*"))
    for note in notes:
        restored_at, made_at, fingerprint = note.read_text().split()
        after = {"restored_at": restored_at, "made_at": made_at, "fingerprint": fingerprint}
        audit.record("upkeep.restored", by=by, at=at, after=after)
    for note in notes:
        transaction.on_commit(partial(note.unlink, missing_ok=True))
    return len(notes)


def present_is_empty() -> bool:
    """Say whether there is nothing yet that a restore would take away."""
    try:
        return "django_migrations" not in connection.introspection.table_names()
    except DatabaseError:
        return False
