"""Commands about the growth of organisations."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.growth import formats
from jilian.growth.operations import Compiled, compile_report
from jilian.growth.rules.report import month_of
from jilian.growth.rules.revising import value_words, word_of
from jilian.places.queries import world_or_only

ACTOR = "command-line"


@click.group()
def growth() -> None:
    """Compile monthly reports of the organisation lines."""


@growth.command("report")
@click.argument("month")
@click.option("--world", "world_code", help="Code of the world; default: the only one.")
@click.option("--out", type=click.Path(dir_okay=False), help="Write it as an Excel file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def report_command(month: str, world_code: str | None, out: str | None, as_json: bool) -> None:
    """Compile the report of MONTH (2026-06); the same records give the same bytes."""
    world = world_or_only(world_code)
    done = compile_report(
        by=system_person(ACTOR), at=timezone.now(), world=world, month=month_of(month)
    )
    click.echo(_said(done), err=True)
    if out:
        Path(out).write_bytes(formats.report_book(done.report))
    if as_json:
        click.echo(done.report.content, nl=False)
        return
    content = done.report.values
    click.echo(f"{content['month']}  {done.report.fingerprint[:12]}")
    for name, count in content["organisations"].items():
        click.echo(f"  {count:>6}  {word_of(name)}")
    for name, count in content["types"].items():
        click.echo(f"  {count:>6}  {word_of(name)}")
    for one in done.differences:
        click.echo(f"  {one.words}: {value_words(one.before)} → {value_words(one.after)}")


def _said(done: Compiled) -> str:
    if done.is_new:
        return _("Revision %(n)s is kept.") % {"n": done.report.revision}
    return _("The same as revision %(n)s, to the letter.") % {"n": done.report.revision}
