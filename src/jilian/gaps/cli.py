"""Commands about missing links and the firms that are brought in."""

from __future__ import annotations

import json

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.gaps import operations, queries
from jilian.gaps.rules.words import Stage
from jilian.places.queries import world_or_only

ACTOR = "command-line"
WORLD = click.option("--world", "world_code", help="Code of the world; default: the only one.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


@click.group()
def gaps() -> None:
    """Search for missing links, list them, count the firms that are brought in."""


@gaps.command("search")
@WORLD
def search_command(world_code: str | None) -> None:
    """Search for missing links on today's network, and wait for the end."""
    world, by, at = world_or_only(world_code), system_person(ACTOR), timezone.now()
    run = operations.start_search(by=by, at=at, world=world)
    run = operations.complete_search(run_id=run.pk, by=by, at=at)
    click.echo(_("%(count)s missing links found.") % {"count": run.found.get("links", 0)})


@gaps.command("missing")
@WORLD
@JSON
def missing_command(world_code: str | None, as_json: bool) -> None:
    """List the standing missing links, the most wanted first."""
    by, world = system_person(ACTOR), world_or_only(world_code)
    seen = queries.missing_seen(by, world).standing().order_by("rank", "pk")
    if as_json:
        rows = [queries.plain_missing(by, row) for row in seen]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    for row in seen:
        where = str(row.cluster) if row.cluster else _("the whole district")
        click.echo(f"{row.rank:>4}  {row.get_supply_display()}  {row.product}  ({where})")


@gaps.command("pipeline")
@WORLD
@JSON
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day; default: today.")
def pipeline_command(world_code: str | None, as_json: bool, as_of: object) -> None:
    """Say how many firms are signed, registered and producing as of a day, and which."""
    world = world_or_only(world_code)
    day = as_of.date() if hasattr(as_of, "date") else timezone.localdate()
    found = queries.plain_pipeline(queries.recruits_seen(system_person(ACTOR), world), day)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1, default=str))
        return
    for one in found["numbers"]:
        click.echo(f"{one['count']:>5}  {Stage(one['stage']).label}")
    for firm in found["firms"]:
        click.echo(f"       {firm['name']}  {Stage(firm['stage']).label}")
