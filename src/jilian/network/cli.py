"""The command ``jilian network``: freeze a day, show links, infer what nobody stated."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.audit.rules import check_taken_out
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.network import analysis, operations, queries
from jilian.network.models import SupplyLink
from jilian.network.rules import HALF_KM
from jilian.places.models import World
from jilian.places.queries import world_or_only
from jilian.ui.values import since_text

ACTOR = "command-line"
DAY = click.DateTime(["%Y-%m-%d"])


def of_a_day(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command here has."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text."),
        click.option("--as-of", "as_of", type=DAY, help="Day of the answer; default: today."),
        click.option("--world", "world_code", help="Code of the world; default: the only one."),
    ):
        command = option(command)
    return command


@click.group()
def network() -> None:
    """Freeze the supply network, show links, infer what nobody stated."""


@network.command("snapshot")
@of_a_day
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the tables as Parquet, with the manifest, into this folder.",
)
@click.option("--purpose", default="", help="What the files are for; needed with --out.")
@click.option("--recipient", default="", help="Who gets the files; needed with --out.")
def snapshot_command(
    world_code: str | None,
    as_of: datetime | None,
    as_json: bool,
    out: Path | None,
    purpose: str,
    recipient: str,
) -> None:
    """Freeze the network of a day and print its manifest."""
    if out is not None:
        check_taken_out("snapshot.exported", purpose, recipient)
    frozen = operations.freeze_snapshot(
        by=system_person(ACTOR),
        at=timezone.now(),
        world=world_or_only(world_code),
        as_of=_day(as_of),
    )
    if out is not None:
        operations.note_snapshot_taken(
            by=system_person(ACTOR), at=timezone.now(), snapshot=frozen, with_amounts=True,
            purpose=purpose, recipient=recipient,
        )  # fmt: skip
        files, manifest, _origin = analysis.taken_out(frozen, with_amounts=True)
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (out / f"{name}.parquet").write_bytes(content)
        (out / "manifest.json").write_text(manifest, encoding="utf-8")
    if as_json:
        click.echo(_json(frozen.manifest))
        return
    click.echo("  ".join((_("As of"), frozen.as_of.isoformat())))
    for name, count in frozen.manifest["counts"].items():
        click.echo(f"{name:<10} {count:>10,}")
    click.echo("  ".join((_("Fingerprint"), frozen.fingerprint)))


@network.command("links")
@of_a_day
@click.option("--firm", "words", required=True, help="Identifier or whole name of the firm.")
def links_command(
    world_code: str | None, as_of: datetime | None, as_json: bool, words: str
) -> None:
    """Print the suppliers and buyers of a firm on a day."""
    world, day, by = world_or_only(world_code), _day(as_of), system_person(ACTOR)
    firm = _firm(world, words)
    rows = queries.listed_links(by, world, day).of_firm(firm)
    found = [_plain(link, firm) for link in rows]
    if as_json:
        head = {"as_of": day.isoformat(), "world": world.code, "firm": _end(firm)}
        click.echo(_json({**head, "links": found}))
        return
    sides = {"supplier": _("supplier"), "buyer": _("buyer")}
    lines = [
        (
            sides[one["is"]],
            one["firm"]["name"],
            one["product"] or _("unknown"),
            str(link.get_evidence_display()),
            "" if link.probability is None else f"{link.probability:.0%}",
            since_text(cast(Any, link)),
        )
        for link, one in zip(rows, found, strict=True)
    ]
    _table(lines)
    click.echo(_("%(n)s links as of %(day)s") % {"n": len(lines), "day": day.isoformat()})


@network.command("infer")
@of_a_day
@click.option("--expected", type=int, required=True, help="Links in all; known ones count.")
@click.option("--least", type=float, default=0.15, show_default=True, help="Least probability.")
@click.option("--half-km", type=float, default=HALF_KM, show_default=True,
              help="Distance at which closeness is a half.")  # fmt: skip
def infer_command(
    world_code: str | None,
    as_of: datetime | None,
    as_json: bool,
    expected: int,
    least: float,
    half_km: float,
) -> None:
    """Infer links as of a day; the inference before ends on that day."""
    world, day = world_or_only(world_code), _day(as_of)
    difference = operations.infer_supply_links(
        by=system_person(ACTOR), at=timezone.now(), world=world, as_of=day,
        expected_links=expected, least_probability=least, half_km=half_km,
    )  # fmt: skip
    if as_json:
        click.echo(_json({"as_of": day.isoformat(), "world": world.code, **difference.counts}))
        return
    click.echo(
        _("%(n)s links inferred as of %(day)s") % {"n": difference.new, "day": day.isoformat()}
    )


def _firm(world: World, words: str) -> Firm:
    found = queries.firms_called(system_person(ACTOR), world, words)
    if len(found) == 1:
        return found[0]
    if found:
        raise Refusal("firm_unclear", _("Several firms have this name: give the identifier."))
    raise Refusal("firm_unknown", _("There is no such firm in the register."))


def _end(firm: Firm) -> dict[str, str]:
    return {"scheme": firm.scheme, "identifier": firm.identifier, "name": firm.name}


def _plain(link: SupplyLink, firm: Firm) -> dict[str, Any]:
    """A link as a firm sees it: ``is`` says what the other firm is."""
    supplies = link.bought_by == firm
    days = ("valid_from", "not_before", "known_by", "valid_to", "last_seen_on")
    return {
        "is": "supplier" if supplies else "buyer",
        "firm": _end(link.sold_by if supplies else link.bought_by),
        "product": link.product or None,
        "evidence": link.evidence,
        "probability": link.probability,
        "amount_yuan": None if link.amount_yuan is None else float(link.amount_yuan),
        "band": link.band or None,
        **{name: day.isoformat() if (day := getattr(link, name)) else None for name in days},
        "source": link.source.key,
        "source_row": link.source_row,
    }


def _table(lines: Sequence[Sequence[str]]) -> None:
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        )
        click.echo("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Columns of a terminal: Chinese signs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _day(given: datetime | None) -> date:
    return given.date() if given else timezone.localdate()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2)
