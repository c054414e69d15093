"""The list of absorptions as the lines of a file."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jilian.absorption.models import Absorption
from jilian.absorption.rules import Side


def absorption_lines(rows: Iterable[Absorption]) -> list[tuple[object, ...]]:
    """The head, and one line an absorption with what each side has said."""
    sides = [str(side.label) for side in Side]
    head = (
        _("Organisation"), _("Firm"), _("Cluster"), _("Mode"), _("State"), _("Who is awaited"),
        *sides, _("Proposed on"), _("Number of the decision"), _("Decided on"),
        _("Takes effect on"), _("ended on"), _("Reason"),
    )  # fmt: skip
    return [head, *(_line(row) for row in rows)]


def _line(row: Absorption) -> tuple[object, ...]:
    said = {one.side: str(one.get_answer_display()) for one in row.consents.all()}
    return (
        row.organisation.name, row.firm.root.name, str(row.cluster), str(row.get_mode_display()),
        str(row.get_state_display()), ", ".join(row.waits),
        *(said.get(side, "") for side in Side.values), row.proposed_on, row.number,
        row.decided_on, row.effect_on, row.ended_on, row.end_reason or row.reason,
    )  # fmt: skip
