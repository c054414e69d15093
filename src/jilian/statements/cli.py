"""The command ``jilian figures``: the figures of a text, read and checked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.places.queries import world_called
from jilian.statements import queries
from jilian.statements.analysis import figures_in
from jilian.statements.formats import plain_check, text_of
from jilian.statements.rules.checking import Checked, Line, check as checked_text
from jilian.statements.rules.records import Record
from jilian.statements.rules.said import Said, Verdict
from jilian.statements.rules.words import period_words


@click.group("figures")
def figures() -> None:
    """Figures that texts state."""


@figures.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--written", metavar="YYYY-MM", help="Month of writing; default: this month.")
@click.option("--world", "world_code", help="Code of the world whose records are compared.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def check(file: Path, written: str | None, world_code: str | None, as_json: bool) -> None:
    """Check the figures of FILE (text or .docx) against one another, and the records of a world.

    Without --world no database is needed.
    """
    text, when = _text(file), _month(written)
    said = figures_in(text, written=when)
    checked = checked_text(text, said, written=when, held=_held(world_code, said))
    if as_json:
        shown = json.dumps(plain_check(checked), ensure_ascii=False, sort_keys=True, indent=2)
        click.echo(shown)
    else:
        click.echo("\n".join(_lines(checked)))


def _text(file: Path) -> str:
    try:
        return text_of(file.read_bytes())
    except OSError as unreadable:
        raise Refusal(
            "file_unreadable", _("“%(file)s” cannot be read.") % {"file": file}
        ) from unreadable


def _month(written: str | None) -> tuple[int, int]:
    if written is None:
        today = timezone.localdate()
        return today.year, today.month
    year, _dash, month = written.partition("-")
    if not (year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12):
        raise Refusal(
            "month_unreadable",
            _("“%(text)s” is no month; write it as 2026-03.") % {"text": written},
        )
    return int(year), int(month)


def _held(world_code: str | None, said: Sequence[Said]) -> list[Record]:
    if world_code is None:
        return []
    return queries.held_records(system_person("command-line"), world_called(world_code), said)


def _lines(checked: Checked) -> list[str]:
    lines = [one for line in checked.lines for one in _of_figure(line)]
    counts = [
        f"{verdict.label} {checked.count(verdict)}" for verdict in Verdict if checked.count(verdict)
    ]
    return [*lines, "; ".join(counts) or _("No figure was found.")]


def _of_figure(line: Line) -> list[str]:
    said = line.said
    shown = [f"{said.text}  [{period_words(said.period)}]  {line.verdict.label}", f"    {line.why}"]
    for finding in line.findings:
        shown += [f"    · {one.words}: {one.verdict.label}. {one.why}" for one in finding.readings]
    return shown
