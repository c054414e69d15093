"""The command ``jilian firms``."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import click
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.firms import queries
from jilian.firms.models import Firm
from jilian.firms.queries.page import FirmPage
from jilian.firms.queries.plain import firm_parts
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
    rows = Firm.objects.visible_to(by, world)
    chosen = rows.filter(identifier=firm).first()
    if chosen is None and firm.isdecimal():
        chosen = rows.filter(pk=int(firm)).first()
    if chosen is None:
        raise Refusal("firm_unknown", _("No firm has the number or identifier “%s”.") % firm)
    page = queries.firm_page(by, world, chosen, _day(as_of))
    if as_json:
        _print(firm_parts(page))
        return
    for label, value in _lines(page):
        click.echo(f"{label}\t{value}")


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
