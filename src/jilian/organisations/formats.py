"""The organisations of a day, and the coverage of a place, as lines of a file.

What is withheld on the page is withheld in the file; counts of members are in neither file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from jilian.organisations.queries.coverage import STATES, Coverage
from jilian.organisations.rules.coverage_words import STATE_LABELS
from jilian.organisations.rules.tree import Unit

Lines = list[tuple[object, ...]]


def unit_lines(
    units: Iterable[Unit],
    territory: Mapping[int, list[int]],
    cluster: Mapping[int, list[int]],
    day: str,
) -> Lines:
    """The head and one line an organisation; what is not known stays empty."""
    held = {unit.pk: unit for unit in units}

    def named(pks: Iterable[int]) -> str:
        return "; ".join(held[pk].name or held[pk].key for pk in pks if pk in held)

    head = (
        _("as of"), _("key"), _("name"), _("type"), _("exception"), _("body of a cluster"),
        _("division"), _("superior, territory line"), _("superiors, cluster line"),
        _("founded on"), _("founded not before"), _("known by"), _("founding"),
    )  # fmt: skip
    return [
        head,
        *(
            (
                day, unit.key, unit.name or None, unit.type_label or None,
                _("yes") if unit.is_exception else None,
                _("yes") if unit.is_cluster_body else None,
                unit.division or None,
                named(territory.get(unit.pk, ())) or None,
                named(cluster.get(unit.pk, ())) or None,
                unit.span.valid_from, unit.span.not_before, unit.span.known_by,
                _("stands") if unit.span.known_by.isoformat() <= day else _("unknown on this day"),
            )
            for unit in held.values()
        ),
    ]  # fmt: skip


def coverage_lines(found: Coverage, name: str) -> Lines:
    """The head, the parts of the place, and last the whole; "withheld" as on the page."""
    head = (
        _("as of"), _("place"), _("code"), _("firms with a site"),
        *(str(STATE_LABELS[state]) for state in STATES), _("covered"),
    )  # fmt: skip
    lines: Lines = [head]
    for row in (*found.rows, found.whole):
        cells = [
            _("withheld") if part.withheld else part.value for part in (*row.parts, row.covered)
        ]
        label = str(row.place) if row.place else name
        code = row.place.code if row.place else None
        lines.append((found.day.isoformat(), label, code, row.firms, *cells))
    return lines
