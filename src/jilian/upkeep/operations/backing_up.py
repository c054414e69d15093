"""Making a backup while everything goes on."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.encryption import field_keys
from jilian.base.portable import frozen_reader, tables_of
from jilian.base.release import RELEASE
from jilian.upkeep.formats import Manifest, new_backup, write_manifest, write_table
from jilian.upkeep.queries import kept_models, whole_fingerprint


def installation_mark() -> str:
    """Return what tells one installation from another without telling its secret."""
    return hashlib.sha256(b"jilian installation " + settings.SECRET_KEY.encode()).hexdigest()[:16]


def back_up(*, by: Person, at: datetime, file: Path, passphrase: str | None = None) -> Manifest:
    """Write a backup of one moment; nobody who writes meanwhile waits for it.

    Its trace is written afterwards, and so is not part of it. Where the database takes no more
    writes (a full disk, say) the backup is kept without its trace.
    """
    allow(by, Permission.SEE_SYSTEM)
    with new_backup(file, passphrase) as archive, frozen_reader() as reader:
        tables = tables_of(kept_models())
        applied = reader.rows("SELECT app, name FROM django_migrations ORDER BY app, name")
        parts = tuple(write_table(archive, reader, table) for table in tables)
        manifest = Manifest(
            release=RELEASE,
            made_at=at.isoformat(timespec="seconds"),
            database=connection.vendor,
            installation=installation_mark(),
            migrations=tuple((str(app), str(name)) for app, name in applied),
            field_keys=tuple(key.name for key in field_keys()),
            sequences=reader.sequences(tables),
            parts=parts,
        )
        write_manifest(archive, manifest)
    try:
        _leave_trace(by=by, at=at, manifest=manifest, sealed=passphrase is not None)
    except DatabaseError:
        connection.close()
    return manifest


@transaction.atomic
def _leave_trace(*, by: Person, at: datetime, manifest: Manifest, sealed: bool) -> None:
    audit.record(
        "upkeep.backed_up",
        by=by,
        at=at,
        after={
            "fingerprint": whole_fingerprint(manifest.fingerprints),
            "rows": manifest.rows,
            "encrypted": sealed,
        },
    )


def known_migrations() -> set[tuple[str, str]]:
    """Return the changes of the tables that have been made here; empty for an empty database."""
    recorder = MigrationRecorder(connection)
    return set(recorder.applied_migrations()) if recorder.has_table() else set()
