"""The command ``jilian doctor``."""

from __future__ import annotations

import json
import sys
import unicodedata
from dataclasses import asdict

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.home.queries import checks


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Say whether everything is in order; exit code 2 when something is not."""
    found = checks(timezone.now())
    if as_json:
        rows = [asdict(check) for check in found]
        click.echo(json.dumps(rows, ensure_ascii=False, sort_keys=True, indent=2))
    else:
        widest = max(_width(check.name) for check in found)
        for check in found:
            sign = _("ok") if check.ok else _("NOT")
            space = " " * (widest - _width(check.name))
            click.echo(f"{sign:<4}{check.name}{space}  {check.sentence}")
    if not all(check.ok for check in found):
        sys.exit(2)


def _width(text: str) -> int:
    """Columns of a terminal that a text takes: Chinese signs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
