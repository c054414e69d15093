"""The lists as lines of a file, the head first; what is not known stays empty.

Counts of members are in neither file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from jilian.committees.models import Procedure

Lines = list[tuple[object, ...]]


def procedure_lines(rows: Iterable[Procedure], today: date) -> Lines:
    """One line a procedure, with its three dates."""
    head = (
        _("as of"), _("cluster"), _("name of the body"), _("type"), _("exception"),
        _("relation mode"), _("superior"), _("state"), _("in this state since"),
        _("applied for on"), _("approved on"), _("number of the approval"), _("elected on"),
        _("in effect from"), _("term ends on"),
    )  # fmt: skip
    return [head, *(_procedure(row, today) for row in rows)]


def _procedure(row: Procedure, today: date) -> tuple[object, ...]:
    return (
        today, row.cluster.name, row.name, row.get_type_label(),
        _("yes") if row.is_exception else None, row.get_relation_mode_display(),
        row.superior.name if row.superior else None, row.standing.words,
        row.state_since, row.applied_on, row.approved_on, row.approval_number or None,
        row.elected_on, row.effect_on, row.due,
    )  # fmt: skip


def term_lines(rows: Iterable[Procedure], today: date) -> Lines:
    """One line a body that stands, with the first and last day of its term."""
    head = (
        _("as of"), _("cluster"), _("name of the body"), _("type"), _("exception"),
        _("term from"), _("term ends on"), _("days left"), _("rule"), _("state"),
    )  # fmt: skip
    lines: Lines = [head]
    for row in rows:
        lines.append((
            today, row.cluster.name, row.name, row.get_type_label(),
            _("yes") if row.is_exception else None, row.term_start,
            row.due, (row.due - today).days if row.due else None,
            row.term_rule or None, row.standing.words,
        ))  # fmt: skip
    return lines
