"""Commands about monthly returns."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _

from jilian.returns.formats.reading import read_firm_table
from jilian.returns.rules.findings import Level
from jilian.returns.rules.forms import form_of
from jilian.returns.rules.months import months_alike, starts_year
from jilian.returns.rules.tables import Checked, check_table

FAULTS_FOUND = 1
MONTH = click.DateTime(["%Y-%m"])


@click.group()
def returns() -> None:
    """Check tables of monthly figures."""


@returns.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--month", type=MONTH, required=True, help="The month of the table: 2026-03.")
@click.option("--form", "form_key", default="industry", show_default=True, help="Key of the form.")
@click.option(
    "--compare",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A workbook with the sheet to compare with; default: the file's own sheet.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def check_command(
    file: Path, month: datetime, form_key: str, compare: Path | None, as_json: bool
) -> None:
    """Check a table of firms' monthly figures; ends with 1 where something must be mended.

    Nothing is stored, and no database is asked: the firms on the list and their values of last
    month and last year stand on a sheet of the file itself, or of another.
    """
    checked, how = check_file(file, month.date().replace(day=1), form_key, compare)
    hard, soft, ask = (checked.of(level) for level in Level)
    if as_json:
        told = {
            "form": form_key,
            "month": f"{month:%Y-%m}",
            "read_as": dict(how),
            "rows": len(checked.firms),
            "expected": checked.expected,
            "counts": {"hard": len(hard), "soft": len(soft), "follow_up": len(ask)},
            "findings": [one.plain for one in checked.findings],
        }
        click.echo(json.dumps(told, ensure_ascii=False, sort_keys=True, indent=2))
    else:
        for one in checked.findings:
            place = _("row %(row)d") % {"row": one.row} if one.row else _("missing")
            click.echo(f"{place:>10}  {one.heading}  {one.unit}  {one.sentence}")
        counts = {
            "rows": len(checked.firms),
            "expected": checked.expected,
            "hard": len(hard),
            "soft": len(soft),
            "ask": len(ask),
        }
        words = _(
            "%(rows)d of %(expected)d firms; must be mended: %(hard)d, need a note: %(soft)d, "
            "to follow up: %(ask)d."
        )
        click.echo(words % counts)
    if hard or soft:
        click.get_current_context().exit(FAULTS_FOUND)


def check_file(
    file: Path, month: date, form_key: str, compare: Path | None = None
) -> tuple[Checked, dict[str, str]]:
    """Read and check a table of firms from a file."""
    form = form_of(form_key, month)
    table = read_firm_table(form, file.name, file.read_bytes())
    compared = table.compared
    if compare is not None:
        compared = read_firm_table(form, compare.name, compare.read_bytes()).compared
    if compared is None:
        raise click.UsageError(_("The file has no sheet to compare with; name one with --compare."))
    compared = replace(
        compared, alike=months_alike(form.due, month), starts_year=starts_year(form.due, month)
    )
    return check_table(form.of_firms(), table.rows, compared, table.headings), dict(table.how)
