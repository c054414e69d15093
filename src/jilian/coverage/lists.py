"""The list of a campaign's targets with its filters."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.coverage import queries
from jilian.coverage.models import ListedFirm, Target
from jilian.coverage.rules import Route, StrategicField, TargetState
from jilian.ui.cells import FROM_WIDE, LEAD

ALL = pgettext_lazy("filter", "all")
NARROW = {"td": {"class": "no-print"}, "th": {"class": "no-print"}}


class TargetTable(tables.Table):
    """Targets in the order of the list, which is that of their names."""

    pick = tables.TemplateColumn(
        template_name="coverage/cells/pick.html", verbose_name="", orderable=False, attrs=NARROW
    )
    name = tables.TemplateColumn(
        template_name="coverage/cells/firm.html",
        verbose_name=_("Firm"),
        attrs=LEAD,
        order_by=("number",),
    )
    town = tables.TemplateColumn(
        template_name="coverage/cells/town.html",
        verbose_name=_("Town"),
        order_by=("town", "number"),
    )
    state = tables.TemplateColumn(
        template_name="coverage/cells/state.html",
        verbose_name=_("State"),
        order_by=("state", "number"),
    )
    route = tables.TemplateColumn(
        template_name="coverage/cells/route.html", verbose_name=_("Route"), orderable=False
    )
    obstacle = tables.TemplateColumn(
        template_name="coverage/cells/obstacle.html",
        verbose_name=_("Obstacle and advisor"),
        orderable=False,
    )
    due = tables.TemplateColumn(
        template_name="coverage/cells/due.html",
        verbose_name=_("Due"),
        attrs=FROM_WIDE,
        order_by=("due", "number"),
    )

    class Meta:
        empty_text = _("No target fits. Take a filter away.")


class TargetFilter(filters.FilterSet):
    """Narrows the targets by words, state, town, route, field, office, and what is late."""

    q = filters.CharFilter(label=_("Name or identifier"), method="called")
    state = filters.ChoiceFilter(label=_("State"), choices=TargetState.choices, empty_label=ALL)
    town = filters.ChoiceFilter(label=_("Town"), empty_label=ALL)
    route = filters.ChoiceFilter(
        label=_("Route, walked or planned"),
        choices=Route.choices,
        empty_label=ALL,
        method="on_route",
    )
    field = filters.ChoiceFilter(label=_("Field"), empty_label=ALL, method="in_field")
    advisor_office = filters.ChoiceFilter(label=_("Office of the advisor"), empty_label=ALL)
    waits = filters.ChoiceFilter(
        label=_("What is due"),
        choices=[
            ("late", _("overdue")),
            ("sign", _("waits for a signature")),
            ("removed", _("removed with evidence")),
            ("done", _("done within the campaign")),
        ],
        empty_label=ALL,
        method="waiting",
    )

    class Meta:
        model = Target
        fields = ("state", "town", "advisor_office")

    def __init__(
        self,
        data: Any,
        *,
        queryset: QuerySet[Target],
        today: date,
        towns: list[tuple[str, str]],
        fields: list[str],
        offices: list[str],
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.today = today
        self.filters["town"].extra["choices"] = towns
        self.filters["field"].extra["choices"] = [
            (one, StrategicField(one).label) for one in fields
        ]
        self.filters["advisor_office"].extra["choices"] = [(one, one) for one in offices]
        for name, kept in (("field", fields), ("advisor_office", offices)):
            if not kept:
                del self.filters[name]

    def called(self, rows: QuerySet[Target], _name: str, text: str) -> QuerySet[Target]:
        """Keep firms with these words in a name or identifier."""
        words = text.strip()
        return rows.filter(
            Q(name__icontains=words) | Q(key__icontains=words) | Q(firm__name_en__icontains=words)
        )

    def on_route(self, rows: QuerySet[Target], _name: str, route: str) -> QuerySet[Target]:
        """Keep what went this way, or is planned to."""
        return rows.filter(Q(route=route) | Q(route="", planned_route=route))

    def in_field(self, rows: QuerySet[Target], _name: str, field: str) -> QuerySet[Target]:
        """Keep the firms that the list names in the field."""
        named = ListedFirm.objects.filter(field=field, campaign__in=rows.values("campaign")[:1])
        return rows.filter(firm__in=named.order_by().values("firm"))

    def waiting(self, rows: QuerySet[Target], _name: str, what: str) -> QuerySet[Target]:
        """Keep what is overdue, waits for a signature, left with evidence, or was done."""
        if what == "late":
            return queries.overdue(rows, self.today)
        if what == "done":
            return rows.filter(queries.DONE_WITHIN)
        return rows.exclude(said_state="") if what == "sign" else rows.filter(is_removed=True)
