"""The command ``jilian coverage``: campaigns, and the report of one."""

from __future__ import annotations

import json
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.coverage import queries
from jilian.coverage.models import Campaign
from jilian.coverage.rules import CampaignState
from jilian.places.queries import world_or_only

WORLD = click.option("--world", "world_code", help="Code of the world; the only one otherwise.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def coverage() -> None:
    """Coverage campaigns: frozen lists, rates over them, removals."""


@coverage.command("campaigns")
@WORLD
@AS_JSON
def list_campaigns(world_code: str | None, as_json: bool) -> None:
    """List the campaigns, the latest first."""
    by = system_person("command-line")
    found = queries.listed_campaigns(by, world_or_only(world_code))
    if as_json:
        _print([
            {
                "campaign": one.campaign.pk, "title": one.campaign.title,
                "round": one.campaign.round, "state": one.campaign.state,
                "listed": one.campaign.listed, **one.tally.plain(),
            }
            for one in found
        ])  # fmt: skip
        return
    for one in found:
        rate = one.tally.organisation
        words = f"{rate.percent or '–':>6}%  {rate.part:>7}/{rate.whole}"
        click.echo(f"{one.campaign.pk:>5}  {one.campaign.state:<10}  {words}  {one.campaign}")
    if not found:
        click.echo(_("No campaign has been drawn up."))


@coverage.command("report")
@click.argument("pk", type=int)
@WORLD
@AS_JSON
def report(pk: int, world_code: str | None, as_json: bool) -> None:
    """Print the report of a campaign: rates over the frozen list, removals, checks, weeks."""
    by, world = system_person("command-line"), world_or_only(world_code)
    rows = Campaign.objects.visible_to(by, world).exclude(state=CampaignState.DRAFT)
    campaign = rows.select_related("world").filter(pk=pk).first()
    if campaign is None:
        raise Refusal("campaign_unknown", _("There is no campaign %(pk)d.") % {"pk": pk})
    found = queries.report_of(by, campaign, timezone.localdate())
    if as_json:
        _print(found.plain() | {"list_as_frozen": queries.list_is_as_frozen(campaign)})
        return
    for label, tally in (
        (_("over the frozen list"), found.figures.whole),
        (_("after removals with evidence"), found.figures.after),
    ):
        click.echo(label)
        for name, rate in (
            (_("organisation coverage"), tally.organisation),
            (_("own body only"), tally.own),
            (_("work coverage"), tally.work),
            (_("two coverages together"), tally.both),
        ):
            click.echo(f"  {rate.percent or '–':>6}%  {rate.part:>7}/{rate.whole:<7}  {name}")
    for one in found.removals:
        why = one.get_kind_display()
        click.echo(f"- {one.target.number} {one.target.name}  {why}  {one.document}  {one.on}")


def _print(content: Any) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2))
