"""Commands about reports: compile one for a month, print one that two have signed."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.places.queries import world_or_only
from jilian.reports import operations, queries
from jilian.reports.forms import month_of
from jilian.reports.models import Report
from jilian.reports.rules.words import Audience, PrintKind, ReportLanguage

ACTOR = "command-line"


@click.group()
def reports() -> None:
    """Compile reports and print them."""


@reports.command("compile")
@click.argument("month")
@click.option("--template", "key", required=True, help="Key of the template.")
@click.option("--world", "world_code", help="Code of the world; default: the only one.")
@click.option("--audience", type=click.Choice(Audience.values), default="inside", show_default=True)
@click.option(
    "--language", type=click.Choice(ReportLanguage.values), default="zh", show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def compile_command(
    month: str, key: str, world_code: str | None, audience: str, language: str, as_json: bool
) -> None:
    """Compile the report of MONTH (2026-03); the same values give the same report back."""
    world = world_or_only(world_code)
    done = operations.compile_report(
        by=system_person(ACTOR), at=timezone.now(), world=world, month=month_of(month),
        template=queries.template_called(world, key), audience=audience, language=language,
        word_file=queries.latest_word(world, key),
    )  # fmt: skip
    report = done.report
    if as_json:
        found = {"id": report.pk, "revision": report.revision, "is_new": done.is_new,
                 "fingerprint": report.fingerprint, "content": report.values}  # fmt: skip
        click.echo(json.dumps(found, ensure_ascii=False, sort_keys=True, indent=2))
        return
    said = _("compiled") if done.is_new else _("the same as before")
    click.echo(f"{report.pk}  {report.title} {report.month:%Y-%m}  r{report.revision}  {said}")
    click.echo(report.fingerprint)
    for one in report.values["figures"]:
        click.echo(f"  {one['number']:>3}  {one['words']}  {one['asked']}")


@reports.command("print")
@click.argument("number", type=int)
@click.option("--format", "kind", type=click.Choice(PrintKind.values), default="pdf",
              show_default=True)  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False), required=True, help="The file to write.")
@click.option("--notes", is_flag=True, help="With the sheet of notes of correction.")
@click.option("--world", "world_code", help="Code of the world; default: the only one.")
def print_command(number: int, kind: str, out: str, notes: bool, world_code: str | None) -> None:
    """Print report NUMBER, signed by two; printed before, the same bytes again."""
    world, by = world_or_only(world_code), system_person(ACTOR)
    found = Report.objects.visible_to(by, world).select_related("world").filter(pk=number).first()
    if found is None:
        raise Refusal("report_unknown", _("There is no such report."))
    kept = operations.print_report(
        by=by, at=timezone.now(), report=found, kind=kind, with_notes=notes
    )
    Path(out).write_bytes(bytes(kept.content))
    click.echo(f"{kept.fingerprint}  {out}")
