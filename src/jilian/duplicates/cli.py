"""The command ``jilian duplicates``: search, list, judge, take back."""

from __future__ import annotations

import json
from datetime import datetime

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.duplicates import operations, queries
from jilian.duplicates.models import DuplicatePair
from jilian.duplicates.rules import PairState, SearchState, Verdict
from jilian.places.models import World
from jilian.places.queries import world_or_only

WORLD = click.option("--world", "world_code", help="Code of the world; the only one otherwise.")
MOST_LISTED = 1_000


@click.group()
def duplicates() -> None:
    """Records that may be one firm."""


@duplicates.command("find")
@WORLD
def find(world_code: str | None) -> None:
    """Compare the names of all firms now and bring the list up to date."""
    by, at, world = _asking(world_code)
    search = operations.ask_for_search(by=by, at=at, world=world)
    done = operations.propose_duplicates(by=by, at=timezone.now(), search_id=search.pk)
    if done.state != SearchState.DONE:
        raise Refusal("search_failed", _("The search stopped with an error."))
    click.echo(
        _("%(firms)d firms, %(found)d pairs alike: %(fresh)d new, %(again)d asked about again,"
          " %(withdrawn)d withdrawn.")
        % {name: getattr(done, name) for name in
           ("firms", "found", "fresh", "again", "withdrawn")}
    )  # fmt: skip


@duplicates.command("list")
@WORLD
@click.option("--state", type=click.Choice(PairState.values), default=PairState.WAITING.value)
@click.option("--least", type=float, default=0.0, help="Least likelihood, 0 to 1.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_pairs(world_code: str | None, state: str, least: float, as_json: bool) -> None:
    """List pairs, the best first."""
    by, _at, world = _asking(world_code)
    rows = queries.pairs_seen(by, world).filter(state=state, likelihood__gte=least)[:MOST_LISTED]
    if as_json:
        names = ("pk", "left_id", "right_id", "left_name", "right_name", "likelihood", "state",
                 "knot")  # fmt: skip
        plain = [
            {name: getattr(one, name) for name in names} | {"reasons": one.reason_codes}
            for one in rows
        ]
        click.echo(json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=2))
        return
    for one in rows:
        click.echo(f"{one.pk:>6}  {one.percent:>3}%  {one}  {one.reason_words}")
    if not rows:
        click.echo(_("No pair fits."))


@duplicates.command("judge")
@click.argument("pk", type=int)
@click.argument("verdict", type=click.Choice(Verdict.values))
@click.option("--kept", type=int, help="Key of the record that stands for both.")
@click.option("--reason", default="", help="Why.")
@WORLD
def judge(pk: int, verdict: str, kept: int | None, reason: str, world_code: str | None) -> None:
    """Say that a pair is one firm, two firms, or to be looked at later."""
    by, at, world = _asking(world_code)
    judged = operations.judge_pair(
        by=by, at=at, pair=_pair(by, world, pk), verdict=verdict, kept=kept, reason=reason
    )
    click.echo(f"{judged.pk}  {judged}  {judged.get_state_display()}")


@duplicates.command("undo")
@click.argument("pk", type=int)
@WORLD
def undo(pk: int, world_code: str | None) -> None:
    """Take the judgement of a pair back."""
    by, at, world = _asking(world_code)
    undone = operations.undo_judgement(by=by, at=at, pair=_pair(by, world, pk))
    click.echo(f"{undone.pk}  {undone}  {undone.get_state_display()}")


def _asking(world_code: str | None) -> tuple[Person, datetime, World]:
    return system_person("command-line"), timezone.now(), world_or_only(world_code)


def _pair(by: Person, world: World, pk: int) -> DuplicatePair:
    found = queries.pairs_seen(by, world).filter(pk=pk).first()
    if found is None:
        raise Refusal("pair_unknown", _("There is no pair %(pk)d.") % {"pk": pk})
    return found
