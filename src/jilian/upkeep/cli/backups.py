"""The commands ``jilian backup``, ``jilian restore`` and ``jilian fingerprint``."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.upkeep import operations
from jilian.upkeep.formats import Manifest, sealed_backup
from jilian.upkeep.queries import fingerprint_of, whole_fingerprint

FILE = click.Path(dir_okay=False, path_type=Path)
SHORTEST_KEY = 12


def _typed(*, twice: bool) -> str:
    """Ask for a passphrase at the terminal."""
    asked: str = click.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=twice)
    return asked


def _key_in(file: Path) -> str:
    try:
        key = file.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("key_file", _("The key cannot be read from %s.") % file) from error
    return key


def _strong(key: str) -> str:
    if len(key) < SHORTEST_KEY or len(set(key)) < SHORTEST_KEY // 2:
        raise Refusal(
            "passphrase_weak",
            _("The passphrase is too weak: at least 12 characters, not repeated."),
        )
    return key


@click.command()
@click.argument("file", type=FILE)
@click.option("--encrypt", is_flag=True, help="Encrypt it; asks for a passphrase without a key.")
@click.option("--key-file", type=FILE, help="File whose content is the passphrase.")
def backup(file: Path, encrypt: bool, key_file: Path | None) -> None:
    """Write a backup of all records to FILE, while everything goes on.

    Whoever is signed in, the settings and the keys of JILIAN_HOME are not part of it.
    """
    passphrase = None
    if encrypt or key_file is not None:
        passphrase = _strong(_typed(twice=True) if key_file is None else _key_in(key_file))
    made = operations.back_up(
        by=system_person("command-line"), at=timezone.now(), file=file, passphrase=passphrase
    )
    click.echo(
        _("%(file)s: %(rows)d rows of %(tables)d tables.")
        % {"file": file, "rows": made.rows, "tables": len(made.parts)}
    )
    click.echo(_("Fingerprint: %s") % whole_fingerprint(made.fingerprints))


@click.command()
@click.argument("file", type=FILE)
@click.option("--key-file", type=FILE, help="File whose content is the passphrase.")
@click.option("--check", "only_check", is_flag=True, help="Check the backup and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--of-another-installation", "foreign", is_flag=True, help="Made under another secret key."
)
def restore(
    file: Path, key_file: Path | None, only_check: bool, yes: bool, foreign: bool
) -> None:  # fmt: skip
    """Put the records of the backup FILE in place of the present ones.

    Everything is checked before anything is touched; either all of it is restored or nothing.
    """
    passphrase = None
    if key_file is not None:
        passphrase = _key_in(key_file)
    elif sealed_backup(file):
        passphrase = _typed(twice=False)
    found = operations.check_backup(file, passphrase, foreign=foreign)
    _describe(found)
    if only_check:
        return
    if not yes and not operations.present_is_empty():
        click.confirm(_("All present records are replaced by these. Go on?"), abort=True)
    operations.restore(at=timezone.now(), file=file, passphrase=passphrase, foreign=foreign)
    click.echo(_("Restored. Everybody signs in again."))


def _describe(found: Manifest) -> None:
    click.echo(
        _("The backup is whole: made %(at)s by version %(release)s on %(database)s, %(rows)d rows.")
        % {
            "at": found.made_at, "release": found.release, "database": found.database,
            "rows": found.rows,
        }
    )  # fmt: skip
    click.echo(_("Fingerprint: %s") % whole_fingerprint(found.fingerprints))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def fingerprint(as_json: bool) -> None:
    """Print SHA-256 of every table; the same rows have the same one on either database."""
    found = fingerprint_of()
    whole = whole_fingerprint(found)
    if as_json:
        click.echo(json.dumps({"whole": whole, "tables": found}, indent=2, sort_keys=True))
        return
    for name, digest in found.items():
        click.echo(f"{digest}  {name}")
    click.echo("  ".join((whole, _("all of them"))))
