"""A released table as lines of a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jilian.disclosure.queries import CellRow, TablePage
from jilian.disclosure.rules.words import DIMENSION_WORDS


def table_lines(page: TablePage, rows: Sequence[CellRow]) -> list[list[object]]:
    """The head and a line a cell: codes and names of its members, value, whether it is hidden."""
    names = [str(DIMENSION_WORDS.get(name, name)) for name, _members in page.members]
    head: list[object] = []
    for name in names:
        head += [name, _("%(name)s: code") % {"name": name}]
    lines: list[list[object]] = [[*head, _("Value"), _("Hidden")]]
    for row in rows:
        said = [part for pair in zip(row.names, row.codes, strict=True) for part in pair]
        lines.append([*said, row.value, _("hidden cell") if row.is_hidden else ""])
    return lines
