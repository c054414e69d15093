"""The command ``jilian network``."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.network import operations, queries
from jilian.places.queries import world_or_only

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def network() -> None:
    """Freeze the supply network, or infer what nobody declared."""


@network.command()
@click.option("--world", "world_code", help="code of the world; may be left out where there is one")
@click.option("--as-of", type=DAY, help="day, YYYY-MM-DD; today unless given")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path),
    help="folder for the tables as Parquet and the manifest",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="print JSON")
def snapshot(
    world_code: str | None, as_of: datetime | None, out: Path | None, as_json: bool
) -> None:
    """Freeze the network of a day; the same content gives the snapshot there is."""
    frozen = operations.freeze_snapshot(
        by=system_person("command-line"), at=timezone.now(), world=world_or_only(world_code),
        as_of=_day(as_of),
    )  # fmt: skip
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in queries.snapshot_files(frozen).items():
            (out / f"{name}.parquet").write_bytes(content)
        (out / "manifest.json").write_text(queries.manifest_of(frozen).to_json(), encoding="utf-8")
    if as_json:
        _print({"pk": frozen.pk, **frozen.manifest})
        return
    click.echo(f"{_('As of')}\t{frozen.as_of.isoformat()}")
    for name, count in frozen.manifest["counts"].items():
        click.echo(f"{name}\t{count:,}")
    click.echo(f"{_('Fingerprint')}\t{frozen.fingerprint}")


@network.command()
@click.option("--world", "world_code", help="code of the world; may be left out where there is one")
@click.option("--as-of", type=DAY, help="day, YYYY-MM-DD; today unless given")
@click.option(
    "--expected",
    required=True,
    type=click.IntRange(min=1),
    help="links in all, known ones included",
)
@click.option(
    "--least",
    default=0.05,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="least probability kept",
)
@click.option("--json", "as_json", is_flag=True, help="print JSON")
def infer(
    world_code: str | None, as_of: datetime | None, expected: int, least: float, as_json: bool
) -> None:
    """Infer links as of a day and put them in the place of the inference before."""
    difference = operations.infer_supply_links(
        by=system_person("command-line"), at=timezone.now(), world=world_or_only(world_code),
        as_of=_day(as_of), expected_links=expected, least_probability=least,
    )  # fmt: skip
    if as_json:
        _print(difference.counts)
        return
    for kind, count in difference.counts.items():
        click.echo(f"{kind}\t{count:,}")


def _day(as_of: datetime | None) -> date:
    return as_of.date() if as_of else timezone.localdate()


def _print(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2))
