"""The command ``jilian committees``: terms of office that end soon."""

from __future__ import annotations

import json
from datetime import datetime

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.committees import queries
from jilian.committees.lists import ordered_by_due
from jilian.places.queries import world_or_only

FARTHEST = 36_500  # days


@click.group()
def committees() -> None:
    """Organisations of clusters: their terms of office."""


@committees.command("terms")
@click.option("--within", type=int, help="Only terms that end within so many days, or are over.")
@click.option("--world", "world_code", help="Code of the world; default: the only one.")
@click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="Counted from; default: today."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def terms(
    within: int | None, world_code: str | None, as_of: datetime | None, as_json: bool
) -> None:
    """List the bodies that stand by the end of their term; those not known last."""
    if within is not None and not 0 <= within <= FARTHEST:
        raise Refusal("days_wrong", _("Give a number of days from 0 to %(n)d.") % {"n": FARTHEST})
    world = world_or_only(world_code)
    today = as_of.date() if as_of else timezone.localdate()
    rows = list(
        ordered_by_due(queries.terms_seen(system_person("command-line"), world, today, within))
    )
    if as_json:
        found = [
            {
                "body": row.name,
                "type": row.type,
                "cluster": row.cluster.key,
                "term_from": row.term_start.isoformat() if row.term_start else None,
                "term_until": row.due.isoformat() if row.due else None,
                "is_exception": row.is_exception,
            }
            for row in rows
        ]
        stated = {"as_of": today.isoformat(), "world": world.code, "terms": found}
        click.echo(json.dumps(stated, ensure_ascii=False, sort_keys=True, indent=2))
        return
    for row in rows:
        until = row.due.isoformat() if row.due else "?"
        click.echo(f"{until:<10}  {row.standing.words}  {row.name}  {row.cluster}")
    click.echo(_("%(n)d bodies as of %(day)s") % {"n": len(rows), "day": today.isoformat()})
