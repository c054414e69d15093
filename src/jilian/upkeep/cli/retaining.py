"""The command ``jilian retention``."""

from __future__ import annotations

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.upkeep import operations
from jilian.upkeep.operations import Deleted
from jilian.upkeep.rules import CLASSES


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be deleted.")
@click.option("--hold", "held", metavar="CLASS", help="Hold back the deletion of a class.")
@click.option("--reason", default="", help="Why deletion is held back.")
@click.option("--lift", "lifted", metavar="CLASS", help="Lift the hold of a class.")
def retention(dry_run: bool, held: str | None, reason: str, lifted: str | None) -> None:
    """Delete what has reached the end of its time; the timetable does it every night."""
    by, at = system_person("command-line"), timezone.now()
    if held is not None:
        operations.hold(by=by, at=at, code=held, reason=reason)
        click.echo(_("Deletion of this class is held back: %s") % _name(held))
    elif lifted is not None:
        operations.lift_hold(by=by, at=at, code=lifted)
        click.echo(_("Deletion of this class goes on: %s") % _name(lifted))
    else:
        for one in operations.retain(by=by, at=at, dry_run=dry_run):
            click.echo(_line(one, dry_run))


def _name(code: str) -> str:
    return next((str(one.name) for one in CLASSES if one.code == code), code)


def _line(one: Deleted, dry_run: bool) -> str:
    words = {"name": _name(one.code), "count": one.count, "day": one.before.date().isoformat()}
    if one.held:
        return _("%(name)s: %(count)d before %(day)s, held back") % words
    if dry_run:
        return _("%(name)s: %(count)d before %(day)s would be deleted") % words
    return _("%(name)s: %(count)d before %(day)s deleted") % words
