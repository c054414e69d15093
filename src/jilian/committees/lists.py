"""The lists of procedures and of terms, with their filters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.committees.models import TYPES, Procedure
from jilian.committees.queries import due_soon
from jilian.committees.rules import OPEN, STANDING, State, reminders
from jilian.ui.cells import LEAD

ALL = pgettext_lazy("filter", "all")
WIDE = {"td": {"class": "from-wide"}, "th": {"class": "from-wide"}}
GROUPS = [
    ("running", _("under way")),
    ("standing", _("standing")),
    ("due", _("term due")),
]


class ProcedureTable(tables.Table):
    """Procedures, what waits for a step first."""

    name = tables.TemplateColumn(
        template_name="committees/cells/name.html",
        verbose_name=_("Body"),
        attrs=LEAD,
        order_by=("name", "pk"),
    )
    state = tables.TemplateColumn(
        template_name="committees/cells/state.html",
        verbose_name=_("State"),
        order_by=("rank", "state_since", "pk"),
    )
    cluster = tables.TemplateColumn(
        template_name="committees/cells/cluster.html",
        verbose_name=_("Cluster"),
        order_by=("cluster__sort_key", "pk"),
    )
    approved_on = tables.TemplateColumn(
        template_name="committees/cells/day.html",
        extra_context={"field": "approved_on"},
        verbose_name=_("Approval"),
        attrs=WIDE,
    )
    elected_on = tables.TemplateColumn(
        template_name="committees/cells/day.html",
        extra_context={"field": "elected_on"},
        verbose_name=_("Election"),
        attrs=WIDE,
    )
    effect_on = tables.TemplateColumn(
        template_name="committees/cells/day.html",
        extra_context={"field": "effect_on"},
        verbose_name=_("Effect"),
    )
    due = tables.TemplateColumn(
        template_name="committees/cells/due.html", verbose_name=_("Term ends")
    )

    class Meta:
        empty_text = _("No body fits.")

    def order_due(self, rows: QuerySet[Procedure], is_descending: bool) -> Any:
        """What is not known stands last in either direction."""
        return ordered_by_due(rows, is_descending), True


class TermTable(tables.Table):
    """Bodies that stand, those whose term ends next first."""

    name = tables.TemplateColumn(
        template_name="committees/cells/name.html",
        verbose_name=_("Body"),
        attrs=LEAD,
        order_by=("name", "pk"),
    )
    due = tables.TemplateColumn(
        template_name="committees/cells/due.html", verbose_name=_("Term ends")
    )
    state = tables.TemplateColumn(
        template_name="committees/cells/state.html", verbose_name=_("State"), orderable=False
    )
    term_start = tables.TemplateColumn(
        template_name="committees/cells/day.html",
        extra_context={"field": "term_start"},
        verbose_name=_("Term from"),
        attrs=WIDE,
    )
    term_rule = tables.TemplateColumn(
        template_name="committees/cells/rule.html",
        verbose_name=_("By the rule"),
        attrs=WIDE,
        orderable=False,
    )
    cluster = tables.TemplateColumn(
        template_name="committees/cells/cluster.html",
        verbose_name=_("Cluster"),
        order_by=("cluster__sort_key", "pk"),
    )

    class Meta:
        empty_text = _("No term fits.")

    order_due = ProcedureTable.order_due


def ordered_by_due(rows: QuerySet[Procedure], is_descending: bool = False) -> Any:
    """By the end of the term, what is not known last."""
    due = F("due")
    order = due.desc(nulls_last=True) if is_descending else due.asc(nulls_last=True)
    return rows.order_by(order, "pk")


class ProcedureFilter(filters.FilterSet):
    """Narrows procedures by name, state and type."""

    q = filters.CharFilter(label=_("Body or cluster contains"), method="named")
    group = filters.ChoiceFilter(
        label=_("How far"), choices=GROUPS, method="grouped", empty_label=ALL
    )
    state = filters.ChoiceFilter(label=_("State"), choices=State.choices, empty_label=ALL)
    type = filters.ChoiceFilter(label=_("Type"), choices=TYPES, empty_label=ALL)

    class Meta:
        model = Procedure
        fields = ()

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def named(self, rows: Any, _name: str, text: str) -> Any:
        """Keep what has these words in its name or its cluster's."""
        return rows.filter(
            Q(name__icontains=text)
            | Q(cluster__name__icontains=text)
            | Q(cluster__name_en__icontains=text)
        )

    def grouped(self, rows: Any, _name: str, group: str) -> Any:
        """Keep what is under way, stands, or has a term that is due."""
        if group == "due":
            return due_soon(rows, self.day)
        return rows.filter(state__in=sorted(OPEN if group == "running" else STANDING))


class TermFilter(filters.FilterSet):
    """Narrows terms by name and by how soon they end."""

    q = filters.CharFilter(label=_("Body or cluster contains"), method="named")
    within = filters.ChoiceFilter(
        label=_("Ends within"), choices=(), method="ending", empty_label=ALL
    )

    class Meta:
        model = Procedure
        fields = ()

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.filters["within"].extra["choices"] = [
            (str(days), _("%(n)d days") % {"n": days}) for days in (*reminders(), 365)
        ]

    named = ProcedureFilter.named

    def ending(self, rows: Any, _name: str, within: str) -> Any:
        """Keep the terms that end so soon, or have ended."""

        return rows.filter(due__lte=self.day + timedelta(int(within)))
