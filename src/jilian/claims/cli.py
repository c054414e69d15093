"""The command ``jilian claims``: what waits, and deciding on it."""

from __future__ import annotations

import json
from typing import Any

import click
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.claims import operations, queries
from jilian.claims.rules import ClaimState, CorrectionState
from jilian.places.queries import world_or_only
from jilian.ui.values import duration_text

WORLD = click.option("--world", "world_code", help="Code of the world; the only one otherwise.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def claims() -> None:
    """Claims of firms, and corrections that firms propose."""


@claims.command("list")
@WORLD
@click.option("--state", type=click.Choice(ClaimState.values), default=ClaimState.FILED.value)
@AS_JSON
def list_claims(world_code: str | None, state: str, as_json: bool) -> None:
    """List claims, the longest waiting first."""
    seen = queries.claims_seen(system_person("command-line"), world_or_only(world_code))
    found = list(seen.filter(state=state).order_by("waiting_since", "pk"))
    if as_json:
        names = ("pk", "scheme", "identifier", "paper", "paper_number", "words", "state",
                 "filed_at", "firm_id")  # fmt: skip
        _print([{name: getattr(one, name) for name in names} for one in found])
        return
    now = timezone.now()
    for one in found:
        waits = duration_text(now - one.waiting_since)
        firm = one.firm.name if one.firm else _("no such record")
        click.echo(f"{one.pk:>6}  {one.identifier:<20}  {firm}  {one.paper_number}  {waits}")
    if not found:
        click.echo(_("No claim fits."))


@claims.command("decide")
@click.argument("pk", type=int)
@click.argument("verdict", type=click.Choice(["accept", "refuse", "ask", "end"]))
@click.option("--words", default="", help="Reason or question; the person reads it.")
@WORLD
def decide_claim(pk: int, verdict: str, words: str, world_code: str | None) -> None:
    """Decide on a claim."""
    by = system_person("command-line")
    found = queries.claims_seen(by, world_or_only(world_code)).filter(pk=pk).first()
    if found is None:
        raise Refusal("claim_unknown", _("There is no claim %(pk)d.") % {"pk": pk})
    claim = operations.decide_claim(
        by=by, at=timezone.now(), claim=found, verdict=verdict, words=words
    )
    click.echo(f"{claim.pk}  {claim.get_state_display()}")


@claims.command("corrections")
@WORLD
@click.option(
    "--state", type=click.Choice(CorrectionState.values), default=CorrectionState.FILED.value
)
@AS_JSON
def list_corrections(world_code: str | None, state: str, as_json: bool) -> None:
    """List corrections, the longest waiting first, with what stands against each."""
    seen = queries.corrections_seen(system_person("command-line"), world_or_only(world_code))
    now = timezone.now()
    kept = seen.filter(state=state).order_by("waiting_since", "pk")
    found = queries.proposals(kept, timezone.localdate(), now=now)
    if as_json:
        names = ("pk", "firm_id", "field", "manner", "record", "before", "value", "from_day",
                 "words", "state", "filed_at")  # fmt: skip
        _print([
            {name: getattr(one.correction, name) for name in names} | {"against": str(one.against)}
            for one in found
        ])  # fmt: skip
        return
    for one in found:
        kept_words = f"{one.before or '–'} → {one.after or one.correction.get_manner_display()}"
        what = one.correction.get_field_display()
        click.echo(f"{one.correction.pk:>6}  {one.correction.firm.name}  {what}: {kept_words}")
        if one.against:
            click.echo(f"        ! {one.against}")
    if not found:
        click.echo(_("No correction fits."))


@claims.command("correct")
@click.argument("pk", type=int)
@click.argument("verdict", type=click.Choice(["accept", "refuse", "answer", "ask", "undo"]))
@click.option("--words", default="", help="Reason, answer or question; the firm reads it.")
@WORLD
def decide_correction(pk: int, verdict: str, words: str, world_code: str | None) -> None:
    """Decide on a correction, or undo one that was accepted."""
    by = system_person("command-line")
    found = queries.corrections_seen(by, world_or_only(world_code)).filter(pk=pk).first()
    if found is None:
        raise Refusal("correction_unknown", _("There is no correction %(pk)d.") % {"pk": pk})
    correction = operations.decide_correction(
        by=by, at=timezone.now(), correction=found, verdict=verdict, words=words
    )
    click.echo(f"{correction.pk}  {correction.get_state_display()}")


def _print(content: list[dict[str, Any]]) -> None:
    click.echo(
        json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2, cls=DjangoJSONEncoder)
    )
