"""Lists with sorting and filters: firms, and the holders of a title."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.gate import Request
from jilian.firms import queries
from jilian.firms.models import Firm
from jilian.firms.rules import Scheme
from jilian.places.models import Division, Industry
from jilian.ui.cells import LEAD


class FirmFilter(filters.FilterSet):
    """Filters of the list of firms, all in the address, all as of the day of the page."""

    q = filters.CharFilter(method="called", label=_("name or identifier"))
    place = filters.ModelChoiceFilter(
        queryset=Division.objects.none(),
        to_field_name="code",
        method="in_place",
        label=_("place"),
        empty_label=_("all places"),
    )
    industry = filters.ModelChoiceFilter(
        queryset=Industry.objects.none(),
        to_field_name="code",
        method="in_industry",
        label=_("industry"),
        empty_label=_("all industries"),
    )
    product = filters.CharFilter(method="with_product", label=_("makes or buys"))
    title = filters.ChoiceFilter(
        method="with_title", label=_("holds the title"), empty_label=_("with or without")
    )
    scheme = filters.ChoiceFilter(
        choices=Scheme.choices, label=_("identified by"), empty_label=_("any way")
    )

    class Meta:
        model = Firm
        fields = ("q", "place", "industry", "product", "title", "scheme")

    def __init__(self, data: Any, queryset: QuerySet[Firm], request: Request) -> None:
        super().__init__(data, queryset, request=request)
        chosen = self.filters
        chosen["place"].queryset = queries.places_to_choose(request.world)
        chosen["industry"].queryset = queries.industries_to_choose(data.get("industry", ""))
        self.title_kinds = queries.title_kinds(request.world)
        chosen["title"].extra["choices"] = [(kind, kind) for kind in self.title_kinds]

    @property
    def in_force(self) -> dict[str, str]:
        """The filters that narrow the list, as the address states them."""
        asked = {name: str(self.data.get(name, "")).strip() for name in self.filters}
        return {name: value for name, value in asked.items() if value}

    def called(self, rows: QuerySet[Firm], _name: str, value: str) -> QuerySet[Firm]:
        """Keep the firms called so."""
        return queries.with_matched_names(queries.called(rows, self.request.world, value), value)

    def in_place(self, rows: QuerySet[Firm], _name: str, value: Division) -> QuerySet[Firm]:
        """Keep the firms with a site there."""
        return queries.in_place(rows, value, self.request.as_of)

    def in_industry(self, rows: QuerySet[Firm], _name: str, value: Industry) -> QuerySet[Firm]:
        """Keep the firms of the class and of those below it."""
        return queries.in_industry(rows, value, self.request.as_of)

    def with_product(self, rows: QuerySet[Firm], _name: str, value: str) -> QuerySet[Firm]:
        """Keep the firms that make or buy it."""
        return queries.with_product(rows, value, self.request.as_of)

    def with_title(self, rows: QuerySet[Firm], _name: str, value: str) -> QuerySet[Firm]:
        """Keep the firms that hold the title."""
        return queries.with_title(rows, value, self.request.as_of)


class FirmTable(tables.Table):
    """Firms as of a day, from ``queries.listed_firms``."""

    name = tables.TemplateColumn(
        template_name="firms/cells/firm.html",
        verbose_name=_("Firm"),
        attrs=LEAD,
        order_by=("sort_key", "pk"),
    )
    identifier = tables.TemplateColumn(
        template_name="firms/cells/identifier.html",
        verbose_name=_("Identified by"),
        order_by=("scheme", "identifier"),
    )
    place = tables.TemplateColumn(
        template_name="firms/cells/place.html", verbose_name=_("Place"), orderable=False
    )
    industry = tables.TemplateColumn(
        template_name="firms/cells/industry.html", verbose_name=_("Main industry"), orderable=False
    )
    makes = tables.TemplateColumn(
        template_name="firms/cells/makes.html",
        verbose_name=pgettext_lazy("column", "Makes"),
        orderable=False,
    )
    titles = tables.TemplateColumn(
        template_name="firms/cells/titles.html", verbose_name=_("Titles"), orderable=False
    )

    class Meta:
        empty_text = _("No firm fits. Take a filter away, or choose a later day.")


class TitleTable(tables.Table):
    """Who holds a title, from ``queries.title_rows``."""

    holder = tables.TemplateColumn(
        template_name="firms/cells/holder.html",
        verbose_name=_("Holder"),
        attrs=LEAD,
        orderable=False,
    )
    level = tables.Column(
        accessor="get_level_display", verbose_name=_("Level"), order_by=("level", "pk")
    )
    document = tables.TemplateColumn(
        "{{ record.document|known }}", verbose_name=_("Document"), order_by=("document", "pk")
    )
    since = tables.TemplateColumn(
        "{{ record|since }} {% source_mark record %}",
        verbose_name=_("Valid"),
        order_by=("known_by", "pk"),
    )

    class Meta:
        empty_text = _("Nobody holds this title on this day.")
