"""The command ``jilian chain``: what breaks, and the index of a network in files."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.chain import analysis, operations, queries
from jilian.chain.formats import plain_answer
from jilian.chain.models import CriticalRun
from jilian.chain.queries import Answer, Reader
from jilian.chain.rules import CONVERGED, CriticalState, LinksUsed, Shock, ShockKind, check_shock
from jilian.places.queries import world_or_only

ACTOR = "command-line"
SHOWN = 20
WORLD = click.option("--world", "world_code", help="Code of the world; the only one otherwise.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
AS_OF = click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the network; today."
)


@click.group()
def chain() -> None:
    """What breaks if a firm, a town or an input fails."""


@chain.command("what-if")
@WORLD
@click.option("--firm", "firms", multiple=True, help="scheme:identifier, or the name, of a firm.")
@click.option("--town", "towns", multiple=True, help="Code of a town, nine digits.")
@click.option("--input", "inputs", multiple=True, help="Words of a product, or digits of a class.")
@click.option("--lost", default=100, show_default=True, help="Percent of capacity lost.")
@click.option("--known", "known_only", is_flag=True, help="On known links only.")
@click.option("--alone", is_flag=True, help="Nobody of the same trade steps in.")
@click.option("--epsilon", default=CONVERGED, show_default=True, help="Limit of convergence.")
@AS_OF
@AS_JSON
def what_if(
    world_code: str | None, firms: tuple[str, ...], towns: tuple[str, ...],
    inputs: tuple[str, ...], lost: int, known_only: bool, alone: bool, epsilon: float,
    as_of: datetime | None, as_json: bool,
) -> None:  # fmt: skip
    """Say who is hit, in which order, after what time, and how much of it is unknown."""
    world, by = world_or_only(world_code), system_person(ACTOR)
    reader = queries.reader_of(by, world)
    assert reader is not None
    kind, keys = _said(reader, firms, towns, inputs)
    links = LinksUsed.KNOWN if known_only else LinksUsed.ALL
    shock = Shock(kind, keys, lost, links, not alone)
    check_shock(shock)
    day = as_of.date() if as_of else timezone.localdate()
    snapshot = queries.latest_snapshot(world, day)
    if snapshot is None:
        raise Refusal("no_snapshot", _("No network has been frozen yet."))
    ground = analysis.ground_of(snapshot, links)
    stocks = queries.stocks_for_offices(world, day)
    found = analysis.ask(ground, shock, epsilon=epsilon, stocks=stocks)
    answer = queries.answer_of(reader, found, snapshot.as_of.year)
    if as_json:
        more = {"snapshot": snapshot.fingerprint, "as_of": snapshot.as_of.isoformat()}
        _print({"shock": shock.plain(), **plain_answer(answer), **more})
        return
    click.echo("\n".join(_answer_lines(answer)))


def _said(
    reader: Reader, firms: tuple[str, ...], towns: tuple[str, ...], inputs: tuple[str, ...]
) -> tuple[ShockKind, tuple[str, ...]]:
    """The one kind of failure that is said."""
    if sum(map(bool, (firms, towns, inputs))) != 1:
        raise Refusal("shock_empty", _("Say one of --firm, --town and --input."))
    if towns:
        return ShockKind.TOWN, towns
    if inputs:
        digits = all(one.isdecimal() for one in inputs)
        return (ShockKind.INDUSTRY if digits else ShockKind.INPUT), inputs
    return ShockKind.FIRM, tuple(_key(reader, one) for one in firms)


def _key(reader: Reader, text: str) -> str:
    named = queries.named_firms(reader.world, [text]) if ":" in text else {}
    if named:
        return text
    found = queries.firms_called(reader, text)
    if len(found) != 1:
        raise Refusal("firm_unclear", _("“%(text)s” is not one firm.") % {"text": text})
    return queries.key_of(found[0])


def _answer_lines(answer: Answer) -> list[str]:
    found = answer.found
    lines = [
        _("output lost: %(share).2f%% (limit of convergence %(epsilon)g)")
        % {"share": 100 * found.index, "epsilon": found.epsilon},
        _("firms: %(stopped)d fail, %(supply)d lack an input, %(orders)d only lose orders")
        % {"stopped": found.stopped, "supply": found.by_supply,
           "orders": found.further - found.by_supply},
    ]  # fmt: skip
    lines += [
        f"  {name}: {known}/{whole}" for name, (known, whole) in found.unknown.plain().items()
    ]
    lines += [
        f"{row.hit.step:>4}  {100 * row.hit.lost:6.1f}%  {row.firm.name}"
        for row in answer.hits[:SHOWN]
    ]
    return lines


@chain.command("critical")
@WORLD
@click.option("--most", default=SHOWN, show_default=True, help="Firms to print.")
@AS_OF
@AS_JSON
def critical(world_code: str | None, most: int, as_of: datetime | None, as_json: bool) -> None:
    """Print the firms that take most down with them; computed where there is no list yet."""
    world, by, now = world_or_only(world_code), system_person(ACTOR), timezone.now()
    reader = queries.reader_of(by, world)
    assert reader is not None
    day = as_of.date() if as_of else None
    done = CriticalRun.objects.filter(world=world, state=CriticalState.DONE)
    run = (done.filter(as_of=day) if day else done).select_related("snapshot").first()
    if run is None:
        asked = operations.ask_critical(
            by=by, at=now, world=world, as_of=day or timezone.localdate(now)
        )
        run = operations.complete_critical(run_id=asked.pk, by=by, at=timezone.now())
    if run.state != CriticalState.DONE or run.snapshot is None:
        raise Refusal(run.note or "critical_failed", _("The list could not be computed."))
    rows = queries.critical_rows(reader, run, None).order_by("rank")[:most]
    if as_json:
        _print({
            "as_of": run.as_of.isoformat(), "snapshot": run.snapshot.fingerprint,
            "epsilon": run.epsilon, **run.summary,
            "rows": [
                {"rank": row.rank, "firm": f"{row.firm.scheme}:{row.firm.identifier}",
                 "name": row.firm.name, "index": row.index, "down": row.down, "up": row.up,
                 "known_index": row.known_index}
                for row in rows
            ],
        })  # fmt: skip
        return
    for row in rows:
        click.echo(f"{row.rank:>5}  {100 * row.index:6.2f}%  {row.firm}")


@chain.command("esri")
@click.argument("network", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write: .csv or .parquet.",
)
@click.option(
    "--essential",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Classes of inputs; default: the table of that name in the folder.",
)
@click.option(
    "--shocks",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Scenarios (scenario, firm, loss); default: each firm by itself stops.",
)
@click.option("--epsilon", default=0.01, show_default=True, help="Limit of convergence.")
@click.option("--no-replacement", is_flag=True, help="Nobody of the same trade steps in.")
@click.option("--threads", type=click.IntRange(min=1), help="Default: one for each core.")
def esri(
    network: Path, out: Path, essential: Path | None, shocks: Path | None, epsilon: float,
    no_replacement: bool, threads: int | None,
) -> None:  # fmt: skip
    """Compute the systemic risk index of a NETWORK: a folder of firms, links and essential."""
    done = analysis.index_files(
        network, out, essential=essential, shocks=shocks, epsilon=epsilon,
        replacement=not no_replacement, threads=threads, told=_progress(),
    )  # fmt: skip
    click.echo(
        _("%(firms)d firms, %(links)d links, %(shocks)d shocks: %(file)s")
        % {"firms": done.firms, "links": done.links, "shocks": done.shocks, "file": out}
    )
    if done.self_links:
        click.echo(
            _("%(count)d links of a firm with itself were left out.") % {"count": done.self_links},
            err=True,
        )


def _progress() -> Callable[[int, int], None]:
    """Says on standard error how far it is, every two seconds."""
    said = [time.monotonic()]

    def tell(done: int, whole: int) -> None:
        now = time.monotonic()
        if now - said[0] >= 2:
            said[0] = now
            click.echo(_("%(done)d of %(whole)d") % {"done": done, "whole": whole}, err=True)

    return tell


def _print(content: Any) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2))
