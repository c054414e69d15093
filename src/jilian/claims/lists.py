"""The lists of claims and of corrections, with their filters."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.claims.models import Claim, Correction
from jilian.claims.rules import ClaimState, CorrectionState, Field, Manner
from jilian.ui.cells import LEAD

ALL = pgettext_lazy("filter", "all")


class ClaimTable(tables.Table):
    """Claims, the longest waiting first."""

    firm = tables.TemplateColumn(
        template_name="claims/cells/firm.html",
        verbose_name=_("Firm"),
        attrs=LEAD,
        order_by=("identifier",),
    )
    person = tables.Column(verbose_name=_("Claimed by"), order_by=("person__name", "pk"))
    paper = tables.TemplateColumn(
        template_name="claims/cells/paper.html", verbose_name=_("Paper"), orderable=False
    )
    state = tables.TemplateColumn(template_name="claims/cells/state.html", verbose_name=_("State"))
    waiting_since = tables.TemplateColumn(
        template_name="claims/cells/waits.html", verbose_name=_("Waits")
    )

    class Meta:
        empty_text = _("No claim fits.")


class ClaimFilter(filters.FilterSet):
    """Narrows claims by state, identifier and firm."""

    identifier = filters.CharFilter(label=_("Identifier contains"), lookup_expr="icontains")
    state = filters.ChoiceFilter(label=_("State"), choices=ClaimState.choices, empty_label=ALL)

    class Meta:
        model = Claim
        fields = ()


class CorrectionFilter(filters.FilterSet):
    """Narrows corrections by state, value, what the firm says, and firm."""

    state = filters.ChoiceFilter(label=_("State"), choices=CorrectionState.choices, empty_label=ALL)
    field = filters.ChoiceFilter(
        label=pgettext_lazy("record", "Value"), choices=Field.choices, empty_label=ALL
    )
    manner = filters.ChoiceFilter(
        label=_("What the firm says"), choices=Manner.choices, empty_label=ALL
    )
    name = filters.CharFilter(
        label=_("Firm's name contains"), field_name="firm__name", lookup_expr="icontains"
    )

    class Meta:
        model = Correction
        fields = ()

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Start with what waits: the page is opened to decide."""
        asked = data.copy() if data is not None else None
        if asked is not None and "state" not in asked:
            asked["state"] = CorrectionState.FILED.value
        super().__init__(asked, *args, **kwargs)
