"""The command ``jilian policies``: check one firm, or all firms, against the rule sets."""

from __future__ import annotations

import csv
import json
import time
from datetime import date, datetime
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.places.models import World
from jilian.places.queries import world_or_only
from jilian.policies import analysis, formats, operations, queries
from jilian.policies.models import CheckResult, CheckRun
from jilian.policies.rules.checking import Check
from jilian.policies.rules.sets import versions_of_day
from jilian.policies.rules.words import Procedure, Standing

ACTOR = "command-line"


@click.group()
def policies() -> None:
    """Who qualifies for what: a pre-check, never a recognition."""


@policies.command("check")
@click.argument("world_code", metavar="WORLD")
@click.option("--firm", "firm_id", help="Key of a firm, or scheme:identifier; else all firms.")
@click.option("--qualification", help="Only this qualification, such as high_tech.")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="Day; default: today.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--out", type=click.Path(path_type=Path), help="Write who came near as CSV.")
def check_command(
    world_code: str, firm_id: str | None, qualification: str | None, on: datetime | None,
    as_json: bool, out: Path | None,
) -> None:  # fmt: skip
    """Check one firm with reasons, or all firms and keep what was found."""
    world, day = world_or_only(world_code), on.date() if on else timezone.localdate()
    if firm_id is not None:
        _print_firm(_firm(world, firm_id), day, qualification, as_json=as_json)
        return
    by, at, began = system_person(ACTOR), timezone.now(), time.monotonic()
    run = operations.start_check(by=by, at=at, world=world, as_of=day, later=False)
    run = operations.complete_check(run_id=run.pk, by=by, at=at)
    seconds = time.monotonic() - began
    if out is not None:
        _write(run, qualification, out)
    _print_all(run, qualification, seconds, as_json=as_json)


def _firm(world: World, asked: str) -> Firm:
    scheme, _colon, identifier = asked.partition(":")
    rows = Firm.objects.filter(world=world).select_related("world", "merged_into")
    found = (
        rows.filter(scheme=scheme, identifier=identifier).first()
        if identifier
        else rows.filter(pk=int(asked)).first() if asked.isdecimal() else None
    )  # fmt: skip
    if found is None:
        raise Refusal("firm_unknown", _("There is no such firm in this register."))
    return found.root


def _print_firm(firm: Firm, day: date, qualification: str | None, *, as_json: bool) -> None:
    versions = versions_of_day(Procedure.NEW, day, queries.region_of(firm), "")
    versions = [one for one in versions if qualification in (None, one.rule_set.qualification)]
    found = analysis.check_many([firm], versions, day)[firm.root_id]
    if as_json:
        click.echo(json.dumps([one.plain for one in found], ensure_ascii=False, indent=1))
        return
    click.echo(f"{firm}  {day}")
    for check in found:
        _print_check(check)


def _print_check(check: Check) -> None:
    click.echo(f"\n{check.words}: {check.standing.label}\n  {check.why_version}")
    for line in check.lines:
        value = " ".join(str(one) for one in (line.value, line.year) if one)
        more = (line.missing_by and _("short by %s") % line.missing_by) or line.why
        told = "  ".join(one for one in (line.words, line.needed, value, more) if one)
        click.echo(f"  {line.label:<6} {line.id:<6} {told}")


def _print_all(run: CheckRun, qualification: str | None, seconds: float, *, as_json: bool) -> None:
    counts = [
        one for one in queries.counts_of(run) if qualification in (None, one.rule_set.qualification)
    ]
    if as_json:
        found = {
            "as_of": run.as_of.isoformat(), "firms": run.firms, "seconds": round(seconds, 1),
            "rule_sets": {one.rule_set.id: run.counts[one.rule_set.id] for one in counts},
        }  # fmt: skip
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    words = _("%(firms)s firms, %(n)d rule sets, %(seconds).1f s")
    click.echo(words % {"firms": f"{run.firms:,}", "n": run.whole, "seconds": seconds})
    for one in counts:
        told = "  ".join(f"{one.count(standing):>9,} {standing.label}" for standing in Standing)
        click.echo(f"{one.words}\n{told}")


def _write(run: CheckRun, qualification: str | None, out: Path) -> None:
    rows = CheckResult.objects.filter(run=run).select_related("firm", "run").defer("run__outcomes")
    if qualification is not None:
        sets = [one.rule_set.id for one in queries.counts_of(run)
                if one.rule_set.qualification == qualification]  # fmt: skip
        rows = rows.filter(rule_set__in=sets)
    ordered = rows.order_by("rule_set", "-standing", "unknown", "firm__sort_key", "pk")
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(formats.result_lines(ordered.iterator(chunk_size=2_000)))
