"""The file of a backup: a ZIP with a part for each table and a manifest, sealed if asked.

The parts hold the lines of ``jilian.base.portable``, so that a backup of one kind of database can
be restored into the other, and SHA-256 of a part is the fingerprint of its table.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, cast

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.base.portable import Column, Reader, Table
from jilian.base.sealed import Broken, OpenedFile, SealingFile, WrongKey, is_sealed

PRODUCT, FORMAT = "jilian backup", 1
MANIFEST = "manifest.json"
PIECE = 2**20
MOST_MANIFEST = 64 * 2**20


@dataclass(frozen=True)
class Part:
    """A table in a backup: how many rows, and SHA-256 over its lines."""

    table: Table
    rows: int
    sha256: str
    size: int

    @property
    def name(self) -> str:
        """The name of the part in the file."""
        return f"tables/{self.table.name}.tsv"


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    release: str
    made_at: str
    database: str
    installation: str
    migrations: tuple[tuple[str, str], ...]
    field_keys: tuple[str, ...]
    sequences: Mapping[str, int]
    parts: tuple[Part, ...]

    @property
    def tables(self) -> list[Table]:
        """The tables that it holds."""
        return [part.table for part in self.parts]

    @property
    def fingerprints(self) -> dict[str, str]:
        """SHA-256 of each table."""
        return {part.table.name: part.sha256 for part in self.parts}

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(part.rows for part in self.parts)


@contextmanager
def new_backup(file: Path, passphrase: str | None) -> Iterator[zipfile.ZipFile]:
    """Write a backup beside its name; it gets the name only once it is whole and on the disk."""
    if file.exists():
        raise Refusal("backup_file_exists", _("%s exists already and is not overwritten.") % file)
    beside = file.with_name(f"{file.name}.part")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as written:
            into = SealingFile(written, passphrase) if passphrase is not None else written
            with zipfile.ZipFile(
                cast(IO[bytes], into), "w", zipfile.ZIP_DEFLATED, compresslevel=1
            ) as archive:
                yield archive
            if passphrase is not None:
                into.close()
            written.flush()
            os.fsync(written.fileno())
        beside.rename(file)
    except OSError as error:
        raise Refusal(
            "backup_not_written",
            _("The backup cannot be written to %(file)s: %(why)s.")
            % {"file": file, "why": error.strerror or error},
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def write_table(archive: zipfile.ZipFile, reader: Reader, table: Table) -> Part:
    """Write the part of one table."""
    rows, size, digest = 0, 0, hashlib.sha256()
    name = Part(table, 0, "", 0).name
    with archive.open(name, "w", force_zip64=True) as part:
        for block in reader.blocks(table):
            rows, size = rows + block.count(b"\n"), size + len(block)
            digest.update(block)
            part.write(block)
    return Part(table, rows, digest.hexdigest(), size)


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Write the manifest, the last part."""
    stated = {
        "product": PRODUCT,
        "format": FORMAT,
        **{name: getattr(manifest, name) for name in (
            "release", "made_at", "database", "installation", "migrations", "field_keys",
            "sequences",
        )},
        "tables": [
            {"name": part.table.name, "key": part.table.key, "rows": part.rows,
             "sha256": part.sha256, "size": part.size,
             "columns": [(one.name, one.form, one.places) for one in part.table.columns]}
            for part in manifest.parts
        ],
    }  # fmt: skip
    archive.writestr(MANIFEST, json.dumps(stated, indent=1, sort_keys=True))


@contextmanager
def opened_backup(file: Path, passphrase: str | None) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open a backup and read its manifest; what is not a whole backup of ours is refused."""
    try:
        with file.open("rb") as raw:
            plain = _unsealed(raw, passphrase)
            with zipfile.ZipFile(plain) as archive:
                yield archive, _manifest(archive)
    except WrongKey:
        raise Refusal("backup_key_wrong", _("This is not the key of the backup.")) from None
    except Broken:
        raise _broken() from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _broken() from error
    except OSError as error:
        raise Refusal(
            "backup_not_read",
            _("%(file)s cannot be read: %(why)s.") % {"file": file, "why": error.strerror or error},
        ) from error


def check_parts(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read every part and compare it with the manifest; refuses the first that differs."""
    held = set(archive.namelist())
    if held != {MANIFEST, *(part.name for part in manifest.parts)} or len(held) != len(
        archive.namelist()
    ):
        raise _broken()
    for part in manifest.parts:
        rows, digest, last = 0, hashlib.sha256(), b"\n"
        for block in lines_of(archive, part.table):
            rows, last = rows + block.count(b"\n"), block[-1:]
            digest.update(block)
        if (rows, digest.hexdigest(), last) != (part.rows, part.sha256, b"\n"):
            raise _broken()


def lines_of(archive: zipfile.ZipFile, table: Table) -> Iterator[bytes]:
    """Yield the lines of a table in pieces."""
    with archive.open(f"tables/{table.name}.tsv") as part:
        while block := part.read(PIECE):
            yield block


def sealed_backup(file: Path) -> bool:
    """Say whether a backup needs a key; False for what cannot be read."""
    try:
        with file.open("rb") as raw:
            return is_sealed(raw)
    except OSError:
        return False


def _unsealed(raw: IO[bytes], passphrase: str | None) -> IO[bytes]:
    if not is_sealed(raw):
        return raw
    if passphrase is None:
        raise Refusal(
            "backup_key_missing",
            _("The backup is encrypted. Name its key: --key-file FILE, or type the passphrase."),
        )
    return cast(IO[bytes], BufferedReader(OpenedFile(raw, passphrase), PIECE))


def _broken() -> Refusal:
    return Refusal(
        "backup_broken",
        _(
            "This is not a whole backup of this software: "
            "it was cut off, changed or made elsewhere."
        ),
    )


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        if archive.getinfo(MANIFEST).file_size > MOST_MANIFEST:
            raise _broken()
        stated = json.loads(archive.read(MANIFEST))
        if stated["product"] != PRODUCT:
            raise _broken()
        if stated["format"] != FORMAT:
            raise Refusal(
                "backup_newer", _("The backup was made by a newer version of this software.")
            )
        return Manifest(
            release=str(stated["release"]),
            made_at=str(stated["made_at"]),
            database=str(stated["database"]),
            installation=str(stated["installation"]),
            migrations=tuple((str(app), str(name)) for app, name in stated["migrations"]),
            field_keys=tuple(str(name) for name in stated["field_keys"]),
            sequences={str(name): int(number) for name, number in stated["sequences"].items()},
            parts=tuple(_part(one) for one in stated["tables"]),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _broken() from error


def _part(stated: dict[str, Any]) -> Part:
    columns = tuple(Column(str(name), str(form), int(places))
                    for name, form, places in stated["columns"])  # fmt: skip
    table = Table(str(stated["name"]), columns, tuple(str(one) for one in stated["key"]))
    if any('"' in name for name in (table.name, *table.key, *(one.name for one in columns))):
        raise ValueError(table.name)
    return Part(table, int(stated["rows"]), str(stated["sha256"]), int(stated["size"]))
