"""The commands ``jilian audit`` and ``jilian quality``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.audit.queries import Checked, check_chain, last_seal
from jilian.audit.rules import SealOdd, Statement, read_statement, statement_file
from jilian.base.errors import Refusal
from jilian.base.signing import SigningKey, is_signed, known_public_keys
from jilian.desk import operations
from jilian.desk.operations.chain import key_folder
from jilian.desk.rules import finding_words
from jilian.places.queries import world_or_only
from jilian.ui.values import number_text

ACTOR = "command-line"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def audit() -> None:
    """Verify, seal and prune the chain of traces."""


@audit.command()
@click.option("--from", "first", type=click.IntRange(1), help="Begin with this trace.")
@click.option("--digest", type=FILE, help="Compare with a sealed digest kept elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def verify(first: int | None, digest: Path | None, as_json: bool) -> None:
    """Say which traces were changed; exit code 2 when any was."""
    kept = _kept_elsewhere(digest) if digest else None
    found = check_chain(first, kept)
    known = kept is None or kept.public_key in known_public_keys(key_folder())
    if as_json:
        click.echo(_json({**_summary(found), "findings": found.plain, "key_known": known}))
    else:
        _say(found)
        if not known:
            click.echo(
                _("The key of the digest is none of this installation: compare it."), err=True
            )
    if not found.is_sound:
        sys.exit(2)


def _say(found: Checked) -> None:
    words = {"count": number_text(found.checked), "first": found.first, "last": found.last}
    click.echo(_("%(count)s traces checked, %(first)s to %(last)s.") % words)
    for one in found.findings:
        click.echo(finding_words(one))
    if found.is_sound:
        click.echo(_("Every trace stands as it was written."))


def _summary(found: Checked) -> dict[str, Any]:
    return {
        "sound": found.is_sound, "checked": found.checked, "first": found.first,
        "last": found.last, "broken": found.broken,
    }  # fmt: skip


def _kept_elsewhere(file: Path) -> Statement:
    try:
        statement, signature = read_statement(file.read_bytes())
    except SealOdd as odd:
        raise Refusal(
            "digest_odd", _("%s is no sealed digest of this software.") % file.name
        ) from odd
    if not is_signed(statement.signed_bytes, signature, statement.public_key):
        raise Refusal("digest_unsigned", _("The signature of %s does not fit.") % file.name)
    return statement


@audit.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it here.")
def seal(out: Path | None) -> None:
    """Sign where the chain ends now; keep the file elsewhere."""
    made = operations.seal_chain(by=system_person(ACTOR), at=timezone.now())
    content = statement_file(made.statement, made.signature)
    if out is None:
        click.echo(content.decode(), nl=False)
    else:
        out.write_bytes(content)
        click.echo(
            _("Sealed up to trace %(last)s: %(file)s") % {"last": made.last_number, "file": out}
        )


@audit.command("replace-key")
def replace_key() -> None:
    """Seal with the old key once more, then sign with a fresh one."""
    click.echo(operations.replace_signing_key(by=system_person(ACTOR), at=timezone.now()))


@audit.command("key")
def key() -> None:
    """Print the public key by which the digests of this installation are checked."""
    click.echo(SigningKey(key_folder()).public)


@audit.command()
@click.option("--days", type=int, help="Older than this; default: JILIAN_TRACE_DAYS.")
def prune(days: int | None) -> None:
    """Delete old traces up to a seal; what is left still verifies."""
    kept = operations.prune_traces(by=system_person(ACTOR), at=timezone.now(), days=days)
    if kept is None:
        older = _("Nothing to delete: no seal is that old.")
        last = last_seal()
        click.echo(older if last else _("Nothing to delete: nothing has been sealed yet."))
    else:
        words = {"count": number_text(kept.count), "last": kept.number}
        click.echo(_("%(count)s traces deleted, up to %(last)s.") % words)


@click.command()
@click.option("--world", "world_code", help="code of the world; may be left out where there is one")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
def quality(world_code: str | None, as_json: bool) -> None:
    """Measure the quality of a register today and print the figures."""
    rows = operations.measure_quality(
        by=system_person(ACTOR), at=timezone.now(), world=world_or_only(world_code)
    )
    if as_json:
        click.echo(_json({row.measure: {"part": row.part, "whole": row.whole} for row in rows}))
        return
    for row in rows:
        of = "" if row.whole is None else f" / {number_text(row.whole)}"
        click.echo(f"{number_text(row.part):>12}{of}  {row.get_measure_display()}")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2)
