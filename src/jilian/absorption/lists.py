"""The list of absorptions, with its filters."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.absorption.models import Absorption
from jilian.absorption.rules import OPEN, AbsorptionState, Answer, Mode, Side
from jilian.clusters.models import Cluster
from jilian.ui.cells import LEAD

ALL = pgettext_lazy("filter", "all")
CELLS = "absorption/cells/"


class AbsorptionTable(tables.Table):
    """Absorptions, the latest first."""

    organisation = tables.TemplateColumn(
        template_name=f"{CELLS}organisation.html", verbose_name=_("Organisation"), attrs=LEAD,
        order_by=("organisation__sort_key", "pk"),
    )  # fmt: skip
    cluster = tables.TemplateColumn(
        template_name=f"{CELLS}cluster.html", verbose_name=_("Cluster"),
        order_by=("cluster__sort_key", "pk"),
    )  # fmt: skip
    mode = tables.TemplateColumn(template_name=f"{CELLS}mode.html", verbose_name=_("Mode"))
    state = tables.TemplateColumn(template_name=f"{CELLS}state.html", verbose_name=_("State"))
    waits = tables.TemplateColumn(
        template_name=f"{CELLS}waits.html", verbose_name=_("Who is awaited"), orderable=False
    )
    proposed_on = tables.TemplateColumn(
        template_name=f"{CELLS}day.html", verbose_name=_("Proposed on")
    )
    effect_on = tables.TemplateColumn(
        template_name=f"{CELLS}day.html", verbose_name=_("Takes effect on")
    )

    class Meta:
        empty_text = _("No absorption fits.")


class AbsorptionFilter(filters.FilterSet):
    """Narrows absorptions by state, cluster, mode, who is awaited, and words."""

    q = filters.CharFilter(label=_("Name contains"), method="named")
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[
            ("open", _("Not decided yet")),
            ("in_effect", _("In effect")),
            *AbsorptionState.choices,
        ],
        method="standing",
        empty_label=ALL,
    )
    cluster = filters.ModelChoiceFilter(
        label=_("Cluster"), queryset=Cluster.objects.none(), empty_label=ALL
    )
    awaited = filters.ChoiceFilter(
        label=_("Who is awaited"), choices=Side.choices, method="awaiting", empty_label=ALL
    )
    mode = filters.ChoiceFilter(label=_("Mode"), choices=Mode.choices, empty_label=ALL)

    class Meta:
        model = Absorption
        fields = ()

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.as_of = as_of
        self.filters["cluster"].queryset = clusters
        self.filters["cluster"].extra["queryset"] = clusters

    def named(self, rows: QuerySet[Absorption], _name: str, text: str) -> QuerySet[Absorption]:
        """Keep those whose organisation or firm has these words in its name."""
        return rows.filter(
            Q(organisation__name__icontains=text)
            | Q(firm__name__icontains=text)
            | Q(firm__merged_into__name__icontains=text)
        )

    def standing(self, rows: QuerySet[Absorption], _name: str, state: str) -> QuerySet[Absorption]:
        """Keep those in a state, those not decided yet, or those in effect on the day shown."""
        if state == "in_effect":
            return rows.filter(pk__in=Absorption.objects.in_effect_on(self.as_of).values("pk"))
        return rows.filter(state__in=sorted(OPEN) if state == "open" else [state])

    def awaiting(self, rows: QuerySet[Absorption], _name: str, side: str) -> QuerySet[Absorption]:
        """Keep those that wait for the word of a side."""
        waiting = Q(consents__side=side, consents__answer=Answer.WAITING)
        return rows.filter(waiting, state__in=sorted(OPEN))
