"""Commands that protect a table in a file, and that work out what a protected one gives away."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils.translation import gettext as _

from jilian.disclosure.analysis import audit_file, protect_file

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


@click.group()
def disclosure() -> None:
    """Hide cells of tables, and see what the shown ones leave to guess."""


@disclosure.command("protect")
@click.argument("table", type=FILE)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@JSON
def protect_command(table: Path, out: Path, as_json: bool) -> None:
    """Write TABLE (CSV: dimensions, value, contributors, largest, people) as it may be shown."""
    text, counts = protect_file(table.read_text("utf-8"))
    out.write_text(text, "utf-8")
    if as_json:
        click.echo(json.dumps(counts, sort_keys=True, indent=2))
        return
    words = _("%(cells)s cells: %(primary)s hidden by the rule, %(secondary)s to protect others.")
    click.echo(words % counts)


@disclosure.command("audit")
@click.argument("file", type=FILE)
@JSON
def audit_command(file: Path, as_json: bool) -> None:
    """Say for each hidden cell of FILE in which interval its value lies."""
    rows = audit_file(file.read_text("utf-8"))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, sort_keys=True, indent=2, default=str))
        return
    for row in rows:
        key = row["key"]
        assert isinstance(key, list)
        low = "–" if row["low"] is None else row["low"]
        click.echo(f"{low} … {'∞' if row['high'] is None else row['high']}  {' '.join(key)}")
