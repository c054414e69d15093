"""The units of a month with how far each has come: columns and filters."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.returns.rules.words import SETTLED, State, UnitKind
from jilian.ui.cells import LEAD, NUMBER
from jilian.ui.rows import RowFilter, Rows

ALL = pgettext_lazy("filter", "all")
CELLS = "returns/cells/"
NOT_BEGUN, LATE, IN_TIME = "not_begun", "late", "in_time"
REPORTED_ONES, SETTLED_ONES, NOT_SENT = "reported", "settled", "not_sent"


class UnitTable(tables.Table):
    """Units that report, in the order in which they are kept."""

    unit = tables.TemplateColumn(
        template_name=f"{CELLS}unit.html", verbose_name=_("Unit"), attrs=LEAD,
        order_by=("unit_text",),
    )  # fmt: skip
    state = tables.TemplateColumn(
        template_name=f"{CELLS}state.html", verbose_name=pgettext_lazy("return", "State"),
        order_by=("state_place", "unit_text"),
    )  # fmt: skip
    sent = tables.TemplateColumn(
        template_name=f"{CELLS}sent.html", verbose_name=_("First sent"),
        order_by=("sent_place", "unit_text"),
    )  # fmt: skip
    revision = tables.TemplateColumn(
        template_name=f"{CELLS}revision.html", verbose_name=_("Revision"), attrs=NUMBER,
        order_by=("revision", "unit_text"),
    )  # fmt: skip

    class Meta:
        empty_text = _("No unit fits.")


class UnitFilter(RowFilter):
    """Narrows units by name, kind, state, and whether they were in time."""

    q = filters.CharFilter(label=_("Unit contains"), method="containing")
    kind = filters.ChoiceFilter(
        label=_("Kind of unit"), choices=UnitKind.choices, method="of_kind", empty_label=ALL
    )
    state = filters.ChoiceFilter(
        label=pgettext_lazy("return", "State"),
        choices=[(NOT_BEGUN, pgettext_lazy("return", "not begun")), *State.choices,
                 (REPORTED_ONES, _("sent or further")),
                 (SETTLED_ONES, _("accepted or further"))],
        method="in_state", empty_label=ALL,
    )  # fmt: skip
    time = filters.ChoiceFilter(
        label=_("In time"), method="by_time", empty_label=ALL,
        choices=[(LATE, pgettext_lazy("return", "late")), (NOT_SENT, _("past due, never sent")),
                 (IN_TIME, _("sent in time"))],
    )  # fmt: skip

    def containing(self, rows: Rows, _name: str, words: str) -> Rows:
        """Keep those in whose name the words stand."""
        wanted = words.casefold().strip()
        return Rows(row for row in rows if wanted in row.unit_text.casefold())

    def of_kind(self, rows: Rows, _name: str, kind: str) -> Rows:
        """Keep towns, or clusters."""
        return Rows(row for row in rows if row.duty.unit_kind == kind)

    def in_state(self, rows: Rows, _name: str, state: str) -> Rows:
        """Keep those that have come so far."""
        if state == REPORTED_ONES:
            return Rows(row for row in rows if row.is_sent)
        if state == SETTLED_ONES:
            return Rows(row for row in rows if row.state in SETTLED)
        return Rows(row for row in rows if row.state == ("" if state == NOT_BEGUN else state))

    def by_time(self, rows: Rows, _name: str, asked: str) -> Rows:
        """Keep those that are or were late, or those that sent in time."""
        return Rows(row for row in rows if _is_so(row, asked))


def _is_so(row: Any, asked: str) -> bool:
    if asked == NOT_SENT:
        return bool(row.is_late)
    late = row.is_late or row.was_late
    return bool(late) if asked == LATE else bool(row.row and row.row.was_in_time)
