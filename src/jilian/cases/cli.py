"""The commands ``jilian clock`` (the time of one case in a file) and ``jilian cases``."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.cases.formats.log import LOG_FORMS
from jilian.cases.operations import load_templates, take_log
from jilian.cases.rules.clock_words import clock_refusal
from jilian.cases.rules.words import EventKind, Ground
from jilian.places.queries import world_or_only
from jilian_engine.clocks import (
    CLOSED,
    EXCLUDED,
    FIRM,
    JOINT,
    UNASSIGNED,
    ClockError,
    Division,
    read_case_file,
    read_hours,
    read_moment,
)


@click.command("clock")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--until", help="Moment with its zone, for a case that is still open.")
@click.option("--hours", help="Office hours of a file that names none: 09:00-12:00,13:00-17:00.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def clock(file: Path, until: str | None, hours: str | None, as_json: bool) -> None:
    """Divide the time of the case in FILE (JSON, or CSV with at,event,branch,holder,ground)."""
    try:
        case = read_case_file(file, read_hours(hours) if hours else None)
        found = case.divide(read_moment(until) if until else None)
    except ClockError as refused:
        raise clock_refusal(refused) from refused
    except OSError as unreadable:
        raise Refusal(
            "file_unreadable", _("“%(file)s” cannot be read.") % {"file": file}
        ) from unreadable
    if as_json:
        click.echo(json.dumps(found.plain(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(found)))


def _lines(found: Division) -> list[str]:
    ended = _event(found.ended_by) if found.ended_by else _("still open")
    lines = [
        _("from: %(event)s, %(moment)s")
        % {"event": _event(found.started_by), "moment": f"{found.start:%Y-%m-%d %H:%M:%S}"},
        _("to: %(event)s, %(moment)s")
        % {"event": ended, "moment": f"{found.end:%Y-%m-%d %H:%M:%S}"},
        _("elapsed time: %(time)s") % {"time": _span(found.elapsed_seconds)},
        _("working time: %(time)s; without pauses: %(running)s")
        % {"time": _span(found.working_seconds), "running": _span(found.running_seconds)},
        _("days after the first: %(calendar)d calendar days, %(working)d working days, of which"
          " %(statutory)d count against a statutory limit")
        % {"calendar": found.calendar_days, "working": found.working_days,
           "statutory": found.statutory_days},
    ]  # fmt: skip
    if found.before:
        lines.append(
            _("before acceptance: %(calendar)d calendar days, %(working)d working days")
            % {"calendar": found.before.calendar_days, "working": found.before.working_days}
        )
    lines.append(_("where the time went:"))
    width = max((len(_span(seconds)) for seconds in found.holders.values()), default=0)
    lines += [
        f"  {_span(seconds):>{width}}  {_holder(name)}" for name, seconds in found.holders.items()
    ]
    if found.branches:
        lines.append(_("branches:"))
    lines += [
        f"  {one.branch}  {one.start:%Y-%m-%d %H:%M:%S} – "
        + (f"{one.end:%Y-%m-%d %H:%M:%S}" if one.end else _("still open"))
        + f"  {_span(one.elapsed_seconds)}  {one.holder}".rstrip()
        for one in found.branches
    ]
    return lines


def _event(name: str) -> str:
    return str(EventKind(name).label)


def _holder(name: str) -> str:
    if name.startswith(EXCLUDED):
        ground = name.removeprefix(EXCLUDED)
        said = Ground(ground).label if ground in Ground.values else ground
        return _("excluded by law: %(ground)s") % {"ground": said}
    words = {
        FIRM: _("the firm"), JOINT: _("several branches together"),
        CLOSED: _("outside office hours"), UNASSIGNED: _("nobody named"),
    }  # fmt: skip
    return words.get(name, name)


def _span(seconds: int) -> str:
    """Hours, minutes and seconds; never days, for a day is no fixed number of hours."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@click.group("cases")
def cases() -> None:
    """Templates by which cases run, and the event log of what happened."""


@cases.command("templates")
def templates_command() -> None:
    """Take over the templates that come with the product and are not here yet."""
    added = load_templates(by=system_person("command-line"), at=timezone.now())
    click.echo(_("%(count)d templates added.") % {"count": added})


@cases.command("log")
@click.argument("world_code", metavar="WORLD")
@click.option("--format", "form", type=click.Choice(list(LOG_FORMS)), default="ocel",
              show_default=True)  # fmt: skip
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--purpose", default="", help="What the file is for; stands in the trace.")
@click.option("--recipient", default="", help="Who gets it; stands in the trace.")
def log_command(world_code: str, form: str, out: Path, purpose: str, recipient: str) -> None:
    """Write the event log of a WORLD's cases to a file, for tools that mine processes."""
    taken = take_log(
        by=system_person("command-line"), at=timezone.now(), world=world_or_only(world_code),
        form=form, purpose=purpose, recipient=recipient,
    )  # fmt: skip
    out.write_bytes(taken.content)
    click.echo(
        _("%(cases)d cases with %(events)d events written to %(file)s.")
        % {"cases": taken.cases, "events": taken.events, "file": out}
    )
