"""The list of calls, with its filters: only what a reader may see can be filtered or sorted by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.shortages.models import Call
from jilian.shortages.queries import CallView
from jilian.shortages.rules.words import STAGE_MARKS, CallState
from jilian.ui.cells import LEAD

ALL = pgettext_lazy("filter", "all")
CELLS = "shortages/cells/"


@dataclass(frozen=True)
class CallRow:
    """A call in the list, with the one thing that waits for the reader."""

    view: CallView
    verb: str
    url: str

    @property
    def material(self) -> str:
        """What is short."""
        return self.view.material or ""

    @property
    def mark(self) -> str:
        """The mark of how far help has come."""
        return STAGE_MARKS[self.view.stage] if self.view.stage else "open"

    @property
    def needed_by(self) -> datetime | None:
        """Until when."""
        return self.view.needed_by

    @property
    def called_at(self) -> datetime | None:
        """Since when."""
        return self.view.called_at

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return not self.view.is_open


class CallTable(tables.Table):
    """Calls, the latest first."""

    material = tables.TemplateColumn(
        template_name=f"{CELLS}material.html", verbose_name=_("Material"), attrs=LEAD
    )
    is_over = tables.TemplateColumn(template_name=f"{CELLS}state.html", verbose_name=_("State"))
    needed_by = tables.TemplateColumn(
        template_name=f"{CELLS}moment.html", verbose_name=_("Needed by")
    )
    called_at = tables.TemplateColumn(
        template_name=f"{CELLS}moment.html", verbose_name=_("Called at")
    )
    act = tables.TemplateColumn(
        template_name=f"{CELLS}act.html", verbose_name=_("Waits for you"), orderable=False
    )

    class Meta:
        empty_text = _("No call fits.")


class CallFilter(filters.FilterSet):
    """Narrows calls by words of the material and by whether they are open."""

    q = filters.CharFilter(label=_("Material contains"), method="named")
    state = filters.ChoiceFilter(
        label=_("State"), method="standing", empty_label=ALL,
        choices=[("open", pgettext_lazy("call", "open")), ("over", pgettext_lazy("call", "over"))],
    )  # fmt: skip

    class Meta:
        model = Call
        fields = ()

    def named(self, rows: QuerySet[Call], _name: str, text: str) -> QuerySet[Call]:
        """Keep those whose material has these words; synonyms are not filtered by."""
        return rows.filter(Q(material__icontains=text) | Q(cas__icontains=text))

    def standing(self, rows: QuerySet[Call], _name: str, value: str) -> QuerySet[Call]:
        """Keep the open ones, or those that have ended."""
        open_ones = Q(state=CallState.OPEN)
        return rows.filter(open_ones if value == "open" else ~open_ones)


def sort_key(row: CallRow) -> Any:
    """The order of a list that nobody has sorted: open ones first, the most urgent first."""
    return (row.is_over, row.needed_by)
