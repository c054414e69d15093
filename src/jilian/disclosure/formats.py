"""A released table as lines of a file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jilian.disclosure.models import KEY_MARK, Release
from jilian.disclosure.queries import names_of_members


def table_lines(release: Release) -> list[list[object]]:
    """Every cell of the release: names of its members, its value, and whether it is hidden."""
    names = names_of_members(release)
    lines: list[list[object]] = [[*release.table.dimensions, _("Value"), _("Hidden")]]
    for key, value, hidden in release.cells.values_list("key", "value", "hidden"):
        said = [of[code] for of, code in zip(names, key.split(KEY_MARK), strict=True)]
        lines.append([*said, value, _("hidden cell") if hidden else ""])
    return lines
