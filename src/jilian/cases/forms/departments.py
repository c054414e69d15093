"""The list of a department's own branches with its filters, and the file of states."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.cases.formats.states import ENDINGS, LIMIT_MB, MB
from jilian.cases.models import MatterStep
from jilian.cases.queries.departments import due_until, overdue, still_to_do, tomorrow
from jilian.cases.rules.words import StepState
from jilian.ui.cells import LEAD

ALL = pgettext_lazy("filter", "all")
CELLS = "cases/cells/"
DUE = [
    ("over", pgettext_lazy("due", "overdue")),
    ("today", pgettext_lazy("due", "by the end of today")),
]


class BranchTable(tables.Table):
    """Own branches: what runs and is due first comes first."""

    name = tables.TemplateColumn(
        template_name=f"{CELLS}branch.html", verbose_name=pgettext_lazy("matter", "Branch"),
        order_by=("name", "pk"), attrs=LEAD,
    )  # fmt: skip
    firm = tables.Column(
        accessor="matter__case__firm", verbose_name=_("Firm"),
        order_by=("matter__case__firm__sort_key", "pk"),
    )  # fmt: skip
    state = tables.TemplateColumn(
        template_name=f"{CELLS}branch_state.html", verbose_name=_("State")
    )
    since = tables.TemplateColumn(
        template_name=f"{CELLS}moment.html", verbose_name=_("Since"), order_by=("since", "pk")
    )
    due_at = tables.TemplateColumn(
        template_name=f"{CELLS}branch_due.html", verbose_name=pgettext_lazy("branch", "Due"),
        empty_values=(), order_by=("due_at", "pk"),
    )  # fmt: skip
    papers = tables.TemplateColumn(
        template_name=f"{CELLS}branch_papers.html", verbose_name=_("Papers still wanted"),
        orderable=False, empty_values=(),
    )  # fmt: skip
    acts = tables.TemplateColumn(
        template_name=f"{CELLS}branch_acts.html", verbose_name=_("Enter"), orderable=False,
        empty_values=(),
    )  # fmt: skip

    class Meta:
        empty_text = _("No branch fits.")


class BranchFilter(filters.FilterSet):
    """Narrows own branches by words, state and due; those that have ended only if asked for."""

    q = filters.CharFilter(label=_("Firm, matter or branch contains"), method="named")
    state = filters.ChoiceFilter(
        label=_("State"), choices=StepState.choices, method="standing", empty_label=_("to be done")
    )
    due = filters.ChoiceFilter(
        label=pgettext_lazy("branch", "Due"), choices=DUE, method="due_by", empty_label=ALL
    )

    class Meta:
        model = MatterStep
        fields = ()

    def __init__(self, *args: Any, now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.now = now

    def filter_queryset(self, queryset: QuerySet[MatterStep]) -> QuerySet[MatterStep]:
        """Leave out what has ended, unless a state is asked for."""
        rows: QuerySet[MatterStep] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else still_to_do(rows)

    def named(self, rows: QuerySet[MatterStep], _name: str, text: str) -> QuerySet[MatterStep]:
        """Keep those whose firm, matter or own name has these words."""
        return rows.filter(
            Q(name__icontains=text) | Q(matter__name__icontains=text)
            | Q(matter__case__firm__name__icontains=text)
        )  # fmt: skip

    def standing(self, rows: QuerySet[MatterStep], _name: str, state: str) -> QuerySet[MatterStep]:
        """Keep those in a state."""
        return rows.filter(state=state)

    def due_by(self, rows: QuerySet[MatterStep], _name: str, value: str) -> QuerySet[MatterStep]:
        """Keep those that run beyond their due, or are due today."""
        return overdue(rows, self.now) if value == "over" else due_until(rows, tomorrow(self.now))


class StatesForm(forms.Form):
    """A file with states of own branches."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel, at most 500 lines. Drop it here or choose it."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS), "data-drop": ""}),
        allow_empty_file=True,  # the reading refuses it, in the same words everywhere
        max_length=200,
    )

    def clean_file(self) -> Any:
        """Refuse early what is too large to be read."""
        file = self.cleaned_data["file"]
        if file.size > LIMIT_MB * MB:
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB.") % {"most": LIMIT_MB}
            )
        return file
