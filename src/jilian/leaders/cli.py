"""Commands about leading firms."""

from __future__ import annotations

import json
from datetime import date, datetime

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.clusters.models import Cluster
from jilian.leaders import analysis, queries, rules
from jilian.leaders.models import Selection
from jilian.leaders.rules import Method, MissingRule
from jilian.places.queries import world_or_only

ACTOR = "command-line"


@click.group()
def leaders() -> None:
    """Rank the firms that could lead a cluster; rank an earlier selection again."""


@leaders.command("rank")
@click.argument("cluster")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]),
              help="Day of the records; default: today.")  # fmt: skip
@click.option("--world", "world_code", help="Code of the world; default: the only one.")
@click.option("--year", type=int, help="Year of the yearly facts; default: the last full one.")
@click.option("--method", type=click.Choice(Method.values), default="topsis", show_default=True)
@click.option("--weights", type=click.Choice(["equal", "entropy"]), default="equal",
              show_default=True)  # fmt: skip
@click.option("--missing", type=click.Choice(MissingRule.values), default="not_comparable",
              show_default=True)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def rank_command(
    cluster: str, as_of: datetime | None, world_code: str | None, year: int | None, method: str,
    weights: str, missing: str, as_json: bool,
) -> None:  # fmt: skip
    """Rank the members of a CLUSTER (its key) by the usual measures; nothing is kept."""
    world, today = world_or_only(world_code), timezone.localdate()
    day = as_of.date() if as_of else today
    found = Cluster.objects.filter(world=world, key=cluster).first()
    if found is None:
        raise Refusal("cluster_unknown", _("There is no cluster “%(key)s”.") % {"key": cluster})
    told = rules.default_year(day) if year is None else year
    members = queries.members_on(found, day)
    rules.check_start(as_of=day, year=told, today=today, is_member_known=bool(members.firms))
    table = queries.frozen_table(members, rules.declared(rules.DEFAULT_MEASURES), told)
    ranked = analysis.rank_table(table, method=method, missing=missing, weighting=weights)
    if as_json:
        said = {"inputs": table, "result": ranked.result, "versions": ranked.versions}
        click.echo(json.dumps(said, ensure_ascii=False, sort_keys=True, indent=2))
        return
    _print(queries.ranking_from(table, ranked.result), day)


def _print(ranking: queries.KeptRanking, day: date) -> None:
    for row in ranking.rows:
        rank = _("not comparable") if row.rank is None else f"{row.rank:>4}"
        lacking = ", ".join(rules.measure_words(key) for key in row.missing)
        score = "" if row.score is None else f"{row.score:.4f}"
        click.echo(f"{rank:<16} {score:>7}  {row.name}{f' ({lacking})' if lacking else ''}")
    told = {"n": len(ranking.comparable), "all": len(ranking.rows), "day": day.isoformat()}
    click.echo(_("%(n)s of %(all)s firms comparable as of %(day)s") % told)


@leaders.command("rerun")
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def rerun_command(number: int, as_json: bool) -> None:
    """Rank the frozen inputs of selection NUMBER again; exit 1 where a byte differs."""
    person = system_person(ACTOR)
    selection = Selection.objects.select_related("cluster__world").filter(pk=number).first()
    seen = selection and Selection.objects.visible_to(person, selection.cluster.world)
    if selection is None or not seen:
        raise Refusal("selection_unknown", _("There is no selection %(n)s.") % {"n": number})
    again = analysis.rank_again(selection)
    if as_json:
        said = {
            "selection": number, "fingerprint": selection.fingerprint, "same": again.same,
            "same_order": again.same_order, "versions_then": again.versions_then,
            "versions_now": again.versions_now, "order": analysis.order_of(again.result),
        }  # fmt: skip
        click.echo(json.dumps(said, ensure_ascii=False, sort_keys=True, indent=2))
    elif again.same:
        click.echo(_("Selection %(n)s comes out the same, byte for byte.") % {"n": number})
    else:
        words = (
            _("Selection %(n)s comes out in the same order with other digits.")
            if again.same_order
            else _("Selection %(n)s comes out in another order.")
        )
        click.echo(words % {"n": number})
        for name, then, now in again.changed_versions:
            click.echo(f"  {name}: {then} → {now}")
    if not again.same:
        raise SystemExit(1)
