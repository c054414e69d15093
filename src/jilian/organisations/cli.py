"""``jilian organisations``: the tree of a day, and how many of which type."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

import click
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from jilian.accounts.queries import system_person
from jilian.organisations import queries
from jilian.organisations.rules import Line
from jilian.organisations.rules.tree import Answer, Node
from jilian.places.queries import world_or_only
from jilian.ui.values import day_text

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def organisations() -> None:
    """Organisations as of a day."""


@organisations.command()
@click.option("--world", "world_code", help="Code of the world; the only one if there is one.")
@click.option("--as-of", type=DAY, help="The day; today if not given.")
@click.option("--line", type=click.Choice(Line.values), default=Line.TERRITORY.value)
@click.option("--source", help="Only the organisations that this source attests.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def tree(
    world_code: str | None, as_of: datetime | None, line: str, source: str | None, as_json: bool
) -> None:
    """Print the tree of one line."""
    found = queries.organisation_tree(
        system_person("command-line"),
        world_or_only(world_code),
        _day(as_of),
        line=Line(line),
        source_key=source,
    )
    if as_json:
        _print_json({**found.answer.plain(), "line": line, "tree": _plain(found.roots)})
        return
    for depth, node in _walk(found.roots):
        words = node.unit.name or node.unit.written_as or node.unit.key
        type_words = node.unit.type_label or _("type unknown")
        below = f"  ({node.size})" if node.size else ""
        click.echo(f"{'  ' * depth}{words}  {type_words}{below}")
    click.echo("")
    _print_answer(found.answer)


@organisations.command()
@click.option("--world", "world_code", help="Code of the world; the only one if there is one.")
@click.option("--as-of", type=DAY, help="The day; today if not given.")
@click.option("--source", help="Only the organisations that this source attests.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def count(
    world_code: str | None, as_of: datetime | None, source: str | None, as_json: bool
) -> None:
    """Say how many organisations stood on a day, and of which type."""
    answer = queries.count_organisations(
        system_person("command-line"), world_or_only(world_code), _day(as_of), source
    )
    if as_json:
        _print_json(answer.plain())
    else:
        _print_answer(answer)


def _day(as_of: datetime | None) -> date:
    return as_of.date() if as_of else timezone.localdate()


def _print_json(content: object) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2))


def _print_answer(answer: Answer) -> None:
    restricted = f" · {answer.source_key}" if answer.source_key else ""
    click.echo(f"{day_text(answer.day)}{restricted}")
    words = ngettext("%(n)s organisation", "%(n)s organisations", answer.known)
    click.echo(words % {"n": answer.known})
    for line in answer.words_by_type:
        click.echo(f"  {line}")
    if answer.type_unknown:
        click.echo("  " + _("%(n)s of unknown type") % {"n": answer.type_unknown})
    if answer.founding_unknown:
        click.echo(_("%(n)s more, founding unknown") % {"n": len(answer.founding_unknown)})


def _walk(roots: Iterable[Node]) -> Iterable[tuple[int, Node]]:
    stack = [(0, node) for node in reversed(list(roots))]
    while stack:
        depth, node = stack.pop()
        yield depth, node
        stack.extend((depth + 1, child) for child in reversed(node.children))


def _plain(nodes: Iterable[Node]) -> list[dict[str, object]]:
    return [
        {
            "key": node.unit.key,
            "name": node.unit.name or None,
            "type": node.unit.type,
            "is_exception": node.unit.is_exception,
            "below": _plain(node.children),
        }
        for node in nodes
    ]
