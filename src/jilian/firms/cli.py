"""The command ``jilian firms``."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import click
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from jilian.accounts.models import Person
from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.firms import operations, queries
from jilian.firms.models import Firm, FirmMerge, FirmSplit
from jilian.firms.queries.page import FirmPage
from jilian.firms.queries.plain import firm_parts
from jilian.places.models import World
from jilian.places.queries import world_or_only
from jilian.ui.values import number_text, since_text

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def firms() -> None:
    """Look firms up in the register."""


@firms.command()
@click.argument("text")
@click.option("--world", "world_code", help="code of the world; may be left out where there is one")
@click.option("--as-of", type=DAY, help="day, YYYY-MM-DD; today unless given")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 200))
@click.option("--json", "as_json", is_flag=True, help="print JSON")
def search(
    text: str, world_code: str | None, as_of: datetime | None, limit: int, as_json: bool
) -> None:
    """Find firms whose name, past name or identifier contains TEXT, the best first."""
    world, day = world_or_only(world_code), _day(as_of)
    found = queries.search_firms(system_person("command-line"), world, text, day, limit)
    if as_json:
        _print([
            {
                "pk": one.firm.pk,
                "scheme": one.firm.scheme,
                "identifier": one.firm.identifier,
                "name": one.firm.name,
                "matched": one.matched,
                "is_former": one.is_former,
            }
            for one in found
        ])  # fmt: skip
        return
    for one in found:
        former = _(" (formerly %s)") % one.matched if one.is_former else ""
        click.echo(f"{one.firm.pk:>8}  {one.firm.identifier:<22}  {one.firm.name}{former}")
    if not found:
        click.echo(_("No firm is called so."))


@firms.command()
@click.argument("firm")
@click.option("--world", "world_code", help="code of the world; may be left out where there is one")
@click.option("--as-of", type=DAY, help="day, YYYY-MM-DD; today unless given")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
def show(firm: str, world_code: str | None, as_of: datetime | None, as_json: bool) -> None:
    """Show one firm, given by its number in the register or by its identifier."""
    world, by = world_or_only(world_code), system_person("command-line")
    chosen = _firm(world, by, firm).root
    page = queries.firm_page(by, world, chosen, _day(as_of))
    if as_json:
        _print(firm_parts(page))
        return
    for label, value in _lines(page):
        click.echo(f"{label}\t{value}")


@firms.command()
@click.argument("kept")
@click.argument("merged")
@click.option("--reason", required=True, help="why the two records are one firm")
@click.option("--world", "world_code", help="code of the world; may be left out where there is one")
def merge(kept: str, merged: str, reason: str, world_code: str | None) -> None:
    """Read the record MERGED together with KEPT, each by number or identifier."""
    world, by = world_or_only(world_code), system_person("command-line")
    made = operations.merge_firms(
        by=by, at=timezone.now(), kept=_firm(world, by, kept), merged=_firm(world, by, merged),
        reason=reason,
    )  # fmt: skip
    click.echo(f"{made.pk}  {made}")


@firms.command()
@click.argument("firm")
@click.option("--row", "rows", multiple=True, help="a row that goes along, as --list prints it")
@click.option("--list", "listed", is_flag=True, help="print the rows that can go; change nothing")
@click.option("--name", default="", help="name of the new firm")
@click.option("--scheme", default="", help="how the new firm is identified; else by its name")
@click.option("--identifier", default="", help="identifier of the new firm")
@click.option("--reason", default="", help="why the record holds two firms")
@click.option("--world", "world_code", help="code of the world; may be left out where there is one")
def split(
    firm: str,
    rows: tuple[str, ...],
    listed: bool,
    name: str,
    scheme: str,
    identifier: str,
    reason: str,
    world_code: str | None,
) -> None:
    """Move rows of the record FIRM, by number or identifier, to a new firm."""
    world, by = world_or_only(world_code), system_person("command-line")
    parted = _firm(world, by, firm)
    if listed:
        for group in queries.movable_groups(by, world, parted):
            for one in group.choices:
                click.echo(f"{one.value:<20}  {one.words}")
        return
    made = operations.split_firm(
        by=by, at=timezone.now(), firm=parted, name=name, scheme=scheme, identifier=identifier,
        reason=reason, chosen=queries.keys_chosen(rows),
    )  # fmt: skip
    click.echo(f"{made.pk}  {made}")


@firms.command()
@click.argument("what", type=click.Choice(["merge", "split"]))
@click.argument("number", type=int)
@click.option("--reason", required=True, help="why it is taken back")
@click.option("--world", "world_code", help="code of the world; may be left out where there is one")
def undo(what: str, number: int, reason: str, world_code: str | None) -> None:
    """Undo the merge or split with this NUMBER."""
    world, by, at = world_or_only(world_code), system_person("command-line"), timezone.now()
    merge = FirmMerge.objects.visible_to(by, world).filter(pk=number).first()
    split = FirmSplit.objects.visible_to(by, world).filter(pk=number).first()
    if what == "merge" and merge is not None:
        operations.undo_merge(by=by, at=at, merge=merge, reason=reason)
        click.echo(str(merge))
    elif what == "split" and split is not None:
        operations.undo_split(by=by, at=at, split=split, reason=reason)
        click.echo(str(split))
    else:
        raise Refusal("number_unknown", _("There is none with the number %d.") % number)


def _firm(world: World, by: Person, words: str) -> Firm:
    """The record with this identifier or number, also a merged one."""
    records = Firm.objects.filter(world=world, pk__in=Firm.objects.records_seen(by, world))
    found = records.filter(identifier=words).first()
    if found is None and words.isdecimal():
        found = records.filter(pk=int(words)).first()
    if found is None:
        raise Refusal("firm_unknown", _("No firm has the number or identifier “%s”.") % words)
    return found


def _lines(page: FirmPage) -> list[tuple[str, str]]:
    firm = page.firm
    lines = [
        (pgettext("of a firm", "Name"), page.name_then.text if page.name_then else firm.name),
        (str(firm.get_scheme_display()), firm.identifier),
    ]
    lines += [(str(one.get_kind_display()), one.text) for one in page.other_names]
    lines += [
        (_("Where"), f"{one.division} {one.address}  {_since(one)}") for one in page.sites_then
    ]
    lines += [(_("Industry"), f"{one.industry}  {_since(one)}") for one in page.industries_then]
    lines += [
        (str(one.get_trading_display()), one.name if one.verified else f"{one.name} *")
        for one in page.products
    ]
    lines += [(_("Title"), f"{one}  {_since(one)}") for one in page.titles_then]
    for group in page.facts or ():
        for row in group.rows:
            values = "  ".join(
                f"{cell.year} {number_text(cell.value)}" for cell in row.cells if cell.fact
            )
            if values:
                lines.append((str(row.measure.label), values))
    return lines


def _since(record: Any) -> str:
    return since_text(record)


def _day(as_of: datetime | None) -> date:
    return as_of.date() if as_of else timezone.localdate()


def _print(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2, cls=DjangoJSONEncoder)
    click.echo(text)
