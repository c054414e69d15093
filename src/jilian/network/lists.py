"""The list of links with its filters, and the kinds of evidence with their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jilian.accounts.gate import Request
from jilian.firms.queries import places_to_choose
from jilian.network import queries
from jilian.network.models import SupplyLink
from jilian.network.rules import Evidence
from jilian.places.models import Division


class LinkFilter(filters.FilterSet):  # type: ignore[misc]
    """Filters of the list of links, all in the address, all as of the day of the page."""

    evidence = filters.MultipleChoiceFilter(
        choices=Evidence.choices, label=_("evidence"), widget=forms.CheckboxSelectMultiple
    )
    firm = filters.CharFilter(method="with_firm", label=_("supplier or buyer"))
    product = filters.CharFilter(method="with_product", label=_("product"))
    place = filters.ModelChoiceFilter(
        queryset=Division.objects.none(),
        to_field_name="code",
        method="in_place",
        label=_("place of either end"),
        empty_label=_("all places"),
    )

    class Meta:
        model = SupplyLink
        fields = ("evidence", "firm", "product", "place")

    def __init__(self, data: Any, queryset: QuerySet[SupplyLink], request: Request) -> None:
        super().__init__(data, queryset, request=request)
        self.filters["place"].queryset = places_to_choose(request.world)

    @property
    def narrows(self) -> bool:
        """Whether more than the evidence is asked for."""
        return any(str(self.data.get(name, "")).strip() for name in ("firm", "product", "place"))

    @property
    def evidences(self) -> list[str]:
        """The kinds of evidence asked for."""
        asked = self.data.getlist("evidence") if hasattr(self.data, "getlist") else []
        return [one for one in asked if one in Evidence.values]

    def with_firm(self, rows: QuerySet[SupplyLink], _name: str, value: str) -> QuerySet[SupplyLink]:
        """Keep the links of firms called so."""
        return queries.with_firm(rows, value)

    def with_product(
        self, rows: QuerySet[SupplyLink], _name: str, value: str
    ) -> QuerySet[SupplyLink]:
        """Keep the links of this product."""
        return queries.with_product(rows, value)

    def in_place(
        self, rows: QuerySet[SupplyLink], _name: str, value: Division
    ) -> QuerySet[SupplyLink]:
        """Keep the links of firms there."""
        return queries.in_place(rows, value, self.request.as_of)


class LinkTable(tables.Table):  # type: ignore[misc]
    """Links as of a day, from ``queries.listed_links``."""

    supplier = tables.TemplateColumn(
        template_name="network/cells/supplier.html",
        verbose_name=_("Supplier"),
        attrs={"td": {"class": "lead"}},
        orderable=False,
    )
    buyer = tables.TemplateColumn(
        template_name="network/cells/buyer.html", verbose_name=_("Buyer"), orderable=False
    )
    product = tables.TemplateColumn(
        "{{ record.product|known }}", verbose_name=_("Product"), orderable=False
    )
    evidence = tables.TemplateColumn(
        template_name="network/cells/evidence.html", verbose_name=_("Evidence"), orderable=False
    )
    since = tables.TemplateColumn(
        "{{ record|since }} {% source_mark record %}",
        verbose_name=_("Valid"),
        order_by=("known_by", "pk"),
    )
    link = tables.TemplateColumn(
        template_name="network/cells/link.html", verbose_name=_("Link"), orderable=False
    )

    class Meta:
        empty_text = _("No link fits. Take a filter away, or choose a later day.")
        row_attrs = {"class": lambda record: "row-inferred" if record.is_inferred else None}


@dataclass(frozen=True)
class EvidenceCount:
    """Links of one kind of evidence on a day, and the list of them."""

    evidence: Evidence
    count: int
    url: str
    is_chosen: bool


def evidence_counts(
    request: HttpRequest, counts: Mapping[str, int], chosen: Sequence[str]
) -> list[EvidenceCount]:
    """Return the kinds of evidence that occur, each with the address that lists it alone."""
    found = []
    for evidence in Evidence:
        if not counts.get(evidence.value):
            continue
        asked = request.GET.copy()
        asked.pop("page", None)
        asked.setlist("evidence", [evidence.value])
        url = f"{request.path}?{asked.urlencode()}"
        is_chosen = list(chosen) == [evidence.value]
        found.append(EvidenceCount(evidence, counts[evidence.value], url, is_chosen))
    return found
