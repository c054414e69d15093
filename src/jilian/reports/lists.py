"""The list of reports with its filters."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.reports.models import Report
from jilian.reports.rules.words import SIGNERS, Audience, ReportState
from jilian.ui.cells import LEAD, NUMBER

ALL = pgettext_lazy("filter", "all")
CELLS = "reports/cells/"
SIGNED, UNSIGNED = "signed", "unsigned"


class ReportTable(tables.Table):
    """Reports, the latest month first."""

    title = tables.TemplateColumn(
        template_name=f"{CELLS}title.html", verbose_name=_("Report"), attrs=LEAD,
        order_by=("title", "-month", "pk"),
    )  # fmt: skip
    month = tables.TemplateColumn(
        template_name=f"{CELLS}month.html", verbose_name=_("Month"), order_by=("month", "pk")
    )
    revision = tables.Column(verbose_name=_("Revision"), attrs=NUMBER)
    audience = tables.TemplateColumn(
        template_name=f"{CELLS}audience.html", verbose_name=_("For whom")
    )
    signed = tables.TemplateColumn(
        template_name=f"{CELLS}state.html", verbose_name=pgettext_lazy("report", "State"),
        order_by=("signed", "prints", "pk"),
    )  # fmt: skip

    class Meta:
        empty_text = _("No report fits.")


class ReportFilter(filters.FilterSet):
    """Narrows reports by title, month, state and audience."""

    q = filters.CharFilter(label=_("Title contains"), field_name="title", lookup_expr="icontains")
    month = filters.CharFilter(label=_("Month (2026-03)"), method="by_month")
    state = filters.ChoiceFilter(
        label=pgettext_lazy("report", "State"), method="by_state", empty_label=ALL,
        choices=[*ReportState.choices, (SIGNED, _("signed by two, printed or not")),
                 (UNSIGNED, _("not signed by two yet"))],
    )  # fmt: skip
    audience = filters.ChoiceFilter(label=_("For whom"), choices=Audience.choices, empty_label=ALL)

    class Meta:
        model = Report
        fields = ()

    def by_month(self, rows: QuerySet[Report], _name: str, asked: str) -> QuerySet[Report]:
        """Keep those of a month; a month that cannot be read keeps none."""
        try:
            return rows.filter(month=date.fromisoformat(f"{asked.strip()}-01"))
        except ValueError:
            return rows.none()

    def by_state(self, rows: QuerySet[Report], _name: str, asked: str) -> QuerySet[Report]:
        """Keep those that have come so far."""
        narrowed: dict[str, dict[str, Any]] = {
            ReportState.COMPILED: {"signed": 0},
            ReportState.SIGNED_ONCE: {"signed": 1},
            ReportState.SIGNED_TWICE: {"signed__gte": SIGNERS, "prints": 0},
            ReportState.PRINTED: {"signed__gte": SIGNERS, "prints__gt": 0},
            SIGNED: {"signed__gte": SIGNERS},
            UNSIGNED: {"signed__lt": SIGNERS},
        }
        return rows.filter(**narrowed[asked])
